//! The command line from outside: exit codes, JSON, what is saved and what is not, hostile folders, same bytes.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

#[path = "cli/inks.rs"]
mod inks;
#[path = "cli/matcher.rs"]
mod matcher;
#[path = "cli/revisions.rs"]
mod revisions;

use assert_cmd::Command;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

const TOML: &str = "[book]\ntitle = \"A Small Book\"\nauthors = [\"A. Writer\"]\n";
const TEXT: &str = "# One\n\nSome \"words\" with a note.[^1]\n\n[^1]: The note.\n\n# Two\n\nMore words.\n";
const FILES: [&str; 8] = [
    "SHA256SUMS",
    "a-small-book-booklet.pdf",
    "a-small-book-cover-guides.pdf",
    "a-small-book-cover.jpg",
    "a-small-book-cover.pdf",
    "a-small-book-print.pdf",
    "a-small-book-screen.pdf",
    "a-small-book.epub",
];

struct Book(TempDir);

impl Book {
    fn new() -> Book {
        Book::of(TOML, TEXT)
    }

    fn of(toml: &str, text: &str) -> Book {
        let book = Book(tempfile::tempdir().unwrap());
        book.write("book.toml", toml.as_bytes());
        book.write("one.md", text.as_bytes());
        book
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, command: &str) -> Command {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.arg(command).arg(self.0.path()).env_remove("SOURCE_DATE_EPOCH").timeout(Duration::from_secs(60));
        run
    }

    fn build(&self) -> Command {
        self.command("build")
    }

    /// The codes that `check --json` reports.
    fn codes(&self) -> Vec<String> {
        let object = json(self.command("check").arg("--json"));
        let found = object["diagnostics"].as_array().unwrap().iter();
        found.map(|found| found["code"].as_str().unwrap().to_string()).collect()
    }
}

fn json(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn listing(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".chapbook.lock");
    names.sort();
    names
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    listing(folder).into_iter().map(|name| (name.clone(), fs::read(folder.join(name)).unwrap())).collect()
}

