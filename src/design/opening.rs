//! In: a section and the design. Out: its paragraphs that begin with an initial or with words in small capitals, and how
//! much of their text that takes. Print and EPUB both ask here. Refuses to know lines.

use super::{Design, Dress, Opening, Overlay, StyleRole};
use crate::language;
use crate::model::block::on_ground;
use crate::model::{Block, BlockId, BlockKind, DivKind, Inline, Role, Section, plain_text};
use std::collections::BTreeMap;
use unicode_bidi::{BidiClass, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

/// How a paragraph begins: so many bytes of its plain text are dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// A letter several lines tall, with the opening mark before it.
    Initial(u32),
    /// The first words, in small capitals.
    LeadIn(u32),
    /// A letter, then the rest of the first words.
    Both { initial: u32, lead_in: u32 },
}

/// By paragraph; all others begin plainly.
pub type Beginnings = BTreeMap<BlockId, Beginning>;

/// An initial needs more letters than this beside it: two lines of a printed page, three on a phone.
const FEW: usize = 120;

/// What may stand before the letter, and is as tall.
const MARKS: [char; 9] = ['"', '“', '„', '«', '‘', '‚', '‹', '¡', '¿'];

/// A titled chapter's first paragraph begins as its dress says, and any other as its author says.
pub fn beginnings(section: &Section, lang: &str, design: &Design, dress: &Dress) -> Beginnings {
    let titled = section.role == Role::Chapter && (section.number.is_some() || !section.title.is_empty());
    let next = if titled { dress.opening } else { Opening::Plain };
    let phrase_words = &language::of(section.attributes.lang.as_deref().unwrap_or(lang)).phrase_words;
    let mut finder = Finder { dress, next, lead_words: design.lead_words, phrase_words, found: Beginnings::new() };
    finder.blocks(on_ground(&section.blocks).1, dress.style(StyleRole::Body).align.is_flush_left());
    finder.found
}

struct Finder<'a> {
    dress: &'a Dress,
    /// How the next paragraph of running text begins.
    next: Opening,
    lead_words: usize,
    phrase_words: &'a [String],
    found: Beginnings,
}

impl Finder<'_> {
    /// Beside lines that do not begin at the left edge an initial would stand apart.
    fn blocks(&mut self, blocks: &[Block], flush_left: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph { inlines, .. } => {
                    let lead_in = || lead_in(inlines, self.lead_words, self.phrase_words);
                    let beginning = match std::mem::take(&mut self.next) {
                        Opening::DropCap if flush_left => initial(inlines).map(Beginning::Initial),
                        Opening::DropCapLeadIn if flush_left => match (initial(inlines), lead_in()) {
                            (Some(initial), Some(lead_in)) if lead_in > initial => {
                                Some(Beginning::Both { initial, lead_in })
                            }
                            (initial, lead_in) => {
                                initial.map(Beginning::Initial).or_else(|| lead_in.map(Beginning::LeadIn))
                            }
                        },
                        Opening::SmallCaps | Opening::DropCapLeadIn => lead_in().map(Beginning::LeadIn),
                        Opening::DropCap | Opening::Plain => None,
                    };
                    self.found.extend(beginning.map(|beginning| (block.id, beginning)));
                }
                BlockKind::Div { kind, blocks } => self.div(*kind, &block.attributes.classes, blocks, flush_left),
                // Stands before the first paragraph.
                BlockKind::Quote { epigraph: true, .. } => {}
                BlockKind::Heading { .. }
                | BlockKind::Quote { .. }
                | BlockKind::Verse { .. }
                | BlockKind::List { .. }
                | BlockKind::Definitions { .. }
                | BlockKind::Table { .. }
                | BlockKind::Figure { .. }
                | BlockKind::Code { .. }
                | BlockKind::Break
                | BlockKind::PageBreak { .. }
                | BlockKind::Contents { .. } => self.next = Opening::Plain,
            }
        }
    }

    fn div(&mut self, kind: DivKind, classes: &[String], blocks: &[Block], flush_left: bool) {
        match kind {
            DivKind::DropCap | DivKind::NoDropCap => {
                self.next = if kind == DivKind::DropCap { Opening::DropCap } else { Opening::Plain };
                self.blocks(blocks, flush_left);
                self.next = Opening::Plain;
            }
            DivKind::Plain | DivKind::Other => match self.dress.classed(classes) {
                Some(Overlay { align: Some(align), .. }) => self.blocks(blocks, align.is_flush_left()),
                // What stands apart is no running text either.
                Some(overlay) if overlay.stands_apart() => {}
                Some(_) | None => self.blocks(blocks, flush_left),
            },
            // No running text: the first paragraph is not in them, but may come after them.
            DivKind::Dedication | DivKind::Letter | DivKind::Sidebar => {}
        }
    }
}

