//! Every word of the manuscript stands in every edition, in order.
//!
//! A word is a run of letters without regard to case. The running text and the notes are two sequences: in an EPUB
//! each must be equal to the manuscript's; on paper notes and furniture come between, so each must be contained in
//! order, and what is left over may only be furniture.

use chapbook::base::Folder;
use chapbook::manuscript;
use chapbook::model::{Block, BlockKind, Book, Inline, Role, Section, walk};
use std::collections::{BTreeMap, VecDeque};
use std::io::Read;
use std::path::Path;
use usvg::roxmltree;

use crate::{file, stdout};

/// What the two kinds of edition show differently.
#[derive(Clone, Copy, PartialEq)]
enum Medium {
    Paper,
    Epub,
}

/// The handbook as a medium has it.
fn book(medium: manuscript::Medium) -> Book {
    let folder =
        Folder::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript")).expect("the handbook's folder");
    let (reading, mut report) = manuscript::open(&folder);
    let reading = reading.expect("the handbook");
    let default = &reading.editions[0];
    let book = manuscript::book(&reading, default, &default.on(medium), &folder, &mut report);
    assert!(!report.has_errors());
    book
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// Text of some inlines as a reader sees it.
fn shown(book: &Book, inlines: &[Inline], medium: Medium) -> String {
    let mut out = String::new();
    walk::inlines(inlines, &mut |inline| match inline {
        Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
        Inline::LineEnd { .. } => out.push(' '),
        Inline::PageOf { anchor, .. } if medium == Medium::Epub => out.push_str(&book.anchor(*anchor).title),
        _ => {}
    });
    out.replace('\u{ad}', "")
}

fn block_words(book: &Book, blocks: &[Block], medium: Medium, out: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text, .. } => out.extend(words(text)),
            BlockKind::Contents { entries } => {
                for entry in entries {
                    out.extend(entry.number.as_deref().map(words).unwrap_or_default());
                    out.extend(words(&shown(book, &entry.title, medium)));
                }
            }
            BlockKind::Definitions { items } => {
                for (term, definitions) in items {
                    out.extend(words(&shown(book, term, medium)));
                    definitions.iter().for_each(|definition| block_words(book, definition, medium, out));
                }
            }
            BlockKind::Figure { figure } if medium == Medium::Paper && figure.place.is_some() => {}
            kind => {
                walk::children(kind).into_iter().for_each(|inner| block_words(book, inner, medium, out));
                if medium == Medium::Epub {
                    out.extend(long_description(book, kind));
                }
                walk::runs(block).iter().for_each(|run| out.extend(words(&shown(book, run.inlines, medium))));
            }
        }
    }
}

/// The EPUB links a picture to its description, under that one's title.
fn long_description(book: &Book, kind: &BlockKind) -> Vec<String> {
    let BlockKind::Figure { figure } = kind else { return Vec::new() };
    let named = figure.image.attributes.others.iter().find(|(key, _)| key == "longdesc");
    let anchor =
        named.and_then(|(_, id)| book.anchors.values().find(|anchor| anchor.name == id.trim_start_matches('#')));
    anchor.map(|anchor| words(&anchor.title)).unwrap_or_default()
}

fn section_words(book: &Book, section: &Section, medium: Medium) -> Vec<String> {
    let mut out: Vec<String> = section.number.as_deref().map(words).unwrap_or_default();
    out.extend(words(&shown(book, &section.title, medium)));
    block_words(book, &section.blocks, medium, &mut out);
    out
}

/// Captions of figures that leave their place on paper.
fn float_words(book: &Book) -> Vec<String> {
    let mut out = Vec::new();
    for block in book.sections.iter().flat_map(|section| &section.blocks) {
        if let BlockKind::Figure { figure } = &block.kind
            && figure.place.is_some()
        {
            out.extend(words(&shown(book, figure.caption.as_deref().unwrap_or_default(), Medium::Paper)));
        }
    }
    out
}

fn note_words(book: &Book, medium: Medium) -> Vec<String> {
    let mut out = Vec::new();
    book.notes().for_each(|(_, note)| block_words(book, &note.blocks, medium, &mut out));
    out
}

/// Where two sequences part, with the words around.
fn assert_same(found: &[String], wanted: &[String], what: &str) {
    if let Some(at) = (0..found.len().max(wanted.len())).find(|&at| found.get(at) != wanted.get(at)) {
        let around =
            |words: &[String]| words[at.saturating_sub(8).min(words.len())..(at + 8).min(words.len())].join(" ");
        panic!("{what}, word {at}:\n  found  … {} …\n  wanted … {} …", around(found), around(wanted));
    }
}

/// Words that are expected, in order. Those of one group may come in any order: a word alone, or a row of a table, for
/// the lines of its cells stand side by side.
#[derive(Clone)]
struct Expected {
    groups: VecDeque<Vec<String>>,
}

impl Expected {
    fn new(wanted: &[String], rows: &[Vec<String>]) -> Expected {
        let mut groups = VecDeque::new();
        let mut rows = rows.iter().peekable();
        let mut at = 0;
        while at < wanted.len() {
            let row = rows.next_if(|row| wanted[at..].starts_with(row)).map_or(1, Vec::len);
            groups.push_back(wanted[at..at + row].to_vec());
            at += row;
        }
        Expected { groups }
    }

