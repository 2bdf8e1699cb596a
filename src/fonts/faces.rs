//! In: faces, the program's own among them. Out: the same by number, each once; one of the program's is read when it is
//! first asked for. Refuses to know what they are for.

use super::{Builtin, Face};
use std::sync::Arc;

/// Index into `Faces`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct FaceId(pub u16);

/// Every face that a book uses, in the order of adding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faces {
    faces: Vec<Slot>,
}

#[derive(Clone, Debug)]
enum Slot {
    Own(Arc<Face>),
    /// Read when it is asked for.
    Builtin(Builtin),
}

impl Slot {
    fn face(&self) -> &Arc<Face> {
        match self {
            Slot::Own(face) => face,
            Slot::Builtin(face) => face.face(),
        }
    }
}

/// The same bytes, index and axes are one face.
impl PartialEq for Slot {
    fn eq(&self, other: &Slot) -> bool {
        match (self, other) {
            (Slot::Builtin(one), Slot::Builtin(other)) => one == other,
            (Slot::Own(own), Slot::Builtin(builtin)) | (Slot::Builtin(builtin), Slot::Own(own)) => {
                own.index == 0 && own.axes.is_empty() && builtin.file().is_some_and(|file| *file == *own.data)
            }
            (Slot::Own(one), Slot::Own(other)) => {
                Arc::ptr_eq(one, other) || one.index == other.index && one.axes == other.axes && one.data == other.data
            }
        }
    }
}

impl Faces {
    /// Adds a face that is not there yet. Past 65,535 faces the last one is given again.
    pub fn add(&mut self, face: impl Into<Arc<Face>>) -> FaceId {
        self.add_slot(Slot::Own(face.into()))
    }

    /// The same with one of the program's faces.
    pub fn add_builtin(&mut self, face: Builtin) -> FaceId {
        self.add_slot(Slot::Builtin(face))
    }

    fn add_slot(&mut self, slot: Slot) -> FaceId {
        let same = self.faces.iter().position(|known| *known == slot);
        let at = same.unwrap_or_else(|| {
            if self.faces.len() < usize::from(u16::MAX) {
                self.faces.push(slot);
            }
            self.faces.len() - 1
        });
        FaceId(at as u16)
    }

    /// # Panics
    ///
    /// When the id is not of these faces.
    pub fn get(&self, id: FaceId) -> &Face {
        self.faces[usize::from(id.0)].face()
    }

    /// Of all, in the order of adding.
    pub fn ids(&self) -> impl Iterator<Item = FaceId> {
        (0..self.faces.len()).map(|at| FaceId(at as u16))
    }
}
