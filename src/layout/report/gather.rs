//! In: galleys, plans and their order. Out: the faults of every page and of the lines on it.

use super::fault::{Kind, PageFault, Price};
use crate::base::Span;
use crate::layout::galley::{Galley, SetLine};
use crate::layout::pagebreak::{Cost, Cut, Fault, FaultKind, PagePlan, Place, Plan};
use crate::layout::paginate::{ChosenLine, Settled, floats, line_of, lines};
use crate::layout::sections::Sections;
use crate::model::{NoteId, Role, SectionId};

/// That a made page ends early is no fault. In the order of pages; on each first what the page breaker paid for, then its lines.
pub fn faults(sections: Sections, settled: &Settled) -> Vec<PageFault> {
    let mut found = Vec::new();
    let leaves = &settled.sequence.pages;
    for (at, leaf) in leaves.iter().enumerate() {
        let Some((section, nth)) = leaf.stands else { continue };
        let role = sections.section(section).role;
        let made = role.is_made();
        let section = Section::new(settled, section);
        let Some(page) = section.page(nth) else { continue };
        let foot = page.foot().or_else(|| section.before(nth)).unwrap_or_default();
        let mut add = |kind, span, cost: Option<Price>| {
            // A widow stands on the page after the end that it costs.
            let on = if matches!(kind, Kind::Widow | Kind::StanzaLineAlone) { at + 1 } else { at };
            let folio = leaves.get(on).unwrap_or(leaf).folio;
            found.push(PageFault { kind, page: on, folio, span, foot, cost });
        };
        if role == Role::TitlePage && nth > 0 {
            add(Kind::TitlePageLong, page.lines.first().map_or(Span::default(), |line| line.span), None);
        }
        for fault in section
            .plan
            .faults
            .iter()
            .filter(|fault| fault.page == nth && !(made && fault.kind == FaultKind::ShortLast))
        {
            section.each(fault, &page, foot, &mut add);
        }
        for line in &page.lines {
            line.flaws.iter().for_each(|flaw| add(Kind::Line(*flaw), line.span, None));
        }
        for (_, line) in &page.notes {
            line.flaws.iter().for_each(|flaw| add(Kind::Line(*flaw), line.span, None));
        }
    }
    found.sort_by_key(|fault| fault.page);
    found
}

/// One section, set and cut.
struct Section<'a> {
    settled: &'a Settled,
    at: usize,
    galley: &'a Galley,
    plan: &'a Plan,
}

/// What stands on a page.
struct Page<'a> {
    lines: Vec<&'a SetLine>,
    notes: Vec<(NoteId, &'a SetLine)>,
    /// Of figures at its head or foot.
    figures: Vec<&'a SetLine>,
    /// Of the page that follows in the section; where that has no text, of its figures.
    next: Vec<&'a SetLine>,
}

impl<'a> Section<'a> {
    fn new(settled: &'a Settled, section: SectionId) -> Section<'a> {
        let at = section.0 as usize;
        Section { settled, at, galley: &settled.galleys[at], plan: &settled.sequence.plans[at] }
    }

    fn page(&self, nth: usize) -> Option<Page<'a>> {
        let plan = self.plan.pages.get(nth)?;
        let mut next = self.plan.pages.get(nth + 1).map_or(Vec::new(), |plan| self.lines(plan));
        if next.is_empty() {
            next = self.plan.pages.get(nth + 1).map_or(Vec::new(), |plan| self.figures(plan));
        }
        let mut notes = Vec::new();
        for part in &plan.notes {
            let note = self.settled.owed[self.at][part.note as usize];
            let lines = self.settled.notes[&note].lines.get(part.from..part.to).unwrap_or_default();
            notes.extend(lines.iter().map(|line| (note, line)));
        }
        Some(Page { lines: self.lines(plan), figures: self.figures(plan), next, notes })
    }

