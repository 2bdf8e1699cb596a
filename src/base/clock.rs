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

/// Does nothing for a while.
#[cfg(feature = "cli")]
pub fn pause(duration: Duration) {
    std::thread::sleep(duration);
}
