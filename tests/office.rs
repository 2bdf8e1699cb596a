//! One book in the formats of other programs comes in with every word once and in order.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests read files")]

#[path = "office/google.rs"]
mod google;
#[path = "office/google_markdown.rs"]
mod google_markdown;
#[path = "support/mod.rs"]
mod support;

use chapbook::Folder;
use chapbook::import::tree::{Block, Fate, Inline, Work};
use chapbook::import::{Choices, Tracked, kind, read, write};
use std::fs;
use std::path::{Path, PathBuf};
use support::imported::{text, words};
use support::printed;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/office")
}

fn work(name: &str) -> Work {
    let source = Folder::open(&folder().join(name)).unwrap();
    let kind = kind::of(&source).unwrap_or_else(|found| panic!("{name}: {}", found.message));
    read(&source, kind, &Choices::default()).unwrap_or_else(|found| panic!("{name}: {}", found.message))
}

/// No word is lost, doubled or out of order; `parts` are what a reader of this format must have understood.
fn is_whole(name: &str) -> Work {
    let work = work(name);
    if std::env::var_os("CHAPBOOK_SHOW").is_some() {
        println!("{work:#?}");
    }
    let expected = words(&fs::read_to_string(folder().join("words.txt")).unwrap());
    let found = words(&text(&work));
    let differ = expected.iter().zip(&found).position(|(a, b)| a != b).unwrap_or(expected.len().min(found.len()));
    let near = |all: &[String]| all[differ.saturating_sub(8)..all.len().min(differ + 8)].join(" ");
    assert!(expected == found, "{name}: expected `{}`, found `{}`", near(&expected), near(&found));
    assert!(expected.len() > 1_000);
    printed::is_whole(name, &work);
    work
}

#[test]
fn word_by_pandoc() {
    is_whole("pandoc.docx");
}

#[test]
fn word_by_libreoffice() {
    is_whole("libreoffice.docx");
}

#[test]
fn a_page_by_pandoc() {
    is_whole("pandoc.html");
}

#[test]
fn ebook_by_pandoc() {
    is_whole("pandoc.epub");
}

#[test]
fn ebook_by_calibre() {
    is_whole("calibre.epub");
}

#[test]
fn opendocument_by_libreoffice() {
    is_whole("libreoffice.odt");
}

#[test]
fn rich_text_by_libreoffice() {
    is_whole("libreoffice.rtf");
}

#[test]
fn scrivener_project() {
    let work = is_whole("lock.scriv");
    let left: Vec<&str> = work.remarks.iter().map(|remark| remark.shown.as_str()).collect();
    assert!(left.contains(&"Left Out") && left.contains(&"Research"), "{left:?}");
}

/// An archive of these files.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    zipped_bytes(&files.iter().map(|(name, text)| (*name, text.as_bytes())).collect::<Vec<_>>())
}

fn zipped_bytes(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn of_bytes(name: &str, bytes: &[u8], choices: &Choices) -> Result<Work, chapbook::Diagnostic> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), bytes).unwrap();
    let source = Folder::open(&folder.path().join(name)).unwrap();
    kind::of(&source).and_then(|kind| read(&source, kind, choices))
}

#[test]
fn what_cannot_be_read_is_refused() {
    let code = |bytes: &[u8]| of_bytes("a", bytes, &Choices::default()).unwrap_err().code;
    assert_eq!(code(b"PK\x03\x04 word/document.xml"), "import-archive");
    assert_eq!(code(&zipped(&[("word/document.xml", "<w:document><w:body>")])), "import-damaged");
    let laughs = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><d>&b;</d>";
    assert_eq!(code(&zipped(&[("word/document.xml", laughs)])), "import-damaged");
    let locked = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<manifest:encryption-data/>"),
        ("content.xml", "?"),
    ];
    assert_eq!(code(&zipped(&locked)), "import-archive");
    let latin = of_bytes("a.md", b"# Caf\xe9\n", &Choices::default()).unwrap_err();
    assert!(latin.span.is_none() && latin.message.contains("a.md"), "{}", latin.message);
    let wide: Vec<u8> = "\u{feff}# Café\n\nWords.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let work = of_bytes("a.md", &wide, &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work), ("café words".into(), Vec::new()));
    let deep = "<w>".repeat(100_000) + &"</w>".repeat(100_000);
    assert_eq!(code(&zipped(&[("word/document.xml", &deep)])), "import-damaged");
}

