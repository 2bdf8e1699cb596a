//! In: a value of book.toml as it is typed. Out: what it means. Refuses to know what it is used for.

use crate::base::config::{Fault, FilePath, FromText, Key, Kind, Node, Reader, Shape, Value};
use crate::base::{Amount, Ink, Length, Size};
use crate::language;
use crate::model::{Isbn, IsbnError};
use crate::press::Builtin;
use std::fmt;
use std::ops::Deref;

use super::{FamilyFiles, FullAuthor};

/// A size of paper, by a common name. In micrometres: ISO 216 and 269, North American sheets, and the sizes that print
/// printers call by name.
const SIZES: &[(&str, i64, i64)] = &[
    ("a3", 297_000, 420_000),
    ("a4", 210_000, 297_000),
    ("a5", 148_000, 210_000),
    ("a6", 105_000, 148_000),
    ("a7", 74_000, 105_000),
    ("b5", 176_000, 250_000),
    ("b6", 125_000, 176_000),
    ("letter", 215_900, 279_400),
    ("half-letter", 139_700, 215_900),
    ("quarter-letter", 107_950, 139_700),
    ("digest", 139_700, 215_900),
    ("trade", 152_400, 228_600),
    ("royal", 156_000, 234_000),
    ("demy", 138_000, 216_000),
    ("b-format", 129_000, 198_000),
    ("pocket", 107_950, 174_625),
    ("crown-quarto", 189_000, 246_000),
    ("square", 210_000, 210_000),
];

/// The sizes that have names.
pub fn usual_sizes() -> impl Iterator<Item = Size> {
    SIZES.iter().map(|&(_, width, height)| Size::new(Length::micrometres(width), Length::micrometres(height)))
}

/// The smallest and the largest side of a page.
const SIDES: std::ops::RangeInclusive<Length> = Length::mm(40)..=Length::mm(1_000);
/// A page of a book is not so many inches long.
const INCHES: i64 = 20;

/// `A5`, or `W x H` (also with `×`), both lengths with a unit, or one unit for both: `6 x 9in`.
fn size(text: &str, refused: fn(String) -> Fault) -> Result<Size, Fault> {
    let wanted = text.trim().to_lowercase();
    if let Some(&(_, width, height)) = SIZES.iter().find(|(name, ..)| *name == wanted) {
        return Ok(Size::new(Length::micrometres(width), Length::micrometres(height)));
    }
    let names: Vec<&str> = SIZES.iter().map(|(name, ..)| *name).collect();
    let usual = format!("write a width and a height, `148mm x 210mm`, or one of {}", names.join(", "));
    let fault = |why: String| refused(why).help(usual.clone());
    let Some((width, height)) = wanted.split_once(['x', '×']) else {
        return Err(fault(format!("no page size is named `{}`", text.trim())));
    };
    let bare = |text: &str| Amount::parse(&format!("{}pt", text.trim())).ok();
    if let (Some(wide), Some(high)) = (bare(width), bare(height)) {
        let inches = [wide, high].iter().all(|side| side.absolute().is_some_and(|side| side < Length::pt(INCHES)));
        let unit = if inches { "in" } else { "mm" };
        let help = format!("did you mean `{}{unit} x {}{unit}`?", width.trim(), height.trim());
        return Err(refused(format!("`{}` has no unit", text.trim())).help(help));
    }
    let height = Amount::parse(height).map_err(fault)?;
    let width = match bare(width) {
        Some(width) => Amount { unit: height.unit, ..width },
        None => Amount::parse(width).map_err(fault)?,
    };
    match (width.absolute(), height.absolute()) {
        (Some(width), Some(height)) if SIDES.contains(&width) && SIDES.contains(&height) => {
            Ok(Size::new(width, height))
        }
        (Some(_), Some(_)) => {
            Err(fault(format!("a page of {} is not between 40 mm and 1 m on each side", text.trim())))
        }
        _ => Err(fault("a page size is in pt, mm, cm or in".to_string())),
    }
}

/// The size of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trim(pub Size);

impl FromText for Trim {
    fn takes() -> String {
        "a page size in quotes, such as `\"A5\"` or `\"6in x 9in\"`".to_string()
    }

    fn quoted(_: &str) -> String {
        "write a width and a height, `\"148mm x 210mm\"`, or a name such as `\"A5\"`".to_string()
    }

    fn from_text(text: &str) -> Result<Trim, Fault> {
        size(text, |why| Fault::new("page-trim", why)).map(Trim)
    }
}

/// The size of a sheet that is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sheet(pub Size);

