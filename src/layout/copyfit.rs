//! In: pages that are settled, and how many more or fewer are wanted. Out: the paragraphs that are to be set in a line
//! more or fewer for that, as an author would mark them. Refuses to lay the book out.

use super::galley::GalleyItem;
use super::pagebreak::{Cost, Item, Plan, Problem, Setting, break_pages};
use super::paginate::rounds::problem;
use super::paginate::{Sequence, Settled, lines};
use super::sections::Sections;
use crate::base::Span;
use crate::design::{ChapterStart, Design, Geometry};
use crate::model::walk::blocks_mut;
use crate::model::{Block, BlockId, BlockKind, Book, SectionId, walk};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// More marks in a book are no correction but other settings.
const MOST_MARKS: usize = 80;
const MOST_OF_SECTION: usize = 20;
/// A page that is gained has so many lines at least.
const LEAST_LINES: usize = 5;

/// A paragraph that is to be set in a line more, or fewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LooseMark {
    pub section: SectionId,
    pub block: BlockId,
    pub looseness: i8,
    pub span: Span,
}

/// A paragraph with a setting of a line more or fewer, and the mark that asks for it.
struct Way {
    item: usize,
    setting: usize,
    mark: LooseMark,
}

/// A section that may become a page longer or shorter.
struct Candidate {
    section: SectionId,
    /// Lines that the section must lose or gain at least.
    needed: usize,
    /// That which shows least first.
    ways: Vec<Way>,
}

/// Pages that are settled, and what they were settled by.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    pub sections: Sections<'a>,
    pub settled: &'a Settled,
    pub design: &'a Design,
    pub geometry: &'a Geometry,
}

/// Marks that change the number of pages by `wanted`, in as few paragraphs as can be; nothing where there are none.
pub fn marks(pages: Pages, wanted: i64) -> Option<Vec<LooseMark>> {
    let ids = pages.sections.in_order().map(|(id, _)| id);
    let mut candidates: Vec<Candidate> = ids.filter_map(|id| candidate(pages, id, wanted.signum())).collect();
    candidates.sort_by_key(|candidate| (candidate.needed, candidate.section));
    let enough = wanted.unsigned_abs() as usize * 2;
    let mut found: Vec<Candidate> =
        candidates.into_iter().filter_map(|candidate| fewest(pages, candidate, wanted.signum())).take(enough).collect();
    found.sort_by_key(|candidate| (candidate.ways.len(), candidate.section));
    let mut cuts = Cuts { pages, known: BTreeMap::new(), marked: BTreeMap::new() };
    let total = pages.settled.sequence.pages.len() as i64;
    let mut gained: i64 = 0;
    for Candidate { section, ways, .. } in found {
        cuts.marked.insert(section, ways);
        let now = cuts.count() - total;
        // Another chapter may need a page more, or fewer, where it begins on the other side now.
        if now.abs() <= gained.abs() || now.abs() > wanted.abs() || now.signum() != wanted.signum() {
            cuts.marked.remove(&section);
            continue;
        }
        gained = now;
        if cuts.marked.values().map(Vec::len).sum::<usize>() > MOST_MARKS {
            return None;
        }
        if gained == wanted {
            let mut marks: Vec<LooseMark> = cuts.marked.into_values().flatten().map(|way| way.mark).collect();
            marks.sort_by_key(|mark| (mark.span.file, mark.span.start));
            return Some(marks);
        }
    }
    None
}

/// The same section with the fewest marks with which it has a page more or fewer, cut anew.
fn fewest(pages: Pages, mut candidate: Candidate, way: i64) -> Option<Candidate> {
    let at = candidate.section.0 as usize;
    let recto = pages.settled.sequence.starts[at].is_multiple_of(2);
    let problem = problem(pages.design, pages.geometry, pages.settled, candidate.section, recto);
    let wanted = pages.settled.sequence.plans[at].pages.len() as i64 + way;
    let serves = |marks: usize| {
        let ways = candidate.ways.get(..marks).unwrap_or_default();
        break_pages(&asked(problem.clone(), ways)).pages.len() as i64 == wanted
    };
    let most = candidate.ways.len().min(MOST_OF_SECTION);
    let mut enough = (candidate.needed..=most).step_by(3).find(|marks| serves(*marks))?;
    while enough > candidate.needed && serves(enough - 1) {
        enough -= 1;
    }
    candidate.ways.truncate(enough);
    Some(candidate)
}

/// The problem in which these paragraphs have the setting that is asked for and no other.
fn asked(mut problem: Problem, ways: &[Way]) -> Problem {
    for way in ways {
        if let Some(Item::Text { settings }) = problem.items.get_mut(way.item)
            && let Some(asked) = settings.get(way.setting).cloned()
        {
            *settings = vec![Setting { cost: Cost::FREE, ..asked }];
        }
    }
    problem
}

/// Sections cut into pages with some paragraphs marked, from either side of a leaf.
struct Cuts<'a> {
    pages: Pages<'a>,
    known: BTreeMap<(SectionId, bool, bool), Plan>,
    marked: BTreeMap<SectionId, Vec<Way>>,
}

impl Cuts<'_> {
    /// The pages of the whole book.
    fn count(&mut self) -> i64 {
        let Pages { sections, settled, design, geometry } = self.pages;
        let on_recto = design.chapter_start == ChapterStart::Recto;
        let sequence = Sequence::new(sections, on_recto, |id, recto| {
            let at = id.0 as usize;
            let ways = self.marked.get(&id);
            let as_settled = settled.sequence.starts[at].is_multiple_of(2) == recto;
            let plan = self.known.entry((id, recto, ways.is_some())).or_insert_with(|| match (as_settled, ways) {
                (true, None) => settled.sequence.plans[at].clone(),
                (_, ways) => {
                    let problem = problem(design, geometry, settled, id, recto);
                    break_pages(&asked(problem, ways.map_or(&[], Vec::as_slice)))
                }
            });
            plan.clone()
        });
        sequence.pages.len() as i64
    }
}

