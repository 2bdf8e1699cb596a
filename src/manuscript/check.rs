//! In: texts and the finished Book. Out: what is allowed but was hardly meant, and letters that no book can hold.

use crate::base::{Diagnostic, FileId, Report, Span};
use crate::language;
use crate::model::block::Place;
use crate::model::{
    Barrier, BarrierKind, Block, BlockKind, Book, Figure, Inline, SectionId, Target, barriers, plain_text, walk,
};
use crate::pictures::{Format, alike_in_gray};
use std::collections::BTreeSet;

/// Control characters: no XML may hold one.
pub fn characters(file: FileId, text: &str, report: &mut Report) {
    let line_end = |at: usize| text.as_bytes().get(at + 1) == Some(&b'\n');
    for (at, letter) in text.char_indices() {
        let fine = match letter {
            '\n' | '\t' => true,
            '\r' => line_end(at),
            '\u{FFFE}' | '\u{FFFF}' => false,
            letter => !letter.is_control(),
        };
        if !fine {
            report.add(
                Diagnostic::error(
                    "control-character",
                    format!("there is a control character here, U+{:04X}", letter as u32),
                )
                .at(Span::new(file, at..at + letter.len_utf8()))
                .help("delete it"),
            );
        }
    }
}

/// Headings that skip a level, what a figure asks for in vain, and what keeps people out who cannot see the page.
/// `language` is where book.toml says it.
pub fn book(book: &Book, language: Option<Span>, report: &mut Report) {
    untitled(book, report);
    headings(book, report);
    for barrier in barriers(book) {
        report.add(in_the_way(barrier, language));
    }
    addresses(book, report);
    colours(book, report);
    for (id, section) in book.section_ids().zip(&book.sections) {
        let place = |block: &Block| book.span(id, block.span);
        for block in &section.blocks {
            match &block.kind {
                BlockKind::Figure { figure } if has_note(figure) && !is_side(figure) => {
                    figure_place(block, place, "with a note", report)
                }
                kind => inner_figures(&walk::children(kind), place, "inside another block", report),
            }
        }
        section.notes.iter().for_each(|note| inner_figures(&[&note.blocks], place, "in a note", report));
    }
}

/// Every sequence of blocks, those of notes too, with the section that it belongs to.
fn texts(book: &Book) -> impl Iterator<Item = (SectionId, &Vec<Block>)> {
    let sections = book.section_ids().zip(book.sections.iter().map(|section| &section.blocks));
    sections.chain(book.notes().map(|(id, note)| (id.section, &note.blocks)))
}

fn inner_figures(blocks: &[&[Block]], place: impl Fn(&Block) -> Span + Copy, which: &str, report: &mut Report) {
    blocks.iter().for_each(|blocks| walk::blocks(blocks, &mut |block| figure_place(block, place, which, report)));
}

fn is_side(figure: &Figure) -> bool {
    matches!(figure.place, Some(Place::Left | Place::Right))
}

fn has_note(figure: &Figure) -> bool {
    let mut has_note = false;
    let caption = figure.caption.as_deref().unwrap_or_default();
    walk::inlines(caption, &mut |inline| has_note |= matches!(inline, Inline::Note { .. }));
    has_note
}

/// Only what belongs to the chapter itself can leave its place.
fn figure_place(block: &Block, place_of: impl Fn(&Block) -> Span, which: &str, report: &mut Report) {
    let BlockKind::Figure { figure } = &block.kind else { return };
    let Some(place) = figure.place else { return };
    let place = match place {
        Place::Top => "place=top",
        Place::Bottom => "place=bottom",
        Place::Page => ".page",
        Place::Bleed => ".bleed",
        Place::Spread => ".spread",
        Place::Left => ".left",
        Place::Right => ".right",
        Place::Ground => "background",
    };
    let why = format!("`{place}` has no effect: a figure {which} stands where it is mentioned");
    let help = "delete it, or put the figure between two paragraphs of the chapter";
    report.add(Diagnostic::hint("figure-place-ignored", why).at(place_of(block)).help(help));
}

