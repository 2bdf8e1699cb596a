//! In: the size of a cell, what lies between cells, what sheet is wanted. Out: the sheet, and where the cells stand
//! on it. Refuses a sheet that is too small.

use super::cells::{Order, Seam};
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
/// Business cards on a large sheet are fewer.
const MOST_CELLS: usize = 40;
/// Room for marks on each side.
pub const MARGIN: Length = Length::mm(10);

/// Where cells stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    pub sheet: Size,
    /// All cells together, on the sheet.
    pub block: Rect,
    /// Of a page's length on the sheet, in 1/65,536.
    pub scale: i64,
    /// A cell before it is scaled.
    pub cell: Size,
    /// Between cells at a wide seam, before it is scaled.
    gap: Length,
    /// Where columns and rows begin in the block, before it is scaled.
    pub lefts: Vec<Length>,
    pub tops: Vec<Length>,
}

impl Grid {
    pub fn scaled(&self, length: Length) -> Length {
        length.scale(self.scale, Transform::ONE)
    }

    /// A point of the block on the sheet.
    pub fn x(&self, length: Length) -> Length {
        self.block.origin.x + self.scaled(length)
    }

    pub fn y(&self, length: Length) -> Length {
        self.block.origin.y + self.scaled(length)
    }

    /// Half of what lies between two cells.
    pub fn half(&self, seam: Seam) -> Length {
        if seam.is_wide() { self.gap / 2 } else { Length::ZERO }
    }
}

/// Where cells of a size begin, and where the last one ends.
fn starts(size: Length, seams: &[Seam], gap: Length) -> (Vec<Length>, Length) {
    let mut starts = vec![Length::ZERO];
    let mut end = size;
    for seam in seams {
        let start = if seam.is_wide() { end + gap } else { end };
        starts.push(start);
        end = start + size;
    }
    (starts, end)
}

/// How many cells fit on a sheet that is wanted, side by side and one above the other; two each way on any other.
pub fn most(cell: Size, gap: Length, plan: &Plan) -> (usize, usize) {
    let Some(sheet) = plan.sheet else { return (2, 2) };
    let margin = if plan.marks { MARGIN } else { Length::ZERO };
    let fit = |room: Length, cell: Length| {
        let room = room - margin * 2 + gap + SLACK;
        usize::try_from(room.0.div_euclid((cell + gap).0.max(1))).unwrap_or(0)
    };
    let ways = both_ways(sheet, cell).map(|sheet| (fit(sheet.width, cell.width), fit(sheet.height, cell.height)));
    let [one, other] = ways;
    let best = if other.0 * other.1 > one.0 * one.1 { other } else { one };
    (best.0.clamp(1, MOST_CELLS), best.1.clamp(1, MOST_CELLS))
}

/// Centres the cells on the sheet.
///
/// # Errors
///
/// The cells at their size are larger than the sheet that is wanted, or than any.
pub fn grid(cell: Size, gap: Length, order: &Order, plan: &Plan) -> Result<Grid, Diagnostic> {
    let (lefts, width) = starts(cell.width, &order.columns, gap);
    let (tops, height) = starts(cell.height, &order.rows, gap);
    let whole = Size::new(width, height);
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
    Ok(Grid { sheet, block: Rect::new(x, y, size.width, size.height), scale, cell, gap, lefts, tops })
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

pub fn millimetres(length: Length) -> String {
    // One decimal is enough to choose paper by.
    let tenths = length.scale(254, 72).0.saturating_add(PER_POINT / 2).div_euclid(PER_POINT);
    if tenths % 10 == 0 { format!("{}", tenths / 10) } else { format!("{}.{}", tenths / 10, tenths % 10) }
}
