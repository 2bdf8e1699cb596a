//! What a build tells while it works.

use super::Edition;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Read,
    Design,
    Layout,
    Cover,
    Write,
    Save,
}

impl Stage {
    /// What is being done, for a line of progress.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Read => "reading",
            Stage::Design => "designing",
            Stage::Layout => "setting pages",
            Stage::Cover => "drawing the cover",
            Stage::Write => "writing",
            Stage::Save => "saving",
        }
    }
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begins(&self, _: Option<Edition>, _: Stage) {}
    fn ends(&self, _: Option<Edition>, _: Stage) {}
}

/// Hears of stages as they begin and end, from several threads.
pub trait Progress: Sync {
    /// Without an edition the stage is everyone's.
    fn begins(&self, edition: Option<Edition>, stage: Stage);
    fn ends(&self, edition: Option<Edition>, stage: Stage);
}
