//! In: a source whose files say no title. Out: the title that the name of its folder or its file gives.

use crate::base::Folder;

pub fn title(source: &Folder) -> Option<String> {
    let title = words(source.name.as_deref()?);
    title.contains(char::is_alphanumeric).then_some(title)
}

/// The name of a file or a folder as a title.
pub fn words(name: &str) -> String {
    let name = name.replace(['-', '_'], " ");
    let title = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // A name in small letters is one for programs.
    if title == title.to_lowercase() { capital(&title) } else { title }
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_titles() {
        let of = |name: Option<&str>| {
            let mut source = Folder::from_files([("a.md", "")]).unwrap();
            source.name = name.map(str::to_owned);
            title(&source)
        };
        assert_eq!(of(Some("the-kettle_book")).as_deref(), Some("The kettle book"));
        assert_eq!(of(Some("My Novel")).as_deref(), Some("My Novel"));
        assert_eq!((of(None), of(Some("."))), (None, None));
    }
}
