//! In: the paragraphs of a whole document. Out: its blocks, and what it says of itself on its first page. Headings that
//! no style names are known by their look here, and what an empty paragraph means.

use super::assemble;
use super::flow::{Flow, Paragraph, Side};
use super::lines::trimmed;
use super::names::Role;
use super::remarks::Remarks;
use super::tree::{About, At, Block, Inline, Person};
use super::walk::{is_blank, words};
use std::collections::BTreeMap;

/// Letters of a title at most.
const TITLE: usize = 90;

pub fn blocks(mut flow: Vec<Flow>, about: &mut About, remarks: &mut Remarks) -> Vec<Block> {
    headings_by_look(&mut flow, remarks);
    outdent(&mut flow);
    front(&mut flow, about);
    let gap = gap(&flow);
    assemble::blocks(flow, gap, remarks)
}

fn paragraphs(flow: &[Flow]) -> impl Iterator<Item = &Paragraph> {
    flow.iter().filter_map(|flow| match flow {
        Flow::Paragraph(paragraph) => Some(paragraph),
        Flow::Table(_) | Flow::Block(_) => None,
    })
}

/// Takes title, subtitle, authors and date from before the text. What has such a style later is a heading or text.
pub fn front(flow: &mut Vec<Flow>, about: &mut About) {
    let (mut at, mut titled) = (0, false);
    while let Some(Flow::Paragraph(paragraph)) = flow.get(at) {
        let text = words(&paragraph.inlines).split_whitespace().collect::<Vec<_>>().join(" ");
        match paragraph.role {
            _ if is_blank(&paragraph.inlines) && paragraph.beside.is_empty() => {
                at += 1;
                continue;
            }
            Role::Title if !titled => (titled, about.title) = (true, Some(text)),
            Role::Subtitle if about.subtitle.is_none() => about.subtitle = Some(text),
            Role::Author => {
                if at == 0 || !titled {
                    about.authors.clear();
                }
                let names = text.split(&[';', '\n'][..]).flat_map(|part| part.split(" and ")).map(str::trim);
                let people =
                    names.filter(|name| !name.is_empty()).map(|name| Person { name: name.to_owned(), role: None });
                let new: Vec<Person> = people.filter(|person| !about.authors.contains(person)).collect();
                about.authors.extend(new);
            }
            Role::Date => about.date = Some(text),
            _ => break,
        }
        flow.remove(at);
    }
    for later in flow.iter_mut() {
        if let Flow::Paragraph(paragraph) = later
            && matches!(paragraph.role, Role::Subtitle | Role::Author | Role::Date)
        {
            paragraph.role = Role::Body;
        }
    }
}

/// How many empty paragraphs mean a scene break: one where they are the exception, two where one parts all paragraphs.
pub fn gap(flow: &[Flow]) -> Option<usize> {
    let (mut counts, mut blanks, mut before) = ([0_usize; 3], 0, false);
    for paragraph in paragraphs(flow) {
        let is_text = paragraph.role == Role::Body && paragraph.item.is_none();
        if is_blank(&paragraph.inlines) && paragraph.beside.is_empty() {
            blanks += 1;
            continue;
        }
        if before && is_text {
            counts[blanks.min(2)] += 1;
        }
        (blanks, before) = (0, is_text);
    }
    let [none, one, more] = counts;
    match () {
        () if (one + more) * 4 <= none => Some(1),
        () if none * 4 <= one && more * 4 <= one => Some(2),
        () => None,
    }
}

/// Where most paragraphs are set in, that is how the page looks and quotes nobody.
fn outdent(flow: &mut [Flow]) {
    let is_text = |paragraph: &&Paragraph| paragraph.role == Role::Body && !is_blank(&paragraph.inlines);
    let all = paragraphs(flow).filter(is_text).count();
    let set_in = paragraphs(flow).filter(is_text).filter(|paragraph| paragraph.indented).count();
    if set_in * 2 > all {
        for flow in flow {
            if let Flow::Paragraph(paragraph) = flow {
                paragraph.indented = false;
            }
        }
    }
}

/// Words that begin the title of a chapter where a number follows.
const CHAPTERS: &[&str] = &[
    "chapter",
    "kapitel",
    "chapitre",
    "capítulo",
    "capitulo",
    "capitolo",
    "глава",
    "rozdział",
    "hoofdstuk",
    "kapitola",
    "fejezet",
    "bölüm",
];

/// Words that begin the title of a part where a number follows.
pub const PARTS: &[&str] = &[
    "part",
    "teil",
    "partie",
    "parte",
    "часть",
    "część",
    "deel",
    "del",
    "book",
    "buch",
    "livre",
    "libro",
    "книга",
    "rész",
    "část",
];

/// Whether a text is one of these words and a number, with or without a title after it.
pub fn is_numbered(text: &str, words: &[&str]) -> bool {
    let lower = text.to_lowercase();
    let mut all = lower.split_whitespace();
    let Some(first) = all.next() else { return false };
    let Some(number) = all.next().map(|number| number.trim_end_matches([':', '.', ',', '—', '–', '-'])) else {
        return false;
    };
    words.contains(&first)
        && (number.chars().all(|c| c.is_ascii_digit() || "ivxlc".contains(c)) || NUMBERS.contains(&number))
}

const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "un",
    "deux",
    "trois",
    "uno",
    "dos",
    "tres",
    "due",
    "tre",
    "первая",
    "вторая",
    "третья",
    "the",
];

