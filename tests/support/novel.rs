//! Books to try the whole program on: novels, verse, shelves of both.
//!
//! In: how many words, a seed. Out: a book's folder, and what stands in it as a reader should see it. Always the same
//! for the same numbers.

use super::language::{Draw, Speaker, capital};
use super::written::{Block, Kind, Note, Written};
use std::fmt::Write;
use std::path::Path;

/// A book's folder and what is written in it.
pub struct Manuscript {
    /// Names and texts.
    pub files: Vec<(String, String)>,
    pub written: Written,
}

impl Manuscript {
    /// A novel as the world has them: dialogue, section breaks, a quotation, a poem and a footnote here and there.
    pub fn novel(words: usize, seed: u64) -> Manuscript {
        Author::new(seed, false).novels(&[words])
    }

    /// Chapters of nothing but paragraphs.
    pub fn plain(words: usize, seed: u64) -> Manuscript {
        Author::new(seed, true).novels(&[words])
    }

    /// So many novels in one book, a part each.
    pub fn shelf(novels: usize, words: usize, seed: u64) -> Manuscript {
        Author::new(seed, false).novels(&vec![words; novels])
    }

    /// Poems with stanzas of 3 to 60 lines, a third of the lines longer than the measure of an A5 page.
    pub fn verse(words: usize, seed: u64) -> Manuscript {
        Author::new(seed, false).verse(words)
    }

    /// Writes the folder. Nothing else should stand in it.
    pub fn save(&self, folder: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        for (name, text) in &self.files {
            std::fs::write(folder.join(name), text)?;
        }
        Ok(())
    }
}

struct Author {
    speaker: Speaker,
    plain: bool,
    written: Written,
    /// The file at hand, and the notes that its end will define.
    text: String,
    notes: String,
    chapter: usize,
    /// Of the chapter.
    note: usize,
    poem: usize,
    stanza: usize,
    /// Written so far.
    words: usize,
    files: Vec<(String, String)>,
}

impl Author {
    fn new(seed: u64, plain: bool) -> Author {
        Author {
            speaker: Speaker { draw: Draw::new(seed) },
            plain,
            written: Written::default(),
            text: String::new(),
            notes: String::new(),
            chapter: 0,
            note: 0,
            poem: 0,
            stanza: 0,
            words: 0,
            files: Vec::new(),
        }
    }

    fn draw(&mut self) -> &mut Draw {
        &mut self.speaker.draw
    }

    fn novels(mut self, words: &[usize]) -> Manuscript {
        for &most in words {
            if words.len() > 1 {
                let title = self.speaker.title();
                let _ = writeln!(self.text, "# {title} {{.part}}\n");
                self.block(Kind::Heading, &title);
            }
            let end = self.words + most;
            while self.words < end {
                let chapter = self.draw().within(1_500..=6_000);
                self.chapter(chapter.min((end - self.words).max(300)));
            }
        }
        self.finish("The Long Pier")
    }

    fn finish(mut self, title: &str) -> Manuscript {
        let settings = format!(
            "[book]\ntitle = \"{title}\"\nauthors = [\"Nobody Particular\"]\nlanguage = \"en\"\n\n[page]\ntrim = \"A5\"\n"
        );
        self.files.push(("book.toml".into(), settings));
        Manuscript { files: self.files, written: self.written }
    }

    /// A file with its heading; then `write` goes on until the chapter has its words.
    fn open(&mut self) {
        let title = self.speaker.title();
        let _ = writeln!(self.text, "# {title}\n");
        self.block(Kind::Heading, &title);
    }

    fn close(&mut self) {
        let name = format!("{:04}.md", self.files.len() + 1);
        let text = std::mem::take(&mut self.text) + &std::mem::take(&mut self.notes);
        self.files.push((name, text));
        self.chapter += 1;
        self.note = 0;
    }

    fn chapter(&mut self, words: usize) {
        let end = self.words + words;
        self.open();
        let mut since_break = 0;
        while self.words < end {
            let before = self.words;
            match self.draw().within(0..=999) {
                _ if self.plain => self.narrative(),
                0..=14 if since_break > 200 => self.quote(),
                15..=24 if since_break > 200 => {
                    let lines = self.draw().within(4..=16);
                    let title = self.draw().percent(50);
                    self.poem(&Poem { lines, least: 3, most: 6, long: 5, title, ..Poem::default() });
                }
                25..=50 if since_break > 600 => {
                    self.text.push_str("***\n\n");
                    since_break = 0;
                }
                51..=560 => self.dialogue(),
                _ => self.narrative(),
            }
            since_break += self.words - before;
        }
        self.close();
    }

    /// Adds what was written, as the reader sees it: emphasis without marks, calls as their labels.
    fn block(&mut self, kind: Kind, source: &str) {
        let (text, calls) = seen(source, self.written.notes.len() - self.note);
        self.words += text.split_whitespace().count();
        self.written.blocks.push(Block { kind, text, calls, chapter: self.chapter });
    }

    fn paragraph(&mut self, source: &str) {
        self.block(Kind::Prose, source);
        let _ = writeln!(self.text, "{source}\n");
    }

