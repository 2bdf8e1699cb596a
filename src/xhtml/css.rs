//! In: what the text uses, and the theme. Out: the stylesheet. It leaves size, face, colours and margins to the reader.

use crate::base::Length;
use crate::design::{Align, Design, Style, StyleRole, VerseDesign};
use crate::fonts::Figures;
use crate::model::Width;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the rules are made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Of pictures.
    pub widths: BTreeSet<Width>,
    /// Indents of lines of verse, in half steps.
    pub indents: BTreeSet<u8>,
    pub hyphenate: bool,
    /// Families and their files.
    pub fonts: Vec<FontFile>,
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

pub fn stylesheet(uses: &Uses, design: &Design) -> String {
    let mut out = String::from("@charset \"utf-8\";\n");
    for font in &uses.fonts {
        font_face(&mut out, font);
    }
    out.push_str(include_str!("stylesheet.css"));
    out.push_str("\n/* The theme */\n");
    for (selector, role) in ROLES {
        role_rule(&mut out, selector, design.style(role));
    }
    ornament(&mut out, &design.ornament);
    initial(&mut out, design.initial_lines);
    hang(&mut out, &design.verse);
    narrow_tables(&mut out, &design.marks.cell_name);
    if !uses.hyphenate {
        out.push_str("\nbody { -webkit-hyphens: none; hyphens: none; }\n");
    }
    if !uses.fonts.is_empty() {
        let figures = match design.style(StyleRole::Body).figures {
            Figures::OldStyle => "oldstyle-nums",
            Figures::Lining => "lining-nums",
            Figures::Default => "normal",
        };
        let others: Vec<&str> = uses.fonts.iter().map(|font| font.family.as_str()).collect();
        let others: Vec<String> = others
            .into_iter()
            .filter(|family| family.starts_with("other-"))
            .map(|family| format!("\"book-{family}\", "))
            .collect();
        let others = others.concat();
        let _ =
            writeln!(out, "\nbody {{ font-family: \"book-body\", {others}serif; font-variant-numeric: {figures}; }}");
        out.push_str("table, pre, code, h1, h2, .drop-cap::first-letter { font-variant-numeric: lining-nums; }\n");
        let _ =
            writeln!(out, "h1, h2, h3, h4, h5, h6 {{ font-family: \"book-heading\", \"book-body\", {others}serif; }}");
        let _ = writeln!(out, "pre, code {{ font-family: \"book-mono\", {others}monospace; }}");
    }
    for &indent in &uses.indents {
        // Readers that know no min() keep the first rule: the poet's own indent.
        let (ems, percent) = indent_of(&design.verse, indent);
        let class = indent_class(indent);
        let _ = writeln!(out, ".{class} {{ margin-left: {ems}em; margin-left: min({ems}em, {percent}%); }}");
    }
    for &width in &uses.widths {
        let class = width_class(width);
        let wide = match width {
            Width::Share(thousandths) => format!("{}%", Length::pt_ratio(i64::from(thousandths), 10)),
            // The reader's size of type stands for twelve points.
            Width::Length(length) => format!("{}em; max-width: 100%", length / 12),
        };
        let _ = writeln!(out, ".{class} img, img.{class} {{ width: {wide}; }}");
    }
    out
}

fn role_rule(out: &mut String, selector: &str, style: &Style) {
    let align = match style.align {
        // Titles and the like are short: justified ones would gape.
        Align::Justify | Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    };
    let slant = if style.italic { "italic" } else { "normal" };
    let weight = if style.bold { "bold" } else { "normal" };
    let capitals = if style.small_caps { "small-caps" } else { "normal" };
    let _ = writeln!(
        out,
        "{selector} {{ text-align: {align}; font-style: {slant}; font-weight: {weight}; font-variant-caps: {capitals}; }}"
    );
}

/// Between sections; a blank line where the theme has none. Nothing is read aloud but that something ends here.
fn ornament(out: &mut String, ornament: &str) {
    if ornament.is_empty() {
        return;
    }
    let shown = string(ornament);
    let _ = writeln!(out, "hr.break::before {{ content: {shown}; }}");
    let _ = writeln!(out, "@supports (content: \"x\" / \"y\") {{ hr.break::before {{ content: {shown} / \"\"; }} }}");
}

