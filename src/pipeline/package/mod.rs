//! The package: everything of a check, then the PDF, the count and what explains them, made from
//! the very files that travel with it.
//!
//! # Decisions
//!
//! - 2026-11: the files that the document reads are taken once and packed, and the package is
//!   opened as a dissertation of its own, in memory; what is handed in is made from there. So the
//!   source cannot lack anything, and what is verified in a year is what was done today. The PDF of
//!   the project itself must have the same bytes.

mod remake;
mod sources;
mod statement;
mod verify;
mod witness;

use serde::{Deserialize, Serialize};

use crate::check::schedule::LEDGER_BROKEN;
use crate::check::{Confidential, Secrets};
use crate::diagnostics::{Diagnostic, Level, SourceMap, Unresolved};
use crate::dissertation::{CountSummary, Dissertation, Edition, Failure, FailureKind, Moment};
use crate::package::{
    ArchiveError, Despite, PROOF, RULES, Receipt, SOURCE, STATEMENT, pack, sha256, unpack,
};
use crate::pipeline::check::{CheckReport, CheckRequest, check};
use crate::pipeline::count::CountReport;
use crate::pipeline::package::remake::{Remade, remake};
use crate::pipeline::package::sources::{Files, take};
use crate::pipeline::package::statement::{statement, typeset};
use crate::project::SUBMISSION;

pub use verify::{Ruled, Verified, VerifyRequest, verify};

/// Stands for every code in `--despite`.
pub const EVERYTHING: &str = "all";

/// What a package is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackageRequest {
    /// Print the candidate number instead of every name.
    pub anonymous: bool,
    /// Rules that may not stand in the way, each with the reason.
    pub despite: Vec<(String, String)>,
    /// The list of keys from outside that signed decisions must stand in, if one was brought.
    pub signers: Option<String>,
    /// The commit that is checked out.
    pub commit: Option<String>,
    /// The version of folio, for the receipt.
    pub version: String,
}

/// What there is to say about a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackageReport {
    /// What the check found.
    pub preflight: Preflight,
    /// The codes that stand in the way, in the order of their first finding; empty if it was made.
    pub stops: Vec<String>,
    /// The chapters that could not be typeset: without them nothing is handed in.
    pub left_out: Vec<String>,
    /// Codes of `--despite` that found nothing.
    pub unused: Vec<String>,
    /// The count in short.
    pub counted: CountSummary,
    /// The pages of the PDF.
    pub pages: usize,
    /// What was made; `None` where something stands in the way.
    pub made: Option<Made>,
}

/// What was made, beside the files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Made {
    /// The receipt, without its list of files.
    pub receipt: Receipt,
    /// The count.
    pub count: CountReport,
}

/// A package's files, and what there is to say about it.
#[derive(Debug)]
pub struct PackageOutput {
    /// What there is to say.
    pub report: PackageReport,
    /// The PDF, also where something stands in the way.
    pub pdf: Vec<u8>,
    /// The other files by name; none where something stands in the way.
    pub files: Vec<(String, Vec<u8>)>,
}

/// What stands between the draft and its submission.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Preflight {
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// What is waived, each with its reason.
    pub waived: Vec<(Diagnostic, String)>,
    /// What the manifest tried and whoever judges set aside.
    pub overruled: Vec<Diagnostic>,
    /// What was not looked at.
    pub not_checked: Vec<String>,
    /// The texts that findings quote.
    pub sources: SourceMap,
}

/// Makes a package, or says what stands in the way. Its PDFs say that they were made on the day of
/// packaging, which stands in the receipt.
///
/// # Errors
///
/// If the pages cannot be made, or the engine itself gives up.
pub fn package(
    dissertation: &mut Dissertation,
    request: &PackageRequest,
) -> Result<PackageOutput, Failure> {
    let today = dissertation.moment().today.0.at(0, 0, 0, 0);
    let before = dissertation.set_made_at(Some(today));
    let output = packaged(dissertation, request);
    dissertation.set_made_at(before);
    output
}

