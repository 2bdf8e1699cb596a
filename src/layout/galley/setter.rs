//! In: a compositor and the room that blocks have. Out: the column under construction: gaps, keeps, text items.
//! Refuses to know kinds of blocks.

use super::column::{Float, FloatPage, GalleyItem};
use super::side::Side;
use super::unset::UnsetText;
use crate::base::{Diagnostic, Length, Span, Unit};
use crate::design::{Align, Beginnings, Overlay, Style, StyleRole, Units};
use crate::layout::items::{Compositor, Lang, Look};
use crate::layout::pagebreak::{After, Cost, Cut, Spread};
use crate::layout::setline::SetLine;
use crate::model::block::Place;
use crate::model::{AnchorId, Block, BlockId};
use crate::page::{NodeId, StructureRole};
use std::collections::BTreeMap;

/// Lines of code, or rows of a table, that had better stay on one page.
pub const SHORT: usize = 12;

/// Where blocks stand and how their text looks; inherited while going down.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    pub left: Length,
    pub right: Length,
    pub role: StyleRole,
    /// No text in here is larger.
    pub size: Length,
    /// What stands for the body's size: larger or smaller in a block of a class.
    pub em: Length,
    /// What classes around it say.
    pub worn: Option<Worn>,
    pub node: NodeId,
    /// How many lists this one is in, and how many of them have numbers.
    pub lists: usize,
    pub numbered: usize,
}

/// An overlay of a setter's, and the part of the book that wears it: all of it there, and elsewhere what nothing says of
/// the other part itself.
#[derive(Clone, Copy, Debug)]
pub struct Worn {
    at: usize,
    by: StyleRole,
}

/// A column that grows.
pub struct Setter<'m, 'c> {
    pub comp: &'m mut Compositor<'c>,
    pub items: Vec<GalleyItem>,
    /// What lines add: the body's leading, or a note's.
    pub grid: Length,
    pub measure: Length,
    /// Whether the next paragraph is indented: it follows another.
    pub indent: bool,
    /// Stands left of the next line: a list's number, a note's.
    pub label: Option<SetLine>,
    /// The first line of a note, beside its label.
    pub note_indent: Option<Length>,
    /// Fall on the next line.
    pub anchors: Vec<AnchorId>,
    /// Items that stay with the two lines after them, and as what.
    pub headings: Vec<(usize, Cut)>,
    /// Figures that leave the column; nothing where they may not.
    pub floats: Option<Vec<Float>>,
    /// The picture beside which the column stands.
    pub side: Option<Side>,
    /// Items whose lines are to be set.
    pub unset: Vec<(usize, UnsetText)>,
    pub spreads: Vec<Spread>,
    /// The section's paragraphs that do not begin plainly.
    pub beginnings: Beginnings,
    /// The level of the section's own heading in the structure.
    pub level: u8,
    /// How deep the headings in it stand.
    pub depths: BTreeMap<BlockId, u8>,
    overlays: Vec<Overlay>,
    /// What the poems of the section agree upon.
    pub shared: Shared,
}

/// What the poems of a section agree upon.
#[derive(Default)]
pub struct Shared {
    /// More than a tenth of their lines turn over: all begin at the margin.
    pub on_margin: bool,
    /// The edge of all numbered sections of a poem, by block.
    pub left: BTreeMap<BlockId, Length>,
    /// What was measured, by block.
    pub lengths: BTreeMap<BlockId, (Look, Vec<Length>)>,
}

/// What was changed for a block, to be put back.
pub struct Before {
    lang: Lang,
}

impl<'m, 'c> Setter<'m, 'c> {
    pub fn new(comp: &'m mut Compositor<'c>, measure: Length, grid: Length) -> Setter<'m, 'c> {
        Setter {
            comp,
            items: Vec::new(),
            grid,
            measure,
            indent: false,
            label: None,
            note_indent: None,
            anchors: Vec::new(),
            headings: Vec::new(),
            floats: None,
            side: None,
            unset: Vec::new(),
            spreads: Vec::new(),
            beginnings: Beginnings::new(),
            level: 1,
            depths: BTreeMap::new(),
            overlays: Vec::new(),
            shared: Shared::default(),
        }
    }

    pub fn room(&self, role: StyleRole) -> Room {
        let (size, node) = (Length::MAX, NodeId(0));
        let (zero, em) = (Length::ZERO, self.comp.context.dress.units().em);
        Room { left: zero, right: zero, role, size, em, worn: None, node, lists: 0, numbered: 0 }
    }

