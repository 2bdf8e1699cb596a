//! In: book.toml. Out: what the author typed, read and with its place, nothing filled in. Refuses to know what a setting
//! does.
//!
//! Every key is declared here once: its type, what holds without it, what it is for. The reader, its diagnostics and
//! the check of the handbook's chapter on settings follow from these tables.

mod lists;
mod values;
mod styles;
mod lint;
mod inks;
mod variables;
mod catalogue;
mod series;
mod editions;
#[cfg(test)]
mod tests;

pub use catalogue::{Address, DECLARED, MetaSettings, Scheme, SubjectSetting};
pub use editions::{ALL, DEFAULT, EditionHead, EditionSettings, Editions};
pub use inks::{InkSettings, SpotInks};
pub use lint::{LintLevel, LintSettings};
pub use lists::{
    Align, ArtFit, Blanks, BookletScheme, Case, ChapterStart, CoverBinding, CoverStyle, CoverWords, EbookShop,
    Exemption, FigureSetting, Keep, NoteNumber, NotePlace, Numbering, Opening, Output, Preset, SheetFit, SheetFlip,
    SpineText, VerseAlign,
};
pub use series::{OnShelf, SeriesFile, Shelf, series_keys};
pub use styles::{Families, StyleSettings, Styles, Within};
pub use values::{
    AuthorSetting, ContributorRole, Date, FamilySetting, Identifier, IsbnSetting, LanguageTag, NameOrFile,
    PaperSetting, Percent, Price, ProfileSetting, Sheet, Trim, usual_sizes,
};
pub use variables::{NAMES as VARIABLES, VariableSettings, is_name as is_variable};

use crate::base::config::{FilePath, Section, Set, TextOrNumber, Whole, table};
use crate::base::{Amount, Binding, Ink};
use crate::press::{BleedSides, Inks, Standard};

table! {
    #[derive(Default)]
    pub struct Settings {
        "book" => book: Section<BookSettings>, "", "what the book is";
        "manuscript" => manuscript: Option<Set<Matters>>, "every file of the folder, sorted", "the files, in order";
        "page" => page: Section<PageSettings>, "", "the size of the page and its white space";
        "type" or "font" or "fonts" or "typography" => typography: Section<TypeSettings>, "", "faces, sizes, openings";
        "styles" or "style" or "classes" => styles: Section<Styles>, "", "how parts and classes look";
        "notes" => notes: Section<NoteSettings>, "", "where notes stand, and their numbers";
        "verse" or "poems" or "poetry" => verse: Section<VerseSettings>, "", "how poems stand on pages";
        "contents" or "toc" => contents: Section<ContentsSettings>, "", "the table of contents";
        "images" or "pictures" => images: Section<ImageSettings>, "", "what is done to pictures";
        "epub" or "ebook" => epub: Section<EpubSettings>, "", "the ebook";
        "print" or "pdf" => print: Section<PrintSettings>, "", "the print edition";
        "inks" => inks: Section<SpotInks>, "", "spot inks";
        "screen" => screen: Section<ScreenSettings>, "", "the PDF for reading on a screen";
        "proof" => proof: Section<ProofSettings>, "", "how pages are marked that are only looked at";
        "booklet" => booklet: Section<BookletSettings>, "", "sheets to fold";
        "cover" => cover: Section<CoverSettings>, "", "the cover";
        "variables" or "vars" or "params" => variables: Section<VariableSettings>, "",
            "what `{{name}}` stands for in the text";
        "lint" or "levels" or "diagnostics" => lint: Section<LintSettings>, "", "how severe each diagnostic is";
        "editions" or "edition" => editions: Section<Editions>, "", "other editions beside the default one";
        beside preset: Option<Set<Preset>>;
        beside shelf: Option<OnShelf>;
    }
}