/// A Word document with this body.
fn document(body: &str, choices: &Choices) -> Work {
    document_with(body, &[], choices)
}

/// A Word document with this body and with more parts, each by its kind.
fn document_with(body: &str, parts: &[(&str, &str)], choices: &Choices) -> Work {
    let space =
        "xmlns:w='w' xmlns:r='r' xmlns:a='a' xmlns:wp='wp' xmlns:mc='mc' xmlns:v='v' xmlns:wps='wps' xmlns:m='m'";
    let main = format!("<w:document {space}><w:body>{body}</w:body></w:document>");
    let relation = |id: &str, kind: &str, target: &str, mode: &str| {
        format!("<Relationship Id='{id}' Type='x/{kind}' Target='{target}' {mode}/>")
    };
    let external = "TargetMode='External'";
    let mut relations = vec![
        relation("r1", "comments", "comments.xml", ""),
        relation("r2", "image", "https://example.org/a.png", external),
        relation("r3", "hyperlink", "https://example.org/", external),
        relation("r4", "image", "../../../etc/passwd", ""),
    ];
    relations.extend(parts.iter().map(|(kind, _)| relation(kind, kind, &format!("{kind}.xml"), "")));
    let comments = "<w:comments xmlns:w='w'><w:comment w:id='7' w:author='Ed'><w:p><w:r><w:t>Sure?</w:t></w:r></w:p></w:comment></w:comments>";
    let mut files = vec![
        ("word/document.xml".to_owned(), main),
        ("word/_rels/document.xml.rels".to_owned(), format!("<Relationships>{}</Relationships>", relations.concat())),
        ("word/comments.xml".to_owned(), comments.to_owned()),
    ];
    let part =
        |(kind, text): &(&str, &str)| (format!("word/{kind}.xml"), format!("<w:{kind} xmlns:w='w'>{text}</w:{kind}>"));
    files.extend(parts.iter().map(part));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    of_bytes("a.docx", &zipped(&files), choices).unwrap()
}

/// The words of a document, and what is told of it.
fn words_and_told(work: &Work) -> (String, Vec<String>) {
    let told = work.remarks.iter().filter(|remark| remark.fate != Fate::Converted);
    let told = told.map(|remark| format!("{}: {}", remark.what, remark.shown).trim_end_matches([':', ' ']).to_owned());
    (words(&text(work)).join(" "), told.collect())
}

/// A field in its three parts.
fn field(instruction: &str, result: &str) -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let instruction = format!("<w:r><w:instrText>{instruction}</w:instrText></w:r>");
    format!("{}{instruction}{}{}{}", mark("begin"), mark("separate"), run(result), mark("end"))
}

fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

