//! Books and files drawn at random, each from a seed: what the program promises of any input, it must hold of these.
//!
//! Nothing panics or hangs. A second run gives the same bytes. Pages and bytes are bounded by what was given. What is
//! written can be read again. Of books that are plain words none is lost, doubled or out of order. CONTRIBUTING.md
//! says how to run it for longer.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and watch the clock")]

#[path = "fuzz/books.rs"]
mod books;
#[path = "fuzz/change.rs"]
mod change;
#[path = "fuzz/imports.rs"]
mod imports;
#[path = "fuzz/judge.rs"]
mod judge;
#[path = "fuzz/office.rs"]
mod office;
#[path = "fuzz/pictures.rs"]
mod pictures;
#[path = "manuscript/pieces.rs"]
mod pieces;
#[path = "fuzz/products.rs"]
mod products;
#[path = "fuzz/seeds.rs"]
mod seeds;
mod support;
#[path = "fuzz/words.rs"]
mod words;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};
use support::language::Draw;

/// An input: files by name.
type Files = Vec<(String, Vec<u8>)>;

struct Target {
    name: &'static str,
    /// How many are tried where no time is given.
    cases: u64,
    make: fn(&mut Draw) -> Files,
    judge: fn(&Files),
}

/// How many targets share the time.
const TARGETS: u64 = 11;

/// No case takes a tenth of it; one that does not end is told. Without optimization all takes longer, so that fewer
/// cases are tried where no time is given.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 200 } else { 20 });
const FEWER: u64 = if cfg!(debug_assertions) { 10 } else { 1 };

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} is `{text}`, not a whole number")))
}

fn run(target: Target) {
    let seed = number("CHAPBOOK_FUZZ_SEED").unwrap_or(1);
    let time = number("CHAPBOOK_FUZZ_SECONDS").map(|seconds| Duration::from_millis(seconds * 1_000 / TARGETS));
    let start = Instant::now();
    let mut done = 0;
    loop {
        case(&target, seed.wrapping_add(done));
        done += 1;
        if time.map_or(done >= target.cases / FEWER, |time| start.elapsed() >= time) {
            break;
        }
    }
    println!("{}: {done} cases from seed {seed} in {:.1} s", target.name, start.elapsed().as_secs_f64());
}

fn case(target: &Target, seed: u64) {
    let files = (target.make)(&mut Draw::new(seed));
    // Saved first: what ends the whole process leaves its input too.
    let folder = save(target.name, seed, &files);
    let (done, outcome) = channel();
    let judge = target.judge;
    thread::spawn(move || {
        let held = catch_unwind(|| judge(&files)).is_ok();
        let _ = done.send(held);
    });
    let why = match outcome.recv_timeout(LONGEST) {
        Ok(true) => {
            fs::remove_dir_all(folder).expect("the saved input goes");
            return;
        }
        Ok(false) => "fails as said above".to_owned(),
        Err(_) => format!("is still at work after {} s", LONGEST.as_secs()),
    };
    panic!(
        "{name}, seed {seed}, {why}. Its input is in {}.\nAgain: CHAPBOOK_FUZZ_SEED={seed} cargo test --release --test fuzz {name}",
        folder.display(),
        name = target.name
    );
}

fn save(name: &str, seed: u64, files: &Files) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the build's folder");
    let folder = target.join("fuzz-failures").join(format!("{name}-{seed}"));
    let _ = fs::remove_dir_all(&folder);
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the input");
        fs::write(path, bytes).expect("the input is saved");
    }
    folder
}

/// Plain words in every construct that shows them.
#[test]
fn words() {
    run(Target { name: "words", cases: 12, make: words::book, judge: words::judge });
}

/// Markdown of pieces that fit and pieces that do not, and texts of other tests, damaged.
#[test]
fn manuscripts() {
    run(Target { name: "manuscripts", cases: 12, make: books::manuscript, judge: judge::book });
}

/// Lines of book.toml of other tests, shuffled, with each other's values, damaged.
#[test]
fn settings() {
    run(Target { name: "settings", cases: 16, make: books::settings, judge: judge::book });
}

/// Attribute lists wherever one may stand.
#[test]
fn attributes() {
    run(Target { name: "attributes", cases: 12, make: books::attributes, judge: judge::book });
}

#[test]
fn drawings() {
    run(Target { name: "drawings", cases: 30, make: pictures::drawing, judge: judge::pages_and_ebook });
}

/// PNG, JPEG and TIFF: headers, metadata, and pixels.
#[test]
fn photographs() {
    run(Target { name: "photographs", cases: 30, make: pictures::photograph, judge: judge::pages_and_ebook });
}

#[test]
fn fonts() {
    run(Target { name: "fonts", cases: 12, make: books::fonts, judge: judge::pages_and_ebook });
}

/// Files of our own making, damaged, for `impose` and `preflight`.
#[test]
fn pdfs() {
    run(Target { name: "pdfs", cases: 60, make: products::pdf, judge: judge::pdf });
}

#[test]
fn ebooks() {
    run(Target { name: "ebooks", cases: 60, make: products::ebook, judge: judge::ebook });
}

/// Manuscripts of word processors, ebooks and web pages, for `import`.
#[test]
fn office_files() {
    run(Target { name: "office", cases: 60, make: office::source, judge: office::judge });
}

/// Folders of other tools, damaged.
#[test]
fn imports() {
    run(Target { name: "imports", cases: 60, make: imports::manuscript, judge: imports::judge });
}
