//! Books compared from end to end, in memory.

use super::*;
use crate::base::Folder;

const SETTINGS: &str = "[book]\ntitle = 'Counting'\nlanguage = 'en'\n[page]\ntrim = 'A6'\n[cover]\nenabled = false\n";
const WORDS: &str = "The sheets lay in the order in which they had come from the press, and the room was quiet. ";

fn chapter(title: &str, paragraphs: usize) -> String {
    format!("# {title}\n\n{}", format!("{}\n\n", WORDS.repeat(6)).repeat(paragraphs))
}

fn book(settings: &str, texts: &[String]) -> Thing<'static> {
    let texts = texts.iter().enumerate().map(|(at, text)| (format!("{at}.md"), text.clone()));
    let files = texts.chain([("book.toml".to_owned(), format!("{SETTINGS}{settings}"))]);
    Thing::Book(Folder::from_files(files).unwrap())
}

fn told(before: &Thing, after: &Thing) -> DiffOutcome {
    let options = DiffOptions { edition: None, drawn: 3 };
    diff(Compared { name: "old", what: before }, Compared { name: "new", what: after }, options).unwrap()
}

fn states(outcome: &DiffOutcome) -> Vec<ChapterState> {
    let chapters = outcome.chapters.iter().filter(|chapter| !chapter.title.starts_with('('));
    chapters.map(|chapter| chapter.state).collect()
}

#[test]
fn a_changed_word_is_told_with_its_line_and_its_page() {
    let texts = [chapter("One", 5), chapter("Two", 5), chapter("Three", 2)];
    let mut edited = texts.clone();
    edited[1] = edited[1].replacen("room was quiet", "hall was *empty*", 1);
    let (old, new) = (book("", &texts), book("", &edited));
    let outcome = told(&old, &new);
    assert_eq!((outcome.difference, outcome.removed, outcome.added), (Difference::Words, 2, 2));
    assert_eq!(states(&outcome), [ChapterState::Same, ChapterState::Words, ChapterState::Same]);
    let changed = outcome.chapters.iter().find(|chapter| chapter.title == "Two").unwrap();
    let place = changed.changes[0].after.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.line, changed.changes.len()), ("1.md", Some(3), 1));
    let [page] = &outcome.pages.changed[..] else { panic!("{:?}", outcome.pages) };
    assert_eq!((page.removed, page.added, page.before == page.after), (2, 2, true));
    assert_eq!(outcome.pages.same + 1, outcome.after.pages.unwrap());
    let [(_, (Some(before), Some(after)))] = &outcome.drawn.pairs[..] else { panic!("one page is drawn") };
    assert!(before.contains("class=\"gone\"") && after.contains("class=\"new\""));
    assert!(outcome.drawn.fonts.starts_with("@font-face{font-family:\"f"));
    let same = told(&old, &old);
    assert_eq!((same.difference, same.drawn.pairs.len(), same.pages.changed.len()), (Difference::None, 0, 0));
    assert!(same.files.iter().all(|file| file.same));
}

#[test]
fn text_that_is_only_set_otherwise_is_told_apart() {
    let texts = [chapter("One", 9), chapter("Two", 9)];
    let outcome = told(&book("", &texts), &book("[type]\nsize = '9.5pt'\n", &texts));
    assert_eq!((outcome.difference, outcome.removed + outcome.added), (Difference::Setting, 0));
    assert_eq!(states(&outcome), [ChapterState::Setting; 2]);
    assert!(outcome.pages.changed.iter().all(|page| page.removed + page.added == 0), "{:?}", outcome.pages);
    assert_eq!((outcome.pages.drawn, outcome.drawn.pairs.len()), (3, 3), "no more than asked for");
    // A word that is emphasized says what it said.
    let stressed = [texts[0].replacen("quiet", "*quiet*", 1), texts[1].clone()];
    let outcome = told(&book("", &texts), &book("", &stressed));
    assert_eq!(outcome.difference, Difference::Setting);
    // What no page shows.
    let outcome = told(&book("", &texts), &book("[epub]\ncertifier = 'A. Keeper'\n", &texts));
    assert_eq!((outcome.difference, states(&outcome)), (Difference::Files, vec![ChapterState::Same; 2]));
}

#[test]
fn a_new_chapter_moves_the_pages_behind_it() {
    let texts = [chapter("One", 5), chapter("Three", 5)];
    let more = [chapter("One", 5), chapter("Two", 1), chapter("Three", 5)];
    let outcome = told(&book("", &texts), &book("", &more));
    assert_eq!(states(&outcome), [ChapterState::Same, ChapterState::Added, ChapterState::Moved]);
    let [moved] = &outcome.pages.moved[..] else { panic!("{:?}", outcome.pages.moved) };
    assert!(moved.after[0].page > moved.before[0].page);
    let back = told(&book("", &more), &book("", &texts));
    assert_eq!(states(&back), [ChapterState::Same, ChapterState::Removed, ChapterState::Moved]);
    assert_eq!((back.removed, back.added), (outcome.added, outcome.removed));
}