    /// Where a block of the section at hand comes from.
    pub fn source(&self, block: &Block) -> Source {
        Source { block: block.id, span: self.comp.span(block.span), offset: 0 }
    }

    /// Whether lines begin on the right. What stands in the column is counted from where they begin, and mirrored here.
    pub fn is_mirrored(&self) -> bool {
        self.comp.words.right_to_left(self.comp.lang)
    }

    /// The left edge of something this wide that stands so far in.
    pub fn place(&self, from: Length, width: Length) -> Length {
        if self.is_mirrored() { self.measure - from - width } else { from }
    }

    /// Moves a line that stands at the left edge so far in.
    pub fn put(&self, line: &mut SetLine, from: Length) {
        line.shift(self.place(from, line.width), Length::ZERO);
    }

    /// How far from where lines begin what is set on this one reaches.
    pub fn reach(&self, line: &SetLine) -> Length {
        if self.is_mirrored() { self.measure - line.left().unwrap_or(self.measure) } else { line.width }
    }

    /// The style of a role in a room.
    pub fn style(&self, role: StyleRole, room: Room) -> Style {
        let dress = self.comp.context.dress;
        let (style, units) = (dress.style(role), dress.units());
        let Some((worn, overlay)) = room.worn.and_then(|worn| Some((worn, self.overlays.get(worn.at)?))) else {
            return style.clone();
        };
        let style = Style { size: style.size.scale(room.em.0, units.em.0.max(1)), ..style.clone() };
        let units = Units { em: room.em, ..units };
        match (worn.by == role, dress.own.get(&role)) {
            (false, Some(own)) => overlay.text().except(own).over(&style, units),
            (true, _) | (false, None) => overlay.over(&style, units),
        }
    }

    /// A room in which a part of the book wears classes.
    pub fn wear(&mut self, room: Room, by: StyleRole, classes: &[String]) -> Room {
        match self.comp.context.dress.classed(classes) {
            Some(overlay) => self.worn(room, by, overlay),
            None => room,
        }
    }

    /// The same for a part with a size of its own, as code and tables have: it is as much smaller or larger as text of
    /// the classes would be.
    pub fn sized(&mut self, room: Room, by: StyleRole, classes: &[String]) -> Room {
        let Some(overlay) = self.comp.context.dress.classed(classes) else { return room };
        let (size, line) = (overlay.size.filter(|size| size.unit == Unit::Em), self.comp.context.dress.grid);
        let em = size.map_or(room.em, |size| size.length(room.em, line));
        let size = overlay.size.filter(|_| size.is_none());
        self.worn(Room { em, ..room }, by, Overlay { size, ..overlay })
    }

    /// A room in which a part wears an overlay over what is worn already.
    pub fn worn(&mut self, room: Room, by: StyleRole, overlay: Overlay) -> Room {
        let outer = room.worn.and_then(|worn| self.overlays.get(worn.at)).map(Overlay::text).unwrap_or_default();
        self.overlays.push(overlay.or(&outer));
        Room { worn: Some(Worn { at: self.overlays.len() - 1, by }), ..room }
    }

    /// A room in which another part wears the same.
    pub fn as_worn(&mut self, room: Room, by: StyleRole) -> Room {
        let Some(worn) = room.worn else { return room };
        let room = self.worn(room, worn.by, Overlay::default());
        Room { worn: room.worn.map(|worn| Worn { by, ..worn }), ..room }
    }

    /// How many overlays there are; more than these can be forgotten again.
    pub fn overlays(&self) -> usize {
        self.overlays.len()
    }

    pub fn forget_overlays(&mut self, count: usize) {
        self.overlays.truncate(count);
    }

    /// How lines end as classes around say it.
    pub fn worn_align(&self, room: Room) -> Option<Align> {
        self.overlays.get(room.worn?.at)?.align
    }

    /// A room inside of a part that stands apart in this style: where it stands has been heeded, and all in it is as much
    /// larger or smaller as it is.
    pub fn inside(&mut self, role: StyleRole, style: &Style, room: Room) -> Room {
        let Some(worn) = room.worn else { return room };
        let dress = self.comp.context.dress;
        let usual = dress.style(role).size.scale(room.em.0, dress.units().em.0.max(1));
        let em = room.em.scale(style.size.0, usual.0.max(1));
        self.worn(Room { em, ..room }, worn.by, Overlay::default())
    }

    /// The look of a role in a room.
    pub fn look(&self, role: StyleRole, room: Room) -> Look {
        let look = Look::of(self.comp.context.design, &self.style(role, room), self.comp.lang);
        Look { size: look.size.min(room.size), ..look }
    }

