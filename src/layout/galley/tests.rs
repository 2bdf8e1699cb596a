//! Galleys of small books: words in order, lines on the measure, hangs, keeps, calls, marks, hostile text.

use super::*;
use crate::base::Length;
use crate::base::{Folder, Report};
use crate::design::{Design, LineDesign, design};
use crate::layout::items::Stock;
use crate::layout::pagebreak::{After, Cut};
use crate::layout::sections::Sections;
use crate::model::{
    Align, Block, BlockId, BlockKind, Book, Cell, Corrections, DivKind, LocalSpan, Note, NoteId, NoteRef, Section,
    Stanza, Table, Verse, VerseLine, walk,
};
use crate::page::{GlyphRun, Item, Mark, StructureRole};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The classic design at its default size.
fn classic() -> Design {
    static MADE: OnceLock<Design> = OnceLock::new();
    MADE.get_or_init(made).clone()
}

fn made() -> Design {
    let folder = tempfile::tempdir().unwrap();
    let folder = Folder::open(folder.path()).unwrap();
    design(&Default::default(), &folder, &mut Report::default()).unwrap()
}

fn text(words: &str) -> Vec<Inline> {
    vec![Inline::Text { text: words.to_owned(), span: LocalSpan::default() }]
}

fn block(kind: BlockKind) -> Block {
    Block { id: BlockId::default(), span: LocalSpan::default(), attributes: Default::default(), kind }
}

fn prose(words: &str) -> Block {
    block(BlockKind::Paragraph { class: "", inlines: text(words), corrections: Corrections::default() })
}

/// A book of one chapter without a title.
fn book(blocks: Vec<Block>) -> Book {
    let mut book = Book::default();
    book.metadata.language = "en".to_owned();
    book.sections.push(Section { blocks, ..Section::default() });
    let mut id = 0;
    for section in &mut book.sections {
        walk::blocks_mut(&mut section.blocks, &mut |block| {
            block.id = BlockId(id);
            id += 1;
        });
    }
    book
}

fn set(book: &Book, design: &Design) -> Galley {
    let (folios, labels) = (BTreeMap::new(), BTreeMap::new());
    let measure = design.print.measure();
    let depth = design.dress.grid * design.print.lines;
    let context = Context {
        sections: Sections::own(book),
        design,
        dress: &design.dress,
        measure,
        depth,
        outset: Length::ZERO,
        folios: &folios,
        pages: 0,
        labels: &labels,
        widest: &labels,
    };
    set_in(&context)
}

/// The first choice of every setting.
fn set_in(context: &Context) -> Galley {
    let mut words = Words::new(context.design);
    let mut galley = galley(context, &mut words, SectionId(0));
    galley.set(&mut Stock { words: &mut words, book: context.book(), marks: true }, |_| 0);
    galley
}

fn best(galley: &Galley) -> Vec<SetLine> {
    column::run_on(galley.items.clone())
}

fn runs(line: &SetLine) -> impl Iterator<Item = (Length, &GlyphRun)> {
    line.items.iter().filter_map(|(point, item)| match item {
        Item::Glyphs(run) => Some((point.x, run)),
        _ => None,
    })
}

/// What a line says, without the space that it ends in.
fn words(line: &SetLine) -> String {
    let all: String = runs(line).map(|(_, run)| &*run.text).collect();
    all.trim_end().to_owned()
}

/// The right end of a line's ink, by the advances of its glyphs.
fn right_end(line: &SetLine, design: &Design) -> Length {
    let end = |(x, run): (Length, &GlyphRun)| {
        let face = design.faces.get(run.face);
        let last = run.glyphs.iter().max_by_key(|glyph| glyph.x).unwrap();
        x + last.x + run.size.of_units(face.advance(last.id).into(), face.metrics.upem).scale(run.expand.into(), 1_000)
    };
    runs(line).map(end).max().unwrap()
}

const PROSE: &str = "It was a bright cold day in spring, and the printers of the little town, who had nothing else \
    to do, were standing at their doors — talking, as printers will, of difficult founts and of official forms. “Affable, \
    flourishing, and efficient,” said the eldest; but nobody who heard him could say of whom, or why, he said it, unless \
    it were of the weather, whose characteristic indecision had been remarkable since the beginning of the month.";