fn run(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

#[test]
fn tracked_changes_are_kept_taken_or_thrown_away() {
    let body = paragraph(&format!(
        "{}<w:ins w:id='1'>{}</w:ins><w:del w:id='2'><w:r><w:delText>old</w:delText></w:r></w:del>{}",
        run("a "),
        run("new"),
        run(" b")
    ));
    let of = |tracked: Tracked| text(&document(&body, &Choices { tracked, ..Choices::default() })).trim().to_owned();
    assert_eq!((of(Tracked::Accept), of(Tracked::Reject)), ("a new b".into(), "a old b".into()));
    let kept = document(&body, &Choices::default());
    let Block::Paragraph(inlines) = &kept.chapters[0].blocks[0] else { panic!("{kept:#?}") };
    assert!(matches!(inlines.as_slice(), [_, Inline::Inserted(_), Inline::Deleted(_), _]), "{inlines:#?}");
}

#[test]
fn what_word_makes_is_left_and_what_it_shows_is_kept() {
    let boxed = "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>Boxed.</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent>";
    let body = [
        paragraph(&field(" TOC \\o ", "Contents 1")),
        paragraph(&(run("See ") + &field(" HYPERLINK &quot;https://example.org/&quot; ", "there") + &run("."))),
        paragraph(&format!("{}<w:r>{boxed}</w:r>", run("Before. "))),
        paragraph(
            "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/><w:tab/><w:t>ticked</w:t></w:r><w:r><w:commentReference w:id='7'/></w:r>",
        ),
        paragraph("<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"),
        paragraph(
            "<w:r><w:drawing><wp:inline><wp:docPr descr='A wall'/><a:blip r:link='r2'/></wp:inline></w:drawing></w:r>",
        ),
        paragraph(
            "<w:r><w:drawing><wp:inline><wp:docPr descr='A gate'/><a:blip r:embed='r4'/></wp:inline></w:drawing></w:r>",
        ),
        paragraph("<w:r><w:t>One line,</w:t><w:br/><w:t>another line,</w:t><w:br/><w:tab/><w:t>a third.</w:t></w:r>"),
        paragraph(
            "<m:oMath><m:sSup><m:e><m:r><m:t>a</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>",
        ),
    ];
    let work = document(&body.concat(), &Choices::default());
    let found = words(&text(&work)).join(" ");
    assert_eq!(found, "see there before boxed ticked a wall one line another line a third a2");
    assert!(text(&work).contains('✓') && work.pictures.is_empty());
    let blocks = &work.chapters[0].blocks;
    assert!(
        blocks.iter().any(|block| matches!(block, Block::Verse(verse) if verse.stanzas[0].len() == 3)),
        "{blocks:#?}"
    );
    assert!(
        blocks.iter().any(|block| matches!(block, Block::Div { attributes, .. } if attributes.classes == ["sidebar"]))
    );
    let told: Vec<&str> = work
        .remarks
        .iter()
        .filter(|remark| remark.fate != Fate::Converted)
        .map(|remark| remark.what.as_str())
        .collect();
    for what in ["hidden text", "pictures that stand elsewhere and are not fetched", "formulas, as a line of letters"] {
        assert!(told.contains(&what), "{what} is not in {told:?}");
    }
}

#[test]
fn lists_stand_in_each_other_and_notes_of_pages_are_found() {
    let page = "<html lang=en><title>T</title><p class=MsoNormal>Word<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a> goes on.\
        <ul><li>a<ol start=3><li>b<li>c</ol><li>d</ul><p><img src='http://example.org/x.png' alt='far'><img src='../../x.png'>\
        <hr><div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> The note.</p></div>";
    let work = of_bytes("a.html", page.as_bytes(), &Choices::default()).unwrap();
    assert_eq!(words(&text(&work)).join(" "), "word the note goes on a b c d far");
    let lists = |block: &Block| if let Block::List(list) = block { list.items.len() } else { 0 };
    assert_eq!(work.chapters[0].blocks.iter().map(lists).max(), Some(2));
    assert_eq!(work.remarks.iter().filter(|remark| remark.what.contains("not fetched")).count(), 2);
}

#[test]
fn rich_text_is_bounded() {
    let rtf = "{\\rtf1\\ansi{\\info{\\title T}{\\author A. B.}}{\\*\\unknown lost}\\pard {\\b Bold} caf\\'e9 \\u8212?\\u-10179?\\u-8704?{\\footnote A {\\i note}.}\\par\\bin99999999 never";
    let work = of_bytes("a.rtf", rtf.as_bytes(), &Choices::default()).unwrap();
    assert_eq!(text(&work).split_whitespace().collect::<Vec<_>>().join(" "), "Bold café —😀 A note.");
    assert_eq!((work.about.title.as_deref(), work.about.authors.len()), (Some("T"), 1));
    let deep = format!("{{\\rtf1 {}", "{".repeat(100_000));
    assert_eq!(of_bytes("b.rtf", deep.as_bytes(), &Choices::default()).unwrap_err().code, "import-damaged");
}

#[test]
fn rich_text_is_read_by_the_code_pages_of_its_fonts() {
    let rtf = "{\\rtf1\\ansi\\ansicpg1251\\deff0{\\fonttbl{\\f0\\fcharset1{\\*\\panose 02}Arial;}{\\f1\\fcharset238 Arial CE;}\
        {\\f2\\fcharset128 Mincho;}}\\pard \\'cb\\'f3\\'ed\\'e0 {\\f1 \\'f8eka} {\\f2 \\'8c\\'8e \\'83N}\\par\
        {\\b0\\*\\cs7\\cf0 The fox} {\\*\\cs8\\i runs}{\\*\\unknown lost}\\par}";
    let work = of_bytes("a.rtf", rtf.as_bytes(), &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work), ("луна řeka 月 ク the fox runs".into(), Vec::new()));
    let boxed = b"{\\rtf1\\pard Words{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv 1}}{\\shptxt \\pard In a box.\\par}}{\\shprslt{\\pict 00}}} go on.\\par}";
    let work = of_bytes("a.rtf", boxed, &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work).0, "words go on in a box");
    let work = of_bytes("a.rtf", b"{\\rtf1\\pc\\pard caf\\'82\\par}", &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work).1, ["code pages that are not known, read as that of Windows: 437"]);
}

