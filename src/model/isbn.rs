//! In: a book's number as it is typed. Out: thirteen digits that check out, or what is wrong with them (ISO 2108).

use std::fmt;

/// An International Standard Book Number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Isbn {
    /// The last one checks the others.
    pub digits: [u8; 13],
    /// In groups, as typed; the ten digits of an old number have their prefix and their new check digit.
    pub shown: String,
}

/// What is wrong with a number, in words for a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsbnError {
    /// Neither ten nor thirteen digits, or something else among them.
    Shape,
    /// Thirteen digits that begin with neither 978 nor 979.
    Prefix,
    /// The last digit is `found`; with the others it would be `right`.
    Check { found: char, right: char },
}

impl fmt::Display for IsbnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IsbnError::Shape => write!(f, "it has neither 13 nor 10 digits"),
            IsbnError::Prefix => write!(f, "a 13-digit ISBN begins with 978 or 979"),
            IsbnError::Check { found, right } => {
                write!(f, "its check digit should be {right}, not {found}")
            }
        }
    }
}

impl Isbn {
    /// Thirteen digits, or ten of which the last may be an X, with hyphens or spaces between them.
    pub fn parse(typed: &str) -> Result<Isbn, IsbnError> {
        let typed = typed.trim();
        let signs: Vec<char> = typed.chars().filter(|sign| !is_gap(*sign)).collect();
        let last = *signs.last().ok_or(IsbnError::Shape)?;
        let digits: Vec<u8> = signs.iter().map_while(|sign| sign.to_digit(10)).map(|digit| digit as u8).collect();
        match (signs.len(), digits.len()) {
            (13, 13) => {
                if !(digits.starts_with(&[9, 7, 8]) || digits.starts_with(&[9, 7, 9])) {
                    return Err(IsbnError::Prefix);
                }
                agree(last, figure(check(&digits[..12])))?;
                let digits = digits.try_into().map_err(|_| IsbnError::Shape)?;
                Ok(Isbn { digits, shown: hyphened(typed) })
            }
            (10, 10) => Isbn::of_ten(typed, &digits, last),
            (10, 9) if matches!(last, 'X' | 'x') => Isbn::of_ten(typed, &digits, 'X'),
            _ => Err(IsbnError::Shape),
        }
    }

    fn of_ten(typed: &str, digits: &[u8], last: char) -> Result<Isbn, IsbnError> {
        let nine = &digits[..9];
        let weight: u32 = nine.iter().zip((2..=10).rev()).map(|(digit, times)| u32::from(*digit) * times).sum();
        let right = (11 - weight % 11) % 11;
        agree(last, if right == 10 { 'X' } else { figure(right as u8) })?;
        let mut all = [9, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        all[3..12].copy_from_slice(nine);
        all[12] = check(&all[..12]);
        let mut shown = hyphened(typed);
        shown.pop();
        Ok(Isbn { digits: all, shown: format!("978-{shown}{}", figure(all[12])) })
    }
}

fn is_gap(sign: char) -> bool {
    matches!(sign, '-' | ' ' | '\u{2010}'..='\u{2013}' | '\u{a0}')
}

fn hyphened(typed: &str) -> String {
    typed.chars().map(|sign| if is_gap(sign) { '-' } else { sign }).collect()
}

fn figure(digit: u8) -> char {
    char::from(b'0' + digit % 10)
}

fn agree(found: char, right: char) -> Result<(), IsbnError> {
    if found == right { Ok(()) } else { Err(IsbnError::Check { found, right }) }
}

/// The digit that makes the weights 1, 3, 1, 3 … come to a multiple of ten (GS1 General Specifications, 7.9).
fn check(digits: &[u8]) -> u8 {
    let weights = [1, 3].into_iter().cycle();
    let sum: u32 = digits.iter().zip(weights).map(|(digit, times)| u32::from(*digit) * times).sum();
    ((10 - sum % 10) % 10) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn old_and_new_numbers_are_read() {
        let new = Isbn::parse(" 978-3-16-148410-0").unwrap();
        assert_eq!((new.digits, new.shown.as_str()), ([9, 7, 8, 3, 1, 6, 1, 4, 8, 4, 1, 0, 0], "978-3-16-148410-0"));
        assert_eq!(Isbn::parse("3-16-148410-X").unwrap(), new);
        assert_eq!(Isbn::parse("0 306 40615 2").unwrap().shown, "978-0-306-40615-7");
        assert_eq!(Isbn::parse("9798886451740").unwrap().shown, "9798886451740");
    }

    #[test]
    fn what_is_wrong_is_said_with_the_right_digit() {
        assert_eq!(Isbn::parse("978-3-16-148410-1"), Err(IsbnError::Check { found: '1', right: '0' }));
        assert_eq!(
            Isbn::parse("316148410X".replace('X', "5").as_str()),
            Err(IsbnError::Check { found: '5', right: 'X' })
        );
        assert_eq!(Isbn::parse("1234567890128"), Err(IsbnError::Prefix));
        for shape in ["", "-", "978", "978316148410X", "97831614841000", "X161484100", "978-3-16-148410-O"] {
            assert_eq!(Isbn::parse(shape), Err(IsbnError::Shape), "{shape}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_never_passes(nine in proptest::collection::vec(0u8..10, 9), at in 3usize..13, by in 1u8..10) {
            let mut digits: Vec<u8> = [9, 7, 8].into_iter().chain(nine).collect();
            digits.push(check(&digits));
            let text = |digits: &[u8]| digits.iter().map(|digit| figure(*digit)).collect::<String>();
            prop_assert_eq!(Isbn::parse(&text(&digits)).unwrap().digits.to_vec(), digits.clone());
            digits[at] = (digits[at] + by) % 10;
            let refused = matches!(Isbn::parse(&text(&digits)), Err(IsbnError::Check { .. }));
            prop_assert!(refused);
        }
    }
}
