//! In: digits. Out: the bars of an EAN-13 and of its add-on of five digits, counted in modules (GS1 General
//! Specifications, 5.2). Refuses to know how wide a module is.

/// A bar: its first module and how many it has; guards reach further down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    pub at: u8,
    pub width: u8,
    pub guard: bool,
}

/// Modules of a symbol without its quiet zones.
pub const MODULES: u8 = 95;
pub const ADD_ON_MODULES: u8 = 47;
/// Modules that stay white: left and right of the symbol, between it and an add-on, right of that.
pub const QUIET_LEFT: u8 = 11;
pub const QUIET_RIGHT: u8 = 7;
pub const BETWEEN: u8 = 11;
pub const QUIET_ADD_ON: u8 = 5;

/// Set A, a module a bit; set C is its complement, set B that read backwards.
const SET_A: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011, 0b011_0111,
    0b000_1011,
];
/// Which of the left six digits are in set B, by the first digit.
const PARITY: [u8; 10] =
    [0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101, 0b01_0110, 0b01_1010];
/// Which of an add-on's digits are in set B, by its check.
const ADD_ON_PARITY: [u8; 10] =
    [0b11000, 0b10100, 0b10010, 0b10001, 0b01100, 0b00110, 0b00011, 0b01010, 0b01001, 0b00101];

fn set_a(digit: u8) -> u8 {
    SET_A[usize::from(digit % 10)]
}

fn set_c(digit: u8) -> u8 {
    !set_a(digit) & 0x7f
}

fn set_b(digit: u8) -> u8 {
    (0..7).fold(0, |out, bit| out | (set_c(digit) >> bit & 1) << (6 - bit))
}

#[derive(Default)]
struct Modules {
    /// Black, and whether it belongs to a guard.
    modules: Vec<(bool, bool)>,
}

impl Modules {
    fn add(&mut self, bits: u8, count: u8, guard: bool) {
        self.modules.extend((0..count).rev().map(|bit| (bits >> bit & 1 == 1, guard)));
    }

    fn bars(self) -> Vec<Bar> {
        let mut bars: Vec<Bar> = Vec::new();
        for (at, (black, guard)) in (0u8..).zip(self.modules) {
            if !black {
                continue;
            }
            match bars.last_mut() {
                Some(bar) if bar.at + bar.width == at => bar.width += 1,
                _ => bars.push(Bar { at, width: 1, guard }),
            }
        }
        bars
    }
}

/// The bars of thirteen digits, the last of which checks the others.
pub fn ean13(digits: &[u8; 13]) -> Vec<Bar> {
    let mut modules = Modules::default();
    let parity = PARITY[usize::from(digits[0] % 10)];
    modules.add(0b101, 3, true);
    for (nth, digit) in digits[1..7].iter().enumerate() {
        let second = parity >> (5 - nth) & 1 == 1;
        modules.add(if second { set_b(*digit) } else { set_a(*digit) }, 7, false);
    }
    modules.add(0b01010, 5, true);
    for digit in &digits[7..] {
        modules.add(set_c(*digit), 7, false);
    }
    modules.add(0b101, 3, true);
    modules.bars()
}

/// The bars of an add-on.
pub fn ean5(digits: &[u8; 5]) -> Vec<Bar> {
    let weights = [3u32, 9, 3, 9, 3];
    let check: u32 = digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    let parity = ADD_ON_PARITY[(check % 10) as usize];
    let mut modules = Modules::default();
    modules.add(0b1011, 4, false);
    for (nth, digit) in digits.iter().enumerate() {
        if nth > 0 {
            modules.add(0b01, 2, false);
        }
        let second = parity >> (4 - nth) & 1 == 1;
        modules.add(if second { set_b(*digit) } else { set_a(*digit) }, 7, false);
    }
    modules.bars()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bars: &[Bar], modules: u8) -> String {
        let black = |at: u8| bars.iter().any(|bar| (bar.at..bar.at + bar.width).contains(&at));
        (0..modules).map(|at| if black(at) { '1' } else { '0' }).collect()
    }

    #[test]
    fn a_symbol_has_its_guards_and_thirty_bars() {
        let bars = ean13(&[9, 7, 8, 3, 1, 6, 1, 4, 8, 4, 1, 0, 0]);
        let text = shown(&bars, MODULES);
        assert!(text.starts_with("101") && text.ends_with("101") && &text[45..50] == "01010");
        // 7 in set A is 0111011, 8 after it (first digit 9: A B B A B A) in set B is 0001001.
        assert_eq!(&text[3..17], "01110110001001");
        assert_eq!(bars.len(), 30);
        assert_eq!(bars.iter().filter(|bar| bar.guard).count(), 6);
        assert!(bars.iter().all(|bar| (1..=4).contains(&bar.width)));
    }

    #[test]
    fn an_add_on_has_its_own_parity() {
        // 3·(5+9+5) + 9·(1+9) = 147: check 7, whose pattern is A B A B A.
        let text = shown(&ean5(&[5, 1, 9, 9, 5]), ADD_ON_MODULES);
        assert_eq!(text.len(), 47);
        assert_eq!(
            text,
            ["1011", "0110001", "01", "0110011", "01", "0001011", "01", "0010111", "01", "0110001"].concat()
        );
    }
}
