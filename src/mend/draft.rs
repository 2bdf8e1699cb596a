//! A file with changes: objects as they were read, those that differ beside them. Out: the bytes of a file of its own.
//! Refuses to know what is changed, and why.

use crate::base::Diagnostic;
use crate::pdf::save;
use crate::pdfread::File;
use lopdf::xref::XrefType;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use std::collections::{BTreeMap, BTreeSet};

/// Longer strings are written as digits: what stands for a character of a literal one depends on those around it.
const LITERAL: usize = 256;

pub struct Draft<'a> {
    pub file: &'a File,
    trailer: Dictionary,
    changed: BTreeMap<ObjectId, Object>,
    /// What nothing may lead to any more.
    gone: BTreeSet<ObjectId>,
    next: u32,
}

impl<'a> Draft<'a> {
    pub fn new(file: &'a File) -> Draft<'a> {
        let kept = |key: &str| Some((key.as_bytes().to_vec(), file.trailer.get(key.as_bytes()).ok()?.clone()));
        let trailer = ["Root", "Info"].into_iter().filter_map(kept).collect();
        Draft { file, trailer, changed: BTreeMap::new(), gone: BTreeSet::new(), next: 1 }
    }

    fn object(&self, id: ObjectId) -> Option<&Object> {
        self.changed.get(&id).or_else(|| self.file.object(id))
    }

    /// As it is by now.
    pub fn dict(&self, id: ObjectId) -> Option<&Dictionary> {
        self.object(id)?.as_dict().ok()
    }

    /// A dictionary to be changed; nothing where the object is none.
    pub fn edit(&mut self, id: ObjectId) -> Option<&mut Dictionary> {
        if !self.changed.contains_key(&id) {
            self.changed.insert(id, self.file.object(id)?.clone());
        }
        self.changed.get_mut(&id)?.as_dict_mut().ok()
    }

    pub fn add(&mut self, object: impl Into<Object>) -> Object {
        while self.file.object((self.next, 0)).is_some() || self.changed.contains_key(&(self.next, 0)) {
            self.next += 1;
        }
        self.changed.insert((self.next, 0), object.into());
        Object::Reference((self.next, 0))
    }

    pub fn add_stream(&mut self, dict: Dictionary, content: Vec<u8>) -> Object {
        self.add(Stream::new(dict, content).with_compression(false))
    }

    pub fn drop(&mut self, id: ObjectId) {
        self.gone.insert(id);
    }

    pub fn is_gone(&self, id: ObjectId) -> bool {
        self.gone.contains(&id)
    }

    pub fn has_gone(&self) -> bool {
        !self.gone.is_empty()
    }

    /// `Root` or `Info` of the trailer, to be changed: an object of its own, made where there is none.
    pub fn top(&mut self, key: &str) -> Option<&mut Dictionary> {
        let said = self.trailer.get(key.as_bytes()).cloned().unwrap_or(Object::Null);
        let id = said.as_reference().ok().filter(|id| self.dict(*id).is_some());
        let id = match id {
            Some(id) => id,
            None => {
                let dict = self.file.follow(&said).as_dict().cloned().unwrap_or_default();
                let added = self.add(dict);
                self.trailer.set(key, added.clone());
                added.as_reference().ok()?
            }
        };
        self.edit(id)
    }

    /// Whether nothing differs.
    pub fn is_untouched(&self) -> bool {
        self.changed.is_empty() && self.gone.is_empty()
    }

    /// Every object that the trailer leads to, numbered in the order in which it does.
    pub fn bytes(self, id: Object) -> Result<Vec<u8>, Diagnostic> {
        let mut document = Document::new();
        document.reference_table.cross_reference_type = XrefType::CrossReferenceTable;
        let mut copy = Copy { draft: &self, numbers: BTreeMap::new(), open: Vec::new() };
        document.trailer = copy.dict(&self.trailer);
        document.trailer.set("ID", id);
        while let Some((old, new)) = copy.open.pop() {
            let object = self.object(old).map_or(Object::Null, |object| copy.object(object));
            document.objects.insert(new, object);
        }
        document.max_id = u32::try_from(copy.numbers.len()).unwrap_or(u32::MAX);
        let version = if self.file.version.is_empty() { "1.7" } else { self.file.version.as_str() };
        let mut bytes = Vec::new();
        save(document, version, is_packed(version), &mut bytes).map(|()| bytes)
    }
}

/// Whether objects may stand in streams (ISO 32000-1, 7.5.7).
fn is_packed(version: &str) -> bool {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    let [major, minor] = [major, minor].map(|number| number.parse::<u32>().unwrap_or(0));
    (major, minor) >= (1, 5)
}

/// From old numbers to new ones.
struct Copy<'a> {
    draft: &'a Draft<'a>,
    numbers: BTreeMap<ObjectId, ObjectId>,
    /// Named, but not copied yet.
    open: Vec<(ObjectId, ObjectId)>,
}

impl Copy<'_> {
    fn object(&mut self, object: &Object) -> Object {
        match object {
            Object::Reference(id) => self.reference(*id),
            Object::Array(items) => items.iter().map(|item| self.object(item)).collect::<Vec<_>>().into(),
            Object::Dictionary(dict) => self.dict(dict).into(),
            Object::Stream(stream) => {
                let dict = self.dict(&stream.dict);
                Stream::new(dict, stream.content.clone()).with_compression(false).into()
            }
            Object::String(text, _) if text.len() > LITERAL => Object::String(text.clone(), StringFormat::Hexadecimal),
            other => other.clone(),
        }
    }

    fn dict(&mut self, dict: &Dictionary) -> Dictionary {
        dict.iter().map(|(key, value)| (key.clone(), self.object(value))).collect()
    }

    fn reference(&mut self, id: ObjectId) -> Object {
        if let Some(&known) = self.numbers.get(&id) {
            return known.into();
        }
        if self.draft.is_gone(id) || self.draft.object(id).is_none_or(Object::is_null) {
            return Object::Null;
        }
        let new = (u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX), 0);
        self.numbers.insert(id, new);
        self.open.push((id, new));
        new.into()
    }
}
