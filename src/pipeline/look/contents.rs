//! The headings of the pages, to go to.

use serde::{Deserialize, Serialize};

use crate::words::Census;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentsEntry {
    /// Its words.
    pub title: String,
    /// Its level, from 1.
    pub level: usize,
    /// The page on which it stands, from 1.
    pub page: u32,
}

pub(super) fn contents(census: &Census) -> Vec<ContentsEntry> {
    let sections = census.sections.iter();
    sections
        .map(|section| ContentsEntry {
            title: section.title.clone(),
            level: section.level,
            page: section.page,
        })
        .collect()
}
