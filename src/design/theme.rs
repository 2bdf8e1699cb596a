//! In: a theme's TOML. Out: what it says, lengths not yet resolved. Refuses to know which book it dresses.

use super::{FolioPlace, HeadPlace, MarksTheme};
use crate::base::config::{self, FromText, Key, Layer, Section, Set, Value, Whole, table};
use crate::base::{Diagnostic, FileId, Folder, Report, Severity, limits};
use crate::manuscript::settings::{CoverStyle, FigureSetting, NameOrFile, Opening, Settings, Styles, Within};

/// The themes that are part of the program.
pub const THEMES: &[(&str, &str)] = &[
    ("classic", include_str!("themes/classic.toml")),
    ("modern", include_str!("themes/modern.toml")),
    ("zine", include_str!("themes/zine.toml")),
];

table! {
    pub struct Theme {
        /// Taken up before the theme is read.
        "like" => like: Option<String>, "", "a built-in theme or a theme file that supplies the rest";
        "body" or "font" => body: String, "", "the family of the text";
        "heading" => heading: String, "", "the family of titles";
        "mono" => mono: String, "", "the family of code";
        "display" => display: Option<String>, "as `heading`", "a family for a few large words";
        "ornament" => ornament: String, "", "what stands for a section break; nothing is a blank line";
        "edge-ornament" => edge_ornament: String, "", "what stands for a blank one at a page's edge";
        "figures" => figures: FigureSetting, "", "the shape of figures";
        "small-caps-spacing" => small_caps_spacing: Option<Whole<0, 20>>, "`3`", "white between small capitals";
        "capitals-spacing" => capitals_spacing: Option<Whole<0, 20>>, "`0`", "white between capitals";
        "cover" => cover: Option<CoverStyle>, "`classic`", "the typographic cover";
        "marks" => marks: Section<MarksTheme>, "", "the marks that no author typed";
        "opening" => opening: OpeningTheme, "", "how a chapter's first paragraph begins";
        "sizes" => sizes: Set<Vec<SizeStep>>, "", "the size of the text, by the width of the page";
        "page" => page: PageTheme, "", "the white space around the text";
        "furniture" => furniture: FurnitureTheme, "", "running heads and folios";
        "notes" => notes: NoteTheme, "", "what stands around notes";
        "styles" => styles: Styles, "", "how each part of the book looks";
    }
}

table! {
    /// The body's size and leading on pages that are at least `from` wide.
    pub struct SizeStep {
        "from" => from: Within<0, 10_000>, "", "pages at least so wide";
        "size" => size: Within<4, 72>, "", "the size of the text";
        "leading" => leading: Within<4, 144>, "", "from line to line";
    }
}

table! {
    pub struct OpeningTheme {
        "first" => first: Opening, "", "how it begins";
        "initial-lines" => initial_lines: Whole<2, 6>, "", "the most lines of an initial";
        "lead-words" => lead_words: Whole<1, 12>, "", "the most words in small capitals";
    }
}

table! {
    /// Shares are thousandths: of the trim's width and height, `inner_share` of the room beside the measure.
    pub struct PageTheme {
        "measure" => measure: Within<60, 5_000>, "", "how long a line should be";
        "inner-share" => inner_share: Share, "", "the gutter's share of the white beside it";
        "min-inner" was "least-inner" => min_inner: Share, "", "the least inner margin, of the page's width";
        "min-outer" was "least-outer" => min_outer: Share, "", "the least outer margin, of the page's width";
        "top" => top: Share, "", "the head margin, of the page's height";
        "bottom" => bottom: Share, "", "the least foot margin, of the page's height";
    }
}

type Share = Whole<0, 1_000>;

table! {
    pub struct FurnitureTheme {
        "head" => head: HeadPlace, "", "where running heads stand";
        "head-space" => head_space: Within<0, 144>, "", "from the running head to the first line";
        "folio" => folio: FolioPlace, "", "where folios stand";
        "folio-space" => folio_space: Within<0, 144>, "", "from the last line to the folio";
        "opening-folio" => opening_folio: bool, "", "whether the first page of a chapter has one";
        "sink" => sink: Whole<0, 30>, "", "empty lines above a chapter's title";
    }
}

