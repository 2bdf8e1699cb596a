//! In: a tree as a reader gave it. Out: the same in the one form in which it is written and read back: no empty marks, no
//! marks in the same mark, white space outside of marks, nothing deeper than Markdown holds.

use super::tree::{Block, Chapter, Definition, Inline, Line, List, Numbering, Table, Verse};

/// Containers inside each other; what is deeper stands beside its container.
const DEEPEST: usize = 20;

pub fn chapter(chapter: &mut Chapter) {
    chapter.blocks = blocks(std::mem::take(&mut chapter.blocks), 0);
}

fn blocks(all: Vec<Block>, depth: usize) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    for block in all {
        let block = match block {
            Block::Heading { level, attributes, inlines } => {
                Block::Heading { level: level.clamp(1, 6), attributes, inlines: run(inlines) }
            }
            Block::Paragraph(inlines) => match run(inlines).as_mut_slice() {
                [] => continue,
                [Inline::Image { picture, alt }] => Block::Figure {
                    picture: *picture,
                    attributes: Default::default(),
                    alt: text(std::mem::take(alt)),
                    caption: Vec::new(),
                },
                words => Block::Paragraph(words.to_vec()),
            },
            Block::Verse(verse) => match self::verse(verse) {
                verse if verse.stanzas.is_empty() => continue,
                verse => Block::Verse(verse),
            },
            Block::Quote { blocks: inside, .. } | Block::Div { blocks: inside, .. } if depth >= DEEPEST => {
                out.extend(blocks(inside, depth));
                continue;
            }
            Block::List(list) if depth >= DEEPEST => {
                out.extend(blocks(list.items.into_iter().flatten().collect(), depth));
                continue;
            }
            Block::Quote { blocks: inside, attribution } => {
                let inside = blocks(inside, depth + 1);
                let attribution = attribution.map(run).filter(|words| !words.is_empty());
                match (inside.is_empty(), attribution) {
                    (true, None) => continue,
                    (true, Some(words)) => Block::Quote { blocks: vec![Block::Paragraph(words)], attribution: None },
                    (false, attribution) => Block::Quote { blocks: inside, attribution },
                }
            }
            Block::List(list) => match self::list(list, depth) {
                list if list.items.is_empty() => continue,
                list => Block::List(list),
            },
            Block::Definitions(items) => {
                for block in definitions(items, depth) {
                    match (out.last_mut(), block) {
                        (Some(Block::Definitions(before)), Block::Definitions(items)) => before.extend(items),
                        (_, block) => out.push(block),
                    }
                }
                continue;
            }
            Block::Table(table) => match self::table(table) {
                table if table.aligns.is_empty() => continue,
                table => Block::Table(table),
            },
            Block::Div { attributes, blocks: inside } => {
                let inside = blocks(inside, depth + 1);
                let says = attributes.classes.iter().any(|class| matches!(class.as_str(), "pagebreak" | "blank"));
                match (inside.is_empty(), attributes.is_empty()) {
                    (true, _) if !says => continue,
                    (false, true) => {
                        out.extend(inside);
                        continue;
                    }
                    _ => Block::Div { attributes, blocks: inside },
                }
            }
            Block::Break if matches!(out.last(), Some(Block::Break)) => continue,
            Block::Figure { picture, attributes, alt, caption } => {
                Block::Figure { picture, attributes, alt: run(alt), caption: run(caption) }
            }
            Block::Comment(text) if text.trim().is_empty() => continue,
            Block::Code { language, text } => {
                Block::Code { language, text: text.strip_suffix('\n').unwrap_or(&text).to_owned() }
            }
            Block::Break | Block::Comment(_) => block,
        };
        out.push(block);
    }
    out
}

fn text(words: String) -> Vec<Inline> {
    if words.trim().is_empty() { Vec::new() } else { run(vec![Inline::Text(words)]) }
}

