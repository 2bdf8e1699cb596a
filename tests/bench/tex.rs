//! Lines beside those of LuaLaTeX with microtype, on the same texts, in the same face, size and measure, counted by the
//! same eye on both finished PDFs: `cargo bench --bench tex`.
//!
//! LuaLaTeX has its own defaults (tolerance, hyphen penalties, microtype's protrusion and expansion by 2%), French
//! spacing as ours, and no widows and orphans. Fails where ours are worse than `src/layout/README.md` promises.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "../support/mod.rs"]
mod support;

use chapbook::base::{Folder, Length, Report};
use chapbook::design::{self, Design, StyleRole};
use chapbook::manuscript;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::figures::Figures;
use support::measure::{self, Milli};
use support::prose::Prose;

const THEMES: [&str; 3] = ["classic", "modern", "zine"];
const TRIMS: [&str; 3] = ["A5", "A6", "6in x 9in"];

/// The space of Libertinus Serif, in thousandths of its size.
const SPACE: Milli = 250;

fn main() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tex");
    let mut worse = Vec::new();
    for (name, prose) in support::prose::shelf(&root) {
        for trim in TRIMS {
            for theme in THEMES {
                let folder = root.join(format!("{name}-{theme}-{}", trim.replace(' ', "")));
                let _ = std::fs::remove_dir_all(&folder);
                prose.save(&folder, theme, trim).expect("the book is saved");
                let ours = figures(&ours(&folder), &prose);
                let theirs = figures(&theirs(&folder, &prose), &prose);
                println!("{name}, {theme}, {trim}\n  ours      {}\n  LuaLaTeX  {}", ours.of_lines(), theirs.of_lines());
                let (one, other) = (ours.even(), theirs.even());
                if one.0 > other.0 || one.1 > other.1 {
                    worse.push(format!("{name}, {theme}, {trim}"));
                }
            }
        }
    }
    assert!(worse.is_empty(), "more hyphens, or less even spaces, than LuaLaTeX has: {worse:#?}");
}

/// LuaLaTeX's file has no space to measure by: in both files it is as wide as the face has it.
fn figures(pdf: &Path, prose: &Prose) -> Figures {
    let mut pages = measure::read(&std::fs::read(pdf).expect("a PDF"));
    pages.iter_mut().flat_map(|page| &mut page.glyphs).for_each(|glyph| glyph.space = glyph.size * SPACE / 1_000);
    Figures::of_pages(&pages, &prose.written())
}

fn ours(folder: &Path) -> PathBuf {
    let out = folder.join("out");
    let run = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", "print", "--out"])
        .args([&out, folder])
        .output()
        .expect("the program runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    out.join("prose-print.pdf")
}

fn theirs(folder: &Path, prose: &Prose) -> PathBuf {
    let source = folder.join("tex.tex");
    std::fs::write(&source, document(folder, prose)).expect("it is written");
    let run = Command::new("lualatex")
        .args(["-interaction=batchmode", "-output-directory"])
        .args([folder, &source])
        .env("TEXMFVAR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("texmf-var"))
        .output()
        .expect("LuaLaTeX is installed");
    let log = std::fs::read_to_string(folder.join("tex.log")).unwrap_or_default();
    assert!(run.status.success(), "{log}");
    folder.join("tex.pdf")
}

fn pt(length: Length) -> String {
    format!("{:.4}bp", length.to_pt())
}

/// The same pages as a LaTeX document.
fn document(folder: &Path, prose: &Prose) -> String {
    let opened = Folder::open(folder).expect("a folder");
    let (read, mut report): (_, Report) = manuscript::read(&opened);
    let design: Design = design::design(&read.expect("a book").settings, &opened, &mut report).expect("a design");
    let (body, page) = (design.style(StyleRole::Body), &design.print);
    let faces = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/libertinus-serif/");
    let (trim, measure) = (page.trim, page.measure());
    let height = body.size + design.dress.grid * (page.lines - 1);
    let mut out = format!(
        r"\documentclass{{article}}
\usepackage[paperwidth={},paperheight={},textwidth={},textheight={},left={},top={},footskip={},headheight=0pt,headsep=0pt]{{geometry}}
\usepackage{{fontspec}}
\setmainfont{{LibertinusSerif-Regular.otf}}[Path={}/,Ligatures=TeXOff,Numbers={}]
\usepackage{{microtype}}
\renewcommand\normalsize{{\fontsize{{{}}}{{{}}}\selectfont}}
\normalsize\frenchspacing\parindent={}\parskip=0pt\topskip={}
\widowpenalty=10000\clubpenalty=10000
\pagestyle{{empty}}
\begin{{document}}
",
        pt(trim.width),
        pt(trim.height),
        pt(measure),
        pt(height),
        pt(page.inner),
        pt(page.top),
        pt(design.dress.grid * 3),
        faces.display(),
        if design.dress.style(StyleRole::Body).figures == chapbook::fonts::Figures::OldStyle {
            "OldStyle"
        } else {
            "Lining"
        },
        pt(body.size),
        pt(design.dress.grid),
        pt(body.indent),
        pt(body.size),
    );
    for (at, paragraphs) in prose.chapters.iter().enumerate() {
        let _ = writeln!(
            out,
            "\\clearpage\\vspace*{{{}}}\\noindent {}\\par\\vskip {}\\noindent",
            pt(design.dress.grid * 5),
            Prose::title(at),
            pt(design.dress.grid * 2)
        );
        for paragraph in paragraphs {
            let _ = writeln!(out, "{}\n", escaped(paragraph));
        }
    }
    out + "\\end{document}\n"
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', letter]),
            '^' | '~' => out.extend(['\\', letter, '{', '}']),
            _ => out.push(letter),
        }
    }
    out
}
