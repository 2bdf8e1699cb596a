//! In: what is inside a paragraph of Word. Out: its runs, each with its look.

use super::fields::address;
use super::reader::{Line, Reader};
use super::styles::Letters;
use super::symbols;
use crate::import::choice::Tracked;
use crate::import::markup::{attribute, child, elements, words};
use crate::import::names::{self, Role};
use crate::import::runs::{Change, Level, Look, Run};
use crate::import::tree::{Block, Inline, Target};
use roxmltree::Node;

/// What holds no words: properties, and where something begins and ends.
pub const MARKS: &[&str] = &[
    "pPr",
    "tcPr",
    "sectPr",
    "customXmlPr",
    "smartTagPr",
    "bookmarkEnd",
    "proofErr",
    "permStart",
    "permEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "customXmlDelRangeStart",
    "customXmlDelRangeEnd",
    "customXmlMoveFromRangeStart",
    "customXmlMoveFromRangeEnd",
    "customXmlMoveToRangeStart",
    "customXmlMoveToRangeEnd",
];

impl Reader {
    pub fn line(&mut self, node: Node, line: &mut Line) {
        for inner in elements(node) {
            match inner.tag_name().name() {
                "r" => self.run(inner, line),
                "hyperlink" => {
                    let id = inner.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value());
                    let relation = id.and_then(|id| self.relations.get(id)).filter(|relation| relation.external);
                    let target = match (relation, attribute(inner, "anchor")) {
                        (Some(relation), None) => Some(address(&relation.target)),
                        (Some(relation), Some(anchor)) => Some(address(&format!("{}#{anchor}", relation.target))),
                        (None, anchor) => anchor.map(|anchor| Target::Id(anchor.to_owned())),
                    };
                    if target.is_none() {
                        self.remarks.plain("links without an address", &words(inner), self.here());
                    }
                    let before = std::mem::replace(&mut line.look.link, target);
                    self.line(inner, line);
                    line.look.link = before;
                }
                "ins" | "moveTo" => self.changed(inner, Change::Inserted, line),
                "del" | "moveFrom" => self.changed(inner, Change::Deleted, line),
                "fldSimple" => {
                    self.open_field();
                    self.instruct(attribute(inner, "instr").unwrap_or_default());
                    self.begin_result(line);
                    self.line(inner, line);
                    self.end_field(line);
                }
                "sdt" => {
                    self.control(inner);
                    child(inner, "sdtContent").into_iter().for_each(|content| self.line(content, line));
                }
                "smartTag" | "customXml" | "bdo" | "dir" => self.line(inner, line),
                "AlternateContent" => alternative(inner).into_iter().for_each(|chosen| self.line(chosen, line)),
                "bookmarkStart" => {
                    if let Some(name) = attribute(inner, "name") {
                        line.push(Run::of(&line.look, Inline::Anchor(name.to_owned())));
                    }
                }
                "oMath" | "oMathPara" => self.formula(inner, line),
                other if MARKS.contains(&other) => {}
                other => self.unknown(other, &words(inner)),
            }
        }
    }

    /// A control for forms: words that wait for others are told.
    pub fn control(&mut self, node: Node) {
        let waits = child(node, "sdtPr").and_then(|node| child(node, "showingPlcHdr"));
        if waits.is_some_and(|node| !matches!(attribute(node, "val"), Some("0" | "false" | "off"))) {
            let shown = child(node, "sdtContent").map(words).unwrap_or_default();
            self.remarks.plain("words of forms that wait to be filled in", &shown, self.here());
        }
    }

    pub fn unknown(&mut self, name: &str, shown: &str) {
        if !shown.trim().is_empty() || self.is_first(name) {
            let shown = if shown.trim().is_empty() { name } else { shown };
            self.remarks.left("parts of the document that Chapbook does not know", shown, self.here());
        }
    }

    fn changed(&mut self, node: Node, change: Change, line: &mut Line) {
        let gone = match self.tracked {
            Tracked::Keep => None,
            Tracked::Accept => Some(change == Change::Deleted),
            Tracked::Reject => Some(change == Change::Inserted),
        };
        self.remarks.converted("tracked changes", self.here());
        match gone {
            Some(true) => {}
            Some(false) => self.line(node, line),
            None => {
                // What was inserted and then deleted was never in the text.
                let nested = line.look.change != Change::None && line.look.change != change;
                let before = line.look.change;
                line.look.change = if nested { Change::Deleted } else { change };
                self.line(node, line);
                line.look.change = before;
            }
        }
    }

    fn run(&mut self, node: Node, line: &mut Line) {
        let own = Letters::of(child(node, "rPr"));
        let style_id =
            child(node, "rPr").and_then(|node| child(node, "rStyle")).and_then(|node| attribute(node, "val"));
        let style = self.styles.letters(style_id).cloned();
        let look = self.look(&own, style.as_ref().map(|style| (style.name.as_str(), &style.letters)), line);
        let hidden = own.hidden.or(style.as_ref().and_then(|style| style.letters.hidden)).unwrap_or(false);
        if hidden && !words(node).trim().is_empty() {
            self.remarks.left("hidden text", &words(node), self.here());
            return;
        }
        if own.highlight && !words(node).trim().is_empty() {
            self.remarks.plain("highlighted text", &words(node), self.here());
        }
        if child(node, "rPr").is_some_and(|node| child(node, "rPrChange").is_some()) && self.is_first("rPrChange") {
            self.remarks.plain("tracked changes of looks, as they look now", &words(node), self.here());
        }
        let caps = own.caps.unwrap_or(false);
        let font = own.font.clone().unwrap_or_default();
        let size = own.size.or(style.as_ref().and_then(|style| style.letters.size)).or(line.style.size).unwrap_or(20);
        let mut own_mark = None;
        for inner in elements(node) {
            if is_by_hand(inner) {
                own_mark = Some(inner);
            } else if own_mark.is_some() && matches!(inner.tag_name().name(), "t" | "sym") {
                continue;
            }
            self.piece(inner, &look, (caps, &font, size), line);
        }
        if let Some(called) = own_mark {
            self.by_hand(called, line);
        }
    }

    /// A note's mark that was typed stands after its call, and before the note's words.
    fn by_hand(&mut self, called: Node, line: &mut Line) {
        let mut mark = String::new();
        for inner in called.next_siblings().filter(|node| matches!(node.tag_name().name(), "t" | "sym")) {
            match inner.tag_name().name() {
                "t" => mark.push_str(inner.text().unwrap_or_default()),
                _ => mark.extend(signed(inner)),
            }
        }
        let mark = mark.trim();
        self.remarks.plain("marks of notes that were typed, which get numbers", mark, self.here());
        let last = line.parts.last_mut().and_then(|part| part.last_mut());
        if let Some(Run { inline: Inline::Note(blocks), .. }) = last
            && let Some(Block::Paragraph(inlines)) = blocks.first_mut()
        {
            without(inlines, mark);
        }
    }

    fn look(&self, own: &Letters, style: Option<(&str, &Letters)>, line: &Line) -> Look {
        let none = Letters::default();
        let letters = style.map_or(&none, |(_, letters)| letters);
        let base = line.base;
        // A switch of a letter's style turns that of the paragraph's style over; the run's own decides.
        let switch = |own: Option<bool>, letters: Option<bool>, paragraph: Option<bool>| {
            own.unwrap_or(letters.unwrap_or(false) != paragraph.unwrap_or(false))
        };
        let bold = switch(own.bold, letters.bold, line.style.bold);
        let italic = switch(own.italic, letters.italic, line.style.italic);
        let small_caps = switch(own.small_caps, letters.small_caps, line.style.small_caps);
        let strike = switch(own.strike, letters.strike, line.style.strike);
        let underline = own.underline.or(letters.underline).unwrap_or(false);
        let raised = own.raised.as_deref().or(letters.raised.as_deref());
        let name = style.map_or("", |(name, _)| name);
        let lower = name.to_lowercase().replace('_', " ");
        let code = own.code
            || names::role(name) == Role::Code
            || ["verbatim", "source text", "teletype", "html code", "code char"]
                .iter()
                .any(|code| lower.contains(code));
        let lang = own.lang.as_deref().filter(|lang| self.is_foreign(lang)).map(str::to_owned);
        Look {
            strong: bold && !base.bold.unwrap_or(false),
            emphasis: italic != base.italic.unwrap_or(false),
            small_caps: small_caps && !base.small_caps.unwrap_or(false),
            strike,
            // A link is underlined anyway.
            underline: underline && line.look.link.is_none() && lower != "hyperlink",
            level: match raised {
                Some("superscript") => Level::Above,
                Some("subscript") => Level::Below,
                _ => Level::Line,
            },
            code,
            lang,
            ..line.look.clone()
        }
    }

    fn is_foreign(&self, lang: &str) -> bool {
        let first = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
        !self.language.is_empty()
            && first != self.language
            && !matches!(first.as_str(), "" | "x" | "zxx" | "und" | "none")
    }

    fn piece(&mut self, node: Node, look: &Look, (caps, font, size): (bool, &str, u32), line: &mut Line) {
        let name = node.tag_name().name();
        match name {
            "fldChar" => return self.field_mark(node, line),
            "instrText" => return self.instruct(node.text().unwrap_or_default()),
            _ if self.is_dropped() => return self.hide(&words(node)),
            _ => {}
        }
        let text = |line: &mut Line, text: String| {
            if !text.trim().is_empty() {
                line.size = line.size.max(size);
            }
            line.push(Run::text(look, text));
        };
        match name {
            "t" | "delText" => {
                let words = self.letters(node.text().unwrap_or_default(), font);
                text(line, if caps { words.to_uppercase() } else { words });
            }
            "tab" | "ptab" => text(line, "\t".into()),
            "br" if attribute(node, "type") == Some("page") => line.parts.push(Vec::new()),
            "br" | "cr" => line.push(Run::of(look, Inline::Break)),
            "noBreakHyphen" => text(line, "\u{2011}".into()),
            "softHyphen" => text(line, "\u{ad}".into()),
            "sym" => match signed(node) {
                Some(sign) => text(line, sign.to_string()),
                None => {
                    let part = |name| attribute(node, name).unwrap_or_default();
                    let shown = format!("{} {}", part("font"), part("char"));
                    self.remarks.left("signs of a font that Unicode does not know", &shown, self.here());
                }
            },
            "footnoteReference" | "endnoteReference" => {
                let key = (name == "endnoteReference", attribute(node, "id").unwrap_or_default().to_owned());
                match self.notes.get(&key) {
                    Some(blocks) => {
                        self.called.insert(key.clone());
                        let plain = Look { level: Level::Line, ..look.clone() };
                        line.push(Run::of(&plain, Inline::Note(blocks.clone())));
                        self.remarks.converted(if key.0 { "endnotes" } else { "footnotes" }, self.here());
                    }
                    None => self.remarks.left("references to notes that are not there", &key.1, self.here()),
                }
            }
            "commentReference" => {
                let comment = self.comments.get(attribute(node, "id").unwrap_or_default()).cloned();
                if let Some(comment) = comment {
                    self.remarks.converted("comments", self.here());
                    line.push(Run::of(&Look::default(), Inline::Comment(comment)));
                }
            }
            "drawing" | "pict" | "object" => self.drawing(node, look, line),
            "AlternateContent" => {
                for inner in alternative(node).into_iter().flat_map(elements) {
                    self.piece(inner, look, (caps, font, size), line);
                }
            }
            "ruby" => {
                let part = |name| child(node, name).map(words).unwrap_or_default();
                let (base, above) = (part("rubyBase"), part("rt"));
                self.remarks.plain("small letters above others, as brackets behind them", &base, self.here());
                text(line, format!("{base} ({above})"));
            }
            "rPr" | "lastRenderedPageBreak" | "footnoteRef" | "endnoteRef" | "annotationRef" | "separator" => {}
            "continuationSeparator" | "pgNum" | "delInstrText" => {}
            other => self.unknown(other, &words(node)),
        }
    }

    /// Letters of a font of signs stand in a private place.
    fn letters(&mut self, text: &str, font: &str) -> String {
        let private = |c: char| ('\u{f000}'..='\u{f0ff}').contains(&c);
        if !text.contains(private) {
            return text.to_owned();
        }
        let font = if font.is_empty() { "Symbol" } else { font };
        let mut out = String::new();
        for letter in text.chars() {
            match private(letter).then(|| symbols::sign(font, letter as u32)) {
                None => out.push(letter),
                Some(Some(sign)) => out.push(sign),
                Some(None) => {
                    let shown = format!("{font} {:X}", letter as u32);
                    self.remarks.left("signs of a font that Unicode does not know", &shown, self.here());
                }
            }
        }
        out
    }

    /// A formula as the letters that it shows.
    pub fn formula(&mut self, node: Node, line: &mut Line) {
        let shown = words(node);
        if shown.trim().is_empty() || self.is_dropped() {
            return;
        }
        self.remarks.plain("formulas, as a line of letters", &shown, self.here());
        let look = line.look.clone();
        math(node, &look, &mut |run| line.push(run));
    }

    /// Whether a block's end was deleted or inserted, so that what follows belongs to it.
    pub fn runs_on(&mut self, properties: Option<Node>) -> bool {
        let mark = properties.and_then(|node| child(node, "rPr"));
        let has = |name| mark.and_then(|mark| child(mark, name)).is_some();
        match self.tracked {
            Tracked::Accept => has("del") || has("moveFrom"),
            Tracked::Reject => has("ins") || has("moveTo"),
            Tracked::Keep => {
                if ["del", "ins", "moveFrom", "moveTo"].into_iter().any(has) {
                    self.remarks.plain("tracked ends of paragraphs", "", self.here());
                }
                false
            }
        }
    }
}