table! {
    pub struct NoteTheme {
        "rule" => rule: Within<0, 1_000>, "", "the rule above notes";
        "rule-continued" => rule_continued: Within<0, 1_000>, "", "its length where a note goes on";
        "rule-thickness" => rule_thickness: Within<0, 1_000>, "", "its thickness";
        "above" => above: Within<0, 1_000>, "", "from the text to the rule";
        "below" => below: Within<0, 1_000>, "", "from the rule to the notes";
        "between" => between: Within<0, 1_000>, "", "between two notes";
    }
}

impl Theme {
    /// The theme that the settings name: one of the program's, or a file of the book's folder.
    pub fn find(settings: &Settings, folder: &Folder, report: &mut Report) -> Option<Theme> {
        let Some(typed) = &settings.typography.theme else { return Theme::builtin("classic", report) };
        let path = match &typed.value {
            NameOrFile::Name(name) if builtin(name).is_some() => return Theme::builtin(name, report),
            NameOrFile::Name(name) => {
                let help = format!("choose one of {}, or name a file of your own, such as `mine.toml`", names());
                report.add(typed.error("theme-unknown", format!("no theme is named `{name}`")).help(help));
                return None;
            }
            NameOrFile::File(path) => path,
        };
        let (mut files, mut paths, mut below) = (Vec::new(), vec![path.0.clone()], "");
        let mut named = typed.span();
        while let Some(path) = paths.get(files.len()).cloned() {
            let file = match folder.text(&path, &mut report.sources) {
                Ok(file) => file,
                Err(why) => {
                    report.add(why.diagnostic(named));
                    return None;
                }
            };
            if report.sources.get(file).text.len() > limits::SETTINGS_BYTES {
                let found = Diagnostic::error("file-too-large", format!("`{path}` is too large for a theme"));
                report.add(found.at_any(named));
                return None;
            }
            files.push(file);
            let Some((like, span)) = config::text_at(file, "like", report) else { break };
            named = Some(span);
            match (builtin(&like), NameOrFile::from_text(&like)) {
                (Some(text), _) => below = text,
                // Beside the file that names it.
                (None, Ok(NameOrFile::File(like))) => {
                    let beside =
                        path.rsplit_once('/').map_or(like.0.clone(), |(folder, _)| format!("{folder}/{}", like.0));
                    if paths.contains(&beside) {
                        let found = Diagnostic::error("theme-unknown", format!("the theme `{beside}` is like itself"));
                        report.add(found.at(span).help("let one of the files build on a theme of the program's"));
                        return None;
                    }
                    paths.push(beside);
                }
                (None, Ok(NameOrFile::Name(_)) | Err(_)) => {
                    let why = format!("no built-in theme is named `{like}`");
                    let help = format!("choose one of {}, or name a file of your own, such as `mine.toml`", names());
                    report.add(Diagnostic::error("theme-unknown", why).at(span).help(help));
                    return None;
                }
            }
        }
        Theme::read(&files, below, report)
    }

    /// Nothing in it has a place: no author wrote it.
    fn builtin(name: &str, report: &mut Report) -> Option<Theme> {
        let file = report.sources.add(format!("{name}.toml"), "");
        Theme::read(&[file], builtin(name)?, report)
    }

    /// What files come to, the uppermost first, above a theme of the program's.
    fn read(files: &[FileId], below: &str, report: &mut Report) -> Option<Theme> {
        let before = report.count(Severity::Error);
        let layers: Vec<Layer> = files.iter().map(|file| Layer::File(*file)).chain([Layer::Text(below)]).collect();
        let theme: Option<Theme> = config::read_layers(&layers, report);
        let symbols = theme.as_ref().and_then(|theme| theme.marks.note_symbols.as_ref());
        let none = symbols.filter(|symbols| symbols.iter().all(String::is_empty));
        report.extend(none.map(|symbols| symbols.error("theme-value", "lists no symbols")));
        theme.filter(|_| report.count(Severity::Error) == before)
    }
}

/// The keys of a theme file.
pub fn keys() -> &'static [Key] {
    Theme::keys()
}

/// The text of a theme of the program.
pub fn builtin(name: &str) -> Option<&'static str> {
    THEMES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

