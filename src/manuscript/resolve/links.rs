//! In: links as typed. Out: targets of the book or of the web, or the error of a link that leads nowhere.

use super::anchors::Index;
use super::pool::Pool;
use super::sections::FileStart;
use crate::base::{Diagnostic, FileId, Folder, Report, Sources, Span};
use crate::manuscript::draft::{LinkAt, Place, Section};
use crate::manuscript::foreign::is_word_note;
use crate::manuscript::{attributes, names};
use crate::model::Target;
use std::collections::{BTreeMap, BTreeSet};

/// Schemes that run something or reach into the reader's machine.
const HARMFUL: [&str; 6] = ["javascript", "vbscript", "data", "file", "about", "blob"];

/// Where a link leads, or what is wrong with it; nothing where that was told before.
pub type Found = Result<Target, Option<Diagnostic>>;

pub struct Links<'a> {
    pub index: &'a mut Index,
    pub folder: &'a Folder,
    pub starts: &'a [FileStart],
    pub report: &'a mut Report,
}

/// What every link means; a file's anchor may still have to be made for it.
pub fn resolve(pool: &Pool, sections: &[Section], mut links: Links<'_>) -> BTreeMap<LinkAt, Found> {
    let files: BTreeMap<String, FileId> =
        links.starts.iter().map(|start| (links.report.sources.get(start.file).name.clone(), start.file)).collect();
    let gone = LeftOut::new(pool, &links.report.sources);
    let found = pool.links().map(|(at, place)| match is_word_note(&place.name) {
        true => (at, Err(None)),
        false => {
            let target = links.target(at.0, &place.name, place.span, &files, sections);
            (at, target.map_err(|found| Some(links.left_out(&gone, at.0, place).unwrap_or(found))))
        }
    });
    found.collect()
}

