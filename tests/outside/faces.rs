//! The ebook's font files are cut to the letters and forms that occur, and nothing is missed: in Chromium each word is as
//! wide with them as with the whole faces, in small capitals, both kinds of figures, ligatures, verse and other scripts.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::styles::{build, on_screen};

const BOOK: &str = r#"
[book]
title = "Whole Words"
language = "en"

[type]
opening = "small-caps"

[epub]
fonts = true
page-list = false

[styles.loud]
case = "upper"

[styles.swashes]
features = ["ss01", "dlig"]
"#;

const TEXT: &str = r#"
# Affluent Offices, 1968

Charlie Flint offers fjords and AVATAR Towers in 1968, 2026 and 1357; “naïve” coöperation, *Effie’s flask of 1929*,
**a Bold Waffle of 44**, ***both at once***, H~2~O and x^2^, [Loud words]{.loud}, [sketches]{.swashes}.

[Small Capitals of Afflatus]{.smallcaps} and [*slanted ones*]{.smallcaps}, `code fi 0123` and Ελληνικά, Кириллица.

```verse {numbers=2}
The first line ‖ has a mark,
  the second office of 1868,
HAMLET: the third — and more
  the fourth.
```

| Years | Offices |
| --- | ---: |
| 1914 | 3 |
| **1918** | *fifty-five* |
"#;

/// Measures every word in the ebook's faces and in the whole ones.
const SCRIPT: &str = r#"
document.fonts.ready.then(async () => {
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
const nodes = []
while (walker.nextNode()) if (walker.currentNode.data.trim()) nodes.push(walker.currentNode)
const widths = () => nodes.flatMap(node => [...node.data.matchAll(/\S+/g)].map(({ index, 0: word }) => {
    const range = document.createRange()
    range.setStart(node, index)
    range.setEnd(node, index + word.length)
    return [word, range.getBoundingClientRect().width]
}))
const own = widths()
const families = nodes.map(node => getComputedStyle(node.parentElement).fontFamily)
const sheet = document.createElement('style')
sheet.textContent = WHOLE
document.head.append(sheet)
nodes.forEach((node, at) => {
    const name = /book-mono/.test(families[at].split(',')[0]) ? 'whole-mono' : 'whole'
    node.parentElement.style.fontFamily = name
})
await Promise.all([...document.fonts].map(face => face.load().catch(why => { throw `${face.family} ${face.weight} ${face.style}: ${why}` })))
await document.fonts.ready
const whole = widths()
const differ = own.map(([word, width], at) => [word, width, whole[at][1]]).filter(([, a, b]) => Math.abs(a - b) > 0.05 || !(a > 0))
const faces = [...document.fonts].filter(face => /whole/.test(face.family) && face.status === 'loaded').length
document.documentElement.setAttribute('data-found', encodeURIComponent(JSON.stringify({ words: own.length, faces, differ })))
}).catch(why => document.documentElement.setAttribute('data-found', encodeURIComponent(JSON.stringify(String(why)))))
"#;

#[test]
#[ignore = "needs Chromium: tests/run"]
fn cut_faces_show_every_word_as_whole_ones_do() {
    compare(BOOK);
}

/// An author's sheet may ask for small capitals where the program has none, and for letters of another case.
#[test]
#[ignore = "needs Chromium: tests/run"]
fn faces_of_a_book_with_a_sheet_of_its_own_miss_nothing_either() {
    compare(&BOOK.replace("[epub]", "[epub]\ncss = \"own.css\""));
}

const OWN: &str =
    "h1 { font-variant: all-small-caps } p { font-variant-numeric: tabular-nums } td { text-transform: uppercase }";

fn compare(settings: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    fs::create_dir(folder.join("book")).expect("a folder");
    fs::write(folder.join("book/own.css"), OWN).expect("a file");
    build(folder, settings, TEXT, "epub");
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let face = |family: &str, weight: &str, style: &str, file: &str| {
        let path = fonts.join(file);
        assert!(path.exists(), "{file} is there");
        let path = path.display();
        format!(
            "@font-face {{ font-family: {family}; font-weight: {weight}; font-style: {style}; src: url('file://{path}'); }}"
        )
    };
    let serif = |name: &str| format!("libertinus-serif/LibertinusSerif-{name}.otf");
    let sheet = [
        face("whole", "normal", "normal", &serif("Regular")),
        face("whole", "normal", "italic", &serif("Italic")),
        face("whole", "bold", "normal", &serif("Bold")),
        face("whole", "bold", "italic", &serif("BoldItalic")),
        face("whole-mono", "normal", "normal", "source-code/SourceCodePro-Regular.otf"),
    ];
    let script = SCRIPT.replace("WHOLE", &format!("{:?}", sheet.concat()));
    let found = on_screen(folder, "whole-words.epub", "<span class=\"lead-in\">Charlie", &script);
    assert!(found["words"].as_u64().is_some_and(|words| words > 60) && found["faces"] == 5, "{found:#}");
    assert_eq!(found["differ"].as_array().map(Vec::len), Some(0), "{found:#}");
    // One file for each face that occurs.
    let names = fs::read_dir(folder.join("ebook/OEBPS/fonts")).expect("fonts").flatten();
    let mut names: Vec<String> = names.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let wanted = ["body-bold-italic.otf", "body-bold.otf", "body-italic.otf", "body-regular.otf", "mono-regular.otf"];
    assert_eq!(names, wanted);
}

#[test]
#[ignore = "slow: tests/run"]
fn the_handbooks_faces_are_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let folder = folder.path();
    for name in ["manuscript", "manuscript/images", "covers"] {
        fs::create_dir(folder.join(name)).expect("a folder");
        for file in fs::read_dir(root.join(name)).expect("files").flatten().filter(|file| file.path().is_file()) {
            fs::copy(file.path(), folder.join(name).join(file.file_name())).expect("a copy");
        }
    }
    let settings = folder.join("manuscript/book.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, format!("{text}\n[epub]\nfonts = true\n")).expect("settings");
    let out = folder.join("out");
    let built = Command::new(env!("CARGO_BIN_EXE_chapbook"))
        .args(["build", "-q", "--only", "epub", "--out"])
        .args([out.as_path(), folder])
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let epub = fs::File::open(out.join("chapbook.epub")).expect("an EPUB");
    let mut archive = zip::ZipArchive::new(epub).expect("an archive");
    let (mut files, mut bytes) = (0, 0);
    for at in 0..archive.len() {
        let file = archive.by_index(at).expect("a file");
        if file.name().contains("/fonts/") {
            (files, bytes) = (files + 1, bytes + file.compressed_size());
        }
    }
    assert!(files > 4 && bytes < 100_000, "{files} fonts take {bytes} bytes");
}
