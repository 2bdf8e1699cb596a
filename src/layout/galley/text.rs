//! In: a paragraph's inlines and its room. Out: its lines, best and a line shorter or longer, with the prices of
//! cutting it. Refuses to know what kind of block it is.

use super::setter::{Room, Setter, Source, stack_by};
use super::unset::UnsetText;
use crate::base::{Diagnostic, Length, Span};
use crate::design::{Align, Style, StyleRole};
use crate::layout::items::{Flat, Look, Paragraph, Part, Place, RunKind, paragraph};
use crate::layout::line::{self, LinePlacement};
use crate::layout::linebreak::{self, Faults, LineBreak, Piece, Prices, Settings, Shape, break_lines, faults};
use crate::layout::pagebreak::{Cost, Cut, Spread};
use crate::layout::setline::{Flaw, SetLine};
use crate::model::walk::{self, has_line_ends, only_pictures};
use crate::model::{BlockId, Corrections, Inline};
use crate::page::NodeId;

/// A short word alone on a turned-over line, where the line before can spare one.
const TURNED_RUNT: i64 = 2_000_000;

/// The penalty of turning verse over after the author's own hyphen: anything else that fits is better.
const OWN_HYPHEN: i32 = 5_000;

/// The room of generated text, which is never turned over.
const ENDLESS: Length = Length::pt(10_000);

/// What a setting costs that is a line shorter or longer than the best.
const OTHER: Cost = Cost::of(4, 1);

/// Demerits that are as bad as a page a line short: a little less than those of a line whose spaces stretch to the limit.
const SHORT_LINE: u64 = 10_000;

/// Demerits that are as bad as facing pages of unequal depth: those of a few gaping lines.
const UNEVEN: u64 = 400_000;

/// What a river costs in such lines; no demerits tell of it.
const RIVER: u64 = 6;

/// The ratio, in thousandths, at which spaces are as wide as the book's limit lets them be.
const LOOSE: i32 = 1_000;

/// Letters that are too few for a last line.
const FEW: usize = 3;

/// How lines of text stand.
#[derive(Clone, Debug)]
pub struct Block {
    pub role: StyleRole,
    pub look: Look,
    /// From line to line: in running text, and in a title.
    pub advance: Length,
    pub leading: Length,
    /// Of a first line that follows another paragraph.
    pub indent: Length,
    pub left: Length,
    pub width: Length,
    pub align: Align,
    /// Left edge and width of the first lines, relative to the others': an indent, a drop cap's room.
    pub first: Vec<Length>,
    /// Further in for all lines but the first: turned-over titles and lines of verse.
    pub hang: Length,
    /// The lines that stand beside a picture.
    pub beside: Beside,
    pub prose: bool,
    /// Lines of about one length: titles, captions, whatever is displayed.
    pub balanced: bool,
    /// So many lines more, or fewer, than it takes best, where it can be set so.
    pub looseness: i8,
    /// So many lines more, or fewer, than a full page has the page on which it begins.
    pub spread: i8,
    /// The measure in which it stands mirrored.
    pub mirrored: Option<Length>,
    pub source: Source,
}

/// What a picture takes of the first lines of a text, on the left or on the right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside {
    pub lines: usize,
    pub left: Length,
    pub right: Length,
}

impl Setter<'_, '_> {
    /// How text of a role stands in a room, without an indent.
    pub fn block(&self, role: StyleRole, room: Room, source: Source) -> Block {
        let style = self.style(role, room);
        let look = self.look(role, room);
        Block {
            role,
            advance: self.advance(role, &style, look.size, room),
            leading: style.leading,
            indent: style.indent,
            look,
            left: room.left,
            width: self.width(room),
            align: style.align,
            first: Vec::new(),
            hang: Length::ZERO,
            beside: Beside::default(),
            prose: false,
            balanced: false,
            looseness: 0,
            spread: 0,
            mirrored: self.is_mirrored().then_some(self.measure),
            source,
        }
    }

    /// What a line of running text adds: as many grid lines as a class or an author's style of the part asks for, by its
    /// leading or its size.
    fn advance(&self, role: StyleRole, style: &Style, size: Length, room: Room) -> Length {
        let dress = self.comp.context.dress;
        let own = dress.typed.get(&role).is_some_and(|own| own.leading.is_some() || own.size.is_some());
        let is_larger = (own || room.worn.is_some()) && self.grid == dress.grid;
        let wanted = if is_larger { style.leading.max(size) } else { Length::ZERO };
        self.grid * wanted.steps_up(self.grid).max(1)
    }

