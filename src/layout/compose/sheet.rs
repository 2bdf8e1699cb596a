//! In: plans. Out: for every page its lines and notes with their baselines from the trim's top. Refuses to know what
//! is on the lines.

use crate::base::{Length, Point};
use crate::design::{Design, Geometry};
use crate::layout::galley::SetLine;
use crate::layout::paginate::{ChosenLine, Settled, floats, line_of, line_of_mut, lines};
use crate::model::{NoteId, SectionId};
use crate::page::Item;

/// One page's lines; a blank page has none.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub stands: Option<(SectionId, usize)>,
    pub body: Vec<(ChosenLine, Length)>,
    pub notes: Vec<PlacedNote>,
    /// Above the notes: the rule's top and its length.
    pub rule: Option<(Length, Length)>,
}

impl Sheet {
    /// All that stands on it with its baselines, notes behind the text.
    pub fn lines<'a>(&'a self, settled: &'a Settled) -> impl Iterator<Item = (&'a SetLine, Length)> {
        let galley = self.stands.map(|(section, _)| &settled.galleys[section.0 as usize]);
        let text = galley
            .into_iter()
            .flat_map(|galley| self.body.iter().filter_map(move |&(spot, y)| Some((line_of(galley, spot)?, y))));
        text.chain(self.notes.iter().map(|at| (&settled.notes[&at.note].lines[at.line], at.y)))
    }
}

/// A line of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedNote {
    pub note: NoteId,
    pub line: usize,
    pub y: Length,
}

/// What is drawn of a line.
pub type LineInk = Vec<(Point, Item)>;

/// What is drawn on each sheet, taken from the lines of its body in their order: a line stands on one page.
pub fn inks(settled: &mut Settled, sheets: &[Sheet]) -> Vec<Vec<LineInk>> {
    let mut ink = |sheet: &Sheet| -> Vec<LineInk> {
        let Some((section, _)) = sheet.stands else { return Vec::new() };
        let galley = &mut settled.galleys[section.0 as usize];
        let last = sheet.body.iter().rposition(|(spot, _)| matches!(spot, ChosenLine::Line { .. }));
        let mut taken = |(at, &(spot, _)): (usize, &(ChosenLine, Length))| {
            if let ChosenLine::Above { .. } = spot {
                return line_of(galley, spot).map_or(Vec::new(), |line| line.items.clone());
            }
            let Some(line) = line_of_mut(galley, spot) else { return Vec::new() };
            let mut ink = std::mem::take(&mut line.items);
            ink.extend(line.below.iter().filter(|_| last == Some(at)).flat_map(|below| below.iter().cloned()));
            ink
        };
        sheet.body.iter().enumerate().map(&mut taken).collect()
    };
    sheets.iter().map(&mut ink).collect()
}

/// All pages, in order.
pub fn sheets(design: &Design, geometry: &Geometry, settled: &Settled) -> Vec<Sheet> {
    let sheet = |leaf: &crate::layout::paginate::Leaf| match leaf.stands {
        Some((section, nth)) => sheet(design, geometry, settled, section, nth),
        None => Sheet::default(),
    };
    settled.sequence.pages.iter().map(sheet).collect()
}

