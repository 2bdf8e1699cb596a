//! Stages as a person sees them: a line each that lives on a terminal, plain lines elsewhere, nothing when quiet.

use crate::base::Stopwatch;
use crate::pipeline::{Progress, Step};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::Duration;

/// What hears of stages.
pub enum TerminalProgress {
    Quiet,
    /// With the time each stage took, once it ends; else when it begins.
    Plain {
        verbose: bool,
        began: Mutex<BTreeMap<Step, Stopwatch>>,
    },
    Terminal {
        bars: MultiProgress,
        open: Mutex<BTreeMap<Step, ProgressBar>>,
    },
}

impl TerminalProgress {
    /// Bars where standard error is a terminal and no times are asked for.
    pub fn new(quiet: bool, verbose: bool) -> TerminalProgress {
        if quiet {
            TerminalProgress::Quiet
        } else if io::stderr().is_terminal() && !verbose {
            TerminalProgress::Terminal { bars: MultiProgress::new(), open: Mutex::default() }
        } else {
            TerminalProgress::Plain { verbose, began: Mutex::default() }
        }
    }
}

/// Nobody to tell is no fault.
fn say(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

impl Progress for TerminalProgress {
    fn begins(&self, step: &Step) {
        match self {
            TerminalProgress::Quiet => {}
            TerminalProgress::Plain { verbose: false, .. } => say(&step.to_string()),
            TerminalProgress::Plain { began, .. } => {
                if let Ok(mut began) = began.lock() {
                    began.insert(step.clone(), Stopwatch::start());
                }
            }
            TerminalProgress::Terminal { bars, open } => {
                let bar = bars.add(ProgressBar::new_spinner());
                if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                    bar.set_style(style);
                }
                bar.set_message(step.to_string());
                bar.enable_steady_tick(Duration::from_millis(80));
                if let Ok(mut open) = open.lock() {
                    open.insert(step.clone(), bar);
                }
            }
        }
    }

    fn ends(&self, step: &Step) {
        match self {
            TerminalProgress::Quiet | TerminalProgress::Plain { verbose: false, .. } => {}
            TerminalProgress::Plain { began, .. } => {
                if let Some(watch) = began.lock().ok().and_then(|mut began| began.remove(step)) {
                    say(&format!("{step}: {} ms", watch.elapsed().as_millis()));
                }
            }
            TerminalProgress::Terminal { bars, open } => {
                if let Some(bar) = open.lock().ok().and_then(|mut open| open.remove(step)) {
                    bar.finish_and_clear();
                    bars.remove(&bar);
                }
            }
        }
    }
}
