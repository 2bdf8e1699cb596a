//! In: `[book] title-background`. Out: the picture behind the made title page, as a heading's background is. Refuses to
//! load it.

use super::draft::{Attributes, Block, BlockKind, Figure, Image, ImageAt};
use super::settings::BookSettings;
use super::typography::{self, Piece};
use crate::base::config::Set;
use crate::base::{Diagnostic, Span};
use crate::model::block::Place;
use crate::model::{BlockId, LocalSpan};

/// The block that stands first on the title page. Without words the picture is decorative.
pub fn block(book: &BookSettings, language: &str) -> Option<Block> {
    let picture = book.title_background.as_ref()?;
    let text = book.title_background_alt.as_ref().map_or("", |words| words.trim());
    let alt = typography::set(&[Piece { text, literal: false, language }]).concat();
    let span = picture.span().map_or_else(LocalSpan::default, |Span { file, start, end }| LocalSpan {
        part: file.0,
        start,
        end,
    });
    let attributes = Attributes::default();
    let image = Image { asset: ImageAt::TITLE_PAGE, decorative: alt.is_empty(), alt, width: None, attributes, span };
    let figure = Figure { image, caption: None, place: Some(Place::Ground) };
    let attributes = Attributes::default();
    Some(Block { id: BlockId::default(), span, attributes, kind: BlockKind::Figure { figure } })
}

/// What is said of a background and does nothing; `has_page` is whether a title page is made.
pub fn unused(book: &BookSettings, has_page: bool) -> Option<Diagnostic> {
    let (picture, words) = (&book.title_background, &book.title_background_alt);
    let (why, span, help) = match (picture, words) {
        (Some(picture), _) => {
            if has_page {
                return None;
            }
            let why = "`title-background` does nothing: this book has no title page that is made";
            (why, picture.span(), "name `\"@title\"` in `front` under `[manuscript]`, or delete it")
        }
        (None, Some(words)) => {
            let why = "`title-background-alt` says what no picture shows";
            (why, Set::span(words), "name the picture: `title-background = \"dusk.jpg\"`, or delete it")
        }
        (None, None) => return None,
    };
    Some(Diagnostic::warning("title-background-unused", why).at_any(span).help(help))
}

#[cfg(test)]
mod tests {
    use crate::base::Folder;
    use crate::{BuildOptions, Silent, check};

    #[test]
    fn the_imprint_may_have_a_picture_of_its_own_beside_it() {
        let svg = |colour: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path fill='{colour}' d='M0 0h9v9z'/></svg>"
            )
        };
        let settings = "book = { title = 'T', language = 'en', title-background = 'a.svg', \
                        title-background-alt = 'Dusk', imprint = ['Made by ![a bird](b.svg).'] }";
        let (one, two) = (svg("#888"), svg("#999"));
        let files = [("book.toml", settings), ("a.md", "# One\n\nWords.\n"), ("a.svg", &one), ("b.svg", &two)];
        let book = Folder::from_files(files).unwrap();
        let (manuscript, report) = crate::manuscript::read(&book);
        let book_of = manuscript.unwrap().book;
        let names: Vec<&str> = book_of.assets.iter().map(|asset| asset.name.as_str()).collect();
        assert_eq!(names, ["b.svg", "a.svg"], "{report}");
        let title = &book_of.sections[0].blocks;
        let (ground, rest) = crate::model::block::on_ground(title);
        assert_eq!(ground.map(|(_, figure)| figure.image.alt.as_str()), Some("Dusk"));
        assert_eq!(rest.len(), 1);
        assert!(!check(&book, BuildOptions::default(), &Silent).report.has_errors());
    }
}
