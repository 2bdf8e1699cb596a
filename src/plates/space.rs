//! In: a colour space and a plate. Out: a space of gray in whose terms the same numbers are that plate's ink, as a PDF
//! writes it. Refuses to change a number of a picture or a shading: the space alone says what they mean.

use super::ink::Plate;
use crate::mend::Draft;
use crate::pdfread::colour::Space;
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;

/// What stands for a space on a plate.
#[derive(Clone, Debug)]
pub enum OnPlate {
    As(Object),
    /// The plate has nothing of it: such a space of so many numbers.
    Blank(usize),
    Unknown,
}

/// Spaces that were made so far, by the program that turns numbers to gray.
#[derive(Debug, Default)]
pub struct Spaces {
    made: BTreeMap<(usize, String), Object>,
}

impl Spaces {
    /// `object` is what describes the space.
    pub fn on(&mut self, draft: &mut Draft, (space, object): (&Space, &Object), plate: &Plate) -> OnPlate {
        let process = match plate {
            Plate::Process(at) => Some(*at),
            Plate::Spot(_) => None,
        };
        match (space, process) {
            (Space::Gray | Space::CalGray | Space::Icc(1), Some(3)) => OnPlate::As(name("DeviceGray")),
            (Space::Gray | Space::CalGray | Space::Icc(1), _) => OnPlate::Blank(1),
            (Space::Cmyk | Space::Icc(4), Some(at)) => OnPlate::As(self.one_of(draft, at, 4)),
            (Space::Cmyk | Space::Icc(4), None) => OnPlate::Blank(4),
            (Space::Rgb | Space::CalRgb | Space::Icc(3), Some(at)) => OnPlate::As(self.light(draft, at)),
            (Space::Rgb | Space::CalRgb | Space::Icc(3), None) => OnPlate::Blank(3),
            (Space::Separation(names, _), _) => match plate.among(names) {
                Some(at) => OnPlate::As(self.one_of(draft, at, names.len())),
                None => OnPlate::Blank(names.len()),
            },
            (Space::Indexed(base), _) => {
                let Ok(parts) = draft.file.follow(object).as_array() else { return OnPlate::Unknown };
                let [_, inner, rest @ ..] = &parts[..] else { return OnPlate::Unknown };
                let (inner, rest) = (inner.clone(), rest.to_vec());
                match self.on(draft, (base, &inner), plate) {
                    OnPlate::As(base) => {
                        OnPlate::As([name("Indexed"), base].into_iter().chain(rest).collect::<Vec<_>>().into())
                    }
                    OnPlate::Blank(_) => OnPlate::Blank(1),
                    OnPlate::Unknown => OnPlate::Unknown,
                }
            }
            (Space::Lab | Space::Icc(_) | Space::Pattern | Space::Unknown, _) => OnPlate::Unknown,
        }
    }

    /// A space of so many numbers, none of which lays anything.
    pub fn blank(&mut self, draft: &mut Draft, count: usize) -> Object {
        self.made(draft, count, format!("{{{} 1}}", "pop ".repeat(count)))
    }

    /// One number is the ink.
    fn one_of(&mut self, draft: &mut Draft, at: usize, count: usize) -> Object {
        let above = count.saturating_sub(at + 1);
        let pops = "pop ".repeat(count);
        self.made(draft, count, format!("{{{above} index {} 1 roll {pops}1 exch sub}}", count + 1))
    }

    /// Black is what red, green and blue lack together, the others what each lacks beyond that.
    fn light(&mut self, draft: &mut Draft, at: usize) -> Object {
        let most = "2 copy lt {exch} if pop 2 copy lt {exch} if pop";
        let program = match at {
            0..3 => format!("{{{} index 4 1 roll {most} sub 1 add}}", 2 - at),
            _ => format!("{{{most}}}"),
        };
        self.made(draft, 3, program)
    }

    fn made(&mut self, draft: &mut Draft, count: usize, program: String) -> Object {
        let key = (count, program);
        if let Some(made) = self.made.get(&key) {
            return made.clone();
        }
        let unit = |count: usize| Object::from([0, 1].repeat(count).into_iter().map(Object::from).collect::<Vec<_>>());
        let mut dict = Dictionary::new();
        dict.set("FunctionType", 4);
        dict.set("Domain", unit(count));
        dict.set("Range", unit(1));
        let function = draft.add_stream(dict, key.1.clone().into_bytes());
        let names: Vec<Object> = (0..count).map(|at| Object::Name(format!("Part{at}").into_bytes())).collect();
        let space = draft.add(vec![name("DeviceN"), names.into(), name("DeviceGray"), function]);
        self.made.insert(key, space.clone());
        space
    }
}

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}
