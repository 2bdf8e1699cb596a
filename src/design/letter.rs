//! In: the blocks of a letter. Out: which of them are its date, its salutation, its closing and its signature. Print and
//! EPUB both ask here. Refuses to know what they look like.

use crate::model::{Block, BlockKind, plain_text, walk};

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

/// Letters of such a line, at the most, and lines that the author ended in one of these.
const SHORT: usize = 60;
const LINES: usize = 6;

/// How a postscript begins, which stands behind the signature.
const POSTSCRIPTS: [&str; 7] = ["P.S", "PS:", "PS ", "P.P.S", "PPS", "P.D.", "N.B."];

/// Of each block of a letter, what it is beside text. A date, or a place, stands first and has a figure or no stop; a
/// salutation ends in a comma, a colon or an exclamation mark; a signature is the last line before a postscript, without
/// a stop or in initials, and a closing the one before: in English it ends in a comma, in German and others in nothing.
pub fn letter_lines(blocks: &[Block]) -> Vec<Option<LetterLine>> {
    let short: Vec<Vec<String>> = blocks.iter().map(short_lines).collect();
    let one = |nth: usize| short[nth].first().filter(|_| short[nth].len() == 1);
    let mut lines = vec![None; blocks.len()];
    let text = blocks.iter().rposition(|block| !is_postscript(block));
    let Some(last) = text.filter(|last| *last > 0) else { return lines };
    let mut next = 0;
    if let Some(end) = short[0].last()
        && (short[0].iter().any(|line| line.contains(|c: char| c.is_numeric())) || end.ends_with(char::is_alphanumeric))
    {
        lines[0] = Some(LetterLine::Dateline);
        next = 1;
    }
    if next < last && one(next).is_some_and(|words| words.ends_with([',', '!', ':', '،', '，'])) {
        lines[next] = Some(LetterLine::Salutation);
        next += 1;
    }
    if last >= next && short[last].last().is_some_and(|words| is_name(words)) {
        lines[last] = Some(LetterLine::Signature);
        let before = last - 1;
        if before >= next && one(before).is_some_and(|words| ends_openly(words)) {
            lines[before] = Some(LetterLine::Closing);
        }
    }
    lines
}

fn ends_openly(words: &str) -> bool {
    words.ends_with([',', '،', '，']) || words.ends_with(char::is_alphanumeric)
}

/// Whether a signature may end so: no stop, or that of an initial.
fn is_name(words: &str) -> bool {
    let initial = |rest: &str| {
        let mut letters = rest.chars().rev().take_while(|c| c.is_alphanumeric());
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    words.ends_with(char::is_alphanumeric) || words.strip_suffix('.').is_some_and(initial)
}

fn is_postscript(block: &Block) -> bool {
    let BlockKind::Paragraph { inlines, .. } = &block.kind else { return false };
    let words = plain_text(inlines).trim_start().replace(". ", ".");
    POSTSCRIPTS.iter().any(|mark| words.starts_with(mark))
}

/// The lines of a paragraph that has no class of its own and only short ones; nothing of any other.
fn short_lines(block: &Block) -> Vec<String> {
    let BlockKind::Paragraph { inlines, .. } = &block.kind else { return Vec::new() };
    let lines = walk::ended_lines(inlines);
    let is_short = |line: &String| (1..=SHORT).contains(&line.chars().count());
    let own = block.attributes.classes.is_empty() && lines.len() <= LINES && lines.iter().all(is_short);
    if own { lines } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{BlockId, Corrections, Inline, LocalSpan};

    #[test]
    fn lines_of_a_letter_are_known_by_their_place_and_their_stop() {
        let paragraph = |words: &&str| {
            let span = LocalSpan::default();
            let lines = words.split('/').map(|line| vec![Inline::Text { text: line.to_owned(), span }]);
            let inlines = lines.collect::<Vec<_>>().join(&Inline::LineEnd { span });
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
        assert_eq!(
            found(&["Liebe Anna,", text, "Mit besten Grüßen", "Deine Marguerite"]),
            "salutation - closing signature"
        );
        assert_eq!(found(&["Dear Anna,", "Come soon.", "Marguerite"]), "salutation - signature");
        assert_eq!(found(&["At sea", text, text]), "dateline - -");
        assert_eq!(found(&[text, "Come soon."]), "- -");
        // Lines that the author ended; initials; what comes behind the signature.
        assert_eq!(
            found(&["9, The Quay/3 March", "Dear Anna,", text, "Yours/as ever,/I."]),
            "dateline salutation - signature"
        );
        assert_eq!(found(&["Dear Anna,", text, "Yours,", "J. M.", "P.S. Come."]), "salutation - closing signature -");
        assert_eq!(
            found(&["Dear Anna,", text, "Yours/and so on, to the end of it, as it has always been, and will be."]),
            "salutation - -"
        );
        assert_eq!(found(&["Dear Anna,"]), "-");
        assert_eq!(found(&["Dear Anna,", "Come!"]), "salutation -");
    }
}
