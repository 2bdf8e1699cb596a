//! In: the pages of a book, and the book of an edition that differs in a few words, an ISBN mostly. Out: that one's pages,
//! of which nearly all are the same. Refuses to guess: where anything else could move, there is nothing.

use super::Layout;
use super::compose::{self, Drawn, Names, Parts};
use super::copyfit::{self, LooseMark, Pages};
use super::paginate::{self, Settled};
use super::sections::{NotesSection, Sections};
use crate::design::{Design, Geometry};
use crate::model::{Book, SectionId};
use crate::page::Output;
use std::sync::Arc;

/// Pages, with what they were made from.
#[derive(Debug)]
pub struct Laid {
    pub layout: Layout,
    book: Arc<Book>,
    settled: Settled,
    names: Names,
}

impl Laid {
    pub fn new(book: &Arc<Book>, design: &Design, geometry: &Geometry, output: Output) -> Laid {
        let notes = NotesSection::new(book, design.notes.place);
        let sections = Sections { book, notes: notes.as_ref() };
        let mut settled = paginate::settle(sections, design, geometry);
        let (layout, names) = compose::compose(Parts { sections, design, geometry }, output, &mut settled);
        Laid { layout, book: Arc::clone(book), settled, names }
    }

    /// The pages of another book in the same design, on pages of the same size.
    pub fn again(self, book: &Arc<Book>, design: &Design, geometry: &Geometry, output: Output) -> Option<Laid> {
        let changed = changed(&self.book, book)?;
        let notes = NotesSection::new(book, design.notes.place);
        let sections = Sections { book, notes: notes.as_ref() };
        let mut settled = paginate::settle_again(sections, design, geometry, self.settled, &changed)?;
        let drawn = Drawn { document: &self.layout.document, names: &self.names, changed: &changed };
        let parts = Parts { sections, design, geometry };
        let (layout, names) = compose::compose_again(parts, output, &mut settled, drawn)?;
        Some(Laid { layout, book: Arc::clone(book), settled, names })
    }

    /// The first page of each section, and how many pages it has.
    pub fn pages(&self) -> Vec<(usize, usize)> {
        let sequence = &self.settled.sequence;
        sequence.starts.iter().zip(&sequence.plans).map(|(start, plan)| (*start, plan.pages.len())).collect()
    }

    /// The paragraphs to set in a line more or fewer, so that there are `wanted` pages more or fewer.
    pub fn marks(&self, design: &Design, geometry: &Geometry, wanted: i64) -> Option<Vec<LooseMark>> {
        let notes = NotesSection::new(&self.book, design.notes.place);
        let sections = Sections { book: &self.book, notes: notes.as_ref() };
        copyfit::marks(Pages { sections, settled: &self.settled, design, geometry }, wanted)
    }
}

/// The sections that say something else; nothing where a book differs in more than what these say.
fn changed(known: &Book, book: &Book) -> Option<Vec<SectionId>> {
    let (one, other) = (&known.metadata, &book.metadata);
    let is_alike = (&one.title, &one.language, &one.words) == (&other.title, &other.language, &other.words)
        && known.sections.len() == book.sections.len()
        && known.notes_run_on == book.notes_run_on
        && known.anchors == book.anchors
        && known.assets == book.assets;
    // Lines know where they were typed: a section that was moved in its file, or notes of it, is set again too.
    let parts = |book: &Book, id: &SectionId| book.parts.sections.get(id.0 as usize).cloned();
    let differs = |id: &SectionId| known.section(*id) != book.section(*id) || parts(known, id) != parts(book, id);
    // A note more or fewer gives those of other chapters other numbers.
    let notes = |book: &Book| book.section_ids().map(|id| book.section(id).notes.len()).collect::<Vec<_>>();
    let is_alike = is_alike && (!book.notes_run_on || notes(known) == notes(book));
    is_alike.then(|| book.section_ids().filter(differs).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Folder;
    use crate::{design, manuscript};

    fn book(settings: &str, text: &str) -> (Arc<Book>, Design) {
        let settings = format!("[book]\ntitle = 'T'\nauthors = ['A']\n[print]\n{settings}");
        let folder = Folder::from_files([("book.toml", settings.as_str()), ("a.md", text)]).unwrap();
        let (manuscript, mut report) = manuscript::read(&folder);
        let manuscript = manuscript.unwrap();
        let design = design::design(&manuscript.settings, &folder, &mut report).unwrap();
        (Arc::new(manuscript.book), design)
    }

    fn traces(layout: &Layout) -> Vec<String> {
        layout.document.pages.iter().map(|page| format!("{:?} {:?}", page.folio, page.frame)).collect()
    }

    #[test]
    fn another_number_in_the_imprint_leaves_the_other_pages_as_they_are() {
        let text = format!("# One\n\n{}\n\nSee [here](#one).[^n]\n\n[^n]: A note.\n", "Words. ".repeat(2_000));
        let output = Output::Screen;
        let (first, design) = book("isbn = '978-0-306-40615-7'", &text);
        let (second, other) = book("isbn = '978-1-86197-271-2'\nprinter = 'lulu'", &text);
        let known = Laid::new(&first, &design, &design.print, output.clone());
        let pages: Vec<_> = known.layout.document.pages.iter().map(|page| Arc::clone(&page.frame)).collect();
        let again = known.again(&second, &other, &other.print, output.clone()).unwrap();
        let alone = Laid::new(&second, &other, &other.print, output.clone());
        assert_eq!(traces(&again.layout), traces(&alone.layout));
        assert_eq!(again.layout.diagnostics, alone.layout.diagnostics);
        assert_eq!(again.layout.document.info, alone.layout.document.info);
        let drawn =
            again.layout.document.pages.iter().zip(&pages).filter(|(page, known)| !Arc::ptr_eq(&page.frame, known));
        assert_eq!(drawn.count(), 1, "the imprint");
        // So does another word in a chapter with notes, though its notes stand elsewhere in the file then.
        let known = Laid::new(&first, &design, &design.print, output.clone());
        let (third, design) = book("isbn = '978-0-306-40615-7'", &text.replace("See [", "Do see ["));
        let again = known.again(&third, &design, &design.print, output.clone()).unwrap();
        let alone = Laid::new(&third, &design, &design.print, output.clone());
        assert_eq!(traces(&again.layout), traces(&alone.layout));
        // A chapter with other words that fill other pages is laid out anew.
        let (longer, _) = book("isbn = '978-0-306-40615-7'", &text.replace("Words. ", "More words. "));
        assert!(again.again(&longer, &design, &design.print, output).is_none());
    }
}
