//! In: nothing. Out: what can be wrong with finished pages, by name. Refuses to know how it was found.

use crate::base::{Diagnostic, Folio, Span};
use crate::layout::setline::Flaw;

/// One fault that remained, where an author can find it on paper and in the manuscript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFault {
    pub kind: Kind,
    /// Index of the page in the document, and its folio.
    pub page: usize,
    pub folio: Folio,
    /// The line in question, or the one that ends the page.
    pub span: Span,
    /// The last line of the page's text: `span` may stand overleaf.
    pub foot: Span,
    /// What the page breaker paid; nothing for a fault of the line breaker, whose prices have no ranks.
    pub cost: Option<Price>,
}

/// So much of a rank, 1 (the worst) to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub rank: u8,
    pub count: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    NoteElsewhere,
    HeadingCut,
    AttributionCut,
    StanzaHeadCut,
    VerseLineSplit,
    KeepBroken,
    Widow,
    StanzaLineAlone,
    LastPageShort,
    Orphan,
    StanzaSplit,
    RectoHyphen,
    /// The author asked for a page that is a line longer or shorter.
    CorrectionIdle,
    SpreadUnequal,
    NoteSplit,
    /// A figure at a page's head or foot stands after the page of its mention.
    FigureWaits,
    PageLong,
    PageShort,
    /// White above notes, or where what follows stays whole, by so much that it looks like a mistake.
    Hole,
    WhiteAboveNotes,
    /// A paragraph is a line longer or shorter than its best setting.
    SettingNotBest,
    VersoHyphen,
    BreakAtEdge,
    /// A line is taller than a page.
    TooTall,
    /// The title page needs another page.
    TitlePageLong,
    Line(Flaw),
}

impl Kind {
    /// As the report shows it; stable.
    pub fn name(self) -> &'static str {
        match self {
            Kind::NoteElsewhere => "note-elsewhere",
            Kind::HeadingCut => "heading-cut",
            Kind::AttributionCut => "attribution-cut",
            Kind::StanzaHeadCut => "stanza-head-cut",
            Kind::VerseLineSplit => "verse-line-split",
            Kind::KeepBroken => "keep-broken",
            Kind::Widow => "widow",
            Kind::StanzaLineAlone => "stanza-line-alone",
            Kind::LastPageShort => "last-page-short",
            Kind::Orphan => "orphan",
            Kind::StanzaSplit => "stanza-split",
            Kind::RectoHyphen => "recto-hyphen",
            Kind::CorrectionIdle => "correction-idle",
            Kind::SpreadUnequal => "spread-unequal",
            Kind::NoteSplit => "note-split",
            Kind::FigureWaits => "figure-waits",
            Kind::PageLong => "page-long",
            Kind::PageShort => "page-short",
            Kind::Hole => "hole",
            Kind::WhiteAboveNotes => "white-above-notes",
            Kind::SettingNotBest => "setting-not-best",
            Kind::VersoHyphen => "verso-hyphen",
            Kind::BreakAtEdge => "break-at-edge",
            Kind::TooTall => "too-tall",
            Kind::TitlePageLong => "title-page-long",
            Kind::Line(Flaw::Overfull) => "overfull",
            Kind::Line(Flaw::Loose) => "loose",
            Kind::Line(Flaw::Ladder) => "ladder",
            Kind::Line(Flaw::Stack) => "stack",
            Kind::Line(Flaw::River) => "river",
            Kind::Line(Flaw::Runt) => "runt",
            Kind::Line(Flaw::TurnedRunt) => "turned-runt",
            Kind::Line(Flaw::CellNarrow) => "cell-narrow",
            Kind::Line(Flaw::LastHyphen) => "last-hyphen",
        }
    }
}

