//! What is promised is what a build makes of the book with the settings and the marks.

use super::*;
use crate::pipeline::{BuildOptions, Silent, build};
use std::fs;

const WORDS: [&str; 12] =
    ["the", "window", "of", "an", "orchard", "remembered", "slowly", "and", "harbour", "a", "neighbours", "was"];

/// Chapters of one line a paragraph, of words that are always the same.
fn text() -> String {
    let mut seed: u64 = 7;
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    let mut text = String::new();
    for chapter in 0..5 {
        text += &format!("# Chapter {chapter}\n\n");
        for _ in 0..16 + next(12) {
            let words: Vec<&str> = (0..25 + next(80)).map(|_| WORDS[next(12) as usize]).collect();
            text += &format!("{}.\n\n", words.join(" "));
        }
    }
    text
}

const TOML: &str = "# Mine\n[book]\ntitle = 'T' # short\n\n[page]\ntrim = 'A6'\n\n[epub]\nenabled = false\n\n[editions.large.page]\ntrim = 'A5'\n";

fn pages(folder: &Folder, edition: &str) -> usize {
    let only = [edition.parse().unwrap()];
    let outcome = build(folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
    assert!(outcome.is_good(), "{}", outcome.report);
    outcome.artifacts[0].pages.unwrap()
}

#[test]
fn what_is_promised_is_what_is_built() {
    let dir = tempfile::tempdir().unwrap();
    for (edition, product, fewer) in [(None, "print", 2), (Some("large"), "large.print", 1)] {
        fs::write(dir.path().join("book.toml"), TOML).unwrap();
        fs::write(dir.path().join("a.md"), text()).unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let before = pages(&folder, product);
        let target = Some(FitTarget::Pages(before - fewer));
        let tried = fit(&folder, FitOptions { edition, target, apply: None }).unwrap();
        assert_eq!((tried.now.pages, tried.targets.as_slice()), (before, &[before - fewer][..]));
        assert!(tried.layouts.len() < 12 && tried.layouts[0].reaches, "{tried:?}");
        assert!(tried.layouts.is_sorted_by_key(|layout| (!layout.reaches, layout.reaches.then_some(layout.weight))));
        for (nth, layout) in (1..).zip(tried.layouts.iter().filter(|layout| layout.reaches)) {
            fs::write(dir.path().join("book.toml"), TOML).unwrap();
            let mut lines: Vec<String> = text().lines().map(str::to_owned).collect();
            for mark in &layout.marks {
                lines[mark.line - 1] += &format!(" {{looseness={:+}}}", mark.looseness);
            }
            let folder = Folder::open(dir.path()).unwrap();
            if !layout.settings.is_empty() {
                let done = fit(&folder, FitOptions { edition, target, apply: Some(nth) }).unwrap();
                assert_eq!(done.layouts[nth - 1].pages, layout.pages);
                let toml = fs::read_to_string(dir.path().join("book.toml")).unwrap();
                assert!(toml.starts_with("# Mine\n[book]\ntitle = 'T' # short\n") && toml != TOML, "{toml}");
            }
            fs::write(dir.path().join("a.md"), lines.join("\n")).unwrap();
            assert_eq!(pages(&Folder::open(dir.path()).unwrap(), product), layout.pages, "{layout:?}");
            fs::write(dir.path().join("a.md"), text()).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_is_coded() {
    let of = |toml: &str, options: FitOptions| {
        let toml = format!("[book]\ntitle = 'T'\n{toml}");
        let folder = Folder::from_files([("book.toml", toml.as_str()), ("a.md", "# A\n\nWords.\n")]).unwrap();
        fit(&folder, options).map(|done| done.advice).map_err(|failure| failure.into_report().sorted()[0].code)
    };
    let usual = FitOptions { target: Some(FitTarget::Multiple(4)), ..FitOptions::default() };
    assert_eq!(of("", FitOptions { edition: Some("soft"), ..usual }), Err("edition-unknown"));
    assert_eq!(of("[print]\nenabled = false\n", usual), Err("edition-disabled"));
    assert_eq!(of("[page]\ntrim = 'x'\n", usual), Err("page-trim"));
    assert_eq!(of("", FitOptions { apply: Some(1), ..usual }), Err("fit-no-settings"));
    let advice = of("[print]\nprinter = 'kdp'\n", usual).unwrap();
    assert!(advice[1].ends_with("requires at least 24 pages: try `--pages 24`"), "{advice:?}");
}

#[test]
fn a_booklet_says_what_stays_blank() {
    let toml = "[book]\ntitle = 'T'\n[manuscript]\nfront = []\n";
    let folder = Folder::from_files([("book.toml", toml), ("a.md", "# A\n\nWords.\n")]).unwrap();
    let done = fit(&folder, FitOptions::default()).unwrap();
    assert_eq!(
        (done.now.pages, done.advice.as_slice()),
        (1, &["the booklet of 1 sheet has 3 blank pages".to_owned()][..])
    );
}
