//! In: a picture on a page of a PDF. Out: whether it is fine enough, in which colours, with how much ink. Refuses what is
//! compressed as a photograph: its pixels are not looked at.

use super::finding::Finding;
use super::inks::{self, Kind};
use super::inventory::{PictureUse, Stock};
use super::rules::Rules;
use super::sheet::{PageArea, Sheet};
use super::uses::Uses;
use crate::base::{Severity, limits};
use crate::pdfread::File;
use crate::pdfread::colour::Space;
use crate::pdfread::content::State;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeMap;

/// Smaller ones are dots, in points.
const SMALL: f64 = 9.0;

/// What is known of the pictures seen so far.
pub struct Pictures<'a> {
    file: &'a File,
    /// The most ink on a pixel, in percent.
    inks: BTreeMap<ObjectId, u32>,
    /// Bytes that pixels may still be inflated to.
    left: usize,
}

/// A picture on a page, and how the page shows it.
#[derive(Clone, Copy)]
pub struct PlacedImage<'a> {
    pub sheet: &'a Sheet,
    pub resources: &'a Dictionary,
    pub state: &'a State,
    /// Nothing where it stands in the content itself.
    pub id: Option<ObjectId>,
    pub dict: &'a Dictionary,
    pub seen: &'a PageArea,
}

impl<'a> Pictures<'a> {
    pub fn new(file: &'a File) -> Pictures<'a> {
        Pictures { file, inks: BTreeMap::new(), left: limits::PDF_INFLATED }
    }

    pub fn judge(
        &mut self,
        image: &PlacedImage,
        rules: &Rules,
        (uses, stock): (&mut Uses, &mut Stock),
    ) -> Vec<Finding> {
        let PlacedImage { sheet, resources, state, id, dict, seen } = *image;
        let mut found = Vec::new();
        let entry = |long: &str, short: &str| self.file.entry(dict, long).or_else(|| self.file.entry(dict, short));
        let number = |long, short| entry(long, short).and_then(crate::pdfread::file::number).unwrap_or(0.0);
        let is_mask = matches!(entry("ImageMask", "IM"), Some(Object::Boolean(true)));
        let space = match entry("ColorSpace", "CS") {
            _ if is_mask => state.fill.space.clone(),
            Some(space) => Space::of(self.file, resources, space),
            None => Space::Unknown,
        };
        if space != Space::Unknown {
            let values = is_mask.then_some(&state.fill.values[..]);
            uses.colour(&space, values, sheet.number, seen.point());
        }
        let (wide, high) = (number("Width", "W"), number("Height", "H"));
        let line_art = is_mask || number("BitsPerComponent", "BPC") == 1.0;
        let [a, b, c, d, ..] = state.matrix;
        let (width, height) = (sheet.length(a.hypot(b)), sheet.length(c.hypot(d)));
        let dots = (wide * 72.0 / width).min(high * 72.0 / height);
        let bits = if is_mask { 1.0 } else { number("BitsPerComponent", "BPC") };
        let spots = inks::spots(&space).join(", ");
        let listed = PictureUse {
            object: id.map(|(number, _)| number),
            width: wide as u64,
            height: high as u64,
            colour: if spots.is_empty() { inks::kind(&space).words().to_owned() } else { spots },
            bits: (bits >= 1.0).then_some(bits as u8),
            ppi: dots.is_finite().then_some(dots.round() as u32),
        };
        stock.pictures.add(listed, sheet.number);
        if sheet.is_kept(seen) && width >= SMALL && height >= SMALL && wide >= 1.0 && high >= 1.0 {
            found.extend(coarse(rules, dots, line_art).map(|found| found.on(sheet.number, seen.point())));
        }
        if let Some(id) = id.filter(|_| inks::kind(&space) == Kind::Cmyk) {
            let most = self.most_ink(id, number("BitsPerComponent", "BPC"));
            if most > rules.ink() + 1 {
                let why = format!("a picture uses up to {most}% ink, more than {}%", rules.ink());
                let of =
                    Finding::of(rules.by_printer(Severity::Warning), "ink-total", why).on(sheet.number, seen.point());
                found.push(of.help("replace equal parts of the coloured inks with black"));
            }
        }
        found
    }

    /// Of a picture whose pixels stand there plainly; 0 for others.
    fn most_ink(&mut self, id: ObjectId, bits: f64) -> u32 {
        if let Some(known) = self.inks.get(&id) {
            return *known;
        }
        let mut most = 0;
        if let Some(Object::Stream(stream)) = self.file.object(id)
            && bits == 8.0
            && !stream.dict.has(b"Decode")
        {
            let left = self.left.min(limits::PDF_CONTENT);
            let pixels = self.file.pixels(stream, left);
            self.left = self.left.saturating_sub(pixels.as_ref().map_or(stream.content.len(), Vec::len));
            let sum = |pixel: &[u8]| pixel.iter().map(|&ink| u32::from(ink)).sum::<u32>();
            let pixels = pixels.unwrap_or_default();
            most = pixels.chunks_exact(4).map(sum).max().unwrap_or(0) * 100 / 255;
        }
        self.inks.insert(id, most);
        most
    }
}

/// A picture with too few pixels an inch.
fn coarse(rules: &Rules, dots: f64, line_art: bool) -> Option<Finding> {
    let least = rules.resolution(line_art);
    if dots + 0.5 >= f64::from(least) {
        return None;
    }
    let what = if line_art { "a picture in black and white" } else { "a picture" };
    let why = format!("{what} has {dots:.0} pixels per inch at its printed size; it needs {least}");
    Some(Finding::warning("image-resolution", why).help("use a larger original, or print it smaller"))
}
