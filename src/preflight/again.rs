//! In: pages that several files have in common. Out: what each shows, in short, so that it is read once and
//! judged by one printer's rules after another. Refuses pages that are not the same, with all that they name.

use super::brief::Brief;
use super::paint::Painted;
use super::sheet::Sheet;
use crate::pdfread::{File, Page};
use lopdf::{Dictionary, Object, ObjectId};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Objects in objects.
const DEPTH: usize = 16;

type Key = [u8; 32];

/// Of files with as many pages, made here: page by page.
#[derive(Debug)]
pub struct Readings {
    pages: Vec<OnceLock<Reading>>,
}

#[derive(Debug)]
struct Reading {
    key: Option<Key>,
    brief: Option<Brief>,
    work: usize,
}

impl Readings {
    pub fn new(pages: usize) -> Readings {
        Readings { pages: std::iter::repeat_with(OnceLock::new).take(pages).collect() }
    }

    /// Judges a page after what another file's shows, where nothing is wrong with that, and else by reading it: how much
    /// work it was.
    pub fn judge<E>(
        &self,
        (at, page, sheet): (usize, &Page, &Sheet),
        keys: &mut Keys,
        painted: &mut Painted,
        read: impl Fn(&mut Painted, &mut Brief) -> Result<usize, E>,
    ) -> Result<usize, E> {
        let Some(slot) = self.pages.get(at) else { return read(painted, &mut Brief::none()) };
        let key = keys.page(page);
        let mut own = None;
        let known = slot.get_or_init(|| {
            let mut brief = Brief::default();
            let result = read(painted, &mut brief);
            let work = result.as_ref().map_or(0, |work| *work);
            let brief = Some(brief).filter(|brief| result.is_ok() && brief.is_whole());
            own = Some(result);
            Reading { key, brief, work }
        });
        if let Some(result) = own {
            return result;
        }
        match known.brief.as_ref().filter(|_| key.is_some() && known.key == key) {
            Some(brief) if painted.has_nothing_against(sheet, &page.resources, brief) => Ok(known.work),
            _ => read(painted, &mut Brief::none()),
        }
    }
}

/// Numbers of pages that are the same where the pages are: their contents, and all that those name.
pub struct Keys<'a> {
    file: &'a File,
    objects: BTreeMap<ObjectId, Key>,
}

impl<'a> Keys<'a> {
    pub fn of(file: &'a File) -> Keys<'a> {
        Keys { file, objects: BTreeMap::new() }
    }

    fn page(&mut self, page: &Page) -> Option<Key> {
        let mut hasher = Sha256::new();
        for id in &page.contents {
            let Some(Object::Stream(stream)) = self.file.object(*id) else { continue };
            hasher.update(&stream.content);
        }
        self.dict(&page.resources, &mut hasher, DEPTH)?;
        Some(hasher.finalize().into())
    }

    fn dict(&mut self, dict: &Dictionary, hasher: &mut Sha256, depth: usize) -> Option<()> {
        hasher.update((dict.len() as u64).to_le_bytes());
        for (name, value) in dict {
            text(name, hasher);
            self.object(value, hasher, depth)?;
        }
        Some(())
    }

    fn object(&mut self, object: &Object, hasher: &mut Sha256, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match object {
            Object::Null => hasher.update(b"n"),
            Object::Boolean(is) => hasher.update([b'b', u8::from(*is)]),
            Object::Integer(number) => hasher.update([&b"i"[..], &number.to_le_bytes()].concat()),
            Object::Real(number) => hasher.update([&b"r"[..], &number.to_bits().to_le_bytes()].concat()),
            Object::Name(name) => {
                hasher.update(b"/");
                text(name, hasher);
            }
            Object::String(string, _) => {
                hasher.update(b"(");
                text(string, hasher);
            }
            Object::Array(all) => {
                hasher.update([&b"["[..], &(all.len() as u64).to_le_bytes()].concat());
                all.iter().try_for_each(|one| self.object(one, hasher, depth))?;
            }
            Object::Dictionary(dict) => {
                hasher.update(b"<");
                self.dict(dict, hasher, depth)?;
            }
            Object::Stream(stream) => {
                hasher.update(b"s");
                self.dict(&stream.dict, hasher, depth)?;
                text(&stream.content, hasher);
            }
            // The number too: what was read of one file names objects by it.
            Object::Reference(id) => {
                hasher.update([&b"R"[..], &id.0.to_le_bytes(), &id.1.to_le_bytes()].concat());
                hasher.update(self.named(*id, depth)?);
            }
        }
        Some(())
    }

    fn named(&mut self, id: ObjectId, depth: usize) -> Option<Key> {
        if let Some(known) = self.objects.get(&id) {
            return Some(*known);
        }
        // What names itself is known by its number.
        self.objects.insert(id, Key::default());
        let mut hasher = Sha256::new();
        if let Some(object) = self.file.object(id) {
            self.object(object, &mut hasher, depth)?;
        }
        let key = hasher.finalize().into();
        self.objects.insert(id, key);
        Some(key)
    }
}

fn text(bytes: &[u8], hasher: &mut Sha256) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::preflight::pdf::{judge, judge_common};
    use crate::{BuildOptions, Output, Silent, build, printers};

    fn book(more: &str, text: &str) -> Vec<u8> {
        let settings = format!("book = {{ title = 'T', language = 'en' }}\n{more}");
        let book = Folder::from_files([("book.toml", settings.as_str()), ("a.md", text)]).unwrap();
        let only = [Output::Print.into()];
        let outcome = build(&book, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
        outcome.artifacts.first().unwrap_or_else(|| panic!("{}", outcome.report)).bytes.clone()
    }

    #[test]
    fn files_are_judged_after_one_another_as_they_are_alone() {
        let words = "Words of a *paragraph* that is set in several lines.[^1] ".repeat(12);
        let text = format!("# One\n\n{words}\n\n***\n\n{words}\n\n").repeat(4) + "[^1]: A **note**.\n";
        let near = "page.trim = 'A6'\n[page.margins]\ninner = '5mm'\nouter = '4mm'\n";
        let files =
            [book("page.trim = 'A6'\n", &text), book(near, &text), book(near, &text.replace("several", "many"))];
        let rules = [None, printers::printer("kdp"), printers::printer("lulu"), printers::printer("ingramspark")];
        let mut told = 0;
        for first in &files {
            let readings = Readings::new(64);
            judge_common(first, None, Some(&readings)).unwrap();
            let kept = readings.pages.iter().filter_map(OnceLock::get);
            assert!(kept.clone().count() > 3 && kept.clone().all(|page| page.brief.is_some() && page.key.is_some()));
            for (file, printer) in files.iter().flat_map(|file| rules.iter().map(move |rule| (file, *rule))) {
                let alone = judge(file, printer).unwrap();
                assert_eq!(judge_common(file, printer, Some(&readings)).unwrap(), alone);
                told += alone
                    .findings
                    .iter()
                    .filter(|found| matches!(found.code, "text-near-trim" | "text-in-gutter"))
                    .count();
            }
        }
        assert!(told > 0);
    }
}
