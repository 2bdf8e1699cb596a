//! In: paragraphs as a word processor has them. Out: blocks: lists in each other, poems, quotations, scene breaks,
//! figures with their captions. Refuses to know any format.

use super::flow::{Flow, Item, Paragraph, Side};
use super::lines;
use super::names::Role;
use super::remarks::Remarks;
use super::tree::{At, Attributes, Block, Definition, Inline, List, Numbering, Target};
use super::walk::{is_blank, words};

/// Makes blocks of paragraphs. `gap` is how many empty paragraphs are a scene break; none are where it is nothing.
pub fn blocks(flow: Vec<Flow>, gap: Option<usize>, remarks: &mut Remarks) -> Vec<Block> {
    let mut maker = Maker { out: Vec::new(), gap, blanks: 0, anchors: Vec::new(), caption: None, remarks };
    let mut flow = flow.into_iter().peekable();
    while let Some(first) = flow.next() {
        let Flow::Paragraph(first) = first else {
            maker.other(first);
            continue;
        };
        let Some(kind) = kind(&first) else {
            maker.one(first, flow.peek());
            continue;
        };
        let mut group = vec![first];
        // An empty paragraph between two of a kind belongs to them.
        let mut blanks = Vec::new();
        while let Some(Flow::Paragraph(next)) = flow.peek() {
            let blank = is_nothing(next) && kind != Kind::Poem;
            if !blank && self::kind(next) != Some(kind) {
                break;
            }
            let Some(Flow::Paragraph(next)) = flow.next() else { break };
            if blank {
                blanks.push(next);
            } else {
                if matches!(kind, Kind::Verse | Kind::Code) {
                    group.append(&mut blanks);
                }
                blanks.clear();
                group.push(next);
            }
        }
        maker.group(kind, group);
        blanks.into_iter().for_each(|blank| maker.one(blank, None));
    }
    maker.finish()
}

/// What is made of several paragraphs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    List,
    Quote,
    Epigraph,
    Dedication,
    Verse,
    /// Known by its broken lines.
    Poem,
    Code,
    Definitions,
    Centre,
    End,
}

fn kind(paragraph: &Paragraph) -> Option<Kind> {
    if is_nothing(paragraph) {
        return None;
    }
    let body = paragraph.role == Role::Body;
    if paragraph.item.is_some() && !matches!(paragraph.role, Role::Heading(_) | Role::Title | Role::Made) {
        return Some(Kind::List);
    }
    match paragraph.role {
        Role::Quote => Some(Kind::Quote),
        Role::Epigraph => Some(Kind::Epigraph),
        Role::Dedication => Some(Kind::Dedication),
        Role::Verse => Some(Kind::Verse),
        Role::Code => Some(Kind::Code),
        Role::Term | Role::Meaning => Some(Kind::Definitions),
        _ if !body || is_scene_break(paragraph) || is_picture(&paragraph.inlines) => None,
        _ if lines::are_short(&paragraph.inlines) && paragraph.side == Side::Start => Some(Kind::Poem),
        _ if paragraph.side == Side::Centre => Some(Kind::Centre),
        _ if paragraph.side == Side::End => Some(Kind::End),
        _ if paragraph.indented => Some(Kind::Quote),
        _ => None,
    }
}

fn is_nothing(paragraph: &Paragraph) -> bool {
    is_blank(&paragraph.inlines) && paragraph.beside.is_empty() && paragraph.role != Role::Rule
}

/// `* * *`, `#` and the like, alone.
pub fn is_scene_break(paragraph: &Paragraph) -> bool {
    let text: String = words(&paragraph.inlines).split_whitespace().collect();
    is_ornament(&text, paragraph.side == Side::Centre)
}

/// Whether a text without spaces is a mark between scenes. A dash may be all that somebody says, unless it is centred.
pub fn is_ornament(text: &str, centred: bool) -> bool {
    let count = text.chars().count();
    let mark = |c: char| "*#~•·⁂⁎◆◇❦❧✦✧★☆●○■□+=_§°⸙⁕∗✽❖".contains(c);
    let dash = |c: char| "-–—.".contains(c);
    let all = |test: &dyn Fn(char) -> bool| count > 0 && count <= 40 && text.chars().all(test);
    all(&mark) || (all(&|c| mark(c) || dash(c)) && (centred || count >= 3 && text != "..."))
}

