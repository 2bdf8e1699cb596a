//! In: a file of an edition, and the version that is made. Out: its text in pieces, each of one file: its own, and those
//! that its fences of `include` put between.

use super::attributes::List;
use super::conditions;
use super::draft::Draft;
use super::reading::{EditionReading, Reading};
use super::scope::Scope;
use crate::base::{Diagnostic, FileId, Report, Span};

/// Pieces of a book. Files that include each other in no loop may still double at every step.
const MOST: usize = 2_000;

pub struct Expander<'a> {
    pub reading: &'a Reading,
    pub edition: &'a EditionReading,
    pub scope: &'a Scope,
    pub report: &'a mut Report,
    /// Files that a condition leaves out of this version.
    pub left_out: Vec<Span>,
    pub count: usize,
}

impl Expander<'_> {
    /// Nothing where a condition leaves the file out.
    pub fn file(&mut self, file: FileId) -> Option<Vec<(FileId, Draft)>> {
        let mut out = Vec::new();
        self.add(file, None, &mut out).then_some(out)
    }

    /// `from` is where another file names it.
    fn add(&mut self, file: FileId, from: Option<Span>, out: &mut Vec<(FileId, Draft)>) -> bool {
        if !self.belongs(file) {
            self.left_out.push(Span::new(file, 0..self.report.sources.get(file).text.len()));
            return false;
        }
        self.count += 1;
        if self.count > MOST {
            if self.count == MOST + 1 {
                let why = format!("files are put into each other more than {MOST} times");
                let found = Diagnostic::error("include-loop", why).at_any(from);
                self.report.add(found.help("include each file once, where it belongs"));
            }
            return true;
        }
        let Draft { blocks, lists, includes } =
            self.reading.draft(self.edition, &self.scope.version, file).cloned().unwrap_or_default();
        let mut own = Draft { blocks: Vec::new(), lists, includes: Vec::new() };
        let mut includes = includes.into_iter().peekable();
        for block in blocks {
            match includes.next_if(|include| include.is_at(block.span)) {
                Some(include) => {
                    out.push((file, std::mem::take(&mut own)));
                    for included in include.files {
                        self.add(included, Some(include.span), out);
                    }
                }
                None => own.blocks.push(block),
            }
        }
        out.push((file, own));
        true
    }

    /// Whether a file stands in this version, by the conditions of its head.
    fn belongs(&mut self, file: FileId) -> bool {
        let head = self.edition.manners.get(&file).and_then(|manner| manner.head.as_ref());
        let mut conditions = head.map_or_else(List::default, |head| head.conditions.clone());
        let Some(judgement) = conditions::judge(&mut conditions, self.scope) else { return true };
        let faults = judgement.faults.into_iter();
        self.report.extend(faults.map(|(range, found)| found.at(Span::new(file, range))));
        judgement.admits
    }
}

#[cfg(test)]
mod tests {
    use super::super::make::read;
    use crate::base::{Folder, Report};
    use crate::model::{Book, walk};

    fn book(files: &[(&str, String)]) -> (Book, Vec<String>) {
        let toml = ("book.toml", "[book]\ntitle = 'T'\nlanguage = 'en'\n[manuscript]\nmain = ['a.md']\n".to_owned());
        let folder =
            Folder::from_files(files.iter().chain([&toml]).map(|(name, text)| (*name, text.as_str()))).unwrap();
        let (manuscript, report): (_, Report) = read(&folder);
        let place = |found: &crate::base::Diagnostic| {
            let place = found.span.map(|span| report.sources.line_column(span.file, span.start).0);
            format!("{} {:?}", found.code, place)
        };
        (manuscript.unwrap().book, report.sorted().into_iter().map(place).collect())
    }

    fn words(book: &Book) -> String {
        let mut out = String::new();
        for section in &book.sections {
            out += &crate::model::plain_text(&section.title);
            out += ": ";
            walk::blocks(&section.blocks, &mut |block| out += &(walk::plain_text(block) + " "));
        }
        out
    }

    #[test]
    fn files_stand_where_a_fence_names_them() {
        let fence = |name: &str| format!("```include\n{name}\n```\n");
        let (book, found) = book(&[
            ("a.md", format!("# One\n\nA.\n\n{}\nB.[^n]\n\n[^n]: Note.\n", fence("sub/x.md"))),
            ("sub/x.md", format!("X.\n\n{}", fence("y.md"))),
            ("sub/y.md", "# Two\n\nY.\n".to_owned()),
        ]);
        assert!(found.is_empty(), "{found:?}");
        assert!(words(&book).ends_with("One: A. X. Two: Y. B. "), "{}", words(&book));
        assert_eq!(book.sections.last().unwrap().notes.len(), 1);
    }

    #[test]
    fn loops_and_doublings_end() {
        let (_, found) = book(&[
            ("a.md", "# One\n\n```include\nb.md\n```\n".to_owned()),
            ("b.md", "B.\n\n```include\na.md\n```\n".to_owned()),
        ]);
        assert_eq!(found, ["include-loop Some(4)"]);
        let name = |at: u32| if at == 0 { "a.md".to_owned() } else { format!("b{at}.md") };
        let files: Vec<(String, String)> = (0..14)
            .map(|at| {
                let next = name(at + 1);
                (name(at), format!("T {at}.\n\n```include\n{next}\n{next}\n```\n"))
            })
            .chain([(name(14), "End.\n".to_owned())])
            .collect();
        let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
        let (_, found) = book(&files);
        assert!(found.iter().any(|found| found.starts_with("include-loop")), "{found:?}");
    }
}
