//! In: what a theme and an author say of parts and classes. Out: the dress of a book. Refuses to know which of them a book uses.

use super::classes::is_reserved;
use super::dress::{Class, Dress};
use super::geometry::Body;
use super::style::{FamilyId, Overlay, Style, StyleRole, Units};
use super::theme::Theme;
use crate::base::config::{Place, Set, nearest};
use crate::base::{Diagnostic, Ink, Length, Report};
use crate::fonts::{FeatureSet, Figures};
use crate::manuscript::settings::{Align, FigureSetting, Settings, StyleSettings};
use std::collections::BTreeMap;

/// Where an author and a theme say something of the same part, the author's word holds.
pub(super) fn dress(
    settings: &Settings,
    theme: &Theme,
    body: Body,
    families: &BTreeMap<String, FamilyId>,
    report: &mut Report,
) -> Dress {
    let said = Said::new(settings, theme, families);
    let figures = match settings.typography.figures.as_deref().copied().unwrap_or(theme.figures) {
        FigureSetting::OldStyle => Figures::OldStyle,
        FigureSetting::Lining => Figures::Lining,
    };
    let plain = plain(body, figures);
    let units = Units { em: body.size, line: body.leading, least: body.least };
    report.extend(said.faults());
    let of_body = said.overlay(StyleRole::Body.name());
    let own: BTreeMap<StyleRole, Overlay> =
        StyleRole::ALL.into_iter().map(|role| (role, said.overlay(role.name()))).collect();
    let styles = own.iter().map(|(role, own)| (*role, own.or(&of_body).over(&plain, units))).collect();
    let typed = StyleRole::ALL.into_iter().filter_map(|role| Some((role, said.typed(role.name())?)));
    let is_role = |name: &str| StyleRole::ALL.iter().any(|role| role.name() == name);
    let classes = said.styles.iter().filter(|(name, _)| !is_role(name));
    let class = |(name, style): (&String, &StyleSettings)| {
        let is_base = said.styles.values().any(|other| other.like.as_deref() == Some(name));
        let is_of_theme = !settings.styles.0.contains_key(name);
        (name.clone(), Class { overlay: said.overlay(name), span: style.name, is_of_theme, is_base })
    };
    Dress {
        grid: body.leading,
        least: body.least,
        typed: typed.collect(),
        classes: classes.map(class).collect(),
        styles,
        own,
        opening: settings.typography.opening.as_deref().copied().unwrap_or(theme.opening.first),
        sink: theme.furniture.sink.get().into(),
    }
}

/// What holds where nothing is said of the body either.
fn plain(body: Body, figures: Figures) -> Style {
    Style {
        family: FamilyId::BODY,
        size: body.size,
        leading: body.leading,
        bold: false,
        italic: false,
        case: Default::default(),
        letterspacing: Length::ZERO,
        figures,
        features: FeatureSet::default(),
        align: Align::Justify,
        indent: Length::ZERO,
        left: Length::ZERO,
        right: Length::ZERO,
        before: 0,
        after: 0,
        hyphenate: true,
        keep: Default::default(),
        ink: Ink::BLACK,
        ground: None,
        rule_above: Length::ZERO,
        rule_below: Length::ZERO,
        rule_left: Length::ZERO,
    }
}

/// All that is said of parts and classes, by name.
struct Said<'a> {
    styles: BTreeMap<String, StyleSettings>,
    families: &'a BTreeMap<String, FamilyId>,
}