impl FromText for Sheet {
    fn takes() -> String {
        "a paper size in quotes, such as `\"A4\"` or `\"letter\"`".to_string()
    }

    fn quoted(_: &str) -> String {
        "write a width and a height, `\"210mm x 297mm\"`, or a name such as `\"A4\"`".to_string()
    }

    fn from_text(text: &str) -> Result<Sheet, Fault> {
        size(text, |why| Fault::new("booklet-sheet", why)).map(Sheet)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageTag(pub String);

impl FromText for LanguageTag {
    fn takes() -> String {
        "the code of a language in quotes, such as `\"en\"` or `\"de\"`".to_string()
    }

    fn from_text(text: &str) -> Result<LanguageTag, Fault> {
        match language::is_tag(text) {
            true => Ok(LanguageTag(text.to_string())),
            false => Err(Fault::new("language-invalid", format!("`{text}` is not a language tag"))
                .help("write one like `en`, `en-GB` or `de`")),
        }
    }
}

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    pub year: u16,
    pub month: Option<u8>,
    pub day: Option<u8>,
}

impl FromText for Date {
    const NUMBERS: bool = true;

    fn takes() -> String {
        "a date: `2026`, `\"2026-11\"` or `2026-11-23`".to_string()
    }

    fn from_text(text: &str) -> Result<Date, Fault> {
        date(text).ok_or_else(|| {
            Fault::new("date-invalid", format!("`{text}` is not a date"))
                .help("write `2026`, `\"2026-11\"` or `2026-11-23`")
        })
    }
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let mut part = |length: usize| match parts.next() {
        Some(part) if part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()) => {
            part.parse::<u16>().ok().map(Some)
        }
        Some(_) => None,
        None => Some(None),
    };
    let (year, month, day) = (part(4)??, part(2)?, part(2)?);
    if parts.next().is_some() {
        return None;
    }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        Some(2) => 28 + u16::from(leap),
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    let fits = year > 0 && month.is_none_or(|month| (1..=12).contains(&month));
    let fits = fits && day.is_none_or(|day| (1..=days).contains(&day));
    fits.then(|| Date { year, month: month.map(|month| month as u8), day: day.map(|day| day as u8) })
}

/// ISO 8601, as far as it is known.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        [self.month, self.day].into_iter().flatten().try_for_each(|part| write!(f, "-{part:02}"))
    }
}

/// A number that checks out, and how it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IsbnSetting {
    pub isbn: Isbn,
    pub typed: String,
}

impl FromText for IsbnSetting {
    fn takes() -> String {
        "an ISBN in quotes, such as `\"978-3-16-148410-0\"`".to_string()
    }

    fn from_text(text: &str) -> Result<IsbnSetting, Fault> {
        match Isbn::parse(text) {
            Ok(isbn) => Ok(IsbnSetting { isbn, typed: text.to_string() }),
            Err(why) => Err(no_isbn(text, why)),
        }
    }
}

fn no_isbn(text: &str, why: IsbnError) -> Fault {
    Fault::new("isbn-invalid", format!("`{text}` is not an ISBN: {why}"))
        .help("copy it again from your publisher or ISBN agency")
}

/// A unique name of the book; one that is an ISBN checks out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier(pub String);

impl FromText for Identifier {
    fn takes() -> String {
        "text in quotes".to_string()
    }

    fn from_text(text: &str) -> Result<Identifier, Fault> {
        let identifier = String::from_text(text)?;
        let lower = text.trim().to_ascii_lowercase();
        let named = ["urn:isbn:", "isbn:", "isbn "].iter().find_map(|scheme| lower.strip_prefix(scheme));
        match Isbn::parse(named.unwrap_or(&lower)) {
            Err(why) if named.is_some() || matches!(why, IsbnError::Check { .. }) && lower.len() >= 13 => {
                Err(no_isbn(text, why))
            }
            _ => Ok(Identifier(identifier)),
        }
    }
}

/// `#1d3557`, or inks in hundredths: `cmyk(100, 70, 0, 30)`.
impl FromText for Ink {
    fn takes() -> String {
        "a colour in quotes, such as `\"#1d3557\"` or `\"cmyk(100, 70, 0, 30)\"`".to_string()
    }

    fn from_text(text: &str) -> Result<Ink, Fault> {
        ink(text).ok_or_else(|| {
            Fault::new("setting-value", format!("`{text}` is not a colour"))
                .help("write `#1d3557`, or inks in percent: `cmyk(100, 70, 0, 30)`")
        })
    }
}

