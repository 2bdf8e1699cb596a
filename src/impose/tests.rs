//! Sheets are folded here by a model of their own: paper with two sides, turned over as a printer turns it, cut, folded,
//! laid into and onto each other, and read leaf by leaf. It knows nothing of how pages came to stand where they stand.

use super::*;
use crate::base::{Binding, Folio, FolioStyle, Ink, Length, Point, Rect, Size, Transform};
use crate::fonts::{FaceId, Faces, builtin};
use crate::page::{Boxes, Document, Frame, Info, Item, Output, Page, Side, StructureTree};
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static FACES: LazyLock<Arc<Faces>> = LazyLock::new(|| {
    let mut faces = Faces::default();
    builtin::family("Source Sans").unwrap().into_iter().take(1).for_each(|face| {
        faces.add(face);
    });
    Arc::new(faces)
});

pub(super) const TRIM: Size = Size::new(Length::pt(420), Length::pt(595));
pub(super) const PLAIN: Plan = Plan {
    scheme: Scheme::Saddle,
    binding: Binding::Left,
    two_up: false,
    work_and_turn: false,
    sheet: None,
    fit: Fit::Actual,
    flip: Flip::Short,
    blanks: Blanks::End,
    creep: Length::ZERO,
    marks: false,
    collating: false,
    stations: 0,
};
/// Where a page's own sign stands, from its top left corner, and how high it is.
const SIGN: (Length, Length) = (Length::pt(20), Length::pt(10));

/// Page `n` bears a bar of `n + 1` tenths of a point near its head.
pub(super) fn book(pages: usize, trim: impl Fn(usize) -> Size, bleed: Length) -> Document {
    let page = |at: usize| {
        let sign = Item::Rule { size: Size::new(Length(bar(at)), SIGN.1), ink: Ink::BLACK };
        let frame = Frame { size: trim(at), items: vec![(Point::new(SIGN.0, SIGN.0), sign)] };
        let boxes = Boxes::new(trim(at), bleed);
        Page { boxes, side: Side::Recto, folio: Some(Folio::of_index(FolioStyle::Arabic, at)), frame: Arc::new(frame) }
    };
    Document {
        pages: (0..pages).map(page).collect(),
        binding: Binding::Left,
        fonts: FACES.clone(),
        outline: Vec::new(),
        structure: StructureTree::default(),
        info: Info { title: "A Book".to_owned(), ..Info::default() },
        pictures: Default::default(),
        output: Output::Screen,
    }
}

fn bar(at: usize) -> i64 {
    (at as i64 + 1) * 6_554
}

pub(super) fn imposed(document: &Document, plan: &Plan) -> Document {
    let lettering = Lettering { faces: &FACES, face: FaceId(0) };
    impose(document, plan, &lettering).unwrap().document
}

/// A page as it is found on a side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub page: usize,
    /// The middle of its trim, on the side as printed.
    pub centre: (i64, i64),
    /// Head down.
    pub turned: bool,
}

/// From an item's space to the sheet's: signs and offsets; nothing here is turned by less than half a circle.
#[derive(Clone, Copy)]
struct Way {
    scale: i128,
    x: i128,
    y: i128,
}

impl Way {
    fn to(self, x: i64, y: i64) -> (i64, i64) {
        let along = |by: i64| i128::from(by) * self.scale / i128::from(Transform::ONE);
        ((self.x + along(x)) as i64, (self.y + along(y)) as i64)
    }
}

