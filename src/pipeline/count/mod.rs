//! The count of an opened dissertation, with whatever explains it.

mod positions;
mod proving;
mod report;
mod since;
mod too_long;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, Level, SourceMap};
use crate::dissertation::{
    CountByRule, CountingRule, Dissertation, Edition, Failure, Stage, count_alone, quoted,
    take_census, take_census_with_shapes,
};
pub(crate) use crate::pipeline::count::positions::Positions;
use crate::pipeline::count::proving::Proven;
use crate::pipeline::count::since::since;
use crate::pipeline::count::too_long::too_long;
use crate::project::{Chapter, Region};
use crate::typeset::ready;
use crate::words::{Appeal, Census, Convention, Counter, LimitOutcome, PartTally, Tally, appeal};

pub use report::{
    At, CategoryCount, ChapterCount, CountReport, ElsewhereCount, ExemptPassage, Growth, Paragraph,
    SectionCount, Share, Since, TooLong, WordRow,
};

/// What a count is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CountRequest {
    /// Which copy.
    pub edition: Edition,
    /// Count by this policy instead of the project's.
    pub policy: Option<String>,
    /// Count by this convention instead of the project's.
    pub convention: Option<String>,
    /// Count by every policy.
    pub all_policies: bool,
    /// List every word.
    pub words: bool,
    /// Draw the count on the pages.
    pub proof: Option<ProofKind>,
    /// Explain somebody else's number.
    pub against: Option<(usize, Option<Counter>)>,
    /// Compare with what was kept when this milestone was last marked ready, or until this day.
    pub since: Option<String>,
}

impl CountRequest {
    /// Returns the request for the count of an edition alone.
    pub fn of(edition: Edition) -> Self {
        Self {
            edition,
            policy: None,
            convention: None,
            all_policies: false,
            words: false,
            proof: None,
            against: None,
            since: None,
        }
    }
}

/// What the proof of a count is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProofKind {
    /// A PDF.
    Pdf,
    /// One page of HTML.
    Html,
}

/// What a count made.
#[derive(Debug)]
pub struct CountOutput {
    /// What there is to say about it.
    pub report: CountReport,
    /// The drawing of the count on the pages, if asked for.
    pub proof: Option<Vec<u8>>,
}

/// Counts a dissertation on the very pages that a build makes.
///
/// # Errors
///
/// If the pages cannot be made, or the rule of the count cannot be used.
pub fn count(
    dissertation: &mut Dissertation,
    request: &CountRequest,
) -> Result<CountOutput, Failure> {
    let project = dissertation.shared_project();
    let (policy, convention) = (request.policy.as_deref(), request.convention.as_deref());
    let rule = CountingRule::asked(&project, policy, convention)?;
    let pages = dissertation.pages(&request.edition)?;
    dissertation.begin(Stage::Counting);
    let dissertation = &*dissertation;
    let document = &pages.typeset.document;
    // The pages were counted when they were set, by the project's own rule.
    let is_own = request.policy.is_none() && request.convention.is_none();
    let mut census = match is_own {
        true => pages.census.clone(),
        false => again(document, rule.convention(), &pages.census)?,
    };
    let mut by_rule = rule.apply(&census);
    let mut sources = dissertation.sources();
    by_rule.refuse_errors(&sources)?;
    let is_too_long = matches!(
        by_rule.verdict.outcome,
        LimitOutcome::Over | LimitOutcome::Tolerated
    );
    let is_placed =
        is_too_long || request.words || request.proof.is_some() || by_rule.tally.exempted() > 0;
    let mut shapes = Vec::new();
    if is_placed {
        let session = dissertation.session();
        let locate = |span, offset| session.place(span, offset);
        let convention = rule.convention();
        let (placed, drawn) = match request.proof {
            Some(_) => take_census_with_shapes(document, convention, &locate)?,
            None => (take_census(document, convention, &locate)?, Vec::new()),
        };
        census = estimated_as(&pages.census, placed);
        shapes = drawn;
        by_rule = rule.apply(&census);
    }
    sources.extend(dissertation.session().sources());
    let policies = match request.all_policies {
        true => rule.by_every_policy(&census)?,
        false => Vec::new(),
    };
    let since = match &request.since {
        Some(what) => Some(since(dissertation, request, what, &by_rule.tally)?),
        None => None,
    };
    let appeal = match request.against {
        Some((theirs, counter)) => {
            Some(explain(theirs, counter, document, &census, &by_rule.tally)?)
        }
        None => None,
    };
    let CountByRule {
        tally,
        verdict: _,
        summary,
        mut findings,
    } = by_rule;
    findings.extend(pages.unsettled.clone());
    let is_unresolved = |it: &&Diagnostic| it.level == Level::Deny || it.unresolved.is_some();
    let of_pages = pages.typeset.findings.iter().filter(is_unresolved);
    findings.extend(of_pages.cloned());
    Diagnostic::sort(&mut findings);
    let report = CountReport {
        total: tally.total,
        categories: tally
            .categories
            .iter()
            .map(|category| CategoryCount {
                category: category.category,
                words: category.words,
                adds: category.counted,
                counted: category.counts,
            })
            .collect(),
        chapters: chapters(dissertation, &tally),
        elsewhere: elsewhere(&tally),
        policies,
        exempt: exempt(&tally, &sources),
        too_long: is_too_long.then(|| too_long(&census, &tally.policy, &sources)),
        words: match request.words {
            true => rows(&census, &tally, &sources),
            false => Vec::new(),
        },
        appeal,
        since,
        sources: quoted(
            &[findings.as_slice(), &project.overruled].concat(),
            &sources,
        ),
        findings,
        overruled: project.overruled.clone(),
        short: summary,
    };
    let proof = match request.proof {
        Some(kind) => {
            let proven = Proven {
                dissertation,
                document: &ready(document, dissertation.session()).0,
                census: &census,
                shapes,
                tally: &tally,
                report: &report,
                sources: &sources,
            };
            Some(proven.draw(kind)?)
        }
        None => None,
    };
    Ok(CountOutput { report, proof })
}

