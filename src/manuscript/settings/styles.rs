//! In: the tables `[styles.NAME]` of book.toml and of themes. Out: what each says of its part or class, with its place.
//! Refuses to know which parts a book has.

use super::{Align, Case, FamilySetting, Keep};
use crate::base::config::{Fault, FromText, Key, Kind, Node, Reader, Set, Shape, Value, Whole, plain_fields, table};
use crate::base::{Amount, Ink, Length, Span};
use crate::fonts::{AxisValue, FeatureTag, Figures};
use std::collections::BTreeMap;
use std::ops::Deref;

/// A length that a page can be set with, in points. What depends on the book's size is judged at a usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Within<const MIN: u32, const MAX: u32>(pub Amount);

impl<const MIN: u32, const MAX: u32> FromText for Within<MIN, MAX> {
    fn takes() -> String {
        <Amount as FromText>::takes()
    }

    fn quoted(raw: &str) -> String {
        <Amount as FromText>::quoted(raw)
    }

    fn from_text(text: &str) -> Result<Self, Fault> {
        let amount = Amount::from_text(text)?;
        let length = amount.length(Length::pt(10), Length::pt(13));
        if (Length::pt(MIN.into())..=Length::pt(MAX.into())).contains(&length) {
            return Ok(Within(amount));
        }
        let why = format!("at a type size of 10 pt this is {length} pt, which is not between {MIN} and {MAX}");
        Err(Fault::new("theme-value", why))
    }
}

impl<const MIN: u32, const MAX: u32> Deref for Within<MIN, MAX> {
    type Target = Amount;
    fn deref(&self) -> &Amount {
        &self.0
    }
}

plain_fields!([const MIN: u32, const MAX: u32] Within<MIN, MAX>);

table! {
    /// What is not said is what `like` says, and what that does not say stays as it is around it.
    #[derive(Default)]
    pub struct StyleSettings {
        "like" => like: Option<Set<String>>, "", "another part or class, which supplies the rest";
        "family" or "font" or "face" => family: Option<Set<String>>, "", "the family of its letters";
        "size" or "font-size" => size: Option<Set<Within<3, 144>>>, "", "the size of its letters";
        "leading" or "line-height" => leading: Option<Set<Within<3, 288>>>, "", "from line to line";
        "bold" => bold: Option<Set<bool>>, "", "whether it is bold";
        "italic" => italic: Option<Set<bool>>, "", "whether it is italic";
        "case" or "small-caps" or "capitals" => case: Option<Set<Case>>, "", "capitals and small capitals";
        "letterspacing" or "letter-spacing" or "tracking" => letterspacing: Option<Set<Within<0, 36>>>, "",
            "white between letters";
        "figures" => figures: Option<Set<Figures>>, "the book's", "the shape of figures";
        "features" => features: Option<Set<Vec<FeatureTag>>>, "", "OpenType features of the font";
        "axes" or "variations" => axes: Option<Set<Axes>>, "", "the axes of a variable font";
        "align" or "text-align" => align: Option<Set<Align>>, "", "how its lines end";
        "indent" or "text-indent" => indent: Option<Set<Within<0, 1_000>>>, "", "of a paragraph's first line";
        "left" or "margin-left" => left: Option<Set<Within<0, 1_000>>>, "", "how much narrower than what is around it";
        "right" or "margin-right" => right: Option<Set<Within<0, 1_000>>>, "",
            "how much narrower than what is around it";
        "before" or "margin-top" or "space-before" => before: Option<Set<Whole<0, 30>>>, "",
            "whole lines of white above";
        "after" or "margin-bottom" or "space-after" => after: Option<Set<Whole<0, 30>>>, "",
            "whole lines of white below";
        "hyphenate" or "hyphens" => hyphenate: Option<Set<bool>>, "", "whether words are hyphenated";
        "keep" => keep: Option<Set<Keep>>, "", "what no page may part";
        "ink" or "color" or "colour" => ink: Option<Set<Ink>>, "", "the colour of its letters";
        "gray" or "grey" => gray: Option<Set<Whole<0, 255>>>, "", "or from black to white";
        "ground" or "background" => ground: Option<Set<Ink>>, "", "the colour behind it";
        "rule-above" or "rule" => rule_above: Option<Set<Within<0, 36>>>, "", "the thickness of a rule above it";
        "rule-below" => rule_below: Option<Set<Within<0, 36>>>, "", "the thickness of a rule below it";
        "rule-left" => rule_left: Option<Set<Within<0, 36>>>, "", "the thickness of a rule at its left";
        beside name: Option<Span>;
    }
}

