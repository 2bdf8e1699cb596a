//! Books in dialects of Markdown come in with every word once and in order, and build; what the writer writes reads back.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files")]

#[path = "import/back.rs"]
mod back;
#[path = "support/mod.rs"]
mod support;

use chapbook::import::tree::{At, Fate, Work};
use chapbook::import::{Choices, Kind, kind, read, write};
use chapbook::{BuildOptions, Folder, Silent, check};
use std::fs;
use std::path::{Path, PathBuf};
use support::imported::{text, words};
use support::{language, printed};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The work, which builds without an error.
fn work(name: &str, known: Kind, choices: &Choices) -> Work {
    let source = Folder::open(&folder().join(name)).unwrap();
    assert_eq!(kind::of(&source).unwrap(), known, "{name}");
    let work = read(&source, known, choices).unwrap_or_else(|found| panic!("{name}: {}", found.message));
    assert_eq!(write(&work), write(&read(&source, known, choices).unwrap()), "{name} is not the same twice");
    printed::is_whole(name, &work);
    work
}

/// No word is lost, doubled or out of order; `more` are words behind those that all have.
fn is_whole(name: &str, known: Kind, more: &str) -> Work {
    let work = work(name, known, &Choices::default());
    let mut expected = words(&fs::read_to_string(folder().join("office/words.txt")).unwrap());
    expected.extend(words(more));
    let mut found = words(&text(&work));
    // The title of a part is not in the text of all.
    let part = ["the", "year", "winter"];
    let at = found.windows(3).position(|three| three == part);
    if let Some(at) = at.filter(|_| matches!(known, Kind::MdBook | Kind::Quarto)) {
        found.drain(at..at + 2);
    }
    let differ = expected.iter().zip(&found).position(|(a, b)| a != b).unwrap_or(expected.len().min(found.len()));
    let near = |all: &[String]| all[differ.saturating_sub(8)..all.len().min(differ + 8)].join(" ");
    assert!(expected == found, "{name}: expected `{}`, found `{}`", near(&expected), near(&found));
    assert!(expected.len() > 1_000);
    work
}

/// What the report must name, with the line.
fn told(work: &Work) -> Vec<String> {
    let told = work.remarks.iter().filter(|remark| remark.fate != Fate::Converted);
    told.map(|remark| format!("{}: {}", remark.what, remark.shown)).collect()
}

#[test]
fn mdbook_with_includes() {
    let work = is_whole("mdbook", Kind::MdBook, "");
    assert_eq!(work.about.title.as_deref(), Some("The Lock-Keeper's Year"));
    assert_eq!(told(&work), ["chapters that are not written yet: A chapter to come"]);
    assert_eq!(work.pictures.len(), 1);
}

#[test]
fn quarto() {
    let work = is_whole("quarto", Kind::Quarto, "");
    assert_eq!(work.about.authors[0].name, "Ada Quill");
    assert_eq!(told(&work), [""; 0]);
}

#[test]
fn leanpub() {
    let work = is_whole("leanpub", Kind::Leanpub, "");
    let wanted = ["directives of Leanpub: align: left", "directives of Leanpub: {sample: true}"];
    assert_eq!(told(&work), wanted);
}

#[test]
fn obsidian() {
    assert_eq!(told(&is_whole("obsidian", Kind::Obsidian, "")), ["other keys in the heads of files: tags"]);
}

#[test]
fn pandoc_with_every_kind_of_table() {
    let tables = "Tables of the House. What passed in March: boats, cargo, Patience, bones, Ada, ash. Two keepers: keeper \
        or she, what he left behind; Marl a thumb, two years; Quill curtains, yellow ones, with a thread drawn. Rope 12, \
        lamp 3. The level: day, level; one, five. Nobody reads a table aloud, and yet so says the heron everybody \
        remembers one.";
    let work = is_whole("pandoc/lock.md", Kind::Markdown, tables);
    assert_eq!(work.about.authors[1].role.as_deref(), Some("edt"));
    assert_eq!(told(&work), [""; 0]);
}

