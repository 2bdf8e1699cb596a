//! Which edge a book is bound on, and with it where the spine of each page lies. Every room asks here.

use super::config::named;

named! {
    /// The edge of the front cover that the book is bound on.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum Binding {
        #[default]
        Left = "left",
        /// As books in scripts that are read from right to left.
        Right = "right",
        /// As calendars and notepads. A verso has its foot at the spine, so that both pages of an opening stand head up.
        Top = "top",
    }
}

/// One of the four edges of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    Left,
    Top,
    Right,
    Bottom,
}

impl Edge {
    pub const fn opposite(self) -> Edge {
        match self {
            Edge::Left => Edge::Right,
            Edge::Top => Edge::Bottom,
            Edge::Right => Edge::Left,
            Edge::Bottom => Edge::Top,
        }
    }
}

impl Binding {
    /// The edge of a recto or a verso that lies in the spine.
    pub const fn spine(self, recto: bool) -> Edge {
        let edge = match self {
            Binding::Left => Edge::Left,
            Binding::Right => Edge::Right,
            Binding::Top => Edge::Top,
        };
        if recto { edge } else { edge.opposite() }
    }

    /// Whether the outer margin, with what stands in it, is on the left. A book bound on top has it on the right of
    /// every page.
    pub const fn is_outer_left(self, recto: bool) -> bool {
        matches!(self.spine(recto), Edge::Right)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facing_pages_meet_at_the_spine() {
        for binding in Binding::ALL {
            assert_eq!(binding.spine(true), binding.spine(false).opposite());
        }
        assert_eq!(Binding::Left.spine(true), Edge::Left);
        assert_eq!(Binding::Right.spine(true), Edge::Right);
        assert_eq!(Binding::Top.spine(true), Edge::Top);
        let outer = |binding: Binding| [true, false].map(|recto| binding.is_outer_left(recto));
        assert_eq!(Binding::ALL.map(outer), [[false, true], [true, false], [false, false]]);
    }
}
