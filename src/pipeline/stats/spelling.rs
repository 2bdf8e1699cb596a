//! In: texts. Out: words that stand in the book in two spellings, and names that differ in one letter. Refuses to know
//! which is right.

use super::PlaceRow;
use super::count::Text;
use crate::base::Sources;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Endings of one word, British and American.
const ENDINGS: [(&str, &str); 12] = [
    ("our", "or"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ours", "ors"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("isation", "ization"),
    ("yse", "yze"),
    ("tre", "ter"),
    ("logue", "log"),
    ("lling", "ling"),
];

/// Words that no ending tells.
const PAIRS: [(&str, &str); 20] = [
    ("grey", "gray"),
    ("greys", "grays"),
    ("plough", "plow"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
    ("programme", "program"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("licence", "license"),
    ("practice", "practise"),
    ("jewellery", "jewelry"),
    ("travelled", "traveled"),
    ("traveller", "traveler"),
    ("towards", "toward"),
    ("tyre", "tire"),
    ("kerb", "curb"),
    ("sceptic", "skeptic"),
    ("pyjamas", "pajamas"),
    ("ageing", "aging"),
    ("aluminium", "aluminum"),
];

/// Words that such endings make of other words.
const OTHERS: [&str; 8] = ["four", "tour", "pour", "sour", "hour", "prise", "falling", "filling"];

/// Shorter words have neighbours of their own.
const LEAST_NAME: usize = 4;

/// A word in its spellings, the more frequent first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpellingRow {
    /// `hyphen`, `accent`, `spelling` or `name`.
    pub kind: &'static str,
    pub forms: Vec<FormRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FormRow {
    pub form: String,
    pub count: usize,
    /// The first of them.
    #[serde(flatten)]
    pub place: PlaceRow,
}

/// How often a word stands in the book, and the text of the first.
type Seen = BTreeMap<String, (usize, usize)>;

/// By kind, then by the alphabet.
pub fn spellings(texts: &[Text], language: &str, sources: &Sources) -> Vec<SpellingRow> {
    let (words, names) = (words(texts), names(texts));
    let mut rows = Vec::new();
    let mut add = |kind, forms: Vec<&String>, seen: &Seen| {
        let mut forms: Vec<FormRow> = forms
            .into_iter()
            .filter_map(|form| {
                let (count, at) = *seen.get(form)?;
                Some(FormRow { form: form.clone(), count, place: PlaceRow::of(texts[at].span, sources) })
            })
            .collect();
        forms.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.form.cmp(&other.form)));
        rows.push(SpellingRow { kind, forms });
    };
    let mut grouped = |kind, key: &dyn Fn(&str) -> String| {
        let mut groups: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        words.keys().for_each(|word| groups.entry(key(word)).or_default().push(word));
        groups.into_values().filter(|forms| forms.len() > 1).for_each(|forms| add(kind, forms, &words));
    };
    grouped("hyphen", &|word| word.chars().filter(|c| !matches!(c, '-' | '\u{2010}')).collect());
    if language == "en" || language.starts_with("en-") {
        grouped("accent", &|word| word.nfd().filter(|c| !is_combining_mark(*c)).collect());
        for (one, other) in american(&words) {
            add("spelling", vec![one, other], &words);
        }
    }
    for (one, other) in neighbours(&names) {
        add("name", vec![one, other], &names);
    }
    rows
}

/// What stands between marks and spaces, in small letters, with hyphens and apostrophes inside.
fn words(texts: &[Text]) -> Seen {
    let mut seen = Seen::new();
    for (at, text) in texts.iter().enumerate() {
        for word in split(&text.text) {
            seen.entry(word.to_lowercase()).or_insert((0, at)).0 += 1;
        }
    }
    seen
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '\u{2010}' | '\'' | '’');
    let words = text.split(move |c| !inside(c)).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    words.filter(|word| word.chars().next().is_some_and(char::is_alphabetic))
}

/// Words that begin with a capital and never stand in small letters.
fn names(texts: &[Text]) -> Seen {
    let mut seen = Seen::new();
    let mut small = BTreeSet::new();
    for (at, text) in texts.iter().enumerate() {
        for word in split(&text.text) {
            let name = word.strip_suffix("’s").or(word.strip_suffix("'s")).unwrap_or(word);
            let mut letters = name.chars();
            match letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase) {
                true => seen.entry(name.to_owned()).or_insert((0, at)).0 += 1,
                false => drop(small.insert(name.to_owned())),
            }
        }
    }
    seen.retain(|name, _| name.chars().count() >= LEAST_NAME && !small.contains(&name.to_lowercase()));
    seen
}

/// Words that stand in the book in both spellings.
fn american(words: &Seen) -> Vec<(&String, &String)> {
    let mut found = Vec::new();
    let mut both = |one: &str, other: &str| {
        let (one, other) = (words.get_key_value(one), words.get_key_value(other));
        found.extend(one.zip(other).map(|((one, _), (other, _))| (one, other)));
    };
    PAIRS.iter().for_each(|(british, american)| both(british, american));
    for word in words.keys().filter(|word| !OTHERS.contains(&word.as_str())) {
        for (british, american) in ENDINGS {
            if let Some(stem) = word.strip_suffix(british).filter(|stem| stem.chars().count() > 1) {
                both(word, &format!("{stem}{american}"));
            }
        }
    }
    found
}

/// Names of which one letter is another, is missing, or has changed places with the next. A plural is no slip.
fn neighbours(names: &Seen) -> Vec<(&String, &String)> {
    // Two such names are alike without one letter each, or one is the other without one.
    let mut without: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
    for name in names.keys() {
        without.entry(name.clone()).or_default().insert(name);
        for (at, letter) in name.char_indices() {
            let less = format!("{}{}", &name[..at], &name[at + letter.len_utf8()..]);
            without.entry(less).or_default().insert(name);
        }
    }
    let mut found = BTreeSet::new();
    for alike in without.values().filter(|alike| alike.len() > 1) {
        for (at, one) in alike.iter().enumerate() {
            let others = alike.iter().skip(at + 1);
            let is_slip = |other: &&&String| {
                let plural = |one: &str, other: &str| one.strip_suffix('s') == Some(other);
                strsim::osa_distance(one, other) == 1 && !plural(one, other) && !plural(other, one)
            };
            found.extend(others.filter(is_slip).map(|other| (*one, *other)));
        }
    }
    found.into_iter().collect()
}