fn sheet(design: &Design, geometry: &Geometry, settled: &Settled, section: SectionId, nth: usize) -> Sheet {
    let at = section.0 as usize;
    let (galley, plan) = (&settled.galleys[at], &settled.sequence.plans[at]);
    let page = &plan.pages[nth];
    // One grid line above the first baseline.
    let head = geometry.top + geometry.first_baseline - design.dress.grid;
    let foot = head + geometry.depth() + design.dress.grid * i64::from(page.extra);
    let (mut body, above) = floats(galley, page, true);
    body.extend(lines(galley, plan, page).into_iter().map(|(spot, y)| (spot, y + above)));
    for (_, y) in &mut body {
        *y += head;
    }
    // The last line of the last note stands on the foot, all others above it.
    let mut notes = Vec::new();
    let mut y = foot;
    for (nth, part) in page.notes.iter().enumerate().rev() {
        let note = settled.owed[at][part.note as usize];
        let lines = &settled.notes[&note].lines;
        if nth + 1 < page.notes.len() {
            y -= design.notes.between;
        }
        for line in (part.from..part.to.min(lines.len())).rev() {
            notes.push(PlacedNote { note, line, y });
            y -= lines[line].advance;
        }
    }
    notes.reverse();
    // Figures at the foot stand on the grid, above the notes.
    let taken = notes.first().map_or(Length::ZERO, |_| foot - y + design.notes.above + design.notes.below);
    let (below, depth) = floats(galley, page, false);
    let base = foot - design.dress.grid * taken.steps_up(design.dress.grid) - depth;
    body.extend(below.into_iter().map(|(spot, y)| (spot, y + base)));
    let rule = notes.first().map(|first| {
        let line = &settled.notes[&first.note].lines[first.line];
        let length = if first.line > 0 { design.notes.rule_continued } else { design.notes.rule };
        (first.y - line.ascent - design.notes.below, length.min(geometry.measure()))
    });
    Sheet { stands: Some((section, nth)), body, notes, rule }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report, Span};
    use crate::design::StyleRole;
    use crate::layout::galley::{Galley, GalleyItem, NoteLines};
    use crate::layout::pagebreak::{NotePart, PagePlan, Place, Plan};
    use crate::layout::paginate::Sequence;
    use crate::layout::sections::Sections;
    use crate::model::{BlockId, Book, Section};

    fn design() -> Design {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        crate::design::design(&Default::default(), &folder, &mut Report::default()).unwrap()
    }

    fn lines(count: usize, advance: Length) -> Vec<SetLine> {
        vec![SetLine::blank(advance, BlockId::default(), StyleRole::Body, Span::default()); count]
    }

    #[test]
    fn text_stands_on_the_grid_and_notes_on_the_foot() {
        let design = design();
        let body = GalleyItem::Text { settings: vec![(Default::default(), lines(5, design.dress.grid))] };
        let galley = Galley { items: vec![body], ..Galley::default() };
        let note = |count| NoteLines { lines: lines(count, Length::pt(10)), ..NoteLines::default() };
        let part = |note, from, to| NotePart { note, from, to };
        let page = |from, to, notes| PagePlan {
            start: Place { item: 0, line: from },
            end: Place { item: 0, line: to },
            notes,
            floats: 0..0,
            extra: 0,
            cost: Default::default(),
        };
        let pages = vec![page(0, 3, vec![part(0, 0, 1), part(1, 0, 2)]), page(3, 5, vec![part(1, 2, 4)])];
        let plan = Plan { pages, settings: vec![0], ..Plan::default() };
        let book = Book { sections: vec![Section::default()], ..Book::default() };
        let ids = [0, 1].map(|at| NoteId { section: SectionId(0), at });
        let settled = Settled {
            galleys: vec![galley],
            owed: vec![ids.to_vec()],
            notes: ids.into_iter().zip([note(1), note(4)]).collect(),
            sequence: Sequence::new(Sections::own(&book), false, |_, _| plan.clone()),
            ..Settled::default()
        };
        let sheets = sheets(&design, &design.print, &settled);
        let first = design.print.top + design.print.first_baseline;
        let foot = first + design.dress.grid * (design.print.lines - 1);
        for sheet in &sheets {
            let on_grid = |(at, &(_, y)): (usize, &(ChosenLine, Length))| y == first + design.dress.grid * at as i64;
            assert!(sheet.body.iter().enumerate().all(on_grid));
            assert_eq!(sheet.notes.last().unwrap().y, foot);
        }
        let down = |sheet: &Sheet| sheet.notes.iter().map(|note| (foot - note.y).to_string()).collect::<Vec<_>>();
        assert_eq!(
            (down(&sheets[0]), down(&sheets[1])),
            (vec!["20".into(), "10".into(), "0".into()], vec!["10".into(), "0".into()])
        );
        let rules: Vec<Length> = sheets.iter().filter_map(|sheet| Some(sheet.rule?.1)).collect();
        assert_eq!(rules, [design.notes.rule, design.notes.rule_continued]);
    }
}
