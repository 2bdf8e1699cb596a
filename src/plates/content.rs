//! In: the content of a page, a form, a pattern or a letter. Out: the same for one plate, in gray. Refuses to draw, and to
//! change where anything stands.

use super::ink::{Level, Plate, level};
use super::inline;
use super::names::{Names, put};
use super::state::{Paint, Pen, Start, State};
use super::things::{Instead, Lack, Seen, Things};
use crate::base::limits::{PDF_CONTENT, PDF_OPERATORS};
use crate::mend::Draft;
use crate::pdfread::PdfError;
use crate::pdfread::colour::Space;
use crate::pdfread::content::Matrix;
use crate::pdfread::file::{as_dict, number};
use crate::pdfread::lexer::{Lexer, Token};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Forms in forms, and saved states.
const DEPTH: usize = 16;
const STATES: usize = 512;
const OPERANDS: usize = 64;
/// Units within which all content stands.
const FAR: i64 = 16_000;

/// A form as made for a plate; nothing while it is being made.
type Made = Option<(Object, Seen)>;

/// Makes the content of one plate.
pub struct Writer<'a, 'd> {
    pub draft: &'d mut Draft<'a>,
    plate: &'d Plate,
    things: Things,
    forms: BTreeMap<(ObjectId, Start, bool), Made>,
    /// Patterns, and fonts of drawn letters.
    others: BTreeMap<ObjectId, Made>,
    /// Bytes and operators that were read so far.
    pub inflated: usize,
    pub operators: usize,
}

/// Content that is being written.
struct Sheet<'r> {
    resources: &'r Dictionary,
    state: State,
    saved: Vec<State>,
    out: Vec<u8>,
    depth: usize,
    in_pattern: bool,
}

/// How deep in forms, and whether in a pattern.
type Place = (usize, bool);

impl<'r> Sheet<'r> {
    fn new(resources: &'r Dictionary, state: State, (depth, in_pattern): Place) -> Sheet<'r> {
        Sheet { resources, state, saved: Vec::new(), out: Vec::new(), depth, in_pattern }
    }
}

impl<'a, 'd> Writer<'a, 'd> {
    pub fn new(draft: &'d mut Draft<'a>, plate: &'d Plate) -> Writer<'a, 'd> {
        let (things, forms, others) = (Things::default(), BTreeMap::new(), BTreeMap::new());
        Writer { draft, plate, things, forms, others, inflated: 0, operators: 0 }
    }

    /// The content of a page, behind it these forms, and the resources of both.
    ///
    /// # Errors
    ///
    /// Content that cannot be inflated or is too large.
    pub fn page(
        &mut self,
        (content, resources): (&[u8], &Dictionary),
        stamps: &[(ObjectId, Matrix)],
        seen: &mut Seen,
    ) -> Result<(Vec<u8>, Dictionary), PdfError> {
        let mut names = Names::default();
        let mut out = b"q ".to_vec();
        out.extend(self.stream((content, resources), State::new(), (&mut names, seen), (0, false))?);
        out.extend(b" Q ");
        for (id, matrix) in stamps {
            let Some(Object::Stream(form)) = self.draft.file.object(*id) else { continue };
            let [a, b, c, d, e, f] = matrix;
            let mut sheet = Sheet::new(resources, State::new(), (0, false));
            let _ = write!(Text(&mut sheet.out), " q {a:.5} {b:.5} {c:.5} {d:.5} {e:.4} {f:.4} cm ");
            self.form(*id, form, &mut sheet, (&mut names, seen))?;
            sheet.out.extend(b" Q ");
            out.extend(sheet.out);
        }
        Ok((out, self.resources(names, resources)))
    }

    /// What written content needs: its own names, and of the others those that stay as they are.
    fn resources(&self, names: Names, resources: &Dictionary) -> Dictionary {
        let file = self.draft.file;
        let mut kinds = names.kinds;
        for kind in ["Font", "ExtGState", "Properties"] {
            let Some(mut all) = file.dict(resources, kind).cloned() else { continue };
            kinds.get(kind).into_iter().for_each(|own| put(&mut all, own));
            kinds.insert(kind, all);
        }
        kinds.into_iter().map(|(kind, all)| (kind.as_bytes().to_vec(), Object::from(all))).collect()
    }

