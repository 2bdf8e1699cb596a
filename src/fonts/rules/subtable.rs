//! What the subtables of both tables have in common: each is read, and written anew for the glyphs that stay.

use super::bytes::{Bytes, Numbers};
use super::context::Context;

pub trait Subtable: Sized {
    /// The kind of lookups that only points to others by a longer offset.
    const FAR: u16;
    /// Contexts are written as this kind.
    const CHAINED: u16;

    /// What a subtable says; some say several things.
    fn read(bytes: &Bytes, at: usize, kind: u16) -> Option<Vec<Self>>;

    /// The rule that only names other lookups, if it is one.
    fn context(&self) -> Option<&Context>;

    /// The subtable; none inside where nothing of it is left.
    fn written(&self, numbers: &Numbers, lookups: &Numbers) -> Option<Option<Vec<u8>>>;
}
