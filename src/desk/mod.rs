//! The preview: a small server for one browser on this machine, and the page that it shows.
//!
//! `watch` looks at the book's files and sets the pages anew when one changes, `rest` makes the ebook and all else; `view` is what came of it, ready to be
//! asked; `routes` answers requests out of it; `wire` reads and writes them within limits. Whoever knows the token in the
//! address may ask, and nobody else: `guard` holds that. Nothing here reads a file by a name that a request gave.

pub mod request;
pub mod answer;
pub mod guard;
pub mod hub;
pub mod editor;
pub mod faces;
pub mod paged;
pub mod ebook;
pub mod changed;
pub mod state;
pub mod view;
pub mod routes;
pub mod wire;
pub mod rest;
pub mod watch;

pub use watch::{Told, WatchOptions, watch};
