//! A finished file: its bytes, and where it was saved if it was. Refuses to know how it was made.

use super::Edition;
use crate::base::staging;
use std::path::PathBuf;

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The edition that it is; no other file is the same one.
    pub edition: Option<Edition>,
    /// The edition that it comes with: a cover picture, a dummy, a sheet with guides.
    pub beside: Option<Edition>,
    /// The file's name, without a folder.
    pub name: String,
    pub bytes: Vec<u8>,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Of a paged edition.
    pub pages: Option<usize>,
    /// Where it was saved.
    pub path: Option<PathBuf>,
}

impl Artifact {
    pub(super) fn new(edition: Option<Edition>, name: String, bytes: Vec<u8>, pages: Option<usize>) -> Artifact {
        let sha256 = staging::sha256(&bytes);
        Artifact { edition, beside: None, name, bytes, sha256, pages, path: None }
    }

    /// A file that comes with an edition.
    pub(super) fn beside(self, edition: Edition) -> Artifact {
        Artifact { edition: None, beside: Some(edition), ..self }
    }
}
