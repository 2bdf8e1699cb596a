//! In: a file's text. Out: which parts of it are words, and where its fences, code spans and links stand. Refuses to know
//! any construct.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// What pulldown-cmark reads for us. Heading attributes, superscript, subscript and smart punctuation are ours.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_TASKLISTS);

/// Ranges in the order of the text.
#[derive(Debug, Default)]
pub struct Ground {
    /// Code, comments, raw HTML, addresses: no words.
    pub covered: Vec<Range<usize>>,
    /// What stands between the marks of code spans, and the spans with their marks.
    pub codes: Vec<(Range<usize>, Range<usize>)>,
    /// The words after the marks of fences.
    pub fences: Vec<Range<usize>>,
    /// Addresses and titles of links and pictures.
    pub links: Vec<Range<usize>>,
}

impl Ground {
    pub fn of(text: &str) -> Ground {
        let mut ground = Ground::default();
        let parser = Parser::new_ext(text, OPTIONS).into_offset_iter();
        ground.covered.extend(parser.reference_definitions().iter().map(|(_, found)| found.span.clone()));
        // Open links, and where the last thing in each ends.
        let mut links: Vec<(bool, Range<usize>, usize)> = Vec::new();
        for (event, range) in parser {
            if let Event::Start(Tag::Link { link_type, .. } | Tag::Image { link_type, .. }) = event {
                let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                links.push((bare, range.clone(), range.start));
                continue;
            }
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let in_verse = matches!(&kind, CodeBlockKind::Fenced(info) if is_verse(info));
                    ground.code_block(text, range.clone(), in_verse, matches!(kind, CodeBlockKind::Fenced(_)));
                }
                Event::End(TagEnd::Link | TagEnd::Image) => {
                    if let Some((bare, whole, end)) = links.pop() {
                        let tail = end..whole.end;
                        ground.links.push(tail.clone());
                        ground.covered.push(if bare { whole } else { tail });
                    }
                }
                Event::Code(_) => ground.code_span(text, range.clone()),
                Event::InlineHtml(_) | Event::Html(_) => ground.covered.push(range.clone()),
                _ => {}
            }
            // What a link that is still open holds so far; behind it stands its address.
            if let Some((_, _, end)) = links.last_mut() {
                *end = (*end).max(range.end);
            }
        }
        ground.covered.sort_by_key(|range| (range.start, range.end));
        ground.codes.sort_by_key(|(_, whole)| whole.start);
        ground
    }

    /// A poem in a fence is words; of it only the fences themselves and code spans are not.
    fn code_block(&mut self, text: &str, range: Range<usize>, verse: bool, fenced: bool) {
        let first = text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
        if fenced {
            let line = &text[range.start..first];
            let words = line.trim_start_matches(['`', '~', ' ']);
            self.fences.push(first - words.len()..first - words.len() + words.trim_end().len());
        }
        if !verse {
            return self.covered.push(range);
        }
        self.covered.push(range.start..first);
        let mut from = first;
        while let Some(open) = text[from..range.end].find('`').map(|at| from + at) {
            let Some(close) = text[open + 1..range.end].find(['`', '\n']).map(|at| open + 1 + at) else { break };
            if text[close..].starts_with('`') {
                self.code_span(text, open..close + 1);
            }
            from = close + 1;
        }
    }

    fn code_span(&mut self, text: &str, whole: Range<usize>) {
        let marks = text[whole.clone()].bytes().take_while(|byte| *byte == b'`').count();
        let inside = (whole.start + marks).min(whole.end)..whole.end.saturating_sub(marks).max(whole.start + marks);
        self.codes.push((inside.start..inside.end.min(whole.end).max(inside.start.min(whole.end)), whole.clone()));
        self.covered.push(whole);
    }

    /// Takes more out of the words.
    pub fn cover(&mut self, ranges: impl Iterator<Item = Range<usize>>) {
        self.covered.extend(ranges);
        self.covered.sort_by_key(|range| (range.start, range.end));
    }

    /// Whether this place is among words.
    pub fn is_words(&self, at: usize) -> bool {
        let next = self.covered.partition_point(|range| range.start <= at);
        // Ranges may lie inside each other; the widest that began before is near.
        !self.covered[..next].iter().rev().take(8).any(|range| range.contains(&at))
    }
}

fn is_verse(info: &str) -> bool {
    let word = info.trim_start().split([' ', '\t', '{']).next().unwrap_or_default();
    let class = info.split_once("{.").map_or("", |(_, class)| class).split([' ', '}']).next().unwrap_or_default();
    [word, class].iter().any(|name| matches!(*name, "verse" | "poem"))
}
