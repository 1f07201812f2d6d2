//! Raw LaTeX, `{=latex}`, which is read as LaTeX in running text is.

use crate::markdown::document::Block;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::tables::{TableLines, float};

/// Whether the name of a raw piece's language is LaTeX's.
pub(crate) fn is_latex(language: &str) -> bool {
    matches!(language, "tex" | "latex")
}

impl<'a> EventReader<'a, '_> {
    /// Reads the lines of a raw block.
    pub(crate) fn raw_latex(&mut self, lines: &[PlacedText<'a>]) -> Vec<Block<'a>> {
        let mut shown: Vec<BodyRange> = Vec::with_capacity(lines.len());
        for PlacedText { place, .. } in lines {
            let text = &self.source[place.clone()];
            let said = without_comment(text);
            self.trouble.leave_out(place.start + said.len()..place.end);
            if said.trim().is_empty() && !text.trim().is_empty() {
                continue;
            }
            let indent = said.len() - said.trim_start().len();
            shown.push(place.start + indent..place.start + said.trim_end().len().max(indent));
        }
        let mut blocks = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while let Some(line) = shown.get(at) {
            let found = match self.source[line.clone()].starts_with("\\begin{") {
                true => float(&TableLines::new(self.source, shown[at..].iter().cloned())),
                false => None,
            };
            let Some((used, found)) = found else {
                at += 1;
                continue;
            };
            blocks.extend(self.part(&shown[start..at], false));
            let place = line.start..shown[at + used - 1].end;
            self.float(&found, place, &mut blocks);
            at += used;
            start = at;
        }
        blocks.extend(self.part(&shown[start..], false));
        blocks
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    /// Reads a raw piece in a line of text.
    pub(crate) fn raw_latex(&mut self, place: BodyRange) {
        let whole = &self.reader.source[place.clone()];
        // A piece over several lines has its marks.
        let inner = whole.trim_start_matches('`');
        let marks = whole.len() - inner.len();
        let mut start = place.start + marks;
        let mut lines: Vec<BodyRange> = Vec::new();
        for line in inner[..inner.len().saturating_sub(marks)].split_inclusive('\n') {
            let shown = line.trim_start_matches([' ', '\t', '>']);
            let first = start + line.len() - shown.len();
            lines.push(first..first + shown.trim_end_matches(['\n', '\r']).len());
            start += line.len();
        }
        for block in self.reader.part(&lines, true) {
            match block {
                Block::Paragraph(children) | Block::Plain(children) => self.append(children),
                Block::PageBreak(place) => self.complain("newpage", &place, None),
                _ => lines.iter().cloned().for_each(|line| self.push_slice(line)),
            }
        }
    }
}

/// Returns a line up to the sign that begins a comment.
fn without_comment(line: &str) -> &str {
    let mut is_escaped = false;
    let comment = line.bytes().position(|byte| {
        let is_sign = byte == b'%' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_sign
    });
    comment.map_or(line, |at| &line[..at])
}
