//! In: the blocks inside a quote. Out: the quote with its attribution, the epigraph, or the box, that they make.

use super::leaves;
use super::lines;
use super::origin::Origin;
use super::part::{self, Part};
use super::reader::Reader;
use crate::manuscript::draft::{Attributes, BlockKind, Inline};
use crate::manuscript::shield::Callout;
use crate::manuscript::verse;
use crate::model::{Corrections, DivKind};
use std::ops::Range;

/// A box with its title, or with the name of its kind.
pub fn sidebar(
    callout: &Callout,
    inner: Vec<Part>,
    range: Range<usize>,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let typed = &reader.text[callout.title.clone()];
    let (words, place) = match typed.is_empty() {
        true => (callout.kind.as_str(), callout.mark.clone()),
        false => (typed, callout.title.clone()),
    };
    let inlines = lines::read_value(words, place.clone(), reader);
    let title =
        Part::new(origin, place, BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() });
    let mut blocks = vec![leaves::strong(title)];
    blocks.extend(inner);
    Part::new(origin, range, BlockKind::Div { kind: DivKind::Sidebar, blocks: part::blocks(blocks) })
}

/// A quote with the attribution that ends it.
pub fn quote(
    mut inner: Vec<Part>,
    range: Range<usize>,
    epigraph: bool,
    origin: &Origin<'_>,
    reader: &mut Reader<'_>,
) -> Part {
    let mut attribution = None;
    let talk = inner.len().checked_sub(2).is_none_or(|at| inner[at].dash);
    let last_is_dash = inner.last().is_some_and(|last| last.dash);
    if last_is_dash && !talk && reader.plain == 0 {
        if let Some(Part { block, range, .. }) = inner.pop()
            && let BlockKind::Paragraph { inlines, .. } = block.kind
        {
            attribution = Some(without_dash(inlines, verse::dash(&origin.text[range]).unwrap_or(0)));
        }
    } else if let Some(last) = inner.last().filter(|last| !last.dash) {
        hint_at_last_line(last, origin, reader);
    }
    Part::new(origin, range, BlockKind::Quote { epigraph, blocks: part::blocks(inner), attribution })
}

fn hint_at_last_line(last: &Part, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let source = origin.text[last.range.clone()].trim_end();
    let Some(start) = source.rfind('\n').map(|at| at + 1) else { return };
    let line = source[start..].trim_start_matches([' ', '\t', '>']);
    if matches!(last.block.kind, BlockKind::Paragraph { .. }) && verse::dash(line).is_some() {
        let end = last.range.start + source.len();
        reader.found.add(verse::attribution_hint(origin.span(end - line.len()..end)));
    }
}

/// The first text without the dash and the spaces that were typed, `typed` bytes of the source.
fn without_dash(mut inlines: Vec<Inline>, typed: usize) -> Vec<Inline> {
    if let Some(Inline::Text { text, span }) = inlines.first_mut() {
        let words = text.trim_start_matches(['-', '–', '—', '―']).trim_start();
        *text = words.to_string();
        span.start = (span.start + typed as u32).min(span.end);
        if text.is_empty() {
            inlines.remove(0);
        }
    }
    inlines
}

/// `::: epigraph` around one quote is that quote; around anything else it is one itself.
pub fn epigraph(mut inner: Vec<Part>, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Part {
    if let [Part { block, .. }] = inner.as_mut_slice()
        && block.attributes == Attributes::default()
        && let BlockKind::Quote { epigraph, .. } = &mut block.kind
    {
        *epigraph = true;
        return inner.remove(0);
    }
    quote(inner, range, true, origin, reader)
}
