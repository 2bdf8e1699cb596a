//! In: everything that a cover is made of. Out: the items of a sheet as they gather, and the ways of putting words on
//! it that all styles share. Refuses to know any style.

use super::back::{BackText, Column, TextStyle, column};
use super::palette::Palette;
use super::set::{Sizes, Text, Type, Typesetter};
use super::shapes;
use super::sheet::{SAFE, Sheet};
use super::words::CoverText;
use crate::base::{Diagnostic, Ink, Length, Point, Rect, Size};
use crate::design::{Design, SpineText};
use crate::page::{Frame, Item};
use crate::pictures::Light;

/// A cover in the making.
pub struct CoverBuilder<'a> {
    pub sheet: Sheet,
    pub palette: Palette,
    pub words: &'a CoverText,
    pub text: Option<BackText<'a>>,
    pub design: &'a Design,
    pub setter: Typesetter<'a>,
    pub barcode: Option<Frame>,
    /// How deep a line on the spine may be; nothing where it bears none.
    pub spine_room: Option<Length>,
    /// Whether a front, a back, are the author's.
    pub art: (bool, bool),
    /// How light the pictures are that words stand on, where it can be known; a later one lies over an earlier.
    pub lights: Vec<Light>,
    pub items: Vec<(Point, Item)>,
    /// With the setting that each is about.
    pub found: Vec<(About, Diagnostic)>,
}

/// A setting that a diagnostic is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Title,
    Subtitle,
    Authors,
    Series,
    Publisher,
    /// The cover as a whole.
    Sheet,
    Front,
    Back,
    Wrap,
    Spine,
    Paper,
    BackText,
    FlapText,
    BackFlapText,
}

impl About {
    fn words(self) -> &'static str {
        match self {
            About::Title => "title",
            About::Subtitle => "subtitle",
            About::Authors => "authors",
            About::Series => "series",
            About::Publisher => "publisher",
            About::Sheet | About::Front => "front",
            About::Back => "picture on the back",
            About::Wrap => "picture",
            About::Spine => "spine",
            About::Paper => "paper",
            About::BackText => "back",
            About::FlapText => "front flap",
            About::BackFlapText => "back flap",
        }
    }
}

/// Of words on a picture, in hundredths.
const LEAST_CONTRAST: u32 = 450;
/// Nobody reads a spine in smaller type.
const LEAST_ON_SPINE: Length = Length::pt_ratio(11, 2);

/// Where lines stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinePosition {
    /// Left ends here.
    Left(Length),
    Middle(Length),
    Right(Length),
}

/// How the words of a spine are set.
#[derive(Clone, Copy, Debug)]
pub struct SpineTypes<'a> {
    pub author: &'a Type,
    pub title: &'a Type,
    /// The author at the head and the title in the middle; else one after the other from the head.
    pub apart: bool,
}

impl<'a> CoverBuilder<'a> {
    /// Words as large as their room lets them be; what does not fit is told at its setting.
    pub fn fit(&mut self, about: About, words: &str, of: &Type, room: Size, sizes: Sizes) -> Text {
        let text = self.setter.fit(words, of, room, sizes);
        // What is set here stands at its setting, and at no place of a text.
        let found =
            self.setter.found.drain(..).map(|found| Diagnostic { span: None, also: Vec::new(), more: 0, ..found });
        self.found.extend(found.map(|found| (about, found)));
        if !text.fits {
            let why = format!("the {} does not fit in its space on the cover", about.words());
            let found = Diagnostic::warning("cover-overflow", why)
                .help("shorten it, or supply your own front cover: `[cover] front`");
            if !self.found.iter().any(|(known, other)| *known == about && other.code == found.code) {
                self.found.push((about, found));
            }
        }
        text
    }

