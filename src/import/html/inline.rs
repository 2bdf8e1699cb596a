//! In: what stands in the lines of a page. Out: runs, each with its look.

use super::dom::{Id, Kind};
use super::walk::{Context, Out, Walk};
use crate::import::album;
use crate::import::archive::{join, unescaped};
use crate::import::assemble;
use crate::import::flow::Flow;
use crate::import::runs::{Level, Run};
use crate::import::tree::{At, Block, Inline, Target};
use data_url::DataUrl;

impl Walk<'_> {
    /// An element that stands in a line, or its like.
    pub fn inline(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        let mut context = self.inner(id, context);
        let name = dom.name(id).to_ascii_lowercase();
        let look = &mut context.look;
        match name.as_str() {
            "i" | "em" | "cite" | "dfn" | "var" | "address" => {
                look.emphasis = self.styles[self.page][id].emphasis.unwrap_or(true)
            }
            "b" | "strong" => look.strong = self.styles[self.page][id].strong.unwrap_or(true),
            "u" | "ins" => look.underline = true,
            "s" | "strike" | "del" => look.strike = true,
            "sup" => look.level = self.styles[self.page][id].level.unwrap_or(Level::Above),
            "sub" => look.level = self.styles[self.page][id].level.unwrap_or(Level::Below),
            "code" | "kbd" | "samp" | "tt" => look.code = true,
            _ => {}
        }
        let smallcaps =
            dom.kinds(id).iter().any(|kind| matches!(kind.as_str(), "smallcaps" | "small-caps" | "smcap" | "sc"));
        look.small_caps |= smallcaps;
        match name.as_str() {
            "br" => out.runs.push(Run::of(&context.look, Inline::Break)),
            "wbr" => {}
            "img" | "image" => self.image(id, &context, out),
            "svg" => self.drawing(id, &context, out),
            "math" => {
                let text = dom.attribute(id, "alttext").map_or_else(|| dom.text(id), str::to_owned);
                self.remarks.plain("formulas, as a line of letters", &text, self.at(id));
                out.runs.push(Run::text(&context.look, spaced(&text)));
            }
            "q" => {
                out.runs.push(Run::text(&context.look, "“"));
                self.children(id, &context, out);
                out.runs.push(Run::text(&context.look, "”"));
            }
            "rp" => {}
            "rt" => {
                self.remarks.plain("small letters above others, as brackets behind them", &dom.text(id), self.at(id));
                out.runs.push(Run::text(&context.look, format!(" ({})", dom.text(id).trim())));
            }
            "a" => self.link(id, context, out),
            _ => self.children(id, &context, out),
        }
    }

    fn link(&mut self, id: Id, mut context: Context, out: &mut Out) {
        let dom = self.dom();
        let here = (self.page, id);
        if self.notes.back.contains(&here) {
            return;
        }
        if let Some(body) = self.notes.of.get(&here).cloned() {
            let blocks = self.note(here, &body);
            let plain = crate::import::runs::Look { level: Level::Line, link: None, ..context.look.clone() };
            if !blocks.is_empty() {
                self.remarks.converted("notes", self.at(id));
                // A bracket or a space before the number goes with it.
                out.runs.push(Run::of(&plain, Inline::Note(blocks)));
            }
            return;
        }
        if let Some(href) = dom.attribute(id, "href").map(str::trim).filter(|href| !href.is_empty()) {
            context.look.underline = false;
            let scheme = href.split(':').next().unwrap_or_default().to_ascii_lowercase();
            context.look.link = match self.places.split(self.page, href) {
                Some((page, place_id)) => Some(Target::Id(self.places.name(page, &place_id))),
                None if matches!(scheme.as_str(), "javascript" | "data" | "file" | "blob") => {
                    self.remarks.plain("links that lead nowhere", href, self.at(id));
                    None
                }
                None => Some(Target::Address(href.to_owned())),
            };
        }
        self.children(id, &context, out);
    }

    /// The blocks of a note.
    fn note(&mut self, call: (usize, Id), body: &[(usize, Id)]) -> Vec<Block> {
        if !self.open.insert(call) || self.open.len() > 4 {
            self.open.remove(&call);
            return Vec::new();
        }
        let page = self.page;
        let mut inner = Out::default();
        for (at, element) in body {
            self.page = *at;
            let context = Context::default();
            self.content(*element, &context, &mut inner);
            self.flush(*element, &context, false, &mut inner);
        }
        self.page = page;
        self.open.remove(&call);
        let mut flow = inner.flow;
        for flow in &mut flow {
            if let Flow::Paragraph(paragraph) = flow {
                let blank = unlabelled(&mut paragraph.inlines);
                if !blank {
                    break;
                }
            }
        }
        assemble::blocks(flow, None, &mut self.remarks)
    }

    fn image(&mut self, id: Id, context: &Context, out: &mut Out) {
        let dom = self.dom();
        let of = |names: &[&str]| names.iter().find_map(|name| dom.attribute(id, name));
        let Some(source) = of(&["src", "xlink:href", "href"]) else { return };
        let alt = album::said(of(&["alt", "title"]).unwrap_or_default());
        match self.picture(source, self.at(id)) {
            Some(picture) => out.runs.push(Run::of(
                &crate::import::runs::Look { link: context.look.link.clone(), ..Default::default() },
                Inline::Image { picture, alt },
            )),
            None if !alt.is_empty() => out.runs.push(Run::text(&context.look, alt)),
            None => {}
        }
    }

    /// A picture by its address; what cannot be had is told.
    pub fn picture(&mut self, source: &str, at: At) -> Option<usize> {
        if source.starts_with("data:") {
            let decoded =
                DataUrl::process(source).ok().and_then(|url| url.decode_to_vec().ok()).map(|(bytes, _)| bytes);
            let key = format!("picture-{}", self.album.pictures.len() + 1);
            return match self.album.add(&key, || decoded) {
                Ok(picture) => {
                    self.remarks.converted("pictures", at);
                    Some(picture)
                }
                Err(why) => {
                    self.remarks.left("pictures that Chapbook cannot use", &why, at);
                    None
                }
            };
        }
        let remote = source.starts_with("//") || source.contains("://");
        let name = join(&self.names[self.page], &unescaped(source.split(['?', '#']).next().unwrap_or_default()));
        let Some(name) = name.filter(|_| !remote) else {
            self.remarks.left("pictures that stand elsewhere and are not fetched", source, at);
            return None;
        };
        let fetch = &mut self.fetch;
        match self.album.add(&name, || fetch(&name)) {
            Ok(picture) => {
                self.remarks.converted("pictures", at);
                Some(picture)
            }
            Err(why) => {
                self.remarks.left("pictures that Chapbook cannot use", &format!("{name}: {why}"), at);
                None
            }
        }
    }

    /// A drawing in the page: mostly a frame around a picture.
    fn drawing(&mut self, id: Id, context: &Context, out: &mut Out) {
        let images: Vec<Id> = self.dom().inside(id).into_iter().filter(|id| self.dom().name(*id) == "image").collect();
        if images.is_empty() {
            self.remarks.left("drawings inside the page", &self.dom().text(id), self.at(id));
        }
        images.into_iter().for_each(|image| self.image(image, context, out));
    }

    pub fn text(&mut self, id: Id, context: &Context, out: &mut Out) {
        let Kind::Text(text) = &self.dom().entries[id].kind else { return };
        let text = if context.upper { text.to_uppercase() } else { text.clone() };
        if !context.kept_space {
            let text = spaced(&text);
            let begins = out.runs.last().is_some_and(|run| run.inline == Inline::Break);
            out.runs.push(Run::text(&context.look, if begins { text.trim_start_matches(' ') } else { &text }));
            return;
        }
        for (nth, line) in text.split('\n').enumerate() {
            if nth > 0 {
                out.runs.push(Run::of(&context.look, Inline::Break));
            }
            out.runs.push(Run::text(&context.look, line));
        }
    }
}

/// Every run of white space, line ends among it, is one space.
pub fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = if letter.is_ascii_whitespace() { ' ' } else { letter };
        if letter != ' ' || !out.ends_with(' ') {
            out.push(letter);
        }
    }
    out
}

/// Takes the number from the beginning of a note: `[1]`, `1.`, or the brackets around a link that is gone. Says whether
/// nothing is left.
fn unlabelled(inlines: &mut Vec<Inline>) -> bool {
    while let Some(first) = inlines.first_mut() {
        match first {
            Inline::Text(text) => {
                let trimmed = text.trim_start();
                let rest = ["[]", "()", "{}", "[", "]", "↩︎", "↩", "^", "."]
                    .iter()
                    .find_map(|label| trimmed.strip_prefix(label));
                match rest {
                    Some(rest) => *text = rest.to_owned(),
                    None if trimmed.is_empty() => drop(inlines.remove(0)),
                    None => {
                        *text = trimmed.to_owned();
                        return false;
                    }
                }
            }
            Inline::Break => drop(inlines.remove(0)),
            // Nothing in a line but what stood around a link.
            other => match other.inner_mut().is_some_and(unlabelled) {
                true => drop(inlines.remove(0)),
                false => return false,
            },
        }
    }
    true
}
