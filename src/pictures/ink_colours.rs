//! In: the source of an SVG. Out: the same with colours that screens know in place of those that only a press does.
//!
//! `icc-color(…)` and `device-cmyk(…)` follow the sRGB colour that stands for them elsewhere (SVG 1.1, 11.2), or stand
//! alone. What reads drawings knows neither, and would paint them black.

use std::borrow::Cow;

const FUNCTIONS: [&str; 2] = ["icc-color(", "device-cmyk("];
/// Bytes of one such colour.
const LONGEST: usize = 400;

/// Whether a drawing has colours that only a press knows.
pub fn has_ink_colours(source: &str) -> bool {
    matches!(without_ink_colours(source), Cow::Owned(_))
}

/// The colour that stands before each of them, or one that is made of its parts.
pub fn without_ink_colours(source: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut done, mut seen, mut in_values) = (0, 0, false);
    let mut found: Vec<_> = FUNCTIONS.iter().flat_map(|name| source.match_indices(name)).collect();
    found.sort_unstable();
    for (at, name) in found {
        if at < seen {
            continue;
        }
        in_values = reads_values(&source[seen..at], in_values);
        let inside = at + name.len();
        seen = inside;
        let Some(length) = closing(&source[inside..]).filter(|_| in_values) else { continue };
        let before = &source[done..at];
        let value = before.trim_end();
        out.push_str(value);
        // Behind a colour it is left out, and nothing else stands in its value before it.
        if value.ends_with(['"', '\'', ':', '{', ';']) {
            out.push_str(&before[value.len()..]);
            out.push_str(&converted(&source[inside..inside + length]));
        }
        done = inside + length + 1;
        seen = done;
    }
    if done == 0 {
        return Cow::Borrowed(source);
    }
    out.push_str(&source[done..]);
    Cow::Owned(out)
}

/// Whether what follows stands in a tag or a style sheet, and not among words.
fn reads_values(passed: &str, before: bool) -> bool {
    match (passed.rfind('<'), passed.rfind('>')) {
        (None, None) => before,
        (Some(open), close) if close.is_none_or(|close| close < open) => true,
        (open, Some(close)) => {
            let tag = &passed[open.unwrap_or(0)..close];
            tag.starts_with("<style") || tag.starts_with("<![CDATA[") || open.is_none() && before
        }
        (Some(_), None) => true,
    }
}

/// The place of the bracket that closes the one before `rest`.
fn closing(rest: &str) -> Option<usize> {
    let mut depth = 1_usize;
    for (at, byte) in rest.bytes().take(LONGEST).enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth -= 1,
            b'<' | b'"' => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// A colour of the parts between the brackets: four inks, three lights or one ink, each 0 to 1 or in percent. A colour
/// behind a comma is the author's own.
fn converted(inside: &str) -> String {
    let words = inside.split([',', ' ', '/', '\t', '\n']).map(str::trim).filter(|word| !word.is_empty());
    let level = |word: &str| {
        let part = match word.strip_suffix('%') {
            Some(percent) => percent.parse::<f32>().ok()? / 100.0,
            None => word.parse::<f32>().ok()?,
        };
        part.is_finite().then(|| (part.clamp(0.0, 1.0) * 255.0).round() as u32)
    };
    let levels: Vec<u32> = words.filter_map(level).collect();
    let own = inside
        .rsplit_once(',')
        .map(|(_, last)| last.trim())
        .filter(|last| last.starts_with(char::is_alphabetic) || last.starts_with('#'));
    if let Some(own) = own.filter(|own| !own.contains(['(', ')'])) {
        return own.to_owned();
    }
    let [red, green, blue] = match levels[..] {
        [cyan, magenta, yellow, black, ..] => [cyan, magenta, yellow].map(|ink| (255 - ink) * (255 - black) / 255),
        [red, green, blue] => [red, green, blue],
        [ink, ..] => [255 - ink; 3],
        [] => [128; 3],
    };
    format!("rgb({red},{green},{blue})")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_beside_it_stays() {
        let made = without_ink_colours("<rect fill=\"#ff5000 icc-color(P21, 1)\" stroke='red  device-cmyk(0 1 1 0)'/>");
        assert_eq!(made, "<rect fill=\"#ff5000\" stroke='red'/>");
        assert_eq!(
            without_ink_colours("<g style=\"fill:#abc icc-color(a, 0.1);x:y\"/>"),
            "<g style=\"fill:#abc;x:y\"/>"
        );
    }

    #[test]
    fn without_one_it_is_made_of_the_inks() {
        let made = without_ink_colours(
            "<g fill=\"device-cmyk(0, 0.7, 100%, 0)\"/><style>a { fill: device-cmyk(1 0 0 0) }</style>",
        );
        assert_eq!(made, "<g fill=\"rgb(255,76,0)\"/><style>a { fill: rgb(0,255,255) }</style>");
        assert_eq!(without_ink_colours("<g fill='icc-color(spot, 0.5)'/>"), "<g fill='rgb(127,127,127)'/>");
        assert_eq!(without_ink_colours("<g fill='device-cmyk(0 1 1 0, #e00)'/>"), "<g fill='#e00'/>");
    }

    #[test]
    fn words_and_what_is_never_closed_stay() {
        for same in ["<text>icc-color(a, 1)</text>", "<g fill=\"red icc-color(1\"/>", "<g/>"] {
            assert!(!has_ink_colours(same), "{same}");
        }
        let many = format!("<g a=\"{}\"/>", "icc-color(".repeat(20_000));
        assert!(!has_ink_colours(&many));
    }
}
