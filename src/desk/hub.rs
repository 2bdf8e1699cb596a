//! Tells all who listen that there is something new.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Hub {
    latest: Mutex<u64>,
    grew: Condvar,
}

impl Hub {
    pub fn tell(&self, number: u64) {
        *self.latest.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.grew.notify_all();
    }

    /// The number, once it is another than `known`, or when the time is up.
    pub fn wait(&self, known: u64, time: Duration) -> u64 {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.grew.wait_timeout_while(latest, time, |latest| *latest == known);
        *waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
