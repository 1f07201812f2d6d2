//! `\cite` and `\ref` with their relatives.

use std::borrow::Cow;

use crate::csl::Form;
use crate::markdown::dialects::latex::arguments::{group, names, optional, unescaped};
use crate::markdown::document::{Inline, ReferenceKey, Shown};
use crate::markdown::inline::citation::behind_comma;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::{BodyRange, PlacedText};

impl<'a> LineScanner<'a, '_, '_> {
    /// `\citep[see][p. 4]{a,b}`; `behind` is the byte behind the command's name.
    pub(crate) fn cite(
        &mut self,
        form: Form,
        in_note: bool,
        start: usize,
        at: usize,
        behind: usize,
        limit: usize,
    ) -> Option<usize> {
        let source = self.reader.source;
        let (words, open) = optional(source, behind, limit);
        let keys = group(source, open, limit, b'{')?;
        let end = keys.end + 1;
        let place = at..end;
        let mut keys: Vec<ReferenceKey<'a>> = names(source, &keys)?
            .into_iter()
            .map(|place| {
                let name = unescaped(&source[place.clone()]);
                self.reader.key(name, place, form)
            })
            .collect();
        self.push_slice(start..at);
        let (before, after) = match words.as_slice() {
            [] => (None, None),
            [after] => (None, Some(after)),
            [before, after, ..] => (Some(before), Some(after)),
        };
        let before = before.map(|place| self.words(place)).unwrap_or_default();
        let after = after.map(|place| self.words(place)).unwrap_or_default();
        if form == Form::Bracket || keys.len() == 1 {
            if let Some(first) = keys.first_mut() {
                first.prefix = before;
            }
            if let Some(last) = keys.last_mut() {
                last.suffix = behind_comma(after);
            }
            let cite = Inline::Cite {
                keys,
                place: place.clone(),
            };
            let cite = match in_note {
                true => Inline::Note {
                    children: vec![cite],
                    place,
                },
                false => cite,
            };
            self.push(cite);
            return Some(end);
        }
        // In the sentence: `A (2020), B (2021) and C (2022)`.
        if !before.is_empty() {
            self.append(before);
            self.push(made(" ", at));
        }
        let count = keys.len();
        for (number, mut key) in keys.into_iter().enumerate() {
            if number > 0 {
                let word = if number + 1 == count { " and " } else { ", " };
                self.push(made(word, key.place.start));
            }
            if number + 1 == count {
                key.suffix = behind_comma(after.clone());
            }
            let place = key.place.clone();
            self.push(Inline::Cite {
                keys: vec![key],
                place,
            });
        }
        Some(end)
    }

    /// `\ref{fig:x}`, `\cref{fig:x,tbl:y}`
    pub(crate) fn refer(
        &mut self,
        shown: Shown,
        start: usize,
        at: usize,
        behind: usize,
        limit: usize,
    ) -> Option<usize> {
        let source = self.reader.source;
        let group = group(source, behind, limit, b'{')?;
        let end = group.end + 1;
        let names = names(source, &group)?;
        self.push_slice(start..at);
        let count = names.len();
        for (number, name) in names.into_iter().enumerate() {
            if number > 0 {
                let word = if number + 1 == count { " and " } else { ", " };
                self.push(made(word, name.start));
            }
            let place = if count == 1 { at..end } else { name.clone() };
            let name = unescaped(&source[name]);
            self.push(Inline::Reference { name, shown, place });
        }
        Some(end)
    }

    /// Reads the words in a group of a citation.
    fn words(&mut self, place: &BodyRange) -> Vec<Inline<'a>> {
        let source = self.reader.source;
        let mut raw = Vec::new();
        let mut start = place.start;
        let bytes = source.as_bytes();
        for at in place.clone() {
            let is_escape =
                bytes[at] == b'\\' && at + 1 < place.end && b"%&_#".contains(&bytes[at + 1]);
            let item = match bytes[at] {
                b'~' => made("\u{a0}", at),
                b'\n' => Inline::Soft(at..at + 1),
                b'\\' if is_escape => Inline::Text(PlacedText::literal(
                    &source[at + 1..at + 2],
                    at + 1..at + 2,
                    true,
                )),
                _ => continue,
            };
            if start < at {
                raw.push(Inline::Text(PlacedText::slice(source, start..at)));
            }
            raw.push(item);
            start = at + 1 + usize::from(is_escape);
        }
        if start < place.end {
            raw.push(Inline::Text(PlacedText::slice(source, start..place.end)));
        }
        self.reader.enrich(raw)
    }
}

fn made<'a>(text: &'static str, at: usize) -> Inline<'a> {
    Inline::Text(PlacedText::made(Cow::Borrowed(text), at..at))
}
