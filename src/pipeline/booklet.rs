//! In: the print edition's pages, and what `[booklet]` says. Out: sheets to fold, and their dummy. Refuses to know where
//! a page comes to stand.

use crate::base::config::Set;
use crate::base::{Binding, Diagnostic, Length, Point, Rect, Report};
use crate::design::{BookletDesign, Design, FamilyId};
use crate::impose::{self, Blanks, Fit, Flip, Imposed, Lettering, Plan, Scheme};
use crate::manuscript::settings::{self, BookletScheme, Settings, SheetFit, SheetFlip};
use crate::page::{Document, Frame, Page, Side};
use crate::press::{Inks, Output, PressSetup, Standard};
use std::sync::Arc;

/// Pages of a signature where nobody says how many.
const SIGNATURE: usize = 16;
const GATHERED: usize = 4;

/// A printer at home: no standard, no ink but black.
pub(super) fn output() -> Output {
    Output::Press(PressSetup::usual(Standard::Plain, Inks::Black))
}

/// The sheets, and the dummy where it is wished for.
pub(super) fn booklet(
    print: &Document,
    cover: Option<&Document>,
    design: &Design,
    settings: &Settings,
    report: &mut Report,
) -> Option<(Document, Option<Document>)> {
    let pages = print.with_output(output(), design.print.bleed);
    let blanks = before_last(print, design.booklet.blanks);
    let (pages, blanks) = match cover {
        Some(cover) => covered(&pages, cover, blanks),
        None => (pages, blanks),
    };
    let plan = plan(&design.booklet, blanks, design.print.binding);
    let lettering = lettering(print, design);
    let sheet = settings.booklet.sheet.as_ref().and_then(Set::span);
    let mut made = |imposed: Result<Imposed, Diagnostic>| match imposed {
        Ok(Imposed { document, found }) => {
            report.extend(found);
            Some(document)
        }
        Err(found) => {
            report.add(found.at_any(sheet));
            None
        }
    };
    let sheets = made(impose::impose(&pages, &plan, &lettering))?;
    let dummy = design.booklet.dummy.then(|| impose::dummy(&pages, &plan, &lettering));
    let dummy = dummy.and_then(|dummy| made(dummy.map(|dummy| Imposed { found: Vec::new(), ..dummy })));
    Some((sheets, dummy))
}

/// The pages within the panels of a cover, which are blank inside. What is missing to a full sheet stands before the cover.
fn covered(pages: &Document, cover: &Document, blanks: Blanks) -> (Document, Blanks) {
    let (Some(first), Some(sheet)) = (pages.pages.first(), cover.pages.first()) else { return (pages.clone(), blanks) };
    let trim = first.boxes.trim;
    let far = sheet.boxes.trim.width - trim.width;
    let panels = if pages.binding == Binding::Right { [Length::ZERO, far] } else { [far, Length::ZERO] };
    let page = |side: Side, panel: Option<Length>| {
        let model = pages.pages.iter().find(|page| page.side == side).unwrap_or(first);
        let Rect { origin, size } = model.boxes.bleed;
        let items = panel.map(|left| {
            let sheet = (Point::new(-left - origin.x, -origin.y), impose::group(sheet.frame.clone(), false));
            (origin, impose::group(Arc::new(Frame { size, items: vec![sheet] }), true))
        });
        let frame = Arc::new(Frame { size: trim, items: items.into_iter().collect() });
        Page { boxes: model.boxes, side, folio: None, frame }
    };
    let mut all = vec![page(Side::Recto, Some(panels[0])), page(Side::Verso, None)];
    all.extend(pages.pages.iter().cloned());
    if all.len() % 2 == 1 {
        all.push(page(Side::Verso, None));
    }
    let end = all.len();
    all.extend([page(Side::Recto, None), page(Side::Verso, Some(panels[1]))]);
    let blanks = match blanks {
        Blanks::Before(at) => Blanks::Before(at + 2),
        Blanks::End => Blanks::Before(end),
    };
    (Document { pages: all, ..pages.clone() }, blanks)
}

pub(super) fn lettering<'a>(document: &'a Document, design: &Design) -> Lettering<'a> {
    Lettering { faces: &document.fonts, face: design.family(FamilyId::HEADING).regular }
}

/// The choices of an author as the folder of sheets has them.
pub(super) fn plan(design: &BookletDesign, blanks: Blanks, binding: Binding) -> Plan {
    let several = |usual: usize| match (design.signature, design.signatures) {
        (_, Some(count)) => Scheme::Count(count),
        (size, None) => Scheme::Each(size.unwrap_or(usual)),
    };
    Plan {
        scheme: match design.scheme {
            BookletScheme::Saddle => Scheme::Saddle,
            BookletScheme::Signatures => several(SIGNATURE),
            BookletScheme::Perfect => several(GATHERED),
            BookletScheme::Zine => Scheme::Zine,
            BookletScheme::Mini => Scheme::Mini,
            BookletScheme::Quarto => Scheme::Folded(2),
            BookletScheme::Octavo => Scheme::Folded(3),
            BookletScheme::Sextodecimo => Scheme::Folded(4),
            BookletScheme::Repeat => Scheme::Repeat,
            BookletScheme::Stack => Scheme::Stack,
        },
        binding,
        two_up: design.two_up,
        work_and_turn: design.work_and_turn,
        sheet: design.sheet,
        fit: match design.fit {
            SheetFit::Actual => Fit::Actual,
            SheetFit::Scale => Fit::Scale,
        },
        flip: match design.flip {
            SheetFlip::Short => Flip::Short,
            SheetFlip::Long => Flip::Long,
        },
        blanks,
        creep: design.creep,
        marks: design.marks,
        collating: design.collating,
        stations: design.stations,
    }
}

/// Blanks before the last of what the contents name on their first level, a colophon mostly.
fn before_last(print: &Document, blanks: settings::Blanks) -> Blanks {
    let last = print.outline.iter().rev().find(|entry| entry.level == 0);
    match (blanks, last) {
        (settings::Blanks::BeforeLast, Some(entry)) => Blanks::Before(entry.page),
        _ => Blanks::End,
    }
}
