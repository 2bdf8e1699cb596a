//! In: a context. Out: what grows while a galley is set: shaped words, structure, findings. Refuses to know pages.

use super::look::{Lang, Look};
use super::words::Words;
use crate::base::{Diagnostic, Span, limits};
use crate::design::StyleRole;
use crate::fonts::{FaceId, Lacking, lacking_of};
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
    /// Places of characters that no face has.
    lacking: BTreeSet<(Span, &'static str)>,
}

/// All that was found up to a moment, and what is not to be said twice.
pub struct Told {
    diagnostics: Vec<Diagnostic>,
    said: BTreeSet<(&'static str, String)>,
    lacking: BTreeSet<(Span, &'static str)>,
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
            lacking: BTreeSet::new(),
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
        Look::of(self.context.design, self.context.dress.style(role), self.lang)
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
            let name = self.context.design.faces.get(face).family.clone();
            let family = look.family(self.context.design);
            // What it lacks is said at once, whichever of it the text asks for first.
            let all = [("bold", family.bold), ("italic", family.italic), ("bold italic", family.bold_italic)];
            let lacks: Vec<&str> = all.iter().filter(|(_, face)| face.is_none()).map(|(name, _)| *name).collect();
            let lacks = if lacks.is_empty() { missing.to_owned() } else { lacks.join(", ") };
            let found = Diagnostic::error(
                "face-missing",
                format!("the text needs a face that the family {name} lacks: {lacks}"),
            )
            .help("name a file for it in `[type]`, or choose a family that has one; Chapbook never slants or thickens");
            // At the setting, where one names the family: it is mended there.
            let place = family.span.unwrap_or(span);
            self.say("face-missing", name, found.at(place));
            face
        })
    }

    /// A character that no face has; said once of all that belong together.
    pub fn missing(&mut self, character: char, span: Span) {
        let Lacking { what, fonts } = lacking_of(character);
        if !self.lacking.insert((span, what)) {
            return;
        }
        let message = format!("no font of this book has {what}");
        let help = match fonts {
            "" => "delete them, or name the font that has them under `fallback` in `[type]`".to_owned(),
            _ => format!("name a font file that has them under `fallback` in `[type]`, such as the free {fonts}"),
        };
        match self.diagnostics.iter_mut().find(|known| known.code == "glyph-missing" && known.message == message) {
            Some(known) => known.add_place(span),
            None => self.diagnostics.push(Diagnostic::error("glyph-missing", message).help(help).at(span)),
        }
    }

    /// Small capitals that a face has not; said once for each face.
    pub fn no_small_capitals(&mut self, face: FaceId, span: Span) {
        let family = self.context.design.faces.get(face).family.clone();
        let why = format!("{family} has no small capitals for this text, so full-size capitals are used");
        let found =
            Diagnostic::hint("small-caps-missing", why).help("choose a family with small capitals, or do not use them");
        self.say("small-caps-missing", family, found.at(span));
    }

    /// White between letters that are written joined; said once for a book's part.
    pub fn no_white_between(&mut self, span: Span) {
        let why = "the letters of this script are joined, so no white stands between them";
        let help = "set `letterspacing` in a style for other words, or take it off these";
        self.say(
            "letterspacing-joined",
            String::new(),
            Diagnostic::hint("letterspacing-joined", why).help(help).at(span),
        );
    }

    /// Adds a finding unless the same was said before, or too many like it.
    pub fn say(&mut self, kind: &'static str, what: String, found: Diagnostic) {
        let like = self.said.range((kind, String::new())..).take_while(|(known, _)| *known == kind).count();
        if like < limits::SAME_CODE && self.said.insert((kind, what)) {
            self.diagnostics.push(found);
        }
    }

    /// What was found so far, for those who set something several times.
    pub fn told(&self) -> Told {
        Told { diagnostics: self.diagnostics.clone(), said: self.said.clone(), lacking: self.lacking.clone() }
    }

    /// Forgets what was found since: it is found again if it still holds.
    pub fn take_back(&mut self, told: &Told) {
        self.diagnostics.clone_from(&told.diagnostics);
        self.said.clone_from(&told.said);
        self.lacking.clone_from(&told.lacking);
    }
}
