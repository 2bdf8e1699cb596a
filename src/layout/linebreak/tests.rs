//! The breaker against brute force: every way to end lines, each line measured anew from its pieces.

use super::breaks::PrefixSums;
use super::fit::{DECENT, Limits, Pass};
use super::*;
use crate::base::Length;
use proptest::prelude::*;

fn word(width: i64, number: u32) -> Piece {
    Piece::Box { width: Length::pt(width), left: Length::ZERO, right: Length::ZERO, word: number }
}

fn space() -> Piece {
    Piece::Glue { width: Length::pt(4), stretch: Length::pt(2), shrink: Length::pt(1) }
}

fn hyphen() -> Piece {
    Piece::Penalty { width: Length::pt(3), right: Length::ZERO, cost: 50, hyphen: true }
}

const END: Piece = Piece::Penalty { width: Length::ZERO, right: Length::ZERO, cost: FORCED, hyphen: false };

fn shape(points: i64) -> Shape {
    Shape { first: Vec::new(), rest: Length::pt(points) }
}

/// Demerits by count of lines, of the first pass that reaches the end.
struct Brute<'a> {
    pieces: &'a [Piece],
    shape: &'a Shape,
    prices: &'a Prices,
    limits: Limits,
    best: std::collections::BTreeMap<usize, i64>,
}

/// What the lines set so far look like to the next one.
#[derive(Clone, Default)]
struct Past {
    demerits: i64,
    class: u8,
    hyphens: usize,
    forced: bool,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Brute<'_> {
    fn is_box(&self, at: usize) -> bool {
        matches!(self.pieces.get(at), Some(Piece::Box { .. }))
    }

    fn forced(&self, at: usize) -> bool {
        matches!(self.pieces.get(at), Some(Piece::Penalty { cost: ..=FORCED, .. }))
    }

    fn may_end(&self, at: usize) -> bool {
        match self.pieces.get(at) {
            None => true,
            Some(Piece::Box { .. }) => false,
            Some(Piece::Glue { .. }) => at > 0 && self.is_box(at - 1),
            Some(Piece::Penalty { cost, .. }) => *cost < FORBIDDEN,
        }
    }

    /// Everything after the pieces before `from`.
    fn lines(&mut self, from: usize, past: Past) {
        let Some(start) = (from..self.pieces.len()).find(|&at| self.is_box(at) || self.forced(at)) else {
            let best = self.best.entry(past.starts.len()).or_insert(i64::MAX);
            *best = past.demerits.min(*best);
            return;
        };
        let mut least = true;
        for end in start..=self.pieces.len() {
            let next = (end..self.pieces.len()).find(|&at| self.is_box(at) || self.forced(at));
            let empties = next.is_some_and(|next| next > end && self.forced(next)) && !self.forced(end);
            if !self.may_end(end) || empties {
                continue;
            }
            self.line(start, end, least, &past);
            least = false;
            if self.forced(end) {
                break;
            }
        }
    }

