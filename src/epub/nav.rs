//! In: the book's contents and its files. Out: the navigation document and the older NCX, of the same structure.

use super::document::{self, File, Own, Places};
use crate::base::{Folio, FolioStyle};
use crate::model::{
    AnchorId, Attributes, Block, BlockId, BlockKind, Book, ContentsEntry, Inline, Matter, Role, SectionId, lists,
    numbered, plain_text, walk,
};
use crate::xhtml::xml::{Element, Node, Value};
use crate::xhtml::{Names, Writer, landmark_of, shows_title};
use std::collections::{BTreeMap, BTreeSet};

/// One line of the contents and those under it.
#[derive(Clone, Debug, Default)]
struct Entry {
    level: u8,
    label: Vec<Node>,
    plain: String,
    id: String,
    below: Vec<Entry>,
}

/// A printed page and the id of its marker.
#[derive(Clone)]
struct PageEntry {
    folio: Folio,
    id: String,
}

/// What both documents say.
#[derive(Clone)]
pub struct Navigation<'a> {
    book: &'a Book,
    names: &'a Names,
    own: &'a Own,
    entries: Vec<Entry>,
    pages: Vec<PageEntry>,
    /// Page-break markers of the contents themselves.
    marks: Vec<Node>,
}

impl<'a> Navigation<'a> {
    /// Takes the contents' page breaks out of the writer. The pages are listed as they are printed; of a page whose words
    /// stand nowhere (there is none in a book as it is read) nothing is said.
    pub fn new(writer: &mut Writer<'a>, own: &'a Own, files: &[File]) -> Navigation<'a> {
        let (book, names) = (writer.book, writer.names);
        let contents = document::contents_section(book, names);
        let mut marks = contents.map(|(id, _)| writer.marks.open(id)).unwrap_or_default();
        let block = contents.and_then(|(id, _)| contents_block(&book.section(id).blocks));
        let outer = block.map(|id| writer.marks.enter(id));
        let listed = listed(book, names, writer.design.epub.contents_depth);
        let entries: Vec<Entry> = listed.iter().map(|entry| label(entry, writer)).collect();
        outer.into_iter().for_each(|outer| writer.marks.leave(outer));
        marks.extend(writer.marks.close());
        let mut marked = BTreeSet::new();
        let mut find = |element: &Element| {
            if element.attribute("role") == Some("doc-pagebreak") {
                marked.extend(element.attribute("id").map(str::to_owned));
            }
        };
        let htmls = files.iter().map(|file| &file.html);
        htmls.for_each(|html| html.walk(&mut find));
        let labels = entries.iter().flat_map(|entry| &entry.label);
        labels.chain(&marks).for_each(|node| node.walk(&mut find));
        let listed = writer.marks.list().iter().filter(|(_, id)| marked.contains(id));
        let pages = listed.map(|(folio, id)| PageEntry { folio: *folio, id: id.clone() }).collect();
        Navigation { book, names, own, entries: nest(entries), pages, marks }
    }

    pub fn has_pages(&self) -> bool {
        !self.pages.is_empty()
    }

    /// nav.xhtml: contents to be read, landmarks and pages for the reading system.
    pub fn html(&self) -> Element {
        let words = &self.book.metadata.words;
        let section = document::contents_section(self.book, self.names);
        let id = section.map_or(self.own.toc.as_str(), |(_, id)| id);
        let heading_id = section.map_or(self.own.toc_title.as_str(), |(id, _)| self.names.title(id));
        let title = section.map(|(id, _)| plain_text(&self.book.section(id).title));
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| words.contents.clone());
        let heading = Element::new("h1").with("id", heading_id).text(title.as_str());
        // Its heading names it: EPUBCheck 5.4 takes a label of this element for an error.
        let contents = Element::new("nav")
            .with("id", id)
            .with("epub:type", "toc")
            .with("role", "doc-toc")
            .child(heading)
            .child(list(&self.entries));
        // A contents list holds nothing but its heading and its lines.
        let mut body = Element::new("body").with("epub:type", "frontmatter").children(self.marks.iter().cloned());
        body = body.child(contents).child(self.landmarks(id));
        for role in [Role::Illustrations, Role::Tables] {
            body = body.children(self.list_of(role).map(Node::from));
        }
        if self.has_pages() {
            body = body.child(self.page_list());
        }
        document::html(self.book, &title, body)
    }

    fn landmarks(&self, toc: &str) -> Element {
        let words = &self.book.metadata.words;
        let mut items = vec![landmark("cover", &self.own.cover, &words.cover)];
        for (at, section) in self.book.sections.iter().enumerate() {
            let id = self.names.anchor(section.anchor);
            if section.role == Role::TitlePage {
                items.push(landmark("titlepage", id, &words.title_page));
            }
            if section.role == Role::Contents {
                items.push(landmark("toc", toc, &words.contents));
            }
            let kind = landmark_of(section);
            if let (Some(kind), true) = (kind, shows_title(section)) {
                items.push(landmark(kind, id, &plain_text(&section.title)));
            }
            let first = self.book.sections.iter().position(|section| section.matter == Matter::Main) == Some(at);
            if first {
                let title = plain_text(&section.title);
                items.push(landmark(
                    "bodymatter",
                    id,
                    if title.is_empty() { &self.book.metadata.title } else { &title },
                ));
            }
        }
        // Without a page of contents nav.xhtml is not read in its turn, and a landmark may not lead there.
        hidden("landmarks").child(Element::new("ol").children(items))
    }

    /// Pictures or tables, for reading systems that list them.
    fn list_of(&self, role: Role) -> Option<Element> {
        let entries = lists::entries(role, &self.book.sections);
        let title = lists::title(role, &self.book.metadata.language).filter(|_| !entries.is_empty())?;
        let item = |entry: &ContentsEntry| {
            let link = Element::new("a").to("href", self.names.anchor(entry.anchor));
            Element::new("li").child(link.text(plain_text(&entry.title))).into()
        };
        let kind = if role == Role::Tables { "lot" } else { "loi" };
        let list = Element::new("ol").children(entries.iter().map(item));
        Some(hidden(kind).child(Element::new("h2").text(title)).child(list))
    }

    fn page_list(&self) -> Element {
        let item = |page: &PageEntry| {
            Element::new("li").child(Element::new("a").to("href", page.id.as_str()).text(page.folio.to_string())).into()
        };
        let list = Element::new("ol").children(self.pages.iter().map(item));
        hidden("page-list").with("role", "doc-pagelist").child(list)
    }

    /// toc.ncx, for readers of EPUB 2. Entries deeper than `levels` are listed at the last of them.
    pub fn ncx(&self, levels: usize) -> Element {
        let metadata = &self.book.metadata;
        let meta = |name: &str, content: &str| Element::new("meta").with("name", name).with("content", content);
        let depth = self.entries.iter().map(depth).max().unwrap_or(1).min(levels);
        let head = Element::new("head")
            .child(meta("dtb:uid", &metadata.identifier))
            .child(meta("dtb:depth", &depth.to_string()))
            .child(meta("dtb:totalPageCount", &self.pages.len().to_string()))
            .child(meta("dtb:maxPageNumber", "0"));
        let points: Vec<Node> = self.entries.iter().flat_map(|entry| nav_points(entry, levels)).collect();
        let mut ncx = Element::new("ncx")
            .with("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
            .with("version", "2005-1")
            .with("xml:lang", metadata.language.as_str())
            .child(head)
            .child(Element::new("docTitle").child(Element::new("text").text(metadata.title.as_str())))
            .child(Element::new("navMap").children(points));
        if self.has_pages() {
            let target = |page: &PageEntry| {
                let kind = if page.folio.style == FolioStyle::Arabic { "normal" } else { "front" };
                Element::new("pageTarget")
                    .with("id", format!("pt-{}", page.id))
                    .with("type", kind)
                    .child(nav_label(&page.folio.to_string()))
                    .child(Element::new("content").to("src", page.id.as_str()))
                    .into()
            };
            ncx = ncx.child(Element::new("pageList").children(self.pages.iter().map(target)));
        }
        ncx
    }
}

