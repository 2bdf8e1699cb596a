//! In: the pages of a work and their names. Out: where a link leads.

use super::dom::{Dom, Id};
use crate::import::archive::{join, unescaped};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

#[derive(Debug, Default)]
pub struct Places {
    names: Vec<String>,
    pages: BTreeMap<String, usize>,
    ids: BTreeMap<(usize, String), Id>,
    /// How many pages have an id.
    counts: BTreeMap<String, usize>,
}

impl Places {
    pub fn of(pages: &[Dom], names: &[String]) -> Places {
        let mut out = Places { names: names.to_vec(), ..Places::default() };
        for (page, (dom, name)) in pages.iter().zip(names).enumerate() {
            out.pages.insert(name.clone(), page);
            for id in 0..dom.entries.len() {
                let named = dom.attribute(id, "id").or(dom.attribute(id, "xml:id"));
                let named = named.or(dom.attribute(id, "name").filter(|_| dom.name(id) == "a"));
                if let Some(named) = named
                    && let Entry::Vacant(entry) = out.ids.entry((page, named.to_owned()))
                {
                    entry.insert(id);
                    *out.counts.entry(named.to_owned()).or_default() += 1;
                }
            }
        }
        out
    }

    /// The page and the name of the place in it; nothing for what is no page of the work.
    pub fn split(&self, page: usize, href: &str) -> Option<(usize, String)> {
        let (path, id) = href.split_once('#').unwrap_or((href, ""));
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            return Some((page, unescaped(id)));
        }
        let name = join(&self.names[page], &unescaped(path))?;
        Some((*self.pages.get(&name)?, unescaped(id)))
    }

    /// The element that a link leads to.
    pub fn find(&self, page: usize, href: &str) -> Option<(usize, Id)> {
        let (page, id) = self.split(page, href)?;
        self.ids.get(&(page, id)).map(|id| (page, *id))
    }

    /// The one name of a place in the whole work. Without an id it is the page's beginning.
    pub fn name(&self, page: usize, id: &str) -> String {
        match id {
            "" => format!("page-{page}"),
            _ if self.counts.get(id).is_none_or(|count| *count < 2) => id.to_owned(),
            _ => format!("{id}-{page}"),
        }
    }
}
