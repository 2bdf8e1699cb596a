//! In: what the text uses. Out: the stylesheet. It leaves size, face, colours and margins to the reader.

use crate::base::Length;
use std::collections::BTreeSet;
use std::fmt::Write;

/// What the rules are made for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Thousandths of the measure.
    pub widths: BTreeSet<u32>,
    /// Steps of the deepest indent of a line of verse.
    pub indent: u8,
    pub hyphenate: bool,
    /// Families and their files.
    pub fonts: Vec<FontFile>,
}

/// A font file for `@font-face`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FontFile {
    /// `body`, `heading` or `mono`.
    pub family: &'static str,
    pub path: String,
    pub bold: bool,
    pub italic: bool,
}

pub fn stylesheet(uses: &Uses) -> String {
    let mut out = String::from("@charset \"utf-8\";\n");
    for font in &uses.fonts {
        font_face(&mut out, font);
    }
    out.push_str(include_str!("stylesheet.css"));
    if !uses.hyphenate {
        out.push_str("\nbody { -webkit-hyphens: none; hyphens: none; }\n");
    }
    if !uses.fonts.is_empty() {
        out.push_str("\nbody { font-family: \"book-body\", serif; }\n");
        out.push_str("h1, h2, h3, h4, h5, h6 { font-family: \"book-heading\", \"book-body\", serif; }\n");
        out.push_str("pre, code { font-family: \"book-mono\", monospace; }\n");
    }
    for step in 1..=uses.indent {
        // Readers that know no min() keep the first rule: the poet's own indent.
        let ems = Length::pt(1) * i64::from(step);
        let _ = writeln!(out, ".i{step} {{ margin-left: {ems}em; margin-left: min({ems}em, {}%); }}", share(step));
    }
    for width in &uses.widths {
        let percent = Length::pt_ratio(i64::from(*width), 10);
        let _ = writeln!(out, ".w{width} img, img.w{width} {{ width: {percent}%; }}");
    }
    out
}

/// On a narrow screen an indent is a share of the line, the deepest a little under half of it.
fn share(step: u8) -> u8 {
    (step.saturating_mul(5)).min(40)
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

    #[test]
    fn rules_are_made_for_what_is_used() {
        let uses = Uses { widths: BTreeSet::from([625]), indent: 2, hyphenate: false, fonts: vec![] };
        let css = stylesheet(&uses);
        assert!(css.contains("width: 62.5%"));
        assert!(css.contains(".i2 { margin-left: 2em; margin-left: min(2em, 10%); }") && !css.contains(".i3"));
        assert!(css.contains("hyphens: none") && !css.contains("@font-face"));
    }
}
