//! `chapbook impose` from outside: what it makes of a PDF, what it refuses, what it leaves alone.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests write files and run programs")]

use assert_cmd::Command;
use lopdf::{
    Dictionary, Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, Stream, dictionary,
};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn save(&self, name: &str, mut document: Document) -> PathBuf {
        document.save(self.path(name)).unwrap();
        self.path(name)
    }

    fn impose(&self, file: &Path, out: &str, flags: &[&str]) -> Command {
        let mut run = Command::cargo_bin("chapbook").unwrap();
        run.arg("impose").arg(file).arg("-o").arg(self.path(out)).args(flags).timeout(Duration::from_secs(60));
        run
    }

    /// The codes that are reported.
    fn codes(&self, file: &Path, flags: &[&str]) -> Vec<String> {
        let output = self.impose(file, "out.pdf", flags).arg("--json").output().unwrap();
        let object: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        let found = object["diagnostics"].as_array().unwrap().iter();
        found.map(|found| found["code"].as_str().unwrap().to_string()).collect()
    }

    fn listing(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap().flatten();
        let mut names: Vec<String> = entries.map(|entry| entry.file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Pages that share a font, name each other in their annotations, and say which they are.
fn pages(count: usize) -> Document {
    let mut document = Document::with_version("1.7");
    let root = document.new_object_id();
    let program = document.add_object(Stream::new(dictionary! {}, b"not a font, but never looked at".to_vec()));
    let descriptor = document.add_object(dictionary! { "Type" => "FontDescriptor", "FontFile2" => program });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "Shared", "FontDescriptor" => descriptor,
    });
    let ids: Vec<ObjectId> = (0..count).map(|_| document.new_object_id()).collect();
    for (at, &id) in ids.iter().enumerate() {
        let half =
            |text: String| Object::Reference(document.add_object(Stream::new(dictionary! {}, text.into_bytes())));
        let contents: Vec<Object> =
            [format!("q BT /F 12 Tf 9 9 Td (Page {}", at + 1), ") Tj ET Q".to_owned()].map(half).to_vec();
        let next = ids[(at + 1) % count];
        document.objects.insert(
            id,
            dictionary! {
                "Type" => "Page", "Parent" => root, "Contents" => contents,
                "MediaBox" => [0, 0, 300, 400].map(Object::from).to_vec(),
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font }, "Properties" => dictionary! { "P" => next } },
            }
            .into(),
        );
    }
    let kids: Vec<Object> = ids.into_iter().map(Object::from).collect();
    document.objects.insert(root, dictionary! { "Type" => "Pages", "Count" => count as i64, "Kids" => kids }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    document.trailer.set("Root", catalog);
    document
}

fn forms(document: &Document) -> Vec<&Stream> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    streams.filter(|stream| stream.dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Form")).collect()
}

#[test]
fn pages_become_forms_and_what_they_share_stands_once() {
    let desk = Desk::new();
    let file = desk.save("in.pdf", pages(7));
    desk.impose(&file, "out.pdf", &["-q"]).assert().code(0);
    let made = Document::load(desk.path("out.pdf")).unwrap();
    assert_eq!(made.get_pages().len(), 4);
    assert_eq!(forms(&made).len(), 7);
    let shared = |key: &str| {
        made.objects
            .values()
            .filter(|object| {
                let dict = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict));
                dict.is_ok_and(|dict: &Dictionary| dict.has(key.as_bytes()))
            })
            .count()
    };
    assert_eq!(shared("FontFile2"), 1);
    assert_eq!(shared("Parent"), 4, "no page of the old tree came along");
    let texts: Vec<String> =
        forms(&made).iter().map(|form| String::from_utf8(form.decompressed_content().unwrap()).unwrap()).collect();
    for page in 1..=7 {
        let whole = format!("(Page {page}\n) Tj ET Q");
        assert_eq!(texts.iter().filter(|text| text.contains(&whole)).count(), 1, "{texts:?}");
    }
}

/// Where each side of the sheets draws its pages, in the order in which it draws them.
fn places(document: &Document) -> Vec<Vec<(i64, i64)>> {
    let side = |id: ObjectId| {
        let content = document.get_and_decode_page_content(id).unwrap();
        let mut last = (0, 0);
        let mut found = Vec::new();
        for operation in content.operations {
            let number = |at: usize| operation.operands[at].as_float().map_or(0, |number| number.round() as i64);
            match operation.operator.as_str() {
                "cm" => last = (last.0 + number(4), last.1 + number(5)),
                "q" => {}
                "Do" => found.push(std::mem::take(&mut last)),
                _ => {}
            }
        }
        found
    };
    document.get_pages().into_values().map(side).collect()
}

