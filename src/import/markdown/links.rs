//! In: links as they were typed, when all files are read. Out: where they lead in the new book; what leads nowhere is told
//! at its line, and its words stay.

use super::builder::Named;
use crate::import::finish::is_web;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline, Target};
use crate::import::walk;
use crate::import::write::plain;
use std::collections::BTreeMap;

/// Where all places of a book are.
#[derive(Debug, Default)]
pub struct Places {
    /// The chapter of each file, by name in lower case.
    pub files: BTreeMap<String, usize>,
    /// The id in the work of a place of a file: `file#id`.
    pub ids: BTreeMap<(String, String), String>,
    /// The same of any file, by its name alone; the first of several.
    pub any: BTreeMap<String, String>,
}

/// The name that a title has as a place, as Pandoc and GitHub give it.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for letter in title.trim().to_lowercase().chars() {
        match letter {
            ' ' | '\t' => out.push('-'),
            letter if letter.is_alphanumeric() || "-_".contains(letter) => out.push(letter),
            _ => {}
        }
    }
    out
}

/// Notes every place of a file, and makes ids unique in the work. Titles without an id get one where `wanted` says that
/// somebody links to it.
pub fn gather(file: &str, blocks: &mut [Block], wanted: &dyn Fn(&str) -> bool, places: &mut Places) {
    for block in blocks.iter_mut() {
        match block {
            Block::Heading { attributes, inlines, .. } => {
                let by_title = slug(&plain(inlines));
                if attributes.id.is_none() && wanted(&by_title) {
                    attributes.id = Some(by_title.clone());
                }
                place(file, &mut attributes.id, &[by_title.trim_start_matches(|c: char| !c.is_alphabetic())], places);
            }
            Block::Quote { blocks, .. } => gather(file, blocks, wanted, places),
            Block::Div { attributes, blocks } => {
                place(file, &mut attributes.id, &[], places);
                gather(file, blocks, wanted, places);
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| gather(file, item, wanted, places)),
            Block::Definitions(items) => {
                items.iter_mut().flat_map(|item| &mut item.meanings).for_each(|all| gather(file, all, wanted, places));
            }
            Block::Table(table) => place(file, &mut table.attributes.id, &[], places),
            Block::Figure { attributes, .. } => place(file, &mut attributes.id, &[], places),
            Block::Verse(verse) => place(file, &mut verse.attributes.id, &[], places),
            Block::Paragraph(_) | Block::Code { .. } | Block::Break | Block::Comment(_) => {}
        }
    }
}

/// Ids among words.
pub fn gather_anchors(file: &str, blocks: &mut [Block], places: &mut Places) {
    walk::inlines(blocks, &mut |list| {
        for inline in list.iter_mut() {
            match inline {
                Inline::Anchor(id) => {
                    let mut own = Some(std::mem::take(id));
                    place(file, &mut own, &[], places);
                    *id = own.unwrap_or_default();
                }
                Inline::Span { attributes, .. } => place(file, &mut attributes.id, &[], places),
                _ => {}
            }
        }
    });
}

fn place(file: &str, own: &mut Option<String>, alike: &[&str], places: &mut Places) {
    let Some(id) = own else { return };
    let typed = crate::import::finish::clean(id);
    let taken = |places: &Places, id: &str| places.any.values().any(|known| known == id);
    let mut unique = typed.clone();
    let mut count = 1;
    while taken(places, &unique) {
        count += 1;
        unique = format!("{typed}-{count}");
    }
    *id = unique.clone();
    let file = file.to_lowercase();
    for name in std::iter::once(typed.as_str()).chain(alike.iter().copied()).filter(|name| !name.is_empty()) {
        places.ids.entry((file.clone(), name.to_lowercase())).or_insert(unique.clone());
        places.any.entry(name.to_lowercase()).or_insert(unique.clone());
    }
    places.any.entry(unique.to_lowercase()).or_insert(unique);
}

/// Replaces the links of one file, which are places in `links`.
pub fn resolve(file: &str, blocks: &mut [Block], links: &[Named], places: &Places, remarks: &mut Remarks) {
    walk::inlines(blocks, &mut |list| {
        for inline in list.iter_mut() {
            let Inline::Link { target, inlines } = inline else { continue };
            let Target::Chapter(at) = target else { continue };
            let Some(link) = links.get(*at) else { continue };
            match target_of(file, &link.address, places) {
                Some(found) => {
                    if !matches!(found, Target::Address(_)) {
                        remarks.converted("links within the book", At::Line(link.line));
                    }
                    *target = found;
                }
                None => {
                    remarks.plain("links that lead nowhere", &link.address, At::Line(link.line));
                    let mut inlines = std::mem::take(inlines);
                    if inlines.is_empty() {
                        inlines.push(Inline::Text(link.address.trim_start_matches('#').to_owned()));
                    }
                    *inline = Inline::Span { attributes: Attributes::default(), inlines };
                }
            }
        }
    });
}

fn target_of(file: &str, address: &str, places: &Places) -> Option<Target> {
    let address = address.trim();
    if is_web(address) {
        return Some(Target::Address(address.to_owned()));
    }
    if address.starts_with("//") {
        return Some(Target::Address(format!("https:{address}")));
    }
    if address.contains('@') && !address.contains('/') && !address.contains('#') {
        return Some(Target::Address(format!("mailto:{address}")));
    }
    let (path, place) = address.split_once('#').unwrap_or((address, ""));
    let (path, place) = (decoded(path.split('?').next().unwrap_or_default()), decoded(place).to_lowercase());
    let place = crate::import::finish::clean(&place);
    let own = file.to_lowercase();
    if path.is_empty() {
        let found = places.ids.get(&(own, place.clone())).or(places.any.get(&place));
        let titled = || places.any.get(&slug(&place));
        return found.or_else(titled).cloned().map(Target::Id);
    }
    let chapter = names(&own, &path).into_iter().find_map(|name| Some((places.files.get(&name)?, name)))?;
    let (at, name) = chapter;
    if place.is_empty() {
        return Some(Target::Chapter(*at));
    }
    // A place that is not there leads to its file.
    Some(places.ids.get(&(name, place)).cloned().map_or(Target::Chapter(*at), Target::Id))
}

/// The files that a path may mean: as it is written, with the endings of what a tool makes of files, and by name alone.
fn names(from: &str, path: &str) -> Vec<String> {
    let path = path.to_lowercase();
    let rooted = path.trim_start_matches("/#/").trim_start_matches('/').to_owned();
    let joined = joined(from, &path);
    let mut out = Vec::new();
    for whole in [joined, rooted].into_iter().filter(|path| !path.is_empty()) {
        let bare = whole.trim_end_matches('/');
        let stem = [".html", ".htm", ".md", ".qmd", ".rmd", ".markdown"]
            .iter()
            .find_map(|end| bare.strip_suffix(end))
            .unwrap_or(bare);
        for ending in ["", ".md", ".qmd", ".rmd", ".markdown", "/index.md", "/readme.md", "/_index.md", "/index.qmd"] {
            out.push(format!("{stem}{ending}"));
        }
        out.push(bare.to_owned());
    }
    out
}

/// A path from the folder of the file that names it.
pub fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `%20` is a space.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match hex.filter(|_| bytes[at] == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
