//! In: a theme's TOML. Out: what it says, lengths not yet resolved. Refuses to know which book it dresses.

use super::values::refused;
use super::{Align, FolioPlace, HeadPlace, Marks, StyleRole};
use crate::base::{Amount, Diagnostic, Folder, Length, Report, Severity, Span, limits, written};
use crate::design::style::FamilyName;
use crate::fonts::Figures;
use crate::manuscript::settings::{CoverStyle, FigureSetting, Opening, Settings};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::de::DeTable;

/// The themes that are part of the program.
pub const THEMES: &[(&str, &str)] = &[
    ("classic", include_str!("themes/classic.toml")),
    ("modern", include_str!("themes/modern.toml")),
    ("zine", include_str!("themes/zine.toml")),
];

/// Lines of an initial, words of a lead-in: more would be no opening.
const MOST_INITIAL: u8 = 6;
const MOST_LEAD: u8 = 12;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Theme {
    /// The theme of the program that says what this one does not; taken up before it is read.
    #[serde(rename = "like")]
    _like: Option<String>,
    pub body: String,
    pub heading: String,
    pub mono: String,
    pub ornament: String,
    pub edge_ornament: String,
    pub figures: FigureSetting,
    #[serde(default = "plain_cover")]
    pub cover: CoverStyle,
    #[serde(default)]
    pub marks: Marks,
    pub opening: OpeningTheme,
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

/// How a chapter's first paragraph begins.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OpeningTheme {
    pub first: Opening,
    pub initial_lines: u8,
    pub lead_words: u8,
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
    pub head: HeadPlace,
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
    pub rule: Option<Amount>,
}

fn plain_cover() -> CoverStyle {
    CoverStyle::Classic
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
            rule: self.rule.or(other.rule),
        }
    }
}

impl Theme {
    /// The theme that the settings name: one of the program's, or a file of the book's folder.
    pub fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Theme> {
        let name = settings.typography.theme.as_deref().unwrap_or("classic");
        let key = "[type] theme";
        let file = match builtin(name) {
            Some(text) => report.sources.add(format!("{name}.toml"), text),
            None if is_path(name) => match folder.text(name, &mut report.sources) {
                Ok(file) => file,
                Err(why) => {
                    report.add(why.diagnostic(settings.place(key)));
                    return None;
                }
            },
            None => {
                let why = format!("no theme is named `{name}`");
                let help = format!("there are: {}; or name a file of your own, `mine.toml`", names());
                report.add(refused(settings, "theme-unknown", key, &why).help(help));
                return None;
            }
        };
        let text = report.sources.get(file).text.clone();
        if text.len() > limits::SETTINGS_BYTES {
            report.add(refused(settings, "file-too-large", key, "a theme this large cannot be meant"));
            return None;
        }
        let under = under(&text).map_err(|(range, why)| {
            let found = Diagnostic::error("theme-unknown", why).at(Span::new(file, range));
            report.add(found.help(format!("there are: {}", names())));
        });
        let (theme, places) = written::read::<Theme>(file, under.ok()?, report)?;
        let before = report.count(Severity::Error);
        let found: Vec<Diagnostic> = theme
            .refusals()
            .into_iter()
            .map(|(path, why)| {
                let found = Diagnostic::error("theme-value", format!("`{}` {why}", shown(&path)));
                places.get(&path).copied().into_iter().fold(found, Diagnostic::at)
            })
            .collect();
        report.extend(found);
        (report.count(Severity::Error) == before).then_some(theme)
    }

