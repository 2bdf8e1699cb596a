//! In: a language tag. Out: the language, read from its file and those that it is based on. A file is read when its
//! language is first asked for.

use super::facts::{Language, Words};
use super::tag::{Tag, order};
use std::sync::OnceLock;
use toml::{Table, Value};

struct File {
    tag: &'static str,
    text: &'static str,
    language: OnceLock<Language>,
}

macro_rules! files {
    ($($tag:literal,)+) => {
        static FILES: [File; [$($tag),+].len()] =
            [$(File { tag: $tag, text: include_str!(concat!("data/", $tag, ".toml")), language: OnceLock::new() }),+];
    };
}

// Every file in `data/`, in the order of their tags.
#[rustfmt::skip]
files! {
    "af", "am", "ar", "as", "az", "ba", "be", "bg", "bn", "ca", "ckb", "cs", "cu", "cy", "da", "de", "de-ch",
    "de-li", "dv", "el", "en", "en-001", "en-au", "en-gb", "en-ie", "en-nz", "en-za", "es", "es-419", "es-mx",
    "es-us", "et", "eu", "fa", "fi", "fr", "fr-ca", "fr-ch", "ga", "gl", "grc", "gu", "he", "hi", "hr", "hu", "hy",
    "id", "is", "it", "it-ch", "iw", "ja", "ka", "kk", "km", "kn", "ko", "ku", "ky", "la", "lo", "lt", "lv", "lzh",
    "mk", "ml", "mn", "mr", "ms", "my", "nb", "ne", "nl", "nn", "no", "or", "pa", "pl", "ps", "pt", "pt-br", "ro",
    "ru", "sa", "sd", "sk", "sl", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tr", "tt", "ug",
    "uk", "und", "ur", "vi", "yi", "yue", "zh", "zh-hant", "zh-hk", "zh-mo", "zh-tw",
}

/// What any language does.
const ANY: &str = "und";
/// Files that one is based on, with itself.
const MOST_FILES: usize = 8;

/// The language of a tag, as far as it is known.
pub fn of(tag: &str) -> &'static Language {
    static NOTHING: OnceLock<Language> = OnceLock::new();
    find(tag).or_else(|| file(ANY)).map_or_else(|| NOTHING.get_or_init(Language::default), read)
}

/// The generated words of a tag; in English where its language has none here.
pub fn words(tag: &str) -> &'static Words {
    static NOTHING: OnceLock<Words> = OnceLock::new();
    let english = || of("en").words.as_ref();
    of(tag).words.as_ref().or_else(english).unwrap_or_else(|| NOTHING.get_or_init(Words::default))
}

fn file(tag: &str) -> Option<&'static File> {
    let at = FILES.binary_search_by(|file| order(file.tag, tag)).ok()?;
    FILES.get(at)
}

fn find(text: &str) -> Option<&'static File> {
    if let Some(file) = file(text) {
        return Some(file);
    }
    let tag = Tag::new(text);
    let with = |part: Option<&str>| file(&format!("{}-{}", tag.language, part?));
    if let Some(file) = with(tag.region).or_else(|| with(tag.script)) {
        return Some(file);
    }
    let own = file(tag.language)?;
    if let (Some(region), Some(regions)) = (tag.region, &read(own).regions)
        && !regions.here.iter().any(|here| here.eq_ignore_ascii_case(region))
    {
        return file(&regions.elsewhere);
    }
    Some(own)
}

fn read(file: &'static File) -> &'static Language {
    file.language.get_or_init(|| merged(file).try_into().unwrap_or_default())
}

/// What a file says, and under it what the files say that it is based on.
fn merged(file: &'static File) -> Table {
    let mut all = Table::new();
    let mut next = Some(file);
    for _ in 0..MOST_FILES {
        let Some(file) = next else { break };
        let mut own: Table = toml::from_str(file.text).unwrap_or_default();
        next = base(file, own.remove("based-on"));
        fill(&mut all, own);
    }
    all
}

/// The file that is named, else that of the language, else that of any language.
fn base(of: &File, named: Option<Value>) -> Option<&'static File> {
    let language = Tag::new(of.tag).language;
    match named {
        Some(named) => named.as_str().and_then(file),
        None if language != of.tag => file(language),
        None if of.tag != ANY => file(ANY),
        None => None,
    }
}

