//! In: the folder of a book. Out: its settings with their places. Every wrong key and value of book.toml is reported
//! in one run, at its place and with the nearest name that is known. Refuses to know what a setting does.

use super::settings::Settings;
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, Folder, Report, limits, written};

/// Nothing where the file cannot be read as TOML at all.
pub fn read(folder: &Folder, report: &mut Report) -> Option<Settings> {
    let file = match folder.text(SETTINGS, &mut report.sources) {
        Ok(file) => file,
        Err(error) => {
            report
                .add(error.diagnostic(None).help("a book's folder has a book.toml that says at least `[book] title`"));
            return None;
        }
    };
    let text = report.sources.get(file).text.clone();
    if text.len() > limits::SETTINGS_BYTES {
        let most = limits::SETTINGS_BYTES >> 20;
        report.add(Diagnostic::error("file-too-large", format!("`{SETTINGS}` is larger than {most} megabyte")));
        return None;
    }
    let (settings, places) = written::read::<Settings>(file, "", report)?;
    Some(Settings { places, ..settings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn found(toml: &str) -> (Option<Settings>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), toml).unwrap();
        let mut report = Report::default();
        let settings = read(&Folder::open(dir.path()).unwrap(), &mut report);
        let lines = report.sorted().into_iter().map(|found| {
            let place = found.span.map(|span| report.sources.line_column(span.file, span.start));
            let help = found.help.as_deref().unwrap_or_default();
            format!("{place:?} {}: {} ({help})", found.code, found.message)
        });
        let lines = lines.collect();
        (settings, lines)
    }

    #[test]
    fn many_faults_in_one_run() {
        let (settings, lines) = found(concat!(
            "title = 'Top'\n[book]\ntitle = 'Good'\nauthor = 'A'\nauthors = ['A', { name = 'B', rol = 'edt' }, 5]\n",
            "series = { number = 2 }\n[page]\ntrim = 5\nchapter-start = 'rekto'\n",
            "[type]\nbody = { italic = 'i.otf' }\nsize_ = '1pt'\n[pages]\n[pamphlet]\nsheet = 'A4'\n",
        ));
        let settings = settings.unwrap();
        assert_eq!(settings.book.title, "Good");
        assert_eq!(settings.book.authors.len(), 2);
        assert_eq!(
            lines,
            [
                "Some((1, 1)) setting-unknown: there is no table `title` at the top level (`title` belongs under `[book]`)",
                "Some((4, 1)) setting-unknown: there is no setting `author` in `[book]` (did you mean `authors`?)",
                "Some((5, 31)) setting-unknown: there is no setting `rol` in `[book] authors 2` (did you mean `role`?)",
                "Some((5, 46)) setting-type: `[book] authors 3` is an integer `5`, not a name, or a table with `name` ()",
                "Some((6, 10)) setting-missing: `[book] series` needs a `name` ()",
                "Some((8, 8)) setting-type: `[page] trim` is an integer `5`, not a string (put it between quotes)",
                "Some((9, 17)) setting-value: `[page] chapter-start` cannot be `rekto` (did you mean `recto`? There are: next, recto)",
                "Some((11, 8)) setting-missing: `[type] body` needs a `regular` ()",
                "Some((12, 1)) setting-unknown: there is no setting `size_` in `[type]` (did you mean `size`?)",
                "Some((13, 2)) setting-unknown: there is no table `pages` at the top level (did you mean `page`?)",
                "Some((14, 2)) setting-unknown: there is no table `pamphlet` at the top level (known here: book, manuscript, page, type, notes, contents, epub, print, screen, booklet, cover)",
            ]
        );
    }

    #[test]
    fn numbers_and_dates_may_stand_bare() {
        let (settings, lines) = found("[book]\ntitle='T'\ndate = 2026-11-23\nedition = 2\nseries={name='S',number=3}");
        let settings = settings.unwrap();
        assert_eq!((settings.book.date.as_deref(), settings.book.edition.as_deref()), (Some("2026-11-23"), Some("2")));
        assert_eq!(settings.book.series.unwrap().number.as_deref(), Some("3"));
        assert!(lines.is_empty(), "{lines:?}");
    }

    #[test]
    fn what_is_not_toml_has_its_place() {
        let (settings, lines) = found("[book]\ntitle = \"open\nx = = 1\n");
        assert!(settings.is_none());
        assert!(
            lines.iter().all(|line| line.contains("setting-syntax")) && lines[0].starts_with("Some((2,"),
            "{lines:?}"
        );
    }

    #[test]
    fn places_are_found_by_either_name() {
        let settings = found("[book]\ntitle='T'\n[type]\nsize = '10pt'\nfallback = ['a', 'b']").0.unwrap();
        assert_eq!(settings.place("[type] size"), settings.place("type.size"));
        assert!(settings.place("type.size").is_some() && settings.place("type.fallback.1").is_some());
        assert!(settings.place("type.leading").is_none());
    }
}
