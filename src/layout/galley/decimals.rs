//! In: the words of the cells of a column. Out: its decimal sign, and where in each cell it stands. Refuses to know widths.

/// Letters that part whole numbers from their fractions, or thousands.
const SIGNS: [char; 4] = ['.', ',', '٫', '·'];

/// The decimal sign of a column's cells, if any of them shows one.
pub fn sign(cells: &[String]) -> Option<char> {
    SIGNS.into_iter().find(|sign| cells.iter().any(|cell| is_decimal(cell, *sign)))
}

/// The byte of a cell at which its fraction begins: at the decimal sign, or behind the last figure. Nothing in a cell
/// without figures.
pub fn tail(cell: &str, sign: Option<char>) -> Option<usize> {
    let at = sign.and_then(|sign| last_between(cell, sign));
    at.or_else(|| cell.char_indices().rev().find(|(_, c)| c.is_numeric()).map(|(at, c)| at + c.len_utf8()))
}

/// The last place of a sign with a figure behind it.
fn last_between(cell: &str, sign: char) -> Option<usize> {
    let figure = |rest: &str| rest.chars().next().is_some_and(char::is_numeric);
    cell.rmatch_indices(sign).map(|(at, _)| at).find(|at| figure(&cell[at + sign.len_utf8()..]))
}

/// Whether this sign can only be a decimal one here: it is the last of its kind, alone, and not three figures from the
/// end, or others part the thousands before it.
fn is_decimal(cell: &str, sign: char) -> bool {
    let Some(at) = last_between(cell, sign) else { return false };
    let figures = cell[at + sign.len_utf8()..].chars().take_while(|c| c.is_numeric()).count();
    let is_last = !SIGNS.iter().any(|other| cell[at + sign.len_utf8()..].contains(*other));
    let others = SIGNS.iter().any(|other| *other != sign && cell[..at].contains(*other));
    is_last && cell.matches(sign).count() == 1 && (figures != 3 || others || cell.starts_with(['0', sign]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_meet_at_their_sign() {
        let shown = |cells: &[&str]| {
            let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
            let sign = sign(&cells);
            let parted = |cell: &String| match tail(cell, sign) {
                Some(at) => format!("{}|{}", &cell[..at], &cell[at..]),
                None => cell.clone(),
            };
            cells.iter().map(parted).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(shown(&["1.5", "12", "0.125", "—"]), "1|.5 12| 0|.125 —");
        assert_eq!(shown(&["1,234.50", "7"]), "1,234|.50 7|");
        assert_eq!(shown(&["1.234,50", "1.234", "3 €"]), "1.234|,50 1.234| 3| €");
        assert_eq!(shown(&["1,234", "12"]), "1,234| 12|", "thousands");
        assert_eq!(shown(&["1,234", "12,5"]), "1|,234 12|,5");
    }
}
