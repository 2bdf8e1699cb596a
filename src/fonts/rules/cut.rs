//! In: a font's tables of substitution and position, the features that a book asks for. Out: all glyphs that can come of
//! a text's, and the tables for these. Refuses to know why a feature is asked for.

use super::bytes::Numbers;
use super::lookups::{Layout, Lookup, Tag};
use super::position::Position;
use super::substitution::Substitution;
use super::subtable::Subtable;
use super::{definitions, kerning};
use crate::fonts::file::Tables;
use std::collections::{BTreeMap, BTreeSet};

/// Which features a text may be shown with, beside those that are on without being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// What is asked for is not known.
    All,
    These(BTreeSet<Tag>),
}

/// On in every browser, or where a script needs them (HarfBuzz's shapers; OpenType, registered features). Those of
/// vertical text are not: no book here is.
const ALWAYS: &str = "abvf abvm abvs akhn blwf blwm blws calt ccmp cfar cjct clig curs dist fin2 fin3 fina half haln init \
    isol kern liga ljmo locl ltra ltrm mark med2 medi mkmk mset nukt pref pres pstf psts rand rclt rkrf rlig rphf rtla rtlm \
    rvrn stch tjmo vatu vjmo";
/// Calls of lookups in lookups that a shaper follows.
const DEPTH: usize = 64;
/// Subtables of one table that offsets can reach, once each rule in a context has its own.
const MOST: usize = 6_000;

impl Wanted {
    fn has(&self, tag: Tag) -> bool {
        match self {
            Wanted::All => true,
            Wanted::These(tags) => tags.contains(&tag) || ALWAYS.split(' ').any(|always| always.as_bytes() == tag),
        }
    }
}

/// A face's tables of substitution and position.
pub struct Rules<'a> {
    own: &'a Tables,
    wanted: &'a Wanted,
    substitution: Option<Stage<'a, Substitution>>,
    position: Option<Stage<'a, Position>>,
}

/// One of the two tables, with the lookups that wanted features name, and those that these name.
struct Stage<'a, S> {
    layout: Layout<'a>,
    roots: BTreeSet<u16>,
    lookups: BTreeMap<u16, Lookup<S>>,
}

impl<'a, S: Subtable> Stage<'a, S> {
    fn read(table: &'a [u8], wanted: &Wanted) -> Option<Stage<'a, S>> {
        let layout = Layout::read(table)?;
        let roots = layout.roots(&|tag| wanted.has(tag));
        let (mut lookups, mut queue) = (BTreeMap::new(), Vec::from_iter(roots.iter().copied()));
        let mut left = MOST;
        while let Some(number) = queue.pop() {
            if lookups.contains_key(&number) {
                continue;
            }
            let lookup: Lookup<S> = layout.lookup(number)?;
            left = left.checked_sub(lookup.subtables.len())?;
            let contexts = lookup.subtables.iter().filter_map(S::context);
            queue.extend(contexts.flat_map(|context| context.actions.iter().map(|(_, lookup)| *lookup)));
            lookups.insert(number, lookup);
        }
        Some(Stage { layout, roots, lookups })
    }

    /// The table of the glyphs that have new numbers; none inside where nothing of it is left.
    fn written(&self, wanted: &Wanted, numbers: &Numbers) -> Option<Option<Vec<u8>>> {
        let glyphs: BTreeSet<u16> = numbers.keys().copied().collect();
        // Lookups that no rule names any more go.
        let (mut used, mut queue) = (BTreeSet::new(), Vec::from_iter(self.roots.iter().copied()));
        while let Some(number) = queue.pop() {
            if used.insert(number) {
                let contexts = self.lookups.get(&number)?.subtables.iter().filter_map(S::context);
                let held = contexts.filter(|context| context.can_hold(&glyphs));
                queue.extend(held.flat_map(|context| context.actions.iter().map(|(_, lookup)| *lookup)));
            }
        }
        // Nor is what has no subtable left named; whether one has does not hang on others.
        let mut left = vec![];
        for number in used {
            let written = self.subtables(number, numbers, &Numbers::new())?;
            if !written.is_empty() {
                left.push(number);
            }
        }
        let new: Numbers = left.iter().copied().zip(0..).collect();
        let mut lookups = BTreeMap::new();
        for number in left {
            let Lookup { kind, flag, set, subtables } = self.lookups.get(&number)?;
            let chained = subtables.iter().any(|subtable| subtable.context().is_some());
            let kind = if chained { S::CHAINED } else { *kind };
            let subtables = self.subtables(number, numbers, &new)?;
            lookups.insert(number, Lookup { kind, flag: *flag, set: *set, subtables });
        }
        self.layout.written(&|tag| wanted.has(tag), lookups, S::FAR)
    }

    fn subtables(&self, number: u16, numbers: &Numbers, lookups: &Numbers) -> Option<Vec<Vec<u8>>> {
        let subtables = self.lookups.get(&number)?.subtables.iter();
        let written = subtables.map(|subtable| subtable.written(numbers, lookups)).collect::<Option<Vec<_>>>();
        Some(written?.into_iter().flatten().collect())
    }
}

impl Stage<'_, Substitution> {
    /// Adds every glyph that can come of those that are there.
    fn close(&self, glyphs: &mut BTreeSet<u16>) -> Option<()> {
        loop {
            let before = glyphs.len();
            let mut done = BTreeMap::new();
            for root in &self.roots {
                self.apply(*root, glyphs.clone(), glyphs, (&mut done, 0))?;
            }
            if glyphs.len() == before {
                return Some(());
            }
        }
    }

