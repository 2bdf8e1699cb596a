//! Roman numerals.

/// `MCMXC`; from 4,000 on, where Roman figures end, Arabic ones.
pub fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1_000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4_000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, letters) in STEPS {
        while rest >= value {
            out.push_str(letters);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_subtraction() {
        for (number, set) in [
            (1, "I"),
            (4, "IV"),
            (9, "IX"),
            (14, "XIV"),
            (1_990, "MCMXC"),
            (3_999, "MMMCMXCIX"),
            (0, "0"),
            (4_000, "4000"),
        ] {
            assert_eq!(roman(number), set);
        }
    }
}
