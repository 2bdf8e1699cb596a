//! What catalogues and shops are told: subjects of their schemes, addresses, and properties that the program knows nothing
//! of.

use super::FullSubject;
use crate::base::Diagnostic;
use crate::base::config::{Fault, FromText, Key, Kind, Node, Reader, Set, Shape, TextOrNumber, Value};
use std::collections::BTreeMap;

/// A subject in words, or one of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubjectSetting {
    Words(String),
    Full(FullSubject),
}

impl SubjectSetting {
    pub fn words(&self) -> &str {
        match self {
            SubjectSetting::Words(words) => words,
            SubjectSetting::Full(full) => &full.name,
        }
    }
}

impl Value for SubjectSetting {
    const KINDS: &'static [Kind] = &[Kind::Text, Kind::Table];

    fn takes() -> String {
        "text in quotes, or a table with `name`, `scheme` and `code`".to_string()
    }

    fn keys() -> &'static [Key] {
        FullSubject::keys()
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match node.kind() {
            Kind::Table => FullSubject::read(node.alone(), reader).map(SubjectSetting::Full),
            _ => String::read(node, reader).map(SubjectSetting::Words),
        }
    }
}

/// A subject scheme that EPUB has a word for (EPUB 3.3, D.3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme(pub &'static str);

const SCHEMES: [&str; 13] =
    ["AAT", "BIC", "BISAC", "CLC", "CLIL", "DDC", "EuroVoc", "LCSH", "MEDTOP", "NDC", "Thema", "UDC", "WGS"];

impl FromText for Scheme {
    fn takes() -> String {
        "the name of a subject scheme in quotes, such as `\"BISAC\"`, `\"Thema\"` or `\"LCSH\"`".to_string()
    }

    fn from_text(text: &str) -> Result<Scheme, Fault> {
        let known = SCHEMES.iter().find(|name| name.eq_ignore_ascii_case(text.trim()));
        known.map(|name| Scheme(name)).ok_or_else(|| {
            Fault::new("setting-value", format!("`{text}` is no subject scheme that catalogues know"))
                .help(format!("write one of {}", SCHEMES.join(", ")))
        })
    }
}

impl Scheme {
    /// What is wrong with a code of the scheme, where its form is known.
    pub fn fault(&self, code: &str) -> Option<&'static str> {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let capitals = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
        let (fits, form) = match self.0 {
            "BISAC" => (
                code.len() == 9 && code.is_ascii() && capitals(&code[..3]) && digits(&code[3..]),
                "three capitals and six figures, such as `POE005010`",
            ),
            "Thema" => (
                (1..=12).contains(&code.len())
                    && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-'),
                "capitals and figures, such as `DCF`",
            ),
            "LCSH" => (code.strip_prefix("sh").is_some_and(digits), "`sh` and figures, such as `sh85103704`"),
            _ => (true, ""),
        };
        (!fits).then_some(form)
    }
}

/// An address on the web, or a URN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(pub String);

impl FromText for Address {
    fn takes() -> String {
        "an address in quotes, such as `\"https://example.org/\"`".to_string()
    }

    fn from_text(text: &str) -> Result<Address, Fault> {
        let text = text.trim();
        let rest = ["https://", "http://", "urn:"].iter().find_map(|start| text.strip_prefix(start));
        let fits = rest.is_some_and(|rest| !rest.is_empty())
            && text.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'`'));
        match fits {
            true => Ok(Address(text.to_string())),
            false => Err(Fault::new("setting-value", format!("`{text}` is not an address"))
                .help("write one that begins with `https://`, `http://` or `urn:`, without spaces")),
        }
    }
}

/// `[epub.meta]`: properties of the package by their names, with all their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetaSettings {
    pub values: Vec<(String, Vec<String>)>,
}

/// Elements of Dublin Core that have no setting of their own.
const ELEMENTS: [&str; 4] = ["dc:coverage", "dc:format", "dc:relation", "dc:type"];
/// Vocabularies that need no declaration (EPUB 3.3, D.1.4), and others that the program declares.
const VOCABULARIES: [&str; 4] = ["dcterms", "marc", "onix", "schema"];
pub const DECLARED: [(&str, &str); 4] = [
    ("ibooks", "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"),
    ("prism", "http://www.prismstandard.org/specifications/3.0/PRISM_CV_Spec_3.0.htm#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("se", "https://standardebooks.org/vocab/1.0"),
];
/// What the program says itself, from other settings or from what it finds.
const OWN: [&str; 9] = [
    "dcterms:modified",
    "dcterms:conformsTo",
    "ibooks:specified-fonts",
    "schema:accessMode",
    "schema:accessModeSufficient",
    "schema:accessibilityFeature",
    "schema:accessibilityHazard",
    "schema:accessibilitySummary",
    "schema:bookEdition",
];

impl Value for MetaSettings {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table".to_string()
    }

    fn shape() -> Shape {
        let values = Shape { items: Some(Box::new(TextOrNumber::shape())), ..Shape::default() };
        Shape { kinds: Self::KINDS, named: Some(Box::new(values)), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<MetaSettings> {
        let mut values = BTreeMap::new();
        for (name, span, found) in reader.entries(&node) {
            if let Some((why, help)) = refused(&name) {
                reader.add(Diagnostic::error("setting-value", why).at_any(span).help(help));
                continue;
            }
            let said: Vec<Set<TextOrNumber>> = reader.at(&name, |reader| reader.list(found));
            let said = said.into_iter().map(|value| value.value.0).filter(|value| !value.trim().is_empty());
            values.insert(name, said.collect());
        }
        Some(MetaSettings { values: values.into_iter().collect() })
    }
}

fn refused(name: &str) -> Option<(String, String)> {
    if OWN.contains(&name) || name.starts_with("a11y:") {
        let why = format!("`{name}` is said by the program, from what it finds in the book or from other settings");
        // EPUB Accessibility 1.2 has the property; EPUBCheck up to 5.4 refuses it, whatever prefix it is declared by
        // (https://github.com/w3c/epubcheck/issues/1669).
        let help = match name {
            "a11y:contactEmail" => {
                "write `accessibility-contact` under `[epub]`, which puts the address into the summary: EPUBCheck 5.4 and \
                 earlier take the property for a fault"
            }
            "a11y:exemption" => "write `accessibility-exemption` under `[epub]`",
            _ => "delete it; see the other keys of `[book]` and `[epub]`",
        };
        return Some((why, help.to_string()));
    }
    let (vocabulary, term) = name.split_once(':').unwrap_or(("", name));
    let is_term = !term.is_empty() && term.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    let is_known = match vocabulary {
        "dc" => ELEMENTS.contains(&name),
        other => VOCABULARIES.contains(&other) || DECLARED.iter().any(|(prefix, _)| *prefix == other),
    };
    if is_term && is_known {
        return None;
    }
    let declared = DECLARED.iter().map(|(prefix, _)| *prefix);
    let prefixes: Vec<&str> = VOCABULARIES.into_iter().chain(declared).collect();
    let why = format!("`{name}` is no property of a vocabulary that the program knows");
    let help = format!(
        "write a name with one of the prefixes {}, such as `\"schema:genre\"`, or one of {}",
        prefixes.join(", "),
        ELEMENTS.join(", ")
    );
    Some((why, help))
}
