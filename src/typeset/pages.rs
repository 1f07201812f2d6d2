//! Walking laid-out pages and changing single items of them, the rest shared with the original.
//!
//! Tagged export reads nothing but the pages: what they lack can be put in here, after the layout,
//! so that nothing the author sees changes.

use typst::diag::EcoString;
use typst::layout::{Frame, FrameItem, Point};
use typst::model::Document;
use typst_layout::PagedDocument;

/// The hyphen that the engine puts at the end of a line: it parts no word.
pub(super) const SOFT_HYPHEN: char = '\u{ad}';

/// The summary of a table of which the last rows are its foot begins with this, then says how many
/// they are. No reader hears it: it is taken out of the written file.
pub(super) const FOOT: &str = "folio:foot ";

/// What becomes of an item.
pub(super) enum Change {
    /// It stays.
    Keep,
    /// It is left out.
    Drop,
    /// It is replaced by others at the same position.
    Replace(Vec<FrameItem>),
}

/// Calls `change` on every item, a group before its content, in the order of the tagged export.
///
/// `leave` is called when a group's content is done.
pub(super) fn rewrite<S>(
    document: &PagedDocument,
    state: &mut S,
    change: &mut dyn FnMut(&mut S, &FrameItem) -> Change,
    leave: &mut dyn FnMut(&mut S, &FrameItem),
) -> PagedDocument {
    let mut pages: Vec<_> = document.pages().to_vec();
    let mut is_changed = false;
    for page in &mut pages {
        if let Some(frame) = rewrite_frame(&page.frame, state, change, leave) {
            page.frame = frame;
            is_changed = true;
        }
    }
    if is_changed {
        PagedDocument::new(pages.into_iter().collect(), document.info().clone())
    } else {
        document.clone()
    }
}

/// Returns the changed frame, or `None` if all of it stays.
fn rewrite_frame<S>(
    frame: &Frame,
    state: &mut S,
    change: &mut dyn FnMut(&mut S, &FrameItem) -> Change,
    leave: &mut dyn FnMut(&mut S, &FrameItem),
) -> Option<Frame> {
    let mut changed: Option<Vec<(Point, FrameItem)>> = None;
    for (at, (point, item)) in frame.items().enumerate() {
        let decision = change(state, item);
        let mut inner = None;
        if let FrameItem::Group(group) = item {
            inner = rewrite_frame(&group.frame, state, change, leave);
            leave(state, item);
        }
        let replacement = match (decision, inner) {
            (Change::Keep, None) => {
                if let Some(items) = &mut changed {
                    items.push((*point, item.clone()));
                }
                continue;
            }
            (Change::Keep, Some(inner)) => vec![with_frame(item, inner)],
            (Change::Drop, _) => Vec::new(),
            (Change::Replace(items), inner) => items
                .into_iter()
                .map(|item| match &inner {
                    Some(inner) => with_frame(&item, inner.clone()),
                    None => item,
                })
                .collect(),
        };
        changed
            .get_or_insert_with(|| frame.items().take(at).cloned().collect())
            .extend(replacement.into_iter().map(|item| (*point, item)));
    }
    let mut new = frame.clone();
    new.clear();
    new.push_multiple(changed?);
    Some(new)
}

/// Puts a changed content into a group; other items stay as they are.
fn with_frame(item: &FrameItem, frame: Frame) -> FrameItem {
    match item {
        FrameItem::Group(group) => {
            let mut group = group.clone();
            group.frame = frame;
            FrameItem::Group(group)
        }
        other => other.clone(),
    }
}

/// Calls `visit` on every item, a group before its content, and `leave` after it.
pub(super) fn walk<S>(
    document: &PagedDocument,
    state: &mut S,
    visit: &mut dyn FnMut(&mut S, &FrameItem),
    leave: &mut dyn FnMut(&mut S, &FrameItem),
) {
    for page in document.pages() {
        walk_frame(&page.frame, state, visit, leave);
    }
}

fn walk_frame<S>(
    frame: &Frame,
    state: &mut S,
    visit: &mut dyn FnMut(&mut S, &FrameItem),
    leave: &mut dyn FnMut(&mut S, &FrameItem),
) {
    for (_, item) in frame.items() {
        visit(state, item);
        if let FrameItem::Group(group) = item {
            walk_frame(&group.frame, state, visit, leave);
            leave(state, item);
        }
    }
}

/// Whether an alternative text says anything.
pub(super) fn has_text(alt: Option<&EcoString>) -> bool {
    alt.is_some_and(|alt| !alt.trim().is_empty())
}
