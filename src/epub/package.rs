//! In: metadata, facts and the list of files. Out: the package document (EPUB 3.3, section 5).

use super::facts::Facts;
use crate::manuscript::settings::DECLARED;
use crate::model::{Book, Contributor, Metadata, Subject};
use crate::xhtml::right_to_left;
use crate::xhtml::xml::{Element, Node};

/// What a book claims that keeps the rules.
pub const CLAIM: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

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
    let mut package = Element::new("package")
        .with("xmlns", "http://www.idpf.org/2007/opf")
        .with("version", "3.0")
        .with("unique-identifier", "id")
        .with("xml:lang", metadata.language.as_str())
        .with("prefix", prefixes(metadata, fonts));
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
    out.extend(metadata.file_as.iter().map(|key| refine("title", "file-as", key, None)));
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
        (
            "dc:description",
            metadata.long_description.as_ref().map_or(&metadata.description, |_| &metadata.long_description),
        ),
    ];
    for (name, value) in plain {
        out.extend(value.iter().map(|value| Node::from(Element::new(name).text(value.as_str()))));
    }
    let short = metadata.description.iter().filter(|_| metadata.long_description.is_some());
    out.extend(short.map(|short| meta("schema:abstract", short)));
    out.extend((1..).zip(&metadata.subjects).flat_map(|(number, about)| subject(number, about)));
    out.extend(metadata.sources.iter().map(|source| Element::new("dc:source").text(source.as_str()).into()));
    out.extend(metadata.same_as.iter().map(|address| same_as(None, address)));
    out.extend(properties(metadata));
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
    let creates = ["aut", "cre", "com", "aui"].iter().any(|role| person.is(role));
    let (name, id) = if creates { ("dc:creator", "creator") } else { ("dc:contributor", "contributor") };
    let id = format!("{id}-{number}");
    let mut out = vec![dc(name, &id, &person.name)];
    out.extend(person.roles.iter().map(|role| refine(&id, "role", role, Some("marc:relators"))));
    out.extend(person.file_as.iter().map(|key| refine(&id, "file-as", key, None)));
    out.extend(person.same_as.iter().map(|address| same_as(Some(&id), address)));
    out
}

/// A subject of a scheme has its code there.
fn subject(number: usize, subject: &Subject) -> Vec<Node> {
    let Some((scheme, code)) = &subject.term else {
        return vec![Element::new("dc:subject").text(subject.name.as_str()).into()];
    };
    let id = format!("subject-{number}");
    vec![dc("dc:subject", &id, &subject.name), refine(&id, "authority", scheme, None), refine(&id, "term", code, None)]
}

/// Where a person or the work is described.
fn same_as(refined: Option<&str>, address: &str) -> Node {
    let link = Element::new("link").with_some("refines", refined.map(|id| format!("#{id}")));
    link.with("rel", "schema:sameAs").with("href", address).into()
}

/// What `[epub.meta]` says; elements of Dublin Core are elements.
fn properties(metadata: &Metadata) -> Vec<Node> {
    let all = metadata.properties.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    let element = |(name, value): (&String, &String)| match name.as_str() {
        "dc:coverage" => Element::new("dc:coverage").text(value.as_str()).into(),
        "dc:format" => Element::new("dc:format").text(value.as_str()).into(),
        "dc:relation" => Element::new("dc:relation").text(value.as_str()).into(),
        "dc:type" => Element::new("dc:type").text(value.as_str()).into(),
        name => meta(name, value),
    };
    all.map(element).collect()
}

/// The vocabularies of the package's properties that EPUB asks to be declared.
fn prefixes(metadata: &Metadata, fonts: bool) -> String {
    let mut all = vec!["a11y: http://www.idpf.org/epub/vocab/package/a11y/#".to_owned()];
    let names = |prefix: &str| metadata.properties.iter().any(|(name, _)| name.split(':').next() == Some(prefix));
    let declared = DECLARED.iter().filter(|(prefix, _)| *prefix == "ibooks" && fonts || names(prefix));
    all.extend(declared.map(|(prefix, address)| format!("{prefix}: {address}")));
    all.join(" ")
}

fn accessible(metadata: &Metadata, facts: &Facts) -> Vec<Node> {
    let mut out = vec![];
    let many =
        |property: &'static str, values: Vec<&'static str>| values.into_iter().map(move |value| meta(property, value));
    out.extend(many("schema:accessMode", facts.modes()));
    out.extend(many("schema:accessModeSufficient", facts.sufficient_modes()));
    out.extend(many("schema:accessibilityFeature", facts.features()));
    out.extend(many("schema:accessibilityHazard", facts.hazards()));
    let own = &metadata.accessibility;
    let summary = Element::new("meta").with("property", "schema:accessibilitySummary");
    out.push(match &own.summary {
        Some(own) => summary.text(own.as_str()).into(),
        None => {
            let (words, language) = facts.summary(&metadata.language);
            let contact = own.contact.iter().map(|contact| format!(" {contact}")).collect::<String>();
            let summary = if language == metadata.language { summary } else { summary.with("xml:lang", language) };
            summary.text(words + &contact).into()
        }
    });
    out.extend(own.exemption.map(|exemption| meta("a11y:exemption", exemption)));
    if let (Some(certifier), true) = (&metadata.certifier, facts.conforms()) {
        out.push(
            Element::new("meta").with("property", "dcterms:conformsTo").with("id", "conformance").text(CLAIM).into(),
        );
        let by = Element::new("meta").with("property", "a11y:certifiedBy").with("refines", "#conformance");
        out.push(by.with("id", "certifier").text(certifier.as_str()).into());
        let address = |text: &&String| text.starts_with("https://") || text.starts_with("http://");
        let link = |rel: &str, href: &str| {
            let link = Element::new("link").with("refines", "#certifier").with("rel", rel);
            Node::from(link.with("href", href))
        };
        out.extend(own.credential.iter().map(|credential| match Some(credential).filter(address) {
            Some(address) => link("a11y:certifierCredential", address),
            None => refine("certifier", "a11y:certifierCredential", credential, None),
        }));
        out.extend(own.report.iter().map(|report| link("a11y:certifierReport", report)));
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
