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
}
