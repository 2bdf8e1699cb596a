//! PDFs and EPUBs of our own making, damaged.

use crate::support::language::Draw;
use crate::{Files, change, judge, seeds};
use chapbook::Output;
use std::io::{Cursor, Read, Write};
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

struct Made {
    /// As written, and with the streams as plain text.
    pdfs: Vec<Vec<u8>>,
    ebook: Vec<u8>,
}

fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let picture = seeds::photographs()[0].clone();
        let drawing = seeds::drawings()[0].clone();
        let text = "# One\n\nWords *and* words.[^1]\n\n![A wall](p.png){width=50%}\n\n![A line](d.svg)\n\n## Two\n\n| a | b |\n|---|---|\n| c | d |\n\n[^1]: More words, [there](#two).\n";
        let book = vec![
            ("a.md".to_owned(), text.as_bytes().to_vec()),
            ("b.md".to_owned(), b"# Two\n\nLast words.\n".to_vec()),
            ("book.toml".to_owned(), b"book.title = 'T'\nprint.ink = 'premium-colour'\nepub.fonts = true\n".to_vec()),
            ("d.svg".to_owned(), drawing.into_bytes()),
            ("p.png".to_owned(), picture),
        ];
        let outcome = judge::built(&book, &[]);
        assert!(!outcome.report.has_errors(), "{}", outcome.report);
        let of = |output: Output| {
            let made = outcome.artifacts.iter().find(|artifact| artifact.output() == Some(output));
            made.expect("every edition is made").bytes.clone()
        };
        let mut pdfs: Vec<Vec<u8>> = [Output::Print, Output::Screen, Output::Booklet, Output::Cover].map(of).into();
        for at in 0..pdfs.len() {
            let mut document = lopdf::Document::load_mem(&pdfs[at]).expect("a PDF");
            document.decompress();
            let mut plain = Vec::new();
            document.save_to(&mut plain).expect("memory is written");
            pdfs.push(plain);
        }
        Made { pdfs, ebook: of(Output::Epub) }
    })
}

/// What stands in PDFs that decides something.
const WORDS: &[&str] = &[
    "/Kids",
    "/Parent",
    "/Pages",
    "/Page",
    "/Count",
    "/Contents",
    "/Resources",
    "/MediaBox",
    "/TrimBox",
    "/Length",
    "/Filter",
    "/FlateDecode",
    "/DCTDecode",
    "/LZWDecode",
    "/ASCII85Decode",
    "/Font",
    "/FontFile3",
    "/XObject",
    "/Form",
    "/Image",
    "/Width",
    "/Height",
    "/BitsPerComponent",
    "/ColorSpace",
    "/DeviceCMYK",
    "/Indexed",
    "/ICCBased",
    "/SMask",
    "/Root",
    "/Info",
    "/Prev",
    "/Size",
    "/W",
    "/Index",
    "/ObjStm",
    "/XRef",
    "/First",
    "/N",
    "/Encrypt",
    "/Type",
    " 0 R",
    " obj",
    "endobj",
    "stream",
    "endstream",
    "xref",
    "trailer",
    "startxref",
    "<<",
    ">>",
    "[",
    "]",
    "(",
    ")",
    " 0",
    " 1",
    " 2",
    " 3",
    " 9",
    " 99999999",
    " -1",
    " 1e9",
    " 4294967295",
    " 9223372036854775807",
    " null",
    " q ",
    " Q ",
    " cm",
    " Do",
    " Tj",
    " TJ",
    " Tf",
    " BT",
    " ET",
    " W n",
    " re",
    " gs",
    " sh",
    " BI",
    " ID",
    " EI",
    " BDC",
];

pub fn pdf(draw: &mut Draw) -> Files {
    let (seed, other) = (draw.one(&made().pdfs).clone(), draw.one(&made().pdfs));
    let bytes = match draw.within(0..=2) {
        0 => change::bytes(draw, seed, other),
        1 => change::swap(draw, seed, WORDS),
        _ => {
            let swapped = change::swap(draw, seed, WORDS);
            change::bytes(draw, swapped, other)
        }
    };
    vec![("a.pdf".to_owned(), bytes)]
}

/// What stands in EPUBs that decides something.
const NAMES: &[&str] = &[
    "href",
    "src",
    "id",
    "idref",
    "<a ",
    "</a>",
    "<p>",
    "</p>",
    "<item ",
    "<itemref ",
    "/>",
    "nav",
    "cover-image",
    "media-type",
    "application/xhtml+xml",
    "image/png",
    "image/svg+xml",
    "xmlns",
    "epub:type",
    "&amp;",
    "&#0;",
    "&x;",
    "#",
    "..",
    "/",
    "%2e%2e",
    "http://",
    "\"",
    "<",
    ">",
    "<!--",
    "-->",
    "<![CDATA[",
    "xml:lang",
    "full-path",
    "version",
    "dcterms:modified",
    "dc:identifier",
    "unique-identifier",
    "properties",
    "svg",
    "script",
    "3.0",
    "2.0",
];

fn entries(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let read = |at| {
        let mut file = zip.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        (file.name().to_owned(), bytes)
    };
    let count = 0..ZipArchive::new(Cursor::new(bytes)).expect("an archive").len();
    count.map(read).collect()
}

fn zipped(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let stored = name == "mimetype";
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        // A name that is there already is refused.
        if zip.start_file(name, SimpleFileOptions::default().compression_method(method)).is_ok() {
            zip.write_all(bytes).expect("memory is written");
        }
    }
    zip.finish().expect("memory is written").into_inner()
}

pub fn ebook(draw: &mut Draw) -> Files {
    let seed = &made().ebook;
    if draw.percent(25) {
        return vec![("a.epub".to_owned(), change::bytes(draw, seed.clone(), &made().pdfs[0]))];
    }
    let mut files = entries(seed);
    for _ in 0..draw.within(1..=3) {
        let at = draw.within(0..=files.len() - 1);
        let other = draw.one(&files).clone();
        match draw.within(0..=9) {
            0 => drop(files.remove(at)),
            1 => files.swap(at, 0),
            2 => {
                files[at].0 =
                    (*draw.one(&["mimetype", "../x", "/x", "a\\b", "META-INF/container.xml", "X", ""])).to_owned()
            }
            3 => files[at].1 = other.1,
            4 | 5 => files[at].1 = change::bytes(draw, std::mem::take(&mut files[at].1), &other.1),
            _ => files[at].1 = change::swap(draw, std::mem::take(&mut files[at].1), NAMES),
        }
    }
    vec![("a.epub".to_owned(), zipped(&files))]
}
