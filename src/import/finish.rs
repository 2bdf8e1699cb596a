//! In: a work as its reader gave it. Out: one that can be written: pictures of kinds that a book shows, ids that are there
//! once, links that lead somewhere; what had to go is in the remarks.

use super::choice::{Choices, Tracked};
use super::normal;
use super::tree::{At, Attributes, Block, Cell, Fate, Inline, Place, Remark, Target, Work};
use super::walk;
use super::write::plain;
use std::collections::{BTreeMap, BTreeSet};

/// Brings a work into order.
pub fn finish(work: &mut Work, choices: &Choices) {
    for chapter in work.chapters.iter_mut().filter(|_| choices.tracked != Tracked::Keep) {
        walk::inlines(&mut chapter.blocks, &mut |list| settle(list, choices.tracked == Tracked::Accept));
    }
    work.chapters.iter_mut().for_each(normal::chapter);
    let empty = |blocks: &[Block]| blocks.iter().all(|block| matches!(block, Block::Break));
    let places = kept(&work.chapters, |chapter| !empty(&chapter.blocks));
    work.chapters.retain(|chapter| !empty(&chapter.blocks));
    let pictures = pictures(work);
    let mut ids = Ids::default();
    for chapter in &mut work.chapters {
        each_attributes(&mut chapter.blocks, &mut |own| ids.add(own));
    }
    let mut rest =
        Rest { ids: &ids.taken, chapters: &places, pictures: &pictures, remarks: Vec::new(), file: String::new() };
    for chapter in &mut work.chapters {
        rest.file = chapter.name.clone();
        rest.blocks(&mut chapter.blocks);
    }
    work.remarks.append(&mut rest.remarks);
    work.about.cover = work.about.cover.and_then(|cover| pictures.get(cover).copied().flatten());
    work.chapters.iter_mut().for_each(normal::chapter);
    work.remarks.sort();
}

/// Accepts tracked changes, or rejects them.
fn settle(list: &mut Vec<Inline>, accept: bool) {
    let settled = std::mem::take(list).into_iter().flat_map(|inline| match inline {
        Inline::Inserted(words) | Inline::Deleted(words) if words.is_empty() => Vec::new(),
        Inline::Inserted(words) => {
            if accept {
                words
            } else {
                Vec::new()
            }
        }
        Inline::Deleted(words) => {
            if accept {
                Vec::new()
            } else {
                words
            }
        }
        other => vec![other],
    });
    *list = settled.collect();
}

/// Where what is kept will stand.
fn kept<T>(all: &[T], keep: impl Fn(&T) -> bool) -> Vec<Option<usize>> {
    let mut next = 0..;
    all.iter().map(|one| if keep(one) { next.next() } else { None }).collect()
}

/// Leaves those that a book can show, with the ending of what they are; where each will stand.
fn pictures(work: &mut Work) -> Vec<Option<usize>> {
    let places = kept(&work.pictures, |picture| ending(&picture.bytes).is_some());
    for picture in &mut work.pictures {
        match ending(&picture.bytes) {
            Some(ending) => {
                let stem = picture.name.rsplit_once('.').map_or(picture.name.as_str(), |(stem, _)| stem);
                picture.name = format!("{stem}.{ending}");
            }
            None => work.remarks.push(Remark {
                fate: Fate::Left,
                what: "pictures that are neither PNG, JPEG, WebP, TIFF nor SVG".to_owned(),
                shown: picture.name.clone(),
                place: Place { file: picture.name.clone(), at: At::File },
            }),
        }
    }
    work.pictures.retain(|picture| ending(&picture.bytes).is_some());
    places
}

/// Whether a book can show a picture.
pub fn is_shown(bytes: &[u8]) -> bool {
    ending(bytes).is_some()
}

fn ending(bytes: &[u8]) -> Option<&'static str> {
    let is_svg = || {
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        start.trim_start_matches('\u{feff}').trim_start().starts_with('<') && start.contains("<svg")
    };
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("webp"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some("tif"),
        _ if is_svg() => Some("svg"),
        _ => None,
    }
}

#[derive(Default)]
struct Ids {
    taken: BTreeSet<String>,
    /// How often each was given.
    counts: BTreeMap<String, usize>,
}

impl Ids {
    /// The first of a name keeps it.
    fn add(&mut self, own: &mut Option<String>) {
        let Some(id) = own else { return };
        *id = clean(id);
        if id.is_empty() {
            *own = None;
            return;
        }
        let base = id.clone();
        while !self.taken.insert(id.clone()) {
            let count = self.counts.entry(base.clone()).or_insert(1);
            *count += 1;
            *id = format!("{base}-{count}");
        }
    }
}

/// An id as an attribute list can hold it.
pub fn clean(id: &str) -> String {
    let keep = |letter: char| if letter.is_alphanumeric() || "-_:.".contains(letter) { letter } else { '-' };
    id.trim().trim_start_matches('#').chars().map(keep).collect()
}

