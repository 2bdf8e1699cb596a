//! Web pages: one, or a folder of them, by any program. The pages of an EPUB are read here too.
//!
//! `dom` has the elements, `css` what style sheets say of them, `notes` which links call notes; `blocks` and `inline` walk
//! through them and give the flow of any text, which becomes blocks like that of a word processor.

pub mod dom;
pub mod css;
pub mod links;
pub mod notes;
pub mod walk;
pub mod inline;
pub mod blocks;

use super::archive::join;
use super::chapters;
use super::decode;
use super::document;
use super::flow::{Flow, Paragraph};
use super::remarks::Remarks;
use super::tree::{About, At, Block, Inline, Matter, Person, Remark, Work};
use crate::base::{Diagnostic, Folder};
use dom::{Dom, Id};
use walk::{Context, Out, Walk};

/// # Errors
///
/// A page cannot be read.
pub fn read(source: &Folder) -> Result<Work, Diagnostic> {
    let names = match &source.file {
        Some(file) => vec![file.clone()],
        None => source.glob("**/*.{html,htm,xhtml}").map_err(|error| error.diagnostic(None))?,
    };
    let (mut texts, mut encodings) = (Vec::new(), Vec::new());
    for name in &names {
        let bytes = source.bytes(name).map_err(|error| error.diagnostic(None))?;
        texts.push(decode::text(&bytes));
        encodings.push(decode::unknown(&bytes));
    }
    let mut pages = Vec::new();
    for (name, text) in names.iter().zip(&texts) {
        pages.push(dom::parse(text).map_err(|why| damaged(name, &why))?);
    }
    let mut unknown = Remarks::default();
    for (name, encoding) in names.iter().zip(encodings) {
        unknown.turn_to(name);
        if let Some(encoding) = encoding {
            unknown.plain("pages in an encoding that is not known, read as Windows-1252", &encoding, At::File);
        }
    }
    let (pages, names) = in_order(pages, names);
    let file = names.first().cloned().unwrap_or_default();
    let sheets: Vec<String> = pages
        .iter()
        .zip(&names)
        .map(|(dom, name)| sheets(dom, name, &mut |name| source.bytes(name).ok().map(|bytes| decode::text(&bytes))))
        .collect();
    let fetch = Box::new(|name: &str| source.bytes(name).ok().map(|bytes| bytes.to_vec()));
    let mut walk = Walk::of(&pages, &names, &sheets, fetch, Remarks::of(&file));
    let mut work = Work::default();
    for dom in pages.iter().take(1) {
        about(dom, &mut work.about);
    }
    walk.language = primary(work.about.language.as_deref());
    let mut flow = Vec::new();
    for page in 0..pages.len() {
        flow.extend(self::page(&mut walk, page));
    }
    let mut remarks = std::mem::take(&mut walk.remarks);
    remarks.all.append(&mut unknown.all);
    remarks.turn_to(&file);
    let blocks = document::blocks(flow, &mut work.about, &mut remarks);
    work.pictures = walk.album.pictures;
    let blocks = untitled(blocks, &work.about);
    chapters::divide(&mut work, vec![(Matter::Main, blocks)], &mut remarks);
    work.remarks = lines(remarks.all);
    Ok(work)
}

pub fn damaged(name: &str, why: &str) -> Diagnostic {
    let found = Diagnostic::error("import-damaged", format!("`{name}` cannot be read: {why}"));
    found.help("open it in the program that made it, and save it again")
}

/// The language without its country.
pub fn primary(language: Option<&str>) -> String {
    language.and_then(|language| language.split(['-', '_']).next()).unwrap_or_default().to_ascii_lowercase()
}

/// The flow of one page.
pub fn page(walk: &mut Walk, page: usize) -> Vec<Flow> {
    walk.page = page;
    walk.remarks.turn_to(&walk.names[page]);
    let dom = walk.dom();
    let Some(body) = dom.named("body").next() else { return Vec::new() };
    let mut out = Out::default();
    let context = walk.inner(body, &Context::default());
    let mut ids: Vec<Inline> = vec![Inline::Anchor(walk.places.name(page, ""))];
    ids.extend(dom.attribute(body, "id").map(|id| Inline::Anchor(walk.places.name(page, id))));
    out.flow.push(Flow::Paragraph(Paragraph { inlines: ids, ..Paragraph::default() }));
    walk.children(body, &context, &mut out);
    walk.flush(body, &context, false, &mut out);
    out.flow
}

