//! What is counted, and what is found in two spellings.

use super::*;

fn of(text: &str) -> StatsOutcome {
    let toml = "[book]\ntitle = 'T'\nlanguage = 'en'\n[manuscript]\nfront = []\n";
    stats(&Folder::from_files([("book.toml", toml), ("a.md", text)]).unwrap(), None).unwrap()
}

#[test]
fn words_verse_and_notes_are_counted_by_chapter_and_part() {
    let text = "# First {.part}\n\n# One\n\nTwo words—or four.[^1] It's e-mail.\n\n[^1]: A note.\n\n# Two\n\n::: verse\nA line\nand more\n:::\n\n```\nno words here\n```\n";
    let counted = of(text);
    let rows: Vec<_> = counted
        .sections
        .iter()
        .map(|row| (row.title.as_str(), row.is_part, row.words, row.verse_lines, row.notes, row.line))
        .collect();
    assert_eq!(rows, [("First", true, 15, 2, 1, 1), ("One", false, 9, 0, 1, 3), ("Two", false, 5, 2, 0, 9)]);
    assert_eq!((counted.words, counted.minutes, counted.verse_lines, counted.notes), (15, 1, 2, 1));
    assert_eq!(counted.pages, Some(4), "a blank page behind the part");
    assert_eq!(counted.sections[0].pages, Some(3));
}

#[test]
fn sentences_and_letters_have_places() {
    let counted = of("# One\n\nShort. This one is a good deal longer than that.\n\nA naïve “word”.\n");
    let longest = &counted.sentences[0];
    assert_eq!((longest.words, longest.place.line), (9, 3));
    assert_eq!(longest.begins, "This one is a good deal longer than");
    let rare: Vec<_> =
        counted.rare.iter().map(|row| (row.letter, row.code.as_str(), row.count, row.place.line)).collect();
    assert_eq!(rare, [('ï', "U+00EF", 1, 5)]);
}

#[test]
fn two_spellings_of_a_word_are_found() {
    let text = "# One\n\nThe grey e-mail of Katharine, in colour.\n\nThe gray email of Katherine, in color. A café, a cafe. \
                For four hours. He saw the Smiths and Smith.\n";
    let counted = of(text);
    let rows: Vec<_> = counted
        .spellings
        .iter()
        .map(|row| (row.kind, row.forms.iter().map(|form| form.form.as_str()).collect::<Vec<_>>()))
        .collect();
    let expected = [
        ("hyphen", vec!["e-mail", "email"]),
        ("accent", vec!["cafe", "café"]),
        ("spelling", vec!["gray", "grey"]),
        ("spelling", vec!["color", "colour"]),
        ("name", vec!["Katharine", "Katherine"]),
    ];
    assert_eq!(rows, expected);
}

#[test]
fn an_edition_that_is_not_there_is_told() {
    let folder = Folder::from_files([("book.toml", "[book]\ntitle = 'T'\n"), ("a.md", "# A\n")]).unwrap();
    assert_eq!(stats(&folder, Some("x")).unwrap_err().into_report().sorted()[0].code, "edition-unknown");
}
