//! In: a book. Out: where its pictures stand in the package, and the bytes of those that are shown.

use super::container::Packed;
use crate::base::Diagnostic;
use crate::design::Design;
use crate::model::{Asset, AssetId, Book, Image, walk};
use crate::pictures::{Format, Picture, clean, for_ebook};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// The book's pictures as the package has them.
#[derive(Debug)]
pub struct Images {
    /// By asset. `images/plan.svg`: the author's own names as far as ASCII goes, since readers stumble over others.
    pub paths: Vec<String>,
    pub cover: String,
    /// By asset; nothing where it stays as it came.
    made: Vec<Option<Picture>>,
}

/// A picture of this class stays as it came.
const ORIGINAL: &str = "original";

impl Images {
    /// Pictures become what readers show.
    pub fn new(book: &Book, design: &Design, cover: Format) -> Result<Images, Vec<Diagnostic>> {
        let kept = originals(book);
        let make = |asset: &Asset| {
            let shown = matches!(asset.picture.format, Format::Svg | Format::Png | Format::Jpeg);
            if shown && (design.epub.original_pictures || kept.contains(&asset.id)) {
                return Ok(None);
            }
            for_ebook(&asset.picture, &design.pictures).map_err(|why| refusal(asset, &why.to_string()))
        };
        let made: Vec<_> = book.assets.par_iter().map(make).collect();
        let mut found = Vec::new();
        let made: Vec<Option<Picture>> = made
            .into_iter()
            .map(|made| {
                made.unwrap_or_else(|why| {
                    found.push(why);
                    None
                })
            })
            .collect();
        if !found.is_empty() {
            return Err(found);
        }
        let mut taken = BTreeSet::new();
        let assets = book.assets.iter().zip(&made);
        let paths: Vec<String> =
            assets.map(|(asset, made)| path(&asset.name, packed(asset, made).format, &mut taken)).collect();
        let cover = cover_path(&paths, cover);
        Ok(Images { paths, cover, made })
    }

    /// Drawings are written anew, so that nothing but a drawing is given away.
    pub fn pack(&self, book: &Book, shown: &BTreeSet<String>) -> Result<Vec<Packed>, Vec<Diagnostic>> {
        let assets = self.paths.iter().zip(book.assets.iter().zip(&self.made));
        assets
            .filter(|(path, _)| shown.contains(*path))
            .map(|(path, (asset, made))| {
                let picture = packed(asset, made);
                let bytes = match picture.format {
                    Format::Svg => clean(&picture.bytes)
                        .map(String::into_bytes)
                        .map_err(|why| vec![refusal(asset, &why.to_string())])?,
                    _ => picture.bytes.to_vec(),
                };
                Ok(Packed { path: path.clone(), media_type: media_type(picture.format), bytes })
            })
            .collect()
    }
}

fn packed<'a>(asset: &'a Asset, made: &'a Option<Picture>) -> &'a Picture {
    made.as_ref().unwrap_or(&asset.picture)
}

fn refusal(asset: &Asset, why: &str) -> Diagnostic {
    Diagnostic::error("image-broken", format!("`{}` cannot be used in the EPUB: {why}", asset.name))
}

/// The assets that the author wants as they came.
fn originals(book: &Book) -> BTreeSet<AssetId> {
    let mut kept = BTreeSet::new();
    let mut image = |image: &Image| {
        if image.attributes.classes.iter().any(|class| class == ORIGINAL) {
            kept.insert(image.asset);
        }
    };
    for section in &book.sections {
        walk::images_of(&section.blocks, &mut image);
    }
    for (_, note) in book.notes() {
        walk::images_of(&note.blocks, &mut image);
    }
    kept
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
        Format::Webp => "webp",
    }
}

pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Svg => "image/svg+xml",
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Tiff => "image/tiff",
        Format::Webp => "image/webp",
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
