//! In: texts and the finished Book. Out: what is allowed but was hardly meant, and letters that no book can hold.

use crate::base::{Diagnostic, FileId, Report, Span};
use crate::model::{BlockKind, Book, walk};

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

/// Headings that skip a level: who listens to a book gets lost.
pub fn book(book: &Book, report: &mut Report) {
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
