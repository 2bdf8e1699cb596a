//! In: the pages of a work. Out: which links call a note, and which elements are that note: marked as such, or a pair of
//! links that lead to each other, as Word, Pandoc and calibre write them.

use super::dom::{Dom, Id};
use super::links::Places;
use std::collections::{BTreeMap, BTreeSet};

/// An element of one of the pages.
pub type Place = (usize, Id);

#[derive(Debug, Default)]
pub struct Notes {
    /// The elements of the note that a link calls.
    pub of: BTreeMap<Place, Vec<Place>>,
    /// All elements of notes.
    pub bodies: BTreeSet<Place>,
    /// Links from notes back to their calls.
    pub back: BTreeSet<Place>,
}

/// Elements that stand in lines.
pub const INLINE: &[&str] =
    &["a", "span", "sup", "sub", "small", "b", "i", "em", "strong", "font", "u", "cite", "code"];

pub fn notes(pages: &[Dom], places: &Places) -> Notes {
    let mut calls: Vec<(Place, Place)> = Vec::new();
    for (page, dom) in pages.iter().enumerate() {
        for link in dom.named("a") {
            let target = dom.attribute(link, "href").and_then(|href| places.find(page, href));
            let Some(target) = target.filter(|_| may_call(dom, link)) else { continue };
            calls.push(((page, link), target));
        }
    }
    let targets: BTreeSet<Place> = calls.iter().map(|(_, target)| block(pages, *target)).collect();
    let mut notes = Notes::default();
    for (call, target) in calls {
        let body = body(pages, target, &targets);
        let holds = |place: Place| {
            body.iter().any(|(page, id)| *page == place.0 && pages[*page].around(place.1).any(|around| around == *id))
        };
        // A link in a note does not call it, nor does one that leads back to the text.
        if holds(call) || notes.back.contains(&call) {
            continue;
        }
        let back = back(pages, places, &body, call);
        let marked = pages[call.0].kinds(call.1).iter().any(|kind| matches!(kind.as_str(), "noteref" | "doc-noteref"));
        let is_called = notes.of.values().any(|known| known.first() == body.first());
        if (back.is_empty() && !marked) || is_called {
            continue;
        }
        notes.back.extend(back);
        notes.bodies.extend(body.iter().copied());
        notes.of.insert(call, body);
    }
    notes
}

/// Whether a link looks as if it called a note.
fn may_call(dom: &Dom, link: Id) -> bool {
    let kinds = dom.kinds(link);
    if kinds.iter().any(|kind| matches!(kind.as_str(), "doc-backlink" | "backlink" | "footnote-back" | "sdfootnotesym"))
    {
        return false;
    }
    if kinds.iter().any(|kind| {
        kind.contains("noteref") || kind.contains("footnote-ref") || kind.contains("noteanc") || kind == "fnref"
    }) {
        return true;
    }
    let text = dom.text(link);
    let text = text.trim();
    let inner = text.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '.'));
    let is_number = !inner.is_empty() && inner.len() <= 4 && inner.chars().all(|c| c.is_ascii_digit());
    let is_sign = !inner.is_empty() && inner.chars().count() <= 3 && inner.chars().all(|c| "*†‡§¶#".contains(c));
    let is_letter = inner.len() == 1 && inner != text && inner.chars().all(|c| c.is_ascii_alphabetic());
    is_number || is_sign || is_letter
}

/// The nearest element that is a block.
fn block(pages: &[Dom], (page, id): Place) -> Place {
    let dom = &pages[page];
    (page, dom.around(id).find(|around| !INLINE.contains(&dom.name(*around))).unwrap_or(id))
}

/// The elements of a note from the one that its call leads to.
fn body(pages: &[Dom], target: Place, targets: &BTreeSet<Place>) -> Vec<Place> {
    let (page, first) = block(pages, target);
    let dom = &pages[page];
    let Some(parent) = dom.parent(first) else { return vec![(page, first)] };
    let siblings = dom.children(parent);
    let elements = siblings.iter().filter(|id| !dom.name(**id).is_empty()).count();
    let is_own = matches!(dom.name(parent), "aside" | "li" | "dd" | "div" | "section" | "dl");
    match dom.name(first) {
        "p" | "h6" if elements == 1 && is_own => vec![(page, parent)],
        "dt" => {
            let at = siblings.iter().position(|id| *id == first).unwrap_or(0);
            let rest = siblings[at + 1..].iter().filter(|id| !dom.name(**id).is_empty());
            [first]
                .into_iter()
                .chain(rest.take_while(|id| dom.name(**id) == "dd").copied())
                .map(|id| (page, id))
                .collect()
        }
        // Further paragraphs, as far as another note comes after them.
        "p" => {
            let at = siblings.iter().position(|id| *id == first).unwrap_or(0);
            let rest: Vec<Id> = siblings[at + 1..].iter().filter(|id| !dom.name(**id).is_empty()).copied().collect();
            let next = rest.iter().position(|id| dom.name(*id) != "p" || targets.contains(&(page, *id)));
            let more = next.filter(|next| targets.contains(&(page, rest[*next]))).unwrap_or(0);
            [first].into_iter().chain(rest[..more].iter().copied()).map(|id| (page, id)).collect()
        }
        _ => vec![(page, first)],
    }
}

/// The links in a note that lead back to the block of its call.
fn back(pages: &[Dom], places: &Places, body: &[Place], call: Place) -> Vec<Place> {
    let near = block(pages, call);
    let mut out = Vec::new();
    for (page, element) in body {
        let dom = &pages[*page];
        for link in dom.inside(*element).into_iter().filter(|id| dom.name(*id) == "a") {
            let Some(target) = dom.attribute(link, "href").and_then(|href| places.find(*page, href)) else { continue };
            if target == call
                || block(pages, target) == near
                || pages[target.0].around(call.1).any(|around| (call.0, around) == target)
            {
                out.push((*page, link));
            }
        }
    }
    out
}
