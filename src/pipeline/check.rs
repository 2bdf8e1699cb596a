//! Everything short of saving.

use super::make::{BuildOptions, make};
use super::{BuildOutcome, Progress};
use crate::base::Folder;

/// Makes the editions and lets them go; what was found is what `build` would find.
pub fn check(folder: &Folder, options: BuildOptions, progress: &dyn Progress) -> BuildOutcome {
    let (report, _) = make(folder, options, progress);
    BuildOutcome { report, ..BuildOutcome::default() }
}
