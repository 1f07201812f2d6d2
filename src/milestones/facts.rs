//! What is known of the dissertation as it is now. The stages that read and count fill it in;
//! this room only judges it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

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

/// What is known of a chapter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChapterFacts {
    /// Its title.
    pub title: String,
    /// Its words that count.
    pub words: u32,
    /// Its headings below the title, in order.
    pub headings: Vec<String>,
    /// How many citations it has, each work at each place.
    pub citations: u32,
}

/// The labels that tie problem, questions, findings and recommendations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceFacts {
    /// The heading of the problem, if the first chapter has one.
    pub problem: Option<String>,
    /// What carries a label `q:…`.
    pub questions: Vec<Labelled>,
    /// What carries a label `find:…`.
    pub findings: Vec<Labelled>,
    /// What carries a label `rec:…`.
    pub recommendations: Vec<Recommendation>,
    /// The questions that the chapter on methods names, by label.
    pub methods: Vec<Mention>,
}

/// Something with a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// The label, such as `find:late`.
    pub label: String,
    /// Its title or first words.
    pub title: String,
    /// The chapter.
    pub chapter: String,
    /// The labels that it names.
    pub names: Vec<String>,
}

/// A recommendation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Label, title, chapter, and the labels that it names.
    pub item: Labelled,
    /// Who is to do it.
    pub owner: Option<String>,
    /// By when.
    pub timescale: Option<String>,
    /// How one will see that it worked.
    pub measure: Option<String>,
}

/// A question that the chapter on methods names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The label of the question.
    pub label: String,
    /// The heading of the section that names it.
    pub section: String,
}
