//! In: the blocks of a file, its notes beside them. Out: the same with the notes in their places, figures with their
//! captions, scene breaks and poems as such. Refuses to look at other files.

use super::builder::{call, called};
use super::classes;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Inline, Line, Target, Verse};
use crate::import::walk;
use crate::manuscript::verse::dash;
use std::collections::{BTreeMap, BTreeSet};

/// How a file is taken.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    /// Every line of a paragraph is a line of verse.
    pub poems: bool,
    /// The words that describe a picture are its caption, as Pandoc has it.
    pub captions: bool,
}

/// Notes by their labels, each with its line.
type Notes = BTreeMap<String, (usize, Vec<Block>)>;

pub fn arrange(
    mut blocks: Vec<Block>,
    mut notes: Notes,
    links: &[super::builder::Named],
    manner: Manner,
    remarks: &mut Remarks,
) -> Vec<Block> {
    word_notes(&mut blocks, &mut notes, links);
    walk::inlines(&mut blocks, &mut |list| attributes(list, remarks));
    for (_, note) in notes.values_mut() {
        walk::inlines(note, &mut |list| attributes(list, remarks));
    }
    let mut calls = Calls::of(&mut blocks, &mut notes);
    calls.place(&mut blocks, remarks);
    let seen = calls.seen;
    for (label, (line, note)) in notes {
        if !seen.contains(&label) {
            remarks.plain("notes that nothing calls", &format!("[^{label}]"), At::Line(line));
            blocks.extend(note);
        }
    }
    walk::blocks(&mut blocks, &mut |block| {
        unlinked(block, links, remarks);
        unbold(block);
    });
    let mut blocks = each(placed(blocks), manner, remarks);
    walk::inlines(&mut blocks, &mut |list| beside(list, remarks));
    blocks
}

/// Every title is bold, as Google Docs writes it.
fn unbold(block: &mut Block) {
    if let Block::Heading { inlines, .. } = block
        && let [Inline::Strong(words)] = inlines.as_mut_slice()
    {
        *inlines = std::mem::take(words);
    }
}

/// A list of attributes behind a picture among words gives it a size and a place, and nothing else.
fn beside(list: &mut Vec<Inline>, remarks: &mut Remarks) {
    let mut out: Vec<Inline> = Vec::with_capacity(list.len());
    for inline in std::mem::take(list) {
        let (mut attributes, inlines) = match inline {
            Inline::Span { attributes, inlines } => (attributes, inlines),
            other => {
                out.push(other);
                continue;
            }
        };
        let line = attributes.pairs.iter().find(|(key, _)| key == classes::LINE);
        if !inlines.is_empty() || line.is_none() && !attributes.is_empty() {
            out.push(Inline::Span { attributes, inlines });
            continue;
        }
        let at = line.and_then(|(_, line)| line.parse().ok()).map_or(At::File, At::Line);
        let mut known = classes::known(std::mem::take(&mut attributes), at, remarks);
        let id = known.id.take();
        let mut own = Attributes::default();
        if let Some(Inline::Image { .. }) = out.last() {
            let is_size = |(key, _): &(String, String)| key == "width";
            own.pairs = known.pairs.extract_if(.., |pair| is_size(pair)).collect();
        }
        known.classes.retain(|class| class != "decorative");
        if !known.is_empty() {
            remarks.left("settings of pictures in the line", &crate::import::write::escape::list(&known), at);
        }
        if let Some(last) = out.last_mut().filter(|_| !own.is_empty()) {
            let image = std::mem::replace(last, Inline::Break);
            *last = Inline::Span { attributes: own, inlines: vec![image] };
        }
        out.extend(id.map(Inline::Anchor));
    }
    *list = out;
    list.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
}

