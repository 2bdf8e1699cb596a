//! A Scrivener project, of version 1 to 3: the texts of the draft in the order of the binder, those that are marked for
//! compiling. Research and trash stay where they are.

use super::album::Album;
use super::assemble;
use super::chapters;
use super::choice::Choices;
use super::document;
use super::flow::{Flow, Paragraph};
use super::html::damaged;
use super::markup::{self, attribute, child, elements, inside, words};
use super::names::{self, Role};
use super::remarks::Remarks;
use super::rtf::reader::{Comments, Reader};
use super::tree::{At, Attributes, Block, Inline, Matter, Person, Work};
use super::walk::{is_blank, words as plain_words};
use crate::base::{Diagnostic, Folder};
use roxmltree::Node;
use std::collections::BTreeMap;

/// # Errors
///
/// The project's binder or one of its texts cannot be read.
pub fn read(source: &Folder, choices: &Choices) -> Result<Work, Diagnostic> {
    let binder = match &source.file {
        Some(file) => file.clone(),
        None => source.glob("*.scrivx").map_err(|error| error.diagnostic(None))?.swap_remove(0),
    };
    let bytes = source.bytes(&binder).map_err(|error| error.diagnostic(None))?;
    let text = super::decode::text(&bytes);
    let document = markup::parse(&text).map_err(|why| damaged(&binder, &why))?;
    let root = document.root_element();
    let mut project = Project {
        source,
        choices,
        remarks: Remarks::of(&binder),
        album: Album::default(),
        styles: styles(source),
        kinds: kinds(root),
        flow: Vec::new(),
        fault: None,
    };
    let mut work = Work::default();
    let title = |name: &str| {
        inside(root, name).map(words).map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())
    };
    work.about.title = title("ProjectTitle").or_else(|| binder.strip_suffix(".scrivx").map(str::to_owned));
    let author = title("FullName").or_else(|| title("Author"));
    work.about.authors.extend(author.map(|name| Person { name, role: None }));

    let items: Vec<Node> = child(root, "Binder").into_iter().flat_map(elements).collect();
    for item in &items {
        let kind = attribute(*item, "Type").unwrap_or_default();
        if kind == "DraftFolder" {
            let all = children(*item);
            let folders = all.iter().any(|item| is_folder(*item));
            let nested = all.iter().any(|item| children(*item).iter().any(|item| is_folder(*item)));
            all.into_iter().for_each(|item| project.item(item, 0, folders, nested));
        } else if kind != "TrashFolder" && !children(*item).is_empty() {
            let shown = child(*item, "Title").map(words).unwrap_or_default();
            project.remarks.left("folders of the binder outside the draft", &shown, At::File);
        }
    }
    if let Some(fault) = project.fault {
        return Err(fault);
    }
    let mut remarks = project.remarks;
    remarks.turn_to(&binder);
    let gap = document::gap(&project.flow);
    let blocks = assemble::blocks(project.flow, gap, &mut remarks);
    work.pictures = project.album.pictures;
    chapters::divide(&mut work, vec![(Matter::Main, blocks)], &mut remarks);
    work.remarks = remarks.all;
    Ok(work)
}

struct Project<'s> {
    source: &'s Folder,
    choices: &'s Choices,
    remarks: Remarks,
    album: Album,
    /// The names of styles by id.
    styles: BTreeMap<String, String>,
    /// The names of the kinds of sections by id.
    kinds: BTreeMap<String, String>,
    flow: Vec<Flow>,
    fault: Option<Diagnostic>,
}

fn children<'a, 'i>(item: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    child(item, "Children")
        .into_iter()
        .flat_map(elements)
        .filter(|node| node.tag_name().name() == "BinderItem")
        .collect()
}

fn is_folder(item: Node) -> bool {
    attribute(item, "Type") == Some("Folder") || !children(item).is_empty()
}

