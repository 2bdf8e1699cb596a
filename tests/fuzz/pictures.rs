//! Drawings and photographs, damaged where it hurts: elements, headers, metadata.

use crate::books::files;
use crate::support::language::Draw;
use crate::{Files, change, seeds};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::{DynamicImage, ImageFormat};
use std::io::{Cursor, Write};
use std::sync::OnceLock;

fn book_of(name: &str, bytes: Vec<u8>, draw: &mut Draw) -> Files {
    let inks = *draw.one(&["black", "standard-colour", "premium-colour"]);
    let cover = if draw.percent(30) { format!("cover.front = '{name}'\n") } else { String::new() };
    let settings = format!("book.title = 'T'\nprint.ink = '{inks}'\n{cover}");
    let text = format!("# One\n\nWords ![a]({name}) words.\n\n![A wall]({name} \"A caption\"){{width=60%}}\n");
    files(vec![("a.md", text.into()), ("book.toml", settings.into()), (name, bytes)])
}

/// `?` is a number, `@` the name of an element, `~` a colour.
const ELEMENTS: &[&str] = &[
    "<rect width='?' height='?' fill='~' stroke='~' stroke-width='?' transform='scale(?) rotate(?)'/>",
    "<path d='M? ?L? ?C? ? ? ? ? ?A? ? ? 0 1 ? ?z' fill='~' stroke-dasharray='? ?'/>",
    "<circle r='?' cx='?' fill='url(#@)'/>",
    "<text x='?' y='?' font-size='?' font-family='serif'>Words fi <tspan dx='?'>and</tspan></text>",
    "<g id='@' opacity='?' clip-path='url(#@)' mask='url(#@)' filter='url(#@)'>",
    "</g>",
    "<use href='#@' x='?' width='?'/>",
    "<linearGradient id='@' x1='?' href='#@'><stop offset='?' stop-color='~'/><stop offset='1' stop-color='~'/></linearGradient>",
    "<radialGradient id='@' r='?' fx='?' gradientUnits='userSpaceOnUse'><stop offset='?' stop-color='~'/></radialGradient>",
    "<pattern id='@' width='?' height='?' patternUnits='userSpaceOnUse'><rect width='?' height='?' fill='~'/></pattern>",
    "<clipPath id='@'><circle r='?'/></clipPath>",
    "<mask id='@'><rect width='?' height='?' fill='~'/></mask>",
    "<marker id='@' markerWidth='?' viewBox='0 0 ? ?'><path d='M0 0h?v?z'/></marker>",
    "<path d='M0 0h?v?h?v?z' marker-mid='url(#@)' marker-start='url(#@)'/>",
    "<filter id='@'><feGaussianBlur stdDeviation='?'/><feOffset dx='?'/></filter>",
    "<style>rect { fill: ~ } .a > g, #@ { stroke: ~; stroke-width: ? }</style>",
    "<symbol id='@' viewBox='? ? ? ?'><rect width='?' height='?'/></symbol>",
    "<image width='?' height='?' href='data:image/png;base64,iVBORw0KGgo='/>",
    "<svg x='?' width='?' viewBox='0 0 ? ?' preserveAspectRatio='none'>",
    "</svg>",
    "<switch><g systemLanguage='en'/></switch>",
    "<!-- words -->",
    "<![CDATA[words]]>",
    "&amp;",
];
const NUMBERS: &[&str] =
    &["0", "1", "-1", "7.5", "90", "1e-9", "1e9", "1e38", "1e999", "50%", "3mm", "2em", "", "x", "0.0001", "65536"];
const SIZES: &[&str] = &[
    "width='90' height='60'",
    "width='90' height='60' viewBox='0 0 ? ?'",
    "viewBox='0 0 90 60'",
    "width='?' height='?'",
    "viewBox='? ? ? ?'",
    "",
];
const COLOURS: &[&str] = &[
    "#000",
    "#f00",
    "none",
    "red",
    "rgb(1,2,3)",
    "url(#a)",
    "currentColor",
    "#12",
    "icc-color(x, 1) #f00",
    "device-cmyk(0, 1, 0, 0)",
    "hsl(9 9% 9%)",
    "rgba(0,0,0,0)",
];

fn filled(draw: &mut Draw, piece: &str) -> String {
    let mut out = String::new();
    for letter in piece.chars() {
        let choices: &[&str] = match letter {
            '?' => NUMBERS,
            '@' => &["a", "b", "c"],
            '~' => COLOURS,
            letter => {
                out.push(letter);
                continue;
            }
        };
        let chosen = *draw.one(choices);
        out.push_str(chosen);
    }
    out
}

fn drawn(draw: &mut Draw) -> String {
    let size = *draw.one(SIZES);
    let size = filled(draw, size);
    let mut inner = String::new();
    let mut open = Vec::new();
    for _ in 0..draw.within(1..=25) {
        let piece = *draw.one(ELEMENTS);
        // Most drawings are well formed.
        if piece.starts_with("</") && draw.percent(95) {
            inner.push_str(open.pop().unwrap_or_default());
            continue;
        }
        match piece.get(..3) {
            Some("<g ") => open.push("</g>"),
            Some("<sv") => open.push("</svg>"),
            _ => {}
        }
        inner.push_str(&filled(draw, piece));
    }
    open.reverse();
    format!("<svg xmlns='http://www.w3.org/2000/svg' {size}>{inner}{}</svg>", open.concat())
}

