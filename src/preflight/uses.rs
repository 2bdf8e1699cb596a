//! In: colours and effects as they are met. Out: which were used, on which pages, and what that means for a press.
//! Refuses to know what was painted.

use super::finding::Finding;
use super::inks::{self, Kind};
use super::inventory::{ColourUse, InkUse, OnPages};
use super::rules::Rules;
use crate::base::{Point, Severity};
use crate::pdfread::colour::Space;
use crate::press::Standard;
use std::collections::BTreeMap;

/// Where something was used: pages in ascending order, and the place on the first.
#[derive(Clone, Debug, Default, PartialEq)]
struct Places {
    pages: Vec<usize>,
    first: Option<Point>,
}

impl Places {
    fn add(&mut self, page: usize, place: Option<Point>) {
        if self.pages.is_empty() {
            self.first = place;
        }
        if self.pages.last() != Some(&page) {
            self.pages.push(page);
        }
    }

    fn finding(&self, severity: Severity, code: &'static str, message: impl Into<String>) -> Finding {
        let found = Finding::of(severity, code, message);
        Finding { pages: self.pages.clone(), place: self.first, ..found }
    }
}

/// Ways for something to shine through something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    Opacity,
    Blend,
    SoftMask,
    /// By itself it changes nothing; the older standards refuse it all the same.
    Group,
}

/// Kinds of colour, spot inks and effects of a whole file.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    kinds: BTreeMap<Kind, Places>,
    /// The inks of every press.
    process: [Places; 4],
    spots: BTreeMap<String, Places>,
    effects: BTreeMap<Effect, Places>,
}

/// Spot inks that are named.
const MOST_SPOTS: usize = 64;

impl Uses {
    /// Without values it is a picture's space, or that of a blend.
    pub fn colour(&mut self, space: &Space, values: Option<&[f64]>, page: usize, place: Option<Point>) {
        let kind = inks::kind(space);
        self.kinds.entry(kind).or_default().add(page, place);
        let used = self.process.iter_mut().zip(inks::process(space, values)).filter(|(_, used)| *used);
        used.for_each(|(places, _)| places.add(page, place));
        if kind == Kind::Spot {
            for name in inks::spots(space) {
                if self.spots.len() < MOST_SPOTS || self.spots.contains_key(&name) {
                    self.spots.entry(name).or_default().add(page, place);
                }
            }
        }
    }

    pub fn effect(&mut self, effect: Effect, page: usize, place: Option<Point>) {
        self.effects.entry(effect).or_default().add(page, place);
    }

    /// Whether four inks are used.
    pub fn has_cmyk(&self) -> bool {
        self.kinds.contains_key(&Kind::Cmyk)
    }

    pub fn inks(&self) -> Vec<OnPages<InkUse>> {
        let process = inks::PROCESS.into_iter().zip(&self.process).filter(|(_, places)| !places.pages.is_empty());
        let process = process.map(|(name, places)| (InkUse { name: name.to_owned(), spot: false }, places));
        let spots = self.spots.iter().map(|(name, places)| (InkUse { name: name.clone(), spot: true }, places));
        process.chain(spots).map(|(what, places)| OnPages { what, pages: places.pages.clone() }).collect()
    }

    pub fn colours(&self) -> Vec<OnPages<ColourUse>> {
        let of = |(kind, places): (&Kind, &Places)| OnPages {
            what: ColourUse { kind: kind.words() },
            pages: places.pages.clone(),
        };
        self.kinds.iter().map(of).collect()
    }

    /// What a press makes of it. `intent` is the output intent's colours: `gray`, `cmyk`, `rgb`.
    pub fn findings(&self, rules: &Rules, intent: Option<&str>) -> Vec<Finding> {
        let mut found = Vec::new();
        self.light(rules, intent, &mut found);
        if let Some(places) = self.kinds.get(&Kind::Cmyk).filter(|_| !rules.printer_takes("cmyk")) {
            let why = format!("colours are CMYK; {} accepts {}", rules.printer_name(), takes(rules));
            found.push(
                places
                    .finding(Severity::Warning, "colour-cmyk", why)
                    .help("convert them yourself; the printer's conversion is not always good"),
            );
        }
        for (name, places) in &self.spots {
            // Whoever declared an ink for a book made here knows of its plate.
            if rules.printer_takes("spot") && (rules.is_own || !rules.is_print()) {
                continue;
            }
            let severity = if rules.printer_takes("spot") { Severity::Hint } else { Severity::Error };
            let why = format!("there is a spot ink, `{name}`, which needs a plate of its own");
            found.push(
                places
                    .finding(severity, "colour-spot", why)
                    .help("keep it only if the printer prints it; otherwise convert it to CMYK"),
            );
        }
        self.shining(rules, &mut found);
        found
    }

    /// RGB, with a profile or without.
    fn light(&self, rules: &Rules, intent: Option<&str>, found: &mut Vec<Finding>) {
        for kind in [Kind::Rgb, Kind::Managed] {
            let Some(places) = self.kinds.get(&kind) else { continue };
            let words = kind.words();
            let refused = match rules.claim {
                Some(Standard::X1a2001 | Standard::X1a2003) => true,
                Some(Standard::X3 | Standard::X4) => kind == Kind::Rgb && intent != Some("rgb"),
                Some(Standard::Plain) | None => false,
            };
            let (severity, why) = if refused {
                let claim = rules.claim.map_or("", Standard::name);
                (Severity::Error, format!("colours are {words}, which {claim} does not allow"))
            } else if !rules.printer_takes("rgb") {
                (Severity::Error, format!("colours are {words}; {} accepts {}", rules.printer_name(), takes(rules)))
            } else if self.has_cmyk() || matches!(intent, Some("gray" | "cmyk")) {
                (Severity::Warning, format!("colours are {words} beside others in inks"))
            } else if rules.is_unknown() {
                (Severity::Hint, format!("colours are {words}; what a press makes of them was not judged"))
            } else {
                continue;
            };
            found.push(
                places
                    .finding(severity, "colour-rgb", why)
                    .help("convert them to gray or CMYK with the printer's profile"),
            );
        }
    }

    fn shining(&self, rules: &Rules, found: &mut Vec<Finding>) {
        let by_claim = rules.claim.is_some_and(|claim| !claim.allows_transparency());
        for (effect, places) in &self.effects {
            let words = match effect {
                Effect::Opacity => "something is partly transparent",
                Effect::Blend => "something uses a blend mode",
                Effect::SoftMask => "a picture or a drawing has a soft mask",
                Effect::Group => "there is a transparency group",
            };
            let why = match rules.claim {
                Some(claim) if by_claim => format!("{words}, which {} does not allow", claim.name()),
                _ if *effect != Effect::Group && rules.is_unknown() => {
                    let why = format!("{words}; some printers refuse it");
                    let hint = places.finding(Severity::Hint, "transparency", why);
                    found.push(hint.help("name the printer with `--printer`, or flatten it"));
                    continue;
                }
                _ if *effect == Effect::Group || rules.printer_takes_transparency() => continue,
                _ => format!("{words}; {} does not accept transparency", rules.printer_name()),
            };
            let help = "flatten it, or save it as PDF/X-1a";
            found.push(places.finding(Severity::Error, "transparency", why).help(help));
        }
    }
}

fn takes(rules: &Rules) -> String {
    let takes = rules.printer.map(|printer| printer.file.colours.is.as_slice()).unwrap_or_default();
    let name = |colour: &String| match &colour[..] {
        "cmyk" | "rgb" => colour.to_uppercase(),
        _ => colour.clone(),
    };
    takes.iter().map(name).collect::<Vec<_>>().join(", ")
}
