//! A small book by hand, written and read back: the archive, its links, its notes and its pages.

use super::write;
use crate::base::{Folder, Folio, FolioStyle, Report};
use crate::design::{Design, design};
use crate::manuscript::settings::Settings;
use crate::model::*;
use crate::pictures::{Format, Picture};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

fn words(text: &str) -> Inline {
    Inline::Text { text: text.to_owned(), span: LocalSpan::default() }
}

/// A call of the first chapter's note, so many chapters behind it.
fn call(back: u32, call: u32) -> Inline {
    Inline::Note { note: NoteRef { back, at: 0 }, call, span: LocalSpan::default() }
}

fn paragraph(id: u32, inlines: Vec<Inline>) -> Block {
    let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
    Block { id: BlockId(id), span: LocalSpan::default(), attributes: Attributes::default(), kind }
}

/// Of the chapters' names, by their places.
fn anchor_of(at: u32) -> AnchorId {
    AnchorId::of(["note-1", "two", "contents"][at as usize])
}

fn chapter(at: u32, title: &str, blocks: Vec<Block>) -> Section {
    let slug = title.to_lowercase();
    Section { anchor: anchor_of(at), slug, title: vec![words(title)], listed: true, blocks, ..Section::default() }
}

/// Two chapters; a note called from both; a link; an author's id that looks like one of ours; any `text`.
fn book(text: &str) -> Book {
    let anchor = |name: &str, section| Anchor {
        name: name.to_owned(),
        section: SectionId(section),
        block: None,
        title: String::new(),
    };
    let link = Inline::Link {
        target: Target::Anchor(AnchorId::of("two")),
        children: vec![words("here")],
        span: LocalSpan::default(),
    };
    let mut first = chapter(0, "One", vec![paragraph(7, vec![words(text), call(0, 0)]), paragraph(1, vec![link])]);
    let second = chapter(1, "Two", vec![paragraph(2, vec![words("Again"), call(1, 1)])]);
    let note = Note {
        label: Some("a".to_owned()),
        calls: 2,
        blocks: vec![paragraph(3, vec![words("The note.")])],
        span: LocalSpan::default(),
    };
    first.notes.push(note);
    let metadata = Metadata {
        title: "T & <T>".to_owned(),
        language: "en".to_owned(),
        identifier: "urn:x:1".to_owned(),
        instant: "2026-11-23T00:00:00Z".to_owned(),
        ..Metadata::default()
    };
    let anchors = [anchor("note-1", 0), anchor("two", 1), anchor("note-note-1-a", 1)]
        .map(|anchor| (AnchorId::of(&anchor.name), anchor))
        .into();
    Book { metadata, sections: vec![first, second], anchors, ..Book::default() }
}

/// The folio that is shown so, of the first twenty.
fn folio(shown: &str) -> Folio {
    let all = [FolioStyle::Roman, FolioStyle::Arabic]
        .into_iter()
        .flat_map(|style| (0..20).map(move |at| Folio::of_index(style, at)));
    all.into_iter().find(|folio| folio.to_string() == shown).unwrap()
}

fn plain_design(settings: &Settings) -> Design {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("book.toml"), "").unwrap();
    design(settings, &Folder::open(folder.path()).unwrap(), &mut Report::default()).unwrap()
}

fn written(book: &Book, pages: &PageList) -> Vec<u8> {
    let cover = Picture { format: Format::Png, bytes: b"picture".to_vec().into(), width: 1, height: 1, ink: None };
    write(book, &plain_design(&Settings::default()), pages, &cover).unwrap().remove(0).bytes
}

fn opened(opening: &str, text: &str) -> String {
    let cover = Picture { format: Format::Png, bytes: b"picture".to_vec().into(), width: 1, height: 1, ink: None };
    let settings: Settings =
        crate::base::config::read_builtin("book.toml", &format!("type.opening = '{opening}'")).unwrap();
    let epub = write(&book(text), &plain_design(&settings), &PageList::default(), &cover).unwrap().remove(0).bytes;
    texts(&epub)["one.xhtml"].clone()
}

#[test]
fn a_chapter_begins_as_the_design_decides() {
    let long = format!("“I’m not here,” {}", "and so on ".repeat(12));
    let initial = "<p class=\"drop-cap\"><span class=\"initial\">“I</span>’m not here,” and";
    assert!(opened("drop-cap", &long).contains(initial));
    assert!(opened("drop-cap", &long.replace("I’m", "He is")).contains("<p class=\"drop-cap\">“He is not"));
    assert!(!opened("drop-cap", "Too short").contains("drop-cap"));
    assert!(opened("small-caps", &long).contains("<p><span class=\"lead-in\">“I’m not here</span>,” and"));
}

