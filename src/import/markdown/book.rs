//! In: a source of the Markdown family. Out: its `Work`: file by file, then what needs all of them.

use super::after::{self, Manner};
use super::builder::Named;
use super::dialects::Habits;
use super::lines::Lines;
use super::links::{self, Places};
use super::order::{self, Entry};
use super::permalinks::Permalinks;
use super::project;
use super::titles::{self, Names};
use super::{addresses, dialects, foreign, head, held, implicit, includes, margin, mdx, notebook, shown};
use crate::base::{Diagnostic, Folder, Sources};
use crate::import::choice::Choices;
use crate::import::decode;
use crate::import::kind::Kind;
use crate::import::remarks::Remarks;
use crate::import::tree::{At, Attributes, Block, Chapter, Inline, Matter, Picture, Work};
use crate::import::walk;
use data_url::DataUrl;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Files of MDX inside each other.
const INSIDE: usize = 4;

/// Reads a book of the Markdown family.
///
/// # Errors
///
/// It has no file that can be read.
pub fn read(source: &Folder, kind: Kind, choices: &Choices) -> Result<Work, Diagnostic> {
    let mut remarks = Remarks::of(source.name.as_deref().unwrap_or("."));
    let project = project::open(source, kind, &mut remarks)?;
    let others = if project.is_ordered { project.others(source) } else { Vec::new() };
    let foreign = if source.file.is_some() { Vec::new() } else { project.foreign(source) };
    let mut work = Work { about: project.about, settings: project.settings, ..Work::default() };
    let mut poems = BTreeSet::new();
    for pattern in &choices.poems {
        poems.extend(source.glob(pattern).map_err(|error| error.diagnostic(None))?);
    }
    let mut files: Vec<Read> = Vec::new();
    let alone = project.entries.len() == 1;
    for entry in project.entries {
        match entry {
            Entry::Part { title, matter, words } => files.push(Read::part(&title, matter, words)),
            Entry::File { name, .. } if order::is_foreign(&name) => {
                remarks.turn_to(&name);
                remarks.left("texts that are no Markdown", "", At::File);
            }
            Entry::File { name, matter, title } => {
                remarks.turn_to(&name);
                let mut sources = Sources::default();
                let text = source.text(&name, &mut sources).map(|file| sources.get(file).text.to_string());
                let wide = || source.bytes(&name).ok().filter(|bytes| decode::is_wide(bytes));
                let text = match text {
                    Ok(text) => text,
                    Err(error) => match wide() {
                        Some(bytes) => {
                            remarks.converted("texts in UTF-16", At::File);
                            decode::text(&bytes)
                        }
                        // The place is one of a file that nobody else knows.
                        None if alone => return Err(Diagnostic { span: None, ..error.diagnostic(None) }),
                        None => {
                            remarks.left("files that cannot be read", &error.to_string(), At::File);
                            continue;
                        }
                    },
                };
                let text = match notebook::is_one(&name).then(|| notebook::text(&text, &mut remarks)) {
                    None => text,
                    Some(Some(text)) => text,
                    Some(None) => {
                        remarks.left("files that cannot be read", "no notebook of Jupyter", At::File);
                        continue;
                    }
                };
                let of = Of {
                    source,
                    kind,
                    name: &name,
                    path: name.strip_prefix(&project.root).unwrap_or(&name),
                    matter,
                    title,
                    poems: poems.contains(&name),
                    alone,
                    is_first: files.is_empty(),
                    mathjax: project.mathjax,
                    hides: &project.hides,
                    addresses: &project.addresses,
                    permalinks: &project.permalinks,
                };
                files.push(of.read(&text, &mut work, &mut remarks));
            }
        }
    }
    if kind == Kind::Jekyll && !alone {
        // Jekyll makes a page of what has a head, and of nothing else.
        let included: BTreeSet<String> = files.iter().flat_map(|file| file.included.iter().cloned()).collect();
        files.retain(|file| !file.is_bare || !included.contains(&file.name));
        for file in files.iter().filter(|file| file.is_bare) {
            remarks.turn_to(&file.name);
            remarks.plain("files without a head, which are no pages of Jekyll", "", At::File);
        }
    }
    if alone && work.about.title.is_none() {
        work.about.title = files.iter().flat_map(|file| &file.blocks).find_map(|block| match block {
            Block::Heading { level: 1, inlines, .. } => Some(crate::import::write::plain(inlines)),
            _ => None,
        });
    }
    remarks.turn_to(source.name.as_deref().unwrap_or("."));
    for name in others.iter().filter(|name| files.iter().all(|file| !file.included.contains(name))) {
        remarks.left("files that the order does not name", name, At::File);
    }
    for name in foreign.iter().take(order::LISTED) {
        remarks.left("texts that are no Markdown", name, At::File);
    }
    if foreign.len() > order::LISTED {
        remarks.left("texts that are no Markdown", &format!("and {} more", foreign.len() - order::LISTED), At::File);
    }
    let mut files = appendices(opened(introduced(files, &mut remarks), &mut remarks), kind);
    let roots = roots(source, &project.root, kind);
    if matches!(kind, Kind::Markdown | Kind::Quarto | Kind::Bookdown) {
        let mut titles = BTreeSet::new();
        files.iter().for_each(|file| implicit::titles(&file.blocks, &mut titles));
        files.iter_mut().for_each(|file| implicit::link(&mut file.blocks, &titles, &mut file.links));
    }
    link(&mut files, Places { roots, labels: kind == Kind::Myst, ..Places::default() }, &mut remarks);
    let mut pictures = Pictures { source, root: &project.root, known: BTreeMap::new(), all: Vec::new() };
    let named = files.iter_mut().find_map(|file| Some((file.name.clone(), file.cover.take()?)));
    if let Some((file, named)) = project.cover.or(named) {
        remarks.turn_to(&file);
        work.about.cover = pictures.find(&file, &named, &mut remarks);
        if work.about.cover.is_some() {
            remarks.converted("pictures of the cover", At::File);
        }
    }
    for file in &mut files {
        remarks.turn_to(&file.name);
        pictures.place(file, &mut remarks);
    }
    work.pictures = pictures.all;
    work.chapters = files
        .into_iter()
        .map(|file| Chapter { name: file.called(), matter: file.matter, blocks: after::join_poems(file.blocks) })
        .collect();
    work.remarks = remarks.all;
    Ok(work)
}

