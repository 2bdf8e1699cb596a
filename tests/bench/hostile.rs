//! Inputs that are meant to take long, in two sizes each: `cargo bench --bench hostile`. What takes twice the input should
//! take twice the time.
//!
//! Each is checked (all editions made, none written) in a process of its own, so that peaks of memory can be told apart.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "../support/pdf.rs"]
mod pdf;
#[path = "../support/mod.rs"]
mod support;

use chapbook::import::{Choices, kind, read, write};
use chapbook::{BuildOptions, Folder, Silent, check, preflight};
use pdf::Pdf;
use std::fmt::Write;
use std::process::Command;
use std::time::Instant;
use support::cost::{cpu_time, peak_memory};

/// Names the input to a process of its own, and its size.
const INPUT: &str = "CHAPBOOK_BENCH_INPUT";

enum Input {
    Text(String),
    Drawing(String),
    Pdf(Vec<u8>),
    /// A chapter of a tool's, by the file that tells the tool.
    Chapter(&'static str, String),
}

/// What an input is at a size.
type Made = fn(usize) -> Input;

/// A name, the larger size, and what it is at a size.
const INPUTS: [(&str, usize, Made); 17] = [
    ("lines of one paragraph", 40_000, |size| Input::Text("word\\\n".repeat(size) + "end")),
    ("links of one paragraph", 40_000, |size| Input::Text(links(size))),
    ("unfinished emphasis", 100_000, |size| Input::Text("*a **b ".repeat(size))),
    ("unfinished quotations", 100_000, |size| Input::Text("\"a 'b ".repeat(size))),
    ("unfinished scripts", 50_000, |size| Input::Text("a^b ~c ".repeat(size))),
    ("letters of one word", 4_000_000, |size| Input::Text("x".repeat(size))),
    ("quotes in quotes", 60, |size| Input::Text(">".repeat(size) + " deep")),
    ("uses of uses", 24, |size| Input::Drawing(doubled(size, "<use href='#a{}'/><use href='#a{}'/>"))),
    ("clips of clips", 24, |size| {
        Input::Drawing(doubled(size, "<rect width='9' height='9' clip-path='url(#a{})'/><use href='#a{}'/>"))
    }),
    ("rules of a style sheet", 4_000, |size| Input::Drawing(ruled(size))),
    ("points of a path", 1_000_000, |size| {
        Input::Drawing(drawing(&format!("<path d='M0 0{}'/>", "L1 2L3 4".repeat(size / 2))))
    }),
    ("values of a PDF", 20_000_000, |size| {
        Input::Pdf(Pdf { catalog: format!("/Own [{}]", "0 ".repeat(size)), ..Pdf::plain() }.bytes())
    }),
    ("tags of Hugo left open", 20_000, |size| Input::Chapter("hugo.toml", "{{< a \"b\n".repeat(size))),
    ("tags of Hugo", 20_000, |size| Input::Chapter("hugo.toml", "{{< a >}} b\n".repeat(size))),
    ("tags of Docusaurus left open", 20_000, |size| Input::Chapter("docusaurus.config.js", "<T a={ b\n".repeat(size))),
    ("places of GitBook", 6_000, |size| Input::Chapter("SUMMARY.md", "<a href=\"#a\" id=\"a\"></a> b\n".repeat(size))),
    ("strong words left open", 20_000, |size| Input::Chapter("mkdocs.yml", "**a (b)**c **d\n".repeat(size))),
];

fn main() {
    if let Ok(named) = std::env::var(INPUT) {
        let (name, size) = named.split_once('=').expect("a name and a size");
        return one(name, size.parse().expect("a size"));
    }
    println!("{:<26} {:>10} {:>10} {:>8}  diagnostics", "input", "size", "CPU", "memory");
    for (name, size, _) in INPUTS {
        for size in [size / 2, size] {
            let program = std::env::current_exe().expect("this program");
            let done = Command::new(program).env(INPUT, format!("{name}={size}")).status().expect("it runs again");
            assert!(done.success(), "{name}");
        }
    }
}

fn one(name: &str, size: usize) {
    let (_, _, input) = INPUTS.iter().find(|(known, ..)| *known == name).expect("a known input");
    let input = input(size);
    let clock = Instant::now();
    let codes: Vec<&str> = match &input {
        Input::Text(text) => codes(&[("text.md", &format!("# One\n\n{text}\n"))]),
        Input::Drawing(svg) => codes(&[("text.md", "# One\n\n![A drawing](a.svg)\n"), ("a.svg", svg)]),
        Input::Pdf(bytes) => match preflight::judge_pdf(bytes, None) {
            Ok(outcome) => outcome.findings.iter().map(|found| found.code).collect(),
            Err(error) => vec![error.code()],
        },
        Input::Chapter(tool, text) => imported(tool, text),
    };
    let spent = cpu_time().unwrap_or_else(|| clock.elapsed());
    let memory = peak_memory().map_or(String::new(), |peak| format!("{} MB", peak / 1_024));
    println!("{name:<26} {size:>10} {:>7} ms {memory:>8}  {}", spent.as_millis(), codes.join(", "));
}

fn codes(files: &[(&str, &str)]) -> Vec<&'static str> {
    let settings = ("book.toml", &b"book.title = \"Hostile\"\nbook.authors = [\"A\"]\n"[..]);
    let files = files.iter().map(|(name, text)| (*name, text.as_bytes()));
    let folder = Folder::from_files(std::iter::once(settings).chain(files)).expect("a folder");
    let mut codes: Vec<&str> =
        check(&folder, BuildOptions::default(), &Silent).report.sorted().iter().map(|found| found.code).collect();
    codes.dedup();
    codes
}

/// Whether a book of one chapter comes in.
fn imported(tool: &str, text: &str) -> Vec<&'static str> {
    let settings = if tool == "SUMMARY.md" { "# Summary\n\n* [A](docs/a.md)\n" } else { "title: x\nsite_name: x\n" };
    let chapter = if tool == "hugo.toml" { "content/a.md" } else { "docs/a.md" };
    let files = [(tool, settings), (chapter, &format!("# A\n\n{text}"))];
    let source = Folder::from_files(files.map(|(name, text)| (name, text.as_bytes()))).expect("a folder");
    let work = kind::of(&source).and_then(|kind| read(&source, kind, &Choices::default()));
    vec![work.map_or("refused", |work| if write(&work).is_empty() { "nothing" } else { "imported" })]
}

fn links(size: usize) -> String {
    let mut out = String::new();
    for at in 0..size {
        let _ = write!(out, "[w{at}](https://example.org/{at}) ");
    }
    out
}

fn drawing(inner: &str) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>{inner}</svg>")
}

/// Each group draws the one before it twice.
fn doubled(size: usize, twice: &str) -> String {
    let mut inner = "<defs><clipPath id='a0'><rect width='9' height='9'/></clipPath>".to_owned();
    for at in 1..=size {
        let before = (at - 1).to_string();
        let _ = write!(inner, "<g id='a{at}'>{}</g>", twice.replace("{}", &before));
    }
    drawing(&format!("{inner}</defs><use href='#a{size}'/>"))
}

/// So many rules for a quarter as many elements in each other.
fn ruled(size: usize) -> String {
    let mut inner = "<style>".to_owned();
    for at in 0..size {
        let _ = write!(inner, "g g .c{at} g rect{{fill:red}}");
    }
    inner += "</style>";
    for at in 0..size / 4 {
        let _ = write!(inner, "{}<rect class='c{at}' width='1' height='1'/>{}", "<g>".repeat(20), "</g>".repeat(20));
    }
    drawing(&inner)
}
