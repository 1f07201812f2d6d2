//! The JSON of `folio count`.

use folio::dissertation::Otherwise;
use folio::pipeline::{At, CountReport, Since};
use folio::words::{Appeal, Category, Difference};
use serde::Serialize;

use crate::cli::unresolved::UnresolvedView;

/// `folio count --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct CountView<'a> {
    format: u32,
    policy: PolicyView<'a>,
    limit: Option<usize>,
    tolerance: usize,
    counted: usize,
    total: usize,
    remaining: Option<i64>,
    verdict: &'static str,
    categories: Vec<CategoryView>,
    chapters: Vec<ChapterView<'a>>,
    limits: Vec<LimitView<'a>>,
    policies: Vec<PolicyCountView<'a>>,
    otherwise: Option<OtherwiseView<'a>>,
    exempt: Vec<ExemptView<'a>>,
    overruled: Vec<&'a str>,
    against: Option<AgainstView<'a>>,
    since: Option<SinceView<'a>>,
    estimated: bool,
    unresolved: Vec<UnresolvedView<'a>>,
}

#[derive(Serialize)]
struct SinceView<'a> {
    milestone: Option<&'a str>,
    at: String,
    commit: Option<&'a str>,
    chapters: Vec<GrowthView<'a>>,
}

#[derive(Serialize)]
struct GrowthView<'a> {
    id: &'a str,
    then: usize,
    now: usize,
}

#[derive(Serialize)]
struct PolicyView<'a> {
    name: &'a str,
    convention: &'a str,
    source: &'a str,
    confirmed: Option<&'a str>,
}

#[derive(Serialize)]
struct CategoryView {
    category: &'static str,
    words: usize,
    counted: bool,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    id: &'a str,
    title: &'a str,
    path: &'a str,
    counted: usize,
    total: usize,
    target: Option<usize>,
    estimated: bool,
    sections: Vec<SectionView<'a>>,
}

#[derive(Serialize)]
struct SectionView<'a> {
    title: &'a str,
    level: usize,
    counted: usize,
    total: usize,
}

#[derive(Serialize)]
struct LimitView<'a> {
    scope: &'a str,
    minimum: Option<usize>,
    limit: Option<usize>,
    counted: usize,
    verdict: &'static str,
    estimated: bool,
}

#[derive(Serialize)]
struct PolicyCountView<'a> {
    name: &'a str,
    counted: usize,
    verdict: &'static str,
    estimated: bool,
}

#[derive(Serialize)]
struct OtherwiseView<'a> {
    policy: &'a str,
    counted: usize,
    verdict: &'static str,
}

#[derive(Serialize)]
struct ExemptView<'a> {
    words: usize,
    text: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    page: u32,
}

#[derive(Serialize)]
struct AgainstView<'a> {
    theirs: usize,
    from: Option<&'static str>,
    ours: usize,
    readings: Vec<ReadingView<'a>>,
    comparison: Vec<ComparedView<'a>>,
}

#[derive(Serialize)]
struct ReadingView<'a> {
    policy: &'a str,
    besides: Vec<&'static str>,
    without: Vec<&'static str>,
    convention: &'static str,
    counted: usize,
    unexplained: i64,
    steps: Vec<StepView<'a>>,
}

#[derive(Serialize)]
struct StepView<'a> {
    what: String,
    words: i64,
    examples: &'a [String],
}

#[derive(Serialize)]
struct ComparedView<'a> {
    policy: &'a str,
    convention: &'static str,
    counted: usize,
}

impl<'a> CountView<'a> {
    /// Returns the view of a count.
    pub(crate) fn new(counting: &'a CountReport) -> Self {
        let short = &counting.short;
        Self {
            format: 1,
            policy: PolicyView {
                name: &short.policy,
                convention: &short.convention,
                source: &short.policy_source,
                confirmed: short.confirmed.as_deref(),
            },
            limit: short.limit,
            tolerance: short.tolerance,
            counted: short.counted,
            total: counting.total,
            remaining: short.remaining,
            verdict: short.verdict.name(),
            categories: counting
                .categories
                .iter()
                .map(|category| CategoryView {
                    category: category.category.name(),
                    words: category.words,
                    counted: category.counted,
                })
                .collect(),
            chapters: chapters(counting),
            limits: short
                .limits
                .iter()
                .map(|limit| LimitView {
                    scope: &limit.scope,
                    minimum: limit.minimum,
                    limit: limit.limit,
                    counted: limit.counted,
                    verdict: limit.verdict.name(),
                    estimated: limit.is_estimated,
                })
                .collect(),
            policies: counting
                .policies
                .iter()
                .map(|policy| PolicyCountView {
                    name: &policy.name,
                    counted: policy.counted,
                    verdict: policy.verdict.name(),
                    estimated: !short.estimated.is_empty(),
                })
                .collect(),
            otherwise: short.otherwise.as_ref().map(otherwise),
            exempt: exempt(counting),
            overruled: counting
                .overruled
                .iter()
                .map(|finding| finding.message.as_str())
                .collect(),
            against: counting.appeal.as_ref().map(against),
            since: counting.since.as_ref().map(since),
            estimated: !short.estimated.is_empty(),
            unresolved: UnresolvedView::all(&counting.findings, &counting.sources),
        }
    }
}

