//! In: nodes of a paragraph or of a stanza's lines. Out: the model's inlines, with the language's own marks.

use super::node::{Kind, Node, Picture, Wrap, words};
use super::origin::Origin;
use super::reader::{AllowedAttributes, Reader};
use crate::base::{Amount, Diagnostic, Length, Span, Unit};
use crate::manuscript::attributes::List;
use crate::manuscript::draft::{
    Attributes, Block, BlockKind, Call, CallTarget, Definition, Image, Inline, LinkAt, Place,
};
use crate::manuscript::notes;
use crate::manuscript::typography::{self, Letter, Piece};
use crate::model::{BlockId, Corrections, LocalSpan, PHRASES, Width, block, is_slanted, phrase};
use std::ops::Range;

const OF_SPANS: AllowedAttributes = AllowedAttributes { classes: &["smallcaps"], also: &PHRASES, keys: &["title"] };
const OF_IMAGES: AllowedAttributes = AllowedAttributes {
    classes: &["bleed", "decorative", "left", "original", "page", "right", "spread"],
    also: &[],
    keys: &["width", "place", "longdesc", "ink"],
};

/// Where classes put a picture that has a paragraph to itself.
pub const PLACES: [(&str, block::Place); 5] = [
    ("spread", block::Place::Spread),
    ("bleed", block::Place::Bleed),
    ("page", block::Place::Page),
    ("left", block::Place::Left),
    ("right", block::Place::Right),
];

