//! In: a book. Out: what stands on its cover. Refuses to know how.

use crate::model::{Isbn, Metadata};

/// Empty texts are not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverText {
    pub title: String,
    pub subtitle: Option<String>,
    /// All authors in one line; nothing where none is named.
    pub authors: Option<String>,
    pub publisher: Option<String>,
    /// Name and number; it stands over the author's picture alone, for made covers are simple.
    pub series: Option<String>,
    pub isbn: Option<Isbn>,
}

impl CoverText {
    pub fn new(about: &Metadata) -> CoverText {
        let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let authors = some(&Some(about.writers_listed()));
        let publisher = some(&about.publisher);
        let series = about.series.as_ref().map(|series| match &series.number {
            Some(number) => format!("{}, {number}", series.name),
            None => series.name.clone(),
        });
        CoverText {
            series: some(&series),
            title: about.title.clone(),
            subtitle: some(&about.subtitle),
            // Who publishes what he wrote is named once.
            publisher: publisher.filter(|publisher| Some(publisher) != authors.as_ref()),
            authors,
            isbn: about.print_isbn.as_deref().and_then(|typed| Isbn::parse(typed).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Contributor;

    #[test]
    fn only_what_is_given_is_said() {
        let contributor = |name: &str, role: &str| Contributor {
            name: name.into(),
            roles: vec![role.into()],
            ..Contributor::default()
        };
        let authors = vec![contributor("A", "aut"), contributor("E", "edt"), contributor("B", "aut")];
        let metadata = Metadata {
            title: "T".into(),
            subtitle: Some(" ".into()),
            authors,
            publisher: Some("A, B".into()),
            print_isbn: Some("3-16-148410-X".into()),
            ..Metadata::default()
        };
        let words = CoverText::new(&metadata);
        assert_eq!((words.subtitle, words.authors.as_deref(), words.publisher), (None, Some("A, B"), None));
        assert_eq!(words.isbn.unwrap().shown, "978-3-16-148410-0");
        assert_eq!(CoverText::new(&Metadata { title: "T".into(), ..Metadata::default() }).authors, None);
    }
}
