//! Commands, from what was typed to an exit code.

use super::args::{
    Arguments, BuildArguments, CheckArguments, Command, DiffArguments, Format, ImposeArguments, NewArguments,
    OutputArguments, PreflightArguments, ReleaseArguments, SchemaName, ThemeCommand, WatchArguments,
};
use super::found::Found;
use super::progress::TerminalProgress;
use super::{
    diff, explain, fit, found, github, import, inks, json, licenses, manual, preflight, printers, render, sarif, stats,
    table,
};
use crate::base::{Choice, Diagnostic, Folder, Input, Report, Severity};
use crate::desk::{self, Told, WatchOptions};
use crate::pipeline::several::{BookOnShelf, build_all};
use crate::pipeline::{
    self, Artifact, BuildOptions, BuildOutcome, Failure, ImposeOptions, InkProofs, MendOptions, PreflightOptions,
    PreflightOutcome, ReleaseOptions,
};
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const GOOD: u8 = 0;
/// A book or a file is missing, cannot be read or has errors.
const BAD_INPUT: u8 = 1;
/// The command line was wrong, whatever the files are.
const BAD_USAGE: u8 = 2;
/// Two books differ, where that was to be told.
const DIFFERENT: u8 = 3;

/// Runs one command; the exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    match Arguments::try_parse_from(arguments) {
        Ok(Arguments { command: Command::New(arguments) }) => new(&arguments),
        Ok(Arguments { command: Command::Import(arguments) }) => {
            print_answer(import::answer(&arguments), arguments.json)
        }
        Ok(Arguments { command: Command::Build(arguments) }) => build(&arguments),
        Ok(Arguments { command: Command::Check(arguments) }) => check(&arguments),
        Ok(Arguments { command: Command::Release(arguments) }) => release(&arguments),
        Ok(Arguments { command: Command::Stats(arguments) }) => print_answer(stats::answer(&arguments), arguments.json),
        Ok(Arguments { command: Command::Fit(arguments) }) => print_answer(fit::answer(&arguments), arguments.json),
        Ok(Arguments { command: Command::Diff(arguments) }) => compare(&arguments),
        Ok(Arguments { command: Command::Watch(arguments) }) => watch(&arguments),
        Ok(Arguments { command: Command::Impose(arguments) }) => impose(&arguments),
        Ok(Arguments { command: Command::Theme(arguments) }) => theme(&arguments.command),
        Ok(Arguments { command: Command::Preflight(arguments) }) => preflight(&arguments),
        Ok(Arguments { command: Command::Explain(arguments) }) => {
            print_answer(explain::answer(&arguments), arguments.json)
        }
        Ok(Arguments { command: Command::Printers(arguments) }) => {
            print_answer(printers::answer(&arguments.command), arguments.command.json())
        }
        Ok(Arguments { command: Command::Schema(arguments) }) => match arguments.format {
            SchemaName::Json => print(json::SCHEMA),
            SchemaName::Book => print(&pipeline::schemas::book()),
            SchemaName::Theme => print(&pipeline::schemas::theme()),
            SchemaName::Printer => print(&pipeline::schemas::printer()),
        },
        Ok(Arguments { command: Command::Licenses }) => print(&licenses::text()),
        Ok(Arguments { command: Command::Completions { shell } }) => print(&manual::completions(shell)),
        Ok(Arguments { command: Command::Man { command } }) => print_answer(manual::page(command.as_deref()), false),
        Err(error) => {
            let _ = error.print();
            u8::try_from(error.exit_code()).unwrap_or(BAD_USAGE)
        }
    }
}

/// Names what was made, and the next command.
fn new(arguments: &NewArguments) -> u8 {
    let NewArguments { dir, template } = arguments;
    let done = pipeline::templates::create(template, dir).map(|()| {
        let files = template.files.iter().map(|(name, _)| *name).chain([pipeline::templates::SCHEMA]);
        let files = files.map(|name| format!("{}\n", dir.join(name).display()));
        let next = if dir == Path::new(".") { String::new() } else { format!(" {}", import::quoted(dir)) };
        let files = files.collect::<String>();
        format!("{files}\nNext: chapbook build{next}\nOr, to see it while you write: chapbook watch --open{next}\n")
    });
    print_answer(done, false)
}

