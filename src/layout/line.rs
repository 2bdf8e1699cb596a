//! In: a paragraph and where a line of it ends. Out: what paging asks of the line (notes, anchors, its hyphen), and,
//! when it is wanted, the line set: letters placed, spaces filled to the measure, marks, links. Refuses to know why it
//! ends there.

use super::items::{Atom, Paragraph, Part, Run, RunKind, Stock, TypeId, WordId, Words};
use super::linebreak::LineBreak;
use super::setline::{Call, LinkArea, SetLine};
use crate::base::{Length, Point, Rect, Size};
use crate::design::Align;
use crate::model::{BlockId, TextPos};
use crate::page::{GlyphRun, Item, Mark, NodeId, Origin, PlacedGlyph, TextPlace};
use std::sync::Arc;

/// Where a line's letters stand.
#[derive(Clone, Copy, Debug)]
pub struct LinePlacement {
    /// From the measure's left edge.
    pub left: Length,
    pub width: Length,
    pub align: Align,
    /// Text that stands on the right by its style stands where lines end: on the left, if they begin on the right.
    pub mirrored: bool,
}

/// One thing on a line, in logical order.
#[derive(Clone, Copy, Debug)]
struct Element {
    what: What,
    run: u32,
    /// First byte of the flat text, and the one after.
    at: u32,
    end: u32,
    width: Length,
    level: u8,
}

#[derive(Clone, Copy, Debug)]
enum What {
    Text { of: TypeId, word: WordId, rise: Length, hyphen: Option<usize> },
    Space { of: TypeId },
    Gap,
    Room,
    Picture { size: Size },
}

impl Element {
    fn stretches(&self) -> bool {
        matches!(self.what, What::Space { .. } | What::Gap)
    }

    fn glyphs(&self, words: &Words) -> usize {
        match self.what {
            What::Text { word, .. } => words.get(word).glyphs.len(),
            What::Space { .. } => 1,
            What::Gap | What::Room | What::Picture { .. } => 0,
        }
    }
}

/// How tall the pictures on a line are.
pub fn tallest(text: &Paragraph, line: &LineBreak) -> Length {
    let parts = text.parts.get(line.start..line.end.min(text.parts.len())).unwrap_or_default();
    let pictures = parts.iter().filter_map(|part| match part {
        Part::Picture { size, .. } => text.sizes.get(*size as usize).map(|size| size.height),
        _ => None,
    });
    pictures.fold(Length::ZERO, Length::max)
}

/// Adds to a line what paging asks of it.
pub fn note(text: &Paragraph, line: &LineBreak, marks: bool, set: &mut SetLine) {
    set.hyphen = matches!(text.parts.get(line.end), Some(Part::Hyphen));
    if !marks {
        return;
    }
    if !text.flat.anchors.is_empty() {
        let (from, to) = bytes(text, line);
        // Anchors stand in the order of the text.
        let first = text.flat.anchors.partition_point(|(at, _)| *at < from);
        let here = text.flat.anchors[first..].iter().take_while(|(at, _)| *at < to);
        set.anchors.extend(here.map(|(_, anchor)| *anchor));
    }
    if !text.owes_notes {
        return;
    }
    for part in text.parts.get(line.start..line.end).unwrap_or_default() {
        let run = match *part {
            Part::Text { atom, .. } => text.atoms.get(atom as usize).map(|atom| atom.run),
            Part::Space { run, .. } | Part::Room { run, .. } | Part::Picture { run, .. } => Some(run),
            Part::Gap | Part::Hyphen | Part::LineEnd { .. } | Part::Nothing => None,
        };
        let Some(run) = run.and_then(|run| text.flat.runs.get(run as usize)) else { continue };
        if let RunKind::Call(note, true) = run.kind {
            let call = Call { note, node: run.node };
            if !set.notes.contains(&call) {
                set.notes.push(call);
            }
        }
    }
}

