//! Every entry of the EPUB's page list leads to the words that stand at the top of that print page.
//!
//! Both sides are read from the finished files: the page from its glyphs, without running head and folio, the EPUB from
//! the marker on. Letters are compared, without regard to case, for note calls, list marks and hyphens are none.

use std::collections::BTreeMap;
use std::io::Read;
use usvg::roxmltree::{Document, Node, NodeId, ParsingOptions};

use crate::support::column::{Column, Columns};
use crate::support::lines::Line;
use crate::support::measure::{self, Milli, Page};
use crate::{BOOKS, file};

/// What stands behind the caption of a table that goes on, as letters.
const CONTINUED: &str = "continued";

/// How many letters are compared, or as many as the page has.
const LETTERS: usize = 48;

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

/// The text files of an EPUB by their names in the package's folder.
struct Epub {
    files: BTreeMap<String, String>,
}

fn parse(xml: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).expect("XHTML")
}

fn is_a(node: Node, kind: &str) -> bool {
    let types = node.attribute(("http://www.idpf.org/2007/ops", "type")).unwrap_or_default();
    types.split(' ').any(|one| one == kind)
}

impl Epub {
    fn open(path: &str) -> Epub {
        let bytes = std::fs::read(path).expect("the EPUB");
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let mut files = BTreeMap::new();
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).expect("an entry");
            let name = entry.name().to_string();
            if let Some((_, name)) = name.rsplit_once('/').filter(|(_, name)| name.ends_with(".xhtml")) {
                let mut text = String::new();
                entry.read_to_string(&mut text).expect("UTF-8");
                files.insert(name.to_string(), text);
            }
        }
        Epub { files }
    }

    /// Folio, file and id of each entry.
    fn page_list(&self) -> Vec<(String, String, String)> {
        let tree = parse(&self.files["nav.xhtml"]);
        let list = tree.descendants().find(|node| node.has_tag_name(NAV) && is_a(*node, "page-list"));
        let links = list.expect("a page list").descendants().filter(|node| node.attribute("href").is_some());
        links
            .map(|link| {
                let href = link.attribute("href").unwrap_or_default();
                let (file, id) = href.split_once('#').unwrap_or_else(|| panic!("{href} leads to no place"));
                (link.text().unwrap_or_default().to_string(), file.to_string(), id.to_string())
            })
            .collect()
    }

    /// The captions of a file's figures, which may have floated to the head of a page.
    fn captions(&self, file: &str) -> Vec<Vec<char>> {
        let tree = parse(&self.files[file]);
        let words = |caption: Node| {
            let texts = caption.descendants().filter(|node| node.is_text() && !node.ancestors().any(unprinted));
            texts.flat_map(|node| letters(node.text().unwrap_or_default())).collect::<Vec<char>>()
        };
        let captions = tree.descendants().filter(|node| node.tag_name().name() == "figcaption").map(words);
        captions.filter(|words| !words.is_empty()).collect()
    }

    /// The captions of a file's tables, each with the head under it.
    fn tables(&self, file: &str) -> Vec<(Vec<char>, Vec<char>)> {
        let tree = parse(&self.files[file]);
        let part = |table: Node, name: &str| {
            let part = table.descendants().find(|node| node.tag_name().name() == name);
            let texts = part.into_iter().flat_map(|part| part.descendants()).filter(|node| node.is_text());
            texts.flat_map(|node| letters(node.text().unwrap_or_default())).collect::<Vec<char>>()
        };
        let tables = tree.descendants().filter(|node| node.tag_name().name() == "table");
        tables.map(|table| (part(table, "caption"), part(table, "thead"))).collect()
    }

    /// The words that follow a marker, in a note those of notes, else those of the text alone; each row of a table
    /// by itself, with a mark that its words stand side by side.
    fn words_after(&self, file: &str, id: &str) -> Vec<(bool, Vec<String>)> {
        let text = self.files.get(file).unwrap_or_else(|| panic!("{file} is in the book"));
        let tree = parse(text);
        let marker = tree.descendants().find(|node| node.attribute("id") == Some(id));
        let marker = marker.unwrap_or_else(|| panic!("{file} has the marker {id}"));
        assert_eq!(marker.attribute("role"), Some("doc-pagebreak"), "{file}#{id} is a page's marker");
        let noted = marker.ancestors().any(|node| is_a(node, "footnote"));
        let mut groups: Vec<(Option<NodeId>, String)> = Vec::new();
        for node in tree.descendants().filter(|node| node.is_text() && node.range().start > marker.range().start) {
            if node.ancestors().any(unprinted) || node.ancestors().any(|node| is_a(node, "footnote")) != noted {
                continue;
            }
            let row = node.ancestors().find(is_abreast).map(|row| row.id());
            match groups.last_mut().filter(|(last, _)| *last == row) {
                Some((_, words)) => words.push_str(node.text().unwrap_or_default()),
                None => groups.push((row, node.text().unwrap_or_default().to_string())),
            }
        }
        let words = |text: &String| text.replace('\u{ad}', "").split_whitespace().map(str::to_string).collect();
        groups.iter().map(|(row, text)| (row.is_some(), words(text))).collect()
    }
}

