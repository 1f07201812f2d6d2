//! The package: everything of a check, then the PDF, the count and what explains them, made from
//! the very files that travel with it.
//!
//! # Decisions
//!
//! - 2026-11: the files that the document reads are taken once, packed, and laid out again in an
//!   empty folder; what is handed in is made from there. So the source cannot lack anything, and
//!   what is verified in a year is what was done today. The PDF of the project itself must have the
//!   same bytes, or the project changed in between.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::diagnostics::text::list;
use crate::diagnostics::{Diagnostic, DocumentDate, Level, SourceMap, Today};
use crate::milestones::SUBMISSION;
use crate::package::{
    ArchiveError, Despite, PROOF, RULES, Receipt, SOURCE, STATEMENT, file_name, pack, sha256,
    unpack,
};
use crate::pipeline::check::{CheckReport, CheckRequest, check};
use crate::pipeline::counted::{Counted, Counting};
use crate::pipeline::failure::{Failure, FailureKind};
use crate::pipeline::naming::naming;
use crate::pipeline::plan::{Pages, Plan};
use crate::pipeline::remake::{Remade, Settings, remake};
use crate::pipeline::request::{BuildRequest, Progress, Stage};
use crate::pipeline::sources::{Files, changed, take};
use crate::pipeline::statement::{statement, typeset};
use crate::project::{self, Project};

/// What a package is asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackageRequest {
    /// The project's folder.
    pub root: PathBuf,
    /// A profile from outside that wins over the manifest.
    pub rules: Option<PathBuf>,
    /// The date the run is judged by.
    pub today: Today,
    /// The moment the milestones are judged at.
    pub now: Timestamp,
    /// `SOURCE_DATE_EPOCH`, in seconds since 1970-01-01T00:00:00Z.
    pub source_date_epoch: Option<i64>,
    /// Print the candidate number instead of every name.
    pub anonymous: bool,
    /// Rules that may not stand in the way, each with the reason.
    pub despite: Vec<(String, String)>,
    /// The commit that is checked out.
    pub commit: Option<String>,
    /// The version of folio, for the receipt.
    pub version: String,
    /// A folder for temporary files.
    pub scratch: PathBuf,
}

/// What there is to say about a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PackageReport {
    /// What the check found.
    pub preflight: Preflight,
    /// The codes that stand in the way, in the order of their first finding; empty if it was made.
    pub stops: Vec<String>,
    /// Codes of `--despite` that found nothing.
    pub unused: Vec<String>,
    /// The count in short.
    pub counted: Counted,
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
    pub counting: Counting,
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

