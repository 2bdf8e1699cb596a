//! In: the elements of an SVG. Out: how much there is to draw once every reference is followed as often as it is named.
//! Refuses to draw.
//!
//! A drawing of a few kilobytes can ask for billions of shapes: uses of uses, clip paths and masks clipped and masked
//! in turn, markers at every point of long paths, patterns of patterns. Each is counted here as it would multiply, with
//! every sum kept, so that counting takes no longer than the file is long.

use super::header::PictureError;
use std::collections::HashMap;
use std::rc::Rc;
use usvg::roxmltree::{Document, Node, NodeId};

/// Units of one drawing: an element is one, and so are `POINTS` of a path.
const UNITS: u64 = 60_000;
const POINTS: u64 = 16;
/// Elements and references inside each other.
const DEPTH: usize = 400;
/// Selectors tried on elements, a descendant's once for each element around it.
const STYLE_TRIALS: u64 = 5_000_000;

/// What draws what it names once for each element that names it.
const ONCE: [&str; 3] = ["clip-path", "mask", "filter"];
/// What the elements inside take over.
const PAINTS: [&str; 2] = ["fill", "stroke"];
const MARKERS: [&str; 4] = ["marker", "marker-start", "marker-mid", "marker-end"];

/// Holds a drawing against the limits.
pub fn check(document: &Document) -> Result<(), PictureError> {
    let rules = rules(document);
    check_style(document, &rules)?;
    let ids = document.descendants().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let mut count = Count { ids, rules, known: HashMap::new(), open: Vec::new(), budget: UNITS * 4 };
    let inherited = Rc::new(Inherited::default());
    let mut units = 0;
    for node in document.root().children().filter(Node::is_element) {
        units += count.drawn(node, &inherited)?;
    }
    if units > UNITS { Err(too_many()) } else { Ok(()) }
}

fn too_many() -> PictureError {
    PictureError::TooLarge("too many elements once its uses, clips, masks, patterns and markers are drawn".to_owned())
}

/// A rule of a style sheet that names other elements.
struct Rule<'a> {
    /// The last part of the selector: what the element itself must be.
    element: &'a str,
    names: Vec<(&'a str, &'a str)>,
    /// Whether elements around are looked at too.
    deep: bool,
}

