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

    /// Two pairs of lines for the upright edges of an area and two for the level ones, all outside of it.
    fn around(&self, sheet: &Sheet) -> Option<Finding> {
        let middle = |line: &PageArea| ((line.left + line.right) / 2.0, (line.top + line.bottom) / 2.0);
        let (left, right) = ends(self.upright.iter().map(|line| middle(line).0))?;
        let (top, bottom) = ends(self.level.iter().map(|line| middle(line).1))?;
        let at = |value: f64, edge: f64| (value - edge).abs() <= SLACK;
        let edge_of = |edge: f64| self.upright.iter().filter(move |line| at(middle(line).0, edge));
        let level_of = |edge: f64| self.level.iter().filter(move |line| at(middle(line).1, edge));
        let outside = |line: &PageArea| line.bottom <= top + SLACK || line.top >= bottom - SLACK;
        let beside = |line: &PageArea| line.right <= left + SLACK || line.left >= right - SLACK;
        let pairs = [left, right].iter().all(|edge| edge_of(*edge).filter(|line| outside(line)).count() >= 2)
            && [top, bottom].iter().all(|edge| level_of(*edge).filter(|line| beside(line)).count() >= 2);
        let all = self.upright.iter().all(outside) && self.level.iter().all(beside);
        if !pairs || !all {
            return None;
        }
        let size = |points: f64| Length::from_pt(points.clamp(0.0, 1e6)).millimetres();
        let (width, height) = (size(right - left), size(bottom - top));
        let why = format!(
            "crop marks stand around {} × {height}, but no TrimBox says that this is the page",
            width.trim_end_matches(" mm")
        );
        let found = Finding::warning("marks-without-trim", why).on(sheet.number, None);
        Some(found.help("set the trim in the program that made the PDF; many shops print the whole sheet otherwise"))
    }
}

/// The least and the greatest, where they differ by the side of a page.
fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (least, most) = values.fold((f64::MAX, f64::MIN), |(least, most), value| (least.min(value), most.max(value)));
    (most - least > *LONG.end()).then_some((least, most))
}
