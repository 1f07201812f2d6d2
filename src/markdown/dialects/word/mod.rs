//! What is left of a word processor when its text was pasted: bullets, tables of tabs, numbers,
//! captions and indents typed by hand, and its own complaints.

mod bullets;
mod captions;
mod headings;
mod indents;
mod tabs;

use crate::markdown::document::{Block, Inline};
use crate::markdown::parts::BlockPart;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::WORD_FIELD_LOST;
use crate::markdown::trouble::Trouble;

pub(crate) use bullets::typed_bullet;
pub(crate) use indents::{is_prose, mark_of_indent};

/// What Word puts where a field has lost what it points to.
const LOST_FIELDS: [&str; 5] = [
    "Error! Reference source not found.",
    "Error! Bookmark not defined.",
    "Error! No text of specified style in document.",
    "Error! Hyperlink reference not valid.",
    "Error! Unknown document property name.",
];

/// Looks through the blocks of a chapter.
pub(crate) struct Traces<'s, 't> {
    pub(crate) source: &'s str,
    pub(crate) trouble: &'t mut Trouble,
    /// Whether the chapter has tabs: asked once, for all its lists and cells.
    pub(crate) has_tabs: bool,
}

impl Traces<'_, '_> {
    /// Says what a word processor has left in these blocks.
    pub(crate) fn blocks(&mut self, blocks: &[Block]) {
        let tables = self.tab_tables(blocks);
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Heading {
                    children, place, ..
                } => {
                    self.lost_fields(children);
                    self.underlined(place);
                }
                Block::Paragraph(items) | Block::Plain(items) => {
                    self.lost_fields(items);
                    self.caption_in(items, at, blocks, &tables);
                    if matches!(block, Block::Paragraph(_)) {
                        self.typed_heading(items);
                        self.loose_marks(items);
                    }
                }
                Block::Table(table) => {
                    let caption = table.caption.iter();
                    caption.for_each(|caption| self.caption_of(&caption.children));
                }
                Block::Figure(image) => self.caption_of(&image.caption),
                Block::Group(figure) => self.caption_of(&figure.caption),
                _ => {}
            }
            for part in block.parts() {
                if let BlockPart::Blocks(blocks) = part {
                    self.blocks(blocks);
                }
            }
        }
    }

    /// Finds what Word says where a cross-reference has lost its target.
    fn lost_fields(&mut self, items: &[Inline]) {
        let Some(place) = place_of(items) else {
            return;
        };
        let text = &self.source[place.clone()];
        if !text.contains('!') {
            return;
        }
        for (at, _) in text.match_indices("Error!") {
            let start = place.start + at;
            let text = &self.source[start..place.end];
            let said = LOST_FIELDS.iter().find_map(|said| same_words(text, said));
            if let Some(length) = said {
                let message = "a cross-reference of Word has lost what it points to".to_owned();
                let hint = "give what is meant a label, such as `{#tbl:sample}` behind a caption or `{#sec:method}` behind a heading, and write `@tbl:sample` here";
                let at = start..start + length;
                self.trouble.tell(&WORD_FIELD_LOST, &at, message, hint);
            }
        }
    }
}

/// Returns how many bytes of the text are these words, however they are broken into lines.
fn same_words(text: &str, wanted: &str) -> Option<usize> {
    let mut at = 0;
    for word in wanted.split(' ') {
        let rest = text[at..].trim_start_matches([' ', '\n', '\r', '\t', '\u{a0}', '>']);
        rest.strip_prefix(word)?;
        at = text.len() - rest.len() + word.len();
    }
    Some(at)
}

/// Returns where a line of text stands.
fn place_of(items: &[Inline]) -> Option<BodyRange> {
    Some(items.first()?.place().start..items.last()?.place().end)
}

#[cfg(test)]
mod tests;
