//! In: an SVG file. Out: the same drawing as SVG that is safe to give away: what is known to draw, and nothing else.
//! Refuses to change how it looks on white paper.
//!
//! The file is read as a tree and written anew by lists of what may stand in it. So scripts, handlers of events, links
//! out of the file, foreign objects, animations, document types with their entities and what drawing programs leave
//! behind cannot come through, whatever they are called.

use super::header::PictureError;
use super::svg;
use crate::base::xml::escape;
use std::collections::BTreeSet;
use std::fmt::Write;
use usvg::roxmltree::Node;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

const ELEMENTS: [&str; 54] = [
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "a",
];

/// A drawing keeps its paper: black lines on a page at night would be gone.
const PAPER: &str = "background:#fff";
const GROUND: &str = "fill:#fff;stroke:none";
/// In them white space may be text.
const TEXTS: [&str; 6] = ["text", "tspan", "textPath", "title", "desc", "style"];

/// Geometry, paint, text and filters of SVG 1.1, and the few of SVG 2 that drawing programs write.
const ATTRIBUTES: &str = " alignment-baseline amplitude aria-describedby aria-hidden aria-label aria-labelledby azimuth \
    baseFrequency baseline-shift bias class clip-path clip-rule clipPathUnits color color-interpolation \
    color-interpolation-filters cx cy d diffuseConstant direction display divisor dominant-baseline dx dy edgeMode \
    elevation enable-background exponent fill fill-opacity fill-rule filter filterUnits flood-color flood-opacity \
    font-family font-size font-size-adjust font-stretch font-style font-variant font-weight fr fx fy gradientTransform \
    gradientUnits height id image-rendering in in2 intercept isolation k1 k2 k3 k4 kernelMatrix kernelUnitLength kerning \
    lang lengthAdjust letter-spacing lighting-color limitingConeAngle marker marker-end marker-mid marker-start \
    markerHeight markerUnits markerWidth mask mask-type maskContentUnits maskUnits method mix-blend-mode mode \
    numOctaves offset opacity operator order orient overflow paint-order pathLength patternContentUnits \
    patternTransform patternUnits points pointsAtX pointsAtY pointsAtZ preserveAlpha preserveAspectRatio \
    primitiveUnits r radius refX refY result role rotate rx ry scale seed shape-rendering side slope spacing \
    specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke \
    stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width \
    surfaceScale tableValues targetX targetY text-anchor text-decoration text-rendering textLength transform \
    transform-origin type unicode-bidi values vector-effect version viewBox visibility width word-spacing \
    writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector z ";

/// The drawing written anew. `bytes` are a picture that `Picture::probe` let in.
pub fn clean(bytes: &[u8]) -> Result<String, PictureError> {
    let source = svg::source(bytes)?;
    let document = svg::document(&source)?;
    let mut out = Writer { text: String::with_capacity(source.len()), ids: BTreeSet::new() };
    out.text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.element(document.root_element());
    out.text.push('\n');
    Ok(out.text)
}

struct Writer {
    text: String,
    /// A second element of the same id is none of that id: nothing could tell them apart.
    ids: BTreeSet<String>,
}

impl Writer {
    /// Nesting was bounded when the file was let in.
    fn element(&mut self, node: Node) {
        let own = node.tag_name();
        let Some(name) = ELEMENTS.into_iter().find(|name| *name == own.name()) else { return };
        if own.namespace().is_some_and(|namespace| namespace != SVG) {
            return;
        }
        // A link leads nowhere from inside a picture.
        let name = if name == "a" { "g" } else { name };
        self.text.push('<');
        self.text.push_str(name);
        let root = node.parent().is_none_or(|parent| parent.is_root());
        if root {
            let _ = write!(self.text, " xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\"");
            if node.attribute("style").is_none() {
                let _ = write!(self.text, " style=\"{PAPER}\"");
            }
        }
        for attribute in node.attributes() {
            self.attribute(name, root, attribute.namespace(), attribute.name(), attribute.value());
        }
        if !node.has_children() {
            self.text.push_str("/>");
            return;
        }
        self.text.push('>');
        if root && !node.attribute("style").is_some_and(|style| style.contains("background")) {
            self.ground(node);
        }
        if name == "style" {
            let css: String = node.children().filter_map(|child| child.text()).collect();
            escape(&mut self.text, &style_sheet(&css, 0), false);
        } else {
            for child in node.children() {
                if child.is_element() {
                    self.element(child);
                } else if let Some(text) = child.text().filter(|_| child.is_text()) {
                    let kept = TEXTS.contains(&name) || !text.trim().is_empty();
                    escape(&mut self.text, if kept { text } else { "" }, false);
                }
            }
        }
        let _ = write!(self.text, "</{name}>");
    }

