//! In: a section. Out: one element with its heading, its blocks and the nested sections of its headings.

use super::text::{Writer, in_language};
use super::xml::{Element, Node};
use crate::design::beginnings;
use crate::model::{Block, BlockId, BlockKind, DivKind, Inline, Role, Section, SectionId, heading_depths, plain_text};

/// What an author's class on a chapter's heading says about it, in both vocabularies (EPUB SSV 1.1, DPUB-ARIA 1.1).
const KINDS: [(&str, &str); 13] = [
    ("foreword", "doc-foreword"),
    ("preface", "doc-preface"),
    ("introduction", "doc-introduction"),
    ("prologue", "doc-prologue"),
    ("epilogue", "doc-epilogue"),
    ("afterword", "doc-afterword"),
    ("conclusion", "doc-conclusion"),
    ("appendix", "doc-appendix"),
    ("glossary", "doc-glossary"),
    ("bibliography", "doc-bibliography"),
    ("index", "doc-index"),
    ("acknowledgments", "doc-acknowledgments"),
    ("colophon", "doc-colophon"),
];

impl Writer<'_> {
    pub fn section(&mut self, id: SectionId) -> Element {
        let section = self.book.section(id);
        let (vocabulary, role) = kind(section);
        let mut whole = Element::new("section").with("id", self.names.anchor(section.anchor));
        // What dresses the title stands there; what says of the section what it is stays with it.
        let kinds = section.attributes.classes.iter().filter(|class| !self.dresses(class));
        let class = role_class(section.role).into_iter().chain(kinds.map(String::as_str));
        let class: Vec<&str> = class.collect();
        whole = whole.with_some("class", (!class.is_empty()).then(|| class.join(" ")));
        whole = whole.with_some("epub:type", vocabulary).with_some("role", role);
        let titled = shows_title(section);
        whole = if titled {
            whole.with("aria-labelledby", self.names.title(id))
        } else {
            whole.with_some("aria-label", self.label(section))
        };
        whole = whole.children(self.marks.open(id));
        if titled {
            let heading = self.heading_of(id, section);
            whole = whole.child(heading);
        }
        self.beginnings = beginnings(section, &self.book.metadata.language, self.design, &self.design.dress);
        self.depths = heading_depths(&section.blocks);
        let blocks = match (section.role, section.blocks.as_slice()) {
            (Role::Dedication, [Block { kind: BlockKind::Div { kind: DivKind::Dedication, blocks }, .. }]) => blocks,
            _ => &section.blocks,
        };
        let content = match section.role {
            Role::TitlePage => self.title_page(blocks),
            _ => self.nested(blocks),
        };
        self.beginnings.clear();
        self.depths.clear();
        whole.children(content).children(self.marks.close())
    }

    /// Number and title in one heading, so that they are one entry in a list of headings.
    fn heading_of(&mut self, id: SectionId, section: &Section) -> Element {
        let styles = section.attributes.classes.iter().filter(|class| self.dresses(class));
        let styles: Vec<&str> = styles.map(String::as_str).collect();
        let mut h1 = Element::new("h1").with("id", self.names.title(id));
        h1 = h1.with_some("class", (!styles.is_empty()).then(|| styles.join(" ")));
        h1 = in_language(h1, section.attributes.lang.as_deref());
        self.in_title = true;
        let title = self.run_of(BlockId::TITLE, &section.title);
        self.in_title = false;
        match &section.number {
            Some(number) => h1
                .child(Element::new("span").with("class", "number").text(number.as_str()))
                .text(" ")
                .child(Element::new("span").with("class", "title").with("epub:type", "title").children(title)),
            None => h1.with("epub:type", "title").children(title),
        }
    }

    fn dresses(&self, class: &str) -> bool {
        self.design.dress.classes.contains_key(class)
    }

    /// The section's name for a window or a list: its title, else that of its kind, else the book's.
    pub fn name(&self, section: &Section) -> String {
        let title = plain_text(&section.title);
        let name = if shows_title(section) && !title.trim().is_empty() { Some(title) } else { self.label(section) };
        name.unwrap_or_else(|| self.book.metadata.title.clone())
    }

    fn label(&self, section: &Section) -> Option<String> {
        let words = &self.book.metadata.words;
        let label = match section.role {
            Role::HalfTitle => &words.half_title,
            Role::TitlePage => &words.title_page,
            Role::Imprint => &words.imprint,
            Role::Contents => &words.contents,
            Role::Dedication => &words.dedication,
            Role::Part | Role::Chapter | Role::Untitled | Role::Notes => return None,
        };
        (!label.is_empty()).then(|| label.clone())
    }

    /// The book's title is the heading of its title page; a subtitle is grouped with it.
    fn title_page(&mut self, blocks: &[Block]) -> Vec<Node> {
        let mut nodes = vec![];
        let mut group = Element::new("hgroup");
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { class: "title", inlines, .. } => {
                    let h1 = Element::new("h1").with("class", "title").with("epub:type", "title");
                    group = group.child(h1.children(self.run_of(block.id, inlines)));
                }
                BlockKind::Paragraph { class: "subtitle", inlines, .. } => {
                    let p = Element::new("p")
                        .with("class", "subtitle")
                        .with("epub:type", "subtitle")
                        .with("role", "doc-subtitle");
                    group = group.child(p.children(self.run_of(block.id, inlines)));
                }
                _ => {
                    flush(&mut group, &mut nodes);
                    nodes.extend(self.block(block));
                }
            }
        }
        flush(&mut group, &mut nodes);
        nodes
    }

    /// Headings open sections inside the section.
    fn nested(&mut self, blocks: &[Block]) -> Vec<Node> {
        let mut open: Vec<(u8, Element)> = vec![(1, Element::new("section"))];
        for block in blocks {
            if let BlockKind::Heading { level, inlines, .. } = &block.kind {
                close_to(&mut open, *level);
                let section = self.subsection(block, inlines);
                open.push((*level, section));
            } else {
                let nodes = self.block(block);
                append(&mut open, nodes);
            }
        }
        close_to(&mut open, 0);
        open.pop().map(|(_, root)| root.children).unwrap_or_default()
    }

    fn subsection(&mut self, block: &Block, inlines: &[Inline]) -> Element {
        let outer = self.marks.enter(block.id);
        let mut attributes = block.attributes.clone();
        let id = attributes.anchor.take().map(|anchor| self.names.anchor(anchor).to_owned());
        let marks = self.marks.before_block();
        let title = self.marked(self.heading(block), "", &attributes).children(self.title_run(inlines));
        self.marks.leave(outer);
        Element::new("section").with_some("id", id).children(marks).child(title)
    }
}

