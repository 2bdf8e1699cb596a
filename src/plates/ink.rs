//! In: a colour as a PDF states it. Out: what it lays on a plate. Refuses to know where it is painted.

use crate::pdfread::colour::{Colour, Space};
use std::collections::BTreeSet;

/// Names of the inks that every press has.
pub const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];
/// On every plate, and on none.
const ALL: &[u8] = b"All";
const NONE: &[u8] = b"None";

/// What a press has for one ink.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plate {
    /// By its place in `PROCESS`.
    Process(usize),
    Spot(Vec<u8>),
}

impl Plate {
    pub fn of(name: &[u8]) -> Plate {
        let process = PROCESS.iter().position(|ink| ink.as_bytes() == name);
        process.map_or_else(|| Plate::Spot(name.to_vec()), Plate::Process)
    }

    pub fn name(&self) -> String {
        match self {
            Plate::Process(at) => PROCESS.get(*at).copied().unwrap_or_default().to_owned(),
            Plate::Spot(name) => String::from_utf8_lossy(name).into_owned(),
        }
    }

    /// The place of its ink among the names of a space.
    pub fn among(&self, names: &[Vec<u8>]) -> Option<usize> {
        names.iter().position(|name| name == ALL || Plate::of(name) == *self)
    }
}

/// Whether what lies under a colour stays where it has no ink (ISO 32000-1, 8.6.7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Over {
    pub on: bool,
    /// Of CMYK, inks of which it has none stay as well.
    pub keeps_zero: bool,
}

/// What happens to a plate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Level {
    /// It stays as it is.
    Left,
    /// 0 none, 1 solid.
    Laid(f64),
    /// It is not known.
    Unknown,
}

/// What a colour does to a plate; one of an indexed space is its base's.
pub fn level(colour: &Colour, plate: &Plate, over: Over) -> Level {
    let values = &colour.values;
    match &colour.space {
        Space::Separation(names, _) => {
            if names.iter().all(|name| name == NONE) {
                return Level::Left;
            }
            match plate.among(names) {
                Some(at) => values.get(at).map_or(Level::Unknown, |value| Level::Laid(value.clamp(0.0, 1.0))),
                None if over.on => Level::Left,
                None => Level::Laid(0.0),
            }
        }
        space => {
            let Some(inks) = process(space, values) else { return Level::Unknown };
            match plate {
                Plate::Spot(_) if over.on => Level::Left,
                Plate::Spot(_) => Level::Laid(0.0),
                Plate::Process(at) => match inks.get(*at).copied().unwrap_or(0.0) {
                    0.0 if over.on && over.keeps_zero && *space == Space::Cmyk => Level::Left,
                    ink => Level::Laid(ink),
                },
            }
        }
    }
}

/// What is laid on the four plates that every press has. Light becomes ink as the standard has it where no profile is
/// known: black for the part that all three share (ISO 32000-1, 10.3.4).
fn process(space: &Space, values: &[f64]) -> Option<[f64; 4]> {
    let part = |at: usize| values.get(at).map(|value| value.clamp(0.0, 1.0));
    Some(match space {
        Space::Gray | Space::CalGray | Space::Icc(1) => [0.0, 0.0, 0.0, 1.0 - part(0)?],
        Space::Cmyk | Space::Icc(4) => [part(0)?, part(1)?, part(2)?, part(3)?],
        Space::Rgb | Space::CalRgb | Space::Icc(3) => {
            let [cyan, magenta, yellow] = [1.0 - part(0)?, 1.0 - part(1)?, 1.0 - part(2)?];
            let black = cyan.min(magenta).min(yellow);
            [cyan - black, magenta - black, yellow - black, black]
        }
        Space::Lab | Space::Icc(_) | Space::Indexed(_) | Space::Separation(..) | Space::Pattern | Space::Unknown => {
            return None;
        }
    })
}

/// Whether it is light, for which a press has no ink of its own.
pub fn is_light(space: &Space) -> bool {
    match space {
        Space::Rgb | Space::CalRgb | Space::Icc(3) => true,
        Space::Indexed(base) => is_light(base),
        Space::Gray
        | Space::CalGray
        | Space::Cmyk
        | Space::Lab
        | Space::Icc(_)
        | Space::Separation(..)
        | Space::Pattern
        | Space::Unknown => false,
    }
}

