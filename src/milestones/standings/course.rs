//! The course of one milestone: what its entries, one after the other, make of it.
//!
//! Every entry that is read goes through [`Course::take`], and everything that is written is asked
//! of the same table of states. [`out_of_turn`] reads the file as it grew, corrections at the place
//! where they were made, and finds what could not have been written there.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::diagnostics::british;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Entry, Event, History, Line};
use crate::milestones::refusal::Refusal;
use crate::milestones::signoff::Signed;
use crate::milestones::standings::state::{Happening, Position, State, Strength, in_order, step};
use crate::project::Due;

/// Where a milestone stands by its entries alone.
pub(crate) struct Course<'h> {
    /// Where it stands after the last of them.
    place: Place<'h>,
    rounds: BTreeSet<&'h Digest>,
    /// What was decided: what is signed, or, in words, the entry.
    decisions: BTreeSet<Digest>,
}

/// An entry with what the course asks of it.
#[derive(Clone)]
pub(crate) struct Step<'h> {
    digest: &'h Digest,
    /// What it is known by. The same signature under the same words is the same decision, however
    /// its line is spelt.
    identity: Digest,
    at: Timestamp,
    strength: Strength,
}

impl<'h> Step<'h> {
    /// Returns the step of a line.
    pub(crate) fn of(line: &'h Line, entry: &Entry, strength: Strength) -> Self {
        let signed = Signed::of(entry).map(|signed| Digest::of_bytes(&signed.message));
        Self {
            digest: &line.digest,
            identity: signed.unwrap_or_else(|| line.digest.clone()),
            at: entry.at,
            strength,
        }
    }
}