/// Sets the letters of a line.
pub fn set(stock: &mut Stock, text: &Paragraph, line: &LineBreak, setting: &LinePlacement, set: &mut SetLine) {
    let mut elements = elements(stock.words, text, line);
    let (left, right) = hangs(stock.words, text, line, &elements);
    fill(&mut elements, line, setting, left + right);
    let natural: Length = elements.iter().map(|element| element.width).sum();
    let free = setting.width + left + right - natural;
    let align = match setting.align {
        Align::Justify | Align::Left if text.rtl => Align::Right,
        Align::Right if setting.mirrored => Align::Left,
        align => align,
    };
    let indent = match align {
        Align::Justify | Align::Left => Length::ZERO,
        Align::Center => free / 2,
        Align::Right => free,
    };
    let start = setting.left + indent - left;
    let places = places(&elements, start);
    set.width = start + natural - right;
    draw(stock, text, &elements, &places, line, set);
    describe(stock, text, &elements, &places, set);
}

/// What stands on the line; parts of one word that stayed together are one again, a word that was torn is shaped anew.
fn elements(words: &mut Words, text: &Paragraph, line: &LineBreak) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::with_capacity(32);
    let mut open: Option<(u32, u32, u32)> = None;
    let parts = text.parts.get(line.start..line.end).unwrap_or_default();
    for part in parts {
        if let (Part::Text { atom, from, to }, Some((last, _, until))) = (part, &mut open)
            && atom == last
            && from == until
        {
            *until = *to;
            continue;
        }
        if !matches!(part, Part::Hyphen | Part::Nothing) {
            elements.extend(open.take().and_then(|torn| word(words, text, torn, false)));
        }
        match *part {
            Part::Text { atom, from, to } => {
                elements.extend(open.take().and_then(|torn| word(words, text, torn, false)));
                open = Some((atom, from, to));
            }
            Part::Space { run, at, of } => {
                let width = words.space(of, text.flat.exact);
                let end =
                    text.flat.text.get(at as usize..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                let level = text.level(at);
                elements.push(Element { what: What::Space { of }, run, at, end: at + end as u32, width, level });
            }
            Part::Gap => {
                let at = elements.last().map_or(0, |element| element.end);
                elements.push(Element {
                    what: What::Gap,
                    run: 0,
                    at,
                    end: at,
                    width: Length::ZERO,
                    level: text.level(at),
                });
            }
            Part::Room { run, at, size } => {
                let width = text.sizes.get(size as usize).map_or(Length::ZERO, |size| size.width);
                let level = text.level(at.saturating_sub(1));
                elements.push(Element { what: What::Room, run, at, end: at, width, level });
            }
            Part::Picture { run, at, size } => {
                let Some(&size) = text.sizes.get(size as usize) else { continue };
                let level = text.level(at);
                elements.push(Element { what: What::Picture { size }, run, at, end: at + 3, width: size.width, level });
            }
            Part::Hyphen | Part::Nothing | Part::LineEnd { .. } => {}
        }
    }
    let hyphen = matches!(text.parts.get(line.end), Some(Part::Hyphen));
    elements.extend(open.and_then(|torn| word(words, text, torn, hyphen)));
    while elements.last().is_some_and(Element::stretches) {
        elements.pop();
    }
    elements
}

/// The element of bytes `from..to` of an atom, with a hyphen after it or not.
fn word(words: &mut Words, text: &Paragraph, torn: (u32, u32, u32), hyphen: bool) -> Option<Element> {
    let (atom, from, to) = torn;
    let Atom { of, word, run, start, end, rise, level } = *text.atoms.get(atom as usize)?;
    let mut word = word;
    if hyphen {
        let part = text.flat.text.get((start + from) as usize..(start + to) as usize)?;
        word = words.word(of, &[part, "-"].concat());
    } else if (from, to) != (0, end - start) {
        let part = text.flat.text.get((start + from) as usize..(start + to) as usize)?;
        word = words.word(of, part);
    }
    let width = words.get(word).width;
    let hyphen = hyphen.then_some((to - from) as usize);
    let what = What::Text { of, word, rise, hyphen };
    Some(Element { what, run, at: start + from, end: start + to, width, level })
}

/// What hangs out of the measure on the left and on the right.
fn hangs(words: &Words, text: &Paragraph, line: &LineBreak, elements: &[Element]) -> (Length, Length) {
    let mut ends = (Length::ZERO, Length::ZERO);
    if text.rtl {
        return ends;
    }
    if let Some(Element { what: What::Text { word, .. }, .. }) = elements.first() {
        ends.0 = words.get(*word).left;
    }
    if let Some(Element { what: What::Text { word, of, hyphen, .. }, .. }) = elements.last() {
        let shown = matches!(text.parts.get(line.end), Some(Part::Hyphen)) && hyphen.is_some();
        ends.1 = if shown { words.shared(*of).hyphen_right } else { words.get(*word).right };
    }
    ends
}

