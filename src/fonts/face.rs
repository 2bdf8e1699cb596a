//! In: the bytes of a font file. Out: a face that can be measured. Refuses to know about sizes.

use std::sync::Arc;

/// Index into `Faces`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FaceId(pub u16);

/// Every face that a book uses, in the order of adding.
#[derive(Debug, Default)]
pub struct Faces {
    faces: Vec<Face>,
}

/// One face. Bytes are shared, never copied.
#[derive(Debug)]
pub struct Face {
    pub data: Arc<[u8]>,
    pub index: u32,
    pub metrics: Metrics,
    pub postscript_name: String,
    pub family: String,
    pub bold: bool,
    pub italic: bool,
}

/// In font units, y upwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    pub upem: u16,
    pub ascent: i32,
    /// Negative below the baseline.
    pub descent: i32,
    pub x_height: i32,
    pub cap_height: i32,
    /// Thousandths of a degree, as `post` has it.
    pub italic_angle: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FontError {
    /// Not a font that can be read, with the reason.
    Broken(String),
    /// Its licence bits forbid embedding.
    Restricted,
}