/// Every sign of a side, by walking down its groups.
fn find(frame: &Frame, way: Way, trims: &dyn Fn(usize) -> Size, out: &mut Vec<Found>) {
    for (point, item) in &frame.items {
        let (x, y) = way.to(point.x.0, point.y.0);
        match item {
            Item::Group { frame, transform, .. } => {
                assert_eq!((transform.a, transform.b, transform.c), (transform.d, 0, 0));
                let scale = way.scale * i128::from(transform.a) / i128::from(Transform::ONE);
                let (x, y) = way.to(point.x.0 + transform.e.0, point.y.0 + transform.f.0);
                find(frame, Way { scale, x: x.into(), y: y.into() }, trims, out);
            }
            Item::Rule { size, .. } => {
                let page = (size.width.0 / 6_554 - 1) as usize;
                let trim = trims(page);
                let middle = (trim.width.0 / 2 - SIGN.0.0, trim.height.0 / 2 - SIGN.0.0);
                let from = Way { x: x.into(), y: y.into(), ..way };
                out.push(Found { page, centre: from.to(middle.0, middle.1), turned: way.scale < 0 });
            }
            _ => {}
        }
    }
}

pub(super) fn found(page: &Page, trims: &dyn Fn(usize) -> Size) -> Vec<Found> {
    let mut out = Vec::new();
    find(&page.frame, Way { scale: Transform::ONE.into(), x: 0, y: 0 }, trims, &mut out);
    out
}

/// One square of paper: what its front and its back bear, both as seen with the front's head up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Panel {
    front: Option<(usize, bool)>,
    back: Option<(usize, bool)>,
}

/// A sheet as paper: panels by row and column of the front.
fn paper(front: &Page, back: Option<&Page>, (columns, rows): (usize, usize), flip: Flip) -> Vec<Vec<Panel>> {
    let size = front.boxes.trim;
    let trims = |_: usize| TRIM;
    let mut panels = vec![vec![Panel::default(); columns]; rows];
    let place = |(x, y): (i64, i64)| {
        let part = |at: i64, whole: i64, count: usize| (at * count as i64).div_euclid(whole) as usize;
        (part(x, size.width.0, columns), part(y, size.height.0, rows))
    };
    for page in found(front, &trims) {
        let (column, row) = place(page.centre);
        assert_eq!(panels[row][column].front, None);
        panels[row][column].front = Some((page.page, page.turned));
    }
    // A sheet that turns on an upright edge is mirrored from left to right; on a level edge from head to foot, and
    // what was head up on its back is head down for who looks through the paper.
    let upright = (size.width >= size.height) == (flip == Flip::Short);
    for page in back.map(|back| found(back, &trims)).unwrap_or_default() {
        let (column, row) = place(page.centre);
        let (column, row, turned) =
            if upright { (columns - 1 - column, row, page.turned) } else { (column, rows - 1 - row, !page.turned) };
        assert_eq!(panels[row][column].back, None);
        panels[row][column].back = Some((page.page, turned));
    }
    panels
}

/// The same paper in the mirror that makes its folds those of a book bound on the left.
fn bound_left(mut panels: Vec<Vec<Panel>>, binding: Binding) -> Vec<Vec<Panel>> {
    match binding {
        Binding::Left => panels,
        Binding::Right => {
            panels.iter_mut().for_each(|row| row.reverse());
            panels
        }
        Binding::Top => (0..panels[0].len()).map(|column| panels.iter().map(|row| row[column]).collect()).collect(),
    }
}

/// What a reader sees of a folded pile: a sheet after the other from the outside, folded with its front outwards.
fn nested(strips: &[[Panel; 2]]) -> Vec<Option<(usize, bool)>> {
    // The right half of the front is the first thing seen, then its back; the left half's back, then its front, last.
    let mut pages: Vec<_> = strips.iter().flat_map(|[_, right]| [right.front, right.back]).collect();
    pages.extend(strips.iter().rev().flat_map(|[left, _]| [left.back, left.front]));
    pages
}

/// One side of a sheet folded to a booklet around the cut between its two middle squares: both long halves back to
/// back, the ends pushed together, so that neighbours along the ring around the sheet are leaves and openings by turns.
fn zine(panels: &[Vec<Panel>]) -> Vec<Option<(usize, bool)>> {
    let upper = panels[0].iter().rev().map(|panel| panel.front);
    let lower = panels[1].iter().map(|panel| panel.front);
    // Around the sheet from its lower left corner to the right, then back along the upper row. Squares of the upper row
    // come to stand head up by the fold between the rows.
    let upright = upper.map(|panel| panel.map(|(page, turned)| (page, !turned)));
    let mut ring: Vec<_> = lower.chain(upright).collect();
    // The cover is the last square before the fold that joins the rows at the right end.
    ring.rotate_left(3);
    ring
}

