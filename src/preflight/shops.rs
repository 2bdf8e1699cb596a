//! In: a shop's name, an EPUB. Out: what the shop refuses, drops or advises against, by dated data with sources. Refuses
//! to know more than that data: what it does not say is not judged.

use super::archive::Archive;
use super::finding::Finding;
use super::package::{self, Item, Package};
use crate::base::Severity;
use crate::base::config::{self, named, table};
use crate::engines;
use crate::pictures::{Format, Picture};
use crate::printers::Source;
use roxmltree::Node;
use std::collections::BTreeMap;
use std::sync::LazyLock;

named! {
    /// What a rule is about.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Topic {
        FileBytes = "file-bytes",
        FileNames = "file-names",
        Cover = "cover",
        CoverTypes = "cover-types",
        CoverShort = "cover-short",
        CoverLong = "cover-long",
        CoverBytes = "cover-bytes",
        PictureTypes = "picture-types",
        PicturePixels = "picture-pixels",
        PictureBytes = "picture-bytes",
        PictureClear = "picture-clear",
        ContentsLevels = "contents-levels",
        NcxLevels = "ncx-levels",
        FontTypes = "font-types",
        Scripts = "scripts",
        HiddenLetters = "hidden-letters",
        Engine = "engine",
    }
}

named! {
    /// What becomes of a book that breaks the rule.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Then {
        Refuses = "refuses",
        Drops = "drops",
        Advises = "advises",
    }
}

table! {
    pub struct Rule {
        "about" => about: Topic, "", "what it is about";
        "least" => least: Option<u32>, "", "the least";
        "most" => most: Option<u32>, "", "the most";
        "types" => types: Vec<String>, "", "what is taken, and nothing else";
        "then" => then: Then, "", "what becomes of a book that breaks it";
        "from" => from: String, "", "the name of its source";
    }
}

table! {
    pub struct Shop {
        "title" => title: String, "", "the shop's name";
        "about" => about: String, "", "what it is, in a few words";
        "sources" => sources: BTreeMap<String, Source>, "", "where the rules were read";
        "rules" => rules: Vec<Rule>, "", "what it takes";
        // What `--shop` says.
        beside name: String;
    }
}

const FILES: [(&str, &str); 4] = [
    ("kobo", include_str!("data/kobo.toml")),
    ("kindle", include_str!("data/kindle.toml")),
    ("apple", include_str!("data/apple.toml")),
    ("google", include_str!("data/google.toml")),
];

static SHOPS: LazyLock<Vec<Shop>> = LazyLock::new(|| {
    let read = |(name, text): &(&str, &str)| {
        let shop: Shop = config::read_builtin(name, text)?;
        Some(Shop { name: (*name).to_owned(), ..shop })
    };
    FILES.iter().filter_map(read).collect()
});

pub fn shop(name: &str) -> Option<&'static Shop> {
    SHOPS.iter().find(|shop| shop.name == name)
}

/// What `--shop` may say.
pub fn names() -> Vec<&'static str> {
    FILES.iter().map(|(name, _)| *name).collect()
}

impl Shop {
    pub(super) fn judge(&self, size: usize, archive: &Archive, package: &Package) -> Vec<Finding> {
        let book = Book { size, archive, package };
        self.rules
            .iter()
            .flat_map(|rule| book.broken(rule).into_iter().map(|broken| self.finding(rule, broken)))
            .collect()
    }

    fn finding(&self, rule: &Rule, Broken { file, why }: Broken) -> Finding {
        let source = self.sources.get(&rule.from);
        let from = source.map_or(String::new(), |from| format!(" ({}, read {})", from.title, from.read));
        let says = |verb: &str| format!("{why}; {} {verb}{from}", self.title);
        let found = match rule.then {
            Then::Refuses => Finding::error("shop-refuses", says("refuses it")),
            Then::Drops => Finding::warning("shop-drops", says("drops it")),
            Then::Advises => Finding::of(Severity::Hint, "shop-advises", says("advises against it")),
        };
        match file {
            Some(file) => found.within(&file),
            None => found,
        }
    }
}

/// A rule that a file, or the whole, breaks.
struct Broken {
    file: Option<String>,
    why: String,
}

fn whole(why: String) -> Broken {
    Broken { file: None, why }
}

fn of(file: &str, why: String) -> Broken {
    Broken { file: Some(file.to_owned()), why }
}

struct Book<'a> {
    size: usize,
    archive: &'a Archive,
    package: &'a Package,
}

