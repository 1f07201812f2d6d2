//! The shapes of JSON output: views of results, never the results themselves.

use folio::diagnostics::{Diagnostic, Level, SourceMap};
use folio::pipeline::Built;
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

/// A finding as every JSON output shows it.
#[derive(Serialize)]
pub(crate) struct FindingView<'a> {
    code: &'a str,
    level: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<String>,
}

#[derive(Serialize)]
struct SummaryView {
    deny: usize,
    warn: usize,
}

impl<'a> FindingView<'a> {
    /// Returns the view of a finding, with its place in lines and columns.
    pub(crate) fn new(finding: &'a Diagnostic, sources: &SourceMap) -> Self {
        let Diagnostic {
            code,
            level,
            message,
            place,
            related: _,
            hints,
        } = finding;
        let position = place.as_ref().and_then(|place| sources.position(place));
        Self {
            code,
            level: match level {
                Level::Deny => "deny",
                Level::Warn => "warn",
            },
            message,
            path: place.as_ref().map(|place| place.path.as_str()),
            line: position.map(|(line, _)| line.number()),
            column: position.map(|(_, column)| column.number()),
            hint: (!hints.is_empty()).then(|| hints.join("; ")),
        }
    }
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