/// Folds all of it, and checks that it reads in order with every head up.
fn reads(
    pages: usize,
    plan: &Plan,
    shape: (usize, usize),
    sheets_of: &dyn Fn(usize) -> Vec<usize>,
) -> Result<(), String> {
    let document = imposed(&book(pages, |_| TRIM, Length::ZERO), plan);
    let step = if plan.scheme == Scheme::Zine { 1 } else { 2 };
    let papers: Vec<_> = document
        .pages
        .chunks(step)
        .map(|sides| paper(&sides[0], sides.get(1), shape, plan.flip))
        .map(|panels| bound_left(panels, plan.binding))
        .collect();
    let mut read = Vec::new();
    match plan.scheme {
        Scheme::Zine => papers.iter().for_each(|panels| read.extend(zine(panels))),
        Scheme::Mini => {
            let strip = |row: usize| papers.iter().map(move |panels| [panels[row][0], panels[row][1]]);
            // One cut, the lower pile into the upper; strips that nothing was meant for are waste.
            let mut strips: Vec<_> = strip(0).chain(strip(1)).collect();
            strips.truncate(pages.div_ceil(4));
            read = nested(&strips);
        }
        _ => {
            let strips: Vec<_> = papers.iter().map(|panels| [panels[0][0], panels[0][1]]).collect();
            let mut rest = &strips[..];
            for sheets in sheets_of(strips.len()) {
                let (signature, after) = rest.split_at(sheets);
                read.extend(nested(signature));
                rest = after;
            }
            if !rest.is_empty() {
                return Err("sheets are left over".to_owned());
            }
        }
    }
    let order: Vec<usize> = read.iter().flatten().map(|(page, _)| *page).collect();
    if order != (0..pages).collect::<Vec<_>>() {
        return Err(format!("{pages} pages of {plan:?} read as {order:?}"));
    }
    if read.iter().flatten().any(|(_, turned)| *turned) {
        return Err(format!("{pages} pages of {plan:?}: heads are down"));
    }
    let blanks = read.len() - pages;
    let before = match plan.blanks {
        Blanks::End => 0,
        Blanks::Before(_) => blanks - blanks % 2,
    };
    let at = if let Blanks::Before(page) = plan.blanks { page.min(pages) } else { pages };
    let stand = (0..read.len()).filter(|&at| read[at].is_none());
    let expected = (at..at + before).chain(read.len() - (blanks - before)..read.len());
    if stand.ne(expected) {
        return Err(format!("{pages} pages of {plan:?}: blanks stand elsewhere"));
    }
    Ok(())
}

fn in_fours(each: usize) -> impl Fn(usize) -> Vec<usize> {
    move |all| (0..all).step_by(each).map(|first| each.min(all - first)).collect()
}

