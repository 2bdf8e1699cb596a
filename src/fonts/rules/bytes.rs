//! In: big-endian tables. Out: numbers, coverages and classes; the same, written. Refuses to know what they are for.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Numbers that are read of one font at most: places in a damaged file may all name one long table.
const MOST: u32 = 20_000_000;

/// A table, and what may still be read.
pub struct Bytes<'a> {
    bytes: &'a [u8],
    left: Cell<u32>,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes { bytes, left: Cell::new(MOST) }
    }

    /// Counts a step; none are left in a file that was made to be slow.
    pub fn step(&self) -> Option<()> {
        self.steps(1)
    }

    pub fn steps(&self, count: usize) -> Option<()> {
        self.left.set(self.left.get().checked_sub(u32::try_from(count).ok()?)?);
        Some(())
    }

    pub fn u16(&self, at: usize) -> Option<u16> {
        self.step()?;
        Some(u16::from_be_bytes(self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
    }

    pub fn number(&self, at: usize) -> Option<usize> {
        self.u16(at).map(usize::from)
    }

    pub fn long(&self, at: usize) -> Option<usize> {
        Some(self.number(at)? << 16 | self.number(at + 2)?)
    }

    /// What stands at an offset from a place.
    pub fn place(&self, from: usize, at: usize) -> Option<usize> {
        Some(from + self.number(at)?)
    }

    /// The same where an offset of zero is none.
    pub fn place_or_none(&self, from: usize, at: usize) -> Option<Option<usize>> {
        Some(self.number(at)?).map(|offset| (offset > 0).then_some(from + offset))
    }

    pub fn numbers(&self, at: usize, count: usize) -> Option<Vec<u16>> {
        (0..count).map(|nth| self.u16(at + nth * 2)).collect()
    }

    pub fn tag(&self, at: usize) -> Option<[u8; 4]> {
        self.step()?;
        self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()
    }

    /// A count and as many numbers.
    pub fn list(&self, at: usize) -> Option<Vec<u16>> {
        self.numbers(at + 2, self.number(at)?)
    }

    /// A count and as many offsets.
    pub fn places(&self, from: usize, at: usize) -> Option<Vec<usize>> {
        Some(self.list(at)?.into_iter().map(|offset| from + usize::from(offset)).collect())
    }

    /// The glyphs of a coverage, in its order.
    pub fn coverage(&self, at: usize) -> Option<Vec<u16>> {
        match self.u16(at)? {
            1 => self.list(at + 2),
            2 => {
                let mut glyphs = vec![];
                for range in (0..self.number(at + 2)?).map(|nth| at + 4 + nth * 6) {
                    let (first, last) = (self.u16(range)?, self.u16(range + 2)?);
                    if self.number(range + 4)? != glyphs.len() {
                        return None;
                    }
                    for glyph in first..=last {
                        self.step()?;
                        glyphs.push(glyph);
                    }
                }
                Some(glyphs)
            }
            _ => None,
        }
    }

    /// The glyphs that have a class other than 0.
    pub fn classes(&self, at: usize) -> Option<BTreeMap<u16, u16>> {
        let mut classes = BTreeMap::new();
        match self.u16(at)? {
            1 => {
                let first = self.u16(at + 2)?;
                for (nth, class) in (0..=u16::MAX).zip(self.list(at + 4)?) {
                    classes.insert(first.checked_add(nth)?, class);
                }
            }
            2 => {
                for range in (0..self.number(at + 2)?).map(|nth| at + 4 + nth * 6) {
                    let class = self.u16(range + 4)?;
                    for glyph in self.u16(range)?..=self.u16(range + 2)? {
                        self.step()?;
                        classes.insert(glyph, class);
                    }
                }
            }
            _ => return None,
        }
        classes.retain(|_, class| *class != 0);
        Some(classes)
    }
}

/// New numbers of the glyphs that stay.
pub type Numbers = BTreeMap<u16, u16>;

/// The new numbers of these; none where one of them goes.
pub fn renumbered(glyphs: &[u16], numbers: &Numbers) -> Option<Vec<u16>> {
    glyphs.iter().map(|glyph| numbers.get(glyph).copied()).collect()
}

/// Some glyphs, or all but some. Rules that name the same ones share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyphs {
    named: Rc<BTreeSet<u16>>,
    others: bool,
}

impl Glyphs {
    pub fn these(glyphs: impl IntoIterator<Item = u16>) -> Glyphs {
        Glyphs { named: Rc::new(glyphs.into_iter().collect()), others: false }
    }

    pub fn all_but(glyphs: impl IntoIterator<Item = u16>) -> Glyphs {
        Glyphs { others: true, ..Glyphs::these(glyphs) }
    }

    fn has(&self, glyph: u16) -> bool {
        self.named.contains(&glyph) != self.others
    }

    /// Those of them that are among others.
    pub fn among(&self, glyphs: &BTreeSet<u16>) -> BTreeSet<u16> {
        if self.others || self.named.len() > glyphs.len() {
            return glyphs.iter().copied().filter(|glyph| self.has(*glyph)).collect();
        }
        self.named.iter().copied().filter(|glyph| glyphs.contains(glyph)).collect()
    }

    /// Whether any of them is.
    pub fn meet(&self, glyphs: &BTreeSet<u16>) -> bool {
        if self.others || self.named.len() > glyphs.len() {
            return glyphs.iter().any(|glyph| self.has(*glyph));
        }
        self.named.iter().any(|glyph| glyphs.contains(glyph))
    }

