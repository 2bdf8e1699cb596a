//! In: the objects of a PDF. Out: the bytes of the file, equal for equal objects. Refuses to know what they are for.
//!
//! From PDF 1.5 on, what is no stream stands in streams of many objects, and a stream says where all of them are (ISO
//! 32000-1, 7.5.7 and 7.5.8). lopdf would write these from a second copy of all objects; here each goes into its stream
//! as it is, some streams at a time. Older files are lopdf's.

use super::bytes::{Deflater, deflate, deflated};
use crate::base::Diagnostic;
use lopdf::{Dictionary, Document, Object, ObjectId, ObjectStream, SaveOptions, Stream, dictionary};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;

/// Objects of a stream.
const EACH: usize = 200;
/// Bytes of an object's place: its kind, where it is, and its number there.
const WIDTHS: [i64; 3] = [1, 4, 2];

/// A document as a file of this version of PDF; `packed` is whether objects stand in streams.
pub fn save(mut file: Document, version: &str, packed: bool, to: &mut impl Write) -> Result<(), Diagnostic> {
    file.version = version.to_owned();
    let saved = match packed {
        true => save_packed(file, to),
        false => file.save_with_options(to, SaveOptions::builder().build()).map_err(lopdf::Error::from),
    };
    saved.map_err(|error| Diagnostic::error("pdf-unwritten", format!("the PDF cannot be written: {error}")))
}

/// Where an object is.
enum Place {
    /// So many bytes from the file's head, with its generation.
    At(usize, u16),
    /// In a stream, as the one of this number.
    In(u32, u16),
}

fn save_packed(mut file: Document, to: &mut impl Write) -> lopdf::Result<()> {
    let alone = |id: ObjectId, object: &Object| {
        id.1 != 0
            || matches!(object, Object::Stream(_))
            || file.trailer.get(b"Encrypt").and_then(Object::as_reference).is_ok_and(|encrypt| encrypt == id)
    };
    let objects = std::mem::take(&mut file.objects).into_iter().filter(|(_, object)| !is_of_a_file(object));
    let (direct, packed): (Vec<_>, Vec<_>) = objects.partition(|(id, object)| alone(*id, object));
    let mut places = BTreeMap::new();
    let mut to = Counted { to, bytes: 0 };
    write!(to, "%PDF-{}\n%", file.version)?;
    to.write_all(&file.binary_mark)?;
    to.write_all(b"\n")?;
    for (id, object) in direct {
        places.insert(id.0, Place::At(to.bytes, id.1));
        write(&mut to, id, object)?;
    }
    let mut groups = Vec::with_capacity(packed.len().div_ceil(EACH));
    let mut rest = packed.into_iter();
    while rest.len() > 0 {
        groups.push(rest.by_ref().take(EACH).collect::<Vec<_>>());
    }
    let streams: Vec<_> = groups.into_par_iter().map_init(Deflater::default, group).collect();
    let mut last = file.max_id;
    for made in streams {
        let (ids, stream) = made?;
        last += 1;
        places.extend((0..).zip(ids).map(|(nth, id)| (id, Place::In(last, nth))));
        places.insert(last, Place::At(to.bytes, 0));
        write(&mut to, (last, 0), stream)?;
    }
    last += 1;
    let start = to.bytes;
    places.insert(last, Place::At(start, 0));
    write(&mut to, (last, 0), table(&places, last, file.trailer))?;
    write!(to, "\nstartxref\n{start}\n%%EOF")?;
    Ok(())
}

/// Whether it says where the objects of a file were, or held them.
fn is_of_a_file(object: &Object) -> bool {
    object.type_name().is_ok_and(|name| [&b"ObjStm"[..], b"XRef"].contains(&name))
}

/// Objects as one stream, with their numbers.
fn group(deflater: &mut Deflater, objects: Vec<(ObjectId, Object)>) -> lopdf::Result<(Vec<u32>, Object)> {
    let ids: Vec<u32> = objects.iter().map(|((id, _), _)| *id).collect();
    let content = content(objects)?;
    // A number and a place for each come first.
    let spaces = content.iter().enumerate().filter(|(_, byte)| **byte == b' ');
    let first = spaces.map(|(at, _)| at as i64 + 1).nth(ids.len() * 2 - 1).unwrap_or(0);
    let dict = dictionary! { "Type" => "ObjStm", "N" => ids.len() as i64, "First" => first };
    Ok((ids, deflated(dict, deflater.deflate(&content))))
}

fn content(objects: Vec<(ObjectId, Object)>) -> lopdf::Result<Vec<u8>> {
    let mut stream = ObjectStream::builder().max_objects(EACH).build();
    objects.into_iter().try_for_each(|(id, object)| stream.add_object(id, object))?;
    stream.build_stream_content()
}