#[test]
fn every_number_of_pages_reads_in_order_when_folded() {
    for pages in 1..=400 {
        let both = [Flip::Short, Flip::Long];
        for (at, flip) in both.into_iter().enumerate() {
            let blanks = if (pages + at) % 3 == 0 { Blanks::Before(pages * 2 / 3) } else { Blanks::End };
            let plan = |scheme| Plan { scheme, flip, blanks, ..PLAIN };
            let check = |scheme, shape, sheets: &dyn Fn(usize) -> Vec<usize>| {
                reads(pages, &plan(scheme), shape, sheets).unwrap_or_else(|why| panic!("{why}"));
            };
            check(Scheme::Saddle, (2, 1), &|all| vec![all]);
            check(Scheme::Each(4), (2, 1), &in_fours(1));
            check(Scheme::Each(16), (2, 1), &in_fours(4));
            check(Scheme::Count(2), (2, 1), &|all| vec![all / 2; 2]);
            check(Scheme::Count(3), (2, 1), &|all| vec![all / 3; 3]);
            check(Scheme::Mini, (2, 2), &|_| Vec::new());
            check(Scheme::Zine, (4, 2), &|_| Vec::new());
            for (scheme, binding, shape) in [
                (Scheme::Mini, Binding::Right, (2, 2)),
                (Scheme::Zine, Binding::Right, (4, 2)),
                (Scheme::Zine, Binding::Top, (2, 4)),
            ] {
                let plan = Plan { binding, ..plan(scheme) };
                reads(pages, &plan, shape, &|_| Vec::new()).unwrap_or_else(|why| panic!("{why}"));
            }
        }
    }
}

#[test]
fn the_zine_that_was_set_out_from_is_two_halves_of_56_pages() {
    let order = order::order(107, Scheme::Count(2), (1, 1));
    assert_eq!((order.places, order.sheets.len()), (112, 28));
    assert!(order.sheets.iter().flat_map(|sheet| &sheet.front).all(|cell| cell.of == 14));
}

/// How far a page's trim is from the fold, sheet by sheet, on the right half of the front.
fn distances(document: &Document) -> Vec<Length> {
    let fold = document.pages[0].boxes.trim.width / 2;
    let fronts = document.pages.iter().step_by(2).map(|page| found(page, &|_| TRIM));
    let right = fronts.map(|found| found.into_iter().find(|page| page.centre.0 > fold.0).unwrap());
    right.map(|page| Length(page.centre.0) - TRIM.width / 2 - fold).collect()
}

#[test]
fn creep_grows_inwards_evenly_and_is_shared() {
    let creep = Length::micrometres(110);
    for sheets in 1..=30_usize {
        let document = imposed(&book(sheets * 4, |_| TRIM, Length::ZERO), &Plan { creep, ..PLAIN });
        let distances = distances(&document);
        assert_eq!(distances.len(), sheets);
        for pair in distances.windows(2) {
            assert!((pair[0] - pair[1] - creep).abs() <= Length(2), "{pair:?}");
        }
        let sum: Length = distances.iter().copied().sum();
        assert!(sum.abs() <= Length(2 * sheets as i64), "{sheets} sheets: {sum}");
        // The two pages of a side move by the same.
        for side in &document.pages {
            let [one, two] = found(side, &|_| TRIM)[..] else { panic!() };
            assert!((one.centre.0 + two.centre.0 - side.boxes.trim.width.0).abs() <= 4);
        }
    }
}

#[test]
fn each_signature_creeps_by_itself_and_so_do_the_halves_of_a_mini() {
    let creep = Length::pt(1);
    let document = imposed(&book(32, |_| TRIM, Length::ZERO), &Plan { creep, scheme: Scheme::Each(16), ..PLAIN });
    let distances = distances(&document);
    assert_eq!(distances[..4], distances[4..]);
    let mini = order::order(32, Scheme::Mini, (1, 1));
    let depths: Vec<usize> = [0, 1]
        .iter()
        .flat_map(|&row| {
            mini.sheets
                .iter()
                .flat_map(move |sheet| sheet.front.iter().filter(move |cell| cell.row == row && cell.column == 0))
        })
        .map(|cell| cell.depth)
        .collect();
    assert_eq!(depths, (0..8).collect::<Vec<_>>());
}