/// Of pages the places are lines.
pub fn lines(remarks: Vec<Remark>) -> Vec<Remark> {
    let line = |mut remark: Remark| {
        if let At::Paragraph(line) = remark.place.at {
            remark.place.at = if line > 0 { At::Line(line) } else { At::File };
        }
        remark
    };
    remarks.into_iter().map(line).collect()
}

/// The style sheets of a page, as one text.
pub fn sheets(dom: &Dom, name: &str, fetch: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut out = String::new();
    for id in 0..dom.entries.len() {
        let is_sheet =
            |id: Id| dom.attribute(id, "rel").is_some_and(|rel| rel.to_ascii_lowercase().contains("stylesheet"));
        match dom.name(id) {
            "style" => out.push_str(&dom.text(id)),
            "link" if is_sheet(id) => {
                let file = dom.attribute(id, "href").and_then(|href| join(name, &super::archive::unescaped(href)));
                out.push_str(&file.and_then(|file| fetch(&file)).unwrap_or_default());
            }
            _ => continue,
        }
        out.push('\n');
    }
    out
}

/// What a page's head says of the work.
fn about(dom: &Dom, about: &mut About) {
    let clean = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    about.title = dom.named("title").next().map(|id| clean(&dom.text(id))).filter(|title| !title.is_empty());
    about.language = dom
        .named("html")
        .next()
        .and_then(|id| dom.attribute(id, "lang").or(dom.attribute(id, "xml:lang")))
        .map(str::to_owned);
    about.language = about.language.take().filter(|language| !language.trim().is_empty());
    for meta in dom.named("meta") {
        let value = clean(dom.attribute(meta, "content").unwrap_or_default());
        match dom.attribute(meta, "name").unwrap_or_default().to_ascii_lowercase().as_str() {
            _ if value.is_empty() => {}
            "author" | "dc.creator" | "dcterms.creator" => about.authors.push(Person { name: value, role: None }),
            "description" => about.description = Some(value),
            "dcterms.date" | "dc.date" => about.date = Some(value),
            "dc.publisher" => about.publisher = Some(value),
            "dc.language" => about.language = Some(value),
            _ => {}
        }
    }
}

/// A title over the text that the page's head has too: `<h1 class="title">`, with author and date below it.
fn untitled(mut blocks: Vec<Block>, about: &About) -> Vec<Block> {
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let mut known: Vec<String> = about.authors.iter().map(|person| plain(&person.name)).collect();
    known.extend([&about.title, &about.subtitle, &about.date].into_iter().flatten().map(|text| plain(text)));
    let first = blocks.first().map(|block| match block {
        Block::Heading { inlines, .. } => plain(&super::walk::words(inlines)),
        _ => String::new(),
    });
    let several = blocks.iter().filter(|block| matches!(block, Block::Heading { level: 1, .. })).count() > 1;
    if several && first.is_some_and(|first| !first.is_empty() && Some(first) == about.title.as_deref().map(plain)) {
        blocks.remove(0);
        while let Some(Block::Paragraph(inlines)) = blocks.first()
            && known.contains(&plain(&super::walk::words(inlines)))
        {
            blocks.remove(0);
        }
    }
    blocks
}

/// In a folder the first page is the one that leads to the others, which follow as its links name them.
fn in_order(pages: Vec<Dom>, names: Vec<String>) -> (Vec<Dom>, Vec<String>) {
    let Some(first) =
        names.iter().position(|name| name.rsplit('/').next().is_some_and(|name| name.starts_with("index.")))
    else {
        return (pages, names);
    };
    let places = links::Places::of(&pages, &names);
    let mut order = vec![first];
    for link in pages[first].named("a") {
        let target = pages[first].attribute(link, "href").and_then(|href| places.split(first, href));
        order.extend(target.map(|(page, _)| page).filter(|page| !order.contains(page)));
    }
    order.extend((0..pages.len()).filter(|page| !order.contains(page)).collect::<Vec<_>>());
    let mut pages: Vec<Option<Dom>> = pages.into_iter().map(Some).collect();
    let sorted = order.iter().filter_map(|page| Some((pages[*page].take()?, names[*page].clone())));
    sorted.unzip()
}
