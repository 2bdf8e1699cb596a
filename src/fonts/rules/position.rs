//! In: a subtable of GPOS. Out: what it says of which glyphs, and the same written for glyphs under new numbers.
//! Refuses to know in which order lookups act, and what devices and variations correct.

use super::bytes::{Bytes, Numbers, Part, classes, coverage};
use super::context::Context;
use super::subtable::Subtable;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    Single(BTreeMap<u16, Value>),
    /// By the first glyph and the second.
    Pairs(BTreeMap<u16, BTreeMap<u16, [Value; 2]>>),
    /// By their classes. Every first glyph that is covered has one, of the others of the font those without are 0.
    Classes {
        first: BTreeMap<u16, u16>,
        second: BTreeMap<u16, u16>,
        rows: Vec<Vec<[Value; 2]>>,
    },
    /// Where a glyph is entered and left.
    Cursive(BTreeMap<u16, [Option<Anchor>; 2]>),
    Marks(Marks),
    Context(Context),
}

/// Marks on letters (type 4), on parts of ligatures (5), on marks (6).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    on_parts: bool,
    marks: BTreeMap<u16, (u16, Anchor)>,
    /// One row of a glyph, or one for each part of a ligature; in it a place for each kind of mark.
    bases: BTreeMap<u16, Vec<Vec<Option<Anchor>>>>,
}

/// Which of its numbers it has, and these. Which it has counts: a pair whose second has any is not read on from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    format: u16,
    numbers: Vec<u16>,
}

/// Across and upwards.
type Anchor = [u16; 2];

/// The numbers of a value that are lengths; those behind are offsets of tables for single sizes.
const LENGTHS: u16 = 0b1111;

impl Subtable for Position {
    const FAR: u16 = 9;
    const CHAINED: u16 = 8;

    fn read(bytes: &Bytes, at: usize, kind: u16) -> Option<Vec<Position>> {
        let covered = || bytes.coverage(bytes.place(at, at + 2)?);
        let one = |position| Some(vec![position]);
        match (kind, bytes.u16(at)?) {
            (1, 1) => {
                let value = Value::read(bytes, at + 6, bytes.u16(at + 4)?)?;
                one(Position::Single(covered()?.into_iter().map(|glyph| (glyph, value.clone())).collect()))
            }
            (1, 2) => {
                let format = bytes.u16(at + 4)?;
                let value = |nth: usize| Value::read(bytes, at + 8 + nth * Value::length(format), format);
                let values: Vec<Value> = (0..bytes.number(at + 6)?).map(value).collect::<Option<_>>()?;
                one(Position::Single(covered()?.into_iter().zip(values).collect()))
            }
            (2, 1) => one(Position::Pairs(pairs(bytes, at, covered()?)?)),
            (2, 2) => one(by_classes(bytes, at, covered()?)?),
            (3, 1) => {
                let anchor = |offset: usize| {
                    bytes.place_or_none(at, offset)?.map_or(Some(None), |at| anchor(bytes, at).map(Some))
                };
                let ends = |nth: usize| Some([anchor(at + 6 + nth * 4)?, anchor(at + 8 + nth * 4)?]);
                let ends: Vec<_> = (0..bytes.number(at + 4)?).map(ends).collect::<Option<_>>()?;
                one(Position::Cursive(covered()?.into_iter().zip(ends).collect()))
            }
            (4..=6, 1) => one(Position::Marks(Marks::read(bytes, at, covered()?, kind == 5)?)),
            (7, _) => Some(Context::read(bytes, at, false)?.into_iter().map(Position::Context).collect()),
            (8, _) => Some(Context::read(bytes, at, true)?.into_iter().map(Position::Context).collect()),
            _ => None,
        }
    }

    fn context(&self) -> Option<&Context> {
        if let Position::Context(context) = self { Some(context) } else { None }
    }

    fn written(&self, numbers: &Numbers, lookups: &Numbers) -> Option<Option<Vec<u8>>> {
        match self {
            Position::Single(map) => part_of(renamed(map, numbers), |map| {
                let mut part = Part::default();
                let same = map.values().next().filter(|one| map.values().all(|value| value == *one));
                let format = map.values().next()?.format;
                part.put(if same.is_some() { 1 } else { 2 }).point(coverage(map.keys().copied())?).put(format);
                match same {
                    Some(value) => value.write(&mut part),
                    None => {
                        part.count(map.len())?;
                        map.values().for_each(|value| value.write(&mut part));
                    }
                }
                part.packed()
            }),
            Position::Pairs(map) => {
                let seconds = |seconds: &BTreeMap<u16, [Value; 2]>| renamed(seconds, numbers);
                let map = map.iter().filter_map(|(first, of)| Some((*numbers.get(first)?, seconds(of))));
                part_of(map.filter(|(_, seconds)| !seconds.is_empty()).collect(), write_pairs)
            }
            Position::Classes { first, second, rows } => {
                let (first, second) = (renamed(first, numbers), renamed(second, numbers));
                part_of(first, |first| write_classes(&first, &second, rows))
            }
            Position::Cursive(map) => part_of(renamed(map, numbers), |map| {
                let mut part = Part::default();
                part.put(1).point(coverage(map.keys().copied())?).count(map.len())?;
                map.into_values().flatten().for_each(|anchor| point(&mut part, anchor));
                part.packed()
            }),
            Position::Marks(marks) => marks.written(numbers),
            Position::Context(context) => context.written(numbers, lookups),
        }
    }
}

