//! In: an edition's pages, and what `[proof]` says. Out: the same pages, marked as a proof, with the numbers of their lines
//! in the margin where they are asked for. Refuses to move anything: what is marked breaks as the book will.

use super::Output;
use crate::base::{Diagnostic, Edge, Ink, Length, Point};
use crate::design::{Design, FamilyId, Geometry};
use crate::impose::Lettering;
use crate::language;
use crate::manuscript::settings::Settings;
use crate::page::{self, Document, Frame, Item, Mark, Page, StructureTree};
use std::sync::Arc;

/// Where nothing can be shown of the words that are wished for.
const PLAIN: &str = "Proof";
/// Sizes of the words and of the numbers.
const WORDS: Length = Length::pt(7);
const NUMBERS: Length = Length::pt(6);
/// From the top of the page to the baseline of the words, and from the text to the numbers, where there is room.
const HEAD: Length = Length::pt(26);
const GAP: Length = Length::pt(10);
/// The words leave this much of a page's width on both sides, and take two lines at most.
const SIDE: Length = Length::pt(18);
const WORD_LEADING: Length = Length::pt(9);
const MOST_LINES: usize = 2;
/// Between a number and what is in its place, or the page's edge.
const CLEAR: Length = Length::pt(3);
/// Baselines that are nearer than this are of one line.
const LINE: Length = Length::pt(4);
/// What files of a proof end in, so that they never stand in a real one's place.
const ENDING: &str = "-proof.pdf";

/// How an edition's pages are marked.
#[derive(Clone, Debug)]
pub struct Proof {
    words: String,
    /// Every how many lines there is a number.
    lines: Option<usize>,
}

impl Proof {
    /// What is said of words that no letters can be had for.
    pub fn of(settings: &Settings, design: &Design, language: &str) -> (Proof, Option<Diagnostic>) {
        let own = settings.proof.words.as_ref();
        let usual = || language::of(language).proof.clone();
        let words = own.map_or_else(usual, |words| words.value.clone());
        let lettering = Lettering { faces: &design.faces, face: design.family(FamilyId::HEADING).regular };
        let width = design.print.trim.width.min(design.screen.trim.width);
        let why = if !lettering.can_show(&words) {
            Some(format!("the typeface of the headings has not all letters of `{words}`"))
        } else if broken(&words, width, &lettering).is_none() {
            Some(format!("the words that mark a proof take more than {MOST_LINES} lines of a page"))
        } else {
            None
        };
        let found = why.map(|why| {
            let found = Diagnostic::warning("proof-words", why).help("write other words as `words` under `[proof]`");
            found.at_any(own.and_then(crate::base::config::Set::span))
        });
        let words = if found.is_some() { PLAIN.to_owned() } else { words };
        let lines =
            settings.proof.line_numbers.as_ref().map(|every| every.value.get() as usize).filter(|every| *every > 0);
        (Proof { words, lines }, found)
    }

    /// Whether a proof is made of an output.
    pub fn is_made_of(output: Output) -> bool {
        match output {
            Output::Print | Output::Screen => true,
            Output::Epub | Output::Booklet | Output::Cover => false,
        }
    }

    /// What is told of outputs of which there is none.
    pub fn without(outputs: &[Output]) -> Option<Diagnostic> {
        let (made, left): (Vec<Output>, Vec<Output>) = outputs.iter().partition(|output| Proof::is_made_of(**output));
        let names: Vec<&str> = left.iter().map(|output| output.name()).collect();
        if made.is_empty() {
            let found = Diagnostic::error("proof-empty", "there is nothing to make a proof of: a proof has pages");
            return Some(found.help("build the outputs `print` or `screen`"));
        }
        let why = format!("a proof has pages for paper or for a screen; not made: {}", names.join(", "));
        (!left.is_empty()).then(|| Diagnostic::hint("proof-left-out", why).help("build without `--proof` for these"))
    }

    /// The name of a proof of a file.
    pub fn name(name: &str) -> String {
        format!("{}{ENDING}", name.strip_suffix(".pdf").unwrap_or(name))
    }

    pub fn mark(&self, document: &mut Document, design: &Design, geometry: &Geometry) {
        let faces = Arc::clone(&document.fonts);
        let lettering = Lettering { faces: &faces, face: design.family(FamilyId::HEADING).regular };
        let structure = &document.structure;
        let marked = document.pages.iter().map(|page| {
            let mut items = page.frame.items.clone();
            self.add_words(page, &lettering, &mut items);
            self.add_numbers((page, structure), geometry, &lettering, &mut items);
            Page { frame: Arc::new(Frame { size: page.frame.size, items }), ..page.clone() }
        });
        document.pages = marked.collect();
    }

