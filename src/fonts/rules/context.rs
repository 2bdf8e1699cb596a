//! In: rules that hold in a context (GSUB 5 and 6, GPOS 7 and 8), in their three forms. Out: each rule by itself, by
//! sets of glyphs; the same, written in the third form. Refuses to know what the lookups do that a rule names.
//!
//! A rule of the first two forms becomes a subtable of its own. They stay in their order, and only one of those that
//! begin with the same glyph can hold, so nothing changes but that a shaper looks at more subtables.

use super::bytes::{Bytes, Glyphs, Numbers, Part, coverage};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// From the nearest glyph to the furthest.
    pub before: Vec<Glyphs>,
    pub input: Vec<Glyphs>,
    pub after: Vec<Glyphs>,
    /// Positions in the input, and the lookups that act there.
    pub actions: Vec<(u16, u16)>,
}

/// What a number of a rule means.
type Meaning<'a> = &'a dyn Fn(u16) -> Glyphs;

impl Context {
    /// The rules of a subtable, chained or not.
    pub fn read(bytes: &Bytes, at: usize, chained: bool) -> Option<Vec<Context>> {
        match bytes.u16(at)? {
            1 => Context::of_glyphs(bytes, at, chained),
            2 => Context::of_classes(bytes, at, chained),
            3 => Some(vec![Context::of_coverages(bytes, at, chained)?]),
            _ => None,
        }
    }

    fn of_glyphs(bytes: &Bytes, at: usize, chained: bool) -> Option<Vec<Context>> {
        let first = bytes.coverage(bytes.place(at, at + 2)?)?;
        let mut out = vec![];
        let same: Meaning = &|glyph| Glyphs::these([glyph]);
        for (nth, glyph) in first.into_iter().take(bytes.number(at + 4)?).enumerate() {
            let Some(set) = bytes.place_or_none(at, at + 6 + nth * 2)? else { continue };
            for rule in bytes.places(set, set)? {
                out.push(Context::rule(bytes, rule, chained, Glyphs::these([glyph]), [same; 3])?);
            }
        }
        Some(out)
    }

    fn of_classes(bytes: &Bytes, at: usize, chained: bool) -> Option<Vec<Context>> {
        let first: BTreeSet<u16> = bytes.coverage(bytes.place(at, at + 2)?)?.into_iter().collect();
        let classes = |offset: usize| {
            let place = bytes.place_or_none(at, at + offset)?;
            Some(Classes::of(&place.map_or_else(|| Some(BTreeMap::new()), |place| bytes.classes(place))?))
        };
        let (kinds, sets) = if chained {
            ([classes(4)?, classes(6)?, classes(8)?], at + 10)
        } else {
            ([classes(4)?, classes(4)?, classes(4)?], at + 6)
        };
        let meanings: [Meaning; 3] =
            [&|class| kinds[0].get(class), &|class| kinds[1].get(class), &|class| kinds[2].get(class)];
        let mut out = vec![];
        for class in 0..bytes.u16(sets)? {
            let Some(set) = bytes.place_or_none(at, sets + 2 + usize::from(class) * 2)? else { continue };
            let of_class = Glyphs::these(kinds[1].get(class).among(&first));
            for rule in bytes.places(set, set)? {
                out.push(Context::rule(bytes, rule, chained, of_class.clone(), meanings)?);
            }
        }
        Some(out)
    }

    /// A rule whose first set is known.
    fn rule(bytes: &Bytes, rule: usize, chained: bool, first: Glyphs, meanings: [Meaning; 3]) -> Option<Context> {
        let mut at = rule;
        let mut sets = |less: usize, meaning: Meaning| {
            let count = bytes.number(at)?.checked_sub(less)?;
            let numbers = bytes.numbers(at + 2, count)?;
            at += 2 + count * 2;
            Some(numbers.into_iter().map(meaning).collect::<Vec<Glyphs>>())
        };
        let mut context = Context::default();
        let rest;
        if chained {
            context.before = sets(0, meanings[0])?;
            rest = sets(1, meanings[1])?;
            context.after = sets(0, meanings[2])?;
            context.actions = actions(bytes, at + 2, bytes.number(at)?)?;
        } else {
            // Here the number of actions stands before the input.
            let count = bytes.number(rule)?.checked_sub(1)?;
            let numbers = bytes.numbers(rule + 4, count)?;
            rest = numbers.into_iter().map(meanings[1]).collect();
            context.actions = actions(bytes, rule + 4 + count * 2, bytes.number(rule + 2)?)?;
        }
        context.input = std::iter::once(first).chain(rest).collect();
        Some(context)
    }

