//! In: the book. Out: what may truly be said of its EPUB's accessibility (EPUB Accessibility 1.1, schema.org's terms).

use crate::model::{BarrierKind, Block, BlockKind, Book, Image, Inline, barriers, walk};
use crate::pictures::Format;

/// Found by reading the whole book once; every claim of the package rests on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Pictures that mean something.
    pub pictures: bool,
    /// A picture that means something has no words.
    pub unspoken: bool,
    pub long_descriptions: bool,
    /// A check that is told as a warning found something: words of a link, of another script, of another language.
    pub barred: bool,
    /// A picture that may move.
    pub may_move: bool,
    pub pages: bool,
}

impl Facts {
    pub fn of(book: &Book, pages: bool) -> Facts {
        let barred = barriers(book).iter().any(|barrier| barrier.kind != BarrierKind::HeadlessTable);
        let mut facts = Facts { pages, barred, ..Facts::default() };
        for section in &book.sections {
            walk::inlines(&section.title, &mut |inline| facts.inline(inline, book));
            facts.blocks(&section.blocks, book);
        }
        for note in &book.notes {
            facts.blocks(&note.blocks, book);
        }
        facts
    }

    fn blocks(&mut self, blocks: &[Block], book: &Book) {
        walk::blocks(blocks, &mut |block| {
            if let BlockKind::Figure { figure } = &block.kind {
                self.image(&figure.image, book);
            }
        });
        walk::inlines_of(blocks, &mut |inline| self.inline(inline, book));
    }

    fn inline(&mut self, inline: &Inline, book: &Book) {
        if let Inline::Image { image } = inline {
            self.image(image, book);
        }
    }

    fn image(&mut self, image: &Image, book: &Book) {
        self.pictures |= !image.decorative;
        self.unspoken |= !image.decorative && image.alt.trim().is_empty();
        self.long_descriptions |= image.attributes.others.iter().any(|(key, _)| key == "longdesc");
        let picture = &book.asset(image.asset).picture;
        self.may_move |= match picture.format {
            Format::Svg => {
                [&b"<animate"[..], b"<set", b"animation", b"<script"].iter().any(|sign| holds(&picture.bytes, sign))
            }
            Format::Png => holds(&picture.bytes, b"acTL"),
            Format::Jpeg => false,
        };
    }

    /// Everything that the claim of conformance asks of the book itself; what the markup owes holds for every book.
    pub fn conforms(&self) -> bool {
        !self.unspoken && !self.barred && !self.may_move
    }

    pub fn modes(&self) -> Vec<&'static str> {
        if self.pictures { vec!["textual", "visual"] } else { vec!["textual"] }
    }

    pub fn sufficient_modes(&self) -> Vec<&'static str> {
        match (self.pictures, self.unspoken) {
            (_, false) => vec!["textual"],
            (_, true) => vec!["textual,visual"],
        }
    }

    pub fn features(&self) -> Vec<&'static str> {
        let mut features =
            vec!["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"];
        let also = [
            (self.pictures && !self.unspoken, "alternativeText"),
            (self.long_descriptions, "longDescription"),
            (self.pages, "pageNavigation"),
            (self.pages, "pageBreakMarkers"),
        ];
        features.extend(also.iter().filter(|(holds, _)| *holds).map(|(_, name)| *name));
        features
    }

    pub fn hazard(&self) -> &'static str {
        if self.may_move { "unknown" } else { "none" }
    }

    /// In English, for shops and libraries; an author's own words replace it.
    pub fn summary(&self) -> String {
        let mut says = vec![
            "The text flows and can be enlarged, recoloured and read aloud; headings, contents and notes are linked.",
        ];
        match (self.pictures, self.unspoken) {
            (false, _) => {}
            (true, false) => says.push("Every picture that carries meaning is described."),
            (true, true) => says.push("Some pictures have no description."),
        }
        if self.pages {
            says.push("Page numbers of the print edition are marked.");
        }
        says.join(" ")
    }
}

fn holds(bytes: &[u8], sign: &[u8]) -> bool {
    bytes.windows(sign.len()).any(|window| window == sign)
}