impl Book<'_> {
    fn items<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a String, &'a Item, &'a Vec<u8>)> {
        let items = self.package.items.iter().filter(move |(_, item)| item.media_type.starts_with(kind));
        items.filter_map(|(name, item)| Some((name, item, self.archive.files.get(name)?)))
    }

    fn cover(&self) -> Option<(&String, &Item, &Vec<u8>)> {
        self.items("image/").find(|(_, item, _)| item.properties.iter().any(|of| of == "cover-image"))
    }

    fn broken(&self, rule: &Rule) -> Vec<Broken> {
        let (least, most) = (rule.least.unwrap_or(0), rule.most.unwrap_or(u32::MAX));
        let too_large = |size: usize| size > most as usize;
        let takes = |kind: &str| rule.types.iter().any(|known| known == kind);
        let megabytes = |size: usize| format!("{}.{} MB", size / 1_000_000, size / 100_000 % 10);
        let cover = || self.cover().into_iter();
        let sides = || cover().filter_map(|(name, _, bytes)| Some((name, Picture::probe(bytes.clone()).ok()?)));
        match rule.about {
            Topic::FileBytes => too_large(self.size)
                .then(|| whole(format!("the file has {}", megabytes(self.size))))
                .into_iter()
                .collect(),
            Topic::FileNames => {
                let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
                let odd = self.package.items.keys().filter(|name| !name.chars().all(plain));
                odd.map(|name| of(name, "its name has spaces or special characters".to_owned())).collect()
            }
            Topic::Cover => match self.cover() {
                Some(_) => Vec::new(),
                None => vec![whole("no picture is the cover".to_owned())],
            },
            Topic::CoverTypes => {
                let odd = cover().filter(|(_, item, _)| !takes(&item.media_type));
                odd.map(|(name, item, _)| of(name, format!("the cover is {}", item.media_type))).collect()
            }
            Topic::CoverBytes => {
                let large = cover().filter(|(_, _, bytes)| too_large(bytes.len()));
                large.map(|(name, _, bytes)| of(name, format!("the cover has {}", megabytes(bytes.len())))).collect()
            }
            Topic::CoverShort => {
                let small = sides()
                    .filter(|(_, picture)| picture.width.min(picture.height) < least && picture.format != Format::Svg);
                small
                    .map(|(name, picture)| {
                        of(
                            name,
                            format!(
                                "the cover is {} × {} pixels, less than {least} on its short side",
                                picture.width, picture.height
                            ),
                        )
                    })
                    .collect()
            }
            Topic::CoverLong => {
                let large = sides()
                    .filter(|(_, picture)| picture.width.max(picture.height) > most && picture.format != Format::Svg);
                large
                    .map(|(name, picture)| {
                        of(
                            name,
                            format!(
                                "the cover is {} × {} pixels, more than {most} on its long side",
                                picture.width, picture.height
                            ),
                        )
                    })
                    .collect()
            }
            Topic::PictureTypes => {
                let odd = self.items("image/").filter(|(_, item, _)| !takes(&item.media_type));
                odd.map(|(name, item, _)| of(name, format!("the picture is {}", item.media_type))).collect()
            }
            Topic::PictureBytes => {
                let large = self.items("image/").filter(|(_, _, bytes)| too_large(bytes.len()));
                large.map(|(name, _, bytes)| of(name, format!("the picture has {}", megabytes(bytes.len())))).collect()
            }
            Topic::PicturePixels => {
                let pictures = self.items("image/").filter(|(_, item, _)| item.media_type != "image/svg+xml");
                let probed = pictures.filter_map(|(name, _, bytes)| Some((name, Picture::probe(bytes.clone()).ok()?)));
                let large = probed
                    .filter(|(_, picture)| u64::from(picture.width) * u64::from(picture.height) > u64::from(most));
                large
                    .map(|(name, picture)| {
                        of(name, format!("the picture has {} × {} pixels", picture.width, picture.height))
                    })
                    .collect()
            }
            Topic::PictureClear => {
                let clear = self.items("image/png").filter(|(_, _, bytes)| has_clear(bytes));
                clear
                    .map(|(name, ..)| {
                        of(name, "the picture has transparent parts, which are black at night".to_owned())
                    })
                    .collect()
            }
            Topic::ContentsLevels | Topic::NcxLevels => {
                let levels = if rule.about == Topic::NcxLevels { self.ncx_levels() } else { self.levels() };
                let deep = levels > most as usize;
                deep.then(|| whole(format!("the contents have {levels} levels, of which {most} are shown")))
                    .into_iter()
                    .collect()
            }
            Topic::FontTypes => {
                let fonts = ["font/", "application/font", "application/x-font", "application/vnd.ms-opentype"];
                let fonts = fonts.iter().flat_map(|kind| self.items(kind));
                let odd = fonts.filter(|(_, item, _)| !takes(&item.media_type));
                odd.map(|(name, item, _)| of(name, format!("the font is {}", item.media_type))).collect()
            }
            Topic::Scripts => {
                let scripted =
                    self.texts(|root| root.descendants().any(|node| node.tag_name().name() == "script").then_some(()));
                scripted.into_iter().map(|(name, ())| of(name, "it has a script".to_owned())).collect()
            }
            Topic::HiddenLetters => {
                let hidden = self.texts(|root| Some(hidden(root)).filter(|letters| *letters > most as usize));
                hidden
                    .into_iter()
                    .map(|(name, letters)| of(name, format!("{letters} of its letters are hidden")))
                    .collect()
            }
            Topic::Engine => self.items("text/css").flat_map(|(name, _, bytes)| dropped(name, bytes, rule)).collect(),
        }
    }

    fn texts<T>(&self, found: impl Fn(Node) -> Option<T>) -> Vec<(&String, T)> {
        let texts = self.items("application/xhtml+xml");
        texts.filter_map(|(name, _, bytes)| Some((name, found(package::parse(bytes).ok()?.root_element())?))).collect()
    }

    /// Of the contents in the navigation document.
    fn levels(&self) -> usize {
        let is_nav = |item: &Item| item.properties.iter().any(|of| of == "nav");
        let nav = self.items("application/xhtml+xml").find(|(_, item, _)| is_nav(item));
        let tree = nav.and_then(|(_, _, bytes)| package::parse(bytes).ok());
        let Some(tree) = &tree else { return 0 };
        const OPS: &str = "http://www.idpf.org/2007/ops";
        let toc = tree.descendants().find(|node| node.attribute((OPS, "type")) == Some("toc"));
        let lists = toc.into_iter().flat_map(|toc| toc.descendants()).filter(|node| node.tag_name().name() == "ol");
        lists.map(|list| nested(list, "ol")).max().unwrap_or(0)
    }

    /// Of the older contents.
    fn ncx_levels(&self) -> usize {
        let ncx = self.items("application/x-dtbncx+xml").next();
        let tree = ncx.and_then(|(_, _, bytes)| package::parse(bytes).ok());
        let points =
            tree.iter().flat_map(|tree| tree.descendants()).filter(|node| node.tag_name().name() == "navPoint");
        points.map(|point| nested(point, "navPoint")).max().unwrap_or(0)
    }
}

