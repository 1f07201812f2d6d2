//! What attributes give to a block: those that stand apart from it, and the words of a caption.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Caption};
use crate::markdown::placed_text::BodyRange;

/// The attributes that give the words of a caption.
const CAPTION_KEYS: [&str; 6] = ["fig-cap", "tbl-cap", "lst-cap", "fig.cap", "cap", "caption"];

/// Returns the block with attributes of its own.
pub(crate) fn with(mut block: Block<'_>, given: Attributes) -> Block<'_> {
    if let Block::Table(table) = &mut block
        && given.id.is_some()
    {
        let place = table.place.clone();
        table.caption.get_or_insert_with(|| no_caption(place));
    }
    let own = match &mut block {
        Block::Heading { attributes, .. } | Block::Code { attributes, .. } => {
            Some(&mut **attributes)
        }
        Block::Figure(image) => Some(&mut image.attributes),
        Block::Caption(caption) => Some(&mut caption.attributes),
        Block::Table(table) => table
            .caption
            .as_mut()
            .map(|caption| &mut caption.attributes),
        _ => None,
    };
    match own {
        Some(own) if own.is_empty() => {
            *own = given;
            block
        }
        _ => Block::Div {
            place: given.place.clone(),
            attributes: Box::new(given),
            words: Vec::new(),
            blocks: vec![block],
        },
    }
}

/// Returns the words that attributes give for a caption, and their bytes.
pub(crate) fn caption_given(attributes: &Attributes) -> Option<(&str, &BodyRange)> {
    CAPTION_KEYS.iter().find_map(|key| attributes.pair(key))
}

/// Returns the caption of a table that has only a name.
pub(crate) fn no_caption<'a>(place: BodyRange) -> Caption<'a> {
    Caption {
        children: Vec::new(),
        attributes: Attributes::default(),
        otherwise: Vec::new(),
        place,
    }
}
