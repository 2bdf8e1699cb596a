//! In: settings and a theme. Out: every choice made. Refuses to know how a page is measured.

use super::families::Fonts;
use super::geometry::Body;
use super::theme::Theme;
use super::values::Lengths;
use super::{
    BookletDesign, CoverDesign, Design, Dress, EpubDesign, Furniture, Geometry, Gutter, LineDesign, Marks, NoteDesign,
    OwnSheet, StyleRole, VerseDesign,
};
use crate::base::config::{Set, Whole};
use crate::base::{Amount, Length, Report};
use crate::manuscript::settings::{EbookShop, NoteNumber, NotePlace, Percent, Settings};
use crate::pictures::PictureRules;
use crate::press::PressSetup;
use crate::printers::Printer;
use std::sync::Arc;

/// Sizes that can be read and printed.
/// White between small capitals where a theme is silent, in hundredths of their size.
const SMALL_CAPS_SPACING: i64 = 3;
const SIZES: (Length, Length) = (Length::pt(4), Length::pt(72));

/// The body's size by the page's width, unless it is said; the leading in proportion, unless it is said.
pub(super) fn body(settings: &Settings, theme: &Theme, width: Length, report: &mut Report) -> Body {
    let typed = &settings.typography;
    let absolute = |amount: Amount| amount.length(Length::pt(10), Length::pt(13));
    let step = theme.sizes.iter().rev().find(|step| absolute(step.from.0) <= width).or(theme.sizes.first());
    let usual = step.map_or((Length::pt(10), Length::pt(13)), |step| (absolute(step.size.0), absolute(step.leading.0)));
    let lengths = Lengths { em: usual.0 };
    let size = typed.size.as_ref();
    let size = size.and_then(|size| lengths.within(size, SIZES.0, SIZES.1, report)).unwrap_or(usual.0);
    let lengths = Lengths { em: size };
    let leading = typed.leading.as_ref();
    let leading = leading.and_then(|leading| lengths.within(leading, size.scale(9, 10), size * 3, report));
    let leading = leading.unwrap_or_else(|| to_quarter_points(usual.1.scale(size.0, usual.0.0)));
    let least = typed.min_size.as_ref();
    let least = least.and_then(|least| lengths.within(least, SIZES.0, SIZES.1, report)).unwrap_or(SIZES.0);
    Body { size, leading, least }
}

fn to_quarter_points(length: Length) -> Length {
    let quarter = Length::pt_ratio(1, 4);
    quarter * (length + quarter / 2).0.div_euclid(quarter.0)
}

/// What `[page]`, `[print]`, `[screen]`, `[booklet]`, `[cover]` and the style sheet of `[epub]` come to.
pub(super) struct Pages {
    pub print: Geometry,
    pub gutters: Vec<Gutter>,
    pub printer: Option<Arc<Printer>>,
    pub screen: Geometry,
    pub press: PressSetup,
    pub booklet: BookletDesign,
    pub cover: CoverDesign,
    pub own_sheet: Option<OwnSheet>,
}

/// What `[images]` says.
fn pictures(settings: &Settings) -> PictureRules {
    let usual = PictureRules::default();
    let typed = &settings.images;
    PictureRules {
        ppi: number(&typed.max_ppi).unwrap_or(usual.ppi),
        line_art_ppi: number(&typed.line_art_ppi).unwrap_or(usual.line_art_ppi),
        quality: number(&typed.quality).map_or(usual.quality, |quality| quality as u8),
        ebook_pixels: number(&typed.epub_pixels).map_or(usual.ebook_pixels, u64::from),
    }
}