/// A picture alone in its paragraph is a figure, which leads nowhere; in a line it would be as small as a letter.
fn unlinked(block: &mut Block, links: &[super::builder::Named], remarks: &mut Remarks) {
    let Block::Paragraph(words) = block else { return };
    let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    let mut own = words.iter().filter(|inline| !blank(inline));
    let Some(Inline::Link { target: Target::Chapter(at), inlines }) = own.next() else { return };
    let inner: Vec<&Inline> = inlines.iter().filter(|inline| !blank(inline)).collect();
    let is_picture = matches!(inner.as_slice(), [Inline::Image { .. }] | [Inline::Image { .. }, Inline::Span { .. }]);
    let rest: Vec<Inline> = own.cloned().collect();
    let is_alone = rest.is_empty() || matches!(rest.as_slice(), [Inline::Span { .. }]);
    if !is_picture || !is_alone {
        return;
    }
    if let Some(link) = links.get(*at) {
        remarks.plain("links around pictures", &link.address, At::Line(link.line));
    }
    *words = inlines.iter().cloned().chain(rest).collect();
}

/// A place alone before a title is the title's.
fn placed(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for mut block in blocks {
        if let (Some(Block::Paragraph(words)), Block::Heading { attributes, .. }) = (out.last(), &mut block)
            && let [Inline::Anchor(id)] = words.as_slice()
            && attributes.id.is_none()
        {
            attributes.id = Some(id.clone());
            out.pop();
        }
        out.push(block);
    }
    out
}

/// Notes as Word and Typora export them: a link to `#_ftn1` is a call, a paragraph that begins with one to `#_ftnref1` is
/// the note, and so are the paragraphs behind it.
fn word_notes(blocks: &mut Vec<Block>, notes: &mut Notes, links: &[super::builder::Named]) {
    let label = |inline: &Inline, mark: &str| match inline {
        Inline::Link { target: Target::Chapter(at), .. } => {
            let link = links.get(*at)?;
            let number = link.address.split_once('#')?.1.strip_prefix(mark)?;
            let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
            is_number.then(|| (format!("_ftn{number}"), link.line))
        }
        _ => None,
    };
    if !links.iter().any(|link| link.address.contains("#_ftn") || link.address.contains("#_edn")) {
        return;
    }
    let mut rest = Vec::new();
    let mut open: Option<String> = None;
    let begins = |block: &Block| {
        let Block::Paragraph(words) = block else { return false };
        let first = words.iter().find(|inline| !matches!(inline, Inline::Anchor(_)));
        first.is_some_and(|first| ["_ftnref", "_ednref"].iter().any(|mark| label(first, mark).is_some()))
    };
    // What stands behind the last note is text again.
    let last = blocks.iter().rposition(begins).unwrap_or(0);
    for (nth, block) in std::mem::take(blocks).into_iter().enumerate() {
        if nth > last {
            rest.push(block);
            continue;
        }
        let Block::Paragraph(mut words) = block else {
            if matches!(block, Block::Heading { .. }) {
                open = None;
            }
            rest.push(block);
            continue;
        };
        let first = words.iter().position(|inline| !matches!(inline, Inline::Anchor(_)));
        let found = first.and_then(|at| ["_ftnref", "_ednref"].iter().find_map(|mark| label(&words[at], mark)));
        if let (Some((found, line)), Some(at)) = (found, first) {
            words.drain(..=at);
            if let Some(Inline::Text(text)) = words.first_mut() {
                *text = text.trim_start().to_owned();
            }
            notes.entry(found.clone()).or_insert((line, Vec::new())).1.push(Block::Paragraph(words));
            open = Some(found);
        } else if let Some((_, note)) = open.as_ref().and_then(|open| notes.get_mut(open)) {
            note.push(Block::Paragraph(words));
        } else {
            rest.push(Block::Paragraph(words));
        }
    }
    *blocks = rest;
    // A rule that parted the notes from the text parts nothing now.
    if matches!(blocks.last(), Some(Block::Break)) {
        blocks.pop();
    }
    let turn = |list: &mut Vec<Inline>| {
        for inline in list.iter_mut() {
            if let Some((found, line)) = ["_ftn", "_edn"].iter().find_map(|mark| label(inline, mark)) {
                *inline = call(&found, line);
            }
        }
        list.retain(|inline| !matches!(inline, Inline::Anchor(id) if id.starts_with("_ftn") || id.starts_with("_edn")));
        // The call of a note was raised already.
        for inline in list.iter_mut() {
            if let Inline::Superscript(inside) = inline
                && let [only] = inside.as_slice()
                && called(only).is_some()
            {
                *inline = inside[0].clone();
            }
        }
    };
    walk::inlines(blocks, &mut { turn });
}

