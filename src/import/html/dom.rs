//! In: a web page or a text of an ebook. Out: its elements in an arena, as html5ever understands them, so that any page
//! has some. Refuses pages whose elements stand in each other without end.

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, QualName, local_name, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::rc::Rc;

/// Elements in each other. Deeper ones would take a parser time that grows with the square of their number.
const DEPTH: usize = 300;
/// Elements and texts of one page.
const NODES: usize = 3_000_000;
/// Bytes that are read before they are counted again.
const CHUNK: usize = 1 << 12;

pub type Id = usize;

#[derive(Debug)]
pub enum Kind {
    Element {
        name: QualName,
        attributes: Vec<(String, String)>,
    },
    Text(String),
    /// The document itself, comments and the like.
    Other,
}

#[derive(Debug)]
pub struct Entry {
    pub kind: Kind,
    pub parent: Option<Id>,
    pub children: Vec<Id>,
    /// Counted from 1.
    pub line: usize,
}

#[derive(Debug, Default)]
pub struct Dom {
    pub entries: Vec<Entry>,
}

/// # Errors
///
/// Why it cannot be read, as a sentence without a full stop.
pub fn parse(text: &str) -> Result<Dom, String> {
    let text = closed(text);
    if depth(&text) > DEPTH {
        return Err(format!("more than {DEPTH} elements stand in each other"));
    }
    let count = Rc::new(Cell::new(0));
    let sink = Sink { entries: RefCell::default(), line: Cell::new(1), count: Rc::clone(&count) };
    sink.add(Kind::Other);
    let mut parser = parse_document(sink, Default::default());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let mut end = rest.len().min(CHUNK);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        parser.process(StrTendril::from_slice(&rest[..end]));
        rest = &rest[end..];
        if count.get() > NODES {
            return Err(format!("it has more than {NODES} elements"));
        }
    }
    Ok(Dom { entries: parser.finish() })
}

/// Elements that hold nothing.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that end without being closed.
const OPEN: &[&str] = &["p", "li", "td", "th", "tr", "dt", "dd", "option", "thead", "tbody", "tfoot", "colgroup"];

/// The next tag from `from` on: where it begins, its name with a `/` for one that closes, and where it ends.
fn tag(text: &str, from: usize) -> Option<(usize, &str, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += memchr::memchr(b'<', bytes.get(at..)?)?;
        let rest = &text[at..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((_, end)) = skipped.into_iter().find(|(begin, _)| rest.starts_with(begin)) {
            at += rest.find(end)?;
            continue;
        }
        let begin = at + 1;
        if !bytes.get(begin).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
            at = begin;
            continue;
        }
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>' || *byte == b'/';
        let name_end = begin + 1 + bytes[begin + 1..].iter().position(is_end)?;
        let (mut quote, mut end) = (None, name_end);
        loop {
            match (quote, *bytes.get(end)?) {
                (None, b'>') => return Some((at, &text[begin..name_end], end)),
                (None, byte @ (b'"' | b'\'')) => quote = Some(byte),
                (Some(open), byte) if open == byte => quote = None,
                _ => {}
            }
            end += 1;
        }
    }
}

/// `<a/>`, which closes itself in XHTML and is left open in HTML, as `<a></a>`.
fn closed(text: &str) -> String {
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    while let Some((_, name, end)) = tag(text, from) {
        let is_closed = text.as_bytes()[end - 1] == b'/' && !name.starts_with('/');
        if is_closed && !VOID.contains(&name.to_ascii_lowercase().as_str()) {
            out.push_str(&text[from..end - 1]);
            out.push_str("></");
            out.push_str(name);
            out.push('>');
        } else {
            out.push_str(&text[from..=end]);
        }
        from = end + 1;
    }
    out.push_str(&text[from..]);
    out
}

