//! In: a glyph's outline. Out: where its ink is: its box, and how far it reaches to the right between two heights.
//! Refuses to know what the glyph stands for.
//!
//! Curves are taken as a few straight lines in whole units, so that every machine measures alike.

use super::Face;
use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// Straight lines for one curve.
const STEPS: i64 = 8;
/// Parts of a font unit in which points are counted.
const FINE: i64 = 64;

/// Straight lines, in parts of a font unit, y upwards.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    lines: Vec<[(i64, i64); 2]>,
}

impl Outline {
    /// Left, bottom, right and top, in font units; nothing where there is no ink.
    pub fn bounds(&self) -> Option<[i64; 4]> {
        let points = || self.lines.iter().flatten();
        let low = |of: fn(&(i64, i64)) -> i64| points().map(of).min().map(|least| least.div_euclid(FINE));
        let high = |of: fn(&(i64, i64)) -> i64| points().map(of).max().map(|most| -(-most).div_euclid(FINE));
        Some([low(|at| at.0)?, low(|at| at.1)?, high(|at| at.0)?, high(|at| at.1)?])
    }

    /// The right end of the ink between two heights, in font units.
    pub fn right_between(&self, low: i64, high: i64) -> Option<i64> {
        let (low, high) = (low * FINE, high * FINE);
        let right = |line: &[(i64, i64); 2]| {
            let [one, other] = *line;
            let (below, above) = if one.1 <= other.1 { (one, other) } else { (other, one) };
            if above.1 < low || below.1 > high {
                return None;
            }
            let at = |y: i64| match above.1 - below.1 {
                0 => below.0.max(above.0),
                rise => below.0 + (above.0 - below.0) * (y - below.1) / rise,
            };
            Some(at(below.1.max(low)).max(at(above.1.min(high))))
        };
        self.lines.iter().filter_map(right).max().map(|most| -(-most).div_euclid(FINE))
    }
}

impl Face {
    /// The outline of a glyph; empty where it has none.
    pub fn outline(&self, glyph: u16) -> Outline {
        let mut pen = Pen::default();
        let tables = FontRef::from_index(&self.data, self.index);
        if let Some(drawn) = tables.ok().and_then(|tables| tables.outline_glyphs().get(GlyphId::from(glyph))) {
            let settings = DrawSettings::unhinted(Size::unscaled(), self.location());
            // What cannot be read to its end is measured as far as it goes.
            let _ = drawn.draw(settings, &mut pen);
        }
        Outline { lines: pen.lines }
    }
}

#[derive(Default)]
struct Pen {
    lines: Vec<[(i64, i64); 2]>,
    start: (i64, i64),
    at: (i64, i64),
}

fn fine(x: f32, y: f32) -> (i64, i64) {
    let fine = |units: f32| (units.clamp(-32_768.0, 32_767.0) * FINE as f32).round() as i64;
    (fine(x), fine(y))
}

impl Pen {
    fn to(&mut self, point: (i64, i64)) {
        self.lines.push([self.at, point]);
        self.at = point;
    }

    /// A curve of these points, by de Casteljau's rule.
    fn curve<const N: usize>(&mut self, points: [(i64, i64); N]) {
        for step in 1..=STEPS {
            let mut points = points;
            for last in (1..N).rev() {
                for at in 0..last {
                    let between = |from: i64, to: i64| from + (to - from) * step / STEPS;
                    points[at] = (between(points[at].0, points[at + 1].0), between(points[at].1, points[at + 1].1));
                }
            }
            self.to(points[0]);
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.start = fine(x, y);
        self.at = self.start;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(fine(x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.curve([self.at, fine(cx, cy), fine(x, y)]);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.curve([self.at, fine(ax, ay), fine(bx, by), fine(x, y)]);
    }

    fn close(&mut self) {
        self.to(self.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_where_their_ink_is() {
        let face = Face::new(include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Regular.otf").to_vec(), 0);
        let face = face.unwrap();
        let outline = |letter: char| face.outline(face.glyph(letter).unwrap());
        let [_, bottom, right, top] = outline('H').bounds().unwrap();
        assert!((-8..=0).contains(&bottom) && (600..700).contains(&top), "{bottom} {top}");
        assert_eq!(outline('H').right_between(0, top), Some(right));
        assert!(outline('Q').bounds().unwrap()[1] < -100 && outline('J').bounds().unwrap()[1] < 0);
        assert!(outline('À').bounds().unwrap()[3] > top + 50);
        // An A is narrow above, an L is its stem there.
        let reach = |letter| outline(letter).right_between(top * 2 / 3, top).unwrap();
        assert!(reach('A') < outline('A').bounds().unwrap()[2] * 3 / 4);
        assert!(reach('L') < reach('H'));
        assert_eq!(outline(' ').bounds(), None);
        assert_eq!(outline('Q').right_between(2_000, 3_000), None);
    }
}
