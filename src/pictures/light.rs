//! In: a picture and where it stands. Out: how dark and how light it is under words. Refuses to know which words.

use super::picture::Picture;
use super::raster::Raster;
use crate::base::{Ink, Length, Rect};

/// A picture as gray pixels, few enough to be counted.
#[derive(Clone, Debug)]
pub struct Light {
    raster: Raster,
    at: Rect,
}

/// As many pixels as a picture is looked at with, along its longer side.
const LOOKED_AT: u32 = 256;
/// Of every hundred pixels so many darkest and lightest may be anything: letters are read past a spot.
const SPOTS: usize = 3;

impl Light {
    /// Nothing where the picture is a drawing: its pixels are not known here.
    pub fn new(picture: &Picture, at: Rect) -> Option<Light> {
        let (wide, high) = (u64::from(picture.width.max(1)), u64::from(picture.height.max(1)));
        let long = wide.max(high);
        let fewer = |side: u64| u32::try_from((side * u64::from(LOOKED_AT) / long).max(1)).unwrap_or(1);
        let size = if long > u64::from(LOOKED_AT) { (fewer(wide), fewer(high)) } else { (wide as u32, high as u32) };
        let raster = picture.decode_at(size).ok()?.into_gray();
        Some(Light { raster, at })
    }

    /// Whether all of a part is within the picture, to a point.
    pub fn is_under(&self, part: Rect) -> bool {
        let at = self.at.outset(Length::pt(1));
        let across = part.origin.x >= at.origin.x && part.right() <= at.right();
        across && part.origin.y >= at.origin.y && part.bottom() <= at.bottom()
    }

    /// The darkest and the lightest of a part, as grays; white where the picture does not reach, or is transparent.
    pub fn range(&self, part: Rect) -> [Ink; 2] {
        let pixel = |length: Length, all: Length, count: u32| length.0 * i64::from(count) / all.0.max(1);
        let column = |x: Length| pixel(x - self.at.origin.x, self.at.size.width, self.raster.width);
        let row = |y: Length| pixel(y - self.at.origin.y, self.at.size.height, self.raster.height);
        let mut levels: Vec<u8> = Vec::new();
        for y in row(part.origin.y)..=row(part.bottom()) {
            levels.extend((column(part.origin.x)..=column(part.right())).map(|x| self.level(x, y)));
        }
        levels.sort_unstable();
        let spots = levels.len() * SPOTS / 100;
        let at = |place: Option<&u8>| Ink::Gray(place.copied().unwrap_or(255));
        [at(levels.get(spots)), at(levels.iter().rev().nth(spots))]
    }

    fn level(&self, x: i64, y: i64) -> u8 {
        let (wide, high) = (i64::from(self.raster.width), i64::from(self.raster.height));
        if !(0..wide).contains(&x) || !(0..high).contains(&y) {
            return 255;
        }
        let at = (y * wide + x) as usize;
        let level = u32::from(self.raster.pixels.get(at).copied().unwrap_or(255));
        let seen = self.raster.alpha.as_ref().and_then(|alpha| alpha.get(at)).map_or(255, |seen| u32::from(*seen));
        ((level * seen + 255 * (255 - seen)) / 255) as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_as_dark_and_as_light_as_most_of_it() {
        // Black above, white below, one white pixel in the black.
        let mut pixels = [vec![0; 5_000], vec![255; 5_000]].concat();
        pixels[4_050] = 255;
        let raster = Raster { width: 100, height: 100, gray: true, pixels, alpha: None };
        let pt = Length::pt;
        let light = Light { raster, at: Rect::new(pt(10), pt(0), pt(100), pt(200)) };
        let of = |top, high| light.range(Rect::new(pt(20), pt(top), pt(50), pt(high)));
        assert_eq!(of(10, 80), [Ink::Gray(0), Ink::Gray(0)]);
        assert_eq!(of(110, 80), [Ink::Gray(255), Ink::Gray(255)]);
        assert_eq!(of(10, 180), [Ink::Gray(0), Ink::Gray(255)]);
        // Past the picture is paper.
        assert_eq!(light.range(Rect::new(pt(-50), pt(0), pt(20), pt(50))), [Ink::Gray(255), Ink::Gray(255)]);
    }
}
