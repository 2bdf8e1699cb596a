//! In: what a reader did with a construct, and where it stands. Out: the list of remarks. Refuses to print them.

use super::tree::{At, Fate, Place, Remark};

/// Letters that are shown of a construct whose words are kept.
const SHOWN: usize = 60;
/// The same of what is left out: its words stand nowhere else.
const LEFT: usize = 4_000;

/// Remarks about one file after another.
#[derive(Debug, Default)]
pub struct Remarks {
    file: String,
    pub all: Vec<Remark>,
}

impl Remarks {
    pub fn of(file: &str) -> Remarks {
        Remarks { file: file.to_owned(), all: Vec::new() }
    }

    /// What follows is about this file; the last one is given back.
    pub fn turn_to(&mut self, file: &str) -> String {
        std::mem::replace(&mut self.file, file.to_owned())
    }

    /// It means here what it meant there.
    pub fn converted(&mut self, what: &str, at: At) {
        self.add(Fate::Converted, what, "", at);
    }

    /// Its words are kept, and what they meant beyond that is not.
    pub fn plain(&mut self, what: &str, shown: &str, at: At) {
        self.add(Fate::Plain, what, shown, at);
    }

    /// It is not in the book.
    pub fn left(&mut self, what: &str, shown: &str, at: At) {
        self.add(Fate::Left, what, shown, at);
    }

    fn add(&mut self, fate: Fate, what: &str, shown: &str, at: At) {
        let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        let most = if fate == Fate::Left { LEFT } else { SHOWN };
        let cut = words.char_indices().nth(most).map_or(words.clone(), |(end, _)| format!("{}…", &words[..end]));
        let place = Place { file: self.file.clone(), at };
        self.all.push(Remark { fate, what: what.to_owned(), shown: cut, place });
    }
}