    fn figures(&self, page: &PagePlan) -> Vec<&'a SetLine> {
        let spots = [true, false].into_iter().flat_map(|head| floats(self.galley, page, head).0);
        spots.filter_map(|(spot, _)| line_of(self.galley, spot)).collect()
    }

    fn lines(&self, page: &PagePlan) -> Vec<&'a SetLine> {
        let spots = lines(self.galley, self.plan, page).into_iter().map(|(spot, _)| spot);
        spots
            .filter(|spot| matches!(spot, ChosenLine::Line { .. }))
            .filter_map(|spot| line_of(self.galley, spot))
            .collect()
    }

    fn each(&self, fault: &Fault, page: &Page, foot: Span, add: &mut impl FnMut(Kind, Span, Option<Price>)) {
        if page.lines.iter().all(|line| line.is_blank()) && page.notes.is_empty() && !page.lines.is_empty() {
            return; // A page that is meant to be empty.
        }
        let (kind, span) = match fault.kind {
            FaultKind::Cut(cut) => match named(cut) {
                kind @ (Kind::Widow | Kind::StanzaLineAlone) => {
                    (kind, page.next.first().map_or(foot, |line| line.span))
                }
                kind => (kind, foot),
            },
            FaultKind::NotesElsewhere(_) => (Kind::NoteElsewhere, page.homeless().unwrap_or(foot)),
            FaultKind::FloatWaits | FaultKind::FloatsLate(_) => (Kind::FigureWaits, foot),
            FaultKind::ShortLast => (Kind::LastPageShort, foot),
            FaultKind::RectoHyphen => (Kind::RectoHyphen, foot),
            FaultKind::VersoHyphen => (Kind::VersoHyphen, foot),
            FaultKind::NotAsAsked => (Kind::CorrectionIdle, self.asks(fault.page).unwrap_or(foot)),
            FaultKind::Unequal => (Kind::SpreadUnequal, foot),
            // What stands overleaf found no room.
            FaultKind::Hole(_) | FaultKind::Short(4..) => {
                (Kind::Hole, page.next.first().map_or(foot, |line| line.span))
            }
            FaultKind::Extra(1..) => (Kind::PageLong, foot),
            FaultKind::Extra(_) | FaultKind::Short(_) => (Kind::PageShort, foot),
            FaultKind::White(_) if page.is_empty() => (Kind::Hole, foot),
            FaultKind::White(_) => (Kind::WhiteAboveNotes, foot),
            FaultKind::SplitNote => (Kind::NoteSplit, page.notes.last().map_or(foot, |(_, line)| line.span)),
            FaultKind::Setting(item) => (Kind::SettingNotBest, self.begins(item).unwrap_or(foot)),
            FaultKind::TooTall => return add(Kind::TooTall, foot, None),
        };
        prices(fault.cost).for_each(|price| add(kind, span, Some(price)));
    }

    /// What was last on the pages before.
    fn before(&self, page: usize) -> Option<Span> {
        (0..page).rev().find_map(|nth| self.page(nth)?.foot())
    }

    /// The last text of those that begin on a page and ask for another foot.
    fn asks(&self, page: usize) -> Option<Span> {
        let PagePlan { start, end, .. } = self.plan.pages.get(page)?;
        let stands = |item| (*start..*end).contains(&Place { item, line: 0 });
        let spread = self.galley.spreads.iter().rev().find(|spread| stands(spread.item))?;
        self.begins(spread.item)
    }

    /// Where a text of the galley begins.
    fn begins(&self, item: usize) -> Option<Span> {
        let setting = self.plan.settings.get(item).copied()?;
        line_of(self.galley, ChosenLine::Line { item, setting, line: 0 }).map(|line| line.span)
    }
}

impl<'a> Page<'a> {
    /// The last line of its text; where it has none, of its notes, of its figures, or the first overleaf.
    fn foot(&self) -> Option<Span> {
        let typed = |line: &&SetLine| Some(line.span).filter(|span| *span != Span::default());
        let notes = self.notes.iter().map(|(_, line)| *line);
        let own = self.lines.iter().rev().find_map(typed).or_else(|| notes.rev().find_map(|line| typed(&line)));
        let figures = || self.figures.iter().rev().find_map(typed);
        own.or_else(figures).or_else(|| self.next.iter().find_map(typed))
    }

    /// Whether nothing at all stands on it.
    fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.notes.is_empty() && self.figures.is_empty()
    }

    /// The last line that calls a note which does not begin here.
    fn homeless(&self) -> Option<Span> {
        let begins = |note: NoteId| self.notes.iter().any(|(on, _)| *on == note);
        let mut lines = self.lines.iter().rev();
        lines.find(|line| line.notes.iter().any(|call| !begins(call.note))).map(|line| line.span)
    }
}

/// What a cut is called.
fn named(cut: Cut) -> Kind {
    match cut {
        Cut::Heading => Kind::HeadingCut,
        Cut::Attribution => Kind::AttributionCut,
        Cut::StanzaStart => Kind::StanzaHeadCut,
        Cut::VerseLine => Kind::VerseLineSplit,
        Cut::Widow => Kind::Widow,
        Cut::StanzaEnd => Kind::StanzaLineAlone,
        Cut::Orphan => Kind::Orphan,
        Cut::Stanza | Cut::LongStanza => Kind::StanzaSplit,
        Cut::Break => Kind::BreakAtEdge,
        Cut::Keep | Cut::CodeLine | Cut::Edge | Cut::Short | Cut::Long | Cut::Poem => Kind::KeepBroken,
    }
}

fn prices(cost: Cost) -> impl Iterator<Item = Price> {
    let ranked = cost.0.into_iter().zip(1..);
    ranked.filter(|(count, _)| *count > 0).map(|(count, rank)| Price { rank, count })
}
