//! In: a page of a PDF, thing by thing. Out: what is wrong with each. Refuses to know boxes, keys and the file as a whole.

use super::brief::{Brief, Drawn, Part};
use super::faces::Face;
use super::finding::{Finding, Findings};
use super::inks::{self, Black, Laid};
use super::inventory::{FontUse, Stock};
use super::marks::Lines;
use super::pictures::{Pictures, PlacedImage};
use super::rules::Rules;
use super::sheet::{PageArea, Sheet};
use super::uses::{Effect, Uses};
use crate::base::{Length, Severity};
use crate::pdfread::File;
use crate::pdfread::colour::Colour;
use crate::pdfread::content::{Area, Shown, State, within};
use crate::pdfread::fonts::Font;
use lopdf::Dictionary;
use std::sync::Arc;

/// Thinner lines break up on a press, in points.
const THIN: f64 = 0.25;
/// Faults of less than this are rounding, in points.
const SLACK: f64 = 0.5;
/// What every picture that runs off the page needs, where neither printer nor file says: 3 mm.
const BLEED: f64 = 8.5;
/// Text modes that show nothing (9.3.6).
const UNSEEN: [i64; 2] = [3, 7];
/// One of them: what a scanner lays over its picture to be searched.
const INVISIBLE: i64 = 3;
/// Reversed letters of less fill with ink, in points.
const REVERSED: f64 = 6.0;

/// Points of a shape at a clip's edge that no press shows: it ends there, but for rounding.
const SLIVER: f64 = 0.1;

/// What a clip leaves of an area; nothing where it leaves nothing.
fn visible(state: &State, area: Area) -> Option<Area> {
    let Some(clip) = state.clip else { return Some(area) };
    let left = within(area, clip);
    let sides = |[left, bottom, right, top]: Area| [right - left, top - bottom];
    let cut_off = sides(left).into_iter().zip(sides(area)).any(|(now, before)| now < SLIVER.min(before));
    (!cut_off).then_some(left)
}

/// Which parts of a shape are painted.
#[derive(Clone, Copy)]
struct Paint {
    fill: bool,
    stroke: bool,
}

/// What is kept from page to page.
pub struct Painted<'a> {
    pub file: &'a File,
    pub rules: Rules<'a>,
    /// How many pages the book has: its gutter depends on them.
    pub count: usize,
    pub findings: Findings,
    pub uses: Uses,
    pub stock: Stock,
    pub pictures: Pictures<'a>,
    /// Blacks of text that are not black ink alone are told once it is known that a press is meant.
    pub blacks: Findings,
    faces: Vec<(Arc<Font>, Face)>,
    /// Whether the page that was read last shows nothing.
    pub is_blank: bool,
    /// Of the page that is read.
    lines: Lines,
    laid: Laid,
}

