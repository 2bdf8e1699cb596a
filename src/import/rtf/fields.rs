//! In: the name of a group, what a field is told to do, and the mark before an item. Out: whether the group is none of the
//! text, where a link leads, and how a list is numbered.

use crate::import::tree::{Numbering, Target};

/// Groups of settings, and of what is there for other programs.
pub fn is_machinery(name: &str) -> bool {
    const NAMES: &str = " colortbl listtable listoverridetable rsidtbl generator pgptbl latentstyles xmlnstbl \
        themedata colorschememapping datastore filetbl nonshppict bkmkend atnid atnauthor expandedcolortbl \
        datafield revtbl userprops mmathPr template pnseclvl picprop sp shpinst atrfstart atrfend defchp defpap \
        operator company doccomm category keywords subject nesttableprops nonesttables blipuid ftnsep ftnsepc ftncn \
        aftnsep aftnsepc aftncn NeXTGraphic ";
    NAMES.contains(&format!(" {name} "))
}

/// `HYPERLINK "address"`.
pub fn target(instruction: &str) -> Option<Target> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let quoted: Vec<&str> = rest.split('"').skip(1).step_by(2).collect();
    let first = quoted.first().copied().unwrap_or_else(|| rest.split_whitespace().last().unwrap_or_default());
    match () {
        () if first.starts_with("scriv") || first.is_empty() => None,
        () if rest.contains("\\l") => Some(Target::Id(quoted.last().copied().unwrap_or(first).to_owned())),
        () => Some(Target::Address(first.to_owned())),
    }
}

/// The letters and digits of a mark before an item, and what they say of its list.
pub fn numbering(label: &str) -> (String, Numbering) {
    let plain: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let numbering = match () {
        () if plain.is_empty() => Numbering::Bullets,
        () if plain.chars().all(|c| c.is_ascii_digit()) => Numbering::Arabic,
        () if plain.chars().all(|c| "ivx".contains(c)) => Numbering::LowerRoman,
        () if plain.chars().all(|c| "IVX".contains(c)) => Numbering::UpperRoman,
        () if plain.chars().all(char::is_lowercase) => Numbering::LowerLetters,
        () => Numbering::UpperLetters,
    };
    (plain, numbering)
}
