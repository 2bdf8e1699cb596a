//! In: a press, and colours as screens and other presses mean them. Out: its inks. Refuses to know what has a colour.
//!
//! Colours are taken relative to the paper, and black as the blackest the inks reach, so that shadows keep their
//! drawing. What is gray stays in black ink alone where its maker can mean that: gray pictures, lines and letters.

use super::output::PressSetup;
use super::profile::ProfileClass;
use super::tables::{Channels, Lab, Tables, lab_of_xyz, xyz_of_lab};
use std::sync::OnceLock;

/// Four inks, cyan, magenta, yellow, black: 0 none, 255 solid.
pub type Cmyk = [u8; 4];

/// How colours come apart into the inks of one press.
#[derive(Debug)]
pub struct Separation {
    tables: Tables,
    class: ProfileClass,
    /// Of all four inks together, in 255ths.
    limit: u32,
    grays: OnceLock<Grays>,
    colours: OnceLock<Vec<[u16; 4]>>,
}

/// From a screen's light to black ink.
#[derive(Debug)]
struct Grays {
    /// By an encoded level of sRGB: its light, in 65,535ths.
    light: [u16; 256],
    /// By light: a level of the press, 0 black to 255 paper.
    level: Vec<u8>,
}

/// Points on a side of the grid that colours are looked up in.
const SIDE: usize = 33;

impl Separation {
    /// The error is a sentence without a full stop.
    pub fn new(press: &PressSetup) -> Result<Separation, String> {
        Ok(Separation {
            tables: Tables::read(&press.profile.bytes, press.profile.class)?,
            class: press.profile.class,
            limit: u32::from(press.ink_limit) * 255 / 100,
            grays: OnceLock::new(),
            colours: OnceLock::new(),
        })
    }

    /// A gray of sRGB as a level of black ink, 0 solid to 255 paper.
    pub fn gray(&self, level: u8) -> u8 {
        self.gray_of_rgb([level; 3])
    }

    /// How light a colour of sRGB is, as a level of black ink.
    pub fn gray_of_rgb(&self, rgb: [u8; 3]) -> u8 {
        let grays = self.grays();
        let [red, green, blue] = rgb.map(|part| u32::from(grays.light[usize::from(part)]));
        grays.level_of((2_126 * red + 7_152 * green + 722 * blue + 5_000) / 10_000)
    }

    /// How light inks of a press like this one are, as a level of black ink.
    pub fn gray_of_inks(&self, inks: Cmyk) -> u8 {
        let paper = match (self.class, inks) {
            (_, [0, 0, 0, black]) => return 255 - black,
            (ProfileClass::Gray, [cyan, magenta, yellow, black]) => {
                let part = |ink: u8| u32::from(255 - ink) * u32::from(255 - black);
                let sum = 2_126 * part(cyan) + 7_152 * part(magenta) + 722 * part(yellow);
                f64::from(sum) / (255.0 * 255.0 * 10_000.0)
            }
            _ => xyz_of_lab(self.tables.lab(channels(inks)))[1],
        };
        // What the paper and the blackest ink show already needs no more compensation.
        let black = self.black_light();
        let light = (paper - black) / (1.0 - black);
        self.grays().level_of((light.clamp(0.0, 1.0) * 65_535.0).round() as u32)
    }

    /// A colour of sRGB in four inks, no more of them than the paper bears.
    pub fn inks_of_rgb(&self, rgb: [u8; 3]) -> Cmyk {
        self.limited(look_up(self.colours.get_or_init(|| self.build_colours()), rgb))
    }

    /// Inks of another press in the inks of this one; the other's profile knows what they look like.
    pub fn inks_of(&self, other: &OtherPress, inks: Cmyk) -> Cmyk {
        let lab = compensated(other.tables.lab(channels(inks)), other.black, self.black_of_all());
        self.limited(self.tables.inks(lab).map_or([0; 4], |inks| inks.map(|ink| (ink * 255.0).round() as u8)))
    }

