//! What is known while a Word document is read: its parts, its styles, and where the reading stands.

use super::numbering::Lists;
use super::styles::{Letters, Styles};
use crate::import::album::Album;
use crate::import::archive::{Archive, join};
use crate::import::choice::Tracked;
use crate::import::markup::{self, attribute, elements};
use crate::import::remarks::Remarks;
use crate::import::runs::{Look, Run};
use crate::import::tree::{At, Block, Target};
use std::collections::{BTreeMap, BTreeSet};

/// What a part refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub kind: String,
    pub target: String,
    /// Whether it stands outside the document.
    pub external: bool,
}

/// A field that is open: words that the program makes.
#[derive(Clone, Debug, Default)]
pub struct Field {
    pub instruction: String,
    /// Whether what follows is its result.
    pub result: bool,
    pub target: Option<Target>,
    /// Whether its result is not wanted.
    pub dropped: bool,
    /// The link around its own.
    pub around: Option<Target>,
    /// Words inside that are not of the book.
    pub hidden: String,
}

pub struct Reader {
    pub archive: Archive,
    pub styles: Styles,
    pub lists: Lists,
    pub tracked: Tracked,
    pub remarks: Remarks,
    pub album: Album,
    /// Footnotes and endnotes, by kind and id.
    pub notes: BTreeMap<(bool, String), Vec<Block>>,
    /// Those that the text calls.
    pub called: BTreeSet<(bool, String)>,
    pub comments: BTreeMap<String, String>,
    pub relations: BTreeMap<String, Relation>,
    pub fields: Vec<Field>,
    /// The number of the paragraph that is read.
    pub at: usize,
    /// Runs of a paragraph whose end was deleted.
    pub carried: Vec<Run>,
    /// A new page begins with the next paragraph.
    pub new_page: bool,
    /// What stands beside the paragraph that is read.
    pub beside: Vec<Block>,
    /// The language without its country.
    pub language: String,
    /// What is told once.
    pub told: BTreeSet<String>,
}

/// The state of one paragraph.
pub struct Line<'a> {
    /// What its style says of letters.
    pub style: &'a Letters,
    /// What is no emphasis in such a paragraph.
    pub base: &'a Letters,
    pub look: Look,
    /// One more for each new page inside.
    pub parts: Vec<Vec<Run>>,
    pub size: u32,
}

impl Line<'_> {
    pub fn push(&mut self, run: Run) {
        self.parts.last_mut().into_iter().for_each(|part| part.push(run.clone()));
    }
}

impl Reader {
    pub fn here(&self) -> At {
        At::Paragraph(self.at)
    }

    /// Whether something is told for the first time.
    pub fn is_first(&mut self, what: &str) -> bool {
        self.told.insert(what.to_owned())
    }

    /// Whether text that comes now is not of the book: inside an instruction, or a result that is not wanted.
    pub fn is_dropped(&self) -> bool {
        self.fields.iter().any(|field| !field.result || field.dropped)
    }
}

/// What the part of this name refers to, by id.
pub fn relations(archive: &mut Archive, part: &str) -> BTreeMap<String, Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = join("", &format!("{folder}/_rels/{name}.rels")).unwrap_or_default();
    let text = archive.text(&path).unwrap_or_default();
    let Ok(document) = markup::parse(&text) else { return BTreeMap::new() };
    let relation = |node| {
        let external = attribute(node, "TargetMode") == Some("External");
        let target = attribute(node, "Target").unwrap_or_default();
        let target = if external { target.to_owned() } else { join(part, target)? };
        let kind = attribute(node, "Type")?.rsplit('/').next()?.to_owned();
        Some((attribute(node, "Id")?.to_owned(), Relation { kind, target, external }))
    };
    elements(document.root_element()).filter_map(relation).collect()
}
