//! In: a finished sheet. Out: the same with lines and measures over it, for the eye and never for a press. Refuses to
//! change what is under them.
//!
//! Guides stand in a file of their own, not in a layer that is switched off: X-1a and X-3 know no layers, and a printer
//! that flattens a file prints whatever is in it.

use super::set::{Type, Typesetter};
use super::shapes;
use super::sheet::{SAFE, Sheet};
use super::spine::millimetres;
use crate::base::{Ink, Length, Point, Rect};
use crate::design::FamilyId;
use crate::page::{Item, Path, PathStep, Stroke};

/// Around the bleed, for the measures.
pub const AROUND: Length = Length::mm(14);

const TRIM: Ink = Ink::Cmyk(100, 0, 0, 0);
const FOLD: Ink = Ink::Cmyk(0, 100, 0, 0);
const KEEP: Ink = Ink::Cmyk(70, 0, 100, 0);
const BLEED: Ink = Ink::Cmyk(0, 60, 100, 0);
const HAIR: Length = Length::pt_ratio(1, 2);

/// Lines for trim, bleed, folds and what must not be cut; what each measures stands outside. `how` says where the
/// spine's width comes from.
pub fn guides(
    sheet: &Sheet,
    clear: Length,
    barcode: Option<Rect>,
    how: &str,
    setter: &mut Typesetter,
) -> Vec<(Point, Item)> {
    let (trim, bled) = (sheet.trim(), sheet.bled());
    let mut items = vec![outline(bled, BLEED, false)];
    let edge = Rect { origin: Point::ZERO, size: trim };
    items.push(outline(edge, TRIM, false));
    let (spine, hinge) = (sheet.spine(), sheet.hinge);
    let mut folds = vec![spine.origin.x, spine.right()];
    if hinge > Length::ZERO {
        folds.extend([spine.origin.x - hinge, spine.right() + hinge]);
    }
    folds.extend(sheet.flaps().into_iter().flat_map(|_| [sheet.flap, trim.width - sheet.flap]));
    for x in folds {
        items.push(line(
            Point::new(x, bled.origin.y - AROUND / 3),
            Point::new(x, bled.bottom() + AROUND / 3),
            FOLD,
            true,
        ));
    }
    for panel in [sheet.back(), sheet.front()].into_iter().chain(sheet.flaps().into_iter().flatten()) {
        items.push(outline(panel.outset(-SAFE), KEEP, true));
    }
    if sheet.spine > clear * 2 {
        let spine = sheet.spine();
        let words = Rect::new(spine.origin.x + clear, SAFE, spine.size.width - clear * 2, trim.height - SAFE * 2);
        items.push(outline(words, KEEP, true));
    }
    items.extend(barcode.map(|area| outline(area, KEEP, false)));
    let of = Type { family: FamilyId::HEADING, bold: false, italic: false, capitals: None, ink: Ink::Gray(0) };
    let size = Length::pt(7);
    let mm = |length: Length| millimetres(length);
    let panel = format!("{} × {} mm", mm(sheet.panel.width), mm(sheet.panel.height));
    let spine = format!("spine {} mm{how}", mm(sheet.spine));
    let above = bled.origin.y - AROUND / 2;
    let below = bled.bottom() + AROUND.scale(62, 100);
    let middle = |area: Rect| area.origin.x + area.size.width / 2;
    let mut say = |text: &str, ink: Ink, x: Length, y: Length, centred: bool| {
        let line = setter.line(text, &Type { ink, ..of }, size);
        let x = if centred { x - line.width / 2 } else { x };
        items.extend(line.at(Point::new(x, y)));
    };
    say(&format!("back {panel}"), TRIM, middle(sheet.back()), above, true);
    say(&format!("front {panel}"), TRIM, middle(sheet.front()), above, true);
    say(&spine, FOLD, middle(sheet.spine()), below, true);
    for flap in sheet.flaps().into_iter().flatten() {
        say(&format!("flap {} mm", mm(sheet.flap)), FOLD, middle(flap), above, true);
    }
    if hinge > Length::ZERO {
        say(&format!("hinges {} mm", mm(hinge)), FOLD, middle(sheet.spine()), above, true);
    }
    // Of a case the boards are what is seen.
    let case = hinge > Length::ZERO && sheet.flap == Length::ZERO;
    let edge = if case { "boards" } else { "trim" };
    let whole = format!("sheet {} × {} mm", mm(bled.size.width), mm(bled.size.height));
    let legend = [
        (format!("{edge} {} × {} mm", mm(trim.width), mm(trim.height)), TRIM),
        (format!("{} {} mm: {whole}", if case { "turn-in" } else { "bleed" }, mm(sheet.bleed)), BLEED),
        ("folds".to_owned(), FOLD),
        ("keep important content inside".to_owned(), KEEP),
    ];
    let mut x = bled.origin.x;
    for (text, ink) in legend {
        say(&text, ink, x, below + Length::pt(10), false);
        x += Length::pt(12) + setter_width(&text, size);
    }
    items
}

/// Room for a legend's words: half an em a letter is enough.
fn setter_width(text: &str, size: Length) -> Length {
    size.scale(text.chars().count() as i64 * 52, 100)
}

fn outline(area: Rect, ink: Ink, dashed: bool) -> (Point, Item) {
    let (left, top, right, bottom) = (area.origin.x, area.origin.y, area.right(), area.bottom());
    let steps = vec![
        PathStep::Move(Point::new(left, top)),
        PathStep::Line(Point::new(right, top)),
        PathStep::Line(Point::new(right, bottom)),
        PathStep::Line(Point::new(left, bottom)),
        PathStep::Close,
    ];
    (Point::ZERO, Item::Path(Path { steps, fill: None, stroke: Some(stroke(ink, dashed)) }))
}

fn line(from: Point, to: Point, ink: Ink, dashed: bool) -> (Point, Item) {
    let steps = vec![PathStep::Move(from), PathStep::Line(to)];
    (Point::ZERO, Item::Path(Path { steps, fill: None, stroke: Some(stroke(ink, dashed)) }))
}

fn stroke(ink: Ink, dashed: bool) -> Stroke {
    let dash = if dashed { vec![Length::pt(4), Length::pt(3)] } else { Vec::new() };
    Stroke { dash, ..shapes::pen(HAIR, ink) }
}
