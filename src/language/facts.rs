//! What a file in `data/` says of its language, with what it is based on.

use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use unicode_script::Script;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Language {
    /// In English.
    pub name: String,
    /// Those that it is written in, the usual one first; empty where that is not known.
    #[serde(deserialize_with = "scripts")]
    pub scripts: Vec<Script>,
    pub quotes: Quotes,
    pub spaces: Spaces,
    pub marks: Marks,
    /// Lower-case words that begin with an apostrophe, without it.
    pub elisions: Vec<String>,
    /// Nothing where no file of the language has them.
    pub words: Option<Words>,
    /// 1 to 99 in words, or none.
    numbers: Vec<String>,
    /// All twelve as they stand before a year, or none.
    pub months: Vec<String>,
    /// How the two stand together: `{month} {year}`.
    pub month_and_year: String,
    pub hyphenation: Hyphenation,
    pub spine: SpineDirection,
    pub capitals: Capitals,
    /// What a link says that does not tell where it leads, in lower case.
    pub unclear_links: Vec<String>,
    /// Words that no page of the language can do without.
    pub common_words: Vec<String>,
    /// Words that begin a phrase, in lower case: none stands last in the capitals of a chapter's first words.
    pub phrase_words: Vec<String>,
    /// What somebody did for a book who is no author, by MARC relator, with `{name}` for who it was.
    pub roles: BTreeMap<String, String>,
    /// What is said of an ebook's accessibility; nothing where no file of the language says it.
    pub accessibility: Option<AccessibilityWords>,
    /// What made lists are called.
    pub lists: Lists,
    /// What stands on a copy that is only looked at.
    pub proof: String,
    pub(super) regions: Option<Regions>,
}

impl Language {
    /// A number in words, with a capital; nothing where the language or the number is not known.
    pub fn number(&self, number: u32) -> Option<String> {
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        let mut letters = self.numbers.get(at)?.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect())
    }

    /// A month of a year; nothing where the language's months are not known.
    pub fn month(&self, month: u8, year: u16) -> Option<String> {
        let name = self.months.get(usize::from(month).checked_sub(1)?)?;
        Some(self.month_and_year.replace("{month}", name).replace("{year}", &year.to_string()))
    }

    #[cfg(test)]
    pub(super) fn numbers(&self) -> &[String] {
        &self.numbers
    }
}

/// The opening and the closing mark of a quotation, and of one inside it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Quotes {
    pub outer: [String; 2],
    pub inner: [String; 2],
}

impl Quotes {
    /// Whether a single mark that is typed outside any quotation opens an outer one.
    pub fn outer_is_single(&self) -> bool {
        matches!(self.outer[0].as_str(), "‘" | "‚" | "’" | "‹" | "›")
    }
}

/// What stands between a guillemet and what it encloses, before `;`, `!`, `?`, and before `:`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Spaces {
    pub inside_guillemets: Space,
    pub before_high: Space,
    pub before_colon: Space,
    /// Whether no line ends behind a word of one letter.
    #[serde(default)]
    pub after_letter: bool,
}

/// What stands between words that the program puts together.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Marks {
    /// Between names in a list.
    pub list: String,
    /// Between what something is and its name.
    pub colon: String,
}

/// A space at which no line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Space {
    #[default]
    None,
    Thin,
    /// Of a word space's width.
    Fixed,
}

impl Space {
    pub fn char(self) -> Option<char> {
        match self {
            Space::None => None,
            Space::Thin => Some('\u{202F}'),
            Space::Fixed => Some('\u{A0}'),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Hyphenation {
    /// `none`, the code of hypher's patterns, or `en-gb` for those of hyph-utf8.
    pub patterns: String,
    /// Letters before and after a hyphen, at the least.
    pub left: usize,
    pub right: usize,
    /// Words that the patterns get wrong, with all their breaks: `ta-ble`.
    pub exceptions: Vec<String>,
}

/// Which way the words on a spine read; ISO 6357 has them downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpineDirection {
    Up,
    #[default]
    Down,
}

/// How a text is put into capitals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capitals {
    #[default]
    Unicode,
    /// `i` is another letter than `ı`, in capitals too.
    DottedI,
    /// Left as it is: Greek drops its accents in capitals, Georgian has none in running text.
    AsWritten,
}

impl Capitals {
    pub fn of(self, text: &str) -> String {
        match self {
            Capitals::Unicode => text.to_uppercase(),
            Capitals::DottedI => text.replace('i', "İ").replace('ı', "I").to_uppercase(),
            Capitals::AsWritten => text.to_owned(),
        }
    }
}

/// Words that no author typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Words {
    pub contents: String,
    pub notes: String,
    pub note: String,
    pub part: String,
    pub chapter: String,
    pub cover: String,
    pub title_page: String,
    pub imprint: String,
    pub half_title: String,
    pub back_to_text: String,
    pub page: String,
    pub epigraph: String,
    pub dedication: String,
    /// With `{name}`.
    pub translator: String,
    pub editor: String,
    pub illustrator: String,
    /// With `{title}`: of a table, on the pages that it goes on to.
    pub continued: String,
}

/// Sentences for shops and libraries.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AccessibilityWords {
    pub text: String,
    /// All pictures are described, or not all are.
    pub described: String,
    pub undescribed: String,
    pub at_length: String,
    pub pages: String,
}

/// The titles of lists that lead to pictures, to tables, and to poems.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lists {
    pub illustrations: String,
    pub tables: String,
    pub first_lines: String,
}

/// Which regions read the file of their language, where all others read another.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Regions {
    pub here: Vec<String>,
    pub elsewhere: String,
}

fn scripts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Script>, D::Error> {
    let names = Vec::<String>::deserialize(from)?;
    let script =
        |name: &String| by_name(name).ok_or_else(|| serde::de::Error::custom(format!("`{name}` is no script")));
    names.iter().map(script).collect()
}

/// By its four letters (ISO 15924), of any case.
pub fn by_name(name: &str) -> Option<Script> {
    let mut letters = name.chars();
    let first = letters.next()?.to_ascii_uppercase();
    let name: String = std::iter::once(first).chain(letters.map(|letter| letter.to_ascii_lowercase())).collect();
    Script::from_short_name(&name)
}
