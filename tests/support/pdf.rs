//! Small PDFs by hand: one page that a press has nothing against, and whatever a test puts in its place.

use std::fmt::Write;

/// What differs from the good file. Object 5 is the font; `objects` are numbered from 10.
#[derive(Clone)]
pub struct Pdf {
    pub version: &'static str,
    /// The page's boxes.
    pub boxes: String,
    pub page: String,
    pub content: String,
    pub resources: String,
    pub font: String,
    pub catalog: String,
    pub info: String,
    pub trailer: String,
    pub objects: Vec<String>,
    /// Pages that show the same.
    pub pages: usize,
    /// What the last page has in place of the boxes and the content.
    pub last: Option<(String, String)>,
}

pub const BOXES: &str = "/MediaBox [0 0 318 468] /BleedBox [0 0 318 468] /TrimBox [9 9 309 459]";
pub const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Own /FirstChar 65 /LastChar 66 /Widths [600 600] \
                        /FontDescriptor 6 0 R /Encoding << /Differences [65 /A /.notdef] >> >>";
const INTENT: &str = "/OutputIntents [<< /Type /OutputIntent /S /GTS_PDFX /OutputConditionIdentifier (FOGRA39) \
                      /RegistryName (http://www.color.org) /DestOutputProfile 9 0 R >>]";
pub const INFO: &str = "/Title (One) /Trapped /False /CreationDate (D:20260101000000Z) /ModDate (D:20260101000000Z) ";
pub const CLAIM: &str = "/GTS_PDFXVersion (PDF/X-1:2001) /GTS_PDFXConformance (PDF/X-1a:2001) ";
pub const TEXT: &str = "0 g BT /F 10 Tf 100 200 Td (AA) Tj ET\n";

impl Default for Pdf {
    /// PDF/X-1a:2001 with nothing wrong.
    fn default() -> Pdf {
        Pdf {
            version: "1.3",
            boxes: BOXES.to_owned(),
            page: String::new(),
            content: TEXT.to_owned(),
            resources: String::new(),
            font: FONT.to_owned(),
            catalog: INTENT.to_owned(),
            info: INFO.to_owned() + CLAIM,
            trailer: "/ID [<00> <00>]".to_owned(),
            objects: Vec::new(),
            pages: 1,
            last: None,
        }
    }
}

pub fn stream(dict: &str, content: &str) -> String {
    format!("<< {dict} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

impl Pdf {
    /// A file that claims nothing.
    pub fn plain() -> Pdf {
        Pdf { info: INFO.to_owned(), catalog: String::new(), version: "1.7", ..Pdf::default() }
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut objects: Vec<(usize, String)> = Vec::new();
        let first = 10 + self.objects.len();
        let kids: String = (0..self.pages).map(|at| format!("{} 0 R ", first + at)).collect();
        objects.push((1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog)));
        objects.push((2, format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", self.pages)));
        objects.push((3, stream("", self.last.as_ref().map_or("", |(_, content)| content))));
        objects.push((4, stream("", &self.content)));
        objects.push((5, self.font.clone()));
        objects.push((6, "<< /Type /FontDescriptor /FontName /ABCDEF+Own /FontFile 7 0 R >>".to_owned()));
        objects.push((7, stream("", "a font program")));
        objects.push((8, format!("<< {} >>", self.info)));
        objects.push((9, stream("/N 4", "a profile")));
        objects.extend(self.objects.iter().enumerate().map(|(at, object)| (10 + at, object.clone())));
        for at in 0..self.pages {
            let resources = format!("/Resources << /Font << /F 5 0 R >> {} >>", self.resources);
            let (boxes, content) = match &self.last {
                Some((boxes, _)) if at + 1 == self.pages => (boxes, 3),
                _ => (&self.boxes, 4),
            };
            let page =
                format!("<< /Type /Page /Parent 2 0 R {boxes} /Contents {content} 0 R {resources} {} >>", self.page);
            objects.push((first + at, page));
        }
        let mut out = format!("%PDF-{}\n", self.version);
        let mut places = vec![None; first + self.pages];
        for (id, object) in objects {
            places[id] = Some(out.len());
            let _ = writeln!(out, "{id} 0 obj\n{object}\nendobj");
        }
        let start = out.len();
        let _ = writeln!(out, "xref\n0 {}", places.len());
        for place in &places {
            let _ = match place {
                Some(at) => write!(out, "{at:010} 00000 n\r\n"),
                None => write!(out, "0000000000 65535 f\r\n"),
            };
        }
        let _ = write!(
            out,
            "trailer << /Size {} /Root 1 0 R /Info 8 0 R {} >>\nstartxref\n{start}\n%%EOF\n",
            places.len(),
            self.trailer
        );
        out.into_bytes()
    }
}
