//! A Rich Text file (Microsoft's specification, 1.9.1), as far as books need it: letters, notes, lists, tables, pictures.
//!
//! No crate reads it well enough, so this one is ours: `tokens` parts the bytes, `letters` reads those of
//! words by their code pages, `reader` gives the flow of the text.

pub mod tokens;
pub mod letters;
pub mod fields;
pub mod state;
pub mod reader;

use super::album::Album;
use super::chapters;
use super::choice::Choices;
use super::document;
use super::html::damaged;
use super::remarks::Remarks;
use super::tree::{Matter, Work};
use crate::base::{Diagnostic, Folder};
use reader::{Comments, Reader};

/// # Errors
///
/// The file cannot be read.
pub fn read(source: &Folder, choices: &Choices) -> Result<Work, Diagnostic> {
    let name = source.file.clone().unwrap_or_default();
    let bytes = source.bytes(&name).map_err(|error| error.diagnostic(None))?;
    let (mut remarks, mut album, comments) = (Remarks::of(&name), Album::default(), Comments::new());
    let reader = Reader::of(&mut remarks, &mut album, choices.tracked, &comments, "text");
    let (flow, about) = reader.read(&bytes).map_err(|why| damaged(&name, &why))?;
    let mut work = Work { about, ..Work::default() };
    let blocks = document::blocks(flow, &mut work.about, &mut remarks);
    work.pictures = album.pictures;
    chapters::divide(&mut work, vec![(Matter::Main, blocks)], &mut remarks);
    work.remarks = remarks.all;
    Ok(work)
}