#[test]
fn every_word_stands_in_order_and_lines_end_on_the_measure() {
    let design = Design { protrusion: 0, ..classic() };
    let book = book(vec![prose(PROSE)]);
    let lines = best(&set(&book, &design));
    let mut all = String::new();
    for line in &lines {
        if !all.is_empty() && !all.ends_with('\u{ad}') {
            all.push(' ');
        }
        all.push_str(&words(line));
        if line.hyphen {
            all.push('\u{ad}');
        }
    }
    assert_eq!(all.replace('\u{ad}', ""), PROSE);
    let measure = design.print.measure();
    for line in &lines[..lines.len() - 1] {
        assert_eq!(line.width, measure, "{}", words(line));
        // A last letter may be kerned against nothing, so that its own advance ends where its word does.
        assert!((right_end(line, &design) - measure).abs() <= Length::pt_ratio(1, 100), "{}", words(line));
    }
    assert!(lines[lines.len() - 1].width < measure);
}

fn verse(stanzas: &[&str]) -> BlockKind {
    let line = |typed: &str| VerseLine {
        inlines: text(typed.trim_start()),
        indent: ((typed.len() - typed.trim_start().len()) / 2) as u8,
        dropped: false,
        speaker: None,
        number: None,
        span: LocalSpan::default(),
    };
    let stanza = |typed: &&str| Stanza { lines: typed.lines().map(line).collect() };
    BlockKind::Verse { verse: Verse { stanzas: stanzas.iter().map(stanza).collect(), columns: 1, ..Verse::default() } }
}

fn left_end(line: &SetLine) -> Length {
    runs(line).map(|(x, _)| x).min().unwrap()
}

fn settings(galley: &Galley) -> Vec<&Vec<SetLine>> {
    galley
        .items
        .iter()
        .filter_map(|item| match item {
            GalleyItem::Text { settings } => settings.first().map(|(_, lines)| lines),
            GalleyItem::Space { .. } => None,
        })
        .collect()
}

#[test]
fn a_long_line_of_verse_turns_over_and_hangs() {
    let design = classic();
    let long = "A line that is so very long that no column of any little book of verse could ever hold the whole of it at once";
    let book = book(vec![block(verse(&["One,\n  two,\n    three.", long]))]);
    let galley = set(&book, &design);
    let stanzas = settings(&galley);
    let deepest = left_end(&stanzas[0][2]);
    assert!(stanzas[1].len() > 1);
    for line in &stanzas[1][1..] {
        assert!(left_end(line) > deepest && left_end(line) <= design.print.measure().scale(60, 100));
    }
    assert!(stanzas[1].iter().all(|line| !line.hyphen));
    let inner = &stanzas[1][1..stanzas[1].len() - 1];
    assert!(inner.iter().all(|line| line.after == Cut::VerseLine.into()));
    assert_eq!(stanzas[0][0].after, Cut::StanzaStart.into());
    assert!(
        galley
            .items
            .iter()
            .any(|item| matches!(item, GalleyItem::Space { advance, .. } if *advance == design.dress.grid))
    );
    let all: Vec<String> = stanzas[1].iter().map(words).collect();
    assert_eq!(all.join(" "), long);
}

/// What stands for itself is enough below a heading: it is not cut from its text where that begins a page.
#[test]
fn a_heading_over_a_break_or_a_line_of_code_wants_no_more() {
    for below in [BlockKind::Break, BlockKind::Code { language: None, text: "one line".into() }] {
        let heading = BlockKind::Heading { level: 4, inlines: text("Of the"), short: None, listed: true };
        let galley = set(&book(vec![prose(PROSE), block(heading), block(below), prose(PROSE)]), &classic());
        let texts = settings(&galley);
        assert_eq!(texts[1][0].after, Cut::Heading.into());
        assert!(!format!("{:?}", texts[2][0].after).contains("Heading"), "{:?}", texts[2][0].after);
    }
}

#[test]
fn a_heading_stays_with_two_lines() {
    let heading = BlockKind::Heading { level: 4, inlines: text("Of the"), short: None, listed: true };
    let book = book(vec![prose(PROSE), block(heading), prose(PROSE)]);
    let galley = set(&book, &classic());
    let texts = settings(&galley);
    let both = After::Cuts([Cut::Orphan, Cut::Heading].into_iter().collect());
    assert_eq!([texts[1][0].after, texts[2][0].after, texts[2][1].after], [Cut::Heading.into(), both, After::FREE]);
    let spaces = galley.items.iter().filter_map(|item| match item {
        GalleyItem::Space { after, .. } => Some(*after),
        GalleyItem::Text { .. } => None,
    });
    assert_eq!(spaces.collect::<Vec<_>>(), [After::FREE]);
    assert_eq!(galley.structure.nodes[2].role, StructureRole::Heading(2), "no level is skipped");
    // Where there is one line before the next title, with that one.
    let heading = || block(BlockKind::Heading { level: 2, inlines: text("Title"), short: None, listed: true });
    let short = set(&self::book(vec![heading(), prose("Short."), heading(), prose("Short.")]), &classic());
    let texts = settings(&short);
    assert_eq!([texts[0][0].after, texts[1][0].after], [Cut::Heading.into(), After::FREE]);
}

