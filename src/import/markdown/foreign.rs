//! In: the lines of a file. Out: its blocks, those that Markdown has no syntax for included: each is found by its first
//! line, read by itself, and held; a mark stands for it in what pulldown-cmark reads.

use super::boxes;
use super::builder::Built;
use super::found::{Fate, Found, Kept};
use super::labels::Labels;
use super::lines::Lines;
use super::tables::Sketch;
use super::{among, events, held, kramdown, tables};
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline, Line, Table, Verse};
use crate::manuscript::attributes;
use crate::manuscript::ground::OPTIONS;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// Blocks held inside each other.
const DEEPEST: usize = 12;
/// Lines of one block that is held.
const LONGEST: usize = 5_000;
/// Lines of a file that are looked at in vain for the end of a block; from then on a block has as many as `SHORT`.
const LOOKS: usize = 4_000_000;
const SHORT: usize = 100;

pub struct Reader<'r> {
    pub kind: Kind,
    pub remarks: &'r mut Remarks,
    built: Built,
    held: Vec<Vec<Block>>,
    /// Which hold in every part of the file.
    labels: Labels,
    depth: usize,
    looks: usize,
    /// Whether a paragraph may begin at the line that is looked at.
    begins: bool,
}

pub fn read(lines: Lines, kind: Kind, remarks: &mut Remarks) -> Built {
    let labels = Labels::of(&lines, kind == Kind::MkDocs);
    let (built, held) = (Built::default(), Vec::new());
    let mut reader = Reader { kind, remarks, built, held, labels, depth: 0, looks: LOOKS, begins: true };
    let blocks = reader.blocks(lines);
    Built { blocks, ..reader.built }
}

/// What stands before each block of HTML, by the places of its lines.
fn margins(lines: &Lines) -> Vec<Option<String>> {
    let text = lines.text();
    let mut out = vec![None; lines.0.len()];
    if !text.contains("{%") {
        return out;
    }
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        if matches!(event, Event::Start(Tag::HtmlBlock)) && !text[range.clone()].contains("<pre") {
            let first = ends.partition_point(|end| *end < range.start);
            let last = ends.partition_point(|end| *end < range.end.saturating_sub(1));
            let before = lines.0.get(first).and_then(|(_, line)| line.split('<').next()).unwrap_or_default();
            let margin: String = before.chars().map(|c| if c == '>' || c == '\t' { c } else { ' ' }).collect();
            out.iter_mut().take(last + 1).skip(first).for_each(|own| *own = Some(margin.clone()));
        }
    }
    out
}

/// Which lines are code, by their places; the line that opens a fence is not.
fn code(lines: &Lines) -> Vec<bool> {
    let text = lines.text();
    let mut out = vec![false; lines.0.len()];
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for (event, range) in Parser::new_ext(&text, OPTIONS).into_offset_iter() {
        if let Event::Start(Tag::CodeBlock(kind)) = event {
            let first = ends.partition_point(|end| *end < range.start);
            let last = ends.partition_point(|end| *end < range.end.saturating_sub(1));
            let fence = usize::from(matches!(kind, CodeBlockKind::Fenced(_)));
            out.iter_mut().take(last + 1).skip(first + fence).for_each(|own| *own = true);
        }
    }
    out
}

