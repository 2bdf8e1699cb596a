//! In: a problem. Out: the least that its pages can cost, by brute force: every choice of settings, every way to end
//! pages. And first fit, the yardstick.

use super::flow::{Begin, Flow};
use super::notes::NoteCut;
use super::price::{Ending, Page};
use super::*;
use std::ops::Range;

/// A line or a space of a flow whose settings are chosen.
struct Token<'a> {
    item: usize,
    line: Option<(usize, &'a Line)>,
    setting: Cost,
    space: i64,
    edge: Option<i64>,
    after: After,
    called: usize,
    floats: usize,
}

struct Brute<'a> {
    problem: &'a Problem,
    flow: &'a Flow,
    tokens: Vec<Token<'a>>,
    /// The notes of each float, by their number in the order of calls.
    float_calls: Vec<Range<usize>>,
    /// What costs more is not followed.
    most: Cost,
    best: Option<Cost>,
}

#[derive(Clone, Copy)]
struct Past {
    cost: Cost,
    stop: NoteCut,
    floats: usize,
    recto: bool,
    facing: Option<i64>,
    opens: bool,
    first: bool,
}

impl<'a> Brute<'a> {
    fn tokens(problem: &'a Problem, chosen: &[usize]) -> (Vec<Token<'a>>, Vec<Range<usize>>) {
        let mut float_calls = Vec::new();
        let mut called = 0;
        let mut floats = 0;
        let mut tokens = Vec::new();
        for (item, (kind, &chosen)) in problem.items.iter().zip(chosen).enumerate() {
            match kind {
                Item::Space { advance, at_edge, after } => tokens.push(Token {
                    item,
                    line: None,
                    setting: Cost::FREE,
                    space: advance.0,
                    edge: at_edge.map(|edge| edge.0),
                    after: *after,
                    called,
                    floats,
                }),
                Item::Text { settings } => {
                    for (nth, line) in settings[chosen].lines.iter().enumerate() {
                        called += line.notes.len();
                        for float in &problem.floats[floats..floats + line.floats] {
                            float_calls.push(called..called + float.notes.len());
                            called += float.notes.len();
                        }
                        floats += line.floats;
                        let setting = if nth == 0 { settings[chosen].cost } else { Cost::FREE };
                        let (space, edge) = (line.advance.0, None);
                        tokens.push(Token {
                            item,
                            line: Some((nth, line)),
                            setting,
                            space,
                            edge,
                            after: line.after,
                            called,
                            floats,
                        });
                    }
                }
            }
        }
        (tokens, float_calls)
    }

    fn pages(&mut self, from: usize, past: Past) {
        if past.cost > self.most {
            return;
        }
        let before = from.checked_sub(1).map_or(0, |at| self.tokens[at].called);
        let depth = self.problem.depth.0 - if past.first { self.problem.first_less.0 } else { 0 };
        let done = !self.tokens[from..].iter().any(|token| token.line.is_some());
        if done && past.stop.note == before && past.floats == self.mentioned(from) {
            self.most = past.cost;
            self.best = Some(past.cost);
            return;
        }
        for (from, next) in self.next_pages(from, before, depth, past) {
            self.pages(from, next.past);
        }
    }

