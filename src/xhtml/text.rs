//! In: inlines. Out: what stands inside a paragraph. Refuses to know about blocks and files.

use super::marks::Marks;
use super::names::Names;
use super::xml::{Element, Node};
use crate::design::{Beginning, Beginnings, Design};
use crate::language::{self, Direction};
use crate::model::{AnchorId, AssetId, Attributes, BlockId, Book, Image, Inline, NoteId, Target, Width, phrase};
use std::collections::{BTreeMap, BTreeSet};

/// What writing the text needs, and what it finds out.
pub struct Writer<'a> {
    pub book: &'a Book,
    pub names: &'a Names,
    /// The addresses of the book's pictures, by asset.
    pub pictures: &'a [String],
    pub marks: Marks,
    pub design: &'a Design,
    /// The section's paragraphs that do not begin plainly, and how the block that is being written does.
    pub beginnings: Beginnings,
    pub beginning: Option<Beginning>,
    /// In a note: verse is told apart by slashes too, for pop-ups that drop line ends.
    pub in_note: bool,
    /// In an attribution emphasis is the title of a work.
    pub in_attribution: bool,
    /// Whether lines that an author ended run on, as they do where nobody knows how wide a line is.
    pub in_title: bool,
    /// A link holds no links: calls inside it are put after it.
    in_link: bool,
    after_link: Vec<Node>,
    /// Widths of pictures, for the stylesheet.
    pub widths: BTreeSet<Width>,
    /// Indents of lines of verse, in half steps, for the stylesheet.
    pub indents: BTreeSet<u8>,
    /// Of the section's headings.
    pub depths: BTreeMap<BlockId, u8>,
}

