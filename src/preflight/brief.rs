//! In: a page of a PDF, thing by thing. Out: what it shows, in short: all text of one look as one. Refuses pages with more
//! than text and lines: pictures are judged by what their file holds.

use crate::pdfread::content::{Area, Shown, State};

/// Kinds of text and lines of a page.
const MOST: usize = 64;

/// What a page shows, all that looks alike as one.
#[derive(Debug, Default)]
pub struct Brief {
    pub parts: Vec<Part>,
    /// The page shows more.
    is_partial: bool,
}

/// Text of one look, or one shape.
#[derive(Debug)]
pub struct Part {
    pub state: State,
    pub what: Drawn,
}

#[derive(Debug)]
pub enum Drawn {
    /// Where the first of it stands, where all, the height of the smallest, and which codes occur.
    Text {
        first: Area,
        all: Area,
        height: f64,
        codes: Codes,
    },
    Path {
        area: Area,
        straight: [bool; 4],
        fill: bool,
        stroke: bool,
        width: f64,
    },
}

/// A bit for each code, for text has the same few again and again.
#[derive(Debug, Default)]
pub struct Codes(Vec<u64>);

impl Codes {
    fn add(&mut self, codes: &[u32]) {
        for &code in codes {
            let at = (code / 64) as usize;
            if self.0.len() <= at {
                self.0.resize(at + 1, 0);
            }
            self.0[at] |= 1 << (code % 64);
        }
    }

    /// In ascending order.
    pub fn all(&self) -> Vec<u32> {
        let words = (0..).step_by(64).zip(&self.0);
        words
            .flat_map(|(first, word)| (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| first + bit))
            .collect()
    }
}

impl Brief {
    /// Whether it is all that the page shows.
    pub fn is_whole(&self) -> bool {
        !self.is_partial
    }

    /// Of a page that nobody else asks for.
    pub fn none() -> Brief {
        Brief { is_partial: true, parts: Vec::new() }
    }

    pub fn add(&mut self, state: &State, shown: &Shown) {
        if self.is_partial {
            return;
        }
        match shown {
            Shown::Text { blank: true, .. } => {}
            Shown::Text { codes, area, height, .. } => self.text(state, codes, *area, *height),
            &Shown::Path { area, straight, fill, stroke, width } => {
                self.part(state, Drawn::Path { area, straight, fill, stroke, width });
            }
            Shown::Image { .. } | Shown::Shading { .. } | Shown::Form { .. } => self.is_partial = true,
        }
    }

    fn text(&mut self, state: &State, new: &[u32], area: Area, size: f64) {
        let alike = self.parts.iter_mut().rev().find_map(|part| match &mut part.what {
            Drawn::Text { all, height, codes, .. } if part.state.paints_like(state) => Some((all, height, codes)),
            Drawn::Text { .. } | Drawn::Path { .. } => None,
        });
        match alike {
            // A clip leaves of each another part.
            _ if state.clip.is_some() => self.is_partial = true,
            Some((all, height, codes)) => {
                *all = [all[0].min(area[0]), all[1].min(area[1]), all[2].max(area[2]), all[3].max(area[3])];
                *height = height.min(size);
                codes.add(new);
            }
            None => {
                let mut codes = Codes::default();
                codes.add(new);
                self.part(state, Drawn::Text { first: area, all: area, height: size, codes });
            }
        }
    }

    fn part(&mut self, state: &State, what: Drawn) {
        self.is_partial |= self.parts.len() >= MOST;
        self.parts.push(Part { state: state.clone(), what });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Dictionary;

    #[test]
    fn pages_with_pictures_are_read_in_each_file() {
        let mut brief = Brief::default();
        let (state, dict) = (State::default(), Dictionary::new());
        brief.add(&state, &Shown::Path { area: [0.0; 4], straight: [true; 4], fill: true, stroke: false, width: 0.0 });
        assert!(!brief.is_partial && brief.parts.len() == 1);
        brief.add(&state, &Shown::Image { id: None, dict: &dict, inline: true, area: [0.0; 4] });
        assert!(brief.is_partial);
    }
}