    fn stream(
        &mut self,
        (content, resources): (&[u8], &Dictionary),
        state: State,
        (names, seen): (&mut Names, &mut Seen),
        place: Place,
    ) -> Result<Vec<u8>, PdfError> {
        self.inflated = self.inflated.saturating_add(content.len());
        let mut sheet = Sheet::new(resources, state, place);
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        let mut start = lexer.at();
        while let Some(token) = lexer.token(false) {
            let word = match token {
                Token::Object(object) => {
                    if operands.len() < OPERANDS {
                        operands.push(object);
                    }
                    continue;
                }
                Token::Word(word) => word,
            };
            seen.operators = seen.operators.saturating_add(1);
            self.operators += 1;
            if self.operators > PDF_OPERATORS {
                return Err(PdfError::TooLarge(format!("it has more than {PDF_OPERATORS} operators")));
            }
            let raw = content.get(start..lexer.at()).unwrap_or_default();
            match word {
                b"BI" => self.inline(&mut lexer, &mut sheet, (names, seen)),
                b"Do" => self.shown(&operands, &mut sheet, (names, seen))?,
                _ if self.sets(word, &operands, &mut sheet, seen) => {}
                _ => self.paints((word, &operands, raw), &mut sheet, (names, seen))?,
            }
            operands.clear();
            start = lexer.at();
        }
        // What it leaves open must not reach what follows.
        sheet.out.extend(b" Q".repeat(sheet.saved.len()));
        Ok(sheet.out)
    }

    /// Colours, of which nothing is written until something is painted. Whether the operator is one of these.
    fn sets(&mut self, word: &[u8], operands: &[Object], sheet: &mut Sheet, seen: &mut Seen) -> bool {
        let (file, resources) = (self.draft.file, sheet.resources);
        let values = || operands.iter().filter_map(number).collect::<Vec<f64>>();
        let state = &mut sheet.state;
        match (word, operands.first()) {
            (b"g", _) => state.fill.device(Space::Gray, values()),
            (b"G", _) => state.stroke.device(Space::Gray, values()),
            (b"rg", _) => state.fill.device(Space::Rgb, values()),
            (b"RG", _) => state.stroke.device(Space::Rgb, values()),
            (b"k", _) => state.fill.device(Space::Cmyk, values()),
            (b"K", _) => state.stroke.device(Space::Cmyk, values()),
            (b"cs", Some(named)) => state.fill.space(file, resources, named),
            (b"CS", Some(named)) => state.stroke.space(file, resources, named),
            (b"sc" | b"scn", _) => state.fill.values(file, resources, operands),
            (b"SC" | b"SCN", _) => state.stroke.values(file, resources, operands),
            (b"gs", Some(Object::Name(name))) => {
                let named = file.dict(resources, "ExtGState").and_then(|all| all.get(name).ok());
                if let Some(dict) = named.and_then(|named| as_dict(file.follow(named))) {
                    state.parameters(file, dict);
                    seen.parameters(file, dict);
                }
                return false;
            }
            _ => return false,
        }
        true
    }

