//! What a page names that is not in it: faces and pictures. In: them. Out: names under which they can be asked for.

use crate::fonts::FaceId;
use crate::pictures::{Format, Picture, PictureError, PictureRules, clean, for_ebook};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};

/// What pages name.
pub trait Names {
    /// The family under which a browser knows a slice of a face.
    fn family(&self, face: FaceId, slice: u16) -> String;
    /// The address of a picture; nothing where it cannot be shown.
    fn picture(&self, picture: &Arc<Picture>) -> Option<String>;
}

/// The pictures of pages that were drawn, by the hash of what they hold.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<Vec<(Arc<Picture>, String)>>);

impl Pictures {
    /// A picture's name; the same again for the same picture.
    pub fn name(&self, picture: &Arc<Picture>) -> String {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, name)) = known.iter().find(|(own, _)| Arc::ptr_eq(own, picture)) {
            return name.clone();
        }
        let mut name = String::new();
        for byte in Sha256::digest(&picture.bytes).iter().take(12) {
            let _ = write!(name, "{byte:02x}");
        }
        known.push((Arc::clone(picture), name.clone()));
        name
    }

    /// The picture of a name.
    pub fn get(&self, name: &str) -> Option<Arc<Picture>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().find(|(_, own)| own == name).map(|(picture, _)| Arc::clone(picture))
    }
}

/// The bytes of a picture as a browser takes them, and their type. A drawing is written anew, without what could act.
///
/// # Errors
///
/// A picture that cannot be decoded.
pub fn shown(picture: &Picture, rules: &PictureRules) -> Result<(Vec<u8>, &'static str), PictureError> {
    if picture.format == Format::Svg {
        return Ok((clean(&picture.bytes)?.into_bytes(), media_type(Format::Svg)));
    }
    Ok(match for_ebook(picture, rules)? {
        Some(made) => (made.bytes.to_vec(), media_type(made.format)),
        None => (picture.bytes.to_vec(), media_type(picture.format)),
    })
}

fn media_type(format: Format) -> &'static str {
    match format {
        Format::Svg => "image/svg+xml",
        Format::Png => "image/png",
        Format::Jpeg => "image/jpeg",
        Format::Tiff => "image/tiff",
        Format::Webp => "image/webp",
    }
}
