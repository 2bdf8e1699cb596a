//! A new kind of block, of `:::` or of inline must be thought of wherever kinds are told apart: no catch-all arm, no question that
//! passes over the others, but where this list says why.

use super::{rust_files, shown};
use std::fs;
use std::ops::Range;

/// Where one kind may be asked for: the file, what the pattern holds, and why no other kind matters there.
const ONE_KIND: &[(&str, &str, &str)] = &[
    ("src/model/walk.rs", "BlockKind::Code", "code has text and no runs; `own_runs` thinks of the others"),
    (
        "src/model/walk.rs",
        "BlockKind::Definitions",
        "terms stand among blocks; `children` and `own_runs` think of the others",
    ),
    ("src/model/walk.rs", "BlockKind::Figure", "pictures: a figure is the one block that is one"),
    ("src/model/walk.rs", "Inline::Image", "pictures: an image is the one inline that is one"),
    ("src/model/walk.rs", "Inline::LineEnd", "whether a line ends"),
    ("src/model/walk.rs", "Inline::Text", "spaces between pictures"),
    ("src/manuscript/resolve/mod.rs", "BlockKind::Paragraph", "pictures stand among the words of paragraphs"),
    ("src/model/headings.rs", "BlockKind::Heading", "headings alone have a depth"),
    ("src/model/barriers.rs", "Inline::Text", "where the words of another language begin"),
    ("src/model/lists.rs", "Inline::Text", "where a caption begins, and the stop of a first line"),
    ("src/model/lists.rs", "BlockKind::Verse", "the index is of poems"),
    ("src/model/lists.rs", "BlockKind::Figure", "the list of illustrations is of figures"),
    ("src/model/lists.rs", "BlockKind::Table", "the list of tables is of tables"),
    ("src/manuscript/resolve/sections.rs", "BlockKind::Heading", "headings open sections"),
    ("src/manuscript/resolve/sections.rs", "DivKind::Dedication", "a dedication that stands alone is a section"),
    ("src/manuscript/resolve/sections.rs", "BlockKind::Quote", "quotes that open a chapter are epigraphs"),
    ("src/manuscript/resolve/sections.rs", "BlockKind::Verse", "a poem may carry its quote's attribution"),
    ("src/manuscript/resolve/calls.rs", "Inline::Note", "calls of notes"),
    ("src/manuscript/resolve/calls.rs", "BlockKind::Heading", "a heading in a note is none of a chapter"),
    ("src/manuscript/resolve/anchors.rs", "BlockKind::Heading", "headings are named by their words"),
    ("src/manuscript/resolve/titles.rs", "Inline::Link", "links get the words of what they lead to"),
    ("src/manuscript/check.rs", "BlockKind::Figure", "only figures are placed"),
    ("src/manuscript/check.rs", "BlockKind::Heading", "headings skip levels"),
    ("src/manuscript/check.rs", "Inline::Note", "a figure whose caption calls a note"),
    ("src/manuscript/check.rs", "Inline::Link", "addresses are links"),
    ("src/manuscript/made.rs", "BlockKind::Heading", "contents list headings"),
    ("src/manuscript/fill.rs", "BlockKind::Heading", "a heading may say what the book is called"),
    ("src/design/letter.rs", "BlockKind::Paragraph", "lines of a letter are paragraphs"),
    ("src/design/opening.rs", "Inline::Span", "an empty span is a place and no text"),
    ("src/layout/galley/blocks.rs", "BlockKind::Verse", "poems may each begin a page"),
    ("src/layout/galley/blocks.rs", "BlockKind::Heading", "a poem begins with its heading"),
    ("src/layout/galley/edges.rs", "BlockKind::Verse", "poems share an edge"),
    ("src/layout/galley/edges.rs", "BlockKind::Heading", "the number of a poem may be its heading"),
    ("src/layout/galley/opening.rs", "BlockKind::Paragraph", "made pages are made of paragraphs"),
    ("src/layout/paginate/rounds.rs", "Inline::PageOf", "whether folios are asked for"),
    ("src/layout/copyfit.rs", "BlockKind::Paragraph", "paragraphs alone have a looseness"),
    ("src/pipeline/stats/count.rs", "BlockKind::Code", "code is not counted"),
    ("src/pipeline/stats/count.rs", "BlockKind::Verse", "lines of verse"),
    ("src/pipeline/stats/count.rs", "BlockKind::Paragraph", "sentences are of running text"),
    ("src/pipeline/fit/trial.rs", "BlockKind::Verse", "whether there are stanzas"),
    ("src/xhtml/sections.rs", "BlockKind::Heading", "headings open sections; `block` writes the others"),
    ("src/xhtml/sections.rs", "DivKind::Dedication", "a section that is a dedication needs no second element"),
    ("src/xhtml/sections.rs", "BlockKind::Paragraph", "title and subtitle; `block` writes the others"),
    ("src/xhtml/text.rs", "Inline::Emphasis", "the slant of a class of words is its element's own"),
    ("src/epub/facts.rs", "BlockKind::Heading", "whether there are headings"),
    ("src/epub/facts.rs", "Inline::Image", "pictures in titles"),
    ("src/epub/facts.rs", "Inline::Link", "whether an index leads somewhere"),
    ("src/epub/nav.rs", "BlockKind::Contents", "the contents are found"),
    ("src/epub/nav.rs", "BlockKind::Heading", "contents list headings"),
    ("src/epub/nav.rs", "BlockKind::Verse", "and poems"),
];

