//! Writing the PDF: the best standard that the document meets, said openly.
//!
//! A draft is never refused for want of an alternative text. Everything missing is listed with its
//! place, the PDF is made to the next weaker standard, and one sentence says which.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use jiff::civil::DateTime;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::PageRanges;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Level, Rule};
use crate::markdown::rules::HEADING_EMPTY;
use crate::typeset::accessibility::lint;
use crate::typeset::date::engine_date;
use crate::typeset::diagnose::{dedupe, export_findings};
use crate::typeset::finish::finish;
use crate::typeset::heard::described;
use crate::typeset::large_stack::on_large_stack;
use crate::typeset::phrases::{NO_PDF_INSIDE, NO_PROFILE};
use crate::typeset::pictures::{Saved, came_whole, fit};
use crate::typeset::repair::{can_help, is_fault, repair};
use crate::typeset::rules::{
    COLOUR_CMYK, HEADING_FIRST_LEVEL, HEADING_LEVEL_SKIPPED, IMAGE_WITHOUT_ALT, PICTURE_PDF,
};
use crate::typeset::session::{Session, TypesetError};
use crate::typeset::standard::{Standard, in_words};

/// What kind of PDF is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfRequest {
    /// The standards to meet; see [`Standard::DEFAULT`].
    pub standards: Vec<Standard>,
    /// A name that stays the same for every PDF of this document.
    pub ident: String,
    /// Only these pages, counted from 1; a working copy without tags.
    pub pages: Option<Vec<RangeInclusive<usize>>>,
    /// Whether to refuse rather than to give anything up.
    pub strict: bool,
    /// When the file says that it was made; `None` is the date of the document.
    pub made_at: Option<DateTime>,
}

impl Default for PdfRequest {
    fn default() -> Self {
        Self {
            standards: Standard::DEFAULT.to_vec(),
            ident: "folio".into(),
            pages: None,
            strict: false,
            made_at: None,
        }
    }
}

/// A finished PDF.
#[derive(Clone, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// The standards that it meets.
    pub standards: Vec<Standard>,
    /// What the document lacks for the wanted standards, each with its place.
    pub findings: Vec<Diagnostic>,
    /// What was given up and why, in plain sentences; empty if all was met.
    pub gave_up: Vec<String>,
    /// What was saved by scaling pictures down.
    pub saved: Saved,
}

/// Writes the document as a PDF.
///
/// The same document and request give the same bytes.
///
/// # Errors
///
/// If the writer of PDFs refuses the document under every standard that may be given up.
pub fn export(
    document: &PagedDocument,
    session: &Session,
    request: &PdfRequest,
) -> Result<Pdf, TypesetError> {
    let impossible = |error: typst::diag::HintedString| {
        TypesetError::Request(format!(
            "these PDF standards do not go together: {}",
            error.message()
        ))
    };
    engine_standards(&request.standards).map_err(impossible)?;
    let (mut ready, saved) = ready(document, session);
    if request.made_at.is_some() {
        ready.info_mut().date = Smart::Auto;
    }
    if let Some(pages) = &request.pages {
        return export_part(&ready, session, request, pages, saved);
    }
    let mut attempt = Attempt {
        session,
        request,
        document: ready,
        saved,
        is_repaired: false,
        findings: lint(session, document, &request.standards),
        unmet: BTreeSet::new(),
        fault: None,
    };
    attempt.run()
}

/// Returns the document as it is written, and what its pictures have lost: what is heard of it is
/// what is seen, every picture is fit for print.
///
/// Whoever writes the pages in another session than the one that set them calls this first.
pub fn ready(document: &PagedDocument, session: &Session) -> (PagedDocument, Saved) {
    fit(&described(document), session.picture_ppi)
}

struct Attempt<'a> {
    session: &'a Session,
    request: &'a PdfRequest,
    document: PagedDocument,
    saved: Saved,
    is_repaired: bool,
    findings: Vec<Diagnostic>,
    /// The standards that the document does not meet.
    unmet: BTreeSet<Standard>,
    fault: Option<String>,
}

