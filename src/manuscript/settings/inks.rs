//! `[inks]`: spot inks, by the author's own names.

use crate::base::config::{Key, Kind, Node, Reader, Set, Shape, Value, Whole, plain_fields, table};
use crate::base::{Amount, Ink, Span};
use std::collections::BTreeMap;

table! {
    #[derive(Default)]
    pub struct InkSettings {
        "name" => name: Option<Set<String>>, "", "the ink's name, as the printer knows it";
        "cmyk" => cmyk: Vec<Set<Whole<0, 100>>>, "", "what stands for it, in percent: cyan, magenta, yellow, black";
        "colour" or "color" => colour: Option<Set<Ink>>, "", "the colour that is printed in it";
        "overprint" => overprint: Option<Set<bool>>, "`false`", "whether it is printed over what lies under it";
        "trap" => trap: Option<Set<Amount>>, "`0mm`", "how far it runs under a darker ink that leaves a gap for it";
        beside key: Option<Span>;
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpotInks(pub BTreeMap<String, InkSettings>);

impl Value for SpotInks {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table for each ink".to_string()
    }

    fn keys() -> &'static [Key] {
        &[]
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(InkSettings::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<SpotInks> {
        let mut inks = BTreeMap::new();
        for (name, span, found) in reader.entries(&node) {
            let ink = reader.at(&name, |reader| reader.value::<InkSettings>(found));
            inks.extend(ink.map(|ink| (name, InkSettings { key: span, ..ink })));
        }
        Some(SpotInks(inks))
    }
}

plain_fields!([] SpotInks);
