//! In: fonts and how many pages. Out: printpdf's document with its pages and font objects, to be completed.

use super::font::Font;
use crate::fonts::Faces;
use lopdf::{Document, ObjectId};
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions,
    Pt, TextItem,
};
use std::collections::BTreeMap;

/// printpdf's document and the objects of it that are asked for again.
pub struct Skeleton {
    pub document: Document,
    pub pages: Vec<PageIds>,
    /// By face id.
    pub fonts: Vec<Option<ObjectId>>,
    /// The one font dictionary of all pages.
    pub font_resources: Option<ObjectId>,
}

#[derive(Clone, Copy, Debug)]
pub struct PageIds {
    pub page: ObjectId,
    pub contents: ObjectId,
    pub resources: ObjectId,
}

/// The name of a face's font in the pages' resources: `F0`, its second variant `F0.1`.
pub fn font_name(face: usize, variant: u8) -> String {
    if variant == 0 { format!("F{face}") } else { format!("F{face}.{variant}") }
}

/// printpdf embeds only fonts that occur in its operations: the first page shows one glyph of each until its contents
/// are replaced.
pub fn skeleton(title: &str, pages: usize, fonts: &[Option<Font>], faces: &Faces) -> Skeleton {
    let mut pdf = PdfDocument::new(title);
    let mut operations = Vec::new();
    for (id, font) in faces.ids().zip(fonts) {
        let Some(font) = font else { continue };
        let face = faces.get(id);
        let id = FontId(font_name(usize::from(id.0), 0));
        let metrics = FontMetrics { ascent: face.metrics.ascent as i16, descent: face.metrics.descent as i16 };
        let program = font.subset.bytes.clone();
        let (none, widths) = (BTreeMap::new(), BTreeMap::new());
        let name = Some(font.name.clone());
        let parsed = ParsedFont::with_glyph_data(program, 0, name, none, widths, face.metrics.upem, metrics);
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed));
        operations.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        let glyph = Codepoint::with_cid(font.sample(), 0.0, "x".to_owned());
        operations.push(Op::ShowText { items: vec![TextItem::GlyphIds(vec![glyph])] });
    }
    let mut page = |_| PdfPage::new(Mm(10.0), Mm(10.0), std::mem::take(&mut operations));
    pdf.pages = (0..pages).map(&mut page).collect();
    let options = PdfSaveOptions { optimize: false, image_optimization: None, ..PdfSaveOptions::default() };
    let document = pdf.to_lopdf_document(&options, &mut Vec::new());
    find_objects(document, fonts.len())
}

fn find_objects(mut document: Document, faces: usize) -> Skeleton {
    let ids: Vec<ObjectId> = document.page_iter().collect();
    let mut pages = Vec::with_capacity(ids.len());
    let mut font_resources = None;
    for page in ids {
        let entry = |key: &[u8]| document.get_dictionary(page).ok()?.get(key).ok()?.as_reference().ok();
        let (contents, resources) = (entry(b"Contents"), entry(b"Resources"));
        let shared = resources.and_then(|id| document.get_dictionary(id).ok()?.get(b"Font").ok()?.as_reference().ok());
        font_resources = font_resources.or(shared);
        let mut or_new = |id: Option<ObjectId>| id.unwrap_or_else(|| document.new_object_id());
        pages.push(PageIds { page, contents: or_new(contents), resources: or_new(resources) });
    }
    let named = |face: usize| {
        let fonts = document.get_dictionary(font_resources?).ok()?;
        fonts.get(font_name(face, 0).as_bytes()).ok()?.as_reference().ok()
    };
    let fonts = (0..faces).map(named).collect();
    Skeleton { pages, fonts, font_resources, document }
}
