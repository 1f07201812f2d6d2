//! The ethics gate: recorded, never decided, here.

use crate::diagnostics::british;
use crate::milestones::criteria::Judged;
use crate::project::{Classification, Ethics};

/// Looks at the ethics record. Whether the outcome is right is not judged here.
pub(crate) fn ethics_record(ethics: &Ethics) -> Judged {
    let (met, detail) = ethics_detail(ethics);
    Judged {
        id: "ethics-record".into(),
        chapter: None,
        sentence: "the outcome of the ethics gate is recorded, and no data were collected before \
                   it"
        .into(),
        met,
        is_binding: true,
        detail,
    }
}

pub(crate) fn ethics_detail(ethics: &Ethics) -> (bool, String) {
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
