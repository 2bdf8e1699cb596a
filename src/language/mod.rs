//! What is particular to a language: its marks, its words, its scripts, where its words break.
//!
//! Each language is one file in `data/`, named for its tag (BCP 47). A tag finds the file of its language and region,
//! else that of its language, else `und`, which holds what any language does. What a file leaves out comes from the
//! file that it is based on. `README.md` says how to add a language.

pub mod tag;
pub mod facts;
pub mod catalogue;
pub mod script;

pub use catalogue::{of, words};
pub use facts::{Capitals, Hyphenation, Language, Quotes, SpineDirection, Words};
pub use script::{Direction, Scripts, direction, leans, script, scripts, typical};
pub use tag::{Tag, is_tag};
