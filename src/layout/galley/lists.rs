//! In: lists, definitions, code, figures. Out: their lines in the column. Refuses to know pages.

use super::column::{FloatPage, GalleyItem};
use super::opening::artifact;
use super::setter::{Room, SHORT, Setter};
use super::text::Block as Text;
use crate::base::{Diagnostic, Ink, Length, Point, Size, roman};
use crate::design::{Align, StyleRole};
use crate::layout::items::pieces::picture_size;
use crate::layout::items::{Flat, Place};
use crate::layout::pagebreak::{After, Cost, Cut};
use crate::layout::setline::{Covering, Marginal, SetLine};
use crate::model::{Block, Figure, Image, Inline, Width, block, plain_text};
use crate::page::{Item, Mark, NodeId, Numbering, Path, PathStep, Stroke, StructureRole};

/// The sign of a line of code that goes on in the next: down and back, drawn, since few faces have it. Nobody copies it.
fn turned(size: Length, ink: Ink) -> Marginal {
    let (width, head) = (size / 2, size / 8);
    let at = |x: Length, y: Length| Point::new(x, y);
    let (top, low) = (-size.scale(9, 20), -size.scale(3, 20));
    let steps = vec![
        PathStep::Move(at(width, top)),
        PathStep::Line(at(width, low)),
        PathStep::Line(at(Length::ZERO, low)),
        PathStep::Move(at(head, low - head)),
        PathStep::Line(at(Length::ZERO, low)),
        PathStep::Line(at(head, low + head)),
    ];
    let stroke =
        Stroke { ink, width: size / 16, cap: 1, join: 1, miter: 10_000, dash: Vec::new(), dash_phase: Length::ZERO };
    let path = Item::Path(Path { steps, fill: None, stroke: Some(stroke) });
    Marginal { items: artifact(vec![(Point::ZERO, path)]), width, gap: size / 2 }
}

/// The number of an item: `3`, `c` or `iii`.
fn shown(number: u64, numbering: Numbering) -> String {
    match (numbering, u32::try_from(number)) {
        (Numbering::Letters, Ok(number @ 1..)) => letters(number),
        (Numbering::Roman, Ok(number)) => roman(number).to_lowercase(),
        _ => number.to_string(),
    }
}

/// `a` to `z`, then `aa`.
fn letters(mut number: u32) -> String {
    let mut out = String::new();
    while number > 0 {
        out.insert(0, char::from(b'a' + ((number - 1) % 26) as u8));
        number = (number - 1) / 26;
    }
    out
}

/// What it costs, of rank 4, that a picture is a grid line lower than it could be: less than any hole, more than a page that
/// is a little short.
const SMALLER: u64 = 8;

impl Setter<'_, '_> {
    pub fn list(&mut self, start: Option<u64>, tight: bool, items: &[Vec<Block>], block: &Block, room: Room) {
        let numbering = match (start, room.numbered % 3) {
            (None, _) => Numbering::Bullets,
            (Some(_), 0) => Numbering::Decimal,
            (Some(_), 1) => Numbering::Letters,
            (Some(_), _) => Numbering::Roman,
        };
        let node = self.block_node(room, StructureRole::List(numbering), block);
        let style = self.comp.context.dress.style(StyleRole::ListItem);
        // The items of a loose list stand apart, and the whole list from the text around it.
        let loose = i64::from(!tight);
        let apart = loose.max(i64::from(room.lists == 0));
        let (before, after) = (style.before.max(apart), style.after.max(apart));
        let role = if room.role == StyleRole::Body { StyleRole::ListItem } else { room.role };
        let look = self.look(role, room);
        let source = self.source(block);
        let marks = &self.comp.context.design.marks;
        let labels: Vec<String> = match start {
            Some(first) => {
                let numbers = (0..items.len() as u64).map(|nth| first.saturating_add(nth));
                numbers.map(|number| marks.numbered(&shown(number, numbering))).collect()
            }
            None => vec![marks.bullet(room.lists).to_owned(); items.len()],
        };
        let gap = look.size.scale(2, 5);
        let mut made = Vec::with_capacity(items.len());
        for label in &labels {
            let item = self.comp.node(StructureRole::ListItem, node);
            let name = self.comp.node(StructureRole::Label, item);
            made.push((item, self.made(label, look, name, Length::ZERO, source)));
        }
        let widest = made
            .iter()
            .filter_map(|(_, label)| label.as_ref())
            .map(|label| label.width)
            .fold(Length::ZERO, Length::max);
        let indent = self.comp.context.dress.style(StyleRole::Body).indent.max(widest + gap);
        self.gap(before);
        for ((item, label), blocks) in made.into_iter().zip(items) {
            self.gap(loose);
            let body = self.comp.node(StructureRole::ListBody, item);
            let inner = self.narrower(room, style.left + indent, style.right);
            self.label = label.map(|mut label| {
                let from = inner.left - gap - label.width;
                self.put(&mut label, from);
                label
            });
            self.indent = false;
            let numbered = room.numbered + usize::from(start.is_some());
            self.blocks(blocks, Room { role, node: body, lists: room.lists + 1, numbered, ..inner });
            if let Some(label) = self.label.take() {
                // An empty item is its label alone.
                let line =
                    SetLine { block: block.id, role, span: self.comp.span(block.span), advance: self.grid, ..label };
                self.lines(vec![line]);
            }
        }
        self.gap(after);
        self.indent = false;
    }

