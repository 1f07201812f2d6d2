//! What was agreed to be done: in meetings and with decisions.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Action, Effective, Event, History, Meeting, day_of, short};

/// An action, done or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenAction {
    /// Its name in commands, such as `3f9a1c2e-1`.
    pub id: String,
    /// The digest of the entry in which it was agreed.
    pub entry: Digest,
    /// Its number in that entry, from 1.
    pub number: u32,
    /// What, who, by when.
    pub action: Action,
    /// The day on which it was agreed.
    pub agreed: Date,
    /// The day on which it was done, with the note.
    pub done: Option<(Date, Option<String>)>,
    /// Whether it is late.
    pub is_overdue: bool,
}

/// Returns all actions in the order in which they were agreed.
pub(crate) fn actions(entries: &[Effective<'_>], today: Date) -> Vec<OpenAction> {
    let mut all = Vec::new();
    let mut finished = BTreeMap::new();
    for effective in entries.iter().rev() {
        if let Event::ActionDone(done) = effective.event {
            let day = day_of(effective.entry.at);
            finished.insert(
                (&done.entry, done.action),
                (day, done.note.as_deref().map(str::to_owned)),
            );
        }
    }
    for effective in entries {
        let day = day_of(effective.entry.at);
        let (agreed, actions) = if let Event::Meeting(meeting) = effective.event {
            (meeting.date, &meeting.actions)
        } else if let Event::Decision(decision) = effective.event {
            (decision.taken.unwrap_or(day), &decision.actions)
        } else {
            continue;
        };
        let digest = &effective.line.digest;
        for (number, action) in (1..).zip(actions) {
            let done = finished.get(&(digest, number)).cloned();
            all.push(OpenAction {
                id: format!("{}-{number}", short(digest)),
                entry: digest.clone(),
                number,
                is_overdue: done.is_none() && action.due.is_some_and(|due| due < today),
                action: action.clone(),
                agreed,
                done,
            });
        }
    }
    all
}

/// A meeting as the record keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MeetingMark {
    /// The digest of the entry.
    pub entry: Digest,
    /// Who entered it.
    pub entered_by: String,
    /// Whether a correction put it in the place of what was entered first.
    pub is_corrected: bool,
    /// The record.
    pub meeting: Meeting,
}

/// Returns the supervision meetings by day.
pub fn meetings(history: &History) -> Vec<MeetingMark> {
    let mark = |effective: Effective<'_>| {
        let Event::Meeting(meeting) = effective.event else {
            return None;
        };
        Some(MeetingMark {
            entry: effective.line.digest.clone(),
            entered_by: effective.entry.entered_by.clone(),
            is_corrected: effective.corrected_by.is_some(),
            meeting: meeting.clone(),
        })
    };
    let mut meetings: Vec<MeetingMark> = history.effective().into_iter().filter_map(mark).collect();
    meetings.sort_by_key(|mark| mark.meeting.date);
    meetings
}
