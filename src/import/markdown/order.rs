//! What the files of a folder say of its book: title and people, which files, in which order, where parts begin.

use super::builder::Named;
use super::door::Door;
use super::head;
use super::permalinks::Permalinks;
use super::unused::Taken;
use crate::base::Folder;
use crate::import::called;
use crate::import::tree::{About, At, Matter, Setting};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A file of the book, or the title of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    File {
        name: String,
        matter: Matter,
        title: Option<String>,
    },
    /// With what the tool says of it on a page of its own.
    Part {
        title: String,
        matter: Matter,
        words: Option<String>,
    },
}

#[derive(Debug, Default)]
pub struct Project {
    pub about: About,
    pub entries: Vec<Entry>,
    /// The folder from which `/path` counts.
    pub root: String,
    /// Whether some file says which files are the book.
    pub is_ordered: bool,
    /// While the order is read: whether a part is open.
    pub is_inside: bool,
    /// Files that give the order, which are none of the book.
    pub order: Vec<String>,
    pub settings: Vec<Setting>,
    /// Addresses of pages of Jekyll.
    pub permalinks: Permalinks,
    /// Whether formulas stand between the marks of MathJax.
    pub mathjax: bool,
    /// What begins a line of code that is hidden, by language.
    pub hides: BTreeMap<String, String>,
    /// Addresses of links that stand behind each page.
    pub addresses: String,
    /// Pages outside all parts that stand behind one, each with the file that says so.
    outside: Vec<(String, String)>,
    /// The front cover's picture, and the settings that name it.
    pub cover: Option<(String, Named)>,
}

impl Project {
    /// Files of the same kinds that are none of the book.
    pub fn others(&self, source: &Folder) -> Vec<String> {
        let all = source.glob("**/*.{md,mdx,markdown,qmd,Rmd,rmd,ipynb}").unwrap_or_default();
        let is_own = |name: &String| {
            self.order.contains(name)
                || self.entries.iter().any(|entry| matches!(entry, Entry::File { name: own, .. } if own == name))
        };
        let is_inside = |name: &String| name.starts_with(&self.root) && !name.contains("node_modules/");
        all.into_iter().filter(|name| is_inside(name) && !is_own(name)).collect()
    }

    /// Texts of other kinds beside them, which may be chapters.
    pub fn foreign(&self, source: &Folder) -> Vec<String> {
        let endings = FOREIGN.join(",");
        let mut all = source.glob(&format!("**/*.{{{endings}}}")).unwrap_or_default();
        let read = |name: &String| {
            self.entries.iter().any(|entry| matches!(entry, Entry::File { name: own, .. } if own == name))
        };
        // Frames and finished pages of a site are no texts.
        const MACHINERY: [&str; 18] = [
            "_includes",
            "_layouts",
            "_site",
            "_book",
            "_build",
            "_templates",
            "_static",
            "layouts",
            "themes",
            "theme",
            "node_modules",
            "public",
            "static",
            "assets",
            "overrides",
            "archetypes",
            "partials",
            "src/components",
        ];
        let is_machinery =
            |name: &String| name.split('/').any(|folder| MACHINERY.contains(&folder)) || name == "404.html";
        // The page that shows all others; Hugo's is a text.
        let home = if self.root.starts_with("content/") { String::new() } else { format!("{}index.html", self.root) };
        all.retain(|name| *name != home);
        all.into_iter().filter(|name| name.starts_with(&self.root) && !is_machinery(name) && !read(name)).collect()
    }

    pub fn file(&mut self, name: String, matter: Matter, title: Option<String>) {
        let known = self.entries.iter_mut().find_map(|entry| match entry {
            Entry::File { name: own, title, .. } if *own == name => Some(title),
            Entry::File { .. } | Entry::Part { .. } => None,
        });
        match known {
            // What was put first by itself is called by the order.
            Some(own) => *own = own.take().or(title),
            None => self.entries.push(Entry::File { name, matter, title }),
        }
    }

