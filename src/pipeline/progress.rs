//! What a build tells while it works.

use super::Output;
use std::fmt;
use std::sync::Arc;

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

/// A stage, and whose it is. As text it is `setting pages`, or `hardback.print: writing`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Nothing for the default edition, and for what all have in common.
    pub edition: Option<Arc<str>>,
    /// Nothing for what an edition's outputs have in common.
    pub output: Option<Output>,
    pub stage: Stage,
}

impl Step {
    /// A step that is everyone's.
    pub(super) fn of_all(stage: Stage) -> Step {
        Step { edition: None, output: None, stage }
    }

    /// Tells that it begins and ends.
    pub(super) fn told<T>(&self, progress: &dyn Progress, work: impl FnOnce() -> T) -> T {
        progress.begins(self);
        let done = work();
        progress.ends(self);
        done
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let doing = match (self.output, self.stage) {
            (Some(Output::Cover), Stage::Cover) => "drawing",
            (_, stage) => stage.name(),
        };
        match (&self.edition, self.output.map(Output::name)) {
            (Some(edition), Some(output)) => write!(f, "{edition}.{output}: {doing}"),
            (Some(name), None) => write!(f, "{name}: {doing}"),
            (None, Some(name)) => write!(f, "{name}: {doing}"),
            (None, None) => f.write_str(doing),
        }
    }
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begins(&self, _: &Step) {}
    fn ends(&self, _: &Step) {}
}

/// Hears of steps as they begin and end, from several threads.
pub trait Progress: Sync {
    fn begins(&self, step: &Step);
    fn ends(&self, step: &Step);
}
