//! An EPUB, of version 2 or 3, by any program: its texts in the order of the spine, what its package says of it, its
//! cover, and the titles that its contents list.

use super::archive::{Archive, join, unescaped};
use super::assemble;
use super::chapters;
use super::document;
use super::flow::{Flow, Paragraph};
use super::html::dom::{self, Dom};
use super::html::walk::Walk;
use super::html::{damaged, lines, page, primary, sheets};
use super::markup::{self, attribute, elements, inside, words};
use super::names::Role;
use super::remarks::Remarks;
use super::tree::{About, At, Block, Inline, Matter, Person, Work};
use super::walk::{is_blank, words as plain_words};
use crate::base::{Diagnostic, Folder};
use roxmltree::Node;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the manifest.
#[derive(Clone, Debug, Default)]
struct Item {
    name: String,
    kind: String,
    properties: String,
}

/// # Errors
///
/// The archive, its package or one of its texts cannot be read.
pub fn read(source: &Folder) -> Result<Work, Diagnostic> {
    let file = source.file.clone().unwrap_or_default();
    let bytes = source.bytes(&file).map_err(|error| error.diagnostic(None))?;
    let mut remarks = Remarks::of(&file);
    let mut archive = Archive::open(bytes, &file, &mut remarks)?;
    let container = archive.text("META-INF/container.xml").unwrap_or_default();
    let package_name = markup::parse(&container).ok().and_then(|document| {
        inside(document.root_element(), "rootfile").and_then(|root| attribute(root, "full-path")).map(str::to_owned)
    });
    let package_name = package_name.or_else(|| archive.names().find(|name| name.ends_with(".opf")).map(str::to_owned));
    let package_name = package_name.ok_or_else(|| damaged(&file, "it has no package"))?;
    let text = archive.text(&package_name).ok_or_else(|| damaged(&package_name, "it is not there"))?;
    let package = markup::parse(&text).map_err(|why| damaged(&package_name, &why))?;
    let root = package.root_element();
    if archive.has("META-INF/encryption.xml") {
        remarks.left("files that are encrypted, mostly fonts", "META-INF/encryption.xml", At::File);
    }

    let items = manifest(root, &package_name);
    let spine: Vec<Item> = inside(root, "spine")
        .into_iter()
        .flat_map(elements)
        .filter_map(|node| {
            let item = items.get(attribute(node, "idref")?)?;
            (attribute(node, "linear") != Some("no") || !item.properties.contains("nav")).then(|| item.clone())
        })
        .collect();
    let mut work = Work::default();
    about(root, &mut work.about);
    let cover = cover(root, &items);

    let (mut names, mut pages) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for item in spine.iter().filter(|item| seen.insert(item.name.clone())) {
        let is_text = item.kind.contains("html") || item.kind.contains("xml") && !item.kind.contains("svg");
        match archive.text(&item.name) {
            Some(text) if is_text => {
                pages.push(dom::parse(&text).map_err(|why| damaged(&item.name, &why))?);
                names.push(item.name.clone());
            }
            _ => remarks.left("files of the spine that are no text", &item.name, At::File),
        }
    }
    let archive = RefCell::new(archive);
    let sheets: Vec<String> = pages
        .iter()
        .zip(&names)
        .map(|(dom, name)| sheets(dom, name, &mut |name| archive.borrow_mut().text(name)))
        .collect();
    let contents = contents(root, &items, &mut archive.borrow_mut());
    let marks = marks(&package_name, &contents);
    let fetch = Box::new(|name: &str| archive.borrow_mut().bytes(name));
    let mut walk = Walk::of(&pages, &names, &sheets, fetch, remarks);
    walk.language = primary(work.about.language.as_deref());
    if let Some(cover) = &cover {
        work.about.cover = walk.album.add(cover, || archive.borrow_mut().bytes(cover)).ok();
    }
    let mut stretches: Vec<(Matter, Vec<Block>)> = Vec::new();
    let begins = marks
        .iter()
        .find(|(_, mark)| matches!(mark.as_str(), "bodymatter" | "text" | "start"))
        .and_then(|(name, _)| names.iter().position(|known| known == name));
    let mut matter = if begins.is_some_and(|begins| begins > 0) { Matter::Front } else { Matter::Main };
    for at in 0..pages.len() {
        let kinds = kinds(&pages[at], marks.get(&names[at]));
        let has = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
        matter = match () {
            () if begins == Some(at) || has(&["bodymatter"]) => Matter::Main,
            () if has(&["backmatter"]) => Matter::Back,
            () if has(&["frontmatter"]) => Matter::Front,
            () => matter,
        };
        let mut flow = page(&mut walk, at);
        if has(&["titlepage", "title-page"]) {
            document::front(&mut flow, &mut work.about);
        }
        if stretches.is_empty() {
            untitled(&mut flow, &mut work.about);
        }
        if is_made(&pages[at], &flow, &work.about, &kinds, work.about.cover) {
            // A page of notes is empty when they stand at their calls.
            if walk.notes.bodies.iter().any(|(page, _)| *page == at) {
                continue;
            }
            let shown = pages[at].named("body").next().map(|body| pages[at].text(body)).unwrap_or_default();
            walk.remarks.left("pages that Chapbook makes itself: cover, title page, contents", &shown, At::File);
            continue;
        }
        title(&mut flow, &contents, &names[at], has(&["part"]), matter);
        let gap = document::gap(&flow);
        let blocks = assemble::blocks(flow, gap, &mut walk.remarks);
        stretches.push((matter, blocks));
    }
    for (_, blocks) in &mut stretches {
        // What is left of a page of notes is its title.
        let is_title = |block: &Block| match block {
            Block::Heading { inlines, .. } => is_notes(&plain_words(inlines)),
            Block::Paragraph(inlines) => is_blank(inlines),
            _ => false,
        };
        if blocks.iter().all(is_title) {
            blocks.clear();
        }
    }
    let mut remarks = std::mem::take(&mut walk.remarks);
    work.pictures = std::mem::take(&mut walk.album.pictures);
    remarks.turn_to(&file);
    chapters::divide(&mut work, stretches, &mut remarks);
    work.remarks = lines(remarks.all);
    Ok(work)
}

