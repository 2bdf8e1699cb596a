//! In: what is inside the paragraphs of an OpenDocument text. Out: its runs, each with its look.

use super::styles::{Style, Styles};
use crate::import::album::Album;
use crate::import::archive::{Archive, join, unescaped};
use crate::import::assemble;
use crate::import::choice::Tracked;
use crate::import::docx::symbols;
use crate::import::flow::Item;
use crate::import::markup::{attribute, child, inside, words};
use crate::import::names::Role;
use crate::import::remarks::Remarks;
use crate::import::runs::{Change, Look, Run};
use crate::import::tree::{At, Attributes, Block, Inline, Target};
use crate::import::walk::is_blank;
use roxmltree::Node;
use std::collections::BTreeMap;

pub struct Reader<'d> {
    pub archive: Archive,
    pub styles: Styles,
    pub tracked: Tracked,
    pub remarks: Remarks,
    pub album: Album,
    /// Tracked changes by id: whether it is an insertion, and what was deleted.
    pub regions: BTreeMap<String, (bool, Option<Node<'d, 'd>>)>,
    /// Insertions that are open.
    pub inserted: Vec<String>,
    pub at: usize,
    pub beside: Vec<Block>,
    pub language: String,
    /// The item whose paragraphs are read, and lists so far.
    pub item: Option<Item>,
    pub lists: usize,
    /// Where each list style has counted to.
    pub counts: BTreeMap<(String, usize), usize>,
}

/// The state of one paragraph.
pub struct Line {
    pub style: Style,
    /// What is no emphasis in such a paragraph.
    pub base: Style,
    pub link: Option<Target>,
    pub runs: Vec<Run>,
    pub size: u32,
}

impl<'d> Reader<'d> {
    pub fn here(&self) -> At {
        At::Paragraph(self.at)
    }

    /// What is in a paragraph; `own` is what spans say.
    pub fn line(&mut self, node: Node<'d, 'd>, own: &Style, line: &mut Line) {
        for inner in node.children() {
            if let Some(text) = inner.text().filter(|_| inner.is_text()) {
                self.text(text, own, line);
                continue;
            }
            let at = self.here();
            match inner.tag_name().name() {
                "span" => {
                    let own = self.styles.letters(attribute(inner, "style-name")).or(own);
                    if own.hidden == Some(true) && !words(inner).trim().is_empty() {
                        self.remarks.left("hidden text", &words(inner), at);
                    } else {
                        self.line(inner, &own, line);
                    }
                }
                "a" => self.linked(inner, own, line),
                "s" => {
                    let count = attribute(inner, "c").and_then(|count| count.parse().ok()).unwrap_or(1_usize).min(100);
                    self.plain(&" ".repeat(count), own, line);
                }
                "tab" => self.plain("\t", own, line),
                "line-break" => {
                    let look = self.look(own, line);
                    line.runs.push(Run::of(&look, Inline::Break));
                }
                "bookmark" | "bookmark-start" | "reference-mark" | "reference-mark-start" => {
                    let name = attribute(inner, "name").unwrap_or_default().to_owned();
                    line.runs.push(Run::of(&self.look(own, line), Inline::Anchor(name)));
                }
                "bookmark-ref" | "reference-ref" | "note-ref" | "sequence-ref" => {
                    let target = attribute(inner, "ref-name").map(|name| Target::Id(name.to_owned()));
                    let before = std::mem::replace(&mut line.link, target);
                    self.line(inner, own, line);
                    line.link = before;
                }
                "note" => self.note(inner, own, line),
                "annotation" => {
                    let author = child(inner, "creator").map(words).unwrap_or_default();
                    let texts =
                        inner.descendants().filter(|node| matches!(node.tag_name().name(), "p" | "h")).map(words);
                    let text = texts.collect::<Vec<_>>().join(" ");
                    self.remarks.converted("comments", at);
                    let text = if author.is_empty() { text } else { format!("{author}: {text}") };
                    line.runs.push(Run::of(&Look::default(), Inline::Comment(text)));
                }
                "change-start" => self.inserted.extend(attribute(inner, "change-id").map(str::to_owned)),
                "change-end" => {
                    let id = attribute(inner, "change-id").unwrap_or_default();
                    self.inserted.retain(|open| open != id);
                    self.remarks.converted("tracked changes", at);
                }
                "change" => self.deleted(attribute(inner, "change-id").unwrap_or_default(), own, line),
                "frame" | "custom-shape" | "g" | "rect" | "line" | "control" | "ellipse" | "polyline" | "path" => {
                    self.frame(inner, own, line);
                }
                "ruby" => {
                    let part = |name| child(inner, name).map(words).unwrap_or_default();
                    let (base, above) = (part("ruby-base"), part("ruby-text"));
                    self.remarks.plain("small letters above others, as brackets behind them", &base, at);
                    self.plain(&format!("{base} ({above})"), own, line);
                }
                "page-number"
                | "page-count"
                | "alphabetical-index-mark"
                | "alphabetical-index-mark-start"
                | "toc-mark"
                | "user-index-mark"
                | "toc-mark-start" => {
                    self.remarks.left("marks for what the program makes, such as an index", &words(inner), at);
                }
                "soft-page-break"
                | "bookmark-end"
                | "reference-mark-end"
                | "annotation-end"
                | "alphabetical-index-mark-end"
                | "toc-mark-end"
                | "" => {}
                "meta" | "meta-field" | "sequence" => self.line(inner, own, line),
                "hidden-text" | "hidden-paragraph" => self.remarks.left("hidden text", &words(inner), at),
                other => {
                    // Fields: date, author, chapter, placeholders.
                    self.remarks.plain(
                        "fields, as the words that they showed last",
                        &format!("{other} {}", words(inner)),
                        at,
                    );
                    self.line(inner, own, line);
                }
            }
        }
    }

