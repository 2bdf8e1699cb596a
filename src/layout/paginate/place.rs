//! In: a galley and its plan. Out: which lines stand on a page, and how deep. Refuses to know what is on the lines.

use crate::base::Length;
use crate::layout::galley::{Float, Galley, GalleyItem, SetLine};
use crate::layout::pagebreak::{PagePlan, Place, Plan};
use crate::model::block;

/// A line of a galley's chosen settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenLine {
    Line {
        item: usize,
        setting: usize,
        line: usize,
    },
    /// A line of what stands above one with which a page begins.
    Above {
        item: usize,
        setting: usize,
        line: usize,
        nth: usize,
    },
    /// What a gap turns into at a page's head or foot.
    Edge {
        item: usize,
    },
    /// A line of a figure that stands at the page's head or foot.
    Float {
        float: usize,
        line: usize,
    },
}

/// Whether a page of a section is meant to be empty.
pub fn is_blank(galley: &Galley, plan: &Plan, page: &PagePlan) -> bool {
    let mut spots = lines(galley, plan, page).into_iter();
    let blank = |(spot, _)| line_of(galley, spot).is_some_and(SetLine::is_blank);
    page.notes.is_empty() && page.floats.is_empty() && spots.next().is_none_or(blank) && spots.all(blank)
}

/// The lines of one page with their baselines, measured down from one grid line above the page's first: a gap at the
/// head or foot is gone, or is what stands for it there.
pub fn lines(galley: &Galley, plan: &Plan, page: &PagePlan) -> Vec<(ChosenLine, Length)> {
    let mut placed: Vec<(ChosenLine, Length)> = Vec::new();
    let mut y = Length::ZERO;
    let mut gaps: Vec<usize> = Vec::new();
    let mut is_first = true;
    for item in page.start.item..galley.items.len().min(page.end.item + 1) {
        match &galley.items[item] {
            GalleyItem::Space { .. } if item == page.end.item => {}
            GalleyItem::Space { .. } => gaps.push(item),
            GalleyItem::Text { settings } => {
                let setting = plan.settings.get(item).copied().unwrap_or(0);
                let count = settings.get(setting).map_or(0, |(_, lines)| lines.len());
                let from = if item == page.start.item { page.start.line } else { 0 };
                let to = if item == page.end.item { page.end.line.min(count) } else { count };
                for line in from..to {
                    let at_head = placed.is_empty();
                    for gap in gaps.drain(..) {
                        y += gap_depth(galley, gap, at_head, &mut placed, y);
                    }
                    let spot = ChosenLine::Line { item, setting, line };
                    if is_first {
                        let above = line_of(galley, spot).and_then(|line| line.above.as_deref()).unwrap_or_default();
                        for (nth, above) in above.iter().enumerate() {
                            y += above.advance;
                            placed.push((ChosenLine::Above { item, setting, line, nth }, y));
                        }
                        is_first = false;
                    }
                    y += line_of(galley, spot).map_or(Length::ZERO, |line| line.advance);
                    placed.push((spot, y));
                }
            }
        }
    }
    for gap in gaps {
        y += gap_depth(galley, gap, true, &mut placed, y);
    }
    placed
}

/// The lines of a page's figures that stand at its head, or at its foot, each with the depth from above the first to its
/// baseline, and the depth of all. On a section's first page, where the title stands at the head, all are at the foot.
pub fn floats(galley: &Galley, page: &PagePlan, head: bool) -> (Vec<(ChosenLine, Length)>, Length) {
    let mut placed = Vec::new();
    let mut y = Length::ZERO;
    let first = page.start == Place::default() && page.end != page.start;
    for float in page.floats.clone() {
        let Some(Float { place, lines, gap, .. }) = galley.floats.get(float) else { continue };
        if (*place == block::Place::Top && !first) != head {
            continue;
        }
        y += if head { Length::ZERO } else { *gap };
        for (line, set) in lines.iter().enumerate() {
            y += set.advance;
            placed.push((ChosenLine::Float { float, line }, y));
        }
        y += if head { *gap } else { Length::ZERO };
    }
    (placed, y)
}

