//! In: an SVG file. Out: usvg's tree of it, or the reason why not. Refuses to load anything that is not in the file.

use super::expansion;
use super::header::{Format, PictureError, format_of, raster_size};
use super::ink_colours::without_ink_colours;
use crate::base::MarkupCounts;
use crate::base::limits::{SVG_BYTES, SVG_NODES};
use crate::fonts::builtin;
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock};
use usvg::roxmltree::{Document, Node, ParsingOptions};
use usvg::{ImageHrefResolver, ImageKind, Options, Tree, fontdb};

/// Deepest nesting of elements.
const DEPTH: usize = 200;
/// Attributes of one element, and namespaces of the file: the parser compares each with all others.
const ATTRIBUTES: usize = 200;
const NAMESPACES: usize = 100;
/// Pixels of all pictures inside a drawing, each as often as it is shown.
const EMBEDDED_PIXELS: u64 = 40_000_000;
/// Letters, and letters if each use of an element repeated all of them.
const LETTERS: usize = 20_000;
const REPEATED_LETTERS: usize = 100_000;

/// The tree with text as outlines (`text`), or quickly without text, for its size.
pub fn tree(bytes: &[u8], text: bool) -> Result<Tree, PictureError> {
    let source = source(bytes)?;
    let document = document(&source)?;
    let refused = Arc::new(Mutex::new(None));
    let options = options_with(if text { fonts() } else { Arc::default() }, refused.clone());
    let tree = Tree::from_xmltree(&document, &options).map_err(|error| match error {
        usvg::Error::ElementsLimitReached | usvg::Error::ParsingFailed(usvg::roxmltree::Error::NodesLimitReached) => {
            too_large("too many elements once its uses are resolved")
        }
        other => PictureError::Broken(other.to_string()),
    })?;
    if let Some(error) = refused.lock().ok().and_then(|mut refused| refused.take()) {
        return Err(error);
    }
    if count(tree.root(), 0) > SVG_NODES {
        return Err(too_large("too many elements once its uses are resolved"));
    }
    Ok(tree)
}

/// The file as text, in colours that a screen knows.
pub(super) fn source(bytes: &[u8]) -> Result<Cow<'_, str>, PictureError> {
    let source = std::str::from_utf8(bytes).map_err(|_| PictureError::Broken("it is not UTF-8".to_owned()))?;
    Ok(without_ink_colours(source.trim_start_matches('\u{feff}')))
}

/// Its elements, held against the limits.
pub(super) fn document(source: &str) -> Result<Document<'_>, PictureError> {
    check_entities(source)?;
    check_markup(source)?;
    let options = ParsingOptions { allow_dtd: true, nodes_limit: SVG_NODES as u32, ..ParsingOptions::default() };
    let document = Document::parse_with_options(source, options).map_err(|error| match error {
        usvg::roxmltree::Error::NodesLimitReached => too_large(&format!("more than {SVG_NODES} nodes")),
        usvg::roxmltree::Error::EntityReferenceLoop(_) => too_large("entities that contain entities"),
        other => PictureError::Broken(other.to_string()),
    })?;
    check_elements(&document)?;
    expansion::check(&document)?;
    Ok(document)
}

fn too_large(what: &str) -> PictureError {
    PictureError::TooLarge(what.to_owned())
}

/// An entity may be short-hand (drawing programs write their namespaces so); it may not hold another one, and all of
/// them together may not blow the file up.
fn check_entities(source: &str) -> Result<(), PictureError> {
    if source.len() as u64 > SVG_BYTES {
        return Err(too_large(&format!("more than {} MB", SVG_BYTES >> 20)));
    }
    let mut longest = 0;
    for declaration in source.split("<!ENTITY").skip(1) {
        let Some(open) = declaration.find(['"', '\'']) else { continue };
        let quote = &declaration[open..=open];
        let value = declaration[open + 1..].split(quote).next().unwrap_or_default();
        if value.contains('&') {
            return Err(too_large("entities that contain entities"));
        }
        longest = longest.max(value.len());
    }
    if (longest as u64).saturating_mul(source.matches('&').count() as u64) > SVG_BYTES {
        return Err(too_large("entities that make it larger than it may be"));
    }
    Ok(())
}

fn check_markup(source: &str) -> Result<(), PictureError> {
    let counts = MarkupCounts::of(source);
    if counts.attributes > ATTRIBUTES || counts.namespaces > NAMESPACES {
        return Err(too_large("more attributes or namespaces than a drawing may have"));
    }
    if counts.depth > DEPTH {
        return Err(too_large(&format!("more than {DEPTH} elements inside each other")));
    }
    Ok(())
}

