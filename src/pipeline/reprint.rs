//! In: the pages in print, and what an earlier build kept of them. Out: the first page that does not begin as it did, so
//! that a reprint, an index or a review copy can be kept in step; the file that keeps it.

use super::edition::{Edition, Job};
use super::product::Output;
use crate::base::{Diagnostic, FileErrorKind, FileId, Folder, Report, Span};
use crate::page::{Document, Frame, Item, Mark};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Beside book.toml. A line for every page: `print 12: the words that it begins with`.
pub const LOCK: &str = "pages.lock";

/// Words of a page that are kept.
const WORDS: usize = 8;

const HEAD: &str =
    "# The words with which each page in print begins. Written by `chapbook build --lock`; each build compares.\n";

/// A page as it was kept.
struct Kept {
    words: String,
    span: Span,
}

/// The pages of print editions as they were, by edition.
#[derive(Default)]
pub struct Lock(BTreeMap<String, Vec<Kept>>);

/// Print editions by name, with the first words of their pages.
pub type Begun = Vec<(String, Vec<String>)>;

/// Nothing where the book has no such file. What is no line of it is reported.
pub fn read(folder: &Folder, report: &mut Report) -> Option<Lock> {
    let file = match folder.text(LOCK, &mut report.sources) {
        Ok(file) => file,
        Err(error) if matches!(error.kind, FileErrorKind::Missing) => return None,
        Err(error) => {
            report.add(error.diagnostic(None));
            return None;
        }
    };
    let text = report.sources.get(file).text.clone();
    let mut lock = Lock::default();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let span = Span::new(file, at..at + line.trim_end().len());
        at += line.len();
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match page(line, &lock) {
            Some((edition, words)) => lock.0.entry(edition).or_default().push(Kept { words, span }),
            None => {
                let found = Diagnostic::error("lock-invalid", "this is not the next page of an edition").at(span);
                report.add(found.help("delete the file, or write it anew with `chapbook build --lock`"));
                return None;
            }
        }
    }
    Some(lock)
}

/// The edition and the words of a line, where it is the page after those before it.
fn page(line: &str, lock: &Lock) -> Option<(String, String)> {
    let (head, words) = line.split_once(':')?;
    let (edition, number) = head.split_once(' ')?;
    let before = lock.0.get(edition).map_or(0, Vec::len);
    (number.parse() == Ok(before + 1)).then(|| (edition.to_owned(), words.trim().to_owned()))
}

/// How the pages of these print editions begin.
pub fn begun<'a>(jobs: impl Iterator<Item = (&'a Edition<'a>, &'a Job)>) -> Begun {
    let of = |(edition, job): (&Edition, &Job)| match job {
        Job::Paged { output: Output::Print, document, .. } => {
            Some((edition.product(Output::Print).to_string(), begins(document)))
        }
        _ => None,
    };
    jobs.filter_map(of).collect()
}

fn begins(document: &Document) -> Vec<String> {
    let words = |page: &crate::page::Page| {
        let mut text = String::new();
        collect(&page.frame, &mut 0, &mut text);
        text.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" ")
    };
    document.pages.iter().map(words).collect()
}

/// The text of a page as far as it is needed, without what stands on it because it is a page.
fn collect(frame: &Frame, aside: &mut usize, text: &mut String) {
    for (_, item) in &frame.items {
        match item {
            Item::Mark(Mark::BeginArtifact | Mark::BeginFurniture) => *aside += 1,
            Item::Mark(Mark::Begin(_)) if *aside > 0 => *aside += 1,
            Item::Mark(Mark::End) => *aside = aside.saturating_sub(1),
            Item::Glyphs(run) if *aside == 0 => text.push_str(&run.text),
            Item::Group { frame, .. } => collect(frame, aside, text),
            _ => {}
        }
        if text.split_whitespace().nth(WORDS).is_some() {
            return;
        }
    }
}