    fn of_coverages(bytes: &Bytes, subtable: usize, chained: bool) -> Option<Context> {
        if !chained {
            let (count, acts) = (bytes.number(subtable + 2)?, bytes.number(subtable + 4)?);
            let input = covered(bytes, subtable, subtable + 6, count)?;
            let actions = actions(bytes, subtable + 6 + count * 2, acts)?;
            return Some(Context { input, actions, ..Context::default() });
        }
        let (before, at) = sets(bytes, subtable, subtable + 2)?;
        let (input, at) = sets(bytes, subtable, at)?;
        let (after, at) = sets(bytes, subtable, at)?;
        Some(Context { before, input, after, actions: actions(bytes, at + 2, bytes.number(at)?)? })
    }

    /// What stands around a substitution from the end backwards, and what it puts in the place of what it covers.
    pub fn backwards(bytes: &Bytes, at: usize) -> Option<(Context, Vec<u16>)> {
        let (before, next) = sets(bytes, at, at + 4)?;
        let (after, next) = sets(bytes, at, next)?;
        Some((Context { before, after, ..Context::default() }, bytes.list(next)?))
    }

    /// Whether a text of these glyphs can have it.
    pub fn can_hold(&self, glyphs: &BTreeSet<u16>) -> bool {
        self.sets().all(|set| set.meet(glyphs))
    }

    /// About how long it takes to find that out, in steps of reading.
    pub fn cost(&self, glyphs: &BTreeSet<u16>) -> usize {
        self.sets().map(|set| set.cost(glyphs)).sum()
    }

    fn sets(&self) -> impl Iterator<Item = &Glyphs> {
        self.before.iter().chain(&self.input).chain(&self.after)
    }

    /// A chained subtable of the third form; none where it cannot hold any more. A rule that does nothing stays: it
    /// keeps later ones from acting.
    pub fn written(&self, numbers: &Numbers, lookups: &Numbers) -> Option<Option<Vec<u8>>> {
        let (Some([before, after]), Some(input)) = (self.around(numbers), left(&self.input, numbers)) else {
            return Some(None);
        };
        let mut part = Part::default();
        part.put(3).points(before)?.points(input)?.points(after)?;
        let actions = self.actions.iter().filter_map(|(at, lookup)| Some([*at, *lookups.get(lookup)?]));
        let actions: Vec<[u16; 2]> = actions.collect();
        part.count(actions.len())?.all(actions.into_iter().flatten());
        part.packed().map(Some)
    }

    /// The coverages of what stands before and after; none where it cannot stand there any more.
    pub fn around(&self, numbers: &Numbers) -> Option<[Vec<Vec<u8>>; 2]> {
        Some([left(&self.before, numbers)?, left(&self.after, numbers)?])
    }
}

fn left(sets: &[Glyphs], numbers: &Numbers) -> Option<Vec<Vec<u8>>> {
    let left = |set: &Glyphs| coverage(Some(set.left(numbers)).filter(|left| !left.is_empty())?);
    sets.iter().map(left).collect()
}

/// A count and as many coverages, and what stands behind them.
fn sets(bytes: &Bytes, subtable: usize, at: usize) -> Option<(Vec<Glyphs>, usize)> {
    let count = bytes.number(at)?;
    Some((covered(bytes, subtable, at + 2, count)?, at + 2 + count * 2))
}

fn covered(bytes: &Bytes, subtable: usize, at: usize, count: usize) -> Option<Vec<Glyphs>> {
    let place = |nth: usize| bytes.place(subtable, at + nth * 2);
    (0..count).map(|nth| Some(Glyphs::these(bytes.coverage(place(nth)?)?))).collect()
}

fn actions(bytes: &Bytes, at: usize, count: usize) -> Option<Vec<(u16, u16)>> {
    (0..count).map(|nth| Some((bytes.u16(at + nth * 4)?, bytes.u16(at + nth * 4 + 2)?))).collect()
}

/// The glyphs of each class. Class 0 is every other glyph of the font.
struct Classes(BTreeMap<u16, Glyphs>);

impl Classes {
    fn of(classes: &BTreeMap<u16, u16>) -> Classes {
        let mut sets = BTreeMap::<u16, Vec<u16>>::new();
        for (glyph, class) in classes {
            sets.entry(*class).or_default().push(*glyph);
        }
        let sets = sets.into_iter().map(|(class, glyphs)| (class, Glyphs::these(glyphs)));
        Classes(sets.chain([(0, Glyphs::all_but(classes.keys().copied()))]).collect())
    }

    fn get(&self, class: u16) -> Glyphs {
        self.0.get(&class).cloned().unwrap_or_else(|| Glyphs::these([]))
    }
}
