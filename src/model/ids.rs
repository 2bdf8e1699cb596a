//! The names by which the parts of a book refer to each other.

/// Index into `Book::sections`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SectionId(pub u32);

/// A note of the book: one of its section's `notes`. Ordered by first calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NoteId {
    pub section: SectionId,
    pub at: u32,
}

/// A note as the text of a section names it: one of this section's, or, called a second time, of one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct NoteRef {
    /// How many sections before this one.
    pub back: u32,
    /// Index into that section's `notes`.
    pub at: u32,
}

impl NoteRef {
    /// The note that the text of `section` means.
    pub fn within(self, section: SectionId) -> NoteId {
        NoteId { section: SectionId(section.0.saturating_sub(self.back)), at: self.at }
    }
}

/// Index into `Book::anchors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AnchorId(pub u32);

/// Index into `Book::assets`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AssetId(pub u32);

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Anchor(AnchorId),
    /// An absolute `http(s):`, `mailto:` or other harmless URL.
    Url(String),
}
