//! In: the annotations of a page. Out: the appearances of those that print, each with the way from its own space to the
//! page's (ISO 32000-1, 12.5.5); how many others show on a screen. Refuses to make an appearance for what has none.

use super::content::{Matrix, area};
use super::file::{File, Page, as_dict, number};
use lopdf::{Dictionary, Object, ObjectId};

/// Annotations of a page that are looked at.
const MOST: usize = 10_000;
/// Flags of an annotation (table 165).
const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;

/// A form that stands on a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stamp {
    pub form: ObjectId,
    pub matrix: Matrix,
}

/// What stands on a page beside its content.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stamps {
    pub printed: Vec<Stamp>,
    /// Fields, stamps and comments that show on a screen and are not printed, or that have no appearance.
    pub left: usize,
}

pub fn stamps(file: &File, page: &Page) -> Stamps {
    let mut stamps = Stamps::default();
    let Some(Object::Array(list)) = file.entry(&page.dict, "Annots") else { return stamps };
    for dict in list.iter().take(MOST).filter_map(|item| as_dict(file.follow(item))) {
        let flags = file.number(dict, "F").unwrap_or(0.0) as i64;
        if flags & HIDDEN != 0
            || matches!(file.name(dict, "Subtype"), Some(b"Link" | b"Popup" | b"PrinterMark" | b"TrapNet"))
        {
            continue;
        }
        match appearance(file, dict).filter(|_| flags & PRINT != 0).and_then(|form| stamp(file, dict, form)) {
            Some(stamp) => stamps.printed.push(stamp),
            None => stamps.left += 1,
        }
    }
    stamps
}

/// The normal appearance, in its present state.
fn appearance(file: &File, annotation: &Dictionary) -> Option<ObjectId> {
    let normal = file.dict(annotation, "AP")?.get(b"N").ok()?;
    let is_form = |object: &Object| matches!(file.follow(object), Object::Stream(_));
    if is_form(normal) {
        return normal.as_reference().ok();
    }
    let state = file.name(annotation, "AS")?;
    as_dict(file.follow(normal))?.get(state).ok().filter(|form| is_form(form))?.as_reference().ok()
}

/// The box of the form, through its own matrix, fills the annotation's rectangle.
fn stamp(file: &File, annotation: &Dictionary, form: ObjectId) -> Option<Stamp> {
    let four = |numbers: Vec<f64>| <[f64; 4]>::try_from(numbers).ok();
    let [a, b, c, d] = four(file.numbers(annotation, "Rect")?)?;
    let rect = [a.min(c), b.min(d), a.max(c), b.max(d)];
    let dict = as_dict(file.object(form)?)?;
    let bbox = four(file.numbers(dict, "BBox")?)?;
    let own = match file.entry(dict, "Matrix") {
        Some(Object::Array(six)) => {
            <Matrix>::try_from(six.iter().map(|six| number(file.follow(six))).collect::<Option<Vec<_>>>()?).ok()?
        }
        _ => super::content::IDENTITY,
    };
    let [left, bottom, right, top] = area(&own, bbox);
    let (wide, high) = (right - left, top - bottom);
    let (x, y) = ((rect[2] - rect[0]) / wide, (rect[3] - rect[1]) / high);
    let matrix = [x, 0.0, 0.0, y, rect[0] - left * x, rect[1] - bottom * y];
    let is_sound = wide > 0.0 && high > 0.0 && matrix.iter().all(|value| value.is_finite() && value.abs() < 1e6);
    is_sound.then_some(Stamp { form, matrix })
}
