//! What the EPUBs are in engines that know little of CSS: MuPDF on a page as small as an e-ink screen's, and Amazon's
//! format and back by calibre. The base sheet alone must hold there. Nothing is said of devices that are not here.

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use usvg::roxmltree::{Document, Node, ParsingOptions};

use super::ebook::tool;
use crate::{BOOKS, POEMS, file, run, stdout};

/// The handbook, the book with every construct, and one of poems.
fn books() -> [&'static str; 3] {
    [BOOKS[0].1, BOOKS[1].1, POEMS.1]
}

/// An unpacked EPUB.
struct Unpacked {
    folder: tempfile::TempDir,
    /// Its XHTML, by path.
    texts: BTreeMap<PathBuf, String>,
}

impl Unpacked {
    fn of(epub: &str) -> Unpacked {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive = zip::ZipArchive::new(fs::File::open(epub).expect("an EPUB")).expect("an archive");
        let mut archive = archive;
        archive.extract(folder.path()).expect("its files");
        let names: Vec<PathBuf> = archive.file_names().map(|name| folder.path().join(name)).collect();
        let is_text = |path: &&PathBuf| path.extension().is_some_and(|kind| kind == "xhtml" || kind == "html");
        let read = |path: &PathBuf| (path.clone(), fs::read_to_string(path).expect("text"));
        let texts = names.iter().filter(is_text).map(read).collect();
        Unpacked { folder, texts }
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a file")
    }

    /// Calls `visit` for every element of the text.
    fn visit(&self, mut visit: impl FnMut(&Path, Node)) {
        for (path, text) in &self.texts {
            let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
            let document = Document::parse_with_options(text, options).expect("XML");
            document.descendants().filter(Node::is_element).for_each(|node| visit(path, node));
        }
    }

    fn count(&self, mut wanted: impl FnMut(Node) -> bool) -> usize {
        let mut count = 0;
        self.visit(|_, node| count += usize::from(wanted(node)));
        count
    }
}

fn has_class(node: Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
}

fn words(node: Node) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of verse: its words, and its steps of indent.
struct VerseLine {
    words: String,
    steps: f64,
}

/// The stanzas of a book that stand on one edge.
fn stanzas(book: &Unpacked) -> Vec<Vec<VerseLine>> {
    let mut stanzas = Vec::new();
    book.visit(|_, node| {
        let poem = node.parent().filter(|poem| has_class(*poem, "poem"));
        let aside = ["exact", "center", "right", "middle", "wire", "columns-2", "columns-3"];
        let is_plain = poem.is_some_and(|poem| {
            let outer = || poem.ancestors().filter(Node::is_element);
            !outer().any(|outer| {
                aside.iter().any(|class| has_class(outer, class))
                    || outer.tag_name().name() == "aside"
                    || outer.attribute("dir") == Some("rtl")
            })
        });
        if has_class(node, "stanza") && is_plain {
            let lines = node.children().filter(|line| has_class(*line, "line"));
            stanzas.push(lines.map(|line| VerseLine { words: words(line), steps: steps(line) }).collect());
        }
    });
    stanzas
}

/// `i2` is two steps, `i1h` one and a half.
fn steps(line: Node) -> f64 {
    let classes = line.attribute("class").unwrap_or_default().split_whitespace();
    let indent = classes.filter_map(|class| class.strip_prefix('i'));
    let mut steps = indent.filter_map(|indent| match indent.strip_suffix('h') {
        Some(whole) => whole.parse::<f64>().ok().map(|whole| whole + 0.5),
        None => indent.parse().ok(),
    });
    steps.next_back().unwrap_or(0.0)
}

/// A line as MuPDF shows it; lengths are in points of a page whose running text has fifteen.
#[derive(Clone, Debug)]
struct Shown {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    size: f64,
}

fn shown(page: &Value) -> Vec<Shown> {
    let number = |line: &Value, key: &str| line[key].as_f64().expect("a number");
    let lines = page["lines"].as_array().expect("lines").iter();
    let line = |line: &Value| Shown {
        text: line["text"].as_str().expect("text").split_whitespace().collect::<Vec<_>>().join(" "),
        left: number(line, "left"),
        right: number(line, "right"),
        top: number(line, "top"),
        size: number(line, "size"),
    };
    lines.map(line).collect()
}