    /// Takes the front cover from the first of these keys, with dots between those in each other.
    pub fn cover(&mut self, file: &str, keys: &Map<String, Value>, paths: &[&'static str], taken: &mut Taken) {
        let value = |path: &str| {
            let mut inner = path.split('.');
            let first = keys.get(inner.next()?)?;
            inner.try_fold(first, |value, key| value.get(key)).and_then(Value::as_str).map(str::to_owned)
        };
        let found = paths.iter().find_map(|path| Some((*path, value(path)?)));
        if let Some((path, address)) = found.filter(|_| self.cover.is_none()) {
            taken.keys.push(path);
            self.cover = Some((file.to_owned(), Named { address, line: 1 }));
        }
    }

    /// Remembers a page outside all parts that stands behind one.
    pub fn behind(&mut self, door: &mut Door<'_>, name: &str) {
        if self.entries.iter().any(|entry| matches!(entry, Entry::Part { .. })) {
            let said = door.remarks.turn_to("");
            door.remarks.turn_to(&said);
            self.outside.push((said, name.to_owned()));
        }
    }

    /// A part ends where another begins, or the back matter: pages behind the last one stand there.
    pub fn close(&mut self, door: &mut Door<'_>) {
        for entry in self.entries.iter_mut().rev() {
            let Entry::File { name, matter: matter @ Matter::Main, .. } = entry else { break };
            let Some(at) = self.outside.iter().position(|(_, own)| own == name) else { break };
            *matter = Matter::Back;
            let (said, name) = self.outside.remove(at);
            door.remarks.turn_to(&said);
            door.remarks.plain("pages behind the last part, in the back matter", &name, At::File);
        }
        for (said, name) in std::mem::take(&mut self.outside) {
            door.remarks.turn_to(&said);
            door.remarks.plain("pages behind a part, which stand in it", &name, At::File);
        }
    }

    pub fn part(&mut self, title: String, matter: Matter) {
        self.entries.push(Entry::Part { title, matter, words: None });
    }

    /// Gives the last part its own words.
    pub fn words(&mut self, said: String) {
        if let Some(Entry::Part { words, .. }) = self.entries.last_mut() {
            *words = Some(said);
        }
    }
}

/// Files of a kind that are named one by one.
pub const LISTED: usize = 100;

/// Endings of texts that are no Markdown.
const FOREIGN: [&str; 19] = [
    "org",
    "html",
    "htm",
    "xhtml",
    "rst",
    "rest",
    "adoc",
    "asciidoc",
    "ipynb",
    "Rnw",
    "tex",
    "textile",
    "typ",
    "docx",
    "odt",
    "rtf",
    "mediawiki",
    "canvas",
    "base",
];

/// Whether a file that an order names is of such a kind; a notebook is read.
pub fn is_foreign(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ending != "ipynb" && FOREIGN.iter().any(|own| own.eq_ignore_ascii_case(ending))
}

/// Whether an order begins with its own title: it is the only one of level 1, or another stands below it.
fn names_itself(text: &str) -> bool {
    let marks = Parser::new(text).filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(if level as u8 == 1 { '1' } else { '2' }),
        Event::Start(Tag::Link { .. }) => Some('-'),
        _ => None,
    });
    let marks: String = marks.collect();
    marks.strip_prefix('1').is_some_and(|rest| rest.starts_with('1') || !rest.contains('1'))
}

