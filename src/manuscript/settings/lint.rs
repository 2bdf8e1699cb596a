//! `[lint]`: how severe each code of a diagnostic is.

use crate::base::Severity;
use crate::base::config::{Kind, Node, Place, Reader, Shape, Value, named};
use crate::base::register::{self, Choice};

named! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum LintLevel {
        Allow = "allow",
        Hint = "hint",
        Warning = "warning",
        Error = "error",
    }
}

impl LintLevel {
    fn severity(self) -> Option<Severity> {
        match self {
            LintLevel::Allow => None,
            LintLevel::Hint => Some(Severity::Hint),
            LintLevel::Warning => Some(Severity::Warning),
            LintLevel::Error => Some(Severity::Error),
        }
    }
}

/// A key for each code; there are as many as the register has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintSettings {
    pub choices: Vec<Choice>,
}

impl Value for LintSettings {
    const KINDS: &'static [Kind] = &[Kind::Table];
    const IS_TABLE: bool = true;

    fn takes() -> String {
        "a table".to_string()
    }

    fn shape() -> Shape {
        Shape { kinds: Self::KINDS, named: Some(Box::new(LintLevel::shape())), ..Shape::default() }
    }

    fn read(node: Node<'_>, reader: &mut Reader<'_>) -> Option<LintSettings> {
        let mut choices = Vec::new();
        for (key, span, level) in reader.entries(&node) {
            let choice = reader.at(&key, |reader| {
                let place = Place { span, ..reader.place(&level) };
                let severity = reader.value::<LintLevel>(level)?.severity();
                match register::choose(&key, severity) {
                    Ok(code) => Some(Choice { code, severity, place }),
                    Err(fault) => {
                        reader.add(fault.at(&place));
                        None
                    }
                }
            });
            choices.extend(choice);
        }
        Some(LintSettings { choices })
    }
}
