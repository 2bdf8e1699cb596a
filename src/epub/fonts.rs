//! In: the design's faces and the files' text. Out: font files that show this text, in every form that the stylesheet
//! asks for, and no other.

use super::document::File;
use crate::base::Diagnostic;
use crate::design::{Case, Design, Family, FamilyId, Overlay};
use crate::fonts::{
    Direction, Face, FaceId, FeatureSet, Features, Figures, FontError, Position, Request, Shaper, web_font,
};
use crate::xhtml::FontFile;
use crate::xhtml::xml::{Element, Node};
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

pub fn embed(design: &Design, files: &[File], language: &str) -> Result<Embedded, Vec<Diagnostic>> {
    let mut used = Used::default();
    files.iter().for_each(|file| used.read(&file.html, language));
    let typed = used.characters.clone();
    let recased = |overlay: &Overlay| matches!(overlay.case, Some(Case::Upper | Case::AllSmall));
    if overlays(design).any(recased) {
        let others = typed.iter().flat_map(|c| c.to_uppercase().chain(c.to_lowercase()));
        used.characters.extend(others);
    }
    used.features = overlays(design).filter_map(|overlay| overlay.features).collect();
    used.characters.extend(BESIDES.chars().chain(design.ornament.chars()));
    let mut shaper = design.faces.shaper();
    let (mut rules, mut out, mut paths) = (vec![], vec![], BTreeMap::new());
    for family in families(design) {
        let name = design.family_name(family);
        for (bold, italic, id) in faces(&design.family(family)) {
            let style = match (bold, italic) {
                (false, false) => "regular",
                (false, true) => "italic",
                (true, false) => "bold",
                (true, true) => "bold-italic",
            };
            let path = paths.entry(id).or_insert_with(|| format!("fonts/{name}-{style}.otf")).clone();
            if out.iter().all(|(known, _)| *known != path) {
                let face = design.faces.get(id);
                let glyphs = used.glyphs(id, &mut shaper, language);
                let bytes = web_font(face, &used.characters, &glyphs).map_err(|error| vec![problem(face, &error)])?;
                out.push((path.clone(), bytes));
            }
            rules.push(FontFile { family: name.to_owned(), path, bold, italic });
        }
    }
    // The design's other faces, for the letters that its families lack.
    let body = design.faces.get(design.family(FamilyId::BODY).regular);
    let mut lacking: BTreeSet<char> = typed.into_iter().filter(|c| !body.covers(*c)).collect();
    for (nth, id) in (1..).zip(design.fallback.iter().filter(|id| !paths.contains_key(id))) {
        let face = design.faces.get(*id);
        let shown: BTreeSet<char> = lacking.iter().copied().filter(|c| face.covers(*c)).collect();
        if shown.is_empty() {
            continue;
        }
        lacking.retain(|c| !shown.contains(c));
        let path = format!("fonts/other-{nth}.otf");
        let glyphs = used.glyphs(*id, &mut shaper, language);
        let bytes = web_font(face, &shown, &glyphs).map_err(|error| vec![problem(face, &error)])?;
        out.push((path.clone(), bytes));
        rules.push(FontFile { family: format!("other-{nth}"), path, bold: false, italic: false });
    }
    Ok((rules, out))
}

fn faces(family: &Family) -> Vec<(bool, bool, FaceId)> {
    let all = [
        (false, false, Some(family.regular)),
        (false, true, family.italic),
        (true, false, family.bold),
        (true, true, family.bold_italic),
    ];
    all.into_iter().filter_map(|(bold, italic, face)| Some((bold, italic, face?))).collect()
}

/// What a reading system shows without being told: hyphens, list marks, figures, a cut line's points.
const BESIDES: &str = "-‐.,:;/()0123456789•◦▪ivxlcdm…";

/// The text of all files: its characters, and its words by language.
#[derive(Default)]
struct Used {
    characters: BTreeSet<char>,
    words: BTreeSet<(String, String)>,
    /// That styles set.
    features: BTreeSet<FeatureSet>,
}

impl Used {
    fn read(&mut self, element: &Element, language: &str) {
        let language = element.attribute("lang").unwrap_or(language);
        for child in &element.children {
            match child {
                Node::Text(text) => {
                    self.characters.extend(text.chars());
                    let words = text.split_whitespace();
                    self.words.extend(words.map(|word| (language.to_owned(), word.to_owned())));
                }
                Node::Element(element) => self.read(element, language),
            }
        }
    }

    /// The glyphs that a face shows of them, as shaping finds them out: words by default, and each character by itself
    /// in every form that the stylesheet may ask for.
    fn glyphs(&self, face: FaceId, shaper: &mut Shaper, language: &str) -> BTreeSet<u16> {
        let plain = Features::default();
        let mut forms = vec![
            Features { small_caps: true, ..plain },
            Features { no_ligatures: true, ..plain },
            Features { position: Position::Superscript, ..plain },
            Features { position: Position::Subscript, ..plain },
        ];
        forms.extend(self.features.iter().map(|others| Features { others: *others, ..plain }));
        for figures in [Figures::OldStyle, Figures::Lining] {
            forms.extend([false, true].map(|tabular| Features { figures, tabular, ..plain }));
        }
        let mut glyphs = BTreeSet::new();
        let mut shape = |features: Features, lang: &str, text: &str| {
            let direction =
                if text.chars().any(from_the_right) { Direction::RightToLeft } else { Direction::LeftToRight };
            let shaped = shaper.shape(&Request { face, features, lang, direction, text });
            glyphs.extend(shaped.glyphs.iter().map(|glyph| glyph.id));
        };
        for (lang, word) in &self.words {
            shape(plain, lang, word);
            self.features.iter().for_each(|others| shape(Features { others: *others, ..plain }, lang, word));
        }
        let mut one = [0; 4];
        for character in &self.characters {
            forms.iter().for_each(|features| shape(*features, language, character.encode_utf8(&mut one)));
        }
        glyphs
    }
}

/// Hebrew, Arabic and their neighbours (Unicode's blocks of right-to-left scripts).
fn from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}')
}

fn problem(face: &Face, error: &FontError) -> Diagnostic {
    Diagnostic::error("font-embed", format!("{} cannot be embedded in the EPUB: {error}", face.family))
        .help("set `fonts = false` under `[epub]`, or use another font")
}
