//! The JSON of `folio package` and of `folio verify`.

use folio::package::{Answer, Published, Receipt};
use folio::pipeline::{PackageReport, Verified};
use serde::Serialize;

use crate::cli::view::FindingView;

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
            findings: preflight
                .findings
                .iter()
                .map(|finding| FindingView::new(finding, &preflight.sources))
                .collect(),
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

/// `folio verify --format json`.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct VerifyView<'a> {
    format: u32,
    answer: &'static str,
    sentence: &'a str,
    remarks: &'a [String],
    file: Option<&'a str>,
    packaged_on: Option<String>,
    counted: Option<usize>,
    recounted: Option<usize>,
    limit: Option<usize>,
    policy: Option<&'a str>,
    convention: Option<&'a str>,
    made_with: Option<&'a str>,
}

impl<'a> VerifyView<'a> {
    /// Returns the view of a verification.
    pub(crate) fn new(verified: &'a Verified) -> Self {
        let receipt = verified.receipt.as_ref();
        Self {
            format: 1,
            answer: match verified.conclusion.answer {
                Answer::Yes => "yes",
                Answer::No => "no",
                Answer::Unknown => "unknown",
            },
            sentence: &verified.conclusion.sentence,
            remarks: &verified.conclusion.remarks,
            file: receipt.map(|it| it.file.as_str()),
            packaged_on: receipt.map(|it| it.packaged_on.to_string()),
            counted: receipt.map(|it| it.counted),
            recounted: verified.recounted,
            limit: receipt.and_then(|it| it.limit),
            policy: receipt.map(|it| it.policy.as_str()),
            convention: receipt.map(|it| it.convention.as_str()),
            made_with: receipt.map(|it| it.folio.as_str()),
        }
    }
}