fn build(arguments: &BuildArguments) -> u8 {
    if let [book] = arguments.books.as_slice() {
        return with_folder(book, &arguments.output, |folder, levels, progress| {
            let out = out_of(arguments, folder);
            pipeline::build(folder, BuildOptions { out: Some(&out), ..build_options(arguments, levels) }, progress)
        });
    }
    let output = &arguments.output;
    let levels = match output.findings.choices() {
        Ok(levels) => levels,
        Err(failure) => return print_failure(failure, output),
    };
    let mut code = GOOD;
    let mut books = Vec::new();
    let mut passed_over = Vec::new();
    for named in &arguments.books {
        match Folder::open(named) {
            Ok(folder) if folder.file.is_none() && folder.has_settings() => {
                books.push(BookOnShelf { out: out_of(arguments, &folder), folder });
            }
            Err(error) => {
                let mut report = Report::default();
                report.add(error.diagnostic(None));
                code = code.max(print_outcome(&BuildOutcome { report, ..BuildOutcome::default() }, "", output));
            }
            _ => passed_over.push(format!("`{}`", named.display())),
        }
    }
    let outcomes = build_all(&books, build_options(arguments, &levels), &heard(output));
    let told: Vec<(&BuildOutcome, &str)> =
        outcomes.iter().zip(&books).map(|(outcome, book)| (outcome, book.folder.shown.as_str())).collect();
    code = code.max(print_outcomes(&told, output));
    let good = outcomes.iter().filter(|outcome| outcome.is_good()).count();
    if output.findings.format() == Format::Human {
        if !passed_over.is_empty() && !output.quiet {
            eprintln!("passed over, since they have no book.toml: {}", passed_over.join(", "));
        }
        eprintln!("{good} of {} books built", arguments.books.len() - passed_over.len());
    }
    if good == 0 { code.max(BAD_INPUT) } else { code }
}

fn out_of(arguments: &BuildArguments, folder: &Folder) -> PathBuf {
    arguments.out.clone().unwrap_or_else(|| folder.shown_home().join("dist"))
}

fn build_options<'a>(arguments: &'a BuildArguments, levels: &'a [Choice]) -> BuildOptions<'a> {
    let BuildArguments { only, report, lock, proof, output, ink_proofs, ink_plates, .. } = arguments;
    BuildOptions {
        only,
        report: *report,
        lock: *lock,
        proof: *proof,
        strict: output.strict,
        levels,
        ink_proofs: ink_proofs.as_deref().map(|dir| InkProofs { dir, plates: *ink_plates }),
        out: None,
    }
}

fn check(arguments: &CheckArguments) -> u8 {
    with_folder(&arguments.book, &arguments.output, |folder, levels, progress| {
        let options = BuildOptions { strict: arguments.output.strict, levels, ..BuildOptions::default() };
        pipeline::check(folder, options, progress)
    })
}

fn release(arguments: &ReleaseArguments) -> u8 {
    let ReleaseArguments { book, tag, out, output } = arguments;
    let notices = licenses::of_files();
    with_folder(book, output, |folder, levels, progress| {
        let out = out.clone().unwrap_or_else(|| folder.shown_home().join("dist"));
        let options = ReleaseOptions { tag: tag.as_deref(), notices: &notices, levels, out: &out };
        pipeline::release(folder, options, progress)
    })
}

/// That books differ is no fault of theirs: it is told by the exit code only where that is asked for.
fn compare(arguments: &DiffArguments) -> u8 {
    match diff::answer(arguments) {
        Ok((text, is_same)) => match print(&text) {
            GOOD if arguments.exit_code && !is_same => DIFFERENT,
            code => code,
        },
        Err(failure) => print_failure(failure, &OutputArguments::of(arguments.json)),
    }
}

/// Ends only where it cannot begin: whoever started it ends it.
fn watch(arguments: &WatchArguments) -> u8 {
    let WatchArguments { book, open, port, editor } = arguments;
    let options = WatchOptions { book, port: *port, open: *open, editor: editor.as_deref(), levels: &[] };
    let shown = Folder::open(book).map(|folder| folder.shown).unwrap_or_default();
    let tell = |told: Told| match told {
        Told::Address(address) => {
            print(&format!("{address}\n"));
            eprintln!("The preview is at this address, for this computer alone. Press Ctrl+C to end it.");
        }
        Told::Pages(pages, took) => eprintln!("{pages} pages ({} ms)", took.as_millis()),
        Told::Broken(report) => print_findings(report, &shown, true),
        Told::NoBrowser => eprintln!("No browser could be started: open the address yourself."),
        Told::NoEditor(command) => eprintln!(
            "`{command}` is not an editor that Chapbook knows how to tell a line: write where, such as `{command} {{file}}:{{line}}`. \
             Until then a click on a word copies its place."
        ),
    };
    match desk::watch(&options, &tell) {
        Ok(()) => GOOD,
        Err(report) => {
            print_findings(&report, "", false);
            BAD_INPUT
        }
    }
}

