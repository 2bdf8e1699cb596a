//! In: pages of a PDF, and a plate. Out: a PDF of those that the plate prints something on, each its trim alone, and what
//! they were seen to have. Refuses more at once than a computer holds.

use super::content::Writer;
use super::ink::Plate;
use super::things::{Lack, Seen};
use crate::base::Diagnostic;
use crate::base::limits::{DRAWN_PIXELS, PLATE_OPERATORS};
use crate::mend::Draft;
use crate::pdfread::stamps::stamps;
use crate::pdfread::{File, Page};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;

/// Pages that are looked at together, and bytes of their content.
const TOGETHER: usize = 16;
const BYTES: usize = 32 << 20;

pub struct Separated {
    /// By the number of the page, from 0.
    pub seen: BTreeMap<usize, Seen>,
    /// The pages of the file, in its order.
    pub pages: Vec<usize>,
    /// Nothing where there is no page.
    pub bytes: Option<Vec<u8>>,
    pub operators: usize,
}

/// The next pages, as many as go together.
///
/// # Errors
///
/// A file that cannot be written.
pub fn separate(file: &File, wanted: &[usize], plate: &Plate) -> Result<Separated, Diagnostic> {
    let draft = &mut Draft::new(file);
    let mut writer = Writer::new(draft, plate);
    let (mut seen, mut written) = (BTreeMap::new(), Vec::new());
    for &at in wanted.iter().take(TOGETHER) {
        let Some(page) = file.pages().get(at) else { continue };
        let mut own = Seen::default();
        match content(&mut writer, page, &mut own) {
            Some(made) if is_light_work(&own) && own.plates.contains(plate) => written.push((at, made)),
            Some(_) if is_light_work(&own) => {}
            Some(_) | None => drop(own.lacks.insert(Lack::Page)),
        }
        seen.insert(at, own);
        if writer.inflated > BYTES {
            break;
        }
    }
    let operators = writer.operators;
    let pages: Vec<usize> = written.iter().map(|(at, _)| *at).collect();
    if pages.is_empty() {
        return Ok(Separated { seen, pages, bytes: None, operators });
    }
    let kids = written.into_iter().map(|(at, made)| {
        let dict = leaf(&file.pages()[at], made, draft);
        draft.add(dict)
    });
    let kids: Vec<Object> = kids.collect();
    let mut tree = Dictionary::new();
    tree.set("Type", Object::Name(b"Pages".to_vec()));
    tree.set("Count", kids.len() as i64);
    tree.set("Kids", kids);
    let tree = draft.add(tree);
    if let Some(root) = draft.top("Root") {
        let layers = root.get(b"OCProperties").ok().cloned();
        *root = Dictionary::new();
        root.set("Type", Object::Name(b"Catalog".to_vec()));
        root.set("Pages", tree);
        layers.into_iter().for_each(|layers| root.set("OCProperties", layers));
    }
    let draft = std::mem::replace(draft, Draft::new(file));
    Ok(Separated { seen, pages, bytes: Some(draft.bytes(Object::Null)?), operators })
}

/// Whether it can be drawn in a while.
fn is_light_work(seen: &Seen) -> bool {
    seen.pixels <= DRAWN_PIXELS && seen.operators <= PLATE_OPERATORS
}

/// Nothing where the page cannot be read.
fn content(writer: &mut Writer, page: &Page, seen: &mut Seen) -> Option<(Vec<u8>, Dictionary)> {
    let file = writer.draft.file;
    let content = file.content(page).ok()?;
    let stamps: Vec<_> = stamps(file, page).printed.iter().map(|stamp| (stamp.form, stamp.matrix)).collect();
    let written = writer.page((&content, &page.resources), &stamps, seen).ok();
    seen.group(file, &page.dict);
    written
}

fn leaf(page: &Page, (content, resources): (Vec<u8>, Dictionary), draft: &mut Draft) -> Dictionary {
    let trim = page.trim;
    let sides = [trim.left, trim.bottom, trim.right, trim.top].map(|side| Object::Real(side.to_pt() as f32)).to_vec();
    let mut dict = Dictionary::new();
    dict.set("Type", Object::Name(b"Page".to_vec()));
    dict.set("MediaBox", sides);
    dict.set("Rotate", i64::from(page.turns) * 90);
    dict.set("Resources", resources);
    dict.set("Contents", draft.add_stream(Dictionary::new(), content));
    if let Ok(group) = page.dict.get(b"Group") {
        dict.set("Group", group.clone());
    }
    dict
}
