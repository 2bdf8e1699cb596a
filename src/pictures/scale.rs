//! In: the rows of a picture, one after another. Out: the same picture with fewer pixels. Refuses to enlarge.
//!
//! Each new pixel is the mean of the area that it covers, in whole numbers. Only one row of sums is kept, so that memory
//! follows the size that is wanted and not the one that came.

/// The size of a picture that has at most so many pixels, in its own shape.
pub fn within_pixels((width, height): (u32, u32), most: u64) -> (u32, u32) {
    let (wide, high) = (u64::from(width), u64::from(height));
    if wide * high <= most {
        return (width, height);
    }
    let side = |one: u64, other: u64| ((most.saturating_mul(one) / other.max(1)).isqrt().max(1) as u32).min(one as u32);
    let (wide, high) = (side(wide, high), side(high, wide));
    // A strip of one pixel cannot get thinner.
    let rest = |side: u32| u32::try_from(most / u64::from(side)).unwrap_or(u32::MAX).max(1);
    (wide.min(rest(high)), high.min(rest(wide)))
}

/// The size of a picture that fits into another, in its own shape.
pub fn within((width, height): (u32, u32), room: (u32, u32)) -> (u32, u32) {
    let (wide, high) = (u64::from(width.max(1)), u64::from(height.max(1)));
    let (most_wide, most_high) = (u64::from(room.0), u64::from(room.1));
    let side = |length: u64| length.max(1) as u32;
    if wide <= most_wide && high <= most_high {
        (width, height)
    } else if wide * most_high >= high * most_wide {
        (side(most_wide), side((high * most_wide).div_ceil(wide).min(most_high)))
    } else {
        (side((wide * most_high).div_ceil(high).min(most_wide)), side(most_high))
    }
}

pub struct Scaler {
    from: (u64, u64),
    to: (u64, u64),
    channels: usize,
    /// The last channel says how much the others count.
    alpha: bool,
    /// Of one new row: the sums so far, weighted by how much of each old row it covers.
    sums: Vec<u64>,
    /// Of one old row.
    row: Vec<u64>,
    at: u64,
    out: Vec<u8>,
}

impl Scaler {
    pub fn new(from: (u32, u32), to: (u32, u32), channels: usize, alpha: bool) -> Scaler {
        let to = (to.0.clamp(1, from.0.max(1)), to.1.clamp(1, from.1.max(1)));
        let same = from == to;
        let line = if same { 0 } else { to.0 as usize * channels };
        Scaler {
            from: (from.0.into(), from.1.into()),
            to: (to.0.into(), to.1.into()),
            channels,
            alpha,
            sums: vec![0; line],
            row: vec![0; line],
            at: 0,
            out: Vec::with_capacity(to.0 as usize * to.1 as usize * channels),
        }
    }

    /// The next row; those after the last are left out.
    pub fn row(&mut self, row: &[u8]) {
        if self.at >= self.from.1 {
            return;
        }
        if self.from == self.to {
            self.out.extend_from_slice(row);
            self.at += 1;
            return;
        }
        match (self.channels, self.alpha) {
            (1, _) => self.across::<1, false>(row),
            (2, _) => self.across::<2, true>(row),
            (3, _) => self.across::<3, false>(row),
            (_, true) => self.across::<4, true>(row),
            (_, false) => self.across::<4, false>(row),
        }
        // Rows are counted in parts too.
        let (old, new) = (self.from.1, self.to.1);
        let mut from = self.at * new;
        let end = from + new;
        while from < end {
            let next = (from / old + 1) * old;
            let part = next.min(end) - from;
            let sums = self.sums.iter_mut().zip(&self.row);
            sums.for_each(|(sum, value)| *sum = sum.wrapping_add(value.wrapping_mul(part)));
            from += part;
            if from == next {
                self.finish_row();
            }
        }
        self.at += 1;
    }

