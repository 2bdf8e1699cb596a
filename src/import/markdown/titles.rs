//! In: the blocks of a file, and what its head, the order and its name call it. Out: the same under a title of level 1.
//! Refuses to make up a title for what goes on with the chapter before on purpose.

use super::head;
use super::order::position;
use crate::import::called;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline};
use crate::import::walk;
use crate::import::write::plain;

const GOES_ON: &str = "files that begin without a title, which go on with the chapter before";

/// Blocks that may stand over a title.
const MOTTO: usize = 4;

/// What a file may be called, from the surest on.
pub struct Names<'n> {
    pub said: Option<String>,
    pub ordered: Option<String>,
    /// Its path in the folder of texts.
    pub path: &'n str,
    pub kind: Kind,
    /// Whether no text stands before it.
    pub is_first: bool,
}

/// Titles that are nothing but a picture get its words; the picture stands below.
pub fn pictures(blocks: &mut Vec<Block>, remarks: &mut Remarks) {
    let mut at = 0;
    while at < blocks.len() {
        if let Block::Heading { inlines, .. } = &mut blocks[at] {
            let mut found = Vec::new();
            if is_pictures(inlines, &mut found) && !found.is_empty() {
                let words: Vec<String> = found.iter().map(|(_, alt)| alt.trim().to_owned()).collect();
                let words = words.into_iter().filter(|alt| !alt.is_empty()).collect::<Vec<_>>().join(" ");
                remarks.plain("titles that are a picture, called by its words", &words, At::File);
                *inlines = vec![Inline::Text(words.clone())];
                let figures = found.into_iter().map(|(picture, alt)| Block::Figure {
                    picture,
                    attributes: Attributes::default(),
                    alt: vec![Inline::Text(alt)],
                    caption: Vec::new(),
                });
                let behind = if words.is_empty() { at..at + 1 } else { at + 1..at + 1 };
                drop(blocks.splice(behind, figures));
            }
        }
        at += 1;
    }
}

/// Gathers the pictures of a line; whether it is made of nothing else.
fn is_pictures(inlines: &[Inline], found: &mut Vec<(usize, String)>) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Image { picture, alt } => {
            found.push((*picture, alt.clone()));
            true
        }
        Inline::Link { inlines, .. } | Inline::Strong(inlines) | Inline::Emphasis(inlines) => {
            is_pictures(inlines, found)
        }
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        Inline::Span { inlines, .. } => inlines.is_empty(),
        Inline::SmallCaps(_)
        | Inline::Strike(_)
        | Inline::Subscript(_)
        | Inline::Superscript(_)
        | Inline::Underline(_)
        | Inline::Code(_)
        | Inline::Math { .. }
        | Inline::Anchor(_)
        | Inline::Note(_)
        | Inline::Call { .. }
        | Inline::Inserted(_)
        | Inline::Deleted(_)
        | Inline::Comment(_) => false,
    })
}