#[test]
fn what_rich_text_does_not_show_is_told() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg65001{\\fonttbl{\\f0\\fcharset0 Arial;}}\\pard\\f0 Caf\\'c3\\'a9{\\xe {\\v cafes}} is{\\v  not} open\
        {\\*\\tc A line}.\\par\\bin99 cut";
    let work = of_bytes("a.rtf", rtf, &Choices::default()).unwrap();
    let (words, told) = words_and_told(&work);
    assert_eq!(words, "café is open");
    let entries = "entries of an index or a contents; Chapbook makes its own contents";
    let expected = [
        "data that is longer than the file: all after it is missing: 3 bytes".to_owned(),
        format!("{entries}: A line"),
        format!("{entries}: cafes"),
        "hidden text: not".to_owned(),
    ];
    assert_eq!(told, expected);
}

#[test]
fn what_says_nothing_is_refused_and_languages_have_tags() {
    let empty = of_bytes("a.rtf", b"{\\rtf1{\\header x}\\par}", &Choices::default()).unwrap_err();
    assert_eq!(empty.code, "import-empty");
    assert!(empty.help.unwrap().ends_with("left out: headers and footers; Chapbook makes its own"));
    let core = "<c xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:language>English</dc:language></c>";
    let relations = "<Relationships><Relationship Id='a' Type='x/core-properties' Target='docProps/core.xml'/>\
        <Relationship Id='b' Type='x/officeDocument' Target='word/document.xml'/></Relationships>";
    let main = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>Words.</w:t></w:r></w:p></w:body></w:document>";
    let files = [("word/document.xml", main), ("_rels/.rels", relations), ("docProps/core.xml", core)];
    let work = of_bytes("a.docx", &zipped(&files), &Choices::default()).unwrap();
    assert_eq!(work.about.language, None);
    assert_eq!(words_and_told(&work).1, ["languages that are not named by a tag, such as `en`: English"]);
}

#[test]
fn controls_marks_and_alternatives_give_their_words_once() {
    let control = |properties: &str, content: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    };
    let either = |new: &str, old: &str, needs: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires='{needs}'>{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent>"
        )
    };
    let shape = |words: &str| {
        let inside = paragraph(&run(words));
        (
            format!("<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx>"),
            format!("<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"),
        )
    };
    let (new, old) = shape("canvas");
    let body = [
        control("", &paragraph(&run("one"))),
        paragraph(&(run("two ") + &control("", &run("three")) + &control("<w:showingPlcHdr/>", &run(" fill")))),
        format!("<w:customXml><w:customXmlPr/>{}</w:customXml>", paragraph(&run("four"))),
        paragraph(&format!(
            "<w:smartTag><w:smartTagPr/>{}</w:smartTag><w:customXml>{}</w:customXml>",
            run("five"),
            run(" six")
        )),
        paragraph(&either(&run("seven"), &run("seven"), "w14")),
        paragraph(&either(&run("unknown"), &run("eight"), "cx9")),
        either(&paragraph(&run("nine")), &paragraph(&run("nine")), "w16"),
        paragraph(&format!("<w:r><w:drawing>{}</w:drawing></w:r>", either(&new, &old, "wps"))),
        "<w:unheard>ten</w:unheard>".to_owned(),
    ];
    let (found, told) = words_and_told(&document(&body.concat(), &Choices::default()));
    assert_eq!(found, "one two three fill four five six seven eight nine canvas");
    assert_eq!(
        told,
        ["words of forms that wait to be filled in: fill", "parts of the document that Chapbook does not know: ten"]
    );
}