    /// Inlines as a flat text under a node.
    pub fn flat(&mut self, inlines: &[Inline], look: Look, node: NodeId, offset: u32) -> Flat {
        let mut flat = Flat::at(offset);
        flat.add(self.comp, inlines, Place { look, node, link: None });
        flat
    }

    /// A text in all its settings: the best first, then what is a line shorter or longer.
    pub fn set(&mut self, flat: Flat, block: &Block) -> Vec<(Cost, Vec<SetLine>)> {
        let (text, mut settings) = self.broken(flat, block);
        for (way, (_, lines)) in settings.iter_mut().enumerate() {
            text.set(&mut self.comp.stock(), way, lines);
        }
        settings
    }

    /// The lines of the best setting.
    pub fn best(&mut self, flat: Flat, block: &Block) -> Vec<SetLine> {
        let (text, settings) = self.broken(flat, block);
        let mut lines = settings.into_iter().next().map_or(Vec::new(), |(_, lines)| lines);
        text.set(&mut self.comp.stock(), 0, &mut lines);
        lines
    }

    /// A text broken in all its ways, with what paging asks of the lines.
    fn broken(&mut self, flat: Flat, block: &Block) -> (UnsetText, Vec<(Cost, Vec<SetLine>)>) {
        let Shape { first, rest } = block.shape();
        let narrowest = first.into_iter().fold(rest, Length::min);
        let mut text = paragraph(self.comp, flat, narrowest);
        if block.role == StyleRole::Verse {
            keep_hyphens(&mut text.pieces);
        }
        let (mut shape, prices) = self.problem(&text, block);
        if block.balanced && prices.ragged {
            shape = balanced(&text.pieces, shape, &prices);
        }
        let Settings { mut best, mut shorter, mut longer } = break_lines(&text.pieces, &shape, &prices);
        if block.looseness != 0 {
            let asked = if block.looseness < 0 { shorter.take() } else { longer.take() };
            match asked {
                Some(asked) => (best, shorter, longer) = (asked, None, None),
                None => self.idle(block),
            }
        }
        if let Some(at) = best.overfull {
            let span = best.lines.get(at).map_or(block.source.span, |line| place(&text, line, block.source.span));
            self.overfull(span);
        }
        let has_others = block.prose && best.overfull.is_none();
        let others = [shorter, longer].into_iter().flatten().filter(|_| has_others);
        let rtl = text.rtl;
        let least = best.demerits;
        let (mut ways, mut all) = (Vec::with_capacity(3), Vec::with_capacity(3));
        for (mut cost, setting) in [(Cost::FREE, best)].into_iter().chain(others.map(|setting| (OTHER, setting))) {
            let mut lines = self.lines_of(&text, &setting.lines, block);
            flaws(&mut lines, &setting);
            if block.prose {
                let found = faults(&setting, &text.pieces, &shape, &prices);
                prose_flaws(&mut lines, &setting, &found);
                cost += ugliness(&setting, least, &found);
            } else if block.hang > Length::ZERO && faults(&setting, &text.pieces, &shape, &prices).runt {
                lines.last_mut().into_iter().for_each(|line| line.flaws.push(Flaw::TurnedRunt));
            }
            all.push((cost, lines));
            ways.push(setting.lines.into_iter().enumerate().map(|(nth, line)| (line, block.line(nth, rtl))).collect());
        }
        // Only breaking asks for the pieces.
        text.pieces = Vec::new();
        text.parts.shrink_to_fit();
        (UnsetText { text, ways, marks: self.comp.marks }, all)
    }

    /// The author asked for a line more or less, and there is no such setting.
    fn idle(&mut self, block: &Block) {
        let than = if block.looseness < 0 { "fewer" } else { "more" };
        let found = Diagnostic::hint("correction-idle", format!("this paragraph cannot be set in one line {than}"))
            .at(block.source.span)
            .help("delete `looseness`, or change a few words");
        self.comp.say("correction-idle", format!("{}:{}", block.source.span.file.0, block.source.span.start), found);
    }

