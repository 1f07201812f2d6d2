//! What is known of the text for the milestones: words of the pages, headings, citations, and the
//! chain from question to recommendation.
//!
//! # Decisions
//!
//! - 2026-11: where the pages cannot be set, the words are estimated from the files and the survey
//!   says so: a supervisor can still see where a dissertation stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use typst_syntax::{SyntaxKind, SyntaxNode};

use crate::check::{Enforcement, Sink};
use crate::diagnostics::Today;
use crate::milestones::{ChapterFacts, Facts};
use crate::pipeline::counted::Counted;
use crate::pipeline::draft::Draft;
use crate::pipeline::failure::Failure;
use crate::pipeline::plan::Plan;
use crate::pipeline::request::{BuildRequest, Progress, Stage};
use crate::pipeline::schedule::Schedule;
use crate::pipeline::tree::{prose, title};
use crate::pipeline::trees::trace;
use crate::project::{self, Chapter};
use crate::words::{Convention, Region, Tally, count_text};

/// The criterion for which the rules are run.
const NO_OPEN_FINDINGS: &str = "no-open-findings";

/// What a survey is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SurveyRequest {
    /// The project's folder.
    pub root: std::path::PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<std::path::PathBuf>,
    /// The date the run is judged by.
    pub today: Today,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
}

/// What is known of a dissertation as it is now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Surveyed {
    /// What milestones are judged by.
    pub facts: Facts,
    /// The count; `None` where the pages could not be set.
    pub counted: Option<Counted>,
    /// How long each chapter is meant to become, by id.
    pub targets: BTreeMap<String, usize>,
    /// Why the pages could not be set; the words of the facts are estimates then.
    pub trouble: Option<Failure>,
}

/// Surveys a project.
///
/// `progress` may be called from more than one thread. Fails only where there is no project.
pub fn survey(
    request: &SurveyRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Surveyed, Failure> {
    progress(&Progress::Stage {
        stage: Stage::Reading,
    });
    let project = project::load(&request.root, request.rules.as_deref())?;
    let draft = Draft::read(&project, None);
    let trees = draft.trees();
    let open_findings = open_findings(&draft, request)?;
    let keys = draft.bibliography.keys.clone();
    let targets = trees
        .iter()
        .filter_map(|(chapter, _)| {
            let target = draft.chapters.about(&chapter.path).target?;
            Some((chapter.id.clone(), target.words))
        })
        .collect();
    let counted = count(draft, request, progress);
    let words = |chapter: &Chapter, tree: &SyntaxNode| match &counted {
        Ok((_, tally)) => tally
            .chapters()
            .find(|part| part.region == Region::Chapter(chapter.id.clone()))
            .map_or(0, |part| part.counted),
        Err(_) => count_text(&prose(tree), Convention::default()),
    };
    let facts = Facts {
        chapters: trees
            .iter()
            .map(|(chapter, tree)| {
                let facts = ChapterFacts {
                    title: title(tree).unwrap_or_default(),
                    words: u32::try_from(words(chapter, tree)).unwrap_or(u32::MAX),
                    headings: headings(tree),
                    citations: citations(tree, &|key| keys.contains_key(key)),
                };
                (chapter.id.clone(), facts)
            })
            .collect(),
        ethics: project.manifest.ethics.clone(),
        trace: trace(&project, &trees),
        open_findings,
    };
    let (counted, trouble) = match counted {
        Ok((counted, _)) => (Some(counted), None),
        Err(failure) => (None, Some(failure)),
    };
    Ok(Surveyed {
        facts,
        counted,
        targets,
        trouble,
    })
}

/// Returns how many findings are open that need no pages, where a criterion asks for them.
fn open_findings(
    draft: &Draft<'_>,
    request: &SurveyRequest,
) -> Result<Option<BTreeMap<String, u32>>, Failure> {
    let project = draft.project;
    let mut criteria = project
        .manifest
        .milestones
        .iter()
        .flat_map(|milestone| &milestone.criteria);
    if !criteria.any(|criterion| criterion.id == NO_OPEN_FINDINGS) {
        return Ok(None);
    }
    let schedule = Schedule::read(project, request.today, request.today.start())?;
    let due = schedule.due(project, None)?;
    let enforcement = Enforcement {
        rules: &project.manifest.check,
        has_outside_rules: request.rules.is_some(),
        today: request.today,
        only: None,
    };
    let mut sink = Sink::default();
    draft.search(request.today, &due, &schedule, false, &mut sink);
    let mut open = BTreeMap::new();
    for finding in enforcement.enforce(sink).findings {
        *open.entry(finding.code.into_owned()).or_default() += 1;
    }
    Ok(Some(open))
}

fn count(
    draft: Draft<'_>,
    request: &SurveyRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<(Counted, Tally), Failure> {
    let SurveyRequest {
        root,
        rules,
        today,
        source_date_epoch,
    } = request;
    let build = BuildRequest::submission(root.clone(), rules.clone(), *today, *source_date_epoch);
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Typesetting);
    let plan = Plan::with(draft.project, &build, draft.chapters, draft.bibliography)?;
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    Ok((pages.by_rule.counted, pages.by_rule.tally))
}

/// Returns the headings below the title, in order.
fn headings(tree: &SyntaxNode) -> Vec<String> {
    let headings = tree.children().filter(|node| {
        let is_title = |node: &&SyntaxNode| {
            node.children().any(|child| {
                child.kind() == SyntaxKind::HeadingMarker && child.leaf_text().len() == 1
            })
        };
        node.kind() == SyntaxKind::Heading && !is_title(node)
    });
    headings
        .map(|heading| {
            prose(heading)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect()
}

/// Returns how often works are cited, each work at each place.
fn citations(tree: &SyntaxNode, is_key: &dyn Fn(&str) -> bool) -> u32 {
    let own = match tree.kind() {
        SyntaxKind::RefMarker | SyntaxKind::Label => {
            let name = tree.leaf_text();
            let name = name.trim_matches(|c| matches!(c, '<' | '>' | '@'));
            u32::from(is_key(name))
        }
        // `label("key")`, where a key has signs that a label cannot have.
        SyntaxKind::Str => u32::from(is_key(tree.leaf_text().trim_matches('"'))),
        _ => 0,
    };
    tree.children().fold(own, |sum, child| {
        sum.saturating_add(citations(child, is_key))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_work_counts_at_each_place() {
        let tree = typst_syntax::parse(
            "See @a, @b[p. 4] and #cite(<a>, form: \"prose\"); not @fig:x, <b2> or #cite(label(\"c d\")).",
        );
        let is_key = |key: &str| ["a", "b", "c d"].contains(&key);
        assert_eq!(citations(&tree, &is_key), 4);
    }

    #[test]
    fn headings_are_those_below_the_title() {
        let tree = typst_syntax::parse("= Title\n\n== The _first_ <sec:a>\n\n=== Second\n\ntext\n");
        assert_eq!(headings(&tree), ["The first", "Second"]);
    }
}