#[test]
fn a_call_stays_with_its_word_and_is_owed_once() {
    let call = |call| Inline::Note { note: NoteRef::default(), call, span: LocalSpan::default() };
    let mut inlines = Vec::new();
    for nth in 0..60 {
        inlines.extend(text("word "));
        inlines.push(call(nth));
        inlines.extend(text(" "));
    }
    let mut book = book(vec![block(BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() })]);
    let note = Note { label: None, calls: 60, blocks: vec![prose(PROSE)], span: LocalSpan::default() };
    book.sections[0].notes.push(note);
    let design = classic();
    let (folios, labels) = (BTreeMap::new(), BTreeMap::from([(NoteId::default(), "*".to_owned())]));
    let widest = BTreeMap::new();
    let context = Context {
        sections: Sections::own(&book),
        design: &design,
        dress: &design.dress,
        measure: design.print.measure(),
        depth: design.dress.grid * 40,
        outset: Length::ZERO,
        folios: &folios,
        pages: 0,
        labels: &labels,
        widest: &widest,
    };
    let seventeen = BTreeMap::from([(NoteId::default(), "17".to_owned())]);
    let galley = set_in(&Context { labels: &seventeen, ..context });
    let lines = best(&galley);
    assert!(lines.len() > 2 && lines.iter().all(|line| words(line).starts_with("word")));
    assert_eq!((galley.notes(), lines[0].notes.len(), lines[1].notes.len()), (vec![NoteId::default()], 1, 0));
    // A call that has the room of a wider label moves nothing when its own changes.
    let widest = BTreeMap::from([(NoteId::default(), "17".to_owned())]);
    let labels = BTreeMap::from([(NoteId::default(), "1".to_owned())]);
    let spaced = best(&set_in(&Context { labels: &labels, widest: &widest, ..context }));
    let calls = |lines: &[SetLine]| lines.iter().map(|line| words(line).matches("word").count()).collect::<Vec<_>>();
    let starts = |lines: &[SetLine]| lines.iter().map(|line| line.start).collect::<Vec<_>>();
    assert_eq!((calls(&spaced), starts(&spaced)), (calls(&lines), starts(&lines)));
    assert_ne!(calls(&best(&set_in(&context))), calls(&lines));
    let note = note_lines(&context, &mut Words::new(&design), NoteId::default());
    assert!(words(&note.lines[0]).starts_with("* It was"));
    assert!(note.lines.iter().all(|line| line.advance == design.style(StyleRole::Note).leading));
}

#[test]
fn letters_that_no_font_has_are_named_together() {
    let book = book(vec![prose("漢 and 字 and 漢"), prose("कि")]);
    let galley = set(&book, &classic());
    let codes: Vec<&str> = galley.diagnostics.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["glyph-missing"; 2]);
    assert!(galley.diagnostics[0].message.contains("Chinese characters"));
}

#[test]
fn small_capitals_are_real_or_full_size_with_a_hint() {
    let small = |words: &str| {
        let inlines = vec![Inline::SmallCaps { children: text(words) }];
        set(
            &book(vec![block(BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() })]),
            &classic(),
        )
    };
    assert!(small("anno domini").diagnostics.is_empty());
    let russian = small("глава");
    assert_eq!(russian.diagnostics.iter().map(|found| found.code).collect::<Vec<_>>(), ["small-caps-missing"]);
    assert_eq!(words(&best(&russian)[0]), "глава");
}

#[test]
fn expanded_lines_still_end_on_the_measure() {
    let design = Design { expansion: 2, protrusion: 0, ..classic() };
    let lines = best(&set(&book(vec![prose(PROSE)]), &design));
    assert!(lines[..lines.len() - 1].iter().all(|line| line.width == design.print.measure()));
    assert!(lines.iter().flat_map(runs).any(|(_, run)| run.expand != 1_000));
}

