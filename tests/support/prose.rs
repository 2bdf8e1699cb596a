//! Books of chapters and paragraphs alone, which two programs can set alike.
//!
//! In: what is written in some book. Out: its running text as a book of its own, in a trim and a theme.

use super::authored;
use super::novel::Manuscript;
use super::written::{Block, Kind, Written};
use std::fmt::Write;
use std::path::Path;

pub struct Prose {
    /// Paragraphs, chapter by chapter.
    pub chapters: Vec<Vec<String>>,
}

/// Words of a chapter to which the next one is added.
const SHORT: usize = 3_000;

impl Prose {
    /// The paragraphs of running text; those that call notes, or speak of code, are left out. Short chapters become one,
    /// for a book of openings has no usual page.
    pub fn of(written: &Written) -> Prose {
        let mut chapters: Vec<Vec<String>> = Vec::new();
        let (mut chapter, mut words) = (usize::MAX, 0);
        let is_prose =
            |block: &&Block| block.kind == Kind::Prose && block.calls.is_empty() && !block.text.contains(is_code);
        for block in written.blocks.iter().filter(is_prose) {
            if chapters.is_empty() || block.chapter != chapter && words >= SHORT {
                chapters.push(Vec::new());
                words = 0;
            }
            chapter = block.chapter;
            words += block.text.split_whitespace().count();
            chapters.last_mut().expect("there is one").push(block.text.clone());
        }
        Prose { chapters }
    }

    pub fn title(nth: usize) -> String {
        format!("Chapter Number {}", nth + 1)
    }

    /// Writes the book's folder. Every theme's text is justified here.
    pub fn save(&self, folder: &Path, theme: &str, trim: &str) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        let settings = format!(
            "[type]\ntheme = \"{theme}\"\n\n[book]\ntitle = \"Prose\"\nauthors = [\"Nobody Particular\"]\nlanguage = \"en\"\n\n\
             [page]\ntrim = \"{trim}\"\n\n[styles.body]\nalign = \"justify\"\nindent = \"1em\"\n"
        );
        std::fs::write(folder.join("book.toml"), settings)?;
        for (at, paragraphs) in self.chapters.iter().enumerate() {
            let mut text = format!("# {}\n", Prose::title(at));
            for paragraph in paragraphs {
                let _ = write!(text, "\n{}\n", escaped(paragraph));
            }
            std::fs::write(folder.join(format!("{:04}.md", at + 1)), text)?;
        }
        Ok(())
    }

    pub fn written(&self) -> Written {
        let mut blocks = Vec::new();
        for (chapter, paragraphs) in self.chapters.iter().enumerate() {
            blocks.push(Block { kind: Kind::Heading, text: Prose::title(chapter), chapter, ..Block::default() });
            let prose = |text: &String| Block { kind: Kind::Prose, text: text.clone(), chapter, ..Block::default() };
            blocks.extend(paragraphs.iter().map(prose));
        }
        Written { blocks, ..Written::default() }
    }
}

/// Two books to try lines on: a seeded novel, and the handbook.
pub fn shelf(folder: &Path) -> [(&'static str, Prose); 2] {
    let novel = folder.join("novel");
    let _ = std::fs::remove_dir_all(&novel);
    Manuscript::novel(20_000, 1).save(&novel).expect("the book is saved");
    let handbook = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    [("novel", novel), ("handbook", handbook)].map(|(name, book)| (name, Prose::of(&authored::read(&book))))
}

/// Whether words with this character cannot be divided.
fn is_code(letter: char) -> bool {
    matches!(letter, '[' | ']' | '{' | '}' | '<' | '>' | '/' | '\\' | '=' | '_' | '#' | '@' | '`' | '|' | '*')
}

/// Every mark stands for itself.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}
