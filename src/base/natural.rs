//! In: two names. Out: their order as people count: 2 before 10. Refuses to know what is named.

use std::cmp::Ordering;

/// Numbers inside names count as numbers; what is equal so is in the order of its letters.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match (digits(left), digits(right)) {
            (0, _) | (_, 0) => {
                let (Some(one), Some(other)) = (left.chars().next(), right.chars().next()) else {
                    return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
                };
                if one != other {
                    return one.cmp(&other);
                }
                (left, right) = (&left[one.len_utf8()..], &right[other.len_utf8()..]);
            }
            (one, other) => {
                let (first, second) = (left[..one].trim_start_matches('0'), right[..other].trim_start_matches('0'));
                let order = first.len().cmp(&second.len()).then_with(|| first.cmp(second));
                if order != Ordering::Equal {
                    return order;
                }
                (left, right) = (&left[one..], &right[other..]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_as_people_count() {
        let mut names = ["Chapter 10", "Chapter 2", "b", "a1", "Chapter 1", "a01", "a", "1a", "19"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1a", "19", "Chapter 1", "Chapter 2", "Chapter 10", "a", "a01", "a1", "b"]);
    }
}
