//! What may happen to a milestone in each state: one table, and nobody else decides.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

use crate::diagnostics::british;
use crate::milestones::ledger::{Outcome, day_of};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::Seal;

/// The state of a milestone.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum State {
    /// Nothing of it is there.
    NotStarted,
    /// Something is there.
    InProgress,
    /// The student marked it ready.
    Ready,
    /// It was approved.
    Approved,
    /// It was approved with changes.
    ApprovedWithChanges,
    /// It was returned.
    Returned,
    /// The files to be handed in were made.
    Packaged,
    /// It was handed in.
    Submitted,
}

impl State {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::NotStarted,
        Self::InProgress,
        Self::Ready,
        Self::Approved,
        Self::ApprovedWithChanges,
        Self::Returned,
        Self::Packaged,
        Self::Submitted,
    ];

    /// Returns the state as data have it, such as `approved-with-changes`.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns the state in the words of a sentence.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NotStarted => "not started",
            Self::InProgress => "in progress",
            Self::Ready => "ready for the supervisor",
            Self::Approved => "approved",
            Self::ApprovedWithChanges => "approved with changes",
            Self::Returned => "returned",
            Self::Packaged => "packaged",
            Self::Submitted => "handed in",
        }
    }

    /// Returns whether nothing more is due.
    pub fn is_done(self) -> bool {
        match self {
            Self::Approved | Self::ApprovedWithChanges | Self::Submitted => true,
            Self::NotStarted | Self::InProgress | Self::Ready | Self::Returned | Self::Packaged => {
                false
            }
        }
    }
}

impl From<Outcome> for State {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Approved => Self::Approved,
            Outcome::ApprovedWithChanges => Self::ApprovedWithChanges,
            Outcome::Returned => Self::Returned,
        }
    }
}

/// How a decision or an extension is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Typed in.
    Recorded,
    /// Signed, and the list of whoever judges does not vouch for it: it takes nothing from one that
    /// is vouched for.
    Unvouched,
    /// Signed.
    Signed,
}

impl Strength {
    /// Returns how an entry with this signature is known.
    pub(crate) fn of(seal: Option<&Seal>) -> Self {
        match seal {
            Some(seal) if seal.not_vouched.is_none() => Self::Signed,
            Some(_) => Self::Unvouched,
            None => Self::Recorded,
        }
    }
}

/// What happens to a milestone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Happening {
    /// The student marks it ready.
    Ready,
    /// Somebody decides.
    Decide(Outcome, Strength),
    /// It gets a later date.
    Extend,
    /// The files to be handed in are made.
    Package,
    /// It is handed in.
    Submit,
}

/// A milestone as the table sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position<'m> {
    /// Its id, for the sentences.
    pub(crate) id: &'m str,
    /// Its state.
    pub(crate) state: State,
    /// How the decision of that state is known, if there is one.
    pub(crate) decided: Option<Strength>,
    /// Whether the work is handed in on it.
    pub(crate) is_submission: bool,
}

/// Returns the state after something happened, or why it cannot happen.
pub(crate) fn step(position: Position<'_>, happening: Happening) -> Result<State, Refusal> {
    let Position {
        id,
        state,
        decided: _,
        is_submission,
    } = position;
    let hands_in = matches!(happening, Happening::Package | Happening::Submit);
    if hands_in && !is_submission {
        return Err(Refusal::new(
            format!("`{id}` is not the milestone on which the work is handed in"),
            "only the submission is packaged and handed in",
        ));
    }
    if state == State::Submitted {
        return Err(handed_in(id));
    }
    let is_begun = state != State::NotStarted;
    match happening {
        Happening::Ready if is_begun => Ok(State::Ready),
        Happening::Ready => Err(Refusal::new(
            format!("nothing of `{id}` is there yet"),
            "write the chapter, and mark it ready then",
        )),
        Happening::Decide(outcome, strength) => decide(position, outcome, strength),
        Happening::Extend if state.is_done() => Err(Refusal::new(
            format!("`{id}` is {}: no date is left to extend", state.in_words()),
            "see where every milestone stands with `folio status`",
        )),
        Happening::Extend => Ok(state),
        Happening::Package if is_begun => Ok(State::Packaged),
        Happening::Submit if is_begun => Ok(State::Submitted),
        Happening::Package | Happening::Submit => Err(Refusal::new(
            "nothing is written that could be handed in",
            "write the chapters first; `folio status` shows what is missing",
        )),
    }
}

fn decide(position: Position<'_>, outcome: Outcome, strength: Strength) -> Result<State, Refusal> {
    let Position {
        id, state, decided, ..
    } = position;
    match state {
        State::NotStarted | State::InProgress => Err(not_ready(id)),
        State::Ready => Ok(outcome.into()),
        State::Approved | State::ApprovedWithChanges | State::Returned => {
            if decided > Some(strength) {
                return Err(Refusal::new(
                    format!(
                        "the decision on `{id}` is signed: only another signed one can replace it"
                    ),
                    "ask the supervisor to decide with `--key FILE`, or mark the milestone ready \
                     again",
                ));
            }
            if state == State::from(outcome) && decided == Some(strength) {
                return Err(Refusal::new(
                    format!("`{id}` is {} already", state.in_words()),
                    format!(
                        "to have a new version looked at, run `folio milestone ready {id}`; a \
                         mistake in the entry is mended with `folio milestone correct`"
                    ),
                ));
            }
            Ok(outcome.into())
        }
        State::Packaged => Err(Refusal::new(
            format!("`{id}` is packaged already"),
            format!("mark it ready again with `folio milestone ready {id}` to have it looked at"),
        )),
        State::Submitted => Err(handed_in(id)),
    }
}

