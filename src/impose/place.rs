//! In: pages, and which of them stands where. Out: sheets. Refuses to know what is on a page.

use super::marks::{self, Edge, Items, Line, Space};
use super::order::{Cell, Order, Scheme, Sheet, order};
use super::plan::{Flip, Imposed, Plan, sequence};
use super::sheet::{Grid, grid};
use super::words::Lettering;
use crate::base::{Diagnostic, Folio, FolioStyle, Length, Point, Rect, Size, Transform};
use crate::page::{Boxes, Document, Frame, Item, Page, Side, StructureTree};
use std::sync::Arc;

/// More sheets in one fold than this will not lie flat.
const THICK: usize = 16;
/// Beyond any page.
const FAR: Length = Length::pt(1_000_000);
const INSIDE_PEN: Length = Length::pt_ratio(1, 2);

/// The pages of a document on sheets, front and back by turns.
///
/// # Errors
///
/// The sheet is too small for the pages at their size.
pub fn impose(document: &Document, plan: &Plan, lettering: &Lettering) -> Result<Imposed, Diagnostic> {
    sheets(document, plan, lettering, false)
}

/// With `inside`, folds and cuts are drawn right across the pages.
pub(super) fn sheets(
    document: &Document,
    plan: &Plan,
    lettering: &Lettering,
    inside: bool,
) -> Result<Imposed, Diagnostic> {
    let order = order(document.pages.len(), plan.scheme);
    let pages = sequence(document.pages.len(), order.places, plan.blanks);
    let grid = grid(largest(&document.pages), order.columns, order.rows, plan)?;
    let work = Work { document, plan, lettering, order: &order, pages: &pages, grid, inside };
    let mut sides = Vec::new();
    for (at, sheet) in order.sheets.iter().enumerate() {
        sides.push(work.side(at, sheet, Side::Recto));
        if order.two_sided {
            sides.push(work.side(at, sheet, Side::Verso));
        }
    }
    let imposed = Document {
        pages: sides,
        fonts: document.fonts.clone(),
        outline: Vec::new(),
        structure: StructureTree::default(),
        info: document.info.clone(),
        pictures: document.pictures,
        output: document.output.clone(),
    };
    Ok(Imposed { document: imposed, found: advice(&order, plan) })
}

fn largest(pages: &[Page]) -> Size {
    pages.iter().fold(Size::default(), |size, page| {
        let trim = page.boxes.trim;
        Size::new(size.width.max(trim.width), size.height.max(trim.height))
    })
}

fn advice(order: &Order, plan: &Plan) -> Vec<Diagnostic> {
    let sheets = order.sheets.iter().flat_map(|sheet| &sheet.front).map(|cell| cell.of).max().unwrap_or(0);
    if plan.scheme == Scheme::Zine && order.signatures > 1 {
        let why = format!("a sheet has eight pages, so the book becomes {} zines", order.signatures);
        return vec![Diagnostic::hint("booklet-zines", why).help("choose another `scheme` for one book")];
    }
    if sheets > THICK {
        let why = format!("{sheets} sheets in one fold will not lie flat");
        let help = "fold several signatures: `signatures = 2`, or `signature = 16`";
        return vec![Diagnostic::hint("booklet-thick", why).help(help)];
    }
    Vec::new()
}

struct Work<'a> {
    document: &'a Document,
    plan: &'a Plan,
    lettering: &'a Lettering<'a>,
    order: &'a Order,
    pages: &'a [Option<usize>],
    grid: Grid,
    inside: bool,
}

