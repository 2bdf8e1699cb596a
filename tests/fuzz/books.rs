//! Books whose text, settings or faces are not as they should be.

use crate::pieces::{MILD, WILD, numbered};
use crate::support::language::Draw;
use crate::{Files, change, seeds, words};

const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>";
const TEXT: &str = "# One\n\nWords *and* words.[^1]\n\n![A wall](a.svg){width=50%}\n\n## Two\n\n[^1]: More words.\n";

pub fn files(named: Vec<(&str, Vec<u8>)>) -> Files {
    named.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect()
}

/// With the files that pieces name.
fn of_text(settings: String, text: Vec<u8>) -> Files {
    files(vec![
        ("a.md", text),
        ("a.svg", PICTURE.into()),
        ("b.md", "# Last\n\n[x](a.md) and [](#last)\n".into()),
        ("book.toml", settings.into_bytes()),
    ])
}

pub fn manuscript(draw: &mut Draw) -> Files {
    let settings = words::settings(draw);
    let pieces = |draw: &mut Draw, of: &[&'static str]| {
        let count = draw.within(1..=80);
        numbered(&(0..count).map(|_| *draw.one(of)).collect::<Vec<_>>())
    };
    let wild = [MILD, WILD].concat();
    let text = match draw.within(0..=3) {
        0 => (pieces(draw, MILD) + "\n\nend[^1]\n\n[^1]: note").into_bytes(),
        1 => (pieces(draw, &wild) + "\n\nend[^1]\n\n[^1]: note").into_bytes(),
        2 => {
            let text = draw_text(draw);
            change::swap(draw, text.into(), &wild)
        }
        _ => {
            let (text, other) = (draw_text(draw), draw_text(draw));
            change::text(draw, &text, &other)
        }
    };
    if draw.within(0..=2) > 0 {
        return of_text(settings, text);
    }
    let mut files = of_text(settings, [head(draw).into_bytes(), text].concat());
    // Of one text or two, with a book.toml or without.
    let (one, bare) = (draw.within(0..=1) == 0, draw.within(0..=1) == 0);
    files.retain(|(name, _)| !(one && name == "b.md" || bare && name == "book.toml"));
    files
}

/// Lines of a YAML head, good and bad.
const HEAD: &[&str] = &[
    "title: A",
    "title: '*b* [c](d) <e> ^[f]'",
    "\"title\": \"\\u0007\"",
    "subtitle: >\n  folded\n  lines",
    "author: [A, {name: B}, 3]",
    "authors:\n  - ''",
    "lang: qq-",
    "lang: de",
    "date: 2024-02-30",
    "date: 2026-11-23T10:00",
    "layout: post",
    "x: [1, 2",
    ": :",
    "é: ü",
];

fn head(draw: &mut Draw) -> String {
    let lines: Vec<&str> = (0..draw.within(0..=5)).map(|_| *draw.one(HEAD)).collect();
    format!("---\n{}\n---\n\n", lines.join("\n"))
}

fn draw_text(draw: &mut Draw) -> String {
    draw.one(seeds::texts()).clone()
}

/// Values that no setting or every setting might have.
const VALUES: &[&str] = &[
    "true",
    "false",
    "0",
    "-1",
    "1e9",
    "99999999999999999999",
    "''",
    "'x'",
    "[]",
    "['a.md']",
    "{}",
    "'0mm'",
    "'-3mm'",
    "'1mm'",
    "'99999mm'",
    "'150%'",
    "'A5'",
    "'a.svg'",
    "'*.md'",
    "['*.md', '*.md']",
    "'2026-02-30'",
    "nan",
    "'../x'",
    "'1mm x 1mm'",
    "1979-05-27",
    "{ regular = 'a.svg' }",
    "{ inner = '40mm', outer = '40mm' }",
    "'\u{202e}'",
];

/// A class that texts of the cases have, and the part that all text is like.
const STYLE: &str = "styles.telegram.";
const BODY: &str = "styles.body.";

pub fn settings(draw: &mut Draw) -> Files {
    let seed = draw.one(seeds::settings()).clone();
    let lines: Vec<&str> = seeds::settings().iter().flat_map(|text| text.lines()).collect();
    let mut made = String::from("book.title = 'T'\n");
    if draw.percent(50) {
        made = seed;
    }
    for _ in 0..draw.within(0..=6) {
        let line = *draw.one(&lines);
        let Some((key, own)) = line.split_once('=') else { continue };
        let other = draw.one(&lines).split_once('=').map_or(own, |(_, value)| value);
        let odd = *draw.one(VALUES);
        let value = *draw.one(&[own, own, other, odd]);
        let section = *draw
            .one(&["", "", "book.", "page.", "type.", "notes.", "print.", "booklet.", "cover.", "epub.", STYLE, BODY]);
        let line = format!("{section}{}={value}\n", key.trim_start_matches('#'));
        if draw.percent(50) { made.push_str(&line) } else { made.insert_str(0, &line) }
    }
    let made = if draw.percent(30) {
        let other = draw.one(seeds::settings()).clone();
        change::text(draw, &made, &other)
    } else {
        made.into_bytes()
    };
    files(vec![("a.md", TEXT.into()), ("a.svg", PICTURE.into()), ("book.toml", made)])
}

