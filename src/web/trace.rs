//! The chain from question to recommendation as its template sees it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::milestones::{ResearchFinding, Trace, TracedQuestion};

#[derive(Serialize)]
pub(super) struct TraceView<'a> {
    problem: Option<&'a str>,
    questions: Vec<QuestionView<'a>>,
    unasked: Vec<FindingView<'a>>,
    unfounded: Vec<&'a str>,
    loose: Vec<String>,
}

#[derive(Serialize)]
struct QuestionView<'a> {
    title: &'a str,
    methods: &'a [String],
    findings: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
struct FindingView<'a> {
    title: &'a str,
    recommendations: Vec<&'a str>,
    /// Its recommendations stand where it was named first, so that the page grows with the
    /// number of links and no faster.
    is_above: bool,
}

/// Follows the links; `None` if nothing of the chain is there.
pub(super) fn view(trace: &Trace) -> Option<TraceView<'_>> {
    if trace.questions.is_empty()
        && trace.research_findings.is_empty()
        && trace.recommendations.is_empty()
    {
        return None;
    }
    let findings: BTreeMap<&str, &ResearchFinding> = trace
        .research_findings
        .iter()
        .map(|it| (it.label.as_str(), it))
        .collect();
    let recommendations: BTreeMap<&str, &str> = trace
        .recommendations
        .iter()
        .map(|it| (it.label.as_str(), it.title.as_str()))
        .collect();
    // The findings that stand somewhere already.
    let mut shown = BTreeSet::new();
    let mut questions = Vec::new();
    for question in &trace.questions {
        let TracedQuestion {
            label: _,
            title,
            methods,
            research_findings: labels,
        } = question;
        let answers = labels.iter().filter_map(|it| findings.get(it.as_str()));
        questions.push(QuestionView {
            title,
            methods,
            findings: answers
                .map(|it| {
                    let is_above = !shown.insert(it.label.as_str());
                    finding_view(it, is_above, &recommendations)
                })
                .collect(),
        });
    }
    let unasked = trace
        .research_findings
        .iter()
        .filter(|it| shown.insert(it.label.as_str()))
        .map(|it| finding_view(it, false, &recommendations))
        .collect();
    let supported: BTreeSet<&str> = trace
        .research_findings
        .iter()
        .flat_map(|it| &it.recommendations)
        .map(String::as_str)
        .collect();
    Some(TraceView {
        problem: trace.problem.as_deref(),
        questions,
        unasked,
        unfounded: trace
            .recommendations
            .iter()
            .filter(|it| !supported.contains(it.label.as_str()))
            .map(|it| it.title.as_str())
            .collect(),
        loose: trace
            .loose
            .iter()
            .map(|loose| format!("{}.", loose.message))
            .collect(),
    })
}

fn finding_view<'a>(
    finding: &'a ResearchFinding,
    is_above: bool,
    recommendations: &BTreeMap<&str, &'a str>,
) -> FindingView<'a> {
    FindingView {
        title: &finding.title,
        recommendations: if is_above {
            Vec::new()
        } else {
            finding
                .recommendations
                .iter()
                .filter_map(|it| recommendations.get(it.as_str()).copied())
                .collect()
        },
        is_above,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::TracedRecommendation;

    #[test]
    fn a_finding_is_followed_once_and_what_hangs_loose_stands_apart() {
        let question = |label: &str| TracedQuestion {
            label: label.into(),
            title: label.into(),
            methods: Vec::new(),
            research_findings: vec!["find:a".into(), "find:unknown".into()],
        };
        let finding = |label: &str, recommendations: &[&str]| ResearchFinding {
            label: label.into(),
            title: label.into(),
            questions: Vec::new(),
            recommendations: recommendations.iter().map(|&it| it.into()).collect(),
        };
        let recommendation = |label: &str| TracedRecommendation {
            label: label.into(),
            title: label.into(),
            research_findings: Vec::new(),
        };
        let trace = Trace {
            problem: None,
            questions: vec![question("q:1"), question("q:2")],
            research_findings: vec![finding("find:a", &["rec:a"]), finding("find:b", &[])],
            recommendations: vec![recommendation("rec:a"), recommendation("rec:b")],
            loose: Vec::new(),
        };
        let view = view(&trace).unwrap();
        let titles = |findings: &[FindingView<'_>]| -> Vec<(String, usize, bool)> {
            findings
                .iter()
                .map(|it| (it.title.to_owned(), it.recommendations.len(), it.is_above))
                .collect()
        };
        assert_eq!(
            titles(&view.questions[0].findings),
            [("find:a".into(), 1, false)]
        );
        assert_eq!(
            titles(&view.questions[1].findings),
            [("find:a".into(), 0, true)]
        );
        assert_eq!(titles(&view.unasked), [("find:b".into(), 0, false)]);
        assert_eq!(view.unfounded, ["rec:b"]);
    }
}