    fn add_words(&self, page: &Page, lettering: &Lettering, items: &mut Items) {
        let trim = page.boxes.trim;
        let lines = broken(&self.words, trim.width, lettering).unwrap_or_default();
        let last = HEAD.min(trim.height / 20);
        for (above, line) in (0..).zip(lines.iter().rev()) {
            let (run, width) = lettering.line(line, WORDS, Ink::BLACK);
            let at = Point::new((trim.width - width) / 2, last - WORD_LEADING * above);
            let own = [(Point::ZERO, Item::Mark(Mark::BeginFurniture)), (at, Item::Glyphs(run))];
            items.extend(own.into_iter().chain([(Point::ZERO, Item::Mark(Mark::End))]));
        }
    }

    fn add_numbers(
        &self,
        (page, structure): (&Page, &StructureTree),
        geometry: &Geometry,
        lettering: &Lettering,
        items: &mut Items,
    ) {
        let Some(every) = self.lines else { return };
        let gap = GAP.min(geometry.outer / 3);
        let edge = page.boxes.trim.width;
        let numbered = lines(page, structure).into_iter().zip(1..).filter(|(_, nth)| nth % every == 0);
        for (line, nth) in numbered {
            let (run, width) = lettering.line(&nth.to_string(), NUMBERS, Ink::BLACK);
            // In the outer margin: there is no fold, and no text but what is wider than the others.
            let x = match geometry.binding.spine(page.side.is_recto()) {
                Edge::Right => (geometry.outer - gap - width).min(line.left - CLEAR - width),
                Edge::Left | Edge::Top | Edge::Bottom => (edge - geometry.outer + gap).max(line.right + CLEAR),
            };
            if x >= CLEAR && x + width + CLEAR <= edge {
                let own =
                    [(Point::ZERO, Item::Mark(Mark::BeginArtifact)), (Point::new(x, line.baseline), Item::Glyphs(run))];
                items.extend(own.into_iter().chain([(Point::ZERO, Item::Mark(Mark::End))]));
            }
        }
    }
}

type Items = Vec<(Point, Item)>;

/// The words in lines that a page of this width has room for; nothing if it has not.
fn broken(words: &str, width: Length, lettering: &Lettering) -> Option<Vec<String>> {
    let fits = |line: &str| lettering.line(line, WORDS, Ink::BLACK).1 <= width - SIDE * 2;
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut().filter(|line| fits(&format!("{line} {word}"))) {
            Some(line) => *line += &format!(" {word}"),
            None if fits(word) => lines.push(word.to_owned()),
            None => return None,
        }
    }
    (lines.len() <= MOST_LINES).then_some(lines)
}

/// A line of a page's text, and how far it reaches.
#[derive(Clone, Copy, Debug)]
struct Line {
    baseline: Length,
    left: Length,
    right: Length,
}

