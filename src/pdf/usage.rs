//! In: all pages. Out: which glyphs of which face they use, and for what text. Refuses to write.

use super::cluster::{Cluster, split};
use crate::fonts::{Face, FaceId, Faces};
use crate::page::{Frame, GlyphRun, Item, Page};
use rayon::prelude::*;
use std::sync::Arc;

/// By glyph id: the texts that the glyph stands for, with how often.
#[derive(Clone, Debug, Default)]
pub struct FaceUsage {
    pub glyphs: Vec<Vec<(Box<str>, u32)>>,
}

/// By face id.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    pub faces: Vec<FaceUsage>,
}

/// How a cluster's text can be told by its glyphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// Each glyph stands for a text of its own: the cluster's, or a character of it.
    Each,
    /// Only all of them together say it.
    Together,
}

/// Pages that are counted together.
pub const PART: usize = 32;

/// Counts in parallel; the sum does not depend on how the pages were shared out.
/// `told` is whether `ActualText` may say what glyphs cannot. `part` is asked for each part by its number, and may know
/// what counting would give.
pub fn count(
    pages: &[Page],
    faces: &Faces,
    told: bool,
    part: impl Fn(usize, &[Page], &dyn Fn(&[Page]) -> Usage) -> Arc<Usage> + Sync,
) -> Usage {
    let count = |pages: &[Page]| {
        let mut usage = Usage::default();
        let mut clusters = Vec::new();
        for page in pages {
            usage.add_frame(&page.frame, faces, told, &mut clusters);
        }
        usage
    };
    let parts: Vec<_> = pages.par_chunks(PART).enumerate().map(|(at, pages)| part(at, pages, &count)).collect();
    let mut all = Usage::default();
    parts.iter().for_each(|part| all.merge(part));
    all
}

pub fn spelling(cluster: &Cluster, run: &GlyphRun, face: &Face) -> Spelling {
    if cluster.glyphs.len() == 1 {
        return Spelling::Each;
    }
    let mut characters = cluster.text(run).chars();
    let glyphs = &run.glyphs[cluster.glyphs.clone()];
    let each = glyphs.iter().all(|glyph| characters.next().and_then(|c| face.glyph(c)) == Some(glyph.id));
    if each && characters.next().is_none() { Spelling::Each } else { Spelling::Together }
}

/// The text of one glyph of a cluster that is spelt by each: spaces of any width that are shown by the face's one
/// space are that space.
pub fn glyph_text<'a>(cluster: &Cluster, run: &'a GlyphRun, at: usize) -> &'a str {
    let text = cluster.text(run);
    if cluster.glyphs.len() > 1 {
        let mut characters = text.char_indices().skip(at - cluster.glyphs.start);
        let Some((start, character)) = characters.next() else { return "" };
        return &text[start..start + character.len_utf8()];
    }
    match text {
        "\u{a0}" | "\u{202f}" | "\u{2002}" | "\u{2003}" | "\u{2009}" | "\u{200a}" => " ",
        _ => text,
    }
}

/// The text of one glyph of a cluster that only all of them say, where the first must say it alone.
pub fn leading_text<'a>(cluster: &Cluster, run: &'a GlyphRun, at: usize) -> &'a str {
    if at == cluster.glyphs.start { cluster.text(run) } else { "" }
}

impl Usage {
    fn add_frame(&mut self, frame: &Frame, faces: &Faces, told: bool, clusters: &mut Vec<Cluster>) {
        for (_, item) in &frame.items {
            match item {
                Item::Glyphs(run) => self.add_run(run, faces.get(run.face), told, clusters),
                Item::Group { frame, .. } => self.add_frame(frame, faces, told, clusters),
                _ => {}
            }
        }
    }

    fn add_run(&mut self, run: &GlyphRun, face: &Face, told: bool, clusters: &mut Vec<Cluster>) {
        split(run, clusters);
        let usage = self.face(run.face);
        for cluster in clusters {
            let spelling = spelling(cluster, run, face);
            for at in cluster.glyphs.clone() {
                let text = match spelling {
                    Spelling::Each => glyph_text(cluster, run, at),
                    Spelling::Together if told => "",
                    Spelling::Together => leading_text(cluster, run, at),
                };
                usage.add(run.glyphs[at].id, text, 1);
            }
            if cluster.space
                && let Some(space) = face.glyph(' ')
            {
                usage.add(space, " ", 1);
            }
        }
    }

    fn face(&mut self, face: FaceId) -> &mut FaceUsage {
        let at = usize::from(face.0);
        if self.faces.len() <= at {
            self.faces.resize_with(at + 1, FaceUsage::default);
        }
        &mut self.faces[at]
    }

    fn merge(&mut self, other: &Usage) {
        for (at, face) in other.faces.iter().enumerate() {
            let mine = self.face(FaceId(at as u16));
            for (glyph, texts) in face.glyphs.iter().enumerate() {
                for (text, times) in texts {
                    mine.add(glyph as u16, text, *times);
                }
            }
        }
    }
}

impl FaceUsage {
    fn add(&mut self, glyph: u16, text: &str, times: u32) {
        let at = usize::from(glyph);
        if self.glyphs.len() <= at {
            self.glyphs.resize_with(at + 1, Vec::new);
        }
        let texts = &mut self.glyphs[at];
        match texts.iter_mut().find(|(known, _)| **known == *text) {
            Some((_, count)) => *count += times,
            None => texts.push((text.into(), times)),
        }
    }
}
