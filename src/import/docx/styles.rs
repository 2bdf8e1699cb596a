//! In: `styles.xml` of a Word document. Out: what each style says of paragraphs and letters, with what it is based on.

use crate::import::markup::{attribute, child, elements};
use crate::import::names::{self, Role};
use roxmltree::Node;
use std::collections::BTreeMap;

/// What letters look like, as far as it is said. The first six are switches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub caps: Option<bool>,
    pub small_caps: Option<bool>,
    pub strike: Option<bool>,
    pub hidden: Option<bool>,
    pub underline: Option<bool>,
    /// `superscript` or `subscript`.
    pub raised: Option<String>,
    /// In half points.
    pub size: Option<u32>,
    pub lang: Option<String>,
    pub font: Option<String>,
    /// Of a marker's pen.
    pub highlight: bool,
    /// Of code in the line, which Google Docs marks by its face and its green alone.
    pub code: bool,
}

impl Letters {
    pub fn of(properties: Option<Node>) -> Letters {
        let mut out = Letters::default();
        let mut green = false;
        for node in properties.into_iter().flat_map(elements) {
            let value = attribute(node, "val");
            let on = Some(!matches!(value, Some("0" | "false" | "off" | "none")));
            match node.tag_name().name() {
                "b" => out.bold = on,
                "i" => out.italic = on,
                "caps" => out.caps = on,
                "smallCaps" => out.small_caps = on,
                "strike" | "dstrike" => out.strike = on,
                "vanish" | "webHidden" => out.hidden = on,
                "u" => out.underline = on,
                "vertAlign" => out.raised = value.map(str::to_owned),
                "sz" => out.size = value.and_then(|size| size.parse().ok()).filter(|size| *size < 1_000),
                "lang" => out.lang = value.map(str::to_owned),
                "rFonts" => out.font = attribute(node, "ascii").map(str::to_owned),
                "highlight" => out.highlight = on == Some(true),
                "color" => green = value == Some("188038"),
                _ => {}
            }
        }
        out.code = green && out.font.as_deref() == Some("Roboto Mono");
        out
    }

    /// What is said here, or else there.
    pub fn or(&self, other: &Letters) -> Letters {
        Letters {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            caps: self.caps.or(other.caps),
            small_caps: self.small_caps.or(other.small_caps),
            strike: self.strike.or(other.strike),
            hidden: self.hidden.or(other.hidden),
            underline: self.underline.or(other.underline),
            raised: self.raised.clone().or_else(|| other.raised.clone()),
            size: self.size.or(other.size),
            lang: self.lang.clone().or_else(|| other.lang.clone()),
            font: self.font.clone().or_else(|| other.font.clone()),
            highlight: self.highlight || other.highlight,
            code: self.code || other.code,
        }
    }
}

/// What a paragraph looks like, as far as it is said. Lengths are in twentieths of a point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    pub outline: Option<u8>,
    /// The list and the level in it.
    pub list: Option<String>,
    pub level: Option<usize>,
    pub side: Option<String>,
    pub left: Option<i32>,
    pub hanging: Option<i32>,
    pub new_page: Option<bool>,
}

impl Shape {
    pub fn of(properties: Option<Node>) -> Shape {
        let mut out = Shape::default();
        for node in properties.into_iter().flat_map(elements) {
            let value = attribute(node, "val");
            match node.tag_name().name() {
                "outlineLvl" => out.outline = value.and_then(|level| level.parse().ok()),
                "jc" => out.side = value.map(str::to_owned),
                "pageBreakBefore" => out.new_page = Some(!matches!(value, Some("0" | "false" | "off"))),
                "ind" => {
                    let length =
                        |names: [&str; 2]| names.into_iter().find_map(|name| attribute(node, name)).and_then(whole);
                    out.left = length(["left", "start"]);
                    out.hanging = length(["hanging", "hanging"]);
                }
                "numPr" => {
                    let of = |name| child(node, name).and_then(|node| attribute(node, "val"));
                    out.list = of("numId").map(str::to_owned);
                    out.level = of("ilvl").and_then(|level| level.parse().ok());
                }
                _ => {}
            }
        }
        out
    }

