//! In: a letter of a font whose letters are signs. Out: the sign itself, where it has a place in Unicode.

/// The letters of the font Symbol from 0x41 and 0x61 on.
const UPPER: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
const LOWER: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

const SYMBOL: &[(u32, char)] = &[
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xA7, '♣'),
    (0xA8, '♦'),
    (0xA9, '♥'),
    (0xAA, '♠'),
    (0xAB, '↔'),
    (0xAC, '←'),
    (0xAD, '↑'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB2, '″'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB6, '∂'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBA, '≡'),
    (0xBB, '≈'),
    (0xBC, '…'),
    (0xC5, '⊕'),
    (0xC6, '∅'),
    (0xC7, '∩'),
    (0xC8, '∪'),
    (0xCE, '∈'),
    (0xD2, '®'),
    (0xD3, '©'),
    (0xD4, '™'),
    (0xD6, '√'),
    (0xD7, '⋅'),
    (0xE5, '∑'),
    (0xF2, '∫'),
    (0xA2, '′'),
];

const WINGDINGS: &[(u32, char)] = &[
    (0x21, '✏'),
    (0x22, '✂'),
    (0x23, '✁'),
    (0x28, '☎'),
    (0x2A, '✉'),
    (0x3F, '✍'),
    (0x46, '☞'),
    (0x4A, '☺'),
    (0x4B, '😐'),
    (0x4C, '☹'),
    (0x54, '❄'),
    (0x58, '✠'),
    (0x59, '✡'),
    (0x5A, '☪'),
    (0x5B, '☯'),
    (0x61, '♋'),
    (0x6C, '●'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x71, '❑'),
    (0x73, '⬧'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x7B, '🏵'),
    (0x9F, '•'),
    (0xA7, '▪'),
    (0xA8, '◻'),
    (0xAA, '✦'),
    (0xAB, '★'),
    (0xAC, '✶'),
    (0xD8, '➢'),
    (0xDF, '🡨'),
    (0xE0, '→'),
    (0xE8, '➔'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

/// Codes of such letters stand in a private place of Unicode too.
pub fn sign(font: &str, code: u32) -> Option<char> {
    let code = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let find = |table: &[(u32, char)]| table.iter().find(|(known, _)| *known == code).map(|(_, sign)| *sign);
    match font.to_ascii_lowercase().as_str() {
        "symbol" => match code {
            0x41..=0x5A => UPPER.chars().nth(code as usize - 0x41),
            0x61..=0x7A => LOWER.chars().nth(code as usize - 0x61),
            0x20..=0x7E => char::from_u32(code),
            _ => find(SYMBOL),
        },
        "wingdings" => find(WINGDINGS),
        // Their letters are signs too.
        other if ["wingdings", "webdings", "zapf", "marlett"].iter().any(|font| other.starts_with(font)) => None,
        _ => char::from_u32(code).filter(|sign| !('\u{e000}'..='\u{f8ff}').contains(sign) && !sign.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_a_place_in_unicode() {
        assert_eq!((UPPER.chars().count(), LOWER.chars().count()), (26, 26));
        assert_eq!(
            (sign("Symbol", 0xF061), sign("Wingdings", 0xFC), sign("Wingdings", 1)),
            (Some('α'), Some('✓'), None)
        );
    }
}
