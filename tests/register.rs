//! The register of diagnostics has every code that the sources raise and no other; each is provoked by a test; the
//! handbook says what the program says.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "support/pdf.rs"]
mod pdf;

use assert_cmd::Command;
use chapbook::base::register::{self, Entry};
use chapbook::base::{Folder, Report, limits};
use chapbook::{BuildOptions, Choice, Output, Silent, build, check, design, manuscript, preflight, printers};
use pdf::Pdf;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use zip::write::{SimpleFileOptions, ZipWriter};

/// What raises a code, the first text among its arguments, and with which severity where that is its name.
const RAISERS: [(&str, &str); 10] = [
    ("Diagnostic::error(", "error"),
    ("Diagnostic::warning(", "warning"),
    ("Diagnostic::hint(", "hint"),
    ("Finding::error(", "error"),
    ("Finding::warning(", "warning"),
    ("Finding::of(", ""),
    (".finding(", ""),
    ("Fault::new(", "error"),
    ("Fault::of_key(", "error"),
    (".error(", "error"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, out),
            path => out.push(path),
        }
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|own| own == extension)
}

/// Every source without its tests and comments, and the tests that are left out.
fn sources() -> (Vec<(PathBuf, String)>, String) {
    let mut all = Vec::new();
    files(&root().join("src"), &mut all);
    let (mut sources, mut tests) = (Vec::new(), String::new());
    for path in all.into_iter().filter(|path| has_extension(path, "rs")) {
        let text = fs::read_to_string(&path).unwrap();
        let (code, own_tests) = match path.ends_with("tests.rs") {
            true => ("", text.as_str()),
            false => text.split_once("\n#[cfg(test)]\nmod tests {").unwrap_or((&text, "")),
        };
        tests.push_str(own_tests);
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        sources.push((path, lines.collect::<Vec<_>>().join("\n")));
    }
    (sources, tests)
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// The text between the next two quotation marks that is a code, and what stands before it.
fn literal(text: &str) -> Option<(&str, &str)> {
    let (before, rest) = text.split_once('"')?;
    let (code, _) = rest.split_once('"')?;
    is_code(code).then_some((before, code))
}

/// Every code that the sources raise, with the severities that are known of it.
fn raised() -> BTreeMap<String, BTreeSet<&'static str>> {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut add = |code: &str, severity: &'static str| {
        let known = found.entry(code.to_owned()).or_default();
        known.extend(Some(severity).filter(|severity| !severity.is_empty()));
    };
    let (sources, _) = sources();
    let mut unclear = String::new();
    for (path, text) in &sources {
        for (raiser, severity) in RAISERS {
            for (at, _) in text.match_indices(raiser) {
                let rest = text[at + raiser.len()..].trim_start();
                let first = &rest[..rest.find([',', ')']).unwrap_or(rest.len())];
                match literal(rest).filter(|(before, _)| !before.contains(['{', ';', '=']) && before.len() < 80) {
                    Some((_, code)) if !raiser.starts_with("Diag") || rest.starts_with('"') => add(code, severity),
                    // A function that passes a code on takes it as `code`.
                    _ if raiser.contains("::") && !first.contains("code") && !rest.contains("code") => {
                        let _ = writeln!(unclear, "{}: {raiser}{first}", path.display());
                    }
                    _ => {}
                }
            }
        }
        // Codes that a function or a table gives.
        for (at, name) in text.match_indices("code(").chain(text.match_indices("let (code, ")) {
            let is_given =
                name.starts_with("let") || text[..at].rsplit(['\n', '{']).next().unwrap_or("").contains("fn ");
            let end = text[at..].find("\n    }").into_iter().chain(text[at..].find("\n}")).min();
            let body = &text[at..end.map_or(text.len(), |end| at + end)];
            if is_given {
                for piece in body.split(['>', '(', '{']) {
                    let opens = literal(piece).filter(|(before, code)| before.trim().is_empty() && code.contains('-'));
                    if let Some((_, code)) = opens {
                        add(code, "");
                    }
                }
            }
        }
    }
    assert!(unclear.is_empty(), "raise a code by its own letters:\n{unclear}");
    let mut tables = Vec::new();
    files(&root().join("src"), &mut tables);
    for path in tables.iter().filter(|path| has_extension(path, "toml") && !path.starts_with(root().join("src/base"))) {
        let text = fs::read_to_string(path).unwrap();
        let codes = text.lines().filter_map(|line| line.strip_prefix("code = ")?.strip_prefix('"')?.strip_suffix('"'));
        codes.for_each(|code| add(code, ""));
    }
    found
}