    /// Sums of an old row for each new pixel. A row is counted in parts, of which an old pixel has as many as there are
    /// new ones, and the other way round; most old pixels lie whole within a new one. A sum is at most 2^16 times the
    /// pixels of the picture, so that nothing wraps.
    fn across<const CHANNELS: usize, const ALPHA: bool>(&mut self, row: &[u8]) {
        let (old, new) = (self.from.0, self.to.0);
        let pixels = row.as_chunks::<CHANNELS>().0;
        let add = |sums: &mut [u64; CHANNELS], pixels: &[[u8; CHANNELS]], parts: u64| {
            let mut whole = [0_u64; CHANNELS];
            for pixel in pixels {
                let alpha = if ALPHA { u64::from(pixel[CHANNELS - 1]) } else { 1 };
                for channel in 0..CHANNELS {
                    let weight = if channel + 1 == CHANNELS { 1 } else { alpha };
                    whole[channel] = whole[channel].wrapping_add(u64::from(pixel[channel]).wrapping_mul(weight));
                }
            }
            for channel in 0..CHANNELS {
                sums[channel] = sums[channel].wrapping_add(whole[channel].wrapping_mul(parts));
            }
        };
        for (target, sums) in (0..).zip(self.row.as_chunks_mut::<CHANNELS>().0) {
            let begin = target * old;
            let (first, used) = ((begin / new) as usize, begin % new);
            let head = (new - used).min(old);
            let whole = first + 1 + ((old - head) / new) as usize;
            let tail = (old - head) % new;
            *sums = [0; CHANNELS];
            add(sums, pixels.get(first..first + 1).unwrap_or_default(), head);
            add(sums, pixels.get(first + 1..whole).unwrap_or_default(), new);
            if tail > 0 {
                add(sums, pixels.get(whole..whole + 1).unwrap_or_default(), tail);
            }
        }
    }

    fn finish_row(&mut self) {
        let area = self.from.0 * self.from.1;
        let mean = |sum: u64, of: u64| (sum + of / 2).checked_div(of).unwrap_or(0).min(255) as u8;
        if self.alpha {
            for sums in self.sums.chunks_exact(self.channels) {
                let alpha = sums[self.channels - 1];
                self.out.extend(sums[..self.channels - 1].iter().map(|&sum| mean(sum, alpha)));
                self.out.push(mean(alpha, area));
            }
        } else {
            self.out.extend(self.sums.iter().map(|&sum| mean(sum, area)));
        }
        self.sums.fill(0);
    }

    /// The new picture; nothing where rows are missing.
    pub fn finish(self) -> Option<Vec<u8>> {
        (self.out.len() as u64 == self.to.0 * self.to.1 * self.channels as u64).then_some(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scaled(from: (u32, u32), to: (u32, u32), channels: usize, pixels: &[u8]) -> Vec<u8> {
        let mut scaler = Scaler::new(from, to, channels, channels.is_multiple_of(2));
        pixels.chunks(from.0 as usize * channels).for_each(|row| scaler.row(row));
        scaler.finish().unwrap()
    }

    #[test]
    fn a_new_pixel_is_the_mean_of_what_it_covers() {
        assert_eq!(scaled((2, 2), (1, 1), 1, &[0, 100, 200, 100]), [100]);
        assert_eq!(scaled((3, 1), (2, 1), 1, &[0, 90, 255]), [30, 200]);
        assert_eq!(scaled((1, 3), (1, 2), 3, &[0, 0, 9, 90, 3, 9, 255, 3, 9]), [30, 1, 9, 200, 3, 9]);
        assert_eq!(scaled((2, 1), (2, 1), 1, &[7, 8]), [7, 8]);
    }

    #[test]
    fn every_size_gives_the_mean_that_is_summed_part_by_part() {
        for old in 1..=23_usize {
            let row: Vec<u8> = (0..old).map(|at| (at * 97 % 256) as u8).collect();
            for new in 1..=old {
                let mut sums = vec![0; new];
                for part in 0..old * new {
                    sums[part / old] += usize::from(row[part / new]);
                }
                let means: Vec<u8> = sums.iter().map(|sum| ((sum + old / 2) / old) as u8).collect();
                assert_eq!(scaled((old as u32, 1), (new as u32, 1), 1, &row), means, "{old} to {new}");
            }
        }
    }

    #[test]
    fn what_cannot_be_seen_gives_no_colour() {
        assert_eq!(scaled((2, 1), (1, 1), 4, &[200, 10, 0, 255, 0, 0, 0, 0]), [200, 10, 0, 128]);
        assert_eq!(scaled((2, 1), (1, 1), 2, &[9, 0, 9, 0]), [0, 0]);
    }

    #[test]
    fn sizes_keep_their_shape() {
        assert_eq!(within_pixels((6_000, 4_000), 24_000_000), (6_000, 4_000));
        let (width, height) = within_pixels((6_000, 4_000), 5_600_000);
        assert!(u64::from(width) * u64::from(height) <= 5_600_000 && width.abs_diff(height * 3 / 2) < 3);
        assert_eq!(within_pixels((200_000_000, 1), 1_000), (1_000, 1));
        assert_eq!(within((150, 300), (100, 100)), (50, 100));
        assert_eq!(within((1_600, 2_560), (1_600, 2_560)), (1_600, 2_560));
        assert_eq!(within((3_000, 2_000), (1_600, 2_560)), (1_600, 1_067));
    }

    #[test]
    fn missing_rows_are_seen() {
        assert_eq!(Scaler::new((2, 2), (1, 1), 1, false).finish(), None);
    }
}
