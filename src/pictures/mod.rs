//! Pictures: probed and bounded before they are decoded.

pub mod picture;

pub use picture::{Format, Picture, PictureError};
