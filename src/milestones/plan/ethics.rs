//! The ethics gate: recorded, never decided, here.

use crate::diagnostics::british;
use crate::project::{Classification, Ethics};

/// Returns whether the record is complete, and what was found. Whether the outcome is right is not
/// judged here.
pub(crate) fn ethics_record(ethics: &Ethics) -> (bool, String) {
    let Ethics {
        classification,
        body: _,
        reference,
        approval_needed,
        approved,
        amendments: _,
        data_collection_began,
        dpia: _,
        research_sponsor: _,
        evidence,
    } = ethics;
    let Some(classification) = classification else {
        let detail = "`classification` in `[ethics]` is not recorded: research, \
                      service-evaluation or audit";
        return (false, detail.into());
    };
    if let (Some(began), Some(approved)) = (data_collection_began, approved)
        && began < approved
    {
        let detail = format!(
            "data collection began on {}, before the approval of {}: an approval never works \
             backwards",
            british(*began),
            british(*approved)
        );
        return (false, detail);
    }
    let needs_approval = approval_needed.unwrap_or(match classification {
        Classification::Research => true,
        Classification::ServiceEvaluation | Classification::Audit => false,
    });
    let name = match classification {
        Classification::Research => "research",
        Classification::ServiceEvaluation => "service evaluation",
        Classification::Audit => "audit",
    };
    if needs_approval {
        return match (reference, approved) {
            (Some(reference), Some(approved)) => {
                let on = british(*approved);
                (true, format!("{name}, approved on {on} as {reference}"))
            }
            (None, _) => (
                false,
                format!("{name}: `reference` of the approval is missing"),
            ),
            (_, None) => (false, format!("{name}: the day `approved` is missing")),
        };
    }
    match (reference, evidence) {
        (Some(reference), _) => (true, format!("{name}, registered as {reference}")),
        (None, Some(evidence)) => (true, format!("{name}, evidence: {evidence}")),
        (None, None) => (
            false,
            format!("{name}: `reference` of the registration (or `evidence`) is missing"),
        ),
    }
}