    /// Puts lines, the first baseline at `y`; gives the last one.
    pub fn put(&mut self, text: Text, position: LinePosition, y: Length) -> Length {
        let mut baseline = y;
        let leading = text.leading;
        for (nth, line) in text.lines.into_iter().enumerate() {
            if nth > 0 {
                baseline += leading;
            }
            let x = match position {
                LinePosition::Left(left) => left,
                LinePosition::Middle(middle) => middle - line.width / 2,
                LinePosition::Right(right) => right - line.width,
            };
            self.items.extend(line.at(Point::new(x, baseline)));
        }
        baseline
    }

    pub fn field(&mut self, area: Rect, ink: Ink) {
        // The spine of a stapled cover has no width.
        if area.size.width > Length::ZERO {
            self.items.push(shapes::field(area, ink));
        }
    }

    /// A filled path in the sheet's own coordinates.
    pub fn fill(&mut self, steps: Vec<crate::page::PathStep>, ink: Ink) {
        self.items.push(shapes::filled(Point::ZERO, steps, ink));
    }

    /// Where the barcode stands: in the back's lower right corner, a quarter of an inch from both edges.
    pub fn barcode_area(&self) -> Option<Rect> {
        let size = self.barcode.as_ref()?.size;
        let back = self.sheet.back();
        let (x, y) = (back.right() - SAFE - size.width, back.bottom() - SAFE - size.height);
        Some(Rect { origin: Point::new(x, y), size })
    }

    pub fn put_barcode(&mut self) {
        if let (Some(area), Some(frame)) = (self.barcode_area(), self.barcode.take()) {
            let items = frame.items.into_iter();
            self.items.extend(items.map(|(at, item)| (Point::new(at.x + area.origin.x, at.y + area.origin.y), item)));
        }
    }

    /// The back's words in a room.
    pub fn back_column(&mut self, text_style: &TextStyle, room: Size) -> Column {
        let Some(text) = self.text else { return Column { fits: true, ..Column::default() } };
        self.column((About::BackText, &text), text_style, room)
    }

    /// The words of a panel in a room; what is over is told.
    pub fn column(&mut self, (about, text): (About, &BackText), text_style: &TextStyle, room: Size) -> Column {
        let mut set = column(text, self.design, text_style, room);
        if !set.fits {
            let why = format!("the text on the {} does not fit, even in the smallest type", about.words());
            let held = set.words();
            let help = match about {
                About::BackText => format!("shorten it: about {held} words of it stand there"),
                _ => format!("shorten it, or set a wider `[cover] flap`: about {held} words of it stand there"),
            };
            self.found.push((about, Diagnostic::warning("cover-back-overflow", why).help(help)));
        }
        self.found.extend(set.found.drain(..).map(|found| (about, found)));
        set
    }

    /// The ink that words on a picture are read best in, and the ground that they need where none is enough
    /// (WCAG 2.2, 1.4.3). A drawing's light is not known: words on it have a ground.
    pub fn ink_over_art(&self, part: Rect) -> (Ink, Option<Ink>) {
        let Palette { light, dark, .. } = self.palette;
        let under = self.lights.iter().rev().find(|light| light.is_under(part)).map(|light| light.range(part));
        let worst = |ink: Ink| under.and_then(|under| under.iter().map(|ground| ink.contrast(*ground)).min());
        let best = if worst(light) > worst(dark) { light } else { dark };
        match worst(best) {
            Some(contrast) if contrast >= LEAST_CONTRAST => (best, None),
            _ => (dark, Some(light)),
        }
    }

    /// The same for words on the back, which has the author's picture or the cover's colour.
    pub fn ink_on_back(&self, part: Rect) -> (Ink, Option<Ink>) {
        if self.art.1 { self.ink_over_art(part) } else { (self.palette.on_ground, None) }
    }

    /// The ground of words that need one, a little larger than they.
    pub fn panel(&mut self, words: Rect, ink: Option<Ink>) {
        let around = self.sheet.unit(24);
        ink.into_iter().for_each(|ink| self.field(words.outset(around), ink));
    }

    pub fn put_column(&mut self, column: Column, origin: Point) {
        let items = column.items.into_iter();
        self.items.extend(items.map(|(at, item)| (Point::new(at.x + origin.x, at.y + origin.y), item)));
    }

