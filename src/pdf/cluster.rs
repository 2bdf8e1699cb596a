//! In: a glyph run. Out: its clusters, each some glyphs and the text that they stand for together.

use crate::page::GlyphRun;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// In visual order.
    pub glyphs: Range<usize>,
    /// Bytes of the run's text.
    text: Range<usize>,
    /// A hyphen that was added at a line's end.
    pub hyphen: bool,
    /// A space follows that has no glyph of its own.
    pub space: bool,
}

impl Cluster {
    /// The first byte of its text.
    pub fn start(&self) -> usize {
        self.text.start
    }

    pub fn text<'a>(&self, run: &'a GlyphRun) -> &'a str {
        if self.hyphen { "\u{ad}" } else { run.text.get(self.text.clone()).unwrap_or_default() }
    }
}

/// Replaces `clusters` by those of the run, in visual order.
pub fn split(run: &GlyphRun, clusters: &mut Vec<Cluster>) {
    clusters.clear();
    for (at, glyph) in run.glyphs.iter().enumerate() {
        let hyphen = glyph.cluster == u32::MAX;
        let start = if hyphen { run.text.len() } else { glyph.cluster as usize };
        match clusters.last_mut() {
            Some(last) if last.hyphen == hyphen && last.text.start == start => last.glyphs.end = at + 1,
            _ => clusters.push(Cluster { glyphs: at..at + 1, text: start..run.text.len(), hyphen, space: false }),
        }
    }
    find_ends(clusters);
    for cluster in clusters {
        let text = cluster.text(run);
        let trimmed = text.trim_end_matches(' ').len();
        if !cluster.hyphen && trimmed > 0 && trimmed < text.len() {
            cluster.text.end = cluster.text.start + trimmed;
            cluster.space = true;
        }
    }
}

/// A cluster's text ends where the logically next one begins.
fn find_ends(clusters: &mut [Cluster]) {
    if clusters.is_sorted_by_key(|cluster| cluster.text.start) {
        let mut next = None;
        for cluster in clusters.iter_mut().rev() {
            let start = cluster.text.start;
            cluster.text.end = next.unwrap_or(cluster.text.end).max(start);
            next = Some(start);
        }
        return;
    }
    let mut starts: Vec<usize> = clusters.iter().map(|cluster| cluster.text.start).collect();
    starts.sort_unstable();
    for cluster in clusters {
        let next = starts.partition_point(|&start| start <= cluster.text.start);
        cluster.text.end = starts.get(next).copied().unwrap_or(cluster.text.end).max(cluster.text.start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Ink, Length};
    use crate::fonts::FaceId;
    use crate::page::PlacedGlyph;

    fn texts(text: &str, at: &[u32]) -> Vec<String> {
        let glyph = |&cluster: &u32| PlacedGlyph { id: 1, x: Length::ZERO, rise: Length::ZERO, cluster };
        let run = GlyphRun {
            face: FaceId(0),
            size: Length::pt(10),
            ink: Ink::BLACK,
            glyphs: at.iter().map(glyph).collect(),
            text: text.into(),
            origins: Vec::new(),
            expand: 1_000,
        };
        let mut clusters = Vec::new();
        split(&run, &mut clusters);
        clusters.iter().map(|c| format!("{}{}", c.text(&run), if c.space { "_" } else { "" })).collect()
    }

    #[test]
    fn clusters_have_their_text_in_both_directions() {
        assert_eq!(texts("fine", &[0, 2, 3]), ["fi", "n", "e"]);
        assert_eq!(texts("e\u{301}a", &[0, 0, 3]), ["e\u{301}", "a"]);
        assert_eq!(texts("אב", &[2, 0]), ["ב", "א"]);
        assert_eq!(texts("man", &[0, 1, 2, u32::MAX]), ["m", "a", "n", "\u{ad}"]);
        assert_eq!(texts("a b c", &[0, 1, 2, 4]), ["a", " ", "b_", "c"]);
        assert!(texts("é", &[1])[0].is_empty());
    }
}
