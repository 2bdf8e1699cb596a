//! One budget of memory for all pictures that are decoded at one time, however many threads there are.
//!
//! Whoever holds a share waits for nobody, so that shares always come back.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes at one time. A picture that needs more has all of it.
const BYTES: u64 = 384 << 20;

static TAKEN: Mutex<u64> = Mutex::new(0);
static GIVEN_BACK: Condvar = Condvar::new();

/// Given back when it is dropped.
pub struct Share(u64);

/// Waits until so many bytes are free.
pub fn take(bytes: u64) -> Share {
    let bytes = bytes.min(BYTES);
    let taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let waited = GIVEN_BACK.wait_while(taken, |taken| *taken + bytes > BYTES);
    *waited.unwrap_or_else(PoisonError::into_inner) += bytes;
    Share(bytes)
}

impl Drop for Share {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= self.0;
        GIVEN_BACK.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn pictures_at_work_share_one_budget() {
        let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..20 {
                        let _share = take(BYTES / 3);
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::yield_now();
                        now.fetch_sub(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!((1..=3).contains(&most.into_inner()));
        drop(take(u64::MAX));
    }
}