fn chapters(counting: &CountReport) -> Vec<ChapterView<'_>> {
    let chapters = counting.chapters.iter();
    chapters
        .map(|chapter| ChapterView {
            id: &chapter.id,
            title: &chapter.title,
            path: &chapter.path,
            counted: chapter.counted,
            total: chapter.total,
            target: chapter.target,
            estimated: chapter.is_estimated,
            sections: chapter
                .sections
                .iter()
                .map(|section| SectionView {
                    title: &section.title,
                    level: section.level,
                    counted: section.counted,
                    total: section.total,
                })
                .collect(),
        })
        .collect()
}

fn otherwise(other: &Otherwise) -> OtherwiseView<'_> {
    OtherwiseView {
        policy: &other.policy,
        counted: other.counted,
        verdict: other.verdict.name(),
    }
}

fn exempt(counting: &CountReport) -> Vec<ExemptView<'_>> {
    counting
        .exempt
        .iter()
        .map(|passage| ExemptView {
            words: passage.words,
            text: &passage.text,
            path: passage.at.as_ref().map(|at| at.path.as_str()),
            line: passage.at.as_ref().map(|at| at.line),
            column: passage.at.as_ref().map(|at| at.column),
            page: passage.page,
        })
        .collect()
}

fn since(since: &Since) -> SinceView<'_> {
    SinceView {
        milestone: since.milestone.as_deref(),
        at: since.at.to_string(),
        commit: since.commit.as_deref(),
        chapters: since
            .chapters
            .iter()
            .map(|chapter| GrowthView {
                id: &chapter.id,
                then: chapter.then,
                now: chapter.now,
            })
            .collect(),
    }
}

fn against(appeal: &Appeal) -> AgainstView<'_> {
    let names = |categories: &[Category]| categories.iter().map(|it| it.name()).collect();
    AgainstView {
        theirs: appeal.theirs,
        from: appeal.counter.map(|counter| counter.name()),
        ours: appeal.ours,
        readings: appeal
            .readings
            .iter()
            .map(|reading| ReadingView {
                policy: &reading.policy,
                besides: names(&reading.besides),
                without: names(&reading.without),
                convention: reading.convention.name(),
                counted: reading.counted,
                unexplained: reading.unexplained,
                steps: reading
                    .steps
                    .iter()
                    .map(|step| StepView {
                        what: difference(step.what),
                        words: step.words,
                        examples: &step.examples,
                    })
                    .collect(),
            })
            .collect(),
        comparison: appeal
            .comparison
            .iter()
            .map(|compared| ComparedView {
                policy: &compared.policy,
                convention: compared.convention.name(),
                counted: compared.counted,
            })
            .collect(),
    }
}

/// Returns what makes two counts differ, for people and for JSON alike.
pub(crate) fn difference(what: Difference) -> String {
    match what {
        Difference::Counted(category) => format!("{category}: counted by them, not by us"),
        Difference::LeftOut(category) => format!("{category}: counted by us, not by them"),
        Difference::CapsAndRates => "caps and rates of our counting rule".to_owned(),
        Difference::Words(family) => format!("{} cut otherwise", family.in_words()),
        Difference::Joins => "words parted only by a dash or a mark".to_owned(),
    }
}

/// `folio count --words --format json`.
#[derive(Serialize)]
pub(crate) struct WordsView<'a> {
    format: u32,
    words: Vec<WordView<'a>>,
}

#[derive(Serialize)]
struct WordView<'a> {
    word: &'a str,
    category: &'static str,
    counted: bool,
    chapter: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    page: u32,
}

impl<'a> WordsView<'a> {
    /// Returns the view of every word of a count.
    pub(crate) fn new(counting: &'a CountReport) -> Self {
        let words = counting.words.iter().map(|row| {
            let at: Option<&At> = row.at.as_ref();
            WordView {
                word: &row.word,
                category: row.category.name(),
                counted: row.counted,
                chapter: row.chapter.as_deref(),
                path: at.map(|at| at.path.as_str()),
                line: at.map(|at| at.line),
                column: at.map(|at| at.column),
                page: row.page,
            }
        });
        Self {
            format: 1,
            words: words.collect(),
        }
    }
}

/// `folio count --stdin --format json`.
#[derive(Serialize)]
pub(crate) struct TextView {
    pub(crate) format: u32,
    pub(crate) convention: &'static str,
    pub(crate) words: usize,
}
