//! In: what a line holds and the room it has. Out: how its glue and boxes fill the room, and how bad that looks.

use super::breaks::PrefixSums;
use super::piece::Prices;

/// How far apart two ratios may be before badness no longer tells them apart, in thousandths.
const RATIO_CAP: i64 = 32_000;
/// Beyond this ratio boxes grow and shrink by more than is usual, before spaces go further.
const EASED: i64 = 700;
/// By so many hundredths of what is usual, then.
const MOST: i64 = 150;
/// No line is felt to be tighter.
const TIGHTEST: i64 = 2_000;
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
    /// The most that boxes usually grow or shrink, and the most that they ever do, in thousandths.
    expand: i64,
    most: i64,
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
        Limits { pass, tolerance, ordinary, emergency, expand, most: expand * MOST / 100, ragged: prices.ragged }
    }

    /// The most that expansion adds to, or takes from, a line.
    pub fn give(&self, boxes: i64) -> i64 {
        if self.ragged { 0 } else { boxes * self.most / 1_000 }
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
        (white - line.boxes * self.expand / 1_000) * 1_000
            >= (self.tolerance + 1) * (line.stretch + self.emergency).max(1)
    }

    /// `white` is what the natural width leaves of the measure; a line that is `filled` (a paragraph's last, or before
    /// a forced break) may leave any. Nothing if the line does not fit, or is looser than the tolerance.
    pub fn fit(&self, white: i64, measure: i64, line: &PrefixSums, filled: bool) -> Option<Fit> {
        match white {
            0 => Some(NATURAL),
            1.. if filled => Some(NATURAL),
            1.. if self.ragged => {
                let ratio = (white * RAGGED_PART * 1_000 / measure.max(1)).min(RATIO_CAP);
                (ratio <= self.tolerance).then(|| Fit { badness: cube(ratio), ..NATURAL })
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
        Fit { ratio: -1_000, expand: -self.most, badness: badness(1_000), class: 0, overrun }
    }

    fn stretched(&self, white: i64, line: &PrefixSums) -> Option<Fit> {
        let by = |left: i64, stretch: i64| match (left, stretch) {
            (..=0, _) => 0,
            (_, 0) => RATIO_CAP,
            _ => (left * 1_000 / stretch).min(RATIO_CAP),
        };
        let left = |expand: i64| white - line.boxes * expand / 1_000;
        let steps = |room: i64| if line.boxes == 0 { 0 } else { room * 1_000 / line.boxes };
        let expand = steps(white).min(self.expand);
        let felt = by(left(expand), line.stretch);
        let expand = self.eased(expand, felt, steps(white - line.stretch * EASED / 1_000));
        let ratio = by(left(expand), line.stretch);
        let class = match ratio {
            ..=500 => DECENT,
            501..=1_000 => 2,
            _ => VERY_LOOSE,
        };
        let fit = Fit { ratio, expand, badness: badness(felt), class, overrun: 0 };
        if felt <= self.ordinary {
            return Some(fit);
        }
        // The emergency stretch is for this line alone, and it stays worse than any that needs none.
        let felt = by(left(self.expand), line.stretch + self.emergency);
        let felt = (self.pass != Pass::Ordinary && felt <= self.tolerance).then_some(felt)?;
        Some(Fit { badness: badness(self.ordinary) + badness(felt), ..fit })
    }

    fn shrunk(&self, over: i64, line: &PrefixSums) -> Option<Fit> {
        if over > line.shrink + self.give(line.boxes) {
            return None;
        }
        let by = |left: i64| match (left, line.shrink) {
            (..=0, _) => 0,
            (_, 0) => TIGHTEST,
            (_, shrink) => ((left * 1_000 + shrink - 1) / shrink).min(TIGHTEST),
        };
        let left = |expand: i64| over - line.boxes * expand / 1_000;
        // Rounded up: what boxes take must be enough.
        let steps = |room: i64| if line.boxes == 0 { 0 } else { (room * 1_000 + line.boxes - 1) / line.boxes };
        let expand = steps(over).min(self.expand);
        let felt = by(left(expand));
        let expand = self.eased(expand, felt, steps(over - line.shrink * EASED / 1_000));
        let ratio = by(left(expand)).min(1_000);
        let class = if ratio > 500 { 0 } else { DECENT };
        Some(Fit { ratio: -ratio, expand: -expand, badness: badness(felt), class, overrun: 0 })
    }

    /// What boxes take of a line whose spaces would else be far from normal, if `steps` is what leaves `EASED` to them.
    fn eased(&self, expand: i64, felt: i64, steps: i64) -> i64 {
        if felt > EASED { steps.clamp(expand, self.most) } else { expand }
    }
}

/// Of spaces: 100 at ratio 1,000, in proportion up to there and by the cube beyond.
fn badness(ratio: i64) -> i64 {
    if ratio <= 1_000 { ratio / 10 } else { cube(ratio) }
}

/// Of a ragged edge.
fn cube(ratio: i64) -> i64 {
    100 * ratio * ratio * ratio / 1_000_000_000
}