    /// The paper as a shape too, for engines that know no background of a drawing.
    fn ground(&mut self, root: Node) {
        let corner = root.attribute("viewBox").unwrap_or_default().replace(',', " ");
        let mut numbers =
            corner.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|at| at.is_finite()));
        let (x, y) = (numbers.next().flatten().unwrap_or(0.0), numbers.next().flatten().unwrap_or(0.0));
        let _ = write!(self.text, "<rect x=\"{x}\" y=\"{y}\" width=\"100%\" height=\"100%\" style=\"{GROUND}\"/>");
    }

    fn attribute(&mut self, element: &str, root: bool, namespace: Option<&str>, name: &str, value: &str) {
        let (name, value) = match (namespace, name) {
            (None | Some(XLINK), "href") if points_inside(element, value) => ("xlink:href", value.trim().to_owned()),
            (Some(XML), "lang") => ("xml:lang", value.to_owned()),
            (Some(XML), "space") => ("xml:space", value.to_owned()),
            (None, "style") if root && !value.contains("background") => {
                ("style", format!("{PAPER};{}", declarations(value)))
            }
            (None, "style") => ("style", declarations(value)),
            (None, "id") if !is_name(value) || !self.ids.insert(value.to_owned()) => return,
            (None, _) if ATTRIBUTES.contains(&format!(" {name} ")) && is_harmless(value) => (name, value.to_owned()),
            _ => return,
        };
        let _ = write!(self.text, " {name}=\"");
        escape(&mut self.text, &value, true);
        self.text.push('"');
    }
}

/// Into the file itself, or a picture that stands in it.
fn points_inside(element: &str, href: &str) -> bool {
    let href = href.trim();
    let picture =
        ["data:image/png;", "data:image/jpeg;", "data:image/jpg;"].iter().any(|start| href.starts_with(start));
    href.starts_with('#') || (picture && matches!(element, "image" | "feImage"))
}

/// A value that reaches no further than the file: `url(#a)` is the only address that may stand in it.
fn is_harmless(value: &str) -> bool {
    let lower = value.to_lowercase();
    let inside = |after: &str| after.trim_start().trim_start_matches(['"', '\'']).starts_with('#');
    !value.contains(['\\', '<'])
        && !lower.contains("javascript:")
        && !lower.contains("expression(")
        && !lower.contains("src(")
        && lower.split("url(").skip(1).all(inside)
}

fn declarations(css: &str) -> String {
    let moving = |declaration: &str| {
        let property = declaration.split(':').next().unwrap_or_default().trim().to_lowercase();
        ["animation", "transition", "behavior", "-moz-binding"].iter().any(|known| property.starts_with(known))
    };
    let kept = css.split(';').map(str::trim).filter(|one| !one.is_empty() && is_harmless(one) && !moving(one));
    kept.collect::<Vec<_>>().join(";")
}

/// Plain rules, and those for kinds of screens; every other at-rule is left out (fonts, imports, key frames).
fn style_sheet(css: &str, depth: usize) -> String {
    let css = without_comments(css);
    let mut out = String::new();
    let mut rest = css.trim();
    while let Some(at) = rest.find(['{', ';']) {
        let head = rest[..at].trim();
        if rest[at..].starts_with(';') {
            rest = rest[at + 1..].trim_start();
            continue;
        }
        let length = block(&rest[at..]);
        let inner = rest[at + 1..at + length].trim_end_matches('}');
        rest = rest.get(at + length..).unwrap_or_default().trim_start();
        let rules = match head.strip_prefix('@') {
            Some(rule) if rule.starts_with("media") && depth == 0 => style_sheet(inner, depth + 1),
            Some(_) => continue,
            None => declarations(inner),
        };
        let plain = !head.contains('}') && (head.starts_with('@') || !inner.contains(['{', '}']));
        if plain && !head.is_empty() && is_harmless(head) && !rules.is_empty() {
            let _ = write!(out, "{head}{{{rules}}}");
        }
    }
    out
}

/// Bytes of the block that begins here, its braces included.
fn block(css: &str) -> usize {
    let mut depth = 0_usize;
    for (at, sign) in css.char_indices() {
        match sign {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("*/").map_or("", |(_, after)| after));
    }
    out
}

