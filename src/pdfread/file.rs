//! In: the bytes of a PDF. Out: its objects, its pages with what they inherit. Refuses what opens with a password alone,
//! what is damaged beyond its cross-reference table, and every object that nothing leads to.

use super::PdfError;
use super::cipher::{Cipher, Protection};
use super::filters;
use super::lexer::Lexer;
use super::xref::{self, Place, Xref};
use crate::base::limits::{PAGES, PDF_BYTES, PDF_CONTENT, PDF_INFLATED, PDF_INFLATED_IN_ALL, PDF_VALUES};
use crate::base::{Length, Size};
use lopdf::{Dictionary, Object, ObjectId, Stream};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// How far from the start the header is looked for.
const HEAD: usize = 1_024;
/// References that lead to references.
const STEPS: usize = 16;
/// Every byte may be read so often: objects that overlap are no accident.
const READINGS: usize = 8;
/// No page is further across, and none is nearer than a point.
const FURTHEST: f64 = 1_000_000.0;

/// A PDF as read: every object that its trailer leads to.
pub struct File {
    /// `1.7`, as the header has it or the catalog corrects it.
    pub version: String,
    pub trailer: Dictionary,
    /// What its owner allows, where it is encrypted.
    pub protection: Option<Protection>,
    /// Whether its cross-reference table was damaged and made anew.
    pub is_repaired: bool,
    objects: BTreeMap<ObjectId, Object>,
    pages: Vec<Page>,
    /// Bytes that streams were inflated to so far.
    inflated: AtomicUsize,
}

/// A page with what it inherits (ISO 32000-1, 7.7.3.4). Boxes are in its own space, before it is turned, and lie within
/// the media.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub id: ObjectId,
    pub dict: Dictionary,
    pub resources: Dictionary,
    /// US Letter where the page has none, against ISO 32000-1, table 30, as readers take it.
    pub media: Bounds,
    pub has_media: bool,
    pub crop: Bounds,
    /// The crop where the page names none.
    pub bleed: Bounds,
    pub trim: Bounds,
    /// Whether the page names its trim.
    pub has_trim: bool,
    /// Quarter turns clockwise, 0 to 3.
    pub turns: u8,
    /// Thousandths of a point that a unit of the page's space is: `UserUnit`.
    pub unit: i64,
    /// Its content streams in order.
    pub contents: Vec<ObjectId>,
}

/// A box whose y grows upwards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    pub left: Length,
    pub bottom: Length,
    pub right: Length,
    pub top: Length,
}

/// A page of a file as it may stand on another page: upright, its trim's top left corner the origin. Its size is
/// everybody's business; what it is made of is for `pdf` to copy.
#[derive(Clone, Debug)]
pub struct Form {
    file: Arc<File>,
    index: usize,
}

impl File {
    /// # Errors
    ///
    /// See `PdfError`: not a PDF, encrypted, damaged, without a page, past a limit.
    pub fn parse(bytes: &[u8]) -> Result<File, PdfError> {
        if bytes.len() as u64 > PDF_BYTES {
            return Err(PdfError::TooLarge(format!("it has more than {} megabytes", PDF_BYTES >> 20)));
        }
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
        let start = head.windows(5).position(|window| window == b"%PDF-").ok_or(PdfError::NotPdf)?;
        // Offsets are counted from the header.
        let bytes = &bytes[start..];
        let version = bytes[5..].iter().take_while(|&&byte| byte.is_ascii_digit() || byte == b'.');
        let version: String = version.take(8).map(|&byte| char::from(byte)).collect();
        match xref::read(bytes).and_then(|xref| File::read(bytes, version.clone(), xref, false)) {
            Err(PdfError::Broken(why)) => {
                let file = xref::rebuilt(bytes).map(|xref| File::read(bytes, version, xref, true));
                match file {
                    Some(Err(PdfError::Broken(_))) | None => Err(PdfError::Broken(why)),
                    Some(read) => read,
                }
            }
            read => read,
        }
    }

