//! In: pages of lines. Out: where on every page which place of the manuscript stands. Refuses to know what asks.

use super::covering::covered;
use super::sheet::Sheet;
use crate::base::{Length, Point, Rect, Span};
use crate::design::Geometry;
use crate::layout::galley::SetLine;
use crate::layout::paginate::{Settled, line_of};
use crate::page::{Item, Side};

/// Rounding, where a place is looked up.
const SLACK: Length = Length::pt(1);

/// For every page the areas of what stands on it, from the trim's top left corner: pictures, then lines, then what covers
/// the page.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Vec<(Rect, Span)>>);

impl Sources {
    pub const NONE: Sources = Sources(Vec::new());

    pub fn new(pages: Vec<Vec<(Rect, Span)>>) -> Sources {
        Sources(pages)
    }

    /// Where on a page a place of the manuscript stands.
    pub fn area(&self, page: usize, span: Span) -> Option<Rect> {
        self.0.get(page)?.iter().find(|(_, own)| *own == span).map(|(area, _)| *area)
    }

    /// The page with the line in which a place of the manuscript begins: a line is known by its first letter.
    pub fn page_of(&self, place: Span) -> Option<usize> {
        let all = self.0.iter().enumerate().flat_map(|(page, areas)| areas.iter().map(move |(_, span)| (page, *span)));
        let own = all.filter(|(_, span)| span.file == place.file && *span != Span::default());
        let before = own
            .clone()
            .filter(|(_, span)| span.start <= place.start)
            .max_by_key(|(page, span)| (span.start, std::cmp::Reverse(*page)));
        before.or_else(|| own.min_by_key(|(page, span)| (span.start, *page))).map(|(page, _)| page)
    }

    /// What stands at a point of a page.
    pub fn find(&self, page: usize, Point { x, y }: Point) -> Option<Span> {
        let holds = |area: &Rect| {
            let area = area.outset(SLACK);
            (area.origin.x..=area.right()).contains(&x) && (area.origin.y..=area.bottom()).contains(&y)
        };
        self.0.get(page)?.iter().find(|(area, _)| holds(area)).map(|(_, span)| *span)
    }
}

pub fn sources(geometry: &Geometry, settled: &Settled, sheets: &[Sheet]) -> Sources {
    let sides = settled.sequence.pages.iter().map(|leaf| leaf.side);
    Sources(sheets.iter().zip(sides).map(|(sheet, side)| page(geometry, settled, sheet, side)).collect())
}

fn page(geometry: &Geometry, settled: &Settled, sheet: &Sheet, side: Side) -> Vec<(Rect, Span)> {
    let left = geometry.type_area(side.is_recto()).origin.x;
    let (mut pictures, mut lines, mut grounds) = (Vec::new(), Vec::new(), Vec::new());
    let mut add = |line: &SetLine, y: Length| {
        for (at, item) in &line.items {
            if let Item::Image { size, source: Some(source), .. } = item {
                if let Some(covers) = line.covers {
                    grounds.push((covered(geometry, covers, side.is_recto()), *source));
                    continue;
                }
                pictures.push((Rect { origin: Point::new(left + at.x, y + at.y), size: *size }, *source));
            }
        }
        // What stands in the margin belongs to the line too.
        let area = Rect::new(Length::ZERO, y - line.ascent, geometry.trim.width, line.ascent + line.descent);
        lines.push((area, line.span));
    };
    if let Some((section, _)) = sheet.stands {
        let galley = &settled.galleys[section.0 as usize];
        sheet.body.iter().filter_map(|&(spot, y)| Some((line_of(galley, spot)?, y))).for_each(|(line, y)| add(line, y));
    }
    for placed in &sheet.notes {
        add(&settled.notes[&placed.note].lines[placed.line], placed.y);
    }
    pictures.append(&mut lines);
    // What covers the page is below all else.
    pictures.append(&mut grounds);
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FileId;

    #[test]
    fn the_first_area_around_a_point_is_its_source() {
        let span = |at| Span::new(FileId(0), at..at + 1);
        let area = |top| Rect::new(Length::ZERO, Length::pt(top), Length::pt(100), Length::pt(20));
        let sources = Sources::new(vec![vec![(area(50), span(1)), (area(0), span(2)), (area(20), span(3))]]);
        let find = |page, x, y| sources.find(page, Point::new(Length::pt(x), Length::pt(y)));
        assert_eq!([find(0, 5, 10), find(0, 5, 30), find(0, 100, 60)], [Some(span(2)), Some(span(3)), Some(span(1))]);
        assert_eq!([find(0, 5, 90), find(0, 110, 10), find(1, 5, 10)], [None; 3]);
    }
}
