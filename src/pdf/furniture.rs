//! In: outline, folios and links. Out: what a reader's program shows around the pages: its panel, its page numbers,
//! the areas to press.

use super::bytes::{ascii_string, length, name, reals, text_string};
use crate::base::{Folio, FolioStyle, Length};
use crate::page::{Link, LinkTarget, OutlineEntry, Page};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// Nested entries; the first level is open, all others closed (ISO 32000-1, 12.3.3). Nothing without entries.
pub fn outline(
    entries: &[OutlineEntry],
    pages: &[Page],
    ids: &[ObjectId],
    document: &mut Document,
) -> Option<ObjectId> {
    let entries: Vec<&OutlineEntry> = entries.iter().filter(|entry| entry.page < pages.len()).collect();
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let own: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let parents = parents(&entries);
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (at, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            kids[*parent].push(at);
        }
    }
    let top: Vec<usize> = (0..entries.len()).filter(|&at| parents[at].is_none()).collect();
    let mut visible = top.len();
    for (at, entry) in entries.iter().enumerate() {
        let siblings = parents[at].map_or(&top, |parent| &kids[parent]);
        let place = siblings.binary_search(&at).unwrap_or(0);
        let mut dict = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => parents[at].map_or(root, |parent| own[parent]),
            "Dest" => destination(entry.page, entry.y, pages, ids),
        };
        if let Some(&before) = place.checked_sub(1).and_then(|place| siblings.get(place)) {
            dict.set("Prev", own[before]);
        }
        if let Some(&after) = siblings.get(place + 1) {
            dict.set("Next", own[after]);
        }
        if let (Some(&first), Some(&last)) = (kids[at].first(), kids[at].last()) {
            dict.set("First", own[first]);
            dict.set("Last", own[last]);
            let count = kids[at].len() as i64;
            let open = parents[at].is_none();
            visible += if open { kids[at].len() } else { 0 };
            dict.set("Count", if open { count } else { -count });
        }
        document.set_object(own[at], dict);
    }
    let (first, last) = (*top.first()?, *top.last()?);
    let dict = dictionary! {
        "Type" => "Outlines", "First" => own[first], "Last" => own[last], "Count" => visible as i64,
    };
    document.set_object(root, dict);
    Some(root)
}

/// The nearest entry before of a lower level.
fn parents(entries: &[&OutlineEntry]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut parents = Vec::with_capacity(entries.len());
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|&last| entries[last].level >= entry.level) {
            open.pop();
        }
        parents.push(open.last().copied());
        open.push(at);
    }
    parents
}

fn destination(page: usize, y: Length, pages: &[Page], ids: &[ObjectId]) -> Object {
    let up = pages[page].boxes.media.bottom() - y;
    vec![ids[page].into(), name("XYZ"), Object::Null, length(up), Object::Null].into()
}

/// A link annotation that prints as nothing (12.5.6.5). A place that is not in the file leads to its first page; a
/// link without words says where it leads.
pub fn annotation(link: &Link, rect: [f32; 4], pages: &[Page], ids: &[ObjectId]) -> Dictionary {
    let contents = match &link.target {
        _ if !link.contents.trim().is_empty() => link.contents.clone(),
        LinkTarget::Url(url) => url.clone(),
        LinkTarget::Place { page, .. } => pages.get(*page).map(Page::shown_folio).unwrap_or_default(),
    };
    let mut dict = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => reals(&rect),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
        "Contents" => text_string(&contents),
    };
    match &link.target {
        LinkTarget::Url(url) => {
            dict.set("A", dictionary! { "Type" => "Action", "S" => "URI", "URI" => ascii_string(&ascii_url(url)) });
        }
        LinkTarget::Place { page, y } => {
            let (page, y) = if *page < pages.len() { (*page, *y) } else { (0, Length::ZERO) };
            dict.set("Dest", destination(page, y, pages, ids));
        }
    }
    dict
}

/// A URI is ASCII: all else is percent-encoded UTF-8 (RFC 3986, 2.1).
fn ascii_url(url: &str) -> String {
    let mut out = String::new();
    for byte in url.bytes() {
        if byte.is_ascii_graphic() { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    out
}

/// Ranges of page labels (12.4.2): a new one where a folio does not follow from the one before.
pub fn page_labels(pages: &[Page]) -> Dictionary {
    let mut numbers = Vec::new();
    let mut last: Option<Folio> = None;
    for (at, page) in pages.iter().enumerate() {
        let counted = page.folio.and_then(|folio| Some((folio, numbering(folio.style)?)));
        let range = match counted {
            Some((folio, _)) if last.map(Folio::next) == Some(folio) => None,
            Some((folio, style)) => Some(dictionary! { "S" => name(style), "St" => folio.number }),
            None => Some(dictionary! { "P" => text_string(&page.shown_folio()) }),
        };
        if let Some(range) = range {
            numbers.extend([Object::Integer(at as i64), range.into()]);
        }
        last = page.folio;
    }
    dictionary! { "Nums" => numbers }
}

/// Numbers with letters behind them are no numbering of PDF.
fn numbering(style: FolioStyle) -> Option<&'static str> {
    match style {
        FolioStyle::Roman => Some("r"),
        FolioStyle::Arabic => Some("D"),
        FolioStyle::Sheet => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skipped_level_still_nests() {
        let entry = |level| OutlineEntry { level, title: String::new(), page: 0, y: Length::ZERO };
        let entries = [0, 2, 1, 0, 1].map(entry);
        assert_eq!(parents(&entries.iter().collect::<Vec<_>>()), [None, Some(0), Some(0), None, Some(3)]);
    }
}
