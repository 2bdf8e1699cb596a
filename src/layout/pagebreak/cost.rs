//! What faults cost, and the reasons for which a page had better not end at a place, each with its price.

use std::ops::{Add, AddAssign};

/// What a fault costs, worst rank first; compared in order, added rank by rank. `src/layout/README.md`, Pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Cost(pub [u64; 5]);

impl Cost {
    pub const FREE: Cost = Cost([0; 5]);

    /// So many faults of a rank, 1 (the worst) to 5.
    pub const fn of(rank: usize, count: u64) -> Cost {
        let mut cost = Cost::FREE;
        cost.0[rank - 1] = count;
        cost
    }
}

impl Add for Cost {
    type Output = Cost;
    fn add(mut self, other: Cost) -> Cost {
        self += other;
        self
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Cost) {
        for (one, more) in self.0.iter_mut().zip(other.0) {
            *one = one.saturating_add(more);
        }
    }
}

/// The most that a hole costs, of rank 3.
pub const WORST_HOLE: u64 = 28;

/// A page that ends here cuts something that should stay together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// A heading, a caption or a term, from the text that it stands over.
    Heading,
    /// An attribution, from what it belongs to.
    Attribution,
    /// The first line of a stanza, from the others.
    StanzaStart,
    /// A line of verse that turns over.
    VerseLine,
    /// What is kept for any other reason: a block that the author keeps, a row, a figure and its caption.
    Keep,
    /// The last line of a paragraph.
    Widow,
    /// The last line of a stanza; in two columns the first too.
    StanzaEnd,
    /// A line of code that turns over.
    CodeLine,
    /// The first line of a paragraph.
    Orphan,
    Stanza,
    /// A stanza too long to stay whole at any price; counted oftener the shorter it is.
    LongStanza,
    /// A poem that would fit on a page, between two stanzas.
    Poem,
    /// The first or the last line of code, or row of a table.
    Edge,
    /// Code or a table that is short.
    Short,
    /// Code that is long.
    Long,
    /// The page ends at a section break.
    Break,
}

impl Cut {
    pub const ALL: [Cut; 16] = [
        Cut::Heading,
        Cut::Attribution,
        Cut::StanzaStart,
        Cut::VerseLine,
        Cut::Keep,
        Cut::Widow,
        Cut::StanzaEnd,
        Cut::CodeLine,
        Cut::Orphan,
        Cut::Stanza,
        Cut::LongStanza,
        Cut::Poem,
        Cut::Edge,
        Cut::Short,
        Cut::Long,
        Cut::Break,
    ];

    pub const fn cost(self) -> Cost {
        match self {
            Cut::Heading | Cut::Attribution | Cut::StanzaStart | Cut::VerseLine | Cut::Keep => Cost::of(1, 1),
            Cut::Widow | Cut::StanzaEnd | Cut::CodeLine => Cost::of(2, 1),
            // Dearer than facing pages of unequal depth: a reader sees the orphan first.
            Cut::Orphan | Cut::Edge => Cost::of(3, 4),
            // Dearer than any hole, for the stanza comes first.
            Cut::Stanza => Cost::of(3, WORST_HOLE + 2),
            Cut::LongStanza => Cost::of(4, 1),
            // As dear as a page hardly two lines short.
            Cut::Poem => Cost::of(4, 2),
            // Dearer than a page a few lines short.
            Cut::Short => Cost::of(4, 6),
            Cut::Long => Cost::of(4, 1),
            Cut::Break => Cost::of(5, 1),
        }
    }
}

/// All that a page cuts that ends at a place: how often each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Cuts([u8; Cut::ALL.len()]);

impl Cuts {
    pub const NONE: Cuts = Cuts([0; Cut::ALL.len()]);

    pub fn add(&mut self, cut: Cut) {
        let count = &mut self.0[cut as usize];
        *count = count.saturating_add(1);
    }

    pub fn cost(self) -> Cost {
        self.each().fold(Cost::FREE, |sum, (_, cost)| sum + cost)
    }

    /// The worst first, each with its cost.
    pub fn each(self) -> impl Iterator<Item = (Cut, Cost)> {
        let cost = |(cut, count): (Cut, u8)| (cut, Cost(cut.cost().0.map(|one| one * u64::from(count))));
        Cut::ALL.into_iter().zip(self.0).filter(|(_, count)| *count > 0).map(cost)
    }
}

impl FromIterator<Cut> for Cuts {
    fn from_iter<T: IntoIterator<Item = Cut>>(cuts: T) -> Cuts {
        let mut all = Cuts::default();
        cuts.into_iter().for_each(|cut| all.add(cut));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_are_counted_each_by_itself() {
        let cuts: Cuts = [Cut::Widow, Cut::Keep, Cut::Orphan, Cut::Keep].into_iter().collect();
        let each = [(Cut::Keep, Cost::of(1, 2)), (Cut::Widow, Cost::of(2, 1)), (Cut::Orphan, Cost::of(3, 4))];
        assert_eq!(cuts.each().collect::<Vec<_>>(), each);
        assert_eq!(cuts.cost(), Cost([2, 1, 4, 0, 0]));
        assert!(Cut::ALL.into_iter().enumerate().all(|(at, cut)| cut as usize == at));
    }
}