table! {
    #[derive(Default)]
    pub struct BookSettings {
        "title" => title: Option<Set<String>>, "", "the title; the names of the files are made from it";
        "file-as" or "sort" => file_as: Option<Set<String>>, "", "the form under which the title is sorted";
        "subtitle" => subtitle: Option<Set<String>>, "", "the second line of the title page";
        "authors" also "author" or "creator" or "by" => authors: Vec<Set<AuthorSetting>>, "", "who made the book";
        "language" or "lang" => language: Option<Set<LanguageTag>>, "`en`", "the language of the text";
        "identifier" or "id" => identifier: Option<Set<Identifier>>, "made from title and authors",
            "a unique name for the book";
        "publisher" => publisher: Option<Set<String>>, "", "who publishes it";
        "date" or "year" or "published" => date: Option<Set<Date>>, "", "the date of publication";
        "edition" => edition: Option<Set<TextOrNumber>>, "", "which edition it is";
        "rights" or "copyright" => rights: Option<Set<String>>, "", "the line about copyright";
        "description" or "summary" or "blurb" => description: Option<Set<String>>, "",
            "what the book is about, for catalogues";
        "long-description" => long_description: Option<Set<String>>, "", "the same at length";
        "subjects" or "keywords" or "tags" => subjects: Vec<Set<SubjectSetting>>, "", "subjects, for catalogues";
        "source" or "sources" => sources: Vec<Set<String>>, "", "what the text was taken from";
        "same-as" => same_as: Vec<Set<Address>>, "", "addresses where the work is described";
        "series" => series: Option<Set<SeriesSetting>>, "", "the series that the book belongs to";
        "title-background" or "title-picture" => title_background: Option<Set<FilePath>>, "",
            "the picture behind the title page";
        "title-background-alt" => title_background_alt: Option<Set<String>>, "",
            "what it shows, where it is more than decoration";
        "imprint" => imprint: Vec<Set<String>>, "", "lines for the imprint page, in Markdown";
    }
}

table! {
    pub struct FullAuthor {
        "name" => name: Set<String>, "", "the name as it is shown";
        "role" or "roles" => roles: Vec<Set<ContributorRole>>, "`aut`", "what they did";
        "file-as" or "sort" => file_as: Option<Set<String>>, "", "the form under which the name is sorted";
        "same-as" or "url" => same_as: Vec<Set<Address>>, "", "addresses where they are described";
    }
}

table! {
    pub struct FullSubject {
        "name" => name: Set<String>, "", "the subject in words";
        "scheme" or "authority" => scheme: Set<Scheme>, "", "whose subject it is";
        "code" or "term" => code: Set<TextOrNumber>, "", "its code there";
    }
}

table! {
    pub struct SeriesSetting {
        "name" or "title" => name: Set<String>, "", "the name of the series";
        "number" or "volume" => number: Option<Set<TextOrNumber>>, "", "the number in the series";
    }
}

table! {
    #[derive(Default)]
    pub struct Matters {
        "front" => front: Option<Vec<Set<FilePath>>>, "", "what comes before the text";
        "main" or "body" or "text" or "chapters" => main: Vec<Set<FilePath>>, "", "the text";
        "back" => back: Vec<Set<FilePath>>, "", "what follows the text";
        "verse" or "poems" or "poetry" => verse: Vec<Set<FilePath>>, "", "files in which every line is a line of verse";
    }
}

table! {
    #[derive(Default)]
    pub struct PageSettings {
        "trim" or "format" or "paper-size" or "page-size" => trim: Option<Set<Trim>>, "`A5`", "the size of a page";
        "margins" => margins: Option<Set<MarginSettings>>, "by theme", "the white space around the text";
        "chapter-start" => chapter_start: Option<Set<ChapterStart>>, "`next`", "the page on which a chapter begins";
    }
}

table! {
    #[derive(Default)]
    pub struct MarginSettings {
        "inner" or "inside" or "gutter" => inner: Option<Set<Amount>>, "by theme", "at the spine";
        "outer" or "outside" => outer: Option<Set<Amount>>, "by theme", "away from the spine";
        "top" or "head" => top: Option<Set<Amount>>, "by theme", "at the head";
        "bottom" or "foot" => bottom: Option<Set<Amount>>, "by theme", "at the foot";
    }
}