    /// Values that no page can be set with: their dotted paths, and what is wrong with them.
    fn refusals(&self) -> Vec<(String, String)> {
        let (mut lengths, mut found) = (Vec::new(), Vec::new());
        let mut within = |path: String, value: Option<Amount>, least: i64, most: i64| {
            // What depends on the book's size is judged at a usual one.
            let length = value.map(|value| value.length(Length::pt(10), Length::pt(13)));
            if length.is_some_and(|length| length < Length::pt(least) || length > Length::pt(most)) {
                lengths
                    .push((path, format!("is out of reason: at 10 pt it would be {} pt", length.unwrap_or_default())));
            }
        };
        for (nth, step) in self.sizes.iter().enumerate() {
            within(format!("sizes.{nth}.from"), Some(step.from), 0, 10_000);
            within(format!("sizes.{nth}.size"), Some(step.size), 4, 72);
            within(format!("sizes.{nth}.leading"), Some(step.leading), 4, 144);
        }
        let (page, notes, furniture) = (&self.page, &self.notes, &self.furniture);
        within("page.measure".into(), Some(page.measure), 60, 5_000);
        within("furniture.head-space".into(), Some(furniture.head_space), 0, 144);
        within("furniture.folio-space".into(), Some(furniture.folio_space), 0, 144);
        for (name, value) in [
            ("rule", notes.rule),
            ("rule-continued", notes.rule_continued),
            ("rule-thickness", notes.rule_thickness),
            ("above", notes.above),
            ("below", notes.below),
            ("between", notes.between),
        ] {
            within(format!("notes.{name}"), Some(value), 0, 1_000);
        }
        for (role, style) in &self.styles {
            let path = |key: &str| format!("styles.{}.{key}", role.name());
            within(path("size"), style.size, 3, 144);
            within(path("leading"), style.leading, 3, 288);
            within(path("indent"), style.indent, 0, 1_000);
            within(path("left"), style.left, 0, 1_000);
            within(path("right"), style.right, 0, 1_000);
            within(path("rule"), style.rule, 0, 36);
            for (key, lines) in [("before", style.before), ("after", style.after)] {
                if lines.is_some_and(|lines| lines > 30) {
                    found.push((path(key), "is out of reason: more than 30 lines".into()));
                }
            }
        }
        for (key, share) in [
            ("inner-share", page.inner_share),
            ("least-inner", page.least_inner),
            ("least-outer", page.least_outer),
            ("top", page.top),
            ("bottom", page.bottom),
        ] {
            if share > 1_000 {
                found.push((format!("page.{key}"), "is more than 1000 thousandths".into()));
            }
        }
        if self.furniture.sink > 30 {
            found.push(("furniture.sink".into(), "is out of reason: more than 30 lines".into()));
        }
        if !(2..=MOST_INITIAL).contains(&self.opening.initial_lines) {
            found.push(("opening.initial-lines".into(), format!("is not between 2 and {MOST_INITIAL}")));
        }
        if self.marks.note_symbols.iter().all(String::is_empty) {
            found.push(("marks.note-symbols".into(), "names no symbol".into()));
        }
        if !(1..=MOST_LEAD).contains(&self.opening.lead_words) {
            found.push(("opening.lead-words".into(), format!("is not between 1 and {MOST_LEAD}")));
        }
        lengths.append(&mut found);
        lengths
    }

    /// All that the theme says of a role; `align` is the body's, where the author chose it.
    pub fn style(&self, role: StyleRole, align: Option<Align>) -> StyleTheme {
        let of = |role| {
            let said = self.styles.get(&role).copied().unwrap_or_default();
            let align = align.filter(|_| role == StyleRole::Body).or(said.align);
            StyleTheme { align, ..said }
        };
        let mut style = of(role);
        // A role is reached once at most, so a chain cannot be longer than there are roles.
        for _ in StyleRole::ALL {
            let Some(like) = style.like else { break };
            style = style.or(of(like));
        }
        style.or(of(StyleRole::Body))
    }
}

