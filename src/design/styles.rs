//! In: what a theme and an author say of parts and classes. Out: the dress of a book. Refuses to know which of them a book uses.

use super::classes::is_reserved;
use super::dress::{Class, Dress};
use super::geometry::Body;
use super::style::{FamilyId, Overlay, Style, StyleRole, Units};
use super::theme::Theme;
use crate::base::config::{Place, Set, nearest};
use crate::base::{Diagnostic, Ink, Length};
use crate::fonts::{AxisValue, FeatureSet, Figures};
use crate::manuscript::settings::{Align, FigureSetting, Settings, StyleSettings, Styles};
use std::collections::BTreeMap;

/// Where an author and a theme say something of the same part, the author's word holds.
pub(super) fn dress(settings: &Settings, theme: &Theme, body: Body, said: &Said) -> Dress {
    let figures = match settings.typography.figures.as_deref().copied().unwrap_or(theme.figures) {
        FigureSetting::OldStyle => Figures::OldStyle,
        FigureSetting::Lining => Figures::Lining,
    };
    let plain = plain(body, figures);
    let units = Units { em: body.size, line: body.leading, least: body.least };
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
        axes: None,
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
pub(super) struct Said<'a> {
    pub styles: BTreeMap<String, StyleSettings>,
    /// What book.toml alone says.
    own: &'a Styles,
    families: &'a BTreeMap<String, FamilyId>,
    /// The sets of axes that styles ask for, each once.
    pub axes: Vec<Vec<AxisValue>>,
}

