//! In: links as typed. Out: targets of the book or of the web; a link that leads nowhere is an error, its words stay.

use super::anchors::Index;
use super::pool::Pool;
use super::sections::FileStart;
use crate::base::{Diagnostic, FileId, Folder, Report, Span};
use crate::manuscript::foreign::is_word_note;
use crate::model::{Attributes, Block, BlockKind, Inline, LocalSpan, Parts, Section, SectionId, Target, walk};
use std::collections::BTreeMap;

/// Schemes that run something or reach into the reader's machine.
const HARMFUL: [&str; 6] = ["javascript", "vbscript", "data", "file", "about", "blob"];

/// Where a link leads, or what is wrong with it; nothing where that was told before.
type Found = Result<Target, Option<Diagnostic>>;

pub struct Links<'a> {
    pub pool: &'a Pool,
    pub index: &'a mut Index,
    pub folder: &'a Folder,
    pub starts: &'a [FileStart],
    pub parts: &'a Parts,
    pub report: &'a mut Report,
}

pub fn resolve(sections: &mut [Section], mut links: Links<'_>) {
    // All targets first: a file's anchor may still have to be made.
    let files: BTreeMap<String, FileId> =
        links.starts.iter().map(|start| (links.report.sources.get(start.file).name.clone(), start.file)).collect();
    let pool = links.pool;
    let targets: Vec<Found> = pool
        .links
        .iter()
        .map(|(file, place)| match is_word_note(&place.name) {
            true => Err(None),
            false => links.target(*file, &place.name, place.span, &files, sections).map_err(Some),
        })
        .collect();
    for (at, section) in sections.iter_mut().enumerate() {
        let id = SectionId(at as u32);
        walk::inlines_mut(&mut section.title, &mut |inline| links.inline(id, inline, &targets));
        links.blocks(id, &mut section.blocks, &targets);
    }
    for (at, section) in sections.iter_mut().enumerate() {
        section.notes.iter_mut().for_each(|note| links.blocks(SectionId(at as u32), &mut note.blocks, &targets));
    }
}

impl Links<'_> {
    fn blocks(&mut self, section: SectionId, blocks: &mut [Block], targets: &[Found]) {
        walk::runs_of_mut(blocks, &mut |_, run| {
            walk::inlines_mut(run, &mut |inline| self.inline(section, inline, targets));
        });
        walk::blocks_mut(blocks, &mut |block| {
            if let BlockKind::Figure { figure } = &mut block.kind {
                let span = figure.image.span;
                self.description(section, &mut figure.image.attributes, span);
            }
        });
    }

    fn inline(&mut self, section: SectionId, inline: &mut Inline, targets: &[Found]) {
        let result = match inline {
            Inline::Link { target: Target::Anchor(at), .. } => targets.get(at.0 as usize),
            Inline::PageOf { anchor, .. } => targets.get(anchor.0 as usize),
            Inline::Image { image } => {
                let span = image.span;
                return self.description(section, &mut image.attributes, span);
            }
            Inline::Link { target: Target::Url(_), .. } => return,
            Inline::Text { .. }
            | Inline::Emphasis { .. }
            | Inline::Strong { .. }
            | Inline::Strike { .. }
            | Inline::Superscript { .. }
            | Inline::Subscript { .. }
            | Inline::SmallCaps { .. }
            | Inline::Code { .. }
            | Inline::LineEnd { .. }
            | Inline::Span { .. }
            | Inline::Note { .. } => return,
        };
        match (result, &mut *inline) {
            (Some(Ok(found)), Inline::Link { target, children, span }) => {
                if children.is_empty() {
                    children.extend(self.title(section, found, *span));
                }
                *target = found.clone();
            }
            (Some(Ok(Target::Anchor(id))), Inline::PageOf { anchor, .. }) => *anchor = *id,
            (result, inline) => {
                let (children, span) = match inline {
                    Inline::Link { children, span, .. } => (std::mem::take(children), *span),
                    Inline::PageOf { span, .. } => (Vec::new(), *span),
                    _ => return,
                };
                match result {
                    Some(Err(found)) => self.report.extend(found.clone()),
                    _ => {
                        let why = "only a place in the book has a page";
                        let found = Diagnostic::error("link-broken", why);
                        self.report.add(found.at(self.parts.span(section, span)));
                    }
                }
                *inline = Inline::Span { attributes: Attributes::default(), children };
            }
        }
    }

    /// The words of a link that has none of its own.
    fn title(&mut self, section: SectionId, target: &Target, span: LocalSpan) -> Option<Inline> {
        let text = match target {
            Target::Url(url) => url.clone(),
            Target::Anchor(id) => self.index.anchors[id].title.clone(),
        };
        if text.trim().is_empty() {
            self.report.add(
                Diagnostic::error("link-empty", "a link without words to a place without a title")
                    .at(self.parts.span(section, span))
                    .help("write the words between the brackets"),
            );
            return None;
        }
        Some(Inline::Text { text, span })
    }

    /// `longdesc=#id` by the name that the id has in the book.
    fn description(&mut self, section: SectionId, attributes: &mut Attributes, span: LocalSpan) {
        let span = self.parts.span(section, span);
        for (_, value) in attributes.others.iter_mut().filter(|(key, _)| key == "longdesc") {
            let id = value.strip_prefix('#').unwrap_or(value);
            match self.index.find(span.file, id) {
                Some(found) => *value = format!("#{}", self.index.anchors[&found].name),
                None => self.report.add(broken(value, span)),
            }
        }
    }

    fn target(
        &mut self,
        file: FileId,
        typed: &str,
        span: Span,
        files: &BTreeMap<String, FileId>,
        sections: &mut [Section],
    ) -> Result<Target, Diagnostic> {
        let fail = || broken(typed, span);
        if typed.is_empty() {
            return Err(Diagnostic::error("link-broken", "a link to nowhere").at(span));
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

fn broken(typed: &str, span: Span) -> Diagnostic {
    let help = if typed.contains('#') {
        "ids come from `{#id}` or from a heading's words: `## Two Words` is `#two-words`"
    } else {
        "link to a file that book.toml names, to `#id`, or to an address that begins with `https:`"
    };
    Diagnostic::error("link-broken", format!("nothing in the book is called `{typed}`")).at(span).help(help)
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