    /// A room that is narrower; together indents never take more than half the measure.
    pub fn narrower(&self, room: Room, left: Length, right: Length) -> Room {
        let most = self.measure / 2;
        let left = (room.left + left.max(Length::ZERO)).min(most.max(room.left));
        let right = (room.right + right.max(Length::ZERO)).min((most - left).max(room.right));
        let fits = left + right <= most;
        if fits { Room { left, right, ..room } } else { room }
    }

    pub fn width(&self, room: Room) -> Length {
        self.measure - room.left - room.right
    }

    /// Takes up a block's language and anchor.
    pub fn enter(&mut self, block: &Block) -> Before {
        self.anchors.extend(block.attributes.anchor);
        self.take_language(block)
    }

    pub fn take_language(&mut self, block: &Block) -> Before {
        let before = Before { lang: self.comp.lang };
        if let Some(lang) = &block.attributes.lang {
            self.comp.lang = self.comp.words.lang(lang);
        }
        before
    }

    pub fn leave(&mut self, before: Before) {
        self.comp.lang = before.lang;
    }

    /// A node of the structure for a block, with its language where it has one of its own.
    pub fn block_node(&mut self, room: Room, role: StructureRole, block: &Block) -> NodeId {
        match &block.attributes.lang {
            Some(lang) => self.comp.lang_node(role, room.node, lang),
            None => self.comp.node(role, room.node),
        }
    }

    /// A gap of whole grid lines; gaps that meet are as deep as the deeper one.
    pub fn gap(&mut self, lines: i64) {
        if lines <= 0 {
            return;
        }
        let wanted = self.grid * lines;
        match self.items.last_mut() {
            Some(GalleyItem::Space { advance, at_edge: None, .. }) => *advance = wanted.max(*advance),
            Some(GalleyItem::Space { .. }) | None => {}
            Some(GalleyItem::Text { .. }) => self.space(wanted, None, After::FREE),
        }
    }

    pub fn space(&mut self, advance: Length, at_edge: Option<Box<SetLine>>, after: After) {
        self.items.push(GalleyItem::Space { advance, at_edge, after });
    }

    /// Adds lines that have one way to be set.
    pub fn lines(&mut self, lines: Vec<SetLine>) {
        self.text(vec![(Cost::FREE, lines)]);
    }

    /// Whether a text comes before, on whose page a float may be mentioned.
    pub fn has_text(&self) -> bool {
        self.floats.is_some() && self.items.iter().any(|item| matches!(item, GalleyItem::Text { .. }))
    }

    /// Takes lines out of the column, to be put on a page that mentions them.
    pub fn float(&mut self, place: Place, mut lines: Vec<SetLine>, gap: Length, page: FloatPage) {
        let text = |item: &GalleyItem| matches!(item, GalleyItem::Text { .. });
        let (Some(item), Some(floats)) = (self.items.iter().rposition(text), &mut self.floats) else {
            return self.lines(lines);
        };
        lines.iter_mut().take(1).for_each(|line| line.anchors.append(&mut self.anchors));
        floats.push(Float { item, place, lines, gap, page });
    }

    /// Adds a text; the label and anchors that wait fall on its first line.
    pub fn text(&mut self, mut settings: Vec<(Cost, Vec<SetLine>)>) {
        settings.retain(|(_, lines)| !lines.is_empty());
        if settings.is_empty() {
            return;
        }
        let mut label = self.label.take();
        let is_mirrored = self.is_mirrored();
        if let Some(side) = self.side.as_mut().filter(|side| side.rest(&self.items) > Length::ZERO) {
            // How deep the text is decides which lines are narrower: it is known.
            settings.truncate(1);
            let start = if is_mirrored { -side.right } else { side.left };
            label.iter_mut().for_each(|label| label.shift(start, Length::ZERO));
            settings.iter_mut().for_each(|(_, lines)| side.stand(self.items.len(), lines));
        }
        for (_, lines) in &mut settings {
            lines.iter_mut().for_each(|line| line.section = self.comp.section);
            let Some(first) = lines.first_mut() else { continue };
            first.anchors.splice(0..0, self.anchors.iter().copied());
            if let Some(label) = &label {
                let mut items = label.items.clone();
                items.append(&mut first.items);
                first.items = items;
                first.links.splice(0..0, label.links.iter().cloned());
                first.anchors.extend(&label.anchors);
                first.ascent = first.ascent.max(label.ascent);
            }
        }
        self.anchors.clear();
        self.items.push(GalleyItem::Text { settings });
        if let Some(side) = &mut self.side {
            side.keep(&mut self.items);
        }
    }

