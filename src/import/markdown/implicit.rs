//! In: the blocks of a book's files. Out: the same, where a title between brackets leads to it: `[Methods]`, as Pandoc has
//! it, in another file of the book too. Refuses to resolve links.

use super::builder::Named;
use super::links::slug;
use crate::import::runs::merged;
use crate::import::tree::{Block, Inline, Target};
use crate::import::walk;
use crate::import::write::plain;
use std::collections::BTreeSet;

/// The titles of a file, as their places are called.
pub fn titles(blocks: &[Block], out: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading { inlines, .. } => out.extend(Some(slug(&plain(inlines))).filter(|slug| !slug.is_empty())),
            Block::Div { blocks, .. } | Block::Quote { blocks, .. } => titles(blocks, out),
            Block::Paragraph(_)
            | Block::Verse(_)
            | Block::List(_)
            | Block::Definitions(_)
            | Block::Table(_)
            | Block::Code { .. }
            | Block::Break
            | Block::Figure { .. }
            | Block::Comment(_) => {}
        }
    }
}

/// Links of a file, with those that were titles between brackets.
pub fn link(blocks: &mut [Block], titles: &BTreeSet<String>, links: &mut Vec<Named>) {
    walk::inlines(blocks, &mut |list| {
        if !list.iter().any(|inline| matches!(inline, Inline::Text(text) if text.contains('['))) {
            return;
        }
        let mut out = Vec::new();
        for inline in merged(std::mem::take(list)) {
            match inline {
                Inline::Text(text) => part(&text, titles, links, &mut out),
                other => out.push(other),
            }
        }
        *list = out;
    });
}

fn part(text: &str, titles: &BTreeSet<String>, links: &mut Vec<Named>, out: &mut Vec<Inline>) {
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']').map(|at| open + at) else { break };
        let words = &rest[open + 1..close];
        let name = slug(words);
        let is_title = !words.contains('[') && titles.contains(&name) && words.starts_with(char::is_alphabetic);
        let before = if is_title { open } else { open + 1 };
        out.push(Inline::Text(rest[..before].to_owned()));
        rest = &rest[before..];
        if is_title {
            links.push(Named { address: format!("#{name}"), line: 1 });
            let inlines = vec![Inline::Text(words.to_owned())];
            out.push(Inline::Link { target: Target::Chapter(links.len() - 1), inlines });
            rest = &rest[words.len() + 2..];
        }
    }
    out.push(Inline::Text(rest.to_owned()));
}