fn mupdf(slug: &str) -> Value {
    mupdf_of(&file(slug, ".epub"))
}

fn mupdf_of(epub: &str) -> Value {
    let wheel = tool("CHAPBOOK_PYMUPDF");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader/mupdf.py");
    let [wheel, script] = [wheel, script].map(|path| path.to_str().expect("a plain path").to_owned());
    let text = stdout("python3", &[&script, &wheel, epub]);
    let start = text.find('{').expect("an object");
    serde_json::from_str(text[start..].lines().next().expect("an object")).expect("JSON")
}

/// The labels of the contents, in order.
fn contents(book: &Unpacked) -> Vec<String> {
    let mut labels = Vec::new();
    book.visit(|_, node| {
        let list = node.ancestors().find(|outer| outer.tag_name().name() == "nav");
        let is_toc = list.is_some_and(|nav| nav.attribute("role") == Some("doc-toc"));
        if is_toc && node.tag_name().name() == "a" {
            labels.push(words(node));
        }
    });
    labels
}

/// A text's first words, as far as they stand on one line however narrow.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(18).map_or(text.len(), |(at, _)| at);
    text[..end].rsplit_once(' ').filter(|_| end < text.len()).map_or(&text[..end], |(start, _)| start)
}

#[test]
#[ignore = "needs pymupdf: tests/run"]
fn a_small_engine_shows_cover_contents_verse_breaks_and_notes() {
    for slug in books() {
        let book = Unpacked::of(&file(slug, ".epub"));
        let read = mupdf(slug);
        let pages = read["pages"].as_array().expect("pages");
        assert!(pages[0]["pictures"] == 1 && shown(&pages[0]).is_empty(), "{slug} begins with its cover");
        let listed: Vec<&str> = read["contents"].as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert_eq!(listed, contents(&book), "{slug}");
        let lines: Vec<Shown> = pages.iter().flat_map(shown).collect();
        // What is for reading systems alone is no text.
        assert!(lines.iter().all(|line| !["Cover", "Title page"].contains(&&line.text[..])), "{slug}");

        let (turned, indented) = verse(slug, &stanzas(&book), &lines);
        let least = if slug == POEMS.1 { (3, 1) } else { (1, 1) };
        assert!(turned >= least.0 && indented >= least.1, "{slug}: {turned} turned lines, {indented} indents");

        let calls = book.count(|node| node.attribute("role") == Some("doc-noteref"));
        let backs = book.count(|node| node.attribute("role") == Some("doc-backlink"));
        let links: u64 = pages.iter().filter_map(|page| page["links"].as_u64()).sum();
        assert!(calls > 0 && links >= (calls + backs + listed.len()) as u64, "{slug}: {links} links, {calls} calls");
        breaks(slug, &book, pages, &lines);
    }
}

/// Where a stanza's lines begin: each a few lines below the one before.
fn places(stanza: &[VerseLine], lines: &[Shown]) -> Option<Vec<usize>> {
    let begins = |at: usize, line: &VerseLine| lines[at].text.starts_with(beginning(&line.words));
    let from = |start: usize| {
        stanza.iter().try_fold(Vec::new(), |mut places: Vec<usize>, line| {
            let next = places.last().map_or(start, |last| last + 1);
            places.push((next..lines.len().min(next + 6)).find(|at| begins(*at, line))?);
            Some(places)
        })
    };
    (0..lines.len()).filter(|at| begins(*at, &stanza[0])).find_map(from)
}

/// Compares every line of verse with how it is shown: how many of them turn over and hang, and how many steps are equal.
fn verse(slug: &str, stanzas: &[Vec<VerseLine>], lines: &[Shown]) -> (usize, usize) {
    let (mut turned, mut indented, mut seen) = (0, 0, 0);
    for stanza in stanzas.iter().filter(|stanza| stanza.len() > 1) {
        let Some(places) = places(stanza, lines) else { continue };
        seen += 1;
        let mut edge: Option<&Shown> = None;
        for (line, at) in stanza.iter().zip(places) {
            let first = &lines[at];
            let rest = line.words.strip_prefix(&first.text).map(str::trim).filter(|rest| !rest.is_empty());
            if let (Some(rest), Some(next)) = (rest, lines.get(at + 1))
                && rest.starts_with(&next.text)
            {
                let further = (next.left - first.left) / first.size;
                assert!((1.5..4.0).contains(&further), "{slug}: {next:?} hangs by {further} em below {first:?}");
                turned += 1;
            }
            match (line.steps, edge) {
                (0.0, _) => edge = Some(first),
                (steps, Some(edge)) => {
                    let step = (first.left - edge.left) / first.size / steps;
                    assert!((0.9..1.1).contains(&step), "{slug}: a step of {step} em: {first:?}");
                    indented += 1;
                }
                _ => {}
            }
        }
    }
    assert!(seen * 3 > stanzas.len(), "{slug}: {seen} of {} stanzas were found", stanzas.len());
    (turned, indented)
}

