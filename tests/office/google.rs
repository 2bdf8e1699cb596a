//! A book as Google Docs saves it for Word: every mark as it writes them, by hand.

use super::{folder, of_bytes, printed, words_and_told, zipped_bytes};
use chapbook::Folder;
use chapbook::import::tree::{Block, Inline, List, Numbering, Picture, Table, Target, Verse, Work};
use chapbook::import::{Choices, kind, read, write};
use std::fmt::Write;
use std::fs;

/// What Google writes at each run and each paragraph.
const OF_RUN: &str = r#"w:rsidDel="00000000" w:rsidR="00000000" w:rsidRPr="00000000""#;
const OF_PARAGRAPH: &str =
    r#"w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w:rsidRPr="00000000""#;
const SPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office""#;
const RULE: &str = r##"<w:pict><v:rect style="width:0.0pt;height:1.5pt" o:hr="t" o:hrstd="t" o:hralign="center" fillcolor="#A0A0A0" stroked="f"/></w:pict>"##;
const CENTRED: &str = r#"<w:jc w:val="center"/>"#;
const SET_IN: &str = r#"<w:ind w:left="720.0000000000001" w:right="720.0" w:firstLine="0"/>"#;
/// A box around words that somebody commented on or changed.
const BOX: &str = r#"<w:sdt><w:sdtPr><w:id w:val="-1187541962"/><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent>"#;

/// The document while it is written.
#[derive(Default)]
struct Docs {
    out: String,
    notes: Vec<String>,
    links: Vec<String>,
    breaks: usize,
    paragraphs: usize,
    lists: Vec<bool>,
}