/// The smallest area around everything that is not inside a clipped group, piece by piece.
fn marks_of(frame: &Frame, at: Point, turned: Option<Size>, out: &mut Vec<Rect>) {
    for (point, item) in &frame.items {
        let point = Point::new(at.x + point.x, at.y + point.y);
        let area = match item {
            Item::Path(path) => {
                let points: Vec<Point> = path
                    .steps
                    .iter()
                    .flat_map(|step| match *step {
                        crate::page::PathStep::Move(to) | crate::page::PathStep::Line(to) => vec![to],
                        crate::page::PathStep::Curve(one, two, to) => vec![one, two, to],
                        crate::page::PathStep::Close => vec![],
                    })
                    .collect();
                let half = path.stroke.as_ref().unwrap().width / 2;
                let least = |part: fn(&Point) -> Length| points.iter().map(part).min().unwrap();
                let most = |part: fn(&Point) -> Length| points.iter().map(part).max().unwrap();
                let (x, y) = (least(|point| point.x), least(|point| point.y));
                Rect::new(point.x + x, point.y + y, most(|point| point.x) - x, most(|point| point.y) - y).outset(half)
            }
            Item::Glyphs(run) => Rect::new(point.x, point.y - run.size * 3 / 4, Length::pt(100), run.size),
            Item::Group { frame, clip: false, transform, .. } if transform.a < 0 => {
                marks_of(frame, point, Some(frame.size), out);
                continue;
            }
            _ => continue,
        };
        out.push(match turned {
            Some(size) => {
                Rect::new(size.width - area.right(), size.height - area.bottom(), area.size.width, area.size.height)
            }
            None => area,
        });
    }
}

fn clips_of(frame: &Frame, turned: Option<Size>, out: &mut Vec<Rect>) {
    for (point, item) in &frame.items {
        let Item::Group { frame, clip, transform, .. } = item else { continue };
        if !clip && transform.a < 0 {
            clips_of(frame, Some(frame.size), out);
        } else if *clip {
            let scaled = |length: Length| length.scale(transform.a.abs(), Transform::ONE);
            let area = Rect { origin: *point, size: Size::new(scaled(frame.size.width), scaled(frame.size.height)) };
            out.push(match turned {
                Some(size) => {
                    Rect::new(size.width - area.right(), size.height - area.bottom(), area.size.width, area.size.height)
                }
                None => area,
            });
        }
    }
}

fn meet(one: &Rect, other: &Rect) -> bool {
    one.origin.x < other.right()
        && other.origin.x < one.right()
        && one.origin.y < other.bottom()
        && other.origin.y < one.bottom()
}

#[test]
fn marks_lie_on_the_paper_and_outside_the_bleed() {
    let mut seen = 0;
    for (scheme, flip) in [
        (Scheme::Saddle, Flip::Short),
        (Scheme::Saddle, Flip::Long),
        (Scheme::Mini, Flip::Short),
        (Scheme::Zine, Flip::Short),
        (Scheme::Each(8), Flip::Long),
        (Scheme::Folded(2), Flip::Short),
        (Scheme::Folded(3), Flip::Long),
        (Scheme::Repeat, Flip::Short),
        (Scheme::Stack, Flip::Short),
    ] {
        for (marks, sheet, bleed) in
            [(true, None, 9), (true, None, 0), (false, Some(Size::new(Length::pt(2_000), Length::pt(1_600))), 9)]
        {
            let plan = Plan { scheme, flip, marks, sheet, creep: Length::pt(1), ..PLAIN };
            let document = imposed(&book(30, |_| TRIM, Length::pt(bleed)), &plan);
            for page in &document.pages {
                let (mut marks, mut clips) = (Vec::new(), Vec::new());
                marks_of(&page.frame, Point::ZERO, None, &mut marks);
                clips_of(&page.frame, None, &mut clips);
                seen += marks.len();
                assert!(!marks.is_empty());
                for mark in &marks {
                    assert!(!clips.iter().any(|clip| meet(mark, clip)), "{scheme:?} {mark:?} {clips:?}");
                    let paper = page.boxes.trim;
                    assert!(mark.origin.x >= Length::ZERO && mark.origin.y >= Length::ZERO, "{mark:?}");
                    assert!(mark.right() <= paper.width && mark.bottom() <= paper.height, "{mark:?} {paper:?}");
                }
            }
        }
    }
    assert!(seen > 500);
}