/// Gives a file the title that its tool shows.
pub fn settle(blocks: &mut Vec<Block>, names: Names<'_>, remarks: &mut Remarks) {
    let called = names.ordered.as_deref().map(head::plain);
    if !goes_on(names.kind) {
        // A page of a site is one chapter: what stands below its own title is in it.
        let own = blocks.first().filter(|block| matches!(block, Block::Heading { level: 1, .. })).map(words);
        let said = names.said.as_deref().map(head::plain).or(called.clone());
        let is_page = own.zip(said).is_some_and(|(own, said)| own.trim().eq_ignore_ascii_case(said.trim()));
        let next = blocks.iter().skip(1).position(tops).map(|at| at + 1);
        if let Some(next) = next.filter(|_| is_page) {
            lower(&mut blocks[next..]);
            remarks.plain("titles inside chapters, as those of sections", &first_of(&blocks[next..]), At::Line(1));
        }
    }
    title(blocks, names.said, names.ordered, remarks);
    let is_text = |block: &&Block| match block {
        Block::Comment(_) | Block::Break => false,
        Block::Div { attributes, blocks } => !blocks.is_empty() || attributes.classes != ["pagebreak"],
        _ => true,
    };
    let level = match blocks.iter().find(is_text) {
        None | Some(Block::Heading { level: 1, .. }) => return,
        Some(Block::Heading { level, .. }) => Some(*level),
        Some(_) => None,
    };
    if goes_on(names.kind) {
        if level.is_none() && !names.is_first {
            remarks.plain(GOES_ON, "", At::Line(1));
        }
        return;
    }
    let (own, is_home) = named(names.path);
    let name = called.unwrap_or(own);
    let is_heading = |block: &Block| matches!(block, Block::Heading { .. });
    let Some(at) = blocks.iter().position(|block| matches!(block, Block::Heading { level: 1, .. })) else {
        if is_home && names.is_first {
            return remarks.plain("files without a title, before the first chapter", "", At::Line(1));
        }
        match names.kind {
            // Its name stands over a note, whatever is in it.
            Kind::Obsidian => insert(blocks, name, &mut Remarks::default()),
            _ => title(blocks, None, Some(name), &mut Remarks::default()),
        }
        let shown = blocks.iter().find(|block| is_heading(block)).map(words).unwrap_or_default();
        let what = "files without a title, called as their first section or their file";
        return remarks.plain(what, &shown, At::Line(1));
    };
    // A picture or a motto may stand over a title; Obsidian shows the name over all.
    if at <= MOTTO && !blocks[..at].iter().any(is_heading) && names.kind != Kind::Obsidian {
        if !names.is_first {
            let heading = blocks.remove(at);
            let shown = words(&heading);
            blocks.insert(0, heading);
            remarks.plain("titles behind the first words of their files, put before them", &shown, At::Line(1));
        }
        return;
    }
    lower(blocks);
    insert(blocks, name.clone(), &mut Remarks::default());
    remarks.plain("files without a title, called as their first section or their file", &name, At::Line(1));
}

/// Whether a text is a part, and nothing else.
pub fn is_part(blocks: &[Block]) -> bool {
    matches!(blocks.first(), Some(Block::Heading { attributes, .. }) if attributes.classes == ["part"])
}

/// Whether a page is called as the part is that stands bare before it, and has words of its own.
pub fn introduces(part: &[Block], page: &[Block]) -> bool {
    let [title] = part else { return false };
    let own = page.first().filter(|block| matches!(block, Block::Heading { level: 1, .. }));
    let is_same = own.is_some_and(|own| words(own).trim().eq_ignore_ascii_case(words(title).trim()));
    is_part(part) && !is_part(page) && is_same && page.len() > 1
}

/// Takes what stands before the first title of level 1, if there is something to read.
pub fn before(blocks: &mut Vec<Block>) -> Option<Vec<Block>> {
    let first = blocks.iter().position(|block| matches!(block, Block::Heading { level: 1, .. }))?;
    let is_text = |block: &Block| match block {
        Block::Comment(_) | Block::Break => false,
        Block::Div { blocks, .. } => !blocks.is_empty(),
        Block::Heading { .. }
        | Block::Paragraph(_)
        | Block::Verse(_)
        | Block::Quote { .. }
        | Block::List(_)
        | Block::Definitions(_)
        | Block::Table(_)
        | Block::Code { .. }
        | Block::Figure { .. } => true,
    };
    blocks[..first].iter().any(is_text).then(|| blocks.drain(..first).collect())
}

/// Whether a title of level 1 stands in a block.
fn tops(block: &Block) -> bool {
    match block {
        Block::Heading { level, .. } => *level == 1,
        Block::Div { blocks, .. } | Block::Quote { blocks, .. } => blocks.iter().any(tops),
        _ => false,
    }
}

/// The words of the first title.
fn first_of(blocks: &[Block]) -> String {
    let found = blocks.iter().find_map(|block| match block {
        Block::Heading { .. } => Some(words(block)),
        Block::Div { blocks, .. } | Block::Quote { blocks, .. } => Some(first_of(blocks)),
        _ => None,
    });
    found.unwrap_or_default()
}

fn words(heading: &Block) -> String {
    if let Block::Heading { inlines, .. } = heading { plain(inlines) } else { String::new() }
}

/// The titles in a file are those of its sections.
fn lower(blocks: &mut [Block]) {
    walk::blocks(blocks, &mut |block| {
        if let Block::Heading { level, .. } = block {
            *level = (*level + 1).min(6);
        }
    });
}