#[test]
fn fields_give_links_and_the_words_that_they_showed() {
    let simple =
        |instruction: &str, result: &str| format!("<w:fldSimple w:instr='{instruction}'>{}</w:fldSimple>", run(result));
    let marked = "<w:p><w:bookmarkStart w:name='place' w:id='1'/><w:r><w:t>Place.</w:t></w:r></w:p>";
    let body = [
        marked.to_owned(),
        paragraph(
            &(run("A ") + &field(" HYPERLINK \\l &quot;place&quot; \\o &quot;A tip&quot; ", "link") + &run(" and")),
        ),
        paragraph(&(simple(" DATE ", "May") + &simple(" PAGE ", "12") + &simple(" REF place \\h ", " there"))),
        paragraph(&(run("page ") + &field(" PAGEREF place ", "7") + &field(" XE &quot;smoke&quot; ", ""))),
        paragraph("<w:r><w:fldChar w:fldCharType='begin'/><w:t>swallowed</w:t></w:r>"),
    ];
    let work = document(&body.concat(), &Choices::default());
    let (found, told) = words_and_told(&work);
    assert_eq!(found, "place a link and may there page 7");
    let wanted = [
        "fields, as the words that they showed last: DATE",
        "lists that the program made, such as contents: PAGE",
        "numbers of pages and notes, as they were: PAGEREF place",
        "entries of an index or of another list: XE \"smoke\"",
        "words after a field that has no end: swallowed",
    ];
    assert!(
        wanted.iter().all(|wanted| told.iter().any(|told| told == wanted)) && told.len() == wanted.len(),
        "{told:#?}"
    );
    let text = String::from_utf8(write(&work)[1].bytes.clone()).unwrap();
    assert!(text.contains("A [link](#place) and") && text.contains("[there](#place)"), "{text}");
}

#[test]
fn signs_hyphens_and_breaks_are_kept() {
    let body = [
        paragraph(
            "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:tab/><w:t>d</w:t><w:cr/><w:t>e</w:t></w:r>",
        ),
        paragraph("<w:r><w:sym w:font='Symbol' w:char='F061'/><w:sym w:font='Webdings' w:char='F061'/></w:r>"),
        "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>O</w:t></w:r></w:p>".to_owned(),
        paragraph(&run("nce upon")),
    ];
    let work = document(&body.concat(), &Choices::default());
    assert_eq!(text(&work).trim(), "a\u{2011}b\u{ad}c d\ne\nα\nOnce upon");
    assert_eq!(words_and_told(&work).1, ["signs of a font that Unicode does not know: Webdings F061"]);
}

#[test]
fn what_is_no_text_of_the_document_is_told() {
    let look = "<w:r><w:rPr><w:b/><w:rPrChange w:id='1' w:author='Ed'><w:rPr/></w:rPrChange></w:rPr><w:t>Bold now.</w:t></w:r>";
    let bent = "<w:r><w:pict><v:shape><v:textpath string='Grand Opening'/></v:shape></w:pict></w:r>";
    let body = paragraph(look) + &paragraph(&(run("Words.") + bent)) + "<w:subDoc r:id='r9'/>";
    let work = document(&body, &Choices::default());
    let wanted = [
        "tracked changes of looks, as they look now: Bold now.",
        "drawn shapes: Grand Opening",
        "documents inside the document: subDoc",
    ];
    let (found, mut told) = words_and_told(&work);
    told.sort();
    let mut wanted = wanted.map(str::to_owned).to_vec();
    wanted.sort();
    assert_eq!((found.as_str(), told), ("bold now words", wanted));
}