impl<'a> Painted<'a> {
    pub fn new(file: &'a File, rules: Rules<'a>) -> Painted<'a> {
        Painted {
            file,
            rules,
            count: file.pages().len(),
            findings: Findings::default(),
            uses: Uses::default(),
            stock: Stock::default(),
            pictures: Pictures::new(file),
            blacks: Findings::default(),
            faces: Vec::new(),
            is_blank: true,
            lines: Lines::default(),
            laid: Laid::default(),
        }
    }

    pub fn begins(&mut self) {
        self.is_blank = true;
        self.faces.clear();
        self.lines = Lines::default();
        self.laid = Laid::default();
    }

    /// Judges a page by all that it shows, in short. Where something is wrong with that, the page must be read: nothing is
    /// said of it yet.
    pub fn has_nothing_against(&mut self, sheet: &Sheet, resources: &Dictionary, brief: &Brief) -> bool {
        let said = (std::mem::take(&mut self.findings), std::mem::take(&mut self.blacks));
        let mut kept = true;
        for Part { state, what } in &brief.parts {
            match what {
                &Drawn::Path { area, straight, fill, stroke, width } => {
                    self.see(sheet, resources, state, &Shown::Path { area, straight, fill, stroke, width });
                }
                Drawn::Text { first, all, height, codes } => {
                    kept &= sheet.is_kept(&sheet.seen(*all));
                    let codes = &codes.all();
                    for area in [*first, *all] {
                        self.see(
                            sheet,
                            resources,
                            state,
                            &Shown::Text { blank: false, codes, strings: &[], area, height: *height },
                        );
                    }
                }
            }
        }
        let is_clean = kept && self.findings.is_empty() && self.blacks.is_empty();
        (self.findings, self.blacks) = said;
        if !is_clean {
            self.begins();
        }
        is_clean
    }

    /// What is known when all of a page was seen.
    pub fn ends(&mut self, sheet: &Sheet, has_trim: bool) {
        self.findings.extend(self.lines.judge(sheet, has_trim));
    }

    pub fn see(&mut self, sheet: &Sheet, resources: &Dictionary, state: &State, shown: &Shown) {
        match shown {
            Shown::Text { blank, codes, area, height, .. } => {
                let Some(area) = visible(state, *area) else { return };
                let seen = sheet.seen(area);
                if *blank {
                    return;
                }
                match UNSEEN.contains(&state.text_mode) {
                    true if state.text_mode == INVISIBLE => self.invisible(sheet, state, seen),
                    true => {}
                    false => self.text(sheet, state, codes, seen, sheet.length(*height)),
                }
            }
            Shown::Path { area: whole, straight, fill, stroke, width } => {
                let Some(area) = visible(state, *whole) else { return };
                // Where a clip cuts it, it has a straight edge.
                let straight = std::array::from_fn(|side| straight[side] || area[side] != whole[side]);
                self.path(
                    sheet,
                    state,
                    (sheet.seen(area), straight),
                    Paint { fill: *fill, stroke: *stroke },
                    sheet.length(*width),
                );
            }
            Shown::Image { id, dict, area, .. } => {
                let Some(area) = visible(state, *area) else { return };
                let seen = sheet.seen(area);
                self.is_blank = false;
                self.effects(sheet, state, seen, Paint { fill: true, stroke: false });
                if dict.has(b"SMask") {
                    self.uses.effect(Effect::SoftMask, sheet.number, seen.point());
                }
                let image = PlacedImage { sheet, resources, state, id: *id, dict, seen: &seen };
                let found = self.pictures.judge(&image, &self.rules, (&mut self.uses, &mut self.stock));
                self.findings.extend(found);
                self.artwork(sheet, seen, [true; 4]);
            }
            Shown::Shading { dict } => {
                self.is_blank = false;
                if let Some(space) = self.file.entry(dict, "ColorSpace") {
                    let space = crate::pdfread::colour::Space::of(self.file, resources, space);
                    self.uses.colour(&space, None, sheet.number, None);
                }
            }
            Shown::Form { dict, .. } => {
                let group = self.file.dict(dict, "Group").and_then(|group| self.file.name(group, "S"));
                if group == Some(b"Transparency") {
                    self.uses.effect(Effect::Group, sheet.number, None);
                }
            }
        }
    }

    fn text(&mut self, sheet: &Sheet, state: &State, codes: &[u32], seen: PageArea, height: f64) {
        self.is_blank = false;
        let place = seen.point();
        if let Some(font) = &state.font {
            let face = self.face(font, sheet.number);
            let (name, embedded) = (face.name.clone(), face.embedded);
            let misses = codes.iter().any(|code| face.misses(*code));
            if !embedded {
                let why = format!("the font {name} is not in the file, so another one will replace it");
                let found = Finding::error("font-missing", why).on(sheet.number, place);
                self.findings.add(found.help("embed every font when you make the PDF"));
            }
            if misses {
                let why = format!("the font {name} lacks a character, so a box is printed instead");
                let found = Finding::error("glyph-missing", why).on(sheet.number, place);
                self.findings.add(found.help("set the character in a font that has it"));
            }
        }
        let paint = Paint { fill: matches!(state.text_mode % 4, 0 | 2), stroke: matches!(state.text_mode % 4, 1 | 2) };
        self.colours(sheet, state, seen, paint);
        if paint.fill {
            self.black(sheet, &state.fill, seen);
            self.reversed(sheet, state, seen, height);
        }
        // A letter rarely fills its box.
        let spare = (height / 5.0).clamp(0.0, 2.0);
        self.edges(sheet, seen, spare);
    }

    /// A run near the trim, or in the gutter.
    fn edges(&mut self, sheet: &Sheet, seen: PageArea, spare: f64) {
        if !sheet.is_kept(&seen) {
            return self.beyond(sheet, seen);
        }
        // One page alone is no book but a cover, which has no gutter.
        let is_cover = self.count == 1;
        let printer = self.rules.printer.filter(|_| !is_cover);
        let safe = if is_cover { self.rules.safe_on_cover() } else { self.rules.safe(sheet.has_bleed()) };
        let gutter = if is_cover { safe } else { self.rules.gutter(self.count) };
        let inner = if sheet.number % 2 == 1 { 0 } else { 2 };
        let severity = if is_cover { Severity::Warning } else { self.rules.by_printer(Severity::Warning) };
        for (side, distance) in sheet.inside(&seen).into_iter().enumerate() {
            let least = if side == inner { gutter } else { safe };
            if distance + spare >= least.to_pt() - SLACK {
                continue;
            }
            let asked = printer.map_or("", |printer| &printer.name);
            let by = if asked.is_empty() { String::new() } else { format!(" that {asked} requires") };
            let found = if side == inner && printer.is_some() {
                let why =
                    format!("text is in the gutter: it is nearer to the spine than the {}{by}", least.millimetres());
                Finding::of(severity, "text-in-gutter", why).help("make the inner margin wider")
            } else {
                let why = format!(
                    "text is nearer to the trim than the {}{}",
                    least.millimetres(),
                    if by.is_empty() { " that are safe" } else { &by }
                );
                Finding::of(severity, "text-near-trim", why).help("move it inwards, because the knife is not exact")
            };
            self.findings.add(found.on(sheet.number, seen.point()));
        }
    }

    fn path(
        &mut self,
        sheet: &Sheet,
        state: &State,
        (seen, straight): (PageArea, [bool; 4]),
        paint: Paint,
        width: f64,
    ) {
        let white = paint.fill && inks::is_white(&state.fill) && state.overprint;
        if white && !self.laid.takes_off(&state.fill, seen) {
            let why = "a white area overprints: it vanishes on the press";
            let found = Finding::warning("white-overprint", why).on(sheet.number, seen.point());
            self.findings.add(found.help("turn overprint off for it"));
        }
        let fill = paint.fill && !inks::is_white(&state.fill);
        let stroke = paint.stroke && !inks::is_white(&state.stroke);
        if !fill && !stroke {
            return;
        }
        if fill && state.overprint {
            self.laid.add(&state.fill, seen);
        }
        self.is_blank = false;
        self.lines.add(seen, if stroke { width } else { 0.0 });
        self.colours(sheet, state, seen, Paint { fill, stroke });
        if !sheet.is_kept(&seen) {
            return self.beyond(sheet, seen);
        }
        let (small, large) = (seen.width().min(seen.height()), seen.width().max(seen.height()));
        let thin = (stroke && width < THIN) || (!stroke && small < THIN && large > 4.0);
        if thin {
            let found = Finding::warning("hairline", "a line is thinner than 0.25 pt").on(sheet.number, seen.point());
            self.findings.add(found.help("make it 0.25 pt or more; thinner lines break up or vanish"));
        }
        if fill {
            self.artwork(sheet, seen, straight);
        }
    }

    /// Something that runs to the trim with a straight edge must run on to the end of the bleed. A dot or a leaf of a
    /// pattern that the trim happens to cut is whole where it ends.
    fn artwork(&mut self, sheet: &Sheet, seen: PageArea, straight: [bool; 4]) {
        if !sheet.is_kept(&seen) {
            return self.beyond(sheet, seen);
        }
        let printer = self.rules.printer.map(|printer| (printer.bleed().to_pt(), printer.bleed.inside.is));
        let inner = if sheet.number % 2 == 1 { 0 } else { 2 };
        let bleed = sheet.inside(&sheet.bleed).map(|distance| (-distance).max(0.0));
        let some = sheet.has_bleed();
        let straight = sheet.sides(straight);
        let severity = match (self.rules.printer, some || self.rules.is_print()) {
            (Some(_), _) => Severity::Error,
            (None, true) => Severity::Warning,
            (None, false) => Severity::Hint,
        };
        for (side, distance) in sheet.inside(&seen).into_iter().enumerate() {
            let needed = match printer {
                Some((size, inside)) => {
                    if side == inner && !inside {
                        0.0
                    } else {
                        size
                    }
                }
                // A file that bleeds elsewhere means it where it does not.
                None if some => bleed[side],
                None => BLEED,
            };
            if straight[side] && needed > 0.0 && distance <= SLACK && distance > SLACK - needed {
                let asked = Length::from_pt(needed).millimetres();
                let why = format!("a picture or an area reaches the trim, but does not extend {asked} beyond it");
                let found = Finding::of(severity, "bleed-short", why).on(sheet.number, seen.point());
                self.findings.add(found.help("extend it to the end of the bleed, or end it well inside the trim"));
                return;
            }
        }
    }

    /// Something that the knife takes away whole.
    fn beyond(&mut self, sheet: &Sheet, seen: PageArea) {
        let bleed = sheet.bleed;
        let outside = seen.right <= bleed.left + SLACK
            || seen.left >= bleed.right - SLACK
            || seen.bottom <= bleed.top + SLACK
            || seen.top >= bleed.bottom - SLACK;
        if let Some(printer) = self.rules.printer.filter(|printer| outside && !printer.file.marks.is) {
            let why = format!("something is outside the bleed; {} does not accept marks there", printer.name);
            let found = Finding::error("marks-unwanted", why).on(sheet.number, seen.point());
            self.findings.add(found.help("make the PDF without printer's marks"));
        }
    }

    fn colours(&mut self, sheet: &Sheet, state: &State, seen: PageArea, paint: Paint) {
        let limit = f64::from(self.rules.ink());
        for (used, colour) in [(paint.fill, &state.fill), (paint.stroke, &state.stroke)] {
            if !used {
                continue;
            }
            self.uses.colour(&colour.space, Some(&colour.values), sheet.number, seen.point());
            let total = inks::total(colour);
            if total > limit + 1.0 {
                let why = format!("a colour uses {total:.0}% ink, more than {limit:.0}%");
                let severity = self.rules.by_printer(Severity::Warning);
                let found = Finding::of(severity, "ink-total", why).on(sheet.number, seen.point());
                self.findings.add(found.help("replace equal parts of the coloured inks with black"));
            }
        }
        self.effects(sheet, state, seen, paint);
    }

    fn effects(&mut self, sheet: &Sheet, state: &State, seen: PageArea, paint: Paint) {
        let mut add = |effect| self.uses.effect(effect, sheet.number, seen.point());
        if paint.fill && state.fill_alpha < 0.999 || paint.stroke && state.stroke_alpha < 0.999 {
            add(Effect::Opacity);
        }
        if state.blend.is_some() {
            add(Effect::Blend);
        }
        if state.soft_mask {
            add(Effect::SoftMask);
        }
    }

    fn black(&mut self, sheet: &Sheet, colour: &Colour, seen: PageArea) {
        let why = match inks::black(colour) {
            None => return,
            Some(Black::Rich) => "black text is made of several inks, which never meet exactly",
            Some(Black::Light) => "black text is RGB, which is printed with several inks that never meet exactly",
            Some(Black::Registration) => "text is in the registration colour, which is printed on every plate",
        };
        let found = Finding::warning("text-not-black", why).on(sheet.number, seen.point());
        self.blacks.add(found.help("set text in black ink alone, 100% K"));
    }

    /// White text: it is left out of what stands behind it.
    fn reversed(&mut self, sheet: &Sheet, state: &State, seen: PageArea, height: f64) {
        if !inks::is_white(&state.fill) {
            return;
        }
        if state.overprint {
            let why = "white text overprints: it vanishes on the press";
            let found = Finding::warning("white-overprint", why).on(sheet.number, seen.point());
            self.findings.add(found.help("turn overprint off for it"));
        }
        if height < REVERSED {
            let why = format!("white text is only {height:.1} pt high; its letters fill with ink");
            let found = Finding::warning("text-reversed-small", why).on(sheet.number, seen.point());
            self.findings.add(found.help("set it in 6 pt or more, better in bold, or do not reverse it"));
        }
    }

    /// Nobody sees it on paper, and a shop may wonder.
    fn invisible(&mut self, sheet: &Sheet, state: &State, seen: PageArea) {
        if let Some(font) = &state.font {
            self.face(font, sheet.number);
        }
        let severity = if self.rules.is_print() { Severity::Warning } else { Severity::Hint };
        let why = "there is text that is not shown, as scanners lay it over their pictures";
        let found = Finding::of(severity, "text-invisible", why).on(sheet.number, seen.point());
        self.findings.add(found.help("leave it out of a file for print; set the pages anew if they are scans"));
    }

    /// Of a font, which is listed where a page uses it first.
    fn face(&mut self, font: &Arc<Font>, page: usize) -> &Face {
        let at = self.faces.iter().position(|(known, _)| Arc::ptr_eq(known, font)).unwrap_or_else(|| {
            let face = Face::of(self.file, &font.dict);
            let Face { name, kind, embedded, subset, .. } = face.clone();
            self.stock.fonts.add(FontUse { name, kind, embedded, subset }, page);
            self.faces.push((font.clone(), face));
            self.faces.len() - 1
        });
        &self.faces[at].1
    }
}
