//! `folio milestone approve` and `return`: deciding, here or on another copy.

use jiff::civil::Date;

use crate::diagnostics::text::{inline, list};
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{
    Action, ChapterRecord, ChapterSeal, Confirmation, Decision, Entry, Event, Outcome, Ready,
    day_of,
};
use crate::milestones::plan::people::Decider;
use crate::milestones::recording::request::{filled, not_to_come, optional, standing};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::{SigningKey, binding, sign};
use crate::milestones::standings::state::{Strength, not_ready};

/// What `folio milestone approve` and `return` bring.
pub struct DecideRequest<'a> {
    /// How it goes.
    pub outcome: Outcome,
    /// Who decides: an address or a name.
    pub by: &'a str,
    /// How it is known.
    pub proof: ConfirmedBy<'a>,
    /// The day, if it was taken earlier.
    pub taken: Option<Date>,
    /// What the student is to know.
    pub note: Option<&'a str>,
    /// What was agreed.
    pub actions: &'a [Action],
    /// The chapters as they are now in this copy.
    pub now: &'a [ChapterSeal],
}

/// How a decision is made known.
pub enum ConfirmedBy<'a> {
    /// In words.
    Evidence(&'a str),
    /// By a signature.
    Key(&'a SigningKey),
}

/// `folio milestone approve` and `return`.
///
/// A decision in words is about what was marked ready, whatever the student wrote since. Who signs
/// has the files in front of them: they must be those that were marked ready.
///
/// # Errors
///
/// If nothing is ready, whoever decides may not or is unknown and signs, the day is still to come, the
/// evidence is missing, or the files are not those that were marked ready.
pub fn decide(basis: &Basis<'_>, id: &str, request: &DecideRequest<'_>) -> Result<Entry, Refusal> {
    let standing = standing(basis, id)?;
    let hint = "give the address or the name with `--by`";
    let by = filled(request.by, "who decides", hint)?;
    may_decide(basis, &by)?;
    let on = request.taken.unwrap_or(day_of(basis.at));
    let decider = basis.decider(&basis.supervisors(), &by, on);
    if decider == Decider::Unknown && matches!(request.proof, ConfirmedBy::Key(_)) {
        return Err(Refusal::new(
            format!(
                "nobody says who `{}` is: neither folio.toml nor the ledger names a supervisor so",
                inline(&by, 60)
            ),
            "record the supervisor with `folio milestone supervisor`, or the decision with \
             `--evidence`",
        ));
    }
    let strength = match request.proof {
        ConfirmedBy::Evidence(_) => Strength::Recorded,
        ConfirmedBy::Key(_) => Strength::Signed,
    };
    standing.may_be_decided(request.outcome, strength, basis.at)?;
    let mark = standing.ready.as_ref().ok_or_else(|| not_ready(id))?;
    let hint = "record the decision once it was taken";
    not_to_come(request.taken, basis, hint)?;
    let mut decision = Decision {
        milestone: id.to_owned(),
        outcome: request.outcome,
        name: basis.name_of(&by),
        by,
        taken: request.taken,
        note: optional(request.note).map(Into::into),
        actions: request.actions.to_vec(),
        ready: mark.entry.clone(),
        chapters: mark
            .ready
            .chapters
            .iter()
            .map(ChapterRecord::seal)
            .collect(),
        confirmation: Confirmation::Recorded {
            evidence: "".into(),
        },
        received: false,
        dissertation: match request.proof {
            ConfirmedBy::Evidence(_) => None,
            ConfirmedBy::Key(_) => binding(basis),
        },
    };
    decision.confirmation = match request.proof {
        ConfirmedBy::Evidence(evidence) => Confirmation::Recorded {
            evidence: filled(
                evidence,
                "the evidence",
                "say how the decision is known with `--evidence`, such as `e-mail of 3 March`, \
                 or sign it with `--key FILE`",
            )?
            .into(),
        },
        ConfirmedBy::Key(key) => {
            unchanged(id, &mark.ready, request.now)?;
            let unsigned = basis.entry(Event::Decision(decision.clone()));
            let signature = sign(basis, &unsigned, &decision.by, key)?;
            Confirmation::Ssh { signature }
        }
    };
    Ok(basis.entry(Event::Decision(decision)))
}

/// Refuses a decision of the student.
pub(crate) fn may_decide(basis: &Basis<'_>, by: &str) -> Result<(), Refusal> {
    if basis.people.is_student(by) {
        return Err(Refusal::new(
            format!(
                "`{}` is the student, who cannot decide on the own work",
                inline(by, 60)
            ),
            "give the supervisor with `--by`; who is who stands in `[people]` of folio.toml",
        ));
    }
    Ok(())
}

fn unchanged(id: &str, ready: &Ready, now: &[ChapterSeal]) -> Result<(), Refusal> {
    let chapters = ready.chapters.iter();
    let changed: Vec<&str> = chapters
        .filter(|chapter| !now.contains(&chapter.seal()))
        .map(|chapter| chapter.id.as_str())
        .collect();
    if changed.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("{} changed since `{id}` was marked ready", list(&changed)),
        format!(
            "see what changed with `folio diff {id}`; the student marks it ready again, or sends \
             the folder as it was"
        ),
    ))
}
