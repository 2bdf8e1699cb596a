//! In: the styles of an OpenDocument text, those that people named and those that the program made. Out: what each says
//! of paragraphs, letters and lists, with what it comes from.

use crate::import::flow::Side;
use crate::import::markup::{attribute, child, elements};
use crate::import::names::{self, Role};
use crate::import::runs::Level;
use crate::import::tree::Numbering;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// What a style says; nothing where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub name: String,
    parent: Option<String>,
    pub role: Role,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub small_caps: Option<bool>,
    pub upper: Option<bool>,
    pub underline: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
    pub level: Option<Level>,
    /// In half points.
    pub size: Option<u32>,
    pub lang: Option<String>,
    pub font: Option<String>,
    pub side: Option<Side>,
    /// In tenths of a millimetre.
    pub left: Option<i32>,
    pub first: Option<i32>,
    pub new_page: Option<bool>,
    pub outline: Option<u8>,
    pub ruled: Option<bool>,
}

impl Style {
    fn of(node: Node) -> Style {
        let own = |name: &str| attribute(node, name);
        let name = own("display-name").or(own("name")).unwrap_or_default().replace("_20_", " ");
        let outline = own("default-outline-level").and_then(|level| level.parse().ok());
        let mut out = Style { name, parent: own("parent-style-name").map(str::to_owned), outline, ..Style::default() };
        if let Some(text) = child(node, "text-properties") {
            let of = |name: &str| attribute(text, name);
            out.bold = of("font-weight")
                .map(|weight| weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight >= 600));
            out.italic = of("font-style").map(|style| style != "normal");
            out.small_caps = of("font-variant").map(|variant| variant == "small-caps");
            out.upper = of("text-transform").map(|transform| transform == "uppercase");
            out.underline = of("text-underline-style").map(|style| style != "none");
            out.strike = of("text-line-through-style").or(of("text-line-through-type")).map(|style| style != "none");
            out.hidden = of("display").map(|display| display == "none");
            out.level = of("text-position").map(|position| match position.split(' ').next().unwrap_or_default() {
                "super" => Level::Above,
                "sub" => Level::Below,
                "0%" => Level::Line,
                raised if raised.starts_with('-') => Level::Below,
                _ => Level::Above,
            });
            out.size = of("font-size")
                .and_then(|size| size.strip_suffix("pt")?.split('.').next()?.parse::<u32>().ok())
                .map(|size| size.min(500) * 2);
            out.font = of("font-name").or(of("font-family")).map(str::to_owned);
            let country = of("country")
                .filter(|country| *country != "none")
                .map(|country| format!("-{country}"))
                .unwrap_or_default();
            out.lang = of("language")
                .filter(|language| !matches!(*language, "none" | "zxx"))
                .map(|language| format!("{language}{country}"));
        }
        if let Some(shape) = child(node, "paragraph-properties") {
            let of = |name: &str| attribute(shape, name);
            out.side = of("text-align").map(|side| match side {
                "center" => Side::Centre,
                "end" | "right" => Side::End,
                _ => Side::Start,
            });
            out.left = of("margin-left").or(of("margin")).and_then(tenths);
            out.first = of("text-indent").and_then(tenths);
            out.new_page = of("break-before").map(|what| what == "page");
            out.ruled = of("border-bottom").map(|border| border != "none");
        }
        // A page style of its own begins a page.
        if own("master-page-name").is_some_and(|name| !name.is_empty()) {
            out.new_page = Some(true);
        }
        out
    }

    /// What is said here, or else there.
    pub fn or(&self, other: &Style) -> Style {
        Style {
            name: self.name.clone(),
            parent: self.parent.clone(),
            role: self.role,
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            small_caps: self.small_caps.or(other.small_caps),
            upper: self.upper.or(other.upper),
            underline: self.underline.or(other.underline),
            strike: self.strike.or(other.strike),
            hidden: self.hidden.or(other.hidden),
            level: self.level.or(other.level),
            size: self.size.or(other.size),
            lang: self.lang.clone().or_else(|| other.lang.clone()),
            font: self.font.clone().or_else(|| other.font.clone()),
            side: self.side.or(other.side),
            left: self.left.or(other.left),
            first: self.first.or(other.first),
            new_page: self.new_page.or(other.new_page),
            outline: self.outline.or(other.outline),
            ruled: self.ruled.or(other.ruled),
        }
    }
}

