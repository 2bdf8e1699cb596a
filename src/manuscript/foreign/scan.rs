//! In: a file's text. Out: a diagnostic for each construct of another tool that is not read here. Refuses to change
//! anything.

use super::references;
use super::table::{Construct, Place, State, constructs};
use crate::base::{Diagnostic, FileId, Report, Span};
use crate::manuscript::ground::Ground;
use crate::manuscript::mask::Masked;
use std::ops::Range;

/// The code of a condition, which is read where one may stand.
const CONDITION: &str = "condition-unsupported";
/// The same of a variable.
const VARIABLE: &str = "variable-unknown";

/// Letters of a construct that a message shows.
const SHOWN: usize = 40;

/// `masked` is the text as it is parsed, of the same length: a head and `:::` lines are not in it, and what stands in a
/// formula is told as one.
/// `read` are places whose conditions were judged.
pub fn scan(file: FileId, text: &str, masked: &Masked, read: &[Span], report: &mut Report) {
    let told = constructs().iter().filter(|construct| construct.state != State::Read);
    let present: Vec<&'static Construct> = told.filter(|construct| has(text, &construct.trigger)).collect();
    if present.is_empty() && !references::may_be(text) {
        return;
    }
    let mut ground = Ground::of(&masked.text);
    ground.cover(masked.kept.iter().filter(|kept| kept.len() > 1).cloned());
    let masked = &masked.text;
    // A head is read by other means.
    let start = masked.len() - masked.trim_start().len();
    let start = if text[..start].trim().is_empty() { 0 } else { start };
    let mut scan = Scan { text, start, ground: &ground, found: Vec::new() };
    for (rank, construct) in present.iter().enumerate() {
        scan.construct(rank, construct);
    }
    let mut found = scan.found;
    found.sort_by_key(|(rank, range)| (range.start, *rank));
    let read = Read::new(read);
    let mut end = 0;
    for (rank, range) in found {
        if range.start >= end {
            end = range.end;
            let construct = present[rank];
            if [CONDITION, VARIABLE].contains(&construct.code.as_str()) && read.touches(&range) {
                continue;
            }
            report.add(diagnostic(construct, &text[range.clone()], Span::new(file, range)));
        }
    }
    references::check(file, text, &ground, report);
}

/// Places in order, those that touch made one.
struct Read(Vec<Range<usize>>);

impl Read {
    fn new(places: &[Span]) -> Read {
        let mut places: Vec<Range<usize>> = places.iter().map(|span| span.start as usize..span.end as usize).collect();
        places.sort_by_key(|place| place.start);
        let mut out: Vec<Range<usize>> = Vec::new();
        for place in places {
            match out.last_mut().filter(|last| place.start <= last.end) {
                Some(last) => last.end = last.end.max(place.end),
                None => out.push(place),
            }
        }
        Read(out)
    }

    fn touches(&self, range: &Range<usize>) -> bool {
        let before = self.0.partition_point(|place| place.start < range.end);
        before.checked_sub(1).is_some_and(|last| range.start < self.0[last].end)
    }
}

fn has(text: &str, trigger: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), trigger.as_bytes()).is_some()
}

fn diagnostic(construct: &'static Construct, typed: &str, span: Span) -> Diagnostic {
    let mut shown: String = typed.chars().take(SHOWN).collect();
    if shown.len() < typed.len() {
        shown.push('…');
    }
    let Construct { tool, construct: what, .. } = construct;
    let message = match construct.state {
        State::Error if construct.code == CONDITION => format!("`{shown}` stands where no condition is read"),
        State::Error if construct.code == VARIABLE => format!("`{shown}` stands where no variable is read"),
        State::Error => format!("`{shown}` is {what} of {tool}, which Chapbook does not read"),
        State::Told | State::Read => format!("`{shown}` is {what} of {tool} and is printed as typed"),
    };
    let found = match construct.state {
        State::Error => Diagnostic::error(construct.code.as_str(), message),
        State::Told | State::Read => Diagnostic::warning(construct.code.as_str(), message),
    };
    found.at(span).help(construct.help.as_str())
}

struct Scan<'a> {
    text: &'a str,
    start: usize,
    ground: &'a Ground,
    /// With the rank of the construct.
    found: Vec<(usize, Range<usize>)>,
}