    pub fn definitions(&mut self, items: &[(Vec<Inline>, Vec<Vec<Block>>)], block: &Block, room: Room) {
        let node = self.block_node(room, StructureRole::List(Numbering::None), block);
        let style = self.comp.context.dress.style(StyleRole::Definition);
        let apart = i64::from(room.lists == 0);
        let (left, before, after) = (style.left, style.before.max(apart), style.after.max(apart));
        let mut offset = 0;
        self.gap(before);
        for (term, definitions) in items {
            let item = self.comp.node(StructureRole::ListItem, node);
            let name = self.comp.node(StructureRole::Label, item);
            let source = self.source(block).from(offset);
            offset += plain_text(term).len() as u32 + 1;
            let how = self.block(StyleRole::DefinitionTerm, room, source);
            let flat = self.flat(term, how.look, name, source.offset);
            let how = self.beside(how);
            self.priced(flat, &how);
            self.keep_with_line(Cut::Heading);
            for definition in definitions {
                let body = self.comp.node(StructureRole::ListBody, item);
                let inner = self.narrower(room, left, Length::ZERO);
                let role = if room.role == StyleRole::Body { StyleRole::Definition } else { room.role };
                self.indent = false;
                self.blocks(definition, Room { role, node: body, ..inner });
            }
        }
        self.gap(after);
        self.indent = false;
    }

    /// Code as typed: a long line turns over at a space or a mark, else anywhere, and hangs.
    pub fn code(&mut self, text: &str, block: &Block, room: Room) {
        let paragraph = self.block_node(room, StructureRole::Paragraph, block);
        let node = self.comp.node(StructureRole::Code, paragraph);
        let is_wide = block.attributes.classes.iter().any(|class| class == "wide");
        let outset = if is_wide { self.comp.context.outset } else { Length::ZERO };
        let room = Room { node, right: room.right - outset, ..room };
        let room = self.sized(room, StyleRole::Code, &block.attributes.classes);
        let from = self.items.len();
        self.display_block(StyleRole::Code, block, room, |setter, room| {
            let mut offset = 0;
            let mut all = Vec::new();
            for typed in text.strip_suffix('\n').unwrap_or(text).split('\n') {
                let source = setter.source(block).from(offset);
                offset += typed.len() as u32 + 1;
                let how = setter.block(StyleRole::Code, room, source);
                let deep = typed.len() - typed.trim_start_matches([' ', '\t']).len() + 2;
                let hang = (how.look.size.scale(3, 5) * deep as i64).min(how.width / 2);
                let how = Text { hang, align: Align::Left, ..how };
                let mut flat = Flat { as_typed: true, ..Flat::at(source.offset) };
                let place =
                    Place { look: how.look, node: setter.comp.node(StructureRole::Span, room.node), link: None };
                flat.code(typed, place, source.span);
                let look = how.look;
                let lines = setter.best(flat, &how);
                if lines.is_empty() {
                    all.push(SetLine::blank(setter.grid, block.id, StyleRole::Code, source.span));
                }
                let last = lines.len().saturating_sub(1);
                all.extend(lines.into_iter().enumerate().map(|(nth, mut line)| {
                    if nth < last {
                        line.after.cut(Cut::CodeLine);
                        line.outer = Some(turned(look.size, look.ink));
                    }
                    line
                }));
            }
            let cut = if all.len() <= SHORT { Cut::Short } else { Cut::Long };
            all.iter_mut().for_each(|line| line.after.cut(cut));
            if let [first, .., before, _] = all.as_mut_slice() {
                first.after.cut(Cut::Edge);
                before.after.cut(Cut::Edge);
            }
            if let Some(last) = all.last_mut() {
                last.after = After::FREE;
            }
            setter.lines(all);
        });
        self.reach_out(from, outset);
    }

