//! Lines of text cut at a byte.

use crate::markdown::document::{Inline, between_blanks};

/// Returns the items before byte `at`; a piece of text across it is cut.
pub(crate) fn cut_before<'a>(items: Vec<Inline<'a>>, at: usize) -> Vec<Inline<'a>> {
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let place = item.place();
        if place.start >= at {
            continue;
        }
        kept.push(match item {
            Inline::Text(piece) if place.end > at && piece.exact => {
                Inline::Text(piece.part(0..at - place.start))
            }
            other => other,
        });
    }
    kept
}

/// Takes line ends off both ends.
pub(crate) fn trim_ends(mut items: Vec<Inline<'_>>) -> Vec<Inline<'_>> {
    let shown = between_blanks(&items);
    items.truncate(shown.end);
    items.drain(..shown.start);
    items
}

/// Returns the items behind byte `at`; a piece of text across it is cut, and so are the words of an
/// element.
pub(crate) fn cut_behind(items: Vec<Inline<'_>>, at: usize) -> Vec<Inline<'_>> {
    let mut kept = Vec::with_capacity(items.len());
    for mut item in items {
        let place = item.place();
        if place.start >= at {
            kept.push(item);
        } else if place.end > at {
            if let Some(children) = item.children_mut() {
                *children = cut_behind(std::mem::take(children), at);
            }
            kept.push(match item {
                Inline::Text(piece) if piece.exact => {
                    Inline::Text(piece.part(at - place.start..piece.text.len()))
                }
                other => other,
            });
        }
    }
    kept
}
