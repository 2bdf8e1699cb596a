//! In: what the text uses, and the theme. Out: the style sheets. They leave size, face, colours and margins to the
//! reader.
//!
//! There are two, since engines of old devices drop a whole sheet for one function or condition that they do not know
//! (Adobe's RMSDK), or keep the wrong half of it (Amazon's KF8). The base has nothing newer than CSS 2.1 and what such
//! engines pass over; with it alone verse hangs, breaks show and sides are right. The modern one adds to it.

use super::classes::{ClassUses, Rules};
use crate::base::Length;
use crate::design::properties::Scale;
use crate::design::{Align, Case, Design, FamilyId, Style, StyleRole, VerseDesign};
use crate::fonts::Figures;
use crate::model::Width;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// What the rules are made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Of pictures.
    pub widths: BTreeSet<Width>,
    /// Indents of lines of verse, in half steps.
    pub indents: BTreeSet<u8>,
    pub hyphenate: bool,
    /// Some text runs from right to left.
    pub right_to_left: bool,
    /// The book's script has no slanted letters.
    pub upright: bool,
    /// Families and their files.
    pub fonts: Vec<FontFile>,
    pub classes: ClassUses,
}

/// A font file for `@font-face`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// `body`, `heading`, `mono`, or `other-1` and so on for letters that those lack.
    pub family: String,
    pub path: String,
    pub bold: bool,
    pub italic: bool,
}

/// The roles that a theme gives a look of its own here too: how they stand, lean, and are capitalised.
const ROLES: [(&str, StyleRole); 13] = [
    ("h1", StyleRole::ChapterTitle),
    (".part > h1", StyleRole::PartTitle),
    ("h1 .number", StyleRole::ChapterNumber),
    ("h2", StyleRole::Heading2),
    ("h3", StyleRole::Heading3),
    ("h4", StyleRole::Heading4),
    ("h5", StyleRole::Heading5),
    ("h6", StyleRole::Heading6),
    (".attribution", StyleRole::Attribution),
    (".poem-title", StyleRole::VerseTitle),
    ("dt", StyleRole::DefinitionTerm),
    ("thead th", StyleRole::TableHead),
    ("figcaption, caption", StyleRole::Caption),
];

/// In the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheets {
    pub base: String,
    pub modern: String,
}

pub fn stylesheets(uses: &Uses, design: &Design) -> Sheets {
    let charset = "@charset \"utf-8\";\n";
    let mut sheets = Sheets { base: charset.to_owned(), modern: charset.to_owned() };
    for font in &uses.fonts {
        font_face(&mut sheets.base, font);
    }
    sheets.base.push_str(include_str!("base.css"));
    // An engine that reads the sheet all the same passes over a condition that it does not know, or that it knows and
    // does not fulfil.
    sheets.modern.push_str("@supports (margin-inline-start: min(1em, 1%)) {\n");
    sheets.modern.push_str(include_str!("modern.css"));
    if uses.right_to_left {
        sheets.base.push_str(include_str!("rtl.css"));
    }
    sheets.base.push_str("\n/* The theme */\n");
    for (selector, role) in ROLES {
        let style = design.style(role);
        let style = Style { italic: style.italic && !uses.upright, ..style.clone() };
        role_rule(&mut sheets.base, selector, &style, uses.right_to_left);
    }
    if uses.upright {
        sheets.base.push_str(".title-page .subtitle, tbody th { font-style: normal; }\n");
    }
    let scale = Scale {
        units: design.dress.units(),
        measure: design.print.measure(),
        families: names(uses, design),
        instances: design.instances.clone(),
        small_caps: design.small_caps_spacing,
    };
    let rules = Rules::of(&design.dress, &uses.classes, &scale, uses.right_to_left);
    sheets.modern.push_str(&rules.modern);
    ornament(&mut sheets, &design.ornament);
    initial(&mut sheets.modern, design.initial_lines);
    hang(&mut sheets, &design.verse, uses.right_to_left);
    narrow_tables(&mut sheets.modern, &design.marks.cell_name);
    if !uses.hyphenate {
        sheets.base.push_str("\nbody { -webkit-hyphens: none; hyphens: none; }\n");
    }
    if !uses.fonts.is_empty() {
        families(&mut sheets, uses, design);
    }
    sheets.base.push_str("\n/* Styles */\n");
    sheets.base.push_str(&rules.base);
    for &indent in &uses.indents {
        indented(&mut sheets, &design.verse, indent, uses.right_to_left);
    }
    for &width in &uses.widths {
        let class = width_class(width);
        let wide = match width {
            Width::Share(thousandths) => format!("{}%", Length::pt_ratio(i64::from(thousandths), 10)),
            // The reader's size of type stands for twelve points.
            Width::Length(length) => format!("{}em; max-width: 100%", length / 12),
        };
        let _ = writeln!(sheets.base, ".{class} img, col.{class}, img.{class}, figure.{class} {{ width: {wide}; }}");
    }
    sheets.modern.push_str("}\n");
    sheets
}