    /// Every page that may follow, with the token after it.
    fn next_pages(&self, from: usize, before: usize, depth: i64, past: Past) -> Vec<(usize, Next)> {
        let mut found = Vec::new();
        let mentioned = self.mentioned(from);
        let done = !self.tokens[from..].iter().any(|token| token.line.is_some());
        if self.flow.continues(past.floats) {
            return vec![(from, self.whole(past, before, depth))];
        }
        let pair = self.flow.next_whole(past.floats);
        let waits = pair == past.floats && pair < mentioned;
        let due = self.due(before, past.floats);
        if waits && self.flow.takes_side(pair, past.recto) {
            found.push((from, self.whole(past, before, depth)));
        } else if waits && past.stop.note >= due {
            if done {
                let white = depth / self.problem.grid.0;
                let page = Page { white, ..Self::page(Ending::Whole, past, true, 0, 0) };
                found.push((from, Self::next(past, past.stop, past.floats, page, Cost::FREE, Cost::FREE)));
            }
        } else if past.stop.note < before || past.floats < mentioned {
            let mentioned = mentioned.min(pair);
            let fits = (past.floats..=mentioned).rev().find(|&to| self.floats_depth(past.floats, to) <= depth);
            let floats = fits.map_or(past.floats, |fits| fits.max(past.floats + 1).min(mentioned));
            let floats = if waits { past.floats } else { floats };
            let left = depth - self.floats_depth(past.floats, floats);
            let due = self.due(before, floats);
            let (to, _) = match floats > past.floats {
                true => self.flow.notes.fit(past.stop, due, left),
                false => self.flow.notes.fit_alone(past.stop, due, left),
            };
            let white = (left - self.flow.notes.between(past.stop, to)) / self.problem.grid.0;
            let ending = if done { Ending::Whole } else { Ending::Notes };
            let page = Page {
                white: white.max(0),
                split: to.note < due,
                late: mentioned - floats,
                elsewhere: self.homeless(from..from, past.floats..floats, to),
                goes_on: self
                    .tokens
                    .get(from)
                    .is_some_and(|next| next.line.is_some_and(|(nth, _)| nth > 0) || self.goes_on(next)),
                ..Self::page(ending, past, true, 0, (depth - left) / self.problem.grid.0)
            };
            found.push((from, Self::next(past, to, floats, page, Cost::FREE, Cost::FREE)));
        }
        for end in from + 1..=self.tokens.len() {
            self.end(from..end, before, depth, past, &mut found);
        }
        found
    }

    fn page(ending: Ending, past: Past, has_notes: bool, extra: i64, depth: i64) -> Page {
        let has_text = !matches!(ending, Ending::Notes | Ending::Whole);
        Page {
            ending,
            extra,
            white: 0,
            has_notes,
            recto: past.recto,
            hyphen: false,
            asked: None,
            facing: if has_text { past.facing } else { None },
            elsewhere: 0,
            split: false,
            depth,
            opens: past.opens && has_text,
            waits: false,
            late: 0,
            goes_on: false,
        }
    }

    fn end(&self, range: Range<usize>, before: usize, room: i64, past: Past, found: &mut Vec<(usize, Next)>) {
        let Range { start: from, end } = range;
        let tokens = &self.tokens[from..end];
        let is_line = |token: &&Token| token.line.is_some();
        let Some(first) = tokens.iter().position(|token| token.line.is_some()) else { return };
        let Some(last) = tokens.iter().rposition(|token| token.line.is_some()) else { return };
        let rest = !self.tokens[end..].iter().any(|token| token.line.is_some());
        // A gap's end is one place, whichever of its spaces without an edge is named; the last takes all.
        if rest && end < self.tokens.len()
            || !rest && last + 1 < tokens.len() && tokens[tokens.len() - 1].edge.is_none()
        {
            return;
        }
        let forced = |token: &Token| token.after == After::Forced;
        if tokens[first..last].iter().any(forced) {
            return;
        }
        let edges = |part: &[Token]| part.iter().filter_map(|token| token.edge).sum::<i64>();
        let foot = edges(&tokens[last + 1..]);
        let above = tokens[first].line.map_or(0, |(_, line)| line.above.0);
        let depth = above + edges(&tokens[..first]) + tokens[first..=last].iter().map(|token| token.space).sum::<i64>();
        let grid = self.problem.grid.0;
        let lone = tokens.iter().filter(is_line).count() == 1;
        if depth > room + grid && !lone || !rest && foot > 0 && depth + foot > room + grid {
            return;
        }
        let depth = depth + foot;
        let gap: Vec<&Token> =
            self.tokens[from + last..].iter().skip(1).take_while(|token| token.line.is_none()).collect();
        let line = tokens[last].line.map(|(_, line)| line).expect("the last is a line");
        let inside = gap.is_empty() && self.tokens.get(end).is_some_and(|next| next.item == tokens[last].item);
        let mut after = Cost::FREE;
        let mut must = false;
        let gap = if inside { Vec::new() } else { gap };
        let space: i64 = gap.iter().map(|token| token.space).sum();
        for token in gap.into_iter().chain([&tokens[last]]) {
            match token.after {
                After::Cuts(cuts) => after += cuts.cost(),
                After::Forced => must = true,
            }
        }
        // Prose that a gap follows does not run on.
        let ending = match (rest, must, line.prose && space == 0) {
            (true, ..) => Ending::Last,
            (_, true, _) => Ending::Forced,
            (_, _, true) => Ending::Prose,
            _ if line.verse => Ending::Verse,
            _ => Ending::Other,
        };
        let after = if rest || must { Cost::FREE } else { after };
        let settings = tokens.iter().fold(Cost::FREE, |sum, token| sum + token.setting);
        let called = tokens[last].called;
        let all = tokens[last].floats;
        let one_waits = all > self.mentioned(from).max(past.floats);
        let pair = self.flow.next_whole(past.floats);
        let fit = (past.floats..=all).rev().find(|&to| self.floats_depth(past.floats, to) <= room - depth);
        let fit = fit.unwrap_or(past.floats);
        for floats in past.floats..=all.min(pair) {
            if floats < all && floats != pair && floats != fit && (floats + 1 < all || !one_waits) {
                continue;
            }
            let taken = self.floats_depth(past.floats, floats);
            let fixed = match room - depth - taken {
                left if left < -grid => 0,
                left if left < 0 => 1,
                _ if must || rest => 0,
                left => -(left / grid),
            };
            let (due, before) = (self.due(called, floats), self.due(before, floats));
            let has_notes = past.stop.note < due;
            let extras = if has_notes { vec![-1, 0, 1] } else { vec![fixed] };
            for extra in extras {
                let left = room + extra * grid - depth - taken;
                if left < 0 && (extra != 0 || taken > 0) {
                    continue;
                }
                let (to, _) = self.flow.notes.fit(past.stop, due, left);
                if past.stop.note < before && to == past.stop {
                    continue;
                }
                let used = self.flow.notes.between(past.stop, to);
                let page = Page {
                    white: if has_notes { ((left - used) / grid).max(0) } else { 0 },
                    hyphen: line.hyphen,
                    asked: self.asked(tokens),
                    elsewhere: self.homeless(from..end, past.floats..floats, to),
                    waits: (self.mentioned(from)..all.min(pair)).any(|float| float >= floats) || pair < all,
                    late: self.late(from, floats, all.min(pair))
                        + usize::from(
                            pair == past.floats
                                && pair < self.mentioned(from)
                                && self.flow.takes_side(pair, past.recto),
                        ),
                    split: to.note < due,
                    goes_on: self.tokens.get(end).is_some_and(|next| self.goes_on(next)),
                    ..Self::page(ending, past, has_notes, extra, (depth + taken) / grid)
                };
                found.push((end, Self::next(past, to, floats, page, settings, after)));
            }
        }
    }

