//! The marks in a line that need no bracket: keys, scripts, attributes, web addresses, HTML.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::document::{BodyRange, Inline, ReferenceKey, TextStyle};
use crate::markdown::inline::citation;
use crate::markdown::inline::html::{self, Meaning};
use crate::markdown::inline::scanner::{LineScanner, MAX_OPEN, OpenStretch, Opener};
use crate::markdown::links;

impl LineScanner<'_, '_, '_> {
    pub(crate) fn key(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let source = self.reader.source;
        let before = source[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '+' | '.' | '%')) {
            return None;
        }
        let (name, length) = citation::read_key(&source[at + 1..end])?;
        let suppress = before == Some('-') && at > start;
        let first = if suppress { at - 1 } else { at };
        self.push_slice(start..first);
        let next = at + 1 + length;
        let key = ReferenceKey::new(Cow::Borrowed(name), first..next, suppress);
        self.push(Inline::Key(Box::new(key)));
        Some(next)
    }

    /// `^` or `~`, which opens or closes a superscript or a subscript.
    pub(crate) fn script(&mut self, at: usize, kind: Opener) {
        let source = self.reader.source;
        let top = self.frames.last();
        let is_open = top.is_some_and(|frame| frame.kind == kind && frame.open.end < at);
        let has_space = is_open
            && top.is_some_and(|frame| source[frame.open.end..at].contains([' ', '\t', '\n']));
        if is_open && !has_space {
            if let Some(frame) = self.frames.pop() {
                let place = frame.open.start..at + 1;
                let style = match kind {
                    Opener::Sub => TextStyle::Sub,
                    Opener::Super
                    | Opener::Line
                    | Opener::Bracket
                    | Opener::Note
                    | Opener::Tag(_) => TextStyle::Super,
                };
                self.push(Inline::Styled {
                    style,
                    children: frame.items,
                    place,
                });
            }
            return;
        }
        if is_open {
            let depth = self.frames.len() - 1;
            self.flatten(depth);
        }
        let next = source[at + 1..].chars().next();
        if next.is_some_and(|c| !c.is_whitespace()) {
            self.open(kind, at..at + 1);
        } else {
            self.push_slice(at..at + 1);
        }
    }

    /// Attributes behind an image, a link, code or a formula.
    pub(crate) fn braces(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let items = &self.frames.last()?.items;
        let (gap, before) = if at > start {
            (&source[start..at], items.last())
        } else {
            match items.as_slice() {
                [.., before, Inline::Text(space)] if space.text.trim().is_empty() => {
                    (space.text.as_ref(), Some(before))
                }
                [.., before] => ("", Some(before)),
                [] => return None,
            }
        };
        let may_stand_apart = matches!(
            before,
            Some(Inline::Math {
                is_display: true,
                ..
            })
        );
        let is_near = gap.is_empty() || (may_stand_apart && gap.trim().is_empty());
        let takes = matches!(
            before,
            Some(
                Inline::Image(_) | Inline::Code { .. } | Inline::Math { .. } | Inline::Link { .. }
            )
        );
        if !is_near || !takes {
            return None;
        }
        let found = Attributes::read(source, at).filter(|found| found.place.end <= limit)?;
        let end = found.place.end;
        let items = &mut self.frames.last_mut()?.items;
        if matches!(items.last(), Some(Inline::Text(_))) {
            items.pop();
        }
        match items.pop()? {
            Inline::Image(mut image) => {
                image.attributes = found;
                items.push(Inline::Image(image));
            }
            Inline::Code { piece, place, .. } => match found.raw.as_deref() {
                Some("typst") => items.push(Inline::Typst(piece)),
                Some(other) => {
                    let message = format!("raw `{other}` is not printed");
                    let hint = "write it in Markdown, or in Typst with `{=typst}`";
                    self.reader
                        .trouble
                        .warn("raw-inline", &place, message, hint);
                }
                None => items.push(Inline::Code {
                    piece,
                    attributes: found,
                    place: place.start..end,
                }),
            },
            Inline::Math {
                tex,
                is_display,
                place,
                ..
            } => {
                items.push(Inline::Math {
                    tex,
                    is_display,
                    attributes: found,
                    place,
                });
            }
            Inline::Link {
                target,
                children,
                place,
            } => {
                let place = place.start..end;
                let link = Inline::Link {
                    target,
                    children,
                    place: place.clone(),
                };
                items.push(Inline::Span {
                    attributes: found,
                    children: vec![link],
                    place,
                });
            }
            other => items.push(other),
        }
        Some(end)
    }

    pub(crate) fn address(&mut self, start: usize, at: usize, end: usize) -> Option<usize> {
        let source = self.reader.source;
        let before = source[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            return None;
        }
        let length = links::bare_address(&source[at..end])?;
        self.push_slice(start..at);
        let place = at..at + length;
        let piece = self.reader.slice(place.clone());
        let target = piece.text.clone();
        self.push(Inline::Link {
            target,
            children: vec![Inline::Text(piece)],
            place,
        });
        Some(at + length)
    }

    pub(crate) fn html(&mut self, tag: &str, place: BodyRange) {
        match html::meaning(tag) {
            Meaning::Comment => {}
            Meaning::Break => self.push(Inline::Hard(place)),
            Meaning::Open(style) => {
                if self.frames.len() > MAX_OPEN {
                    html::warn(tag, &place, self.reader.trouble);
                } else {
                    self.frames.push(OpenStretch {
                        kind: Opener::Tag(style),
                        open: place,
                        items: Vec::new(),
                    });
                }
            }
            Meaning::Close(style) => {
                let depth = self
                    .frames
                    .iter()
                    .rposition(|frame| frame.kind == Opener::Tag(style));
                let Some(depth) = depth else {
                    html::warn(tag, &place, self.reader.trouble);
                    return;
                };
                self.flatten(depth + 1);
                if let Some(frame) = self.frames.pop() {
                    let place = frame.open.start..place.end;
                    self.push(Inline::Styled {
                        style,
                        children: frame.items,
                        place,
                    });
                }
            }
            Meaning::Unknown if tag.starts_with("</") => {}
            Meaning::Unknown => html::warn(tag, &place, self.reader.trouble),
        }
    }
}
