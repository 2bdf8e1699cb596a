//! In: a book and a design. Out: galleys, notes and the pages they are cut into, with every folio that the text names
//! as it came out. Refuses to know where on a page a line stands.

use super::labels::{labels, widest};
use super::order::Sequence;
use super::place::{floats, line_of, lines};
use super::shares::{Shares, notes};
use crate::base::{Diagnostic, Folio, Length, limits};
use crate::design::{ChapterStart, Design, Geometry, NotePlace};
use crate::layout::context::Context;
use crate::layout::galley::{Galley, NoteLines, nested};
use crate::layout::pagebreak::{self, Plan, Problem, break_pages};
use crate::layout::sections::Sections;
use crate::model::walk::inlines_of;
use crate::model::{AnchorId, Block, Inline, NoteId, SectionId};
use std::collections::BTreeMap;

/// Folios and labels change fewer times than this, or are reported.
const ROUNDS: usize = 4;
/// From this round on, calls take the room of the widest label of their page.
const FREE_ROUNDS: usize = 2;

/// The whole book, set and cut.
#[derive(Debug, Default)]
pub struct Settled {
    /// By section.
    pub galleys: Vec<Galley>,
    /// By section: the notes that its page problem owes, in that problem's order.
    pub owed: Vec<Vec<NoteId>>,
    /// By note.
    pub notes: BTreeMap<NoteId, NoteLines>,
    pub sequence: Sequence,
    pub labels: BTreeMap<NoteId, String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Breaks and cuts until the folios and labels that the text shows are the ones it gets; then the lines are set.
pub fn settle(sections: Sections, design: &Design, geometry: &Geometry) -> Settled {
    settle_within(ROUNDS, sections, design, geometry)
}

/// Goes on with a warning where so many rounds do not suffice.
pub fn settle_within(rounds: usize, sections: Sections, design: &Design, geometry: &Geometry) -> Settled {
    let book = sections.book;
    let mut settled = Settled::default();
    let all: Vec<SectionId> = (0..sections.count() as u32).map(SectionId).collect();
    let noted: Vec<NoteId> = book.notes().map(|(id, _)| id).collect();
    let notes_ask = book.notes().any(|(_, note)| asks_folios(&note.blocks));
    // At first every note is the first of its page.
    let alone: Vec<Vec<NoteId>> = noted.iter().map(|&note| vec![note]).collect();
    let mut known = LastRound { labels: labels(design.notes.number, &design.marks, &alone), ..LastRound::default() };
    let at_foot = design.notes.place == NotePlace::Foot;
    let owed = |galley: &Galley| if at_foot { galley.notes() } else { Vec::new() };
    if at_foot {
        settled.notes = notes(&known.context(sections, design, geometry), &noted);
    }
    let nested = nested(&settled.notes);
    let mut shares = Shares::default();
    let mut set = |known: &LastRound, ids: &[SectionId]| {
        let mut galleys = shares.galleys(&known.context(sections, design, geometry), ids);
        galleys.iter_mut().for_each(|galley| galley.owe_nested(&nested));
        galleys
    };
    settled.galleys = set(&known, &all);
    settled.owed = settled.galleys.iter().map(owed).collect();
    let mut plans = Plans::default();
    for round in 1.. {
        settled.sequence = plans.sequence(sections, design, geometry, &settled);
        let asking = notes_ask || settled.galleys.iter().any(|galley| galley.asks_folios);
        let begin = beginnings(&settled);
        let found = LastRound {
            folios: if asking { folios(sections, &settled) } else { BTreeMap::new() },
            pages: if asking { settled.sequence.pages.len() } else { 0 },
            labels: labels(design.notes.number, &design.marks, &begin),
            widest: if round < FREE_ROUNDS {
                BTreeMap::new()
            } else {
                widest(design.notes.number, &design.marks, &begin)
            },
        };
        if (&found.folios, found.pages, &found.labels) == (&known.folios, known.pages, &known.labels) {
            break;
        }
        if round == rounds {
            settled.diagnostics.push(if found.labels == known.labels { folios_unsettled() } else { notes_unsettled() });
            break;
        }
        let relabelled = (&found.labels, &found.widest) != (&known.labels, &known.widest);
        known = found;
        let again = |id: &SectionId| relabelled || settled.galleys[id.0 as usize].asks_folios;
        let again: Vec<SectionId> = all.iter().copied().filter(again).collect();
        for (id, galley) in again.iter().zip(set(&known, &again)) {
            settled.owed[id.0 as usize] = owed(&galley);
            settled.galleys[id.0 as usize] = galley;
            plans.forget(*id);
        }
        if at_foot && (relabelled || notes_ask) {
            settled.notes = notes(&known.context(sections, design, geometry), &noted);
            plans = Plans::default();
        }
    }
    if settled.sequence.pages.len() > limits::PAGES {
        let why = format!("the book has more than {} pages", limits::PAGES);
        settled.diagnostics.push(Diagnostic::error("book-too-long", why));
    }
    shares.set(book, design, &mut settled.galleys, &settled.sequence.plans);
    settled.labels = known.labels;
    settled
}

/// What the last round found out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LastRound {
    folios: BTreeMap<AnchorId, Folio>,
    pages: usize,
    labels: BTreeMap<NoteId, String>,
    /// The widest label on the page of each note, once labels have moved notes to other pages.
    widest: BTreeMap<NoteId, String>,
}

