//! In: a book, which editions, where to save. Out: files, all or none, and all that was found.

use super::inks::{Inked, InksReport};
use super::make::{BuildOptions, BuiltFiles, make_seen, same_names};
use super::product::slug_of;
use super::progress::Step;
use super::reprint::LOCK;
use super::{Artifact, PagesReport, Progress, Stage};
use crate::base::{Diagnostic, Folder, Report, Staging, staging};
use std::path::Path;

/// What came of a book, or of a PDF that was imposed.
#[derive(Debug, Default)]
pub struct BuildOutcome {
    pub report: Report,
    /// Edition by edition in the order of `Output::ALL`, the report last; none where the build failed.
    pub artifacts: Vec<Artifact>,
    /// What is wrong with the pages, where that was asked for.
    pub pages: Vec<PagesReport>,
    /// How much ink the pages have, and pictures of it, where those were asked for.
    pub inks: Vec<InksReport>,
    pub ink_proofs: Vec<Artifact>,
    /// What `pages.lock` in the book's folder is to hold, where that was asked for.
    pub lock: Option<String>,
    /// Whether an edition was asked for that the book does not have.
    pub misused: bool,
}

impl BuildOutcome {
    /// Whether the book is as it should be.
    pub fn is_good(&self) -> bool {
        !self.report.has_errors()
    }
}