/// Gives the spaces of a justified line what is left of the measure, to the last unit; takes from them on any line
/// that would overrun.
fn fill(elements: &mut [Element], line: &LineBreak, setting: &LinePlacement, hangs: Length) {
    let justified = line.justified && setting.align == Align::Justify;
    if justified && line.expand != 0 {
        for element in elements.iter_mut().filter(|element| matches!(element.what, What::Text { .. })) {
            element.width = element.width.scale(1_000 + i64::from(line.expand), 1_000);
        }
    }
    let natural: Length = elements.iter().map(|element| element.width).sum();
    let free = setting.width + hangs - natural;
    let spaces = elements.iter().filter(|element| element.stretches()).count() as i64;
    if spaces == 0 || free.0 >= 0 && !justified {
        return;
    }
    // A space keeps a third of itself at the least: what is then too wide overruns, and was reported.
    let least = |width: Length| -(width.scale(2, 3).0);
    let (share, mut rest) = (free.0.div_euclid(spaces), free.0.rem_euclid(spaces));
    for element in elements.iter_mut().filter(|element| element.stretches()) {
        let more = if rest > 0 { share + 1 } else { share };
        rest -= 1;
        element.width.0 += more.max(least(element.width));
    }
}

/// The left end of each element, in visual order (UAX 9, rule L2).
fn places(elements: &[Element], start: Length) -> Vec<Length> {
    let mut order: Vec<usize> = (0..elements.len()).collect();
    let highest = elements.iter().map(|element| element.level).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut at = 0;
        while at < order.len() {
            let run = order[at..].iter().take_while(|&&nth| elements[nth].level >= level).count();
            order[at..at + run].reverse();
            at += run.max(1);
        }
    }
    let mut places = vec![Length::ZERO; elements.len()];
    let mut x = start;
    for nth in order {
        places[nth] = x;
        x += elements[nth].width;
    }
    places
}

/// A glyph run that is being gathered, with its node.
struct Gathered {
    run: GlyphRun,
    origin: Point,
    node: NodeId,
    level: u8,
    strike: Option<(Length, Length)>,
}

