//! In: a path, point by point. Out: the area around it, and along which of its sides a straight edge runs. Refuses to
//! know what it is painted with.

/// Left, bottom, right, top.
pub type Area = [f64; 4];

/// Differences of less than this are rounding, and shorter edges are parts of something else, in points.
const SLACK: f64 = 0.02;
const SHORT: f64 = 4.0;

type Point = (f64, f64);

/// All points are in the page's space.
#[derive(Clone, Debug)]
pub struct Outline {
    pub area: Area,
    /// For left, bottom, right, top: how far out the outermost edge along that side is, and how long.
    edges: [(f64, f64); 4],
    start: Point,
    at: Point,
    /// Whether anything was drawn, and since the last move: a move alone paints nothing.
    drawn: bool,
    moved: bool,
}

impl Outline {
    pub fn new(start: Point) -> Outline {
        let area = [start.0, start.1, start.0, start.1];
        Outline { area, edges: [(f64::MIN, 0.0); 4], start, at: start, drawn: false, moved: true }
    }

    pub fn move_to(&mut self, to: Point) {
        if !self.moved {
            self.close();
        }
        (self.start, self.at, self.moved) = (to, to, true);
        if !self.drawn {
            self.area = [to.0, to.1, to.0, to.1];
        }
    }

    /// The last move counts from here on.
    fn draw(&mut self) {
        if self.moved {
            self.reach(self.start);
            (self.drawn, self.moved) = (true, false);
        }
    }

    pub fn line_to(&mut self, to: Point) {
        self.draw();
        self.edge(self.at, to);
        self.reach(to);
        self.at = to;
    }

    /// The last of the points is the curve's end.
    pub fn curve_to(&mut self, points: &[Point]) {
        self.draw();
        points.iter().for_each(|&point| self.reach(point));
        self.at = points.last().copied().unwrap_or(self.at);
    }

    pub fn close(&mut self) {
        self.edge(self.at, self.start);
        self.at = self.start;
    }

    /// Whether a straight edge runs along the left, bottom, right and top of the area.
    pub fn straight(&self) -> [bool; 4] {
        let out = outwards(self.area);
        std::array::from_fn(|side| self.edges[side].1 >= SHORT && (self.edges[side].0 - out[side]).abs() <= SLACK)
    }

    fn reach(&mut self, (x, y): Point) {
        let [left, bottom, right, top] = self.area;
        self.area = [left.min(x), bottom.min(y), right.max(x), top.max(y)];
    }

    fn edge(&mut self, from: Point, to: Point) {
        let (wide, high) = ((from.0 - to.0).abs(), (from.1 - to.1).abs());
        let out = outwards([from.0, from.1, from.0, from.1]);
        for (side, out) in out.into_iter().enumerate() {
            let (across, length) = if side % 2 == 0 { (wide, high) } else { (high, wide) };
            let known = &mut self.edges[side];
            if across <= SLACK && out > known.0 + SLACK {
                *known = (out, length);
            } else if across <= SLACK && out >= known.0 - SLACK {
                known.1 += length;
            }
        }
    }
}

/// How far out each side of an area is.
fn outwards([left, bottom, right, top]: Area) -> [f64; 4] {
    [-left, -bottom, right, top]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn straight(points: &[Point]) -> [bool; 4] {
        let mut outline = Outline::new(points[0]);
        points[1..].iter().for_each(|&point| outline.line_to(point));
        outline.close();
        outline.straight()
    }

    #[test]
    fn edges_run_along_sides() {
        assert_eq!(straight(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0)]), [true; 4]);
        assert_eq!(straight(&[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0)]), [false, true, true, false]);
        assert_eq!(straight(&[(0.0, 9.0), (9.0, 0.0), (18.0, 9.0), (9.0, 18.0)]), [false; 4]);
        assert_eq!(straight(&[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0)]), [false; 4], "a dot");
        let mut two = Outline::new((0.0, 0.0));
        [(9.0, 0.0), (9.0, 9.0)].into_iter().for_each(|point| two.line_to(point));
        two.move_to((20.0, 20.0));
        two.curve_to(&[(30.0, 20.0), (30.0, 30.0), (20.0, 30.0)]);
        two.move_to((90.0, 90.0));
        assert_eq!((two.area, two.straight()), ([0.0, 0.0, 30.0, 30.0], [false, true, false, false]));
    }
}
