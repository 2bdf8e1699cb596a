//! In: sections with the number of their pages. Out: the order of a book: sides, blanks, folios. Refuses to know lines.

use crate::base::{Folio, FolioStyle};
use crate::layout::pagebreak::Plan;
use crate::layout::sections::Sections;
use crate::model::{Matter, Role, SectionId};
use crate::page::Side;

/// One page of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub side: Side,
    /// As it would be shown: blank pages and title pages have one too.
    pub folio: Folio,
    /// A section and the number of its page, from 0; nothing on a blank page.
    pub stands: Option<(SectionId, usize)>,
}

/// All pages, and by the section's id its first page and its plan.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    pub pages: Vec<Leaf>,
    pub starts: Vec<usize>,
    pub plans: Vec<Plan>,
}

/// Where a section may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    Next,
    Recto,
    Verso,
}

impl Sequence {
    /// Puts all sections in order, chapters on a recto or on any page; `cut` plans a section's pages, given whether the
    /// first is a recto.
    pub fn new(sections: Sections, chapters_on_recto: bool, mut cut: impl FnMut(SectionId, bool) -> Plan) -> Sequence {
        let count = sections.count();
        let mut sequence =
            Sequence { starts: vec![0; count], plans: vec![Plan::default(); count], ..Sequence::default() };
        let mut last = None;
        let mut roman = true;
        let mut counted = 0;
        for (id, section) in sections.in_order() {
            if roman && section.matter != Matter::Front {
                sequence.pad_to(Side::Recto, &mut counted, roman);
                (roman, counted) = (false, 0);
            }
            match start(last, section.role, chapters_on_recto) {
                Start::Recto => sequence.pad_to(Side::Recto, &mut counted, roman),
                Start::Verso if !sequence.pages.is_empty() => sequence.pad_to(Side::Verso, &mut counted, roman),
                Start::Verso | Start::Next => {}
            }
            let plan = cut(id, sequence.side() == Side::Recto);
            sequence.starts[id.0 as usize] = sequence.pages.len();
            for nth in 0..plan.pages.len() {
                sequence.push(Some((id, nth)), &mut counted, roman);
            }
            sequence.plans[id.0 as usize] = plan;
            last = Some(section.role);
        }
        sequence
    }

    /// The side of the next page.
    fn side(&self) -> Side {
        if self.pages.len().is_multiple_of(2) { Side::Recto } else { Side::Verso }
    }

    fn pad_to(&mut self, side: Side, counted: &mut u32, roman: bool) {
        if self.side() != side {
            self.push(None, counted, roman);
        }
    }

    fn push(&mut self, stands: Option<(SectionId, usize)>, counted: &mut u32, roman: bool) {
        *counted += 1;
        let style = if roman { FolioStyle::Roman } else { FolioStyle::Arabic };
        let folio = Folio { style, number: *counted };
        let side = self.side();
        self.pages.push(Leaf { side, folio, stands });
    }
}

/// Where a section of a role begins, after one of another.
fn start(last: Option<Role>, role: Role, chapters_on_recto: bool) -> Start {
    match role {
        // A part's verso stays blank.
        _ if last == Some(Role::Part) => Start::Recto,
        Role::HalfTitle | Role::TitlePage | Role::Contents | Role::Dedication | Role::Part => Start::Recto,
        Role::Imprint => Start::Verso,
        _ if chapters_on_recto => Start::Recto,
        _ => Start::Next,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::pagebreak::{PagePlan, Place};
    use crate::model::{Book, Section};

    /// Sections of a matter, a role and a number of pages, as `folio:section` a page, `-` for a blank.
    fn order(sections: &[(Matter, Role, usize)], recto: bool) -> String {
        let of = |&(matter, role, _): &(Matter, Role, usize)| Section { matter, role, ..Section::default() };
        let book = Book { sections: sections.iter().map(of).collect(), ..Book::default() };
        let page = PagePlan {
            start: Place::default(),
            end: Place::default(),
            notes: Vec::new(),
            floats: 0..0,
            extra: 0,
            cost: Default::default(),
        };
        let cut = |id: SectionId, _| Plan { pages: vec![page.clone(); sections[id.0 as usize].2], ..Plan::default() };
        let sequence = Sequence::new(Sections::own(&book), recto, cut);
        let shown = |leaf: &Leaf| match leaf.stands {
            Some((section, _)) => format!("{}:{}", leaf.folio, section.0),
            None => format!("{}:-", leaf.folio),
        };
        sequence.pages.iter().map(shown).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_book_in_its_order() {
        use {Matter::*, Role::*};
        let front = [(Front, TitlePage, 1), (Front, Imprint, 1), (Front, Contents, 1)];
        let main = [(Main, Part, 1), (Main, Chapter, 2), (Main, Chapter, 1)];
        let all = [&front[..], &main[..]].concat();
        assert_eq!(order(&all, false), "i:0 ii:1 iii:2 iv:- 1:3 2:- 3:4 4:4 5:5");
        assert_eq!(order(&main[1..], false), "1:0 2:0 3:1");
        assert_eq!(order(&[(Main, Chapter, 1), (Back, Chapter, 1)], true), "1:0 2:- 3:1");
        assert_eq!(order(&[(Front, Imprint, 1), (Front, Chapter, 0), (Main, Untitled, 1)], false), "i:0 ii:- 1:2");
    }
}
