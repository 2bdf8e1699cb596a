//! A content stream and the resources that it names: a page's, or a form's inside it.

use super::bytes::{deflate, deflated, name, reals};
use super::image::ImageData;
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub struct Layer {
    pub content: Vec<u8>,
    /// Pictures of the document, `/P0`.
    pub pictures: BTreeSet<usize>,
    /// Pages of other PDFs, `/E0`.
    pub foreign: BTreeSet<usize>,
    /// Opacities of fills and strokes in 255ths, `/A127,255`.
    pub opacities: BTreeSet<(u8, u8)>,
    /// What it says of fills and strokes that are printed over what lies under them: `/O1`, or `/O0` where neither is.
    pub overprints: BTreeSet<Over>,
    /// Of this layer alone: forms `/X0`, images `/I0`, shadings `/S0`.
    pub forms: Vec<Form>,
    pub images: Vec<ImageData>,
    pub shadings: Vec<Dictionary>,
}

/// A layer that is drawn as one thing.
#[derive(Debug)]
pub struct Form {
    pub layer: Layer,
    /// Left, bottom, right, top in the form's own space.
    pub bounds: [f32; 4],
    /// Faded as one (ISO 32000-1, 11.6.6) instead of piece by piece.
    pub group: bool,
}

/// Objects that all pages share.
pub struct Shared<'a> {
    pub fonts: Option<ObjectId>,
    pub pictures: &'a [ObjectId],
    pub foreign: &'a [ObjectId],
    /// The spaces of spot inks, where there are any.
    pub spots: Option<ObjectId>,
    /// The colour space of transparency groups.
    pub space: &'static str,
}

pub fn opacity_name((fill, stroke): (u8, u8)) -> String {
    format!("A{fill}.{stroke}")
}

/// Whether fills and strokes are printed over other inks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Over {
    pub fill: bool,
    pub stroke: bool,
}

impl Over {
    pub fn both(over: bool) -> Over {
        Over { fill: over, stroke: over }
    }

    /// What is not painted is as what is.
    pub fn of(fill: Option<bool>, stroke: Option<bool>) -> Over {
        Over { fill: fill.or(stroke).unwrap_or(false), stroke: stroke.or(fill).unwrap_or(false) }
    }
}

/// What a content stream calls this state.
pub fn overprint_name(over: Over) -> &'static str {
    match (over.fill, over.stroke) {
        (false, false) => "O0",
        (true, true) => "O1",
        (true, false) => "Of",
        (false, true) => "Os",
    }
}

impl Layer {
    /// Names an opacity for this layer's `gs`.
    pub fn opacity(&mut self, fill: u8, stroke: u8) -> String {
        self.opacities.insert((fill, stroke));
        opacity_name((fill, stroke))
    }

    /// Whether something shines through something that the layer itself draws.
    pub fn is_transparent(&self) -> bool {
        let inside = |form: &Form| form.group || form.layer.is_transparent();
        let faded = self.opacities.iter().any(|&opacities| opacities != (255, 255));
        faded || self.images.iter().any(ImageData::is_transparent) || self.forms.iter().any(inside)
    }

    /// Adds what the layer owns to the document and names it.
    pub fn resources(&mut self, document: &mut Document, shared: &Shared) -> Dictionary {
        let mut objects = Dictionary::new();
        for &at in &self.pictures {
            if let Some(&id) = shared.pictures.get(at) {
                objects.set(format!("P{at}"), id);
            }
        }
        for &at in &self.foreign {
            if let Some(&id) = shared.foreign.get(at) {
                objects.set(format!("E{at}"), id);
            }
        }
        for (at, image) in std::mem::take(&mut self.images).into_iter().enumerate() {
            objects.set(format!("I{at}"), image.add_to(document));
        }
        for (at, form) in std::mem::take(&mut self.forms).into_iter().enumerate() {
            objects.set(format!("X{at}"), form.add_to(document, shared));
        }
        let mut resources = Dictionary::new();
        if let Some(fonts) = shared.fonts {
            resources.set("Font", fonts);
        }
        if let Some(spots) = shared.spots {
            resources.set("ColorSpace", spots);
        }
        if !objects.is_empty() {
            resources.set("XObject", objects);
        }
        let mut states: Vec<(String, Object)> = Vec::new();
        if !self.opacities.is_empty() {
            let state = |&(fill, stroke): &(u8, u8)| {
                let part = |level: u8| Object::Real((f64::from(level) / 255.0 * 1_000.0).round() as f32 / 1_000.0);
                let state = dictionary! { "Type" => "ExtGState", "ca" => part(fill), "CA" => part(stroke) };
                (opacity_name((fill, stroke)), state.into())
            };
            states.extend(self.opacities.iter().map(state));
        }
        states.extend(self.overprints.iter().map(|&over| {
            let Over { fill, stroke } = over;
            let mode = i64::from(fill || stroke);
            let state = dictionary! { "Type" => "ExtGState", "OP" => stroke, "op" => fill, "OPM" => mode };
            (overprint_name(over).to_owned(), state.into())
        }));
        if !states.is_empty() {
            resources.set("ExtGState", states.into_iter().collect::<Dictionary>());
        }
        if !self.shadings.is_empty() {
            let named = std::mem::take(&mut self.shadings).into_iter().enumerate();
            resources.set("Shading", named.map(|(at, dict)| (format!("S{at}"), dict.into())).collect::<Dictionary>());
        }
        resources
    }
}

impl Form {
    pub fn add_to(mut self, document: &mut Document, shared: &Shared) -> ObjectId {
        let mut dict = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => reals(&self.bounds),
            "Resources" => self.layer.resources(document, shared),
        };
        if self.group {
            dict.set("Group", dictionary! { "Type" => "Group", "S" => "Transparency", "CS" => name(shared.space) });
        }
        document.add_object(deflated(dict, deflate(&self.layer.content)))
    }
}
