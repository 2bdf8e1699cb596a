//! In: nothing. Out: the names of standards, of sets of ink and of sides that bleed, as book.toml writes them. Refuses
//! to know what a file must do to keep a standard.

use crate::base::config::named;

named! {
    /// What the file claims to be (ISO 15930).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Standard {
        /// PDF without a claim.
        Plain = "none",
        /// ISO 15930-1: PDF 1.3, gray, CMYK and spot colours, nothing transparent.
        X1a2001 = "PDF/X-1a:2001",
        /// ISO 15930-4: the same in PDF 1.4.
        X1a2003 = "PDF/X-1a:2003",
        /// ISO 15930-3: PDF 1.3, colours by ICC profiles too.
        X3 = "PDF/X-3:2002",
        /// ISO 15930-7: PDF 1.6, transparency too.
        #[default]
        X4 = "PDF/X-4",
    }
}

named! {
    /// The inks that a press has.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Inks {
        /// Black alone: everything is gray.
        #[default]
        Black = "black",
        /// Four inks, sparingly, on plain paper.
        StandardColour = "standard-colour",
        /// Four inks on paper that bears more of them.
        PremiumColour = "premium-colour",
    }
}

named! {
    /// Which sides of a page bleed.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum BleedSides {
        /// Head, foot and the side away from the spine.
        Outer = "outer",
        #[default]
        All = "all",
    }
}

impl Standard {
    /// Whether something may shine through something else. Printers that name no standard want it laid flat.
    pub fn allows_transparency(self) -> bool {
        self == Standard::X4
    }
}

impl Inks {
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
