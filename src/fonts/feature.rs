//! In: OpenType features as they are typed, `ss01` or `liga=0`. Out: tags with values. Refuses to know which face has
//! them.

use crate::base::config::{Fault, FromText, plain_fields};
use std::fmt;

/// A feature that is set: 1 where nothing else is typed, 0 for off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FeatureTag {
    pub tag: [u8; 4],
    pub value: u8,
}

impl FromText for FeatureTag {
    fn takes() -> String {
        "a feature's tag in quotes, such as `\"ss01\"`".to_string()
    }

    fn from_text(text: &str) -> Result<FeatureTag, Fault> {
        let (tag, value) = text.split_once('=').map_or((text, Ok(1)), |(tag, value)| (tag, value.parse()));
        let tag: Option<[u8; 4]> = tag.as_bytes().try_into().ok().filter(|tag: &[u8; 4]| tag.is_ascii());
        let tag = tag.filter(|tag| tag.iter().all(u8::is_ascii_alphanumeric));
        match (tag, value) {
            (Some(tag), Ok(value)) => Ok(FeatureTag { tag, value }),
            _ => Err(Fault::new("setting-value", format!("`{text}` is not the tag of an OpenType feature"))
                .help("write its four letters and figures, such as `ss01`, or `liga=0` to turn one off")),
        }
    }
}

plain_fields!([] FeatureTag);

impl fmt::Display for FeatureTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tag.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

/// Features that a style sets beside the usual ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FeatureSet([Option<FeatureTag>; FeatureSet::MOST]);

impl FeatureSet {
    pub const MOST: usize = 8;
    pub const NONE: FeatureSet = FeatureSet([None; FeatureSet::MOST]);

    /// The first of them; a style sets no more.
    pub fn new(tags: &[FeatureTag]) -> FeatureSet {
        let mut set = FeatureSet::default();
        set.0.iter_mut().zip(tags).for_each(|(place, tag)| *place = Some(*tag));
        set
    }

    pub fn iter(&self) -> impl Iterator<Item = FeatureTag> {
        self.0.into_iter().flatten()
    }
}

/// How far a variable font goes along an axis, in thousandths of the axis's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AxisValue {
    pub tag: [u8; 4],
    pub thousandths: i64,
}

impl AxisValue {
    /// From a tag and a number with three decimals at most; nothing where one of them is neither.
    pub fn parse(tag: &str, number: &str) -> Option<AxisValue> {
        let tag: [u8; 4] = tag.as_bytes().try_into().ok()?;
        let (sign, digits) = number.strip_prefix('-').map_or((1, number), |digits| (-1, digits));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let known = !whole.is_empty() && whole.len() <= 5 && part.len() <= 3 && plain(whole) && plain(part);
        let thousandths: i64 = known.then(|| format!("{whole}{part:0<3}")).and_then(|digits| digits.parse().ok())?;
        tag.iter().all(u8::is_ascii_alphanumeric).then_some(AxisValue { tag, thousandths: sign * thousandths })
    }

    pub(super) fn value(self) -> f32 {
        self.thousandths as f32 / 1_000.0
    }
}

impl fmt::Display for AxisValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tag.iter().try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_four_letters_and_may_have_a_value() {
        let read = |text: &str| FeatureTag::from_text(text).ok();
        assert_eq!(read("ss01"), Some(FeatureTag { tag: *b"ss01", value: 1 }));
        assert_eq!(read("liga=0"), Some(FeatureTag { tag: *b"liga", value: 0 }));
        for wrong in ["", "ss1", "ss001", "s\"01", "ßß", "liga=", "liga=300", "liga=-1"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn axes_have_numbers() {
        let read = |tag: &str, number: &str| AxisValue::parse(tag, number).map(|axis| axis.thousandths);
        assert_eq!([read("wght", "550"), read("slnt", "-7.5")], [Some(550_000), Some(-7_500)]);
        for (tag, number) in [("wgt", "550"), ("wght", ""), ("wght", "1e3"), ("wght", "0.1234"), ("wg\"t", "1")] {
            assert_eq!(read(tag, number), None, "{tag} {number}");
        }
    }
}