/// Paints and markers that come from elements around.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Inherited {
    paints: Vec<(&'static str, NodeId)>,
    markers: Vec<(&'static str, NodeId)>,
}

struct Count<'a, 'input> {
    ids: HashMap<&'a str, Node<'a, 'input>>,
    rules: Vec<Rule<'a>>,
    known: HashMap<(NodeId, Rc<Inherited>), u64>,
    /// References that lead back to themselves are not followed.
    open: Vec<NodeId>,
    /// Elements that may still be looked at.
    budget: u64,
}

impl<'a, 'input> Count<'a, 'input> {
    /// An element where it stands in the drawing.
    fn drawn(&mut self, node: Node<'a, 'input>, inherited: &Rc<Inherited>) -> Result<u64, PictureError> {
        let stored = ["defs", "clipPath", "mask", "pattern", "marker", "symbol", "filter"];
        match node.tag_name().name() {
            name if stored.contains(&name) => Ok(1),
            _ => self.units(node, inherited),
        }
    }

    /// An element and all that it draws.
    fn units(&mut self, node: Node<'a, 'input>, inherited: &Rc<Inherited>) -> Result<u64, PictureError> {
        if self.open.contains(&node.id()) {
            return Ok(0);
        }
        let key = (node.id(), Rc::clone(inherited));
        if let Some(units) = self.known.get(&key) {
            return Ok(*units);
        }
        self.budget = self.budget.checked_sub(1).ok_or_else(too_many)?;
        if self.open.len() >= DEPTH {
            return Err(PictureError::TooLarge(format!("more than {DEPTH} elements and uses inside each other")));
        }
        self.open.push(node.id());
        let units = self.own(node, inherited);
        self.open.pop();
        let units = units?;
        if units > UNITS {
            return Err(too_many());
        }
        self.known.insert(key, units);
        Ok(units)
    }

    fn own(&mut self, node: Node<'a, 'input>, inherited: &Rc<Inherited>) -> Result<u64, PictureError> {
        let mut inner = Inherited::clone(inherited);
        let mut once = Vec::new();
        for (property, value) in self.declared(node) {
            let target = url(value).and_then(|id| self.ids.get(id).copied());
            let named = |list: [&'static str; 3]| list.into_iter().find(|known| *known == property);
            if let (Some(_), Some(target)) = (named(ONCE), target) {
                once.push(target);
            }
            replace(&mut inner.paints, &PAINTS, property, target);
            replace(&mut inner.markers, &MARKERS, property, target);
        }
        let points = points(node);
        let mut units = 1 + points / POINTS;
        let inner = Rc::new(inner);
        for target in once {
            units += self.units(target, &Rc::default())?;
        }
        let name = node.tag_name().name();
        if matches!(name, "path" | "rect" | "circle" | "ellipse" | "line" | "polyline" | "polygon" | "text" | "tspan") {
            for (_, target) in &inner.paints {
                units += self.named(*target, node)?;
            }
        }
        if points > 0 || name == "line" {
            for (_, target) in &inner.markers {
                units = units.saturating_add(self.named(*target, node)?.saturating_mul(points.max(2)));
            }
        }
        if matches!(name, "use" | "pattern" | "linearGradient" | "radialGradient" | "filter" | "feImage" | "textPath")
            && let Some(target) = href(node).and_then(|id| self.ids.get(id).copied())
        {
            units = units.saturating_add(self.units(target, &inner)?);
        }
        for child in node.children().filter(Node::is_element) {
            units = units.saturating_add(self.drawn(child, &inner)?);
        }
        Ok(units)
    }

    fn named(&mut self, target: NodeId, from: Node<'a, 'input>) -> Result<u64, PictureError> {
        match from.document().get_node(target) {
            Some(target) => self.units(target, &Rc::default()),
            None => Ok(0),
        }
    }

    /// Properties with the values that attributes, the element's own style and style sheets give them.
    fn declared(&self, node: Node<'a, 'input>) -> Vec<(&'a str, &'a str)> {
        let attributes = node.attributes().map(|attribute| (attribute.name(), attribute.value()));
        let mut all: Vec<_> = attributes.filter(|(name, _)| is_known(name)).collect();
        all.extend(node.attribute("style").into_iter().flat_map(declarations));
        let rules = self.rules.iter().filter(|rule| !rule.names.is_empty() && may_match(rule.element, node));
        all.extend(rules.flat_map(|rule| rule.names.iter().copied()));
        all
    }
}

/// Sets a property that is inherited; several values for one are all kept, for one of them will hold.
fn replace<'a>(
    list: &mut Vec<(&'static str, NodeId)>,
    known: &[&'static str],
    property: &str,
    target: Option<Node<'a, '_>>,
) {
    let Some(property) = known.iter().find(|known| **known == property) else { return };
    match target {
        Some(target) if !list.contains(&(*property, target.id())) => list.push((*property, target.id())),
        Some(_) => {}
        None => list.retain(|(of, _)| of != property),
    }
}

fn is_known(property: &str) -> bool {
    ONCE.contains(&property) || PAINTS.contains(&property) || MARKERS.contains(&property)
}

/// The id in `url(#id)`.
fn url(value: &str) -> Option<&str> {
    let inside = value.split_once("url(")?.1.split(')').next()?;
    inside.trim().trim_matches(['"', '\'']).trim().strip_prefix('#')
}

fn href<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == "href")?.value().trim().strip_prefix('#')
}

/// Points of a path at the most: each takes one number at least.
fn points(node: Node) -> u64 {
    let drawn = node.attribute("d").or(node.attribute("points")).unwrap_or_default();
    let (mut points, mut in_number, mut has_dot) = (0, false, false);
    for byte in drawn.bytes() {
        let (digit, dot) = (byte.is_ascii_digit(), byte == b'.');
        if (digit || dot) && (!in_number || dot && has_dot) {
            points += 1;
            has_dot = dot;
        } else {
            has_dot |= dot;
        }
        in_number = digit || dot;
    }
    points
}

fn declarations(css: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = css.split(';').filter_map(|one| one.split_once(':'));
    pairs.map(|(name, value)| (name.trim(), value.trim())).filter(|(name, _)| is_known(name))
}

/// All rules of all style sheets, one for each selector.
fn rules<'a>(document: &'a Document) -> Vec<Rule<'a>> {
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let texts = sheets.flat_map(|sheet| sheet.children().filter_map(|child| child.text()));
    let mut all = Vec::new();
    for text in texts {
        for (head, body) in text.split('}').filter_map(|rule| rule.rsplit_once('{')) {
            // A comment may stand before a selector.
            let head = head.rsplit("*/").next().unwrap_or_default();
            for selector in head.split(',').map(str::trim).filter(|selector| !selector.is_empty()) {
                let mut parts = selector.split([' ', '>', '+', '~', '\n', '\t']).filter(|part| !part.is_empty());
                let element = parts.next_back().unwrap_or_default();
                // What only ends an inheritance makes nothing more.
                let names = declarations(body).filter(|(_, value)| url(value).is_some()).collect();
                all.push(Rule { element, names, deep: parts.next().is_some() });
            }
        }
    }
    all
}

/// Whether a selector's last part may mean this element: by its name, its id and its classes; what is not understood
/// means every element.
fn may_match(part: &str, node: Node) -> bool {
    let simple = part.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | '*'));
    if !simple {
        return true;
    }
    let end = part.find(['.', '#']).unwrap_or(part.len());
    let (name, rest) = part.split_at(end);
    let named = matches!(name, "" | "*") || name == node.tag_name().name();
    let classes = node.attribute("class").unwrap_or_default();
    let mut fits = named;
    let mut rest = rest;
    while let Some(kind) = rest.chars().next() {
        let end = rest[1..].find(['.', '#']).map_or(rest.len(), |at| at + 1);
        let mark = &rest[1..end];
        fits &= match kind {
            '.' => classes.split_whitespace().any(|class| class == mark),
            _ => node.attribute("id") == Some(mark),
        };
        rest = &rest[end..];
    }
    fits
}

