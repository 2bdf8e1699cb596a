//! A finished file: its bytes, and where it was saved if it was. Refuses to know how it was made.

use super::{Output, Product};
use crate::base::staging;
use std::path::PathBuf;

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// The output that it is; no other file is the same one.
    pub product: Option<Product>,
    /// The output that it comes with: a cover picture, a dummy, a sheet with guides.
    pub beside: Option<Product>,
    /// The file's name, without a folder.
    pub name: String,
    pub bytes: Vec<u8>,
    /// In hexadecimal digits.
    pub sha256: String,
    /// Of a paged output.
    pub pages: Option<usize>,
    /// Where it was saved.
    pub path: Option<PathBuf>,
}

impl Artifact {
    pub(super) fn new(product: Option<Product>, name: String, bytes: Vec<u8>, pages: Option<usize>) -> Artifact {
        let sha256 = staging::sha256(&bytes);
        Artifact { product, beside: None, name, bytes, sha256, pages, path: None }
    }

    /// What it is of its edition.
    pub fn output(&self) -> Option<Output> {
        self.product.as_ref().map(|product| product.output)
    }

    /// A file that comes with an output.
    pub(super) fn beside(self, product: Product) -> Artifact {
        Artifact { product: None, beside: Some(product), ..self }
    }
}