fn list(list: List, depth: usize) -> List {
    let items: Vec<Vec<Block>> = list
        .items
        .into_iter()
        .map(|item| {
            let mut inside = blocks(item, depth + 1);
            inside.retain(|block| *block != Block::Break);
            inside
        })
        .filter(|item| !item.is_empty())
        .collect();
    let is_short = |item: &Vec<Block>| match item.as_slice() {
        [Block::Paragraph(_)] => true,
        [Block::Paragraph(_), Block::List(inner)] => {
            inner.tight && (inner.numbering == Numbering::Bullets || inner.start == 1)
        }
        _ => false,
    };
    let alone = matches!(items.as_slice(), [item] if item.len() == 1);
    let tight = alone || list.tight && items.iter().all(is_short);
    List { tight, items, ..list }
}

/// Terms with one meaning are one term; what has no meaning, or no term, stands beside the list.
fn definitions(items: Vec<Definition>, depth: usize) -> Vec<Block> {
    let (mut out, mut whole, mut terms) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        let mut term = run(item.term);
        if !terms.is_empty() && !term.is_empty() {
            terms.push(Inline::Text(", ".to_owned()));
        }
        terms.append(&mut term);
        let mut meanings: Vec<Vec<Block>> = item.meanings.into_iter().map(|all| blocks(all, depth + 1)).collect();
        meanings.retain(|all| !all.is_empty());
        match (terms.is_empty(), meanings.is_empty()) {
            (_, true) => {}
            (true, false) => {
                if !whole.is_empty() {
                    out.push(Block::Definitions(std::mem::take(&mut whole)));
                }
                out.extend(meanings.into_iter().flatten());
            }
            (false, false) => whole.push(Definition { term: run(std::mem::take(&mut terms)), meanings }),
        }
    }
    if !whole.is_empty() {
        out.push(Block::Definitions(whole));
    }
    if !terms.is_empty() {
        out.push(Block::Paragraph(run(terms)));
    }
    out
}

fn table(table: Table) -> Table {
    let rows: Vec<Vec<Vec<Inline>>> =
        table.rows.into_iter().map(|cells| cells.into_iter().map(run).collect()).collect();
    let head: Vec<Vec<Inline>> = table.head.into_iter().map(run).collect();
    let widest = rows.iter().chain([&head]).map(Vec::len).max().unwrap_or(0);
    let mut aligns = table.aligns;
    aligns.resize(widest, Default::default());
    Table { attributes: table.attributes, caption: run(table.caption), aligns, head, rows }
}

fn verse(verse: Verse) -> Verse {
    let line = |line: Line| {
        let inlines = merged(line.inlines, &mut Vec::new(), true);
        Line { indent: line.indent, inlines: trimmed(inlines) }
    };
    // A line end in a line begins another.
    let parts = |line: Line| {
        let split = line.inlines.split(|inline| *inline == Inline::Break);
        split.map(|part| Line { indent: line.indent, inlines: part.to_vec() }).collect::<Vec<_>>()
    };
    let mut stanzas: Vec<Vec<Line>> =
        verse.stanzas.into_iter().map(|lines| lines.into_iter().flat_map(parts).map(line).collect()).collect();
    for stanza in &mut stanzas {
        stanza.retain(|line: &Line| !line.inlines.is_empty());
    }
    stanzas.retain(|stanza| !stanza.is_empty());
    Verse { attributes: verse.attributes, stanzas, attribution: verse.attribution.map(run) }
}

/// The words of a block.
fn run(inlines: Vec<Inline>) -> Vec<Inline> {
    trimmed(merged(inlines, &mut Vec::new(), false))
}

