//! The notices of everything that is inside the program: typefaces, profiles, patterns and crates.

/// What it is, and the text that must go with it.
const DATA: [(&str, &str); 8] = [
    ("Libertinus Serif (typeface)", include_str!("../../fonts/libertinus-serif/OFL.txt")),
    ("Source Sans Pro (typeface)", include_str!("../../fonts/source-sans/OFL.txt")),
    ("Source Code Pro (typeface)", include_str!("../../fonts/source-code/OFL.txt")),
    ("Noto Sans Symbols 2 and Noto Sans Symbols (typefaces)", include_str!("../../fonts/noto-symbols/OFL.txt")),
    ("Noto Emoji (typeface)", include_str!("../../fonts/noto-emoji/OFL.txt")),
    ("British hyphenation patterns", include_str!("../layout/hyphenation/LICENSE-en-gb.txt")),
    ("FOGRA39L coated (ICC profile)", include_str!("../press/profiles/README.colorprofiles.txt")),
    ("sRGB (ICC profile)", include_str!("../pdf/profiles/README.md")),
];
const OWN: &str = include_str!("../../LICENSE-MIT");
/// Made by `tests/sources.rs`: a line a crate, then the texts.
const CRATES: &str = include_str!("notices.txt");

/// What is inside the files that the program makes, for those who pass them on.
pub fn of_files() -> String {
    let shown = DATA.iter().filter(|(what, _)| {
        what.ends_with("(typeface)") || what.ends_with("(typefaces)") || what.ends_with("(ICC profile)")
    });
    shown.map(|(what, notice)| format!("{what}\n\n{}\n\n", notice.trim())).collect()
}

pub fn text() -> String {
    let mut out =
        format!("{}, under the MIT licence below or the Apache License 2.0\n\n{}", env!("CARGO_PKG_NAME"), OWN);
    for (what, notice) in DATA {
        out += &format!("\n{}\n{what}\n\n{}\n", "=".repeat(70), notice.trim());
    }
    out + &format!("\n{}\nCrates\n\n{}", "=".repeat(70), CRATES)
}
