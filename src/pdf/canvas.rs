//! In: a page's frame. Out: its content, what it names, its links and the marks of structure, in order.

use super::bytes::{painting, put_int, put_length, put_lengths, put_operator, put_reals};
use super::colour::Written;
use super::font::Font;
use super::forms::Forms;
use super::layer::{Form, Layer, Over, overprint_name};
use super::tags::role_name;
use super::text::{Look, TextState, TextWriter, Typeface};
use crate::base::{Ink, Length, Point, Rect, Size, Transform};
use crate::fonts::Faces;
use crate::page::{
    Areas, Frame, Item, Link, Mark, NodeId, Page, Path, PathStep, Stroke, StructureRole, StructureTree, Trap, Traps,
    Within,
};
use crate::pictures::Picture;
use crate::press::{Colour, Laid, Palette, Thing};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What all pages are drawn with.
pub struct Tools<'a> {
    pub palette: &'a Palette,
    /// Whether text that glyphs cannot tell may stand beside them (`ActualText`).
    pub told: bool,
    pub faces: &'a Faces,
    /// By face id.
    pub fonts: &'a [Option<Font>],
    pub pictures: &'a Pictures,
    pub forms: &'a Forms,
    /// The tree where the file is tagged.
    pub tags: Option<&'a StructureTree>,
}

/// Pictures in the order of their first use, with what scales them to a unit square.
#[derive(Debug, Default)]
pub struct Pictures {
    pub by_address: HashMap<usize, usize>,
    pub units: Vec<(f32, f32)>,
}

/// A page as drawn.
#[derive(Debug, Default)]
pub struct Drawn {
    pub layer: Layer,
    /// Links with their areas in the page's space, y upwards: left, bottom, right, top.
    pub links: Vec<(Link, [f32; 4], Option<NodeId>)>,
    /// By marked-content number.
    pub marks: Vec<NodeId>,
    /// Where the pictures of a Figure stand, in the page's space.
    pub figures: BTreeMap<NodeId, [f32; 4]>,
}

pub fn draw(page: &Page, tools: &Tools) -> Drawn {
    let media = page.boxes.media;
    let mut canvas = Canvas::new(tools, (-media.origin.x, media.bottom()));
    if tools.palette.has_rich_black() {
        canvas.areas = Areas::of(&page.frame);
    }
    canvas.frame(&page.frame, Point::ZERO);
    canvas.finish()
}

struct Canvas<'a> {
    tools: &'a Tools<'a>,
    drawn: Drawn,
    text: TextWriter,
    /// Where the frame's top left corner is in the content's space.
    origin: (Length, Length),
    /// From the content's space to the page's.
    matrix: [f64; 6],
    open: Open,
    /// Where two inks meet.
    traps: Traps<'a>,
    areas: Areas,
    /// How opaque things are drawn where nothing may shine through: as they look on paper.
    fade: u8,
    /// Inside a form, which carries no marks of its own.
    in_form: bool,
}

/// What draws a rim: its colour, and how wide it is.
type RimPen = (Colour, Length);

/// Which marked content is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Nothing,
    Node(NodeId),
    Artifact,
    /// Ink that no mark claims is an artifact.
    Unclaimed,
}

impl<'a> Canvas<'a> {
    fn new(tools: &'a Tools<'a>, origin: (Length, Length)) -> Canvas<'a> {
        Canvas {
            tools,
            drawn: Drawn::default(),
            text: TextWriter::new(tools.tags.is_some()),
            origin,
            matrix: [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
            traps: Traps::new(tools.palette, tools.faces),
            areas: Areas::default(),
            open: Open::Nothing,
            fade: 255,
            in_form: false,
        }
    }

    fn finish(mut self) -> Drawn {
        self.close_mark();
        self.text.end(&mut self.drawn.layer.content);
        self.drawn
    }

