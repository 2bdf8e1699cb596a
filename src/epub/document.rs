//! In: the parts of the book's sections. Out: XHTML files, and which file each id stands in.

use super::split::{self, called, split, split_notes};
use crate::model::{Book, Matter, Role, Section, SectionId};
use crate::xhtml::xml::{Element, Node};
use crate::xhtml::{Names, Notes, Writer, in_language, right_to_left};
use std::collections::{BTreeMap, BTreeSet};

pub const STYLESHEET: &str = "stylesheet.css";
/// What newer reading systems add to it.
pub const MODERN_STYLESHEET: &str = "stylesheet-modern.css";
/// The author's.
pub const OWN_STYLESHEET: &str = "stylesheet-own.css";
pub const NAV: &str = "nav.xhtml";
pub const COVER: &str = "cover.xhtml";
/// The vocabularies for what EPUB's own has no words for: poems, letters, ships.
const PREFIX: &str =
    "z3998: http://www.daisy.org/z3998/2012/vocab/structure/# se: https://standardebooks.org/vocab/1.0";

/// One content document of the spine.
#[derive(Clone, Debug)]
pub struct File {
    pub name: String,
    pub html: Element,
}

/// The ids of what the package adds to the book's sections.
#[derive(Debug)]
pub struct Own {
    pub cover: String,
    /// The contents where the book has no section for them, and their heading.
    pub toc: String,
    pub toc_title: String,
}

impl Own {
    pub fn new(names: &mut Names) -> Own {
        Own { cover: names.fresh("cover"), toc: names.fresh("toc"), toc_title: names.fresh("toc-title") }
    }
}

/// Every section's files, in reading order. The contents are no file of their own: the navigation document is.
pub fn files(writer: &mut Writer) -> Vec<File> {
    let book = writer.book;
    let mut elements = vec![];
    let mut stems = Stems::default();
    for (at, section) in book.sections.iter().enumerate() {
        let id = SectionId(at as u32);
        if section.role == Role::Contents {
            continue;
        }
        let name = writer.name(section);
        elements.push((section.matter, stems.next(section), name, writer.section(id)));
    }
    let notes = writer.notes();
    let mut placed = BTreeSet::new();
    let mut files = vec![];
    for (matter, stem, title, element) in elements {
        let parts = split(element, &notes, split::LARGEST);
        let parts = parts.into_iter().flat_map(|part| with_notes(part, &notes, &mut placed, book));
        for (part, element) in parts.enumerate() {
            let stem = if part == 0 { stem.clone() } else { stems.fresh(&format!("{stem}-part-{}", part + 1)) };
            files.push(File { name: format!("{stem}.xhtml"), html: page(book, &title, matter, element) });
        }
    }
    files
}

/// The names of files, each once, without their ending: a section's is made of its id, so that no other section that comes
/// or goes changes it.
struct Stems {
    taken: BTreeSet<String>,
}

impl Default for Stems {
    fn default() -> Stems {
        Stems { taken: [COVER, NAV].iter().map(|name| name.trim_end_matches(".xhtml").to_owned()).collect() }
    }
}

impl Stems {
    fn next(&mut self, section: &Section) -> String {
        self.fresh(if section.slug.is_empty() { "text" } else { &section.slug })
    }

    fn fresh(&mut self, wish: &str) -> String {
        let mut stem = wish.to_owned();
        while !self.taken.insert(stem.clone()) {
            stem.push('_');
        }
        stem
    }
}

/// A section ends with the notes that it calls first; what of them finds no room in its file stands in others behind it.
fn with_notes(element: Element, notes: &Notes, placed: &mut BTreeSet<String>, book: &Book) -> Vec<Element> {
    let ids: Vec<String> = called(&element, notes, placed).into_iter().map(str::to_owned).collect();
    if ids.is_empty() {
        return vec![element];
    }
    let asides = ids.iter().filter_map(|id| notes.get(id)).map(|(_, note)| Node::from(note.clone()));
    let label = Some(&book.metadata.words.notes).filter(|word| !word.is_empty());
    let section = Element::new("section")
        .with("class", "notes")
        .with("epub:type", "footnotes")
        .with_some("aria-label", label.cloned())
        .children(asides);
    placed.extend(ids);
    let size = element.size();
    if size + section.size() <= split::LARGEST {
        return vec![element.child(section)];
    }
    let mut parts = split_notes(section, size, split::LARGEST).into_iter();
    let first = parts.next().into_iter().map(|first| match size + first.size() <= split::LARGEST {
        true => vec![element.clone().child(first)],
        false => vec![element.clone(), first],
    });
    first.flatten().chain(parts).collect()
}

