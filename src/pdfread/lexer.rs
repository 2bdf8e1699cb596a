//! In: bytes. Out: objects and operators, one after the other (ISO 32000-1, 7.2 and 7.3). Refuses to follow references,
//! and nesting past `limits::NESTING`.

use crate::base::limits::{NESTING, PDF_VALUES};
use lopdf::{Dictionary, Object, StringFormat};

/// A place in bytes. Nothing that stands there makes it fail: what is no object is an operator, and what is neither is
/// skipped.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Values that the next object may still hold.
    left: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    Object(Object),
    /// `obj`, `xref`, `BT`: letters that are no object.
    Word(&'a [u8]),
}

pub fn is_space(byte: u8) -> bool {
    matches!(byte, b'\0' | b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !is_delimiter(byte)
}

impl<'a> Lexer<'a> {
    /// Past the end is the end.
    pub fn new(bytes: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { bytes, at: at.min(bytes.len()), left: PDF_VALUES }
    }

    /// The same, whose next objects may hold so many values together; those of an object that has more are none.
    pub fn holding(self, left: usize) -> Lexer<'a> {
        Lexer { left, ..self }
    }

    /// Values that the next objects may hold.
    pub fn left(&self) -> usize {
        self.left
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.bytes.len());
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// White space and comments.
    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => {
                    while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                        self.at += 1;
                    }
                }
                _ if is_space(byte) => self.at += 1,
                _ => return,
            }
        }
    }

    fn run(&mut self, fits: impl Fn(u8) -> bool) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(&fits) {
            self.at += 1;
        }
        &self.bytes[start..self.at]
    }

    /// The next object or word; nothing at the end. With `references`, `1 0 R` is one object.
    pub fn token(&mut self, references: bool) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            if is_delimiter(byte) || byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.') {
                let start = self.at;
                self.left = PDF_VALUES;
                if let Some(object) = self.object_within(references, NESTING) {
                    return Some(Token::Object(object));
                }
                // A stray bracket, or nesting past reason.
                self.at = self.at.max(start + 1);
                continue;
            }
            return Some(match self.run(is_regular) {
                b"true" => Token::Object(true.into()),
                b"false" => Token::Object(false.into()),
                b"null" => Token::Object(Object::Null),
                word => Token::Word(word),
            });
        }
    }

    /// An object, if one stands here.
    pub fn object(&mut self) -> Option<Object> {
        self.object_within(true, NESTING)
    }

    /// A whole number that is not negative, if one stands here.
    pub fn number(&mut self) -> Option<u64> {
        self.skip_space();
        let digits = self.run(|byte| byte.is_ascii_digit());
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// Passes over a word, if it is the next thing.
    pub fn word(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn object_within(&mut self, references: bool, depth: usize) -> Option<Object> {
        self.left = self.left.checked_sub(1)?;
        self.skip_space();
        match self.peek()? {
            b'/' => Some(Object::Name(self.name())),
            b'(' => Some(Object::String(self.literal(), StringFormat::Literal)),
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.dictionary(references, depth).map(Object::Dictionary)
            }
            b'<' => Some(Object::String(self.hexadecimal(), StringFormat::Hexadecimal)),
            b'[' => self.array(references, depth),
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                let reference = if references { self.reference() } else { None };
                Some(reference.unwrap_or_else(|| self.numeral()))
            }
            byte if is_delimiter(byte) => None,
            _ => match self.run(is_regular) {
                b"true" => Some(true.into()),
                b"false" => Some(false.into()),
                b"null" => Some(Object::Null),
                _ => None,
            },
        }
    }

    fn reference(&mut self) -> Option<Object> {
        let mut ahead = self.clone();
        let number = ahead.number().and_then(|number| u32::try_from(number).ok())?;
        let generation = ahead.number().and_then(|number| u16::try_from(number).ok())?;
        ahead.skip_space();
        let ends = ahead.bytes.get(ahead.at + 1).is_none_or(|&byte| !is_regular(byte));
        if ahead.next()? != b'R' || !ends {
            return None;
        }
        *self = ahead;
        Some(Object::Reference((number, generation)))
    }

    /// What cannot be read as a number is 0, as other programs have it.
    fn numeral(&mut self) -> Object {
        let digits = self.run(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
        // What other letters hang on is not part of any number.
        self.run(is_regular);
        let text = std::str::from_utf8(digits).unwrap_or_default();
        let text = text.strip_prefix('+').unwrap_or(text);
        // `--5` and `5-3` are found in files of some programs.
        let body = text.trim_start_matches('-');
        let body = body.split(['-', '+']).next().unwrap_or_default();
        let negative = text.starts_with('-');
        if !body.contains('.')
            && let Ok(number) = body.parse::<i64>()
        {
            return Object::Integer(if negative { -number } else { number });
        }
        let number = body.parse::<f32>().ok().filter(|number| number.is_finite()).unwrap_or(0.0);
        Object::Real(if negative { -number } else { number })
    }

    fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let raw = self.run(is_regular);
        let mut name = Vec::with_capacity(raw.len());
        let mut at = 0;
        while let Some(&byte) = raw.get(at) {
            let digit = |at: usize| raw.get(at).and_then(|&byte| hex(byte));
            match (byte, digit(at + 1), digit(at + 2)) {
                (b'#', Some(high), Some(low)) => {
                    name.push(high << 4 | low);
                    at += 3;
                }
                _ => {
                    name.push(byte);
                    at += 1;
                }
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut out = Vec::new();
        let mut depth = 1_usize;
        while let Some(byte) = self.next() {
            match byte {
                b'(' => depth += 1,
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => {}
            }
            out.push(byte);
        }
        out
    }

    fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.next() else { return };
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                out.push(code as u8);
            }
            other => out.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        self.at += 1;
        let digits = self.run(|byte| byte != b'>');
        self.at = (self.at + 1).min(self.bytes.len());
        let digits: Vec<u8> = digits.iter().filter_map(|&byte| hex(byte)).collect();
        digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
    }

    fn array(&mut self, references: bool, depth: usize) -> Option<Object> {
        let depth = depth.checked_sub(1)?;
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            if self.peek()? == b']' {
                self.at += 1;
                return Some(Object::Array(items));
            }
            items.push(self.object_within(references, depth)?);
        }
    }

    fn dictionary(&mut self, references: bool, depth: usize) -> Option<Dictionary> {
        let depth = depth.checked_sub(1)?;
        self.at += 2;
        let mut dict = Dictionary::new();
        loop {
            self.skip_space();
            match self.peek()? {
                b'/' => {
                    let key = self.name();
                    self.left = self.left.checked_sub(1)?;
                    dict.set(key, self.object_within(references, depth)?);
                }
                b'>' if self.bytes.get(self.at + 1) == Some(&b'>') => {
                    self.at += 2;
                    return Some(dict);
                }
                _ => return None,
            }
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(text: &str) -> Option<Object> {
        Lexer::new(text.as_bytes(), 0).object()
    }

    fn text(bytes: &[u8]) -> Object {
        Object::String(bytes.to_vec(), StringFormat::Literal)
    }

    #[test]
    fn objects_are_read_as_the_standard_spells_them() {
        assert_eq!(one(" %c\n12 0 R"), Some(Object::Reference((12, 0))));
        assert_eq!(one("12 0 RG"), Some(Object::Integer(12)));
        assert_eq!(one("-.5"), Some(Object::Real(-0.5)));
        assert_eq!(one("+17"), Some(Object::Integer(17)));
        assert_eq!(one("/A#20b#"), Some(Object::Name(b"A b#".to_vec())));
        assert_eq!(
            one(r"(a\(b(c)\051\n\
)x"),
            Some(text(b"a(b(c))\n"))
        );
        assert_eq!(one("<48 6 5 7>"), Some(Object::String(b"Hep".to_vec(), StringFormat::Hexadecimal)));
        let Some(Object::Dictionary(dict)) = one("<</A[1 2 0 R null]/B<</C true>>>>") else { panic!() };
        assert_eq!(dict.get(b"A").unwrap().as_array().unwrap().len(), 3);
        for broken in ["", "<</A", "[1 2", "<<1 2>>", ")", "<</A >>", &"[".repeat(100_000)] {
            assert_eq!(one(broken), None);
        }
    }

    #[test]
    fn an_object_holds_so_many_values_and_no_more() {
        let left = |text: &str| {
            let mut lexer = Lexer::new(text.as_bytes(), 0).holding(5);
            (lexer.object().is_some(), lexer.left())
        };
        assert_eq!((left("[1 2 3]"), left("<< /A 1 /B 2 >>"), left("[1 [2 3 4]]")), ((true, 1), (true, 0), (false, 0)));
    }

    #[test]
    fn words_and_objects_follow_each_other() {
        let mut lexer = Lexer::new(b"0.5 w[]0 d ]/F1 9 Tf(x)'T*", 0);
        let mut words = Vec::new();
        while let Some(token) = lexer.token(false) {
            if let Token::Word(word) = token {
                words.push(String::from_utf8_lossy(word).into_owned());
            }
        }
        assert_eq!(words, ["w", "d", "Tf", "'T*"]);
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(prop::sample::select(b"<>[](){}/%\\0123456789.-+RTf \n#".to_vec()), 0..400)) {
            let mut lexer = Lexer::new(&bytes, 0);
            let mut tokens = 0;
            while lexer.token(true).is_some() {
                tokens += 1;
                prop_assert!(tokens <= bytes.len());
            }
        }
    }
}