/// Adds what is not there yet.
fn fill(table: &mut Table, base: Table) {
    for (key, value) in base {
        match (table.get_mut(&key), value) {
            (Some(Value::Table(own)), Value::Table(value)) => fill(own, value),
            (Some(_), _) => {}
            (None, value) => drop(table.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    fn own(file: &File) -> Table {
        toml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.tag))
    }

    #[test]
    fn every_file_is_listed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/language/data");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_str().unwrap().trim_end_matches(".toml").to_owned())
            .collect();
        there.sort();
        assert_eq!(FILES.iter().map(|file| file.tag).collect::<Vec<_>>(), there);
    }

    #[test]
    fn every_file_has_what_it_needs() {
        for file in &FILES {
            let tag = file.tag;
            let language: Language = merged(file).try_into().unwrap_or_else(|error| panic!("{tag}: {error}"));
            let own = own(file);
            assert!(own.contains_key("name"), "{tag} has no name");
            assert!(tag == ANY || !language.scripts.is_empty(), "{tag} has no scripts");
            let named = own.get("based-on").map(|name| name.as_str().unwrap());
            let elsewhere = language.regions.as_ref().map(|regions| regions.elsewhere.as_str());
            for name in named.into_iter().chain(elsewhere) {
                assert!(FILES.iter().any(|file| file.tag == name), "{tag} names {name}, which is no file");
            }
            let numbers: BTreeSet<&String> = language.numbers().iter().collect();
            assert!(matches!(language.numbers().len(), 0 | 99), "{tag} has {} numbers", language.numbers().len());
            assert_eq!(numbers.len(), language.numbers().len(), "{tag} has a number twice");
            assert!(matches!(language.months.len(), 0 | 12), "{tag} has {} months", language.months.len());
            let date = &language.month_and_year;
            assert!(date.contains("{month}") && date.contains("{year}"), "{tag}: {date}");
            for words in [&language.unclear_links, &language.elisions, &language.common_words] {
                assert!(words.iter().all(|word| *word == word.to_lowercase()), "{tag} has capitals: {words:?}");
            }
            let empty = own.get("words").and_then(Value::as_table).into_iter().flatten();
            let empty: Vec<_> = empty.filter(|(_, word)| word.as_str().unwrap().trim().is_empty()).collect();
            assert!(empty.is_empty(), "{tag} has empty words: {empty:?}");
        }
    }

    #[test]
    fn a_tag_finds_region_then_language_then_any() {
        let name = |tag: &str| of(tag).name.as_str();
        for (tag, found) in [
            ("en", "English"),
            ("en-US", "English"),
            ("EN-ca", "English"),
            ("en-GB", "English (United Kingdom)"),
            ("en_gb", "English (United Kingdom)"),
            ("en-IN", "English (World)"),
            ("de-AT", "German"),
            ("de-Latn-CH", "German (Switzerland)"),
            ("no-NO", "Norwegian"),
            ("zh-Hans-CN", "Chinese"),
            ("zh-Hant-TW", "Chinese (Taiwan)"),
            ("zh-Hant-SG", "Chinese (Traditional)"),
            ("tlh", "any other language"),
            ("", "any other language"),
        ] {
            assert_eq!(name(tag), found, "{tag}");
        }
    }

    #[test]
    fn what_a_file_leaves_out_comes_from_its_base() {
        assert_eq!(words("de-AT").contents, "Inhalt");
        assert_eq!(words("pt-BR").contents, "Sumário");
        assert_eq!(words("no").chapter, "Kapittel");
        assert_eq!(words("zh-HK").contents, "目錄");
        assert_eq!(words("tlh").contents, "Contents");
        assert!(of("tlh").words.is_none() && of("la").words.is_none());
        let canadian = &of("fr-CA").spaces;
        let spaces = [canadian.inside_guillemets, canadian.before_high, canadian.before_colon];
        assert_eq!(spaces.map(|space| space.char()), [Some('\u{A0}'), None, Some('\u{A0}')]);
    }

    #[test]
    fn numbers_in_words() {
        for (language, n, word) in [
            ("en", 1, "One"),
            ("en-GB", 21, "Twenty-one"),
            ("en", 90, "Ninety"),
            ("de", 1, "Eins"),
            ("de", 31, "Einunddreißig"),
            ("fr", 21, "Vingt et un"),
            ("fr", 71, "Soixante et onze"),
            ("fr", 80, "Quatre-vingts"),
            ("fr", 99, "Quatre-vingt-dix-neuf"),
            ("es", 22, "Veintidós"),
            ("es", 31, "Treinta y uno"),
            ("it", 28, "Ventotto"),
            ("it", 33, "Trentatré"),
        ] {
            assert_eq!(of(language).number(n).as_deref(), Some(word));
        }
        assert_eq!((of("ru").number(1), of("en").number(0), of("en").number(100)), (None, None, None));
    }
}
