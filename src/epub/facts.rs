//! In: the book. Out: what may truly be said of its EPUB's accessibility (EPUB Accessibility 1.1, schema.org's terms).

use crate::design::EpubDesign;
use crate::language;
use crate::model::{BarrierKind, Block, BlockKind, Book, Image, Inline, Role, Target, barriers, walk};
use crate::xhtml::{long_description, shows_title};

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
    /// A picture that may move. Drawings cannot: they are written anew without what moves.
    pub may_move: bool,
    pub headings: bool,
    /// A chapter of the class `index`, of links into the text.
    pub index: bool,
    pub pages: bool,
    /// The author's style sheet may take text away from some readers.
    pub restyled: bool,
}

impl Facts {
    pub fn of(book: &Book, design: &EpubDesign, pages: bool) -> Facts {
        let barred = barriers(book).iter().any(|barrier| barrier.kind != BarrierKind::HeadlessTable);
        let mut facts = Facts {
            pages,
            barred,
            restyled: design.own_sheet.as_ref().is_some_and(|own| own.is_doubted),
            ..Facts::default()
        };
        for section in &book.sections {
            facts.headings |= shows_title(section) || section.role == Role::TitlePage;
            facts.index |= section.attributes.classes.iter().any(|class| class == "index") && leads(&section.blocks);
            walk::inlines(&section.title, &mut |inline| facts.inline(inline, book));
            facts.blocks(&section.blocks, book);
        }
        for (_, note) in book.notes() {
            facts.blocks(&note.blocks, book);
        }
        facts
    }

    fn blocks(&mut self, blocks: &[Block], book: &Book) {
        walk::blocks(blocks, &mut |block| self.headings |= matches!(block.kind, BlockKind::Heading { .. }));
        walk::images_of(blocks, &mut |image| self.image(image, book));
    }

    fn inline(&mut self, inline: &Inline, book: &Book) {
        if let Inline::Image { image } = inline {
            self.image(image, book);
        }
    }

    fn image(&mut self, image: &Image, book: &Book) {
        self.pictures |= !image.decorative;
        self.unspoken |= !image.decorative && image.alt.trim().is_empty();
        self.long_descriptions |= long_description(book, image).is_some();
        self.may_move |= book.asset(image.asset).picture.moves();
    }

    /// Everything that the claim of conformance asks of the book itself; what the markup owes holds for every book.
    pub fn conforms(&self) -> bool {
        !self.unspoken && !self.barred && !self.may_move && !self.restyled
    }

    /// Why there is no claim, in words.
    pub fn against(&self) -> Vec<&'static str> {
        let all = [
            (self.unspoken, "an image has no alt text"),
            (self.barred, "a link or a word of another language cannot be understood by those who only hear it"),
            (self.may_move, "an image may move"),
            (self.restyled, "the book's own style sheet sets what nobody checked"),
        ];
        all.into_iter().filter(|(holds, _)| *holds).map(|(_, why)| why).collect()
    }

    pub fn modes(&self) -> Vec<&'static str> {
        if self.pictures { vec!["textual", "visual"] } else { vec!["textual"] }
    }

    /// Each alone is enough to read the whole.
    pub fn sufficient_modes(&self) -> Vec<&'static str> {
        match (self.pictures, self.unspoken) {
            (false, _) => vec!["textual"],
            (true, false) => vec!["textual", "textual,visual"],
            (true, true) => vec!["textual,visual"],
        }
    }

    pub fn features(&self) -> Vec<&'static str> {
        let all = [
            (true, "tableOfContents"),
            (true, "readingOrder"),
            (!self.restyled, "displayTransformability"),
            (true, "ARIA"),
            (self.headings, "structuralNavigation"),
            (self.pictures && !self.unspoken, "alternativeText"),
            (self.long_descriptions, "longDescription"),
            (self.pages, "pageNavigation"),
            (self.pages, "pageBreakMarkers"),
            (self.index, "index"),
        ];
        all.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect()
    }

    /// Nothing here sounds; what may move may flash.
    pub fn hazards(&self) -> Vec<&'static str> {
        match self.may_move {
            true => vec!["noSoundHazard", "unknownFlashingHazard", "unknownMotionSimulationHazard"],
            false => vec!["none"],
        }
    }

    /// For shops and libraries, in the book's language where its words are known, else in English; with the language. An
    /// author's own words replace it.
    pub fn summary<'a>(&self, language: &'a str) -> (String, &'a str) {
        let own = language::of(language).accessibility.as_ref();
        let english = || language::of("en").accessibility.as_ref();
        let (words, language) = own.map_or_else(|| (english(), "en"), |own| (Some(own), language));
        let Some(words) = words else { return (String::new(), language) };
        let mut says = vec![words.text.as_str()];
        match (self.pictures, self.unspoken) {
            (false, _) => {}
            (true, false) => says.push(&words.described),
            (true, true) => says.push(&words.undescribed),
        }
        if self.long_descriptions {
            says.push(&words.at_length);
        }
        if self.pages {
            says.push(&words.pages);
        }
        (says.join(" "), language)
    }
}