/// One paragraph.
pub fn paragraph(mut nodes: Vec<Node>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Inline> {
    if let Some(last) = nodes.last_mut().filter(|last| matches!(last.kind, Kind::Text)) {
        let (start, text) = (last.range.start, &origin.text[last.range.clone()]);
        let before = text.trim_end().strip_suffix('\\').map(str::trim_end);
        if let Some(before) = before.filter(|before| !before.is_empty() || start > nodes[0].range.start) {
            let (mark, end) = (start + text.trim_end().len() - 1, start + before.len());
            break_at_end(mark, origin, reader);
            nodes.pop_if(|last| end == last.range.start);
            nodes.last_mut().into_iter().filter(|last| last.range.start == start).for_each(|last| last.range.end = end);
        }
    }
    lines(vec![nodes], false, origin, reader).pop().unwrap_or_default()
}

/// Tells of a backslash that is left out.
pub fn break_at_end(at: usize, origin: &Origin<'_>, reader: &mut Reader<'_>) {
    let why = "a backslash at the end breaks no line: it is left out";
    let found = Diagnostic::hint("break-at-end", why).at(origin.span(at..at + 1));
    reader.found.add(found.help("delete it, or write `\\\\` if it is meant to be printed"));
}

/// The lines of a stanza: one text to quotation marks. With `wide`, runs of spaces are kept.
pub fn lines(lines: Vec<Vec<Node>>, wide: bool, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Vec<Vec<Inline>> {
    let mut pieces = Vec::new();
    for line in &lines {
        collect(line, origin.text, reader.language(), &mut pieces);
        pieces.push(Piece { text: "\n", literal: true, language: reader.language() });
    }
    let texts = match reader.typed {
        None => typography::set(&pieces).into_iter().map(|text| (text, Vec::new())).collect(),
        Some(_) => typography::set_and_tell(&pieces),
    };
    let mut finish = Finish { texts: texts.into_iter(), wide, origin, reader };
    let mut out = Vec::new();
    for line in lines {
        out.push(finish.run(line));
        finish.texts.next();
    }
    out
}

/// What quotation marks can see, in reading order: exactly the texts that `Finish::run` takes back.
fn collect<'a>(nodes: &'a [Node], text: &'a str, language: &'a str, out: &mut Vec<Piece<'a>>) {
    for node in nodes {
        match &node.kind {
            Kind::Text => out.push(Piece { text: &text[node.range.clone()], literal: false, language }),
            Kind::Fixed(words) | Kind::Code(words) => out.push(Piece { text: words, literal: true, language }),
            Kind::Value(words) => out.push(Piece { text: words, literal: false, language }),
            Kind::Break { .. } => out.push(Piece { text: " ", literal: true, language }),
            Kind::Wrap(Wrap::Note, _) | Kind::Call(_) | Kind::Page(_) | Kind::Pages | Kind::Image(_) | Kind::Tag(_) => {
            }
            Kind::Wrap(wrap, children) => {
                let own = match wrap {
                    Wrap::Span(list) => list.get("lang").map(|pair| pair.value.as_str()),
                    _ => None,
                };
                collect(children, text, own.unwrap_or(language), out);
            }
        }
    }
}

struct Finish<'a, 's> {
    texts: std::vec::IntoIter<(String, Vec<Letter>)>,
    wide: bool,
    origin: &'a Origin<'a>,
    reader: &'a mut Reader<'s>,
}

impl Finish<'_, '_> {
    fn run(&mut self, nodes: Vec<Node>) -> Vec<Inline> {
        let mut out: Vec<Inline> = Vec::new();
        // Each line of the source is a text of its own, so that places stay near.
        let mut new_line = false;
        for node in nodes {
            let span = self.origin.span(node.range.clone());
            let was_new = std::mem::take(&mut new_line);
            match node.kind {
                Kind::Text | Kind::Fixed(_) | Kind::Value(_) => {
                    let (mut text, mut told) = self.texts.next().unwrap_or_default();
                    if self.wide {
                        told.iter_mut().for_each(|(set, _)| *set += widened(&text, *set));
                        text = wide(&text);
                    }
                    let told = if matches!(node.kind, Kind::Text) { told } else { Vec::new() };
                    self.tell(node.range, &text, &told);
                    push_text(&mut out, text, span.into(), was_new);
                }
                Kind::Code(_) => {
                    let (text, _) = self.texts.next().unwrap_or_default();
                    self.tell(node.range, &text, &[]);
                    out.push(Inline::Code { text, span: span.into() });
                }
                Kind::Break { hard } => {
                    let (space, _) = self.texts.next().unwrap_or_default();
                    if hard {
                        out.push(Inline::LineEnd { span: span.into() });
                    } else {
                        self.tell(node.range, &space, &[]);
                        push_text(&mut out, space, span.into(), false);
                    }
                    new_line = true;
                }
                Kind::Call(label) => out.push(self.call(CallTarget::Label(notes::key(&label)), span)),
                Kind::Wrap(Wrap::Note, children) => out.push(self.inline_note(children, span)),
                Kind::Page(to) => {
                    let anchor = self.link(to, span);
                    out.push(Inline::PageOf { anchor, span: span.into() });
                }
                Kind::Pages => out.push(Inline::PageCount { span: span.into() }),
                Kind::Image(picture) => {
                    if !picture.title.is_empty() {
                        self.reader.found.add(
                            Diagnostic::warning("image-title", "the title of an image in a line of text is not shown")
                                .at(span)
                                .help("delete it, or give the image a paragraph of its own; its title is then the caption"),
                        );
                    }
                    let mut image = image(*picture, node.range, self.origin, self.reader);
                    unplaced(&mut image, span, self.reader);
                    out.push(Inline::Image { image });
                }
                // Pairs were made of all tags before.
                Kind::Tag(_) => {}
                Kind::Wrap(wrap, children) => {
                    let children = self.run(children);
                    out.extend(self.wrapped(wrap, children, span));
                }
            }
        }
        // Room for three more would be most of a short line.
        out.shrink_to_fit();
        out
    }

    /// Keeps what a text was typed as, where that is asked for.
    fn tell(&mut self, range: Range<usize>, text: &str, told: &[Letter]) {
        if let Some(typed) = &mut self.reader.typed {
            typed.push(self.origin.typed(range, text, told, &self.reader.masked.text));
        }
    }

    fn wrapped(&mut self, wrap: Wrap, children: Vec<Inline>, span: Span) -> Option<Inline> {
        Some(match wrap {
            Wrap::Link(to) => {
                let target = self.link(to, span);
                Inline::Link { target, children, span: span.into() }
            }
            Wrap::Span(list) => self.span(&list, children),
            _ if children.is_empty() => return None,
            Wrap::Emphasis => Inline::Emphasis { children },
            Wrap::Strong => Inline::Strong { children },
            Wrap::Strike => Inline::Strike { children },
            Wrap::Superscript => Inline::Superscript { children },
            Wrap::Subscript | Wrap::Note => Inline::Subscript { children },
        })
    }

    fn span(&mut self, list: &List, mut children: Vec<Inline>) -> Inline {
        let origin = self.origin;
        let mut attributes = self.reader.attributes(list, |range| origin.span(range.clone()), &OF_SPANS);
        let capitals = attributes.classes.iter().any(|class| class == "smallcaps");
        attributes.classes.retain(|class| class != "smallcaps");
        if capitals {
            if attributes == Attributes::default() {
                return Inline::SmallCaps { children };
            }
            children = vec![Inline::SmallCaps { children }];
        }
        if phrase(&attributes.classes).is_some_and(is_slanted) {
            children = vec![Inline::Emphasis { children }];
        }
        Inline::Span { attributes, children }
    }

    fn link(&mut self, name: String, span: Span) -> LinkAt {
        self.reader.draft.lists.link(self.reader.file, Place { name, span })
    }

    fn call(&mut self, to: CallTarget, span: Span) -> Inline {
        let note = self.reader.draft.lists.call(self.reader.file, Call { to, span });
        Inline::Note { note, call: 0, span: span.into() }
    }

    fn inline_note(&mut self, children: Vec<Node>, span: Span) -> Inline {
        let inlines = paragraph(children, self.origin, self.reader);
        let kind = BlockKind::Paragraph { class: "", inlines, corrections: Corrections::default() };
        let block = Block { id: BlockId(0), span: span.into(), attributes: Attributes::default(), kind };
        let definitions = &mut self.reader.draft.lists.definitions;
        definitions.push(Definition { label: None, blocks: vec![block], span });
        let at = definitions.len() - 1;
        self.call(CallTarget::Here(at), span)
    }
}

fn push_text(out: &mut Vec<Inline>, new: String, place: LocalSpan, new_line: bool) {
    if new.is_empty() {
        return;
    }
    match out.last_mut() {
        Some(Inline::Text { text, span }) if !new_line => {
            text.push_str(&new);
            *span = span.join(place);
        }
        _ => out.push(Inline::Text { text: new, span: place }),
    }
}

/// How many bytes `wide` adds before byte `at`.
fn widened(text: &str, at: u32) -> u32 {
    text.as_bytes().windows(2).take(at as usize).filter(|two| *two == b"  ").count() as u32
}

/// A run of spaces as wide as it was typed: all but the last no-break, for others would be taken as one.
fn wide(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let kept = letter == ' ' && letters.peek() == Some(&' ');
        out.push(if kept { '\u{a0}' } else { letter });
    }
    out
}