#[test]
fn moved_words_stand_where_they_were_and_where_they_are() {
    let body = [
        paragraph(
            &(run("a ")
                + "<w:moveFromRangeStart w:id='1'/><w:moveFrom w:id='2'><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:moveFromRangeEnd w:id='1'/>"
                + &run(" b")),
        ),
        paragraph(&(run("c ") + "<w:moveTo w:id='3'><w:r><w:t>moved</w:t></w:r></w:moveTo>" + &run(" d"))),
    ];
    let of = |tracked| words_and_told(&document(&body.concat(), &Choices { tracked, ..Choices::default() })).0;
    assert_eq!((of(Tracked::Accept), of(Tracked::Reject)), ("a b c moved d".into(), "a moved b c d".into()));
    let kept = write(&document(&body.concat(), &Choices::default()));
    let text = String::from_utf8_lossy(&kept[1].bytes).into_owned();
    assert!(text.contains("a {--moved--} b") && text.contains("c {++moved++} d"), "{text}");
}

#[test]
fn notes_with_marks_of_their_own_and_notes_at_the_end() {
    let note = |kind: &str, id: &str, own: &str, words: &str| {
        format!("<w:{kind} w:id='{id}'><w:p><w:r>{own}</w:r>{}</w:p></w:{kind}>", run(words))
    };
    let feet = note("footnote", "1", "<w:t>*</w:t>", " By hand.")
        + &note("footnote", "2", "<w:footnoteRef/>", "Foot.")
        + &note("footnote", "3", "<w:footnoteRef/>", "Lost.");
    let ends = note("endnote", "1", "<w:endnoteRef/>", "End.");
    let body = paragraph(&format!(
        "{}<w:r><w:footnoteReference w:customMarkFollows='1' w:id='1'/><w:t>*</w:t></w:r>{}<w:r><w:footnoteReference w:id='2'/></w:r>{}<w:r><w:endnoteReference w:id='1'/></w:r>",
        run("One"),
        run(" two"),
        run(" three")
    ));
    let work = document_with(&body, &[("footnotes", &feet), ("endnotes", &ends)], &Choices::default());
    let (found, told) = words_and_told(&work);
    assert_eq!(found, "one by hand two foot three end");
    assert!(!text(&work).contains('*'), "{}", text(&work));
    assert_eq!(told, ["marks of notes that were typed, which get numbers: *", "notes that nothing calls: Lost."]);
}

#[test]
fn styles_have_names_in_many_languages() {
    let styles: String = ["Kapitelüberschrift", "Überschrift 2", "Citation intense", "Gedicht"]
        .iter()
        .enumerate()
        .map(|(at, name)| format!("<w:style w:type='paragraph' w:styleId='s{at}'><w:name w:val='{name}'/></w:style>"))
        .collect();
    let styled = |id: &str, words: &str| format!("<w:p><w:pPr><w:pStyle w:val='{id}'/></w:pPr>{}</w:p>", run(words));
    let body = [
        styled("s0", "Haus"),
        styled("s1", "Herd"),
        styled("s2", "Zitat"),
        styled("s3", "Vers"),
        styled("s0", "Hof"),
        styled("Titre2", "Four"),
    ];
    let work = document_with(&body.concat(), &[("styles", &styles)], &Choices::default());
    let blocks: Vec<&Block> = work.chapters.iter().flat_map(|chapter| &chapter.blocks).collect();
    assert!(
        matches!(
            blocks.as_slice(),
            [
                Block::Heading { level: 1, .. },
                Block::Heading { level: 2, .. },
                Block::Quote { .. },
                Block::Verse(_),
                Block::Heading { level: 1, .. },
                Block::Heading { level: 2, .. }
            ]
        ),
        "{blocks:#?}"
    );
    assert_eq!(work.about.title.as_deref(), Some("A"));
}

