//! Why a file could not be had, and how that is told. Refuses to look for files.

use super::encoding::Guess;
use super::{Diagnostic, Span};
use std::fmt;

/// Why a file could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// As the author named it.
    pub name: String,
    pub kind: FileErrorKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileErrorKind {
    Missing,
    /// The book itself is not there: no folder, no file.
    NoFolder,
    Absolute,
    /// `..` or a link that leads out of the book.
    Outside,
    /// A folder, pipe, socket or device.
    NotPlain,
    /// More than this many bytes.
    TooLarge(u64),
    /// The book as a whole names too much.
    TooMany(String),
    /// The place of the first wrong byte, and what the text probably is; it is in the sources with that byte replaced.
    NotUtf8(Span, Option<Guess>),
    /// A glob that cannot be read.
    BadPattern(String),
    /// A glob that matches nothing.
    NoMatch,
    /// The pattern finds this name, which is not UTF-8 or has a character that not every system allows.
    Name(String),
    /// SOURCE_DATE_EPOCH is this, and no number of seconds.
    Epoch(String),
    /// What the system said.
    System(String),
}

impl FileError {
    pub fn code(&self) -> &'static str {
        match self.kind {
            FileErrorKind::Missing => "file-missing",
            FileErrorKind::NoFolder => "folder-missing",
            FileErrorKind::Absolute | FileErrorKind::Outside => "file-outside",
            FileErrorKind::NotPlain => "file-not-plain",
            FileErrorKind::TooLarge(_) => "file-too-large",
            FileErrorKind::TooMany(_) => "book-too-large",
            FileErrorKind::NotUtf8(..) => "file-not-utf8",
            FileErrorKind::BadPattern(_) => "glob-invalid",
            FileErrorKind::NoMatch => "glob-empty",
            FileErrorKind::Name(_) => "file-name",
            FileErrorKind::Epoch(_) => "epoch-invalid",
            FileErrorKind::System(_) => "file-unreadable",
        }
    }

    /// An error at the text that names the file; a wrong byte has its own place.
    pub fn diagnostic(&self, span: Option<Span>) -> Diagnostic {
        let mut out = Diagnostic::error(self.code(), self.to_string());
        out.span = span;
        match &self.kind {
            FileErrorKind::NotUtf8(place, guess) => {
                let looks = guess.as_ref().map_or(String::new(), |guess| format!("this looks like {guess}; "));
                out.at(*place).help(format!("{looks}save the file as UTF-8"))
            }
            FileErrorKind::Missing if self.name.contains('\\') => {
                out.help("`\\` stands between folders, as `/` does; no file of a book can have it in its own name")
            }
            FileErrorKind::Missing => out.help("names are relative to the file that names them, capitals included"),
            FileErrorKind::Absolute | FileErrorKind::Outside => {
                out.help("copy the file into the book's folder and name it by its path from there")
            }
            FileErrorKind::Name(_) => out.help("rename it: letters, digits, `-` and `_` are safe everywhere"),
            FileErrorKind::Epoch(_) => out.help("set it to a number, as `date +%s` prints one, or unset it"),
            _ => out,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.kind {
            FileErrorKind::Missing => write!(f, "there is no file `{name}`"),
            FileErrorKind::NoFolder => write!(f, "there is no file or folder `{name}`"),
            FileErrorKind::Absolute => write!(f, "`{name}` is an absolute path"),
            FileErrorKind::Outside => write!(f, "`{name}` leads out of the book's folder"),
            FileErrorKind::NotPlain => write!(f, "`{name}` is not a plain file"),
            FileErrorKind::TooLarge(most) => write!(f, "`{name}` is larger than {} megabytes", most >> 20),
            FileErrorKind::TooMany(what) => write!(f, "`{name}` makes the book larger than {what}"),
            FileErrorKind::NotUtf8(..) => write!(f, "`{name}` is not UTF-8 text"),
            FileErrorKind::BadPattern(why) => write!(f, "`{name}` is not a pattern of file names: {why}"),
            FileErrorKind::NoMatch => write!(f, "no file matches `{name}`"),
            FileErrorKind::Name(found) => write!(f, "`{found}` is not UTF-8 or has a `:` or a `\\` in its name"),
            FileErrorKind::Epoch(text) => write!(f, "`{name}` is `{text}`, not a whole number of seconds since 1970"),
            FileErrorKind::System(why) => write!(f, "`{name}`: {why}"),
        }
    }
}
