//! In: nothing. Out: the type of a book's dress: every part's style, and what each class says. Refuses to know who says it.

use super::style::{Overlay, Style, StyleRole, Units};
use crate::base::{Length, Span};
use crate::manuscript::settings::Opening;
use std::collections::BTreeMap;

/// How text is dressed: the book's, or that of a cover's back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dress {
    /// The leading of the body: baselines stand on its multiples from the first baseline on every page.
    pub grid: Length,
    /// No letters are smaller.
    pub least: Length,
    /// Every role has one.
    pub styles: BTreeMap<StyleRole, Style>,
    /// What is said of each role itself: where it is not, the text around it or the body holds.
    pub own: BTreeMap<StyleRole, Overlay>,
    /// The same, as far as book.toml says it: the ebook has this of every role, and little of what a theme says.
    pub typed: BTreeMap<StyleRole, Overlay>,
    pub classes: BTreeMap<String, Class>,
    pub opening: Opening,
    /// Grid lines left empty above a chapter's title.
    pub sink: i64,
}

/// What a class says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Class {
    pub overlay: Overlay,
    /// Where an author names it.
    pub span: Option<Span>,
    /// Only a theme does.
    pub is_of_theme: bool,
    /// Another style is like it.
    pub is_base: bool,
}

impl Dress {
    pub fn style(&self, role: StyleRole) -> &Style {
        &self.styles[&role]
    }

    /// What the classes of an element say together: of two that say the same, the later one in the alphabet holds, as in
    /// a style sheet.
    pub fn classed(&self, classes: &[String]) -> Option<Overlay> {
        let own = self.classes.iter().filter(|(name, _)| classes.contains(name));
        own.map(|(_, class)| class.overlay.clone()).reduce(|all, next| next.or(&all))
    }

    /// What ems and lines are outside of all classes.
    pub fn units(&self) -> Units {
        Units { em: self.style(StyleRole::Body).size, line: self.grid, least: self.least }
    }
}
