//! In: a book. Out: the ids and file names of its EPUB, each once. An author's own ids are kept as they are.

use crate::model::{AnchorId, AssetId, Book, NoteId, SectionId};
use crate::pictures::Format;
use std::collections::BTreeSet;

/// Made from the book alone, so that every file may link to every other before any is written.
#[derive(Debug, Default)]
pub struct Names {
    anchors: Vec<String>,
    /// Of each section's heading text.
    titles: Vec<String>,
    notes: Vec<String>,
    /// By note, then by call.
    calls: Vec<Vec<String>>,
    /// Paths in the package's folder.
    assets: Vec<String>,
    /// The cover's section, the contents where the book has no section for them, and their heading.
    pub cover: String,
    pub toc: String,
    pub toc_title: String,
    taken: BTreeSet<String>,
}

impl Names {
    pub fn new(book: &Book) -> Names {
        let anchors: Vec<String> = book.anchors.iter().map(|anchor| anchor.name.clone()).collect();
        let taken = anchors.iter().cloned().collect();
        let mut names = Names { anchors, assets: assets(book), taken, ..Names::default() };
        names.cover = names.fresh("cover");
        names.toc = names.fresh("toc");
        names.toc_title = names.fresh("toc-title");
        for section in &book.sections {
            let title = names.fresh(&format!("{}-title", names.anchor(section.anchor)));
            names.titles.push(title);
        }
        for (at, note) in book.notes.iter().enumerate() {
            let id = names.fresh(&format!("note-{}", at + 1));
            names.notes.push(id);
            let further = (2..=note.calls).map(|call| format!("call-{}-{call}", at + 1));
            let wishes: Vec<String> = std::iter::once(format!("call-{}", at + 1)).chain(further).collect();
            let calls = wishes.iter().map(|wish| names.fresh(wish)).collect();
            names.calls.push(calls);
        }
        names
    }

    /// An id like `wish` that nothing else has.
    pub fn fresh(&mut self, wish: &str) -> String {
        let mut id = wish.to_owned();
        while !self.taken.insert(id.clone()) {
            id.push('_');
        }
        id
    }

    pub fn anchor(&self, id: AnchorId) -> &str {
        self.anchors.get(id.0 as usize).map_or("", String::as_str)
    }

    pub fn title(&self, section: SectionId) -> &str {
        &self.titles[section.0 as usize]
    }

    pub fn note(&self, id: NoteId) -> &str {
        &self.notes[id.0 as usize]
    }

    /// The calls of a note, in the order in which they are counted.
    pub fn calls(&self, id: NoteId) -> &[String] {
        &self.calls[id.0 as usize]
    }

    pub fn asset(&self, id: AssetId) -> &str {
        &self.assets[id.0 as usize]
    }
}

/// `images/plan.svg`: the author's own names as far as ASCII goes, since readers stumble over others.
fn assets(book: &Book) -> Vec<String> {
    let mut taken = BTreeSet::new();
    book.assets.iter().map(|asset| asset_path(&asset.name, asset.picture.format, &mut taken)).collect()
}

fn asset_path(name: &str, format: Format, taken: &mut BTreeSet<String>) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let plain = if plain.trim_matches('-').is_empty() { "picture" } else { plain.trim_matches('-') };
    let extension = extension(format);
    let mut path = format!("images/{plain}.{extension}");
    let mut count = 2;
    while !taken.insert(path.clone()) {
        path = format!("images/{plain}-{count}.{extension}");
        count += 1;
    }
    path
}

pub fn extension(format: Format) -> &'static str {
    match format {
        Format::Svg => "svg",
        Format::Png => "png",
        Format::Jpeg => "jpg",
        Format::Tiff => "tif",
    }
}

pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Svg => "image/svg+xml",
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Tiff => "image/tiff",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_names_are_plain_and_unique() {
        let mut taken = BTreeSet::new();
        let mut path = |name: &str| asset_path(name, Format::Png, &mut taken);
        assert_eq!(path("images/Plan A.png"), "images/plan-a.png");
        assert_eq!(path("other/plan-a.png"), "images/plan-a-2.png");
        assert_eq!(path("план.png"), "images/picture.png");
    }
}
