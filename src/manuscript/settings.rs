//! In: book.toml. Out: what the author typed, nothing filled in. Refuses to know what a setting does.

use crate::base::Span;
use crate::press::{BleedSides, Inks, Standard};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt;
use toml::Value;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Settings {
    pub book: BookSettings,
    pub manuscript: Option<Matters>,
    pub page: PageSettings,
    #[serde(rename = "type")]
    pub typography: TypeSettings,
    pub notes: NoteSettings,
    pub contents: ContentsSettings,
    pub epub: EpubSettings,
    pub print: PrintSettings,
    pub screen: ScreenSettings,
    pub booklet: BookletSettings,
    pub cover: CoverSettings,
    /// Where each value stands, by its dotted path: `type.size`, `manuscript.main.0`.
    #[serde(skip)]
    pub places: BTreeMap<String, Span>,
    /// Whether they come from the command line, where each key is a flag.
    #[serde(skip)]
    pub are_flags: bool,
}

impl Settings {
    /// What a key is called where it was set: `[type] size`, or `--size` on the command line.
    pub fn called(&self, key: &str) -> String {
        match key.rsplit_once(' ') {
            Some((_, flag)) if self.are_flags => format!("--{flag}"),
            _ => key.to_owned(),
        }
    }

    /// Where a value stands, by `type.size` or as it is shown to people, `[type] size`.
    pub fn place(&self, key: &str) -> Option<Span> {
        let path = key.trim_start_matches('[').replace("] ", ".").replace(']', "");
        self.places.get(&path).copied()
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BookSettings {
    pub title: String,
    pub subtitle: Option<String>,
    pub authors: Vec<AuthorSetting>,
    pub language: Option<String>,
    pub identifier: Option<String>,
    pub publisher: Option<String>,
    #[serde(deserialize_with = "text_or_number")]
    pub date: Option<String>,
    #[serde(deserialize_with = "text_or_number")]
    pub edition: Option<String>,
    pub rights: Option<String>,
    pub description: Option<String>,
    pub subjects: Vec<String>,
    pub series: Option<SeriesSetting>,
    pub imprint: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum AuthorSetting {
    Name(String),
    Full(FullAuthor),
}

impl<'de> Deserialize<'de> for AuthorSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match text_or_table(deserializer, "a name, or a table with `name`")? {
            TextOrTable::Text(name) => Ok(AuthorSetting::Name(name)),
            TextOrTable::Table(full) => Ok(AuthorSetting::Full(full)),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FullAuthor {
    pub name: String,
    pub role: Option<String>,
    pub file_as: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SeriesSetting {
    pub name: String,
    #[serde(default, deserialize_with = "text_or_number")]
    pub number: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Matters {
    pub front: Vec<String>,
    pub main: Vec<String>,
    pub back: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PageSettings {
    pub trim: Option<String>,
    pub margins: Option<MarginSettings>,
    pub chapter_start: Option<ChapterStart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterStart {
    #[default]
    Next,
    Recto,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct MarginSettings {
    pub inner: Option<String>,
    pub outer: Option<String>,
    pub top: Option<String>,
    pub bottom: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct TypeSettings {
    pub theme: Option<String>,
    pub body: Option<FamilySetting>,
    pub heading: Option<FamilySetting>,
    pub mono: Option<FamilySetting>,
    pub fallback: Vec<String>,
    pub size: Option<String>,
    pub leading: Option<String>,
    pub figures: Option<FigureSetting>,
    pub hyphenate: Option<bool>,
    pub hyphenation: Vec<String>,
    pub justify: Option<bool>,
    pub spacing: Option<SpacingSetting>,
    pub hyphens_in_row: Option<u16>,
    pub hyphen_left: Option<u16>,
    pub hyphen_right: Option<u16>,
    pub protrusion: Option<Percent>,
    pub expansion: Option<Percent>,
    pub ornament: Option<String>,
    pub opening: Option<Opening>,
    pub number_chapters: Option<Numbering>,
    pub number_parts: Option<Numbering>,
}

/// In hundredths of the face's own space.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SpacingSetting {
    pub least: Option<u16>,
    pub most: Option<u16>,
}

/// On, off, or how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    Switch(bool),
    Number(u16),
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Percent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("`true`, `false` or a whole number of percent")
            }

            fn visit_bool<E: Error>(self, on: bool) -> Result<Percent, E> {
                Ok(Percent::Switch(on))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Percent, E> {
                let found = u16::try_from(number).map(Percent::Number);
                found.map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

#[derive(Clone, Debug)]
pub enum FamilySetting {
    Builtin(String),
    Files(FamilyFiles),
}

impl<'de> Deserialize<'de> for FamilySetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match text_or_table(deserializer, "a family's name, or a table with `regular`")? {
            TextOrTable::Text(name) => Ok(FamilySetting::Builtin(name)),
            TextOrTable::Table(files) => Ok(FamilySetting::Files(files)),
        }
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FamilyFiles {
    pub regular: String,
    pub italic: Option<String>,
    pub bold: Option<String>,
    pub bold_italic: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureSetting {
    #[default]
    OldStyle,
    Lining,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opening {
    #[default]
    Plain,
    DropCap,
    SmallCaps,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    #[default]
    None,
    Arabic,
    Roman,
    Words,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct NoteSettings {
    pub place: Option<NotePlace>,
    pub number: Option<NoteNumber>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotePlace {
    #[default]
    Foot,
    Chapter,
    Book,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteNumber {
    #[default]
    Chapter,
    Page,
    Book,
    Symbols,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ContentsSettings {
    pub depth: Option<u8>,
    pub title: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct EpubSettings {
    pub enabled: Option<bool>,
    pub isbn: Option<String>,
    pub fonts: Option<bool>,
    pub page_list: Option<bool>,
    pub certifier: Option<String>,
    pub accessibility_summary: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PrintSettings {
    pub enabled: Option<bool>,
    pub isbn: Option<String>,
    pub printer: Option<String>,
    pub paper: Option<String>,
    pub standard: Option<Standard>,
    pub ink: Option<Inks>,
    pub profile: Option<String>,
    pub ink_limit: Option<u16>,
    pub bleed: Option<String>,
    pub bleed_sides: Option<BleedSides>,
    pub marks: Option<bool>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ScreenSettings {
    pub enabled: Option<bool>,
    pub trim: Option<String>,
    pub margins: Option<MarginSettings>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct BookletSettings {
    pub enabled: Option<bool>,
    pub scheme: Option<BookletScheme>,
    pub signature: Option<u16>,
    pub signatures: Option<u16>,
    pub sheet: Option<String>,
    pub fit: Option<SheetFit>,
    pub flip: Option<SheetFlip>,
    pub blanks: Option<Blanks>,
    pub paper: Option<String>,
    pub caliper: Option<String>,
    /// In hundredths.
    pub creep: Option<u16>,
    pub marks: Option<bool>,
    pub dummy: Option<bool>,
}

/// How sheets become a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BookletScheme {
    #[default]
    Saddle,
    Signatures,
    Perfect,
    Zine,
    Mini,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetFit {
    #[default]
    Actual,
    Scale,
}

/// The edge that a sheet turns on in the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SheetFlip {
    #[default]
    Short,
    Long,
}

/// Where the pages stand that make the number of pages fit the sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Blanks {
    #[default]
    End,
    BeforeLast,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CoverSettings {
    pub enabled: Option<bool>,
    /// Pictures; `wrap` is the whole sheet, back, spine and front.
    pub front: Option<String>,
    pub back: Option<String>,
    pub wrap: Option<String>,
    pub fit: Option<ArtFit>,
    /// How wide the spine is, or what it comes from: a paper's name or the caliper of a leaf, and the cover's own.
    pub spine: Option<String>,
    pub paper: Option<String>,
    pub caliper: Option<String>,
    pub board: Option<String>,
    pub spine_text: Option<SpineText>,
    pub bleed: Option<String>,
    pub style: Option<CoverStyle>,
    pub colour: Option<String>,
    /// Markdown.
    pub back_text: Option<String>,
    /// Off, or its size in hundredths of the nominal one.
    pub barcode: Option<Percent>,
    #[serde(deserialize_with = "text_or_number")]
    pub price: Option<String>,
    pub guides: Option<bool>,
}

/// What becomes of art whose shape is not the panel's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArtFit {
    /// It fills the panel and its bleed; what is over is cut off.
    #[default]
    Fill,
    /// All of it is shown, on the cover's colour.
    Whole,
}

/// Which way a spine is read: `down`, the head of the letters to the right, as in English; `up` as in French.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SpineText {
    Down,
    Up,
    None,
}

/// The typographic covers that are part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverStyle {
    Classic,
    Modern,
    Zine,
}

enum TextOrTable<T> {
    Text(String),
    Table(T),
}

/// Unlike an untagged enum this keeps the place and the words of what is wrong inside the table.
fn text_or_table<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<TextOrTable<T>, D::Error> {
    struct Either<T>(&'static str, std::marker::PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
        type Value = TextOrTable<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.0)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(TextOrTable::Text(text.to_string()))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map)).map(TextOrTable::Table)
        }
    }
    deserializer.deserialize_any(Either(expected, std::marker::PhantomData))
}

/// `"2026"`, `2026` and TOML's own date `2026-11-23` say the same.
fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let wrong = |found: Unexpected<'_>| Err(D::Error::invalid_type(found, &"a string or a whole number"));
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(Some(text)),
        Value::Integer(number) => Ok(Some(number.to_string())),
        Value::Datetime(date) => Ok(Some(date.to_string())),
        Value::Float(number) => wrong(Unexpected::Float(number)),
        Value::Boolean(truth) => wrong(Unexpected::Bool(truth)),
        Value::Array(_) => wrong(Unexpected::Seq),
        Value::Table(_) => wrong(Unexpected::Map),
    }
}