/// Closes the sections of this level and deeper; the outermost stays.
fn close_to(open: &mut Vec<(u8, Element)>, level: u8) {
    while open.len() > 1 && open.last().is_some_and(|(last, _)| *last >= level) {
        if let Some((_, closed)) = open.pop() {
            append(open, vec![closed.into()]);
        }
    }
}

fn append(open: &mut [(u8, Element)], nodes: Vec<Node>) {
    if let Some((_, last)) = open.last_mut() {
        last.children.extend(nodes);
    }
}

fn flush(group: &mut Element, nodes: &mut Vec<Node>) {
    let mut whole = std::mem::replace(group, Element::new("hgroup"));
    match whole.children.len() {
        0 => {}
        1 => nodes.append(&mut whole.children),
        _ => nodes.push(whole.into()),
    }
}

/// Whether its title is a heading of the text.
pub fn shows_title(section: &Section) -> bool {
    matches!(section.role, Role::Part | Role::Chapter | Role::Contents) && !section.title.is_empty()
}

fn kind(section: &Section) -> (Option<&'static str>, Option<&'static str>) {
    let (vocabulary, role) = match section.role {
        Role::HalfTitle => ("halftitlepage", None),
        Role::TitlePage => ("titlepage", None),
        Role::Imprint => ("copyright-page", None),
        Role::Contents | Role::Untitled | Role::Notes => return (None, None),
        Role::Dedication => ("dedication", Some("doc-dedication")),
        Role::Part => ("part", Some("doc-part")),
        Role::Chapter => {
            let said = KINDS.iter().find(|(class, _)| kind_of(section) == Some(class));
            said.map_or(("chapter", Some("doc-chapter")), |(class, role)| (*class, Some(*role)))
        }
    };
    (Some(vocabulary), role)
}

/// What a chapter is by its class, where that is a place to go to.
pub fn kind_of(section: &Section) -> Option<&'static str> {
    let own = |(class, _): &&(&str, &str)| section.attributes.classes.iter().any(|other| other == class);
    KINDS.iter().find(own).filter(|_| section.role == Role::Chapter).map(|(class, _)| *class)
}

fn role_class(role: Role) -> Option<&'static str> {
    match role {
        Role::HalfTitle => Some("half-title-page"),
        Role::TitlePage => Some("title-page"),
        Role::Imprint => Some("imprint-page"),
        Role::Dedication => Some("dedication"),
        Role::Part => Some("part"),
        Role::Contents | Role::Chapter | Role::Untitled | Role::Notes => None,
    }
}
