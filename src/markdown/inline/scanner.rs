//! What the parser does not know of a line: citations, spans, attributes, inline notes,
//! superscripts, the few tags of HTML.
//!
//! A line is read once from left to right with a stack of open brackets, so that the work is
//! linear; what stays open at the end was text.

use std::borrow::Cow;

use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::left_open;
use crate::markdown::document::{BodyRange, Inline, PlacedText, TextStyle};
use crate::markdown::inline::citation;
use crate::markdown::inline::html::{self};
use crate::markdown::read::reader::EventReader;

/// More open brackets than anybody writes; further ones are text.
pub(crate) const MAX_OPEN: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Opener {
    Line,
    Bracket,
    Note,
    Super,
    Sub,
    Tag(TextStyle),
}

pub(crate) struct OpenStretch<'a> {
    pub(crate) kind: Opener,
    pub(crate) open: BodyRange,
    pub(crate) items: Vec<Inline<'a>>,
}

pub(crate) struct LineScanner<'a, 'r, 't> {
    pub(crate) reader: &'r mut EventReader<'a, 't>,
    pub(crate) frames: Vec<OpenStretch<'a>>,
    /// Brackets that were opened too deep to be followed.
    ignored: usize,
    /// Everything before this byte is used up.
    done: usize,
}

impl<'a> EventReader<'a, '_> {
    /// Finds in a line what the parser does not know.
    pub(crate) fn enrich(&mut self, raw: Vec<Inline<'a>>) -> Vec<Inline<'a>> {
        let items = self.merge(raw);
        self.left_open(&items);
        let is_plain = items.iter().all(|item| match item {
            Inline::Text(piece) => {
                piece.literal || !piece.text.contains(['[', ']', '@', '^', '~', '{', '/'])
            }
            Inline::Html { .. } => false,
            _ => true,
        });
        if is_plain {
            return items;
        }
        let first = OpenStretch {
            kind: Opener::Line,
            open: 0..0,
            items: Vec::new(),
        };
        let mut line = LineScanner {
            reader: self,
            frames: vec![first],
            ignored: 0,
            done: 0,
        };
        let ends: Vec<usize> = items.iter().map(|item| item.place().end).collect();
        let limit = ends.iter().copied().max().unwrap_or(0);
        for item in items {
            line.item(item, limit);
        }
        line.finish()
    }

    /// Joins pieces of text that stand side by side.
    fn merge(&self, raw: Vec<Inline<'a>>) -> Vec<Inline<'a>> {
        let mut items: Vec<Inline<'a>> = Vec::with_capacity(raw.len());
        for item in raw {
            if let (Some(Inline::Text(last)), Inline::Text(piece)) = (items.last_mut(), &item)
                && last.exact
                && piece.exact
                && !last.literal
                && !piece.literal
                && last.place.end == piece.place.start
            {
                *last = self.slice(last.place.start..piece.place.end);
            } else {
                items.push(item);
            }
        }
        items
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    pub(crate) fn push(&mut self, item: Inline<'a>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.items.push(item);
        }
    }

    pub(crate) fn push_slice(&mut self, place: BodyRange) {
        if !place.is_empty() {
            let piece = self.reader.slice(place);
            self.push(Inline::Text(piece));
        }
    }

    fn item(&mut self, item: Inline<'a>, limit: usize) {
        let place = item.place();
        if place.end <= self.done && !place.is_empty() {
            return;
        }
        match item {
            Inline::Text(piece) if piece.exact && !piece.literal => self.text(&piece.place, limit),
            Inline::Html { tag, place } => self.html(&tag, place),
            other => self.push(other),
        }
    }

    fn text(&mut self, place: &BodyRange, limit: usize) {
        let source = self.reader.source;
        let bytes = source.as_bytes();
        let mut start = place.start.max(self.done);
        let mut at = start;
        while at < place.end {
            let used = match bytes[at] {
                b'[' if at > start && bytes[at - 1] == b'^' && !self.reader.in_link => {
                    self.push_slice(start..at - 1);
                    self.open(Opener::Note, at - 1..at + 1);
                    Some(at + 1)
                }
                b'[' => {
                    self.push_slice(start..at);
                    self.open(Opener::Bracket, at..at + 1);
                    Some(at + 1)
                }
                b']' => {
                    self.push_slice(start..at);
                    Some(self.close(at, limit))
                }
                b'@' if !self.reader.in_link => self.key(start, at, place.end),
                b'^' if !matches!(bytes.get(at + 1), Some(b'[' | b'^'))
                    && (at == 0 || bytes[at - 1] != b'^') =>
                {
                    self.push_slice(start..at);
                    self.script(at, Opener::Super);
                    Some(at + 1)
                }
                b'~' if bytes.get(at + 1) != Some(&b'~') && (at == 0 || bytes[at - 1] != b'~') => {
                    self.push_slice(start..at);
                    self.script(at, Opener::Sub);
                    Some(at + 1)
                }
                b'{' => self.braces(start, at, limit),
                b'h' if !self.reader.in_link => self.address(start, at, place.end),
                _ => None,
            };
            match used {
                Some(next) => {
                    start = next;
                    at = next;
                    self.done = self.done.max(next);
                }
                None => at += 1,
            }
        }
        if start < place.end {
            self.push_slice(start..place.end);
        }
    }

    pub(crate) fn open(&mut self, kind: Opener, open: BodyRange) {
        if self.frames.len() > MAX_OPEN {
            self.ignored += 1;
            self.push_slice(open);
        } else {
            self.frames.push(OpenStretch {
                kind,
                open,
                items: Vec::new(),
            });
        }
    }

    /// A closing bracket at byte `at`; returns the byte behind what was used.
    fn close(&mut self, at: usize, limit: usize) -> usize {
        if self.ignored > 0 {
            self.ignored -= 1;
            self.push_slice(at..at + 1);
            return at + 1;
        }
        let is_bracket = |frame: &OpenStretch| matches!(frame.kind, Opener::Bracket | Opener::Note);
        let Some(depth) = self.frames.iter().rposition(is_bracket) else {
            self.push_slice(at..at + 1);
            return at + 1;
        };
        self.flatten(depth + 1);
        let Some(frame) = self.frames.pop() else {
            return at + 1;
        };
        let place = frame.open.start..at + 1;
        if frame.kind == Opener::Note {
            self.push(Inline::Note {
                children: frame.items,
                place,
            });
            return at + 1;
        }
        let attributes = match self.reader.source.as_bytes().get(at + 1) {
            Some(b'{') if at + 1 < limit => Attributes::read(self.reader.source, at + 1),
            Some(_) | None => None,
        };
        if let Some(attributes) =
            attributes.filter(|found| found.place.end <= limit && !found.is_empty())
        {
            let end = attributes.place.end;
            let place = frame.open.start..end;
            self.push(Inline::Span {
                attributes,
                children: frame.items,
                place,
            });
            return end;
        }
        if frame
            .items
            .iter()
            .any(|item| matches!(item, Inline::Key(_)))
        {
            if let Some(keys) = citation::read_group(frame.items.clone()) {
                self.push(Inline::Cite { keys, place });
                return at + 1;
            }
        } else if self.is_behind_key(frame.open.start) && !frame.items.is_empty() {
            let locator = citation::locator(frame.items);
            let items = self.frames.last_mut().map(|frame| &mut frame.items);
            if let Some(items) = items {
                items.pop();
                if let Some(Inline::Key(key)) = items.last_mut() {
                    key.locator = locator;
                }
            }
            return at + 1;
        }
        if self.reader.source[place.clone()].starts_with("[^") {
            let name = self.reader.source[place.start + 2..at].to_owned();
            let message = format!("there is no footnote `{name}`");
            let hint = format!("write its text on a line of its own: `[^{name}]: …`");
            self.reader
                .trouble
                .warn("footnote-unknown", &place, message, &hint);
        }
        self.push_slice(frame.open);
        let mut items = frame.items;
        if let Some(outer) = self.frames.last_mut() {
            outer.items.append(&mut items);
        }
        self.push_slice(at..at + 1);
        at + 1
    }

    /// Whether `@key ` stands directly before the byte.
    fn is_behind_key(&self, at: usize) -> bool {
        let Some(frame) = self.frames.last() else {
            return false;
        };
        match frame.items.as_slice() {
            [.., Inline::Key(key), Inline::Text(space)] => {
                key.is_citation()
                    && key.locator.is_empty()
                    && space.text == " "
                    && key.place.end + 1 == at
            }
            _ => false,
        }
    }

    /// Turns the frames from `depth` on into text.
    pub(crate) fn flatten(&mut self, depth: usize) {
        let open: Vec<OpenStretch<'a>> = self.frames.drain(depth.max(1)..).collect();
        for mut frame in open {
            match frame.kind {
                Opener::Line => {}
                Opener::Bracket if left_open::citation(&frame.items).is_some() => {
                    let end = left_open::citation(&frame.items).unwrap_or(frame.open.end);
                    let message = "this bracket is not closed, so it is printed".to_owned();
                    let hint = "write `]` behind the last key, as in `[@smith2020, p. 4]`";
                    let place = frame.open.start..end;
                    self.reader
                        .trouble
                        .warn("citation-not-closed", &place, message, hint);
                    self.push_slice(frame.open);
                }
                Opener::Bracket | Opener::Note | Opener::Super | Opener::Sub => {
                    self.push_slice(frame.open)
                }
                Opener::Tag(_) => {
                    let tag = &self.reader.source[frame.open.clone()];
                    html::warn(tag, &frame.open, self.reader.trouble);
                }
            }
            if let Some(outer) = self.frames.last_mut() {
                outer.items.append(&mut frame.items);
            }
        }
    }

    fn finish(mut self) -> Vec<Inline<'a>> {
        self.flatten(1);
        self.frames
            .pop()
            .map(|frame| frame.items)
            .unwrap_or_default()
    }
}

/// Returns the items before byte `at`; a piece of text across it is cut.
pub(crate) fn cut_before<'a>(items: Vec<Inline<'a>>, at: usize) -> Vec<Inline<'a>> {
    let mut kept = Vec::with_capacity(items.len());
    for item in items {
        let place = item.place();
        if place.start >= at {
            continue;
        }
        match item {
            Inline::Text(piece) if place.end > at && piece.exact => {
                let end = at - place.start;
                let text = Cow::Owned(piece.text[..end].to_owned());
                kept.push(Inline::Text(PlacedText {
                    text,
                    place: place.start..at,
                    ..piece
                }));
            }
            other => kept.push(other),
        }
    }
    kept
}