impl Said<'_> {
    pub fn new<'a>(settings: &'a Settings, theme: &Theme, families: &'a BTreeMap<String, FamilyId>) -> Said<'a> {
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
        let mut axes: Vec<Vec<AxisValue>> = Vec::new();
        for asked in styles.values().filter_map(|style| Some(&style.axes.as_ref()?.value.0)) {
            if !axes.contains(asked) && axes.len() < usize::from(u8::MAX) {
                axes.push(asked.clone());
            }
        }
        Said { styles, own: &settings.styles, families, axes }
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

    pub fn overlay(&self, name: &str) -> Overlay {
        let chain = self.chain(name).into_iter().cloned();
        chain.reduce(|style, like| style.or(&like)).map_or(Overlay::default(), |style| self.of(&style))
    }

    /// What book.toml says of a role.
    fn typed(&self, name: &str) -> Option<Overlay> {
        let style = self.own.0.get(name)?.typed();
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
            axes: said
                .axes
                .as_ref()
                .and_then(|axes| self.axes.iter().position(|own| *own == axes.value.0))
                .map(|at| at as u8),
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
    pub fn faults(&self) -> Vec<Diagnostic> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Folder, Report, config};
    use crate::design::{Case, Design, Overlay, Style};

    /// The design that book.toml and a theme of one's own come to, and what is said of them.
    fn designed(book: &str, theme: &str) -> (Option<Design>, Vec<String>) {
        let folder = Folder::from_files([("book.toml", book.as_bytes()), ("mine.toml", theme.as_bytes())]).unwrap();
        let mut report = Report::default();
        let file = report.sources.add("book.toml", book);
        let settings: Settings = config::read(file, "", &mut report).unwrap();
        let design = crate::design::design(&settings, &folder, &mut report);
        let line = |found: &Diagnostic| {
            let (line, _) = found.span.map_or((0, 0), |span| report.sources.line_column(span.file, span.start));
            format!("{line} {}: {} ({})", found.code, found.message, found.help.as_deref().unwrap_or_default())
        };
        (design, report.sorted().into_iter().map(line).collect())
    }

    fn style(design: &Design, classes: &[&str]) -> Style {
        let classes: Vec<String> = classes.iter().map(|class| (*class).to_owned()).collect();
        let overlay = design.dress.classed(&classes).unwrap_or_default();
        overlay.over(design.style(StyleRole::Body), design.dress.units())
    }

    #[test]
    fn the_book_stands_above_its_theme_and_that_above_the_one_it_is_like() {
        let theme = "like = 'zine'\n[styles.telegram]\nitalic = true\nsize = '2em'\n[styles.quote]\nalign = 'right'\n";
        let book = "[type]\ntheme = 'mine.toml'\nsize = '10pt'\n[styles.telegram]\nsize = '0.5em'\n";
        let (design, found) = designed(book, theme);
        let design = design.unwrap();
        assert_eq!(found, [""; 0]);
        let telegram = style(&design, &["telegram"]);
        assert_eq!((telegram.size, telegram.italic), (Length::pt(5), true));
        assert_eq!(design.style(StyleRole::Quote).align, Align::Right);
        assert!(design.dress.typed.is_empty() && !design.dress.own[&StyleRole::Quote].eq(&Overlay::default()));
        let (design, _) = designed("[styles.chapter-title]\nalign = 'right'\n", "");
        let design = design.unwrap();
        let typed = Overlay { align: Some(Align::Right), ..Overlay::default() };
        assert_eq!(design.dress.typed, BTreeMap::from([(StyleRole::ChapterTitle, typed)]));
        assert!(design.style(StyleRole::ChapterTitle).size > design.style(StyleRole::Body).size, "the theme's");
    }

    #[test]
    fn what_is_not_said_is_what_it_is_like_or_stays() {
        let (design, found) = designed(
            "[styles.a]\ncase = 'upper'\nsize = '2em'\n[styles.b]\nlike = 'a'\nbold = true\n[styles.c]\ncase = 'none'\n",
            "",
        );
        let design = design.unwrap();
        assert_eq!(found.len(), 1, "the size of `a` leaves the grid: {found:?}");
        let (body, b) = (design.style(StyleRole::Body), style(&design, &["b"]));
        assert_eq!((b.case, b.bold, b.italic, b.size), (Case::Upper, true, body.italic, body.size * 2));
        // Of two classes the later name holds.
        assert_eq!(style(&design, &["c", "b"]).case, Case::None);
        assert_eq!(style(&design, &["b", "nothing"]), b);
        assert_eq!(design.dress.classed(&["nothing".to_owned()]), None);
    }

    #[test]
    fn what_a_style_cannot_say_is_told_with_its_place() {
        let (design, found) = designed(
            concat!(
                "[styles.a]\nlike = 'b'\nfamily = 'serif'\n[styles.b]\nlike = 'a'\n[styles.c]\nlike = 'qoute'\n",
                "[styles.line]\nbold = true\n",
            ),
            "",
        );
        assert!(design.is_none());
        assert_eq!(
            found,
            [
                "2 style-like: `[styles] a.like`: `a` is like itself (let one of them say what it looks like)",
                "3 font-unknown: `[styles] a.family`: no family is named `serif` (choose one of body, display, heading, mono, or name your own under `[type.families]`)",
                "5 style-like: `[styles] b.like`: `b` is like itself (let one of them say what it looks like)",
                "7 style-like: `[styles] c.like`: no part of a book and no class is named `qoute` (did you mean `quote`?)",
                "8 style-reserved: `line` cannot have a style: it says what text is, or the ebook uses it (call the class something else, such as `my-line`)",
            ]
        );
        let (design, found) = designed(
            "[type]\nsize = '10pt'\nleading = '13pt'\n[styles.a]\nink = '#999'\nleading = '1.5line'\n[styles.b]\nsize = '15pt'\nfeatures = ['ss19', 'liga']\nground = '#000'\n",
            "",
        );
        assert!(design.is_some());
        assert_eq!(
            found,
            [
                "5 style-contrast: `[styles] a.ink`: this ink has a contrast of 2.8 on white paper (text needs at least 4.5: make one darker or the other lighter)",
                "6 style-off-grid: `[styles] a.leading`: 19.5 pt from line to line do not fit the grid of 13 pt (running text of this style advances by 2 lines; set `leading = \"2line\"` if that is right)",
                "8 style-off-grid: `[styles] b.size`: letters of 15 pt do not fit the grid of 13 pt (running text of this style advances by 2 lines; set `leading = \"2line\"` if that is right)",
                "9 style-feature: `[styles] b.features`: Libertinus Serif has no feature `ss19` (the maker of the font lists its features; set `family` too if the style is for another font)",
                "10 style-contrast: `[styles] b.ground`: this ink has a contrast of 1.0 on its ground (text needs at least 4.5: make one darker or the other lighter)",
            ]
        );
    }

    #[test]
    fn families_have_names() {
        let book = "[type]\ndisplay = 'Source Code'\nfamilies = { signs = 'Source Sans' }\n[styles.a]\nfamily = 'display'\n[styles.b]\nfamily = 'signs'\n";
        let (design, found) = designed(book, "");
        let design = design.unwrap();
        let of = |class: &str| design.faces.get(design.family(style(&design, &[class]).family).regular).family.clone();
        assert_eq!((found.len(), of("a"), of("b")), (0, "Source Code Pro".to_owned(), "Source Sans Pro".to_owned()));
        assert_eq!(designed("[type.families]\nsigns = 'Comic Sans'\n", "").1.len(), 1);
        let (plain, _) = designed("", "");
        let plain = plain.unwrap();
        assert_eq!(plain.family(FamilyId::DISPLAY), plain.family(FamilyId::HEADING));
    }
}
