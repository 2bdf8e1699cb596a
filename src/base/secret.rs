//! The one door to chance: a secret that a browser on this machine must know. It is in no file that is made.

use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};

/// 32 hexadecimal digits from the system's randomness, by way of the keys that the standard library draws for its maps.
pub fn token() -> String {
    let mut token = String::with_capacity(32);
    for part in 0..2u8 {
        let _ = write!(token, "{:016x}", RandomState::new().hash_one(part));
    }
    token
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ() {
        let (one, other) = (token(), token());
        assert!(one != other && one.len() == 32 && one.chars().all(|c| c.is_ascii_hexdigit()));
    }
}
