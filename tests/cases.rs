//! Golden cases: folders of data under `tests/cases/<kind>/<name>/`. A new case costs no code: make a folder with a
//! book in it, run with `CHAPBOOK_BLESS=1`, and read what was written before you keep it.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use chapbook::base::{Folder, Report, Severity};
use chapbook::cover;
use chapbook::design;
use chapbook::epub;
use chapbook::layout;
use chapbook::manuscript;
use chapbook::model::{PageList, dump};
use chapbook::page::{Output, trace};
use chapbook::pictures::{Format, Picture};
use std::fmt::Write;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// The folders of `tests/cases`, each read by the test of its name.
const KINDS: [&str; 5] = ["cover", "diagnostics", "epub", "model", "pages"];

/// Compares what `make` gives for each folder of a kind with the file of this name in it.
fn golden(kind: &str, expected: &str, make: impl Fn(&Path) -> String) {
    assert!(KINDS.contains(&kind), "{kind} is not among the kinds");
    let root: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "cases", kind].iter().collect();
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&root).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    assert!(!folders.is_empty(), "no case of {kind}");
    let bless = std::env::var_os("CHAPBOOK_BLESS").is_some();
    let mut wrong = String::new();
    for folder in folders {
        let made = make(&folder);
        let file = folder.join(expected);
        let wanted = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if made == wanted {
            continue;
        }
        if bless {
            fs::write(&file, made).expect("writing what was made");
            continue;
        }
        let _ = writeln!(wrong, "{}", file.display());
        difference(&wanted, &made, &mut wrong);
    }
    assert!(wrong.is_empty(), "not as expected (CHAPBOOK_BLESS=1 rewrites):\n{wrong}");
}

/// The first lines that differ.
fn difference(wanted: &str, made: &str, out: &mut String) {
    let same = wanted.lines().zip(made.lines()).take_while(|(one, other)| one == other).count();
    for (sign, text) in [('-', wanted), ('+', made)] {
        for line in text.lines().skip(same).take(5) {
            let _ = writeln!(out, "  {sign}{}: {line}", same + 1);
        }
    }
}

fn read(folder: &Path) -> (Option<manuscript::Manuscript>, Report) {
    manuscript::read(&Folder::open(folder).expect("a folder"))
}

/// `severity[code] file:line:col-line:col message`, and the help under it.
fn findings(report: &Report) -> String {
    let mut out = String::new();
    for found in report.sorted() {
        let severity = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "hint",
        };
        let _ = write!(out, "{severity}[{}]", found.code);
        if let Some(span) = found.span {
            let source = report.sources.get(span.file);
            let name = source.name.rsplit('/').next().unwrap_or_default();
            let (line, column) = report.sources.line_column(span.file, span.start);
            let words = source.text.get(span.start as usize..span.end as usize).unwrap_or("not a place");
            let _ = write!(out, " {name}:{line}:{column} {words:?}");
        }
        let _ = writeln!(out, "\n  {}", found.message);
        if found.places() > 1 {
            let _ = writeln!(out, "  and {} more", found.places() - 1);
        }
        if let Some(help) = &found.help {
            let _ = writeln!(out, "  help: {help}");
        }
    }
    out
}

/// A folder that no test reads would hold nothing.
#[test]
fn every_kind_has_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut kinds: Vec<String> = fs::read_dir(root)
        .expect("the cases")
        .map(|entry| entry.expect("a kind").file_name().to_string_lossy().into_owned())
        .collect();
    kinds.sort();
    assert_eq!(kinds, KINDS, "folders of tests/cases");
}

/// The Book as text. A book of these cases has no error.
#[test]
fn model() {
    golden("model", "expected.txt", |folder| {
        let (manuscript, report) = read(folder);
        assert!(!report.has_errors(), "{}:\n{}", folder.display(), findings(&report));
        dump::dump(&manuscript.expect("a book").book)
    });
}