/// Glyph runs, pictures and rules, each within the marks of its node.
fn draw(stock: &Stock, text: &Paragraph, elements: &[Element], places: &[Length], line: &LineBreak, set: &mut SetLine) {
    let expand = if line.justified { (1_000 + line.expand).clamp(500, 1_500) as u16 } else { 1_000 };
    let words = &*stock.words;
    let mut pen = Pen {
        marks: stock.marks,
        node: None,
        items: std::mem::take(&mut set.items),
        said: String::new(),
        origins: Vec::new(),
    };
    let mut gathered: Option<Gathered> = None;
    // Mostly a line is one run.
    let mut glyphs: usize = elements.iter().map(|element| element.glyphs(words)).sum();
    for (element, &x) in elements.iter().zip(places) {
        let Some(run) = text.flat.runs.get(element.run as usize) else { continue };
        match element.what {
            What::Gap | What::Room => {}
            What::Picture { size } => {
                pen.finish(gathered.take());
                if let RunKind::Picture { asset, decorative, .. } = run.kind {
                    let picture = stock.book.asset(asset).picture.clone();
                    let item = (Point::new(x, -size.height), Item::Image { picture, size, source: Some(run.span) });
                    if decorative {
                        pen.artifact(item)
                    } else {
                        pen.place(run.node, item)
                    }
                    set.ascent = set.ascent.max(size.height);
                }
            }
            What::Text { of, .. } | What::Space { of } => {
                let rise = if let What::Text { rise, .. } = element.what { rise } else { Length::ZERO };
                let kind = words.of(of);
                let shared = words.shared(of);
                set.ascent = set.ascent.max(shared.ascent + rise);
                set.descent = set.descent.max(shared.descent - rise);
                let origin = Point::new(x, -rise);
                let fits = |open: &Gathered| {
                    open.run.face == kind.face
                        && open.run.size == kind.size
                        && open.run.ink == run.look.ink
                        && open.origin.y == origin.y
                        && open.node == run.node
                        && open.level == element.level
                        && open.strike.is_some() == run.look.strike
                };
                if gathered.as_ref().is_some_and(|open| !fits(open)) {
                    pen.finish(gathered.take());
                }
                let open = gathered.get_or_insert_with(|| {
                    let strike = run.look.strike.then(|| strike(words, of));
                    let empty = GlyphRun {
                        face: kind.face,
                        size: kind.size,
                        ink: run.look.ink,
                        glyphs: Vec::with_capacity(glyphs),
                        text: Arc::default(),
                        origins: Vec::new(),
                        expand,
                    };
                    Gathered { run: empty, origin, node: run.node, level: element.level, strike }
                });
                let source = text.flat.text.get(element.at as usize..element.end as usize).unwrap_or("");
                let base = pen.said.len() as u32;
                pen.said.push_str(source);
                if stock.marks {
                    pen.come_from(base, place_of(text, run, element, element.at, set));
                    let after = text.flat.tabs.iter().map(|tab| tab + 4);
                    for at in after.filter(|at| element.at < *at && *at < element.end) {
                        pen.come_from(base + at - element.at, place_of(text, run, element, at, set));
                    }
                }
                let from = x - open.origin.x;
                match element.what {
                    What::Text { word, hyphen, .. } => {
                        for glyph in &words.get(word).glyphs {
                            let across = if expand == 1_000 { glyph.x } else { glyph.x.scale(expand.into(), 1_000) };
                            let own = hyphen.is_some_and(|end| glyph.cluster as usize >= end);
                            let cluster = if own { u32::MAX } else { base + glyph.cluster };
                            open.run.glyphs.push(PlacedGlyph { x: from + across, cluster, ..*glyph });
                        }
                    }
                    _ => {
                        let space = PlacedGlyph { id: shared.space_glyph, x: from, rise: Length::ZERO, cluster: base };
                        open.run.glyphs.push(space);
                    }
                }
                if let Some((_, width)) = &mut open.strike {
                    *width = from + element.width;
                }
                glyphs -= element.glyphs(words);
            }
        }
    }
    if gathered.is_some() && stock.marks && ends_word(text, line) {
        pen.said.push(' ');
    }
    pen.finish(gathered.take());
    pen.end();
    set.items = pen.items;
}

/// Where the text of an element comes from, at a byte of it, if an author typed it.
fn place_of(text: &Paragraph, run: &Run, element: &Element, at: u32, set: &SetLine) -> Option<TextPlace> {
    let typed = matches!(run.kind, RunKind::Text) && set.block != BlockId::NONE;
    let offset = text.plain(element.run, at);
    typed.then_some(TextPlace { section: set.section.0, block: set.block.0, offset })
}

/// Whether a space, the author's line end or nothing follows: then the next line does not go on with the same word.
fn ends_word(text: &Paragraph, line: &LineBreak) -> bool {
    let later = text.parts.get(line.end..).unwrap_or_default();
    let next = later.iter().find(|part| !matches!(part, Part::Gap | Part::Room { .. } | Part::Nothing));
    matches!(next, None | Some(Part::Space { .. } | Part::LineEnd { .. }))
}

/// Shift and (later) length of the line through struck text.
fn strike(words: &Words, of: TypeId) -> (Length, Length) {
    let kind = words.of(of);
    let metrics = words.faces().get(kind.face).metrics;
    (kind.size.of_units(metrics.strike.0.into(), metrics.upem), Length::ZERO)
}

struct Pen {
    marks: bool,
    node: Option<NodeId>,
    items: Vec<(Point, Item)>,
    /// The text of the run that is being gathered, and where it comes from.
    said: String,
    origins: Vec<Origin>,
}

impl Pen {
    fn begin(&mut self, node: NodeId) {
        if self.marks && self.node != Some(node) {
            self.end();
            self.items.push((Point::ZERO, Item::Mark(Mark::Begin(node))));
            self.node = Some(node);
        }
    }

