//! The faces that are part of the program. Their licence (OFL 1.1) stands beside them in `fonts/`.

use super::Face;
use flate2::read::GzDecoder;
use std::io::Read;
use std::sync::{Arc, OnceLock};

/// Names of the built-in families, as book.toml has them.
pub const FAMILIES: [&str; 3] = ["Libertinus Serif", "Source Sans", "Source Code"];

macro_rules! files {
    ($folder:literal, $($name:literal),+) => {
        [$(include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".otf")) as &'static [u8]),+]
    };
}

// Static, so that the program holds each file once however many places name it.
static SERIF: [&[u8]; 4] = files!(
    "libertinus-serif",
    "LibertinusSerif-Regular",
    "LibertinusSerif-Italic",
    "LibertinusSerif-Bold",
    "LibertinusSerif-BoldItalic"
);
static SANS: [&[u8]; 4] = files!(
    "source-sans",
    "SourceSansPro-Regular",
    "SourceSansPro-RegularIt",
    "SourceSansPro-Bold",
    "SourceSansPro-BoldIt"
);
static CODE: [&[u8]; 4] = files!(
    "source-code",
    "SourceCodePro-Regular",
    "SourceCodePro-RegularIt",
    "SourceCodePro-Bold",
    "SourceCodePro-BoldIt"
);

/// Signs that no family of text has, packed as gzip does. Which come first matters where two have a sign.
static SIGNS: [&[u8]; 3] = [
    include_bytes!("../../fonts/noto-symbols/NotoSansSymbols2-Regular.ttf.gz"),
    include_bytes!("../../fonts/noto-symbols/NotoSansSymbols-Regular.ttf.gz"),
    include_bytes!("../../fonts/noto-emoji/NotoEmoji-Regular.ttf.gz"),
];

/// Faces of one style for symbols and emoji, asked after all families; read once for all who ask.
pub fn signs() -> Vec<Arc<Face>> {
    static READ: OnceLock<Vec<Arc<Face>>> = OnceLock::new();
    let read = |packed: &[u8]| {
        let mut bytes = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut bytes).ok()?;
        Face::new(bytes, 0).ok().map(Arc::new)
    };
    READ.get_or_init(|| SIGNS.into_iter().filter_map(read).collect()).clone()
}

/// A family's font files: regular, italic, bold, bold italic.
pub fn files(name: &str) -> Option<[&'static [u8]; 4]> {
    match name {
        "Libertinus Serif" => Some(SERIF),
        "Source Sans" => Some(SANS),
        "Source Code" => Some(CODE),
        _ => None,
    }
}

/// A family's faces: regular, italic, bold, bold italic; read once for all who ask. Nothing for a name that is not one of
/// `FAMILIES`.
pub fn family(name: &str) -> Option<[Arc<Face>; 4]> {
    static READ: [OnceLock<Option<[Arc<Face>; 4]>>; FAMILIES.len()] = [const { OnceLock::new() }; FAMILIES.len()];
    let read = || {
        let faces: Option<Vec<Arc<Face>>> =
            files(name)?.into_iter().map(|bytes| Face::new(bytes, 0).ok().map(Arc::new)).collect();
        faces?.try_into().ok()
    };
    let at = FAMILIES.iter().position(|known| *known == name)?;
    READ[at].get_or_init(read).clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_whole() {
        for name in FAMILIES {
            let faces = family(name).unwrap();
            assert_eq!(
                faces.map(|face| (face.bold, face.italic)),
                [(false, false), (false, true), (true, false), (true, true)]
            );
        }
        assert!(family("Comic Sans").is_none());
    }

    #[test]
    fn common_signs_are_there() {
        let signs = signs();
        assert_eq!(signs.len(), SIGNS.len());
        for sign in "❦☙✂☎✓✗★☆☽♀♂♜♞♪♭☼⚐✶❧➤⏲🍳😀❤👍🎉🚀🌙🐈📚🥰🧡".chars()
        {
            assert!(signs.iter().any(|face| face.covers(sign)), "{sign}");
        }
        assert!(SIGNS.iter().map(|packed| packed.len()).sum::<usize>() < 1_000_000);
    }
}
