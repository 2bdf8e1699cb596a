//! What a press takes: the standard its files keep, its inks, the colours of its paper.
//!
//! `Output` says how one file will be used, and every paged `Document` carries one: it is for a screen or for a press.
//! A `PressSetup` names the standard, the inks, the output profile and how much ink the paper bears. `profile` reads
//! ICC profiles and `builtin` ships some; `separation` takes colours apart into inks; a `Spot` is an ink of its own colour, a `Plate` what
//! one ink prints. A `Palette` says what a press makes of each colour, and what is printed over what. Nothing here knows what a page is.

mod standard;
mod profile;
mod builtin;
mod spot;
mod output;
mod tables;
mod separation;
mod palette;
mod channel;

pub use builtin::Builtin;
pub use channel::{Channel, Plated};
pub use output::{Output, PressSetup};
pub use palette::{Colour, Laid, Palette, Thing, thousandths};
pub use profile::{Condition, Profile, ProfileClass};
pub use separation::{Cmyk, OtherPress, Separation};
pub use spot::{Plate, Spot};
pub use standard::{BleedSides, Inks, Standard};