    /// Author, title and publisher along the spine, each as far as there is room; all of them between `from` and `to`.
    /// Gives whether there are any.
    pub fn spine_words(&mut self, types: SpineTypes, from: Length, to: Length) -> bool {
        let Some(room) = self.spine_room else { return false };
        let SpineTypes { author, title, apart } = types;
        let up = match self.design.cover.spine_text {
            SpineText::None => return false,
            SpineText::Up => true,
            SpineText::Down => false,
        };
        let spine = self.sheet.spine();
        let size = room.scale(100, 96).min(spine.size.width.scale(58, 100)).min(self.sheet.panel.height / 12);
        let long = to - from;
        let words = self.words;
        let small = size.scale(if title.capitals.is_some() { 100 } else { 82 }, 100);
        let gap = size.scale(12, 10);
        let mut head: Vec<(Length, &str, &Type)> = Vec::new();
        head.extend(words.authors.as_deref().map(|authors| (small, authors, author)));
        head.push((size, words.title.as_str(), title));
        let width = |setter: &mut Typesetter, head: &[(Length, &str, &Type)]| -> Length {
            let words: Length = head.iter().map(|(size, text, of)| setter.line(text, of, *size).width).sum();
            words + gap * (head.len() as i64 - 1)
        };
        let mut wide = width(&mut self.setter, &head);
        let mut left_out = false;
        // A long name gives way to the title, and then the letters get smaller.
        if wide > long && head.len() > 1 {
            head.remove(0);
            wide = width(&mut self.setter, &head);
            left_out = true;
        }
        let shrink = if wide > long { long.0.max(1) } else { wide.0.max(1) };
        if size.scale(shrink, wide.0.max(1)) < LEAST_ON_SPINE {
            let why = "the title is too long for the spine, so the spine has no text";
            let help = "shorten the title, and put the rest in `subtitle`";
            self.found.push((About::Title, Diagnostic::hint("cover-spine-long", why).help(help)));
            return false;
        }
        if left_out {
            let why = "the title leaves no room on the spine for the author, so the author is left out";
            let help = "shorten the title, and put the rest in `subtitle`";
            self.found.push((About::Title, Diagnostic::hint("cover-spine-long", why).help(help)));
        }
        let set =
            |(size, text, of): &(Length, &str, &Type)| self.setter.line(text, of, size.scale(shrink, wide.0.max(1)));
        let mut lines: Vec<_> = head.iter().map(set).collect();
        let used = lines.iter().map(|line| line.width).sum::<Length>() + gap * (lines.len() as i64 - 1);
        let foot = words.publisher.as_deref().map(|publisher| self.setter.line(publisher, author, small.scale(9, 10)));
        let foot = foot.filter(|line| used + gap * 2 + line.width <= long);
        let end = long - foot.as_ref().map_or(Length::ZERO, |line| line.width + gap);
        // From the spine's head; read upwards, words that follow each other end there.
        if up && !apart {
            lines.reverse();
        }
        let mut at = Length::ZERO;
        let mut placed = Vec::new();
        for line in lines {
            let next = at + line.width + gap;
            placed.push((at, line));
            at = next;
        }
        if let Some((at, line)) = placed.last_mut().filter(|_| apart) {
            let (middle, last) = ((long - line.width) / 2, (end - line.width).max(*at));
            *at = if (*at..=last).contains(&middle) { middle } else { (*at + last) / 2 };
        }
        // Read upwards, a spine still has its publisher at the foot.
        placed.extend(foot.map(|line| (long - line.width, line)));
        let middle = spine.origin.x + spine.size.width / 2;
        for (at, line) in placed {
            let start = from + at + if up { line.width } else { Length::ZERO };
            let half_cap = line.size.scale(32, 100);
            let words = line.at(Point::new(Length::ZERO, half_cap)).collect();
            self.items.push(shapes::turned(Point::new(middle, start), words, !up));
        }
        true
    }
}
