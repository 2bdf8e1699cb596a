//! In: the files of an EPUB. Out: its package, item by item, and what is wrong with it (EPUB 3.3, 5). Refuses to read
//! the text.

use super::archive::Archive;
use super::finding::Finding;

use crate::base::xml;
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes of one document.
const NODES: u32 = 2_000_000;
/// Bytes of one document.
const TEXT: usize = 16 << 20;

/// Renditions that are read besides the first.
const RENDITIONS: usize = 16;

const OPF: &str = "http://www.idpf.org/2007/opf";
const DC: &str = "http://purl.org/dc/elements/1.1/";
const CONTAINER: &str = "urn:oasis:names:tc:opendocument:xmlns:container";

/// What the package lists.
#[derive(Debug, Default)]
pub struct Package {
    /// The package document's own name.
    pub name: String,
    pub version: String,
    pub title: String,
    pub items: BTreeMap<String, Item>,
    /// Files that belong to the book without being part of its text: linked records, other renditions.
    pub others: BTreeSet<String>,
}

/// By its name in the archive.
#[derive(Clone, Debug, Default)]
pub struct Item {
    pub media_type: String,
    pub properties: Vec<String>,
}

/// The text of a file as XML; the error is a sentence without a full stop.
pub fn parse(bytes: &[u8]) -> Result<Document<'_>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    if text.len() > TEXT {
        return Err(format!("it is larger than {} megabytes", TEXT >> 20));
    }
    let text = text.trim_start_matches('\u{feff}');
    xml::check(text)?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| format!("it is not well-formed: {error}"))
}

