//! In: the bytes of an EPUB. Out: its files, to be asked for by name. Refuses to change any.

use super::answer::Answer;
use roxmltree::Document;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;
use zip::ZipArchive;

/// The style sheet that old engines do not read.
const MODERN: &str = "modern";

#[derive(Debug, Default)]
pub struct Ebook {
    files: BTreeMap<String, Arc<[u8]>>,
    /// What is read, in order.
    pub spine: Vec<Chapter>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Its name in the archive.
    pub file: String,
    pub title: String,
}

impl Ebook {
    /// Nothing where it is no EPUB.
    pub fn open(bytes: &[u8]) -> Option<Ebook> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).ok()?;
            let mut own = Vec::new();
            entry.read_to_end(&mut own).ok()?;
            files.insert(entry.name().to_owned(), Arc::from(own));
        }
        let spine = spine(&files)?;
        Some(Ebook { files, spine })
    }

    /// A file; without the modern style sheet where the base is looked at alone.
    pub fn answer(&self, name: &str, base_alone: bool) -> Answer {
        let Some(bytes) = self.files.get(name) else { return Answer::status(404) };
        let media_type = media_type(name);
        if base_alone && media_type.starts_with("text/css") && name.contains(MODERN) {
            return Answer::new(media_type, Vec::new()).of_book();
        }
        Answer::new(media_type, Arc::clone(bytes)).of_book()
    }
}

/// The package's spine, with the title of each file.
fn spine(files: &BTreeMap<String, Arc<[u8]>>) -> Option<Vec<Chapter>> {
    let (name, package) = files.iter().find(|(name, _)| name.ends_with(".opf"))?;
    let folder = name.rfind('/').map_or("", |at| &name[..=at]);
    let text = std::str::from_utf8(package).ok()?;
    let package = Document::parse(text).ok()?;
    let elements = |name: &'static str| {
        package.descendants().filter(move |node| node.has_tag_name(("http://www.idpf.org/2007/opf", name)))
    };
    let items: BTreeMap<&str, &str> =
        elements("item").filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?))).collect();
    let read = elements("itemref").filter_map(|item| items.get(item.attribute("idref")?));
    let chapters = read.map(|href| {
        let file = format!("{folder}{href}");
        let title = files.get(&file).and_then(|bytes| title(bytes)).unwrap_or_else(|| (*href).to_owned());
        Chapter { file, title }
    });
    Some(chapters.collect())
}

fn title(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let from = text.find("<title>")? + "<title>".len();
    let title = text[from..].split("</title>").next()?;
    Some(title.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "xhtml" => "application/xhtml+xml",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        _ => "application/octet-stream",
    }
}
