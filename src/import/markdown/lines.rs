//! Lines of text that know which line of their file they were.

/// Lines, each with its number in its file, counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines(pub Vec<(usize, String)>);

impl Lines {
    pub fn of(text: &str) -> Lines {
        let lines = text.split('\n').map(|line| line.trim_end_matches('\r').to_owned());
        Lines(lines.enumerate().map(|(at, line)| (at + 1, line)).collect())
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        for (_, line) in &self.0 {
            out.push_str(line);
            out.push('\n');
        }
        out
    }

    /// The number of the line in which a byte of the text stands.
    pub fn line_at(&self, offset: usize) -> usize {
        let mut end = 0;
        for (number, line) in &self.0 {
            end += line.len() + 1;
            if offset < end {
                return *number;
            }
        }
        self.0.last().map_or(1, |(number, _)| *number)
    }

    pub fn push(&mut self, number: usize, line: impl Into<String>) {
        self.0.push((number, line.into()));
    }
}
