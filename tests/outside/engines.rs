//! What an engine makes of the EPUBs that knows little of CSS: MuPDF's, on a page as small as a phone's. The base sheet
//! alone must hold there.

use usvg::roxmltree::Document;

use crate::{file, run};

/// Every line of the book: its text, where its words begin, and the size of its first letter.
fn lines(slug: &str) -> Vec<(String, f64, f64)> {
    let shown = run("mutool", &["draw", "-F", "stext", "-W", "390", "-H", "620", "-S", "15", &file(slug, ".epub")]);
    let text = String::from_utf8(shown.stdout).expect("UTF-8");
    let document = Document::parse(&text).expect("XML");
    let lines = document.descendants().filter(|node| node.has_tag_name("line"));
    let read = |line: usvg::roxmltree::Node| {
        let letters: Vec<_> = line.descendants().filter(|node| node.has_tag_name("char")).collect();
        let words = letters.iter().filter_map(|letter| letter.attribute("c")).collect();
        let left = letters.first()?.attribute("x")?.parse().ok()?;
        let size = line.descendants().find_map(|node| node.attribute("size"))?.parse().ok()?;
        Some((words, left, size))
    };
    lines.filter_map(read).collect()
}

#[test]
#[ignore = "needs mutool: tests/run"]
fn verse_hangs_and_text_is_indented_where_little_css_is_known() {
    let lines = lines("everything-at-once");
    let at = |start: &str| {
        let at = lines.iter().position(|(words, ..)| words.contains(start));
        at.unwrap_or_else(|| panic!("no line has {start:?}"))
    };
    // In ems.
    let further = |one: usize, other: usize| (lines[other].1 - lines[one].1) / lines[one].2;
    let first = at("Begin with the lamp");
    let turned = further(first, first + 1);
    assert!((1.5..4.0).contains(&turned), "a turned line stands {turned} em in: {:?}", &lines[first..first + 2]);
    // Steps of indent are equal.
    let steps = [at("which you know by the corner"), at("in films that are older")].map(|line| further(first, line));
    assert!(steps[0] > 0.5 && (steps[1] - 2.0 * steps[0]).abs() < 0.1, "{steps:?}");
    // No line is empty or doubled between lines of verse.
    let third = at("The press is where it was");
    assert!((first + 3..first + 6).contains(&third), "{:?}", &lines[first..third]);
    // Items of lists stand in, level by level.
    let levels = ["one step in", "two steps in", "three steps in", "four steps in"].map(at);
    assert!(levels.windows(2).all(|pair| further(pair[0], pair[1]) > 0.5), "{levels:?}");
}
