//! In: `numbering.xml` of a Word document, and one paragraph of a list after another. Out: what each is numbered with.

use crate::import::flow::Item;
use crate::import::markup::{attribute, child, elements};
use crate::import::tree::Numbering;
use roxmltree::Node;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
struct Level {
    format: String,
    start: usize,
    /// What stands before the item, with `%1` for the number.
    text: String,
}

#[derive(Debug, Default)]
pub struct Lists {
    schemes: BTreeMap<String, BTreeMap<usize, Level>>,
    /// The scheme of each list, and where its levels begin anew.
    lists: BTreeMap<String, (String, BTreeMap<usize, usize>)>,
    /// Levels that a list has of its own.
    own: BTreeMap<(String, usize), Level>,
    /// The last number of each level, by scheme.
    counts: BTreeMap<String, BTreeMap<usize, usize>>,
    begun: BTreeMap<String, bool>,
}

impl Lists {
    pub fn of(root: Option<Node>) -> Lists {
        let mut out = Lists::default();
        let mut links: BTreeMap<String, String> = BTreeMap::new();
        let mut aliases: Vec<(String, String)> = Vec::new();
        for node in root.into_iter().flat_map(elements) {
            let value =
                |node: Node, name: &str| child(node, name).and_then(|node| attribute(node, "val").map(str::to_owned));
            match node.tag_name().name() {
                "abstractNum" => {
                    let id = attribute(node, "abstractNumId").unwrap_or_default().to_owned();
                    let mut levels = BTreeMap::new();
                    for level in elements(node).filter(|node| node.tag_name().name() == "lvl") {
                        let (at, level) = self::level(level);
                        levels.insert(at, level);
                    }
                    if let Some(style) = value(node, "styleLink") {
                        links.insert(style, id.clone());
                    }
                    aliases.extend(value(node, "numStyleLink").map(|style| (id.clone(), style)));
                    out.schemes.insert(id, levels);
                }
                "num" => {
                    let id = attribute(node, "numId").unwrap_or_default().to_owned();
                    let mut starts = BTreeMap::new();
                    for changed in elements(node).filter(|node| node.tag_name().name() == "lvlOverride") {
                        let at = attribute(changed, "ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
                        let start = value(changed, "startOverride").and_then(|start| start.parse().ok());
                        starts.extend(start.map(|start| (at, start)));
                        out.own.extend(child(changed, "lvl").map(|own| ((id.clone(), at), self::level(own).1)));
                    }
                    out.lists.insert(id, (value(node, "abstractNumId").unwrap_or_default(), starts));
                }
                _ => {}
            }
        }
        for (id, style) in aliases {
            if let Some(levels) = links.get(&style).and_then(|scheme| out.schemes.get(scheme)).cloned() {
                out.schemes.insert(id, levels);
            }
        }
        out
    }

    fn level(&self, list: &str, level: usize) -> Option<&Level> {
        if let Some(own) = self.own.get(&(list.to_owned(), level)) {
            return Some(own);
        }
        self.schemes.get(&self.lists.get(list)?.0)?.get(&level)
    }

    /// Whether a number or a sign stands before such a paragraph.
    pub fn shows(&self, list: &str, level: usize) -> bool {
        self.level(list, level).is_some_and(|level| level.format != "none" && !level.text.trim().is_empty())
    }

    /// Counts one paragraph. Nothing where the list is none.
    pub fn item(&mut self, list: &str, level: usize) -> Option<Item> {
        let kind = self.level(list, level)?.clone();
        let (scheme, starts) = self.lists.get(list)?.clone();
        let blank = kind.text.trim().is_empty();
        if kind.format == "none" && blank {
            return None;
        }
        let numbering = match kind.format.as_str() {
            "bullet" | "none" => Numbering::Bullets,
            "lowerLetter" => Numbering::LowerLetters,
            "upperLetter" => Numbering::UpperLetters,
            "lowerRoman" => Numbering::LowerRoman,
            "upperRoman" => Numbering::UpperRoman,
            _ => Numbering::Arabic,
        };
        // A sign that nobody sees stands before the further paragraphs of an item.
        let continues = blank && kind.format == "bullet";
        let counts = self.counts.entry(scheme).or_default();
        if self.begun.insert(list.to_owned(), true).is_none() {
            counts.extend(starts.iter().map(|(level, start)| (*level, start.saturating_sub(1))));
        }
        if !continues {
            let count = counts.entry(level).or_insert(kind.start.saturating_sub(1));
            *count = count.saturating_add(1);
        }
        let number = counts.get(&level).copied().unwrap_or(1);
        counts.retain(|at, _| *at <= level);
        Some(Item { list: list.to_owned(), level, numbering, number, continues })
    }
}

/// A level and what stands before its items.
fn level(node: Node) -> (usize, Level) {
    let value = |name: &str| child(node, name).and_then(|node| attribute(node, "val"));
    let at = attribute(node, "ilvl").and_then(|at| at.parse().ok()).unwrap_or(0);
    let start = value("start").and_then(|start| start.parse().ok()).unwrap_or(1);
    let format = value("numFmt").unwrap_or("decimal").to_owned();
    (at, Level { format, start, text: value("lvlText").unwrap_or_default().to_owned() })
}
