//! In: the lines of a file. Out: its blocks, what Markdown has no syntax for included.

use super::builder::Built;
use super::events;
use super::lines::Lines;
use crate::base::Folder;
use crate::import::choice::Choices;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;

pub fn read(lines: Lines, source: &Folder, kind: Kind, name: &str, choices: &Choices, remarks: &mut Remarks) -> Built {
    let _ = (source, kind, name, choices);
    events::read(&lines, &[], remarks)
}
