//! In: a CFF table. Out: its lists, and the subroutines that outlines of kept glyphs call. Refuses to draw (Adobe
//! Technical Notes 5176 and 5177).

use std::collections::BTreeSet;

/// An INDEX of CFF: offsets from the table's start, one more than objects.
pub struct Index {
    /// Bytes of an offset.
    width: usize,
    offsets: Vec<usize>,
    pub end: usize,
}

impl Index {
    pub fn read(cff: &[u8], at: usize) -> Option<Index> {
        let count = number::<2>(cff, at)?;
        if count == 0 {
            return Some(Index { width: 1, offsets: vec![at + 2], end: at + 2 });
        }
        let width = number::<1>(cff, at + 2).filter(|width| (1..=4).contains(width))?;
        let before = at + 3 + (count + 1) * width - 1;
        let offset = |nth: usize| {
            let bytes = cff.get(at + 3 + nth * width..at + 3 + (nth + 1) * width)?;
            bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte)).checked_add(before)
        };
        let offsets: Vec<usize> = (0..=count).map(offset).collect::<Option<_>>()?;
        let end = *offsets.last()?;
        (end <= cff.len() && offsets.is_sorted()).then_some(Index { width, offsets, end })
    }

    pub fn count(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Writes it at its place, with `nothing` for what is not kept.
    pub fn keep(
        &self,
        cff: &[u8],
        out: &mut [u8],
        start: usize,
        nothing: &[u8],
        kept: impl Fn(usize) -> bool,
    ) -> Option<()> {
        self.write(cff, out, start, |nth, own| if kept(nth) || own.is_empty() { own } else { nothing })
    }

    /// Writes it at its place, with other objects that are no longer together, and zeros behind them.
    pub fn write<'a>(
        &self,
        cff: &'a [u8],
        out: &mut [u8],
        start: usize,
        object: impl Fn(usize, &'a [u8]) -> &'a [u8],
    ) -> Option<()> {
        if self.count() == 0 {
            return Some(());
        }
        let mut offset = 1_usize;
        let (mut offsets, mut data) = (vec![], vec![]);
        let mut point = |offset: usize| offsets.extend(&(offset as u32).to_be_bytes()[4 - self.width..]);
        point(offset);
        for nth in 0..self.count() {
            let written = object(nth, cff.get(self.range(nth)?)?);
            data.extend(written);
            offset += written.len();
            point(offset);
        }
        let place = out.get_mut(start + 3..self.end)?;
        offsets.append(&mut data);
        if offsets.len() > place.len() {
            return None;
        }
        offsets.resize(place.len(), 0);
        place.copy_from_slice(&offsets);
        Some(())
    }

    pub fn range(&self, nth: usize) -> Option<std::ops::Range<usize>> {
        Some(*self.offsets.get(nth)?..*self.offsets.get(nth + 1)?)
    }
}

/// An unsigned number of so many bytes.
pub fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let end = at.checked_add(N)?;
    bytes.get(at..end)?.iter().try_fold(0_usize, |sum, byte| sum.checked_mul(256)?.checked_add(usize::from(*byte)))
}

/// Calls in calls that a font may have.
const DEPTH: usize = 10;
/// Steps of one outline, calls included: a damaged font calls itself without end.
const STEPS: usize = 100_000;

/// The table and its subroutines: everyone's, and those of the face.
pub struct Subroutines<'a> {
    pub cff: &'a [u8],
    pub global: &'a Index,
    pub local: Option<&'a Index>,
}

/// What is called, by number.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Called {
    pub global: BTreeSet<usize>,
    pub local: BTreeSet<usize>,
}

struct Reader<'a> {
    subroutines: &'a Subroutines<'a>,
    called: &'a mut Called,
    stack: Vec<i64>,
    hints: usize,
    steps: usize,
}

impl Subroutines<'_> {
    /// Adds what an outline calls; nothing where it does what no outline of a text font does.
    pub fn add(&self, outline: &[u8], called: &mut Called) -> Option<()> {
        let mut reader = Reader { subroutines: self, called, stack: Vec::new(), hints: 0, steps: 0 };
        reader.run(outline, 0).map(|_| ())
    }
}