/// Where no paragraph has the style of a heading, short ones in larger or bold letters are headings.
fn headings_by_look(flow: &mut [Flow], remarks: &mut Remarks) {
    if paragraphs(flow).any(|paragraph| matches!(paragraph.role, Role::Heading(_))) {
        return;
    }
    let mut letters: BTreeMap<u32, usize> = BTreeMap::new();
    for paragraph in paragraphs(flow) {
        *letters.entry(paragraph.size).or_default() += words(&paragraph.inlines).chars().count();
    }
    let body = letters.iter().max_by_key(|(_, count)| **count).map_or(0, |(size, _)| *size);
    // From the largest on; what is only bold, or only says that it is a chapter, comes last.
    let looks: Vec<Option<u32>> = flow.iter().map(|flow| look(flow, body)).collect();
    let mut sizes: Vec<u32> = looks.iter().flatten().copied().collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    let first_of = |size: u32| looks.iter().position(|look| *look == Some(size));
    let is_first = |at: usize| paragraphs(&flow[..at]).all(|paragraph| is_blank(&paragraph.inlines));
    let single = sizes.len() > 1 && sizes[0] != sizes[1];
    let title = sizes.first().filter(|_| single).and_then(|size| first_of(*size)).filter(|at| is_first(*at));
    sizes.dedup();
    if title.is_some() {
        sizes.remove(0);
    }
    for (at, flow) in flow.iter_mut().enumerate() {
        let Flow::Paragraph(paragraph) = flow else { continue };
        let level = looks[at].and_then(|look| sizes.iter().position(|size| *size == look));
        if title == Some(at) {
            paragraph.role = Role::Title;
        } else if let Some(level) = level.filter(|level| *level < 4) {
            paragraph.role = Role::Heading(level as u8 + 1);
        } else {
            continue;
        }
        remarks.converted("headings known by their look", At::Paragraph(paragraph.at));
        paragraph.inlines = without_strong(std::mem::take(&mut paragraph.inlines));
    }
}

/// How large a paragraph is that looks like a heading.
fn look(flow: &Flow, body: u32) -> Option<u32> {
    let Flow::Paragraph(paragraph) = flow else { return None };
    let text = words(&paragraph.inlines);
    let text = text.trim();
    let is_title = !text.is_empty() && text.chars().count() <= TITLE && text.chars().any(char::is_alphanumeric);
    if !is_title || paragraph.role != Role::Body || paragraph.item.is_some() || text.ends_with(['.', ',', ';']) {
        return None;
    }
    let large = paragraph.size >= body + 4 && paragraph.size > 0 && body > 0;
    let bold = is_strong(&paragraph.inlines) && (paragraph.side == Side::Centre || paragraph.new_page);
    match (large, bold || is_numbered(text, CHAPTERS) || is_numbered(text, PARTS)) {
        (true, _) => Some(paragraph.size),
        (false, true) => Some(body.max(1)),
        (false, false) => None,
    }
}

fn is_strong(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| matches!(inline, Inline::Strong(_)) || is_blank(std::slice::from_ref(inline)))
}

fn without_strong(inlines: Vec<Inline>) -> Vec<Inline> {
    if !is_strong(&inlines) {
        return inlines;
    }
    let inner = |inline| match inline {
        Inline::Strong(inner) => inner,
        other => vec![other],
    };
    trimmed(inlines.into_iter().flat_map(inner).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str, size: u32) -> Flow {
        Flow::Paragraph(Paragraph { size, inlines: vec![Inline::Text(text.into())], ..Paragraph::default() })
    }

    #[test]
    fn larger_letters_are_headings_where_no_style_is_one() {
        let words = "Words that go on and on. ".repeat(9);
        let flow = vec![paragraph("The Book", 60), paragraph("One", 36), paragraph(&words, 24), paragraph("Two", 36)];
        let mut about = About::default();
        let blocks = blocks(flow, &mut about, &mut Remarks::of("x"));
        assert_eq!(about.title.as_deref(), Some("The Book"));
        let levels = |block: &Block| if let Block::Heading { level, .. } = block { *level } else { 0 };
        assert_eq!(blocks.iter().map(levels).collect::<Vec<_>>(), [1, 0, 1]);
    }

    #[test]
    fn an_empty_paragraph_is_a_break_where_it_is_the_exception() {
        let text = |texts: &str| -> usize {
            let flow = texts.split('/').map(|text| paragraph(text, 24)).collect();
            let blocks = blocks(flow, &mut About::default(), &mut Remarks::of("x"));
            blocks.iter().filter(|block| **block == Block::Break).count()
        };
        assert_eq!(text("A b./C d./E f./G h.//I j./K l."), 1);
        assert_eq!(text("A b.//C d.//E f.//G h."), 0);
        assert_eq!(text("A b.//C d.//E f.//G h.///I j.//K l.//M n."), 1);
        assert_eq!(text("A b./***/C d./#/E f./* * */"), 2);
    }

    #[test]
    fn chapters_are_numbered() {
        assert!(is_numbered("Chapter One", CHAPTERS) && is_numbered("KAPITEL IV: Wasser", CHAPTERS));
        assert!(!is_numbered("Chapter and verse", CHAPTERS) && !is_numbered("Part", CHAPTERS));
        assert!(is_numbered("Part Two", PARTS) && is_numbered("Rész II", PARTS) && !is_numbered("Part", PARTS));
    }
}
