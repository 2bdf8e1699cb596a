//! What holds of any input.

use crate::Files;
use chapbook::base::limits;
use chapbook::{
    Artifact, BookletFlags, BookletScheme, BuildOptions, BuildOutcome, Failure, Folder, ImposeOptions, Input,
    MendOptions, Output, PreflightOptions, Report, Selection, Severity, Silent, build, impose, mend, preflight,
};

/// A book that gives its every edition, or errors with their places.
pub fn book(files: &Files) {
    edited(files, &[]);
}

/// The same of the two editions in which a picture or a face is treated most differently.
pub fn pages_and_ebook(files: &Files) {
    edited(files, &[Output::Epub, Output::Print]);
}

fn edited(files: &Files, only: &[Output]) {
    let outcome = built(files, only);
    let size: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    bounded(&outcome, size);
    outcome.artifacts.iter().for_each(reads_back);
    // Every third, by something that is always the same of one input.
    if size.is_multiple_of(3) {
        let again = built(files, only);
        assert_eq!(outcome.report.to_string(), again.report.to_string(), "a second run says something else");
        same(&outcome.artifacts, &again.artifacts);
    }
}

pub fn built(files: &Files, only: &[Output]) -> BuildOutcome {
    let folder = Folder::from_files(files.iter().map(|(name, bytes)| (name, bytes))).expect("plain names");
    let only: Vec<Selection> = only.iter().map(|output| (*output).into()).collect();
    let outcome = build(&folder, BuildOptions { only: &only, ..BuildOptions::default() }, &Silent);
    places(&outcome.report);
    assert!(!outcome.report.has_errors() || outcome.artifacts.is_empty(), "files in spite of errors");
    outcome
}

/// Every place is a part of its file.
fn places(report: &Report) {
    for found in report.sorted() {
        assert!(!found.message.is_empty(), "{found:?}");
        if let Some(span) = found.span {
            let text = &report.sources.get(span.file).text;
            assert!(text.get(span.start as usize..span.end as usize).is_some(), "{found:?}");
        }
    }
}

/// No byte of a manuscript opens more than a page, beside those that are made for every book and of settings.
fn bounded(outcome: &BuildOutcome, size: usize) {
    for artifact in &outcome.artifacts {
        let pages = artifact.pages.unwrap_or_default();
        assert!(pages <= limits::PAGES && pages <= size + 500, "{}: {pages} pages of {size} bytes", artifact.name);
        let most = (8 << 20) + 200 * size;
        assert!(artifact.bytes.len() <= most, "{}: {} of {size} bytes", artifact.name, artifact.bytes.len());
    }
}

fn same(first: &[Artifact], second: &[Artifact]) {
    let shown = |all: &[Artifact]| -> Vec<(String, String)> {
        all.iter().map(|artifact| (artifact.name.clone(), artifact.sha256.clone())).collect()
    };
    assert_eq!(shown(first), shown(second), "a second run makes other files");
}

/// What we write, we can read.
pub fn reads_back(artifact: &Artifact) {
    let Artifact { name, bytes, .. } = artifact;
    let input = Input::Bytes { name, bytes };
    if !name.ends_with(".epub") && !name.ends_with(".pdf") {
        return;
    }
    let found = preflight(input, PreflightOptions::default())
        .unwrap_or_else(|failure| panic!("{name}: {}", failure.into_report()));
    if name.ends_with(".epub") {
        let wrong: Vec<_> = found.findings.iter().filter(|row| row.severity == Severity::Error).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    if artifact.output() == Some(Output::Print) {
        let sheets = imposed(name, bytes).unwrap_or_else(|failure| panic!("{name}: {}", failure.into_report()));
        let broken = sheets.report.sorted().into_iter().find(|found| found.code.starts_with("pdf-"));
        assert!(broken.is_none(), "{name}: {broken:?}");
    }
}

/// One of the schemes, always the same for one file.
fn imposed(name: &str, bytes: &[u8]) -> Result<BuildOutcome, Failure> {
    let schemes = [BookletScheme::Saddle, BookletScheme::Signatures, BookletScheme::Perfect, BookletScheme::Mini];
    let booklet = BookletFlags {
        scheme: Some(schemes[bytes.len() % schemes.len()]),
        marks: bytes.len().is_multiple_of(2),
        ..BookletFlags::default()
    };
    let options = ImposeOptions {
        file: Input::Bytes { name, bytes },
        out: None,
        booklet,
        blanks_before: None,
        strict: false,
        levels: &[],
    };
    let outcome = impose(&options, &Silent)?;
    for sheets in &outcome.artifacts {
        reads_back(sheets);
        let most = (8 << 20) + 20 * bytes.len();
        assert!(sheets.bytes.len() <= most, "{} bytes of {}", sheets.bytes.len(), bytes.len());
    }
    Ok(outcome)
}

/// Any bytes that may be a PDF: an answer of both readers, and the same one again.
pub fn pdf(files: &Files) {
    for (name, bytes) in files {
        let judged = || match preflight(
            Input::Bytes { name, bytes },
            PreflightOptions { printer: Some("ingramspark"), inks: true, ..PreflightOptions::default() },
        ) {
            Ok(outcome) => format!("{outcome:?}"),
            Err(failure) => failure.into_report().to_string(),
        };
        assert_eq!(judged(), judged(), "a second preflight finds something else");
        let mended = || {
            let preflight = PreflightOptions { printer: Some("ingramspark"), ..PreflightOptions::default() };
            mend(&MendOptions { file: Input::Bytes { name, bytes }, out: None, trim: None, preflight })
        };
        if let (Ok(first), Ok(second)) = (mended(), mended()) {
            assert!(first.bytes == second.bytes, "a second copy is another");
            let most = (8 << 20) + 20 * bytes.len();
            assert!(first.bytes.len() <= most, "{} bytes of {}", first.bytes.len(), bytes.len());
        }
        if let (Ok(first), Ok(second)) = (imposed(name, bytes), imposed(name, bytes)) {
            assert_eq!(first.report.to_string(), second.report.to_string());
            same(&first.artifacts, &second.artifacts);
        }
    }
}

/// Any bytes that may be an EPUB.
pub fn ebook(files: &Files) {
    for (name, bytes) in files {
        let judged = || match preflight(Input::Bytes { name, bytes }, PreflightOptions::default()) {
            Ok(outcome) => format!("{outcome:?}"),
            Err(failure) => failure.into_report().to_string(),
        };
        assert_eq!(judged(), judged(), "a second preflight finds something else");
    }
}
