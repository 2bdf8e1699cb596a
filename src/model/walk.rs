//! In: blocks and inlines. Out: visits in reading order, and the plain text that a `TextPos` counts in.
//!
//! A block's plain text is that of its own runs, in reading order, joined by line feeds; blocks inside it have their
//! own ids and their own text. So a quote's text is its attribution alone, a list has none, a poem's is its title,
//! its lines (a speaker before its line) and its attribution, a table's its caption, head and rows, cell by cell.

use super::inline::plain_text as words;
use super::{Block, BlockId, BlockKind, BookReferences, Image, Inline, LocalSpan, References};

/// One run of inlines that a block owns, and where it begins in the block's plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run<'a, R: References = BookReferences> {
    pub offset: u32,
    pub inlines: &'a [Inline<R>],
}

/// The runs of a block in reading order; none for code, whose plain text is its `text`.
pub fn runs<R: References>(block: &Block<R>) -> Vec<Run<'_, R>> {
    let mut offset = 0;
    own_runs(&block.kind)
        .into_iter()
        .map(|inlines| {
            let run = Run { offset, inlines };
            offset += words(inlines).len() as u32 + 1;
            run
        })
        .collect()
}

/// The text of the block itself, without that of blocks inside it.
pub fn plain_text<R: References>(block: &Block<R>) -> String {
    match &block.kind {
        BlockKind::Code { text, .. } => text.clone(),
        kind => own_runs(kind).into_iter().map(words).collect::<Vec<_>>().join("\n"),
    }
}

fn own_runs<R: References>(kind: &BlockKind<R>) -> Vec<&[Inline<R>]> {
    match kind {
        BlockKind::Paragraph { inlines, .. } | BlockKind::Heading { inlines, .. } => vec![inlines],
        BlockKind::Quote { attribution, .. } => attribution.iter().map(Vec::as_slice).collect(),
        BlockKind::Verse { verse } => {
            let lines = verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
            let lines = lines.flat_map(|line| line.speaker.iter().chain([&line.inlines]));
            verse.title.iter().chain(lines).chain(&verse.attribution).map(Vec::as_slice).collect()
        }
        BlockKind::Definitions { items } => items.iter().map(|(term, _)| term.as_slice()).collect(),
        BlockKind::Table { table } => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            table.caption.iter().chain(cells.map(|cell| &cell.inlines)).map(Vec::as_slice).collect()
        }
        BlockKind::Figure { figure } => figure.caption.iter().map(Vec::as_slice).collect(),
        BlockKind::Contents { entries } => entries.iter().map(|entry| entry.title.as_slice()).collect(),
        BlockKind::List { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Div { .. } => Vec::new(),
    }
}

/// The sequences of blocks inside a block, in reading order.
pub fn children<R: References>(kind: &BlockKind<R>) -> Vec<&[Block<R>]> {
    match kind {
        BlockKind::Quote { blocks, .. } | BlockKind::Div { blocks, .. } => vec![blocks],
        BlockKind::List { items, .. } => items.iter().map(Vec::as_slice).collect(),
        BlockKind::Definitions { items } => {
            items.iter().flat_map(|(_, definitions)| definitions).map(Vec::as_slice).collect()
        }
        BlockKind::Paragraph { .. }
        | BlockKind::Heading { .. }
        | BlockKind::Verse { .. }
        | BlockKind::Table { .. }
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Contents { .. } => Vec::new(),
    }
}

/// Every block, the outer before the inner.
pub fn blocks<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(&'a Block<R>)) {
    for block in list {
        visit(block);
        for inner in children(&block.kind) {
            blocks(inner, visit);
        }
    }
}

/// Every run of these blocks and the blocks inside them, in reading order, with its block.
pub fn runs_of<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(BlockId, &'a [Inline<R>])) {
    for block in list {
        match &block.kind {
            // A definition list's terms stand among its blocks, a quote's attribution after them.
            BlockKind::Definitions { items } => {
                for (term, definitions) in items {
                    visit(block.id, term);
                    for definition in definitions {
                        runs_of(definition, visit);
                    }
                }
            }
            kind => {
                for inner in children(kind) {
                    runs_of(inner, visit);
                }
                for run in own_runs(kind) {
                    visit(block.id, run);
                }
            }
        }
    }
}