fn packaged(
    dissertation: &mut Dissertation,
    request: &PackageRequest,
) -> Result<PackageOutput, Failure> {
    refuse_names(dissertation, request)?;
    let preflight = preflight(dissertation, request)?;
    let pages = dissertation.pages_to_write(&Edition::submission(request.anonymous))?;
    pages.by_rule.refuse_errors(&dissertation.sources())?;
    let pdf = dissertation.pdf(&pages)?;
    let document = &pages.typeset.document;
    let files = take(dissertation, document, request.anonymous)?;
    let request = &expanded(request, &preflight);
    let stops = stops(&preflight, request);
    let found = |code: &str| preflight.findings.iter().any(|it| it.code == code);
    let despite = request.despite.iter().map(|(code, _)| code);
    let unused = despite.filter(|code| !found(code)).cloned().collect();
    let mut report = PackageReport {
        preflight,
        stops,
        left_out: pages
            .typeset
            .left_out
            .iter()
            .map(ToString::to_string)
            .collect(),
        unused,
        counted: pages.by_rule.summary.clone(),
        pages: document.pages().len(),
        made: None,
    };
    if !report.stops.is_empty() {
        return Ok(PackageOutput {
            report,
            pdf: pdf.bytes.clone(),
            files: Vec::new(),
        });
    }
    let unpacked = |error: ArchiveError| {
        Failure::new(
            FailureKind::Project,
            format!("the source could not be packed: {error}"),
        )
        .hint("give the file a plain name, and change it where the chapter names it")
    };
    let zip = pack(&files).map_err(unpacked)?;
    let files = unpack(&zip).map_err(unpacked)?;
    let moment = Moment {
        document_date: Some(dissertation.document_date()),
        ..dissertation.moment().clone()
    };
    let remade = remake(
        &files,
        moment,
        request.anonymous,
        true,
        dissertation.listener(),
    )?;
    refuse_another(remade.pdf == pdf.bytes)?;
    let receipt = receipt(dissertation, request, &report.preflight, &remade, &files);
    let page = statement(&receipt, &remade);
    let statement = typeset(&page, receipt.packaged_on.at(0, 0, 0, 0))?;
    let Remade {
        pdf, count, proof, ..
    } = remade;
    report.made = Some(Made { receipt, count });
    Ok(PackageOutput {
        report,
        pdf,
        files: vec![
            (STATEMENT.to_owned(), statement),
            (PROOF.to_owned(), proof.unwrap_or_default()),
            (SOURCE.to_owned(), zip),
        ],
    })
}

/// Refuses a reason that names somebody: it is printed in the statement and stands in the receipt.
fn refuse_names(dissertation: &Dissertation, request: &PackageRequest) -> Result<(), Failure> {
    let listed = Confidential::read(dissertation.store(), None);
    let secrets = Secrets::of_package(&listed, dissertation.project(), request.anonymous);
    let named = |(_, reason): &&(String, String)| secrets.mask_names(reason) != *reason;
    let Some((code, reason)) = request.despite.iter().find(named) else {
        return Ok(());
    };
    let of = match request.anonymous {
        true => "an anonymous copy",
        false => "the package",
    };
    Err(Failure::new(
        FailureKind::Project,
        format!(
            "the reason for `--despite {code}` has a name that {of} may not hold: \"{}\"",
            secrets.mask_names(reason)
        ),
    )
    .hint("give the reason again without the name: it stands in the receipt and the statement"))
}

/// Runs everything of a check for the submission.
fn preflight(
    dissertation: &mut Dissertation,
    request: &PackageRequest,
) -> Result<Preflight, Failure> {
    let milestones = &dissertation.project().manifest.milestones;
    let has_submission = milestones.iter().any(|it| it.id == SUBMISSION);
    let asked = CheckRequest {
        for_people: false,
        signers: request.signers.clone(),
        milestone: has_submission.then(|| SUBMISSION.to_owned()),
        anonymous: request.anonymous,
        ..CheckRequest::default()
    };
    let CheckReport {
        mut findings,
        waived,
        overruled,
        not_checked,
        sources,
        ..
    } = check(dissertation, &asked)?;
    // A record that does not hold is told; on the last night it withholds no package.
    let record = findings.iter_mut().filter(|it| it.is(&LEDGER_BROKEN));
    record.for_each(|finding| finding.level = Level::Warn);
    Ok(Preflight {
        findings,
        waived,
        overruled,
        not_checked,
        sources,
    })
}

