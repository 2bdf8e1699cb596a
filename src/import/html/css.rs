//! In: the style sheets of a page, and its elements. Out: what they say of each element, as far as it bears a meaning:
//! slanted, bold, hidden, centred. Refuses to lay anything out.

use super::dom::{Dom, Id, Kind};
use crate::import::flow::Side;
use crate::import::runs::Level;
use simplecss::{AttributeOperator, DeclarationTokenizer, Element, PseudoClass, StyleSheet};

/// Rules that are held against each element, at most.
const RULES: usize = 1_500;

/// What is said of one element; nothing where it is as around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    pub emphasis: Option<bool>,
    pub strong: Option<bool>,
    pub small_caps: Option<bool>,
    pub underline: Option<bool>,
    pub strike: Option<bool>,
    pub upper: Option<bool>,
    pub level: Option<Level>,
    pub side: Option<Side>,
    pub hidden: bool,
    pub new_page: bool,
    pub kept_space: Option<bool>,
    /// From the left, in tenths of an em.
    pub indent: i32,
}

impl Style {
    fn set(&mut self, name: &str, value: &str) {
        let value = value.trim().to_ascii_lowercase();
        match name.to_ascii_lowercase().as_str() {
            "font-style" => self.emphasis = Some(value.contains("italic") || value.contains("oblique")),
            "font-weight" => {
                let weight = value.parse::<u32>().ok();
                self.strong =
                    Some(matches!(value.as_str(), "bold" | "bolder") || weight.is_some_and(|weight| weight >= 600));
            }
            "font-variant" | "font-variant-caps" => self.small_caps = Some(value.contains("small-caps")),
            "text-decoration" | "text-decoration-line" => {
                self.underline = Some(value.contains("underline"));
                self.strike = Some(value.contains("line-through"));
            }
            "text-transform" => self.upper = Some(value == "uppercase"),
            "vertical-align" => {
                self.level = match value.as_str() {
                    "super" | "text-top" => Some(Level::Above),
                    "sub" | "text-bottom" => Some(Level::Below),
                    "baseline" => Some(Level::Line),
                    _ => None,
                }
            }
            "text-align" => {
                self.side = match value.as_str() {
                    "center" => Some(Side::Centre),
                    "right" | "end" => Some(Side::End),
                    _ => Some(Side::Start),
                }
            }
            "display" => self.hidden = value == "none",
            "visibility" => self.hidden |= value == "hidden",
            "page-break-before" | "break-before" => {
                self.new_page = matches!(value.as_str(), "always" | "page" | "left" | "right")
            }
            "white-space" => self.kept_space = Some(value.starts_with("pre")),
            "margin-left" | "padding-left" => self.indent = self.indent.saturating_add(tenths(&value)),
            _ => {}
        }
    }
}

/// `1.5em` is 15; other units are none.
fn tenths(value: &str) -> i32 {
    let number = value.strip_suffix("rem").or(value.strip_suffix("em")).unwrap_or_default();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let tenth = part.chars().next().and_then(|digit| digit.to_digit(10)).unwrap_or(0) as i32;
    whole.parse::<i32>().unwrap_or(0).clamp(0, 100) * 10 + tenth
}

/// The styles of all elements, by id.
pub fn styles(dom: &Dom, sheets: &str) -> Vec<Style> {
    let mut sheet = StyleSheet::parse(sheets);
    let bears = |name: &str| {
        matches!(
            name,
            "display" | "visibility" | "white-space" | "vertical-align" | "page-break-before" | "break-before"
        ) || ["font-", "text-", "margin-left", "padding-left"].iter().any(|start| name.starts_with(start))
    };
    sheet.rules.retain(|rule| rule.declarations.iter().any(|declaration| bears(declaration.name)));
    sheet.rules.truncate(RULES);
    let of = |id: Id| {
        let mut style = Style::default();
        if !matches!(dom.entries[id].kind, Kind::Element { .. }) {
            return style;
        }
        for rule in sheet.rules.iter().filter(|rule| rule.selector.matches(&Held { dom, id })) {
            style.indent = 0;
            rule.declarations.iter().for_each(|declaration| style.set(declaration.name, declaration.value));
        }
        if let Some(own) = dom.attribute(id, "style") {
            DeclarationTokenizer::from(own).for_each(|declaration| style.set(declaration.name, declaration.value));
        }
        if let Some(side) = dom.attribute(id, "align") {
            style.set("text-align", side);
        }
        style
    };
    (0..dom.entries.len()).map(of).collect()
}

/// An element that is held against a selector.
struct Held<'d> {
    dom: &'d Dom,
    id: Id,
}

impl Element for Held<'_> {
    fn parent_element(&self) -> Option<Self> {
        let id = self.dom.parent(self.id)?;
        matches!(self.dom.entries[id].kind, Kind::Element { .. }).then_some(Held { dom: self.dom, id })
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        // In a long row of siblings it would be looked for too often.
        let siblings = self.dom.children(self.dom.parent(self.id)?);
        let at = siblings.iter().take(1_000).position(|id| *id == self.id)?;
        let before =
            siblings[..at].iter().rev().find(|id| matches!(self.dom.entries[**id].kind, Kind::Element { .. }))?;
        Some(Held { dom: self.dom, id: *before })
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.dom.name(self.id).eq_ignore_ascii_case(name)
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.dom.attribute(self.id, name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        matches!(class, PseudoClass::FirstChild) && self.prev_sibling_element().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::super::dom::parse;
    use super::*;

    #[test]
    fn rules_say_what_elements_are() {
        let dom = parse("<p class='a b'>x<span style='font-weight: 700'>y</span></p><p>z").unwrap();
        let styles = styles(
            &dom,
            "@media print { p { display: none } } .b { font-style: italic; color: red } p p { font-style: normal } .a { margin-left: 1.5em }",
        );
        let paragraph = dom.named("p").next().unwrap();
        assert_eq!((styles[paragraph].emphasis, styles[paragraph].indent), (Some(true), 15));
        assert_eq!(styles[dom.named("span").next().unwrap()].strong, Some(true));
        assert_eq!(styles[dom.named("p").nth(1).unwrap()], Style::default());
    }
}
