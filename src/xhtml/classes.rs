//! In: the classes that the ebook's elements have, and what a design says of them. Out: their rules, for both sheets.
//! Refuses to know what a property means: `design::properties` does.

use crate::design::properties::{Declaration, PROPERTIES, Scale, indent};
use crate::design::{Align, Dress, Overlay, StyleRole};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The names of the elements that have a class, by class.
pub type ClassUses = BTreeMap<String, BTreeSet<&'static str>>;

/// Rules for the base sheet and for the modern one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub base: String,
    pub modern: String,
    pub right_to_left: bool,
}

/// How the indent of a paragraph that follows another is written in the base sheet.
const INDENT: &str = "1.2em";

/// What a role is in the ebook; nothing for what has no element of its own there.
pub fn selector(role: StyleRole) -> Option<&'static str> {
    Some(match role {
        StyleRole::Body => "body",
        StyleRole::ChapterNumber => "h1 .number",
        StyleRole::ChapterTitle => "h1",
        StyleRole::PartNumber => ".part > h1 .number",
        StyleRole::PartTitle => ".part > h1",
        StyleRole::Heading2 => "h2",
        StyleRole::Heading3 => "h3",
        StyleRole::Heading4 => "h4",
        StyleRole::Heading5 => "h5",
        StyleRole::Heading6 => "h6",
        StyleRole::Quote => "blockquote",
        StyleRole::Epigraph => ".epigraph",
        StyleRole::Attribution => ".attribution",
        StyleRole::Verse => ".poem",
        StyleRole::VerseTitle => ".poem-title",
        StyleRole::Speaker => ".speaker",
        StyleRole::ListItem => "li",
        StyleRole::DefinitionTerm => "dt",
        StyleRole::Definition => "dd",
        StyleRole::TableHead => "thead th",
        StyleRole::TableCell => "td",
        StyleRole::Caption => "figcaption, caption",
        StyleRole::Code => "pre",
        StyleRole::Note | StyleRole::Endnote => ".notes > aside",
        StyleRole::NoteCall => ".call",
        StyleRole::Ornament => "hr.break",
        StyleRole::HalfTitle => ".half-title-page .title",
        StyleRole::BookTitle => ".title-page .title",
        StyleRole::BookSubtitle => ".title-page .subtitle",
        StyleRole::BookAuthor => ".title-page .author",
        StyleRole::BookPublisher => ".title-page .publisher",
        StyleRole::Imprint => ".imprint-page p",
        StyleRole::LineNumber
        | StyleRole::NoteNumber
        | StyleRole::EndnotesTitle
        | StyleRole::EndnotesChapter
        | StyleRole::RunningHead
        | StyleRole::Folio
        | StyleRole::ContentsPart
        | StyleRole::ContentsChapter
        | StyleRole::ContentsSection => return None,
    })
}

impl Rules {
    /// The rules of all styles that elements wear, and of the parts that an author dresses.
    pub fn of(dress: &Dress, uses: &ClassUses, scale: &Scale, right_to_left: bool) -> Rules {
        let mut rules = Rules { right_to_left, ..Rules::default() };
        if uses.contains_key("epigraph") {
            rules.part(".epigraph", &dress.own[&StyleRole::Epigraph], scale);
        }
        for (role, overlay) in &dress.typed {
            let Some(selector) = selector(*role) else { continue };
            // The size of the text is the reader's.
            let all = Overlay { size: None, leading: None, ..overlay.clone() };
            rules.part(selector, if *role == StyleRole::Body { &all } else { overlay }, scale);
        }
        for (style, class) in &dress.classes {
            if let Some(elements) = uses.get(style) {
                rules.class(style, elements, &class.overlay, scale);
            }
        }
        rules
    }

    /// A part of the book, which is a block.
    fn part(&mut self, selector: &str, overlay: &Overlay, scale: &Scale) {
        let declarations = PROPERTIES.iter().flat_map(|property| (property.declare)(overlay, scale)).collect();
        self.rule(selector, declarations);
        if let Some(indent) = indent(overlay, scale) {
            let inner = if selector == "body" { "p + p".to_owned() } else { within(selector, "p + p") };
            let _ = writeln!(self.base, "{inner} {{ text-indent: {indent}; }}");
        }
    }

    fn class(&mut self, name: &str, elements: &BTreeSet<&'static str>, overlay: &Overlay, scale: &Scale) {
        let class = format!(".{}", escaped(name));
        let declared = |of_block: bool| {
            let rows = PROPERTIES.iter().filter(move |property| property.of_block == of_block);
            rows.flat_map(|property| (property.declare)(overlay, scale)).collect::<Vec<_>>()
        };
        let words = declared(false);
        if elements.contains("h1") {
            let number = words.iter().filter(|declaration| declaration.property != "font-size").cloned().collect();
            self.rule(&format!("h1{class} .number"), number);
        }
        self.rule(&class, words);
        if overlay.case.is_some() || overlay.letterspacing.is_some() {
            let typed = "font-variant: normal; text-transform: none; letter-spacing: 0;";
            let _ = writeln!(self.base, "{class} code {{ {typed} }}");
        }
        let blocks: Vec<&str> = elements.iter().copied().filter(|name| is_block(name)).collect();
        if blocks.is_empty() {
            return;
        }
        let selector = blocks.iter().map(|name| format!("{name}{class}")).collect::<Vec<_>>().join(", ");
        self.rule(&selector, declared(true));
        if let Some(indent) = indent(overlay, scale) {
            let _ = writeln!(self.base, "{class} p + p {{ text-indent: {indent}; }}");
        }
        if !overlay.stands_apart() {
            let _ = writeln!(
                self.base,
                "{class} + p, p + {class} > p:first-child {{ text-indent: {INDENT}; }}\n\
                 {class} + p.lines {{ margin-left: {INDENT}; text-indent: 0; }}"
            );
        }
        if let Some(align @ (Align::Center | Align::Right)) = overlay.align {
            self.aligned(&class, align);
        }
    }