/// Without white space and line ends at the edges.
fn trimmed(mut inlines: Vec<Inline>) -> Vec<Inline> {
    loop {
        match inlines.first_mut() {
            Some(Inline::Break) => drop(inlines.remove(0)),
            Some(Inline::Text(text)) if text.starts_with(' ') => match text.trim_start_matches(' ') {
                "" => drop(inlines.remove(0)),
                words => *text = words.to_owned(),
            },
            _ => break,
        }
    }
    loop {
        match inlines.last_mut() {
            Some(Inline::Break) => drop(inlines.pop()),
            Some(Inline::Text(text)) if text.ends_with(' ') => match text.trim_end_matches(' ') {
                "" => drop(inlines.pop()),
                words => *text = words.to_owned(),
            },
            _ => return inlines,
        }
    }
}

/// Which mark an inline is, where it may not stand in itself.
fn mark(inline: &Inline) -> Option<u8> {
    Some(match inline {
        Inline::Emphasis(_) => 0,
        Inline::Strong(_) => 1,
        Inline::SmallCaps(_) => 2,
        Inline::Strike(_) => 3,
        Inline::Subscript(_) => 4,
        Inline::Superscript(_) => 5,
        Inline::Underline(_) => 6,
        Inline::Link { .. } => 7,
        Inline::Inserted(_) => 8,
        Inline::Deleted(_) => 9,
        Inline::Span { .. } => 10,
        Inline::Text(_) | Inline::Code(_) | Inline::Math { .. } | Inline::Anchor(_) | Inline::Image { .. } => {
            return None;
        }
        Inline::Note(_) | Inline::Call { .. } | Inline::Break | Inline::Comment(_) => return None,
    })
}

/// `open` are the marks around these inlines; `exact` keeps runs of spaces.
fn merged(all: Vec<Inline>, open: &mut Vec<u8>, exact: bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut all = all.into_iter().peekable();
    while let Some(mut inline) = all.next() {
        let Some(kind) = mark(&inline) else {
            match inline {
                Inline::Text(words) => push_text(&words, exact, &mut out),
                Inline::Note(inner) => match blocks(inner, 1) {
                    inner if inner.is_empty() => {}
                    inner => out.push(Inline::Note(inner)),
                },
                // In verse each line has ended already.
                Inline::Break if exact => push_text(" ", exact, &mut out),
                Inline::Code(mut text) => {
                    while let Some(Inline::Code(more)) = all.next_if(|next| matches!(next, Inline::Code(_))) {
                        text.push_str(&more);
                    }
                    code(&text, exact, &mut out);
                }
                other => push(other, exact, &mut out),
            }
            continue;
        };
        let is_deep = open.len() >= DEEPEST;
        let is_open = kind != 10 && open.contains(&kind) || is_deep;
        let Some(own) = inline.inner_mut() else { continue };
        let inner = std::mem::take(own);
        if is_open {
            let inner = if is_deep { shallow(inner) } else { merged(inner, open, exact) };
            inner.into_iter().for_each(|inner| push(inner, exact, &mut out));
            continue;
        }
        open.push(kind);
        let mut inner = merged(inner, open, exact);
        open.pop();
        let (before, after) = hoisted(&mut inner, kind == 7);
        before.into_iter().for_each(|words| push(words, exact, &mut out));
        let is_place = matches!(&inline, Inline::Span { attributes, .. } if attributes.id.is_some());
        let fills_itself = matches!(&inline, Inline::Link { .. });
        if !inner.is_empty() || is_place || fills_itself {
            if let Some(own) = inline.inner_mut() {
                *own = inner;
            }
            push(inline, exact, &mut out);
        }
        after.into_iter().for_each(|words| push(words, exact, &mut out));
    }
    out
}

/// White space at the edges of code parts words: it stands outside, where none stands yet.
fn code(text: &str, exact: bool, out: &mut Vec<Inline>) {
    let space = |out: &mut Vec<Inline>| {
        if !matches!(out.last(), Some(Inline::Text(before)) if before.ends_with(' ')) {
            push_text(" ", exact, out);
        }
    };
    let words = text.trim();
    if text.starts_with(char::is_whitespace) {
        space(out);
    }
    if !words.is_empty() {
        push(Inline::Code(words.to_owned()), exact, out);
        if text.ends_with(char::is_whitespace) {
            space(out);
        }
    }
}

