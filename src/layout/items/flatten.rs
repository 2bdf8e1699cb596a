//! In: inlines. Out: one text with its runs: looks, links, calls, pictures. Refuses to know widths and lines.

use super::compositor::Compositor;
use super::look::Look;
use crate::base::{Length, Span};
use crate::design::{Case, StyleRole};
use crate::fonts::{Figures, Position};
use crate::model::{AnchorId, AssetId, Attributes, Image, Inline, NoteId, Target, Width, plain_text};
use crate::page::{NodeId, StructureRole};

/// Stands for a picture in the text.
pub const PICTURE: char = '\u{fffc}';

/// Text as it is set (labels of notes and folios included) and what is to be known of each part of it.
#[derive(Clone, Debug, Default)]
pub struct Flat {
    pub text: String,
    /// Parts of `text` in order, without gaps.
    pub runs: Vec<Run>,
    pub links: Vec<LinkTo>,
    /// Where in `text` an anchor stands.
    pub anchors: Vec<(u32, AnchorId)>,
    /// Where in `text` the author put a soft hyphen.
    pub soft: Vec<u32>,
    /// Where in `text` a tab was, now four spaces.
    pub tabs: Vec<u32>,
    /// Code: spaces are kept as they are.
    pub as_typed: bool,
    /// A shape poem: every space is half an em wide.
    pub exact: bool,
    /// A word that fits no line shows a hyphen where it is broken.
    pub hyphened: bool,
    /// How much plain text has been passed.
    pub plain: u32,
}

#[derive(Clone, Debug)]
pub struct Run {
    pub start: u32,
    pub end: u32,
    /// Offset of its start in the block's plain text.
    pub plain: u32,
    pub kind: RunKind,
    pub look: Look,
    pub node: NodeId,
    /// Index into `Flat::links`.
    pub link: Option<u32>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug)]
pub enum RunKind {
    Text,
    /// Generated: counts nothing in the plain text.
    Made,
    /// Call of a note; owed at its first call.
    Call(NoteId, bool),
    /// With the author's width.
    Picture {
        asset: AssetId,
        width: Option<Width>,
        decorative: bool,
    },
    LineEnd,
}

#[derive(Clone, Debug)]
pub struct LinkTo {
    pub target: Target,
    pub contents: String,
    pub node: NodeId,
}

/// Where inlines stand: inherited while going down.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub look: Look,
    pub node: NodeId,
    pub link: Option<u32>,
}

impl Flat {
    /// Text of which `plain` counts from `offset`.
    pub fn at(offset: u32) -> Flat {
        Flat { plain: offset, ..Flat::default() }
    }

    pub fn add(&mut self, comp: &mut Compositor, inlines: &[Inline], place: Place) {
        for inline in inlines {
            self.one(comp, inline, place);
        }
    }

    fn one(&mut self, comp: &mut Compositor, inline: &Inline, place: Place) {
        let look = place.look;
        match inline {
            Inline::Text { text, span } => self.text(text, place, comp.span(*span)),
            Inline::Code { text, span } => {
                let look = look.code(comp.context.dress);
                self.text(text, Place { look, ..place }, comp.span(*span));
            }
            Inline::Emphasis { children } => {
                self.add(comp, children, Place { look: Look { italic: !look.italic, ..look }, ..place })
            }
            Inline::Strong { children } => {
                self.add(comp, children, Place { look: Look { bold: true, ..look }, ..place })
            }
            Inline::Strike { children } => {
                self.add(comp, children, Place { look: Look { strike: true, ..look }, ..place })
            }
            Inline::Superscript { children } => {
                self.add(comp, children, Place { look: Look { position: Position::Superscript, ..look }, ..place })
            }
            Inline::Subscript { children } => {
                self.add(comp, children, Place { look: Look { position: Position::Subscript, ..look }, ..place })
            }
            Inline::SmallCaps { children } => {
                self.add(comp, children, Place { look: Look { case: Case::SmallCaps, ..look }, ..place })
            }
            Inline::Link { target, children, .. } => {
                let place = self.link(comp, target.clone(), plain_text(children), place);
                self.add(comp, children, place);
            }
            Inline::PageOf { anchor, span } => {
                comp.asks_folios = true;
                let folio = comp.context.folio(*anchor);
                let words = [comp.context.book().metadata.words.page.as_str(), &folio].map(str::trim).join(" ");
                let place = self.link(comp, Target::Anchor(*anchor), words, place);
                self.made(&folio, RunKind::Made, place, comp.span(*span));
            }
            Inline::PageCount { span } => {
                comp.asks_folios = true;
                let count = comp.context.pages.to_string();
                self.made(&count, RunKind::Made, place, comp.span(*span));
            }
            Inline::Span { attributes, children } => self.span(comp, attributes, children, place),
            Inline::Note { note, call, span } => {
                let node = comp.node(StructureRole::Reference, place.node);
                let note = note.within(comp.section);
                let label = comp.context.label(note);
                // An asterisk stands high by itself.
                let position = if label.starts_with('*') { Position::default() } else { Position::Superscript };
                let look = Look { position, bold: false, italic: false, strike: false, ..look };
                let look = Look { case: Case::None, letterspacing: Length::ZERO, figures: Figures::Default, ..look };
                let ink = comp.context.dress.style(StyleRole::NoteCall).ink;
                let place = Place { look: Look { ink, ..look }, node, ..place };
                let target = Target::Anchor(AnchorId::of_note(note));
                let words = [&comp.context.book().metadata.words.note, &*label].map(str::trim).join(" ");
                let place = self.link(comp, target, words, place);
                let first = (*call == 0).then(|| AnchorId::of_call(note));
                self.anchors.extend(first.map(|anchor| (self.here(), anchor)));
                self.made(&label, RunKind::Call(note, *call == 0), place, comp.span(*span));
            }
            Inline::Image { image } => {
                let node = comp.picture_node(image, place.node);
                self.anchors.extend(image.attributes.anchor.map(|anchor| (self.here(), anchor)));
                let &Image { asset, width, decorative, .. } = image;
                let kind = RunKind::Picture { asset, width, decorative };
                self.run(PICTURE.len_utf8() as u32, kind, Place { node, ..place }, comp.span(image.span));
                self.text.push(PICTURE);
                self.plain += image.alt.len() as u32;
            }
            Inline::LineEnd { span } => {
                self.run(1, RunKind::LineEnd, place, comp.span(*span));
                self.text.push('\n');
                self.plain += 1;
            }
        }
    }