/// Style sheets try every selector on every element.
fn check_style(document: &Document, rules: &[Rule]) -> Result<(), PictureError> {
    if rules.is_empty() {
        return Ok(());
    }
    let [plain, deep] = [false, true].map(|deep| rules.iter().filter(|rule| rule.deep == deep).count() as u64);
    let mut trials = 0_u64;
    for node in document.descendants().filter(Node::is_element) {
        trials += plain;
        // Depth matters only where a rule asks for it, and then it was bounded when the file was read.
        trials += if deep > 0 { deep * node.ancestors().count() as u64 } else { 0 };
        if trials > STYLE_TRIALS {
            return Err(PictureError::TooLarge("its style sheet has too many rules for its elements".to_owned()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(inside: &str) -> Result<(), PictureError> {
        let source = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>{inside}</svg>"
        );
        check(&Document::parse(&source).unwrap())
    }

    /// Levels of elements of which each names the one before twice.
    fn levels(count: usize, level: impl Fn(usize, usize) -> String) -> String {
        (1..count).map(|at| level(at, at - 1)).collect()
    }

    #[test]
    fn what_multiplies_is_refused() {
        let rect = "<rect width='9' height='9'";
        let clips = levels(30, |at, before| {
            format!("<clipPath id='c{at}' clip-path='url(#c{before})'>{rect} clip-path='url(#c{before})'/></clipPath>")
        });
        let masks = levels(30, |at, before| {
            format!("<mask id='c{at}' mask='url(#c{before})'>{rect} style='mask: url(#c{before})'/></mask>")
        });
        let patterns = levels(30, |at, before| {
            format!("<pattern id='c{at}'><g fill='url(#c{before})'>{rect}/>{rect}/></g></pattern>")
        });
        let uses = levels(30, |at, before| {
            format!("<g id='c{at}'><use href='#c{before}'/><use xlink:href='#c{before}'/></g>")
        });
        let line = "L1 1".repeat(2_000);
        let markers =
            format!("<marker id='m'>{0}</marker><path d='M0 0{line}' marker-mid='url(#m)'/>", rect.to_owned() + "/>");
        let content = format!("{rect}/>").repeat(100);
        let inherited = format!(
            "<style>.a {{ marker: url(#m) }}</style><marker id='m'>{content}</marker><g class='a'><path d='M0 0{line}'/></g>"
        );
        for (name, drawing) in [
            ("clips", format!("{clips}{rect} clip-path='url(#c29)'/>")),
            ("masks", format!("{masks}{rect} mask='url(#c29)'/>")),
            ("patterns", format!("{patterns}{rect} fill='url(#c29)'/>")),
            ("uses", format!("<g id='c0'>{rect}/></g>{uses}")),
            ("inherited markers", inherited),
        ] {
            assert!(matches!(checked(&drawing), Err(PictureError::TooLarge(_))), "{name}");
        }
        assert_eq!(checked(&markers), Ok(()), "two thousand small markers are a dotted line");
    }

    #[test]
    fn style_sheets_are_bounded() {
        let rules: String = (0..4_000).map(|at| format!("g g .a{at} {{ fill: red }}")).collect();
        let deep = format!("{}{}", "<g>".repeat(60), "</g>".repeat(60));
        let drawing = format!("<style>{rules}</style>{}", deep.repeat(17));
        assert!(matches!(checked(&drawing), Err(PictureError::TooLarge(_))));
        let usual: String = (0..200).map(|at| format!(".a{at} {{ fill: red }}")).collect();
        assert_eq!(checked(&format!("<style>{usual}</style>{}", "<path d='M0 0h1'/>".repeat(5_000))), Ok(()));
    }

    #[test]
    fn what_leads_back_to_itself_ends() {
        assert_eq!(checked("<g id='a'><use href='#a'/></g>"), Ok(()));
        assert_eq!(checked("<mask id='a' mask='url(#b)'/><mask id='b' mask='url(#a)'/><g mask='url(#a)'/>"), Ok(()));
        let chain = levels(2_000, |at, before| format!("<g id='c{at}'><use href='#c{before}'/></g>"));
        assert!(matches!(checked(&format!("<g id='c0'/>{chain}")), Err(PictureError::TooLarge(_))));
    }

    #[test]
    fn points_are_numbers_at_the_most() {
        let source = "<a><path d='M0 0h1.5.5-3e2L9,9z'/></a>";
        let document = Document::parse(source).unwrap();
        assert_eq!(points(document.root_element().first_child().unwrap()), 8);
    }

    #[test]
    fn selectors_are_held_against_elements() {
        let source = "<rect id='i' class='a b'/>";
        let document = Document::parse(source).unwrap();
        let node = document.root_element();
        for part in ["rect", "*", ".a", "rect.a.b", "#i", "rect#i.b", "[x]", "rect:first-child"] {
            assert!(may_match(part, node), "{part}");
        }
        for part in ["g", ".c", "rect.a.c", "#j", "g.a"] {
            assert!(!may_match(part, node), "{part}");
        }
    }
}
