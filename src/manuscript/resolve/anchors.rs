//! In: sections, with their notes, and the pool of the ids that authors gave. Out: block ids, the book's anchors, and the
//! index by which blocks and links find them.
//!
//! Names that authors gave come first, then headings get theirs as Pandoc makes them, with `-1`, `-2` where a name is
//! taken. Inside a file a link may use the name that the file alone would have given.

use super::pool::Pool;
use super::sections::FileStart;
use crate::base::{Diagnostic, FileId, Report, Sources};
use crate::manuscript::draft::{Attributes, Block, BlockKind, IdAt, Inline, Section};
use crate::model::lists::short_caption;
use crate::model::{Anchor, AnchorId, BlockId, Parts, Role, SectionId, plain_text, walk};
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Index {
    pub anchors: BTreeMap<AnchorId, Anchor>,
    names: BTreeMap<String, AnchorId>,
    /// How often a name was wished for and taken.
    taken: BTreeMap<String, u32>,
    /// By file and the name as typed, or as the file alone would make it.
    local: BTreeMap<(FileId, String), AnchorId>,
    /// By the name as typed, the first in the book.
    typed: BTreeMap<String, AnchorId>,
    ids: BTreeMap<IdAt, AnchorId>,
    /// Of blocks that no author named.
    blocks: BTreeMap<(SectionId, BlockId), AnchorId>,
}

impl Index {
    /// The anchor that `#id` means in a file.
    pub fn find(&self, file: FileId, id: &str) -> Option<AnchorId> {
        self.find_in(file, id).or_else(|| self.typed.get(id).copied()).or_else(|| self.names.get(id).copied())
    }

    /// The anchor of a file that `file.md#id` means.
    pub fn find_in(&self, file: FileId, id: &str) -> Option<AnchorId> {
        self.local.get(&(file, id.to_string())).copied()
    }

    /// The anchor of an id that an author gave.
    pub fn of_id(&self, id: IdAt) -> Option<AnchorId> {
        self.ids.get(&id).copied()
    }

    /// The anchor that was made for a block.
    pub fn of_block(&self, section: SectionId, block: BlockId) -> Option<AnchorId> {
        self.blocks.get(&(section, block)).copied()
    }

    /// A new anchor under a name that is free, made of `wish`.
    fn add(&mut self, wish: &str, section: SectionId, block: Option<BlockId>, title: String) -> AnchorId {
        let mut name = wish.to_string();
        while self.names.contains_key(&name) || self.anchors.contains_key(&AnchorId::of(&name)) {
            let count = self.taken.entry(wish.to_string()).or_default();
            *count += 1;
            name = format!("{wish}-{count}");
        }
        let id = AnchorId::of(&name);
        self.names.insert(name.clone(), id);
        self.anchors.insert(id, Anchor { name, section, block, title });
        id
    }

    fn add_local(&mut self, file: FileId, name: &str, id: AnchorId) {
        self.local.entry((file, name.to_string())).or_insert(id);
    }

    /// The anchor where a file begins, made when a link first asks for it.
    pub fn of_file(&mut self, start: &FileStart, sections: &[Section], sources: &Sources) -> Option<AnchorId> {
        let section = sections.get(start.section.0 as usize)?;
        let Some(at) = start.block else { return Some(section.anchor) };
        let block = section.blocks.get(at)?;
        let own = block.attributes.anchor.and_then(|id| self.of_id(id));
        if let Some(own) = own.or_else(|| self.of_block(start.section, block.id)) {
            return Some(own);
        }
        let wish = identifier(stem(&sources.get(start.file).name));
        let anchor = self.add(&wish, start.section, Some(block.id), block_title(block));
        self.blocks.insert((start.section, block.id), anchor);
        Some(anchor)
    }
}

