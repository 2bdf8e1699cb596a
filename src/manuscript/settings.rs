//! In: book.toml. Out: what the author typed, nothing filled in. Refuses to know what a setting does.

use serde::Deserialize;

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
    pub cover: CoverSettings,
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
    pub date: Option<String>,
    pub edition: Option<String>,
    pub rights: Option<String>,
    pub description: Option<String>,
    pub subjects: Vec<String>,
    pub series: Option<SeriesSetting>,
    pub imprint: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum AuthorSetting {
    Name(String),
    Full(FullAuthor),
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
    pub protrusion: Option<bool>,
    pub expansion: Option<bool>,
    pub ornament: Option<String>,
    pub opening: Option<Opening>,
    pub number_chapters: Option<Numbering>,
    pub number_parts: Option<Numbering>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum FamilySetting {
    Builtin(String),
    Files(FamilyFiles),
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
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct PrintSettings {
    pub enabled: Option<bool>,
    pub isbn: Option<String>,
    pub bleed: Option<String>,
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
pub struct CoverSettings {
    pub front: Option<String>,
}