/// All that is found in a book.
#[test]
fn diagnostics() {
    golden("diagnostics", "expected.txt", |folder| {
        let (manuscript, mut report) = read(folder);
        let opened = Folder::open(folder).expect("a folder");
        let design = |read: &manuscript::Manuscript| design::design(&read.settings, &opened, &mut Report::default());
        if let Some((read, design)) = manuscript.as_ref().and_then(|read| Some((read, design(read)?))) {
            report.extend(design::class_findings(&read.book, &design));
        }
        findings(&report)
    });
}

/// The pages: what stands where, for whom, and what is said of them.
#[test]
fn pages() {
    golden("pages", "expected.txt", |folder| {
        let (manuscript, mut report) = read(folder);
        let manuscript = manuscript.expect("settings");
        let opened = Folder::open(folder).expect("a folder");
        let design = design::design(&manuscript.settings, &opened, &mut report).expect("a design");
        let laid = layout::layout(&manuscript.book, &design, &design.screen, Output::Screen);
        report.extend(laid.diagnostics);
        report.extend(design::class_findings(&manuscript.book, &design));
        assert!(!report.has_errors(), "{}:\n{}", folder.display(), findings(&report));
        let mut out = trace::trace(&laid.document);
        for page in laid.pages.pages {
            let at = page.at.map_or("the heading".to_owned(), |at| format!("block {} + {}", at.block.0, at.offset));
            let _ = writeln!(out, "page {} of section {} opens with {at}", page.folio, page.section.0);
        }
        out + &findings(&report)
    });
}

/// The sheet of the cover, the guides over it, and what is said of both: for a book of 120 pages.
#[test]
fn cover() {
    golden("cover", "expected.txt", |folder| {
        let (manuscript, mut report) = read(folder);
        let manuscript = manuscript.expect("settings");
        let opened = Folder::open(folder).expect("a folder");
        let design = design::design(&manuscript.settings, &opened, &mut report).expect("a design");
        assert!(!report.has_errors(), "{}:\n{}", folder.display(), findings(&report));
        let made = cover::cover(&manuscript.book, &design, 120);
        let mut out = trace::trace(&made.document);
        let whole = made.guides.expect("guides");
        let under = made.document.pages[0].frame.items.len();
        let over = trace::trace(&whole)
            .lines()
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .skip(under)
            .fold(String::new(), |mut all, line| {
                let _ = writeln!(all, "guide{line}");
                all
            });
        out.push_str(&over);
        for (key, found) in made.found {
            let _ = writeln!(out, "{key:?}: {:?}[{}] {}", found.severity, found.code, found.message);
        }
        out
    });
}

/// The text files of the EPUB, one after the other, without the stylesheet, which is the same for all.
#[test]
fn epub() {
    golden("epub", "expected.txt", |folder| {
        let (manuscript, mut report) = read(folder);
        let manuscript = manuscript.expect("settings");
        let opened = Folder::open(folder).expect("a folder");
        let design = design::design(&manuscript.settings, &opened, &mut report);
        assert!(!report.has_errors(), "{}:\n{}", folder.display(), findings(&report));
        let cover = Picture { format: Format::Png, bytes: b"png".to_vec().into(), width: 1, height: 1, ink: None };
        let made = epub::write(&manuscript.book, &design.expect("a design"), &PageList::default(), &cover);
        let mut out = String::new();
        for epub::Made { shop, bytes } in made.expect("an EPUB") {
            let _ = shop.map(|shop| writeln!(out, "==== {}", shop.name()));
            let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
            for at in 0..archive.len() {
                let mut file = archive.by_index(at).expect("a file");
                let name = file.name().to_owned();
                let _ = writeln!(out, "== {name}");
                if [".xhtml", ".opf", ".ncx"].iter().any(|kind| name.ends_with(kind)) {
                    file.read_to_string(&mut out).expect("text");
                }
            }
        }
        out.replace(concat!("Chapbook ", env!("CARGO_PKG_VERSION")), "Chapbook")
    });
}
