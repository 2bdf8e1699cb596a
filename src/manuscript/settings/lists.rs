//! Closed lists of names in book.toml.

use crate::base::config::named;

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum ChapterStart {
        #[default]
        Next = "next",
        Recto = "recto",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum FigureSetting {
        #[default]
        OldStyle = "old-style",
        Lining = "lining",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Opening {
        #[default]
        Plain = "plain",
        DropCap = "drop-cap",
        DropCapLeadIn = "drop-cap-lead-in",
        SmallCaps = "small-caps",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Numbering {
        #[default]
        None = "none",
        Arabic = "arabic",
        Roman = "roman",
        Words = "words",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum VerseAlign {
        /// As the theme says; in a chapter of long lines on the left.
        #[default]
        Auto = "auto",
        Left = "left",
        /// By the longest line.
        Center = "center",
        /// Every line by itself.
        Right = "right",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum NotePlace {
        #[default]
        Foot = "foot",
        Chapter = "chapter",
        Book = "book",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum NoteNumber {
        #[default]
        Chapter = "chapter",
        Page = "page",
        Book = "book",
        Symbols = "symbols",
    }
}

named! {
    /// How sheets become a book.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum BookletScheme {
        #[default]
        Saddle = "saddle",
        Signatures = "signatures",
        Perfect = "perfect",
        Zine = "zine",
        Mini = "mini",
        Quarto = "quarto",
        Octavo = "octavo",
        Sextodecimo = "sextodecimo",
        Repeat = "repeat",
        Stack = "stack",
    }
}

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum SheetFit {
        #[default]
        Actual = "actual",
        Scale = "scale",
    }
}

named! {
    /// The edge that a sheet turns on in the printer.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum SheetFlip {
        #[default]
        Short = "short",
        Long = "long",
    }
}

named! {
    /// Where the pages stand that make the number of pages fit the sheets.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum Blanks {
        #[default]
        End = "end",
        BeforeLast = "before-last",
    }
}

named! {
    /// What becomes of art whose shape is not the panel's.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum ArtFit {
        /// It fills the panel and its bleed; what is over is cut off.
        #[default]
        Fill = "fill",
        /// All of it is shown, on the cover's colour.
        Whole = "whole",
    }
}

named! {
    /// What a cover is folded around.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
    pub enum CoverBinding {
        /// Glued to the back of the pages.
        #[default]
        Paperback = "paperback",
        /// Stapled through the fold: there is no spine.
        Saddle = "saddle",
        /// Printed and glued over boards, its edges turned in.
        Casewrap = "casewrap",
        /// Laid around a bound book, with flaps.
        Jacket = "jacket",
        /// A paperback whose cover is folded in at the fore-edges.
        Flaps = "flaps",
    }
}

named! {
    /// Where the words of a cover with a picture are.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum CoverWords {
        InArt = "in-art",
    }
}

named! {
    /// Which way a spine is read: `down`, the head of the letters to the right, as in English; `up` as in French.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum SpineText {
        Down = "down",
        Up = "up",
        None = "none",
    }
}

named! {
    /// The typographic covers that are part of the program.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum CoverStyle {
        Classic = "classic",
        Modern = "modern",
        Zine = "zine",
    }
}

named! {
    /// Whose readers want an ebook in a form of their own.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
    pub enum EbookShop {
        Kobo = "kobo",
        Kindle = "kindle",
    }
}

named! {
    /// Why the European Accessibility Act does not bind a book (EPUB Accessibility 1.1, a11y:exemption).
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Exemption {
        DisproportionateBurden = "eaa-disproportionate-burden",
        FundamentalAlteration = "eaa-fundamental-alteration",
        Microenterprise = "eaa-microenterprise",
    }
}

named! {
    /// What can be made of a book.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Output {
        Epub = "epub",
        Print = "print",
        Screen = "screen",
        Booklet = "booklet",
        Cover = "cover",
    }
}

named! {
    /// Settings of an edition that are known by one name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Preset {
        LargePrint = "large-print",
    }
}

impl Preset {
    /// What it stands for, as an edition would say it.
    pub fn settings(self) -> &'static str {
        match self {
            Preset::LargePrint => include_str!("large-print.toml"),
        }
    }
}

named! {
    /// How the lines of a style end.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Align {
        Justify = "justify",
        Left = "left",
        Center = "center",
        Right = "right",
    }
}

impl Align {
    /// Whether lines begin at the left edge, as running prose does.
    pub fn is_flush_left(self) -> bool {
        matches!(self, Align::Justify | Align::Left)
    }
}

named! {
    /// The letters in which a style shows its words.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
    pub enum Case {
        #[default]
        None = "none",
        Upper = "upper",
        /// Small letters as small capitals.
        SmallCaps = "small-caps",
        /// Capitals too.
        AllSmall = "all-small",
    }
}

named! {
    /// What no page may part.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
    pub enum Keep {
        #[default]
        None = "none",
        Together = "together",
        WithNext = "with-next",
    }
}