table! {
    #[derive(Default)]
    pub struct TypeSettings {
        "theme" or "style" => theme: Option<Set<NameOrFile>>, "`classic`", "what the book looks like";
        "body" or "font" or "typeface" or "font-family" or "family" or "face" =>
            body: Option<Set<FamilySetting>>, "by theme", "the family of the text";
        "heading" or "headings" or "title-font" => heading: Option<Set<FamilySetting>>, "by theme",
            "the family of titles";
        "mono" or "code" or "monospace" => mono: Option<Set<FamilySetting>>, "by theme", "the family of code";
        "display" => display: Option<Set<FamilySetting>>, "by theme", "a family for a few large words";
        "families" => families: Option<Families>, "", "families of your own, by name";
        "fallback" => fallback: Vec<Set<FilePath>>, "", "font files, asked for letters that the family lacks";
        "size" or "font-size" => size: Option<Set<Amount>>, "by page width", "the size of the text";
        "min-size" or "minimum-size" or "smallest-size" => min_size: Option<Set<Amount>>, "`4pt`",
            "the smallest size of any text";
        "leading" or "line-height" or "line-spacing" => leading: Option<Set<Amount>>, "by page width and size",
            "from line to line";
        "figures" or "numerals" => figures: Option<Set<FigureSetting>>, "by theme", "the shape of figures";
        "hyphenate" => hyphenate: Option<Set<bool>>, "`true`", "whether words are hyphenated";
        "hyphenation" => hyphenation: Vec<Set<String>>, "", "words with their only breaks";
        "justify" or "align" => justify: Option<Set<bool>>, "by theme", "lines of one length, or ragged ones";
        "spacing" => spacing: Option<Set<SpacingSettings>>, "", "how far spaces between words shrink and grow";
        "hyphens-in-row" => hyphens_in_row: Option<Set<Whole<1, 9>>>, "2", "how many lines in a row end in a hyphen";
        "hyphen-left" => hyphen_left: Option<Set<Whole<1, 20>>>, "by language", "the fewest letters before a hyphen";
        "hyphen-right" => hyphen_right: Option<Set<Whole<1, 20>>>, "by language", "the fewest letters after a hyphen";
        "protrusion" => protrusion: Option<Set<Percent<0, 200>>>, "100", "how far marks hang out of the edges";
        "expansion" => expansion: Option<Set<Percent<0, 2>>>, "2", "how far letters grow or shrink";
        "ornament" or "section-break" => ornament: Option<Set<String>>, "by theme", "what stands for a section break";
        "opening" or "initial" => opening: Option<Set<Opening>>, "by theme", "how chapters open";
        "number-chapters" or "chapter-numbers" => number_chapters: Option<Set<Numbering>>, "`none`",
            "how chapters are numbered";
        "number-parts" or "part-numbers" => number_parts: Option<Set<Numbering>>, "`none`", "how parts are numbered";
    }
}

table! {
    /// In hundredths of the face's own space.
    #[derive(Default)]
    pub struct SpacingSettings {
        "min" was "least" => min: Option<Set<Whole<50, 100>>>, "67", "how far spaces shrink, in percent";
        "max" was "most" => max: Option<Set<Whole<110, 300>>>, "150", "how far spaces grow, in percent";
    }
}

table! {
    pub struct FamilyFiles {
        "regular" => regular: Set<FilePath>, "", "the upright face";
        "italic" => italic: Option<Set<FilePath>>, "", "the italic face";
        "bold" => bold: Option<Set<FilePath>>, "", "the bold face";
        "bold-italic" => bold_italic: Option<Set<FilePath>>, "", "the bold italic face";
    }
}

