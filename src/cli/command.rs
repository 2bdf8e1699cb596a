//! Commands, from what was typed to an exit code.

use super::args::{Arguments, Build, Check, Command, Impose, Manner, Preflight, ThemeCommand};
use super::progress::Teller;
use super::{json, preflight, printers, render, table};
use crate::base::{Diagnostic, Folder, Report, Severity};
use crate::pipeline::{self, Artifact, Folding, Outcome, Wish};
use clap::Parser;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

const GOOD: u8 = 0;
const BAD_BOOK: u8 = 1;
const BAD_USAGE: u8 = 2;

/// Runs one command; the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Command::Build(arguments) }) => build(&arguments),
        Ok(Arguments { command: Command::Check(arguments) }) => check(&arguments),
        Ok(Arguments { command: Command::Impose(arguments) }) => impose(&arguments),
        Ok(Arguments { command: Command::Theme(arguments) }) => theme(&arguments.command),
        Ok(Arguments { command: Command::Preflight(arguments) }) => judged(&arguments),
        Ok(Arguments { command: Command::Printers(arguments) }) => said(printers::said(&arguments.command)),
        Err(error) => {
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(BAD_USAGE)
        }
    }
}

fn build(arguments: &Build) -> u8 {
    with_folder(&arguments.dir, arguments.manner, |folder, teller| {
        let out = arguments.out.clone().unwrap_or_else(|| folder.shown_home().join("dist"));
        let only: Vec<_> = arguments.only.iter().map(|&name| name.into()).collect();
        let wish = Wish { only: &only, report: arguments.report };
        pipeline::build(folder, &out, wish, arguments.manner.strict, teller)
    })
}

fn check(arguments: &Check) -> u8 {
    with_folder(&arguments.dir, arguments.manner, |folder, teller| pipeline::check(folder, teller))
}

fn impose(arguments: &Impose) -> u8 {
    let manner = arguments.manner;
    let folding = Folding {
        file: &arguments.file,
        out: &arguments.out,
        booklet: arguments.booklet(),
        blanks_before: arguments.blanks_before,
    };
    let outcome = pipeline::impose(&folding, &Teller::new(manner.quiet || manner.json, manner.verbose));
    tell(&outcome, "", manner);
    if outcome.is_good(manner.strict) { GOOD } else { BAD_BOOK }
}

fn theme(command: &ThemeCommand) -> u8 {
    let done = match command {
        ThemeCommand::List => {
            Ok(pipeline::themes::list().iter().map(|(name, about)| format!("{name:<9} {about}\n")).collect())
        }
        ThemeCommand::Show { name } => pipeline::themes::show(name).map(str::to_owned),
        ThemeCommand::Copy { name, file } => {
            pipeline::themes::copy(name, file.as_deref()).map(|path| format!("{}\n", path.display()))
        }
    };
    said(done)
}

/// Findings are the answer, so they stand on standard output.
fn judged(arguments: &Preflight) -> u8 {
    match pipeline::preflight::preflight(&arguments.file, arguments.printer.as_deref()) {
        Ok(verdict) => {
            let text = if arguments.json { preflight::object(&verdict) } else { preflight::words(&verdict) };
            let _ = anstream::AutoStream::auto(io::stdout()).write_all(text.as_bytes());
            if verdict.has_errors() { BAD_BOOK } else { GOOD }
        }
        Err(found) => {
            let usage = found.iter().any(|found| found.code == "printer-unknown" || found.code == "file-missing");
            let mut report = Report::default();
            report.extend(found);
            let manner = Manner { json: arguments.json, strict: false, quiet: false, verbose: false };
            tell(&Outcome { report, artifacts: Vec::new(), pages: Vec::new() }, "", manner);
            if usage { BAD_USAGE } else { BAD_BOOK }
        }
    }
}

/// Prints what was asked for, or why it cannot be had.
fn said(done: Result<String, Diagnostic>) -> u8 {
    match done {
        Ok(text) => {
            let _ = io::stdout().lock().write_all(text.as_bytes());
            GOOD
        }
        Err(found) => {
            let code = if found.code.ends_with("-unknown") { BAD_USAGE } else { BAD_BOOK };
            let _ = writeln!(
                anstream::AutoStream::auto(io::stderr()),
                "{}",
                render::finding(&found, &Default::default(), "")
            );
            code
        }
    }
}

fn with_folder(dir: &Path, manner: Manner, work: impl FnOnce(&Folder, &Teller) -> Outcome) -> u8 {
    let folder = match Folder::open(dir) {
        Ok(folder) => folder,
        Err(error) => {
            let mut report = Report::default();
            report.add(error.diagnostic(None));
            tell(&Outcome { report, artifacts: Vec::new(), pages: Vec::new() }, "", manner);
            return BAD_USAGE;
        }
    };
    let outcome = work(&folder, &Teller::new(manner.quiet || manner.json, manner.verbose));
    tell(&outcome, &folder.shown, manner);
    if outcome.is_good(manner.strict) { GOOD } else { BAD_BOOK }
}

/// Findings on standard error and artifacts on standard output, or one object there. A closed pipe is no fault.
fn tell(outcome: &Outcome, shown: &str, manner: Manner) {
    let mut out = io::stdout().lock();
    if manner.json {
        let _ = writeln!(out, "{}", json::object(outcome, shown));
        return;
    }
    let report = &outcome.report;
    let mut err = anstream::AutoStream::auto(io::stderr());
    for found in report.sorted() {
        if found.severity < Severity::Hint || !manner.quiet {
            let _ = writeln!(err, "{}\n", render::finding(found, &report.sources, shown));
        }
    }
    for line in render::summary(report) {
        let _ = writeln!(err, "{line}");
    }
    for line in outcome.pages.iter().filter(|_| !manner.quiet).flat_map(table::table) {
        let _ = writeln!(out, "{line}");
    }
    for artifact in outcome.artifacts.iter().filter(|_| !manner.quiet) {
        let _ = writeln!(out, "{}", artifact_line(artifact));
    }
}

fn artifact_line(artifact: &Artifact) -> String {
    let path = artifact.path.display();
    let kilobytes = artifact.bytes.div_ceil(1_000);
    match artifact.pages {
        Some(1) => format!("{path}  1 page, {kilobytes} kB"),
        Some(pages) => format!("{path}  {pages} pages, {kilobytes} kB"),
        None => format!("{path}  {kilobytes} kB"),
    }
}
