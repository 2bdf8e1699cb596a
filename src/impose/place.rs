//! In: pages, and which of them stands where. Out: sheets. Refuses to know what is on a page.

use super::cells::{Cell, Order, Seam, Sheet};
use super::finish::Finish;
use super::marks::{self, Items, Line, Space};
use super::order::{Scheme, order};
use super::plan::{Flip, Imposed, Plan, sequence};
use super::sheet::{Grid, grid, millimetres, most};
use super::words::Lettering;
use crate::base::{Binding, Diagnostic, Edge, Folio, FolioStyle, Ink, Length, Point, Rect, Size, Transform};
use crate::page::{Boxes, Document, Frame, Item, Page, Side, StructureTree};
use std::collections::BTreeSet;
use std::sync::Arc;

/// More sheets in one fold than this will not lie flat.
const THICK: usize = 16;
/// What a file has around its trim beyond this is marks.
const MOST_BLEED: Length = Length::mm(6);
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
    let order = arranged(document, plan);
    let pages = sequence(document.pages.len(), order.places, plan.blanks);
    let grid = grid(largest(&document.pages), gap(&document.pages), &order, plan)?;
    let work = Work { document, plan, lettering, order: &order, pages: &pages, grid, ends: ends(&order), inside };
    let mut sides = Vec::new();
    for (at, sheet) in order.sheets.iter().enumerate() {
        sides.push(work.side(at, sheet, Side::Recto));
        if order.two_sided {
            sides.push(work.side(at, sheet, Side::Verso));
        }
    }
    let imposed = Document {
        pages: sides,
        binding: Binding::Left,
        fonts: document.fonts.clone(),
        outline: Vec::new(),
        structure: StructureTree::default(),
        info: document.info.clone(),
        pictures: document.pictures,
        output: document.output.clone(),
    };
    Ok(Imposed { document: imposed, found: advice(&order, plan) })
}

/// The fronts, then the backs, each as a document with what it is called; what has no page is left out.
pub fn sides(sheets: &Document) -> Vec<(&'static str, Document)> {
    let of = |side: Side| {
        let pages = sheets.pages.iter().filter(|page| page.side == side).cloned().collect();
        Document { pages, ..sheets.clone() }
    };
    let sides = [("fronts", of(Side::Recto)), ("backs", of(Side::Verso))];
    sides.into_iter().filter(|(_, document)| !document.pages.is_empty()).collect()
}

/// Which page stands where, all choices of the plan made.
pub(super) fn arranged(document: &Document, plan: &Plan) -> Order {
    let (columns, rows) = most(largest(&document.pages), gap(&document.pages), plan);
    let fits = if plan.binding == Binding::Top { (rows, columns) } else { (columns, rows) };
    let order = order(document.pages.len(), plan.scheme, fits);
    let order = if plan.two_up { order.two_up() } else { order };
    let order = if plan.work_and_turn && order.two_sided { order.work_and_turn() } else { order };
    order.bound(plan.binding)
}

/// What stands between two pages that are cut apart: the bleed of both.
pub(super) fn gap(pages: &[Page]) -> Length {
    let beyond = |page: &Page| {
        let (trim, bleed) = (page.boxes.trim, page.boxes.bleed);
        let (x, y) = (bleed.right() - trim.width, bleed.bottom() - trim.height);
        x.max(y).max(-bleed.origin.x).max(-bleed.origin.y)
    };
    pages.iter().map(beyond).max().unwrap_or_default().clamp(Length::ZERO, MOST_BLEED) * 2
}

