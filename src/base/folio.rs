//! The number of a page as a value.

use super::numerals::roman;
use std::fmt;

/// How pages are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FolioStyle {
    /// i, ii, iii.
    Roman,
    /// 1, 2, 3.
    Arabic,
    /// The sides of printed sheets: 1a, 1b, 2a.
    Sheet,
}

/// The number of a page, from 1. Displayed as it is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Folio {
    pub style: FolioStyle,
    pub number: u32,
}

impl Folio {
    /// Of the page with this index.
    pub fn of_index(style: FolioStyle, index: usize) -> Folio {
        Folio { style, number: u32::try_from(index).unwrap_or(u32::MAX).saturating_add(1) }
    }

    #[must_use]
    pub fn next(self) -> Folio {
        Folio { number: self.number.saturating_add(1), ..self }
    }
}

impl fmt::Display for Folio {
    fn fmt(&self, out: &mut fmt::Formatter) -> fmt::Result {
        match self.style {
            FolioStyle::Roman => out.write_str(&roman(self.number).to_lowercase()),
            FolioStyle::Arabic => write!(out, "{}", self.number),
            FolioStyle::Sheet => {
                write!(out, "{}{}", self.number.div_ceil(2), if self.number.is_multiple_of(2) { 'b' } else { 'a' })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_are_shown_as_they_are_printed() {
        let shown = |style| [0, 1, 2, 3].map(|index| Folio::of_index(style, index).to_string()).join(" ");
        assert_eq!(shown(FolioStyle::Roman), "i ii iii iv");
        assert_eq!(shown(FolioStyle::Arabic), "1 2 3 4");
        assert_eq!(shown(FolioStyle::Sheet), "1a 1b 2a 2b");
        assert_eq!(Folio { style: FolioStyle::Roman, number: 4 }.next().to_string(), "v");
    }
}
