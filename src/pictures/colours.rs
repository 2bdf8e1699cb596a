//! In: an SVG file. Out: two of its colours that only the eye for colour tells apart. Refuses to know what they mean.

use super::header::PictureError;
use super::svg;
use std::collections::BTreeSet;
use usvg::{Group, Node, Paint};

type Rgb = [i32; 3];

/// Less than this between the largest and the smallest part is taken for a gray.
const LEAST_CHROMA: i32 = 48;
/// An eighth of the circle of hues.
const LEAST_TURN: i32 = CIRCLE / 8;
const CIRCLE: i32 = 6 * 256;
/// Grays that are nearer to each other than this, of 255, look the same on paper.
const ALIKE: i32 = 24;
/// A painting has all colours; a chart has few.
const MOST_COLOURS: usize = 24;

/// Two plain colours of fills or strokes whose hues differ and whose grays do not: `#c02020`, `#206a20`. Dashed strokes,
/// patterns and gradients can be told apart otherwise and are left out; so is a drawing of very many colours.
pub fn alike_in_gray(bytes: &[u8]) -> Result<Option<(String, String)>, PictureError> {
    let tree = svg::tree(bytes, false)?;
    let mut colours = BTreeSet::new();
    collect(tree.root(), &mut colours);
    if colours.len() > MOST_COLOURS {
        return Ok(None);
    }
    let all: Vec<Rgb> = colours.into_iter().collect();
    let pairs = all.iter().enumerate().flat_map(|(at, one)| all[at + 1..].iter().map(move |other| (*one, *other)));
    Ok(pairs.into_iter().find(|(one, other)| alike(*one, *other)).map(|(one, other)| (name(one), name(other))))
}

fn collect(group: &Group, out: &mut BTreeSet<Rgb>) {
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, out),
            Node::Path(path) if path.is_visible() => {
                let fill = path.fill().map(|fill| fill.paint());
                let stroke = path.stroke().filter(|stroke| stroke.dasharray().is_none()).map(|stroke| stroke.paint());
                for paint in [fill, stroke].into_iter().flatten() {
                    if let Paint::Color(colour) = paint {
                        out.insert([colour.red, colour.green, colour.blue].map(i32::from));
                    }
                }
            }
            _ => {}
        }
    }
}

fn alike(one: Rgb, other: Rgb) -> bool {
    let (Some(first), Some(second)) = (hue(one), hue(other)) else { return false };
    let turn = (first - second).rem_euclid(CIRCLE);
    turn.min(CIRCLE - turn) >= LEAST_TURN && (gray(one) - gray(other)).abs() < ALIKE
}

/// As a photocopier sees it (ITU-R BT.709), 0 to 255.
fn gray([red, green, blue]: Rgb) -> i32 {
    (2126 * red + 7152 * green + 722 * blue) / 10_000
}

/// Where on the circle of hues; nothing for a gray.
fn hue([red, green, blue]: Rgb) -> Option<i32> {
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let chroma = most - least;
    if chroma < LEAST_CHROMA {
        return None;
    }
    let (from, difference) = match most {
        most if most == red => (0, green - blue),
        most if most == green => (CIRCLE / 3, blue - red),
        _ => (CIRCLE * 2 / 3, red - green),
    };
    Some((from + difference * (CIRCLE / 6) / chroma).rem_euclid(CIRCLE))
}

fn name([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(inside: &str) -> Option<(String, String)> {
        let open = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">"#;
        alike_in_gray(format!("{open}{inside}</svg>").as_bytes()).unwrap()
    }

    fn two(one: &str, other: &str) -> bool {
        let bar = |colour: &str| format!("<path d='M0 0h9v9z' fill='{colour}'/>");
        pair(&(bar(one) + &bar(other))).is_some()
    }

    #[test]
    fn a_red_and_a_green_of_one_gray_are_found() {
        assert!(two("#c02020", "#206a20"));
        assert!(two("hsl(0, 60%, 50%)", "hsl(220, 60%, 45%)"));
        assert!(!two("#ffcc00", "#001a66"), "one is light, one dark");
        assert!(!two("#c02020", "#c03030"), "nearly one hue");
        assert!(!two("#777777", "#7a7a70"), "grays");
    }

    #[test]
    fn what_can_be_told_apart_otherwise_is_left_out() {
        let line =
            |rest: &str| format!("<path d='M0 0h9' stroke='#206a20' {rest}/><path d='M0 0h9v9z' fill='#c02020'/>");
        assert!(pair(&line("")).is_some());
        assert!(pair(&line("stroke-dasharray='2'")).is_none());
        assert!(pair(&line("visibility='hidden'")).is_none());
    }
}
