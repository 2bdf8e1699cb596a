//! In: the last pages of a file. Out: as many blank ones as the printer wants, none where no printer is named. Refuses to
//! drop a page that shows anything, and to fill up a book that is too short.

use super::boxes::sides;
use super::change::Change;
use super::draft::Draft;
use crate::pdfread::content::{self, Shown};
use crate::pdfread::stamps::{Standing, annotations, standing};
use crate::pdfread::{File, Page};
use crate::printers::Printer;
use lopdf::{Dictionary, Object, ObjectId, dictionary};

/// What a page has of its own, and a blank page like it has too.
const OWN: [&str; 3] = ["BleedBox", "TrimBox", "UserUnit"];

pub fn mend(draft: &mut Draft, printer: Option<&Printer>) -> Vec<Change> {
    let file = draft.file;
    let pages = file.pages();
    // One page alone is no book but a cover.
    if pages.len() < 2 {
        return Vec::new();
    }
    let blank = pages.iter().rev().take_while(|page| is_blank(file, page)).count();
    let wanted = wanted(pages.len(), blank, printer);
    let why = printer.map_or(String::new(), |printer| format!(", as {} wants it", printer.name));
    if blank == pages.len() || wanted == pages.len() {
        return Vec::new();
    }
    let Some(path) = last_path(draft) else { return Vec::new() };
    if wanted > pages.len() {
        let count = wanted - pages.len();
        if !append(draft, &path, count) {
            return Vec::new();
        }
        let added =
            if count == 1 { "a blank page is added".to_owned() } else { format!("{count} blank pages are added") };
        return vec![Change::new("pages-added", format!("{added} at the end{why}"))];
    }
    let dropped: Vec<usize> = (wanted + 1..=pages.len()).rev().take_while(|_| drop_last(draft)).collect();
    for page in dropped.iter().filter_map(|number| pages.get(number - 1)) {
        if !pages[..wanted].iter().any(|kept| kept.id == page.id) {
            draft.drop(page.id);
        }
    }
    let pages: Vec<usize> = dropped.into_iter().rev().collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let what = if pages.len() == 1 { "a blank last page is" } else { "blank last pages are" };
    vec![Change::new("pages-dropped", format!("{what} left out{why}")).on(pages)]
}

/// How many pages there should be, of which so many at the end are blank by now.
fn wanted(pages: usize, blank: usize, printer: Option<&Printer>) -> usize {
    let shown = pages - blank;
    let Some(printer) = printer else { return shown };
    let count = |pages: usize| u32::try_from(pages).unwrap_or(u32::MAX);
    let enough = shown + printer.blanks(count(shown), false) as usize;
    // Blank pages that bring a book to the least number stay.
    let least = printer.pages.min.is as usize;
    let least = least + printer.blanks(count(least), true) as usize;
    let wanted = enough.max(least.min(pages));
    if printer.count_fault(count(wanted), None).is_some() && wanted > pages { pages } else { wanted }
}

/// Whether a page shows nothing at all, not even white.
fn is_blank(file: &File, page: &Page) -> bool {
    let prints = |dict: &Dictionary| {
        matches!(standing(file, dict), Standing::Printed(_) | Standing::Bare | Standing::Link { framed: true })
    };
    if annotations(file, page).any(|(_, dict)| prints(dict)) {
        return false;
    }
    let mut shows = false;
    let read = content::read(file, page, &mut |state, shown| {
        shows |= match shown {
            Shown::Text { blank, .. } => state.text_mode != 3 && !blank,
            Shown::Form { .. } => false,
            Shown::Path { .. } | Shown::Image { .. } | Shown::Shading { .. } => true,
        }
    });
    read.is_ok() && !shows
}

/// The nodes of the page tree above the last page, from the root down.
fn last_path(draft: &Draft) -> Option<Vec<ObjectId>> {
    let root = draft.file.catalog().get(b"Pages").ok()?.as_reference().ok()?;
    let mut path = vec![root];
    while let Some(last) = kids(draft, *path.last()?).last() {
        let id = last.as_reference().ok()?;
        if !draft.dict(id)?.has(b"Kids") {
            return Some(path);
        }
        // The reader has seen each node once.
        path.push(id);
    }
    None
}

fn kids(draft: &Draft, node: ObjectId) -> Vec<Object> {
    let kids = draft.dict(node).and_then(|dict| dict.get(b"Kids").ok());
    kids.and_then(|kids| draft.file.follow(kids).as_array().ok()).cloned().unwrap_or_default()
}

/// Takes the last page out of the tree, and what is empty without it.
fn drop_last(draft: &mut Draft) -> bool {
    let Some(mut path) = last_path(draft) else { return false };
    counted(draft, &path, -1);
    while let Some(node) = path.pop() {
        let mut kids = kids(draft, node);
        kids.pop();
        let is_empty = kids.is_empty();
        if let Some(dict) = draft.edit(node) {
            dict.set("Kids", kids);
        }
        if !is_empty {
            break;
        }
    }
    true
}

fn append(draft: &mut Draft, path: &[ObjectId], count: usize) -> bool {
    let pages = draft.file.pages();
    let (Some(&node), [.., before, last]) = (path.last(), pages) else { return false };
    let mut kids = kids(draft, node);
    for nth in 0..count {
        // Its bleed is on the side of the pages that lie as it does.
        let blank = blank(draft, node, if nth.is_multiple_of(2) { before } else { last });
        kids.push(draft.add(blank));
    }
    if let Some(dict) = draft.edit(node) {
        dict.set("Kids", kids);
    }
    counted(draft, path, i64::try_from(count).unwrap_or(0));
    true
}

fn blank(draft: &Draft, node: ObjectId, like: &Page) -> Dictionary {
    let mut blank = dictionary! {
        "Type" => "Page", "Parent" => node, "Resources" => Dictionary::new(), "MediaBox" => sides(like.media),
        "CropBox" => sides(like.crop), "Rotate" => i64::from(like.turns) * 90,
    };
    let own = draft.dict(like.id);
    for key in OWN {
        if let Some(value) = own.and_then(|own| own.get(key.as_bytes()).ok()) {
            blank.set(key, value.clone());
        }
    }
    blank
}

fn counted(draft: &mut Draft, path: &[ObjectId], more: i64) {
    for &node in path {
        let said = draft.dict(node).and_then(|dict| draft.file.number(dict, "Count")).unwrap_or(0.0) as i64;
        if let Some(dict) = draft.edit(node) {
            dict.set("Count", said.saturating_add(more).max(0));
        }
    }
}