/// A section of running text with paragraphs enough that can be set otherwise. Not where notes or figures stand on its
/// last page: they move with their calls.
fn candidate(pages: Pages, id: SectionId, way: i64) -> Option<Candidate> {
    let (galley, plan) = (&pages.settled.galleys[id.0 as usize], &pages.settled.sequence.plans[id.0 as usize]);
    let section = pages.sections.section(id);
    let [.., _, last] = &plan.pages[..] else { return None };
    if section.role.is_made() || !last.notes.is_empty() || !last.floats.is_empty() {
        return None;
    }
    let on_last = lines(galley, plan, last).len();
    let full = plan.pages.iter().map(|page| lines(galley, plan, page).len()).max().unwrap_or(0);
    // Pages may be a line short or long: that is looked at when they are cut.
    let slack = plan.pages.len();
    let needed = match way {
        -1 => on_last,
        _ => full.saturating_sub(on_last) + LEAST_LINES,
    };
    let needed = needed.saturating_sub(slack).max(1);
    let markable = markable(&section.blocks);
    let mut ways = Vec::new();
    for (item, settings) in galley.items.iter().enumerate() {
        let GalleyItem::Text { settings } = settings else { continue };
        let Some((_, best)) = settings.first() else { continue };
        let Some(first) = best.first().filter(|first| markable.contains(&first.block)) else { continue };
        let other = settings.iter().position(|(_, lines)| lines.len() as i64 == best.len() as i64 + way);
        if let Some(setting) = other {
            let mark = LooseMark { section: id, block: first.block, looseness: way as i8, span: first.span };
            // A line more or less shows least in a long paragraph.
            ways.push(((settings[setting].0, Reverse(best.len()), item), Way { item, setting, mark }));
        }
    }
    ways.sort_by_key(|(order, _)| *order);
    let ways: Vec<Way> = ways.into_iter().map(|(_, way)| way).collect();
    (ways.len() >= needed).then_some(Candidate { section: id, needed, ways })
}

/// The paragraphs that bear no mark of the author's.
fn markable(list: &[Block]) -> BTreeSet<BlockId> {
    let mut found = BTreeSet::new();
    walk::blocks(list, &mut |block| {
        if let BlockKind::Paragraph { class: "", corrections, .. } = &block.kind
            && corrections.looseness == 0
        {
            found.insert(block.id);
        }
    });
    found
}

/// The book with these marks.
pub fn marked(book: &Book, marks: &[LooseMark]) -> Book {
    let mut book = book.clone();
    let asked: BTreeMap<(SectionId, BlockId), i8> =
        marks.iter().map(|mark| ((mark.section, mark.block), mark.looseness)).collect();
    let named: BTreeSet<SectionId> = marks.iter().map(|mark| mark.section).collect();
    for id in named {
        let Some(section) = book.sections.get_mut(id.0 as usize) else { continue };
        blocks_mut(&mut section.blocks, &mut |block| {
            let (own, kind) = (block.id, &mut block.kind);
            if let (BlockKind::Paragraph { corrections, .. }, Some(looseness)) = (kind, asked.get(&(id, own))) {
                corrections.looseness = *looseness;
            }
        });
    }
    book
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::layout::again::Laid;
    use crate::page::Output;
    use crate::{design, manuscript};
    use std::sync::Arc;

    const WORDS: [&str; 16] = [
        "the",
        "window",
        "of",
        "an",
        "orchard",
        "remembered",
        "slowly",
        "and",
        "quarter",
        "in",
        "harbour",
        "a",
        "light",
        "between",
        "neighbours",
        "was",
    ];

    /// Chapters of words that are the same for each seed.
    fn text(mut seed: u64, chapters: usize, paragraphs: usize) -> String {
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        let mut text = String::new();
        for chapter in 0..chapters {
            text += &format!("# Chapter {chapter}\n\n");
            for _ in 0..paragraphs + next(9) as usize {
                let words: Vec<&str> = (0..30 + next(90)).map(|_| WORDS[next(16) as usize]).collect();
                text += &format!("{}.\n\n", words.join(" "));
            }
        }
        text
    }

    #[test]
    fn marked_paragraphs_make_a_page_more_or_fewer() {
        let mut reached = 0;
        for seed in 1..=4 {
            let text = text(seed, 4, 24);
            let files = [("book.toml", "[book]\ntitle = 'T'\n[page]\ntrim = 'A6'\n"), ("a.md", &text)];
            let folder = Folder::from_files(files).unwrap();
            let (manuscript, mut report) = manuscript::read(&folder);
            let manuscript = manuscript.unwrap();
            let design = design::design(&manuscript.settings, &folder, &mut report).unwrap();
            let lay = |book: Book| Laid::new(&Arc::new(book), &design, &design.print, Output::Screen);
            let now = lay(manuscript.book.clone());
            let pages = now.layout.document.pages.len() as i64;
            for wanted in [-1, 1] {
                let Some(marks) = now.marks(&design, &design.print, wanted) else { continue };
                let marked = lay(marked(&manuscript.book, &marks));
                assert!(marks.iter().all(|mark| mark.looseness == wanted as i8));
                assert_eq!(marked.layout.document.pages.len() as i64, pages + wanted, "{seed} {wanted} {marks:?}");
                reached += 1;
            }
        }
        assert!(reached > 3, "{reached}");
    }
}