/// Whether what is in it stands side by side on paper: cells in a row, stanzas in columns.
fn is_abreast(node: &Node) -> bool {
    let classes = node.attribute("class").unwrap_or_default();
    node.tag_name().name() == "tr" || classes.split(' ').any(|class| class.starts_with("columns-"))
}

/// What only the EPUB has: calls, markers, links to long descriptions.
fn unprinted(node: Node) -> bool {
    node.attribute("hidden").is_some()
        || node.attribute("class") == Some("long-description")
        || ["noteref", "backlink", "pagebreak"].iter().any(|kind| is_a(node, kind))
        || ["doc-noteref", "doc-backlink", "doc-pagebreak"].contains(&node.attribute("role").unwrap_or_default())
}

const NAV: (&str, &str) = ("http://www.w3.org/1999/xhtml", "nav");

/// The baseline of an initial is that of a later line: it goes to that of the line beside its top.
fn raise_initials(page: &mut Page) {
    let baselines: Vec<Milli> = page.glyphs.iter().map(|glyph| glyph.y).collect();
    for glyph in &mut page.glyphs {
        let top = glyph.y - glyph.size * 6 / 10;
        glyph.y = baselines.iter().copied().filter(|y| *y > top).min().unwrap_or(glyph.y);
    }
}

/// What stands on a page from its top, as words; of a page that is all notes, those.
fn words(column: &Column) -> Vec<String> {
    let lines = if column.text.is_empty() { &column.notes } else { &column.text };
    lines.iter().flat_map(read).collect()
}

/// A line's words, those of Hebrew and Arabic as they are read: from the right.
fn read(line: &Line) -> Vec<String> {
    let from_the_right = |word: &String| word.chars().any(|letter| ('\u{590}'..'\u{900}').contains(&letter));
    let mut words: Vec<String> = line.words.iter().map(|word| word.text.clone()).collect();
    for run in words.chunk_by_mut(|one, other| from_the_right(one) == from_the_right(other)) {
        if run.iter().all(from_the_right) {
            run.reverse();
            run.iter_mut().for_each(|word| *word = word.chars().rev().collect());
        }
    }
    words
}

fn is_blank(column: &Column) -> bool {
    column.text.is_empty() && column.notes.is_empty() && column.furniture.is_empty()
}

/// Bytes of a page's content that are more than its frame.
const DRAWN: usize = 100;

/// Ends a page in a divided word? Its first part, then.
fn divided(column: &Column) -> Option<Vec<char>> {
    let lines = if column.text.is_empty() { &column.notes } else { &column.text };
    let last: &Line = lines.last().filter(|line| line.hyphen)?;
    last.words.last().map(|word| letters(&word.text))
}

/// Whether a page opens with what follows a marker, the letters `begun` being on the page before. Those of a row may
/// stand in any order, for the lines of its cells stand side by side.
fn same(on_paper: &[char], follows: &[(bool, Vec<char>)], begun: &[char]) -> bool {
    let mut at = 0;
    for (nth, (is_row, letters)) in follows.iter().enumerate() {
        let Some(letters) = letters.strip_prefix(if nth == 0 { begun } else { &[] }) else { return false };
        let end =
            if *is_row { at + letters.len() } else { (at + letters.len()).min(on_paper.len()).min(at.max(LETTERS)) };
        let Some(printed) = on_paper.get(at..end) else { return false };
        let sorted = |letters: &[char]| {
            let mut letters = letters.to_vec();
            letters.sort_unstable();
            letters
        };
        let alike = if *is_row { sorted(printed) == sorted(letters) } else { letters.starts_with(printed) };
        if !alike {
            return false;
        }
        at = end;
        if at >= LETTERS || at == on_paper.len() {
            return true;
        }
    }
    at == on_paper.len()
}

