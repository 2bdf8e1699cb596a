//! In: a glyph run and where it stands. Out: its text operators. Keeps what the graphics state already says.

use super::bytes::{put_code, put_fixed, put_int, put_lengths, put_operator, put_utf16_hex};
use super::cluster::{Cluster, split};
use super::colour::Written;
use super::font::Font;
use super::layer::Over;
use super::usage::{Spelling, glyph_text, leading_text, spelling};
use crate::base::Length;
use crate::fonts::Face;
use crate::page::GlyphRun;
use crate::press::Colour;

/// What text operators have set; the default is a page's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextState {
    /// Face, variant, size.
    font: Option<(u16, u8, Length)>,
    expand: u16,
    rise: Length,
    pub fill: Colour,
    /// Whether what is drawn is printed over what lies under it.
    pub over: Over,
    /// Along the edges of letters.
    pen: Option<(Colour, Length)>,
}

impl Default for TextState {
    fn default() -> Self {
        TextState {
            font: None,
            expand: 1_000,
            rise: Length::ZERO,
            fill: Colour::BLACK,
            over: Over::default(),
            pen: None,
        }
    }
}

/// How a run looks and is told.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub fill: Colour,
    /// Along their edges, as wide as that.
    pub pen: Option<(Colour, Length)>,
    /// Whether `ActualText` may stand beside glyphs.
    pub told: bool,
}

/// The face of a run, and what the file keeps of it.
#[derive(Clone, Copy, Debug)]
pub struct Typeface<'a> {
    pub face: &'a Face,
    pub font: &'a Font,
}

/// Writes runs; one text object holds as many as follow each other.
#[derive(Debug, Default)]
pub struct TextWriter {
    pub state: TextState,
    /// Of a file that is read by its structure: it shows the spaces at line ends, for a word ends there.
    tagged: bool,
    /// The start of the last line in an open text object, in thousandths of a point.
    line: Option<(i64, i64)>,
    /// Inside the brackets of `TJ`, inside a string of it.
    array: bool,
    string: bool,
    clusters: Vec<Cluster>,
}

impl TextWriter {
    pub fn new(tagged: bool) -> TextWriter {
        TextWriter { tagged, ..TextWriter::default() }
    }

    /// `at` is the run's origin in the content's own space, y upwards.
    pub fn run(&mut self, out: &mut Vec<u8>, run: &GlyphRun, at: (Length, Length), look: Look, of: Typeface) {
        let Typeface { face, font } = of;
        let Some(first) = run.glyphs.first().filter(|_| run.size > Length::ZERO) else { return };
        if self.line.is_none() {
            put_operator(out, "BT");
            self.line = Some((0, 0));
        }
        self.set_state(out, run, look);
        self.move_to(out, (at.0 + first.x, at.1));
        let scale = Scale { size: run.size.0, expand: i64::from(run.expand.max(1)), origin: first.x };
        let mut pen = 0;
        let mut clusters = std::mem::take(&mut self.clusters);
        split(run, &mut clusters);
        // Written from right to left, shown from left to right (ISO 32000-1, 14.8.2.3.3).
        let reversed = self.tagged && !clusters.is_sorted_by_key(Cluster::start);
        if reversed {
            self.end_array(out);
            put_operator(out, "/ReversedChars BMC");
        }
        for cluster in &clusters {
            let variant = |at: usize| font.variant(run.glyphs[at].id, glyph_text(cluster, run, at));
            let first = variant(cluster.glyphs.start);
            let told = spelling(cluster, run, face) == Spelling::Each
                && first.is_some()
                && cluster.glyphs.clone().skip(1).all(|at| variant(at).is_some());
            let beside = !told && look.told;
            if beside {
                self.end_array(out);
                out.extend_from_slice(b"/Span<</ActualText<FEFF");
                put_utf16_hex(out, cluster.text(run));
                put_operator(out, ">>>BDC");
            }
            for at in cluster.glyphs.clone() {
                let glyph = run.glyphs[at];
                let own = || if at == cluster.glyphs.start { first } else { variant(at) };
                // Where nothing may stand beside them, the first glyph tells what all of them say.
                let alone = || font.variant(glyph.id, leading_text(cluster, run, at)).filter(|_| !look.told);
                self.set_font(out, run, if told { own() } else { alone() }.unwrap_or(0));
                self.set_rise(out, glyph.rise);
                self.kern(out, &mut pen, scale.millionths(glyph.x));
                self.code(out, font.code(glyph.id));
                pen += font.width(glyph.id);
            }
            if beside {
                self.end_array(out);
                put_operator(out, "EMC");
            }
            if cluster.space && !reversed {
                pen += self.space(out, run, font);
            }
        }
        self.end_array(out);
        if reversed {
            put_operator(out, "EMC");
            if clusters.iter().any(|cluster| cluster.space) {
                self.space(out, run, font);
                self.end_array(out);
            }
        }
        self.clusters = clusters;
    }

