//! In: an attribute list, and the version that is made. Out: whether what the list stands on belongs to that version; the
//! list without its conditions. The one place that knows how a condition is written, by us and by other tools.

use super::attributes::{List, Pair};
use super::scope::Scope;
use super::version::Medium;
use crate::base::Diagnostic;
use crate::base::config::nearest;
use std::ops::Range;

/// What is called by a name other than an edition's: the media that it means. Formats that are never made mean none.
const FORMATS: &[(&str, &[Medium])] = &[
    ("print", &[Medium::Print]),
    ("screen", &[Medium::Screen]),
    ("epub", &[Medium::Ebook]),
    ("ebook", &[Medium::Ebook]),
    ("pdf", &[Medium::Print, Medium::Screen]),
    ("html", &[Medium::Ebook]),
    ("html5", &[Medium::Ebook]),
    ("epub2", &[Medium::Ebook]),
    ("epub3", &[Medium::Ebook]),
    ("kindle", &[Medium::Ebook]),
    ("latex", &[Medium::Print, Medium::Screen]),
    ("typst", &[Medium::Print, Medium::Screen]),
    ("beamer", &[]),
    ("docx", &[]),
    ("gfm", &[]),
    ("odt", &[]),
    ("pptx", &[]),
    ("revealjs", &[]),
    ("web", &[]),
];

/// What the default edition is called in a condition.
const DEFAULT: &str = "default";

/// What a list's conditions come to.
pub struct Judgement {
    pub admits: bool,
    /// With their places.
    pub faults: Vec<(Range<usize>, Diagnostic)>,
}

/// Takes the conditions off a list and judges them; nothing where it has none. All of them must hold.
pub fn judge(list: &mut List, scope: &Scope) -> Option<Judgement> {
    let mut judge = Judge { scope, out: Judgement { admits: true, faults: Vec::new() } };
    let mut has_any = false;
    list.classes.retain(|class| {
        let Some(media) = of_class(&class.text) else { return true };
        has_any = true;
        judge.out.admits &= media.contains(&scope.version.medium);
        false
    });
    let before = list.classes.len();
    let hidden = list.has("content-hidden");
    list.classes.retain(|class| !matches!(class.text.as_str(), "content-visible" | "content-hidden"));
    let of_quarto = list.classes.len() < before;
    // What is hidden is hidden where all that is said of it holds; alone, everywhere.
    let mut quarto = true;
    list.pairs.retain(|pair| {
        match pair.key.as_str() {
            "only" => judge.must(pair, Judge::name, true),
            "not" => judge.must(pair, Judge::name, false),
            "edition" => judge.must(pair, Judge::edition, true),
            "when-format" if of_quarto => quarto &= judge.any(pair, Judge::format),
            "unless-format" if of_quarto => quarto &= !judge.any(pair, Judge::format),
            "when-profile" if of_quarto => quarto &= judge.any(pair, Judge::edition),
            "unless-profile" if of_quarto => quarto &= !judge.any(pair, Judge::edition),
            "when-meta" | "unless-meta" if of_quarto => {
                let why = format!("`{}` asks for a value that no edition has", pair.key);
                let help = "write `only=print`, `only=epub` or `edition=\"name\"`";
                judge.fault(pair, Diagnostic::error("condition-unsupported", why).help(help));
            }
            _ => return true,
        }
        has_any = true;
        false
    });
    if of_quarto {
        judge.out.admits &= quarto != hidden;
    }
    (has_any || of_quarto).then_some(judge.out)
}

/// Whether the version is one of this file, or of this edition; nothing where there is no such name.
pub fn names(name: &str, scope: &Scope) -> Option<bool> {
    Judge { scope, out: Judgement { admits: true, faults: Vec::new() } }.name(name)
}

/// `epub-only`, `only-epub`, `not-epub`.
fn of_class(class: &str) -> Option<Vec<Medium>> {
    let media = |name: &str| FORMATS.iter().find(|(known, _)| *known == name).map(|(_, media)| media.to_vec());
    if let Some(name) = class.strip_suffix("-only").or_else(|| class.strip_prefix("only-")) {
        return media(name);
    }
    let left_out = media(class.strip_prefix("not-")?)?;
    Some(Medium::ALL.into_iter().filter(|medium| !left_out.contains(medium)).collect())
}

struct Judge<'a> {
    scope: &'a Scope,
    out: Judgement,
}