    /// A picture of whole grid lines with its caption, in the middle of the column.
    pub fn figure(&mut self, figure: &Figure, block: &Block, room: Room) {
        let image = &figure.image;
        let node = self.block_node(room, StructureRole::Division, block);
        let drawn = self.comp.picture_node(image, node);
        let style = self.comp.context.dress.style(StyleRole::Caption);
        let (before, after) = (style.before.max(1), style.after.max(1));
        let source = self.source(block);
        // In a quote, a list or a note it stays where it is.
        let place = figure.place.filter(|_| room.node == NodeId(0));
        if place.is_some() && self.floats.is_some() && self.side(figure, block, room, [node, drawn]) {
            return;
        }
        let caption = figure.caption.as_ref().map(|caption| {
            let node = self.comp.node(StructureRole::Caption, node);
            let how = Text { balanced: true, ..self.block(StyleRole::Caption, room, source) };
            let flat = self.flat(caption, how.look, node, 0);
            self.best(flat, &how)
        });
        let covers = match place {
            Some(block::Place::Bleed) => Some(Covering::Page),
            Some(block::Place::Spread) => Some(Covering::Spread),
            Some(
                block::Place::Top
                | block::Place::Bottom
                | block::Place::Page
                | block::Place::Left
                | block::Place::Right
                | block::Place::Ground,
            )
            | None => None,
        };
        let caption = caption.filter(|_| covers.is_none()).unwrap_or_default();
        let width = self.width(room);
        let air = self.grid.scale(7, 20);
        let most = self.comp.context.depth - self.grid * caption.len() as i64 - air;
        // Lower under its headings, if there is half a picture's room.
        let under = most - if place.is_none() { self.headed(before) } else { Length::ZERO };
        let fills = covers.is_some() || place == Some(block::Place::Page);
        let wanted = image.width.or(fills.then_some(Width::Share(1_000)));
        let mut size = picture_size(self.comp, image.asset, wanted, width);
        if size.height > most && most > Length::ZERO {
            size = Size::new(size.width.scale(most.0, size.height.0), most);
        }
        if size.height > under && under * 2 >= size.height {
            size = Size::new(size.width.scale(under.0, size.height.0), under);
        }
        let of_size = |setter: &Self, size: Size| {
            let x = room.left + (width - size.width) / 2;
            let advance = setter.grid * (size.height + air).steps_up(setter.grid);
            let mut line = SetLine::blank(advance, block.id, StyleRole::Caption, source.span);
            line.items = setter.drawn(image, drawn, size, Point::new(x, -size.height));
            (line.ascent, line.width) = (size.height, x + size.width);
            line.anchors.extend(image.attributes.anchor);
            let mut lines = vec![SetLine { covers, ..line }];
            lines.extend(caption.iter().cloned());
            if fills {
                setter.fill_page(&mut lines);
            }
            if let Some((_, before)) = lines.split_last_mut() {
                before.iter_mut().for_each(|line| line.after.cut(Cut::Keep));
            }
            lines
        };
        let mut lines = of_size(self, size);
        match place {
            // The same picture on both pages; each shows its part.
            Some(place @ block::Place::Spread) if self.has_text() => {
                let mut facing = lines.clone();
                facing.iter_mut().for_each(|line| line.anchors.clear());
                self.float(place, lines, Length::ZERO, FloatPage::Own);
                self.float(place, facing, Length::ZERO, FloatPage::Next);
            }
            // With a note of its own too.
            Some(place @ (block::Place::Top | block::Place::Bottom | block::Place::Page | block::Place::Bleed))
                if lines.iter().all(|line| line.notes.is_empty()) =>
            {
                let gap = match place {
                    block::Place::Top => after,
                    block::Place::Bottom => before,
                    block::Place::Page
                    | block::Place::Bleed
                    | block::Place::Spread
                    | block::Place::Left
                    | block::Place::Right
                    | block::Place::Ground => 0,
                };
                let page = if fills { FloatPage::Own } else { FloatPage::Shared };
                self.float(place, lines, self.grid * gap, page);
            }
            Some(block::Place::Page | block::Place::Bleed | block::Place::Spread) => {
                // Where nothing comes before it in its chapter, it has one page.
                if place == Some(block::Place::Spread) {
                    let why = "nothing comes before this picture in its chapter: it covers one page and not two";
                    let help = "put words or a heading before it, or write `{.bleed}`";
                    let found = Diagnostic::hint("spread-single", why).at(source.span).help(help);
                    self.comp.say("spread-single", format!("{}:{}", source.span.file.0, source.span.start), found);
                }
                lines
                    .iter_mut()
                    .filter(|line| line.covers.is_some())
                    .for_each(|line| line.covers = Some(Covering::Page));
                self.force();
                self.lines(lines);
                self.force();
                self.indent = false;
            }
            _ => {
                let mut settings = vec![(Cost::FREE, lines)];
                // A length is the author's word; a share of the measure gives way.
                let gives_way = !matches!(image.width, Some(Width::Length(_)));
                let lower = |nth: i64| size.height - self.grid * nth;
                for nth in (1..).take_while(|nth| gives_way && lower(*nth) * 4 >= size.height * 3) {
                    let smaller = Size::new(size.width.scale(lower(nth).0, size.height.0), lower(nth));
                    settings.push((Cost::of(4, SMALLER * nth as u64), of_size(self, smaller)));
                }
                self.gap(before);
                self.text(settings);
                self.gap(after);
                self.indent = false;
            }
        }
    }

