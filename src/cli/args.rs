//! What can be typed.

use crate::pipeline::{BookletFlags, BookletScheme, Edition, SheetFit, SheetFlip};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// One Markdown manuscript becomes a good ebook and a good printed book.
#[derive(Debug, Parser)]
#[command(name = "chapbook", version, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the editions of a book and save them
    Build(BuildArguments),
    /// Find what is wrong with a book, and save nothing
    Check(CheckArguments),
    /// Lay the pages of any PDF on sheets to be folded
    Impose(ImposeArguments),
    /// Look at the themes of the program, or copy one to change it
    Theme(ThemeArguments),
    /// Look at what print houses ask for, and at papers
    Printers(PrintersArguments),
    /// Judge a finished PDF or EPUB, of any program, before it is sent
    Preflight(PreflightArguments),
    /// Explain the code of a diagnostic
    Explain(ExplainArguments),
    /// Print the licences of everything inside the program
    Licenses,
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
    /// A PDF or an EPUB
    pub file: PathBuf,
    /// The house that will print it: a name of `printers list`, or a file of your own
    #[arg(long, value_name = "NAME")]
    pub printer: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub struct PrintersArguments {
    #[command(subcommand)]
    pub command: PrintersCommand,
}

#[derive(Debug, Subcommand)]
pub enum PrintersCommand {
    /// Name the print houses
    List {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Print what a house asks for, each number with its source and when that was read
    Show {
        name: String,
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
    /// Name the papers, with the thickness of a leaf
    Papers {
        /// Print one JSON object
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct ImposeArguments {
    /// A PDF of single pages, from any program
    pub file: PathBuf,
    /// Where to save the sheets
    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
    /// How sheets become a book [default: saddle, or signatures where their number or size is said]
    #[arg(long)]
    pub scheme: Option<SchemeName>,
    /// Pages of each signature, a multiple of four
    #[arg(long, value_name = "PAGES")]
    pub signature: Option<u16>,
    /// How many signatures of equal thickness
    #[arg(long, value_name = "COUNT")]
    pub signatures: Option<u16>,
    /// The paper, as `A4` or `210mm x 297mm` [default: the smallest usual one that fits]
    #[arg(long)]
    pub sheet: Option<String>,
    /// Whether pages keep their size or fill the sheet
    #[arg(long)]
    pub fit: Option<FitName>,
    /// The edge that the printer turns sheets on
    #[arg(long)]
    pub flip: Option<FlipName>,
    /// Put blank pages before this page, counted from 1 [default: at the end]
    #[arg(long, value_name = "PAGE")]
    pub blanks_before: Option<usize>,
    /// The paper by name, for its thickness
    #[arg(long)]
    pub paper: Option<String>,
    /// The thickness of a leaf [default: 0.1mm]
    #[arg(long, value_name = "LENGTH")]
    pub caliper: Option<String>,
    /// How much of the thickness becomes creep, in percent [default: 100]
    #[arg(long, value_name = "PERCENT")]
    pub creep: Option<u16>,
    /// Crop, bleed and registration marks and a slug line
    #[arg(long)]
    pub marks: bool,
    /// Numbers and arrows instead of the pages, to fold first
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
            marks: self.marks,
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
    /// Name the themes
    List,
    /// Print the file of a theme
    Show { name: String },
    /// Save the file of a theme, for `[type] theme = "FILE"`; an existing file is never overwritten
    Copy {
        name: String,
        /// Where to save [default: `NAME.toml` in the current folder]
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub struct BuildArguments {
    /// The book's folder: the one of book.toml, or the one above its `manuscript` folder
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    /// Where to save [default: `dist` in the book's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Make these editions alone
    #[arg(long, value_delimiter = ',', value_name = "EDITIONS")]
    pub only: Vec<EditionName>,
    /// Say what is wrong with the pages, in a table and in `<slug>-pages.json`
    #[arg(long)]
    pub report: bool,
    #[command(flatten)]
    pub output: OutputArguments,
}

#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The book's folder: the one of book.toml, or the one above its `manuscript` folder
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    #[command(flatten)]
    pub output: OutputArguments,
}

/// How to work and what to say.
#[derive(Clone, Copy, Debug, Args)]
pub struct OutputArguments {
    /// Take warnings for errors
    #[arg(long)]
    pub strict: bool,
    /// Print one JSON object with artifacts and diagnostics
    #[arg(long)]
    pub json: bool,
    /// Say nothing but errors and warnings
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say how long each stage took
    #[arg(short, long)]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EditionName {
    Epub,
    Print,
    Screen,
    Booklet,
    Cover,
}

impl From<EditionName> for Edition {
    fn from(name: EditionName) -> Edition {
        match name {
            EditionName::Epub => Edition::Epub,
            EditionName::Print => Edition::Print,
            EditionName::Screen => Edition::Screen,
            EditionName::Booklet => Edition::Booklet,
            EditionName::Cover => Edition::Cover,
        }
    }
}
