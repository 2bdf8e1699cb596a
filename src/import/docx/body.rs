//! In: paragraphs and tables of Word. Out: the flow of the document.

use super::line::{MARKS, alternative, boxed, settled};
use super::reader::{Line, Reader};
use super::styles::{Letters, Shape};
use crate::import::assemble;
use crate::import::choice::Tracked;
use crate::import::flow::{Flow, Item, Paragraph, Side};
use crate::import::markup::{attribute, child, elements, inside, words};
use crate::import::names::{self, Role};
use crate::import::runs::{self, Look, Run};
use crate::import::table;
use crate::import::tree::{Inline, Table};
use crate::import::walk::is_blank;
use roxmltree::Node;

/// From where on a paragraph counts as set in, in twentieths of a point: 7 mm.
const SET_IN: i32 = 400;

impl Reader {
    pub fn blocks(&mut self, node: Node, out: &mut Vec<Flow>) {
        for inner in elements(node) {
            match inner.tag_name().name() {
                "p" => self.paragraph(inner, out),
                "tbl" => self.table(inner, out),
                "sdt" => {
                    let gallery = child(inner, "sdtPr").and_then(|node| inside(node, "docPartGallery"));
                    let made =
                        gallery.and_then(|node| attribute(node, "val")).is_some_and(|name| name == "Table of Contents");
                    match child(inner, "sdtContent") {
                        Some(content) if made => {
                            self.at += content.descendants().filter(|node| node.tag_name().name() == "p").count();
                            self.remarks.left(
                                "lists that the program made, such as contents",
                                &words(content),
                                self.here(),
                            );
                        }
                        Some(content) => {
                            self.control(inner);
                            self.blocks(content, out);
                        }
                        None => {}
                    }
                }
                "ins" | "moveTo" if self.tracked == Tracked::Reject => {}
                "del" | "moveFrom" if self.tracked == Tracked::Accept => {}
                "customXml" | "smartTag" | "ins" | "del" | "moveTo" | "moveFrom" => self.blocks(inner, out),
                "AlternateContent" => {
                    alternative(inner).into_iter().for_each(|chosen| self.blocks(chosen, out));
                }
                name @ ("altChunk" | "subDoc") => {
                    self.remarks.left("documents inside the document", name, self.here());
                }
                "bookmarkStart" => {
                    let name = attribute(inner, "name").unwrap_or_default().to_owned();
                    self.carried.push(Run::of(&Look::default(), Inline::Anchor(name)));
                }
                "oMathPara" | "oMath" => {
                    self.at += 1;
                    let plain = Letters::default();
                    let mut line = open(&plain, &plain);
                    self.formula(inner, &mut line);
                    let inlines = runs::inlines(line.parts.concat());
                    out.push(Flow::Paragraph(Paragraph { at: self.at, inlines, ..Paragraph::default() }));
                }
                other if MARKS.contains(&other) => {}
                other => self.unknown(other, &words(inner)),
            }
        }
    }

    fn paragraph(&mut self, node: Node, out: &mut Vec<Flow>) {
        self.at += 1;
        let properties = child(node, "pPr");
        let style_id = properties.and_then(|node| child(node, "pStyle")).and_then(|node| attribute(node, "val"));
        let style = self.styles.paragraph(style_id);
        let shape = Shape::of(properties).or(&style.shape);
        let plain = self.styles.plain.letters.clone();
        // In running text the look of a style of people's own is what they see.
        let base = if style.role == Role::Body { &plain } else { &style.letters };
        let mut line = open(&style.letters, base);
        line.parts[0] = std::mem::take(&mut self.carried);
        line.look.link = self.fields.iter().rev().find_map(|field| field.target.clone());
        let made = self.is_dropped();
        self.line(node, &mut line);
        let Line { parts, size, .. } = line;
        let frame = properties.and_then(|node| child(node, "framePr")).and_then(|node| attribute(node, "dropCap"));
        let initial = matches!(frame, Some("drop" | "margin"));
        if initial {
            self.remarks.converted("large initials", self.here());
        }
        if initial || self.runs_on(properties) {
            self.carried = parts.concat();
            return;
        }
        // A paragraph inside a list of contents is no empty one.
        if made && self.is_dropped() && parts.iter().all(Vec::is_empty) {
            return;
        }
        let item = self.item(&shape, style.role, &style.name, out.last());
        let side = match shape.side.as_deref() {
            Some("center") => Side::Centre,
            Some("right" | "end") => Side::End,
            _ => Side::Start,
        };
        let is_list = names::is_list(&style.name);
        let indented = shape.left.unwrap_or(0) >= SET_IN && shape.hanging.unwrap_or(0) <= 0 && !is_list;
        let bordered = properties.and_then(|node| child(node, "pBdr")).and_then(|node| child(node, "bottom")).is_some();
        let count = parts.len();
        let mut beside = std::mem::take(&mut self.beside);
        for (nth, part) in parts.into_iter().enumerate() {
            let inlines = runs::inlines(settled(part, base));
            let is_last = nth + 1 == count;
            let blank = is_blank(&inlines);
            let new_page = nth > 0 || std::mem::take(&mut self.new_page) || shape.new_page == Some(true);
            if blank && new_page && beside.is_empty() {
                // The new page is that of the next words.
                self.new_page = true;
                let anchors = inlines.into_iter().filter(|inline| matches!(inline, Inline::Anchor(_)));
                self.carried.extend(anchors.map(|anchor| Run::of(&Look::default(), anchor)));
                continue;
            }
            let role = if bordered && blank { Role::Rule } else { style.role };
            let beside = if is_last { std::mem::take(&mut beside) } else { Vec::new() };
            let item = item.clone().filter(|_| nth == 0 && (!blank || !beside.is_empty()));
            out.push(Flow::Paragraph(Paragraph {
                at: self.at,
                role,
                side,
                indented,
                new_page,
                size,
                item,
                inlines,
                beside,
            }));
        }
        out.extend(beside.into_iter().map(Flow::Block));
    }