fn manifest(root: Node, package: &str) -> BTreeMap<String, Item> {
    let item = |node: Node| {
        let name = join(package, &unescaped(attribute(node, "href")?))?;
        let of = |name| attribute(node, name).unwrap_or_default().to_owned();
        Some((attribute(node, "id")?.to_owned(), Item { name, kind: of("media-type"), properties: of("properties") }))
    };
    inside(root, "manifest").into_iter().flat_map(elements).filter_map(item).collect()
}

/// The cover's picture.
fn cover(root: Node, items: &BTreeMap<String, Item>) -> Option<String> {
    let marked = items.values().find(|item| item.properties.split(' ').any(|property| property == "cover-image"));
    let named = || {
        let metas = root.descendants().filter(|node| node.tag_name().name() == "meta");
        let id = metas
            .filter(|meta| attribute(*meta, "name") == Some("cover"))
            .find_map(|meta| attribute(meta, "content"))?;
        items.get(id)
    };
    marked.or_else(named).filter(|item| item.kind.starts_with("image/")).map(|item| item.name.clone())
}

fn about(root: Node, about: &mut About) {
    let Some(metadata) = inside(root, "metadata") else { return };
    let all: Vec<Node> = metadata.descendants().filter(Node::is_element).collect();
    // What refines an element, by its id.
    let refined = |node: Node, property: &str| {
        let id = format!("#{}", attribute(node, "id")?);
        let fits =
            |meta: &&Node| attribute(**meta, "refines") == Some(&id) && attribute(**meta, "property") == Some(property);
        all.iter().find(fits).map(|meta| words(*meta).trim().to_owned())
    };
    let mut titles = 0;
    for node in &all {
        let value = words(*node).split_whitespace().collect::<Vec<_>>().join(" ");
        let value = Some(value).filter(|value| !value.is_empty());
        match (node.tag_name().name(), value) {
            ("title", Some(value)) => match refined(*node, "title-type").as_deref() {
                Some("subtitle") => about.subtitle = Some(value),
                Some("main") | None if titles == 0 || about.title.is_none() => {
                    (titles, about.title) = (titles + 1, Some(value))
                }
                _ => {}
            },
            ("creator" | "contributor", Some(name)) => {
                let role = refined(*node, "role").or_else(|| attribute(*node, "role").map(str::to_owned));
                let is_author = node.tag_name().name() == "creator" && role.as_deref().is_none_or(|role| role == "aut");
                let role = role.filter(|_| !is_author);
                // Programs name themselves so.
                if is_author || role.as_deref().is_some_and(|role| role != "bkp" && role != "mrk") {
                    about.authors.push(Person { name, role });
                }
            }
            ("language", Some(value)) if about.language.is_none() => about.language = Some(value),
            ("publisher", Some(value)) => about.publisher = Some(value),
            ("date", Some(value)) if about.date.is_none() => {
                about.date = Some(value.split('T').next().unwrap_or_default().to_owned());
            }
            ("rights", Some(value)) => about.rights = Some(value),
            ("description", Some(value)) => about.description = Some(without_tags(&value)),
            ("subject", Some(value)) => about.subjects.push(value),
            ("identifier", Some(value)) => {
                let digits: String = value.chars().filter(|c| c.is_ascii_digit() || *c == 'X').collect();
                if digits.len() == 13 && (digits.starts_with("978") || digits.starts_with("979")) && isbn(&digits) {
                    about.isbn = Some(digits);
                }
            }
            ("meta", _) if attribute(*node, "name") == Some("calibre:series") => {
                let number = all.iter().find(|meta| attribute(**meta, "name") == Some("calibre:series_index"));
                let number = number.and_then(|meta| attribute(*meta, "content")).map(str::to_owned);
                about.series = attribute(*node, "content").map(|name| (name.to_owned(), number));
            }
            ("meta", Some(value)) if attribute(*node, "property") == Some("belongs-to-collection") => {
                about.series = Some((value, refined(*node, "group-position")));
            }
            _ => {}
        }
    }
    // A date before the year 1000 is what calibre writes where it knows none.
    about.date = about.date.take().filter(|date| !date.starts_with('0'));
}

