//! In: a book, what is claimed of its EPUB, and what was found. Out: an HTML page that says so: what the program checked,
//! what a person must vouch for, each fault with its line, and every picture with its words. In English: it is for those
//! who work on the book and for shops that ask.

use super::facts::Facts;
use crate::base::{Diagnostic, Sources, Span};
use crate::model::{Book, Image, SectionId, walk};
use crate::xhtml::xml::{self, Element};

const STYLE: &str = "body { max-width: 45em; margin: 2em auto; padding: 0 1em; font: 1em/1.5 sans-serif; } \
    table { border-collapse: collapse; } th, td { padding: 0.3em 0.6em; border: 1px solid; text-align: left; \
    vertical-align: top; } caption { text-align: left; font-weight: bold; }";

/// What is so in every book, for the program writes it so.
const ALWAYS: [&str; 8] = [
    "Headings, lists, quotations, tables, verse and notes are marked as what they are (WCAG 1.3.1).",
    "The reading order is that of the files and of the text in them (1.3.2).",
    "No text has a colour, a size or a measure that the reader cannot change, unless a style of the book says so (1.4.3, 1.4.4, 1.4.12).",
    "Each file has a title; each section is named by its heading (2.4.2, 2.4.6).",
    "Contents, landmarks and links of notes lead there and back (2.4.1, 2.4.5).",
    "The language of the book and of every passage that names its own is written (3.1.1, 3.1.2).",
    "Nothing depends on time, on a pointer or on a script (2.1.1, 2.2.1).",
    "Every element is written by one writer, and its markup is well-formed (4.1.2).",
];

/// What no program can know.
const VOUCH: [&str; 7] = [
    "Alternative texts say what the pictures mean, and long descriptions what diagrams show.",
    "Pictures without alternative text are decoration.",
    "Pictures of text have the text beside them, or as alternative text.",
    "Nothing is said by colour, shape or place alone.",
    "Text and pictures stand out from their ground, where styles or pictures set colours (4.5 to 1 for text).",
    "Titles, headings and the words of links tell what follows.",
    "All passages in other languages name them, those in the same script too.",
];

/// The file, in UTF-8.
pub fn report(book: &Book, facts: &Facts, found: &[&Diagnostic], sources: &Sources) -> String {
    let metadata = &book.metadata;
    let title = format!("Accessibility of {}", metadata.title);
    let head = Element::new("head")
        .child(Element::new("meta").with("charset", "utf-8"))
        .child(Element::new("meta").with("name", "viewport").with("content", "width=device-width"))
        .child(Element::new("title").text(title.as_str()))
        .child(Element::new("style").text(STYLE));
    let body = Element::new("body")
        .child(Element::new("h1").text(title.as_str()))
        .children(claim(book, facts).into_iter().map(Into::into))
        .child(Element::new("h2").text("Checked by the program"))
        .child(list(ALWAYS.iter().map(|line| (*line).to_owned())))
        .child(Element::new("h2").text("Found in this book"))
        .child(faults(found, sources))
        .child(Element::new("h2").text("For a person to vouch for"))
        .child(list(VOUCH.iter().map(|line| (*line).to_owned())))
        .child(Element::new("h2").text("Pictures"))
        .child(pictures(book, sources));
    let html = Element::new("html").with("lang", "en").child(head).child(body);
    let text = xml::write(&html, Some("html"), &|id| format!("#{id}")).unwrap_or_default();
    text.split_once('\n').map(|(_, html)| html.to_owned()).unwrap_or_default()
}

fn list(lines: impl Iterator<Item = String>) -> Element {
    Element::new("ul").children(lines.map(|line| Element::new("li").text(line).into()))
}

fn p(text: impl Into<String>) -> Element {
    Element::new("p").text(text)
}

