//! In: what a PDF says of itself. Out: what is missing, and what contradicts. Refuses to look at pages.

use super::finding::Finding;
use super::keys::Keys;
use super::rules::Rules;
use crate::base::Severity;
use crate::pdfread::File;
use crate::press::Standard;

/// Version, intent, identifier, title, trapping, dates; what no printed file may carry.
pub fn judge(file: &File, keys: &Keys, rules: &Rules) -> Vec<Finding> {
    let mut found = Vec::new();
    sound(file, rules, &mut found);
    standard(keys, rules, &mut found);
    if let Some(claim) = rules.claim {
        claimed(file, keys, claim, &mut found);
    }
    said(keys, rules, &mut found);
    catalog(file, rules, &mut found);
    found
}

/// Whether everyone can open it.
fn sound(file: &File, rules: &Rules, found: &mut Vec<Finding>) {
    if file.is_repaired {
        let why =
            "the cross-reference table is damaged; the file was read without it, and other programs may refuse it";
        let severity = rules.by_standard(rules.by_printer(Severity::Warning));
        found.push(Finding::of(severity, "pdf-repaired", why).help("make the PDF again"));
    }
    if file.protection.is_some() {
        let why = "the file has an owner password, and many shops refuse what is protected";
        let severity = rules.by_standard(Severity::Warning);
        found.push(Finding::of(severity, "pdf-protected", why).help("save a copy without protection"));
    }
}

/// Whether the printer takes what the file is.
fn standard(keys: &Keys, rules: &Rules, found: &mut Vec<Finding>) {
    if let Some(unknown) = &keys.unknown_claim {
        let why =
            format!("the file claims to be {unknown}, which Chapbook does not know, so it is checked without one");
        found.push(Finding::of(Severity::Hint, "standard-unknown", why));
    }
    let Some(printer) = rules.printer else { return };
    let own = rules.claim.map_or("none", Standard::name);
    let takes = &printer.file.standards.is;
    if !takes.iter().any(|known| known == own || known == "none") {
        let is = rules.claim.map_or("claims no standard".to_owned(), |claim| format!("is {}", claim.name()));
        let why = format!("the file {is}; {} accepts {}", printer.name, takes.join(", "));
        found.push(Finding::error("standard-unfit", why).help("save it as the standard that the printer requires"));
    }
}

/// What every file of PDF/X needs (ISO 15930-1, -3, -4 and -7, 6).
fn claimed(file: &File, keys: &Keys, claim: Standard, found: &mut Vec<Finding>) {
    let name = claim.name();
    let most = match claim {
        Standard::X1a2001 | Standard::X3 => "1.3",
        Standard::X1a2003 => "1.4",
        Standard::X4 | Standard::Plain => "1.6",
    };
    if version(&file.version) > version(most) {
        let why = format!("the file is PDF {}; {name} allows at most PDF {most}", file.version);
        found.push(Finding::error("pdf-version", why));
    }
    match keys.press_intent() {
        None => found
            .push(Finding::error("intent-missing", format!("{name} requires an output intent, and the file has none"))),
        Some(intent) => {
            if intent.condition.is_none() {
                let why = "the output intent does not name its printing condition";
                found.push(Finding::error("intent-unnamed", why));
            }
            let registered = intent.registry.is_some() && intent.condition.as_deref() != Some("Custom");
            if intent.profile.is_none() && !registered {
                let why = "the output intent has no profile, and its condition is in no registry";
                found.push(Finding::error("intent-without-profile", why).help("embed the printer's ICC profile"));
            }
        }
    }
    if !keys.has_id {
        found.push(Finding::error("id-missing", format!("{name} requires an ID in the trailer")));
    }
    let old = claim != Standard::X4;
    let xmp = keys.xmp.as_ref();
    for (missing, what) in [
        (keys.info.created.is_none() && (old || xmp.is_none_or(|xmp| xmp.created.is_none())), "its creation date"),
        (
            keys.info.modified.is_none() && (old || xmp.is_none_or(|xmp| xmp.modified.is_none())),
            "its modification date",
        ),
        (!old && xmp.is_none(), "XMP metadata"),
    ] {
        if missing {
            found.push(Finding::error("key-missing", format!("{name} requires {what}, and the file lacks it")));
        }
    }
    let trapped =
        |said: &super::keys::DocumentInfo| said.trapped.as_deref().is_some_and(|is| is == "True" || is == "False");
    if !trapped(&keys.info) && (old || !xmp.is_some_and(trapped)) {
        let why = format!("{name} requires the file to say whether it is trapped");
        found.push(Finding::error("trapped-missing", why).help("set `Trapped` to True or False; it is mostly False"));
    }
}

/// `1.10` is more than `1.9`.
fn version(text: &str) -> (u32, u32) {
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    (major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}

fn said(keys: &Keys, rules: &Rules, found: &mut Vec<Finding>) {
    if keys.title().is_none() {
        let severity = rules.by_standard(Severity::Warning);
        found.push(Finding::of(severity, "title-missing", "the file has no title").help("give the document a title"));
    }
    if keys.xmp_broken {
        let severity = rules.by_standard(Severity::Warning);
        found.push(Finding::of(severity, "xmp-broken", "its XMP metadata cannot be read"));
    }
    let Some(xmp) = &keys.xmp else { return };
    let info = &keys.info;
    for (what, one, other) in [
        ("title", &info.title, &xmp.title),
        ("producer", &info.producer, &xmp.producer),
        ("trapping", &info.trapped, &xmp.trapped),
    ] {
        if let (Some(one), Some(other)) = (one, other)
            && one.trim() != other.trim()
        {
            let severity = rules.by_standard(Severity::Warning);
            let why =
                format!("Info and XMP have different values for the {what}: `{}` and `{}`", short(one), short(other));
            found.push(Finding::of(severity, "metadata-differ", why));
        }
    }
}

fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// Scripts, actions, attached files, layers.
fn catalog(file: &File, rules: &Rules, found: &mut Vec<Finding>) {
    let catalog = file.catalog();
    let names = file.dict(catalog, "Names");
    let has = |key: &str| names.is_some_and(|names| file.entry(names, key).is_some());
    let action = file.dict(catalog, "OpenAction").is_some_and(|action| file.name(action, "S") == Some(b"JavaScript"));
    if has("JavaScript") || action || file.entry(catalog, "AA").is_some() {
        let severity = rules.by_standard(rules.by_printer(Severity::Warning));
        found.push(Finding::of(severity, "scripts", "the file contains scripts or actions"));
    }
    if has("EmbeddedFiles") {
        let severity = rules.by_standard(rules.by_printer(Severity::Hint));
        found.push(Finding::of(severity, "attachments", "the file has attachments"));
    }
    let layered = file.entry(catalog, "OCProperties").is_some();
    let refused = rules.claim.is_some_and(|claim| claim != Standard::X4);
    if layered
        && (refused
            || rules.printer.is_some_and(|printer| {
                !printer.file.standards.is.iter().any(|name| name == "none" || name == "PDF/X-4")
            }))
    {
        let why = "the file has layers that can be hidden, so it is not certain what will be printed";
        found.push(Finding::error("layers", why).help("merge the layers"));
    }
    let outlines = file.dict(catalog, "Outlines").is_some_and(|outlines| file.entry(outlines, "First").is_some());
    if let Some(printer) = rules.printer.filter(|printer| outlines && !printer.file.annotations.is) {
        let why = format!("the file has bookmarks; {} does not accept them", printer.name);
        found.push(Finding::warning("bookmarks", why));
    }
}
