//! An OpenDocument text (ISO 26300), by LibreOffice and others.
//!
//! `styles` reads the styles, those that the program made too; `text` what is in a paragraph, `body` paragraphs, lists and
//! tables. The flow that they give becomes blocks like that of any word processor.

pub mod styles;
pub mod text;
pub mod body;

use super::album::Album;
use super::archive::Archive;
use super::chapters;
use super::choice::Choices;
use super::document;
use super::html::{damaged, primary};
use super::markup::{self, attribute, child, elements, inside, words};
use super::remarks::Remarks;
use super::tree::{About, At, Matter, Person, Work};
use crate::base::{Diagnostic, Folder};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;
use styles::Styles;
use text::Reader;

/// # Errors
///
/// The archive or its content cannot be read.
pub fn read(source: &Folder, choices: &Choices) -> Result<Work, Diagnostic> {
    let name = source.file.clone().unwrap_or_default();
    let bytes = source.bytes(&name).map_err(|error| error.diagnostic(None))?;
    let mut remarks = Remarks::of(&name);
    let mut archive = Archive::open(bytes, &name, &mut remarks)?;
    let manifest = archive.text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        let found = Diagnostic::error("import-archive", format!("`{name}` has a password"));
        return Err(found.help("open it in the program that made it, and save it anew without a password"));
    }
    let content = archive.text("content.xml").ok_or_else(|| damaged(&name, "it has no text"))?;
    let common = archive.text("styles.xml").unwrap_or_default();
    let meta = archive.text("meta.xml").unwrap_or_default();
    let document = markup::parse(&content).map_err(|why| damaged(&name, &why))?;
    let common = markup::parse(&common).ok();
    if common.is_none() {
        remarks.left("parts of the document that cannot be read", "styles.xml", At::File);
    }
    let styles = Styles::of(&common.iter().chain([&document]).collect::<Vec<&Document>>());
    let mut work = Work::default();
    about(&meta, &mut work.about);
    let language = styles.plain.lang.clone();
    if work.about.language.is_none() {
        work.about.language = language;
    }
    if let Some(shown) = common.as_ref().and_then(headers) {
        remarks.left("headers and footers; Chapbook makes its own", &shown, At::File);
    }
    let body = inside(document.root_element(), "text").ok_or_else(|| damaged(&name, "it has no text"))?;
    let mut reader = Reader {
        archive,
        language: primary(work.about.language.as_deref()),
        styles,
        tracked: choices.tracked,
        remarks,
        album: Album::default(),
        regions: regions(body),
        inserted: Vec::new(),
        at: 0,
        beside: Vec::new(),
        item: None,
        lists: 0,
        counts: BTreeMap::new(),
    };
    let mut flow = Vec::new();
    reader.blocks(body, &mut flow);
    let mut remarks = reader.remarks;
    let blocks = document::blocks(flow, &mut work.about, &mut remarks);
    work.pictures = reader.album.pictures;
    chapters::divide(&mut work, vec![(Matter::Main, blocks)], &mut remarks);
    work.remarks = remarks.all;
    Ok(work)
}

/// The tracked changes, by id.
fn regions<'d>(body: Node<'d, 'd>) -> BTreeMap<String, (bool, Option<Node<'d, 'd>>)> {
    let changes = child(body, "tracked-changes").into_iter().flat_map(elements);
    let region = |node: Node<'d, 'd>| {
        let id = attribute(node, "id")?.to_owned();
        Some((id, (child(node, "insertion").is_some(), child(node, "deletion"))))
    };
    changes.filter_map(region).collect()
}

/// The words of headers and footers, where there are any.
fn headers(styles: &Document) -> Option<String> {
    let names = ["header", "footer", "header-left", "footer-left", "header-first", "footer-first"];
    let all = styles.descendants().filter(|node| node.is_element() && names.contains(&node.tag_name().name()));
    let shown = all.map(words).collect::<Vec<_>>().join(" ");
    shown.contains(char::is_alphabetic).then_some(shown)
}

fn about(meta: &str, about: &mut About) {
    let Ok(document) = markup::parse(meta) else { return };
    let mut creator = None;
    for node in document.descendants().filter(Node::is_element) {
        let value = words(node).trim().to_owned();
        if value.is_empty() || elements(node).next().is_some() {
            continue;
        }
        match node.tag_name().name() {
            "title" => about.title = Some(value),
            "initial-creator" => creator = Some(value),
            "creator" => creator = creator.or(Some(value)),
            "language" => about.language = Some(value),
            "description" => about.description = Some(value),
            "keyword" | "subject" => about.subjects.push(value),
            _ => {}
        }
    }
    about.authors.extend(creator.map(|name| Person { name, role: None }));
}
