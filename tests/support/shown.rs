//! In: figures of pages. Out: what is said of them, at length and in a line. Decides nothing.

use super::figures::{Fault, Figures};
use super::measure::Milli;
use std::fmt;

/// How far values lie apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spread {
    count: i64,
    sum: i64,
    squares: i64,
}

impl Spread {
    pub fn add(&mut self, value: i64) {
        self.count += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// The standard deviation.
    fn deviation(&self) -> f64 {
        let mean = |sum: i64| sum as f64 / self.count.max(1) as f64;
        (mean(self.squares) - mean(self.sum).powi(2)).max(0.0).sqrt()
    }
}

impl Figures {
    /// Of 1,000 justified lines, those that end in a hyphen, and the standard deviation of their spaces in thousandths of
    /// the font's own.
    pub fn even(&self) -> (usize, i64) {
        let lines = self.justified.max(1);
        ((self.hyphens * 1_000 + lines / 2) / lines, self.gaps.deviation().round() as i64)
    }

    /// What is said of lines and pages, in one line.
    pub fn of_lines(&self) -> String {
        let (hyphens, deviation) = self.even();
        format!(
            "hyphens {:.1}%, deviation .{deviation:03}, loose {:.2}%, two hyphens {}, three {}, runts {}, stacks {}, rivers {}, \
             overruns {}, facing pages unequal {}, pages {}",
            hyphens as f64 / 10.0,
            self.loose as f64 * 100.0 / self.justified.max(1) as f64,
            self.pairs.values().sum::<usize>(),
            self.count(Fault::Ladder),
            self.count(Fault::Runt),
            self.count(Fault::Stack),
            self.count(Fault::River),
            self.count(Fault::Overrun) + self.count(Fault::Ragged),
            self.count(Fault::Unequal),
            self.pages,
        )
    }
}

/// The figures, each fault with some of its places.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pages, {} body lines, {} justified lines, ", self.pages, self.body, self.justified)?;
        writeln!(f, "{} of them with a hyphen", self.hyphens)?;
        let within = |from: Milli, to: Milli| {
            let lines: usize = self.spaces.range(from..to).map(|(_, lines)| lines).sum();
            lines as f64 * 100.0 / self.justified.max(1) as f64
        };
        for (from, to) in
            [(-999, 75), (75, 85), (85, 95), (95, 106), (106, 120), (120, 135), (135, 151), (151, 176), (176, 9_999)]
        {
            writeln!(f, "  worst space {:>4} to {:>4} hundredths: {:6.2}%", from, to - 1, within(from, to))?;
        }
        for (fault, places) in &self.faults {
            let share = places.len() as f64 * 100.0 / self.pages.max(1) as f64;
            writeln!(f, "{fault:?}: {} ({share:.2} on 100 pages)", places.len())?;
            for place in places.iter().take(8) {
                writeln!(f, "    {place}")?;
            }
        }
        Ok(())
    }
}