/// What the sheets call families: those with files, and in any case that of code.
fn names(uses: &Uses, design: &Design) -> BTreeMap<FamilyId, String> {
    if uses.fonts.is_empty() {
        // Named twice it has the size that is asked for, and not the smaller one that browsers keep for code.
        return BTreeMap::from([(FamilyId::MONO, "monospace, monospace".to_owned())]);
    }
    let others = others(uses);
    let name = |id: FamilyId| {
        let last = if id == FamilyId::MONO { "monospace" } else { "serif" };
        (id, format!("\"book-{}\", {others}{last}", design.family_name(id)))
    };
    design.family_ids().map(name).collect()
}

/// Families for letters that the book's own lack, with a comma behind each.
fn others(uses: &Uses) -> String {
    let others = uses.fonts.iter().map(|font| font.family.as_str());
    let others = others.filter(|family| family.starts_with("other-"));
    others.map(|family| format!("\"book-{family}\", ")).collect()
}

fn families(sheets: &mut Sheets, uses: &Uses, design: &Design) {
    let figures = match design.style(StyleRole::Body).figures {
        Figures::OldStyle => "oldstyle-nums",
        Figures::Lining => "lining-nums",
        Figures::Default => "normal",
    };
    let others = others(uses);
    let base = &mut sheets.base;
    let _ = writeln!(base, "\nbody {{ font-family: \"book-body\", {others}serif; }}");
    let _ = writeln!(base, "h1, h2, h3, h4, h5, h6 {{ font-family: \"book-heading\", \"book-body\", {others}serif; }}");
    let _ = writeln!(base, "pre, code {{ font-family: \"book-mono\", {others}monospace; }}");
    let _ = writeln!(sheets.modern, "\nbody {{ font-variant-numeric: {figures}; }}");
    let lining = "table, pre, code, h1, h2, .drop-cap::first-letter { font-variant-numeric: lining-nums; }\n";
    sheets.modern.push_str(lining);
}

/// The poet's own indent; on narrow screens a share of the measure, so that steps stay equal.
fn indented(sheets: &mut Sheets, verse: &VerseDesign, halves: u8, right_to_left: bool) {
    let (ems, percent) = indent_of(verse, halves);
    let class = indent_class(halves);
    let _ = writeln!(sheets.base, ".{class} {{ margin-left: {ems}em; }}");
    if right_to_left {
        let _ = writeln!(sheets.base, "[dir=\"rtl\"] .{class} {{ margin-left: 0; margin-right: {ems}em; }}");
    }
    let _ = writeln!(sheets.modern, ".{class}, [dir] .{class} {{ margin-inline-start: min({ems}em, {percent}%); }}");
}