/// Every section break is a short rule, or white where the theme has no mark.
fn breaks(slug: &str, book: &Unpacked, pages: &[Value], lines: &[Shown]) {
    let wanted = book.count(|node| has_class(node, "break"));
    let is_short = |rule: &&Value| {
        let width = rule["right"].as_f64().unwrap_or(0.0) - rule["left"].as_f64().unwrap_or(0.0);
        (10.0..150.0).contains(&width)
    };
    let rules = pages.iter().flat_map(|page| page["rules"].as_array().expect("rules")).filter(is_short).count();
    let has_rules = book.file("OEBPS/stylesheet.css").contains("border-style: solid none none");
    if has_rules {
        assert!(rules >= wanted, "{slug}: {rules} rules for {wanted} breaks");
        return;
    }
    book.visit(|_, node| {
        let next = node.next_sibling_element().filter(|_| has_class(node, "break")).map(words);
        let below = next.and_then(|next| lines.iter().position(|line| line.text.starts_with(beginning(&next))));
        let Some(at) = below.filter(|at| *at > 0) else { return };
        let white = lines[at].top - lines[at - 1].top;
        // On the next page it is above.
        assert!(white < 0.0 || white > 2.0 * lines[at].size, "{slug}: no white above {:?}", lines[at]);
    });
}

/// The declarations of a class, from a sheet that calibre wrote.
fn rule<'a>(css: &'a str, class: &str) -> BTreeMap<&'a str, &'a str> {
    let opening = format!(".{class} {{");
    let body = css.split(&opening).nth(1).and_then(|rest| rest.split('}').next()).unwrap_or_default();
    let pairs = body.split(';').filter_map(|pair| pair.split_once(':'));
    pairs.map(|(property, value)| (property.trim(), value.trim())).collect()
}

