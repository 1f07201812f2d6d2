//! Blocks that other programs set apart: `::: {.callout-note}` and `> [!NOTE] Title`.

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Callout, Inline, are_blank};
use crate::markdown::inline::citation::trim;
use crate::markdown::inline::cuts::cut_behind;
use crate::markdown::names::UNNUMBERED;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::figure_blocks::capitalised;
use crate::markdown::read::reader::EventReader;

impl<'a> EventReader<'a, '_> {
    /// Makes a callout of a div: its title is `title=`, or a heading at its start.
    pub(crate) fn callout(
        &mut self,
        word: String,
        is_numbered: bool,
        attributes: Attributes,
        mut blocks: Vec<Block<'a>>,
        place: BodyRange,
    ) -> Block<'a> {
        let given = attributes
            .pair("title")
            .or(attributes.pair("name"))
            .map(|(words, at)| (words.to_owned(), at.clone()));
        let is_named = attributes.pair("title").is_none() && given.is_some();
        let mut title = match given {
            Some((words, at)) => self.words(&words, &at),
            None => match blocks.first_mut() {
                Some(Block::Heading { children, .. }) => {
                    let title = std::mem::take(children);
                    blocks.remove(0);
                    title
                }
                Some(_) | None => Vec::new(),
            },
        };
        // `Proof (of the lemma)`: of what has no number, a name does not say what it is.
        let lower = word.to_lowercase();
        if !is_numbered && (is_named || UNNUMBERED.contains(&&*lower)) && !are_blank(&title) {
            let made = |words: String| Inline::Text(PlacedText::made(words, place.clone()));
            title.insert(0, made(format!("{word} (")));
            title.push(made(")".to_owned()));
        }
        Block::Callout(Box::new(Callout {
            word,
            is_numbered,
            title,
            blocks,
            attributes,
            place,
        }))
    }

    /// Returns a quotation, or what it is by a mark such as `[!NOTE]` at its start.
    pub(crate) fn quoted(&mut self, mut blocks: Vec<Block<'a>>, place: BodyRange) -> Block<'a> {
        let Some((start, end, kind)) = mark(self.source, &place) else {
            return Block::Quote { blocks, place };
        };
        let Some(Block::Paragraph(items) | Block::Plain(items)) = blocks.first_mut() else {
            return Block::Quote { blocks, place };
        };
        let is_text =
            matches!(items.first(), Some(Inline::Text(piece)) if piece.place.start == start);
        if !is_text {
            return Block::Quote { blocks, place };
        }
        self.trouble.leave_out(start..end);
        let mut title = cut_behind(std::mem::take(items), end);
        let is_end = |item: &Inline| matches!(item, Inline::Soft(_) | Inline::Hard(_));
        let line = title.iter().position(is_end).unwrap_or(title.len());
        let text = trim(title.split_off(line));
        let title = trim(title);
        if are_blank(&text) {
            blocks.remove(0);
        } else {
            *items = text;
        }
        if matches!(kind.to_lowercase().as_str(), "quote" | "cite") {
            if !are_blank(&title) {
                blocks.insert(0, Block::Paragraph(title));
            }
            return Block::Quote { blocks, place };
        }
        Block::Callout(Box::new(Callout {
            word: capitalised(kind),
            is_numbered: false,
            title,
            blocks,
            attributes: Attributes::default(),
            place,
        }))
    }
}

/// Finds `[!NOTE]` at the start of a quotation: where it starts, where it ends with the sign that
/// folds it, and its word.
fn mark<'a>(source: &'a str, place: &BodyRange) -> Option<(usize, usize, &'a str)> {
    let text = &source[place.clone()];
    let body = text.strip_prefix('>')?.trim_start_matches([' ', '\t']);
    let start = place.start + text.len() - body.len();
    let rest = body.strip_prefix("[!")?;
    let length = rest.find(']').filter(|length| *length <= 64)?;
    let kind = rest[..length].split('|').next()?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    if kind.is_empty() || !kind.chars().all(is_word) {
        return None;
    }
    let behind = &rest[length + 1..];
    let fold = usize::from(behind.starts_with(['+', '-']));
    if !behind[fold..].is_empty() && !behind[fold..].starts_with(char::is_whitespace) {
        return None;
    }
    Some((start, start + 2 + length + 1 + fold, kind))
}
