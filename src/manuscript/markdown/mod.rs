//! In: one file's text. Out: its `Draft` and what was found in it.
//!
//! pulldown-cmark reads the Markdown; this room turns its events, which all know their place, into the model. What
//! pulldown-cmark has no syntax for comes from the places: `:::` lines that were masked before it (`mask`), attribute
//! lists and bracketed spans among the texts of a paragraph (`spans`), lines of verse (`lines`). Containers and
//! inlines are counted as they open, so that neither this room nor any later one recurses deeper than the limit.

pub mod origin;
pub mod tag;
pub mod node;
pub mod events;
pub mod reader;
pub mod spans;
pub mod html;
pub mod nodes;
pub mod inlines;
pub mod lines;
pub mod part;
pub mod poem;
pub mod code;
pub mod prose;
pub mod html_blocks;
pub mod leaves;
pub mod quotes;
pub mod left_out;
pub mod classed;
mod blocks;

use super::draft::{BlockKind, Draft, Inline};
use super::head::Head;
use super::includes::Included;
use super::scope::Scope;
use super::typed::Typed;
use super::{foreign, mask, notes};
use crate::base::{FileId, Report, Span};
use crate::language;
use events::{Events, References};
use origin::{Map, Origin};
use reader::Reader;

/// How a file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Every line of a paragraph is a line of verse.
    pub verse: bool,
    /// What of its head is the file's own.
    pub head: Option<Head>,
    /// The files that it may put in.
    pub includes: Included,
}

/// Reads a file whose text is in `language` where it does not say otherwise, as one version has it.
pub fn read(file: FileId, text: &str, language: &str, manner: &Manner, scope: &Scope) -> (Draft, Report) {
    let (draft, found, _) = read_file(file, text, (language, scope), manner, None);
    (draft, found)
}

/// What the words of a file were typed as, in the order of the file.
pub fn typed(file: FileId, text: &str, language: &str, manner: &Manner, scope: &Scope) -> Vec<Typed> {
    read_file(file, text, (language, scope), manner, Some(Vec::new())).2
}

fn read_file(
    file: FileId,
    text: &str,
    context: (&str, &Scope),
    manner: &Manner,
    typed: Option<Vec<Typed>>,
) -> (Draft, Report, Vec<Typed>) {
    let verse = manner.verse;
    let mut masked = if verse { mask::mask_verse(text, file) } else { mask::mask(text, file) };
    let end = masked.text.len();
    let mut found = Report::default();
    found.extend(std::mem::take(&mut masked.found));
    let stubbed = format!("{}{}", masked.text, notes::stubs(text));
    let (mut events, references) = Events::of_file(&stubbed, end);
    let mut reader = Reader {
        typed,
        verse,
        includes: &manner.includes,
        ..Reader::new(file, text, &masked, references, found, context)
    };
    let origin = Origin { text: &stubbed, file, map: Map::Same(end) };
    let blocks = blocks::read(&mut events, &origin, &mut reader);
    drop(events);
    reader.draft.blocks = part::blocks(blocks.parts);
    let read: Vec<Span> = reader.judged.iter().chain(&reader.draft.lists.left_out).copied().collect();
    foreign::scan(file, text, &masked, &read, &mut reader.found);
    if let Some(head) = &manner.head {
        titled(head, &origin, &mut reader);
        reader.found.extend(head.unused(file, text));
    }
    let typed = in_order(reader.typed);
    (reader.draft, reader.found, typed)
}

fn in_order(typed: Option<Vec<Typed>>) -> Vec<Typed> {
    let mut typed = typed.unwrap_or_default();
    typed.sort_by_key(|typed| typed.source.start);
    typed
}

/// A file whose own headings say no title has the one of its head.
fn titled(head: &Head, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let has_own = reader.draft.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading { level: 1, .. }));
    let Some(title) = head.title.as_ref().filter(|_| !has_own) else { return };
    let inlines = lines::read_value(title, head.range.clone(), reader);
    let kind = BlockKind::Heading { level: 1, inlines, short: None, listed: true };
    let mut part = part::Part::new(origin, head.range.clone(), kind);
    let tag = head.language.as_deref().filter(|language| language::is_tag(language));
    part.block.attributes.lang = tag.cloned();
    reader.draft.blocks.insert(0, part.block);
}

/// Lines of inlines from a file that is not Markdown itself.
pub struct Lines {
    pub lines: Vec<Vec<Inline>>,
    pub draft: Draft,
    pub found: Report,
}

/// Reads values of `text`, each with its place, as lines of inlines.
pub fn read_lines(file: FileId, text: &str, values: &[(&str, Span)], language: &str, scope: &Scope) -> Lines {
    read_values(file, text, values, (language, scope), None).0
}

/// What the words of such values were typed as.
pub fn typed_lines(file: FileId, text: &str, values: &[(&str, Span)], language: &str, scope: &Scope) -> Vec<Typed> {
    read_values(file, text, values, (language, scope), Some(Vec::new())).1
}

fn read_values(
    file: FileId,
    text: &str,
    values: &[(&str, Span)],
    context: (&str, &Scope),
    typed: Option<Vec<Typed>>,
) -> (Lines, Vec<Typed>) {
    let masked = mask::Masked { text: text.to_string(), ..mask::Masked::default() };
    let mut reader =
        Reader { typed, ..Reader::new(file, text, &masked, References::default(), Report::default(), context) };
    let read =
        |(value, span): &(&str, Span)| lines::read_value(value, span.start as usize..span.end as usize, &mut reader);
    let lines = values.iter().map(read).collect();
    let typed = in_order(reader.typed);
    (Lines { lines, draft: reader.draft, found: reader.found }, typed)
}
