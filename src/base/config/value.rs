//! What a value of a file may be, and how it is read.

use super::fault::Fault;
use super::key::{Key, Kind, Shape};
use super::reader::{Node, Reader, Value};
use super::shown::alternatives;
use super::{Place, Set};
use crate::base::{Amount, Report};
use std::fmt;
use std::ops::Deref;

/// What is written as text.
pub trait FromText: Sized {
    /// Whether a number or a date without quotes does as well.
    const NUMBERS: bool = false;

    fn takes() -> String;

    fn names() -> &'static [&'static str] {
        &[]
    }

    fn quoted(raw: &str) -> String {
        format!("put it in quotes: `\"{raw}\"`")
    }

    fn from_text(text: &str) -> Result<Self, Fault>;

    /// The same, written in a file of this folder above the book's (`../`), where it is a path.
    #[must_use]
    fn in_folder(self, _folder: &str) -> Self {
        self
    }
}

impl<T: FromText> Value for T {
    const KINDS: &'static [Kind] =
        if <T as FromText>::NUMBERS { &[Kind::Text, Kind::Whole, Kind::Date] } else { &[Kind::Text] };

    fn takes() -> String {
        <T as FromText>::takes()
    }

    fn names() -> &'static [&'static str] {
        <T as FromText>::names()
    }

    fn quoted(raw: &str) -> String {
        <T as FromText>::quoted(raw)
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        match T::from_text(&node.text()?) {
            Ok(value) => Some(value.in_folder(node.folder())),
            Err(fault) => {
                reader.fault(fault, &node);
                None
            }
        }
    }
}

/// A value that was given otherwise than in a file, by a flag.
pub fn given<T: FromText>(name: &str, text: &str, report: &mut Report) -> Option<Set<T>> {
    let place = Place::new(None, format!("`{name}`"));
    match T::from_text(text) {
        Ok(value) => Some(Set { value, place }),
        Err(fault) => {
            report.add(fault.at(&place));
            None
        }
    }
}

/// The same of a whole number.
pub fn given_number<const LEAST: u32, const MOST: u32>(
    name: &str,
    number: u16,
    report: &mut Report,
) -> Option<Set<Whole<LEAST, MOST>>> {
    let place = Place::new(None, format!("`{name}`"));
    match Whole::new(number.into()) {
        Ok(value) => Some(Set { value, place }),
        Err(fault) => {
            report.add(fault.at(&place));
            None
        }
    }
}

/// `a`, `b` or `c`, in quotes.
pub fn one_of(names: &[&str]) -> String {
    alternatives(&names.iter().map(|name| format!("`\"{name}\"`")).collect::<Vec<_>>())
}

/// What a list of such values takes.
pub fn list_of<T: Value>() -> String {
    format!("a list, each item {}", T::takes())
}

/// Characters that no text has and that no XML may hold.
fn is_control(ch: char) -> bool {
    (ch.is_control() && !matches!(ch, '\n' | '\t' | '\r')) || matches!(ch, '\u{FFFE}' | '\u{FFFF}')
}

fn plain(text: &str) -> Result<String, Fault> {
    match text.contains(is_control) {
        true => Err(Fault::new("control-character", "there is a control character here").help("delete it")),
        false => Ok(text.to_string()),
    }
}

impl FromText for String {
    fn takes() -> String {
        "text in quotes".to_string()
    }

    fn from_text(text: &str) -> Result<String, Fault> {
        plain(text)
    }
}

/// The path of a file, as it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilePath(pub String);

impl Deref for FilePath {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromText for FilePath {
    fn takes() -> String {
        "the path of a file, in quotes".to_string()
    }

    fn from_text(text: &str) -> Result<FilePath, Fault> {
        plain(text).map(FilePath)
    }

    fn in_folder(self, folder: &str) -> FilePath {
        let stays = folder.is_empty() || self.0.starts_with(['@', '/']);
        if stays { self } else { FilePath(format!("{folder}{}", self.0)) }
    }
}

/// A few words or a number: `"2nd"` and `2` both do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextOrNumber(pub String);

impl Deref for TextOrNumber {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromText for TextOrNumber {
    const NUMBERS: bool = true;

    fn takes() -> String {
        "text in quotes, or a whole number".to_string()
    }

    fn from_text(text: &str) -> Result<TextOrNumber, Fault> {
        plain(text).map(TextOrNumber)
    }
}

impl FromText for Amount {
    fn takes() -> String {
        "a length in quotes, such as `\"3mm\"`".to_string()
    }

    fn quoted(raw: &str) -> String {
        with_units(raw)
    }

    fn from_text(text: &str) -> Result<Amount, Fault> {
        Amount::parse(text).map_err(|why| {
            let number = text.trim();
            let bare = Amount::parse(&format!("{number}pt")).is_ok();
            let help = if bare { with_units(number) } else { LENGTH.to_string() };
            Fault::new("length-invalid", why).help(help)
        })
    }
}

/// How a length is written.
pub const LENGTH: &str = "write a number and a unit: pt, mm, cm, in or em";

fn with_units(number: &str) -> String {
    format!("write its unit too: `\"{number}mm\"`, `\"{number}pt\"` or `\"{number}in\"`")
}

impl Value for bool {
    const KINDS: &'static [Kind] = &[Kind::Truth];

    fn takes() -> String {
        "`true` or `false`".to_string()
    }

    fn read(node: Node<'_>, _: &mut Reader<'_>) -> Option<bool> {
        node.truth()
    }
}

/// A whole number that lies between two others, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Whole<LEAST, MOST> {
    pub fn new(number: i64) -> Result<Self, Fault> {
        let whole = u32::try_from(number).ok().filter(|number| (LEAST..=MOST).contains(number)).map(Whole);
        whole.ok_or_else(|| Fault::of_key("setting-value", format!("takes {}, not {number}", Self::takes())))
    }

    pub fn get(self) -> u32 {
        self.0
    }
}

impl<const LEAST: u32, const MOST: u32> fmt::Display for Whole<LEAST, MOST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<const LEAST: u32, const MOST: u32> Value for Whole<LEAST, MOST> {
    const KINDS: &'static [Kind] = &[Kind::Whole];

    fn takes() -> String {
        if MOST == u32::MAX && LEAST == 0 {
            return "a whole number".to_string();
        }
        format!("a whole number from {LEAST} to {MOST}")
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, range: Some((LEAST, MOST)), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Self> {
        // What no number holds is past every limit.
        match Whole::new(node.whole().unwrap_or(i64::MAX)) {
            Ok(whole) => Some(whole),
            Err(fault) => {
                reader.fault(fault, &node);
                None
            }
        }
    }
}

impl Value for u32 {
    const KINDS: &'static [Kind] = &[Kind::Whole];

    fn takes() -> String {
        "a whole number".to_string()
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<u32> {
        Whole::<0, { u32::MAX }>::read(node, reader).map(Whole::get)
    }
}

/// A list that is one value.
impl<T: Value> Value for Vec<T> {
    const KINDS: &'static [Kind] = &[Kind::List];

    fn takes() -> String {
        list_of::<T>()
    }

    fn keys() -> &'static [Key] {
        T::keys()
    }

    fn names() -> &'static [&'static str] {
        T::names()
    }

    fn shape() -> Shape {
        Shape { items: Some(Box::new(T::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Vec<T>> {
        Some(reader.list(node).into_iter().map(|item| item.value).collect())
    }
}