/// The spaces of all lines but the last, in hundredths of the face's own: least and most.
fn spaces(design: &Design) -> (i64, i64) {
    let lines = best(&set(&book(vec![prose(PROSE)]), design));
    let all = lines[..lines.len() - 1].iter().flat_map(runs).flat_map(|(_, run)| {
        let face = design.faces.get(run.face);
        let space = run.size.of_units(face.advance(face.glyph(' ').unwrap_or_default()).into(), face.metrics.upem);
        let after = |at: usize| run.glyphs.get(at + 1).map(|next| next.x);
        let texts = run
            .glyphs
            .iter()
            .enumerate()
            .filter(|(_, glyph)| run.text.get(glyph.cluster as usize..).is_some_and(|rest| rest.starts_with(' ')));
        texts.filter_map(move |(at, glyph)| Some((after(at)? - glyph.x).0 * 100 / space.0)).collect::<Vec<_>>()
    });
    let all: Vec<i64> = all.collect();
    (*all.iter().min().unwrap(), *all.iter().max().unwrap())
}

#[test]
fn spaces_keep_to_their_limits() {
    let narrow = LineDesign { least_space: 95, most_space: 180, ..classic().lines };
    let (least, _) = spaces(&Design { lines: narrow, ..classic() });
    assert!(least >= 94, "{least}");
    let (least, most) = spaces(&classic());
    assert!((66..95).contains(&least) && most <= 151, "{least} {most}");
}

#[test]
fn hyphens_and_hangs_keep_to_their_limits() {
    // Letters that do not give, and short lines, leave more to hyphens.
    let stiff = || {
        let mut design = Design { expansion: 0, ..classic() };
        design.print.outer += design.print.measure() / 3;
        design
    };
    let lines = |design: &Design| best(&set(&book(vec![prose(PROSE)]), design));
    let hyphens = |lines: &[SetLine]| lines.iter().filter(|line| line.hyphen).count();
    let far = LineDesign { hyphen_left: 12, hyphen_right: 12, ..classic().lines };
    assert!(hyphens(&lines(&stiff())) > 0);
    assert_eq!(hyphens(&lines(&Design { lines: far, ..stiff() })), 0);
    let out = |protrusion| {
        let design = Design { protrusion, ..stiff() };
        let measure = design.print.measure();
        lines(&design).iter().map(|line| right_end(line, &design) - measure).max().unwrap_or_default()
    };
    assert!(out(0) <= Length::pt_ratio(1, 100) && out(100) > Length::pt(1) && out(200) > out(100));
}

#[test]
fn a_rule_stands_above_a_title_a_line_further_down() {
    let heading = BlockKind::Heading { level: 2, inlines: text("Title"), listed: true, short: None };
    let book = book(vec![prose(PROSE), block(heading), prose(PROSE)]);
    let plain = classic();
    let mut ruled = classic();
    ruled.dress.styles.get_mut(&StyleRole::Heading2).unwrap().rule_above = Length::pt(3);
    let title = |design: &Design| best(&set(&book, design)).into_iter().find(|line| words(line) == "Title").unwrap();
    let rule =
        |line: &SetLine| line.items.iter().find_map(|(at, item)| matches!(item, Item::Rule { .. }).then_some(*at));
    assert_eq!(rule(&title(&plain)), None);
    assert_eq!(title(&ruled).advance, title(&plain).advance + ruled.dress.grid);
    let at = rule(&title(&ruled)).unwrap();
    assert!(at.y < -title(&ruled).ascent && -at.y < title(&ruled).advance);
}

#[test]
fn hebrew_stands_from_right_to_left() {
    let book = book(vec![prose("one שלום עולם two")]);
    let lines = best(&set(&book, &classic()));
    let hebrew: Vec<(Length, &GlyphRun)> = runs(&lines[0]).filter(|(_, run)| run.text.contains('ש')).collect();
    assert_eq!(&*hebrew[0].1.text, "שלום עולם");
    let glyphs = &hebrew[0].1.glyphs;
    assert!(glyphs.windows(2).all(|two| two[0].x <= two[1].x && two[0].cluster > two[1].cluster));
    assert_eq!(words(&lines[0]), "one שלום עולם two");
}

