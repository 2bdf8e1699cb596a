//! In: the book's title, the sections' titles, folios. Out: running heads and folios as set lines with their place.
//! Refuses to know what stands between them.

use crate::base::{Diagnostic, Length, Point, Span};
use crate::design::{Design, FolioPlace, Geometry, HeadPlace, StyleRole};
use crate::layout::context::Context;
use crate::layout::galley::{Galley, GalleyItem, SetLine, single};
use crate::layout::items::Words;
use crate::layout::pagebreak::{PagePlan, Plan};
use crate::layout::paginate::{Leaf, Settled, is_blank};
use crate::layout::sections::Sections;
use crate::model::{Inline, LocalSpan, Role, SectionId, plain_text, walk};
use crate::page::{Item, Side};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Heads and folios, page by page.
#[derive(Debug, Default)]
pub struct Furniture {
    /// By page: lines' items with their places in the measure and from the page's top.
    pages: Vec<Vec<(Point, Item)>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Furniture {
    pub fn new(sections: Sections, design: &Design, geometry: &Geometry, settled: &Settled) -> Furniture {
        let (folios, labels) = (BTreeMap::new(), BTreeMap::new());
        let context = Context {
            sections,
            design,
            dress: &design.dress,
            measure: geometry.measure(),
            depth: geometry.depth(),
            outset: Length::ZERO,
            folios: &folios,
            pages: 0,
            labels: &labels,
            widest: &labels,
        };
        let setter = Setter { context: &context, geometry, settled, heads: Heads::new(&context) };
        let leaves = settled.sequence.pages.par_iter();
        let pages: Vec<_> = leaves
            .map_init(
                || Words::new(design),
                |words, leaf| match leaf.stands {
                    Some((section, nth)) if !is_bare(settled, section, nth) => setter.page(words, leaf, section, nth),
                    _ => Default::default(),
                },
            )
            .collect();
        let mut furniture = Furniture { pages: Vec::new(), diagnostics: setter.heads.diagnostics.clone() };
        for (items, diagnostics) in pages {
            furniture.pages.push(items);
            furniture.diagnostics.extend(diagnostics);
        }
        furniture
    }

    /// Places are relative to the measure's left edge and the page's top.
    pub fn page(&self, at: usize) -> &[(Point, Item)] {
        self.pages.get(at).map_or(&[], Vec::as_slice)
    }
}

/// Whether a page ends between two lines of a stanza.
fn ends_in_stanza(settled: &Settled, section: SectionId, nth: usize) -> bool {
    let Some((galley, _, page)) = page_of(settled, section, nth) else { return false };
    let end = page.end;
    if end.line == 0 {
        return false;
    }
    let Some(GalleyItem::Text { settings }) = galley.items.get(end.item) else { return false };
    let lines = settings.first().and_then(|(_, lines)| lines.get(end.line - 1..=end.line));
    let of_verse = |line: &SetLine| line.role == StyleRole::Verse && !line.is_blank();
    lines.is_some_and(|lines| lines.iter().all(of_verse))
}

/// Whether nothing belongs around a page: it is blank, or a picture covers it.
fn is_bare(settled: &Settled, section: SectionId, nth: usize) -> bool {
    let Some((galley, plan, page)) = page_of(settled, section, nth) else { return true };
    let covers = |line: &SetLine| line.covers.is_some();
    let floats = galley.floats.get(page.floats.clone()).unwrap_or_default();
    // In the column it stands alone on its page.
    let first = galley.items.get(page.start.item..).unwrap_or_default().iter().find_map(|item| match item {
        GalleyItem::Text { settings } => settings.first()?.1.first(),
        GalleyItem::Space { .. } => None,
    });
    floats.iter().flat_map(|float| &float.lines).any(covers)
        || first.is_some_and(covers)
        || is_blank(galley, plan, page)
}

/// A page of a section, with the plan and the column that it is cut from.
fn page_of(settled: &Settled, section: SectionId, nth: usize) -> Option<(&Galley, &Plan, &PagePlan)> {
    let at = section.0 as usize;
    let (galley, plan) = (settled.galleys.get(at)?, settled.sequence.plans.get(at)?);
    Some((galley, plan, plan.pages.get(nth)?))
}

/// Running heads, set once: one for all versos, one for each section's rectos.
#[derive(Default)]
struct Heads {
    verso: Option<SetLine>,
    recto: Vec<Option<SetLine>>,
    diagnostics: Vec<Diagnostic>,
}

impl Heads {
    fn new<'a>(context: &'a Context<'a>) -> Heads {
        let mut heads = Heads::default();
        let mut words = Words::new(context.design);
        if context.design.furniture.head == HeadPlace::None {
            return heads;
        }
        let sections = context.sections;
        let title = text(&sections.book.metadata.title);
        heads.verso = heads.set(context, &mut words, SectionId::default(), &title, None);
        for id in (0..sections.count() as u32).map(SectionId) {
            let section = sections.section(id);
            let own = match &section.short {
                Some(short) => text(short),
                None => {
                    let mut title = section.title.clone();
                    walk::run_on(&mut title);
                    title
                }
            };
            let bare = section.is_display();
            let head = match plain_text(&own).is_empty() {
                _ if bare || section.role == Role::Part => None,
                true => heads.verso.clone(),
                false => heads.set(context, &mut words, id, &own, Some(sections.book.span(id, section.span))),
            };
            heads.recto.push(head);
        }
        heads
    }

