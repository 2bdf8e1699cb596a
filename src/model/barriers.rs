//! In: a Book. Out: what keeps people from reading it who listen to it or feel it, as far as a program can tell. Refuses
//! to know in what words that is told, and to whom.

use super::{Block, BlockKind, Book, Inline, LocalSpan, Parts, SectionId, Target, plain_text, walk};
use crate::base::Span;
use crate::language::{self, Tag};
use unicode_script::{Script, UnicodeScript};

/// One thing in the way, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Barrier {
    pub kind: BarrierKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BarrierKind {
    /// A table without a heading row (WCAG 2.2, 1.3.1); its first column must do.
    HeadlessTable,
    /// A link whose words do not say where it leads: the words (WCAG 2.2, 2.4.4).
    EmptyWords(String),
    /// A word in a script that the language around it does not use (WCAG 2.2, 3.1.2).
    ForeignWord { word: String, language: String },
    /// Words of the class `foreign` without a language: the words (WCAG 2.2, 3.1.2).
    UnnamedLanguage(String),
    /// The book says that it is English, and hardly is (WCAG 2.2, 3.1.1).
    NotEnglish,
}

const ENGLISH: &str = "en";
/// Fewer words say nothing about their language.
const FEW_WORDS: usize = 150;
/// More words say nothing new.
const MANY_WORDS: usize = 5_000;
/// In hundredths: English has 20 or more; a language that shares some of these words has fewer than 8.
const ENGLISH_SHARE: usize = 8;
/// A letter or two are a sign, not a word.
const LETTERS_OF_A_WORD: usize = 3;

/// In reading order, the notes last.
pub fn barriers(book: &Book) -> Vec<Barrier> {
    let parts = &book.parts;
    let mut search = Search { parts, section: SectionId(0), found: Vec::new(), words: 0, english: 0 };
    for (id, section) in book.section_ids().zip(&book.sections) {
        search.section = id;
        let language = section.attributes.lang.as_deref().unwrap_or(&book.metadata.language);
        search.run(&section.title, language);
        search.blocks(&section.blocks, language);
    }
    for (id, note) in book.notes() {
        let section = book.section(id.section);
        search.section = id.section;
        search.blocks(&note.blocks, section.attributes.lang.as_deref().unwrap_or(&book.metadata.language));
    }
    if search.words >= FEW_WORDS && search.english * 100 < search.words * ENGLISH_SHARE {
        search.found.insert(0, Barrier { kind: BarrierKind::NotEnglish, span: Span::default() });
    }
    search.found
}

struct Search<'a> {
    parts: &'a Parts,
    /// That the text at hand belongs to.
    section: SectionId,
    found: Vec<Barrier>,
    /// Of text that is said to be English.
    words: usize,
    english: usize,
}

impl Search<'_> {
    fn add(&mut self, kind: BarrierKind, span: LocalSpan) {
        self.found.push(Barrier { kind, span: self.parts.span(self.section, span) });
    }

    fn blocks(&mut self, blocks: &[Block], language: &str) {
        blocks.iter().for_each(|block| self.block(block, language));
    }

    fn block(&mut self, block: &Block, language: &str) {
        let own = match &block.kind {
            // Its titles were judged where they stand.
            BlockKind::Contents { .. } => return,
            BlockKind::Verse { verse } => verse.attributes.lang.as_deref(),
            BlockKind::Figure { figure } => figure.image.attributes.lang.as_deref(),
            BlockKind::Table { table } => {
                if table.head.is_empty() {
                    self.add(BarrierKind::HeadlessTable, block.span);
                }
                None
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Heading { .. }
            | BlockKind::Quote { .. }
            | BlockKind::List { .. }
            | BlockKind::Definitions { .. }
            | BlockKind::Code { .. }
            | BlockKind::Break
            | BlockKind::PageBreak { .. }
            | BlockKind::Div { .. } => None,
        };
        let language = own.or(block.attributes.lang.as_deref()).unwrap_or(language);
        walk::children(&block.kind).into_iter().for_each(|inner| self.blocks(inner, language));
        walk::runs(block).iter().for_each(|run| self.run(run.inlines, language));
    }

    fn run(&mut self, inlines: &[Inline], language: &str) {
        for inline in inlines {
            match inline {
                Inline::Text { text, span } => self.text(text, *span, language),
                Inline::Link { target, children, span } => {
                    self.link(target, children, *span, language);
                    self.run(children, language);
                }
                Inline::Span { attributes, children } => {
                    if attributes.lang.is_none() && attributes.classes.iter().any(|class| class == "foreign") {
                        self.unnamed(children);
                    }
                    self.run(children, attributes.lang.as_deref().unwrap_or(language));
                }
                Inline::Emphasis { children }
                | Inline::Strong { children }
                | Inline::Strike { children }
                | Inline::Superscript { children }
                | Inline::Subscript { children }
                | Inline::SmallCaps { children } => self.run(children, language),
                Inline::Code { .. }
                | Inline::PageOf { .. }
                | Inline::PageCount { .. }
                | Inline::Note { .. }
                | Inline::Image { .. }
                | Inline::LineEnd { .. } => {}
            }
        }
    }

    /// Words that are said to be of another language, and not of which.
    fn unnamed(&mut self, children: &[Inline]) {
        let mut place = None;
        walk::inlines(children, &mut |inline| {
            if let (Inline::Text { span, .. }, None) = (inline, place) {
                place = Some(*span);
            }
        });
        self.add(BarrierKind::UnnamedLanguage(plain_text(children)), place.unwrap_or_default());
    }

    /// Without words of its own a link to a place in the book takes that one's title.
    fn link(&mut self, target: &Target, children: &[Inline], span: LocalSpan, language: &str) {
        let words = plain_text(children);
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let titled = children.is_empty() && matches!(target, Target::Anchor(_));
        // English ones stand in books of every language.
        let empty = |of: &str| language::of(of).unclear_links.contains(&bare);
        if !titled && (bare.is_empty() || empty(language) || empty(ENGLISH)) {
            let words = words.trim().to_owned();
            self.add(BarrierKind::EmptyWords(words), span);
        }
    }

    /// The first foreign word of each piece of text is enough to find the rest.
    fn text(&mut self, text: &str, span: LocalSpan, language: &str) {
        if self.words < MANY_WORDS && Tag::new(language).language.eq_ignore_ascii_case(ENGLISH) {
            let common = &language::of(ENGLISH).common_words;
            for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
                self.words += 1;
                self.english += usize::from(common.iter().any(|known| word.eq_ignore_ascii_case(known)));
            }
        }
        let own = language::scripts(language);
        // Mostly what is not ASCII is a mark, or a Latin letter.
        if text.is_ascii() || !own.are_known() || !text.chars().any(|c| c > '\u{24f}' && c.is_alphabetic()) {
            return;
        }
        let foreign = |script: Script| {
            let shared = matches!(script, Script::Latin | Script::Common | Script::Inherited | Script::Unknown);
            !shared && !own.contain(script)
        };
        // Mostly all letters are Latin, and to ask each one takes longer than to read the book.
        let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii());
        let found = words.find(|word| word.chars().filter(|c| foreign(c.script())).count() >= least_letters(word));
        if let Some(word) = found {
            let (word, language) = (word.to_owned(), language.to_owned());
            self.add(BarrierKind::ForeignWord { word, language }, span);
        }
    }
}

