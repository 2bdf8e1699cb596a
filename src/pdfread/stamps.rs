//! In: the annotations of a page. Out: what each is to a press; the appearances of those that print, each with the way from
//! its own space to the page's (ISO 32000-1, 12.5.5). Refuses to make an appearance for what has none.

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

/// What an annotation is to a press.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    Printed(Stamp),
    /// To be printed, but without an appearance that can be placed: each program draws its own.
    Bare,
    /// Not printed; whether it shows on a screen.
    Unprinted {
        shows: bool,
    },
    /// Whether a frame or an appearance of it prints.
    Link {
        framed: bool,
    },
    /// What programs for printing put there themselves.
    Mark,
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
    for (_, dict) in annotations(file, page) {
        match standing(file, dict) {
            Standing::Printed(stamp) => stamps.printed.push(stamp),
            Standing::Bare | Standing::Unprinted { shows: true } => stamps.left += 1,
            Standing::Unprinted { shows: false } | Standing::Link { .. } | Standing::Mark => {}
        }
    }
    stamps
}

/// The annotations of a page that can be read, each with its place in the list.
pub fn annotations<'a>(file: &'a File, page: &'a Page) -> impl Iterator<Item = (usize, &'a Dictionary)> {
    let list = file.entry(&page.dict, "Annots").and_then(|list| list.as_array().ok());
    let all = list.into_iter().flatten().take(MOST).enumerate();
    all.filter_map(|(nth, item)| Some((nth, as_dict(file.follow(item))?)))
}

pub fn standing(file: &File, dict: &Dictionary) -> Standing {
    let flags = file.number(dict, "F").unwrap_or(0.0) as i64;
    let prints = flags & HIDDEN == 0 && flags & PRINT != 0;
    match file.name(dict, "Subtype") {
        Some(b"PrinterMark" | b"TrapNet") => Standing::Mark,
        Some(b"Link") => {
            Standing::Link { framed: prints && (has_frame(file, dict) || appearance(file, dict).is_some()) }
        }
        Some(b"Popup") => Standing::Unprinted { shows: false },
        _ if flags & HIDDEN != 0 || is_nowhere(file, dict) => Standing::Unprinted { shows: false },
        _ if !prints => Standing::Unprinted { shows: true },
        _ => {
            let stamp = appearance(file, dict).and_then(|form| stamp(file, dict, form));
            stamp.map_or(Standing::Bare, Standing::Printed)
        }
    }
}

/// Whether its rectangle has no area, as that of a signature that is not to be seen.
fn is_nowhere(file: &File, annotation: &Dictionary) -> bool {
    let rect = file.numbers(annotation, "Rect");
    rect.is_some_and(|rect| matches!(rect[..], [a, b, c, d] if a == c || b == d))
}

/// A link has one where nothing says otherwise (12.5.4).
fn has_frame(file: &File, annotation: &Dictionary) -> bool {
    let style = file.dict(annotation, "BS").map(|style| file.number(style, "W").unwrap_or(1.0));
    let border =
        || file.entry(annotation, "Border")?.as_array().ok()?.get(2).and_then(|wide| number(file.follow(wide)));
    style.or_else(border).unwrap_or(1.0) > 0.0
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