/// Puts the finished parts together.
pub(super) fn together(
    settings: &Settings,
    theme: &Theme,
    body: Body,
    (fonts, dress): (Fonts, Dress),
    pages: Pages,
    lines: Lines,
) -> Design {
    let typed = &settings.typography;
    let note_size = dress.style(StyleRole::Note).size;
    let on = |setting: &Option<Set<bool>>| value(setting).unwrap_or(true);
    Design {
        faces: Arc::new(fonts.faces),
        family_names: fonts.family_names,
        families: fonts.families,
        instances: fonts.instances,
        fallback: fonts.fallback,
        print: pages.print,
        gutters: pages.gutters,
        printer: pages.printer,
        screen: pages.screen,
        dress,
        chapter_start: value(&settings.page.chapter_start).unwrap_or_default(),
        initial_lines: theme.opening.initial_lines.get() as usize,
        lead_words: theme.opening.lead_words.get() as usize,
        small_caps_spacing: theme.small_caps_spacing.map_or(SMALL_CAPS_SPACING, |spacing| spacing.get().into()),
        capitals_spacing: theme.capitals_spacing.map_or(0, |spacing| spacing.get().into()),
        ornament: typed.ornament.as_deref().cloned().unwrap_or_else(|| theme.ornament.clone()),
        edge_ornament: theme.edge_ornament.clone(),
        marks: Marks::of(&theme.marks),
        furniture: furniture(settings, theme, body),
        hyphenate: on(&typed.hyphenate),
        hyphenation: typed.hyphenation.iter().map(|word| word.value.clone()).collect(),
        protrusion: lines.protrusion,
        expansion: lines.expansion,
        lines: lines.design,
        notes: notes(settings, theme, note_size, body.leading),
        verse: verse(settings, body),
        press: pages.press,
        print_marks: value(&settings.print.marks).unwrap_or(false),
        plates: value(&settings.print.plates).unwrap_or(false),
        booklet: pages.booklet,
        epub: EpubDesign {
            shops: EbookShop::ALL
                .into_iter()
                .filter(|shop| settings.epub.shops.iter().any(|asked| asked.value == *shop))
                .collect(),
            contents_depth: settings.epub.contents_depth.as_deref().map_or(ALL_HEADINGS, |depth| depth.get() as u8),
            embed_fonts: value(&settings.epub.fonts).unwrap_or(false),
            page_list: on(&settings.epub.page_list),
            own_sheet: pages.own_sheet,
            original_pictures: value(&settings.images.original).unwrap_or(false),
        },
        pictures: pictures(settings),
        cover: pages.cover,
    }
}

/// Deeper than any heading, and a poem under it.
const ALL_HEADINGS: u8 = 9;

/// What `[type]` says of lines.
pub(super) struct Lines {
    protrusion: i64,
    expansion: i64,
    design: LineDesign,
}

pub(super) fn lines(settings: &Settings) -> Lines {
    let typed = &settings.typography;
    let spacing = typed.spacing.as_deref().cloned().unwrap_or_default();
    Lines {
        protrusion: percent(&typed.protrusion, 100).unwrap_or(100),
        expansion: percent(&typed.expansion, 2).unwrap_or(2),
        design: LineDesign {
            least_space: number(&spacing.min).unwrap_or(67).into(),
            most_space: number(&spacing.max).unwrap_or(150).into(),
            hyphens_in_row: number(&typed.hyphens_in_row).unwrap_or(2) as u8,
            hyphen_left: number(&typed.hyphen_left).unwrap_or(1) as usize,
            hyphen_right: number(&typed.hyphen_right).unwrap_or(1) as usize,
        },
    }
}

fn value<T: Copy>(set: &Option<Set<T>>) -> Option<T> {
    set.as_deref().copied()
}

fn number<const LEAST: u32, const MOST: u32>(set: &Option<Set<Whole<LEAST, MOST>>>) -> Option<u32> {
    value(set).map(Whole::get)
}

/// `true` is the usual amount.
fn percent<const LEAST: u32, const MOST: u32>(set: &Option<Set<Percent<LEAST, MOST>>>, usual: i64) -> Option<i64> {
    value(set).map(|percent| match percent {
        Percent::Switch(on) => i64::from(on) * usual,
        Percent::Number(number) => number.get().into(),
    })
}

fn furniture(settings: &Settings, theme: &Theme, body: Body) -> Furniture {
    let said = &theme.furniture;
    Furniture {
        head: said.head,
        head_space: said.head_space.length(body.size, body.leading),
        folio: said.folio,
        folio_space: said.folio_space.length(body.size, body.leading),
        opening_folio: said.opening_folio,
        stanza_goes_on: settings.verse.goes_on.as_deref().filter(|mark| !mark.trim().is_empty()).cloned(),
        panel: settings.images.panel.as_deref().copied().unwrap_or(true),
    }
}

/// A sonnet stays whole.
const WHOLE: u32 = 16;