fn texts(epub: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut texts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        texts.insert(file.name().trim_start_matches("OEBPS/").to_owned(), text);
    }
    texts
}

fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let sign = format!(" {attribute}=\"");
    text.split(&sign).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_archive_is_the_same_every_time_and_begins_with_its_type() {
    let epub = written(&book("Words"), &PageList::default());
    assert_eq!(epub, written(&book("Words"), &PageList::default()));
    assert_eq!(&epub[30..58], b"mimetypeapplication/epub+zip");
    assert!(texts(&epub)["content.opf"].contains("<dc:title id=\"title\">T &amp; &lt;T&gt;</dc:title>"));
}

#[test]
fn every_link_leads_somewhere() {
    let files = texts(&written(&book("Words"), &PageList::default()));
    let mut links = 0;
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        let ids = values(text, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}");
        for href in values(text, "href").into_iter().filter(|href| href.contains('#')) {
            let (file, id) = href.split_once('#').unwrap();
            let target = if file.is_empty() { text } else { &files[file] };
            assert!(values(target, "id").contains(&id), "{name}: {href}");
            links += 1;
        }
    }
    assert!(links >= 9);
}

#[test]
fn a_note_stands_in_the_file_of_its_first_call_and_leads_back_to_both() {
    let files = texts(&written(&book("Words"), &PageList::default()));
    let (first, second) = (&files["one.xhtml"], &files["two.xhtml"]);
    assert!(first.contains("<aside id=\"note-note-1-a_\"") && !second.contains("<aside"));
    assert!(second.contains("href=\"one.xhtml#note-note-1-a_\" epub:type=\"noteref\""));
    let aside = first.split("<aside").nth(1).unwrap();
    assert_eq!(values(aside, "href"), ["#call-note-1-a", "two.xhtml#call-note-1-a-2"]);
    assert!(aside.find("doc-backlink").unwrap() < aside.find("The note.").unwrap());
}

#[test]
fn a_note_called_very_often_leads_back_to_its_first_calls() {
    let mut book = book("Words");
    book.sections[0].blocks.push(paragraph(9, (2..3000).map(|nth| call(0, nth)).collect()));
    book.sections[0].notes[0].calls = 3000;
    let files = texts(&written(&book, &PageList::default()));
    assert!(files.values().all(|text| text.len() < 300_000));
    let back: usize = files.values().map(|text| text.matches("doc-backlink").count()).sum();
    assert_eq!(back, 100);
    assert!(files.keys().filter(|name| name.starts_with("one")).count() < 6);
}

#[test]
fn pages_are_marked_before_whole_words_and_listed() {
    let start = |shown: &str, section, at| PageStart { folio: folio(shown), section: SectionId(section), at };
    let inside = Some(TextPos { section: SectionId(0), block: BlockId(7), offset: 4 });
    let pages = PageList { pages: vec![start("1", 0, None), start("2", 0, inside), start("3", 1, None)] };
    let files = texts(&written(&book("A torn word"), &pages));
    let first = &files["one.xhtml"];
    assert!(
        first.contains(
            "A <span id=\"page-2\" epub:type=\"pagebreak\" role=\"doc-pagebreak\" aria-label=\"2\"></span>torn"
        )
    );
    let list = files["nav.xhtml"].split("page-list").nth(1).unwrap();
    assert_eq!(values(list, "href"), ["one.xhtml#page-1", "one.xhtml#page-2", "two.xhtml#page-3"]);
    assert!(
        files["content.opf"].contains("<meta property=\"pageBreakSource\">T &amp; &lt;T&gt;, print edition</meta>")
    );
}

#[test]
fn a_page_that_begins_in_a_note_opens_there() {
    let start = |shown: &str, section, at| PageStart { folio: folio(shown), section: SectionId(section), at };
    let inside = Some(TextPos { section: SectionId(0), block: BlockId(3), offset: 5 });
    let pages = PageList { pages: vec![start("1", 0, None), start("2", 0, inside), start("3", 1, None)] };
    let files = texts(&written(&book("A torn word"), &pages));
    let note = files["one.xhtml"].split("<aside").nth(1).unwrap();
    assert!(
        note.contains(
            "The <span id=\"page-2\" epub:type=\"pagebreak\" role=\"doc-pagebreak\" aria-label=\"2\"></span>no"
        )
    );
    let list = files["nav.xhtml"].split("page-list").nth(1).unwrap();
    assert_eq!(values(list, "href"), ["one.xhtml#page-1", "one.xhtml#page-2", "two.xhtml#page-3"]);
}

