//! In: sibling nodes as pulldown-cmark gives them. Out: the same with what it has no syntax for: `[span]{.class}`,
//! `^[inline note]`, `^superscript^`, `~subscript~`, and attribute lists after links, images and code.
//!
//! One pass with a stack, linear in the text: a mark that finds no partner stays the letter that it is.

use super::node::{Kind, Node, Wrap, height};
use super::origin::Origin;
use super::reader::Reader;
use crate::base::limits;
use crate::manuscript::attributes::{self, List};
use std::ops::Range;

/// Bytes of a variable's name at the most.
const LONGEST_NAME: usize = 100;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bracket,
    Note,
    Superscript,
    Subscript,
}

/// A mark that waits for its partner; its letters stand in `out[at]`, what it may hold after them.
struct Open {
    mark: Mark,
    at: usize,
}

struct Scan<'a, 's> {
    text: &'a str,
    /// Ranges of what is not text, to see that an attribute list cuts none in two.
    solid: Vec<Range<usize>>,
    out: Vec<Node>,
    open: Vec<Open>,
    /// The end of the last attribute list: what is before it was read.
    read: usize,
    /// The start of the last pair that was too deep: those around it are not told again.
    too_deep: usize,
    reader: &'a mut Reader<'s>,
    origin: &'a Origin<'a>,
}

