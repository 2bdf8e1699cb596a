//! Books of plain words, each word once: every one must stand in the ebook and on the pages, once and in order.
//!
//! Words of the text and words of the notes have letters of their own, so that either can be followed where the other
//! comes between, and a word that is broken over two pages is whole again.

use crate::support::language::Draw;
use crate::support::measure;
use crate::{Files, judge};
use chapbook::Output;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{Cursor, Read};
use zip::ZipArchive;

struct Alphabet {
    first: char,
    consonants: &'static str,
    vowels: &'static str,
    last: char,
}

const TEXT: Alphabet = Alphabet { first: 'z', consonants: "bdfgklm", vowels: "aei", last: 'x' };
const NOTES: Alphabet = Alphabet { first: 'j', consonants: "nprstvw", vowels: "ouy", last: 'q' };

impl Alphabet {
    fn word(&self, count: usize, draw: &mut Draw) -> String {
        let syllable = |at: usize| {
            let letter = |of: &str, at: usize| of.as_bytes()[at % of.len()] as char;
            [letter(self.consonants, at / self.vowels.len()), letter(self.vowels, at)]
        };
        let all = self.consonants.len() * self.vowels.len();
        let mut word = String::from(self.first);
        // Three syllables tell words apart.
        for at in [count, count / all, count / all / all] {
            word.extend(syllable(at % all));
        }
        let more = if draw.percent(1) { 15 } else { 4 };
        for _ in 0..draw.within(0..=more) {
            word.extend(syllable(draw.within(0..=all - 1)));
        }
        word.push(self.last);
        word
    }

    /// The words in a text, whatever else stands in it.
    fn words(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut open: Option<String> = None;
        for letter in text.chars().flat_map(char::to_lowercase) {
            if letter == self.first {
                open = Some(String::new());
            } else if letter == self.last {
                found.extend(open.take());
            } else if let Some(word) =
                open.as_mut().filter(|_| self.consonants.contains(letter) || self.vowels.contains(letter))
            {
                word.push(letter);
            }
        }
        found
    }
}

struct Author<'a> {
    draw: &'a mut Draw,
    words: usize,
    note_words: usize,
    notes: usize,
    text: String,
    /// What the end of the chapter defines.
    definitions: String,
}

pub fn book(draw: &mut Draw) -> Files {
    let settings = settings(draw);
    let mut author =
        Author { draw, words: 0, note_words: 0, notes: 0, text: String::new(), definitions: String::new() };
    let mut files = vec![("book.toml".to_owned(), settings.into_bytes())];
    for file in 0..author.draw.within(1..=3) {
        for _ in 0..author.draw.within(1..=3) {
            author.chapter();
        }
        files.push((format!("{file}.md"), std::mem::take(&mut author.text).into_bytes()));
    }
    files
}

/// All choices that move words about.
pub fn settings(draw: &mut Draw) -> String {
    let mut text = String::from("book.title = '1'\nbook.authors = ['2']\n");
    let mut choose = |key: &str, values: &[&str]| {
        if draw.percent(50) {
            let _ = writeln!(text, "{key} = {}", draw.one(values));
        }
    };
    choose("book.language", &["'en'", "'en-GB'", "'de'", "'fr'", "'ru'", "'nl'"]);
    choose("page.trim", &["'A6'", "'A5'", "'110mm x 178mm'", "'70mm x 100mm'", "'6in x 9in'"]);
    choose("page.chapter-start", &["'next'", "'recto'"]);
    choose("type.theme", &["'classic'", "'modern'", "'zine'"]);
    choose("type.opening", &["'plain'", "'drop-cap'", "'small-caps'"]);
    choose("type.justify", &["true", "false"]);
    choose("type.hyphenate", &["true", "false"]);
    choose("type.expansion", &["0", "1"]);
    choose("type.number-chapters", &["'arabic'", "'roman'", "'words'"]);
    choose("type.size", &["'8pt'", "'12pt'", "'14pt'"]);
    choose("notes.place", &["'foot'", "'chapter'", "'book'"]);
    choose("notes.number", &["'chapter'", "'page'", "'book'", "'symbols'"]);
    choose("contents.depth", &["0", "1", "3"]);
    choose("epub.fonts", &["true", "false"]);
    choose("print.standard", &["'PDF/X-1a:2001'", "'PDF/X-3:2002'", "'none'"]);
    choose("print.marks", &["true"]);
    choose("booklet.scheme", &["'signatures'", "'perfect'"]);
    text
}

