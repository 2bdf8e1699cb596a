//! In: a value, or `{ is, from }`. Out: the value and the name of its source. Refuses to know what it means.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// Where numbers come from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub title: String,
    /// Nothing where the figures are those of a trade, not of one page.
    pub url: Option<String>,
    /// The month: `2026-11`.
    pub read: String,
}

/// A value and the name of its source; an author's own value has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<T> {
    pub is: T,
    pub from: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Full<T> {
    is: T,
    from: String,
}

/// Unlike an untagged enum this keeps the place and the words of what is wrong.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Fact<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Fact<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value, or a table with `is` and `from`")
            }

            fn visit_bool<E: Error>(self, is: bool) -> Result<Fact<T>, E> {
                bare(T::deserialize(is.into_deserializer()))
            }

            fn visit_i64<E: Error>(self, is: i64) -> Result<Fact<T>, E> {
                bare(T::deserialize(is.into_deserializer()))
            }

            fn visit_str<E: Error>(self, is: &str) -> Result<Fact<T>, E> {
                bare(T::deserialize(is.to_owned().into_deserializer()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, is: A) -> Result<Fact<T>, A::Error> {
                bare(T::deserialize(SeqAccessDeserializer::new(is)))
            }

            fn visit_map<A: MapAccess<'de>>(self, full: A) -> Result<Fact<T>, A::Error> {
                let Full { is, from } = Full::deserialize(MapAccessDeserializer::new(full))?;
                Ok(Fact { is, from: Some(from) })
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

fn bare<T, E>(is: Result<T, E>) -> Result<Fact<T>, E> {
    Ok(Fact { is: is?, from: None })
}