/// Whether there are pictures and nothing to read.
fn is_picture(inlines: &[Inline]) -> bool {
    let images = inlines.iter().filter(|inline| matches!(bare(inline), Inline::Image { .. })).count();
    images > 0
        && inlines
            .iter()
            .all(|inline| matches!(bare(inline), Inline::Image { .. }) || is_blank(std::slice::from_ref(inline)))
}

/// Where a picture leads, if not to itself in another size.
fn leads_away(inline: &Inline) -> Option<&str> {
    let Inline::Link { target: Target::Address(address), .. } = inline else { return None };
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let endings = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff"];
    let is_picture = endings.iter().any(|ending| path.ends_with(ending));
    Some(address.as_str()).filter(|_| matches!(bare(inline), Inline::Image { .. }) && !is_picture)
}

/// What is inside links and looks that hold one thing.
fn bare(inline: &Inline) -> &Inline {
    match inline.inner() {
        [one] => bare(one),
        _ => inline,
    }
}

struct Maker<'a> {
    out: Vec<Block>,
    gap: Option<usize>,
    /// Empty paragraphs since the last that was none.
    blanks: usize,
    /// Places that links lead to, in paragraphs that are gone.
    anchors: Vec<Inline>,
    /// Waits for its table.
    caption: Option<Vec<Inline>>,
    remarks: &'a mut Remarks,
}

