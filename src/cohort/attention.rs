//! What of a student needs somebody's attention, in the order of who is looked at first.

use crate::cohort::row::{Enrolment, LedgerState, Row, RowMilestone};
use crate::milestones::State;

/// Days in front of a date from which it is near.
const SOON: i32 = 14;

/// Why somebody looks at a row: the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Nothing came, or it cannot be opened.
    Broken,
    /// The ledger was changed, or entries of it are gone.
    Ledger,
    /// A date has passed, or the work came late.
    Overdue,
    /// Over the limit, or under the least.
    Length,
    /// A later date is claimed, and nobody has decided.
    Claim,
    /// The next date is near.
    Soon,
    /// Nothing.
    OnTime,
    /// The work is handed in.
    Done,
    /// The student is away or has left.
    Away,
}

impl Attention {
    /// Every one, in order.
    pub const ALL: [Self; 9] = [
        Self::Broken,
        Self::Ledger,
        Self::Overdue,
        Self::Length,
        Self::Claim,
        Self::Soon,
        Self::OnTime,
        Self::Done,
        Self::Away,
    ];

    /// Returns why a row is looked at.
    pub fn of(row: &Row) -> Self {
        let ledger = matches!(row.ledger, Some(LedgerState::Broken | LedgerState::Shorter));
        let is_length_wrong = row.words.as_ref().is_some_and(|it| it.verdict.fails());
        let is_handed_in = row.is_handed_in();
        // Once it is handed in, what was to be done on the way is late no more.
        let counts = |it: &&RowMilestone| !is_handed_in || it.state.is_done();
        let late = row.milestones.iter().filter(counts).find(|it| it.is_late());
        match row.enrolment {
            Some(Enrolment::Withdrawn | Enrolment::Interrupted) => Self::Away,
            None if row.error.is_some() => Self::Broken,
            None if ledger => Self::Ledger,
            None if late.is_some() => Self::Overdue,
            None if is_length_wrong => Self::Length,
            None if row.milestones.iter().any(|it| it.claimed_to.is_some()) => Self::Claim,
            None if is_handed_in => Self::Done,
            None if row
                .days_left()
                .is_some_and(|days| (0..=SOON).contains(&days)) =>
            {
                Self::Soon
            }
            None if row.milestones.iter().all(|it| it.state.is_done())
                && !row.milestones.is_empty() =>
            {
                Self::Done
            }
            None => Self::OnTime,
        }
    }

    /// Says it in a table.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Ledger => "ledger",
            Self::Overdue => "overdue",
            Self::Length => "over the limit",
            Self::Claim => "claim undecided",
            Self::Soon => "due soon",
            Self::OnTime => "on time",
            Self::Done => "done",
            Self::Away => "away",
        }
    }

    /// Says what it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Broken => "nothing came, or it cannot be opened",
            Self::Ledger => "the record of milestones was changed, or entries are gone",
            Self::Overdue => "a date has passed, or the work came late",
            Self::Length => "over the word limit, or under the least",
            Self::Claim => "a later date is claimed and not decided: not late",
            Self::Soon => "the next date is within 14 days",
            Self::OnTime => "nothing to do",
            Self::Done => "handed in",
            Self::Away => "withdrawn or interrupted, by the register",
        }
    }
}

impl Row {
    /// Returns whether the work itself was handed in.
    pub(super) fn is_handed_in(&self) -> bool {
        self.milestones
            .iter()
            .any(|it| it.state == State::Submitted)
    }

    /// Returns the days until the next date, extensions counted.
    pub(super) fn days_left(&self) -> Option<i32> {
        let due = self.next()?.binding_due()?;
        Some((due.day() - self.on).get_days())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cohort::testing::{milestone, row};

    #[test]
    fn what_is_worse_comes_first_and_who_is_away_is_left_alone() {
        let mut row = row("a");
        assert_eq!(Attention::of(&row), Attention::OnTime);
        row.milestones[1] = milestone("submission", State::InProgress, "2026-12-06");
        assert_eq!(Attention::of(&row), Attention::Soon);
        row.milestones[1].claimed_to = row.milestones[1].due;
        row.milestones[1].days_late = None;
        row.milestones[1].minutes_late = None;
        assert_eq!(Attention::of(&row), Attention::Claim);
        row.milestones[0].minutes_late = Some(3);
        assert_eq!(Attention::of(&row), Attention::Overdue);
        row.ledger = Some(LedgerState::Shorter);
        assert_eq!(Attention::of(&row), Attention::Ledger);
        row.error = Some("nothing received".into());
        assert_eq!(Attention::of(&row), Attention::Broken);
        row.enrolment = Some(Enrolment::Interrupted);
        assert_eq!(Attention::of(&row), Attention::Away);
    }

    #[test]
    fn who_handed_in_is_late_by_that_and_by_nothing_before_it() {
        let mut row = row("a");
        row.milestones[0] = milestone("tutorial-1", State::InProgress, "2026-11-10");
        row.milestones[0].days_late = Some(12);
        row.milestones[1].state = State::Submitted;
        assert_eq!(Attention::of(&row), Attention::Done);
        row.milestones[1].minutes_late = Some(3);
        assert_eq!(Attention::of(&row), Attention::Overdue);
    }

    #[test]
    fn the_order_is_the_order_of_the_list() {
        assert!(Attention::ALL.is_sorted());
    }
}
