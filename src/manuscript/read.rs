//! Reading the facts off the syntax trees.

use crate::manuscript::{Manuscript, Parsed, Text};

/// Reads the files, which come in the order in which a reader meets them.
pub fn read(files: &[Parsed<'_>]) -> Manuscript {
    let texts = files.iter().map(|file| Text {
        path: file.path.clone(),
        role: file.role.clone(),
        headings: Vec::new(),
        passages: Vec::new(),
        figures: Vec::new(),
        labels: Vec::new(),
        mentions: Vec::new(),
        citations: Vec::new(),
        links: Vec::new(),
        notes: Vec::new(),
    });
    Manuscript {
        texts: texts.collect(),
    }
}
