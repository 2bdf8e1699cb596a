//! In: operators that set colours. Out: the colours that are set, with what is known of their spaces (ISO 32000-1, 8.6 and
//! 11.7). Refuses to write anything.

use super::ink::{Level, Over, Plate, level};
use crate::pdfread::File;
use crate::pdfread::colour::{Colour, Space};
use crate::pdfread::file::number;
use lopdf::{Dictionary, Object};
use std::sync::Arc;

/// Bytes of the colours of an indexed space that are looked at.
const TABLE: usize = 256 * 64;

/// What fills or lines are painted with.
#[derive(Clone, Debug)]
pub enum Paint {
    Own(Colour),
    /// What was set where the form is shown, and whether it leaves the plate as it is.
    Given {
        left: bool,
    },
    Pattern {
        pattern: Object,
        under: Option<Colour>,
    },
}

/// The colours of an indexed space, by their numbers.
#[derive(Debug)]
struct Table {
    base: Space,
    bytes: Vec<u8>,
}

#[derive(Clone, Debug)]
pub struct Pen {
    pub paint: Paint,
    pub overprints: bool,
    /// What was written for it last.
    pub written: Option<String>,
    space: Space,
    table: Option<Arc<Table>>,
    /// That of the colours in which a pattern without its own is painted.
    under: Space,
}

#[derive(Clone, Debug)]
pub struct State {
    pub fill: Pen,
    pub stroke: Pen,
    pub keeps_zero: bool,
    pub text_mode: i64,
}

/// What a form takes from where it is shown, as far as it changes what is written for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    pub fill_left: bool,
    pub stroke_left: bool,
    fill_overprints: bool,
    stroke_overprints: bool,
    keeps_zero: bool,
    text_mode: i64,
}

impl Pen {
    fn new(paint: Paint, overprints: bool) -> Pen {
        Pen { paint, overprints, written: None, space: Space::Gray, table: None, under: Space::Unknown }
    }

    pub fn over(&self, keeps_zero: bool) -> Over {
        Over { on: self.overprints, keeps_zero }
    }

    pub fn device(&mut self, space: Space, values: Vec<f64>) {
        (self.paint, self.table) = (Paint::Own(Colour { space: space.clone(), values }), None);
        self.space = space;
    }

    /// A space, with its first colour.
    pub fn space(&mut self, file: &File, resources: &Dictionary, named: &Object) {
        self.space = Space::of(file, resources, named);
        let described = described(file, resources, named);
        self.under = match described.as_array().ok().map(Vec::as_slice) {
            Some([_, under]) if self.space == Space::Pattern => Space::of(file, resources, under),
            _ => Space::Unknown,
        };
        self.table = table(file, resources, described).map(Arc::new);
        self.paint = Paint::Own(self.colour(first(&self.space)));
    }

    pub fn values(&mut self, file: &File, resources: &Dictionary, operands: &[Object]) {
        let values: Vec<f64> = operands.iter().filter_map(number).collect();
        let named = operands.last().and_then(|last| last.as_name().ok());
        self.paint = match named {
            Some(name) => {
                let pattern = file.dict(resources, "Pattern").and_then(|all| all.get(name).ok());
                let under = (!values.is_empty()).then(|| Colour { space: self.under.clone(), values });
                Paint::Pattern { pattern: pattern.cloned().unwrap_or(Object::Null), under }
            }
            None => Paint::Own(self.colour(values)),
        };
    }

    /// One of an indexed space is its base's.
    fn colour(&self, values: Vec<f64>) -> Colour {
        let Some(table) = &self.table else { return Colour { space: self.space.clone(), values } };
        let count = count(&table.base);
        let at = values.first().copied().unwrap_or(0.0).clamp(0.0, 255.0) as usize * count;
        let bytes = table.bytes.get(at..at + count).unwrap_or_default();
        Colour { space: table.base.clone(), values: bytes.iter().map(|byte| f64::from(*byte) / 255.0).collect() }
    }

