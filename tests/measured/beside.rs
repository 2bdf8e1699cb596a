//! Pictures beside text, whatever the text: no letter stands on one, and none is parted from the lines beside it.

use chapbook::base::{Folder, Length, Point, Rect, Report};
use chapbook::page::{Item, Output, Page};
use chapbook::{design, layout, manuscript};
use proptest::prelude::*;
use std::fmt::Write;
use std::fs;

const WORDS: [&str; 6] = ["some", "remarkable", "of", "yesterday", "its", "wind"];

/// A paragraph, an item of a list, a quotation or a heading of so many words, and perhaps a picture before it.
type Part = (usize, usize, Option<(bool, u32, u32)>);

fn parts() -> impl Strategy<Value = Vec<Part>> {
    let picture = (any::<bool>(), 10u32..70, 1u32..=9);
    proptest::collection::vec((0usize..5, 1usize..90, proptest::option::weighted(0.4, picture)), 1..16)
}

fn laid(parts: &[Part], language: &str) -> layout::Layout {
    let dir = tempfile::tempdir().unwrap();
    let settings =
        format!("book.title = 'T'\nbook.language = '{language}'\nmanuscript.main = ['a.md']\nmanuscript.front = []");
    fs::write(dir.path().join("book.toml"), settings).unwrap();
    let mut text = String::from("# One\n\n");
    for (at, (kind, words, picture)) in parts.iter().enumerate() {
        if let Some((left, width, height)) = picture {
            let (w, h) = (30, 10 * height);
            let svg =
                format!("<svg xmlns='http://www.w3.org/2000/svg' width='{w}' height='{h}'><path d='M0 0h9v9z'/></svg>");
            fs::write(dir.path().join(format!("{at}.svg")), svg).unwrap();
            let caption = if at % 2 == 0 { " \"some wind of yesterday\"" } else { "" };
            let side = if *left { "left" } else { "right" };
            let _ = write!(text, "![A]({at}.svg{caption}){{.{side} width={width}%}}\n\n");
        }
        let said: Vec<&str> = (0..*words).map(|nth| WORDS[(nth * 7 + at) % WORDS.len()]).collect();
        let _ = write!(text, "{}{}\n\n", ["", "- ", "> ", "## ", ""][*kind], said.join(" "));
    }
    fs::write(dir.path().join("a.md"), text).unwrap();
    let folder = Folder::open(dir.path()).unwrap();
    let (manuscript, mut report) = manuscript::read(&folder);
    let manuscript = manuscript.unwrap();
    let design = design::design(&manuscript.settings, &folder, &mut Report::default()).unwrap();
    let laid = layout::layout(&manuscript.book, &design, &design.print, Output::Screen);
    report.extend(laid.diagnostics.clone());
    assert!(!report.has_errors(), "{report:?}");
    laid
}

/// Where pictures and letters are.
fn drawn(page: &Page) -> (Vec<Rect>, Vec<Point>) {
    let (mut pictures, mut letters) = (Vec::new(), Vec::new());
    for (at, item) in &page.frame.items {
        match item {
            Item::Image { size, .. } => pictures.push(Rect { origin: *at, size: *size }),
            Item::Glyphs(run) => {
                letters.extend(run.glyphs.iter().map(|glyph| Point::new(at.x + glyph.x, at.y)));
            }
            _ => {}
        }
    }
    (pictures, letters)
}

fn is_clear(page: &Page) -> bool {
    let (pictures, letters) = drawn(page);
    let beside = Length::pt(1);
    let is_in = |picture: &Rect, letter: &Point| {
        let (left, top) = (picture.origin.x, picture.origin.y);
        let (right, foot) = (left + picture.size.width, top + picture.size.height);
        (left - beside..right + beside).contains(&letter.x) && (top + beside..foot + beside * 4).contains(&letter.y)
    };
    let over = |one: &Rect, other: &Rect| {
        one.origin.y < other.origin.y + other.size.height && other.origin.y < one.origin.y + one.size.height
    };
    let apart = pictures.iter().enumerate().all(|(at, one)| pictures[..at].iter().all(|other| !over(one, other)));
    let trim = page.frame.size;
    let inside =
        pictures.iter().all(|one| one.origin.y >= Length::ZERO && one.origin.y + one.size.height <= trim.height);
    apart && inside && !pictures.iter().any(|picture| letters.iter().any(|letter| is_in(picture, letter)))
}

/// It is nearly as deep as a page, and a title comes before it.
#[test]
fn a_tall_picture_leaves_the_page_of_a_title() {
    for parts in [vec![(0, 1, Some((false, 51, 8)))], vec![(3, 37, None), (0, 1, Some((false, 43, 9)))]] {
        assert!(laid(&parts, "en").document.pages.iter().all(is_clear), "{parts:?}");
    }
}

/// Text, or the gap below it, reaches the foot of the picture, and the next one is too deep for the page.
#[test]
fn a_page_may_end_where_the_text_reaches_the_foot_of_a_picture() {
    let first =
        vec![(0, 29, None), (0, 1, None), (0, 1, None), (1, 70, Some((true, 50, 6))), (0, 1, Some((false, 29, 5)))];
    let above = [(0, 10, None), (1, 81, None), (0, 1, None), (0, 1, None), (0, 1, None), (0, 10, None)];
    let second = above.into_iter().chain([(2, 61, Some((false, 30, 5))), (0, 1, Some((false, 43, 9)))]).collect();
    for parts in [first, second] {
        assert!(laid(&parts, "he").document.pages.iter().all(is_clear), "{parts:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_stands_on_a_picture(parts in parts(), hebrew in any::<bool>()) {
        let laid = laid(&parts, if hebrew { "he" } else { "en" });
        let pictures: usize = laid.document.pages.iter().map(|page| drawn(page).0.len()).sum();
        prop_assert_eq!(pictures, parts.iter().filter(|part| part.2.is_some()).count());
        for page in &laid.document.pages {
            prop_assert!(is_clear(page));
        }
    }
}
