//! In: lines one by one. Out: which of them are fenced code (CommonMark 0.31, 4.5). Refuses to know what is in it.

/// The marks of the block that is open.
#[derive(Debug, Default)]
pub struct Fence(Option<String>);

/// What a line is to fenced code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fenced<'l> {
    Outside,
    /// What stands behind the marks.
    Opens(&'l str),
    Inside,
    Closes,
}

impl Fence {
    /// `body` is the line without what indents it and the marks of quotations.
    pub fn next<'l>(&mut self, body: &'l str) -> Fenced<'l> {
        let marks = body.chars().take_while(|c| body.starts_with(*c) && matches!(c, '`' | '~')).count();
        let (own, rest) = body.split_at(marks);
        match &self.0 {
            Some(open) if body.starts_with(open.as_str()) && rest.trim().is_empty() => {
                self.0 = None;
                Fenced::Closes
            }
            Some(_) => Fenced::Inside,
            None if marks >= 3 && !rest.contains('`') => {
                self.0 = Some(own.to_owned());
                Fenced::Opens(rest)
            }
            None => Fenced::Outside,
        }
    }
}

/// A line without what indents it and the marks of quotations.
pub fn body(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}