    /// How light inks of another press are, as a level of black ink.
    pub fn gray_of_other(&self, other: &OtherPress, inks: Cmyk) -> u8 {
        let light = xyz_of_lab(compensated(other.tables.lab(channels(inks)), other.black, 0.0))[1];
        self.grays().level_of((light.clamp(0.0, 1.0) * 65_535.0).round() as u32)
    }

    /// Brings a spot with too much ink down: first black takes the place of equal parts of the three others, then they
    /// are thinned alike.
    pub fn limited(&self, inks: Cmyk) -> Cmyk {
        let [mut cyan, mut magenta, mut yellow, mut black] = inks.map(u32::from);
        let sum = cyan + magenta + yellow + black;
        if sum <= self.limit {
            return inks;
        }
        let swap = (sum - self.limit).div_ceil(2).min(cyan.min(magenta).min(yellow)).min(255 - black);
        (cyan, magenta, yellow, black) = (cyan - swap, magenta - swap, yellow - swap, black + swap);
        let colours = cyan + magenta + yellow;
        let room = self.limit.saturating_sub(black);
        if colours > room {
            [cyan, magenta, yellow] = [cyan, magenta, yellow].map(|ink| ink * room / colours);
        }
        [cyan, magenta, yellow, black].map(|ink| ink.min(255) as u8)
    }

    /// Solid black, relative to the paper.
    fn black_light(&self) -> f64 {
        let solid = match self.class {
            ProfileClass::Gray => [0.0; 4],
            ProfileClass::Cmyk => [0.0, 0.0, 0.0, 1.0],
        };
        xyz_of_lab(self.tables.lab(solid))[1].clamp(0.0, 0.5)
    }

    /// The blackest that all inks reach together.
    fn black_of_all(&self) -> f64 {
        let inks = self.tables.inks([0.0; 3]).unwrap_or([0.0, 0.0, 0.0, 1.0]);
        xyz_of_lab(self.tables.lab(inks))[1].clamp(0.0, 0.5)
    }

    fn grays(&self) -> &Grays {
        self.grays.get_or_init(|| {
            let black = self.black_light();
            let shown = |level: usize| {
                let level = level as f64 / 255.0;
                let channels = match self.class {
                    ProfileClass::Gray => [level, 0.0, 0.0, 0.0],
                    ProfileClass::Cmyk => [0.0, 0.0, 0.0, 1.0 - level],
                };
                (xyz_of_lab(self.tables.lab(channels))[1] - black) / (1.0 - black)
            };
            let shown: Vec<f64> = (0..256).map(shown).collect();
            let mut level = Vec::with_capacity(65_536);
            let mut at = 0;
            for light in 0..=65_535_u32 {
                let light = f64::from(light) / 65_535.0;
                // The next level, once it is nearer: in between, by how light they look.
                while at < 255 && light.sqrt() * 2.0 >= shown[at].max(0.0).sqrt() + shown[at + 1].max(0.0).sqrt() {
                    at += 1;
                }
                level.push(at as u8);
            }
            level[65_535] = 255;
            level[0] = 0;
            let light = std::array::from_fn(|level| (linear(level as f64 / 255.0) * 65_535.0).round() as u16);
            Grays { light, level }
        })
    }

    fn build_colours(&self) -> Vec<[u16; 4]> {
        let black = self.black_of_all();
        let part = |at: usize| linear(at as f64 / (SIDE - 1) as f64);
        let mut grid = Vec::with_capacity(SIDE * SIDE * SIDE);
        for red in 0..SIDE {
            for green in 0..SIDE {
                for blue in 0..SIDE {
                    let lab = compensated(lab_of_linear([part(red), part(green), part(blue)]), 0.0, black);
                    let inks: Channels = self.tables.inks(lab).unwrap_or_default();
                    grid.push(inks.map(|ink| (ink * 65_280.0).round() as u16));
                }
            }
        }
        // Paper is no ink at all, whatever a table's rounding says.
        if let Some(white) = grid.last_mut() {
            *white = [0; 4];
        }
        grid
    }
}