impl Attempt<'_> {
    fn run(&mut self) -> Result<Pdf, TypesetError> {
        let rungs = Standard::ladder(&self.request.standards);
        for (at, rung) in rungs.iter().enumerate() {
            if rung.iter().any(|standard| self.unmet.contains(standard)) {
                continue;
            }
            if let Some(bytes) = self.write(rung, true)? {
                if at == 0 {
                    self.findings.clear();
                }
                return Ok(self.finished(bytes, rung.clone()));
            }
            if self.request.strict {
                return Err(self.refusal());
            }
        }
        // Tags are what the engine fails at; a PDF without them is better than none.
        let untagged: Vec<Vec<Standard>> = rungs
            .into_iter()
            .filter(|rung| !rung.iter().any(|standard| standard.wants_tags()))
            .collect();
        for rung in untagged {
            if let Some(bytes) = self.write(&rung, false)? {
                let mut pdf = self.finished(bytes, rung);
                pdf.gave_up.push(format!(
                    "the PDF has no tags, so a screen reader cannot follow its structure: the typesetting engine failed ({})",
                    self.fault.as_deref().unwrap_or("it refused this document's structure"),
                ));
                return Ok(pdf);
            }
        }
        Err(match &self.fault {
            Some(fault) => TypesetError::Engine(fault.clone()),
            None => self.refusal(),
        })
    }

    /// Writes at one standard; `None` if the document does not meet it.
    fn write(&mut self, rung: &[Standard], tagged: bool) -> Result<Option<Vec<u8>>, TypesetError> {
        loop {
            let errors = match write(&self.document, self.session, self.request, rung, tagged)? {
                Ok(bytes) => return Ok(Some(bytes)),
                Err(errors) => errors,
            };
            if !self.is_repaired && errors.iter().any(|error| can_help(&error.message)) {
                self.document = repair(&self.document);
                self.is_repaired = true;
                continue;
            }
            let (faults, lacking): (Vec<_>, Vec<_>) = errors
                .into_iter()
                .partition(|error| is_fault(&error.message));
            if let Some(fault) = faults.first() {
                self.fault = Some(fault.message.to_string());
            }
            self.unmet.extend(
                lacking
                    .iter()
                    .flat_map(|error| out_of_reach(&error.message)),
            );
            self.findings
                .extend(export_findings(self.session, &lacking));
            told_better(&mut self.findings);
            dedupe(&mut self.findings);
            return Ok(None);
        }
    }

    fn finished(&self, bytes: Vec<u8>, standards: Vec<Standard>) -> Pdf {
        let mut gave_up = Vec::new();
        if standards != self.request.standards {
            let mut sentence = format!(
                "the PDF is {}, not {}",
                in_words(&standards),
                in_words(&self.request.standards)
            );
            if let Some(reasons) = reasons(&self.findings) {
                sentence = format!("{sentence}: {reasons}");
            }
            gave_up.push(sentence);
        }
        Pdf {
            bytes,
            standards,
            findings: self.findings.clone(),
            gave_up,
            saved: self.saved,
        }
    }

    fn refusal(&self) -> TypesetError {
        let mut findings = self.findings.clone();
        for finding in &mut findings {
            finding.level = Level::Deny;
        }
        if findings.is_empty() {
            let fault = self.fault.as_deref().unwrap_or("it gave no reason");
            return TypesetError::Engine(fault.to_owned());
        }
        TypesetError::Findings(findings)
    }
}

/// Leaves out what the writer says of a colour or a picture where the lint says which it is.
fn told_better(findings: &mut Vec<Diagnostic>) {
    for rule in [&COLOUR_CMYK, &PICTURE_PDF] {
        let is_told = |it: &Diagnostic| {
            it.message.contains('`') || (it.is(&COLOUR_CMYK) && it.place.is_some())
        };
        if findings.iter().any(|it| it.is(rule) && is_told(it)) {
            findings.retain(|it| !it.is(rule) || is_told(it));
        }
    }
}