/// Builds the editions of a book; saves them where the options say so.
pub fn build(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> BuildOutcome {
    let proofs = options.ink_proofs.map(|proofs| proofs.dir);
    if let Some(found) = options.out.into_iter().chain(proofs).find_map(|dir| staging::check_folder(dir).err()) {
        let mut report = Report::default();
        report.add(found);
        return BuildOutcome { report, ..BuildOutcome::default() };
    }
    let (outcome, whole) = made(folder, options, progress);
    match options.out {
        Some(out) if outcome.is_good() => {
            Step::of_all(Stage::Save).told(progress, || saved(outcome, &whole, folder, (out, proofs)))
        }
        _ => outcome,
    }
}

/// The files in memory, and the names of the editions that were made whole.
pub(super) fn made(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> (BuildOutcome, Vec<String>) {
    let mut inked = Inked::default();
    let (mut report, built) = make_seen(folder, options, progress, &mut |seen| {
        if let Some(proofs) = options.ink_proofs {
            inked.add(seen.edition, seen.job, proofs.plates);
        }
    });
    let BuiltFiles { mut artifacts, pages, lock, editions, misused } = built;
    if options.ink_proofs.is_some() && !report.has_errors() {
        report.extend(inked.missing());
        report.extend(same_names(&inked.artifacts));
    }
    let Inked { reports: inks, artifacts: mut ink_proofs, found } = inked;
    report.extend(found);
    if report.has_errors() {
        artifacts.clear();
        ink_proofs.clear();
    }
    let slugs = editions.into_iter().map(|edition| edition.slug);
    let whole = if options.only.is_empty() && !options.proof { slugs.collect() } else { Vec::new() };
    (BuildOutcome { report, artifacts, pages, inks, ink_proofs, lock, misused }, whole)
}

/// The same, saved: all files or none.
pub(super) fn saved(
    mut outcome: BuildOutcome,
    whole: &[String],
    folder: &Folder,
    (out, proofs): (&Path, Option<&Path>),
) -> BuildOutcome {
    let keep = |lock: &Option<String>| match (lock, folder.path_of(LOCK)) {
        (Some(lock), Some(path)) => staging::save_over(&path, lock.as_bytes()),
        _ => Ok(()),
    };
    if outcome.is_good() {
        let drawn = |all: &mut Vec<Artifact>| proofs.map_or(Ok(()), |dir| save(dir, all, &[]));
        let all = save(out, &mut outcome.artifacts, whole).and_then(|()| drawn(&mut outcome.ink_proofs));
        if let Err(found) = all.and_then(|()| keep(&outcome.lock)) {
            outcome.report.add(found);
            outcome.artifacts.clear();
            outcome.ink_proofs.clear();
        }
    }
    outcome
}

/// Of an edition that was made whole, what is there and was not made any more has no sum.
fn save(out: &Path, artifacts: &mut [Artifact], whole: &[String]) -> Result<(), Diagnostic> {
    let mut staging = Staging::open(out)?;
    for artifact in artifacts.iter_mut() {
        staging.add(&artifact.name, &artifact.bytes, &artifact.sha256)?;
        artifact.path = Some(out.join(&artifact.name));
    }
    staging.commit(|name| slug_of(name).is_some_and(|slug| whole.iter().any(|own| own == slug)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Choice, Input, Severity};
    use crate::pipeline::{ImposeOptions, Output, PreflightOptions, Selection, Silent, impose, preflight};

    const FILES: [(&str, &str); 4] = [
        ("manuscript/book.toml", "[book]\ntitle = 'Plants'\nlanguage = 'en'\n"),
        ("manuscript/01-one.md", "# One\n\n![A leaf](leaf.svg)\n\nWords and more words.[^1]\n\n[^1]: A note.\n"),
        (
            "manuscript/leaf.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>",
        ),
        ("manuscript/.hidden.md", "# Not there\n"),
    ];

    /// Two books may share a folder of output; what one of them no longer makes loses its line.
    #[test]
    fn sums_hold_the_files_of_all_books_of_a_folder() {
        let out = tempfile::tempdir().unwrap();
        let make = |title: &str, only: &[Selection], more: &str| {
            let settings = format!("[book]\ntitle = '{title}'\n{more}");
            let files = [("book.toml", settings.as_str()), ("one.md", "# One\n\nWords.\n")];
            let folder = Folder::from_files(files).unwrap();
            let built =
                build(&folder, BuildOptions { only, out: Some(out.path()), ..BuildOptions::default() }, &Silent);
            assert!(built.is_good(), "{}", built.report);
            let sums = std::fs::read_to_string(out.path().join(staging::SUMS)).unwrap();
            sums.lines().map(|line| line[66..].to_owned()).collect::<Vec<_>>()
        };
        let pdfs = "[epub]\nenabled = false\n[cover]\nenabled = false\n[booklet]\nenabled = false\n";
        assert_eq!(make("A", &[], pdfs), ["a-print.pdf", "a-screen.pdf"]);
        let both = ["a-b-print.pdf", "a-b-screen.pdf", "a-print.pdf", "a-screen.pdf"];
        assert_eq!(make("A B", &[], pdfs), both);
        assert_eq!(make("A", &[Output::Print.into()], pdfs), both);
        let less = format!("{pdfs}[screen]\nenabled = false\n");
        assert_eq!(make("A", &[], &less), ["a-b-print.pdf", "a-b-screen.pdf", "a-print.pdf"]);
    }

    /// A list of printed pages needs them; the ebook does not.
    #[test]
    fn an_ebook_by_itself_does_not_fail_for_print() {
        let files = [("book.toml", "[book]\ntitle = 'Signs'\nlanguage = 'ja'\n"), ("one.md", "# One\n\nText 日本.\n")];
        let folder = Folder::from_files(files).unwrap();
        let of = |only: &[Selection]| build(&folder, BuildOptions { only, ..BuildOptions::default() }, &Silent);
        let alone = of(&[Output::Epub.into()]);
        assert!(alone.is_good(), "{}", alone.report);
        assert_eq!(alone.report.sorted().iter().map(|found| found.code).collect::<Vec<_>>(), ["page-list-left-out"]);
        assert!(alone.artifacts[0].name.ends_with(".epub"));
        assert!(!of(&[Output::Epub.into(), Output::Print.into()]).is_good());
    }

    #[test]
    fn a_claim_that_is_not_earned_is_told() {
        let codes = |text: &str| {
            let settings = "[book]\ntitle = 'T'\nlanguage = 'en'\n[epub]\ncertifier = 'House'\n";
            let folder = Folder::from_files([("book.toml", settings), ("one.md", text)]).unwrap();
            let only = [Output::Epub.into()];
            let built = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
            built.report.sorted().iter().map(|found| found.code).collect::<Vec<_>>()
        };
        assert!(codes("# One\n\nSee [here](https://example.org/).\n").contains(&"claim-withheld"));
        assert_eq!(codes("# One\n\nSee [the example](https://example.org/).\n"), [""; 0]);
    }

    /// A book from memory, saved and not, and the same from disk; what comes of it goes on from memory.
    #[test]
    fn memory_and_disk_give_the_same_bytes() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("manuscript")).unwrap();
        FILES.iter().for_each(|(name, text)| std::fs::write(dir.path().join(name), text).unwrap());
        let out = dir.path().join("dist");
        let only = [Output::Epub.into(), Output::Screen.into()];
        let options = BuildOptions { only: &only, ..BuildOptions::default() };
        let memory = build(&Folder::from_files(FILES).unwrap(), options, &Silent);
        let disk = Folder::open(dir.path()).unwrap();
        let disk = build(&disk, BuildOptions { out: Some(&out), ..options }, &Silent);
        assert!(memory.is_good() && memory.artifacts.len() == 3, "{}", memory.report);
        assert_eq!(memory.report.to_string(), disk.report.to_string());
        for (one, other) in memory.artifacts.iter().zip(&disk.artifacts) {
            assert_eq!((&one.name, &one.sha256, &one.path), (&other.name, &other.sha256, &None));
            assert_eq!(std::fs::read(other.path.as_ref().unwrap()).unwrap(), one.bytes);
        }

        let [epub, _, screen] = &memory.artifacts[..] else { panic!("three files") };
        let judged =
            preflight(Input::Bytes { name: "a.epub", bytes: &epub.bytes }, PreflightOptions::default()).unwrap();
        assert!(judged.file == "a.epub" && judged.what.starts_with("EPUB"), "{}", judged.what);
        let file = Input::Bytes { name: "pages.pdf", bytes: &screen.bytes };
        let sheets = impose(
            &ImposeOptions {
                file,
                out: None,
                booklet: Default::default(),
                blanks_before: None,
                strict: false,
                levels: &[],
            },
            &Silent,
        );
        let sheets = sheets.unwrap();
        let [sheets] = &sheets.artifacts[..] else { panic!("{}", sheets.report) };
        assert!(sheets.bytes.starts_with(b"%PDF-") && sheets.path.is_none() && sheets.name == "sheets.pdf");
    }

    #[test]
    fn a_strict_build_makes_nothing_of_a_book_with_warnings() {
        let book = [
            ("book.toml", "[book]\ntitle = 'T'\nlanguage = 'en'\n"),
            ("a.md", "# A\n\nWords.\n\n[^unused]: A note that nothing calls.\n"),
        ];
        let book = Folder::from_files(book).unwrap();
        let options = BuildOptions { only: &[Output::Epub.into()], ..BuildOptions::default() };
        let [loose, strict] = [false, true].map(|strict| build(&book, BuildOptions { strict, ..options }, &Silent));
        assert!(loose.is_good() && !strict.is_good(), "{}", strict.report);
        assert_eq!((loose.artifacts.len(), strict.artifacts.len()), (2, 0));
        assert!(strict.report.to_string().starts_with("error[note-unused]"), "{}", strict.report);
    }

    fn told(files: &[(&str, &[u8])]) -> Vec<(String, usize)> {
        let folder = Folder::from_files(files.iter().copied()).unwrap();
        let report = build(&folder, BuildOptions::default(), &Silent).report;
        report.sorted().iter().map(|found| (found.message.clone(), found.places())).collect()
    }

    #[test]
    fn what_no_font_has_is_told_once_for_its_script() {
        let toml = b"[book]\ntitle = 'T'\nlanguage = 'zh'\n";
        let (one, two) = ("# \u{6f22}\n\n\u{5b57}\u{6f22} and \u{1f004}\n", "# Two\n\n\u{5b57}\u{5b57}\n");
        let found = told(&[("book.toml", toml), ("a.md", one.as_bytes()), ("b.md", two.as_bytes())]);
        // The contents' own title is one; one letter twice in a row is at one place.
        let glyphs: Vec<_> = found.iter().filter(|(message, _)| message.contains("no font")).collect();
        let expected = [("no font of this book has Chinese characters".to_owned(), 5)];
        assert_eq!(glyphs, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn signs_are_set_in_print_and_put_into_an_ebook_that_has_fonts() {
        let toml = b"[book]\ntitle = 'Signs \xf0\x9f\x8d\xb3'\nlanguage = 'en'\n[epub]\nfonts = true\n";
        let text = "# One \u{1f373}\n\n- \u{23f2}\u{fe0f} Prep\n- \u{2766} \u{2702} *\u{1f600}* \u{1f44d}\u{1f3fd}\n";
        assert_eq!(told(&[("book.toml", toml), ("a.md", text.as_bytes())]), []);
    }

    #[test]
    fn separators_of_word_processors_need_no_font() {
        let text = "# One\n\nWords of a long line,\u{2028}and `co\u{2028}de` and more.\n\n```\na\u{2029}b\n```\n";
        let toml = b"[book]\ntitle = 'T'\nlanguage = 'en'\n";
        let found = told(&[("book.toml", toml), ("a.md", text.as_bytes())]);
        assert!(found.iter().any(|(message, _)| message.contains("line separator")), "{found:?}");
        assert!(!found.iter().any(|(message, _)| message.contains("no font")), "{found:?}");
    }

    #[test]
    fn faces_that_a_family_lacks_are_told_at_once() {
        let font = include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Regular.otf");
        let toml = b"[book]\ntitle = 'T'\nlanguage = 'en'\n[type]\nbody = { regular = 'own.otf' }\n";
        let text = b"# One\n\nA *b* **c** ***d***.\n";
        let found = told(&[("book.toml", toml), ("a.md", text), ("own.otf", font)]);
        let lacks = "the text needs a face that the family Libertinus Serif lacks: bold, italic, bold italic";
        assert_eq!(found.iter().filter(|(message, _)| message == lacks).count(), 1, "{found:?}");
        assert!(!found.iter().any(|(message, _)| message != lacks && message.contains("face")), "{found:?}");
    }

    /// What the colours of a file are for is asked of strangers, not of what is made here.
    #[test]
    fn a_cover_in_the_colours_that_its_printer_wants_is_no_finding() {
        let toml = "[book]\ntitle = 'T'\nlanguage = 'en'\n[page]\ntrim = '5.5in x 8.5in'\n[print]\nprinter = 'lulu'\n";
        let text: String = (1..40).map(|nth| format!("# Chapter {nth}\n\nWords.\n\n")).collect();
        let folder = Folder::from_files([("book.toml", toml), ("a.md", text.as_str())]).unwrap();
        let built = build(&folder, BuildOptions::default(), &Silent);
        assert!(built.is_good() && !built.report.to_string().contains("colour-rgb"), "{}", built.report);
        let cover = built.artifacts.iter().find(|file| file.name == "t-cover.pdf").unwrap();
        let file = Input::Bytes { name: "t-cover.pdf", bytes: &cover.bytes };
        let judged = preflight(file, PreflightOptions::default()).unwrap();
        assert!(judged.findings.is_empty(), "{:?}", judged.findings);
    }

    #[test]
    fn levels_hold_from_reading_to_writing() {
        let toml =
            "[book]\ntitle = 'T'\nlanguage = 'en'\n[lint]\nmath-unsupported = 'allow'\nimage-without-alt = 'hint'\n";
        let art = FILES[2].1;
        let book = [("book.toml", toml), ("a.md", "# A\n\nIt is $a^2$ here.\n\n![](leaf.svg)\n"), ("leaf.svg", art)];
        let book = Folder::from_files(book).unwrap();
        let options = BuildOptions { only: &[Output::Epub.into()], ..BuildOptions::default() };
        let allowed = build(&book, options, &Silent);
        assert_eq!((allowed.artifacts.len(), allowed.report.count(Severity::Warning)), (2, 0), "{}", allowed.report);
        let deny = [Choice::flag("--deny", "image-without-alt", Some(Severity::Error)).unwrap()];
        let denied = build(&book, BuildOptions { levels: &deny, ..options }, &Silent);
        assert!(denied.artifacts.is_empty() && denied.report.to_string().contains("error[image-without-alt]"));
    }
}