/// A file that was read.
#[derive(Clone, Default)]
struct Read {
    name: String,
    matter: Matter,
    blocks: Vec<Block>,
    links: Vec<Named>,
    pictures: Vec<Named>,
    /// Its addresses on the web.
    aliases: Vec<String>,
    /// The front cover that its head names.
    cover: Option<Named>,
    /// Files that are put into it.
    included: Vec<String>,
    /// It has no head.
    is_bare: bool,
}

impl Read {
    fn part(title: &str, matter: Matter, words: Option<String>) -> Read {
        let heading = Block::Heading {
            level: 1,
            attributes: Attributes::class("part"),
            inlines: vec![Inline::Text(head::plain(title))],
        };
        let name = format!("part-{title}");
        let words = words.map(|words| Block::Paragraph(vec![Inline::Text(words)]));
        Read { name, matter, blocks: std::iter::once(heading).chain(words).collect(), ..Read::default() }
    }

    /// The words of its first title.
    fn title(&self) -> String {
        let first = self.blocks.iter().find_map(|block| match block {
            Block::Heading { inlines, .. } => Some(crate::import::write::plain(inlines)),
            _ => None,
        });
        first.unwrap_or_else(|| self.called())
    }

    /// What its file would best be called.
    fn called(&self) -> String {
        let last = self.name.rsplit('/').next().unwrap_or(&self.name);
        let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
        let is_number = stem.chars().all(|c| c.is_ascii_digit() || "-_. ".contains(c));
        let title = self.blocks.iter().find_map(|block| match block {
            Block::Heading { level: 1, inlines, .. } => Some(crate::import::write::plain(inlines)),
            _ => None,
        });
        if let Some(title) = title.filter(|_| is_number) {
            return title;
        }
        let is_usual = ["index", "readme", "_index", "chapter"].contains(&stem.to_lowercase().as_str());
        let folder = self.name.rsplit('/').nth(1);
        match folder.filter(|_| is_usual) {
            Some(folder) => folder.to_owned(),
            None => stem.to_owned(),
        }
    }
}

