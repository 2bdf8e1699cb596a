//! In: pages of other PDFs. Out: form XObjects in this one, with all that they need copied under new ids, what they
//! share once (ISO 32000-1, 8.10). Refuses to change what it copies: vectors, fonts and colours stay.

use super::bytes::{deflate, name};
use crate::base::{Diagnostic, Length};
use crate::page::{Frame, Item};
use crate::pdfread::stamps::{self, Stamp};
use crate::pdfread::{Bounds, File, Form, Page, PdfError};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Pages of other PDFs in the order of their first use.
#[derive(Debug, Default)]
pub struct Forms {
    by_page: BTreeMap<(usize, usize), usize>,
    list: Vec<Form>,
}

/// What was added to a document.
#[derive(Debug, Default)]
pub struct Added {
    /// By place in `Forms`.
    pub ids: Vec<ObjectId>,
    /// The layers that the pages name, where they come from one file.
    pub layers: Option<Object>,
}

/// What holds a page in its own document, or is of use to its own program alone.
const LEFT: [&[u8]; 4] = [b"StructParents", b"StructParent", b"PieceInfo", b"LastModified"];

impl Forms {
    pub fn find(&mut self, frame: &Frame) {
        for (_, item) in &frame.items {
            match item {
                Item::Form(form) => {
                    let next = self.list.len();
                    if *self.by_page.entry(key(form)).or_insert(next) == next {
                        self.list.push(form.clone());
                    }
                }
                Item::Group { frame, .. } => self.find(frame),
                _ => {}
            }
        }
    }

    pub fn place(&self, form: &Form) -> Option<usize> {
        self.by_page.get(&key(form)).copied()
    }

    /// What tells the pages from others, for the file's identifier.
    pub fn contents(&self) -> impl Iterator<Item = &[u8]> {
        let streams = self.list.iter().flat_map(|form| {
            form.source()
                .contents
                .iter()
                .filter_map(|id| form.file().object(*id))
                .filter_map(|object| object.as_stream().ok())
        });
        streams.map(|stream| &stream.content[..])
    }

    /// # Errors
    ///
    /// Content in several streams, one of which cannot be inflated.
    pub fn add_to(&self, document: &mut Document) -> Result<Added, Diagnostic> {
        let mut added = Added::default();
        let mut copies: Vec<Copies> = Vec::new();
        for form in &self.list {
            let at = copies.iter().position(|copies| Arc::ptr_eq(&copies.file, form.file())).unwrap_or(copies.len());
            if at == copies.len() {
                copies.push(Copies { file: Arc::clone(form.file()), ids: BTreeMap::new(), open: Vec::new() });
            }
            let object = copies[at].form(form.source(), document).map_err(|error| {
                Diagnostic::error(error.code(), format!("page {} cannot be copied: {error}", form.index() + 1))
            })?;
            added.ids.push(document.add_object(object));
            copies[at].finish(document);
        }
        if let [only] = &mut copies[..] {
            let file = only.file.clone();
            added.layers = file.entry(file.catalog(), "OCProperties").map(|layers| only.copy(layers, document));
            only.finish(document);
        }
        Ok(added)
    }
}

fn key(form: &Form) -> (usize, usize) {
    (Arc::as_ptr(form.file()) as usize, form.index())
}

/// What was copied from one file.
struct Copies {
    file: Arc<File>,
    /// By id in that file.
    ids: BTreeMap<ObjectId, ObjectId>,
    /// Named, but not copied yet.
    open: Vec<(ObjectId, ObjectId)>,
}

