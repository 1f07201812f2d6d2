//! What the page is told, as JSON.

use serde::Serialize;

use crate::check::rule;
use crate::diagnostics::{Diagnostic, Level, SourceMap};
use crate::pipeline::{ChangedWords, ChapterCount, ContentsEntry, Judged, JudgedMilestone, Looked};
use crate::preview::Trouble;

/// The pages and their count.
#[derive(Serialize)]
pub(super) struct PagesView<'a> {
    stamp: u64,
    title: &'a str,
    /// What each page looks like, its width and its height.
    pages: Vec<(&'a str, f64, f64)>,
    changed: Option<ChangedView>,
    counted: usize,
    limit: Option<usize>,
    verdict: &'static str,
    sentence: &'a str,
    rule: &'a str,
    estimated: bool,
    /// The words that came since the preview began.
    sitting: i64,
    chapters: Vec<ChapterView<'a>>,
    contents: &'a [ContentsEntry],
    findings: Vec<FindingView<'a>>,
    left_out: Vec<&'a str>,
    /// Seconds from the change to here.
    seconds: f64,
    took: [f64; 5],
}

#[derive(Serialize)]
struct ChangedView {
    page: usize,
    from: usize,
    to: usize,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    title: &'a str,
    path: &'a str,
    counted: usize,
    target: Option<usize>,
    estimated: bool,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct FindingView<'a> {
    code: &'a str,
    must: bool,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    hints: &'a [String],
    explained: bool,
    /// How the author names what nothing could be printed for.
    unresolved: Option<(&'static str, &'a str)>,
}

/// What is to be known besides the pages.
#[derive(Serialize)]
pub(super) struct PanelView<'a> {
    milestone: &'a str,
    findings: Vec<FindingView<'a>>,
    waived: usize,
    not_checked: &'a [String],
    milestones: &'a [JudgedMilestone],
}

/// What is wrong.
#[derive(Serialize)]
pub(super) struct TroubleView<'a> {
    message: &'a str,
    hints: &'a [String],
    findings: Vec<FindingView<'a>>,
}

impl<'a> PagesView<'a> {
    pub(super) fn new(looked: &'a Looked, stamp: u64, sitting: i64, seconds: f64) -> Self {
        let Looked {
            title,
            pages,
            changed,
            is_settled: _,
            counted,
            chapters,
            contents,
            findings,
            left_out,
            sources,
            took,
        } = looked;
        let chapter = |it: &'a ChapterCount| ChapterView {
            title: if it.title.is_empty() {
                &it.id
            } else {
                &it.title
            },
            path: &it.path,
            counted: it.counted,
            target: it.target,
            estimated: it.is_estimated,
        };
        let changed_view = |it: &ChangedWords| ChangedView {
            page: it.page,
            from: it.words.start,
            to: it.words.end,
        };
        Self {
            stamp,
            title,
            pages: pages
                .iter()
                .map(|page| (page.looks.as_str(), page.width, page.height))
                .collect(),
            changed: changed.as_ref().map(changed_view),
            counted: counted.counted,
            limit: counted.limit,
            verdict: counted.verdict.name(),
            sentence: &counted.sentence,
            rule: &counted.policy_in_words,
            estimated: !counted.estimated.is_empty(),
            sitting,
            chapters: chapters.iter().map(chapter).collect(),
            contents,
            findings: views(findings, sources),
            left_out: left_out.iter().map(|path| path.as_str()).collect(),
            seconds,
            took: *took,
        }
    }
}

impl<'a> PanelView<'a> {
    pub(super) fn new(judged: &'a Judged) -> Self {
        let check = &judged.check;
        Self {
            milestone: &check.milestone,
            findings: views(&check.findings, &check.sources),
            waived: check.waived.len(),
            not_checked: &check.not_checked,
            milestones: &judged.milestones,
        }
    }
}

impl<'a> TroubleView<'a> {
    pub(super) fn new(trouble: &'a Trouble) -> Self {
        Self {
            message: &trouble.message,
            hints: &trouble.hints,
            findings: views(&trouble.findings, &trouble.sources),
        }
    }
}

fn views<'a>(findings: &'a [Diagnostic], sources: &SourceMap) -> Vec<FindingView<'a>> {
    let view = |it: &'a Diagnostic| {
        let place = it.place.as_ref();
        let position = place.and_then(|place| sources.position(place));
        FindingView {
            code: &it.code,
            must: it.level == Level::Deny,
            message: &it.message,
            path: place.map(|place| place.path.as_str()),
            line: position.map(|(line, _)| line.number()),
            column: position.map(|(_, column)| column.number()),
            hints: &it.hints,
            explained: rule(&it.code).is_some(),
            unresolved: it
                .unresolved
                .as_ref()
                .map(|(what, name)| (what.name(), name.as_str())),
        }
    };
    findings.iter().map(view).collect()
}

/// Writes a view.
pub(super) fn json(view: &impl Serialize) -> String {
    serde_json::to_string(view).expect("texts and numbers can always be written")
}
