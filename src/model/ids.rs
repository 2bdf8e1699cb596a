//! The names by which the parts of a book refer to each other.

use std::fmt::Debug;

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

/// The fingerprint of an anchor's name, the same wherever in the book it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AnchorId(pub u64);

/// The fingerprint of an asset's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AssetId(pub u64);

impl AnchorId {
    pub fn of(name: &str) -> AnchorId {
        AnchorId(fingerprint(name))
    }

    /// Where a note stands that is printed at the end of its chapter or of the book: no name's fingerprint.
    pub fn of_note(note: NoteId) -> AnchorId {
        AnchorId(NO_NAME | u64::from(note.section.0) << 32 | u64::from(note.at) << 1)
    }

    /// Whether an author may name it: no note, and no call.
    pub fn is_named(self) -> bool {
        self.0 & NO_NAME == 0
    }

    /// Where such a note is first called.
    pub fn of_call(note: NoteId) -> AnchorId {
        AnchorId(AnchorId::of_note(note).0 | 1)
    }
}

impl AssetId {
    pub fn of(name: &str) -> AssetId {
        AssetId(fingerprint(name))
    }
}

/// Never set in the fingerprint of a name.
const NO_NAME: u64 = 1 << 63;

/// FNV-1a.
fn fingerprint(name: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step) & !NO_NAME
}

/// How a text refers to what is not in it: a book's text by ids. A file's, while it knows nothing of the rest of the
/// book, does so in its own way, and the one is not to be taken for the other.
pub trait References: Copy + Debug + Default + PartialEq + Eq {
    /// The place that an attribute list names.
    type Anchor: Clone + Debug + PartialEq + Eq;
    /// What a link leads to.
    type Target: Clone + Debug + PartialEq + Eq;
    /// The place whose page is asked for.
    type Page: Clone + Debug + PartialEq + Eq;
    type Note: Clone + Debug + PartialEq + Eq;
    type Asset: Clone + Debug + PartialEq + Eq;
}

/// Those of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct BookReferences;

impl References for BookReferences {
    type Anchor = AnchorId;
    type Target = Target;
    type Page = AnchorId;
    type Note = NoteRef;
    type Asset = AssetId;
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Anchor(AnchorId),
    /// An absolute `http(s):`, `mailto:` or other harmless URL.
    Url(String),
}
