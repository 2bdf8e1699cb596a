//! In: a finished PDF. Out: how much ink its pages have, plate by plate, and the most on one spot. Refuses to judge, and to
//! guess what cannot be measured: that is counted.

use super::inks::InkCover;
use crate::base::clock::Stopwatch;
use crate::base::limits::{PDF_WORK, PLATE_SECONDS};
use crate::base::{Diagnostic, Length, Point};
use crate::draw::foreign::{self, PlatePixels};
use crate::pdfread::File;
use crate::plates::{Lack, Plate, Seen, separate};
use crate::preflight::inventory::OnPages;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Inks of one file that are measured.
const INKS: usize = 24;

/// How much ink the pages of a PDF have.
#[derive(Clone, Debug, Default, Serialize)]
pub struct InkCoverage {
    pub pages: Vec<PageCoverage>,
    /// What was left out, or measured otherwise than a press would have it.
    pub unmeasured: Vec<OnPages<Unmeasured>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct PageCoverage {
    /// Counted from 1, as a viewer of PDFs counts.
    pub page: usize,
    /// Every ink of the file.
    pub inks: Vec<InkCover>,
    /// The most ink on one spot, all together, in percent.
    pub most: u32,
    /// The first such spot, in millimetres from the left and the top of the trimmed page as it is seen; nothing where there is no ink.
    pub x: Option<f64>,
    pub y: Option<f64>,
    #[serde(skip)]
    pub spot: Option<Point>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unmeasured {
    pub what: &'static str,
}

/// What each ink lays on a page: pixels of the trim from its top left corner.
#[derive(Debug, Default)]
struct Inked {
    width: usize,
    height: usize,
    covers: BTreeMap<Plate, u64>,
    /// Of all inks together, 255 a solid one.
    sums: Vec<u32>,
}

/// Measures every page, as far as time allows.
///
/// # Errors
///
/// A file that cannot be written for a plate.
pub fn coverage(file: &File) -> Result<InkCoverage, Diagnostic> {
    let mut measure = Measure {
        file,
        clock: Stopwatch::start(),
        plates: (0..4).map(Plate::Process).collect(),
        inked: BTreeMap::new(),
        lacks: BTreeMap::new(),
        work: 0,
    };
    let count = file.pages().len();
    let mut at = 0;
    while at < count {
        if measure.left().is_zero() || measure.work > PDF_WORK {
            measure.lack(Lack::Time, at..count);
            break;
        }
        at = measure.batch(at..count)?;
    }
    let Measure { plates, inked, lacks, .. } = measure;
    let pages = inked.into_iter().map(|(at, inked)| row(file, at, &inked, &plates)).collect();
    let unmeasured = lacks.into_iter().map(|(lack, pages)| OnPages {
        what: Unmeasured { what: words(lack) },
        pages: pages.into_iter().map(|at| at + 1).collect(),
    });
    Ok(InkCoverage { pages, unmeasured: unmeasured.collect() })
}

struct Measure<'a> {
    file: &'a File,
    clock: Stopwatch,
    plates: BTreeSet<Plate>,
    inked: BTreeMap<usize, Inked>,
    lacks: BTreeMap<Lack, BTreeSet<usize>>,
    work: usize,
}

impl Measure<'_> {
    fn left(&self) -> Duration {
        Duration::from_secs(PLATE_SECONDS).saturating_sub(self.clock.elapsed())
    }

    fn lack(&mut self, lack: Lack, pages: impl IntoIterator<Item = usize>) {
        let mut pages = pages.into_iter().peekable();
        if pages.peek().is_some() {
            self.lacks.entry(lack).or_default().extend(pages);
        }
    }

    /// The next pages; where those after them begin.
    fn batch(&mut self, pages: std::ops::Range<usize>) -> Result<usize, Diagnostic> {
        let black = Plate::Process(3);
        let mut inked = BTreeMap::new();
        let wanted: Vec<usize> = pages.clone().collect();
        let seen = self.plate(&wanted, &black, &mut inked)?;
        let others: BTreeSet<&Plate> = seen.values().flat_map(|seen| &seen.plates).collect();
        for plate in others.into_iter().filter(|plate| **plate != black) {
            let has: Vec<usize> =
                seen.iter().filter(|(_, seen)| seen.plates.contains(plate)).map(|(at, _)| *at).collect();
            if self.plates.len() >= INKS && !self.plates.contains(plate) {
                self.lack(Lack::Inks, has);
                continue;
            }
            self.plates.insert(plate.clone());
            self.plate(&has, plate, &mut inked)?;
        }
        for (at, seen) in &seen {
            seen.lacks.iter().for_each(|lack| self.lack(*lack, [*at]));
            let own = inked.remove(at).unwrap_or_default();
            let is_whole = seen.plates.iter().filter(|plate| self.plates.contains(plate)).count() == own.covers.len();
            let is_measured = is_whole && !seen.lacks.contains(&Lack::Page);
            match is_measured {
                true => drop(self.inked.insert(*at, own)),
                false if seen.lacks.contains(&Lack::Page) => {}
                false => self.lack(Lack::Time, [*at]),
            }
        }
        Ok(seen.keys().next_back().map_or(pages.end, |last| last + 1))
    }