    /// What paints, saves or moves; all else is copied.
    fn paints(
        &mut self,
        (word, operands, raw): (&[u8], &[Object], &[u8]),
        sheet: &mut Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<(), PdfError> {
        let value = || operands.first().and_then(number).unwrap_or(0.0);
        match word {
            b"q" if sheet.saved.len() < STATES => sheet.saved.push(sheet.state.clone()),
            b"q" => return Err(PdfError::TooLarge(format!("it saves its state more than {STATES} times"))),
            b"Q" => match sheet.saved.pop() {
                Some(state) => sheet.state = state,
                // A state that was not saved here is not to be restored here.
                None => return Ok(()),
            },
            b"Tr" => sheet.state.text_mode = (value() as i64).clamp(0, 7),
            b"Tf" => self.font(operands, sheet, (names, seen))?,
            b"f" | b"F" | b"f*" => {
                let fills = self.fills(sheet, (names, seen))?;
                sheet.out.extend(if fills { raw } else { b" n" });
                return Ok(());
            }
            b"S" | b"s" => {
                let strokes = self.strokes(sheet, (names, seen))?;
                sheet.out.extend(if strokes { raw } else { b" n" });
                return Ok(());
            }
            b"B" | b"B*" | b"b" | b"b*" => {
                let both = (self.fills(sheet, (names, seen))?, self.strokes(sheet, (names, seen))?);
                let even_odd = word.ends_with(b"*");
                sheet.out.extend(match both {
                    (true, true) => raw,
                    (true, false) if even_odd => b" f*",
                    (true, false) => b" f",
                    (false, true) if word.starts_with(b"b") => b" s",
                    (false, true) => b" S",
                    (false, false) => b" n",
                });
                return Ok(());
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => return self.text(raw, sheet, (names, seen)),
            b"sh" => {
                let file = self.draft.file;
                let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                let named = file.dict(sheet.resources, "Shading").and_then(|all| all.get(name).ok()).cloned();
                let on = (self.plate, sheet.state.fill.overprints);
                let made = named.and_then(|named| self.things.shading(self.draft, (sheet.resources, &named), on, seen));
                if let Some(made) = made {
                    let (kind, made, word) = match sheet.in_pattern {
                        true => ("XObject", self.filled(made), "Do"),
                        false => ("Shading", made, "sh"),
                    };
                    let name = names.name(kind, made);
                    let _ = write!(Text(&mut sheet.out), " /{name} {word} ");
                }
                return Ok(());
            }
            _ => {}
        }
        sheet.out.extend(raw);
        Ok(())
    }

    /// A form that a shading fills, as far as it is clipped: what draws the plates loses those that stand in patterns.
    fn filled(&mut self, shading: Object) -> Object {
        let name = |name: &str| Object::Name(name.as_bytes().to_vec());
        let pattern = Dictionary::from_iter([("PatternType", 2.into()), ("Shading", shading)]);
        let patterns = Dictionary::from_iter([("Plate", Object::from(pattern))]);
        let dict = Dictionary::from_iter([
            ("Type", name("XObject")),
            ("Subtype", name("Form")),
            ("BBox", vec![(-FAR).into(), (-FAR).into(), FAR.into(), FAR.into()].into()),
            ("Resources", Dictionary::from_iter([("Pattern", Object::from(patterns))]).into()),
        ]);
        let content = format!("/Pattern cs /Plate scn {} {} {} {} re f", -FAR, -FAR, 2 * FAR, 2 * FAR);
        self.draft.add_stream(dict, content.into_bytes())
    }

    fn text(&mut self, raw: &[u8], sheet: &mut Sheet, (names, seen): (&mut Names, &mut Seen)) -> Result<(), PdfError> {
        let mode = sheet.state.text_mode;
        let fills = matches!(mode % 4, 0 | 2) && self.fills(sheet, (names, seen))?;
        let strokes = matches!(mode % 4, 1 | 2) && self.strokes(sheet, (names, seen))?;
        let left = match (fills, strokes) {
            (true, true) => 2,
            (true, false) => 0,
            (false, true) => 1,
            (false, false) => 3,
        };
        let left = left + mode / 4 * 4;
        if left == mode {
            sheet.out.extend(raw);
            return Ok(());
        }
        let _ = write!(Text(&mut sheet.out), " {left} Tr ");
        sheet.out.extend(raw);
        let _ = write!(Text(&mut sheet.out), " {mode} Tr");
        Ok(())
    }

    fn fills(&mut self, sheet: &mut Sheet, (names, seen): (&mut Names, &mut Seen)) -> Result<bool, PdfError> {
        let mut pen = sheet.state.fill.clone();
        let paints = self.pen(&mut pen, ("cs", "scn"), sheet, (names, seen))?;
        sheet.state.fill = pen;
        Ok(paints)
    }

    fn strokes(&mut self, sheet: &mut Sheet, (names, seen): (&mut Names, &mut Seen)) -> Result<bool, PdfError> {
        let mut pen = sheet.state.stroke.clone();
        let paints = self.pen(&mut pen, ("CS", "SCN"), sheet, (names, seen))?;
        sheet.state.stroke = pen;
        Ok(paints)
    }

    /// Writes the colour of a pen, unless it was the last; whether anything is to be painted with it.
    fn pen(
        &mut self,
        pen: &mut Pen,
        (space, set): (&str, &str),
        sheet: &mut Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<bool, PdfError> {
        let wanted = match &pen.paint {
            Paint::Given { left } => return Ok(!left),
            Paint::Own(colour) => {
                seen.colour(&colour.space, Some(&colour.values));
                match level(colour, self.plate, pen.over(sheet.state.keeps_zero)) {
                    Level::Left => return Ok(false),
                    Level::Unknown => {
                        seen.lacks.insert(Lack::Colour);
                        return Ok(false);
                    }
                    Level::Laid(ink) => format!("{:.4} {}", 1.0 - ink, if set == "scn" { "g" } else { "G" }),
                }
            }
            Paint::Pattern { pattern, under } => {
                let under = match under {
                    None => None,
                    Some(under) => {
                        seen.colour(&under.space, Some(&under.values));
                        match level(under, self.plate, pen.over(sheet.state.keeps_zero)) {
                            Level::Laid(ink) => Some(1.0 - ink),
                            Level::Left => return Ok(false),
                            Level::Unknown => {
                                seen.lacks.insert(Lack::Colour);
                                return Ok(false);
                            }
                        }
                    }
                };
                let pattern = pattern.clone();
                let Some(made) = self.pattern(&pattern, pen.overprints, sheet, seen)? else { return Ok(false) };
                let name = names.name("Pattern", made);
                match under {
                    None => format!("/Pattern {space} /{name} {set}"),
                    Some(light) => {
                        let family = ["Pattern", "DeviceGray"].map(|name| Object::Name(name.as_bytes().to_vec()));
                        let own = names.name("ColorSpace", family.to_vec().into());
                        format!("/{own} {space} {light:.4} /{name} {set}")
                    }
                }
            }
        };
        if pen.written.as_ref() != Some(&wanted) {
            let _ = write!(Text(&mut sheet.out), " {wanted} ");
            pen.written = Some(wanted);
        }
        Ok(true)
    }

    /// A pattern for this plate; nothing where it leaves it as it is.
    fn pattern(
        &mut self,
        pattern: &Object,
        overprints: bool,
        sheet: &Sheet,
        seen: &mut Seen,
    ) -> Result<Option<Object>, PdfError> {
        let file = self.draft.file;
        match file.follow(pattern) {
            Object::Dictionary(dict) => {
                let Ok(shading) = dict.get(b"Shading") else { return Ok(None) };
                let on = (self.plate, overprints);
                let Some(shading) = self.things.shading(self.draft, (sheet.resources, shading), on, seen) else {
                    return Ok(None);
                };
                let mut dict = dict.clone();
                dict.set("Shading", shading);
                Ok(Some(self.draft.add(dict)))
            }
            // Without colours of its own it is what it was.
            Object::Stream(stream) if file.number(&stream.dict, "PaintType") == Some(2.0) => Ok(Some(pattern.clone())),
            Object::Stream(stream) => {
                let Ok(id) = pattern.as_reference() else { return Ok(None) };
                if let Some(known) = self.others.get(&id) {
                    return Ok(taken(known, seen));
                }
                self.others.insert(id, None);
                let made = self.rewritten(stream, sheet, (State::new(), true))?;
                seen.add(&made.1);
                let object = made.0.clone();
                self.others.insert(id, Some(made));
                Ok(Some(object))
            }
            _ => Ok(None),
        }
    }

    /// A picture or a form by its name.
    fn shown(
        &mut self,
        operands: &[Object],
        sheet: &mut Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<(), PdfError> {
        let file = self.draft.file;
        let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let named = file.dict(sheet.resources, "XObject").and_then(|all| all.get(name).ok());
        let (Some(Ok(id)), Some(Object::Stream(stream))) =
            (named.map(Object::as_reference), named.map(|named| file.follow(named)))
        else {
            return Ok(());
        };
        match file.name(&stream.dict, "Subtype") {
            Some(b"Image") => self.image((Some(id), stream), sheet, (names, seen)),
            Some(b"Form") => self.form(id, stream, sheet, (names, seen)),
            _ => Ok(()),
        }
    }

    fn image(
        &mut self,
        (id, stream): (Option<ObjectId>, &Stream),
        sheet: &mut Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<(), PdfError> {
        let on = (self.plate, sheet.state.fill.overprints);
        let made = match self.things.image(self.draft, (sheet.resources, id, stream), on, seen) {
            Instead::Nothing => return Ok(()),
            Instead::White => {
                sheet.out.extend(b" q 1 g 0 0 1 1 re f Q ");
                return Ok(());
            }
            Instead::As(made) => made,
            Instead::Stencil => {
                if !self.fills(sheet, (names, seen))? {
                    return Ok(());
                }
                id.map_or_else(|| self.draft.add(stream.clone()), Object::Reference)
            }
        };
        let name = names.name("XObject", made);
        let _ = write!(Text(&mut sheet.out), " /{name} Do ");
        Ok(())
    }

    /// A form, in the colours that are set where it is shown.
    fn form(
        &mut self,
        id: ObjectId,
        stream: &Stream,
        sheet: &mut Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<(), PdfError> {
        self.fills(sheet, (names, seen))?;
        self.strokes(sheet, (names, seen))?;
        let start = sheet.state.start(self.plate);
        let key = (id, start, sheet.in_pattern);
        let made = match self.forms.get(&key) {
            Some(known) => taken(known, seen),
            None => {
                self.forms.insert(key, None);
                let made = self.rewritten(stream, sheet, (State::of(start), sheet.in_pattern))?;
                seen.add(&made.1);
                let object = made.0.clone();
                self.forms.insert(key, Some(made));
                Some(object)
            }
        };
        if let Some(made) = made {
            let name = names.name("XObject", made);
            let _ = write!(Text(&mut sheet.out), " /{name} Do ");
        }
        Ok(())
    }

    /// The stream of a form or a pattern, with its resources.
    fn rewritten(
        &mut self,
        stream: &Stream,
        sheet: &Sheet,
        (state, in_pattern): (State, bool),
    ) -> Result<(Object, Seen), PdfError> {
        let file = self.draft.file;
        let (mut names, mut seen) = (Names::default(), Seen::default());
        if sheet.depth >= DEPTH {
            seen.lacks.insert(Lack::Nested);
            return Ok((Object::Null, seen));
        }
        let content = file.decoded_within(stream, PDF_CONTENT.saturating_sub(self.inflated))?;
        let resources = file.dict(&stream.dict, "Resources").unwrap_or(sheet.resources);
        seen.shows_under = state.fill.overprints || state.stroke.overprints;
        let out = self.stream((&content, resources), state, (&mut names, &mut seen), (sheet.depth + 1, in_pattern))?;
        seen.group(file, &stream.dict);
        let mut dict = stream.dict.clone();
        ["Filter", "DecodeParms", "Length"].iter().for_each(|key| drop(dict.remove(key.as_bytes())));
        dict.set("Resources", self.resources(names, resources));
        Ok((self.draft.add_stream(dict, out), seen))
    }

    /// A font whose letters are drawings in colours of their own; any other stays as it is.
    fn font(
        &mut self,
        operands: &[Object],
        sheet: &Sheet,
        (names, seen): (&mut Names, &mut Seen),
    ) -> Result<(), PdfError> {
        let file = self.draft.file;
        let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
        let Some(named) = file.dict(sheet.resources, "Font").and_then(|all| all.get(name).ok()) else { return Ok(()) };
        let (Ok(id), Some(font)) = (named.as_reference(), as_dict(file.follow(named))) else { return Ok(()) };
        if file.name(font, "Subtype") != Some(b"Type3") {
            return Ok(());
        }
        if let Some(known) = self.others.get(&id) {
            taken(known, seen).into_iter().for_each(|made| names.set("Font", name, made));
            return Ok(());
        }
        self.others.insert(id, None);
        let resources = file.dict(font, "Resources").unwrap_or(sheet.resources);
        let (mut own, mut inner) = (Names::default(), Seen::default());
        let mut letters = Dictionary::new();
        for (letter, drawing) in file.dict(font, "CharProcs").into_iter().flat_map(Dictionary::iter) {
            let Object::Stream(stream) = file.follow(drawing) else { continue };
            let content = file.decoded_within(stream, PDF_CONTENT.saturating_sub(self.inflated))?;
            let out = match is_coloured(&content) {
                true => {
                    let state = State::of_letter();
                    self.stream(
                        (&content, resources),
                        state,
                        (&mut own, &mut inner),
                        (sheet.depth + 1, sheet.in_pattern),
                    )?
                }
                false => content,
            };
            letters.set(letter.clone(), self.draft.add_stream(Dictionary::new(), out));
        }
        let mut dict = resources.clone();
        for (kind, added) in own.kinds {
            let mut all = file.dict(resources, kind).cloned().unwrap_or_default();
            put(&mut all, &added);
            dict.set(kind, all);
        }
        let mut font = font.clone();
        font.set("CharProcs", letters);
        font.set("Resources", dict);
        let made = self.draft.add(font);
        names.set("Font", name, made.clone());
        seen.add(&inner);
        self.others.insert(id, Some((made, inner)));
        Ok(())
    }

    /// A picture within the content becomes one beside it.
    fn inline(&mut self, lexer: &mut Lexer, sheet: &mut Sheet, (names, seen): (&mut Names, &mut Seen)) {
        let (dict, data) = inline::read(lexer);
        let stream = Stream::new(dict, data.to_vec()).with_compression(false);
        // Nothing of it can fail to be inflated: it stays as it is.
        let _ = self.image((None, &stream), sheet, (names, seen));
    }
}

/// Text that is written to bytes.
struct Text<'a>(&'a mut Vec<u8>);

impl Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend(text.as_bytes());
        Ok(())
    }
}

/// What was made before; nothing within itself.
fn taken(known: &Made, seen: &mut Seen) -> Option<Object> {
    match known {
        Some((made, own)) => {
            seen.add(own);
            Some(made.clone())
        }
        None => {
            seen.lacks.insert(Lack::Nested);
            None
        }
    }
}

/// Whether a drawn letter has its own colours (ISO 32000-1, 9.6.5).
fn is_coloured(content: &[u8]) -> bool {
    let mut lexer = Lexer::new(content, 0);
    while let Some(token) = lexer.token(false) {
        if let Token::Word(word) = token {
            return word != b"d1";
        }
    }
    false
}
