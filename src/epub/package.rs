//! In: metadata, facts and the list of files. Out: the package document (EPUB 3.3, section 5).

use super::facts::Facts;
use crate::model::{Book, Contributor, Metadata};
use crate::xhtml::right_to_left;
use crate::xhtml::xml::{Element, Node};

const CLAIM: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// A file of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub path: String,
    pub media_type: &'static str,
    pub properties: Option<&'static str>,
    /// Part of the reading order.
    pub spine: bool,
}

pub fn package(book: &Book, facts: &Facts, items: &[Item], fonts: bool) -> Element {
    let metadata = &book.metadata;
    let prefix = match fonts {
        true => {
            "a11y: http://www.idpf.org/epub/vocab/package/a11y/# ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
        }
        false => "a11y: http://www.idpf.org/epub/vocab/package/a11y/#",
    };
    let mut package = Element::new("package")
        .with("xmlns", "http://www.idpf.org/2007/opf")
        .with("version", "3.0")
        .with("unique-identifier", "id")
        .with("xml:lang", metadata.language.as_str())
        .with("prefix", prefix);
    if right_to_left(&metadata.language) {
        package = package.with("dir", "rtl");
    }
    let mut entries = described(metadata);
    if fonts {
        entries.push(meta("ibooks:specified-fonts", "true"));
    }
    // Older readers find the cover by this alone.
    let cover = items.iter().find(|item| item.properties == Some("cover-image"));
    entries.extend(
        cover.map(|cover| Element::new("meta").with("name", "cover").with("content", id_of(&cover.path)).into()),
    );
    entries.extend(accessible(metadata, facts));
    let mut spine = Element::new("spine").with("toc", id_of("toc.ncx"));
    if right_to_left(&metadata.language) {
        spine = spine.with("page-progression-direction", "rtl");
    }
    let read = items.iter().filter(|item| item.spine);
    package
        .child(Element::new("metadata").with("xmlns:dc", "http://purl.org/dc/elements/1.1/").children(entries))
        .child(Element::new("manifest").children(items.iter().map(|item| manifest_item(item).into())))
        .child(spine.children(read.map(|item| Element::new("itemref").with("idref", id_of(&item.path)).into())))
}

/// `text` for `text.xhtml`: paths are unique ASCII, so these are too.
fn id_of(path: &str) -> String {
    format!("f-{}", path.replace('/', "-"))
}

fn manifest_item(item: &Item) -> Element {
    Element::new("item")
        .with("id", id_of(&item.path))
        .with("href", item.path.as_str())
        .with("media-type", item.media_type)
        .with_some("properties", item.properties)
}

fn described(metadata: &Metadata) -> Vec<Node> {
    let mut out = vec![dc("dc:identifier", "id", &metadata.identifier)];
    let isbn = metadata.epub_isbn.as_deref().map(urn).filter(|urn| *urn != metadata.identifier);
    if let Some(isbn) = isbn {
        out.push(dc("dc:identifier", "isbn", &isbn));
        out.push(refine("isbn", "identifier-type", "15", Some("onix:codelist5")));
    }
    out.push(dc("dc:title", "title", &metadata.title));
    out.push(refine("title", "title-type", "main", None));
    if let Some(subtitle) = &metadata.subtitle {
        out.push(refine("title", "display-seq", "1", None));
        out.push(dc("dc:title", "subtitle", subtitle));
        out.push(refine("subtitle", "title-type", "subtitle", None));
        out.push(refine("subtitle", "display-seq", "2", None));
    }
    out.push(Element::new("dc:language").text(metadata.language.as_str()).into());
    for (at, person) in metadata.authors.iter().enumerate() {
        out.extend(contributor(at + 1, person));
    }
    let plain = [
        ("dc:publisher", &metadata.publisher),
        ("dc:date", &metadata.date),
        ("dc:rights", &metadata.rights),
        ("dc:description", &metadata.description),
    ];
    for (name, value) in plain {
        out.extend(value.iter().map(|value| Node::from(Element::new(name).text(value.as_str()))));
    }
    out.extend(metadata.subjects.iter().map(|subject| Element::new("dc:subject").text(subject.as_str()).into()));
    out.extend(metadata.edition.iter().map(|edition| meta("schema:bookEdition", edition)));
    if let Some(series) = &metadata.series {
        let collection = Element::new("meta").with("property", "belongs-to-collection").with("id", "series");
        out.push(collection.text(series.name.as_str()).into());
        out.push(refine("series", "collection-type", "series", None));
        out.extend(series.number.iter().map(|number| refine("series", "group-position", number, None)));
    }
    out.push(meta("dcterms:modified", &metadata.instant));
    let generator = concat!("Chapbook ", env!("CARGO_PKG_VERSION"));
    out.push(Element::new("meta").with("name", "generator").with("content", generator).into());
    out
}

