//! Every construct of the table is found wherever it may stand, and nothing else is.

use super::table::Place;
use super::{State, constructs, scan};
use crate::base::{FileId, Report, Severity};
use crate::manuscript::mask;

fn found(text: &str) -> Vec<(Severity, &'static str, String)> {
    let mut report = Report::default();
    let masked = mask::mask(text, FileId(0));
    scan(FileId(0), text, &masked, &[], &mut report);
    let shown = |found: &crate::base::Diagnostic| {
        let span = found.span.unwrap();
        (found.severity, found.code, text[span.start as usize..span.end as usize].to_owned())
    };
    report.sorted().into_iter().map(shown).collect()
}

fn codes(text: &str) -> Vec<&'static str> {
    found(text).into_iter().map(|(_, code, _)| code).collect()
}

/// An example in each place where it may stand.
fn places(example: &str, place: Place) -> Vec<String> {
    let behind = |first: &str, mark: &str| {
        let lines =
            example.lines().enumerate().map(|(at, line)| format!("{}{line}", if at == 0 { first } else { mark }));
        lines.collect::<Vec<_>>().join("\n")
    };
    let alone = format!("{example}\n\nMore.\n");
    if place == Place::Head {
        return vec![alone];
    }
    let mut all = vec![
        format!("# One\n\nBefore.\n\n{alone}"),
        format!("# One\n\n{}\n", behind("> ", "> ")),
        format!("# One\n\n> - {}\n", behind("", ">   ")),
        format!("# One\n\n{}\n", behind("- ", "  ")),
        format!("# One\n\n{}\n", behind("12. ", "    ")),
        format!("# One\n\nWords.[^n]\n\n{}\n", behind("[^n]: ", "    ")),
    ];
    if place != Place::Fence && place != Place::Link {
        all.push(format!("# One\n\n```verse\nA first line,\n{example}\n```\n"));
        all.push(format!("# One\n\n> ```verse\n{}\n> ```\n", behind("> ", "> ")));
    }
    all
}

#[test]
fn every_construct_is_told_wherever_it_stands() {
    assert!(constructs().len() > 60, "{}", constructs().len());
    for construct in constructs().iter().filter(|construct| construct.state != State::Read) {
        assert!(construct.regex().is_some(), "{}: {}", construct.tool, construct.pattern);
        let severity = if construct.state == State::Error { Severity::Error } else { Severity::Warning };
        for text in places(&construct.example, construct.place) {
            let found = found(&text);
            let own = found.iter().any(|(of, code, _)| *of == severity && *code == construct.code);
            assert!(own, "{} of {} in {text:?}: {found:?}", construct.construct, construct.tool);
        }
    }
}

#[test]
fn code_and_a_backslash_are_the_ways_out() {
    for construct in constructs().iter().filter(|construct| construct.state != State::Read) {
        let inside = matches!(construct.place, Place::Text | Place::Line);
        let code = format!("# One\n\n````\n{}\n````\n", construct.example);
        if inside && !construct.example.contains('`') {
            assert_eq!(codes(&code), [""; 0], "{code}");
            assert_eq!(codes(&format!("Words: `` {} ``.\n", construct.example)), [""; 0], "{}", construct.example);
        }
    }
    for text in
        [r"\{{#include x}}", r"A claim \[@smith2001].", r"\{mainmatter}", r"\%% words", r"See \@jones99.", r"\[TOC]"]
    {
        assert_eq!(codes(text), [""; 0], "{text}");
    }
}

#[test]
fn plain_text_is_plain() {
    for text in [
        "Mail a.b@example.org or [write](mailto:a.b@example.org), 5 % or 100%, at 12:30:45 (see p. [3]).\n",
        "She said: \"a + b = c\", C++ and D++, x == y. [sic] ^[a note] H~2~O x^2^ {#id}\n",
        "# A title {#one .part}\n\n::: letter\nDear.\n:::\n\n[Small]{.smallcaps} ![a](b.png){width=50%}\n",
        "- A. Writer\n- B\n\n> A quote\n\n* * *\n\n---\n\n1. x\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        "```verse\nAnna:: Well.\n  I said so --\n\n-- Who\n```\n\n```rust\nlet x = a[0][1];\n```\n",
        "A path C:\\temp\\new and a \\* star. 50 > 40. :-) she wrote. Term\n:   A definition\n",
        "[one][two] and [two]\n\n[two]: https://example.org/@name/[[x]]\n",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn references_to_nothing_are_told_once_each() {
    let text = "At [the mill][m], at [the mill][], at [the mill], at [another].\n\nAn ![image][pic] and a[^n][^m].\n\n[^n]: x\n\n[^m]: y\n";
    let found: Vec<String> = found(text).into_iter().map(|(_, code, typed)| format!("{code} {typed}")).collect();
    let wanted = ["[the mill][m]", "[the mill][]", "[the mill]", "![image][pic]"];
    assert_eq!(found, wanted.map(|typed| format!("reference-undefined {typed}")));
}

#[test]
fn notes_of_word_are_told_once_a_file() {
    let text = "Burnt twice.[[1\\]](#_ftn1) Nobody wept.[[2\\]](#_ftn2)\n\n[[1\\]](#_ftnref1) Parish book.\n";
    assert_eq!(codes(text), ["word-notes"]);
}
