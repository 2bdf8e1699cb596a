//! A Word document (ECMA-376, Part 1, 17), by Word, LibreOffice, Pandoc or Google Docs.
//!
//! `styles` and `numbering` read what paragraphs refer to; `line` and `fields` read what is in a paragraph, `drawing` what is drawn,
//! `body` paragraphs and tables. The flow that they give becomes blocks like that of any word processor.

pub mod styles;
pub mod numbering;
pub mod symbols;
pub mod reader;
pub mod fields;
pub mod line;
pub mod drawing;
pub mod body;

use super::album::Album;
use super::archive::Archive;
use super::assemble;
use super::chapters;
use super::choice::Choices;
use super::document;
use super::flow::{Flow, Paragraph};
use super::markup::{self, attribute, elements, inside, words};
use super::remarks::Remarks;
use super::tree::{About, At, Block, Matter, Person, Work};
use super::walk;
use crate::base::{Diagnostic, Folder};
use numbering::Lists;
use reader::{Reader, Relation, relations};
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};
use styles::Styles;

/// # Errors
///
/// The archive or its main part cannot be read.
pub fn read(source: &Folder, choices: &Choices) -> Result<Work, Diagnostic> {
    let name = source.file.clone().unwrap_or_default();
    let bytes = source.bytes(&name).map_err(|error| error.diagnostic(None))?;
    let mut remarks = Remarks::of(&name);
    let mut archive = Archive::open(bytes, &name, &mut remarks)?;
    let top = relations(&mut archive, "");
    let main = top.values().find(|relation| relation.kind == "officeDocument").map(|relation| relation.target.clone());
    let main = main.filter(|main| archive.has(main)).unwrap_or_else(|| "word/document.xml".into());
    let mut work = Work::default();
    about(&mut archive, &top, &mut work.about);
    let own = relations(&mut archive, &main);
    let mut part = |kind: &str| {
        let target = own.values().find(|relation| relation.kind == kind && !relation.external);
        target.and_then(|relation| Some((relation.target.clone(), archive.text(&relation.target)?))).unwrap_or_default()
    };
    let [styles, numbering, comments] = ["styles", "numbering", "comments"].map(|kind| part(kind).1);
    let notes = [part("footnotes"), part("endnotes")];
    let headers = headers(&own, &mut archive);
    let text = archive.text(&main).ok_or_else(|| damaged(&name, "it has no text"))?;
    let document = markup::parse(&text).map_err(|why| damaged(&name, &why))?;
    let parsed = |text: &str| if text.is_empty() { None } else { markup::parse(text).ok().map(|_| ()) };
    for (text, what) in [(&styles, "styles"), (&numbering, "numbers of lists"), (&comments, "comments")] {
        if !text.is_empty() && parsed(text).is_none() {
            remarks.left("parts of the document that cannot be read", what, At::File);
        }
    }
    let styles_tree = markup::parse(&styles).ok();
    let lists_tree = markup::parse(&numbering).ok();
    let styles = Styles::of(styles_tree.as_ref().map(|tree| tree.root_element()));
    let mut reader = Reader {
        language: language(document.root_element(), &styles, &mut work.about),
        archive,
        styles,
        lists: Lists::of(lists_tree.as_ref().map(|tree| tree.root_element())),
        tracked: choices.tracked,
        remarks,
        album: Album::default(),
        notes: BTreeMap::new(),
        called: BTreeSet::new(),
        comments: self::comments(&comments),
        relations: BTreeMap::new(),
        fields: Vec::new(),
        at: 0,
        carried: Vec::new(),
        new_page: false,
        beside: Vec::new(),
        told: Default::default(),
    };
    for (at, (part, text)) in notes.iter().enumerate() {
        self::notes(&mut reader, at == 1, part, text);
    }
    reader.relations = own;
    reader.at = 0;
    let mut flow = Vec::new();
    let body = inside(document.root_element(), "body").unwrap_or(document.root_element());
    reader.blocks(body, &mut flow);
    reader.close_fields();
    uncalled(&mut reader);
    if !reader.carried.is_empty() {
        let inlines = super::runs::inlines(std::mem::take(&mut reader.carried));
        flow.push(Flow::Paragraph(Paragraph { at: reader.at, inlines, ..Paragraph::default() }));
    }
    let mut remarks = reader.remarks;
    if headers.contains(char::is_alphabetic) {
        remarks.left("headers and footers; Chapbook makes its own", &headers, At::File);
    }
    let blocks = document::blocks(flow, &mut work.about, &mut remarks);
    work.pictures = reader.album.pictures;
    chapters::divide(&mut work, vec![(Matter::Main, blocks)], &mut remarks);
    work.remarks = remarks.all;
    Ok(work)
}

fn damaged(name: &str, why: &str) -> Diagnostic {
    let found = Diagnostic::error("import-damaged", format!("`{name}` cannot be read: {why}"));
    found.help("open it in the program that made it, and save it again")
}

