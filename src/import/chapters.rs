//! In: the blocks of a whole work, with what each stretch of them is. Out: one chapter for each heading of the first
//! level, parts told from chapters, links that lead somewhere. Refuses to know any format.

use super::document::{PARTS, is_numbered};
use super::lines::trimmed;
use super::remarks::Remarks;
use super::tree::{At, Attributes, Block, Chapter, Inline, Matter, Target, Work};
use super::walk::{inlines, is_blank, words};
use std::collections::{BTreeMap, BTreeSet};

/// Fills the work's chapters.
pub fn divide(work: &mut Work, mut stretches: Vec<(Matter, Vec<Block>)>, remarks: &mut Remarks) {
    levels(work, &mut stretches);
    let titled = stretches.iter().flat_map(|(_, blocks)| blocks).any(|block| matches!(block, Block::Heading { .. }));
    let mut open: Option<Chapter> = None;
    for (matter, blocks) in stretches {
        let first = !blocks.iter().any(|block| matches!(block, Block::Heading { level: 1, .. }));
        if open.as_ref().is_some_and(|open: &Chapter| open.matter != matter) {
            work.chapters.extend(open.take());
        }
        for block in blocks {
            let title = match &block {
                Block::Heading { level: 1, inlines, .. } => Some(words(inlines)),
                _ => None,
            };
            if let Some(name) = title {
                work.chapters.extend(open.take());
                open = Some(Chapter { name, matter, blocks: Vec::new() });
            }
            // What stands before the first title is front matter.
            let before = titled && work.chapters.is_empty() && matter == Matter::Main && !first;
            let matter = if before { Matter::Front } else { matter };
            let name = if before { "front" } else { "text" };
            open.get_or_insert_with(|| Chapter { name: name.into(), matter, blocks: Vec::new() }).blocks.push(block);
        }
    }
    work.chapters.extend(open);
    for chapter in &mut work.chapters {
        let is_edge = |block: &Block| match block {
            Block::Break => true,
            Block::Div { attributes, blocks } => blocks.is_empty() && attributes.classes == ["pagebreak"],
            _ => false,
        };
        while chapter.blocks.last().is_some_and(is_edge) {
            chapter.blocks.pop();
        }
        while chapter.blocks.first().is_some_and(is_edge) {
            chapter.blocks.remove(0);
        }
    }
    work.chapters.retain(|chapter| !chapter.blocks.is_empty());
    settle(work, remarks);
}

fn headings(
    stretches: &mut [(Matter, Vec<Block>)],
) -> impl Iterator<Item = (&mut u8, &mut Attributes, &mut Vec<Inline>)> {
    stretches.iter_mut().flat_map(|(_, blocks)| blocks).filter_map(|block| match block {
        Block::Heading { level, attributes, inlines } => Some((level, attributes, inlines)),
        _ => None,
    })
}

/// The highest level that is used is 1. A lone first heading over several is the book's title; headings that count parts
/// are parts, and the chapters below them move up.
fn levels(work: &mut Work, stretches: &mut [(Matter, Vec<Block>)]) {
    for (_, blocks) in &mut *stretches {
        blocks.retain(|block| !matches!(block, Block::Heading { inlines, .. } if is_blank(inlines)));
    }
    let count = |stretches: &mut [(Matter, Vec<Block>)], wanted: u8| {
        headings(stretches).filter(|(level, ..)| **level == wanted).count()
    };
    let highest = headings(stretches).map(|(level, ..)| *level).min().unwrap_or(1);
    headings(stretches).for_each(|(level, ..)| *level -= highest - 1);
    let title = work.about.title.clone().unwrap_or_default();
    let same = |inlines: &[Inline]| alike(&words(inlines)) == alike(&title);
    let lone = count(stretches, 1) == 1 && count(stretches, 2) >= 2;
    let is_first = stretches.iter().flat_map(|(_, blocks)| blocks).next().is_some_and(|block| match block {
        Block::Heading { level: 1, inlines, .. } => title.is_empty() || same(inlines),
        _ => false,
    });
    if lone && is_first {
        if let Some((_, blocks)) = stretches.iter_mut().find(|(_, blocks)| !blocks.is_empty())
            && let Block::Heading { inlines, .. } = blocks.remove(0)
        {
            work.about.title = Some(words(&trimmed(inlines)).split_whitespace().collect::<Vec<_>>().join(" "));
        }
        headings(stretches).for_each(|(level, ..)| *level -= 1);
    }
    let is_part = |level: u8, attributes: &Attributes, inlines: &[Inline]| {
        level == 1 && (attributes.classes.iter().any(|class| class == "part") || is_numbered(&words(inlines), PARTS))
    };
    let parts =
        headings(stretches).filter(|(level, attributes, inlines)| is_part(**level, attributes, inlines)).count();
    let marked = headings(stretches).any(|(_, attributes, _)| attributes.classes.iter().any(|class| class == "part"));
    if parts == 0 || (count(stretches, 2) == 0 && !marked && parts == count(stretches, 1)) {
        return;
    }
    // Chapters below a part are of the second level, or stand beside it as files of their own.
    let mut below = false;
    let others = count(stretches, 1) > parts;
    let deeper = parts > 0 && count(stretches, 2) > 0 && !(others && marked);
    for (level, attributes, inlines) in headings(stretches) {
        if is_part(*level, attributes, inlines) {
            below = deeper;
            if !attributes.classes.iter().any(|class| class == "part") {
                attributes.classes.push("part".into());
            }
        } else if *level == 1 {
            below = false;
        } else if below {
            *level -= 1;
        }
    }
}

