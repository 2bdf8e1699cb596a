//! In: the bytes of a Rich Text file. Out: its groups, controls and letters, one after another. Binary data is skipped by
//! its length, which never leads past the end.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    Open,
    Close,
    /// A word with its number: `\b0`.
    Control(&'a str, Option<i32>),
    /// A single sign: `\~`.
    Sign(u8),
    /// A letter by its code: `\'e9`.
    Code(u8),
    Letter(u8),
    Binary(&'a [u8]),
    /// Data that should go on beyond the end of the file, which has so many bytes of it.
    Cut(usize),
}

pub struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn of(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    fn take(&mut self, fits: impl Fn(u8) -> bool, most: usize) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let count = rest.iter().take(most).take_while(|byte| fits(**byte)).count();
        self.at += count;
        &rest[..count]
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let first = *self.bytes.get(self.at)?;
        if first == b'\'' {
            let code = self.bytes.get(self.at + 1..self.at + 3).and_then(|two| std::str::from_utf8(two).ok());
            let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
            self.at += if code.is_some() { 3 } else { 1 };
            return Some(code.map_or(Token::Sign(b'\''), Token::Code));
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return Some(Token::Sign(first));
        }
        let name = std::str::from_utf8(self.take(|byte| byte.is_ascii_alphabetic(), 40)).unwrap_or_default();
        let negative = self.bytes.get(self.at) == Some(&b'-');
        self.at += usize::from(negative);
        let digits = std::str::from_utf8(self.take(|byte| byte.is_ascii_digit(), 9)).unwrap_or_default();
        let number = digits.parse::<i32>().ok().map(|number| if negative { -number } else { number });
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if name == "bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            let end = self.at.saturating_add(length).min(self.bytes.len());
            let data = &self.bytes[self.at..end];
            self.at = end;
            return Some(if data.len() < length { Token::Cut(data.len()) } else { Token::Binary(data) });
        }
        Some(Token::Control(name, number))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return self.control(),
                // Line ends mean nothing.
                b'\r' | b'\n' | 0 => {}
                letter => return Some(Token::Letter(letter)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binary_data_ends_with_the_file() {
        let all: Vec<Token> = Tokens::of(b"{\\rtf1\\b0 a\\'e9\\bin3 }}}\\~\\bin999999 x").collect();
        let expected = [
            Token::Open,
            Token::Control("rtf", Some(1)),
            Token::Control("b", Some(0)),
            Token::Letter(b'a'),
            Token::Code(0xe9),
            Token::Binary(b"}}}"),
            Token::Sign(b'~'),
            Token::Cut(1),
        ];
        assert_eq!(all, expected);
    }
}
