//! A book as Google Docs saves it as Markdown: bold titles, its many backslashes, pictures as data at the foot.

use super::{folder, google, of_bytes, printed, words_and_told};
use chapbook::import::Choices;
use chapbook::import::tree::{Block, Inline, List, Numbering, Target};
use std::fmt::Write;
use std::fs;

/// A picture of two by two points.
const PICTURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR4nGNwaGA48B8ABcUCgFiWOssAAAAASUVORK5CYII=";

#[derive(Default)]
struct Docs {
    notes: Vec<String>,
    pictures: usize,
}

impl Docs {
    fn blocks(&mut self, all: &[Block], out: &mut Vec<String>) {
        for block in all {
            match block {
                Block::Heading { level, attributes, inlines } => {
                    let id = attributes.id.as_ref().map_or(String::new(), |id| format!(" {{#{id}}}"));
                    let title = self.words(inlines);
                    out.push(format!("{} **{title}**{id}", "#".repeat(usize::from(*level))));
                }
                Block::Paragraph(inlines) => out.push(self.words(inlines)),
                Block::Verse(verse) => {
                    for stanza in &verse.stanzas {
                        let lines = stanza.iter().map(|line| self.words(&line.inlines));
                        out.push(lines.collect::<Vec<_>>().join("  \n"));
                    }
                }
                Block::Quote { blocks, attribution } => {
                    self.blocks(blocks, out);
                    out.extend(attribution.as_ref().map(|words| format!("— {}", self.words(words))));
                }
                Block::List(list) => {
                    let mut lines = String::new();
                    self.list(list, 0, &mut lines);
                    out.push(lines.trim_end().to_owned());
                }
                Block::Definitions(all) => {
                    for definition in all {
                        out.push(format!("**{}**", self.words(&definition.term)));
                        definition.meanings.iter().for_each(|meaning| self.blocks(meaning, out));
                    }
                }
                Block::Table(table) => {
                    out.push(format!("*{}*", self.words(&table.caption)));
                    let mut rows: Vec<String> = Vec::new();
                    for row in [&table.head].into_iter().chain(&table.rows) {
                        let cells: Vec<String> = row.iter().map(|cell| self.words(cell)).collect();
                        rows.push(format!("| {} |", cells.join(" | ")));
                    }
                    rows.insert(1, format!("|{}", " :---- |".repeat(table.head.len())));
                    out.push(rows.join("\n"));
                }
                Block::Code { text, .. } => out.push(format!("```\n{text}```")),
                Block::Break if self.pictures == 0 => out.push("\\* \\* \\*".to_owned()),
                Block::Break => out.push("---".to_owned()),
                Block::Figure { alt, .. } => {
                    self.pictures += 1;
                    out.push(format!("![{}][image{}]", self.words(alt), self.pictures));
                }
                Block::Div { blocks, .. } => self.blocks(blocks, out),
                Block::Comment(_) => {}
            }
        }
    }

    fn list(&mut self, list: &List, depth: usize, out: &mut String) {
        for (nth, item) in list.items.iter().enumerate() {
            let mark = if list.numbering == Numbering::Bullets { "*".to_owned() } else { format!("{}.", nth + 1) };
            for block in item {
                match block {
                    Block::Paragraph(inlines) => {
                        let _ = writeln!(out, "{}{mark} {}  ", "   ".repeat(depth), self.words(inlines));
                    }
                    Block::List(inner) => self.list(inner, depth + 1, out),
                    _ => panic!("{block:?}"),
                }
            }
        }
    }

    fn words(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    for letter in text.chars() {
                        // Google escapes more than it need.
                        if "\\`*_{}[]<>#+-!|~=$".contains(letter) {
                            out.push('\\');
                        }
                        out.push(letter);
                    }
                }
                Inline::Code(text) => out.push_str(&format!("`{text}`")),
                Inline::Emphasis(inner) => out.push_str(&format!("*{}*", self.words(inner))),
                Inline::Strong(inner) => out.push_str(&format!("**{}**", self.words(inner))),
                Inline::Link { target, inlines } => {
                    let to = match target {
                        Target::Id(id) => format!("#{id}"),
                        Target::Address(address) => address.clone(),
                        Target::Chapter(_) => panic!("{inlines:?}"),
                    };
                    out.push_str(&format!("[{}]({to})", self.words(inlines)));
                }
                Inline::Note(blocks) => {
                    let number = self.notes.len() + 1;
                    self.notes.push(String::new());
                    let mut note = Vec::new();
                    self.blocks(blocks, &mut note);
                    self.notes[number - 1] = format!("[^{number}]:  {}", note.join("\n\n    "));
                    out.push_str(&format!("[^{number}]"));
                }
                Inline::Break => out.push_str("  \n"),
                // Small capitals and raised letters are no Markdown.
                other => out.push_str(&self.words(other.inner())),
            }
        }
        out
    }
}

#[test]
fn a_page_of_markdown_by_google_docs() {
    let work = google::source();
    let mut docs = Docs::default();
    let mut all = Vec::new();
    work.chapters.iter().for_each(|chapter| docs.blocks(&chapter.blocks, &mut all));
    // Behind the words the notes, and behind the notes the pictures.
    all.append(&mut docs.notes);
    all.extend((1..=docs.pictures).map(|number| format!("[image{number}]: <{PICTURE}>")));
    let found = of_bytes("lock.md", (all.join("\n\n") + "\n").as_bytes(), &Choices::default()).unwrap();
    let (words, told) = words_and_told(&found);
    let expected = super::words(&fs::read_to_string(folder().join("words.txt")).unwrap()).join(" ");
    let same = words.bytes().zip(expected.bytes()).position(|(a, b)| a != b).unwrap_or(words.len().min(expected.len()));
    assert!(words == expected, "found …{}", &words[same.saturating_sub(60)..words.len().min(same + 60)]);
    assert_eq!(told, [""; 0]);
    let is_verse = |block: &&Block| matches!(block, Block::Paragraph(inlines) if inlines.contains(&Inline::Break));
    assert_eq!(found.chapters.iter().flat_map(|chapter| &chapter.blocks).filter(is_verse).count(), 2);
    assert_eq!((found.chapters.len(), found.pictures.len()), (1, 1));
    printed::is_whole("Markdown by Google", &found);
}
