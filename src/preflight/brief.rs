//! In: a house or none, what a file claims to be. Out: how grave each kind of fault is. Refuses to look at pages.

use crate::base::{Length, Severity};
use crate::press::Standard;
use crate::printers::House;

/// What a file is judged against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Brief<'a> {
    pub house: Option<&'a House>,
    /// What it claims to be, where that is a standard for printing.
    pub claim: Option<Standard>,
}

/// Text nearer to the trim than this is in danger, where no house says more.
const SAFE: Length = Length::mm(3);
/// Pixels an inch, where no house says.
const RESOLUTION: u32 = 300;
const LINE_ART: u32 = 600;
/// Percent, where no house says.
const INK: u32 = 300;

impl Brief<'_> {
    /// An error where a standard is claimed, else less.
    pub fn by_standard(&self, otherwise: Severity) -> Severity {
        if self.claim.is_some() { Severity::Error } else { otherwise }
    }

    /// An error where a house is named, else less.
    pub fn by_house(&self, otherwise: Severity) -> Severity {
        if self.house.is_some() { Severity::Error } else { otherwise }
    }

    /// Whether a press is known to be meant.
    pub fn is_print(&self) -> bool {
        self.house.is_some() || self.claim.is_some()
    }

    pub fn house_name(&self) -> &str {
        self.house.map_or("", |house| &house.name)
    }

    /// Whether the house takes colours of this kind; everyone does where none is named.
    pub fn house_takes(&self, colour: &str) -> bool {
        self.house.is_none_or(|house| house.file.colours.is.iter().any(|known| known == colour))
    }

    /// Whether the house takes a file in which things shine through.
    pub fn house_takes_transparency(&self) -> bool {
        let takes = |name: &String| Standard::ALL.iter().any(|of| of.name() == name && of.allows_transparency());
        self.house.is_none_or(|house| house.file.standards.is.iter().any(takes))
    }

    /// What must stay clear at head, foot and fore-edge.
    pub fn safe(&self, with_bleed: bool) -> Length {
        self.house.map_or(SAFE, |house| house.outside(with_bleed))
    }

    /// What must stay clear at the binding edge of a book of so many pages.
    pub fn gutter(&self, pages: usize) -> Length {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        self.house.map_or(SAFE, |house| house.gutter(pages))
    }

    /// Pixels an inch of pictures, and of pictures in black and white alone.
    pub fn resolution(&self, line_art: bool) -> u32 {
        match (self.house, line_art) {
            (None, false) => RESOLUTION,
            (None, true) => LINE_ART,
            (Some(house), true) => house.pictures.line_art.as_ref().map_or(LINE_ART, |least| least.is),
            (Some(house), false) => house.pictures.resolution.is,
        }
    }

    /// Percent of all inks together on one spot.
    pub fn ink(&self) -> u32 {
        self.house.and_then(|house| house.ink.most.as_ref()).map_or(INK, |most| most.is)
    }
}