impl Author<'_> {
    fn word(&mut self) -> String {
        self.words += 1;
        TEXT.word(self.words, self.draw)
    }

    fn words(&mut self, most: usize) -> String {
        (0..self.draw.within(1..=most)).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }

    fn note_text(&mut self) -> String {
        let count = if self.draw.percent(10) { 90 } else { 12 };
        let mut words = Vec::new();
        for _ in 0..self.draw.within(1..=count) {
            self.note_words += 1;
            words.push(NOTES.word(self.note_words, self.draw));
        }
        words.join(" ")
    }

    /// A call, and its definition here or at the chapter's end.
    fn note(&mut self) -> String {
        self.notes += 1;
        let text = self.note_text();
        if self.definitions.is_empty() && self.draw.percent(30) {
            return format!("^[{text}]");
        }
        let more = if self.draw.percent(10) { format!("\n\n    {}", self.note_text()) } else { String::new() };
        let _ = write!(self.definitions, "[^{0}]: {text}{more}\n\n", self.notes);
        format!("[^{}]", self.notes)
    }

    /// Running text with what stands within it.
    fn run(&mut self, most: usize) -> String {
        let mut run = String::new();
        for _ in 0..self.draw.within(1..=most) {
            let word = self.word();
            let shown = match self.draw.within(0..=29) {
                0 => format!("*{word} {}*", self.words(4)),
                1 => format!("**{word}**"),
                2 => format!("\"{word} {}\"", self.words(4)),
                3 => format!("[{word}]{{.smallcaps}}"),
                4 => format!("`{word}`"),
                5 => format!("{word}--{}", self.word()),
                6 => format!("{word}-{}", self.word()),
                7 => format!("{word}{}", self.note()),
                8 => word.to_uppercase(),
                9 => format!("[{word}](https://example.org)"),
                10 => format!("{word}^{}^", self.word()),
                11 => format!("{word}\\\n"),
                _ => word,
            };
            run.push_str(&shown);
            let mark = *self.draw.one(&[" ", " ", " ", " ", ", ", ". ", "; ", " -- ", "... ", "? ", "\n"]);
            run.push_str(mark);
        }
        // A mark at the end of a paragraph would be a line's.
        format!("{}.", run.trim_end_matches([' ', '-', '\\', '\n', ',', ';', '.', '?']))
    }

    fn chapter(&mut self) {
        let title = self.words(6);
        let _ = write!(self.text, "# {title}\n\n");
        for _ in 0..self.draw.within(1..=9) {
            let block = self.block();
            let _ = write!(self.text, "{block}\n\n");
        }
        let definitions = std::mem::take(&mut self.definitions);
        self.text.push_str(&definitions);
    }

    fn block(&mut self) -> String {
        match self.draw.within(0..=15) {
            0 => format!("## {}\n\n{}", self.words(5), self.run(40)),
            1 => format!("> {}\n>\n> {}\n>\n> -- {}", self.words(60), self.words(20), self.words(4)),
            2 => format!("- {}\n- {}\n  - {}\n- {}", self.words(9), self.run(40), self.words(9), self.words(5)),
            3 => format!("1. {}\n\n2. {}\n\n   {}", self.run(30), self.words(9), self.words(20)),
            4 => {
                let stanzas = (0..self.draw.within(1..=4)).map(|_| self.stanza()).collect::<Vec<_>>().join("\n");
                format!("```verse\n{stanzas}```")
            }
            5 => {
                let mut row = || format!("| {} | {} |\n", self.words(3), self.words(6));
                format!("{}|---|---|\n{}{}", row(), row(), row())
            }
            6 => format!("{}\n\n***\n\n{}", self.run(30), self.run(30)),
            7 => format!("{}\n: {}\n\n{}\n: {}", self.word(), self.words(30), self.word(), self.words(4)),
            8 => format!("::: letter\n{}\n\n{}\n:::", self.words(30), self.words(5)),
            9 => format!("```\n{}\n{}\n```", self.words(4), self.words(4)),
            10 => format!("{}\n\n{}\n\n{}", self.run(3), self.run(3), self.run(3)),
            _ => self.run(120),
        }
    }

    fn stanza(&mut self) -> String {
        let lines = self.draw.within(1..=9);
        (0..lines).map(|_| format!("{}{}\n", self.draw.one(&["", "", "  "]), self.words(9))).collect()
    }
}

