//! The PDF of pages that are set.

use std::ops::RangeInclusive;
use std::rc::Rc;

use typst_html::HtmlDocument;

use crate::assemble::{MEDIUM, medium};
use crate::diagnostics::text::slug;
use crate::dissertation::Dissertation;
use crate::dissertation::failure::{Failure, FailureKind};
use crate::dissertation::pages::Pages;
use crate::dissertation::settings::Edition;
use crate::typeset::{self, Pdf, PdfRequest, Standard, StandardError};

impl Dissertation {
    /// Returns the PDF that is handed in: all pages, by the default standards.
    pub(crate) fn pdf(&self, pages: &Pages) -> Result<Rc<Pdf>, Failure> {
        let at = self.made_at();
        let mut written = pages.written.borrow_mut();
        if let Some((_, pdf)) = written.as_ref().filter(|(known, _)| *known == at) {
            return pdf.clone();
        }
        let pdf = self.export(pages, Standard::DEFAULT.to_vec(), None);
        let pdf = pdf.map(Rc::new);
        *written = Some((at, pdf.clone()));
        pdf
    }

    /// Returns the document of pages that are set as one text without pages.
    pub(crate) fn flow(&mut self, edition: &Edition) -> Result<HtmlDocument, Failure> {
        let session = self.open_session();
        session.set_virtual(MEDIUM, medium(true));
        let flow = session.flow();
        session.set_virtual(MEDIUM, medium(false));
        flow.map_err(|error| self.failure(edition, error))
    }

    /// Returns what is asked of the writer of PDFs; `None` for all pages.
    pub(super) fn pdf_request(
        &self,
        edition: &Edition,
        standards: Vec<Standard>,
        part: Option<Vec<RangeInclusive<usize>>>,
    ) -> PdfRequest {
        PdfRequest {
            standards,
            ident: slug(&self.project().manifest.dissertation.title, 80),
            pages: part,
            strict: edition.strict,
            made_at: self.made_at(),
        }
    }

    /// Writes a PDF by other standards, or of some pages; `None` for all.
    pub(crate) fn export(
        &self,
        pages: &Pages,
        standards: Vec<Standard>,
        part: Option<Vec<RangeInclusive<usize>>>,
    ) -> Result<Pdf, Failure> {
        let request = self.pdf_request(&pages.edition, standards, part);
        typeset::export(&pages.typeset.document, self.session(), &request)
            .map_err(|error| self.failure(&pages.edition, error))
    }
}

/// Reads the names of standards; none is the default.
pub(crate) fn wanted_standards(names: &[String]) -> Result<Vec<Standard>, Failure> {
    if names.is_empty() {
        return Ok(Standard::DEFAULT.to_vec());
    }
    names
        .iter()
        .map(|name| {
            name.parse().map_err(|error: StandardError| {
                Failure::new(FailureKind::Project, error.to_string())
            })
        })
        .collect()
}
