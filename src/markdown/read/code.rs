//! Blocks of code, with their language, their attributes and the place of each line.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;

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
            let message = "this block of code is not closed, so it takes in all that follows";
            let mark = self.source[place.clone()].chars().next().unwrap_or('`');
            let length = self.source[place.clone()]
                .chars()
                .take_while(|c| *c == mark)
                .count();
            let hint = format!(
                "write `{}` on a line of its own where it ends",
                mark.to_string().repeat(length)
            );
            self.trouble.warn(
                "code-not-closed",
                &(place.start..place.start + length),
                message.to_owned(),
                &hint,
            );
        }
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
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
        attributes.place = info_place.clone();
        if let Some((_, at)) = &mut attributes.id {
            *at = info_place.clone();
        }
        for (_, at) in &mut attributes.classes {
            *at = info_place.clone();
        }
        for (_, _, at) in &mut attributes.pairs {
            *at = info_place.clone();
        }
        let mut language = language.to_owned();
        if language.is_empty() && attributes.raw.is_none() && !attributes.classes.is_empty() {
            language = attributes.classes.remove(0).0;
            attributes.classes.retain(|(class, _)| class == "no-count");
        }
        match attributes.raw.as_deref() {
            Some("typst") => blocks.push(Block::Typst { lines, place }),
            Some(other) => {
                let message = format!("a block of raw `{other}` is not printed");
                let hint = "write it in Markdown, or in Typst with `{=typst}`";
                self.trouble.warn("raw-block", &place, message, hint);
            }
            None => blocks.push(Block::Code {
                language,
                attributes,
                lines,
                place,
            }),
        }
    }
}

/// Whether a block of code that opens with a fence ends with one.
fn is_closed(block: &str) -> bool {
    let mark = block.chars().next().unwrap_or('`');
    let last = block
        .trim_end()
        .rsplit_once('\n')
        .map_or("", |(_, last)| last);
    let last = last.trim_start_matches([' ', '\t', '>']);
    let opening = block.chars().take_while(|c| *c == mark).count();
    last.len() >= opening && last.chars().all(|c| c == mark)
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
            Some(_) | None => lines.push(PlacedText {
                text: Cow::Owned(text.to_owned()),
                place,
                literal: true,
                exact: piece.exact,
            }),
        }
        *is_open = !line.ends_with('\n');
        offset += line.len();
    }
}
