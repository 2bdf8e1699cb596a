//! In: a colour space as a PDF names it. Out: what kind of colour it is. Refuses to convert.

use super::file::{File, as_dict};
use lopdf::{Dictionary, Object};

/// Spaces in spaces that are looked into.
const DEPTH: usize = 6;

/// ISO 32000-1, 8.6.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Space {
    #[default]
    Gray,
    Rgb,
    Cmyk,
    CalGray,
    CalRgb,
    Lab,
    /// By the number of its components.
    Icc(u8),
    Indexed(Box<Space>),
    /// Names of its inks, and what stands for them where there are none.
    Separation(Vec<Vec<u8>>, Box<Space>),
    Pattern,
    Unknown,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Colour {
    pub space: Space,
    /// Empty for a pattern.
    pub values: Vec<f64>,
}

impl Colour {
    /// What a page and a new space begin with: no light.
    pub(super) fn initial(space: Space) -> Colour {
        let values = match &space {
            Space::Gray | Space::CalGray | Space::Indexed(_) => vec![0.0],
            Space::Rgb | Space::CalRgb | Space::Lab => vec![0.0; 3],
            Space::Cmyk => vec![0.0, 0.0, 0.0, 1.0],
            Space::Icc(count) => vec![0.0; usize::from(*count)],
            Space::Separation(names, _) => vec![1.0; names.len()],
            Space::Pattern | Space::Unknown => Vec::new(),
        };
        Colour { space, values }
    }
}

impl Space {
    /// The space that an object describes: a name of the standard's or of these resources, or an array.
    pub fn of(file: &File, resources: &Dictionary, object: &Object) -> Space {
        find(file, resources, object, DEPTH)
    }
}

fn find(file: &File, resources: &Dictionary, object: &Object, depth: usize) -> Space {
    let Some(depth) = depth.checked_sub(1) else { return Space::Unknown };
    match file.follow(object) {
        Object::Name(name) => match &name[..] {
            b"DeviceGray" | b"G" => Space::Gray,
            b"DeviceRGB" | b"RGB" => Space::Rgb,
            b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
            b"Pattern" => Space::Pattern,
            name => {
                let named = file.dict(resources, "ColorSpace").and_then(|spaces| spaces.get(name).ok());
                named.map_or(Space::Unknown, |named| find(file, resources, named, depth))
            }
        },
        Object::Array(parts) => family(file, resources, parts, depth),
        _ => Space::Unknown,
    }
}

fn family(file: &File, resources: &Dictionary, parts: &[Object], depth: usize) -> Space {
    let part = |at: usize| parts.get(at).map(|part| file.follow(part));
    let inner = |at: usize| parts.get(at).map_or(Space::Unknown, |part| find(file, resources, part, depth));
    match part(0).and_then(|name| name.as_name().ok()).unwrap_or_default() {
        b"CalGray" => Space::CalGray,
        b"CalRGB" => Space::CalRgb,
        b"Lab" => Space::Lab,
        b"ICCBased" => {
            let profile = part(1).and_then(as_dict);
            let count = profile.and_then(|dict| file.number(dict, "N")).unwrap_or(0.0);
            Space::Icc(if [1.0, 3.0, 4.0].contains(&count) { count as u8 } else { 0 })
        }
        b"Indexed" | b"I" => Space::Indexed(Box::new(inner(1))),
        b"Separation" => {
            let name = part(1).and_then(|name| name.as_name().ok()).unwrap_or_default();
            Space::Separation(vec![name.to_vec()], Box::new(inner(2)))
        }
        b"DeviceN" => {
            let names = part(1).and_then(|names| names.as_array().ok()).map(Vec::as_slice).unwrap_or_default();
            let names = names.iter().filter_map(|name| Some(file.follow(name).as_name().ok()?.to_vec())).take(64);
            Space::Separation(names.collect(), Box::new(inner(2)))
        }
        b"Pattern" => Space::Pattern,
        b"DeviceGray" | b"G" => Space::Gray,
        b"DeviceRGB" | b"RGB" => Space::Rgb,
        b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
        _ => Space::Unknown,
    }
}
