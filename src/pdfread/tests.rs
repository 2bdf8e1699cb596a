//! Files made here, by lopdf or by hand, and read back; then the same files damaged.

use super::cipher::Protection;
use super::content::{self, Shown, State, Strung};
use super::*;
use crate::base::limits::PDF_VALUES;
use crate::base::{Length, Size};
use lopdf::{
    Document, EncryptionState, EncryptionVersion, Object, ObjectId, Permissions, SaveOptions, Stream, dictionary,
};
use proptest::prelude::*;

/// Two pages under a node of their own, which says what they inherit.
fn document(content: &str) -> Document {
    let mut document = Document::with_version("1.4");
    let (root, node) = (document.new_object_id(), document.new_object_id());
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "FirstChar" => 65,
        "Widths" => vec![600.into(), 600.into()],
    });
    let form = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => [0, 0, 9, 9].map(Object::from).to_vec(),
        "Matrix" => [2, 0, 0, 2, 0, 0].map(Object::from).to_vec() },
        b"1 0 0 rg 0 0 9 9 re f".to_vec(),
    );
    let form = document.add_object(form);
    let resources = dictionary! {
        "Font" => dictionary! { "F" => font },
        "XObject" => dictionary! { "X" => form },
    };
    let mut page = |more: lopdf::Dictionary| -> ObjectId {
        let contents = document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
        let mut dict = dictionary! { "Type" => "Page", "Parent" => node, "Contents" => vec![contents.into()] };
        dict.extend(&more);
        document.add_object(dict)
    };
    let trim = [10, 20, 110, 220].map(Object::from).to_vec();
    let pages = [page(dictionary! {}), page(dictionary! { "Rotate" => -270, "TrimBox" => trim, "UserUnit" => 2 })];
    document.objects.insert(
        node,
        dictionary! {
            "Type" => "Pages", "Parent" => root, "Count" => 2, "Kids" => pages.map(Object::from).to_vec(),
            "MediaBox" => [300, 400, 0, 0].map(Object::from).to_vec(), "Resources" => resources,
        }
        .into(),
    );
    document.objects.insert(
        root,
        dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => vec![node.into()], "Rotate" => 90 }.into(),
    );
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => root });
    document.trailer.set("Root", catalog);
    document
}

fn saved(mut document: Document, packed: bool) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.compress();
    let options = SaveOptions::builder().use_object_streams(packed).use_xref_streams(packed).build();
    document.save_with_options(&mut bytes, options).unwrap();
    bytes
}

#[test]
fn pages_inherit_and_turn() {
    for packed in [false, true] {
        let file = File::parse(&saved(document("q Q"), packed)).unwrap();
        let [one, two] = file.pages() else { panic!() };
        assert_eq!((one.turns, two.turns), (1, 1));
        let size = |width, height| Size::new(Length::pt(width), Length::pt(height));
        assert_eq!((one.size(one.trim), two.size(two.trim)), (size(400, 300), size(400, 200)));
        assert!(one.resources.has(b"Font") && two.has_trim && !one.has_trim);
        let file = std::sync::Arc::new(file);
        let form = Form::all(&file).swap_remove(1);
        assert_eq!(form.beyond(form.source().media).map(|side| side.to_string()), ["40", "20", "360", "380"]);
        assert_eq!(file.content(&file.pages()[0]).unwrap(), b"q Q\n");
    }
}

#[test]
fn what_is_shown_has_its_state() {
    let text = "q 0 0 1 RG 2 0 0 2 5 5 cm 3 w 0 0 10 20 re S Q BT /F 10 Tf 1 0 0 1 50 60 Tm [(AB) -500 (A)] TJ [(A) -3000 (B)] TJ ET \
        .5 g /X Do BI /W 1 /H 1 /CS /G /BPC 8 ID \x07 EI 0 0 m 5 5 l n";
    let file = File::parse(&saved(document(text), false)).unwrap();
    let mut seen = Vec::new();
    let mut see = |state: &State, shown: Shown| {
        seen.push(match shown {
            Shown::Path { area, straight: _, fill, stroke, width } => {
                format!("path {area:?} {fill} {stroke} {width} {:?} {:?}", state.fill.space, state.stroke.space)
            }
            Shown::Text { codes, strings, area, height, .. } => {
                let each = |string: &Strung| format!("{:?} {}-{}", string.codes, string.area[0], string.area[2]);
                let strings: Vec<String> = strings.iter().map(each).collect();
                format!("text {codes:?} {} {area:?} {height}", strings.join(", "))
            }
            Shown::Image { inline, area, .. } => format!("image {inline} {area:?} {:?}", state.fill.values),
            Shown::Form { .. } => "form".to_owned(),
            Shown::Shading { .. } => "shading".to_owned(),
        });
    };
    content::read(&file, &file.pages()[0], &mut see).unwrap();
    assert_eq!(
        seen,
        [
            "path [5.0, 5.0, 25.0, 45.0] false true 6 Gray Rgb",
            "text [65, 66, 65] 0..2 50-62, 2..3 67-73 [50.0, 57.5, 73.0, 67.5] 10",
            "text [65] 0..1 73-79 [73.0, 57.5, 79.0, 67.5] 10",
            "text [66] 0..1 109-115 [109.0, 57.5, 115.0, 67.5] 10",
            "form",
            "path [0.0, 0.0, 18.0, 18.0] true false 2 Rgb Gray",
            "image true [0.0, 0.0, 1.0, 1.0] [0.5]",
        ]
    );
}

