//! In: a drawing as it will be printed. Out: the same with the rims by which its inks meet. Refuses to draw.

use crate::base::{Ink, Size};
use crate::pictures::{Drawing, Meeting, Rgb, Untrapped};
use crate::press::{Palette, Thing};

/// Where no ink is to run under another the drawing stays as it is. What has no rim though it should is told.
pub fn trapped(drawing: Drawing, size: Size, palette: &Palette) -> (Drawing, Vec<Untrapped>) {
    let Some(most) = palette.widest_trap() else { return (drawing, Vec::new()) };
    let ink = |(red, green, blue): Rgb| Ink::Rgb(red, green, blue);
    let trap = |upper: Rgb, under: Rgb| {
        let (lighter, width) = palette.trap(ink(upper), Thing::Shape, ink(under))?;
        Some((if lighter == ink(upper) { upper } else { under }, width))
    };
    let overprints = |colour: Rgb| palette.overprints(ink(colour));
    drawing.trapped(size, most, &Meeting { trap: &trap, overprints: &overprints })
}