/// Where in the spine the navigation document stands: the number of files before the contents.
pub fn files_before(book: &Book, contents: SectionId, files: &[File], names: &Names) -> usize {
    let places = Places::new(files.iter().map(|file| (file.name.as_str(), &file.html)));
    let next = book.sections.iter().skip(contents.0 as usize + 1).find_map(|section| {
        let file = places.file_of(names.anchor(section.anchor))?;
        files.iter().position(|other| other.name == file)
    });
    next.unwrap_or(files.len())
}

fn contents_block(blocks: &[Block]) -> Option<BlockId> {
    let mut found = None;
    walk::blocks(blocks, &mut |block| {
        if matches!(block.kind, BlockKind::Contents { .. }) {
            found = Some(block.id);
        }
    });
    found
}

/// What the contents list, before their words are written.
struct Listed<'a> {
    level: u8,
    number: Option<&'a str>,
    title: &'a [Inline],
    id: String,
    /// The printed contents have it too: its words are theirs, with the pages that begin there.
    printed: bool,
}

/// Every listed part, chapter and heading, and every poem with a title, down to the design's depth; and what the printed
/// contents list. Where that is nothing, the book's first text.
fn listed<'a>(book: &'a Book, names: &Names, depth: u8) -> Vec<Listed<'a>> {
    let printed = book.sections.iter().find(|section| section.role == Role::Contents);
    let printed = printed.and_then(|section| contents_of(&section.blocks)).unwrap_or_default();
    let printed: BTreeMap<AnchorId, &ContentsEntry> = printed.iter().map(|entry| (entry.anchor, entry)).collect();
    let mut all = Vec::new();
    for section in &book.sections {
        let is_part = section.role == Role::Part;
        let is_list = matches!(section.role, Role::Illustrations | Role::Tables | Role::FirstLines);
        if !(section.listed && (is_part || is_list || section.role == Role::Chapter)) {
            continue;
        }
        let number = section.number.as_deref();
        let own = u8::from(section.in_part && !is_part);
        add(
            &mut all,
            &printed,
            Listed {
                level: own,
                number,
                title: &section.title,
                id: names.anchor(section.anchor).to_owned(),
                printed: false,
            },
            section.anchor,
            u8::from(!is_part) <= depth,
        );
        let mut within = 1;
        walk::blocks(&section.blocks, &mut |block| match &block.kind {
            BlockKind::Heading { level, inlines, listed, .. } => {
                within = *level;
                if let (true, Some(anchor)) = (*listed, block.attributes.anchor) {
                    let id = names.anchor(anchor).to_owned();
                    let entry = Listed { level: *level, number: None, title: inlines, id, printed: false };
                    add(&mut all, &printed, entry, anchor, *level <= depth);
                }
            }
            BlockKind::Verse { verse } => {
                let unlisted = |attributes: &Attributes| attributes.classes.iter().any(|class| class == "unlisted");
                let hidden = unlisted(&block.attributes) || unlisted(&verse.attributes);
                let title = verse.title.as_deref().filter(|_| !hidden && within < depth);
                let id = verse.attributes.anchor.or(block.attributes.anchor).map(|anchor| names.anchor(anchor));
                if let (Some(title), Some(id)) = (title, id) {
                    all.push(Listed { level: within + 1, number: None, title, id: id.to_owned(), printed: false });
                }
            }
            _ => {}
        });
    }
    if all.is_empty() {
        let first = book.sections.iter().filter(|section| section.matter == Matter::Main).take(1);
        all.extend(first.map(|section| Listed {
            level: 0,
            number: section.number.as_deref(),
            title: &section.title,
            id: names.anchor(section.anchor).to_owned(),
            printed: false,
        }));
    }
    all
}

