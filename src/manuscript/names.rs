//! In: a title, a date. Out: a file name, an identifier, an instant: what formats ask for and no author typed.
//! Refuses the clock and chance.

use super::settings::Date;
use deunicode::deunicode_char;
use sha2::{Digest, Sha256};

/// Longest file name made of a title, in letters.
const SLUG: usize = 60;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// Latin for one lower-case letter; nothing for what has no usual Latin spelling.
const LATIN: &[(&str, &str)] = &[
    ("àáâãåāăą", "a"),
    ("äæ", "ae"),
    ("çćĉċč", "c"),
    ("ďđð", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķĸ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŋ", "n"),
    ("òóôõōŏőø", "o"),
    ("öœ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
    ("аά", "a"),
    ("б", "b"),
    ("вβ", "v"),
    ("гґγ", "g"),
    ("дδ", "d"),
    ("еёэєεέ", "e"),
    ("ж", "zh"),
    ("зζ", "z"),
    ("иіηήιίϊΐ", "i"),
    ("й", "j"),
    ("ї", "yi"),
    ("кκ", "k"),
    ("лλ", "l"),
    ("мμ", "m"),
    ("нν", "n"),
    ("оοόωώ", "o"),
    ("пπ", "p"),
    ("рρ", "r"),
    ("сσς", "s"),
    ("тτ", "t"),
    ("уў", "u"),
    ("υύϋΰ", "y"),
    ("фφ", "f"),
    ("х", "kh"),
    ("χ", "ch"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ы", "y"),
    ("ю", "yu"),
    ("α", "a"),
    ("θ", "th"),
    ("ξ", "x"),
    ("ψ", "ps"),
];

/// Lower-case ASCII words joined by hyphens; `book` where a title has none.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        let latin = match letter {
            'я' => Some("ya"),
            // Signs without a sound, and marks inside words.
            'ь' | 'ъ' | '\'' | '’' | '\u{AD}' | '\u{301}' => Some(""),
            'a'..='z' | '0'..='9' => None,
            _ => LATIN
                .iter()
                .find(|(letters, _)| letters.contains(letter))
                .map(|(_, latin)| *latin)
                .or_else(|| spelled(letter)),
        };
        match latin {
            None if letter.is_ascii_alphanumeric() => out.push(letter),
            Some(latin) => {
                if latin.ends_with(' ') {
                    push(&mut out, '-');
                }
                latin.chars().for_each(|sound| push(&mut out, sound));
            }
            None => push(&mut out, '-'),
        }
    }
    if out.len() > SLUG {
        let end = out[..=SLUG].rfind('-').filter(|end| *end > SLUG / 2).unwrap_or(SLUG);
        out.truncate(end);
    }
    let out = out.trim_end_matches('-');
    let device = DEVICES.contains(&out.trim_end_matches(|c: char| c.is_ascii_digit()));
    match out {
        "" => "book".to_string(),
        name if device => format!("{name}-book"),
        name => name.to_string(),
    }
}

/// A letter of another script as it sounds; a syllable that is a word of its own ends with a space.
fn spelled(letter: char) -> Option<&'static str> {
    deunicode_char(letter).filter(|latin| letter.is_alphabetic() && !latin.contains('['))
}

/// A letter of the slug, or a hyphen for what is none.
fn push(out: &mut String, sound: char) {
    match sound.to_ascii_lowercase() {
        sound if sound.is_ascii_alphanumeric() => out.push(sound),
        '\'' | '`' => {}
        _ if out.is_empty() || out.ends_with('-') => {}
        _ => out.push('-'),
    }
}

/// A UUID (RFC 9562, version 8: SHA-256) of title and authors, as a URN.
pub fn identifier<'a>(title: &'a str, authors: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    hash.update(b"chapbook");
    for part in std::iter::once(title).chain(authors) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut hex = String::new();
    for (at, byte) in hash.finalize().iter().take(16).enumerate() {
        let byte = match at {
            6 => byte & 0x0F | 0x80,
            8 => byte & 0x3F | 0x80,
            _ => *byte,
        };
        if matches!(at, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        hex.push_str(&format!("{byte:02x}"));
    }
    format!("urn:uuid:{hex}")
}

/// The instant that formats ask for, RFC 3339 in UTC: the first of the date as far as it is given, else `epoch`
/// (seconds since 1970), else the first second of the year 2000.
pub fn instant(date: Option<Date>, epoch: Option<i64>) -> String {
    if let Some(Date { year, month, day }) = date {
        return format!("{year:04}-{:02}-{:02}T00:00:00Z", month.unwrap_or(1), day.unwrap_or(1));
    }
    let Some(seconds) = epoch else { return "2000-01-01T00:00:00Z".to_string() };
    let (mut days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (mut year, mut month) = (1970, 1);
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    while days >= i64::from(days_in(year, month)) {
        days -= i64::from(days_in(year, month));
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}T{:02}:{:02}:{:02}Z", days + 1, rest / 3_600, rest / 60 % 60, rest % 60)
}

fn days_in(year: u32, month: u32) -> u32 {
    match month {
        2 => 28 + u32::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        for (title, name) in [
            ("The Diary: A Life!", "the-diary-a-life"),
            ("Don’t Look", "dont-look"),
            ("Größe und Œuvre", "groesse-und-oeuvre"),
            ("Чёрный день, объятья", "chernyj-den-obyatya"),
            ("Ελληνικά", "ellinika"),
            ("日本語の本", "ri-ben-yu-no-ben"),
            ("ספר קטן", "spr-qtn"),
            ("كتاب", "ktb"),
            ("본문", "bonmun"),
            ("❦ ♫", "book"),
            ("...", "book"),
            ("CON", "con-book"),
            ("Com1", "com1-book"),
        ] {
            assert_eq!(slug(title), name);
        }
        let long = slug(&"word ".repeat(40));
        assert!(long.len() <= SLUG && long.ends_with("word"), "{long}");
    }

    #[test]
    fn identifiers_tell_books_apart() {
        let one = identifier("A", ["B"]);
        assert_eq!(one, identifier("A", ["B"]));
        assert_ne!(one, identifier("AB", []));
        assert_eq!(one.len(), "urn:uuid:".len() + 36);
    }

    #[test]
    fn instants() {
        let november = Date { year: 2026, month: Some(11), day: None };
        assert_eq!(instant(Some(november), Some(5)), "2026-11-01T00:00:00Z");
        assert_eq!(instant(None, Some(1_793_461_509)), "2026-10-31T15:45:09Z");
        assert_eq!(instant(None, Some(951_782_400)), "2000-02-29T00:00:00Z");
        assert_eq!(instant(None, None), "2000-01-01T00:00:00Z");
    }
}
