//! In: a flat text. Out: the paragraph problem, and what each of its pieces stands for. Refuses to know lines.

use super::breaks::{self, BreakKind};
use super::compositor::Compositor;
use super::flatten::{Flat, PICTURE, Run, RunKind};
use super::letters::{in_capitals, is_joined, sentence_end, white_between};
use super::look::Look;
use super::words::{Measured, Type, TypeId, WordId};
use crate::base::{Length, Size, Span, limits};
use crate::design::Case;
use crate::fonts::Figures;
use crate::layout::linebreak::{FORBIDDEN, FORCED, Piece};
use crate::model::{AssetId, NoteId, Width};
use unicode_bidi::{BidiInfo, Level};

/// A text ready for the line breaker: `parts` stand beside `pieces`, one for one.
#[derive(Clone, Debug)]
pub struct Paragraph {
    pub flat: Flat,
    pub pieces: Vec<Piece>,
    pub parts: Vec<Part>,
    pub atoms: Vec<Atom>,
    /// Of pictures and rooms.
    pub sizes: Vec<Size>,
    /// Embedding level of each byte; empty where all is left to right.
    levels: Vec<Level>,
    /// Written from right to left.
    pub rtl: bool,
    /// A note is owed by one of its lines.
    pub owes_notes: bool,
}

#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Bytes `from..to` of an atom.
    Text {
        atom: u32,
        from: u32,
        to: u32,
    },
    /// A space of the text, at this byte.
    Space {
        run: u32,
        at: u32,
        of: TypeId,
    },
    /// Room between letters that may stretch.
    Gap,
    /// Room after a note's call, up to that of a wider label.
    Room {
        run: u32,
        at: u32,
        /// Index into `Paragraph::sizes`.
        size: u32,
    },
    Picture {
        run: u32,
        at: u32,
        size: u32,
    },
    /// A line that ends here shows a hyphen.
    Hyphen,
    /// A line that ends here ends where the author said so.
    LineEnd {
        at: u32,
    },
    Nothing,
}

/// A stretch of one word, of one type and one run.
#[derive(Clone, Copy, Debug)]
pub struct Atom {
    pub of: TypeId,
    pub word: WordId,
    pub run: u32,
    /// Its bytes in the flat text.
    pub start: u32,
    pub end: u32,
    pub rise: Length,
    pub level: u8,
}

/// Lays a flat text out as pieces. `room` is the narrowest line: what is wider and has no break may break anywhere.
pub fn paragraph(comp: &mut Compositor, flat: Flat, room: Length) -> Paragraph {
    let (levels, rtl) = levels(&flat.text, comp.words.right_to_left(comp.lang));
    let (count, most) = (flat.text.len() / 6, flat.text.len() / 2);
    let paragraph = Paragraph {
        pieces: Vec::with_capacity(most),
        parts: Vec::with_capacity(most),
        atoms: Vec::with_capacity(count),
        sizes: Vec::new(),
        owes_notes: flat.runs.iter().any(|run| matches!(run.kind, RunKind::Call(_, true))),
        flat,
        levels,
        rtl,
    };
    let mut maker = Maker { comp, paragraph, room, run: 0, in_capitals: false, sentence: (0, false) };
    maker.all();
    maker.paragraph
}

/// Embedding levels, where any letter is written from right to left, and whether the text as a whole is. In a language of
/// that direction it is wherever it has such a letter, or none at all.
fn levels(text: &str, language: bool) -> (Vec<Level>, bool) {
    let rtl = |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    let bare = language && !text.chars().any(char::is_alphabetic);
    if !bare && (text.is_ascii() || !text.chars().any(rtl)) {
        return (Vec::new(), false);
    }
    let info = BidiInfo::new(text, language.then(Level::rtl));
    let base = info.paragraphs.first().is_some_and(|paragraph| paragraph.level.is_rtl());
    (info.levels, base)
}

impl Paragraph {
    pub fn level(&self, at: u32) -> u8 {
        self.levels.get(at as usize).map_or(0, |level| level.number())
    }

    /// The offset in the block's plain text of a byte of the flat text.
    pub fn plain(&self, run: u32, at: u32) -> u32 {
        let Some(run) = self.flat.runs.get(run as usize) else { return self.flat.plain };
        match run.kind {
            RunKind::Text => {
                let tabs = self.flat.tabs.partition_point(|tab| *tab + 3 < at) as u32;
                (run.plain + at.saturating_sub(run.start)).saturating_sub(3 * tabs)
            }
            _ => run.plain,
        }
    }