/// With the words of the printed contents, where they have it.
fn add<'a>(
    all: &mut Vec<Listed<'a>>,
    printed: &BTreeMap<AnchorId, &'a ContentsEntry>,
    entry: Listed<'a>,
    anchor: AnchorId,
    is_wanted: bool,
) {
    match printed.get(&anchor) {
        Some(same) => all.push(Listed { title: &same.title, printed: true, ..entry }),
        None if is_wanted => all.push(entry),
        None => {}
    }
}

fn contents_of(blocks: &[Block]) -> Option<&[ContentsEntry]> {
    let mut found = None;
    walk::blocks(blocks, &mut |block| {
        if let BlockKind::Contents { entries } = &block.kind {
            found = Some(entries.as_slice());
        }
    });
    found
}

fn label(listed: &Listed, writer: &mut Writer) -> Entry {
    // Words that the printed contents do not have do not count among theirs.
    let outer = (!listed.printed).then(|| writer.marks.enter(BlockId::NONE));
    let mut label = writer.title_run(listed.title);
    outer.into_iter().for_each(|outer| writer.marks.leave(outer));
    label.retain(is_of_label);
    label.iter_mut().for_each(without_ids);
    let mut plain = plain_text(listed.title);
    if plain.trim().is_empty() {
        // What has no title of its own goes under the book's, which was not typed here.
        plain.clone_from(&writer.book.metadata.title);
        label = vec![Node::from(plain.as_str())];
    }
    let whole = numbered(listed.number, &plain);
    if let Some(before) = whole.strip_suffix(plain.as_str()).filter(|before| !before.is_empty()) {
        label.insert(0, Node::from(before));
    }
    Entry { level: listed.level, label, plain: whole, id: listed.id.clone(), below: vec![] }
}