/// A file that is read.
struct Of<'o> {
    source: &'o Folder,
    kind: Kind,
    name: &'o str,
    /// The same in the folder of texts.
    path: &'o str,
    matter: Matter,
    title: Option<String>,
    poems: bool,
    alone: bool,
    /// Whether no file stands before it.
    is_first: bool,
    mathjax: bool,
    hides: &'o BTreeMap<String, String>,
    addresses: &'o str,
    permalinks: &'o Permalinks,
}

impl Of<'_> {
    fn read(self, text: &str, work: &mut Work, remarks: &mut Remarks) -> Read {
        let text = held::without(text);
        let head = head::of(&text);
        let mut lines = Lines::of(&text);
        lines.0.drain(..head.lines.min(lines.0.len()));
        if head.broken {
            remarks.left("heads that cannot be read", "", At::Line(1));
        }
        let is_index = self.name.starts_with("index.");
        if self.alone || is_index {
            head::tell(&mut work.about, &head.keys);
        } else if self.kind == Kind::Markdown {
            // Each file may say who wrote the book.
            let of_book = |key: &str| matches!(key, "author" | "authors" | "lang" | "language");
            let keys = head.keys.iter().filter(|(key, _)| of_book(key));
            head::tell(&mut work.about, &keys.map(|(key, value)| (key.clone(), value.clone())).collect());
        }
        if head.lines > 0 {
            remarks.converted("heads of files", At::Line(1));
            let mut others: Vec<String> =
                head.keys.iter().filter(|key| !self.reads(*key, work)).map(|(key, _)| key.clone()).collect();
            if described(self.kind, &head.keys).is_some() {
                others.retain(|key| key != "description");
            }
            let people = head.keys.iter().filter(|(key, _)| matches!(key.as_str(), "author" | "authors"));
            let beside: BTreeSet<String> = people.flat_map(|(_, value)| head::beside_names(value)).collect();
            others.extend(beside.into_iter().map(|key| format!("author.{key}")));
            if !others.is_empty() {
                remarks.left("other keys in the heads of files", &others.join(", "), At::Line(1));
            }
        }
        if let Some(what) = head::hides(&head.keys).filter(|_| !self.alone && self.kind.is_site()) {
            let title = head.keys.get("title").and_then(head::words).unwrap_or_default();
            remarks.left(what, &title, At::Line(1));
            return Read { name: self.name.to_owned(), ..Read::default() };
        }
        if self.kind == Kind::VitePress {
            lines = shown::put_in(lines, &head.keys, remarks);
        }
        let captions = matches!(self.kind, Kind::Quarto | Kind::Bookdown | Kind::Markdown | Kind::Leanpub);
        let runs = self.kind == Kind::Docusaurus || self.name.ends_with(".mdx");
        let is_mdx = runs || self.kind == Kind::VitePress;
        let mut included = Vec::new();
        // What is put in is a program too.
        for _ in 0..if is_mdx { INSIDE } else { 1 } {
            if is_mdx {
                lines = mdx::plain(lines, runs, remarks);
            }
            let (expanded, more) = includes::expand(lines, self.source, self.kind, self.name, remarks);
            lines = expanded;
            if more.is_empty() {
                break;
            }
            included.extend(more);
        }
        if runs {
            lines = margin::without(lines);
        }
        if matches!(self.kind, Kind::Hugo | Kind::Jekyll | Kind::Docsify | Kind::MkDocs | Kind::Markdown) {
            lines = addresses::plain(lines, remarks);
        }
        let habits = Habits { kind: self.kind, mathjax: self.mathjax, hides: self.hides, addresses: self.addresses };
        lines = dialects::prepare(lines, habits, remarks);
        let built = foreign::read(lines, self.kind, remarks);
        let manner = Manner { poems: self.poems, captions };
        let mut blocks = after::arrange(built.blocks, built.notes, &built.links, manner, remarks);
        let is_part = self.title.as_deref() == Some("\u{1}part");
        // The title of the first page is the book's, unless that has another.
        let is_books = |title: &String| {
            (is_index || self.alone) && work.about.title.as_deref() == Some(head::plain(title).as_str())
        };
        let said = head.keys.get("title").and_then(head::words).filter(|title| !is_books(title));
        let ordered = self.title.filter(|title| !is_part && !is_index && !is_books(title));
        titles::pictures(&mut blocks, remarks);
        match self.alone {
            true => titles::title(&mut blocks, said, ordered, remarks),
            false => {
                let names = Names { said, ordered, path: self.path, kind: self.kind, is_first: self.is_first };
                titles::settle(&mut blocks, names, remarks);
            }
        }
        if let Some(words) = described(self.kind, &head.keys) {
            let at = usize::from(matches!(blocks.first(), Some(Block::Heading { .. })));
            blocks.insert(at, Block::Paragraph(vec![Inline::Text(words)]));
            remarks.converted("descriptions under titles", At::Line(1));
        }
        if let Some(Block::Heading { attributes, .. }) = blocks.first_mut().filter(|_| is_part) {
            attributes.classes.push("part".to_owned());
        }
        let aliases = ["permalink", "url", "aliases", "redirect_from"].iter().filter_map(|key| head.keys.get(*key));
        let aliases = aliases.flat_map(|value| match value {
            Value::Array(all) => all.iter().filter_map(head::words).collect(),
            value => head::words(value).into_iter().collect::<Vec<_>>(),
        });
        let cover = head.keys.get("cover-image").filter(|_| self.alone || is_index).and_then(head::words);
        Read {
            name: self.name.to_owned(),
            matter: self.matter,
            blocks,
            links: built.links,
            pictures: built.pictures,
            aliases: aliases.chain(self.permalinks.of(self.name, &head.keys)).collect(),
            cover: cover.map(|address| Named { address, line: 1 }),
            included,
            is_bare: head.lines == 0,
        }
    }
}

