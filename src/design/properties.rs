//! What a style may say: each property, what it does in print, and what it writes in the ebook's style sheets. The table
//! in the handbook is made of this one.

use super::style::{FamilyId, Overlay, Units};
use crate::base::{Amount, Ink, Length};
use crate::fonts::Figures;
use crate::manuscript::settings::{Align, Case, Keep};
use std::collections::BTreeMap;

/// A row of the table.
pub struct Property {
    /// As `[styles.NAME]` has it.
    pub key: &'static str,
    pub print: &'static str,
    pub ebook: &'static str,
    /// It holds for a block alone, not for words among others.
    pub of_block: bool,
    /// What it writes in the style sheets.
    pub declare: fn(&Overlay, &Scale) -> Vec<Declaration>,
}

/// What lengths are measured by in an ebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Of the text around.
    pub units: Units,
    pub measure: Length,
    /// What the sheets call the families that they know.
    pub families: BTreeMap<FamilyId, String>,
    pub instances: BTreeMap<(FamilyId, u8), FamilyId>,
    /// White between small capitals, in hundredths of an em.
    pub small_caps: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// In the sheet that old engines do not read.
    pub is_modern: bool,
    pub property: &'static str,
    pub value: String,
}

impl Scale {
    /// The size of the letters that an overlay sets.
    fn size(&self, said: &Overlay) -> Length {
        said.size.map_or(self.units.em, |size| size.length(self.units.em, self.units.line))
    }

    /// In ems of the style's own size.
    fn ems(&self, said: &Overlay, length: Length) -> String {
        format!("{}em", ratio(length, self.size(said)))
    }

    fn amount(&self, said: &Overlay, amount: Amount) -> Length {
        amount.length(self.size(said), self.units.line)
    }

    fn lines(&self, said: &Overlay, lines: i64) -> String {
        self.ems(said, self.units.line * lines)
    }

    /// As a share of the measure, so that it gives way on a narrow screen.
    fn share(&self, said: &Overlay, amount: Amount) -> String {
        format!("{}%", ratio(self.amount(said, amount) * 100, self.measure))
    }

    /// The width of a border; hairlines are a pixel.
    fn border(&self, said: &Overlay, amount: Amount) -> String {
        let thickness = self.amount(said, amount);
        match thickness {
            Length::ZERO => "0".to_owned(),
            thickness if thickness <= Length::pt(1) => "1px solid".to_owned(),
            thickness => format!("{} solid", self.ems(said, thickness)),
        }
    }
}

/// A number with three decimals at most.
fn ratio(length: Length, of: Length) -> Length {
    Length::pt(1).scale(length.0, of.0.max(1))
}

fn base(property: &'static str, value: impl Into<String>) -> Declaration {
    Declaration { is_modern: false, property, value: value.into() }
}

fn modern(property: &'static str, value: impl Into<String>) -> Declaration {
    Declaration { is_modern: true, property, value: value.into() }
}