/// How many elements of a name stand in each other.
fn nested(list: Node, name: &str) -> usize {
    list.ancestors().filter(|node| node.tag_name().name() == name).count()
}

/// Whether a PNG says that parts of it shine through: by its kind, or by a table of its own.
fn has_clear(png: &[u8]) -> bool {
    let with_alpha = png.get(25).is_some_and(|kind| matches!(kind, 4 | 6));
    let header = &png[..png.len().min(4_096)];
    with_alpha || header.windows(4).any(|name| name == b"tRNS")
}

/// The letters that no one sees: in what has the attribute `hidden`.
fn hidden(root: Node) -> usize {
    let hidden = root.descendants().filter(|node| node.has_attribute("hidden"));
    let texts = hidden.flat_map(|node| node.descendants()).filter(|node| node.is_text());
    texts.filter_map(|text| text.text()).map(|text| text.trim().chars().count()).sum()
}

/// What the shop's engines do not take of a style sheet.
fn dropped(name: &str, css: &[u8], rule: &Rule) -> Vec<Broken> {
    let css = String::from_utf8_lossy(css);
    let rows =
        engines::refused(&css).into_iter().filter(|row| rule.types.iter().any(|engine| engine == row.engine.name()));
    let broken = rows.map(|row| of(name, format!("`{}` is in the style sheet; {}", row.name, row.loses.words())));
    broken.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32, kind: png::ColorType) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, width, height);
        encoder.set_color(kind);
        let row = width as usize * if kind == png::ColorType::Grayscale { 1 } else { 2 };
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&vec![0; row * height as usize]).unwrap();
        writer.finish().unwrap();
        out
    }

    const NAV: &str = "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:e='http://www.idpf.org/2007/ops'><nav e:type='toc'>LIST</nav>HIDDEN</html>";

    /// What every shop takes, with a file in place of another.
    fn found(shop: &Shop, size: usize, name: &str, media_type: &str, bytes: Vec<u8>) -> Vec<Finding> {
        let cover = (["cover-image"].as_slice(), "image/png", png(1_600, 2_500, png::ColorType::Grayscale));
        let nav = (["nav"].as_slice(), "application/xhtml+xml", NAV.as_bytes().to_vec());
        let (mut archive, mut package) = (Archive::default(), Package::default());
        for (file, (properties, kind, content)) in [("cover.png", cover), ("nav.xhtml", nav)] {
            let properties = properties.iter().map(|of| of.to_string()).collect();
            package.items.insert(file.to_owned(), Item { media_type: kind.to_owned(), properties });
            archive.files.insert(file.to_owned(), content);
        }
        let known = package.items.get(name).map(|item| item.properties.clone()).unwrap_or_default();
        if media_type.is_empty() {
            package.items.remove(name);
        } else {
            package.items.insert(name.to_owned(), Item { media_type: media_type.to_owned(), properties: known });
            archive.files.insert(name.to_owned(), bytes);
        }
        shop.judge(size, &archive, &package)
    }

    /// For each rule of each shop, a book that breaks it and is otherwise right.
    #[test]
    fn every_rule_is_judged_and_has_a_source() {
        for name in names() {
            let shop = shop(name).unwrap();
            assert_eq!(found(shop, 9, "a.css", "text/css", vec![]), [], "{name}");
            for rule in &shop.rules {
                assert!(shop.sources.contains_key(&rule.from), "{name}: {}", rule.from);
                let (least, most) = (rule.least.unwrap_or(1), rule.most.unwrap_or(1));
                let lists = |count: u32| "<ol><li>".repeat(count as usize) + &"</li></ol>".repeat(count as usize);
                let nav = |list: &str, hidden: &str| NAV.replace("LIST", list).replace("HIDDEN", hidden).into_bytes();
                let padded = |mut bytes: Vec<u8>| {
                    bytes.resize(most as usize + 1, 0);
                    bytes
                };
                let text = "application/xhtml+xml";
                let (size, file, kind, bytes) = match rule.about {
                    Topic::FileBytes => (most as usize + 1, "a.css", "text/css", vec![]),
                    Topic::FileNames => (9, "a b.css", "text/css", vec![]),
                    Topic::Cover => (9, "cover.png", "", vec![]),
                    Topic::CoverTypes => (9, "cover.png", "image/gif", vec![]),
                    Topic::CoverShort => {
                        (9, "cover.png", "image/png", png(least - 1, 2_500, png::ColorType::Grayscale))
                    }
                    Topic::CoverLong => (9, "cover.png", "image/png", png(1_600, most + 1, png::ColorType::Grayscale)),
                    Topic::CoverBytes => {
                        (9, "cover.png", "image/png", padded(png(1_600, 2_500, png::ColorType::Grayscale)))
                    }
                    Topic::PictureTypes => (9, "a.webp", "image/webp", vec![]),
                    Topic::PicturePixels => {
                        (9, "a.png", "image/png", png(most / 1_000 + 1, 1_000, png::ColorType::Grayscale))
                    }
                    Topic::PictureBytes => (9, "a.png", "image/png", padded(png(9, 9, png::ColorType::Grayscale))),
                    Topic::PictureClear => (9, "a.png", "image/png", png(9, 9, png::ColorType::GrayscaleAlpha)),
                    Topic::ContentsLevels => (9, "nav.xhtml", text, nav(&lists(most + 1), "")),
                    Topic::NcxLevels => {
                        let points = "<navPoint>".repeat(most as usize + 1) + &"</navPoint>".repeat(most as usize + 1);
                        (9, "a.ncx", "application/x-dtbncx+xml", format!("<ncx>{points}</ncx>").into_bytes())
                    }
                    Topic::FontTypes => (9, "a.woff2", "font/woff2", vec![]),
                    Topic::Scripts => (9, "a.xhtml", text, nav("", "<script/>")),
                    Topic::HiddenLetters => {
                        (9, "nav.xhtml", text, nav("", &format!("<p hidden=''>{}</p>", "x".repeat(most as usize + 1))))
                    }
                    Topic::Engine => {
                        (9, "a.css", "text/css", b"p { margin: max(1em, 2%) } p:before { margin: 0 }".to_vec())
                    }
                };
                let findings = found(shop, size, file, kind, bytes);
                let codes: Vec<&str> = findings.iter().map(|found| found.code).collect();
                assert!(
                    codes.contains(&format!("shop-{}", rule.then.name()).as_str()),
                    "{name}, {}: {codes:?}",
                    rule.about.name()
                );
                assert!(findings.len() < 3 && findings[0].message.contains(", read 2026-"), "{name}: {findings:?}");
            }
        }
        assert!(shop("amazon").is_none());
    }
}