    /// What is said from byte `at` on comes from a place, unless that goes without saying.
    fn come_from(&mut self, at: u32, place: Option<TextPlace>) {
        let goes_on = |last: &Origin| match (last.place, place) {
            (Some(last_place), Some(place)) => {
                place == TextPlace { offset: last_place.offset + (at - last.at), ..last_place }
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if !self.origins.last().is_some_and(goes_on) {
            self.origins.push(Origin { at, place });
        }
    }

    fn place(&mut self, node: NodeId, item: (Point, Item)) {
        self.begin(node);
        self.items.push(item);
    }

    /// What stands between the words and is none of them.
    fn artifact(&mut self, item: (Point, Item)) {
        self.end();
        let mark = |mark| Some((Point::ZERO, Item::Mark(mark))).filter(|_| self.marks);
        let (begin, end) = (mark(Mark::BeginArtifact), mark(Mark::End));
        self.items.extend(begin.into_iter().chain([item]).chain(end));
    }

    fn end(&mut self) {
        if self.node.take().is_some() {
            self.items.push((Point::ZERO, Item::Mark(Mark::End)));
        }
    }

    fn finish(&mut self, gathered: Option<Gathered>) {
        let Some(Gathered { mut run, mut origin, node, strike, .. }) = gathered else { return };
        let first = run.glyphs.iter().map(|glyph| glyph.x).min().unwrap_or(Length::ZERO);
        if first < Length::ZERO {
            // From right to left: what was gathered last stands first.
            run.glyphs.sort_by_key(|glyph| glyph.x);
            run.glyphs.iter_mut().for_each(|glyph| glyph.x -= first);
            origin.x += first;
        }
        run.glyphs.shrink_to_fit();
        run.text = self.said.as_str().into();
        run.origins = std::mem::take(&mut self.origins);
        self.said.clear();
        let (ink, size) = (run.ink, run.size);
        self.begin(node);
        self.items.push((origin, Item::Glyphs(run)));
        if let Some((rise, width)) = strike {
            let thick = size / 18;
            let rule = Item::Rule { size: Size::new(width, thick), ink };
            self.items.push((Point::new(origin.x, origin.y - rise - thick / 2), rule));
        }
    }
}

/// Text places and links.
fn describe(stock: &Stock, text: &Paragraph, elements: &[Element], places: &[Length], set: &mut SetLine) {
    let (Some(first), Some(last)) = (elements.first(), elements.last()) else { return };
    let place = |run, at| Some(TextPos { section: set.section, block: set.block, offset: text.plain(run, at) });
    (set.start, set.end) = (place(first.run, first.at), place(last.run, last.end));
    if !stock.marks || text.flat.links.is_empty() {
        return;
    }
    let mut link: Option<u32> = None;
    for (element, &x) in elements.iter().zip(places) {
        let Some(run) = text.flat.runs.get(element.run as usize) else { continue };
        if matches!(element.what, What::Gap | What::Room) {
            continue;
        }
        match run.link.and_then(|nth| Some((nth, text.flat.links.get(nth as usize)?))) {
            Some((nth, _)) if link == Some(nth) => {
                if let Some(open) = set.links.last_mut() {
                    let right = open.area.right().max(x + element.width);
                    let left = open.area.origin.x.min(x);
                    open.area = Rect::new(left, -set.ascent, right - left, set.ascent + set.descent);
                }
            }
            Some((_, to)) => {
                let area = Rect::new(x, -set.ascent, element.width, set.ascent + set.descent);
                let (target, contents) = (to.target.clone(), to.contents.clone());
                set.links.push(LinkArea { area, target, contents, node: to.node });
            }
            None => {}
        }
        link = run.link;
    }
}

/// The bytes of the flat text that belong to a line, up to where the next one begins.
fn bytes(text: &Paragraph, line: &LineBreak) -> (u32, u32) {
    let at = |part: &Part| match *part {
        Part::Text { atom, from, .. } => text.atoms.get(atom as usize).map(|atom| atom.start + from),
        Part::Space { at, .. } | Part::Picture { at, .. } | Part::LineEnd { at } => Some(at),
        Part::Gap | Part::Room { .. } | Part::Hyphen | Part::Nothing => None,
    };
    let box_at = |part: &Part| if matches!(part, Part::Space { .. }) { None } else { at(part) };
    let later = text.parts.get(line.end..).unwrap_or_default();
    let from =
        if line.start == 0 { 0 } else { text.parts.get(line.start..).and_then(|p| p.iter().find_map(at)).unwrap_or(0) };
    let last = matches!(later.first(), Some(Part::LineEnd { .. }));
    let to = later.iter().skip(usize::from(last)).find_map(box_at);
    (from, to.unwrap_or(text.flat.text.len() as u32 + 1))
}