    fn take(&mut self, word: &String) -> bool {
        let Some(group) = self.groups.front_mut() else { return false };
        let Some(place) = group.iter().position(|wanted| wanted == word) else { return false };
        group.swap_remove(place);
        if group.is_empty() {
            self.groups.pop_front();
        }
        true
    }

    /// How many of the next words would be taken one after the other.
    fn run(&self, stream: &[String]) -> usize {
        let near = self.groups.iter().take(SIGHT).cloned().collect();
        let mut near = Expected { groups: near };
        stream.iter().take(SIGHT).take_while(|word| near.take(word)).count()
    }

    fn assert_empty(self, what: &str) {
        let missing: Vec<String> = self.groups.into_iter().flatten().take(16).collect();
        assert!(missing.is_empty(), "{what}: missing from here on: {missing:?}");
    }
}

/// How far a word is looked after to tell where it belongs.
const SIGHT: usize = 12;

/// Takes some texts out of a page's stream, each in its order: a word goes to the one that goes on the longest from
/// there, the first of equals. What belongs to none is given back.
fn part(stream: &[String], texts: &mut [Expected]) -> Vec<String> {
    let mut left = Vec::new();
    for (at, word) in stream.iter().enumerate() {
        let ahead = &stream[at..];
        let longest = texts.iter_mut().rev().max_by_key(|text| text.run(ahead));
        if !longest.is_some_and(|text| text.take(word)) {
            left.push(word.clone());
        }
    }
    left
}

/// The words of each row of each table, in order; of rows that have any.
fn table_rows(book: &Book) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for section in &book.sections {
        walk::blocks(&section.blocks, &mut |block| {
            if let BlockKind::Table { table } = &block.kind {
                for row in std::iter::once(&table.head).chain(&table.rows) {
                    rows.push(row.iter().flat_map(|cell| words(&shown(book, &cell.inlines, Medium::Paper))).collect());
                }
            }
        });
    }
    rows.retain(|row: &Vec<String>| !row.is_empty());
    rows
}

/// Takes out what stands over a table that goes on: the beginning of its caption, that it does, and its head.
fn without_heads(mut stream: Vec<String>, book: &Book) -> Vec<String> {
    let mut tables = Vec::new();
    for section in &book.sections {
        walk::blocks(&section.blocks, &mut |block| {
            if let BlockKind::Table { table } = &block.kind {
                let caption = words(&shown(book, table.caption.as_deref().unwrap_or_default(), Medium::Paper));
                let head = table.head.iter().flat_map(|cell| words(&shown(book, &cell.inlines, Medium::Paper)));
                tables.push((caption, head.collect::<Vec<String>>()));
            }
        });
    }
    let is_over = |at: usize, stream: &[String]| {
        tables.iter().find_map(|(caption, head)| {
            let begins = (1..=caption.len().min(at)).find(|&count| stream[at - count..at] == caption[..count])?;
            stream[at + 1..].starts_with(head).then_some(at - begins..at + 1 + head.len())
        })
    };
    let mut at = 0;
    while at < stream.len() {
        let is_named = stream[at] == "continued";
        match is_named.then(|| is_over(at, &stream)).flatten() {
            Some(over) => {
                at = over.start;
                stream.drain(over);
            }
            None => at += 1,
        }
    }
    stream
}

/// Pages as text, words that were divided at a line's end joined by their soft hyphens. Where a page ends in one, a
/// note or the folio follows it, and the rest of the word opens the next page.
fn whole_words(text: &str) -> String {
    let mut pages: Vec<String> = text.split('\u{c}').map(str::to_string).collect();
    for at in 1..pages.len() {
        let overleaf = |(place, _): &(usize, &str)| {
            pages[at - 1][place + "\u{ad}\n".len()..].starts_with(|c: char| c.is_ascii_digit())
        };
        if let Some((place, _)) = pages[at - 1].match_indices("\u{ad}\n").find(overleaf) {
            let end = pages[at].find(|c: char| !c.is_alphabetic()).unwrap_or(pages[at].len());
            let rest: String = pages[at].drain(..end).collect();
            pages[at - 1].replace_range(place..place + "\u{ad}".len(), &rest);
        }
    }
    pages.join("\u{c}").replace("\u{ad}\n", "").replace('\u{ad}', "")
}