    fn frame(&mut self, frame: &Frame, at: Point) {
        for (point, item) in &frame.items {
            let point = Point::new(at.x + point.x, at.y + point.y);
            match item {
                Item::Mark(mark) => self.mark(*mark),
                Item::Link(link) => self.link(link, point),
                Item::Glyphs(run) => {
                    let Some(Some(font)) = self.tools.fonts.get(usize::from(run.face.0)) else { continue };
                    let traps = self.traps.letters(run, point);
                    let laid = self.tools.palette.laid(run.ink, Thing::Letters, self.fade);
                    let Some(Laid { colour: fill, over }) = laid else { continue };
                    self.claim();
                    let place = self.place(point);
                    let typeface = Typeface { face: self.tools.faces.get(run.face), font };
                    self.with_rims(traps, &mut |canvas, pen| {
                        canvas.overprint(Over { fill: over, stroke: over || pen.is_some() });
                        let look = Look { fill, pen, told: canvas.tools.told };
                        canvas.text.run(&mut canvas.drawn.layer.content, run, place, look, typeface);
                    });
                }
                Item::Rule { size, ink } => self.rule(point, *size, *ink),
                Item::Path(path) => self.path(point, path),
                Item::Image { picture, size, .. } => self.image(point, picture, *size),
                Item::Form(form) => self.foreign(point, form),
                Item::Group { frame, transform, clip, opacity } => {
                    let outer = self.traps.enter(point, *transform, clip.then_some(frame.size), *opacity);
                    self.group(frame, point, *transform, *clip, *opacity);
                    self.traps.leave(outer);
                }
            }
        }
    }

    fn place(&self, point: Point) -> (Length, Length) {
        (self.origin.0 + point.x, self.origin.1 - point.y)
    }

    /// Ends the text object: what follows is not text.
    fn out(&mut self) -> &mut Vec<u8> {
        self.text.end(&mut self.drawn.layer.content);
        &mut self.drawn.layer.content
    }

    fn overprint(&mut self, over: Over) {
        if self.text.state.over != over {
            self.text.state.over = over;
            self.drawn.layer.overprints.insert(over);
            put_operator(&mut self.drawn.layer.content, &format!("/{} gs", overprint_name(over)));
        }
    }

    fn set_fill(&mut self, fill: Colour) {
        if self.text.state.fill != fill {
            self.text.state.fill = fill;
            fill.put(self.out(), false);
        }
    }

    /// How a shape of this ink is printed.
    fn laid(&self, ink: Ink) -> Option<Laid> {
        self.tools.palette.laid(ink, Thing::Shape, self.fade)
    }

    fn laid_area(&self, ink: Ink, area: Option<Rect>) -> Option<Laid> {
        let is_large = area.is_some_and(|area| self.areas.is_large(area));
        self.tools.palette.laid(ink, if is_large { Thing::Ground } else { Thing::Shape }, self.fade)
    }

    /// The pen of a trap; nothing where its ink has another plate.
    fn rim(&self, trap: &Trap) -> Option<RimPen> {
        let colour = self.tools.palette.rim(trap.ink).filter(|_| self.fade == 255)?;
        Some((colour, trap.width))
    }