pub(super) fn largest(pages: &[Page]) -> Size {
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
    /// The first and the last page of each signature.
    ends: Vec<(usize, usize)>,
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
        if self.plan.collating || self.plan.stations > 0 {
            self.finish(sheet.cells(side), &mut items);
        }
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
        let upright = landscape == (self.plan.flip == Flip::Short);
        upright == (self.plan.binding == Binding::Top)
    }

    /// How far to the right, or down in a book bound on top, a cell's page is moved: the deeper its sheet, the nearer to
    /// the fold, and as far away from it in the outermost sheet as nearer to it in the innermost.
    fn shift(&self, cell: &Cell) -> Point {
        let steps = 2 * cell.depth as i64 - (cell.of as i64 - 1);
        let along = if self.plan.binding == Binding::Top { cell.row } else { cell.column };
        let towards = if along.is_multiple_of(2) { 1 } else { -1 };
        let by = self.plan.creep.scale(steps * towards, 2);
        match self.plan.binding {
            Binding::Top => Point::new(Length::ZERO, by),
            Binding::Left | Binding::Right => Point::new(by, Length::ZERO),
        }
    }

    /// A page centred in its cell, cut where its bleed ends and where other cells begin. The area that it covers, on
    /// the sheet.
    fn cell(&self, cell: &Cell, page: &Page) -> (Rect, (Point, Item)) {
        let Size { width, height } = self.grid.cell;
        let start = |starts: &[Length], at: usize| starts.get(at).copied().unwrap_or_default();
        let (left, top) = (start(&self.grid.lefts, cell.column), start(&self.grid.tops, cell.row));
        let trim = page.boxes.trim;
        // Creep is of paper, and does not scale with what is printed on it.
        let shift = self.shift(cell);
        let unscaled = |length: Length| length.scale(Transform::ONE, self.grid.scale.max(1));
        let at = Point::new(
            left + (width - trim.width) / 2 + unscaled(shift.x),
            top + (height - trim.height) / 2 + unscaled(shift.y),
        );
        // Up to the seams before and after it; up to anywhere at the edges of the block.
        let reach = |seams: &[Seam], at: usize| {
            let beyond = |seam: Option<&Seam>| seam.map_or(FAR, |seam| self.grid.half(*seam));
            (beyond(at.checked_sub(1).and_then(|before| seams.get(before))), beyond(seams.get(at)))
        };
        let (before, after) = reach(&self.order.columns, cell.column);
        let (above, below) = reach(&self.order.rows, cell.row);
        let room = Rect::new(left - before, top - above, before + width + after, above + height + below);
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
        let corner = Point::new(self.grid.x(shown.origin.x), self.grid.y(shown.origin.y));
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
        let columns: Vec<_> = self.lines(&self.order.columns, &self.grid.lefts, self.grid.cell.width).collect();
        let rows: Vec<_> = self.lines(&self.order.rows, &self.grid.tops, self.grid.cell.height).collect();
        for &(at, kind) in &columns {
            [Edge::Top, Edge::Bottom].into_iter().for_each(|edge| space.tick(edge, self.grid.x(at), kind, out));
        }
        for &(at, kind) in &rows {
            [Edge::Left, Edge::Right].into_iter().for_each(|edge| space.tick(edge, self.grid.y(at), kind, out));
        }
        if self.inside {
            for &(at, kind) in &columns {
                let ends = [block.origin.y, block.bottom()].map(|y| Point::new(self.grid.x(at), y));
                out.push(marks::line(ends, INSIDE_PEN, kind));
            }
            for &(at, kind) in &rows {
                let ends = [block.origin.x, block.right()].map(|x| Point::new(x, self.grid.y(at)));
                out.push(marks::line(ends, INSIDE_PEN, kind));
            }
            if self.plan.scheme == Scheme::Zine {
                out.push(marks::line(self.zine_cut(), INSIDE_PEN * 3, Line::Solid));
            }
        }
        if !self.plan.marks {
            return;
        }
        self.corners(cells, space, out);
        let middle = |starts: &[Length], size: Length| starts.first().copied().unwrap_or_default() + size / 2;
        let quarter = self.grid.x(middle(&self.grid.lefts, self.grid.cell.width));
        let centre = block.origin.y + block.size.height / 2;
        let beside = match self.order.rows.len() {
            0 => centre,
            _ => self.grid.y(middle(&self.grid.tops, self.grid.cell.height)),
        };
        [Edge::Left, Edge::Right].into_iter().for_each(|edge| space.target(edge, beside, out));
        [Edge::Top, Edge::Bottom].into_iter().for_each(|edge| space.target(edge, quarter, out));
        let words = self.words(at, sheet, side);
        let whole = format!("{} \u{2013} {words}", self.document.info.title);
        let words = if self.lettering.can_show(&whole) { whole } else { words };
        let left = self.grid.lefts.get(self.grid.lefts.len() / 2).copied().unwrap_or_default();
        space.slug(self.grid.x(left) + Length::mm(5), (&words, Ink::BLACK), self.lettering, out);
    }

    /// Where sheets are folded and cut, counted in the block: a seam that is cut on both sides is two cuts.
    fn lines<'b>(
        &'b self,
        seams: &'b [Seam],
        starts: &'b [Length],
        size: Length,
    ) -> impl Iterator<Item = (Length, Line)> + 'b {
        let ends = starts.iter().map(move |start| *start + size);
        ends.zip(starts.iter().skip(1)).zip(seams).flat_map(|((end, start), seam)| match seam {
            Seam::Fold | Seam::Trimmed => vec![((end + *start) / 2, Line::Dashed)],
            Seam::Slit => vec![(end, Line::Solid)],
            Seam::Cut if end == *start => vec![(end, Line::Solid)],
            Seam::Cut => vec![(end, Line::Solid), (*start, Line::Solid)],
        })
    }

    /// The cut between the middle squares of a zine's sheet.
    fn zine_cut(&self) -> [Point; 2] {
        let at = |starts: &[Length], at: usize| starts.get(at).copied().unwrap_or_default();
        match self.plan.binding {
            Binding::Top => {
                let x = self.grid.x(at(&self.grid.lefts, 1));
                [1, 3].map(|row| Point::new(x, self.grid.y(at(&self.grid.tops, row))))
            }
            Binding::Left | Binding::Right => {
                let y = self.grid.y(at(&self.grid.tops, 1));
                [1, 3].map(|column| Point::new(self.grid.x(at(&self.grid.lefts, column)), y))
            }
        }
    }

    /// Where the pages end. A sheet that is folded once is cut where its own do: creep has moved them.
    fn corners(&self, cells: &[Cell], space: Space, out: &mut Items) {
        let block = self.grid.block;
        let level = self.plan.binding == Binding::Top;
        let (across, along) = match level {
            true => (&self.order.rows, &self.grid.lefts),
            false => (&self.order.columns, &self.grid.tops),
        };
        if across.len() != 1 {
            return space.corners(block, out);
        }
        let mut first = None;
        for (at, start) in along.iter().enumerate() {
            let own = |cell: &&Cell| {
                if level { (cell.column, cell.row) == (at, 0) } else { (cell.row, cell.column) == (at, 0) }
            };
            let shift = cells.iter().find(own).map_or(Point::ZERO, |cell| self.shift(cell));
            let Size { width, height } = self.grid.cell;
            let (shift, trim, edge) = if level {
                let (y, high) = (block.origin.y + shift.y, block.size.height - shift.y * 2);
                (shift.y, Rect::new(self.grid.x(*start), y, self.grid.scaled(width), high), Edge::Right)
            } else {
                let (x, wide) = (block.origin.x + shift.x, block.size.width - shift.x * 2);
                (shift.x, Rect::new(x, self.grid.y(*start), wide, self.grid.scaled(height)), Edge::Bottom)
            };
            match first {
                None if level => {
                    space.corners(Rect { size: Size::new(block.size.width, trim.size.height), ..trim }, out);
                }
                None => space.corners(Rect { size: Size::new(trim.size.width, block.size.height), ..trim }, out),
                Some(first) if first != shift => {
                    let ends = if level { [trim.origin.y, trim.bottom()] } else { [trim.origin.x, trim.right()] };
                    ends.into_iter().for_each(|at| space.tick(edge, at, Line::Solid, out));
                }
                Some(_) => {}
            }
            first = first.or(Some(shift));
        }
    }

    /// What a side is, which signatures it belongs to, and how the paper must lie.
    fn words(&self, at: usize, sheet: &Sheet, side: Side) -> String {
        let name = match (self.plan.work_and_turn, side) {
            (true, _) => "work and turn",
            (false, Side::Recto) => "front",
            (false, Side::Verso) => "back",
        };
        let mut words = format!("sheet {} of {}, {name}", at + 1, self.order.sheets.len());
        if self.order.signatures > 1 {
            let own: BTreeSet<usize> = sheet.front.iter().map(|cell| cell.signature + 1).collect();
            let own: Vec<String> = own.iter().map(usize::to_string).collect();
            let noun = if own.len() > 1 { "signatures" } else { "signature" };
            words.push_str(&format!(", {noun} {} of {}", own.join(" and "), self.order.signatures));
        }
        if !matches!(self.plan.scheme, Scheme::Repeat | Scheme::Stack) {
            // Paper that is folded along its grain lies flat.
            let Size { width, height } = self.grid.sheet;
            let along = if self.plan.binding == Binding::Top { width } else { height };
            words.push_str(&format!(", grain along {} mm", millimetres(along)));
        }
        words
    }

    /// Steps on the outside of each signature's fold, and stations in its middle.
    fn finish(&self, cells: &[Cell], out: &mut Items) {
        for one in cells {
            for other in cells.iter().filter(|other| other.signature == one.signature) {
                let Some((first, last)) = self.ends.get(one.signature).copied() else { continue };
                let outside = (one.page, other.page) == (first, last);
                let middle = first + (last - first) / 2;
                let inside = (one.page, other.page) == (middle, middle + 1);
                let Some(fold) = self.fold(one, other).filter(|_| outside || inside) else { continue };
                if outside && self.plan.collating && self.order.signatures > 1 {
                    fold.collating(one.signature, self.lettering, out);
                }
                if inside {
                    fold.stations(self.plan.stations, out);
                }
            }
        }
    }

    /// The fold between two neighbours.
    fn fold(&self, one: &Cell, other: &Cell) -> Option<Finish> {
        let start = |starts: &[Length], at: usize| starts.get(at).copied();
        let (column, row) = (one.column.max(other.column), one.row.max(other.row));
        let from = Point::new(self.grid.x(start(&self.grid.lefts, column)?), self.grid.y(start(&self.grid.tops, row)?));
        let cell = self.grid.cell;
        match (one.column.abs_diff(other.column), one.row.abs_diff(other.row)) {
            (1, 0) => Some(Finish { from, length: self.grid.scaled(cell.height), level: false }),
            (0, 1) => Some(Finish { from, length: self.grid.scaled(cell.width), level: true }),
            _ => None,
        }
    }
}

fn ends(order: &Order) -> Vec<(usize, usize)> {
    let mut ends = vec![(usize::MAX, 0); order.signatures];
    for cell in order.sheets.iter().flat_map(|sheet| sheet.front.iter().chain(&sheet.back)) {
        if let Some((first, last)) = ends.get_mut(cell.signature) {
            (*first, *last) = ((*first).min(cell.page), (*last).max(cell.page));
        }
    }
    ends
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
