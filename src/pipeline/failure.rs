//! Why a command has no answer, told apart by whose fault it is.

use crate::base::{Diagnostic, Report};

#[derive(Clone, Debug)]
pub enum Failure {
    /// The command line names what does not exist, or contradicts itself.
    Usage(Report),
    /// A file is missing, cannot be read, or is not what it should be.
    Input(Report),
}

impl Failure {
    pub fn usage(found: impl IntoIterator<Item = Diagnostic>) -> Failure {
        Failure::Usage(report(found))
    }

    pub fn input(found: impl IntoIterator<Item = Diagnostic>) -> Failure {
        Failure::Input(report(found))
    }

    pub fn into_report(self) -> Report {
        match self {
            Failure::Usage(report) | Failure::Input(report) => report,
        }
    }
}

fn report(found: impl IntoIterator<Item = Diagnostic>) -> Report {
    let mut report = Report::default();
    report.extend(found);
    report
}
