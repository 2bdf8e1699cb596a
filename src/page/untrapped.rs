//! In: pages as they will be printed. Out: where two inks meet without the rim that was asked for. Refuses to draw.

use super::drawn::trapped;
use super::{Document, Frame, Item, Output};
use crate::base::{Diagnostic, Size, Span};
use crate::pictures::{Drawing, Format, Picture, Untrapped};
use crate::press::Palette;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Each drawing once, at the largest size that it stands at.
pub fn untrapped(document: &Document) -> Vec<Diagnostic> {
    let Output::Press(press) = &document.output else { return Vec::new() };
    if press.spots.iter().all(|spot| spot.trap == crate::base::Length::ZERO) {
        return Vec::new();
    }
    let Ok(palette) = Palette::new(&document.output) else { return Vec::new() };
    let mut drawings = BTreeMap::new();
    document.pages.iter().for_each(|page| find(&page.frame, &mut drawings));
    let mut found = Vec::new();
    for (picture, size, source) in drawings.into_values() {
        // What cannot be drawn is told when it is written.
        let Ok(drawing) = Drawing::new(&picture, size) else { continue };
        let drawing = if palette.allows_transparency() { drawing } else { drawing.flattened(size) };
        let (_, reasons) = trapped(drawing, size, &palette);
        found.extend(reasons.into_iter().map(|reason| told(reason).at_any(source)));
    }
    found
}

type Use = (Arc<Picture>, Size, Option<Span>);

fn find(frame: &Frame, drawings: &mut BTreeMap<usize, Use>) {
    for (_, item) in &frame.items {
        match item {
            Item::Image { picture, size, source } if picture.format == Format::Svg => {
                let known = drawings.entry(Arc::as_ptr(picture) as usize);
                let (_, most, _) = known.or_insert_with(|| (Arc::clone(picture), *size, *source));
                *most = Size::new(most.width.max(size.width), most.height.max(size.height));
            }
            Item::Group { frame, .. } => find(frame, drawings),
            Item::Image { .. }
            | Item::Rule { .. }
            | Item::Glyphs(_)
            | Item::Path(_)
            | Item::Link(_)
            | Item::Mark(_)
            | Item::Form(_) => {}
        }
    }
}

fn told(reason: Untrapped) -> Diagnostic {
    let (why, help) = match reason {
        Untrapped::Translucent => (
            "two inks meet in this drawing without a trap, because something there is translucent",
            "make it opaque, or let the lighter shape reach under the darker one yourself",
        ),
        Untrapped::Clipped => (
            "two inks meet in this drawing without a trap, because the edge is that of a clip",
            "give the shape itself that edge, or let the lighter shape reach under the darker one yourself",
        ),
        Untrapped::TooMany => (
            "this drawing has no traps: too many of its shapes lie over each other",
            "join shapes of one colour, or let the lighter shapes reach under the darker ones yourself",
        ),
    };
    Diagnostic::warning("trap-left-out", why).help(help)
}

#[cfg(test)]
mod tests {
    use crate::base::Folder;
    use crate::{BuildOptions, Silent, check};

    #[test]
    fn a_drawing_whose_inks_meet_without_a_trap_is_told() {
        let settings = "book = { title = 'T', language = 'en' }\n\
                        inks.red = { name = 'Red', cmyk = [0, 100, 80, 10], colour = '#e8112d', trap = '0.1mm' }\n";
        let found = |clip: &str| {
            let svg = format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><rect width='60' height='90' fill='#e8112d'/>\
                 <circle cx='50' cy='20' r='15' fill='#fff'/><g clip-path='url(#c)'><path d='M9 9h60v60H9z' fill='#000'/></g>\
                 <clipPath id='c'>{clip}</clipPath></svg>"
            );
            let text = "# One\n\nWords.\n\n![A drawing](a.svg)\n\nMore words.\n";
            let folder = Folder::from_files([("book.toml", settings), ("a.md", text), ("a.svg", &svg)]).unwrap();
            let report = check(&folder, BuildOptions::default(), &Silent).report;
            let codes = report.sorted().into_iter();
            let place = |span: crate::base::Span| report.sources.line_column(span.file, span.start).0;
            codes.map(|found| (found.code, found.span.map(place))).collect::<Vec<_>>()
        };
        let all = found("<rect width='90' height='90'/>");
        assert_eq!(all, [], "what a rim takes off its own plate is no white that vanishes");
        assert_eq!(found("<circle cx='40' cy='40' r='20'/>"), [("trap-left-out", Some(5))]);
    }
}
