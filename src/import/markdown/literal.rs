//! In: settings that are a program in JavaScript. Out: the values in it that are plain: strings, numbers, lists and objects
//! of them. Nothing is run; what is computed is `null`.

use serde_json::{Map, Value};

/// Values inside each other.
const DEEPEST: usize = 40;

/// The value that stands behind `key:` or `key =`, the first that is an object, a list or a string.
pub fn behind(text: &str, key: &str) -> Option<Value> {
    values(text, key).find(|value| matches!(value, Value::String(_) | Value::Array(_) | Value::Object(_)))
}

fn values<'t>(text: &'t str, key: &'t str) -> impl Iterator<Item = Value> + 't {
    text.match_indices(key).filter_map(move |(at, _)| {
        let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.' && c != '$');
        let line = text[..at].rsplit('\n').next().unwrap_or_default();
        let rest = text[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        if !is_apart(text[..at].chars().next_back()) || line.trim_start().starts_with("//") {
            return None;
        }
        let rest = match rest.strip_prefix(':') {
            // A type may stand before the value: `const sidebars: SidebarsConfig = {`.
            Some(rest) => {
                let end = rest.find(['=', ',', '\n', '{', '[', '"', '\'']).unwrap_or(0);
                if rest[end..].starts_with("= ") { &rest[end + 1..] } else { rest }
            }
            None => rest.strip_prefix('=').filter(|rest| !rest.starts_with('='))?,
        };
        value(rest)
    })
}

/// The value at the beginning of a text.
pub fn value(text: &str) -> Option<Value> {
    Reader { text, at: 0, depth: 0 }.value()
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// White and comments.
    fn white(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            let skip = match trimmed {
                comment if comment.starts_with("//") => comment.find('\n').unwrap_or(comment.len()),
                comment if comment.starts_with("/*") => comment.find("*/").map_or(comment.len(), |end| end + 2),
                _ => 0,
            };
            self.at += rest.len() - trimmed.len() + skip;
            if skip == 0 {
                return;
            }
        }
    }

    fn take(&mut self, sign: char) -> bool {
        self.white();
        let is_there = self.rest().starts_with(sign);
        self.at += if is_there { sign.len_utf8() } else { 0 };
        is_there
    }

    fn value(&mut self) -> Option<Value> {
        self.white();
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = match self.rest().chars().next()? {
            '{' => self.object(),
            '[' => self.list(),
            '"' | '\'' | '`' => self.string().map(Value::from),
            _ => None,
        };
        self.depth -= 1;
        // Words that are put together, or a call: the whole is computed.
        let start = self.at;
        let value = value.unwrap_or_else(|| self.word());
        self.computed();
        let more = &self.text[start.min(self.at)..self.at];
        let is_more = !matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) && !more.trim().is_empty();
        let is_cast = more.trim().starts_with("as ") || more.trim().starts_with("satisfies ");
        Some(if is_more && !is_cast { Value::Null } else { value })
    }

    /// A number or a truth, else nothing.
    fn word(&mut self) -> Value {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_alphanumeric() && !"._-".contains(c)).unwrap_or(rest.len());
        let word = &rest[..end];
        let value = match word {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => word.parse::<i64>().map_or(Value::Null, Value::from),
        };
        self.at += end;
        value
    }

    /// What else stands before the comma.
    fn computed(&mut self) {
        let mut depth = 0_usize;
        loop {
            self.white();
            let Some(letter) = self.rest().chars().next() else { return };
            match letter {
                ',' | ';' | '}' | ']' | ')' if depth == 0 => return,
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                '"' | '\'' | '`' => {
                    if self.string().is_none() {
                        self.at = self.text.len();
                    }
                    continue;
                }
                // A statement without a semicolon ends where the next begins.
                _ if depth == 0
                    && ["export ", "module.", "const ", "let "].iter().any(|word| self.rest().starts_with(word)) =>
                {
                    return;
                }
                _ => {}
            }
            self.at += letter.len_utf8();
        }
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let quote = rest.chars().next()?;
        let mut out = String::new();
        let mut is_escaped = false;
        for (at, letter) in rest.char_indices().skip(1) {
            match letter {
                _ if is_escaped => {
                    is_escaped = false;
                    out.push(if letter == 'n' { '\n' } else { letter });
                }
                '\\' => is_escaped = true,
                letter if letter == quote => {
                    self.at += at + letter.len_utf8();
                    return Some(out);
                }
                letter => out.push(letter),
            }
        }
        None
    }

    fn list(&mut self) -> Option<Value> {
        self.take('[');
        let mut out = Vec::new();
        while !self.take(']') {
            self.white();
            if self.rest().is_empty() {
                return None;
            }
            if self.take(',') {
                continue;
            }
            out.push(self.value()?);
            if self.rest().starts_with([')', '}', ';']) {
                return None;
            }
        }
        Some(Value::Array(out))
    }

    fn object(&mut self) -> Option<Value> {
        self.take('{');
        let mut out = Map::new();
        while !self.take('}') {
            self.white();
            if self.take(',') {
                continue;
            }
            let rest = self.rest();
            let key = match rest.chars().next()? {
                '"' | '\'' => self.string()?,
                _ => {
                    let end = rest.find(|c: char| !c.is_alphanumeric() && !"_$".contains(c)).unwrap_or(rest.len());
                    let key = rest[..end].to_owned();
                    self.at += end;
                    key
                }
            };
            if !key.is_empty() && self.take(':') {
                let value = self.value()?;
                out.insert(key, value);
            } else {
                // A function, a name alone, the parts of another object.
                let before = self.at;
                self.computed();
                if self.at == before && !self.rest().starts_with([',', '}']) {
                    return None;
                }
            }
        }
        Some(Value::Object(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn plain_values_are_read_and_others_are_not() {
        let text = "// @ts-check\nconst title = require('x');\nexport default defineConfig({\n  title: 'It\\'s',\n  url: base + '/x',\n  on() { return { a: 1 } },\n  ...more,\n  sidebar: [ // first\n    'intro', { text: \"A\", items: [{ text: `b`, link: '/b', n: 2, }] },\n    f('x'),\n  ],\n})\n";
        assert_eq!(behind(text, "title"), Some(json!("It's")));
        let wanted = json!(["intro", {"text": "A", "items": [{"text": "b", "link": "/b", "n": 2}]}, null]);
        assert_eq!(behind(text, "sidebar"), Some(wanted));
        assert_eq!(behind(text, "url"), None);
        let typed = "const sidebars: SidebarsConfig = {\n  docs: ['a', {type: 'autogenerated', dirName: '.'}],\n};\nexport default sidebars;";
        assert_eq!(behind(typed, "sidebars"), Some(json!({"docs": ["a", {"type": "autogenerated", "dirName": "."}]})));
        assert_eq!(value("{ a: [1, "), Some(Value::Null));
        assert_eq!(value("['a'] as const\nexport default x"), Some(json!(["a"])));
    }

    #[test]
    fn nothing_is_without_end() {
        for text in [
            "{",
            "[",
            "{a",
            "{a:",
            "{a: 'b",
            "[(",
            "[)",
            "{)",
            "{..",
            "[;]",
            "{;}",
            "`",
            &"[".repeat(500),
            &"{a:".repeat(500),
        ] {
            let _ = value(text);
        }
    }
}