table! {
    #[derive(Default)]
    pub struct NoteSettings {
        "place" or "position" => place: Option<Set<NotePlace>>, "`foot`", "where notes stand";
        "number" or "numbering" => number: Option<Set<NoteNumber>>, "`chapter`", "where their numbers begin again";
    }
}

table! {
    #[derive(Default)]
    pub struct VerseSettings {
        "whole" or "keep" => whole: Option<Set<Whole<2, 400>>>, "16", "the most lines of a stanza that stays whole";
        "new-page" => new_page: Option<Set<bool>>, "`false`", "whether each poem begins a page";
        "align" or "alignment" => align: Option<Set<VerseAlign>>, "`auto`", "where poems stand";
        "indent" => indent: Option<Set<Amount>>, "`0em`", "how far from the margin those on the left stand";
        "goes-on" => goes_on: Option<Set<String>>, "", "a mark beside the folio of a page that ends inside a stanza";
    }
}

table! {
    #[derive(Default)]
    pub struct ContentsSettings {
        "depth" or "levels" => depth: Option<Set<Whole<0, 6>>>, "1", "how far down the contents go";
        "title" => title: Option<Set<String>>, "by language", "the title of the contents";
        "illustrations" => illustrations: Option<Set<String>>, "by language", "the title of the list of illustrations";
        "tables" => tables: Option<Set<String>>, "by language", "the title of the list of tables";
        "first-lines" => first_lines: Option<Set<String>>, "by language",
            "the title of the index of titles and first lines";
    }
}

table! {
    #[derive(Default)]
    pub struct ImageSettings {
        "max-ppi" or "ppi" or "dpi" => max_ppi: Option<Set<Whole<72, 4_800>>>, "450",
            "how fine pictures are in the PDFs, in pixels an inch";
        "line-art-ppi" => line_art_ppi: Option<Set<Whole<72, 4_800>>>, "1200", "the same of black and white alone";
        "quality" => quality: Option<Set<Whole<30, 100>>>, "90", "the quality of a JPEG that is made anew";
        "epub-pixels" => epub_pixels: Option<Set<Whole<100_000, 200_000_000>>>, "5_600_000",
            "the most pixels of a picture in the ebook";
        "original" => original: Option<Set<bool>>, "`false`", "whether the ebook has pictures as they came";
        "panel" => panel: Option<Set<bool>>, "`true`",
            "whether words on a picture behind their page get a panel where they would be hard to read";
    }
}

table! {
    #[derive(Default)]
    pub struct EpubSettings {
        "enabled" => enabled: Option<Set<bool>>, "`true`", "whether it is made";
        "isbn" => isbn: Option<Set<IsbnSetting>>, "", "the number of the ebook";
        "fonts" => fonts: Option<Set<bool>>, "`false`", "whether the faces are put in";
        "css" or "style" or "stylesheet" => css: Option<Set<FilePath>>, "", "a style sheet of your own, behind the program's";
        "page-list" => page_list: Option<Set<bool>>, "`true`", "whether it marks the pages of the print edition";
        "contents-depth" => contents_depth: Option<Set<Whole<0, 9>>>, "all", "how far down its own contents go";
        "for" => shops: Vec<Set<EbookShop>>, "", "whose readers get an EPUB of their own besides";
        "certifier" => certifier: Option<Set<String>>, "", "who vouches for its accessibility";
        "accessibility-summary" => accessibility_summary: Option<Set<String>>, "the program's",
            "words about its accessibility";
        "certifier-credential" => certifier_credential: Option<Set<String>>, "", "what entitles them to";
        "certifier-report" => certifier_report: Option<Set<Address>>, "", "the address of their report";
        "accessibility-contact" => accessibility_contact: Option<Set<String>>, "", "whom to ask about it";
        "accessibility-exemption" => accessibility_exemption: Option<Set<Exemption>>, "",
            "why the law asks no accessibility of it";
        "accessibility-report" => accessibility_report: Option<Set<bool>>, "`false`",
            "whether a page is made that says what was checked";
        "meta" => meta: Section<MetaSettings>, "", "other properties of the package";
    }
}

