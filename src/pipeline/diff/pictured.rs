//! In: two PDFs of any program and the pages of them that changed. Out: pictures of these pages with the words marked that
//! changed. Refuses to choose the pages.

use super::drawn::Pair;
use super::paging::ChangedPage;
use crate::base::Rect;
use crate::draw::foreign::{self, PagePicture};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A file, and which of its pages can be drawn.
pub struct Side {
    pub bytes: Vec<u8>,
    pub drawable: Vec<bool>,
}

/// A page that cannot be drawn, or not in time, has no picture.
pub fn draw(before: Side, after: Side, pages: &[&ChangedPage]) -> Vec<Pair> {
    let pictures = |side: Side, of: &(dyn Fn(&ChangedPage) -> Option<usize> + Sync)| -> BTreeMap<usize, PagePicture> {
        let can = |at: &usize| side.drawable.get(*at) == Some(&true);
        let wanted: Vec<usize> = pages.iter().filter_map(|page| of(page)).filter(can).collect();
        if wanted.is_empty() { BTreeMap::new() } else { foreign::pages(side.bytes, wanted) }
    };
    let (old, new) = rayon::join(|| pictures(before, &|page| page.before), || pictures(after, &|page| page.after));
    let shown = |pictures: &BTreeMap<usize, PagePicture>, at: Option<usize>, words: &[Rect], class: &str| {
        at.and_then(|at| pictures.get(&at)).map(|picture| svg(picture, words, class))
    };
    let pair = |page: &&ChangedPage| {
        (shown(&old, page.before, &page.removed, "gone"), shown(&new, page.after, &page.added, "new"))
    };
    pages.iter().map(pair).collect()
}

fn svg(picture: &PagePicture, words: &[Rect], class: &str) -> String {
    let PagePicture { png, width, height, .. } = picture;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" href="data:image/png;base64,{}"/>"#,
        BASE64_STANDARD.encode(png)
    );
    for word in words {
        let own = [word.origin.x, word.origin.y, word.right(), word.bottom()].map(|length| length.to_pt());
        let [left, top, right, bottom] = picture.area(own);
        let (wide, high, low) = (right - left, bottom - top, bottom + 0.6);
        let _ = write!(
            svg,
            r#"<rect class="{class}" x="{left:.1}" y="{top:.1}" width="{wide:.1}" height="{high:.1}"/><rect class="{class}-line" x="{left:.1}" y="{low:.1}" width="{wide:.1}" height="1.5"/>"#
        );
    }
    svg + "</svg>"
}