/// Every inline of these blocks and the blocks inside them, in reading order, the outer before the inner. Notes are
/// not entered: their blocks belong to the book.
pub fn inlines_of<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(&'a Inline<R>)) {
    runs_of(list, &mut |_, run| inlines(run, visit));
}

/// Every picture of these blocks and the blocks inside them: the figures', then those that stand in text.
pub fn images_of<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(&'a Image<R>)) {
    figures_of(list, visit);
    text_images_of(list, visit);
}

/// Every picture on a line of its own.
pub fn figures_of<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(&'a Image<R>)) {
    blocks(list, &mut |block| {
        if let BlockKind::Figure { figure } = &block.kind {
            visit(&figure.image);
        }
    });
}

/// Every picture that stands in text.
pub fn text_images_of<'a, R: References>(list: &'a [Block<R>], visit: &mut impl FnMut(&'a Image<R>)) {
    inlines_of(list, &mut |inline| {
        if let Inline::Image { image } = inline {
            visit(image);
        }
    });
}

/// Every inline of a run, the outer before the inner.
pub fn inlines<'a, R: References>(run: &'a [Inline<R>], visit: &mut impl FnMut(&'a Inline<R>)) {
    for inline in run {
        visit(inline);
        if let Some(children) = inner(inline) {
            inlines(children, visit);
        }
    }
}

/// Whether an author ended a line in it.
pub fn has_line_ends<R: References>(run: &[Inline<R>]) -> bool {
    let mut has = false;
    inlines(run, &mut |inline| has |= matches!(inline, Inline::LineEnd { .. }));
    has
}

/// The picture that an inline is.
pub fn image(inline: &Inline) -> Option<&Image> {
    match inline {
        Inline::Image { image } => Some(image),
        _ => None,
    }
}

/// Whether a paragraph is pictures beside each other, and no words.
pub fn only_pictures(run: &[Inline]) -> bool {
    let is_gap = |inline: &Inline| {
        matches!(inline, Inline::LineEnd { .. })
            || matches!(inline, Inline::Text { text, .. } if text.trim().is_empty())
    };
    run.iter().any(|inline| image(inline).is_some())
        && run.iter().all(|inline| is_gap(inline) || image(inline).is_some())
}

/// Lines that an author ended run on: each end becomes a space.
pub fn run_on<R: References>(run: &mut [Inline<R>]) {
    inlines_mut(run, &mut |inline| {
        if let Inline::LineEnd { span } = inline {
            *inline = Inline::Text { text: " ".to_string(), span: *span };
        }
    });
}

/// The words of each line that an author ended.
pub fn ended_lines<R: References>(run: &[Inline<R>]) -> Vec<String>
where
    Inline<R>: Clone,
{
    let mut run = run.to_vec();
    inlines_mut(&mut run, &mut |inline| {
        if let Inline::LineEnd { span } = inline {
            *inline = Inline::Text { text: "\n".to_string(), span: *span };
        }
    });
    words(&run).split('\n').map(|line| line.trim().to_owned()).collect()
}

fn inner<R: References>(inline: &Inline<R>) -> Option<&[Inline<R>]> {
    match inline {
        Inline::Emphasis { children }
        | Inline::Strong { children }
        | Inline::Strike { children }
        | Inline::Superscript { children }
        | Inline::Subscript { children }
        | Inline::SmallCaps { children }
        | Inline::Link { children, .. }
        | Inline::Span { children, .. } => Some(children),
        Inline::Text { .. }
        | Inline::Code { .. }
        | Inline::PageOf { .. }
        | Inline::PageCount { .. }
        | Inline::Note { .. }
        | Inline::Image { .. }
        | Inline::LineEnd { .. } => None,
    }
}