/// Nothing of nothing.
fn part_of<T>(
    map: BTreeMap<u16, T>,
    write: impl FnOnce(BTreeMap<u16, T>) -> Option<Vec<u8>>,
) -> Option<Option<Vec<u8>>> {
    if map.is_empty() { Some(None) } else { write(map).map(Some) }
}

/// What is said of glyphs that stay.
fn renamed<T: Clone>(map: &BTreeMap<u16, T>, numbers: &Numbers) -> BTreeMap<u16, T> {
    map.iter().filter_map(|(glyph, said)| Some((*numbers.get(glyph)?, said.clone()))).collect()
}

impl Value {
    /// Bytes of a value in a file.
    fn length(format: u16) -> usize {
        format.count_ones() as usize * 2
    }

    fn read(bytes: &Bytes, at: usize, format: u16) -> Option<Value> {
        let lengths = format & LENGTHS;
        Some(Value { format: lengths, numbers: bytes.numbers(at, lengths.count_ones() as usize)? })
    }

    fn write(&self, part: &mut Part) {
        part.all(self.numbers.iter().copied());
    }
}

/// Two values that stand behind each other.
fn values(bytes: &Bytes, at: usize, formats: [u16; 2]) -> Option<[Value; 2]> {
    let second = at + Value::length(formats[0]);
    Some([Value::read(bytes, at, formats[0])?, Value::read(bytes, second, formats[1])?])
}

fn pairs(bytes: &Bytes, at: usize, covered: Vec<u16>) -> Option<BTreeMap<u16, BTreeMap<u16, [Value; 2]>>> {
    let formats = [bytes.u16(at + 4)?, bytes.u16(at + 6)?];
    let width = 2 + Value::length(formats[0]) + Value::length(formats[1]);
    let set = |set: usize| {
        let pair = |nth: usize| {
            let at = set + 2 + nth * width;
            Some((bytes.u16(at)?, values(bytes, at + 2, formats)?))
        };
        (0..bytes.number(set)?).map(pair).collect::<Option<BTreeMap<_, _>>>()
    };
    let sets: Vec<_> = bytes.places(at, at + 8)?.into_iter().map(set).collect::<Option<_>>()?;
    Some(covered.into_iter().zip(sets).collect())
}

fn write_pairs(map: BTreeMap<u16, BTreeMap<u16, [Value; 2]>>) -> Option<Vec<u8>> {
    let mut part = Part::default();
    let [one, two] = map.values().flat_map(BTreeMap::values).next()?;
    part.put(1).point(coverage(map.keys().copied())?).put(one.format).put(two.format);
    let sets = map.values().map(|seconds| {
        let mut set = Part::default();
        set.count(seconds.len())?;
        for (second, values) in seconds {
            set.put(*second);
            values.iter().for_each(|value| value.write(&mut set));
        }
        set.packed()
    });
    part.points(sets.collect::<Option<Vec<_>>>()?)?;
    part.packed()
}

fn by_classes(bytes: &Bytes, at: usize, covered: Vec<u16>) -> Option<Position> {
    let formats = [bytes.u16(at + 4)?, bytes.u16(at + 6)?];
    let [own, second] = [8, 10].map(|offset| bytes.classes(bytes.place(at, at + offset)?));
    let (own, second) = (own?, second?);
    let first = covered.into_iter().map(|glyph| (glyph, own.get(&glyph).copied().unwrap_or(0))).collect();
    let (height, width) = (bytes.number(at + 12)?, bytes.number(at + 14)?);
    let size = Value::length(formats[0]) + Value::length(formats[1]);
    let cell = |row: usize, column: usize| values(bytes, at + 16 + (row * width + column) * size, formats);
    let row = |row: usize| (0..width).map(|column| cell(row, column)).collect::<Option<Vec<_>>>();
    let rows: Vec<_> = (0..height).map(row).collect::<Option<_>>()?;
    let inside = |classes: &BTreeMap<u16, u16>, count: usize| classes.values().all(|class| usize::from(*class) < count);
    let sound = inside(&first, height) && inside(&second, width) && width > 0;
    sound.then_some(Position::Classes { first, second, rows })
}

