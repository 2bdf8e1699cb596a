//! In: the words of a title. Out: a front cover set from type, a rule and an ornament, as a frame. Sizes follow the
//! words: the largest that holds them.

use super::Type;
use crate::base::{Ink, Length, Point, Size};
use crate::fonts::{Direction, FaceId, Features, Request, Shaper};
use crate::page::{Fill, Frame, GlyphRun, Item, Path, PathStep, PlacedGlyph, Stroke};

/// What a front says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub title: String,
    pub subtitle: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    /// BCP 47.
    pub language: String,
}

const PAPER: Ink = Ink::Rgb(243, 238, 226);
const BLACK: Ink = Ink::Rgb(34, 32, 30);
const ACCENT: Ink = Ink::Rgb(146, 44, 34);
/// Sizes that a title may have, in thousandths of the front's width, and the most lines at each.
const TITLE_SIZES: [(i64, usize); 9] =
    [(152, 2), (132, 3), (112, 4), (96, 5), (80, 6), (66, 8), (54, 10), (42, 16), (30, 40)];
const OTHER_SIZES: [(i64, usize); 4] = [(46, 3), (38, 4), (32, 6), (24, 20)];

pub fn front(words: &Words, type_: &Type, size: Size) -> Frame {
    let mut setter = Setter { type_, shaper: type_.faces.shaper(), size, language: &words.language, items: vec![] };
    setter.ground();
    let unit = size.width / 1_000;
    let authors = words.authors.join(", ");
    if !authors.is_empty() {
        let lines = setter.fit(&authors, type_.roman, &OTHER_SIZES);
        setter.lines(&lines, unit * 270, BLACK);
    }
    let title = setter.fit(&words.title, type_.roman, &TITLE_SIZES);
    let below = setter.lines(&title, unit * 560, BLACK);
    let ornament = below + unit * 95;
    setter.ornament(ornament);
    if let Some(subtitle) = words.subtitle.as_deref().filter(|subtitle| !subtitle.trim().is_empty()) {
        let lines = setter.fit(subtitle, type_.italic, &OTHER_SIZES);
        setter.lines(&lines, ornament + unit * 125, BLACK);
    }
    if let Some(publisher) = words.publisher.as_deref().filter(|publisher| !publisher.trim().is_empty()) {
        let lines = setter.fit(publisher, type_.roman, &OTHER_SIZES[2..]);
        setter.lines(&lines, size.height - unit * 190, BLACK);
    }
    Frame { size, items: setter.items }
}

struct Setter<'a> {
    type_: &'a Type<'a>,
    shaper: Shaper<'a>,
    size: Size,
    language: &'a str,
    items: Vec<(Point, Item)>,
}

/// One line's runs, its width and its size.
struct Line {
    runs: Vec<(Length, GlyphRun)>,
    width: Length,
    size: Length,
}

