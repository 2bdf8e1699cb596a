//! In: the tokens of a Rich Text file. Out: the flow of its text.

use super::fields;
use super::letters::Letters;
use super::state::{Place, Sheet, State};
use super::tokens::{Token, Tokens};
use crate::import::album::Album;
use crate::import::assemble;
use crate::import::choice::Tracked;
use crate::import::flow::{Flow, Item, Paragraph, Side};
use crate::import::names::{Role, role};
use crate::import::remarks::Remarks;
use crate::import::runs::{self, Change, Level, Look, Run};
use crate::import::table::{self, Grid};
use crate::import::tree::{About, At, Attributes, Block, Inline, Person};
use crate::import::walk::is_blank;
use std::collections::BTreeMap;

/// Groups in each other.
const DEPTH: usize = 200;

/// What a link to a comment of Scrivener stands for.
pub type Comments = BTreeMap<String, Inline>;

pub struct Reader<'a> {
    pub remarks: &'a mut Remarks,
    pub album: &'a mut Album,
    pub tracked: Tracked,
    pub comments: &'a Comments,
    pub about: About,
    /// Before the name of each picture.
    pub name: String,
    states: Vec<State>,
    now: State,
    sheets: Vec<Sheet>,
    styles: BTreeMap<i32, String>,
    letters: Letters,
    buffer: String,
    /// A half of a letter in Unicode.
    half: Option<u16>,
    skip: usize,
    picture: Vec<u8>,
    digits: Vec<u8>,
    usable: bool,
    instruction: String,
    counts: BTreeMap<(i32, usize), usize>,
    paragraphs: usize,
    /// Words that the paragraph does not show.
    hidden: String,
}

