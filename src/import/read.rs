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
use super::remarks::Remarks;
use super::rtf;
use super::scrivener;
use super::tree::{At, Fate, Inline, Setting, Work};
use super::walk;
use crate::base::{Diagnostic, Folder};
use std::collections::BTreeSet;

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
    language(&mut work, source);
    finish(&mut work, choices);
    formulas(&mut work);
    if work.chapters.is_empty() {
        return Err(empty(&work, source));
    }
    Ok(work)
}

/// Formulas are kept as typed and told; the book builds without them being set.
fn formulas(work: &mut Work) {
    let mut some = false;
    for chapter in &mut work.chapters {
        walk::inlines(&mut chapter.blocks, &mut |list| {
            some |= list.iter().any(|inline| matches!(inline, Inline::Math { .. }));
        });
    }
    let setting = Setting { table: "lint", key: "math-unsupported", value: "\"warning\"".to_owned() };
    work.settings.extend(some.then_some(setting));
}

/// People type words such as `English` where programs want a tag.
fn language(work: &mut Work, source: &Folder) {
    let Some(typed) = work.about.language.take() else { return };
    let tag = typed.trim().replace('_', "-");
    if crate::language::is_tag(&tag) {
        work.about.language = Some(tag);
        return;
    }
    let mut remarks = Remarks::of(source.name.as_deref().unwrap_or("."));
    remarks.left("languages that are not named by a tag, such as `en`", &typed, At::File);
    work.remarks.append(&mut remarks.all);
}

/// A source of which nothing is left to read.
fn empty(work: &Work, source: &Folder) -> Diagnostic {
    let name = source.name.as_deref().unwrap_or(".");
    let found = Diagnostic::error("import-empty", format!("`{name}` has no text that can be imported"));
    let left = work.remarks.iter().filter(|remark| remark.fate == Fate::Left);
    let left: BTreeSet<&str> = left.map(|remark| remark.what.as_str()).collect();
    let help = "open it in its program, and see whether its words are in another file or in pictures".to_owned();
    let left: Vec<&str> = left.into_iter().collect();
    found.help(if left.is_empty() { help } else { format!("{help}; left out: {}", left.join("; ")) })
}