fn ems(value: Option<&&str>) -> f64 {
    value.and_then(|value| value.strip_suffix("em")).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

#[test]
#[ignore = "needs calibre: tests/run"]
fn a_book_survives_amazons_format_and_back() {
    for slug in books() {
        let before = Unpacked::of(&file(slug, ".epub"));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [azw3, back] = ["book.azw3", "back.epub"].map(|name| folder.path().join(name).display().to_string());
        run("ebook-convert", &[&file(slug, ".epub"), &azw3]);
        run("ebook-convert", &[&azw3, &back]);
        let after = Unpacked::of(&back);
        let css = after.file("stylesheet.css");

        // Verse hangs, and its steps are equal.
        let (mut lines, mut indented) = (0, 0);
        after.visit(|_, node| {
            let class = node.attribute("class").unwrap_or_default();
            if node.tag_name().name() != "span" || !class.starts_with("line") {
                return;
            }
            let rule = rule(&css, class);
            if rule.get("text-align").is_some_and(|align| *align != "left") || rule.is_empty() {
                return;
            }
            let (padding, indent) = (ems(rule.get("padding-left")), ems(rule.get("text-indent")));
            let is_flat = padding == 0.0 && indent == 0.0;
            assert!(is_flat || padding > 1.0 && padding == -indent, "{slug}: {class}: {rule:?}");
            assert_eq!(rule.get("display"), Some(&"block"), "{slug}: {class}");
            let step = ems(rule.get("margin-left"));
            assert!((step * 2.0).fract() == 0.0, "{slug}: {class} stands {step} em in");
            lines += usize::from(!is_flat);
            indented += usize::from(step > 0.0);
        });
        let wanted = stanzas(&before).iter().map(Vec::len).sum::<usize>();
        assert!(lines >= wanted && indented > 0, "{slug}: {lines} of {wanted} lines hang, {indented} stand in");

        // Breaks show by a line or by the white of what follows.
        let breaks = |book: &Unpacked| book.count(|node| node.tag_name().name() == "hr");
        assert_eq!(breaks(&after), breaks(&before), "{slug}");
        after.visit(|_, node| {
            let Some(class) = node.attribute("class").filter(|_| node.tag_name().name() == "hr") else { return };
            let hr = rule(&css, class);
            let all: String = hr.iter().map(|(property, value)| format!("{property}: {value}; ")).collect();
            let below = node.next_sibling_element().and_then(|next| next.attribute("class"));
            let white = below.map_or(0.0, |class| {
                let rule = rule(&css, class);
                let margin = rule.get("margin").and_then(|all| all.split_whitespace().next());
                ems(rule.get("margin-top").or(margin.as_ref()))
            });
            assert!(all.contains("solid") || white > 0.5, "{slug}: {all} and {white} em below");
        });

        // Notes, contents, cover and language.
        let mut ids = Vec::new();
        after.visit(|path, node| ids.extend(node.attribute("id").map(|id| (path.to_owned(), id.to_owned()))));
        let mut calls = 0;
        after.visit(|path, node| {
            let Some(href) = node.attribute("href").filter(|_| node.attribute("role") == Some("doc-noteref")) else {
                return;
            };
            let (target, id) = href.split_once('#').expect("an id");
            let target = if target.is_empty() { path.to_owned() } else { path.with_file_name(target) };
            assert!(ids.contains(&(target, id.to_owned())), "{slug}: {href} leads nowhere");
            calls += 1;
        });
        assert_eq!(calls, before.count(|node| node.attribute("role") == Some("doc-noteref")), "{slug}");
        let ncx = after.file("toc.ncx");
        let document = Document::parse(&ncx).expect("XML");
        let labels: Vec<String> = document
            .descendants()
            .filter(|node| node.has_tag_name("navLabel") || node.tag_name().name() == "navLabel")
            .map(words)
            .collect();
        let wanted = contents(&before);
        assert!(wanted.iter().all(|label| labels.contains(label)), "{slug}: {labels:?} of {wanted:?}");
        let opf = after.file("content.opf");
        assert!(opf.contains("name=\"cover\"") && opf.contains("<dc:language>en</dc:language>"), "{slug}: {opf}");
    }
}

/// Words that run from right to left begin on the right: headings and paragraphs at the edge, verse by its steps.
#[test]
#[ignore = "needs pymupdf: tests/run"]
fn a_hebrew_book_stands_on_the_right_in_a_small_engine() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    fs::write(at("book.toml"), "[book]\ntitle = 'ספר'\nauthors = ['משורר']\nlanguage = 'he'\n").expect("a file");
    let text =
        "# פרק ראשון\n\nפסקה ראשונה.\n\n## כותרת משנה\n\n```verse\nשורה ראשונה\n  שורה שנייה\n    שורה שלישית\n```\n";
    fs::write(at("one.md"), text).expect("a file");
    run(env!("CARGO_BIN_EXE_chapbook"), &["build", "-q", "--only", "epub", "--out", &at("out"), &at("")]);
    let epub = fs::read_dir(at("out")).expect("files").flatten().map(|file| file.path());
    let epub = epub.into_iter().find(|path| path.extension().is_some_and(|kind| kind == "epub")).expect("an EPUB");
    let read = mupdf_of(epub.to_str().expect("a plain path"));
    let lines: Vec<Shown> = read["pages"].as_array().expect("pages").iter().flat_map(shown).collect();
    let find = |text: &str| lines.iter().rfind(|line| line.text.contains(text)).unwrap_or_else(|| panic!("no {text}"));
    let edge = find("פסקה ראשונה").right;
    assert!((find("כותרת משנה").right - edge).abs() < 3.0, "{lines:?}");
    let [first, second] = ["שורה ראשונה", "שורה שנייה"].map(find);
    let step = (first.right - second.right) / second.size;
    assert!(edge - first.right < 4.0 * first.size && first.right > 200.0, "{first:?}");
    // The last line of a stanza does not hang out there as it should.
    assert!((0.8..1.2).contains(&step), "{lines:?}");
}