fn alike(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Places that no link leads to go, a heading's own place becomes its id, and a link that leads nowhere is only its words.
fn settle(work: &mut Work, remarks: &mut Remarks) {
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut all: Vec<&mut Vec<Block>> = work.chapters.iter_mut().map(|chapter| &mut chapter.blocks).collect();
    for blocks in &mut all {
        ids(blocks, &mut known);
        inlines(blocks, &mut |list| {
            for inline in list {
                match inline {
                    Inline::Link { target: Target::Id(id), .. } => drop(wanted.insert(id.clone())),
                    Inline::Anchor(id) => drop(known.insert(id.clone())),
                    _ => {}
                }
            }
        });
    }
    let names = names(known.intersection(&wanted));
    for blocks in &mut all {
        let mut seen = BTreeSet::new();
        inlines(blocks, &mut |list| {
            let mut out = Vec::with_capacity(list.len());
            for inline in std::mem::take(list) {
                match inline {
                    Inline::Anchor(id) => {
                        out.extend(names.get(&id).filter(|_| seen.insert(id)).map(|name| Inline::Anchor(name.clone())));
                    }
                    Inline::Link { target: Target::Id(id), inlines } => match names.get(&id) {
                        Some(name) => out.push(Inline::Link { target: Target::Id(name.clone()), inlines }),
                        None => {
                            remarks.plain("links that lead nowhere", &words(&inlines), At::File);
                            out.extend(inlines);
                        }
                    },
                    other => out.push(other),
                }
            }
            *list = super::runs::merged(out);
        });
        for_headings(blocks, &mut |attributes, inlines| {
            attributes.id = attributes.id.as_ref().and_then(|id| names.get(id)).cloned();
            if let (None, Some(at)) =
                (&attributes.id, inlines.iter().position(|inline| matches!(inline, Inline::Anchor(_))))
                && let Inline::Anchor(name) = inlines.remove(at)
            {
                attributes.id = Some(name);
            }
        });
    }
}

fn for_headings(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Attributes, &mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { attributes, inlines, .. } => visit(attributes, inlines),
            Block::Div { blocks, .. } | Block::Quote { blocks, .. } => for_headings(blocks, visit),
            _ => {}
        }
    }
}

fn ids(blocks: &[Block], known: &mut BTreeSet<String>) {
    for block in blocks {
        match block {
            Block::Heading { attributes, .. } => known.extend(attributes.id.clone()),
            Block::Div { blocks, .. } | Block::Quote { blocks, .. } => ids(blocks, known),
            _ => {}
        }
    }
}

/// A name of ours for each: letters, digits and hyphens, each once.
fn names<'a>(known: impl Iterator<Item = &'a String>) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for id in known {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        let name: String = id.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().map(plain).collect();
        let name = name.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
        let name = if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { format!("at-{name}") };
        let mut unique = name.clone();
        let mut nth = 2;
        while !taken.insert(unique.clone()) {
            unique = format!("{name}-{nth}");
            nth += 1;
        }
        out.insert(id.clone(), unique);
    }
    out
}