    fn problem(&self, text: &Paragraph, block: &Block) -> (Shape, Prices) {
        let design = self.comp.context.design;
        let size = block.look.size;
        let justified = block.align == Align::Justify;
        let prices = Prices {
            ragged: !justified,
            emergency: size * 2,
            runt: if block.hang > Length::ZERO { TURNED_RUNT } else { Prices::default().runt },
            runt_width: runt_width(block).max(few_letters(text)),
            hyphens_in_row: design.lines.hyphens_in_row,
            expand: if justified { design.expansion as i32 * 10 } else { 0 },
            ..Prices::default()
        };
        (block.shape(), prices)
    }

    /// What paging asks of lines.
    fn lines_of(&self, text: &Paragraph, broken: &[LineBreak], block: &Block) -> Vec<SetLine> {
        let line = |broken: &LineBreak| {
            let span = place(text, broken, block.source.span);
            let advance = self.room_for(line::tallest(text, broken), block);
            let blank = SetLine::blank(advance, block.source.block, block.role, span);
            let mut line = SetLine { section: self.comp.section, prose: block.prose, ..blank };
            line::note(text, broken, self.comp.marks, &mut line);
            line
        };
        broken.iter().map(line).collect()
    }

    /// As many grid lines as a picture on a line needs, below the feet of the line before.
    fn room_for(&self, picture: Length, block: &Block) -> Length {
        let needed = picture + block.look.size / 3;
        if picture <= Length::ZERO || needed <= block.advance {
            return block.advance;
        }
        let most = (self.comp.context.depth.0 / self.grid.0.max(1)).max(1);
        self.grid * needed.steps_up(self.grid).min(most)
    }

    /// A paragraph of running text, as the node of its room: first-line indent where it follows another, widows and
    /// orphans priced.
    pub fn paragraph_at(&mut self, inlines: &[Inline], corrections: Corrections, room: Room, source: Source) {
        let Corrections { looseness, spread } = corrections;
        let mut block = Block { looseness, spread, ..self.block(room.role, room, source) };
        let indent = block.indent.min(block.width / 4);
        let flush = block.align.is_flush_left();
        if only_pictures(inlines) {
            block.align = Align::Center;
        } else if self.indent && flush && indent > Length::ZERO {
            match has_line_ends(inlines) {
                // Lines that the author ended stand on one edge.
                true => (block.left, block.width) = (block.left + indent, block.width - indent),
                false => block.first = vec![indent],
            }
        }
        if let Some(beside) = self.note_indent.take().filter(|_| flush) {
            block.first = vec![beside.min(block.width / 2)];
        }
        block.prose = block.align == Align::Justify;
        let flat = self.flat(inlines, block.look, room.node, source.offset);
        self.indent = true;
        let block = self.beside(block);
        self.begin(flat, &block);
    }

    /// Breaks a text, widows and orphans priced. Its letters are placed when a setting is chosen.
    pub fn priced(&mut self, flat: Flat, block: &Block) {
        let at = self.items.len();
        if block.beside.lines > 0 {
            let mut lines = self.best(flat, block);
            price(&mut lines);
            self.lines(lines);
            return self.spread(at, block);
        }
        let (text, mut settings) = self.broken(flat, block);
        settings.iter_mut().for_each(|(_, lines)| price(lines));
        self.text(settings);
        if at < self.items.len() {
            self.unset.push((at, text));
        }
        self.spread(at, block);
    }

    /// The page on which a text begins may be longer or shorter than others.
    fn spread(&mut self, at: usize, block: &Block) {
        if at < self.items.len() && block.spread != 0 {
            self.spreads.push(Spread { item: at, lines: block.spread });
        }
    }

    /// A title or the like: lines at the role's own leading that stay together, as one of whole grid lines.
    pub fn display(&mut self, flat: Flat, block: &Block) -> Option<SetLine> {
        let leading = block.leading.max(block.look.size);
        let block = Block { balanced: true, ..block.clone() };
        let lines = self.best(flat, &block);
        // A line with a picture has the room that it asked for.
        let pitched = |line: SetLine| {
            let pitch = if line.advance > block.advance { line.advance } else { leading };
            (line, pitch)
        };
        stack_by(lines.into_iter().map(pitched).collect(), self.grid)
    }

