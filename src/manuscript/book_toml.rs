//! In: the folder of a book. Out: the settings of its editions with their places. Every wrong key and value of book.toml
//! is reported in one run, at its place and with the nearest name that is known. Refuses to know what a setting does.

use super::settings::{EditionSettings, OnShelf, Output, SeriesFile, Settings, series_keys};
use crate::base::config::{Layer, Set, Value, nearest, read_layers};
use crate::base::files::SETTINGS;
use crate::base::{Diagnostic, FileId, Folder, Report, limits};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The default edition's settings, then those of each other edition with its name. Nothing where the file cannot be read
/// as TOML at all. A folder without one has an empty one: it stays the first of the sources.
pub fn read(folder: &Folder, report: &mut Report) -> Option<Vec<(Option<Arc<str>>, Settings)>> {
    let file = match folder.text(SETTINGS, &mut report.sources) {
        Ok(file) => file,
        Err(_) if !folder.has_settings() => report.sources.add(SETTINGS, ""),
        Err(error) => {
            report.add(error.diagnostic(None));
            return None;
        }
    };
    is_small(file, report).then_some(())?;
    let (series, shelf) = match folder.series() {
        Some(name) => series(&name, folder, report)?,
        None => (None, None),
    };
    let below: Vec<Layer> = [Layer::File(file)].into_iter().chain(series).collect();
    let mut settings: Settings = read_layers(&below, report)?;
    settings.shelf = shelf.clone();
    let editions = settings.editions.0.clone();
    let mut all = vec![(None, settings)];
    for name in editions.keys() {
        let mut settings = edition(name, &editions, &below, report);
        settings.iter_mut().for_each(|settings| settings.shelf = shelf.clone());
        all.extend(settings.map(|settings| (Some(Arc::from(name.as_str())), settings)));
    }
    Some(all)
}

/// The layer of series.toml, and its own table. Nothing where it cannot be read.
fn series(name: &str, folder: &Folder, report: &mut Report) -> Option<(Option<Layer<'static>>, Option<OnShelf>)> {
    let file = folder.text(name, &mut report.sources).map_err(|error| report.add(error.diagnostic(None))).ok()?;
    is_small(file, report).then_some(())?;
    let layer = Layer::Table { file, way: &[], keys: series_keys() };
    let own: SeriesFile = read_layers(&[layer], report)?;
    Some((Some(layer), Some(OnShelf { file, table: own.series.map(|table| table.value).unwrap_or_default() })))
}

fn is_small(file: FileId, report: &mut Report) -> bool {
    let source = report.sources.get(file);
    let small = source.text.len() <= limits::SETTINGS_BYTES;
    if !small {
        let most = limits::SETTINGS_BYTES >> 20;
        let why = format!("`{}` is larger than {most} megabyte", source.name);
        report.add(Diagnostic::error("file-too-large", why));
    }
    small
}

/// What an edition says over what it is based on, its preset, and the book with its series.
fn edition(
    name: &str,
    editions: &BTreeMap<String, EditionSettings>,
    book: &[Layer],
    report: &mut Report,
) -> Option<Settings> {
    let Some(Layer::File(file)) = book.first().copied() else { return None };
    let names = chain(name, editions, report);
    let chain: Vec<&EditionSettings> = names.iter().filter_map(|name| editions.get(*name)).collect();
    let preset = chain.iter().find_map(|edition| edition.head.preset.as_ref());
    let ways: Vec<[&str; 2]> = names.iter().map(|name| ["editions", name]).collect();
    let tables = ways.iter().map(|way| Layer::Table { file, way, keys: EditionSettings::keys() });
    let tables: Vec<Layer> = tables.collect();
    let below = preset.map(|preset| Layer::Text(preset.settings())).into_iter().chain(book.iter().copied());
    let layers: Vec<Layer> = tables.iter().copied().chain(below).collect();
    let mut settings: Settings = read_layers(&layers, report)?;
    settings.preset = preset.cloned();
    // What names one edition alone is taken from no other.
    let own = said(&tables[..1], report);
    settings.print.table.isbn = own.print.table.isbn;
    settings.epub.table.isbn = own.epub.table.isbn;
    settings.book.table.identifier = own.book.table.identifier;
    let own = said(&tables, report);
    set_outputs(&mut settings, &own, &chain);
    Some(settings)
}

/// What these layers say alone. Their faults are told where they are read with the others.
fn said(layers: &[Layer], report: &Report) -> Settings {
    read_layers(layers, &mut report.beside()).unwrap_or_default()
}

