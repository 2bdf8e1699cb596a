//! In: the blocks of a letter. Out: which of them are its date, its salutation, its closing and its signature. Print and
//! EPUB both ask here. Refuses to know what they look like.

use crate::model::{Block, BlockKind, plain_text};

/// A line of a letter that is none of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterLine {
    Dateline,
    Salutation,
    Closing,
    Signature,
}

impl LetterLine {
    /// The class by which the ebook's style sheet knows it.
    pub fn class(self) -> &'static str {
        match self {
            LetterLine::Dateline => "dateline",
            LetterLine::Salutation => "salutation",
            LetterLine::Closing => "closing",
            LetterLine::Signature => "signature",
        }
    }

    /// Its word in the vocabularies of the DAISY Consortium and Standard Ebooks.
    pub fn vocabulary(self) -> &'static str {
        match self {
            LetterLine::Dateline => "se:letter.dateline",
            LetterLine::Salutation => "z3998:salutation",
            LetterLine::Closing => "z3998:valediction",
            LetterLine::Signature => "z3998:signature",
        }
    }
}

/// Letters of such a line, at the most.
const SHORT: usize = 60;

/// Of each block of a letter, what it is beside text. A date, or a place, stands first and has a figure or no stop; a
/// salutation ends in a comma, a colon or an exclamation mark; a signature is the last line, without a stop, and a closing
/// that ends in a comma is the one before.
pub fn letter_lines(blocks: &[Block]) -> Vec<Option<LetterLine>> {
    let short: Vec<Option<String>> = blocks.iter().map(short_line).collect();
    let mut lines = vec![None; blocks.len()];
    let Some(last) = blocks.len().checked_sub(1).filter(|last| *last > 0) else { return lines };
    let mut next = 0;
    if let Some(words) = &short[0]
        && (words.contains(|c: char| c.is_numeric()) || words.ends_with(char::is_alphanumeric))
    {
        lines[0] = Some(LetterLine::Dateline);
        next = 1;
    }
    if next < last && short[next].as_ref().is_some_and(|words| words.ends_with([',', '!', ':', '،', '，'])) {
        lines[next] = Some(LetterLine::Salutation);
        next += 1;
    }
    if last >= next && short[last].as_ref().is_some_and(|words| words.ends_with(char::is_alphanumeric)) {
        lines[last] = Some(LetterLine::Signature);
        let before = last - 1;
        if before >= next && short[before].as_ref().is_some_and(|words| words.ends_with([',', '،', '，'])) {
            lines[before] = Some(LetterLine::Closing);
        }
    }
    lines
}

/// The words of a paragraph of one line that has no class of its own.
fn short_line(block: &Block) -> Option<String> {
    let BlockKind::Paragraph { inlines, .. } = &block.kind else { return None };
    let words = plain_text(inlines).trim().to_owned();
    let is_short = (1..=SHORT).contains(&words.chars().count());
    (is_short && block.attributes.classes.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockId, Corrections, Inline, LocalSpan};

    #[test]
    fn lines_of_a_letter_are_known_by_their_place_and_their_stop() {
        let paragraph = |words: &&str| {
            let inlines = vec![Inline::Text { text: (*words).to_owned(), span: LocalSpan::default() }];
            let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
            Block { id: BlockId(0), span: LocalSpan::default(), attributes: Default::default(), kind }
        };
        let found = |blocks: &[&str]| {
            let lines = letter_lines(&blocks.iter().map(paragraph).collect::<Vec<_>>());
            lines.into_iter().map(|line| line.map_or("-", LetterLine::class)).collect::<Vec<_>>().join(" ")
        };
        let text = "The ice has come in as far as the bollards, and nobody on the quay will say that it is early.";
        assert_eq!(
            found(&["The harbour, 3 March 1931", "Dear Anna,", text, "Yours as ever,", "Marguerite"]),
            "dateline salutation - closing signature"
        );
        assert_eq!(found(&["Dear reader,", text, "Yours"]), "salutation - signature");
        assert_eq!(found(&["At sea", text, text]), "dateline - -");
        assert_eq!(found(&[text, "Come soon."]), "- -");
        assert_eq!(found(&["Dear Anna,"]), "-");
        assert_eq!(found(&["Dear Anna,", "Come!"]), "salutation -");
    }
}