impl Links<'_> {
    fn target(
        &mut self,
        file: FileId,
        typed: &str,
        span: Span,
        files: &BTreeMap<String, FileId>,
        sections: &[Section],
    ) -> Result<Target, Diagnostic> {
        let fail = || broken(typed, span);
        if typed.is_empty() {
            return Err(Diagnostic::error("link-broken", "this link has no address").at(span));
        }
        if let Some(scheme) = scheme(typed) {
            let harmful = HARMFUL.contains(&scheme.to_ascii_lowercase().as_str());
            return if harmful {
                Err(Diagnostic::error("link-harmful", format!("a book does not link to `{scheme}:`")).at(span))
            } else {
                Ok(Target::Url(escaped(typed)))
            };
        }
        if let Some(id) = typed.strip_prefix('#') {
            return self.index.find(file, &unescaped(id)).map(Target::Anchor).ok_or_else(fail);
        }
        let (path, id) = typed.split_once('#').map_or((typed, None), |(path, id)| (path, Some(id)));
        let (path, id) = match path.split_once("?id=") {
            Some((path, asked)) => (path, id.or(Some(asked))),
            None => (path, id),
        };
        let from = self.report.sources.get(file).name.clone();
        let typed_path = unescaped(path);
        let resolved = self.folder.resolve(&from, &typed_path);
        let found = resolved.as_ref().ok().and_then(|name| files.get(name)).copied();
        let to = match found.or_else(|| self.meant(&from, &typed_path, files)) {
            Some(to) => to,
            None => return Err(resolved.err().map_or_else(fail, |error| error.diagnostic(Some(span)))),
        };
        let found = match id {
            Some(id) => self.index.find_in(to, &unescaped(id)),
            None => {
                let start = self.starts.iter().find(|start| start.file == to).ok_or_else(fail)?;
                self.index.of_file(start, sections, &self.report.sources)
            }
        };
        found.map(Target::Anchor).ok_or_else(fail)
    }

    /// The warning for a link to what a condition leaves out of this version.
    fn left_out(&self, gone: &LeftOut, file: FileId, place: &Place) -> Option<Diagnostic> {
        let (path, id) = place.name.split_once('#').map_or((place.name.as_str(), None), |(path, id)| (path, Some(id)));
        let own = &self.report.sources.get(file).name;
        let name = if path.is_empty() { None } else { self.folder.resolve(own, &unescaped(path)).ok() };
        let is_gone = match (&name, id) {
            (Some(name), None) => gone.files.contains(name),
            (Some(name), Some(id)) => gone.ids.contains(&(id.to_owned(), name.clone())),
            (None, Some(id)) => {
                gone.ids.range((id.to_owned(), String::new())..).next().is_some_and(|(own, _)| own == id)
            }
            (None, None) => false,
        };
        is_gone.then(|| {
            let why = format!("a condition leaves out the place `{}` that this link leads to", place.name);
            let help = "its words stay without a link; put the link under the same condition";
            Diagnostic::warning("link-left-out", why).at(place.span).help(help)
        })
    }

    /// The one file that a link of a web site means: `page.html`, `/page`, `folder/`.
    fn meant(&self, from: &str, path: &str, files: &BTreeMap<String, FileId>) -> Option<FileId> {
        let bare = path.trim_start_matches('/');
        let stem = bare.strip_suffix(".html").or(bare.strip_suffix(".htm")).unwrap_or(bare).trim_end_matches('/');
        if stem.is_empty() {
            return None;
        }
        let mut found: Vec<FileId> = Vec::new();
        for name in [format!("{stem}.md"), format!("{stem}/index.md"), format!("{stem}/README.md")] {
            let from_here = self.folder.resolve(from, &name).ok();
            let from_root = self.folder.resolve("", &name).ok();
            let known = from_here.into_iter().chain(from_root).filter_map(|name| files.get(&name).copied());
            found.extend(known);
        }
        found.dedup();
        match found.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// What links might lead to in what conditions leave out.
struct LeftOut {
    /// Whole files, by name.
    files: BTreeSet<String>,
    /// Ids, and what titles are called by, each with the name of its file.
    ids: BTreeSet<(String, String)>,
}

impl LeftOut {
    fn new(pool: &Pool, sources: &Sources) -> LeftOut {
        let mut out = LeftOut { files: BTreeSet::new(), ids: BTreeSet::new() };
        for span in pool.left_out() {
            let source = sources.get(span.file);
            let text = source.text.get(span.start as usize..span.end as usize).unwrap_or_default();
            if text.len() == source.text.len() {
                out.files.insert(source.name.clone());
            }
            let marked = text.match_indices('#').filter_map(|(at, _)| attributes::word(text, at + 1));
            out.ids.extend(marked.map(|id| (id.text, source.name.clone())));
            let titles = text.lines().filter(|line| line.starts_with('#'));
            let slugs = titles.map(|line| names::slug(line.trim_start_matches('#').trim()));
            out.ids.extend(slugs.map(|slug| (slug, source.name.clone())));
        }
        out
    }
}

pub fn broken(typed: &str, span: Span) -> Diagnostic {
    let help = if typed.contains('#') {
        "ids come from `{#id}` or from a heading's words: `## Two Words` is `#two-words`"
    } else {
        "link to a file that book.toml names, to `#id`, or to an address that begins with `https:`"
    };
    Diagnostic::error("link-broken", format!("the book has no place named `{typed}`")).at(span).help(help)
}

/// `https` of `https://…`; a single letter is a drive.
fn scheme(typed: &str) -> Option<&str> {
    let (scheme, _) = typed.split_once(':')?;
    let letters = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (scheme.len() > 1 && letters && scheme.as_bytes()[0].is_ascii_alphabetic()).then_some(scheme)
}

/// What no URL may hold, escaped; what is escaped already stays.
fn escaped(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for letter in url.chars() {
        if letter.is_control() || letter.is_whitespace() || "\"<>\\^`{|}".contains(letter) {
            let mut buffer = [0; 4];
            letter.encode_utf8(&mut buffer).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(letter);
        }
    }
    out
}

/// `%20` and its like undone, where that gives text.
pub fn unescaped(typed: &str) -> String {
    let mut bytes = Vec::with_capacity(typed.len());
    let mut rest = typed.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = |byte: &u8| (*byte as char).to_digit(16);
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push((hex(high).unwrap_or(0) * 16 + hex(low).unwrap_or(0)) as u8);
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| typed.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        assert_eq!(scheme("https://a"), Some("https"));
        assert_eq!(scheme("C:/a.md"), None);
        assert_eq!(scheme("a b:c"), None);
        assert_eq!(escaped("http://a/b c?d=%20"), "http://a/b%20c?d=%20");
        assert_eq!(unescaped("a%20b%C3%A9%ZZ%"), "a bé%ZZ%");
    }
}