    /// Of a file that is repaired every object must be there: it may have been cut off.
    fn read(bytes: &[u8], version: String, xref: Xref, is_repaired: bool) -> Result<File, PdfError> {
        let Xref { places, trailer } = xref;
        let mut loader = Loader {
            bytes,
            places,
            objects: BTreeMap::new(),
            packs: BTreeMap::new(),
            work: 0,
            inflated: 0,
            values: PDF_VALUES,
            cipher: None,
            is_repaired,
        };
        if let Ok(encrypt) = trailer.get(b"Encrypt") {
            let own = encrypt.as_reference().ok();
            let said = own.map_or(Ok(encrypt.clone()), |own| loader.read(own))?;
            let Object::Dictionary(said) = said else { return Err(PdfError::Encrypted) };
            loader.cipher = Some(Cipher::new(&trailer, own, said)?);
        }
        let protection = loader.cipher.as_ref().map(Cipher::protection);
        loader.load(&trailer)?;
        let inflated = AtomicUsize::new(loader.inflated);
        let mut file =
            File { version, trailer, protection, is_repaired, objects: loader.objects, pages: Vec::new(), inflated };
        if let Some(version) = file.catalog().get(b"Version").ok().map(|version| file.follow(version)) {
            let named = version.as_name().ok().map(|name| String::from_utf8_lossy(name).into_owned());
            file.version = named.filter(|named| *named > file.version).unwrap_or(file.version);
        }
        file.pages = file.find_pages()?;
        if file.pages.is_empty() { Err(PdfError::Pageless) } else { Ok(file) }
    }

    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// What a reference leads to; null where it leads nowhere. Anything else is itself.
    pub fn follow<'a>(&'a self, mut object: &'a Object) -> &'a Object {
        for _ in 0..STEPS {
            let Object::Reference(id) = object else { return object };
            object = self.objects.get(id).unwrap_or(&Object::Null);
        }
        &Object::Null
    }

    pub fn object(&self, id: ObjectId) -> Option<&Object> {
        self.objects.get(&id)
    }

