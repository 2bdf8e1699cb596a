//! What can be typed.

use crate::base::{Choice, Severity};
use crate::pipeline::templates::{TEMPLATES, Template};
use crate::pipeline::{Binding, BookletFlags, BookletScheme, Failure, Selection, SheetFit, SheetFlip};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turn one Markdown manuscript into an ebook and a printed book
#[derive(Debug, Parser)]
#[command(name = "chapbook", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a folder with a small book in it, to begin with
    #[command(visible_alias = "init")]
    New(NewArguments),
    /// Turn a manuscript of another program into a folder of Chapbook's
    Import(ImportArguments),
    /// Build the editions of a book
    Build(BuildArguments),
    /// Check a book without writing files
    Check(CheckArguments),
    /// Build a book strictly, and put all that is published into one archive
    Release(ReleaseArguments),
    /// Try settings that get the book to a number of pages
    Fit(FitArguments),
    /// Count words, verse, notes and pages, and list words spelled in two ways
    Stats(StatsArguments),
    /// Show what changed between two books, two revisions of a book in git, or two PDFs
    Diff(DiffArguments),
    /// Show the book in the browser while you write, and follow each change
    Watch(WatchArguments),
    /// Arrange the pages of a PDF on sheets for folding
    Impose(ImposeArguments),
    /// List, show or copy the built-in themes
    Theme(ThemeArguments),
    /// List printers, their requirements and papers
    Printers(PrintersArguments),
    /// Check a finished PDF or EPUB before sending it
    Preflight(PreflightArguments),
    /// Explain a diagnostic code
    Explain(ExplainArguments),
    /// Print the JSON Schema of a file, for editors, or of what `--format json` prints
    Schema(SchemaArguments),
    /// Print the licences of everything in the program
    Licenses,
    /// Print a script that completes commands in a shell
    Completions { shell: clap_complete::Shell },
    /// Print a page of the manual
    Man {
        /// A command such as `build` [default: the program]
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
pub struct ImportArguments {
    /// A file, or the folder of a project: its kind is found out
    pub source: PathBuf,
    /// The new folder, which must not exist or be empty
    #[arg(short, long, value_name = "DIR", required_unless_present = "dry_run")]
    pub out: Option<PathBuf>,
    /// Print the report, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print the report as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Accept all tracked changes [default: keep them marked; a build refuses them]
    #[arg(long, conflicts_with = "reject")]
    pub accept: bool,
    /// Reject all tracked changes
    #[arg(long)]
    pub reject: bool,
    /// Files in which every line of a paragraph is a line of verse, such as `poems/*.md` (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub poems: Vec<String>,
}

#[derive(Debug, Args)]
pub struct ExplainArguments {
    /// A code such as `note-undefined` [default: list all]
    pub code: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct PreflightArguments {
    /// The PDFs or EPUBs to check
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The printer: a name from `chapbook printers list`, or the path of a printer file
    #[arg(long, value_name = "NAME")]
    pub printer: Option<String>,
    /// Where the EPUB is to be sold: kobo, kindle, apple or google
    #[arg(long, value_name = "NAME")]
    pub shop: Option<String>,
    /// Save a copy of a PDF here in which everything is mended that cannot change how a page looks: boxes, title, blank last
    /// pages, annotations
    #[arg(long, value_name = "OUT.pdf")]
    pub fix: Option<PathBuf>,
    /// The size of the trimmed page, for `--fix` [default: a usual one or one of the printer's that the pages have, with its bleed or without]
    #[arg(long, value_name = "SIZE", requires = "fix")]
    pub trim: Option<String>,
    /// List the fonts, inks, pictures and page boxes of a PDF too, as tables or in the JSON
    #[arg(long)]
    pub inventory: bool,
    /// Measure how much of each page of a PDF every ink covers, and the most ink on one spot
    #[arg(long)]
    pub inks: bool,
    #[command(flatten)]
    pub findings: FindingArguments,
}

#[derive(Debug, Args)]
pub struct StatsArguments {
    /// The book: its folder, or one Markdown file
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub book: PathBuf,
    /// The edition [default: the default edition]
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct DiffArguments {
    /// The old book: its folder, one Markdown file, a PDF, or a revision or tag in git
    #[arg(value_name = "OLD")]
    pub before: String,
    /// The new one [default: the book in the folder as it is now]
    #[arg(value_name = "NEW")]
    pub after: Option<String>,
    /// The folder of the book, for revisions [default: the folder that OLD or NEW names, or else this one]
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The edition whose words and pages are compared [default: the default edition]
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Write all changes, and pictures of the pages that changed, into an HTML file
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Draw at most this many pairs of pages
    #[arg(long, value_name = "COUNT", default_value_t = 40)]
    pub draw: usize,
    /// Exit with 3 if there is a difference, and with 0 if there is none [default: 0 for both]
    #[arg(long)]
    pub exit_code: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct FitArguments {
    /// The book: its folder, or one Markdown file
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub book: PathBuf,
    /// The number of pages to reach
    #[arg(long, value_name = "N", conflicts_with = "multiple", value_parser = clap::value_parser!(u16).range(1..))]
    pub pages: Option<u16>,
    /// Pages in a signature, to fill whole ones [default: the booklet's or the printer's, or 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=400))]
    pub multiple: Option<u16>,
    /// The edition [default: the default edition]
    #[arg(long, value_name = "NAME")]
    pub edition: Option<String>,
    /// Write the settings of the best layout, or of this one, into book.toml
    #[arg(long, value_name = "LAYOUT", num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    pub apply: Option<usize>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct SchemaArguments {
    /// What it describes
    pub format: SchemaName,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemaName {
    /// What `--format json` prints
    Json,
    /// book.toml
    Book,
    /// A theme file
    Theme,
    /// A printer file
    Printer,
}

#[derive(Debug, Args)]
pub struct PrintersArguments {
    #[command(subcommand)]
    pub command: PrintersCommand,
}

#[derive(Debug, Subcommand)]
pub enum PrintersCommand {
    /// List the printers
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Show what a printer requires, with the source of each figure and the date it was read
    Show {
        name: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// List the sources of figures that were read more than a year ago
    Check {
        /// The month to count from, such as `2026-11` [default: this month]
        #[arg(long, value_name = "MONTH")]
        on: Option<String>,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// List the papers and the thickness of their leaves
    Papers {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

impl PrintersCommand {
    pub fn json(&self) -> bool {
        match self {
            PrintersCommand::List { json }
            | PrintersCommand::Show { json, .. }
            | PrintersCommand::Check { json, .. }
            | PrintersCommand::Papers { json } => *json,
        }
    }
}

#[derive(Debug, Args)]
pub struct ImposeArguments {
    /// A PDF of single pages
    pub file: PathBuf,
    /// The PDF to write
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    /// How the sheets are bound [default: saddle, or signatures if their number or size is given]
    #[arg(long)]
    pub scheme: Option<SchemeName>,
    /// The edge on which the pages are bound [default: as the file says, or left]
    #[arg(long)]
    pub binding: Option<BindingName>,
    /// Pages in each signature, a multiple of four
    #[arg(long, value_name = "PAGES")]
    pub signature: Option<u16>,
    /// Number of signatures, all equally thick
    #[arg(long, value_name = "COUNT")]
    pub signatures: Option<u16>,
    /// The sheet size, such as `A4` or `210mm x 297mm` [default: the smallest common size that fits]
    #[arg(long)]
    pub sheet: Option<String>,
    /// Keep the size of the pages, or scale them to fill the sheet
    #[arg(long)]
    pub fit: Option<FitName>,
    /// The edge on which the printer flips sheets
    #[arg(long)]
    pub flip: Option<FlipName>,
    /// Insert blank pages before this page, counted from 1 [default: at the end]
    #[arg(long, value_name = "PAGE")]
    pub blanks_before: Option<usize>,
    /// The name of the paper, which gives its thickness
    #[arg(long)]
    pub paper: Option<String>,
    /// The thickness of a leaf [default: 0.1mm]
    #[arg(long, value_name = "LENGTH")]
    pub caliper: Option<String>,
    /// Creep, as a percentage of the thickness [default: 100]
    #[arg(long, value_name = "PERCENT")]
    pub creep: Option<u16>,
    /// Put two signatures on each sheet, one above the other
    #[arg(long)]
    pub two_up: bool,
    /// Put front and back on one side, to be printed on both sides and cut apart
    #[arg(long)]
    pub work_and_turn: bool,
    /// Print crop, bleed and registration marks and a slug line
    #[arg(long)]
    pub marks: bool,
    /// Print a step and a number on the fold of each signature
    #[arg(long)]
    pub collating_marks: bool,
    /// Mark this many places for the needle in the fold of each signature
    #[arg(long, value_name = "COUNT")]
    pub sewing_stations: Option<u16>,
    /// Also write the fronts and the backs as files of their own
    #[arg(long)]
    pub separate_sides: bool,
    /// Print numbers and arrows instead of the pages, for a trial fold
    #[arg(long)]
    pub dummy: bool,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SchemeName {
    Saddle,
    Signatures,
    Perfect,
    Zine,
    Mini,
    Quarto,
    Octavo,
    Sextodecimo,
    Repeat,
    Stack,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum BindingName {
    Left,
    Right,
    Top,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FitName {
    Actual,
    Scale,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FlipName {
    Short,
    Long,
}

impl ImposeArguments {
    /// The flags as `[booklet]` would say them.
    pub fn booklet(&self) -> BookletFlags {
        BookletFlags {
            scheme: self.scheme.map(|scheme| match scheme {
                SchemeName::Saddle => BookletScheme::Saddle,
                SchemeName::Signatures => BookletScheme::Signatures,
                SchemeName::Perfect => BookletScheme::Perfect,
                SchemeName::Zine => BookletScheme::Zine,
                SchemeName::Mini => BookletScheme::Mini,
                SchemeName::Quarto => BookletScheme::Quarto,
                SchemeName::Octavo => BookletScheme::Octavo,
                SchemeName::Sextodecimo => BookletScheme::Sextodecimo,
                SchemeName::Repeat => BookletScheme::Repeat,
                SchemeName::Stack => BookletScheme::Stack,
            }),
            binding: self.binding.map(|binding| match binding {
                BindingName::Left => Binding::Left,
                BindingName::Right => Binding::Right,
                BindingName::Top => Binding::Top,
            }),
            signature: self.signature,
            signatures: self.signatures,
            sheet: self.sheet.clone(),
            fit: self.fit.map(|fit| match fit {
                FitName::Actual => SheetFit::Actual,
                FitName::Scale => SheetFit::Scale,
            }),
            flip: self.flip.map(|flip| match flip {
                FlipName::Short => SheetFlip::Short,
                FlipName::Long => SheetFlip::Long,
            }),
            paper: self.paper.clone(),
            caliper: self.caliper.clone(),
            creep: self.creep,
            two_up: self.two_up,
            work_and_turn: self.work_and_turn,
            marks: self.marks,
            collating: self.collating_marks,
            stations: self.sewing_stations,
            separate: self.separate_sides,
            dummy: self.dummy,
        }
    }
}

#[derive(Debug, Args)]
pub struct ThemeArguments {
    #[command(subcommand)]
    pub command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub enum ThemeCommand {
    /// List the themes
    List,
    /// Print a theme file
    Show { name: String },
    /// Copy a theme file, to change it and name it in `[type] theme`; never overwrites a file
    Copy {
        name: String,
        /// The file to write [default: `NAME.toml` in the current folder]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct NewArguments {
    /// The folder, new or empty [default: the current folder]
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// What kind of book
    #[arg(long, value_name = "NAME", default_value = TEMPLATES[0].name, value_parser = template())]
    pub template: &'static Template,
}

/// A name of the table, and no other.
fn template() -> impl TypedValueParser<Value = &'static Template> {
    let names = PossibleValuesParser::new(TEMPLATES.iter().map(|template| template.name));
    names.map(|name| TEMPLATES.iter().find(|template| template.name == name).unwrap_or(&TEMPLATES[0]))
}

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// The book: its folder, or one Markdown file. Of several, each is built; what has no book.toml is passed over
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub books: Vec<PathBuf>,
    /// The output folder [default: `dist` in the book's folder or beside its file]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Build only these: an output of the default edition (epub, print, screen, booklet, cover), an edition, one of its
    /// outputs such as `hardback.print`, `default`, or an output of all editions such as `all.print`
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    pub only: Vec<Selection>,
    /// Report page faults in a table and in `<slug>-pages.json`
    #[arg(long)]
    pub report: bool,
    /// Mark the pages as a proof and number their lines as `[proof]` says; the files end in `-proof.pdf`
    #[arg(long)]
    pub proof: bool,
    /// Draw each page of the print edition and the cover in its inks into this folder, and list how much of it each covers
    #[arg(long, value_name = "DIR")]
    pub ink_proofs: Option<PathBuf>,
    /// With `--ink-proofs`, also draw a gray picture of each plate
    #[arg(long, requires = "ink_proofs")]
    pub ink_plates: bool,
    /// Keep how each page in print begins in `pages.lock` beside book.toml; later builds tell where that changes
    #[arg(long)]
    pub lock: bool,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Debug, Args)]
pub struct ReleaseArguments {
    /// The book: its folder, or one Markdown file
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub book: PathBuf,
    /// The version, such as v1.2 [default: the book's date]
    #[arg(long, value_name = "NAME")]
    pub tag: Option<String>,
    /// The output folder [default: `dist` in the book's folder or beside its file]
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The book: its folder, or one Markdown file
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub book: PathBuf,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Debug, Args)]
pub struct WatchArguments {
    /// The book: its folder, or one Markdown file
    #[arg(value_name = "BOOK", default_value = ".", hide_default_value = true)]
    pub book: PathBuf,
    /// Open the preview in the browser
    #[arg(long)]
    pub open: bool,
    /// The port on this computer [default: any that is free]
    #[arg(long, value_name = "NUMBER", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// The editor that a click on a word opens, such as `code` or `myeditor --line {line} {file}` [default: `$VISUAL` or
    /// `$EDITOR`, if it has a window of its own]
    #[arg(long, value_name = "COMMAND")]
    pub editor: Option<String>,
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Human,
    /// One JSON object
    Json,
    /// Annotations for GitHub Actions
    Github,
    /// One SARIF 2.1.0 object
    Sarif,
}

/// Which findings count, and how they are printed.
#[derive(Clone, Debug, Default, Args)]
pub struct FindingArguments {
    /// Treat this diagnostic as an error (repeatable)
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Do not print this diagnostic (repeatable)
    #[arg(long, value_name = "CODE")]
    pub allow: Vec<String>,
    /// How to print what is found
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_default_value = true)]
    format: Format,
    /// Print one JSON object; the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl FindingArguments {
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }

    /// What the flags choose; `--deny` counts where both name a code.
    pub fn choices(&self) -> Result<Vec<Choice>, Failure> {
        let allowed = self.allow.iter().map(|code| Choice::flag("--allow", code, None));
        let denied = self.deny.iter().map(|code| Choice::flag("--deny", code, Some(Severity::Error)));
        let (mut choices, mut wrong) = (Vec::new(), Vec::new());
        for choice in allowed.chain(denied) {
            match choice {
                Ok(choice) => choices.push(choice),
                Err(found) => wrong.push(found),
            }
        }
        if wrong.is_empty() { Ok(choices) } else { Err(Failure::usage(wrong)) }
    }
}

/// How to work and what to say.
#[derive(Clone, Debug, Default, Args)]
pub struct OutputArguments {
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub findings: FindingArguments,
    /// Print only errors and warnings
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print how long each stage took
    #[arg(short, long)]
    pub verbose: bool,
}

impl OutputArguments {
    /// Of a command that prints words or one object.
    pub fn of(json: bool) -> OutputArguments {
        OutputArguments {
            findings: FindingArguments { json, ..FindingArguments::default() },
            ..OutputArguments::default()
        }
    }
}
