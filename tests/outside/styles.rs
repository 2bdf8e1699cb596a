//! A class of the author's own looks alike on paper and in the ebook: sizes, cases, sides and indents as Chromium shows
//! the chapter are those of the glyphs in the print edition. Both have the same font.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use crate::run;
use crate::support::lines::{Line, lines};
use crate::support::measure;

const BOOK: &str = r#"
[book]
title = "Alike"
language = "en"

[type]
protrusion = false
expansion = false
hyphenate = false

[epub]
fonts = true
page-list = false

[styles.wire]
size = "0.8em"
case = "upper"
letterspacing = "0.08em"
align = "left"
left = "2line"
indent = "1.5em"

[styles.middle]
size = "1.25em"
align = "center"
before = 1
after = 1

[styles.small-words]
case = "all-small"
"#;

const TEXT: &str = r#"
# Alpha bravo {.wire}

Charlie is a paragraph of running text that is long enough for a line or two, so that it is known how wide a page or a
screen is, and how large the letters of the book are where no class says anything of them.

::: wire
Delta echo foxtrot.

Golf hotel india.
:::

::: middle
Juliett kilo
:::

```verse {.middle}
Lima mike
November oscar papa
```

Quebec

## Romeo sierra {.middle}

Tango [Uniform Victor]{.wire} and [Whiskey XRAY]{.small-words}
"#;

/// Where some words stand and how they look. Lengths are in ems of the running text, places in shares of the measure.
#[derive(Clone, Copy, Debug, Default)]
struct Shown {
    size: f64,
    width: f64,
    left: f64,
    right: f64,
    /// The measure.
    measure: f64,
}

/// What each run of words is called by: its first word. The second is its last.
const RUNS: [(&str, &str); 9] = [
    ("alpha", "bravo"),
    ("delta", "foxtrot"),
    ("golf", "india"),
    ("juliett", "kilo"),
    ("lima", "mike"),
    ("november", "papa"),
    ("romeo", "sierra"),
    ("uniform", "victor"),
    ("whiskey", "xray"),
];

/// Collects the same in a browser, and leaves it on the root element.
const SCRIPT: &str = r#"
document.fonts.ready.then(() => {
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
const found = {}
const px = value => parseFloat(value) || 0
const body = [...document.querySelectorAll('p')].find(p => p.textContent.startsWith('Charlie'))
const em = px(getComputedStyle(body).fontSize), page = body.getBoundingClientRect()
while (walker.nextNode()) {
    const node = walker.currentNode, text = node.data.trim()
    if (!text || node.parentElement === body) continue
    const range = document.createRange()
    const start = node.data.indexOf(text)
    range.setStart(node, start)
    range.setEnd(node, start + text.replace(/\.$/, '').length)
    const box = range.getBoundingClientRect(), style = getComputedStyle(node.parentElement)
    const right = box.right - px(style.letterSpacing)
    found[text.split(' ')[0].toLowerCase()] = {
        size: px(style.fontSize) / em,
        width: (right - box.left) / em,
        left: (box.left - page.left) / page.width,
        right: (page.right - right) / page.width,
        measure: page.width / em,
        align: style.textAlign,
        transform: style.textTransform,
        variant: style.fontVariantCaps,
    }
}
document.documentElement.setAttribute('data-found', encodeURIComponent(JSON.stringify(found)))
})
"#;

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(&byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, hex) {
            (b'%', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).expect("UTF-8")
}

