//! In: links as they were typed, when all files are read. Out: where they lead in the new book; what leads nowhere is told
//! at its line, and its words stay.

use super::builder::Named;
use crate::import::finish::is_web;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline, Target};
use crate::import::walk::{self, is_blank};
use crate::import::write::plain;
use std::collections::{BTreeMap, BTreeSet};

/// Where all places of a book are.
#[derive(Debug, Default)]
pub struct Places {
    /// The chapter of each file, by name in lower case.
    pub files: BTreeMap<String, usize>,
    /// The id in the work of a place of a file: `file#id`.
    pub ids: BTreeMap<(String, String), String>,
    /// The same of any file, by its name alone; the first of several.
    pub any: BTreeMap<String, String>,
    /// The ids that were given, and how often each was wished for.
    pub given: BTreeSet<String>,
    pub wishes: BTreeMap<String, usize>,
    /// Ids of what has words of its own, which stand in a link that has none.
    pub named: BTreeSet<String>,
    /// The title of each chapter.
    pub titles: Vec<String>,
    /// Folders from which `/path` may count, each with a slash behind it.
    pub roots: Vec<String>,
    /// Whether an address may be the label of a place, as in MyST.
    pub labels: bool,
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
                places.named.extend(attributes.id.clone().filter(|_| !inlines.is_empty()));
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
            Block::Table(table) => {
                place(file, &mut table.attributes.id, &[], places);
                places.named.extend(table.attributes.id.clone().filter(|_| !table.caption.is_empty()));
            }
            Block::Figure { attributes, caption, .. } => {
                place(file, &mut attributes.id, &[], places);
                places.named.extend(attributes.id.clone().filter(|_| !caption.is_empty()));
            }
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
    let mut unique = typed.clone();
    while !places.given.insert(unique.clone()) {
        let count = places.wishes.entry(typed.clone()).or_insert(1);
        *count += 1;
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
                    let is_bare = match &found {
                        Target::Address(_) => false,
                        Target::Id(id) => !places.named.contains(id),
                        Target::Chapter(_) => false,
                    };
                    let title = match &found {
                        Target::Chapter(at) => places.titles.get(*at).filter(|_| is_blank(inlines)),
                        _ => None,
                    };
                    if let Some(title) = title {
                        inlines.push(Inline::Text(title.clone()));
                    }
                    if is_bare && is_blank(inlines) {
                        let place = link.address.rsplit('#').next().unwrap_or_default();
                        inlines.push(Inline::Text(place.to_owned()));
                        remarks.plain("cross-references to what has no title", &link.address, At::Line(link.line));
                    } else if !matches!(found, Target::Address(_)) {
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
    let found = names(&own, &path, &places.roots).into_iter().find_map(|name| Some((*places.files.get(&name)?, name)));
    let Some((at, name)) = found.or_else(|| by_end(&path, places)) else {
        let label = crate::import::finish::clean(&path.to_lowercase());
        return places.any.get(&label).filter(|_| places.labels).cloned().map(Target::Id);
    };
    if place.is_empty() {
        return Some(Target::Chapter(at));
    }
    // A place that is not there leads to its file.
    Some(places.ids.get(&(name, place)).cloned().map_or(Target::Chapter(at), Target::Id))
}

/// The files that a path may mean: as it is written, with the endings of what a tool makes of files, and by name alone.
fn names(from: &str, path: &str, roots: &[String]) -> Vec<String> {
    let path = path.to_lowercase();
    // The folder of a site of Docusaurus.
    let path = path.strip_prefix("@site/").map_or(path.clone(), |rest| format!("/{rest}"));
    let rooted = path.trim_start_matches("/#/").trim_start_matches('/').to_owned();
    // On the web a page is often a folder, from which its links count.
    let page = joined(&format!("{}/x", stem(from)), &path);
    let mut all = vec![joined(from, &path), rooted.clone()];
    all.extend(roots.iter().map(|root| format!("{root}{rooted}")));
    all.push(page);
    let mut out = Vec::new();
    for whole in all.into_iter().filter(|path| !path.is_empty()) {
        let bare = whole.trim_end_matches('/');
        let stem = stem(bare);
        for ending in [
            "",
            ".md",
            ".mdx",
            ".qmd",
            ".rmd",
            ".markdown",
            "/index.md",
            "/index.mdx",
            "/readme.md",
            "/_index.md",
            "/index.qmd",
        ] {
            out.push(format!("{stem}{ending}"));
        }
        out.push(bare.to_owned());
    }
    out
}

fn stem(path: &str) -> &str {
    let ends = [".html", ".htm", ".mdx", ".md", ".qmd", ".rmd", ".markdown", ".ipynb"];
    ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

/// The one file whose path ends so, as wikis and sites leave out folders and the dates in names.
fn by_end(path: &str, places: &Places) -> Option<(usize, String)> {
    let path = path.to_lowercase();
    let wanted = stem(path.trim_matches('/'));
    // A post has its date as folders.
    let parts: Vec<&str> = wanted.splitn(4, '/').collect();
    let is_number = |part: &&str| part.chars().all(|c| c.is_ascii_digit());
    let wanted = if parts.len() == 4 && parts[..3].iter().all(is_number) { parts[3] } else { wanted };
    let is_page = !wanted.is_empty() && !wanted.split('/').any(|part| part == ".." || part == ".");
    let without = |name: &str| {
        let name = stem(name);
        let name = ["/index", "/_index", "/readme"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        let (folder, last) = name.rsplit_once('/').map_or(("", name), |(folder, last)| (folder, last));
        let date = last.get(..11).filter(|date| date.chars().all(|c| c.is_ascii_digit() || c == '-'));
        let last = date.map_or(last, |date| &last[date.len()..]);
        if folder.is_empty() { last.to_owned() } else { format!("{folder}/{last}") }
    };
    let fits = |name: &&String| {
        let own = without(name);
        own == wanted || own.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
    };
    let mut found = places.files.keys().filter(fits).filter(|_| is_page);
    let first = found.next()?;
    let at = *places.files.get(first)?;
    found.all(|other| places.files.get(other) == Some(&at)).then(|| (at, first.clone()))
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
