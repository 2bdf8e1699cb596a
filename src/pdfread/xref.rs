//! In: a file's bytes. Out: where each object stands, and the trailer (ISO 32000-1, 7.5.4 to 7.5.8). A table that leads
//! nowhere is an error; then the file itself is looked through.

use super::PdfError;
use super::filters;
use super::lexer::Lexer;
use crate::base::limits::{PDF_INFLATED, PDF_OBJECTS};
use lopdf::{Dictionary, Object, Stream};
use std::collections::{BTreeMap, BTreeSet};

/// How far from the end `startxref` is looked for.
const TAIL: usize = 2_048;
/// Every byte may be read so often where a table is made anew.
const READINGS: usize = 4;
/// Tables that follow each other, one for each time that a file was added to.
const TABLES: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// From the file's beginning.
    At(usize),
    /// In the object stream of this number.
    Within(u32),
    Free,
}

#[derive(Debug, Default)]
pub struct Xref {
    pub places: BTreeMap<u32, Place>,
    pub trailer: Dictionary,
}

/// Follows the tables from the last to the first; the last word on an object counts.
pub fn read(bytes: &[u8]) -> Result<Xref, PdfError> {
    let tail = bytes.len().saturating_sub(TAIL);
    let start = bytes[tail..].windows(9).rposition(|window| window == b"startxref");
    let start = start.ok_or_else(|| PdfError::broken("it has no end"))?;
    let first = Lexer::new(bytes, tail + start + 9).number();
    let mut xref = Xref::default();
    let mut next = first.and_then(|at| usize::try_from(at).ok());
    let mut seen = BTreeSet::new();
    let mut work = 0_usize;
    if next.is_none() {
        return Err(PdfError::broken("it does not say where its cross-reference table is"));
    }
    while let Some(at) = next {
        if !seen.insert(at) || seen.len() > TABLES {
            return Err(PdfError::broken("its cross-reference tables contain a loop"));
        }
        let trailer = section(bytes, at, &mut xref, &mut work)?;
        // A file for old and new programs keeps its compressed objects in a table of their own.
        if let Some(stream) = offset(&trailer, b"XRefStm").filter(|&at| seen.insert(at)) {
            section(bytes, stream, &mut xref, &mut work)?;
        }
        next = offset(&trailer, b"Prev");
        if xref.trailer.is_empty() {
            xref.trailer = trailer;
        }
    }
    Ok(xref)
}

/// Where objects stand by their own words, without a table: the last of each number counts. Nothing where no trailer
/// leads to a catalog.
pub fn rebuilt(bytes: &[u8]) -> Option<Xref> {
    let mut xref = Xref::default();
    let mut packs = Vec::new();
    // What dictionaries in dictionaries are read for again.
    let mut work = bytes.len().saturating_mul(READINGS);
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(3).position(|window| window == b"obj").map(|found| at + found) {
        at = found + 3;
        let Some((number, start)) = numbered(&bytes[..found]) else { continue };
        xref.places.insert(number, Place::At(start));
        if xref.places.len() > PDF_OBJECTS {
            return None;
        }
        let mut lexer = Lexer::new(bytes, at);
        if lexer.rest().trim_ascii_start().starts_with(b"<<") {
            let object = lexer.object();
            work = work.checked_sub(lexer.at().saturating_sub(at))?;
            let Some(Object::Dictionary(dict)) = object else { continue };
            match dict.get(b"Type").and_then(Object::as_name) {
                Ok(b"XRef") => lead(&mut xref.trailer, dict),
                Ok(b"ObjStm") => packs.push(number),
                Ok(b"Catalog") if !xref.trailer.has(b"Root") => {
                    xref.trailer.set("Root", Object::Reference((number, 0)));
                }
                _ => {}
            }
        }
    }
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(7).position(|window| window == b"trailer").map(|found| at + found) {
        at = found + 7;
        let mut lexer = Lexer::new(bytes, at);
        let object = lexer.object();
        work = work.checked_sub(lexer.at().saturating_sub(at))?;
        if let Some(Object::Dictionary(dict)) = object {
            lead(&mut xref.trailer, dict);
        }
    }
    // What stands packed in a stream is found through it; a later object of its own number goes before.
    for pack in packs {
        let Some(Place::At(at)) = xref.places.get(&pack).copied() else { continue };
        for number in packed(bytes, at).unwrap_or_default() {
            xref.places.entry(number).or_insert(Place::Within(pack));
        }
    }
    xref.trailer.has(b"Root").then_some(xref)
}

