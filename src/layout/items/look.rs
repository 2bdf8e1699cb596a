//! In: styles and inline markup. Out: how a run of text is to look, and the face that answers. Refuses to know widths.

use crate::base::{Ink, Length};
use crate::design::{Design, Dress, Family, FamilyId, Style, StyleRole};
use crate::fonts::{FaceId, Features, Figures, Position};

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
    pub small_caps: bool,
    pub figures: Figures,
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
            small_caps: style.small_caps,
            figures: style.figures,
            position: Position::Normal,
            ink: style.ink,
            lang,
            strike: false,
            code: style.family == FamilyId::MONO,
            hyphenate: style.hyphenate && design.hyphenate,
            tabular: false,
        }
    }

    /// Code among words: as much smaller than the words as the theme's code is than its body.
    pub fn code(self, dress: &Dress) -> Look {
        let (code, body) = (dress.style(StyleRole::Code).size, dress.style(StyleRole::Body).size);
        let size = if self.code || body.0 <= 0 { self.size } else { self.size.scale(code.0, body.0) };
        let (family, figures) = (FamilyId::MONO, Figures::Default);
        Look { family, size, figures, small_caps: false, code: true, hyphenate: false, ..self }
    }

    pub fn features(self) -> Features {
        Features {
            small_caps: self.small_caps,
            figures: self.figures,
            position: self.position,
            tabular: self.tabular,
            no_ligatures: self.code,
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
        design.family(self.family)
    }
}