    /// The value of a key, resolved; nothing where it is missing or null.
    pub fn entry<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        dict.get(key.as_bytes()).ok().map(|object| self.follow(object)).filter(|object| !object.is_null())
    }

    /// The dictionary at a key, a stream's included.
    pub fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        as_dict(self.entry(dict, key)?)
    }

    /// Integers and reals alike.
    pub fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        number(self.entry(dict, key)?)
    }

    /// The numbers of an array, if it holds nothing else.
    pub fn numbers(&self, dict: &Dictionary, key: &str) -> Option<Vec<f64>> {
        self.entry(dict, key)?.as_array().ok()?.iter().map(|item| number(self.follow(item))).collect()
    }

    pub fn name<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a [u8]> {
        self.entry(dict, key)?.as_name().ok()
    }

    /// The document's root; empty where the trailer leads to none.
    pub fn catalog(&self) -> &Dictionary {
        static NONE: std::sync::LazyLock<Dictionary> = std::sync::LazyLock::new(Dictionary::new);
        self.dict(&self.trailer, "Root").unwrap_or(&NONE)
    }

    /// A stream's plain bytes; the filters of pictures are refused.
    pub fn decoded(&self, stream: &Stream) -> Result<Vec<u8>, PdfError> {
        self.decoded_within(stream, PDF_CONTENT)
    }

    /// The same, of so many bytes at the most. What the whole file inflates to is bounded too.
    pub fn decoded_within(&self, stream: &Stream, most: usize) -> Result<Vec<u8>, PdfError> {
        let left = PDF_INFLATED_IN_ALL.saturating_sub(self.inflated.load(Relaxed)).min(most);
        let bytes = filters::decode(&stream.content, &stream.dict, &|object| self.follow(object), left);
        let made = bytes.as_ref().map_or(left, Vec::len);
        self.inflated.fetch_add(made, Relaxed);
        bytes
    }

    /// The pixels of a picture, of so many bytes at the most; whoever asks counts them.
    pub fn pixels(&self, stream: &Stream, most: usize) -> Result<Vec<u8>, PdfError> {
        filters::decode(&stream.content, &stream.dict, &|object| self.follow(object), most)
    }

    /// The plain content of a page: its streams, one after the other, with white space between.
    pub fn content(&self, page: &Page) -> Result<Vec<u8>, PdfError> {
        let mut all = Vec::new();
        for id in &page.contents {
            if let Some(Object::Stream(stream)) = self.object(*id) {
                all.extend(self.decoded_within(stream, PDF_CONTENT.saturating_sub(all.len()))?);
                all.push(b'\n');
            }
        }
        Ok(all)
    }

    /// What the file calls itself.
    pub fn title(&self) -> Option<String> {
        let bytes = self.entry(self.dict(&self.trailer, "Info")?, "Title")?.as_str().ok()?;
        let text = match bytes {
            [0xfe, 0xff, units @ ..] => {
                let units = units.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
                char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
            }
            [0xef, 0xbb, 0xbf, text @ ..] => String::from_utf8_lossy(text).into_owned(),
            // The standard's own encoding differs from Latin 1 in marks alone.
            bytes => bytes.iter().map(|&byte| char::from(byte)).collect::<String>(),
        };
        Some(text.chars().filter(|letter| !letter.is_control()).collect())
    }

    /// Whether it says that its pages are read from right to left.
    pub fn is_right_to_left(&self) -> bool {
        let preferences = self.dict(self.catalog(), "ViewerPreferences");
        preferences.and_then(|preferences| self.name(preferences, "Direction")) == Some(b"R2L")
    }

    fn find_pages(&self) -> Result<Vec<Page>, PdfError> {
        let mut pages = Vec::new();
        let Ok(Object::Reference(root)) = self.catalog().get(b"Pages") else {
            return Err(PdfError::broken("it has no page tree"));
        };
        let mut nodes = BTreeSet::new();
        // Nodes that are still to be seen, the next one last, with what stands above each.
        let mut open: Vec<(ObjectId, Inherited)> = vec![(*root, Inherited::default())];
        while let Some((id, above)) = open.pop() {
            let Some(dict) = self.object(id).and_then(as_dict) else {
                return Err(PdfError::broken("its page tree leads nowhere"));
            };
            let inherited = above.with(self, dict);
            match self.entry(dict, "Kids") {
                Some(Object::Array(kids)) => {
                    if !nodes.insert(id) {
                        return Err(PdfError::broken("its page tree contains a loop"));
                    }
                    for kid in kids.iter().rev() {
                        let Object::Reference(kid) = kid else {
                            return Err(PdfError::broken("its page tree leads nowhere"));
                        };
                        open.push((*kid, inherited.clone()));
                    }
                }
                _ => pages.push(self.page(id, dict, inherited)?),
            }
            if pages.len() > PAGES || open.len() > PAGES * 4 {
                return Err(PdfError::TooLarge(format!("it has more than {PAGES} pages")));
            }
        }
        Ok(pages)
    }

    fn page(&self, id: ObjectId, dict: &Dictionary, inherited: Inherited) -> Result<Page, PdfError> {
        let letter = Bounds { right: Length::pt(612), top: Length::pt(792), ..Bounds::default() };
        let media = inherited.media.unwrap_or(letter);
        let named = |key: &str| bounds(self.numbers(dict, key)?).and_then(|named| named.within(media));
        let crop = inherited.crop.and_then(|crop| crop.within(media)).unwrap_or(media);
        let trim = named("TrimBox");
        let contents = match dict.get(b"Contents").ok() {
            Some(Object::Reference(id)) => match self.object(*id) {
                Some(Object::Array(list)) => references(list),
                _ => vec![*id],
            },
            Some(Object::Array(list)) => references(list),
            _ => Vec::new(),
        };
        let unit = self.number(dict, "UserUnit").filter(|unit| (0.001..=1_000.0).contains(unit)).unwrap_or(1.0);
        let page = Page {
            id,
            dict: dict.clone(),
            resources: inherited.resources.unwrap_or_default(),
            media,
            has_media: inherited.media.is_some(),
            crop,
            bleed: named("BleedBox").unwrap_or(crop),
            trim: trim.unwrap_or(crop),
            has_trim: trim.is_some(),
            turns: inherited.turns,
            unit: (unit * 1_000.0).round() as i64,
            contents,
        };
        let size = page.size(page.media);
        if size.width < Length::pt(1) || size.height < Length::pt(1) {
            return Err(PdfError::broken("a page has no size"));
        }
        Ok(page)
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PDF {} of {} objects and {} pages", self.version, self.objects.len(), self.pages.len())
    }
}

impl Page {
    /// A box of this page as it is seen: turned, and in points.
    pub fn size(&self, area: Bounds) -> Size {
        let length = |units: Length| units.scale(self.unit, 1_000);
        let (width, height) = (length(area.right - area.left), length(area.top - area.bottom));
        if self.turns.is_multiple_of(2) { Size::new(width, height) } else { Size::new(height, width) }
    }
}

impl Form {
    /// Every page of a file.
    pub fn all(file: &Arc<File>) -> Vec<Form> {
        (0..file.pages.len()).map(|index| Form { file: Arc::clone(file), index }).collect()
    }

    /// The file that the page is one of.
    pub fn file(&self) -> &Arc<File> {
        &self.file
    }

    /// Its place in that file, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    pub fn source(&self) -> &Page {
        &self.file.pages[self.index]
    }

    /// The trim's size as it is seen.
    pub fn size(&self) -> Size {
        self.source().size(self.source().trim)
    }

    /// How far its bleed goes beyond the trim, as it is seen: left, top, right, bottom; none is negative.
    pub fn bleed(&self) -> [Length; 4] {
        self.beyond(self.source().bleed)
    }

    pub(super) fn beyond(&self, area: Bounds) -> [Length; 4] {
        let page = self.source();
        let trim = page.trim;
        let sides = [trim.left - area.left, area.top - trim.top, area.right - trim.right, trim.bottom - area.bottom];
        let mut sides = sides.map(|side| side.max(Length::ZERO).scale(page.unit, 1_000));
        sides.rotate_right(usize::from(page.turns));
        sides
    }
}