    /// The last item stays with two lines after it.
    pub fn keep_with_next(&mut self, cut: Cut) {
        self.headings.extend(self.items.len().checked_sub(1).map(|at| (at, cut)));
    }

    /// How deep the headings are that stay with what comes next, and the gap of so many lines before it; nothing where
    /// there are none.
    pub fn headed(&self, gap: i64) -> Length {
        let (mut sum, mut waiting) = (Length::ZERO, self.grid * gap);
        for (at, item) in self.items.iter().enumerate().rev() {
            match item {
                GalleyItem::Space { advance, .. } => waiting = waiting.max(*advance),
                GalleyItem::Text { settings } if self.headings.iter().any(|(heading, _)| *heading == at) => {
                    let lines = settings.first().map_or(&[][..], |(_, lines)| lines);
                    sum += waiting + lines.iter().map(|line| line.advance).sum::<Length>();
                    waiting = Length::ZERO;
                }
                GalleyItem::Text { .. } => break,
            }
        }
        sum
    }

    /// The last item stays with the line after it.
    pub fn keep_with_line(&mut self, cut: Cut) {
        if let Some(GalleyItem::Text { settings }) = self.items.last_mut() {
            let last = settings.iter_mut().filter_map(|(_, lines)| lines.last_mut());
            last.for_each(|line| line.after.cut(cut));
        }
    }

    /// The last item stays with the two lines before it.
    pub fn keep_with_last(&mut self, cut: Cut) {
        let Some((_, before)) = self.items.split_last_mut() else { return };
        let mut wanted = 2_usize;
        for item in before.iter_mut().rev() {
            match item {
                GalleyItem::Space { after, .. } => after.cut(cut),
                GalleyItem::Text { settings } => {
                    let fewest = settings.iter().map(|(_, lines)| lines.len()).min().unwrap_or(0);
                    for (_, lines) in settings {
                        let from = lines.len().saturating_sub(wanted);
                        lines[from..].iter_mut().for_each(|line| line.after.cut(cut));
                    }
                    wanted = wanted.saturating_sub(fewest);
                }
            }
            if wanted == 0 {
                break;
            }
        }
    }

    /// From item `from` on, no page ends before the last line.
    pub fn keep(&mut self, from: usize) {
        let Some((last, before)) = self.items.get_mut(from..).and_then(<[GalleyItem]>::split_last_mut) else { return };
        for item in before {
            match item {
                GalleyItem::Space { after, .. } => after.cut(Cut::Keep),
                GalleyItem::Text { settings } => {
                    settings.iter_mut().flat_map(|(_, lines)| lines).for_each(|line| line.after.cut(Cut::Keep));
                }
            }
        }
        let GalleyItem::Text { settings } = last else { return };
        for (_, lines) in settings {
            if let Some((_, before)) = lines.split_last_mut() {
                before.iter_mut().for_each(|line| line.after.cut(Cut::Keep));
            }
        }
    }

    /// A page ends here.
    pub fn force(&mut self) {
        while let Some(GalleyItem::Space { at_edge: None, .. }) = self.items.last() {
            self.items.pop();
        }
        match self.items.last_mut() {
            Some(GalleyItem::Text { settings }) => {
                settings
                    .iter_mut()
                    .filter_map(|(_, lines)| lines.last_mut())
                    .for_each(|line| line.after = After::Forced);
            }
            Some(GalleyItem::Space { after, .. }) => *after = After::Forced,
            None => {}
        }
    }

    /// The finished column, and the items of it that are to be set: headings are tied to what follows, and no gap
    /// stands at its end.
    pub fn finish(mut self) -> (Vec<GalleyItem>, Vec<(usize, UnsetText)>) {
        while let Some(GalleyItem::Space { .. }) = self.items.last() {
            self.items.pop();
        }
        let headings = std::mem::take(&mut self.headings);
        for &(at, cut) in &headings {
            let end = section_end(&self.items, at);
            tie(self.items.get_mut(at..end).unwrap_or_default(), cut, self.grid);
        }
        (self.items, self.unset)
    }

    pub fn overfull(&mut self, span: Span) {
        let found = Diagnostic::warning("line-overfull", "this text does not fit its line")
            .at(span)
            .help("reword it, allow a break with a soft hyphen, or make the column wider");
        self.comp.say("line-overfull", format!("{}:{}", span.file.0, span.start), found);
    }
}

