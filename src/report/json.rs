//! Findings as JSON, in folio's own shape.

use serde::Serialize;

use crate::diagnostics::{Diagnostic, Level, SourceMap};
use crate::report::content::Report;
use crate::report::words;

#[derive(Serialize)]
struct ReportView<'a> {
    format: u32,
    findings: Vec<FindingView<'a>>,
    summary: SummaryView,
    waived: Vec<WaivedView<'a>>,
    overruled: Vec<&'a str>,
    #[serde(rename = "not-checked")]
    not_checked: &'a [String],
}

/// A finding that is accepted.
#[derive(Serialize)]
struct WaivedView<'a> {
    #[serde(flatten)]
    finding: FindingView<'a>,
    reason: &'a str,
}

/// A finding as every JSON output shows it. A field without a value is null and never left out.
#[derive(Serialize)]
pub struct FindingView<'a> {
    code: &'a str,
    level: &'static str,
    message: &'a str,
    path: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    hint: Option<String>,
}

/// How many findings of each level there are.
#[derive(Serialize)]
pub struct SummaryView {
    deny: usize,
    warn: usize,
}

/// Writes the findings with `"format": 1`; lines and columns count from 1.
pub fn json(report: &Report<'_>) -> String {
    let view = ReportView {
        format: 1,
        findings: FindingView::all(report.findings, report.sources),
        summary: SummaryView::of(report.findings),
        waived: report
            .waived
            .iter()
            .map(|(finding, reason)| WaivedView {
                finding: FindingView::new(finding, report.sources),
                reason,
            })
            .collect(),
        overruled: report
            .overruled
            .iter()
            .map(|finding| finding.message.as_str())
            .collect(),
        not_checked: report.not_checked,
    };
    to_text(&view)
}

/// Writes a value as JSON that people can read too.
pub(crate) fn to_text(view: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(view);
    text.expect("views have texts, numbers and names of fields, and no maps") + "\n"
}

impl SummaryView {
    /// Counts findings.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let warn = findings
            .iter()
            .filter(|finding| finding.level == Level::Warn)
            .count();
        Self {
            deny: findings.len() - warn,
            warn,
        }
    }
}

impl<'a> FindingView<'a> {
    /// Returns the views of findings.
    pub fn all(findings: &'a [Diagnostic], sources: &SourceMap) -> Vec<Self> {
        let findings = findings.iter();
        findings
            .map(|finding| Self::new(finding, sources))
            .collect()
    }

    fn new(finding: &'a Diagnostic, sources: &SourceMap) -> Self {
        let Diagnostic {
            code,
            level,
            message,
            place,
            related: _,
            hints: _,
            unresolved: _,
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
            hint: words::hint(finding),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::report::tests::mixed::Mixed;

    #[test]
    fn a_field_without_a_value_is_null() {
        let mixed = Mixed::new();
        let value: Value = serde_json::from_str(&super::json(&mixed.report())).unwrap();
        assert_eq!(value["format"], 1);
        assert_eq!(value["summary"], json!({"deny": 3, "warn": 9}));
        let finding = |code: &str| {
            let findings = value["findings"].as_array().unwrap();
            findings
                .iter()
                .find(|it| it["code"] == code)
                .unwrap()
                .clone()
        };
        assert_eq!(
            finding("first-line"),
            json!({
                "code": "first-line", "level": "deny", "message": "the first line is line 1",
                "path": "chapters/01-start.md", "line": 1, "column": 1,
                "hint": "do this; then do that",
            })
        );
        assert_eq!(
            finding("no-place"),
            json!({
                "code": "no-place", "level": "warn", "message": "nothing to point at",
                "path": null, "line": null, "column": null, "hint": null,
            })
        );
    }

    #[test]
    fn nothing_found_is_an_empty_list() {
        assert_eq!(
            super::json(&Mixed::empty().report()).replace([' ', '\n'], ""),
            r#"{"format":1,"findings":[],"summary":{"deny":0,"warn":0},"waived":[],"overruled":[],"not-checked":[]}"#
        );
    }
}
