//! In: nothing. Out: the names of standards, of sets of ink and of sides that bleed, as book.toml writes them. Refuses
//! to know what a file must do to keep a standard.

use serde::Deserialize;

/// What the file claims to be (ISO 15930).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Standard {
    /// PDF without a claim.
    #[serde(rename = "none")]
    Plain,
    /// ISO 15930-1: PDF 1.3, gray, CMYK and spot colours, nothing transparent.
    #[serde(rename = "PDF/X-1a:2001")]
    X1a2001,
    /// ISO 15930-4: the same in PDF 1.4.
    #[serde(rename = "PDF/X-1a:2003")]
    X1a2003,
    /// ISO 15930-3: PDF 1.3, colours by ICC profiles too.
    #[serde(rename = "PDF/X-3:2002")]
    X3,
    /// ISO 15930-7: PDF 1.6, transparency too.
    #[default]
    #[serde(rename = "PDF/X-4")]
    X4,
}

/// The inks that a press has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inks {
    /// Black alone: everything is gray.
    #[default]
    Black,
    /// Four inks, sparingly, on plain paper.
    StandardColour,
    /// Four inks on paper that bears more of them.
    PremiumColour,
}

/// Which sides of a page bleed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BleedSides {
    /// Head, foot and the side away from the spine.
    Outer,
    #[default]
    All,
}

impl Standard {
    pub const ALL: [Standard; 5] = [Standard::Plain, Standard::X1a2001, Standard::X1a2003, Standard::X3, Standard::X4];

    /// As book.toml has it.
    pub fn name(self) -> &'static str {
        match self {
            Standard::Plain => "none",
            Standard::X1a2001 => "PDF/X-1a:2001",
            Standard::X1a2003 => "PDF/X-1a:2003",
            Standard::X3 => "PDF/X-3:2002",
            Standard::X4 => "PDF/X-4",
        }
    }

    /// Whether something may shine through something else. Printers that name no standard want it laid flat.
    pub fn allows_transparency(self) -> bool {
        self == Standard::X4
    }
}

impl Inks {
    pub const ALL: [Inks; 3] = [Inks::Black, Inks::StandardColour, Inks::PremiumColour];

    /// As book.toml has it.
    pub fn name(self) -> &'static str {
        match self {
            Inks::Black => "black",
            Inks::StandardColour => "standard-colour",
            Inks::PremiumColour => "premium-colour",
        }
    }

    pub fn is_colour(self) -> bool {
        self != Inks::Black
    }

    /// The most ink on one spot, all four together, in percent: where neither author nor printer says.
    pub fn usual_limit(self) -> u16 {
        match self {
            Inks::Black | Inks::StandardColour => 240,
            Inks::PremiumColour => 300,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_book_toml_says() {
        #[derive(Deserialize)]
        struct Print {
            standard: Standard,
            inks: Inks,
        }
        for standard in Standard::ALL {
            for inks in Inks::ALL {
                let text = format!("standard = '{}'\ninks = '{}'", standard.name(), inks.name());
                let print: Print = toml::from_str(&text).unwrap();
                assert_eq!((print.standard, print.inks), (standard, inks));
            }
        }
    }
}
