//! The chain that a marker follows: problem → question → method → finding → recommendation.
//!
//! Links are read in both directions: a finding may name its question, or a question (in the
//! discussion, say) the finding that answers it.

use std::collections::BTreeSet;

use crate::milestones::facts::{Labelled, TraceFacts};

/// What a label stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// `q:…`
    Question,
    /// `find:…`
    Finding,
    /// `rec:…`
    Recommendation,
}

impl Link {
    /// Returns what a label stands for, if it is one of the chain.
    pub fn of_label(label: &str) -> Option<Self> {
        match label.split_once(':')?.0 {
            "q" => Some(Self::Question),
            "find" => Some(Self::Finding),
            "rec" => Some(Self::Recommendation),
            _ => None,
        }
    }

    fn noun(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Finding => "finding",
            Self::Recommendation => "recommendation",
        }
    }
}

/// The chain, and what hangs loose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    /// The heading of the problem.
    pub problem: Option<String>,
    /// The questions in order.
    pub questions: Vec<TracedQuestion>,
    /// The findings in order.
    pub findings: Vec<TracedFinding>,
    /// The recommendations in order.
    pub recommendations: Vec<TracedRecommendation>,
    /// What hangs loose, each in a sentence without full stop.
    pub loose: Vec<Loose>,
}

/// A question in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedQuestion {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The sections of the chapter on methods that name it.
    pub methods: Vec<String>,
    /// The labels of the findings that answer it.
    pub findings: Vec<String>,
}

/// A finding in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedFinding {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The labels of the questions that it answers.
    pub questions: Vec<String>,
    /// The labels of the recommendations that rest on it.
    pub recommendations: Vec<String>,
}

/// A recommendation in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedRecommendation {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The labels of the findings that it rests on.
    pub findings: Vec<String>,
}

/// Something that hangs loose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loose {
    /// The label it is about; `None`: the chain as a whole.
    pub label: Option<String>,
    /// What is missing.
    pub message: String,
}

/// Follows the chain.
pub fn trace(facts: &TraceFacts) -> Trace {
    let TraceFacts {
        problem,
        questions,
        findings,
        recommendations,
        methods,
    } = facts;
    let ties = |one: &Labelled, other: &Labelled| {
        one.names.contains(&other.label) || other.names.contains(&one.label)
    };
    let mut out = Trace {
        problem: problem.clone(),
        ..Trace::default()
    };
    let labels = |items: Vec<&Labelled>| -> Vec<String> {
        items.into_iter().map(|item| item.label.clone()).collect()
    };
    for question in questions {
        let mut sections: Vec<String> = Vec::new();
        for mention in methods.iter().filter(|it| it.label == question.label) {
            if !sections.contains(&mention.section) {
                sections.push(mention.section.clone());
            }
        }
        out.questions.push(TracedQuestion {
            label: question.label.clone(),
            title: question.title.clone(),
            methods: sections,
            findings: labels(findings.iter().filter(|it| ties(question, it)).collect()),
        });
    }
    let items = || recommendations.iter().map(|it| &it.item);
    for finding in findings {
        out.findings.push(TracedFinding {
            label: finding.label.clone(),
            title: finding.title.clone(),
            questions: labels(questions.iter().filter(|it| ties(finding, it)).collect()),
            recommendations: labels(items().filter(|it| ties(finding, it)).collect()),
        });
    }
    for item in items() {
        out.recommendations.push(TracedRecommendation {
            label: item.label.clone(),
            title: item.title.clone(),
            findings: labels(findings.iter().filter(|it| ties(item, it)).collect()),
        });
    }
    out.loose = loose(&out, facts);
    out
}

