//! In: book, design, page list and cover. Out: the bytes of the EPUB.

use super::container::{Documents, Packed, pack};
use super::document::{self, File, MODERN_STYLESHEET, NAV, OWN_STYLESHEET, Own, Places, STYLESHEET};
use super::facts::Facts;
use super::fonts::{self, Embedded};
use super::images::{Images, media_type};
use super::nav::{Navigation, files_before};
use super::package::{Item, package};
use super::shops;
use crate::base::Diagnostic;
use crate::design::{Design, EbookShop};
use crate::language::leans;
use crate::model::{Book, PageList};
use crate::pictures::Picture;
use crate::xhtml::xml::{self, BadCharacter, Element, Node, PlacedText};
use crate::xhtml::{ClassUses, Marks, Names, Uses, Writer, stylesheets};
use std::collections::BTreeMap;

const XHTML: &str = "application/xhtml+xml";

/// An EPUB, and the shop that it is for: nothing for the book's own.
#[derive(Debug)]
pub struct Made {
    pub shop: Option<EbookShop>,
    pub bytes: Vec<u8>,
}

/// The whole EPUB, and the same for each shop that the design names. `cover` is a raster picture (shops refuse SVG). Fails
/// where the text holds what XML cannot.
pub fn write(book: &Book, design: &Design, pages: &PageList, cover: &Picture) -> Result<Vec<Made>, Vec<Diagnostic>> {
    let (ground, marks) = Ground::of(book, design, pages, cover)?;
    let parts = parts(book, design, &ground, marks, cover)?;
    let shops = design.epub.shops.iter();
    let mut made = shops.map(|shop| made(parts.clone(), Some(*shop), None)).collect::<Result<Vec<_>, _>>()?;
    made.insert(0, self::made(parts, None, None)?);
    Ok(made)
}

/// By file, where words of the book stand in it.
pub type Told = BTreeMap<String, Vec<PlacedText>>;

/// The EPUB alone, and where in its XHTML files the words of the book stand.
pub fn write_and_tell(
    book: &Book,
    design: &Design,
    pages: &PageList,
    cover: &Picture,
    told: &mut Told,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let (ground, marks) = Ground::of(book, design, pages, cover)?;
    let parts = parts(book, design, &ground, marks, cover)?;
    Ok(made(parts, None, Some(told))?.bytes)
}

/// All that is packed, before shops change it.
#[derive(Clone)]
struct Parts<'a> {
    book: &'a Book,
    names: &'a Names,
    files: Vec<File>,
    packed: Vec<Packed>,
    navigation: Navigation<'a>,
    facts: Facts,
    cover: String,
    /// The contents are part of the reading order.
    contents_read: bool,
    has_fonts: bool,
}

/// What links and pictures are called, before any text is written.
struct Ground {
    names: Names,
    own: Own,
    images: Images,
}

impl Ground {
    fn of(book: &Book, design: &Design, pages: &PageList, cover: &Picture) -> Result<(Ground, Marks), Vec<Diagnostic>> {
        let mut names = Names::new(book);
        let own = Own::new(&mut names);
        let none = PageList::default();
        let marks = Marks::new(book, if design.epub.page_list { pages } else { &none }, &mut names);
        Ok((Ground { names, own, images: Images::new(book, design, cover.format)? }, marks))
    }
}

fn parts<'a>(
    book: &'a Book,
    design: &'a Design,
    ground: &'a Ground,
    marks: Marks,
    cover: &Picture,
) -> Result<Parts<'a>, Vec<Diagnostic>> {
    let Ground { names, own, images } = ground;
    let mut writer = Writer::new(book, names, &images.paths, marks, design);
    let mut files = document::files(&mut writer);
    let navigation = Navigation::new(&mut writer, own, &files);
    let contents = document::contents_section(book, names).map(|(id, _)| files_before(book, id, &files, names));
    let nav = File { name: NAV.to_owned(), html: navigation.html() };
    files.insert(contents.unwrap_or(files.len()), nav);
    files.insert(0, document::cover(book, own, &images.cover));

    let (fonts, font_files) = if design.epub.embed_fonts { fonts::embed(design, &files)? } else { Embedded::default() };
    let has_fonts = !fonts.is_empty();
    let uses = Uses {
        widths: std::mem::take(&mut writer.widths),
        indents: std::mem::take(&mut writer.indents),
        hyphenate: design.hyphenate,
        classes: classes(&files),
        right_to_left: files.iter().any(|file| has_right_to_left(&file.html)),
        upright: !leans(&book.metadata.language),
        fonts,
    };
    let sheets = stylesheets(&uses, design);
    let sheet =
        |path: &str, text: String| Packed { path: path.to_owned(), media_type: "text/css", bytes: text.into_bytes() };
    let mut packed = vec![sheet(STYLESHEET, sheets.base), sheet(MODERN_STYLESHEET, sheets.modern)];
    packed.extend(font_files.into_iter().map(|(path, bytes)| Packed {
        path,
        media_type: fonts::kind(&bytes).1,
        bytes,
    }));
    if let Some(own) = &design.epub.own_sheet {
        files.iter_mut().for_each(|file| document::link_own_sheet(&mut file.html));
        packed.push(sheet(OWN_STYLESHEET, own.text.clone()));
    }
    let shown = document::pictures_shown(files.iter().map(|file| &file.html));
    packed.extend(images.pack(book, &shown)?);
    packed.push(Packed {
        path: images.cover.clone(),
        media_type: media_type(cover.format),
        bytes: cover.bytes.to_vec(),
    });
    let facts = Facts::of(book, &design.epub, navigation.has_pages());
    let (cover, contents_read) = (images.cover.clone(), contents.is_some());
    Ok(Parts { book, names, files, packed, navigation, facts, cover, contents_read, has_fonts })
}

