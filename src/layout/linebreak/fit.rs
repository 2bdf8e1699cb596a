//! In: what a line holds and the room it has. Out: how its glue and boxes fill the room, and how bad that looks.

use super::breaks::PrefixSums;
use super::piece::Prices;

/// How far apart two ratios may be before badness no longer tells them apart, in thousandths.
const RATIO_CAP: i64 = 32_000;
/// Boxes grow and shrink by whole steps of so many thousandths.
const STEP: i64 = 5;
/// A ragged line that lacks this part of the measure is as bad as a justified one at ratio 1,000.
const RAGGED_PART: i64 = 8;
/// The largest ratio of a ragged line in the ordinary pass: half the measure is white.
const RAGGED_TOLERANCE: i64 = 4_000;

/// What a try allows, from the strictest to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    Ordinary,
    Emergency,
    Anything,
}

/// The prices as one pass sees them.
pub struct Limits {
    pub pass: Pass,
    /// The largest ratio of a line; beyond the ordinary pass, of one that has the emergency stretch.
    pub tolerance: i64,
    /// The largest ratio that needs no emergency stretch.
    ordinary: i64,
    pub emergency: i64,
    pub expand: i64,
    pub ragged: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    pub ratio: i64,
    pub expand: i64,
    pub badness: i64,
    pub class: u8,
    /// By how much the line is too wide.
    pub overrun: i64,
}

/// The class of a line at its natural width: tight 0, decent 1, loose 2, very loose 3.
pub const DECENT: u8 = 1;
pub const VERY_LOOSE: u8 = 3;

const NATURAL: Fit = Fit { ratio: 0, expand: 0, badness: 0, class: DECENT, overrun: 0 };

impl Limits {
    pub fn new(prices: &Prices, pass: Pass) -> Limits {
        let ordinary = i64::from(prices.tolerance).clamp(0, RATIO_CAP);
        let tolerance = match (pass, prices.ragged) {
            (Pass::Anything, _) => RATIO_CAP,
            (_, true) => RAGGED_TOLERANCE,
            (_, false) => ordinary,
        };
        let emergency = if pass == Pass::Ordinary { 0 } else { prices.emergency.0.clamp(0, 1 << 30) };
        let expand = i64::from(prices.expand).clamp(0, 100);
        Limits { pass, tolerance, ordinary, emergency, expand, ragged: prices.ragged }
    }

    /// The most that expansion adds to, or takes from, a line.
    pub fn give(&self, boxes: i64) -> i64 {
        if self.ragged { 0 } else { boxes * self.expand / 1_000 }
    }

    /// Whether a line with so much white, at the least, is beyond the tolerance. Every line that holds only a part of
    /// what it holds is then too.
    pub fn too_loose(&self, white: i64, measure: i64, line: &PrefixSums) -> bool {
        if self.pass == Pass::Anything {
            return false;
        }
        if self.ragged {
            return white * RAGGED_PART * 1_000 >= (self.tolerance + 1) * measure.max(1);
        }
        (white - self.give(line.boxes)) * 1_000 >= (self.tolerance + 1) * (line.stretch + self.emergency).max(1)
    }

    /// `white` is what the natural width leaves of the measure; a line that is `filled` (a paragraph's last, or before
    /// a forced break) may leave any. Nothing if the line does not fit, or is looser than the tolerance.
    pub fn fit(&self, white: i64, measure: i64, line: &PrefixSums, filled: bool) -> Option<Fit> {
        match white {
            0 => Some(NATURAL),
            1.. if filled => Some(NATURAL),
            1.. if self.ragged => {
                let ratio = (white * RAGGED_PART * 1_000 / measure.max(1)).min(RATIO_CAP);
                (ratio <= self.tolerance).then(|| Fit { badness: badness(ratio), ..NATURAL })
            }
            1.. => self.stretched(white, line),
            _ if self.ragged => None,
            _ => self.shrunk(-white, line),
        }
    }

    /// The fit of a line that is too wide by `overrun` after all its glue and boxes shrank.
    pub fn overfull(&self, white: i64, line: &PrefixSums) -> Fit {
        if self.ragged {
            return Fit { overrun: -white, ..NATURAL };
        }
        let overrun = -white - line.shrink - self.give(line.boxes);
        Fit { ratio: -1_000, expand: -self.expand, badness: badness(1_000), class: 0, overrun }
    }

    fn stretched(&self, white: i64, line: &PrefixSums) -> Option<Fit> {
        let expand = match line.stretch + self.give(line.boxes) {
            0 => 0,
            all => (white.min(all) * self.expand / all) / STEP * STEP,
        };
        let left = white - line.boxes * expand / 1_000;
        let by = |stretch: i64| match (left, stretch) {
            (..=0, _) => 0,
            (_, 0) => RATIO_CAP,
            _ => (left * 1_000 / stretch).min(RATIO_CAP),
        };
        let ratio = by(line.stretch);
        let class = match ratio {
            ..=500 => DECENT,
            501..=1_000 => 2,
            _ => VERY_LOOSE,
        };
        let fit = Fit { ratio, expand, badness: badness(ratio), class, overrun: 0 };
        if ratio <= self.ordinary {
            return Some(fit);
        }
        // The emergency stretch is for this line alone, and it stays worse than any that needs none.
        let eased = by(line.stretch + self.emergency);
        let eased = (self.pass != Pass::Ordinary && eased <= self.tolerance).then_some(eased)?;
        Some(Fit { badness: badness(self.ordinary) + badness(eased), ..fit })
    }

    fn shrunk(&self, over: i64, line: &PrefixSums) -> Option<Fit> {
        let all = line.shrink + self.give(line.boxes);
        if over > all {
            return None;
        }
        let steps = (over * self.expand + all * STEP - 1) / (all * STEP);
        let expand = (steps * STEP).min(self.expand);
        let left = (over - line.boxes * expand / 1_000).max(0);
        let ratio = if line.shrink == 0 { 0 } else { (left * 1_000 + line.shrink - 1) / line.shrink };
        let class = if ratio > 500 { 0 } else { DECENT };
        Some(Fit { ratio: -ratio, expand: -expand, badness: badness(ratio), class, overrun: 0 })
    }
}

/// 100 at ratio 1,000, by the cube.
fn badness(ratio: i64) -> i64 {
    100 * ratio * ratio * ratio / 1_000_000_000
}
