//! In: lengths. Out: numbers as SVG takes them, in points with at most three decimals.

use crate::base::{Ink, Length, Transform};
use std::fmt::Write;

/// A run of numbers between spaces.
pub fn list(lengths: impl IntoIterator<Item = Length>) -> String {
    let mut out = String::new();
    for length in lengths {
        if !out.is_empty() {
            out.push(' ');
        }
        let _ = write!(out, "{length}");
    }
    out
}

/// A transform's six numbers.
pub fn matrix(transform: &Transform) -> String {
    let Transform { a, b, c, d, e, f } = *transform;
    let part = |value: i64| millionths(value);
    format!("matrix({} {} {} {} {e} {f})", part(a), part(b), part(c), part(d))
}

/// A count of 1/65,536 with six decimals, which is as exact as a screen can show.
fn millionths(value: i64) -> String {
    let millionths =
        (i128::from(value) * 1_000_000 + i128::from(Transform::ONE / 2)).div_euclid(i128::from(Transform::ONE));
    let sign = if millionths < 0 { "-" } else { "" };
    let text = format!("{sign}{}.{:06}", millionths.abs() / 1_000_000, millionths.abs() % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A colour as a screen has it.
pub fn colour(ink: Ink) -> String {
    let (red, green, blue) = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!(list([Length::pt(1), Length::pt_ratio(1, 2), Length::pt(-3)]), "1 0.5 -3");
        let turned = Transform { a: 0, b: -Transform::ONE, c: Transform::ONE, d: 0, e: Length::pt(2), f: Length::ZERO };
        assert_eq!(matrix(&turned), "matrix(0 -1 1 0 2 0)");
        assert_eq!(
            matrix(&Transform { a: Transform::ONE / 2, d: -1, ..Transform::IDENTITY }),
            "matrix(0.5 0 0 -0.000015 0 0)"
        );
        assert_eq!(colour(Ink::Rgb(1, 255, 16)), "#01ff10");
    }
}