/// Notes and pictures of a title stay in the text.
fn is_of_label(node: &Node) -> bool {
    match node {
        Node::Element(element) => element.name != "img" && element.attribute("class") != Some("call"),
        Node::Text(_) => true,
    }
}

/// An id stands once, in the text, save a page's that begins here; and a link in a list of links leads nowhere else.
fn without_ids(node: &mut Node) {
    if let Node::Element(element) = node
        && element.attribute("role") != Some("doc-pagebreak")
    {
        element.attributes.retain(|(key, _)| !matches!(*key, "id" | "href"));
        if element.name == "a" {
            element.name = "span";
        }
        element.children.retain(is_of_label);
        element.children.iter_mut().for_each(without_ids);
    }
}

fn nest(flat: Vec<Entry>) -> Vec<Entry> {
    let mut open: Vec<Entry> = vec![];
    let mut whole = vec![];
    for entry in flat {
        while open.last().is_some_and(|last| last.level >= entry.level) {
            close(&mut open, &mut whole);
        }
        open.push(entry);
    }
    while !open.is_empty() {
        close(&mut open, &mut whole);
    }
    whole
}

fn close(open: &mut Vec<Entry>, whole: &mut Vec<Entry>) {
    if let Some(closed) = open.pop() {
        open.last_mut().map_or(whole, |outer| &mut outer.below).push(closed);
    }
}

fn list(entries: &[Entry]) -> Element {
    let item = |entry: &Entry| {
        let link = Element::new("a").to("href", entry.id.as_str()).children(entry.label.iter().cloned());
        let item = Element::new("li").child(link);
        if entry.below.is_empty() { item.into() } else { item.text("\n").child(list(&entry.below)).into() }
    };
    Element::new("ol").children(entries.iter().map(item))
}

fn hidden(kind: &str) -> Element {
    Element::new("nav").with("epub:type", kind).with("hidden", "hidden")
}

fn landmark(kind: &str, id: &str, label: &str) -> Node {
    let link =
        Element::new("a").with("epub:type", kind).to("href", id).text(if label.is_empty() { kind } else { label });
    Element::new("li").child(link).into()
}

fn depth(entry: &Entry) -> usize {
    1 + entry.below.iter().map(depth).max().unwrap_or(0)
}

fn nav_label(text: &str) -> Element {
    Element::new("navLabel").child(Element::new("text").text(text.trim()))
}

fn nav_points(entry: &Entry, levels: usize) -> Vec<Node> {
    let point = Element::new("navPoint").with("id", format!("np-{}", entry.id));
    let content = Element { attributes: vec![("src", Value::To(entry.id.clone()))], ..Element::new("content") };
    let point = point.child(nav_label(&entry.plain)).child(content);
    let is_last = levels <= 1;
    let below = entry.below.iter().flat_map(|below| nav_points(below, if is_last { 1 } else { levels - 1 }));
    let below: Vec<Node> = below.collect();
    match is_last {
        true => std::iter::once(point.into()).chain(below).collect(),
        false => vec![point.children(below).into()],
    }
}
