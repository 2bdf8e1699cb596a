//! In: an SVG's shapes. Out: a form of them, in the press's colours, in CSS pixels with y upwards.

use super::bytes::{name, painting, put_int, put_operator, put_real, put_reals};
use super::colour::Written;
use super::image::{ImageData, Kind};
use super::layer::{Form, Layer, Over, overprint_name};
use crate::base::{Ink, Size};
use crate::page::is_ground;
use crate::pictures::{Clip, Drawing, Fill, Matrix, Paint, Pen, Rgb, RimPart, Shape, Step, Stop};
use crate::press::{Colour, Laid, Palette, Thing};
use lopdf::{Dictionary, Object, dictionary};

/// The form spans `0 0 width height`.
pub fn form(drawing: &Drawing, size: Size, palette: &Palette) -> Form {
    let scale = (size.width.to_pt() as f32 / drawing.width, size.height.to_pt() as f32 / drawing.height);
    let mut painter = Painter { layer: Layer::default(), palette, size: (drawing.width, drawing.height), scale };
    put_reals(&mut painter.layer.content, &[1.0, 0.0, 0.0, -1.0, 0.0, drawing.height], "cm");
    painter.shapes(&drawing.shapes);
    Form { layer: painter.layer, bounds: [0.0, 0.0, drawing.width, drawing.height], group: false }
}

/// The spot ink that a gradient would run to, which it cannot.
pub fn blended<'a>(shapes: &[Shape], palette: &'a Palette) -> Option<&'a str> {
    let stops = |fill: &Fill| match &fill.paint {
        Paint::Rgb(..) => None,
        Paint::Linear { stops, .. } | Paint::Radial { stops, .. } => {
            stops.iter().find_map(|stop| palette.spot_named(stop.rgb))
        }
    };
    shapes.iter().find_map(|shape| match shape {
        Shape::Path { fill, .. } => fill.as_ref().and_then(stops),
        Shape::Group { shapes, .. } => blended(shapes, palette),
        Shape::Pixels { .. } | Shape::Rim { .. } => None,
    })
}

struct Painter<'a> {
    layer: Layer,
    palette: &'a Palette,
    size: (f32, f32),
    /// From its pixels to points of the page.
    scale: (f32, f32),
}

