//! In: the design's faces and the files' text. Out: font files that show this text, in every form that the stylesheet
//! asks for, and no other.

use super::document::File;
use crate::base::Diagnostic;
use crate::design::{Case, Design, Family, FamilyId, Overlay, StyleRole};
use crate::fonts::{Face, FaceId, Figures, FontError, Wanted, web_font};
use crate::xhtml::xml::{Element, Node};
use crate::xhtml::{FontFile, selector};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The rules for the stylesheet, and each face's file once, by its path.
pub type Embedded = (Vec<FontFile>, Vec<(String, Vec<u8>)>);

/// The families that the style sheets name: the text's, the titles', that of code, and those that styles ask for.
fn families(design: &Design) -> Vec<FamilyId> {
    let ids: Vec<FamilyId> = overlays(design).filter_map(|overlay| asked(design, overlay)).collect();
    let always = [FamilyId::BODY, FamilyId::HEADING, FamilyId::MONO];
    design.family_ids().filter(|id| always.contains(id) || ids.contains(id)).collect()
}

/// The family that a style asks for.
fn asked(design: &Design, overlay: &Overlay) -> Option<FamilyId> {
    let family = overlay.axes.map(|_| overlay.family.unwrap_or(FamilyId::BODY)).or(overlay.family)?;
    Some(design.varied(family, overlay.axes))
}

/// What styles say that the style sheets have.
fn overlays(design: &Design) -> impl Iterator<Item = &Overlay> {
    let dress = &design.dress;
    dress.typed.values().chain(dress.classes.values().map(|class| &class.overlay))
}

pub fn embed(design: &Design, files: &[File]) -> Result<Embedded, Vec<Diagnostic>> {
    let families = families(design);
    let used = Used::of(design, files);
    let typed = used.whole();
    // Families may share a face: its file has the letters of all of them.
    let mut texts: BTreeMap<FaceId, Shown> = BTreeMap::new();
    for (look, shown) in used.looks.iter().filter(|(look, _)| families.contains(&look.family)) {
        texts.entry(look.face(design)).or_default().add(shown);
    }
    // What a sheet of the author's makes of letters is not known: all that a face can make of them stays.
    let restyled = design.epub.own_sheet.is_some();
    let wanted = |shown: &Shown| if restyled { Wanted::All } else { Wanted::These(features(design, shown)) };
    let (mut rules, mut out, mut paths) = (vec![], vec![], BTreeMap::<FaceId, String>::new());
    for look in used.looks.keys().filter(|look| families.contains(&look.family)) {
        let id = look.face(design);
        let Some(shown) = texts.get_mut(&id) else { continue };
        shown.characters.extend(BESIDES.chars().chain(design.ornament.chars()));
        if let Some(sheet) = &design.epub.own_sheet {
            shown.characters.extend(in_both_cases(typed.characters.iter().copied()));
            // What it puts before and behind the text.
            shown.characters.extend(sheet.text.chars());
        }
        let name = design.family_name(look.family);
        let path = match paths.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let face = design.faces.get(id);
                let bytes = web_font(face, &shown.characters, &wanted(shown));
                let bytes = bytes.map_err(|error| vec![problem(face, &error)])?;
                let path = format!("fonts/{name}-{}.{}", look.style(), kind(&bytes).0);
                out.push((path.clone(), bytes));
                new.insert(path).clone()
            }
        };
        rules.push(FontFile { family: name.to_owned(), path, bold: look.bold, italic: look.italic });
    }
    // The design's other faces, for the letters that its families lack.
    let body = design.faces.get(design.family(FamilyId::BODY).regular);
    let mut lacking: BTreeSet<char> = typed.characters.iter().copied().filter(|c| !body.covers(*c)).collect();
    for (nth, id) in (1..).zip(design.fallback.iter().filter(|id| !paths.contains_key(id))) {
        let face = design.faces.get(*id);
        let shown: BTreeSet<char> = lacking.iter().copied().filter(|c| face.covers(*c)).collect();
        if shown.is_empty() {
            continue;
        }
        lacking.retain(|c| !shown.contains(c));
        let shown = Shown { characters: shown, ..typed.clone() };
        let bytes = web_font(face, &shown.characters, &wanted(&shown));
        let bytes = bytes.map_err(|error| vec![problem(face, &error)])?;
        let path = format!("fonts/other-{nth}.{}", kind(&bytes).0);
        out.push((path.clone(), bytes));
        rules.push(FontFile { family: format!("other-{nth}"), path, bold: false, italic: false });
    }
    Ok((rules, out))
}

