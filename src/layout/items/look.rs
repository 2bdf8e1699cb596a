//! In: styles and inline markup. Out: how a run of text is to look, and the face that answers. Refuses to know widths.

use crate::base::{Ink, Length};
use crate::design::{Case, Design, Dress, Family, FamilyId, Overlay, Style, StyleRole, Units};
use crate::fonts::{FaceId, FeatureSet, Features, Figures, Position};

/// Index into the words' languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct Lang(pub u16);

/// How text is to look: a style with the markup around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    pub family: FamilyId,
    pub size: Length,
    pub bold: bool,
    pub italic: bool,
    pub case: Case,
    pub letterspacing: Length,
    pub figures: Figures,
    pub others: FeatureSet,
    pub axes: Option<u8>,
    pub position: Position,
    pub ink: Ink,
    pub lang: Lang,
    pub strike: bool,
    /// As typed: no hyphens, no ligatures.
    pub code: bool,
    pub hyphenate: bool,
    pub tabular: bool,
}

impl Look {
    pub fn of(design: &Design, style: &Style, lang: Lang) -> Look {
        Look {
            family: style.family,
            size: style.size,
            bold: style.bold,
            italic: style.italic,
            case: style.case,
            letterspacing: style.letterspacing,
            figures: style.figures,
            others: style.features,
            axes: style.axes,
            position: Position::Normal,
            ink: style.ink,
            lang,
            strike: false,
            code: style.family == FamilyId::MONO,
            hyphenate: style.hyphenate && design.hyphenate,
            tabular: false,
        }
    }

    /// Words of a class among others: ems are of the text around them.
    pub fn wearing(self, overlay: &Overlay, design: &Design, units: Units) -> Look {
        let style = Style {
            family: self.family,
            size: self.size,
            bold: self.bold,
            italic: self.italic,
            case: self.case,
            letterspacing: self.letterspacing,
            figures: self.figures,
            features: self.others,
            axes: self.axes,
            ink: self.ink,
            ..design.style(StyleRole::Body).clone()
        };
        let style = overlay.over(&style, Units { em: self.size, ..units });
        let own = Look::of(design, &style, self.lang);
        let hyphenate = self.hyphenate && overlay.hyphenate != Some(false);
        let (position, strike, tabular) = (self.position, self.strike, self.tabular);
        Look { position, strike, tabular, hyphenate, code: self.code || own.code, ..own }
    }

    /// Code among words: as much smaller than the words as the theme's code is than its body.
    pub fn code(self, dress: &Dress) -> Look {
        let (code, body) = (dress.style(StyleRole::Code).size, dress.style(StyleRole::Body).size);
        let size = if self.code || body.0 <= 0 { self.size } else { self.size.scale(code.0, body.0) };
        let (family, figures) = (FamilyId::MONO, Figures::Default);
        Look {
            family,
            size,
            figures,
            case: Case::None,
            letterspacing: Length::ZERO,
            axes: None,
            code: true,
            hyphenate: false,
            ..self
        }
    }

    pub fn features(self) -> Features {
        Features {
            small_caps: matches!(self.case, Case::SmallCaps | Case::AllSmall),
            figures: self.figures,
            position: self.position,
            tabular: self.tabular,
            // Letters that stand apart are not joined.
            no_ligatures: self.code || self.letterspacing > Length::ZERO,
            others: self.others,
        }
    }

    /// The face, or the nearest one and what is missing (`italic`, `bold`, `bold italic`).
    pub fn face(self, design: &Design) -> Result<FaceId, (FaceId, &'static str)> {
        let family = self.family(design);
        match (self.bold, self.italic) {
            (false, false) => Ok(family.regular),
            (false, true) => family.italic.ok_or((family.regular, "italic")),
            (true, false) => family.bold.ok_or((family.regular, "bold")),
            (true, true) => family.bold_italic.ok_or((family.regular, "bold italic")),
        }
    }

    pub fn family(self, design: &Design) -> Family {
        design.family(design.varied(self.family, self.axes))
    }
}
