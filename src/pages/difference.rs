//! What the page of changes is made from.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What changed in the chapters of a milestone since something happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DiffPage {
    /// The dissertation's title.
    pub title: String,
    /// The milestone's title.
    pub milestone: String,
    /// What the chapters are compared with.
    pub since: Since,
    /// The day that the page speaks of.
    pub today: Date,
    /// The chapters of the milestone in their order, also those that did not change.
    pub chapters: Vec<ChapterChange>,
}

/// The moment that the chapters are compared with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Since {
    /// The day.
    pub date: Date,
    /// What happened, without full stop: `Dr Lane approved Tutorial 1`.
    pub event: String,
}

/// One chapter, then and now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChapterChange {
    /// Its title.
    pub title: String,
    /// Its file, relative to the project.
    pub path: String,
    /// Words added.
    pub added: usize,
    /// Words removed.
    pub removed: usize,
    /// Its paragraphs in the order of now.
    pub blocks: Vec<Block>,
}

/// One paragraph, heading or other block of a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// As it was.
    Unchanged {
        /// Its text.
        text: String,
    },
    /// New.
    Added {
        /// Its text.
        text: String,
    },
    /// Gone.
    Removed {
        /// Its text.
        text: String,
    },
    /// Reworded.
    Changed {
        /// The words of then and now, one after the other.
        spans: Vec<Span>,
    },
    /// Somewhere else than before, and perhaps reworded.
    Moved {
        /// Its number among the paragraphs of then, from 1.
        from: usize,
        /// Its number among the paragraphs of now, from 1.
        to: usize,
        /// The words of then and now, one after the other.
        spans: Vec<Span>,
    },
}

/// Some words of a reworded paragraph, with the spaces that belong to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Span {
    /// What happened to them.
    pub change: Change,
    /// The words.
    pub text: String,
}

/// What happened to some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Nothing.
    Same,
    /// They are new.
    Added,
    /// They are gone.
    Removed,
}
