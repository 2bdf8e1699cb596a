//! A file that stands for itself, outside any book: a PDF to impose or to judge. In: a path, or bytes with a name. Out:
//! its bytes, within a limit.

use super::file_error::{FileError, FileErrorKind};
use super::files::plain;
use std::borrow::Cow;
use std::path::Path;

/// A file that stands for itself, outside any book.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// On disk.
    Path(&'a Path),
    /// In memory; the name is for diagnostics.
    Bytes { name: &'a str, bytes: &'a [u8] },
}

impl<'a> Input<'a> {
    /// As a diagnostic names it.
    pub fn name(&self) -> String {
        match self {
            Input::Path(path) => path.to_string_lossy().into_owned(),
            Input::Bytes { name, .. } => (*name).to_owned(),
        }
    }

    /// All of it, up to so many bytes.
    pub fn read(self, most: u64) -> Result<Cow<'a, [u8]>, FileError> {
        let bytes = match self {
            Input::Path(path) => plain(path, most).map(Cow::Owned),
            Input::Bytes { bytes, .. } if bytes.len() as u64 > most => Err(FileErrorKind::TooLarge(most)),
            Input::Bytes { bytes, .. } => Ok(Cow::Borrowed(bytes)),
        };
        bytes.map_err(|kind| FileError { name: self.name(), kind })
    }
}
