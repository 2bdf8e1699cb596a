//! In: a drawing, and which of two colours is to run under the other. Out: the same with the lines by which they do.
//! Refuses to know inks.
//!
//! A rim lies along the edge of the upper of two shapes. Where the upper one is the lighter, it grows by as much over what
//! is below it, before it is drawn itself; where it is the darker, the lighter one grows into it once it is drawn. In both
//! the shapes below are gone through again in their order, so that only what is seen there gets a rim: each of the
//! lighter colour, or under which that one runs, is laid on, and every other is taken off again, all on one plate.

use super::drawing::{Clip, Drawing, Fill, Paint, Pen, Rgb, RimPart, Shape, Step, steps as steps_of};
use super::flatten::{Area, cut, flat, outline, place, shines, steps_area, stroke, touch, transform};
use crate::base::{Length, Size};
use resvg::tiny_skia::{LineCap, LineJoin, Stroke, Transform};

/// What two colours do to each other.
pub struct Meeting<'a> {
    /// Of an upper colour and one below: the lighter, where it is to run under the other, and how far.
    pub trap: &'a dyn Fn(Rgb, Rgb) -> Option<(Rgb, Length)>,
    /// Whether a colour leaves what lies under it as it is.
    pub overprints: &'a dyn Fn(Rgb) -> bool,
}

/// Why two colours that meet have no rim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Untrapped {
    /// One of them, or what lies between, is translucent.
    Translucent,
    /// The edge is that of a clip.
    Clipped,
    /// There are too many shapes over each other.
    TooMany,
}

/// Steps of all rims of a drawing, and pairs of shapes that are looked at.
const MOST_STEPS: usize = 60_000;
const MOST_PAIRS: usize = 10_000_000;
/// To how many parts of a pixel curves are followed.
const FINE: f32 = 16.0;

impl Drawing {
    /// `size` is the size on the page, `most` the widest rim.
    #[must_use]
    pub fn trapped(self, size: Size, most: Length, meeting: &Meeting) -> (Drawing, Vec<Untrapped>) {
        let scale = (size.width.to_pt() as f32 / self.width).max(size.height.to_pt() as f32 / self.height);
        let pixels = |length: Length| length.to_pt() as f32 / scale.max(1e-6);
        let mut trapper = Trapper {
            meeting,
            pixels: &pixels,
            most: pixels(most),
            leaves: Vec::new(),
            untrapped: Vec::new(),
            steps: 0,
            pairs: 0,
        };
        let shapes = trapper.shapes(&self.shapes, &[]);
        let too_many = trapper.steps > MOST_STEPS;
        let mut untrapped = trapper.untrapped;
        untrapped.extend(too_many.then_some(Untrapped::TooMany));
        untrapped.sort_unstable();
        untrapped.dedup();
        if untrapped.contains(&Untrapped::TooMany) {
            return (self, vec![Untrapped::TooMany]);
        }
        (Drawing { shapes, ..self }, untrapped)
    }
}

/// One region of one colour.
struct Leaf {
    colour: What,
    steps: Vec<Step>,
    even_odd: bool,
    clips: Vec<Clip>,
    area: Area,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Flat(Rgb),
    /// A gradient, or pixels: it covers, and no ink runs under it.
    Opaque,
    Translucent,
}

struct Trapper<'a> {
    meeting: &'a Meeting<'a>,
    pixels: &'a dyn Fn(Length) -> f32,
    most: f32,
    /// What was drawn so far.
    leaves: Vec<Leaf>,
    untrapped: Vec<Untrapped>,
    steps: usize,
    pairs: usize,
}

/// Before a region, and after it.
type Rims = [Vec<Shape>; 2];