/// Writes an object that stands by itself.
fn write(to: &mut impl Write, id: ObjectId, object: Object) -> lopdf::Result<()> {
    let (object, content) = match object {
        Object::Stream(Stream { dict, content, .. }) => (Object::Dictionary(dict), Some(content)),
        object => (object, None),
    };
    // As in a stream of its own: behind its number and its place.
    let text = self::content(vec![((0, 0), object)])?;
    let text = text.strip_prefix(b"0 0 ").unwrap_or(&text);
    writeln!(to, "{} {} obj", id.0, id.1)?;
    to.write_all(text.trim_ascii_end())?;
    if let Some(content) = content {
        to.write_all(b"stream\n")?;
        to.write_all(&content)?;
        to.write_all(b"\nendstream")?;
    }
    to.write_all(b"\nendobj\n")?;
    Ok(())
}

/// The stream of places, the last object of the file.
fn table(places: &BTreeMap<u32, Place>, last: u32, mut trailer: Dictionary) -> Object {
    // The first object is never used, and says so.
    let mut rows = vec![0, 0, 0, 0, 0, 0xff, 0xff];
    let mut runs: Vec<(u32, i64)> = vec![(0, 1)];
    for (id, place) in places {
        let (kind, first, second) = match *place {
            Place::At(bytes, generation) => (1, u32::try_from(bytes).unwrap_or(u32::MAX), generation),
            Place::In(stream, nth) => (2, stream, nth),
        };
        rows.push(kind);
        rows.extend(first.to_be_bytes());
        rows.extend(second.to_be_bytes());
        match runs.last_mut().filter(|(from, count)| i64::from(*from) + *count == i64::from(*id)) {
            Some((_, count)) => *count += 1,
            None => runs.push((*id, 1)),
        }
    }
    for key in ["Prev", "XRefStm", "DecodeParms"] {
        trailer.remove(key.as_bytes());
    }
    trailer.set("Type", "XRef");
    trailer.set("Size", i64::from(last) + 1);
    trailer.set("W", WIDTHS.map(Object::from).to_vec());
    trailer.set(
        "Index",
        runs.into_iter().flat_map(|(from, count)| [Object::from(from), count.into()]).collect::<Vec<_>>(),
    );
    deflated(trailer, deflate(&rows))
}

/// What is written, and how much that was.
struct Counted<'a, W> {
    to: &'a mut W,
    bytes: usize,
}

impl<W: Write> Write for Counted<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.bytes += written;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let mut file = Document::with_version("1.7");
        let text = "a (b) \\ \u{e9}";
        let ids: Vec<ObjectId> = (0..450_i64)
            .map(|nth| file.add_object(dictionary! { "Nth" => nth, "Text" => Object::string_literal(text) }))
            .collect();
        let stream = Stream::new(dictionary! { "Of" => ids[7] }, b"endstream endobj".to_vec()).with_compression(false);
        let stream = file.add_object(stream);
        // A number that is not used.
        file.max_id += 3;
        let catalog =
            file.add_object(dictionary! { "Type" => "Catalog", "All" => vec![ids[449].into(), stream.into()] });
        file.trailer.set("Root", catalog);
        file
    }

    #[test]
    fn what_is_written_reads_back() {
        for (version, packed) in [("1.4", false), ("1.7", true)] {
            let mut bytes = Vec::new();
            save(document(), version, packed, &mut bytes).unwrap();
            let back = Document::load_mem(&bytes).unwrap();
            let (mut known, mut read) = (document().objects, back.objects);
            read.retain(|_, object| !is_of_a_file(object));
            for object in known.values_mut().chain(read.values_mut()) {
                if let Object::Stream(stream) = object {
                    (stream.start_position, stream.allows_compression) = (None, true);
                    stream.dict.remove(b"Length");
                }
            }
            assert_eq!(read.len(), known.len());
            assert!(read.iter().zip(&known).all(|(read, known)| read == known), "{version}");
            assert_eq!((back.version.as_str(), back.trailer.get(b"Root").is_ok()), (version, true));
            assert_eq!(bytes.windows(7).filter(|bytes| bytes == b"/ObjStm").count(), if packed { 3 } else { 0 });
        }
    }

    #[test]
    fn what_cannot_be_written_is_told() {
        for packed in [true, false] {
            let mut full: &mut [u8] = &mut [0; 16];
            assert_eq!(save(document(), "1.7", packed, &mut full).unwrap_err().code, "pdf-unwritten");
        }
    }
}