const ITEMS: &[&str] = &[
    "#a",
    "#b",
    "#a",
    "#",
    ".",
    ".smallcaps",
    ".center",
    ".right",
    ".letter",
    ".verse",
    ".page",
    ".unnumbered",
    ".epigraph",
    ".dedication",
    ".x",
    ".-",
    "lang=ru",
    "lang=de",
    "lang=",
    "lang=\"x y\"",
    "width=50%",
    "width=0",
    "width=999%",
    "width=-1mm",
    "width=3mm",
    "height=9cm",
    "place=top",
    "place=bottom",
    "place=page",
    "place=x",
    "alt=\"\"",
    "key='a b'",
    "key=\"a",
    "key",
    "=",
    "=x",
    "\"",
    "'",
    "}",
    "{",
    "\\}",
    "\n",
    "\t",
    "é=ü",
    "long=a.svg",
    "columns=2",
    "dir=rtl",
    "title=\"*a* [b](c)\"",
    ":",
    "<!-- -->",
    "`",
    "scale=1e999",
    "class=a",
    "id=b",
    "  ",
];

fn list(draw: &mut Draw) -> String {
    let count = if draw.percent(3) { 900 } else { 4 };
    let items: Vec<&str> = (0..draw.within(0..=count)).map(|_| *draw.one(ITEMS)).collect();
    format!("{{{}}}", items.join(*draw.one(&[" ", " ", " ", ""])))
}

/// `@` is where a list may stand.
const PLACES: &[&str] = &[
    "# Words @\n\n",
    "## Words @\n\n",
    "Words [and *more*]@ words.\n\n",
    "![A wall](a.svg)@\n\n",
    "[words](#a)@ and [](#b)@\n\n",
    "::: @\nWords.\n:::\n\n",
    "::: letter @\nWords.\n:::\n\n",
    "```@\nWords\n```\n\n",
    "```verse @\nWords\n  and words\n```\n\n",
    "> Words\n> @\n\n",
    "| a | b |\n|---|---|\n| c | d |\n@\n\n",
    "Words\n@\n\n",
    "![a](a.svg \"Words[^1]\")@ ![b](a.svg)@\n\n",
    "- words @\n- [words]@\n\n",
    "`words`@\n\n",
    "---\n@\n\n",
];

pub fn attributes(draw: &mut Draw) -> Files {
    let settings = words::settings(draw);
    let mut text = String::from("# First {#a}\n\nWords.[^1]\n\n");
    for _ in 0..draw.within(1..=8) {
        for (at, part) in draw.one(PLACES).split('@').enumerate() {
            if at > 0 {
                text.push_str(&list(draw));
            }
            text.push_str(part);
        }
    }
    of_text(settings, format!("{text}[^1]: Words.\n").into_bytes())
}

/// A family of one damaged face, for the text or for the letters that the family lacks.
pub fn fonts(draw: &mut Draw) -> Files {
    let face = draw.one(seeds::faces());
    let other = draw.one(seeds::faces());
    // Tables are found by a directory at the beginning; what is damaged there and in a table's head is looked at most.
    let damaged = match draw.percent(50) {
        true => change::bytes(draw, face.clone(), other),
        false => tables(draw, face.clone()),
    };
    let key = *draw.one(&["body = { regular = 'f.otf' }", "heading = { regular = 'f.otf' }", "fallback = ['f.otf']"]);
    let settings = format!("book.title = 'T'\nepub.fonts = true\ntype.{key}\n");
    let text = "# Féé\n\nWords fi ffl *and* **words** 0123 \u{628}\u{62a}\u{62b} \u{4e2d}\u{6587} \u{e9}\u{301}.\n";
    files(vec![("a.md", text.into()), ("book.toml", settings.into()), ("f.otf", damaged)])
}

/// Damages the first bytes of one to three tables.
fn tables(draw: &mut Draw, mut face: Vec<u8>) -> Vec<u8> {
    let count = usize::from(face[5]);
    for _ in 0..draw.within(1..=3) {
        let record = 12 + 16 * draw.within(0..=count - 1);
        let place: [u8; 4] = face[record + 8..record + 12].try_into().expect("four bytes");
        let at = u32::from_be_bytes(place) as usize + draw.within(0..=60);
        if let Some(byte) = face.get_mut(at) {
            *byte = *draw.one(&[0, 1, 0x7f, 0x80, 0xfe, 0xff]);
        }
    }
    face
}
