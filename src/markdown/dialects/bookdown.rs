//! bookdown's own marks: `\@ref(fig:x)`, `(\#fig:x)`, texts by name, parts of a book.

use std::borrow::Cow;

use crate::markdown::document::{Block, Inline, NoteDefinition, Shown};
use crate::markdown::inline::citation::trim;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{BOOK_DIVISION, TEXT_REFERENCE_UNUSED};

/// Longer than any name; it keeps the work linear.
const MAX_NAME: usize = 128;

impl<'a> LineScanner<'a, '_, '_> {
    /// A sign behind a backslash at byte `at`: `\@ref(fig:x)` or `(\#fig:x)`.
    pub(crate) fn behind_backslash(&mut self, at: usize, limit: usize) -> bool {
        let source = self.reader.source;
        let rest = &source[at..limit];
        if let Some(body) = rest.strip_prefix("@ref(") {
            let Some(name) = name_before(body, ')') else {
                return false;
            };
            let end = at + "@ref()".len() + name.len();
            let shown = match name.starts_with("eq:") {
                true => Shown::Bracketed,
                false => Shown::Number,
            };
            self.push(Inline::Reference {
                name: Cow::Borrowed(name),
                shown,
                place: at - 1..end,
            });
            self.reader.trouble.leave_out(at..end);
            self.done = end;
            return true;
        }
        let is_label = rest.starts_with('#') && at > 1 && source[..at].ends_with("(\\");
        let name = rest.get(1..).filter(|_| is_label);
        let Some(name) = name.and_then(|body| name_before(body, ')')) else {
            return false;
        };
        if !name.contains(':') || !self.take_back("(") {
            return false;
        }
        let end = at + 1 + name.len() + 1;
        self.push(Inline::Anchor {
            name: Cow::Borrowed(name),
            place: at - 2..end,
        });
        self.reader.trouble.leave_out(at..end);
        self.done = end;
        true
    }

    /// Takes a sign off the end of what was read.
    fn take_back(&mut self, sign: &str) -> bool {
        let Some(open) = self.stack.last_mut() else {
            return false;
        };
        match open.items.last_mut() {
            Some(Inline::Text(piece)) if piece.exact && piece.text.ends_with(sign) => {
                *piece = piece.part(0..piece.text.len() - sign.len());
                true
            }
            _ => false,
        }
    }

    /// `(ref:x)` at byte `at` in a run of text of which all before `start` is used up.
    pub(crate) fn text_reference(
        &mut self,
        start: usize,
        at: usize,
        limit: usize,
    ) -> Option<usize> {
        let body = self.reader.source[at..limit].strip_prefix("(ref:")?;
        let name = name_before(body, ')')?;
        let end = at + "(ref:)".len() + name.len();
        self.reader.asked.insert(name.to_owned());
        self.push_slice(start..at);
        self.push(Inline::TextReference {
            name: Cow::Borrowed(name),
            place: at..end,
        });
        Some(end)
    }
}