/// Whether a tool puts the files of a book together, so that one without a title goes on with the chapter before.
fn goes_on(kind: Kind) -> bool {
    match kind {
        Kind::Leanpub | Kind::Bookdown | Kind::Markdown | Kind::Longform => true,
        Kind::MdBook
        | Kind::GitBook
        | Kind::Docsify
        | Kind::Quarto
        | Kind::Myst
        | Kind::Hugo
        | Kind::Jekyll
        | Kind::MkDocs
        | Kind::Docusaurus
        | Kind::VitePress
        | Kind::Obsidian
        | Kind::Word
        | Kind::OpenDocument
        | Kind::Epub
        | Kind::Html
        | Kind::RichText
        | Kind::Scrivener => false,
    }
}

/// The title that a file's name gives, and whether it is that of the first page.
fn named(path: &str) -> (String, bool) {
    let last = path.rsplit('/').next().unwrap_or(path);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let is_usual = ["index", "readme", "_index", "home"].contains(&stem.to_lowercase().as_str());
    let folder = path.rsplit('/').nth(1);
    let name = folder.filter(|_| is_usual).unwrap_or(stem);
    // `2020-01-02-kitchen`
    let is_date =
        |(at, letter): (usize, char)| if [4, 7, 10].contains(&at) { letter == '-' } else { letter.is_ascii_digit() };
    let has_date = name.len() > 11 && name.char_indices().take(11).all(is_date);
    let bare = if has_date { &name[11..] } else { position(name).1 };
    (called::words(bare), is_usual && folder.is_none())
}

/// Gives a file its title, in a heading of level 1: its own, or what its head or the order calls it. Where its own is of a
/// lower level, all its headings rise.
pub fn title(blocks: &mut Vec<Block>, said: Option<String>, ordered: Option<String>, remarks: &mut Remarks) {
    let is_top = |block: &&Block| matches!(block, Block::Heading { level: 1, .. });
    let tops = blocks.iter().filter(is_top).count();
    let first = blocks.iter().find(|block| !matches!(block, Block::Comment(_)));
    let own = match first {
        Some(Block::Heading { level, inlines, .. }) => Some((*level, plain(inlines))),
        _ => None,
    };
    let is_own = |title: &str| own.as_ref().is_some_and(|(_, own)| own.trim().eq_ignore_ascii_case(title.trim()));
    let said = said.map(|title| head::plain(&title));
    if tops > 0 {
        let Some(said) = said.filter(|title| !is_own(title)) else { return };
        if tops == 1 && own.as_ref().is_some_and(|(level, _)| *level == 1) {
            return remarks.left("titles in heads of files that have their own", &said, At::Line(1));
        }
        lower(blocks);
        return insert(blocks, said, remarks);
    }
    let level = own.as_ref().map_or(0, |(level, _)| *level);
    let is_same = |block: &&Block| matches!(block, Block::Heading { level: own, .. } if *own == level);
    if let Some(title) = ordered.as_ref().filter(|title| said.is_none() && level > 1 && !is_own(&head::plain(title)))
        && blocks.iter().filter(is_same).count() > 1
    {
        // Each would be a chapter; they are the sections of this one.
        walk::blocks(blocks, &mut |block| {
            if let Block::Heading { level: own, .. } = block {
                *own = own.saturating_sub(level - 2).max(2);
            }
        });
        return insert(blocks, head::plain(title), remarks);
    }
    if let Some((level, _)) = own.as_ref().filter(|_| said.as_deref().is_none_or(is_own)) {
        if said.is_some() || ordered.is_some() {
            walk::blocks(blocks, &mut |block| {
                if let Block::Heading { level: own, .. } = block {
                    *own = own.saturating_sub(level - 1).max(1);
                }
            });
        }
        return;
    }
    if let Some(title) = said.or(ordered.map(|title| head::plain(&title))) {
        insert(blocks, title, remarks);
    }
}

fn insert(blocks: &mut Vec<Block>, title: String, remarks: &mut Remarks) {
    let inlines = vec![Inline::Text(title)];
    blocks.insert(0, Block::Heading { level: 1, attributes: Attributes::default(), inlines });
    remarks.converted("titles from heads and orders of files", At::Line(1));
}