/// What a font file is called and of which type it is.
pub fn kind(font: &[u8]) -> (&'static str, &'static str) {
    if font.starts_with(b"OTTO") { ("otf", "font/otf") } else { ("ttf", "font/ttf") }
}

/// A family in a weight and a slant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    family: FamilyId,
    bold: bool,
    italic: bool,
}

impl Look {
    /// The family's face for it, or the nearest that it has.
    fn face(self, design: &Design) -> FaceId {
        let family = design.family(self.family);
        let face = match (self.bold, self.italic) {
            (false, false) => None,
            (false, true) => family.italic,
            (true, false) => family.bold,
            (true, true) => family.bold_italic,
        };
        face.unwrap_or(family.regular)
    }

    fn is_there(self, family: &Family) -> bool {
        match (self.bold, self.italic) {
            (false, false) => true,
            (false, true) => family.italic.is_some(),
            (true, false) => family.bold.is_some(),
            (true, true) => family.bold_italic.is_some(),
        }
    }

    fn style(self) -> &'static str {
        match (self.bold, self.italic) {
            (false, false) => "regular",
            (false, true) => "italic",
            (true, false) => "bold",
            (true, true) => "bold-italic",
        }
    }
}

/// Letters, and whether some of them are small capitals.
#[derive(Clone, Debug, Default)]
struct Shown {
    characters: BTreeSet<char>,
    small_caps: bool,
}

impl Shown {
    fn add(&mut self, other: &Shown) {
        self.characters.extend(&other.characters);
        self.small_caps |= other.small_caps;
    }
}

/// What the style sheets do to an element, as far as it chooses faces and letters.
#[derive(Clone, Debug, Default)]
struct Dressing {
    /// The last part of a selector: an element's name, a class with its point, or both.
    selector: String,
    family: Option<FamilyId>,
    bold: bool,
    italic: bool,
    small_caps: bool,
    recased: bool,
}

impl Dressing {
    fn of(selectors: &str, design: &Design, overlay: &Overlay) -> Vec<Dressing> {
        let case = overlay.case;
        let dressing = Dressing {
            selector: String::new(),
            family: asked(design, overlay),
            bold: overlay.bold == Some(true),
            italic: overlay.italic == Some(true),
            small_caps: matches!(case, Some(Case::SmallCaps | Case::AllSmall)),
            recased: matches!(case, Some(Case::Upper | Case::AllSmall)),
        };
        let last = |selector: &str| selector.rsplit([' ', '>']).next().unwrap_or_default().to_owned();
        selectors.split(", ").map(|selector| Dressing { selector: last(selector), ..dressing.clone() }).collect()
    }

    fn fits(&self, element: &Element) -> bool {
        let (name, class) = self.selector.split_once('.').unwrap_or((&self.selector, ""));
        let classes = || element.attribute("class").unwrap_or_default().split_ascii_whitespace();
        (name.is_empty() || name == element.name) && (class.is_empty() || classes().any(|one| one == class))
    }
}

/// What the sheets themselves dress, beside what the theme and the author say.
const OWN: [(&str, bool, bool, bool); 7] = [
    ("em", false, true, false),
    ("cite", false, true, false),
    ("strong", true, false, false),
    (".subtitle", false, true, false),
    (".lead-in", false, false, true),
    (".speaker", false, false, true),
    (".smallcaps", false, false, true),
];

fn dressings(design: &Design) -> Vec<Dressing> {
    let own = OWN.iter().map(|(selector, bold, italic, small_caps)| Dressing {
        selector: (*selector).to_owned(),
        bold: *bold,
        italic: *italic,
        small_caps: *small_caps,
        ..Dressing::default()
    });
    let headings = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().map(|name| (name, FamilyId::HEADING));
    let families = headings.chain([("pre", FamilyId::MONO), ("code", FamilyId::MONO)]);
    let families = families.map(|(name, family)| Dressing {
        selector: name.to_owned(),
        family: Some(family),
        ..Dressing::default()
    });
    let roles = StyleRole::ALL.into_iter().filter_map(|role| Some((selector(role)?, design.style(role))));
    let roles = roles.filter(|(selector, _)| *selector != "body").flat_map(|(selector, style)| {
        let said = Overlay {
            bold: Some(style.bold),
            italic: Some(style.italic),
            case: Some(style.case),
            ..Overlay::default()
        };
        Dressing::of(selector, design, &said)
    });
    let dress = &design.dress;
    let typed = dress.typed.iter().filter_map(|(role, overlay)| Some((selector(*role)?.to_owned(), overlay)));
    let classes = dress.classes.iter().map(|(name, class)| (format!(".{name}"), &class.overlay));
    let said = typed.chain(classes).flat_map(|(selector, overlay)| Dressing::of(&selector, design, overlay));
    own.chain(families).chain(roles).chain(said).collect()
}

