//! In: a poem. Out: stanzas as paragraphs, lines as spans that hang by the stylesheet and still break without it.

use super::text::Writer;
use super::xml::{Element, Node};
use crate::model::{Attributes, Inline, Stanza, Verse, VerseLine, plain_text};

impl Writer<'_> {
    pub fn verse(&mut self, verse: &Verse, attributes: &Attributes) -> Element {
        let mut class =
            if verse.columns > 1 { format!("poem columns-{}", verse.columns.min(4)) } else { "poem".to_owned() };
        class += if verse.exact { " exact" } else { "" };
        let mut both = verse.attributes.clone();
        both.anchor = both.anchor.or(attributes.anchor);
        both.classes.extend(attributes.classes.iter().cloned());
        both.lang = both.lang.or_else(|| attributes.lang.clone());
        let mut poem = self.marked(Element::new("div"), &class, &both).with("epub:type", "z3998:poem");
        if let Some(title) = &verse.title {
            poem = poem.with("role", "group").with("aria-label", plain_text(title));
            let title = Element::new("p").with("class", "poem-title").children(self.run(title));
            poem = poem.child(title);
        }
        for (at, stanza) in verse.stanzas.iter().enumerate() {
            let mut stanza = self.stanza(stanza, verse.exact);
            if self.in_note && at + 1 < verse.stanzas.len() {
                stanza = stanza.child(slash(&self.design.marks.stanza));
            }
            poem = poem.child(stanza);
        }
        if let Some(by) = &verse.attribution {
            let by = Element::new("p").with("class", "attribution").children(self.attribution(by));
            poem = poem.child(by);
        }
        poem
    }

    fn stanza(&mut self, stanza: &Stanza, exact: bool) -> Element {
        let mut p = Element::new("p").with("class", "stanza").with("epub:type", "z3998:verse");
        for (at, line) in stanza.lines.iter().enumerate() {
            if let Some(speaker) = &line.speaker {
                let name = Element::new("span").with("class", "speaker").with("epub:type", "z3998:persona");
                p = p.child(name.children(self.run(speaker)).child(Element::new("br"))).text("\n");
            }
            let span = self.line(line, exact);
            p = match at + 1 < stanza.lines.len() {
                true => p.child(span.children(self.line_end())).text("\n"),
                false => p.child(span),
            };
        }
        p
    }

    /// A line's number is the stylesheet's to show, so that the words stay the poem's. In a shape poem the spaces at the
    /// beginning of a line are spaces, as wide as those within it.
    fn line(&mut self, line: &VerseLine, exact: bool) -> Element {
        let (spaces, indent) = if exact { (line.indent, 0) } else { (0, line.indent) };
        let class = match indent {
            0 => "line".to_owned(),
            indent => format!("line {}", super::css::indent_class(indent)),
        };
        self.indents.extend((indent > 0).then_some(indent));
        let span = Element::new("span")
            .with("class", class)
            .with_some("data-number", line.number.map(|number| number.to_string()));
        let span = if spaces > 0 { span.text("\u{a0}".repeat(spaces.into())) } else { span };
        span.children(self.run(&line.inlines))
    }

    /// A break at the end of a line that is a block adds nothing, and parts the lines where it is none. In a note a slash
    /// too, which the stylesheet hides: pop-ups that drop tags and style drop line ends.
    fn line_end(&self) -> Vec<Node> {
        let slash = self.in_note.then(|| slash(&self.design.marks.verse_line));
        slash.into_iter().chain([Element::new("br").into()]).collect()
    }

    /// The dash is written out: it must be there without a stylesheet too.
    pub fn attribution(&mut self, words: &[Inline]) -> Vec<Node> {
        self.in_attribution = true;
        let mut nodes = vec![Node::from(self.design.marks.attribution.clone())];
        nodes.extend(self.run(words));
        self.in_attribution = false;
        nodes
    }
}

/// Two of them end a stanza.
fn slash(shown: &str) -> Node {
    Element::new("span").with("class", "slash").text(shown).into()
}