#[test]
fn the_register_has_what_the_sources_raise() {
    let raised = raised();
    assert!(raised.len() > 150, "{raised:?}");
    let mut wrong = String::new();
    for (code, severities) in &raised {
        let Ok((_, entry)) = register::find(code) else {
            let _ = writeln!(wrong, "{code} is not in src/base/register");
            continue;
        };
        let known: Vec<&str> = entry.severity.split(" or ").collect();
        for severity in severities.iter().filter(|severity| !known.contains(severity)) {
            let _ = writeln!(wrong, "{code} is raised as {severity}, and registered as {}", entry.severity);
        }
    }
    for (code, _) in register::entries().filter(|(code, _)| !raised.contains_key(*code)) {
        let _ = writeln!(wrong, "{code} is in the register, and nothing raises it");
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn entries_are_sentences() {
    for (code, entry) in register::entries() {
        let sentence =
            |text: &str| text.ends_with('.') && !text.starts_with(char::is_lowercase) && !text.contains('\n');
        assert!(is_code(code) && sentence(&entry.meaning), "{code}: {}", entry.meaning);
        assert!(sentence(&entry.help), "{code}: {}", entry.help);
        assert!(entry.severity.split(" or ").all(|one| ["error", "warning", "hint"].contains(&one)), "{code}");
    }
}

/// Whether a book of these files provokes a code. Reading and designing it cost less than all of it.
fn provokes(book: &[(&str, &[u8])], code: &str) -> bool {
    let folder = Folder::from_files(book.iter().copied()).unwrap();
    let (read, mut report) = manuscript::read(&folder);
    if let Some(read) = read {
        design::design(&read.settings, &folder, &mut report);
    }
    let has = |report: &Report| report.sorted().iter().any(|found| found.code == code);
    has(&report) || has(&check(&folder, BuildOptions::default(), &Silent).report)
}

const TITLE: &str = "book.title = \"Example\"\n";
const TEXT: &str = "# One\n\nSome words.\n";

fn is_provoked_by_example(code: &str, entry: &Entry) -> bool {
    let settings = entry.settings.as_deref().unwrap_or_default();
    let title = if settings.contains("[book]") { "" } else { TITLE };
    let settings = format!("{title}{settings}");
    let text = entry.example.as_deref().unwrap_or(TEXT);
    provokes(&[("book.toml", settings.as_bytes()), ("text.md", text.as_bytes())], code)
}

#[test]
fn examples_provoke_their_codes() {
    let examples = register::entries().filter(|(_, entry)| entry.example.is_some() || entry.settings.is_some());
    let wrong: Vec<&str> =
        examples.filter(|(code, entry)| !is_provoked_by_example(code, entry)).map(|(code, _)| code).collect();
    assert!(wrong.is_empty(), "the examples of these codes do not provoke them: {wrong:#?}");
}

/// Files are made in spite of them, which is what the register says.
#[test]
fn errors_that_may_be_less_stop_no_build() {
    let lowered: Vec<_> = register::entries().filter(|(_, entry)| entry.lowers).collect();
    assert!(lowered.len() >= 5);
    for (code, entry) in lowered {
        let text = entry.example.as_deref().unwrap();
        let folder = Folder::from_files([("book.toml", TITLE), ("text.md", text)]).unwrap();
        let only = [Output::Epub.into(), Output::Screen.into()];
        let made = |levels: &[Choice]| {
            build(&folder, BuildOptions { only: &only, levels, ..BuildOptions::default() }, &Silent)
        };
        assert!(made(&[]).artifacts.is_empty(), "{code}");
        let allowed = made(&[Choice::flag("--allow", code, None).unwrap()]);
        assert_eq!(allowed.artifacts.len(), 3, "{code}: {}", allowed.report);
    }
}

#[test]
fn every_code_is_provoked_by_a_test() {
    let (_, mut tests) = sources();
    let mut all = Vec::new();
    files(&root().join("tests"), &mut all);
    for path in all.iter().filter(|path| has_extension(path, "rs") || has_extension(path, "txt")) {
        tests.push_str(&fs::read_to_string(path).unwrap());
    }
    let named = |code: &str| [format!("\"{code}\""), format!("[{code}]")].iter().any(|name| tests.contains(name));
    let mut wrong = String::new();
    for (code, entry) in register::entries() {
        let provoked = entry.example.is_some() || entry.settings.is_some() || named(code);
        if !provoked {
            let _ = writeln!(wrong, "no test provokes {code}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A gray PNG of this size whose pixels are nonsense.
fn broken_png(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_chunk(png::chunk::IDAT, b"no pixels").unwrap();
    bytes
}

#[test]
fn broken_pictures_and_fonts_provoke_theirs() {
    let text = b"# One\n\n![A picture](a.png)\n";
    let of = |code: &str, side: u32, settings: &str| {
        let settings = format!("{TITLE}{settings}");
        provokes(&[("book.toml", settings.as_bytes()), ("text.md", text), ("a.png", &broken_png(side))], code)
    };
    assert!(of("image-too-large", 20_000, ""));
    assert!(of("picture-unusable", 100, ""));
    assert!(of("cover-broken", 100, "[cover]\nfront = \"a.png\"\n"));

    let red = "[inks]\nred = { name = \"Red\", cmyk = [0, 75, 76, 0], colour = \"#f9423a\" }\n";
    let fade = br##"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#f9423a"/></linearGradient><rect width="20" height="20" fill="url(#g)"/></svg>"##;
    let blend = |settings: &str| {
        let settings = format!("{TITLE}{settings}");
        let files =
            [("book.toml", settings.as_bytes()), ("text.md", &b"# One\n\n![A picture](a.svg)\n"[..]), ("a.svg", fade)];
        provokes(&files, "ink-gradient")
    };
    assert!(blend(red) && !blend(""));
    // A translucent shape over the ink's, beside it, and the same for a press that takes transparency.
    let glass = |x: &str, print: &str| {
        let svg = format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="15" height="20" fill="#f9423a"/><rect x="{x}" width="9" height="20" fill="#000" opacity="0.5"/></svg>"##
        );
        let settings = format!("{TITLE}{red}[print]\n{print}\n");
        let text = &b"# One\n\n![A picture](a.svg)\n"[..];
        let files = [("book.toml", settings.as_bytes()), ("text.md", text), ("a.svg", svg.as_bytes())];
        provokes(&files, "ink-translucent")
    };
    let older = "ink = 'standard-colour'\nstandard = 'PDF/X-1a:2003'";
    assert!(glass("9", older) && glass("9", "ink = 'black'"), "over the ink");
    assert!(!glass("20", older) && !glass("20", "ink = 'black'"), "beside it");
    assert!(!glass("9", "ink = 'standard-colour'\nstandard = 'PDF/X-4'"), "for a press that takes transparency");
    let inked = |ink: &str, code: &str| {
        let text = format!("# One\n\n![A picture](a.svg){{ink={ink}}}\n");
        let settings = format!("{TITLE}{red}");
        provokes(&[("book.toml", settings.as_bytes()), ("text.md", text.as_bytes()), ("a.svg", fade)], code)
    };
    assert!(inked("red", "ink-drawing") && inked("blue", "ink-unknown") && !inked("red", "ink-unknown"));

    let inline = |text: &str| {
        let settings = format!("{TITLE}{red}");
        let files = [("book.toml", settings.as_bytes()), ("text.md", text.as_bytes()), ("a.png", &broken_png(100))];
        provokes(&files, "ink-inline")
    };
    assert!(inline("# One\n\nA ![picture](a.png){ink=red} in a line.\n"));
    assert!(inline("# One\n\nA word.[^a]\n\n[^a]: A ![picture](a.png){ink=red} in a note.\n"));
    assert!(!inline("# One\n\n![A picture](a.png){ink=red}\n"));

    // The charstrings of a font are cut short: its letters have widths but no outlines that a subset could take.
    let mut font = fs::read(root().join("fonts/libertinus-serif/LibertinusSerif-Regular.otf")).unwrap();
    let record = font.windows(4).position(|tag| tag == b"CFF ").unwrap();
    let [offset, length] = [8, 12].map(|at| u32::from_be_bytes(font[record + at..][..4].try_into().unwrap()) as usize);
    font[offset + length / 10..offset + length].fill(0xff);
    let faces = ["regular", "italic", "bold", "bold-italic"].map(|face| format!("{face} = \"own.otf\""));
    let settings = format!("{TITLE}[type]\nbody = {{ {} }}\n[epub]\nfonts = true\n", faces.join(", "));
    for code in ["font-embed", "font-embedding"] {
        assert!(
            provokes(&[("book.toml", settings.as_bytes()), ("text.md", TEXT.as_bytes()), ("own.otf", &font)], code),
            "{code}"
        );
    }
}

#[test]
fn books_that_are_too_large_provoke_theirs() {
    let names: Vec<String> = (0..=limits::FILES).map(|at| format!("{at}.md")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), TEXT.as_bytes())).collect();
    files.push(("book.toml", TITLE.as_bytes()));
    assert!(provokes(&files, "book-too-large"));
    let pages = "A\n\n\\newpage\n\n".repeat(limits::PAGES + 1);
    assert!(provokes(&[("book.toml", TITLE.as_bytes()), ("text.md", pages.as_bytes())], "book-too-long"));
}

/// What no short example provokes.
#[test]
fn longer_books_provoke_theirs() {
    let poem = format!("```verse\n{}```\n", "A\n".repeat(limits::VERSE_LINES + 1));
    assert!(provokes(&[("book.toml", TITLE.as_bytes()), ("text.md", poem.as_bytes())], "verse-too-long"));

    let font = fs::read(root().join("fonts/libertinus-serif/LibertinusSerif-Regular.otf")).unwrap();
    let settings = format!("{TITLE}[type]\nbody = {{ regular = \"own.otf\" }}\n");
    let text = b"# One\n\nA *slanted* word.\n";
    assert!(provokes(&[("book.toml", settings.as_bytes()), ("text.md", text), ("own.otf", &font)], "face-missing"));

    let settings = format!("{TITLE}[type]\ntheme = \"mine.toml\"\n");
    let theme = b"like = \"classic\"\n[styles.body]\nsize = \"900em\"\n";
    let files: [(&str, &[u8]); 3] =
        [("book.toml", settings.as_bytes()), ("text.md", TEXT.as_bytes()), ("mine.toml", theme)];
    assert!(provokes(&files, "theme-value"));

    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
    let files: [(&str, &[u8]); 3] =
        [("book.toml", TITLE.as_bytes()), ("text.md", b"# One\n\n![](a.svg)\n"), ("a.svg", drawing)];
    assert!(provokes(&files, "screen-not-accessible"));
}

#[test]
fn commands_provoke_theirs() {
    let says = |arguments: &[&str], code: &str, status: i32| {
        let out = Command::cargo_bin("chapbook").unwrap().args(arguments).assert().code(status).get_output().clone();
        let text = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(text.contains(&format!("[{code}]")), "{code}: {text}");
    };
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    says(&["check", &path("nowhere")], "folder-missing", 1);
    fs::write(path("book.toml"), format!("{TITLE}[epub]\nenabled = false\n")).unwrap();
    fs::write(path("text.md"), TEXT).unwrap();
    says(&["build", &path(""), "--only", "epub"], "edition-disabled", 1);
    says(&["import", &path(""), "-o", &path("new")], "import-inside", 1);
    fs::write(path("page.html"), "<!doctype html><p>Words").unwrap();
    says(&["import", &path("page.html"), "--dry-run", "--poems", "*"], "import-poems", 1);
    says(&["man", "sing"], "command-unknown", 2);
    says(&["diff", &path(""), "a.pdf"], "diff-kinds", 2);
    says(&["diff", "v1", "--dir", &path("")], "revision-unknown", 1);
    let mut alone = Command::cargo_bin("chapbook").unwrap();
    alone.args(["diff", "v1", "--dir", &path("")]).env("PATH", path(""));
    let said = alone.assert().code(1).get_output().stderr.clone();
    assert!(String::from_utf8_lossy(&said).contains("[git-missing]"));
    says(&["fit", &path(""), "--apply=99"], "fit-layout", 2);
    fs::create_dir(path("alone")).unwrap();
    fs::write(path("alone/text.md"), TEXT).unwrap();
    says(&["fit", &path("alone/text.md"), "--apply"], "fit-no-settings", 2);
    fs::remove_dir_all(path("alone")).unwrap();
    says(&["explain", "note-undefind"], "code-unknown", 2);
    says(&["preflight", &path("text.md"), "--shop", "amazon"], "shop-unknown", 2);
    let settings = format!("{TITLE}[epub]\nfor = ['kindle']\n[editions.kindle]\noutputs = ['epub']\n");
    fs::write(path("book.toml"), settings).unwrap();
    says(&["build", &path("")], "output-twice", 1);
}

#[test]
fn files_provoke_theirs() {
    let attached = Pdf { catalog: "/Names << /EmbeddedFiles << /Names [] >> >>".to_owned(), ..Pdf::plain() };
    let of = |file: &Pdf, printer: Option<&str>| {
        let printer = printer.map(|name| printers::printer(name).unwrap());
        let found = preflight::judge_pdf(&file.bytes(), printer).unwrap().findings;
        found.iter().map(|found| found.code).collect::<Vec<_>>()
    };
    assert!(of(&attached, None).contains(&"attachments"));
    let ink = Pdf { content: format!("{}1 0 0 0 k 100 100 50 50 re f", pdf::TEXT), ..Pdf::plain() };
    assert!(of(&ink, Some("lulu")).contains(&"colour-cmyk"));
    let table = pdf::stream("/Type /XRef /Size 2 /W [1 1 1] /Root 1 0 R /Filter /DCTDecode", "x");
    let packed = format!("%PDF-1.5\n1 0 obj\n{table}\nendobj\nstartxref\n9\n%%EOF\n");
    assert_eq!(preflight::judge_pdf(packed.as_bytes(), None).err().map(|error| error.code()), Some("pdf-filter"));

    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("META-INF/encryption.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<encryption/>").unwrap();
    zip.add_symlink("link", "elsewhere", SimpleFileOptions::default()).unwrap();
    let found = preflight::judge_epub(&zip.finish().unwrap().into_inner(), None).findings;
    for code in ["epub-encryption", "epub-zip"] {
        assert!(found.iter().any(|found| found.code == code), "{code}");
    }
}

#[test]
fn explain_prints_the_register() {
    let out = |arguments: &[&str]| {
        let done = Command::cargo_bin("chapbook").unwrap().arg("explain").args(arguments).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    };
    let one = out(&["note-undefined"]);
    let (_, entry) = register::find("note-undefined").unwrap();
    assert!(one.starts_with("note-undefined (error)\n\n"), "{one}");
    assert!(
        one.contains(&entry.meaning) && one.contains(&entry.help) && one.contains("    Nobody had counted.[^count]")
    );
    let all = out(&[]);
    assert_eq!(all.lines().count(), register::entries().count());
    let object: serde_json::Value = serde_json::from_str(&out(&["note-undefined", "--json"])).unwrap();
    assert_eq!((&object["code"], &object["severity"]), (&"note-undefined".into(), &"error".into()));
    let objects: Vec<serde_json::Value> = serde_json::from_str(&out(&["--json"])).unwrap();
    assert_eq!(objects.len(), register::entries().count());
}

/// The chapter as the register has it.
fn chapter() -> String {
    let mut out =
        "# Diagnostics {#diagnostics .unnumbered}\n\n<!-- Made from src/base/register by tests/register.rs. -->\n\n\
                   Every diagnostic has one of these codes. `chapbook explain CODE` prints the same text, usually \
                   with an example.\n"
            .to_owned();
    for area in register::areas() {
        let _ = writeln!(out, "\n## {}\n", area.title);
        for (code, entry) in &area.entries {
            let _ = writeln!(out, "- `{code}`, *{}.* {} {}", entry.severity, entry.meaning, entry.help);
        }
    }
    out
}

#[test]
fn the_handbook_says_what_the_register_says() {
    let file = root().join("manuscript/91-diagnostics.md");
    if std::env::var_os("CHAPBOOK_BLESS").is_some() {
        fs::write(&file, chapter()).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(written == chapter(), "CHAPBOOK_BLESS=1 cargo test --test register rewrites {}", file.display());
}

/// The last section of the chapter on other tools, one entry a tool.
fn tools() -> String {
    use chapbook::manuscript::foreign::{State, constructs};
    let mut names: Vec<&str> = Vec::new();
    for construct in constructs() {
        if !names.contains(&construct.tool.as_str()) {
            names.push(&construct.tool);
        }
    }
    names.sort_by_key(|name| name.to_lowercase());
    let mut out = String::new();
    for name in names {
        let of = |state: State| {
            let mut all: Vec<&str> = Vec::new();
            for construct in constructs().iter().filter(|construct| construct.tool == name && construct.state == state)
            {
                if !all.contains(&construct.construct.as_str()) {
                    all.push(&construct.construct);
                }
            }
            all.join(", ")
        };
        let heaps = [("read", State::Read), ("told", State::Told), ("refused", State::Error)];
        let heaps = heaps.map(|(word, state)| (word, of(state))).into_iter().filter(|(_, all)| !all.is_empty());
        let heaps: Vec<String> = heaps.map(|(word, all)| format!("*{word}:* {all}")).collect();
        out += &format!("{name}\n:   {}.\n\n", heaps.join("; "));
    }
    out.trim_end().to_owned() + "\n"
}

#[test]
fn the_handbook_says_what_is_read_of_other_tools() {
    let file = root().join("manuscript/91-other-tools.md");
    let written = fs::read_to_string(&file).unwrap().replace("\r\n", "\n");
    let (text, list) = written.split_once("{#tool-by-tool}\n\n").unwrap();
    if std::env::var_os("CHAPBOOK_BLESS").is_some() {
        return fs::write(&file, format!("{text}{{#tool-by-tool}}\n\n{}", tools())).unwrap();
    }
    assert!(list == tools(), "CHAPBOOK_BLESS=1 cargo test --test register rewrites {}", file.display());
}
