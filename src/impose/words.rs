//! In: a few words and a face. Out: a run of glyphs. Refuses words that the face cannot show.

use crate::base::{Ink, Length};
use crate::fonts::{Direction, FaceId, Faces, Features, Request};
use crate::page::{GlyphRun, PlacedGlyph};

/// The face of slug lines and of the numbers of a dummy.
#[derive(Clone, Copy, Debug)]
pub struct Lettering<'a> {
    pub faces: &'a Faces,
    pub face: FaceId,
}

impl Lettering<'_> {
    pub fn can_show(&self, text: &str) -> bool {
        text.chars().all(|character| self.faces.get(self.face).covers(character))
    }

    /// A line at a size, and its width.
    pub fn line(&self, text: &str, size: Length, ink: Ink) -> (GlyphRun, Length) {
        let face = self.face;
        let request =
            Request { face, features: Features::default(), lang: "en", direction: Direction::LeftToRight, text };
        let shaped = self.faces.shaper().shape(&request);
        let upem = self.faces.get(face).metrics.upem;
        let mut pen = 0;
        let mut glyphs = Vec::with_capacity(shaped.glyphs.len());
        for glyph in &shaped.glyphs {
            let x = size.of_units(i64::from(pen + glyph.dx), upem);
            let rise = size.of_units(i64::from(glyph.dy), upem);
            glyphs.push(PlacedGlyph { id: glyph.id, x, rise, cluster: glyph.cluster });
            pen += glyph.advance;
        }
        let run = GlyphRun { face, size, ink, glyphs, text: text.into(), origins: Vec::new(), expand: 1_000 };
        (run, size.of_units(i64::from(shaped.width), upem))
    }
}