/// Whoever made the text is a creator; an editor, a translator or an illustrator contributes.
fn contributor(number: usize, person: &Contributor) -> Vec<Node> {
    let creates = matches!(person.role.as_str(), "" | "aut" | "cre" | "com" | "aui");
    let (name, id) = if creates { ("dc:creator", "creator") } else { ("dc:contributor", "contributor") };
    let id = format!("{id}-{number}");
    let role = if person.role.is_empty() { "aut" } else { &person.role };
    let mut out = vec![dc(name, &id, &person.name), refine(&id, "role", role, Some("marc:relators"))];
    out.extend(person.file_as.iter().map(|key| refine(&id, "file-as", key, None)));
    out
}

fn accessible(metadata: &Metadata, facts: &Facts) -> Vec<Node> {
    let mut out = vec![];
    let many =
        |property: &'static str, values: Vec<&'static str>| values.into_iter().map(move |value| meta(property, value));
    out.extend(many("schema:accessMode", facts.modes()));
    out.extend(many("schema:accessModeSufficient", facts.sufficient_modes()));
    out.extend(many("schema:accessibilityFeature", facts.features()));
    out.extend(many("schema:accessibilityHazard", facts.hazards()));
    let summary = Element::new("meta").with("property", "schema:accessibilitySummary");
    out.push(match &metadata.accessibility_summary {
        Some(own) => summary.text(own.as_str()).into(),
        None => summary.with("xml:lang", "en").text(facts.summary()).into(),
    });
    if let (Some(certifier), true) = (&metadata.certifier, facts.conforms()) {
        out.push(
            Element::new("meta").with("property", "dcterms:conformsTo").with("id", "conformance").text(CLAIM).into(),
        );
        let by = Element::new("meta").with("property", "a11y:certifiedBy").with("refines", "#conformance");
        out.push(by.text(certifier.as_str()).into());
    }
    if facts.pages {
        out.push(meta("pageBreakSource", &print_edition(metadata)));
    }
    // What reading systems of EPUB Accessibility 1.0 look for.
    if let Some(isbn) = &metadata.print_isbn {
        out.push(dc("dc:source", "print", &urn(isbn)));
        out.extend(facts.pages.then(|| refine("print", "source-of", "pagination", None)));
    }
    out
}

/// What names the print edition: its ISBN, else words.
fn print_edition(metadata: &Metadata) -> String {
    if let Some(isbn) = &metadata.print_isbn {
        return urn(isbn);
    }
    let known = [Some(&metadata.title), metadata.publisher.as_ref(), metadata.date.as_ref()];
    let mut words: Vec<&str> = known.into_iter().flatten().map(String::as_str).collect();
    words.push("print edition");
    words.join(", ")
}

fn urn(isbn: &str) -> String {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("urn:isbn:{}", digits.trim_start_matches("urnisbn"))
}

fn dc(name: &'static str, id: &str, value: &str) -> Node {
    Element::new(name).with("id", id).text(value).into()
}

fn meta(property: &str, value: &str) -> Node {
    Element::new("meta").with("property", property).text(value).into()
}

fn refine(id: &str, property: &str, value: &str, scheme: Option<&str>) -> Node {
    let meta = Element::new("meta").with("refines", format!("#{id}")).with("property", property);
    meta.with_some("scheme", scheme).text(value).into()
}
