//! A set of pages that can be asked for one by one: the print edition's, the cover, the sheets.

use super::faces::FaceNames;
use crate::base::{Point, Rect};
use crate::fonts::FaceId;
use crate::page::{self, Document, WordLine};
use crate::pictures::Picture;
use crate::svg::{self, Names, Pictures};
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// Places of one word or phrase that are told, at most.
const MOST_FOUND: usize = 500;

#[derive(Debug)]
pub struct Paged {
    pub document: Document,
    pub words: Vec<Vec<WordLine>>,
    pub faces: FaceNames,
    pub pictures: Pictures,
}

/// Where a word was found.
#[derive(Debug, Serialize)]
pub struct Found {
    pub page: usize,
    /// The lines that it stands on.
    pub areas: Vec<Area>,
    /// The words around it.
    pub text: String,
}

/// Left, top, width and height in points.
pub type Area = [f64; 4];

/// A page as it is sent.
#[derive(Serialize)]
struct Sent<'a> {
    revision: u64,
    svg: String,
    /// Paragraph by paragraph, for those who hear a page.
    text: Vec<&'a str>,
}

impl Paged {
    pub fn new(document: Document) -> Paged {
        let words = document.pages.par_iter().map(|page| page::lines(page, &document.structure)).collect();
        let faces = FaceNames::new(document.fonts.clone());
        Paged { words, faces, pictures: Pictures::default(), document }
    }

    /// The page as JSON.
    pub fn page(&self, at: usize, revision: u64) -> Option<String> {
        let svg = svg::page(self.document.pages.get(at)?, self);
        let text = self.paragraphs(at);
        let text = text.iter().map(String::as_str).collect();
        serde_json::to_string(&Sent { revision, svg, text }).ok()
    }

    fn paragraphs(&self, at: usize) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for line in self.words.get(at).into_iter().flatten() {
            match out.last_mut() {
                Some(last) if !line.opens => last.push_str(&line.text),
                _ => out.push(line.text.clone()),
            }
        }
        out
    }

    /// Where words stand, capital or not; those that go on overleaf are not found.
    pub fn find(&self, wanted: &str) -> Vec<Found> {
        let wanted = wanted.trim().to_lowercase();
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        for (page, lines) in self.words.iter().enumerate() {
            // The text of the page, and in small letters; where each line of both begins.
            let (mut text, mut small, mut starts) = (String::new(), String::new(), Vec::with_capacity(lines.len()));
            for line in lines {
                if line.opens {
                    text.push('\n');
                    small.push('\n');
                }
                starts.push((small.len(), text.len()));
                text.push_str(&line.text);
                small.push_str(&line.text.to_lowercase());
            }
            let line_at = |byte: usize| starts.partition_point(|(start, _)| *start <= byte).saturating_sub(1);
            // A few letters are longer when they are small.
            let typed = |byte: usize| {
                let (from, to) = starts.get(line_at(byte)).copied().unwrap_or_default();
                let length = small[from..byte].chars().count();
                text[to..].char_indices().nth(length).map_or(text.len(), |(at, _)| to + at)
            };
            for (at, _) in small.match_indices(&wanted) {
                if found.len() >= MOST_FOUND {
                    return found;
                }
                let own = line_at(at)..=line_at(at + wanted.len() - 1);
                let areas = lines.get(own).into_iter().flatten().map(|line| area(line.area)).collect();
                let (from, to) = (typed(at), typed(at + wanted.len()));
                found.push(Found { page, areas, text: around(&text, from, to.saturating_sub(from)) });
            }
        }
        found
    }
}

/// A few words before and after.
fn around(text: &str, at: usize, length: usize) -> String {
    let from =
        text[..at].char_indices().rev().take_while(|(_, c)| *c != '\n').take(30).last().map_or(at, |(from, _)| from);
    let after = &text[at + length..];
    let to =
        after.char_indices().take_while(|(_, c)| *c != '\n').take(30).last().map_or(0, |(to, c)| to + c.len_utf8());
    text[from..at + length + to].trim().to_owned()
}

pub fn area(rect: Rect) -> Area {
    let Point { x, y } = rect.origin;
    [x, y, rect.size.width, rect.size.height].map(|length| (length.to_pt() * 100.0).round() / 100.0)
}

impl Names for Paged {
    fn family(&self, face: FaceId, slice: u16) -> String {
        self.faces.family(face, slice)
    }

    fn picture(&self, picture: &Arc<Picture>) -> Option<String> {
        Some(format!("picture/{}", self.pictures.name(picture)))
    }
}
