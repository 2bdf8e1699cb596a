//! Runs of text and what may stand among them.

use super::{BookReferences, LocalSpan, References};
use crate::base::Length;

/// An attribute list as an author typed it, `{#id .class key="value"}`, after its id was made an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attributes<R: References = BookReferences> {
    pub anchor: Option<R::Anchor>,
    pub classes: Vec<String>,
    /// BCP 47, where it differs from the surrounding text's.
    pub lang: Option<String>,
    /// What is left, in source order.
    pub others: Vec<(String, String)>,
}

impl<R: References> Default for Attributes<R> {
    fn default() -> Attributes<R> {
        Attributes { anchor: None, classes: Vec::new(), lang: None, others: Vec::new() }
    }
}

/// One piece of running text. Text is typographic already: quotes, dashes and spaces are the language's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline<R: References = BookReferences> {
    /// Never empty. A soft line end of the source is one space.
    Text {
        text: String,
        span: LocalSpan,
    },
    Emphasis {
        children: Vec<Inline<R>>,
    },
    Strong {
        children: Vec<Inline<R>>,
    },
    Strike {
        children: Vec<Inline<R>>,
    },
    Superscript {
        children: Vec<Inline<R>>,
    },
    Subscript {
        children: Vec<Inline<R>>,
    },
    SmallCaps {
        children: Vec<Inline<R>>,
    },
    Code {
        text: String,
        span: LocalSpan,
    },
    Link {
        target: R::Target,
        children: Vec<Inline<R>>,
        span: LocalSpan,
    },
    /// `[](#id){.page}`: the folio on which the anchor stands; the EPUB shows the target's title instead.
    PageOf {
        anchor: R::Page,
        span: LocalSpan,
    },
    /// `{{pages}}`: how many pages the book has. No ebook has it.
    PageCount {
        span: LocalSpan,
    },
    /// `[words]{.class lang=xx}`: classes other than smallcaps are kept for the EPUB.
    Span {
        attributes: Attributes<R>,
        children: Vec<Inline<R>>,
    },
    /// A call of a note. `call` counts the calls of this note from 0.
    Note {
        note: R::Note,
        call: u32,
        span: LocalSpan,
    },
    Image {
        image: Image<R>,
    },
    /// A hard line end.
    LineEnd {
        span: LocalSpan,
    },
}

/// How wide a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Width {
    /// Thousandths of the measure, from `width=60%`.
    Share(u32),
    /// From `width=2in`; never wider than the measure.
    Length(Length),
}

impl Width {
    pub fn within(self, measure: Length) -> Length {
        match self {
            Width::Share(thousandths) => measure.scale(thousandths.into(), 1_000),
            Width::Length(length) => length,
        }
        .min(measure)
    }
}

impl std::fmt::Display for Width {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Width::Share(thousandths) => write!(f, "{thousandths}"),
            Width::Length(length) => write!(f, "{length}pt"),
        }
    }
}

/// A picture by reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image<R: References = BookReferences> {
    pub asset: R::Asset,
    /// Empty only where `decorative`, or where a warning was given.
    pub alt: String,
    pub decorative: bool,
    /// As the author wants it; or nothing.
    pub width: Option<Width>,
    pub attributes: Attributes<R>,
    pub span: LocalSpan,
}

/// The words alone: no notes, images as their alt text, line ends as spaces.
pub fn plain_text<R: References>(inlines: &[Inline<R>]) -> String {
    let mut out = String::new();
    collect(inlines, &mut out);
    out
}

/// `3. Title`, or either alone: a heading on one line, outside the text.
pub fn numbered(number: Option<&str>, title: &str) -> String {
    match number {
        Some(number) if title.is_empty() => number.to_owned(),
        Some(number) => format!("{number}. {title}"),
        None => title.to_owned(),
    }
}

fn collect<R: References>(inlines: &[Inline<R>], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text, .. } | Inline::Code { text, .. } => out.push_str(text),
            Inline::Emphasis { children }
            | Inline::Strong { children }
            | Inline::Strike { children }
            | Inline::Superscript { children }
            | Inline::Subscript { children }
            | Inline::SmallCaps { children }
            | Inline::Link { children, .. }
            | Inline::Span { children, .. } => collect(children, out),
            Inline::Image { image } => out.push_str(&image.alt),
            Inline::LineEnd { .. } => out.push(' '),
            Inline::Note { .. } | Inline::PageOf { .. } | Inline::PageCount { .. } => {}
        }
    }
}
