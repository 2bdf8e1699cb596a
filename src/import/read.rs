//! In: a source and its kind. Out: the `Work`, by the reader of that kind.

use super::choice::Choices;
use super::docx;
use super::epub;
use super::finish::finish;
use super::html;
use super::kind::Kind;
use super::markdown;
use super::odt;
use super::rtf;
use super::scrivener;
use super::tree::Work;
use crate::base::{Diagnostic, Folder};

/// Reads a source as what it is. A folder is read file by file through the same door as a book's own; a single file is
/// `source.file`, and what it names stands in its folder.
///
/// # Errors
///
/// It is of no kind that is known, or it cannot be read at all. What is read only in part has a remark instead.
pub fn read(source: &Folder, kind: Kind, choices: &Choices) -> Result<Work, Diagnostic> {
    let mut work = match kind {
        Kind::Word => docx::read(source, choices),
        Kind::Html => html::read(source),
        Kind::Epub => epub::read(source),
        Kind::OpenDocument => odt::read(source, choices),
        Kind::RichText => rtf::read(source, choices),
        Kind::Scrivener => scrivener::read(source, choices),
        Kind::MdBook
        | Kind::GitBook
        | Kind::Leanpub
        | Kind::Quarto
        | Kind::Bookdown
        | Kind::Docsify
        | Kind::Hugo
        | Kind::Jekyll
        | Kind::Myst
        | Kind::Longform
        | Kind::Obsidian
        | Kind::Markdown => markdown::read(source, kind, choices),
    }?;
    finish(&mut work, choices);
    Ok(work)
}
