//! In: an ICC profile of a press. Out: its tables, from inks to Lab and back (ICC.1:2010, 10.8 to 10.11), and grids of
//! our own to look colours up in. Refuses to know which colours are wanted.
//!
//! moxcms reads the file and bounds it; the tables are evaluated here, in doubles and in one order, so that every
//! machine finds the same inks (its own transforms use whatever the processor has).

use super::profile::ProfileClass;
use moxcms::{ColorProfile, DataColorSpace, LutDataType, LutMultidimensionalType, LutStore, LutWarehouse};
use moxcms::{Matrix3d, ToneReprCurve};

/// Values of up to four channels, 0 to 1; those that are not there are 0.
pub type Channels = [f64; 4];

/// L* 0 to 100, a* and b*, relative to the paper.
pub type Lab = [f64; 3];

/// From inks to colours and back.
#[derive(Debug)]
pub struct Tables {
    to_lab: Pipeline,
    /// Nothing for gray, whose one curve is turned round by whoever needs it.
    from_lab: Option<Pipeline>,
}

#[derive(Debug)]
struct Pipeline {
    steps: Vec<Step>,
    pcs: Pcs,
}

/// How a profile's numbers mean Lab or XYZ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pcs {
    /// Of a table of sixteen bits (version 2's: 10.10).
    LabOld,
    Lab,
    Xyz,
    /// Light alone, as a gray curve gives it: Y, or L*.
    Light,
    Lightness,
}

#[derive(Debug)]
enum Step {
    Curves(Vec<Vec<f64>>),
    Matrix([[f64; 3]; 3], [f64; 3]),
    Grid(Grid),
}

/// Points of every combination of so many values of each input, the first input slowest.
#[derive(Debug)]
struct Grid {
    sides: Vec<usize>,
    outputs: usize,
    values: Vec<f64>,
}

/// The white of the profile connection space, D50.
const WHITE: [f64; 3] = [0.9642, 1.0, 0.8249];
/// Samples of a curve that is given by a formula.
const SAMPLES: usize = 4096;

impl Tables {
    /// Colorimetric tables where there are some, else perceptual ones. The error is a sentence without a full stop.
    pub fn read(bytes: &[u8], class: ProfileClass) -> Result<Tables, String> {
        let profile = ColorProfile::new_from_slice(bytes).map_err(|_| "it is broken".to_owned())?;
        match class {
            ProfileClass::Gray => {
                let curve = profile.gray_trc.as_ref().ok_or("it has no curve for gray")?;
                let pcs = if profile.pcs == DataColorSpace::Lab { Pcs::Lightness } else { Pcs::Light };
                let to_lab = Pipeline { steps: vec![Step::Curves(vec![samples(curve)?])], pcs };
                Ok(Tables { to_lab, from_lab: None })
            }
            ProfileClass::Cmyk => {
                let to = profile.lut_a_to_b_colorimetric.as_ref().or(profile.lut_a_to_b_perceptual.as_ref());
                let from = profile.lut_b_to_a_colorimetric.as_ref().or(profile.lut_b_to_a_perceptual.as_ref());
                let (to, from) = to.zip(from).ok_or("it lacks the tables for a press")?;
                let to_lab = Pipeline::new(to, profile.pcs, true)?;
                Ok(Tables { to_lab, from_lab: Some(Pipeline::new(from, profile.pcs, false)?) })
            }
        }
    }

    /// `inks` are 0 (none) to 1, of a gray profile 0 (black) to 1.
    pub fn lab(&self, inks: Channels) -> Lab {
        self.to_lab.pcs.to_lab(self.to_lab.run(inks))
    }

    /// Nothing where the profile is of gray.
    pub fn inks(&self, lab: Lab) -> Option<Channels> {
        let from = self.from_lab.as_ref()?;
        Some(from.run(from.pcs.of_lab(lab)).map(|ink| ink.clamp(0.0, 1.0)))
    }
}

