//! What is known of the dissertation as it is now. The stages that read and count fill it in;
//! this room only judges it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::manuscript::TraceFacts;
use crate::project::Ethics;

/// What the criteria, the trace and the pace are judged by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The chapters by id; one that is not there has no entry.
    pub chapters: BTreeMap<String, ChapterFacts>,
    /// `[ethics]` of the manifest.
    pub ethics: Ethics,
    /// Questions, findings and recommendations.
    pub trace: TraceFacts,
    /// How many findings are open, by code; `None`: the checks were not run.
    pub open_findings: Option<BTreeMap<String, u32>>,
}

impl Facts {
    /// Returns whether the words of a chapter are only estimated.
    pub(crate) fn is_estimated(&self, id: &str) -> bool {
        self.chapters.get(id).is_some_and(|it| it.is_estimated)
    }

    /// Returns the words of a chapter that count; none, if it is not there.
    pub(crate) fn words_of(&self, id: &str) -> u32 {
        self.chapters.get(id).map_or(0, |it| it.words)
    }
}

/// What is known of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChapterFacts {
    /// Its title.
    pub title: String,
    /// Its words that count.
    pub words: u32,
    /// Whether the words are only estimated, because it stands on no page.
    pub is_estimated: bool,
    /// Its headings below the title, in order.
    pub headings: Vec<String>,
    /// How many citations it has, each work at each place.
    pub citations: u32,
}
