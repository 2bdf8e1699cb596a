//! In: pictures and shadings that content names, and a plate. Out: the same in that plate's gray. Refuses to decode them.

use super::ink::{Plate, is_light, plates};
use super::space::{OnPlate, Spaces};
use super::state::description;
use crate::base::limits::DRAWN_PIXELS;
use crate::mend::Draft;
use crate::pdfread::File;
use crate::pdfread::colour::Space;
use crate::pdfread::pictures::Pictures;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// What is not measured, or not as a press would have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// Light was turned into ink without a profile.
    Light,
    /// A colour of a space that says nothing of inks, as Lab does.
    Colour,
    /// Of a size, or in a form, that is not looked into.
    Picture,
    /// A way to blend that takes the inks together.
    Blend,
    /// A group whose parts take each other away, in which one shows what lies under it.
    Knockout,
    /// Forms in forms, past a limit or within themselves.
    Nested,
    /// Of more inks than a press has.
    Inks,
    /// A font that cannot be read, or one that is not in the file.
    Font,
    /// A page that cannot be read, or that is too much work.
    Page,
    /// There was no time left for it.
    Time,
}

/// What a page or a form is seen to have.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    pub plates: BTreeSet<Plate>,
    pub lacks: BTreeSet<Lack>,
    pub pixels: i64,
    pub operators: usize,
    /// Whether something in it shows what lies under it: it is translucent, blends or overprints.
    pub shows_under: bool,
}

/// Ways to blend in which an ink depends on the others (ISO 32000-1, 11.3.5.3), and in which nothing shows through.
const TOGETHER: [&[u8]; 4] = [b"Hue", b"Saturation", b"Color", b"Luminosity"];
const PLAIN: [&[u8]; 2] = [b"Normal", b"Compatible"];

impl Seen {
    pub fn add(&mut self, other: &Seen) {
        self.plates.extend(other.plates.iter().cloned());
        self.lacks.extend(other.lacks.iter().copied());
        self.pixels = self.pixels.saturating_add(other.pixels);
        self.operators = self.operators.saturating_add(other.operators);
        self.shows_under |= other.shows_under;
    }

    /// What a dictionary of parameters says of what lies under things (8.4.5).
    pub fn parameters(&mut self, file: &File, dict: &Dictionary) {
        let mode = file.name(dict, "BM").unwrap_or(PLAIN[0]);
        if TOGETHER.contains(&mode) {
            self.lacks.insert(Lack::Blend);
        }
        let is_pale = |key: &str| file.number(dict, key).is_some_and(|part| part < 1.0);
        let overprints = |key: &str| file.entry(dict, key).is_some_and(|over| over.as_bool().unwrap_or(false));
        self.shows_under |= !PLAIN.contains(&mode)
            || is_pale("ca")
            || is_pale("CA")
            || file.dict(dict, "SMask").is_some()
            || overprints("OP")
            || overprints("op");
    }

    /// The group that a form or a page is: in one that knocks out a part lies on what was under the group, and not on the
    /// parts before it (11.4.5). What draws plates does not do so, which is the same where nothing shows what is under it.
    pub fn group(&mut self, file: &File, dict: &Dictionary) {
        let knocks_out = |group: &Dictionary| file.entry(group, "K").is_some_and(|k| k.as_bool().unwrap_or(false));
        if self.shows_under && file.dict(dict, "Group").is_some_and(knocks_out) {
            self.lacks.insert(Lack::Knockout);
        }
    }

    /// A space whose colours may be any, or one colour of it.
    pub fn colour(&mut self, space: &Space, values: Option<&[f64]>) {
        self.plates.extend(plates(space, values));
        if is_light(space) {
            self.lacks.insert(Lack::Light);
        }
    }
}

/// What is shown instead of a picture.
#[derive(Clone, Debug)]
pub enum Instead {
    /// The picture itself: a stencil, in the colour of fills.
    Stencil,
    As(Object),
    /// White, all over.
    White,
    /// Nothing: the plate stays as it is.
    Nothing,
}

/// Pictures and shadings of a plate, each made once.
#[derive(Debug, Default)]
pub struct Things {
    pub spaces: Spaces,
    images: BTreeMap<(ObjectId, bool), (Instead, Seen)>,
    shadings: BTreeMap<(ObjectId, bool), (Option<Object>, Seen)>,
}

impl Things {
    pub fn image(
        &mut self,
        draft: &mut Draft,
        (resources, id, stream): (&Dictionary, Option<ObjectId>, &Stream),
        (plate, overprints): (&Plate, bool),
        seen: &mut Seen,
    ) -> Instead {
        if let Some((instead, own)) = id.and_then(|id| self.images.get(&(id, overprints))) {
            seen.add(own);
            return instead.clone();
        }
        let mut own = Seen::default();
        let instead = self.made(draft, (resources, stream), (plate, overprints), &mut own);
        seen.add(&own);
        id.into_iter().for_each(|id| drop(self.images.insert((id, overprints), (instead.clone(), own.clone()))));
        instead
    }