impl Trapper<'_> {
    fn shapes(&mut self, shapes: &[Shape], clips: &[Clip]) -> Vec<Shape> {
        let mut out = Vec::with_capacity(shapes.len());
        for shape in shapes {
            match shape {
                Shape::Path { fill, pen, pen_first, .. } => {
                    let (filled, drawn) = (only(shape, true), only(shape, false));
                    let parts = [filled.filter(|_| fill.is_some()), drawn.filter(|_| pen.is_some())];
                    let parts = if *pen_first { [&parts[1], &parts[0]] } else { [&parts[0], &parts[1]] };
                    let rims: Vec<(&Shape, Rims)> =
                        parts.into_iter().flatten().map(|part| (part, self.region(part, clips))).collect();
                    if rims.iter().all(|(_, [before, after])| before.is_empty() && after.is_empty()) {
                        out.push(shape.clone());
                        continue;
                    }
                    for (part, [before, after]) in rims {
                        out.extend(before);
                        out.push(part.clone());
                        out.extend(after);
                    }
                }
                Shape::Group { clips: own, opacity, shapes: inner } if *opacity >= 1.0 => {
                    let clips = [clips, own].concat();
                    let shapes = self.shapes(inner, &clips);
                    out.push(Shape::Group { clips: own.clone(), opacity: *opacity, shapes });
                }
                Shape::Pixels { .. } | Shape::Group { .. } => {
                    let colour = if shines(shape) { What::Translucent } else { What::Opaque };
                    let area = place(shape);
                    self.blended(shape, area);
                    let steps = match shape {
                        Shape::Pixels { matrix, .. } => mapped(&square(), transform(matrix)),
                        Shape::Path { .. } | Shape::Group { .. } | Shape::Rim { .. } => Vec::new(),
                    };
                    self.leaves.push(Leaf { colour, steps, even_odd: false, clips: clips.to_vec(), area });
                    out.push(shape.clone());
                }
                Shape::Rim { .. } => out.push(shape.clone()),
            }
        }
        out
    }

    /// Whether there is work left to do for one more shape: else the whole drawing has no rims.
    fn can_go_on(&mut self) -> bool {
        self.pairs += self.leaves.len();
        let too_many = self.pairs > MOST_PAIRS || self.steps > MOST_STEPS;
        if too_many && self.untrapped.last() != Some(&Untrapped::TooMany) {
            self.untrapped.push(Untrapped::TooMany);
        }
        !too_many
    }

    /// What is faded as one meets others, and itself, without rims.
    fn blended(&mut self, shape: &Shape, area: Area) {
        let mut own = Vec::new();
        flat(shape, &mut own);
        own.sort_unstable();
        own.dedup();
        if own.is_empty() || !self.can_go_on() {
            return;
        }
        let below = self.leaves.iter().filter(|below| touch(below.area, area)).filter_map(Leaf::rgb);
        let mut below: Vec<Rgb> = below.chain(own.iter().copied()).collect();
        below.sort_unstable();
        below.dedup();
        let meets = |upper: &Rgb| below.iter().any(|under| (self.meeting.trap)(*upper, *under).is_some());
        if own.iter().any(meets) {
            self.untrapped.push(Untrapped::Translucent);
        }
    }

    /// The rims of what is filled or drawn of one path, which is among what was drawn from here on.
    fn region(&mut self, part: &Shape, clips: &[Clip]) -> Rims {
        let Some((colour, steps, even_odd, rgb)) = outlined(part) else { return Rims::default() };
        // A line of very many dashes is very many outlines.
        if steps.len() > MOST_STEPS {
            self.untrapped.push(Untrapped::TooMany);
            return Rims::default();
        }
        let area = steps_area(&steps);
        let leaf = Leaf { colour, steps, even_odd, clips: clips.to_vec(), area };
        let rims = match rgb {
            Some(rgb) if !(self.meeting.overprints)(rgb) => self.rims(&leaf, rgb),
            Some(_) | None => Rims::default(),
        };
        self.leaves.push(leaf);
        rims
    }

    fn rims(&mut self, leaf: &Leaf, own: Rgb) -> Rims {
        if !self.can_go_on() {
            return Rims::default();
        }
        let near = grown(leaf.area, self.most);
        let covers = |below: &Leaf| below.is_whole_over(near) && !below.overprints(self.meeting);
        let first = self.leaves.iter().rposition(covers).unwrap_or(0);
        let below: Vec<&Leaf> = self.leaves[first..].iter().filter(|below| touch(below.area, near)).collect();
        let mut colours: Vec<Rgb> = below.iter().filter_map(|below| below.rgb()).collect();
        colours.sort_unstable();
        colours.dedup();
        let mut traps: Vec<(Rgb, Length)> = Vec::new();
        for under in colours {
            let trap = (self.meeting.trap)(own, under);
            traps.extend(trap.filter(|trap| !traps.contains(trap)));
        }
        if traps.is_empty() {
            return Rims::default();
        }
        if leaf.colour == What::Translucent || below.iter().any(|below| below.colour == What::Translucent) {
            self.untrapped.push(Untrapped::Translucent);
            return Rims::default();
        }
        if leaf.clips.iter().any(|clip| !is_whole(clip, leaf.area)) {
            self.untrapped.push(Untrapped::Clipped);
        }
        let mut rims = Rims::default();
        for (lighter, width) in traps {
            let width = (self.pixels)(width);
            let Some(edge) = edge(&leaf.steps, width) else { continue };
            let part = |below: &&Leaf| below.part(lighter, (own, width), self.meeting);
            let parts = needed(below.iter().filter_map(part));
            self.steps +=
                leaf.steps.len() + edge.steps.len() + parts.iter().map(|part| part.steps.len()).sum::<usize>();
            let whole =
                Clip { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], steps: leaf.steps.clone(), even_odd: leaf.even_odd };
            match lighter == own {
                true => rims[0].push(Shape::Rim { clips: vec![edge], rgb: lighter, parts }),
                false => rims[1].push(Shape::Rim { clips: vec![whole, edge], rgb: lighter, parts }),
            }
        }
        rims
    }
}

