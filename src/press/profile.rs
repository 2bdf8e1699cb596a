//! In: the bytes of an ICC profile. Out: a profile for the inks of a press, or a sentence why it is none. Refuses to
//! convert colours.

use std::fmt;
use std::sync::Arc;

/// The colours of a press on its paper, as an ICC profile of the output class (ICC.1:2010, 7.2).
#[derive(Clone, PartialEq, Eq)]
pub struct Profile {
    /// The file as it is, to be embedded.
    pub bytes: Arc<[u8]>,
    pub class: ProfileClass,
    /// Major version of the profile's format; files older than PDF 1.5 take 2 alone.
    pub version: u8,
    pub condition: Condition,
}

/// Which inks it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileClass {
    Gray,
    Cmyk,
}

/// What an output intent says of the printing condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// A name of the ICC's registry, or `Custom`.
    pub identifier: String,
    /// Whether the ICC's registry has it.
    pub registered: bool,
    /// In words.
    pub info: String,
}

/// The largest profile that is believed, in bytes.
pub const MOST_BYTES: usize = 16 << 20;

impl Profile {
    /// Reads an author's profile. The error is a sentence without a full stop.
    pub fn read(bytes: Arc<[u8]>) -> Result<Profile, String> {
        if bytes.len() > MOST_BYTES {
            return Err(format!("it is larger than {} megabytes", MOST_BYTES >> 20));
        }
        let tag = |at: usize| bytes.get(at..at + 4);
        if tag(36) != Some(b"acsp") {
            return Err("it is not an ICC profile".to_owned());
        }
        let class = match (tag(12), tag(16)) {
            (Some(b"prtr"), Some(b"GRAY")) => ProfileClass::Gray,
            (Some(b"prtr"), Some(b"CMYK")) => ProfileClass::Cmyk,
            (Some(b"prtr"), Some(space)) => {
                let space = String::from_utf8_lossy(space).trim().to_owned();
                return Err(format!("it is for {space}, not for gray or CMYK inks"));
            }
            _ => return Err("it is for a screen, a camera or a working space, not for a press".to_owned()),
        };
        let version = bytes.get(8).copied().unwrap_or_default();
        let info = description(&bytes).unwrap_or_else(|| "a profile of your own".to_owned());
        let condition = Condition { identifier: "Custom".to_owned(), registered: false, info };
        Ok(Profile { bytes, class, version, condition })
    }
}

/// The tag `desc`, of either version (ICC.1:2001, 6.5.17; ICC.1:2010, 10.13).
fn description(bytes: &[u8]) -> Option<String> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize);
    let tags = number(128)?.min(100);
    let tag = (0..tags).map(|at| 132 + 12 * at).find(|&at| bytes.get(at..at + 4) == Some(b"desc"))?;
    let (start, size) = (number(tag + 4)?, number(tag + 8)?);
    let value = bytes.get(start..start.checked_add(size)?)?;
    let text = match value.get(..4)? {
        b"desc" => {
            let length = u32::from_be_bytes(value.get(8..12)?.try_into().ok()?) as usize;
            String::from_utf8_lossy(value.get(12..12_usize.checked_add(length)?)?).into_owned()
        }
        b"mluc" => {
            let field = |at: usize| Some(u32::from_be_bytes(value.get(at..at + 4)?.try_into().ok()?) as usize);
            let (length, from) = (field(20)?, field(24)?);
            let units = value.get(from..from.checked_add(length)?)?.chunks_exact(2);
            String::from_utf16_lossy(&units.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect::<Vec<_>>())
        }
        _ => return None,
    };
    let text: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// A profile's bytes say nothing to people.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({:?}, {:?}, {} bytes)", self.condition.info, self.class, self.bytes.len())
    }
}
