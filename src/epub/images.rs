//! In: a book. Out: where its pictures stand in the package, and the bytes of those that are shown.

use super::container::Packed;
use crate::base::Diagnostic;
use crate::model::Book;
use crate::pictures::{Format, clean};
use std::collections::BTreeSet;

/// The paths of the book's pictures, by asset, and the cover's. `images/plan.svg`: the author's own names as far as
/// ASCII goes, since readers stumble over others.
#[derive(Debug)]
pub struct Images {
    pub paths: Vec<String>,
    pub cover: String,
}

impl Images {
    pub fn new(book: &Book, cover: Format) -> Images {
        let mut taken = BTreeSet::new();
        let paths: Vec<String> =
            book.assets.iter().map(|asset| path(&asset.name, asset.picture.format, &mut taken)).collect();
        let cover = cover_path(&paths, cover);
        Images { paths, cover }
    }

    /// Drawings are written anew, so that nothing but a drawing is given away.
    pub fn pack(&self, book: &Book, shown: &BTreeSet<String>) -> Result<Vec<Packed>, Vec<Diagnostic>> {
        let assets = self.paths.iter().zip(&book.assets);
        assets
            .filter(|(path, _)| shown.contains(*path))
            .map(|(path, asset)| {
                let bytes = match asset.picture.format {
                    Format::Svg => clean(&asset.picture.bytes).map(String::into_bytes).map_err(|why| {
                        let why = format!("`{}` cannot stand in the EPUB: {why}", asset.name);
                        vec![Diagnostic::error("image-broken", why)]
                    })?,
                    Format::Png | Format::Jpeg | Format::Tiff => asset.picture.bytes.to_vec(),
                };
                Ok(Packed { path: path.clone(), media_type: media_type(asset.picture.format), bytes })
            })
            .collect()
    }
}

/// A picture of the text may be called `cover` too.
fn cover_path(paths: &[String], format: Format) -> String {
    let taken: BTreeSet<&str> = paths.iter().filter_map(|path| path.split(['/', '.']).nth(1)).collect();
    let mut name = "cover".to_owned();
    while taken.contains(name.as_str()) {
        name.push_str("-front");
    }
    format!("images/{name}.{}", extension(format))
}

fn path(name: &str, format: Format, taken: &mut BTreeSet<String>) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let plain: String = stem
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let plain = if plain.trim_matches('-').is_empty() { "picture" } else { plain.trim_matches('-') };
    let extension = extension(format);
    let mut path = format!("images/{plain}.{extension}");
    let mut count = 2;
    while !taken.insert(path.clone()) {
        path = format!("images/{plain}-{count}.{extension}");
        count += 1;
    }
    path
}

fn extension(format: Format) -> &'static str {
    match format {
        Format::Svg => "svg",
        Format::Png => "png",
        Format::Jpeg => "jpg",
        Format::Tiff => "tif",
    }
}

pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Svg => "image/svg+xml",
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Tiff => "image/tiff",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn picture_names_are_plain_and_unique() {
        let mut taken = BTreeSet::new();
        let mut path = |name: &str| super::path(name, Format::Png, &mut taken);
        assert_eq!(path("images/Plan A.png"), "images/plan-a.png");
        assert_eq!(path("other/plan-a.png"), "images/plan-a-2.png");
        assert_eq!(path("план.png"), "images/picture.png");
    }
}