fn safe(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

impl Docs {
    fn paragraph(&mut self, properties: &str, runs: &str) {
        self.paragraphs += 1;
        let own =
            format!("<w:p {OF_PARAGRAPH} w14:paraId=\"{:08X}\"><w:pPr>{properties}<w:rPr/></w:pPr>", self.paragraphs);
        // Each ends in a run without words.
        let empty = run("", "");
        let _ = write!(self.out, "{own}{runs}{empty}</w:p>");
    }

    fn blocks(&mut self, blocks: &[Block], properties: &str) {
        for block in blocks {
            match block {
                Block::Heading { level, attributes, inlines } => {
                    let style = format!("<w:pStyle w:val=\"Heading{level}\"/>");
                    let name = attributes.id.as_deref().unwrap_or("none");
                    let mark = format!(
                        "<w:bookmarkStart w:colFirst=\"0\" w:colLast=\"0\" w:name=\"_heading=h.{name}\" w:id=\"0\"/><w:bookmarkEnd w:id=\"0\"/>"
                    );
                    let runs = mark + &self.runs(inlines, "");
                    self.paragraph(&style, &runs);
                }
                Block::Paragraph(inlines) => {
                    let runs = self.runs(inlines, "");
                    self.paragraph(properties, &runs);
                }
                Block::Verse(Verse { stanzas, .. }) => {
                    for stanza in stanzas {
                        let lines = stanza.iter().map(|line| {
                            run("", &format!("<w:t xml:space=\"preserve\">{}</w:t>", "    ".repeat(line.indent)))
                                + &self.runs(&line.inlines, "")
                        });
                        let runs = lines.collect::<Vec<_>>().join(&run("", "<w:br w:type=\"textWrapping\"/>"));
                        self.paragraph("", &runs);
                    }
                }
                Block::Quote { blocks, attribution } => {
                    self.blocks(blocks, SET_IN);
                    if let Some(inlines) = attribution {
                        let runs = run("", "<w:t>— </w:t>") + &self.runs(inlines, "");
                        self.paragraph(&format!("{SET_IN}<w:jc w:val=\"right\"/>"), &runs);
                    }
                }
                Block::List(list) => {
                    self.lists.push(list.numbering != Numbering::Bullets);
                    self.list(list, 0);
                }
                Block::Definitions(all) => {
                    for definition in all {
                        let runs = self.runs(&definition.term, "<w:b w:val=\"1\"/><w:bCs w:val=\"1\"/>");
                        self.paragraph("", &runs);
                        definition.meanings.iter().for_each(|meaning| self.blocks(meaning, SET_IN));
                    }
                }
                Block::Table(table) => self.table(table),
                Block::Code { text, .. } => {
                    let runs = run("<w:rFonts w:ascii=\"Courier New\"/>", &format!("<w:t>{}</w:t>", safe(text)));
                    self.paragraph("", &runs);
                }
                Block::Break => {
                    self.breaks += 1;
                    match self.breaks % 2 {
                        1 => self.paragraph(CENTRED, &run("", "<w:t xml:space=\"preserve\">* * *</w:t>")),
                        _ => self.paragraph("", &run("", RULE)),
                    }
                }
                Block::Figure { alt, .. } => {
                    let runs = run("", &drawing(&chapbook::import::write::plain(alt)));
                    self.paragraph(CENTRED, &runs);
                }
                Block::Div { blocks, .. } => self.blocks(blocks, properties),
                Block::Comment(_) => {}
            }
        }
    }

    /// Items without a style: they are those of a list by their numbering alone.
    fn list(&mut self, list: &List, level: usize) {
        let number = self.lists.len();
        let indent = 720 * (level + 1);
        for item in &list.items {
            for (nth, block) in item.iter().enumerate() {
                match block {
                    Block::Paragraph(inlines) => {
                        let own =
                            format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>");
                        let own = if nth == 0 { own } else { String::new() };
                        let set = format!("<w:ind w:left=\"{indent}\" w:hanging=\"360\"/>");
                        let runs = self.runs(inlines, "");
                        self.paragraph(&format!("{own}{set}"), &runs);
                    }
                    Block::List(inner) => self.list(inner, level + 1),
                    _ => panic!("{block:?}"),
                }
            }
        }
    }

    fn table(&mut self, table: &Table) {
        let runs = self.runs(&table.caption, "<w:i w:val=\"1\"/>");
        self.paragraph(CENTRED, &runs);
        self.out.push_str(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Table1\"/><w:tblW w:w=\"9360.0\" w:type=\"dxa\"/><w:jc w:val=\"left\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"0600\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"3120\"/></w:tblGrid>",
        );
        for row in [&table.head].into_iter().chain(&table.rows) {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit w:val=\"0\"/><w:tblHeader w:val=\"0\"/></w:trPr>");
            for cell in row {
                self.out.push_str(
                    "<w:tc><w:tcPr><w:shd w:fill=\"auto\" w:val=\"clear\"/><w:vAlign w:val=\"top\"/></w:tcPr>",
                );
                let runs = self.runs(cell, "");
                self.paragraph("", &runs);
                self.out.push_str("</w:tc>");
            }
            self.out.push_str("</w:tr>");
        }
        self.out.push_str("</w:tbl>");
    }

    fn runs(&mut self, inlines: &[Inline], look: &str) -> String {
        let mut out = String::new();
        for inline in inlines {
            let more = |more: &str| format!("{look}{more}");
            let made = match inline {
                Inline::Text(text) => run(look, &format!("<w:t xml:space=\"preserve\">{}</w:t>", safe(text))),
                Inline::Code(text) => {
                    let font =
                        more("<w:rFonts w:ascii=\"Roboto Mono\" w:cs=\"Roboto Mono\"/><w:color w:val=\"188038\"/>");
                    run(&font, &format!("<w:t xml:space=\"preserve\">{}</w:t>", safe(text)))
                }
                Inline::Emphasis(inner) => self.runs(inner, &more("<w:i w:val=\"1\"/><w:iCs w:val=\"1\"/>")),
                Inline::Strong(inner) => self.runs(inner, &more("<w:b w:val=\"1\"/><w:bCs w:val=\"1\"/>")),
                Inline::SmallCaps(inner) => self.runs(inner, &more("<w:smallCaps w:val=\"1\"/>")),
                Inline::Subscript(inner) => self.runs(inner, &more("<w:vertAlign w:val=\"subscript\"/>")),
                Inline::Superscript(inner) => self.runs(inner, &more("<w:vertAlign w:val=\"superscript\"/>")),
                Inline::Link { target, inlines } => {
                    let runs = self.runs(inlines, &more("<w:color w:val=\"1155cc\"/><w:u w:val=\"single\"/>"));
                    let to = match target {
                        Target::Id(id) => format!("w:anchor=\"_heading=h.{id}\""),
                        Target::Address(address) => {
                            self.links.push(address.clone());
                            format!("r:id=\"link{}\"", self.links.len())
                        }
                        Target::Chapter(_) => panic!("{inlines:?}"),
                    };
                    format!("<w:hyperlink {to}>{runs}</w:hyperlink>")
                }
                Inline::Note(blocks) => {
                    let number = self.notes.len();
                    let before = std::mem::take(&mut self.out);
                    self.notes.push(String::new());
                    self.blocks(blocks, "<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>");
                    let note = std::mem::replace(&mut self.out, before);
                    let own = format!(
                        "<w:r {OF_RUN}><w:rPr><w:rStyle w:val=\"FootnoteReference\"/><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteRef/></w:r>{}",
                        run("<w:sz w:val=\"20\"/>", "<w:t xml:space=\"preserve\"> </w:t>")
                    );
                    self.notes[number] = note.replacen("</w:pPr>", &format!("</w:pPr>{own}"), 1);
                    let call = format!("<w:footnoteReference w:customMarkFollows=\"0\" w:id=\"{number}\"/>");
                    run("<w:vertAlign w:val=\"superscript\"/>", &call)
                }
                Inline::Break => run(look, "<w:br w:type=\"textWrapping\"/>"),
                other => self.runs(other.inner(), look),
            };
            out.push_str(&made);
        }
        out
    }
}

