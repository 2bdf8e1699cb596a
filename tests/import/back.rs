//! Trees drawn at random, and Markdown of ours as a tree again.

use super::support::language::Draw;
use chapbook::base::FileId;
use chapbook::import::tree::{
    Align, Attributes, Block, Chapter, Definition, Inline, Line, List, Numbering, Picture, Table, Target, Verse,
};
use chapbook::manuscript::draft::{self, CallTarget, Draft};
use chapbook::manuscript::markdown::{self, Manner};
use chapbook::manuscript::scope::Scope;
use chapbook::model;

const WORDS: [&str; 24] = [
    "stone", "a_b", "_x_", "1918.", "#", "-", "+", "5 * 3", "x < y", "<b>", "[sic]", "[x](y)", "&amp;", "\\", "`",
    "$5", "a@b", "@key", "==", "{.x}", ":smile:", "| bar", "> less", "^~",
];

fn word(draw: &mut Draw) -> String {
    (*draw.one(&WORDS)).to_owned()
}

fn text(draw: &mut Draw) -> Inline {
    let count = draw.within(1..=3);
    let words: Vec<String> = (0..count).map(|_| word(draw)).collect();
    let space = |draw: &mut Draw| if draw.percent(60) { " " } else { "" };
    Inline::Text(format!("{}{}{}", space(draw), words.join(" "), space(draw)))
}

fn inlines(draw: &mut Draw, depth: usize) -> Vec<Inline> {
    let count = draw.within(1..=4);
    (0..count).map(|_| inline(draw, depth)).collect()
}

fn inline(draw: &mut Draw, depth: usize) -> Inline {
    if depth == 0 {
        return text(draw);
    }
    match draw.within(0..=14) {
        0 => Inline::Emphasis(inlines(draw, depth - 1)),
        1 => Inline::Strong(inlines(draw, depth - 1)),
        2 => Inline::SmallCaps(inlines(draw, 0)),
        3 => Inline::Strike(inlines(draw, depth - 1)),
        4 => Inline::Superscript(vec![text(draw)]),
        5 => Inline::Subscript(vec![text(draw)]),
        6 => Inline::Code(word(draw)),
        7 => Inline::Link {
            target: Target::Address("https://example.org/a?b=1&c=(2)".into()),
            inlines: inlines(draw, 0),
        },
        8 => Inline::Note(vec![Block::Paragraph(vec![text(draw)])]),
        9 => Inline::Break,
        _ => text(draw),
    }
}

fn paragraph(draw: &mut Draw) -> Block {
    Block::Paragraph(inlines(draw, 2))
}

fn blocks(draw: &mut Draw, depth: usize) -> Vec<Block> {
    let count = draw.within(1..=3);
    (0..count).map(|_| block(draw, depth)).collect()
}

fn block(draw: &mut Draw, depth: usize) -> Block {
    match draw.within(0..=if depth == 0 { 3 } else { 9 }) {
        0 | 1 => paragraph(draw),
        2 => Block::Code { language: None, text: format!("{}\n  x\n", word(draw)) },
        3 => {
            let line = |draw: &mut Draw| Line { indent: draw.within(0..=2), inlines: inlines(draw, 1) };
            let stanza = |draw: &mut Draw| (0..draw.within(1..=3)).map(|_| line(draw)).collect();
            let stanzas = (0..draw.within(1..=2)).map(|_| stanza(draw)).collect();
            Block::Verse(Verse { stanzas, ..Verse::default() })
        }
        4 => Block::Quote { blocks: blocks(draw, depth - 1), attribution: None },
        5 => {
            let attribution = Some(vec![Inline::Text("A. Writer".into())]);
            Block::Quote { blocks: vec![paragraph(draw)], attribution }
        }
        6 => {
            let numbering = if draw.percent(50) { Numbering::Arabic } else { Numbering::Bullets };
            let items = (0..draw.within(1..=3)).map(|_| vec![paragraph(draw)]).collect();
            Block::List(List { numbering, start: 1, tight: draw.percent(50), items })
        }
        7 => {
            let cells = |draw: &mut Draw| vec![inlines(draw, 1), inlines(draw, 1)];
            let head = cells(draw);
            let rows = vec![cells(draw), cells(draw)];
            Block::Table(Table { aligns: vec![Align::Left, Align::None], head, rows, ..Table::default() })
        }
        8 => Block::Div { attributes: Attributes::class("sidebar"), blocks: blocks(draw, depth - 1) },
        _ => Block::Figure {
            picture: 0,
            attributes: Attributes::default(),
            alt: vec![Inline::Text("A house".into())],
            caption: vec![text(draw)],
        },
    }
}

pub fn chapter(draw: &mut Draw) -> Chapter {
    let mut all = vec![Block::Heading { level: 1, attributes: Attributes::default(), inlines: vec![text(draw)] }];
    all.push(Block::Paragraph(vec![Inline::Text("Words".into())]));
    all.extend(blocks(draw, 2));
    Chapter { name: "one".into(), blocks: all, ..Chapter::default() }
}

pub fn pictures() -> Vec<Picture> {
    vec![Picture { name: "house.png".into(), bytes: Vec::new() }]
}

