//! In: a subtable of GSUB. Out: what it puts in the place of which glyphs, which glyphs can come of others by it, and
//! the same written for glyphs under new numbers. Refuses to know in which order lookups act.

use super::bytes::{Bytes, Numbers, Part, coverage, renumbered};
use super::context::Context;
use super::subtable::Subtable;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Substitution {
    Single(BTreeMap<u16, u16>),
    /// Several for one, all of them (type 2) or one of them (type 3): both are written alike.
    Several(BTreeMap<u16, Vec<u16>>),
    /// By the first glyph: the others, and what stands for all.
    Ligatures(BTreeMap<u16, Vec<(Vec<u16>, u16)>>),
    Context(Context),
    /// From the end of a text backwards, each glyph in a context.
    Backwards(Context, BTreeMap<u16, u16>),
}

impl Subtable for Substitution {
    const FAR: u16 = 7;
    const CHAINED: u16 = 6;

    fn read(bytes: &Bytes, at: usize, kind: u16) -> Option<Vec<Substitution>> {
        let covered = || bytes.coverage(bytes.place(at, at + 2)?);
        let one = |substitution| Some(vec![substitution]);
        match (kind, bytes.u16(at)?) {
            (1, 1) => {
                let step = bytes.u16(at + 4)?;
                one(Substitution::Single(
                    covered()?.into_iter().map(|glyph| (glyph, glyph.wrapping_add(step))).collect(),
                ))
            }
            (1, 2) => one(Substitution::Single(covered()?.into_iter().zip(bytes.list(at + 4)?).collect())),
            (2 | 3, 1) => {
                let lists = bytes.places(at, at + 4)?.into_iter().map(|list| bytes.list(list));
                let lists: Vec<Vec<u16>> = lists.collect::<Option<_>>()?;
                one(Substitution::Several(covered()?.into_iter().zip(lists).collect()))
            }
            (4, 1) => {
                let sets = bytes.places(at, at + 4)?.into_iter().map(|set| ligatures(bytes, set));
                let sets: Vec<_> = sets.collect::<Option<_>>()?;
                one(Substitution::Ligatures(covered()?.into_iter().zip(sets).collect()))
            }
            (5, _) => Some(Context::read(bytes, at, false)?.into_iter().map(Substitution::Context).collect()),
            (6, _) => Some(Context::read(bytes, at, true)?.into_iter().map(Substitution::Context).collect()),
            (8, 1) => {
                let (context, instead) = Context::backwards(bytes, at)?;
                one(Substitution::Backwards(context, covered()?.into_iter().zip(instead).collect()))
            }
            _ => None,
        }
    }

    fn context(&self) -> Option<&Context> {
        if let Substitution::Context(context) = self { Some(context) } else { None }
    }

    fn written(&self, numbers: &Numbers, lookups: &Numbers) -> Option<Option<Vec<u8>>> {
        let new = |glyph: &u16| numbers.get(glyph).copied();
        let renamed = |map: &BTreeMap<u16, u16>| -> BTreeMap<u16, u16> {
            map.iter().filter_map(|(from, to)| Some((new(from)?, new(to)?))).collect()
        };
        let mut part = Part::default();
        match self {
            Substitution::Single(map) => {
                let map = renamed(map);
                if map.is_empty() {
                    return Some(None);
                }
                part.put(2).point(coverage(map.keys().copied())?).count(map.len())?.all(map.into_values());
            }
            Substitution::Several(map) => {
                let map = map.iter().filter_map(|(from, to)| Some((new(from)?, renumbered(to, numbers)?)));
                let map: BTreeMap<u16, Vec<u16>> = map.collect();
                if map.is_empty() {
                    return Some(None);
                }
                part.put(1).point(coverage(map.keys().copied())?);
                let lists = map.into_values().map(|to| {
                    let mut list = Part::default();
                    list.count(to.len())?.all(to);
                    list.packed()
                });
                part.points(lists.collect::<Option<Vec<_>>>()?)?;
            }
            Substitution::Ligatures(map) => {
                let set = |set: &Vec<(Vec<u16>, u16)>| {
                    let set = set.iter().filter_map(|(rest, made)| Some((renumbered(rest, numbers)?, new(made)?)));
                    Some(set.collect::<Vec<_>>()).filter(|set| !set.is_empty())
                };
                let map = map.iter().filter_map(|(first, of)| Some((new(first)?, set(of)?)));
                let map: BTreeMap<u16, Vec<(Vec<u16>, u16)>> = map.collect();
                if map.is_empty() {
                    return Some(None);
                }
                part.put(1).point(coverage(map.keys().copied())?);
                part.points(map.into_values().map(write_ligatures).collect::<Option<Vec<_>>>()?)?;
            }
            Substitution::Context(context) => return context.written(numbers, lookups),
            Substitution::Backwards(context, map) => {
                let map = renamed(map);
                let Some([before, after]) = context.around(numbers).filter(|_| !map.is_empty()) else {
                    return Some(None);
                };
                part.put(1).point(coverage(map.keys().copied())?);
                part.points(before)?.points(after)?.count(map.len())?.all(map.into_values());
            }
        }
        part.packed().map(Some)
    }
}

impl Substitution {
    /// The glyphs that it makes of glyphs that are there: of those at its place, and of all around.
    pub fn made(&self, here: &BTreeSet<u16>, all: &BTreeSet<u16>) -> Vec<u16> {
        let of =
            |map: &BTreeMap<u16, u16>| map.iter().filter(|(from, _)| here.contains(from)).map(|(_, to)| *to).collect();
        match self {
            Substitution::Single(map) => of(map),
            Substitution::Several(map) => {
                map.iter().filter(|(from, _)| here.contains(from)).flat_map(|(_, to)| to.iter().copied()).collect()
            }
            Substitution::Ligatures(map) => {
                let sets = map.iter().filter(|(first, _)| here.contains(first)).flat_map(|(_, set)| set);
                sets.filter(|(rest, _)| rest.iter().all(|glyph| all.contains(glyph))).map(|(_, made)| *made).collect()
            }
            // Its lookups make them.
            Substitution::Context(_) => vec![],
            Substitution::Backwards(context, map) => {
                if context.can_hold(all) {
                    of(map)
                } else {
                    vec![]
                }
            }
        }
    }

    /// How much there is of it.
    pub fn len(&self) -> usize {
        match self {
            Substitution::Single(map) => map.len(),
            Substitution::Several(map) => map.len(),
            Substitution::Ligatures(map) => map.values().map(Vec::len).sum(),
            Substitution::Context(_) => 1,
            Substitution::Backwards(_, map) => map.len(),
        }
    }
}

fn ligatures(bytes: &Bytes, set: usize) -> Option<Vec<(Vec<u16>, u16)>> {
    let one = |at: usize| Some((bytes.numbers(at + 4, bytes.number(at + 2)?.checked_sub(1)?)?, bytes.u16(at)?));
    bytes.places(set, set)?.into_iter().map(one).collect()
}

fn write_ligatures(set: Vec<(Vec<u16>, u16)>) -> Option<Vec<u8>> {
    let one = |(rest, made): (Vec<u16>, u16)| {
        let mut part = Part::default();
        part.put(made).count(rest.len() + 1)?.all(rest);
        part.packed()
    };
    let mut part = Part::default();
    part.points(set.into_iter().map(one).collect::<Option<Vec<_>>>()?)?;
    part.packed()
}
