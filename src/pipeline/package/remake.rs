//! Making everything that is handed in from the files of `source.zip` alone: for a package, and
//! again for whoever verifies it.

use crate::diagnostics::DocumentDate;
use crate::dissertation::{
    CountingRule, Dissertation, Edition, Failure, Listener, Moment, Stage, naming, packed,
};
use crate::package::{counting_rule, file_name};
use crate::pipeline::count::{CountOutput, CountReport, CountRequest, ProofKind, count};
use crate::pipeline::package::sources::{Files, take};

/// What was made.
pub(crate) struct Remade {
    pub(crate) title: String,
    /// The author, or the candidate number of an anonymous copy.
    pub(crate) by: String,
    /// The name of the PDF.
    pub(crate) file: String,
    pub(crate) programme: Option<String>,
    pub(crate) pdf: Vec<u8>,
    pub(crate) pages: usize,
    pub(crate) standards: Vec<String>,
    pub(crate) gave_up: Vec<String>,
    pub(crate) date: DocumentDate,
    /// The date that the files alone give.
    pub(crate) own_date: DocumentDate,
    pub(crate) count: CountReport,
    /// The counting rule in full, a sentence each.
    pub(crate) rule: Vec<String>,
    /// Who set the limit.
    pub(crate) limit_source: Option<String>,
    pub(crate) proof: Option<Vec<u8>>,
    /// What the document is made of, and nothing else.
    pub(crate) sources: Files,
}

/// Opens the files as a dissertation of its own, in memory, and makes everything from it.
///
/// `moment` brings the document's date, for an extension of it stands in the ledger, which is not
/// packed. The count is drawn on the pages as well if that is wanted.
pub(crate) fn remake(
    files: &Files,
    moment: Moment,
    is_anonymous: bool,
    wants_proof: bool,
    listener: Listener,
) -> Result<Remade, Failure> {
    let (store, rules) = packed(files);
    let mut again = Dissertation::over(store, rules, moment, listener)?;
    let edition = Edition::submission(is_anonymous);
    let pages = again.pages_to_write(&edition)?;
    again.begin(Stage::WritingPdf);
    let pdf = again.pdf(&pages)?;
    let sources = take(&again, &pages.typeset.document, is_anonymous)?;
    let request = CountRequest {
        proof: wants_proof.then_some(ProofKind::Pdf),
        ..CountRequest::of(edition)
    };
    let CountOutput { report, proof } = count(&mut again, &request)?;
    let project = again.project();
    let rule = CountingRule::of(project)?;
    let limit = project.manifest.words.limit.as_ref();
    let date = again.document_date();
    let (pattern, naming) = naming(project, is_anonymous, date.at.date());
    Ok(Remade {
        title: project.manifest.dissertation.title.clone(),
        by: naming.name.to_owned(),
        file: file_name(pattern, &naming),
        programme: project.manifest.dissertation.programme.clone(),
        pdf: pdf.bytes.clone(),
        pages: pages.typeset.document.pages().len(),
        standards: pdf.standards.iter().map(ToString::to_string).collect(),
        gave_up: pdf.gave_up.clone(),
        own_date: again.own_document_date(),
        date,
        count: report,
        rule: counting_rule(rule.policy(), rule.convention(), &project.manifest.words),
        limit_source: limit.map(|limit| limit.origin.source.clone()),
        proof,
        sources,
    })
}