/// An edition and those that it is based on, the nearest first.
fn chain<'a>(name: &'a str, editions: &'a BTreeMap<String, EditionSettings>, report: &mut Report) -> Vec<&'a str> {
    let mut names = vec![name];
    let mut last = name;
    while let Some(next) = editions.get(last).and_then(|edition| edition.head.based_on.as_ref()) {
        if names.contains(&next.value.as_str()) {
            let why = "the edition is based on itself";
            report.add(next.error("edition-based-on", why).help("delete one of the `based-on` between these editions"));
            break;
        }
        if !editions.contains_key(&next.value) {
            let known: Vec<&str> = editions.keys().map(String::as_str).filter(|known| *known != last).collect();
            let help = match nearest(next, &known) {
                Some((_, name)) => format!("did you mean `{name}`?"),
                None => "name another edition, or delete it: every edition is based on the default one".to_owned(),
            };
            report.add(next.error("edition-based-on", format!("no edition is named `{}`", next.value)).help(help));
            break;
        }
        last = &next.value;
        names.push(last);
    }
    names
}

/// What is made of an edition, which says `own` itself: what it lists, else what it has a table for. A book that is printed
/// has a cover, where book.toml does not say that it has none, and it is not bound on top.
fn set_outputs(settings: &mut Settings, own: &Settings, chain: &[&EditionSettings]) {
    let listed = chain.iter().find_map(|edition| edition.head.outputs.as_ref());
    let says = |output| match output {
        Output::Epub => own.epub.enabled.as_deref(),
        Output::Print => own.print.enabled.as_deref(),
        Output::Screen => own.screen.enabled.as_deref(),
        Output::Booklet => own.booklet.enabled.as_deref(),
        Output::Cover => own.cover.enabled.as_deref(),
    };
    let has_table = |output| chain.iter().any(|edition| edition.tables.contains(&output));
    let asks = |output| has_table(output) && says(output) != Some(&false);
    let asks_none = !Output::ALL.into_iter().any(asks);
    let has_cover = settings.cover.enabled.as_deref().copied().unwrap_or(!settings.is_on_top());
    let is_made = |output| match (listed, output) {
        (Some(listed), _) => listed.iter().any(|item| item.value == output),
        (None, _) if has_table(output) => asks(output),
        (None, Output::Print) => asks_none || asks(Output::Cover),
        (None, Output::Cover) => has_cover && (asks_none || asks(Output::Print)),
        (None, Output::Epub | Output::Screen | Output::Booklet) => false,
    };
    let place = chain.first().map(|edition| edition.place.clone()).unwrap_or_default();
    let set = |output| Some(Set { value: is_made(output), place: place.clone() });
    settings.epub.table.enabled = set(Output::Epub);
    settings.print.table.enabled = set(Output::Print);
    settings.screen.table.enabled = set(Output::Screen);
    settings.booklet.table.enabled = set(Output::Booklet);
    settings.cover.table.enabled = set(Output::Cover);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::Value;
    use std::fs;

    fn found(toml: &str) -> (Option<Settings>, Vec<String>) {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("book.toml"), toml).unwrap();
        let mut report = Report::default();
        let editions = read(&Folder::open(dir.path()).unwrap(), &mut report);
        let settings = editions.map(|mut editions| editions.swap_remove(0).1);
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
            "title = 'Top'\n[book]\ntitle = 'Good'\nautor = 'A'\nauthors = ['A', { name = 'B', rol = 'edt' }, 5]\n",
            "series = { number = 2 }\n[page]\ntrim = 5\nchapter-start = 'rekto'\n",
            "[type]\nbody = { italic = 'i.otf' }\nsize_ = '1pt'\n[pages]\n[pamphlet]\nsheet = 'A4'\n",
        ));
        let settings = settings.unwrap();
        assert_eq!(settings.book.title.as_deref().map(String::as_str), Some("Good"));
        assert_eq!(settings.book.authors.len(), 2);
        assert_eq!(
            lines,
            [
                "Some((1, 1)) setting-unknown: there is no setting `title` at the top of the file (write it under `[book]` or `[contents]`)",
                "Some((4, 1)) setting-unknown: there is no setting `autor` in `[book]` (did you mean `authors`?)",
                "Some((5, 31)) setting-unknown: there is no setting `rol` in item 2 of `[book] authors` (did you mean `role`?)",
                "Some((5, 46)) setting-type: item 3 of `[book] authors` takes a name in quotes, or a table with `name`, not the number 5 (put it in quotes: `\"5\"`)",
                "Some((6, 10)) setting-missing: `[book] series` needs `name` ()",
                "Some((8, 8)) setting-type: `[page] trim` takes a page size in quotes, such as `\"A5\"` or `\"6in x 9in\"`, not the number 5 (write a width and a height, `\"148mm x 210mm\"`, or a name such as `\"A5\"`)",
                "Some((9, 17)) setting-value: `[page] chapter-start` cannot be `rekto` (did you mean `recto`? Choose one of next, recto)",
                "Some((11, 8)) setting-missing: `[type] body` needs `regular` ()",
                "Some((12, 1)) setting-unknown: there is no setting `size_` in `[type]` (did you mean `size`?)",
                "Some((13, 2)) setting-unknown: there is no table `[pages]` (did you mean `page`?)",
                "Some((14, 2)) setting-unknown: there is no table `[pamphlet]` (valid keys: book, manuscript, page, type, styles, notes, verse, contents, images, epub, print, inks, screen, proof, booklet, cover, variables, lint, editions)",
            ]
        );
    }

    /// What one line under a table comes to: its diagnostics, without their place.
    fn line(table: &str, line: &str) -> Vec<String> {
        let title = if table == "book" { "" } else { "[book]\ntitle = 'T'\n" };
        let (_, lines) = found(&format!("{title}[{table}]\n{line}\n"));
        lines.iter().map(|line| line.split_once(") ").map_or(line.as_str(), |(_, rest)| rest).to_string()).collect()
    }

    #[test]
    fn help_says_what_to_write() {
        for (table, wrong, expected) in [
            ("page", "trim = '6x9'", "page-trim: `[page] trim`: `6x9` has no unit (did you mean `6in x 9in`?)"),
            ("page", "trim = '148 × 210'", "has no unit (did you mean `148mm x 210mm`?)"),
            ("page", "margins = { top = 12 }", "(write its unit too: `\"12mm\"`, `\"12pt\"` or `\"12in\"`)"),
            ("print", "bleed = '3'", "length-invalid: `[print] bleed`: `3` has no unit (write its unit too: `\"3mm\"`"),
            (
                "print",
                "bleed = '3 furlongs'",
                "is not a unit of length (write a number and a unit: pt, mm, cm, in or em)",
            ),
            ("type", "font = 'Georgia'", "there is no setting `font` in `[type]` (did you mean `body`?)"),
            ("page", "bleed = '3mm'", "(`bleed` belongs under `[print]` or `[cover]`)"),
            ("book", "isbn = '1'", "(`isbn` belongs under `[epub]` or `[print]`)"),
            ("type", "hyphenate = 'true'", "takes `true` or `false`, not `\"true\"` (write it without quotes: `true`)"),
            (
                "type",
                "hyphens-in-row = '2'",
                "takes a whole number from 1 to 9, not `\"2\"` (write it without quotes: `2`)",
            ),
            (
                "type",
                "hyphens-in-row = 12",
                "setting-value: `[type] hyphens-in-row` takes a whole number from 1 to 9, not 12",
            ),
            ("type", "protrusion = 201", "`[type] protrusion` takes a whole number from 0 to 200, not 201"),
            ("type", "expansion = 0.5", "takes `true`, `false` or a percentage from 0 to 2, not the number 0.5"),
            ("type", "spacing = 5", "`[type] spacing` takes a table, not the number 5"),
            ("book", "title = ['A']", "`[book] title` takes text in quotes, not a list"),
            ("book", "imprint = { a = 1 }", "`[book] imprint` takes text in quotes, not a table"),
            ("book", "language = 'english'", "language-invalid: `[book] language`: `english` is not a language tag"),
            ("book", "date = '23.11.2026'", "date-invalid: `[book] date`: `23.11.2026` is not a date"),
            (
                "book",
                "publisher = \"a\\u0007\"",
                "control-character: `[book] publisher`: there is a control character here",
            ),
            ("epub", "isbn = '978-3-16-148410-1'", "isbn-invalid: `[epub] isbn`: `978-3-16-148410-1` is not an ISBN"),
            ("cover", "colour = 'red'", "setting-value: `[cover] colour`: `red` is not a colour"),
            ("cover", "price = '9 shillings'", "cover-price: `[cover] price`: "),
            ("cover", "spine = '8'", "length-invalid: `[cover] spine`: `8` has no unit"),
            (
                "cover",
                "back-text = true",
                "`[cover] back-text` takes text in quotes, not `true` (put it in quotes: `\"true\"`)",
            ),
        ] {
            let lines = line(table, wrong);
            assert!(lines.len() == 1 && lines[0].contains(expected), "{wrong}\n{expected}\n{lines:?}");
        }
    }

    #[test]
    fn an_identifier_that_is_an_isbn_checks_out() {
        let of = |identifier: &str| line("book", &format!("title = 'T'\nidentifier = '{identifier}'"));
        let wrong = of("isbn:9780000000000");
        assert!(wrong.len() == 1 && wrong[0].contains("should be 2, not 0"), "{wrong:?}");
        assert_eq!(of("9780000000000").len() + of("URN:ISBN:123").len(), 2);
        for good in ["isbn:9780000000002", "urn:isbn:978-3-16-148410-0", "1234567890", "urn:uuid:1", "mine"] {
            assert_eq!(of(good), [""; 0], "{good}");
        }
    }

    #[test]
    fn words_of_programmers_reach_no_author() {
        for key in Settings::keys() {
            for field in (key.keys)() {
                for wrong in ["[[1]]", "{ x = 1 }", "5", "true", "0.5", "'?'", "2026-01-01"] {
                    for found in line(key.name, &format!("{} = {wrong}", field.name)) {
                        let words =
                            ["sequence", "struct", "map", "integer", "string", "float", "boolean", "u16", "enum"];
                        let all = found.split(|c: char| !c.is_alphanumeric());
                        assert!(all.into_iter().all(|word| !words.contains(&word)), "{found}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_is_said_without_a_list() {
        let (settings, lines) =
            found("[book]\ntitle='T'\nauthors='A'\nsubjects='S'\nimprint='I'\n[manuscript]\nmain='a.md'");
        let settings = settings.unwrap();
        assert_eq!((lines.len(), settings.book.authors.len(), settings.book.subjects.len()), (0, 1, 1));
        assert_eq!(&*settings.manuscript.unwrap().main[0].0, "a.md");
        for name in ["authors", "author"] {
            let (settings, lines) = found(&format!("[book]\ntitle='T'\n{name}={{name='A'}}"));
            assert_eq!((settings.unwrap().book.authors.len(), lines.len()), (1, 0));
        }
        let (_, lines) = found("[book]\ntitle='T'\nauthors='A'\nauthor='B'");
        assert_eq!(lines, ["Some((4, 1)) setting-unknown: `[book]` has `authors` already (delete `author`)"]);
        let (_, lines) = found("author='A'\nlanguage='en'\n[book]\ntitle='T'");
        assert!(lines.iter().all(|line| line.ends_with("(write it under `[book]`)")) && lines.len() == 2, "{lines:?}");
    }

    #[test]
    fn an_old_name_is_read_with_a_hint() {
        let (settings, lines) = found("[book]\ntitle='T'\n[type]\nspacing = { least = 90, max = 120 }");
        let spacing = settings.unwrap().typography.table.spacing.unwrap();
        assert_eq!((spacing.min.as_deref().unwrap().get(), spacing.max.as_deref().unwrap().get()), (90, 120));
        let expected = "Some((4, 13)) setting-renamed: `least` in `[type] spacing` is now called `min` (write `min`; the old name is still read)";
        assert_eq!(lines, [expected]);
    }

    #[test]
    fn numbers_and_dates_may_stand_bare() {
        let (settings, lines) = found("[book]\ntitle='T'\ndate = 2026-11-23\nedition = 2\nseries={name='S',number=3}");
        let book = settings.unwrap().book;
        assert_eq!(book.date.as_ref().unwrap().to_string(), "2026-11-23");
        assert_eq!(&**book.edition.as_deref().unwrap(), "2");
        assert_eq!(&**book.series.as_ref().unwrap().number.as_deref().unwrap(), "3");
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
        let (_, lines) = found("[book]\ntitle = “Open”\n");
        assert!(lines[0].contains("use straight quotes"), "{lines:?}");
    }

    #[test]
    fn values_know_their_place() {
        let toml = "[book]\ntitle='T'\n[type]\nsize = '10pt'\nfallback = ['a', 'b']";
        let settings = found(toml).0.unwrap();
        let text = |span: Option<crate::base::Span>| &toml[span.unwrap().start as usize..span.unwrap().end as usize];
        assert_eq!(text(settings.typography.size.as_ref().unwrap().span()), "'10pt'");
        assert_eq!(text(settings.typography.fallback[1].span()), "'b'");
        assert_eq!(&*settings.typography.fallback[1].place.name, "item 2 of `[type] fallback`");
        assert!(settings.typography.leading.is_none() && settings.typography.span.is_some());
        assert!(settings.print.span.is_none());
    }
}
