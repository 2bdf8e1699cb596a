//! What a press takes: the standard its files keep, its inks, the colours of its paper.
//!
//! `Press` says how one file will be used; every paged `Document` carries one. A printed file is for a screen or for
//! a `Printing`, which names a standard, the inks, the output profile and how much ink the paper bears. `profile` reads
//! ICC profiles and `builtin` ships some; `separation` takes colours apart into
//! inks. Nothing here knows what a page is.

mod standard;
mod profile;
mod builtin;
mod printing;
mod tables;
mod separation;

pub use builtin::Builtin;
pub use printing::{Press, Printing};
pub use profile::{Condition, Profile, ProfileClass};
pub use separation::{Cmyk, Other, Separation};
pub use standard::{BleedSides, Inks, Standard};