impl<'a> EventReader<'a, '_> {
    /// Reads a paragraph `(ref:x) text`, or several of them on lines of their own; gives back what
    /// stands before the first.
    pub(crate) fn texts_by_name(&mut self, raw: Vec<Inline<'a>>) -> Vec<Inline<'a>> {
        let Some(limit) = raw.last().map(|item| item.place().end) else {
            return raw;
        };
        if !self.has_texts || !self.source[raw[0].place().start..limit].contains("(ref:") {
            return raw;
        }
        let mut before = Vec::new();
        let mut open: Option<(&'a str, BodyRange, Vec<Inline<'a>>)> = None;
        let mut is_line_start = true;
        for item in raw {
            let place = item.place();
            if is_line_start && let Some((name, behind)) = self.definition(place.start, limit) {
                if let Some((name, place, words)) = open.take() {
                    self.define_text(name, place, words);
                }
                self.trouble.leave_out(place.start..behind);
                open = Some((name, place.start..behind, Vec::new()));
            }
            is_line_start = matches!(item, Inline::Soft(_));
            match &mut open {
                None => before.push(item),
                Some((_, whole, words)) => {
                    let used = whole.end.max(place.start) - place.start;
                    match item {
                        _ if place.end <= whole.end && words.is_empty() => {}
                        Inline::Text(piece) if piece.exact && words.is_empty() => {
                            words.push(Inline::Text(piece.part(used..piece.text.len())));
                        }
                        other => words.push(other),
                    }
                }
            }
        }
        let Some((name, place, words)) = open else {
            return before;
        };
        self.define_text(name, place, words);
        trim(before)
    }

    /// Returns the name that a line gives a text, and where the text starts.
    fn definition(&self, start: usize, limit: usize) -> Option<(&'a str, usize)> {
        let body = self.source[start..limit].strip_prefix("(ref:")?;
        let name = name_before(body, ')')?;
        let behind = start + "(ref:)".len() + name.len();
        self.source[behind..limit]
            .starts_with([' ', '\t'])
            .then_some((name, behind))
    }

    fn define_text(&mut self, name: &str, place: BodyRange, words: Vec<Inline<'a>>) {
        let words = trim(words);
        let end = words.last().map_or(place.end, |item| item.place().end);
        let was_asked = self.asked.contains(name);
        let words = self.enrich(words);
        if !was_asked {
            // A text that shows itself is shown nowhere.
            self.asked.remove(name);
        }
        let place = place.start..end;
        if self.texts.contains_key(name) {
            let message =
                format!("the text `(ref:{name})` is written twice; this one is not printed");
            let hint = "give it another name, here and where it is asked for";
            self.trouble
                .tell(&TEXT_REFERENCE_UNUSED, &place, message, hint);
        }
        let text = NoteDefinition {
            blocks: vec![Block::Plain(words)],
            place,
        };
        self.texts.entry(name.to_owned()).or_insert(text);
    }

    /// Leaves out a heading that opens a part of a book or its appendices.
    pub(crate) fn division(&mut self, raw: &[Inline<'a>], place: &BodyRange) -> bool {
        let start = raw.first().map_or(place.end, |item| item.place().start);
        let text = &self.source[start..place.end.max(start)];
        let (what, hint) = if text.starts_with("(PART") {
            (
                "a part of a book is not known, so this heading is not printed",
                "make it a chapter of its own, or remove it",
            )
        } else if text.starts_with("(APPENDIX)") {
            (
                "this line opens bookdown's appendices, and is not printed",
                "put each appendix in a file of its own in `appendices/`, and remove the line",
            )
        } else {
            return false;
        };
        self.trouble
            .tell(&BOOK_DIVISION, place, what.to_owned(), hint);
        true
    }

    /// Complains about texts that nothing shows.
    pub(crate) fn unused_texts(&mut self) {
        for (name, text) in &self.texts {
            if !self.asked.contains(name) {
                let message =
                    format!("nothing shows the text `(ref:{name})`, so it is not printed");
                let hint = format!("write `(ref:{name})` in the caption it is for, or remove it");
                self.trouble
                    .tell(&TEXT_REFERENCE_UNUSED, &text.place, message, &hint);
            }
        }
    }
}

/// Returns the names of texts that options of a chunk ask for.
pub(crate) fn names_in(options: &str) -> impl Iterator<Item = &str> {
    let bodies = options.split("(ref:").skip(1);
    bodies.filter_map(|body| name_before(body, ')'))
}

/// Returns the name at the start of a text, if `close` stands behind it.
fn name_before(text: &str, close: char) -> Option<&str> {
    let window = &text[..text.floor_char_boundary(MAX_NAME)];
    let end = window.find(|c: char| !(c.is_alphanumeric() || "-_:./+".contains(c)))?;
    (end > 0 && window[end..].starts_with(close)).then(|| &window[..end])
}
