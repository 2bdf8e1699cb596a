//! In: a PNG. Out: its colour profile. Refuses what would inflate to more than metadata has reason to.
//!
//! Profiles and texts of a PNG are deflated: a few kilobytes may be a gigabyte. They are counted here before anybody
//! else reads the file, and never read elsewhere.

use flate2::read::ZlibDecoder;
use std::io::{Read, sink};

/// Bytes that all compressed metadata of one picture may inflate to.
pub const INFLATED: u64 = 8 << 20;
/// Letters of a keyword or a profile's name (PNG, 11.3.3).
const NAME: usize = 80;

/// Name and content of each chunk, as far as they are whole.
fn chunks(png: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = png.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_at_checked(4)?;
        let (content, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        // Four bytes of checksum.
        rest = after.get(4..).unwrap_or_default();
        Some((name, content))
    })
}

/// What is deflated in a chunk.
fn deflated<'a>(name: &[u8], content: &'a [u8]) -> Option<&'a [u8]> {
    let end = content.iter().take(NAME).position(|&byte| byte == 0)?;
    let rest = content.get(end + 1..)?;
    match name {
        b"iCCP" | b"zTXt" => rest.strip_prefix(&[0]),
        b"iTXt" => {
            let mut parts = rest.strip_prefix(&[1, 0])?.splitn(3, |&byte| byte == 0);
            parts.nth(2)
        }
        _ => None,
    }
}

/// Whether compressed metadata inflate to no more than they may.
pub fn is_bounded(png: &[u8]) -> bool {
    let mut left = INFLATED;
    for (name, content) in chunks(png) {
        let Some(deflated) = deflated(name, content) else { continue };
        // What is broken is not read later either.
        let inflated = std::io::copy(&mut ZlibDecoder::new(deflated).take(left + 1), &mut sink()).unwrap_or(0);
        if inflated > left {
            return false;
        }
        left -= inflated;
    }
    true
}

/// Whether a PNG holds several pictures to be shown in turn.
pub fn moves(png: &[u8]) -> bool {
    chunks(png).take_while(|(name, _)| name != b"IDAT").any(|(name, _)| name == b"acTL")
}

/// The profile of a PNG that was checked.
pub fn profile(png: &[u8]) -> Option<Vec<u8>> {
    let (name, content) = chunks(png).take_while(|(name, _)| name != b"IDAT").find(|(name, _)| name == b"iCCP")?;
    let mut profile = Vec::new();
    ZlibDecoder::new(deflated(name, content)?).take(INFLATED).read_to_end(&mut profile).ok()?;
    Some(profile)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::{Picture, PictureError};
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// A picture of 4 by 4 with one more chunk behind its header.
    fn png(name: &[u8; 4], head: &[u8], inflated: &[u8]) -> Vec<u8> {
        let mut png = Vec::new();
        let pixels = image::GrayImage::new(4, 4);
        pixels.write_to(&mut std::io::Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        let content = [&name[..], head, &deflate(inflated)].concat();
        let mut crc = flate2::Crc::new();
        crc.update(&content);
        let mut chunk = (content.len() as u32 - 4).to_be_bytes().to_vec();
        chunk.extend(&content);
        chunk.extend(crc.sum().to_be_bytes());
        png.splice(33..33, chunk);
        png
    }

    #[test]
    fn compressed_metadata_is_counted_before_it_is_read() {
        let (much, little) = (vec![0; INFLATED as usize + 1], vec![0; 4_000]);
        let kinds: [(&[u8; 4], &[u8]); 3] = [(b"iCCP", b"p\0\0"), (b"zTXt", b"k\0\0"), (b"iTXt", b"k\0\x01\0\0\0")];
        for (name, head) in kinds {
            assert!(matches!(Picture::probe(png(name, head, &much)), Err(PictureError::TooLarge(_))));
            let picture = Picture::probe(png(name, head, &little)).unwrap();
            assert_eq!(picture.decode().unwrap().pixels, [0; 16]);
        }
    }

    #[test]
    fn a_profile_is_found() {
        assert_eq!(profile(&png(b"iCCP", b"p\0\0", b"words")).unwrap(), b"words");
        assert_eq!(profile(&png(b"zTXt", b"p\0\0", b"words")), None);
    }
}