/// A list of attributes stands behind what it belongs to.
fn attributes(list: &mut Vec<Inline>, remarks: &mut Remarks) {
    let is_list = |inline: &Inline| matches!(inline, Inline::Span { inlines, attributes } if inlines.is_empty() && !attributes.is_empty());
    let mut out: Vec<Inline> = Vec::new();
    for inline in std::mem::take(list) {
        match (inline, out.last_mut()) {
            (Inline::Span { attributes, inlines }, Some(before)) if inlines.is_empty() && !attributes.is_empty() => {
                match before {
                    // Kept behind the picture, which may yet be a figure.
                    Inline::Image { .. } => out.push(Inline::Span { attributes, inlines }),
                    before if is_list(before) => {
                        if let Inline::Span { attributes: known, .. } = before {
                            known.id = known.id.take().or(attributes.id);
                            known.classes.extend(attributes.classes);
                            known.pairs.extend(attributes.pairs);
                        }
                    }
                    Inline::Link { .. } | Inline::Code(_) => {
                        let mut attributes = classes::known(attributes, At::File, remarks);
                        attributes.pairs.retain(|(key, _)| key == "lang");
                        if !attributes.is_empty() {
                            let inside = std::mem::replace(before, Inline::Break);
                            *before = Inline::Span { attributes, inlines: vec![inside] };
                        }
                    }
                    _ => {
                        let mut attributes = attributes;
                        attributes.pairs.retain(|(key, _)| key != classes::LINE && key != classes::TAG);
                        out.push(Inline::Text(crate::import::write::escape::list(&attributes)));
                    }
                }
            }
            (Inline::Span { attributes, inlines }, _) => {
                let mut attributes = classes::known(attributes, At::File, remarks);
                attributes.pairs.retain(|(key, _)| matches!(key.as_str(), "lang" | "only" | "not"));
                match attributes.classes.iter().position(|class| class == "smallcaps" || class == "underline") {
                    Some(at)
                        if attributes.classes.len() == 1 && attributes.id.is_none() && attributes.pairs.is_empty() =>
                    {
                        let made =
                            if attributes.classes[at] == "smallcaps" { Inline::SmallCaps } else { Inline::Underline };
                        out.push(made(inlines));
                    }
                    _ => out.push(Inline::Span { attributes, inlines }),
                }
            }
            (inline, _) => out.push(inline),
        }
    }
    *list = out;
}

/// What is known while notes are put in place of their calls.
struct Calls<'n> {
    notes: &'n Notes,
    /// Labels that stand in more than one call.
    often: BTreeSet<String>,
    seen: BTreeSet<String>,
    /// The notes in which the call stands.
    around: Vec<String>,
}