/// Makes a package, or says what stands in the way.
///
/// `progress` may be called from more than one thread.
pub fn package(
    request: &PackageRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<PackageOutput, Failure> {
    let project = project::load(&request.root, request.rules.as_deref())?;
    let preflight = preflight(&project, request, progress)?;
    let Built {
        pdf,
        pages,
        counted,
        files,
        date,
    } = build(&project, request, progress)?;
    let stops = stops(&preflight, request);
    let found = |code: &str| preflight.findings.iter().any(|it| it.code == code);
    let despite = request.despite.iter().map(|(code, _)| code);
    let unused = despite.filter(|code| !found(code)).cloned().collect();
    let mut report = PackageReport {
        preflight,
        stops,
        unused,
        counted,
        pages,
        made: None,
    };
    if !report.stops.is_empty() {
        return Ok(PackageOutput {
            report,
            pdf,
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
    let settings = Settings {
        today: request.today,
        source_date_epoch: request.source_date_epoch,
        date,
        is_anonymous: request.anonymous,
        wants_proof: true,
    };
    let remade = remake(&files, &settings, &request.scratch, progress)?;
    refuse_changes(&project, request, &files, remade.pdf == pdf)?;
    let receipt = receipt(&project, request, &report.preflight, &remade, &files);
    let programme = project.manifest.dissertation.programme.clone();
    let page = statement(&receipt, &remade, programme);
    let statement = typeset(&page, remade.date.at, &request.scratch)?;
    let Remade {
        pdf,
        counting,
        proof,
        ..
    } = remade;
    report.made = Some(Made { receipt, counting });
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

/// Runs everything of a check for the submission.
fn preflight(
    project: &Project,
    request: &PackageRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Preflight, Failure> {
    let milestones = &project.manifest.milestones;
    let has_submission = milestones.iter().any(|it| it.id == SUBMISSION);
    let asked = CheckRequest {
        root: request.root.clone(),
        rules: request.rules.clone(),
        today: request.today,
        now: request.now,
        source_date_epoch: request.source_date_epoch,
        milestone: has_submission.then(|| SUBMISSION.to_owned()),
        fast: false,
        only: None,
        confidential: None,
        anonymous: request.anonymous,
    };
    let CheckReport {
        findings,
        waived,
        overruled,
        not_checked,
        sources,
        ..
    } = check(&asked, progress)?;
    Ok(Preflight {
        findings,
        waived,
        overruled,
        not_checked,
        sources,
    })
}

/// Returns the codes that stand in the way.
fn stops(preflight: &Preflight, request: &PackageRequest) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for finding in &preflight.findings {
        let is_named = request
            .despite
            .iter()
            .any(|(code, _)| *code == finding.code);
        let code = finding.code.to_string();
        if finding.level == Level::Deny && !is_named && !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// What the project makes as it stands.
struct Built {
    pdf: Vec<u8>,
    pages: usize,
    counted: Counted,
    /// The files that it is made of.
    files: Files,
    date: DocumentDate,
}

/// Builds the project as it stands, and takes the files that it is made of.
fn build(
    project: &Project,
    request: &PackageRequest,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Built, Failure> {
    let request_to_build = BuildRequest {
        anonymous: request.anonymous,
        ..BuildRequest::submission(
            request.root.clone(),
            request.rules.clone(),
            request.today,
            request.source_date_epoch,
        )
    };
    let plan = Plan::new(project, &request_to_build)?;
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Typesetting);
    let mut session = plan.session(progress)?;
    let Pages {
        typeset, by_rule, ..
    } = plan.set_pages(&mut session, &begin)?;
    by_rule.refuse_errors(&plan.sources)?;
    begin(Stage::WritingPdf);
    let pdf = plan.export(&session, &typeset, None)?;
    let read = session
        .inputs(&typeset.document)
        .map_err(|error| Failure::new(FailureKind::Project, error.to_string()))?;
    let files = take(project, read, request.rules.as_deref())?;
    let pages = typeset.document.pages().len();
    Ok(Built {
        pdf: pdf.bytes,
        pages,
        counted: by_rule.counted,
        files,
        date: plan.date.clone(),
    })
}

/// Refuses to hand in what is not any more what was built.
fn refuse_changes(
    project: &Project,
    request: &PackageRequest,
    files: &Files,
    is_same: bool,
) -> Result<(), Failure> {
    let changed = changed(project, files, request.rules.as_deref());
    if !changed.is_empty() {
        let have = if changed.len() == 1 { "has" } else { "have" };
        return Err(Failure::new(
            FailureKind::Project,
            format!(
                "{} {have} changed while the package was made",
                list(&changed)
            ),
        )
        .hint("nothing was packaged; save your work and run `folio package` again"));
    }
    match is_same {
        true => Ok(()),
        false => Err(Failure::new(
            FailureKind::Typesetting,
            "the files that were packed do not make the same PDF as the project",
        )
        .hint("nothing was packaged; if a file was being saved, run `folio package` again")
        .hint("if it happens each time, this is a fault of folio")),
    }
}

fn receipt(
    project: &Project,
    request: &PackageRequest,
    preflight: &Preflight,
    remade: &Remade,
    files: &Files,
) -> Receipt {
    let dissertation = &project.manifest.dissertation;
    let date = remade.date.at.date();
    let (pattern, naming) = naming(project, request.anonymous, date);
    let short = &remade.counting.short;
    let messages = |all: &[Diagnostic]| all.iter().map(|it| it.message.clone()).collect();
    Receipt {
        title: dissertation.title.clone(),
        file: file_name(pattern, &naming),
        by: naming.name.to_owned(),
        is_anonymous: request.anonymous,
        pages: remade.pages,
        standards: remade.standards.clone(),
        gave_up: remade.gave_up.clone(),
        packaged_on: request.today.0,
        document_date: remade.date.at,
        document_date_source: remade.date.source.clone(),
        source_date_epoch: request.source_date_epoch,
        folio: request.version.clone(),
        typst: typst::utils::version().raw().to_owned(),
        commit: request.commit.clone(),
        rules: files.get(RULES).map(|bytes| sha256(bytes)),
        counted: short.counted,
        total: remade.counting.total,
        limit: short.limit,
        verdict: short.sentence.clone(),
        policy: short.policy.clone(),
        convention: short.convention.clone(),
        rule: remade.rule.clone(),
        despite: despite(preflight, request),
        waived: preflight
            .waived
            .iter()
            .map(|(finding, reason)| format!("{}: {} ({reason})", finding.code, finding.message))
            .collect(),
        overruled: messages(&preflight.overruled),
        not_checked: preflight.not_checked.clone(),
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
