//! What can be typed.

use crate::pipeline::Edition;
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
    Build(Build),
    /// Find what is wrong with a book, and save nothing
    Check(Check),
    /// Look at the themes of the program, or copy one to change it
    Theme(Theme),
    /// Look at what print houses ask for, and at papers
    Printers(Printers),
}

#[derive(Debug, Args)]
pub struct Printers {
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
pub struct Theme {
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
pub struct Build {
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
    pub manner: Manner,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The book's folder: the one of book.toml, or the one above its `manuscript` folder
    #[arg(default_value = ".", hide_default_value = true)]
    pub dir: PathBuf,
    #[command(flatten)]
    pub manner: Manner,
}

/// How to work and what to say.
#[derive(Clone, Copy, Debug, Args)]
pub struct Manner {
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
}

impl From<EditionName> for Edition {
    fn from(name: EditionName) -> Edition {
        match name {
            EditionName::Epub => Edition::Epub,
            EditionName::Print => Edition::Print,
            EditionName::Screen => Edition::Screen,
        }
    }
}
