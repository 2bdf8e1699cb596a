//! In: a section's role, number and title. Out: how its first page opens: sink, number, title; how a made page is
//! spread over its depth. Refuses to know what follows.

use super::column::GalleyItem;
use super::setter::{Room, Setter, Source, join, stack};
use super::text::Block;
use crate::base::{Diagnostic, Length, Span};
use crate::design::StyleRole;
use crate::layout::pagebreak::Cut;
use crate::layout::setline::SetLine;
use crate::model::{self, BlockId, BlockKind, Inline, Role, Section};
use crate::page::StructureRole;

/// The letters of a title on a page that is too full, in percent of their size.
const SMALLER: [i64; 4] = [85, 72, 61, SMALLEST];
const SMALLEST: i64 = 52;

impl Setter<'_, '_> {
    /// Number and title, below the sink. The section's anchor falls on whatever line comes first.
    pub fn opening(&mut self, section: &Section) {
        self.anchors.push(section.anchor);
        let (number, title) = match section.role {
            Role::Part => (StyleRole::PartNumber, StyleRole::PartTitle),
            _ => (StyleRole::ChapterNumber, StyleRole::ChapterTitle),
        };
        self.level = if section.in_part { 2 } else { 1 };
        if section.number.is_none() && section.title.is_empty() {
            return;
        }
        let source = Source { block: BlockId::TITLE, span: self.comp.span(section.span), offset: 0 };
        let node = self.comp.node(StructureRole::Heading(self.level), crate::page::NodeId(0));
        let room = Room { node, ..self.room(title) };
        let room = self.wear(room, title, &section.attributes.classes);
        let style = self.style(title, room);
        let (before, after) = (style.before, style.after);
        let first = self.items.len();
        if let Some(shown) = &section.number {
            let room = self.as_worn(room, number);
            self.number(shown, number, room, source);
            self.gap(self.comp.context.dress.style(number).after);
        }
        self.title(&section.title, title, room, source);
        self.rule_above(first, &style);
        self.sink(first, self.sink_of(section.role) + before);
        self.gap(if section.role == Role::Part { after.max(2) } else { after });
    }

    fn number(&mut self, shown: &str, role: StyleRole, room: Room, source: Source) {
        let block = self.block(role, room, source);
        let mut flat = crate::layout::items::Flat::default();
        let place = crate::layout::items::Place { look: block.look, node: room.node, link: None };
        flat.made(shown, crate::layout::items::RunKind::Made, place, source.span);
        self.displayed(flat, block);
    }

    fn title(&mut self, title: &[Inline], role: StyleRole, room: Room, source: Source) {
        let style = self.style(role, room);
        let edges = self.narrower(room, style.left, style.right);
        let block = self.block(role, self.padded(&style, edges), source);
        let flat = self.flat(title, block.look, room.node, 0);
        self.displayed(flat, block);
        self.title_ground(&style, edges);
        self.title_rule_below(&style, edges, source);
    }

    /// A title's line. Its text has no place in any block.
    fn displayed(&mut self, flat: crate::layout::items::Flat, block: Block) {
        if let Some(line) = self.display(flat, &block) {
            self.lines(vec![SetLine { start: None, end: None, ..line }]);
            self.keep_with_next(Cut::Heading);
        }
    }

    /// Grid lines above what stands first on a section's first page.
    fn sink_of(&self, role: Role) -> i64 {
        let sink = self.comp.context.dress.sink;
        let page = self.comp.context.depth.0 / self.grid.0.max(1);
        match role {
            Role::Part | Role::HalfTitle | Role::Dedication => sink.max(page / 4),
            Role::TitlePage => sink.max(page / 5),
            _ => sink,
        }
        .clamp(0, page / 2)
    }

    /// Puts empty grid lines above item `at`.
    fn sink(&mut self, at: usize, lines: i64) {
        let more = self.grid * lines.max(0);
        if let Some(GalleyItem::Text { settings }) = self.items.get_mut(at) {
            settings.iter_mut().filter_map(|(_, lines)| lines.first_mut()).for_each(|line| line.advance += more);
        }
    }