impl Leaf {
    fn rgb(&self) -> Option<Rgb> {
        match self.colour {
            What::Flat(rgb) => Some(rgb),
            What::Opaque | What::Translucent => None,
        }
    }

    fn overprints(&self, meeting: &Meeting) -> bool {
        self.rgb().is_some_and(meeting.overprints)
    }

    /// What it does to the plate of the lighter colour where `upper` meets it with a rim so wide.
    fn part(&self, lighter: Rgb, (upper, width): (Rgb, f32), meeting: &Meeting) -> Option<RimPart> {
        let own = self.rgb();
        let is_lighter = own == Some(lighter);
        if !is_lighter && self.overprints(meeting) {
            return None;
        }
        let runs_under = upper == lighter
            && own.is_some_and(|own| (meeting.trap)(upper, own).is_some_and(|(rgb, _)| rgb == lighter));
        // What ends at the upper shape's edge is to run in under it.
        let grown = if upper == lighter { 0.0 } else { width };
        let (steps, clips) = (self.steps.clone(), self.clips.clone());
        Some(RimPart { clips, steps, even_odd: self.even_odd, inked: is_lighter || runs_under, grown })
    }

    /// Whether nothing below it is seen in an area: it is an upright rectangle around it.
    fn is_whole_over(&self, area: Area) -> bool {
        let uncut = self.clips.iter().all(|clip| is_whole(clip, area));
        self.colour != What::Translucent && uncut && is_box(&self.steps) && contains(self.area, area)
    }
}

/// Without what is taken off where nothing was laid on.
fn needed(parts: impl Iterator<Item = RimPart>) -> Vec<RimPart> {
    let mut laid: Vec<Area> = Vec::new();
    let mut kept = Vec::new();
    for part in parts {
        let area = grown(steps_area(&part.steps), part.grown);
        if part.inked {
            laid.push(area);
        }
        if laid.iter().any(|laid| touch(*laid, area)) {
            kept.push(part);
        }
    }
    kept
}

/// One of the two things that are done to a path.
fn only(shape: &Shape, is_fill: bool) -> Option<Shape> {
    let Shape::Path { matrix, steps, fill, pen, pen_first } = shape else { return None };
    let (fill, pen) = if is_fill { (fill.clone(), None) } else { (None, pen.clone()) };
    Some(Shape::Path { matrix: *matrix, steps: steps.clone(), fill, pen, pen_first: *pen_first })
}

