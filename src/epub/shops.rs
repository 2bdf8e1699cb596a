//! In: the files of an EPUB. Out: the same for a shop's readers: sentences that Kobo's can mark, or what Amazon's
//! guidelines take. Refuses to write text: it is the same XHTML.

use super::container::Packed;
use super::document::{COVER, File, MODERN_STYLESHEET, NAV, STYLESHEET};
use crate::xhtml::xml::{Element, Node, Text};

/// Levels of contents that Kindles show; what is deeper is listed at the last of them.
pub const KINDLE_LEVELS: usize = 2;

/// What Kobo's own files have around the text of each page, and what the sheet says of it there.
const COLUMNS: &str = "book-columns";
const INNER: &str = "book-inner";
const KOBO_RULES: &str = "\n/* Around the text */\n#book-inner { margin-top: 0; margin-bottom: 0; }\n\
    #book-inner > section { break-before: page; page-break-before: always; }\n";

/// Every sentence in a span of its own, numbered by paragraph, as kepubify writes them and Kobo's readers want them for
/// places and marks.
pub fn for_kobo(files: &mut [File], packed: &mut [Packed]) {
    for file in files {
        let Some(Node::Element(body)) = file.html.children.last_mut() else { continue };
        let mut spans = Spans::default();
        let children = std::mem::take(&mut body.children);
        let children = children.into_iter().flat_map(|child| spans.node(child)).collect::<Vec<_>>();
        let inner = Element::new("div").with("id", INNER).children(children);
        body.children = vec![Element::new("div").with("id", COLUMNS).child(inner).into()];
    }
    let sheet = packed.iter_mut().find(|file| file.path == STYLESHEET);
    sheet.into_iter().for_each(|sheet| sheet.bytes.extend_from_slice(KOBO_RULES.as_bytes()));
}

/// One style sheet, and the cover once: Amazon's readers show the picture by themselves.
pub fn for_kindle(files: &mut Vec<File>, packed: &mut Vec<Packed>) {
    files.retain(|file| file.name != COVER);
    packed.retain(|file| file.path != MODERN_STYLESHEET);
    for file in files {
        let is_nav = file.name == NAV;
        drop_from(&mut file.html, &|element| {
            let leads = |node: &Node| is_element(node, &|link| link.attribute("epub:type") == Some("cover"));
            element.attribute("href") == Some(MODERN_STYLESHEET)
                || is_nav && element.name == "li" && element.children.iter().any(leads)
        });
    }
}

fn drop_from(element: &mut Element, unwanted: &impl Fn(&Element) -> bool) {
    element.children.retain(|child| !is_element(child, unwanted));
    for child in &mut element.children {
        if let Node::Element(child) = child {
            drop_from(child, unwanted);
        }
    }
}

fn is_element(node: &Node, holds: &impl Fn(&Element) -> bool) -> bool {
    match node {
        Node::Element(element) => holds(element),
        Node::Text(_) => false,
    }
}

/// Counts as kepubify does: a paragraph, list, table or picture begins a new number, its sentences count from 1.
#[derive(Default)]
struct Spans {
    paragraph: usize,
    sentence: usize,
    /// The next words begin a new paragraph.
    opens: bool,
}

impl Spans {
    fn node(&mut self, node: Node) -> Vec<Node> {
        match node {
            Node::Text(text) if text.trim().is_empty() => vec![text.into()],
            Node::Text(text) => {
                if std::mem::take(&mut self.opens) {
                    (self.paragraph, self.sentence) = (self.paragraph + 1, 0);
                }
                sentences(&text).into_iter().map(|sentence| self.span(sentence)).collect()
            }
            Node::Element(element) if element.name == "img" => {
                (self.paragraph, self.sentence, self.opens) = (self.paragraph + 1, 0, false);
                vec![self.span(element.into())]
            }
            // What no sentence is, and what is not shown.
            Node::Element(element) if element.name == "pre" || element.attribute("hidden").is_some() => {
                vec![element.into()]
            }
            Node::Element(mut element) => {
                self.opens |= matches!(element.name, "p" | "ol" | "ul" | "table");
                let children = std::mem::take(&mut element.children);
                element.children = children.into_iter().flat_map(|child| self.node(child)).collect();
                vec![element.into()]
            }
        }
    }

