//! In: a file's text. Out: the names that its fences of `include` hold, with their places. Refuses to open them.
//!
//! It reads less than Markdown does, and finds a name in a sample of code too: that file is opened for nothing, and only
//! what `markdown` takes for a fence of its own is put in.

use crate::base::{Diagnostic, FileId};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a fence is called whose lines name files.
pub const INCLUDE: &str = "include";

/// What each name that is typed in a file leads to.
pub type Included = BTreeMap<String, Result<FileId, Diagnostic>>;

/// Names, each with its place.
pub fn names(text: &str) -> Vec<(&str, Range<usize>)> {
    let mut out = Vec::new();
    if !text.contains(INCLUDE) {
        return out;
    }
    let mut inside = false;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if let Some(info) = words.strip_prefix("```").or(words.strip_prefix("~~~")) {
            let info = info.trim_matches(['`', '~', ' ', '{', '.']);
            inside = !inside
                && info.strip_prefix(INCLUDE).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '}']));
        } else if inside && !words.is_empty() {
            let at = start + line.len() - line.trim_start().len();
            out.push((words, at..at + words.len()));
        }
        start += line.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_name_files() {
        let text = "# A\n\n```include\na.md\n\n  b c.md\n```\n\n~~~ {.include only=print}\nd.md\n~~~\n\n```includes\ne.md\n```\n";
        let found: Vec<&str> = names(text)
            .iter()
            .map(|(name, range)| {
                assert_eq!(&text[range.clone()], *name);
                *name
            })
            .collect();
        assert_eq!(found, ["a.md", "b c.md", "d.md"]);
    }
}
