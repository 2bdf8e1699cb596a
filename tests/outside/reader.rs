//! Both EPUBs read in a real reader, foliate-js in headless Chromium, at the widths of a phone, a tablet and a desktop, and
//! of a line of some twenty letters: `tests/reader` turns every page and follows every note. Pictures of all pages are kept
//! in `target/reader`.

use serde_json::Value;
use std::path::Path;

use super::ebook::tool;
use crate::{BOOKS, POEMS, TONGUES, file, stdout};

/// Reads a book to its end. Returns, for each width, how much was looked at; fails where anything is wrong.
fn read(slug: &str) -> Vec<Value> {
    tool("CHAPBOOK_JUDGES");
    tool("PUPPETEER_EXECUTABLE_PATH");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let hand = root.join("tests/reader/read.mjs");
    let shots = root.join("target/reader").join(slug);
    let [hand, shots] = [hand, shots].map(|path| path.to_str().expect("a plain path").to_string());
    let said = stdout("node", &[&hand, &file(slug, ".epub"), &shots]);
    let report: Value = serde_json::from_str(&said).expect("the reader's report");
    let widths = report.as_object().expect("widths");
    assert_eq!(
        widths.keys().collect::<Vec<_>>(),
        ["desktop", "large-type", "phone", "tablet"],
        "{slug} was read at each width"
    );
    let faults: Vec<&Value> = widths.values().flat_map(|one| one["faults"].as_array().expect("faults")).collect();
    assert!(faults.is_empty(), "{slug}: {faults:#?}");
    widths.values().cloned().collect()
}

/// That the hand has looked at no less than this of a book, at each width.
fn assert_read(slug: &str, least: &[(&str, u64)]) {
    for width in read(slug) {
        for (what, least) in least {
            let seen = width[what].as_u64().expect("a count");
            assert!(seen >= *least, "{slug}: {seen} {what} were looked at, there are {least}: {width:#}");
        }
    }
}

#[test]
#[ignore = "needs node and chromium: tests/run"]
fn the_handbook_reads_well_in_a_reader() {
    assert_read(BOOKS[0].1, &[("sections", 35), ("pages", 50), ("lines", 190), ("calls", 22), ("entries", 28)]);
}

#[test]
#[ignore = "needs node and chromium: tests/run"]
fn the_stress_book_reads_well_in_a_reader() {
    assert_read(BOOKS[1].1, &[("sections", 20), ("pages", 25), ("lines", 100), ("calls", 26), ("entries", 22)]);
}

/// The files of an EPUB in a plain browser: with both style sheets and with the base alone, narrow and wide, at night and
/// in large type. Returns how much was looked at.
fn browse(slug: &str) -> Value {
    tool("CHAPBOOK_JUDGES");
    tool("PUPPETEER_EXECUTABLE_PATH");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let epub = std::fs::File::open(file(slug, ".epub")).expect("an EPUB");
    zip::ZipArchive::new(epub).expect("an archive").extract(folder.path()).expect("its files");
    let script = root.join("tests/reader/sheets.mjs");
    let shots = root.join("target/reader").join(slug).join("sheets");
    let [script, folder, shots] =
        [&script, folder.path(), &shots].map(|path| path.to_str().expect("a plain path").to_string());
    let report: Value = serde_json::from_str(&stdout("node", &[&script, &folder, &shots])).expect("a report");
    let faults = report["faults"].as_array().expect("faults");
    assert!(faults.is_empty(), "{slug}: {faults:#?}");
    report
}

#[test]
#[ignore = "needs node and chromium: tests/run"]
fn books_hold_with_the_base_sheet_alone_at_night_and_in_large_type() {
    for (slug, lines, breaks) in [(BOOKS[0].1, 2_000, 20), (BOOKS[1].1, 1_000, 20), (POEMS.1, 200, 0)] {
        let seen = browse(slug);
        let count = |what: &str| seen[what].as_u64().expect("a count");
        assert!(count("seen") >= 90 && count("lines") >= lines && count("breaks") >= breaks, "{slug}: {seen:#}");
    }
}

#[test]
#[ignore = "needs node and chromium: tests/run"]
fn books_of_other_directions_and_scripts_begin_on_their_sides() {
    for (_, slug) in TONGUES {
        let seen = browse(slug);
        let count = |what: &str| seen[what].as_u64().expect("a count");
        assert!(count("seen") >= 40 && count("lines") >= 50 && count("breaks") >= 10, "{slug}: {seen:#}");
    }
}