impl<'a> Reader<'a> {
    pub fn of(
        remarks: &'a mut Remarks,
        album: &'a mut Album,
        tracked: Tracked,
        comments: &'a Comments,
        name: &str,
    ) -> Reader<'a> {
        Reader {
            remarks,
            album,
            tracked,
            comments,
            about: About::default(),
            name: name.to_owned(),
            states: Vec::new(),
            now: State { fallback: 1, size: 24, ..State::default() },
            sheets: vec![Sheet::default()],
            styles: BTreeMap::new(),
            letters: Letters::default(),
            buffer: String::new(),
            half: None,
            skip: 0,
            picture: Vec::new(),
            digits: Vec::new(),
            usable: false,
            instruction: String::new(),
            counts: BTreeMap::new(),
            paragraphs: 0,
            hidden: String::new(),
        }
    }

    /// # Errors
    ///
    /// Groups stand in each other without end.
    pub fn read(mut self, bytes: &[u8]) -> Result<(Vec<Flow>, About), String> {
        for token in Tokens::of(bytes) {
            let begins = std::mem::take(&mut self.now.begins);
            if !matches!(token, Token::Code(_) | Token::Letter(_) | Token::Sign(_)) {
                self.letters.end();
            }
            match token {
                Token::Open if self.states.len() >= DEPTH => {
                    return Err(format!("more than {DEPTH} groups stand in each other"));
                }
                Token::Open => {
                    self.skip = 0;
                    self.states.push(self.now.clone());
                    (self.now.note, self.now.boxed) = (false, false);
                    (self.now.field, self.now.starred, self.now.begins) = (false, false, true);
                }
                Token::Close => self.close(),
                Token::Control(name, number) => self.control(name, number),
                // In the middle of a group the star is for one control alone.
                Token::Sign(b'*') => self.now.starred = begins,
                Token::Sign(sign) if self.letters.is_open() => self.byte(sign),
                Token::Sign(sign) => self.sign(sign),
                Token::Code(_) | Token::Letter(_) if self.skip > 0 => self.skip -= 1,
                Token::Letter(byte) if self.now.place == Place::Picture => self.digits.push(byte),
                Token::Code(byte) | Token::Letter(byte) => self.byte(byte),
                Token::Binary(data) if self.now.place == Place::Picture => self.picture.extend_from_slice(data),
                Token::Binary(_) => {}
                Token::Cut(bytes) => {
                    let (what, at) = ("data that is longer than the file: all after it is missing", self.here());
                    self.remarks.left(what, &format!("{bytes} bytes"), at);
                }
            }
        }
        while self.sheets.len() > 1 {
            self.end_text(false);
        }
        self.paragraph(false);
        self.end_table();
        let flow = self.sheets.pop().map(|sheet| sheet.flow).unwrap_or_default();
        Ok((flow, self.about))
    }

    fn sheet(&mut self) -> &mut Sheet {
        if self.sheets.is_empty() {
            self.sheets.push(Sheet::default());
        }
        let last = self.sheets.len() - 1;
        &mut self.sheets[last]
    }

    fn here(&self) -> At {
        At::Paragraph(self.paragraphs + 1)
    }

    fn byte(&mut self, byte: u8) {
        let letters = self.letters.push(byte, self.now.font);
        letters.chars().for_each(|letter| self.letter(letter));
    }

    fn letter(&mut self, letter: char) {
        match self.now.place {
            Place::Text => self.text(letter),
            Place::Skip | Place::Info | Place::Fonts | Place::Picture => {}
            Place::Label => self.sheet().label.push(letter),
            Place::Instruction => {
                if self.instruction.len() < 4_000 {
                    self.instruction.push(letter);
                }
            }
            Place::Styles | Place::Bookmark | Place::Title | Place::Author | Place::Annotation | Place::Entry => {
                self.buffer.push(letter)
            }
        }
    }

    fn text(&mut self, letter: char) {
        let gone = match self.tracked {
            Tracked::Accept => self.now.look.change == Change::Deleted,
            Tracked::Reject => self.now.look.change == Change::Inserted,
            Tracked::Keep => false,
        };
        if self.now.hidden {
            self.hidden.push(letter);
        }
        if self.now.hidden || gone {
            return;
        }
        let mut look = self.now.look.clone();
        if self.tracked != Tracked::Keep {
            look.change = Change::None;
        }
        let size = self.now.size;
        let letters: String = if self.now.caps { letter.to_uppercase().collect() } else { letter.to_string() };
        let sheet = self.sheet();
        if !letter.is_whitespace() {
            sheet.size = sheet.size.max(size);
        }
        match sheet.runs.last_mut() {
            Some(Run { look: known, inline: Inline::Text(text) }) if *known == look => text.push_str(&letters),
            _ => sheet.runs.push(Run::text(&look, letters)),
        }
    }

    fn inline(&mut self, inline: Inline) {
        if self.now.place == Place::Text {
            let look = Look { change: Change::None, ..self.now.look.clone() };
            self.sheet().runs.push(Run::of(&look, inline));
        }
    }

    fn sign(&mut self, sign: u8) {
        match sign {
            b'~' => self.letter('\u{a0}'),
            b'-' => self.letter('\u{ad}'),
            b'_' => self.letter('\u{2011}'),
            b'\\' | b'{' | b'}' => self.letter(char::from(sign)),
            b'\n' | b'\r' => self.control("par", None),
            _ => {}
        }
    }

    fn control(&mut self, name: &str, number: Option<i32>) {
        let on = number != Some(0);
        if self.skip > 0 && name != "u" {
            self.skip -= 1;
            return;
        }
        if self.destination(name) {
            return;
        }
        match name {
            "b" => self.now.look.strong = on,
            "i" => self.now.look.emphasis = on,
            "scaps" => self.now.look.small_caps = on,
            "caps" => self.now.caps = on,
            "strike" | "striked" => self.now.look.strike = on,
            "ul" | "uld" | "uldb" | "ulw" => self.now.look.underline = on,
            "ulnone" => self.now.look.underline = false,
            "super" => self.now.look.level = if on { Level::Above } else { Level::Line },
            "sub" => self.now.look.level = if on { Level::Below } else { Level::Line },
            "nosupersub" => self.now.look.level = Level::Line,
            "v" => self.now.hidden = on,
            "revised" => self.now.look.change = if on { Change::Inserted } else { Change::None },
            "deleted" => self.now.look.change = if on { Change::Deleted } else { Change::None },
            "fs" => self.now.size = number.unwrap_or(24).clamp(1, 1_000) as u32,
            "plain" => {
                let link = self.now.look.link.take();
                self.now.look = Look { link, ..Look::default() };
                (self.now.hidden, self.now.caps, self.now.size, self.now.font) = (false, false, 24, None);
            }
            "f" => self.now.font = number,
            "deff" => self.letters.font = number.unwrap_or(0),
            "fcharset" | "cpg" if self.now.place == Place::Fonts => {
                let known = self.letters.font(self.now.font.unwrap_or(0), name, number.unwrap_or(0));
                self.tell_page(known);
            }
            "ansicpg" | "mac" | "pc" | "pca" => {
                let known = self.letters.file(name, number);
                self.tell_page(known);
            }
            "pard" => {
                (self.now.style, self.now.side, self.now.left, self.now.first) = (0, Side::Start, 0, 0);
                (self.now.outline, self.now.list, self.now.in_table) = (None, None, false);
            }
            "s" if self.now.place == Place::Text || self.now.place == Place::Styles => {
                self.now.style = number.unwrap_or(0)
            }
            "qc" => self.now.side = Side::Centre,
            "qr" => self.now.side = Side::End,
            "ql" | "qj" => self.now.side = Side::Start,
            "li" => self.now.left = number.unwrap_or(0),
            "fi" => self.now.first = number.unwrap_or(0),
            "outlinelevel" => {
                self.now.outline = number.and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9)
            }
            "ls" => {
                self.now.list =
                    number.filter(|list| *list > 0).map(|list| (list, self.now.list.map_or(0, |(_, level)| level)))
            }
            "ilvl" => {
                let level = number.unwrap_or(0).clamp(0, 8) as usize;
                self.now.list = Some((self.now.list.map_or(0, |(list, _)| list), level));
            }
            "intbl" => self.now.in_table = true,
            "cell" | "nestcell" => self.cell(),
            "row" | "nestrow" => self.row(),
            "par" | "sect" if self.now.place == Place::Text => self.paragraph(true),
            "page" if self.now.place == Place::Text => {
                self.paragraph(false);
                self.now.new_page = true;
            }
            "pagebb" => self.now.new_page = on,
            "line" | "lbr" => self.inline(Inline::Break),
            "tab" => self.letter('\t'),
            "emdash" => self.letter('—'),
            "endash" => self.letter('–'),
            "lquote" => self.letter('‘'),
            "rquote" => self.letter('’'),
            "ldblquote" => self.letter('“'),
            "rdblquote" => self.letter('”'),
            "bullet" => self.letter('•'),
            "emspace" => self.letter('\u{2003}'),
            "enspace" => self.letter('\u{2002}'),
            "uc" => self.now.fallback = number.unwrap_or(1).clamp(0, 16) as usize,
            "u" => self.unicode(number.unwrap_or(0)),
            "pngblip" | "jpegblip" => self.usable = true,
            _ => {}
        }
    }

    fn tell_page(&mut self, known: Result<(), i32>) {
        if let Err(number) = known {
            self.remarks.plain("code pages that are not known, read as that of Windows", &number.to_string(), At::File);
        }
    }

    fn unicode(&mut self, number: i32) {
        let unit = (number & 0xFFFF) as u16;
        match (self.half.take(), unit) {
            (_, 0xD800..=0xDBFF) => self.half = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                for letter in char::decode_utf16([high, unit]) {
                    self.letter(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            (_, unit) => self.letter(char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
        self.skip = self.now.fallback;
    }

    /// A control that says what its group is.
    fn destination(&mut self, name: &str) -> bool {
        let (at, starred) = (self.here(), std::mem::take(&mut self.now.starred));
        let place = match name {
            "shptxt" => {
                self.begin_text();
                self.now.boxed = true;
                return true;
            }
            _ if self.now.place == Place::Skip => return true,
            "fonttbl" => Place::Fonts,
            name if fields::is_machinery(name) => Place::Skip,
            "header" | "footer" | "headerl" | "headerr" | "headerf" | "footerl" | "footerr" | "footerf" => {
                self.remarks.left("headers and footers; Chapbook makes its own", "", at);
                Place::Skip
            }
            "object" | "do" | "shp" => {
                self.remarks.left("objects and shapes of other programs", "", at);
                Place::Skip
            }
            "stylesheet" => Place::Styles,
            "info" => Place::Info,
            "title" if self.now.place == Place::Info => Place::Title,
            "author" if self.now.place == Place::Info => Place::Author,
            "pict" => {
                (self.usable, self.picture, self.digits) = (false, Vec::new(), Vec::new());
                Place::Picture
            }
            "fldinst" => {
                self.instruction.clear();
                Place::Instruction
            }
            "fldrslt" => {
                self.now.look.link = fields::target(&self.instruction);
                Place::Text
            }
            "field" => {
                self.now.field = true;
                return true;
            }
            "listtext" | "pntext" => {
                self.sheet().label.clear();
                Place::Label
            }
            "bkmkstart" => Place::Bookmark,
            "annotation" => Place::Annotation,
            "xe" | "tc" | "tcn" => Place::Entry,
            "footnote" => {
                self.remarks.converted("footnotes", at);
                self.begin_text();
                self.now.note = true;
                return true;
            }
            "shppict" => return true,
            // Some programs put a star before the style of letters in the text.
            _ if starred && (name != "cs" || self.now.place != Place::Text) => Place::Skip,
            _ => return false,
        };
        self.buffer.clear();
        self.now.place = place;
        true
    }

    fn close(&mut self) {
        let ended = std::mem::take(&mut self.now);
        self.now = self.states.pop().unwrap_or_else(|| State { fallback: 1, size: 24, ..State::default() });
        self.skip = 0;
        if (ended.note || ended.boxed) && self.sheets.len() > 1 {
            self.end_text(ended.boxed);
        }
        let whole = ended.place != self.now.place;
        match ended.place {
            Place::Styles => {
                let name = self.buffer.trim().trim_end_matches(';').trim().to_owned();
                if !name.is_empty() {
                    self.styles.entry(ended.style).or_insert(name);
                }
                self.buffer.clear();
            }
            Place::Bookmark if whole => {
                let name = std::mem::take(&mut self.buffer).trim().to_owned();
                self.inline(Inline::Anchor(name));
            }
            Place::Title if whole => {
                self.about.title = Some(std::mem::take(&mut self.buffer)).filter(|title| !title.trim().is_empty())
            }
            Place::Author if whole => {
                let name = std::mem::take(&mut self.buffer).trim().to_owned();
                self.about.authors.extend((!name.is_empty()).then_some(Person { name, role: None }));
            }
            Place::Annotation if whole => {
                let comment = std::mem::take(&mut self.buffer);
                self.remarks.converted("comments", self.here());
                self.inline(Inline::Comment(comment));
            }
            Place::Entry if whole => {
                let words = std::mem::take(&mut self.buffer);
                let at = self.here();
                self.remarks.left(
                    "entries of an index or a contents; Chapbook makes its own contents",
                    words.trim(),
                    at,
                );
            }
            Place::Picture if whole => self.end_picture(),
            _ => {}
        }
        if ended.field {
            let id = self
                .instruction
                .split("scrivcmt://")
                .nth(1)
                .and_then(|rest| rest.split(['"', ' ']).next())
                .unwrap_or_default();
            if let Some(comment) = self.comments.get(id).cloned() {
                let what = if matches!(comment, Inline::Note(_)) { "footnotes" } else { "comments" };
                self.remarks.converted(what, self.here());
                self.inline(comment);
            }
            self.instruction.clear();
        }
    }

    fn end_picture(&mut self) {
        let mut bytes = std::mem::take(&mut self.picture);
        let digits: Vec<u32> =
            std::mem::take(&mut self.digits).into_iter().filter_map(|byte| char::from(byte).to_digit(16)).collect();
        bytes.extend(digits.chunks_exact(2).map(|two| (two[0] * 16 + two[1]) as u8));
        let key = format!("{}-picture-{}", self.name, self.album.pictures.len() + 1);
        let added = if self.usable {
            self.album.add(&key, || Some(bytes))
        } else {
            Err("it is neither PNG nor JPEG".to_owned())
        };
        match added {
            Ok(picture) => {
                self.remarks.converted("pictures", self.here());
                self.inline(Inline::Image { picture, alt: String::new() });
            }
            Err(why) => self.remarks.left("pictures that Chapbook cannot use", &why, self.here()),
        }
    }

    /// A text beside the one that is read.
    fn begin_text(&mut self) {
        self.sheets.push(Sheet::default());
        let (fallback, size) = (self.now.fallback, self.now.size);
        self.now = State { fallback, size, ..State::default() };
    }

    fn end_text(&mut self, boxed: bool) {
        let kept = self.now.clone();
        self.paragraph(false);
        self.end_table();
        self.now = kept;
        let Some(sheet) = self.sheets.pop() else { return };
        let mut blocks = assemble::blocks(sheet.flow, None, self.remarks);
        blocks.extend(sheet.beside);
        if boxed && !blocks.is_empty() {
            self.remarks.converted("boxes of text", self.here());
            let attributes = Attributes::class("sidebar");
            self.sheet().beside.push(Block::Div { attributes, blocks });
        } else if !blocks.is_empty() {
            self.now.look.level = Level::Line;
            self.inline(Inline::Note(blocks));
        }
    }

    fn paragraph(&mut self, wanted: bool) {
        let hidden = std::mem::take(&mut self.hidden);
        if !hidden.trim().is_empty() {
            self.remarks.left("hidden text", hidden.trim(), self.here());
        }
        let now = self.now.clone();
        let name = self.styles.get(&now.style).cloned().unwrap_or_default();
        let role = match (role(&name), now.outline) {
            (Role::Body, Some(level)) => Role::Heading(level.min(5) + 1),
            (role, _) => role,
        };
        let sheet = self.sheet();
        let (runs, label, size) =
            (std::mem::take(&mut sheet.runs), std::mem::take(&mut sheet.label), std::mem::take(&mut sheet.size));
        let mut inlines = runs::inlines(runs);
        if matches!(role, Role::Heading(_) | Role::Title) {
            inlines = inlines
                .into_iter()
                .flat_map(|inline| if let Inline::Strong(inner) = inline { inner } else { vec![inline] })
                .collect();
        }
        let blank = is_blank(&inlines);
        if blank && !wanted && inlines.is_empty() {
            return;
        }
        let beside = std::mem::take(&mut self.sheet().beside);
        self.paragraphs += 1;
        let item = now.list.filter(|_| !blank).map(|(list, level)| self.item(list, level, &label));
        let paragraph = Paragraph {
            at: self.paragraphs,
            role,
            side: now.side,
            indented: now.left >= 400 && now.first >= 0 && now.list.is_none(),
            new_page: now.new_page && !blank,
            size,
            item,
            inlines,
            beside,
        };
        if !blank {
            self.now.new_page = false;
        }
        if now.in_table {
            self.sheet().cell.push(Flow::Paragraph(paragraph));
        } else {
            self.end_table();
            self.sheet().flow.push(Flow::Paragraph(paragraph));
        }
    }

    /// What stands before an item says how it is numbered.
    fn item(&mut self, list: i32, level: usize, label: &str) -> Item {
        let (plain, numbering) = fields::numbering(label);
        self.counts.retain(|(known, deep), _| *known != list || *deep <= level);
        let count = self.counts.entry((list, level)).or_default();
        *count += 1;
        if let Ok(number) = plain.parse::<usize>() {
            *count = number.min(1_000_000);
        }
        let number = *count;
        let continues = label.is_empty();
        Item { list: list.to_string(), level, numbering, number, continues: continues && number > 1 }
    }

    fn cell(&mut self) {
        if self.now.place != Place::Text {
            return;
        }
        self.now.in_table = true;
        self.paragraph(false);
        let side = self.now.side;
        let cell = std::mem::take(&mut self.sheet().cell);
        let content = table::cell(cell, self.remarks);
        self.sheet().row.push((content, side));
    }

    fn row(&mut self) {
        let sheet = self.sheet();
        let row = std::mem::take(&mut sheet.row);
        let grid = sheet.table.get_or_insert_with(Grid::default);
        grid.row(false);
        row.into_iter().for_each(|(cell, side)| grid.cell(cell, side, 1, false));
    }

    fn end_table(&mut self) {
        let at = self.here();
        let sheet = self.sheet();
        if !sheet.row.is_empty() {
            self.row();
        }
        let sheet = self.sheet();
        let lost = std::mem::take(&mut sheet.cell);
        sheet.flow.extend(lost);
        if let Some(grid) = sheet.table.take() {
            sheet.flow.push(Flow::Table(grid.finish()));
            self.remarks.converted("tables", at);
        }
    }
}
