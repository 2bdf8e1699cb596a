//! In: the marks of fields in Word: an instruction, and the words that it showed last. Out: links, and remarks about
//! words that Word made. Refuses to keep words of an instruction.

use super::reader::{Field, Line, Reader};
use crate::import::markup::attribute;
use crate::import::tree::Target;
use roxmltree::Node;

/// Fields whose result Chapbook makes itself, or nobody needs.
const MADE: &[&str] = &["TOC", "INDEX", "TOA", "RD", "TC", "XE", "TA", "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"];

/// Fields that are entries of what the program makes.
const ENTRIES: &[&str] = &["TC", "XE", "TA"];

/// Fields whose result is words like others.
const WORDS: &[&str] =
    &["HYPERLINK", "REF", "PAGEREF", "NOTEREF", "SEQ", "QUOTE", "SYMBOL", "STYLEREF", "FORMTEXT", "ADDIN", "CITATION"];

impl Reader {
    pub fn field_mark(&mut self, node: Node, line: &mut Line) {
        match attribute(node, "fldCharType") {
            Some("begin") => self.open_field(),
            Some("separate") => self.begin_result(line),
            Some("end") => self.end_field(line),
            _ => {}
        }
    }

    /// A field without an end takes all that follows for its own: words that would be lost in silence.
    pub fn close_fields(&mut self) {
        for field in std::mem::take(&mut self.fields) {
            if !field.hidden.trim().is_empty() {
                self.remarks.left("words after a field that has no end", &field.hidden, self.here());
            }
        }
    }

    /// Words that stand in an instruction, or in a result that is not wanted.
    pub fn hide(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.hidden.len() < 4_000) {
            field.hidden.push_str(text);
        }
    }

    pub fn open_field(&mut self) {
        // Deeper ones are not told apart; a document of that kind is no book.
        if self.fields.len() < 64 {
            self.fields.push(Field::default());
        }
    }

    pub fn instruct(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| !field.result && field.instruction.len() < 4_000) {
            field.instruction.push_str(text);
        }
    }

    pub fn begin_result(&mut self, line: &mut Line) {
        let Some(mut field) = self.fields.pop() else { return };
        field.result = true;
        let parts: Vec<&str> = field.instruction.split_whitespace().collect();
        let name = parts.first().map(|name| name.to_uppercase()).unwrap_or_default();
        field.dropped = MADE.contains(&name.as_str());
        let at = self.here();
        match name.as_str() {
            _ if field.dropped => {}
            "HYPERLINK" => {
                field.target = link(&field.instruction);
                if field.target.is_none() {
                    self.remarks.plain("links without an address", &field.instruction, at);
                }
            }
            "REF" | "PAGEREF" | "NOTEREF" => {
                if name != "REF" && !self.is_dropped() {
                    self.remarks.plain("numbers of pages and notes, as they were", &field.instruction, at);
                }
                field.target = parts.get(1).map(|anchor| Target::Id((*anchor).to_owned()));
            }
            "SYMBOL" | "EQ" => self.remarks.plain("fields", &field.instruction, at),
            _ if WORDS.contains(&name.as_str()) => {}
            _ => self.remarks.plain("fields, as the words that they showed last", &field.instruction, at),
        }
        if let Some(target) = &field.target {
            field.around = line.look.link.replace(target.clone());
        }
        self.fields.push(field);
    }

    pub fn end_field(&mut self, line: &mut Line) {
        let Some(field) = self.fields.pop() else { return };
        let name = field.instruction.split_whitespace().next().unwrap_or_default().to_uppercase();
        if ENTRIES.contains(&name.as_str()) {
            self.remarks.left("entries of an index or of another list", &field.instruction, self.here());
        } else if MADE.contains(&name.as_str()) {
            self.remarks.left("lists that the program made, such as contents", &field.instruction, self.here());
        } else if !field.result && !name.is_empty() {
            self.remarks.left("fields without a result", &field.instruction, self.here());
        }
        if field.target.is_some() {
            line.look.link = self.fields.iter().rev().find_map(|field| field.target.clone()).or(field.around);
        }
    }
}

/// A link out of the document.
pub fn address(target: &str) -> Target {
    Target::Address(target.to_owned())
}

/// Where `HYPERLINK` leads: an address, a place in the document, or both. `\l` comes before the place; what comes after `\o`,
/// `\t` or `\s` is no part of it.
fn link(instruction: &str) -> Option<Target> {
    let (mut first, mut place, mut switch) = (None, None, String::new());
    let name = instruction.split_whitespace().next().unwrap_or_default();
    let rest = instruction.trim_start().get(name.len()..).unwrap_or_default();
    for (at, part) in rest.split('"').enumerate() {
        let is_quoted = at % 2 == 1;
        let values: Vec<&str> = if is_quoted { vec![part] } else { part.split_whitespace().collect() };
        for value in values {
            if let Some(name) = value.strip_prefix('\\').filter(|_| !is_quoted) {
                switch = name.to_lowercase();
                continue;
            }
            match std::mem::take(&mut switch).as_str() {
                "l" => place = Some(value),
                "o" | "t" | "s" => {}
                _ => first = first.or(Some(value)),
            }
        }
    }
    match (first, place) {
        (Some(first), Some(place)) => Some(address(&format!("{first}#{place}"))),
        (Some(first), None) => Some(address(first)),
        (None, place) => place.map(|place| Target::Id(place.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_fields() {
        let id = |id: &str| Some(Target::Id(id.to_owned()));
        for (instruction, expected) in [
            (r#" HYPERLINK "https://a.org/" "#, Some(address("https://a.org/"))),
            (r#"HYPERLINK https://a.org/ \t "_blank""#, Some(address("https://a.org/"))),
            (r#"HYPERLINK \l "place" \o "A tip""#, id("place")),
            (r#"HYPERLINK "a.html" \o "A tip" \l "place""#, Some(address("a.html#place"))),
            ("HYPERLINK", None),
        ] {
            assert_eq!(link(instruction), expected, "{instruction}");
        }
    }
}