/// Returns the standards that are out of reach by a message of the writer's: those it names, as in
/// `PDF/A-2a, PDF/UA-1 error: …`, and those that ask for the same.
fn out_of_reach(message: &str) -> Vec<Standard> {
    let all = Standard::ALL.into_iter();
    if message.contains(NO_PDF_INSIDE) {
        return all.filter(|standard| !standard.is_version()).collect();
    }
    if message.contains(NO_PROFILE) {
        return all.filter(|standard| standard.is_archive()).collect();
    }
    let names = message.split_once(" error:").map_or("", |(names, _)| names);
    let read = names.split(", ").map(str::parse);
    read.filter_map(Result::ok).collect()
}

/// Counts what is missing: `2 images have no description, 1 heading level is skipped`.
fn reasons(findings: &[Diagnostic]) -> Option<String> {
    let number = |rules: &[&Rule]| findings.iter().filter(|it| it.is_any(rules)).count();
    let descriptions: &[&Rule] = &[&IMAGE_WITHOUT_ALT];
    let headings: &[&Rule] = &[&HEADING_LEVEL_SKIPPED, &HEADING_FIRST_LEVEL, &HEADING_EMPTY];
    let mut parts = Vec::new();
    match number(descriptions) {
        0 => {}
        1 => parts.push("1 image has no description".to_owned()),
        many => parts.push(format!("{} have no description", count(many, "image"))),
    }
    match number(headings) {
        0 => {}
        1 => parts.push("1 heading is out of order".to_owned()),
        many => parts.push(format!("{} are out of order", count(many, "heading"))),
    }
    let others: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| !finding.is_any(descriptions) && !finding.is_any(headings))
        .map(|finding| finding.message.as_str())
        .collect();
    parts.extend(others.into_iter().take(3).map(str::to_owned));
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Writes some pages of the whole, as a working copy.
fn export_part(
    document: &PagedDocument,
    session: &Session,
    request: &PdfRequest,
    pages: &[RangeInclusive<usize>],
    saved: Saved,
) -> Result<Pdf, TypesetError> {
    let last = document.pages().len();
    if !pages
        .iter()
        .any(|range| *range.start() <= last && !range.is_empty())
    {
        return Err(TypesetError::Request("none of these pages exists".into()));
    }
    let rung = [Standard::V1_7];
    match write(document, session, request, &rung, false)? {
        Ok(bytes) => Ok(Pdf {
            bytes,
            standards: rung.to_vec(),
            findings: Vec::new(),
            gave_up: vec![format!(
                "this is a working copy of some pages: plain PDF 1.7 without tags, not {}",
                in_words(&request.standards)
            )],
            saved,
        }),
        Err(errors) => Err(TypesetError::Findings(export_findings(session, &errors))),
    }
}

/// What the engine's writer gave: the file, or all that it said against it.
pub(super) type Written = Result<Vec<u8>, Vec<SourceDiagnostic>>;

/// Writes at one standard, as the engine would.
pub(super) fn write(
    document: &PagedDocument,
    session: &Session,
    request: &PdfRequest,
    rung: &[Standard],
    tagged: bool,
) -> Result<Written, TypesetError> {
    let standards = engine_standards(rung)
        .map_err(|error| TypesetError::Request(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(request.ident.clone()),
        creator: Smart::Custom(Some("folio".into())),
        timestamp: (request.made_at.or(session.date))
            .and_then(engine_date)
            .map(Timestamp::new_utc),
        page_ranges: request.pages.as_deref().map(page_ranges),
        standards,
        tagged,
        pretty: false,
    };
    let written =
        on_large_stack(|| typst_pdf::pdf(document, &options)).map_err(TypesetError::Engine)?;
    Ok(written
        .map(|bytes| finish(bytes, &came_whole(document)))
        .map_err(|errors| errors.into_iter().collect()))
}

fn engine_standards(standards: &[Standard]) -> Result<PdfStandards, typst::diag::HintedString> {
    let list: Vec<_> = standards.iter().map(|standard| standard.engine()).collect();
    PdfStandards::new(&list)
}

fn page_ranges(pages: &[RangeInclusive<usize>]) -> PageRanges {
    let bound = |page: &usize| NonZeroUsize::new(*page);
    PageRanges::new(
        pages
            .iter()
            .filter(|range| !range.is_empty())
            .map(|range| bound(range.start()).or(Some(NonZeroUsize::MIN))..=bound(range.end()))
            .collect(),
    )
}

#[cfg(test)]
mod tests;
