//! In: what a person calls their editor. Out: the command that opens a file at a line in it. Refuses to guess: where that
//! is not known there is none, and the place is copied instead.
//!
//! The command comes from the person alone, by `--editor` or the environment, never from a book. No shell sees it.

use crate::base::programs;
use crate::pipeline::session::FilePlace;

/// An editor, and how it is told a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

/// Editors with windows of their own, and how they take a place. One that needs the terminal cannot have it: the preview
/// runs there.
const KNOWN: [(&str, &[&str]); 22] = [
    ("code", CODE),
    ("code-insiders", CODE),
    ("codium", CODE),
    ("vscodium", CODE),
    ("cursor", CODE),
    ("windsurf", CODE),
    ("subl", COLON),
    ("sublime_text", COLON),
    ("zed", COLON),
    ("zeditor", COLON),
    ("lapce", COLON),
    ("gvim", LINE),
    ("mvim", LINE),
    ("emacsclient", EMACS),
    ("gedit", LINE),
    ("gnome-text-editor", LINE),
    ("mousepad", &["--line={line}", "{file}"]),
    ("kate", &["--line", "{line}", "--column", "{column}", "{file}"]),
    ("kwrite", &["--line", "{line}", "--column", "{column}", "{file}"]),
    ("mate", &["--line", "{line}:{column}", "{file}"]),
    ("bbedit", LINE),
    ("notepad++", &["-n{line}", "-c{column}", "{file}"]),
];
const CODE: &[&str] = &["--goto", "{file}:{line}:{column}"];
const COLON: &[&str] = &["{file}:{line}:{column}"];
const LINE: &[&str] = &["+{line}", "{file}"];
const EMACS: &[&str] = &["--no-wait", "+{line}:{column}", "{file}"];

impl Editor {
    /// From a command line with `{file}`, `{line}` and `{column}` in it, or from that of an editor that is known.
    pub fn new(command: &str) -> Option<Editor> {
        let mut words = words(command).into_iter();
        let program = words.next()?;
        let mut arguments: Vec<String> = words.collect();
        if !arguments.iter().any(|argument| argument.contains("{file}")) {
            let name = program.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
            let name = name.trim_end_matches(".exe").trim_end_matches(".cmd");
            let (_, own) = KNOWN.iter().find(|(known, _)| *known == name)?;
            arguments.extend(own.iter().map(|argument| (*argument).to_owned()));
        }
        Some(Editor { program, arguments })
    }

    /// The one that the environment names.
    pub fn of_environment() -> Option<Editor> {
        Editor::new(&programs::editor()?)
    }

    /// Opens a place; whether that worked.
    pub fn open(&self, place: &FilePlace) -> bool {
        programs::start(&self.program, self.filled(place)).is_ok()
    }

    fn filled(&self, place: &FilePlace) -> Vec<String> {
        let (line, column) = (place.line.to_string(), place.column.to_string());
        // The file's name comes last: it may hold braces.
        let fill = |argument: &String| {
            let filled = argument.replace("{line}", &line).replace("{column}", &column);
            filled.replace("{file}", &place.path.to_string_lossy())
        };
        self.arguments.iter().map(fill).collect()
    }
}

/// Words between spaces; quotation marks keep spaces together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut begun, mut quote) = (String::new(), false, None);
    for c in command.chars() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => word.push(c),
            None if matches!(c, '"' | '\'') => (quote, begun) = (Some(c), true),
            None if c.is_whitespace() => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            None => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(editor: &str) -> Option<String> {
        let place = FilePlace { path: "a b.md".into(), file: "a b.md".to_owned(), line: 7, column: 3 };
        let editor = Editor::new(editor)?;
        Some(format!("{} {}", editor.program, editor.filled(&place).join("|")))
    }

    #[test]
    fn editors_are_told_the_place_in_their_own_way() {
        assert_eq!(command("code -r").as_deref(), Some("code -r|--goto|a b.md:7:3"));
        assert_eq!(command("/usr/bin/gvim").as_deref(), Some("/usr/bin/gvim +7|a b.md"));
        assert_eq!(command("'my editor' -l {line} \"{file}\"").as_deref(), Some("my editor -l|7|a b.md"));
        assert_eq!(command("C:\\Tools\\Code.exe").as_deref(), Some("C:\\Tools\\Code.exe --goto|a b.md:7:3"));
    }

    #[test]
    fn an_editor_that_needs_the_terminal_is_none() {
        for editor in ["vim", "nano -l", "emacs", "", "  ", "hx"] {
            assert_eq!(command(editor), None, "{editor}");
        }
    }
}