/// A source's text as it is written, and what the report tells of it with its line. It builds without an error.
fn written_of(source: &Folder) -> (Kind, String, Vec<String>) {
    let known = kind::of(source).unwrap();
    let work = read(source, known, &Choices::default()).unwrap();
    let files = write(&work);
    let book = Folder::from_files(files.iter().map(|file| (file.name.as_str(), &file.bytes))).unwrap();
    let outcome = check(&book, BuildOptions::default(), &Silent);
    let texts = files.iter().filter(|file| !file.name.starts_with("images/"));
    let text: String =
        texts.map(|file| format!("== {}\n{}", file.name, String::from_utf8_lossy(&file.bytes))).collect();
    assert!(!outcome.report.has_errors(), "{known:?}: {}\n{text}", outcome.report);
    printed::is_whole_on_screen(&source.name.clone().unwrap_or_default(), &work);
    let told = work.remarks.iter().filter(|remark| remark.fate != Fate::Converted).map(|remark| {
        let line = if let At::Line(line) = remark.place.at { format!(":{line}") } else { String::new() };
        format!("{}{line}: {}: {}", remark.place.file, remark.what, remark.shown)
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    (known, text, told)
}

fn written(files: &[(&str, &str)]) -> (Kind, String, Vec<String>) {
    written_of(&Folder::from_files(files.iter().copied()).unwrap())
}

/// What each tool writes as no other does: the folder in `kinds`, and beside it what it becomes and what is told.
#[test]
fn constructs_of_each_tool() {
    let kinds = folder().join("kinds");
    let names = [
        "bookdown",
        "bookdown-template",
        "bookdown-words",
        "docsify",
        "docsify-words",
        "docusaurus",
        "docusaurus-parts",
        "docusaurus-words",
        "gitbook",
        "gitbook-looks",
        "gitbook-words",
        "google-docs",
        "hugo",
        "hugo-bundles",
        "hugo-folder",
        "hugo-shown",
        "hugo-words",
        "jekyll",
        "jekyll-book",
        "leanpub",
        "leanpub-words",
        "mdbook",
        "mdbook-alone",
        "mkdocs",
        "mkdocs-figures",
        "mkdocs-nav",
        "mkdocs-words",
        "myst",
        "obsidian",
        "obsidian-fields",
        "obsidian-words",
        "pandoc",
        "pandoc-book",
        "pandoc-pictures",
        "pandoc-words",
        "quarto",
        "quarto-site",
        "sphinx",
        "sphinx-root",
        "vitepress",
    ];
    for name in names {
        let (_, text, told) = written_of(&Folder::open(&kinds.join(name)).unwrap());
        let found = format!("{}\n\n{text}", told.join("\n"));
        let path = kinds.join(format!("{name}.txt"));
        if std::env::var_os("CHAPBOOK_BLESS").is_some() {
            fs::write(&path, &found).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, expected, "{name}");
    }
}

/// What real books of each tool hold, and what becomes of it.
#[test]
fn habits_of_tools() {
    let of = |files: &[(&str, &str)]| {
        let (_, text, told) = written(files);
        (text, told.join("\n"))
    };
    let book = ("book.toml", "[book]\ntitle = \"T\"\n");
    let two = [("src/one.md", "# One\n\nWords.\n"), ("src/two.md", "# Two\n\nMore.\n")];

    // GitBook links each title to itself.
    let files = [
        ("SUMMARY.md", "# Summary\n\n* [One](one.md)\n"),
        ("one.md", "# One <a href=\"#one\" id=\"one\"></a>\n\nA.\n"),
    ];
    let (text, _) = of(&[("book.json", "{}"), files[0], files[1]]);
    assert!(text.contains("# One {#one}\n") && !text.contains("[]"), "{text}");

    // The first title of an order may be a part.
    for (before, lost) in [("# Summary\n\n", false), ("", false), ("[One](one.md)\n\n", false), ("# Inhalt\n\n", true)]
    {
        let summary = format!("{before}# Part A\n\n- [One](one.md)\n\n# Part B\n\n- [Two](two.md)\n");
        let (text, told) = of(&[book, ("src/SUMMARY.md", &summary), two[0], two[1]]);
        assert!(text.contains("# Part A") && text.contains("# Part B"), "{before}: {text}");
        assert_eq!(told.contains("titles of the order itself: Inhalt"), lost, "{told}");
    }

    // Sections are no chapters.
    let summary = ("src/SUMMARY.md", "# Summary\n\n- [The House](one.md)\n");
    let more = ("src/SUMMARY.md", "# Summary\n\n- [The House](one.md)\n- [Two](two.md)\n");
    let (text, _) = of(&[book, more, two[1], ("src/one.md", "## Kitchen\n\nA.\n\n## Attic\n\nB.\n")]);
    assert!(text.contains("# The House\n\n## Kitchen\n\nA.\n\n## Attic\n"), "{text}");

    let playground = "# One\n\n{{#playground a.rs editable}}\n";
    let (text, _) = of(&[book, summary, ("src/one.md", playground), ("src/a.rs", "fn main() {}\n")]);
    assert!(text.contains("``` rust\nfn main() {}\n```") || text.contains("```rust\nfn main() {}\n```"), "{text}");

    // What is indented in HTML is no code.
    let html = "---\ntitle: One\n---\n<div>\n\t{% if site.x %}\n\t<p>Kept words.</p>\n\t{% endif %}\n</div>\n\n- a\n\n      code\n";
    let part = "---\ntitle: Two\n---\n{% include_relative part.md %}\n";
    let files = [("a.md", html), ("b.md", part), ("part.md", "Put in once.\n"), ("c.md", "# Three\n\nBare.\n")];
    let (text, told) = of(&[&[("_config.yml", "title: T\n")], files.as_slice()].concat());
    assert!(text.contains("\nKept words.\n") && !text.contains('\u{F8F0}'), "{text}");
    assert!(text.contains("code"), "{text}");
    assert_eq!(text.matches("Put in once.").count(), 1, "{text}");
    assert!(told.contains("c.md: files without a head"), "{told}");
}

/// Each key of settings is taken over, or told by its line.
#[test]
fn settings_are_taken_over_or_told() {
    let png = fs::read(folder().join("kinds/quarto/house.png"))
        .or_else(|_| fs::read(folder().join("kinds/bookdown/house.png")))
        .unwrap();
    let of = |files: &[(&str, &str)]| {
        let pages = [("index.qmd", "# One\n\nWords.\n"), ("img/front.png", "")];
        let files = files.iter().chain(&pages).map(|(name, text)| match text.is_empty() {
            true => (*name, png.as_slice()),
            false => (*name, text.as_bytes()),
        });
        written_of(&Folder::from_files(files.collect::<Vec<_>>()).unwrap())
    };
    let quarto = "project:\n  type: book\n  output-dir: out\nbook:\n  title: T\n  cover-image: img/front.png\n  repo-url: https://a.org\n  chapters: [index.qmd]\nformat:\n  html:\n    theme: cosmo\n";
    let (_, text, told) = of(&[("_quarto.yml", quarto)]);
    assert!(text.contains("[cover]\nfront = \"images/front.png\""), "{text}");
    let wanted = ["3: project.output-dir: out", "7: book.repo-url: https://a.org", "11: format.html.theme: cosmo"];
    let mut wanted = wanted.map(|it| {
        let (line, shown) = it.split_once(": ").unwrap();
        format!("_quarto.yml:{line}: settings of the tool that are not taken over: {shown}")
    });
    wanted.sort();
    assert_eq!(told, wanted);

    let mdbook = "[book]\ntitle = \"T\"\nmultilingual = false\n\n[output.epub]\ncover-image = \"img/front.png\"\n\n[output.html]\nsmart-punctuation = true\n\n[preprocessor.toc]\ncommand = \"x\"\n";
    let summary = "# Summary\n\n- [One](one.md)\n  - [Two](two.md)\n";
    let pages = [("src/SUMMARY.md", summary), ("src/one.md", "# One\n\nWords.\n"), ("src/two.md", "# Two\n\nMore.\n")];
    let (_, text, told) = of(&[&[("book.toml", mdbook)], pages.as_slice()].concat());
    assert!(text.contains("[cover]\nfront = \"images/front.png\""), "{text}");
    let wanted = [
        "book.toml:11: settings of the tool that are not taken over: preprocessor (toc)",
        "book.toml:3: settings of the tool that are not taken over: book.multilingual: false",
        "book.toml:8: settings of the tool that are not taken over: output.html (smart-punctuation)",
        "src/SUMMARY.md:4: chapters inside chapters, as chapters after them: Two",
    ];
    assert_eq!(told, wanted);

    let book = ("manuscript/Book.txt", "one.md\ntwo.md\n");
    let texts = [("manuscript/one.md", "# One\n\nWords.\n"), ("manuscript/two.md", "# Two\n\nMore.\n")];
    let front = [("manuscript/resources/title_page.png", "")];
    let (_, text, _) = of(&[&[book], texts.as_slice(), &front].concat());
    assert!(text.contains("[cover]\nfront = \"images/title-page.png\""), "{text}");

    let alone = "---\ntitle: T\ncover-image: front.png\n---\n\n# One\n\nWords.\n";
    let source = Folder::from_files([("book.md", alone.as_bytes()), ("front.png", png.as_slice())]).unwrap();
    let (_, text, told) = written_of(&source);
    assert!(text.contains("[cover]\nfront = \"images/front.png\""), "{text}");
    assert_eq!(told, [""; 0]);

    let (_, _, told) = of(&[("_bookdown.yml", ": : {"), ("index.Rmd", "# One\n\nWords.\n")]);
    assert!(told.contains(&"_bookdown.yml: settings that cannot be read: ".to_owned()), "{told:?}");
}

#[test]
fn code_in_lists_and_definitions_is_code() {
    let text = "# One\n\nterm\n\n:   meaning\n\n        ::: note\n        [^a]: no note\n        [b]: no link at all\n\n- item\n\n      | no | line\n";
    let (_, text, told) = written(&[("a.md", text), ("b.md", "# Two\n\nMore.\n")]);
    assert!(text.contains("    ::: note\n    [^a]: no note\n    [b]: no link at all"), "{text}");
    assert_eq!(text.matches("no link at all").count(), 1, "{text}");
    assert_eq!(told, [""; 0]);
}

#[test]
fn notes_and_links_hold_in_every_part_of_a_file() {
    let text = "# One\n\n::: note\nBoxed[^a] and [linked][b].\n:::\n\nAgain[^a], and[^c] gone.\n\n[^a]: The note.\n\n[b]: https://example.org\n";
    let (_, text, told) = written(&[("a.md", text), ("b.md", "# Two\n\nMore.\n")]);
    assert!(text.contains("Boxed[^1] and [linked](https://example.org)."), "{text}");
    assert!(text.contains("Again[^1], and"), "{text}");
    assert_eq!(told, ["a.md:7: calls of notes that are not there: [^c]"]);
}

#[test]
fn words_between_angle_brackets_are_kept() {
    let text = "# One\n\nAn Option<T> and `Vec<u8>`.\n\n<div>\nA `Map<K>` of <V> here.\n</div>\n\n[@bep](https://example.org)\n";
    let (_, text, told) = written(&[("a.md", text), ("b.md", "# Two\n\nMore.\n")]);
    assert!(text.contains("Option\\<T>") && text.contains("`Map<K>` of \\<V> here"), "{text}");
    assert!(text.contains("[\\@bep](https://example.org)"), "{text}");
    assert_eq!(told.len(), 2, "{told:?}");
}

/// White space at the edge of code parts words.
#[test]
fn code_keeps_the_space_at_its_edges() {
    let text = "# One\n\nUse `git `now and`  not` later, `a ` and ` b ` c.\n";
    let (_, text, _) = written(&[("a.md", text), ("b.md", "# Two\n\nMore.\n")]);
    assert!(text.contains("Use `git` now and `not` later, `a` and `b` c."), "{text}");
}

#[test]
fn a_meaning_before_a_table_is_no_caption() {
    let text = "# One\n\nTerm one\n: Def one.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nWords.\n\n: Cap\n\n| c | d |\n|---|---|\n| 3 | 4 |\n";
    let (_, text, _) = written(&[("a.md", text), ("b.md", "# Two\n\nMore.\n")]);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
    assert!(place("Term one\n") < place("Def one.") && place("Def one.") < place("| a"), "{text}");
    assert!(text.contains(": Cap") && !text.contains(": Def one.\n\n|"), "{text}");
}

/// Tools without CommonMark's rule for marks beside punctuation.
#[test]
fn strong_words_beside_punctuation() {
    let words = "# One\n\nso**called (a bug)**here, and**right (a patch)**there.\n\n- **Note:**text, `a**b` and foo**\"bar\"**baz.\n- A **plain** one, 2 ** 3.\n\n| **A:**a | b** |\n|---|---|\n| c | d |\n";
    for files in [
        vec![("a.md", words), ("b.md", "# Two\n\nMore.\n")],
        vec![("mkdocs.yml", "site_name: T\n"), ("docs/index.md", words)],
    ] {
        let (_, text, told) = written(&files);
        assert!(
            text.contains("so<strong>called (a bug)</strong>here, and<strong>right (a patch)</strong>there."),
            "{text}"
        );
        assert!(text.contains("<strong>Note:</strong>text, `a**b` and foo<strong>\"bar\"</strong>baz."), "{text}");
        assert!(text.contains("A **plain** one, 2 \\*\\* 3."), "{text}");
        assert!(text.contains("<strong>A:</strong>a | b\\*\\* |"), "{text}");
        assert_eq!(told, [""; 0]);
    }
}

/// What is left of Markdown's own marks is settled, or stays for the author to settle.
#[test]
fn tracked_changes_are_kept_accepted_or_rejected() {
    let words = |tracked| {
        let files = [("a.md", "# One\n\nA {++new ++}{--old --}{~~bad~>good~~} word.\n"), ("b.md", "# Two\n\nMore.\n")];
        let source = Folder::from_files(files).unwrap();
        let work = read(&source, Kind::Markdown, &Choices { tracked, ..Choices::default() }).unwrap();
        String::from_utf8(write(&work)[1].bytes.clone()).unwrap()
    };
    use chapbook::import::Tracked;
    assert!(words(Tracked::Accept).contains("A new good word."));
    assert!(words(Tracked::Reject).contains("A old bad word."));
    assert!(words(Tracked::Keep).contains("{++new++}"));
}

#[test]
fn poems_on_request() {
    let files =
        [("poems/a.md", "# One\n\nThe kettle  \n&nbsp;&nbsp;has *it*.\n\nMore\nlines\n"), ("b.md", "# Two\n\nMore.\n")];
    let source = Folder::from_files(files).unwrap();
    let choices = Choices { poems: vec!["poems/*.md".to_owned()], ..Choices::default() };
    let work = read(&source, Kind::Markdown, &choices).unwrap();
    let all: String = write(&work).iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect();
    assert!(all.contains("```verse\nThe kettle\n  has *it*.\n\nMore\nlines\n```"), "{all}");
}

/// What is written reads back as the same tree, through the reader of manuscripts.
#[test]
fn what_is_written_reads_back() {
    let mut wrong = Vec::new();
    for seed in 1..=400 {
        let mut draw = language::Draw::new(seed);
        let mut chapter = back::chapter(&mut draw);
        chapbook::import::normal::chapter(&mut chapter);
        let work = Work { chapters: vec![chapter.clone()], pictures: back::pictures(), ..Work::default() };
        let text = String::from_utf8(write(&work)[1].bytes.clone()).unwrap();
        let mut read = back::read(&text);
        chapbook::import::normal::chapter(&mut read);
        let differ = read.blocks.iter().zip(&chapter.blocks).find(|(read, own)| read != own);
        if let Some((read, own)) = differ {
            let (read, own) = (format!("{read:?}"), format!("{own:?}"));
            let same = read.char_indices().zip(own.chars()).find(|((_, a), b)| a != b).map_or(0, |((at, _), _)| at);
            let near = |all: &str| all.chars().skip(same.saturating_sub(60)).take(160).collect::<String>();
            wrong.push(format!("seed {seed}: read …{}\nfrom …{}\n{text}", near(&read), near(&own)));
        } else if read.blocks.len() != chapter.blocks.len() {
            wrong.push(format!("seed {seed}: {} blocks, not {}:\n{text}", read.blocks.len(), chapter.blocks.len()));
        }
    }
    assert!(wrong.is_empty(), "{} of 400\n{}", wrong.len(), wrong[..wrong.len().min(12)].join("\n"));
}
