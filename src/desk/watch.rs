//! The loop: looks at the book's files, sets the pages when one changed, and has all else made when it is quiet.

use super::changed::changed;
use super::ebook::Ebook;
use super::editor::Editor;
use super::guard::Guard;
use super::paged::Paged;
use super::rest::Rest;
use super::routes::Desk;
use super::view::{COVER, PRINT, Parts, SHEETS, View};
use super::wire;
use crate::base::clock::pause;
use crate::base::loopback::Listener;
use crate::base::stamps::Stamps;
use crate::base::{Choice, Folder, Report, Stopwatch, programs, secret};
use crate::pipeline::session::{Others, Pages, Proof, Session};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How often files are looked at; less often where that takes long.
const LOOK: Duration = Duration::from_millis(100);
const LOOK_SHARE: u32 = 10;
/// An editor may write a file in several steps.
const STEP: Duration = Duration::from_millis(10);
const STEPS: usize = 20;
/// How long nothing changes before the rest is made.
const QUIET: Duration = Duration::from_millis(300);

pub struct WatchOptions<'a> {
    pub book: &'a Path,
    /// 0 for any that is free.
    pub port: u16,
    /// Whether to show it in a browser.
    pub open: bool,
    /// In place of the one that the environment names.
    pub editor: Option<&'a str>,
    pub levels: &'a [Choice],
}

/// What the person at the terminal is told.
pub enum Told<'a> {
    /// Where the preview is.
    Address(&'a str),
    /// How many pages there are now, and how long it took.
    Pages(usize, Duration),
    /// The book cannot be made.
    Broken(&'a Report),
    /// No browser could be started.
    NoBrowser,
    /// The editor that was named cannot be told a line.
    NoEditor(&'a str),
}

/// Serves the preview until the program is ended.
///
/// # Errors
///
/// There is no book, or no port.
pub fn watch(options: &WatchOptions, tell: &dyn Fn(Told)) -> Result<(), Report> {
    let failed = |found| {
        let mut report = Report::default();
        report.add(found);
        report
    };
    let folder = Folder::open(options.book).map_err(|error| failed(error.diagnostic(None)))?;
    let listener = Listener::open(options.port).map_err(failed)?;
    let guard = Guard::new(listener.port(), secret::token());
    let editor = match options.editor {
        Some(command) => {
            let editor = Editor::new(command);
            if editor.is_none() {
                tell(Told::NoEditor(command));
            }
            editor
        }
        None => Editor::of_environment(),
    };
    let desk = Arc::new(Desk::new(editor));
    let mut loop_ = Loop {
        desk: Arc::clone(&desk),
        options,
        revision: 0,
        edit: 0,
        rest: Rest::default(),
        parts: Parts::default(),
        root: PathBuf::new(),
        session: Session::new(options.levels),
    };
    // What changes while the pages are set is seen afterwards.
    let known = Stamps::of(&folder);
    loop_.set(folder, tell);
    let address = guard.address();
    let serving = std::thread::Builder::new().spawn(move || wire::serve(&listener, &guard, &desk));
    if let Err(error) = serving {
        return Err(failed(crate::base::Diagnostic::error(
            "port-unavailable",
            format!("cannot serve the preview: {error}"),
        )));
    }
    tell(Told::Address(&address));
    if options.open && programs::browse(&address).is_err() {
        tell(Told::NoBrowser);
    }
    loop_.run(known, tell)
}

struct Loop<'a> {
    desk: Arc<Desk>,
    options: &'a WatchOptions<'a>,
    revision: u64,
    /// How often the pages were set.
    edit: u64,
    rest: Rest,
    parts: Parts,
    root: PathBuf,
    session: Session,
}

impl Loop<'_> {
    fn run(&mut self, mut known: Stamps, tell: &dyn Fn(Told)) -> ! {
        let mut quiet = Stopwatch::start();
        loop {
            let watch = Stopwatch::start();
            let found = self.stamps();
            let looked = watch.elapsed();
            if found != known {
                known = self.settled(found);
                if let Ok(folder) = Folder::open(self.options.book) {
                    self.set(folder, tell);
                }
                quiet = Stopwatch::start();
                continue;
            }
            if let Some(others) = self.rest.made(self.edit) {
                self.complete(others);
            } else if !self.parts.complete && quiet.elapsed() >= QUIET {
                self.begin_rest();
            }
            pause((looked * LOOK_SHARE).clamp(LOOK, LOOK * 20));
        }
    }

    fn stamps(&self) -> Stamps {
        Folder::open(self.options.book).map(|folder| Stamps::of(&folder)).unwrap_or_default()
    }

    /// The files once nobody writes them any more.
    fn settled(&self, mut known: Stamps) -> Stamps {
        for _ in 0..STEPS {
            pause(STEP);
            let found = self.stamps();
            if found == known {
                break;
            }
            known = found;
        }
        known
    }

    /// Sets the pages. Those of an earlier time stay where the book cannot be made.
    fn set(&mut self, folder: Folder, tell: &dyn Fn(Told)) {
        let watch = Stopwatch::start();
        self.edit += 1;
        self.root = folder.path_of("").unwrap_or_default();
        let Pages { report, proof } = self.session.pages(folder);
        self.parts.broken = proof.is_none();
        self.parts.complete = proof.is_none();
        self.parts.changed = None;
        if let Some(proof) = proof {
            let paged = Arc::new(Paged::new(proof.document.clone()));
            let before = self.parts.proof.as_deref().zip(self.parts.documents.get(PRINT));
            self.parts.changed = before.and_then(|(known, before)| {
                let begins = edited(known, &proof)?;
                Some(changed(before, &paged, begins, self.revision + 1))
            });
            tell(Told::Pages(paged.document.pages.len(), watch.elapsed()));
            self.parts.documents.insert(PRINT, paged);
            self.parts.proof = Some(Arc::new(proof));
        } else {
            tell(Told::Broken(&report));
        }
        self.parts.report = Arc::new(report);
        self.show();
    }

    fn begin_rest(&mut self) {
        if let Ok(folder) = Folder::open(self.options.book) {
            self.rest.begin(self.edit, folder, self.options.levels.to_vec());
        }
    }

    /// Shows what follows the pages.
    fn complete(&mut self, others: Others) {
        let Others { report, epub, cover, panels, booklet } = others;
        self.parts.complete = true;
        if let Some(ebook) = epub.as_deref().and_then(Ebook::open) {
            self.parts.ebook = Some(Arc::new(ebook));
        }
        if !report.is_blocked() {
            self.parts.panels = panels;
            for (name, document) in [(COVER, cover), (SHEETS, booklet)] {
                match document {
                    Some(document) => self.parts.documents.insert(name, Arc::new(Paged::new(document))),
                    None => self.parts.documents.remove(name),
                };
            }
        }
        self.parts.report = Arc::new(report);
        self.show();
    }

    fn show(&mut self) {
        self.revision += 1;
        let path = |name: &str| Some(self.root.join(name));
        self.desk.show(View::new(self.revision, self.parts.clone(), self.desk.editor.is_some(), &path));
    }
}

/// The page on which the text begins that another reading has changed; nothing where no text is another.
fn edited(before: &Proof, after: &Proof) -> Option<usize> {
    let (name, span) = after.edit_since(before)?;
    after.page_of(&name, span)
}
