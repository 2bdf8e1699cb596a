//! What a book is made of, counted: words, verse and notes by chapter, pages in print, long sentences, rare letters, and
//! words that are spelled in two ways.
//!
//! In: a book. Out: numbers and places, in the order of the book. Refuses to judge: what is listed may be right.

mod count;
mod letters;
mod sentences;
mod spelling;
#[cfg(test)]
mod tests;

pub use letters::LetterRow;
pub use sentences::SentenceRow;
pub use spelling::{FormRow, SpellingRow};

use super::binding;
use super::failure::Failure;
use super::selection;
use crate::base::{Folder, Report, Sources, Span};
use crate::layout::again::Laid;
use crate::manuscript::settings::Output;
use crate::manuscript::{self, EditionReading, Medium, Reading};
use crate::model::{Book, Matter, Role};
use crate::{design, page};
use count::Counted;
use serde::Serialize;
use std::sync::Arc;

/// Words that are read in a minute: the mean of adults who read prose silently (Brysbaert 2019).
const WORDS_A_MINUTE: usize = 240;

/// The numbers of an edition.
#[derive(Clone, Debug, Serialize)]
pub struct StatsOutcome {
    /// Nothing for the default edition.
    pub edition: Option<String>,
    pub words: usize,
    pub minutes: usize,
    pub verse_lines: usize,
    pub notes: usize,
    /// Of the print edition; nothing where it has none, or cannot be set.
    pub pages: Option<usize>,
    /// Parts and chapters, in the order of the book.
    pub sections: Vec<SectionRow>,
    /// The longest, the longest first.
    pub sentences: Vec<SentenceRow>,
    /// Letters and signs beyond ASCII that occur a few times only, the rarest first.
    pub rare: Vec<LetterRow>,
    /// Words with two spellings.
    pub spellings: Vec<SpellingRow>,
}

/// A part, or a chapter.
#[derive(Clone, Debug, Serialize)]
pub struct SectionRow {
    pub title: String,
    pub is_part: bool,
    /// Of a part with its chapters.
    pub words: usize,
    pub minutes: usize,
    pub verse_lines: usize,
    pub notes: usize,
    pub pages: Option<usize>,
    pub file: String,
    pub line: usize,
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlaceRow {
    pub file: String,
    pub line: usize,
}

impl PlaceRow {
    fn of(span: Span, sources: &Sources) -> PlaceRow {
        let (line, _) = sources.line_column(span.file, span.start);
        PlaceRow { file: sources.get(span.file).name.clone(), line }
    }
}

/// Counts what an edition has in print; the default one where none is named.
pub fn stats(folder: &Folder, edition: Option<&str>) -> Result<StatsOutcome, Failure> {
    let (reading, mut report) = manuscript::open(folder);
    let reading = reading.filter(|_| !report.has_errors()).ok_or_else(|| Failure::Input(report.errors()))?;
    let edition = chosen(&reading, edition)?;
    let book = Arc::new(manuscript::book(&reading, edition, &edition.on(Medium::Print), folder, &mut report));
    if report.has_errors() {
        return Err(Failure::Input(report.errors()));
    }
    let pages = pages(&book, edition, folder, &report);
    let texts = count::texts(&book);
    let sections = sections(&book, pages.as_ref(), &report.sources);
    let whole = Counted::sum(book.sections.iter().map(Counted::of));
    let language = &book.metadata.language;
    Ok(StatsOutcome {
        edition: edition.name.as_deref().map(str::to_owned),
        words: whole.words,
        minutes: minutes(whole.words),
        verse_lines: whole.verse_lines,
        notes: whole.notes,
        pages: pages.map(|pages| pages.whole),
        sections,
        sentences: sentences::longest(&texts, &report.sources),
        rare: letters::rare(&texts, &report.sources),
        spellings: spelling::spellings(&texts, language, &report.sources),
    })
}

fn chosen<'r>(reading: &'r Reading, name: Option<&str>) -> Result<&'r EditionReading, Failure> {
    selection::named(reading, name).map_err(Failure::usage)?;
    let named = reading.editions.iter().find(|edition| edition.name.as_deref() == name);
    named.or(reading.editions.first()).ok_or_else(|| Failure::Usage(Report::default()))
}

fn minutes(words: usize) -> usize {
    words.div_ceil(WORDS_A_MINUTE)
}

/// Pages in print, of the whole book and of each section.
struct Pages {
    whole: usize,
    of_sections: Vec<(usize, usize)>,
}

fn pages(book: &Arc<Book>, edition: &EditionReading, folder: &Folder, report: &Report) -> Option<Pages> {
    let settings = &edition.settings;
    if !settings.makes(Output::Print) {
        return None;
    }
    let design = design::design(settings, folder, &mut report.beside())?;
    let mut laid = None;
    binding::lay(&design, settings, |geometry| {
        let own = Laid::new(book, &design, geometry, page::Output::Press(design.press.clone()));
        let layout = own.layout.clone();
        laid = Some(own);
        layout
    });
    let laid = laid?;
    Some(Pages { whole: laid.layout.document.pages.len(), of_sections: laid.pages() })
}

/// Parts and chapters. Made pages have no words of the author's.
fn sections(book: &Book, pages: Option<&Pages>, sources: &Sources) -> Vec<SectionRow> {
    let counted: Vec<Counted> = book.sections.iter().map(Counted::of).collect();
    let rows = book.section_ids().zip(&book.sections).filter(|(_, section)| !section.role.is_made());
    let row = |(id, section): (crate::model::SectionId, &crate::model::Section)| {
        let is_part = section.role == Role::Part;
        let at = id.0 as usize;
        let follows = |other: &usize| is_part && book.part_of(crate::model::SectionId(*other as u32)) == Some(id);
        let members: Vec<usize> = std::iter::once(at).chain((at + 1..book.sections.len()).filter(follows)).collect();
        let sum = Counted::sum(members.iter().map(|at| counted[*at]));
        let of = |at: &usize| pages?.of_sections.get(*at).map(|(_, count)| *count);
        let PlaceRow { file, line } = PlaceRow::of(book.span(id, section.span), sources);
        let title = crate::model::inline::plain_text(&section.title);
        let matter = match section.matter {
            Matter::Front => "(front matter)",
            Matter::Main | Matter::Back => "(untitled)",
        };
        SectionRow {
            title: if title.is_empty() { matter.to_owned() } else { title },
            is_part,
            words: sum.words,
            minutes: minutes(sum.words),
            verse_lines: sum.verse_lines,
            notes: sum.notes,
            pages: members.iter().map(of).sum(),
            file,
            line,
        }
    };
    rows.map(row).collect()
}
