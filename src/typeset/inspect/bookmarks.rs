//! The bookmarks of a written PDF, and the pages that they lead to.
//!
//! In a ring with facts: a file's facts hold its bookmarks, which are read with its tools.

use std::collections::{BTreeMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId, decode_text_string};

use crate::typeset::inspect::facts::{deref, dictionary};

/// The most bookmarks that are read.
const MAX_BOOKMARKS: usize = 20_000;

/// A bookmark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// What it says.
    pub title: String,
    /// The page that it leads to, from 1; `None` if it leads to none.
    pub page: Option<usize>,
}

/// Returns the bookmarks of a file, in their order.
pub(super) fn bookmarks(document: &Document, catalog: &Dictionary) -> Vec<Bookmark> {
    let pages: BTreeMap<ObjectId, u32> = document
        .get_pages()
        .into_iter()
        .map(|(number, id)| (id, number))
        .collect();
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let first = dictionary(document, catalog, b"Outlines").and_then(|root| link(root, b"First"));
    let mut open: Vec<ObjectId> = first.into_iter().collect();
    while let Some(id) = open.pop() {
        let Ok(item) = document.get_dictionary(id) else {
            continue;
        };
        if !seen.insert(id) || found.len() == MAX_BOOKMARKS {
            continue;
        }
        let title = deref(document, item, b"Title").and_then(|it| decode_text_string(it).ok());
        let page = target(document, catalog, item).and_then(|id| pages.get(&id));
        found.push(Bookmark {
            title: title.unwrap_or_default(),
            page: page.and_then(|number| usize::try_from(*number).ok()),
        });
        // What is below it comes before what is behind it.
        open.extend(link(item, b"Next"));
        open.extend(link(item, b"First"));
    }
    found
}

fn link(item: &Dictionary, key: &[u8]) -> Option<ObjectId> {
    item.get(key).ok()?.as_reference().ok()
}

/// Returns the page that a bookmark leads to.
fn target(document: &Document, catalog: &Dictionary, item: &Dictionary) -> Option<ObjectId> {
    let direct = deref(document, item, b"Dest");
    let by_action = || deref(document, dictionary(document, item, b"A")?, b"D");
    let place = direct.or_else(by_action)?;
    let place = match place {
        Object::Name(name) | Object::String(name, _) => named(document, catalog, name)?,
        other => other,
    };
    let place = match place {
        Object::Dictionary(place) => deref(document, place, b"D")?,
        other => other,
    };
    place.as_array().ok()?.first()?.as_reference().ok()
}

/// Returns the place that a name stands for.
fn named<'a>(document: &'a Document, catalog: &'a Dictionary, name: &[u8]) -> Option<&'a Object> {
    let old = dictionary(document, catalog, b"Dests").and_then(|all| deref(document, all, name));
    if old.is_some() {
        return old;
    }
    let mut open = vec![dictionary(
        document,
        dictionary(document, catalog, b"Names")?,
        b"Dests",
    )?];
    let mut left = MAX_BOOKMARKS;
    while let Some(node) = open.pop() {
        left = left.checked_sub(1)?;
        let list = |key: &[u8]| {
            let list = deref(document, node, key).and_then(|it| it.as_array().ok());
            list.map(Vec::as_slice).unwrap_or_default()
        };
        for pair in list(b"Names").chunks_exact(2) {
            if pair[0].as_str().is_ok_and(|key| key == name) {
                return document.dereference(&pair[1]).ok().map(|(_, place)| place);
            }
        }
        let kids = list(b"Kids").iter();
        open.extend(kids.filter_map(|kid| document.dereference(kid).ok()?.1.as_dict().ok()));
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::typeset::inspect::inspect;
    use crate::typeset::pdf::PdfRequest;
    use crate::typeset::sandbox::Sandbox;

    #[test]
    fn bookmarks_are_read_with_the_pages_that_they_lead_to() {
        let sandbox =
            Sandbox::new("= Öne\nText.\n== Two\n#pagebreak()\n=== Three\n#pagebreak()\n= Four");
        let facts = inspect(&sandbox.pdf(&PdfRequest::default()).bytes).unwrap();
        let found: Vec<_> = facts
            .bookmarks
            .iter()
            .map(|it| (it.title.as_str(), it.page))
            .collect();
        let expected = [
            ("Öne", Some(1)),
            ("Two", Some(1)),
            ("Three", Some(2)),
            ("Four", Some(3)),
        ];
        assert_eq!(found, expected);
    }
}
