//! Damage: bits turned, parts cut, doubled, moved and mixed.

use crate::support::language::Draw;
use std::ops::Range;

/// Numbers at which arithmetic ends.
const EDGES: [u32; 8] = [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

fn part(draw: &mut Draw, length: usize, most: usize) -> Range<usize> {
    let start = draw.within(0..=length);
    start..start + draw.within(0..=most.min(length - start))
}

/// One to six changes, those of single bytes more often than those of long parts; some changes near the beginning,
/// where headers are. `other` is what parts are taken from.
pub fn bytes(draw: &mut Draw, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..draw.within(1..=6) {
        if bytes.is_empty() {
            break;
        }
        let reach = if draw.percent(40) { bytes.len().min(256) } else { bytes.len() };
        let at = draw.within(0..=reach - 1);
        match draw.within(0..=11) {
            0..=2 => bytes[at] ^= 1 << draw.within(0..=7),
            3 | 4 => bytes[at] = *draw.one(&[0, 1, 0x20, 0x2d, 0x30, 0x39, 0x7f, 0x80, 0xfe, 0xff]),
            5 | 6 => number(draw, &mut bytes, at),
            7 => drop(bytes.drain(part(draw, reach, 200))),
            8 => repeat(draw, &mut bytes, reach),
            9 | 10 => {
                let taken = other[part(draw, other.len(), 200)].to_vec();
                bytes.splice(part(draw, reach, 200), taken);
            }
            _ => bytes.truncate(draw.within(0..=bytes.len())),
        }
    }
    bytes
}

fn number(draw: &mut Draw, bytes: &mut [u8], at: usize) {
    let value = *draw.one(&EDGES);
    let written = match draw.within(0..=3) {
        0 => value.to_be_bytes().to_vec(),
        1 => value.to_le_bytes().to_vec(),
        2 => (value as u16).to_be_bytes().to_vec(),
        _ => (value as u16).to_le_bytes().to_vec(),
    };
    bytes[at..].iter_mut().zip(written).for_each(|(byte, new)| *byte = new);
}

fn repeat(draw: &mut Draw, bytes: &mut Vec<u8>, reach: usize) {
    let part = part(draw, reach, 120);
    let copies = bytes[part.clone()].repeat(draw.within(1..=40));
    bytes.splice(part.end..part.end, copies);
}

/// The same for text; what is no UTF-8 afterwards stays so one time in ten.
pub fn text(draw: &mut Draw, text: &str, other: &str) -> Vec<u8> {
    let changed = bytes(draw, text.as_bytes().to_vec(), other.as_bytes());
    match draw.percent(10) {
        true => changed,
        false => String::from_utf8_lossy(&changed).into_owned().into_bytes(),
    }
}

/// One to six times, one of `words` that stands in the text becomes another one.
pub fn swap(draw: &mut Draw, mut bytes: Vec<u8>, words: &[&str]) -> Vec<u8> {
    for _ in 0..draw.within(1..=6) {
        let (old, new) = (*draw.one(words), *draw.one(words));
        let places: Vec<usize> = memchr::memmem::find_iter(&bytes, old.as_bytes()).take(500).collect();
        if !places.is_empty() {
            let at = *draw.one(&places);
            bytes.splice(at..at + old.len(), new.bytes());
        }
    }
    bytes
}
