//! The recipe: what is used, the fonts, the pages in parallel, and then printpdf's document completed with them.

use super::bytes::{Deflater, deflated, length, name, text_string};
use super::canvas::{Drawn, Pictures, Tools, draw};
use super::claims::Claims;
use super::colour::{separation_space, spot_name};
use super::common::Contents;
use super::embed::{PageIds, Skeleton, font_name, skeleton};
use super::exchange::{self, Rules};
use super::font::Font;
use super::forms::Forms;
use super::image::ImageData;
use super::layer::{Form, Shared};
use super::save::save;
use super::tags::PageMarks;
use super::{drawing, furniture, meta, tags, usage};
use crate::base::limits::PAGES;
use crate::base::{Binding, Diagnostic, Rect, Size, Span};
use crate::page::{Boxes, Document, Frame, Item, Page, trapped};
use crate::pictures::{Drawing, Format, Picture, PictureError, PictureRules};
use crate::press::{Palette, Standard};
use lopdf::{Dictionary, Object, ObjectId, dictionary};
use rayon::prelude::*;
use std::sync::Arc;

/// The bytes of a PDF, of the version that its press takes; 1.7 where that is any.
///
/// # Errors
///
/// A face that cannot be subset, a picture that cannot be decoded, what the press's standard forbids, no page, or more
/// pages than `limits::PAGES`.
pub fn write(document: &Document) -> Result<Vec<u8>, Vec<Diagnostic>> {
    write_common(document, None)
}

/// The same bytes of one of several documents that have pages in common.
///
/// # Errors
///
/// As `write`.
pub fn write_common(document: &Document, contents: Option<&Contents>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    check_pages(document)?;
    let rules = Rules::of(&document.output);
    let contents = contents.filter(|contents| contents.has_faces(&document.fonts, rules.told));
    let usage = usage::count(&document.pages, &document.fonts, rules.told, |at, pages, count| match contents {
        Some(contents) => contents.usage(at, pages, count),
        None => Arc::new(count(pages)),
    });
    let fonts = fonts(document, &usage)?;
    let palette = Palette::new(&document.output).map_err(|error| vec![error])?;
    check_standard(document, &palette)?;
    let (pictures, mut ready) = pictures(document, &palette)?;
    let forms = forms(document);
    let tags = (document.output.is_screen() && !document.structure.nodes.is_empty()).then_some(&document.structure);
    let tools = Tools {
        palette: &palette,
        told: rules.told,
        faces: &document.fonts,
        fonts: &fonts,
        pictures: &pictures,
        forms: &forms,
        tags,
    };
    let contents = contents.filter(|contents| contents.has_fonts(&fonts, rules.told));
    let mut pages: Vec<(Drawn, Vec<u8>)> = document
        .pages
        .par_iter()
        .enumerate()
        .map_init(Deflater::default, |deflater, (at, page)| {
            let mut drawn = || {
                let mut drawn = draw(page, &tools);
                let content = deflater.deflate(&std::mem::take(&mut drawn.layer.content));
                (drawn, content)
            };
            match contents {
                Some(contents) => contents.page(at, page, &tools, drawn),
                None => drawn(),
            }
        })
        .collect();
    let mut skeleton = skeleton(&document.info.title, pages.len(), &fonts, &document.fonts);
    complete_fonts(document, &fonts, &mut skeleton);
    let identifier = identifier(document, &fonts, &pages, &forms);
    let added = forms.add_to(&mut skeleton.document).map_err(|error| vec![error])?;
    add_pages(document, &palette, &mut pages, &mut ready, &added.ids, &mut skeleton);
    let annotations = add_links(document, &pages, &mut skeleton);
    let structure = tags.map(|tree| {
        let marks = pages.iter().zip(&skeleton.pages).zip(annotations);
        let marks: Vec<PageMarks> = marks
            .map(|(((drawn, _), ids), links)| PageMarks {
                page: ids.page,
                marks: &drawn.marks,
                figures: &drawn.figures,
                links,
            })
            .collect();
        tags::add(tree, &marks, &mut skeleton.document)
    });
    add_catalog(document, structure, contents, &mut skeleton);
    if let (Some(layers), Ok(catalog)) = (added.layers, skeleton.document.catalog_mut()) {
        catalog.set("OCProperties", layers);
    }
    skeleton.document.trailer.set("ID", identifier);
    let mut bytes = Vec::new();
    save(skeleton.document, rules.version, rules.packed, &mut bytes).map_err(|error| vec![error])?;
    Ok(bytes)
}

