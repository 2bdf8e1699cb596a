//! A finished file: its bytes, and where it was saved if it was. Refuses to know how it was made.

use super::Edition;
use crate::base::staging;
use std::path::PathBuf;

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Nothing for the report on the pages and for sheets made of another PDF.
    pub edition: Option<Edition>,
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
        Artifact { edition, name, bytes, sha256, pages, path: None }
    }
}