/// Rows and columns of classes that no glyph has any more go; 0 stays, for it is what has no other.
fn write_classes(first: &BTreeMap<u16, u16>, second: &BTreeMap<u16, u16>, rows: &[Vec<[Value; 2]>]) -> Option<Vec<u8>> {
    let left = |classes: &BTreeMap<u16, u16>| -> Vec<u16> {
        let left: BTreeSet<u16> = classes.values().copied().chain([0]).collect();
        left.into_iter().collect()
    };
    let (heads, columns) = (left(first), left(second));
    let new = |all: &[u16], of: &BTreeMap<u16, u16>| -> Option<Vec<u8>> {
        let new = of.iter().map(|(glyph, class)| Some((*glyph, u16::try_from(all.binary_search(class).ok()?).ok()?)));
        classes(&new.collect::<Option<BTreeMap<u16, u16>>>()?)
    };
    let mut part = Part::default();
    let [one, two] = rows.first()?.first()?;
    part.put(2).point(coverage(first.keys().copied())?).put(one.format).put(two.format);
    part.point(new(&heads, first)?).point(new(&columns, second)?);
    part.count(heads.len())?.count(columns.len())?;
    for head in heads {
        for column in &columns {
            let values = rows.get(usize::from(head))?.get(usize::from(*column))?;
            values.iter().for_each(|value| value.write(&mut part));
        }
    }
    part.packed()
}

fn anchor(bytes: &Bytes, at: usize) -> Option<Anchor> {
    (1..=3).contains(&bytes.u16(at)?).then_some([bytes.u16(at + 2)?, bytes.u16(at + 4)?])
}

fn point(part: &mut Part, anchor: Option<Anchor>) {
    match anchor {
        Some([across, up]) => _ = part.point([1, across, up].map(u16::to_be_bytes).concat()),
        None => _ = part.put(0),
    }
}

impl Marks {
    fn read(bytes: &Bytes, at: usize, covered: Vec<u16>, on_parts: bool) -> Option<Marks> {
        let bases = bytes.coverage(bytes.place(at, at + 4)?)?;
        let kinds = bytes.number(at + 6)?;
        let (marks, rows) = (bytes.place(at, at + 8)?, bytes.place(at, at + 10)?);
        let mark = |nth: usize| {
            let record = marks + 2 + nth * 4;
            Some((bytes.u16(record)?, anchor(bytes, bytes.place(marks, record + 2)?)?))
        };
        let mark_array: Vec<_> = (0..bytes.number(marks)?).map(mark).collect::<Option<_>>()?;
        // Rows of anchors: of glyphs in one table, of parts in one for each ligature.
        let row = |table: usize, nth: usize| -> Option<Vec<Option<Anchor>>> {
            let place = |kind: usize| bytes.place_or_none(table, table + 2 + (nth * kinds + kind) * 2);
            (0..kinds).map(|kind| place(kind)?.map_or(Some(None), |at| anchor(bytes, at).map(Some))).collect()
        };
        let parts = |table: usize| (0..bytes.number(table)?).map(|nth| row(table, nth)).collect::<Option<Vec<_>>>();
        let of: Vec<_> = match on_parts {
            true => bytes.places(rows, rows)?.into_iter().map(parts).collect::<Option<_>>()?,
            false => parts(rows)?.into_iter().map(|row| vec![row]).collect(),
        };
        let marks: BTreeMap<_, _> = covered.into_iter().zip(mark_array).collect();
        let sound = marks.values().all(|(kind, _)| usize::from(*kind) < kinds);
        sound.then(|| Marks { on_parts, marks, bases: bases.into_iter().zip(of).collect() })
    }

    fn written(&self, numbers: &Numbers) -> Option<Option<Vec<u8>>> {
        let (marks, bases) = (renamed(&self.marks, numbers), renamed(&self.bases, numbers));
        if marks.is_empty() || bases.is_empty() {
            return Some(None);
        }
        let kinds: BTreeSet<u16> = marks.values().map(|(kind, _)| *kind).collect();
        let mut part = Part::default();
        part.put(1)
            .point(coverage(marks.keys().copied())?)
            .point(coverage(bases.keys().copied())?)
            .count(kinds.len())?;
        let mut array = Part::default();
        array.count(marks.len())?;
        for (kind, anchor) in marks.into_values() {
            array.count(kinds.range(..kind).count())?;
            point(&mut array, Some(anchor));
        }
        let row = |part: &mut Part, row: &[Option<Anchor>]| {
            kinds.iter().for_each(|kind| point(part, row.get(usize::from(*kind)).copied().flatten()));
        };
        let mut rows = Part::default();
        rows.count(bases.len())?;
        for of in bases.into_values() {
            let mut parts = Part::default();
            let into = if self.on_parts { parts.count(of.len())? } else { &mut rows };
            of.iter().for_each(|anchors| row(into, anchors));
            if self.on_parts {
                rows.point(parts.packed()?);
            }
        }
        part.point(array.packed()?).point(rows.packed()?);
        part.packed().map(Some)
    }
}