    fn made(
        &mut self,
        draft: &mut Draft,
        (resources, stream): (&Dictionary, &Stream),
        (plate, overprints): (&Plate, bool),
        seen: &mut Seen,
    ) -> Instead {
        let (file, dict) = (draft.file, &stream.dict);
        let pixels = Pictures::of(file).pixels(dict);
        if pixels > DRAWN_PIXELS {
            seen.lacks.insert(Lack::Picture);
            return Instead::Nothing;
        }
        if file.entry(dict, "ImageMask").is_some_and(|mask| mask.as_bool().unwrap_or(false)) {
            seen.pixels = pixels;
            return Instead::Stencil;
        }
        let Some(named) = file.entry(dict, "ColorSpace") else {
            seen.lacks.insert(Lack::Picture);
            return Instead::Nothing;
        };
        let (space, described) = (Space::of(file, resources, named), description(file, resources, named));
        seen.colour(&space, None);
        seen.shows_under |= file.entry(dict, "SMask").is_some();
        if overprints && is_left(&space, plate) {
            return Instead::Nothing;
        }
        let mut dict = dict.clone();
        match self.spaces.on(draft, (&space, &described), plate) {
            OnPlate::As(space) => {
                seen.pixels = pixels;
                dict.set("ColorSpace", space);
                Instead::As(draft.add(Stream::new(dict, stream.content.clone()).with_compression(false)))
            }
            // What shows through it is all that it has.
            OnPlate::Blank(_) => {
                let masks = ["SMask", "Mask"].into_iter().filter_map(|key| {
                    let mask = dict.get(key.as_bytes()).ok()?;
                    matches!(file.follow(mask), Object::Stream(_)).then(|| (key, mask.clone()))
                });
                let masks: Vec<_> = masks.collect();
                if masks.is_empty() && !dict.has(b"Mask") {
                    return Instead::White;
                }
                seen.pixels = pixels;
                let mut white = Dictionary::new();
                white.set("Subtype", Object::Name(b"Image".to_vec()));
                white.set("ColorSpace", Object::Name(b"DeviceGray".to_vec()));
                [("Width", 1), ("Height", 1), ("BitsPerComponent", 8)]
                    .iter()
                    .for_each(|(key, of)| white.set(*key, *of));
                masks.into_iter().for_each(|(key, mask)| white.set(key, mask));
                Instead::As(draft.add_stream(white, vec![255]))
            }
            OnPlate::Unknown => {
                seen.lacks.insert(Lack::Colour);
                Instead::Nothing
            }
        }
    }

    /// A shading; nothing where the plate stays as it is.
    pub fn shading(
        &mut self,
        draft: &mut Draft,
        (resources, named): (&Dictionary, &Object),
        (plate, overprints): (&Plate, bool),
        seen: &mut Seen,
    ) -> Option<Object> {
        let key = named.as_reference().ok().map(|id| (id, overprints));
        if let Some((made, own)) = key.and_then(|key| self.shadings.get(&key)) {
            seen.add(own);
            return made.clone();
        }
        let mut own = Seen::default();
        let made = self.shaded(draft, (resources, named), (plate, overprints), &mut own);
        seen.add(&own);
        key.into_iter().for_each(|key| drop(self.shadings.insert(key, (made.clone(), own.clone()))));
        made
    }

    fn shaded(
        &mut self,
        draft: &mut Draft,
        (resources, named): (&Dictionary, &Object),
        (plate, overprints): (&Plate, bool),
        seen: &mut Seen,
    ) -> Option<Object> {
        let file = draft.file;
        let mut object = file.follow(named).clone();
        let dict = match &mut object {
            Object::Dictionary(dict) => dict,
            Object::Stream(stream) => &mut stream.dict,
            _ => return None,
        };
        let named = file.entry(dict, "ColorSpace").cloned().unwrap_or(Object::Null);
        let (space, described) = (Space::of(file, resources, &named), description(file, resources, &named));
        seen.colour(&space, None);
        if overprints && is_left(&space, plate) {
            return None;
        }
        let own = match self.spaces.on(draft, (&space, &described), plate) {
            OnPlate::As(own) => own,
            OnPlate::Blank(count) => self.spaces.blank(draft, count),
            OnPlate::Unknown => {
                seen.lacks.insert(Lack::Colour);
                return None;
            }
        };
        dict.set("ColorSpace", own);
        Some(draft.add(object))
    }
}

/// Whether a space has nothing to do with a plate, so that what overprints leaves it (8.6.7). That no ink is none counts
/// for colours alone, not for pictures.
fn is_left(space: &Space, plate: &Plate) -> bool {
    match space {
        Space::Separation(names, _) => plate.among(names).is_none(),
        Space::Indexed(base) => is_left(base, plate),
        Space::Gray
        | Space::Rgb
        | Space::Cmyk
        | Space::CalGray
        | Space::CalRgb
        | Space::Lab
        | Space::Icc(_)
        | Space::Pattern
        | Space::Unknown => matches!(plate, Plate::Spot(_)),
    }
}