    fn span(&mut self, content: Node) -> Node {
        self.sentence += 1;
        let id = format!("kobo.{}.{}", self.paragraph, self.sentence);
        Element::new("span").with("class", "koboSpan").with("id", id).child(content).into()
    }
}

/// A sentence ends behind its mark, a quotation mark behind that, and the spaces that follow.
fn sentences(text: &Text) -> Vec<Node> {
    let (mut pieces, mut from, mut rest) = (Vec::new(), 0, text.char_indices().peekable());
    while let Some((at, letter)) = rest.next() {
        if !matches!(letter, '.' | '!' | '?' | ':') {
            continue;
        }
        let mut end = at + letter.len_utf8();
        if let Some((at, quote)) = rest.next_if(|(_, next)| matches!(next, '\'' | '"' | '”' | '’' | '“' | '…'))
        {
            end = at + quote.len_utf8();
        }
        while let Some((at, space)) = rest.next_if(|(_, next)| next.is_whitespace()) {
            end = at + space.len_utf8();
        }
        pieces.push(Node::Text(text.part(from..end)));
        from = end;
    }
    if from < text.len() {
        pieces.push(Node::Text(text.part(from..text.len())));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(node: &Node) -> String {
        match node {
            Node::Text(text) => text.words.clone(),
            Node::Element(element) => {
                let inner: String = element.children.iter().map(written).collect();
                match element.attribute("id") {
                    Some(id) => format!("[{}:{inner}]", id.trim_start_matches("kobo.")),
                    None => format!("<{}>{inner}", element.name),
                }
            }
        }
    }

    #[test]
    fn sentences_are_numbered_by_paragraph() {
        let p = |text: &str| Node::from(Element::new("p").text(text));
        let list = Element::new("ul").child(Element::new("li").text("Item")).text("\n");
        let body = Element::new("section")
            .child(Element::new("h1").text("Title"))
            .child(p("One. “Two!” Three 3.5"))
            .child(list)
            .child(Element::new("p").child(Element::new("img")).text("After"))
            .child(Element::new("pre").text("a. b. c."))
            .child(p(""));
        let mut file =
            File { name: "a.xhtml".to_owned(), html: Element::new("html").child(Element::new("body").child(body)) };
        for_kobo(std::slice::from_mut(&mut file), &mut []);
        assert_eq!(
            written(&file.html.into()),
            "<html><body>[book-columns:[book-inner:<section><h1>[0.1:Title]<p>[1.1:One. ][1.2:“Two!” ][1.3:Three 3.][1.4:5]\
             <ul><li>[2.1:Item]\n<p>[3.1:<img>][3.2:After]<pre>a. b. c.<p>]]"
        );
    }

    #[test]
    fn amazon_gets_one_sheet_and_one_cover() {
        let link = |kind: &str| Node::from(Element::new("li").child(Element::new("a").with("epub:type", kind)));
        let sheet = |name: &str| Node::from(Element::new("link").with("href", name));
        let html = Element::new("html")
            .child(Element::new("head").child(sheet(STYLESHEET)).child(sheet(MODERN_STYLESHEET)))
            .child(Element::new("ol").child(link("cover")).child(link("toc")));
        let file = |name: &str| File { name: name.to_owned(), html: html.clone() };
        let packed = |path: &str| Packed { path: path.to_owned(), media_type: "text/css", bytes: vec![] };
        let (mut files, mut others) =
            (vec![file(COVER), file(NAV)], vec![packed(STYLESHEET), packed(MODERN_STYLESHEET)]);
        for_kindle(&mut files, &mut others);
        assert_eq!((files.len(), others.len(), others[0].path.as_str()), (1, 1, STYLESHEET));
        assert_eq!(written(&files[0].html.clone().into()), "<html><head><link><ol><li><a>");
    }
}