impl<'a> Writer<'a> {
    pub fn new(
        book: &'a Book,
        names: &'a Names,
        pictures: &'a [String],
        marks: Marks,
        design: &'a Design,
    ) -> Writer<'a> {
        Writer {
            book,
            names,
            pictures,
            marks,
            design,
            beginnings: Beginnings::new(),
            beginning: None,
            in_note: false,
            in_attribution: false,
            in_title: false,
            in_link: false,
            after_link: vec![],
            widths: BTreeSet::new(),
            indents: BTreeSet::new(),
            depths: BTreeMap::new(),
        }
    }

    pub fn inlines(&mut self, inlines: &[Inline]) -> Vec<Node> {
        inlines.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    /// A run of its own in its block's plain text, as `model::walk` counts.
    pub fn run(&mut self, inlines: &[Inline]) -> Vec<Node> {
        let nodes = self.inlines(inlines);
        self.marks.skip(1);
        nodes
    }

    /// The run of a block that is entered for it alone.
    /// The same of a heading.
    pub fn title_run(&mut self, inlines: &[Inline]) -> Vec<Node> {
        self.in_title = true;
        let nodes = self.run(inlines);
        self.in_title = false;
        nodes
    }

    pub fn run_of(&mut self, block: BlockId, inlines: &[Inline]) -> Vec<Node> {
        let outer = self.marks.enter(block);
        let nodes = self.run(inlines);
        self.marks.leave(outer);
        nodes
    }

    fn inline(&mut self, inline: &Inline) -> Vec<Node> {
        match inline {
            Inline::Text { text, .. } => self.text(text),
            Inline::Emphasis { children } if self.in_attribution => self.wrap("cite", children),
            Inline::Emphasis { children } => self.wrap("em", children),
            Inline::Strong { children } => self.wrap("strong", children),
            Inline::Strike { children } => self.wrap("s", children),
            Inline::Superscript { children } => self.wrap("sup", children),
            Inline::Subscript { children } => self.wrap("sub", children),
            Inline::SmallCaps { children } => {
                let span = Element::new("span").with("class", "smallcaps");
                vec![span.children(self.inlines(children)).into()]
            }
            Inline::Code { text, .. } => vec![self.code(text).into()],
            Inline::Link { target, children, .. } => self.link(target, children),
            Inline::PageOf { anchor, .. } => self.page_of(*anchor),
            // Text for an ebook has none.
            Inline::PageCount { .. } => Vec::new(),
            Inline::Span { attributes, children } => vec![self.span(attributes, children).into()],
            Inline::Note { note, call, .. } => self.call(note.within(self.marks.section), *call),
            Inline::Image { image } => {
                self.marks.skip(image.alt.len());
                let class = if self.book.is_large(image) { "in-line" } else { "" };
                vec![self.image(image, class).into()]
            }
            Inline::LineEnd { .. } if self.in_title => self.marks.text(" "),
            Inline::LineEnd { .. } => {
                self.marks.skip(1);
                vec![Element::new("br").into(), Node::from("\n")]
            }
        }
    }

    /// Code, in which no line ends behind the first hyphens of an option: where a line has room for few words, engines
    /// make `--` and `json` of one. A character that forbids it would be copied and stand in the way of a search.
    fn code(&mut self, text: &str) -> Element {
        let (mut nodes, mut done) = (vec![], 0);
        for option in option_heads(text) {
            if option.start > done {
                nodes.extend(self.marks.text(&text[done..option.start]));
            }
            done = option.end;
            let span = Element::new("span").with("class", "unbroken");
            nodes.push(span.children(self.marks.text(&text[option])).into());
        }
        if done < text.len() {
            nodes.extend(self.marks.text(&text[done..]));
        }
        Element::new("code").children(nodes)
    }

    /// Words of a known class have an element and a vocabulary; the slant that they have is the element's own.
    fn span(&mut self, attributes: &Attributes, children: &[Inline]) -> Element {
        let (name, vocabulary) = phrase(&attributes.classes).map_or(("span", None), element_of);
        let title = attributes.others.iter().find(|(key, _)| name == "abbr" && key == "title");
        let span = self.marked(Element::new(name), "", attributes);
        let span = span.with_some("title", title.map(|(_, title)| title.clone())).with_some("epub:type", vocabulary);
        match children {
            [Inline::Emphasis { children }] if SLANTED.contains(&name) => span.children(self.inlines(children)),
            _ => span.children(self.inlines(children)),
        }
    }

    /// A lead-in is dressed by the stylesheet. So is an initial, by `::first-letter`, which takes the mark behind the
    /// letter too unless the letter ends an element.
    fn text(&mut self, text: &str) -> Vec<Node> {
        let (class, end) = match self.beginning {
            Some(Beginning::Initial(end)) => ("initial", end),
            Some(Beginning::LeadIn(end)) => ("lead-in", end),
            Some(Beginning::Both { initial, lead_in }) => {
                let cut = (initial.saturating_sub(self.marks.position()) as usize).min(text.len());
                self.beginning = Some(Beginning::LeadIn(lead_in));
                let (letter, rest) = text.split_at_checked(cut).unwrap_or(("", text));
                let mut nodes = if letter.is_empty() { Vec::new() } else { self.marks.text(letter) };
                if !rest.is_empty() {
                    nodes.extend(self.text(rest));
                }
                return nodes;
            }
            None => return self.marks.text(text),
        };
        let cut = (end.saturating_sub(self.marks.position()) as usize).min(text.len());
        let Some((begins, rest)) = text.split_at_checked(cut).filter(|(begins, _)| !begins.is_empty()) else {
            return self.marks.text(text);
        };
        if class == "initial" && rest.starts_with(|next: char| next.is_alphanumeric() || next.is_whitespace()) {
            return self.marks.text(text);
        }
        let dress = |node| match node {
            Node::Text(_) => Element::new("span").with("class", class).child(node).into(),
            Node::Element(_) => node,
        };
        let mut nodes: Vec<Node> = self.marks.text(begins).into_iter().map(dress).collect();
        if !rest.is_empty() {
            nodes.extend(self.marks.text(rest));
        }
        nodes
    }

    fn wrap(&mut self, name: &'static str, children: &[Inline]) -> Vec<Node> {
        vec![Element::new(name).children(self.inlines(children)).into()]
    }

    fn link(&mut self, target: &Target, children: &[Inline]) -> Vec<Node> {
        if self.in_link {
            return self.inlines(children);
        }
        self.in_link = true;
        let words = match target {
            Target::Anchor(anchor) if children.is_empty() => vec![self.anchor_title(*anchor)],
            Target::Url(url) if children.is_empty() => vec![Node::from(url.clone())],
            _ => self.inlines(children),
        };
        self.in_link = false;
        let link = match target {
            Target::Anchor(anchor) => Element::new("a").to("href", self.names.anchor(*anchor)),
            Target::Url(url) => Element::new("a").with("href", url.as_str()),
        };
        let mut nodes = vec![link.children(words).into()];
        nodes.append(&mut self.after_link);
        nodes
    }

    /// A printed folio means nothing here: the title does, and leads there.
    fn page_of(&mut self, anchor: AnchorId) -> Vec<Node> {
        let title = self.anchor_title(anchor);
        if self.in_link {
            return vec![title];
        }
        vec![Element::new("a").to("href", self.names.anchor(anchor)).child(title).into()]
    }

    pub fn anchor_title(&self, anchor: AnchorId) -> Node {
        let anchor = self.book.anchor(anchor);
        Node::from(if anchor.title.is_empty() { anchor.name.clone() } else { anchor.title.clone() })
    }

    /// Nothing but the number stands inside the link: Apple Books' pop-ups want it so.
    fn call(&mut self, note: NoteId, call: u32) -> Vec<Node> {
        let label = self.book.note_label(note);
        let link = Element::new("a")
            .with_some("id", self.names.calls(note).get(call as usize).cloned())
            .to("href", self.names.note(note))
            .with("epub:type", "noteref")
            .with("role", "doc-noteref")
            .text(label);
        let call = Element::new("sup").with("class", "call").child(link).into();
        if self.in_link {
            self.after_link.push(call);
            return vec![];
        }
        vec![call]
    }

    pub fn image(&mut self, image: &Image, class: &str) -> Element {
        let width = image.width.map(|width| {
            self.widths.insert(width);
            super::css::width_class(width)
        });
        let class = [class, width.as_deref().unwrap_or("")].join(" ");
        let img = self.marked(Element::new("img"), &class, &image.attributes);
        let img = img.with("src", self.picture(image.asset)).with("alt", image.alt.as_str());
        if image.decorative { img.with("role", "presentation") } else { img }
    }

    fn picture(&self, asset: AssetId) -> &str {
        self.pictures.get(self.book.asset_at(asset)).map_or("", String::as_str)
    }

    /// Id, class and language as the author gave them, with our own `class` (or "") first.
    pub fn marked(&self, element: Element, class: &str, attributes: &Attributes) -> Element {
        let id = attributes.anchor.map(|anchor| self.names.anchor(anchor));
        let mut classes: Vec<&str> = class.split_ascii_whitespace().collect();
        classes.extend(attributes.classes.iter().map(String::as_str));
        let class = (!classes.is_empty()).then(|| classes.join(" "));
        in_language(element.with_some("id", id).with_some("class", class), attributes.lang.as_deref())
    }
}