fn math(node: Node, look: &Look, push: &mut dyn FnMut(Run)) {
    let part = |name: &str, look: &Look, push: &mut dyn FnMut(Run)| {
        child(node, name).into_iter().for_each(|inner| math(inner, look, push));
    };
    let sign = |text: &str, push: &mut dyn FnMut(Run)| push(Run::text(look, text));
    let above = Look { level: Level::Above, ..look.clone() };
    let below = Look { level: Level::Below, ..look.clone() };
    match node.tag_name().name() {
        "t" => push(Run::text(look, node.text().unwrap_or_default())),
        "sSup" | "sSub" | "sSubSup" | "sPre" => {
            part("e", look, push);
            part("sub", &below, push);
            part("sup", &above, push);
        }
        "f" => {
            part("num", look, push);
            sign("/", push);
            part("den", look, push);
        }
        "rad" => {
            part("deg", &above, push);
            sign("√(", push);
            part("e", look, push);
            sign(")", push);
        }
        "nary" => {
            let mark =
                child(node, "naryPr").and_then(|node| child(node, "chr")).and_then(|node| attribute(node, "val"));
            sign(mark.unwrap_or("∫"), push);
            part("sub", &below, push);
            part("sup", &above, push);
            part("e", look, push);
        }
        "d" => {
            let mark = |name: &str, usual: &str| {
                let node =
                    child(node, "dPr").and_then(|node| child(node, name)).and_then(|node| attribute(node, "val"));
                node.unwrap_or(usual).to_owned()
            };
            sign(&mark("begChr", "("), push);
            elements(node).filter(|node| node.tag_name().name() == "e").for_each(|inner| math(inner, look, push));
            sign(&mark("endChr", ")"), push);
        }
        _ => elements(node).for_each(|inner| math(inner, look, push)),
    }
}