/// How many elements are open at once, at most.
fn depth(text: &str) -> usize {
    let (mut open, mut most, mut from) = (0_usize, 0, 0);
    while let Some((_, name, end)) = tag(text, from) {
        let plain = name.trim_start_matches('/').to_ascii_lowercase();
        if !VOID.contains(&plain.as_str()) && !OPEN.contains(&plain.as_str()) {
            open = if name.starts_with('/') { open.saturating_sub(1) } else { open + 1 };
            most = most.max(open);
        }
        from = end + 1;
    }
    most
}

impl Dom {
    /// The name of an element; nothing for what is none.
    pub fn name(&self, id: Id) -> &str {
        match &self.entries[id].kind {
            Kind::Element { name, .. } => &name.local,
            Kind::Text(_) | Kind::Other => "",
        }
    }

    pub fn attribute(&self, id: Id, wanted: &str) -> Option<&str> {
        match &self.entries[id].kind {
            Kind::Element { attributes, .. } => {
                attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str())
            }
            Kind::Text(_) | Kind::Other => None,
        }
    }

    pub fn children(&self, id: Id) -> &[Id] {
        &self.entries[id].children
    }

    pub fn parent(&self, id: Id) -> Option<Id> {
        self.entries[id].parent
    }

    /// The element itself and all that is in it, in order.
    pub fn inside(&self, id: Id) -> Vec<Id> {
        let (mut out, mut rest) = (Vec::new(), vec![id]);
        while let Some(next) = rest.pop() {
            out.push(next);
            rest.extend(self.children(next).iter().rev());
        }
        out
    }

    /// The element and what it stands in, from the inside out.
    pub fn around(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |id| self.parent(*id))
    }

    pub fn text(&self, id: Id) -> String {
        let texts = self.inside(id).into_iter().filter_map(|id| match &self.entries[id].kind {
            Kind::Text(text) => Some(text.as_str()),
            Kind::Element { .. } | Kind::Other => None,
        });
        texts.collect()
    }

    /// All elements of a name.
    pub fn named<'d>(&'d self, name: &'d str) -> impl Iterator<Item = Id> + 'd {
        (0..self.entries.len()).filter(move |id| self.name(*id) == name)
    }

    /// Words of `class`, `epub:type` and `role`, in lower case.
    pub fn kinds(&self, id: Id) -> Vec<String> {
        let all = ["class", "epub:type", "role"].into_iter().filter_map(|name| self.attribute(id, name));
        all.flat_map(str::split_whitespace).map(str::to_lowercase).collect()
    }
}

struct Sink {
    entries: RefCell<Vec<Entry>>,
    line: Cell<usize>,
    count: Rc<Cell<usize>>,
}

impl Sink {
    fn add(&self, kind: Kind) -> Id {
        let mut entries = self.entries.borrow_mut();
        entries.push(Entry { kind, parent: None, children: Vec::new(), line: self.line.get() });
        self.count.set(entries.len());
        entries.len() - 1
    }

    fn detach(&self, id: Id) {
        let mut entries = self.entries.borrow_mut();
        if let Some(parent) = entries[id].parent.take() {
            entries[parent].children.retain(|child| *child != id);
        }
    }

    /// Puts something before the child at `place`; texts join.
    fn insert(&self, parent: Id, place: usize, new: NodeOrText<Id>) {
        let id = match new {
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let before = place.checked_sub(1).map(|place| self.entries.borrow()[parent].children[place]);
                if let Some(before) = before
                    && let Kind::Text(open) = &mut self.entries.borrow_mut()[before].kind
                {
                    open.push_str(&text);
                    return;
                }
                self.add(Kind::Text(text.to_string()))
            }
        };
        let mut entries = self.entries.borrow_mut();
        entries[id].parent = Some(parent);
        let place = place.min(entries[parent].children.len());
        entries[parent].children.insert(place, id);
    }
}