pub fn resolve(sections: &mut [Section], parts: &Parts, pool: &Pool, report: &mut Report) -> Index {
    for section in sections.iter_mut() {
        let mut last = BlockId::default();
        let lists = std::iter::once(&mut section.blocks);
        for blocks in lists.chain(section.notes.iter_mut().map(|note| &mut note.blocks)) {
            walk::blocks_mut(blocks, &mut |block| {
                last.0 += 1;
                block.id = last;
            });
        }
    }
    let mut index = Index::default();
    let mut typed = AnchorNamer { pool, index: &mut index, report };
    let mut has_own = Vec::with_capacity(sections.len());
    for (at, section) in sections.iter_mut().enumerate() {
        let id = SectionId(at as u32);
        has_own.push(section.attributes.anchor.is_some());
        section.anchor =
            typed.attributes(&section.attributes, id, None, || plain_text(&section.title)).unwrap_or_default();
        typed.run(&section.title, id, None);
        typed.blocks(&section.blocks, id);
    }
    for (at, section) in sections.iter().enumerate() {
        section.notes.iter().for_each(|note| typed.blocks(&note.blocks, SectionId(at as u32)));
    }
    for (at, section) in sections.iter_mut().enumerate() {
        let id = SectionId(at as u32);
        if !has_own[at] && matches!(section.role, Role::Chapter | Role::Part) {
            let (title, file) = (plain_text(&section.title), parts.file(id, section.span));
            let wish = wish(&title, &report.sources.get(file).name);
            let local = identifier(&title);
            section.anchor = index.add(&wish, id, None, title);
            index.add_local(file, &local, section.anchor);
        }
        index.add_headings(&section.blocks, id, parts, &report.sources);
    }
    // Pages without a heading take what names are left.
    for (at, section) in sections.iter_mut().enumerate() {
        if !matches!(section.role, Role::Chapter | Role::Part) {
            let id = SectionId(at as u32);
            section.anchor = index.add_page(section, id, &report.sources.get(parts.file(id, section.span)).name);
        }
    }
    for (at, section) in sections.iter().enumerate() {
        let notes = section.notes.iter();
        notes.for_each(|note| index.add_headings(&note.blocks, SectionId(at as u32), parts, &report.sources));
    }
    for (at, section) in sections.iter().enumerate() {
        index.add_listed(section, SectionId(at as u32));
    }
    index
}

/// Gives anchors to what authors named.
struct AnchorNamer<'a> {
    pool: &'a Pool,
    index: &'a mut Index,
    report: &'a mut Report,
}

impl AnchorNamer<'_> {
    fn blocks(&mut self, blocks: &[Block], section: SectionId) {
        walk::blocks(blocks, &mut |block| {
            self.attributes(&block.attributes, section, Some(block.id), || block_title(block));
        });
        walk::runs_of(blocks, &mut |block, run| self.run(run, section, Some(block)));
    }

    fn run(&mut self, run: &[Inline], section: SectionId, block: Option<BlockId>) {
        walk::inlines(run, &mut |inline| match inline {
            Inline::Span { attributes, children } => {
                self.attributes(attributes, section, block, || plain_text(children));
            }
            Inline::Image { image } => {
                self.attributes(&image.attributes, section, block, || image.alt.clone());
            }
            Inline::Text { .. }
            | Inline::Emphasis { .. }
            | Inline::Strong { .. }
            | Inline::Strike { .. }
            | Inline::Superscript { .. }
            | Inline::Subscript { .. }
            | Inline::SmallCaps { .. }
            | Inline::Code { .. }
            | Inline::LineEnd { .. }
            | Inline::Link { .. }
            | Inline::PageOf { .. }
            | Inline::PageCount { .. }
            | Inline::Note { .. } => {}
        });
    }

    fn attributes(
        &mut self,
        attributes: &Attributes,
        section: SectionId,
        block: Option<BlockId>,
        title: impl FnOnce() -> String,
    ) -> Option<AnchorId> {
        let id = attributes.anchor?;
        let place = self.pool.id(id)?;
        let name = xml_name(&place.name);
        if self.index.names.contains_key(&name) {
            self.report.add(
                Diagnostic::error("id-duplicate", format!("the id `{}` is taken", place.name))
                    .at(place.span)
                    .help("an id names one place in the whole book"),
            );
        }
        let anchor = self.index.add(&name, section, block, title());
        self.index.add_local(id.0, &place.name, anchor);
        self.index.typed.entry(place.name.clone()).or_insert(anchor);
        self.index.ids.insert(id, anchor);
        Some(anchor)
    }
}

