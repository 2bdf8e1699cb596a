//! In: a colour as a PDF states it. Out: what kind it is, how much ink it lays. Refuses to know where.

use super::sheet::PageArea;
use crate::pdfread::colour::{Colour, Space};

/// What a press asks of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Gray,
    Cmyk,
    /// Of a device: no profile says what it means.
    Rgb,
    /// By a profile, or by the eye (Lab, CalRGB).
    Managed,
    Spot,
    Other,
}

impl Kind {
    pub fn words(self) -> &'static str {
        match self {
            Kind::Gray => "gray",
            Kind::Cmyk => "CMYK",
            Kind::Rgb => "RGB",
            Kind::Managed => "RGB or Lab with a profile",
            Kind::Spot => "spot",
            Kind::Other => "other",
        }
    }
}

/// The inks of every press.
pub const PROCESS: [&str; 4] = ["Cyan", "Magenta", "Yellow", "Black"];

/// An ink of `All` is printed on every plate: registration marks.
pub const REGISTRATION: &[u8] = b"All";

pub fn kind(space: &Space) -> Kind {
    match space {
        Space::Gray | Space::CalGray | Space::Icc(1) => Kind::Gray,
        Space::Cmyk | Space::Icc(4) => Kind::Cmyk,
        Space::Rgb => Kind::Rgb,
        Space::CalRgb | Space::Lab | Space::Icc(3) => Kind::Managed,
        Space::Indexed(base) => kind(base),
        Space::Separation(names, _) if names.iter().all(|name| is_process(name)) => Kind::Cmyk,
        Space::Separation(..) => Kind::Spot,
        Space::Icc(_) | Space::Pattern | Space::Unknown => Kind::Other,
    }
}

/// Plates that every press has, or that nothing is printed from.
pub fn is_process(name: &[u8]) -> bool {
    matches!(name, b"Cyan" | b"Magenta" | b"Yellow" | b"Black" | b"None" | REGISTRATION)
}

/// The spot inks of a space.
pub fn spots(space: &Space) -> Vec<String> {
    match space {
        Space::Separation(names, _) => {
            let spots = names.iter().filter(|name| !is_process(name));
            spots.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
        }
        Space::Indexed(base) => spots(base),
        _ => Vec::new(),
    }
}

/// Which of the four inks a colour lays; without values all that its space can. Light is none before it is converted.
pub fn process(space: &Space, values: Option<&[f64]>) -> [bool; 4] {
    let lays = |at: usize| values.is_none_or(|values| values.get(at).is_some_and(|value| *value > 0.0));
    match space {
        Space::Indexed(base) => process(base, None),
        Space::Separation(names, _) => PROCESS.map(|ink| {
            let is_it = |name: &Vec<u8>| name == ink.as_bytes() || name == REGISTRATION;
            names.iter().enumerate().any(|(at, name)| is_it(name) && lays(at))
        }),
        _ => match kind(space) {
            Kind::Cmyk => std::array::from_fn(lays),
            Kind::Gray => {
                let is_dark = |values: &[f64]| values.first().is_some_and(|value| *value < 1.0);
                [false, false, false, values.is_none_or(is_dark)]
            }
            Kind::Rgb | Kind::Managed | Kind::Spot | Kind::Other => [false; 4],
        },
    }
}

/// Nothing where it is not four inks.
fn four(colour: &Colour) -> Option<[f64; 4]> {
    let is_four = matches!(colour.space, Space::Cmyk | Space::Icc(4));
    let four = <[f64; 4]>::try_from(&colour.values[..]).ok().filter(|_| is_four)?;
    Some(four.map(|ink| ink.clamp(0.0, 1.0)))
}

/// Percent of all inks together.
pub fn total(colour: &Colour) -> f64 {
    four(colour).map_or(0.0, |inks| inks.iter().sum::<f64>() * 100.0)
}

/// What spot inks lay over others on a page, each as one area.
#[derive(Debug, Default)]
pub struct Laid(Vec<(Vec<Vec<u8>>, PageArea)>);

impl Laid {
    pub fn add(&mut self, colour: &Colour, seen: PageArea) {
        let Space::Separation(names, _) = &colour.space else { return };
        match self.0.iter_mut().find(|(known, _)| known == names) {
            Some((_, area)) => *area = area.with(&seen),
            None => self.0.push((names.clone(), seen)),
        }
    }

    /// Whether none of a spot ink, over what it laid itself, takes that off its plate again.
    pub fn takes_off(&self, colour: &Colour, seen: PageArea) -> bool {
        let Space::Separation(names, _) = &colour.space else { return false };
        self.0.iter().any(|(known, area)| known == names && area.touches(&seen))
    }
}