    /// One plate of some pages.
    fn plate(
        &mut self,
        wanted: &[usize],
        plate: &Plate,
        inked: &mut BTreeMap<usize, Inked>,
    ) -> Result<BTreeMap<usize, Seen>, Diagnostic> {
        let separated = separate(self.file, wanted, plate)?;
        self.work += separated.operators;
        let unit = |at: &usize| self.file.pages().get(*at).map_or(1.0, |page| page.unit as f32 / 1_000.0);
        let units = separated.pages.iter().map(unit).collect();
        let drawn = separated.bytes.map(|bytes| foreign::plates(bytes, units, self.left())).unwrap_or_default();
        for (nth, pixels) in drawn {
            let Some(at) = separated.pages.get(nth) else { continue };
            self.lack(Lack::Font, Some(*at).filter(|_| pixels.lacks_font));
            self.lack(Lack::Picture, Some(*at).filter(|_| pixels.lacks_picture));
            inked.entry(*at).or_default().add(plate, &pixels);
        }
        Ok(separated.seen)
    }
}

impl Inked {
    fn add(&mut self, plate: &Plate, pixels: &PlatePixels) {
        let PlatePixels { width, height, light, .. } = pixels;
        (self.width, self.height) = (*width, *height);
        self.sums.resize(light.len(), 0);
        let mut cover = 0;
        for (sum, light) in self.sums.iter_mut().zip(light) {
            let ink = u32::from(255 - light);
            *sum += ink;
            cover += u64::from(ink);
        }
        self.covers.insert(plate.clone(), cover);
    }
}

fn row(file: &File, at: usize, inked: &Inked, plates: &BTreeSet<Plate>) -> PageCoverage {
    let count = (inked.sums.len() as u64).max(1);
    let percent = |cover: u64| ((cover * 10_000 + count * 127) / (count * 255)) as f64 / 100.0;
    let cover =
        |plate: &Plate| InkCover { ink: plate.name(), percent: percent(inked.covers.get(plate).copied().unwrap_or(0)) };
    let most = inked.sums.iter().copied().max().unwrap_or(0);
    let spot = inked.sums.iter().position(|sum| *sum == most && most > 0);
    let size = file.pages().get(at).map(|page| page.size(page.trim)).unwrap_or_default();
    let part = |length: Length, nth: usize, of: usize| length.scale(nth as i64, of.max(1) as i64);
    let spot = spot.map(|nth| {
        let (x, y) = (nth % inked.width.max(1), nth / inked.width.max(1));
        Point::new(part(size.width, x, inked.width), part(size.height, y, inked.height))
    });
    let millimetres = |length: Length| (length.to_pt() * 254.0 / 72.0).round() / 10.0;
    PageCoverage {
        page: at + 1,
        inks: plates.iter().map(cover).collect(),
        most: (most * 100 + 127) / 255,
        x: spot.map(|spot| millimetres(spot.x)),
        y: spot.map(|spot| millimetres(spot.y)),
        spot,
    }
}

/// What a person is told of it.
fn words(lack: Lack) -> &'static str {
    match lack {
        Lack::Light => {
            "RGB was turned into ink by a simple rule (what all three lack is black), not by a press's profile"
        }
        Lack::Colour => "colours that name no inks, such as Lab, were left out",
        Lack::Picture => "a picture was left out: it is too large, in JPEG 2000 or JBIG2, or cannot be read",
        Lack::Blend => "a blend of hue, saturation, colour or luminosity was taken ink by ink",
        Lack::Knockout => {
            "parts of a knockout group were laid over each other, where each should take away those before it"
        }
        Lack::Nested => "a form within itself, or within more than 16 others, was left out",
        Lack::Inks => "inks beyond the first 24 were left out",
        Lack::Font => "text in a font that cannot be read was left out",
        Lack::Page => "not measured: the page cannot be read, or is too much work",
        Lack::Time => "not measured: there was no time left",
    }
}