    /// A page that no author wrote: a half-title, a title page, an imprint. Nothing if the section is none.
    pub fn made_page(&mut self, section: &Section) -> bool {
        match section.role {
            Role::Imprint => self.imprint(section),
            Role::TitlePage | Role::HalfTitle => self.title_page(section),
            _ => return false,
        }
        true
    }

    /// Title, names and publisher over the depth of the page; closer where they would not fit, then with a smaller title.
    fn title_page(&mut self, section: &Section) {
        let page = self.comp.context.depth.0 / self.grid.0.max(1);
        let sink = self.sink_of(section.role);
        // A picture behind the page stands before its words.
        let first = self.items.len();
        let (nodes, anchors) = (self.comp.structure.nodes.len(), self.anchors.clone());
        let told = self.comp.told();
        let mut ways = vec![(100, 2, sink), (100, 2, sink / 2), (100, 1, sink / 2), (100, 1, 0)];
        ways.extend(SMALLER.into_iter().flat_map(|percent| [(percent, 1, sink / 2), (percent, 1, 0)]));
        ways.push((SMALLEST, 0, 0));
        let mut set = Vec::new();
        let mut size = 0;
        for (percent, apart, sink) in ways.iter().copied() {
            if percent != size {
                // What was made of other sizes is made anew.
                self.comp.structure.nodes.truncate(nodes);
                self.comp.take_back(&told);
                self.anchors = anchors.clone();
                set = self.title_lines(section, percent);
                size = percent;
            }
            let fits = sink + self.title_depth(&set, apart) <= page;
            let is_last = (percent, apart) == (SMALLEST, 0);
            if fits || is_last {
                if (percent, apart, sink) != ways[0] {
                    self.tell_tight(set.first().map(|(_, line)| line.span), fits);
                }
                return self.title_lines_apart(set, apart, (first, sink), page);
            }
        }
    }

    /// The lines of a title page; the title's letters in percent of their size, but never smaller than a name's.
    fn title_lines(&mut self, section: &Section, percent: i64) -> Vec<(StyleRole, SetLine)> {
        let name = self.comp.context.dress.style(StyleRole::BookAuthor).size;
        let mut set = Vec::with_capacity(section.blocks.len());
        for block in &section.blocks {
            let BlockKind::Paragraph { class, inlines, .. } = &block.kind else { continue };
            let role = match *class {
                "title" if section.role == Role::HalfTitle => StyleRole::HalfTitle,
                "title" => StyleRole::BookTitle,
                "subtitle" => StyleRole::BookSubtitle,
                "author" => StyleRole::BookAuthor,
                _ => StyleRole::BookPublisher,
            };
            let before = self.enter(block);
            let room = self.room(role);
            let node = self.block_node(room, StructureRole::Paragraph, block);
            let mut how = self.block(role, room, self.source(block));
            if how.look.size > name {
                let smaller = how.look.size.scale(percent, 100).max(name);
                how.leading = how.leading.scale(smaller.0, how.look.size.0);
                how.look.size = smaller;
            }
            let flat = self.flat(inlines, how.look, node, 0);
            set.extend(self.display(flat, &how).map(|line| (role, line)));
            self.leave(before);
        }
        set
    }

    /// White above and below: each name on the page stands by itself, if there is room.
    fn title_white(&self, role: StyleRole, apart: i64) -> (i64, i64) {
        let style = self.comp.context.dress.style(role);
        let least = if role == StyleRole::BookPublisher { 0 } else { apart };
        if apart == 0 { (0, 0) } else { (style.before.max(least), style.after) }
    }

