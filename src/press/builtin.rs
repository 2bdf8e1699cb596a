//! The profiles that are part of the program. Where they come from and their licence stand beside them, in
//! `profiles/`.

use super::profile::{Condition, Profile, ProfileClass};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Builtin {
    /// Offset on gloss or matt coated paper (ISO 12647-2, Fogra39).
    Coated,
}

impl Builtin {
    pub const ALL: [Builtin; 1] = [Builtin::Coated];

    /// As book.toml has it.
    pub fn name(self) -> &'static str {
        match self {
            Builtin::Coated => "coated",
        }
    }

    pub fn profile(self) -> Profile {
        let (bytes, identifier, info): (&[u8], _, _) = match self {
            Builtin::Coated => (
                include_bytes!("profiles/FOGRA39L_coated.icc"),
                "FOGRA39",
                "Offset, paper types 1 and 2, gloss or matt coated (ISO 12647-2:2004)",
            ),
        };
        let condition = Condition { identifier: identifier.to_owned(), registered: true, info: info.to_owned() };
        Profile { bytes: bytes.into(), class: ProfileClass::Cmyk, version: 2, condition }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_profile_is_what_it_says() {
        for builtin in Builtin::ALL {
            let profile = builtin.profile();
            let read = Profile::read(profile.bytes.clone()).unwrap();
            assert_eq!((read.class, read.version), (profile.class, profile.version), "{builtin:?}");
        }
    }
}
