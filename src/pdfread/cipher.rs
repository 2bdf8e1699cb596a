//! In: what a trailer says of encryption. Out: objects in the clear, and what the file's owner allows. Refuses every file
//! that does not open without a password.

use super::PdfError;
use lopdf::encryption::{EncryptionState, decrypt_object};
use lopdf::{Dictionary, Document, Object, ObjectId, Permissions};

/// What a file may be used for (ISO 32000-1, table 22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Protection {
    pub prints: bool,
    pub assembles: bool,
}

/// The key of a file that opens without a password.
pub struct Cipher {
    state: EncryptionState,
    /// The object that says how: it is in the clear itself.
    own: Option<ObjectId>,
}

impl Cipher {
    /// `said` is the dictionary at the trailer's `Encrypt`, `own` its number.
    pub fn new(trailer: &Dictionary, own: Option<ObjectId>, said: Dictionary) -> Result<Cipher, PdfError> {
        let mut document = Document::new();
        document.trailer = trailer.clone();
        match own {
            Some(own) => {
                document.objects.insert(own, Object::Dictionary(said));
            }
            None => document.trailer.set("Encrypt", Object::Dictionary(said)),
        }
        document.authenticate_user_password("").map_err(|_| PdfError::Encrypted)?;
        let state = EncryptionState::decode(&document, "").map_err(|_| PdfError::Encrypted)?;
        Ok(Cipher { state, own })
    }

    pub fn protection(&self) -> Protection {
        let may = self.state.permissions();
        Protection {
            prints: may.contains(Permissions::PRINTABLE),
            // The older handlers have one bit for all changes.
            assembles: may.contains(Permissions::ASSEMBLABLE) || may.contains(Permissions::MODIFIABLE),
        }
    }

    /// Puts an object that stands by itself into the clear; those of an object stream are so with it.
    pub fn clear(&self, id: ObjectId, object: &mut Object) -> Result<(), PdfError> {
        if self.own == Some(id) {
            return Ok(());
        }
        decrypt_object(&self.state, id, object)
            .map_err(|_| PdfError::broken(format!("object {} cannot be decrypted", id.0)))
    }
}