    /// 30 to 300 words, seldom the most.
    fn narrative(&mut self) {
        let most = self.draw().within(30..=160) * self.draw().within(20..=40) / 20;
        let mut text = String::new();
        while text.split(' ').count() < most {
            self.sentence(&mut text);
        }
        self.paragraph(text.trim_end());
    }

    fn sentence(&mut self, text: &mut String) {
        let mut sentence = self.speaker.sentence();
        if !self.plain && self.draw().percent(3) {
            sentence = emphasized(&sentence);
        }
        text.push_str(&sentence);
        if !self.plain && self.draw().within(0..=999) < 7 {
            let label = self.call();
            text.push_str(&label);
        }
        text.push(' ');
    }

    /// A line that somebody says, with what is told around it.
    fn dialogue(&mut self) {
        let speech = self.speaker.speech();
        let mut text = match self.draw().within(0..=3) {
            0 => match speech.strip_suffix(',') {
                Some(said) => format!("\"{said}.\""),
                None => format!("\"{speech}\""),
            },
            1 => format!("\"{speech}\" {}, \"and {}.\"", self.speaker.tag(), self.speaker.clause()),
            _ => format!("\"{speech}\" {}.", self.speaker.tag()),
        };
        for _ in 0..self.draw().within(0..=3).saturating_sub(1) {
            text.push(' ');
            text.push_str(&self.speaker.sentence());
        }
        self.paragraph(&text);
    }

    /// Defines a note and returns its call.
    fn call(&mut self) -> String {
        self.note += 1;
        let long = self.draw().percent(12);
        let words = if long { self.draw().within(120..=400) } else { self.draw().within(8..=45) };
        let mut paragraphs = vec![String::new()];
        let mut all = 0;
        while all < words {
            let sentence = self.speaker.sentence();
            all += sentence.split(' ').count();
            if long && self.draw().percent(8) {
                paragraphs.push(String::new());
            }
            let last = paragraphs.last_mut().expect("there is one");
            last.push_str(if last.is_empty() { "" } else { " " });
            last.push_str(&sentence);
        }
        let label = self.note.to_string();
        let _ = write!(self.notes, "[^{label}]: {}\n\n", paragraphs.join("\n\n    "));
        self.words += all;
        self.written.notes.push(Note { label: label.clone(), text: paragraphs });
        format!("[^{label}]")
    }

    fn quote(&mut self) {
        for at in 0..self.draw().within(1..=2) {
            let mut text = String::new();
            for _ in 0..self.draw().within(2..=5) {
                text.push_str(&self.speaker.sentence());
                text.push(' ');
            }
            let text = text.trim_end();
            self.block(Kind::Quote, text);
            let _ = writeln!(self.text, "{}> {text}", if at == 0 { "" } else { ">\n" });
        }
        if self.draw().percent(60) {
            let by = self.speaker.name();
            self.block(Kind::Attribution, &by);
            let _ = writeln!(self.text, ">\n> -- {by}");
        }
        self.text.push('\n');
    }

    fn poem(&mut self, poem: &Poem) {
        self.poem += 1;
        let title = poem.title.then(|| self.speaker.title());
        let numbers = if poem.numbers { " numbers=5" } else { "" };
        let head = title.as_ref().map_or(String::new(), |title| format!(" title=\"{title}\""));
        let _ = writeln!(self.text, "```verse {{.poem{head}{numbers}}}");
        if let Some(title) = &title {
            self.block(Kind::VerseTitle, title);
        }
        let mut left = poem.lines;
        while left > 0 {
            let lines = self.draw().within(poem.least..=poem.most).min(left).max(3);
            left = left.saturating_sub(lines);
            self.stanza(lines, poem);
            self.text.push_str(if left > 0 { "\n" } else { "" });
        }
        if poem.attribution {
            let by = self.speaker.name();
            let _ = writeln!(self.text, "\n-- {by}");
            self.block(Kind::Attribution, &by);
        }
        self.text.push_str("```\n\n");
    }

    fn stanza(&mut self, lines: usize, poem: &Poem) {
        self.stanza += 1;
        for at in 0..lines {
            let steps = poem.indents[at % poem.indents.len()];
            let long = self.draw().percent(poem.long);
            let room = if long { self.draw().within(72..=130) } else { self.draw().within(16..=46) };
            let mut line = verse_line(&mut self.speaker, room);
            if self.draw().within(0..=999) < poem.notes {
                let label = self.call();
                line.push_str(&label);
            }
            self.block(Kind::Verse { poem: self.poem, stanza: self.stanza }, &line);
            let _ = writeln!(self.text, "{:1$}{line}", "", steps * 2);
        }
    }

    fn verse(mut self, words: usize) -> Manuscript {
        while self.words < words {
            self.open();
            for _ in 0..self.draw().within(3..=9) {
                let most = *self.draw().one(&[3, 4, 4, 6, 8, 8, 14, 20, 32, 60]);
                let lines = self.draw().within(most..=most * 4 + 10);
                let poem = Poem {
                    lines,
                    least: if self.draw().percent(50) { most } else { 3 },
                    most,
                    long: 34,
                    title: self.draw().percent(80),
                    numbers: self.draw().percent(15),
                    attribution: self.draw().percent(25),
                    notes: 5,
                    indents: self.draw().one::<&[usize]>(&[&[0], &[0], &[0, 1], &[0, 0, 1, 2], &[0, 1, 2, 3]]),
                };
                self.poem(&poem);
            }
            self.close();
        }
        self.finish("Many Stanzas")
    }
}