impl PageFault {
    /// How bad it looks to a reader; the faults of a page add up.
    pub fn weight(&self) -> u64 {
        let Some(Price { rank, count }) = self.cost else {
            return match self.kind {
                Kind::Line(Flaw::Overfull | Flaw::CellNarrow) => 40,
                Kind::Line(Flaw::Loose | Flaw::Ladder | Flaw::River) => 6,
                Kind::Line(Flaw::Runt | Flaw::TurnedRunt | Flaw::Stack) => 4,
                Kind::Line(Flaw::LastHyphen) => 1,
                _ => 100,
            };
        };
        match rank {
            1 => 100 * count,
            2 => 40 * count,
            3 => 10 * count.min(10),
            4 => count.min(5),
            _ => 0,
        }
    }

    /// A warning of the two worst ranks, or that the author asked in vain; the others are for the report alone.
    pub fn warning(&self) -> Option<Diagnostic> {
        if self.kind == Kind::CorrectionIdle {
            let why = format!("the page cannot end where the correction of its spread asks (page {})", self.folio);
            let help = "put it at another paragraph of the page, or delete it";
            return Some(Diagnostic::hint("correction-idle", why).at(self.span).help(help));
        }
        if !matches!(self.cost, Some(Price { rank: 1 | 2, .. })) {
            return None;
        }
        let (code, what, help) = match self.kind {
            Kind::NoteElsewhere => (
                "page-note-elsewhere",
                "a note begins on another page than its call",
                "shorten the notes before it, or call fewer of them in one line",
            ),
            Kind::FigureWaits => (
                "page-figure-late",
                "a figure stands more than a page after its mention",
                "mention fewer figures in one place, or let one stand where it is mentioned",
            ),
            Kind::HeadingCut => {
                ("page-heading-cut", "a heading is on another page than the text that follows it", EDIT)
            }
            Kind::AttributionCut => ("page-attribution-cut", "an attribution is on another page than its text", EDIT),
            Kind::StanzaHeadCut => {
                ("page-stanza-cut", "a stanza's first line stands alone at the foot of a page", EDIT)
            }
            Kind::StanzaLineAlone => {
                ("page-stanza-cut", "a stanza's last line stands alone at the head of a page", EDIT)
            }
            Kind::VerseLineSplit => ("page-verse-line-split", "a line of verse is split between two pages", EDIT),
            Kind::Widow => ("page-widow", "a paragraph's last line stands alone at the head of a page", EDIT),
            Kind::LastPageShort => ("page-last-short", "a chapter's last page has fewer than five lines", EDIT),
            _ => ("page-keep-broken", "lines that should stay together are on two pages", "keep fewer lines together"),
        };
        let why = format!("{what}: no better page was possible (page {})", self.folio);
        Some(Diagnostic::warning(code, why).at(self.span).help(help))
    }
}

const EDIT: &str = "add or delete a line shortly before it";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FolioStyle;

    #[test]
    fn the_worst_faults_are_warnings() {
        let code = |kind, rank| {
            let cost = Some(Price { rank, count: 1 });
            let folio = Folio::of_index(FolioStyle::Arabic, 0);
            let fault = PageFault { kind, page: 0, folio, span: Span::default(), foot: Span::default(), cost };
            fault.warning().map(|found| found.code)
        };
        for (kind, expected) in [
            (Kind::NoteElsewhere, "page-note-elsewhere"),
            (Kind::FigureWaits, "page-figure-late"),
            (Kind::HeadingCut, "page-heading-cut"),
            (Kind::AttributionCut, "page-attribution-cut"),
            (Kind::StanzaHeadCut, "page-stanza-cut"),
            (Kind::StanzaLineAlone, "page-stanza-cut"),
            (Kind::VerseLineSplit, "page-verse-line-split"),
            (Kind::Widow, "page-widow"),
            (Kind::LastPageShort, "page-last-short"),
            (Kind::KeepBroken, "page-keep-broken"),
        ] {
            assert_eq!(code(kind, 2), Some(expected));
            assert_eq!(code(kind, 3), None);
        }
    }
}