/// Where a milestone stands after an entry.
#[derive(Clone, Copy)]
struct Place<'h> {
    state: State,
    decided: Option<(Strength, Timestamp)>,
    ready: Option<&'h Digest>,
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
            place: Place {
                state: State::InProgress,
                decided: None,
                ready: None,
                recorded: None,
                granted: None,
            },
            rounds: BTreeSet::new(),
            decisions: BTreeSet::new(),
        }
    }

    /// Returns its state.
    pub(crate) fn state(&self) -> State {
        self.place.state
    }

    /// Returns how many entries are known by name.
    fn known(&self) -> usize {
        self.rounds.len() + self.decisions.len()
    }

    /// Takes the next entry, or says why it has no effect. `strength` is how it is known.
    pub(crate) fn take(
        &mut self,
        id: &str,
        is_submission: bool,
        step_of: &Step<'h>,
        event: &'h Event,
    ) -> Result<Turn, Refusal> {
        let Step {
            digest,
            ref identity,
            at,
            strength,
        } = *step_of;
        let position = Position {
            id,
            state: self.place.state,
            decided: self.place.decided.map(|(strength, _)| strength),
            is_submission,
        };
        match event {
            Event::Ready(_) => {
                if self.rounds.contains(digest) {
                    return Err(repeats("an entry"));
                }
                self.place.state = step(position, Happening::Ready)?;
                self.rounds.insert(digest);
                self.place.ready = Some(digest);
                self.place.decided = None;
            }
            Event::Decision(decision) => {
                if !self.rounds.contains(&decision.ready) {
                    return Err(Refusal::new(
                        "it is about a version that this ledger does not have, or that was taken \
                         back",
                        "receive the ledger of the copy on which it was marked ready",
                    ));
                }
                if self.decisions.contains(identity) {
                    return Err(repeats("a decision"));
                }
                if self.place.ready != Some(&decision.ready) {
                    self.decisions.insert(identity.clone());
                    return Ok(Turn::Earlier);
                }
                in_order(self.place.decided, (strength, at))?;
                self.place.state = step(position, Happening::Decide(decision.outcome, strength))?;
                self.decisions.insert(identity.clone());
                self.place.decided = Some((strength, at));
            }
            Event::Extension(extension) => {
                step(position, Happening::Extend)?;
                if strength == Strength::Unvouched && self.place.granted.is_some() {
                    return Err(Refusal::new(
                        "the extension before it is signed: only another signed one can replace it",
                        "ask the office to grant it with `--key FILE`",
                    ));
                }
                let is_later = |due: Due| extension.to.at() > due.at();
                // What the student recorded binds nobody who signs.
                let before = match strength {
                    Strength::Signed => self.place.granted,
                    Strength::Unvouched | Strength::Recorded => {
                        self.place.recorded.or(self.place.granted)
                    }
                };
                if let Some(due) = before.filter(|due| !is_later(*due)) {
                    return Err(Refusal::new(
                        format!("it is not later than {}, as extended", british(due.day())),
                        "give the new date with `--to`",
                    ));
                }
                match (&extension.granted_by, strength) {
                    (None, _) => {}
                    (Some(_), Strength::Recorded | Strength::Unvouched) => {
                        self.place.recorded = Some(extension.to);
                    }
                    (Some(_), Strength::Signed) => {
                        self.place.granted = Some(extension.to);
                        self.place.recorded = None;
                    }
                }
            }
            Event::Packaged(_) => self.place.state = step(position, Happening::Package)?,
            Event::Submitted(_) => self.place.state = step(position, Happening::Submit)?,
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

fn repeats(what: &str) -> Refusal {
    Refusal::new(
        format!("it repeats {what} that stands before it"),
        "nothing is to be done: the first of the two counts",
    )
}

/// An entry of a milestone as corrections have left it.
#[derive(Clone)]
struct Past<'h> {
    when: Timestamp,
    step: Step<'h>,
    /// `None`: it was taken back.
    event: Option<&'h Event>,
}

/// The entries of one milestone up to a line.
struct Track<'h> {
    id: &'h str,
    steps: Vec<Past<'h>>,
    /// Where each entry stands among the steps.
    places: BTreeMap<&'h Digest, Vec<usize>>,
    course: Course<'h>,
    /// What each step of the course began with, and whether the course knows its entry since.
    taken: Vec<(Place<'h>, bool)>,
    /// Whether steps of another copy came last.
    is_unsorted: bool,
}

impl<'h> Track<'h> {
    fn new(id: &'h str) -> Self {
        Self {
            id,
            steps: Vec::new(),
            places: BTreeMap::new(),
            course: Course::new(),
            taken: Vec::new(),
            is_unsorted: false,
        }
    }

    /// Takes a step that was in order in another copy, or that is to be in order here.
    fn push(&mut self, step: Past<'h>, is_joined: bool) -> Result<(), Refusal> {
        if is_joined {
            self.is_unsorted = true;
        } else {
            self.catch_up();
            self.take(&step)?;
        }
        let place = self.steps.len();
        self.places.entry(step.step.digest).or_default().push(place);
        self.steps.push(step);
        Ok(())
    }

    /// Puts what is right in the place of an entry. Only what came after it is taken anew, so that
    /// many corrections cost no more than their distance.
    fn correct(&mut self, entry: &Digest, instead: Option<&'h Event>) {
        let places = self.places.get(entry).cloned().unwrap_or_default();
        for place in &places {
            self.steps[*place].event = instead;
        }
        let first = places.first().copied().unwrap_or(usize::MAX);
        while self.taken.len() > first
            && let Some((before, is_known)) = self.taken.pop()
        {
            let step = &self.steps[self.taken.len()].step;
            self.course.place = before;
            if is_known {
                self.course.rounds.remove(step.digest);
                self.course.decisions.remove(&step.identity);
            }
        }
    }

    fn catch_up(&mut self) {
        if std::mem::take(&mut self.is_unsorted) {
            self.steps.sort_by_key(|step| step.when);
            self.places.clear();
            for (place, step) in self.steps.iter().enumerate() {
                self.places.entry(step.step.digest).or_default().push(place);
            }
            self.course = Course::new();
            self.taken.clear();
        }
        while let Some(step) = self.steps.get(self.taken.len()).cloned() {
            let before = self.course.place;
            if self.take(&step).is_err() {
                self.taken.push((before, false));
            }
        }
    }

    fn take(&mut self, past: &Past<'h>) -> Result<(), Refusal> {
        let (before, known) = (self.course.place, self.course.known());
        if let Some(event) = past.event {
            self.course.take(self.id, true, &past.step, event)?;
        }
        self.taken.push((before, self.course.known() > known));
        Ok(())
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
            if let Some(track) = home.and_then(|id| tracks.get_mut(id)) {
                track.correct(&correction.entry, correction.instead.as_deref());
            }
            continue;
        }
        let (digest, event) = (&it.line.digest, &it.entry.event);
        let Some(id) = event.milestone() else {
            continue;
        };
        let Some(strength) = strength_of(it.line.line) else {
            continue;
        };
        let track = tracks.entry(id).or_insert_with(|| Track::new(id));
        let step = Past {
            when: it.when,
            step: Step::of(it.line, it.entry, strength),
            event: Some(event),
        };
        match track.push(step, it.line.is_joined) {
            Ok(()) => drop(homes.insert(digest, id)),
            Err(why) => drop(refused.insert(it.line.line, why)),
        }
    }
    refused
}
