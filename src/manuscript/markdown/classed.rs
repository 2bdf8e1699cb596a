//! In: blocks, and the list of a `:::` around them or at a paragraph's end. Out: what the list makes of them.

use super::leaves;
use super::node::Node;
use super::origin::Origin;
use super::part::{self, Part};
use super::quotes;
use super::reader::{AllowedAttributes, Reader};
use crate::base::Diagnostic;
use crate::manuscript::attributes::List;
use crate::manuscript::conditions;
use crate::manuscript::draft::{Attributes, BlockKind};
use crate::model::{Corrections, DivKind, walk};
use std::ops::Range;

pub const OF_DIVS: AllowedAttributes = AllowedAttributes {
    classes: &[
        "dedication",
        "epigraph",
        "letter",
        "sidebar",
        "plain",
        "pagebreak",
        "blank",
        "dropcap",
        "nodropcap",
        "caption",
        "spread-short",
        "spread-long",
    ],
    also: &[],
    keys: &[],
};

const KINDS: [(&str, DivKind); 6] = [
    ("dedication", DivKind::Dedication),
    ("letter", DivKind::Letter),
    ("sidebar", DivKind::Sidebar),
    ("plain", DivKind::Plain),
    ("dropcap", DivKind::DropCap),
    ("nodropcap", DivKind::NoDropCap),
];

fn take(attributes: &mut Attributes, class: &str) -> bool {
    let before = attributes.classes.len();
    attributes.classes.retain(|own| own != class);
    attributes.classes.len() < before
}

/// The one part that a `:::` makes of its contents, or a page that ends and what follows it.
pub fn of_list(
    inner: Vec<Part>,
    list: &List,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Vec<Part> {
    let mut attributes = reader.attributes(list, |range| origin.span(range.clone()), &OF_DIVS);
    let blank = take(&mut attributes, "blank");
    if blank || take(&mut attributes, "pagebreak") {
        let mut parts = vec![Part::new(origin, range, BlockKind::PageBreak { blank })];
        parts.extend(inner);
        return parts;
    }
    let lines = match (take(&mut attributes, "spread-short"), take(&mut attributes, "spread-long")) {
        (true, _) => -1,
        (_, true) => 1,
        _ => 0,
    };
    let mut inner = inner;
    if lines != 0 && !spread(&mut inner, lines) {
        reader.found.add(
            Diagnostic::hint("correction-idle", "no paragraph begins here that could say which page is meant")
                .at(origin.span(list.range.clone()))
                .help("put the list at the end of a paragraph on that page"),
        );
    }
    if lines != 0 && attributes == Attributes::default() {
        return inner;
    }
    let mut part = if take(&mut attributes, "epigraph") {
        quotes::epigraph(inner, range, origin, reader)
    } else {
        let kind =
            KINDS.iter().find(|(class, _)| take(&mut attributes, class)).map_or(DivKind::Other, |(_, kind)| *kind);
        Part::new(origin, range, BlockKind::Div { kind, blocks: part::blocks(inner) })
    };
    part.block.attributes = attributes;
    vec![part]
}

/// Asks the page on which the first paragraph begins to have a line more, or fewer; whether there is one.
fn spread(parts: &mut [Part], lines: i8) -> bool {
    let mut asked = false;
    for part in parts {
        walk::blocks_mut(std::slice::from_mut(&mut part.block), &mut |block| {
            if let BlockKind::Paragraph { corrections, .. } = &mut block.kind
                && !std::mem::replace(&mut asked, true)
            {
                corrections.spread = lines;
            }
        });
    }
    asked
}

/// A paragraph and what the list at its end says of it: conditions, corrections, and else what a `:::` around it would.
/// Nothing where it belongs to another version.
pub fn paragraph(
    nodes: Vec<Node>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Option<Vec<Part>> {
    // Each line of a line block is for itself.
    let is_lines = origin.text[range.clone()].starts_with("| ");
    let Some((without, mut list)) = leaves::list_behind_a_space(&nodes, origin).filter(|_| !is_lines) else {
        leaves::near_miss(&nodes, origin, reader);
        return Some(vec![leaves::paragraph(nodes, range, origin, reader)]);
    };
    if !reader.admits(&mut list, |range| origin.span(range.clone())) {
        return None;
    }
    if without.is_empty() {
        let is_condition = !list.says_something();
        return Some(if is_condition { Vec::new() } else { vec![leaves::paragraph(nodes, range, origin, reader)] });
    }
    let looseness = correction(&mut list, "looseness", origin, reader);
    let spread = correction(&mut list, "spread", origin, reader);
    if let Some(lang) = list.get("lang") {
        reader.languages.push(lang.value.clone());
    }
    let mut part = leaves::paragraph(without, range.clone(), origin, reader);
    if list.get("lang").is_some() {
        reader.languages.pop();
    }
    if let BlockKind::Paragraph { corrections, .. } = &mut part.block.kind {
        *corrections = Corrections { looseness, spread };
    }
    Some(if list.says_something() { of_list(vec![part], &list, range, origin, reader) } else { vec![part] })
}

/// Takes `looseness=-1` or `looseness="hardback:+1"`, or another such key, off a list: lines more, or fewer, in the
/// version that is read.
fn correction(list: &mut List, key: &str, origin: &Origin<'_>, reader: &mut Reader<'_>) -> i8 {
    let Some(at) = list.pairs.iter().position(|pair| pair.key == key) else { return 0 };
    let pair = list.pairs.remove(at);
    let mut asked = 0;
    for word in pair.value.split([' ', ',']).filter(|word| !word.is_empty()) {
        let (name, lines) = word.rsplit_once(':').map_or((None, word), |(name, lines)| (Some(name), lines));
        let is_own = name.map(|name| conditions::names(name, reader.scope));
        reader.draft.lists.varies |= name.is_some();
        let lines = match lines {
            "-1" => Some(-1),
            "1" | "+1" => Some(1),
            _ => None,
        };
        match (is_own, lines) {
            (None | Some(Some(true)), Some(lines)) => asked = lines,
            (Some(Some(false)), Some(_)) => {}
            (Some(None), _) | (_, None) => reader.found.add(
                Diagnostic::error("correction-invalid", format!("`{word}` does not say how many lines more or fewer"))
                    .at(origin.span(pair.range.clone()))
                    .help(format!("write `{key}=-1` or `{key}=+1`, or name an edition: `{key}=\"hardback:-1\"`")),
            ),
        }
    }
    asked
}