#[test]
fn single_pages_have_marks_outside_their_bleed_too() {
    let lettering = Lettering { faces: &FACES, face: FaceId(0) };
    let document = crop(&book(3, |_| TRIM, Length::pt(9)), None, &lettering);
    for page in &document.pages {
        let mut marks = Vec::new();
        marks_of(&page.frame, Point::ZERO, None, &mut marks);
        assert_eq!(marks.len(), 16 + 4 * 3 + 1, "corners of trim and bleed, targets, slug");
        let inside = |mark: &Rect| {
            mark.origin.x >= page.boxes.media.origin.x
                && mark.right() <= page.boxes.media.right()
                && mark.origin.y >= page.boxes.media.origin.y
                && mark.bottom() <= page.boxes.media.bottom()
        };
        assert!(marks.iter().all(|mark| inside(mark) && !meet(mark, &page.boxes.bleed)), "{marks:?}");
    }
}

#[test]
fn bleed_is_cut_at_the_fold_and_kept_elsewhere() {
    let sheet = Some(Size::new(Length::pt(900), Length::pt(700)));
    let document = imposed(&book(8, |_| TRIM, Length::pt(9)), &Plan { sheet, ..PLAIN });
    let mut clips = Vec::new();
    clips_of(&document.pages[0].frame, None, &mut clips);
    clips.sort_by_key(|clip| clip.origin.x);
    let (fold, top) = (Length::pt(450), (Length::pt(700) - TRIM.height) / 2);
    let nine = Length::pt(9);
    let size = Size::new(TRIM.width + nine, TRIM.height + nine * 2);
    let left = Rect { origin: Point::new(fold - TRIM.width - nine, top - nine), size };
    assert_eq!(clips, [left, Rect { origin: Point::new(fold, top - nine), size }]);
}

#[test]
fn the_smallest_usual_sheet_is_taken_or_one_is_refused() {
    let a5 = Size::new(Length::mm(148), Length::mm(210));
    let size = |trim: Size, plan: &Plan| imposed(&book(4, |_| trim, Length::ZERO), plan).pages[0].boxes.trim;
    let mm = |width, height| Size::new(Length::mm(width), Length::mm(height));
    assert_eq!(size(a5, &PLAIN), mm(297, 210));
    assert_eq!(
        size(Size::new(Length::mils(5_500), Length::mils(8_500)), &PLAIN),
        Size::new(Length::pt(792), Length::pt(612))
    );
    let six_by_nine = Size::new(Length::pt(432), Length::pt(648));
    assert_eq!(size(six_by_nine, &PLAIN), Size::new(Length::pt(1_224), Length::pt(792)));
    assert_eq!(size(a5, &Plan { marks: true, ..PLAIN }), mm(420, 297));
    assert_eq!(size(a5, &Plan { scheme: Scheme::Mini, ..PLAIN }), mm(297, 420));
    assert_eq!(size(mm(1_000, 1_000), &PLAIN), Size::new(Length::mm(1_000) * 2, Length::mm(1_000)));
    // A large sheet lies as the pages lie.
    let large = |scheme| size(a5, &Plan { scheme, sheet: Some(mm(600, 900)), ..PLAIN });
    assert_eq!((large(Scheme::Saddle), large(Scheme::Mini)), (mm(900, 600), mm(600, 900)));
    let small = Plan { sheet: Some(mm(210, 148)), ..PLAIN };
    let lettering = Lettering { faces: &FACES, face: FaceId(0) };
    let refused = impose(&book(4, |_| a5, Length::ZERO), &small, &lettering).unwrap_err();
    assert_eq!(refused.code, "booklet-sheet");
    assert!(
        refused.message.contains("296 × 210 mm") && refused.message.contains("210 × 148 mm"),
        "{}",
        refused.message
    );
    assert_eq!(size(a5, &Plan { fit: Fit::Scale, ..small }), mm(210, 148));
}

