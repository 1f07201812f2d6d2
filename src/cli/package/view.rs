//! The JSON of `folio package`.

use folio::package::{Published, Receipt};
use folio::pipeline::PackageReport;
use folio::report::FindingView;
use serde::Serialize;

/// `folio package --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PackageView<'a> {
    format: u32,
    packaged: bool,
    folder: Option<&'a str>,
    was_there: bool,
    file: Option<&'a str>,
    not_ready: Option<&'a str>,
    pages: usize,
    counted: usize,
    limit: Option<usize>,
    verdict: &'static str,
    files: Vec<FileView<'a>>,
    stops: &'a [String],
    despite: Vec<DespiteView<'a>>,
    waived: Vec<WaivedView<'a>>,
    overruled: Vec<&'a str>,
    not_checked: &'a [String],
    findings: Vec<FindingView<'a>>,
}

#[derive(Serialize)]
struct FileView<'a> {
    name: &'a str,
    bytes: u64,
    sha256: &'a str,
}

#[derive(Serialize)]
struct DespiteView<'a> {
    code: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct WaivedView<'a> {
    code: &'a str,
    message: &'a str,
    reason: &'a str,
}

impl<'a> PackageView<'a> {
    /// Returns the view of a refusal; `not_ready` is where the PDF was left.
    pub(crate) fn refused(report: &'a PackageReport, not_ready: &'a str) -> Self {
        let preflight = &report.preflight;
        Self {
            format: 1,
            packaged: false,
            folder: None,
            was_there: false,
            file: None,
            not_ready: Some(not_ready),
            pages: report.pages,
            counted: report.counted.counted,
            limit: report.counted.limit,
            verdict: report.counted.verdict.name(),
            files: Vec::new(),
            stops: &report.stops,
            despite: Vec::new(),
            waived: preflight
                .waived
                .iter()
                .map(|(finding, reason)| WaivedView {
                    code: &finding.code,
                    message: &finding.message,
                    reason,
                })
                .collect(),
            overruled: preflight
                .overruled
                .iter()
                .map(|it| it.message.as_str())
                .collect(),
            not_checked: &preflight.not_checked,
            findings: FindingView::all(&preflight.findings, &preflight.sources),
        }
    }

    /// Returns the view of a package in its place.
    pub(crate) fn made(
        report: &'a PackageReport,
        receipt: &'a Receipt,
        published: &'a Published,
    ) -> Self {
        Self {
            packaged: true,
            folder: Some(&published.below),
            was_there: published.was_there,
            file: Some(&receipt.file),
            not_ready: None,
            files: receipt
                .files
                .iter()
                .map(|file| FileView {
                    name: &file.name,
                    bytes: file.bytes,
                    sha256: &file.sha256,
                })
                .collect(),
            despite: receipt
                .despite
                .iter()
                .map(|it| DespiteView {
                    code: &it.code,
                    reason: &it.reason,
                })
                .collect(),
            ..Self::refused(report, "")
        }
    }
}
