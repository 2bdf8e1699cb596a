//! In: a source of the Markdown family. Out: its `Work`: file by file, then what needs all of them.

use super::after::{self, Manner};
use super::builder::Named;
use super::lines::Lines;
use super::links::{self, Places};
use super::project::{self, Entry};
use super::{foreign, head, held, includes};
use crate::base::{Diagnostic, Folder, Sources};
use crate::import::choice::Choices;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Chapter, Inline, Matter, Picture, Work};
use crate::import::walk;
use std::collections::{BTreeMap, BTreeSet};

/// Reads a book of the Markdown family.
///
/// # Errors
///
/// It has no file that can be read.
pub fn read(source: &Folder, kind: Kind, choices: &Choices) -> Result<Work, Diagnostic> {
    let mut remarks = Remarks::of(source.name.as_deref().unwrap_or("."));
    let project = project::open(source, kind, &mut remarks)?;
    let mut work = Work { about: project.about, ..Work::default() };
    let mut poems = BTreeSet::new();
    for pattern in &choices.poems {
        poems.extend(source.glob(pattern).map_err(|error| error.diagnostic(None))?);
    }
    let mut files: Vec<Read> = Vec::new();
    let alone = project.entries.len() == 1;
    for entry in project.entries {
        match entry {
            Entry::Part { title, matter } => files.push(Read::part(&title, matter)),
            Entry::File { name, matter, title } => {
                remarks.turn_to(&name);
                let mut sources = Sources::default();
                let text = source.text(&name, &mut sources).map(|file| sources.get(file).text.to_string());
                let text = match text {
                    Ok(text) => text,
                    Err(error) if alone => return Err(error.diagnostic(None)),
                    Err(error) => {
                        remarks.left("files that cannot be read", &error.to_string(), At::File);
                        continue;
                    }
                };
                let of = Of { source, kind, name: &name, matter, title, poems: poems.contains(&name), alone };
                files.push(of.read(&text, &mut work, &mut remarks));
            }
        }
    }
    if alone && work.about.title.is_none() {
        work.about.title = files.iter().flat_map(|file| &file.blocks).find_map(|block| match block {
            Block::Heading { level: 1, inlines, .. } => Some(crate::import::write::plain(inlines)),
            _ => None,
        });
    }
    link(&mut files, &mut remarks);
    let mut pictures = Pictures { source, root: &project.root, known: BTreeMap::new(), all: Vec::new() };
    for file in &mut files {
        remarks.turn_to(&file.name);
        pictures.place(file, &mut remarks);
    }
    work.pictures = pictures.all;
    work.chapters = files
        .into_iter()
        .map(|file| Chapter { name: file.called(), matter: file.matter, blocks: after::join_poems(file.blocks) })
        .collect();
    work.remarks = remarks.all;
    Ok(work)
}

/// A file that was read.
struct Read {
    name: String,
    matter: Matter,
    blocks: Vec<Block>,
    links: Vec<Named>,
    pictures: Vec<Named>,
}

impl Read {
    fn part(title: &str, matter: Matter) -> Read {
        let heading = Block::Heading {
            level: 1,
            attributes: Attributes::class("part"),
            inlines: vec![Inline::Text(head::plain(title))],
        };
        let name = format!("part-{title}");
        Read { name, matter, blocks: vec![heading], links: Vec::new(), pictures: Vec::new() }
    }

    /// What its file would best be called.
    fn called(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or(&self.name);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let is_number = stem.chars().all(|c| c.is_ascii_digit() || "-_. ".contains(c));
        let title = self.blocks.iter().find_map(|block| match block {
            Block::Heading { level: 1, inlines, .. } => Some(crate::import::write::plain(inlines)),
            _ => None,
        });
        if let Some(title) = title.filter(|_| is_number) {
            return title;
        }
        let is_usual = ["index", "readme", "_index", "chapter"].contains(&stem.to_lowercase().as_str());
        let folder = self.name.rsplit('/').nth(1);
        match folder.filter(|_| is_usual) {
            Some(folder) => folder.to_owned(),
            None => stem.to_owned(),
        }
    }
}

/// A file that is read.
struct Of<'o> {
    source: &'o Folder,
    kind: Kind,
    name: &'o str,
    matter: Matter,
    title: Option<String>,
    poems: bool,
    alone: bool,
}

