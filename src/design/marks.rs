//! The marks that no author typed. Print and EPUB take them from here; a theme may have its own.

use crate::base::config::{Set, table};

table! {
    /// What a theme says of marks.
    #[derive(Default)]
    pub struct MarksTheme {
        "attribution" => attribution: Option<String>, "an em dash", "before the name of who wrote it";
        "bullets" => bullets: Option<Set<Vec<String>>>, "• – ·", "before the items of lists in lists";
        "number-stop" => number_stop: Option<String>, "a full stop", "after a number";
        "note-symbols" => note_symbols: Option<Set<Vec<String>>>, "* † ‡ § ‖ ¶", "the labels of notes";
        "leader" => leader: Option<String>, "a full stop", "between a title and its folio in the contents";
        "shortened" => shortened: Option<String>, "an ellipsis", "at the end of a shortened running head";
        "verse-line" => verse_line: Option<String>, "a slash", "between lines where line ends are dropped";
        "stanza" => stanza: Option<String>, "two slashes", "between stanzas where line ends are dropped";
        "back-link" => back_link: Option<String>, "an arrow", "before a link back to a note's call";
        "cell-name" => cell_name: Option<String>, "a colon", "between a column's name and a cell";
    }
}

impl Marks {
    /// The program's, but for those that a theme names.
    pub fn of(theme: &MarksTheme) -> Marks {
        let usual = Marks::default();
        let one = |own: &Option<String>, usual: String| own.clone().unwrap_or(usual);
        let all = |own: &Option<Set<Vec<String>>>, usual| own.as_deref().cloned().unwrap_or(usual);
        Marks {
            attribution: one(&theme.attribution, usual.attribution),
            bullets: all(&theme.bullets, usual.bullets),
            number_stop: one(&theme.number_stop, usual.number_stop),
            note_symbols: all(&theme.note_symbols, usual.note_symbols),
            leader: one(&theme.leader, usual.leader),
            shortened: one(&theme.shortened, usual.shortened),
            verse_line: one(&theme.verse_line, usual.verse_line),
            stanza: one(&theme.stanza, usual.stanza),
            back_link: one(&theme.back_link, usual.back_link),
            cell_name: one(&theme.cell_name, usual.cell_name),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
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
            // Faces for text have it, and no engine makes an emoji of it, as of an arrow with a hook.
            back_link: "↑".to_owned(),
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
