//! In: a PDF of any program. Out: the same with what can be mended without a look at it, and a list of that. Refuses to
//! change how a page looks.

use super::change::Change;
use super::draft::Draft;
use super::{about, blanks, boxes, claims, notes, tree};
use crate::base::{Diagnostic, Size};
use crate::pdf::meta::identifier;
use crate::pdfread::File;
use crate::preflight::keys::Keys;
use crate::printers::Printer;
use lopdf::Object;

/// What a file should be.
pub struct Wanted<'a> {
    pub printer: Option<&'a Printer>,
    /// Trims that books have.
    pub sizes: &'a [Size],
    /// The one that the caller names.
    pub trim: Option<Size>,
    /// What the file is called where it does not say.
    pub title: &'a str,
}

pub struct Mended {
    /// In the order in which they were made.
    pub changes: Vec<Change>,
    /// Nothing where there was nothing to mend.
    pub bytes: Option<Vec<u8>>,
}

/// `source` are the bytes that the file was read from.
///
/// # Errors
///
/// A file that cannot be written.
pub fn mend(file: &File, source: &[u8], wanted: &Wanted) -> Result<Mended, Diagnostic> {
    let keys = Keys::of(file);
    let draft = &mut Draft::new(file);
    let mut changes = whole(file, &keys, wanted.printer.is_some());
    let for_press = wanted.printer.is_some() || keys.claim.is_some();
    changes.extend(about::mend(draft, &keys, wanted.title, for_press));
    changes.extend(boxes::mend(draft, wanted.printer, wanted.sizes, wanted.trim));
    changes.extend(blanks::mend(draft, wanted.printer));
    let links = keys.claim.is_some() || wanted.printer.is_some_and(|printer| !printer.file.annotations.is);
    let noted = notes::mend(draft, links);
    changes.extend(noted.changes);
    tree::mend(draft);
    changes.extend(claims::withdraw(draft, noted.has_drawn, noted.has_dropped));
    if changes.is_empty() && draft.is_untouched() {
        return Ok(Mended { changes, bytes: None });
    }
    changes.extend(claims::unsign(draft));
    let name = wanted.printer.map_or("", |printer| printer.name.as_str());
    let messages = changes.iter().map(|change| change.message.as_bytes());
    let id = first_half_kept(file, identifier([source, name.as_bytes()].into_iter().chain(messages)));
    let draft = std::mem::replace(draft, Draft::new(file));
    Ok(Mended { changes, bytes: Some(draft.bytes(id)?) })
}

/// What is mended by writing the file anew.
fn whole(file: &File, keys: &Keys, for_printer: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    if file.is_repaired {
        changes.push(Change::new("cross-references", "the cross-reference table is made anew"));
    }
    if file.protection.is_some() {
        changes.push(Change::new("protection", "the owner's password is taken off"));
    }
    if !keys.has_id && (keys.claim.is_some() || for_printer) {
        changes.push(Change::new("identifier", "the file has an identifier"));
    }
    changes
}

/// The half that stays when a file is changed (ISO 32000-1, 14.4) is the source's, where it has one.
fn first_half_kept(file: &File, made: Object) -> Object {
    let old = file.entry(&file.trailer, "ID").and_then(|id| id.as_array().ok()?.first());
    match (old.map(|old| file.follow(old)), made) {
        (Some(Object::String(old, format)), Object::Array(mut halves)) if !old.is_empty() => {
            halves[0] = Object::String(old.clone(), *format);
            halves.into()
        }
        (_, made) => made,
    }
}