impl Index {
    /// The anchor of a page without a heading.
    fn add_page(&mut self, section: &Section, id: SectionId, file: &str) -> AnchorId {
        let wish = match section.role {
            Role::HalfTitle => "half-title".into(),
            Role::TitlePage => "title-page".into(),
            Role::Imprint => "imprint".into(),
            Role::Contents => "contents".into(),
            Role::Illustrations => "illustrations".into(),
            Role::Tables => "tables".into(),
            Role::FirstLines => "first-lines".into(),
            Role::Dedication => "dedication".into(),
            _ => wish(stem(file), file),
        };
        self.add(&wish, id, None, plain_text(&section.title))
    }

    fn add_headings(&mut self, blocks: &[Block], section: SectionId, parts: &Parts, sources: &Sources) {
        walk::blocks(blocks, &mut |block| {
            if let (BlockKind::Heading { inlines, .. }, None) = (&block.kind, block.attributes.anchor) {
                let (title, file) = (plain_text(inlines), parts.file(section, block.span));
                let (wish, local) = (wish(&title, &sources.get(file).name), identifier(&title));
                let anchor = self.add(&wish, section, Some(block.id), title);
                self.add_local(file, &local, anchor);
                self.blocks.insert((section, block.id), anchor);
            }
        });
    }

    /// What lists name is named by its section and by its caption, its title or its first line: pictures, tables, poems.
    /// Without the section's name, one poem more would rename the next that begins alike.
    fn add_listed(&mut self, section: &Section, id: SectionId) {
        let within =
            self.anchors.get(&section.anchor).map(|anchor| short(&anchor.name).to_string()).unwrap_or_default();
        walk::blocks(&section.blocks, &mut |block| {
            let (kind, title, own) = match &block.kind {
                BlockKind::Figure { figure } => ("figure", block_title(block), figure.image.attributes.anchor),
                BlockKind::Table { .. } => ("table", block_title(block), None),
                BlockKind::Verse { verse } => {
                    let first = || verse.stanzas.iter().flat_map(|stanza| &stanza.lines).next();
                    let first = || first().map(|line| plain_text(&line.inlines)).unwrap_or_default();
                    let title = Some(block_title(block)).filter(|title| !title.trim().is_empty());
                    ("poem", title.unwrap_or_else(first), verse.attributes.anchor)
                }
                BlockKind::Paragraph { .. }
                | BlockKind::Heading { .. }
                | BlockKind::Quote { .. }
                | BlockKind::List { .. }
                | BlockKind::Definitions { .. }
                | BlockKind::Code { .. }
                | BlockKind::Break
                | BlockKind::PageBreak { .. }
                | BlockKind::Div { .. }
                | BlockKind::Contents { .. } => return,
            };
            if block.attributes.anchor.or(own).is_none() && !title.trim().is_empty() {
                let wish = format!("{within}-{kind}-{}", short(&identifier(&title)));
                let anchor = self.add(&wish, id, Some(block.id), block_title(block));
                self.blocks.insert((id, block.id), anchor);
            }
        });
    }
}

/// The name of a block, as plain words.
fn block_title(block: &Block) -> String {
    Title::of(block).map(|title| title.words(title.run)).unwrap_or_default()
}

/// What names a block: a heading, a caption or a poem's title.
#[derive(Clone, Copy, Debug)]
pub struct Title<'a> {
    pub run: &'a [Inline],
    /// A caption gives its first sentence.
    is_caption: bool,
    /// The id of what stands in the block.
    pub id: Option<IdAt>,
}

