//! In: pages that several documents have in common, frame by frame. Out: their contents, drawn once. Refuses pages that
//! another press could draw otherwise: all with more than type and rules in gray.

use super::canvas::{Drawn, Tools};
use super::font::Font;
use crate::base::{Ink, Rect};
use crate::page::{Frame, Item, Page};
use std::sync::{Arc, OnceLock};

/// What documents with the same frames have in common. The bytes of each are the same with it and without.
#[derive(Debug)]
pub struct Contents {
    /// The fonts of the first document, and whether text may stand beside its glyphs.
    fonts: OnceLock<(Vec<Option<Font>>, bool)>,
    pages: Vec<OnceLock<Kept>>,
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
        Contents { fonts: OnceLock::new(), pages: std::iter::repeat_with(OnceLock::new).take(pages).collect() }
    }

    /// Whether a document's type is written with the same codes as the others'.
    pub fn has_fonts(&self, fonts: &[Option<Font>], told: bool) -> bool {
        let (known, as_told) = self.fonts.get_or_init(|| (fonts.to_vec(), told));
        known == fonts && *as_told == told
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