fn impose(arguments: &ImposeArguments) -> u8 {
    let output = &arguments.output;
    let levels = match output.findings.choices() {
        Ok(levels) => levels,
        Err(failure) => return print_failure(failure, output),
    };
    let options = ImposeOptions {
        file: Input::Path(&arguments.file),
        out: Some(&arguments.out),
        booklet: arguments.booklet(),
        blanks_before: arguments.blanks_before,
        strict: output.strict,
        levels: &levels,
    };
    match pipeline::impose(&options, &heard(output)) {
        Ok(outcome) => print_outcome(&outcome, "", output),
        Err(failure) => print_failure(failure, output),
    }
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
    print_answer(done, false)
}

/// Findings are the answer, so they stand on standard output.
fn preflight(arguments: &PreflightArguments) -> u8 {
    let output = OutputArguments { findings: arguments.findings.clone(), ..OutputArguments::default() };
    let files: Vec<Input> = arguments.files.iter().map(|file| Input::Path(file)).collect();
    if arguments.fix.is_some() && files.len() > 1 {
        let why = "`--fix` takes one file, for it names one copy";
        let error = Arguments::command().error(ErrorKind::TooManyValues, why);
        let _ = error.print();
        return BAD_USAGE;
    }
    let (printer, shop, inventory) = (arguments.printer.as_deref(), arguments.shop.as_deref(), arguments.inventory);
    let judged = output.findings.choices().and_then(|levels| {
        let options = PreflightOptions { printer, shop, levels: &levels, inventory, inks: arguments.inks };
        let (Some(out), [file]) = (&arguments.fix, &files[..]) else { return pipeline::preflight_all(&files, options) };
        let trim = arguments.trim.as_deref();
        let done = pipeline::mend(&MendOptions { file: *file, out: Some(out), trim, preflight: options });
        done.map(|done| vec![Ok(done.verdict)])
    });
    match judged {
        Ok(verdicts) => print_verdicts(verdicts, &output),
        Err(failure) => print_failure(failure, &output),
    }
}

/// What a file is and has, or why it cannot be read.
type Verdict = Result<PreflightOutcome, Box<BuildOutcome>>;

/// The worst exit code of all. Programs get one document, whether it is of one file or of several.
fn print_verdicts(verdicts: Vec<Result<PreflightOutcome, Failure>>, output: &OutputArguments) -> u8 {
    let unread = |failure: Failure| Box::new(BuildOutcome { report: failure.into_report(), ..BuildOutcome::default() });
    let verdicts: Vec<Verdict> = verdicts.into_iter().map(|verdict| verdict.map_err(unread)).collect();
    let is_good = |verdict: &Verdict| matches!(verdict, Ok(outcome) if !outcome.has_errors());
    let code = if verdicts.iter().all(is_good) { GOOD } else { BAD_INPUT };
    let text = match output.findings.format() {
        Format::Human => return code.max(print_words(&verdicts)),
        Format::Json => {
            let objects = verdicts.iter().map(|verdict| match verdict {
                Ok(outcome) => json::verdict(outcome),
                Err(outcome) => json::object(outcome, ""),
            });
            json::list(&objects.collect::<Vec<_>>())
        }
        Format::Github => verdicts.iter().map(found_in).map(|(all, more)| github::commands(&all, &more)).collect(),
        Format::Sarif => sarif::together(&verdicts.iter().map(found_in).collect::<Vec<_>>()),
    };
    code.max(print(&text))
}

fn print_words(verdicts: &[Verdict]) -> u8 {
    let mut code = GOOD;
    for (at, verdict) in verdicts.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        match verdict {
            Ok(outcome) => code = code.max(print(&format!("{gap}{}", preflight::words(outcome)))),
            Err(outcome) => print_findings(&outcome.report, "", false),
        }
    }
    code
}

fn found_in(verdict: &Verdict) -> (Vec<Found<'_>>, sarif::Omitted<'_>) {
    match verdict {
        Ok(outcome) => (found::in_file(outcome), Vec::new()),
        Err(outcome) => (found::in_book(&outcome.report, ""), outcome.report.omitted()),
    }
}

/// Prints what was asked for, or why it cannot be had.
/// A program that asked for JSON gets JSON where there is no answer, too.
fn print_answer(done: Result<String, Failure>, json: bool) -> u8 {
    match done {
        Ok(text) => print(&text),
        Err(failure) => print_failure(failure, &OutputArguments::of(json)),
    }
}