impl<'a> Title<'a> {
    pub fn of(block: &'a Block) -> Option<Title<'a>> {
        let title = |run: &'a Vec<Inline>, is_caption, id| Title { run, is_caption, id };
        match &block.kind {
            BlockKind::Heading { inlines, .. } => Some(title(inlines, false, None)),
            BlockKind::Figure { figure } => {
                figure.caption.as_ref().map(|run| title(run, true, figure.image.attributes.anchor))
            }
            BlockKind::Table { table } => table.caption.as_ref().map(|run| title(run, true, None)),
            BlockKind::Verse { verse } => verse.title.as_ref().map(|run| title(run, false, verse.attributes.anchor)),
            BlockKind::Paragraph { .. }
            | BlockKind::Quote { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Break
            | BlockKind::PageBreak { .. }
            | BlockKind::Div { .. }
            | BlockKind::Contents { .. } => None,
        }
    }

    pub fn of_section(section: &'a Section) -> Title<'a> {
        Title { run: &section.title, is_caption: false, id: None }
    }

    /// The name that these words give.
    pub fn words(&self, run: &[Inline]) -> String {
        let words = plain_text(run);
        if self.is_caption { short_caption(&words) } else { words }
    }
}

fn stem(name: &str) -> &str {
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name)
}

/// Letters of a name that is made of a caption or a line, at the most.
const SHORT: usize = 48;

/// A long name's first words.
fn short(name: &str) -> &str {
    let Some((end, _)) = name.char_indices().nth(SHORT) else { return name };
    let end = name[..end].rfind('-').filter(|end| *end > 0).unwrap_or(end);
    &name[..end]
}

/// The name of a section by its title; one without letters is named by its figures or by its file, never by its place.
fn wish(title: &str, file: &str) -> String {
    if title.chars().any(char::is_alphabetic) {
        return identifier(title);
    }
    let figures = |text: &str| text.chars().filter(|letter| letter.is_ascii_alphanumeric()).collect::<String>();
    let own = Some(figures(title)).filter(|own| !own.is_empty()).unwrap_or_else(|| figures(stem(file)));
    if own.is_empty() { identifier("") } else { format!("section-{own}") }
}

/// As Pandoc makes it: lower case, letters, digits and `_-.` kept, spaces to hyphens, from the first letter on.
pub fn identifier(title: &str) -> String {
    let kept = |letter: &char| letter.is_alphanumeric() || letter.is_whitespace() || "_-.".contains(*letter);
    // Pandoc counts the hyphens that were typed.
    let title = title.replace('—', "---").replace('–', "--");
    let words: String = title.chars().filter(kept).flat_map(char::to_lowercase).filter(|c| !is_odd(*c)).collect();
    let joined = words.split_whitespace().collect::<Vec<_>>().join("-");
    let first = joined.find(char::is_alphabetic).unwrap_or(joined.len());
    let name = &joined[first..];
    if name.is_empty() { "section".into() } else { xml_name(name) }
}

/// Alphanumeric, but nothing that a title would be told by.
fn is_odd(letter: char) -> bool {
    !letter.is_whitespace() && !is_name_letter(letter)
}

/// The name as XML allows it: other letters dropped, `id-` before one that may not stand first.
fn xml_name(typed: &str) -> String {
    let name: String = typed.chars().filter(|letter| is_name_letter(*letter)).collect();
    match name.chars().next() {
        Some(first) if is_name_start(first) => name,
        _ => format!("id-{name}"),
    }
}

/// NameStartChar of XML 1.0, without the colon.
fn is_name_start(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// NameChar of XML 1.0, without the colon.
fn is_name_letter(letter: char) -> bool {
    is_name_start(letter)
        || matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_pandocs() {
        for (title, id) in [
            ("Heading identifiers in HTML", "heading-identifiers-in-html"),
            ("Maître d’hôtel", "maître-dhôtel"),
            ("Dogs?–in my house?", "dogs--in-my-house"),
            ("3. Applications", "applications"),
            ("33", "section"),
            ("Quoi\u{202f}?", "quoi"),
        ] {
            assert_eq!(identifier(title), id);
        }
        assert_eq!(xml_name("1:a"), "id-1a");
    }
}