    /// A head that is too long for the measure loses words at its end.
    fn set<'a>(
        &mut self,
        context: &'a Context<'a>,
        words: &mut Words<'a>,
        section: SectionId,
        inlines: &[Inline],
        span: Option<Span>,
    ) -> Option<SetLine> {
        if inlines.is_empty() {
            return None;
        }
        let (line, found) = single(context, words, section, StyleRole::RunningHead, inlines);
        self.diagnostics.extend(found);
        let shown = plain_text(inlines);
        if is_whole(&line, &shown) {
            return Some(line);
        }
        let mut hint =
            Diagnostic::hint("running-head-long", "this title is too long for the running head and is shortened there");
        hint.span = span;
        self.diagnostics.push(hint.help("add a shorter one: {short=\"…\"}"));
        let room = line.end.map_or(0, |end| end.offset as usize);
        let ends = shown.match_indices(' ').map(|(at, _)| at).take_while(|&at| at <= room);
        let ends = ends.collect::<Vec<_>>().into_iter().rev();
        let cuts = ends.map(|end| {
            [shown[..end].trim_end_matches([' ', ',', ':', ';', '.']), &context.design.marks.shortened].concat()
        });
        cuts.map(|cut| (single(context, words, section, StyleRole::RunningHead, &text(&cut)).0, cut))
            .find(|(line, cut)| is_whole(line, cut))
            .map(|(line, _)| line)
    }
}

/// A line that had no room for all of its text ends before it.
fn is_whole(line: &SetLine, words: &str) -> bool {
    line.end.is_none_or(|end| end.offset as usize >= words.trim_end().len())
}

fn text(words: &str) -> Vec<Inline> {
    match words {
        "" => Vec::new(),
        words => vec![Inline::Text { text: words.to_string(), span: LocalSpan::NOWHERE }],
    }
}

struct Setter<'a> {
    context: &'a Context<'a>,
    geometry: &'a Geometry,
    settled: &'a Settled,
    heads: Heads,
}

impl<'a> Setter<'a> {
    /// What stands around the text of a page: nothing on a display page, a folio alone on an opening.
    fn page(
        &self,
        words: &mut Words<'a>,
        leaf: &Leaf,
        section: SectionId,
        nth: usize,
    ) -> (Vec<(Point, Item)>, Vec<Diagnostic>) {
        let own = self.context.sections.section(section);
        if own.is_display() || own.role == Role::Part {
            return Default::default();
        }
        let furniture = &self.context.design.furniture;
        let mut items = Vec::new();
        let opening = nth == 0;
        if !opening && let Some(head) = self.head(leaf.side, section) {
            let x = if furniture.head == HeadPlace::Outer { self.outer(leaf.side, head) } else { Length::ZERO };
            place(head, x, self.head_baseline(), &mut items);
        }
        let folio = match furniture.folio {
            _ if opening && !furniture.opening_folio => FolioPlace::None,
            FolioPlace::HeadOuter if opening => FolioPlace::FootCenter,
            folio => folio,
        };
        let mut found = Vec::new();
        let mut put = |shown: &str, at: FolioPlace| {
            let (line, diagnostics) = single(self.context, words, section, StyleRole::Folio, &text(shown));
            let y = if at == FolioPlace::HeadOuter { self.head_baseline() } else { self.folio_baseline() };
            place(&line, self.shift(at, leaf.side, &line), y, &mut items);
            found.extend(diagnostics);
        };
        if folio != FolioPlace::None {
            put(&leaf.folio.to_string(), folio);
        }
        if let Some(mark) = furniture.stanza_goes_on.as_ref().filter(|_| ends_in_stanza(self.settled, section, nth)) {
            // Where the folio is not.
            let at = if folio == FolioPlace::FootCenter { FolioPlace::FootOuter } else { FolioPlace::FootCenter };
            put(mark, at);
        }
        (items, found)
    }

    fn head(&self, side: Side, section: SectionId) -> Option<&SetLine> {
        let own = self.heads.recto.get(section.0 as usize)?.as_ref();
        if side == Side::Verso { self.heads.verso.as_ref() } else { own }
    }

    fn head_baseline(&self) -> Length {
        self.geometry.top + self.geometry.first_baseline - self.context.design.furniture.head_space
    }

    fn folio_baseline(&self) -> Length {
        let last = self.geometry.first_baseline + self.context.dress.grid * (self.geometry.lines - 1);
        self.geometry.top + last + self.context.design.furniture.folio_space
    }

    /// How far a folio moves sideways from where its style set it.
    fn shift(&self, folio: FolioPlace, side: Side, line: &SetLine) -> Length {
        match folio {
            FolioPlace::FootCenter | FolioPlace::None => {
                (self.context.measure - line.width - line.left().unwrap_or_default()) / 2
            }
            FolioPlace::FootOuter | FolioPlace::HeadOuter => self.outer(side, line),
        }
    }

    /// How far a line moves to the outer edge of the measure.
    fn outer(&self, side: Side, line: &SetLine) -> Length {
        match self.geometry.binding.is_outer_left(side.is_recto()) {
            true => -line.left().unwrap_or_default(),
            false => self.context.measure - line.width,
        }
    }
}

fn place(line: &SetLine, x: Length, y: Length, items: &mut Vec<(Point, Item)>) {
    items.extend(line.items.iter().map(|(at, item)| (Point::new(at.x + x, at.y + y), item.clone())));
}
