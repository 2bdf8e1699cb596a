//! In: pictures as a source has them. Out: the list of those that Chapbook can use, each once. Refuses to fetch any.

use super::tree::Picture;
use crate::pictures::{self, Format};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Album {
    pub pictures: Vec<Picture>,
    known: BTreeMap<String, Result<usize, String>>,
}

impl Album {
    /// The place of a picture in the list. `key` is its name in the source, where it is read once.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn add(&mut self, key: &str, bytes: impl FnOnce() -> Option<Vec<u8>>) -> Result<usize, String> {
        if let Some(known) = self.known.get(key) {
            return known.clone();
        }
        let added = self.probe(key, bytes());
        self.known.insert(key.to_owned(), added.clone());
        added
    }

    fn probe(&mut self, key: &str, bytes: Option<Vec<u8>>) -> Result<usize, String> {
        let bytes = bytes.ok_or("it is not there, or too large")?;
        let found = pictures::Picture::probe(bytes.as_slice()).map_err(|error| error.to_string())?;
        let name = key.rsplit('/').next().unwrap_or(key);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        let ending = match found.format {
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Jpeg => "jpg",
            Format::Tiff => "tif",
            Format::Webp => "webp",
        };
        self.pictures.push(Picture { name: format!("{name}.{ending}"), bytes });
        Ok(self.pictures.len() - 1)
    }
}

/// The words for those who do not see a picture. Some programs write the file's name for want of words.
pub fn said(alt: &str) -> String {
    let words = alt.split_whitespace().collect::<Vec<_>>().join(" ");
    let ending = words.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let is_name =
        matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "tif" | "tiff" | "bmp" | "emf");
    if is_name { String::new() } else { words }
}