    /// A small picture that ends a chapter stays with its last two lines: it would look lost on a page of its own.
    pub fn tailpiece(&mut self) {
        let text = |item: &GalleyItem| matches!(item, GalleyItem::Text { .. });
        let Some(at) = self.items.iter().rposition(text) else { return };
        let GalleyItem::Text { settings } = &self.items[at] else { return };
        let is_picture = |line: &SetLine| line.role == StyleRole::Caption && line.start.is_none() && line.end.is_none();
        let deepest = self.comp.context.depth / 2;
        let is_small = |line: &SetLine| line.covers.is_none() && line.advance <= deepest;
        let last = settings.first().and_then(|(_, lines)| lines.first().filter(|_| lines.len() == 1));
        if last.is_some_and(|line| is_picture(line) && is_small(line)) {
            self.items.truncate(at + 1);
            self.keep_with_last(Cut::Widow);
        }
    }

    /// The picture behind the first page, on a line of its own that adds nothing.
    pub fn ground(&mut self, block: &Block, figure: &Figure) {
        let (image, span) = (&figure.image, self.comp.span(block.span));
        let node = if image.decorative { NodeId(0) } else { self.comp.picture_node(image, NodeId(0)) };
        let size = picture_size(self.comp, image.asset, Some(Width::Share(1_000)), self.measure);
        let items = self.drawn(image, node, size, Point::ZERO);
        let blank = SetLine::blank(Length::ZERO, block.id, StyleRole::Caption, span);
        self.lines(vec![SetLine { items, covers: Some(Covering::Page), after: Cut::Keep.into(), ..blank }]);
    }

    /// A picture in its ink, marked as what it is, at a place.
    pub fn drawn(&self, image: &Image, node: NodeId, size: Size, at: Point) -> Vec<(Point, Item)> {
        let picture = self.comp.context.book().asset(image.asset).picture.clone();
        let ink = image.attributes.others.iter().find(|(key, _)| key == "ink").map(|(_, ink)| ink);
        let spot = ink.and_then(|ink| self.comp.context.design.press.spots.iter().find(|spot| spot.key == *ink));
        let picture = spot.map_or(picture.clone(), |spot| std::sync::Arc::new(picture.in_ink(spot.colour)));
        let begin = if image.decorative { Mark::BeginArtifact } else { Mark::Begin(node) };
        vec![
            (Point::ZERO, Item::Mark(begin)),
            (at, Item::Image { picture, size, source: Some(self.comp.span(image.span)) }),
            (Point::ZERO, Item::Mark(Mark::End)),
        ]
    }

    /// Makes a figure as deep as a page, its white in halves above and below it.
    fn fill_page(&self, lines: &mut [SetLine]) {
        let taken: Length = lines.iter().map(|line| line.advance).sum();
        let white = (self.comp.context.depth - taken).max(Length::ZERO);
        let above = self.grid * (white.0 / self.grid.0.max(1) / 2);
        if let Some(first) = lines.first_mut() {
            first.advance += above;
        }
        if let Some(last) = lines.last_mut() {
            let below = white - above;
            last.shift(Length::ZERO, -below);
            last.advance += below;
        }
    }
}