    fn size(&mut self, size: Size) -> u32 {
        self.sizes.push(size);
        self.sizes.len() as u32 - 1
    }

    fn push(&mut self, piece: Piece, part: Part) {
        self.pieces.push(piece);
        self.parts.push(part);
    }

    fn penalty(&mut self, cost: i32, part: Part) {
        self.push(Piece::Penalty { width: Length::ZERO, right: Length::ZERO, cost, hyphen: false }, part);
    }
}

/// Bytes of a text that stand in one run and one direction.
#[derive(Clone, Copy)]
struct Stretch<'t> {
    text: &'t str,
    from: usize,
    to: usize,
    level: u8,
}

struct Maker<'m, 'c> {
    comp: &'m mut Compositor<'c>,
    paragraph: Paragraph,
    room: Length,
    /// The run of the byte that is read now.
    run: usize,
    /// The word is in capitals.
    in_capitals: bool,
    /// The end of the sentence that was looked at last, and whether its figures are lining.
    sentence: (usize, bool),
}

fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{a0}' | '\n' | PICTURE)
}

impl Maker<'_, '_> {
    fn all(&mut self) {
        let text = std::mem::take(&mut self.paragraph.flat.text);
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let typed = self.paragraph.flat.as_typed;
            let ends = |c| if typed { matches!(c, '\n' | PICTURE) } else { is_separator(c) };
            let word = rest.find(ends).unwrap_or(rest.len());
            if word > 0 {
                self.word(&text, at, at + word);
                at += word;
            }
            let Some(separator) = text[at..].chars().next() else { break };
            self.find(at);
            if separator == PICTURE && !matches!(self.current().map(|run| run.kind), Some(RunKind::Picture { .. })) {
                // The author's own character, not ours.
                self.word(&text, at, at + separator.len_utf8());
            } else {
                let followed = text[at..].chars().nth(1);
                self.separator(separator, at, followed);
            }
            at += separator.len_utf8();
        }
        self.paragraph.flat.text = text;
    }

    /// Makes `run` the run that holds byte `at`.
    fn find(&mut self, at: usize) {
        while self.paragraph.flat.runs.get(self.run).is_some_and(|run| run.end as usize <= at) {
            self.run += 1;
        }
    }

    fn current(&self) -> Option<Run> {
        self.paragraph.flat.runs.get(self.run).cloned()
    }

    fn separator(&mut self, separator: char, at: usize, next: Option<char>) {
        let Some(run) = self.current() else { return };
        let at = at as u32;
        match (separator, run.kind) {
            ('\n', RunKind::LineEnd) => self.paragraph.penalty(FORCED, Part::LineEnd { at }),
            (PICTURE, RunKind::Picture { asset, width, .. }) => {
                let size = self.picture(asset, width);
                let piece = Piece::Box { width: size.width, left: Length::ZERO, right: Length::ZERO, word: 0 };
                let size = self.paragraph.size(size);
                self.paragraph.push(piece, Part::Picture { run: self.run as u32, at, size });
            }
            _ => {
                let face = self.comp.face(run.look, run.span);
                let (of, _) = self.comp.words.dress(run.look, face, " ");
                let of = self.comp.words.type_id(of);
                let width = self.comp.words.space(of, self.paragraph.flat.exact);
                // A call of a note stays with the word before it even where a space was typed between them.
                let call = self.run_at(at + 1).is_some_and(|next| matches!(next.kind, RunKind::Call(..)));
                if separator == '\u{a0}' || call && next.is_some() {
                    self.paragraph.penalty(FORBIDDEN, Part::Nothing);
                }
                let piece = self.space(width);
                self.paragraph.push(piece, Part::Space { run: self.run as u32, at, of });
            }
        }
    }

    /// A space between words, as far as the design lets it stretch and shrink.
    fn space(&self, width: Length) -> Piece {
        if self.paragraph.flat.exact {
            return Piece::Glue { width, stretch: Length::ZERO, shrink: Length::ZERO };
        }
        let lines = self.comp.context.design.lines;
        let (stretch, shrink) = (width.scale(lines.most_space - 100, 100), width.scale(100 - lines.least_space, 100));
        Piece::Glue { width, stretch, shrink }
    }

    fn run_at(&self, at: u32) -> Option<&Run> {
        self.paragraph.flat.runs[self.run..].iter().take(2).find(|run| run.start <= at && at < run.end)
    }

    /// A picture among words: its own size, no wider than a line, no deeper than two lines of its text.
    fn picture(&self, asset: AssetId, width: Option<Width>) -> Size {
        // The room is without end where a table asks how wide its cells would be.
        let size = picture_size(self.comp, asset, width, self.room.min(self.comp.context.measure));
        let deepest = self.comp.context.depth;
        if size.height <= deepest || size.height.0 <= 0 {
            return size;
        }
        Size::new(size.width.scale(deepest.0, size.height.0), deepest)
    }

    /// One word, which may have parts in several runs.
    fn word(&mut self, text: &str, from: usize, to: usize) {
        let lining = text[from..to].bytes().any(|b| b.is_ascii_digit()) && self.is_lining(text, from);
        self.in_capitals = in_capitals(&text[from..to]);
        let mut at = from;
        while at < to {
            self.find(at);
            let Some(run) = self.current() else { return };
            let end = to.min(run.end as usize).min(limit(text, at));
            if at > from {
                self.join(text, at, matches!(run.kind, RunKind::Call(..)));
            }
            if at > from {
                self.slant(text, at, &run);
            }
            self.stretch(text, at, end, &run, lining);
            if let RunKind::Call(note, _) = run.kind
                && end == run.end as usize
            {
                self.room_of_widest(note, &run, &text[at..end], end as u32);
            }
            at = end.max(at + 1);
        }
    }

    /// Whether the figures of a sentence are lining: beside a word in capitals old-style ones would look like its small
    /// letters, and figures in one sentence are alike.
    fn is_lining(&mut self, text: &str, at: usize) -> bool {
        if at >= self.sentence.0 {
            let (mut start, mut end) = (self.sentence.0, self.sentence.0);
            while end <= at {
                (start, end) = (end, sentence_end(text, end));
            }
            let words = || text[start..end].split(is_separator).filter(|word| !word.is_empty());
            let has_figure = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
            let beside = words().zip(words().skip(1)).any(|(before, word)| in_capitals(before) && has_figure(word));
            let lining = beside || words().any(|word| in_capitals(word) && has_figure(word));
            self.sentence = (end, lining);
        }
        self.sentence.1
    }

    /// White between a slanted letter and an upright mark that would touch it, and the other way round.
    fn slant(&mut self, text: &str, at: usize, run: &Run) {
        let Some(last) = self.paragraph.atoms.last().copied().filter(|_| self.paragraph.levels.is_empty()) else {
            return;
        };
        let Some(before) = self.paragraph.flat.runs.get(last.run as usize) else { return };
        let (Some(left), Some(right)) = (text[..at].chars().next_back(), text[at..].chars().next()) else { return };
        let leans = |look: Look| look.italic;
        let meet = match (leans(before.look), leans(run.look)) {
            (true, false) => left.is_alphanumeric() && !".,;:…-".contains(right),
            (false, true) => "([{“‘«‹".contains(left) && right.is_alphanumeric(),
            _ => false,
        };
        if !meet || !matches!(run.kind, RunKind::Text | RunKind::Made) || run.look.code {
            return;
        }
        let (of, glyphs) = (self.comp.words.of(last.of), &self.comp.words.get(last.word).glyphs);
        let Some(glyph) = glyphs.last().map(|glyph| glyph.id) else { return };
        let next = self.comp.face(run.look, run.span);
        let faces = &self.comp.context.design.faces;
        let (own, next) = (faces.get(of.face), faces.get(next));
        let Some(mark) = next.glyph(right) else { return };
        let (own, next) = ((own, glyph, of.size), (next, mark, run.look.size));
        let wanted = run.look.size.scale(CLEAR, 100) - white_between(own, next);
        if wanted > Length::ZERO {
            let piece = Piece::Box { width: wanted, left: Length::ZERO, right: Length::ZERO, word: 0 };
            let size = self.paragraph.size(Size::new(wanted, Length::ZERO));
            self.paragraph.push(piece, Part::Room { run: self.run as u32, at: at as u32, size });
        }
    }

    /// The room that a call leaves of its page's widest label.
    fn room_of_widest(&mut self, note: NoteId, run: &Run, label: &str, at: u32) {
        let Some(widest) = self.comp.context.widest.get(&note) else { return };
        let face = self.comp.face(run.look, run.span);
        let mut width = |text: &str| {
            let (of, _) = self.comp.words.dress(run.look, face, text);
            let id = self.comp.words.type_id(of);
            let word = self.comp.words.word(id, text);
            self.comp.words.get(word).width
        };
        let width = width(widest) - width(label);
        if width > Length::ZERO {
            let piece = Piece::Box { width, left: Length::ZERO, right: Length::ZERO, word: 0 };
            let size = self.paragraph.size(Size::new(width, Length::ZERO));
            self.paragraph.push(piece, Part::Room { run: self.run as u32, at, size });
        }
    }

    /// What may happen between two parts of one word.
    fn join(&mut self, text: &str, at: usize, call: bool) {
        if call {
            return;
        }
        if self.paragraph.flat.soft.binary_search(&(at as u32)).is_ok() {
            return self.hyphen();
        }
        let mut before = text[..at].chars().rev();
        let (last, next) = (before.next(), text[at..].chars().next());
        if let (Some(last), Some(next)) = (last, next)
            && let Some(kind) = breaks::between(before.next(), last, next)
        {
            self.may_break(kind);
        }
    }

    /// A part of a word in one run: split where the direction or the face changes.
    fn stretch(&mut self, text: &str, from: usize, to: usize, run: &Run, lining: bool) {
        let mut start = from;
        while start < to {
            let level = self.paragraph.level(start as u32);
            let same = |&at: &usize| self.paragraph.level(at as u32) == level;
            let end = if self.paragraph.levels.is_empty() { to } else { start + (start..to).take_while(same).count() };
            self.dressed(Stretch { text, from: start, to: end, level }, run, lining);
            start = end.max(start + 1);
        }
    }

    fn dressed(&mut self, stretch: Stretch, run: &Run, lining: bool) {
        let Stretch { text, from, to, level } = stretch;
        let Some(part) = text.get(from..to) else { return };
        let face = self.comp.face(run.look, run.span);
        let (mut of, rise) = self.comp.words.dress(run.look, face, part);
        of.rtl = level % 2 == 1;
        if of.recase == Case::Upper && run.look.case != Case::Upper {
            self.comp.no_small_capitals(of.face, place_of(run, text, from));
        }
        if self.in_capitals && of.recase == Case::None && !of.features.small_caps {
            of.spread(self.comp.context.design.capitals_spacing);
        }
        if of.letterspacing > Length::ZERO && part.chars().any(is_joined) {
            // Letters of these scripts hang together: white would break the word.
            if run.look.letterspacing > Length::ZERO {
                self.comp.no_white_between(place_of(run, text, from));
            }
            of.letterspacing = Length::ZERO;
            of.features.no_ligatures = run.look.code;
        }
        if lining && of.features.figures == Figures::OldStyle {
            of.features.figures = Figures::Lining;
        }
        let soft = &self.paragraph.flat.soft;
        if soft.binary_search(&(from as u32)).is_ok() || soft.binary_search(&(to as u32)).is_ok() {
            of.hyphenate = false;
        }
        let id = self.comp.words.type_id(of);
        let word = self.comp.words.word(id, part);
        if self.comp.words.get(word).whole {
            return self.atom(stretch, id, word, rise);
        }
        let design = self.comp.context.design;
        for (range, face) in design.faces.runs(part, of.face, &design.fallback) {
            let (start, end) = (from + range.start, from + range.end);
            let face = face.unwrap_or_else(|character| {
                self.comp.missing(character, place_of(run, text, start));
                of.face
            });
            if start > from {
                self.join(text, start, false);
            }
            let id = self.comp.words.type_id(Type { face, ..of });
            let word = self.comp.words.word(id, &text[start..end]);
            self.atom(Stretch { from: start, to: end, ..stretch }, id, word, rise);
        }
    }

    fn atom(&mut self, stretch: Stretch, of: TypeId, word: WordId, rise: Length) {
        let Stretch { text, from, to, level } = stretch;
        let atom = self.paragraph.atoms.len() as u32;
        let run = self.run as u32;
        self.paragraph.atoms.push(Atom { of, word, run, start: from as u32, end: to as u32, rise, level });
        let shaped = self.comp.words.get(word);
        let (width, left, right, number) = (shaped.width, shaped.left, shaped.right, shaped.number);
        let end = Measured { at: (to - from) as u32, kind: BreakKind::Gap, before: width, right, left };
        let found = shaped.breaks.clone();
        let mut done = (0, Length::ZERO, left);
        for (nth, next) in found.iter().chain([&end]).enumerate() {
            let part = width_between(done.1, next.before);
            if part > self.room {
                self.anywhere(atom, &text[from..to], done.0, next.at, part);
            } else {
                let piece = Piece::Box { width: part, left: done.2, right: next.right, word: number };
                self.paragraph.push(piece, Part::Text { atom, from: done.0, to: next.at });
            }
            if nth < found.len() {
                match next.kind {
                    BreakKind::Hyphen => self.hyphen(),
                    kind => self.may_break(kind),
                }
            }
            done = (next.at, next.before, next.left);
        }
    }

    /// Too long for any line, without a break: each of its letters may end one, in a word of thousands every few.
    fn anywhere(&mut self, atom: u32, word: &str, from: u32, to: u32, width: Length) {
        let Some(part) = word.get(from as usize..to as usize) else { return };
        let (mut done, mut before) = (0, None);
        let count = part.len() as i64;
        for (at, character) in part.char_indices() {
            let end = at + character.len_utf8();
            let mark =
                part[end..].chars().next().is_some_and(|next| matches!(next, '\u{300}'..='\u{36f}' | '\u{200d}'));
            let coarse = part.len() >= limits::WORD && end < part.len() && end - done < COARSE;
            if mark || coarse {
                continue;
            }
            let width = width.scale(end as i64, count) - width.scale(done as i64, count);
            let piece = Piece::Box { width, left: Length::ZERO, right: Length::ZERO, word: 0 };
            if done > 0 {
                let letters = |text: Option<char>| text.is_some_and(char::is_alphabetic);
                match self.paragraph.flat.hyphened && letters(Some(character)) && letters(before) {
                    true => self.hyphen_at(ANYWHERE),
                    false => self.paragraph.penalty(ANYWHERE, Part::Nothing),
                }
            }
            before = Some(character);
            let part = Part::Text { atom, from: from + done as u32, to: from + end as u32 };
            self.paragraph.push(piece, part);
            done = end;
        }
    }

    fn hyphen(&mut self) {
        self.hyphen_at(0);
    }

    fn hyphen_at(&mut self, cost: i32) {
        let Some(atom) = self.paragraph.atoms.last() else { return };
        let shared = self.comp.words.shared(atom.of);
        let piece = Piece::Penalty { width: shared.hyphen, right: shared.hyphen_right, cost, hyphen: true };
        self.paragraph.push(piece, Part::Hyphen);
    }

    fn may_break(&mut self, kind: BreakKind) {
        match kind {
            BreakKind::Hyphen => self.hyphen(),
            BreakKind::Dash { cost } => {
                let piece = Piece::Penalty { width: Length::ZERO, right: Length::ZERO, cost, hyphen: cost > 0 };
                self.paragraph.push(piece, Part::Nothing);
            }
            BreakKind::Plain { cost } => self.paragraph.penalty(cost, Part::Nothing),
            BreakKind::Gap => {
                let em = self.paragraph.atoms.last().map_or(Length::ZERO, |atom| self.comp.words.of(atom.of).size);
                let piece = Piece::Glue { width: Length::ZERO, stretch: em / 8, shrink: Length::ZERO };
                self.paragraph.push(piece, Part::Gap);
            }
        }
    }
}