pub fn read(text: &str) -> Chapter {
    let (draft, found) = markdown::read(FileId(0), text, "en", &Manner::default(), &Scope::default());
    assert!(!found.has_errors(), "{found}\n{text}");
    Chapter {
        name: "one".into(),
        blocks: draft.blocks.iter().map(|block| of_block(block, &draft)).collect(),
        ..Chapter::default()
    }
}

fn of_blocks(all: &[draft::Block], draft: &Draft) -> Vec<Block> {
    all.iter().map(|block| of_block(block, draft)).collect()
}

fn of_block(block: &draft::Block, draft: &Draft) -> Block {
    let run = |inlines: &[draft::Inline]| of_inlines(inlines, draft);
    match &block.kind {
        draft::BlockKind::Paragraph { inlines, .. } => Block::Paragraph(run(inlines)),
        draft::BlockKind::Heading { level, inlines, .. } => {
            Block::Heading { level: *level, attributes: Attributes::default(), inlines: run(inlines) }
        }
        draft::BlockKind::Quote { blocks, attribution, .. } => {
            Block::Quote { blocks: of_blocks(blocks, draft), attribution: attribution.as_deref().map(run) }
        }
        draft::BlockKind::Verse { verse } => {
            let line = |line: &draft::VerseLine| {
                assert!(line.speaker.is_none() && !line.dropped);
                Line { indent: usize::from(line.indent) / 2, inlines: run(&line.inlines) }
            };
            let stanzas = verse.stanzas.iter().map(|stanza| stanza.lines.iter().map(line).collect()).collect();
            Block::Verse(Verse { stanzas, attribution: verse.attribution.as_deref().map(run), ..Verse::default() })
        }
        draft::BlockKind::List { start, tight, items } => Block::List(List {
            numbering: if start.is_some() { Numbering::Arabic } else { Numbering::Bullets },
            start: start.map_or(1, |start| start as usize),
            tight: *tight,
            items: items.iter().map(|item| of_blocks(item, draft)).collect(),
        }),
        draft::BlockKind::Definitions { items } => {
            let item = |(term, meanings): &(Vec<draft::Inline>, Vec<Vec<draft::Block>>)| Definition {
                term: run(term),
                meanings: meanings.iter().map(|all| of_blocks(all, draft)).collect(),
            };
            Block::Definitions(items.iter().map(item).collect())
        }
        draft::BlockKind::Table { table } => {
            let cells = |cells: &Vec<draft::Cell>| cells.iter().map(|cell| run(&cell.inlines)).collect::<Vec<_>>();
            let align = |align: &model::Align| match align {
                model::Align::Default => Align::None,
                model::Align::Left => Align::Left,
                model::Align::Center => Align::Center,
                model::Align::Right => Align::Right,
            };
            Block::Table(Table {
                attributes: Attributes::default(),
                caption: table.caption.as_deref().map(run).unwrap_or_default(),
                aligns: table.columns.iter().map(align).collect(),
                head: cells(&table.head),
                rows: table.rows.iter().map(cells).collect(),
            })
        }
        draft::BlockKind::Figure { figure } => Block::Figure {
            picture: 0,
            attributes: Attributes::default(),
            alt: vec![Inline::Text(figure.image.alt.clone())],
            caption: figure.caption.as_deref().map(run).unwrap_or_default(),
        },
        draft::BlockKind::Code { language, text } => Block::Code { language: language.clone(), text: text.clone() },
        draft::BlockKind::Div { blocks, .. } => {
            Block::Div { attributes: Attributes::class("sidebar"), blocks: of_blocks(blocks, draft) }
        }
        _ => Block::Break,
    }
}

fn of_inlines(all: &[draft::Inline], draft: &Draft) -> Vec<Inline> {
    let run = |inlines: &[draft::Inline]| of_inlines(inlines, draft);
    let one = |inline: &draft::Inline| match inline {
        // A run of spaces in verse does not break.
        draft::Inline::Text { text, .. } => Inline::Text(text.replace('\u{a0}', " ")),
        draft::Inline::Emphasis { children } => Inline::Emphasis(run(children)),
        draft::Inline::Strong { children } => Inline::Strong(run(children)),
        draft::Inline::Strike { children } => Inline::Strike(run(children)),
        draft::Inline::Superscript { children } => Inline::Superscript(run(children)),
        draft::Inline::Subscript { children } => Inline::Subscript(run(children)),
        draft::Inline::SmallCaps { children } => Inline::SmallCaps(run(children)),
        draft::Inline::Code { text, .. } => Inline::Code(text.clone()),
        draft::Inline::Link { target, children, .. } => {
            let address = draft.lists.links[target.1 as usize].name.clone();
            Inline::Link { target: Target::Address(address), inlines: run(children) }
        }
        draft::Inline::Note { note, .. } => {
            let CallTarget::Label(label) = &draft.lists.calls[note.1 as usize].to else { panic!("a note in the line") };
            let mut definitions = draft.lists.definitions.iter();
            let found =
                definitions.find(|definition| definition.label.as_ref() == Some(label)).expect("the note is there");
            Inline::Note(of_blocks(&found.blocks, draft))
        }
        draft::Inline::LineEnd { .. } => Inline::Break,
        other => panic!("{other:?} was not written"),
    };
    all.iter().map(one).collect()
}
