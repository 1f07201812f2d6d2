//! What the chapters say of the chain, as the stages below read it off their labels.

use serde::{Deserialize, Serialize};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TraceLink {
    /// `q:…`
    Question,
    /// `find:…`
    ResearchFinding,
    /// `rec:…`
    Recommendation,
}

impl TraceLink {
    /// Returns what a label stands for, if it is one of the chain.
    pub fn of_label(label: &str) -> Option<Self> {
        match label.split_once(':')?.0 {
            "q" => Some(Self::Question),
            "find" => Some(Self::ResearchFinding),
            "rec" => Some(Self::Recommendation),
            _ => None,
        }
    }

    /// Returns what people call it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::ResearchFinding => "finding",
            Self::Recommendation => "recommendation",
        }
    }
}

/// The labels that tie problem, questions, findings and recommendations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TraceFacts {
    /// The heading of the problem, if the first chapter has one.
    pub problem: Option<String>,
    /// What carries a label `q:…`.
    pub questions: Vec<TraceItem>,
    /// What carries a label `find:…`.
    pub research_findings: Vec<TraceItem>,
    /// What carries a label `rec:…`.
    pub recommendations: Vec<Recommendation>,
    /// The questions that the chapter on methods names, by label.
    pub methods: Vec<MethodMention>,
}

/// Something with a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceItem {
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
    pub item: TraceItem,
    /// Who is to do it.
    pub owner: Option<String>,
    /// By when.
    pub timescale: Option<String>,
    /// How one will see that it worked.
    pub measure: Option<String>,
}

/// A question that the chapter on methods names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodMention {
    /// The label of the question.
    pub label: String,
    /// The heading of the section that names it.
    pub section: String,
}
