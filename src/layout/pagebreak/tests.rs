//! The breaker against brute force, and what must hold of every plan.

use super::brute::{brute, first_fit};
use super::flow::Flow;
use super::*;
use crate::base::Length;
use proptest::prelude::*;

fn pt(points: i64) -> Length {
    Length::pt(points)
}

fn price() -> impl Strategy<Value = Cost> {
    prop_oneof![5 => Just(Cost::FREE), 4 => (1..6usize).prop_map(|rank| Cost::of(rank, 1))]
}

fn cuts() -> impl Strategy<Value = After> {
    let some = prop::collection::vec(prop::sample::select(Cut::ALL.to_vec()), 1..3);
    let some = some.prop_map(|cuts| After::Cuts(cuts.into_iter().collect()));
    prop_oneof![5 => Just(After::FREE), 4 => some]
}

fn after() -> impl Strategy<Value = After> {
    prop_oneof![12 => cuts(), 1 => Just(After::Forced)]
}

fn line() -> impl Strategy<Value = Line> {
    let above = prop_oneof![6 => Just(0i64), 1 => Just(2), 1 => Just(5)];
    (
        prop_oneof![8 => Just(2i64), 1 => Just(4), 1 => Just(3), 1 => Just(16)],
        above,
        after(),
        any::<(bool, bool, bool)>(),
    )
        .prop_map(|(advance, above, after, (hyphen, one, other))| Line {
            advance: pt(advance),
            above: pt(above),
            after,
            notes: Vec::new(),
            floats: 0,
            hyphen,
            prose: one || other,
            verse: hyphen && !one && !other,
        })
}

