//! In: a theme's TOML. Out: what it says, lengths not yet resolved. Refuses to know which book it dresses.

use super::{Align, FolioPlace, StyleRole};
use crate::base::Amount;
use crate::design::style::FamilyName;
use crate::fonts::Figures;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The themes that are part of the program.
const BUILTIN: &[(&str, &str)] = &[("classic", include_str!("themes/classic.toml"))];

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Theme {
    pub body: String,
    pub heading: String,
    pub mono: String,
    pub ornament: String,
    pub edge_ornament: String,
    pub sizes: Vec<SizeStep>,
    pub page: PageTheme,
    pub furniture: FurnitureTheme,
    pub notes: NoteTheme,
    pub styles: BTreeMap<StyleRole, StyleTheme>,
}

/// The body's size and leading on pages that are at least `from` wide.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SizeStep {
    pub from: Amount,
    pub size: Amount,
    pub leading: Amount,
}

/// Shares are thousandths: of the trim's width and height, `inner_share` of the room beside the measure.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PageTheme {
    pub measure: Amount,
    pub inner_share: u16,
    pub least_inner: u16,
    pub least_outer: u16,
    pub top: u16,
    pub bottom: u16,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct FurnitureTheme {
    pub head: bool,
    pub head_space: Amount,
    pub folio: FolioPlace,
    pub folio_space: Amount,
    pub opening_folio: bool,
    pub sink: u8,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct NoteTheme {
    pub rule: Amount,
    pub rule_continued: Amount,
    pub rule_thickness: Amount,
    pub above: Amount,
    pub below: Amount,
    pub between: Amount,
}

/// What is not said is what `like` says, and what that does not say the body's.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct StyleTheme {
    pub like: Option<StyleRole>,
    pub family: Option<FamilyName>,
    pub size: Option<Amount>,
    pub leading: Option<Amount>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub small_caps: Option<bool>,
    pub figures: Option<Figures>,
    pub align: Option<Align>,
    pub indent: Option<Amount>,
    pub left: Option<Amount>,
    pub right: Option<Amount>,
    pub before: Option<u8>,
    pub after: Option<u8>,
    pub hyphenate: Option<bool>,
    pub gray: Option<u8>,
}

impl StyleTheme {
    fn or(self, other: StyleTheme) -> StyleTheme {
        StyleTheme {
            like: other.like,
            family: self.family.or(other.family),
            size: self.size.or(other.size),
            leading: self.leading.or(other.leading),
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            small_caps: self.small_caps.or(other.small_caps),
            figures: self.figures.or(other.figures),
            align: self.align.or(other.align),
            indent: self.indent.or(other.indent),
            left: self.left.or(other.left),
            right: self.right.or(other.right),
            before: self.before.or(other.before),
            after: self.after.or(other.after),
            hyphenate: self.hyphenate.or(other.hyphenate),
            gray: self.gray.or(other.gray),
        }
    }
}

impl Theme {
    /// A theme of the program by its name; the error is a sentence without a full stop.
    pub fn builtin(name: &str) -> Result<Theme, String> {
        let found = BUILTIN.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| format!("no theme is named `{name}`"))?;
        toml::from_str(text).map_err(|why| format!("the theme `{name}` cannot be read: {}", why.message()))
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILTIN.iter().map(|&(name, _)| name)
    }

    /// All that the theme says of a role.
    pub fn style(&self, role: StyleRole) -> StyleTheme {
        let of = |role| self.styles.get(&role).copied().unwrap_or_default();
        let mut style = of(role);
        // A role is reached once at most, so a chain cannot be longer than there are roles.
        for _ in StyleRole::ALL {
            let Some(like) = style.like else { break };
            style = style.or(of(like));
        }
        style.or(of(StyleRole::Body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_builtin_theme_dresses_every_role() {
        for name in Theme::names() {
            let theme = Theme::builtin(name).unwrap();
            for role in StyleRole::ALL {
                assert!(theme.styles.contains_key(&role), "{name} has no {role:?}");
                assert!(theme.style(role).size.is_some());
            }
        }
        assert!(Theme::builtin("baroque").is_err());
    }
}