    /// Whether it leaves the plate as it is; a pattern never does.
    fn is_left(&self, plate: &Plate, keeps_zero: bool) -> bool {
        match &self.paint {
            Paint::Own(colour) => level(colour, plate, self.over(keeps_zero)) == Level::Left,
            Paint::Given { left } => *left,
            Paint::Pattern { .. } => false,
        }
    }
}

impl State {
    /// Of a page: black.
    pub fn new() -> State {
        let black = || Paint::Own(Colour { space: Space::Gray, values: vec![0.0] });
        State { fill: Pen::new(black(), false), stroke: Pen::new(black(), false), keeps_zero: false, text_mode: 0 }
    }

    pub fn start(&self, plate: &Plate) -> Start {
        Start {
            fill_left: self.fill.is_left(plate, self.keeps_zero),
            stroke_left: self.stroke.is_left(plate, self.keeps_zero),
            fill_overprints: self.fill.overprints,
            stroke_overprints: self.stroke.overprints,
            keeps_zero: self.keeps_zero,
            text_mode: self.text_mode,
        }
    }

    pub fn of(start: Start) -> State {
        State {
            fill: Pen::new(Paint::Given { left: start.fill_left }, start.fill_overprints),
            stroke: Pen::new(Paint::Given { left: start.stroke_left }, start.stroke_overprints),
            keeps_zero: start.keeps_zero,
            text_mode: start.text_mode,
        }
    }

    /// Of a drawn letter, which has the colour of its text.
    pub fn of_letter() -> State {
        let given = || Pen::new(Paint::Given { left: false }, false);
        State { fill: given(), stroke: given(), keeps_zero: false, text_mode: 0 }
    }

    /// What a dictionary of parameters says of overprinting (8.4.5).
    pub fn parameters(&mut self, file: &File, dict: &Dictionary) {
        let said = |key: &str| Some(file.entry(dict, key)?.as_bool().unwrap_or(false));
        if let Some(both) = said("OP") {
            self.stroke.overprints = both;
            self.fill.overprints = said("op").unwrap_or(both);
        }
        self.fill.overprints = said("op").unwrap_or(self.fill.overprints);
        self.keeps_zero = file.number(dict, "OPM").map_or(self.keeps_zero, |mode| mode == 1.0);
    }
}

/// The array of a space that is named, or the name of one that needs none.
fn described<'a>(file: &'a File, resources: &'a Dictionary, named: &'a Object) -> &'a Object {
    let own = named.as_name().ok().and_then(|name| file.dict(resources, "ColorSpace")?.get(name).ok());
    file.follow(own.unwrap_or(named))
}

/// The same for what a picture or a shading names, as an object of its own.
pub fn description(file: &File, resources: &Dictionary, named: &Object) -> Object {
    described(file, resources, file.follow(named)).clone()
}

fn table(file: &File, resources: &Dictionary, described: &Object) -> Option<Table> {
    let [family, base, _, colours] = &described.as_array().ok()?[..] else { return None };
    if !matches!(file.follow(family).as_name(), Ok(b"Indexed" | b"I")) {
        return None;
    }
    let bytes = match file.follow(colours) {
        Object::String(bytes, _) => bytes.iter().take(TABLE).copied().collect(),
        Object::Stream(stream) => file.decoded_within(stream, TABLE).ok()?,
        _ => return None,
    };
    Some(Table { base: Space::of(file, resources, base), bytes })
}

/// Numbers of a colour.
pub fn count(space: &Space) -> usize {
    match space {
        Space::Gray | Space::CalGray | Space::Indexed(_) => 1,
        Space::Rgb | Space::CalRgb | Space::Lab => 3,
        Space::Cmyk => 4,
        Space::Icc(count) => usize::from(*count),
        Space::Separation(names, _) => names.len(),
        Space::Pattern | Space::Unknown => 0,
    }
}

/// What a space begins with.
fn first(space: &Space) -> Vec<f64> {
    match space {
        Space::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
        Space::Separation(names, _) => vec![1.0; names.len()],
        other => vec![0.0; count(other)],
    }
}