/// Refuses a signed decision that is older than the signed one that stands: of two the one that was
/// signed last counts, in whatever order they stand in a file.
pub(crate) fn in_order(
    before: Option<(Strength, Timestamp)>,
    (strength, at): (Strength, Timestamp),
) -> Result<(), Refusal> {
    match before {
        Some((before, signed))
            if before == strength && strength != Strength::Recorded && at < signed =>
        {
            Err(Refusal::new(
                format!(
                    "it was signed on {}, and the decision that stands before it later, on {}",
                    moment(at),
                    moment(signed)
                ),
                "of two signed decisions the later one counts; ask the supervisor which is meant",
            ))
        }
        Some(_) | None => Ok(()),
    }
}

fn moment(at: Timestamp) -> String {
    format!("{}, {} UTC", british(day_of(at)), at.strftime("%H:%M"))
}

fn handed_in(id: &str) -> Refusal {
    Refusal::new(
        format!("`{id}` is handed in"),
        "if that is wrong, take the entry back with `folio milestone correct`",
    )
}

/// Says that there is nothing to decide on.
pub(crate) fn not_ready(id: &str) -> Refusal {
    Refusal::new(
        format!("`{id}` is not marked ready, so there is nothing to decide on"),
        format!("the student runs `folio milestone ready {id}` first"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const HAPPENINGS: [(&str, Happening); 10] = [
        ("ready", Happening::Ready),
        (
            "approve",
            Happening::Decide(Outcome::Approved, Strength::Recorded),
        ),
        (
            "approve signed",
            Happening::Decide(Outcome::Approved, Strength::Signed),
        ),
        (
            "changes",
            Happening::Decide(Outcome::ApprovedWithChanges, Strength::Recorded),
        ),
        (
            "changes signed",
            Happening::Decide(Outcome::ApprovedWithChanges, Strength::Signed),
        ),
        (
            "return",
            Happening::Decide(Outcome::Returned, Strength::Recorded),
        ),
        (
            "return signed",
            Happening::Decide(Outcome::Returned, Strength::Signed),
        ),
        ("extend", Happening::Extend),
        ("package", Happening::Package),
        ("submit", Happening::Submit),
    ];

    /// One letter a happening, in the order above: `r` ready, `a` approved, `c` with changes,
    /// `x` returned, `p` packaged, `s` submitted, `=` the state stays, `-` refused.
    const TABLE: [(State, Option<Strength>, &str); 11] = [
        (State::NotStarted, None, "-------=--"),
        (State::InProgress, None, "r------=ps"),
        (State::Ready, None, "raaccxx=ps"),
        (State::Approved, Some(Strength::Recorded), "r-accxx-ps"),
        (State::Approved, Some(Strength::Signed), "r---c-x-ps"),
        (
            State::ApprovedWithChanges,
            Some(Strength::Recorded),
            "raa-cxx-ps",
        ),
        (
            State::ApprovedWithChanges,
            Some(Strength::Signed),
            "r-a---x-ps",
        ),
        (State::Returned, Some(Strength::Recorded), "raacc-x=ps"),
        (State::Returned, Some(Strength::Signed), "r-a-c--=ps"),
        (State::Packaged, None, "r------=ps"),
        (State::Submitted, None, "----------"),
    ];

    fn expected(state: State, letter: char) -> Option<State> {
        match letter {
            'r' => Some(State::Ready),
            'a' => Some(State::Approved),
            'c' => Some(State::ApprovedWithChanges),
            'x' => Some(State::Returned),
            'p' => Some(State::Packaged),
            's' => Some(State::Submitted),
            '=' => Some(state),
            _ => None,
        }
    }

    #[test]
    fn everything_in_every_state_has_its_effect_or_its_sentence() {
        for (state, decided, letters) in TABLE {
            assert_eq!(letters.len(), HAPPENINGS.len());
            for ((name, happening), letter) in HAPPENINGS.into_iter().zip(letters.chars()) {
                let position = Position {
                    id: "submission",
                    state,
                    decided,
                    is_submission: true,
                };
                let after = step(position, happening);
                let found = after.as_ref().ok().copied();
                assert_eq!(
                    found,
                    expected(state, letter),
                    "{state:?} {decided:?} {name}"
                );
                if let Err(refusal) = after {
                    assert!(refusal.message.len() > 15 && !refusal.message.ends_with('.'));
                    assert!(refusal.hint.len() > 15, "{refusal:?}");
                }
            }
        }
        assert!(
            State::ALL
                .iter()
                .all(|state| TABLE.iter().any(|row| row.0 == *state))
        );
    }

    #[test]
    fn only_the_submission_is_packaged_and_handed_in() {
        for state in State::ALL {
            for happening in [Happening::Package, Happening::Submit] {
                let position = Position {
                    id: "tutorial-1",
                    state,
                    decided: None,
                    is_submission: false,
                };
                assert!(step(position, happening).is_err());
            }
        }
    }
}
