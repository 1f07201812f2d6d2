//! Making everything that is handed in from the files of `source.zip` alone: for a package, and
//! again for whoever verifies it.

use std::path::Path;
use std::sync::Arc;

use crate::diagnostics::{DocumentDate, Today};
use crate::package::counting_rule;
use crate::pipeline::count::{CountOutput, count_pages};
use crate::pipeline::counted::Counting;
use crate::pipeline::failure::Failure;
use crate::pipeline::plan::Plan;
use crate::pipeline::request::{BuildRequest, CountRequest, Progress, ProofKind, Stage};
use crate::pipeline::sources::{Files, Laid};
use crate::project;

/// What the making depends on beside the files.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) today: Today,
    pub(crate) source_date_epoch: Option<i64>,
    /// The document's date: an extension of it stands in the ledger, which is not packed.
    pub(crate) date: DocumentDate,
    pub(crate) is_anonymous: bool,
    /// Whether the count is drawn on the pages as well.
    pub(crate) wants_proof: bool,
}

/// What was made.
pub(crate) struct Remade {
    pub(crate) pdf: Vec<u8>,
    pub(crate) pages: usize,
    pub(crate) standards: Vec<String>,
    pub(crate) gave_up: Vec<String>,
    pub(crate) date: DocumentDate,
    pub(crate) counting: Counting,
    /// The counting rule in full, a sentence each.
    pub(crate) rule: Vec<String>,
    /// Who set the limit.
    pub(crate) limit_source: Option<String>,
    pub(crate) proof: Option<Vec<u8>>,
}

/// Makes everything from files, in a folder of its own.
pub(crate) fn remake(
    files: &Files,
    settings: &Settings,
    scratch: &Path,
    progress: &Arc<dyn Fn(&Progress) + Send + Sync>,
) -> Result<Remade, Failure> {
    let laid = Laid::out(files, scratch)?;
    let root = laid.project();
    let rules = laid.rules();
    let build = BuildRequest {
        anonymous: settings.is_anonymous,
        date: Some(settings.date.clone()),
        ..BuildRequest::submission(
            root.clone(),
            rules.clone(),
            settings.today,
            settings.source_date_epoch,
        )
    };
    let project = project::load(&root, rules.as_deref())?;
    let plan = Plan::new(&project, &build)?;
    let begin = |stage| progress(&Progress::Stage { stage });
    begin(Stage::Typesetting);
    let mut session = plan.session(progress)?;
    let pages = plan.set_pages(&mut session, &begin)?;
    begin(Stage::WritingPdf);
    let pdf = plan.export(&session, &pages.typeset, None)?;
    let count = CountRequest {
        root,
        rules,
        today: settings.today,
        source_date_epoch: settings.source_date_epoch,
        policy: None,
        convention: None,
        all_policies: false,
        words: false,
        proof: settings.wants_proof.then_some(ProofKind::Pdf),
        against: None,
        since: None,
    };
    let set = pages.typeset.document.pages().len();
    let limit = project.manifest.words.limit.as_ref();
    let CountOutput { counting, proof } = count_pages(&count, &plan, &session, pages)?;
    Ok(Remade {
        pdf: pdf.bytes,
        pages: set,
        standards: pdf.standards.iter().map(ToString::to_string).collect(),
        gave_up: pdf.gave_up,
        date: plan.date.clone(),
        counting,
        rule: counting_rule(
            plan.rule.policy(),
            plan.rule.convention(),
            &project.manifest.words,
        ),
        limit_source: limit.map(|limit| limit.origin.source.clone()),
        proof,
    })
}