/// Where what a heading stands over ends: behind the last text before the next title that does not stand straight under it.
/// Two texts are enough to know.
fn section_end(items: &[GalleyItem], heading: usize) -> usize {
    let mut end = items.len().min(heading + 1);
    let mut texts = 0;
    for (at, item) in items.iter().enumerate().skip(heading + 1) {
        let GalleyItem::Text { settings } = item else { continue };
        let role = settings.first().and_then(|(_, lines)| lines.first()).map(|line| line.role);
        let is_title = matches!(
            role,
            Some(
                StyleRole::Heading2
                    | StyleRole::Heading3
                    | StyleRole::Heading4
                    | StyleRole::Heading5
                    | StyleRole::Heading6
            )
        );
        if texts > 0 && is_title {
            break;
        }
        texts += usize::from(!is_title);
        end = at + 1;
        if texts > 2 {
            break;
        }
    }
    end
}

/// The first of these items stays with two lines after it, with all where there are no more, or with something that stands
/// for itself: a picture, a line of code, a section break.
fn tie(items: &mut [GalleyItem], cut: Cut, grid: Length) {
    let Some((heading, rest)) = items.split_first_mut() else { return };
    if let GalleyItem::Text { settings } = heading {
        settings.iter_mut().filter_map(|(_, lines)| lines.last_mut()).for_each(|line| line.after.cut(cut));
    }
    let mut wanted = 2;
    let last = rest.len().saturating_sub(1);
    for (at, item) in rest.iter_mut().enumerate() {
        match item {
            GalleyItem::Space { after, .. } => after.cut(cut),
            GalleyItem::Text { settings } => {
                let left = settings.iter_mut().map(|(_, lines)| {
                    let inside = if at == last { lines.len().saturating_sub(1) } else { lines.len() };
                    tie_lines(&mut lines[..inside], cut, wanted, grid)
                });
                let left = left.max();
                wanted = left.unwrap_or(wanted);
                if wanted == 0 {
                    return;
                }
            }
        }
    }
}

/// How many of so many lines are still wanted after these.
fn tie_lines(lines: &mut [SetLine], cut: Cut, mut wanted: i64, grid: Length) -> i64 {
    for line in lines {
        let worth = match line.role {
            StyleRole::Code | StyleRole::Ornament => 2,
            _ => (line.advance.0 / grid.0.max(1)).max(1),
        };
        wanted -= worth.min(wanted);
        if wanted == 0 {
            break;
        }
        line.after.cut(cut);
    }
    wanted
}

/// Lines that stay together become one, `pitch` apart, its advance whole grid lines. Large type asks for more than one
/// above its first baseline.
pub fn stack(lines: Vec<SetLine>, pitch: Length, grid: Length) -> Option<SetLine> {
    stack_by(lines.into_iter().map(|line| (line, pitch)).collect(), grid)
}

/// The same, each line with its own distance from the one above it.
pub fn stack_by(lines: Vec<(SetLine, Length)>, grid: Length) -> Option<SetLine> {
    let first = lines.first().map_or(Length::ZERO, |(_, pitch)| *pitch);
    let mut below: Length = lines.iter().skip(1).map(|(_, pitch)| *pitch).sum();
    let depth = (below + grid.max(first - grid / 2)).steps_up(grid);
    let mut whole: Option<SetLine> = None;
    for (nth, (mut line, pitch)) in lines.into_iter().enumerate() {
        if nth > 0 {
            below -= pitch;
        }
        line.shift(Length::ZERO, -below);
        match &mut whole {
            None => whole = Some(line),
            Some(whole) => join(whole, line),
        }
    }
    whole.map(|line| SetLine { advance: grid * depth, ..line })
}

/// Puts what stands on another line (already in place) on this one.
pub fn join(line: &mut SetLine, other: SetLine) {
    line.items.extend(other.items);
    line.links.extend(other.links);
    line.notes.extend(other.notes.into_iter().filter(|call| !line.notes.contains(call)).collect::<Vec<_>>());
    line.anchors.extend(other.anchors);
    line.outer = line.outer.take().or(other.outer);
    line.ascent = line.ascent.max(other.ascent);
    line.descent = line.descent.max(other.descent);
    line.width = line.width.max(other.width);
    line.start = line.start.or(other.start);
    line.end = other.end.or(line.end);
    line.hyphen = other.hyphen;
}

/// Where a block's text comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    pub block: BlockId,
    pub span: Span,
    /// Of its first letter, in the block's plain text.
    pub offset: u32,
}

impl Source {
    pub fn from(self, offset: u32) -> Source {
        Source { offset, ..self }
    }
}
