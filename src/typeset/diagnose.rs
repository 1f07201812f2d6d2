//! The engine's errors and warnings, as findings on the author's own lines.

use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;

use crate::diagnostics::{Diagnostic, Level};
use crate::typeset::session::Session;
use crate::typeset::world::FolioWorld;

/// Turns what the engine said into findings.
pub(super) fn diagnose(session: &Session, said: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    let _ = session;
    said.iter()
        .map(|one| Diagnostic::deny("typst-error", one.message.to_string()))
        .collect()
}

pub(super) fn image_findings(session: &Session, document: &PagedDocument) -> Vec<Diagnostic> {
    let _ = (session, document);
    Vec::new()
}

pub(super) fn condemn_images(world: &mut FolioWorld, errors: &[SourceDiagnostic]) -> bool {
    let _ = (world, errors);
    false
}

pub(super) fn is_image(finding: &Diagnostic) -> bool {
    finding.code.starts_with("image-")
}

pub(super) fn as_errors(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    for finding in findings.iter_mut().filter(|finding| is_image(finding)) {
        finding.level = Level::Deny;
    }
    findings
}

pub(super) fn dedupe(findings: &mut Vec<Diagnostic>) {
    let _ = findings;
}

/// Turns what the PDF writer said into findings.
pub(super) fn export_findings(session: &Session, said: &[SourceDiagnostic]) -> Vec<Diagnostic> {
    diagnose(session, said)
}