    fn here(&self) -> u32 {
        self.text.len() as u32
    }

    /// Names the run of `len` bytes that is about to be pushed.
    fn run(&mut self, len: u32, kind: RunKind, place: Place, span: Span) {
        let (start, plain) = (self.here(), self.plain);
        let Place { look, node, link } = place;
        self.runs.push(Run { start, end: start + len, plain, kind, look, node, link, span });
    }

    /// Text of the author's; soft hyphens leave it and are remembered.
    pub fn text(&mut self, text: &str, place: Place, span: Span) {
        for (at, part) in text.split('\u{ad}').enumerate() {
            if at > 0 {
                self.soft.push(self.here());
                self.plain += '\u{ad}'.len_utf8() as u32;
            }
            if !part.is_empty() {
                self.run(part.len() as u32, RunKind::Text, place, span);
                self.text.push_str(part);
                self.plain += part.len() as u32;
            }
        }
    }

    /// A line of code: a tab is four spaces.
    pub fn code(&mut self, line: &str, place: Place, span: Span) {
        for (at, _) in line.match_indices('\t') {
            self.tabs.push((at + 3 * self.tabs.len()) as u32);
        }
        self.text(&line.replace('\t', "    "), place, span);
    }

    /// Text that no author typed.
    pub fn made(&mut self, text: &str, kind: RunKind, place: Place, span: Span) {
        if !text.is_empty() {
            self.run(text.len() as u32, kind, place, span);
            self.text.push_str(text);
        }
    }

    pub fn link(&mut self, comp: &mut Compositor, target: Target, contents: String, place: Place) -> Place {
        let node = comp.node(StructureRole::Link, place.node);
        self.links.push(LinkTo { target, contents, node });
        Place { node, link: Some(self.links.len() as u32 - 1), ..place }
    }

    fn span(&mut self, comp: &mut Compositor, attributes: &Attributes, children: &[Inline], place: Place) {
        self.anchors.extend(attributes.anchor.map(|anchor| (self.here(), anchor)));
        let mut inner = place;
        if let Some(overlay) = comp.context.dress.classed(&attributes.classes) {
            inner.look = place.look.wearing(&overlay, comp.context.design, comp.context.dress.units());
        }
        if let Some(lang) = &attributes.lang {
            inner.look.lang = comp.words.lang(lang);
            inner.node = comp.lang_node(StructureRole::Span, place.node, lang);
        }
        self.add(comp, children, inner);
    }

    /// Takes the first `bytes` off: a drop cap's letter, which is set by itself.
    pub fn behead(&mut self, bytes: u32) {
        if self.text.get(bytes as usize..).is_none() {
            return;
        }
        self.text.drain(..bytes as usize);
        self.runs.retain(|run| run.end > bytes);
        for run in &mut self.runs {
            run.plain += bytes.saturating_sub(run.start);
            run.start = run.start.saturating_sub(bytes);
            run.end -= bytes;
        }
        self.anchors.iter_mut().for_each(|(at, _)| *at = at.saturating_sub(bytes));
        self.soft.retain(|at| *at > bytes);
        self.soft.iter_mut().for_each(|at| *at -= bytes);
    }

    /// Leaves off what stands from a byte on.
    pub fn cut(&mut self, end: u32) {
        if self.text.get(..end as usize).is_none() {
            return;
        }
        self.text.truncate(end as usize);
        self.runs.retain(|run| run.start < end);
        self.runs.iter_mut().for_each(|run| run.end = run.end.min(end));
        self.anchors.retain(|(at, _)| *at <= end);
        self.soft.retain(|at| *at < end);
    }

    /// Changes the look of the author's text before byte `end` of the plain text.
    pub fn dress(&mut self, end: u32, change: impl Fn(Look) -> Look) {
        let mut runs = Vec::with_capacity(self.runs.len() + 1);
        for run in self.runs.drain(..) {
            if run.plain >= end || !matches!(run.kind, RunKind::Text) {
                runs.push(run);
                continue;
            }
            let cut = run.end.min(run.start + (end - run.plain));
            runs.push(Run { end: cut, look: change(run.look), ..run.clone() });
            if cut < run.end {
                runs.push(Run { start: cut, plain: run.plain + (cut - run.start), ..run });
            }
        }
        self.runs = runs;
    }
}