    fn line(&mut self, start: usize, end: usize, least: bool, past: &Past) {
        let boxes: Vec<usize> = (start..end).filter(|&at| self.is_box(at)).collect();
        let (mut sums, mut hang, mut tail) = (PrefixSums::default(), 0, 0);
        let (mut first_word, mut last_word) = (0, 0);
        if let (Some(&first), Some(&last)) = (boxes.first(), boxes.last()) {
            for piece in &self.pieces[first..=last] {
                match *piece {
                    Piece::Box { width, right, word, .. } => {
                        sums.width += width.0;
                        sums.boxes += width.0;
                        (tail, last_word) = (-right.0, word);
                    }
                    Piece::Glue { width, stretch, shrink } => {
                        sums.width += width.0;
                        sums.stretch += stretch.0;
                        sums.shrink += shrink.0;
                    }
                    Piece::Penalty { .. } => {}
                }
            }
            if let Piece::Box { left, word, .. } = self.pieces[first] {
                (hang, first_word) = (left.0, word);
            }
        }
        let mut cost = 0;
        let mut hyphen = false;
        if let Some(Piece::Penalty { width, right, cost: price, hyphen: flag }) = self.pieces.get(end) {
            if width.0 > 0 {
                tail = width.0 - right.0;
            }
            cost = if *price <= FORCED { 0 } else { i64::from(*price) };
            hyphen = *flag;
        }
        let anything = self.limits.pass == Pass::Anything;
        let forced = end == self.pieces.len() || self.forced(end);
        let measure = self.shape.measure(past.starts.len()).0;
        let white = measure - (sums.width + tail - hang);
        let fit = match self.limits.fit(white, measure, &sums, forced) {
            Some(fit) => fit,
            None if anything && least && white < 0 => self.limits.overfull(white, &sums),
            None => return,
        };
        let mut next = past.clone();
        next.hyphens = if hyphen { past.hyphens + 1 } else { 0 };
        let prices = self.prices;
        let most = usize::from(prices.hyphens_in_row);
        if next.hyphens > most && !anything {
            return;
        }
        next.demerits += (prices.line + fit.badness).pow(2) + cost * cost.abs();
        next.demerits += if fit.overrun > 0 { 10_000_000_000_000 + fit.overrun } else { 0 };
        next.demerits += match next.hyphens {
            0 => 0,
            1 => prices.hyphen,
            more if more <= most => prices.hyphen + prices.double_hyphen,
            _ => 1_000_000_000_000,
        };
        next.demerits += if fit.class.abs_diff(past.class) > 1 { prices.fitness } else { 0 };
        next.demerits += if fit.class == 3 { prices.loose } else { 0 };
        next.class = fit.class;
        next.forced = forced;
        next.starts.push(first_word);
        next.ends.push(last_word);
        for words in [&next.starts, &next.ends] {
            let stacked = words.len() > 2 && words[words.len() - 3..].iter().all(|word| *word == first_of(words));
            next.demerits += if stacked && first_of(words) != 0 { prices.stack } else { 0 };
        }
        if (end..self.pieces.len()).all(|at| at == end && forced || !self.is_box(at) && !self.forced(at)) && forced {
            let bare = past.hyphens > 0 && sums.boxes == sums.width;
            next.demerits += if past.hyphens > 0 { prices.last_hyphen } else { 0 };
            let runt = bare || sums.width < prices.runt_width.0;
            next.demerits += if runt && !past.forced { prices.runt } else { 0 };
            let best = self.best.entry(next.starts.len()).or_insert(i64::MAX);
            *best = next.demerits.min(*best);
            return;
        }
        self.lines(if self.is_box(end) { end } else { end + 1 }, next);
    }
}

fn first_of(words: &[u32]) -> u32 {
    words[words.len() - 1]
}

/// The demerits of the best, one line shorter and one longer.
fn brute(pieces: &[Piece], shape: &Shape, prices: &Prices) -> (i64, Option<i64>, Option<i64>) {
    for pass in [Pass::Ordinary, Pass::Emergency, Pass::Anything] {
        let limits = Limits::new(prices, pass);
        let mut brute = Brute { pieces, shape, prices, limits, best: Default::default() };
        brute.lines(0, Past { class: DECENT, forced: true, ..Past::default() });
        if let Some((&count, &best)) = brute.best.iter().min_by_key(|(count, best)| (**best, **count)) {
            let other = |count| (pass == Pass::Ordinary).then(|| brute.best.get(&count).copied()).flatten();
            return (best, other(count.wrapping_sub(1)), other(count + 1));
        }
    }
    (0, None, None)
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    let pt = Length::pt_ratio;
    let any_box = (1..30i64, 0..3i64, 0..3i64, 0..4u32).prop_map(move |(width, left, right, word)| Piece::Box {
        width: pt(width, 2),
        left: pt(left, 2),
        right: pt(right, 2),
        word,
    });
    let glue = (0..4i64, 0..6i64).prop_map(move |(stretch, shrink)| Piece::Glue {
        width: pt(3, 1),
        stretch: pt(stretch, 1),
        shrink: pt(shrink, 2),
    });
    let penalty = (0..3i64, prop_oneof![Just(0), Just(50), Just(-60), Just(FORBIDDEN), Just(FORCED)], any::<bool>())
        .prop_map(move |(width, cost, hyphen)| Piece::Penalty {
            width: pt(width, 1),
            right: pt(width, 2),
            cost,
            hyphen: hyphen && cost > FORCED,
        });
    prop::collection::vec(prop_oneof![6 => any_box, 5 => glue, 3 => penalty], 1..16)
}

