//! The chain that a marker follows: problem → question → method → finding → recommendation.
//!
//! Links are read in both directions: a finding may name its question, or a question (in the
//! discussion, say) the finding that answers it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::manuscript::{TraceFacts, TraceItem, TraceLink};

/// The chain, and what hangs loose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Trace {
    /// The heading of the problem.
    pub problem: Option<String>,
    /// The questions in order.
    pub questions: Vec<TracedQuestion>,
    /// The findings in order.
    pub research_findings: Vec<ResearchFinding>,
    /// The recommendations in order.
    pub recommendations: Vec<TracedRecommendation>,
    /// What hangs loose, each in a sentence without full stop.
    pub loose: Vec<Loose>,
}

/// A question in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracedQuestion {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The sections of the chapter on methods that name it.
    pub methods: Vec<String>,
    /// The labels of the findings that answer it.
    pub research_findings: Vec<String>,
}

/// A finding in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ResearchFinding {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TracedRecommendation {
    /// Its label.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The labels of the findings that it rests on.
    pub research_findings: Vec<String>,
}

/// Something that hangs loose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
        research_findings,
        recommendations,
        methods,
    } = facts;
    let mut out = Trace {
        problem: problem.clone(),
        ..Trace::default()
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
            research_findings: tied_to(question, research_findings),
        });
    }
    let items = || recommendations.iter().map(|it| &it.item);
    for finding in research_findings {
        out.research_findings.push(ResearchFinding {
            label: finding.label.clone(),
            title: finding.title.clone(),
            questions: tied_to(finding, questions),
            recommendations: tied_to(finding, items()),
        });
    }
    for item in items() {
        out.recommendations.push(TracedRecommendation {
            label: item.label.clone(),
            title: item.title.clone(),
            research_findings: tied_to(item, research_findings),
        });
    }
    out.loose = loose(&out, facts);
    out
}

/// Returns the labels of the others that name an item, or that it names.
fn tied_to<'i>(item: &TraceItem, others: impl IntoIterator<Item = &'i TraceItem>) -> Vec<String> {
    let is_tied =
        |other: &&TraceItem| item.names.contains(&other.label) || other.names.contains(&item.label);
    let tied = others.into_iter().filter(is_tied);
    tied.map(|other| other.label.clone()).collect()
}

fn loose(trace: &Trace, facts: &TraceFacts) -> Vec<Loose> {
    let mut loose = Vec::new();
    let mut say = |label: Option<&str>, message: String| {
        let label = label.map(str::to_owned);
        loose.push(Loose { label, message });
    };
    if trace.problem.is_none() {
        let message = "the first chapter has no section on the problem";
        say(None, message.into());
    }
    if trace.questions.is_empty() {
        say(None, "no question carries a label `{#q:…}`".into());
    }
    for question in &trace.questions {
        let label = &question.label;
        if question.methods.is_empty() {
            let message =
                format!("question `{label}` has no method: no section on methods names it");
            say(Some(label), message);
        }
        if question.research_findings.is_empty() {
            say(Some(label), format!("question `{label}` has no finding"));
        }
    }
    for finding in &trace.research_findings {
        let label = &finding.label;
        if finding.questions.is_empty() {
            let message = format!("finding `{label}` answers no question");
            say(Some(label), message);
        }
        if finding.recommendations.is_empty() {
            let message = format!("no recommendation rests on finding `{label}`");
            say(Some(label), message);
        }
    }
    for recommendation in &trace.recommendations {
        let label = &recommendation.label;
        if recommendation.research_findings.is_empty() {
            let message = format!("recommendation `{label}` rests on no finding");
            say(Some(label), message);
        }
    }
    let all: Vec<&TraceItem> = facts
        .questions
        .iter()
        .chain(&facts.research_findings)
        .chain(facts.recommendations.iter().map(|it| &it.item))
        .collect();
    let known: BTreeSet<&str> = all.iter().map(|item| item.label.as_str()).collect();
    let mut said = BTreeSet::new();
    for (item, name) in all
        .iter()
        .flat_map(|it| it.names.iter().map(move |name| (it, name)))
    {
        let label = &item.label;
        if let Some(link) = TraceLink::of_label(name)
            && !known.contains(name.as_str())
            && said.insert((label, name))
        {
            let noun = link.noun();
            let message = format!("`{label}` names the {noun} `{name}`, which is not there");
            say(Some(label), message);
        }
    }
    loose
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manuscript::{MethodMention, Recommendation};

    fn item(label: &str, names: &[&str]) -> TraceItem {
        TraceItem {
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
            research_findings: vec![item("find:late", &[]), item("find:lost", &["q:why"])],
            recommendations: vec![Recommendation {
                item: item("rec:one", &["find:late", "find:lost"]),
                ..Recommendation::default()
            }],
            methods: vec![
                MethodMention {
                    label: "q:why".into(),
                    section: "Design".into(),
                },
                MethodMention {
                    label: "q:how".into(),
                    section: "Design".into(),
                },
                MethodMention {
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
        assert_eq!(trace.questions[1].research_findings, ["find:late"]);
        assert_eq!(trace.research_findings[1].questions, ["q:why"]);
        assert_eq!(
            trace.recommendations[0].research_findings,
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
    fn a_chain_can_be_sent_to_another_process() {
        let mut facts = whole();
        facts.methods.clear();
        let trace = trace(&facts);
        let text = serde_json::to_string(&trace).unwrap();
        assert_eq!(serde_json::from_str::<Trace>(&text).unwrap(), trace);
    }

    #[test]
    fn a_label_says_what_it_stands_for() {
        assert_eq!(
            TraceLink::of_label("find:late"),
            Some(TraceLink::ResearchFinding)
        );
        assert_eq!(TraceLink::of_label("fig:late"), None);
        assert_eq!(TraceLink::of_label("question"), None);
    }
}