/// Returns the request with each code that must be fixed in the place of `all`.
fn expanded(request: &PackageRequest, preflight: &Preflight) -> PackageRequest {
    let (all, mut named): (Vec<_>, Vec<_>) = request
        .despite
        .iter()
        .cloned()
        .partition(|(code, _)| code == EVERYTHING);
    if let Some((_, reason)) = all.first() {
        for code in stopping(preflight, &named) {
            named.push((code, reason.clone()));
        }
    }
    PackageRequest {
        despite: named,
        ..request.clone()
    }
}

/// Returns the codes that stand in the way. A chapter that is left out always does.
fn stops(preflight: &Preflight, request: &PackageRequest) -> Vec<String> {
    let mut codes = stopping(preflight, &request.despite);
    for finding in &preflight.findings {
        let is_left_out = matches!(finding.unresolved, Some((Unresolved::Chapter, _)));
        if is_left_out && !codes.iter().any(|code| *code == finding.code) {
            codes.push(finding.code.to_string());
        }
    }
    codes
}

/// Returns the codes that must be fixed and are not named, in the order of their first finding.
fn stopping(preflight: &Preflight, named: &[(String, String)]) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for finding in &preflight.findings {
        let is_named = named.iter().any(|(code, _)| *code == finding.code);
        let code = finding.code.to_string();
        if finding.level == Level::Deny && !is_named && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Refuses to hand in what is not what the project makes.
fn refuse_another(is_same: bool) -> Result<(), Failure> {
    match is_same {
        true => Ok(()),
        false => Err(Failure::new(
            FailureKind::Typesetting,
            "the files that were packed do not make the same PDF as the project",
        )
        .hint("nothing was packaged; this is a fault of folio")),
    }
}

fn receipt(
    dissertation: &Dissertation,
    request: &PackageRequest,
    preflight: &Preflight,
    remade: &Remade,
    files: &Files,
) -> Receipt {
    let moment = dissertation.moment();
    let messages = |all: &[Diagnostic]| all.iter().map(|it| it.message.clone()).collect();
    Receipt {
        packaged_on: moment.today.0,
        source_date_epoch: moment.source_date_epoch,
        folio: request.version.clone(),
        commit: request.commit.clone(),
        despite: despite(preflight, request),
        waived: preflight
            .waived
            .iter()
            .map(|(finding, reason)| format!("{}: {} ({reason})", finding.code, finding.message))
            .collect(),
        overruled: messages(&preflight.overruled),
        not_checked: preflight.not_checked.clone(),
        ..derived(remade, files, request.anonymous)
    }
}

/// Returns what of a receipt follows from the source; the rest is empty.
pub(crate) fn derived(remade: &Remade, files: &Files, is_anonymous: bool) -> Receipt {
    let short = &remade.count.short;
    Receipt {
        title: remade.title.clone(),
        by: remade.by.clone(),
        is_anonymous,
        file: remade.file.clone(),
        pages: remade.pages,
        standards: remade.standards.clone(),
        gave_up: remade.gave_up.clone(),
        packaged_on: remade.date.at.date(),
        document_date: remade.date.at,
        document_date_source: remade.date.source.clone(),
        source_date_epoch: None,
        folio: String::new(),
        typst: typst::utils::version().raw().to_owned(),
        commit: None,
        rules: files.get(RULES).map(|bytes| sha256(bytes)),
        counted: short.counted,
        total: remade.count.total,
        limit: short.limit,
        verdict: short.sentence.clone(),
        policy: short.policy.clone(),
        convention: short.convention.clone(),
        rule: remade.rule.clone(),
        despite: Vec::new(),
        waived: Vec::new(),
        overruled: Vec::new(),
        not_checked: Vec::new(),
        files: Vec::new(),
    }
}

/// Returns what was set aside; a code that found nothing was not.
fn despite(preflight: &Preflight, request: &PackageRequest) -> Vec<Despite> {
    let all = request.despite.iter();
    all.map(|(code, reason)| Despite {
        code: code.clone(),
        reason: reason.clone(),
        found: preflight
            .findings
            .iter()
            .filter(|finding| finding.code == *code)
            .map(|finding| finding.message.clone())
            .collect(),
    })
    .filter(|despite| !despite.found.is_empty())
    .collect()
}