/// Folios in a list of contents are no words of the text.
fn is_folio(word: &str) -> bool {
    word.chars().all(|letter| letter.is_ascii_digit() || "ivxlc".contains(letter))
}

#[test]
#[ignore = "reads what tests/run built"]
fn the_page_list_leads_to_the_top_of_each_page() {
    for (_, slug) in BOOKS {
        let epub = Epub::open(&file(slug, ".epub"));
        let pdf = std::fs::read(file(slug, "-print.pdf")).expect("the print edition");
        let mut pages = measure::read(&pdf);
        pages.iter_mut().for_each(raise_initials);
        let columns = Columns::of(&pages);
        // Pages may hold pictures alone.
        let file = lopdf::Document::load_mem(&pdf).expect("a PDF");
        let drawn: Vec<bool> = file.page_iter().map(|page| file.get_page_content(page).len() > DRAWN).collect();
        let is_printed = |at: &usize| drawn[*at] || !is_blank(&columns.pages[*at]);
        let printed: Vec<usize> = (0..columns.pages.len()).filter(is_printed).collect();
        let listed = epub.page_list();
        assert_eq!(listed.len(), printed.len(), "{slug}: as many entries as pages that are not blank");
        assert!(listed.len() > 35, "{slug}: the page list was read");
        let mut wrong = Vec::new();
        for ((folio, name, id), &page) in listed.iter().zip(&printed) {
            let column = &columns.pages[page];
            if let Some(line) = column.furniture.iter().find(|line| line.words.len() == 1 && is_folio(&line.text()))
                && line.text() != *folio
            {
                wrong.push(format!("page {page} has the folio {}, its entry says {folio}", line.text()));
            }
            let keep = |word: &String| name != "nav.xhtml" || !is_folio(word);
            let of = |words: Vec<String>| -> Vec<char> {
                words.iter().filter(|word| keep(word)).flat_map(|word| letters(word)).collect()
            };
            let on_paper = of(words(column));
            let follows: Vec<(bool, Vec<char>)> =
                epub.words_after(name, id).into_iter().map(|(is_row, words)| (is_row, of(words))).collect();
            let begun = page.checked_sub(1).and_then(|before| divided(&columns.pages[before])).unwrap_or_default();
            let opens =
                |paper: &[char]| same(paper, &follows, &[]) || !begun.is_empty() && same(paper, &follows, &begun);
            let under_a_float = |caption: &Vec<char>| on_paper.strip_prefix(&**caption).is_some_and(opens);
            // The head of a table that goes on stands on paper alone; rows in small type stand apart from the text.
            let under_a_head = |(caption, head): &(Vec<char>, Vec<char>)| {
                let shared = on_paper.iter().zip(caption).take_while(|(one, other)| one == other).count();
                let rest = (1..=shared).filter_map(|at| on_paper[at..].strip_prefix(&letters(CONTINUED)[..])).next();
                rest.and_then(|rest| rest.strip_prefix(&**head)).is_some_and(|rest| rest.is_empty() || opens(rest))
            };
            let is_under_a_head = epub.tables(name).iter().any(under_a_head);
            // The ebook's contents go further down than those on paper.
            let first = column.text.first().map(|line| of(read(line))).unwrap_or_default();
            // A part's number stands on paper alone.
            let numbered =
                column.text.first().map(|line| of(read(line).into_iter().skip(1).collect())).unwrap_or_default();
            let is_contents =
                name == "nav.xhtml" && [first, numbered].iter().any(|first| !first.is_empty() && opens(first));
            if !opens(&on_paper) && !is_contents && !is_under_a_head && !epub.captions(name).iter().any(under_a_float) {
                let shown = |letters: &[char]| letters.iter().take(LETTERS).collect::<String>();
                let in_epub = follows.iter().flat_map(|(_, letters)| letters.clone()).collect::<Vec<_>>();
                wrong.push(format!("{folio} ({name}): {} on paper, {} in the EPUB", shown(&on_paper), shown(&in_epub)));
            }
        }
        assert!(wrong.is_empty(), "{slug}: {wrong:#?}");
    }
}