    /// Whether prose begins behind a token that a page begins with.
    fn goes_on(&self, next: &Token) -> bool {
        let begin = Begin { item: next.item, ..Begin::default() };
        next.line.is_none_or(|(nth, _)| nth == 0) && self.flow.goes_on(begin)
    }

    /// The author's word for a page that is made of some tokens.
    fn asked(&self, tokens: &[Token]) -> Option<i64> {
        let begins = |item| {
            let first = |token: &Token| token.item == item && token.line.is_none_or(|(nth, _)| nth == 0);
            tokens.iter().any(first)
        };
        let last = self.problem.spreads.iter().rfind(|spread| begins(spread.item));
        last.map(|spread| i64::from(spread.lines))
    }

    /// Floats mentioned before a token.
    fn mentioned(&self, from: usize) -> usize {
        from.checked_sub(1).map_or(0, |at| self.tokens[at].floats)
    }

    fn floats_depth(&self, from: usize, to: usize) -> i64 {
        (from..to).map(|float| self.problem.floats[float].depth.0.max(1)).sum()
    }

    /// A page that holds a float alone, and notes.
    fn whole(&self, past: Past, before: usize, room: i64) -> Next {
        let floats = past.floats + 1;
        let own = self.floats_depth(past.floats, floats);
        let due = self.due(before, floats);
        let (to, _) = self.flow.notes.fit(past.stop, due, room - own);
        let grid = self.problem.grid.0;
        let page = Page {
            white: ((room - own - self.flow.notes.between(past.stop, to)) / grid).max(0),
            split: to.note < due,
            elsewhere: self.homeless(0..0, past.floats..floats, to),
            ..Self::page(Ending::Whole, past, true, 0, own / grid)
        };
        Self::next(past, to, floats, page, Cost::FREE, Cost::FREE)
    }

