//! In: GSUB or GPOS. Out: its scripts, features and lookups; the same, written with what is left of them. Refuses to
//! know what a subtable says.

use super::bytes::{Bytes, Part};
use super::subtable::Subtable;
use std::collections::{BTreeMap, BTreeSet};

pub type Tag = [u8; 4];
/// With its lookups.
type Feature = (Tag, Vec<u16>);

/// A flag of lookups: the number of a set of marks stands behind the subtables.
const HAS_SET: u16 = 0x10;

/// Features of a language, by number; one that is required is always on.
struct Language {
    required: Option<u16>,
    features: Vec<u16>,
}

struct Script {
    tag: Tag,
    default: Option<Language>,
    languages: Vec<(Tag, Language)>,
}

/// A table's frame.
pub struct Layout<'a> {
    pub bytes: Bytes<'a>,
    scripts: Vec<Script>,
    features: Vec<Feature>,
    lookups: Vec<usize>,
}

pub struct Lookup<S> {
    pub kind: u16,
    pub flag: u16,
    pub set: Option<u16>,
    pub subtables: Vec<S>,
}

impl<'a> Layout<'a> {
    pub fn read(table: &'a [u8]) -> Option<Layout<'a>> {
        let bytes = Bytes::new(table);
        if bytes.u16(0)? != 1 {
            return None;
        }
        let [scripts, features, lookups] = [4, 6, 8].map(|at| bytes.place_or_none(0, at));
        let (scripts, features, lookups) = (scripts?, features?, lookups?);
        let scripts = scripts.map_or(Some(vec![]), |list| {
            let script = |(tag, at)| {
                let default = bytes.place_or_none(at, at)?;
                let default = default.map_or(Some(None), |at| language(&bytes, at).map(Some))?;
                let of = |(tag, at)| Some((tag, language(&bytes, at)?));
                let languages = tagged(&bytes, at, at + 2)?.into_iter().map(of).collect::<Option<_>>()?;
                Some(Script { tag, default, languages })
            };
            tagged(&bytes, list, list)?.into_iter().map(script).collect::<Option<Vec<_>>>()
        })?;
        let features = features.map_or(Some(vec![]), |list| {
            let feature = |(tag, at): (Tag, usize)| Some((tag, bytes.list(at + 2)?));
            tagged(&bytes, list, list)?.into_iter().map(feature).collect::<Option<Vec<_>>>()
        })?;
        let lookups = lookups.map_or(Some(vec![]), |list| bytes.places(list, list))?;
        Some(Layout { bytes, scripts, features, lookups })
    }

    /// The lookups of features that are wanted.
    pub fn roots(&self, wanted: &dyn Fn(Tag) -> bool) -> BTreeSet<u16> {
        let required = self.languages().filter_map(|language| language.required).map(usize::from);
        let named = self.features.iter().enumerate().filter(|(_, (tag, _))| wanted(*tag)).map(|(nth, _)| nth);
        let features = required.chain(named).filter_map(|nth| self.features.get(nth));
        features.flat_map(|(_, lookups)| lookups.iter().copied()).collect()
    }

    fn languages(&self) -> impl Iterator<Item = &Language> {
        self.scripts
            .iter()
            .flat_map(|script| script.default.iter().chain(script.languages.iter().map(|(_, language)| language)))
    }

    /// A lookup and its subtables, where these stand behind longer offsets too.
    pub fn lookup<S: Subtable>(&self, number: u16) -> Option<Lookup<S>> {
        let at = *self.lookups.get(usize::from(number))?;
        let bytes = &self.bytes;
        let (mut kind, flag) = (bytes.u16(at)?, bytes.u16(at + 2)?);
        let mut places = bytes.places(at, at + 4)?;
        let behind = at + 6 + places.len() * 2;
        if kind == S::FAR {
            kind = places.first().map_or(Some(S::FAR), |place| bytes.u16(place + 2))?;
            for place in &mut places {
                if bytes.u16(*place)? != 1 || bytes.u16(*place + 2)? != kind {
                    return None;
                }
                *place += bytes.long(*place + 4)?;
            }
        }
        let mut subtables = vec![];
        for place in places {
            subtables.extend(S::read(bytes, place, kind)?);
        }
        let set = if flag & HAS_SET == 0 { None } else { Some(bytes.u16(behind)?) };
        Some(Lookup { kind, flag, set, subtables })
    }

    /// The table with these lookups, under their old numbers; none inside where there are none.
    pub fn written(
        &self,
        wanted: &dyn Fn(Tag) -> bool,
        lookups: BTreeMap<u16, Lookup<Vec<u8>>>,
        far: u16,
    ) -> Option<Option<Vec<u8>>> {
        let new: Vec<u16> = lookups.keys().copied().collect();
        let renumber = |number: &u16| u16::try_from(new.binary_search(number).ok()?).ok();
        let left = |nth: u16| -> Option<Feature> {
            let (tag, lookups) = self.features.get(usize::from(nth))?;
            let lookups: BTreeSet<u16> = lookups.iter().filter_map(renumber).collect();
            (!lookups.is_empty()).then(|| (*tag, lookups.into_iter().collect()))
        };
        let of = |language: &Language| -> (Option<Feature>, Vec<Feature>) {
            let features = language.features.iter().filter_map(|nth| left(*nth)).filter(|(tag, _)| wanted(*tag));
            (language.required.and_then(left), features.collect())
        };
        let all = self.languages().map(of).flat_map(|(required, features)| required.into_iter().chain(features));
        let features: Vec<Feature> = all.collect::<BTreeSet<_>>().into_iter().collect();
        if features.is_empty() {
            return Some(None);
        }
        let number = |feature: &Feature| u16::try_from(features.binary_search(feature).ok()?).ok();
        let language = |language: &Language| -> Option<Vec<u8>> {
            let (required, own) = of(language);
            let mut part = Part::default();
            part.put(0).put(required.as_ref().and_then(number).unwrap_or(0xffff));
            let own: BTreeSet<u16> = own.iter().filter_map(number).collect();
            part.count(own.len())?.all(own);
            part.packed()
        };
        let mut scripts = Part::default();
        scripts.count(self.scripts.len())?;
        for script in &self.scripts {
            let mut part = Part::default();
            match &script.default {
                Some(default) => _ = part.point(language(default)?),
                None => _ = part.put(0),
            }
            part.count(script.languages.len())?;
            for (tag, own) in &script.languages {
                part.tag(*tag).point(language(own)?);
            }
            scripts.tag(script.tag).point(part.packed()?);
        }
        let mut list = Part::default();
        list.count(features.len())?;
        for (tag, lookups) in &features {
            let mut part = Part::default();
            part.put(0).count(lookups.len())?.all(lookups.iter().copied());
            list.tag(*tag).point(part.packed()?);
        }
        let lookups: Vec<Lookup<Vec<u8>>> = lookups.into_values().collect();
        let lookups = near(&lookups).or_else(|| distant(&lookups, far))?;
        let mut part = Part::default();
        part.put(1).put(0).point(scripts.packed()?).point(list.packed()?).point(lookups);
        part.packed().map(Some)
    }
}

fn tagged(bytes: &Bytes, from: usize, at: usize) -> Option<Vec<(Tag, usize)>> {
    let record = |at: usize| Some((bytes.tag(at)?, bytes.place(from, at + 4)?));
    (0..bytes.number(at)?).map(|nth| record(at + 2 + nth * 6)).collect()
}

fn language(bytes: &Bytes, at: usize) -> Option<Language> {
    let required = Some(bytes.u16(at + 2)?).filter(|nth| *nth != 0xffff);
    Some(Language { required, features: bytes.list(at + 4)? })
}

/// Lookups whose subtables stand within reach.
fn near(lookups: &[Lookup<Vec<u8>>]) -> Option<Vec<u8>> {
    let one = |lookup: &Lookup<Vec<u8>>| {
        let mut part = Part::default();
        part.put(lookup.kind).put(lookup.flag).points(lookup.subtables.iter().cloned())?.all(lookup.set);
        part.packed()
    };
    let mut list = Part::default();
    list.points(lookups.iter().map(one).collect::<Option<Vec<_>>>()?)?;
    list.packed()
}

/// Lookups whose subtables stand behind all of them, by longer offsets.
fn distant(lookups: &[Lookup<Vec<u8>>], far: u16) -> Option<Vec<u8>> {
    let size = |lookup: &Lookup<Vec<u8>>| 6 + lookup.subtables.len() * 10 + if lookup.set.is_some() { 2 } else { 0 };
    let head = 2 + lookups.len() * 2;
    let mut next = head + lookups.iter().map(size).sum::<usize>();
    let (mut list, mut tables, mut subtables) = (vec![], vec![], vec![]);
    list.extend(u16::try_from(lookups.len()).ok()?.to_be_bytes());
    for lookup in lookups {
        list.extend(u16::try_from(head + tables.len()).ok()?.to_be_bytes());
        let count = lookup.subtables.len();
        let pointers = size(lookup) - count * 8;
        let start = head + tables.len();
        let mut part = Part::default();
        part.put(far).put(lookup.flag).count(count)?;
        for nth in 0..count {
            part.count(pointers + nth * 8)?;
        }
        part.all(lookup.set);
        for (nth, subtable) in lookup.subtables.iter().enumerate() {
            let offset = u32::try_from(next - (start + pointers + nth * 8)).ok()?;
            part.put(1).put(lookup.kind).put((offset >> 16) as u16).put(offset as u16);
            next += subtable.len();
            subtables.extend(subtable);
        }
        tables.extend(part.packed()?);
    }
    Some([list, tables, subtables].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::rules::bytes::Numbers;
    use crate::fonts::rules::context::Context;

    impl Subtable for Vec<u8> {
        const FAR: u16 = 7;
        const CHAINED: u16 = 6;

        fn read(bytes: &Bytes, at: usize, _: u16) -> Option<Vec<Vec<u8>>> {
            Some(vec![bytes.u16(at)?.to_be_bytes().to_vec()])
        }

        fn context(&self) -> Option<&Context> {
            None
        }

        fn written(&self, _: &Numbers, _: &Numbers) -> Option<Option<Vec<u8>>> {
            Some(Some(self.clone()))
        }
    }

    #[test]
    fn lookups_are_read_again_by_short_offsets_and_by_long_ones() {
        // Subtables of a number each: the kind 1, and 2 with a set of marks.
        let lookup = |kind, set, numbers: &[u16]| {
            let subtables = numbers.iter().map(|number| number.to_be_bytes().to_vec()).collect();
            Lookup { kind, flag: if set { HAS_SET | 8 } else { 8 }, set: set.then_some(5), subtables }
        };
        let lookups = [lookup(1, false, &[7, 8]), lookup(2, true, &[9]), lookup(1, false, &[7])];
        for list in [near(&lookups).unwrap(), distant(&lookups, 7).unwrap()] {
            let table = [&[0, 1, 0, 0, 0, 0, 0, 0, 0, 10][..], &list].concat();
            let layout = Layout::read(&table).unwrap();
            for (number, own) in (0..).zip(&lookups) {
                let read: Lookup<Vec<u8>> = layout.lookup(number).unwrap();
                assert_eq!((read.kind, read.flag, read.set), (own.kind, own.flag, own.set));
                assert_eq!(read.subtables, own.subtables);
            }
            assert!(layout.lookup::<Vec<u8>>(3).is_none());
        }
    }
}
