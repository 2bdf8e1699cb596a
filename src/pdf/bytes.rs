//! Numbers, strings and streams as a PDF spells them.

use crate::base::Length;
use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, Stream, StringFormat};
use std::io::Write;

/// Appends a whole number.
pub fn put_int(out: &mut Vec<u8>, number: i64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// Appends a count of 10 to the power of minus `decimals`, without trailing zeros.
pub fn put_fixed(out: &mut Vec<u8>, number: i64, decimals: u32) {
    let unit = 10_u64.pow(decimals);
    let (whole, mut part) = (number.unsigned_abs() / unit, number.unsigned_abs() % unit);
    if number < 0 {
        out.push(b'-');
    }
    if whole > 0 || part == 0 {
        put_int(out, whole as i64);
    }
    if part > 0 {
        out.push(b'.');
        let mut unit = unit / 10;
        while part > 0 {
            out.push(b'0' + (part / unit) as u8);
            part %= unit;
            unit /= 10;
        }
    }
}

/// Points to a thousandth.
pub fn put_length(out: &mut Vec<u8>, length: Length) {
    put_fixed(out, length.milli_pt(), 3);
}

/// A drawing's number to five decimals; what is not finite or absurdly large becomes 0.
pub fn put_real(out: &mut Vec<u8>, number: f32) {
    let scaled = f64::from(number) * 100_000.0;
    let scaled = if scaled.is_finite() && scaled.abs() < 1e12 { scaled.round() as i64 } else { 0 };
    put_fixed(out, scaled, 5);
}

/// Numbers and an operator: `1 0 0 1 5 5 cm`.
pub fn put_reals(out: &mut Vec<u8>, numbers: &[f32], operator: &str) {
    for &number in numbers {
        put_real(out, number);
        out.push(b' ');
    }
    put_operator(out, operator);
}

pub fn put_lengths(out: &mut Vec<u8>, lengths: &[Length], operator: &str) {
    for &length in lengths {
        put_length(out, length);
        out.push(b' ');
    }
    put_operator(out, operator);
}

pub fn put_operator(out: &mut Vec<u8>, operator: &str) {
    out.extend_from_slice(operator.as_bytes());
    out.push(b'\n');
}

/// Appends a two-byte code inside a literal string.
pub fn put_code(out: &mut Vec<u8>, code: u16) {
    for byte in code.to_be_bytes() {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
}

/// UTF-16BE as hexadecimal digits.
pub fn put_utf16_hex(out: &mut Vec<u8>, text: &str) {
    for unit in text.encode_utf16() {
        let _ = write!(out, "{unit:04X}");
    }
}

/// A text string of a dictionary: ASCII as it is, all else UTF-16BE with its mark (ISO 32000-1, 7.9.2.2).
pub fn text_string(text: &str) -> Object {
    if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) {
        return Object::String(text.into(), StringFormat::Literal);
    }
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

pub fn ascii_string(text: &str) -> Object {
    Object::String(text.into(), StringFormat::Literal)
}

pub fn name(name: &str) -> Object {
    Object::Name(name.into())
}

/// Points to a thousandth as an object.
pub fn length(length: Length) -> Object {
    let milli = length.milli_pt();
    if milli % 1_000 == 0 { Object::Integer(milli / 1_000) } else { Object::Real((milli as f64 / 1_000.0) as f32) }
}

pub fn reals(numbers: &[f32]) -> Object {
    let number = |number: &f32| if number.fract() == 0.0 { (*number as i64).into() } else { Object::Real(*number) };
    Object::Array(numbers.iter().map(number).collect())
}

pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    Deflater::default().deflate(bytes)
}

/// Deflates one thing after another: making the tables anew for each takes longer than a page.
pub struct Deflater(Compress);

impl Default for Deflater {
    fn default() -> Self {
        Deflater(Compress::new(Compression::new(6), true))
    }
}

impl Deflater {
    pub fn deflate(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = bytes.get(self.0.total_in() as usize..).unwrap_or_default();
            match self.0.compress_vec(rest, &mut out, FlushCompress::Finish) {
                Ok(Status::Ok | Status::BufError) => out.reserve(out.capacity()),
                // Deflating into a vector does not fail.
                Ok(Status::StreamEnd) | Err(_) => return out,
            }
        }
    }
}

/// A stream whose content is deflated already.
pub fn deflated(mut dict: Dictionary, content: Vec<u8>) -> Object {
    dict.set("Filter", name("FlateDecode"));
    Stream::new(dict, content).with_compression(false).into()
}

/// The operator that paints a path (ISO 32000-1, 8.5.3).
pub fn painting(fill: bool, even_odd: bool, stroke: bool) -> Option<&'static str> {
    match (fill, even_odd, stroke) {
        (false, _, false) => None,
        (true, false, false) => Some("f"),
        (true, true, false) => Some("f*"),
        (false, _, true) => Some("S"),
        (true, false, true) => Some("B"),
        (true, true, true) => Some("B*"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_exact() {
        for (number, decimals, spelt) in
            [(0, 3, "0"), (1_500, 3, "1.5"), (-5, 3, "-.005"), (12_000, 3, "12"), (-70_001, 5, "-.70001")]
        {
            let mut out = Vec::new();
            put_fixed(&mut out, number, decimals);
            assert_eq!(String::from_utf8(out).unwrap(), spelt);
        }
        let mut out = Vec::new();
        put_code(&mut out, 0x285c);
        put_code(&mut out, 0x0d0a);
        assert_eq!(out, b"\\(\\\\\\r\n");
    }
}
