//! In: a spine's width, and what the printer asks. Out: whether words can stand on it. Refuses to know which words.

use crate::base::Length;
use crate::design::CoverDesign;

/// Folding is a matter of a millimetre or two: on less than this, words would wander round the edge.
pub const LEAST_FOR_WORDS: Length = Length::mm(6);

/// The depth of a line of words that a spine can bear, or why it bears none.
pub fn room(width: Length, pages: usize, design: &CoverDesign) -> Result<Length, String> {
    let least = usize::try_from(design.words_from).unwrap_or(usize::MAX);
    if pages < least {
        return Err(format!(
            "the printer allows no text on the spine of a book with fewer than {least} pages; this one has {pages}"
        ));
    }
    if width < LEAST_FOR_WORDS {
        let (width, least) = (millimetres(width), millimetres(LEAST_FOR_WORDS));
        return Err(format!("the spine is {width} mm wide; text needs {least} mm, so the spine has no text"));
    }
    Ok(width - design.spine_clear * 2)
}

/// With one decimal.
pub fn millimetres(length: Length) -> String {
    let tenths = (i128::from(length.0) * 254 * 2 / (i128::from(Length::pt(72).0)) + 1) / 2;
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};

    #[test]
    fn a_thin_spine_bears_no_words() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let design = crate::design::design(&Default::default(), &folder, &mut Report::default()).unwrap().cover;
        let room = |width, pages, words_from| room(width, pages, &CoverDesign { words_from, ..design.clone() });
        assert_eq!(room(Length::mm(6), 20, 0), Ok(Length::mm(6) - Length::mils(125)));
        assert!(room(Length::micrometres(5_900), 200, 0).unwrap_err().contains("5.9 mm"));
        assert!(room(Length::ZERO, 0, 0).is_err());
        assert!(room(Length::mm(12), 78, 79).unwrap_err().contains("79 pages"));
        assert!(room(Length::mm(12), 79, 79).is_ok());
        assert_eq!(
            (millimetres(Length::mm(6)), millimetres(Length::micrometres(11_960))),
            ("6.0".into(), "12.0".into())
        );
    }
}
