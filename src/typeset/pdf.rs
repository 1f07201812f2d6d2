//! Writing the PDF: the best standard that the document meets, said openly.
//!
//! A draft is never refused for want of an alternative text. Everything missing is listed with its
//! place, the PDF is made to the next weaker standard, and one sentence says which.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::ops::RangeInclusive;

use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::PageRanges;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Level};
use crate::typeset::accessibility::lint;
use crate::typeset::date::engine_date;
use crate::typeset::diagnose::{dedupe, export_findings};
use crate::typeset::heard::described;
use crate::typeset::large_stack::on_large_stack;
use crate::typeset::repair::{can_help, is_fault, repair};
use crate::typeset::session::{Session, TypesetError};
use crate::typeset::standard::{Standard, in_words};
use crate::typeset::written::with_structure;

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
}

impl Default for PdfRequest {
    fn default() -> Self {
        Self {
            standards: Standard::DEFAULT.to_vec(),
            ident: "folio".into(),
            pages: None,
            strict: false,
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
}

/// Writes the document as a PDF.
///
/// The same document and request give the same bytes.
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
    if let Some(pages) = &request.pages {
        return export_part(document, session, request, pages);
    }
    let mut attempt = Attempt {
        session,
        request,
        document: described(document, session),
        is_repaired: false,
        findings: lint(session, document, &request.standards),
        fault: None,
    };
    attempt.run()
}

struct Attempt<'a> {
    session: &'a Session,
    request: &'a PdfRequest,
    document: PagedDocument,
    is_repaired: bool,
    findings: Vec<Diagnostic>,
    fault: Option<String>,
}