    /// Of the first notes, those that wait for no float, where so many stand.
    fn due(&self, called: usize, floats: usize) -> usize {
        let waiting = self.float_calls[floats..].iter().find(|calls| !calls.is_empty());
        waiting.map_or(called, |calls| called.min(calls.start))
    }

    /// Notes that do not begin by `to`, though their calls in the text of these tokens or on these floats stand here.
    fn homeless(&self, tokens: Range<usize>, stand: Range<usize>, to: NoteCut) -> usize {
        let before = |at: usize| at.checked_sub(1).map_or(0, |at| self.tokens[at].called);
        let begun = to.note + usize::from(to.line > 0);
        let on_floats = |note: &usize| self.float_calls.iter().any(|calls| calls.contains(note));
        let in_text = (before(tokens.start)..before(tokens.end)).filter(|note| !on_floats(note));
        let here = in_text.chain(self.float_calls[stand].iter().cloned().flatten());
        here.filter(|note| *note >= begun).count()
    }

    /// Floats that are not on this page though they are older, and of those that are mentioned on it all but one.
    fn late(&self, from: usize, floats: usize, all: usize) -> usize {
        let mentioned = self.mentioned(from);
        let older = (floats..all).filter(|&float| float < mentioned).count();
        older + (floats..all).filter(|&float| float >= mentioned).count().saturating_sub(1)
    }

    fn next(past: Past, stop: NoteCut, floats: usize, page: Page, settings: Cost, after: Cost) -> Next {
        let facing = (page.ending == Ending::Prose && !past.recto).then_some(page.extra);
        let cost = past.cost + settings + after + page.cost();
        let opens = page.ending == Ending::Forced;
        Next { past: Past { cost, stop, floats, recto: !past.recto, facing, opens, first: false }, page, after }
    }

    /// First fit, the yardstick: best settings only, every page as full as keeps and widows let it be.
    fn greedy(&self, recto: bool) -> Cost {
        let (cost, stop) = (Cost::FREE, NoteCut::default());
        let mut past = Past { cost, stop, floats: 0, recto, facing: None, opens: true, first: true };
        let mut from = 0;
        while from < self.tokens.len() || past.stop.note < self.flow.calls() || past.floats < self.problem.floats.len()
        {
            let before = from.checked_sub(1).map_or(0, |at| self.tokens[at].called);
            let room = self.problem.depth.0 - if past.first { self.problem.first_less.0 } else { 0 };
            let pages = self.next_pages(from, before, room, past);
            let fits = |next: &Next| next.page.extra <= 0 && (!next.page.has_notes || next.page.extra == 0);
            let rank = |(end, next): &&(usize, Next)| {
                let kept = next.after.0[..2] == [0, 0] && next.page.elsewhere == 0 && next.page.late == 0;
                (fits(next) && kept, fits(next), *end)
            };
            let (end, next) = pages.iter().max_by_key(rank).expect("some page follows");
            (from, past) = (*end, next.past);
        }
        past.cost
    }
}

/// What first fit costs.
pub fn first_fit(problem: &Problem) -> Cost {
    let flow = Flow::new(problem);
    let (tokens, float_calls) = Brute::tokens(problem, &vec![0; problem.items.len()]);
    Brute { problem, flow: &flow, tokens, float_calls, most: Cost::FREE, best: None }.greedy(problem.recto)
}

/// A page that may follow, and what lies behind once it is set.
struct Next {
    past: Past,
    page: Page,
    after: Cost,
}

/// The least cost of all, if it is not above `most`.
pub fn brute(problem: &Problem, most: Cost) -> Option<Cost> {
    let flow = Flow::new(problem);
    let mut chosen = vec![0; problem.items.len()];
    let mut brute = Brute { problem, flow: &flow, tokens: Vec::new(), float_calls: Vec::new(), most, best: None };
    loop {
        (brute.tokens, brute.float_calls) = Brute::tokens(problem, &chosen);
        let (cost, stop, recto) = (Cost::FREE, NoteCut::default(), problem.recto);
        brute.pages(0, Past { cost, stop, floats: 0, recto, facing: None, opens: true, first: true });
        let choices = |item: &Item| match item {
            Item::Text { settings } => settings.len(),
            Item::Space { .. } => 1,
        };
        let Some(at) = (0..chosen.len()).find(|&at| chosen[at] + 1 < choices(&problem.items[at])) else { break };
        chosen[..at].fill(0);
        chosen[at] += 1;
    }
    brute.best
}