#[test]
fn a_drop_cap_takes_three_lines() {
    let book = book(vec![block(BlockKind::Div { kind: DivKind::DropCap, blocks: vec![prose(PROSE)] })]);
    let design = classic();
    let lines = best(&set(&book, &design));
    let cap = runs(&lines[0]).next().unwrap().1;
    assert!(&*cap.text == "I" && cap.size > design.dress.grid * 3);
    assert!(
        left_end(&lines[1]) > Length::ZERO && left_end(&lines[2]) > Length::ZERO && left_end(&lines[3]) <= Length::ZERO
    );
    assert!(words(&lines[0]).starts_with("It was a bright"));
    assert_eq!(lines[0].start.unwrap().offset, 0);
}

/// Measured on the glyphs: of every letter, whatever its tail, slope or accent.
#[test]
fn initials_are_clear_of_the_lines_beside_and_below() {
    let design = classic();
    let grid = design.dress.grid;
    for letter in ('A'..='Z').chain("ÀÇÅŞØÞĄ".chars()).map(|letter| letter.to_string()).chain(["“Q".to_owned()])
    {
        let inner = vec![prose(&format!("{letter}ap{PROSE}"))];
        let lines = best(&set(&book(vec![block(BlockKind::Div { kind: DivKind::DropCap, blocks: inner })]), &design));
        let large = |run: &&GlyphRun| run.size > grid;
        let cap = lines[0].items.iter().find_map(|(at, item)| match item {
            Item::Glyphs(run) if large(&run) => Some((*at, run)),
            _ => None,
        });
        let (at, run) = cap.unwrap();
        let face = design.faces.get(run.face);
        let (outline, upem) = (face.outline(run.glyphs[0].id), face.metrics.upem);
        for (nth, line) in lines.iter().take(6).enumerate() {
            let units = |height: Length| height.0 * i64::from(upem) / run.size.0;
            let above = at.y - grid * nth as i64;
            let size = design.dress.units().em;
            let reach = outline.right_between(units(above - size / 5), units(above + size * 2 / 3));
            let ink = reach.map_or(-grid, |reach| at.x + run.size.of_units(reach, upem));
            let beside = runs(line).filter(|(_, run)| !large(run) && !run.text.contains('“'));
            let Some(first) = beside.map(|(x, _)| x).min() else { continue };
            assert!(first > ink, "{letter}, line {nth}: {first:?} at ink until {ink:?}");
        }
        // An A draws its line in, and no other letter here does.
        let first = runs(&lines[0]).filter(|(_, run)| run.text.starts_with("ap")).map(|(x, _)| x).next().unwrap();
        let drawn_in = left_end(&lines[1]) - first > design.dress.units().em / 4;
        assert_eq!(drawn_in, "AÀÅĄ".contains(&letter), "{letter}");
    }
}

fn classed(class: &str, blocks: Vec<Block>) -> Block {
    let mut div = block(BlockKind::Div { kind: DivKind::Other, blocks });
    div.attributes.classes.push(class.to_owned());
    div
}

#[test]
fn centred_prose_has_no_drop_cap() {
    let cap = |outer| {
        let inner = block(BlockKind::Div { kind: DivKind::DropCap, blocks: vec![prose(PROSE)] });
        let design = classic();
        let lines = best(&set(&book(vec![classed(outer, vec![inner])]), &design));
        runs(&lines[0]).next().unwrap().1.size > design.dress.grid
    };
    assert_eq!(["keep", "center", "right"].map(cap), [true, false, false]);
}

#[test]
fn an_initial_stands_on_the_narrowest_measure() {
    let wide = prose(&format!("“When {PROSE}"));
    let book = book(vec![block(BlockKind::Div { kind: DivKind::DropCap, blocks: vec![wide] })]);
    let design = classic();
    let (folios, labels) = (BTreeMap::new(), BTreeMap::new());
    let (measure, depth) = (Length::mm(20), design.dress.grid * 20);
    let (folios, labels) = (&folios, &labels);
    let context = Context {
        sections: Sections::own(&book),
        design: &design,
        dress: &design.dress,
        measure,
        depth,
        outset: Length::ZERO,
        folios,
        pages: 0,
        labels,
        widest: labels,
    };
    let lines = best(&set_in(&context));
    let cap = runs(&lines[0]).nth(1).unwrap().1;
    assert!(&*cap.text == "W" && cap.size > design.style(StyleRole::Body).size);
    assert!(left_end(&lines[1]) > Length::ZERO && left_end(&lines[1]) <= measure * 2 / 3);
}