/// What the package says, and why no more.
fn claim(book: &Book, facts: &Facts) -> Vec<Element> {
    let metadata = &book.metadata;
    let against = facts.against();
    let mut out = vec![match (&metadata.certifier, against.is_empty()) {
        (Some(by), true) => p(format!("The ebook claims {}, and {by} vouches for it.", super::package::CLAIM)),
        (Some(by), false) => p(format!("The ebook makes no claim of conformance, though {by} would vouch for it:")),
        (None, true) => p(
            "The program found nothing against a claim of conformance. None is made, for nobody is named who vouches for it (`certifier`).",
        ),
        (None, false) => p("The ebook makes no claim of conformance:"),
    }];
    if !against.is_empty() {
        out.push(list(against.iter().map(|why| (*why).to_owned())));
    }
    let said = [
        ("Ways in which the content is there", facts.modes()),
        ("Ways that are enough alone", facts.sufficient_modes()),
        ("Features", facts.features()),
        ("Hazards", facts.hazards()),
    ];
    let row = |(name, values): (&str, Vec<&str>)| {
        let name = Element::new("th").with("scope", "row").text(name);
        Element::new("tr").child(name).child(Element::new("td").text(values.join("; "))).into()
    };
    let caption = Element::new("caption").text("What the package says");
    let body = Element::new("tbody").children(said.into_iter().map(row));
    out.push(Element::new("table").child(caption).child(body));
    out.extend(metadata.accessibility.contact.iter().map(|contact| p(format!("Contact: {contact}"))));
    out.extend(metadata.accessibility.exemption.iter().map(|exemption| p(format!("Exemption claimed: {exemption}"))));
    out
}

/// `chapter.md:3:5`; nothing for what was not typed in a file.
fn place(span: Option<Span>, sources: &Sources) -> String {
    let Some(span) = span.filter(|span| *span != Span::default()) else { return String::new() };
    let (line, column) = sources.line_column(span.file, span.start);
    format!("{}:{line}:{column}", sources.get(span.file).name)
}

fn faults(found: &[&Diagnostic], sources: &Sources) -> Element {
    if found.is_empty() {
        return p("Nothing.");
    }
    let row = |found: &&Diagnostic| {
        let cells =
            [place(found.span, sources), found.message.to_string(), found.help.clone().unwrap_or_default().to_string()];
        Element::new("tr").children(cells.map(|cell| Element::new("td").text(cell).into())).into()
    };
    table(&["Place", "What is wrong", "What to do"], found.iter().map(row).collect())
}

fn table(names: &[&'static str], rows: Vec<xml::Node>) -> Element {
    let names = names.iter().map(|name| Element::new("th").with("scope", "col").text(*name).into());
    let head = Element::new("thead").child(Element::new("tr").children(names));
    Element::new("table").child(head).child(Element::new("tbody").children(rows))
}

/// Every picture that is shown, with its words: what a person reads through.
fn pictures(book: &Book, sources: &Sources) -> Element {
    let mut rows = Vec::new();
    let mut add = |section: SectionId, image: &Image| {
        let words = match (image.decorative, image.alt.trim()) {
            (true, _) => "decoration".to_owned(),
            (false, "") => "no alternative text".to_owned(),
            (false, alt) => alt.to_owned(),
        };
        let described = image.attributes.others.iter().find(|(key, _)| key == "longdesc");
        let described = described.map(|(_, id)| id.clone()).unwrap_or_default();
        let place = place(Some(book.span(section, image.span)), sources);
        let cells = [book.asset(image.asset).name.clone(), place, words, described];
        rows.push(Element::new("tr").children(cells.map(|cell| Element::new("td").text(cell).into())).into());
    };
    for (id, section) in book.section_ids().zip(&book.sections) {
        walk::images_of(&section.blocks, &mut |image| add(id, image));
        section.notes.iter().for_each(|note| walk::images_of(&note.blocks, &mut |image| add(id, image)));
    }
    if rows.is_empty() {
        return p("The text has none. The cover is described by its words.");
    }
    table(&["Picture", "Place", "Alternative text", "Long description"], rows)
}