/// A picture with its attributes; its title is the caller's.
pub fn image(picture: Picture, range: Range<usize>, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Image {
    let span = origin.span(range);
    let alt = words(&picture.alt, origin.text);
    let alt = typography::set(&[Piece { text: &alt, literal: false, language: reader.language() }]).concat();
    let list = picture.list.unwrap_or_default();
    let mut attributes = reader.attributes(&list, |range| origin.span(range.clone()), &OF_IMAGES);
    let decorative = list.has("decorative");
    attributes.classes.retain(|class| class != "decorative");
    if alt.trim().is_empty() && !decorative {
        reader.found.add(
            Diagnostic::warning("image-without-alt", "an image has no alt text")
                .at(span)
                .help("describe it between the brackets, or write `{.decorative}` after it if it says nothing"),
        );
    }
    let width = list.get("width").and_then(|pair| {
        let width = width(&pair.value);
        if width.is_none() {
            reader.found.add(
                Diagnostic::error("width-invalid", format!("`{}` is not a width", pair.value))
                    .at(origin.span(pair.range.clone()))
                    .help("write a percentage of the line, from 1% to 100%, or a length such as `2in` or `50mm`; `{.bleed}` fills a page"),
            );
        }
        width
    });
    attributes.others.retain(|(key, _)| key != "width");
    let asset = reader.draft.lists.image(reader.file, Place { name: picture.path, span });
    Image { asset, alt, decorative, width, attributes, span: span.into() }
}

/// Only a picture with a paragraph to itself can leave its place; one among words, in a title or in a cell stands where it is.
fn unplaced(image: &mut Image, span: Span, reader: &mut Reader<'_>) {
    let classes = image.attributes.classes.iter();
    let placed = classes.filter(|class| PLACES.iter().any(|(own, _)| own == class)).map(|class| format!(".{class}"));
    let keyed = image.attributes.others.iter().filter(|(key, value)| key == "place" && value != "here");
    let asked: Vec<String> = placed.chain(keyed.map(|(_, value)| format!("place={value}"))).collect();
    for place in asked {
        let why =
            format!("`{place}` has no effect: a picture that shares a line, a title or a cell stands where it is");
        let help = "delete it, or give the picture a paragraph of its own";
        reader.found.add(Diagnostic::hint("figure-place-ignored", why).at(span).help(help));
    }
    image.attributes.classes.retain(|class| PLACES.iter().all(|(own, _)| own != class));
    image.attributes.others.retain(|(key, _)| key != "place");
}

/// The picture behind the page that a heading opens: `background="x.jpg"`. It says nothing where no alt text does.
pub fn ground(list: &List, origin: &Origin<'_>, reader: &mut Reader<'_>) -> Option<Image> {
    let picture = list.get("background")?;
    let span = origin.span(picture.range.clone());
    let alt = list.get("background-alt").map_or("", |pair| pair.value.trim());
    let alt = typography::set(&[Piece { text: alt, literal: false, language: reader.language() }]).concat();
    let asset = reader.draft.lists.image(reader.file, Place { name: picture.value.clone(), span });
    let attributes = Attributes::default();
    Some(Image { asset, decorative: alt.is_empty(), alt, width: None, attributes, span: span.into() })
}

/// `60%`, `50 %`, `2in`, `300px`.
pub fn width(value: &str) -> Option<Width> {
    let value = value.trim();
    if let Some(share) = value.strip_suffix('%') {
        return per_mille(share.trim()).map(Width::Share);
    }
    // Pixels as the web counts them: 96 an inch.
    let length = match value.strip_suffix("px") {
        Some(pixels) => Length::pt_ratio(pixels.trim().parse::<u32>().ok()?.into(), 1).scale(72, 96),
        None => {
            let amount =
                Amount::parse(value).ok().filter(|amount| !matches!(amount.unit, Unit::GridLine | Unit::Em))?;
            amount.length(Length::ZERO, Length::ZERO)
        }
    };
    (length > Length::ZERO).then_some(Width::Length(length))
}

/// `60` or `33.3` percent in thousandths.
fn per_mille(value: &str) -> Option<u32> {
    let (whole, tenth) = value.split_once('.').unwrap_or((value, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && (1..=3).contains(&text.len());
    if !digits(whole) || !digits(tenth) {
        return None;
    }
    let thousandths = whole.parse::<u32>().ok()? * 10 + tenth[..1].parse::<u32>().ok()?;
    (1..=1000).contains(&thousandths).then_some(thousandths)
}
