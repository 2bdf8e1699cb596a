//! The one door to the clock: for the person who waits, never for what is written.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "the door to the clock")]

use std::time::{Duration, Instant};

/// Runs from its making.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// The month that it is, as in `2026-11` (the calendar's arithmetic after Hinnant, "chrono-compatible low-level date
/// algorithms").
#[cfg(feature = "cli")]
pub fn month() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    month_of(since.as_secs() / 86_400)
}

/// Of a day counted from 1 January 1970; years begin with March here, so that a leap day is the last of one.
#[cfg(feature = "cli")]
fn month_of(days: u64) -> String {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}")
}

/// Does nothing for a while.
#[cfg(feature = "cli")]
pub fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_month() {
        for (days, month) in [
            (0, "1970-01"),
            (58, "1970-02"),
            (59, "1970-03"),
            (11_016, "2000-02"),
            (11_017, "2000-03"),
            (20_453, "2025-12"),
            (20_454, "2026-01"),
            (47_540, "2100-02"),
            (47_541, "2100-03"),
        ] {
            assert_eq!(month_of(days), month, "{days}");
        }
    }
}
