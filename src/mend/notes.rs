//! In: the annotations of all pages. Out: those that print as part of the page, none that do not. Refuses those whose look
//! is each program's own, and pages whose content ends in a state that nothing can be put behind.

use super::change::Change;
use super::draft::Draft;
use crate::pdfread::content::{Matrix, left_open};
use crate::pdfread::stamps::{Stamp, Standing, annotations, standing};
use crate::pdfread::{File, Page};
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};

/// Stays upright where the page is turned (ISO 32000-1, table 165).
const NO_ROTATE: i64 = 1 << 4;

/// What was done with annotations.
#[derive(Default)]
pub struct Noted {
    pub changes: Vec<Change>,
    /// Whether a page shows by itself what stood on it.
    pub has_drawn: bool,
    pub has_dropped: bool,
}

/// What becomes of one.
enum Fate {
    Drawn(Stamp),
    Dropped,
    Link,
    Kept,
}

/// `links` is whether links must go too.
pub fn mend(draft: &mut Draft, links: bool) -> Noted {
    let file = draft.file;
    let form = file.dict(file.catalog(), "AcroForm");
    let is_live = form.and_then(|form| file.entry(form, "NeedAppearances")?.as_bool().ok()).unwrap_or(false);
    let mut counts: BTreeMap<&'static str, (usize, Vec<usize>)> = BTreeMap::new();
    let (mut seen, mut noted, mut fields, mut widgets) = (BTreeSet::new(), Noted::default(), 0, 0);
    for (at, page) in file.pages().iter().enumerate() {
        if !seen.insert(page.id) {
            continue;
        }
        let open = std::cell::OnceCell::new();
        let left_open = || *open.get_or_init(|| file.content(page).ok().and_then(|content| left_open(&content)));
        let fates: BTreeMap<usize, Fate> = annotations(file, page)
            .map(|(nth, dict)| {
                let is_widget = file.name(dict, "Subtype") == Some(b"Widget");
                let fate = match standing(file, dict) {
                    Standing::Printed(stamp)
                        if !(is_widget && is_live) && can_stand(file, page, dict) && left_open().is_some() =>
                    {
                        Fate::Drawn(stamp)
                    }
                    Standing::Unprinted { .. } => Fate::Dropped,
                    Standing::Link { framed: false } if links => Fate::Link,
                    Standing::Printed(_) | Standing::Bare | Standing::Link { .. } | Standing::Mark => Fate::Kept,
                };
                if is_widget {
                    widgets += 1;
                    fields += usize::from(!matches!(fate, Fate::Kept));
                }
                (nth, fate)
            })
            .collect();
        let mut told = |what: &'static str, count: usize| {
            if count > 0 {
                let (sum, pages) = counts.entry(what).or_default();
                *sum += count;
                pages.push(at + 1);
            }
        };
        let of = |wanted: fn(&Fate) -> bool| fates.values().filter(|fate| wanted(fate)).count();
        told("annotations-drawn", of(|fate| matches!(fate, Fate::Drawn(_))));
        told("annotations-dropped", of(|fate| matches!(fate, Fate::Dropped)));
        told("links-dropped", of(|fate| matches!(fate, Fate::Link)));
        if fates.values().all(|fate| matches!(fate, Fate::Kept)) {
            continue;
        }
        let stamps: Vec<Stamp> =
            fates.values().filter_map(|fate| if let Fate::Drawn(stamp) = fate { Some(*stamp) } else { None }).collect();
        leave_out(draft, page, &fates);
        if let Some(open) = left_open().filter(|_| !stamps.is_empty()) {
            draw(draft, page, &stamps, open);
        }
    }
    let has_fields = fields > 0 && fields == widgets;
    if has_fields
        && form.is_some()
        && let Some(catalog) = draft.top("Root")
    {
        catalog.remove(b"AcroForm");
    }
    noted.has_drawn = counts.contains_key("annotations-drawn");
    noted.has_dropped = !counts.is_empty();
    for (change, (count, pages)) in counts {
        noted.changes.push(Change::new(change, words(change, count)).on(pages));
    }
    noted
}

fn words(change: &str, count: usize) -> String {
    let counted =
        |one: &str, many: &str| if count == 1 { format!("1 {one} is") } else { format!("{count} {many} are") };
    match change {
        "annotations-drawn" => {
            format!(
                "{} part of the page now",
                counted("field, stamp or comment that prints", "fields, stamps or comments that print")
            )
        }
        "annotations-dropped" => format!(
            "{} left out",
            counted("field or comment that does not print", "fields or comments that do not print")
        ),
        _ => format!("{} left out", counted("link", "links")),
    }
}

/// Whether it looks the same as a part of the page.
fn can_stand(file: &File, page: &Page, dict: &Dictionary) -> bool {
    let flags = file.number(dict, "F").unwrap_or(0.0) as i64;
    !dict.has(b"OC") && (page.turns == 0 || flags & NO_ROTATE == 0)
}

fn leave_out(draft: &mut Draft, page: &Page, fates: &BTreeMap<usize, Fate>) {
    let file = draft.file;
    let Some(list) = file.entry(&page.dict, "Annots").and_then(|list| list.as_array().ok()) else { return };
    let is_kept = |nth: &usize| fates.get(nth).is_none_or(|fate| matches!(fate, Fate::Kept));
    let (kept, left): (Vec<_>, Vec<_>) = list.iter().enumerate().partition(|(nth, _)| is_kept(nth));
    left.into_iter().filter_map(|(_, item)| item.as_reference().ok()).for_each(|id| draft.drop(id));
    let kept: Vec<Object> = kept.into_iter().map(|(_, item)| item.clone()).collect();
    let Some(dict) = draft.edit(page.id) else { return };
    match kept.is_empty() {
        true => drop(dict.remove(b"Annots")),
        false => dict.set("Annots", kept),
    }
}

/// Puts appearances behind the page's content, which is closed off before them.
fn draw(draft: &mut Draft, page: &Page, stamps: &[Stamp], open: usize) {
    let file = draft.file;
    let mut objects = file.dict(&page.resources, "XObject").cloned().unwrap_or_default();
    let is_tagged = file.entry(file.catalog(), "StructTreeRoot").is_some();
    let mut behind = "\nQ".repeat(open + 1) + "\n";
    let mut nth = 0;
    for Stamp { form, matrix } in stamps {
        while objects.has(stamp_name(nth).as_bytes()) {
            nth += 1;
        }
        let drawn = format!("q {} cm /{} Do Q\n", numbers(matrix), stamp_name(nth));
        behind += &if is_tagged { format!("/Artifact BMC\n{drawn}EMC\n") } else { drawn };
        objects.set(stamp_name(nth), *form);
    }
    let mut contents = vec![draft.add_stream(Dictionary::new(), b"q\n".to_vec())];
    contents.extend(page.contents.iter().map(|&id: &ObjectId| Object::from(id)));
    contents.push(draft.add_stream(Dictionary::new(), behind.into_bytes()));
    let mut resources = page.resources.clone();
    resources.set("XObject", objects);
    if let Some(dict) = draft.edit(page.id) {
        dict.set("Contents", contents);
        dict.set("Resources", resources);
    }
}

fn stamp_name(nth: usize) -> String {
    format!("Stamp{nth}")
}

fn numbers(matrix: &Matrix) -> String {
    matrix.map(|value| format!("{value:.5}")).join(" ")
}
