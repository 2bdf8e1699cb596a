//! In: the sizes of pages that a printer lists. Out: whether a page has one of them, and which is the nearest. Refuses to
//! know a book.

use super::fact::Fact;
use crate::base::config::{Fault, FromText, plain_fields, table};
use crate::base::{Amount, Length, Size};

/// A size as its printer writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSize {
    pub text: String,
    pub size: Size,
}

impl FromText for PageSize {
    fn takes() -> String {
        "a width and a height in quotes, such as `\"6in x 9in\"`".to_owned()
    }

    fn from_text(text: &str) -> Result<PageSize, Fault> {
        let side = |side: &str| Amount::parse(side.trim()).ok()?.absolute().filter(|side| *side > Length::ZERO);
        let size = text.split_once('x').and_then(|(width, height)| Some(Size::new(side(width)?, side(height)?)));
        let size = size.ok_or_else(|| Fault::new("printer-value", format!("`{text}` is not the size of a page")));
        Ok(PageSize { text: text.replace(" x ", " × "), size: size? })
    }
}

plain_fields!([] PageSize);

table! {
    /// Nothing where a printer cuts pages to any size.
    #[derive(Default)]
    pub struct TrimRules {
        "sizes" => sizes: Option<Fact<Vec<PageSize>>>, "", "the sizes of pages that it offers";
        /// What lies between them is offered besides.
        "least" => least: Option<Fact<PageSize>>, "", "the smallest page";
        "most" => most: Option<Fact<PageSize>>, "", "the largest page";
    }
}

/// Inches and millimetres of the same page differ by less.
const SLACK: Length = Length::micrometres(600);

impl TrimRules {
    /// The nearest size that that is offered, where this one is not.
    pub fn other(&self, trim: Size) -> Option<String> {
        let apart = |size: Size| (size.width - trim.width).abs() + (size.height - trim.height).abs();
        let within =
            |size: Size| (size.width - trim.width).abs() <= SLACK && (size.height - trim.height).abs() <= SLACK;
        let range = self.least.as_ref().zip(self.most.as_ref()).map(|(least, most)| {
            let clamp = |side: Length, least: Length, most: Length| side.max(least).min(most);
            let (least, most) = (least.is.size, most.is.size);
            Size::new(clamp(trim.width, least.width, most.width), clamp(trim.height, least.height, most.height))
        });
        let between = range.map(|size| (size, format!("{} × {}", bare(size.width), size.height.millimetres())));
        let sizes = self.sizes.iter().flat_map(|sizes| &sizes.is).map(|known| (known.size, known.text.clone()));
        let mut all: Vec<(Size, String)> = sizes.chain(between).collect();
        if all.is_empty() || all.iter().any(|(size, _)| within(*size)) {
            return None;
        }
        all.sort_by_key(|(size, _)| apart(*size));
        all.into_iter().next().map(|(_, text)| text)
    }
}

fn bare(length: Length) -> String {
    length.millimetres().trim_end_matches(" mm").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::printers::printer;

    fn size(text: &str) -> Size {
        PageSize::from_text(text).unwrap().size
    }

    #[test]
    fn a_page_of_no_size_has_a_nearest() {
        let lulu = printer("lulu").unwrap();
        let other = |text: &str| lulu.trims.other(size(text));
        assert_eq!(other("6in x 9in"), None);
        // A5 in either unit.
        assert_eq!((other("148mm x 210mm"), other("5.83in x 8.27in")), (None, None));
        assert_eq!(other("150mm x 230mm").as_deref(), Some("6in × 9in"));
        // On its side it is another page.
        assert_eq!(other("9in x 6in").as_deref(), Some("9in × 7in"));
        assert_eq!(printer("offset").unwrap().trims.other(size("123mm x 99mm")), None);
    }

    #[test]
    fn any_size_in_a_range_is_offered() {
        let kdp = printer("kdp").unwrap();
        assert_eq!(kdp.trims.other(size("123mm x 199mm")), None);
        assert_eq!(kdp.trims.other(size("95mm x 140mm")).as_deref(), Some("101.6 × 152.4 mm"));
    }

    #[test]
    fn sizes_are_two_lengths() {
        for wrong in ["6in", "6 x 9", "6in x 0in", "6em x 9em", "A5"] {
            assert!(PageSize::from_text(wrong).is_err(), "{wrong}");
        }
    }
}