/// The region that a part of a path covers, in the drawing's pixels, and the colour that it has, if that is flat.
fn outlined(part: &Shape) -> Option<(What, Vec<Step>, bool, Option<Rgb>)> {
    let Shape::Path { matrix, steps, fill, pen, .. } = part else { return None };
    if let Some(Fill { paint, opacity, even_odd }) = fill {
        let rgb = match paint {
            Paint::Rgb(red, green, blue) => Some((*red, *green, *blue)),
            Paint::Linear { .. } | Paint::Radial { .. } => None,
        };
        let colour = if *opacity < 1.0 { What::Translucent } else { rgb.map_or(What::Opaque, What::Flat) };
        return Some((colour, mapped(steps, transform(matrix)), *even_odd, rgb));
    }
    let Pen { rgb, opacity, .. } = pen.as_ref()?;
    let colour = if *opacity < 1.0 { What::Translucent } else { What::Flat(*rgb) };
    let pen = stroke(pen.as_ref()?);
    let mut line = outline(steps)?;
    if let Some(dash) = &pen.dash {
        line = line.dash(dash, FINE)?;
    }
    let [a, b, c, d, _, _] = *matrix;
    let fine = FINE * (a * d - b * c).abs().sqrt().max(1e-3);
    let drawn = line.stroke(&pen, fine)?.transform(transform(matrix))?;
    Some((colour, steps_of(&drawn), false, Some(*rgb)))
}

/// What lies within a width of an outline.
fn edge(steps: &[Step], width: f32) -> Option<Clip> {
    let pen = Stroke { width: width * 2.0, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    let drawn = outline(&closed(steps))?.stroke(&pen, FINE)?;
    Some(Clip { matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0], steps: steps_of(&drawn), even_odd: false })
}

/// A fill closes what its path leaves open.
fn closed(steps: &[Step]) -> Vec<Step> {
    let mut out = Vec::with_capacity(steps.len() + 1);
    let mut open = false;
    for step in steps {
        if matches!(step, Step::Move(..)) && open {
            out.push(Step::Close);
        }
        open = !matches!(step, Step::Close | Step::Move(..));
        out.push(*step);
    }
    if open {
        out.push(Step::Close);
    }
    out
}

fn mapped(steps: &[Step], at: Transform) -> Vec<Step> {
    outline(steps).and_then(|path| path.transform(at)).map_or_else(Vec::new, |path| steps_of(&path))
}

fn square() -> [Step; 5] {
    [Step::Move(0.0, 0.0), Step::Line(1.0, 0.0), Step::Line(1.0, 1.0), Step::Line(0.0, 1.0), Step::Close]
}

fn grown([left, top, right, bottom]: Area, by: f32) -> Area {
    [left - by, top - by, right + by, bottom + by]
}

fn contains(outer: Area, inner: Area) -> bool {
    outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
}

/// Whether a clip leaves an area whole, as far as that is plain to see.
fn is_whole(clip: &Clip, area: Area) -> bool {
    let steps = mapped(&clip.steps, transform(&clip.matrix));
    is_box(&steps) && cut(steps_area(&steps), area) == Some(area)
}