fn ink(typed: &str) -> Option<Ink> {
    let typed = typed.trim();
    if let Some(digits) = typed.strip_prefix('#') {
        let digits: Vec<u8> = digits.chars().map_while(|digit| digit.to_digit(16)).map(|digit| digit as u8).collect();
        return match (typed.chars().count(), &digits[..]) {
            (4, &[red, green, blue]) => Some(Ink::Rgb(red * 17, green * 17, blue * 17)),
            (7, &[a, b, c, d, e, f]) => Some(Ink::Rgb(a * 16 + b, c * 16 + d, e * 16 + f)),
            _ => None,
        };
    }
    let inks = typed.strip_prefix("cmyk(")?.strip_suffix(')')?;
    let inks: Option<Vec<u8>> = inks.split(',').map(|ink| ink.trim().parse().ok().filter(|ink| *ink <= 100)).collect();
    match inks?[..] {
        [cyan, magenta, yellow, black] => Some(Ink::Cmyk(cyan, magenta, yellow, black)),
        _ => None,
    }
}

/// What stands beside a barcode: a currency and an amount in five digits (BISG, EAN-5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    pub digits: [u8; 5],
    /// As typed, where it is more than the digits.
    pub shown: Option<String>,
}

/// The currencies that the add-on knows, and its first digit for each.
const CURRENCIES: [(&str, u8); 9] =
    [("US$", 5), ("CA$", 6), ("A$", 3), ("NZ$", 4), ("USD", 5), ("CAD", 6), ("AUD", 3), ("NZD", 4), ("GBP", 0)];

impl FromText for Price {
    const NUMBERS: bool = true;

    fn takes() -> String {
        "a price in quotes, such as `\"$19.95\"`, or its five digits".to_string()
    }

    fn from_text(text: &str) -> Result<Price, Fault> {
        let help = "write `$19.95`, `£8.99`, `CAD 24.95`, or the five digits themselves";
        price(text.trim()).map_err(|why| Fault::new("cover-price", why).help(help))
    }
}

fn price(typed: &str) -> Result<Price, String> {
    let digits: Vec<u8> = typed.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    if let (true, Ok(digits)) = (digits.len() == typed.len(), <[u8; 5]>::try_from(&digits[..])) {
        return Ok(Price { digits, shown: None });
    }
    let known = CURRENCIES.iter().chain(&[("$", 5), ("£", 0)]);
    let found = known.into_iter().find_map(|(name, digit)| {
        let rest = typed.strip_prefix(name).or_else(|| typed.strip_suffix(name))?;
        Some((*digit, rest.trim()))
    });
    let (currency, amount) = found.ok_or_else(|| format!("`{typed}` has no currency that the barcode supports"))?;
    let (whole, part) = amount.split_once(['.', ',']).unwrap_or((amount, "00"));
    let plain = |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(whole) || !plain(part) || part.len() != 2 {
        return Err(format!("`{amount}` is not an amount"));
    }
    let number: u32 = format!("{whole}{part}").parse().map_err(|_| format!("`{amount}` is not an amount"))?;
    // `9999` says: this much or more. Pounds go on with a 1 at a hundred.
    let (currency, number) = match (currency, number) {
        (0, 10_000..=19_999) => (1, number - 10_000),
        (currency, number) => (currency, number.min(9_999)),
    };
    let digit = |tens: u32| (number / tens % 10) as u8;
    let digits = [currency, digit(1_000), digit(100), digit(10), digit(1)];
    Ok(Price { digits, shown: Some(typed.to_string()) })
}

/// A leaf that is thinner or thicker is no paper.
const CALIPERS: std::ops::RangeInclusive<Length> = Length::micrometres(10)..=Length::mm(3);

/// A paper by its name, or the thickness of a leaf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperSetting {
    Named(String),
    Caliper(Length),
}

impl PaperSetting {
    pub fn name(&self) -> Option<&str> {
        if let PaperSetting::Named(name) = self { Some(name) } else { None }
    }
}

impl FromText for PaperSetting {
    fn takes() -> String {
        "the name of a paper, or the thickness of a leaf, in quotes".to_string()
    }

    fn quoted(raw: &str) -> String {
        <Amount as FromText>::quoted(raw)
    }

    fn from_text(text: &str) -> Result<PaperSetting, Fault> {
        let text = text.trim();
        if !text.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return Ok(PaperSetting::Named(text.to_string()));
        }
        let fault = |why: String| Fault::new("paper-unknown", why);
        let amount =
            Amount::from_text(text).map_err(|found| Fault { help: found.help, ..fault(found.why.to_string()) })?;
        let length = amount.absolute().ok_or_else(|| fault("a paper's thickness is in mm, in or pt".to_string()))?;
        match CALIPERS.contains(&length) {
            true => Ok(PaperSetting::Caliper(length)),
            false => Err(fault(format!("no paper is {text} thick"))),
        }
    }
}