impl Attempt<'_> {
    fn run(&mut self) -> Result<Pdf, TypesetError> {
        let rungs = Standard::ladder(&self.request.standards);
        for (at, rung) in rungs.iter().enumerate() {
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
            self.findings
                .extend(export_findings(self.session, &lacking));
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

/// Counts what is missing: `2 images have no description, 1 heading level is skipped`.
fn reasons(findings: &[Diagnostic]) -> Option<String> {
    let number = |codes: &[&str]| {
        findings
            .iter()
            .filter(|finding| codes.contains(&&*finding.code))
            .count()
    };
    const DESCRIPTIONS: [&str; 1] = ["image-without-alt"];
    const HEADINGS: [&str; 3] = [
        "heading-level-skipped",
        "heading-first-level",
        "heading-empty",
    ];
    let mut parts = Vec::new();
    match number(&DESCRIPTIONS) {
        0 => {}
        1 => parts.push("1 image has no description".to_owned()),
        many => parts.push(format!("{} have no description", count(many, "image"))),
    }
    match number(&HEADINGS) {
        0 => {}
        1 => parts.push("1 heading is out of order".to_owned()),
        many => parts.push(format!("{} are out of order", count(many, "heading"))),
    }
    let known: BTreeSet<&str> = DESCRIPTIONS.into_iter().chain(HEADINGS).collect();
    let others: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| !known.contains(&*finding.code))
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
        timestamp: session.date.and_then(engine_date).map(Timestamp::new_utc),
        page_ranges: request.pages.as_deref().map(page_ranges),
        standards,
        tagged,
        pretty: false,
    };
    let written =
        on_large_stack(|| typst_pdf::pdf(document, &options)).map_err(TypesetError::Engine)?;
    Ok(match written {
        Ok(bytes) if tagged => Ok(with_structure(bytes)),
        other => other.map_err(|errors| errors.into_iter().collect()),
    })
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
mod tests {
    use super::*;
    use crate::typeset::sandbox::{Sandbox, tags};

    fn alts(pdf: &Pdf) -> Vec<String> {
        let mut alts: Vec<String> = tags(pdf)
            .into_iter()
            .filter(|(kind, _)| kind == "Formula")
            .map(|(_, alt)| alt.unwrap_or_default())
            .collect();
        alts.sort();
        alts
    }

    #[test]
    fn a_sound_document_meets_both_default_standards_and_the_same_input_gives_the_same_bytes() {
        let sandbox = Sandbox::new(
            "= One\nText.\n== Two\n#figure(image(\"/a.svg\", alt: \"A box\"), caption: [Box])",
        )
        .file("a.svg", include_bytes!("placeholder/empty.svg"));
        let pdf = sandbox.pdf(&PdfRequest::default());
        assert_eq!(pdf.standards, Standard::DEFAULT);
        assert_eq!((pdf.findings.len(), pdf.gave_up.len()), (0, 0));
        assert_eq!(pdf.bytes, sandbox.pdf(&PdfRequest::default()).bytes);
    }

    #[test]
    fn a_formula_gets_its_own_source_as_alternative_text_unless_it_has_one() {
        let pdf = Sandbox::new(
            "= Title\n#set math.equation(numbering: \"(1)\")\n#let area = $pi r^2$\n#include \"/a.typ\"\n#area and #area",
        )
        .file(
            "a.typ",
            "$ a^2 +\n  b^2 $ <sum>\n@sum, #math.equation(alt: \"given\", $x$) and #math.equation($y + 1$).\n#let f(n) = $n_#n$\n#f(2)",
        )
        .pdf(&PdfRequest::default());
        assert_eq!(pdf.gave_up, Vec::<String>::new());
        assert_eq!(
            alts(&pdf),
            ["a^2 + b^2", "given", "n_#n", "pi r^2", "pi r^2", "y + 1"]
        );
    }

    #[test]
    fn everything_missing_is_listed_at_once_and_the_best_standard_is_made() {
        let sandbox = Sandbox::new("#include \"/a.typ\"").file(
            "a.typ",
            "== First\n#image(\"b.svg\")\n==== Deep\n#figure(rect(), caption: [C])\n#image(\"b.svg\", alt: \" \")",
        ).file("b.svg", include_bytes!("placeholder/empty.svg"));
        let (session, typeset) = sandbox.typeset();
        let pdf = export(&typeset.document, &session, &PdfRequest::default()).unwrap();
        insta::assert_snapshot!(crate::typeset::sandbox::lines(&session, &pdf.findings).join("\n"), @r"
        heading-first-level a.typ:1:1 the first heading, `First`, is of level 2: level 1 must come first
        image-without-alt a.typ:2:2 this image has no description for readers who cannot see it
        heading-level-skipped a.typ:3:1 the heading `Deep` is of level 4, right after one of level 2
        image-without-alt a.typ:4:2 this drawing has no description for readers who cannot see it
        image-without-alt a.typ:5:2 this image has no description for readers who cannot see it
        ");
        insta::assert_snapshot!(pdf.gave_up.join("\n"), @"the PDF is PDF/A-2u, not PDF/A-2a with PDF/UA-1: 3 images have no description, 2 headings are out of order");
        let strict = PdfRequest {
            strict: true,
            ..PdfRequest::default()
        };
        let refused = export(&typeset.document, &session, &strict).unwrap_err();
        assert!(matches!(refused, TypesetError::Findings(all) if all.len() == pdf.findings.len()));
    }

    #[test]
    fn pages_alone_are_a_working_copy_and_say_so() {
        let sandbox = Sandbox::new("= One\n#pagebreak()\n= Two\n#pagebreak()\n= Three");
        let request = PdfRequest {
            pages: Some(vec![2..=3]),
            ..PdfRequest::default()
        };
        let pdf = sandbox.pdf(&request);
        assert_eq!(
            lopdf::Document::load_mem(&pdf.bytes)
                .unwrap()
                .get_pages()
                .len(),
            2
        );
        assert_eq!(pdf.gave_up.len(), 1);
        let none = PdfRequest {
            pages: Some(vec![7..=9]),
            ..PdfRequest::default()
        };
        let (session, typeset) = sandbox.typeset();
        assert!(export(&typeset.document, &session, &none).is_err());
    }

    #[test]
    fn a_document_without_a_date_is_no_archive_copy_and_says_why() {
        let mut sandbox = Sandbox::new("");
        let text = "#set document(title: \"T\")\n#set text(lang: \"en\")\n= One";
        sandbox
            .job
            .files
            .insert("/.folio/main.typ".into(), text.into());
        sandbox.job.date = None;
        let pdf = sandbox.pdf(&PdfRequest::default());
        assert_eq!(pdf.standards, [Standard::V1_7]);
        assert_eq!(
            pdf.gave_up,
            ["the PDF is PDF 1.7, not PDF/A-2a with PDF/UA-1: the document has no date"]
        );
    }
}