fn check_pages(document: &Document) -> Result<(), Vec<Diagnostic>> {
    match document.pages.len() {
        0 => {
            Err(vec![Diagnostic::error("pdf-empty", "the edition has no page").help("add some text to the manuscript")])
        }
        count if count > PAGES => Err(vec![Diagnostic::error(
            "pdf-pages",
            format!("the edition has {count} pages; a PDF can have at most {PAGES}"),
        )]),
        _ => Ok(()),
    }
}

/// What a standard forbids and no drawing can put right.
fn check_standard(document: &Document, palette: &Palette) -> Result<(), Vec<Diagnostic>> {
    let Some(standard) = palette.press().map(|press| press.standard) else { return Ok(()) };
    let refuse = |what: &str, help: &str| {
        let message = format!("{} in these inks cannot have {what}", standard.name());
        Err(vec![Diagnostic::error("print-standard", message).help(help)])
    };
    let frames = || document.pages.iter().map(|page| &*page.frame);
    if standard != Standard::Plain
        && frames().any(|frame| any_item(frame, 255, &|item, _| matches!(item, Item::Form(_))))
    {
        return refuse("pages from other programs, which have not been checked", "set `[print] standard = \"none\"`");
    }
    let faded = |item: &Item, opacity: u8| opacity < 255 && matches!(item, Item::Image { .. } | Item::Form(_));
    if !palette.allows_transparency() && frames().any(|frame| any_item(frame, 255, &faded)) {
        return refuse(
            "pictures with opacity",
            "make the picture itself paler, or set `[print] standard = \"PDF/X-4\"` and `ink = \"standard-colour\"`",
        );
    }
    Ok(())
}

/// Whether an item of a frame, or of one inside it, is so, together with how opaque it is drawn.
fn any_item(frame: &Frame, opacity: u8, is: &dyn Fn(&Item, u8) -> bool) -> bool {
    frame.items.iter().any(|(_, item)| match item {
        Item::Group { frame, opacity: own, .. } => any_item(frame, opacity.min(*own), is),
        item => is(item, opacity),
    })
}

/// By face id.
fn fonts(document: &Document, usage: &usage::Usage) -> Result<Vec<Option<Font>>, Vec<Diagnostic>> {
    let faces: Vec<_> = document.fonts.ids().collect();
    let made = faces.into_par_iter().map(|id| {
        let used = |usage: &&usage::FaceUsage| usage.glyphs.iter().any(|texts| !texts.is_empty());
        let Some(usage) = usage.faces.get(usize::from(id.0)).filter(used) else { return Ok(None) };
        let face = document.fonts.get(id);
        Font::new(face, usage).map_err(|error| {
            let message = format!("the font {} cannot be embedded: {error}", face.postscript_name);
            Diagnostic::error("font-embedding", message).help("use another version of the font")
        })
    });
    collect(made.collect())
}