/// A whole XHTML document around one element of its body.
pub fn page(book: &Book, title: &str, matter: Matter, content: Element) -> Element {
    let matter = match matter {
        Matter::Front => "frontmatter",
        Matter::Main => "bodymatter",
        Matter::Back => "backmatter",
    };
    let body = Element::new("body").with("epub:type", matter).child(content);
    html(book, title, body)
}

fn style(sheet: &'static str) -> Element {
    Element::new("link").with("rel", "stylesheet").with("type", "text/css").with("href", sheet)
}

/// Names the author's style sheet behind the others, in a whole document.
pub fn link_own_sheet(html: &mut Element) {
    if let Some(Node::Element(head)) = html.children.first_mut() {
        head.children.push(style(OWN_STYLESHEET).into());
    }
}

pub fn html(book: &Book, title: &str, body: Element) -> Element {
    let title = if title.trim().is_empty() { book.metadata.title.as_str() } else { title };
    let head = Element::new("head")
        .child(Element::new("meta").with("charset", "utf-8"))
        .child(Element::new("title").text(title.trim()))
        .child(style(STYLESHEET))
        .child(style(MODERN_STYLESHEET));
    let html = Element::new("html")
        .with("xmlns", "http://www.w3.org/1999/xhtml")
        .with("xmlns:epub", "http://www.idpf.org/2007/ops")
        .with("epub:prefix", PREFIX);
    let language = &book.metadata.language;
    // On both elements: older versions of MuPDF look at `body` alone, styles of reading systems at the root
    // (`src/epub/CLAUSES.md`).
    let body = if right_to_left(language) { body.with("dir", "rtl") } else { body };
    in_language(html, Some(language)).child(head).child(body)
}

/// The page that shows the cover.
pub fn cover(book: &Book, own: &Own, picture: &str) -> File {
    let metadata = &book.metadata;
    let img =
        Element::new("img").with("src", picture).with("alt", metadata.cover_described()).with("role", "doc-cover");
    let label = Some(&metadata.words.cover).filter(|word| !word.is_empty());
    let section = Element::new("section")
        .with("id", own.cover.as_str())
        .with("class", "cover")
        .with("epub:type", "cover")
        .with_some("aria-label", label.cloned())
        .child(img);
    File { name: COVER.to_owned(), html: page(book, &metadata.words.cover, Matter::Front, section) }
}

/// Which file an id stands in.
#[derive(Debug, Default)]
pub struct Places {
    files: BTreeMap<String, String>,
    /// Ids that no element carries: the id of their section.
    sections: BTreeMap<String, String>,
}

impl Places {
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a Element)>) -> Places {
        let mut places = Places::default();
        for (name, html) in files {
            html.walk(&mut |element| {
                if let Some(id) = element.attribute("id") {
                    places.files.insert(id.to_owned(), name.to_owned());
                }
            });
        }
        places
    }

    /// Links to what was not written lead to its section.
    pub fn with_sections(mut self, book: &Book, names: &Names) -> Places {
        for anchor in book.anchors.values() {
            if !self.files.contains_key(&anchor.name) {
                let section = names.anchor(book.section(anchor.section).anchor);
                self.sections.insert(anchor.name.clone(), section.to_owned());
            }
        }
        self
    }

    /// The address of an id, as seen from a file.
    pub fn address(&self, id: &str, from: &str) -> String {
        let id = self.sections.get(id).map_or(id, String::as_str);
        match self.files.get(id) {
            Some(file) if file != from => format!("{file}#{id}"),
            _ => format!("#{id}"),
        }
    }

    pub fn file_of(&self, id: &str) -> Option<&str> {
        self.files.get(id).map(String::as_str)
    }
}

/// The pictures that the files show, by their paths.
pub fn pictures_shown<'a>(files: impl IntoIterator<Item = &'a Element>) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    for html in files {
        html.walk(&mut |element| {
            if element.name == "img" {
                shown.extend(element.attribute("src").map(str::to_owned));
            }
        });
    }
    shown
}

/// The section of the contents, and the id under which links find it.
pub fn contents_section<'a>(book: &'a Book, names: &'a Names) -> Option<(SectionId, &'a str)> {
    let at = book.sections.iter().position(|section| section.role == Role::Contents)?;
    Some((SectionId(at as u32), names.anchor(book.sections[at].anchor)))
}
