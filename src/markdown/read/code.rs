//! Blocks of code, with their language, their attributes and the place of each line.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::chunks::Chunk;
use crate::markdown::dialects::latex::raw::is_latex;
use crate::markdown::document::{Block, FigureBlock, FigureKind};
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{CODE_NOT_CLOSED, RAW_BLOCK};

impl<'a> EventReader<'a, '_> {
    pub(crate) fn code(
        &mut self,
        kind: &CodeBlockKind<'a>,
        place: BodyRange,
        blocks: &mut Vec<Block<'a>>,
    ) {
        let mut lines: Vec<PlacedText<'a>> = Vec::new();
        let mut is_open = false;
        while let Some((event, place)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Text(text) => {
                    let piece = self.piece(text, place);
                    split_lines(piece, &mut lines, &mut is_open);
                }
                _ => {}
            }
        }
        let is_fenced = matches!(kind, CodeBlockKind::Fenced(_));
        if is_fenced && !is_closed(&self.source[place.clone()]) {
            let fence = fence(&self.source[place.clone()]);
            let at = place.start..place.start + fence.len();
            let message = "this block of code is not closed, so it takes in all that follows";
            let hint = match fence.starts_with('`') {
                true => format!(
                    "write the {} backticks again, on a line of its own where it ends",
                    fence.len()
                ),
                false => format!("write `{fence}` on a line of its own where it ends"),
            };
            self.trouble
                .tell(&CODE_NOT_CLOSED, &at, message.to_owned(), &hint);
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        // What its head holds may have been covered.
        let head = self.source[place.clone()].lines().next().unwrap_or("");
        let info = match head.trim_start_matches('`') {
            typed if typed.len() < head.len() && typed.contains('`') => typed.trim(),
            _ => info,
        };
        match self.chunk(info, &mut lines, &place) {
            Some(Chunk::LeftOut) => {
                self.trouble.leave_out(place);
                return;
            }
            Some(Chunk::Listing(language)) => {
                blocks.push(Block::Code {
                    language: language.to_owned(),
                    attributes: Box::default(),
                    lines,
                    place,
                });
                return;
            }
            None => {}
        }
        let brace = info
            .find('{')
            .and_then(|at| Attributes::read(info, at).map(|found| (at, found)));
        let (language, mut attributes) = match brace {
            Some((at, found)) => (info[..at].trim(), found),
            None => (
                info.split([' ', ',', '\t']).next().unwrap_or(""),
                Attributes::default(),
            ),
        };
        let first = self.source[place.clone()].lines().next().unwrap_or("");
        // Entities and escapes in it are read already: then its whole line is meant.
        let info_place = match first.find(info) {
            Some(at) => place.start + at..place.start + at + info.len(),
            None => place.start..place.start + first.len(),
        };
        let is_exact = self.source.get(info_place.clone()) == Some(info);
        let caption = caption(&attributes, &info_place, is_exact);
        attributes.move_to(&info_place);
        let mut language = language.to_owned();
        if language.is_empty() && attributes.raw.is_none() && !attributes.classes.is_empty() {
            language = attributes.classes.remove(0).0;
            attributes.classes.retain(|(class, _)| class == "no-count");
        }
        match attributes.raw.as_deref() {
            Some("typst") => blocks.push(Block::Typst { lines, place }),
            Some(raw) if is_latex(raw) => {
                self.trouble
                    .leave_out(place.start..place.start + first.len());
                blocks.extend(self.raw_latex(&lines));
            }
            Some(other) => {
                let message = format!("a block of raw `{other}` is not printed");
                let hint = "write it in Markdown, or in Typst with `{=typst}`";
                self.trouble.tell(&RAW_BLOCK, &place, message, hint);
            }
            None => {
                let mut code = attributes.without(&[], &CAPTION_KEYS);
                let Some((words, at)) = caption else {
                    blocks.push(Block::Code {
                        language,
                        attributes: Box::new(code),
                        lines,
                        place,
                    });
                    return;
                };
                let whole = Attributes {
                    id: code.id.take(),
                    classes: std::mem::take(&mut code.classes),
                    place: attributes.place,
                    ..Attributes::default()
                };
                let part = Block::Code {
                    language,
                    attributes: Box::new(code),
                    lines,
                    place: place.clone(),
                };
                blocks.push(Block::Group(Box::new(FigureBlock {
                    kind: FigureKind::Listing,
                    rows: Vec::new(),
                    parts: vec![part],
                    caption: self.words(&words, &at),
                    caption_place: at,
                    attributes: whole,
                    place,
                })));
            }
        }
    }
}

/// The keys that give the words of a listing's caption.
const CAPTION_KEYS: [&str; 3] = ["caption", "lst-cap", "cap"];

/// Returns the words of a caption among attributes whose places are bytes of `info`, and where they
/// stand; where its text is not exact, that is `info` itself.
fn caption(
    attributes: &Attributes,
    info: &BodyRange,
    is_exact: bool,
) -> Option<(String, BodyRange)> {
    let (words, at) = CAPTION_KEYS.iter().find_map(|key| attributes.pair(key))?;
    let place = match is_exact {
        true => info.start + at.start..info.start + at.end,
        false => info.clone(),
    };
    Some((words.to_owned(), place))
}

/// Returns the marks that open a block of code.
fn fence(block: &str) -> &str {
    let mark = block.chars().next().unwrap_or('`');
    &block[..block.len() - block.trim_start_matches(mark).len()]
}

/// Whether a block of code that opens with a fence ends with one.
fn is_closed(block: &str) -> bool {
    let fence = fence(block);
    let last = block
        .trim_end()
        .rsplit_once('\n')
        .map_or("", |(_, last)| last);
    // In the cell of a grid the borders of cells before it stand on its last line.
    let last = match last.starts_with('|') {
        true => last.rsplit('|').next().unwrap_or(""),
        false => last,
    };
    let last = last.trim_start_matches([' ', '\t', '>']);
    last.len() >= fence.len() && last.chars().all(|c| fence.starts_with(c))
}

fn split_lines<'a>(piece: PlacedText<'a>, lines: &mut Vec<PlacedText<'a>>, is_open: &mut bool) {
    let mut offset = 0;
    for line in piece.text.split_inclusive('\n') {
        let text = line.strip_suffix('\n').unwrap_or(line);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let place = if piece.exact {
            piece.place.start + offset..piece.place.start + offset + text.len()
        } else {
            piece.place.clone()
        };
        match lines.last_mut() {
            Some(last) if *is_open => {
                let goes_on = last.exact && piece.exact && last.place.end == place.start;
                last.exact = goes_on || (last.text.is_empty() && piece.exact);
                last.place = if last.text.is_empty() {
                    place
                } else {
                    last.place.start..place.end
                };
                last.text = Cow::Owned(format!("{}{text}", last.text));
            }
            Some(_) | None => {
                lines.push(PlacedText::literal(text.to_owned(), place, piece.exact));
            }
        }
        *is_open = !line.ends_with('\n');
        offset += line.len();
    }
}
