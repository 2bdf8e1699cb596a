//! In: nothing. Out: the types of what a folder of sheets may choose. Refuses to know what an author typed.

use super::order::Scheme;
use crate::base::{Binding, Diagnostic, Length, Size};
use crate::page::Document;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    pub scheme: Scheme,
    pub binding: Binding,
    /// Two signatures on each sheet.
    pub two_up: bool,
    /// Front and back on one side, which is printed on both.
    pub work_and_turn: bool,
    /// Nothing for the smallest usual sheet that takes the pages at their size.
    pub sheet: Option<Size>,
    pub fit: Fit,
    pub flip: Flip,
    pub blanks: Blanks,
    /// How much nearer to the fold the pages of a sheet stand than those of the sheet around it.
    pub creep: Length,
    /// Crop, bleed and registration marks and a slug line; folds and cuts are marked wherever there is room.
    pub marks: bool,
    /// Steps and numbers on the outside of each signature's fold.
    pub collating: bool,
    /// How often each signature's fold is pierced.
    pub stations: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// Pages keep their size.
    Actual,
    /// Pages grow or shrink until they fill the sheet.
    Scale,
}

/// The edge that a sheet turns on in the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flip {
    Short,
    Long,
}

/// Where the pages stand that make the number of pages fit the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blanks {
    End,
    /// Before a page, from 0: an even number of them, so that no page changes sides; the odd one stands at the end.
    Before(usize),
}

#[derive(Clone, Debug)]
pub struct Imposed {
    pub document: Document,
    /// What a person folding the sheets should know.
    pub found: Vec<Diagnostic>,
}

/// Pages and blanks in the order of reading.
pub fn sequence(pages: usize, places: usize, blanks: Blanks) -> Vec<Option<usize>> {
    let missing = places.saturating_sub(pages);
    let (at, before) = match blanks {
        Blanks::End => (pages, 0),
        Blanks::Before(page) => (page.min(pages), missing - missing % 2),
    };
    let mut sequence: Vec<Option<usize>> = (0..at).map(Some).collect();
    sequence.extend(std::iter::repeat_n(None, before));
    sequence.extend((at..pages).map(Some));
    sequence.resize(places, None);
    sequence
}