/// Elements that reading systems slant.
const SLANTED: [&str; 3] = ["i", "cite", "dfn"];

/// The element of a class of words, and its word in the vocabularies of the DAISY Consortium and Standard Ebooks.
fn element_of(class: &str) -> (&'static str, Option<&'static str>) {
    match class {
        "abbr" => ("abbr", None),
        "acronym" => ("abbr", Some("z3998:acronym")),
        "initialism" => ("abbr", Some("z3998:initialism")),
        "ordinal" => ("span", Some("z3998:ordinal")),
        "roman" => ("span", Some("z3998:roman")),
        "foreign" => ("i", None),
        "ship" => ("i", Some("se:name.vessel.ship")),
        "species" => ("i", Some("z3998:taxonomy")),
        "term" => ("dfn", None),
        "work" => ("cite", None),
        _ => ("span", None),
    }
}

/// Both attributes, for HTML's readers and XML's, and the direction where the script has another.
pub fn in_language(element: Element, language: Option<&str>) -> Element {
    let Some(language) = language else { return element };
    let element = element.with("lang", language).with("xml:lang", language);
    if right_to_left(language) { element.with("dir", "rtl") } else { element }
}

pub fn right_to_left(language: &str) -> bool {
    language::direction(language) == Direction::RightToLeft
}

/// The options in a text, or of a long one the first hyphens with the letters behind them, no more than a narrow column
/// has room for.
fn option_heads(text: &str) -> Vec<std::ops::Range<usize>> {
    const SHORT: usize = 12;
    const LETTERS: usize = 16;
    let mut heads = vec![];
    let mut before = ' ';
    for (start, character) in text.char_indices() {
        if character == '-' && !before.is_alphanumeric() && before != '-' {
            let rest = &text[start..];
            let word = rest.trim_start_matches('-');
            let hyphens = rest.len() - word.len();
            let run = |inside: fn(char) -> bool| word.find(|c| !inside(c)).unwrap_or(word.len());
            let letters = run(|c| c.is_ascii_alphanumeric()).min(LETTERS);
            let whole = run(|c| c.is_ascii_alphanumeric() || c == '-');
            let end = hyphens + if hyphens + whole <= SHORT { whole } else { letters };
            if letters > 0 {
                heads.push(start..start + end);
            }
        }
        before = character;
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::option_heads;

    #[test]
    fn options_begin_with_hyphens() {
        let heads = |text: &'static str| option_heads(text).into_iter().map(|head| &text[head]).collect::<Vec<_>>();
        assert_eq!(heads("--json"), ["--json"]);
        assert_eq!(heads("build -q [--only epub] --dry-run=a-b"), ["-q", "--only", "--dry-run"]);
        assert_eq!(heads("--averyveryverylongword --first-lines-too"), ["--averyveryverylon", "--first"]);
        for none in ["a-b", "a--b", "---", "- x", "é-x", ""] {
            assert!(heads(none).is_empty(), "{none}");
        }
    }
}