impl Copies {
    fn form(&mut self, page: &Page, document: &mut Document) -> Result<Object, PdfError> {
        let file = self.file.clone();
        let stamps = stamps::stamps(&file, page).printed;
        let (content, filters) = match stamps.is_empty() {
            true => self.content(page, document)?,
            false => {
                (deflate(&stamped(&file.content(page)?, &stamps)), dictionary! { "Filter" => name("FlateDecode") })
            }
        };
        let mut resources = self.copy_dict(&page.resources, document);
        if !stamps.is_empty() {
            let mut all =
                file.dict(&page.resources, "XObject").map(|all| self.copy_dict(all, document)).unwrap_or_default();
            for (nth, stamp) in stamps.iter().enumerate() {
                all.set(stamp_name(nth), self.reference(stamp.form, document));
            }
            resources.set("XObject", all);
        }
        let mut dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => sides(page.media),
            "Matrix" => matrix(page),
            "Resources" => resources,
        };
        if let Some(group) = file.dict(&page.dict, "Group") {
            dict.set("Group", self.copy_dict(group, document));
        }
        dict.extend(&filters);
        Ok(Stream::new(dict, content).with_compression(false).into())
    }

    /// The content of a page in one stream: its own bytes where it is one already.
    fn content(&mut self, page: &Page, document: &mut Document) -> Result<(Vec<u8>, Dictionary), PdfError> {
        let file = self.file.clone();
        if let [only] = page.contents[..]
            && let Some(Object::Stream(stream)) = file.object(only)
        {
            let mut filters = Dictionary::new();
            for key in ["Filter", "DecodeParms"] {
                if let Some(value) = file.entry(&stream.dict, key) {
                    filters.set(key, self.copy(value, document));
                }
            }
            return Ok((stream.content.clone(), filters));
        }
        Ok((deflate(&file.content(page)?), dictionary! { "Filter" => name("FlateDecode") }))
    }

    /// Copies what is still open.
    fn finish(&mut self, document: &mut Document) {
        let file = self.file.clone();
        while let Some((old, new)) = self.open.pop() {
            let object = file.object(old).unwrap_or(&Object::Null);
            let object = self.copy(object, document);
            document.set_object(new, object);
        }
    }

    fn copy(&mut self, object: &Object, document: &mut Document) -> Object {
        match object {
            Object::Reference(id) => self.reference(*id, document),
            Object::Array(items) => items.iter().map(|item| self.copy(item, document)).collect::<Vec<_>>().into(),
            Object::Dictionary(dict) => self.copy_dict(dict, document).into(),
            Object::Stream(stream) => {
                let dict = self.copy_dict(&stream.dict, document);
                Stream::new(dict, stream.content.clone()).with_compression(false).into()
            }
            other => other.clone(),
        }
    }

    fn copy_dict(&mut self, dict: &Dictionary, document: &mut Document) -> Dictionary {
        let kept = dict.iter().filter(|(key, _)| !LEFT.contains(&&key[..]));
        kept.map(|(key, value)| (key.clone(), self.copy(value, document))).collect()
    }

    /// An object once, under a new id. What leads back to the pages of its own document leads nowhere here.
    fn reference(&mut self, id: ObjectId, document: &mut Document) -> Object {
        if let Some(&known) = self.ids.get(&id) {
            return known.into();
        }
        let Some(object) = self.file.object(id) else { return Object::Null };
        let kind = object.as_dict().ok().and_then(|dict| dict.get(b"Type").ok()?.as_name().ok());
        if matches!(kind, Some(b"Page" | b"Pages" | b"Catalog")) {
            return Object::Null;
        }
        let new = document.new_object_id();
        self.ids.insert(id, new);
        self.open.push((id, new));
        new.into()
    }
}

/// The content of a page, and after it the appearances that stand on it.
fn stamped(content: &[u8], stamps: &[Stamp]) -> Vec<u8> {
    let mut out = [b"q\n", content, b"\nQ\n"].concat();
    for (nth, stamp) in stamps.iter().enumerate() {
        let six = stamp.matrix.map(|value| format!("{value:.5}")).join(" ");
        out.extend(format!("q {six} cm /{} Do Q\n", stamp_name(nth)).into_bytes());
    }
    out
}

/// No program is known to name its forms so.
fn stamp_name(nth: usize) -> String {
    format!("ChapbookStamp{nth}")
}

fn sides(area: Bounds) -> Object {
    [area.left, area.bottom, area.right, area.top].map(number).to_vec().into()
}

/// Coordinates as exact as a file's single-precision reals.
fn number(length: Length) -> Object {
    super::bytes::length(length)
}

/// From the page's space to one whose origin is the bottom left corner of the trim as it is seen.
fn matrix(page: &Page) -> Object {
    let trim = page.trim;
    let unit = Length::pt(1).scale(page.unit, 1_000);
    let far = |length: Length| length.scale(page.unit, 1_000);
    let none = Length::ZERO;
    let six = match page.turns {
        0 => [unit, none, none, unit, -far(trim.left), -far(trim.bottom)],
        1 => [none, -unit, unit, none, -far(trim.bottom), far(trim.right)],
        2 => [-unit, none, none, -unit, far(trim.right), far(trim.top)],
        _ => [none, unit, -unit, none, far(trim.top), -far(trim.left)],
    };
    six.map(number).to_vec().into()
}
