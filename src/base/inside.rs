//! In: a path as an author wrote it, and the file that names it. Out: its name from the folder of book.toml on, where it
//! stays inside what a book may read.

use super::file_error::FileErrorKind;

/// Folders beside one named `manuscript` that its book may read from.
pub const BESIDE: [&str; 2] = ["covers", "fonts"];

/// How far up names may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not above the book's folder.
    Own,
    /// One step, into `BESIDE`.
    Beside,
    /// So many steps: to the folder of a series.
    Series(usize),
}

/// A path as written in the file `from`.
pub fn join(from: &str, path: &str, reach: Reach) -> Result<String, FileErrorKind> {
    let path = path.replace('\\', "/");
    let drive = path.strip_prefix(|c: char| c.is_ascii_alphabetic()).and_then(|rest| rest.strip_prefix(':'));
    if path.starts_with('/') || drive.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        return Err(FileErrorKind::Absolute);
    }
    // On some systems that is a path too.
    if drive.is_some() {
        return Err(FileErrorKind::Name(path));
    }
    if path.contains('\0') {
        return Err(FileErrorKind::Missing);
    }
    let most = match reach {
        Reach::Own => 0,
        Reach::Beside => 1,
        Reach::Series(steps) => steps,
    };
    // `None` stands for a step above the root.
    let mut parts: Vec<Option<&str>> = Vec::new();
    for part in from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().chain(path.split('/')) {
        let above = parts.iter().filter(|part| part.is_none()).count();
        match part {
            "" | "." => {}
            ".." if matches!(parts.last(), Some(Some(_))) => drop(parts.pop()),
            ".." if above < most => parts.push(None),
            ".." => return Err(FileErrorKind::Outside),
            // `../manuscript/x` is a detour home.
            "manuscript" if parts == [None] && reach == Reach::Beside => parts.clear(),
            name if parts == [None] && reach == Reach::Beside && !BESIDE.contains(&name) => {
                return Err(FileErrorKind::Outside);
            }
            name => parts.push(Some(name)),
        }
    }
    if !parts.is_empty() && parts.iter().all(Option::is_none) {
        return Err(FileErrorKind::Outside);
    }
    Ok(parts.into_iter().map(|part| part.unwrap_or("..")).collect::<Vec<_>>().join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_book_of_a_series_reads_the_folder_of_the_series_and_nothing_above_it() {
        let joined = |path: &str, steps| join("", path, Reach::Series(steps)).ok();
        assert_eq!(joined("../shared/a.md", 1).as_deref(), Some("../shared/a.md"));
        assert_eq!(joined("x/../../shared/../b.md", 1).as_deref(), Some("../b.md"));
        assert_eq!(joined("../../b.md", 2).as_deref(), Some("../../b.md"));
        for (path, steps) in [("../../b.md", 1), ("..", 1), ("../a/../../b.md", 1), ("/b.md", 1)] {
            assert_eq!(joined(path, steps), None, "{path}");
        }
        assert_eq!(join("../shared/a.md", "pic.png", Reach::Series(1)).ok().as_deref(), Some("../shared/pic.png"));
    }
}