impl Bounds {
    /// The part that two boxes share, if it is larger than a point each way.
    pub fn within(self, other: Bounds) -> Option<Bounds> {
        let shared = Bounds {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        let least = Length::pt(1);
        (shared.right - shared.left >= least && shared.top - shared.bottom >= least).then_some(shared)
    }
}

/// A dictionary, or a stream's.
pub fn as_dict(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

pub fn number(object: &Object) -> Option<f64> {
    match object {
        Object::Integer(number) => Some(*number as f64),
        Object::Real(number) => Some(f64::from(*number)).filter(|number| number.is_finite()),
        _ => None,
    }
}

fn references(list: &[Object]) -> Vec<ObjectId> {
    list.iter().filter_map(|item| item.as_reference().ok()).collect()
}

/// Any two opposite corners.
fn bounds(sides: Vec<f64>) -> Option<Bounds> {
    let &[left, bottom, right, top] = &sides[..] else { return None };
    let length = |side: f64| Length::from_pt(side.clamp(-FURTHEST, FURTHEST));
    Some(Bounds {
        left: length(left.min(right)),
        bottom: length(bottom.min(top)),
        right: length(left.max(right)),
        top: length(bottom.max(top)),
    })
}

/// What a page takes from the nodes above it.
#[derive(Clone, Debug, Default)]
struct Inherited {
    resources: Option<Dictionary>,
    media: Option<Bounds>,
    crop: Option<Bounds>,
    turns: u8,
}

impl Inherited {
    fn with(mut self, file: &File, dict: &Dictionary) -> Inherited {
        self.resources = file.dict(dict, "Resources").cloned().or(self.resources);
        self.media = file.numbers(dict, "MediaBox").and_then(bounds).or(self.media);
        self.crop = file.numbers(dict, "CropBox").and_then(bounds).or(self.crop);
        if let Some(degrees) = file.number(dict, "Rotate") {
            self.turns = (degrees / 90.0).round().rem_euclid(4.0) as u8;
        }
        self
    }
}

/// An object stream: its plain bytes, and where each of its objects begins.
type Pack = (Vec<u8>, BTreeMap<u32, usize>);

/// Reads objects by need.
struct Loader<'a> {
    bytes: &'a [u8],
    places: BTreeMap<u32, Place>,
    objects: BTreeMap<ObjectId, Object>,
    /// By number.
    packs: BTreeMap<u32, Pack>,
    work: usize,
    inflated: usize,
    /// Values that the objects may still hold.
    values: usize,
    cipher: Option<Cipher>,
    is_repaired: bool,
}

impl Loader<'_> {
    fn load(&mut self, trailer: &Dictionary) -> Result<(), PdfError> {
        let mut open = Vec::new();
        trailer.iter().for_each(|(_, object)| find_references(object, &mut open));
        while let Some(id) = open.pop() {
            if self.objects.contains_key(&id) {
                continue;
            }
            let object = self.read(id)?;
            find_references(&object, &mut open);
            self.objects.insert(id, object);
        }
        Ok(())
    }

    fn read(&mut self, id: ObjectId) -> Result<Object, PdfError> {
        match self.places.get(&id.0).copied() {
            None if self.is_repaired => Err(PdfError::broken(format!("object {} is missing", id.0))),
            None | Some(Place::Free) => Ok(Object::Null),
            Some(Place::At(at)) => self.read_clear(id, at),
            Some(Place::Within(pack)) => self.read_within(id, pack),
        }
    }

    /// What was read, if `left` says that it was not too much.
    fn counted(&mut self, object: Option<Object>, left: usize) -> Result<Option<Object>, PdfError> {
        self.values = left;
        match object {
            None if left == 0 => Err(PdfError::TooLarge(format!("its objects hold more than {PDF_VALUES} values"))),
            object => Ok(object),
        }
    }

    fn spend(&mut self, bytes: usize) -> Result<(), PdfError> {
        self.work = self.work.saturating_add(bytes);
        if self.work > self.bytes.len().saturating_mul(READINGS).saturating_add(self.inflated).saturating_add(1 << 20) {
            return Err(PdfError::broken("its objects overlap"));
        }
        Ok(())
    }