/// Another press, whose inks are to be shown.
#[derive(Debug)]
pub struct OtherPress {
    tables: Tables,
    black: f64,
}

impl OtherPress {
    /// A CMYK profile, of a press or any other device.
    pub fn new(bytes: &[u8]) -> Result<OtherPress, String> {
        let tables = Tables::read(bytes, ProfileClass::Cmyk)?;
        let inks = tables.inks([0.0; 3]).unwrap_or([0.0, 0.0, 0.0, 1.0]);
        let black = xyz_of_lab(tables.lab(inks))[1].clamp(0.0, 0.5);
        Ok(OtherPress { tables, black })
    }
}

impl Grays {
    fn level_of(&self, light: u32) -> u8 {
        self.level[(light as usize).min(65_535)]
    }
}

fn channels(inks: Cmyk) -> Channels {
    inks.map(|ink| f64::from(ink) / 255.0)
}

/// IEC 61966-2-1.
fn linear(encoded: f64) -> f64 {
    if encoded <= 0.04045 { encoded / 12.92 } else { ((encoded + 0.055) / 1.055).powf(2.4) }
}

/// sRGB's primaries adapted to D50 (Bradford), as its profiles have them.
fn lab_of_linear([red, green, blue]: [f64; 3]) -> Lab {
    lab_of_xyz([
        0.436_065_7 * red + 0.385_151_5 * green + 0.143_078_4 * blue,
        0.222_493_2 * red + 0.716_887_0 * green + 0.060_616_9 * blue,
        0.013_916_6 * red + 0.097_076_3 * green + 0.714_099_9 * blue,
    ])
}

/// Stretches light so that the one black becomes the other and paper stays paper.
fn compensated(lab: Lab, from: f64, to: f64) -> Lab {
    let scale = (1.0 - to) / (1.0 - from);
    let paper = xyz_of_lab([100.0, 0.0, 0.0]);
    let xyz = xyz_of_lab(lab);
    lab_of_xyz(std::array::from_fn(|at| (xyz[at] - paper[at] * from) * scale + paper[at] * to))
}

