//! In: the size of a cell, how many stand side by side, what sheet is wanted. Out: the sheet, and where the cells stand
//! on it. Refuses a sheet that is too small.

use super::plan::{Fit, Plan};
use crate::base::length::PER_POINT;
use crate::base::{Diagnostic, Length, Rect, Size, Transform};

/// Micrometres of the sheets that shops sell, the smaller first: ISO 216, and what North America has.
const ISO: [(i64, i64); 6] = [
    (105_000, 148_000),
    (148_000, 210_000),
    (210_000, 297_000),
    (297_000, 420_000),
    (420_000, 594_000),
    (594_000, 841_000),
];
const AMERICAN: [(i64, i64); 6] = [
    (139_700, 215_900),
    (215_900, 279_400),
    (215_900, 355_600),
    (279_400, 431_800),
    (431_800, 558_800),
    (558_800, 863_600),
];
/// A sheet that is too small by no more than this is what was meant: sizes in files are rounded.
const SLACK: Length = Length::pt(1);
/// Room for marks on each side.
pub const MARGIN: Length = Length::mm(10);

/// Where cells stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub sheet: Size,
    /// All cells together, on the sheet.
    pub block: Rect,
    /// Of a page's length on the sheet, in 1/65,536.
    pub scale: i64,
    /// A cell before it is scaled.
    pub cell: Size,
}

impl Grid {
    pub fn scaled(&self, length: Length) -> Length {
        length.scale(self.scale, Transform::ONE)
    }
}

/// Centres the cells on the sheet.
///
/// # Errors
///
/// The cells at their size are larger than the sheet that is wanted, or than any.
pub fn grid(cell: Size, columns: usize, rows: usize, plan: &Plan) -> Result<Grid, Diagnostic> {
    let whole = Size::new(cell.width * columns as i64, cell.height * rows as i64);
    let margin = if plan.marks { MARGIN } else { Length::ZERO };
    let needed = Size::new(whole.width + margin * 2, whole.height + margin * 2);
    let (sheet, scale) = match (plan.sheet, plan.fit) {
        (None, _) => (usual(needed, cell).unwrap_or(needed), Transform::ONE),
        (Some(sheet), Fit::Actual) => {
            let Some(sheet) = both_ways(sheet, needed).into_iter().find(|&sheet| takes(sheet, needed)) else {
                return Err(too_small(sheet, needed, cell));
            };
            (sheet, Transform::ONE)
        }
        (Some(sheet), Fit::Scale) => {
            let room = |sheet: Size| Size::new(sheet.width - margin * 2, sheet.height - margin * 2);
            let ratio = |sheet: Size| {
                let part = |room: Length, whole: Length| {
                    (i128::from(room.0) * i128::from(Transform::ONE) / i128::from(whole.0.max(1))) as i64
                };
                let room = room(sheet);
                part(room.width, whole.width).min(part(room.height, whole.height))
            };
            let [best, other] = both_ways(sheet, needed);
            let best = if ratio(other) > ratio(best) { other } else { best };
            if ratio(best) <= 0 {
                return Err(too_small(sheet, needed, cell));
            }
            (best, ratio(best))
        }
    };
    let size = Size::new(whole.width.scale(scale, Transform::ONE), whole.height.scale(scale, Transform::ONE));
    let (x, y) = ((sheet.width - size.width) / 2, (sheet.height - size.height) / 2);
    Ok(Grid { sheet, block: Rect::new(x, y, size.width, size.height), scale, cell })
}

/// A sheet as it lies when it is as wide or as high as what it takes, then the other way round.
fn both_ways(sheet: Size, needed: Size) -> [Size; 2] {
    let (long, short) = (sheet.width.max(sheet.height), sheet.width.min(sheet.height));
    let ways = [Size::new(long, short), Size::new(short, long)];
    if needed.width >= needed.height { ways } else { [ways[1], ways[0]] }
}

fn takes(sheet: Size, needed: Size) -> bool {
    needed.width <= sheet.width + SLACK && needed.height <= sheet.height + SLACK
}

/// The smallest that takes it, either way round, of the kind that the page is of: one that is whole eighths of an inch
/// each way is American.
fn usual(needed: Size, page: Size) -> Option<Size> {
    let eighth = Length::mils(125);
    let whole = |side: Length| {
        let over = Length(side.0.rem_euclid(eighth.0));
        over.min(eighth - over) <= Length::pt_ratio(1, 10)
    };
    let kinds = if whole(page.width) && whole(page.height) { [AMERICAN, ISO] } else { [ISO, AMERICAN] };
    kinds.into_iter().flatten().find_map(|(width, height)| {
        let sheet = Size::new(Length::micrometres(width), Length::micrometres(height));
        both_ways(sheet, needed).into_iter().find(|&sheet| takes(sheet, needed))
    })
}

fn too_small(sheet: Size, needed: Size, cell: Size) -> Diagnostic {
    let shown = |size: Size| format!("{} × {} mm", millimetres(size.width), millimetres(size.height));
    let why = format!("the pages need {}, and the sheet is {}", shown(needed), shown(sheet));
    let help = match usual(needed, cell) {
        Some(size) => format!("use a sheet of {}, or scale the pages: `fit = \"scale\"`", shown(size)),
        None => "scale the pages: `fit = \"scale\"`".to_owned(),
    };
    Diagnostic::error("booklet-sheet", why).help(help)
}

fn millimetres(length: Length) -> String {
    // One decimal is enough to choose paper by.
    let tenths = length.scale(254, 72).0.saturating_add(PER_POINT / 2).div_euclid(PER_POINT);
    if tenths % 10 == 0 { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
