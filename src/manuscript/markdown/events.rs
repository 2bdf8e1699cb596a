//! In: a text and its stubs. Out: pulldown-cmark's events with their ranges, up to the stubs.

use crate::manuscript::ground::OPTIONS;
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, Tag};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

/// What `[label]: address "title"` says, by label in lower case.
pub type References = BTreeMap<String, (String, String)>;

pub struct Events<'t> {
    iter: Peekable<Box<dyn Iterator<Item = (Event<'t>, Range<usize>)> + 't>>,
}

impl<'t> Events<'t> {
    /// A file: `text` ends with stubs that begin at `end`. Also gives the file's link definitions.
    pub fn of_file(text: &'t str, end: usize) -> (Events<'t>, References) {
        let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
        let references = events.reference_definitions().iter();
        let references = references
            .filter(|(_, found)| found.span.start < end)
            .map(|(label, found)| {
                let title = found.title.as_deref().unwrap_or_default().to_string();
                (label.to_lowercase(), (found.dest.to_string(), title))
            })
            .collect();
        (Events::up_to(end, events), references)
    }

    /// Lines of inlines, with the link definitions of their file.
    pub fn of_lines(text: &'t str, end: usize, references: &'t References) -> Events<'t> {
        let find = move |link: BrokenLink<'t>| {
            let (url, title) = references.get(&link.reference.to_lowercase())?;
            Some((CowStr::Borrowed(url.as_str()), CowStr::Borrowed(title.as_str())))
        };
        let options = OPTIONS.difference(Options::ENABLE_TABLES | Options::ENABLE_DEFINITION_LIST);
        Events::up_to(end, Parser::new_with_broken_link_callback(text, options, Some(find)).into_offset_iter())
    }

    fn up_to(end: usize, events: impl Iterator<Item = (Event<'t>, Range<usize>)> + 't) -> Events<'t> {
        let events: Box<dyn Iterator<Item = _> + 't> = Box::new(events.take_while(move |(_, range)| range.start < end));
        Events { iter: events.peekable() }
    }

    pub fn peek(&mut self) -> Option<&(Event<'t>, Range<usize>)> {
        self.iter.peek()
    }

    /// The next event, where it is one of inlines or opens one.
    pub fn next_if_inline(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.iter.next_if(|(event, _)| match event {
            Event::Start(tag) => is_inline(tag),
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::HardBreak => true,
            Event::FootnoteReference(_) | Event::InlineHtml(_) | Event::TaskListMarker(_) => true,
            _ => false,
        })
    }

    /// The next event, where it opens a block.
    pub fn next_if_block(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        self.iter.next_if(|(event, _)| matches!(event, Event::Start(tag) if !is_inline(tag)))
    }

    /// Drops all up to the end of the container whose start was just taken, that end included.
    pub fn skip_container(&mut self) {
        let mut open = 1;
        for (event, _) in self.iter.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            if open == 0 {
                return;
            }
        }
    }
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

impl<'t> Iterator for Events<'t> {
    type Item = (Event<'t>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        self.iter.next()
    }
}