fn prices() -> impl Strategy<Value = Prices> {
    (0..3usize, 0..3usize, any::<bool>(), 0..3i32, 0..20i64).prop_map(|(tolerance, emergency, ragged, expand, runt)| {
        Prices {
            tolerance: [800, 1_500, 5_000][tolerance],
            emergency: Length::pt([0, 3, 10][emergency]),
            ragged,
            expand: expand * 20,
            runt_width: Length::pt(runt),
            hyphens_in_row: 1 + (runt % 3) as u8,
            ..Prices::default()
        }
    })
}

fn shapes() -> impl Strategy<Value = Shape> {
    (prop::collection::vec(15..50i64, 0..3), 15..50i64)
        .prop_map(|(first, rest)| Shape { first: first.into_iter().map(Length::pt).collect(), rest: Length::pt(rest) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_better(pieces in pieces(), shape in shapes(), prices in prices()) {
        let paragraph = Paragraph::new(&pieces);
        let settings = search::settings(&paragraph, &shape, &prices, None);
        let found = (
            settings.best.demerits,
            settings.shorter.as_ref().map(|s| s.demerits),
            settings.longer.as_ref().map(|s| s.demerits),
        );
        let ends = |piece: &Piece| matches!(piece, Piece::Box { .. } | Piece::Penalty { cost: ..=FORCED, .. });
        let pieces = &pieces[..pieces.iter().rposition(ends).map_or(0, |last| last + 1)];
        prop_assert_eq!(found, brute(pieces, &shape, &prices));
    }

    #[test]
    fn every_box_stands_once_and_lines_end_on_the_measure(pieces in pieces(), shape in shapes(), prices in prices()) {
        let settings = break_lines(&pieces, &shape, &prices);
        for setting in [Some(settings.best), settings.shorter, settings.longer].into_iter().flatten() {
            let mut boxes = Vec::new();
            for (at, line) in setting.lines.iter().enumerate() {
                let placed = place(line, &pieces, shape.measure(at));
                let is_box = |placed: &&Placed| matches!(pieces[placed.piece], Piece::Box { .. });
                boxes.extend(placed.iter().filter(is_box).map(|placed| placed.piece));
                let Some(last) = placed.last() else { continue };
                let (Piece::Box { right, .. } | Piece::Penalty { right, .. }) = pieces[last.piece] else { panic!() };
                let over = last.x + last.width - right - shape.measure(at);
                let last_box = placed.iter().rfind(is_box).map_or(0, |placed| placed.piece);
                let stretches = pieces[line.start..last_box]
                    .iter()
                    .any(|piece| matches!(piece, Piece::Glue { stretch, .. } if *stretch > Length::ZERO));
                if line.justified && stretches && line.ratio >= 0 && line.expand >= 0 {
                    prop_assert_eq!(over, Length::ZERO);
                }
                // Boxes are rounded one by one.
                prop_assert!(over <= Length(16) || setting.overfull.is_some());
            }
            let all: Vec<usize> =
                (0..pieces.len()).filter(|&at| matches!(pieces[at], Piece::Box { .. })).collect();
            prop_assert_eq!(boxes, all);
        }
    }

    #[test]
    fn faults_are_what_was_paid_for(pieces in pieces(), shape in shapes(), prices in prices()) {
        let dear = Prices { stack: 1_000_000_000_000_000, ..prices };
        let best = break_lines(&pieces, &shape, &dear).best;
        let paid = (best.demerits + dear.stack / 2) / dear.stack;
        let found = faults(&best, &pieces, &shape, &dear);
        prop_assert_eq!(paid > 0, !found.stacks.is_empty());
    }
}

#[test]
fn a_stack_is_avoided() {
    // Four words a line, each line from word 7; three or five are possible but look worse.
    let pieces: Vec<Piece> =
        (0..24).flat_map(|at| [word(20, if at % 4 == 0 { 7 } else { 100 + at }), space()]).collect();
    let best = |stack| {
        let prices = Prices { stack, tolerance: 20_000, runt: 0, ..Prices::default() };
        let best = break_lines(&pieces, &shape(92), &prices).best;
        faults(&best, &pieces, &shape(92), &prices).stacks.len()
    };
    assert_eq!((best(0), best(1_000_000_000_000)), (4, 0));
}

#[test]
fn a_third_hyphen_comes_last() {
    let mut pieces = vec![word(20, 0)];
    for _ in 0..12 {
        pieces.extend([hyphen(), word(20, 0), space(), word(17, 0)]);
    }
    let prices = Prices::default();
    let best = break_lines(&pieces, &shape(64), &prices).best;
    assert!(faults(&best, &pieces, &shape(64), &prices).ladders.is_empty(), "{best:?}");
    let row = |hyphens_in_row| {
        let prices = Prices { hyphens_in_row, hyphen: 0, double_hyphen: 0, ..Prices::default() };
        let lines = break_lines(&pieces, &shape(64), &prices).best.lines;
        lines.split(|line| !line.hyphen).map(<[LineBreak]>::len).max().unwrap_or(0)
    };
    assert_eq!((row(1), row(3).max(3)), (1, 3));
}

#[test]
fn a_word_too_wide_is_named() {
    let pieces = [word(10, 0), space(), word(90, 0), space(), word(10, 0)];
    let best = break_lines(&pieces, &shape(50), &Prices::default()).best;
    assert_eq!((best.lines.len(), best.overfull), (3, Some(1)));
}

#[test]
fn forced_breaks_end_lines_that_are_not_stretched() {
    let pieces = [word(10, 0), END, END, word(20, 0), space(), word(9, 0), space(), END];
    let lines = break_lines(&pieces, &shape(50), &Prices::default()).best.lines;
    let ends: Vec<_> = lines.iter().map(|line| (line.start, line.end, line.justified)).collect();
    assert_eq!(ends, [(0, 1, false), (2, 2, false), (3, 7, false)]);
}

#[test]
fn a_river_is_led_elsewhere() {
    // Lines of equal words make a river of every space; one line broken otherwise ends it.
    let mut pieces = Vec::new();
    for at in 0..26 {
        pieces.extend([word(if at == 11 { 21 } else { 20 }, 0), space()]);
    }
    let prices = Prices { tolerance: 4_000, ..Prices::default() };
    let paragraph = Paragraph::new(&pieces);
    let plain = search::settings(&paragraph, &shape(92), &prices, None).best;
    assert!(!faults::rivers(&plain, &pieces, &shape(92)).is_empty());
    let best = break_lines(&pieces, &shape(92), &prices).best;
    assert!(best.demerits >= plain.demerits);
}

#[test]
fn nothing_has_no_lines() {
    assert_eq!(break_lines(&[], &shape(50), &Prices::default()).best.lines.len(), 0);
    assert_eq!(break_lines(&[space()], &shape(50), &Prices::default()).best.lines.len(), 0);
}

#[test]
fn a_hostile_word_ends_in_time() {
    let any = Piece::Penalty { width: Length::ZERO, right: Length::ZERO, cost: 0, hyphen: false };
    let pieces: Vec<Piece> = (0..100_000).flat_map(|_| [word(5, 0), any]).collect();
    let best = break_lines(&pieces, &shape(301), &Prices::default()).best;
    assert_eq!((best.lines.len(), best.overfull), (1_667, None));
}

#[test]
fn a_text_without_end_is_set_in_one_length() {
    let text = |words: usize| -> Vec<Piece> { (0..words).flat_map(|_| [word(20, 0), space()]).chain([END]).collect() };
    let set = |words| break_lines(&text(words), &shape(301), &Prices::default());
    let (short, long) = (set(1_000), set(25_000));
    assert!(short.shorter.is_some() || short.longer.is_some());
    assert!(long.shorter.is_none() && long.longer.is_none());
    assert!(long.best.lines.len().abs_diff(short.best.lines.len() * 25) < 200 && long.best.overfull.is_none());
}
