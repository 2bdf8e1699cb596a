//! In: blocks. Out: the elements that stand for them, in order. Refuses to know about files.

use super::css::{COLUMNS, width_class};
use super::text::Writer;
use super::xml::{Element, Node};
use crate::design::{Beginning, letter_lines};
use crate::model::block;
use crate::model::walk::{has_line_ends, only_pictures};
use crate::model::{
    Align, Anchor, AnchorId, Attributes, Block, BlockKind, Book, Cell, ContentsEntry, DivKind, Figure, Image, Inline,
    Table, plain_text,
};

impl Writer<'_> {
    pub fn blocks(&mut self, blocks: &[Block]) -> Vec<Node> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    pub fn block(&mut self, block: &Block) -> Vec<Node> {
        let outer = self.marks.enter(block.id);
        let mut nodes = if runs(&block.kind) { vec![] } else { self.marks.before_block() };
        self.beginning = self.beginnings.get(&block.id).copied();
        nodes.extend(self.kind(block).map(Node::from));
        self.beginning = None;
        self.marks.leave(outer);
        nodes
    }

    fn kind(&mut self, block: &Block) -> Option<Element> {
        let attributes = &block.attributes;
        Some(match &block.kind {
            BlockKind::Paragraph { class, inlines, .. } => {
                let initial = matches!(self.beginning, Some(Beginning::Initial(_) | Beginning::Both { .. }));
                let words = self.run(inlines);
                let class = match class.is_empty() {
                    _ if initial => "drop-cap",
                    true if only_pictures(inlines) => "pictures",
                    true if has_line_ends(inlines) => LINES,
                    _ => class,
                };
                self.marked(Element::new("p"), class, attributes).children(words)
            }
            BlockKind::Heading { inlines, .. } => {
                self.marked(self.heading(block), "", attributes).children(self.title_run(inlines))
            }
            BlockKind::Quote { epigraph, blocks, attribution } => {
                self.quote(*epigraph, blocks, attribution.as_deref(), attributes)
            }
            BlockKind::Verse { verse } => self.verse(verse, attributes),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items, attributes),
            BlockKind::Definitions { items } => self.definitions(items, attributes),
            BlockKind::Table { table } => self.table(table, attributes),
            BlockKind::Figure { figure } => self.figure(figure, attributes),
            BlockKind::Code { language, text } => {
                let class = language.as_ref().map(|language| format!("language-{language}"));
                let code = Element::new("code").with_some("class", class).children(self.marks.text(text));
                self.marked(Element::new("pre"), "", attributes).child(code)
            }
            BlockKind::Break => self.marked(Element::new("hr"), "break", attributes),
            BlockKind::PageBreak { .. } => self.marked(Element::new("div"), "pagebreak", attributes),
            BlockKind::Div { kind, blocks } => self.div(*kind, blocks, attributes),
            BlockKind::Contents { entries } => self.places(entries),
        })
    }

    /// `h2` to `h6`: `h1` is the section's own.
    pub fn heading(&self, block: &Block) -> Element {
        Element::new(match self.depths.get(&block.id).copied().unwrap_or(2) {
            ..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        })
    }

    fn quote(&mut self, epigraph: bool, blocks: &[Block], by: Option<&[Inline]>, attributes: &Attributes) -> Element {
        let class = if epigraph { "epigraph" } else { "" };
        let mut quote = self.marked(Element::new("blockquote"), class, attributes);
        if epigraph {
            quote = quote.with("epub:type", "epigraph").with("role", "doc-epigraph");
        }
        quote = quote.children(self.blocks(blocks));
        match by {
            Some(by) => quote.child(Element::new("p").with("class", "attribution").children(self.attribution(by))),
            None => quote,
        }
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Vec<Block>], attributes: &Attributes) -> Element {
        let name = if start.is_some() { "ol" } else { "ul" };
        let first = start.filter(|start| *start != 1).map(|start| start.to_string());
        let list = self.marked(Element::new(name), if tight { "tight" } else { "" }, attributes);
        let items: Vec<Node> = items.iter().map(|item| self.item("li", tight, item).into()).collect();
        list.with_some("start", first).children(items)
    }

    /// In a tight list a first plain paragraph needs no element of its own.
    fn item(&mut self, name: &'static str, tight: bool, blocks: &[Block]) -> Element {
        let mut item = Element::new(name);
        for (at, block) in blocks.iter().enumerate() {
            for node in self.block(block) {
                match node {
                    Node::Element(p) if tight && at == 0 && p.name == "p" && is_plain(&p) => {
                        let after = (blocks.len() > 1).then(|| Node::from("\n"));
                        item = item.children(p.children).children(after);
                    }
                    node => item = item.child(node),
                }
            }
        }
        item
    }

    /// A list of places; the contents alone are written elsewhere.
    fn places(&mut self, entries: &[ContentsEntry]) -> Element {
        let mut list = Element::new("ul").with("class", "places");
        for entry in entries {
            let link = Element::new("a").to("href", self.names.anchor(entry.anchor));
            let mut words = self.run(&entry.title);
            words.iter_mut().for_each(without_ids);
            list = list.child(Element::new("li").child(link.children(words)));
        }
        list
    }

    fn definitions(&mut self, items: &[(Vec<Inline>, Vec<Vec<Block>>)], attributes: &Attributes) -> Element {
        let mut list = self.marked(Element::new("dl"), "", attributes);
        for (term, definitions) in items {
            list = list.child(Element::new("dt").children(self.run(term)));
            for definition in definitions {
                list = list.child(self.item("dd", false, definition));
            }
        }
        list
    }

    fn table(&mut self, table: &Table, attributes: &Attributes) -> Element {
        let wide = COLUMNS.iter().rev().find(|(columns, _)| table.columns.len() >= *columns && !table.head.is_empty());
        let class = wide.map_or(String::new(), |(columns, _)| format!("columns-from-{columns}"));
        let mut whole = self.marked(Element::new("table"), &class, attributes);
        let caption = table.caption.as_ref().map(|caption| Element::new("caption").children(self.run(caption)));
        // A row that falls apart is none any more for who listens, unless its parts say what they are. A link in the
        // caption is refused by Ace in a table that says so.
        let has_roles = wide.is_some() && !caption.as_ref().is_some_and(has_parts_with_roles);
        let role = |name: &'static str| has_roles.then_some(name);
        whole = whole.with_some("role", role("table")).children(caption.map(Node::from));
        if !table.widths.is_empty() {
            let mut group = Element::new("colgroup");
            for at in 0..table.columns.len() {
                let width = table.widths.get(at).copied().flatten();
                self.widths.extend(width);
                group = group.child(Element::new("col").with_some("class", width.map(width_class)));
            }
            whole = whole.child(group);
        }
        if !table.head.is_empty() {
            let row = self.row(Some("col"), &table.head, table, &[], has_roles).with_some("role", role("row"));
            whole = whole.child(Element::new("thead").with_some("role", role("rowgroup")).child(row));
        }
        let named = table.names_rows();
        let names: Vec<String> = table.head.iter().map(|cell| plain_text(&cell.inlines)).collect();
        let mut rows = Vec::new();
        for row in &table.rows {
            let row = self.row(named.then_some("row"), row, table, &names, has_roles);
            rows.push(row.with_some("role", role("row")).into());
        }
        let body = Element::new("tbody").with_some("role", role("rowgroup")).children(rows);
        Element::new("div").with("class", "table").child(whole.child(body))
    }

    /// `scope` is that of a heading row's cells, or of the first cell of a row; `names` are the columns' for where a
    /// narrow screen lets a row fall apart.
    fn row(
        &mut self,
        scope: Option<&'static str>,
        cells: &[Cell],
        table: &Table,
        names: &[String],
        has_roles: bool,
    ) -> Element {
        let mut row = Element::new("tr");
        for (at, cell) in cells.iter().enumerate() {
            let columns = &table.columns;
            // What may have no place to break must not be squeezed to letters.
            let long = cell.inlines.iter().any(may_be_long).then_some("long");
            let class = match columns.get(at) {
                Some(Align::Left) => Some("left"),
                Some(Align::Center) => Some("center"),
                Some(Align::Right) => Some("right"),
                Some(Align::Default) | None => None,
            };
            let classes: Vec<&str> = class.into_iter().chain(long).collect();
            let class = (!classes.is_empty()).then(|| classes.join(" "));
            // A heading that says nothing is none.
            let scope = scope.filter(|scope| !cell.inlines.is_empty() && (*scope == "col" || at == 0));
            let content = self.run(&cell.inlines);
            let label = names.get(at).filter(|name| scope.is_none() && !name.trim().is_empty());
            let element = Element::new(if scope.is_some() { "th" } else { "td" });
            let role = match scope {
                Some("col") => "columnheader",
                Some(_) => "rowheader",
                None => "cell",
            };
            let element = element.with_some("role", has_roles.then_some(role));
            let element =
                element.with_some("scope", scope).with_some("class", class).with_some("data-label", label.cloned());
            row = row.child(element.children(content));
        }
        row
    }

    pub fn figure(&mut self, figure: &Figure, attributes: &Attributes) -> Element {
        let mut image = figure.image.clone();
        let mut own = std::mem::take(&mut image.attributes);
        own.anchor = attributes.anchor.or(own.anchor);
        let is_side = matches!(figure.place, Some(block::Place::Left | block::Place::Right));
        // Beside text the figure has the width, and the picture fills it.
        let width = image.width.take_if(|_| is_side).map(|width| {
            self.widths.insert(width);
            super::css::width_class(width)
        });
        let class = match figure.place {
            Some(block::Place::Page | block::Place::Bleed | block::Place::Spread) => "full-page",
            Some(block::Place::Left) => "side-left",
            Some(block::Place::Right) => "side-right",
            Some(block::Place::Ground) => "title-picture",
            Some(block::Place::Top | block::Place::Bottom) | None => "",
        };
        let class = [class, width.as_deref().unwrap_or("")].join(" ");
        let mut whole = self.marked(Element::new("figure"), &class, &own).child(self.image(&image, ""));
        // A link that everyone can see, under the title of what it leads to.
        if let Some(anchor) = long_description(self.book, &figure.image) {
            let words = if anchor.title.is_empty() { &anchor.name } else { &anchor.title };
            let link = Element::new("a").to("href", anchor.name.as_str()).text(words.as_str());
            whole = whole.child(Element::new("p").with("class", "long-description").child(link));
        }
        match &figure.caption {
            Some(caption) => whole.child(Element::new("figcaption").children(self.run(caption))),
            None => whole,
        }
    }

    fn div(&mut self, kind: DivKind, blocks: &[Block], attributes: &Attributes) -> Element {
        let (name, class, vocabulary, role) = match kind {
            DivKind::Dedication => ("section", "dedication", Some("dedication"), Some("doc-dedication")),
            DivKind::Letter => ("blockquote", "letter", Some("z3998:letter"), None),
            DivKind::Sidebar => ("aside", "sidebar", None, None),
            DivKind::DropCap => ("div", "dropcap", None, None),
            DivKind::Plain | DivKind::NoDropCap | DivKind::Other => ("div", "", None, None),
        };
        let element = self.marked(Element::new(name), class, attributes);
        let element = element.with_some("epub:type", vocabulary).with_some("role", role);
        match kind {
            DivKind::Letter => element.children(self.letter(blocks)),
            DivKind::Dedication
            | DivKind::Sidebar
            | DivKind::Plain
            | DivKind::DropCap
            | DivKind::NoDropCap
            | DivKind::Other => element.children(self.blocks(blocks)),
        }
    }

    /// The blocks of a letter: its date, salutation, closing and signature have classes.
    fn letter(&mut self, blocks: &[Block]) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (block, line) in blocks.iter().zip(letter_lines(blocks)) {
            let mut own = self.block(block);
            for node in &mut own {
                if let (Node::Element(p), Some(line)) = (node, line)
                    && p.name == "p"
                {
                    let class = [p.attribute("class").unwrap_or(""), line.class()].join(" ");
                    p.attributes.retain(|(name, _)| *name != "class");
                    let own = std::mem::replace(p, Element::new("p")).with("class", class.trim());
                    *p = own.with("epub:type", line.vocabulary());
                }
            }
            nodes.append(&mut own);
        }
        nodes
    }
}