fn sum(path: &Path) -> String {
    Sha256::digest(fs::read(path).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn exit_codes() {
    Book::new().build().assert().code(0);
    Book::of("[book]\n", TEXT).build().assert().code(1);
    Book::new().build().arg("--only").arg("hologram").assert().code(2);
    Command::cargo_bin("chapbook").unwrap().args(["build", "no/such/folder"]).assert().code(1);
    let version = Command::cargo_bin("chapbook").unwrap().arg("--version").assert().code(0);
    let version = String::from_utf8(version.get_output().stdout.clone()).unwrap();
    assert_eq!(version.trim(), format!("chapbook {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_folder_and_its_manuscript_are_one_book() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("manuscript")).unwrap();
    fs::write(dir.path().join("manuscript/book.toml"), TOML).unwrap();
    fs::write(dir.path().join("manuscript/one.md"), TEXT).unwrap();
    let build = |folder: &Path| {
        let here = folder.to_path_buf();
        Command::cargo_bin("chapbook").unwrap().arg("build").current_dir(here).assert().code(0);
        let made = contents(&dir.path().join("dist"));
        fs::remove_dir_all(dir.path().join("dist")).unwrap();
        made
    };
    assert_eq!(build(dir.path()), build(&dir.path().join("manuscript")));
}

/// A file is a book: beside it lies what was made, and book.toml counts as soon as there is one.
#[test]
fn one_file_is_a_book() {
    let dir = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    let run = |arguments: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        let done = run.args(arguments).current_dir(dir.path()).assert().code(0).get_output().clone();
        (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    write("my_poems.md", "# The Kettle\n\nWords.\n\n# The Window\n\nWords.\n");
    write("README.md", "# Not in it\n");
    let (made, told) = run(&["build", "my_poems.md", "--only", "epub"]);
    assert!(made.contains("dist/my-poems.epub"), "{made}");
    let lines = "[book]\ntitle = \"My poems\"\nauthors = [\"Your Name\"]\nlanguage = \"en\"";
    let shown: String = told.lines().map(|line| line.trim_start().to_owned() + "\n").collect();
    assert!(shown.contains("hint[no-book-toml]") && shown.contains(lines), "{told}");
    assert!(run(&["check", "./my_poems.md"]).1.contains("no-book-toml"));
    write("book.toml", &lines.replace("My poems", "Kept"));
    let (made, told) = run(&["build", "my_poems.md", "--only", "epub", "-o", "out"]);
    assert!(made.contains("out/kept.epub") && !told.contains("no-book-toml"), "{made}{told}");
    let (made, _) = run(&["build", "book.toml", "--only", "epub"]);
    assert!(made.contains("dist/kept.epub"), "{made}");
    let mut run = Command::cargo_bin("chapbook").unwrap();
    let missing = run.args(["build", "none.md"]).current_dir(dir.path()).assert().code(1);
    let told = String::from_utf8(missing.get_output().stderr.clone()).unwrap();
    assert!(told.contains("no file or folder `none.md`"), "{told}");
}

/// Off a terminal each stage of each edition is one line.
#[test]
fn progress_says_nothing_twice() {
    let book = Book::of(&format!("{TOML}[booklet]\ndummy = true\n"), TEXT);
    let told = book.build().assert().code(0);
    let told = String::from_utf8(told.get_output().stderr.clone()).unwrap();
    let mut stages: Vec<&str> =
        told.lines().filter(|line| line.ends_with("writing") || line.contains("draw")).collect();
    stages.sort_unstable();
    let expected = ["booklet: writing", "cover: drawing", "cover: writing", "epub: drawing the cover", "epub: writing"];
    assert_eq!(stages, [&expected[..], &["print: writing", "screen: writing"]].concat());
}

/// From an empty folder to a book in two commands.
#[test]
fn a_new_book_builds_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], code: i32| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        let done = run.args(arguments).current_dir(dir.path()).assert().code(code).get_output().clone();
        (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
    };
    let (made, _) = run(&["new", "my-book", "--template", "zine"], 0);
    assert!(made.contains("my-book/hello.md\n") && made.contains("\nNext: chapbook build my-book\n"), "{made}");
    let (made, told) = run(&["build", "my-book", "--strict"], 0);
    assert!(made.contains("my-book/dist/your-zine-booklet.pdf") && !told.contains('['), "{told}");
    assert!(run(&["new", "my book"], 0).0.ends_with("chapbook watch --open \"my book\"\n"));
    assert!(run(&["new", "my-book"], 1).1.contains("error[folder-not-empty]"));
    assert!(run(&["new", "other", "--template", "cookbook"], 2).1.contains("novel, poems, zine, essays"));
    fs::create_dir(dir.path().join("here")).unwrap();
    let mut init = Command::cargo_bin("chapbook").unwrap();
    init.arg("init").current_dir(dir.path().join("here")).assert().code(0);
    assert!(dir.path().join("here/chapter-1.md").is_file());
}

#[test]
fn json_says_what_was_saved() {
    let book = Book::new();
    let object = json(book.build().arg("--json"));
    let artifacts = object["artifacts"].as_array().unwrap();
    let of = |key: &str| artifacts.iter().map(|made| made[key].as_str().unwrap_or("-").to_owned()).collect::<Vec<_>>();
    assert_eq!(of("edition"), ["epub", "-", "print", "screen", "booklet", "cover", "-"]);
    assert_eq!(of("beside"), ["-", "epub", "-", "-", "-", "-", "cover"]);
    for made in artifacts {
        let path = Path::new(made["path"].as_str().unwrap());
        assert_eq!(made["bytes"], fs::metadata(path).unwrap().len());
        assert_eq!(made["sha256"], sum(path));
        assert_eq!(made["pages"].is_null(), made["edition"] == "epub" || made["beside"] == "epub");
    }
    assert!(artifacts[2]["pages"].as_u64().unwrap() >= 3);
}

#[test]
fn a_report_tells_of_all_pages() {
    let words = "Some words that are set in lines and counted. ".repeat(12);
    let text = format!("# One\n\n{}", format!("{words}\n\n").repeat(40));
    let book = Book::of(&format!("{TOML}[page]\ntrim = \"A6\"\n"), &text);
    let table = book.build().arg("--report").assert().code(0);
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(table.starts_with("print, screen: ") && table.contains("rank 1: 0, rank 2: 0"), "{table}");
    let path = book.path("dist/a-small-book-pages.json");
    let whole = fs::read(&path).unwrap();
    let object = json(book.build().args(["--report", "--json", "--only", "epub"]));
    assert_eq!(fs::read(&path).unwrap(), whole);
    let made = object["artifacts"].as_array().unwrap().last().unwrap();
    assert_eq!((&made["edition"], made["sha256"].as_str().unwrap()), (&Value::Null, sum(&path).as_str()));
    let pages: Value = serde_json::from_slice(&whole).unwrap();
    let count = pages[0]["pages"].as_u64().unwrap();
    let faults = pages[0]["faults"].as_array().unwrap();
    assert!(!faults.is_empty() && count > 4);
    for fault in faults {
        assert!((1..=count).contains(&fault["page"].as_u64().unwrap()));
        assert_eq!(fault["file"], "one.md");
        assert!((3..=81).contains(&fault["line"].as_u64().unwrap()), "{fault}");
    }
    let sums = fs::read_to_string(book.path("dist/SHA256SUMS")).unwrap();
    assert!(sums.contains(&sum(&path)));
}

#[test]
fn a_report_begins_with_the_page_that_looks_worst() {
    let short = "A few words in one line.\n\n".repeat(14);
    let kept = format!("::: keep\n{}last\n:::\n\n", (1..13).map(|n| format!("{n} {n}\\\n")).collect::<String>());
    let book = Book::of(&format!("{TOML}[page]\ntrim = \"A6\"\n"), &format!("# One\n\n{short}{kept}{short}"));
    let table = book.build().args(["--report", "--only", "print"]).assert().code(0);
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    let first: Vec<&str> = table.lines().nth(1).unwrap_or_default().split_whitespace().collect();
    assert_eq!((first[0], first.last().copied()), ("hole", Some("one.md:32")), "{table}");
}

#[test]
fn json_says_what_is_wrong_and_where() {
    let book = Book::of("[book]\ntitle = \"T\"\n\n[page]\ntrimm = \"A5\"\n", TEXT);
    let output = book.build().arg("--json").assert().code(1);
    let object: Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let found = &object["diagnostics"][0];
    assert_eq!((&found["code"], &found["severity"]), (&"setting-unknown".into(), &"error".into()));
    assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(5), Some(1)));
    assert_eq!(Path::new(found["file"].as_str().unwrap()), book.path("book.toml"));
    assert!(found["help"].as_str().unwrap().contains("`trim`"));
    assert!(object["artifacts"].as_array().unwrap().is_empty());
}

#[test]
fn findings_show_place_and_line_without_colour() {
    let output =
        Book::of(TOML, "# One\n\nA call.[^none]\n").build().env("CLICOLOR_FORCE", "0").env("NO_COLOR", "1").assert();
    let text = String::from_utf8(output.code(1).get_output().stderr.clone()).unwrap();
    assert!(text.contains("one.md:3:8") && text.contains("A call.[^none]") && text.contains("^^^^"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn sums_match_the_files() {
    let book = Book::new();
    book.build().assert().code(0);
    let dist = book.path("dist");
    assert_eq!(listing(&dist), FILES);
    let lines = fs::read_to_string(dist.join("SHA256SUMS")).unwrap();
    let expected: String = FILES[1..].iter().map(|name| format!("{}  {name}\n", sum(&dist.join(name)))).collect();
    assert_eq!(lines, expected);
}

#[test]
fn a_failing_build_leaves_the_last_good_files() {
    let book = Book::new();
    book.build().assert().code(0);
    let good = contents(&book.path("dist"));
    book.write("one.md", b"# One\n\nA call of nothing.[^none]\n");
    book.build().assert().code(1);
    assert_eq!(contents(&book.path("dist")), good);
}

#[test]
fn only_makes_the_same_bytes_and_leaves_the_rest() {
    let book = Book::new();
    book.build().assert().code(0);
    let all = contents(&book.path("dist"));
    for edition in ["epub", "print", "screen", "booklet", "cover", "print,epub"] {
        book.build().args(["--only", edition]).assert().code(0);
        assert_eq!(contents(&book.path("dist")), all, "{edition}");
    }
    fs::remove_dir_all(book.path("dist")).unwrap();
    book.build().args(["--only", "epub"]).assert().code(0);
    assert_eq!(listing(&book.path("dist")), ["SHA256SUMS", "a-small-book-cover.jpg", "a-small-book.epub"]);
    let made = contents(&book.path("dist"));
    assert_eq!((&made[1], &made[2]), (&all[3], &all[7]));
}

#[test]
fn an_edition_can_be_dropped() {
    let book = Book::of(&format!("{TOML}[screen]\nenabled = false\n"), TEXT);
    book.build().assert().code(0);
    assert_eq!(listing(&book.path("dist")), [FILES[0], FILES[1], FILES[2], FILES[3], FILES[4], FILES[5], FILES[7]]);
    book.build().args(["--only", "screen"]).assert().code(1);
}

#[test]
fn strict_takes_warnings_for_errors() {
    let book = Book::of(TOML, "# One\n\nWords.\n\n[^1]: A note that nothing calls.\n");
    book.build().arg("--strict").assert().code(1);
    assert!(!book.path("dist").exists());
    book.build().assert().code(0);
    Book::new().build().arg("--strict").assert().code(0);
}

#[test]
fn check_saves_nothing() {
    let book = Book::new();
    book.command("check").assert().code(0);
    assert_eq!(listing(book.0.path()), ["book.toml", "one.md"]);
}

#[test]
fn quiet_says_nothing() {
    let output = Book::new().build().arg("-q").assert().code(0);
    assert!(output.get_output().stdout.is_empty() && output.get_output().stderr.is_empty());
}

#[test]
fn an_output_folder_that_is_a_file_is_named() {
    let book = Book::new();
    book.write("out", b"mine");
    let object = json(book.build().arg("--json").arg("--out").arg(book.path("out")));
    assert_eq!(object["diagnostics"][0]["code"], "output-folder");
    assert_eq!(fs::read(book.path("out")).unwrap(), b"mine");
}

#[test]
fn the_same_book_is_the_same_bytes_everywhere() {
    let (one, other) = (Book::new(), Book::new());
    one.build().env("TZ", "UTC").env("LANG", "C").assert().code(0);
    std::thread::sleep(Duration::from_millis(1_100));
    let elsewhere = other.path("deeper/out");
    let mut build = other.build();
    build.env("TZ", "Pacific/Kiritimati").env("LANG", "tr_TR.UTF-8").env("LC_ALL", "tr_TR.UTF-8");
    build.env("RAYON_NUM_THREADS", "1").arg("--out").arg(&elsewhere).assert().code(0);
    assert_eq!(contents(&one.path("dist")), contents(&elsewhere));
    other.build().env("SOURCE_DATE_EPOCH", "1000000000").arg("--out").arg(&elsewhere).assert().code(0);
    assert_ne!(contents(&one.path("dist")), contents(&elsewhere));
    for wrong in ["soon", ""] {
        let said = other.build().env("SOURCE_DATE_EPOCH", wrong).assert().code(1);
        let said = String::from_utf8_lossy(&said.get_output().stderr).into_owned();
        assert!(said.contains(&format!("error[epoch-invalid]: `SOURCE_DATE_EPOCH` is `{wrong}`, not")), "{said}");
    }
}

#[test]
fn two_builds_into_one_folder_do_not_mix() {
    let book = Book::new();
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let mut build = book.build();
            std::thread::spawn(move || build.output().unwrap().status.success())
        })
        .collect();
    assert!(runs.into_iter().all(|run| run.join().unwrap()));
    assert_eq!(listing(&book.path("dist")), FILES);
}

#[test]
fn what_was_built_is_judged_and_what_is_broken_is_told() {
    let book = Book::of(&format!("{TOML}[print]\nprinter = \"mine.toml\"\n"), TEXT);
    book.write("mine.toml", b"like = \"kdp\"\n[pages]\nleast = 2\n");
    let preflight = |file: &str, more: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.current_dir(book.0.path()).arg("preflight").arg(file).args(more).output().unwrap()
    };
    assert_eq!(book.build().args(["--only", "epub,print"]).output().unwrap().status.code(), Some(0));
    let own = preflight("dist/a-small-book-print.pdf", &["--printer", "mine.toml", "--json"]);
    let verdict: Value = serde_json::from_slice(&own.stdout).unwrap();
    assert_eq!((own.status.code(), verdict["findings"].as_array().unwrap().len()), (Some(0), 0), "{verdict}");
    assert_eq!(preflight("dist/a-small-book.epub", &[]).status.code(), Some(0));
    let thin = preflight("dist/a-small-book-print.pdf", &["--printer", "kdp"]);
    let words = String::from_utf8(thin.stdout).unwrap();
    assert!(thin.status.code() == Some(1) && words.contains("error[page-count]"), "{words}");
    let stock = preflight("dist/a-small-book-print.pdf", &["--printer", "mine.toml", "--inventory"]);
    let words = String::from_utf8(stock.stdout).unwrap();
    for part in [
        "no problems found\n\npage boxes\n  media ",
        "\nfonts\n  Libertinus",
        "\ninks\n  Black  process  page",
        "\npictures\n  none\n",
    ] {
        assert!(words.contains(part), "{words}");
    }
    // Of several files each is judged, and the worst is the exit status; a wrong option is told once.
    let all = preflight("dist/a-small-book.epub", &["gone.pdf", "dist/a-small-book-print.pdf"]);
    let (words, errors) = (String::from_utf8(all.stdout).unwrap(), String::from_utf8(all.stderr).unwrap());
    assert!(all.status.code() == Some(1) && errors.contains("gone.pdf"), "{errors}");
    assert!(
        words.contains("dist/a-small-book.epub: EPUB") && words.contains("\n\ndist/a-small-book-print.pdf: PDF"),
        "{words}"
    );
    let wrong = preflight("one.md", &["dist/a-small-book.epub", "--printer", "kpd"]);
    let errors = String::from_utf8(wrong.stderr).unwrap();
    assert!(wrong.status.code() == Some(2) && errors.matches("error[").count() == 1, "{errors}");
    assert_eq!(preflight("one.md", &[]).status.code(), Some(1));
    assert_eq!(preflight("gone.pdf", &[]).status.code(), Some(1));
    assert_eq!(preflight("dist/a-small-book-print.pdf", &["--printer", "kpd"]).status.code(), Some(2));
}

#[test]
fn printers_are_named_and_shown() {
    let printers =
        |arguments: &[&str]| Command::cargo_bin("chapbook").unwrap().arg("printers").args(arguments).output().unwrap();
    let names = |arguments: &[&str]| {
        let list: Value = serde_json::from_slice(&printers(arguments).stdout).unwrap();
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&["list", "--json"]), ["kdp", "kdp-hardcover", "ingramspark", "lulu", "offset", "home"]);
    assert!(names(&["papers", "--json"]).contains(&"cream-90".to_owned()));
    let words = String::from_utf8(printers(&["show", "kdp"]).stdout).unwrap();
    assert!(words.contains("minimum inner margin up to 300 pages") && words.contains("read 2026-11"), "{words}");
    let shown: Value = serde_json::from_slice(&printers(&["show", "kdp", "--json"]).stdout).unwrap();
    let bleed = shown["asks"].as_array().unwrap().iter().find(|asked| asked["what"] == "bleed").unwrap();
    assert_eq!((bleed["value"].as_str(), bleed["source"].as_str()), (Some("0.125 in"), Some("margins")));
    for wrong in [&["show", "kpd"][..], &["show"], &[]] {
        assert_eq!(printers(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn themes_are_named_shown_and_copied() {
    let book = Book::of(&format!("{TOML}[type]\ntheme = \"mine.toml\"\n"), TEXT);
    let theme = |arguments: &[&str]| {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.current_dir(book.0.path()).arg("theme").args(arguments).output().unwrap()
    };
    let list = String::from_utf8(theme(&["list"]).stdout).unwrap();
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["classic", "modern", "zine"]);
    let shown = theme(&["show", "modern"]).stdout;
    assert_eq!(book.codes(), ["file-missing"]);
    assert_eq!(theme(&["copy", "modern", "mine.toml"]).status.code(), Some(0));
    assert_eq!(fs::read(book.path("mine.toml")).unwrap(), shown);
    assert!(book.codes().is_empty());
    let copied = fs::read(book.path("mine.toml")).unwrap();
    assert_eq!(theme(&["copy", "zine", "mine.toml"]).status.code(), Some(1));
    assert_eq!(fs::read(book.path("mine.toml")).unwrap(), copied);
    assert_eq!(theme(&["copy", "zine"]).status.code(), Some(0));
    assert_eq!(listing(book.0.path()), ["book.toml", "mine.toml", "one.md", "zine.toml"]);
    for wrong in [&["show", "gothic"][..], &["copy", "gothic"], &["show"], &[]] {
        assert_eq!(theme(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_theme_file_is_read_as_strictly_as_the_settings() {
    let book = Book::of(&format!("{TOML}[type]\ntheme = \"mine.toml\"\n"), TEXT);
    book.write("mine.toml", b"like = \"zine\"\n[styles.body]\nsise = \"1em\"\n");
    let object = json(book.command("check").arg("--json"));
    let found = &object["diagnostics"][0];
    assert_eq!((&found["code"], found["line"].as_u64()), (&"setting-unknown".into(), Some(3)));
    assert_eq!(Path::new(found["file"].as_str().unwrap()), book.path("mine.toml"));
    assert!(found["help"].as_str().unwrap().contains("`size`"));
    book.write("mine.toml", b"like = \"zine\"\n");
    let one = fs::read(book.path("book.toml")).unwrap();
    book.build().assert().code(0);
    let like = contents(&book.path("dist"));
    book.write("book.toml", String::from_utf8(one).unwrap().replace("mine.toml", "zine").as_bytes());
    book.build().assert().code(0);
    assert_eq!(contents(&book.path("dist")), like);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_told() {
    let book = Book::new();
    let full = || std::process::Stdio::from(fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    for arguments in [&["--json"][..], &[]] {
        let path = assert_cmd::cargo::cargo_bin("chapbook");
        let mut run = std::process::Command::new(&path);
        let done = run.arg("build").arg(book.0.path()).args(arguments).stdout(full()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(1) && said.contains("error[output-closed]"), "{said}");
    }
    // A file larger than its user may write ends the build, not the program, and leaves the last good files.
    let before = contents(&book.path("dist"));
    let path = assert_cmd::cargo::cargo_bin("chapbook");
    let line = format!("ulimit -f 8; exec '{}' build '{}'", path.display(), book.0.path().display());
    let done = std::process::Command::new("sh").arg("-c").arg(line).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("error[output-file]"), "{:?} {said}", done.status);
    assert_eq!(contents(&book.path("dist")), before);
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_not_every_system_has_are_told() {
    use std::os::unix::ffi::OsStrExt;
    for name in [&b"two\xff.md"[..], b"a:b.md", b"a\\b.md"] {
        let book = Book::new();
        fs::write(book.0.path().join(std::ffi::OsStr::from_bytes(name)), "# Two\n\nLost.\n").unwrap();
        assert_eq!(book.codes(), ["file-name"], "{:?}", String::from_utf8_lossy(name));
    }
}

#[test]
fn files_that_are_no_texts() {
    let book = Book::of(&format!("{TOML}[manuscript]\nmain = [\"one.md\", \"two.md\"]\n"), TEXT);
    assert_eq!(book.codes(), ["file-missing"]);
    fs::create_dir(book.path("two.md")).unwrap();
    assert_eq!(book.codes(), ["file-not-plain"]);
    fs::remove_dir(book.path("two.md")).unwrap();
    book.write("two.md", b"# Two\n\nBad \xFF byte.\n");
    assert_eq!(book.codes(), ["file-not-utf8"]);
    fs::File::create(book.path("two.md")).unwrap().set_len(33 << 20).unwrap();
    assert_eq!(book.codes(), ["file-too-large"]);
}

#[cfg(unix)]
#[test]
fn pipes_and_links_that_lead_out() {
    let book = Book::of(&format!("{TOML}[manuscript]\nmain = [\"one.md\", \"two.md\"]\n"), TEXT);
    assert!(std::process::Command::new("mkfifo").arg(book.path("two.md")).status().unwrap().success());
    assert_eq!(book.codes(), ["file-not-plain"]);
    fs::remove_file(book.path("two.md")).unwrap();
    std::os::unix::fs::symlink("/etc/passwd", book.path("two.md")).unwrap();
    assert_eq!(book.codes(), ["file-outside"]);
    fs::remove_file(book.path("two.md")).unwrap();
    std::os::unix::fs::symlink("two.md", book.path("two.md")).unwrap();
    assert_eq!(book.codes(), ["file-unreadable"]);
}

#[test]
fn hostile_texts_end_with_a_code() {
    let deep = |mark: &str| format!("# One\n\n{} x\n", mark.repeat(5_000));
    let stars = format!("# One\n\n{}x{}\n", "*a ".repeat(5_000), "*".repeat(5_000));
    let divs = format!("# One\n\n{}x\n", "::: small\n".repeat(5_000));
    let calls = format!("# One\n\n{}\n\n[^1]: A note.\n", "[^1]".repeat(5_000));
    let notes: String = (0..3_000).map(|n| format!("[^{n}]: Note {n}.\n\n")).collect();
    let many = format!("# One\n\n{}\n\n{notes}", (0..3_000).map(|n| format!("[^{n}]")).collect::<String>());
    let word = format!("# One\n\n{}\n", "a".repeat(100_000));
    let line = format!("# One\n\n```verse\n{}\n```\n", "a".repeat(100_000));
    let circle = "# One\n\nText.[^a]\n\n[^a]: Calls.[^b]\n\n[^b]: Calls.[^a]\n".to_string();
    let quotes = format!("# One\n\n{}\n", "'\"".repeat(50_000));
    for (name, text) in [
        ("quotes", deep(">")),
        ("lists", deep("- ")),
        ("stars", stars),
        ("divs", divs),
        ("calls", calls),
        ("notes", many),
        ("word", word),
        ("line", line),
        ("circle", circle),
        ("marks", quotes),
    ] {
        let output = Book::of(TOML, &text).command("check").timeout(Duration::from_secs(60)).output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1)), "{name}: {code:?} {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn links_and_pictures_that_lead_out() {
    for (text, code) in [
        ("![x](../secret.png)", "file-outside"),
        ("![x](/etc/passwd)", "file-outside"),
        ("![x](none.png)", "file-missing"),
    ] {
        let book = Book::of(TOML, &format!("# One\n\n{text}\n"));
        assert_eq!(book.codes(), [code], "{text}");
    }
}
