//! The standing budget: how large the program may be and how long its release build may take. `tests/run` holds the
//! size, `tests/run full` the time.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Bytes of the release program without its symbols. It may grow with what readers and printers see (a language's
/// patterns, a typeface), not with a crate that does what another one here does. Readers of WebP and YAML, a writer of
/// JPEG, a file a language and the register of diagnostics made it 26.1 MB; that crates of which little is used are not
/// optimised makes it 3 MB larger and its build a third cheaper. A font of symbols and emoji is 0.9 MB.
/// Authors' styles, editions, conditions and series are 1.1 MB of our own code: each table of settings has its reader.
/// What tables, initials, shops' rules and old engines ask is 0.9 MB, the names of letters of all scripts for file names
/// 0.3 MB, the ciphers of PDFs that only their owner locked 0.2 MB.
/// `import` reads Markdown of a dozen tools, Word, OpenDocument, EPUBs, web pages (html5ever, whose table of names is a
/// large part), YAML, Rich Text and Scrivener: 4 MB. Press sheets, spot inks, what ebooks say of their parts, the words of
/// ten languages for it, releases, completions, the manual and the schemas are 2.4 MB. The preview with its own page,
/// `fit`, which writes into book.toml without spoiling its comments (toml_edit), and `stats` are 1.1 MB.
/// What mends PDFs, compares books and revisions, proofs, covers by binding, pictures over two pages, and the readers of
/// more kinds of projects are 1.0 MB; the tables of older encodings, for Rich Text and web pages, 0.5 MB.
/// What draws pages of PDFs of other programs for `diff` (hayro, with a painter and readers of pictures of its own) is
/// 4.4 MB; pictures beside text, backgrounds, traps, proofs of inks and four more tools whose books are imported 0.8 MB.
/// What takes any PDF apart into its inks, and what import reads of kramdown, Liquid, MathJax and others, is 0.8 MB.
/// Traps within drawings, turned tables that float with their notes, and what import reads of Google's files and of six
/// tools' odder marks are 0.3 MB.
const SIZE: u64 = 46_800_000;

/// A clean release build against the reference crate below, in hundredths: CPU time of all processes where the system
/// tells it (Linux), else the clock's: 397 s against 6.8 s when this was written; 684 s against 5.6 s, on a busy machine,
/// with `import`, the preview and what draws pages of PDFs. Which of these could cost less was not looked into yet. It may
/// grow with code of our own; a crate that costs more than a hundredth of it needs a reason in the commit that adds it.
const TIME: u64 = 12_500;

/// How many times the reference crate has its types.
const COPIES: usize = 12;

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("budget").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

#[test]
#[ignore = "needs a release build: tests/run"]
fn the_program_is_within_its_size() {
    if cfg!(debug_assertions) {
        panic!("the size of a release build is meant: cargo test --release");
    }
    let stripped = scratch("size").join("chapbook");
    let done = Command::new("strip").arg("-o").arg(&stripped).arg(env!("CARGO_BIN_EXE_chapbook")).status();
    assert!(done.expect("strip runs").success());
    let size = fs::metadata(stripped).expect("the program").len();
    println!("{size} bytes");
    assert!(size <= SIZE, "the program has {size} bytes, more than {SIZE}");
    assert!(size > SIZE * 9 / 10, "the program has only {size} bytes: lower the budget of {SIZE}");
}

#[test]
#[ignore = "builds everything anew: tests/run full"]
fn the_release_build_is_within_its_time() {
    // Crates are fetched before the clock runs.
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    run(Command::new(env!("CARGO")).args(["fetch", "--quiet", "--locked", "--manifest-path", manifest]));
    let reference = scratch("reference");
    fs::write(reference.join("reference.rs"), source()).expect("the reference crate");
    let rustc = ["--edition=2024", "--crate-type=lib", "-Copt-level=3", "-Ccodegen-units=1", "reference.rs"];
    let one = took(Command::new("rustc").args(rustc).current_dir(&reference));
    let target = scratch("target");
    let build =
        ["build", "--quiet", "--release", "--locked", "--offline", "--bin", "chapbook", "--manifest-path", manifest];
    let whole = took(Command::new(env!("CARGO")).args(build).arg("--target-dir").arg(&target));
    fs::remove_dir_all(&target).expect("the build is thrown away");
    let ratio = whole * 100 / one.max(1);
    println!("reference {one} ms, release build {whole} ms: {ratio} hundredths");
    assert!(
        ratio <= TIME,
        "the release build takes {ratio} hundredths of the reference crate's time, more than {TIME}"
    );
}

fn run(command: &mut Command) {
    assert!(command.status().expect("it runs").success(), "{command:?}");
}

/// Milliseconds.
fn took(command: &mut Command) -> u64 {
    let (clock, before) = (Instant::now(), children());
    run(command);
    match (before, children()) {
        (Some(before), Some(after)) => after - before,
        _ => clock.elapsed().as_millis() as u64,
    }
}

/// CPU time of the children that have ended, theirs included (proc(5), /proc/self/stat: cutime and cstime, in ticks of
/// 10 ms).
fn children() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some((ticks(13)? + ticks(14)?) * 10)
}

/// A crate as programs are: structs, maps, sorting, text, and errors handed on.
fn source() -> String {
    let mut text = String::new();
    for at in 0..COPIES {
        let _ = write!(
            text,
            "#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            pub struct Entry{at} {{ pub name: String, pub places: Vec<(u32, u16)>, pub weight: Option<u64> }}
            pub fn index{at}(text: &str) -> Result<std::collections::BTreeMap<Entry{at}, Vec<usize>>, String> {{
                let mut all = std::collections::HashMap::<String, Entry{at}>::new();
                for (at, line) in text.lines().enumerate() {{
                    let (name, number) = line.split_once(':').ok_or_else(|| format!(\"line {{at}}: {{line:?}}\"))?;
                    let weight = number.trim().parse::<u64>().map_err(|error| error.to_string())?;
                    let entry = all.entry(name.to_lowercase()).or_default();
                    entry.places.push((at as u32, {at}));
                    entry.weight = Some(entry.weight.map_or(weight, |old| old.saturating_add(weight)));
                }}
                let mut entries: Vec<Entry{at}> = all.into_iter().map(|(name, e)| Entry{at} {{ name, ..e }}).collect();
                entries.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)));
                let lines = entries.into_iter().enumerate().map(|(at, e)| (e.clone(), vec![at, e.places.len()]));
                Ok(lines.filter(|(e, _)| e.places.iter().any(|(at, _)| at % 2 == 0)).collect())
            }}\n"
        );
    }
    text
}