#[test]
fn a_page_of_the_contents_opens_with_its_entry() {
    let mut book = book("Words");
    let entry = |at: u32, title: &str| ContentsEntry {
        level: 1,
        number: None,
        title: vec![words(title)],
        anchor: anchor_of(at),
    };
    let kind = BlockKind::Contents { entries: vec![entry(0, "One"), entry(1, "Two")] };
    let list = Block { id: BlockId(9), span: LocalSpan::default(), attributes: Attributes::default(), kind };
    let anchor = Anchor { name: "contents".to_owned(), section: SectionId(2), block: None, title: String::new() };
    book.anchors.insert(AnchorId::of("contents"), anchor);
    let contents = chapter(2, "Contents", vec![list]);
    book.sections.push(Section { role: Role::Contents, ..contents });
    let at = Some(TextPos { section: SectionId(2), block: BlockId(9), offset: 4 });
    let pages = PageList { pages: vec![PageStart { folio: folio("ii"), section: SectionId(2), at }] };
    let files = texts(&written(&book, &pages));
    assert!(files["nav.xhtml"].contains("<a href=\"two.xhtml#two\"><span id=\"page-ii\""));
    assert!(files["nav.xhtml"].contains("<li><a href=\"nav.xhtml#page-ii\">ii</a></li>"));
}

#[test]
fn the_print_edition_is_named() {
    let mut book = book("Words");
    book.metadata.print_isbn = Some("978-3-16-148410-0".to_owned());
    let start = PageStart { folio: folio("1"), section: SectionId(0), at: None };
    let package = &texts(&written(&book, &PageList { pages: vec![start] }))["content.opf"];
    assert!(package.contains("<meta property=\"pageBreakSource\">urn:isbn:9783161484100</meta>"));
    assert!(package.contains("<dc:source id=\"print\">urn:isbn:9783161484100</dc:source>"));
    assert!(package.contains("<meta refines=\"#print\" property=\"source-of\">pagination</meta>"));
    let package = &texts(&written(&book, &PageList::default()))["content.opf"];
    assert!(package.contains("dc:source") && !package.contains("source-of") && !package.contains("pageBreakSource"));
}

#[test]
fn conformance_is_claimed_by_whoever_stands_by_it() {
    let claims =
        |book: &Book| texts(&written(book, &PageList::default()))["content.opf"].contains("dcterms:conformsTo");
    let mut book = book("Words");
    assert!(!claims(&book), "nobody stands by it");
    book.metadata.certifier = Some("A House".to_owned());
    assert!(!claims(&book), "its link says no more than here");
    assert!(!claims(&book), "its link says no more than here");
    let target = Target::Anchor(AnchorId::of("two"));
    let link = Inline::Link { target, children: vec![words("the second chapter")], span: LocalSpan::default() };
    book.sections[0].blocks[1] = paragraph(1, vec![link]);
    assert!(claims(&book));
    book.sections[1].blocks.push(paragraph(9, vec![words("книга")]));
    assert!(!claims(&book), "a word has no language");
}

#[test]
fn what_xml_cannot_carry_is_an_error() {
    let cover = Picture { format: Format::Png, bytes: b"picture".to_vec().into(), width: 1, height: 1, ink: None };
    let design = plain_design(&Settings::default());
    let errors = write(&book("a\u{1}b"), &design, &PageList::default(), &cover).unwrap_err();
    assert_eq!(errors[0].code, "character-forbidden");
}

#[test]
fn a_long_chapter_is_split_and_its_links_follow() {
    let mut long = book("Words");
    let more = (10..400).map(|id| paragraph(id, vec![words(&"word ".repeat(400))]));
    long.sections[0].blocks.splice(1..1, more);
    let files = texts(&written(&long, &PageList::default()));
    assert!(files.iter().filter(|(name, _)| name.ends_with(".xhtml")).all(|(_, text)| text.len() < 300_000));
    assert!(files["one-part-3.xhtml"].contains("href=\"two.xhtml#two\""));
    assert!(files["one.xhtml"].contains("<aside") && !files["one-part-2.xhtml"].contains("<aside"));
    assert!(files["content.opf"].contains("<itemref idref=\"f-one-part-2.xhtml\"/>"));
}

#[test]
fn centred_prose_has_no_drop_cap() {
    let has_cap = |class: &str| {
        let div = |kind, blocks| Block { kind: BlockKind::Div { kind, blocks }, ..paragraph(8, vec![]) };
        let prose = paragraph(9, vec![words(&"Words enough to stand beside it. ".repeat(9))]);
        let mut book = book("");
        let mut outer = div(DivKind::Other, vec![div(DivKind::DropCap, vec![prose])]);
        outer.attributes.classes.push(class.to_owned());
        book.sections[0].blocks.push(outer);
        let files = texts(&written(&book, &PageList::default()));
        files.iter().any(|(name, text)| name.ends_with("xhtml") && text.contains("\"drop-cap\""))
    };
    assert_eq!(["keep", "center", "right"].map(has_cap), [true, false, false]);
}

