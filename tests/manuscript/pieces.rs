//! Pieces of manuscripts that tests put together at random.

/// Pieces that begin and end constructs, mostly without an error; `#` stands for a new word.
pub const MILD: &[&str] = &[
    "# ",
    "# ",
    "# # ",
    "#",
    "#",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\n\n",
    "*",
    "**",
    "_",
    "*#*",
    "**#** ",
    "~",
    "~#~",
    "~~",
    "^",
    "^#^",
    "^[# #]",
    "^[",
    "[",
    "]",
    "[#]",
    "`#`",
    "\n> ",
    "\n> ",
    "\n\n> -- #",
    "\n- ",
    "\n- # #",
    "\n1. ",
    "\n2) ",
    "  ",
    "    ",
    "\t",
    "\n| # ",
    "\n|   # *#",
    "\n\n| # | # |\n|---|---|\n| # | # |\n",
    "\n: # #",
    " | ",
    "\n---\n",
    "--",
    "- ",
    "\n***\n",
    "\n\n# #\n\n",
    "\n## # {.x}\n",
    "\n===\n",
    "\n::: letter\n# #\n:::\n",
    "\n> ::: {.center}\n> #\n> :::\n",
    "\n```verse\n# *#\n  # #*\n\n# #:: #\n```\n",
    "\n> ```verse\n> # #\n> ```\n",
    "\n~~~\n#\n~~~\n",
    "\\",
    "\"",
    "'",
    "...",
    "[^1]",
    "\n[^1]: # ",
    "&amp;",
    "\n&mdash; #",
    "\r\n",
    "\u{a0}",
    "é",
    ":: ",
    "![#](a.svg)",
    "\n\n![#](a.svg \"# *#*\")\n\n",
    "[# #](b.md)",
    "[#]{.smallcaps}",
    "[# *#*]{lang=ru}",
    "<!-- x -->",
    "\\\n",
    "\n| -- # ",
    "\n1918. #",
    "\n::: caption\n#\n:::\n",
];

/// Pieces that disturb them.
pub const WILD: &[&str] = &[
    "::: letter\n",
    "::: {.center #a}\n",
    ":::\n",
    "::: caption\n",
    "```verse\n",
    "```\n",
    "[^2]",
    "![#](#)",
    "<",
    "{",
    "}",
    "{.smallcaps}",
    "{lang=ru}",
    "(",
    ")",
    "|-|-|\n",
    "\r",
    "\0",
    "&#0;",
    "<div>",
    "[^3]: ",
    "[x]: y",
    "---\na: b\n---\n",
];

/// The pieces in a row; each `#` that is no heading's sign becomes a new word.
pub fn numbered(pieces: &[&str]) -> String {
    let mut count = 0;
    let mut number = |piece: &str| {
        let parts: Vec<&str> = piece.split('#').collect();
        // A heading's own sign stays.
        let heading = piece.trim_start_matches('\n').starts_with("# #") && piece.starts_with("\n\n");
        if piece.starts_with("\n## ") || heading {
            count += 1;
            return piece.replacen(" #", &format!(" w{count}w"), 1);
        }
        let mut out = String::new();
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                count += 1;
                out.push_str(&format!("w{count}w"));
            }
            out.push_str(part);
        }
        out
    };
    pieces.iter().map(|piece| number(piece)).collect()
}