/// Whether it calls a note by a mark that was typed.
fn is_by_hand(node: Node) -> bool {
    let is_call = matches!(node.tag_name().name(), "footnoteReference" | "endnoteReference");
    is_call && attribute(node, "customMarkFollows").is_some_and(|on| matches!(on, "1" | "true" | "on"))
}

/// Takes a mark from before the words of a note.
fn without(inlines: &mut [Inline], mark: &str) {
    let Some(first) = inlines.iter_mut().find(|inline| !matches!(inline, Inline::Anchor(_))) else { return };
    match first {
        Inline::Text(text) => {
            if let Some(rest) = text.trim_start().strip_prefix(mark) {
                *text = rest.trim_start().to_owned();
            }
        }
        other => other.inner_mut().into_iter().for_each(|inner| without(inner, mark)),
    }
}

fn signed(node: Node) -> Option<char> {
    let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
    symbols::sign(attribute(node, "font").unwrap_or_default(), code)
}

/// The first form of something that is known here, or the form for old programs.
pub fn alternative<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    let known = |node: &Node| {
        let needs = attribute(*node, "Requires").unwrap_or_default();
        node.tag_name().name() == "Choice"
            && needs.split(' ').all(|need| need.starts_with('w') || need == "a14" || need == "pic")
    };
    elements(node).find(known).or_else(|| child(node, "Fallback")).or_else(|| child(node, "Choice"))
}

/// The inlines of a whole paragraph are slanted against its style: then nothing in it is.
pub fn settled(mut runs: Vec<Run>, base: &Letters) -> Vec<Run> {
    let is_text = |run: &&Run| matches!(&run.inline, Inline::Text(text) if !text.trim().is_empty());
    if base.italic == Some(true) && runs.iter().filter(is_text).all(|run| run.look.emphasis) {
        runs.iter_mut().for_each(|run| run.look.emphasis = false);
    }
    runs
}

/// A block beside the text: a box.
pub fn boxed(blocks: Vec<Block>) -> Block {
    Block::Div { attributes: crate::import::tree::Attributes::class("sidebar"), blocks }
}
