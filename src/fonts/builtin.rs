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

/// A family's font files: regular, italic, bold, bold italic.
pub fn files(name: &str) -> Option<[&'static [u8]; 4]> {
    match name {
        "Libertinus Serif" => Some(SERIF),
        "Source Sans" => Some(SANS),
        "Source Code" => Some(CODE),
        _ => None,
    }
}

/// One of the program's faces, which is read when it is first asked for, once for all who ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Builtin(usize);

/// Of the families; the signs stand behind them.
const STYLES: usize = 4;
const COUNT: usize = FAMILIES.len() * STYLES + SIGNS.len();

impl Builtin {
    /// A family's faces: regular, italic, bold, bold italic. Nothing for a name that is not one of `FAMILIES`.
    pub fn family(name: &str) -> Option<[Builtin; STYLES]> {
        let at = FAMILIES.iter().position(|known| *known == name)?;
        Some([0, 1, 2, 3].map(|style| Builtin(at * STYLES + style)))
    }

    /// Faces of one style for symbols and emoji, asked after all families.
    pub fn signs() -> [Builtin; SIGNS.len()] {
        [0, 1, 2].map(|sign| Builtin(FAMILIES.len() * STYLES + sign))
    }

    /// Its file; nothing where the program holds it packed.
    pub fn file(self) -> Option<&'static [u8]> {
        files(FAMILIES.get(self.0 / STYLES)?).map(|files| files[self.0 % STYLES])
    }

    pub fn face(self) -> &'static Arc<Face> {
        static READ: [OnceLock<Arc<Face>>; COUNT] = [const { OnceLock::new() }; COUNT];
        READ[self.0].get_or_init(|| {
            let bytes = self.file().map(<[u8]>::to_vec).unwrap_or_else(|| {
                let mut bytes = Vec::new();
                // A failure shows in what is read below.
                let _ = GzDecoder::new(SIGNS[self.0 - FAMILIES.len() * STYLES]).read_to_end(&mut bytes);
                bytes
            });
            Arc::new(Face::new(bytes, 0).expect("the program's own faces can be read"))
        })
    }
}

/// A family's faces: regular, italic, bold, bold italic. Nothing for a name that is not one of `FAMILIES`.
pub fn family(name: &str) -> Option<[Arc<Face>; STYLES]> {
    Builtin::family(name).map(|faces| faces.map(|face| Arc::clone(face.face())))
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
        let signs = Builtin::signs().map(Builtin::face);
        for sign in "❦☙✂☎✓✗★☆☽♀♂♜♞♪♭☼⚐✶❧➤⏲🍳😀❤👍🎉🚀🌙🐈📚🥰🧡".chars()
        {
            assert!(signs.iter().any(|face| face.covers(sign)), "{sign}");
        }
        assert!(SIGNS.iter().map(|packed| packed.len()).sum::<usize>() < 1_000_000);
    }
}
