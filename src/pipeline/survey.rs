//! What is known of the text for the milestones: words of the pages, headings, citations, and the
//! chain from question to recommendation.
//!
//! # Decisions
//!
//! - 2026-11: where the pages cannot be set, the words are estimated from the files and the survey
//!   says so: a supervisor can still see where a dissertation stands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::check::{CONFIDENTIAL, Enforcement, Sink};
use crate::diagnostics::{Diagnostic, MAX_TEXT_BYTES, ProjectPath, SourceMap};
use crate::dissertation::{CountSummary, Dissertation, Draft, Edition, Failure, Pages, quoted};
use crate::manuscript::{citations, headings, prose, title};
use crate::milestones::{ChapterFacts, Event, Facts, LEDGER, SIGNERS, WORDS, kept_in};
use crate::project::Region;
use crate::words::{Convention, count_text};

/// The criterion for which the rules are run.
const NO_OPEN_FINDINGS: &str = "no-open-findings";

/// What is known of a dissertation as it is now.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Surveyed {
    /// What milestones are judged by.
    pub facts: Facts,
    /// The words that count of each chapter as they are printed, sentence by sentence, by id; `None`
    /// where the pages could not be set.
    pub words: Option<BTreeMap<String, String>>,
    /// The count; `None` where the pages could not be set.
    pub counted: Option<CountSummary>,
    /// How long each chapter is meant to become, by id.
    pub targets: BTreeMap<String, usize>,
    /// Why the pages could not be set; the words of the facts are estimates then.
    pub trouble: Option<Failure>,
    /// What stands on the pages as a mark, because nothing can be printed for it.
    pub unresolved: Vec<Diagnostic>,
    /// The texts that it quotes.
    pub sources: SourceMap,
}

/// Returns the files that the milestones are judged by, as they were read: ledger and keys, the
/// chapters, and the copies that were kept of them. Whoever has them need not open the project.
pub fn records(dissertation: &Dissertation) -> Vec<(String, Vec<u8>)> {
    let store = dissertation.store();
    let mut paths: Vec<ProjectPath> = [LEDGER, WORDS, SIGNERS, CONFIDENTIAL]
        .into_iter()
        .filter_map(ProjectPath::new)
        .collect();
    let chapters = dissertation.project().outline.chapters.iter();
    paths.extend(chapters.map(|chapter| chapter.path.clone()));
    let entries = dissertation.schedule().map(|it| it.history.effective());
    for effective in entries.unwrap_or_default() {
        if let Event::Ready(ready) = effective.event
            && let Some(folder) = ProjectPath::new(&kept_in(&ready.milestone, ready.round))
        {
            let listed = store.list(&folder, 1).into_iter().flatten();
            paths.extend(listed.filter_map(|entry| entry.path));
        }
    }
    let read = paths.into_iter().filter_map(|path| {
        let bytes = store.private_bytes(&path, MAX_TEXT_BYTES).ok()?;
        Some((path.to_string(), bytes.to_vec()))
    });
    read.collect()
}

/// Surveys a dissertation.
///
/// # Errors
///
/// If the ledger cannot be read.
pub fn survey(dissertation: &mut Dissertation) -> Result<Surveyed, Failure> {
    dissertation.schedule()?;
    let open_findings = open_findings(dissertation)?;
    let pages = dissertation.pages(&Edition::submission(false));
    let dissertation = &*dissertation;
    let (project, texts) = (dissertation.project(), dissertation.texts());
    let keys = &dissertation.references().keys;
    let counted = |id: &str| match &pages {
        Ok(pages) => {
            let mut chapters = pages.by_rule.tally.chapters();
            let region = Region::Chapter(id.to_owned());
            let part = chapters.find(|part| part.region == region);
            Some(part.map_or((0, false), |part| (part.counted, part.is_estimated)))
        }
        Err(_) => None,
    };
    let facts = Facts {
        chapters: texts
            .chapters(project)
            .map(|(chapter, tree)| {
                let estimate = || count_text(&prose(tree), Convention::default());
                let measured = counted(&chapter.id);
                let (words, is_estimated) = measured.unwrap_or_else(|| (estimate(), true));
                let facts = ChapterFacts {
                    title: title(tree).unwrap_or_default(),
                    words: u32::try_from(words).unwrap_or(u32::MAX),
                    is_estimated,
                    headings: headings(tree),
                    citations: citations(tree, &|key| keys.contains_key(key)),
                };
                (chapter.id.clone(), facts)
            })
            .collect(),
        ethics: project.manifest.ethics.clone(),
        trace: dissertation.trace_facts(),
        open_findings,
    };
    let targets = texts.chapters(project).filter_map(|(chapter, _)| {
        let target = texts.about(&chapter.path).target?;
        Some((chapter.id.clone(), target.words))
    });
    let mut unresolved = Vec::new();
    let mut sources = SourceMap::default();
    if let Ok(pages) = &pages {
        let is_unresolved = |it: &&Diagnostic| it.unresolved.is_some();
        let found = pages.typeset.findings.iter().filter(is_unresolved);
        unresolved.extend(found.cloned());
        Diagnostic::sort(&mut unresolved);
        sources = quoted(&unresolved, &dissertation.session().sources());
    }
    Ok(Surveyed {
        facts,
        unresolved,
        sources,
        targets: targets.collect(),
        words: pages.as_ref().ok().map(|pages| words_that_count(pages)),
        counted: pages.as_ref().ok().map(|it| it.by_rule.summary.clone()),
        trouble: pages.err(),
    })
}

/// Returns the words that count of each chapter, a blank line after each sentence and section.
fn words_that_count(pages: &Pages) -> BTreeMap<String, String> {
    let policy = &pages.by_rule.tally.policy;
    let census = &pages.census;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    let mut section = None;
    for word in census.words.iter().filter(|it| policy.counts(it.category)) {
        let Region::Chapter(id) = &census.regions[word.region] else {
            continue;
        };
        let text = texts.entry(id.clone()).or_default();
        let before = section.replace(word.section);
        let is_new = before != section || text.ends_with(['.', '!', '?']);
        text.push_str(match is_new {
            _ if text.is_empty() => "",
            true => "\n\n",
            false => " ",
        });
        let plain: Vec<&str> = word.text.split_whitespace().collect();
        text.push_str(&plain.join("\u{a0}").replace(char::is_control, ""));
    }
    texts
}

/// Returns how many findings are open that need no pages, where a criterion asks for them.
fn open_findings(dissertation: &Dissertation) -> Result<Option<BTreeMap<String, u32>>, Failure> {
    let project = dissertation.project();
    let mut criteria = project
        .manifest
        .milestones
        .iter()
        .flat_map(|milestone| &milestone.criteria);
    if !criteria.any(|criterion| criterion.id == NO_OPEN_FINDINGS) {
        return Ok(None);
    }
    let today = dissertation.moment().today;
    let schedule = dissertation.schedule()?;
    let standings = schedule.standings(today, today.start(), None);
    let due = schedule.due(project, &standings, None)?;
    let enforcement = Enforcement {
        asked: &[],
        rules: &project.manifest.check,
        has_outside_rules: dissertation.rules().is_some(),
        today,
        only: None,
    };
    let mut sink = Sink::default();
    Draft::of(dissertation, None).search(&due, &standings, false, None, &mut sink);
    let mut open = BTreeMap::new();
    for finding in enforcement.enforce(sink).findings {
        *open.entry(finding.code.into_owned()).or_default() += 1;
    }
    Ok(Some(open))
}