    /// What a lookup adds where one of some glyphs stands. What was done before is not done again: another round follows
    /// when anything is new.
    fn apply(
        &self,
        number: u16,
        mut here: BTreeSet<u16>,
        glyphs: &mut BTreeSet<u16>,
        (done, depth): (&mut BTreeMap<u16, BTreeSet<u16>>, usize),
    ) -> Option<()> {
        let bytes = &self.layout.bytes;
        let known = done.entry(number).or_default();
        here.retain(|glyph| known.insert(*glyph));
        bytes.steps(1 + here.len() / 16)?;
        if here.is_empty() || depth > DEPTH {
            return Some(());
        }
        for subtable in &self.lookups.get(&number)?.subtables {
            bytes.steps(1 + subtable.len())?;
            let made = subtable.made(&here, glyphs);
            glyphs.extend(made);
            let Some(context) = subtable.context() else { continue };
            bytes.steps(context.cost(glyphs))?;
            if !context.can_hold(glyphs) {
                continue;
            }
            for (at, lookup) in &context.actions {
                // What an earlier action has put there is any glyph.
                let there = context.input.get(usize::from(*at)).filter(|_| context.actions.len() == 1);
                let there = there.map_or_else(|| glyphs.clone(), |set| set.among(glyphs));
                self.apply(*lookup, there, glyphs, (&mut *done, depth + 1))?;
            }
        }
        Some(())
    }
}

impl<'a> Rules<'a> {
    pub fn of(own: &'a Tables, wanted: &'a Wanted) -> Option<Rules<'a>> {
        let substitution = own.get(b"GSUB").map_or(Some(None), |table| Stage::read(table, wanted).map(Some))?;
        let position = own.get(b"GPOS").map_or(Some(None), |table| Stage::read(table, wanted).map(Some))?;
        Some(Rules { own, wanted, substitution, position })
    }

    /// These glyphs, and all that can come of them.
    pub fn closed(&self, mut glyphs: BTreeSet<u16>) -> Option<BTreeSet<u16>> {
        if let Some(stage) = &self.substitution {
            stage.close(&mut glyphs)?;
        }
        Some(glyphs)
    }

    /// The tables of the glyphs that have new numbers.
    pub fn tables(&self, numbers: &Numbers) -> Option<Tables> {
        let (own, wanted) = (self.own, self.wanted);
        let written = [
            (*b"GSUB", self.substitution.as_ref().map_or(Some(None), |stage| stage.written(wanted, numbers))?),
            (*b"GPOS", self.position.as_ref().map_or(Some(None), |stage| stage.written(wanted, numbers))?),
            (*b"GDEF", own.get(b"GDEF").map_or(Some(None), |table| definitions::written(table, numbers))?),
            (*b"kern", own.get(b"kern").map_or(Some(None), |table| kerning::written(table, numbers))?),
        ];
        Some(written.into_iter().filter_map(|(tag, table)| Some((tag, table?))).collect())
    }
}