impl Reader<'_> {
    /// Reads lines as blocks.
    pub fn blocks(&mut self, lines: Lines) -> Vec<Block> {
        if self.depth >= DEEPEST {
            let (number, first) = lines.0.first().map_or((1, ""), |(number, line)| (*number, line.as_str()));
            let what = "blocks inside too many others, read as plain Markdown";
            self.remarks.plain(what, first, At::Line(number));
            return self.events(lines);
        }
        self.depth += 1;
        let lines = self.hold(lines);
        let blocks = self.events(lines);
        self.depth -= 1;
        blocks
    }

    /// The blocks of lines whose foreign blocks are held.
    fn events(&mut self, lines: Lines) -> Vec<Block> {
        let lines = among::rewrite(lines, self.kind, &self.labels, self.remarks);
        let built = std::mem::take(&mut self.built);
        let known = events::Known { held: &self.held, links: &self.labels.links, kind: self.kind };
        let mut built = events::read(&lines, known, built, self.remarks);
        let blocks = std::mem::take(&mut built.blocks);
        self.built = built;
        blocks
    }

    /// The words of a short text.
    pub fn words(&mut self, text: &str, line: usize) -> Vec<Inline> {
        let blocks = self.blocks(Lines(text.split('\n').map(|part| (line, part.to_owned())).collect()));
        super::frame::in_cell(blocks)
    }

    /// The lines, with marks for what was read.
    fn hold(&mut self, lines: Lines) -> Lines {
        let code = code(&lines);
        let margins = margins(&lines);
        // Whether a mark parts the block of HTML: what is indented behind it is no code.
        let mut is_parted = false;
        let all = lines.0;
        let mut out = Lines::default();
        let mut at = 0;
        while at < all.len() {
            let (number, line) = &all[at];
            let body = line.trim_start_matches([' ', '\t', '>']);
            let prefix = &line[..line.len() - body.len()];
            let margin = margins[at].as_deref().filter(|margin| prefix.len() > margin.len());
            is_parted &= margins[at].is_some();
            let longest = if self.looks > 0 { LONGEST } else { SHORT };
            // The same lines without what stands before each: `>` and white.
            let inner = |prefix: &str| -> Vec<(usize, &str)> {
                // An empty line ends a quote.
                let is_quoted = prefix.contains('>');
                let rest = all[at..].iter().take(longest).map_while(|(number, line)| {
                    let bare =
                        line.strip_prefix(prefix).or_else(|| (line.trim().is_empty() && !is_quoted).then_some(""));
                    let bare = bare.or_else(|| (line.trim_end() == prefix.trim_end()).then_some(""));
                    bare.map(|bare| (*number, bare))
                });
                rest.collect()
            };
            let next = all.get(at + 1).map_or("", |(_, line)| line.as_str());
            // The title of a column may stand far from the margin, over dashes that do not.
            let is_over = code.get(at + 1) == Some(&false) && tables::is_dashes(next);
            let is_code = code[at] && !is_over;
            let before = out.0.last().map_or("", |(_, line)| line.trim_matches([' ', '\t', '>']));
            self.begins = margins[at].is_none() && (before.is_empty() || before.starts_with('#'));
            let found = if is_code || body.is_empty() || is_meaning(body, &out) {
                None
            } else {
                self.found(body, (prefix, next), &inner)
            };
            if let Some((blocks, taken)) = found {
                self.held.push(blocks);
                let prefix = margin.unwrap_or(prefix);
                is_parted |= margins[at].is_some();
                let blank = prefix.trim_end().to_owned();
                out.push(*number, blank.clone());
                out.push(*number, format!("{prefix}{}", held::mark(self.held.len() - 1)));
                out.push(*number, blank);
                at += taken.max(1);
                continue;
            }
            match margin.filter(|_| is_parted) {
                Some(margin) => out.push(*number, format!("{margin}{body}")),
                None => out.push(*number, line.clone()),
            }
            at += 1;
        }
        out
    }

    /// What begins here: its blocks, and how many lines it takes.
    fn found<'l>(
        &mut self,
        body: &str,
        (prefix, next): (&str, &str),
        inner: &dyn Fn(&str) -> Vec<(usize, &'l str)>,
    ) -> Option<(Vec<Block>, usize)> {
        let may_be_table = next.contains("--") || body.starts_with("--") || body.starts_with("+-");
        let is_caption = body.starts_with(": ") || body.starts_with("Table:") || body.starts_with("table:");
        let is_lines = body == "|" || body.starts_with("| ");
        let may_be_kramdown = self.kind == Kind::Jekyll && self.begins && body.contains('|');
        if !may_be_table && !is_caption && !is_lines && !may_be_kramdown && !boxes::may_begin(body) {
            return None;
        }
        let lines = inner(prefix);
        let texts: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
        if let Some((sketch, end, told)) = kramdown::find(&texts).filter(|_| may_be_kramdown) {
            let number = lines.first()?.0;
            self.remarks.converted("tables of kramdown", At::Line(number));
            if let Some(told) = told {
                self.remarks.plain(told, texts[0], At::Line(number));
            }
            return Some((vec![Block::Table(self.filled(&sketch, number))], end));
        }
        let found = self.table(&lines, &texts).or_else(|| self.line_block(&lines));
        if found.is_some() {
            return found;
        }
        // The words over the dashes of a table may begin further in than the dashes.
        let quoted = prefix.rfind('>').map_or("", |at| &prefix[..=at]);
        if may_be_table && prefix.len() > quoted.len() {
            let lines = inner(quoted);
            let texts: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
            if tables::find(&texts, 0).is_some()
                && let Some(found) = self.table(&lines, &texts)
            {
                return Some(found);
            }
        }
        // Outside a quote the mark of a callout is words in brackets.
        let is_words = body.starts_with("[!") && quoted.is_empty();
        let found = if is_words { None } else { self.boxed(&lines, &texts) };
        if found.is_none() {
            self.looks = self.looks.saturating_sub(lines.len());
        }
        found
    }

    fn boxed(&mut self, lines: &[(usize, &str)], texts: &[&str]) -> Option<(Vec<Block>, usize)> {
        let number = lines.first()?.0;
        let Found { what, kept, taken, shown } = boxes::find(texts, self.kind)?;
        let blocks = match kept {
            Kept::Blocks { attributes, title, lines: range } => {
                let attributes = super::classes::known(attributes, At::Line(number), self.remarks);
                let inside = Lines(range.into_iter().map(|(at, line)| (lines[at].0, line)).collect());
                if attributes.classes.iter().any(|class| class == "sidebar")
                    && let Some(kind) = boxes::kind(texts[0], title.as_deref())
                {
                    self.remarks.plain("kinds of boxes, which all look alike", kind, At::Line(number));
                }
                let mut blocks = self.blocks(inside);
                if let Some(title) = title.filter(|title| !title.trim().is_empty()) {
                    let words = self.words(&title, number);
                    blocks.insert(0, Block::Paragraph(vec![Inline::Strong(words)]));
                }
                vec![Block::Div { attributes, blocks }]
            }
            Kept::Quote { lines: range, attribution } => {
                let inside = Lines(range.into_iter().map(|(at, line)| (lines[at].0, line)).collect());
                let attribution = attribution.map(|words| self.words(&words, number));
                vec![Block::Quote { blocks: self.blocks(inside), attribution }]
            }
            Kept::Figure { address, attributes, alt, caption } => {
                let caption = self.words(&caption, number);
                let attributes = super::classes::known(attributes, At::Line(number), self.remarks);
                let alt = if alt.is_empty() { Vec::new() } else { vec![Inline::Text(alt)] };
                self.built.pictures.push(super::builder::Named { address, line: number });
                vec![Block::Figure { picture: self.built.pictures.len() - 1, attributes, alt, caption }]
            }
            Kept::Code { language, text } => vec![Block::Code { language, text }],
            Kept::Math { text, id } => {
                let place = id.map(Inline::Anchor).into_iter();
                vec![Block::Paragraph(place.chain([Inline::Math { text, display: true }]).collect())]
            }
            Kept::Html(text) => self.blocks(Lines(text.split('\n').map(|line| (number, line.to_owned())).collect())),
            Kept::Heading { level, attributes, text } => {
                let inlines = self.words(&text, number);
                vec![Block::Heading { level, attributes, inlines }]
            }
            Kept::PageBreak => vec![Block::Div { attributes: Attributes::class("pagebreak"), blocks: Vec::new() }],
            Kept::Comment(text) => vec![Block::Comment(text)],
            Kept::Nothing => Vec::new(),
        };
        match shown {
            Fate::Converted => self.remarks.converted(what, At::Line(number)),
            Fate::Plain(shown) => self.remarks.plain(what, &shown, At::Line(number)),
            Fate::Left(shown) => self.remarks.left(what, &shown, At::Line(number)),
        }
        Some((blocks, taken))
    }

    fn table(&mut self, lines: &[(usize, &str)], texts: &[&str]) -> Option<(Vec<Block>, usize)> {
        let number = lines.first()?.0;
        // A caption may stand before the table.
        let (caption, skipped) = match caption(texts, 0) {
            Some((caption, end)) => {
                let next = (end..texts.len().min(end + 2)).find(|at| !texts[*at].trim().is_empty())?;
                (Some(caption), next)
            }
            None => (None, 0),
        };
        if let Some((sketch, end)) = tables::find(texts, skipped) {
            let (after, end) = behind(texts, end, caption.is_none());
            let table = self.filled(&sketch, number);
            self.remarks.converted("tables of Pandoc", At::Line(number));
            return Some((vec![self.captioned(table, caption.or(after), number)], end));
        }
        let is_bars = texts.get(skipped + 1).is_some_and(|line| tables::is_bars(line)) && texts[skipped].contains('|');
        if !is_bars {
            return None;
        }
        let end = (skipped..texts.len()).find(|at| !texts[*at].contains('|')).unwrap_or(texts.len());
        let (after, past) = behind(texts, end, caption.is_none());
        let caption = caption.or(after)?;
        // Without its caption pulldown-cmark reads it.
        let alone = Lines(lines[skipped..end].iter().map(|(number, line)| (*number, (*line).to_owned())).collect());
        let mut blocks = self.blocks(alone);
        if let Some(Block::Table(table)) = blocks.first_mut() {
            let own = std::mem::take(table);
            blocks[0] = self.captioned(own, Some(caption), number);
        }
        self.remarks.converted("captions of tables", At::Line(number));
        Some((blocks, past))
    }

    fn filled(&mut self, sketch: &Sketch, number: usize) -> Table {
        let mut cell = |text: &String| self.words(text, number);
        let head = sketch.head.iter().map(&mut cell).collect();
        let rows = sketch.rows.iter().map(|row| row.iter().map(&mut cell).collect()).collect();
        Table { aligns: sketch.aligns.clone(), head, rows, ..Table::default() }
    }

    fn captioned(&mut self, mut table: Table, caption: Option<String>, number: usize) -> Block {
        if let Some(mut caption) = caption {
            if let Some(at) = caption.rfind('{')
                && let Some(list) =
                    attributes::read(&caption, at).filter(|list| list.range.end == caption.trim_end().len())
            {
                table.attributes = super::classes::known(boxes::attributes_of(&list), At::Line(number), self.remarks);
                caption.truncate(at);
            }
            if let Some(rest) = caption.strip_prefix("(\\#").or(caption.strip_prefix("(#"))
                && let Some((id, words)) = rest.split_once(')')
            {
                table.attributes.id = Some(id.to_owned());
                caption = words.to_owned();
            }
            table.caption = self.words(caption.trim(), number);
        }
        Block::Table(table)
    }

    /// `| line` after `| line`; further lines of one are indented.
    fn line_block(&mut self, lines: &[(usize, &str)]) -> Option<(Vec<Block>, usize)> {
        let is_line = |line: &str| line == "|" || line.starts_with("| ");
        let taken = lines
            .iter()
            .take_while(|(_, line)| is_line(line) || line.starts_with(' ') && !line.trim().is_empty())
            .count();
        let own = &lines[..taken];
        let first = own.first().filter(|(_, line)| is_line(line) && self.kind != Kind::Jekyll)?;
        let closed = own.iter().filter(|(_, line)| line.len() > 2 && line.trim_end().ends_with('|')).count();
        if own.iter().any(|(_, line)| tables::is_bars(line)) || closed == taken {
            return None;
        }
        let mut stanzas: Vec<Vec<Line>> = vec![Vec::new()];
        for (number, line) in own {
            match line.strip_prefix('|') {
                Some(rest) if rest.trim().is_empty() => stanzas.push(Vec::new()),
                Some(rest) => {
                    let rest = rest.strip_prefix(' ').unwrap_or(rest);
                    let words = rest.trim_start_matches([' ', '\u{a0}']);
                    let indent = rest[..rest.len() - words.len()].chars().count();
                    let inlines = self.words(words, *number);
                    stanzas.last_mut()?.push(Line { indent: indent.div_ceil(2), inlines });
                }
                None => {
                    let more = self.words(line.trim(), *number);
                    let last = stanzas.last_mut()?.last_mut()?;
                    last.inlines.push(Inline::Text(" ".to_owned()));
                    last.inlines.extend(more);
                }
            }
        }
        self.remarks.converted("line blocks", At::Line(first.0));
        stanzas.retain(|stanza| !stanza.is_empty());
        Some((vec![Block::Verse(Verse { stanzas, ..Verse::default() })], taken))
    }
}

