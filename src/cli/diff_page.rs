//! In: what changed between two books. Out: one HTML file that needs no other and no script. All text is escaped; the
//! policy in the file's head lets a browser load nothing.

use super::diff_words::{at, kilobytes, place, range, several, state, summary};
use crate::base::xml::escape;
use crate::pipeline::diff::{
    ChangeRow, ChapterRow, ChapterState, DiffOutcome, FileFacts, FileRow, FoundRow, PageName, PageRow, Piece, PieceKind,
};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const STYLE: &str = include_str!("diff.css");
/// Letters of one stretch of a change that are shown from its beginning.
const LETTERS: usize = 1_500;
/// Changes of one chapter that are shown.
const CHANGES: usize = 300;
const NUMBER: &str = " class=\"number\"";

pub fn page(outcome: &DiffOutcome) -> String {
    let style = format!("{STYLE}{}", outcome.drawn.fonts);
    let hash = BASE64_STANDARD.encode(Sha256::digest(style.as_bytes()));
    let (before, after) = (escaped(&outcome.before.name), escaped(&outcome.after.name));
    let title = outcome.after.title.as_deref().or(outcome.before.title.as_deref()).unwrap_or("Two files");
    let title = escaped(title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}: {before} and {after}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n<p class=\"soft\">From <b>{before}</b> to <b>{after}</b></p>\n\
         <p class=\"lead\">{}.</p>\n",
        escaped(&sentence(&summary(outcome)))
    );
    files(outcome, &mut out);
    findings("Findings gained", &outcome.gained, &mut out);
    findings("Findings lost", &outcome.lost, &mut out);
    chapters(outcome, &mut out);
    words(outcome, &mut out);
    moved(outcome, &mut out);
    pairs(outcome, &mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn files(outcome: &DiffOutcome, out: &mut String) {
    if outcome.files.is_empty() {
        return;
    }
    let row = |file: &FileRow| {
        let pages = |facts: &Option<FileFacts>| {
            facts.as_ref().and_then(|facts| facts.pages).map_or(String::new(), |pages| pages.to_string())
        };
        let bytes = |facts: &Option<FileFacts>| facts.as_ref().map_or("–".to_owned(), |facts| kilobytes(facts.bytes));
        let same = if file.same { " <span class=\"soft\">(the same)</span>" } else { "" };
        let name = format!("{}{same}", escaped(&file.file));
        [name, pages(&file.before), pages(&file.after), bytes(&file.before), bytes(&file.after)]
    };
    let columns = [("File", ""), ("Pages", NUMBER), ("Now", NUMBER), ("Size", NUMBER), ("Now", NUMBER)];
    out.push_str("<h2>Files</h2>\n");
    table("Pages and size, before and now", columns, outcome.files.iter().map(row), out);
}

/// The first cell of a row names it. The roles are told again because a narrow window lays a table out as lines, and a
/// browser may take it for no table then.
fn table(caption: &str, columns: [(&str, &str); 5], rows: impl Iterator<Item = [String; 5]>, out: &mut String) {
    let _ = write!(out, "<div class=\"wide\"><table role=\"table\">\n<caption>{caption}</caption>\n");
    out.push_str("<thead role=\"rowgroup\"><tr role=\"row\">");
    for (name, class) in columns {
        let _ = write!(out, "<th scope=\"col\" role=\"columnheader\"{class}>{name}</th>");
    }
    out.push_str("</tr></thead>\n<tbody role=\"rowgroup\">\n");
    for [name, cells @ ..] in rows {
        let _ = write!(out, "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">{name}</th>");
        for (cell, (_, class)) in cells.iter().zip(&columns[1..]) {
            let _ = write!(out, "<td role=\"cell\"{class}>{cell}</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
}

fn findings(title: &str, rows: &[FoundRow], out: &mut String) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "<h2>{title}</h2>\n<ul>");
    for row in rows {
        let place = row.place.as_ref().map_or(String::new(), |place| format!("{}: ", at(place)));
        let said = escaped(&format!("{place}{}", row.message));
        let _ = writeln!(out, "<li>{} <code>{}</code>: {said}</li>", row.severity.name(), row.code);
    }
    out.push_str("</ul>\n");
}

/// Every chapter in a line.
fn chapters(outcome: &DiffOutcome, out: &mut String) {
    let differing: Vec<&ChapterRow> =
        outcome.chapters.iter().filter(|chapter| chapter.state != ChapterState::Same).collect();
    if differing.is_empty() {
        return;
    }
    let same = outcome.chapters.len() - differing.len();
    let row = |chapter: &&ChapterRow| {
        let counts = match (chapter.removed, chapter.added) {
            (0, 0) => String::new(),
            (removed, added) => format!("−{removed} +{added}"),
        };
        let pages =
            |pages: &Option<[PageName; 2]>| pages.as_ref().map_or(String::new(), |pages| escaped(&range(pages)));
        let state = state(chapter.state).to_owned();
        [escaped(&chapter.title), state, counts, pages(&chapter.before), pages(&chapter.after)]
    };
    let caption = format!("{} left out, in which nothing changed", several(same, "chapter is", "chapters are"));
    let columns = [("Chapter", ""), ("Change", ""), ("Words", NUMBER), ("Pages", NUMBER), ("Now", NUMBER)];
    out.push_str("<h2>Chapters</h2>\n");
    table(&caption, columns, differing.iter().map(row), out);
}

fn words(outcome: &DiffOutcome, out: &mut String) {
    let language = outcome.after.language.as_deref().or(outcome.before.language.as_deref()).unwrap_or("");
    let touched = outcome.chapters.iter().filter(|chapter| !chapter.changes.is_empty());
    let lists: Vec<(&str, &[ChangeRow])> =
        touched.map(|chapter| (chapter.title.as_str(), &chapter.changes[..])).collect();
    if lists.is_empty() && outcome.changes.is_empty() {
        return;
    }
    out.push_str("<h2>Words</h2>\n");
    for (title, rows) in lists {
        let _ = writeln!(out, "<h3>{}</h3>", escaped(title));
        list(rows, language, out);
    }
    if !outcome.changes.is_empty() {
        list(&outcome.changes, language, out);
    }
    if outcome.more_changes > 0 {
        let _ = writeln!(out, "<p>{} not listed.</p>", several(outcome.more_changes, "change is", "changes are"));
    }
}

fn list(rows: &[ChangeRow], language: &str, out: &mut String) {
    out.push_str("<ul class=\"changes\">\n");
    for row in rows.iter().take(CHANGES) {
        let pieces: String = row.pieces.iter().map(piece).collect();
        let place = escaped(&place(row));
        let _ = writeln!(
            out,
            "<li><span class=\"place\">{place}</span> <span lang=\"{}\">{pieces}</span></li>",
            escaped(language)
        );
    }
    out.push_str("</ul>\n");
    if rows.len() > CHANGES {
        let _ = writeln!(out, "<p>{} not listed.</p>", several(rows.len() - CHANGES, "change is", "changes are"));
    }
}

fn piece(piece: &Piece) -> String {
    let shown: String = piece.text.chars().take(LETTERS).collect();
    let rest = if shown.len() < piece.text.len() { " …" } else { "" };
    let text = escaped(&shown.replace('\n', " ¶ "));
    match piece.kind {
        PieceKind::Kept => text,
        PieceKind::Removed => format!("<del>{text}{rest}</del>"),
        PieceKind::Added => format!("<ins>{text}{rest}</ins>"),
    }
}

fn moved(outcome: &DiffOutcome, out: &mut String) {
    if outcome.pages.moved.is_empty() {
        return;
    }
    out.push_str("<h2>Pages that moved</h2>\n<ul>\n");
    for row in &outcome.pages.moved {
        let _ = writeln!(out, "<li>{} → {}</li>", escaped(&range(&row.before)), escaped(&range(&row.after)));
    }
    out.push_str("</ul>\n");
}

fn pairs(outcome: &DiffOutcome, out: &mut String) {
    let pages = &outcome.pages;
    let all = pages.changed.len() + pages.more;
    if all == 0 {
        return;
    }
    let set = pages.changed.iter().filter(|page| page.removed + page.added == 0).count();
    let _ = writeln!(
        out,
        "<h2>Pages that changed</h2>\n<p>{}, of which {set} have the same words, only set otherwise.{}</p>",
        several(all, "page", "pages"),
        match (outcome.drawn.pairs.is_empty(), outcome.chapters.is_empty()) {
            (true, _) => "",
            (false, true) => " Words that are gone are red and those that are new green, both underlined.",
            (false, false) =>
                " Words that are gone are red and those that are new green, both underlined. A bar in the margin marks a line that is broken otherwise or stands on another page.",
        }
    );
    for (index, (before, after)) in &outcome.drawn.pairs {
        let Some(row) = pages.changed.get(*index) else { continue };
        let _ =
            writeln!(out, "<figure class=\"pair\">\n<figcaption>{}</figcaption>\n<div class=\"pages\">", caption(row));
        for (svg, page, when) in [(before, &row.before, "Before"), (after, &row.after, "Now")] {
            match (svg, page) {
                (Some(svg), Some(page)) => {
                    let name = escaped(&format!("{when}, page {}", range(&[page.clone(), page.clone()])));
                    let _ =
                        writeln!(out, "<div><h4>{name}</h4><div role=\"img\" aria-label=\"{name}\">{svg}</div></div>");
                }
                (None, Some(page)) => {
                    let name = escaped(&format!("{when}, page {}", range(&[page.clone(), page.clone()])));
                    let why = "not drawn: its pictures are too large, or it takes too long";
                    let _ = writeln!(out, "<div><h4>{name}</h4><p class=\"none\">{why}</p></div>");
                }
                (_, None) => {
                    let _ = writeln!(out, "<div><h4>{when}</h4><p class=\"none\">no page</p></div>");
                }
            }
        }
        out.push_str("</div>\n</figure>\n");
    }
    let left = all - outcome.drawn.pairs.len();
    if left > 0 {
        let _ = writeln!(out, "<p>{} not drawn.</p>", several(left, "page that changed is", "pages that changed are"));
    }
}

fn caption(row: &PageRow) -> String {
    match (row.before.is_some(), row.after.is_some()) {
        (true, false) => "The page is gone".to_owned(),
        (false, true) => "A new page".to_owned(),
        _ if row.removed + row.added == 0 => "The same words, set otherwise".to_owned(),
        _ => format!("{} removed, {} added", several(row.removed, "word", "words"), row.added),
    }
}

/// Text in HTML, in an attribute as well.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape(&mut out, text, true);
    out
}
