//! A small document of folio's own as a PDF: a record, a statement.

use crate::diagnostics::text::slug;
use crate::typeset::{Job, PdfRequest, Session, TypesetError, export};

/// Sets a document and writes it, or says why it could not be; `ident` is what stays the same for
/// every PDF of it.
pub(crate) fn printed(job: Job, ident: &str) -> Result<Vec<u8>, String> {
    let written = Session::new(job).and_then(|mut session| {
        let document = session.compile()?.document;
        let request = PdfRequest {
            ident: slug(ident, 80),
            ..PdfRequest::default()
        };
        export(&document, &session, &request)
    });
    match written {
        Ok(pdf) => Ok(pdf.bytes),
        Err(error) => Err(match &error {
            TypesetError::Findings(findings) => findings
                .first()
                .map_or_else(|| error.to_string(), |finding| finding.message.clone()),
            TypesetError::File(_) | TypesetError::Request(_) | TypesetError::Engine(_) => {
                error.to_string()
            }
        }),
    }
}
