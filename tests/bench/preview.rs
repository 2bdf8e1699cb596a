//! Edits of a novel as the preview sees them, in one process: `cargo bench --bench preview`. A word is put into a paragraph,
//! the book is read again, and the spread with the new word is drawn. Times are CPU time of all threads where the system
//! tells it (Linux), else the clock's.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "../support/mod.rs"]
mod support;

use chapbook::Folder;
use chapbook::desk::paged::Paged;
use chapbook::pipeline::session::{Pages, Session};
use std::time::{Duration, Instant};
use support::cost::{cpu_time, peak_memory};
use support::novel::Manuscript;

const WORDS: usize = 100_000;
const EDITS: usize = 1_000;

fn main() {
    let mut files = Manuscript::plain(WORDS, 4).files;
    let mut session = Session::new(&[]);
    let (cold, pages) = timed(|| show(&mut session, &files, None));
    println!("{} pages; first shown after {} ms", pages.1, cold.as_millis());
    let texts: Vec<usize> = (0..files.len()).filter(|&at| files[at].0.ends_with(".md")).collect();
    let (mut times, mut before, mut early) = (Vec::new(), pages.0, None);
    for edit in 0..EDITS {
        let text = &mut files[texts[edit * 7 % texts.len()]].1;
        let paragraphs: Vec<usize> = text.match_indices("\n\n").map(|(at, _)| at).collect();
        // Behind the first letter of a paragraph's first word but one.
        let from = paragraphs[(edit * 13 + 3) % (paragraphs.len() - 1)] + 2;
        let Some(space) = text[from..].find(' ') else { continue };
        match edit % 2 {
            0 => text.insert_str(from + space, " and"),
            _ => text.replace_range(from + space..from + space, " more"),
        }
        let (took, (pages, _)) = timed(|| show(&mut session, &files, Some(&before)));
        times.push(took);
        before = pages;
        if edit == 50 {
            early = peak_memory();
        }
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1_000.0;
    println!(
        "{} edits: median {:.1} ms, 90% {:.1}, 99% {:.1}, all {:.1}",
        times.len(),
        at(50),
        at(90),
        at(99),
        at(100)
    );
    if let (Some(early), Some(late)) = (early, peak_memory()) {
        println!("memory at most {} MB after 50 edits, {} MB after all", early >> 10, late >> 10);
    }
}

/// Reads and sets the book, and draws the spread that changed: the pages, and how many there are.
fn show(session: &mut Session, files: &[(String, String)], before: Option<&Pages>) -> (Pages, usize) {
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let pages = session.pages(Folder::from_files(files).expect("a book"));
    let proof = pages.proof.as_ref().expect("a good book");
    let edit = before.and_then(|before| proof.edit_since(before.proof.as_ref()?));
    let page = edit.and_then(|(name, span)| proof.page_of(&name, span)).unwrap_or(0);
    let count = proof.document.pages.len();
    let paged = Paged::new(proof.document.clone());
    for at in [page & !1, page | 1] {
        assert!(at >= count || paged.page(at, 0).is_some());
    }
    (pages, count)
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let (clock, cpu) = (Instant::now(), cpu_time());
    let done = work();
    let spent = cpu.zip(cpu_time()).map(|(from, to)| to - from);
    (spent.unwrap_or_else(|| clock.elapsed()), done)
}