/// Visits every attribute list and place of blocks and what is in them.
fn each_attributes(blocks: &mut [Block], visit: &mut impl FnMut(&mut Option<String>)) {
    for block in blocks {
        match block {
            Block::Heading { attributes, inlines, .. } => {
                visit(&mut attributes.id);
                of_inlines(inlines, visit);
            }
            Block::Paragraph(inlines) => of_inlines(inlines, visit),
            Block::Verse(verse) => {
                visit(&mut verse.attributes.id);
                verse.stanzas.iter_mut().flatten().for_each(|line| of_inlines(&mut line.inlines, visit));
                verse.attribution.iter_mut().for_each(|words| of_inlines(words, visit));
            }
            Block::Quote { blocks, attribution } => {
                each_attributes(blocks, visit);
                attribution.iter_mut().for_each(|words| of_inlines(words, visit));
            }
            Block::List(list) => list.items.iter_mut().for_each(|item| each_attributes(item, visit)),
            Block::Definitions(items) => {
                for item in items {
                    of_inlines(&mut item.term, visit);
                    item.meanings.iter_mut().for_each(|all| each_attributes(all, visit));
                }
            }
            Block::Table(table) => {
                visit(&mut table.attributes.id);
                of_inlines(&mut table.caption, visit);
                table.rows.iter_mut().chain([&mut table.head]).flatten().for_each(|cell| of_inlines(cell, visit));
            }
            Block::Figure { attributes, caption, .. } => {
                visit(&mut attributes.id);
                of_inlines(caption, visit);
            }
            Block::Div { attributes, blocks } => {
                visit(&mut attributes.id);
                each_attributes(blocks, visit);
            }
            Block::Code { .. } | Block::Break | Block::Comment(_) => {}
        }
    }
}

fn of_inlines(inlines: &mut [Inline], visit: &mut impl FnMut(&mut Option<String>)) {
    for inline in inlines {
        match inline {
            Inline::Span { attributes, inlines } => {
                visit(&mut attributes.id);
                of_inlines(inlines, visit);
            }
            Inline::Anchor(id) => {
                let mut own = Some(std::mem::take(id));
                visit(&mut own);
                *id = own.unwrap_or_default();
            }
            Inline::Note(blocks) => each_attributes(blocks, visit),
            other => other.inner_mut().into_iter().for_each(|inside| of_inlines(inside, visit)),
        }
    }
}

/// What a work has, while links and pictures are held against it.
struct Rest<'w> {
    ids: &'w BTreeSet<String>,
    chapters: &'w [Option<usize>],
    pictures: &'w [Option<usize>],
    remarks: Vec<Remark>,
    /// The chapter that is looked at.
    file: String,
}

impl Rest<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks.iter_mut() {
            match block {
                Block::Heading { inlines, .. } | Block::Paragraph(inlines) => self.inlines(inlines),
                Block::Verse(verse) => {
                    verse.stanzas.iter_mut().flatten().for_each(|line| self.inlines(&mut line.inlines));
                    verse.attribution.iter_mut().for_each(|words| self.inlines(words));
                }
                Block::Quote { blocks, attribution } => {
                    self.blocks(blocks);
                    attribution.iter_mut().for_each(|words| self.inlines(words));
                }
                Block::List(list) => list.items.iter_mut().for_each(|item| self.blocks(item)),
                Block::Definitions(items) => {
                    for item in items {
                        self.inlines(&mut item.term);
                        item.meanings.iter_mut().for_each(|all| self.blocks(all));
                    }
                }
                Block::Table(table) => {
                    self.inlines(&mut table.caption);
                    let cells = table.rows.iter_mut().chain([&mut table.head]).flatten();
                    cells.for_each(|cell: &mut Cell| self.inlines(cell));
                }
                Block::Figure { picture, alt, caption, .. } => {
                    self.inlines(caption);
                    match self.pictures.get(*picture).copied().flatten() {
                        Some(place) => *picture = place,
                        None => {
                            let words = if caption.is_empty() { std::mem::take(alt) } else { std::mem::take(caption) };
                            *block = Block::Paragraph(words);
                        }
                    }
                }
                Block::Div { blocks, .. } => self.blocks(blocks),
                Block::Code { .. } | Block::Break | Block::Comment(_) => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines.iter_mut() {
            match inline {
                Inline::Image { picture, alt } => match self.pictures.get(*picture).copied().flatten() {
                    Some(place) => *picture = place,
                    None => *inline = Inline::Text(std::mem::take(alt)),
                },
                Inline::Note(blocks) => self.blocks(blocks),
                Inline::Link { target, inlines: inside } => {
                    self.inlines(inside);
                    if !self.leads(target) {
                        let shown = match target {
                            Target::Address(address) => address.clone(),
                            Target::Id(id) => format!("#{id}"),
                            Target::Chapter(_) => plain(inside),
                        };
                        if walk::is_blank(inside) {
                            inside.push(Inline::Text(shown.trim_start_matches('#').to_owned()));
                        }
                        self.remarks.push(Remark {
                            fate: Fate::Plain,
                            what: "links that lead nowhere".to_owned(),
                            shown,
                            place: Place { file: self.file.clone(), at: At::File },
                        });
                        let inlines = std::mem::take(inside);
                        *inline = Inline::Span { attributes: Attributes::default(), inlines };
                    }
                }
                other => other.inner_mut().into_iter().for_each(|inside| self.inlines(inside)),
            }
        }
    }

    /// Whether a link leads somewhere; one to a chapter learns where that stands.
    fn leads(&self, target: &mut Target) -> bool {
        match target {
            Target::Address(address) => is_web(address),
            Target::Id(id) => {
                *id = clean(id);
                self.ids.contains(id)
            }
            Target::Chapter(at) => match self.chapters.get(*at).copied().flatten() {
                Some(place) => {
                    *at = place;
                    true
                }
                None => false,
            },
        }
    }
}

/// Whether an address is one of the web or of mail, whatever follows.
pub fn is_web(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default().to_ascii_lowercase();
    scheme.len() < address.len()
        && matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel" | "ftp" | "doi" | "urn")
}