table! {
    #[derive(Default)]
    pub struct PrintSettings {
        "enabled" => enabled: Option<Set<bool>>, "`true`", "whether it is made";
        "isbn" => isbn: Option<Set<IsbnSetting>>, "", "the number of the printed book";
        "printer" => printer: Option<Set<NameOrFile>>, "", "who prints it";
        "paper" => paper: Option<Set<PaperSetting>>, "", "what it is printed on";
        "standard" => standard: Option<Set<Standard>>, "by printer, or `PDF/X-4`", "the standard of the PDF";
        "ink" or "inks" or "colour" or "color" => ink: Option<Set<Inks>>, "`black`", "what it is printed with";
        "profile" => profile: Option<Set<ProfileSetting>>, "by ink", "the colours of the press";
        "ink-limit" => ink_limit: Option<Set<Whole<100, 400>>>, "by ink", "the most ink on one spot, in percent";
        "bleed" => bleed: Option<Set<Amount>>, "by printer, or `3mm`", "how far pictures run past the trim";
        "bleed-sides" => bleed_sides: Option<Set<BleedSides>>, "by printer, or `all`", "the sides that bleed";
        "binding" => binding: Option<Set<Binding>>, "by language", "the edge that the book is bound on";
        "marks" or "crop-marks" => marks: Option<Set<bool>>, "`false`", "printer's marks around each page";
        "overprint" or "black-overprint" => overprint: Option<Set<bool>>, "`true`",
            "whether black letters are printed over what lies under them";
        "rich-black" => rich_black: Vec<Set<Whole<0, 100>>>, "",
            "the inks of large black areas, in percent: cyan, magenta, yellow, black";
        "plates" => plates: Option<Set<bool>>, "`false`", "a gray PDF of each ink as well";
    }
}

table! {
    #[derive(Default)]
    pub struct ScreenSettings {
        "enabled" => enabled: Option<Set<bool>>, "`true`", "whether it is made";
        "trim" => trim: Option<Set<Trim>>, "the print edition's", "the size of a page";
        "margins" => margins: Option<Set<MarginSettings>>, "the print edition's", "the white space around the text";
    }
}

table! {
    #[derive(Default)]
    pub struct ProofSettings {
        "words" => words: Option<Set<String>>, "by language", "what stands at the head of each page";
        "line-numbers" => line_numbers: Option<Set<Whole<0, 100>>>, "0, for none",
            "every how many lines of a page there is a number in the margin";
    }
}

table! {
    #[derive(Default)]
    pub struct BookletSettings {
        "enabled" => enabled: Option<Set<bool>>, "`true`", "whether it is made";
        "scheme" => scheme: Option<Set<BookletScheme>>, "`saddle`, or `signatures` where their size or number is said",
            "how sheets become a book";
        "signature" => signature: Option<Set<Whole<4, 400>>>, "16, or 4 for `perfect`", "pages of each signature";
        "signatures" => signatures: Option<Set<Whole<1, 100>>>, "", "or how many signatures";
        "sheet" or "paper-size" => sheet: Option<Set<Sheet>>, "the smallest usual one", "the size of the sheets";
        "fit" => fit: Option<Set<SheetFit>>, "`actual`", "whether pages keep their size";
        "flip" or "duplex" => flip: Option<Set<SheetFlip>>, "`short`", "the edge that the printer turns sheets on";
        "blanks" => blanks: Option<Set<Blanks>>, "`end`", "where pages stand that are missing to a full sheet";
        "paper" => paper: Option<Set<PaperSetting>>, "", "the paper, for its thickness";
        "caliper" or "thickness" => caliper: Option<Set<Amount>>, "`0.1mm`", "or the thickness of a leaf";
        "creep" => creep: Option<Set<Whole<0, 300>>>, "100", "how much of the thickness moves the pages, in percent";
        "two-up" => two_up: Option<Set<bool>>, "`false`", "whether each sheet carries two signatures";
        "work-and-turn" => work_and_turn: Option<Set<bool>>, "`false`", "front and back on one side, printed on both";
        "marks" => marks: Option<Set<bool>>, "`false`", "corners, targets and a line of words";
        "collating-marks" or "collating" => collating: Option<Set<bool>>, "`false`",
            "steps and numbers on the folds of signatures";
        "sewing-stations" or "stations" => stations: Option<Set<Whole<0, 12>>>, "0", "marks for the needle in each fold";
        "cover" => cover: Option<Set<bool>>, "`false`", "whether the cover is around the pages";
        "separate-sides" or "separate" => separate: Option<Set<bool>>, "`false`", "fronts and backs in files of their own";
        "dummy" => dummy: Option<Set<bool>>, "`false`", "a second file with numbers in place of pages";
    }
}