    /// About how long it takes to find that out, in steps of reading.
    pub fn cost(&self, glyphs: &BTreeSet<u16>) -> usize {
        1 + self.named.len().min(glyphs.len()) / 16
    }

    /// The new numbers of those that stay.
    pub fn left(&self, numbers: &Numbers) -> BTreeSet<u16> {
        if self.others || self.named.len() > numbers.len() {
            return numbers.iter().filter(|(glyph, _)| self.has(**glyph)).map(|(_, number)| *number).collect();
        }
        self.named.iter().filter_map(|glyph| numbers.get(glyph).copied()).collect()
    }
}

/// A table that is written: its numbers, and the tables that they point to.
#[derive(Clone, Debug, Default)]
pub struct Part {
    bytes: Vec<u8>,
    links: Vec<(usize, Vec<u8>)>,
}

impl Part {
    pub fn put(&mut self, value: u16) -> &mut Part {
        self.bytes.extend(value.to_be_bytes());
        self
    }

    pub fn tag(&mut self, tag: [u8; 4]) -> &mut Part {
        self.bytes.extend(tag);
        self
    }

    pub fn count(&mut self, count: usize) -> Option<&mut Part> {
        Some(self.put(u16::try_from(count).ok()?))
    }

    pub fn all(&mut self, values: impl IntoIterator<Item = u16>) -> &mut Part {
        values.into_iter().for_each(|value| _ = self.put(value));
        self
    }

    /// The offset of another table.
    pub fn point(&mut self, to: Vec<u8>) -> &mut Part {
        self.links.push((self.bytes.len(), to));
        self.put(0)
    }

    /// Of several, with their count.
    pub fn points(&mut self, to: impl IntoIterator<Item = Vec<u8>>) -> Option<&mut Part> {
        let to: Vec<Vec<u8>> = to.into_iter().collect();
        self.count(to.len())?;
        to.into_iter().for_each(|to| _ = self.point(to));
        Some(self)
    }

    /// The tables that are pointed to behind it, equal ones once; none where an offset is too long.
    pub fn packed(self) -> Option<Vec<u8>> {
        let mut out = self.bytes;
        let mut known: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
        for (at, part) in self.links {
            let place = known.get(&part).copied().unwrap_or_else(|| {
                let place = out.len();
                out.extend(&part);
                known.insert(part, place);
                place
            });
            out.get_mut(at..at + 2)?.copy_from_slice(&u16::try_from(place).ok()?.to_be_bytes());
        }
        Some(out)
    }
}

/// First and last of glyphs that follow each other.
fn ranges<T: Copy + PartialEq>(glyphs: impl Iterator<Item = (u16, T)>) -> Vec<(u16, u16, T)> {
    let mut ranges: Vec<(u16, u16, T)> = vec![];
    for (glyph, value) in glyphs {
        match ranges.last_mut() {
            Some((_, last, same)) if *same == value && last.checked_add(1) == Some(glyph) => *last = glyph,
            _ => ranges.push((glyph, glyph, value)),
        }
    }
    ranges
}

/// A coverage of ascending glyphs, as a list or in ranges, whichever is shorter.
pub fn coverage(glyphs: impl IntoIterator<Item = u16>) -> Option<Vec<u8>> {
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let ranges = ranges(glyphs.iter().map(|glyph| (*glyph, ())));
    let mut part = Part::default();
    if glyphs.len() <= ranges.len() * 3 {
        part.put(1).count(glyphs.len())?.all(glyphs);
        return part.packed();
    }
    part.put(2).count(ranges.len())?;
    let mut before = 0;
    for (first, last, ()) in ranges {
        part.put(first).put(last).put(before);
        before += last - first + 1;
    }
    part.packed()
}

/// Classes of ascending glyphs.
pub fn classes(classes: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    let ranges = ranges(classes.iter().filter(|(_, class)| **class != 0).map(|(glyph, class)| (*glyph, *class)));
    let mut part = Part::default();
    part.put(2).count(ranges.len())?;
    for (first, last, class) in ranges {
        part.put(first).put(last).put(class);
    }
    part.packed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for glyphs in
            [vec![], vec![3], vec![1, 2, 3, 4, 5, 6, 7], vec![1, 3, 5, 9], vec![0, 1, 2, 3, 70, 71, 72, 73, 74]]
        {
            let written = coverage(glyphs.iter().copied()).unwrap();
            assert_eq!(Bytes::new(&written).coverage(0), Some(glyphs.clone()));
            let of: BTreeMap<u16, u16> = glyphs.iter().map(|glyph| (*glyph, glyph % 3)).collect();
            let read = Bytes::new(&classes(&of).unwrap()).classes(0).unwrap();
            assert!(of.iter().all(|(glyph, class)| read.get(glyph).copied().unwrap_or(0) == *class));
        }
    }

    #[test]
    fn equal_parts_stand_once_and_far_ones_are_refused() {
        let mut part = Part::default();
        part.point(vec![7; 4]).point(vec![7; 4]).point(vec![8]);
        assert_eq!(part.packed().unwrap(), [0, 6, 0, 6, 0, 10, 7, 7, 7, 7, 8]);
        let mut part = Part::default();
        part.point(vec![0; 70_000]).point(vec![1]);
        assert_eq!(part.packed(), None);
    }

    #[test]
    fn a_file_that_names_one_table_without_end_is_refused() {
        let bytes = [0xff; 16];
        let bytes = Bytes { bytes: &bytes, left: Cell::new(5) };
        assert_eq!((bytes.u16(0), bytes.numbers(0, 6)), (Some(0xffff), None));
    }
}