pub fn judge(files: &Files) {
    let outcome = judge::built(files, &[Output::Epub, Output::Print, Output::Screen]);
    assert!(!outcome.report.has_errors(), "{}", outcome.report);
    let texts = files.iter().filter(|(name, _)| name.ends_with(".md"));
    let written: String = texts.map(|(_, bytes)| String::from_utf8_lossy(bytes) + "\n").collect();
    let mut read = 0;
    for artifact in &outcome.artifacts {
        judge::reads_back(artifact);
        let shown = match artifact.output() {
            Some(Output::Epub) => of_ebook(&artifact.bytes),
            Some(Output::Screen) => of_pages(&artifact.bytes),
            _ => continue,
        };
        compare(&artifact.name, &written, &shown);
        read += 1;
    }
    assert_eq!(read, 2, "the ebook and the pages");
}

fn compare(name: &str, written: &str, shown: &str) {
    let titles: String = written.lines().filter(|line| line.starts_with('#')).collect();
    let titles = TEXT.words(&titles);
    for alphabet in [TEXT, NOTES] {
        let shown = alphabet.words(shown);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        shown.iter().for_each(|word| *counts.entry(word).or_default() += 1);
        let mut rest = shown.iter();
        for word in alphabet.words(written) {
            // Titles stand in the contents too.
            let count = counts.get(word.as_str()).copied().unwrap_or_default();
            assert!(count == 1 || count > 1 && titles.contains(&word), "{name} shows `{word}` {count} times");
            assert!(rest.any(|other| *other == word), "{name}: `{word}` stands before what is written before it");
        }
    }
}

/// Letters in the order of the file, which is that of reading; running heads and folios are left out.
fn of_pages(bytes: &[u8]) -> String {
    let mut shown = String::new();
    for page in measure::read(bytes) {
        let mut span = None;
        for glyph in page.glyphs.iter().filter(|glyph| !glyph.artifact) {
            match glyph.actual {
                Some(at) if span == Some(at) => {}
                Some(at) => shown.push_str(&page.actual[at]),
                None => shown.push_str(&glyph.text),
            }
            span = glyph.actual;
        }
    }
    shown
}

/// The letters of all files in the order of the spine.
fn of_ebook(bytes: &[u8]) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut read = |name: &str| {
        let mut text = String::new();
        zip.by_name(name).expect("a file that is named").read_to_string(&mut text).expect("text");
        text
    };
    let container = read("META-INF/container.xml");
    let container = parsed(&container);
    let package = container.descendants().find_map(|node| node.attribute("full-path")).expect("a package");
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let package = read(package);
    let package = parsed(&package);
    let with = |id: &str| package.descendants().find(|node| node.attribute("id") == Some(id)).expect("an item");
    let mut shown = String::new();
    for id in package.descendants().filter_map(|node| node.attribute("idref")) {
        let href = with(id).attribute("href").expect("a name");
        let text = read(&format!("{folder}/{href}"));
        let document = parsed(&text);
        let body = document.descendants().find(|node| node.tag_name().name() == "body").expect("a body");
        for node in body.descendants().filter(|node| node.is_text()) {
            shown.push_str(node.text().unwrap_or_default());
        }
    }
    shown
}

fn parsed(text: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).expect("XML")
}
