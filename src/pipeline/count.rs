//! The count: project → assembly → pages → census → tally and verdict, with whatever explains them.

use std::collections::BTreeSet;
use std::sync::Arc;

use typst_layout::PagedDocument;

use crate::diagnostics::SourceMap;
use crate::pipeline::counted::{
    CategoryCount, ChapterCount, Counting, ElsewhereCount, ExemptPassage, SectionCount, WordRow,
};
use crate::pipeline::counting::{
    CountByRule, CountingRule, count_alone, take_census, take_census_with_shapes,
};
use crate::pipeline::cut::too_long;
use crate::pipeline::failure::{Failure, quoted};
use crate::pipeline::plan::{Pages, Plan};
use crate::pipeline::positions::Positions;
use crate::pipeline::proving::Proven;
use crate::pipeline::request::{BuildRequest, CountRequest, Progress, Stage};
use crate::pipeline::since::since;
use crate::project::{self, Chapter, Project};
use crate::typeset::{Session, described};
use crate::words::{Census, Convention, Counter, Outcome, PartTally, Region, Tally, appeal};

/// What a count made.
#[derive(Debug)]
pub struct CountOutput {
    /// What there is to say about it.
    pub counting: Counting,
    /// The drawing of the count on the pages, if asked for.
    pub proof: Option<Vec<u8>>,
}

/// Counts a project on the very pages that a build makes.
///
/// `progress` may be called from more than one thread.
pub fn count(
    request: &CountRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<CountOutput, Failure> {
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Reading);
    let project = project::load(&request.root, request.rules.as_deref())?;
    let rule = CountingRule::asked(
        &project,
        request.policy.as_deref(),
        request.convention.as_deref(),
    )?;
    let build = BuildRequest::submission(
        request.root.clone(),
        request.rules.clone(),
        request.today,
        request.source_date_epoch,
    );
    let plan = Plan::new(&project, &build)?;
    begin(Stage::Typesetting);
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    begin(Stage::Counting);
    let counter = Counted {
        request,
        project: &project,
        rule,
        session: &session,
        document: &pages.typeset.document,
    };
    let is_own = request.policy.is_none() && request.convention.is_none();
    let counted = is_own.then_some((pages.census, pages.by_rule));
    counter.output(&plan, counted)
}

/// Counts pages that were set already, by the project's own rule.
pub(crate) fn count_pages(
    request: &CountRequest,
    plan: &Plan<'_>,
    session: &Session,
    pages: Pages,
) -> Result<CountOutput, Failure> {
    let counter = Counted {
        request,
        project: plan.project,
        rule: CountingRule::new(plan.project)?,
        session,
        document: &pages.typeset.document,
    };
    counter.output(plan, Some((pages.census, pages.by_rule)))
}

/// The pages, about to be counted.
struct Counted<'a> {
    request: &'a CountRequest,
    project: &'a Project,
    rule: CountingRule<'a>,
    session: &'a Session,
    document: &'a PagedDocument,
}

impl Counted<'_> {
    fn output(
        &self,
        plan: &Plan<'_>,
        counted: Option<(Census, CountByRule)>,
    ) -> Result<CountOutput, Failure> {
        // The pages were counted when they were set, by the project's own rule.
        let (mut census, mut by_rule) = match counted {
            Some(own) => own,
            None => {
                let census = self.rule.census(self.document)?;
                let by_rule = self.rule.apply(&census);
                (census, by_rule)
            }
        };
        by_rule.refuse_errors(&plan.sources)?;
        let is_too_long = matches!(by_rule.verdict.outcome, Outcome::Over | Outcome::Tolerated);
        let is_placed = is_too_long
            || self.request.words
            || self.request.proof.is_some()
            || by_rule.tally.exempted() > 0;
        let mut sources = plan.sources.clone();
        let mut shapes = Vec::new();
        if is_placed {
            let locate = |span, offset| self.session.place(span, offset);
            let convention = self.rule.convention();
            (census, shapes) = match self.request.proof {
                Some(_) => take_census_with_shapes(self.document, convention, &locate)?,
                None => (take_census(self.document, convention, &locate)?, Vec::new()),
            };
            by_rule = self.rule.apply(&census);
            sources.extend(self.session.sources());
        }
        let policies = match self.request.all_policies {
            true => self.rule.by_every_policy(&census)?,
            false => Vec::new(),
        };
        let since = match &self.request.since {
            Some(id) => Some(since(self.project, id, &by_rule.tally)?),
            None => None,
        };
        let appeal = match self.request.against {
            Some((theirs, counter)) => {
                Some(self.appeal(theirs, counter, &census, &by_rule.tally)?)
            }
            None => None,
        };
        let CountByRule {
            tally,
            verdict: _,
            counted,
            findings,
        } = by_rule;
        let counting = Counting {
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
            chapters: chapters(&tally, plan),
            elsewhere: elsewhere(&tally),
            policies,
            exempt: exempt(&tally, &sources),
            too_long: is_too_long.then(|| too_long(&census, &tally.policy, &sources)),
            words: match self.request.words {
                true => rows(&census, &tally, &sources),
                false => Vec::new(),
            },
            appeal,
            since,
            sources: quoted(
                &[findings.as_slice(), &self.project.overruled].concat(),
                &sources,
            ),
            findings,
            overruled: self.project.overruled.clone(),
            short: counted,
        };
        let proof = match self.request.proof {
            Some(kind) => {
                let proven = Proven {
                    project: self.project,
                    document: &described(self.document, self.session),
                    census: &census,
                    shapes,
                    tally: &tally,
                    counting: &counting,
                    sources: &sources,
                };
                Some(proven.draw(kind, plan)?)
            }
            None => None,
        };
        Ok(CountOutput { counting, proof })
    }

    /// Counts the same pages by every convention, and looks for somebody else's number.
    fn appeal(
        &self,
        theirs: usize,
        counter: Option<Counter>,
        census: &Census,
        ours: &Tally,
    ) -> Result<crate::words::Appeal, Failure> {
        let mut censuses = vec![census.clone()];
        for convention in Convention::ALL {
            if *convention != census.convention {
                censuses.push(count_alone(self.document, *convention)?);
            }
        }
        Ok(appeal(theirs, counter, ours, &censuses))
    }
}

/// Returns the words of the chapters of the outline, those without a word too.
pub(crate) fn chapters(tally: &Tally, plan: &Plan<'_>) -> Vec<ChapterCount> {
    let chapters = plan.project.outline.chapters.iter();
    chapters
        .enumerate()
        .map(|(at, chapter)| {
            let part = tally
                .chapters()
                .find(|part| part.region == Region::Chapter(chapter.id.clone()));
            chapter_count(chapter, part, target(at, chapter, plan))
        })
        .collect()
}

/// Returns how long a chapter is meant to become: what the author says in the chapter or in the
/// manifest, else the programme's advice.
fn target(at: usize, chapter: &Chapter, plan: &Plan<'_>) -> Option<usize> {
    let about = plan.chapters.about(&chapter.path);
    if let Some(target) = about.target {
        return Some(target.words);
    }
    let limits = &plan.project.manifest.words.limits;
    let own = limits
        .iter()
        .find(|limit| limit.scope == chapter.id)
        .and_then(|limit| limit.limit);
    let advice = || {
        let rules = &plan.project.profile.chapters;
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