#[test]
fn a_file_that_is_read_from_right_to_left_is_bound_on_the_right() {
    let desk = Desk::new();
    let mut hebrew = pages(4);
    let preferences = dictionary! { "Direction" => "R2L" };
    hebrew.catalog_mut().unwrap().set("ViewerPreferences", preferences);
    let (plain, hebrew) = (desk.save("plain.pdf", pages(4)), desk.save("hebrew.pdf", hebrew));
    let sheets = |file: &Path, flags: &[&str]| {
        desk.impose(file, "out.pdf", flags).assert().success();
        places(&Document::load(desk.path("out.pdf")).unwrap())
    };
    let (left, right) = (sheets(&plain, &[]), sheets(&hebrew, &[]));
    assert_ne!(left, right);
    assert_eq!(sheets(&plain, &["--binding", "right"]), right);
    assert_eq!(sheets(&hebrew, &["--binding", "left"]), left);
    let top = sheets(&plain, &["--binding", "top"]);
    assert!(top != left && top != right);
}

#[test]
fn fronts_and_backs_are_files_of_their_own_on_request() {
    let desk = Desk::new();
    let file = desk.save("in.pdf", pages(16));
    desk.impose(&file, "sheets.pdf", &["--separate-sides", "--scheme", "quarto"]).assert().success();
    assert_eq!(desk.listing(), ["in.pdf", "sheets-backs.pdf", "sheets-fronts.pdf", "sheets.pdf"]);
    let count = |name: &str| Document::load(desk.path(name)).unwrap().get_pages().len();
    assert_eq!(["sheets.pdf", "sheets-fronts.pdf", "sheets-backs.pdf"].map(count), [4, 2, 2]);
}

#[test]
fn the_same_file_makes_the_same_bytes() {
    let desk = Desk::new();
    let file = desk.save("in.pdf", pages(40));
    let flags = ["-q", "--scheme", "mini", "--marks", "--flip", "long"];
    desk.impose(&file, "one.pdf", &flags).assert().code(0);
    desk.impose(&file, "two.pdf", &flags).env("RAYON_NUM_THREADS", "1").env("TZ", "Asia/Tokyo").assert().code(0);
    assert_eq!(fs::read(desk.path("one.pdf")).unwrap(), fs::read(desk.path("two.pdf")).unwrap());
    desk.impose(&file, "one.pdf", &["-q"]).assert().code(0);
    assert_ne!(fs::read(desk.path("one.pdf")).unwrap(), fs::read(desk.path("two.pdf")).unwrap());
    assert_eq!(desk.listing(), ["in.pdf", "one.pdf", "two.pdf"]);
}

