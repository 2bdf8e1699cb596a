//! In: a cover builder, the words for the flaps, the author's picture. Out: what stands on the flaps, in any style.
//! Refuses to know where they are folded.

use super::art;
use super::back::{BackText, TextStyle};
use super::builder::{About, CoverBuilder};
use super::sheet::SAFE;
use crate::base::{Length, Point, Rect, Size};
use crate::design::{Align, ArtFit, CoverStyle, FamilyId};
use crate::model::Book;

/// A flap is narrow: larger letters would leave five words a line.
const LARGEST: Length = Length::pt_ratio(21, 2);

pub fn flaps(builder: &mut CoverBuilder, book: &Book, pages: usize) {
    let Some(panels) = builder.sheet.flaps() else { return };
    let about = [About::FlapText, About::BackFlapText];
    for (nth, (panel, about)) in panels.into_iter().zip(about).enumerate() {
        let text = book.cover.flaps.get(nth).and_then(|text| text.as_deref()).map(|book| BackText { book, pages });
        let author = book.cover.author.as_ref().filter(|_| nth == 1);
        if text.is_none() && author.is_none() {
            continue;
        }
        let style = builder.design.cover.style;
        let palette = builder.palette;
        // Words stand on the cover's colour, or on paper where there is a pattern or a picture.
        let on_paper = style == CoverStyle::Classic || book.cover.wrap.is_some();
        if on_paper {
            let area = builder.sheet.with_bleed(panel);
            builder.field(area, palette.light);
        }
        let margin = SAFE.max(panel.size.width / 9);
        let mut room = panel.outset(-margin);
        if let Some(picture) = author {
            let most = Size::new(room.size.width.scale(2, 3), room.size.height.scale(2, 5));
            let place = art::at(picture, Rect { origin: room.origin, size: most }, ArtFit::Whole);
            let place = Rect { origin: room.origin, size: place.size };
            builder.items.push(art::place(picture, place, ArtFit::Fill).0);
            let below = place.size.height + LARGEST * 2;
            room = Rect::new(room.origin.x, room.origin.y + below, room.size.width, room.size.height - below);
        }
        let Some(text) = text else { continue };
        let text_style = TextStyle {
            ink: if on_paper { palette.dark } else { palette.on_ground },
            family: match style {
                CoverStyle::Classic => FamilyId::BODY,
                CoverStyle::Modern => FamilyId::HEADING,
                CoverStyle::Zine => FamilyId::MONO,
            },
            align: Align::Left,
            parted: style != CoverStyle::Classic,
            largest: LARGEST,
        };
        let column = builder.column((about, &text), &text_style, room.size);
        builder.put_column(column, Point::new(room.origin.x, room.origin.y));
    }
}
