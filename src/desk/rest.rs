//! In: a book's folder. Out: its ebook, cover, sheets and findings, made on threads of their own, so that the pages of the
//! next edit do not wait for them. Refuses to give what an edit has made old.

use crate::base::limits::STACK;
use crate::base::{Choice, Folder};
use crate::pipeline::session::{Others, others};
use rayon::ThreadPoolBuilder;
use std::thread::{self, JoinHandle};

/// One making at a time.
#[derive(Default)]
pub struct Rest {
    /// Which edit it is of.
    making: Option<(u64, JoinHandle<Others>)>,
}

impl Rest {
    /// Begins, unless an earlier making has not ended yet.
    pub fn begin(&mut self, edit: u64, folder: Folder, levels: Vec<Choice>) {
        if self.making.is_some() {
            return;
        }
        // Half of the processors are left for the pages.
        let threads = thread::available_parallelism().map_or(1, |count| count.get().div_ceil(2));
        let make = move || {
            let make = || others(&folder, &levels);
            match ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build() {
                Ok(pool) => pool.install(make),
                Err(_) => make(),
            }
        };
        self.making = thread::Builder::new().stack_size(STACK).spawn(make).ok().map(|thread| (edit, thread));
    }

    /// What was made, once it is; nothing where it is of an earlier edit than this.
    pub fn made(&mut self, edit: u64) -> Option<Others> {
        let (of, thread) = self.making.take_if(|(_, thread)| thread.is_finished())?;
        // A fault of our own is told by its thread, and ends nothing here.
        let others = thread.join().unwrap_or_default();
        (of == edit).then_some(others)
    }
}
