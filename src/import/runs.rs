//! In: pieces of text, each with its whole look, as word processors and style sheets give them. Out: inlines in each
//! other. White space at an edge belongs to what both sides share.

use super::tree::{Attributes, Inline, Target};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub change: Change,
    pub link: Option<Target>,
    pub lang: Option<String>,
    pub underline: bool,
    pub strike: bool,
    pub strong: bool,
    pub emphasis: bool,
    pub small_caps: bool,
    pub level: Level,
    pub code: bool,
}

/// A tracked change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Change {
    #[default]
    None,
    Inserted,
    Deleted,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Line,
    Below,
    Above,
}

/// A piece in one look. The inline is a text, or something that has no look of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub look: Look,
    pub inline: Inline,
}

impl Run {
    pub fn text(look: &Look, text: impl Into<String>) -> Run {
        Run { look: look.clone(), inline: Inline::Text(text.into()) }
    }

    pub fn of(look: &Look, inline: Inline) -> Run {
        Run { look: look.clone(), inline }
    }

    fn is_space(&self) -> bool {
        match &self.inline {
            Inline::Text(text) => text.chars().all(char::is_whitespace),
            Inline::Break | Inline::Anchor(_) => true,
            _ => false,
        }
    }
}

/// Nests the runs of one paragraph.
pub fn inlines(runs: Vec<Run>) -> Vec<Inline> {
    let mut runs = parted(runs);
    // What stands before the first word, between words of other looks and after the last is not of either look.
    let mut before = Look::default();
    for at in 0..runs.len() {
        if runs[at].is_space() {
            let after = runs[at..].iter().find(|run| !run.is_space()).map(|run| run.look.clone()).unwrap_or_default();
            let own = &runs[at].look;
            let look = shared(&shared(&before, &after), own);
            runs[at].look = Look { change: own.change, ..look };
        } else {
            before = runs[at].look.clone();
        }
    }
    nest(&runs, 0)
}

/// Texts without white space at their edges, and the white space.
fn parted(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        let Inline::Text(text) = &run.inline else {
            out.push(run);
            continue;
        };
        let begin = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(begin);
        for part in [&text[..begin], &text[begin..end], &text[end..]] {
            if !part.is_empty() {
                out.push(Run::text(&run.look, part));
            }
        }
    }
    out
}

fn shared(one: &Look, other: &Look) -> Look {
    let same = |a: bool, b: bool| a && b;
    Look {
        change: if one.change == other.change { one.change } else { Change::None },
        link: one.link.clone().filter(|_| one.link == other.link),
        lang: one.lang.clone().filter(|_| one.lang == other.lang),
        underline: same(one.underline, other.underline),
        strike: same(one.strike, other.strike),
        strong: same(one.strong, other.strong),
        emphasis: same(one.emphasis, other.emphasis),
        small_caps: same(one.small_caps, other.small_caps),
        level: if one.level == other.level { one.level } else { Level::Line },
        code: same(one.code, other.code),
    }
}

/// What may go around other inlines, from the outside in; code, which holds letters alone, comes last.
const LAYERS: usize = 9;

fn same(layer: usize, one: &Look, other: &Look) -> bool {
    match layer {
        0 => one.change == other.change,
        1 => one.link == other.link,
        2 => one.lang == other.lang,
        3 => one.underline == other.underline,
        4 => one.strike == other.strike,
        5 => one.strong == other.strong,
        6 => one.emphasis == other.emphasis,
        7 => one.small_caps == other.small_caps,
        _ => one.level == other.level,
    }
}

fn nest(runs: &[Run], layer: usize) -> Vec<Inline> {
    if layer == LAYERS {
        return plain(runs);
    }
    let mut out = Vec::new();
    for group in runs.chunk_by(|one, other| same(layer, &one.look, &other.look)) {
        let inner = nest(group, layer + 1);
        let Some(look) = group.first().map(|run| &run.look) else { continue };
        let wrapped = match layer {
            0 if look.change == Change::Inserted => Inline::Inserted(inner),
            0 if look.change == Change::Deleted => Inline::Deleted(inner),
            1 if look.link.is_some() => match &look.link {
                Some(target) => Inline::Link { target: target.clone(), inlines: inner },
                None => continue,
            },
            2 if look.lang.is_some() => {
                let pairs = look.lang.iter().map(|lang| ("lang".to_owned(), lang.clone())).collect();
                Inline::Span { attributes: Attributes { pairs, ..Attributes::default() }, inlines: inner }
            }
            3 if look.underline => Inline::Underline(inner),
            4 if look.strike => Inline::Strike(inner),
            5 if look.strong => Inline::Strong(inner),
            6 if look.emphasis => Inline::Emphasis(inner),
            7 if look.small_caps => Inline::SmallCaps(inner),
            8 if look.level == Level::Below => Inline::Subscript(inner),
            8 if look.level == Level::Above => Inline::Superscript(inner),
            _ => {
                out.extend(inner);
                continue;
            }
        };
        out.push(wrapped);
    }
    merged(out)
}

fn plain(runs: &[Run]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for run in runs {
        match (&run.inline, out.last_mut()) {
            (Inline::Text(text), Some(Inline::Code(code))) if run.look.code => code.push_str(text),
            (Inline::Text(text), _) if run.look.code => out.push(Inline::Code(text.clone())),
            (inline, _) => out.push(inline.clone()),
        }
    }
    merged(out)
}

/// Neighbouring texts are one.
pub fn merged(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (&inline, out.last_mut()) {
            (Inline::Text(text), Some(Inline::Text(before))) => before.push_str(text),
            _ => out.push(inline),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text(text.into())
    }

    #[test]
    fn looks_become_inlines_in_each_other() {
        let strong = Look { strong: true, ..Look::default() };
        let both = Look { emphasis: true, ..strong.clone() };
        let runs = [(&strong, "a "), (&both, "b"), (&strong, " c "), (&Look::default(), "d")];
        let inlines = inlines(runs.iter().map(|(look, text)| Run::text(look, *text)).collect());
        let inner = vec![text("a "), Inline::Emphasis(vec![text("b")]), text(" c")];
        assert_eq!(inlines, [Inline::Strong(inner), text(" d")]);
    }

    #[test]
    fn space_has_the_look_of_both_sides_or_none() {
        let slanted = Look { emphasis: true, ..Look::default() };
        let made =
            inlines(vec![Run::text(&slanted, " a"), Run::text(&Look::default(), " "), Run::text(&slanted, "b ")]);
        let one = |letter: &str| Inline::Emphasis(vec![text(letter)]);
        assert_eq!(made, [text(" "), one("a"), text(" "), one("b"), text(" ")]);
        let code = Look { code: true, ..Look::default() };
        assert_eq!(inlines(vec![Run::text(&code, "a b"), Run::text(&code, "c")]), [Inline::Code("a bc".into())]);
    }
}