/// What is added to an operand to make a subroutine's number.
fn bias(count: usize) -> i64 {
    match count {
        ..1_240 => 107,
        1_240..33_900 => 1_131,
        _ => 32_768,
    }
}

impl Reader<'_> {
    /// Whether the outline is over.
    fn run(&mut self, code: &[u8], depth: usize) -> Option<bool> {
        let mut at = 0;
        while let Some(&first) = code.get(at) {
            self.steps += 1;
            if depth > DEPTH || self.steps > STEPS {
                return None;
            }
            let byte = |nth: usize| code.get(at + nth).map(|byte| i64::from(*byte));
            at += match first {
                1 | 3 | 18 | 23 => {
                    self.hint();
                    1
                }
                19 | 20 => {
                    self.hint();
                    1 + self.hints.div_ceil(8)
                }
                10 | 29 => {
                    if self.call(first == 29, depth)? {
                        return Some(true);
                    }
                    1
                }
                11 => return Some(false),
                14 => return Some(true),
                4..=8 | 21 | 22 | 24..=27 | 30 | 31 => {
                    self.stack.clear();
                    1
                }
                12 if matches!(byte(1)?, 34..=37) => {
                    self.stack.clear();
                    2
                }
                28 => {
                    self.stack.push(i64::from((byte(1)? << 8 | byte(2)?) as i16));
                    3
                }
                32..=246 => {
                    self.stack.push(i64::from(first) - 139);
                    1
                }
                247..=250 => {
                    self.stack.push((i64::from(first) - 247) * 256 + byte(1)? + 108);
                    2
                }
                251..=254 => {
                    self.stack.push(-(i64::from(first) - 251) * 256 - byte(1)? - 108);
                    2
                }
                255 => {
                    self.stack.push(0);
                    5
                }
                _ => return None,
            };
        }
        Some(false)
    }

    fn hint(&mut self) {
        self.hints += self.stack.len() / 2;
        self.stack.clear();
    }

    fn call(&mut self, is_global: bool, depth: usize) -> Option<bool> {
        let Subroutines { cff, global, local } = *self.subroutines;
        let index = if is_global { global } else { local? };
        let number = usize::try_from(self.stack.pop()?.checked_add(bias(index.count()))?).ok()?;
        let code = cff.get(index.range(number)?)?;
        let of = if is_global { &mut self.called.global } else { &mut self.called.local };
        of.insert(number);
        self.run(code, depth + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An INDEX of these, and where it stands.
    fn index(parts: &[&[u8]]) -> Vec<u8> {
        let mut out = vec![0, parts.len() as u8, 1];
        let mut offset = 1;
        out.push(offset);
        for part in parts {
            offset += part.len() as u8;
            out.push(offset);
        }
        out.extend(parts.concat());
        out
    }

    #[test]
    fn calls_are_followed_and_masks_passed_over() {
        // The first calls the second; a number before a call is the subroutine's, less 107.
        let cff = index(&[&[33, 10, 11], &[11], &[14]]);
        let global = index(&[]);
        let (global, local) = (Index::read(&global, 0).unwrap(), Index::read(&cff, 0).unwrap());
        let subroutines = Subroutines { cff: &cff, global: &global, local: Some(&local) };
        let called = |outline: &[u8]| {
            let mut called = Called::default();
            subroutines.add(outline, &mut called).map(|()| called.local.into_iter().collect::<Vec<_>>())
        };
        // Two stems and a mask of one byte, which would be an unknown operator.
        assert_eq!(called(&[139, 140, 139, 140, 18, 19, 0, 32, 10, 14]), Some(vec![0, 1]));
        assert_eq!(called(&[34, 10, 32, 10]), Some(vec![2]), "what stands behind the end is not read");
        assert_eq!(called(&[14]), Some(vec![]));
        assert_eq!(called(&[12, 3]), None);
        assert_eq!(called(&[200, 10]), None, "there is no such subroutine");
    }

    #[test]
    fn one_that_calls_itself_ends() {
        let cff = index(&[&[32, 10]]);
        let global = index(&[]);
        let (global, local) = (Index::read(&global, 0).unwrap(), Index::read(&cff, 0).unwrap());
        let subroutines = Subroutines { cff: &cff, global: &global, local: Some(&local) };
        assert_eq!(subroutines.add(&[32, 10], &mut Called::default()), None);
    }
}