impl Of<'_> {
    fn read(self, text: &str, work: &mut Work, remarks: &mut Remarks) -> Read {
        let text = held::without(text);
        let head = head::of(&text);
        let mut lines = Lines::of(&text);
        lines.0.drain(..head.lines.min(lines.0.len()));
        if head.broken {
            remarks.left("heads that cannot be read", "", At::Line(1));
        }
        let is_index = self.name.starts_with("index.");
        if self.alone || is_index {
            head::tell(&mut work.about, &head.keys);
        } else if self.kind == Kind::Markdown {
            // Each file may say who wrote the book.
            let of_book = |key: &str| matches!(key, "author" | "authors" | "lang" | "language");
            let keys = head.keys.iter().filter(|(key, _)| of_book(key));
            head::tell(&mut work.about, &keys.map(|(key, value)| (key.clone(), value.clone())).collect());
        }
        if head.lines > 0 {
            remarks.converted("heads of files", At::Line(1));
        }
        let captions = matches!(self.kind, Kind::Quarto | Kind::Bookdown | Kind::Markdown);
        let built =
            foreign::read(includes::expand(lines, self.source, self.kind, self.name, remarks), self.kind, remarks);
        let manner = Manner { poems: self.poems, captions };
        let mut blocks = after::arrange(built.blocks, built.notes, &built.links, manner, remarks);
        let is_part = self.title.as_deref() == Some("\u{1}part");
        let titled = blocks.iter().any(|block| matches!(block, Block::Heading { level: 1, .. }));
        let title = head.keys.get("title").and_then(head::words).or(self.title.filter(|_| !is_part));
        if let Some(title) = title.filter(|_| !titled && !self.alone && !is_index) {
            let inlines = vec![Inline::Text(head::plain(&title))];
            blocks.insert(0, Block::Heading { level: 1, attributes: Attributes::default(), inlines });
            remarks.converted("titles from heads and orders of files", At::Line(1));
        }
        if let Some(Block::Heading { attributes, .. }) = blocks.first_mut().filter(|_| is_part) {
            attributes.classes.push("part".to_owned());
        }
        Read { name: self.name.to_owned(), matter: self.matter, blocks, links: built.links, pictures: built.pictures }
    }
}

/// Links, when all places are known.
fn link(files: &mut [Read], remarks: &mut Remarks) {
    let wanted: BTreeSet<String> = files
        .iter()
        .flat_map(|file| &file.links)
        .filter_map(|link| link.address.split_once('#').map(|(_, place)| links::decoded(place).to_lowercase()))
        .collect();
    let mut places = Places::default();
    for (at, file) in files.iter_mut().enumerate() {
        places.files.entry(file.name.to_lowercase()).or_insert(at);
        links::gather(&file.name, &mut file.blocks, &|slug| wanted.contains(slug), &mut places);
        links::gather_anchors(&file.name, &mut file.blocks, &mut places);
    }
    for file in files.iter_mut() {
        remarks.turn_to(&file.name);
        links::resolve(&file.name, &mut file.blocks, &file.links, &places, remarks);
    }
}

/// The pictures of a book, each once.
struct Pictures<'p> {
    source: &'p Folder,
    root: &'p str,
    /// By the file's name.
    known: BTreeMap<String, usize>,
    all: Vec<Picture>,
}

impl Pictures<'_> {
    /// Puts the pictures of a file in the place of what it named.
    fn place(&mut self, file: &mut Read, remarks: &mut Remarks) {
        let named: Vec<Option<usize>> =
            file.pictures.iter().map(|named| self.find(&file.name, named, remarks)).collect();
        walk::inlines(&mut file.blocks, &mut |list| {
            for inline in list.iter_mut() {
                if let Inline::Image { picture, alt } = inline {
                    match named.get(*picture).copied().flatten() {
                        Some(found) => *picture = found,
                        None => *inline = Inline::Text(std::mem::take(alt)),
                    }
                }
            }
        });
        walk::blocks(&mut file.blocks, &mut |block| {
            if let Block::Figure { picture, alt, caption, .. } = block {
                match named.get(*picture).copied().flatten() {
                    Some(found) => *picture = found,
                    None => {
                        let words = if caption.is_empty() { std::mem::take(alt) } else { std::mem::take(caption) };
                        *block = Block::Paragraph(words);
                    }
                }
            }
        });
    }

    fn find(&mut self, file: &str, named: &Named, remarks: &mut Remarks) -> Option<usize> {
        let at = At::Line(named.line);
        let address = named.address.trim().trim_start_matches('<').trim_end_matches('>');
        if address.contains("://") || address.starts_with("//") {
            remarks.left("pictures on the web, which are not fetched", address, at);
            return None;
        }
        if address.starts_with("data:") {
            remarks.left("pictures inside their address", "", at);
            return None;
        }
        let path = links::decoded(address.split(['?', '#']).next().unwrap_or_default());
        let last = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let joined = links::joined(file, &path);
        let rooted = format!("{}{}", self.root, path.trim_start_matches('/'));
        let shared = ["static/", "assets/", "resources/", "manuscript/resources/", "images/", "docs/"];
        let mut names = vec![joined, rooted, path.trim_start_matches('/').to_owned()];
        names.extend(shared.iter().map(|folder| format!("{folder}{}", path.trim_start_matches('/'))));
        let by_name = || {
            self.source
                .glob(&format!("**/{}", last.replace(['[', ']', '{', '}', '*', '?'], "?")))
                .ok()?
                .into_iter()
                .next()
        };
        let found = names
            .into_iter()
            .filter(|name| !name.is_empty())
            .find(|name| self.source.exists(name).is_ok())
            .or_else(by_name);
        let Some(found) = found else {
            remarks.left("pictures that are not there", address, at);
            return None;
        };
        if let Some(known) = self.known.get(&found) {
            return Some(*known);
        }
        match self.source.bytes(&found) {
            Ok(bytes) => {
                self.all.push(Picture { name: last, bytes: bytes.to_vec() });
                self.known.insert(found, self.all.len() - 1);
                remarks.converted("pictures, copied", at);
                Some(self.all.len() - 1)
            }
            Err(error) => {
                remarks.left("pictures that cannot be read", &error.to_string(), at);
                None
            }
        }
    }
}