/// What a later trailer says goes before.
fn lead(trailer: &mut Dictionary, later: Dictionary) {
    for key in [&b"Root"[..], b"Info", b"ID", b"Encrypt"] {
        if let Ok(value) = later.get(key) {
            trailer.set(key, value.clone());
        }
    }
}

/// The number of an object whose `obj` stands behind these bytes, and where the number begins.
fn numbered(before: &[u8]) -> Option<(u32, usize)> {
    let number = |end: usize| {
        let end = before[..end].trim_ascii_end().len();
        let start = before[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
        (start < end && end - start < 11).then(|| (start, std::str::from_utf8(&before[start..end]).ok()))
    };
    let (generation, _) = number(before.len())?;
    let (start, digits) = number(generation)?;
    Some((digits?.parse().ok()?, start))
}

/// The numbers of the objects in a stream of them; one that is encrypted cannot be read here.
fn packed(bytes: &[u8], at: usize) -> Option<Vec<u32>> {
    let mut lexer = Lexer::new(bytes, at);
    lexer.number().and(lexer.number()).filter(|_| lexer.word(b"obj"))?;
    let Some(Object::Dictionary(dict)) = lexer.object() else { return None };
    let length = dict.get(b"Length").and_then(Object::as_i64).ok();
    let Stream { dict, content, .. } = stream_at(&mut lexer, dict, length)?;
    let plain = filters::decode(&content, &dict, &|object| object, PDF_INFLATED / 16).ok()?;
    let count = usize::try_from(dict.get(b"N").ok()?.as_i64().ok()?).ok()?;
    let mut lexer = Lexer::new(&plain, 0);
    let pairs = (0..count.min(plain.len())).map_while(|_| Some((lexer.number()?, lexer.number()?)));
    Some(pairs.filter_map(|(number, _)| u32::try_from(number).ok()).collect())
}

fn offset(trailer: &Dictionary, key: &[u8]) -> Option<usize> {
    usize::try_from(trailer.get(key).ok()?.as_i64().ok()?).ok()
}

fn section(bytes: &[u8], at: usize, xref: &mut Xref, work: &mut usize) -> Result<Dictionary, PdfError> {
    let mut lexer = Lexer::new(bytes, at);
    let trailer = if lexer.word(b"xref") { table(&mut lexer, xref, work)? } else { stream(lexer, xref, work)? };
    if xref.places.len() > PDF_OBJECTS || *work > PDF_OBJECTS * 4 {
        return Err(PdfError::TooLarge(format!("it has more than {PDF_OBJECTS} objects")));
    }
    Ok(trailer)
}

fn table(lexer: &mut Lexer, xref: &mut Xref, work: &mut usize) -> Result<Dictionary, PdfError> {
    let wrong = || PdfError::broken("its cross-reference table cannot be read");
    while !lexer.word(b"trailer") {
        let (first, count) = (lexer.number().ok_or_else(wrong)?, lexer.number().ok_or_else(wrong)?);
        for at in 0..count {
            let (place, _) = (lexer.number().ok_or_else(wrong)?, lexer.number().ok_or_else(wrong)?);
            let used = lexer.word(b"n");
            if !used && !lexer.word(b"f") {
                return Err(wrong());
            }
            let number = first.checked_add(at).and_then(|number| u32::try_from(number).ok()).ok_or_else(wrong)?;
            let place = usize::try_from(place).map_err(|_| wrong())?;
            xref.places.entry(number).or_insert(if used { Place::At(place) } else { Place::Free });
            *work += 1;
            if *work > PDF_OBJECTS * 4 {
                return Ok(Dictionary::new());
            }
        }
    }
    match lexer.object() {
        Some(Object::Dictionary(trailer)) => Ok(trailer),
        _ => Err(PdfError::broken("it has no trailer")),
    }
}

fn stream(mut lexer: Lexer, xref: &mut Xref, work: &mut usize) -> Result<Dictionary, PdfError> {
    let wrong = || PdfError::broken("its cross-reference table is not where it says");
    lexer.number().and(lexer.number()).filter(|_| lexer.word(b"obj")).ok_or_else(wrong)?;
    let Some(Object::Dictionary(dict)) = lexer.object() else { return Err(wrong()) };
    if dict.get(b"Type").and_then(Object::as_name).ok() != Some(b"XRef") {
        return Err(wrong());
    }
    let length = dict.get(b"Length").and_then(Object::as_i64).ok();
    let Stream { dict, content, .. } = stream_at(&mut lexer, dict, length).ok_or_else(wrong)?;
    let rows = filters::decode(&content, &dict, &|object| object, PDF_INFLATED / 16)?;
    let numbers = |key: &[u8]| -> Option<Vec<i64>> {
        dict.get(key).ok()?.as_array().ok()?.iter().map(|number| number.as_i64().ok()).collect()
    };
    let widths: Vec<usize> =
        numbers(b"W").ok_or_else(wrong)?.into_iter().map(|width| width.clamp(0, 9) as usize).collect();
    let &[kind, second, third] = &widths[..] else { return Err(wrong()) };
    let row = kind + second + third;
    if row == 0 || widths.iter().any(|&width| width > 8) {
        return Err(wrong());
    }
    let size = dict.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
    let index = numbers(b"Index").unwrap_or_else(|| vec![0, size]);
    let mut rows = rows.chunks_exact(row);
    for range in index.chunks_exact(2) {
        for at in 0..range[1].max(0) {
            let Some(fields) = rows.next() else { break };
            *work += 1;
            let number = |part: &[u8]| part.iter().fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
            let (one, rest) = fields.split_at(kind);
            // The third field, a generation or an index, is not asked about: an object bears its own number.
            let place = usize::try_from(number(rest.get(..second).unwrap_or_default())).map_err(|_| wrong())?;
            let place = match if kind == 0 { 1 } else { number(one) } {
                1 => Place::At(place),
                2 => Place::Within(u32::try_from(place).map_err(|_| wrong())?),
                _ => Place::Free,
            };
            let id = range[0].checked_add(at).and_then(|id| u32::try_from(id).ok()).ok_or_else(wrong)?;
            xref.places.entry(id).or_insert(place);
        }
    }
    Ok(dict)
}

/// The stream whose dictionary has just been read, if one follows. A length that is wrong is found out by what must
/// stand behind it.
pub fn stream_at(lexer: &mut Lexer, dict: Dictionary, length: Option<i64>) -> Option<Stream> {
    if !lexer.word(b"stream") {
        return None;
    }
    let rest = lexer.rest();
    let skip =
        if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n") || rest.starts_with(b"\r")) };
    lexer.skip(skip);
    let rest = lexer.rest();
    let ends = |length: &usize| {
        let mut behind = Lexer::new(rest, *length);
        *length <= rest.len() && behind.word(b"endstream")
    };
    let length = length.and_then(|length| usize::try_from(length).ok()).filter(ends);
    let length = length.or_else(|| {
        let end = rest.windows(9).position(|window| window == b"endstream")?;
        let body = &rest[..end];
        let body = body.strip_suffix(b"\n").unwrap_or(body);
        Some(body.strip_suffix(b"\r").unwrap_or(body).len())
    })?;
    let content = rest.get(..length)?.to_vec();
    lexer.skip(length);
    Some(Stream { dict, content, allows_compression: false, start_position: None })
}