/// The text of all files, by the look that it may have: rather one look too many than one that lacks.
struct Used {
    looks: BTreeMap<Look, Shown>,
}

/// How the text of an element looks.
#[derive(Clone, Copy)]
struct State {
    look: Look,
    small_caps: bool,
    recased: bool,
}

impl Used {
    fn of(design: &Design, files: &[File]) -> Used {
        let dressings = dressings(design);
        let look = Look { family: FamilyId::BODY, bold: false, italic: false };
        let state = State { look, small_caps: false, recased: false };
        let mut used = Used { looks: BTreeMap::new() };
        files.iter().for_each(|file| used.read(&file.html, state, &dressings, design));
        used
    }

    fn read(&mut self, element: &Element, mut state: State, dressings: &[Dressing], design: &Design) {
        for dressing in dressings.iter().filter(|dressing| dressing.fits(element)) {
            state.look.family = dressing.family.unwrap_or(state.look.family);
            state.look.bold |= dressing.bold;
            state.look.italic |= dressing.italic;
            state.small_caps |= dressing.small_caps;
            state.recased |= dressing.recased;
        }
        state.look.italic |= element.attribute("scope") == Some("row");
        // A column's name stands before its cells on a narrow screen.
        if let Some(label) = element.attribute("data-label") {
            let look = Look { italic: true, ..state.look };
            self.text(label, State { look, ..state }, design);
        }
        if let Some(number) = element.attribute("data-number") {
            self.text(number, state, design);
        }
        for child in &element.children {
            match child {
                Node::Text(text) => self.text(text, state, design),
                Node::Element(element) => self.read(element, state, dressings, design),
            }
        }
    }

    /// Emphasis in emphasis stands upright again, and what is part of a bold whole may be light.
    fn text(&mut self, text: &str, state: State, design: &Design) {
        let family = design.family(state.look.family);
        let Look { bold, italic, .. } = state.look;
        let looks = [(false, false), (false, italic), (bold, false), (bold, italic)];
        let looks = BTreeSet::from(looks.map(|(bold, italic)| Look { bold, italic, ..state.look }));
        for look in looks.into_iter().filter(|look| look.is_there(&family)) {
            let shown = self.looks.entry(look).or_default();
            shown.small_caps |= state.small_caps;
            shown.characters.extend(text.chars());
            if state.recased || state.small_caps {
                shown.characters.extend(in_both_cases(text.chars()));
            }
        }
    }

    fn whole(&self) -> Shown {
        let mut whole = Shown::default();
        self.looks.values().for_each(|shown| whole.add(shown));
        whole
    }
}

/// Letters as they are and in capitals and in small.
fn in_both_cases(letters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    letters.flat_map(|c| std::iter::once(c).chain(c.to_uppercase()).chain(c.to_lowercase()))
}

/// What a reading system shows without being told: hyphens, list marks, figures, a cut line's points.
const BESIDES: &str = "-‐.,:;/()0123456789•◦▪ivxlcdm…";

/// The features by which the style sheets ask for forms of letters, beside those that are always on.
fn features(design: &Design, shown: &Shown) -> BTreeSet<[u8; 4]> {
    // Tables, headings and code have lining figures in every book.
    let mut tags = BTreeSet::from([*b"lnum", *b"tnum"]);
    let body = design.style(StyleRole::Body).figures;
    let figures = overlays(design).filter_map(|overlay| overlay.figures);
    if figures.chain([body]).any(|figures| figures == Figures::OldStyle) {
        tags.insert(*b"onum");
    }
    if shown.small_caps {
        tags.insert(*b"smcp");
    }
    // Browsers set what stands around this sign as a fraction.
    if shown.characters.contains(&'\u{2044}') {
        tags.extend([*b"frac", *b"numr", *b"dnom"]);
    }
    let own = overlays(design).filter_map(|overlay| overlay.features).flat_map(|set| set.iter().collect::<Vec<_>>());
    tags.extend(own.filter(|feature| feature.value > 0).map(|feature| feature.tag));
    tags
}

fn problem(face: &Face, error: &FontError) -> Diagnostic {
    Diagnostic::error("font-embed", format!("{} cannot be embedded in the EPUB: {error}", face.family))
        .help("set `fonts = false` under `[epub]`, or use another font")
}
