//! In: inlines. Out: one run of Markdown. A mark is written as one where Markdown reads it as one there, and as a tag of
//! HTML where it does not.

use super::Writer;
use super::escape::{self, Ground};
use crate::import::tree::{Attributes, Inline, Target};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Emphasis,
    Strong,
    /// Emphasis around nothing but strong emphasis.
    Both,
    Strike,
    Superscript,
    Subscript,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Mark::Emphasis => "*",
            Mark::Strong => "**",
            Mark::Both => "***",
            Mark::Strike => "~~",
            Mark::Superscript => "^",
            Mark::Subscript => "~",
        }
    }

    fn tags(self) -> (&'static str, &'static str) {
        match self {
            Mark::Emphasis => ("<em>", "</em>"),
            Mark::Strong => ("<strong>", "</strong>"),
            Mark::Both => ("<em><strong>", "</strong></em>"),
            Mark::Strike => ("<s>", "</s>"),
            Mark::Superscript => ("<sup>", "</sup>"),
            Mark::Subscript => ("<sub>", "</sub>"),
        }
    }
}

#[derive(Debug)]
enum Piece {
    /// Markdown.
    Raw(String),
    /// Words to be escaped.
    Words(String),
    Break,
    Open(Mark),
    Close(Mark),
}

impl Piece {
    /// Its first and its last letter, as far as Markdown asks.
    fn edges(&self) -> (Option<char>, Option<char>) {
        match self {
            Piece::Raw(text) | Piece::Words(text) => (text.chars().next(), text.chars().next_back()),
            Piece::Break => (Some(' '), Some(' ')),
            Piece::Open(_) | Piece::Close(_) => (Some('*'), Some('*')),
        }
    }
}

/// Inlines as Markdown; notes among them are kept for later.
pub fn inlines(inlines: &[Inline], ground: Ground, writer: &mut Writer<'_>) -> String {
    let mut pieces = Vec::new();
    flatten(inlines, ground, writer, &mut pieces);
    render(&pieces, ground)
}

fn flatten(inlines: &[Inline], ground: Ground, writer: &mut Writer<'_>, out: &mut Vec<Piece>) {
    let raw = |text: String| Piece::Raw(text);
    for inline in inlines {
        match inline {
            Inline::Text(text) => out.push(Piece::Words(text.clone())),
            Inline::Emphasis(inside) => match inside.as_slice() {
                [Inline::Strong(inside)] => marked(Mark::Both, inside, ground, writer, out),
                _ => marked(Mark::Emphasis, inside, ground, writer, out),
            },
            Inline::Strong(inside) => marked(Mark::Strong, inside, ground, writer, out),
            Inline::Strike(inside) => marked(Mark::Strike, inside, ground, writer, out),
            Inline::Superscript(inside) => marked(Mark::Superscript, inside, ground, writer, out),
            Inline::Subscript(inside) => marked(Mark::Subscript, inside, ground, writer, out),
            Inline::SmallCaps(inside) => span(&Attributes::class("smallcaps"), inside, ground, writer, out),
            Inline::Underline(inside) => span(&Attributes::class("underline"), inside, ground, writer, out),
            Inline::Span { attributes, inlines } => span(attributes, inlines, ground, writer, out),
            Inline::Code(text) => out.push(raw(code(text, ground))),
            Inline::Math { text, display } => {
                let mark = if *display { "$$" } else { "$" };
                let text = if ground.cell { text.replace('|', "\\|") } else { text.clone() };
                out.push(raw(format!("{mark}{}{mark}", text.trim())));
            }
            Inline::Link { target, inlines } => link(target, inlines, ground, writer, out),
            Inline::Anchor(id) => out.push(raw(format!("[]{{#{id}}}"))),
            Inline::Image { picture, alt } => {
                out.push(raw(writer.image(*picture, alt, &Attributes::default(), ground)))
            }
            Inline::Note(blocks) => {
                let label = writer.note(blocks);
                out.push(raw(format!("[^{label}]")));
            }
            Inline::Call { label, again: false } => {
                writer.labels.insert(label.clone(), writer.called);
            }
            Inline::Call { label, again: true } => match writer.labels.get(label) {
                Some(number) => out.push(raw(format!("[^{number}]"))),
                None => marked(Mark::Superscript, &[Inline::Text(label.clone())], ground, writer, out),
            },
            Inline::Break => out.push(Piece::Break),
            Inline::Inserted(inside) => between("{++", inside, "++}", ground, writer, out),
            Inline::Deleted(inside) => between("{--", inside, "--}", ground, writer, out),
            Inline::Comment(text) => out.push(raw(super::comment(&text.replace('\n', " ")))),
        }
    }
}

fn marked(mark: Mark, inside: &[Inline], ground: Ground, writer: &mut Writer<'_>, out: &mut Vec<Piece>) {
    out.push(Piece::Open(mark));
    flatten(inside, ground, writer, out);
    out.push(Piece::Close(mark));
}