#[test]
fn what_is_wrong_is_coded_and_nothing_is_saved() {
    let desk = Desk::new();
    let file = desk.save("in.pdf", pages(6));
    let good = fs::read(&file).unwrap();
    fs::write(desk.path("half.pdf"), &good[..good.len() / 2]).unwrap();
    fs::write(desk.path("letter.pdf"), "Dear printer,").unwrap();
    fs::write(desk.path("empty.pdf"), "").unwrap();
    let mut locked = pages(2);
    locked.trailer.set("Encrypt", dictionary! { "Filter" => "Standard" });
    desk.save("locked.pdf", locked);
    desk.save("none.pdf", {
        let mut none = pages(1);
        let root = none.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        none.get_dictionary_mut(root).unwrap().set("Kids", Vec::<Object>::new());
        none
    });
    fs::write(desk.path("out.pdf"), "%PDF-1.4, an older file").unwrap();
    for (name, code) in [
        ("half.pdf", "pdf-broken"),
        ("letter.pdf", "pdf-unknown"),
        ("empty.pdf", "pdf-unknown"),
        ("locked.pdf", "pdf-encrypted"),
        ("none.pdf", "pdf-without-pages"),
        ("missing.pdf", "file-missing"),
        (".", "file-not-plain"),
    ] {
        assert_eq!(desk.codes(&desk.path(name), &[]), [code], "{name}");
    }
    for (flags, code, status) in [
        (&["--sheet", "A5"][..], "booklet-sheet", 1),
        (&["--blanks-before", "7"], "booklet-blanks", 1),
        (&["--blanks-before", "0"], "booklet-blanks", 1),
        // These no file could follow.
        (&["--sheet", "parchment"], "booklet-sheet", 2),
        (&["--signature", "6"], "booklet-signature", 2),
        (&["--signature", "8", "--scheme", "zine"], "booklet-signature", 2),
        (&["--scheme", "octavo", "--signature", "8"], "booklet-signature", 2),
        (&["--two-up"], "booklet-signature", 2),
        (&["--work-and-turn", "--scheme", "zine"], "booklet-sides", 2),
        (&["--work-and-turn", "--separate-sides"], "booklet-sides", 2),
        (&["--sewing-stations", "13"], "setting-value", 2),
        (&["--caliper", "thick"], "length-invalid", 2),
        (&["--paper", "papyrus"], "paper-unknown", 2),
        (&["--creep", "900"], "setting-value", 2),
    ] {
        assert_eq!(desk.codes(&file, flags), [code], "{flags:?}");
        desk.impose(&file, "out.pdf", flags).assert().code(status);
    }
    assert_eq!(fs::read(desk.path("out.pdf")).unwrap(), b"%PDF-1.4, an older file");
    // A flag is called by its own name.
    let said = desk.impose(&file, "out.pdf", &["--signature", "6"]).output().unwrap();
    assert!(String::from_utf8_lossy(&said.stderr).contains("`--signature`"), "{said:?}");
    for usage in [&["--scheme", "origami"][..], &["--flip", "sideways"], &["--signature", "many"]] {
        desk.impose(&file, "out.pdf", usage).assert().code(2);
    }
}

#[test]
fn a_file_is_not_written_over_itself_nor_half() {
    let desk = Desk::new();
    let file = desk.save("in.pdf", pages(4));
    let before = fs::read(&file).unwrap();
    desk.impose(&file, "in.pdf", &[]).assert().code(1);
    assert_eq!(fs::read(&file).unwrap(), before);
    desk.impose(&file, "no/such/folder.pdf", &[]).assert().code(1);
    fs::create_dir(desk.path("folder.pdf")).unwrap();
    desk.impose(&file, "folder.pdf", &[]).assert().code(1);
    assert_eq!(desk.listing(), ["folder.pdf", "in.pdf"]);
}

/// Trees, forms and streams made to keep a program busy.
#[test]
fn hostile_files_end_with_a_code() {
    let desk = Desk::new();
    let mut bomb = pages(1);
    let contents = bomb.add_object(
        Stream::new(dictionary! { "Filter" => "FlateDecode" }, {
            use std::io::Write;
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            (0..600).for_each(|_| encoder.write_all(&[b' '; 1 << 20]).unwrap());
            encoder.finish().unwrap()
        })
        .with_compression(false),
    );
    let page = bomb.page_iter().next().unwrap();
    bomb.get_dictionary_mut(page).unwrap().set("Contents", vec![contents.into(), contents.into()]);
    let bomb = desk.save("bomb.pdf", bomb);
    assert_eq!(desk.codes(&bomb, &[]), ["pdf-too-large"]);
    let deep = format!("%PDF-1.4\n1 0 obj{}", "[".repeat(2_000_000));
    fs::write(
        desk.path("deep.pdf"),
        format!("{deep}\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R>>startxref {}\n%%EOF", deep.len() + 1),
    )
    .unwrap();
    assert_eq!(desk.codes(&desk.path("deep.pdf"), &[]), ["pdf-broken"]);
    fs::write(desk.path("loop.pdf"), "%PDF-1.4\nxref\n0 0\ntrailer<</Prev 9>>\nstartxref 9\n%%EOF").unwrap();
    assert_eq!(desk.codes(&desk.path("loop.pdf"), &[]), ["pdf-broken"]);
    // A million objects that lie in each other.
    let mut nested = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for id in 1..=20_000 {
        table.push_str(&format!("{:010} 00000 n \n", nested.len()));
        nested.push_str(&format!("{id} 0 obj ({} 0 R ", id + 1));
    }
    let at = nested.len();
    let refs: String = (1..=20_000).map(|id| format!("{id} 0 R ")).collect();
    fs::write(
        desk.path("nested.pdf"),
        format!("{nested}\nxref\n1 20000\n{table}trailer<</Root 1 0 R/All[{refs}]>>startxref {}\n%%EOF", at + 1),
    )
    .unwrap();
    assert_eq!(desk.codes(&desk.path("nested.pdf"), &[]), ["pdf-broken"]);
}

