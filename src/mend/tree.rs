//! In: a file of which something is gone. Out: a structure tree and a form that lead to none of it (ISO 32000-1, 14.7).
//! Refuses to take anything else out of them.

use super::draft::Draft;
use lopdf::{Dictionary, Object, ObjectId};
use std::collections::BTreeSet;

/// Elements that are looked at.
const MOST: usize = 4_000_000;

pub fn mend(draft: &mut Draft) {
    let file = draft.file;
    if !draft.has_gone() {
        return;
    }
    let roots = [("StructTreeRoot", "K"), ("AcroForm", "Fields")];
    for (root, key) in roots {
        let named = file.catalog().get(root.as_bytes()).ok().and_then(|named| named.as_reference().ok());
        named.into_iter().for_each(|id| walk(draft, id, key));
    }
}

/// From a node to those below it, each once.
fn walk(draft: &mut Draft, root: ObjectId, first: &str) {
    let mut seen = BTreeSet::from([root]);
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let key = match first {
            "Fields" if id != root => "Kids",
            _ => first,
        };
        let Some(dict) = draft.dict(id) else { continue };
        let below = match dict.get(key.as_bytes()).map(|kids| (kids, draft.file.follow(kids))) {
            Ok((_, Object::Array(kids))) => kids.clone(),
            Ok((kid, _)) => vec![kid.clone()],
            Err(_) => continue,
        };
        // What is marked on a page that is gone is gone with it.
        let page_is_gone = leads_away(draft, dict, "Pg");
        let is_left = |kid: &Object| match kid {
            Object::Reference(id) if draft.is_gone(*id) => false,
            Object::Integer(_) => !page_is_gone,
            _ => draft.file.follow(kid).as_dict().map_or(true, |kid| {
                let is_element = kid.has(b"S") && !kid.has(b"Obj") && !kid.has(b"MCID");
                is_element || !(leads_away(draft, kid, "Obj") || leads_away(draft, kid, "Pg"))
            }),
        };
        let left: Vec<Object> = below.iter().filter(|kid| is_left(kid)).cloned().collect();
        let next = left.iter().filter_map(|kid| kid.as_reference().ok());
        open.extend(next.filter(|id| seen.insert(*id)).collect::<Vec<_>>());
        if seen.len() > MOST {
            return;
        }
        if (left.len() < below.len() || page_is_gone)
            && let Some(dict) = draft.edit(id)
        {
            dict.set(key, left);
            if page_is_gone {
                dict.remove(b"Pg");
            }
        }
    }
}

fn leads_away(draft: &Draft, dict: &Dictionary, key: &str) -> bool {
    dict.get(key.as_bytes()).and_then(Object::as_reference).is_ok_and(|id| draft.is_gone(id))
}