/// Whether there is a link into the book.
fn leads(blocks: &[Block]) -> bool {
    let mut leads = false;
    walk::inlines_of(blocks, &mut |inline| {
        leads |= matches!(inline, Inline::Link { target: Target::Anchor(_), .. } | Inline::PageOf { .. });
    });
    leads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, AnchorId, Asset, AssetId, Attributes, BlockId, Corrections, Section, SectionId};
    use crate::pictures::{Format, Picture};
    use std::sync::Arc;

    fn image(alt: &str, longdesc: Option<&str>, decorative: bool) -> Inline {
        let others = longdesc.map(|id| ("longdesc".to_owned(), id.to_owned())).into_iter().collect();
        let attributes = Attributes { others, ..Attributes::default() };
        let (asset, width, span) = (AssetId::of("a.png"), None, Default::default());
        Inline::Image { image: Image { asset, alt: alt.to_owned(), decorative, width, attributes, span } }
    }

    fn facts(png: &[u8], inlines: Vec<Inline>, classes: &[&str]) -> Facts {
        let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
        let block = Block { id: BlockId(0), span: Default::default(), attributes: Attributes::default(), kind };
        let classes = classes.iter().map(|class| class.to_string()).collect();
        let attributes = Attributes { classes, ..Attributes::default() };
        let section = Section { blocks: vec![block], attributes, ..Section::default() };
        let picture =
            Arc::new(Picture { format: Format::Png, bytes: png.to_vec().into(), width: 1, height: 1, ink: None });
        let anchor = Anchor { name: "there".to_owned(), section: SectionId(0), block: None, title: String::new() };
        let assets = vec![Asset { id: AssetId::of("a.png"), name: "a.png".to_owned(), picture }];
        let mut book = Book {
            sections: vec![section],
            assets,
            anchors: [(AnchorId::of("there"), anchor)].into(),
            ..Book::default()
        };
        book.metadata.language = "en".to_owned();
        let epub = EpubDesign {
            shops: vec![],
            embed_fonts: false,
            contents_depth: 9,
            page_list: true,
            own_sheet: None,
            original_pictures: false,
        };
        Facts::of(&book, &epub, true)
    }

    #[test]
    fn a_claim_is_made_where_it_is_true() {
        let none = facts(b"", vec![], &[]);
        assert_eq!(
            (none.modes(), none.sufficient_modes(), none.hazards()),
            (vec!["textual"], vec!["textual"], vec!["none"])
        );
        let always = [
            "tableOfContents",
            "readingOrder",
            "displayTransformability",
            "ARIA",
            "pageNavigation",
            "pageBreakMarkers",
        ];
        assert_eq!(none.features(), always);
        assert!(none.conforms());

        let spoken = facts(b"", vec![image("words", Some("#there"), false), image("", None, true)], &[]);
        assert!(["alternativeText", "longDescription"].iter().all(|feature| spoken.features().contains(feature)));
        assert_eq!(spoken.sufficient_modes(), ["textual", "textual,visual"]);
        assert!(spoken.conforms());

        let mute = facts(b"", vec![image("words", Some("#nowhere"), false), image(" ", None, false)], &[]);
        assert!(["alternativeText", "longDescription"].iter().all(|feature| !mute.features().contains(feature)));
        assert_eq!((mute.sufficient_modes(), mute.conforms()), (vec!["textual,visual"], false));

        let moving = facts(b"\x89PNG\r\n\x1a\n\0\0\0\0acTL\0\0\0\0", vec![image("words", None, false)], &[]);
        assert_eq!((moving.hazards().len(), moving.conforms()), (3, false));
    }

    #[test]
    fn an_index_is_one_that_leads_somewhere() {
        let link = |children| Inline::Link {
            target: Target::Anchor(AnchorId::of("there")),
            children,
            span: Default::default(),
        };
        assert!(facts(b"", vec![link(vec![])], &["index"]).features().contains(&"index"));
        assert!(!facts(b"", vec![], &["index"]).features().contains(&"index"));
        let unclear =
            facts(b"", vec![link(vec![Inline::Text { text: "here".to_owned(), span: Default::default() }])], &[]);
        assert!(!unclear.conforms() && !unclear.features().contains(&"index"));
    }
}