/// Something of the program's by its name, or a file of the book's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameOrFile {
    Name(String),
    File(FilePath),
}

impl FromText for NameOrFile {
    fn takes() -> String {
        "a name, or the path of a file that ends in `.toml`, in quotes".to_string()
    }

    fn from_text(text: &str) -> Result<NameOrFile, Fault> {
        match text.ends_with(".toml") || text.contains('/') {
            true => FilePath::from_text(text).map(NameOrFile::File),
            false => String::from_text(text).map(NameOrFile::Name),
        }
    }

    fn in_folder(self, folder: &str) -> NameOrFile {
        match self {
            NameOrFile::File(path) => NameOrFile::File(path.in_folder(folder)),
            NameOrFile::Name(_) => self,
        }
    }
}

/// A profile of the program, or a file of the book's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileSetting {
    Builtin(Builtin),
    File(FilePath),
}

impl FromText for ProfileSetting {
    fn takes() -> String {
        "the name of a profile, or the path of an ICC file, in quotes".to_string()
    }

    fn from_text(text: &str) -> Result<ProfileSetting, Fault> {
        match Builtin::ALL.into_iter().find(|builtin| builtin.name() == text) {
            Some(builtin) => Ok(ProfileSetting::Builtin(builtin)),
            None => FilePath::from_text(text).map(ProfileSetting::File),
        }
    }

    fn in_folder(self, folder: &str) -> ProfileSetting {
        match self {
            ProfileSetting::File(path) => ProfileSetting::File(path.in_folder(folder)),
            ProfileSetting::Builtin(_) => self,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorSetting {
    Name(String),
    Full(FullAuthor),
}

impl AuthorSetting {
    pub fn name(&self) -> &str {
        match self {
            AuthorSetting::Name(name) => name,
            AuthorSetting::Full(full) => &full.name,
        }
    }
}

impl Value for AuthorSetting {
    const KINDS: &'static [Kind] = &[Kind::Text, Kind::Table];

    fn takes() -> String {
        "a name in quotes, or a table with `name`".to_string()
    }

    fn keys() -> &'static [Key] {
        FullAuthor::keys()
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match node.kind() {
            Kind::Table => FullAuthor::read(node.alone(), reader).map(AuthorSetting::Full),
            _ => String::read(node, reader).map(AuthorSetting::Name),
        }
    }
}

/// What somebody did for a book: a MARC relator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContributorRole(pub String);

impl FromText for ContributorRole {
    fn takes() -> String {
        "a three-letter MARC code in quotes, such as `\"edt\"`".to_string()
    }

    fn from_text(text: &str) -> Result<ContributorRole, Fault> {
        match text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_lowercase()) {
            true => Ok(ContributorRole(text.to_string())),
            false => Err(Fault::new("setting-value", format!("`{text}` is not a MARC relator"))
                .help("write three letters: `aut` author, `edt` editor, `trl` translator, `ill` illustrator")),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FamilySetting {
    Builtin(String),
    Files(FamilyFiles),
}

impl Value for FamilySetting {
    const KINDS: &'static [Kind] = &[Kind::Text, Kind::Table];

    fn takes() -> String {
        "a family's name in quotes, or a table with `regular`".to_string()
    }

    fn keys() -> &'static [Key] {
        FamilyFiles::keys()
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match node.kind() {
            // Faces of two families are none.
            Kind::Table => FamilyFiles::read(node.alone(), reader).map(FamilySetting::Files),
            _ => String::read(node, reader).map(FamilySetting::Builtin),
        }
    }
}

/// On, off, or how much, in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent<const LEAST: u32, const MOST: u32> {
    Switch(bool),
    Number(crate::base::config::Whole<LEAST, MOST>),
}

impl<const LEAST: u32, const MOST: u32> Value for Percent<LEAST, MOST> {
    const KINDS: &'static [Kind] = &[Kind::Truth, Kind::Whole];

    fn takes() -> String {
        format!("`true`, `false` or a percentage from {LEAST} to {MOST}")
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, range: Some((LEAST, MOST)), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match node.truth() {
            Some(on) => Some(Percent::Switch(on)),
            None => Value::read(node, reader).map(Percent::Number),
        }
    }
}

impl Deref for LanguageTag {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}
