//! In: nothing. Out: the types of everything that layout, cover and EPUB ask about looks. Refuses to know settings' text.

use super::booklet::BookletDesign;
use super::{Dress, Family, FamilyId, Marks, OwnSheet, Style, StyleRole};
use crate::base::config::named;
use crate::base::{Binding, Bleed, Edge, Ink, Length, Rect, Size};
use crate::fonts::{FaceId, Faces};
use crate::manuscript::settings::{
    ArtFit, ChapterStart, CoverBinding, CoverStyle, EbookShop, NoteNumber, NotePlace, Price, SpineText, VerseAlign,
};
use crate::pictures::PictureRules;
use crate::press::PressSetup;
use crate::printers::{Printer, Thickness};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that layout, cover and EPUB ask about looks.
#[derive(Clone, Debug)]
pub struct Design {
    pub faces: Arc<Faces>,
    /// By `FamilyId`.
    pub families: Vec<Family>,
    /// What the ebook calls them.
    pub family_names: Vec<String>,
    /// Families of variable fonts at other values of their axes, by the set of these.
    pub instances: BTreeMap<(FamilyId, u8), FamilyId>,
    /// Asked in order for a character that a family lacks.
    pub fallback: Vec<FaceId>,
    pub print: Geometry,
    /// The same for books of more pages, by the printer's gutters: steps that grow, `print` the first of them.
    pub gutters: Vec<Gutter>,
    /// The printer that prints.
    pub printer: Option<Arc<Printer>>,
    pub screen: Geometry,
    pub dress: Dress,
    pub chapter_start: ChapterStart,
    /// Lines of an initial, where the paragraph has so many; words of a lead-in in small capitals.
    pub initial_lines: usize,
    pub lead_words: usize,
    /// White between the letters of small capitals, and of words in capitals, in hundredths of their size.
    pub small_caps_spacing: i64,
    pub capitals_spacing: i64,
    /// What stands for a section break; empty for a blank line.
    pub ornament: String,
    /// What stands for a blank section break at a page's head or foot.
    pub edge_ornament: String,
    /// What else no author typed.
    pub marks: Marks,
    pub furniture: Furniture,
    pub hyphenate: bool,
    /// Words with their only breaks: `ma-nu-script`.
    pub hyphenation: Vec<String>,
    /// How far letters hang out at the margins, in hundredths of the table's own amounts; 0 is off.
    pub protrusion: i64,
    /// The most that a line's letters grow or shrink, in hundredths; 0 is off.
    pub expansion: i64,
    pub lines: LineDesign,
    pub notes: NoteDesign,
    pub verse: VerseDesign,
    /// How the print edition is printed.
    pub press: PressSetup,
    /// Crop, bleed and registration marks around the print edition's pages.
    pub print_marks: bool,
    /// Whether each ink gets a file of its own beside the print edition.
    pub plates: bool,
    pub booklet: BookletDesign,
    pub epub: EpubDesign,
    pub pictures: PictureRules,
    pub cover: CoverDesign,
}

/// What a line of justified text may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineDesign {
    /// The spaces between words, in hundredths of the face's own: they shrink no further than the least; beyond the
    /// most a line is a fault, and dear.
    pub least_space: i64,
    pub most_space: i64,
    /// Hyphens at the ends of lines in a row.
    pub hyphens_in_row: u8,
    /// Letters before and after a hyphen, where the language's patterns ask for fewer.
    pub hyphen_left: usize,
    pub hyphen_right: usize,
}

/// What stands around the text on an ordinary page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Furniture {
    pub head: HeadPlace,
    /// From the running head's baseline down to the first line's.
    pub head_space: Length,
    pub folio: FolioPlace,
    /// From the last line's baseline down to the folio's, where it stands at the foot.
    pub folio_space: Length,
    /// Whether a chapter's first page keeps its folio, at the foot.
    pub opening_folio: bool,
    /// Beside the folio of a page that ends inside a stanza.
    pub stanza_goes_on: Option<String>,
    /// Whether words on a picture get a panel where they would be hard to read.
    pub panel: bool,
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum FolioPlace {
        FootCenter = "foot-center",
        FootOuter = "foot-outer",
        HeadOuter = "head-outer",
        None = "none",
    }
}

named! {
    /// Where running heads stand; `Aligned` as their style says.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum HeadPlace {
        Aligned = "aligned",
        Outer = "outer",
        None = "none",
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDesign {
    pub place: NotePlace,
    pub number: NoteNumber,
    /// Length of the rule above notes, and above a note that goes on from the page before.
    pub rule: Length,
    pub rule_continued: Length,
    pub rule_thickness: Length,
    /// From the text to the rule, from the rule to the notes, between two notes.
    pub above: Length,
    pub below: Length,
    pub between: Length,
    /// Between a note's number and its text, in hundredths of an em.
    pub label_gap: i64,
}

/// How lines of verse stand in, in hundredths of an em. A screen has shares of its width too, in percent, for a narrow one:
/// the smaller of the two holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerseDesign {
    /// A step of indent, and where a poem stands in columns.
    pub step: i64,
    pub column_step: i64,
    /// How much deeper than the poem's deepest indent a turned-over line hangs.
    pub hang: i64,
    /// The most of the measure that indents and hangs take, in percent.
    pub most: i64,
    pub screen_step: i64,
    pub screen_step_share: i64,
    /// How much deeper than its own indent a turned-over line hangs.
    pub screen_hang: i64,
    pub screen_hang_share: i64,
    /// Lines of a stanza that stays whole where it fits a page.
    pub whole: usize,
    /// Whether each poem begins a page.
    pub new_page: bool,
    pub align: VerseAlign,
    /// From what stands around it, of a poem on the left; where nothing is set, what its style says.
    pub indent: Option<Length>,
}

