//! Settings in files: TOML whose keys are declared once, each with what it takes and what it is for.
//!
//! `table!` declares the keys of a table, `named!` a closed list of names, `FromText` a value that is written as text.
//! From these declarations come the reader, the words of its diagnostics, and the lists that documents are checked
//! against. A file is read to its end: every wrong key and value is reported in one run, at its place. Nothing here
//! knows what a setting is for.

pub mod place;
pub mod key;
mod shown;
pub mod fault;
pub mod reader;
pub mod value;
pub mod table;
pub mod named;
pub mod file;

pub use fault::Fault;
pub use file::{Layer, read, read_builtin, read_layers, text_at};
pub use key::{Key, Kind, Shape};
pub(crate) use named::named;
pub use place::{Place, Set};
pub use reader::{Node, Reader, Value};
pub use shown::nearest;
pub use table::{Field, Section};
pub(crate) use table::{fields, plain_fields, table};
pub use value::{FilePath, FromText, LENGTH, TextOrNumber, Whole, given, given_number, list_of};