impl Pipeline {
    fn new(table: &LutWarehouse, pcs: DataColorSpace, to_lab: bool) -> Result<Pipeline, String> {
        let (inputs, outputs) = if to_lab { (4, 3) } else { (3, 4) };
        let lab = pcs == DataColorSpace::Lab;
        let (steps, pcs) = match table {
            LutWarehouse::Lut(lut) => {
                let old = matches!(lut.clut_table, LutStore::Store16(_));
                let pcs = if !lab {
                    Pcs::Xyz
                } else if old {
                    Pcs::LabOld
                } else {
                    Pcs::Lab
                };
                (lut_steps(lut, inputs, outputs, !lab && !to_lab)?, pcs)
            }
            LutWarehouse::Multidimensional(lut) => {
                (many_steps(lut, inputs, outputs, to_lab)?, if lab { Pcs::Lab } else { Pcs::Xyz })
            }
        };
        Ok(Pipeline { steps, pcs })
    }

    fn run(&self, mut values: Channels) -> Channels {
        for step in &self.steps {
            match step {
                Step::Curves(curves) => {
                    for (value, curve) in values.iter_mut().zip(curves) {
                        *value = along(curve, *value);
                    }
                }
                Step::Matrix(rows, bias) => {
                    let [x, y, z, _] = values;
                    let row = |at: usize| rows[at][0] * x + rows[at][1] * y + rows[at][2] * z + bias[at];
                    values = [row(0), row(1), row(2), 0.0];
                }
                Step::Grid(grid) => values = grid.at(values),
            }
        }
        values
    }
}

fn lut_steps(lut: &LutDataType, inputs: usize, outputs: usize, matrix: bool) -> Result<Vec<Step>, String> {
    let channels = (usize::from(lut.num_input_channels), usize::from(lut.num_output_channels));
    if channels != (inputs, outputs) {
        return Err("its tables are not for CMYK".to_owned());
    }
    let mut steps = Vec::new();
    if matrix {
        steps.push(Step::Matrix(lut.matrix.v, [0.0; 3]));
    }
    let curves = |store: &LutStore, entries: u16, count: usize| -> Result<Step, String> {
        let values = values(store);
        let entries = usize::from(entries);
        if entries < 2 || values.len() < entries * count {
            return Err("its curves are broken".to_owned());
        }
        Ok(Step::Curves(values.chunks_exact(entries).take(count).map(<[f64]>::to_vec).collect()))
    };
    // A table of eight bits has 256 entries whatever it says.
    let entries = |said: u16| if matches!(lut.input_table, LutStore::Store8(_)) { 256 } else { said };
    steps.push(curves(&lut.input_table, entries(lut.num_input_table_entries), inputs)?);
    let sides = vec![usize::from(lut.num_clut_grid_points); inputs];
    steps.push(Step::Grid(Grid::new(sides, outputs, values(&lut.clut_table))?));
    steps.push(curves(&lut.output_table, entries(lut.num_output_table_entries), outputs)?);
    Ok(steps)
}

/// Towards Lab: A curves, grid, M curves, matrix, B curves; from it the other way round.
fn many_steps(lut: &LutMultidimensionalType, inputs: usize, outputs: usize, to_lab: bool) -> Result<Vec<Step>, String> {
    let channels = (usize::from(lut.num_input_channels), usize::from(lut.num_output_channels));
    let Some(clut) = lut.clut.as_ref().filter(|_| channels == (inputs, outputs)) else {
        return Err("its tables are not for CMYK".to_owned());
    };
    let sides = lut.grid_points.iter().take(inputs).map(|&side| usize::from(side)).collect();
    let grid = Step::Grid(Grid::new(sides, outputs, values(clut))?);
    let curves = |curves: &[ToneReprCurve], count: usize| -> Result<Step, String> {
        if curves.is_empty() {
            return Ok(Step::Curves(Vec::new()));
        }
        if curves.len() != count {
            return Err("its curves are broken".to_owned());
        }
        Ok(Step::Curves(curves.iter().map(samples).collect::<Result<_, String>>()?))
    };
    let Matrix3d { v: rows } = lut.matrix;
    let matrix = if lut.m_curves.is_empty() { None } else { Some(Step::Matrix(rows, lut.bias.v)) };
    let (a, m, b) = if to_lab {
        (curves(&lut.a_curves, inputs)?, curves(&lut.m_curves, outputs)?, curves(&lut.b_curves, outputs)?)
    } else {
        (curves(&lut.a_curves, outputs)?, curves(&lut.m_curves, inputs)?, curves(&lut.b_curves, inputs)?)
    };
    let mut steps = vec![a, grid, m];
    steps.extend(matrix);
    steps.push(b);
    if !to_lab {
        steps.reverse();
    }
    Ok(steps)
}

