//! In: what a file says of itself. Out: what it lacks of that, said. Refuses to change what is said already, but where Info
//! and XMP contradict each other: then Info says what XMP does, as newer programs read it.

use super::change::Change;
use super::draft::Draft;
use crate::pdf::bytes::text_string;
use crate::pdfread::stamps::annotations;
use crate::preflight::keys::Keys;
use lopdf::Object;

/// `title` is what the file is called where nothing in it says; `for_press` is whether it must say if it is trapped.
pub fn mend(draft: &mut Draft, keys: &Keys, title: &str, for_press: bool) -> Vec<Change> {
    let mut changes = Vec::new();
    if keys.title().is_none() && !title.trim().is_empty() {
        set(draft, "Title", text_string(title));
        changes.push(Change::new("title", format!("the title is `{title}`, as the file is called")));
    }
    let xmp = keys.xmp.clone().unwrap_or_default();
    let is_said = |said: &Option<String>| said.as_deref().is_some_and(|said| said == "True" || said == "False");
    for (what, key, one, other) in
        [("title", "Title", &keys.info.title, &xmp.title), ("producer", "Producer", &keys.info.producer, &xmp.producer)]
    {
        if let (Some(one), Some(other)) = (one, other)
            && one.trim() != other.trim()
        {
            set(draft, key, text_string(other.trim()));
            changes.push(Change::new("metadata", format!("Info has the {what} that XMP has: `{}`", other.trim())));
        }
    }
    let trapped = match (&keys.info.trapped, &xmp.trapped) {
        (one, Some(other)) if is_said(&xmp.trapped) && (one.is_some() || for_press) => {
            (one.as_deref().map(str::trim) != Some(other)).then(|| (other.clone(), "as XMP has it"))
        }
        (one, None) if !is_said(one) && for_press && !has_traps(draft) => {
            Some(("False".to_owned(), "for no page has a trap"))
        }
        _ => None,
    };
    if let Some((is, why)) = trapped {
        set(draft, "Trapped", Object::Name(is.clone().into_bytes()));
        changes.push(Change::new("trapped", format!("`Trapped` is {is}, {why}")));
    }
    changes
}

fn set(draft: &mut Draft, key: &str, value: Object) {
    if let Some(info) = draft.top("Info") {
        info.set(key, value);
    }
}

/// Whether a program for printing has trapped a page (ISO 32000-1, 14.11.6).
fn has_traps(draft: &Draft) -> bool {
    let file = draft.file;
    let is_trap = |page| annotations(file, page).any(|(_, dict)| file.name(dict, "Subtype") == Some(b"TrapNet"));
    file.pages().iter().any(is_trap)
}