/// Only the words: what is deeper has no marks.
fn shallow(all: Vec<Inline>) -> Vec<Inline> {
    match super::write::plain(&all) {
        words if words.is_empty() => Vec::new(),
        words => vec![Inline::Text(words)],
    }
}

/// The white space at both ends of a mark, and notes at the end of a link, belong outside.
fn hoisted(inner: &mut Vec<Inline>, link: bool) -> (Vec<Inline>, Vec<Inline>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    loop {
        match inner.first_mut() {
            Some(Inline::Text(text)) if text.starts_with(' ') => {
                let words = text.trim_start_matches(' ').to_owned();
                before.push(Inline::Text(text[..text.len() - words.len()].to_owned()));
                if words.is_empty() {
                    inner.remove(0);
                } else {
                    *text = words;
                }
            }
            Some(Inline::Break) => before.push(inner.remove(0)),
            _ => break,
        }
    }
    loop {
        match inner.last_mut() {
            Some(Inline::Text(text)) if text.ends_with(' ') => {
                let words = text.trim_end_matches(' ').to_owned();
                after.insert(0, Inline::Text(text[words.len()..].to_owned()));
                if words.is_empty() {
                    inner.pop();
                } else {
                    *text = words;
                }
            }
            Some(Inline::Note(_) | Inline::Call { .. }) if !link => return (before, after),
            Some(Inline::Break | Inline::Note(_) | Inline::Call { .. }) => {
                after.splice(0..0, inner.pop()).for_each(drop)
            }
            _ => return (before, after),
        }
    }
}

/// Text joins text, and a mark joins the same mark; no space stands at a line's edge.
fn push(inline: Inline, exact: bool, out: &mut Vec<Inline>) {
    match (out.last_mut(), inline) {
        (_, Inline::Text(words)) => push_text(&words, exact, out),
        (Some(Inline::Code(before)), Inline::Code(more)) => before.push_str(&more),
        (Some(Inline::Text(before)), Inline::Break) => {
            let kept = before.trim_end_matches(' ').len();
            before.truncate(kept);
            if kept == 0 {
                out.pop();
            }
            out.push(Inline::Break);
        }
        (Some(Inline::Emphasis(before)), Inline::Emphasis(more))
        | (Some(Inline::Strong(before)), Inline::Strong(more))
        | (Some(Inline::SmallCaps(before)), Inline::SmallCaps(more))
        | (Some(Inline::Strike(before)), Inline::Strike(more))
        | (Some(Inline::Subscript(before)), Inline::Subscript(more))
        | (Some(Inline::Superscript(before)), Inline::Superscript(more))
        | (Some(Inline::Underline(before)), Inline::Underline(more))
        | (Some(Inline::Inserted(before)), Inline::Inserted(more))
        | (Some(Inline::Deleted(before)), Inline::Deleted(more)) => {
            more.into_iter().for_each(|more| push(more, exact, before))
        }
        (_, inline) => out.push(inline),
    }
}

/// White space is one space, unless it is exact; what no text may hold goes.
fn push_text(words: &str, exact: bool, out: &mut Vec<Inline>) {
    let at_start = matches!(out.last(), Some(Inline::Break));
    let mut text = match out.pop() {
        Some(Inline::Text(text)) => text,
        other => {
            out.extend(other);
            String::new()
        }
    };
    for letter in words.chars() {
        match letter {
            ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => {
                let is_one_too_many = at_start && text.is_empty() || !exact && text.ends_with(' ');
                if !is_one_too_many {
                    text.push(' ');
                }
            }
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => text.push(letter),
        }
    }
    if !text.is_empty() {
        out.push(Inline::Text(text));
    }
}