/// Everything that the cover asks about looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoverDesign {
    pub style: CoverStyle,
    /// The author's; nothing for the style's own.
    pub colour: Option<Ink>,
    pub spine: SpineRule,
    pub spine_text: SpineText,
    /// The least pages of a book with words on its spine, and what stays clear on each side of them.
    pub words_from: u32,
    pub spine_clear: Length,
    /// Past the trim; of a case the part that is turned in.
    pub bleed: Length,
    pub fit: ArtFit,
    /// Whether words are set over the picture in front.
    pub over_art: bool,
    /// Whether that picture has the words in it.
    pub words_in_art: bool,
    pub binding: CoverBinding,
    /// The boards of a hard cover or its jacket, and nothing else, as `cover::sheet::Sheet` has them.
    pub hinge: Length,
    pub square: Length,
    pub fore_edge: Length,
    /// Nothing where there are no flaps.
    pub flap: Length,
    /// Of the nominal size, in hundredths; nothing for no barcode.
    pub barcode: Option<i64>,
    pub price: Option<Price>,
    pub guides: bool,
}

/// Where the width of the spine comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpineRule {
    Given(Length),
    /// Pages so thick, and twice a cover's board. `named` is false where nobody named a paper.
    Paper {
        paper: Thickness,
        board: Length,
        named: bool,
    },
    /// By the printer's own formula, on a paper of the printer or of the author.
    Printer {
        printer: Arc<Printer>,
        paper: Thickness,
        board: Length,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpubDesign {
    /// That get an EPUB of their own besides, each once.
    pub shops: Vec<EbookShop>,
    pub embed_fonts: bool,
    /// How far down its contents go: 1 for chapters.
    pub contents_depth: u8,
    pub page_list: bool,
    /// The author's style sheet, behind the program's.
    pub own_sheet: Option<OwnSheet>,
    /// Pictures stay as they came.
    pub original_pictures: bool,
}

/// One page geometry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    pub trim: Size,
    pub inner: Length,
    pub outer: Length,
    pub top: Length,
    pub bottom: Length,
    pub bleed: Bleed,
    pub binding: Binding,
    /// Grid lines of a full page; they fill the type area exactly.
    pub lines: i64,
    /// The first baseline, below the type area's top.
    pub first_baseline: Length,
}

/// Pages for books of at most so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gutter {
    pub to: u32,
    pub geometry: Geometry,
}

impl Geometry {
    /// The type area on a recto or verso, in the trim's coordinates.
    pub fn type_area(&self, recto: bool) -> Rect {
        let left = match self.binding.spine(recto) {
            Edge::Right => self.outer,
            Edge::Left | Edge::Top | Edge::Bottom => self.inner,
        };
        Rect::new(left, self.top, self.measure(), self.depth())
    }

    /// The least white between the text and the spine.
    pub fn gutter(&self) -> Length {
        match self.binding {
            Binding::Top => self.top.min(self.bottom),
            Binding::Left | Binding::Right => self.inner,
        }
    }

    /// Depth of the type area.
    pub fn depth(&self) -> Length {
        self.trim.height - self.top - self.bottom
    }

    pub fn measure(&self) -> Length {
        self.trim.width - self.inner - self.outer
    }

    /// How far what is wide may reach into the outer margin: two thirds of it, and 10 mm stay clear.
    pub fn outset(&self) -> Length {
        self.outer.scale(2, 3).min(self.outer - Length::mm(10)).max(Length::ZERO)
    }

    /// Whether one layout does for both: they differ in bleed alone.
    pub fn has_pages_of(&self, other: &Geometry) -> bool {
        Geometry { bleed: other.bleed, ..*self } == *other
    }
}

impl NoteDesign {
    /// Beside a number of this size.
    pub fn label_gap(&self, size: Length) -> Length {
        size.scale(self.label_gap, 100)
    }
}

impl Design {
    pub fn style(&self, role: StyleRole) -> &Style {
        self.dress.style(role)
    }

    /// The families that styles name.
    pub fn family_ids(&self) -> impl Iterator<Item = FamilyId> {
        (0..=u8::MAX).map(FamilyId).take(self.families.len()).filter(|id| *id != FamilyId::DIGITS)
    }

    /// The family at these values of its axes; itself where it has no such axes.
    pub fn varied(&self, id: FamilyId, axes: Option<u8>) -> FamilyId {
        axes.and_then(|axes| self.instances.get(&(id, axes))).copied().unwrap_or(id)
    }

    pub fn family_name(&self, id: FamilyId) -> &str {
        self.family_names.get(usize::from(id.0)).map_or("body", String::as_str)
    }

    pub fn family(&self, id: FamilyId) -> Family {
        self.families[usize::from(id.0)]
    }
}
