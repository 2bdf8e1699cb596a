//! The marks that no author typed. Print and EPUB take them from here; a theme may have its own.

use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Marks {
    /// Before the name of who wrote a quotation or a poem.
    pub attribution: String,
    /// Before the items of a list without numbers, then of one inside it, and so on.
    pub bullets: Vec<String>,
    /// After the number of an item or of a note at the end.
    pub number_stop: String,
    /// The labels of notes that are marked with symbols, in their order.
    pub note_symbols: Vec<String>,
    /// Repeated between a title and its folio in the contents.
    pub leader: String,
    /// At the end of a running head that was shortened.
    pub shortened: String,
    /// Between lines and between stanzas of verse where a reader drops line ends.
    pub verse_line: String,
    pub stanza: String,
    /// Before the number of a link that leads back to a further call of a note.
    pub back_link: String,
    /// Between a column's name and what its cell says, where a table falls apart.
    pub cell_name: String,
}

impl Default for Marks {
    fn default() -> Marks {
        let all = |marks: &[&str]| marks.iter().map(|mark| (*mark).to_owned()).collect();
        Marks {
            attribution: "—\u{a0}".to_owned(),
            bullets: all(&["•", "–", "·"]),
            number_stop: ".".to_owned(),
            note_symbols: all(&["*", "†", "‡", "§", "‖", "¶"]),
            leader: ".".to_owned(),
            shortened: "…".to_owned(),
            verse_line: " / ".to_owned(),
            stanza: " // ".to_owned(),
            back_link: "↩\u{fe0e}".to_owned(),
            cell_name: ": ".to_owned(),
        }
    }
}

impl Marks {
    /// The bullet of a list inside so many others; the last of them for all that are deeper.
    pub fn bullet(&self, depth: usize) -> &str {
        self.bullets.get(depth).or(self.bullets.last()).map_or("", String::as_str)
    }

    /// The label of the note with this index on its page: each symbol once, then each twice, and so on.
    pub fn note_symbol(&self, index: usize) -> String {
        let count = self.note_symbols.len().max(1);
        self.note_symbols.get(index % count).map_or(String::new(), |symbol| symbol.repeat(index / count + 1))
    }

    /// `12.`
    pub fn numbered(&self, label: &str) -> String {
        format!("{label}{}", self.number_stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_on_where_they_end() {
        let marks = Marks::default();
        assert_eq!([0, 1, 2, 9].map(|depth| marks.bullet(depth)), ["•", "–", "·", "·"]);
        assert_eq!([0, 5, 6, 13].map(|index| marks.note_symbol(index)), ["*", "¶", "**", "†††"]);
        let none = Marks { bullets: Vec::new(), note_symbols: Vec::new(), ..marks };
        assert_eq!((none.bullet(1), none.note_symbol(3).as_str()), ("", ""));
    }
}
