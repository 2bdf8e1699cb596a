//! `build --ink-proofs`: what it draws, where, and what it refuses.

use crate::{Book, TEXT, TOML, json};
use std::fs;

#[test]
fn pages_are_drawn_in_their_inks() {
    let inks = "[inks]\nred = { name = 'Red', cmyk = [0, 100, 80, 10], colour = '#e8112d' }\n\
                [styles.chapter-title]\nink = '#e8112d'\n";
    let book = Book::of(&format!("{TOML}{inks}"), TEXT);
    let proofs = book.path("proofs");
    let drawn = || {
        let mut run = book.build();
        run.args(["--only", "print", "--ink-proofs"]).arg(&proofs);
        run
    };
    let object = json(drawn().args(["--ink-plates", "--json"]));
    let pages = object["inks"][0]["pages"].as_array().unwrap();
    let files = |folder: &str| -> Vec<String> {
        let names = fs::read_dir(book.path(folder)).unwrap().flatten();
        let mut names: Vec<String> = names.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let mut expected = vec!["SHA256SUMS".to_owned(), "a-small-book-print-inks.json".to_owned()];
    for page in 1..=pages.len() {
        expected.extend(["", "-black", "-red"].map(|plate| format!("a-small-book-print-{page:03}{plate}.png")));
    }
    expected.sort();
    assert_eq!(files("proofs"), expected);
    assert_eq!(files("dist"), ["SHA256SUMS", "a-small-book-print.pdf"]);
    let percent = |ink: usize| -> f64 { pages.iter().map(|page| page["inks"][ink]["percent"].as_f64().unwrap()).sum() };
    assert!(percent(0) > 0.1 && percent(1) > 0.1, "{object:#}");
    let black = image::open(book.path("proofs/a-small-book-print-003-black.png")).unwrap().into_luma8();
    // A5 with 3 mm on each side, at 150 pixels to the inch.
    assert_eq!(black.dimensions(), (910, 1_276));
    // A second time, without plates: those that are there stay.
    let table = drawn().assert().code(0);
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(
        table.contains("print: how much of each page its inks cover") && table.contains("Black      Red"),
        "{table}"
    );
    assert_eq!(files("proofs"), expected);
}

#[test]
fn what_has_no_inks_or_no_room_is_refused() {
    let book = Book::new();
    let refused = |arguments: &[&str], code: i32, told: &str| {
        let run = book.build().args(arguments).assert().code(code);
        let said = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(said.contains(told), "{arguments:?}: {said}");
    };
    let [proofs, file] = ["proofs", "one.md"].map(|name| book.path(name).to_str().unwrap().to_owned());
    refused(&["--only", "epub", "--ink-proofs", &proofs], 1, "error[ink-proofs-none]");
    refused(&["--ink-proofs", &file], 1, "error[output-folder]");
    refused(&["--ink-plates"], 2, "--ink-proofs");
    assert!(!book.path("proofs").exists() && !book.path("dist").exists());
}
