//! In: the folder of a Sphinx project with texts in MyST. Out: the order that the contents in its pages give, and what its
//! conf.py says of it, which is not run.

use super::door::Door;
use super::head::tell;
use super::order::{Entry, Project};
use crate::import::kind;
use crate::import::tree::{At, Matter};
use serde_json::{Map, Value};

/// Contents inside each other.
const DEEPEST: usize = 8;

pub fn read(door: &mut Door<'_>, project: &mut Project) {
    let Some((root, first)) = kind::sphinx(door.source) else { return };
    root.clone_into(&mut project.root);
    let settings = format!("{root}conf.py");
    let text = door.text(&settings).unwrap_or_default();
    tell(&mut project.about, &said(&text));
    let before = door.remarks.turn_to(&settings);
    let what = "settings that are code; title, author, rights and language are read, where they are plain words";
    door.remarks.left(what, "", At::File);
    door.remarks.turn_to(&before);
    let index = format!("{root}{first}.md");
    project.file(index.clone(), Matter::Main, None);
    contents(door, &index, 0, project);
}

/// `name = "value"` at the margin.
fn said(text: &str) -> Map<String, Value> {
    let names = [("project", "title"), ("author", "author"), ("copyright", "rights"), ("language", "language")];
    let pairs = text.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        let (_, key) = names.iter().find(|(own, _)| *own == name.trim_end())?;
        let value = value.trim();
        let mark = value.chars().next().filter(|mark| matches!(mark, '"' | '\''))?;
        let inner = value[1..].split(mark).next()?;
        (!inner.is_empty()).then(|| ((*key).to_owned(), Value::from(inner)))
    });
    pairs.collect()
}

/// A `toctree` of a page: its caption, its pages with their lines, and whether `*` stands for any name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Contents {
    caption: Option<String>,
    pages: Vec<(String, usize)>,
    glob: bool,
}

fn of(text: &str) -> Vec<Contents> {
    let mut out: Vec<Contents> = Vec::new();
    let mut fence: Option<(char, usize, bool)> = None;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let sign = line.chars().next().filter(|sign| "`~:".contains(*sign));
        let length = sign.map_or(0, |sign| line.len() - line.trim_start_matches(sign).len());
        let rest = &line[length..];
        match (fence, sign) {
            (None, Some(sign)) if length >= 3 && rest.trim_start().starts_with("{toctree}") => {
                fence = Some((sign, length, true));
                out.push(Contents::default());
            }
            // Only code hides what stands in it.
            (None, Some(sign)) if length >= 3 && sign != ':' => fence = Some((sign, length, false)),
            (Some((own, most, _)), Some(sign)) if own == sign && length >= most && rest.trim().is_empty() => {
                fence = None
            }
            (Some((_, _, true)), _) => {
                let Some(last) = out.last_mut() else { continue };
                let option = line.strip_prefix(':').and_then(|line| line.split_once(':'));
                match option {
                    Some(("caption", words)) => last.caption = Some(words.trim().to_owned()),
                    Some(("glob", _)) => last.glob = true,
                    Some(_) => {}
                    None if line.is_empty() || line == "self" => {}
                    None => last.pages.push((line.to_owned(), at + 1)),
                }
            }
            _ => {}
        }
    }
    out
}

fn contents(door: &mut Door<'_>, page: &str, depth: usize, project: &mut Project) {
    let text = door.text(page).filter(|_| depth < DEEPEST).unwrap_or_default();
    for list in of(&text) {
        let before = door.remarks.turn_to(page);
        if let Some(caption) = list.caption {
            match depth {
                0 => project.part(caption, Matter::Main),
                _ => door.remarks.left("titles of contents inside contents", &caption, At::File),
            }
        }
        for (typed, line) in list.pages {
            let names = named(door, page, &typed, list.glob, line, project);
            for (name, title) in names {
                let is_known =
                    project.entries.iter().any(|entry| matches!(entry, Entry::File { name: own, .. } if *own == name));
                if is_known {
                    continue;
                }
                if depth > 0 {
                    door.nested(title.as_deref().unwrap_or(&typed), At::Line(line));
                }
                project.file(name.clone(), Matter::Main, title);
                contents(door, &name, depth + 1, project);
            }
        }
        door.remarks.turn_to(&before);
    }
}

/// The files of a line: `path`, `Title <path>`, a pattern.
fn named(
    door: &mut Door<'_>,
    page: &str,
    typed: &str,
    glob: bool,
    line: usize,
    project: &Project,
) -> Vec<(String, Option<String>)> {
    let titled = typed.strip_suffix('>').and_then(|typed| typed.rsplit_once('<'));
    let (title, path) = titled.map_or((None, typed), |(title, path)| (Some(title.trim().to_owned()), path.trim()));
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let root = if path.starts_with('/') || folder.is_empty() { project.root.clone() } else { format!("{folder}/") };
    if glob && path.contains('*') {
        let found = door.source.glob(&format!("{root}{}.md", path.trim_start_matches('/'))).unwrap_or_default();
        return found.into_iter().map(|name| (name, None)).collect();
    }
    let at = At::Line(line);
    let bare = super::links::joined(&format!("{root}x"), path.trim_start_matches('/'));
    let other = [".rst", ".txt"].iter().map(|end| format!("{bare}{end}")).find(|name| door.is_file(name));
    if let Some(other) = other.filter(|_| !door.is_file(&format!("{bare}.md"))) {
        door.remarks.left("texts that are no Markdown", &other, at);
        return Vec::new();
    }
    door.named_at(&root, path, at).into_iter().map(|name| (name, title.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_found_outside_of_code() {
        let text = "````md\n```{toctree}\nno\n```\n````\n\n::::{grid}\n:::{toctree}\n:caption: Rooms\n:maxdepth: 2\n\nkitchen\nThe Attic <attic>\n:::\n::::\n";
        let pages = vec![("kitchen".to_owned(), 12), ("The Attic <attic>".to_owned(), 13)];
        assert_eq!(of(text), [Contents { caption: Some("Rooms".into()), pages, glob: false }]);
    }

    #[test]
    fn plain_settings_are_read() {
        let found =
            said("import x\nproject = 'The House'\nauthor=\"A. Writer\"\nlanguage = None\nif x:\n    project = 'no'\n");
        assert_eq!(found.get("title").and_then(Value::as_str), Some("The House"));
        assert_eq!(found.len(), 2);
    }
}
