//! EPUBs with one fault each, and the finding of each fault.

use crate::codes;
use chapbook::preflight::{judge_epub, shops};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// An EPUB of these files, in order; `mimetype` first unless it is among them.
fn epub(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let deflated = SimpleFileOptions::default();
    if files.iter().all(|(name, _)| *name != "mimetype") {
        zip.start_file("mimetype", stored).unwrap();
        zip.write_all(b"application/epub+zip").unwrap();
    }
    for (name, text) in files {
        zip.start_file(*name, deflated).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const CONTAINER: &str = "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
    <rootfile full-path='OPS/a.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
const OPF: &str = "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='i'>\
    <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:identifier id='i'>x</dc:identifier><dc:title>One</dc:title>\
    <dc:language>en</dc:language><meta property='dcterms:modified'>2026-01-01T00:00:00Z</meta></metadata><manifest>\
    <item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
    <item id='c' href='c%20d.svg' media-type='image/svg+xml' properties='cover-image'/></manifest>\
    <spine><itemref idref='n'/></spine></package>";
pub const NAV: &str = "<html xmlns='http://www.w3.org/1999/xhtml'><body><a href='nav.xhtml#a'>One</a></body></html>";
const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";

/// The good EPUB with one file in place of another, or added.
pub fn changed(name: &str, text: &str) -> Vec<u8> {
    let good =
        [("META-INF/container.xml", CONTAINER), ("OPS/a.opf", OPF), ("OPS/nav.xhtml", NAV), ("OPS/c d.svg", SVG)];
    let mut files: Vec<(&str, &str)> = good.into_iter().filter(|(known, _)| *known != name).collect();
    files.push((name, text));
    epub(&files)
}

#[test]
fn what_epubcheck_accepts_is_accepted() {
    let opf = |from: &str, to: &str| OPF.replacen(from, to, 1);
    let of = |files: &[(&str, &str)]| codes(&judge_epub(&epub(files), None).findings);
    let linked = opf("</metadata>", "<link rel='record' href='record.xml' media-type='application/xml'/></metadata>");
    let good = [("OPS/nav.xhtml", NAV), ("OPS/c d.svg", SVG)];
    let files =
        [&[("META-INF/container.xml", CONTAINER), ("OPS/a.opf", &linked), ("OPS/record.xml", "<r/>")], &good[..]];
    assert_eq!(of(&files.concat()), [""; 0]);
    // A second rendition has a package and files of its own.
    let second = "<rootfile full-path='two/b.opf' media-type='application/oebps-package+xml'/></rootfiles>";
    let container = CONTAINER.replace("</rootfiles>", second);
    let package = OPF.replace("nav.xhtml", "page.xhtml").replace("c%20d.svg", "../OPS/c%20d.svg");
    let files = [
        ("META-INF/container.xml", &container[..]),
        ("OPS/a.opf", OPF),
        ("two/b.opf", &package),
        ("two/page.xhtml", NAV),
    ];
    assert_eq!(of(&[&files[..], &good].concat()), [""; 0]);
}

#[test]
fn two_files_of_one_name_are_seen() {
    let mut bytes = changed("OPS/naw.xhtml", NAV);
    // The writer refuses what a damaged or a clever archive may hold.
    while let Some(at) = bytes.windows(13).position(|name| name == b"OPS/naw.xhtml") {
        bytes[at + 6] = b'v';
    }
    let found = judge_epub(&bytes, None).findings;
    assert!(found.iter().any(|found| found.code == "epub-name" && found.message.contains("two files")), "{found:?}");
}

#[test]
fn xml_that_would_take_long_is_refused() {
    let attributes: String = (0..5_000).map(|nth| format!(" a{nth}='x'")).collect();
    let namespaces: String = (0..1_000).map(|nth| format!("<p xmlns:a{nth}='b'>")).collect();
    for body in [format!("<p{attributes}/>"), namespaces + &"</p>".repeat(1_000)] {
        let text = NAV.replace("<body>", &format!("<body>{body}"));
        let found = judge_epub(&changed("OPS/nav.xhtml", &text), None).findings;
        assert!(codes(&found) == ["epub-text"] && found[0].message.contains("more than 256"), "{found:?}");
    }
}

#[test]
fn faults_of_ebooks_have_names() {
    let of = |bytes: &[u8]| codes(&judge_epub(bytes, None).findings);
    let opf = |from: &str, to: &str| changed("OPS/a.opf", &OPF.replacen(from, to, 1));
    assert_eq!(of(&changed("OPS/nav.xhtml", NAV)), [""; 0]);
    assert_eq!(of(b"PK hello"), ["epub-archive"]);
    assert_eq!(of(&epub(&[("mimetype", "application/epub+zip")])), ["epub-container", "epub-mimetype"]);
    for (code, bytes) in [
        ("epub-unlisted", changed("OPS/more.css", "a { }")),
        ("epub-container", changed("META-INF/container.xml", &CONTAINER.replace("a.opf", "b.opf"))),
        ("epub-container", changed("META-INF/container.xml", "<container")),
        ("epub-text", changed("OPS/nav.xhtml", "<html><p></html>")),
        ("epub-text", changed("OPS/nav.xhtml", "<html>&nbsp;</html>")),
        ("epub-link", changed("OPS/nav.xhtml", &NAV.replace("nav.xhtml#a", "gone.xhtml"))),
        ("epub-link", changed("OPS/nav.xhtml", &NAV.replace("nav.xhtml#a", "../../../gone"))),
        ("epub-text-size", changed("OPS/nav.xhtml", &NAV.replace("One", &"One ".repeat(80_000)))),
        ("epub-nav", opf("properties='nav'", "")),
        ("epub-cover", opf("properties='cover-image'", "")),
        ("epub-package", opf("<dc:language>en</dc:language>", "")),
        ("epub-package", opf("unique-identifier='i'", "unique-identifier='j'")),
        ("epub-package", opf("<meta property='dcterms:modified'>2026-01-01T00:00:00Z</meta>", "")),
        ("epub-package", opf("<itemref idref='n'/>", "")),
        ("epub-package", opf("<itemref idref='n'/>", "<itemref idref='n'/><itemref idref='z'/>")),
        ("epub-package", opf("</manifest>", "<item id='z' href='z.css' media-type='text/css'/></manifest>")),
        ("epub-picture-size", changed("OPS/c d.svg", &format!("{SVG}{}", " ".repeat(5_000_000)))),
        ("epub-name", changed("META-INF/../x", "")),
        ("epub-name", changed("META-INF/a:b", "")),
        (
            "epub-picture",
            epub(&[
                ("META-INF/container.xml", CONTAINER),
                ("OPS/a.opf", &OPF.replace("image/svg+xml", "image/png")),
                ("OPS/nav.xhtml", NAV),
                ("OPS/c d.svg", "hello"),
            ]),
        ),
    ] {
        let found = judge_epub(&bytes, None).findings;
        assert!(codes(&found).contains(&code), "{code}: {found:?}");
        assert!(found.iter().all(|found| !found.message.is_empty()));
    }
    // One fault, one finding.
    assert_eq!(of(&opf("properties='nav'", "")), ["epub-nav"]);
    assert_eq!(of(&changed("OPS/more.css", "a { }")), ["epub-unlisted"]);
    let late = epub(&[
        ("META-INF/container.xml", CONTAINER),
        ("OPS/a.opf", OPF),
        ("OPS/nav.xhtml", NAV),
        ("OPS/c d.svg", SVG),
        ("mimetype", "application/epub+zip"),
    ]);
    assert_eq!(of(&late), ["epub-mimetype"]);
}

#[test]
fn a_bomb_is_not_inflated() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("mimetype", SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored))
        .unwrap();
    zip.write_all(b"application/epub+zip").unwrap();
    zip.start_file("bomb", SimpleFileOptions::default()).unwrap();
    let zeros = vec![0_u8; 1 << 20];
    (0..130).for_each(|_| zip.write_all(&zeros).unwrap());
    let bytes = zip.finish().unwrap().into_inner();
    assert!(codes(&judge_epub(&bytes, None).findings).contains(&"epub-too-large"));
}

#[test]
fn a_shop_says_what_it_does_not_take() {
    let of = |shop: &str, bytes: &[u8]| codes(&judge_epub(bytes, shops::shop(shop)).findings);
    let good = changed("OPS/nav.xhtml", NAV);
    // The cover is a drawing, and its name has a space.
    assert_eq!(of("kobo", &good), ["shop-advises", "shop-refuses"]);
    assert_eq!(of("apple", &good), [""; 0]);
    let opf = OPF.replace("</manifest>", "<item id='s' href='nav.css' media-type='text/css'/></manifest>");
    let css = "@supports (margin: 0) { p { margin: 0 } }";
    let files = [
        ("META-INF/container.xml", CONTAINER),
        ("OPS/a.opf", &opf[..]),
        ("OPS/nav.xhtml", NAV),
        ("OPS/c d.svg", SVG),
        ("OPS/nav.css", css),
    ];
    assert_eq!(of("kindle", &epub(&files)), ["shop-drops"]);
}