impl Setter<'_> {
    /// Paper, and a frame of two rules.
    fn ground(&mut self) {
        self.items.push((Point::ZERO, Item::Rule { size: self.size, ink: PAPER }));
        for (inset, width) in [(58, 7), (76, 2)] {
            let inset = self.size.width.scale(inset, 1_000);
            let (right, bottom) = (self.size.width - inset, self.size.height - inset);
            let corner = |x, y| Point::new(x, y);
            let steps = vec![
                PathStep::Move(corner(inset, inset)),
                PathStep::Line(corner(right, inset)),
                PathStep::Line(corner(right, bottom)),
                PathStep::Line(corner(inset, bottom)),
                PathStep::Close,
            ];
            let width = self.size.width.scale(width, 1_600);
            let stroke =
                Stroke { ink: ACCENT, width, cap: 0, join: 0, miter: 10_000, dash: vec![], dash_phase: Length::ZERO };
            self.items.push((Point::ZERO, Item::Path(Path { steps, fill: None, stroke: Some(stroke) })));
        }
    }

    /// A lozenge between two rules that taper, centred at this height.
    fn ornament(&mut self, y: Length) {
        let unit = self.size.width / 1_000;
        let x = self.size.width / 2;
        let lozenge = |half_width: Length, half_height: Length, x: Length| {
            let points = [
                (-half_width, Length::ZERO),
                (Length::ZERO, -half_height),
                (half_width, Length::ZERO),
                (Length::ZERO, half_height),
            ];
            let mut steps: Vec<PathStep> =
                points.iter().map(|(dx, dy)| PathStep::Line(Point::new(x + *dx, y + *dy))).collect();
            if let Some(PathStep::Line(first)) = steps.first().copied() {
                steps[0] = PathStep::Move(first);
            }
            steps.push(PathStep::Close);
            Path { steps, fill: Some(Fill { ink: ACCENT, even_odd: false }), stroke: None }
        };
        for path in [
            lozenge(unit * 11, unit * 15, x),
            lozenge(unit * 80, unit * 2, x - unit * 110),
            lozenge(unit * 80, unit * 2, x + unit * 110),
        ] {
            self.items.push((Point::ZERO, Item::Path(path)));
        }
    }

    /// The words in the largest size that holds them, on lines of about the same length.
    fn fit(&mut self, text: &str, face: FaceId, sizes: &[(i64, usize)]) -> Vec<Line> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let measure = self.size.width.scale(760, 1_000);
        let mut best = vec![];
        for (share, most) in sizes {
            let size = self.size.width.scale(*share, 1_000);
            let lines = self.fill(&words, face, size, measure);
            let fits = lines.len() <= *most && lines.iter().all(|line| line.width <= measure);
            best = if fits { self.balanced(&words, face, size, measure, lines) } else { lines };
            if fits {
                break;
            }
        }
        best
    }

    /// As many words on each line as it holds.
    fn fill(&mut self, words: &[&str], face: FaceId, size: Length, measure: Length) -> Vec<Line> {
        let mut lines: Vec<Line> = vec![];
        let mut now = String::new();
        for word in words {
            let longer = if now.is_empty() { (*word).to_owned() } else { format!("{now} {word}") };
            let line = self.set(&longer, face, size);
            if !now.is_empty() && line.width > measure {
                lines.push(self.set(&now, face, size));
                now = (*word).to_owned();
            } else {
                now = longer;
            }
        }
        if !now.is_empty() {
            lines.push(self.set(&now, face, size));
        }
        lines
    }

    /// The narrowest measure with no more lines.
    fn balanced(&mut self, words: &[&str], face: FaceId, size: Length, measure: Length, full: Vec<Line>) -> Vec<Line> {
        let mut best = full;
        for percent in (40..100).rev().step_by(4) {
            let lines = self.fill(words, face, size, measure.scale(percent, 100));
            if lines.len() > best.len() {
                break;
            }
            best = lines;
        }
        best
    }

    fn set(&mut self, text: &str, face: FaceId, size: Length) -> Line {
        let direction = if text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}')) {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        };
        let mut pieces = self.type_.faces.runs(text, face, self.type_.fallback);
        if direction == Direction::RightToLeft {
            pieces.reverse();
        }
        let (mut runs, mut x) = (vec![], Length::ZERO);
        for (range, found) in pieces {
            let face = found.unwrap_or(face);
            let text = &text[range];
            let request = Request { face, features: Features::default(), lang: self.language, direction, text };
            let shaped = self.shaper.shape(&request);
            let upem = self.type_.faces.get(face).metrics.upem;
            let (mut glyphs, mut pen) = (vec![], 0i64);
            for glyph in &shaped.glyphs {
                let x = size.of_units(pen + i64::from(glyph.dx), upem);
                let rise = size.of_units(i64::from(glyph.dy), upem);
                glyphs.push(PlacedGlyph { id: glyph.id, x, rise, cluster: glyph.cluster });
                pen += i64::from(glyph.advance);
            }
            runs.push((x, GlyphRun { face, size, ink: BLACK, glyphs, text: text.into(), expand: 1_000 }));
            x += size.of_units(i64::from(shaped.width), upem);
        }
        Line { runs, width: x, size }
    }

    /// Centred lines, the first baseline at `y`; gives the last one.
    fn lines(&mut self, lines: &[Line], y: Length, ink: Ink) -> Length {
        let mut baseline = y;
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                baseline += line.size.scale(112, 100);
            }
            let left = (self.size.width - line.width) / 2;
            for (x, run) in &line.runs {
                let run = GlyphRun { ink, ..run.clone() };
                self.items.push((Point::new(left + *x, baseline), Item::Glyphs(run)));
            }
        }
        baseline
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Faces, builtin};

    fn shows(title: &str) -> (Frame, Vec<String>) {
        let mut faces = Faces::default();
        let [roman, italic, ..] = builtin::family("Libertinus Serif").unwrap().map(|face| faces.add(face));
        let type_ = Type { faces: &faces, roman, italic, fallback: &[] };
        let words = Words { title: title.into(), language: "en".into(), ..Words::default() };
        let frame = front(&words, &type_, Size::new(Length::pt(1_600), Length::pt(2_560)));
        let texts = frame.items.iter().filter_map(|(_, item)| match item {
            Item::Glyphs(run) => Some(run.text.to_string()),
            _ => None,
        });
        let texts = texts.collect();
        (frame, texts)
    }

    #[test]
    fn lines_are_balanced_and_stay_inside() {
        assert_eq!(shows("Chapbook").1, ["Chapbook"]);
        assert_eq!(shows("The Book of Small Books").1, ["The Book of", "Small Books"]);
        let long = "word ".repeat(60);
        let (frame, texts) = shows(&long);
        assert_eq!(texts.join(" "), long.trim());
        assert!(frame.items.iter().all(|(point, _)| point.x >= Length::ZERO && point.y < frame.size.height));
    }
}
