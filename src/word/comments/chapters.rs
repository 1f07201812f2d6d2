//! The author's files as a reviewed file is held against them.

use std::ops::Range;

use crate::diagnostics::{MARKDOWN_EXTENSIONS, ProjectPath};
use crate::manuscript::chapter_file;
use crate::markdown::{Settings, convert, printed};
use crate::word::comments::sources::{SourceBlock, SourceFile};

/// Reads a file of the author's.
pub fn source_file(path: &ProjectPath, text: String) -> SourceFile {
    let is_markdown = path
        .as_str()
        .rsplit_once('.')
        .is_some_and(|(_, ending)| MARKDOWN_EXTENSIONS.contains(&ending));
    let blocks = match is_markdown {
        true => printed_blocks(path, &text),
        false => paragraphs(&text),
    };
    SourceFile {
        path: path.as_str().to_owned(),
        text,
        blocks,
        is_markdown,
    }
}

/// Returns what a text in Markdown prints, block by block.
pub fn printed_blocks(path: &ProjectPath, text: &str) -> Vec<SourceBlock> {
    let Some(file) = chapter_file(path) else {
        return Vec::new();
    };
    let conversion = convert(file, path, text, &Settings::default());
    let blocks = printed(&conversion).into_iter().map(|block| SourceBlock {
        atoms: block
            .atoms
            .into_iter()
            .map(|atom| (atom.text, atom.place))
            .collect(),
    });
    blocks.collect()
}

/// Returns what stands between empty lines; enough to find a paragraph by its words.
fn paragraphs(text: &str) -> Vec<SourceBlock> {
    let mut blocks = Vec::new();
    let mut add = |range: Range<usize>| {
        let part = &text[range.clone()];
        if part.chars().any(char::is_alphanumeric) {
            let start = range.start + part.len() - part.trim_start().len();
            blocks.push(SourceBlock {
                atoms: vec![(part.trim().to_owned(), start..range.end)],
            });
        }
    };
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            add(start..at);
            start = at + line.len();
        }
        at += line.len();
    }
    add(start..at);
    blocks
}
