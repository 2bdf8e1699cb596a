//! In: sections and notes, what is known of folios and labels; later, plans. Out: their lines, broken in parallel;
//! later, the chosen ones set. Refuses to know how pages are planned.

use crate::design::Design;
use crate::layout::context::Context;
use crate::layout::galley::{Galley, NoteLines, galley, note_lines};
use crate::layout::items::{Stock, WordCache, Words};
use crate::layout::pagebreak::Plan;
use crate::model::{Book, NoteId, SectionId};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Sections that were broken into lines together, with the words that their lines are set from.
struct Share {
    ids: Vec<SectionId>,
    words: WordCache,
}

/// All sections whose lines are to be set.
#[derive(Default)]
pub struct Shares(Vec<Share>);

impl Shares {
    /// Breaks sections into lines, in place of what they were before.
    pub fn galleys(&mut self, context: &Context, ids: &[SectionId]) -> Vec<Galley> {
        self.0.iter_mut().for_each(|share| share.ids.retain(|id| !ids.contains(id)));
        self.0.retain(|share| !share.ids.is_empty());
        let mut all = Vec::with_capacity(ids.len());
        for (galleys, words) in shared(context, ids, galley) {
            let ids = ids.iter().skip(all.len()).take(galleys.len()).copied().collect();
            all.extend(galleys);
            self.0.push(Share { ids, words });
        }
        all
    }

    /// Sets the lines that the plans of the sections chose.
    pub fn set(self, book: &Book, design: &Design, galleys: &mut [Galley], plans: &[Plan]) {
        let mut taken: Vec<(Share, Vec<Galley>)> = Vec::with_capacity(self.0.len());
        for share in self.0 {
            let own = share.ids.iter().map(|id| std::mem::take(&mut galleys[id.0 as usize])).collect();
            taken.push((share, own));
        }
        taken.par_iter_mut().for_each(|(share, own)| {
            let mut words = Words::knowing(design, std::mem::take(&mut share.words));
            let mut stock = Stock { words: &mut words, book, marks: true };
            for (id, galley) in share.ids.iter().zip(own) {
                let chosen = &plans[id.0 as usize].settings;
                galley.set(&mut stock, |item| chosen.get(item).copied().unwrap_or(0));
            }
        });
        for (share, own) in taken {
            for (id, galley) in share.ids.into_iter().zip(own) {
                galleys[id.0 as usize] = galley;
            }
        }
    }
}

/// The lines of notes, set.
pub fn notes(context: &Context, ids: &[NoteId]) -> BTreeMap<NoteId, NoteLines> {
    ids.iter().copied().zip(shared(context, ids, note_lines).into_iter().flat_map(|(notes, _)| notes)).collect()
}

/// Does this in a share for each thread, of what follows each other, since a share shapes a word once; with the words of
/// each share.
fn shared<'a, Id: Copy + Sync, T: Send>(
    context: &'a Context<'a>,
    ids: &[Id],
    set: impl Fn(&'a Context<'a>, &mut Words<'a>, Id) -> T + Sync,
) -> Vec<(Vec<T>, WordCache)> {
    let share = ids.len().div_ceil(rayon::current_num_threads()).max(1);
    let shares = ids.par_chunks(share).map(|ids| {
        let mut words = Words::new(context.design);
        let all = ids.iter().map(|&id| set(context, &mut words, id)).collect();
        (all, words.into_known())
    });
    shares.collect()
}
