//! In: pictures that a page shows. Out: how large they are, and numbers by which they are told apart. Refuses to decode.

use super::File;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The pictures of a file, each looked at once.
#[derive(Debug)]
pub struct Pictures<'a> {
    file: &'a File,
    contents: BTreeMap<ObjectId, u64>,
}

impl<'a> Pictures<'a> {
    pub fn of(file: &'a File) -> Pictures<'a> {
        Pictures { file, contents: BTreeMap::new() }
    }

    /// A number of a picture's bytes.
    pub fn contents(&mut self, id: ObjectId) -> u64 {
        let file = self.file;
        let number = || {
            let mut hasher = DefaultHasher::new();
            if let Some(Object::Stream(stream)) = file.object(id) {
                stream.content.hash(&mut hasher);
            }
            hasher.finish()
        };
        *self.contents.entry(id).or_insert_with(number)
    }

    /// With those of its mask; without bound where the number is only told within the picture's bytes.
    pub fn pixels(&self, dict: &Dictionary) -> i64 {
        let own = |dict: &Dictionary| {
            let filters = self.file.entry(dict, "Filter").map(|filters| match filters {
                Object::Array(all) => all.iter().filter_map(|one| self.file.follow(one).as_name().ok()).collect(),
                one => one.as_name().ok().into_iter().collect::<Vec<_>>(),
            });
            let hidden = |name: &&[u8]| matches!(*name, b"JPXDecode" | b"JBIG2Decode");
            if filters.is_some_and(|filters| filters.iter().any(hidden)) {
                return i64::MAX;
            }
            let side = |key: &str| self.file.number(dict, key).unwrap_or_default().max(0.0) as i64;
            side("Width").saturating_mul(side("Height"))
        };
        let masks = ["SMask", "Mask"].into_iter().filter_map(|key| match self.file.entry(dict, key) {
            Some(Object::Stream(mask)) => Some(own(&mask.dict)),
            _ => None,
        });
        masks.fold(own(dict), i64::saturating_add)
    }
}