/// A length in tenths of a millimetre.
fn tenths(length: &str) -> Option<i32> {
    let end = length.find(|c: char| c.is_ascii_alphabetic())?;
    let (number, unit) = length.split_at(end);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    let hundredths: String = part.chars().chain("00".chars()).take(2).collect();
    let value =
        whole.trim_start_matches('-').parse::<i32>().ok()?.min(10_000) * 100 + hundredths.parse::<i32>().ok()?;
    let value = if number.starts_with('-') { -value } else { value };
    // Hundredths of the unit, in tenths of a millimetre.
    Some(match unit {
        "mm" => value / 10,
        "cm" => value,
        "in" => value * 254 / 100,
        "pt" => value * 254 / 7200,
        _ => return None,
    })
}

/// The level of a list.
#[derive(Clone, Debug, Default)]
pub struct ListLevel {
    pub numbering: Numbering,
    pub start: usize,
}

/// Styles that come from each other at most.
const CHAIN: usize = 12;

#[derive(Debug, Default)]
pub struct Styles {
    paragraphs: BTreeMap<String, Style>,
    letters: BTreeMap<String, Style>,
    lists: BTreeMap<(String, usize), ListLevel>,
    pub plain: Style,
}

impl Styles {
    /// Of `styles.xml` and `content.xml`.
    pub fn of(documents: &[&Document]) -> Styles {
        let mut out = Styles::default();
        let (mut paragraphs, mut letters) = (BTreeMap::new(), BTreeMap::new());
        let groups = documents.iter().flat_map(|document| elements(document.root_element()));
        for node in groups.filter(|node| node.tag_name().name().ends_with("styles")).flat_map(elements) {
            let name = attribute(node, "name").unwrap_or_default().to_owned();
            match (node.tag_name().name(), attribute(node, "family")) {
                ("style", Some("paragraph")) => drop(paragraphs.insert(name, Style::of(node))),
                ("style", Some("text")) => drop(letters.insert(name, Style::of(node))),
                ("default-style", Some("paragraph")) => out.plain = Style::of(node),
                ("list-style", _) => {
                    for level in elements(node) {
                        let of = |name: &str| attribute(level, name);
                        let at = of("level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1);
                        let numbering = match (level.tag_name().name(), of("num-format")) {
                            ("list-level-style-number", Some("a")) => Numbering::LowerLetters,
                            ("list-level-style-number", Some("A")) => Numbering::UpperLetters,
                            ("list-level-style-number", Some("i")) => Numbering::LowerRoman,
                            ("list-level-style-number", Some("I")) => Numbering::UpperRoman,
                            ("list-level-style-number", Some(_)) => Numbering::Arabic,
                            _ => Numbering::Bullets,
                        };
                        let start = of("start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
                        out.lists.insert((name.clone(), at.saturating_sub(1)), ListLevel { numbering, start });
                    }
                }
                _ => {}
            }
        }
        out.paragraphs = resolved(&paragraphs);
        out.letters = resolved(&letters);
        if let Some(standard) = out.paragraphs.get("Standard") {
            out.plain = standard.or(&out.plain);
        }
        out
    }

    pub fn paragraph(&self, name: Option<&str>) -> Style {
        name.and_then(|name| self.paragraphs.get(name))
            .map_or_else(|| self.plain.clone(), |style| style.or(&self.plain))
    }

    pub fn letters(&self, name: Option<&str>) -> Style {
        name.and_then(|name| self.letters.get(name)).cloned().unwrap_or_default()
    }

    pub fn list(&self, name: &str, level: usize) -> ListLevel {
        self.lists
            .get(&(name.to_owned(), level))
            .cloned()
            .unwrap_or(ListLevel { numbering: Numbering::Bullets, start: 1 })
    }
}

/// Each with what it comes from.
fn resolved(all: &BTreeMap<String, Style>) -> BTreeMap<String, Style> {
    let whole = |style: &Style| {
        let (mut out, mut parent) = (style.clone(), style.parent.as_ref());
        let mut role = names::role(&out.name);
        for _ in 0..CHAIN {
            let Some(next) = parent.and_then(|parent| all.get(parent)) else { break };
            out = out.or(next);
            role = if role == Role::Body { names::role(&next.name) } else { role };
            parent = next.parent.as_ref();
        }
        Style { role, ..out }
    };
    all.iter().map(|(name, style)| (name.clone(), whole(style))).collect()
}
