//! In: paragraphs, lists and tables of an OpenDocument text. Out: the flow of the document.

use super::styles::Style;
use super::text::{Line, Reader, base};
use crate::import::assemble;
use crate::import::flow::{Flow, Item, Paragraph, Side};
use crate::import::markup::{attribute, elements, words};
use crate::import::names::Role;
use crate::import::runs;
use crate::import::table;
use crate::import::tree::{Attributes, Block, Inline};
use crate::import::walk::is_blank;
use roxmltree::Node;

/// From where on a paragraph counts as set in, in tenths of a millimetre.
const SET_IN: i32 = 70;

impl<'d> Reader<'d> {
    pub fn blocks(&mut self, node: Node<'d, 'd>, out: &mut Vec<Flow>) {
        for inner in elements(node) {
            match inner.tag_name().name() {
                "p" | "h" => self.paragraph(inner, out),
                "list" => self.list(inner, "", 0, out),
                "table" => self.table(inner, out),
                "section" if attribute(inner, "display") == Some("none") => {
                    self.remarks.left("hidden text", &words(inner), self.here());
                }
                "section" | "numbered-paragraph" => self.blocks(inner, out),
                "table-of-content" | "illustration-index" | "table-index" | "object-index" | "user-index"
                | "alphabetical-index" | "bibliography" => {
                    self.at += inner.descendants().filter(|node| node.tag_name().name() == "p").count();
                    self.remarks.left("lists that the program made, such as contents", &words(inner), self.here());
                }
                "frame" | "custom-shape" | "g" | "a" => {
                    let plain = self.styles.plain.clone();
                    let mut line = Line { style: plain.clone(), base: plain, link: None, runs: Vec::new(), size: 0 };
                    match inner.tag_name().name() {
                        "a" => self.linked(inner, &Style::default(), &mut line),
                        _ => self.frame(inner, &Style::default(), &mut line),
                    }
                    let inlines = runs::inlines(line.runs);
                    let beside = std::mem::take(&mut self.beside);
                    out.push(Flow::Paragraph(Paragraph { at: self.at, inlines, beside, ..Paragraph::default() }));
                }
                // Where an insertion that spans paragraphs begins and ends.
                "change-start" => self.inserted.extend(attribute(inner, "change-id").map(str::to_owned)),
                "change-end" => {
                    let id = attribute(inner, "change-id").unwrap_or_default();
                    self.inserted.retain(|open| open != id);
                    self.remarks.converted("tracked changes", self.here());
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'d, 'd>, out: &mut Vec<Flow>) {
        self.at += 1;
        let style = self.styles.paragraph(attribute(node, "style-name"));
        let base = base(&style, &self.styles.plain);
        let is_heading = node.tag_name().name() == "h";
        let level = attribute(node, "outline-level").and_then(|level| level.parse::<u8>().ok()).or(style.outline);
        let role = match style.role {
            Role::Title | Role::Subtitle | Role::Made if is_heading => style.role,
            _ if is_heading => Role::Heading(level.unwrap_or(1).clamp(1, 6)),
            role => role,
        };
        let mut line = Line { style: style.clone(), base, link: None, runs: Vec::new(), size: 0 };
        self.line(node, &Style::default(), &mut line);
        let slanted = |run: &runs::Run| {
            !matches!(&run.inline, Inline::Text(text) if !text.trim().is_empty()) || run.look.emphasis
        };
        if line.base.italic == Some(true) && line.runs.iter().all(slanted) {
            line.runs.iter_mut().for_each(|run| run.look.emphasis = false);
        }
        let (inlines, beside) = (runs::inlines(line.runs), std::mem::take(&mut self.beside));
        let blank = is_blank(&inlines);
        let role = if blank && style.ruled == Some(true) { Role::Rule } else { role };
        let is_list = style.name.to_lowercase().starts_with("list");
        out.push(Flow::Paragraph(Paragraph {
            at: self.at,
            role,
            side: style.side.unwrap_or_default(),
            indented: style.left.unwrap_or(0) >= SET_IN
                && style.first.unwrap_or(0) >= 0
                && self.item.is_none()
                && !is_list,
            new_page: style.new_page == Some(true),
            size: line.size,
            item: self.item.clone().filter(|_| !blank || !beside.is_empty()),
            inlines,
            beside,
        }));
        // Further paragraphs of the item go on with it.
        if let Some(item) = &mut self.item {
            item.continues |= !blank;
        }
    }

    fn list(&mut self, node: Node<'d, 'd>, outer: &str, level: usize, out: &mut Vec<Flow>) {
        let style = attribute(node, "style-name").unwrap_or(outer).to_owned();
        let before = self.item.take();
        if level == 0 {
            self.lists += 1;
        }
        let of = self.styles.list(&style, level);
        let goes_on =
            attribute(node, "continue-numbering") == Some("true") || attribute(node, "continue-list").is_some();
        let key = (style.clone(), level);
        let known = self.counts.get(&key).copied().filter(|_| goes_on);
        let mut number = known.unwrap_or(of.start.saturating_sub(1));
        for item in elements(node) {
            let is_item = item.tag_name().name() == "list-item";
            if is_item {
                let start = attribute(item, "start-value").and_then(|start| start.parse().ok());
                number = start.unwrap_or(number.saturating_add(1));
            }
            let list = format!("{} {style} {level}", self.lists);
            for inner in elements(item) {
                match inner.tag_name().name() {
                    "list" => {
                        let open = self.item.take();
                        self.list(inner, &style, (level + 1).min(9), out);
                        self.item = open.map(|item| Item { continues: true, ..item });
                    }
                    _ => {
                        let first = self.item.take().filter(|item| item.number == number && item.list == list);
                        let numbering = of.numbering;
                        self.item =
                            first.or(Some(Item { list: list.clone(), level, numbering, number, continues: !is_item }));
                        if matches!(inner.tag_name().name(), "p" | "h") {
                            self.paragraph(inner, out);
                        }
                    }
                }
            }
            self.item = None;
        }
        self.counts.insert(key, number);
        self.item = before;
    }

    fn table(&mut self, node: Node<'d, 'd>, out: &mut Vec<Flow>) {
        let mut rows: Vec<(bool, Node)> = Vec::new();
        gather(node, false, &mut rows);
        let cells = |row: Node<'d, 'd>| {
            elements(row).filter(|cell| matches!(cell.tag_name().name(), "table-cell" | "covered-table-cell"))
        };
        let item = self.item.take();
        if rows.len() == 1 && cells(rows[0].1).count() == 1 {
            self.remarks.converted("tables of one cell, as boxes", self.here());
            let mut flow = Vec::new();
            cells(rows[0].1).for_each(|cell| self.blocks(cell, &mut flow));
            let blocks = assemble::blocks(flow, None, &mut self.remarks);
            if !blocks.is_empty() {
                out.push(Flow::Block(Block::Div { attributes: Attributes::class("sidebar"), blocks }));
            }
            self.item = item;
            return;
        }
        self.remarks.converted("tables", self.here());
        let mut grid = table::Grid::default();
        for (head, row) in rows {
            grid.row(head);
            for cell in cells(row) {
                let covered = cell.tag_name().name() == "covered-table-cell";
                let count =
                    |name: &str| attribute(cell, name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
                let merged = count("number-columns-spanned") > 1 || count("number-rows-spanned") > 1;
                let mut flow = Vec::new();
                self.blocks(cell, &mut flow);
                let side = flow.iter().find_map(|flow| match flow {
                    Flow::Paragraph(paragraph) => Some(paragraph.side),
                    Flow::Table(_) | Flow::Block(_) => None,
                });
                let content = table::cell(flow, &mut self.remarks);
                let repeated = count("number-columns-repeated").clamp(1, 64);
                for _ in 0..repeated {
                    grid.cell(content.clone(), side.unwrap_or(Side::Start), 1, covered || merged);
                }
            }
        }
        if grid.has_merged() {
            self.remarks.plain("merged cells of tables, as empty ones", "", self.here());
        }
        let table = grid.finish();
        if !table.rows.is_empty() || !table.head.is_empty() {
            out.push(Flow::Table(table));
        }
        self.item = item;
    }
}

/// The rows of a table, with whether they are of its head.
fn gather<'d>(node: Node<'d, 'd>, head: bool, out: &mut Vec<(bool, Node<'d, 'd>)>) {
    for inner in elements(node) {
        match inner.tag_name().name() {
            "table-row" => out.push((head, inner)),
            "table-header-rows" => gather(inner, true, out),
            "table-rows" | "table-row-group" => gather(inner, head, out),
            _ => {}
        }
    }
}