impl<'n> Calls<'n> {
    fn of(blocks: &mut [Block], notes: &'n mut Notes) -> Calls<'n> {
        let (mut once, mut often) = (BTreeSet::new(), BTreeSet::new());
        let mut count = |list: &mut Vec<Inline>| {
            for (label, _) in list.iter().filter_map(called) {
                if !once.insert(label.clone()) {
                    often.insert(label);
                }
            }
        };
        walk::inlines(blocks, &mut count);
        notes.values_mut().for_each(|(_, note)| walk::inlines(note, &mut count));
        Calls { notes, often, seen: BTreeSet::new(), around: Vec::new() }
    }

    fn place(&mut self, blocks: &mut [Block], remarks: &mut Remarks) {
        walk::inlines(blocks, &mut |list| {
            for inline in std::mem::take(list) {
                match called(&inline) {
                    Some((label, line)) => self.call(label, At::Line(line), list, remarks),
                    None => list.push(inline),
                }
            }
        });
    }

    fn call(&mut self, label: String, at: At, out: &mut Vec<Inline>, remarks: &mut Remarks) {
        let Some((_, note)) = self.notes.get(&label) else {
            remarks.plain("calls of notes that are not there", &format!("[^{label}]"), at);
            return out.push(Inline::Text(format!("[^{label}]")));
        };
        // Notes that call each other have no end.
        if self.around.contains(&label) || self.around.len() >= 2 {
            remarks.plain("calls of a note in itself", &format!("[^{label}]"), at);
            return out.push(Inline::Superscript(vec![Inline::Text(label)]));
        }
        if self.seen.insert(label.clone()) {
            let mut note = note.clone();
            self.around.push(label.clone());
            self.place(&mut note, remarks);
            self.around.pop();
            out.push(Inline::Note(note));
            if self.often.contains(&label) {
                out.push(Inline::Call { label, again: false });
            }
        } else {
            out.push(Inline::Call { label, again: true });
        }
        remarks.converted("notes", at);
    }
}

/// Blocks one by one, those in blocks first.
fn each(blocks: Vec<Block>, manner: Manner, remarks: &mut Remarks) -> Vec<Block> {
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Quote { blocks, attribution } => {
                let mut blocks = each(blocks, manner, remarks);
                let found = attribution.or_else(|| attributed(&mut blocks));
                // A callout is written as a quote.
                if let (None, [Block::Div { attributes, .. }]) = (&found, blocks.as_slice())
                    && attributes.classes.iter().any(|class| class == "sidebar")
                {
                    out.append(&mut blocks);
                    continue;
                }
                out.push(Block::Quote { blocks, attribution: found });
            }
            Block::Div { attributes, blocks } => {
                let is_verse = attributes.classes.iter().any(|class| class == "verse");
                let blocks = each(blocks, Manner { poems: manner.poems || is_verse, ..manner }, remarks);
                let mut attributes = attributes;
                attributes.classes.retain(|class| class != "verse");
                attributes.pairs.retain(|(key, _)| matches!(key.as_str(), "lang" | "only" | "not"));
                out.push(Block::Div { attributes, blocks });
            }
            Block::List(mut list) => {
                list.items = list.items.into_iter().map(|item| each(item, manner, remarks)).collect();
                out.push(Block::List(list));
            }
            Block::Paragraph(words) => {
                for words in pictures(words) {
                    out.extend(paragraph(words, manner, remarks));
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// A last paragraph that begins with a dash is the attribution, by the rules of our own reader.
fn attributed(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let begins = |block: &Block| match block {
        Block::Paragraph(words) => match words.first() {
            Some(Inline::Text(text)) => dash(text),
            _ => None,
        },
        _ => None,
    };
    let last = blocks.last().and_then(begins)?;
    let before = blocks.len().checked_sub(2).map(|at| &blocks[at])?;
    if begins(before).is_some() {
        return None;
    }
    let Some(Block::Paragraph(mut words)) = blocks.pop() else { return None };
    if let Some(Inline::Text(text)) = words.first_mut() {
        text.replace_range(..last, "");
    }
    Some(words)
}

/// Pictures on lines of their own in one paragraph are a paragraph each.
fn pictures(words: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut groups: Vec<Vec<Inline>> = Vec::new();
    let mut is_apart = true;
    for inline in &words {
        match inline {
            Inline::Image { .. } if is_apart => {
                groups.push(vec![inline.clone()]);
                is_apart = false;
            }
            Inline::Span { inlines, .. } if inlines.is_empty() && !is_apart => {
                groups.last_mut().into_iter().for_each(|group| group.push(inline.clone()));
            }
            Inline::Break => is_apart = true,
            Inline::Text(text) if text.trim().is_empty() => is_apart |= text.contains('\n'),
            _ => return vec![words],
        }
    }
    if groups.len() > 1 { groups } else { vec![words] }
}

fn paragraph(words: Vec<Inline>, manner: Manner, remarks: &mut Remarks) -> Option<Block> {
    if is_scene_break(&words) {
        remarks.converted("scene breaks", At::File);
        return Some(Block::Break);
    }
    let blank = |inline: &Inline| matches!(inline, Inline::Text(text) if text.trim().is_empty());
    let own: Vec<&Inline> = words.iter().filter(|inline| !blank(inline)).collect();
    if let [Inline::Image { picture, alt }, rest @ ..] = own.as_slice()
        && let [] | [Inline::Span { .. }] = rest
    {
        let mut attributes = match rest {
            [Inline::Span { attributes, inlines }] if inlines.is_empty() => attributes.clone(),
            [] => Attributes::default(),
            _ => return Some(Block::Paragraph(words)),
        };
        let mut take = |key: &str| {
            let at = attributes.pairs.iter().position(|(own, _)| own == key)?;
            Some(attributes.pairs.remove(at).1)
        };
        let (caption, title) = (take("fig-cap"), take("title"));
        let described = take("fig-alt").or(take("alt"));
        let captions = manner.captions && take(classes::TAG).is_none();
        // Pandoc's captions stand between the brackets; the title shows under the pointer.
        let is_caption = caption.is_some() || captions && !alt.is_empty() && title.as_ref() != Some(alt);
        let tooltip = title.as_ref().filter(|title| is_caption && caption.as_ref() != Some(title));
        tooltip.into_iter().for_each(|title| remarks.left("titles of links and words", title, At::File));
        let caption =
            caption.or(title.filter(|_| !is_caption)).or_else(|| (captions && !alt.is_empty()).then(|| alt.clone()));
        let attributes = classes::known(attributes, At::File, remarks);
        let text = |words: String| if words.is_empty() { Vec::new() } else { vec![Inline::Text(words)] };
        return Some(Block::Figure {
            picture: *picture,
            attributes,
            alt: text(described.unwrap_or_else(|| alt.clone())),
            caption: text(caption.unwrap_or_default()),
        });
    }
    if manner.poems && !words.is_empty() {
        remarks.converted("poems that were typed as lines", At::File);
        let mut stanza: Vec<Line> = vec![Line::default()];
        for inline in words {
            match inline {
                Inline::Break => stanza.push(Line::default()),
                Inline::Text(text) => {
                    for (at, part) in text.split('\n').enumerate() {
                        if at > 0 {
                            stanza.push(Line::default());
                        }
                        if let Some(line) = stanza.last_mut().filter(|_| !part.is_empty()) {
                            line.inlines.push(Inline::Text(part.to_owned()));
                        }
                    }
                }
                other => stanza.last_mut().into_iter().for_each(|line| line.inlines.push(other.clone())),
            }
        }
        for line in &mut stanza {
            if let Some(Inline::Text(text)) = line.inlines.first_mut() {
                // No-break spaces are how people indent a line of Markdown.
                let bare = text.trim_start_matches(['\u{a0}', ' ', '\u{2003}']);
                let indent =
                    text[..text.len() - bare.len()].chars().map(|c| if c == '\u{2003}' { 2 } else { 1 }).sum::<usize>();
                line.indent = indent / 2;
                *text = bare.to_owned();
            }
        }
        return Some(Block::Verse(Verse {
            attributes: Attributes::default(),
            stanzas: vec![stanza],
            attribution: None,
        }));
    }
    Some(Block::Paragraph(words))
}

/// `* * *`, `#`, `~`, `⁂` and their like alone in a paragraph.
fn is_scene_break(words: &[Inline]) -> bool {
    let text = crate::import::write::plain(words);
    let marks: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_mark = |c: char| "*•·⁂#~❦☙❧✻✽✤–—-_+".contains(c);
    let plain = words
        .iter()
        .all(|inline| matches!(inline, Inline::Text(_) | Inline::Emphasis(_) | Inline::Strong(_) | Inline::Break));
    let usual = ["#", "⁂", "❦", "☙", "❧", "~"].contains(&marks.as_str()) || marks.chars().count() >= 3;
    plain && !marks.is_empty() && marks.chars().count() <= 12 && usual && marks.chars().all(is_mark)
}

/// One paragraph of stanzas after another is one poem.
pub fn join_poems(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in blocks {
        match (out.last_mut(), block) {
            (Some(Block::Verse(before)), Block::Verse(mut more))
                if more.attributes.is_empty() && before.attribution.is_none() =>
            {
                before.stanzas.append(&mut more.stanzas);
                before.attribution = more.attribution;
            }
            (_, block) => out.push(block),
        }
    }
    out
}
