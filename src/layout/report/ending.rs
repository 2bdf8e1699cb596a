//! In: the lines around a page's end and the rank of what it cost. Out: the name of that fault.

use super::fault::Kind;
use crate::design::StyleRole;
use crate::layout::setline::SetLine;

/// A heading stays with so many lines after it, an attribution with as many before it.
const KEPT: usize = 2;

/// Lines on both sides of a page's end, from there on outwards.
pub struct PageEnd<'a> {
    pub before: Vec<&'a SetLine>,
    pub after: Vec<&'a SetLine>,
    /// Whether the line before the end is the first of its item.
    pub first: bool,
    /// Whether the item goes on after the end.
    pub goes_on: bool,
}

/// What the prices of `galley` stand for; a price has no name there.
pub fn named(rank: usize, around: &PageEnd) -> Kind {
    let role = around.before.first().map(|line| line.role);
    let verse = role == Some(StyleRole::Verse) && around.goes_on;
    let prose = around.before.first().is_some_and(|line| line.prose || is_text(line.role)) && around.goes_on;
    match rank {
        1 if around.before.iter().take(KEPT).any(|line| is_heading(line.role)) => Kind::HeadingCut,
        1 if around.after.iter().take(KEPT).any(|line| line.role == StyleRole::Attribution) => Kind::AttributionCut,
        1 if verse && around.first => Kind::StanzaHeadCut,
        1 if verse => Kind::VerseLineSplit,
        2 if verse => Kind::StanzaLineAlone,
        2 if prose => Kind::Widow,
        3 if verse => Kind::StanzaSplit,
        3 if prose && around.first => Kind::Orphan,
        5 if !around.goes_on => Kind::BreakAtEdge,
        _ => Kind::KeepBroken,
    }
}

fn is_heading(role: StyleRole) -> bool {
    use StyleRole::*;
    matches!(
        role,
        ChapterNumber
            | ChapterTitle
            | PartNumber
            | PartTitle
            | Heading2
            | Heading3
            | Heading4
            | Heading5
            | Heading6
            | VerseTitle
            | DefinitionTerm
            | TableHead
    )
}

/// Set in paragraphs, whether justified or not.
fn is_text(role: StyleRole) -> bool {
    use StyleRole::*;
    matches!(
        role,
        Body | Quote | Epigraph | ListItem | Definition | Dedication | Letter | Sidebar | Small | Attribution | Imprint
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Length, Span};
    use crate::model::BlockId;

    fn line(role: StyleRole) -> SetLine {
        SetLine::blank(Length::ZERO, BlockId::default(), role, Span::default())
    }

    #[test]
    fn prices_have_names_by_what_stands_around() {
        use StyleRole::*;
        let name = |rank, before: &[StyleRole], after: &[StyleRole], first, goes_on| {
            let lines = |roles: &[StyleRole]| roles.iter().map(|role| line(*role)).collect::<Vec<_>>();
            let (before, after) = (lines(before), lines(after));
            named(rank, &PageEnd { before: before.iter().collect(), after: after.iter().collect(), first, goes_on })
        };
        assert_eq!(name(1, &[Heading2], &[Body], true, false), Kind::HeadingCut);
        assert_eq!(name(1, &[Body, Heading2], &[Body], true, true), Kind::HeadingCut);
        assert_eq!(name(1, &[Verse], &[Attribution], false, false), Kind::AttributionCut);
        assert_eq!(name(1, &[Verse], &[Verse], true, true), Kind::StanzaHeadCut);
        assert_eq!(name(1, &[Verse, Verse], &[Verse], false, true), Kind::VerseLineSplit);
        assert_eq!(name(2, &[Verse, Verse], &[Verse], false, true), Kind::StanzaLineAlone);
        assert_eq!(name(2, &[Body, Body], &[Body], false, true), Kind::Widow);
        assert_eq!(name(3, &[ListItem], &[ListItem], true, true), Kind::Orphan);
        assert_eq!(name(3, &[Verse, Verse], &[Verse, Verse], false, true), Kind::StanzaSplit);
        assert_eq!(name(5, &[Body], &[Ornament], false, false), Kind::BreakAtEdge);
        assert_eq!(name(1, &[Body], &[Body], false, true), Kind::KeepBroken);
    }
}
