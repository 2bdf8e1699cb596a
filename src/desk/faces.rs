//! The names of faces, made of what is in them, so that a browser asks once for each.

use crate::fonts::{Face, FaceId, Faces};
use crate::page::FontTable;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

#[derive(Debug)]
pub struct FaceNames {
    faces: FontTable,
    names: Vec<OnceLock<String>>,
}

impl FaceNames {
    pub fn new(faces: FontTable) -> FaceNames {
        let names = faces.ids().map(|_| OnceLock::new()).collect();
        FaceNames { faces, names }
    }

    /// `f`, digits, and the slice.
    pub fn family(&self, id: FaceId, slice: u16) -> String {
        let named = |face: &OnceLock<String>| face.get_or_init(|| name(self.faces.get(id))).clone();
        let name = self.names.get(usize::from(id.0)).map(named).unwrap_or_default();
        format!("{name}-{slice}")
    }

    /// The face and the slice of a name.
    pub fn find(&self, family: &str) -> Option<(&Face, u16)> {
        let (wanted, slice) = family.rsplit_once('-')?;
        let is = |id: FaceId| self.family(id, 0).strip_suffix("-0") == Some(wanted);
        let id = self.faces().ids().find(|id| is(*id))?;
        Some((self.faces().get(id), slice.parse().ok()?))
    }

    fn faces(&self) -> &Faces {
        &self.faces
    }
}

fn name(face: &Face) -> String {
    let mut hasher = DefaultHasher::new();
    face.data.hash(&mut hasher);
    face.index.hash(&mut hasher);
    face.axes.iter().for_each(|axis| (axis.tag, axis.thousandths).hash(&mut hasher));
    format!("f{:016x}", hasher.finish())
}
