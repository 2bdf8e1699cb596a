//! In: the lines of a page of VitePress or VuePress, and the keys of its head. Out: the same with the values that the page
//! shows of these, `{{ $frontmatter.title }}`. Other programs in braces are not ours.

use super::head;
use super::lines::Lines;
use crate::import::remarks::Remarks;
use crate::import::tree::At;
use crate::manuscript::ground::Ground;
use serde_json::{Map, Value};

/// Before the name of a key.
const NAMES: [&str; 4] = ["$frontmatter.", "$page.frontmatter.", "$page.", "frontmatter."];

pub fn put_in(lines: Lines, keys: &Map<String, Value>, remarks: &mut Remarks) -> Lines {
    let text = lines.text();
    if keys.is_empty() || !text.contains("{{") {
        return lines;
    }
    let (ground, places) = (Ground::of(&text), lines.places());
    let mut edits = Vec::new();
    for (at, _) in text.match_indices("{{").filter(|(at, _)| ground.is_words(*at)) {
        let line = text[at..].split('\n').next().unwrap_or_default();
        let Some(end) = line.find("}}") else { continue };
        let inner = line[2..end].trim();
        let key = NAMES.iter().find_map(|name| inner.strip_prefix(name));
        if let Some(words) = key.and_then(|key| keys.get(key)).and_then(head::words) {
            remarks.converted("values from the heads of pages", At::Line(places.line_at(at)));
            edits.push((at..at + end + 2, words));
        }
    }
    lines.edited(edits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_in_their_places() {
        let keys = serde_json::json!({"title": "The House", "n": 3});
        let text = "# {{ $frontmatter.title }}\n\n`{{ $frontmatter.title }}` {{$page.n}} {{ x }} {{ $frontmatter.z }}";
        let new = put_in(Lines::of(text), keys.as_object().unwrap(), &mut Remarks::of("a.md")).text();
        assert_eq!(new, "# The House\n\n`{{ $frontmatter.title }}` 3 {{ x }} {{ $frontmatter.z }}\n");
    }
}
