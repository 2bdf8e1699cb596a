//! In: a page size as an author names it. Out: its width and height.

use crate::base::{Amount, Length, Size};

/// Micrometres. ISO 216 and 269, North American sheets, and the sizes that printers call by name.
const NAMED: &[(&str, i64, i64)] = &[
    ("a3", 297_000, 420_000),
    ("a4", 210_000, 297_000),
    ("a5", 148_000, 210_000),
    ("a6", 105_000, 148_000),
    ("a7", 74_000, 105_000),
    ("b5", 176_000, 250_000),
    ("b6", 125_000, 176_000),
    ("letter", 215_900, 279_400),
    ("half-letter", 139_700, 215_900),
    ("quarter-letter", 107_950, 139_700),
    ("digest", 139_700, 215_900),
    ("trade", 152_400, 228_600),
    ("royal", 156_000, 234_000),
    ("demy", 138_000, 216_000),
    ("b-format", 129_000, 198_000),
    ("pocket", 107_950, 174_625),
    ("crown-quarto", 189_000, 246_000),
    ("square", 210_000, 210_000),
];

/// The smallest and largest page.
const LEAST: Length = Length::mm(40);
const MOST: Length = Length::mm(1_000);

/// `A5`, or `W x H` (also with `×`), both lengths with a unit, or one unit for both: `6 x 9in`. The error is a sentence
/// without a full stop.
pub(super) fn trim(text: &str) -> Result<Size, String> {
    let wanted = text.trim().to_lowercase();
    if let Some(&(_, width, height)) = NAMED.iter().find(|(name, ..)| *name == wanted) {
        return Ok(Size::new(Length::micrometres(width), Length::micrometres(height)));
    }
    let Some((width, height)) = wanted.split_once(['x', '×']) else {
        return Err(format!("no page size is named `{}`", text.trim()));
    };
    let height = Amount::parse(height)?;
    let width = Amount::parse(width).or_else(|why| {
        let bare = Amount::parse(&format!("{}pt", width.trim()));
        bare.map(|bare| Amount { unit: height.unit, ..bare }).map_err(|_| why)
    })?;
    match (width.absolute(), height.absolute()) {
        (Some(width), Some(height)) if [width, height].iter().all(|side| (LEAST..=MOST).contains(side)) => {
            Ok(Size::new(width, height))
        }
        (Some(_), Some(_)) => Err(format!("a page of {} is not between 40 mm and 1 m on each side", text.trim())),
        _ => Err("a page size is in pt, mm, cm or in".to_string()),
    }
}

/// The names, for a help line.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    NAMED.iter().map(|&(name, ..)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_by_name_and_number() {
        assert_eq!(trim("A5"), Ok(Size::new(Length::mm(148), Length::mm(210))));
        assert_eq!(trim("6in x 9in"), Ok(Size::new(Length::pt(432), Length::pt(648))));
        assert_eq!(trim("6 × 9 in"), trim("trade"));
        for wrong in ["", "A55", "6 x 9", "6in", "x", "1mm x 1mm", "10em x 20em", "-148mm x 210mm"] {
            assert!(trim(wrong).is_err(), "{wrong}");
        }
    }
}
