//! In: a section. Out: one element with its heading, its blocks and the nested sections of its headings.

use super::text::{Writer, in_language};
use super::xml::{Element, Node};
use crate::design::beginnings;
use crate::model::block::on_ground;
use crate::model::{
    Block, BlockId, BlockKind, DivKind, Inline, Role, Section, SectionId, heading_depths, plain_text, section_kind,
};

/// What a kind of section is called in EPUB's vocabulary (SSV 1.1) or the DAISY Consortium's, and its role where there is
/// one (DPUB-ARIA 1.1).
fn vocabulary(kind: &'static str) -> (&'static str, Option<&'static str>) {
    match kind {
        "about-the-author" => ("z3998:biographical-note", None),
        "abstract" => (kind, Some("doc-abstract")),
        "acknowledgments" => (kind, Some("doc-acknowledgments")),
        "afterword" => (kind, Some("doc-afterword")),
        "also-by" => ("z3998:published-works", None),
        "appendix" => (kind, Some("doc-appendix")),
        "bibliography" => (kind, Some("doc-bibliography")),
        "colophon" => (kind, Some("doc-colophon")),
        "conclusion" => (kind, Some("doc-conclusion")),
        "credits" => (kind, Some("doc-credits")),
        "dedication" => (kind, Some("doc-dedication")),
        "dramatis-personae" => ("z3998:dramatis-personae", None),
        "editorial-note" => ("z3998:editorial-note", None),
        "endnotes" => (kind, Some("doc-endnotes")),
        "epilogue" => (kind, Some("doc-epilogue")),
        "errata" => (kind, Some("doc-errata")),
        "foreword" => (kind, Some("doc-foreword")),
        "glossary" => (kind, Some("doc-glossary")),
        "index" => (kind, Some("doc-index")),
        "introduction" => (kind, Some("doc-introduction")),
        "notice" => (kind, Some("doc-notice")),
        "postscript" => ("z3998:postscript", None),
        "preface" => (kind, Some("doc-preface")),
        "prologue" => (kind, Some("doc-prologue")),
        "translator-note" => ("z3998:translator-note", None),
        _ => (kind, None),
    }
}

impl Writer<'_> {
    pub fn section(&mut self, id: SectionId) -> Element {
        let section = self.book.section(id);
        let (vocabulary, role) = kind(section);
        let mut whole = Element::new("section").with("id", self.names.anchor(section.anchor));
        // What dresses the title stands there; what says of the section what it is stays with it.
        let stays = |class: &&String| !self.dresses(class) && *class != "epigraph";
        let kinds = section.attributes.classes.iter().filter(stays);
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
        let (ground, own) = on_ground(&section.blocks);
        if let Some((block, figure)) = ground {
            whole = whole.child(self.figure(figure, &block.attributes));
        }
        if titled {
            let heading = self.heading_of(id, section);
            whole = whole.child(heading);
        }
        self.beginnings = beginnings(section, &self.book.metadata.language, self.design, &self.design.dress);
        self.depths = heading_depths(&section.blocks);
        let is_dedication = section.role == Role::Dedication || kind_of(section) == Some("dedication");
        let blocks = match (is_dedication, own) {
            (true, [Block { kind: BlockKind::Div { kind: DivKind::Dedication, blocks }, .. }]) => blocks,
            _ => own,
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
                .child(
                    Element::new("span")
                        .with("class", "number")
                        .with_some("epub:type", is_roman(number).then_some("z3998:roman"))
                        .text(number.as_str()),
                )
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
            Role::Illustrations
            | Role::Tables
            | Role::FirstLines
            | Role::Part
            | Role::Chapter
            | Role::Untitled
            | Role::Notes => return None,
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
        let (kind, role) = section_kind(&block.attributes.classes).map(vocabulary).unzip();
        let section = Element::new("section").with_some("id", id).with_some("epub:type", kind);
        section.with_some("role", role.flatten()).children(marks).child(title)
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

/// Whether a section's number is one of Roman letters. That it is a number no vocabulary that EPUBCheck knows can say.
fn is_roman(number: &str) -> bool {
    number.chars().all(|letter| "IVXLCDM".contains(letter))
}

/// Whether its title is a heading of the text.
pub fn shows_title(section: &Section) -> bool {
    let titled = match section.role {
        Role::Part | Role::Chapter | Role::Contents | Role::Illustrations | Role::Tables | Role::FirstLines => true,
        Role::HalfTitle | Role::TitlePage | Role::Imprint | Role::Dedication | Role::Untitled | Role::Notes => false,
    };
    titled && !section.title.is_empty()
}

fn kind(section: &Section) -> (Option<&'static str>, Option<&'static str>) {
    let (vocabulary, role) = match section.role {
        Role::HalfTitle => ("halftitlepage", None),
        Role::TitlePage => ("titlepage", None),
        Role::Imprint => ("copyright-page", None),
        Role::Contents | Role::Untitled | Role::Notes => return (None, None),
        Role::Dedication => ("dedication", Some("doc-dedication")),
        Role::Illustrations => ("loi", None),
        Role::Tables => ("lot", None),
        Role::FirstLines => ("index", Some("doc-index")),
        Role::Part => ("part", Some("doc-part")),
        Role::Chapter => kind_of(section).map_or(("chapter", Some("doc-chapter")), vocabulary),
    };
    (Some(vocabulary), role)
}

/// What a chapter is by its class.
pub fn kind_of(section: &Section) -> Option<&'static str> {
    section_kind(&section.attributes.classes).filter(|_| section.role == Role::Chapter)
}

/// Its name among the landmarks, where EPUB's vocabulary has one.
pub fn landmark_of(section: &Section) -> Option<&'static str> {
    kind_of(section).map(|kind| vocabulary(kind).0).filter(|name| !name.contains(':'))
}

fn role_class(role: Role) -> Option<&'static str> {
    match role {
        Role::HalfTitle => Some("half-title-page"),
        Role::TitlePage => Some("title-page"),
        Role::Imprint => Some("imprint-page"),
        Role::Dedication => Some("dedication"),
        Role::Part => Some("part"),
        Role::Illustrations | Role::Tables | Role::FirstLines => Some("list-of"),
        Role::Contents | Role::Chapter | Role::Untitled | Role::Notes => None,
    }
}
