//! In: the breaks of a paragraph. Out: the settings with the fewest demerits, of any count of lines and of one line
//! fewer and more.
//!
//! A node is a way to end a line at a break. Nodes stand in the order of their breaks, so those that can still begin a
//! line are the tail of one list: its head moves on when a line from there is overfull. Of the nodes at one break only
//! those are kept that some other does not beat whatever follows.

use super::breaks::{Break, Paragraph};
use super::fit::{DECENT, Limits, Pass, VERY_LOOSE};
use super::piece::{LineBreak, Prices, Setting, Settings, Shape};

/// What a hyphen beyond those allowed in a row costs where nothing else is possible.
const LADDER: i64 = 1_000_000_000_000;
/// What a line too wide costs, beside its excess.
const OVERFULL: i64 = 10_000_000_000_000;
/// Counts of lines that are followed at one break: the best one and so many on both sides.
const SPREAD: u32 = 4;
/// Nodes that may begin a line at one time; the oldest go first. Far beyond any real paragraph.
const ACTIVE: usize = 512;
/// Breaks of a paragraph beyond which only its best setting is looked for: no page asks so long a text for a line more
/// or less.
const LONG: usize = 20_000;

/// Small, for a long text has millions of them.
#[derive(Clone, Copy, Debug, Default)]
struct Node {
    demerits: i64,
    /// Its break, and the node that begins its line.
    at: u32,
    previous: u32,
    /// Lines so far.
    line: u32,
    ratio: i32,
    expand: i32,
    class: u8,
    overfull: bool,
    /// Hyphens in a row, as far as they are allowed.
    hyphens: u8,
    /// Lines in a row, up to 2, that begin with the word that will begin the next line.
    same_starts: u8,
    /// Lines in a row before this one, up to 2, that end with the same word as it.
    same_ends: u8,
}

/// `without` is a piece at which no line may end.
pub fn settings(paragraph: &Paragraph, shape: &Shape, prices: &Prices, without: Option<usize>) -> Settings {
    for pass in [Pass::Ordinary, Pass::Emergency, Pass::Anything] {
        let mut search = Search { paragraph, shape, prices, limits: Limits::new(prices, pass), nodes: Vec::new() };
        if let Some(settings) = search.run(without).and_then(|ends| search.choose(ends)) {
            return settings;
        }
    }
    Settings { best: Setting { lines: Vec::new(), demerits: 0, overfull: None }, shorter: None, longer: None }
}

struct Search<'a> {
    paragraph: &'a Paragraph,
    shape: &'a Shape,
    prices: &'a Prices,
    limits: Limits,
    nodes: Vec<Node>,
}