/// The least white between a slanted letter and an upright mark, in hundredths of the size.
const CLEAR: i64 = 7;

/// The price of breaking where no break is.
const ANYWHERE: i32 = 1_000;
/// Bytes between two such breaks of a very long word.
const COARSE: usize = 8;

fn width_between(from: Length, to: Length) -> Length {
    (to - from).max(Length::ZERO)
}

/// Words longer than the limit are shaped in pieces.
fn limit(text: &str, from: usize) -> usize {
    let mut end = from + limits::WORD;
    while end < text.len() && !text.is_char_boundary(end) {
        end += 1;
    }
    end
}

/// The place of the character at a byte of the text: exact where the run stands in the source as it is.
pub fn place_of(run: &Run, text: &str, at: usize) -> Span {
    let offset = (at as u32).saturating_sub(run.start);
    if run.span.end.saturating_sub(run.span.start) == run.end - run.start {
        let start = run.span.start + offset;
        let length = text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        return Span { start, end: run.span.end.min(start + length as u32), ..run.span };
    }
    run.span
}

/// A picture's size: the author's width of the measure, else its own (at 96 pixels an inch for drawings, 300 for
/// photographs), never wider than `room`.
pub fn picture_size(comp: &Compositor, asset: AssetId, width: Option<Width>, room: Length) -> Size {
    use crate::pictures::Format;
    let picture = &comp.context.book().asset(asset).picture;
    let (across, down) = (i64::from(picture.width.max(1)), i64::from(picture.height.max(1)));
    let per_inch = if picture.format == Format::Svg { 96 } else { 300 };
    let own = Length::pt_ratio(across * 72, per_inch).min(room);
    let wide = width.map_or(own, |width| width.within(room));
    Size::new(wide, wide.scale(down, across))
}
