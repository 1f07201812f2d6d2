//! The shapes of JSON output: views of results, never the results themselves.

use folio::diagnostics::Level;
use folio::pipeline::Built;
use folio::project::Due;
use folio::report::FindingView;
use serde::Serialize;

use crate::cli::error::CommandError;

/// `folio build --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BuildView<'a> {
    format: u32,
    output: &'a str,
    pages: usize,
    standards: &'a [String],
    gave_up: &'a [String],
    date: String,
    words: WordsView<'a>,
    findings: Vec<FindingView<'a>>,
    summary: SummaryView,
}

#[derive(Serialize)]
struct WordsView<'a> {
    counted: usize,
    limit: Option<usize>,
    verdict: &'a str,
    policy: &'a str,
    convention: &'a str,
    confirmed: Option<&'a str>,
}

#[derive(Serialize)]
struct SummaryView {
    deny: usize,
    warn: usize,
}

impl<'a> BuildView<'a> {
    /// Returns the view of a build whose PDF was written to `output`.
    pub(crate) fn new(built: &'a Built, output: &'a str) -> Self {
        let counted = &built.counted;
        let level = |level| {
            built
                .findings
                .iter()
                .filter(|finding| finding.level == level)
                .count()
        };
        Self {
            format: 1,
            output,
            pages: built.pages,
            standards: &built.standards,
            gave_up: &built.gave_up,
            date: built.date.at.date().to_string(),
            words: WordsView {
                counted: counted.counted,
                limit: counted.limit,
                verdict: counted.verdict.name(),
                policy: &counted.policy,
                convention: &counted.convention,
                confirmed: counted.confirmed.as_deref(),
            },
            findings: built
                .findings
                .iter()
                .map(|finding| FindingView::new(finding, &built.sources))
                .collect(),
            summary: SummaryView {
                deny: level(Level::Deny),
                warn: level(Level::Warn),
            },
        }
    }
}

/// Returns a view as JSON.
pub(crate) fn to_json(view: &impl Serialize) -> Result<String, CommandError> {
    serde_json::to_string_pretty(view)
        .map(|json| json + "\n")
        .map_err(|error| CommandError::new(format!("failed to write the result: {error}")))
}

/// Returns a date as data have it: `2027-02-15`, or with its time.
pub(crate) fn due_in_iso(due: Due) -> String {
    match due {
        Due::Day(day) => day.to_string(),
        Due::Moment(moment) => moment.to_string(),
    }
}