    /// In text that is centred or stands on the right every line of verse does, without indents.
    fn aligned(&mut self, class: &str, align: Align) {
        let _ = writeln!(
            self.base,
            "{class} p.lines {{ margin-left: 0; }}\n\
             {class} .poem, {class}.poem {{ max-width: none; margin-left: 0; margin-right: 0; }}\n\
             {class} .stanza {{ text-align: {align}; }}\n\
             {class} .line {{ margin-left: 0; padding-left: 0; text-indent: 0; }}",
            align = align.name()
        );
        let _ = writeln!(
            self.modern,
            "{class} .line, [dir] {class} .line {{ margin-inline-start: 0; padding-inline-start: 0; text-indent: 0; }}"
        );
        if self.right_to_left {
            let align = if align == Align::Right { "left" } else { "center" };
            let _ = writeln!(
                self.base,
                "[dir=\"rtl\"] {class} p.lines {{ margin-right: 0; }}\n\
                 [dir=\"rtl\"] {class} .stanza {{ text-align: {align}; }}\n\
                 [dir=\"rtl\"] {class} .line {{ margin-right: 0; padding-right: 0; text-indent: 0; }}"
            );
        }
    }

    fn rule(&mut self, selector: &str, declarations: Vec<Declaration>) {
        let (modern, base): (Vec<_>, Vec<_>) = declarations.into_iter().partition(|declared| declared.is_modern);
        write_rule(&mut self.base, selector, &base);
        write_rule(&mut self.modern, selector, &modern);
        if self.right_to_left {
            let mirrored = mirrored(&base);
            for selector in selector.split(", ") {
                write_rule(&mut self.base, &format!("[dir=\"rtl\"] {selector}"), &mirrored);
            }
        }
    }
}

fn write_rule(out: &mut String, selector: &str, declarations: &[Declaration]) {
    if declarations.is_empty() {
        return;
    }
    let all: Vec<String> = declarations.iter().map(|of| format!("{}: {};", of.property, of.value)).collect();
    let _ = writeln!(out, "{selector} {{ {} }}", all.join(" "));
}

/// What stands inside each of the elements that a list of selectors names.
fn within(selectors: &str, inner: &str) -> String {
    selectors.split(", ").map(|outer| format!("{outer} {inner}")).collect::<Vec<_>>().join(", ")
}

/// The sides of text that runs from right to left.
const SIDES: [(&str, &str); 3] =
    [("margin-left", "margin-right"), ("padding-left", "padding-right"), ("border-left", "border-right")];

/// Declarations of one side, for the other.
fn mirrored(declarations: &[Declaration]) -> Vec<Declaration> {
    let said = |property: &str| declarations.iter().find(|of| of.property == property);
    let mut out = Vec::new();
    for (left, right) in SIDES {
        for (one, other) in [(left, right), (right, left)] {
            let Some(declaration) = said(one) else { continue };
            out.push(Declaration { property: other, ..declaration.clone() });
            if said(other).is_none() {
                out.push(Declaration { value: "0".to_owned(), ..declaration.clone() });
            }
        }
    }
    if let Some(align) = said("text-align") {
        // MuPDF turns `right` round in such text; `start` it takes as it should.
        let values: &[&str] = match align.value.as_str() {
            "left" => &["right", "start"],
            "right" => &["left"],
            other => &[other],
        };
        out.extend(values.iter().map(|value| Declaration { value: (*value).to_owned(), ..align.clone() }));
    }
    out
}

/// Elements that are no words among others.
fn is_block(name: &str) -> bool {
    !matches!(name, "span" | "a" | "img" | "code" | "em" | "strong")
}

/// A class as a selector names it (CSS Syntax, ident).
fn escaped(name: &str) -> String {
    let mut out = String::new();
    for (at, character) in name.chars().enumerate() {
        match character {
            '0'..='9' if at == 0 => {
                let _ = write!(out, "\\{:x} ", character as u32);
            }
            '-' | '_' => out.push(character),
            character if character.is_ascii_alphanumeric() || !character.is_ascii() => out.push(character),
            character => out.extend(['\\', character]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_class_is_a_selector() {
        assert_eq!(escaped("telegram"), "telegram");
        assert_eq!(escaped("2nd.kind:a"), "\\32 nd\\.kind\\:a");
        assert_eq!(escaped("größer"), "größer");
    }

    #[test]
    fn sides_are_turned_round() {
        let of = |property, value: &str| Declaration { is_modern: false, property, value: value.to_owned() };
        let turned = mirrored(&[of("margin-left", "5%"), of("text-align", "right"), of("color", "#000")]);
        assert_eq!(turned, [of("margin-right", "5%"), of("margin-left", "0"), of("text-align", "left")]);
        assert_eq!(mirrored(&[of("margin-left", "1%"), of("margin-right", "2%")]).len(), 2);
    }
}