#[test]
fn what_cannot_be_used_has_a_code() {
    let code = |bytes: &[u8]| File::parse(bytes).map(|file| file.pages().len()).map_err(|error| error.code());
    let with = |change: &dyn Fn(&mut Document)| {
        let mut document = document("q Q");
        change(&mut document);
        code(&saved(document, false))
    };
    let root = |document: &Document| document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    assert_eq!(code(b""), Err("pdf-unknown"));
    assert_eq!(code(b"a letter"), Err("pdf-unknown"));
    assert_eq!(code(b"%PDF-1.4\n"), Err("pdf-broken"));
    let good = saved(document("q Q"), false);
    assert_eq!(code(&good), Ok(2));
    assert_eq!(code(&good[..good.len() / 2]), Err("pdf-broken"));
    // Something before the header moves nothing; something within moves everything.
    assert_eq!(code(&[b"HTTP\r\n\r\n", &good[..]].concat()), Ok(2));
    let moved = [&good[..9], b"%moved\n", &good[9..]].concat();
    assert!(code(&moved) == Ok(2) && File::parse(&moved).unwrap().is_repaired);
    // A table that is made anew leads to all objects, or the file was cut off.
    let (from, to) = (at(&moved, b"obj").unwrap() - 4, at(&moved, b"endobj").unwrap() + 7);
    let cut = [&moved[..from], &moved[to..]].concat();
    assert_eq!(code(&cut), Err("pdf-broken"));
    assert_eq!(with(&|document| document.trailer.set("Encrypt", dictionary! {})), Err("pdf-encrypted"));
    let kids = |document: &mut Document, kids: Vec<Object>| {
        let root = root(document);
        document.get_dictionary_mut(root).unwrap().set("Kids", kids);
    };
    assert_eq!(with(&|document| kids(document, vec![])), Err("pdf-without-pages"));
    assert_eq!(with(&|document| kids(document, vec![root(document).into()])), Err("pdf-broken"));
    assert_eq!(with(&|document| kids(document, vec![(9_999, 0).into()])), Err("pdf-broken"));
    let node = |document: &Document| document.get_dictionary(root(document)).unwrap().get(b"Kids").unwrap().clone();
    let twice = |document: &mut Document| {
        let node = node(document).as_array().unwrap()[0].clone();
        kids(document, vec![node.clone(), node]);
    };
    assert_eq!(with(&twice), Err("pdf-broken"));
}

fn at(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// A file that opens without a password is read, by its old ciphers and its new ones; another is not.
#[test]
fn owner_passwords_are_no_hindrance() {
    let locked = |user: &str, packed: bool, permissions: Permissions| {
        let mut document = document("q 1 0 0 rg Q");
        document.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
        let version = EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions,
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        File::parse(&saved(document, packed))
    };
    let all = locked("", false, Permissions::all()).unwrap();
    assert_eq!(all.protection, Some(Protection { prints: true, assembles: true }));
    assert_eq!(all.content(&all.pages()[0]).unwrap().trim_ascii(), b"q 1 0 0 rg Q");
    let none = locked("", false, Permissions::PRINTABLE).unwrap();
    assert_eq!(none.protection, Some(Protection { prints: true, assembles: false }));
    assert_eq!(locked("secret", false, Permissions::all()).map(drop).unwrap_err().code(), "pdf-encrypted");
}

/// Two bytes of a file may stand for a value of a hundred.
#[test]
fn values_are_counted_before_they_take_room() {
    let file = |values: usize| {
        let mut out = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        let array = format!("[{}]", "0 ".repeat(values));
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R /Own 4 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
            &array,
        ];
        for (at, object) in (1..).zip(objects) {
            places.push(out.len());
            out.extend(format!("{at} 0 obj\n{object}\nendobj\n").into_bytes());
        }
        let rows: String = places.iter().map(|place| format!("{place:010} 00000 n\r\n")).collect();
        let start = out.len();
        out.extend(
            format!("xref\n1 4\n{rows}trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF").into_bytes(),
        );
        File::parse(&out).map(|file| file.pages().len()).map_err(|error| error.code())
    };
    assert_eq!((file(1_000), file(PDF_VALUES)), (Ok(1), Err("pdf-too-large")));
}

/// A form that draws itself, and forms that draw each other twice each, end.
#[test]
fn forms_in_forms_are_bounded() {
    let mut document = document("/X Do");
    let id = document.objects.iter().find(|(_, object)| object.as_stream().is_ok_and(|form| form.dict.has(b"BBox")));
    let id = *id.unwrap().0;
    let form = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    form.set_content(b"/X Do /X Do".to_vec());
    let file = File::parse(&saved(document, false)).unwrap();
    let mut forms = 0_u64;
    let _ = content::read(&file, &file.pages()[0], &mut |_, _| forms += 1);
    assert_eq!(forms, (1 << 16) - 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever bytes are changed, cut out or doubled, the file is read or refused.
    #[test]
    fn damaged_files_are_read_or_refused(
        packed: bool,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..3), 1..6),
    ) {
        let mut bytes = saved(document("BT /F 9 Tf (A) Tj ET /X Do"), packed);
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => drop(bytes.drain(at..(at + usize::from(byte)).min(bytes.len() - 1).max(at))),
                _ => bytes.insert(at, byte),
            }
        }
        if let Ok(file) = File::parse(&bytes) {
            for page in file.pages() {
                let _ = content::read(&file, page, &mut |_, _| {});
            }
        }
    }
}
