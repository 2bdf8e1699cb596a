//! In: a class that another tool gives. Out: what stands for it here; what means nothing here is told.

use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes};
use crate::manuscript::markdown::inlines;
use crate::manuscript::markdown::tag::Tag;

/// Classes that mean the same here.
const OURS: &[&str] = &[
    "dedication",
    "epigraph",
    "letter",
    "sidebar",
    "center",
    "right",
    "small",
    "keep",
    "plain",
    "pagebreak",
    "blank",
    "dropcap",
    "nodropcap",
    "part",
    "unnumbered",
    "unlisted",
    "smallcaps",
    "allsmall",
    "decorative",
    "decimal",
    "wide",
    "landscape",
    "page",
    "bleed",
    "underline",
    "verse",
];

/// What other tools call ours.
const ALIKE: &[(&str, &str)] = &[
    ("centered", "center"),
    ("text-center", "center"),
    ("center-align", "center"),
    ("text-right", "right"),
    ("right-align", "right"),
    ("small-caps", "smallcaps"),
    ("sc", "smallcaps"),
    ("ul", "underline"),
    ("aside", "sidebar"),
    ("note", "sidebar"),
    ("tip", "sidebar"),
    ("warning", "sidebar"),
    ("important", "sidebar"),
    ("caution", "sidebar"),
    ("danger", "sidebar"),
    ("info", "sidebar"),
    ("hint", "sidebar"),
    ("box", "sidebar"),
    ("admonition", "sidebar"),
    ("callout", "sidebar"),
    ("page-break", "pagebreak"),
    ("appendix", "unnumbered"),
];

/// In a list of attributes, the line on which it stands.
pub const LINE: &str = "\u{1}line";
/// Says of a picture that came as HTML that its description is no caption.
pub const TAG: &str = "\u{1}tag";

/// The class here that a word stands for.
pub fn class(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let ours = OURS.iter().find(|own| **own == name).copied();
    let alike = || ALIKE.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| *ours);
    let boxed = || (name.starts_with("callout-") || name.starts_with("rmd")).then_some("sidebar");
    ours.or_else(alike).or_else(boxed)
}

/// Tells of looks that GitBook gives a table, a picture or an icon.
pub fn looks(tag: &Tag, at: At, remarks: &mut Remarks) {
    for key in ["data-view", "data-size", "data-hidden"] {
        if let Some(value) = tag.get(key).filter(|value| *value != "original") {
            remarks.plain("attributes", format!("{key}={value}").trim_end_matches('='), at);
        }
    }
    let icon = tag.get("class").filter(|class| tag.name == "i" && class.contains("fa-"));
    icon.into_iter().for_each(|class| remarks.plain("icons", class, at));
}

/// A list of attributes as it is here: known classes, its id, its language, the size of a picture.
pub fn known(attributes: Attributes, at: At, remarks: &mut Remarks) -> Attributes {
    let mut out = Attributes { id: attributes.id, ..Attributes::default() };
    let line = attributes.pairs.iter().find(|(key, _)| key == LINE).and_then(|(_, line)| line.parse().ok());
    let at = line.map_or(at, At::Line);
    for name in attributes.classes {
        match class(&name) {
            Some(class) if !out.classes.iter().any(|own| own == class) => out.classes.push(class.to_owned()),
            Some(_) => {}
            None => remarks.plain("classes without a style here", &format!(".{name}"), at),
        }
    }
    for (key, value) in attributes.pairs {
        match key.as_str() {
            LINE | TAG => {}
            "lang" | "title" | "only" | "not" | "short" | "widths" | "fig-alt" | "fig-cap" | "alt" | "longdesc" => {
                out.pairs.push((key, value));
            }
            "width" => match width(&value) {
                Some(value) => out.pairs.push((key, value)),
                None => remarks.plain("attributes", &format!("{key}={value}"), at),
            },
            "number" | "style" | "align" | "height" | "out.width" => {
                remarks.plain("attributes", &format!("{key}={value}"), at);
            }
            _ => remarks.plain("attributes", &format!("{key}={value}"), at),
        }
    }
    out
}

/// A width as ours are: a length or a part of the measure. A bare number counts pixels.
pub fn width(value: &str) -> Option<String> {
    let value = value.trim();
    let number = value.strip_suffix("px").unwrap_or(value);
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.');
    let value = match number.split('.').next().filter(|_| is_number) {
        Some(whole) => format!("{whole}px"),
        None => value.to_owned(),
    };
    inlines::width(&value).map(|_| value)
}

#[cfg(test)]
mod tests {
    #[test]
    fn widths_are_ours() {
        for (theirs, ours) in [
            ("300", Some("300px")),
            ("33.5", Some("33px")),
            ("20px", Some("20px")),
            ("60%", Some("60%")),
            ("3cm", Some("3cm")),
            ("120%", None),
            ("0", None),
            ("20em", None),
            ("auto", None),
            ("0.5\\textwidth", None),
        ] {
            assert_eq!(super::width(theirs).as_deref(), ours, "{theirs}");
        }
    }
}
