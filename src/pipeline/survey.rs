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

use crate::diagnostics::{Today, read_text};
use crate::milestones::{ChapterFacts, Facts};
use crate::pipeline::chain::{self, read as read_chain};
use crate::pipeline::chapters::Chapters;
use crate::pipeline::counted::Counted;
use crate::pipeline::failure::Failure;
use crate::pipeline::plan::{Plan, read_bibliography};
use crate::pipeline::request::{BuildRequest, Progress, Stage};
use crate::pipeline::tree::{prose, title};
use crate::project::{self, Chapter, Project};
use crate::words::{Convention, Region, Tally, count_text};

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
    let chapters = Chapters::read(&project);
    let trees = trees(&project, &chapters);
    let counted = count(&project, request, progress);
    let words = |chapter: &Chapter, tree: &SyntaxNode| match &counted {
        Ok((_, tally)) => tally
            .chapters()
            .find(|part| part.region == Region::Chapter(chapter.id.clone()))
            .map_or(0, |part| part.counted),
        Err(_) => count_text(&prose(tree), Convention::default()),
    };
    let keys = read_bibliography(&project).keys;
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
        open_findings: None,
    };
    let targets = trees
        .iter()
        .filter_map(|(chapter, _)| {
            let target = chapters.about(&chapter.path).target?;
            Some((chapter.id.clone(), target.words))
        })
        .collect();
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

fn count(
    project: &Project,
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
    let plan = Plan::new(project, &build)?;
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    Ok((pages.judgement.counted, pages.judgement.tally))
}

/// Returns the chapters that can be read, each with its tree.
pub(crate) fn trees<'p>(
    project: &'p Project,
    chapters: &Chapters,
) -> Vec<(&'p Chapter, SyntaxNode)> {
    let outline = project.outline.chapters.iter();
    outline
        .filter_map(|chapter| {
            let converted = chapters.converted.get(&chapter.path);
            let tree = match converted {
                Some(converted) => converted.conversion.source.root().clone(),
                None => {
                    let text = read_text(&chapter.path.below(&project.root)).ok()?;
                    typst_syntax::parse(text.trim_start_matches('\u{feff}'))
                }
            };
            Some((chapter, tree))
        })
        .collect()
}

/// Returns the chain; the chapter on methods is the one that stands where the programme has it.
pub(crate) fn trace(
    project: &Project,
    trees: &[(&Chapter, SyntaxNode)],
) -> crate::milestones::TraceFacts {
    let method = project
        .profile
        .chapters
        .iter()
        .position(|rule| rule.id.starts_with("method"));
    let method = method.and_then(|at| project.outline.chapters.get(at));
    let chapters: Vec<chain::Chapter<'_>> = trees
        .iter()
        .map(|(chapter, root)| chain::Chapter {
            id: &chapter.id,
            root,
            is_method: method.is_some_and(|method| method.id == chapter.id),
        })
        .collect();
    read_chain(&chapters)
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