fn names() -> String {
    THEMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::StyleRole;

    /// What is found in a book's theme file.
    fn found(theme: &str) -> Vec<String> {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("book.toml"), "").unwrap();
        std::fs::write(dir.path().join("mine.toml"), theme).unwrap();
        let mut report = Report::default();
        let settings: Settings = config::read_builtin("book.toml", "type.theme = 'mine.toml'").unwrap();
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
            let theme: Theme = config::read_builtin(name, text).unwrap();
            let has = |part: &str| assert!(theme.styles.0.contains_key(part), "{name} has no {part}");
            StyleRole::ALL.into_iter().for_each(|role| has(role.name()));
            // The classes of one theme are those of all.
            let classic: Theme = config::read_builtin("classic", THEMES[0].1).unwrap();
            classic.styles.0.keys().for_each(|class| has(class));
        }
    }

    #[test]
    fn a_theme_of_ones_own_may_say_little() {
        assert_eq!(found("like = 'zine'\n[marks]\nbullets = ['*']\n"), [""; 0]);
        assert_eq!(found("like = 'modern'\n[styles.chapter-title]\nalign = 'right'\n"), [""; 0]);
        let lacks = "`heading`, `mono`, `ornament`, `edge-ornament`, `figures`, `opening`, `sizes`, `page`, `furniture`, `notes` and `styles`";
        let help = "add it, or set `like` to a built-in theme or a theme file that supplies the rest";
        assert_eq!(found("body = 'Source Sans'"), [format!("1 setting-missing: `mine.toml` needs {lacks} ({help})")]);
        let help = "choose one of classic, modern, zine, or name a file of your own, such as `mine.toml`";
        let why = format!("1 theme-unknown: no built-in theme is named `gothic` ({help})");
        assert_eq!(found("like = 'gothic'"), [why]);
    }

    #[test]
    fn themes_of_ones_own_build_on_each_other() {
        let of = |files: &[(&str, &str)]| {
            let files = files.iter().map(|(name, text)| (*name, text.as_bytes()));
            let folder = Folder::from_files(files.chain([("book.toml", &b""[..])])).unwrap();
            let settings: Settings = config::read_builtin("book.toml", "type.theme = 'own/mine.toml'").unwrap();
            let mut report = Report::default();
            let theme = Theme::find(&settings, &folder, &mut report);
            (theme, report.sorted().into_iter().map(|found| found.message.clone()).collect::<Vec<_>>())
        };
        let house = "like = 'zine'\nornament = '~'\n[styles.wire]\nbold = true\nitalic = true\n";
        let mine = "like = 'house.toml'\n[styles.wire]\nitalic = false\n";
        let (theme, found) = of(&[("own/mine.toml", mine), ("own/house.toml", house)]);
        let theme = theme.unwrap();
        let wire = &theme.styles.0["wire"];
        assert_eq!((found.len(), theme.ornament.as_str(), theme.cover), (0, "~", Some(CoverStyle::Zine)));
        assert_eq!((wire.bold.as_deref(), wire.italic.as_deref()), (Some(&true), Some(&false)));
        let (theme, found) = of(&[("own/mine.toml", mine), ("own/house.toml", "like = 'mine.toml'")]);
        assert!(theme.is_none() && found == ["the theme `own/mine.toml` is like itself"], "{found:?}");
        assert!(of(&[("own/mine.toml", mine)]).0.is_none());
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
                "2 setting-unknown: there is no setting `ornaments` at the top of the file (did you mean `ornament`?)",
                "4 setting-value: `[furniture] folio` cannot be `foot-outr` (did you mean `foot-outer`? Choose one of foot-center, foot-outer, head-outer, none)",
                "8 theme-value: `[styles] body.size`: at a type size of 10 pt this is 9000 pt, which is not between 3 and 144 ()",
                "9 setting-value: `[styles] body.align` cannot be `centre` (did you mean `center`? Choose one of justify, left, center, right)",
                "10 setting-unknown: there is no setting `colour` in `[styles] body` (did you mean `ink`?)",
                "11 length-invalid: `[styles] body.left`: `3` has no unit (write its unit too: `\"3mm\"`, `\"3pt\"` or `\"3in\"`)",
                "13 setting-value: `[styles] note.gray` takes a whole number from 0 to 255, not 300 ()",
            ]
        );
    }
}
