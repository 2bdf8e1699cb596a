//! In: texts and the finished Book. Out: what is allowed but was hardly meant, and letters that no book can hold.

use crate::base::{Diagnostic, FileId, Report, Span};
use crate::model::block::Place;
use crate::model::{Block, BlockKind, Book, walk};

/// Control characters: no XML may hold one.
pub fn characters(file: FileId, text: &str, report: &mut Report) {
    let line_end = |at: usize| text.as_bytes().get(at + 1) == Some(&b'\n');
    for (at, letter) in text.char_indices() {
        let fine = match letter {
            '\n' | '\t' => true,
            '\r' => line_end(at),
            '\u{FFFE}' | '\u{FFFF}' => false,
            letter => !letter.is_control(),
        };
        if !fine {
            report.add(
                Diagnostic::error(
                    "control-character",
                    format!("a control character, U+{:04X}, stands here", letter as u32),
                )
                .at(Span::new(file, at..at + letter.len_utf8()))
                .help("take it out"),
            );
        }
    }
}

/// Headings that skip a level, and what a figure asks for in vain.
pub fn book(book: &Book, report: &mut Report) {
    headings(book, report);
    let sections = book.sections.iter().map(|section| &section.blocks);
    for blocks in sections.chain(book.notes.iter().map(|note| &note.blocks)) {
        walk::blocks(blocks, &mut |block| figure_place(block, report));
    }
}

/// Pages are filled in the order of the text.
fn figure_place(block: &Block, report: &mut Report) {
    let BlockKind::Figure { figure } = &block.kind else { return };
    let Some(place) = figure.place else { return };
    let place = if place == Place::Top { "top" } else { "bottom" };
    let why = format!("`place={place}` moves nothing: a figure stands where it is mentioned");
    let help = "take it out, or put the figure between the paragraphs where it should stand";
    report.add(Diagnostic::hint("figure-place-ignored", why).at(block.span).help(help));
}

/// Who listens to a book gets lost where a level is skipped.
fn headings(book: &Book, report: &mut Report) {
    for section in &book.sections {
        let mut above = 1;
        walk::blocks(&section.blocks, &mut |block| {
            if let BlockKind::Heading { level, .. } = block.kind {
                if level > above + 1 {
                    let signs = |level: u8| "#".repeat(usize::from(level));
                    let message = format!("`{}` straight after `{}` skips a level", signs(level), signs(above));
                    let help = format!("write `{}`", signs(above + 1));
                    report.add(Diagnostic::warning("heading-skip", message).at(block.span).help(help));
                }
                above = level;
            }
        });
    }
}