/// The end of the letter that a paragraph begins with, marks before it included; nothing where the text is short.
fn initial(inlines: &[Inline]) -> Option<u32> {
    let text = first_text(inlines)?;
    let rest = text.trim_start_matches(MARKS);
    let letter = rest.graphemes(true).next()?;
    let stands = letter.chars().next().is_some_and(|first| first.is_alphabetic() && bidi_class(first) == BidiClass::L);
    let long = plain_text(inlines).chars().count() > FEW;
    (stands && long).then_some((text.len() - rest.len() + letter.len()) as u32)
}

/// The text that a paragraph begins with, if it begins with text.
fn first_text(inlines: &[Inline]) -> Option<&str> {
    let is_anchor = |inline: &&Inline| matches!(inline, Inline::Span { children, .. } if children.is_empty());
    match inlines.iter().find(|inline| !is_anchor(inline))? {
        Inline::Text { text, .. } => Some(text),
        Inline::Emphasis { children }
        | Inline::Strong { children }
        | Inline::SmallCaps { children }
        | Inline::Span { children, .. } => first_text(children),
        Inline::Strike { .. }
        | Inline::Superscript { .. }
        | Inline::Subscript { .. }
        | Inline::Code { .. }
        | Inline::Link { .. }
        | Inline::PageOf { .. }
        | Inline::PageCount { .. }
        | Inline::Note { .. }
        | Inline::Image { .. }
        | Inline::LineEnd { .. } => None,
    }
}

/// Words that a lead-in may have more than it should, to end with a phrase.
const MORE: usize = 2;

/// The end of the first words, of about so many: behind the last before a stop, or between two phrases, where the
/// language's words that begin one are known.
fn lead_in(inlines: &[Inline], most: usize, phrase_words: &[String]) -> Option<u32> {
    let mut text = String::new();
    words(inlines, &mut text);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()).take(most + MORE + 1) {
        let end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        found.push((end, word));
    }
    let begins = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        phrase_words.contains(&word)
    };
    let enough = found.len().min(most + MORE);
    if let Some(stop) = (0..enough).find(|&at| stop(found[at].1).is_some()) {
        let (end, word) = found[stop];
        return Some((end - word.len() + self::stop(word).unwrap_or(word.len())) as u32).filter(|end| *end > 0);
    }
    let is_end = |count: &usize| {
        let next = found.get(*count).is_none_or(|(_, next)| begins(next));
        next && !begins(found[count - 1].1)
    };
    let phrase =
        (2..=enough).filter(|count| !phrase_words.is_empty() && is_end(count)).min_by_key(|count| count.abs_diff(most));
    let whole = || (most.min(enough)..=enough).find(|&count| count > 0 && !begins(found[count - 1].1));
    let count = phrase.or_else(whole).unwrap_or(most.min(enough));
    let end =
        if found.len() <= enough && count == found.len() { text.len() } else { found.get(count.checked_sub(1)?)?.0 };
    Some(end as u32).filter(|end| *end > 0)
}

/// Where in a word a stop ends the phrase: at its last marks, unless it is abbreviated.
fn stop(word: &str) -> Option<usize> {
    let bare = word.trim_end_matches(|c: char| "”’\"'»›)]".contains(c));
    let letters = bare.trim_end_matches([',', '.', ';', ':', '!', '?', '…', '—', '–']);
    let ends = bare.len() - letters.len();
    let is_short = letters.chars().count() <= 3 && letters.starts_with(char::is_uppercase);
    let is_abbreviated = &bare[letters.len()..] == "." && (is_short || letters.contains('.'));
    (ends > 0 && !is_abbreviated).then_some(letters.len())
}