    pub fn or(&self, other: &Shape) -> Shape {
        Shape {
            outline: self.outline.or(other.outline),
            list: self.list.clone().or_else(|| other.list.clone()),
            level: self.level.or(other.level),
            side: self.side.clone().or_else(|| other.side.clone()),
            left: self.left.or(other.left),
            hanging: self.hanging.or(other.hanging),
            new_page: self.new_page.or(other.new_page),
        }
    }
}

/// The whole part of a length; Google Docs writes `720.0000000000001`.
fn whole(length: &str) -> Option<i32> {
    length.split('.').next()?.parse().ok()
}

#[derive(Clone, Debug, Default)]
pub struct Style {
    pub name: String,
    based: Option<String>,
    pub role: Role,
    pub shape: Shape,
    pub letters: Letters,
}

#[derive(Debug, Default)]
pub struct Styles {
    all: BTreeMap<String, Style>,
    /// Of paragraphs that name none.
    pub plain: Style,
}

/// Styles that are based on each other at most.
const CHAIN: usize = 12;

impl Styles {
    pub fn of(root: Option<Node>) -> Styles {
        let Some(root) = root else { return Styles::default() };
        let defaults = child(root, "docDefaults");
        let default =
            |outer: &str, inner: &str| defaults.and_then(|node| child(node, outer)).and_then(|node| child(node, inner));
        let letters = Letters::of(default("rPrDefault", "rPr"));
        let shape = Shape::of(default("pPrDefault", "pPr"));
        let mut raw: BTreeMap<String, Style> = BTreeMap::new();
        let mut plain = None;
        for node in elements(root).filter(|node| node.tag_name().name() == "style") {
            let value = |name| child(node, name).and_then(|node| attribute(node, "val")).map(str::to_owned);
            let id = attribute(node, "styleId").unwrap_or_default().to_owned();
            let is_paragraph = attribute(node, "type") == Some("paragraph");
            if is_paragraph && matches!(attribute(node, "default"), Some("1" | "true")) {
                plain = Some(id.clone());
            }
            let style = Style {
                name: value("name").unwrap_or_else(|| id.clone()),
                based: value("basedOn"),
                role: Role::Body,
                shape: Shape::of(child(node, "pPr")),
                letters: Letters::of(child(node, "rPr")),
            };
            raw.insert(id, style);
        }
        let base = Style { letters, shape, ..Style::default() };
        let mut styles = Styles { all: BTreeMap::new(), plain: base.clone() };
        for (id, style) in &raw {
            let mut chain = vec![style];
            while let Some(next) = chain.last().and_then(|last| raw.get(last.based.as_ref()?)) {
                if chain.len() > CHAIN {
                    break;
                }
                chain.push(next);
            }
            let mut out = style.clone();
            for one in &chain[1..] {
                out.shape = out.shape.or(&one.shape);
                out.letters = out.letters.or(&one.letters);
            }
            out.role =
                chain.iter().map(|one| names::role(&one.name)).find(|role| *role != Role::Body).unwrap_or_default();
            if let (Role::Body, Some(level @ 0..=8)) = (out.role, out.shape.outline) {
                out.role = Role::Heading(level.min(5) + 1);
            }
            styles.all.insert(id.clone(), out);
        }
        if let Some(style) = plain.and_then(|plain| styles.all.get(&plain)) {
            let (letters, shape) = (style.letters.or(&base.letters), style.shape.or(&base.shape));
            styles.plain = Style { letters, shape, ..style.clone() };
        }
        styles
    }

    /// A paragraph's style, or the plain one.
    pub fn paragraph(&self, id: Option<&str>) -> Style {
        match id.and_then(|id| self.all.get(id)) {
            Some(style) => {
                let letters = style.letters.or(&self.plain.letters);
                Style { letters, shape: style.shape.or(&self.plain.shape), ..style.clone() }
            }
            // Other programs may leave the list of styles out, and name them all the same.
            None => match id {
                Some(id) => Style { name: id.to_owned(), role: names::role(id), ..self.plain.clone() },
                None => self.plain.clone(),
            },
        }
    }

    pub fn letters(&self, id: Option<&str>) -> Option<&Style> {
        self.all.get(id?)
    }
}