fn check_elements(document: &Document) -> Result<(), PictureError> {
    let mut depth = 0;
    let (mut letters, mut uses) = (0_usize, 1_usize);
    let mut next = Some(document.root());
    while let Some(node) = next {
        if depth > DEPTH {
            return Err(too_large(&format!("more than {DEPTH} elements inside each other")));
        }
        check_element(&node)?;
        let set =
            node.parent().is_some_and(|parent| matches!(parent.tag_name().name(), "text" | "tspan" | "textPath" | "a"));
        letters += node.text().filter(|_| set && node.is_text()).map_or(0, |text| text.trim().len());
        uses += usize::from(node.tag_name().name() == "use");
        (next, depth) = following(node, depth);
    }
    if letters > LETTERS || letters.saturating_mul(uses) > REPEATED_LETTERS {
        return Err(too_large("more letters than a drawing may have"));
    }
    Ok(())
}

/// The next node in document order, without recursion.
fn following<'a, 'b>(node: Node<'a, 'b>, depth: usize) -> (Option<Node<'a, 'b>>, usize) {
    if let Some(child) = node.first_child() {
        return (Some(child), depth + 1);
    }
    let (mut node, mut depth) = (node, depth);
    loop {
        if let Some(sibling) = node.next_sibling() {
            return (Some(sibling), depth);
        }
        let Some(parent) = node.parent() else { return (None, 0) };
        (node, depth) = (parent, depth.saturating_sub(1));
    }
}

fn check_element(node: &Node) -> Result<(), PictureError> {
    let href = node.attributes().find(|attribute| attribute.name() == "href").map_or("", |href| href.value().trim());
    match node.tag_name().name() {
        "script" => Err(PictureError::Broken("it carries a script".to_owned())),
        "image" | "feImage" if !href.is_empty() && !href.starts_with('#') => {
            let inside = ["data:image/png", "data:image/jpeg", "data:image/jpg"];
            if inside.iter().any(|start| href.starts_with(start)) {
                return Ok(());
            }
            let shown: String = href.chars().take(60).collect();
            let reason = format!("it loads another picture ({shown}); only PNG and JPEG inside the file are shown");
            Err(PictureError::Broken(reason))
        }
        "use" if !href.is_empty() && !href.starts_with('#') => {
            Err(PictureError::Broken("it uses parts of another file".to_owned()))
        }
        _ => Ok(()),
    }
}

/// `refused` gets the reason where an embedded picture cannot be used.
fn options_with(fontdb: Arc<fontdb::Database>, refused: Arc<Mutex<Option<PictureError>>>) -> Options<'static> {
    let shown = AtomicU64::new(0);
    let embedded = move |data: Arc<Vec<u8>>| {
        let format = format_of(&data).filter(|&format| format != Format::Svg).ok_or(PictureError::Unknown);
        let bounded = |format| {
            let (width, height) = raster_size(&data, format)?;
            let pixels = u64::from(width) * u64::from(height);
            match shown.fetch_add(pixels, Relaxed).saturating_add(pixels) > EMBEDDED_PIXELS {
                true => Err(too_large("the pictures inside it have too many pixels")),
                false => Ok(format),
            }
        };
        match format.and_then(bounded) {
            Ok(Format::Png) => Some(ImageKind::PNG(data)),
            Ok(_) => Some(ImageKind::JPEG(data)),
            Err(error) => {
                if let Ok(mut refused) = refused.lock() {
                    *refused = Some(error);
                }
                None
            }
        }
    };
    Options {
        font_family: "Source Sans Pro".to_owned(),
        fontdb,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, data, _| embedded(data)),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// The built-in faces, read once in the life of the program.
fn fonts() -> Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let mut fonts = fontdb::Database::new();
            for bytes in builtin::FAMILIES.into_iter().filter_map(builtin::files).flatten() {
                fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            }
            fonts.set_serif_family("Libertinus Serif");
            fonts.set_sans_serif_family("Source Sans Pro");
            fonts.set_monospace_family("Source Code Pro");
            fonts.set_cursive_family("Libertinus Serif");
            fonts.set_fantasy_family("Source Sans Pro");
            Arc::new(fonts)
        })
        .clone()
}

fn count(group: &usvg::Group, so_far: usize) -> usize {
    group.children().iter().fold(so_far, |sum, node| match node {
        _ if sum > SVG_NODES => sum,
        usvg::Node::Group(group) => count(group, sum + 1),
        _ => sum + 1,
    })
}
