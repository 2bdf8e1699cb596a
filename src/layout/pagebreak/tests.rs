//! The breaker against brute force: every choice of settings, every way to end pages.

use super::flow::Flow;
use super::notes::Stop;
use super::price::{Ending, Page};
use super::*;
use crate::base::Length;
use proptest::prelude::*;

/// A line or a space of a flow whose settings are chosen.
struct Token<'a> {
    item: usize,
    line: Option<(usize, &'a Line)>,
    setting: Cost,
    space: i64,
    edge: Option<i64>,
    after: After,
    called: usize,
}

struct Brute<'a> {
    problem: &'a Problem,
    flow: &'a Flow,
    tokens: Vec<Token<'a>>,
    /// What costs more is not followed.
    most: Cost,
    best: Option<Cost>,
}

#[derive(Clone, Copy)]
struct Past {
    cost: Cost,
    stop: Stop,
    recto: bool,
    facing: Option<i64>,
    opens: bool,
    first: bool,
}

impl<'a> Brute<'a> {
    fn tokens(problem: &'a Problem, chosen: &[usize]) -> Vec<Token<'a>> {
        let mut called = 0;
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
                }),
                Item::Text { settings } => {
                    for (nth, line) in settings[chosen].lines.iter().enumerate() {
                        called += line.notes.len();
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
                        });
                    }
                }
            }
        }
        tokens
    }

    fn pages(&mut self, from: usize, past: Past) {
        if past.cost > self.most {
            return;
        }
        let before = from.checked_sub(1).map_or(0, |at| self.tokens[at].called);
        let depth = self.problem.depth.0 - if past.first { self.problem.first_less.0 } else { 0 };
        let done = !self.tokens[from..].iter().any(|token| token.line.is_some());
        if done && past.stop.note == before {
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
        if past.stop.note < before {
            let (to, _) = self.flow.notes.fit_alone(past.stop, before, depth);
            let white = (depth - self.flow.notes.between(past.stop, to)) / self.problem.grid.0;
            let page =
                Page { white: white.max(0), split: to.note < before, ..Self::page(Ending::Notes, past, true, 0, 0) };
            found.push((from, Self::next(past, to, page, Cost::FREE, Cost::FREE)));
        }
        for end in from + 1..=self.tokens.len() {
            self.end(from, end, before, depth, past, &mut found);
        }
        found
    }

    fn page(ending: Ending, past: Past, has_notes: bool, extra: i64, depth: i64) -> Page {
        Page {
            ending,
            extra,
            white: 0,
            has_notes,
            recto: past.recto,
            hyphen: false,
            facing: if ending == Ending::Notes { None } else { past.facing },
            elsewhere: 0,
            split: false,
            depth,
            opens: past.opens && ending != Ending::Notes,
        }
    }

    fn end(&self, from: usize, end: usize, before: usize, room: i64, past: Past, found: &mut Vec<(usize, Next)>) {
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
        let depth = edges(&tokens[..first]) + tokens[first..=last].iter().map(|token| token.space).sum::<i64>();
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
                After::Cost(cost) => after += cost,
                After::Forced => must = true,
            }
        }
        // Prose that a gap follows does not run on.
        let ending = match (rest, must, line.prose && space == 0) {
            (true, ..) => Ending::Last,
            (_, true, _) => Ending::Forced,
            (_, _, true) => Ending::Prose,
            _ => Ending::Other,
        };
        let after = if rest || must { Cost::FREE } else { after };
        let settings = tokens.iter().fold(Cost::FREE, |sum, token| sum + token.setting);
        let called = tokens[last].called;
        let has_notes = past.stop.note < called;
        let fixed = match room - depth {
            left if left < -grid => 0,
            left if left < 0 => 1,
            _ if must || rest => 0,
            left => -(left / grid),
        };
        let extras = if has_notes { vec![-1, 0, 1] } else { vec![fixed] };
        for extra in extras {
            let left = room + extra * grid - depth;
            if left < 0 && extra != 0 {
                continue;
            }
            let (to, _) = self.flow.notes.fit(past.stop, called, left);
            if past.stop.note < before && to == past.stop {
                continue;
            }
            let used = self.flow.notes.between(past.stop, to);
            let begun = to.note + usize::from(to.line > 0);
            let page = Page {
                white: if has_notes { ((left - used) / grid).max(0) } else { 0 },
                hyphen: line.hyphen,
                elsewhere: (before..called).filter(|&note| note >= begun).count(),
                split: to.note < called,
                ..Self::page(ending, past, has_notes, extra, depth / grid)
            };
            found.push((end, Self::next(past, to, page, settings, after)));
        }
    }

    fn next(past: Past, stop: Stop, page: Page, settings: Cost, after: Cost) -> Next {
        let facing = (page.ending == Ending::Prose && !past.recto).then_some(page.extra);
        let cost = past.cost + settings + after + page.cost();
        let opens = page.ending == Ending::Forced;
        Next { past: Past { cost, stop, recto: !past.recto, facing, opens, first: false }, page, after }
    }

    /// First fit, the yardstick: best settings only, every page as full as keeps and widows let it be.
    fn greedy(&self, recto: bool) -> Cost {
        let (cost, stop) = (Cost::FREE, Stop::default());
        let mut past = Past { cost, stop, recto, facing: None, opens: true, first: true };
        let mut from = 0;
        while from < self.tokens.len() || past.stop.note < self.flow.calls() {
            let before = from.checked_sub(1).map_or(0, |at| self.tokens[at].called);
            let room = self.problem.depth.0 - if past.first { self.problem.first_less.0 } else { 0 };
            let pages = self.next_pages(from, before, room, past);
            let fits = |next: &Next| next.page.extra <= 0 && (!next.page.has_notes || next.page.extra == 0);
            let rank = |(end, next): &&(usize, Next)| {
                let kept = next.after.0[..2] == [0, 0] && next.page.elsewhere == 0;
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
    let tokens = Brute::tokens(problem, &vec![0; problem.items.len()]);
    Brute { problem, flow: &flow, tokens, most: Cost::FREE, best: None }.greedy(problem.recto)
}

/// A page that may follow, and what lies behind once it is set.
struct Next {
    past: Past,
    page: Page,
    after: Cost,
}

/// The least cost of all, if it is not above `most`.
fn brute(problem: &Problem, most: Cost) -> Option<Cost> {
    let flow = Flow::new(problem);
    let mut chosen = vec![0; problem.items.len()];
    let mut brute = Brute { problem, flow: &flow, tokens: Vec::new(), most, best: None };
    loop {
        brute.tokens = Brute::tokens(problem, &chosen);
        let (cost, stop, recto) = (Cost::FREE, Stop::default(), problem.recto);
        brute.pages(0, Past { cost, stop, recto, facing: None, opens: true, first: true });
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

fn pt(points: i64) -> Length {
    Length::pt(points)
}

fn price() -> impl Strategy<Value = Cost> {
    prop_oneof![5 => Just(Cost::FREE), 4 => (1..6usize).prop_map(|rank| Cost::of(rank, 1))]
}

fn after() -> impl Strategy<Value = After> {
    prop_oneof![12 => price().prop_map(After::Cost), 1 => Just(After::Forced)]
}

fn line() -> impl Strategy<Value = Line> {
    (prop_oneof![8 => Just(2i64), 1 => Just(4), 1 => Just(3), 1 => Just(16)], after(), any::<(bool, bool, bool)>())
        .prop_map(|(advance, after, (hyphen, one, other))| Line {
            advance: pt(advance),
            after,
            notes: Vec::new(),
            hyphen,
            prose: one || other,
        })
}

fn text() -> impl Strategy<Value = (Item, usize)> {
    let setting = (price(), prop::collection::vec((line(), any::<bool>()), 1..5));
    (prop::collection::vec(setting, 1..4), 0..3usize).prop_map(|(settings, notes)| {
        let notes = notes.saturating_sub(1);
        let of = |(cost, lines): (Cost, Vec<(Line, bool)>)| {
            let count = lines.len();
            let mut lines: Vec<Line> = lines.into_iter().map(|(line, _)| line).collect();
            for note in 0..notes {
                lines[(note * 7 + count) % count].notes.push(note as u32);
            }
            Setting { cost, lines }
        };
        (Item::Text { settings: settings.into_iter().map(of).collect() }, notes)
    })
}

fn problems() -> impl Strategy<Value = Problem> {
    let space = (0..6i64, prop_oneof![3 => Just(None), 1 => (1..4i64).prop_map(Some)], after())
        .prop_map(|(advance, edge, after)| Item::Space { advance: pt(advance), at_edge: edge.map(pt), after });
    let item = prop_oneof![3 => text(), 1 => space.prop_map(|item| (item, 0))];
    let note = prop::collection::vec(prop_oneof![5 => Just(pt(2)), 1 => Just(pt(1)), 1 => Just(pt(20))], 1..7);
    let items = prop::collection::vec(item, 1..5);
    (items, prop::collection::vec(note, 5), 6..15i64, 0..3i64, 0..3i64, any::<bool>()).prop_map(
        |(items, notes, depth, less, gap, recto)| {
            let mut called = 0;
            let mut all = Vec::new();
            for (mut item, notes) in items {
                if let Item::Text { settings } = &mut item {
                    let lines = settings.iter_mut().flat_map(|setting| &mut setting.lines);
                    lines.flat_map(|line| &mut line.notes).for_each(|note| *note += called);
                }
                called += notes as u32;
                all.push(item);
            }
            while matches!(all.last(), Some(Item::Space { .. })) {
                all.pop();
            }
            let lines = |lines| Note { lines };
            Problem {
                items: all,
                notes: notes.into_iter().map(lines).collect(),
                depth: pt(depth),
                first_less: pt(less),
                grid: pt(2),
                note_gap: pt(gap),
                note_between: pt(gap / 2),
                recto,
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_better(problem in problems()) {
        let found = break_pages(&problem).cost;
        prop_assert_eq!(brute(&problem, found), Some(found));
        let flow = Flow::new(&problem);
        if !flow.is_empty() {
            prop_assert_eq!(trace::plan(&flow, &search::search(&flow, 0)).cost, found);
        }
    }

    #[test]
    fn everything_stands_once_in_order_and_in_its_room(problem in problems()) {
        let plan = break_pages(&problem);
        let mut next = Place::default();
        let mut notes = Vec::new();
        for page in &plan.pages {
            prop_assert_eq!(page.start, next);
            prop_assert!(page.end > page.start || !page.notes.is_empty());
            next = page.end;
            for part in &page.notes {
                notes.extend((part.from..part.to).map(|line| (part.note, line)));
            }
        }
        prop_assert_eq!(next.item, problem.items.len());
        let mut owed = Vec::new();
        for (item, &setting) in problem.items.iter().zip(&plan.settings) {
            let Item::Text { settings } = item else { continue };
            for note in settings[setting].lines.iter().flat_map(|line| &line.notes) {
                owed.extend((0..problem.notes[*note as usize].lines.len()).map(|line| (*note, line)));
            }
        }
        prop_assert_eq!(notes, owed);
        for (at, page) in plan.pages.iter().enumerate() {
            let too_tall = plan.faults.iter().any(|fault| fault.page == at && fault.kind == FaultKind::TooTall);
            let less = if at == 0 { problem.first_less.0 } else { 0 };
            prop_assert!(too_tall || depth(&problem, &plan, page) <= problem.depth.0 - less + problem.grid.0);
        }
        let sum = |costs: Vec<Cost>| costs.into_iter().fold(Cost::FREE, |sum, cost| sum + cost);
        prop_assert_eq!(sum(plan.pages.iter().map(|page| page.cost).collect()), plan.cost);
        prop_assert_eq!(sum(plan.faults.iter().map(|fault| fault.cost).collect()), plan.cost);
    }
}

/// The text and notes of a page, measured anew.
fn depth(problem: &Problem, plan: &Plan, page: &PagePlan) -> i64 {
    let mut depth = 0;
    let mut gap = 0;
    let mut empty = true;
    for item in page.start.item..=page.end.item.min(problem.items.len().saturating_sub(1)) {
        match &problem.items[item] {
            Item::Space { .. } if item == page.end.item => {}
            Item::Space { at_edge, .. } if empty => depth += at_edge.map_or(0, |edge| edge.0),
            Item::Space { advance, .. } => gap += advance.0,
            Item::Text { settings } => {
                let lines = &settings[plan.settings[item]].lines;
                let from = if item == page.start.item { page.start.line } else { 0 };
                let to = if item == page.end.item { page.end.line } else { lines.len() };
                for line in &lines[from..to] {
                    depth += gap + line.advance.0;
                    (gap, empty) = (0, false);
                }
            }
        }
    }
    let notes = &page.notes;
    let lines = notes.iter().flat_map(|part| &problem.notes[part.note as usize].lines[part.from..part.to]);
    let between = problem.note_between.0 * (notes.len() as i64 - 1);
    depth + if notes.is_empty() { 0 } else { problem.note_gap.0 + between + lines.map(|line| line.0).sum::<i64>() }
}

/// Paragraphs of `lines`, each a line shorter or longer for a price of rank 4, with widows and orphans.
fn prose(lines: &[usize]) -> Problem {
    let setting = |count: usize, cost| {
        let after = |nth: usize| match nth {
            _ if count > 1 && nth + 2 == count => Cost::of(2, 1),
            0 if count > 1 => Cost::of(3, 1),
            _ => Cost::FREE,
        };
        let of = |nth| Line {
            advance: pt(2),
            after: After::Cost(after(nth)),
            notes: Vec::new(),
            hyphen: false,
            prose: true,
        };
        Setting { cost, lines: (0..count).map(of).collect() }
    };
    let text = |&count: &usize| {
        let others = if count > 3 { vec![count - 1, count + 1] } else { vec![] };
        let best = setting(count, Cost::FREE);
        let others = others.into_iter().map(|count| setting(count, Cost::of(4, 1)));
        Item::Text { settings: [best].into_iter().chain(others).collect() }
    };
    Problem {
        items: lines.iter().map(text).collect(),
        notes: Vec::new(),
        depth: pt(60),
        first_less: pt(0),
        grid: pt(2),
        note_gap: pt(3),
        note_between: pt(0),
        recto: true,
    }
}

#[test]
fn a_novel_has_no_widow_and_equal_pages_where_first_fit_has_many() {
    let mut seed = 7u64;
    let mut lines = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        1 + (seed >> 33) as usize % 9
    };
    for recto in [true, false] {
        let problem = Problem { recto, ..prose(&(0..150).map(|_| lines()).collect::<Vec<_>>()) };
        let plan = break_pages(&problem);
        assert_eq!(plan.cost.0[..3], [0, 0, 0], "{}", plan.pages.len());
        let first_fit = first_fit(&problem);
        assert!(first_fit.0[2] as usize > plan.pages.len() / 8, "{first_fit:?}");
    }
}

#[test]
fn a_thousand_notes_on_one_line_go_on() {
    let mut problem = prose(&[3, 9]);
    problem.notes = vec![Note { lines: vec![pt(2); 3] }; 1_000];
    let Item::Text { settings } = &mut problem.items[0] else { panic!() };
    settings[0].lines[1].notes = (0..1_000).collect();
    let plan = break_pages(&problem);
    assert_eq!(plan.pages.iter().flat_map(|page| &page.notes).map(|part| part.to - part.from).sum::<usize>(), 3_000);
}

#[test]
fn nothing_has_no_pages() {
    assert!(break_pages(&prose(&[])).pages.is_empty());
}