#[test]
#[ignore = "needs poppler: tests/run"]
fn every_word_is_on_paper_in_order() {
    for (pdf, medium) in [("-print.pdf", manuscript::Medium::Print), ("-screen.pdf", manuscript::Medium::Screen)] {
        let book = book(medium);
        let body: Vec<String> =
            book.sections.iter().flat_map(|section| section_words(&book, section, Medium::Paper)).collect();
        let (notes, floats) = (note_words(&book, Medium::Paper), float_words(&book));
        assert!(body.len() > 8_000 && notes.len() > 500, "the handbook was read");
        let text = whole_words(&stdout("pdftotext", &["-raw", "-enc", "UTF-8", &file("chapbook", pdf), "-"]));
        let mut texts = [&body, &notes, &floats].map(|words| Expected::new(words, &[]));
        texts[0] = Expected::new(&body, &table_rows(&book));
        let stream = part(&without_heads(words(&text), &book), &mut texts);
        for (text, name) in texts.into_iter().zip(["text", "notes", "figures"]) {
            text.assert_empty(&format!("{pdf}, {name}"));
        }
        let mut furniture: BTreeMap<String, usize> = BTreeMap::new();
        for section in &book.sections {
            let head = section.short.clone().unwrap_or_else(|| shown(&book, &section.title, Medium::Paper));
            words(&head).into_iter().for_each(|word| *furniture.entry(word).or_default() += 1);
        }
        words(&book.metadata.title).into_iter().for_each(|word| *furniture.entry(word).or_default() += 1);
        words(&book.metadata.words.part).into_iter().for_each(|word| *furniture.entry(word).or_default() += 1);
        let roman = |word: &String| word.chars().all(|c| "ivxlcdm".contains(c));
        let strange: Vec<&String> =
            stream.iter().filter(|word| !furniture.contains_key(*word) && !roman(word)).collect();
        assert!(strange.is_empty(), "{pdf}: words that nobody wrote: {strange:?}");
    }
}

#[test]
#[ignore = "reads what tests/run built"]
fn every_word_is_in_the_epub_in_order() {
    let book = book(manuscript::Medium::Ebook);
    let (mut text, mut notes) = (Vec::new(), Vec::new());
    for page in spine() {
        collect(&page, &mut text, &mut notes);
    }
    let wanted: Vec<String> = book
        .sections
        .iter()
        .filter(|section| section.role != Role::Contents)
        .flat_map(|section| section_words(&book, section, Medium::Epub))
        .collect();
    assert_same(&text, &wanted, "the EPUB's text");
    assert_same(&notes, &note_words(&book, Medium::Epub), "the EPUB's notes");
}

/// The XHTML files in reading order, without the navigation and the cover.
fn spine() -> Vec<String> {
    let bytes = std::fs::read(file("chapbook", ".epub")).expect("the EPUB");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut read = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).expect(name).read_to_string(&mut text).expect("UTF-8");
        text
    };
    let container = read("META-INF/container.xml");
    let package = attribute_of(&container, "rootfile", "full-path");
    let folder = package.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let opf = read(&package);
    let tree = roxmltree::Document::parse(&opf).expect("the package");
    let items: BTreeMap<&str, roxmltree::Node> = tree
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")))
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    tree.descendants()
        .filter(|node| node.tag_name().name() == "itemref")
        .filter_map(|node| items.get(node.attribute("idref")?).copied())
        .filter(|item| item.attribute("properties").is_none_or(|properties| !properties.contains("nav")))
        .filter(|item| item.attribute("href").is_some_and(|href| !href.contains("cover")))
        .map(|item| read(&format!("{folder}{}", item.attribute("href").unwrap_or_default())))
        .collect()
}

fn attribute_of(xml: &str, element: &str, name: &str) -> String {
    let tree = roxmltree::Document::parse(xml).expect("XML");
    let found = tree
        .descendants()
        .find(|node| node.tag_name().name() == element)
        .and_then(|node| node.attribute(name))
        .map(str::to_string);
    found.expect("the attribute")
}

const INLINE: [&str; 12] = ["a", "b", "i", "em", "strong", "span", "sup", "sub", "code", "s", "cite", "del"];

fn collect(xhtml: &str, text: &mut Vec<String>, notes: &mut Vec<String>) {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let tree = roxmltree::Document::parse_with_options(xhtml, options).expect("XHTML");
    let body =
        tree.descendants().find(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "body"))).expect("a body");
    let (mut running, mut noted) = (String::new(), String::new());
    gather(body, &mut running, &mut noted, false);
    text.extend(words(&running));
    notes.extend(words(&noted));
}

fn gather(node: roxmltree::Node, text: &mut String, notes: &mut String, in_note: bool) {
    let kind = node.attribute(("http://www.idpf.org/2007/ops", "type")).unwrap_or_default();
    // Numbers of notes, and the word that heads them.
    if ["noteref", "backlink", "pagebreak"].iter().any(|skip| kind.split(' ').any(|one| one == *skip))
        || node.attribute("hidden").is_some()
    {
        return;
    }
    if matches!(node.attribute("role"), Some("doc-backlink" | "doc-noteref" | "doc-pagebreak")) {
        return;
    }
    let in_note = in_note || kind.split(' ').any(|one| one == "footnote");
    let block = node.is_element() && !INLINE.contains(&node.tag_name().name());
    let out = |text: &mut String, notes: &mut String, what: &str| {
        if in_note { notes.push_str(what) } else { text.push_str(what) }
    };
    if block {
        out(text, notes, " ");
    }
    if node.is_text() {
        out(text, notes, &node.text().unwrap_or_default().replace('\u{ad}', ""));
    }
    for child in node.children() {
        gather(child, text, notes, in_note);
    }
    if block {
        out(text, notes, " ");
    }
}
