//! In: a printer or none, what a file claims to be. Out: how grave each kind of fault is. Refuses to look at pages.

use crate::base::{Length, Severity};
use crate::press::Standard;
use crate::printers::Printer;

/// What a file is judged against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rules<'a> {
    pub printer: Option<&'a Printer>,
    /// What it claims to be, where that is a standard for printing.
    pub claim: Option<Standard>,
    /// It says that it was made here, where what its colours are for was known.
    pub is_own: bool,
}

/// Text nearer to the trim than this is in danger, where no printer says more.
const SAFE: Length = Length::mm(3);
/// Pixels an inch, where no printer says.
const RESOLUTION: u32 = 300;
const LINE_ART: u32 = 600;
/// Percent, where no printer says.
const INK: u32 = 300;

impl Rules<'_> {
    /// An error where a standard is claimed, else less.
    pub fn by_standard(&self, otherwise: Severity) -> Severity {
        if self.claim.is_some() { Severity::Error } else { otherwise }
    }

    /// An error where a printer is named, else less.
    pub fn by_printer(&self, otherwise: Severity) -> Severity {
        if self.printer.is_some() { Severity::Error } else { otherwise }
    }

    /// Whether a press is known to be meant.
    pub fn is_print(&self) -> bool {
        self.printer.is_some() || self.claim.is_some()
    }

    /// Whether nothing says what the file is for.
    pub fn is_unknown(&self) -> bool {
        !self.is_own && !self.is_print()
    }

    pub fn printer_name(&self) -> &str {
        self.printer.map_or("", |printer| &printer.name)
    }

    /// Whether the printer takes colours of this kind; everyone does where none is named.
    pub fn printer_takes(&self, colour: &str) -> bool {
        self.printer.is_none_or(|printer| printer.file.colours.is.iter().any(|known| known == colour))
    }

    /// Whether the printer takes a file in which things shine through.
    pub fn printer_takes_transparency(&self) -> bool {
        let takes = |name: &String| Standard::ALL.iter().any(|of| of.name() == name && of.allows_transparency());
        self.printer.is_none_or(|printer| printer.file.standards.is.iter().any(takes))
    }

    /// What must stay clear on each side of a cover; printers' margins are those of a book's pages.
    pub fn safe_on_cover(&self) -> Length {
        SAFE
    }

    /// What must stay clear at head, foot and fore-edge.
    pub fn safe(&self, with_bleed: bool) -> Length {
        self.printer.map_or(SAFE, |printer| printer.outside(with_bleed))
    }

    /// What must stay clear at the binding edge of a book of so many pages.
    pub fn gutter(&self, pages: usize) -> Length {
        let pages = u32::try_from(pages).unwrap_or(u32::MAX);
        self.printer.map_or(SAFE, |printer| printer.gutter(pages))
    }

    /// Pixels an inch of pictures, and of pictures in black and white alone.
    pub fn resolution(&self, line_art: bool) -> u32 {
        match (self.printer, line_art) {
            (None, false) => RESOLUTION,
            (None, true) => LINE_ART,
            (Some(printer), true) => printer.pictures.line_art.as_ref().map_or(LINE_ART, |least| least.is),
            (Some(printer), false) => printer.pictures.resolution.is,
        }
    }

    /// Percent of all inks together on one spot.
    pub fn ink(&self) -> u32 {
        self.printer.and_then(|printer| printer.ink.max.as_ref()).map_or(INK, |most| most.is)
    }
}
