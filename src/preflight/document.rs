//! In: pages in memory, before they are written. Out: what a press would send back, with the words that brought each
//! picture. Refuses to look at fonts and keys, which are known once the file is written.

use super::finding::Finding;
use super::pictures::coarse;
use super::rules::Rules;
use crate::base::{Length, Point, Severity, Span, Transform};
use crate::page::{Document, Frame, GlyphRun, Item, Page, PathStep, Side};
use crate::pictures::{Format, Picture};

/// A finding and the place in the manuscript that it comes from.
pub type Traced = (Finding, Option<Span>);

/// Thinner lines break up on a press.
const THIN: Length = Length::pt_ratio(1, 4);
/// Faults of less than this are rounding.
const SLACK: Length = Length::pt_ratio(1, 2);
/// Groups in groups that are looked into.
const DEPTH: usize = 64;

/// Judges every page of an edition that is printed as it stands.
pub fn judge(document: &Document, rules: &Rules) -> Vec<Traced> {
    let mut found = Vec::new();
    for (at, page) in document.pages.iter().enumerate() {
        let mut walk =
            Walk { page, number: at + 1, count: document.pages.len(), rules, found: &mut found, is_plain: true };
        walk.frame(&page.frame, Point::ZERO, 1.0, DEPTH);
    }
    found
}

struct Walk<'a> {
    page: &'a Page,
    number: usize,
    count: usize,
    rules: &'a Rules<'a>,
    found: &'a mut Vec<Traced>,
    /// Nothing is turned or scaled: places are true.
    is_plain: bool,
}

impl Walk<'_> {
    fn frame(&mut self, frame: &Frame, origin: Point, scale: f64, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for (point, item) in &frame.items {
            let at = Point::new(origin.x + point.x, origin.y + point.y);
            match item {
                Item::Glyphs(run) if self.is_plain => self.text(at, run),
                Item::Rule { size, .. } => {
                    let (thin, long) = (size.width.min(size.height), size.width.max(size.height));
                    self.thin(at, thin, long, scale);
                }
                Item::Path(path) => {
                    if let Some(pen) = &path.stroke {
                        self.thin(first(&path.steps, at), pen.width, Length::MAX, scale);
                    }
                }
                Item::Image { picture, size, source } => {
                    self.picture(at, picture, (size.width, size.height), scale, *source);
                }
                Item::Group { frame, transform, .. } => {
                    let Transform { a, b, c, d, e, f } = *transform;
                    let one = Transform::ONE as f64;
                    let area = ((a as f64 * d as f64 - b as f64 * c as f64) / (one * one)).abs().sqrt();
                    let shifted = (a, b, c, d) == (Transform::ONE, 0, 0, Transform::ONE);
                    let was = self.is_plain;
                    self.is_plain &= shifted;
                    self.frame(frame, Point::new(at.x + e, at.y + f), scale * area, depth);
                    self.is_plain = was;
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, finding: Finding, at: Point, source: Option<Span>) {
        let place = Some(at).filter(|_| self.is_plain);
        self.found.push((finding.on(self.number, place), source));
    }

    fn thin(&mut self, at: Point, width: Length, long: Length, scale: f64) {
        if width.scale((scale * 65_536.0).clamp(0.0, 1e12) as i64, 65_536) < THIN && long > Length::pt(4) {
            let found = Finding::warning("hairline", "a line is thinner than 0.25 pt");
            self.add(found.help("make it 0.25 pt or more: thinner ones break up or vanish"), at, None);
        }
    }

    /// What a printer asks of margins; without one, layout's own are good.
    fn text(&mut self, at: Point, run: &GlyphRun) {
        let (Some(printer), Some(first), Some(last)) = (self.rules.printer, run.glyphs.first(), run.glyphs.last())
        else {
            return;
        };
        let trim = self.page.boxes.trim;
        let bled = self.page.boxes.bleed.size != trim;
        let (safe, gutter) = (self.rules.safe(bled), self.rules.gutter(self.count));
        let (left, right) = (at.x + first.x, trim.width - at.x - last.x);
        let (inner, outer) = if self.page.side == Side::Recto { (left, right) } else { (right, left) };
        let (top, bottom) = (at.y - run.size.scale(2, 3), trim.height - at.y);
        if inner + SLACK < gutter {
            let why = format!(
                "text stands in the gutter: nearer to the spine than the {} that {} asks for",
                gutter.millimetres(),
                printer.name
            );
            self.add(Finding::error("text-in-gutter", why).help("make the inner margin wider"), at, None);
        }
        if outer.min(top).min(bottom) + SLACK < safe {
            let why = format!(
                "text stands nearer to the trim than the {} that {} asks for",
                safe.millimetres(),
                printer.name
            );
            self.add(Finding::error("text-near-trim", why).help("make the margin wider"), at, None);
        }
    }

    fn picture(&mut self, at: Point, picture: &Picture, size: (Length, Length), scale: f64, source: Option<Span>) {
        if picture.format != Format::Svg && size.0 > Length::pt(9) && size.1 > Length::pt(9) {
            let dots = |pixels: u32, length: Length| f64::from(pixels) * 72.0 / (length.to_pt() * scale).max(0.001);
            let dots = dots(picture.width, size.0).min(dots(picture.height, size.1));
            if let Some(found) = coarse(self.rules, dots, false) {
                self.add(found, at, source);
            }
        }
        if self.is_plain {
            self.bleed(at, size, source);
        }
    }

    /// A picture that runs to the trim must run on to the end of the bleed.
    fn bleed(&mut self, at: Point, (width, height): (Length, Length), source: Option<Span>) {
        let (trim, bleed) = (self.page.boxes.trim, self.page.boxes.bleed);
        let inside = [at.x, at.y, trim.width - at.x - width, trim.height - at.y - height];
        let bleeds = [-bleed.origin.x, -bleed.origin.y, bleed.right() - trim.width, bleed.bottom() - trim.height];
        let short = |(inside, bleed): (&Length, &Length)| *inside <= SLACK && *inside > SLACK - *bleed;
        if inside.iter().zip(&bleeds).any(short) {
            let severity = self.rules.by_printer(Severity::Warning);
            let found =
                Finding::of(severity, "bleed-short", "a picture runs to the trim, but not to the end of the bleed");
            self.add(found.help("make it larger, or end well inside the trim"), at, source);
        }
    }
}

fn first(steps: &[PathStep], at: Point) -> Point {
    let point = steps.iter().find_map(|step| match step {
        PathStep::Move(point) | PathStep::Line(point) => Some(*point),
        _ => None,
    });
    point.map_or(at, |point| Point::new(at.x + point.x, at.y + point.y))
}