/// Between the four corners of the tetrahedron around a colour, in whole numbers.
fn look_up(grid: &[[u16; 4]], rgb: [u8; 3]) -> Cmyk {
    // Places on the grid in 255ths of a step.
    let place = rgb.map(|part| usize::from(part) * (SIDE - 1));
    let strides = [SIDE * SIDE, SIDE, 1];
    let mut corner = 0;
    let mut parts = [(0_u32, 0_usize); 3];
    for at in 0..3 {
        let below = (place[at] / 255).min(SIDE - 2);
        corner += below * strides[at];
        parts[at] = ((place[at] - below * 255) as u32, strides[at]);
    }
    parts.sort_unstable_by(|one, other| other.cmp(one));
    let point = |at: usize| grid.get(at).copied().unwrap_or_default();
    let mut sums = [0_u32; 4];
    let mut weight = 255;
    for (part, stride) in parts.into_iter().chain([(0, 0)]) {
        let here = point(corner);
        for (sum, value) in sums.iter_mut().zip(here) {
            *sum += u32::from(value) * (weight - part);
        }
        weight = part;
        corner += stride;
    }
    sums.map(|sum| ((sum + 32_640) / 65_280) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::{Inks, Standard};
    use proptest::prelude::*;

    fn separation(limit: u16) -> Separation {
        let press = PressSetup { ink_limit: limit, ..PressSetup::usual(Standard::X4, Inks::PremiumColour) };
        Separation::new(&press).unwrap()
    }

    #[test]
    fn grays_run_from_solid_to_paper_and_look_as_light_as_they_were() {
        let press = separation(300);
        let levels: Vec<u8> = (0..=255).map(|level| press.gray(level)).collect();
        assert_eq!((levels[0], levels[255]), (0, 255));
        assert!(levels.is_sorted());
        // Middle gray is L* 54; black ink on coated paper grows, so less than half of it is left white.
        assert!((90..128).contains(&levels[128]), "{}", levels[128]);
        let red = press.gray_of_rgb([255, 0, 0]);
        assert!((levels[110]..levels[140]).contains(&red), "{red}");
    }

    #[test]
    fn colours_become_their_inks() {
        let press = separation(400);
        assert_eq!(press.inks_of_rgb([255; 3]), [0; 4]);
        let [cyan, magenta, yellow, black] = press.inks_of_rgb([255, 0, 0]);
        assert!(cyan < 40 && magenta > 200 && yellow > 200 && black < 40);
        let [cyan, _, yellow, _] = press.inks_of_rgb([0, 160, 60]);
        assert!(cyan > 150 && yellow > 150);
        let dark = press.inks_of_rgb([0; 3]);
        assert!(dark[3] > 200 && dark.iter().map(|&ink| u32::from(ink)).sum::<u32>() > 600, "{dark:?}");
    }

    #[test]
    fn a_colour_and_its_inks_look_alike() {
        let press = separation(400);
        for rgb in [[200, 120, 90], [120, 140, 110], [90, 90, 120], [180, 170, 160]] {
            let lab = press.tables.lab(channels(press.inks_of_rgb(rgb)));
            let wanted = lab_of_linear(rgb.map(|part| linear(f64::from(part) / 255.0)));
            let far: f64 = lab.iter().zip(&wanted).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
            assert!(far < 5.0, "{rgb:?}: {lab:?}, not {wanted:?}");
        }
    }

    #[test]
    fn inks_of_the_same_press_stay_nearly_what_they_were() {
        let press = separation(300);
        let same = OtherPress::new(&crate::press::Builtin::Coated.profile().bytes).unwrap();
        let [cyan, magenta, yellow, black] = press.inks_of(&same, [120, 60, 30, 0]);
        let near = |is: u8, was: u8| is.abs_diff(was) < 25;
        assert!(near(cyan, 120) && near(magenta, 60) && near(yellow, 30) && black < 25);
        assert_eq!(press.gray_of_inks([0, 0, 0, 77]), 178);
        assert!(press.gray_of_inks([255, 255, 255, 255]) < 10);
    }

    proptest! {
        #[test]
        fn no_spot_bears_more_than_the_limit(inks in any::<[u8; 4]>(), limit in 100_u16..400) {
            let press = separation(limit);
            let out = press.limited(inks);
            let sum = |inks: [u8; 4]| inks.iter().map(|&ink| u32::from(ink)).sum::<u32>();
            prop_assert!(sum(out) <= u32::from(limit) * 255 / 100);
            if sum(inks) <= u32::from(limit) * 255 / 100 {
                prop_assert_eq!(out, inks);
            } else {
                prop_assert!(out[3] >= inks[3] && out[..3].iter().zip(&inks).all(|(is, was)| is <= was));
                // Nothing is thinned more than rounding and the limit ask.
                prop_assert!(sum(out) + 8 >= u32::from(limit) * 255 / 100);
            }
        }

        #[test]
        fn near_colours_have_near_inks(rgb in any::<[u8; 3]>(), at in 0_usize..3) {
            let press = PRESS.get_or_init(|| separation(400));
            let mut next = rgb;
            next[at] = next[at].saturating_add(1);
            let (one, other) = (press.inks_of_rgb(rgb), press.inks_of_rgb(next));
            let far = one.iter().zip(&other).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            prop_assert!(far <= 12, "{rgb:?} {one:?} {other:?}");
        }
    }

    static PRESS: OnceLock<Separation> = OnceLock::new();
}
