//! In: where a signature's fold lies. Out: the steps and numbers that show whether signatures are gathered in order, and
//! where the needle goes through. Refuses to draw away from the fold, where a reader would see it.

use super::marks::{Items, Line, line};
use super::words::Lettering;
use crate::base::{Ink, Length, Point, Size};
use crate::page::Item;

/// A step of the collating marks; half of it lies on each side of the fold, in what the binder glues or sews over.
const STEP: Size = Size { width: Length::mm(3), height: Length::mm(6) };
/// From the head to the first step.
const HEAD: Length = Length::mm(15);
const NUMBER: Length = Length::pt(5);
/// A station: a line across the fold.
const ACROSS: Length = Length::mm(3);
const PEN: Length = Length::pt_ratio(1, 4);
/// From head and foot to the first and the last station of three or more.
const KETTLE: Length = Length::mm(12);

/// The fold of one signature on a side of a sheet: where it begins and ends, and whether it runs from left to right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finish {
    pub from: Point,
    pub length: Length,
    pub level: bool,
}

impl Finish {
    fn at(&self, along: Length, across: Length) -> Point {
        let (x, y) = if self.level { (along, across) } else { (across, along) };
        Point::new(self.from.x + x, self.from.y + y)
    }

    /// The step of a signature, from 0, and its number below: each stands lower than the one before, and after the last
    /// that has room they begin anew at the head.
    pub fn collating(&self, signature: usize, lettering: &Lettering, out: &mut Items) {
        let number = (signature + 1).to_string();
        let (run, width) = lettering.line(&number, NUMBER, Ink::BLACK);
        let foot = if self.level { width } else { NUMBER };
        let head = HEAD.min(self.length / 8);
        let room = (self.length - head * 2 - foot).0.div_euclid(STEP.height.0).max(1);
        let along = head + STEP.height * (signature as i64).rem_euclid(room);
        let size = if self.level { Size::new(STEP.height, STEP.width) } else { STEP };
        out.push((self.at(along, -STEP.width / 2), Item::Rule { size, ink: Ink::BLACK }));
        let after = along + STEP.height + Length::pt(1);
        let at = match self.level {
            true => self.at(after, NUMBER / 3),
            false => self.at(after + NUMBER.scale(3, 4), -width / 2),
        };
        out.push((at, Item::Glyphs(run)));
    }

    /// So many lines across the fold, evenly from head to foot.
    pub fn stations(&self, count: u8, out: &mut Items) {
        let kettle = KETTLE.min(self.length / 6);
        for at in 0..i64::from(count) {
            let along = match count {
                1 | 2 => self.length.scale(at + 1, i64::from(count) + 1),
                _ => kettle + (self.length - kettle * 2).scale(at, i64::from(count) - 1),
            };
            let ends = [self.at(along, -ACROSS / 2), self.at(along, ACROSS / 2)];
            out.push(line(ends, PEN, Line::Solid));
        }
    }
}