    fn read_clear(&mut self, id: ObjectId, at: usize) -> Result<Object, PdfError> {
        let mut object = self.read_at(id, at, true)?;
        if let Some(cipher) = &self.cipher {
            cipher.clear(id, &mut object)?;
        }
        Ok(object)
    }

    fn read_at(&mut self, id: ObjectId, at: usize, streams: bool) -> Result<Object, PdfError> {
        let wrong = || PdfError::broken(format!("object {} is not where the table says", id.0));
        let bytes = self.bytes;
        let mut lexer = Lexer::new(bytes, at).holding(self.values);
        let found = (lexer.number(), lexer.number());
        if found != (Some(u64::from(id.0)), Some(u64::from(id.1))) || !lexer.word(b"obj") {
            return Err(wrong());
        }
        let object = lexer.object();
        let object = self.counted(object, lexer.left())?;
        self.spend(lexer.at().saturating_sub(at))?;
        let Some(Object::Dictionary(dict)) = object else {
            // Nothing at all stands for null.
            return object.or_else(|| lexer.word(b"endobj").then_some(Object::Null)).ok_or_else(wrong);
        };
        let mut ahead = lexer.clone();
        if !streams || !ahead.word(b"stream") {
            return Ok(Object::Dictionary(dict));
        }
        let length = match dict.get(b"Length") {
            Ok(Object::Integer(length)) => Some(*length),
            Ok(Object::Reference(id)) => self.length(*id)?,
            _ => None,
        };
        let stream = xref::stream_at(&mut lexer, dict, length).ok_or_else(wrong)?;
        self.spend(stream.content.len())?;
        Ok(Object::Stream(stream))
    }

    /// A stream's length that stands elsewhere; it is no stream itself.
    fn length(&mut self, id: ObjectId) -> Result<Option<i64>, PdfError> {
        let known = match (self.objects.get(&id), self.places.get(&id.0).copied()) {
            (Some(known), _) => Some(known.clone()),
            (None, Some(Place::At(at))) => self.read_at(id, at, false).ok(),
            (None, _) => None,
        };
        Ok(known.and_then(|object| object.as_i64().ok()))
    }

    fn read_within(&mut self, id: ObjectId, pack: u32) -> Result<Object, PdfError> {
        let wrong = || PdfError::broken(format!("object {} is not where the table says", id.0));
        if !self.packs.contains_key(&pack) {
            let opened = self.open_pack(pack)?;
            self.packs.insert(pack, opened);
        }
        let (bytes, index) = self.packs.get(&pack).ok_or_else(wrong)?;
        let start = *index.get(&id.0).ok_or_else(wrong)?;
        let mut lexer = Lexer::new(bytes, start).holding(self.values);
        let object = lexer.object();
        let (read, left) = (lexer.at().saturating_sub(start), lexer.left());
        let object = self.counted(object, left)?.ok_or_else(wrong)?;
        self.spend(read)?;
        Ok(object)
    }

    fn open_pack(&mut self, pack: u32) -> Result<Pack, PdfError> {
        let wrong = || PdfError::broken(format!("object stream {pack} cannot be read"));
        let Some(Place::At(at)) = self.places.get(&pack).copied() else { return Err(wrong()) };
        let Object::Stream(stream) = self.read_clear((pack, 0), at)? else { return Err(wrong()) };
        let left = PDF_INFLATED.saturating_sub(self.inflated);
        let bytes = filters::decode(&stream.content, &stream.dict, &|object| object, left)?;
        self.inflated += bytes.len();
        let whole = |key: &[u8]| usize::try_from(stream.dict.get(key).ok()?.as_i64().ok()?).ok();
        let (count, first) = (whole(b"N").ok_or_else(wrong)?, whole(b"First").ok_or_else(wrong)?);
        let mut lexer = Lexer::new(&bytes, 0);
        let mut index = BTreeMap::new();
        for _ in 0..count.min(bytes.len()) {
            let (Some(id), Some(place)) = (lexer.number(), lexer.number()) else { break };
            let place = usize::try_from(place).ok().and_then(|place| place.checked_add(first));
            if let (Ok(id), Some(place)) = (u32::try_from(id), place) {
                index.entry(id).or_insert(place);
            }
        }
        Ok((bytes, index))
    }
}

fn find_references(object: &Object, found: &mut Vec<ObjectId>) {
    match object {
        Object::Reference(id) => found.push(*id),
        Object::Array(items) => items.iter().for_each(|item| find_references(item, found)),
        Object::Dictionary(dict) => dict.iter().for_each(|(_, item)| find_references(item, found)),
        Object::Stream(stream) => stream.dict.iter().for_each(|(_, item)| find_references(item, found)),
        _ => {}
    }
}
