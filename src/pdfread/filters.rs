//! In: a stream's bytes and its dictionary's filters. Out: the plain bytes (ISO 32000-1, 7.4). Refuses the filters of
//! pictures, and more bytes than it is told to make.

use super::PdfError;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use lopdf::{Dictionary, Object};
use std::io::Read;

/// Filters in a row that are worth undoing.
const CHAIN: usize = 8;

/// Undoes filters in order. `resolved` gives the value behind a reference; at most `most` bytes are made of each.
pub fn decode<'a>(
    content: &[u8],
    dict: &'a Dictionary,
    resolved: &dyn Fn(&'a Object) -> &'a Object,
    most: usize,
) -> Result<Vec<u8>, PdfError> {
    let entry = |long: &[u8], short: &[u8]| dict.get(long).or_else(|_| dict.get(short)).ok().map(resolved);
    let filters = list(entry(b"Filter", b"F"), resolved);
    let parameters = list(entry(b"DecodeParms", b"DP"), resolved);
    if filters.len() > CHAIN {
        return Err(PdfError::TooLarge(format!("a stream has {} filters", filters.len())));
    }
    let mut bytes = content.to_vec();
    for (at, filter) in filters.iter().enumerate() {
        let name = filter.as_name().unwrap_or_default();
        let number = |key: &[u8]| {
            let dict = parameters.get(at)?.as_dict().ok()?;
            dict.get(key).ok().map(resolved)?.as_i64().ok()
        };
        bytes = match name {
            b"FlateDecode" | b"Fl" => predicted(inflate(&bytes, most)?, &number, most)?,
            b"LZWDecode" | b"LZW" => predicted(lzw(&bytes, number(b"EarlyChange") != Some(0), most)?, &number, most)?,
            b"ASCII85Decode" | b"A85" => ascii85(&bytes, most)?,
            b"ASCIIHexDecode" | b"AHx" => ascii_hex(&bytes),
            b"RunLengthDecode" | b"RL" => run_length(&bytes, most)?,
            other => return Err(PdfError::Filter(String::from_utf8_lossy(other).into_owned())),
        };
    }
    Ok(bytes)
}

fn list<'a>(object: Option<&'a Object>, resolved: &dyn Fn(&'a Object) -> &'a Object) -> Vec<&'a Object> {
    match object {
        None | Some(Object::Null) => Vec::new(),
        Some(Object::Array(items)) => items.iter().map(resolved).collect(),
        Some(one) => vec![one],
    }
}

fn too_large(most: usize) -> PdfError {
    PdfError::TooLarge(format!("a stream inflates to more than {} megabytes", most >> 20))
}

/// What can be had before a fault is taken, as other programs do; nothing at all is a fault.
fn inflate(bytes: &[u8], most: usize) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let mut read = |reader: &mut dyn Read| {
        out.clear();
        let whole = reader.take(most as u64 + 1).read_to_end(&mut out).is_ok();
        whole || !out.is_empty()
    };
    if !read(&mut ZlibDecoder::new(bytes)) && !read(&mut DeflateDecoder::new(bytes.get(2..).unwrap_or_default())) {
        return Err(PdfError::broken("a stream cannot be inflated"));
    }
    if out.len() > most { Err(too_large(most)) } else { Ok(out) }
}

