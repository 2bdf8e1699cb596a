//! In: a text, or two letters. Out: what is to be known of them where figures, white and slant are decided. Refuses to
//! know lines.

use crate::base::Length;
use crate::fonts::Face;

/// Where the sentence ends that goes on at a byte.
pub fn sentence_end(text: &str, at: usize) -> usize {
    let stop = |(start, mark): (usize, &str)| {
        let end = at + start + mark.len();
        let rest = text[end..].trim_start_matches(|c: char| "”’\"'»)]".contains(c));
        let next = rest.strip_prefix([' ', '\n']).and_then(|rest| rest.chars().next());
        // A small letter or a figure goes on with the sentence.
        (rest.is_empty() || next.is_some_and(|next| !next.is_lowercase() && !next.is_numeric())).then_some(end)
    };
    text[at..].match_indices(['.', '!', '?', '…']).find_map(stop).unwrap_or(text.len())
}

/// Two capitals at least and no small letter: figures beside it are lining.
pub fn in_capitals(word: &str) -> bool {
    let mut count = 0;
    for character in word.chars() {
        if character.is_lowercase() {
            return false;
        }
        count += usize::from(character.is_uppercase());
    }
    count >= 2 || count == 1 && word.chars().any(|c| c.is_ascii_digit())
}

/// Letters that are written joined, or hang from one line.
pub fn is_joined(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{a7f}' | '\u{1800}'..='\u{18af}'
        | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The white between the ink of two glyphs that follow each other, each of a face at a size, where they are equally high;
/// without bounds where they are not.
pub fn white_between(left: (&Face, u16, Length), right: (&Face, u16, Length)) -> Length {
    let ((own, glyph, size), (next, mark, next_size)) = (left, right);
    let (upem, next_upem) = (own.metrics.upem, next.metrics.upem);
    let no_ink = Length::MAX / 2;
    let Some([bearing, low, _, top]) = next.outline(mark).bounds() else { return no_ink };
    let units = |units: i64| next_size.of_units(units, next_upem).0 * i64::from(upem) / size.0.max(1);
    let Some(reach) = own.outline(glyph).right_between(units(low), units(top)) else { return no_ink };
    size.of_units(i64::from(own.advance(glyph)) - reach, upem) + next_size.of_units(bearing, next_upem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_its_stop() {
        let first = |text: &str| text[..sentence_end(text, 0)].to_owned();
        assert_eq!(first("One. Two."), "One.");
        assert_eq!(first("In 480 B.C. and A.D. 1066, see p. 12. Then"), "In 480 B.C. and A.D. 1066, see p. 12.");
        assert_eq!(first("“Why?” she said. No."), "“Why?” she said.");
        assert_eq!(first("no stop"), "no stop");
    }

    #[test]
    fn capitals_are_two_or_one_with_a_figure() {
        assert_eq!(["BBC", "A4", "A", "U.S.", "Bbc", "12"].map(in_capitals), [true, true, false, true, false, false]);
    }

    #[test]
    fn slanted_letters_come_near_upright_marks() {
        let face = |bytes: &'static [u8]| Face::new(bytes.to_vec(), 0).unwrap();
        let roman = face(include_bytes!("../../../fonts/libertinus-serif/LibertinusSerif-Regular.otf"));
        let italic = face(include_bytes!("../../../fonts/libertinus-serif/LibertinusSerif-Italic.otf"));
        let white = |letter: char, mark: char| {
            let glyph = |face: &Face, letter| face.glyph(letter).unwrap();
            let size = Length::pt(10);
            white_between((&italic, glyph(&italic, letter), size), (&roman, glyph(&roman, mark), size))
        };
        assert!(white('f', ')') < Length::ZERO, "they touch");
        assert!(white('a', ')') > Length::ZERO && white('f', ')') < white('a', ')'));
        // A point stands below what leans over it.
        assert!(white('f', '.') > white('f', '!'));
    }
}