fn run(look: &str, content: &str) -> String {
    format!("<w:r {OF_RUN}><w:rPr>{look}<w:rtl w:val=\"0\"/></w:rPr>{content}</w:r>")
}

fn drawing(alt: &str) -> String {
    let alt = safe(alt);
    format!(
        "<w:drawing><wp:inline distB=\"114300\" distT=\"114300\" distL=\"114300\" distR=\"114300\"><wp:extent cx=\"5943600\" cy=\"4457700\"/>\
         <wp:effectExtent b=\"0\" l=\"0\" r=\"0\" t=\"0\"/><wp:docPr descr=\"{alt}\" id=\"1\" name=\"image1.png\"/><a:graphic>\
         <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
         <pic:cNvPr descr=\"{alt}\" id=\"0\" name=\"image1.png\"/><pic:cNvPicPr preferRelativeResize=\"0\"/></pic:nvPicPr>\
         <pic:blipFill><a:blip r:embed=\"picture\"/><a:srcRect b=\"0\" l=\"0\" r=\"0\" t=\"0\"/></pic:blipFill></pic:pic>\
         </a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
}

fn styles() -> String {
    let style = |id: &str, name: &str, more: &str, look: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"{more}><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:next w:val=\"Normal\"/><w:pPr><w:keepNext w:val=\"1\"/><w:pageBreakBefore w:val=\"0\"/></w:pPr><w:rPr>{look}</w:rPr></w:style>"
        )
    };
    let headings =
        (1..=6).map(|level| style(&format!("Heading{level}"), &format!("heading {level}"), "", "<w:sz w:val=\"40\"/>"));
    let defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\"/><w:sz w:val=\"22\"/><w:lang w:val=\"en\"/></w:rPr></w:rPrDefault>\
        <w:pPrDefault><w:pPr><w:spacing w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>";
    format!(
        "<w:styles {SPACES}>{defaults}{}{}{}{}<w:style w:type=\"table\" w:styleId=\"Table1\"><w:basedOn w:val=\"TableNormal\"/></w:style></w:styles>",
        style("Normal", "Normal", " w:default=\"1\"", ""),
        headings.collect::<String>(),
        style("Title", "Title", "", "<w:sz w:val=\"52\"/>"),
        style("Subtitle", "Subtitle", "", "<w:i w:val=\"0\"/><w:color w:val=\"666666\"/><w:sz w:val=\"30\"/>"),
    )
}

/// A file of these parts; `lists` are numbered or not.
fn saved(docs: &Docs, pictures: &[Picture]) -> Vec<u8> {
    let levels = |is_numbered: bool| {
        let one = |level: usize| {
            let (format, text) = if is_numbered && level == 0 {
                ("decimal", "%1.")
            } else {
                ("bullet", ["●", "○", "■"][level % 3])
            };
            format!(
                "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>\
                 <w:lvlJc w:val=\"left\"/><w:rPr><w:u w:val=\"none\"/></w:rPr></w:lvl>"
            )
        };
        (0..9).map(one).collect::<String>()
    };
    let mut numbering = String::new();
    for (at, is_numbered) in docs.lists.iter().enumerate() {
        let _ =
            write!(numbering, "<w:abstractNum w:abstractNumId=\"{}\">{}</w:abstractNum>", at + 1, levels(*is_numbered));
    }
    for at in 1..=docs.lists.len() {
        let _ = write!(numbering, "<w:num w:numId=\"{at}\"><w:abstractNumId w:val=\"{at}\"/></w:num>");
    }
    let relation = |id: &str, kind: &str, target: &str, mode: &str| {
        format!(
            "<Relationship Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"{mode}/>"
        )
    };
    let mut relations = String::new();
    for kind in ["styles", "numbering", "footnotes", "comments"] {
        relations.push_str(&relation(kind, kind, &format!("{kind}.xml"), ""));
    }
    relations.push_str(&relation("picture", "image", "media/image1.png", ""));
    for (at, link) in docs.links.iter().enumerate() {
        relations.push_str(&relation(&format!("link{}", at + 1), "hyperlink", &safe(link), " TargetMode=\"External\""));
    }
    let notes = docs.notes.iter().enumerate();
    let notes = notes.map(|(id, note)| format!("<w:footnote w:id=\"{id}\">{note}</w:footnote>"));
    let comment = format!(
        "<w:comment w:author=\"Ada Quill\" w:id=\"0\" w:date=\"2026-01-01T00:00:00Z\"><w:p>{}</w:p></w:comment>",
        run("", "<w:t>Is this so?</w:t>")
    );
    let part = |root: &str, content: &str| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:{root} {SPACES}>{content}</w:{root}>")
    };
    let main = relation("main", "officeDocument", "word/document.xml", "");
    let files = [
        (
            "word/document.xml",
            part(
                "document",
                &format!("<w:body>{}<w:sectPr><w:pgSz w:h=\"15840\" w:w=\"12240\"/></w:sectPr></w:body>", docs.out),
            ),
        ),
        ("_rels/.rels", format!("<Relationships>{main}</Relationships>")),
        ("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>")),
        ("word/styles.xml", styles()),
        ("word/numbering.xml", part("numbering", &numbering)),
        ("word/footnotes.xml", part("footnotes", &notes.collect::<String>())),
        ("word/comments.xml", part("comments", &comment)),
    ];
    let mut all: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    all.extend(pictures.iter().map(|picture| ("word/media/image1.png", picture.bytes.as_slice())));
    zipped_bytes(&all)
}

