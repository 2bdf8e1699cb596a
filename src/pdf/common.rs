//! In: pages that several documents have in common, frame by frame. Out: their contents, drawn once. Refuses pages that
//! another press could draw otherwise: all with more than type and rules in gray.

use super::bytes::deflate;
use super::canvas::{Drawn, Tools};
use super::font::Font;
use super::usage::{PART, Usage};
use crate::base::{Ink, Rect};
use crate::fonts::Faces;
use crate::page::{Frame, Item, Page};
use std::sync::{Arc, OnceLock};

/// What documents with the same frames have in common. The bytes of each are the same with it and without.
#[derive(Debug)]
pub struct Contents {
    /// The fonts of the first document, and whether text may stand beside its glyphs.
    fonts: OnceLock<(Vec<Option<Font>>, bool)>,
    pages: Vec<OnceLock<Kept>>,
    /// The first document's faces.
    faces: OnceLock<(Faces, bool)>,
    /// The first document's profile, as it is and deflated.
    profile: OnceLock<(Vec<u8>, Vec<u8>)>,
    /// What is used on so many pages each.
    usages: Vec<OnceLock<Counted>>,
}

/// What some pages use.
#[derive(Debug)]
struct Counted {
    frames: Vec<Arc<Frame>>,
    usage: Arc<Usage>,
}

/// A page as one of the documents has it.
#[derive(Debug)]
struct Kept {
    frame: Arc<Frame>,
    media: Rect,
    content: Vec<u8>,
}

impl Contents {
    /// For documents of so many pages; what one has beyond them is its own.
    pub fn new(pages: usize) -> Contents {
        let usages = std::iter::repeat_with(OnceLock::new).take(pages.div_ceil(PART)).collect();
        let pages = std::iter::repeat_with(OnceLock::new).take(pages).collect();
        Contents { fonts: OnceLock::new(), pages, faces: OnceLock::new(), profile: OnceLock::new(), usages }
    }

    /// Whether a document's type is written with the same codes as the others'.
    pub fn has_fonts(&self, fonts: &[Option<Font>], told: bool) -> bool {
        let (known, as_told) = self.fonts.get_or_init(|| (fonts.to_vec(), told));
        known == fonts && *as_told == told
    }

    /// Whether a document has the faces that the others have, in their order.
    pub fn has_faces(&self, faces: &Faces, told: bool) -> bool {
        let (known, as_told) = self.faces.get_or_init(|| (faces.clone(), told));
        *as_told == told && known == faces
    }

    /// A profile, deflated.
    pub fn profile(&self, bytes: &[u8]) -> Vec<u8> {
        let (known, deflated) = self.profile.get_or_init(|| (bytes.to_vec(), deflate(bytes)));
        if known == bytes { deflated.clone() } else { deflate(bytes) }
    }

    /// What a part of a document's pages use of its faces.
    pub fn usage(&self, part: usize, pages: &[Page], count: &dyn Fn(&[Page]) -> Usage) -> Arc<Usage> {
        let own = || Arc::new(count(pages));
        let Some(slot) = self.usages.get(part) else { return own() };
        let known = slot.get_or_init(|| Counted {
            frames: pages.iter().map(|page| Arc::clone(&page.frame)).collect(),
            usage: own(),
        });
        let is_same = known.frames.len() == pages.len()
            && known.frames.iter().zip(pages).all(|(frame, page)| Arc::ptr_eq(frame, &page.frame));
        if is_same { Arc::clone(&known.usage) } else { own() }
    }

    /// A page as it is drawn, and its content, deflated.
    pub fn page(
        &self,
        at: usize,
        page: &Page,
        tools: &Tools,
        mut draw: impl FnMut() -> (Drawn, Vec<u8>),
    ) -> (Drawn, Vec<u8>) {
        let Some(kept) = self
            .pages
            .get(at)
            .filter(|_| tools.palette.press().is_some() && !tools.palette.has_layers() && is_plain(&page.frame))
        else {
            return draw();
        };
        let kept = kept.get_or_init(|| {
            let (_, content) = draw();
            Kept { frame: Arc::clone(&page.frame), media: page.boxes.media, content }
        });
        match Arc::ptr_eq(&kept.frame, &page.frame) && kept.media == page.boxes.media {
            true => (Drawn::default(), kept.content.clone()),
            false => draw(),
        }
    }
}

/// Whether every press draws it alike, and its content names nothing but fonts.
fn is_plain(frame: &Frame) -> bool {
    frame.items.iter().all(|(_, item)| match item {
        Item::Glyphs(run) => matches!(run.ink, Ink::Gray(_)),
        Item::Rule { ink, .. } => matches!(ink, Ink::Gray(_)),
        Item::Link(_) | Item::Mark(_) => true,
        Item::Path(_) | Item::Image { .. } | Item::Group { .. } | Item::Form(_) => false,
    })
}
