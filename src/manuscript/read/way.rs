//! The way from bytes of a syntax tree to bytes of the author's file.

use std::ops::Range;

use crate::diagnostics::Place;
use crate::manuscript::Parsed;

/// In a longer construct nobody looks for the words that were made of it.
const MAX_SEARCH: usize = 64 * 1024;

/// Attributes are never longer.
const MAX_ATTRIBUTES: usize = 4 * 1024;

/// Leads back to a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way<'a> {
    file: Parsed<'a>,
    /// Bytes before the tree's text, for a file in Typst.
    bom: usize,
}

impl<'a> Way<'a> {
    pub(super) fn new(file: Parsed<'a>) -> Self {
        let plain = file.text.strip_prefix('\u{feff}').unwrap_or(file.text);
        Self {
            file,
            bom: file.text.len() - plain.len(),
        }
    }

    pub(super) fn file(&self) -> Parsed<'a> {
        self.file
    }

    /// Returns the bytes of the file that a range of the tree was made from, whole characters.
    pub(super) fn range(&self, made: Range<usize>) -> Range<usize> {
        let range = match self.file.origins {
            Some(origins) => origins.to_markdown(made),
            None => made.start + self.bom..made.end + self.bom,
        };
        let text = self.file.text;
        let mut start = range.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let mut end = range.end.clamp(start, text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    pub(super) fn place(&self, made: Range<usize>) -> Place {
        Place::range(self.file.path.clone(), self.range(made))
    }

    /// Returns the pieces of words that stand at a range of the tree, with the bytes of the file that
    /// each was written with, and whether it stands there byte for byte. One run of the tree may be
    /// of many: a typed apostrophe is another sign on the page.
    pub(super) fn pieces<'w>(
        &self,
        words: &'w str,
        made: Range<usize>,
    ) -> Vec<(&'w str, Range<usize>, bool)> {
        let range = self.range(made.clone());
        if let Some(copy) = self.copy(words, &range) {
            return vec![(words, copy, true)];
        }
        if words.len() != made.len() {
            return vec![(words, range, false)];
        }
        let mut pieces: Vec<(Range<usize>, Range<usize>, bool)> = Vec::new();
        let mut add =
            |part: Range<usize>, range: Range<usize>, is_copy: bool| match pieces.last_mut() {
                Some((last, at, true)) if is_copy && at.end == range.start => {
                    (last.end, at.end) = (part.end, range.end);
                }
                Some((last, at, false)) if !is_copy && *at == range => last.end = part.end,
                _ => pieces.push((part, range, is_copy)),
            };
        let mut at = 0;
        for word in words.split_inclusive(' ') {
            let written = |part: Range<usize>| {
                let range = self.range(made.start + part.start..made.start + part.end);
                let is_copy = self.file.text[range.clone()] == words[part];
                (range, is_copy)
            };
            let whole = at..at + word.len();
            match written(whole.clone()) {
                (range, true) => add(whole.clone(), range, true),
                _ => {
                    for (from, sign) in word.char_indices() {
                        let part = at + from..at + from + sign.len_utf8();
                        let (range, is_copy) = written(part.clone());
                        add(part, range, is_copy);
                    }
                }
            }
            at = whole.end;
        }
        let pieces = pieces.into_iter();
        pieces
            .map(|(part, range, is_copy)| (&words[part], range, is_copy))
            .collect()
    }

    /// Returns where words stand byte for byte, if they stand in the range: at its very start, or
    /// at the last place of it, or in the attributes behind it.
    pub(super) fn copy(&self, words: &str, range: &Range<usize>) -> Option<Range<usize>> {
        let text = self.file.text;
        let written = &text[range.clone()];
        if written == words {
            return Some(range.clone());
        }
        if written.len() > MAX_SEARCH {
            return None;
        }
        let at = match self.attributes(range.end).and_then(|it| it.rfind(words)) {
            Some(found) => range.end + found,
            None => range.start + written.rfind(words)?,
        };
        Some(at..at + words.len())
    }

    /// Returns the attributes that stand behind a construct of Markdown: `{#fig:x alt="…"}`.
    fn attributes(&self, end: usize) -> Option<&'a str> {
        self.file.origins?;
        let behind = self.file.text[end..].strip_prefix('{')?;
        let length = behind
            .bytes()
            .take(MAX_ATTRIBUTES)
            .position(|byte| byte == b'}')?;
        Some(&self.file.text[end..end + length + 1])
    }
}