#[test]
fn what_is_not_used_is_not_there() {
    let files = texts(&written(&book("Words"), &PageList::default()));
    for name in ["META-INF/encryption.xml", "META-INF/signatures.xml", "META-INF/rights.xml"] {
        assert!(!files.contains_key(name), "{name}");
    }
    let package = &files["content.opf"];
    for sign in ["media-overlay", "rendition:", "<collection", "fallback=", "scripted", "<bindings", "remote-resources"]
    {
        assert!(!package.contains(sign), "{sign} in the package");
    }
    assert!(values(package, "media-type").iter().all(|kind| !kind.contains("javascript") && !kind.contains("smil")));
    for (name, text) in files.iter().filter(|(name, _)| name.ends_with(".xhtml")) {
        for sign in ["<script", " onclick=", " onload=", "<form", "<iframe", "<object", "javascript:"] {
            assert!(!text.contains(sign), "{sign} in {name}");
        }
    }
}

/// A clear black picture in a chapter, with a class.
fn with_picture(class: &str) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    image::RgbaImage::from_pixel(4, 4, image::Rgba([0, 0, 0, 0])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let picture = std::sync::Arc::new(Picture::probe(png.into_inner()).unwrap());
    let mut book = book("words");
    let asset = AssetId::of("clear.png");
    book.assets.push(Asset { id: asset, name: "clear.png".to_owned(), picture });
    let attributes = Attributes { classes: vec![class.to_owned()], ..Attributes::default() };
    let (width, span) = (None, LocalSpan::default());
    let image = Image { asset, alt: "a square".to_owned(), decorative: false, width, attributes, span };
    book.sections[0].blocks.push(paragraph(9, vec![Inline::Image { image }]));
    let mut archive = zip::ZipArchive::new(Cursor::new(written(&book, &PageList::default()))).unwrap();
    let mut bytes = Vec::new();
    archive.by_name("OEBPS/images/clear.png").unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_picture_that_could_vanish_at_night_gets_white_ground_unless_it_is_to_stay() {
    let white = Picture::probe(with_picture("")).unwrap().decode().unwrap();
    assert!(white.alpha.is_none() && white.pixels.iter().all(|&level| level == 255));
    let original = Picture::probe(with_picture("original")).unwrap().decode().unwrap();
    assert_eq!(original.alpha, Some(vec![0; 16]));
}

/// The names of files, and every id in them but those of printed pages.
fn named(folder: &[(&str, &str)]) -> BTreeSet<String> {
    let (made, report) = crate::manuscript::read(&Folder::from_files(folder.iter().copied()).unwrap());
    assert!(!report.has_errors());
    let files = texts(&written(&made.unwrap().book, &PageList::default()));
    let ids = files.iter().flat_map(|(name, text)| {
        let ids = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
        ids.map(move |id| format!("{name}#{id}")).collect::<Vec<_>>()
    });
    ids.chain(files.keys().cloned()).collect()
}

#[test]
fn a_new_chapter_renames_nothing() {
    let toml = "[book]\ntitle = 'T'\nauthors = ['A', 'B']\n[type]\nnumber-chapters = 'arabic'\n";
    let one = "# One\n\nA note.[^1] Another.^[In a line.]\n\n[^1]: One.\n";
    let two = "#\n\nA note.[^1] And again.[^1]\n\n## 1914\n\n```verse\nA line of verse\n```\n\n[^1]: Two.\n";
    let three = "# Three {#three}\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n: A table\n\nA note.[^1]\n\n[^1]: Three.\n";
    let new = "# New\n\nA note.[^1] Another.^[In a line.]\n\n```verse {title=\"New\"}\nVerse\n```\n\n[^1]: New.\n";
    let untitled = "#\n\nWords.[^1]\n\n[^1]: New.\n";
    let old = [("book.toml", toml), ("10.md", one), ("20.md", two), ("30.md", three)];
    let before = named(&old);
    for (name, text) in [("05.md", new), ("15.md", new), ("25.md", untitled), ("35.md", new), ("15.md", "Words.")] {
        let mut now = old.to_vec();
        now.push((name, text));
        let after = named(&now);
        let gone: Vec<&String> = before.difference(&after).collect();
        assert!(gone.is_empty(), "{name}: {gone:?}");
        assert!(after.len() > before.len() || text == "Words.");
    }
}
