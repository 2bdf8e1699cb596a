//! In: the blocks inside a quote. Out: the quote with its attribution, the epigraph, or the box, that they make.

use super::leaves;
use super::lines;
use super::origin::Origin;
use super::part::{self, Part};
use super::reader::Reader;
use crate::base::Diagnostic;
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

/// A line with a dash under a poem or a quotation, outside of it, that reads like who wrote that.
pub fn hint_at_attributions(parts: &[Part], origin: &Origin<'_>, reader: &mut Reader<'_>) {
    for (at, two) in parts.windows(2).enumerate() {
        let is_whole = match &two[0].block.kind {
            BlockKind::Quote { attribution, .. } => attribution.is_none(),
            BlockKind::Verse { verse } => verse.attribution.is_none(),
            _ => false,
        };
        let source = origin.text[two[1].range.clone()].trim_end();
        let is_name = source.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '*' | '_' | ')'));
        let goes_on = parts.get(at + 2).is_some_and(|next| next.dash);
        if is_whole && two[1].dash && is_name && !source.contains('\n') && !goes_on && reader.plain == 0 {
            let why = "a line that begins with a dash stands under a poem or a quotation and is not its attribution";
            let help = "put it inside, after an empty line, if it names who wrote this; put `::: plain` around it if it is speech";
            let place = two[1].range.start..two[1].range.start + source.len();
            reader.found.add(Diagnostic::hint("attribution-line", why).at(origin.span(place)).help(help));
        }
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