/// `#1d3557`
pub fn colour(ink: Ink) -> String {
    let (red, green, blue) = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// White between a ground's edge and the text, in ems.
const PADDING: &str = "0.6em";

const fn of_words(
    key: &'static str,
    print: &'static str,
    ebook: &'static str,
    declare: fn(&Overlay, &Scale) -> Vec<Declaration>,
) -> Property {
    Property { key, print, ebook, of_block: false, declare }
}

const fn of_blocks(
    key: &'static str,
    print: &'static str,
    ebook: &'static str,
    declare: fn(&Overlay, &Scale) -> Vec<Declaration>,
) -> Property {
    Property { key, print, ebook, of_block: true, declare }
}

/// Every property, in the order in which its declarations are written.
pub const PROPERTIES: [Property; 25] = [
    of_words("like", "takes what is not said here from another part or class", "the same", |_, _| vec![]),
    of_words(
        "family",
        "the family: `\"body\"`, `\"heading\"`, `\"mono\"`, `\"display\"`, or a name of `[type.families]`",
        "`font-family`, where fonts are embedded; `\"mono\"` always",
        |said, scale| {
            let varied = said.axes.and_then(|axes| scale.instances.get(&(said.family.unwrap_or(FamilyId::BODY), axes)));
            let name = varied.copied().or(said.family).and_then(|family| scale.families.get(&family));
            name.map(|name| base("font-family", name.as_str())).into_iter().collect()
        },
    ),
    of_words("size", "the size of the letters; an em is that of the text around", "`font-size`", |said, scale| {
        let size = said.size.map(|_| base("font-size", format!("{}em", ratio(scale.size(said), scale.units.em))));
        size.into_iter().collect()
    }),
    of_words(
        "leading",
        "from line to line: any in titles, whole lines of the grid in running text",
        "`line-height`",
        |said, scale| {
            let leading = said.leading.map(|leading| ratio(scale.amount(said, leading), scale.size(said)));
            leading.map(|leading| base("line-height", leading.to_string())).into_iter().collect()
        },
    ),
    of_words("bold", "`true` or `false`", "`font-weight`", |said, _| {
        let bold = said.bold.map(|bold| base("font-weight", if bold { "bold" } else { "normal" }));
        bold.into_iter().collect()
    }),
    of_words("italic", "`true` or `false`", "`font-style`", |said, _| {
        let italic = said.italic.map(|italic| base("font-style", if italic { "italic" } else { "normal" }));
        italic.into_iter().collect()
    }),
    of_words(
        "case",
        "`\"upper\"`, `\"small-caps\"`, `\"all-small\"` (capitals are small ones too), `\"none\"`",
        "`font-variant`, `text-transform`, `letter-spacing`",
        |said, scale| {
            let (variant, transform) = match said.case {
                None => return vec![],
                Some(Case::None) => ("normal", "none"),
                Some(Case::Upper) => ("normal", "uppercase"),
                Some(Case::SmallCaps) => ("small-caps", "none"),
                Some(Case::AllSmall) => ("small-caps", "lowercase"),
            };
            let small = variant == "small-caps" && said.letterspacing.is_none() && scale.small_caps > 0;
            let spacing =
                small.then(|| base("letter-spacing", format!("{}em", Length::pt_ratio(scale.small_caps, 100))));
            let case = [base("font-variant", variant), base("text-transform", transform)];
            case.into_iter().chain(spacing).collect()
        },
    ),
    of_words(
        "letterspacing",
        "white between letters, such as `\"0.08em\"`; ligatures are off",
        "`letter-spacing`",
        |said, scale| {
            let spacing = said.letterspacing.map(|amount| scale.ems(said, scale.amount(said, amount)));
            spacing.map(|spacing| base("letter-spacing", spacing)).into_iter().collect()
        },
    ),
    of_words(
        "figures",
        "`\"old-style\"`, `\"lining\"`, or the font's own: `\"default\"`",
        "`font-variant-numeric`",
        |said, _| {
            let figures = match (said.figures, said.case) {
                (None, None) => return vec![],
                // `font-variant` in the base sheet forgets them.
                (None, Some(_)) => "inherit",
                (Some(Figures::OldStyle), _) => "oldstyle-nums",
                (Some(Figures::Lining), _) => "lining-nums",
                (Some(Figures::Default), _) => "normal",
            };
            vec![modern("font-variant-numeric", figures)]
        },
    ),
    of_words(
        "features",
        "OpenType features of the font: `[\"ss01\", \"swsh\", \"liga=0\"]`, at most eight",
        "`font-feature-settings`",
        |said, _| {
            let Some(features) = said.features else { return vec![] };
            let tags: Vec<String> = features.iter().map(|tag| format!("\"{tag}\" {}", tag.value)).collect();
            let value = if tags.is_empty() { "normal".to_owned() } else { tags.join(", ") };
            vec![modern("font-feature-settings", value)]
        },
    ),
    of_words(
        "axes",
        "how far a variable font goes along its axes: `{ wght = 550, wdth = 87.5 }`",
        "a font file of its own, where fonts are embedded",
        |_, _| vec![],
    ),
    of_words("hyphenate", "`false` turns hyphens off", "`hyphens`", |said, _| {
        let Some(hyphenate) = said.hyphenate else { return vec![] };
        let value = if hyphenate { "auto" } else { "none" };
        vec![base("-webkit-hyphens", value), base("hyphens", value)]
    }),
    of_words(
        "ink",
        "the colour of the letters and rules: `\"#1d3557\"`, or inks in percent, `\"cmyk(100, 70, 0, 30)\"`",
        "`color`",
        |said, _| {
            // A ground needs an ink: the reader's own may be as light.
            let ink = said.ink.or(said.ground.map(|_| Ink::BLACK));
            ink.map(|ink| base("color", colour(ink))).into_iter().collect()
        },
    ),
    of_words("gray", "or from black, 0, to white, 255", "as `ink`", |_, _| vec![]),
    of_blocks("align", "`\"justify\"`, `\"left\"`, `\"center\"` or `\"right\"`", "`text-align`", |said, _| {
        let align = said.align.map(|align| base("text-align", align.name()));
        align.into_iter().collect()
    }),
    of_blocks(
        "indent",
        "the first line of a paragraph that follows another",
        "`text-indent` of such paragraphs",
        |_, _| vec![],
    ),
    of_blocks(
        "left",
        "how much narrower than the text around, at the left",
        "`margin-left`, in percent",
        |said, scale| said.left.map(|left| base("margin-left", scale.share(said, left))).into_iter().collect(),
    ),
    of_blocks(
        "right",
        "how much narrower than the text around, at the right",
        "`margin-right`, in percent",
        |said, scale| said.right.map(|right| base("margin-right", scale.share(said, right))).into_iter().collect(),
    ),
    of_blocks("before", "whole lines of white above", "`margin-top`", |said, scale| {
        said.before.map(|lines| base("margin-top", scale.lines(said, lines))).into_iter().collect()
    }),
    of_blocks("after", "whole lines of white below", "`margin-bottom`", |said, scale| {
        said.after.map(|lines| base("margin-bottom", scale.lines(said, lines))).into_iter().collect()
    }),
    of_blocks(
        "keep",
        "`\"together\"`: no page parts it; `\"with-next\"`: it stands with what follows; `\"none\"`",
        "`break-inside` or `break-after`",
        |said, _| match said.keep {
            None => vec![],
            Some(Keep::None) => vec![base("page-break-inside", "auto"), base("break-inside", "auto")],
            Some(Keep::Together) => vec![base("page-break-inside", "avoid"), base("break-inside", "avoid")],
            Some(Keep::WithNext) => vec![base("page-break-after", "avoid"), base("break-after", "avoid")],
        },
    ),
    of_blocks("ground", "the colour behind a block; its text stands in a little", "`background-color`", |said, _| {
        let Some(ground) = said.ground else { return vec![] };
        vec![base("background-color", colour(ground)), base("padding", PADDING)]
    }),
    of_blocks(
        "rule-above",
        "the thickness of a rule above: for a block in the middle of an empty line",
        "`border-top`",
        |said, scale| {
            let Some(rule) = said.rule_above else { return vec![] };
            vec![base("border-top", scale.border(said, rule)), base("padding-top", PADDING)]
        },
    ),
    of_blocks("rule-below", "the same below", "`border-bottom`", |said, scale| {
        let Some(rule) = said.rule_below else { return vec![] };
        vec![base("border-bottom", scale.border(said, rule)), base("padding-bottom", PADDING)]
    }),
    of_blocks("rule-left", "the same at the left; the text stands in", "`border-left`", |said, scale| {
        let Some(rule) = said.rule_left else { return vec![] };
        vec![base("border-left", scale.border(said, rule)), base("padding-left", PADDING)]
    }),
];

/// Of a paragraph that follows another, in ems; centred lines and lines on the right have none.
pub fn indent(said: &Overlay, scale: &Scale) -> Option<String> {
    match (said.indent, said.align) {
        (_, Some(Align::Center | Align::Right)) => Some("0".to_owned()),
        (Some(indent), _) => Some(scale.ems(said, scale.amount(said, indent))),
        (None, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::Value;
    use crate::manuscript::settings::StyleSettings;

    #[test]
    fn the_table_has_every_property_and_no_other() {
        let mut keys: Vec<&str> = StyleSettings::keys().iter().map(|key| key.name).collect();
        let mut rows: Vec<&str> = PROPERTIES.iter().map(|property| property.key).collect();
        keys.sort_unstable();
        rows.sort_unstable();
        assert_eq!(rows, keys);
    }

    /// What a row says of the ebook is what it writes there.
    #[test]
    fn each_row_names_what_it_writes() {
        let amount = Amount::parse("0.5em").unwrap();
        let all = Overlay {
            family: Some(FamilyId::MONO),
            size: Some(amount),
            leading: Some(amount),
            bold: Some(true),
            italic: Some(true),
            case: Some(Case::AllSmall),
            letterspacing: Some(amount),
            figures: Some(Figures::Lining),
            features: Some(Default::default()),
            axes: None,
            align: Some(Align::Center),
            indent: Some(amount),
            left: Some(amount),
            right: Some(amount),
            before: Some(1),
            after: Some(1),
            hyphenate: Some(false),
            keep: Some(Keep::Together),
            ink: Some(Ink::BLACK),
            ground: Some(Ink::Gray(230)),
            rule_above: Some(amount),
            rule_below: Some(amount),
            rule_left: Some(amount),
        };
        let units = Units { em: Length::pt(10), line: Length::pt(13), least: Length::pt(4) };
        let families = BTreeMap::from([(FamilyId::MONO, "monospace".to_owned())]);
        let scale = Scale { units, measure: Length::pt(250), families, instances: BTreeMap::new(), small_caps: 3 };
        for row in &PROPERTIES {
            let written = (row.declare)(&all, &scale);
            let beside = |property: &str| property.starts_with("padding") || property.contains("-break-");
            for declaration in written.iter().filter(|declaration| !beside(declaration.property)) {
                let property = declaration.property.trim_start_matches("-webkit-");
                assert!(row.ebook.contains(&format!("`{property}`")), "{}: {}", row.key, declaration.property);
            }
            let silent = ["like", "gray", "indent", "axes"].contains(&row.key);
            assert!(silent || !written.is_empty(), "{} writes nothing", row.key);
        }
        assert_eq!(indent(&all, &scale).as_deref(), Some("0"));
        assert_eq!(indent(&Overlay { align: None, ..all }, &scale).as_deref(), Some("0.5em"));
    }
}
