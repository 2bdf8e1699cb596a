//! In: a context. Out: what grows while a galley is set: shaped words, structure, findings. Refuses to know pages.

use super::look::{Lang, Look};
use super::words::Words;
use crate::base::{Diagnostic, Span, limits};
use crate::design::StyleRole;
use crate::fonts::FaceId;
use crate::layout::context::Context;
use crate::model::{Book, Image, LocalSpan, SectionId};
use crate::page::{Node, NodeId, StructureRole, StructureTree};
use std::collections::BTreeSet;

/// Who sets one galley, note or line.
pub struct Compositor<'a> {
    pub context: &'a Context<'a>,
    pub words: Words<'a>,
    pub structure: StructureTree,
    pub diagnostics: Vec<Diagnostic>,
    /// That the text which is set now belongs to.
    pub section: SectionId,
    pub asks_folios: bool,
    /// Whether lines carry marks, links and notes; not in heads and folios.
    pub marks: bool,
    /// The language of the text that is set now.
    pub lang: Lang,
    said: BTreeSet<(&'static str, String)>,
}

/// What lines are set from.
pub struct Stock<'m, 'c> {
    pub words: &'m mut Words<'c>,
    pub book: &'m Book,
    /// Whether lines carry marks, links and notes.
    pub marks: bool,
}

impl<'a> Compositor<'a> {
    /// `root` is node 0 of the structure, in its language. `words` are lent: what is known of them already is not made again.
    pub fn new(
        context: &'a Context<'a>,
        mut words: Words<'a>,
        section: SectionId,
        root: StructureRole,
        lang: &str,
    ) -> Compositor<'a> {
        let mut structure = StructureTree::default();
        structure.add(Node { role: root, lang: Some(lang.to_owned()), ..Node::default() });
        let lang = words.lang(lang);
        Compositor {
            context,
            words,
            structure,
            diagnostics: Vec::new(),
            section,
            asks_folios: false,
            marks: true,
            lang,
            said: BTreeSet::new(),
        }
    }

    /// Where in the manuscript bytes of the section at hand are.
    pub fn span(&self, span: LocalSpan) -> Span {
        self.context.book().span(self.section, span)
    }

    /// What its lines are set from.
    pub fn stock(&mut self) -> Stock<'_, 'a> {
        Stock { words: &mut self.words, book: self.context.book(), marks: self.marks }
    }

    pub fn look(&self, role: StyleRole) -> Look {
        Look::of(self.context.design, self.context.design.style(role), self.lang)
    }

    pub fn node(&mut self, role: StructureRole, parent: NodeId) -> NodeId {
        self.structure.add(Node { role, parent: Some(parent), ..Node::default() })
    }

    pub fn lang_node(&mut self, role: StructureRole, parent: NodeId, lang: &str) -> NodeId {
        self.structure.add(Node { role, parent: Some(parent), lang: Some(lang.to_owned()), ..Node::default() })
    }

    /// Decoration has no node of its own.
    pub fn picture_node(&mut self, image: &Image, parent: NodeId) -> NodeId {
        if image.decorative {
            return parent;
        }
        let alt = Some(image.alt.clone()).filter(|alt| !alt.trim().is_empty());
        self.structure.add(Node { role: StructureRole::Figure, parent: Some(parent), alt, ..Node::default() })
    }

    /// The face for a look; a missing one is reported once and the regular one used.
    pub fn face(&mut self, look: Look, span: Span) -> FaceId {
        look.face(self.context.design).unwrap_or_else(|(face, missing)| {
            let family = self.context.design.faces.get(face).family.clone();
            let found = Diagnostic::error("face-missing", format!("the family {family} has no {missing} face")).help(
                "name a file for it in `[type]`, or choose a family that has one; Chapbook never slants or thickens",
            );
            // At the setting, where one names the family: it is mended there.
            let place = look.family(self.context.design).span.unwrap_or(span);
            self.say(missing, family, found.at(place));
            face
        })
    }

    /// A character that no face has.
    pub fn missing(&mut self, character: char, span: Span) {
        let code = format!("U+{:04X}", u32::from(character));
        let shown = if character.is_control() { code.clone() } else { format!("`{character}` ({code})") };
        let found = Diagnostic::error("glyph-missing", format!("no font of this book has the character {shown}"))
            .help("name a font that has it under `fallback` in `[type]`");
        self.say("glyph-missing", format!("{code} {}", span.start), found.at(span));
    }

    /// Small capitals that a face has not; said once for each face.
    pub fn no_small_capitals(&mut self, face: FaceId, span: Span) {
        let family = self.context.design.faces.get(face).family.clone();
        let why = format!("{family} has no small capitals for this text, so full-size capitals are used");
        let found =
            Diagnostic::hint("small-caps-missing", why).help("choose a family with small capitals, or do not use them");
        self.say("small-caps-missing", family, found.at(span));
    }

    /// Adds a finding unless the same was said before, or too many like it.
    pub fn say(&mut self, kind: &'static str, what: String, found: Diagnostic) {
        let like = self.said.range((kind, String::new())..).take_while(|(known, _)| *known == kind).count();
        if like < limits::SAME_CODE && self.said.insert((kind, what)) {
            self.diagnostics.push(found);
        }
    }
}