impl Scan<'_> {
    fn construct(&mut self, rank: usize, construct: &Construct) {
        match construct.place {
            Place::Text => self.lines(construct, |scan, line| {
                let mut from = line.start;
                while let Some(range) = scan.first(construct, from..line.end) {
                    from = range.end.max(from + 1);
                    if scan.is_meant(&range, construct) {
                        scan.found.push((rank, range));
                    }
                }
            }),
            Place::Line => self.lines(construct, |scan, line| {
                let bodies = bodies(&scan.text[line.clone()]).map(|at| line.start + at);
                let found = bodies.into_iter().find_map(|at| scan.first(construct, at..line.end));
                if let Some(range) = found.filter(|range| scan.is_meant(range, construct)) {
                    scan.found.push((rank, range));
                }
            }),
            Place::Head => {
                let end = self.text.find('\n').unwrap_or(self.text.len());
                self.found.extend(self.first(construct, 0..end).map(|range| (rank, range)));
            }
            Place::Fence => self.all(rank, construct, |ground| ground.fences.clone()),
            Place::Link => self.all(rank, construct, |ground| ground.links.clone()),
            Place::Code => {
                self.all(rank, construct, |ground| ground.codes.iter().map(|(inside, _)| inside.clone()).collect())
            }
            Place::BehindCode => self.all(rank, construct, |ground| {
                let behind = |whole: &Range<usize>| whole.end..(whole.end + SHOWN);
                ground.codes.iter().map(|(_, whole)| behind(whole)).collect()
            }),
            Place::BeforeCode => self.all(rank, construct, |ground| {
                let before = |whole: &Range<usize>| whole.start.saturating_sub(SHOWN)..whole.start;
                ground.codes.iter().map(|(_, whole)| before(whole)).collect()
            }),
        }
    }

    fn all(&mut self, rank: usize, construct: &Construct, ranges: impl Fn(&Ground) -> Vec<Range<usize>>) {
        for range in ranges(self.ground) {
            let range = floor(self.text, range.start)..floor(self.text, range.end.min(self.text.len()));
            self.found.extend(self.first(construct, range).map(|range| (rank, range)));
        }
    }

    /// Calls for each line that holds the construct's trigger.
    fn lines(&mut self, construct: &Construct, mut each: impl FnMut(&mut Self, Range<usize>)) {
        let text = self.text;
        let finder = memchr::memmem::Finder::new(construct.trigger.as_bytes());
        let mut from = self.start;
        while let Some(at) = finder.find(&text.as_bytes()[from..]).map(|at| from + at) {
            let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
            each(self, start..start + text[start..end].trim_end_matches('\r').len());
            from = (end + 1).min(text.len());
            if end == text.len() {
                return;
            }
        }
    }

    fn first(&self, construct: &Construct, range: Range<usize>) -> Option<Range<usize>> {
        let words = self.text.get(range.clone()).filter(|words| construct.may_be_in(words))?;
        let found = construct.regex()?.captures(words)?;
        let found = found.get(1).or(found.get(0))?;
        let (start, end) = (found.start(), found.start() + found.as_str().trim_end().len());
        Some(range.start + start..range.start + end)
    }

    /// Among words, and not behind a backslash.
    fn is_meant(&self, range: &Range<usize>, construct: &Construct) -> bool {
        let trigger =
            self.text[range.clone()].find(construct.trigger.trim()).map_or(range.start, |at| range.start + at);
        self.ground.is_words(range.start) && !self.is_escaped(range.start) && !self.is_escaped(trigger)
    }

    fn is_escaped(&self, at: usize) -> bool {
        self.text.as_bytes()[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where a line's own words may begin: behind spaces and the marks of quotes; behind those of lists and notes too.
fn bodies(line: &str) -> [usize; 2] {
    let quoted = line.trim_start_matches([' ', '\t', '>', '|']);
    let mut inner = quoted;
    loop {
        let before = inner.len();
        inner = inner.trim_start_matches([' ', '\t', '>']);
        let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        let mark = match inner.len() - digits.len() {
            1..=9 => digits.strip_prefix(['.', ')']),
            _ => inner.strip_prefix(['-', '*', '+', ':']),
        };
        if let Some(rest) = mark.filter(|rest| rest.starts_with([' ', '\t'])) {
            inner = rest;
        } else if let Some((_, rest)) = inner.strip_prefix("[^").and_then(|note| note.split_once("]:")) {
            inner = rest;
        }
        if inner.len() == before {
            return [line.len() - quoted.len(), line.len() - inner.len()];
        }
    }
}