    /// Shows a space that has no place of its own, to a reader of the structure alone; gives its width.
    fn space(&mut self, out: &mut Vec<u8>, run: &GlyphRun, font: &Font) -> i64 {
        let Some(space) = font.space.filter(|_| self.tagged) else { return 0 };
        self.set_font(out, run, font.variant(space, " ").unwrap_or(0));
        self.code(out, font.code(space));
        font.width(space)
    }

    /// Closes the text object, if one is open.
    pub fn end(&mut self, out: &mut Vec<u8>) {
        if self.line.take().is_some() {
            put_operator(out, "ET");
        }
    }

    fn set_state(&mut self, out: &mut Vec<u8>, run: &GlyphRun, Look { fill, pen, .. }: Look) {
        if self.state.fill != fill {
            fill.put(out, false);
            self.state.fill = fill;
        }
        if self.state.pen != pen {
            match pen {
                Some((colour, width)) => {
                    colour.put(out, true);
                    put_lengths(out, &[width], "w");
                    put_operator(out, "1 j 2 Tr");
                }
                None => put_operator(out, "0 Tr"),
            }
            self.state.pen = pen;
        }
        let expand = run.expand.max(1);
        if self.state.expand != expand {
            put_fixed(out, i64::from(expand), 1);
            put_operator(out, " Tz");
            self.state.expand = expand;
        }
    }

    fn set_font(&mut self, out: &mut Vec<u8>, run: &GlyphRun, variant: u8) {
        let font = (run.face.0, variant, run.size);
        if self.state.font != Some(font) {
            self.end_array(out);
            out.extend_from_slice(b"/F");
            put_int(out, i64::from(run.face.0));
            if variant > 0 {
                out.push(b'.');
                put_int(out, i64::from(variant));
            }
            out.push(b' ');
            put_fixed(out, run.size.milli_pt(), 3);
            put_operator(out, " Tf");
            self.state.font = Some(font);
        }
    }

    fn move_to(&mut self, out: &mut Vec<u8>, to: (Length, Length)) {
        let (x, y) = (to.0.milli_pt(), to.1.milli_pt());
        let (from_x, from_y) = self.line.unwrap_or_default();
        put_fixed(out, x - from_x, 3);
        out.push(b' ');
        put_fixed(out, y - from_y, 3);
        put_operator(out, " Td");
        self.line = Some((x, y));
    }

    fn set_rise(&mut self, out: &mut Vec<u8>, rise: Length) {
        if self.state.rise != rise {
            self.end_array(out);
            put_fixed(out, rise.milli_pt(), 3);
            put_operator(out, " Ts");
            self.state.rise = rise;
        }
    }

    /// Moves the pen to `to` by whole thousandths of an em; what is left over is not forgotten but part of the next
    /// move, so nothing adds up.
    fn kern(&mut self, out: &mut Vec<u8>, pen: &mut i64, to: i64) {
        let back = (*pen - to + 500).div_euclid(1_000);
        if back != 0 {
            self.end_string(out);
            self.begin_array(out);
            put_int(out, back);
            *pen -= back * 1_000;
        }
    }

    fn code(&mut self, out: &mut Vec<u8>, code: u16) {
        self.begin_array(out);
        if !self.string {
            out.push(b'(');
            self.string = true;
        }
        put_code(out, code);
    }

    fn begin_array(&mut self, out: &mut Vec<u8>) {
        if !self.array {
            out.push(b'[');
            self.array = true;
        }
    }

    fn end_string(&mut self, out: &mut Vec<u8>) {
        if self.string {
            out.push(b')');
            self.string = false;
        }
    }

    fn end_array(&mut self, out: &mut Vec<u8>) {
        self.end_string(out);
        if self.array {
            put_operator(out, "]TJ");
            self.array = false;
        }
    }
}

#[derive(Clone, Copy)]
struct Scale {
    size: i64,
    expand: i64,
    origin: Length,
}

impl Scale {
    /// A place from the run's first glyph, in millionths of the em as expanded.
    fn millionths(self, x: Length) -> i64 {
        (x - self.origin).scale(1_000_000_000, self.size * self.expand).0
    }
}