/// The class of a paragraph in which the author ended lines.
const LINES: &str = "lines";

fn is_plain(p: &Element) -> bool {
    p.attributes.is_empty() || p.attributes.len() == 1 && p.attribute("class") == Some(LINES)
}

/// An id stands once, where the words are; a printed page's begins here.
fn without_ids(node: &mut Node) {
    if let Node::Element(element) = node
        && element.attribute("role") != Some("doc-pagebreak")
    {
        element.attributes.retain(|(key, _)| *key != "id");
        element.children.iter_mut().for_each(without_ids);
    }
}

/// Whether a page that begins with the block's own text begins inside the block: a quote's is its attribution. What a
/// heading or a table holds is read as its name, so a marker stands before it.
fn runs(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Paragraph { .. } | BlockKind::Quote { .. } => true,
        BlockKind::Heading { .. }
        | BlockKind::Verse { .. }
        | BlockKind::List { .. }
        | BlockKind::Definitions { .. }
        | BlockKind::Table { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Div { .. }
        | BlockKind::Contents { .. } => false,
    }
}

/// Links, and marks of pages and calls of notes, which have a role.
fn has_parts_with_roles(element: &Element) -> bool {
    let mut found = false;
    element.walk(&mut |part| found |= part.name == "a" || part.attribute("role").is_some());
    found
}

/// What may be wider than a narrow cell, and has no space to be broken at.
fn may_be_long(inline: &Inline) -> bool {
    match inline {
        Inline::Code { .. } | Inline::Link { .. } => true,
        Inline::Text { .. }
        | Inline::Emphasis { .. }
        | Inline::Strong { .. }
        | Inline::Strike { .. }
        | Inline::Superscript { .. }
        | Inline::Subscript { .. }
        | Inline::SmallCaps { .. }
        | Inline::PageOf { .. }
        | Inline::PageCount { .. }
        | Inline::Span { .. }
        | Inline::Note { .. }
        | Inline::Image { .. }
        | Inline::LineEnd { .. } => false,
    }
}

/// What `longdesc=#id` leads to.
pub fn long_description<'a>(book: &'a Book, image: &Image) -> Option<&'a Anchor> {
    let (_, id) = image.attributes.others.iter().find(|(key, _)| key == "longdesc")?;
    book.anchors.get(&AnchorId::of(id.trim_start_matches('#')))
}