/// Every block, the outer before the inner, to change it.
pub fn blocks_mut<R: References>(list: &mut [Block<R>], visit: &mut impl FnMut(&mut Block<R>)) {
    for block in list {
        visit(block);
        match &mut block.kind {
            BlockKind::Quote { blocks, .. } | BlockKind::Div { blocks, .. } => blocks_mut(blocks, visit),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| blocks_mut(item, visit)),
            BlockKind::Definitions { items } => {
                for (_, definitions) in items {
                    definitions.iter_mut().for_each(|definition| blocks_mut(definition, visit));
                }
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Verse { .. }
            | BlockKind::Table { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Code { .. }
            | BlockKind::Break
            | BlockKind::PageBreak { .. }
            | BlockKind::Contents { .. } => {}
        }
    }
}

/// The runs that a block itself owns, to change them; in reading order.
pub fn runs_mut<R: References>(block: &mut Block<R>) -> Vec<&mut Vec<Inline<R>>> {
    match &mut block.kind {
        BlockKind::Paragraph { inlines, .. } | BlockKind::Heading { inlines, .. } => vec![inlines],
        BlockKind::Quote { attribution, .. } => attribution.iter_mut().collect(),
        BlockKind::Verse { verse } => {
            let lines = verse.stanzas.iter_mut().flat_map(|stanza| &mut stanza.lines);
            let lines = lines.flat_map(|line| line.speaker.iter_mut().chain([&mut line.inlines]));
            verse.title.iter_mut().chain(lines).chain(&mut verse.attribution).collect()
        }
        BlockKind::Definitions { items } => items.iter_mut().map(|(term, _)| term).collect(),
        BlockKind::Table { table } => {
            let cells = table.head.iter_mut().chain(table.rows.iter_mut().flatten());
            table.caption.iter_mut().chain(cells.map(|cell| &mut cell.inlines)).collect()
        }
        BlockKind::Figure { figure } => figure.caption.iter_mut().collect(),
        BlockKind::Contents { entries } => entries.iter_mut().map(|entry| &mut entry.title).collect(),
        BlockKind::List { .. }
        | BlockKind::Code { .. }
        | BlockKind::Break
        | BlockKind::PageBreak { .. }
        | BlockKind::Div { .. } => Vec::new(),
    }
}

/// Every inline of a run, the inner before the outer, to change or replace it.
pub fn inlines_mut<R: References>(run: &mut [Inline<R>], visit: &mut impl FnMut(&mut Inline<R>)) {
    for inline in run {
        match inline {
            Inline::Emphasis { children }
            | Inline::Strong { children }
            | Inline::Strike { children }
            | Inline::Superscript { children }
            | Inline::Subscript { children }
            | Inline::SmallCaps { children }
            | Inline::Link { children, .. }
            | Inline::Span { children, .. } => inlines_mut(children, visit),
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::PageOf { .. }
            | Inline::PageCount { .. }
            | Inline::Note { .. }
            | Inline::Image { .. }
            | Inline::LineEnd { .. } => {}
        }
        visit(inline);
    }
}

/// Every place that these blocks, the blocks inside them and their inlines name, to change it.
pub fn spans_mut<R: References>(list: &mut [Block<R>], visit: &mut impl FnMut(&mut LocalSpan)) {
    blocks_mut(list, &mut |block| {
        visit(&mut block.span);
        match &mut block.kind {
            BlockKind::Figure { figure } => visit(&mut figure.image.span),
            BlockKind::Verse { verse } => {
                let lines = verse.stanzas.iter_mut().flat_map(|stanza| &mut stanza.lines);
                lines.for_each(|line| visit(&mut line.span));
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Quote { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Table { .. }
            | BlockKind::Code { .. }
            | BlockKind::Break
            | BlockKind::PageBreak { .. }
            | BlockKind::Div { .. }
            | BlockKind::Contents { .. } => {}
        }
        runs_mut(block).into_iter().for_each(|run| inline_spans_mut(run, visit));
    });
}

/// Every place that a run names, to change it.
pub fn inline_spans_mut<R: References>(run: &mut [Inline<R>], visit: &mut impl FnMut(&mut LocalSpan)) {
    inlines_mut(run, &mut |inline| match inline {
        Inline::Text { span, .. }
        | Inline::Code { span, .. }
        | Inline::Link { span, .. }
        | Inline::PageOf { span, .. }
        | Inline::PageCount { span }
        | Inline::Note { span, .. }
        | Inline::LineEnd { span } => visit(span),
        Inline::Image { image } => visit(&mut image.span),
        Inline::Emphasis { .. }
        | Inline::Strong { .. }
        | Inline::Strike { .. }
        | Inline::Superscript { .. }
        | Inline::Subscript { .. }
        | Inline::SmallCaps { .. }
        | Inline::Span { .. } => {}
    });
}