/// Tables of styles, by the names of parts and classes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styles(pub BTreeMap<String, StyleSettings>);

impl Value for Styles {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table for each part of a book and each class".to_string()
    }

    fn keys() -> &'static [Key] {
        &[]
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(StyleSettings::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Styles> {
        let mut styles = BTreeMap::new();
        for (name, span, found) in reader.entries(&node) {
            let style = reader.at(&name, |reader| reader.value::<StyleSettings>(found));
            styles.extend(style.map(|style| (name, StyleSettings { name: span, ..style })));
        }
        Some(Styles(styles))
    }
}

plain_fields!([] Styles);

/// Axes of a variable font, by tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes(pub Vec<AxisValue>);

impl Value for Axes {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table of axes with their values, such as `{ wght = 550 }`".to_string()
    }

    fn shape() -> Shape {
        let number = Shape { kinds: &[Kind::Whole, Kind::Decimal], ..Shape::default() };
        Shape { kinds: Self::KINDS, named: Some(Box::new(number)), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Axes> {
        let mut axes = Vec::new();
        for (tag, _, found) in reader.entries(&node) {
            let number = found.text().unwrap_or_default();
            match AxisValue::parse(&tag, &number) {
                Some(axis) => axes.push(axis),
                None => {
                    let place = reader.at(&tag, |reader| reader.place(&found));
                    let why = format!("`{tag} = {number}` is not an axis with a value");
                    let help = "write the axis's four letters and a number, such as `wght = 550`";
                    reader.add(place.error("setting-value", why).help(help));
                    return None;
                }
            }
        }
        Some(Axes(axes))
    }
}

/// Families of an author's own, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Families(pub BTreeMap<String, Set<FamilySetting>>);

impl Value for Families {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table of names, each with a family".to_string()
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(FamilySetting::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<Families> {
        let mut families = BTreeMap::new();
        for (name, _, found) in reader.entries(&node) {
            let family = reader.at(&name, |reader| reader.set(found));
            families.extend(family.map(|family| (name, family)));
        }
        Some(Families(families))
    }
}

plain_fields!([] Families);

impl StyleSettings {
    /// What an author says of it in a file: not a theme of the program's.
    pub fn typed(&self) -> StyleSettings {
        fn typed<T: Clone>(said: &Option<Set<T>>) -> Option<Set<T>> {
            said.clone().filter(|said| said.span().is_some())
        }
        macro_rules! all {
            ($($field:ident)*) => { StyleSettings { name: self.name, $($field: typed(&self.$field),)* } };
        }
        all!(like family size leading bold italic case letterspacing figures features axes align indent left right before
            after hyphenate keep ink gray ground rule_above rule_below rule_left)
    }

    /// This, and what it does not say as another says it.
    pub fn or(self, other: &StyleSettings) -> StyleSettings {
        // One of the two says the ink.
        let inked = if self.ink.is_some() || self.gray.is_some() { &self } else { other };
        let (ink, gray) = (inked.ink.clone(), inked.gray.clone());
        macro_rules! or {
            ($($field:ident)*) => {
                StyleSettings {
                    name: self.name.or(other.name),
                    ink,
                    gray,
                    $($field: self.$field.or_else(|| other.$field.clone()),)*
                }
            };
        }
        or!(like family size leading bold italic case letterspacing figures features axes align indent left right
            before after hyphenate keep ground rule_above rule_below rule_left)
    }
}