fn made(mut parts: Parts, shop: Option<EbookShop>, mut told: Option<&mut Told>) -> Result<Made, Vec<Diagnostic>> {
    match shop {
        None => {}
        Some(EbookShop::Kobo) => shops::for_kobo(&mut parts.files, &mut parts.packed),
        Some(EbookShop::Kindle) => shops::for_kindle(&mut parts.files, &mut parts.packed),
    }
    let levels = if shop == Some(EbookShop::Kindle) { shops::KINDLE_LEVELS } else { usize::MAX };
    let Parts { book, names, files, mut packed, navigation, facts, cover, contents_read, has_fonts } = parts;
    let items = items(&files, &packed, contents_read, &cover);
    let package = package(book, &facts, &items, has_fonts);
    let places = Places::new(files.iter().map(|file| (file.name.as_str(), &file.html))).with_sections(book, names);
    let mut documents = Documents {
        package: text(&package, None, &places, "content.opf", None)?,
        nav: String::new(),
        ncx: text(&navigation.ncx(levels), None, &places, "toc.ncx", None)?,
    };
    for file in files {
        // Judges of page lists want whole addresses in the navigation document, even of itself.
        let from = if file.name == NAV { "" } else { &file.name };
        let mut placed = told.is_some().then(Vec::new);
        let text = text(&file.html, Some("html"), &places, from, placed.as_mut())?;
        if let (Some(told), Some(placed)) = (&mut told, placed) {
            told.insert(file.name.clone(), placed);
        }
        match file.name.as_str() {
            NAV => documents.nav = text,
            _ => packed.push(Packed { path: file.name, media_type: XHTML, bytes: text.into_bytes() }),
        }
    }
    let bytes = pack(documents, packed, &book.metadata.instant).map_err(|failed| vec![failed])?;
    Ok(Made { shop, bytes })
}

fn classes(files: &[File]) -> ClassUses {
    fn add(element: &Element, uses: &mut ClassUses) {
        // Of a cell they say how its column stands.
        let classes = element.attribute("class").filter(|_| !matches!(element.name, "td" | "th")).unwrap_or_default();
        for class in classes.split_ascii_whitespace() {
            uses.entry(class.to_owned()).or_default().insert(element.name);
        }
        for child in &element.children {
            if let Node::Element(element) = child {
                add(element, uses);
            }
        }
    }
    let mut uses = ClassUses::new();
    files.iter().for_each(|file| add(&file.html, &mut uses));
    uses
}

fn has_right_to_left(element: &Element) -> bool {
    let inside = |node: &Node| match node {
        Node::Element(element) => has_right_to_left(element),
        Node::Text(_) => false,
    };
    element.attribute("dir") == Some("rtl") || element.children.iter().any(inside)
}

fn items(files: &[File], packed: &[Packed], contents_read: bool, cover: &str) -> Vec<Item> {
    let mut items: Vec<Item> = files
        .iter()
        .map(|file| Item {
            path: file.name.clone(),
            media_type: XHTML,
            properties: (file.name == NAV).then_some("nav"),
            spine: file.name != NAV || contents_read,
        })
        .collect();
    items.push(Item {
        path: "toc.ncx".to_owned(),
        media_type: "application/x-dtbncx+xml",
        properties: None,
        spine: false,
    });
    items.extend(packed.iter().map(|file| Item {
        path: file.path.clone(),
        media_type: file.media_type,
        properties: (file.path == cover).then_some("cover-image"),
        spine: false,
    }));
    items
}

fn text(
    root: &Element,
    doctype: Option<&str>,
    places: &Places,
    file: &str,
    placed: Option<&mut Vec<PlacedText>>,
) -> Result<String, Vec<Diagnostic>> {
    let resolve = |id: &str| places.address(id, file);
    xml::write_and_tell(root, doctype, &resolve, placed).map_err(|BadCharacter(character)| {
        let message = format!("the character U+{:04X} is not allowed in an EPUB", character as u32);
        vec![Diagnostic::error("character-forbidden", message).help("delete it; it is invisible and means nothing")]
    })
}