/// What a script in a browser finds in the chapter that begins with a word, in a folder's `out`.
pub fn on_screen(folder: &Path, epub: &str, begins: &str, script: &str) -> Value {
    let epub = fs::File::open(folder.join("out").join(epub)).expect("an EPUB");
    let mut archive = zip::ZipArchive::new(epub).expect("an archive");
    archive.extract(folder.join("ebook")).expect("its files");
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    let text = |name: &String| {
        let mut text = String::new();
        fs::File::open(folder.join("ebook").join(name)).expect("a file").read_to_string(&mut text).map(|_| text)
    };
    let chapters = names.iter().filter(|name| name.ends_with(".xhtml"));
    let (name, chapter) = chapters
        .filter_map(|name| Some((name, text(name).ok()?)))
        .find(|(_, text)| text.contains(&format!("<p>{begins}")))
        .expect("the chapter");
    let script = format!("<script><![CDATA[{script}]]></script></body>");
    let path = folder.join("ebook").join(name);
    fs::write(&path, chapter.replace("</body>", &script)).expect("the chapter with its script");
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let page = format!("file://{}", path.display());
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
    let still = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
    let seen = ["--allow-file-access-from-files", "--window-size=700,900", "--virtual-time-budget=4000", "--dump-dom"];
    let output = run("chromium", &[&quiet[..], &still, &[&profile], &seen, &[&page]].concat());
    let dom = String::from_utf8(output.stdout).expect("UTF-8");
    let found = dom.split("data-found=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("what was found");
    serde_json::from_str(&decoded(found)).expect("JSON")
}

/// The words from one to another on a line.
fn on_line(line: &Line, first: &str, last: &str) -> Option<(i64, i64, i64)> {
    let bare = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    let at = |wanted: &str| line.words.iter().position(|word| bare(&word.text) == wanted);
    let (first, last) = (at(first)?, at(last)?);
    let full_stop = line.words[last].text.ends_with('.');
    assert!(!full_stop || last + 1 == line.words.len(), "a full stop ends a line");
    Some((line.words[first].left, line.words[last].right, line.words[first].size))
}

/// The same as the print edition has it.
fn on_paper(folder: &Path) -> BTreeMap<&'static str, Shown> {
    let pages = measure::read(&fs::read(folder.join("out/alike-print.pdf")).expect("a PDF"));
    let all: Vec<Line> = pages.iter().flat_map(lines).collect();
    let running = all.iter().find(|line| line.text().starts_with("Charlie")).expect("running text");
    let (left, right, em) = (running.left as f64, running.right as f64, running.size as f64);
    let measure = right - left;
    let shown = RUNS.into_iter().map(|(first, last)| {
        let found = all.iter().find_map(|line| on_line(line, first, last));
        let (from, to, size) = found.unwrap_or_else(|| panic!("`{first}` is not in print"));
        let shown = Shown {
            size: size as f64 / em,
            width: (to - from) as f64 / em,
            left: (from as f64 - left) / measure,
            right: (right - to as f64) / measure,
            measure: measure / em,
        };
        (first, shown)
    });
    shown.collect()
}

/// Builds some outputs of a book of one chapter into a folder's `out`.
pub fn build(folder: &Path, settings: &str, text: &str, outputs: &str) {
    let book = folder.join("book");
    fs::create_dir_all(&book).expect("a folder");
    fs::write(book.join("book.toml"), settings).expect("a file");
    fs::write(book.join("one.md"), text).expect("a file");
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", outputs, "--out"])
        .args([folder.join("out"), book])
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

#[test]
#[ignore = "needs Chromium: tests/run"]
fn a_class_looks_alike_on_paper_and_on_screen() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    build(folder, BOOK, TEXT, "print,epub");
    let (paper, screen) = (on_paper(folder), on_screen(folder, "alike.epub", "Charlie", SCRIPT));
    for (name, paper) in &paper {
        let seen = &screen[*name];
        let number =
            |key: &str| seen[key].as_f64().unwrap_or_else(|| panic!("`{name}` is not on the screen: {screen:#}"));
        println!("{name}: {paper:?} {seen}");
        assert!((paper.size - number("size")).abs() < 0.01, "the size of {name}: {paper:?} {seen}");
        // A full stop that is left out on the screen is narrower than this.
        let stop = if ["delta", "golf"].contains(name) { 0.4 } else { 0.03 };
        assert!((paper.width - number("width")).abs() < stop, "the width of {name}: {paper:?} {seen}");
        let is_centred = ["juliett", "lima", "november", "romeo"].contains(name);
        if is_centred {
            assert!((paper.left - paper.right).abs() < 0.01, "{name} is in the middle of the page: {paper:?}");
            assert!((number("left") - number("right")).abs() < 0.01, "{name} is in the middle of the screen: {seen}");
            assert_eq!(seen["align"], "center", "{name}");
        } else if ["alpha", "delta"].contains(name) {
            assert!((paper.left - number("left")).abs() < 0.01, "the left edge of {name}: {paper:?} {seen}");
            assert!(paper.left > 0.05 && seen["align"] == "left", "{name} stands in: {paper:?} {seen}");
        }
    }
    // The second paragraph's first line stands in by one and a half of its own ems.
    let golf = paper["golf"];
    let on_page = (golf.left - paper["delta"].left) * golf.measure / golf.size;
    let number = |name: &str, key: &str| screen[name][key].as_f64().expect("a number");
    let on_screen =
        (number("golf", "left") - number("delta", "left")) * number("golf", "measure") / number("golf", "size");
    assert!((on_page - 1.5).abs() < 0.01 && (on_screen - 1.5).abs() < 0.01, "{on_page} {on_screen}");
    for (name, key, value) in [
        ("alpha", "transform", "uppercase"),
        ("delta", "transform", "uppercase"),
        ("uniform", "transform", "uppercase"),
        ("whiskey", "transform", "lowercase"),
        ("whiskey", "variant", "small-caps"),
        ("juliett", "transform", "none"),
    ] {
        assert_eq!(screen[name][key], value, "{name}");
    }
}
