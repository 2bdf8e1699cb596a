//! The faces that are part of the program. Their licence (OFL 1.1) stands beside them in `fonts/`.

use super::Face;

/// Names of the built-in families, as book.toml has them.
pub const FAMILIES: [&str; 3] = ["Libertinus Serif", "Source Sans", "Source Code"];

macro_rules! files {
    ($folder:literal, $($name:literal),+) => {
        [$(include_bytes!(concat!("../../fonts/", $folder, "/", $name, ".otf")) as &'static [u8]),+]
    };
}

const SERIF: [&[u8]; 4] = files!(
    "libertinus-serif",
    "LibertinusSerif-Regular",
    "LibertinusSerif-Italic",
    "LibertinusSerif-Bold",
    "LibertinusSerif-BoldItalic"
);
const SANS: [&[u8]; 4] = files!(
    "source-sans",
    "SourceSansPro-Regular",
    "SourceSansPro-RegularIt",
    "SourceSansPro-Bold",
    "SourceSansPro-BoldIt"
);
const CODE: [&[u8]; 4] = files!(
    "source-code",
    "SourceCodePro-Regular",
    "SourceCodePro-RegularIt",
    "SourceCodePro-Bold",
    "SourceCodePro-BoldIt"
);

/// A family's font files: regular, italic, bold, bold italic.
pub fn files(name: &str) -> Option<[&'static [u8]; 4]> {
    match name {
        "Libertinus Serif" => Some(SERIF),
        "Source Sans" => Some(SANS),
        "Source Code" => Some(CODE),
        _ => None,
    }
}

/// A family's faces: regular, italic, bold, bold italic. Nothing for a name that is not one of `FAMILIES`.
pub fn family(name: &str) -> Option<[Face; 4]> {
    let faces: Option<Vec<Face>> = files(name)?.into_iter().map(|bytes| Face::new(bytes, 0).ok()).collect();
    faces?.try_into().ok()
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
}