    /// One line aligned in the measure; what does not fit is left out.
    pub fn one_line(&mut self, inlines: &[Inline], (role, style): (StyleRole, &Style)) -> SetLine {
        let (room, source) = (self.room(role), Source { block: BlockId::NONE, span: Span::default(), offset: 0 });
        let block = self.block(role, room, source);
        let align = if style.align == Align::Justify { Align::Left } else { style.align };
        let look = Look::of(self.comp.context.design, style, self.comp.lang);
        let block = Block { align, look, ..block };
        // Heads have no room for pictures.
        let words: Vec<Inline> = inlines.iter().filter(|inline| walk::image(inline).is_none()).cloned().collect();
        let flat = self.flat(&words, look, NodeId(0), 0);
        let lines = self.best(flat, &block);
        let empty = || SetLine::blank(self.grid, source.block, role, source.span);
        lines.into_iter().next().unwrap_or_else(empty)
    }

    /// One line of generated text, its left end at `left`.
    pub fn made(&mut self, text: &str, look: Look, node: NodeId, left: Length, source: Source) -> Option<SetLine> {
        let mut flat = Flat::default();
        flat.made(text, RunKind::Made, Place { look, node, link: None }, source.span);
        self.made_of(flat, look, left, source)
    }

    /// The same of a text with links.
    pub fn made_of(&mut self, flat: Flat, look: Look, left: Length, source: Source) -> Option<SetLine> {
        let room = Room { left, right: Length::ZERO, ..self.room(StyleRole::Body) };
        // It is put in its place when its width is known.
        let block = Block {
            align: Align::Left,
            look,
            width: ENDLESS,
            mirrored: None,
            ..self.block(StyleRole::Body, room, source)
        };
        let mut line = self.best(flat, &block).into_iter().next()?;
        // What is written from right to left stands at the end of that room.
        if let Some(first) = line.left().filter(|first| *first > left + ENDLESS / 2) {
            line.shift(left - first, Length::ZERO);
        }
        Some(line)
    }
}

/// Halvings of the room in which a narrower measure is looked for.
const HALVINGS: usize = 8;

/// The narrowest measure in which a text has no more lines: they come out of about one length.
fn balanced(pieces: &[Piece], shape: Shape, prices: &Prices) -> Shape {
    let best = break_lines(pieces, &shape, prices).best;
    if best.lines.len() < 2 || best.overfull.is_some() {
        return shape;
    }
    let narrower = |less: Length| Shape {
        first: shape.first.iter().map(|width| *width - less).collect(),
        rest: shape.rest - less,
    };
    let (mut fits, mut fails) = (Length::ZERO, shape.rest / 2);
    for _ in 0..HALVINGS {
        let less = (fits + fails) / 2;
        let tried = break_lines(pieces, &narrower(less), prices).best;
        let is_same = tried.lines.len() == best.lines.len() && tried.overfull.is_none();
        *(if is_same { &mut fits } else { &mut fails }) = less;
    }
    narrower(fits)
}

impl Block {
    /// How much further in a line begins than the block.
    fn less(&self, nth: usize) -> Length {
        match nth {
            0 => self.first.first().copied().unwrap_or(Length::ZERO),
            _ => self.first.get(nth).copied().unwrap_or(self.hang),
        }
    }

    /// What a picture takes of a line, on the left and on the right.
    fn taken(&self, nth: usize) -> (Length, Length) {
        if nth < self.beside.lines { (self.beside.left, self.beside.right) } else { (Length::ZERO, Length::ZERO) }
    }

    /// How long its lines are.
    fn shape(&self) -> Shape {
        let own = self.first.len().max(usize::from(self.hang > Length::ZERO));
        let long = |nth| {
            let (left, right) = self.taken(nth);
            self.width - self.less(nth) - left - right
        };
        Shape { first: (0..own.max(self.beside.lines)).map(long).collect(), rest: self.width - self.hang }
    }

    /// Where its lines stand.
    fn line(&self, nth: usize, rtl: bool) -> LinePlacement {
        let less = self.less(nth);
        let width = self.width - less;
        let left = match self.mirrored {
            // What begins on the right is indented there.
            Some(measure) if rtl => measure - self.left - less - width,
            Some(measure) => measure - self.left - self.width + less,
            None if rtl => self.left,
            None => self.left + less,
        };
        let (on_left, on_right) = self.taken(nth);
        let (left, width) = (left + on_left, width - on_left - on_right);
        LinePlacement { left, width, align: self.align, mirrored: self.mirrored.is_some() }
    }
}