fn kinds(root: Node) -> BTreeMap<String, String> {
    let all = root.descendants().filter(|node| node.tag_name().name() == "Type" && attribute(*node, "ID").is_some());
    all.map(|node| (attribute(node, "ID").unwrap_or_default().to_owned(), words(node).trim().to_lowercase())).collect()
}

fn styles(source: &Folder) -> BTreeMap<String, String> {
    let bytes =
        source.bytes("Files/styles.xml").map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let Ok(document) = markup::parse(&bytes) else { return BTreeMap::new() };
    let style = |node: Node| Some((attribute(node, "ID")?.to_owned(), attribute(node, "Name")?.to_owned()));
    document.descendants().filter(Node::is_element).filter_map(style).collect()
}

impl Project<'_> {
    fn item(&mut self, item: Node, depth: usize, folders: bool, nested: bool) {
        let title = child(item, "Title").map(words).unwrap_or_default().trim().to_owned();
        let meta = child(item, "MetaData");
        let of = |name: &str| meta.and_then(|meta| child(meta, name)).map(words).map(|words| words.trim().to_owned());
        let kind = attribute(item, "Type").unwrap_or_default();
        let folder = is_folder(item);
        if of("IncludeInCompile").is_none_or(|included| included != "Yes") {
            self.remarks.left("texts that are not marked for compiling", &title, At::File);
        } else if !matches!(kind, "Folder" | "Text") {
            self.remarks.left("files in the draft that are no text", &title, At::File);
        } else {
            let section = of("SectionType").and_then(|id| self.kinds.get(&id)).cloned().unwrap_or_default();
            let titled =
                folder || !folders || ["heading", "chapter", "section"].iter().any(|word| section.contains(word));
            let part = nested && depth == 0 && folder && children(item).iter().any(|item| is_folder(*item));
            let level = if nested { depth.max(1) } else { depth + 1 }.min(6) as u8;
            self.text(item, &title, titled, part, level);
        }
        for child in children(item) {
            self.item(child, depth + 1, folders, nested);
        }
    }

    fn text(&mut self, item: Node, title: &str, titled: bool, part: bool, level: u8) {
        let id = attribute(item, "UUID").or(attribute(item, "ID")).unwrap_or_default();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return self.remarks.left("texts of the binder without an id", title, At::File);
        }
        let [text, comments, styles, notes] = match attribute(item, "UUID") {
            Some(id) => ["content.rtf", "content.comments", "content.styles", "notes.rtf"]
                .map(|name| format!("Files/Data/{id}/{name}")),
            None => [".rtf", ".comments", ".styles", "_notes.rtf"].map(|ending| format!("Files/Docs/{id}{ending}")),
        };
        if self.source.exists(&notes).is_ok() {
            self.remarks.left("notes about a text", title, At::File);
        }
        let mut flow = Vec::new();
        if self.source.exists(&text).is_ok() {
            match self.source.bytes(&text) {
                Ok(bytes) => flow = self.rtf(&bytes, &text, &comments, id),
                Err(error) => {
                    self.fault.get_or_insert(error.diagnostic(None));
                }
            }
        }
        self.styled(&mut flow, &styles);
        while matches!(flow.last(), Some(Flow::Paragraph(paragraph)) if is_blank(&paragraph.inlines)) {
            flow.pop();
        }
        let is_first = self.flow.is_empty() || matches!(self.flow.last(), Some(Flow::Block(Block::Heading { .. })));
        if titled && !title.is_empty() {
            // A text that begins with its own title needs no second one.
            let first = flow
                .iter()
                .position(|flow| matches!(flow, Flow::Paragraph(paragraph) if !is_blank(&paragraph.inlines)));
            if let Some(at) = first
                && let Flow::Paragraph(paragraph) = &flow[at]
                && plain_words(&paragraph.inlines).trim() == title
            {
                flow.remove(at);
            }
            let attributes = if part { Attributes::class("part") } else { Attributes::default() };
            self.flow.push(Flow::Block(Block::Heading {
                level,
                attributes,
                inlines: vec![Inline::Text(title.to_owned())],
            }));
        } else if !is_first && !flow.is_empty() {
            self.flow.push(Flow::Paragraph(Paragraph { role: Role::Rule, ..Paragraph::default() }));
        }
        self.flow.extend(flow);
    }

    fn rtf(&mut self, bytes: &[u8], name: &str, comments: &str, id: &str) -> Vec<Flow> {
        let comments = self.comments(comments);
        let binder = self.remarks.turn_to(name);
        let reader = Reader::of(&mut self.remarks, &mut self.album, self.choices.tracked, &comments, id);
        let read = reader.read(bytes);
        self.remarks.turn_to(&binder);
        match read {
            Ok((flow, _)) => flow,
            Err(why) => {
                self.fault.get_or_insert(damaged(name, &why));
                Vec::new()
            }
        }
    }

    /// Comments and footnotes in the margin, each a small Rich Text of its own.
    fn comments(&mut self, name: &str) -> Comments {
        let text = match self.source.exists(name).and_then(|()| self.source.bytes(name)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(_) => return Comments::new(),
        };
        let Ok(document) = markup::parse(&text) else {
            self.remarks.left("comments that cannot be read", name, At::File);
            return Comments::new();
        };
        let mut out = Comments::new();
        for node in elements(document.root_element()) {
            let none = Comments::new();
            let reader = Reader::of(&mut self.remarks, &mut self.album, self.choices.tracked, &none, "note");
            let flow = reader.read(words(node).as_bytes()).map(|(flow, _)| flow).unwrap_or_default();
            let blocks = assemble::blocks(flow, None, &mut self.remarks);
            let inline = if attribute(node, "Footnote") == Some("Yes") {
                Inline::Note(blocks)
            } else {
                let texts = blocks.iter().map(|block| {
                    if let Block::Paragraph(inlines) = block { plain_words(inlines) } else { String::new() }
                });
                Inline::Comment(texts.collect::<Vec<_>>().join(" "))
            };
            out.extend(attribute(node, "ID").map(|id| (id.to_owned(), inline)));
        }
        out
    }

    /// `<$Scr_Ps::0>` begins a paragraph of the style that has this place in the list of the text's styles.
    fn styled(&mut self, flow: &mut [Flow], list: &str) {
        let text = self.source.exists(list).and_then(|()| self.source.bytes(list));
        let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
        let ids: Vec<String> = match markup::parse(&text) {
            Ok(document) => {
                document.descendants().filter_map(|node| attribute(node, "ID").map(str::to_owned)).collect()
            }
            Err(_) => Vec::new(),
        };
        let mut open = Role::Body;
        for flow in flow {
            let Flow::Paragraph(paragraph) = flow else { continue };
            let words = plain_words(&paragraph.inlines);
            if let Some(number) =
                words.split("<$Scr_Ps::").nth(1).and_then(|rest| rest.split('>').next()?.parse::<usize>().ok())
            {
                let name = ids.get(number).and_then(|id| self.styles.get(id)).map(String::as_str).unwrap_or_default();
                open = names::role(name);
                if open == Role::Body {
                    self.remarks.plain("styles of paragraphs", name, At::Paragraph(paragraph.at));
                }
            }
            if open != Role::Body && paragraph.role == Role::Body {
                paragraph.role = open;
            }
            if words.contains("<!$Scr_Ps::") {
                open = Role::Body;
            }
            clean(&mut paragraph.inlines);
        }
    }
}

/// Takes the marks of styles from the text.
fn clean(inlines: &mut Vec<Inline>) {
    for inline in inlines {
        if let Inline::Text(text) = inline {
            while let Some(begin) = text.find("<$Scr_").or_else(|| text.find("<!$Scr_"))
                && let Some(end) = text[begin..].find('>')
            {
                text.replace_range(begin..=begin + end, "");
            }
        } else if let Some(inner) = inline.inner_mut() {
            clean(inner);
        }
    }
}
