//! In: titles and captions that name other places, and what their links mean. Out: the same names in the index, with the
//! words that the links get. Refuses to change the text itself.

use super::anchors::{Index, Title};
use super::links::Found;
use crate::base::{Diagnostic, Report};
use crate::manuscript::draft::{Inline, LinkAt, Section};
use crate::model::{AnchorId, LocalSpan, Parts, SectionId, Target, walk};
use std::collections::BTreeMap;

/// How many titles may be named one within another.
const DEEPEST: usize = 6;

/// A title with links that have no words of their own.
struct Named<'a> {
    section: SectionId,
    anchor: AnchorId,
    title: Title<'a>,
}

pub fn resolve(
    sections: &[Section],
    links: &BTreeMap<LinkAt, Found>,
    index: &mut Index,
    parts: &Parts,
    report: &mut Report,
) {
    let named = named(sections, index);
    let mut restless = Vec::new();
    for _ in 0..DEEPEST {
        let before = &*index;
        let titles = named.iter().map(|named| (named.anchor, named.words(links, before)));
        let changed: Vec<(AnchorId, String)> =
            titles.filter(|(id, title)| before.anchors.get(id).is_some_and(|anchor| anchor.title != *title)).collect();
        if changed.is_empty() {
            return;
        }
        restless = changed.iter().map(|(id, _)| *id).collect();
        for (id, title) in changed {
            if let Some(anchor) = index.anchors.get_mut(&id) {
                anchor.title = title;
            }
        }
    }
    for Named { section, title, .. } in named.iter().filter(|named| restless.contains(&named.anchor)) {
        let why = "the words of this link would be made of themselves: titles name each other in a circle";
        let found = Diagnostic::error("link-empty", why).help("write words between the brackets");
        report.add(found.at_any(wordless(title.run).map(|span| parts.span(*section, span))));
    }
}

/// Every title in question, by the anchor that is named by it.
fn named<'a>(sections: &'a [Section], index: &Index) -> Vec<Named<'a>> {
    let mut all = Vec::new();
    for (at, section) in (0..).zip(sections) {
        let id = SectionId(at);
        let own = Title::of_section(section);
        all.extend(wordless(own.run).map(|_| Named { section: id, anchor: section.anchor, title: own }));
        let lists = std::iter::once(&section.blocks).chain(section.notes.iter().map(|note| &note.blocks));
        for blocks in lists {
            walk::blocks(blocks, &mut |block| {
                let Some(title) = Title::of(block).filter(|title| wordless(title.run).is_some()) else { return };
                let typed = [block.attributes.anchor, title.id].into_iter().flatten();
                let anchors = typed.filter_map(|id| index.of_id(id)).chain(index.of_block(id, block.id));
                all.extend(anchors.map(|anchor| Named { section: id, anchor, title }));
            });
        }
    }
    all
}

impl Named<'_> {
    fn words(&self, links: &BTreeMap<LinkAt, Found>, index: &Index) -> String {
        let mut run = self.title.run.to_vec();
        walk::inlines_mut(&mut run, &mut |inline| {
            if let Inline::Link { target, children, span } = inline
                && children.is_empty()
                && let Some(Ok(target)) = links.get(target)
            {
                let text = match target {
                    Target::Url(url) => Some(url.clone()),
                    Target::Anchor(id) => index.anchors.get(id).map(|anchor| anchor.title.clone()),
                };
                children.extend(text.map(|text| Inline::Text { text, span: *span }));
            }
        });
        self.title.words(&run)
    }
}

/// The first link of a run that has no words.
fn wordless(run: &[Inline]) -> Option<LocalSpan> {
    let mut found = None;
    walk::inlines(run, &mut |inline| {
        if let Inline::Link { children, span, .. } = inline
            && children.is_empty()
        {
            found = found.or(Some(*span));
        }
    });
    found
}