/// Collects the text up to the first thing that is none; false where there is one. A note's call stands in no text.
fn words(inlines: &[Inline], out: &mut String) -> bool {
    inlines.iter().all(|inline| match inline {
        Inline::Text { text, .. } => {
            out.push_str(text);
            true
        }
        Inline::Emphasis { children }
        | Inline::Strong { children }
        | Inline::Strike { children }
        | Inline::SmallCaps { children }
        | Inline::Link { children, .. }
        | Inline::Span { children, .. } => words(children, out),
        Inline::Note { .. } => true,
        Inline::Superscript { .. }
        | Inline::Subscript { .. }
        | Inline::Code { .. }
        | Inline::PageOf { .. }
        | Inline::PageCount { .. }
        | Inline::Image { .. }
        | Inline::LineEnd { .. } => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.into(), span: Default::default() }
    }

    fn note() -> Inline {
        Inline::Note { note: Default::default(), call: 0, span: Default::default() }
    }

    #[test]
    fn an_initial_is_a_letter_with_its_mark_over_enough_words() {
        let of = |begin: &str| {
            let whole = format!("{begin}{}", "and so on ".repeat(12));
            initial(&[text(&whole)]).map(|end| whole[..end as usize].to_owned())
        };
        assert_eq!(of("The tide ").as_deref(), Some("T"));
        assert_eq!(of("“I’m out ").as_deref(), Some("“I"));
        assert_eq!(of("¡Vamos! ").as_deref(), Some("¡V"));
        assert_eq!(of("E\u{301}t\u{e9} ").as_deref(), Some("E\u{301}"));
        assert_eq!(of("1984 was "), None);
        assert_eq!(of("—Who? "), None);
        assert_eq!(of("שלום "), None, "no letter of a script that runs to the left");
        assert_eq!(initial(&[text("Too short.")]), None);
        let rest = text(&"and so on ".repeat(13));
        assert_eq!(initial(&[Inline::Emphasis { children: vec![text("Then")] }, rest.clone()]), Some(1));
        assert_eq!(initial(&[Inline::Code { text: "x".into(), span: Default::default() }, rest]), None);
    }

    #[test]
    fn a_lead_in_ends_with_its_words_or_a_stop() {
        let led = |inlines: &[Inline], most| {
            let plain = plain_text(inlines);
            lead_in(inlines, most, &[]).map(|end| plain[..end as usize].to_owned())
        };
        let em = |words: &str| Inline::Emphasis { children: vec![text(words)] };
        assert_eq!(led(&[text("one two three four")], 3).as_deref(), Some("one two three"));
        assert_eq!(led(&[text("one two, three")], 3).as_deref(), Some("one two"));
        assert_eq!(led(&[em("one two"), text(" three four")], 3).as_deref(), Some("one two three"));
        assert_eq!(led(&[text("“One"), note(), text(" two,” three")], 4).as_deref(), Some("“One two"));
        assert_eq!(led(&[text("all")], 9).as_deref(), Some("all"));
        assert_eq!(
            led(&[text("a "), Inline::LineEnd { span: Default::default() }, text("b")], 9).as_deref(),
            Some("a ")
        );
        assert_eq!(led(&[note()], 9), None);
    }

    #[test]
    fn a_lead_in_ends_with_a_phrase() {
        let words: Vec<String> = ["the", "in", "had", "on", "was", "and"].map(str::to_owned).into();
        let led = |plain: &str, most| {
            lead_in(&[text(plain)], most, &words).map(|end| plain[..end as usize].to_owned()).unwrap_or_default()
        };
        assert_eq!(led("The lamp in the window had been burning", 4), "The lamp in the window");
        assert_eq!(led("The lamp in the window had been burning", 3), "The lamp");
        assert_eq!(led("NASA’s first lamp was lit in the U.S.A. on the day", 4), "NASA’s first lamp");
        assert_eq!(led("The U.S.A. and the sea", 3), "The U.S.A.");
        assert_eq!(led("“What is it?” she asked", 4), "“What is it");
        assert_eq!(led("Nobody could say who had moved it", 4), "Nobody could say who");
        assert_eq!(led("The lamp, in the window", 4), "The lamp");
    }
}