fn span(list: &Attributes, inside: &[Inline], ground: Ground, writer: &mut Writer<'_>, out: &mut Vec<Piece>) {
    // A picture has a size; the words in its place, where it is missing, have none.
    if let [Inline::Image { picture, alt }] = inside {
        return out.push(Piece::Raw(writer.image(*picture, alt, list, ground)));
    }
    let pairs = list.pairs.iter().filter(|(key, _)| key != "width").cloned().collect();
    match escape::list(&Attributes { pairs, ..list.clone() }) {
        list if list.is_empty() => flatten(inside, ground, writer, out),
        list => between("[", inside, &format!("]{list}"), ground, writer, out),
    }
}

fn between(open: &str, inside: &[Inline], close: &str, ground: Ground, writer: &mut Writer<'_>, out: &mut Vec<Piece>) {
    out.push(Piece::Raw(open.to_owned()));
    flatten(inside, ground, writer, out);
    out.push(Piece::Raw(close.to_owned()));
}

fn link(target: &Target, inside: &[Inline], ground: Ground, writer: &mut Writer<'_>, out: &mut Vec<Piece>) {
    let address = match target {
        Target::Address(address) => {
            let is_itself = matches!(inside, [Inline::Text(words)] if words == address);
            let is_bare =
                address.contains("://") && !address.contains(|c: char| c.is_whitespace() || "<>|".contains(c));
            if is_itself && is_bare {
                return out.push(Piece::Raw(format!("<{address}>")));
            }
            escape::address(address, ground.cell)
        }
        Target::Id(id) => format!("#{id}"),
        Target::Chapter(at) => writer.chapter(*at).to_owned(),
    };
    between("[", inside, &format!("]({address})"), ground, writer, out);
}

fn code(text: &str, ground: Ground) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let text = if ground.cell { text.replace('|', "\\|") } else { text };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if edge { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

fn render(pieces: &[Piece], ground: Ground) -> String {
    let mut out = String::new();
    let mut starts = true;
    // Marks that are open, and whether each is a tag.
    let mut open: Vec<bool> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let next = pieces.get(at + 1).and_then(|next| next.edges().0);
        match piece {
            Piece::Raw(text) => {
                // A link straight behind the call of a note would be its second bracket.
                let behind = matches!(at.checked_sub(1).map(|at| &pieces[at]), Some(Piece::Raw(_)));
                if behind && text.starts_with('[') && out.ends_with(']') {
                    out.push_str("<!-- -->");
                }
                out.push_str(text);
            }
            Piece::Words(words) => {
                let behind = matches!(at.checked_sub(1).map(|at| &pieces[at]), Some(Piece::Raw(_)));
                if behind && words.starts_with(['(', '[', ':', '{']) && !words.starts_with(['[', '{']) {
                    out.push('\\');
                    out.push_str(&words[..1]);
                    escape::escape(&words[1..], ground, false, next, &mut out);
                } else {
                    escape::escape(words, ground, starts, next, &mut out);
                }
            }
            Piece::Break if ground.is_one_line() => out.push_str("<br>"),
            Piece::Break => out.push_str("\\\n"),
            Piece::Open(mark) => {
                let is_tag = !is_mark(*mark, pieces, at, out.chars().next_back());
                open.push(is_tag);
                out.push_str(if is_tag { mark.tags().0 } else { mark.sign() });
            }
            Piece::Close(mark) => {
                let is_tag = open.pop().unwrap_or_default();
                out.push_str(if is_tag { mark.tags().1 } else { mark.sign() });
            }
        }
        starts = matches!(piece, Piece::Break) && !ground.is_one_line();
    }
    out
}

/// Whether Markdown takes the signs of a mark that opens at `at` for what they are.
fn is_mark(mark: Mark, pieces: &[Piece], at: usize, before: Option<char>) -> bool {
    let mut depth = 0;
    let close = pieces[at..].iter().position(|piece| {
        depth += match piece {
            Piece::Open(_) => 1,
            Piece::Close(_) => -1,
            Piece::Raw(_) | Piece::Words(_) | Piece::Break => 0,
        };
        depth == 0
    });
    let Some(close) = close.map(|length| at + length).filter(|close| *close > at + 1) else { return false };
    let (first, last) = (&pieces[at + 1], &pieces[close - 1]);
    if matches!(mark, Mark::Superscript | Mark::Subscript) {
        let is_short = |words: &str| words.chars().all(|c| c.is_alphanumeric() || matches!(c, '+' | '−' | ',' | '.'));
        let touches = before.is_some_and(|before| "^~".contains(before));
        return close == at + 2 && !touches && matches!(first, Piece::Words(words) if is_short(words));
    }
    if matches!(first, Piece::Open(_)) || matches!(last, Piece::Close(_)) {
        return false;
    }
    let after = pieces.get(close + 1).and_then(|next| next.edges().0);
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_open = |letter: Option<char>| letter.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    let sign = mark.sign().chars().next();
    before != sign && (is_word(first.edges().0) || is_open(before)) && (is_word(last.edges().1) || is_open(after))
}