pub fn scan(nodes: Vec<Node>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Node> {
    let solid = nodes.iter().filter(|node| !matches!(node.kind, Kind::Text)).map(|node| node.range.clone()).collect();
    let mut scan = Scan {
        text: origin.text,
        solid,
        out: Vec::new(),
        open: Vec::new(),
        read: 0,
        too_deep: usize::MAX,
        reader,
        origin,
    };
    let mut nodes = nodes.into_iter().peekable();
    while let Some(node) = nodes.next() {
        if node.range.end <= scan.read {
            continue;
        }
        match node.kind {
            Kind::Text => {
                scan.letters(node.range.start.max(scan.read)..node.range.end);
                if let Some(link) = nodes.next_if(|next| scan.is_note_in_link(next)) {
                    scan.note_in_link(link);
                }
            }
            Kind::Break { .. } => {
                scan.space();
                scan.out.push(node);
            }
            _ => scan.solid(node),
        }
    }
    scan.out
}

impl Scan<'_, '_> {
    fn letters(&mut self, range: Range<usize>) {
        let bytes = self.text.as_bytes();
        let mut from = range.start;
        let mut at = range.start;
        while at < range.end {
            let length = match bytes[at] {
                b'^' if at + 1 < range.end && bytes[at + 1] == b'[' => 2,
                b'[' | b']' | b'^' | b'~' => 1,
                b'{' => {
                    match self.variable(at) {
                        Some(node) => {
                            self.push(from..at);
                            at = node.range.end;
                            self.out.push(node);
                            self.read = self.read.max(at);
                            from = at.min(range.end);
                        }
                        None => at += 1,
                    }
                    continue;
                }
                byte => {
                    if byte.is_ascii_whitespace() {
                        self.space();
                    }
                    at += 1;
                    continue;
                }
            };
            self.push(from..at);
            let mark = at..at + length;
            at = mark.end;
            match (bytes[mark.start], length) {
                (b'[', _) => self.begin(Mark::Bracket, mark),
                (b'^', 2) => self.begin(Mark::Note, mark),
                (b']', _) => at = at.max(self.bracket(mark)),
                (b'^', _) => self.script(Mark::Superscript, mark),
                (_, _) => self.script(Mark::Subscript, mark),
            }
            from = at.min(range.end);
        }
        self.push(from..range.end);
    }

    /// `{{name}}`, where no other node cuts it.
    fn variable(&mut self, at: usize) -> Option<Node> {
        let inside = self.text[at..].strip_prefix("{{")?;
        let name = &inside[..inside.bytes().take(LONGEST_NAME).position(|byte| byte == b'}')?];
        let range = at..at + name.len() + 4;
        let first = self.solid.partition_point(|node| node.end <= range.start);
        let is_cut = self.solid.get(first).is_some_and(|node| node.start < range.end);
        if is_cut || !inside[name.len()..].starts_with("}}") {
            return None;
        }
        let kind = self.reader.variable(name.trim(), self.origin.span(range.clone()))?;
        Some(Node::new(range, kind))
    }

    fn push(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.out.push(Node::new(range, Kind::Text));
        }
    }

    fn begin(&mut self, mark: Mark, range: Range<usize>) {
        self.open.push(Open { mark, at: self.out.len() });
        self.push(range);
    }

    /// A space ends what must not hold one.
    fn space(&mut self) {
        while self.open.last().is_some_and(|open| matches!(open.mark, Mark::Superscript | Mark::Subscript)) {
            self.open.pop();
        }
    }

    /// A closing bracket; gives the place from which to read on.
    fn bracket(&mut self, range: Range<usize>) -> usize {
        self.space();
        let wrapped = match self.open.pop() {
            Some(Open { mark: Mark::Note, at }) if at + 1 < self.out.len() => {
                self.wrap(at, range.end, Wrap::Note).then_some(range.end)
            }
            Some(Open { mark: Mark::Bracket, at }) => self.list_at(range.end).and_then(|mut list| {
                let end = list.range.end;
                let had_more = list.says_something();
                let admits = self.admits(&mut list);
                // A list of conditions alone leaves nothing around the words.
                if admits && had_more && !list.says_something() {
                    self.out.remove(at);
                    return Some(end);
                }
                let wrapped = self.wrap(at, end, Wrap::Span(Box::new(list)));
                if wrapped && !admits {
                    self.leave_out();
                }
                wrapped.then_some(end)
            }),
            _ => None,
        };
        match wrapped {
            Some(end) => {
                self.read = self.read.max(end);
                self.read
            }
            None => {
                self.report_near_miss(range.end);
                self.push(range.clone());
                range.end
            }
        }
    }

    /// Tells of a bracket that is hardly the letter that it stays.
    fn report_near_miss(&mut self, at: usize) {
        if attributes::read(self.text, at).is_none()
            && let Some(list) = attributes::meant(self.text, at)
        {
            self.reader.not_a_list(self.origin.span(list));
        }
    }

    /// `^` or `~`: closes what it opened since the last bracket, else opens.
    fn script(&mut self, mark: Mark, range: Range<usize>) {
        let since = self.open.iter().rposition(|open| matches!(open.mark, Mark::Bracket | Mark::Note));
        let first = since.map_or(0, |at| at + 1);
        let partner = self.open[first..].iter().rposition(|open| open.mark == mark).map(|at| first + at);
        if let Some(partner) = partner
            && self.open[partner].at + 1 < self.out.len()
        {
            let at = self.open[partner].at;
            self.open.truncate(partner);
            let wrap = if mark == Mark::Superscript { Wrap::Superscript } else { Wrap::Subscript };
            if self.wrap(at, range.end, wrap) {
                return;
            }
            self.push(range);
            return;
        }
        self.begin(mark, range);
    }

    /// Puts all since `out[at]`, a mark, into one node; false where that would be too deep.
    fn wrap(&mut self, at: usize, end: usize, wrap: Wrap) -> bool {
        let start = self.out[at].range.start;
        if self.reader.depth + height(&self.out[at + 1..]) + 1 > limits::NESTING {
            if start >= self.too_deep || self.too_deep == usize::MAX {
                let depth = std::mem::replace(&mut self.reader.depth, limits::NESTING);
                self.reader.enter(self.origin.span(start..end));
                self.reader.depth = depth;
            }
            self.too_deep = start;
            return false;
        }
        let children = self.out.split_off(at + 1);
        self.out.pop();
        self.out.push(Node::new(start..end, Kind::Wrap(wrap, children)));
        true
    }

    /// The attribute list at this place, if it cuts no node in two.
    fn list_at(&self, at: usize) -> Option<List> {
        let list = attributes::read(self.text, at)?;
        let next = self.solid.partition_point(|node| node.end <= list.range.start);
        let inside = |node: &Range<usize>| node.start >= list.range.start && node.end <= list.range.end;
        let touched = self.solid[next..].iter().take_while(|node| node.start < list.range.end);
        touched.into_iter().all(inside).then_some(list)
    }

    /// A link, an image, code and what else is not text, with the list that may follow it.
    fn solid(&mut self, mut node: Node) {
        let takes = matches!(node.kind, Kind::Wrap(Wrap::Link(_), _) | Kind::Image(_) | Kind::Code(_));
        if takes {
            self.report_near_miss(node.range.end);
        }
        if let Some(mut list) = self.list_at(node.range.end).filter(|_| takes) {
            self.read = list.range.end;
            let had_more = list.says_something();
            let admits = self.admits(&mut list);
            let bare = had_more && !list.says_something();
            let range = node.range.start..list.range.end;
            node = match node.kind {
                Kind::Image(mut picture) => {
                    picture.list = Some(list);
                    Node::new(range, Kind::Image(picture))
                }
                Kind::Wrap(Wrap::Link(to), children) if children.is_empty() && list.has("page") => {
                    Node::new(range, Kind::Page(to))
                }
                kind if bare => Node::new(range, kind),
                kind => Node::new(range, Kind::Wrap(Wrap::Span(Box::new(list)), vec![Node::new(node.range, kind)])),
            };
            self.out.push(node);
            if !admits {
                self.leave_out();
            }
            return;
        }
        self.out.push(node);
    }

    fn admits(&mut self, list: &mut List) -> bool {
        let origin = self.origin;
        self.reader.admits(list, |range| origin.span(range.clone()))
    }

    /// Takes the last node out, and the space after it where one stands before it.
    fn leave_out(&mut self) {
        let Some(node) = self.out.pop() else { return };
        let mark = self.reader.mark();
        self.reader.leave_out(mark, self.origin.span(node.range.clone()));
        let before = self.out.last().map_or("", |before| &self.text[before.range.clone()]);
        let open = before.is_empty() || before.ends_with([' ', '\n']);
        self.read = node.range.end + usize::from(open && self.text[node.range.end..].starts_with(' '));
    }

    /// `^[text](address)`: pulldown-cmark saw the link first.
    fn is_note_in_link(&self, next: &Node) -> bool {
        let Kind::Wrap(Wrap::Link(_), children) = &next.kind else { return false };
        let before = self.out.last().is_some_and(|node| {
            matches!(node.kind, Kind::Text) && node.range.end == next.range.start && node.range.len() == 1
        });
        let end = children.last().map_or(next.range.start, |child| child.range.end);
        before
            && self.open.last().is_some_and(|open| open.mark == Mark::Superscript && open.at + 1 == self.out.len())
            && !children.is_empty()
            && self.text[next.range.start..].starts_with('[')
            && self.text[end..].starts_with(']')
    }

    fn note_in_link(&mut self, link: Node) {
        let Kind::Wrap(_, children) = link.kind else { return };
        let end = children.last().map_or(link.range.start, |child| child.range.end) + 1;
        self.open.pop();
        let start = self.out.pop().map_or(link.range.start, |mark| mark.range.start);
        self.out.push(Node::new(start..end, Kind::Wrap(Wrap::Note, children)));
        self.letters(end..link.range.end);
    }
}
