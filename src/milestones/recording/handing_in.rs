//! `folio package` and `folio milestone submitted`: the files are made, and the work is handed in.

use crate::milestones::basis::Basis;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Entry, Event, Packaged, SetAside, Submitted};
use crate::milestones::recording::request::{filled, not_to_come, standing};
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::state::Happening;
use crate::project::Due;

/// What a package was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PackagedRequest<'a> {
    /// The folder, relative to the project.
    pub folder: &'a str,
    /// The name of the PDF.
    pub file: &'a str,
    /// The digest of the PDF.
    pub digest: Digest,
    /// The words that count.
    pub words: u32,
    /// What was packaged although it stood in the way.
    pub despite: &'a [SetAside],
}

/// Returns the milestone on which the work is handed in, if that can happen to it.
fn submission(basis: &Basis<'_>, happening: Happening) -> Result<String, Refusal> {
    let submission = basis.plan.submission().ok_or_else(|| {
        Refusal::new(
            "the plan has no milestone on which the work is handed in",
            "add a table `[[milestone]]` with `id = \"submission\"` to folio.toml",
        )
    })?;
    let standing = standing(basis, &submission.id)?;
    standing.step(happening)?;
    Ok(standing.id)
}

/// `folio package`, once its files are there.
///
/// # Errors
///
/// If there is no submission among the milestones, or its state does not allow it.
pub fn packaged(basis: &Basis<'_>, request: &PackagedRequest<'_>) -> Result<Entry, Refusal> {
    Ok(basis.entry(Event::Packaged(Packaged {
        milestone: submission(basis, Happening::Package)?,
        folder: request.folder.to_owned(),
        file: request.file.to_owned(),
        digest: request.digest.clone(),
        words: request.words,
        despite: request.despite.to_vec(),
    })))
}

/// `folio milestone submitted`.
///
/// # Errors
///
/// If there is no submission among the milestones, its state does not allow it, evidence is missing,
/// or the day is still to come.
pub fn submitted(basis: &Basis<'_>, evidence: &str, on: Option<Due>) -> Result<Entry, Refusal> {
    let milestone = submission(basis, Happening::Submit)?;
    let evidence = filled(
        evidence,
        "the evidence",
        "say how one can see that it was handed in, such as `receipt 1234 of Turnitin`",
    )?;
    not_to_come(on.map(Due::day), basis, "record it once it was handed in")?;
    Ok(basis.entry(Event::Submitted(Submitted {
        milestone,
        evidence: evidence.into(),
        on,
    })))
}
