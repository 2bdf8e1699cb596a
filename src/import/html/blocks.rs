//! In: the elements of a page. Out: its flow of paragraphs, with lists, tables, quotations and figures as blocks in it.

use super::dom::{Id, Kind};
use super::walk::{Context, Out, Walk};
use crate::import::assemble;
use crate::import::flow::{Flow, Paragraph, Side};
use crate::import::lines;
use crate::import::names::{Role, role};
use crate::import::runs::Run;
use crate::import::table;
use crate::import::tree::{Attributes, Block, Definition, Inline, List, Numbering};
use crate::import::walk::{is_blank, words};

/// Elements without words of the book.
const SILENT: &[&str] = &[
    "head", "style", "script", "template", "title", "meta", "link", "base", "col", "colgroup", "param", "source",
    "track",
];

/// Elements that a book has no use for.
const FOREIGN: &[&str] = &[
    "iframe", "video", "audio", "canvas", "form", "input", "button", "select", "textarea", "embed", "map", "frameset",
    "noscript",
];

impl Walk<'_> {
    pub fn children(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        for child in dom.children(id) {
            match &dom.entries[*child].kind {
                Kind::Text(_) => self.text(*child, context, out),
                Kind::Element { .. } => self.element(*child, context, out),
                Kind::Other => {}
            }
        }
    }

    /// The flow of what is inside an element.
    fn flow(&mut self, id: Id, context: &Context) -> Vec<Flow> {
        let mut inner = Out::default();
        self.children(id, context, &mut inner);
        self.flush(id, context, false, &mut inner);
        inner.flow
    }

    fn inner_blocks(&mut self, id: Id, context: &Context) -> Vec<Block> {
        let flow = self.flow(id, context);
        assemble::blocks(flow, None, &mut self.remarks)
    }

    fn element(&mut self, id: Id, context: &Context, out: &mut Out) {
        let here = (self.page, id);
        if self.notes.bodies.contains(&here) {
            return;
        }
        self.content(id, context, out);
    }

    /// An element, whether it is a note or not.
    pub fn content(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        let name = dom.name(id).to_ascii_lowercase();
        if SILENT.contains(&name.as_str()) {
            return;
        }
        let shown = dom.text(id);
        if FOREIGN.contains(&name.as_str()) {
            if name != "form" || !shown.trim().is_empty() {
                self.remarks.left(
                    "parts of a page that a book has no use for",
                    &format!("<{name}> {shown}"),
                    self.at(id),
                );
            }
            return;
        }
        if (self.styles[self.page][id].hidden || dom.attribute(id, "hidden").is_some()) && !shown.trim().is_empty() {
            self.remarks.left("hidden text", &shown, self.at(id));
            return;
        }
        // Of pictures it is the words, if they have no others.
        let title = dom.attribute(id, "title").map(str::trim).filter(|title| !title.is_empty());
        let is_said = |title: &str| match name.as_str() {
            "img" => dom.attribute(id, "alt").is_none_or(|alt| alt.trim().is_empty() || alt.trim() == title),
            _ => shown.trim() == title,
        };
        if let Some(title) = title.filter(|title| !is_said(title)) {
            self.remarks.left("titles that show under the pointer", title, self.at(id));
        }
        if let Some(own) = dom.attribute(id, "id").or(dom.attribute(id, "name").filter(|_| name == "a")) {
            out.runs.push(Run::of(&context.look, Inline::Anchor(self.places.name(self.page, own))));
        }
        let kinds = dom.kinds(id);
        let is = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
        if name == "nav"
            || is(&["doc-toc", "toc", "landmarks", "page-list", "loi", "lot", "doc-pagelist"]) && name != "body"
        {
            self.remarks.left("lists that the program made, such as contents", &shown, self.at(id));
            return;
        }
        if is(&["pagebreak", "doc-pagebreak"]) && name != "div" || is(&["doc-pagebreak"]) {
            return;
        }
        if !self.holds_block[self.page][id] && name != "center" {
            return self.inline(id, context, out);
        }
        self.block(id, &name, &kinds, context, out);
    }

    fn block(&mut self, id: Id, name: &str, kinds: &[String], around: &Context, out: &mut Out) {
        let is = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
        // Places wait for the words that they stand before.
        let waiting: Vec<Run> = match out.runs.iter().all(|run| matches!(&run.inline, Inline::Anchor(_))) {
            true => std::mem::take(&mut out.runs),
            false => {
                let anchor = out.runs.pop_if(|run| matches!(run.inline, Inline::Anchor(_)));
                self.flush(id, around, false, out);
                anchor.into_iter().collect()
            }
        };
        let mut context = self.inner(id, around);
        if name == "center" {
            context.side = Side::Centre;
        }
        out.runs.extend(waiting);
        let found = kinds.iter().map(|kind| role(kind)).find(|role| {
            matches!(
                role,
                Role::Verse | Role::Epigraph | Role::Dedication | Role::Attribution | Role::Quote | Role::Caption
            )
        });
        let found = found.or_else(|| self.of_title_page(id, kinds));
        let found =
            if is(&["z3998:poem", "z3998:verse", "z3998:song", "line-block"]) { Some(Role::Verse) } else { found };
        match name {
            "p" | "address" | "summary" | "dt" | "figcaption" | "caption" => {
                context.role = match (name, found) {
                    ("figcaption" | "caption", _) => Role::Caption,
                    (_, Some(role)) => role,
                    (_, None) => context.role,
                };
                context.look.strong |= name == "summary";
                self.children(id, &context, out);
                self.flush(id, &context, true, out);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(id, name, kinds, &context, out),
            "hr" => {
                let inlines = out.runs.drain(..).map(|run| run.inline).collect();
                let at = self.dom().entries[id].line;
                out.flow.push(Flow::Paragraph(Paragraph { at, role: Role::Rule, inlines, ..Paragraph::default() }));
            }
            "blockquote" => self.quote(id, found, &context, out),
            "ul" | "ol" | "menu" => self.list(id, name, &context, out),
            "dl" => self.definitions(id, &context, out),
            "pre" => self.code(id, out),
            "table" => self.table(id, &context, out),
            "figure" => {
                let flow = self.flow(id, &Context { side: Side::Start, ..context });
                // A caption above is that of a picture below it all the same.
                let (captions, rest): (Vec<Flow>, Vec<Flow>) = flow
                    .into_iter()
                    .partition(|flow| matches!(flow, Flow::Paragraph(paragraph) if paragraph.role == Role::Caption));
                let tables = rest.iter().any(|flow| matches!(flow, Flow::Table(_)));
                let (before, after) = if tables { (captions, rest) } else { (rest, captions) };
                out.flow.extend(before.into_iter().chain(after));
            }
            "aside" => {
                let blocks = self.inner_blocks(id, &context);
                if !blocks.is_empty() {
                    out.flow.push(Flow::Block(Block::Div { attributes: Attributes::class("sidebar"), blocks }));
                }
            }
            _ => self.division(id, found, kinds, context, out),
        }
    }

    /// An element that only holds others.
    fn division(&mut self, id: Id, found: Option<Role>, kinds: &[String], mut context: Context, out: &mut Out) {
        let is = |wanted: &[&str]| kinds.iter().any(|kind| wanted.contains(&kind.as_str()));
        let notes = is(&["footnotes", "endnotes", "rearnotes", "doc-endnotes", "footnote", "endnote", "notes"]);
        let class = match found {
            Some(Role::Dedication) => Some("dedication"),
            _ if is(&["z3998:letter", "letter"]) => Some("letter"),
            _ => None,
        };
        if let Some(class) = class {
            let mut blocks = self.inner_blocks(id, &context);
            let is_titled = blocks.iter().any(|block| matches!(block, Block::Heading { level: 1, .. }));
            if is_titled {
                // A chapter that is called so.
                out.flow.extend(blocks.into_iter().map(Flow::Block));
            } else if !blocks.is_empty() {
                if let [Block::Div { blocks: inner, .. }] = blocks.as_mut_slice() {
                    blocks = std::mem::take(inner);
                }
                out.flow.push(Flow::Block(Block::Div { attributes: Attributes::class(class), blocks }));
            }
            return;
        }
        if found == Some(Role::Epigraph) {
            return self.quote(id, found, &context, out);
        }
        if found == Some(Role::Quote) && context.role == Role::Body {
            return self.quote(id, found, &context, out);
        }
        let verse = found == Some(Role::Verse) && context.role != Role::Verse;
        if found == Some(Role::Verse) {
            context.role = Role::Verse;
            context.side = Side::Start;
        }
        let before = out.flow.len();
        self.children(id, &context, out);
        self.flush(id, &context, false, out);
        if notes && is_bare(&out.flow[before..]) {
            out.flow.truncate(before);
        }
        // Stanzas are parted by an empty line.
        if context.role == Role::Verse && !verse && out.flow.len() > before {
            let at = self.dom().entries[id].line;
            out.flow.push(Flow::Paragraph(Paragraph { at, role: Role::Verse, ..Paragraph::default() }));
        }
    }

    /// What a line of the page's own title is.
    fn of_title_page(&self, id: Id, kinds: &[String]) -> Option<Role> {
        let dom = self.dom();
        let is_head = |around: Id| {
            let is_page = dom.kinds(around).iter().any(|kind| matches!(kind.as_str(), "titlepage" | "title-page"));
            is_page || dom.name(around) == "header" || dom.attribute(around, "id") == Some("title-block-header")
        };
        let found = kinds.iter().map(|kind| role(kind));
        let mut found = found.filter(|role| matches!(role, Role::Title | Role::Subtitle | Role::Author | Role::Date));
        found.next().filter(|_| dom.around(id).skip(1).any(is_head))
    }

    fn heading(&mut self, id: Id, name: &str, kinds: &[String], context: &Context, out: &mut Out) {
        let level = name[1..].parse().unwrap_or(1);
        // What is bold or slanted as a whole is the look of headings.
        let mut plain = context.clone();
        (plain.look.strong, plain.look.emphasis, plain.upper, plain.look.small_caps) = (false, false, false, false);
        self.children(id, &plain, out);
        let inlines = crate::import::runs::inlines(std::mem::take(&mut out.runs));
        if is_blank(&inlines) {
            return out
                .flow
                .extend(is_anchored(&inlines).then(|| Flow::Paragraph(Paragraph { inlines, ..Paragraph::default() })));
        }
        let around: Vec<String> =
            self.dom().around(id).skip(1).take(3).flat_map(|around| self.dom().kinds(around)).collect();
        let part = kinds.iter().chain(&around).any(|kind| matches!(kind.as_str(), "part" | "doc-part"));
        let at = self.dom().entries[id].line;
        if part && level <= 2 {
            let attributes = Attributes::class("part");
            out.flow.push(Flow::Block(Block::Heading { level, attributes, inlines: lines::trimmed(inlines) }));
        } else {
            out.flow.push(Flow::Paragraph(Paragraph {
                at,
                role: self.of_title_page(id, kinds).unwrap_or(Role::Heading(level)),
                inlines,
                ..Paragraph::default()
            }));
        }
        self.new_page = false;
    }

    fn quote(&mut self, id: Id, found: Option<Role>, context: &Context, out: &mut Out) {
        let role = if found == Some(Role::Verse) { Role::Verse } else { Role::Body };
        let inner = Context { role, side: Side::Start, look: context.look.clone(), ..Context::default() };
        let anchors: Vec<Run> = out.runs.drain(..).collect();
        let flow = self.flow(id, &inner);
        // The last words in a `footer` or a `cite` are who said it.
        let dom = self.dom();
        let last = dom.children(id).iter().rev().find(|child| !dom.name(**child).is_empty());
        let signed = last.is_some_and(|last| {
            matches!(dom.name(*last), "footer" | "cite") || dom.kinds(*last).iter().any(|kind| kind == "attribution")
        });
        let mut blocks = assemble::blocks(flow, None, &mut self.remarks);
        let mut attribution = None;
        if blocks.len() > 1
            && let Some(Block::Paragraph(last)) = blocks.last()
        {
            attribution = lines::attribution(last).or_else(|| signed.then(|| last.clone()));
            if attribution.is_some() {
                blocks.pop();
            }
        }
        if let Some(Block::Paragraph(first)) = blocks.first_mut() {
            first.splice(0..0, anchors.into_iter().map(|run| run.inline));
        }
        if blocks.is_empty() {
            return;
        }
        let quote = match blocks.as_mut_slice() {
            [quote @ Block::Quote { attribution: None, .. }] if attribution.is_none() => quote.clone(),
            _ => Block::Quote { blocks, attribution },
        };
        out.flow.push(Flow::Block(match found {
            Some(Role::Epigraph) => Block::Div { attributes: Attributes::class("epigraph"), blocks: vec![quote] },
            _ => quote,
        }));
    }

    fn list(&mut self, id: Id, name: &str, context: &Context, out: &mut Out) {
        let dom = self.dom();
        let numbering = match (name, dom.attribute(id, "type")) {
            ("ol", Some("a")) => Numbering::LowerLetters,
            ("ol", Some("A")) => Numbering::UpperLetters,
            ("ol", Some("i")) => Numbering::LowerRoman,
            ("ol", Some("I")) => Numbering::UpperRoman,
            ("ol", _) => Numbering::Arabic,
            _ => Numbering::Bullets,
        };
        let number =
            |id: Id, name: &str| dom.attribute(id, name).and_then(|number| number.trim().parse::<usize>().ok());
        let mut list =
            List { numbering, start: number(id, "start").unwrap_or(1).max(1), tight: true, items: Vec::new() };
        for child in dom.children(id) {
            let is_item = dom.name(*child) == "li";
            if self.notes.bodies.contains(&(self.page, *child)) || (!is_item && dom.text(*child).trim().is_empty()) {
                continue;
            }
            let inner = self.inner(*child, context);
            let mut item = Out { flow: Vec::new(), runs: std::mem::take(&mut out.runs) };
            if let Some(own) = dom.attribute(*child, "id").filter(|_| is_item) {
                item.runs.push(Run::of(&inner.look, Inline::Anchor(self.places.name(self.page, own))));
            }
            match (is_item, &dom.entries[*child].kind) {
                (true, _) => self.children(*child, &inner, &mut item),
                (false, Kind::Element { .. }) => self.content(*child, context, &mut item),
                (false, _) => self.text(*child, context, &mut item),
            }
            self.flush(*child, &inner, false, &mut item);
            let blocks = assemble::blocks(item.flow, None, &mut self.remarks);
            match list.items.last_mut() {
                _ if blocks.is_empty() => {}
                Some(last) if !is_item => last.extend(blocks),
                _ => {
                    if list.items.is_empty() {
                        list.start = number(*child, "value").unwrap_or(list.start).max(1);
                    }
                    list.items.push(blocks);
                }
            }
        }
        list.tight =
            list.items.iter().all(|item| item.iter().filter(|block| !matches!(block, Block::List(_))).count() <= 1);
        if let Some(first) = list.items.first() {
            let at = self.at(id);
            assemble::tell_letters(numbering, first, at, &mut self.remarks);
            out.flow.push(Flow::Block(Block::List(list)));
        }
    }

    fn definitions(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        // Groups of terms may stand in elements of their own.
        let of = |id: Id| -> Vec<Id> { if dom.name(id) == "div" { dom.children(id).to_vec() } else { vec![id] } };
        let parts: Vec<Id> = dom.children(id).iter().flat_map(|child| of(*child)).collect();
        let mut all: Vec<Definition> = Vec::new();
        for part in parts {
            if self.notes.bodies.contains(&(self.page, part)) {
                continue;
            }
            let inner = self.inner(part, context);
            match dom.name(part) {
                "dt" => {
                    let mut term = Out::default();
                    self.children(part, &inner, &mut term);
                    self.flush(part, &inner, false, &mut term);
                    let inlines = table::cell(term.flow, &mut self.remarks);
                    all.push(Definition { term: inlines, meanings: Vec::new() });
                }
                "dd" => {
                    let blocks = self.inner_blocks(part, &inner);
                    match all.last_mut() {
                        Some(definition) => definition.meanings.push(blocks),
                        None => out.flow.extend(blocks.into_iter().map(Flow::Block)),
                    }
                }
                _ => {}
            }
        }
        if !all.is_empty() {
            out.flow.push(Flow::Block(Block::Definitions(all)));
        }
    }

    fn code(&mut self, id: Id, out: &mut Out) {
        let dom = self.dom();
        let text = dom.text(id);
        let text = text.strip_prefix('\n').unwrap_or(&text).trim_end().to_owned();
        let kinds = dom.inside(id).into_iter().take(3).flat_map(|id| dom.kinds(id));
        let plain = ["sourcecode", "pre", "literal-block", "programlisting", "code"];
        let language = kinds.map(|kind| kind.trim_start_matches("language-").to_owned()).find(|kind| {
            !plain.contains(&kind.as_str())
                && kind.len() < 20
                && kind.chars().all(|c| c.is_ascii_alphanumeric() || c == '+')
        });
        let language = language.filter(|_| dom.inside(id).into_iter().any(|id| dom.name(id) == "code"));
        if !text.trim().is_empty() {
            out.flow.push(Flow::Block(Block::Code { language, text }));
        }
    }

    fn table(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        let rows = dom.inside(id).into_iter().filter(|row| {
            dom.name(*row) == "tr" && dom.around(*row).skip(1).find(|around| dom.name(*around) == "table") == Some(id)
        });
        let rows: Vec<Id> = rows.collect();
        let cells = |row: Id| dom.children(row).iter().copied().filter(|cell| matches!(dom.name(*cell), "td" | "th"));
        let caption = dom.children(id).iter().copied().find(|child| dom.name(*child) == "caption");
        if rows.len() == 1 && rows.iter().all(|row| cells(*row).count() == 1) {
            // A caption is the title of the box.
            let mut blocks: Vec<Block> = Vec::new();
            if let Some(caption) = caption {
                let flow = self.flow(caption, context);
                let words = table::cell(flow, &mut self.remarks);
                blocks.extend((!is_blank(&words)).then(|| Block::Paragraph(vec![Inline::Strong(words)])));
            }
            let cells = rows.iter().flat_map(|row| cells(*row)).collect::<Vec<_>>();
            blocks.extend(cells.into_iter().flat_map(|cell| self.inner_blocks(cell, context)));
            self.remarks.converted("tables of one cell, as boxes", self.at(id));
            if !blocks.is_empty() {
                out.flow.push(Flow::Block(Block::Div { attributes: Attributes::class("sidebar"), blocks }));
            }
            return;
        }
        self.remarks.converted("tables", self.at(id));
        let mut grid = table::Grid::default();
        // How many rows the cell above a column still fills.
        let mut fills: Vec<usize> = Vec::new();
        for row in rows {
            let in_head = dom.parent(row).is_some_and(|parent| dom.name(parent) == "thead");
            let head = in_head || cells(row).all(|cell| dom.name(cell) == "th");
            grid.row(head);
            let mut column = 0;
            for cell in cells(row) {
                while fills.get(column).is_some_and(|rows| *rows > 0) {
                    fills[column] -= 1;
                    grid.cell(Vec::new(), Side::Start, 1, true);
                    column += 1;
                }
                let span = |name: &str| {
                    dom.attribute(cell, name)
                        .and_then(|count| count.trim().parse().ok())
                        .unwrap_or(1_usize)
                        .clamp(1, 64)
                };
                let (wide, tall) = (span("colspan"), span("rowspan"));
                let inner = self.inner(cell, context);
                let strong = inner.look.strong && dom.name(cell) == "th";
                let mut look = inner.clone();
                look.look.strong &= !strong;
                let flow = self.flow(cell, &look);
                let content = table::cell(flow, &mut self.remarks);
                grid.cell(content, inner.side, wide, false);
                fills.resize(fills.len().max(column + wide), 0);
                fills[column..column + wide].fill(tall - 1);
                column += wide;
            }
        }
        if grid.has_merged() {
            self.remarks.plain("merged cells of tables, as empty ones", "", self.at(id));
        }
        let mut table = grid.finish();
        if let Some(caption) = caption {
            let flow = self.flow(caption, context);
            table.caption = table::cell(flow, &mut self.remarks);
        }
        if !table.head.is_empty() || !table.rows.is_empty() {
            out.flow.push(Flow::Table(table));
        }
    }
}

fn is_anchored(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| matches!(inline, Inline::Anchor(_)))
}

/// Whether nothing is left of a place for notes but its title and its lines.
fn is_bare(flow: &[Flow]) -> bool {
    flow.iter().all(|flow| match flow {
        Flow::Paragraph(paragraph) => {
            matches!(paragraph.role, Role::Heading(_) | Role::Rule) && words(&paragraph.inlines).chars().count() < 40
                || is_blank(&paragraph.inlines)
        }
        Flow::Table(_) | Flow::Block(_) => false,
    })
}