/// What a wrong command line, or a wrong file, comes to.
fn print_failure(failure: Failure, output: &OutputArguments) -> u8 {
    let code = match failure {
        Failure::Usage(_) => BAD_USAGE,
        Failure::Input(_) => BAD_INPUT,
    };
    let report = failure.into_report();
    print_outcome(&BuildOutcome { report, ..BuildOutcome::default() }, "", output);
    code
}

fn with_folder(
    dir: &Path,
    output: &OutputArguments,
    work: impl FnOnce(&Folder, &[Choice], &TerminalProgress) -> BuildOutcome,
) -> u8 {
    let levels = match output.findings.choices() {
        Ok(levels) => levels,
        Err(failure) => return print_failure(failure, output),
    };
    let folder = match Folder::open(dir) {
        Ok(folder) => folder,
        Err(error) => {
            let mut report = Report::default();
            report.add(error.diagnostic(None));
            print_outcome(&BuildOutcome { report, ..BuildOutcome::default() }, "", output);
            return BAD_INPUT;
        }
    };
    let outcome = work(&folder, &levels, &heard(output));
    print_outcome(&outcome, &folder.shown, output)
}

/// Progress is for people.
fn heard(output: &OutputArguments) -> TerminalProgress {
    TerminalProgress::new(output.quiet || output.findings.format() != Format::Human, output.verbose)
}

/// Of several books: what one document can hold is one.
fn print_outcomes<'a>(outcomes: &[(&'a BuildOutcome, &str)], output: &OutputArguments) -> u8 {
    if output.findings.format() != Format::Sarif {
        return outcomes.iter().map(|(outcome, shown)| print_outcome(outcome, shown, output)).max().unwrap_or(GOOD);
    }
    let of = |(outcome, shown): &(&'a BuildOutcome, &str)| {
        (found::in_book(&outcome.report, shown), outcome.report.omitted())
    };
    let books: Vec<_> = outcomes.iter().map(of).collect();
    let code = outcomes.iter().map(|(outcome, _)| code_of(outcome)).max().unwrap_or(GOOD);
    code.max(print(&sarif::together(&books)))
}

fn code_of(outcome: &BuildOutcome) -> u8 {
    match outcome.is_good() {
        true => GOOD,
        false if outcome.misused => BAD_USAGE,
        false => BAD_INPUT,
    }
}

/// Writes to standard output. Who waits for an answer and gets half of it is told so by the exit code.
fn print(text: &str) -> u8 {
    let mut out = anstream::AutoStream::auto(io::stdout());
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => GOOD,
        Err(error) => {
            let mut report = Report::default();
            report.add(Diagnostic::error("output-closed", format!("cannot write to standard output: {error}")));
            print_findings(&report, "", false);
            BAD_INPUT
        }
    }
}

/// Findings on standard error and artifacts on standard output, or all there as programs read it; the exit code.
fn print_outcome(outcome: &BuildOutcome, shown: &str, output: &OutputArguments) -> u8 {
    let code = code_of(outcome);
    let report = &outcome.report;
    let text = match output.findings.format() {
        Format::Human => None,
        Format::Json => Some(json::object(outcome, shown)),
        Format::Github => Some(github::commands(&found::in_book(report, shown), &report.omitted())),
        Format::Sarif => Some(sarif::object(&found::in_book(report, shown), &report.omitted())),
    };
    if let Some(text) = text {
        return code.max(print(&text));
    }
    print_findings(&outcome.report, shown, output.quiet);
    if output.quiet {
        return code;
    }
    let pages = outcome.pages.iter().flat_map(table::table).chain(outcome.inks.iter().flat_map(inks::table));
    let files = outcome.artifacts.iter().chain(&outcome.ink_proofs);
    let lines = pages.chain(files.map(artifact_line));
    code.max(print(&lines.map(|line| line + "\n").collect::<String>()))
}

fn print_findings(report: &Report, shown: &str, quiet: bool) {
    let mut err = anstream::AutoStream::auto(io::stderr());
    for found in report.sorted() {
        if found.severity < Severity::Hint || !quiet {
            let _ = writeln!(err, "{}\n", render::finding(found, &report.sources, shown));
        }
    }
    for line in render::summary(report) {
        let _ = writeln!(err, "{line}");
    }
}

fn artifact_line(artifact: &Artifact) -> String {
    let path = artifact.path.as_deref().unwrap_or(Path::new(&artifact.name)).display();
    let kilobytes = artifact.bytes.len().div_ceil(1_000);
    match artifact.pages {
        Some(1) => format!("{path}  1 page, {kilobytes} kB"),
        Some(pages) => format!("{path}  {pages} pages, {kilobytes} kB"),
        None => format!("{path}  {kilobytes} kB"),
    }
}