/// What the document's properties say.
fn about(archive: &mut Archive, top: &BTreeMap<String, Relation>, about: &mut About) {
    let core = top.values().find(|relation| relation.kind == "core-properties").map(|relation| relation.target.clone());
    let text = archive.text(core.as_deref().unwrap_or("docProps/core.xml")).unwrap_or_default();
    let Ok(document) = markup::parse(&text) else { return };
    for node in elements(document.root_element()) {
        let value = words(node).trim().to_owned();
        if value.is_empty() {
            continue;
        }
        match node.tag_name().name() {
            "title" => about.title = Some(value),
            "creator" => {
                let names = value.split(';').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
                about.authors = names.map(|name| Person { name, role: None }).collect();
            }
            "language" => about.language = Some(value),
            "description" => about.description = Some(value),
            "subject" | "keywords" => {
                about.subjects.extend(value.split([',', ';']).map(|subject| subject.trim().to_owned()))
            }
            _ => {}
        }
    }
    about.subjects.retain(|subject| !subject.is_empty());
}

/// The language of most letters; it is that of the book, unless the properties name one.
fn language(root: Node, styles: &Styles, about: &mut About) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let usual = styles.plain.letters.lang.as_deref().unwrap_or_default();
    for run in root.descendants().filter(|node| node.tag_name().name() == "r") {
        let own = markup::child(run, "rPr")
            .and_then(|node| markup::child(node, "lang"))
            .and_then(|node| attribute(node, "val"));
        let letters = elements(run).filter(|node| node.tag_name().name() == "t").filter_map(|node| node.text());
        *counts.entry(own.unwrap_or(usual)).or_default() += letters.map(|text| text.chars().count()).sum::<usize>();
    }
    let most = counts
        .into_iter()
        .filter(|(lang, _)| lang.len() >= 2 && !lang.starts_with("x-"))
        .max_by_key(|(_, count)| *count);
    let most = most.map(|(lang, _)| lang.to_owned());
    if about.language.is_none() {
        about.language = most.clone();
    }
    most.unwrap_or_default().split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The words of headers and footers.
fn headers(own: &BTreeMap<String, Relation>, archive: &mut Archive) -> String {
    let mut out = String::new();
    for relation in own.values().filter(|relation| matches!(relation.kind.as_str(), "header" | "footer")) {
        let text = archive.text(&relation.target).unwrap_or_default();
        let Ok(document) = markup::parse(&text) else { continue };
        for text in document.descendants().filter(|node| node.is_element() && node.tag_name().name() == "t") {
            out.push_str(text.text().unwrap_or_default());
        }
        out.push(' ');
    }
    out
}

fn comments(text: &str) -> BTreeMap<String, String> {
    let Ok(document) = markup::parse(text) else { return BTreeMap::new() };
    let comment = |node: Node| {
        let paragraphs = node.descendants().filter(|node| node.tag_name().name() == "p").map(|paragraph| {
            let texts = paragraph.descendants().filter(|node| node.tag_name().name() == "t");
            texts.filter_map(|node| node.text()).collect::<String>()
        });
        let words = paragraphs.collect::<Vec<_>>().join(" ");
        let author = attribute(node, "author").unwrap_or_default();
        let text = if author.is_empty() { words } else { format!("{author}: {words}") };
        Some((attribute(node, "id")?.to_owned(), text))
    };
    elements(document.root_element()).filter_map(comment).collect()
}

/// Notes whose calls are gone.
fn uncalled(reader: &mut Reader) {
    for (key, blocks) in std::mem::take(&mut reader.notes) {
        if !reader.called.contains(&key) && !blocks.is_empty() {
            let shown = blocks.iter().find_map(|block| match block {
                Block::Paragraph(inlines) => Some(walk::words(inlines)),
                _ => None,
            });
            reader.remarks.left("notes that nothing calls", &shown.unwrap_or_default(), At::File);
        }
    }
}

/// Reads all footnotes or endnotes.
fn notes(reader: &mut Reader, end: bool, part: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let document = match markup::parse(text) {
        Ok(document) => document,
        Err(why) => return reader.remarks.left("parts of the document that cannot be read", &why, At::File),
    };
    reader.relations = relations(&mut reader.archive, part);
    let mut found = BTreeMap::new();
    for note in elements(document.root_element()) {
        let kind = attribute(note, "type").unwrap_or("normal");
        let Some(id) = attribute(note, "id").filter(|_| kind == "normal") else { continue };
        let mut flow = Vec::new();
        reader.blocks(note, &mut flow);
        reader.close_fields();
        let beside: Vec<Block> = std::mem::take(&mut reader.beside);
        let mut blocks = assemble::blocks(flow, None, &mut reader.remarks);
        blocks.extend(beside);
        found.insert((end, id.to_owned()), blocks);
    }
    reader.notes.extend(found);
}
