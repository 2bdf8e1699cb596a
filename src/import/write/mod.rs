//! In: a finished work. Out: the files of a book's folder: book.toml, a Markdown file for each chapter, the pictures.

pub mod escape;
pub mod words;
pub mod blocks;
pub mod settings;

use super::tree::{Attributes, Block, Inline, Matter, Work};
use crate::manuscript::names::slug;
use escape::Ground;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the new folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// With `/` between its folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is known while a chapter is written.
pub struct Writer<'w> {
    chapters: &'w [String],
    pictures: &'w [String],
    /// Notes that were called and not written yet.
    notes: Vec<(usize, Vec<Block>)>,
    /// Notes that were called.
    called: usize,
    /// Notes that are called more than once, by their names.
    labels: BTreeMap<String, usize>,
}

/// The files of a book.
pub fn write(work: &Work) -> Vec<File> {
    let chapters = chapter_names(work);
    let pictures = picture_names(work);
    let mut files = Vec::new();
    let named: Vec<(Matter, String)> = work.chapters.iter().map(|it| it.matter).zip(chapters.iter().cloned()).collect();
    let cover = work.about.cover.and_then(|cover| pictures.get(cover)).map(String::as_str);
    let settings = settings::settings(work, &named, cover);
    files.push(File { name: "book.toml".to_owned(), bytes: settings.into_bytes() });
    for (chapter, name) in work.chapters.iter().zip(&chapters) {
        let mut writer =
            Writer { chapters: &chapters, pictures: &pictures, notes: Vec::new(), called: 0, labels: BTreeMap::new() };
        let text = chapter_text(&chapter.blocks, &mut writer);
        files.push(File { name: name.clone(), bytes: text.into_bytes() });
    }
    let pictures = work.pictures.iter().zip(&pictures);
    files.extend(pictures.map(|(picture, name)| File { name: name.clone(), bytes: picture.bytes.clone() }));
    files
}

/// Notes stand behind the block that calls them.
fn chapter_text(all: &[Block], writer: &mut Writer<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = all;
    while let Some((_, after)) = rest.split_first() {
        // Lists side by side are written together, to tell them apart.
        let lists = rest.iter().take_while(|block| matches!(block, Block::List(_))).count().max(1);
        parts.push(blocks::blocks(&rest[..lists], writer));
        while !writer.notes.is_empty() {
            for (label, note) in std::mem::take(&mut writer.notes) {
                parts.push(note_text(label, &note, writer));
            }
        }
        rest = if lists > 1 { &rest[lists..] } else { after };
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

fn note_text(label: usize, note: &[Block], writer: &mut Writer<'_>) -> String {
    let inside = blocks::blocks(note, writer);
    let mut out = format!("[^{label}]:");
    let is_words = matches!(note.first(), Some(Block::Paragraph(_)));
    out.push_str(if is_words { " " } else { "\n    " });
    let mut lines = inside.split('\n');
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        out.push('\n');
        if !line.is_empty() {
            out.push_str("    ");
            out.push_str(line);
        }
    }
    out
}

impl Writer<'_> {
    /// Keeps a note for later; its label.
    fn note(&mut self, note: &[Block]) -> usize {
        self.called += 1;
        self.notes.push((self.called, note.to_vec()));
        self.called
    }

    fn chapter(&self, at: usize) -> &str {
        self.chapters.get(at).map_or("", String::as_str)
    }

    fn image(&self, picture: usize, alt: &str, attributes: &Attributes, ground: Ground) -> String {
        let name = self.pictures.get(picture).map_or("", String::as_str);
        let mut words = String::new();
        escape::escape(alt, Ground { title: true, ..ground }, false, None, &mut words);
        format!("![{words}]({name}){}", escape::list(attributes))
    }
}

/// A comment holds no end of its own.
fn comment(text: &str) -> String {
    let mut text = text.trim().replace("-->", "—>");
    while text.contains("\n\n") {
        text = text.replace("\n\n", "\n");
    }
    format!("<!-- {text} -->")
}

/// Words without marks, for where none can stand.
pub fn plain(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Math { text, .. } => out.push_str(text),
            Inline::Emphasis(inside)
            | Inline::Strong(inside)
            | Inline::SmallCaps(inside)
            | Inline::Strike(inside)
            | Inline::Subscript(inside)
            | Inline::Superscript(inside)
            | Inline::Underline(inside)
            | Inline::Inserted(inside)
            | Inline::Link { inlines: inside, .. }
            | Inline::Span { inlines: inside, .. } => out.push_str(&plain(inside)),
            Inline::Image { alt, .. } => out.push_str(alt),
            Inline::Break => out.push(' '),
            Inline::Anchor(_) | Inline::Note(_) | Inline::Call { .. } | Inline::Deleted(_) | Inline::Comment(_) => {}
        }
    }
    out
}

/// Words without marks, on the lines on which they stand.
pub fn plain_lines(inlines: &[Inline]) -> String {
    let line = |inline: &Inline| match inline {
        Inline::Break => "\n".to_owned(),
        other => plain(std::slice::from_ref(other)),
    };
    inlines.iter().map(line).collect()
}

/// `01-the-kettle.md`: numbers keep the order in any list of files.
fn chapter_names(work: &Work) -> Vec<String> {
    let digits = work.chapters.len().to_string().len().max(2);
    let name = |(at, chapter): (usize, &super::tree::Chapter)| {
        let words = chapter.name.trim_start_matches(|c: char| c.is_ascii_digit() || "-_. ".contains(c));
        let words = if words.is_empty() { "chapter" } else { words };
        format!("{:0digits$}-{}.md", at + 1, slug(words))
    };
    work.chapters.iter().enumerate().map(name).collect()
}

fn picture_names(work: &Work) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut last: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    for picture in &work.pictures {
        let (stem, ending) = picture.name.rsplit_once('.').unwrap_or((&picture.name, "png"));
        let (stem, ending) = (slug(stem), ending.to_ascii_lowercase());
        let mut name = format!("images/{stem}.{ending}");
        while !taken.insert(name.clone()) {
            let count = last.entry(stem.clone()).or_insert(1);
            *count += 1;
            name = format!("images/{stem}-{count}.{ending}");
        }
        names.push(name);
    }
    names
}
