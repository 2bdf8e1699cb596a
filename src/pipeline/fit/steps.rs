//! In: a book's pages as they are, and a target. Out: the settings that may get it there, one kind at a time, each by as
//! much as the target asks and no further than still reads well. Refuses to lay pages out.

use super::setting::{Tried, millimetres, points};
use super::trial::Measured;
use crate::base::Length;
use crate::base::length::PER_POINT;
use crate::design::{ChapterStart, StyleRole};

/// How far from what it is a size may go, in hundredths, and the leading.
const MOST_SIZE: i64 = 6;
const MOST_LEADING: i64 = 9;
/// The leading, in hundredths of the size.
const LEADING: (i64, i64) = (112, 160);
/// The measure, in tenths of the size, and how far it may go.
const MEASURE: (i64, i64) = (220, 340);
const MOST_MEASURE: Length = Length::mm(8);
/// Lines that a page may gain or lose.
const MOST_LINES: i64 = 3;
/// A stanza that is parted where it has more lines is long enough.
const LEAST_WHOLE: usize = 4;

/// Each a layout to try. The larger changes come later.
pub fn steps(now: &Measured, target: usize, has_verse: bool) -> Vec<Vec<Tried>> {
    let wanted = Wanted::new(now, target);
    let mut steps = vec![wanted.leading(), wanted.size(), wanted.measure(), wanted.depth()];
    let is_less = target < now.layout.pages;
    steps.push(match (now.design.chapter_start, is_less) {
        (ChapterStart::Recto, true) => vec![Tried::ChapterStart(ChapterStart::Next)],
        (ChapterStart::Next, false) => vec![Tried::ChapterStart(ChapterStart::Recto)],
        _ => Vec::new(),
    });
    let whole = now.design.verse.whole;
    if has_verse && is_less && whole > LEAST_WHOLE {
        steps.push(vec![Tried::Whole((whole / 2).max(LEAST_WHOLE) as u32)]);
    }
    steps.retain(|step| !step.is_empty());
    steps
}

struct Wanted<'a> {
    now: &'a Measured,
    /// What a page is to hold of what it holds.
    pages: i64,
    target: i64,
    size: Length,
    leading: Length,
}

impl Wanted<'_> {
    fn new(now: &Measured, target: usize) -> Wanted<'_> {
        Wanted {
            now,
            pages: now.layout.pages as i64,
            target: target.max(1) as i64,
            size: now.design.style(StyleRole::Body).size,
            leading: now.design.dress.grid,
        }
    }

    /// Lines that a page is to gain, at least one either way.
    fn lines(&self) -> i64 {
        let lines = self.now.geometry.lines;
        let wanted = (lines * self.pages + self.target / 2) / self.target - lines;
        let way = (self.pages - self.target).signum();
        if wanted.signum() == way { wanted.clamp(-MOST_LINES, MOST_LINES) } else { way }
    }

    /// Another leading on the same page: closer by as much as makes room for the lines, or wider.
    fn leading(&self) -> Vec<Tried> {
        let (lines, more) = (self.now.geometry.lines, self.lines());
        let leading = match more {
            0.. => self.leading.scale(lines, lines + more),
            // The depth that is over may be nearly a line.
            _ => self.leading.scale(lines + 1, lines + more + 1),
        };
        let hundredths = match more {
            0.. => leading.0 * 20 / PER_POINT * 5,
            _ => (leading.0 * 20 / PER_POINT + 1) * 5,
        };
        let set = Length::pt_ratio(hundredths, 100);
        let sound = (self.size.scale(LEADING.0, 100)..=self.size.scale(LEADING.1, 100)).contains(&set)
            && (set - self.leading).abs() <= self.leading.scale(MOST_LEADING, 100);
        if sound { vec![Tried::Leading(points(hundredths))] } else { Vec::new() }
    }

    /// Another size in the same lines.
    fn size(&self) -> Vec<Tried> {
        let most = self.size.scale(MOST_SIZE, 100);
        let size = self.size.scale(self.target, self.pages).max(self.size - most).min(self.size + most);
        let hundredths = (size.0 * 20 + PER_POINT / 2) / PER_POINT * 5;
        if (Length::pt_ratio(hundredths, 100) - self.size).abs() < Length::pt_ratio(1, 40) {
            return Vec::new();
        }
        let geometry = &self.now.geometry;
        let (inner, outer) = (millimetres(geometry.inner), millimetres(geometry.outer));
        let leading = points((self.leading.0 * 100 + PER_POINT / 2) / PER_POINT);
        vec![Tried::Size(points(hundredths)), Tried::Leading(leading), Tried::Inner(inner), Tried::Outer(outer)]
    }

    /// Longer or shorter lines.
    fn measure(&self) -> Vec<Tried> {
        let geometry = &self.now.geometry;
        let measure = geometry.measure();
        let (least, most) = (self.size.scale(MEASURE.0, 10), self.size.scale(MEASURE.1, 10));
        let wanted = measure.scale(self.pages, self.target).max(least).min(most);
        let more = (wanted - measure).max(-MOST_MEASURE).min(MOST_MEASURE);
        if more.abs() < Length::pt(1) || more.0.signum() != (self.pages - self.target).signum() {
            return Vec::new();
        }
        let (inner, outer) = (geometry.inner - more.scale(1, 3), geometry.outer - more.scale(2, 3));
        vec![Tried::Inner(millimetres(inner)), Tried::Outer(millimetres(outer))]
    }

    /// More or fewer lines on a page, from head and foot.
    fn depth(&self) -> Vec<Tried> {
        let (geometry, lines) = (&self.now.geometry, self.lines());
        let more = self.leading * lines;
        let top = millimetres(geometry.top - more.scale(1, 3));
        let height = self.leading * (geometry.lines + lines);
        let bottom = geometry.trim.height - top.absolute().unwrap_or_default() - height;
        vec![Tried::Top(top), Tried::Bottom(millimetres(bottom))]
    }
}
