//! Why a PDF cannot be used, as a value with a code.

use crate::base::Diagnostic;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PdfError {
    /// It does not begin as a PDF does.
    NotPdf,
    /// What is wrong, as a clause: `object 7 is not where the table says`.
    Broken(String),
    Encrypted,
    /// It has no page.
    Pageless,
    /// Which limit it passes, as a clause.
    TooLarge(String),
    /// A stream's filter that is not one of text: named.
    Filter(String),
}

impl PdfError {
    pub(super) fn broken(what: impl Into<String>) -> PdfError {
        PdfError::Broken(what.into())
    }

    pub fn code(&self) -> &'static str {
        match self {
            PdfError::NotPdf => "pdf-unknown",
            PdfError::Broken(_) => "pdf-broken",
            PdfError::Encrypted => "pdf-encrypted",
            PdfError::Pageless => "pdf-without-pages",
            PdfError::TooLarge(_) => "pdf-too-large",
            PdfError::Filter(_) => "pdf-filter",
        }
    }

    /// An error about the file `name`.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let found = Diagnostic::error(self.code(), format!("`{name}`: {self}"));
        match self {
            PdfError::NotPdf => found.help("name a PDF; for a book's own folder use `chapbook build`"),
            PdfError::Broken(_) => found.help("make it again, or repair it with `qpdf`: `qpdf FILE.pdf MENDED.pdf`"),
            PdfError::Encrypted => found.help("save a copy that opens without a password, and use that"),
            PdfError::Pageless | PdfError::TooLarge(_) | PdfError::Filter(_) => found,
        }
    }
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::NotPdf => f.write_str("this is not a PDF"),
            PdfError::Broken(what) => write!(f, "this PDF is damaged: {what}"),
            PdfError::Encrypted => f.write_str("this PDF does not open without a password"),
            PdfError::Pageless => f.write_str("this PDF has no page"),
            PdfError::TooLarge(what) => write!(f, "this PDF is too large: {what}"),
            PdfError::Filter(name) => write!(f, "a stream of this PDF has the filter {name}, which is not for text"),
        }
    }
}
