//! What is known while pages are read, and what holds for one stretch of them.

use super::css::{self, Style};
use super::dom::{Dom, Id};
use super::links::Places;
use super::notes::{Notes, Place, notes};
use crate::import::album::Album;
use crate::import::flow::{Flow, Paragraph, Side};
use crate::import::names::Role;
use crate::import::remarks::Remarks;
use crate::import::runs::{self, Look, Run};
use crate::import::tree::At;
use crate::import::walk::is_blank;
use std::collections::BTreeSet;

/// Reads a file of the source by its name.
pub type Fetch<'w> = dyn FnMut(&str) -> Option<Vec<u8>> + 'w;

pub struct Walk<'w> {
    pub pages: &'w [Dom],
    pub names: &'w [String],
    pub styles: Vec<Vec<Style>>,
    /// Whether a block stands anywhere in an element.
    pub holds_block: Vec<Vec<bool>>,
    pub places: Places,
    pub notes: Notes,
    pub remarks: Remarks,
    pub album: Album,
    pub fetch: Box<Fetch<'w>>,
    /// Without its country.
    pub language: String,
    pub page: usize,
    pub new_page: bool,
    /// Notes that are open: a note that calls itself ends there.
    pub open: BTreeSet<Place>,
}

/// What elements hand on to those inside.
#[derive(Clone, Debug, Default)]
pub struct Context {
    pub look: Look,
    pub side: Side,
    pub upper: bool,
    pub role: Role,
    /// Whether white space stands for itself.
    pub kept_space: bool,
    /// Indents of lines of verse, in tenths of an em.
    pub indent: i32,
}

/// What a stretch has given so far.
#[derive(Default)]
pub struct Out {
    pub flow: Vec<Flow>,
    pub runs: Vec<Run>,
}

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

impl<'w> Walk<'w> {
    /// `sheets` are the style sheets of each page.
    pub fn of(
        pages: &'w [Dom],
        names: &'w [String],
        sheets: &[String],
        fetch: Box<Fetch<'w>>,
        remarks: Remarks,
    ) -> Walk<'w> {
        let places = Places::of(pages, names);
        let blocks = |dom: &Dom| {
            let mut holds = vec![false; dom.entries.len()];
            for id in (0..dom.entries.len()).filter(|id| BLOCKS.contains(&dom.name(*id))) {
                for around in dom.around(id) {
                    if std::mem::replace(&mut holds[around], true) && around != id {
                        break;
                    }
                }
            }
            holds
        };
        Walk {
            styles: pages.iter().zip(sheets).map(|(dom, sheet)| css::styles(dom, sheet)).collect(),
            holds_block: pages.iter().map(blocks).collect(),
            notes: notes(pages, &places),
            pages,
            names,
            places,
            remarks,
            album: Album::default(),
            fetch,
            language: String::new(),
            page: 0,
            new_page: false,
            open: BTreeSet::new(),
        }
    }

    pub fn dom(&self) -> &'w Dom {
        &self.pages[self.page]
    }

    pub fn at(&self, id: Id) -> At {
        At::Line(self.dom().entries[id].line)
    }

    /// What holds inside an element.
    pub fn inner(&mut self, id: Id, context: &Context) -> Context {
        let style = self.styles[self.page][id].clone();
        let mut out = context.clone();
        let look = &mut out.look;
        look.emphasis = style.emphasis.unwrap_or(look.emphasis);
        look.strong = style.strong.unwrap_or(look.strong);
        look.small_caps = style.small_caps.unwrap_or(look.small_caps);
        look.underline |= style.underline.unwrap_or(false);
        look.strike |= style.strike.unwrap_or(false);
        look.level = style.level.unwrap_or(look.level);
        out.side = style.side.unwrap_or(out.side);
        out.upper = style.upper.unwrap_or(out.upper);
        out.kept_space = style.kept_space.unwrap_or(out.kept_space);
        out.indent = out.indent.saturating_add(style.indent);
        self.new_page |= style.new_page;
        let lang = self.dom().attribute(id, "lang").or(self.dom().attribute(id, "xml:lang"));
        if let Some(lang) = lang.filter(|lang| !lang.is_empty()) {
            let first = lang.split('-').next().unwrap_or_default().to_ascii_lowercase();
            out.look.lang = (first != self.language).then(|| lang.to_owned());
        }
        out
    }

    /// Ends the paragraph that is open. One that was asked for stands even if it is empty: it may part scenes.
    pub fn flush(&mut self, id: Id, context: &Context, wanted: bool, out: &mut Out) {
        let mut runs = std::mem::take(&mut out.runs);
        if context.role == Role::Verse && context.indent > 0 {
            let spaces = "  ".repeat((context.indent as usize).div_ceil(10).min(12));
            runs.insert(0, Run::text(&Look::default(), spaces));
        }
        let inlines = runs::inlines(runs);
        if is_blank(&inlines) && !wanted && inlines.is_empty() {
            return;
        }
        let new_page = !is_blank(&inlines) && std::mem::take(&mut self.new_page);
        let at = self.dom().entries[id].line;
        let (role, side) = (context.role, context.side);
        out.flow.push(Flow::Paragraph(Paragraph { at, role, side, new_page, inlines, ..Paragraph::default() }));
    }
}