impl Painter<'_> {
    fn shapes(&mut self, shapes: &[Shape]) {
        for shape in shapes {
            self.operator("q");
            match shape {
                Shape::Path { matrix, steps, fill, pen, pen_first } => {
                    put_reals(self.out(), matrix, "cm");
                    let thing = if is_ground(*matrix, steps, self.scale) { Thing::Ground } else { Thing::Shape };
                    self.path(steps, (fill.as_ref(), thing), pen.as_ref(), *pen_first);
                }
                Shape::Pixels { matrix, raster } => {
                    // An image is drawn from its bottom row up.
                    let [a, b, c, d, e, f] = *matrix;
                    put_reals(self.out(), &[a, b, -c, -d, e + c, f + d], "cm");
                    let at = self.layer.images.len();
                    self.layer.images.push(ImageData::of_raster(raster, self.palette, Kind::Drawing));
                    self.operator(&format!("/I{at} Do"));
                }
                Shape::Group { clips, opacity, shapes } => {
                    for clip in clips {
                        self.clip(clip.matrix, &clip.steps, clip.even_odd);
                    }
                    self.group(*opacity, shapes);
                }
                Shape::Rim { clips, rgb, parts } => self.rim(clips, *rgb, parts),
            }
            self.operator("Q");
        }
    }

    /// On the plate of its ink alone.
    fn rim(&mut self, clips: &[Clip], (red, green, blue): Rgb, parts: &[RimPart]) {
        let ink = Ink::Rgb(red, green, blue);
        let (Some(on), Some(off)) = (self.palette.rim(ink), self.palette.no_rim(ink)) else { return };
        clips.iter().for_each(|clip| self.clip(clip.matrix, &clip.steps, clip.even_odd));
        self.overprint(Over::both(true));
        for part in parts {
            self.operator("q");
            part.clips.iter().for_each(|clip| self.clip(clip.matrix, &clip.steps, clip.even_odd));
            let colour = if part.inked { on } else { off };
            colour.put(self.out(), false);
            if part.grown > 0.0 {
                colour.put(self.out(), true);
                put_reals(self.out(), &[part.grown * 2.0], "w");
                self.operator("1 j");
            }
            self.draw(&part.steps, true, part.even_odd, part.grown > 0.0);
            self.operator("Q");
        }
    }

    fn group(&mut self, opacity: f32, shapes: &[Shape]) {
        let level = level(opacity);
        if level == 255 {
            return self.shapes(shapes);
        }
        let mut inner = Painter { layer: Layer::default(), palette: self.palette, size: self.size, scale: self.scale };
        inner.shapes(shapes);
        // Parts may reach over the drawing's edge before a transform brings them in; the outer form cuts them.
        let (width, height) = self.size;
        let bounds = [-width, -height, 2.0 * width, 2.0 * height];
        self.opacity(level, level);
        let at = self.layer.forms.len();
        self.layer.forms.push(Form { layer: inner.layer, bounds, group: true });
        self.operator(&format!("/X{at} Do"));
    }

    fn path(&mut self, steps: &[Step], (fill, thing): (Option<&Fill>, Thing), pen: Option<&Pen>, pen_first: bool) {
        let gradient = fill.filter(|fill| !matches!(fill.paint, Paint::Rgb(..)));
        let flat = |fill: &Fill| match fill.paint {
            Paint::Rgb(red, green, blue) => self.palette.laid_flat((red, green, blue), thing),
            Paint::Linear { .. } | Paint::Radial { .. } => None,
        };
        let flat = fill.and_then(flat);
        let stroke = pen.and_then(|pen| Some((pen, self.palette.laid_flat(pen.rgb, Thing::Shape)?)));
        let inside = gradient.map(|_| false).or(flat.map(|laid| laid.over));
        self.overprint(Over::of(inside, stroke.map(|(_, laid)| laid.over)));
        if let Some((pen, laid)) = stroke {
            self.pen(pen, laid.colour);
        }
        if let Some(Laid { colour, .. }) = flat {
            colour.put(self.out(), false);
        }
        let fill_level = fill.map_or(255, |fill| level(fill.opacity));
        let pen_level = pen.map_or(255, |pen| level(pen.opacity));
        if fill_level < 255 || pen_level < 255 {
            self.opacity(fill_level, pen_level);
        }
        let even_odd = fill.is_some_and(|fill| fill.even_odd);
        let (solid, pen) = (flat.is_some(), stroke);
        match (gradient, pen_first) {
            (Some(fill), false) => {
                self.gradient(steps, fill);
                self.draw(steps, false, even_odd, pen.is_some());
            }
            (Some(fill), true) => {
                self.draw(steps, false, even_odd, pen.is_some());
                self.gradient(steps, fill);
            }
            // Fading parts must be seen through one another as SVG has it: first one, then the other.
            (None, false) if pen_level < 255 => {
                self.draw(steps, solid, even_odd, false);
                self.draw(steps, false, even_odd, pen.is_some());
            }
            (None, false) => self.draw(steps, solid, even_odd, pen.is_some()),
            (None, true) => {
                self.draw(steps, false, even_odd, pen.is_some());
                self.draw(steps, solid, even_odd, false);
            }
        }
    }

    fn draw(&mut self, steps: &[Step], fill: bool, even_odd: bool, stroke: bool) {
        if let Some(operator) = painting(fill, even_odd, stroke) {
            self.steps(steps);
            self.operator(operator);
        }
    }

    fn gradient(&mut self, steps: &[Step], fill: &Fill) {
        let (matrix, shading) = match &fill.paint {
            Paint::Rgb(..) => return,
            Paint::Linear { matrix, from, to, stops } => {
                (matrix, self.shading(2, &[from.0, from.1, to.0, to.1], stops))
            }
            Paint::Radial { matrix, focus, circle, stops } => {
                (matrix, self.shading(3, &[focus.0, focus.1, focus.2, circle.0, circle.1, circle.2], stops))
            }
        };
        self.operator("q");
        self.steps(steps);
        self.operator(if fill.even_odd { "W* n" } else { "W n" });
        put_reals(self.out(), matrix, "cm");
        let at = self.layer.shadings.len();
        self.layer.shadings.push(shading);
        self.operator(&format!("/S{at} sh"));
        self.operator("Q");
    }

    /// ISO 32000-1, 8.7.4.5.3 and 8.7.4.5.4, with a stitched function (7.10.4).
    fn shading(&self, kind: u8, coordinates: &[f32], stops: &[Stop]) -> Dictionary {
        let gray = stops.iter().all(|stop| matches!(self.palette.rgb(stop.rgb), Colour::Gray(_)));
        let space = if gray { "DeviceGray" } else { self.palette.space() };
        let colour = |stop: &Stop| {
            let parts = self.palette.rgb(stop.rgb).parts(space);
            parts.into_iter().map(Object::Real).collect::<Vec<Object>>()
        };
        let mut stops = stops.to_vec();
        if let (Some(first), Some(last)) = (stops.first().copied(), stops.last().copied()) {
            stops.insert(0, Stop { offset: 0.0, ..first });
            stops.push(Stop { offset: 1.0, ..last });
        }
        if self.palette.separation().is_some() {
            stops = between(&stops);
        }
        let (mut functions, mut bounds, mut encode) = (Vec::new(), Vec::new(), Vec::new());
        for pair in stops.windows(2).filter(|pair| pair[1].offset > pair[0].offset) {
            if !functions.is_empty() {
                bounds.push(Object::Real(pair[0].offset));
            }
            let function = dictionary! {
                "FunctionType" => 2, "N" => 1, "Domain" => vec![0.into(), 1.into()],
                "C0" => colour(&pair[0]), "C1" => colour(&pair[1]),
            };
            functions.push(function.into());
            encode.extend([Object::Integer(0), Object::Integer(1)]);
        }
        let function = dictionary! {
            "FunctionType" => 3, "Domain" => vec![0.into(), 1.into()],
            "Functions" => Object::Array(functions), "Bounds" => Object::Array(bounds), "Encode" => Object::Array(encode),
        };
        dictionary! {
            "ShadingType" => i64::from(kind),
            "ColorSpace" => name(space),
            "Coords" => coordinates.iter().copied().map(Object::Real).collect::<Vec<Object>>(),
            "Function" => function,
            "Extend" => vec![true.into(), true.into()],
        }
    }

    /// The clip is cut in its own space; drawing goes on in the one before.
    fn clip(&mut self, matrix: Matrix, steps: &[Step], even_odd: bool) {
        let [a, b, c, d, e, f] = matrix;
        let mapped = |x: f32, y: f32| (a * x + c * y + e, b * x + d * y + f);
        let moved: Vec<Step> = steps
            .iter()
            .map(|step| match *step {
                Step::Move(x, y) => Step::Move(mapped(x, y).0, mapped(x, y).1),
                Step::Line(x, y) => Step::Line(mapped(x, y).0, mapped(x, y).1),
                Step::Curve(x1, y1, x2, y2, x, y) => {
                    let (one, two, end) = (mapped(x1, y1), mapped(x2, y2), mapped(x, y));
                    Step::Curve(one.0, one.1, two.0, two.1, end.0, end.1)
                }
                Step::Close => Step::Close,
            })
            .collect();
        self.steps(&moved);
        self.operator(if even_odd { "W* n" } else { "W n" });
    }

    fn pen(&mut self, pen: &Pen, colour: Colour) {
        colour.put(self.out(), true);
        put_reals(self.out(), &[pen.width], "w");
        put_int(self.out(), i64::from(pen.cap));
        self.operator(" J");
        put_int(self.out(), i64::from(pen.join));
        self.operator(" j");
        put_reals(self.out(), &[pen.miter.max(1.0)], "M");
        if pen.dash.iter().any(|&length| length > 0.0) {
            self.out().push(b'[');
            for &length in &pen.dash {
                put_real(self.out(), length.max(0.0));
                self.out().push(b' ');
            }
            self.out().extend_from_slice(b"] ");
            put_reals(self.out(), &[pen.dash_phase], "d");
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match *step {
                Step::Move(x, y) => put_reals(self.out(), &[x, y], "m"),
                Step::Line(x, y) => put_reals(self.out(), &[x, y], "l"),
                Step::Curve(x1, y1, x2, y2, x, y) => put_reals(self.out(), &[x1, y1, x2, y2, x, y], "c"),
                Step::Close => self.operator("h"),
            }
        }
    }

    fn overprint(&mut self, over: Over) {
        if over != Over::default() {
            self.layer.overprints.insert(over);
            self.operator(&format!("/{} gs", overprint_name(over)));
        }
    }

    fn opacity(&mut self, fill: u8, stroke: u8) {
        let state = self.layer.opacity(fill, stroke);
        self.operator(&format!("/{state} gs"));
    }

    fn operator(&mut self, operator: &str) {
        put_operator(&mut self.layer.content, operator);
    }

    fn out(&mut self) -> &mut Vec<u8> {
        &mut self.layer.content
    }
}

/// More stops between those that are there: inks do not run as straight as the light that they stand for.
fn between(stops: &[Stop]) -> Vec<Stop> {
    const PARTS: u32 = 8;
    let mut out: Vec<Stop> = Vec::new();
    for pair in stops.windows(2) {
        let mix = |from: u8, to: u8, part: u32| {
            ((u32::from(from) * (PARTS - part) + u32::from(to) * part + PARTS / 2) / PARTS) as u8
        };
        let (from, to) = (pair[0], pair[1]);
        let same = from.rgb == to.rgb;
        out.extend((0..if same { 1 } else { PARTS }).map(|part| Stop {
            offset: from.offset + (to.offset - from.offset) * part as f32 / PARTS as f32,
            rgb: (mix(from.rgb.0, to.rgb.0, part), mix(from.rgb.1, to.rgb.1, part), mix(from.rgb.2, to.rgb.2, part)),
        }));
    }
    out.extend(stops.last());
    out
}

/// An opacity in 255ths.
fn level(opacity: f32) -> u8 {
    (opacity.clamp(0.0, 1.0) * 255.0).round() as u8
}