    /// White space in the file is one space, unless an element stands for it.
    fn text(&mut self, text: &str, own: &Style, line: &mut Line) {
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
            if letter != ' ' || !out.ends_with(' ') {
                out.push(letter);
            }
        }
        let starts = line.runs.is_empty();
        self.plain(if starts { out.trim_start_matches(' ') } else { &out }, own, line);
    }

    fn plain(&mut self, text: &str, own: &Style, line: &mut Line) {
        let inserted = self.inserted.iter().any(|id| self.regions.get(id).is_some_and(|(inserted, _)| *inserted));
        if text.is_empty() || (inserted && self.tracked == Tracked::Reject) {
            return;
        }
        let mut look = self.look(own, line);
        if inserted && self.tracked == Tracked::Keep {
            look.change = Change::Inserted;
        }
        let whole = own.or(&line.style);
        let mut out = String::with_capacity(text.len());
        for letter in text.chars() {
            if !('\u{f000}'..='\u{f0ff}').contains(&letter) {
                out.push(letter);
                continue;
            }
            let font = whole.font.clone().unwrap_or_else(|| "Symbol".into());
            match symbols::sign(&font, letter as u32) {
                Some(sign) => out.push(sign),
                None => {
                    let shown = format!("{font} {:X}", letter as u32);
                    self.remarks.left("signs of a font that Unicode does not know", &shown, self.here());
                }
            }
        }
        if !out.trim().is_empty() {
            line.size = line.size.max(whole.size.unwrap_or(0));
        }
        let upper = own.upper == Some(true);
        line.runs.push(Run::text(&look, if upper { out.to_uppercase() } else { out }));
    }

    fn look(&self, own: &Style, line: &Line) -> Look {
        let whole = own.or(&line.style);
        let on = |value: Option<bool>| value.unwrap_or(false);
        let name = own.name.to_lowercase().replace('_', " ");
        let code = ["source text", "teletype", "verbatim", "user entry"].iter().any(|code| name.contains(code));
        let lang = own.lang.clone().filter(|lang| {
            let first = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
            !self.language.is_empty() && first != self.language
        });
        Look {
            strong: on(whole.bold) && !on(line.base.bold),
            emphasis: on(whole.italic) != on(line.base.italic),
            small_caps: on(whole.small_caps) && !on(line.base.small_caps),
            strike: on(whole.strike),
            underline: on(own.underline) && line.link.is_none(),
            level: whole.level.unwrap_or_default(),
            code,
            lang,
            link: line.link.clone(),
            change: Change::None,
        }
    }

    fn note(&mut self, node: Node<'d, 'd>, own: &Style, line: &mut Line) {
        let at = self.here();
        let Some(body) = child(node, "note-body") else { return };
        let (item, beside) = (self.item.take(), std::mem::take(&mut self.beside));
        let mut flow = Vec::new();
        self.blocks(body, &mut flow);
        let mut blocks = assemble::blocks(flow, None, &mut self.remarks);
        blocks.append(&mut self.beside);
        (self.item, self.beside) = (item, beside);
        let end = attribute(node, "note-class") == Some("endnote");
        self.remarks.converted(if end { "endnotes" } else { "footnotes" }, at);
        let look = Look { level: Default::default(), ..self.look(own, line) };
        if !blocks.is_empty() {
            line.runs.push(Run::of(&look, Inline::Note(blocks)));
        }
    }

    /// What a tracked change took away here.
    fn deleted(&mut self, id: &str, own: &Style, line: &mut Line) {
        let Some((false, Some(region))) = self.regions.get(id).cloned() else { return };
        self.remarks.converted("tracked changes", self.here());
        if self.tracked == Tracked::Accept {
            return;
        }
        let mut look = self.look(own, line);
        if self.tracked == Tracked::Keep {
            look.change = Change::Deleted;
        }
        let paragraphs = region.descendants().filter(|node| matches!(node.tag_name().name(), "p" | "h"));
        for (nth, paragraph) in paragraphs.enumerate() {
            if nth > 0 {
                line.runs.push(Run::of(&look, Inline::Break));
            }
            line.runs.push(Run::text(&look, words(paragraph)));
        }
    }

    /// Words or a picture that lead elsewhere.
    pub fn linked(&mut self, node: Node<'d, 'd>, own: &Style, line: &mut Line) {
        let href = attribute(node, "href").unwrap_or_default();
        let target = match href.strip_prefix('#') {
            Some(place) => Target::Id(unescaped(place).split('|').next().unwrap_or_default().to_owned()),
            None => Target::Address(href.to_owned()),
        };
        let before = line.link.replace(target);
        self.line(node, own, line);
        line.link = before;
    }

    /// A frame around a picture, a box of text or an object.
    pub fn frame(&mut self, node: Node<'d, 'd>, own: &Style, line: &mut Line) {
        let at = self.here();
        let said = |name: &str| child(node, name).map(words).filter(|words| !words.trim().is_empty());
        let alt =
            said("desc").or_else(|| said("title")).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(text) = child(node, "text-box") {
            let blocks = self.apart(text);
            let figures = blocks.iter().all(|block| matches!(block, Block::Figure { .. } | Block::Table(_)));
            match figures {
                _ if blocks.is_empty() => {}
                true => self.beside.extend(blocks),
                false => self.beside.push(Block::Div { attributes: Attributes::class("sidebar"), blocks }),
            }
            return;
        }
        if let Some(object) = child(node, "object") {
            let math = inside(object, "math").map(words).filter(|words| !words.trim().is_empty());
            let part = attribute(object, "href").and_then(|href| join("content.xml", &format!("{href}/content.xml")));
            let part = part.and_then(|part| self.archive.text(&part)).unwrap_or_default();
            let linked = crate::import::markup::parse(&part).ok().and_then(|document| {
                let root = document.root_element();
                let formula = if root.tag_name().name() == "math" { Some(root) } else { inside(root, "math") };
                formula.map(|math| {
                    math.descendants()
                        .filter(|node| matches!(node.tag_name().name(), "mi" | "mn" | "mo" | "mtext"))
                        .map(words)
                        .collect::<String>()
                })
            });
            if let Some(formula) = math.or(linked).filter(|formula| !formula.is_empty()) {
                self.remarks.plain("formulas, as a line of letters", &formula, at);
                self.plain(&formula, own, line);
            } else {
                self.remarks.left("objects of other programs", &alt, at);
            }
            return;
        }
        let Some(image) = child(node, "image") else {
            let blocks = self.apart(node);
            self.remarks.left("drawn shapes", &format!("{alt} {}", words(node)), at);
            if !blocks.is_empty() {
                self.beside.push(Block::Div { attributes: Attributes::class("sidebar"), blocks });
            }
            return;
        };
        let href = attribute(image, "href").unwrap_or_default();
        let name = join("content.xml", href).filter(|_| !href.contains("://") && !href.starts_with('/'));
        let Some(name) = name.filter(|name| self.archive.has(name)) else {
            self.remarks.left("pictures that stand elsewhere and are not fetched", href, at);
            return self.plain(&alt, own, line);
        };
        let archive = &mut self.archive;
        match self.album.add(&name, || archive.bytes(&name)) {
            Ok(picture) => {
                self.remarks.converted("pictures", at);
                let is_alone = line.runs.iter().all(|run| is_blank(std::slice::from_ref(&run.inline)));
                // A link needs a place in the line.
                if attribute(node, "anchor-type") == Some("as-char") || is_alone || line.link.is_some() {
                    let look = Look { link: line.link.clone(), ..Look::default() };
                    line.runs.push(Run::of(&look, Inline::Image { picture, alt }));
                } else {
                    let alt = if alt.is_empty() { Vec::new() } else { vec![Inline::Text(alt)] };
                    let (attributes, caption) = (Attributes::default(), Vec::new());
                    self.beside.push(Block::Figure { picture, attributes, alt, caption });
                }
            }
            Err(why) => {
                self.remarks.left("pictures that Chapbook cannot use", &format!("{name}: {why} {alt}"), at);
                self.plain(&alt, own, line);
            }
        }
    }

    /// The blocks of a box beside the text.
    fn apart(&mut self, node: Node<'d, 'd>) -> Vec<Block> {
        let (item, beside) = (self.item.take(), std::mem::take(&mut self.beside));
        let mut flow = Vec::new();
        self.blocks(node, &mut flow);
        let mut blocks = assemble::blocks(flow, None, &mut self.remarks);
        blocks.append(&mut self.beside);
        (self.item, self.beside) = (item, beside);
        blocks
    }
}

/// Whether the text of a style of people's own is what they see, so that its look is emphasis.
pub fn base(style: &Style, plain: &Style) -> Style {
    if style.role == Role::Body { plain.clone() } else { style.clone() }
}