/// Whether a line is what a term means rather than a caption: it stands behind words, or behind another meaning.
fn is_meaning(body: &str, before: &Lines) -> bool {
    let bare = |line: &str| line.trim_matches([' ', '\t', '>']).to_owned();
    let mut before = before.0.iter().rev().map(|(_, line)| bare(line));
    let is_first = |line: &str| line.starts_with(": ") || line.starts_with(":\t");
    let last = before.next().unwrap_or_default();
    is_first(body) && (!last.is_empty() || before.next().is_some_and(|line| is_first(&line)))
}

/// `Table: words` or `: words`, to the next empty line; and the line behind it.
fn caption(texts: &[&str], at: usize) -> Option<(String, usize)> {
    let first = texts.get(at)?;
    let rest = first.strip_prefix("Table:").or(first.strip_prefix("table:")).or(first.strip_prefix(": "))?;
    let end = (at..texts.len()).find(|at| texts[*at].trim().is_empty()).unwrap_or(texts.len());
    let words = std::iter::once(rest.trim()).chain(texts[at + 1..end].iter().map(|line| line.trim()));
    Some((words.collect::<Vec<_>>().join(" "), end))
}

/// A caption behind a table, perhaps after an empty line; and the line behind both.
fn behind(texts: &[&str], end: usize, wanted: bool) -> (Option<String>, usize) {
    let next = (end..texts.len().min(end + 2)).find(|at| !texts[*at].trim().is_empty());
    match next.filter(|_| wanted).and_then(|at| caption(texts, at)) {
        Some((caption, past)) => (Some(caption), past),
        None => (None, end),
    }
}