/// An XML name without a colon.
fn is_name(id: &str) -> bool {
    let first = |c: char| c.is_alphabetic() || c == '_';
    id.starts_with(first) && id.chars().all(|c| first(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(inside: &str) -> String {
        let source =
            format!("<svg xmlns=\"{SVG}\" xmlns:x=\"http://www.w3.org/1999/xlink\" width=\"9\">{inside}</svg>");
        let out = clean(source.as_bytes()).unwrap();
        let open = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" style=\"{PAPER}\" width=\"9\">");
        let ground = format!("<rect x=\"0\" y=\"0\" width=\"100%\" height=\"100%\" style=\"{GROUND}\"/>");
        let open = open + if inside.is_empty() { "" } else { &ground };
        let inside = out.split_once(&open).unwrap_or_else(|| panic!("{out}")).1;
        inside.trim_end().trim_end_matches("</svg>").to_owned()
    }

    #[test]
    fn what_draws_is_kept() {
        let kept = "<title>A &amp; b</title><g transform=\"scale(2)\"><path d=\"M0 0h9\" fill=\"url(#a)\"/></g>\
                    <text x=\"1\">a <tspan>b</tspan> c</text>";
        assert_eq!(cleaned(kept), kept);
        assert_eq!(cleaned("<use x:href=' #a '/>"), "<use xlink:href=\"#a\"/>");
        assert_eq!(
            cleaned("<image href='data:image/png;base64,aa'/>"),
            "<image xlink:href=\"data:image/png;base64,aa\"/>"
        );
    }

    #[test]
    fn what_acts_or_reaches_out_is_not() {
        for (bad, left) in [
            ("<g onclick='a()' onload='b()'/>", "<g/>"),
            ("<a href='https://example.org'><path d='M0 0'/></a>", "<g><path d=\"M0 0\"/></g>"),
            ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>a</p></foreignObject>", ""),
            ("<animate attributeName='x'/><set/><animateMotion/><discard/>", ""),
            ("<handler>a</handler>", ""),
            ("<path fill='url(https://example.org/a)'/>", "<path/>"),
            ("<path fill='URL( \"//example.org\" )' filter='url(#f)'/>", "<path filter=\"url(#f)\"/>"),
            ("<path style='fill:url(a.svg#b); stroke : red;animation: x 1s'/>", "<path style=\"stroke : red\"/>"),
            ("<path style='fill:u\\72l(a)'/>", "<path style=\"\"/>"),
            ("<g id='a'/><g id='a'/><g id='1'/>", "<g id=\"a\"/><g/><g/>"),
            ("<metadata/><o:thing xmlns:o='urn:o' o:attr='1'/>", ""),
        ] {
            assert_eq!(cleaned(bad), left, "{bad}");
        }
    }

    #[test]
    fn style_sheets_lose_what_loads_or_moves() {
        let css = |css: &str| cleaned(&format!("<style>{css}</style>")).replace("<style>", "").replace("</style>", "");
        assert_eq!(css("/* a{} */ .a { fill: red } .b{}"), ".a{fill: red}");
        assert_eq!(css("@import 'a.css'; .a { fill: red; mask: url(#m) }"), ".a{fill: red;mask: url(#m)}");
        assert_eq!(css("@font-face { src: url(a) } @keyframes k { to { x: 1 } } .a { fill: red }"), ".a{fill: red}");
        assert_eq!(css("@media (min-width: 1em) { .a { fill: red } }"), "@media (min-width: 1em){.a{fill: red}}");
        assert_eq!(css(".a { fill: url(//x) } .b { fill: red"), ".b{fill: red}");
        assert_eq!(css("}}} {{{ ; @"), "");
    }

    #[test]
    fn the_ground_reaches_as_far_as_the_drawing() {
        let drawn = |root: &str| clean(format!("<svg xmlns='{SVG}' {root}><path d='M0 0'/></svg>").as_bytes()).unwrap();
        assert!(drawn("viewBox='-5,10.5 30 20'").contains("<rect x=\"-5\" y=\"10.5\" width=\"100%\""));
        assert!(!drawn("style='background: none'").contains("<rect"));
    }

    #[test]
    fn entities_are_written_out_and_their_type_is_gone() {
        let source =
            format!("<!DOCTYPE svg [<!ENTITY n \"{SVG}\"><!ENTITY w 'word'>]><svg xmlns='&n;'><text>&w;</text></svg>");
        let out = clean(source.as_bytes()).unwrap();
        assert!(out.ends_with("<text>word</text></svg>\n") && !out.contains("<!"), "{out}");
        assert_eq!(clean(out.as_bytes()).unwrap(), out, "clean is clean");
    }
}