/// A list of links as an order of files.
pub fn outline(door: &mut Door<'_>, text: &str, root: &str, matters: bool, project: &mut Project) {
    let (mut depth, mut lists) = (0_usize, 0_usize);
    // Whether each open item has a link.
    let mut linked: Vec<bool> = Vec::new();
    let mut heading: Option<String> = None;
    let mut link: Option<(String, String)> = None;
    let mut item = String::new();
    let mut after = false;
    let mut is_name = names_itself(text);
    for (event, range) in Parser::new(text).into_offset_iter() {
        let at = At::Line(text[..range.start].matches('\n').count() + 1);
        match event {
            Event::Start(Tag::List(_)) => {
                // An item without a link over a list of them is a part.
                let title = item.trim().to_owned();
                if depth == 1 && link.is_none() && !title.is_empty() {
                    project.part(title, Matter::Main);
                }
                item.clear();
                depth += 1;
                lists += 1;
                after = false;
            }
            Event::End(TagEnd::List(_)) => {
                depth -= 1;
                after = depth == 0;
            }
            Event::Start(Tag::Item) => {
                item.clear();
                linked.push(false);
            }
            Event::End(TagEnd::Item) => drop(linked.pop()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                if let Some(title) = heading.take() {
                    let is_usual = ["summary", "table of contents"].contains(&title.to_lowercase().as_str());
                    if !std::mem::take(&mut is_name) && !is_usual {
                        project.part(title, Matter::Main);
                        after = false;
                    } else if !is_usual {
                        door.remarks.left("titles of the order itself", &title, at);
                    }
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((dest_url.to_string(), String::new())),
            Event::End(TagEnd::Link) => {
                if let Some((path, title)) = link.take() {
                    let matter = match (matters, depth) {
                        (true, 0) if lists == 0 => Matter::Front,
                        (true, 0) if after => Matter::Back,
                        _ => Matter::Main,
                    };
                    item.clear();
                    linked.iter_mut().next_back().into_iter().for_each(|own| *own = true);
                    if path.is_empty() {
                        door.remarks.left("chapters that are not written yet", &title, at);
                    } else if let Some(name) = door.named_at(root, &path, at) {
                        if linked.iter().rev().skip(1).any(|linked| *linked) {
                            door.nested(&title, at);
                        }
                        project.file(name, matter, Some(title));
                    }
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(title) = &mut heading {
                    title.push_str(&words);
                } else if let Some((_, title)) = &mut link {
                    title.push_str(&words);
                } else {
                    item.push_str(&words);
                }
            }
            _ => {}
        }
    }
}

/// The pages of a folder as sites order them: a folder's own page first, then by the position that a head or a number
/// before the name gives, then by name. A folder at the top is a part, called as its `_category_` file or its name says.
pub fn folders(door: &mut Door<'_>, root: &str, skipped: &[&str], project: &mut Project) {
    let all = door.source.glob(&format!("{root}**/*.{{md,mdx,markdown}}")).unwrap_or_default();
    let is_page = |name: &&String| {
        let own = &name[root.len()..];
        !own.split('/').any(|part| part.starts_with('_') || part == "node_modules") && !skipped.contains(&own)
    };
    let place = |name: &String| {
        let own = &name[root.len()..];
        let mut parts: Vec<(i64, String)> = Vec::new();
        for (at, _) in own.match_indices('/') {
            let folder = own[..at].rsplit('/').next().unwrap_or_default();
            let number = category(door, &name[..root.len() + at]).1.or(position(folder).0);
            parts.push((number.unwrap_or(i64::MAX), position(folder).1.to_lowercase()));
        }
        let last = own.rsplit('/').next().unwrap_or(own);
        let stem = last.split('.').next().unwrap_or(last).to_lowercase();
        let number =
            door.text(name).and_then(|text| head::of(&text).keys.get("sidebar_position").and_then(Value::as_i64));
        let is_first = ["index", "readme"].contains(&stem.as_str());
        let number = if is_first { Some(i64::MIN) } else { number.or(position(last).0) };
        parts.push((number.unwrap_or(i64::MAX), stem));
        parts
    };
    let mut pages: Vec<(Vec<(i64, String)>, String)> =
        all.iter().filter(is_page).map(|name| (place(name), name.clone())).collect();
    pages.sort();
    let mut open = String::new();
    for (_, name) in pages {
        let folder = name[root.len()..].split_once('/').map_or("", |(folder, _)| folder).to_owned();
        if folder != open && !folder.is_empty() && !project.is_inside {
            let said = category(door, &format!("{root}{folder}"));
            project.part(said.0.unwrap_or_else(|| called::words(position(&folder).1)), Matter::Main);
            said.2.into_iter().for_each(|words| project.words(words));
        }
        if folder.is_empty() && !project.is_inside {
            project.behind(door, &name);
        }
        open = folder;
        project.file(name, Matter::Main, None);
    }
}

/// What a folder of Docusaurus is called, where it stands, and what its page says of it.
fn category(door: &Door<'_>, folder: &str) -> (Option<String>, Option<i64>, Option<String>) {
    let json =
        door.text(&format!("{folder}/_category_.json")).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let yaml = || ["yml", "yaml"].iter().find_map(|end| head::yaml(&door.text(&format!("{folder}/_category_.{end}"))?));
    let keys = json.or_else(yaml).unwrap_or(Value::Null);
    let described = keys.get("link").and_then(|link| head::words(link.get("description")?));
    (keys.get("label").and_then(head::words), keys.get("position").and_then(Value::as_i64), described)
}

/// A number before a name, `02-rooms`, and the name.
pub fn position(name: &str) -> (Option<i64>, &str) {
    let digits = name.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let rest = name[digits..].trim_start_matches(' ');
    match rest.strip_prefix(['-', '_', '.']).map(|rest| rest.trim_start_matches(['-', '_', '.', ' '])) {
        Some(rest)
            if (1..=5).contains(&digits) && !rest.is_empty() && !rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            (name[..digits].parse().ok(), rest)
        }
        _ => (None, name),
    }
}

/// Files for visitors of a folder, not for readers of its book.
pub fn is_aside(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name).to_ascii_lowercase();
    let asides = ["readme.md", "license.md", "contributing.md", "changelog.md", "code_of_conduct.md", "summary.md"];
    asides.contains(&last.as_str()) || last.starts_with('_')
}
