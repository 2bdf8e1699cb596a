//! The book as plain data: what was written, resolved, and nothing of how it will look.
//!
//! `manuscript` makes it, `layout` and `epub` read it. Made pages (title, imprint, contents) and generated words are
//! in it already, so that no backend invents text.

pub mod ids;
pub mod parts;
pub mod phrases;
pub mod inline;
pub mod verse;
pub mod block;
pub mod isbn;
pub mod metadata;
pub mod book;
pub mod page_list;
pub mod byte_map;
pub mod walk;
pub mod headings;
pub mod lists;
pub mod barriers;
pub mod versions;
#[cfg(feature = "trace")]
pub mod dump;

pub use barriers::{Barrier, BarrierKind, barriers};
pub use block::{Align, Block, BlockId, BlockKind, Cell, ContentsEntry, Corrections, DivKind, Figure, Table};
pub use book::{Anchor, Asset, Book, ClassUse, CoverMatter, Matter, Note, Role, Section};
pub use byte_map::{ByteMap, Stretch};
pub use headings::heading_depths;
pub use ids::{AnchorId, AssetId, BookReferences, NoteId, NoteRef, References, SectionId, Target};
pub use inline::{Attributes, Image, Inline, Width, numbered, plain_text};
pub use isbn::{Isbn, IsbnError};
pub use metadata::{Accessibility, Contributor, Metadata, Series, Subject};
pub use page_list::{PageList, PageStart, TextPos};
pub use parts::{LocalSpan, Part, Parts};
pub use phrases::{PHRASES, SECTION_KINDS, is_slanted, phrase, section_kind};
pub use verse::{Stanza, Verse, VerseLine};
