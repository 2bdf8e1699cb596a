//! In: a style and the author's colour. Out: the colours of a cover, as inks for a press and as light for a screen.
//! Refuses to know what is coloured.

use crate::base::Ink;
use crate::design::CoverStyle;

/// For whom a cover is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Press,
    /// A press whose printer takes no four inks.
    RgbPress,
    Screen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The field.
    pub ground: Ink,
    /// Shapes on the field.
    pub figure: Ink,
    /// Paper: labels.
    pub light: Ink,
    /// Words on `light`, and the darkest shapes.
    pub dark: Ink,
    /// A second colour, sparingly.
    pub accent: Ink,
    /// Words on the field: `light` or `dark`.
    pub on_ground: Ink,
}

/// The same colour in inks (hundredths, at most 240 together) and as light.
type Both = ((u8, u8, u8, u8), (u8, u8, u8));

fn of((inks, light): Both, target: Target) -> Ink {
    match target {
        Target::Press => Ink::Cmyk(inks.0, inks.1, inks.2, inks.3),
        Target::RgbPress | Target::Screen => Ink::Rgb(light.0, light.1, light.2),
    }
}

const CREAM: Both = ((2, 4, 12, 0), (248, 242, 226));
const WHITE: Both = ((0, 0, 0, 0), (255, 255, 255));
const NIGHT: Both = ((85, 62, 40, 50), (24, 38, 54));

impl Palette {
    pub fn new(style: CoverStyle, colour: Option<Ink>, target: Target) -> Palette {
        // Words are black alone on a press, so that no plate can slip under them.
        let black = if target == Target::Screen { Ink::Rgb(28, 26, 24) } else { Ink::Gray(0) };
        let built = match style {
            CoverStyle::Classic => Palette {
                ground: of(((84, 44, 48, 40), (29, 75, 83)), target),
                figure: of(((60, 24, 32, 12), (98, 146, 150)), target),
                light: of(CREAM, target),
                dark: black,
                accent: of(((15, 85, 75, 10), (178, 62, 50)), target),
                on_ground: of(CREAM, target),
            },
            CoverStyle::Modern => Palette {
                ground: of(CREAM, target),
                figure: of(((2, 82, 85, 0), (230, 72, 46)), target),
                light: of(CREAM, target),
                dark: of(NIGHT, target),
                accent: of(((4, 32, 85, 0), (242, 178, 52)), target),
                on_ground: of(NIGHT, target),
            },
            CoverStyle::Zine => Palette {
                ground: of(((0, 14, 95, 0), (255, 218, 10)), target),
                figure: black,
                light: of(WHITE, target),
                dark: black,
                accent: of(((0, 90, 60, 0), (236, 48, 80)), target),
                on_ground: black,
            },
        };
        colour.map_or(built, |colour| built.with(style, colour))
    }

    /// The author's colour where the style has its own.
    fn with(self, style: CoverStyle, colour: Ink) -> Palette {
        match style {
            CoverStyle::Classic => {
                let figure = if is_dark(colour) { towards_paper(colour, 40) } else { towards_black(colour, 25) };
                let on_ground = if is_dark(colour) { self.light } else { self.dark };
                Palette { ground: colour, figure, accent: colour, on_ground, ..self }
            }
            CoverStyle::Modern => Palette { figure: colour, ..self },
            CoverStyle::Zine => {
                let on_ground = if is_dark(colour) { self.light } else { self.dark };
                Palette { ground: colour, on_ground, ..self }
            }
        }
    }

    /// Words on any of these colours.
    pub fn on(&self, ink: Ink) -> Ink {
        if is_dark(ink) { self.light } else { self.dark }
    }
}

/// Whether light words stand better on it than dark ones.
pub fn is_dark(ink: Ink) -> bool {
    let light = match ink {
        Ink::Gray(level) => u32::from(level),
        Ink::Rgb(red, green, blue) => u32::from(crate::pictures::raster::luma(red, green, blue)),
        Ink::Cmyk(cyan, magenta, yellow, black) => {
            let left = |ink: u8| u32::from(100 - ink.min(100)) * u32::from(100 - black.min(100)) * 255 / 10_000;
            (2_126 * left(cyan) + 7_152 * left(magenta) + 722 * left(yellow)) / 10_000
        }
    };
    light < 140
}

/// So many hundredths nearer to white paper.
pub fn towards_paper(ink: Ink, percent: u8) -> Ink {
    let up = |level: u8| mixed(level, 255, percent);
    let down = |level: u8| mixed(level, 0, percent);
    match ink {
        Ink::Gray(level) => Ink::Gray(up(level)),
        Ink::Rgb(red, green, blue) => Ink::Rgb(up(red), up(green), up(blue)),
        Ink::Cmyk(cyan, magenta, yellow, black) => Ink::Cmyk(down(cyan), down(magenta), down(yellow), down(black)),
    }
}

fn towards_black(ink: Ink, percent: u8) -> Ink {
    let down = |level: u8| mixed(level, 0, percent);
    match ink {
        Ink::Gray(level) => Ink::Gray(down(level)),
        Ink::Rgb(red, green, blue) => Ink::Rgb(down(red), down(green), down(blue)),
        Ink::Cmyk(cyan, magenta, yellow, black) => Ink::Cmyk(cyan, magenta, yellow, mixed(black, 100, percent)),
    }
}

fn mixed(from: u8, to: u8, percent: u8) -> u8 {
    let percent = u32::from(percent.min(100));
    ((u32::from(from) * (100 - percent) + u32::from(to) * percent + 50) / 100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inks_stay_under_the_strictest_printers_limit() {
        for style in [CoverStyle::Classic, CoverStyle::Modern, CoverStyle::Zine] {
            let palette = Palette::new(style, None, Target::Press);
            let inks = [palette.ground, palette.figure, palette.light, palette.dark, palette.accent, palette.on_ground];
            for ink in inks {
                match ink {
                    Ink::Cmyk(c, m, y, k) => assert!(u16::from(c) + u16::from(m) + u16::from(y) + u16::from(k) <= 240),
                    ink => assert_eq!(ink, Ink::Gray(0)),
                }
            }
            assert_ne!(is_dark(palette.on_ground), is_dark(palette.ground));
            let screen = Palette::new(style, None, Target::Screen);
            assert_eq!(is_dark(screen.ground), is_dark(palette.ground));
        }
    }

    #[test]
    fn words_stand_out_on_any_colour() {
        for colour in [Ink::Rgb(255, 255, 255), Ink::Rgb(0, 0, 60), Ink::Cmyk(0, 0, 0, 0), Ink::Cmyk(100, 80, 0, 40)] {
            for style in [CoverStyle::Classic, CoverStyle::Zine] {
                let palette = Palette::new(style, Some(colour), Target::Press);
                assert_eq!(palette.ground, colour);
                assert_ne!(is_dark(palette.on_ground), is_dark(colour));
                assert_ne!(palette.figure, colour);
            }
        }
    }
}