fn lzw(bytes: &[u8], early: bool, most: usize) -> Result<Vec<u8>, PdfError> {
    const CLEAR: usize = 256;
    const END: usize = 257;
    let mut out: Vec<u8> = Vec::new();
    // Each entry is a stretch of what is out already.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held, mut width) = (0_u32, 0_u32, 9_u32);
    for &byte in bytes {
        bits = bits << 8 | u32::from(byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        bits &= (1 << held) - 1;
        match code {
            CLEAR => {
                table.clear();
                (last, width) = (None, 9);
                continue;
            }
            END => break,
            _ => {}
        }
        let start = out.len();
        if code < CLEAR {
            out.push(code as u8);
        } else {
            let next = table.len() == code - END - 1;
            let (from, length) = match (table.get(code - END - 1), last) {
                (Some(&known), _) => known,
                // The stretch before and its own first byte.
                (None, Some((from, length))) if next => (from, length + 1),
                _ => return Err(PdfError::broken("a stream's LZW codes are wrong")),
            };
            if start + length > most {
                return Err(too_large(most));
            }
            for at in from..from + length {
                let byte = out[at];
                out.push(byte);
            }
        }
        // The table's next entry is the last stretch and the first byte of this one, which stand side by side.
        if let Some((from, length)) = last
            && table.len() + END + 1 < 4_096
        {
            table.push((from, length + 1));
        }
        last = Some((start, out.len() - start));
        width = match table.len() + END + 1 + usize::from(early) {
            0..=511 => 9,
            512..=1_023 => 10,
            1_024..=2_047 => 11,
            _ => 12,
        };
    }
    if out.len() > most { Err(too_large(most)) } else { Ok(out) }
}

fn ascii85(bytes: &[u8], most: usize) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let (mut group, mut count) = (0_u64, 0);
    for &byte in bytes {
        match byte {
            b'~' => break,
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group * 85 + u64::from(byte - b'!');
                count += 1;
                if count == 5 {
                    out.extend((group as u32).to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => {}
        }
        if out.len() > most {
            return Err(too_large(most));
        }
    }
    if count > 1 {
        let whole = (count..5).fold(group, |group, _| group * 85 + 84);
        out.extend(&(whole as u32).to_be_bytes()[..count - 1]);
    }
    Ok(out)
}

fn ascii_hex(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|&&byte| byte != b'>');
    let digits: Vec<u8> = digits.filter_map(|&byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn run_length(bytes: &[u8], most: usize) -> Result<Vec<u8>, PdfError> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&length) = bytes.get(at) {
        let length = usize::from(length);
        match length {
            0..=127 => {
                let end = (at + 2 + length).min(bytes.len());
                out.extend(&bytes[at + 1..end]);
                at += length + 2;
            }
            128 => break,
            _ => {
                let Some(&byte) = bytes.get(at + 1) else { break };
                out.resize(out.len() + 257 - length, byte);
                at += 2;
            }
        }
        if out.len() > most {
            return Err(too_large(most));
        }
    }
    Ok(out)
}

/// Undoes a predictor (7.4.4.4): rows that are told by what differs from the row above or the sample before.
fn predicted(bytes: Vec<u8>, number: &dyn Fn(&[u8]) -> Option<i64>, most: usize) -> Result<Vec<u8>, PdfError> {
    let predictor = number(b"Predictor").unwrap_or(1);
    if predictor <= 1 {
        return Ok(bytes);
    }
    let part = |key: &[u8], usual: i64, largest: i64| {
        let value = number(key).unwrap_or(usual);
        let fits = (1..=largest).contains(&value);
        fits.then_some(value as usize).ok_or_else(|| PdfError::broken("a stream's predictor is invalid"))
    };
    let (columns, colours) = (part(b"Columns", 1, 1 << 24)?, part(b"Colors", 1, 32)?);
    let bits = part(b"BitsPerComponent", 8, 16)?;
    let (row, step) = ((columns * colours * bits).div_ceil(8), (colours * bits).div_ceil(8));
    if row > most {
        return Err(too_large(most));
    }
    if predictor < 10 {
        return Ok(tiff(bytes, row, step, bits));
    }
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut above = vec![0_u8; row];
    for line in bytes.chunks(row + 1) {
        let (kind, line) = (line[0], &line[1..]);
        let mut now = vec![0_u8; row];
        now[..line.len()].copy_from_slice(line);
        for at in 0..row {
            let left = if at >= step { now[at - step] } else { 0 };
            let corner = if at >= step { above[at - step] } else { 0 };
            let add = match kind {
                1 => left,
                2 => above[at],
                3 => ((u16::from(left) + u16::from(above[at])) / 2) as u8,
                4 => paeth(left, above[at], corner),
                _ => 0,
            };
            now[at] = now[at].wrapping_add(add);
        }
        out.extend(&now[..line.len()]);
        above = now;
    }
    Ok(out)
}

fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i32::from(left) + i32::from(up) - i32::from(corner);
    let far = |from: u8| (guess - i32::from(from)).abs();
    match (far(left), far(up), far(corner)) {
        (a, b, c) if a <= b && a <= c => left,
        (_, b, c) if b <= c => up,
        _ => corner,
    }
}

/// Whole bytes alone; other depths do not occur in what is read here.
fn tiff(mut bytes: Vec<u8>, row: usize, step: usize, bits: usize) -> Vec<u8> {
    if bits == 8 {
        for line in bytes.chunks_mut(row.max(1)) {
            for at in step..line.len() {
                line[at] = line[at].wrapping_add(line[at - step]);
            }
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;
    use proptest::prelude::*;
    use std::io::Write;

    fn undone(content: &[u8], dict: &Dictionary) -> Result<Vec<u8>, PdfError> {
        decode(content, dict, &|object| object, 1 << 20)
    }

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn filters_are_undone_in_order() {
        let hex: Vec<u8> = deflated(b"words").iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect();
        let filters = || vec![Object::Name(b"AHx".to_vec()), Object::Name(b"FlateDecode".to_vec())];
        assert_eq!(undone(&hex, &dictionary! { "Filter" => filters() }).unwrap(), b"words");
        let one = |name: &str| dictionary! { "Filter" => Object::Name(name.into()) };
        assert_eq!(undone(b"9jqo^BlbD-~>", &one("ASCII85Decode")).unwrap(), b"Man is d");
        assert_eq!(undone(&[2, b'a', b'b', b'c', 254, b'x', 128, 7], &one("RunLengthDecode")).unwrap(), b"abcxxx");
        // The example of ISO 32000-1, 7.4.4.2.
        let codes = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(undone(&codes, &one("LZWDecode")).unwrap(), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        assert_eq!(undone(b"", &one("DCTDecode")), Err(PdfError::Filter("DCTDecode".to_owned())));
    }

    #[test]
    fn rows_are_added_to_the_rows_above() {
        let dict = dictionary! {
            "Filter" => Object::Name(b"FlateDecode".to_vec()),
            "DecodeParms" => vec![dictionary! { "Predictor" => 12, "Columns" => 3 }.into()],
        };
        assert_eq!(
            undone(&deflated(&[2, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1]), &dict).unwrap(),
            [1, 2, 3, 2, 3, 4, 5, 6, 7]
        );
    }

    #[test]
    fn a_bomb_is_too_large() {
        let flate = Object::Name(b"FlateDecode".to_vec());
        let bomb = deflated(&deflated(&vec![0; 40 << 20]));
        let dict = dictionary! { "Filter" => vec![flate.clone(), flate] };
        assert!(matches!(undone(&bomb, &dict), Err(PdfError::TooLarge(_))));
    }

    proptest! {
        #[test]
        fn any_bytes_are_undone_or_refused(
            bytes in prop::collection::vec(any::<u8>(), 0..600),
            filter in prop::sample::select(vec!["LZWDecode", "ASCII85Decode", "RunLengthDecode", "FlateDecode"]),
            predictor in 0_i64..16, columns in -1_i64..9,
        ) {
            let parameters = dictionary! { "Predictor" => predictor, "Columns" => columns };
            let dict = dictionary! { "Filter" => Object::Name(filter.into()), "DecodeParms" => parameters };
            let _ = decode(&bytes, &dict, &|object| object, 10_000);
        }
    }
}
