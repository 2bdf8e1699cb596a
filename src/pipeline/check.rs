//! Everything short of saving.

use super::make::{BuildOptions, make};
use super::{BuildOutcome, Progress};
use crate::base::Folder;

/// Makes every edition and lets it go; what was found is what `build` would find.
pub fn check(folder: &Folder, progress: &dyn Progress) -> BuildOutcome {
    let (report, _) = make(folder, BuildOptions::default(), progress);
    BuildOutcome { report, ..BuildOutcome::default() }
}