#[test]
fn blocks_that_stand_otherwise_have_white_around_them() {
    for class in ["center", "right", "small"] {
        let design = classic();
        let blocks = vec![prose("one"), classed(class, vec![prose("two")]), prose("three")];
        let lines = best(&set(&book(blocks), &design));
        assert_eq!([1, 2].map(|at: usize| lines[at].advance), [design.dress.grid * 2; 2], "{class}");
    }
}

#[test]
fn lines_that_the_author_ended_stand_on_one_edge() {
    let inlines = [text("one"), vec![Inline::LineEnd { span: Default::default() }], text("one")].concat();
    let lines = best(&set(
        &book(vec![
            prose("Before."),
            block(BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() }),
        ]),
        &classic(),
    ));
    assert!(left_end(&lines[1]) > Length::ZERO);
    assert_eq!(left_end(&lines[1]), left_end(&lines[2]));
}

#[test]
fn nothing_leaves_the_measure() {
    let cell = |words: &str| Cell { inlines: text(words) };
    let wide = "Unbreakablywidewordswithoutanyend".repeat(9);
    let rows = vec![vec![cell(PROSE), cell("12"), cell(&wide)], vec![cell(&wide), cell(""), cell(PROSE)]];
    let table =
        Table { columns: vec![Align::Left, Align::Right, Align::Center], head: vec![], rows, ..Table::default() };
    let code = BlockKind::Code { language: None, text: format!("\tlet x = {wide}; {PROSE}\n\n{wide}") };
    let mut nested = vec![prose(&wide)];
    for _ in 0..64 {
        nested = vec![block(BlockKind::List { start: Some(99), tight: true, items: vec![nested] })];
    }
    let table = block(BlockKind::Table { table });
    let book = book([vec![table, block(code), block(verse(&[&wide]))], nested].concat());
    let design = classic();
    let measure = design.print.measure() + design.dress.grid / 2;
    for line in best(&set(&book, &design)) {
        assert!(
            line.width <= measure && line.advance.0 % design.dress.grid.0 == 0,
            "{:?} {}",
            line.width,
            words(&line)
        );
    }
}

#[test]
fn a_hostile_word_ends_in_time() {
    let word = "x".repeat(100_000);
    let book = book(vec![prose(&word), block(verse(&[&word]))]);
    assert!(best(&set(&book, &classic())).len() > 1_000);
}

/// Marks open and close one after the other and name nodes that are there; all ink stands within them.
fn check_marks(galley: &Galley) {
    for line in best(galley) {
        let mut open = false;
        for (_, item) in &line.items {
            match item {
                Item::Mark(Mark::End) => assert!(std::mem::replace(&mut open, false)),
                Item::Mark(begin) => {
                    assert!(!std::mem::replace(&mut open, true));
                    assert!(!matches!(begin, Mark::Begin(node) if node.0 as usize >= galley.structure.nodes.len()));
                }
                _ => assert!(open),
            }
        }
        assert!(!open);
    }
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_set_whole(words in proptest::collection::vec("\\PC{0,12}|[a-z]{1,14}|[א-ת]{1,9}", 0..60), justified in any::<bool>()) {
        let typed = words.join(" ");
        prop_assume!(!typed.is_empty());
        let mut blocks = vec![prose(&typed), block(verse(&[&typed]))];
        if !justified {
            blocks = vec![classed("right", blocks)];
        }
        let galley = set(&book(blocks), &classic());
        let all: String = best(&galley).iter().map(self::words).collect();
        prop_assert_eq!(bare(&all), bare(&typed).repeat(2));
        check_marks(&galley);
    }
}

#[test]
fn a_head_stands_again_where_it_leaves_room_for_rows() {
    let design = classic();
    let depth = design.print.depth();
    let cell = |words: &str| Cell { inlines: text(words) };
    let above = |head: &str| {
        let rows = vec![vec![cell("one"), cell("two")]; 3];
        let columns = vec![Align::Left, Align::Right];
        let table = Table { columns, head: vec![cell(head), cell("b")], rows, ..Table::default() };
        let lines = best(&set(&book(vec![block(BlockKind::Table { table })]), &design));
        let again: Vec<Length> = lines.iter().map(SetLine::above_depth).collect();
        assert!(again.iter().all(|above| *above * 2 <= depth), "{head:.20}");
        again.iter().filter(|above| **above > Length::ZERO).count()
    };
    // With all rows but the first.
    assert_eq!(above("a"), 2);
    assert_eq!(above(&"yard ".repeat(2_000)), 0);
}
