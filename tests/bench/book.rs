//! A whole novel, stage by stage, and ten of them in one book: `cargo bench --bench book`.
//!
//! Each book is set in a process of its own, so that peaks of memory can be told apart. Times are CPU time of all
//! threads together where the system tells it (Linux), else the clock's.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "../support/mod.rs"]
mod support;

use chapbook::base::{Folder, Folio, Length, Report};
use chapbook::design::{self, Design, StyleRole};
use chapbook::layout::compose::{self, Parts};
use chapbook::layout::context::Context;
use chapbook::layout::galley::{galley, note_lines};
use chapbook::layout::items::{Compositor, Flat, Place, Stock, Words, paragraph};
use chapbook::layout::linebreak::{Prices, Shape, break_lines};
use chapbook::layout::paginate;
use chapbook::layout::sections::Sections;
use chapbook::model::walk::{blocks, runs};
use chapbook::model::{Book, NoteId, SectionId};
use chapbook::page::{NodeId, Output, StructureRole};
use chapbook::press::PressSetup;
use chapbook::{manuscript, pdf};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use support::cost::{cpu_time, peak_memory};
use support::novel::Manuscript;

const WORDS: usize = 100_000;
const ROUNDS: usize = 4;
/// Names the count of novels to a process of its own.
const NOVELS: &str = "CHAPBOOK_BENCH_NOVELS";

fn main() {
    if let Some(novels) = std::env::var(NOVELS).ok().and_then(|novels| novels.parse().ok()) {
        return one(novels);
    }
    for novels in ["1", "10"] {
        let program = std::env::current_exe().expect("this program");
        let done = Command::new(program).env(NOVELS, novels).status().expect("it runs again");
        assert!(done.success(), "a book of {novels} novels is set");
    }
}

