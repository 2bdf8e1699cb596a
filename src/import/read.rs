//! In: a source and its kind. Out: the `Work`, by the reader of that kind.

use super::called;
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

/// Whether files of lines are read, of which some may be poems.
fn is_markdown(kind: Kind) -> bool {
    let office = [Kind::Word, Kind::Html, Kind::Epub, Kind::OpenDocument, Kind::RichText, Kind::Scrivener];
    !office.contains(&kind)
}

/// Reads a source as what it is. A folder is read file by file through the same door as a book's own; a single file is
/// `source.file`, and what it names stands in its folder.
///
/// # Errors
///
/// It is of no kind that is known, or it cannot be read at all. What is read only in part has a remark instead.
pub fn read(source: &Folder, kind: Kind, choices: &Choices) -> Result<Work, Diagnostic> {
    if !is_markdown(kind) && !choices.poems.is_empty() {
        let message = format!("`--poems` is for Markdown, and this is {}", kind.name());
        let found = Diagnostic::error("import-poems", message);
        return Err(found.help("leave it out; give poems a style named Verse there, or break their lines by hand"));
    }
    let mut work = match kind {
        Kind::Word => docx::read(source, choices),
        Kind::Html => html::read(source),
        Kind::Epub => epub::read(source),
        Kind::OpenDocument => odt::read(source, choices),
        Kind::RichText => rtf::read(source, choices),
        Kind::Scrivener => scrivener::read(source, choices),
        _ => markdown::read(source, kind, choices),
    }?;
    if work.about.title.is_none() {
        work.about.title = called::title(source);
    }
    finish(&mut work, choices);
    Ok(work)
}
