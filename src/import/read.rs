//! In: a source and its kind. Out: the `Work`, by the reader of that kind.

use super::choice::Choices;
use super::docx;
use super::kind::{self, Kind};
use super::tree::Work;
use crate::base::{Diagnostic, Folder};

/// Reads a source as what it is. A folder is read file by file through the same door as a book's own; a single file is
/// `source.file`, and what it names stands in its folder.
///
/// # Errors
///
/// It is of no kind that is known, or it cannot be read at all. What is read only in part has a remark instead.
pub fn read(source: &Folder, kind: Kind, choices: &Choices) -> Result<Work, Diagnostic> {
    match kind {
        Kind::Word => docx::read(source, choices),
        _ => Err(kind::unknown(source.file.as_deref().unwrap_or(kind.name()))),
    }
}
