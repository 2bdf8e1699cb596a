//! In: objects that written content needs. Out: names for them, and a dictionary of resources. Refuses to know what they are.

use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeMap;

/// Things that written content names.
#[derive(Default)]
pub struct Names {
    pub kinds: BTreeMap<&'static str, Dictionary>,
    known: BTreeMap<ObjectId, String>,
    count: usize,
}

impl Names {
    pub fn name(&mut self, kind: &'static str, object: Object) -> String {
        let id = object.as_reference().ok();
        if let Some(known) = id.and_then(|id| self.known.get(&id)) {
            return known.clone();
        }
        self.count += 1;
        let name = format!("Plate{}", self.count);
        id.into_iter().for_each(|id| drop(self.known.insert(id, name.clone())));
        self.set(kind, name.as_bytes(), object);
        name
    }

    pub fn set(&mut self, kind: &'static str, name: &[u8], object: Object) {
        self.kinds.entry(kind).or_default().set(name.to_vec(), object);
    }
}

/// Names in place of those that are there.
pub fn put(all: &mut Dictionary, names: &Dictionary) {
    names.iter().for_each(|(name, object)| all.set(name.clone(), object.clone()));
}