impl LastRound {
    pub fn context<'a>(&'a self, sections: Sections<'a>, design: &'a Design, geometry: &Geometry) -> Context<'a> {
        Context {
            sections,
            design,
            dress: &design.dress,
            measure: geometry.measure(),
            depth: geometry.depth(),
            outset: geometry.outset(),
            folios: &self.folios,
            pages: self.pages,
            labels: &self.labels,
            widest: &self.widest,
        }
    }
}

/// Plans by section and by whether it begins on a recto; a round mostly asks for the same again.
#[derive(Default)]
struct Plans(BTreeMap<(SectionId, bool), Plan>);

impl Plans {
    fn sequence(&mut self, sections: Sections, design: &Design, geometry: &Geometry, settled: &Settled) -> Sequence {
        Sequence::new(sections, design.chapter_start == ChapterStart::Recto, |id, recto| {
            let plan = self.0.entry((id, recto));
            plan.or_insert_with(|| break_pages(&problem(design, geometry, settled, id, recto))).clone()
        })
    }

    fn forget(&mut self, section: SectionId) {
        self.0.retain(|&(id, _), _| id != section);
    }
}

/// The page problem of a section.
pub fn problem(design: &Design, geometry: &Geometry, settled: &Settled, id: SectionId, recto: bool) -> Problem {
    let owed = &settled.owed[id.0 as usize];
    let note =
        |id: &NoteId| pagebreak::Note { lines: settled.notes[id].lines.iter().map(|line| line.advance).collect() };
    Problem {
        items: settled.galleys[id.0 as usize].problem_items(owed),
        notes: owed.iter().map(note).collect(),
        floats: settled.galleys[id.0 as usize].problem_floats(owed),
        wholes: settled.galleys[id.0 as usize].wholes(),
        spreads: settled.galleys[id.0 as usize].spreads.clone(),
        depth: geometry.depth(),
        first_less: Length::ZERO,
        grid: design.dress.grid,
        note_gap: design.notes.above + design.notes.below,
        note_between: design.notes.between,
        recto,
    }
}

fn folios_unsettled() -> Diagnostic {
    let why = "page references did not converge";
    Diagnostic::warning("folios-unsettled", why).help("a page number in the text or a note may be off by one")
}

fn notes_unsettled() -> Diagnostic {
    let why = "notes numbered by page did not converge";
    Diagnostic::warning("notes-unsettled", why)
        .help("some pages may number their notes wrongly: reword one of the notes a little")
}

pub fn asks_folios(blocks: &[Block]) -> bool {
    let mut asks = false;
    inlines_of(blocks, &mut |inline| asks |= matches!(inline, Inline::PageOf { .. } | Inline::PageCount { .. }));
    asks
}

/// The notes that begin on each page.
fn beginnings(settled: &Settled) -> Vec<Vec<NoteId>> {
    let begins = |leaf: &super::Leaf| {
        let Some((section, nth)) = leaf.stands else { return Vec::new() };
        let at = section.0 as usize;
        let parts = settled.sequence.plans[at].pages[nth].notes.iter();
        parts.filter(|part| part.from == 0).map(|part| settled.owed[at][part.note as usize]).collect()
    };
    settled.sequence.pages.iter().map(begins).collect()
}

/// The folio of every anchor: of its line, or of its section where no line has it.
fn folios(sections: Sections, settled: &Settled) -> BTreeMap<AnchorId, Folio> {
    let sequence = &settled.sequence;
    let mut folios = BTreeMap::new();
    for leaf in &sequence.pages {
        let Some((section, nth)) = leaf.stands else { continue };
        let at = section.0 as usize;
        let (plan, galley) = (&sequence.plans[at], &settled.galleys[at]);
        let page = &plan.pages[nth];
        let spots = lines(galley, plan, page).into_iter();
        let spots = spots.chain([true, false].into_iter().flat_map(|head| floats(galley, page, head).0));
        for anchor in spots.filter_map(|(spot, _)| line_of(galley, spot)).flat_map(|line| &line.anchors) {
            folios.entry(*anchor).or_insert_with(|| leaf.folio);
        }
        for part in &page.notes {
            let note = &settled.notes[&settled.owed[at][part.note as usize]];
            for anchor in note.lines[part.from..part.to].iter().flat_map(|line| &line.anchors) {
                folios.entry(*anchor).or_insert_with(|| leaf.folio);
            }
        }
    }
    for (id, section) in sections.anchors() {
        let start = sequence.starts.get(section.0 as usize).and_then(|&page| sequence.pages.get(page));
        if let Some(leaf) = start {
            folios.entry(id).or_insert_with(|| leaf.folio);
        }
    }
    folios
}
