//! In: the thin lines of a page. Out: the crop marks among them: those that stand in the bleed, and the area that they
//! stand around where no TrimBox says so. Refuses to know what else a page shows.

use super::finding::Finding;
use super::sheet::{PageArea, Sheet};
use crate::base::Length;

/// A mark is thinner than this, and as long as this, in points.
const THIN: f64 = 1.5;
const LONG: std::ops::RangeInclusive<f64> = 3.0..=90.0;
/// Marks for one edge stand on one line, but for rounding.
const SLACK: f64 = 1.0;
/// A mark ends no further from its corner, in points.
const FAR: f64 = 40.0;
/// Places at which an edge may be.
const EDGES: usize = 24;
/// Lines of a page that are looked at.
const LINES: usize = 2_000;

/// The thin upright and level lines of a page.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    level: Vec<PageArea>,
    upright: Vec<PageArea>,
}

impl Lines {
    pub fn add(&mut self, seen: PageArea, stroke: f64) {
        let (width, height) = (seen.width(), seen.height());
        if self.level.len() + self.upright.len() >= LINES || stroke > THIN {
            return;
        }
        if height <= THIN && LONG.contains(&width) {
            self.level.push(seen);
        } else if width <= THIN && LONG.contains(&height) {
            self.upright.push(seen);
        }
    }

    pub fn judge(&self, sheet: &Sheet, has_trim: bool) -> Option<Finding> {
        if has_trim { self.in_bleed(sheet) } else { self.around(sheet) }
    }

    /// Lines that go on where an edge of the trim ends, and begin within the bleed.
    fn in_bleed(&self, sheet: &Sheet) -> Option<Finding> {
        let bleed = &sheet.bleed;
        let is_near = |at: f64, edge: f64| (at - edge).abs() <= SLACK;
        let level = self.level.iter().filter(|line| {
            let y = (line.top + line.bottom) / 2.0;
            let beside = line.right <= SLACK && line.right > bleed.left + SLACK
                || line.left >= sheet.width - SLACK && line.left < bleed.right - SLACK;
            beside && (is_near(y, 0.0) || is_near(y, sheet.height))
        });
        let upright = self.upright.iter().filter(|line| {
            let x = (line.left + line.right) / 2.0;
            let beyond = line.bottom <= SLACK && line.bottom > bleed.top + SLACK
                || line.top >= sheet.height - SLACK && line.top < bleed.bottom - SLACK;
            beyond && (is_near(x, 0.0) || is_near(x, sheet.width))
        });
        let first = level.chain(upright).next()?;
        let why = "a crop mark stands in the bleed, so a knife that is not exact leaves some of it";
        let found = Finding::warning("marks-in-bleed", why).on(sheet.number, first.point());
        Some(found.help("move the marks out by the size of the bleed, or make the PDF without them"))
    }

    /// Two lines at each of four corners, one upright and one level, all outside of an area: the smallest such, for marks of
    /// the bleed stand around it too.
    fn around(&self, sheet: &Sheet) -> Option<Finding> {
        let is_at = |one: f64, edge: f64| (one - edge).abs() <= SLACK;
        // Whether a line ends near a corner, before it or behind it.
        let before = |end: f64, edge: f64| (-SLACK..=FAR).contains(&(edge - end));
        let upright = |x: f64, top: f64, bottom: f64| {
            let mut at = self.upright.iter().filter(|line| is_at(middle(line).0, x));
            at.clone().any(|line| before(line.bottom, top)) && at.any(|line| before(bottom, line.top))
        };
        let level = |y: f64, left: f64, right: f64| {
            let mut at = self.level.iter().filter(|line| is_at(middle(line).1, y));
            at.clone().any(|line| before(line.right, left)) && at.any(|line| before(right, line.left))
        };
        let columns = pairs(self.upright.iter().map(|line| middle(line).0));
        let rows = pairs(self.level.iter().map(|line| middle(line).1));
        let areas = columns.iter().flat_map(|column| rows.iter().map(move |row| (*column, *row)));
        let marked = areas.filter(|((left, right), (top, bottom))| {
            [left, right].iter().all(|x| upright(**x, *top, *bottom))
                && [top, bottom].iter().all(|y| level(**y, *left, *right))
        });
        let size = |((left, right), (top, bottom)): &((f64, f64), (f64, f64))| (right - left, bottom - top);
        let (width, height) =
            marked.map(|area| size(&area)).min_by(|one, other| (one.0 * one.1).total_cmp(&(other.0 * other.1)))?;
        let shown = |points: f64| Length::from_pt(points.clamp(0.0, 1e6)).millimetres();
        let (width, height) = (shown(width), shown(height));
        let why = format!(
            "crop marks stand around {} × {height}, but no TrimBox says that this is the page",
            width.trim_end_matches(" mm")
        );
        let found = Finding::warning("marks-without-trim", why).on(sheet.number, None);
        Some(found.help("set the trim in the program that made the PDF; many shops print the whole sheet otherwise"))
    }
}

fn middle(line: &PageArea) -> (f64, f64) {
    ((line.left + line.right) / 2.0, (line.top + line.bottom) / 2.0)
}

/// Places of lines that are as far apart as the sides of a page; two lines at least stand at each.
fn pairs(places: impl Iterator<Item = f64>) -> Vec<(f64, f64)> {
    let mut all: Vec<f64> = places.collect();
    all.sort_by(f64::total_cmp);
    let groups = all.chunk_by(|one, next| next - one <= SLACK).filter(|group| group.len() > 1);
    let edges: Vec<f64> = groups.map(|group| group[group.len() / 2]).take(EDGES).collect();
    let far =
        |one: f64| edges.iter().copied().filter(move |other| other - one > *LONG.end()).map(move |other| (one, other));
    edges.iter().copied().flat_map(far).collect()
}