fn samples(curve: &ToneReprCurve) -> Result<Vec<f64>, String> {
    if let ToneReprCurve::Lut(values) = curve
        && values.len() > 1
    {
        return Ok(values.iter().map(|&value| f64::from(value) / 65_535.0).collect());
    }
    let formula = curve.make_linear_evaluator().map_err(|_| "its curves are broken".to_owned())?;
    let at = |at: usize| f64::from(formula.evaluate_value(at as f32 / (SAMPLES - 1) as f32)).clamp(0.0, 1.0);
    Ok((0..SAMPLES).map(at).map(|value| if value.is_nan() { 0.0 } else { value }).collect())
}

fn values(store: &LutStore) -> Vec<f64> {
    match store {
        LutStore::Store8(values) => values.iter().map(|&value| f64::from(value) / 255.0).collect(),
        LutStore::Store16(values) => values.iter().map(|&value| f64::from(value) / 65_535.0).collect(),
    }
}

/// Between the two samples around a place from 0 to 1.
fn along(samples: &[f64], at: f64) -> f64 {
    let last = samples.len().saturating_sub(1);
    let place = at.clamp(0.0, 1.0) * last as f64;
    let below = (place as usize).min(last);
    let (low, high) = (samples.get(below).copied().unwrap_or(at), samples.get(below + 1).copied());
    low + (high.unwrap_or(low) - low) * (place - below as f64)
}

impl Grid {
    fn new(sides: Vec<usize>, outputs: usize, values: Vec<f64>) -> Result<Grid, String> {
        let points = sides.iter().try_fold(outputs, |product, &side| product.checked_mul(side));
        if sides.iter().any(|&side| side < 2) || points.is_none_or(|points| points > values.len()) {
            return Err("its tables are broken".to_owned());
        }
        Ok(Grid { sides, outputs, values })
    }

    /// Between all corners of the cell around a point.
    fn at(&self, point: Channels) -> Channels {
        let inputs = self.sides.len().min(4);
        let mut cell = [(0, 0.0, 0); 4];
        let mut stride = self.outputs;
        for at in (0..inputs).rev() {
            let last = self.sides[at] - 1;
            let place = point[at].clamp(0.0, 1.0) * last as f64;
            let below = (place as usize).min(last - 1);
            cell[at] = (below * stride, place - below as f64, stride);
            stride *= self.sides[at];
        }
        let mut out = [0.0; 4];
        for corner in 0..1_usize << inputs {
            let (mut weight, mut start) = (1.0, 0);
            for (at, &(base, part, stride)) in cell.iter().take(inputs).enumerate() {
                let high = corner >> at & 1 == 1;
                weight *= if high { part } else { 1.0 - part };
                start += base + if high { stride } else { 0 };
            }
            for (sum, value) in out.iter_mut().zip(self.values.iter().skip(start).take(self.outputs)) {
                *sum += weight * value;
            }
        }
        out
    }
}

impl Pcs {
    fn to_lab(self, [one, two, three, _]: Channels) -> Lab {
        let old = 65_535.0 / 65_280.0;
        match self {
            Pcs::LabOld => [one * 100.0 * old, two * 255.0 * old - 128.0, three * 255.0 * old - 128.0],
            Pcs::Lab => [one * 100.0, two * 255.0 - 128.0, three * 255.0 - 128.0],
            Pcs::Xyz => lab_of_xyz([one, two, three].map(|value| value * (1.0 + 32_767.0 / 32_768.0))),
            Pcs::Light => lab_of_xyz(WHITE.map(|white| white * one)),
            Pcs::Lightness => [one * 100.0, 0.0, 0.0],
        }
    }

    fn of_lab(self, [light, a, b]: Lab) -> Channels {
        let old = 65_280.0 / 65_535.0;
        match self {
            Pcs::LabOld => [light / 100.0 * old, (a + 128.0) / 255.0 * old, (b + 128.0) / 255.0 * old, 0.0],
            Pcs::Lab | Pcs::Light | Pcs::Lightness => [light / 100.0, (a + 128.0) / 255.0, (b + 128.0) / 255.0, 0.0],
            Pcs::Xyz => {
                let [x, y, z] = xyz_of_lab([light, a, b]).map(|value| value / (1.0 + 32_767.0 / 32_768.0));
                [x, y, z, 0.0]
            }
        }
    }
}