/// Whether nothing is seen of it on white paper.
pub fn is_white(colour: &Colour) -> bool {
    let white = |value: &f64| *value >= 0.999;
    match kind(&colour.space) {
        Kind::Gray | Kind::Rgb => !colour.values.is_empty() && colour.values.iter().all(white),
        Kind::Managed => colour.space != Space::Lab && colour.values.iter().all(white),
        Kind::Cmyk | Kind::Spot => !colour.values.is_empty() && colour.values.iter().all(|value| *value <= 0.001),
        Kind::Other => false,
    }
}

/// How a text that looks black is made, where it is not black ink alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Black {
    /// Of several inks.
    Rich,
    /// Of light: a press makes several inks of it.
    Light,
    /// On every plate.
    Registration,
}

pub fn black(colour: &Colour) -> Option<Black> {
    if let Space::Separation(names, _) = &colour.space {
        let inked = colour.values.iter().any(|value| *value > 0.5);
        return (inked && names.iter().any(|name| name == REGISTRATION)).then_some(Black::Registration);
    }
    let even = |values: &[f64], by: f64| {
        let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
        most - least <= by
    };
    if let Some([c, m, y, k]) = four(colour) {
        let colours = [c, m, y];
        let dark = k >= 0.5 || c.min(m).min(y) >= 0.6;
        let rich = c + m + y > 0.05 && even(&colours, 0.35) && dark;
        return rich.then_some(Black::Rich);
    }
    let light = matches!(kind(&colour.space), Kind::Rgb | Kind::Managed) && colour.space != Space::Lab;
    let dark = colour.values.len() == 3 && colour.values.iter().all(|value| *value <= 0.25);
    (light && dark && even(&colour.values, 0.04)).then_some(Black::Light)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(space: Space, values: &[f64]) -> Colour {
        Colour { space, values: values.to_vec() }
    }

    #[test]
    fn blacks_that_are_not_black_ink_alone() {
        let cmyk = |values: [f64; 4]| black(&colour(Space::Cmyk, &values));
        assert_eq!(cmyk([0.0, 0.0, 0.0, 1.0]), None);
        assert_eq!(cmyk([0.6, 0.5, 0.5, 1.0]), Some(Black::Rich));
        assert_eq!(cmyk([0.9, 0.8, 0.8, 0.0]), Some(Black::Rich));
        assert_eq!(cmyk([1.0, 0.8, 0.0, 0.6]), None, "a dark blue");
        assert_eq!(black(&colour(Space::Rgb, &[0.0, 0.0, 0.0])), Some(Black::Light));
        assert_eq!(black(&colour(Space::Rgb, &[0.0, 0.0, 0.5])), None);
        assert_eq!(black(&colour(Space::Gray, &[0.0])), None);
        let all = Space::Separation(vec![b"All".to_vec()], Box::new(Space::Cmyk));
        assert_eq!(black(&colour(all, &[1.0])), Some(Black::Registration));
    }

    #[test]
    fn kinds_totals_and_whites() {
        let spot = Space::Separation(vec![b"Gold".to_vec()], Box::new(Space::Cmyk));
        assert_eq!((kind(&spot), spots(&spot)), (Kind::Spot, vec!["Gold".to_owned()]));
        assert_eq!(kind(&Space::Indexed(Box::new(Space::Rgb))), Kind::Rgb);
        assert_eq!(total(&colour(Space::Cmyk, &[1.0, 1.0, 0.5, 0.5])), 300.0);
        let only_black = [false, false, false, true];
        assert_eq!(process(&Space::Cmyk, Some(&[0.0, 0.0, 0.0, 0.2])), only_black);
        assert_eq!(
            (process(&Space::Gray, Some(&[0.4])), process(&Space::Gray, Some(&[1.0]))),
            (only_black, [false; 4])
        );
        assert_eq!((process(&Space::Cmyk, None), process(&Space::Rgb, None)), ([true; 4], [false; 4]));
        let two = Space::Separation(vec![b"Gold".to_vec(), b"Black".to_vec()], Box::new(Space::Cmyk));
        assert_eq!((process(&two, Some(&[1.0, 0.0])), process(&two, None)), ([false; 4], only_black));
        assert!(is_white(&colour(Space::Cmyk, &[0.0; 4])) && is_white(&colour(Space::Rgb, &[1.0; 3])));
        assert!(!is_white(&colour(Space::Gray, &[0.9])) && !is_white(&colour(Space::Gray, &[])));
    }
}