/// Counts the same pages by every convention, and looks for somebody else's number.
fn explain(
    theirs: usize,
    counter: Option<Counter>,
    document: &PagedDocument,
    census: &Census,
    ours: &Tally,
) -> Result<Appeal, Failure> {
    let mut censuses = vec![census.clone()];
    for convention in Convention::ALL {
        if *convention != census.convention {
            censuses.push(again(document, *convention, census)?);
        }
    }
    Ok(appeal(theirs, counter, ours, &censuses))
}

/// Counts the pages of a census by another convention.
fn again(
    document: &PagedDocument,
    convention: Convention,
    before: &Census,
) -> Result<Census, Failure> {
    Ok(estimated_as(before, count_alone(document, convention)?))
}

/// Gives a census the words that another one of the same pages only estimates.
fn estimated_as(before: &Census, mut census: Census) -> Census {
    census.estimates.clone_from(&before.estimates);
    census
}

/// Returns the words of the chapters of the outline, those without a word too.
pub(crate) fn chapters(dissertation: &Dissertation, tally: &Tally) -> Vec<ChapterCount> {
    let chapters = dissertation.project().outline.chapters.iter();
    chapters
        .enumerate()
        .map(|(at, chapter)| {
            let part = tally
                .chapters()
                .find(|part| part.region == Region::Chapter(chapter.id.clone()));
            chapter_count(chapter, part, target(dissertation, at, chapter))
        })
        .collect()
}

/// Returns how long a chapter is meant to become: what the author says in the chapter or in the
/// manifest, else the programme's advice.
fn target(dissertation: &Dissertation, at: usize, chapter: &Chapter) -> Option<usize> {
    let about = dissertation.texts().about(&chapter.path);
    if let Some(target) = about.target {
        return Some(target.words);
    }
    let project = dissertation.project();
    let limits = &project.manifest.words.limits;
    let own = limits
        .iter()
        .find(|limit| limit.scope == chapter.id)
        .and_then(|limit| limit.limit);
    let advice = || {
        let rules = &project.profile.chapters;
        let by_id = rules.iter().find(|rule| rule.id == chapter.id);
        by_id.or_else(|| rules.get(at))?.words.limit
    };
    own.or_else(advice)
        .map(|words| usize::try_from(words).unwrap_or(usize::MAX))
}

fn chapter_count(
    chapter: &Chapter,
    part: Option<&PartTally>,
    target: Option<usize>,
) -> ChapterCount {
    let sections = part.map_or(&[][..], |part| &part.sections);
    ChapterCount {
        id: chapter.id.clone(),
        title: part.map_or(String::new(), |part| part.title.clone()),
        path: chapter.path.to_string(),
        counted: part.map_or(0, |part| part.counted),
        total: part.map_or(0, |part| part.total),
        target,
        is_estimated: part.is_some_and(|part| part.is_estimated),
        sections: sections
            .iter()
            .map(|section| SectionCount {
                title: section.title.clone(),
                level: section.level,
                counted: section.counted,
                total: section.total,
            })
            .collect(),
    }
}

/// Returns the parts besides the chapters that add to the count.
fn elsewhere(tally: &Tally) -> Vec<ElsewhereCount> {
    let others = tally
        .parts
        .iter()
        .filter(|part| !matches!(part.region, Region::Chapter(_)) && part.counted > 0);
    others
        .map(|part| ElsewhereCount {
            title: match part.title.as_str() {
                "" => part.region.scope(),
                title => title.to_owned(),
            },
            counted: part.counted,
        })
        .collect()
}

fn exempt(tally: &Tally, sources: &SourceMap) -> Vec<ExemptPassage> {
    let mut positions = Positions::new(sources);
    tally
        .exempt
        .iter()
        .map(|passage| ExemptPassage {
            words: passage.words,
            text: passage.text.clone(),
            at: passage.place.as_ref().and_then(|place| positions.at(place)),
            page: passage.page,
        })
        .collect()
}

fn rows(census: &Census, tally: &Tally, sources: &SourceMap) -> Vec<WordRow> {
    let counted: BTreeSet<_> = tally
        .categories
        .iter()
        .filter(|category| category.counts)
        .map(|category| category.category)
        .collect();
    let mut positions = Positions::new(sources);
    census
        .words
        .iter()
        .map(|word| WordRow {
            word: word.text.clone(),
            category: word.category,
            counted: counted.contains(&word.category),
            chapter: census.regions[word.region].chapter().map(str::to_owned),
            at: word.place.as_ref().and_then(|place| positions.at(place)),
            page: word.page,
        })
        .collect()
}