    /// Grid lines that the lines of a title page need; what stands at the foot is apart from the names.
    fn title_depth(&self, set: &[(StyleRole, SetLine)], apart: i64) -> i64 {
        let line = |(role, line): &(StyleRole, SetLine)| {
            let (before, after) = self.title_white(*role, apart);
            (line.advance.0 + self.grid.0 - 1) / self.grid.0.max(1) + before + after
        };
        let has_foot = set.iter().skip(1).any(|(role, _)| *role == StyleRole::BookPublisher);
        set.iter().map(line).sum::<i64>() + if has_foot { apart } else { 0 }
    }

    fn title_lines_apart(
        &mut self,
        set: Vec<(StyleRole, SetLine)>,
        apart: i64,
        (first, sink): (usize, i64),
        page: i64,
    ) {
        let dress = self.comp.context.dress;
        let mut foot = None;
        for (role, line) in set {
            if role == StyleRole::BookPublisher {
                foot = foot.or(Some(self.items.len()));
            }
            let (before, after) = self.title_white(role, apart);
            self.gap(before);
            self.lines(vec![line]);
            self.rule_above(self.items.len() - 1, dress.style(role));
            self.gap(after);
        }
        self.trim_gap();
        self.sink(first, sink);
        let rest = page - self.depth(first).0 / self.grid.0.max(1);
        if let Some(foot) = foot.filter(|foot| *foot > first) {
            self.sink(foot, rest);
        }
    }

    fn tell_tight(&mut self, place: Option<Span>, fits: bool) {
        let found = match fits {
            true => Diagnostic::hint(
                "title-page-tight",
                "the title page is set closer or smaller than usual to fit on its page",
            ),
            false => Diagnostic::warning("title-page-long", "the title page needs more than one page"),
        };
        let help = "shorten the title or the subtitle, or give the title a smaller size under `[styles.book-title]`";
        self.comp.diagnostics.push(found.at_any(place).help(help));
    }

    /// The imprint's lines at their own leading, at the foot of the page; as ordinary lines where they fill more.
    fn imprint(&mut self, section: &Section) {
        let role = StyleRole::Imprint;
        let leading = self.comp.context.dress.style(role).leading;
        let mut whole: Option<SetLine> = None;
        let mut all = Vec::new();
        for block in &section.blocks {
            let BlockKind::Paragraph { inlines, .. } = &block.kind else { continue };
            let before = self.enter(block);
            let room = self.room(role);
            let node = self.block_node(room, StructureRole::Paragraph, block);
            let how = self.block(role, room, self.source(block));
            let flat = self.flat(inlines, how.look, node, 0);
            let lines = self.best(flat, &how);
            all.extend(lines.clone());
            let deep = leading * lines.len() as i64 + if whole.is_some() { leading / 2 } else { Length::ZERO };
            if let Some(next) = stack(lines, leading, self.grid) {
                match &mut whole {
                    None => whole = Some(next),
                    Some(whole) => {
                        whole.shift(Length::ZERO, -deep);
                        join(whole, next);
                    }
                }
            }
            self.leave(before);
        }
        let Some(mut whole) = whole else { return };
        let depth = self.comp.context.depth;
        if whole.ascent > depth {
            return self.lines(all);
        }
        whole.advance = depth;
        self.lines(vec![whole]);
    }

    /// A dedication stands by itself, a quarter down its page.
    pub fn sunk(&mut self, section: &Section) {
        if section.role == Role::Dedication {
            self.sink(0, self.sink_of(Role::Dedication));
        }
    }

    fn trim_gap(&mut self) {
        if let Some(GalleyItem::Space { at_edge: None, .. }) = self.items.last() {
            self.items.pop();
        }
    }

    /// The depth of the column from an item on.
    pub fn depth(&self, from: usize) -> Length {
        let item = |item: &GalleyItem| match item {
            GalleyItem::Space { advance, .. } => *advance,
            GalleyItem::Text { settings } => {
                settings.first().map_or(Length::ZERO, |(_, lines)| lines.iter().map(|line| line.advance).sum())
            }
        };
        self.items[from..].iter().map(item).sum()
    }