    fn item(&mut self, shape: &Shape, role: Role, style: &str, before: Option<&Flow>) -> Option<Item> {
        let level = shape.level.unwrap_or(0).min(8);
        let is_text = !matches!(role, Role::Heading(_) | Role::Title | Role::Made);
        match shape.list.as_deref().filter(|list| *list != "0") {
            Some(list) if is_text => self.lists.item(list, level),
            Some(list) => {
                if self.lists.shows(list, level) && self.is_first("numbers of headings") {
                    self.remarks.plain(
                        "numbers of headings; `number-chapters` in book.toml makes them",
                        "",
                        self.here(),
                    );
                }
                None
            }
            None => match before {
                Some(Flow::Paragraph(Paragraph { item: Some(item), .. })) if names::is_list(style) => {
                    Some(Item { continues: true, ..item.clone() })
                }
                _ => None,
            },
        }
    }

    fn table(&mut self, node: Node, out: &mut Vec<Flow>) {
        let rows: Vec<Node> = elements(node).flat_map(rows).collect();
        let one = |row: &Node| elements(*row).flat_map(cells).count() == 1;
        if rows.len() == 1 && rows.iter().all(one) {
            self.remarks.converted("tables of one cell, as boxes", self.here());
            let mut flow = Vec::new();
            rows.into_iter().flat_map(elements).flat_map(cells).for_each(|cell| self.blocks(cell, &mut flow));
            let blocks = assemble::blocks(flow, None, &mut self.remarks);
            if !blocks.is_empty() {
                out.push(Flow::Block(boxed(blocks)));
            }
            return;
        }
        self.remarks.converted("tables", self.here());
        let properties = child(node, "tblPr");
        let first_row = properties.and_then(|node| child(node, "tblLook")).is_some_and(|look| {
            let bits = attribute(look, "val").and_then(|bits| u32::from_str_radix(bits, 16).ok()).unwrap_or(0);
            attribute(look, "firstRow").map_or(bits & 0x20 != 0, |on| matches!(on, "1" | "true" | "on"))
        });
        let mut grid = table::Grid::default();
        for (nth, row) in rows.into_iter().enumerate() {
            let own = child(row, "trPr");
            let has = |name| own.and_then(|own| child(own, name)).is_some();
            match self.tracked {
                Tracked::Accept if has("del") => continue,
                Tracked::Reject if has("ins") => continue,
                Tracked::Keep if has("del") || has("ins") => {
                    self.remarks.plain("tracked rows of tables", &words(row), self.here())
                }
                _ => {}
            }
            let head = has("tblHeader") || (nth == 0 && first_row);
            grid.row(head);
            for cell in elements(row).flat_map(cells) {
                let own = child(cell, "tcPr");
                let value = |name| own.and_then(|own| child(own, name));
                let wide = value("gridSpan")
                    .and_then(|node| attribute(node, "val"))
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1);
                let below =
                    value("vMerge").is_some_and(|node| attribute(node, "val").unwrap_or("continue") == "continue");
                let mut flow = Vec::new();
                self.blocks(cell, &mut flow);
                let side = flow
                    .iter()
                    .find_map(|flow| if let Flow::Paragraph(paragraph) = flow { Some(paragraph.side) } else { None });
                let blocks = std::mem::take(&mut self.beside);
                let content = table::cell(flow, &mut self.remarks);
                out.extend(blocks.into_iter().map(Flow::Block));
                grid.cell(content, side.unwrap_or_default(), wide, below);
            }
        }
        if grid.has_merged() {
            self.remarks.plain("merged cells of tables, as empty ones", "", self.here());
        }
        let caption = properties.and_then(|node| child(node, "tblCaption")).and_then(|node| attribute(node, "val"));
        let table: Table = grid.finish();
        let caption =
            caption.filter(|caption| !caption.trim().is_empty()).map(|caption| vec![Inline::Text(caption.to_owned())]);
        if !table.rows.is_empty() || !table.head.is_empty() {
            out.push(Flow::Table(Table { caption: caption.unwrap_or_default(), ..table }));
        }
    }
}

fn open<'a>(style: &'a Letters, base: &'a Letters) -> Line<'a> {
    Line { style, base, look: Look::default(), parts: vec![Vec::new()], size: 0 }
}

fn rows<'a, 'i>(node: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    within(node, "tr")
}

fn cells<'a, 'i>(node: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    within(node, "tc")
}

/// Rows and cells may stand inside controls and marks.
fn within<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    match node.tag_name().name() {
        own if own == name => vec![node],
        "sdt" | "sdtContent" | "customXml" | "ins" | "del" => {
            elements(node).flat_map(|inner| within(inner, name)).collect()
        }
        _ => Vec::new(),
    }
}
