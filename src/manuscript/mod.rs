//! From the author's folder to a `Book`: settings, masking of `:::`, Markdown, verse, typography, resolving, checks.

pub mod typography;
pub mod typed;
pub mod settings;
pub mod book_toml;
pub mod order;
pub mod names;
pub mod metadata;
pub mod isbn;
pub mod made;
pub mod attributes;
pub mod version;
pub mod scope;
pub mod variables;
pub mod conditions;
pub mod ground;
pub mod math;
pub mod shield;
pub mod head;
pub mod mask;
pub mod foreign;
pub mod draft;
pub mod notes;
pub mod verse;
pub mod markdown;
pub mod resolve;
pub mod check;
pub mod cover;
pub mod fill;
pub mod read;
pub mod make;
pub mod byte_map;

pub use byte_map::byte_map;
pub use make::{Manuscript, book, read};
pub use read::{EditionReading, Reading, open};
pub use version::{Medium, Version};
