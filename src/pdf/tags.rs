//! In: the structure tree and the marks of every page. Out: structure elements and the way back from ink to them
//! (ISO 32000-1, 14.7 and 14.8).

use super::bytes::{name, reals, text_string};
use crate::page::{Node, NodeId, Numbering, Scope, StructureRole, StructureTree};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// A page's part in the structure.
pub struct PageMarks<'a> {
    pub page: ObjectId,
    /// By marked-content number.
    pub marks: &'a [NodeId],
    /// Where the pictures of Figure nodes stand: left, bottom, right, top.
    pub figures: &'a BTreeMap<NodeId, [f32; 4]>,
    /// Annotations and the Link nodes that they belong to.
    pub links: Vec<(ObjectId, NodeId)>,
}

/// One child of a structure element, with where its first ink stands: page, number.
struct Kid {
    place: (usize, usize),
    what: What,
}

enum What {
    /// The ink of a marked-content number.
    Ink,
    Annotation(ObjectId),
    Element(ObjectId),
}

/// Standard structure types, 14.8.4.
pub fn role_name(role: StructureRole) -> &'static str {
    match role {
        StructureRole::Document => "Document",
        StructureRole::Part => "Part",
        StructureRole::Section => "Sect",
        StructureRole::Division => "Div",
        StructureRole::Heading(level) => ["H1", "H2", "H3", "H4", "H5", "H6"][usize::from(level.clamp(1, 6)) - 1],
        StructureRole::Paragraph => "P",
        StructureRole::BlockQuote => "BlockQuote",
        StructureRole::List(_) => "L",
        StructureRole::ListItem => "LI",
        StructureRole::Label => "Lbl",
        StructureRole::ListBody => "LBody",
        StructureRole::Table => "Table",
        StructureRole::Row => "TR",
        StructureRole::HeaderCell(_) => "TH",
        StructureRole::DataCell => "TD",
        StructureRole::Figure => "Figure",
        StructureRole::Caption => "Caption",
        StructureRole::Code => "Code",
        StructureRole::Note => "Note",
        StructureRole::Reference => "Reference",
        StructureRole::Link => "Link",
        StructureRole::Span => "Span",
        StructureRole::Contents => "TOC",
        StructureRole::ContentsItem => "TOCI",
    }
}

/// Adds the tree and ties pages and annotations to it; what has neither ink nor anything in it is left out. Gives the
/// root.
pub fn add(tree: &StructureTree, pages: &[PageMarks], document: &mut Document) -> ObjectId {
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = tree.nodes.iter().map(|_| document.new_object_id()).collect();
    let mut kids: Vec<Vec<Kid>> = tree.nodes.iter().map(|_| Vec::new()).collect();
    let parents = parent_tree(pages, &ids, &mut kids, document);
    let children = children(tree);
    let places = places(tree, &kids, &children);
    let kept = kept(tree, &kids, &children);
    // A box is one page's: a figure that lies on two has none.
    let mut boxes: BTreeMap<NodeId, Option<[f32; 4]>> = BTreeMap::new();
    for (node, bounds) in pages.iter().flat_map(|page| page.figures.clone()) {
        boxes.entry(node).and_modify(|known| *known = None).or_insert(Some(bounds));
    }
    let mut tops = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate().filter(|(at, _)| kept[*at]) {
        let mut own = std::mem::take(&mut kids[at]);
        let first = own.iter().map(|kid| kid.place).min().unwrap_or_default();
        let mut before = None;
        for &child in children[at].iter().filter(|&&child| kept[child]) {
            // A note is read where it is called; what has no ink stands after the child before it, or the first words.
            // Children keep their order wherever they stand: in two columns, at a page's head.
            let after = tree.nodes[child].role == StructureRole::Note;
            let place = places[child].filter(|_| !after).max(before).unwrap_or(first);
            before = Some(place);
            own.push(Kid { place, what: What::Element(ids[child]) });
        }
        own.sort_by_key(|kid| kid.place);
        let parent = match node.parent.map(|parent| parent.0 as usize) {
            Some(parent) if parent < at => ids[parent],
            _ => {
                tops.push(Object::Reference(ids[at]));
                root
            }
        };
        let mut element = element(node, boxes.get(&NodeId(at as u32)).and_then(Option::as_ref));
        element.set("P", parent);
        if node.role == StructureRole::Note {
            element.set("ID", text_string(&format!("note{at}")));
        }
        set_kids(&mut element, own, pages);
        document.set_object(ids[at], element);
    }
    let next = parents.len() as i64;
    let numbers: Vec<Object> =
        parents.into_iter().enumerate().flat_map(|(key, value)| [Object::Integer(key as i64), value]).collect();
    let numbers = document.add_object(dictionary! { "Nums" => numbers });
    let mut dict = dictionary! {
        "Type" => "StructTreeRoot", "K" => tops, "ParentTree" => numbers, "ParentTreeNextKey" => next,
    };
    if let Some(names) = note_names(tree, &ids, &kept) {
        dict.set("IDTree", names);
    }
    document.set_object(root, dict);
    root
}

