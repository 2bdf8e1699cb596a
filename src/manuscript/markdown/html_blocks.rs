//! In: a block of HTML. Out: the borders of divs, and paragraphs, that it stands for. Refuses what has no meaning in a book.
//!
//! pulldown-cmark ends such a block at an empty line, so that Markdown may stand between two tags: each tag is a border on
//! its own, like a `:::` line. Words between tags are read as a paragraph.

use super::html;
use super::origin::Origin;
use super::reader::Reader;
use super::tag::Tag;
use crate::base::Diagnostic;
use crate::manuscript::attributes::{List, Word};
use std::ops::Range;

/// One thing in a block of HTML.
#[derive(Debug)]
pub enum Piece {
    /// A tag that opens: the class of a div of ours, and the list that it brings.
    Open {
        name: String,
        list: List,
    },
    Close {
        name: String,
        range: Range<usize>,
    },
    /// A section break.
    Rule(Range<usize>),
    /// Words, as ranges of lines.
    Words(Vec<Range<usize>>),
    /// The line that a folded text shows.
    Summary(Vec<Range<usize>>),
}

/// `lines` are the block's, without the marks of quotes and lists.
pub fn pieces(lines: &[Range<usize>], origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Piece> {
    let mut split = Split { pieces: Vec::new(), words: Vec::new(), summary: false, skip: None, origin, reader };
    for line in lines {
        split.line(line.clone());
    }
    split.flush();
    split.pieces
}

struct Split<'a, 's> {
    pieces: Vec<Piece>,
    words: Vec<Range<usize>>,
    summary: bool,
    /// What must close before anything is read again: a comment, or an element that was refused.
    skip: Option<String>,
    origin: &'a Origin<'a>,
    reader: &'a mut Reader<'s>,
}

impl Split<'_, '_> {
    fn line(&mut self, line: Range<usize>) {
        let mut from = line.start;
        let mut at = line.start;
        while at < line.end {
            let rest = &self.origin.text[at..line.end];
            if let Some(end) = &self.skip {
                let Some(found) = rest.to_ascii_lowercase().find(end.as_str()) else { return };
                at += found + end.len();
                from = at;
                self.skip = None;
                continue;
            }
            let Some(open) = rest.find('<').map(|found| at + found) else { break };
            let rest = &self.origin.text[open..line.end];
            if rest.starts_with("<!--") {
                self.add_words(from..open);
                self.skip = Some("-->".to_owned());
                (at, from) = (open + 4, open + 4);
                continue;
            }
            match Tag::read(rest) {
                Some(tag) if html::is_inline(&tag.name) => at = open + tag.length,
                Some(tag) => {
                    self.add_words(from..open);
                    at = open + tag.length;
                    from = at;
                    self.tag(tag, open..at);
                }
                None => at = open + 1,
            }
        }
        self.add_words(from..line.end);
    }

    fn tag(&mut self, tag: Tag, range: Range<usize>) {
        match (tag.name.as_str(), tag.closes) {
            ("summary", closes) => {
                self.flush();
                self.summary = !closes;
            }
            ("hr", _) => {
                self.flush();
                self.pieces.push(Piece::Rule(range));
            }
            ("p" | "div" | "center" | "blockquote" | "details", false) => {
                self.flush();
                let mut list = tag.list(&range);
                list.classes.extend(class(&tag).map(|text| Word { text: text.to_owned(), range: range.clone() }));
                self.pieces.push(Piece::Open { name: tag.name, list });
            }
            ("p" | "div" | "center" | "blockquote" | "details", true) => {
                self.flush();
                self.pieces.push(Piece::Close { name: tag.name, range });
            }
            (_, closes) => {
                self.flush();
                let found = html::refused(&self.origin.text[range.clone()]);
                self.reader.found.add(found.at(self.origin.span(range)));
                let holds = ["script", "style", "table", "svg", "iframe", "video", "audio", "object", "form"];
                if !closes && !tag.empty && holds.contains(&tag.name.as_str()) {
                    self.skip = Some(format!("</{}>", tag.name));
                }
            }
        }
    }

    fn add_words(&mut self, range: Range<usize>) {
        let typed = &self.origin.text[range.clone()];
        let start = range.start + typed.len() - typed.trim_start().len();
        let words = start..range.start + typed.trim_end().len();
        if words.start < words.end {
            self.words.push(words);
        }
    }

    fn flush(&mut self) {
        let words = std::mem::take(&mut self.words);
        let summary = std::mem::take(&mut self.summary);
        let text = self.origin.text;
        let ends = |range: &Range<usize>| {
            Tag::read(&text[range.clone()]).is_some_and(|tag| tag.name == "br" && tag.length == range.len())
        };
        if words.is_empty() {
            return;
        }
        if words.iter().all(ends) {
            let place = self.origin.span(words[0].clone());
            let why = "a line end between two paragraphs adds nothing";
            let help = "delete it; for a section break write `***`";
            return self.reader.found.add(Diagnostic::hint("line-end-alone", why).at(place).help(help));
        }
        self.pieces.push(if summary { Piece::Summary(words) } else { Piece::Words(words) });
    }
}

/// The div of ours that does what the tag asks for.
fn class(tag: &Tag) -> Option<&'static str> {
    let style = tag.get("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    let aligned = tag.get("align").map(str::to_ascii_lowercase);
    match (tag.name.as_str(), aligned.as_deref()) {
        ("center", _) | (_, Some("center")) => Some("center"),
        (_, Some("right")) => Some("right"),
        ("details", _) => Some("sidebar"),
        _ if style.contains("text-align:center") => Some("center"),
        _ if style.contains("text-align:right") => Some("right"),
        _ => None,
    }
}