    /// A heading of level 2 to 6.
    pub fn heading(&mut self, level: u8, inlines: &[Inline], from: &model::Block, room: Room) {
        let role = match level {
            ..=2 => StyleRole::Heading2,
            3 => StyleRole::Heading3,
            4 => StyleRole::Heading4,
            5 => StyleRole::Heading5,
            _ => StyleRole::Heading6,
        };
        let room = self.wear(room, role, &from.attributes.classes);
        let style = self.style(role, room);
        let depth = self.depths.get(&from.id).copied().unwrap_or(2);
        let level = self.level.saturating_add(depth).saturating_sub(1);
        let node = self.comp.node(StructureRole::Heading(level), room.node);
        self.gap(style.before);
        let edges = self.narrower(room, style.left, style.right);
        let source = self.source(from);
        let block = self.block(role, self.padded(&style, edges), source);
        let flat = self.flat(inlines, block.look, node, 0);
        if let Some(line) = self.display(flat, &block) {
            self.lines(vec![line]);
            self.keep_with_next(Cut::Heading);
            self.rule_above(self.items.len() - 1, &style);
            self.title_ground(&style, edges);
            self.title_rule_below(&style, edges, source);
        }
        self.gap(style.after);
        self.indent = false;
    }

    /// A section break: the ornament, or an empty line that becomes one at a page's edge.
    pub fn section_break(&mut self, room: Room, source: Source) {
        let design = self.comp.context.design;
        let blank = design.ornament.trim().is_empty();
        let shown = if blank { &design.edge_ornament } else { &design.ornament };
        let ornament = self.ornament(shown, room, source);
        self.indent = false;
        if blank {
            return self.space(self.grid, ornament.map(Box::new), Cut::Break.into());
        }
        let style = self.comp.context.dress.style(StyleRole::Ornament);
        let (before, after) = (style.before, style.after);
        self.gap(before);
        if let Some(line) = ornament {
            self.lines(vec![SetLine { after: Cut::Break.into(), ..line }]);
        }
        self.gap(after);
    }

    fn ornament(&mut self, shown: &str, room: Room, source: Source) -> Option<SetLine> {
        let block = self.block(StyleRole::Ornament, room, source);
        let marks = std::mem::replace(&mut self.comp.marks, false);
        let mut flat = crate::layout::items::Flat::default();
        let place = crate::layout::items::Place { look: block.look, node: room.node, link: None };
        flat.made(shown, crate::layout::items::RunKind::Made, place, source.span);
        let line = self.best(flat, &block).into_iter().next();
        self.comp.marks = marks;
        line.map(|line| SetLine { start: None, end: None, items: artifact(line.items), ..line })
    }
}

/// Marks what is drawn as no part of the text.
pub fn artifact(items: Vec<(crate::base::Point, crate::page::Item)>) -> Vec<(crate::base::Point, crate::page::Item)> {
    use crate::base::Point;
    use crate::page::{Item, Mark};
    let mut marked = vec![(Point::ZERO, Item::Mark(Mark::BeginArtifact))];
    marked.extend(items);
    marked.push((Point::ZERO, Item::Mark(Mark::End)));
    marked
}

#[cfg(test)]
mod tests {
    use crate::base::Folder;
    use crate::{BuildOptions, Silent, check};

    #[test]
    fn what_a_full_title_page_lacks_is_told_whatever_its_size() {
        let title = "A title of many words ".repeat(16);
        let settings =
            format!("book = {{ title = '{title}', subtitle = 'Of ᚠ', language = 'en' }}\npage.trim = 'A6'\n");
        let book = Folder::from_files([("book.toml", settings.as_str()), ("a.md", "# One\n\nWords.\n")]).unwrap();
        let report = check(&book, BuildOptions::default(), &Silent).report;
        let told = |code: &str| report.sorted().iter().filter(|found| found.code == code).count();
        assert_eq!((told("title-page-tight"), told("title-page-long")), (1, 0), "{report}");
        assert!(report.sorted().iter().any(|found| found.message == "no font of this book has runes"), "{report}");
    }
}