fn isbn(digits: &str) -> bool {
    let weighted = digits.chars().filter_map(|c| c.to_digit(10)).zip([1, 3].into_iter().cycle());
    digits.len() == 13 && weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

/// A description may be a piece of a web page.
fn without_tags(text: &str) -> String {
    match dom::parse(text) {
        Ok(dom) => dom.text(0).split_whitespace().collect::<Vec<_>>().join(" "),
        Err(_) => text.to_owned(),
    }
}

/// A line of the contents: the file, the place in it, the title, how deep it stands, whether files stand below it.
#[derive(Clone, Debug, Default)]
struct Listed {
    file: String,
    place: String,
    title: String,
    depth: usize,
}

#[derive(Debug, Default)]
struct Contents {
    lines: Vec<Listed>,
    /// What `landmarks` say of files.
    landmarks: Vec<(String, String)>,
}

fn contents(root: Node, items: &BTreeMap<String, Item>, archive: &mut Archive) -> Contents {
    let mut out = Contents::default();
    let nav = items.values().find(|item| item.properties.split(' ').any(|property| property == "nav"));
    let ncx = items.values().find(|item| item.kind.contains("dtbncx"));
    let split = |from: &str, href: &str| {
        let (path, place) = href.split_once('#').unwrap_or((href, ""));
        join(from, &unescaped(path)).map(|file| (file, unescaped(place)))
    };
    if let Some((item, text)) = nav.and_then(|item| Some((item, archive.text(&item.name)?)))
        && let Ok(dom) = dom::parse(&text)
    {
        for list in dom.named("nav") {
            let kinds = dom.kinds(list);
            let is = |kind: &str| kinds.iter().any(|known| known == kind);
            for link in dom.inside(list).into_iter().filter(|id| dom.name(*id) == "a") {
                let Some((file, place)) = dom.attribute(link, "href").and_then(|href| split(&item.name, href)) else {
                    continue;
                };
                if is("landmarks") {
                    out.landmarks.extend(dom.kinds(link).into_iter().map(|kind| (file.clone(), kind)));
                } else if is("toc") || is("doc-toc") {
                    let depth = dom.around(link).filter(|around| dom.name(*around) == "ol").count();
                    let title = dom.text(link).split_whitespace().collect::<Vec<_>>().join(" ");
                    out.lines.push(Listed { file, place, title, depth });
                }
            }
        }
    }
    if out.lines.is_empty()
        && let Some((item, text)) = ncx.and_then(|item| Some((item, archive.text(&item.name)?)))
        && let Ok(document) = markup::parse(&text)
    {
        for point in document.descendants().filter(|node| node.tag_name().name() == "navPoint") {
            let href = markup::child(point, "content").and_then(|node| attribute(node, "src"));
            let Some((file, place)) = href.and_then(|href| split(&item.name, href)) else { continue };
            let title = markup::child(point, "navLabel").map(words).unwrap_or_default();
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            let depth = point.ancestors().filter(|node| node.tag_name().name() == "navPoint").count();
            out.lines.push(Listed { file, place, title, depth });
        }
    }
    let guide = inside(root, "guide")
        .into_iter()
        .flat_map(elements)
        .filter_map(|node| Some((attribute(node, "href")?.to_owned(), attribute(node, "type")?.to_lowercase())));
    out.landmarks.extend(guide.map(|(href, kind)| (format!("guide:{href}"), kind)));
    out
}

/// What landmarks or the guide say of each file.
fn marks(package: &str, contents: &Contents) -> BTreeMap<String, String> {
    let file = |name: &str| match name.strip_prefix("guide:") {
        Some(href) => join(package, &unescaped(href.split('#').next().unwrap_or_default())).unwrap_or_default(),
        None => name.to_owned(),
    };
    let mut out = BTreeMap::new();
    for (name, kind) in &contents.landmarks {
        out.entry(file(name)).or_insert_with(|| kind.clone());
    }
    out
}

/// What a page is, by its own words and by what the package says of it.
fn kinds(dom: &Dom, mark: Option<&String>) -> Vec<String> {
    let Some(body) = dom.named("body").next() else { return Vec::new() };
    let mut out = dom.kinds(body);
    // A section around the whole page says what the page is.
    let mut at = body;
    for _ in 0..3 {
        let inner: Vec<usize> = dom.children(at).iter().copied().filter(|id| !dom.name(*id).is_empty()).collect();
        let [one] = inner.as_slice() else { break };
        out.extend(dom.kinds(*one));
        at = *one;
    }
    out.extend(mark.cloned());
    out.iter().map(|kind| kind.trim_start_matches("doc-").to_owned()).collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a page is one that Chapbook makes: a cover, the contents, or a title page with nothing of its own.
fn is_made(dom: &Dom, flow: &[Flow], about: &About, kinds: &[String], cover: Option<usize>) -> bool {
    let has = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
    let mut text = String::new();
    let (mut pictures, mut blocks) = (Vec::new(), 0);
    for flow in flow {
        match flow {
            Flow::Paragraph(paragraph) => {
                text.push_str(&plain_words(&paragraph.inlines));
                text.push(' ');
                gather(&paragraph.inlines, &mut pictures);
            }
            Flow::Block(Block::Figure { picture, .. }) => pictures.push(*picture),
            Flow::Table(_) | Flow::Block(_) => blocks += 1,
        }
    }
    if has(&["toc", "loi", "lot"])
        || dom.named("nav").next().is_some() && text.trim().chars().count() < 60 && blocks == 0
    {
        return true;
    }
    if blocks > 0 {
        return false;
    }
    if text.trim().is_empty() {
        let is_cover = cover.is_some_and(|cover| pictures.iter().all(|picture| *picture == cover));
        return pictures.is_empty() || is_cover || has(&["cover"]);
    }
    // A title page says what the package says.
    let mut rest = letters(&text);
    let mut known: Vec<String> = [&about.title, &about.subtitle, &about.publisher, &about.date, &about.rights]
        .into_iter()
        .flatten()
        .map(|text| letters(text))
        .collect();
    known.extend(about.authors.iter().map(|person| letters(&person.name)));
    known.sort_by_key(|known| std::cmp::Reverse(known.len()));
    for known in known.iter().filter(|known| !known.is_empty()) {
        rest = rest.replacen(known.as_str(), "", 1);
    }
    let is_title = has(&["titlepage", "title-page", "halftitlepage", "halftitle"]);
    pictures.is_empty()
        && (rest.is_empty() || is_title && ["by", "a", "novel", "und", "von"].iter().any(|word| rest == *word))
}

/// Title, subtitle and author over the first text go: the package says them, all but the subtitle.
fn untitled(flow: &mut Vec<Flow>, about: &mut About) {
    let text = |flow: &Flow| match flow {
        Flow::Paragraph(paragraph) if !matches!(paragraph.role, Role::Heading(_)) => plain_words(&paragraph.inlines),
        Flow::Paragraph(_) | Flow::Table(_) | Flow::Block(_) => String::new(),
    };
    let authors: Vec<String> = about.authors.iter().map(|person| letters(&person.name)).collect();
    let all: Vec<String> = authors.iter().cloned().chain([authors.concat()]).filter(|name| !name.is_empty()).collect();
    let Some(title) = about.title.as_deref().map(letters).filter(|title| !title.is_empty()) else { return };
    let Some(at) = flow.iter().take(4).position(|flow| letters(&text(flow)) == title) else { return };
    // What stands between the title and its author belongs to the title.
    let near = flow[at + 1..].iter().take(4).position(|flow| all.contains(&letters(&text(flow))));
    let Some(near) = near else { return };
    let between = flow[at + 1..at + 1 + near].iter().map(text).filter(|text| !text.trim().is_empty());
    let between: Vec<String> = between.collect();
    if about.subtitle.is_none() && !between.is_empty() {
        about.subtitle = Some(between.join(" ").split_whitespace().collect::<Vec<_>>().join(" "));
    } else if !between.is_empty() {
        return;
    }
    flow.drain(at..=at + 1 + near);
}

fn gather(inlines: &[Inline], pictures: &mut Vec<usize>) {
    for inline in inlines {
        match inline {
            Inline::Image { picture, .. } => pictures.push(*picture),
            other => gather(other.inner(), pictures),
        }
    }
}

/// A page without headings whose first words are its title in the contents has that title. Where the contents alone have
/// one, it is put there for pages of the text itself.
fn title(flow: &mut Vec<Flow>, contents: &Contents, name: &str, part: bool, matter: Matter) {
    let Some(at) = contents.lines.iter().position(|line| line.file == name) else { return };
    let listed = &contents.lines[at];
    let is_heading = |flow: &Flow| match flow {
        Flow::Paragraph(paragraph) => matches!(paragraph.role, Role::Heading(_)),
        Flow::Block(Block::Heading { .. }) => true,
        Flow::Table(_) | Flow::Block(_) => false,
    };
    if flow.iter().any(is_heading) || listed.title.is_empty() {
        return;
    }
    let wanted = letters(&listed.title);
    let below = contents.lines.get(at + 1).is_some_and(|next| next.depth > listed.depth && next.file != name);
    let part = part || below && flow.len() < 6;
    // The title may stand in the first few paragraphs: `Chapter One`, then its name.
    let mut found = String::new();
    let mut title: Vec<Inline> = Vec::new();
    let mut end = None;
    for (at, flow) in flow.iter().enumerate() {
        let Flow::Paragraph(paragraph) = flow else { break };
        let words = letters(&plain_words(&paragraph.inlines));
        if words.is_empty() && !title.is_empty() {
            continue;
        }
        found.push_str(&words);
        if !wanted.starts_with(&found) {
            break;
        }
        if !title.is_empty() && !words.is_empty() && !is_blank(&title) {
            title.push(Inline::Text(": ".into()));
        }
        title.extend(paragraph.inlines.clone());
        if found == wanted && !words.is_empty() {
            end = Some(at + 1);
            break;
        }
    }
    let inlines = match end {
        Some(end) => {
            flow.drain(..end);
            title
        }
        None if matter == Matter::Main && listed.place.is_empty() && !is_plain(&listed.title) => {
            vec![Inline::Text(listed.title.clone())]
        }
        None => return,
    };
    if part {
        let attributes = super::tree::Attributes::class("part");
        flow.insert(0, Flow::Block(Block::Heading { level: 1, attributes, inlines }));
    } else {
        let level = listed.depth.clamp(1, 6) as u8;
        flow.insert(0, Flow::Paragraph(Paragraph { role: Role::Heading(level), inlines, ..Paragraph::default() }));
    }
}

/// Titles in contents of pages that show none.
fn is_plain(title: &str) -> bool {
    let plain = letters(title);
    ["cover", "titlepage", "copyright", "dedication", "epigraph", "start", "begin", "imprint", "halftitle"]
        .contains(&plain.as_str())
}

fn is_notes(title: &str) -> bool {
    let plain = letters(title);
    ["notes", "footnotes", "endnotes", "anmerkungen", "fußnoten", "notas", "note", "примечания", "przypisy", "noten"]
        .contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_says_what_the_book_is() {
        let text = "<package xmlns:opf='o'><metadata><title id='t'>One</title><meta refines='#t' property='title-type'>main</meta>\
            <creator opf:role='aut'>A. B.</creator><contributor opf:role='edt'>C. D.</contributor><contributor opf:role='bkp'>calibre</contributor>\
            <language>de-AT</language><date>0101-01-01T00:00:00</date><identifier>urn:isbn:978-3-16-148410-0</identifier>\
            <description>&lt;p&gt;Words.&lt;/p&gt;</description></metadata></package>";
        let document = markup::parse(text).unwrap();
        let mut found = About::default();
        about(document.root_element(), &mut found);
        assert_eq!((found.title.as_deref(), found.language.as_deref(), found.date), (Some("One"), Some("de-AT"), None));
        assert_eq!((found.authors.len(), found.isbn.as_deref()), (2, Some("9783161484100")));
        assert_eq!(found.description.as_deref(), Some("Words."));
    }
}
