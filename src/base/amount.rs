//! In: a length as an author types it, `10.5pt`, `3 mm`, `1.5em`. Out: a whole number and a unit. Refuses to know what
//! it measures.

use super::Length;
use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    Point,
    Millimetre,
    Centimetre,
    Inch,
    /// Of the type size that is spoken of.
    Em,
    /// Of the baseline grid.
    GridLine,
}

/// A decimal, counted in millionths, and its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    pub millionths: i64,
    pub unit: Unit,
}

/// Larger numbers than this are refused, so that no sum can overflow.
const LARGEST: i64 = 100_000;
const MILLION: i64 = 1_000_000;

impl Amount {
    /// A sign, digits with at most six decimals, a unit; spaces around the unit are let be. The error is a sentence
    /// without a full stop.
    pub fn parse(text: &str) -> Result<Amount, String> {
        let text = text.trim();
        let digits = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "pt" => Unit::Point,
            "mm" => Unit::Millimetre,
            "cm" => Unit::Centimetre,
            "in" | "\"" => Unit::Inch,
            "em" => Unit::Em,
            "line" | "lines" => Unit::GridLine,
            "" => return Err(format!("`{text}` has no unit")),
            other => return Err(format!("`{other}` is not a unit of length")),
        };
        let millionths = millionths(number).ok_or_else(|| format!("`{number}` is out of range"))?;
        Ok(Amount { millionths, unit })
    }

    /// The length, where one `em` and one `line` of the grid are known.
    pub fn length(self, em: Length, line: Length) -> Length {
        match self.unit {
            Unit::Point => Length::pt(1).scale(self.millionths, MILLION),
            Unit::Millimetre => Length::pt(72).scale(self.millionths, MILLION * 254 / 10),
            Unit::Centimetre => Length::pt(72).scale(self.millionths, MILLION * 254 / 100),
            Unit::Inch => Length::pt(72).scale(self.millionths, MILLION),
            Unit::Em => em.scale(self.millionths, MILLION),
            Unit::GridLine => line.scale(self.millionths, MILLION),
        }
    }

    /// The length of an amount that depends on nothing; nothing for ems and grid lines.
    pub fn absolute(self) -> Option<Length> {
        match self.unit {
            Unit::Em | Unit::GridLine => None,
            _ => Some(self.length(Length::ZERO, Length::ZERO)),
        }
    }
}

/// As it is typed, with a space: `0.125 in`.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Point => "pt",
            Unit::Millimetre => "mm",
            Unit::Centimetre => "cm",
            Unit::Inch => "in",
            Unit::Em => "em",
            Unit::GridLine => "lines",
        };
        let sign = if self.millionths < 0 { "-" } else { "" };
        let (whole, part) = (self.millionths.abs() / MILLION, self.millionths.abs() % MILLION);
        let part = format!(".{part:06}");
        let number = format!("{sign}{whole}{}", part.trim_end_matches('0').trim_end_matches('.'));
        write!(f, "{number} {unit}")
    }
}

fn millionths(number: &str) -> Option<i64> {
    let (sign, number) = match number.as_bytes().first()? {
        b'-' => (-1, &number[1..]),
        b'+' => (1, &number[1..]),
        _ => (1, number),
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(part) || whole.len() + part.len() == 0 || whole.len() > 6 || part.len() > 6 {
        return None;
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    (whole < LARGEST).then_some(sign * (whole * MILLION + part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authors_type() {
        let absolute = |text| Amount::parse(text).ok().and_then(Amount::absolute);
        assert_eq!(absolute("10.5pt"), Some(Length::pt_ratio(21, 2)));
        assert_eq!(absolute(" 148 mm "), Some(Length::mm(148)));
        assert_eq!(absolute("2.1cm"), Some(Length::mm(21)));
        assert_eq!(absolute("5.5in"), Some(Length::pt(396)));
        assert_eq!(absolute("-.5 pt"), Some(Length::pt_ratio(-1, 2)));
        assert_eq!(absolute("1.5em"), None);
        let shown = |text| Amount::parse(text).map(|amount| amount.to_string());
        assert_eq!(
            ["0.125in", "3mm", "-.05pt"].map(shown),
            ["0.125 in", "3 mm", "-0.05 pt"].map(|text| Ok(text.into()))
        );
        let em = Amount::parse("1.5em").map(|a| a.length(Length::pt(10), Length::pt(13)));
        assert_eq!(em, Ok(Length::pt(15)));
        for wrong in ["", "12", "pt", "1.2.3pt", "1e9pt", "--1pt", "1000000pt", "0.0000001mm", "3 furlongs", "١mm"] {
            assert!(Amount::parse(wrong).is_err(), "{wrong}");
        }
    }
}
