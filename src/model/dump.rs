//! In: a Book. Out: a stable, readable text for golden tests: one block a line, indented by depth.
//!
//! Spans, block ids and picture bytes are left out, so that a dump changes only when the book does.

use super::{
    Align, Attributes, Block, BlockKind, Book, ContentsEntry, Image, Inline, Section, SectionId, Table, Target, Verse,
    VerseLine, Width,
};
use std::fmt::Write;

/// The sections, then the notes.
pub fn dump(book: &Book) -> String {
    let mut out = Dump { book, section: SectionId(0), text: String::new() };
    for (id, section) in book.section_ids().zip(&book.sections) {
        out.section = id;
        out.section(id, section);
    }
    for (at, (id, note)) in book.notes().enumerate() {
        out.section = id.section;
        let place = &book.anchor(book.section(id.section).anchor).name;
        let (label, chapter, whole, calls) = (book.note_label(id), id.at + 1, at + 1, note.calls);
        out.line(0, &format!("note {at} [{label}] in #{place}: {chapter} of chapter, {whole} of book, calls {calls}"));
        out.blocks(1, &note.blocks);
    }
    out.text
}

struct Dump<'a> {
    book: &'a Book,
    /// That the text at hand belongs to.
    section: SectionId,
    text: String,
}

impl Dump<'_> {
    fn line(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.text, "{:1$}{text}", "", depth * 2);
    }

    fn section(&mut self, id: SectionId, section: &Section) {
        let mut line = format!("{:?} {:?}", section.matter, section.role).to_lowercase();
        let _ = write!(line, " #{}", self.book.anchor(section.anchor).name);
        if let Some(number) = &section.number {
            let _ = write!(line, " number={number}");
        }
        if let Some(part) = self.book.part_of(id) {
            let _ = write!(line, " part=#{}", self.book.anchor(self.book.section(part).anchor).name);
        }
        if !section.listed {
            line.push_str(" unlisted");
        }
        line.push_str(&self.rest(&section.attributes));
        if let Some(short) = &section.short {
            let _ = write!(line, " short={short:?}");
        }
        let title = self.inlines(&section.title);
        self.line(0, &format!("{line}: {title}"));
        self.blocks(1, &section.blocks);
    }

    fn blocks(&mut self, depth: usize, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(depth, block));
    }

    fn block(&mut self, depth: usize, block: &Block) {
        let marks = self.attributes(&block.attributes);
        match &block.kind {
            BlockKind::Paragraph { class, inlines, corrections } => {
                let class = if class.is_empty() { String::new() } else { format!(" {class}") };
                let loose = if corrections.looseness == 0 {
                    String::new()
                } else {
                    format!(" looseness={}", corrections.looseness)
                };
                let spread =
                    if corrections.spread == 0 { String::new() } else { format!(" spread={}", corrections.spread) };
                let text = self.inlines(inlines);
                self.line(depth, &format!("p{class}{marks}{loose}{spread}: {text}"));
            }
            BlockKind::Heading { level, inlines, short, listed } => {
                let short = short.as_ref().map_or(String::new(), |short| format!(" short={short:?}"));
                let unlisted = if *listed { "" } else { " unlisted" };
                let text = self.inlines(inlines);
                self.line(depth, &format!("h{level}{marks}{short}{unlisted}: {text}"));
            }
            BlockKind::Quote { epigraph, blocks, attribution } => {
                self.line(depth, &format!("{}{marks}", if *epigraph { "epigraph" } else { "quote" }));
                self.blocks(depth + 1, blocks);
                self.labelled(depth + 1, "attribution", attribution.as_deref());
            }
            BlockKind::Verse { verse } => self.verse(depth, &marks, verse),
            BlockKind::List { start, tight, items } => {
                let start = start.map_or("bullets".into(), |start| format!("from {start}"));
                self.line(depth, &format!("list {start}{}{marks}", if *tight { " tight" } else { "" }));
                for item in items {
                    self.line(depth + 1, "item");
                    self.blocks(depth + 2, item);
                }
            }
            BlockKind::Definitions { items } => {
                self.line(depth, &format!("definitions{marks}"));
                for (term, definitions) in items {
                    self.labelled(depth + 1, "term", Some(term));
                    for definition in definitions {
                        self.line(depth + 1, "definition");
                        self.blocks(depth + 2, definition);
                    }
                }
            }
            BlockKind::Table { table } => self.table(depth, &marks, table),
            BlockKind::Figure { figure } => {
                let place = figure.place.map_or(String::new(), |place| format!(" {place:?}").to_lowercase());
                let image = self.image(&figure.image);
                self.line(depth, &format!("figure{marks}{place} {image}"));
                self.labelled(depth + 1, "caption", figure.caption.as_deref());
            }
            BlockKind::Code { language, text } => {
                let language = language.as_ref().map_or(String::new(), |language| format!(" {language}"));
                self.line(depth, &format!("code{language}{marks}"));
                text.lines().for_each(|line| self.line(depth + 1, &format!("|{line}")));
            }
            BlockKind::Break => self.line(depth, &format!("break{marks}")),
            BlockKind::PageBreak { blank } => {
                let name = if *blank { "blank" } else { "pagebreak" };
                self.line(depth, &format!("{name}{marks}"));
            }
            BlockKind::Div { kind, blocks } => {
                self.line(depth, &format!("div {}{marks}", format!("{kind:?}").to_lowercase()));
                self.blocks(depth + 1, blocks);
            }
            BlockKind::Contents { entries } => {
                self.line(depth, &format!("contents{marks}"));
                entries.iter().for_each(|entry| self.entry(depth + 1, entry));
            }
        }
    }

    fn entry(&mut self, depth: usize, entry: &ContentsEntry) {
        let number = entry.number.as_ref().map_or(String::new(), |number| format!("{number} "));
        let anchor = &self.book.anchor(entry.anchor).name;
        let title = self.inlines(&entry.title);
        self.line(depth, &format!("{} {number}{title} -> #{anchor}", entry.level));
    }

    fn verse(&mut self, depth: usize, marks: &str, verse: &Verse) {
        let columns = if verse.columns > 1 { format!(" columns={}", verse.columns) } else { String::new() };
        let own = self.attributes(&verse.attributes);
        let spaces = if verse.exact { " spaces=exact" } else { "" };
        let page = if verse.page { " page" } else { "" };
        let breaks: String = verse.breaks.iter().map(|line| format!(" break={line}")).collect();
        self.line(depth, &format!("verse{marks}{own}{columns}{spaces}{page}{breaks}"));
        self.labelled(depth + 1, "title", verse.title.as_deref());
        for stanza in &verse.stanzas {
            self.line(depth + 1, "stanza");
            stanza.lines.iter().for_each(|line| self.verse_line(depth + 2, line));
        }
        self.labelled(depth + 1, "attribution", verse.attribution.as_deref());
    }

    fn verse_line(&mut self, depth: usize, line: &VerseLine) {
        let speaker = line.speaker.as_ref().map_or(String::new(), |label| format!("<{}> ", self.inlines(label)));
        let number = line.number.map_or(String::new(), |number| format!("  ({number})"));
        let half = if line.indent % 2 == 1 { "'" } else { "" };
        let dropped = if line.dropped { ">" } else { "" };
        let indent = ".".repeat(usize::from(line.indent / 2)) + half + dropped;
        let text = self.inlines(&line.inlines);
        self.line(depth, &format!("{indent}| {speaker}{text}{number}"));
    }

    fn table(&mut self, depth: usize, marks: &str, table: &Table) {
        let align = |align: &Align| match align {
            Align::Default => '-',
            Align::Left => '<',
            Align::Center => '=',
            Align::Right => '>',
        };
        self.line(depth, &format!("table {}{marks}", table.columns.iter().map(align).collect::<String>()));
        self.labelled(depth + 1, "caption", table.caption.as_deref());
        if let Some(short) = &table.short {
            self.line(depth + 1, &format!("short: {short}"));
        }
        if !table.widths.is_empty() {
            let width = |width: &Option<Width>| width.map_or("auto".to_owned(), |width| width.to_string());
            let widths: Vec<String> = table.widths.iter().map(width).collect();
            self.line(depth + 1, &format!("widths: {}", widths.join(" ")));
        }
        let rows = std::iter::once(("head", &table.head)).chain(table.rows.iter().map(|row| ("row", row)));
        for (name, row) in rows.filter(|(_, row)| !row.is_empty()) {
            let cells: Vec<String> = row.iter().map(|cell| self.inlines(&cell.inlines)).collect();
            self.line(depth + 1, &format!("{name}: {}", cells.join(" | ")));
        }
    }

    fn labelled(&mut self, depth: usize, label: &str, inlines: Option<&[Inline]>) {
        if let Some(inlines) = inlines {
            let text = self.inlines(inlines);
            self.line(depth, &format!("{label}: {text}"));
        }
    }

    /// ` #id` and what `rest` gives.
    fn attributes(&self, attributes: &Attributes) -> String {
        let id = attributes.anchor.map_or(String::new(), |id| format!(" #{}", self.book.anchor(id).name));
        id + &self.rest(attributes)
    }

    fn rest(&self, attributes: &Attributes) -> String {
        let mut out: String = attributes.classes.iter().map(|class| format!(" .{class}")).collect();
        if let Some(lang) = &attributes.lang {
            let _ = write!(out, " lang={lang}");
        }
        for (key, value) in &attributes.others {
            let _ = write!(out, " {key}={value:?}");
        }
        out
    }

    fn inlines(&self, inlines: &[Inline]) -> String {
        inlines.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> String {
        let wrap = |name: &str, children| format!("{name}({})", self.inlines(children));
        match inline {
            Inline::Text { text, .. } => visible(text),
            Inline::Emphasis { children } => wrap("em", children),
            Inline::Strong { children } => wrap("strong", children),
            Inline::Strike { children } => wrap("strike", children),
            Inline::Superscript { children } => wrap("sup", children),
            Inline::Subscript { children } => wrap("sub", children),
            Inline::SmallCaps { children } => wrap("caps", children),
            Inline::Code { text, .. } => format!("`{text}`"),
            Inline::Link { target: Target::Url(url), children, .. } => wrap(&format!("link<{url}>"), children),
            Inline::Link { target: Target::Anchor(id), children, .. } => {
                wrap(&format!("link<#{}>", self.book.anchor(*id).name), children)
            }
            Inline::PageOf { anchor, .. } => format!("page<#{}>", self.book.anchor(*anchor).name),
            Inline::PageCount { .. } => "pages".into(),
            Inline::Span { attributes, children } => wrap(&format!("span[{}]", self.attributes(attributes)), children),
            Inline::Note { note, call, .. } => {
                format!("[^{}.{call}]", self.book.note_number(note.within(self.section)) - 1)
            }
            Inline::Image { image } => self.image(image),
            Inline::LineEnd { .. } => "⏎".into(),
        }
    }

    fn image(&self, image: &Image) -> String {
        let name = &self.book.asset(image.asset).name;
        let width = image.width.map_or(String::new(), |width| format!(" width={width}"));
        let decorative = if image.decorative { " decorative" } else { "" };
        format!("<{name}{} alt={:?}{width}{decorative}>", self.attributes(&image.attributes), image.alt)
    }
}

/// Spaces that look like others made visible.
fn visible(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\u{a0}' => "<nbsp>".into(),
            '\u{202f}' => "<nnbsp>".into(),
            '\u{2009}' => "<thin>".into(),
            '\u{ad}' => "<shy>".into(),
            letter => letter.to_string(),
        })
        .collect()
}
