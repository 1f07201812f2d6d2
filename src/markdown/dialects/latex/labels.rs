//! `\label{x}` and bookdown's `(\#fig:x)`: the name of what they stand in or behind.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Inline};
use crate::markdown::inline::citation::trim;
use crate::markdown::placed_text::BodyRange;

/// Gives the label among the words of a heading or a caption to what has these words.
pub(crate) fn take(items: &mut Vec<Inline<'_>>, attributes: &mut Attributes) {
    let is_anchor = |item: &Inline| matches!(item, Inline::Anchor { .. });
    if attributes.id.is_some() || !items.iter().any(is_anchor) {
        return;
    }
    let at = items.iter().position(is_anchor).unwrap_or(0);
    if let Inline::Anchor { name, place } = items.remove(at) {
        attributes.id = Some((name.into_owned(), place));
    }
    *items = trim(std::mem::take(items));
}

/// Gives a label at the start of a paragraph to the block before it, and one behind a formula or a
/// picture to that.
pub(crate) fn settle(items: &mut Vec<Inline<'_>>, blocks: &mut [Block<'_>]) {
    if !items
        .iter()
        .any(|item| matches!(item, Inline::Anchor { .. }))
    {
        return;
    }
    if let Some(at) = items.iter().position(|item| !item.is_blank())
        && let Some(Inline::Anchor { name, place }) = items.get(at)
        && let Some(id) = blocks.last_mut().and_then(unnamed)
    {
        *id = Some((name.to_string(), place.clone()));
        items.remove(at);
        *items = trim(std::mem::take(items));
    }
    let mut kept: Vec<Inline<'_>> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        let named = match kept.iter_mut().rfind(|item| !item.is_blank()) {
            Some(Inline::Math {
                is_display: true,
                attributes,
                ..
            }) => Some(&mut **attributes),
            Some(Inline::Image(image)) => Some(&mut image.attributes),
            _ => None,
        };
        match (item, named) {
            (Inline::Anchor { name, place }, Some(attributes)) if attributes.id.is_none() => {
                attributes.id = Some((name.into_owned(), place));
            }
            (item, _) => kept.push(item),
        }
    }
    *items = kept;
}

/// Returns where the name of a block goes that has none.
fn unnamed<'b>(block: &'b mut Block<'_>) -> Option<&'b mut Option<(String, BodyRange)>> {
    let attributes = match block {
        Block::Heading { attributes, .. } => attributes,
        Block::Figure(image) => &mut image.attributes,
        Block::Table(table) => &mut table.caption.as_mut()?.attributes,
        Block::Caption(caption) => &mut caption.attributes,
        _ => return None,
    };
    attributes.id.is_none().then_some(&mut attributes.id)
}
