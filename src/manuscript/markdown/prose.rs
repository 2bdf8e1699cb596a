//! In: a paragraph. Out: what is told where it looks like verse, or like a speech of a play. Refuses to read it as such.

use super::node::{Kind, Node, Wrap};
use super::origin::Origin;
use super::reader::Reader;
use crate::base::Diagnostic;
use crate::manuscript::verse;
use std::ops::Range;

/// Lines this short are hardly ever where an editor broke prose.
const SHORT: usize = 40;
/// Lines up to this long are verse where their breaks cannot come from filling a line.
const MEDIUM: usize = 65;
/// Lines that a poem has at the least, where its lines do not end by a mark.
const LINES: usize = 3;

pub fn check(nodes: &[Node], range: &Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    if reader.set_lines > 0 || reader.plain > 0 {
        return;
    }
    let (hard, soft) = breaks(nodes);
    if hard + soft == 0 {
        return;
    }
    let source = origin.text[range.clone()].trim_end();
    let lines: Vec<&str> = source.lines().map(|line| line.trim_matches([' ', '\t', '>', '\\'])).collect();
    // Pictures under each other are no lines of a poem.
    if lines.iter().all(|line| line.starts_with("![") || line.starts_with("[![")) {
        return;
    }
    let found = match (hard, soft) {
        (_, 0) => Some(Diagnostic::warning(
            "verse-as-prose",
            "every line of this paragraph ends with a line break, as in verse",
        )),
        (0, _) if short(&lines) => {
            Some(Diagnostic::hint("verse-as-prose", "this looks like verse and is set as a paragraph"))
        }
        _ => None,
    };
    let span = origin.span(range.clone());
    let same_poem = reader.verse_like.take_if(|end| {
        origin
            .text
            .get(*end..range.start)
            .is_some_and(|between| between.trim_matches([' ', '\t', '>', '\n', '\r']).is_empty())
    });
    if let Some(found) = found {
        reader.verse_like = Some(range.start + source.len());
        if same_poem.is_none() {
            let help = "put `::: verse` before the poem and `:::` after it, or name its file in `[manuscript] verse`; \
                        put `::: plain` around it if it is prose";
            reader.found.add(found.at(span).help(help));
        }
    } else if !reader.speaker_told && speech(nodes, &lines) {
        reader.speaker_told = true;
        let first = source.lines().next().map_or(0, str::len);
        reader.found.add(verse::speaker_hint(origin.span(range.start..range.start + first)));
    }
}

/// Hard and soft line ends.
fn breaks(nodes: &[Node]) -> (usize, usize) {
    nodes.iter().fold((0, 0), |(hard, soft), node| match &node.kind {
        Kind::Break { hard: true } => (hard + 1, soft),
        Kind::Break { hard: false } => (hard, soft + 1),
        Kind::Wrap(Wrap::Note, _) => (hard, soft),
        Kind::Wrap(_, children) => {
            let inner = breaks(children);
            (hard + inner.0, soft + inner.1)
        }
        _ => (hard, soft),
    })
}

/// Whether lines that were not filled stand here.
fn short(lines: &[&str]) -> bool {
    let length = |line: &str| line.chars().count();
    let longest = lines.iter().map(|line| length(line)).max().unwrap_or(0);
    // The borders of a table that is none.
    let drawn = lines.iter().any(|line| line.starts_with(['+', '|']));
    if lines.len() < LINES || longest > MEDIUM || drawn {
        return false;
    }
    // An editor that fills lines breaks where the next word has no room.
    let room = |pair: &&[&str]| {
        let word = pair[1].split_whitespace().next().unwrap_or_default();
        length(pair[0]) + 1 + length(word) <= longest
    };
    longest <= SHORT || lines.windows(2).filter(room).count() * 2 >= lines.len()
}

/// A name alone on the first line, and what is said after it.
fn speech(nodes: &[Node], lines: &[&str]) -> bool {
    let whole = matches!(nodes.first().map(|node| &node.kind), Some(Kind::Text | Kind::Wrap(Wrap::Strong, _)));
    whole && lines.len() > 1 && lines.first().is_some_and(|line| verse::is_name(line))
}
