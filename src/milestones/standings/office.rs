//! What an office's own list says: it wins over everything in a student's folder.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::milestones::ledger::{Extension, Submitted};
use crate::milestones::standings::outlook::{outlook, rag};
use crate::milestones::standings::standing::{Next, Standings};
use crate::milestones::standings::state::State;
use crate::project::Due;

/// Who granted a date that the office's list has.
const OFFICE: &str = "the office";

/// What an office knows of a milestone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeDates {
    /// The milestone's id.
    pub milestone: String,
    /// When it is due, without extensions.
    pub due: Option<Due>,
    /// The later date that was granted.
    pub extended_to: Option<Due>,
    /// When the work arrived, for the milestone on which it is handed in.
    pub handed_in: Option<Due>,
    /// How one can see that it arrived.
    pub evidence: Option<String>,
}

impl Standings {
    /// Takes what an office knows in place of what the ledger says. Where the office has a date, no
    /// extension of the ledger counts beside it; one that is claimed stays a note until the office
    /// has granted another.
    pub fn overrule(&mut self, dates: &[OfficeDates], today: Date) {
        for dates in dates {
            let mut all = self.milestones.iter_mut();
            let Some(standing) = all.find(|it| it.id == dates.milestone) else {
                continue;
            };
            if dates.due.is_some() || dates.extended_to.is_some() {
                standing.due = dates.due.or(standing.due);
                standing.granted = None;
                standing.recorded = None;
            }
            if let Some(to) = dates.extended_to {
                standing.claimed = None;
                standing.counts_recorded = true;
                standing.recorded = Some(Extension {
                    milestone: standing.id.clone(),
                    to,
                    reference: String::new().into(),
                    granted_by: Some(OFFICE.into()),
                    grant: None,
                });
            }
            if let Some(on) = dates.handed_in {
                let at = Timestamp::UNIX_EPOCH;
                let submitted = Submitted {
                    milestone: standing.id.clone(),
                    evidence: dates.evidence.clone().unwrap_or_default().into(),
                    on: Some(on),
                };
                standing.submitted = Some((at, submitted));
                standing.state = State::Submitted;
            }
            standing.rag = rag(standing, today);
            (standing.waiting_on, standing.missing, standing.command) = outlook(standing);
        }
        self.next = Next::of(&self.milestones, today);
    }
}
