//! In: what the pages of a PDF are seen to have. Out: lists of it, with the pages of each thing. Refuses to judge.

use super::finding::shown_pages;
use crate::base::Length;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// Pages that one list names, all its rows together: no book has more, and a hostile file might.
const MOST: usize = 100_000;

/// What a PDF is made of. Neither patterns nor glyphs that are drawings are looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Inventory {
    pub boxes: Vec<OnPages<PageBoxes>>,
    pub fonts: Vec<OnPages<FontUse>>,
    pub inks: Vec<OnPages<InkUse>>,
    pub colours: Vec<OnPages<ColourUse>>,
    pub pictures: Vec<OnPages<PictureUse>>,
    /// Pages of fonts, pictures and boxes that are not named because there are too many.
    pub omitted: usize,
}

/// Something, and the pages that have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OnPages<T> {
    #[serde(flatten)]
    pub what: T,
    /// Counted from 1, in ascending order.
    pub pages: Vec<usize>,
}

impl<T> OnPages<T> {
    /// `pages 3, 5–9`
    pub fn shown_pages(&self) -> String {
        shown_pages(&self.pages)
    }
}

/// As the page is seen. Of the boxes beside the media, those that the page names; of the crop, one that differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PageBoxes {
    pub media: BoxArea,
    pub crop: Option<BoxArea>,
    pub bleed: Option<BoxArea>,
    pub trim: Option<BoxArea>,
    pub art: Option<BoxArea>,
    /// Degrees clockwise by which a viewer turns the page.
    pub turned: u16,
}

/// From the media's top left corner; in JSON in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct BoxArea {
    #[serde(serialize_with = "millimetres")]
    pub x: Length,
    #[serde(serialize_with = "millimetres")]
    pub y: Length,
    #[serde(serialize_with = "millimetres")]
    pub width: Length,
    #[serde(serialize_with = "millimetres")]
    pub height: Length,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FontUse {
    /// Without the tag of a subset.
    pub name: String,
    /// `CID TrueType`
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub embedded: bool,
    pub subset: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InkUse {
    pub name: String,
    /// Else it is one of the four that every press has.
    pub spot: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ColourUse {
    /// `gray`, `CMYK`, `RGB`
    pub kind: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PictureUse {
    /// The number of its object; nothing for one that stands in the content itself.
    pub object: Option<u32>,
    /// In pixels.
    pub width: u64,
    pub height: u64,
    /// `CMYK`, or the names of its spot inks.
    pub colour: String,
    /// Of each component of a pixel.
    pub bits: Option<u8>,
    /// Pixels an inch as it stands on the page, in the direction that has fewer.
    pub ppi: Option<u32>,
}

/// What is met page by page.
#[derive(Clone, Debug, Default)]
pub struct Stock {
    pub boxes: Listed<PageBoxes>,
    pub fonts: Listed<FontUse>,
    pub pictures: Listed<PictureUse>,
}

/// Things by what they are, each with its pages.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    rows: BTreeMap<T, Vec<usize>>,
    named: usize,
    omitted: usize,
}

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed { rows: BTreeMap::new(), named: 0, omitted: 0 }
    }
}

impl<T: Ord> Listed<T> {
    /// Pages come in ascending order.
    pub fn add(&mut self, what: T, page: usize) {
        let known = self.rows.get_mut(&what);
        if known.as_ref().is_some_and(|pages| pages.last() == Some(&page)) {
            return;
        }
        if self.named == MOST {
            self.omitted += 1;
            return;
        }
        self.named += 1;
        match known {
            Some(pages) => pages.push(page),
            None => drop(self.rows.insert(what, vec![page])),
        }
    }

    /// The first page first.
    fn rows(self) -> Vec<OnPages<T>> {
        let mut rows: Vec<_> = self.rows.into_iter().map(|(what, pages)| OnPages { what, pages }).collect();
        rows.sort_by_key(|row| row.pages.first().copied());
        rows
    }
}

impl Stock {
    /// With what is known of the colours.
    pub fn inventory(self, inks: Vec<OnPages<InkUse>>, colours: Vec<OnPages<ColourUse>>) -> Inventory {
        let Stock { boxes, fonts, pictures } = self;
        let omitted = boxes.omitted + fonts.omitted + pictures.omitted;
        Inventory { boxes: boxes.rows(), fonts: fonts.rows(), inks, colours, pictures: pictures.rows(), omitted }
    }
}

fn millimetres<S: Serializer>(length: &Length, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_f64((length.to_pt() * 2_540.0 / 72.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_listed_once_with_its_pages_and_too_much_is_counted() {
        let mut listed = Listed::default();
        for (what, page) in [("b", 1), ("a", 2), ("a", 2), ("b", 3)] {
            listed.add(what, page);
        }
        let rows = [("b", vec![1, 3]), ("a", vec![2])].map(|(what, pages)| OnPages { what, pages });
        assert_eq!(listed.clone().rows(), rows);
        (4..MOST + 4).for_each(|page| listed.add("c", page));
        assert_eq!((listed.named, listed.omitted), (MOST, 3));
    }
}
