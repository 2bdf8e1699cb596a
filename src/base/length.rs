//! Lengths as whole numbers, so that sums are exact and every machine breaks lines alike.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length: a count of 1/65,536 PostScript point (1/72 inch). "Fits" is a plain comparison.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Length(pub i64);

/// Units of a `Length` in one point.
pub const PER_POINT: i64 = 65_536;

impl Length {
    pub const ZERO: Length = Length(0);
    pub const MAX: Length = Length(i64::MAX / 4);

    /// Whole points.
    pub const fn pt(points: i64) -> Length {
        Length(points * PER_POINT)
    }

    /// `numerator / denominator` points, rounded to nearest.
    pub const fn pt_ratio(numerator: i64, denominator: i64) -> Length {
        Length(div_round(numerator as i128 * PER_POINT as i128, denominator as i128))
    }

    /// Whole micrometres (1 mm = 1,000), rounded to nearest.
    pub const fn micrometres(um: i64) -> Length {
        Length(div_round(um as i128 * 72 * PER_POINT as i128, 25_400))
    }

    /// Whole millimetres.
    pub const fn mm(mm: i64) -> Length {
        Length::micrometres(mm * 1_000)
    }

    /// Thousandths of an inch.
    pub const fn mils(mils: i64) -> Length {
        Length(div_round(mils as i128 * 72 * PER_POINT as i128, 1_000))
    }

    /// `self × numerator / denominator`, rounded to nearest.
    pub const fn scale(self, numerator: i64, denominator: i64) -> Length {
        Length(share(self.0, numerator, denominator))
    }

    /// Font units at a size: `units × self / upem`, where `self` is the type size.
    pub const fn of_units(self, units: i64, upem: u16) -> Length {
        Length(share(self.0, units, upem as i64))
    }

    /// The smallest whole multiple of `step` that is not less than `self`, as a count.
    pub const fn steps_up(self, step: Length) -> i64 {
        -((-self.0).div_euclid(step.0))
    }

    pub fn max(self, other: Length) -> Length {
        Ord::max(self, other)
    }

    pub fn min(self, other: Length) -> Length {
        Ord::min(self, other)
    }

    pub const fn abs(self) -> Length {
        Length(self.0.abs())
    }

    /// For drawing only, never for a decision.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / PER_POINT as f64
    }

    /// From a drawing's float (an SVG's coordinates), never for text.
    pub fn from_pt(points: f64) -> Length {
        Length((points * PER_POINT as f64).round() as i64)
    }

    /// As a person reads a ruler: `12.7 mm`.
    pub fn millimetres(self) -> String {
        let tenths = div_round(self.0 as i128 * 254, PER_POINT as i128 * 72);
        let sign = if tenths < 0 { "-" } else { "" };
        match (tenths.abs() / 10, tenths.abs() % 10) {
            (whole, 0) => format!("{sign}{whole} mm"),
            (whole, part) => format!("{sign}{whole}.{part} mm"),
        }
    }

    /// Thousandths of a point, rounded to nearest: what a PDF number carries.
    pub const fn milli_pt(self) -> i64 {
        share(self.0, 1_000, PER_POINT)
    }
}

/// `length × numerator / denominator`, rounded to nearest. Nearly every product is short, and short numbers divide in a
/// fraction of the time.
const fn share(length: i64, numerator: i64, denominator: i64) -> i64 {
    if let Some(product) = length.checked_mul(numerator)
        && denominator > 0
        && let Some(raised) = product.checked_add(denominator / 2)
    {
        return raised.div_euclid(denominator);
    }
    div_round(length as i128 * numerator as i128, denominator as i128)
}

const fn div_round(numerator: i128, denominator: i128) -> i64 {
    let (n, d) = if denominator < 0 { (-numerator, -denominator) } else { (numerator, denominator) };
    (n + d / 2).div_euclid(d) as i64
}

/// Points with up to three decimals and no trailing zeros: `12`, `10.5`, `-0.125`.
impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milli = self.milli_pt();
        let sign = if milli < 0 { "-" } else { "" };
        let (whole, part) = (milli.abs() / 1_000, milli.abs() % 1_000);
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{part:03}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}pt")
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl Neg for Length {
    type Output = Length;
    fn neg(self) -> Length {
        Length(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, times: i64) -> Length {
        Length(self.0 * times)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, parts: i64) -> Length {
        Length(div_round(self.0 as i128, parts as i128))
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Length) {
        self.0 -= other.0;
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        lengths.fold(Length::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_exact() {
        assert_eq!(Length::mils(1_000), Length::pt(72));
        assert_eq!(Length::micrometres(25_400), Length::pt(72));
        assert_eq!(Length::pt_ratio(21, 2).to_string(), "10.5");
        assert_eq!(Length::pt(-1).scale(1, 8).to_string(), "-0.125");
        let ruler = [Length::mils(375), Length::mm(-3), Length::micrometres(-40)].map(Length::millimetres);
        assert_eq!(ruler, ["9.5 mm", "-3 mm", "0 mm"]);
        assert_eq!(Length::pt(25).steps_up(Length::pt(12)), 3);
        assert_eq!(Length::pt(24).steps_up(Length::pt(12)), 2);
    }
}