/// The plates on which a space may lay ink, or on which a colour of it does.
pub fn plates(space: &Space, values: Option<&[f64]>) -> BTreeSet<Plate> {
    let lays = |at: &usize| values.is_none_or(|values| values.get(*at).is_some_and(|value| *value > 0.0));
    match space {
        Space::Indexed(base) => plates(base, None),
        Space::Separation(names, _) => {
            let inked = names.iter().enumerate().filter(|(at, name)| lays(at) && *name != NONE);
            inked.flat_map(|(_, name)| if name == ALL { four() } else { BTreeSet::from([Plate::of(name)]) }).collect()
        }
        Space::Gray | Space::CalGray | Space::Icc(1) if values.is_none() => BTreeSet::from([Plate::Process(3)]),
        space => match values {
            Some(values) => {
                let inks = process(space, values).unwrap_or_default();
                (0..4).filter(|at| inks[*at] > 0.0).map(Plate::Process).collect()
            }
            None => four(),
        },
    }
}

fn four() -> BTreeSet<Plate> {
    (0..4).map(Plate::Process).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(space: Space, values: &[f64], over: Over) -> Vec<Level> {
        let colour = Colour { space, values: values.to_vec() };
        let plates = [Plate::Process(0), Plate::Process(3), Plate::Spot(b"Gold".to_vec())];
        plates.iter().map(|plate| level(&colour, plate, over)).collect()
    }

    #[test]
    fn what_colours_lay_on_plates() {
        use Level::{Laid, Left, Unknown};
        let (off, on_all, on_some) =
            (Over::default(), Over { on: true, keeps_zero: false }, Over { on: true, keeps_zero: true });
        let cmyk = [0.0, 0.0, 0.0, 1.0];
        assert_eq!(on(Space::Cmyk, &cmyk, off), [Laid(0.0), Laid(1.0), Laid(0.0)]);
        assert_eq!(on(Space::Cmyk, &cmyk, on_all), [Laid(0.0), Laid(1.0), Left]);
        assert_eq!(on(Space::Cmyk, &cmyk, on_some), [Left, Laid(1.0), Left]);
        assert_eq!(on(Space::Icc(4), &cmyk, on_some), [Laid(0.0), Laid(1.0), Left], "of a device alone");
        let gold = Space::Separation(vec![b"Gold".to_vec()], Box::new(Space::Cmyk));
        assert_eq!(on(gold.clone(), &[0.5], off), [Laid(0.0), Laid(0.0), Laid(0.5)]);
        assert_eq!(on(gold, &[0.5], on_all), [Left, Left, Laid(0.5)]);
        let all = Space::Separation(vec![ALL.to_vec()], Box::new(Space::Cmyk));
        assert_eq!(on(all, &[1.0], off), [Laid(1.0); 3]);
        assert_eq!(on(Space::Rgb, &[0.0; 3], off), [Laid(0.0), Laid(1.0), Laid(0.0)]);
        assert_eq!(on(Space::Rgb, &[0.0, 1.0, 1.0], off), [Laid(1.0), Laid(0.0), Laid(0.0)]);
        assert_eq!(on(Space::Lab, &[50.0, 0.0, 0.0], off), [Unknown; 3]);
    }

    #[test]
    fn plates_of_spaces() {
        let names = |space: &Space, values| plates(space, values).iter().map(Plate::name).collect::<Vec<_>>().join(" ");
        assert_eq!(names(&Space::Gray, None), "Black");
        assert_eq!(names(&Space::Gray, Some(&[1.0])), "");
        assert_eq!(names(&Space::Cmyk, Some(&[0.2, 0.0, 0.1, 0.0])), "Cyan Yellow");
        let two = Space::Separation(vec![b"Gold".to_vec(), b"Black".to_vec()], Box::new(Space::Cmyk));
        assert_eq!((names(&two, None), names(&two, Some(&[0.1, 0.0]))), ("Black Gold".to_owned(), "Gold".to_owned()));
        assert_eq!(names(&Space::Indexed(Box::new(Space::Rgb)), None), "Cyan Magenta Yellow Black");
    }
}