impl Of<'_> {
    /// Whether a key of the head is in the book.
    fn reads(&self, (key, value): (&String, &Value), work: &Work) -> bool {
        match key.as_str() {
            "title" | "permalink" | "url" | "aliases" | "redirect_from" | "longform" => true,
            "author" | "authors" => {
                let names = head::people(value);
                names.iter().all(|person| work.about.authors.iter().any(|own| own.name == person.name))
            }
            "lang" | "language" => head::words(value) == work.about.language,
            key => {
                let is_known = key == "cover-image" || head::takes(key, value);
                (self.alone || self.name.starts_with("index.")) && is_known
            }
        }
    }
}

/// What GitBook shows under a title, unless the head hides it.
fn described(kind: Kind, keys: &Map<String, Value>) -> Option<String> {
    let layout = keys.get("layout").and_then(|layout| layout.get("description")?.get("visible")?.as_bool());
    let words = keys.get("description").and_then(head::words)?;
    (kind == Kind::GitBook && layout != Some(false) && !words.trim().is_empty()).then_some(words)
}

/// A page that is called as the part before it says what the part is about.
fn introduced(files: Vec<Read>, remarks: &mut Remarks) -> Vec<Read> {
    let mut out: Vec<Read> = Vec::new();
    let mut files = files.into_iter().peekable();
    while let Some(mut file) = files.next() {
        let has_chapters =
            files.peek().is_some_and(|next| next.matter == file.matter && !titles::is_part(&next.blocks));
        if has_chapters && out.last().is_some_and(|part| titles::introduces(&part.blocks, &file.blocks)) {
            out.pop();
            if let Some(Block::Heading { attributes, .. }) = file.blocks.first_mut() {
                attributes.classes.push("part".to_owned());
            }
            remarks.turn_to(&file.name);
            remarks.converted("pages that open a part", At::Line(1));
        }
        out.push(file);
    }
    out
}