impl Maker<'_> {
    fn finish(mut self) -> Vec<Block> {
        self.lost_caption();
        while self.out.last().is_some_and(|last| *last == Block::Break || is_page_break(last)) {
            self.out.pop();
        }
        self.out
    }

    fn push(&mut self, mut block: Block) {
        self.lost_caption();
        self.blanks = 0;
        if !self.anchors.is_empty() {
            let anchors = std::mem::take(&mut self.anchors);
            match &mut block {
                Block::Heading { inlines, .. } | Block::Paragraph(inlines) => drop(inlines.splice(0..0, anchors)),
                _ => self.anchors = anchors,
            }
        }
        self.out.push(block);
    }

    /// A caption whose table did not come.
    fn lost_caption(&mut self) {
        if let Some(caption) = self.caption.take() {
            self.out.push(Block::Paragraph(caption));
        }
    }

    fn other(&mut self, flow: Flow) {
        match flow {
            Flow::Table(mut table) => {
                if let Some(caption) = self.caption.take() {
                    table.caption = caption;
                }
                self.push(Block::Table(table));
            }
            Flow::Block(block) => self.push(block),
            Flow::Paragraph(_) => {}
        }
    }

    fn one(&mut self, paragraph: Paragraph, next: Option<&Flow>) {
        let at = At::Paragraph(paragraph.at);
        if paragraph.new_page && !self.out.is_empty() && !self.out.last().is_some_and(is_page_break) {
            self.push(Block::Div { attributes: Attributes::class("pagebreak"), blocks: Vec::new() });
        }
        if is_nothing(&paragraph) {
            self.blanks += 1;
            self.anchors.extend(paragraph.inlines.into_iter().filter(|inline| matches!(inline, Inline::Anchor(_))));
            return;
        }
        if self.gap.is_some_and(|gap| self.blanks >= gap) && self.is_text_before() && paragraph.role == Role::Body {
            self.remarks.converted("empty paragraphs, as scene breaks", at);
            self.push(Block::Break);
        }
        let Paragraph { role, inlines, beside, .. } = paragraph;
        match role {
            Role::Rule => self.scene_break("lines across the page, as scene breaks", at),
            Role::Body
                if is_ornament(
                    &words(&inlines).split_whitespace().collect::<String>(),
                    paragraph.side == Side::Centre,
                ) =>
            {
                self.scene_break("scene breaks", at);
            }
            Role::Heading(level) => self.heading(level, inlines),
            Role::Title => self.heading(1, inlines),
            Role::Made => self.remarks.left("lists that the program made, such as contents", &words(&inlines), at),
            Role::Caption => self.captioned(inlines, next),
            Role::Attribution => self.attribution(inlines),
            _ if is_picture(&inlines) => self.figures(inlines),
            _ => self.paragraph(inlines),
        }
        beside.into_iter().for_each(|block| self.push(block));
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) {
        let inlines = lines::trimmed(inlines);
        if !inlines.is_empty() {
            self.push(Block::Paragraph(inlines));
        }
    }

    fn scene_break(&mut self, what: &str, at: At) {
        self.remarks.converted(what, at);
        if self.out.last().is_some_and(|last| *last != Block::Break) {
            self.push(Block::Break);
        }
    }

    /// Whether running text stands before, so that a gap parts it from what comes.
    fn is_text_before(&self) -> bool {
        match self.out.last() {
            Some(Block::Paragraph(_) | Block::Verse(_) | Block::Quote { .. } | Block::List(_)) => true,
            Some(Block::Div { attributes, .. }) => !attributes.classes.iter().any(|class| class == "pagebreak"),
            _ => false,
        }
    }

    fn heading(&mut self, level: u8, inlines: Vec<Inline>) {
        // A title is one line.
        let lines = lines::split(&inlines);
        let mut one = Vec::new();
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            if !one.is_empty() {
                one.push(Inline::Text(" ".into()));
            }
            one.extend(line);
        }
        while self.out.last().is_some_and(|last| *last == Block::Break || (level == 1 && is_page_break(last))) {
            self.out.pop();
        }
        self.push(Block::Heading { level, attributes: Attributes::default(), inlines: lines::trimmed(one) });
    }

    fn figures(&mut self, inlines: Vec<Inline>) {
        for inline in &inlines {
            if let Some(address) = leads_away(inline) {
                self.remarks.plain("links around pictures", address, At::File);
            }
            if let Inline::Image { picture, alt } = bare(inline) {
                let alt = if alt.is_empty() { Vec::new() } else { vec![Inline::Text(alt.clone())] };
                let (picture, attributes, caption) = (*picture, Attributes::default(), Vec::new());
                self.push(Block::Figure { picture, attributes, alt, caption });
            } else if let Inline::Anchor(_) = inline {
                self.anchors.push(inline.clone());
            }
        }
    }

    /// A caption belongs to the picture before it or in it, or to the table beside it.
    fn captioned(&mut self, inlines: Vec<Inline>, next: Option<&Flow>) {
        let (images, rest): (Vec<_>, Vec<_>) =
            inlines.into_iter().partition(|inline| matches!(bare(inline), Inline::Image { .. }));
        self.figures(images);
        let rest = lines::trimmed(rest);
        match (self.out.last_mut(), next) {
            _ if is_blank(&rest) => {}
            (Some(Block::Figure { caption, .. }), _) if caption.is_empty() => *caption = rest,
            (_, Some(Flow::Table(_))) => self.caption = Some(rest),
            (Some(Block::Table(table)), _) if table.caption.is_empty() => table.caption = rest,
            _ => self.paragraph(rest),
        }
    }

    fn attribution(&mut self, inlines: Vec<Inline>) {
        let inlines = lines::attribution(&inlines).unwrap_or_else(|| lines::trimmed(inlines));
        let mut last = self.out.last_mut();
        if let Some(Block::Div { blocks, .. }) = last {
            last = blocks.last_mut();
        }
        match last {
            Some(Block::Quote { attribution, .. }) if attribution.is_none() => *attribution = Some(inlines),
            Some(Block::Verse(verse)) if verse.attribution.is_none() => verse.attribution = Some(inlines),
            _ => {
                let blocks = vec![Block::Paragraph(inlines)];
                self.push(Block::Div { attributes: Attributes::class("right"), blocks });
            }
        }
    }

    fn group(&mut self, kind: Kind, group: Vec<Paragraph>) {
        let at = At::Paragraph(group.first().map_or(0, |first| first.at));
        if group.first().is_some_and(|first| first.new_page) && !self.out.is_empty() {
            self.push(Block::Div { attributes: Attributes::class("pagebreak"), blocks: Vec::new() });
        }
        if self.gap.is_some_and(|gap| self.blanks >= gap) && self.is_text_before() && kind == Kind::List {
            self.blanks = 0;
        }
        // Those of an item stand in it.
        let beside = group.iter().filter(|_| kind != Kind::List).flat_map(|paragraph| paragraph.beside.clone());
        let beside: Vec<Block> = beside.collect();
        match kind {
            Kind::List => lists(group, self.remarks).into_iter().for_each(|block| self.push(block)),
            Kind::Quote | Kind::Epigraph => {
                let quote = self.quote(group);
                if kind == Kind::Quote {
                    self.push(quote);
                } else {
                    self.push(Block::Div { attributes: Attributes::class("epigraph"), blocks: vec![quote] });
                }
            }
            Kind::Dedication => self.div("dedication", group),
            Kind::Centre => self.div("center", group),
            Kind::End if self.attributes(&group) => {
                group.into_iter().for_each(|paragraph| self.attribution(paragraph.inlines));
            }
            Kind::End => self.div("right", group),
            Kind::Verse => {
                // A paragraph is a line, unless some hold broken lines: then each is a stanza.
                let together = !group.iter().any(|line| words(&line.inlines).trim().contains('\n'));
                self.verse(group, together, at);
            }
            Kind::Poem if group.iter().map(|one| words(&one.inlines).trim().lines().count()).sum::<usize>() >= 3 => {
                self.verse(group, false, at);
            }
            Kind::Poem => group.into_iter().for_each(|paragraph| self.paragraph(paragraph.inlines)),
            Kind::Code => {
                let lines: Vec<String> = group.iter().map(|line| words(&line.inlines)).collect();
                let text = lines.join("\n").trim_matches('\n').to_owned();
                self.push(Block::Code { language: None, text });
            }
            Kind::Definitions => self.definitions(group),
        }
        beside.into_iter().for_each(|block| self.push(block));
    }

    /// Whether a line on the right says of whom the quotation or the poem before it is: it begins with a dash.
    fn attributes(&self, group: &[Paragraph]) -> bool {
        let is_open = match self.out.last() {
            Some(Block::Quote { attribution, .. }) => attribution.is_none(),
            Some(Block::Verse(verse)) => verse.attribution.is_none(),
            _ => false,
        };
        is_open && matches!(group, [one] if lines::attribution(&one.inlines).is_some())
    }

    fn div(&mut self, class: &str, group: Vec<Paragraph>) {
        let lines = group.into_iter().map(|paragraph| Block::Paragraph(lines::trimmed(paragraph.inlines)));
        let blocks = lines.filter(|line| !matches!(line, Block::Paragraph(inlines) if inlines.is_empty())).collect();
        self.push(Block::Div { attributes: Attributes::class(class), blocks });
    }

    fn quote(&mut self, group: Vec<Paragraph>) -> Block {
        let plain = group.into_iter().map(|paragraph| {
            let role = if paragraph.role == Role::Quote || paragraph.role == Role::Epigraph {
                Role::Body
            } else {
                paragraph.role
            };
            Flow::Paragraph(Paragraph {
                role,
                indented: false,
                side: Side::Start,
                new_page: false,
                beside: Vec::new(),
                ..paragraph
            })
        });
        let mut inner = blocks(plain.collect(), None, self.remarks);
        let mut attribution = None;
        if inner.len() > 1
            && let Some(Block::Paragraph(last)) = inner.last()
        {
            attribution = lines::attribution(last);
            if attribution.is_some() {
                inner.pop();
            }
        }
        Block::Quote { blocks: inner, attribution }
    }

    fn verse(&mut self, group: Vec<Paragraph>, together: bool, at: At) {
        let mut paragraphs: Vec<Vec<Inline>> = group.into_iter().map(|paragraph| paragraph.inlines).collect();
        let last = paragraphs.last().filter(|_| paragraphs.len() > 1).and_then(|last| lines::attribution(last));
        if last.is_some() {
            paragraphs.pop();
        }
        let stanzas = lines::stanzas(&paragraphs, together);
        self.remarks.converted("poems", at);
        let mut verse = lines::verse(stanzas);
        verse.attribution = last;
        self.push(Block::Verse(verse));
    }

    fn definitions(&mut self, group: Vec<Paragraph>) {
        let mut all: Vec<Definition> = Vec::new();
        for paragraph in group {
            let inlines = lines::trimmed(paragraph.inlines);
            match (paragraph.role, all.last_mut()) {
                (Role::Meaning, Some(definition)) => match definition.meanings.last_mut() {
                    Some(meaning) => meaning.push(Block::Paragraph(inlines)),
                    None => definition.meanings.push(vec![Block::Paragraph(inlines)]),
                },
                (Role::Meaning, None) => self.paragraph(inlines),
                _ => all.push(Definition { term: inlines, meanings: Vec::new() }),
            }
        }
        // A term needs a meaning.
        if all.iter().any(|definition| definition.meanings.is_empty()) {
            for definition in all {
                self.paragraph(vec![Inline::Strong(definition.term)]);
                definition.meanings.into_iter().flatten().for_each(|block| self.push(block));
            }
        } else if !all.is_empty() {
            self.push(Block::Definitions(all));
        }
    }
}

