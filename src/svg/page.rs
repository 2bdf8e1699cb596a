//! In: a page, and the names of faces and pictures. Out: an SVG element of it, in points from the trim's top left
//! corner. Refuses to decide anything: guides, marks and faults are laid over it by who shows it.

use super::names::Names;
use super::number::{colour, list, matrix};
use crate::base::xml::escape;
use crate::base::{Ink, Length, Point};
use crate::fonts::glyph_sign;
use crate::page::{Fill, Frame, GlyphRun, Item, LinkTarget, Page, Path, PathStep, Stroke};
use std::fmt::Write;

const CAPS: [&str; 3] = ["butt", "round", "square"];
const JOINS: [&str; 3] = ["miter", "round", "bevel"];

/// The page with its bleed. Where it leads somewhere there are areas of the class `link`.
pub fn page(page: &Page, names: &impl Names) -> String {
    let (mut svg, links) = drawn(page, names);
    if !links.is_empty() {
        let _ = write!(svg, r#"<g class="links">{links}</g>"#);
    }
    svg.push_str("</svg>");
    svg
}

/// The page with its bleed, for looking alone: it leads nowhere, and `over` lies on it.
pub fn picture(page: &Page, names: &impl Names, over: &str) -> String {
    let (svg, _) = drawn(page, names);
    format!("{svg}{over}</svg>")
}

/// What stands on the page, in an element that is left open, and the areas of its links.
fn drawn(page: &Page, names: &impl Names) -> (String, String) {
    let bleed = page.boxes.media;
    let mut svg = Svg { names, out: String::with_capacity(32 << 10), links: String::new() };
    let view = list([bleed.origin.x, bleed.origin.y, bleed.size.width, bleed.size.height]);
    let _ = write!(svg.out, r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">"#);
    svg.out.push_str(r#"<g class="ink" aria-hidden="true" xml:space="preserve" text-rendering="geometricPrecision">"#);
    svg.frame(&page.frame);
    svg.out.push_str("</g>");
    (svg.out, svg.links)
}

struct Svg<'a, N> {
    names: &'a N,
    out: String,
    links: String,
}

impl<N: Names> Svg<'_, N> {
    fn frame(&mut self, frame: &Frame) {
        for (at, item) in &frame.items {
            self.item(*at, item);
        }
    }

    fn item(&mut self, at: Point, item: &Item) {
        let Point { x, y } = at;
        match item {
            Item::Glyphs(run) => self.run(at, run),
            Item::Rule { size, ink } => {
                let (width, height, fill) = (size.width, size.height, fill(*ink));
                let _ = write!(self.out, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}"{fill}/>"#);
            }
            Item::Path(path) => self.path(at, path),
            Item::Image { picture, size, .. } => {
                let (width, height) = (size.width, size.height);
                let area = format!(r#"x="{x}" y="{y}" width="{width}" height="{height}""#);
                let _ = match self.names.picture(picture) {
                    Some(address) => {
                        write!(self.out, r#"<image {area} preserveAspectRatio="none" href="{}"/>"#, escaped(&address))
                    }
                    None => write!(self.out, r##"<rect {area} fill="#ccc"/>"##),
                };
            }
            Item::Group { frame, transform, clip, opacity } => {
                let _ = write!(self.out, r#"<g transform="translate({x} {y}) {}""#, matrix(transform));
                if *opacity != u8::MAX {
                    let _ = write!(self.out, r#" opacity="{:.3}""#, f64::from(*opacity) / 255.0);
                }
                self.out.push('>');
                // An inner viewport cuts off what leaves it.
                if *clip {
                    let (width, height) = (frame.size.width, frame.size.height);
                    let _ = write!(self.out, r#"<svg width="{width}" height="{height}" overflow="hidden">"#);
                }
                self.frame(frame);
                self.out.push_str(if *clip { "</svg></g>" } else { "</g>" });
            }
            // What another PDF shows is not known here.
            Item::Form(form) => {
                let size = form.size();
                let (width, height) = (size.width, size.height);
                let _ = write!(self.out, r##"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="#ddd"/>"##);
            }
            Item::Link(link) => {
                let (x, y) = (x + link.area.origin.x, y + link.area.origin.y);
                let (width, height) = (link.area.size.width, link.area.size.height);
                let target = match &link.target {
                    LinkTarget::Place { page, y } => {
                        format!(r#"data-page="{page}" data-y="{y}" tabindex="0" role="link""#)
                    }
                    LinkTarget::Url(url) => format!(r#"data-url="{}" role="img""#, escaped(url)),
                };
                let _ = write!(
                    self.links,
                    r#"<rect class="link" x="{x}" y="{y}" width="{width}" height="{height}" fill="none" pointer-events="all" {target} aria-label="{}"/>"#,
                    escaped(&link.contents)
                );
            }
            Item::Mark(_) => {}
        }
    }

    /// A `text` for each stretch of glyphs that one font file has.
    fn run(&mut self, at: Point, run: &GlyphRun) {
        let slice = |glyph: &crate::page::PlacedGlyph| glyph_sign(glyph.id).0;
        for glyphs in run.glyphs.chunk_by(|one, other| slice(one) == slice(other)) {
            let Some(first) = glyphs.first() else { continue };
            let family = self.names.family(run.face, slice(first));
            let place =
                |x: Length| if run.expand == 1_000 { at.x + x } else { x.scale(1_000, i64::from(run.expand.max(1))) };
            let xs = list(glyphs.iter().map(|glyph| place(glyph.x)));
            let base = if run.expand == 1_000 { at.y } else { Length::ZERO };
            let ys = match glyphs.iter().all(|glyph| glyph.rise == first.rise) {
                true => (base - first.rise).to_string(),
                false => list(glyphs.iter().map(|glyph| base - glyph.rise)),
            };
            let signs: String = glyphs.iter().map(|glyph| glyph_sign(glyph.id).1).collect();
            let _ = write!(
                self.out,
                r#"<text font-family="{family}" font-size="{}" x="{xs}" y="{ys}"{}"#,
                run.size,
                fill(run.ink)
            );
            if run.expand != 1_000 {
                let (x, y, wide) = (at.x, at.y, f64::from(run.expand) / 1_000.0);
                let _ = write!(self.out, r#" transform="translate({x} {y}) scale({wide} 1)""#);
            }
            let _ = write!(self.out, ">{signs}</text>");
        }
    }

    fn path(&mut self, at: Point, path: &Path) {
        let mut steps = String::new();
        let put = |out: &mut String, letter: char, points: &[&Point]| {
            let _ = write!(out, "{letter}{}", list(points.iter().flat_map(|point| [point.x, point.y])));
        };
        for step in &path.steps {
            match step {
                PathStep::Move(to) => put(&mut steps, 'M', &[to]),
                PathStep::Line(to) => put(&mut steps, 'L', &[to]),
                PathStep::Curve(one, two, to) => put(&mut steps, 'C', &[one, two, to]),
                PathStep::Close => steps.push('Z'),
            }
        }
        let filled = match &path.fill {
            Some(Fill { ink, even_odd: true }) => format!(r#"{} fill-rule="evenodd""#, fill(*ink)),
            Some(Fill { ink, even_odd: false }) => fill(*ink),
            None => r#" fill="none""#.to_owned(),
        };
        let stroked = path.stroke.as_ref().map(stroke).unwrap_or_default();
        let Point { x, y } = at;
        let _ = write!(self.out, r#"<path transform="translate({x} {y})" d="{steps}"{filled}{stroked}/>"#);
    }
}

/// Black is SVG's own.
fn fill(ink: Ink) -> String {
    if ink == Ink::BLACK { String::new() } else { format!(r#" fill="{}""#, colour(ink)) }
}

fn stroke(stroke: &Stroke) -> String {
    let Stroke { ink, width, cap, join, miter, dash, dash_phase } = stroke;
    let (cap, join) = (CAPS[usize::from(*cap).min(2)], JOINS[usize::from(*join).min(2)]);
    let mut out =
        format!(r#" stroke="{}" stroke-width="{width}" stroke-linecap="{cap}" stroke-linejoin="{join}""#, colour(*ink));
    let _ = write!(out, r#" stroke-miterlimit="{}""#, f64::from(*miter) / 1_000.0);
    if !dash.is_empty() {
        let _ = write!(out, r#" stroke-dasharray="{}" stroke-dashoffset="{dash_phase}""#, list(dash.iter().copied()));
    }
    out
}

/// Text inside an attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text, true);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Bleed, Edge, Rect, Size, Transform};
    use crate::fonts::FaceId;
    use crate::page::{Boxes, Link, NodeId, PlacedGlyph, Side};
    use crate::pictures::Picture;
    use std::sync::Arc;

    struct Plain;

    impl Names for Plain {
        fn family(&self, face: FaceId, slice: u16) -> String {
            format!("f{}-{slice}", face.0)
        }

        fn picture(&self, _: &Arc<Picture>) -> Option<String> {
            None
        }
    }

    fn drawn(items: Vec<(Point, Item)>) -> String {
        let size = Size::new(Length::pt(100), Length::pt(200));
        let boxes = Boxes::bled(size, Bleed::outer(Length::pt(9)), Edge::Left);
        page(&Page { boxes, side: Side::Recto, folio: None, frame: Arc::new(Frame { size, items }) }, &Plain)
    }

    fn run(ids: &[u16], expand: u16) -> Item {
        let glyph = |(at, id): (usize, &u16)| PlacedGlyph {
            id: *id,
            x: Length::pt(5 * at as i64),
            rise: Length::ZERO,
            cluster: 0,
        };
        let glyphs = ids.iter().enumerate().map(glyph).collect();
        let size = Length::pt(10);
        Item::Glyphs(GlyphRun {
            face: FaceId(2),
            size,
            ink: Ink::BLACK,
            glyphs,
            text: "".into(),
            origins: Vec::new(),
            expand,
        })
    }

    #[test]
    fn glyphs_are_named_in_the_font_that_has_them() {
        let svg = drawn(vec![(Point::new(Length::pt(7), Length::pt(20)), run(&[3, 4, 6_401], 1_000))]);
        assert!(svg.starts_with(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -9 109 218">"#), "{svg}");
        assert!(
            svg.contains(r#"<text font-family="f2-0" font-size="10" x="7 12" y="20">&#"#.trim_end_matches("&#")),
            "{svg}"
        );
        assert!(
            svg.contains("\u{e003}\u{e004}</text>")
                && svg.contains(r#"font-family="f2-1" font-size="10" x="17" y="20">"#),
            "{svg}"
        );
        let wide = drawn(vec![(Point::new(Length::pt(7), Length::pt(20)), run(&[3, 4], 1_250))]);
        assert!(wide.contains(r#"x="0 4" y="0" transform="translate(7 20) scale(1.25 1)""#), "{wide}");
    }

    #[test]
    fn groups_cut_off_and_links_lead_on() {
        let inner =
            Frame { size: Size::new(Length::pt(5), Length::pt(6)), items: vec![(Point::ZERO, run(&[1], 1_000))] };
        let group = Item::Group { frame: Arc::new(inner), transform: Transform::IDENTITY, clip: true, opacity: 51 };
        let area = Rect::new(Length::ZERO, Length::pt(-8), Length::pt(4), Length::pt(9));
        let target = LinkTarget::Place { page: 3, y: Length::pt(40) };
        let link = Item::Link(Link { area, target, contents: "a \"b\" & <c>".to_owned(), node: NodeId(0) });
        let svg = drawn(vec![(Point::ZERO, group), (Point::new(Length::pt(1), Length::pt(10)), link)]);
        assert!(svg.contains(r#"opacity="0.200"><svg width="5" height="6" overflow="hidden"><text"#), "{svg}");
        assert!(
            svg.contains(r#"x="1" y="2" width="4" height="9""#) && svg.contains(r#"data-page="3" data-y="40""#),
            "{svg}"
        );
        assert!(svg.contains("a &quot;b&quot; &amp; &lt;c&gt;"), "{svg}");
    }
}