/// Whether an outline is one upright rectangle.
fn is_box(steps: &[Step]) -> bool {
    let corners = steps.iter().filter_map(|step| match *step {
        Step::Move(x, y) | Step::Line(x, y) => Some((x, y)),
        Step::Curve(..) | Step::Close => None,
    });
    let mut corners: Vec<(f32, f32)> = corners.collect();
    let moves = steps.iter().filter(|step| matches!(step, Step::Move(..))).count();
    let curved = steps.iter().any(|step| matches!(step, Step::Curve(..)));
    if corners.len() == 5 && corners.first() == corners.last() {
        corners.pop();
    }
    let (1, false, [one, two, three, four]) = (moves, curved, &corners[..]) else { return false };
    one.1 == two.1 && two.0 == three.0 && three.1 == four.1 && four.0 == one.0
        || one.0 == two.0 && two.1 == three.1 && three.0 == four.0 && four.1 == one.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::Picture;

    const RED: Rgb = (232, 17, 45);

    /// The rims of a drawing of 40 pixels, by whether they follow what they belong to, with what each lays on and takes
    /// off; and what has none.
    fn rims(inside: &str) -> (Vec<(usize, String)>, Vec<Untrapped>) {
        let svg = format!("<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'>{inside}</svg>");
        let picture = Picture::probe(svg.into_bytes()).unwrap();
        let size = Size::new(Length::pt(40), Length::pt(40));
        let trap = |upper: Rgb, under: Rgb| {
            let dark = |rgb: Rgb| rgb == (0, 0, 0);
            let meets = upper == RED && dark(under) || under == RED && dark(upper);
            meets.then_some((RED, Length::pt(1)))
        };
        let meeting = Meeting { trap: &trap, overprints: &|rgb| rgb == (0, 0, 1) };
        let (drawing, untrapped) = Drawing::new(&picture, size).unwrap().trapped(size, Length::pt(1), &meeting);
        let mut found = Vec::new();
        fn collect(shapes: &[Shape], found: &mut Vec<(usize, String)>) {
            for (at, shape) in shapes.iter().enumerate() {
                match shape {
                    Shape::Rim { parts, .. } => {
                        found.push((at, parts.iter().map(|part| if part.inked { '+' } else { '-' }).collect()));
                    }
                    Shape::Group { shapes, .. } => collect(shapes, found),
                    Shape::Path { .. } | Shape::Pixels { .. } => {}
                }
            }
        }
        collect(&drawing.shapes, &mut found);
        (found, untrapped)
    }

    #[test]
    fn the_lighter_colour_runs_under_the_darker_one() {
        let (red, black) = ("fill='#e8112d'", "fill='#000'");
        let one = |inside: &str| {
            let (rims, untrapped) = rims(inside);
            assert_eq!(untrapped, [], "{inside}");
            rims.into_iter().map(|(at, parts)| format!("{at}{parts}")).collect::<Vec<_>>().join(" ")
        };
        let rect = |x: u8, width: u8, more: &str| format!("<rect x='{x}' width='{width}' height='20' {more}/>");
        assert_eq!(one(&(rect(0, 20, black) + &rect(5, 9, red))), "1+", "before what grows");
        assert_eq!(one(&(rect(0, 20, red) + &rect(5, 9, black))), "2+", "after what is grown into");
        assert_eq!(one(&(rect(0, 20, red) + &rect(20, 20, black))), "2+", "they touch");
        assert_eq!(one(&(rect(0, 20, red) + &rect(22, 18, black))), "", "they do not");
        let between = rect(0, 20, red) + &rect(4, 9, "fill='#fff'") + &rect(8, 11, black);
        assert_eq!(one(&between), "3+-", "what lies between has no rim");
        let over = rect(0, 20, red) + &rect(4, 9, "fill='#000001'") + &rect(8, 11, black);
        assert_eq!(one(&over), "3+", "what overprints leaves what is under it");
        let inner = format!("<circle cx='10' cy='10' r='5' {red}/>");
        assert_eq!(one(&(rect(0, 20, black) + &rect(0, 30, "fill='#fff'") + &inner)), "", "nothing is seen");
        let line = "<path d='M2 10h30' fill='none' stroke='#e8112d' stroke-width='4' stroke-dasharray='3'/>";
        assert_eq!(one(&(rect(0, 20, black) + line)), "1+", "lines too");
        let both = format!("<circle cx='10' cy='10' r='6' {red} stroke='#000' stroke-width='2'/>");
        assert_eq!(one(&both), "2+", "a line on its own fill");
    }

    #[test]
    fn what_has_none_is_told() {
        let black = "<rect width='30' height='30' fill='#000'/>";
        let red = |more: &str| format!("{black}<rect x='9' y='9' width='9' height='9' fill='#e8112d' {more}/>");
        assert_eq!(rims(&red("opacity='.5'")), (vec![], vec![Untrapped::Translucent]));
        let clip = |shape: &str| {
            let clip = format!("<clipPath id='c'>{shape}</clipPath>");
            rims(&format!("{black}<g clip-path='url(#c)'>{}</g>{clip}", red("").replace(black, "")))
        };
        assert_eq!(clip("<circle cx='9' cy='9' r='5'/>").1, [Untrapped::Clipped]);
        assert_eq!(clip("<rect width='40' height='40'/>"), (vec![(0, "+".to_owned())], vec![]));
        let many = red("").repeat(3_000);
        assert_eq!(rims(&many), (vec![], vec![Untrapped::TooMany]));
    }

    #[test]
    fn a_line_that_encloses_nothing_is_not_filled() {
        let svg =
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M1 1l5 5M3 1v4' stroke='red'/>\
                    <path d='M1 1l5 5v2' stroke='red'/></svg>";
        let size = Size::new(Length::pt(9), Length::pt(9));
        let drawing = Drawing::new(&Picture::probe(svg.to_vec()).unwrap(), size).unwrap();
        let filled = drawing.shapes.iter().map(|shape| matches!(shape, Shape::Path { fill: Some(_), .. }));
        assert_eq!(filled.collect::<Vec<_>>(), [false, true]);
    }
}