/// One letter of a script without an alphabet is a word.
fn least_letters(word: &str) -> usize {
    let whole = |c: char| matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul);
    if word.chars().any(whole) { 1 } else { LETTERS_OF_A_WORD }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Attributes, BlockId, Corrections, Section, SectionId};

    fn words(text: &str) -> Inline {
        Inline::Text { text: text.to_owned(), span: LocalSpan::default() }
    }

    fn found(language: &str, inlines: Vec<Inline>) -> Vec<BarrierKind> {
        let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
        let block = Block { id: BlockId(0), span: LocalSpan::default(), attributes: Attributes::default(), kind };
        let section = Section { blocks: vec![block], ..Section::default() };
        let mut book = Book { sections: vec![section], ..Book::default() };
        book.metadata.language = language.to_owned();
        assert_eq!(book.section(SectionId(0)).blocks.len(), 1);
        barriers(&book).into_iter().map(|barrier| barrier.kind).collect()
    }

    #[test]
    fn a_word_of_another_script_wants_a_language() {
        let foreign = |language: &str, text: &str| !found(language, vec![words(text)]).is_empty();
        assert!(foreign("en", "the word книга means book"));
        assert!(foreign("ru", "слово βιβλίον"));
        assert!(foreign("en", "one sign, 書, is enough"));
        assert!(!foreign("en", "the α of π, and Ж alone"));
        assert!(!foreign("ru", "Он читает EPUB"));
        assert!(!foreign("xx", "слово"));
        let span = Attributes { lang: Some("ru".to_owned()), ..Attributes::default() };
        assert_eq!(found("en", vec![Inline::Span { attributes: span, children: vec![words("книга")] }]), []);
    }

    #[test]
    fn english_is_known_by_its_small_words() {
        let english = "The pages of a book are folded, and it is said that the paper lies in the press with you. ";
        let german = "Die Seiten werden gefaltet und liegen dann in der Presse, bis der Leim trocken ist. ";
        let says = |language: &str, text: &str| found(language, vec![words(&text.repeat(20))]);
        assert_eq!(says("en-GB", english), []);
        assert_eq!(says("en", german), [BarrierKind::NotEnglish]);
        assert_eq!(says("de", german), []);
        assert_eq!(found("en", vec![words(german)]), [], "one sentence proves nothing");
    }

    #[test]
    fn the_words_of_a_link_say_where_it_leads() {
        let link = |text: &str| {
            let target = Target::Url("https://example.org".to_owned());
            found("en", vec![Inline::Link { target, children: vec![words(text)], span: LocalSpan::default() }])
        };
        assert_eq!(link("Here!"), [BarrierKind::EmptyWords("Here!".to_owned())]);
        assert_eq!(link("→"), [BarrierKind::EmptyWords("→".to_owned())]);
        assert_eq!(link("how to fold"), []);
    }
}