fn text() -> impl Strategy<Value = (Item, usize)> {
    let setting = (price(), prop::collection::vec((line(), any::<bool>()), 1..5));
    (prop::collection::vec(setting, 1..4), 0..3usize, 0..5usize).prop_map(|(settings, notes, floats)| {
        let (notes, floats) = (notes.saturating_sub(1), floats.saturating_sub(2));
        let of = |(cost, lines): (Cost, Vec<(Line, bool)>)| {
            let count = lines.len();
            let mut lines: Vec<Line> = lines.into_iter().map(|(line, _)| line).collect();
            for note in 0..notes {
                lines[(note * 7 + count) % count].notes.push(note as u32);
            }
            lines[count * 5 % 3 % count].floats += floats;
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
    let float = prop_oneof![4 => 1..4i64, 1 => 4..9i64, 1 => Just(1)];
    let floats = prop::collection::vec(float.prop_map(|lines| pt(lines * 2)), 8);
    let whole = |first, pages, verso| Whole { first, pages, verso };
    let wholes = prop_oneof![
        2 => Just(vec![]),
        1 => Just(vec![whole(0, 2, true)]),
        1 => Just(vec![whole(1, 2, true)]),
        1 => Just(vec![whole(0, 2, true), whole(2, 2, true)]),
        1 => Just(vec![whole(0, 1, false), whole(1, 1, false), whole(2, 1, false)]),
        1 => Just(vec![whole(0, 2, false), whole(2, 1, false)]),
        1 => Just(vec![whole(1, 1, false), whole(2, 2, true), whole(4, 2, false)]),
    ];
    let calls = prop::collection::vec(prop_oneof![6 => Just(0u32), 1 => Just(1), 1 => Just(2)], 8);
    let asked = prop::collection::vec(prop_oneof![4 => Just(0i8), 1 => Just(-1), 1 => Just(1)], 4);
    let own = (floats, asked, wholes, calls);
    (items, prop::collection::vec(note, 20), own, 6..15i64, 0..3i64, 0..3i64, any::<bool>()).prop_map(
        |(items, notes, (floats, asked, wholes, calls), depth, less, gap, recto)| {
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
            let texts = (0..all.len()).filter(|&item| matches!(all[item], Item::Text { .. }));
            let spreads = texts.zip(asked).filter(|(_, lines)| *lines != 0);
            let spreads = spreads.map(|(item, lines)| Spread { item, lines }).collect();
            let mut floats: Vec<Float> = floats.into_iter().map(|depth| Float { depth, notes: Vec::new() }).collect();
            floats.truncate(mentions(&all));
            for (float, calls) in floats.iter_mut().zip(calls) {
                float.notes = (called..called + calls).collect();
                called += calls;
            }
            // Halves of pictures are as deep as a page.
            for (at, float) in floats.iter_mut().enumerate() {
                let is_in = |whole: &&Whole| (whole.first..whole.first + whole.pages).contains(&at);
                match wholes.iter().find(is_in) {
                    Some(whole) if whole.verso => float.depth = pt(depth),
                    Some(_) => float.depth = float.depth.min(pt(depth)),
                    None => {}
                }
            }
            Problem {
                items: all,
                notes: notes.into_iter().map(lines).collect(),
                floats,
                wholes,
                spreads,
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

/// How many floats the text mentions.
fn mentions(items: &[Item]) -> usize {
    let of = |item: &Item| match item {
        Item::Text { settings } => settings[0].lines.iter().map(|line| line.floats).sum(),
        Item::Space { .. } => 0,
    };
    items.iter().map(of).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_better(problem in problems()) {
        let found = break_pages(&problem).cost;
        prop_assert_eq!(brute(&problem, found), Some(found));
        let flow = Flow::new(&problem);
        if !flow.is_empty() {
            prop_assert_eq!(trace::plan(&problem, &flow, &search::search(&flow, 0)).cost, found);
        }
    }

    #[test]
    fn everything_stands_once_in_order_and_in_its_room(problem in problems()) {
        let plan = break_pages(&problem);
        let flow = Flow::new(&problem);
        let mut next = Place::default();
        let mut notes = Vec::new();
        let mut floats = 0;
        for page in &plan.pages {
            prop_assert_eq!(page.start, next);
            let waits = flow.next_whole(floats) == floats && page.start.item == problem.items.len();
            prop_assert!(page.end > page.start || !page.notes.is_empty() || !page.floats.is_empty() || waits);
            prop_assert_eq!(page.floats.start, floats);
            floats = page.floats.end;
            next = page.end;
            for part in &page.notes {
                notes.extend((part.from..part.to).map(|line| (part.note, line)));
            }
        }
        prop_assert_eq!(next.item, problem.items.len());
        prop_assert_eq!(floats, problem.floats.len());
        // What has a page to itself stands alone and in a row; halves of a picture on a verso and on the recto that faces it.
        for (at, page) in plan.pages.iter().enumerate() {
            let is_recto = problem.recto == (at % 2 == 0);
            if let Some(float) = page.floats.clone().find(|float| flow.is_whole(*float)) {
                prop_assert_eq!((page.start, page.floats.len()), (page.end, 1));
                prop_assert!(flow.takes_side(float, is_recto));
                let follows = at.checked_sub(1).is_some_and(|before| plan.pages[before].floats.end == float);
                prop_assert!(!flow.continues(float) || follows && !plan.pages[at - 1].floats.is_empty());
            }
        }
        let mut owed = Vec::new();
        let mut next_float = 0;
        for (item, &setting) in problem.items.iter().zip(&plan.settings) {
            let Item::Text { settings } = item else { continue };
            let mut owe = |notes: &[u32]| {
                for note in notes {
                    owed.extend((0..problem.notes[*note as usize].lines.len()).map(|line| (*note, line)));
                }
            };
            for line in &settings[setting].lines {
                owe(&line.notes);
                problem.floats[next_float..next_float + line.floats].iter().for_each(|float| owe(&float.notes));
                next_float += line.floats;
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
    let floats: i64 = problem.floats[page.floats.clone()].iter().map(|float| float.depth.0).sum();
    depth
        + floats
        + if notes.is_empty() { 0 } else { problem.note_gap.0 + between + lines.map(|line| line.0).sum::<i64>() }
}

/// Paragraphs of `lines`, each a line shorter or longer for a price of rank 4, with widows and orphans.
fn prose(lines: &[usize]) -> Problem {
    let setting = |count: usize, cost| {
        let after = |nth: usize| match nth {
            _ if count > 1 && nth + 2 == count => Cut::Widow.into(),
            0 if count > 1 => Cut::Orphan.into(),
            _ => After::FREE,
        };
        let of = |nth| Line {
            advance: pt(2),
            above: pt(0),
            after: after(nth),
            notes: Vec::new(),
            floats: 0,
            hyphen: false,
            prose: true,
            verse: false,
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
        floats: Vec::new(),
        wholes: Vec::new(),
        spreads: Vec::new(),
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
fn a_page_and_the_one_that_faces_it_are_as_long_as_asked() {
    for lines in [-1i8, 1] {
        let mut problem = prose(&[5; 60]);
        problem.spreads = vec![Spread { item: 20, lines }];
        let plan = break_pages(&problem);
        let on = |page: &&PagePlan| (page.start..page.end).contains(&Place { item: 20, line: 0 });
        let at = plan.pages.iter().position(|page| on(&page)).expect("it stands on a page");
        // The first page is a recto: a verso is the second, the fourth and so on.
        let facing = if at % 2 == 1 { at + 1 } else { at - 1 };
        assert_eq!([plan.pages[at].extra, plan.pages[facing].extra], [i32::from(lines); 2]);
        assert_eq!(plan.cost.0[..3], [0, 0, 0]);
    }
}

/// With a picture over two pages, mentioned in the paragraph of that number.
fn pictured(count: usize, at: usize, recto: bool) -> Problem {
    let floats = vec![Float { depth: pt(60), notes: Vec::new() }; 2];
    let wholes = vec![Whole { first: 0, pages: 2, verso: true }];
    let mut problem = Problem { floats, wholes, recto, ..prose(&vec![5; count]) };
    let Item::Text { settings } = &mut problem.items[at] else { panic!() };
    settings.iter_mut().for_each(|setting| setting.lines.last_mut().unwrap().floats = 2);
    problem
}

#[test]
fn a_picture_over_two_pages_stands_on_the_first_that_face_each_other() {
    for (recto, at) in [(true, 2), (true, 8), (true, 14), (false, 2), (false, 8)] {
        let problem = pictured(40, at, recto);
        let plan = break_pages(&problem);
        let mention = plan.pages.iter().position(|page| page.end > Place { item: at, line: 4 }).unwrap();
        let first = plan.pages.iter().position(|page| page.floats == (0..1)).unwrap();
        // The mention's page is a recto and the next one is the picture's, or the text goes on for a page.
        let is_recto = problem.recto == (mention % 2 == 0);
        assert_eq!((first - mention, plan.pages[first + 1].floats.clone()), (if is_recto { 1 } else { 2 }, 1..2));
        assert_eq!(plan.cost.0[..3], [0, 0, 0], "{:?}", plan.faults);
    }
}

#[test]
fn a_picture_over_two_pages_that_no_text_precedes_waits_for_its_verso() {
    let plan = break_pages(&pictured(3, 2, false));
    let floats: Vec<_> = plan.pages.iter().map(|page| page.floats.clone()).collect();
    assert_eq!(floats, [0..0, 0..0, 0..1, 1..2], "the second page is blank");
    assert_eq!(break_pages(&pictured(3, 2, true)).pages.len(), 3);
}

/// A table of so many pages with a note on each, mentioned in the third paragraph; a note is called in the one of that
/// number.
fn with_table(pages: usize, noted: usize) -> Plan {
    let float = |note| Float { depth: pt(50), notes: vec![note] };
    let floats: Vec<Float> = (0..pages as u32).map(float).collect();
    let wholes = vec![Whole { first: 0, pages, verso: false }];
    let notes = vec![Note { lines: vec![pt(2); 2] }; pages + 1];
    let mut problem = Problem { floats, wholes, notes, ..prose(&[5; 20]) };
    for (item, change) in [(2, true), (noted, false)] {
        let Item::Text { settings } = &mut problem.items[item] else { panic!() };
        for line in settings.iter_mut().filter_map(|setting| setting.lines.last_mut()) {
            match change {
                true => line.floats = pages,
                false => line.notes.push(pages as u32),
            }
        }
    }
    break_pages(&problem)
}

#[test]
fn text_runs_on_before_a_table_with_notes_up_to_the_next_call() {
    let shown = |plan: &Plan| {
        let page = |page: &PagePlan| {
            let notes = page.notes.iter().map(|part| part.note).collect::<Vec<_>>();
            (page.end.item, page.floats.clone(), notes)
        };
        plan.pages.iter().map(page).collect::<Vec<_>>()
    };
    let plan = with_table(2, 12);
    assert_eq!(shown(&plan)[..3], [(6, 0..0, vec![]), (6, 0..1, vec![0]), (6, 1..2, vec![1])], "{:?}", plan.faults);
    assert_eq!(plan.cost.0[..3], [0, 0, 0], "{:?}", plan.faults);
    // Its note would stand before those of the table.
    let plan = with_table(1, 4);
    assert_eq!(shown(&plan)[..2], [(4, 0..0, vec![]), (4, 0..1, vec![0])], "{:?}", plan.faults);
    assert!(
        shown(&plan)[2].2 == [1]
            && plan.faults.iter().any(|fault| matches!(fault.kind, FaultKind::Hole(_) | FaultKind::Short(_)))
    );
}

#[test]
fn text_stands_below_a_figure_where_it_fits() {
    let mut seed = 11u64;
    let mut below = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % most
    };
    for recto in [false, true].repeat(100) {
        let lines: Vec<usize> = (0..25).map(|_| 2 + below(7) as usize).collect();
        let floats = vec![Float { depth: pt(24 + 2 * below(8) as i64), notes: Vec::new() }];
        let mut problem = Problem { floats, recto, ..prose(&lines) };
        for (at, item) in problem.items.iter_mut().enumerate() {
            let Item::Text { settings } = item else { panic!() };
            settings.truncate(1);
            settings[0].lines.last_mut().unwrap().floats = usize::from(at == 5);
        }
        let plan = break_pages(&problem);
        assert!(plan.pages.iter().all(|page| page.end > page.start), "{lines:?} {:?}", plan.faults);
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