fn role_rule(out: &mut String, selector: &str, style: &Style, right_to_left: bool) {
    let align = match style.align {
        // Titles and the like are short: justified ones would gape.
        Align::Justify | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let slant = if style.italic { "italic" } else { "normal" };
    let weight = if style.bold { "bold" } else { "normal" };
    let capitals = if style.case == Case::SmallCaps { "small-caps" } else { "normal" };
    let _ = writeln!(
        out,
        "{selector} {{ text-align: {align}; font-style: {slant}; font-weight: {weight}; font-variant: {capitals}; }}"
    );
    let from_the_right = match align {
        "left" => "right; text-align: start",
        "right" => "left",
        _ => "center",
    };
    if right_to_left {
        for selector in selector.split(", ") {
            let _ = writeln!(out, "[dir=\"rtl\"] {selector} {{ text-align: {from_the_right}; }}");
        }
    }
}

/// Between sections; a blank line where the theme has none. The base has a short rule, for a mark that a sheet makes is
/// not shown by old engines. Nothing is read aloud but that something ends here.
fn ornament(sheets: &mut Sheets, ornament: &str) {
    if ornament.is_empty() {
        // Kindles show nothing of a rule without a line, its margins neither: the text behind it has them too.
        sheets.base.push_str(
            "hr.break { height: 0; margin: 1.4em 0; border-style: none; }\nhr.break + p { margin-top: 1.4em; }\n",
        );
        return;
    }
    sheets.base.push_str("hr.break { margin: 1.4em 40%; border-width: 1px 0 0; border-style: solid none none; }\n");
    let shown = string(ornament);
    let modern = &mut sheets.modern;
    modern.push_str(
        "hr.break { height: auto; margin: 1.4em 0; border: 0; overflow: visible; text-align: center; \
         color: inherit; }\n",
    );
    let _ = writeln!(modern, "hr.break::before {{ content: {shown}; }}");
    let _ =
        writeln!(modern, "@supports (content: \"x\" / \"y\") {{ hr.break::before {{ content: {shown} / \"\"; }} }}");
}

/// Quoted; what is no plain letter is written by its number.
fn string(text: &str) -> String {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '<' | '&');
    let written = text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", c as u32) });
    format!("\"{}\"", written.collect::<String>())
}

/// Tables of so many columns and more fall apart where there are fewer ems: each cell then says whose it is.
pub const COLUMNS: [(usize, u8); 5] = [(2, 12), (3, 14), (4, 20), (5, 28), (7, 40)];

/// By the room that the table has, at the reader's own size of type; by the screen's where that is not known.
fn narrow_tables(out: &mut String, after_name: &str) {
    let after_name = string(after_name);
    for (columns, ems) in COLUMNS {
        let of = |rest: &str| format!(".columns-from-{columns} {rest}");
        let all = ["caption", "tbody", "tr", "th", "td"].map(of).join(", ");
        let rules = format!(
            ".columns-from-{columns}, {all} {{ display: block; text-align: start; }}\n\
             [dir] .columns-from-{columns} .right, [dir] .columns-from-{columns} .center {{ text-align: start; }}\n\
             {} {{ position: absolute; max-width: 1em; max-height: 1em; overflow: hidden; clip: rect(0 0 0 0); }}\n\
             {} {{ padding: 0.5em 0; border-bottom: 1px solid; }}\n\
             {}, {}, {} {{ padding: 0.1em 0; border: 0; }}\n\
             {} {{ content: attr(data-label) {after_name}; font-style: italic; }}\n\
             @supports (content: \"x\" / \"y\") {{ {} {{ content: attr(data-label) {after_name} / \"\"; }} }}\n",
            of("thead"),
            of("tr"),
            of("tbody tr:last-child > *"),
            of("td"),
            of("th"),
            of("[data-label]::before"),
            of("[data-label]::before"),
        );
        let _ = write!(out, "@container (max-width: {ems}em) {{\n{rules}}}\n");
        let _ = write!(out, "@media (max-width: {ems}em) {{\n{rules}}}\n");
    }
}

/// An initial of as many lines as the theme has, where that can be said; else one of about two.
fn initial(out: &mut String, lines: usize) {
    let _ = writeln!(
        out,
        "@supports (initial-letter: 2) or (-webkit-initial-letter: 2) {{ @media (min-width: 18em) {{ \
         .drop-cap::first-letter {{ float: none; margin: 0 0.1em 0 0; font-size: inherit; line-height: inherit; \
         -webkit-initial-letter: {lines}; initial-letter: {lines}; }} }} }}"
    );
}

