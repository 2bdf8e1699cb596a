//! The classes that say what something is: the words of a span, and the section that a heading opens. What elements they
//! become is the ebook's business.

/// What words may be.
pub const PHRASES: [&str; 10] =
    ["abbr", "acronym", "foreign", "initialism", "ordinal", "roman", "ship", "species", "term", "work"];

/// Words of other languages, names of ships and species, terms and titles of works are slanted, as in any well-set book.
const SLANTED: [&str; 5] = ["foreign", "ship", "species", "term", "work"];

/// What a section may be that is no chapter: none is counted among the chapters.
pub const SECTION_KINDS: [&str; 31] = [
    "about-the-author",
    "abstract",
    "acknowledgments",
    "afterword",
    "also-by",
    "appendix",
    "bibliography",
    "colophon",
    "conclusion",
    "contributors",
    "credits",
    "dedication",
    "dramatis-personae",
    "editorial-note",
    "endnotes",
    "epigraph",
    "epilogue",
    "errata",
    "foreword",
    "glossary",
    "imprimatur",
    "index",
    "introduction",
    "notice",
    "other-credits",
    "postscript",
    "preamble",
    "preface",
    "prologue",
    "revision-history",
    "translator-note",
];

/// Nothing where no class says what the words are.
pub fn phrase(classes: &[String]) -> Option<&'static str> {
    first_of(&PHRASES, classes)
}

/// Nothing where no class says what the section is.
pub fn section_kind(classes: &[String]) -> Option<&'static str> {
    first_of(&SECTION_KINDS, classes)
}

/// Whether print slants words of this class.
pub fn is_slanted(phrase: &str) -> bool {
    SLANTED.contains(&phrase)
}

fn first_of(names: &'static [&'static str], classes: &[String]) -> Option<&'static str> {
    names.iter().copied().find(|name| classes.iter().any(|own| own == name))
}