#[test]
fn findings_of_one_book_alone_are_told() {
    let texts = [chapter("One", 2)];
    let unused = [format!("{}[^unused]: A note.\n", texts[0])];
    let (old, new) = (book("", &texts), book("", &unused));
    let (more, less) = (told(&old, &new), told(&new, &old));
    assert_eq!(more.gained.iter().map(|row| row.code).collect::<Vec<_>>(), ["note-unused"]);
    assert_eq!((more.gained[0].place.as_ref().unwrap().line, more.lost.len()), (Some(7), 0));
    assert_eq!(less.lost.len(), 1);
    let broken = book("", &[texts[0].replacen("quiet", "quiet[^none]", 1)]);
    let failed =
        diff(Compared { name: "old", what: &old }, Compared { name: "new", what: &broken }, DiffOptions::default());
    let Err(Failure::Input(report)) = failed else { panic!("a book with errors is not compared") };
    assert!(report.to_string().contains("(in `new`)"), "{report}");
}

#[test]
fn a_word_that_goes_on_overleaf_is_one_word() {
    // One paragraph over several pages, pushed on by some words at its beginning; no word comes twice.
    let syllables = ["ba", "lo", "mi", "ru", "te", "sa", "ko", "ne", "di", "fu"];
    let word = |at: usize| [1, 10, 100, 1_000].map(|step| syllables[at / step % 10]).concat();
    let words: Vec<String> = (0..1_200).map(word).collect();
    let long = format!("# One\n\n{}.\n", words.join(" "));
    let pushed = long.replacen("babababa", "Whatever anybody says of it, babababa", 1);
    let outcome = told(&book("", &[long]), &book("", &[pushed]));
    let words: usize = outcome.pages.changed.iter().map(|page| page.removed + page.added).sum();
    assert_eq!(words, 5, "{:?}", outcome.pages.changed);
}

fn file(bytes: &[u8]) -> Thing<'_> {
    Thing::Pdf(Input::Bytes { name: "a.pdf", bytes })
}

#[test]
fn two_pdfs_are_compared_by_their_words() {
    let texts = [chapter("One", 9), chapter("Two", 9)];
    let mut edited = texts.clone();
    edited[0] = edited[0].replacen("room was quiet", "hall was quiet", 1);
    let pdf = |texts: &[String]| {
        let Thing::Book(folder) = book("", texts) else { panic!("a book") };
        let only = [crate::pipeline::Output::Print.into()];
        let options = crate::pipeline::BuildOptions { only: &only, ..Default::default() };
        crate::pipeline::build(&folder, options, &crate::pipeline::Silent).artifacts.remove(0).bytes
    };
    let (one, other) = (pdf(&texts), pdf(&edited));
    let outcome = told(&file(&one), &file(&other));
    assert_eq!((outcome.difference, outcome.removed, outcome.added), (Difference::Words, 1, 1));
    let said: Vec<_> = outcome.changes[0].pieces.iter().filter(|piece| piece.kind != PieceKind::Kept).collect();
    assert_eq!((said[0].text.trim(), said[1].text.trim()), ("room", "hall"));
    assert_eq!(
        outcome.changes[0].after.as_ref().unwrap().page,
        outcome.pages.changed[0].after.as_ref().map(|page| page.page)
    );
    assert_eq!(told(&file(&one), &file(&one)).difference, Difference::None);
    let compared = |name, what| Compared { name, what };
    let (before, after) = (file(&one), file(&other));
    let options = DiffOptions { drawn: 1, ..DiffOptions::default() };
    let outcome = diff(compared("old", &before), compared("new", &after), options).unwrap();
    let [(0, (Some(before), Some(after)))] = &outcome.drawn.pairs[..] else { panic!("one pair is drawn") };
    for (picture, class) in [(before, "gone"), (after, "new")] {
        assert!(picture.contains("href=\"data:image/png;base64,"));
        assert_eq!(picture.matches(&format!("class=\"{class}\"")).count(), 1, "the word is marked");
    }
}

/// A page with the same words and another picture is another page; one that no memory could hold is not drawn.
#[test]
fn pictures_of_a_pdf_are_compared_and_the_largest_left_undrawn() {
    use lopdf::{Document, Stream, dictionary};
    let pdf = |gray: u8, side: i64| {
        let mut file = Document::with_version("1.7");
        let pages = file.new_object_id();
        let picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => side, "Height" => side,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        };
        let picture = file.add_object(Stream::new(picture, vec![gray; 4]));
        let content = file.add_object(Stream::new(dictionary! {}, b"90 0 0 90 5 5 cm /I Do".to_vec()));
        let page = file.add_object(dictionary! {
            "Type" => "Page", "Parent" => pages, "Contents" => content,
            "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
            "Resources" => dictionary! { "XObject" => dictionary! { "I" => picture } },
        });
        file.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
        let catalog = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        file.trailer.set("Root", catalog);
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).unwrap();
        bytes
    };
    let (one, other, huge) = (pdf(0, 2), pdf(200, 2), pdf(200, 100_000));
    let drawn = |before: &[u8], after: &[u8]| {
        let (before, after) = (file(before), file(after));
        let options = DiffOptions { drawn: 1, ..DiffOptions::default() };
        let of = |what| Compared { name: "a.pdf", what };
        let outcome = diff(of(&before), of(&after), options).unwrap();
        (outcome.difference, outcome.drawn.pairs.into_iter().map(|(_, (old, new))| (old.is_some(), new.is_some())))
    };
    let (difference, pairs) = drawn(&one, &other);
    assert_eq!((difference, pairs.collect::<Vec<_>>()), (Difference::Setting, vec![(true, true)]));
    let (difference, pairs) = drawn(&one, &huge);
    assert_eq!((difference, pairs.collect::<Vec<_>>()), (Difference::Setting, vec![(true, false)]));
    assert_eq!(drawn(&one, &one).0, Difference::None);
}