/// What a gap adds to the depth; at an edge its line is placed.
fn gap_depth(galley: &Galley, item: usize, at_edge: bool, placed: &mut Vec<(ChosenLine, Length)>, y: Length) -> Length {
    let GalleyItem::Space { advance, at_edge: edge, .. } = &galley.items[item] else { return Length::ZERO };
    match (at_edge, edge) {
        (false, _) => *advance,
        (true, None) => Length::ZERO,
        (true, Some(line)) => {
            placed.push((ChosenLine::Edge { item }, y + line.advance));
            line.advance
        }
    }
}

/// The line at a spot of this galley.
pub fn line_of(galley: &Galley, spot: ChosenLine) -> Option<&SetLine> {
    match spot {
        ChosenLine::Float { float, line } => galley.floats.get(float)?.lines.get(line),
        ChosenLine::Line { item, setting, line } => match galley.items.get(item)? {
            GalleyItem::Text { settings } => settings.get(setting)?.1.get(line),
            GalleyItem::Space { .. } => None,
        },
        ChosenLine::Above { item, setting, line, nth } => {
            line_of(galley, ChosenLine::Line { item, setting, line })?.above.as_ref()?.get(nth)
        }
        ChosenLine::Edge { item } => match galley.items.get(item)? {
            GalleyItem::Space { at_edge, .. } => at_edge.as_deref(),
            GalleyItem::Text { .. } => None,
        },
    }
}

/// The same, to be changed; not what stands above another line, on each of several pages.
pub fn line_of_mut(galley: &mut Galley, spot: ChosenLine) -> Option<&mut SetLine> {
    match spot {
        ChosenLine::Float { float, line } => galley.floats.get_mut(float)?.lines.get_mut(line),
        ChosenLine::Line { item, setting, line } => match galley.items.get_mut(item)? {
            GalleyItem::Text { settings } => settings.get_mut(setting)?.1.get_mut(line),
            GalleyItem::Space { .. } => None,
        },
        ChosenLine::Above { .. } => None,
        ChosenLine::Edge { item } => match galley.items.get_mut(item)? {
            GalleyItem::Space { at_edge, .. } => at_edge.as_deref_mut(),
            GalleyItem::Text { .. } => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::design::StyleRole;
    use crate::layout::pagebreak::After;
    use crate::model::BlockId;

    fn text(lines: usize) -> GalleyItem {
        let line = SetLine::blank(Length::pt(10), BlockId::default(), StyleRole::Body, Span::default());
        GalleyItem::Text { settings: vec![(Default::default(), vec![line; lines])] }
    }

    fn gap(edge: bool) -> GalleyItem {
        let line = || SetLine::blank(Length::pt(20), BlockId::default(), StyleRole::Ornament, Span::default());
        let after = After::FREE;
        GalleyItem::Space { advance: Length::pt(5), at_edge: edge.then(|| Box::new(line())), after }
    }

    /// Baselines in points, `o` before an ornament at an edge.
    fn placed(items: Vec<GalleyItem>, start: (usize, usize), end: (usize, usize)) -> String {
        let place = |(item, line)| Place { item, line };
        let page = PagePlan {
            start: place(start),
            end: place(end),
            notes: vec![],
            floats: 0..0,
            extra: 0,
            cost: Default::default(),
        };
        let galley = Galley { items, ..Galley::default() };
        let show = |(spot, y): (ChosenLine, Length)| match spot {
            ChosenLine::Line { .. } | ChosenLine::Float { .. } => y.to_string(),
            ChosenLine::Above { .. } => format!("a{y}"),
            ChosenLine::Edge { .. } => format!("o{y}"),
        };
        lines(&galley, &Plan::default(), &page).into_iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn gaps_stand_inside_and_vanish_at_the_edges() {
        assert_eq!(placed(vec![gap(false), text(2), gap(false), text(1), gap(false)], (0, 0), (5, 0)), "10 20 35");
        assert_eq!(placed(vec![gap(true), text(1), gap(true), text(1), gap(true)], (0, 0), (5, 0)), "o20 30 45 o65");
        assert_eq!(placed(vec![text(3), gap(true), text(3)], (0, 1), (1, 0)), "10 20");
        assert_eq!(placed(vec![text(3), gap(true), text(3)], (0, 2), (2, 2)), "10 25 35");
        assert_eq!(placed(vec![text(3), gap(true), text(3)], (1, 0), (2, 1)), "o20 30");
    }
}