fn is_page_break(block: &Block) -> bool {
    matches!(block, Block::Div { attributes, blocks } if blocks.is_empty() && attributes.classes.iter().any(|class| class == "pagebreak"))
}

/// Lists of paragraphs that follow each other, those of deeper levels inside the items before them.
fn lists(paragraphs: Vec<Paragraph>, remarks: &mut Remarks) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let Some(base) = paragraphs.iter().filter_map(|paragraph| paragraph.item.as_ref()).map(|item| item.level).min()
    else {
        return out;
    };
    let mut of: Option<String> = None;
    let mut rest = paragraphs.into_iter().peekable();
    while let Some(paragraph) = rest.next() {
        let item = paragraph.item.clone().unwrap_or_default();
        if item.level > base {
            let mut deeper = vec![paragraph];
            while let Some(next) = rest.next_if(|next| next.item.as_ref().is_some_and(|item| item.level > base)) {
                deeper.push(next);
            }
            let inner = lists(deeper, remarks);
            match last_item(&mut out) {
                Some(blocks) => blocks.extend(inner),
                None => out.extend(inner),
            }
            continue;
        }
        let at = At::Paragraph(paragraph.at);
        let blocks = content(paragraph);
        match last_item(&mut out) {
            Some(open) if item.continues => open.extend(blocks),
            None if item.continues => out.extend(blocks),
            _ => {
                let goes_on = |list: &List| {
                    let next = list.start + list.items.len();
                    let same = of.as_ref() == Some(&item.list) || item.number == next;
                    list.numbering == item.numbering && (item.numbering == Numbering::Bullets || same)
                };
                match out.last_mut() {
                    Some(Block::List(list)) if goes_on(list) => list.items.push(blocks),
                    _ => {
                        tell_letters(item.numbering, &blocks, at, remarks);
                        out.push(Block::List(list(&item, blocks)));
                    }
                }
                of = Some(item.list);
            }
        }
    }
    for block in &mut out {
        if let Block::List(list) = block {
            list.tight =
                list.items.iter().all(|item| item.iter().filter(|block| !matches!(block, Block::List(_))).count() <= 1);
        }
    }
    out
}

/// Lists have signs or numbers here.
pub fn tell_letters(numbering: Numbering, first: &[Block], at: At, remarks: &mut Remarks) {
    if !matches!(numbering, Numbering::Bullets | Numbering::Arabic) {
        let shown = match first.first() {
            Some(Block::Paragraph(inlines)) => words(inlines),
            _ => String::new(),
        };
        remarks.plain("lists by letters or Roman numerals, which get numbers", &shown, at);
    }
}

fn list(item: &Item, blocks: Vec<Block>) -> List {
    List { numbering: item.numbering, start: item.number.max(1), tight: true, items: vec![blocks] }
}

fn last_item(out: &mut [Block]) -> Option<&mut Vec<Block>> {
    match out.last_mut() {
        Some(Block::List(list)) => list.items.last_mut(),
        _ => None,
    }
}

fn content(paragraph: Paragraph) -> Vec<Block> {
    let text = lines::trimmed(paragraph.inlines);
    let mut out = if text.is_empty() { Vec::new() } else { vec![Block::Paragraph(text)] };
    out.extend(paragraph.beside);
    out
}
