//! What a word processor made of lists and indents, covered with what CommonMark knows.

use crate::markdown::dialects::word::{is_prose, mark_of_indent, typed_bullet};
use crate::markdown::mask::lines::{LineScan, OpenItem};
use crate::markdown::placed_text::BodyRange;

/// How far another item of a typed list is looked for.
const NEAR: usize = 8;

impl LineScan<'_, '_> {
    /// Reads a line that begins with a mark of a list, or of a definition, that CommonMark does not
    /// know.
    pub(super) fn typed(&mut self, at: usize, indent: usize, place: &BodyRange) -> Option<usize> {
        let text = &self.source[place.clone()];
        if self.is_tilde_definition(at, text) {
            self.cover.write(&(place.start..place.start + 1), ":", b':');
            return Some(self.item(at, indent, place, None, 1));
        }
        let length = self.typed_bullet(at, text)?;
        Some(self.typed_item(at, indent, place, length))
    }

    /// Returns the bytes of a typed bullet that CommonMark does not know, and that another one
    /// stands near: two are a list.
    fn typed_bullet(&self, at: usize, text: &str) -> Option<usize> {
        let is_bullet =
            |text: &str| !text.starts_with(|c: char| c.is_ascii_digit() || "*-+".contains(c));
        let length = typed_bullet(text).filter(|_| is_bullet(text))?;
        let is_item = |at: usize| {
            let line = &self.lines[at];
            let text = &self.source[line.text.clone()];
            line.quotes == self.quotes && is_bullet(text) && typed_bullet(text).is_some()
        };
        let before = (at.saturating_sub(NEAR)..at).rev().find(|at| is_item(*at));
        let behind = (at + 1..self.lines.len().min(at + 1 + NEAR)).any(is_item);
        // A line of a paragraph may begin with a dash by chance.
        let starts = match text.starts_with(['–', '·', '§']) {
            true => self.is_open || before.is_some() || self.ends_with_colon(at),
            false => true,
        };
        (starts && (before.is_some() || behind)).then_some(length)
    }

    /// Whether a line is `~ meaning` below a term, which pandoc reads as `: meaning`.
    fn is_tilde_definition(&self, at: usize, text: &str) -> bool {
        let meaning = text.strip_prefix('~').unwrap_or("");
        // `~ 5 mg` is about five.
        let is_mark = meaning.starts_with([' ', '\t'])
            && !meaning
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit());
        let words = |at: usize| {
            let line = self.lines.get(at)?;
            (line.quotes == self.quotes).then(|| &self.source[line.text.clone()])
        };
        let above = |at: usize| at.checked_sub(1).and_then(words).unwrap_or("");
        let term = match above(at) {
            "" => at.saturating_sub(1),
            _ => at,
        };
        let is_one_line = || {
            let before = above(term.saturating_sub(1));
            before.is_empty() || before.starts_with(":::")
        };
        let starts =
            |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || "*_[`".contains(c));
        is_mark && (above(term).starts_with("~ ") || (starts(above(term)) && is_one_line()))
    }

    pub(super) fn ends_with_colon(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| &self.lines[at]);
        before.is_some_and(|line| self.source[line.text.clone()].ends_with(':'))
    }

    /// Opens an item whose bullet and blanks take `length` bytes.
    fn typed_item(&mut self, at: usize, indent: usize, place: &BodyRange, length: usize) -> usize {
        let here = place.start..place.start + length;
        // More blanks would make its text code; the letters are taken out again.
        let (width, rest) = if length < 6 {
            (length, b' ')
        } else {
            (2, b'x')
        };
        self.cover.write(&here, "- ", rest);
        let item = OpenItem {
            column: indent,
            content: indent + width,
            marker: None,
        };
        self.open_item(at, item, here.end..place.end)
    }

    /// Reads lines that are indented as code is, outside lists and quotations: prose becomes
    /// paragraphs. Returns how many they are.
    pub(super) fn indented(&mut self, at: usize) -> Option<usize> {
        let is_indented = |at: usize| {
            let line = &self.lines[at];
            line.indent >= 4 && line.quotes == 0 && !line.text.is_empty()
        };
        let is_below_heading = || {
            let before = at.checked_sub(1).map(|at| &self.lines[at]);
            before.is_some_and(|line| self.source[line.text.clone()].starts_with('#'))
        };
        let is_code = is_indented(at)
            && self.items.is_empty()
            && self.ended.is_none()
            && (self.is_open || is_below_heading());
        if !is_code {
            return None;
        }
        let mut paragraphs: Vec<Vec<usize>> = Vec::new();
        let mut is_new = true;
        let mut end = at;
        for line in at..self.lines.len() {
            if self.lines[line].text.is_empty() {
                is_new = true;
                continue;
            }
            if !is_indented(line) {
                break;
            }
            match paragraphs.last_mut() {
                Some(last) if !is_new => last.push(line),
                Some(_) | None => paragraphs.push(vec![line]),
            }
            is_new = false;
            end = line + 1;
        }
        let text = |line: &usize| &self.source[self.lines[*line].text.clone()];
        let texts: Vec<Vec<&str>> = paragraphs
            .iter()
            .map(|lines| lines.iter().map(text).collect())
            .collect();
        if is_prose(&texts) {
            for first in paragraphs.iter().filter_map(|lines| lines.first()) {
                let line = &self.lines[*first];
                let indent = line.start..line.text.start;
                let mark = mark_of_indent(&self.source[indent.clone()]);
                self.cover.write(&indent, &mark, b' ');
                self.found.indented.push(line.text.clone());
            }
        }
        self.is_open = false;
        Some(end - at)
    }
}