#[test]
fn every_kind_is_thought_of() {
    let mut wrong = Vec::new();
    let mut used = vec![false; ONE_KIND.len()];
    for path in rust_files("src") {
        let file = shown(&path);
        // One makes the kinds, and tells apart what pulldown-cmark reads; the tree of the other has kinds of its own.
        let others = ["src/manuscript/markdown/", "src/import/"];
        if others.iter().any(|room| file.starts_with(room)) || file.ends_with("tests.rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for pattern in partial_patterns(code) {
            let allowed = ONE_KIND.iter().position(|(place, kind, _)| *place == file && pattern.contains(kind));
            match allowed {
                Some(at) => used[at] = true,
                None => wrong.push(format!("{file}: `{pattern}` passes over other kinds")),
            }
        }
    }
    let unused = ONE_KIND.iter().zip(used).filter(|(_, used)| !used);
    wrong.extend(unused.map(|((file, kind, _), _)| format!("{file}: nothing asks for {kind} alone any more")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The patterns that name kinds and let others pass: of `let`, of `matches!`, and of the arms beside a catch-all.
fn partial_patterns(code: &str) -> Vec<String> {
    let code = without_literals(code);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("let ") {
        let rest = &code[at + 4..];
        let end = rest.match_indices('=').map(|(end, _)| end).find(|end| !rest[end + 1..].starts_with(['=', '>']));
        found.extend(end.map(|end| rest[..end].to_owned()).filter(|pattern| !pattern.contains(';')));
    }
    for (at, _) in code.match_indices("matches!(") {
        let open = at + "matches!".len();
        found.push(code[inside(&code, open)].to_owned());
    }
    for (at, _) in code.match_indices("match ") {
        let Some(open) = code[at..].find('{').map(|open| at + open) else { continue };
        let arms = arms(&code[inside(&code, open)]);
        if arms.iter().any(|arm| is_catch_all(arm)) {
            found.extend(arms);
        }
    }
    found.retain(|pattern| ["BlockKind::", "DivKind::", "Inline::"].iter().any(|kinds| names(pattern, kinds)));
    found.iter().map(|pattern| pattern.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Whether a path begins so: `CodeBlockKind::` is another's.
fn names(pattern: &str, start: &str) -> bool {
    pattern.match_indices(start).any(|(at, _)| !pattern[..at].ends_with(char::is_alphanumeric))
}

/// What stands between the bracket at `open` and the one that closes it.
fn inside(code: &str, open: usize) -> Range<usize> {
    let mut depth = 0;
    for (at, letter) in code[open..].char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + 1..open + at;
        }
    }
    open + 1..code.len()
}

/// The patterns of a match's arms, with their guards.
fn arms(body: &str) -> Vec<String> {
    let mut arms = Vec::new();
    let mut rest = body;
    while let Some(arrow) = rest.find("=>") {
        arms.push(rest[..arrow].trim_start_matches([',', ' ', '\n']).to_owned());
        rest = rest[arrow + 2..].trim_start();
        let mut depth = 0;
        let block = rest.starts_with('{');
        let end = rest.char_indices().find(|(_, letter)| {
            match letter {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
            depth == 0 && (*letter == ',' || block && *letter == '}')
        });
        rest = end.map_or("", |(at, _)| &rest[at + 1..]);
    }
    arms
}

/// `_`, a name, or a tuple of such, without a guard.
fn is_catch_all(pattern: &str) -> bool {
    let pattern = pattern.trim();
    !pattern.is_empty()
        && pattern.chars().all(|c| c.is_ascii_lowercase() || "_(), &".contains(c))
        && !pattern.contains(" if ")
        && !matches!(pattern, "true" | "false")
}

/// Strings and characters emptied and comments taken out, so that no bracket stands in them.
fn without_literals(code: &str) -> String {
    let mut out = String::with_capacity(code.len());
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '/' && letters.peek() == Some(&'/') {
            letters.by_ref().find(|letter| *letter == '\n');
            out.push('\n');
            continue;
        }
        out.push(letter);
        if letter == '"' {
            while let Some(inner) = letters.next().filter(|inner| *inner != '"') {
                if inner == '\\' {
                    letters.next();
                }
            }
            out.push('"');
        } else if letter == '\'' {
            let mut ahead = letters.clone();
            let first = ahead.next();
            // A lifetime has no second quote.
            let closes = if first == Some('\\') { true } else { ahead.next() == Some('\'') };
            if closes {
                let escaped = letters.next() == Some('\\');
                if escaped {
                    letters.next();
                }
                for inner in letters.by_ref() {
                    if inner == '\'' {
                        break;
                    }
                }
                out.push('\'');
            }
        }
    }
    out
}

#[test]
fn partial_patterns_are_found() {
    let found = |code: &str| partial_patterns(code).len();
    assert_eq!(found("if let BlockKind::Code { text } = &block.kind {}"), 1);
    assert_eq!(found("let BlockKind::Code { .. } = kind else { return };"), 1);
    assert_eq!(found("let kind = BlockKind::Break; let same = kind == BlockKind::Break;"), 0);
    assert_eq!(found("matches!(kind, BlockKind::Break)"), 1);
    assert_eq!(found("matches!(kind, CodeBlockKind::Indented)"), 0);
    assert_eq!(found("match kind { DivKind::Letter => 1, _ => 2 }"), 1);
    assert_eq!(found("match kind { BlockKind::Break => f('{'), BlockKind::Code { .. } => {} _ => 1 }"), 2);
    assert_eq!(found("match kind { BlockKind::Break => \"}\", BlockKind::Code { .. } => {} }"), 0);
    assert_eq!(found("match (a, kind) { (1, Inline::Text { .. }) => 2, (a, kind) => 3, }"), 1);
    assert_eq!(found("match role { Role::Part => BlockKind::Break, _ => BlockKind::PageBreak }"), 0);
}