    /// Draws a thing with the pen of its trap, or without one and then with each within its ground.
    fn with_rims(&mut self, traps: Vec<Trap>, draw: &mut dyn FnMut(&mut Canvas<'a>, Option<RimPen>)) {
        let rims = traps.into_iter().filter_map(|trap| Some((self.rim(&trap)?, trap.within)));
        let rims: Vec<(RimPen, Option<Within>)> = rims.collect();
        if let [(pen, None)] = &rims[..] {
            return draw(self, Some(*pen));
        }
        draw(self, None);
        for (pen, within) in rims {
            let before = self.text.state.clone();
            self.save();
            within.into_iter().for_each(|within| self.clip_to(&within));
            draw(self, Some(pen));
            self.restore(before);
        }
    }

    fn clip_to(&mut self, Within { ground, holes }: &Within) {
        self.rectangle(*ground);
        put_operator(self.out(), "W n");
        for hole in holes {
            self.rectangle(*ground);
            self.rectangle(*hole);
            put_operator(self.out(), "W* n");
        }
    }

    fn rectangle(&mut self, Rect { origin, size }: Rect) {
        let (x, y) = self.place(Point::new(origin.x, origin.y + size.height));
        put_lengths(self.out(), &[x, y, size.width, size.height], "re");
    }

    fn rule(&mut self, point: Point, size: Size, ink: Ink) {
        let traps = self.traps.rule(point, size, ink);
        let area = self.traps.area(point, Rect { origin: Point::ZERO, size });
        let Some(Laid { colour, over }) = self.laid_area(ink, area) else { return };
        self.claim();
        self.with_rims(traps, &mut |canvas, pen| {
            canvas.overprint(Over { fill: over, stroke: over || pen.is_some() });
            let rect = Rect { origin: point, size };
            let Some((rim, width)) = pen else {
                canvas.set_fill(colour);
                canvas.rectangle(rect);
                return put_operator(canvas.out(), "f");
            };
            let before = canvas.text.state.clone();
            canvas.save();
            canvas.set_fill(colour);
            rim.put(canvas.out(), true);
            put_lengths(canvas.out(), &[width], "w");
            canvas.rectangle(rect);
            put_operator(canvas.out(), "B");
            canvas.restore(before);
        });
    }

    fn path(&mut self, point: Point, path: &Path) {
        let traps = self.traps.path(point, path);
        let fill = path.fill.as_ref().and_then(|fill| self.laid(fill.ink));
        let stroke = path.stroke.as_ref().and_then(|stroke| Some((stroke, self.laid(stroke.ink)?)));
        let traps = if fill.is_some() { traps } else { Vec::new() };
        if fill.is_none() && stroke.is_none() {
            return;
        }
        self.claim();
        self.with_rims(traps, &mut |canvas, pen| canvas.painted(point, path, (fill, stroke), pen));
    }

    fn painted(
        &mut self,
        point: Point,
        path: &Path,
        (fill, stroke): (Option<Laid>, Option<(&Stroke, Laid)>),
        pen: Option<RimPen>,
    ) {
        let even_odd = path.fill.as_ref().is_some_and(|fill| fill.even_odd);
        let Some(operator) = painting(fill.is_some(), even_odd, stroke.is_some() || pen.is_some()) else {
            return;
        };
        self.overprint(Over::of(fill.map(|laid| laid.over), stroke.map(|(_, laid)| laid.over).or(pen.map(|_| true))));
        let before = self.text.state.clone();
        self.save();
        if let Some(fill) = fill {
            self.set_fill(fill.colour);
        }
        if let Some((stroke, Laid { colour, .. })) = stroke {
            let out = self.out();
            colour.put(out, true);
            put_lengths(out, &[stroke.width], "w");
            put_int(out, i64::from(stroke.cap.min(2)));
            put_operator(out, " J");
            put_int(out, i64::from(stroke.join.min(2)));
            put_operator(out, " j");
            put_reals(out, &[(stroke.miter.max(1_000) as f32) / 1_000.0], "M");
            if !stroke.dash.is_empty() {
                out.push(b'[');
                for &length in &stroke.dash {
                    put_length(out, length);
                    out.push(b' ');
                }
                out.extend_from_slice(b"] ");
                put_lengths(out, &[stroke.dash_phase], "d");
            }
        }
        if let Some((rim, width)) = pen {
            rim.put(self.out(), true);
            put_lengths(self.out(), &[width], "w");
            put_operator(self.out(), "1 j");
        }
        for step in &path.steps {
            let at = |to: Point| self.place(Point::new(point.x + to.x, point.y + to.y));
            let (lengths, operator) = match *step {
                PathStep::Move(to) => (vec![at(to)], "m"),
                PathStep::Line(to) => (vec![at(to)], "l"),
                PathStep::Curve(one, two, to) => (vec![at(one), at(two), at(to)], "c"),
                PathStep::Close => (vec![], "h"),
            };
            let lengths: Vec<Length> = lengths.into_iter().flat_map(|(x, y)| [x, y]).collect();
            put_lengths(self.out(), &lengths, operator);
        }
        put_operator(self.out(), operator);
        self.restore(before);
    }

    fn image(&mut self, point: Point, picture: &Arc<Picture>, size: Size) {
        self.traps.other(point, Some(size));
        let Some(&at) = self.tools.pictures.by_address.get(&(Arc::as_ptr(picture) as usize)) else { return };
        let Some(over) = self.tools.palette.laid_picture(picture.ink) else { return };
        self.claim();
        self.overprint(Over::both(over));
        let (x, y) = self.place(Point::new(point.x, point.y + size.height));
        let units = self.tools.pictures.units[at];
        let scale = |length: Length, unit: f32| length.to_pt() as f32 / unit;
        let matrix =
            [scale(size.width, units.0), 0.0, 0.0, scale(size.height, units.1), x.to_pt() as f32, y.to_pt() as f32];
        let out = self.out();
        put_operator(out, "q");
        put_reals(out, &matrix, "cm");
        put_operator(out, &format!("/P{at} Do"));
        put_operator(out, "Q");
        self.drawn.layer.pictures.insert(at);
        if let Open::Node(node) = self.open {
            let [left, bottom, right, top] = self.page_rect(Rect { origin: point, size });
            let known = self.drawn.figures.entry(node).or_insert([left, bottom, right, top]);
            *known = [known[0].min(left), known[1].min(bottom), known[2].max(right), known[3].max(top)];
        }
    }

    /// A page of another PDF begins with the state that every page begins with, whatever was drawn before it.
    fn foreign(&mut self, point: Point, form: &crate::pdfread::Form) {
        self.traps.other(point, None);
        let shown = self.tools.palette.shows(None);
        let Some(at) = self.tools.forms.place(form).filter(|_| shown) else { return };
        self.claim();
        self.overprint(Over::default());
        let (x, y) = self.place(Point::new(point.x, point.y + form.size().height));
        let out = self.out();
        put_operator(out, "q 0 g 100 Tz 0 Ts");
        out.extend_from_slice(b"1 0 0 1 ");
        put_lengths(out, &[x, y], "cm");
        put_operator(out, &format!("/E{at} Do"));
        put_operator(out, "Q");
        self.drawn.layer.foreign.insert(at);
    }

    fn group(&mut self, frame: &Frame, point: Point, transform: Transform, clip: bool, opacity: u8) {
        let outer_fade = self.fade;
        let opacity = if self.tools.palette.allows_transparency() {
            opacity
        } else {
            self.fade = ((u32::from(outer_fade) * u32::from(opacity) + 127) / 255) as u8;
            255
        };
        let (x, y) = self.place(point);
        let part = |value: i64| value as f32 / Transform::ONE as f32;
        // The same transform where y grows upwards.
        let matrix = [
            part(transform.a),
            -part(transform.b),
            -part(transform.c),
            part(transform.d),
            (x + transform.e).to_pt() as f32,
            (y - transform.f).to_pt() as f32,
        ];
        if opacity < 255 {
            self.claim();
        } else {
            self.close_unclaimed();
        }
        let outside = (self.origin, self.matrix);
        self.save();
        let before = self.text.state.clone();
        put_reals(self.out(), &matrix, "cm");
        if clip {
            put_lengths(self.out(), &[Length::ZERO, -frame.size.height, frame.size.width, frame.size.height], "re");
            put_operator(self.out(), "W n");
        }
        self.origin = (Length::ZERO, Length::ZERO);
        self.matrix = product(self.matrix, matrix.map(f64::from));
        if opacity < 255 {
            self.overprint(Over::default());
            self.form(frame, opacity);
        } else {
            self.frame(frame, Point::ZERO);
            self.close_unclaimed();
        }
        (self.origin, self.matrix) = outside;
        self.fade = outer_fade;
        self.restore(before);
    }

    /// Draws a frame as one faded thing.
    fn form(&mut self, frame: &Frame, opacity: u8) {
        let mut inner = Canvas::new(self.tools, self.origin);
        inner.in_form = true;
        // What is faded is not trapped, and neither is what lies on it.
        inner.traps.enter(Point::ZERO, Transform::IDENTITY, None, opacity);
        self.traps.other(Point::ZERO, None);
        inner.text.state = self.text.state.clone();
        inner.matrix = self.matrix;
        inner.frame(frame, Point::ZERO);
        let inner = inner.finish();
        self.drawn.links.extend(inner.links);
        let (width, height) = (frame.size.width.to_pt() as f32, frame.size.height.to_pt() as f32);
        let bounds = [-width, -2.0 * height, 2.0 * width, height];
        let state = self.drawn.layer.opacity(opacity, opacity);
        let at = self.drawn.layer.forms.len();
        self.drawn.layer.forms.push(Form { layer: inner.layer, bounds, group: true });
        put_operator(self.out(), &format!("/{state} gs /X{at} Do"));
    }

    fn save(&mut self) {
        put_operator(self.out(), "q");
    }

    /// `state` is what the text operators had set at the matching `save`.
    fn restore(&mut self, state: TextState) {
        put_operator(self.out(), "Q");
        self.text.state = state;
    }

    fn link(&mut self, link: &Link, point: Point) {
        if self.tools.palette.press().is_some() {
            return;
        }
        let area = link.area;
        let area = Rect { origin: Point::new(point.x + area.origin.x, point.y + area.origin.y), size: area.size };
        let rect = self.page_rect(area);
        let node = self.tools.tags.and_then(|tree| enclosing_link(tree, link.node));
        self.drawn.links.push((link.clone(), rect, node));
    }

    /// An area of the frame in the page's space, to a thousandth of a point: left, bottom, right, top.
    fn page_rect(&self, area: Rect) -> [f32; 4] {
        let corners = [
            (area.origin.x, area.origin.y),
            (area.right(), area.origin.y),
            (area.origin.x, area.bottom()),
            (area.right(), area.bottom()),
        ];
        let corners = corners.map(|(x, y)| {
            let (x, y) = self.place(Point::new(x, y));
            let [a, b, c, d, e, f] = self.matrix;
            (a * x.to_pt() + c * y.to_pt() + e, b * x.to_pt() + d * y.to_pt() + f)
        });
        let least = |part: fn(&(f64, f64)) -> f64| corners.iter().map(part).fold(f64::MAX, f64::min);
        let most = |part: fn(&(f64, f64)) -> f64| corners.iter().map(part).fold(f64::MIN, f64::max);
        let rect = [least(|c| c.0), least(|c| c.1), most(|c| c.0), most(|c| c.1)];
        rect.map(|side| (side * 1_000.0).round() as f32 / 1_000.0)
    }

    fn mark(&mut self, mark: Mark) {
        let Some(tree) = self.tools.tags.filter(|_| !self.in_form) else { return };
        self.close_mark();
        match mark {
            Mark::Begin(node) => {
                let Some(role) = tree.nodes.get(node.0 as usize).map(|node| node.role) else { return };
                let number = self.drawn.marks.len();
                self.drawn.marks.push(node);
                put_operator(self.out(), &format!("/{}<</MCID {number}>>BDC", role_name(role)));
                self.open = Open::Node(node);
            }
            Mark::BeginArtifact => {
                put_operator(self.out(), "/Artifact BMC");
                self.open = Open::Artifact;
            }
            Mark::BeginFurniture => {
                put_operator(self.out(), "/Artifact<</Type/Pagination>>BDC");
                self.open = Open::Artifact;
            }
            Mark::End => {}
        }
    }

    /// Before ink: what stands in no mark is an artifact of a tagged file.
    fn claim(&mut self) {
        if self.tools.tags.is_some() && !self.in_form && self.open == Open::Nothing {
            put_operator(self.out(), "/Artifact BMC");
            self.open = Open::Unclaimed;
        }
    }

    /// An artifact of nobody's does not reach over the edge of a group.
    fn close_unclaimed(&mut self) {
        if self.open == Open::Unclaimed {
            self.close_mark();
        }
    }

    fn close_mark(&mut self) {
        if self.open != Open::Nothing {
            put_operator(self.out(), "EMC");
            self.open = Open::Nothing;
        }
    }
}

fn enclosing_link(tree: &StructureTree, node: NodeId) -> Option<NodeId> {
    let mut next = Some(node);
    for _ in 0..tree.nodes.len() {
        let id = next?;
        let node = tree.nodes.get(id.0 as usize)?;
        if node.role == StructureRole::Link {
            return Some(id);
        }
        next = node.parent;
    }
    None
}

/// First `inner`, then `outer`.
fn product(outer: [f64; 6], inner: [f64; 6]) -> [f64; 6] {
    let [a, b, c, d, e, f] = outer;
    let map = |x: f64, y: f64| (a * x + c * y, b * x + d * y);
    let (one, two, three) = (map(inner[0], inner[1]), map(inner[2], inner[3]), map(inner[4], inner[5]));
    [one.0, one.1, two.0, two.1, three.0 + e, three.1 + f]
}
