//! In: the bytes of an EPUB, from any program. Out: what it is and all that is wrong with its packaging. Refuses to say
//! whether every rule of the format is kept: EPUBCheck does.

use super::archive::{self, Archive};
use super::finding::{Finding, Findings};
use super::package::{self, Package};
use super::pdf::Judged;
use super::shops::Shop;
use crate::base::Severity;
use crate::pictures::{Picture, PictureError};

/// Readers with little memory stumble over more, in bytes.
const TEXT: usize = 300_000;
const PICTURE: usize = 5_000_000;
/// The largest picture that every shop takes, in pixels.
const PIXELS: u64 = 5_600_000;
/// A cover's long side that shops want.
const COVER: u32 = 1_600;
/// Links of one file that are followed.
const LINKS: usize = 100_000;

/// Judges a whole EPUB; whatever its bytes are, there is an answer.
/// With a shop, by what it takes too.
pub fn judge(bytes: &[u8], shop: Option<&Shop>) -> Judged {
    let mut found = Vec::new();
    let what = whole(bytes, shop, &mut found);
    let mut findings = Findings::default();
    findings.extend(found);
    Judged { what, findings: findings.sorted(), inventory: None }
}

fn whole(bytes: &[u8], shop: Option<&Shop>, found: &mut Vec<Finding>) -> String {
    let Some(archive) = archive::open(bytes, found) else { return "an archive that cannot be read".to_owned() };
    if archive.files.contains_key("META-INF/encryption.xml") {
        let why = "parts of it are encrypted, or its fonts are obfuscated; they were not checked";
        found.push(Finding::of(Severity::Hint, "epub-encryption", why).within("META-INF/encryption.xml"));
    }
    let Some(package) = package::find(&archive, found) else { return "an archive that is not an EPUB".to_owned() };
    for name in package::unlisted(&archive, &package) {
        let why = "the package does not list it";
        found.push(Finding::error("epub-unlisted", why).within(&name).help("list it in the manifest, or delete it"));
    }
    navigation(&package, found);
    cover(&archive, &package, found);
    for (name, item) in &package.items {
        let Some(bytes) = archive.files.get(name) else { continue };
        match &item.media_type[..] {
            "application/xhtml+xml" => text(name, bytes, &archive, &package, found),
            "image/png" | "image/jpeg" | "image/svg+xml" | "image/gif" | "image/webp" => {
                picture(name, bytes, &item.media_type, found)
            }
            _ => {}
        }
    }
    found.extend(shop.into_iter().flat_map(|shop| shop.judge(bytes.len(), &archive, &package)));
    let title = if package.title.is_empty() { "without a title".to_owned() } else { format!("`{}`", package.title) };
    format!("EPUB {}, {title}, {} files", package.version, archive.files.len())
}

fn navigation(package: &Package, found: &mut Vec<Finding>) {
    let navs = package.items.values().filter(|item| item.properties.iter().any(|of| of == "nav")).count();
    let ncx = package.items.values().any(|item| item.media_type == "application/x-dtbncx+xml");
    let is_old = package.version.starts_with('2');
    if navs != 1 && !is_old {
        let why = format!("{navs} items have the property `nav`; exactly one must have it");
        found.push(Finding::error("epub-nav", why).within(&package.name).help("give one item the property `nav`"));
    }
    if is_old && !ncx {
        found.push(Finding::error("epub-nav", "no item is the table of contents (NCX)").within(&package.name));
    }
}

fn cover(archive: &Archive, package: &Package, found: &mut Vec<Finding>) {
    let named = |item: &&package::Item| item.properties.iter().any(|of| of == "cover-image");
    let cover = package.items.iter().find(|(_, item)| named(item));
    let Some((name, _)) = cover else {
        if package.version.starts_with('3') {
            let why = "no picture is the cover, so shops show none";
            found.push(
                Finding::warning("epub-cover", why)
                    .within(&package.name)
                    .help("give one item the property `cover-image`"),
            );
        }
        return;
    };
    let Some(Ok(picture)) = archive.files.get(name).map(|bytes| Picture::probe(bytes.clone())) else { return };
    let long = picture.width.max(picture.height);
    if long < COVER && picture.format != crate::pictures::Format::Svg {
        let why = format!(
            "the cover is {} × {} pixels; shops require {COVER} on the long side",
            picture.width, picture.height
        );
        found.push(Finding::warning("epub-cover", why).within(name));
    }
}

fn text(name: &str, bytes: &[u8], archive: &Archive, package: &Package, found: &mut Vec<Finding>) {
    if bytes.len() > TEXT {
        let why = format!("it is {} kB; some readers are slow or fail above {}", bytes.len() / 1_000, TEXT / 1_000);
        found.push(Finding::warning("epub-text-size", why).within(name).help("split it between chapters or sections"));
    }
    let tree = match package::parse(bytes) {
        Ok(tree) => tree,
        // An old document type names letters that this reader does not load.
        Err(why) if package.version.starts_with('2') && why.contains("entity") => return,
        Err(why) => return found.push(Finding::error("epub-text", why).within(name)),
    };
    let attributes = tree.descendants().flat_map(|node| node.attributes());
    let links = attributes.filter(|link| matches!(link.name(), "href" | "src" | "poster" | "data"));
    for link in links.take(LINKS) {
        let href = link.value().trim();
        if href.is_empty() || package::is_remote(href) || href.starts_with('#') {
            continue;
        }
        let path = package::resolve(name, href);
        if !path.is_some_and(|path| archive.files.contains_key(&path)) {
            let short: String = href.chars().take(100).collect();
            found.push(
                Finding::error("epub-link", format!("it leads to `{short}`, which is not in the archive")).within(name),
            );
        }
    }
}

fn picture(name: &str, bytes: &[u8], media_type: &str, found: &mut Vec<Finding>) {
    if bytes.len() > PICTURE {
        let why =
            format!("it is {} MB, which is too large for some readers and shops", bytes.len().div_ceil(1_000_000));
        found
            .push(Finding::warning("epub-picture-size", why).within(name).help("save it smaller, or compress it more"));
    }
    let raster = matches!(media_type, "image/png" | "image/jpeg");
    match Picture::probe(bytes.to_vec()) {
        Ok(picture) if raster && u64::from(picture.width) * u64::from(picture.height) > PIXELS => {
            let why =
                format!("it has {} × {} pixels; some shops accept at most 5.6 million", picture.width, picture.height);
            found.push(Finding::warning("epub-picture-size", why).within(name));
        }
        Err(PictureError::Broken(why)) if raster => {
            found.push(Finding::error("epub-picture", format!("it cannot be shown: {why}")).within(name));
        }
        Err(PictureError::Unknown) if raster => {
            found.push(
                Finding::error("epub-picture", format!("the package gives it the wrong type: {media_type}"))
                    .within(name),
            );
        }
        _ => {}
    }
}
