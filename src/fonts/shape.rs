//! In: a face, a word, its features and language. Out: glyphs with advances in font units.

use super::FaceId;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Features {
    pub small_caps: bool,
    pub figures: Figures,
    pub position: Position,
    /// Fixed-width figures, for columns.
    pub tabular: bool,
    /// Off in code.
    pub no_ligatures: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Figures {
    #[default]
    Default,
    OldStyle,
    Lining,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Position {
    #[default]
    Normal,
    Superior,
    Inferior,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Direction {
    #[default]
    LeftToRight,
    RightToLeft,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Request<'a> {
    pub face: FaceId,
    pub features: Features,
    /// BCP 47.
    pub lang: &'a str,
    pub direction: Direction,
    pub text: &'a str,
}

/// Glyphs in visual order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shaped {
    pub glyphs: Vec<ShapedGlyph>,
    /// Sum of advances.
    pub width: i32,
    /// A character that the face lacks: its byte offset in the text.
    pub missing: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ShapedGlyph {
    pub id: u16,
    /// First byte of its cluster in the request's text.
    pub cluster: u32,
    pub advance: i32,
    pub dx: i32,
    pub dy: i32,
}
