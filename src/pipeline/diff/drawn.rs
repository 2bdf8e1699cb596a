//! In: two documents and the pages of them that changed. Out: pictures of these pages with the differences marked, and the
//! fonts that they need, for one file that holds all. Refuses to choose the pages.

use super::paging::ChangedPage;
use super::printed::{Printed, left_of};
use crate::base::Rect;
use crate::fonts::{Face, FaceId, glyph_font_of, glyph_sign};
use crate::page::{Frame, Item};
use crate::pictures::Picture;
use crate::svg::{self, Names};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of pictures that are shown; of what is beyond that there is an empty area.
const PICTURES: usize = 24 << 20;

/// A page as SVG, before and after.
pub type Pair = (Option<String>, Option<String>);

/// The glyphs that are shown, by what is in their face and by slice.
type Used<'a> = BTreeMap<(u64, u16), (&'a Face, BTreeSet<u16>)>;

/// The pairs of pages, and the rules of a style sheet that hold their fonts.
pub fn draw(before: &Printed, after: &Printed, pages: &[&ChangedPage]) -> (Vec<Pair>, String) {
    let left = AtomicUsize::new(PICTURES);
    let of = |page: &&ChangedPage| {
        let old = page.before.and_then(|at| picture(before, at, &page.removed, &page.lines_before, "gone", &left));
        let new = page.after.and_then(|at| picture(after, at, &page.added, &page.lines_after, "new", &left));
        (old, new)
    };
    // One after another: which pictures find room must not hang on who comes first.
    let pairs = pages.iter().map(of).collect();
    let mut used = Used::new();
    for page in pages {
        for (printed, at) in [(before, page.before), (after, page.after)] {
            let frame = at.and_then(|at| printed.document.pages.get(at)).map(|page| &page.frame);
            frame.into_iter().for_each(|frame| collect(printed, frame, &mut used));
        }
    }
    (pairs, fonts(&used))
}

struct Shown<'a> {
    printed: &'a Printed<'a>,
    left: &'a AtomicUsize,
}

impl Names for Shown<'_> {
    fn family(&self, face: FaceId, slice: u16) -> String {
        family(self.printed.faces.get(usize::from(face.0)).copied().unwrap_or_default(), slice)
    }

    fn picture(&self, picture: &Arc<Picture>) -> Option<String> {
        let (bytes, media) = svg::names::shown(picture, &self.printed.document.pictures).ok()?;
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.checked_sub(bytes.len())?, Ordering::Relaxed);
        Some(format!("data:{media};base64,{}", BASE64_STANDARD.encode(bytes)))
    }
}

fn family(face: u64, slice: u16) -> String {
    format!("f{face:016x}-{slice}")
}

fn picture(
    printed: &Printed,
    at: usize,
    words: &[Rect],
    lines: &[Rect],
    class: &str,
    left: &AtomicUsize,
) -> Option<String> {
    let page = printed.document.pages.get(at)?;
    let mut over = String::new();
    let margin = left_of(page, &printed.document.structure).to_pt() - 9.0;
    // A bar beside a line that is broken otherwise; the words themselves are marked where they are others.
    for area in lines {
        let (x, y, height) = (margin, area.origin.y.to_pt(), area.size.height.to_pt());
        let _ = write!(over, r#"<rect class="bar" x="{x:.1}" y="{y:.1}" width="2" height="{height:.1}"/>"#);
    }
    for area in words {
        let (x, y) = (area.origin.x.to_pt(), area.origin.y.to_pt());
        let (width, height) = (area.size.width.to_pt(), area.size.height.to_pt());
        let low = y + height + 0.4;
        let _ = write!(
            over,
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}"/><rect class="{class}-line" x="{x:.1}" y="{low:.1}" width="{width:.1}" height="1"/>"#
        );
    }
    Some(svg::picture(page, &Shown { printed, left }, &over))
}

fn collect<'a>(printed: &Printed<'a>, frame: &Frame, used: &mut Used<'a>) {
    for (_, item) in &frame.items {
        match item {
            Item::Glyphs(run) => {
                let Some(key) = printed.faces.get(usize::from(run.face.0)) else { continue };
                let face = printed.document.fonts.get(run.face);
                for glyph in &run.glyphs {
                    let slice = used.entry((*key, glyph_sign(glyph.id).0)).or_insert((face, BTreeSet::new()));
                    slice.1.insert(glyph.id);
                }
            }
            Item::Group { frame, .. } => collect(printed, frame, used),
            Item::Rule { .. } | Item::Path(_) | Item::Image { .. } | Item::Form(_) | Item::Link(_) | Item::Mark(_) => {}
        }
    }
}

fn fonts(used: &Used) -> String {
    let rule = |((key, slice), (face, glyphs)): (&(u64, u16), &(&Face, BTreeSet<u16>))| {
        // A face that cannot be cut is shown in the browser's own.
        let font = glyph_font_of(face, glyphs).ok()?;
        let (family, font) = (family(*key, *slice), BASE64_STANDARD.encode(font));
        Some(format!("@font-face{{font-family:\"{family}\";src:url(data:font/otf;base64,{font})}}\n"))
    };
    used.par_iter().filter_map(rule).collect::<Vec<_>>().concat()
}