/// The lines of a page's text, from the top. What no author typed has none.
fn lines(page: &Page, structure: &StructureTree) -> Vec<Line> {
    let runs = page::runs(page, structure).into_iter().filter(|run| !run.is_furniture);
    let line = |run: page::PlacedRun| {
        let area = page::area(run.at, run.run);
        Line { baseline: run.at.y, left: area.origin.x, right: area.right() }
    };
    let mut all: Vec<Line> = runs.filter(|run| run.run.stretches().next().is_some()).map(line).collect();
    all.sort_by_key(|line| line.baseline);
    all.dedup_by(|next, known| {
        let same = next.baseline - known.baseline < LINE;
        if same {
            (known.left, known.right) = (known.left.min(next.left), known.right.max(next.right));
        }
        same
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::page::lines as lines_of;
    use crate::pipeline::edition::Job;
    use crate::pipeline::make::make_seen;
    use crate::pipeline::{BuildOptions, Silent, build};

    fn folder(settings: &str) -> Folder {
        let text = format!("# One\n\n{}\n", "It rained all that week, and nobody came. ".repeat(60));
        let settings = format!("[book]\ntitle = 'Rain'\nlanguage = 'en'\n{settings}");
        Folder::from_files([("book.toml", settings), ("one.md", text)]).unwrap()
    }

    fn pages(settings: &str, proof: bool) -> Document {
        let mut made = None;
        let options = BuildOptions { proof, ..BuildOptions::default() };
        make_seen(&folder(settings), options, &Silent, &mut |seen| {
            if let Job::Paged { output: Output::Print, document, .. } = seen.job {
                made = Some(Document::clone(document));
            }
        });
        made.unwrap()
    }

    #[test]
    fn pages_are_marked_and_nothing_moves() {
        let plain = pages("", false);
        let marked = pages("[proof]\nwords = 'Advance copy'\nline-numbers = 5\n", true);
        assert_eq!(plain.pages.len(), marked.pages.len());
        for (plain, marked) in plain.pages.iter().zip(&marked.pages) {
            let count = plain.frame.items.len();
            let shown = |frame: &Frame| format!("{:?}", &frame.items[..count]);
            assert_eq!(shown(&plain.frame), shown(&marked.frame));
            let new = &marked.frame.items[count..];
            assert!(matches!(new.first(), Some((_, Item::Mark(Mark::BeginFurniture)))));
        }
        let text = marked.pages.iter().position(|page| lines(page, &marked.structure).len() > 12).unwrap();
        let page = &marked.pages[text];
        let all = lines_of(page, &marked.structure);
        assert!(all.iter().any(|line| line.is_furniture && line.text == "Advance copy"), "{all:?}");
        let numbers: Vec<&str> = all
            .iter()
            .map(|line| line.text.as_str())
            .filter(|text| text.parse::<usize>().is_ok_and(|n| n % 5 == 0))
            .collect();
        assert_eq!(numbers[..2], ["5", "10"], "{all:?}");
        let number = all.iter().find(|line| line.text == "5").unwrap();
        let text: Vec<_> = all.iter().filter(|line| line.text.contains("rained")).collect();
        assert!(
            text.iter()
                .all(|line| number.area.origin.x > line.area.right() || number.area.right() < line.area.origin.x)
        );
        assert!(text.iter().any(|line| line.area.bottom() > number.area.origin.y));
    }

    #[test]
    fn a_proof_has_names_and_outputs_of_its_own() {
        let folder = folder("");
        let built = build(&folder, BuildOptions { proof: true, ..BuildOptions::default() }, &Silent);
        let names: Vec<&str> = built.artifacts.iter().map(|artifact| artifact.name.as_str()).collect();
        assert_eq!(names, ["rain-print-proof.pdf", "rain-screen-proof.pdf"]);
        assert_eq!(built.report.sorted().iter().map(|found| found.code).collect::<Vec<_>>(), ["proof-left-out"]);
        let only = [Output::Epub.into()];
        let none = build(&folder, BuildOptions { proof: true, only: &only, ..BuildOptions::default() }, &Silent);
        assert_eq!((none.artifacts.len(), none.report.sorted()[0].code), (0, "proof-empty"));
        let strange = self::folder("[proof]\nwords = '見本'\n");
        let built = build(&strange, BuildOptions { proof: true, ..BuildOptions::default() }, &Silent);
        assert!(built.report.sorted().iter().any(|found| found.code == "proof-words"), "{}", built.report);
    }

    #[test]
    fn long_words_turn_over_and_longer_ones_are_told() {
        let long = "Advance copy for reviewers, not for sale. ";
        let of = |times: usize| pages(&format!("[proof]\nwords = '{}'\n", long.repeat(times)), true);
        let words = |document: &Document| -> Vec<(Length, Length)> {
            let page = &document.pages[0];
            let lines = lines_of(page, &document.structure).into_iter();
            let own = lines.filter(|line| line.is_furniture && line.text.contains("copy"));
            own.map(|line| (line.area.origin.x, line.area.right())).collect()
        };
        let two = of(4);
        let edge = two.pages[0].boxes.trim.width;
        assert_eq!(words(&two).len(), 2);
        assert!(words(&two).iter().all(|(left, right)| *left >= SIDE && *right <= edge - SIDE));
        assert!(words(&of(9)).is_empty(), "what has no room is not drawn");
        let folder = folder(&format!("[proof]\nwords = '{}'\n", long.repeat(9)));
        let built = build(&folder, BuildOptions { proof: true, ..BuildOptions::default() }, &Silent);
        assert!(built.report.sorted().iter().any(|found| found.code == "proof-words"), "{}", built.report);
    }

    #[test]
    fn a_number_stands_clear_of_what_is_wider_than_the_text() {
        let text = format!("# One\n\n~~~ {{.wide}}\n{}~~~\n", format!("{}\n", "wide ".repeat(15).trim()).repeat(9));
        let settings = "[book]\ntitle = 'Rain'\nlanguage = 'en'\n[proof]\nline-numbers = 1\n";
        let folder = Folder::from_files([("book.toml", settings), ("one.md", &text)]).unwrap();
        let mut made = None;
        let options = BuildOptions { proof: true, ..BuildOptions::default() };
        make_seen(&folder, options, &Silent, &mut |seen| {
            if let Job::Paged { output: Output::Print, document, .. } = seen.job {
                made = Some(Document::clone(document));
            }
        });
        let made: Document = made.unwrap();
        let page = made.pages.iter().find(|page| lines(page, &made.structure).len() >= 9).unwrap();
        let numbers = page.frame.items.iter().filter_map(|(at, item)| match item {
            Item::Glyphs(run) if run.size == NUMBERS => Some(*at),
            _ => None,
        });
        let code: Vec<Line> = lines(page, &made.structure);
        for at in numbers {
            let line = code.iter().find(|line| line.baseline == at.y).unwrap();
            assert!(at.x >= line.right + CLEAR || at.x < line.left, "{at:?} {line:?}");
        }
    }
}