/// Sets a book of so many novels again and again and prints the best of each stage.
fn one(novels: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("bench-{novels}"));
    let _ = std::fs::remove_dir_all(&folder);
    Manuscript::shelf(novels, WORDS, 2).save(&folder).expect("the book is saved");
    let mut best: Vec<(&str, Duration)> = Vec::new();
    let (mut pages, mut peak) = (0, None);
    for round in 0..ROUNDS {
        let mut stages = Stages::default();
        pages = set(&folder, &mut stages);
        if round == 0 {
            peak = peak_memory();
            best = stages.0;
        } else {
            best.iter_mut().zip(stages.0).for_each(|(best, now)| best.1 = best.1.min(now.1));
        }
    }
    let all: Duration = best.iter().map(|(_, time)| *time).sum();
    println!("{novels} x {WORDS} words, {pages} pages: {:.1} ms", millis(all));
    for (name, time) in &best {
        println!("  {name:<8} {:>8.1} ms  {:>8.0} pages/s", millis(*time), pages as f64 / time.as_secs_f64().max(1e-9));
    }
    if let Some(peak) = peak {
        println!("  peak     {:>8.1} MB", peak as f64 / 1_024.0);
    }
    let mut apart = Stages::default();
    lines_apart(&folder, &mut apart);
    for (name, time) in &apart.0 {
        println!("  of lines: {name:<8} {:>8.1} ms", millis(*time));
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

#[derive(Default)]
struct Stages(Vec<(&'static str, Duration)>);

impl Stages {
    fn run<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let (clock, cpu) = (Instant::now(), cpu_time());
        let done = work();
        let spent = cpu.zip(cpu_time()).map(|(before, after)| after.saturating_sub(before));
        self.0.push((name, spent.unwrap_or_else(|| clock.elapsed())));
        done
    }
}

fn read(folder: &Path) -> (Book, Design) {
    let folder = Folder::open(folder).expect("a folder");
    let (read, mut report): (_, Report) = manuscript::read(&folder);
    let read = read.expect("a book");
    let design = design::design(&read.settings, &folder, &mut report).expect("a design");
    assert!(!report.has_errors(), "the book is in order");
    (read.book, design)
}

fn set(folder: &Path, stages: &mut Stages) -> usize {
    let (book, design) = stages.run("reading", || read(folder));
    let none = (BTreeMap::new(), BTreeMap::new());
    let context = context(&book, &design, &none);
    let lines = |stages: &mut Stages, name| {
        stages.run(name, || {
            let share = |all: usize| all.div_ceil(rayon::current_num_threads() * 2);
            let sections = (0..book.sections.len() as u32).into_par_iter().with_min_len(share(book.sections.len()));
            let words = || Words::new(&design);
            let items = |words: &mut _, at| items(&context, words, SectionId(at));
            let galleys: usize = sections.map_init(words, items).sum();
            let notes: Vec<NoteId> = book.notes().map(|(id, _)| id).collect();
            let least = share(notes.len());
            let notes = notes.into_par_iter().with_min_len(least);
            let lines = |words: &mut _, id| note_lines(&context, words, id).lines.len();
            galleys + notes.map_init(words, lines).sum::<usize>()
        })
    };
    lines(stages, "lines");
    let mut settled = stages.run("pages", || paginate::settle(Sections::own(&book), &design, &design.print));
    // Settling sets the lines too.
    let lines = stages.0[1].1;
    stages.0[2].1 = stages.0[2].1.saturating_sub(lines);
    let layout = stages.run("frames", || {
        let parts = Parts { sections: Sections::own(&book), design: &design, geometry: &design.print };
        compose::compose(parts, Output::Press(PressSetup::default()), &mut settled).0
    });
    let bytes = stages.run("pdf", || pdf::write(&layout.document));
    assert!(bytes.is_ok_and(|bytes| bytes.len() > 1_000));
    layout.document.pages.len()
}

/// Sets a section as if the first choice stood everywhere.
fn items<'a>(context: &'a Context<'a>, words: &mut Words<'a>, section: SectionId) -> usize {
    let mut galley = galley(context, words, section);
    galley.set(&mut Stock { words, book: context.book(), marks: true }, |_| 0);
    galley.items.len()
}

type Known = (BTreeMap<chapbook::model::AnchorId, Folio>, BTreeMap<NoteId, String>);

fn context<'a>(book: &'a Book, design: &'a Design, (folios, labels): &'a Known) -> Context<'a> {
    let geometry = &design.print;
    let sections = Sections::own(book);
    Context {
        sections,
        design,
        dress: &design.dress,
        measure: geometry.measure(),
        depth: geometry.depth(),
        outset: Length::ZERO,
        folios,
        pages: 0,
        labels,
        widest: labels,
    }
}

/// What shaping (with hyphenation) and breaking take of the time for lines: the book's paragraphs on one thread.
fn lines_apart(folder: &Path, stages: &mut Stages) {
    let (book, design) = read(folder);
    let none = (BTreeMap::new(), BTreeMap::new());
    let context = context(&book, &design, &none);
    let narrow = Length::pt(200);
    let paragraphs: Vec<Vec<_>> = stages.run("shaping", || {
        let mut words = Words::new(&design);
        let set = |section: &chapbook::model::Section| {
            let lent = words.lend();
            let mut comp =
                Compositor::new(&context, lent, SectionId(0), StructureRole::Section, &book.metadata.language);
            let look = comp.look(StyleRole::Body);
            let mut set = Vec::new();
            blocks(&section.blocks, &mut |block| {
                for run in runs(block) {
                    let mut flat = Flat::at(run.offset);
                    flat.add(&mut comp, run.inlines, Place { look, node: NodeId::default(), link: None });
                    set.push(paragraph(&mut comp, flat, narrow).pieces);
                }
            });
            words = comp.words;
            set
        };
        book.sections.iter().map(set).collect()
    });
    let shape = Shape { first: Vec::new(), rest: context.measure };
    let prices = Prices { emergency: Length::pt(21), ..Prices::default() };
    let lines: usize = stages.run("breaking", || {
        paragraphs.iter().flatten().map(|pieces| break_lines(pieces, &shape, &prices).best.lines.len()).sum()
    });
    assert!(lines > 1_000);
}