/// Words before the first title stand in the front matter.
fn opened(mut files: Vec<Read>, remarks: &mut Remarks) -> Vec<Read> {
    let Some(first) = files.first_mut().filter(|first| first.matter == Matter::Main) else { return files };
    if let Some(blocks) = titles::before(&mut first.blocks) {
        remarks.turn_to(&first.name);
        remarks.converted("words before the first title, in the front matter", At::Line(1));
        let name = "front".to_owned();
        files.insert(0, Read { name, matter: Matter::Front, blocks, ..files[0].clone() });
    }
    files
}

/// From the beginning of the appendix on, chapters stand in the back matter; those without a number are none of it.
fn appendices(files: Vec<Read>, kind: Kind) -> Vec<Read> {
    let is_mark = |block: &Block| matches!(block, Block::Comment(text) if text == held::APPENDIX);
    let mut out = Vec::new();
    let mut begun = false;
    for mut file in files {
        if let Some(at) = file.blocks.iter().position(is_mark) {
            let mut behind = Read { blocks: file.blocks.split_off(at), ..file.clone() };
            behind.blocks.remove(0);
            out.extend((!file.blocks.is_empty()).then_some(file));
            file = behind;
            begun = true;
        }
        if begun {
            file.matter = Matter::Back;
        }
        for block in file.blocks.iter_mut().filter(|_| begun || kind == Kind::Quarto && file.matter == Matter::Back) {
            if let Block::Heading { level: 1, attributes, .. } = block
                && !attributes.classes.iter().any(|class| matches!(class.as_str(), "unnumbered" | "part" | "appendix"))
            {
                attributes.classes.push("appendix".to_owned());
            }
        }
        out.extend((!file.blocks.is_empty()).then_some(file));
    }
    out
}

/// Links, when all places are known.
fn link(files: &mut [Read], mut places: Places, remarks: &mut Remarks) {
    let wanted: BTreeSet<String> = files
        .iter()
        .flat_map(|file| &file.links)
        .filter_map(|link| link.address.split_once('#').map(|(_, place)| links::decoded(place).to_lowercase()))
        .collect();
    for (at, file) in files.iter_mut().enumerate() {
        places.files.entry(file.name.to_lowercase()).or_insert(at);
        places.titles.push(file.title());
        for alias in &file.aliases {
            places.files.entry(alias.trim_matches('/').to_lowercase()).or_insert(at);
        }
        links::gather(&file.name, &mut file.blocks, &|slug| wanted.contains(slug), &mut places);
        links::gather_anchors(&file.name, &mut file.blocks, &mut places);
    }
    for file in files.iter_mut() {
        remarks.turn_to(&file.name);
        links::resolve(&file.name, &mut file.blocks, &file.links, &places, remarks);
    }
}

/// Folders from which `/path` counts: Hugo has one for each language.
fn roots(source: &Folder, root: &str, kind: Kind) -> Vec<String> {
    let mut out = vec![root.to_owned()];
    if kind == Kind::Hugo {
        out.push("content/".to_owned());
        let all = source.glob("content/**/*.md").unwrap_or_default();
        let folders = all.iter().filter_map(|name| name.split('/').nth(1)).filter(|name| crate::language::is_tag(name));
        let folders: BTreeSet<String> = folders.map(|name| format!("content/{name}/")).collect();
        out.extend(folders);
    }
    out.retain(|root| !root.is_empty());
    out
}

/// The pictures of a book, each once.
struct Pictures<'p> {
    source: &'p Folder,
    root: &'p str,
    /// By the file's name.
    known: BTreeMap<String, usize>,
    all: Vec<Picture>,
}