/// By how much a setting looks worse than the best: in lines that a page would rather be short and, where a reader would
/// see it sooner, in uneven pages.
fn ugliness(setting: &linebreak::Setting, least: i64, found: &Faults) -> Cost {
    let more = setting.demerits.saturating_sub(least).unsigned_abs();
    Cost::of(3, more / UNEVEN) + Cost::of(4, more / SHORT_LINE + RIVER * found.rivers.len() as u64)
}

/// A line of verse that turned over after the author's own hyphen would read as a divided word.
fn keep_hyphens(pieces: &mut [Piece]) {
    for piece in pieces {
        if let Piece::Penalty { hyphen: true, cost, .. } = piece {
            *cost = (*cost).max(OWN_HYPHEN);
        }
    }
}

/// A last line that is narrower is a fault: than the indent, or, turned over, than a short word.
fn runt_width(block: &Block) -> Length {
    let size = block.look.size;
    let indent = block.first.first().copied().unwrap_or(size);
    indent.max(if block.hang > Length::ZERO { size * 5 } else { Length::ZERO })
}

/// More than the width of the last word where it has too few letters to be a line.
fn few_letters(text: &Paragraph) -> Length {
    let after = |part: &Part| matches!(part, Part::Space { .. } | Part::LineEnd { .. });
    let from = text.parts.iter().rposition(after).map_or(0, |space| space + 1);
    let atoms = text.parts[from..].iter().filter_map(|part| match part {
        Part::Text { atom, .. } => text.atoms.get(*atom as usize),
        _ => None,
    });
    let words = atoms.filter_map(|atom| text.flat.text.get(atom.start as usize..atom.end as usize));
    // Parts of a long word have one atom: no more of it is read than is needed.
    if words.flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(FEW + 1).count() > FEW {
        return Length::ZERO;
    }
    let boxes = text.pieces[from..].iter().filter_map(|piece| match piece {
        Piece::Box { width, .. } => Some(*width),
        _ => None,
    });
    boxes.sum::<Length>() + Length(1)
}

/// Widow, orphan; a paragraph of two lines is both when cut.
pub fn price(lines: &mut [SetLine]) {
    let count = lines.len();
    if count < 2 {
        return;
    }
    lines[0].after.cut(Cut::Orphan);
    lines[count - 2].after.cut(Cut::Widow);
}

/// Leaves on the lines what was found in their setting.
fn flaws(lines: &mut [SetLine], setting: &linebreak::Setting) {
    if let Some(line) = setting.overfull.and_then(|at| lines.get_mut(at)) {
        line.flaws.push(Flaw::Overfull);
    }
}

/// The same, of what only running prose is asked for.
fn prose_flaws(lines: &mut [SetLine], setting: &linebreak::Setting, found: &Faults) {
    let count = lines.len();
    let mut add = |flaw: Flaw, at: usize| lines.get_mut(at).into_iter().for_each(|line| line.flaws.push(flaw));
    for (at, line) in setting.lines.iter().enumerate() {
        if line.justified && line.ratio > LOOSE {
            add(Flaw::Loose, at);
        }
    }
    found.ladders.iter().for_each(|&at| add(Flaw::Ladder, at));
    found.stacks.iter().for_each(|&at| add(Flaw::Stack, at));
    found.rivers.iter().for_each(|&at| add(Flaw::River, at));
    if found.runt {
        add(Flaw::Runt, count.saturating_sub(1));
    }
    if found.last_hyphen {
        add(Flaw::LastHyphen, count.saturating_sub(2));
    }
}

/// The place of a line in its source.
fn place(text: &Paragraph, line: &linebreak::LineBreak, whole: Span) -> Span {
    let run = text.parts.get(line.start..line.end).unwrap_or_default().iter().find_map(|part| match *part {
        Part::Text { atom, .. } => text.atoms.get(atom as usize).map(|atom| (atom.run, atom.start)),
        Part::Space { run, at, .. } | Part::Picture { run, at, .. } => Some((run, at)),
        _ => None,
    });
    let run = run.and_then(|(run, at)| Some((text.flat.runs.get(run as usize)?, at)));
    run.map_or(whole, |(run, at)| crate::layout::items::pieces::place_of(run, &text.flat.text, at as usize))
}
