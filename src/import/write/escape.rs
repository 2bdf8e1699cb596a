//! In: words. Out: the same as Markdown that reads back as these words. Refuses to know what stands around them but the
//! letters that touch them.

/// Where words stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// In a cell: a bar parts cells.
    pub cell: bool,
    /// In a poem: a line begins no block.
    pub verse: bool,
    /// In a title, which is one line of its own.
    pub title: bool,
}

impl Ground {
    /// Whether a line's end has to be a tag.
    pub fn is_one_line(self) -> bool {
        self.cell || self.title
    }
}

/// Appends words to a text. `starts` says whether they begin a line, `next` what follows them there.
pub fn escape(words: &str, ground: Ground, starts: bool, next: Option<char>, out: &mut String) {
    let mut rest = words;
    let mut before = if starts { None } else { out.chars().next_back() };
    if starts {
        let length = line_start(words, ground, next, out);
        before = words[..length].chars().next_back().or(before);
        rest = &words[length..];
    }
    let mut chars = rest.chars().peekable();
    while let Some(letter) = chars.next() {
        let after = chars.peek().copied().or(next);
        if is_mark(letter, before, after, ground) {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

fn is_mark(letter: char, before: Option<char>, after: Option<char>, ground: Ground) -> bool {
    let follows = |letters: &str| after.is_some_and(|after| letters.contains(after));
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_apart = before.is_none_or(|before| before.is_whitespace() || before == '(');
    match letter {
        '\\' | '`' | '*' | '~' | '^' | '$' | '{' | '[' | ']' => true,
        '_' => !(is_word(before) && is_word(after)),
        '<' => is_word(after) || follows("/!?$"),
        '&' => is_word(after) || follows("#"),
        '|' => ground.cell,
        '!' => follows("["),
        '@' => !is_word(before),
        '%' => is_apart && follows("%"),
        '=' => before != Some('=') && follows("="),
        '+' => is_apart && follows("+"),
        ':' if before == Some(':') => ground.verse || !is_word(after),
        ':' => !is_word(before) && after.is_some_and(|after| after.is_ascii_lowercase()),
        '(' => before == Some(']'),
        _ => false,
    }
}

/// Writes what would make a block of a line; its length in the words.
fn line_start(words: &str, ground: Ground, next: Option<char>, out: &mut String) -> usize {
    let first = words.chars().next();
    let second = words.chars().nth(1).or(next);
    let ends = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    for (typed, dash) in [("---", '—'), ("--", '–')] {
        if words.starts_with(typed) {
            out.push(dash);
            return typed.len();
        }
    }
    if ground.title {
        return 0;
    }
    let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=9).contains(&digits) {
        let mut behind = words[digits..].chars();
        let mark = behind.next().filter(|mark| matches!(mark, '.' | ')'));
        if let Some(mark) = mark.filter(|_| ends(behind.next().or(next.filter(|_| words.len() == digits + 1)))) {
            out.push_str(&words[..digits]);
            out.push('\\');
            out.push(mark);
            return digits + 1;
        }
        return 0;
    }
    // A backslash would not be seen where a paragraph begins an item.
    if first == Some('|') {
        out.push_str("&#124;");
        return 1;
    }
    let is_block = match first {
        Some('#' | '=' | ':') => true,
        Some('>') => !ground.verse,
        Some('-') => ends(second),
        Some('+') => ends(second) || second == Some('-'),
        Some('%') => ends(second),
        Some('!' | '?') => matches!(second, Some('>' | '!' | '?')),
        Some('.') => words.starts_with(".. "),
        Some('A' | 'B' | 'C' | 'D' | 'E' | 'G' | 'I' | 'Q' | 'T' | 'W' | 'X') if words[1..].starts_with('>') => {
            out.push_str(&words[..1]);
            out.push_str("\\>");
            return 2;
        }
        _ => false,
    };
    match first.filter(|_| is_block) {
        Some(letter) => {
            out.push('\\');
            out.push(letter);
            letter.len_utf8()
        }
        None => 0,
    }
}

/// An address between the brackets of a link.
pub fn address(address: &str, cell: bool) -> String {
    let mut out = String::new();
    for letter in address.chars() {
        match letter {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            '|' if cell => out.push_str("%7C"),
            '&' => out.push_str("&amp;"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    let is_plain = !out.is_empty() && !out.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    if is_plain { out } else { format!("<{out}>") }
}

/// The list `{#id .class key="value"}`; nothing where it would be empty.
pub fn list(attributes: &super::super::tree::Attributes) -> String {
    let id = attributes.id.iter().map(|id| format!("#{id}"));
    let classes = attributes.classes.iter().map(|class| format!(".{class}"));
    let pairs =
        attributes.pairs.iter().map(|(key, value)| match value.chars().all(|c| c.is_alphanumeric() || c == '-') {
            true if !value.is_empty() => format!("{key}={value}"),
            _ => format!("{key}=\"{}\"", value.replace('\\', "").replace('"', "'").replace(['\n', '\r'], " ")),
        });
    let all: Vec<String> = id.chain(classes).chain(pairs).collect();
    if all.is_empty() { String::new() } else { format!("{{{}}}", all.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(words: &str, ground: Ground) -> String {
        let mut out = String::new();
        escape(words, ground, true, None, &mut out);
        out
    }

    #[test]
    fn what_would_be_a_mark_is_a_letter() {
        let prose = |words: &str| escaped(words, Ground::default());
        assert_eq!(prose("1918. It was * so"), "1918\\. It was \\* so");
        assert_eq!(prose("# and a_b and _c_ & d &amp;"), "\\# and a_b and \\_c\\_ & d \\&amp;");
        assert_eq!(prose("-- Who?"), "– Who?");
        assert_eq!(prose("- x < y <b> a@b @c"), "\\- x < y \\<b> a@b \\@c");
        assert_eq!(prose("A> an aside"), "A\\> an aside");
        assert_eq!(prose("12:30 :smile: a:b ::: c"), "12:30 \\:smile: a:b :\\:\\: c");
        assert_eq!(escaped("> Anna:: x | y", Ground { verse: true, ..Ground::default() }), "> Anna:\\: x | y");
        assert_eq!(escaped("x | y", Ground { cell: true, ..Ground::default() }), "x \\| y");
    }
}