/// A stamp that prints is drawn where it stands, one that does not is counted.
#[test]
fn stamps_that_print_are_drawn_and_others_counted() {
    let desk = Desk::new();
    let mut document = pages(2);
    let form = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => [0, 0, 10, 10].map(Object::from).to_vec() },
        b"1 0 0 rg 0 0 10 10 re f".to_vec(),
    );
    let form = document.add_object(form);
    let mut stamp = |flags: i64| {
        document.add_object(dictionary! {
            "Type" => "Annot", "Subtype" => "Stamp", "F" => flags, "AP" => dictionary! { "N" => form },
            "Rect" => [20, 30, 40, 80].map(Object::from).to_vec(),
        })
    };
    let all: Vec<Object> = [stamp(4), stamp(0), stamp(6)].map(Object::from).to_vec();
    let first = *document.get_pages().get(&1).unwrap();
    document.get_dictionary_mut(first).unwrap().set("Annots", all);
    let file = desk.save("in.pdf", document);
    assert_eq!(desk.codes(&file, &[]), ["annotations-left"]);
    desk.impose(&file, "out.pdf", &["-q"]).assert().code(0);
    let made = Document::load(desk.path("out.pdf")).unwrap();
    let drawn =
        |form: &&Stream| String::from_utf8_lossy(&form.decompressed_content().unwrap()).contains("ChapbookStamp");
    let stamped: Vec<&Stream> = forms(&made).into_iter().filter(drawn).collect();
    let [page] = stamped[..] else { panic!("one page has a stamp") };
    let content = String::from_utf8(page.decompressed_content().unwrap()).unwrap();
    assert!(
        content.ends_with("q 2.00000 0.00000 0.00000 5.00000 20.00000 30.00000 cm /ChapbookStamp0 Do Q\n"),
        "{content}"
    );
}

#[test]
fn a_page_without_a_media_box_is_told() {
    let desk = Desk::new();
    let mut document = pages(4);
    let last = *document.get_pages().get(&4).unwrap();
    document.get_dictionary_mut(last).unwrap().remove(b"MediaBox");
    let file = desk.save("in.pdf", document);
    assert_eq!(desk.codes(&file, &[]), ["box-missing"]);
}

/// A table that leads nowhere is made anew where all objects are there.
#[test]
fn a_file_whose_table_is_wrong_is_imposed_with_a_warning() {
    let desk = Desk::new();
    let good = fs::read(desk.save("good.pdf", pages(4))).unwrap();
    let at = good.windows(9).rposition(|window| window == b"startxref").unwrap();
    let file = desk.path("bad.pdf");
    fs::write(&file, [&good[..at], b"startxref\n7\n%%EOF\n"].concat()).unwrap();
    assert_eq!(desk.codes(&file, &[]), ["pdf-repaired"]);
    desk.impose(&file, "bad-sheets.pdf", &["-q"]).assert().code(0);
    desk.impose(&desk.path("good.pdf"), "good-sheets.pdf", &["-q"]).assert().code(0);
    let content = |name: &str| {
        let made = Document::load(desk.path(name)).unwrap();
        forms(&made).iter().map(|form| form.decompressed_content().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(content("bad-sheets.pdf"), content("good-sheets.pdf"));
}

/// What its owner locked is imposed where that allows printing and assembly, and refused by name where it does not.
#[test]
fn what_an_owner_locked_is_imposed_as_far_as_it_is_allowed() {
    let desk = Desk::new();
    let locked = |name: &str, permissions: Permissions| {
        let mut document = pages(2);
        document.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: "",
            key_length: 128,
            permissions,
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        desk.save(name, document)
    };
    for (name, permissions, status) in [
        ("open.pdf", Permissions::all(), 0),
        ("still.pdf", Permissions::PRINTABLE, 1),
        ("dumb.pdf", Permissions::empty(), 1),
    ] {
        let file = locked(name, permissions);
        assert_eq!(desk.codes(&file, &[]), ["pdf-protected"], "{name}");
        desk.impose(&file, "out.pdf", &["-q"]).assert().code(status);
    }
}
