//! In: a drawing of Word, in its new or its old form. Out: pictures with their words, boxes of text, lines across the page.

use super::line::{alternative, boxed};
use super::reader::{Line, Reader};
use crate::import::album;
use crate::import::assemble;
use crate::import::markup::{attribute, inside, words};
use crate::import::runs::{Look, Run};
use crate::import::tree::{Attributes, Block, Inline};
use crate::import::walk::is_blank;
use roxmltree::Node;

impl Reader {
    pub fn drawing(&mut self, node: Node, look: &Look, line: &mut Line) {
        let floats = inside(node, "anchor").is_some();
        if node.descendants().any(|inner| attribute(inner, "hr").is_some_and(|hr| matches!(hr, "t" | "true" | "1"))) {
            line.push(Run::text(look, "* * *"));
            return;
        }
        let mut found = false;
        let chosen = |inner: &Node| is_chosen(*inner, node);
        for content in node.descendants().filter(|inner| inner.tag_name().name() == "txbxContent").filter(chosen) {
            // A box in a box is read with it.
            if content
                .ancestors()
                .skip(1)
                .take_while(|outer| *outer != node)
                .any(|outer| outer.tag_name().name() == "txbxContent")
            {
                continue;
            }
            found = true;
            self.text_box(content);
        }
        let outside = |inner: &Node| {
            !inner.ancestors().take_while(|outer| *outer != node).any(|outer| outer.tag_name().name() == "txbxContent")
        };
        for picture in node.descendants().filter(outside).filter(chosen) {
            let id = match picture.tag_name().name() {
                "blip" => attribute(picture, "embed").or(attribute(picture, "link")),
                "imagedata" => picture.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value()),
                _ => continue,
            };
            found = true;
            let vector = inside(picture, "svgBlip").and_then(|node| attribute(node, "embed"));
            let alt = alt(node, picture);
            let ids: Vec<&str> = vector.into_iter().chain(id).collect();
            self.picture(&ids, alt, floats, look, line);
        }
        if !found {
            let named = |names: &[&str]| node.descendants().any(|inner| names.contains(&inner.tag_name().name()));
            let what = match () {
                () if named(&["chart"]) => "charts",
                () if named(&["relIds"]) => "diagrams (SmartArt)",
                () if node.tag_name().name() == "object" => "objects of other programs",
                () => "drawn shapes",
            };
            // Letters bent along a path are an attribute.
            let bent = node.descendants().filter_map(|inner| attribute(inner, "string"));
            let shown = format!("{} {} {}", alt(node, node), words(node), bent.collect::<Vec<_>>().join(" "));
            self.remarks.left(what, &shown, self.here());
        } else if node.tag_name().name() == "object" {
            self.remarks.plain("objects of other programs, as their pictures", &alt(node, node), self.here());
        }
    }

    fn text_box(&mut self, content: Node) {
        let fields = std::mem::take(&mut self.fields);
        let outer = std::mem::take(&mut self.beside);
        let mut flow = Vec::new();
        self.blocks(content, &mut flow);
        let blocks = assemble::blocks(flow, None, &mut self.remarks);
        self.close_fields();
        (self.fields, self.beside) = (fields, outer);
        if !blocks.is_empty() {
            self.remarks.converted("boxes of text", self.here());
            self.beside.push(boxed(blocks));
        }
    }

    /// The first of these files that can be used, drawings before their pixels.
    fn picture(&mut self, ids: &[&str], alt: String, floats: bool, look: &Look, line: &mut Line) {
        let mut why = "its file is not named".to_owned();
        for id in ids {
            let Some(relation) = self.relations.get(*id).cloned() else { continue };
            if relation.external {
                self.remarks.left("pictures that stand elsewhere and are not fetched", &relation.target, self.here());
                line.push(Run::text(look, alt.clone()));
                return;
            }
            let archive = &mut self.archive;
            match self.album.add(&relation.target, || archive.bytes(&relation.target)) {
                Ok(picture) => {
                    self.remarks.converted("pictures", self.here());
                    let is_alone = line.parts.iter().flatten().all(|run| is_blank(std::slice::from_ref(&run.inline)));
                    if floats && !is_alone {
                        let alt = if alt.is_empty() { Vec::new() } else { vec![Inline::Text(alt)] };
                        let (attributes, caption) = (Attributes::default(), Vec::new());
                        self.beside.push(Block::Figure { picture, attributes, alt, caption });
                    } else {
                        line.push(Run::of(
                            &Look { link: look.link.clone(), ..Look::default() },
                            Inline::Image { picture, alt },
                        ));
                    }
                    return;
                }
                Err(error) => why = format!("{}: {error}", relation.target),
            }
        }
        self.remarks.left("pictures that Chapbook cannot use", &format!("{why} {alt}"), self.here());
    }
}

/// Whether it stands in no form of something that is for other programs.
fn is_chosen(inner: Node, drawing: Node) -> bool {
    inner.ancestors().take_while(|outer| *outer != drawing).all(|form| {
        let around = form.parent().filter(|parent| parent.tag_name().name() == "AlternateContent");
        around.is_none_or(|around| alternative(around) == Some(form))
    })
}

/// The words for those who do not see it.
fn alt(drawing: Node, picture: Node) -> String {
    let around = picture.ancestors().take_while(|node| *node != drawing);
    let of =
        around.flat_map(|node| node.children().filter(|node| node.tag_name().name().ends_with("vPicPr")).chain([node]));
    let mut near = of.flat_map(|node| node.children().filter(|node| node.tag_name().name() == "cNvPr").chain([node]));
    let whole = |node: &Node| matches!(node.tag_name().name(), "docPr" | "shape" | "rect");
    let found = near.find_map(said).or_else(|| drawing.descendants().filter(whole).find_map(said));
    album::said(found.unwrap_or_default())
}

fn said<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let is_there = |words: &&str| !words.trim().is_empty();
    let described = attribute(node, "descr").or(attribute(node, "alt")).filter(is_there);
    described.or(attribute(node, "title").filter(|_| node.tag_name().name() != "blip").filter(is_there))
}