/// What stands for an element's name where there is none.
fn nameless() -> &'static QualName {
    static NAMELESS: std::sync::OnceLock<QualName> = std::sync::OnceLock::new();
    NAMELESS.get_or_init(|| QualName::new(None, ns!(), local_name!("")))
}

impl TreeSink for Sink {
    type Handle = Id;
    type Output = Vec<Entry>;
    type ElemName<'a> = Named<'a>;

    fn finish(self) -> Vec<Entry> {
        self.entries.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> Id {
        0
    }

    fn elem_name<'a>(&'a self, id: &'a Id) -> Named<'a> {
        Named(Ref::map(self.entries.borrow(), |entries| match &entries[*id].kind {
            Kind::Element { name, .. } => name,
            Kind::Text(_) | Kind::Other => nameless(),
        }))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> Id {
        let plain = |attribute: Attribute| {
            let prefix = attribute.name.prefix.as_ref().map(|prefix| format!("{prefix}:")).unwrap_or_default();
            (format!("{prefix}{}", attribute.name.local), attribute.value.to_string())
        };
        self.add(Kind::Element { name, attributes: attributes.into_iter().map(plain).collect() })
    }

    fn create_comment(&self, _: StrTendril) -> Id {
        self.add(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> Id {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &Id, child: NodeOrText<Id>) {
        let place = self.entries.borrow()[*parent].children.len();
        self.insert(*parent, place, child);
    }

    fn append_based_on_parent_node(&self, element: &Id, before: &Id, child: NodeOrText<Id>) {
        let has_parent = self.entries.borrow()[*element].parent.is_some();
        match has_parent {
            true => self.append_before_sibling(element, child),
            false => self.append(before, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &Id) -> Id {
        *target
    }

    fn same_node(&self, one: &Id, other: &Id) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Id, new: NodeOrText<Id>) {
        if let NodeOrText::AppendNode(id) = &new {
            self.detach(*id);
        }
        let parent = self.entries.borrow()[*sibling].parent;
        let Some(parent) = parent else { return };
        let place = self.entries.borrow()[parent].children.iter().position(|child| child == sibling).unwrap_or(0);
        self.insert(parent, place, new);
    }

    fn add_attrs_if_missing(&self, target: &Id, new: Vec<Attribute>) {
        if let Kind::Element { attributes, .. } = &mut self.entries.borrow_mut()[*target].kind {
            for attribute in new {
                let name = attribute.name.local.to_string();
                if !attributes.iter().any(|(known, _)| *known == name) {
                    attributes.push((name, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Id) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &Id, new_parent: &Id) {
        let mut entries = self.entries.borrow_mut();
        let children = std::mem::take(&mut entries[*node].children);
        children.iter().for_each(|child| entries[*child].parent = Some(*new_parent));
        entries[*new_parent].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(line as usize);
    }
}

/// The name of an element while the tree is built.
#[derive(Debug)]
pub struct Named<'a>(Ref<'a, QualName>);

impl html5ever::interface::ElemName for Named<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_itself_is_closed() {
        let dom =
            parse("<?xml version='1.0'?><html><head><title/></head><body><p>a<a id='x'/>b<br/>c</p></body></html>");
        let dom = dom.unwrap();
        let anchor = dom.named("a").next().unwrap();
        assert!(dom.children(anchor).is_empty());
        assert_eq!(dom.text(dom.named("p").next().unwrap()), "abc");
        assert_eq!(dom.attribute(anchor, "id"), Some("x"));
    }

    #[test]
    fn endless_pages_are_refused() {
        assert!(parse(&"<div>".repeat(100_000)).is_err());
        assert!(parse(&"<p>a".repeat(100_000)).is_ok());
        let fonts: String = (0..290).map(|nth| format!("<font size={nth}>")).collect();
        assert!(parse(&(fonts + &"<p>a".repeat(2_000_000))).is_err());
        assert!(parse("<table><b><tr><td>x<table><p>y</b><svg><a/><desc><p></svg>").is_ok());
    }
}