table! {
    #[derive(Default)]
    pub struct CoverSettings {
        "enabled" => enabled: Option<Set<bool>>, "as the print edition; `false` for a book bound on top", "whether it is made";
        "front" or "image" or "picture" => front: Option<Set<FilePath>>, "a typographic cover", "the picture in front";
        "back" => back: Option<Set<FilePath>>, "", "the picture on the back";
        "wrap" => wrap: Option<Set<FilePath>>, "", "a picture for the whole sheet: back, spine and front";
        "fit" => fit: Option<Set<ArtFit>>, "`fill`", "what becomes of pictures of another shape";
        "over-art" => over_art: Option<Set<bool>>, "`false`", "whether the title is set over the picture in front";
        "words" => words: Option<Set<CoverWords>>, "", "that the picture in front has the title in it";
        "binding" => binding: Option<Set<CoverBinding>>, "`paperback`", "what the cover is folded around";
        "hinge" => hinge: Option<Set<Amount>>, "`10mm`", "from the spine of a hard cover to its board";
        "square" => square: Option<Set<Amount>>, "`3mm`", "how far a hard cover stands out past head and foot";
        "fore-edge" => fore_edge: Option<Set<Amount>>, "the hinge less the square", "how much wider a hard cover is than a page, from the spine";
        "turn-in" => turn_in: Option<Set<Amount>>, "`16mm`", "what is folded in over the edges of the boards";
        "flap" => flap: Option<Set<Amount>>, "`85mm`, at most two thirds of the page", "the width of a flap";
        "spine" => spine: Option<Set<Amount>>, "by pages and paper", "the width of the spine";
        "paper" => paper: Option<Set<PaperSetting>>, "the print edition's", "the paper of the pages";
        "caliper" => caliper: Option<Set<Amount>>, "", "or the thickness of a leaf";
        "board" => board: Option<Set<Amount>>, "`0.3mm`; `2.5mm` of a hard cover", "the thickness of the cover";
        "spine-text" => spine_text: Option<Set<SpineText>>, "by language", "which way the spine is read";
        "bleed" => bleed: Option<Set<Amount>>, "the print edition's", "how far it runs past the trim";
        "style" => style: Option<Set<CoverStyle>>, "the theme's", "the typographic cover";
        "colour" or "color" => colour: Option<Set<Ink>>, "the style's", "the colour of the cover";
        "back-text" or "blurb" => back_text: Option<Set<String>>, "", "the words on the back, in Markdown";
        "flap-text" => flap_text: Option<Set<String>>, "", "the words on the front flap, in Markdown";
        "back-flap-text" => back_flap_text: Option<Set<String>>, "", "the words on the back flap, in Markdown";
        "author-picture" => author_picture: Option<Set<FilePath>>, "", "the picture on the back flap";
        /// Off, or its size in hundredths of the nominal one.
        "barcode" => barcode: Option<Set<Percent<80, 200>>>, "100", "the barcode: none, or its size in percent";
        "price" => price: Option<Set<Price>>, "", "the price beside the barcode";
        "guides" => guides: Option<Set<bool>>, "`true`", "the sheet with guides";
    }
}