/// `w600` is six tenths of the measure, `w144pt` two inches.
pub fn width_class(width: Width) -> String {
    match width {
        Width::Share(thousandths) => format!("w{thousandths}"),
        Width::Length(length) => format!("w{}pt", length.to_pt().round()),
    }
}

/// Of a line that stands so many half steps in: `i2` is two steps, `i2h` half a step more.
pub fn indent_class(halves: u8) -> String {
    format!("i{}{}", halves / 2, if halves % 2 == 1 { "h" } else { "" })
}

/// In ems, and in percent for a narrow screen.
fn indent_of(verse: &VerseDesign, halves: u8) -> (Length, Length) {
    let steps = |one: i64, of: i64| Length::pt_ratio(one * i64::from(halves), of * 2);
    (steps(verse.screen_step, 100), steps(verse.screen_step_share, 1).min(Length::pt(verse.most)))
}

/// Of turned-over lines.
fn hang(sheets: &mut Sheets, verse: &VerseDesign, right_to_left: bool) {
    let (ems, percent) = (Length::pt_ratio(verse.screen_hang, 100), verse.screen_hang_share);
    let base = &mut sheets.base;
    let _ = writeln!(base, ".line {{ padding-left: {ems}em; text-indent: -{ems}em; }}");
    if right_to_left {
        // Room on the other side too, for engines that draw a line out to the left whichever way it runs.
        let _ = writeln!(base, "[dir=\"rtl\"] .line {{ padding-right: {ems}em; }}");
    }
    let _ = writeln!(
        sheets.modern,
        ".line, [dir] .line {{ padding-inline-end: 0; padding-inline-start: min({ems}em, {percent}%); text-indent: max(-{ems}em, -{percent}%); }}"
    );
}