fn verse(settings: &Settings, body: Body) -> VerseDesign {
    let whole = settings.verse.whole.as_deref().map_or(WHOLE, |lines| lines.get());
    VerseDesign {
        step: 150,
        column_step: 100,
        hang: 200,
        most: 40,
        screen_step: 100,
        screen_step_share: 5,
        screen_hang: 300,
        screen_hang_share: 18,
        whole: whole as usize,
        new_page: settings.verse.new_page.as_deref().copied().unwrap_or(false),
        align: value(&settings.verse.align).unwrap_or_default(),
        indent: value(&settings.verse.indent).map(|indent| indent.length(body.size, body.leading)),
    }
}

fn notes(settings: &Settings, theme: &Theme, size: Length, grid: Length) -> NoteDesign {
    let said = &theme.notes;
    let place = value(&settings.notes.place).unwrap_or_default();
    let number = match value(&settings.notes.number).unwrap_or_default() {
        // Away from the page of their calls.
        NoteNumber::Page | NoteNumber::Symbols if place != NotePlace::Foot => NoteNumber::Chapter,
        number => number,
    };
    NoteDesign {
        place,
        number,
        rule: said.rule.length(size, grid),
        rule_continued: said.rule_continued.length(size, grid),
        rule_thickness: said.rule_thickness.length(size, grid),
        above: said.above.length(size, grid),
        below: said.below.length(size, grid),
        between: said.between.length(size, grid),
        label_gap: 40,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Bleed, Folder, config};
    use crate::design::{Align, FamilyId, design};
    use crate::fonts::Figures;
    use crate::press::Standard;

    fn designed(toml: &str) -> (Option<Design>, Vec<&'static str>) {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        std::fs::write(dir.path().join("poor.otf"), "not a font").unwrap();
        let mut report = Report::default();
        let file = report.sources.add("book.toml", toml);
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let design = design(&settings, &Folder::open(dir.path()).unwrap(), &mut report);
        let codes = report.sorted().iter().map(|d| d.code).collect();
        (design, codes)
    }

    #[test]
    fn size_and_grid_follow_the_trim() {
        let body = |trim: &str| {
            let design = designed(&format!("page.trim = '{trim}'")).0.unwrap();
            (design.style(StyleRole::Body).size.to_string(), design.dress.grid.to_string())
        };
        assert_eq!(body("A6"), ("9".into(), "11.75".into()));
        assert_eq!(body("A5"), ("10.5".into(), "13.5".into()));
        assert_eq!(body("6in x 9in"), ("11".into(), "14.5".into()));
    }

    #[test]
    fn settings_stand_above_the_theme() {
        let design = designed("[type]\nsize = '12pt'\nbody = 'source-sans'\nornament = ''").0.unwrap();
        assert_eq!(design.dress.grid.to_string(), "15.5");
        assert_eq!(design.faces.get(design.family(FamilyId::BODY).regular).family, "Source Sans Pro");
        assert_eq!(design.ornament, "");
        assert_eq!(design.style(StyleRole::Quote).size.to_string(), "11.4");
        assert_eq!(designed("[type]\nsize = '10pt'\nleading = '1.5em'").0.unwrap().dress.grid, Length::pt(15));
    }

    #[test]
    fn what_lines_may_do_is_set() {
        let of = |toml: &str| designed(toml).0.unwrap();
        let usual = of("");
        assert_eq!((usual.protrusion, usual.expansion, usual.lines.hyphens_in_row), (100, 2, 2));
        assert_eq!((usual.lines.least_space, usual.lines.most_space), (67, 150));
        let set =
            of("[type]\nspacing.max = 200\nhyphens-in-row = 1\nhyphen-right = 4\nprotrusion = 50\nexpansion = true");
        assert_eq!((set.protrusion, set.expansion, set.lines.hyphens_in_row), (50, 2, 1));
        assert_eq!((set.lines.least_space, set.lines.most_space, set.lines.hyphen_right), (67, 200, 4));
        assert_eq!(of("type.protrusion = false").protrusion, 0);
    }

    #[test]
    fn pictures_are_as_fine_as_is_said() {
        let of = |toml: &str| designed(toml).0.map(|design| design.pictures);
        assert_eq!(of(""), Some(PictureRules::default()));
        let set = of("[images]\nmax-ppi = 300\nline-art-ppi = 600\nquality = 80\nepub-pixels = 2_000_000").unwrap();
        assert_eq!(set, PictureRules { ppi: 300, line_art_ppi: 600, quality: 80, ebook_pixels: 2_000_000 });
    }

    #[test]
    fn a_printer_stands_between_the_author_and_the_program() {
        let of = |toml: &str| designed(toml).0.unwrap();
        let kdp = of("print.printer = 'kdp'");
        assert_eq!(kdp.print.bleed, Bleed::outer(Length::mils(125)));
        assert_eq!(kdp.press.standard, Standard::X1a2001);
        assert_eq!(of("print.printer = 'ingramspark'").press.ink_limit, 240);
        assert_eq!(of("print.printer = 'lulu'").print.bleed, Bleed::all(Length::mils(125)));
        let own = of("print = { printer = 'kdp', standard = 'PDF/X-4', bleed = '0mm' }\npage.margins.outer = '8mm'");
        assert_eq!((own.print.bleed, own.press.standard), (Bleed::NONE, Standard::X4));
        assert_eq!((own.print.outer, of("").printer), (Length::mm(8), None));
    }

    #[test]
    fn a_thicker_book_has_a_wider_gutter() {
        let steps = |toml: &str| designed(toml).0.unwrap().gutters;
        let narrow = steps("print.printer = 'kdp'\npage.trim = 'A6'\nbook.title = ''");
        let printer = crate::printers::printer("kdp").unwrap();
        assert!(narrow.len() >= 3 && narrow.is_sorted_by(|a, b| a.to < b.to && a.geometry.inner < b.geometry.inner));
        for step in &narrow {
            assert!(step.geometry.inner >= printer.gutter(step.to) && step.geometry.outer >= printer.outside(true));
        }
        // Where the author sets the gutter, there is one; wide pages have room for the widest.
        assert_eq!(steps("print.printer = 'kdp'\npage.margins.inner = '20mm'").len(), 1);
        assert_eq!(steps("").iter().map(|step| step.to).collect::<Vec<_>>(), [u32::MAX]);
    }

    #[test]
    fn themes_differ_and_an_author_may_turn_their_lines() {
        let of = |toml: &str| designed(toml).0.unwrap();
        let align = |toml: &str, role| of(toml).style(role).align;
        assert_eq!(align("", StyleRole::Quote), Align::Justify);
        assert_eq!(align("type.theme = 'zine'", StyleRole::Quote), Align::Left);
        assert_eq!(align("[type]\ntheme = 'zine'\njustify = true", StyleRole::Quote), Align::Justify);
        assert_eq!(align("type.justify = false", StyleRole::Note), Align::Left);
        assert_eq!(align("type.justify = false", StyleRole::ChapterTitle), Align::Center);
        assert_eq!(of("type.theme = 'modern'").style(StyleRole::Body).figures, Figures::Lining);
        assert_eq!(
            of("type = { theme = 'modern', figures = 'old-style' }").style(StyleRole::Body).figures,
            Figures::OldStyle
        );
    }

    #[test]
    fn what_cannot_be_is_coded() {
        for (toml, code) in [
            ("type.size = '80pt'", "length-invalid"),
            ("type.leading = '4pt'", "length-invalid"),
            ("type.theme = 'baroque'", "theme-unknown"),
            ("type.theme = 'none.toml'", "file-missing"),
            ("type.body = 'Comic Sans'", "font-unknown"),
            ("type.mono = { regular = 'poor.otf' }", "font-broken"),
            ("type.fallback = ['none.otf']", "file-missing"),
            ("page.margins = { inner = '70mm', outer = '70mm' }", "page-margins"),
            ("print.printer = 'kpd'", "printer-unknown"),
            ("print.printer = 'none.toml'", "file-missing"),
            ("[print]\nprinter = 'kdp'\nbleed = '1mm'", "printer-bleed"),
            ("[print]\nprinter = 'kdp'\npaper = 'bulky-80'", "printer-paper"),
            ("[print]\nprinter = 'kdp'\npaper = 'cream'\nink = 'premium-colour'", "printer-paper"),
            ("[print]\nprinter = 'ingramspark'\nstandard = 'PDF/X-4'", "printer-standard"),
            ("print.printer = 'kdp'\npage.margins.outer = '9mm'", "printer-margin"),
            ("print.printer = 'ingramspark'\npage.margins.bottom = '12mm'", "printer-margin"),
            ("[print]\nprinter = 'kdp'\nmarks = true", "printer-marks"),
            ("print.paper = 'vellum'", "paper-unknown"),
        ] {
            let (design, codes) = designed(toml);
            assert!(design.is_none() && codes == [code], "{toml}: {codes:?}");
        }
    }
}