#[test]
fn letters_and_roman_numerals_of_lists_are_told() {
    let numbering = "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='lowerRoman'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>";
    let item = |words: &str| {
        format!("<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>{}</w:p>", run(words))
    };
    let work = document_with(&(item("first") + &item("second")), &[("numbering", numbering)], &Choices::default());
    let wanted = "lists by letters or Roman numerals, which get numbers: first";
    assert_eq!(words_and_told(&work).1, [wanted]);
    let rtf = b"{\\rtf1\\pard\\ls1{\\listtext i.\\tab}first\\par{\\listtext ii.\\tab}second\\par}";
    let work = of_bytes("a.rtf", rtf, &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work), ("first second".into(), vec![wanted.to_owned()]));
    let odt = "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:style='s'><office:automatic-styles><text:list-style style:name='L'>\
        <text:list-level-style-number text:level='1' style:num-format='a' style:num-suffix='.'/></text:list-style></office:automatic-styles>\
        <office:body><office:text><text:list text:style-name='L'><text:list-item><text:p>first</text:p></text:list-item>\
        <text:list-item><text:p>second</text:p></text:list-item></text:list></office:text></office:body></office:document-content>";
    let files = [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", odt), ("styles.xml", "<s/>")];
    let work = of_bytes("a.odt", &zipped(&files), &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work), ("first second".into(), vec![wanted.to_owned()]));
    let page = "<html><p>Words<ol type=a><li>first<li>second</ol>";
    let work = of_bytes("a.html", page.as_bytes(), &Choices::default()).unwrap();
    assert_eq!(words_and_told(&work).1, [wanted]);
}

#[test]
fn poems_by_lines_are_for_markdown() {
    let choices = Choices { poems: vec!["*.html".to_owned()], ..Choices::default() };
    let found = of_bytes("a.html", b"<html><p>Words", &choices).unwrap_err();
    assert_eq!((found.code, found.message.contains("--poems")), ("import-poems", true));
}

/// Words of pages that only show on request are told, and so is an encoding that nobody knows.
#[test]
fn pages_are_told_of_what_shows_under_the_pointer() {
    let page = b"<meta charset=ibm437><h1>One</h1><p>An <abbr title='Hyper Text'>HT</abbr> x\x84, <a href='http://a.org' title='A tip'>link</a>.</p><table><caption>Cap of box</caption><tr><td>Boxed</td></tr></table><h1>Two</h1><p>End.</p>";
    let work = of_bytes("a.html", page, &Choices::default()).unwrap();
    let (text, told) = words_and_told(&work);
    assert!(text.contains("cap of box") && text.contains("boxed"), "{text}");
    for wanted in ["Hyper Text", "A tip", "ibm437"] {
        assert!(told.iter().any(|told| told.contains(wanted)), "{wanted}: {told:?}");
    }
}

/// A picture in a line leads where it led; one that stands alone is a figure, which does not, and is told.
#[test]
fn links_around_pictures_of_opendocument_are_kept() {
    let png = fs::read(folder().join("house.png")).unwrap();
    let frame = |anchor: &str| {
        format!(
            "<draw:a xlink:href='http://a.org'><draw:frame text:anchor-type='{anchor}'><draw:image xlink:href='Pictures/h.png'/></draw:frame></draw:a>"
        )
    };
    let spaces = "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' xmlns:xlink='http://www.w3.org/1999/xlink'";
    let body = format!(
        "<text:h text:outline-level='1'>One</text:h>{}<text:p>Some words {} more.</text:p>",
        frame("page"),
        frame("char")
    );
    let content = format!(
        "<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let files: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.as_bytes()),
        ("Pictures/h.png", &png),
    ];
    let work = of_bytes("a.odt", &zipped_bytes(&files), &Choices::default()).unwrap();
    let shown = format!("{:?}", work.chapters);
    assert_eq!(shown.matches("Address(\"http://a.org\")").count(), 1, "{shown}");
    assert!(words_and_told(&work).1.contains(&"links around pictures: http://a.org".to_owned()));
}
