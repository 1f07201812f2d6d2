//! The shapes of JSON output: views of results, never the results themselves.

use folio::pipeline::Built;
use folio::report::{FindingView, SummaryView};
use serde::Serialize;

use crate::cli::error::CommandError;
use crate::cli::unresolved::UnresolvedView;

/// `folio build --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct BuildView<'a> {
    format: u32,
    output: &'a str,
    pages: Option<usize>,
    standards: &'a [String],
    gave_up: &'a [String],
    date: String,
    words: WordsView<'a>,
    findings: Vec<FindingView<'a>>,
    summary: SummaryView,
    unresolved: Vec<UnresolvedView<'a>>,
}

#[derive(Serialize)]
struct WordsView<'a> {
    counted: usize,
    limit: Option<usize>,
    verdict: &'a str,
    policy: &'a str,
    convention: &'a str,
    confirmed: Option<&'a str>,
    estimated: bool,
}

impl<'a> BuildView<'a> {
    /// Returns the view of a build whose PDF was written to `output`.
    pub(crate) fn new(built: &'a Built, output: &'a str) -> Self {
        let counted = &built.counted;
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
                estimated: !counted.estimated.is_empty(),
            },
            findings: FindingView::all(&built.findings, &built.sources),
            summary: SummaryView::of(&built.findings),
            unresolved: UnresolvedView::all(&built.findings, &built.sources),
        }
    }
}

/// Returns a view as JSON.
pub(crate) fn to_json(view: &impl Serialize) -> Result<String, CommandError> {
    serde_json::to_string_pretty(view)
        .map(|json| json + "\n")
        .map_err(|error| CommandError::new(format!("failed to write the result: {error}")))
}
