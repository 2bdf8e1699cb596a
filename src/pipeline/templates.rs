//! In: a template's name, a folder. Out: a small book in it that builds at once, to be written over. Refuses to know what
//! the files say: they are data, in `templates/`.

use super::{Failure, schemas};
use crate::base::{Folder, staging};
use std::path::Path;

/// A book to begin with.
#[derive(Debug)]
pub struct Template {
    pub name: &'static str,
    /// Its files and their texts.
    pub files: &'static [(&'static str, &'static str)],
}

macro_rules! template {
    ($name:literal: $($file:literal),+) => {
        Template { name: $name, files: &[$(($file, include_str!(concat!("templates/", $name, "/", $file)))),+] }
    };
}

/// The first is the one that is meant where none is named.
pub static TEMPLATES: [Template; 4] = [
    template!("novel": "book.toml", "dedication.md", "chapter-1.md", "chapter-2.md", "about-the-author.md"),
    template!(
        "poems": "book.toml", "dedication.md", "poems/01-kettle.md", "poems/02-three-drops.md", "poems/03-visit.md",
        "acknowledgements.md"
    ),
    template!(
        "zine": "book.toml", "hello.md", "letter.md", "poem.md", "list.md", "how-to.md", "back-page.md", "cup.svg"
    ),
    template!("essays": "book.toml", "preface.md", "essay-1.md", "essay-2.md", "sources.md"),
];

const SETTINGS: &str = "book.toml";
/// Who has written every template.
const AUTHOR: &str = "Your Name";

/// What book.toml names in its first line, for editors to complete it.
pub const SCHEMA: &str = "book.schema.json";

/// Writes the files of a template into a new or an empty folder, and the schema of book.toml beside them.
pub fn create(template: &Template, folder: &Path) -> Result<(), Failure> {
    let schema = schemas::book();
    let files = template.files.iter().copied().chain([(SCHEMA, schema.as_str())]);
    let files: Vec<(&str, &[u8])> = files.map(|(name, text)| (name, text.as_bytes())).collect();
    staging::save_into_empty(folder, &files).map_err(|found| Failure::input([found]))
}

/// What of a book is still as a template has it, as one says it.
pub fn left(folder: &Folder) -> Vec<String> {
    let own = |name: &str| folder.bytes(name).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let mut found = Vec::new();
    if let Some(settings) = own(SETTINGS) {
        let typed: Vec<&str> = settings.lines().filter(|line| !line.starts_with('#')).collect();
        let titles = TEMPLATES.iter().flat_map(|template| template.files).filter(|(name, _)| *name == SETTINGS);
        let mut titles = titles.filter_map(|(_, text)| text.lines().find(|line| line.starts_with("title = ")));
        found.extend(titles.any(|title| typed.contains(&title)).then(|| "the title".to_owned()));
        found.extend(typed.iter().any(|line| line.contains(AUTHOR)).then(|| "the author's name".to_owned()));
    }
    let texts = TEMPLATES.iter().flat_map(|template| template.files).filter(|(name, _)| *name != SETTINGS);
    let same = texts.filter(|(name, text)| own(name).is_some_and(|own| own == *text));
    found.extend(same.map(|(name, _)| format!("`{name}`")));
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{BuildOptions, Output, Silent, build};

    /// With all editions, without a hint even; and nothing of its folder is missing from the table.
    #[test]
    fn every_template_builds_without_a_finding() {
        for template in &TEMPLATES {
            let (_, settings) = template.files.iter().find(|(name, _)| *name == "book.toml").unwrap();
            assert!(settings.starts_with(&format!("#:schema ./{SCHEMA}\n")), "{}", template.name);
            let book = Folder::from_files(template.files.iter().copied()).unwrap();
            let outcome = build(&book, BuildOptions::default(), &Silent);
            assert!(outcome.report.is_empty(), "{}:\n{}", template.name, outcome.report);
            for output in Output::ALL {
                assert!(outcome.artifacts.iter().any(|made| made.output() == Some(output)), "{output:?}");
            }
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pipeline/templates").join(template.name);
            let folder = Folder::open(&root).unwrap();
            let mut names: Vec<&str> = template.files.iter().map(|(name, _)| *name).collect();
            names.sort_unstable();
            let mut all = folder.glob("**/*").unwrap();
            all.sort_unstable();
            assert_eq!(names, all, "{}", template.name);
        }
    }

    #[test]
    fn what_nobody_wrote_over_is_named() {
        for template in &TEMPLATES {
            let left = left(&Folder::from_files(template.files.iter().copied()).unwrap());
            assert_eq!(left.len(), template.files.len() + 1, "{left:?}");
            assert_eq!(&left[..2], ["the title", "the author's name"]);
        }
        let own = [("book.toml", "# Your Name\n[book]\ntitle = 'A'\n"), ("chapter-1.md", "# One\n\nWords.\n")];
        assert!(left(&Folder::from_files(own).unwrap()).is_empty());
    }

    #[test]
    fn a_folder_with_something_in_it_stays_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        std::fs::create_dir(at(".git")).unwrap();
        let [novel, poems, ..] = &TEMPLATES;
        create(novel, dir.path()).unwrap();
        let code = |folder: &Path| create(poems, folder).unwrap_err().into_report().sorted()[0].code;
        assert_eq!(code(dir.path()), "folder-not-empty");
        assert_eq!(code(&at("book.toml")), "folder-not-empty");
        assert!(!at("poems").exists());
        create(poems, &at("deep/in")).unwrap();
        assert!(at("deep/in/poems/03-visit.md").is_file());
    }
}
