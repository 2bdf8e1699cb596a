//! How far a letter hangs out at the left and right end of a line, in thousandths of its own width.
//!
//! After Thành, *Micro-typographic extensions to the TeX typesetting system* (2000), and the tables of microtype.

/// (left, right).
pub const fn hangs(character: char) -> (i64, i64) {
    match character {
        '.' | ',' => (0, 700),
        ':' | ';' => (0, 500),
        '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' => (500, 700),
        '–' => (200, 300),
        '—' => (150, 200),
        '‘' | '’' | '‚' | '‹' | '›' => (700, 600),
        '“' | '”' | '„' | '«' | '»' => (500, 500),
        '\'' | '"' => (500, 500),
        '!' | '?' => (0, 200),
        '(' => (100, 0),
        ')' => (0, 200),
        '…' => (0, 150),
        '、' | '。' | '，' => (0, 500),
        'A' | 'А' | 'Α' => (50, 50),
        'T' | 'Т' | 'Y' | 'Υ' => (60, 60),
        'V' | 'W' | 'У' => (50, 50),
        'v' | 'w' | 'y' => (40, 40),
        'r' | 'f' => (0, 40),
        _ => (0, 0),
    }
}