#[test]
fn pages_of_other_sizes_stand_in_the_middle_of_their_cells() {
    let trims = |at: usize| if at == 2 { Size::new(Length::pt(300), Length::pt(300)) } else { TRIM };
    let document = imposed(&book(4, trims, Length::ZERO), &PLAIN);
    let sheet = document.pages[1].boxes.trim;
    let third = found(&document.pages[1], &trims).into_iter().find(|page| page.page == 2).unwrap();
    let middle = (sheet.width.0 / 2 + TRIM.width.0 / 2, sheet.height.0 / 2);
    assert!((third.centre.0 - middle.0).abs() <= 2 && (third.centre.1 - middle.1).abs() <= 2);
}

#[test]
fn who_folds_much_is_told() {
    let lettering = Lettering { faces: &FACES, face: FaceId(0) };
    let codes = |pages, scheme| {
        let found = impose(&book(pages, |_| TRIM, Length::ZERO), &Plan { scheme, ..PLAIN }, &lettering).unwrap().found;
        found.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(64, Scheme::Saddle), [""; 0]);
    assert_eq!(codes(65, Scheme::Saddle), ["booklet-thick"]);
    assert_eq!(codes(112, Scheme::Count(2)), [""; 0]);
    assert_eq!(codes(8, Scheme::Zine), [""; 0]);
    assert_eq!(codes(9, Scheme::Zine), ["booklet-zines"]);
}

#[test]
fn a_dummy_has_numbers_where_the_pages_stand() {
    let lettering = Lettering { faces: &FACES, face: FaceId(0) };
    let made = dummy(&book(10, |_| TRIM, Length::ZERO), &PLAIN, &lettering).unwrap().document;
    fn words(frame: &Frame, out: &mut Vec<String>) {
        for (_, item) in &frame.items {
            match item {
                Item::Glyphs(run) => out.push(run.text.to_string()),
                Item::Group { frame, .. } => words(frame, out),
                _ => {}
            }
        }
    }
    let sides: Vec<Vec<String>> = made
        .pages
        .iter()
        .map(|page| {
            let mut found = Vec::new();
            words(&page.frame, &mut found);
            found
        })
        .collect();
    assert_eq!(sides[0], ["12", "blank", "1"]);
    assert_eq!(sides[1], ["2", "11", "blank"]);
    assert_eq!(sides[5], ["6", "7"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any size on any sheet that it is scaled to: nothing leaves the paper, and the book still reads.
    #[test]
    fn scaled_pages_stay_on_the_paper(
        pages in 1_usize..40, width in 40_i64..1_000, height in 40_i64..1_000,
        scheme in prop::sample::select(vec![Scheme::Saddle, Scheme::Each(8), Scheme::Mini, Scheme::Zine]),
        trim in (40_i64..600, 40_i64..600), flip in prop::sample::select(vec![Flip::Short, Flip::Long]),
    ) {
        let trim = Size::new(Length::mm(trim.0), Length::mm(trim.1));
        let sheet = Some(Size::new(Length::mm(width), Length::mm(height)));
        let plan = Plan { scheme, sheet, fit: Fit::Scale, flip, creep: Length::micrometres(90), ..PLAIN };
        let document = imposed(&book(pages, |_| trim, Length::mm(3)), &plan);
        for page in &document.pages {
            let mut clips = Vec::new();
            clips_of(&page.frame, None, &mut clips);
            for (at, clip) in clips.iter().enumerate() {
                // Cells do not overlap by more than rounding does.
                let inner = Rect::new(clip.origin.x + Length(8), clip.origin.y + Length(8), clip.size.width - Length(16), clip.size.height - Length(16));
                prop_assert!(!clips[at + 1..].iter().any(|other| meet(&inner, other)));
            }
            for found in found(page, &|_| trim) {
                let size = page.boxes.trim;
                prop_assert!((0..=size.width.0).contains(&found.centre.0) && (0..=size.height.0).contains(&found.centre.1));
            }
        }
    }
}