impl Said<'_> {
    fn new<'a>(settings: &Settings, theme: &Theme, families: &'a BTreeMap<String, FamilyId>) -> Said<'a> {
        let mut styles = theme.styles.0.clone();
        if let Some(justify) = &settings.typography.justify {
            let align = if justify.value { Align::Justify } else { Align::Left };
            let align = Some(Set { value: align, place: Place::default() });
            let body = styles.remove(StyleRole::Body.name()).unwrap_or_default();
            styles.insert(StyleRole::Body.name().to_owned(), StyleSettings { align, ..body });
        }
        for (name, style) in &settings.styles.0 {
            let below = styles.remove(name).unwrap_or_default();
            styles.insert(name.clone(), style.clone().or(&below));
        }
        Said { styles, families }
    }

    /// A style and those that it is like, in order; each once.
    fn chain(&self, name: &str) -> Vec<&StyleSettings> {
        let (mut chain, mut names) = (Vec::new(), vec![name]);
        while let Some(style) = names.last().and_then(|name| self.styles.get(*name)) {
            chain.push(style);
            match &style.like {
                Some(like) if !names.contains(&like.as_str()) => names.push(like.as_str()),
                _ => break,
            }
        }
        chain
    }

    fn overlay(&self, name: &str) -> Overlay {
        let chain = self.chain(name).into_iter().cloned();
        chain.reduce(|style, like| style.or(&like)).map_or(Overlay::default(), |style| self.of(&style))
    }

    /// What an author says of a role.
    fn typed(&self, name: &str) -> Option<Overlay> {
        let style = self.styles.get(name)?.typed();
        let own = self.of(&style);
        let own = if style.like.is_some() { own.or(&self.overlay(name)) } else { own };
        Some(own).filter(|own| *own != Overlay::default())
    }

    fn of(&self, said: &StyleSettings) -> Overlay {
        fn value<T: Copy>(set: &Option<Set<T>>) -> Option<T> {
            set.as_deref().copied()
        }
        let gray = said.gray.as_deref().map(|gray| Ink::Gray(gray.get() as u8));
        Overlay {
            family: said.family.as_deref().and_then(|name| self.families.get(name)).copied(),
            size: value(&said.size).map(|size| size.0),
            leading: value(&said.leading).map(|leading| leading.0),
            bold: value(&said.bold),
            italic: value(&said.italic),
            case: value(&said.case),
            letterspacing: value(&said.letterspacing).map(|amount| amount.0),
            figures: value(&said.figures),
            features: said.features.as_deref().map(|tags| FeatureSet::new(tags)),
            align: value(&said.align),
            indent: value(&said.indent).map(|amount| amount.0),
            left: value(&said.left).map(|amount| amount.0),
            right: value(&said.right).map(|amount| amount.0),
            before: value(&said.before).map(|lines| lines.get().into()),
            after: value(&said.after).map(|lines| lines.get().into()),
            hyphenate: value(&said.hyphenate),
            keep: value(&said.keep),
            ink: value(&said.ink).or(gray),
            ground: value(&said.ground),
            rule_above: value(&said.rule_above).map(|amount| amount.0),
            rule_below: value(&said.rule_below).map(|amount| amount.0),
            rule_left: value(&said.rule_left).map(|amount| amount.0),
        }
    }

    /// Names that nothing has, and styles that are like themselves.
    fn faults(&self) -> Vec<Diagnostic> {
        let known: Vec<&str> = StyleRole::ALL.iter().map(|role| role.name()).collect();
        let styles: Vec<&str> = known.iter().copied().chain(self.styles.keys().map(String::as_str)).collect();
        let families: Vec<&str> = self.families.keys().map(String::as_str).collect();
        let mut found = Vec::new();
        for (name, style) in &self.styles {
            if let Some(span) = style.name.filter(|_| is_reserved(name)) {
                let why = format!("`{name}` cannot have a style: it says what text is, or the ebook uses it");
                let help = format!("call the class something else, such as `my-{name}`");
                found.push(Diagnostic::error("style-reserved", why).at(span).help(help));
            }
            if let Some(like) = style.like.as_ref().filter(|like| !styles.contains(&like.as_str())) {
                let why = format!("no part of a book and no class is named `{}`", like.value);
                found.push(like.error("style-like", why).help(choice(like, &styles)));
            } else if let Some(like) = style.like.as_ref().filter(|_| self.is_like_itself(name)) {
                let help = "let one of them say what it looks like";
                found.push(like.error("style-like", format!("`{name}` is like itself")).help(help));
            }
            if let Some(family) = style.family.as_ref().filter(|family| !families.contains(&family.as_str())) {
                let why = format!("no family is named `{}`", family.value);
                let help = format!("{}, or name your own under `[type.families]`", choice(family, &families));
                found.push(family.error("font-unknown", why).help(help));
            }
            if let Some(features) = style.features.as_ref().filter(|features| features.len() > FeatureSet::MOST) {
                let why = format!("these are more than {} features", FeatureSet::MOST);
                found.push(features.error("setting-value", why).help("delete those that you need least"));
            }
        }
        found
    }

    fn is_like_itself(&self, name: &str) -> bool {
        let last = self.chain(name).last().and_then(|style| style.like.as_ref());
        last.is_some_and(|like| like.value == name)
    }
}

fn choice(wrong: &str, known: &[&str]) -> String {
    match nearest(wrong, known) {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("choose one of {}", known.join(", ")),
    }
}