pub fn drawing(draw: &mut Draw) -> Files {
    let bytes = match draw.within(0..=3) {
        0 | 1 => drawn(draw).into_bytes(),
        2 => {
            let (text, other) = (draw.one(seeds::drawings()).clone(), drawn(draw));
            change::text(draw, &text, &other)
        }
        _ => {
            let (text, other) = (drawn(draw), draw.one(seeds::drawings()).clone());
            change::text(draw, &text, &other)
        }
    };
    book_of("p.svg", bytes, draw)
}

/// The pictures of the other tests, and small ones of every kind of pixel.
fn photographs() -> &'static [Vec<u8>] {
    static FOUND: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = seeds::photographs().to_vec();
        let rgb = image::RgbaImage::from_fn(23, 17, |x, y| image::Rgba([x as u8 * 9, y as u8 * 9, 99, 200 + y as u8]));
        let plain = DynamicImage::ImageRgba8(rgb);
        let kinds = [
            DynamicImage::ImageLuma8(plain.to_luma8()),
            DynamicImage::ImageLuma16(plain.to_luma16()),
            DynamicImage::ImageRgb8(plain.to_rgb8()),
            DynamicImage::ImageRgb16(plain.to_rgb16()),
            DynamicImage::ImageRgba16(plain.to_rgba16()),
            plain,
        ];
        for kind in &kinds {
            for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Tiff] {
                let mut bytes = Vec::new();
                // JPEG knows no alpha and no 16 bits.
                if kind.write_to(&mut Cursor::new(&mut bytes), format).is_ok() {
                    found.push(bytes);
                }
            }
        }
        found
    })
}

pub fn photograph(draw: &mut Draw) -> Files {
    let seed = draw.one(photographs()).clone();
    let other = draw.one(photographs());
    let mut bytes = if draw.percent(40) { with_metadata(draw, seed) } else { seed };
    if draw.percent(85) {
        bytes = change::bytes(draw, bytes, other);
    }
    // Sums that are right let the damage through to what comes after them.
    if draw.percent(70) {
        summed(&mut bytes);
    }
    book_of("p.png", bytes, draw)
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).and_then(|()| out.finish()).expect("memory is written")
}

/// An Exif block, a profile, a resolution or a text, damaged or large, behind the header.
fn with_metadata(draw: &mut Draw, mut picture: Vec<u8>) -> Vec<u8> {
    let mut exif =
        b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x1a\x01\x05\0\x01\0\0\0\x26\0\0\0\0\0\0\0".to_vec();
    exif.extend([72, 0, 0, 0, 1, 0, 0, 0]);
    if draw.percent(60) {
        exif = change::bytes(draw, exif.clone(), &exif);
    }
    let profile = match draw.percent(50) {
        true => vec![0; draw.within(0..=2_000_000)],
        false => change::bytes(draw, srgb(), &[0, 1, 2, 3]),
    };
    if picture.starts_with(b"\x89PNG") && picture.len() > 33 {
        let (kind, data) = match draw.within(0..=3) {
            0 => (b"eXIf", exif),
            1 => (b"iCCP", [b"a\0\0".to_vec(), deflated(&profile)].concat()),
            2 => (b"zTXt", [b"a\0\0".to_vec(), deflated(&vec![b'a'; draw.within(0..=4_000_000)])].concat()),
            _ => (b"pHYs", (0..9).map(|_| *draw.one(&[0, 1, 9, 0x7f, 0xff])).collect()),
        };
        let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
        chunk.extend(kind);
        chunk.extend(data);
        chunk.extend([0; 4]);
        picture.splice(33..33, chunk);
        summed(&mut picture);
    } else if picture.starts_with(&[0xff, 0xd8]) {
        let (marker, mut data) = match draw.percent(50) {
            true => (0xe1, [b"Exif\0\0".to_vec(), exif].concat()),
            false => (0xe2, [b"ICC_PROFILE\0\x01\x01".to_vec(), profile].concat()),
        };
        data.truncate(60_000);
        let length = (data.len() as u16 + 2).to_be_bytes();
        picture.splice(2..2, [&[0xff, marker][..], &length[..], &data[..]].concat());
    }
    picture
}

/// A true profile of the display.
fn srgb() -> Vec<u8> {
    moxcms::ColorProfile::new_srgb().encode().expect("a profile")
}

/// Writes the right sum behind each chunk of a PNG.
fn summed(bytes: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = bytes.get(at..at + 4) {
        let length = u32::from_be_bytes(length.try_into().expect("four bytes")) as usize;
        let Some(end) = at.checked_add(8 + length).filter(|end| end + 4 <= bytes.len()) else { return };
        let mut sum = flate2::Crc::new();
        sum.update(&bytes[at + 4..end]);
        bytes[end..end + 4].copy_from_slice(&sum.sum().to_be_bytes());
        at = end + 4;
    }
}
