//! The chapters that a file was made from, block by block, as their printed words.

use std::ops::Range;

use crate::diagnostics::sha256;

/// A chapter or another file of the author's.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// Its path in the project.
    pub path: String,
    /// Its text.
    pub text: String,
    /// What it prints.
    pub blocks: Vec<SourceBlock>,
    /// Whether it is Markdown, and can be changed.
    pub is_markdown: bool,
}

/// A paragraph, heading, cell or note of a chapter.
#[derive(Clone, Debug, Default)]
pub struct SourceBlock {
    /// What is printed, sign by sign or construct by construct, with its bytes in the file.
    pub atoms: Vec<(String, Range<usize>)>,
}

impl SourceBlock {
    /// Returns its first byte in the file.
    pub(crate) fn start(&self) -> usize {
        self.atoms
            .iter()
            .map(|(_, place)| place.start)
            .min()
            .unwrap_or(0)
    }

    /// Returns what it prints.
    pub(crate) fn text(&self) -> String {
        self.atoms.iter().map(|(text, _)| text.as_str()).collect()
    }
}

impl SourceFile {
    /// Returns how an export calls the file in its marks.
    pub(crate) fn path_key(&self) -> String {
        short(&self.path)
    }

    /// Returns the line of a byte, from 1.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        let before = self
            .text
            .get(..byte.min(self.text.len()))
            .unwrap_or_default();
        before.matches('\n').count() + 1
    }

    /// Returns the column of a byte in signs, from 1.
    pub(crate) fn column_of(&self, byte: usize) -> usize {
        let before = self
            .text
            .get(..byte.min(self.text.len()))
            .unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        before[line..].chars().count() + 1
    }

    /// Returns how an export calls the words from a line up to the next empty one.
    pub(crate) fn text_key(&self, line: usize) -> String {
        let lines = self
            .text
            .lines()
            .skip(line.saturating_sub(1))
            .map(str::trim_end);
        let lines: Vec<&str> = lines.take_while(|line| !line.trim().is_empty()).collect();
        short(&lines.join("\n"))
    }
}

fn short(text: &str) -> String {
    let mut digest = sha256(text.as_bytes());
    digest.truncate(8);
    digest
}