struct Poem {
    lines: usize,
    /// Lines of a stanza.
    least: usize,
    most: usize,
    /// How many lines in a hundred are longer than the measure.
    long: u64,
    title: bool,
    numbers: bool,
    attribution: bool,
    /// How many lines in a thousand call a note.
    notes: usize,
    /// Steps of the lines of a stanza, again and again.
    indents: &'static [usize],
}

impl Default for Poem {
    fn default() -> Poem {
        Poem {
            lines: 8,
            least: 4,
            most: 4,
            long: 0,
            title: false,
            numbers: false,
            attribution: false,
            notes: 0,
            indents: &[0],
        }
    }
}

/// A line of about so many letters: clauses, cut at a word.
fn verse_line(speaker: &mut Speaker, room: usize) -> String {
    let mut line = String::new();
    while line.len() < room {
        let clause = speaker.clause();
        line.push_str(if line.is_empty() { "" } else { ", " });
        line.push_str(&clause);
    }
    let cut = line.char_indices().filter(|(at, letter)| *letter == ' ' && *at <= room).map(|(at, _)| at).next_back();
    capital(line[..cut.unwrap_or(line.len())].trim_end_matches(','))
}

/// The third word in italics.
fn emphasized(sentence: &str) -> String {
    let word = |(at, word): (usize, &str)| match at {
        2 if word.chars().all(char::is_alphabetic) => format!("*{word}*"),
        _ => word.to_string(),
    };
    sentence.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// The text without marks, and its calls; `before` notes were called in earlier chapters.
fn seen(source: &str, before: usize) -> (String, Vec<(usize, usize)>) {
    let mut text = String::new();
    let mut calls = Vec::new();
    for (at, piece) in source.replace('*', "").split("[^").enumerate() {
        match piece.split_once(']').filter(|_| at > 0) {
            Some((label, rest)) => {
                let note: usize = label.parse().expect("labels are numbers");
                calls.push((super::written::letters(&text).count(), before + note - 1));
                text.push_str(label);
                text.push_str(rest);
            }
            None => text.push_str(piece),
        }
    }
    (text, calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_give_the_same_book() {
        let [one, two, other] = [1, 1, 2].map(|seed| Manuscript::novel(5_000, seed));
        assert_eq!(one.files, two.files);
        assert_ne!(one.files, other.files);
    }

    #[test]
    fn a_novel_is_like_novels() {
        let book = Manuscript::novel(100_000, 7);
        let written = &book.written;
        let count = |kind: fn(&Kind) -> bool| written.blocks.iter().filter(|block| kind(&block.kind)).count();
        assert!((100_000..101_000).contains(&written.words()), "{}", written.words());
        assert!((16..=40).contains(&count(|kind| *kind == Kind::Heading)));
        assert!((20..=120).contains(&written.notes.len()), "{}", written.notes.len());
        let (quotes, verse) = (count(|kind| *kind == Kind::Quote), count(|kind| matches!(kind, Kind::Verse { .. })));
        assert!(quotes >= 10 && verse >= 50, "{quotes} paragraphs of quotes, {verse} lines of verse");
        let prose: Vec<&str> =
            written.blocks.iter().filter(|block| block.kind == Kind::Prose).map(|block| block.text.as_str()).collect();
        let words: Vec<&str> = prose.iter().flat_map(|text| text.split_whitespace()).collect();
        let letters: usize = words.iter().map(|word| super::super::written::letters(word).count()).sum();
        let mean = letters * 100 / words.len();
        assert!((410..=450).contains(&mean), "a word has {mean} hundredths of a letter");
        let stops = words.iter().filter(|word| word.ends_with(['.', '!', '?', '"'])).count();
        let mean = words.len() / stops;
        assert!((9..=20).contains(&mean), "a sentence has {mean} words");
    }

    #[test]
    fn verse_has_long_lines_and_all_sizes_of_stanza() {
        let book = Manuscript::verse(100_000, 7);
        let mut stanzas = std::collections::BTreeMap::new();
        let (mut lines, mut long) = (0, 0);
        for block in &book.written.blocks {
            if let Kind::Verse { stanza, .. } = block.kind {
                *stanzas.entry(stanza).or_insert(0usize) += 1;
                lines += 1;
                long += usize::from(block.text.chars().count() > 64);
            }
        }
        assert!((30..=37).contains(&(long * 100 / lines)), "{long} of {lines}");
        assert!(stanzas.values().all(|lines| (3..=60).contains(lines)) && stanzas.values().any(|lines| *lines > 50));
    }

    #[test]
    fn calls_are_counted_in_letters() {
        assert_eq!(seen("It *was*.[^2] So", 3), ("It was.2 So".into(), vec![(5, 4)]));
    }
}
