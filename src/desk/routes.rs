//! In: what is asked, after the token. Out: the answer, from the view of this time. Refuses to name a file of the disk by
//! what a request says: every name is looked up among those that the view has.

use super::answer::Answer;
use super::editor::Editor;
use super::hub::Hub;
use super::request::{Request, decoded};
use super::view::{PRINT, View};
use crate::base::{Length, Point};
use crate::fonts::glyph_font;
use crate::pipeline::session::FilePlace;
use crate::svg::names::shown;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

const HTML: &str = include_str!("client/desk.html");
const STYLE: &str = include_str!("client/desk.css");
const SCRIPT: &str = include_str!("client/desk.js");

/// Font files that are kept.
const FONTS: usize = 64;

/// What every connection shares.
#[derive(Debug)]
pub struct Desk {
    view: RwLock<Arc<View>>,
    pub hub: Hub,
    pub editor: Option<Editor>,
    fonts: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

/// Where something stands, and whether the editor was opened there.
#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    opened: bool,
}

impl Desk {
    pub fn new(editor: Option<Editor>) -> Desk {
        Desk { view: RwLock::default(), hub: Hub::default(), editor, fonts: Mutex::default() }
    }

    pub fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another view in the place of this one, and says so.
    pub fn show(&self, view: View) {
        let revision = view.revision;
        *self.view.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(view);
        self.hub.tell(revision);
    }

    /// `path` is what stands after the token and its slash.
    pub fn answer(&self, path: &str, request: &Request) -> Answer {
        let view = self.view();
        let (head, rest) = path.split_once('/').map_or((path, None), |(head, rest)| (head, Some(rest)));
        match (head, rest) {
            ("", None) => Answer::new("text/html; charset=utf-8", HTML.as_bytes()),
            ("desk.css", None) => Answer::new("text/css; charset=utf-8", STYLE.as_bytes()),
            ("desk.js", None) => Answer::new("text/javascript; charset=utf-8", SCRIPT.as_bytes()),
            ("state", None) => Answer::new("application/json", Arc::clone(&view.state)),
            ("events", None) => Answer::events(),
            ("page", None) => page(&view, request),
            ("find", None) => find(&view, request),
            ("place", None) => self.place(&view, request),
            ("finding", None) => {
                let at = request.question.get("n").and_then(|n| n.parse().ok());
                self.told(at.and_then(|at| view.found_at(at)))
            }
            ("font", Some(name)) => self.font(&view, name),
            ("picture", Some(name)) => picture(&view, name),
            ("ebook" | "ebook-base", Some(name)) => {
                // A number that only makes the address another one.
                let name = name.split_once('/').map_or("", |(_, name)| name);
                let ebook = view.parts.ebook.as_ref();
                ebook.map_or_else(|| Answer::status(404), |ebook| ebook.answer(&decoded(name), head == "ebook-base"))
            }
            _ => Answer::status(404),
        }
    }

    /// Where something on a page was typed; opens the editor there if that is asked for and there is one.
    fn place(&self, view: &View, request: &Request) -> Answer {
        let number =
            |name: &str| request.question.get(name).and_then(|text| text.parse::<f64>().ok()).filter(|n| n.abs() < 1e5);
        let page = request.question.get("n").and_then(|n| n.parse().ok());
        let proof = view.parts.proof.as_ref().filter(|_| request.question.get("d").is_some_and(|name| name == PRINT));
        let found = match (proof, page, number("x"), number("y")) {
            (Some(proof), Some(page), Some(x), Some(y)) => {
                proof.place(page, Point::new(Length::from_pt(x), Length::from_pt(y)))
            }
            _ => None,
        };
        self.told(found)
    }

    fn told(&self, place: Option<FilePlace>) -> Answer {
        let Some(place) = place else { return Answer::status(404) };
        let opened = self.editor.as_ref().is_some_and(|editor| editor.open(&place));
        let FilePlace { file, line, column, .. } = &place;
        let told = Told { file, line: *line, column: *column, opened };
        serde_json::to_string(&told).map_or_else(|_| Answer::status(404), Answer::json)
    }

    fn font(&self, view: &View, name: &str) -> Answer {
        let answer = |bytes: Arc<[u8]>| Answer::new("font/otf", bytes).lasting();
        let known = self.fonts.lock().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        if let Some(known) = known {
            return answer(known);
        }
        let found = view.parts.documents.values().find_map(|paged| paged.faces.find(name));
        let made = found.and_then(|(face, slice)| glyph_font(face, slice).ok());
        let Some(made) = made else { return Answer::status(404) };
        let made: Arc<[u8]> = made.into();
        let mut fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        if fonts.len() >= FONTS {
            fonts.clear();
        }
        fonts.insert(name.to_owned(), Arc::clone(&made));
        answer(made)
    }
}

fn page(view: &View, request: &Request) -> Answer {
    let document = request.question.get("d").and_then(|name| view.parts.documents.get(name.as_str()));
    let at = request.question.get("n").and_then(|n| n.parse().ok());
    let page = document.zip(at).and_then(|(paged, at)| paged.page(at, view.revision));
    page.map_or_else(|| Answer::status(404), Answer::json)
}

fn find(view: &View, request: &Request) -> Answer {
    let wanted = request.question.get("q").map_or("", String::as_str);
    let paged = view.parts.documents.get(PRINT);
    let found = paged.map(|paged| paged.find(wanted)).unwrap_or_default();
    serde_json::to_string(&found).map_or_else(|_| Answer::status(404), Answer::json)
}

fn picture(view: &View, name: &str) -> Answer {
    let found =
        view.parts.documents.values().find_map(|paged| Some((paged.pictures.get(name)?, paged.document.pictures)));
    let made = found.and_then(|(picture, rules)| shown(&picture, &rules).ok());
    made.map_or_else(|| Answer::status(404), |(bytes, media_type)| Answer::new(media_type, bytes).of_book().lasting())
}