/// Every value, or every error.
fn collect<T>(results: Vec<Result<T, Diagnostic>>) -> Result<Vec<T>, Vec<Diagnostic>> {
    let mut values = Vec::with_capacity(results.len());
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// A picture as it will be added.
enum Ready {
    Image(ImageData),
    Form(Form),
}

/// Every picture once, in the order of its first use, decoded in parallel at the largest size that it stands at.
fn pictures(document: &Document, palette: &Palette) -> Result<(Pictures, Vec<Ready>), Vec<Diagnostic>> {
    let mut pictures = Pictures::default();
    let mut uses: Vec<Use> = Vec::new();
    for page in &document.pages {
        find_pictures(&page.frame, palette, &mut pictures, &mut uses);
    }
    let made = uses.par_iter().map(|(picture, size, source)| {
        ready(picture, *size, palette, &document.pictures).map_err(|found| found.at_any(*source))
    });
    let ready = collect(made.collect())?;
    pictures.units = ready
        .iter()
        .map(|ready| match ready {
            Ready::Image(_) => (1.0, 1.0),
            Ready::Form(form) => (form.bounds[2], form.bounds[3]),
        })
        .collect();
    Ok((pictures, ready))
}

/// A picture, the largest size that it stands at, and where the manuscript names it first.
type Use = (Arc<Picture>, Size, Option<Span>);

/// But for what the file's plate has no part in.
fn find_pictures(frame: &Frame, palette: &Palette, pictures: &mut Pictures, uses: &mut Vec<Use>) {
    for (_, item) in &frame.items {
        match item {
            Item::Image { picture, size, source } if palette.laid_picture(picture.ink).is_some() => {
                let at = *pictures.by_address.entry(Arc::as_ptr(picture) as usize).or_insert(uses.len());
                match uses.get_mut(at) {
                    Some((_, known, _)) => {
                        *known = Size::new(known.width.max(size.width), known.height.max(size.height));
                    }
                    None => uses.push((picture.clone(), *size, *source)),
                }
            }
            Item::Group { frame, .. } => find_pictures(frame, palette, pictures, uses),
            _ => {}
        }
    }
}

fn ready(picture: &Picture, size: Size, palette: &Palette, rules: &PictureRules) -> Result<Ready, Diagnostic> {
    let unusable =
        |error: PictureError| Diagnostic::error("picture-unusable", format!("a picture cannot be drawn: {error}"));
    match picture.format {
        Format::Svg => {
            let drawing = Drawing::new(picture, size).map_err(unusable)?;
            if let Some(ink) = drawing::blended(&drawing.shapes, palette) {
                let why =
                    format!("a gradient of this drawing runs to the colour of the ink {ink}, which is laid on flat");
                let help = "give the gradient another colour, or fill the shape with the ink's colour alone";
                return Err(Diagnostic::error("ink-gradient", why).help(help));
            }
            let drawing = if palette.allows_transparency() { drawing } else { flattened(drawing, size, palette)? };
            let (drawing, _) = trapped(drawing, size, palette);
            Ok(Ready::Form(drawing::form(&drawing, size, palette)))
        }
        _ => Ok(Ready::Image(ImageData::of_picture(picture, size, palette, rules).map_err(unusable)?)),
    }
}

/// A drawing with nothing that shines through anything.
///
/// # Errors
///
/// A spot ink that would be mixed with what it is seen through, and stand on other plates.
fn flattened(drawing: Drawing, size: Size, palette: &Palette) -> Result<Drawing, Diagnostic> {
    let lost = drawing.mixed().into_iter().find_map(|rgb| palette.spot_named(rgb));
    match lost {
        Some(ink) => {
            let why = format!(
                "something in this drawing is translucent where the ink {ink} is, and would be printed without it: what \
                 shines through is mixed beforehand for black ink and for older standards"
            );
            let help = "make it opaque, or print in colour by a standard with transparency: `[print] ink = \"standard-colour\"`, `standard = \"PDF/X-4\"`";
            Err(Diagnostic::error("ink-translucent", why).help(help))
        }
        None => Ok(drawing.flattened(size)),
    }
}

/// Every page of another PDF once, in the order of its first use.
fn forms(document: &Document) -> Forms {
    let mut forms = Forms::default();
    document.pages.iter().for_each(|page| forms.find(&page.frame));
    forms
}

fn complete_fonts(document: &Document, fonts: &[Option<Font>], skeleton: &mut Skeleton) {
    let file = &mut skeleton.document;
    for ((face_id, font), id) in document.fonts.ids().zip(fonts).zip(&skeleton.fonts) {
        let (Some(font), Some(id)) = (font, id) else { continue };
        for (variant, other) in (1..).zip(font.complete(document.fonts.get(face_id), file, *id)) {
            if let Some(Ok(named)) = skeleton.font_resources.map(|id| file.get_dictionary_mut(id)) {
                named.set(font_name(usize::from(face_id.0), variant), other);
            }
        }
    }
}

fn identifier(document: &Document, fonts: &[Option<Font>], pages: &[(Drawn, Vec<u8>)], forms: &Forms) -> Object {
    let info = &document.info;
    let xmp = meta::xmp(info, &claims(document));
    let fonts = fonts.iter().flatten().map(|font| font.name.as_bytes());
    let contents = pages.iter().map(|(_, content)| &content[..]);
    let output: &[u8] = if document.output.is_screen() { b"screen" } else { b"print" };
    meta::identifier([&xmp[..], output].into_iter().chain(fonts).chain(contents).chain(forms.contents()))
}

/// Contents, resources and boxes in place of printpdf's.
fn add_pages(
    document: &Document,
    palette: &Palette,
    pages: &mut [(Drawn, Vec<u8>)],
    ready: &mut Vec<Ready>,
    foreign: &[ObjectId],
    skeleton: &mut Skeleton,
) {
    let fonts = skeleton.font_resources;
    let file = &mut skeleton.document;
    let spots = spots(palette, file);
    let mut shared = Shared { fonts, pictures: &[], foreign, spots, space: palette.space() };
    let (shines, pictures): (Vec<bool>, Vec<ObjectId>) = std::mem::take(ready)
        .into_iter()
        .map(|ready| match ready {
            Ready::Image(image) => (image.is_transparent(), image.add_to(file)),
            Ready::Form(form) => (form.layer.is_transparent(), form.add_to(file, &shared)),
        })
        .unzip();
    shared.pictures = &pictures;
    for (((drawn, content), page), ids) in pages.iter_mut().zip(&document.pages).zip(&skeleton.pages) {
        let through = drawn.layer.pictures.iter().any(|&at| shines.get(at) == Some(&true));
        let transparent = through || drawn.layer.is_transparent();
        let resources = drawn.layer.resources(file, &shared);
        file.set_object(ids.resources, resources);
        file.set_object(ids.contents, deflated(Dictionary::new(), std::mem::take(content)));
        complete_page(page, *ids, palette, file);
        if let (true, Some(_), Ok(dict)) = (transparent, palette.press(), file.get_dictionary_mut(ids.page)) {
            // What is seen through something else is mixed as the press will mix it (ISO 15930-7, 6.3).
            dict.set("Group", dictionary! { "S" => "Transparency", "CS" => name(palette.space()), "I" => true });
        }
    }
}

/// The spaces of the spot inks.
fn spots(palette: &Palette, file: &mut lopdf::Document) -> Option<ObjectId> {
    let space = |(at, (spot, inks)): (u8, (&str, [u8; 4]))| (spot_name(at), separation_space(spot, inks));
    let spaces: Vec<(String, Object)> = (0..).zip(palette.spots()).map(space).collect();
    (!spaces.is_empty()).then(|| file.add_object(spaces.into_iter().collect::<Dictionary>()))
}

fn complete_page(page: &Page, ids: PageIds, palette: &Palette, file: &mut lopdf::Document) {
    let Ok(dict) = file.get_dictionary_mut(ids.page) else { return };
    let Boxes { trim, bleed, media } = page.boxes;
    let trim = Rect { origin: Default::default(), size: trim };
    let place = |area: Rect| -> Object {
        let sides = [area.origin.x - media.origin.x, media.bottom() - area.bottom()];
        let far = [area.right() - media.origin.x, media.bottom() - area.origin.y];
        sides.into_iter().chain(far).map(length).collect::<Vec<Object>>().into()
    };
    dict.set("MediaBox", place(media));
    if palette.press().is_none() {
        dict.set("CropBox", place(media));
    } else {
        dict.remove(b"CropBox");
    }
    dict.set("BleedBox", place(bleed));
    dict.set("TrimBox", place(trim));
    dict.set("Resources", ids.resources);
    dict.set("Contents", ids.contents);
    dict.remove(b"Annots");
}

/// By page, the annotations that belong to a Link node.
fn add_links(
    document: &Document,
    pages: &[(Drawn, Vec<u8>)],
    skeleton: &mut Skeleton,
) -> Vec<Vec<(ObjectId, crate::page::NodeId)>> {
    let ids: Vec<ObjectId> = skeleton.pages.iter().map(|ids| ids.page).collect();
    let file = &mut skeleton.document;
    let mut owned = Vec::with_capacity(pages.len());
    for ((drawn, _), &page) in pages.iter().zip(&ids) {
        let mut annotations = Vec::new();
        let mut nodes = Vec::new();
        for (link, rect, node) in &drawn.links {
            let id = file.add_object(furniture::annotation(link, *rect, &document.pages, &ids));
            annotations.push(Object::Reference(id));
            nodes.extend(node.map(|node| (id, node)));
        }
        if !annotations.is_empty()
            && let Ok(dict) = file.get_dictionary_mut(page)
        {
            dict.set("Annots", annotations);
        }
        owned.push(nodes);
    }
    owned
}

fn add_catalog(document: &Document, structure: Option<ObjectId>, contents: Option<&Contents>, skeleton: &mut Skeleton) {
    let file = &mut skeleton.document;
    let ids: Vec<ObjectId> = skeleton.pages.iter().map(|ids| ids.page).collect();
    let xmp = meta::xmp(&document.info, &claims(document));
    let metadata = lopdf::Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp);
    let metadata = file.add_object(metadata.with_compression(false));
    let intents = match document.output.press() {
        Some(press) => exchange::output_intents(press, contents, file),
        None => Claims::of(document).output_intents(file),
    };
    let told = Rules::of(&document.output).told;
    let screen = document.output.is_screen();
    let outline = screen.then(|| furniture::outline(&document.outline, &document.pages, &ids, file)).flatten();
    if let Ok(info) = file.trailer.get(b"Info").and_then(Object::as_reference) {
        let mut entries = meta::info(&document.info);
        if let Some(press) = document.output.press() {
            exchange::complete_info(&mut entries, press);
        }
        file.set_object(info, entries);
    }
    let Ok(catalog) = file.catalog_mut() else { return };
    catalog.remove(b"PageLayout");
    catalog.remove(b"PageMode");
    catalog.set("Metadata", metadata);
    catalog.remove(b"ViewerPreferences");
    let mut preferences = Dictionary::new();
    if told {
        preferences.set("DisplayDocTitle", true);
    }
    if document.binding == Binding::Right {
        preferences.set("Direction", name("R2L"));
    }
    if !preferences.is_empty() {
        catalog.set("ViewerPreferences", preferences);
    }
    if told && !document.info.language.is_empty() {
        catalog.set("Lang", text_string(&document.info.language));
    }
    if screen {
        catalog.set("PageLabels", furniture::page_labels(&document.pages));
    }
    if let Some(intents) = intents {
        catalog.set("OutputIntents", intents);
    }
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", name("UseOutlines"));
    }
    if let Some(structure) = structure {
        catalog.set("MarkInfo", dictionary! { "Marked" => true });
        catalog.set("StructTreeRoot", structure);
    }
}

/// What the file says of standards in its XMP.
fn claims(document: &Document) -> String {
    match document.output.press() {
        Some(press) => exchange::xmp(&document.info, press),
        None => Claims::of(document).xmp(),
    }
}
