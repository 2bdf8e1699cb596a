//! Everything short of saving.

use super::make::{Wish, make};
use super::{Outcome, Progress};
use crate::base::Folder;

/// Makes every edition and lets it go; what was found is what `build` would find.
pub fn check(folder: &Folder, progress: &dyn Progress) -> Outcome {
    let (report, _) = make(folder, Wish::default(), progress);
    Outcome { report, artifacts: Vec::new(), pages: Vec::new() }
}