impl Work<'_> {
    fn side(&self, at: usize, sheet: &Sheet, side: Side) -> Page {
        let mut items = Items::new();
        let mut inked = self.grid.block;
        for cell in sheet.cells(side) {
            let Some(page) = self.pages.get(cell.page).copied().flatten().and_then(|at| self.document.pages.get(at))
            else {
                continue;
            };
            let (area, item) = self.cell(cell, page);
            inked = around(inked, area);
            items.push(item);
        }
        let paper = Rect { origin: Point::ZERO, size: self.grid.sheet };
        self.around(at, sheet, side, Space { bleed: within(inked, paper), paper }, &mut items);
        if side == Side::Verso && self.turns_over() {
            items = marks::upside_down(self.grid.sheet, items);
        }
        let frame = Arc::new(Frame { size: self.grid.sheet, items });
        let folio = Some(Folio::of_index(FolioStyle::Sheet, at * 2 + usize::from(side == Side::Verso)));
        Page { boxes: Boxes::new(self.grid.sheet, Length::ZERO), side, folio, frame }
    }

    /// Whether the printer turns sheets about the other axis than a reader turns leaves about.
    fn turns_over(&self) -> bool {
        let landscape = self.grid.sheet.width >= self.grid.sheet.height;
        landscape == (self.plan.flip == Flip::Long)
    }

    /// How far to the right a cell's page is moved: the deeper its sheet, the nearer to the fold, and as far away from
    /// it in the outermost sheet as nearer to it in the innermost.
    fn shift(&self, cell: &Cell) -> Length {
        let steps = 2 * cell.depth as i64 - (cell.of as i64 - 1);
        let towards = if cell.column.is_multiple_of(2) { 1 } else { -1 };
        self.plan.creep.scale(steps * towards, 2)
    }

    /// A page centred in its cell, cut where its bleed ends and where other cells begin. The area that it covers, on
    /// the sheet.
    fn cell(&self, cell: &Cell, page: &Page) -> (Rect, (Point, Item)) {
        let Size { width, height } = self.grid.cell;
        let (left, top) = (width * cell.column as i64, height * cell.row as i64);
        let trim = page.boxes.trim;
        // Creep is of paper, and does not scale with what is printed on it.
        let shift = self.shift(cell).scale(Transform::ONE, self.grid.scale.max(1));
        let at = Point::new(left + (width - trim.width) / 2 + shift, top + (height - trim.height) / 2);
        let beyond = |first: bool, edge: Length, far: Length| if first { far } else { edge };
        let last = (cell.column + 1 == self.order.columns, cell.row + 1 == self.order.rows);
        let (from_x, from_y) = (beyond(cell.column == 0, left, -FAR), beyond(cell.row == 0, top, -FAR));
        let (to_x, to_y) = (beyond(last.0, left + width, FAR), beyond(last.1, top + height, FAR));
        let room = Rect::new(from_x, from_y, to_x - from_x, to_y - from_y);
        let bleed = page.boxes.bleed;
        let mut inked = Rect { origin: Point::new(at.x + bleed.origin.x, at.y + bleed.origin.y), size: bleed.size };
        if cell.turned {
            // The same rectangle turned about the trim's middle.
            inked.origin.x = at.x + trim.width - bleed.right();
            inked.origin.y = at.y + trim.height - bleed.bottom();
        }
        let shown = within(inked, room);
        let scale = self.grid.scale;
        let far = |length: Length| self.grid.scaled(length);
        let corner =
            Point::new(self.grid.block.origin.x + far(shown.origin.x), self.grid.block.origin.y + far(shown.origin.y));
        let (inner, transform) = if cell.turned {
            let inner = Point::new(shown.right() - at.x - trim.width, shown.bottom() - at.y - trim.height);
            let (e, f) = (far(shown.size.width), far(shown.size.height));
            (inner, Transform { a: -scale, b: 0, c: 0, d: -scale, e, f })
        } else {
            let inner = Point::new(at.x - shown.origin.x, at.y - shown.origin.y);
            (inner, Transform { a: scale, b: 0, c: 0, d: scale, e: Length::ZERO, f: Length::ZERO })
        };
        let frame = Arc::new(Frame { size: shown.size, items: vec![(inner, marks::group(page.frame.clone(), false))] });
        let area = Rect { origin: corner, size: Size::new(far(shown.size.width), far(shown.size.height)) };
        (area, (corner, Item::Group { frame, transform, clip: true, opacity: 255 }))
    }

    /// Folds and cuts; on request corners, targets and the slug line.
    fn around(&self, at: usize, sheet: &Sheet, side: Side, space: Space, out: &mut Items) {
        let cells = sheet.cells(side);
        let block = self.grid.block;
        let Size { width, height } = self.grid.cell;
        let columns = self.order.columns as i64;
        let x = |column: i64| block.origin.x + self.grid.scaled(width * column);
        let y = |row: i64| block.origin.y + self.grid.scaled(height * row);
        for column in 1..columns {
            [Edge::Top, Edge::Bottom].into_iter().for_each(|edge| space.tick(edge, x(column), Line::Dashed, out));
        }
        let across = if self.plan.scheme == Scheme::Mini { Line::Solid } else { Line::Dashed };
        if self.order.rows > 1 {
            [Edge::Left, Edge::Right].into_iter().for_each(|edge| space.tick(edge, y(1), across, out));
        }
        if self.inside {
            let none = Length::ZERO;
            for column in 1..columns {
                let ends = [Point::new(x(column), y(0)), Point::new(x(column), y(self.order.rows as i64))];
                out.push(marks::line(ends, INSIDE_PEN, Line::Dashed));
            }
            if self.order.rows > 1 {
                let ends = |from: i64, to: i64| [Point::new(x(from), y(1)), Point::new(x(to), y(1) + none)];
                out.push(marks::line(ends(0, columns), INSIDE_PEN, across));
                if self.plan.scheme == Scheme::Zine {
                    out.push(marks::line(ends(1, columns - 1), INSIDE_PEN * 3, Line::Solid));
                }
            }
        }
        if !self.plan.marks {
            return;
        }
        // Each sheet is cut where its own pages end: creep has moved them.
        for row in 0..self.order.rows {
            let shift = cells
                .iter()
                .find(|cell| cell.row == row && cell.column == 0)
                .map_or(Length::ZERO, |cell| self.shift(cell));
            let trim = Rect::new(
                block.origin.x + shift,
                y(row as i64),
                block.size.width - shift * 2,
                self.grid.scaled(height),
            );
            if row == 0 {
                space.corners(Rect { size: Size::new(trim.size.width, block.size.height), ..trim }, out);
            } else if shift != self.first_shift(cells) {
                [trim.origin.x, trim.right()].into_iter().for_each(|at| space.tick(Edge::Bottom, at, Line::Solid, out));
            }
        }
        let middle = block.origin.y + block.size.height / 2;
        let quarter = x(0) + self.grid.scaled(width) / 2;
        let lift = if self.order.rows > 1 { self.grid.scaled(height) / 2 } else { Length::ZERO };
        [Edge::Left, Edge::Right].into_iter().for_each(|edge| space.target(edge, middle - lift, out));
        [Edge::Top, Edge::Bottom].into_iter().for_each(|edge| space.target(edge, quarter, out));
        let name = if side == Side::Recto { "front" } else { "back" };
        let mut words = format!("sheet {} of {}, {name}", at + 1, self.order.sheets.len());
        if self.order.signatures > 1 {
            words.push_str(&format!(", signature {} of {}", sheet.signature + 1, self.order.signatures));
        }
        let whole = format!("{} \u{2013} {words}", self.document.info.title);
        let words = if self.lettering.can_show(&whole) { whole } else { words };
        space.slug(x(columns / 2) + Length::mm(5), &words, self.lettering, out);
    }

    fn first_shift(&self, cells: &[Cell]) -> Length {
        cells.iter().find(|cell| cell.row == 0 && cell.column == 0).map_or(Length::ZERO, |cell| self.shift(cell))
    }
}

/// The smallest rectangle that covers both.
fn around(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.origin.x.min(other.origin.x), one.origin.y.min(other.origin.y));
    Rect::new(x, y, one.right().max(other.right()) - x, one.bottom().max(other.bottom()) - y)
}

/// What two rectangles share; nothing wide where they do not meet.
fn within(one: Rect, other: Rect) -> Rect {
    let (x, y) = (one.origin.x.max(other.origin.x), one.origin.y.max(other.origin.y));
    let (right, bottom) = (one.right().min(other.right()), one.bottom().min(other.bottom()));
    Rect::new(x, y, (right - x).max(Length::ZERO), (bottom - y).max(Length::ZERO))
}