fn font_face(out: &mut String, font: &FontFile) {
    let style = if font.italic { "italic" } else { "normal" };
    let weight = if font.bold { "bold" } else { "normal" };
    let _ = writeln!(
        out,
        "@font-face {{ font-family: \"book-{}\"; font-style: {style}; font-weight: {weight}; src: url(\"{}\"); }}",
        font.family, font.path
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report};
    use crate::design::RESERVED;
    use crate::engines;

    fn made(uses: &Uses, settings: &str) -> Sheets {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("book.toml"), settings).unwrap();
        let folder = Folder::open(folder.path()).unwrap();
        let mut report = Report::default();
        let settings = crate::manuscript::book_toml::read(&folder, &mut report).unwrap();
        stylesheets(uses, &crate::design::design(&settings[0].1, &folder, &mut report).unwrap())
    }

    const BOOK: &str = "[book]\ntitle = 'T'\n";

    #[test]
    fn rules_are_made_for_what_is_used() {
        let uses = Uses {
            widths: BTreeSet::from([Width::Share(625), Width::Length(Length::pt(144))]),
            indents: BTreeSet::from([2, 3, 4]),
            ..Uses::default()
        };
        let Sheets { base, modern } = made(&uses, BOOK);
        assert!(base.contains("width: 62.5%"));
        assert!(base.contains("img.w144pt, figure.w144pt { width: 12em; max-width: 100%; }"));
        assert!(base.contains(".i2 { margin-left: 2em; }") && !base.contains(".i3"));
        assert!(modern.contains(".i2, [dir] .i2 { margin-inline-start: min(2em, 10%); }"));
        assert!(modern.contains(".i1h, [dir] .i1h { margin-inline-start: min(1.5em, 7.5%); }"));
        assert!(base.contains("hyphens: none") && !base.contains("@font-face") && !base.contains("rtl"));
        let leaning = "h2 { text-align: left; font-style: italic;";
        assert!(base.contains(leaning));
        assert!(!made(&Uses { upright: true, ..uses.clone() }, BOOK).base.contains(leaning));
        let turned = made(&Uses { right_to_left: true, ..uses }, BOOK).base;
        assert!(turned.contains("[dir=\"rtl\"] .i2 { margin-left: 0; margin-right: 2em; }"));
        // What has a side of its own in the base has the other here.
        for of in
            [".dateline", ".signature", ".places li", ".attribution", ".poem", "dd", "ul", "td.right", "p + p.lines"]
        {
            assert!(base.contains(of) && turned.contains(&format!("[dir=\"rtl\"] {of}")), "{of}");
        }
    }

    #[test]
    fn the_theme_shows() {
        let of = |theme: &str| made(&Uses::default(), &format!("{BOOK}[type]\ntheme = '{theme}'\n"));
        assert!(of("classic").base.contains("\nh1 { text-align: center; font-style: normal;"));
        assert!(of("classic").modern.contains("hr.break::before { content: \"\\2042 \"; }"));
        assert_ne!(of("classic"), of("modern"));
    }

    /// A class with all that a style may say, on a block, a title and words.
    const EVERYTHING: &str = "[styles.everything]\nfamily = 'mono'\nsize = '2em'\nleading = '2line'\nbold = true\n\
        italic = true\ncase = 'all-small'\nletterspacing = '0.1em'\nfigures = 'lining'\nfeatures = ['ss01', 'liga=0']\n\
        align = 'right'\nindent = '1em'\nleft = '1em'\nright = '1em'\nbefore = 1\nafter = 2\nhyphenate = false\n\
        keep = 'together'\nink = '#123456'\nground = '#fff'\nrule-above = '0.5pt'\nrule-below = '2pt'\nrule-left = '1mm'\n";

    fn everything() -> Uses {
        let elements = |names: &[&'static str]| names.iter().copied().collect::<BTreeSet<_>>();
        let classes = [("everything", elements(&["div", "h1", "span"])), ("center", elements(&["div"]))];
        let classes = classes.map(|(name, elements)| (name.to_owned(), elements));
        Uses { classes: classes.into(), ..Uses::default() }
    }

    #[test]
    fn a_class_has_the_rules_that_its_style_says() {
        let Sheets { base, modern } = made(&everything(), &format!("{BOOK}{EVERYTHING}"));
        for rule in [
            ".everything { font-family: monospace, monospace; font-size: 2em; line-height: 1.286; font-weight: bold; \
             font-style: italic; font-variant: small-caps; text-transform: lowercase; letter-spacing: 0.1em; \
             -webkit-hyphens: none; hyphens: none; color: #123456; }",
            "div.everything, h1.everything { text-align: right; margin-left: 7.843%; margin-right: 7.843%; \
             margin-top: 0.643em; margin-bottom: 1.286em; page-break-inside: avoid; break-inside: avoid; \
             background-color: #ffffff; padding: 0.6em; border-top: 1px solid; padding-top: 0.6em; \
             border-bottom: 0.095em solid; padding-bottom: 0.6em; border-left: 0.135em solid; padding-left: 0.6em; }",
            ".everything p + p { text-indent: 0; }",
            "div.center { text-align: center; margin-top: 1.286em; margin-bottom: 1.286em; }",
        ] {
            assert!(base.contains(&format!("\n{rule}\n")), "{rule}\n{base}");
        }
        let features =
            ".everything { font-variant-numeric: lining-nums; font-feature-settings: \"ss01\" 1, \"liga\" 0; }";
        assert!(modern.contains(features), "{modern}");
        let turned = made(&Uses { right_to_left: true, ..everything() }, &format!("{BOOK}{EVERYTHING}")).base;
        assert!(turned.contains("[dir=\"rtl\"] div.everything { margin-right: 7.843%;"), "{turned}");
        // What no element wears has no rules.
        assert!(!made(&Uses::default(), &format!("{BOOK}{EVERYTHING}")).base.contains("everything"));
    }

    #[test]
    fn a_part_that_book_toml_dresses_has_rules_too() {
        let of = |settings: &str| made(&Uses::default(), &format!("{BOOK}{settings}")).base;
        let dressed = of("[styles.heading2]\nink = '#123456'\nbefore = 3\n[styles.body]\nsize = '1em'\nbold = true\n");
        assert!(
            dressed.contains("\nh2 { color: #123456; margin-top: 3.857em; }\n"),
            "{}",
            &dressed[dressed.len() - 400..]
        );
        assert!(dressed.contains("\nbody { font-weight: bold; }\n"), "the size is the reader's");
        assert!(!of("").contains("#123456"));
    }

    /// No style of an author's has the name of a class that the sheets use for parts of their own.
    #[test]
    fn the_sheets_own_classes_are_reserved() {
        let css = [include_str!("base.css"), include_str!("modern.css"), include_str!("rtl.css")].concat();
        let roles = StyleRole::ALL.map(StyleRole::name);
        let styles = ["center", "right", "dedication", "letter", "sidebar"];
        let names = css.match_indices('.').map(|(at, _)| &css[at + 1..]);
        let names = names.map(|rest| rest.split(|c: char| !c.is_ascii_alphabetic() && c != '-').next().unwrap_or(""));
        for name in names.filter(|name| !name.is_empty() && *name != "columns-") {
            let known = RESERVED.contains(&name) || roles.contains(&name);
            assert!(known || styles.contains(&name), "`{name}` is not reserved");
        }
    }

    /// Old engines lose nothing of the base, in any theme; one offence more, and the table says which.
    #[test]
    fn old_engines_take_the_base_and_each_offence_is_seen() {
        let fonts =
            vec![FontFile { family: "body".to_owned(), path: "fonts/a.otf".to_owned(), bold: false, italic: true }];
        let uses = Uses {
            widths: BTreeSet::from([Width::Share(625)]),
            indents: BTreeSet::from([2, 3]),
            fonts,
            right_to_left: true,
            classes: everything().classes,
            ..Uses::default()
        };
        let refused = |css: &str| engines::refused(css).iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        for theme in ["classic", "modern", "zine"] {
            let sheets = made(&uses, &format!("{BOOK}[type]\ntheme = '{theme}'\n{EVERYTHING}"));
            assert_eq!(refused(&sheets.base), [""; 0], "{theme}");
            assert_eq!(refused(&sheets.modern), ["@supports"], "{theme}");
            for row in engines::rows() {
                assert_eq!(refused(&(sheets.base.clone() + &row.offence())), [&row.name[..]], "{theme}");
            }
        }
    }

    /// Night mode, large type and narrow screens are the reader's: no colour, no length of ink or paper stands here.
    #[test]
    fn nothing_is_fixed() {
        let fonts =
            vec![FontFile { family: "body".to_owned(), path: "fonts/a.otf".to_owned(), bold: false, italic: true }];
        let uses =
            Uses { fonts, indents: BTreeSet::from([6]), hyphenate: true, right_to_left: true, ..Uses::default() };
        let Sheets { base, modern } = made(&uses, BOOK);
        let css = base + &modern;
        for word in css.split(|c: char| c.is_whitespace() || matches!(c, ':' | ';' | '(' | ')' | ',')) {
            let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
            let length =
                unit.len() < word.len() && matches!(unit, "px" | "pt" | "pc" | "cm" | "mm" | "in" | "vw" | "Q");
            assert!(!length || word == "1px", "{word}");
            let colour =
                word.starts_with('#') && word.len() > 3 || matches!(word, "rgb" | "rgba" | "hsl" | "black" | "white");
            assert!(!colour, "{word}");
        }
        for property in ["color", "background", "height", "width", "font-size", "line-height"] {
            let sign = format!(" {property}: ");
            for value in css.split(&sign).skip(1).filter_map(|rest| rest.split([';', '}']).next()) {
                let own = ["inherit", "currentColor", "auto", "0"].contains(&value.trim());
                let part = property == "height" || property == "color" || property == "background";
                assert!(own || !part, "{property}: {value}");
            }
        }
    }
}
