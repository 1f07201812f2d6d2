//! The course of one milestone: what its entries, one after the other, make of it.
//!
//! Every entry that is read goes through [`Course::take`], and everything that is written is asked
//! of the same table of states. [`out_of_turn`] reads the file as it grew, corrections at the place
//! where they were made, and finds what could not have been written there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::diagnostics::british;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Event, History};
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::state::{Happening, Position, State, Strength, step};
use crate::project::Due;

/// Where a milestone stands by its entries alone.
pub(crate) struct Course<'h> {
    /// Its state.
    pub(crate) state: State,
    decided: Option<Strength>,
    ready: Option<&'h Digest>,
    rounds: BTreeSet<&'h Digest>,
    decisions: BTreeSet<&'h Digest>,
    recorded: Option<Due>,
    granted: Option<Due>,
}

/// What a decision is about; everything else is about the milestone as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// The last version that was marked ready.
    Current,
    /// A version before it.
    Earlier,
}

impl<'h> Course<'h> {
    /// Returns a milestone to which nothing has happened yet.
    pub(crate) fn new() -> Self {
        Self {
            state: State::InProgress,
            decided: None,
            ready: None,
            rounds: BTreeSet::new(),
            decisions: BTreeSet::new(),
            recorded: None,
            granted: None,
        }
    }

    /// Takes the next entry, or says why it has no effect. `strength` is how it is known.
    pub(crate) fn take(
        &mut self,
        id: &str,
        is_submission: bool,
        (digest, event): (&'h Digest, &'h Event),
        strength: Strength,
    ) -> Result<Turn, Refusal> {
        let position = Position {
            id,
            state: self.state,
            decided: self.decided,
            is_submission,
        };
        match event {
            Event::Ready(_) => {
                self.state = step(position, Happening::Ready)?;
                self.rounds.insert(digest);
                self.ready = Some(digest);
                self.decided = None;
            }
            Event::Decision(decision) => {
                if !self.rounds.contains(&decision.ready) {
                    return Err(Refusal::new(
                        "it is about a version that this ledger does not have, or that was taken \
                         back",
                        "receive the ledger of the copy on which it was marked ready",
                    ));
                }
                if self.decisions.contains(digest) {
                    return Err(Refusal::new(
                        "it repeats a decision that stands before it",
                        "nothing is to be done: the first of the two counts",
                    ));
                }
                if self.ready != Some(&decision.ready) {
                    self.decisions.insert(digest);
                    return Ok(Turn::Earlier);
                }
                self.state = step(position, Happening::Decide(decision.outcome, strength))?;
                self.decisions.insert(digest);
                self.decided = Some(strength);
            }
            Event::Extension(extension) => {
                step(position, Happening::Extend)?;
                let is_later = |due: Due| extension.to.at() > due.at();
                // What the student recorded binds nobody who signs.
                let before = match strength {
                    Strength::Signed => self.granted,
                    Strength::Recorded => self.recorded.or(self.granted),
                };
                if let Some(due) = before.filter(|due| !is_later(*due)) {
                    return Err(Refusal::new(
                        format!("it is not later than {}, as extended", british(due.day())),
                        "give the new date with `--to`",
                    ));
                }
                match (&extension.granted_by, strength) {
                    (None, _) => {}
                    (Some(_), Strength::Recorded) => self.recorded = Some(extension.to),
                    (Some(_), Strength::Signed) => {
                        self.granted = Some(extension.to);
                        self.recorded = None;
                    }
                }
            }
            Event::Packaged(_) => self.state = step(position, Happening::Package)?,
            Event::Submitted(_) => self.state = step(position, Happening::Submit)?,
            Event::Meeting(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Merge(_)
            | Event::Erasure(_) => {}
        }
        Ok(Turn::Current)
    }
}

/// An entry of a milestone as corrections have left it.
struct Step<'h> {
    when: Timestamp,
    digest: &'h Digest,
    /// `None`: it was taken back.
    event: Option<&'h Event>,
    strength: Strength,
}

/// The entries of one milestone up to a line.
struct Track<'h> {
    steps: Vec<Step<'h>>,
    course: Course<'h>,
    /// Whether the course is no longer that of the steps.
    is_stale: bool,
}

impl<'h> Track<'h> {
    fn course(&mut self, id: &str) -> &mut Course<'h> {
        if self.is_stale {
            self.is_stale = false;
            self.course = Course::new();
            self.steps.sort_by_key(|step| step.when);
            for step in &self.steps {
                if let Some(event) = step.event {
                    let what = (step.digest, event);
                    let _ = self.course.take(id, true, what, step.strength);
                }
            }
        }
        &mut self.course
    }
}

/// Returns the lines that could not have been written where they stand, each with the reason.
///
/// `strength_of` says how the entry of a line is known; `None`: its signature does not hold, so
/// that it has no effect. Whether the work is handed in on a milestone is the profile's to say.
pub(crate) fn out_of_turn(
    history: &History,
    strength_of: &dyn Fn(usize) -> Option<Strength>,
) -> BTreeMap<usize, Refusal> {
    let mut tracks: BTreeMap<&str, Track<'_>> = BTreeMap::new();
    let mut homes: BTreeMap<&Digest, &str> = BTreeMap::new();
    let mut refused = BTreeMap::new();
    for it in history.timed() {
        if let Event::Correction(correction) = &it.entry.event {
            let home = homes.get(&correction.entry);
            let Some(track) = home.and_then(|id| tracks.get_mut(id)) else {
                continue;
            };
            for step in &mut track.steps {
                if *step.digest == correction.entry {
                    step.event = correction.instead.as_deref();
                }
            }
            track.is_stale = true;
            continue;
        }
        let (digest, event) = (&it.line.digest, &it.entry.event);
        let Some(id) = event.milestone() else {
            continue;
        };
        let Some(strength) = strength_of(it.line.line) else {
            continue;
        };
        let track = tracks.entry(id).or_insert_with(|| Track {
            steps: Vec::new(),
            course: Course::new(),
            is_stale: false,
        });
        if it.line.is_joined {
            // It was in order in the other copy.
            track.is_stale = true;
        } else if let Err(why) = track.course(id).take(id, true, (digest, event), strength) {
            refused.insert(it.line.line, why);
            continue;
        }
        homes.insert(digest, id);
        track.steps.push(Step {
            when: it.when,
            digest,
            event: Some(event),
            strength,
        });
    }
    refused
}
