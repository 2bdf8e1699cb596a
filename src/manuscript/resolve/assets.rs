//! In: pictures by name. Out: the book's assets, each once; a picture that cannot be had is an error at its place.

use super::links::unescaped;
use super::pool::Pool;
use crate::base::{Diagnostic, Folder, Report, Span};
use crate::manuscript::draft::ImageAt;
use crate::model::{Asset, AssetId};
use crate::pictures::{Picture, PictureError};
use std::collections::BTreeMap;
use std::sync::Arc;

pub struct Assets<'a> {
    folder: &'a Folder,
    pub assets: Vec<Asset>,
    /// By name; nothing where it was reported already.
    known: BTreeMap<String, Option<AssetId>>,
}

impl<'a> Assets<'a> {
    pub fn new(folder: &'a Folder) -> Assets<'a> {
        Assets { folder, assets: Vec::new(), known: BTreeMap::new() }
    }

    /// The picture that `typed` names in the file `from`.
    pub fn load(&mut self, from: &str, typed: &str, span: Option<Span>, report: &mut Report) -> Option<AssetId> {
        let name = self.name(from, typed, span, report)?;
        if let Some(Some(known)) = self.known.get(&name) {
            return Some(*known);
        }
        let picture = self.picture(&name, span, report);
        let id = picture.map(|picture| {
            let mut id = AssetId::of(&name);
            while self.assets.iter().any(|asset| asset.id == id) {
                id.0 += 1;
            }
            self.assets.push(Asset { id, name: name.clone(), picture });
            id
        });
        self.known.insert(name, id);
        id
    }

    /// A picture that book.toml names, as it is.
    pub fn art(&self, typed: &str, span: Option<Span>, report: &mut Report) -> Option<Arc<Picture>> {
        let name = self.name("", typed, span, report)?;
        self.picture(&name, span, report)
    }

    fn name(&self, from: &str, typed: &str, span: Option<Span>, report: &mut Report) -> Option<String> {
        if typed.contains("://") {
            let found = Diagnostic::error("image-remote", "a picture on the web is not part of the book")
                .help("copy the picture into the book's folder and name it by its path from there");
            report.add(span.into_iter().fold(found, Diagnostic::at));
            return None;
        }
        self.folder.resolve(from, typed).map_err(|error| report.add(error.diagnostic(span))).ok()
    }

    fn picture(&self, name: &str, span: Option<Span>, report: &mut Report) -> Option<Arc<Picture>> {
        let found = match self.folder.bytes(name) {
            Ok(bytes) => {
                Picture::probe(bytes).map_err(|error| span.into_iter().fold(refusal(name, &error), Diagnostic::at))
            }
            Err(error) => Err(error.diagnostic(span)),
        };
        let picture = found.map(Arc::new).map_err(|found| report.add(found)).ok()?;
        if picture.has_ink_colours() {
            let why = format!("`{name}` contains press colours; the sRGB colours beside them are used");
            let help = "check those colours in the PDF, or save the drawing in RGB";
            let found = Diagnostic::hint("image-press-colours", why).help(help);
            report.add(span.into_iter().fold(found, Diagnostic::at));
        }
        Some(picture)
    }
}

fn refusal(name: &str, error: &PictureError) -> Diagnostic {
    match error {
        PictureError::Unknown => {
            Diagnostic::error("image-unknown", format!("`{name}` is not an SVG, PNG, JPEG, TIFF or WebP picture"))
                .help("save it in one of these formats")
        }
        PictureError::Broken(why) => Diagnostic::error("image-broken", format!("`{name}` cannot be read: {why}")),
        PictureError::TooLarge(what) => Diagnostic::error("image-too-large", format!("`{name}` is too large: {what}")),
    }
}

/// Where each picture leads; those that cannot be had are missing.
pub fn resolve(pool: &Pool, assets: &mut Assets<'_>, report: &mut Report) -> BTreeMap<ImageAt, AssetId> {
    let mut found = BTreeMap::new();
    for (at, place) in pool.images() {
        let from = report.sources.get(at.0).name.clone();
        let id = assets.load(&from, &unescaped(&place.name), Some(place.span), report);
        found.extend(id.map(|id| (at, id)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_of_a_press_are_told_once_a_drawing() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
                   <rect fill='#ff5000 icc-color(P21, 1)' stroke='device-cmyk(0 1 1 0)'/></svg>";
        let folder = Folder::from_files([("book.toml", ""), ("a.svg", svg)]).unwrap();
        let (mut assets, mut report) = (Assets::new(&folder), Report::default());
        let first = assets.load("a.md", "a.svg", None, &mut report);
        assert_eq!(assets.load("a.md", "a.svg", None, &mut report), first);
        let codes: Vec<&str> = report.sorted().iter().map(|found| found.code).collect();
        assert_eq!((first.is_some(), codes), (true, vec!["image-press-colours"]));
    }
}
