//! The one table of limits that protect a machine from a hostile book. Each is an error with a place, not a crash.

/// Bytes of book.toml.
pub const SETTINGS_BYTES: usize = 1 << 20;
/// Bytes of one manuscript file.
pub const TEXT_BYTES: u64 = 4 << 20;
/// Bytes of one picture or font file.
pub const ASSET_BYTES: u64 = 128 << 20;
/// Bytes of all pictures and fonts together.
pub const ASSETS_BYTES: u64 = 512 << 20;
/// Bytes of all manuscript files together.
pub const BOOK_BYTES: u64 = 16 << 20;
/// Files that a book may name.
pub const FILES: usize = 10_000;
/// Open containers and inlines at one place.
pub const NESTING: usize = 64;
/// Pixels of one picture, known before it is decoded.
pub const PIXELS: u64 = 200_000_000;
/// Nodes of one SVG after its entities and uses are resolved.
pub const SVG_NODES: usize = 200_000;
/// Bytes of one SVG file.
pub const SVG_BYTES: u64 = 8 << 20;
/// Pages of one edition.
pub const PAGES: usize = 20_000;
/// Lines of one poem.
pub const VERSE_LINES: usize = 200_000;
/// Letters of one word before it may be broken anywhere.
pub const WORD: usize = 1_000;
/// Diagnostics of one code that are kept; the rest are counted.
pub const SAME_CODE: usize = 100;
/// Bytes of one PDF that is read.
pub const PDF_BYTES: u64 = 256 << 20;
/// Objects of one PDF that is read.
pub const PDF_OBJECTS: usize = 1_000_000;
/// Bytes that all structure streams of a PDF may inflate to.
pub const PDF_INFLATED: usize = 256 << 20;
/// Numbers, names, entries and so on that the objects of a PDF hold together, or one operand of its content alone. A
/// value takes some 120 bytes while it is read, and less than one of the file.
pub const PDF_VALUES: usize = 4_000_000;
/// Bytes that the content of one page of a PDF may inflate to, that of its forms included.
pub const PDF_CONTENT: usize = 128 << 20;
/// Bytes that all streams of a PDF together may inflate to while it is read, those that are read twice counted twice.
pub const PDF_INFLATED_IN_ALL: usize = 1 << 30;
/// Operators, or as much work, of all pages of a PDF that is judged.
pub const PDF_WORK: usize = 40_000_000;
/// Operators of one page of a PDF, those of its forms included.
pub const PDF_OPERATORS: usize = 20_000_000;
/// Bytes of one text in an office file or an ebook that is brought in, unpacked.
pub const MARKUP_BYTES: u64 = 64 << 20;
/// Bytes of a thread's stack: readers of deeply nested text recurse, and a system's usual stack may be small.
pub const STACK: usize = 32 << 20;
/// Seconds in which pages of other programs must be drawn, and the thread that does it: what ends it is no fault of ours.
pub const DRAWN_SECONDS: u64 = 10;
/// Operators of a page whose plates are drawn, those of its forms as often as they are shown.
pub const PLATE_OPERATORS: usize = 4_000_000;
/// Seconds that the plates of a PDF may take together.
pub const PLATE_SECONDS: u64 = 60;
pub const FOREIGN_THREAD: &str = "pages of another program";
/// Pixels of the pictures on one page of another program that is drawn.
pub const DRAWN_PIXELS: i64 = 60_000_000;
