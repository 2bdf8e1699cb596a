//! Which words open which printed page: the print edition's message to the EPUB.

use super::{BlockId, SectionId};
use crate::base::Folio;

/// A place in the text: a block of a section and a byte offset into its plain text (see `walk`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextPos {
    pub section: SectionId,
    pub block: BlockId,
    pub offset: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStart {
    pub folio: Folio,
    pub section: SectionId,
    /// The first text of the page (a note's, where the page holds nothing else), or nothing where the section's heading
    /// opens it.
    pub at: Option<TextPos>,
}

/// In page order; blank pages have no entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageList {
    pub pages: Vec<PageStart>,
}
