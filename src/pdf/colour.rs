//! In: a colour of a press. Out: its operators and its space. Refuses to know which colour a thing has.

use super::bytes::{name, put_fixed};
use crate::base::Ink;
use crate::press::{Colour, Palette, thousandths};
use lopdf::{Object, dictionary};

/// A spot ink as a space, with the inks that stand for it (ISO 32000-1, 8.6.6.4).
pub fn separation_space(spot: &str, inks: [u8; 4]) -> Object {
    let parts = |inks: [u8; 4]| inks.map(|ink| Object::Real(f32::from(ink) / 100.0)).to_vec();
    let function = dictionary! {
        "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "N" => 1,
        "C0" => parts([0; 4]), "C1" => parts(inks),
    };
    vec![name("Separation"), name(spot), name("DeviceCMYK"), function.into()].into()
}

/// The space of pictures in a spot ink, where the file has it.
pub fn picture_space(palette: &Palette, ink: Ink) -> Option<Object> {
    let Some(Colour::Spot(at, _)) = palette.spot(ink) else { return None };
    palette.spots().get(usize::from(at)).map(|(name, inks)| separation_space(name, *inks))
}

/// What a content stream calls a spot ink.
pub fn spot_name(at: u8) -> String {
    format!("K{at}")
}

/// A colour in a content stream.
pub trait Written {
    /// Sets the colour of fills (`0 g`, `1 0 0 rg`) or of strokes (`0 G`, `1 0 0 RG`).
    fn put(self, out: &mut Vec<u8>, stroke: bool);

    /// Its parts in a space that is not narrower than its own (`Palette::space`), 0 to 1.
    fn parts(self, space: &str) -> Vec<f32>;
}

impl Written for Colour {
    fn put(self, out: &mut Vec<u8>, stroke: bool) {
        if let Colour::Spot(at, _) = self {
            out.extend_from_slice(format!("/{} {} ", spot_name(at), if stroke { "CS" } else { "cs" }).as_bytes());
        }
        for level in self.levels() {
            put_fixed(out, level, 3);
            out.push(b' ');
        }
        let operator = match (self, stroke) {
            (Colour::Gray(_), false) => "g\n",
            (Colour::Gray(_), true) => "G\n",
            (Colour::Rgb(..), false) => "rg\n",
            (Colour::Rgb(..), true) => "RG\n",
            (Colour::Cmyk(_), false) => "k\n",
            (Colour::Cmyk(_), true) => "K\n",
            (Colour::Spot(..), false) => "scn\n",
            (Colour::Spot(..), true) => "SCN\n",
        };
        out.extend_from_slice(operator.as_bytes());
    }

    fn parts(self, space: &str) -> Vec<f32> {
        let whole = |levels: Vec<i64>| levels.into_iter().map(|level| level as f32 / 1_000.0).collect();
        match (self, space) {
            (Colour::Gray(level), "DeviceCMYK") => whole(vec![0, 0, 0, 1_000 - i64::from(thousandths(level))]),
            (Colour::Gray(level), "DeviceRGB") => whole(vec![i64::from(thousandths(level)); 3]),
            _ => whole(self.levels()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_spelt_as_pdf_has_them() {
        let mut out = Vec::new();
        Colour::Rgb(255, 0, 0).put(&mut out, true);
        Colour::BLACK.put(&mut out, false);
        Colour::Cmyk([0, 250, 1_000, 5]).put(&mut out, false);
        Colour::Spot(0, 255).put(&mut out, false);
        Colour::Spot(1, 51).put(&mut out, true);
        let written = "1 0 0 RG\n0 g\n0 .25 1 .005 k\n/K0 cs 1 scn\n/K1 CS .2 SCN\n";
        assert_eq!(String::from_utf8(out).unwrap(), written);
        assert_eq!(Colour::Gray(0).parts("DeviceCMYK"), [0.0, 0.0, 0.0, 1.0]);
    }
}