pub fn source() -> Work {
    let source = Folder::open(&folder().join("lock.md")).unwrap();
    read(&source, kind::of(&source).unwrap(), &Choices::default()).unwrap()
}

#[test]
fn a_document_of_google_docs() {
    let work = source();
    let mut docs = Docs::default();
    let said = |text: &Option<String>| run("", &format!("<w:t>{}</w:t>", safe(text.as_deref().unwrap())));
    docs.paragraph("<w:pStyle w:val=\"Title\"/>", &said(&work.about.title));
    docs.paragraph("<w:pStyle w:val=\"Subtitle\"/>", &said(&work.about.subtitle));
    let contents = "<w:sdt><w:sdtPr><w:id w:val=\"7\"/><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique w:val=\"1\"/>\
        </w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText xml:space=\"preserve\"> TOC \\h \\u \\z </w:instrText>\
        <w:fldChar w:fldCharType=\"separate\"/></w:r><w:hyperlink w:anchor=\"_heading=h.winter\"><w:r><w:t>Winter</w:t></w:r></w:hyperlink>\
        <w:r><w:tab/><w:t>2</w:t></w:r></w:p><w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:sdtContent></w:sdt>";
    docs.out.push_str(contents);
    for (nth, chapter) in work.chapters.iter().enumerate() {
        if nth > 0 {
            docs.paragraph("", &run("", "<w:br w:type=\"page\"/>"));
        }
        docs.blocks(&chapter.blocks, "");
    }
    // Somebody asked about a word, and changed another.
    let ask = format!(
        "{BOX}<w:commentRangeStart w:id=\"0\"/></w:sdtContent></w:sdt>{}<w:commentRangeEnd w:id=\"0\"/><w:r {OF_RUN}><w:commentReference w:id=\"0\"/></w:r>",
        run("", "<w:t xml:space=\"preserve\">Last </w:t>")
    );
    let change = format!(
        "{BOX}<w:ins w:author=\"Ada Quill\" w:id=\"1\">{}</w:ins></w:sdtContent></w:sdt>",
        run("", "<w:t xml:space=\"preserve\">added </w:t>")
    );
    docs.links.push("https://example.org/words".to_owned());
    let link = format!(
        "<w:hyperlink r:id=\"link{}\">{}</w:hyperlink>",
        docs.links.len(),
        run("<w:u w:val=\"single\"/>", "<w:t>words</w:t>")
    );
    docs.paragraph("", &(ask + &change + &link));
    let bytes = saved(&docs, &work.pictures);
    let choices = Choices { tracked: chapbook::import::Tracked::Accept, ..Choices::default() };
    let found = of_bytes("a.docx", &bytes, &choices).unwrap();
    let (words, told) = words_and_told(&found);
    let expected =
        super::words(&fs::read_to_string(folder().join("words.txt")).unwrap()).join(" ") + " last added words";
    let same = words.bytes().zip(expected.bytes()).position(|(a, b)| a != b).unwrap_or(words.len().min(expected.len()));
    assert!(words == expected, "{told:#?} found …{}", &words[same.saturating_sub(60)..words.len().min(same + 60)]);
    assert_eq!((&found.about.title, &found.about.subtitle), (&work.about.title, &work.about.subtitle));
    let contents = "lists that the program made, such as contents: TOC \\h \\u \\z Winter2";
    assert_eq!(told, [contents]);
    let text: Vec<u8> = write(&found).into_iter().flat_map(|file| file.bytes).collect();
    let text = String::from_utf8_lossy(&text);
    for wanted in [
        "\n>\n> -- A saying on the canal",
        "`WATER LEVEL OK`",
        "   - it spins back,",
        "<!-- Ada Quill: Is this so? -->",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let count = |what: &str| text.matches(what).count();
    assert_eq!((count("\n```verse\n"), count("\n***\n"), count("\n|"), count("\n![")), (1, 2, 5, 1), "{text}");
    printed::is_whole("a.docx by Google", &found);
}