/// A chapter whose heading has no words needs a number at least.
fn untitled(book: &Book, report: &mut Report) {
    for (id, section) in book.section_ids().zip(&book.sections) {
        let span = book.span(id, section.span);
        let typed = report.sources.get(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default();
        if section.title.is_empty() && section.number.is_none() && typed.trim_start().starts_with('#') {
            let why = "a heading has no words";
            let help = "write its title, or number the chapters: `number-chapters` under `[type]`";
            report.add(Diagnostic::warning("heading-empty", why).at(span).help(help));
        }
    }
}

/// Who listens to a book gets lost where a level is skipped.
fn headings(book: &Book, report: &mut Report) {
    for (id, section) in book.section_ids().zip(&book.sections) {
        let mut above = 1;
        walk::blocks(&section.blocks, &mut |block| {
            if let BlockKind::Heading { level, .. } = block.kind {
                if level > above + 1 {
                    let signs = |level: u8| "#".repeat(usize::from(level));
                    let message = format!("`{}` directly after `{}` skips a level", signs(level), signs(above));
                    let help = format!("write `{}`", signs(above + 1));
                    report.add(Diagnostic::warning("heading-skip", message).at(book.span(id, block.span)).help(help));
                }
                above = level;
            }
        });
    }
}

/// The EPUB makes no claim of conformance while there is a warning.
fn in_the_way(barrier: Barrier, language: Option<Span>) -> Diagnostic {
    let span = barrier.span;
    match barrier.kind {
        BarrierKind::HeadlessTable => {
            let why = "this table has no heading row, so its columns have no names and its first column names the rows";
            Diagnostic::hint("table-headless", why)
                .at(span)
                .help("write the names of the columns in its first row, above the line of dashes")
        }
        BarrierKind::EmptyWords(words) => {
            Diagnostic::warning("link-unclear", format!("`{words}` does not say where this link leads"))
                .at(span)
                .help("name what is found there: people who jump from link to link hear only these words")
        }
        BarrierKind::ForeignWord { word, language } => {
            let message = format!("`{word}` uses a different script from the language around it, `{language}`");
            let likely = language::typical(&word).unwrap_or("fr");
            Diagnostic::warning("language-unmarked", message).at(span).help(format!(
                "name its language, such as `[word]{{lang={likely}}}`, so that it is read aloud and hyphenated correctly"
            ))
        }
        BarrierKind::UnnamedLanguage(words) => {
            let message = format!("`{words}` is said to be in another language, but not in which");
            let help = "name it, such as `{.foreign lang=fr}`, so that it is read aloud and hyphenated correctly";
            Diagnostic::warning("language-unmarked", message).at(span).help(help)
        }
        BarrierKind::NotEnglish => {
            let (why, help) = match language {
                Some(_) => (
                    "the language is set to English, but the text does not look like English",
                    "set the right language",
                ),
                None => ("no language is set, and the text does not look like English", "set it under `[book]`"),
            };
            let found = Diagnostic::warning("language-missing", why);
            language.into_iter().fold(found, Diagnostic::at).help(format!("{help}: `language = \"de\"`"))
        }
    }
}

/// On paper an address is what a reader can use; read aloud it is letters and dots.
fn addresses(book: &Book, report: &mut Report) {
    for (id, blocks) in texts(book) {
        walk::inlines_of(blocks, &mut |inline| {
            if let Inline::Link { target: Target::Url(_), children, span } = inline
                && ["http://", "https://", "www."].iter().any(|start| plain_text(children).trim().starts_with(start))
            {
                let why = "the text of this link is an address, which is read aloud letter by letter";
                let help = "write `[what is there](address)`; if readers on paper need the address, put it in a note";
                report.add(Diagnostic::hint("link-address", why).at(book.span(id, *span)).help(help));
            }
        });
    }
}

/// Once for each drawing, where it is first shown.
fn colours(book: &Book, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (id, blocks) in texts(book) {
        let mut images = Vec::new();
        walk::images_of(blocks, &mut |image| images.push(image));
        for image in images.into_iter().filter(|image| !image.decorative && seen.insert(image.asset)) {
            let picture = &book.asset(image.asset).picture;
            if picture.format == Format::Svg
                && let Ok(Some((one, other))) = alike_in_gray(&picture.bytes)
            {
                let why = format!("`{one}` and `{other}` in this picture look the same to readers who see no colours");
                let help = "if the difference matters, make one darker, or add a pattern, a dash or a word";
                report.add(Diagnostic::hint("picture-colours", why).at(book.span(id, image.span)).help(help));
            }
        }
    }
}