/// The text of a theme of the program.
pub fn builtin(name: &str) -> Option<&'static str> {
    THEMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn names() -> String {
    THEMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn is_path(name: &str) -> bool {
    name.ends_with(".toml") || name.contains('/')
}

/// The text of the program's theme that a theme's text names with `like`; of none if it names none. The error has the
/// place of a wrong name.
fn under(text: &str) -> Result<&'static str, (Range<usize>, String)> {
    let Ok(table) = DeTable::parse(text) else { return Ok("") };
    let Some(like) = table.get_ref().get("like") else { return Ok("") };
    let Some(name) = like.get_ref().as_str() else { return Ok("") };
    builtin(name).ok_or_else(|| (like.span(), format!("no theme of the program is named `{name}`")))
}

/// `[styles.body] size`
fn shown(path: &str) -> String {
    match path.rsplit_once('.') {
        Some((table, key)) => format!("[{table}] {key}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a book's theme file.
    fn found(theme: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        std::fs::write(dir.path().join("mine.toml"), theme).unwrap();
        let mut report = Report::default();
        let settings: Settings = toml::from_str("type.theme = 'mine.toml'").unwrap();
        let found = Theme::find(&settings, &Folder::open(dir.path()).unwrap(), &mut report);
        assert_eq!(found.is_some(), !report.has_errors());
        let line = |found: &Diagnostic| {
            let (line, _) = found.span.map_or((0, 0), |span| report.sources.line_column(span.file, span.start));
            format!("{line} {}: {} ({})", found.code, found.message, found.help.as_deref().unwrap_or_default())
        };
        report.sorted().into_iter().map(line).collect()
    }

    #[test]
    fn every_builtin_theme_says_everything() {
        for (name, text) in THEMES {
            let theme: Theme = toml::from_str(text).unwrap();
            for role in StyleRole::ALL {
                assert!(theme.styles.contains_key(&role), "{name} has no {role:?}");
                assert!(theme.style(role, None).size.is_some());
            }
            assert_eq!(theme.refusals(), [], "{name}");
        }
    }

    #[test]
    fn a_theme_of_ones_own_may_say_little() {
        assert_eq!(found("like = 'zine'\n[marks]\nbullets = ['*']\n"), [""; 0]);
        assert_eq!(found("like = 'modern'\n[styles.chapter-title]\nalign = 'right'\n"), [""; 0]);
        assert_eq!(found("body = 'Source Sans'"), ["1 setting-missing: `mine.toml` needs a `heading` ()"]);
        let help = "there are: classic, modern, zine";
        let why = format!("1 theme-unknown: no theme of the program is named `gothic` ({help})");
        assert_eq!(found("like = 'gothic'"), [why]);
    }

    #[test]
    fn what_a_theme_cannot_say_is_told_with_its_place() {
        let lines = found(concat!(
            "like = 'zine'\nornaments = '*'\n[furniture]\nfolio = 'foot-outr'\n[styles.chapter-titel]\nsize = '2em'\n",
            "[styles.body]\nsize = '900em'\nalign = 'centre'\ncolour = 5\nleft = '3'\n[styles.note]\ngray = 300\n",
        ));
        assert_eq!(
            lines,
            [
                "2 setting-unknown: there is no table `ornaments` at the top level (did you mean `ornament`?)",
                "4 setting-value: `[furniture] folio` cannot be `foot-outr` (did you mean `foot-outer`? There are: foot-center, foot-outer, head-outer, none)",
                "5 setting-unknown: there is no `chapter-titel` in `[styles]` (did you mean `chapter-title`?)",
                "8 theme-value: `[styles.body] size` is out of reason: at 10 pt it would be 9000 pt ()",
                "9 setting-value: `[styles] body align` cannot be `centre` (did you mean `center`? There are: justify, left, center, right)",
                "10 setting-unknown: there is no setting `colour` in `[styles] body` (known here: like, family, size, leading, bold, italic, small-caps, figures, align, indent, left, right, before, after, hyphenate, gray, rule)",
                "11 setting-value: `[styles] body left`: `3` has no unit ()",
                "13 setting-value: `[styles] note gray`: invalid value: integer `300`, expected u8 ()",
            ]
        );
    }
}