impl Pictures<'_> {
    /// Puts the pictures of a file in the place of what it named.
    fn place(&mut self, file: &mut Read, remarks: &mut Remarks) {
        let named: Vec<Option<usize>> =
            file.pictures.iter().map(|named| self.find(&file.name, named, remarks)).collect();
        walk::inlines(&mut file.blocks, &mut |list| {
            for inline in list.iter_mut() {
                if let Inline::Image { picture, alt } = inline {
                    match named.get(*picture).copied().flatten() {
                        Some(found) => *picture = found,
                        None => *inline = Inline::Text(std::mem::take(alt)),
                    }
                }
            }
        });
        walk::blocks(&mut file.blocks, &mut |block| {
            if let Block::Figure { picture, alt, caption, .. } = block {
                match named.get(*picture).copied().flatten() {
                    Some(found) => *picture = found,
                    None => {
                        let words = if caption.is_empty() { std::mem::take(alt) } else { std::mem::take(caption) };
                        *block = Block::Paragraph(words);
                    }
                }
            }
        });
    }

    /// A picture that stands in its address, as Google Docs writes them.
    fn inside(&mut self, address: &str, at: At, remarks: &mut Remarks) -> Option<usize> {
        if let Some(known) = self.known.get(address) {
            return Some(*known);
        }
        let read = DataUrl::process(address).ok().and_then(|url| url.decode_to_vec().ok()).map(|(bytes, _)| bytes);
        let Some(bytes) = read.filter(|bytes| crate::import::finish::is_shown(bytes)) else {
            remarks.left("pictures inside their address, which cannot be read", "", at);
            return None;
        };
        let ending =
            address[5..].split([';', ',', '+']).next().and_then(|kind| kind.rsplit('/').next()).unwrap_or("png");
        self.all.push(Picture { name: format!("picture.{}", ending.replace("jpeg", "jpg")), bytes });
        self.known.insert(address.to_owned(), self.all.len() - 1);
        remarks.converted("pictures inside their address, copied", at);
        Some(self.all.len() - 1)
    }

    fn find(&mut self, file: &str, named: &Named, remarks: &mut Remarks) -> Option<usize> {
        let at = At::Line(named.line);
        let address = named.address.trim().trim_start_matches('<').trim_end_matches('>');
        if address.contains("://") || address.starts_with("//") {
            remarks.left("pictures on the web, which are not fetched", address, at);
            return None;
        }
        if address.starts_with("data:") {
            return self.inside(address, at, remarks);
        }
        let path = links::decoded(address.split(['?', '#']).next().unwrap_or_default());
        let last = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let joined = links::joined(file, &path);
        let rooted = format!("{}{}", self.root, path.trim_start_matches('/'));
        let shared = ["static/", "assets/", "resources/", "manuscript/resources/", "images/", "docs/"];
        let mut names = vec![joined, rooted, path.trim_start_matches('/').to_owned()];
        names.extend(shared.iter().map(|folder| format!("{folder}{}", path.trim_start_matches('/'))));
        let by_name = || {
            self.source
                .glob(&format!("**/{}", last.replace(['[', ']', '{', '}', '*', '?'], "?")))
                .ok()?
                .into_iter()
                .next()
        };
        let found = names
            .into_iter()
            .filter(|name| !name.is_empty())
            .find(|name| self.source.exists(name).is_ok())
            .or_else(by_name);
        let Some(found) = found else {
            remarks.left("pictures that are not there", address, at);
            return None;
        };
        if let Some(known) = self.known.get(&found) {
            return Some(*known);
        }
        match self.source.bytes(&found) {
            Ok(bytes) if !crate::import::finish::is_shown(&bytes) => {
                remarks.left("pictures that are neither PNG, JPEG, WebP, TIFF nor SVG", address, at);
                None
            }
            Ok(bytes) => {
                self.all.push(Picture { name: last, bytes: bytes.to_vec() });
                self.known.insert(found, self.all.len() - 1);
                remarks.converted("pictures, copied", at);
                Some(self.all.len() - 1)
            }
            Err(error) => {
                remarks.left("pictures that cannot be read", &error.to_string(), at);
                None
            }
        }
    }
}