/// The first page of each edition that does not begin as it did.
pub fn compare(lock: &Lock, begun: &Begun) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (edition, pages) in begun {
        let Some(kept) = lock.0.get(edition) else { continue };
        let at = pages.iter().zip(kept).position(|(page, kept)| *page != kept.words);
        let (why, span) = match at {
            Some(at) => {
                let quoted =
                    |words: &str| if words.is_empty() { "nothing".to_owned() } else { format!("“{words}”") };
                let (now, before) = (quoted(&pages[at]), quoted(&kept[at].words));
                (format!("page {} of `{edition}` begins with {now}, and began with {before}", at + 1), kept[at].span)
            }
            None if pages.len() != kept.len() => {
                let last = kept.last().map_or(Span::new(FileId(0), 0..0), |kept| kept.span);
                (format!("`{edition}` has {} pages, and had {}", pages.len(), kept.len()), last)
            }
            None => continue,
        };
        let help = "undo what moved it, or keep the new pages with `chapbook build --lock`";
        found.push(Diagnostic::warning("reprint-differs", why).at(span).help(help));
    }
    found
}

/// The file anew: these editions as they are, others as they were.
pub fn file(lock: Option<&Lock>, begun: &Begun) -> String {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (edition, kept) in lock.into_iter().flat_map(|lock| &lock.0) {
        all.insert(edition, kept.iter().map(|kept| kept.words.as_str()).collect());
    }
    all.extend(begun.iter().map(|(edition, pages)| (edition.as_str(), pages.iter().map(String::as_str).collect())));
    let mut out = HEAD.to_owned();
    for (edition, pages) in all {
        for (nth, words) in pages.iter().enumerate() {
            let _ = writeln!(out, "{}", format!("{edition} {}: {words}", nth + 1).trim_end());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{BuildOptions, Silent, build};

    const TOML: &str = "[book]\ntitle = 'T'\nlanguage = 'en'\n[manuscript]\nfront = []\n[epub]\nenabled = false\n\
                        [screen]\nenabled = false\n[booklet]\nenabled = false\n[cover]\nenabled = false\n";

    /// What a build of chapters of these words finds, and the lock that it would write.
    fn built(chapters: &[&str], kept: Option<&str>, lock: bool) -> (String, Option<String>) {
        let text: String = chapters.iter().map(|words| format!("# {words}\n\nAnd so on.\n\n")).collect();
        let kept = kept.map(|kept| (LOCK, kept));
        let files = [("book.toml", TOML), ("a.md", text.as_str())].into_iter().chain(kept);
        let folder = Folder::from_files(files).unwrap();
        let outcome = build(&folder, BuildOptions { lock, ..BuildOptions::default() }, &Silent);
        (outcome.report.to_string(), outcome.lock)
    }

    #[test]
    fn the_first_page_that_moved_is_told() {
        let (found, lock) = built(&["One", "Two"], None, true);
        assert!(found.is_empty(), "{found}");
        let lock = lock.unwrap();
        assert_eq!(lock, format!("{HEAD}print 1: One And so on.\nprint 2: Two And so on.\n"));
        assert_eq!(built(&["One", "Two"], Some(&lock), false), (String::new(), None));
        let (found, _) = built(&["One", "Three", "Two"], Some(&lock), false);
        assert!(found.starts_with("warning[reprint-differs]: page 2 of `print` begins with “Three And"), "{found}");
        assert!(found.contains("pages.lock:3:1"), "{found}");
        let (found, _) = built(&["One"], Some(&lock), false);
        assert!(found.starts_with("warning[reprint-differs]: `print` has 1 pages, and had 2"), "{found}");
        // Other editions keep what they had; a lock that is written is not compared.
        let other = lock.replace("\nprint", "\nhardback.print");
        let (found, anew) = built(&["Three"], Some(&other), true);
        assert_eq!(found, "");
        let others = other.strip_prefix(HEAD).unwrap();
        assert_eq!((found.as_str(), anew.unwrap()), ("", format!("{HEAD}{others}print 1: Three And so on.\n")));
        let (found, _) = built(&["One"], Some("print 2: One\n"), false);
        assert!(found.starts_with("error[lock-invalid]"), "{found}");
    }
}