/// CIE 15; the paper is the white.
pub fn lab_of_xyz(xyz: [f64; 3]) -> Lab {
    let part = |at: usize| {
        let ratio = xyz[at] / WHITE[at];
        if ratio > 216.0 / 24_389.0 { ratio.cbrt() } else { (ratio * 24_389.0 / 27.0 + 16.0) / 116.0 }
    };
    let [x, y, z] = [part(0), part(1), part(2)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

pub fn xyz_of_lab([light, a, b]: Lab) -> [f64; 3] {
    let y = (light + 16.0) / 116.0;
    let part = |value: f64| {
        let cube = value * value * value;
        if cube > 216.0 / 24_389.0 { cube } else { (116.0 * value - 16.0) * 27.0 / 24_389.0 }
    };
    [part(y + a / 500.0) * WHITE[0], part(y) * WHITE[1], part(y - b / 200.0) * WHITE[2]]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::press::Builtin;
    use proptest::prelude::*;

    fn coated() -> Tables {
        let profile = Builtin::Coated.profile();
        Tables::read(&profile.bytes, profile.class).unwrap()
    }

    /// Fogra39's solids as the characterisation data has them, relative to its paper (L* 95).
    #[test]
    fn solids_have_their_colours() {
        let tables = coated();
        let near = |inks: Channels, wanted: Lab| {
            let lab = tables.lab(inks);
            let far = lab.iter().zip(&wanted).map(|(is, wanted)| (is - wanted).abs()).fold(0.0, f64::max);
            assert!(far < 8.0, "{inks:?}: {lab:?}, not {wanted:?}");
        };
        near([0.0; 4], [100.0, 0.0, 0.0]);
        near([1.0, 0.0, 0.0, 0.0], [57.0, -37.0, -48.0]);
        near([0.0, 1.0, 0.0, 0.0], [50.0, 78.0, 0.0]);
        near([0.0, 0.0, 1.0, 0.0], [93.0, -5.0, 98.0]);
        near([0.0, 0.0, 0.0, 1.0], [17.0, 0.0, 0.0]);
    }

    #[test]
    fn there_and_back_is_where_one_was() {
        let tables = coated();
        for lab in [[60.0, 10.0, 10.0], [50.0, -20.0, 5.0], [80.0, 0.0, 0.0], [40.0, 5.0, -20.0], [30.0, 0.0, 0.0]] {
            let back = tables.lab(tables.inks(lab).unwrap());
            let far: f64 = lab.iter().zip(&back).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
            assert!(far < 3.0, "{lab:?} comes back as {back:?}");
        }
        let xyz = [0.3, 0.2, 0.6];
        let again = xyz_of_lab(lab_of_xyz(xyz));
        assert!(xyz.iter().zip(&again).all(|(a, b)| (a - b).abs() < 1e-9));
    }

    proptest! {
        /// Whatever is damaged, it is refused or its numbers stay numbers.
        #[test]
        fn damage_does_no_harm(at in prop::collection::vec((0_usize..1_200, any::<u8>()), 1..8)) {
            let profile = Builtin::Coated.profile();
            let mut bytes = profile.bytes.to_vec();
            at.iter().for_each(|&(at, byte)| bytes[at] = byte);
            for class in [profile.class, ProfileClass::Gray] {
                let Ok(tables) = Tables::read(&bytes, class) else { continue };
                let lab = tables.lab([0.3, 0.9, 0.0, 0.5]);
                prop_assert!(lab.iter().all(|part| part.is_finite()), "{lab:?}");
                if let Some(inks) = tables.inks(lab) {
                    prop_assert!(inks.iter().all(|ink| (0.0..=1.0).contains(ink)), "{inks:?}");
                }
            }
        }
    }

    #[test]
    fn broken_profiles_are_refused() {
        let profile = Builtin::Coated.profile();
        let whole = Tables::read(&profile.bytes, profile.class);
        assert!(whole.is_ok());
        for length in [0, 10, 128, 200, 800, 60_000] {
            assert!(Tables::read(&profile.bytes[..length], profile.class).is_err(), "{length}");
        }
        assert!(Tables::read(&profile.bytes, ProfileClass::Gray).is_err());
    }
}