impl Search<'_> {
    /// The range of the nodes at the paragraph's end; nothing if this pass reaches no end.
    fn run(&mut self, without: Option<usize>) -> Option<std::ops::Range<usize>> {
        let breaks = &self.paragraph.breaks;
        let measures = || self.shape.first.iter().chain([&self.shape.rest]).map(|measure| measure.0);
        let narrowest = measures().min().unwrap_or(0);
        let widest = measures().max().unwrap_or(0);
        self.nodes.clear();
        self.nodes.push(Node { class: DECENT, ..Node::default() });
        let mut head = 0;
        let mut fresh = Vec::new();
        for (at, end) in breaks.iter().enumerate().skip(1) {
            if without == Some(end.piece) && !end.forced {
                continue;
            }
            while head < self.nodes.len() && self.is_dead(&self.nodes[head], at, widest, without) {
                head += 1;
            }
            head = head.max(self.nodes.len().saturating_sub(ACTIVE));
            for from in head..self.nodes.len() {
                let begin = &breaks[self.nodes[from].at as usize];
                if at < begin.next {
                    continue;
                }
                let line = end.end.since(&begin.begin);
                let white = narrowest - (line.width + end.tail - begin.left);
                let loose = || self.limits.too_loose(white - self.paragraph.left_spread, narrowest, &line);
                if !end.forced && loose() {
                    break;
                }
                if let Some(node) = self.line(from, at, without) {
                    self.add(&mut fresh, node);
                }
            }
            self.narrow(&mut fresh);
            if end.forced {
                head = self.nodes.len();
            }
            self.nodes.append(&mut fresh);
            if head == self.nodes.len() {
                return None;
            }
        }
        (self.nodes.len() > 1).then_some(head..self.nodes.len())
    }

    /// Whether no line from the node to this break or a later one fits.
    fn is_dead(&self, node: &Node, at: usize, widest: i64, without: Option<usize>) -> bool {
        let (begin, end) = (&self.paragraph.breaks[node.at as usize], &self.paragraph.breaks[at]);
        let line = end.end.since(&begin.begin);
        let least = line.width - line.shrink - self.limits.give(line.boxes) - begin.left - self.paragraph.hang;
        least > widest && (self.limits.pass != Pass::Anything || !self.is_least(begin, at, without))
    }

    /// The node that ends a line from node `from` at break `at`, if the pass allows that line.
    fn line(&self, from: usize, at: usize, without: Option<usize>) -> Option<Node> {
        let breaks = &self.paragraph.breaks;
        let previous = &self.nodes[from];
        let (begin, end) = (&breaks[previous.at as usize], &breaks[at]);
        let line = end.end.since(&begin.begin);
        let measure = self.shape.measure(previous.line as usize).0;
        let white = measure - (line.width + end.tail - begin.left);
        let anything = self.limits.pass == Pass::Anything;
        let fit = match self.limits.fit(white, measure, &line, end.forced) {
            Some(fit) => fit,
            None if anything && white < 0 && self.is_least(begin, at, without) => self.limits.overfull(white, &line),
            None => return None,
        };
        let hyphens = if end.hyphen { previous.hyphens + 1 } else { 0 };
        if hyphens > self.most_hyphens() && !anything {
            return None;
        }
        let same_ends = run(previous.same_ends, begin.last_word, end.last_word);
        let same_starts = run(previous.same_starts, begin.first_word, end.first_word);
        let last = at + 1 == breaks.len();
        let stacks = i64::from(same_ends == 2) + i64::from(same_starts == 2 && !last);
        let prices = self.prices;
        let mut demerits = square(prices.line + fit.badness) + end.cost * end.cost.abs() + stacks * prices.stack;
        if fit.overrun > 0 {
            demerits += OVERFULL + fit.overrun;
        }
        demerits += match hyphens {
            0 => 0,
            1 => prices.hyphen,
            more if more <= self.most_hyphens() => prices.hyphen + prices.double_hyphen,
            _ => LADDER,
        };
        if fit.class == VERY_LOOSE {
            demerits += prices.loose;
        }
        if fit.class.abs_diff(previous.class) > 1 {
            demerits += prices.fitness;
        }
        if last && begin.hyphen {
            demerits += prices.last_hyphen;
        }
        if last && !begin.forced {
            let bare = begin.hyphen && line.boxes == line.width;
            if bare || line.width < prices.runt_width.0 {
                demerits += prices.runt;
            }
        }
        Some(Node {
            demerits: previous.demerits.saturating_add(demerits),
            at: at as u32,
            previous: from as u32,
            line: previous.line + 1,
            ratio: fit.ratio as i32,
            expand: fit.expand as i32,
            class: fit.class,
            overfull: fit.overrun > 0,
            hyphens: hyphens.min(self.most_hyphens()),
            same_starts,
            same_ends,
        })
    }

    fn most_hyphens(&self) -> u8 {
        self.prices.hyphens_in_row.max(1)
    }

    /// Whether a line from `begin` can end nowhere before break `at`.
    fn is_least(&self, begin: &Break, at: usize, without: Option<usize>) -> bool {
        let breaks = &self.paragraph.breaks;
        (begin.next..at).all(|between| without == Some(breaks[between].piece))
    }

    fn add(&self, fresh: &mut Vec<Node>, node: Node) {
        if !fresh.iter().any(|other| self.beats(other, &node)) {
            fresh.retain(|other| !self.beats(&node, other));
            fresh.push(node);
        }
    }

    /// Whether nothing that may follow makes `other` better than `node`.
    fn beats(&self, node: &Node, other: &Node) -> bool {
        let fitness = if node.class == other.class { 0 } else { self.prices.fitness };
        self.count(node) == self.count(other)
            && node.hyphens <= other.hyphens
            && node.same_starts <= other.same_starts
            && node.same_ends <= other.same_ends
            && node.demerits.saturating_add(fitness) <= other.demerits
    }

    /// The count of lines as far as it matters: for the next line's measure and for the settings of other lengths.
    fn count(&self, node: &Node) -> usize {
        let line = node.line as usize;
        if self.has_lengths() { line } else { line.min(self.shape.first.len()) }
    }

    /// Whether settings of other lengths are looked for.
    fn has_lengths(&self) -> bool {
        self.limits.pass == Pass::Ordinary && self.paragraph.breaks.len() <= LONG
    }

    /// Drops counts of lines far from the best one's, where lines are all alike.
    fn narrow(&self, fresh: &mut Vec<Node>) {
        if let Some(best) = fresh.iter().min_by_key(|node| node.demerits).map(|node| node.line) {
            let alike = |line: u32| line as usize >= self.shape.first.len();
            fresh.retain(|node| node.line.abs_diff(best) <= SPREAD || !alike(node.line) || !alike(best));
        }
    }

    fn choose(&self, ends: std::ops::Range<usize>) -> Option<Settings> {
        let best_of = |count: Option<u32>| {
            ends.clone()
                .filter(|&end| count.is_none_or(|count| self.nodes[end].line == count))
                .min_by_key(|&end| (self.nodes[end].demerits, self.nodes[end].line))
        };
        let best = best_of(None)?;
        let count = self.nodes[best].line;
        let other = |count| if self.has_lengths() { best_of(Some(count)) } else { None };
        Some(Settings {
            best: self.setting(best),
            shorter: other(count - 1).map(|end| self.setting(end)),
            longer: other(count + 1).map(|end| self.setting(end)),
        })
    }

    fn setting(&self, end: usize) -> Setting {
        let breaks = &self.paragraph.breaks;
        let mut lines = Vec::with_capacity(self.nodes[end].line as usize);
        let mut overfull = None;
        let mut at = end;
        while at != 0 {
            let node = &self.nodes[at];
            let end = &breaks[node.at as usize];
            lines.push(LineBreak {
                start: breaks[self.nodes[node.previous as usize].at as usize].start,
                end: end.piece,
                ratio: node.ratio,
                expand: node.expand,
                justified: !self.limits.ragged && (!end.forced || node.ratio < 0 || node.expand < 0),
                hyphen: end.hyphen,
            });
            if node.overfull {
                overfull = Some(node.line as usize - 1);
            }
            at = node.previous as usize;
        }
        lines.reverse();
        Setting { lines, demerits: self.nodes[end].demerits, overfull }
    }
}

/// One more of the same word in a row, or a new beginning.
fn run(before: u8, last: u32, now: u32) -> u8 {
    if now != 0 && last == now { (before + 1).min(2) } else { 0 }
}

fn square(n: i64) -> i64 {
    n * n
}