impl Judge<'_> {
    fn must(&mut self, pair: &Pair, is: fn(&Self, &str) -> Option<bool>, wanted: bool) {
        let faults = self.out.faults.len();
        let holds = self.any(pair, is) == wanted;
        // What nobody understands is shown until it is mended.
        self.out.admits &= holds || self.out.faults.len() > faults;
    }

    /// Whether one of the names holds; several are written with spaces or commas between.
    fn any(&mut self, pair: &Pair, is: fn(&Self, &str) -> Option<bool>) -> bool {
        let mut holds = false;
        let names = pair.value.split([' ', ',']).filter(|name| !name.is_empty());
        let mut count = 0;
        for name in names {
            count += 1;
            match is(self, name) {
                Some(is) => holds |= is,
                None => self.unknown(pair, name),
            }
        }
        if count == 0 {
            let why = format!("`{}` names nothing", pair.key);
            let help = "write `only=print`, `only=epub`, `only=screen` or the name of an edition";
            self.fault(pair, Diagnostic::error("condition-unknown", why).help(help));
        }
        holds
    }

    fn name(&self, name: &str) -> Option<bool> {
        self.format(name).or_else(|| self.edition(name))
    }

    fn format(&self, name: &str) -> Option<bool> {
        let (_, media) = FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(media.contains(&self.scope.version.medium))
    }

    fn edition(&self, name: &str) -> Option<bool> {
        let own = self.scope.version.edition.as_deref();
        match name {
            DEFAULT => Some(own.is_none()),
            _ => self.scope.editions.iter().any(|known| **known == *name).then_some(own == Some(name)),
        }
    }

    fn unknown(&mut self, pair: &Pair, name: &str) {
        let editions = self.scope.editions.iter().map(|name| &**name).chain([DEFAULT]);
        let formats = if pair.key == "edition" || pair.key.ends_with("-profile") { &[] } else { &FORMATS[..5] };
        let known: Vec<&str> = formats.iter().map(|(name, _)| *name).chain(editions).collect();
        let why = match (formats.is_empty(), name) {
            (false, "booklet" | "cover") => {
                format!("`{name}` is made of the pages in print and has no words of its own")
            }
            (true, _) => format!("the book has no edition `{name}`"),
            (false, _) => format!("no file and no edition is called `{name}`"),
        };
        let help = match (name, nearest(name, &known)) {
            ("booklet" | "cover", _) => "write `print`".to_owned(),
            (_, Some((_, near))) => format!("did you mean `{near}`?"),
            (_, None) => format!("choose from {}", known.join(", ")),
        };
        self.fault(pair, Diagnostic::error("condition-unknown", why).help(help));
    }

    fn fault(&mut self, pair: &Pair, found: Diagnostic) {
        self.out.faults.push((pair.start..pair.range.end, found));
    }
}

#[cfg(test)]
mod tests {
    use super::super::attributes;
    use super::*;
    use crate::manuscript::version::Version;
    use std::sync::Arc;

    /// Whether a list admits ebook, print and screen of an edition, and the messages.
    fn judged(list: &str, edition: Option<&str>) -> Option<(String, Vec<String>)> {
        let read = attributes::read(list, 0).unwrap();
        let mut out = String::new();
        let mut told = Vec::new();
        for (medium, letter) in [(Medium::Ebook, 'e'), (Medium::Print, 'p'), (Medium::Screen, 's')] {
            let version = Version { edition: edition.map(Arc::from), medium };
            let editions = Arc::from([Arc::from("hardback"), Arc::from("large-print")]);
            let mut own = read.clone();
            let judgement = judge(&mut own, &Scope { version, editions, ..Scope::default() })?;
            assert!(own.pairs.iter().all(|pair| pair.key == "id"), "{own:?}");
            out.extend(judgement.admits.then_some(letter));
            told = judgement.faults.into_iter().map(|(_, found)| format!("{found:?}")).collect();
        }
        Some((out, told))
    }

    fn admits(list: &str, edition: Option<&str>) -> String {
        let (admits, faults) = judged(list, edition).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        admits
    }

    #[test]
    fn ours() {
        assert_eq!(judged("{.letter id=x}", None), None);
        assert_eq!(admits("{only=print}", None), "p");
        assert_eq!(admits("{only=\"epub screen\"}", None), "es");
        assert_eq!(admits("{only=\"pdf\"}", None), "ps");
        assert_eq!(admits("{not=epub,screen}", None), "p");
        assert_eq!(admits("{not=docx}", None), "eps");
        assert_eq!(admits("{edition=hardback}", None), "");
        assert_eq!(admits("{edition=hardback}", Some("hardback")), "eps");
        assert_eq!(admits("{edition=\"default, hardback\"}", None), "eps");
        assert_eq!(admits("{edition=hardback only=print}", Some("hardback")), "p");
        assert_eq!(admits("{not=large-print}", Some("large-print")), "");
        assert_eq!(admits("{.epub-only}", None), "e");
        assert_eq!(admits("{.not-pdf}", None), "e");
    }

    #[test]
    fn those_of_quarto() {
        assert_eq!(admits("{.content-visible when-format=\"epub\"}", None), "e");
        assert_eq!(admits("{.content-visible unless-format=\"html\"}", None), "ps");
        assert_eq!(admits("{.content-hidden when-format=\"pdf\"}", None), "e");
        assert_eq!(admits("{.content-hidden unless-format=\"pdf\"}", None), "ps");
        assert_eq!(admits("{.content-hidden}", None), "");
        assert_eq!(admits("{.content-visible when-profile=\"hardback\"}", Some("hardback")), "eps");
    }

    #[test]
    fn what_nobody_understands_is_an_error() {
        for (list, words) in [
            ("{only=prnt}", "did you mean `print`?"),
            ("{edition=hardcover}", "the book has no edition `hardcover`"),
            ("{only=booklet}", "write `print`"),
            ("{only=\"\"}", "names nothing"),
            ("{.content-visible when-meta=\"draft\"}", "no edition has"),
        ] {
            let (admits, faults) = judged(list, None).unwrap();
            assert!(admits == "eps" && faults.len() == 1 && faults[0].contains(words), "{list} {admits} {faults:?}");
        }
    }
}