/// Quoted; what is no plain letter is written by its number.
fn string(text: &str) -> String {
    let plain = |c: char| c == ' ' || c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '<' | '&');
    let written = text.chars().map(|c| if plain(c) { c.to_string() } else { format!("\\{:x} ", c as u32) });
    format!("\"{}\"", written.collect::<String>())
}

/// Tables of so many columns and more fall apart where there are fewer ems: each cell then says whose it is.
pub const COLUMNS: [(usize, u8); 4] = [(3, 14), (4, 20), (5, 28), (7, 40)];

/// By the room that the table has, at the reader's own size of type; by the screen's where that is not known.
fn narrow_tables(out: &mut String, after_name: &str) {
    let after_name = string(after_name);
    for (columns, ems) in COLUMNS {
        let of = |rest: &str| format!(".columns-from-{columns} {rest}");
        let all = ["caption", "tbody", "tr", "th", "td"].map(of).join(", ");
        let rules = format!(
            ".columns-from-{columns}, {all} {{ display: block; text-align: left; }}\n\
             {} {{ display: none; }}\n\
             {} {{ padding: 0.5em 0; border-bottom: 1px solid; }}\n\
             {}, {}, {} {{ padding: 0.1em 0; border: 0; }}\n\
             {} {{ content: attr(data-label) {after_name}; font-style: italic; }}\n",
            of("thead"),
            of("tr"),
            of("tbody tr:last-child > *"),
            of("td"),
            of("th"),
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
fn hang(out: &mut String, verse: &VerseDesign) {
    let (ems, percent) = (Length::pt_ratio(verse.screen_hang, 100), verse.screen_hang_share);
    let _ = writeln!(
        out,
        ".line {{ padding-left: {ems}em; padding-left: min({ems}em, {percent}%); text-indent: -{ems}em; \
         text-indent: max(-{ems}em, -{percent}%); }}"
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

    fn made(uses: &Uses, settings: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("book.toml"), settings).unwrap();
        let folder = Folder::open(folder.path()).unwrap();
        let mut report = Report::default();
        let settings = crate::manuscript::book_toml::read(&folder, &mut report).unwrap();
        stylesheet(uses, &crate::design::design(&settings, &folder, &mut report).unwrap())
    }

    const BOOK: &str = "[book]\ntitle = 'T'\n";

    #[test]
    fn rules_are_made_for_what_is_used() {
        let uses = Uses {
            widths: BTreeSet::from([Width::Share(625), Width::Length(Length::pt(144))]),
            indents: BTreeSet::from([2, 3, 4]),
            hyphenate: false,
            fonts: vec![],
        };
        let css = made(&uses, BOOK);
        assert!(css.contains("width: 62.5%"));
        assert!(css.contains("img.w144pt { width: 12em; max-width: 100%; }"));
        assert!(css.contains(".i2 { margin-left: 2em; margin-left: min(2em, 10%); }") && !css.contains(".i3"));
        assert!(css.contains(".i1h { margin-left: 1.5em; margin-left: min(1.5em, 7.5%); }"));
        assert!(css.contains("hyphens: none") && !css.contains("@font-face"));
    }

    #[test]
    fn the_theme_shows() {
        let of = |theme: &str| made(&Uses::default(), &format!("{BOOK}[type]\ntheme = '{theme}'\n"));
        assert!(of("classic").contains("\nh1 { text-align: center; font-style: normal;"));
        assert!(of("classic").contains("hr.break::before { content: \"\\2042 \"; }"));
        assert_ne!(of("classic"), of("modern"));
    }

    /// Night mode, large type and narrow screens are the reader's: no colour, no length of ink or paper stands here.
    #[test]
    fn nothing_is_fixed() {
        let fonts =
            vec![FontFile { family: "body".to_owned(), path: "fonts/a.otf".to_owned(), bold: false, italic: true }];
        let css = made(&Uses { fonts, indents: BTreeSet::from([6]), hyphenate: true, ..Uses::default() }, BOOK);
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