fn loose(trace: &Trace, facts: &TraceFacts) -> Vec<Loose> {
    let mut loose = Vec::new();
    let mut say = |label: Option<&str>, message: String| {
        loose.push(Loose {
            label: label.map(str::to_owned),
            message,
        });
    };
    if trace.problem.is_none() {
        say(
            None,
            "the first chapter has no section on the problem".into(),
        );
    }
    if trace.questions.is_empty() {
        say(None, "no question carries a label `{#q:…}`".into());
    }
    for TracedQuestion {
        label,
        title: _,
        methods,
        findings,
    } in &trace.questions
    {
        if methods.is_empty() {
            let message =
                format!("question `{label}` has no method: no section on methods names it");
            say(Some(label), message);
        }
        if findings.is_empty() {
            say(Some(label), format!("question `{label}` has no finding"));
        }
    }
    for TracedFinding {
        label,
        title: _,
        questions,
        recommendations,
    } in &trace.findings
    {
        if questions.is_empty() {
            say(
                Some(label),
                format!("finding `{label}` answers no question"),
            );
        }
        if recommendations.is_empty() {
            say(
                Some(label),
                format!("no recommendation rests on finding `{label}`"),
            );
        }
    }
    for TracedRecommendation {
        label,
        title: _,
        findings,
    } in &trace.recommendations
    {
        if findings.is_empty() {
            say(
                Some(label),
                format!("recommendation `{label}` rests on no finding"),
            );
        }
    }
    let all: Vec<&Labelled> = facts
        .questions
        .iter()
        .chain(&facts.findings)
        .chain(facts.recommendations.iter().map(|it| &it.item))
        .collect();
    let known: BTreeSet<&str> = all.iter().map(|item| item.label.as_str()).collect();
    let mut said = BTreeSet::new();
    for item in &all {
        for name in &item.names {
            let Some(link) = Link::of_label(name) else {
                continue;
            };
            if !known.contains(name.as_str()) && said.insert((&item.label, name)) {
                let noun = link.noun();
                let message = format!(
                    "`{}` names the {noun} `{name}`, which is not there",
                    item.label
                );
                say(Some(&item.label), message);
            }
        }
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::facts::{Mention, Recommendation};

    fn item(label: &str, names: &[&str]) -> Labelled {
        Labelled {
            label: label.into(),
            title: format!("About {label}"),
            chapter: "chapter".into(),
            names: names.iter().map(|it| (*it).to_owned()).collect(),
        }
    }

    fn whole() -> TraceFacts {
        TraceFacts {
            problem: Some("The problem of practice".into()),
            questions: vec![item("q:why", &[]), item("q:how", &["find:late"])],
            findings: vec![item("find:late", &[]), item("find:lost", &["q:why"])],
            recommendations: vec![Recommendation {
                item: item("rec:one", &["find:late", "find:lost"]),
                ..Recommendation::default()
            }],
            methods: vec![
                Mention {
                    label: "q:why".into(),
                    section: "Design".into(),
                },
                Mention {
                    label: "q:how".into(),
                    section: "Design".into(),
                },
                Mention {
                    label: "q:how".into(),
                    section: "Design".into(),
                },
            ],
        }
    }

    fn said(facts: &TraceFacts) -> Vec<String> {
        trace(facts)
            .loose
            .into_iter()
            .map(|it| it.message)
            .collect()
    }

    #[test]
    fn a_whole_chain_has_nothing_loose_whichever_end_names_the_other() {
        let trace = trace(&whole());
        assert_eq!(trace.loose, []);
        assert_eq!(trace.questions[1].methods, ["Design"]);
        assert_eq!(trace.questions[1].findings, ["find:late"]);
        assert_eq!(trace.findings[1].questions, ["q:why"]);
        assert_eq!(
            trace.recommendations[0].findings,
            ["find:late", "find:lost"]
        );
    }

    #[test]
    fn every_loose_end_is_said() {
        let mut facts = whole();
        facts.problem = None;
        facts.methods.clear();
        facts.questions[1].names.clear();
        facts.recommendations[0].item.names = vec!["find:gone".into(), "fig:one".into()];
        assert_eq!(
            said(&facts),
            [
                "the first chapter has no section on the problem",
                "question `q:why` has no method: no section on methods names it",
                "question `q:how` has no method: no section on methods names it",
                "question `q:how` has no finding",
                "finding `find:late` answers no question",
                "no recommendation rests on finding `find:late`",
                "no recommendation rests on finding `find:lost`",
                "recommendation `rec:one` rests on no finding",
                "`rec:one` names the finding `find:gone`, which is not there",
            ]
        );
        assert_eq!(said(&TraceFacts::default()).len(), 2);
    }

    #[test]
    fn a_label_says_what_it_stands_for() {
        assert_eq!(Link::of_label("find:late"), Some(Link::Finding));
        assert_eq!(Link::of_label("fig:late"), None);
        assert_eq!(Link::of_label("question"), None);
    }
}
