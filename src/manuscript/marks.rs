//! In: a language tag. Out: its quotation marks, its spaces and its words that open with an apostrophe, as data.
//! Sources: CLDR's delimiters, and the house rules of each language where books differ from it (Hart's Rules,
//! Duden, Imprimerie nationale, Svenska skrivregler, Dansk Sprognævn, Милчин).

/// No-break, thin: inside guillemets and before `;`, `!`, `?` in French.
pub const THIN: char = '\u{202F}';
/// No-break, of a word space's width: before `:` in French.
pub const FIXED: char = '\u{A0}';

#[derive(Debug, PartialEq, Eq)]
pub struct Marks {
    /// Opening and closing mark of a quotation, and of one inside it.
    pub outer: [&'static str; 2],
    pub inner: [&'static str; 2],
    /// A single mark typed outside any quotation opens an outer one: where the outer mark is single.
    pub single_outer: bool,
    /// Between a guillemet and what it encloses.
    pub inside: Option<char>,
    /// Before `;`, `!`, `?`, and before `:`.
    pub before_high: Option<char>,
    pub before_colon: Option<char>,
    /// Lower-case words that begin with an apostrophe, without it.
    pub elisions: &'static [&'static str],
}

const ENGLISH: &[&str] = &[
    "twas", "tis", "twere", "twill", "twould", "twixt", "tween", "til", "till", "cause", "cos", "em", "n", "bout",
    "round", "gainst", "gin", "neath", "ere", "scuse", "fraid", "un", "uns", "nother", "nuff", "nough", "tain", "bye",
    "ow", "ave", "im", "er", "ee", "pon", "mongst", "midst", "kay", "sup", "tude", "zat",
];
const GERMAN: &[&str] =
    &["s", "n", "ne", "nen", "nem", "ner", "ran", "rauf", "raus", "rein", "rum", "runter", "rüber", "nauf", "naus"];
const DUTCH: &[&str] = &["t", "s", "n", "k", "m", "r", "ns", "tis", "twas", "da", "ie"];
const ITALIAN: &[&str] = &["sto", "sta", "sti", "ste", "ndrangheta", "l", "n", "un", "na", "no", "mbè"];

const fn marks(outer: [&'static str; 2], inner: [&'static str; 2]) -> Marks {
    Marks { outer, inner, single_outer: false, inside: None, before_high: None, before_colon: None, elisions: &[] }
}

const fn with(marks: Marks, elisions: &'static [&'static str]) -> Marks {
    Marks { elisions, ..marks }
}

const HIGH: [&str; 2] = ["“", "”"];
const HIGH_SINGLE: [&str; 2] = ["‘", "’"];
const LOW: [&str; 2] = ["„", "“"];
const LOW_SINGLE: [&str; 2] = ["‚", "‘"];
const LOW_RIGHT: [&str; 2] = ["„", "”"];
const RIGHT: [&str; 2] = ["”", "”"];
const RIGHT_SINGLE: [&str; 2] = ["’", "’"];
const GUILLEMETS: [&str; 2] = ["«", "»"];
const GUILLEMETS_SINGLE: [&str; 2] = ["‹", "›"];
const INWARD: [&str; 2] = ["»", "«"];
const INWARD_SINGLE: [&str; 2] = ["›", "‹"];

static FALLBACK: Marks = marks(HIGH, HIGH_SINGLE);

/// Sorted by nothing: a tag with a region is asked for before its language.
static LANGUAGES: &[(&str, Marks)] = &[
    ("en", with(marks(HIGH, HIGH_SINGLE), ENGLISH)),
    ("en-gb", BRITISH),
    ("en-ie", BRITISH),
    ("en-au", BRITISH),
    ("en-nz", BRITISH),
    ("en-za", BRITISH),
    ("de", with(marks(LOW, LOW_SINGLE), GERMAN)),
    ("de-ch", with(marks(GUILLEMETS, GUILLEMETS_SINGLE), GERMAN)),
    ("de-li", with(marks(GUILLEMETS, GUILLEMETS_SINGLE), GERMAN)),
    ("fr", FRENCH),
    ("fr-ch", Marks { inner: GUILLEMETS_SINGLE, before_colon: Some(THIN), ..FRENCH }),
    ("fr-ca", Marks { inside: Some(FIXED), before_high: None, ..FRENCH }),
    ("it", with(marks(GUILLEMETS, HIGH), ITALIAN)),
    ("it-ch", with(marks(GUILLEMETS, GUILLEMETS_SINGLE), ITALIAN)),
    ("es", marks(GUILLEMETS, HIGH)),
    ("es-419", marks(HIGH, HIGH_SINGLE)),
    ("es-mx", marks(HIGH, HIGH_SINGLE)),
    ("es-us", marks(HIGH, HIGH_SINGLE)),
    ("ca", marks(GUILLEMETS, HIGH)),
    ("gl", marks(GUILLEMETS, HIGH)),
    ("eu", marks(GUILLEMETS, HIGH)),
    ("pt", marks(GUILLEMETS, HIGH)),
    ("pt-br", marks(HIGH, HIGH_SINGLE)),
    ("ro", marks(LOW_RIGHT, GUILLEMETS)),
    ("nl", with(marks(HIGH, HIGH_SINGLE), DUTCH)),
    ("sv", marks(RIGHT, RIGHT_SINGLE)),
    ("fi", marks(RIGHT, RIGHT_SINGLE)),
    ("da", marks(INWARD, INWARD_SINGLE)),
    ("nb", marks(GUILLEMETS, HIGH_SINGLE)),
    ("nn", marks(GUILLEMETS, HIGH_SINGLE)),
    ("no", marks(GUILLEMETS, HIGH_SINGLE)),
    ("is", marks(LOW, LOW_SINGLE)),
    ("ru", marks(GUILLEMETS, LOW)),
    ("uk", marks(GUILLEMETS, LOW)),
    ("be", marks(GUILLEMETS, LOW)),
    ("bg", marks(LOW, LOW_SINGLE)),
    ("sr", marks(LOW_RIGHT, RIGHT_SINGLE)),
    ("pl", marks(LOW_RIGHT, GUILLEMETS)),
    ("cs", marks(LOW, LOW_SINGLE)),
    ("sk", marks(LOW, LOW_SINGLE)),
    ("sl", marks(LOW, LOW_SINGLE)),
    ("hr", marks(LOW_RIGHT, HIGH_SINGLE)),
    ("hu", marks(LOW_RIGHT, INWARD)),
    ("et", marks(LOW, GUILLEMETS)),
    ("lt", marks(LOW, LOW_SINGLE)),
    ("el", marks(GUILLEMETS, HIGH)),
    ("he", marks(RIGHT, RIGHT_SINGLE)),
];

const BRITISH: Marks = Marks { single_outer: true, ..with(marks(HIGH_SINGLE, HIGH), ENGLISH) };
const FRENCH: Marks =
    Marks { inside: Some(THIN), before_high: Some(THIN), before_colon: Some(FIXED), ..marks(GUILLEMETS, HIGH) };

/// The marks of a BCP 47 tag: of language and region, else of the language, else those of no language in particular.
pub fn of(language: &str) -> &'static Marks {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    let base = parts.next().unwrap_or_default();
    let region =
        parts.find(|part| part.len() == 2 || (part.len() == 3 && part.starts_with(|c: char| c.is_ascii_digit())));
    let find = |name: &str| LANGUAGES.iter().find(|(tag, _)| *tag == name).map(|(_, marks)| marks);
    region.and_then(|region| find(&format!("{base}-{region}"))).or_else(|| find(base)).unwrap_or(&FALLBACK)
}