/// A path as written in a file, from the archive's root: percent signs undone, fragment and query left out.
pub fn resolve(from: &str, href: &str) -> Option<String> {
    let path = href.split(['#', '?']).next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    let decoded = percent_decoded(path);
    for part in decoded.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn percent_decoded(path: &str) -> String {
    let hex = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, hex(bytes.get(at + 1)), hex(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether a link leads to the net or to another kind of thing.
pub fn is_remote(href: &str) -> bool {
    let scheme = href.split(['/', '#', '?']).next().unwrap_or_default();
    href.starts_with("//") || scheme.contains(':')
}

/// The package that `META-INF/container.xml` names.
pub fn find(archive: &Archive, found: &mut Vec<Finding>) -> Option<Package> {
    let file = "META-INF/container.xml";
    let fail = |why: String| Finding::error("epub-container", why).within(file);
    let Some(bytes) = archive.files.get(file) else {
        found.push(fail("it is missing, so nothing says where the book is".to_owned()));
        return None;
    };
    let tree = parse(bytes).map_err(|why| found.push(fail(why))).ok()?;
    let roots = tree.descendants().filter(|node| node.has_tag_name((CONTAINER, "rootfile")));
    let mut paths = roots.filter_map(|root| root.attribute("full-path"));
    let Some(path) = paths.next() else {
        found.push(fail("it names no package".to_owned()));
        return None;
    };
    let Some(bytes) = archive.files.get(path) else {
        found.push(fail(format!("it names `{path}`, which is not in the archive")));
        return None;
    };
    let tree = parse(bytes).map_err(|why| found.push(Finding::error("epub-package", why).within(path))).ok()?;
    let mut package = read(path, tree.root_element(), archive, found);
    paths.take(RENDITIONS).for_each(|path| package.others.extend(rendition(path, archive)));
    Some(package)
}

/// What another rendition of the book lists, and its own package (EPUB Multiple-Rendition Publications 1.1).
fn rendition(path: &str, archive: &Archive) -> BTreeSet<String> {
    let tree = archive.files.get(path).and_then(|bytes| parse(bytes).ok());
    let items = tree.iter().flat_map(|tree| tree.descendants()).filter(|node| node.has_tag_name((OPF, "item")));
    let mut listed: BTreeSet<String> =
        items.filter_map(|item| resolve(path, item.attribute("href")?)).filter(|path| !path.is_empty()).collect();
    listed.insert(path.to_owned());
    listed
}

fn read(name: &str, root: Node, archive: &Archive, found: &mut Vec<Finding>) -> Package {
    let mut package = Package {
        name: name.to_owned(),
        version: root.attribute("version").unwrap_or_default().to_owned(),
        ..Package::default()
    };
    let mut fail = |why: String| found.push(Finding::error("epub-package", why).within(name));
    if !root.has_tag_name((OPF, "package")) {
        fail("it is not a package document".to_owned());
        return package;
    }
    let text = |space: &str, tag: &str| {
        let node = root.descendants().find(|node| node.has_tag_name((space, tag)));
        node.and_then(|node| node.text()).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    for tag in ["identifier", "title", "language"] {
        if text(DC, tag).is_none() {
            fail(format!("it has no dc:{tag}"));
        }
    }
    package.title = text(DC, "title").unwrap_or_default();
    let unique = root.attribute("unique-identifier");
    let named = |id: &str| {
        root.descendants().any(|node| node.has_tag_name((DC, "identifier")) && node.attribute("id") == Some(id))
    };
    if !unique.is_some_and(named) {
        fail("its unique-identifier does not name a dc:identifier".to_owned());
    }
    let modified =
        |node: &Node| node.has_tag_name((OPF, "meta")) && node.attribute("property") == Some("dcterms:modified");
    let count = root.descendants().filter(modified).count();
    if count != 1 && package.version.starts_with('3') {
        fail(format!("dcterms:modified occurs {count} times, not once"));
    }
    // Linked resources need not be listed (EPUB 3.3, 5.5.6).
    let links = root.descendants().filter(|node| node.has_tag_name((OPF, "link")));
    let linked = links.filter_map(|link| link.attribute("href")).filter(|href| !is_remote(href));
    package.others.extend(linked.filter_map(|href| resolve(name, href)));
    let mut ids = BTreeMap::new();
    let mut spine = 0;
    for item in root.descendants().filter(|node| node.has_tag_name((OPF, "item"))) {
        let (id, href) = (item.attribute("id").unwrap_or_default(), item.attribute("href").unwrap_or_default());
        let media_type = item.attribute("media-type").unwrap_or_default().to_owned();
        let properties = item.attribute("properties").unwrap_or_default().split_whitespace().map(str::to_owned);
        let item = Item { media_type, properties: properties.collect() };
        if id.is_empty() || item.media_type.is_empty() || href.is_empty() {
            fail(format!("an item lacks its id, href or media-type: `{id}` `{href}`"));
        }
        if is_remote(href) {
            continue;
        }
        let path = resolve(name, href).unwrap_or_default();
        if !archive.files.contains_key(&path) {
            fail(format!("it lists `{href}`, which is not in the archive"));
        }
        if ids.insert(id.to_owned(), path.clone()).is_some() {
            fail(format!("two items have the id `{id}`"));
        }
        if package.items.insert(path, item).is_some() {
            fail(format!("`{href}` is listed twice"));
        }
    }
    for reference in root.descendants().filter(|node| node.has_tag_name((OPF, "itemref"))) {
        let id = reference.attribute("idref").unwrap_or_default();
        spine += 1;
        if !ids.contains_key(id) {
            fail(format!("the spine names `{id}`, which is not an item"));
        }
    }
    if spine == 0 {
        fail("the spine is empty, so there is nothing to read".to_owned());
    }
    package
}

/// Files that no item lists; the container's own are none.
pub fn unlisted(archive: &Archive, package: &Package) -> BTreeSet<String> {
    let own = |name: &&String| {
        !(name.starts_with("META-INF/")
            || *name == "mimetype"
            || **name == package.name
            || package.items.contains_key(*name)
            || package.others.contains(*name))
    };
    archive.files.keys().filter(own).cloned().collect()
}