/// What a node says of itself (Tables 323, 344, 347 and 349).
fn element(node: &Node, bounds: Option<&[f32; 4]>) -> Dictionary {
    let mut element = dictionary! { "S" => name(role_name(node.role)) };
    if let Some(lang) = &node.lang {
        element.set("Lang", text_string(lang));
    }
    if let Some(alt) = &node.alt {
        element.set("Alt", text_string(alt));
    }
    let attributes = match node.role {
        StructureRole::HeaderCell(scope) => {
            let scope = if scope == Scope::Row { "Row" } else { "Column" };
            Some(dictionary! { "O" => "Table", "Scope" => scope })
        }
        StructureRole::List(Numbering::Bullets) => Some(dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
        StructureRole::List(Numbering::Decimal) => Some(dictionary! { "O" => "List", "ListNumbering" => "Decimal" }),
        StructureRole::List(Numbering::Letters) => Some(dictionary! { "O" => "List", "ListNumbering" => "LowerAlpha" }),
        StructureRole::List(Numbering::Roman) => Some(dictionary! { "O" => "List", "ListNumbering" => "LowerRoman" }),
        StructureRole::Figure => bounds.map(|bounds| dictionary! { "O" => "Layout", "BBox" => reals(bounds) }),
        _ => None,
    };
    if let Some(attributes) = attributes {
        element.set("A", attributes);
    }
    element
}

/// Ink of the element's own page is only its number.
fn set_kids(element: &mut Dictionary, kids: Vec<Kid>, pages: &[PageMarks]) {
    let page = kids.iter().find(|kid| matches!(kid.what, What::Ink)).map(|kid| kid.place.0);
    let object = |kid: Kid| -> Object {
        let (at, number) = (kid.place.0, kid.place.1 as i64);
        match kid.what {
            What::Element(id) => id.into(),
            What::Ink if Some(at) == page => number.into(),
            What::Ink => dictionary! { "Type" => "MCR", "Pg" => pages[at].page, "MCID" => number }.into(),
            What::Annotation(id) => dictionary! { "Type" => "OBJR", "Obj" => id, "Pg" => pages[at].page }.into(),
        }
    };
    let mut kids: Vec<Object> = kids.into_iter().map(object).collect();
    if let Some(page) = page {
        element.set("Pg", pages[page].page);
    }
    match kids.len() {
        0 => {}
        1 => element.set("K", kids.remove(0)),
        _ => element.set("K", kids),
    }
}

/// Nodes with ink or an annotation in them, and all cells, so that columns stay columns.
fn kept(tree: &StructureTree, kids: &[Vec<Kid>], children: &[Vec<usize>]) -> Vec<bool> {
    let mut kept = vec![false; tree.nodes.len()];
    for at in (0..tree.nodes.len()).rev() {
        let cell = matches!(tree.nodes[at].role, StructureRole::HeaderCell(_) | StructureRole::DataCell);
        kept[at] = cell || !kids[at].is_empty() || children[at].iter().any(|&child| kept[child]);
    }
    kept
}

/// Notes by their identifiers, in the order of the bytes.
fn note_names(tree: &StructureTree, ids: &[ObjectId], kept: &[bool]) -> Option<Dictionary> {
    let notes = tree.nodes.iter().zip(ids).enumerate();
    let notes = notes.filter(|(at, (node, _))| node.role == StructureRole::Note && kept[*at]);
    let mut notes: Vec<(String, ObjectId)> = notes.map(|(at, (_, &id))| (format!("note{at}"), id)).collect();
    notes.sort();
    let (first, last) = (notes.first()?.0.clone(), notes.last()?.0.clone());
    let names: Vec<Object> = notes.into_iter().flat_map(|(key, id)| [text_string(&key), id.into()]).collect();
    let leaf = dictionary! { "Limits" => vec![text_string(&first), text_string(&last)], "Names" => names };
    Some(dictionary! { "Kids" => vec![leaf.into()] })
}

/// Fills pages' and links' places in the tree; the answer is the parent tree's values by key: first the pages, then
/// the annotations.
fn parent_tree(pages: &[PageMarks], ids: &[ObjectId], kids: &mut [Vec<Kid>], document: &mut Document) -> Vec<Object> {
    let mut parents: Vec<Object> = Vec::new();
    for (at, page) in pages.iter().enumerate() {
        let mut owners = Vec::new();
        for (number, node) in page.marks.iter().enumerate() {
            let node = node.0 as usize;
            owners.push(ids.get(node).map_or(Object::Null, |&id| id.into()));
            if let Some(kids) = kids.get_mut(node) {
                kids.push(Kid { place: (at, number), what: What::Ink });
            }
        }
        parents.push(Object::Array(owners));
        set(document, page.page, "StructParents", at as i64);
        set(document, page.page, "Tabs", name("S"));
    }
    for (at, page) in pages.iter().enumerate() {
        for &(annotation, node) in &page.links {
            let (Some(kids), Some(&id)) = (kids.get_mut(node.0 as usize), ids.get(node.0 as usize)) else { continue };
            let place = kids.iter().map(|kid| kid.place).filter(|place| place.0 == at).max().unwrap_or((at, 0));
            kids.push(Kid { place, what: What::Annotation(annotation) });
            set(document, annotation, "StructParent", parents.len() as i64);
            parents.push(id.into());
        }
    }
    parents
}

fn set(document: &mut Document, id: ObjectId, key: &str, value: impl Into<Object>) {
    if let Ok(dict) = document.get_dictionary_mut(id) {
        dict.set(key, value);
    }
}

/// By node, in the order of making.
fn children(tree: &StructureTree) -> Vec<Vec<usize>> {
    let mut children = vec![Vec::new(); tree.nodes.len()];
    for (at, node) in tree.nodes.iter().enumerate() {
        if let Some(parent) = node.parent.map(|parent| parent.0 as usize).filter(|&parent| parent < at) {
            children[parent].push(at);
        }
    }
    children
}

/// Where each node's first ink stands, its descendants' counted (a child is made after its parent).
fn places(tree: &StructureTree, kids: &[Vec<Kid>], children: &[Vec<usize>]) -> Vec<Option<(usize, usize)>> {
    let mut places: Vec<Option<(usize, usize)>> = vec![None; tree.nodes.len()];
    for at in (0..tree.nodes.len()).rev() {
        let own = kids[at].iter().map(|kid| kid.place);
        places[at] = own.chain(children[at].iter().filter_map(|&child| places[child])).min();
    }
    places
}
