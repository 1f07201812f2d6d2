//! What was agreed to be done: in meetings and with decisions.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostics::parse_date;
use crate::diagnostics::text::inline;
use crate::milestones::digest::Digest;
use crate::milestones::ledger::{Action, Effective, Event, History, Meeting, short};
use crate::milestones::outlook::day_of;
use crate::milestones::refusal::Refusal;

/// An action, done or not.
#[derive(Clone, Debug, PartialEq, Eq)]
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
            finished.insert((&done.entry, done.action), (day, done.note.clone()));
        }
    }
    for effective in entries {
        let day = day_of(effective.entry.at);
        let (agreed, actions) = match effective.event {
            Event::Meeting(meeting) => (meeting.date, &meeting.actions),
            Event::Decision(decision) => (decision.taken.unwrap_or(day), &decision.actions),
            Event::Ready(_)
            | Event::Extension(_)
            | Event::ActionDone(_)
            | Event::Correction(_)
            | Event::Supervisor(_)
            | Event::Packaged(_)
            | Event::Submitted(_)
            | Event::Merge(_) => continue,
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
#[derive(Clone, Debug, PartialEq)]
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
    let mut meetings: Vec<MeetingMark> = history
        .effective()
        .into_iter()
        .filter_map(|effective| {
            let Event::Meeting(meeting) = effective.event else {
                return None;
            };
            Some(MeetingMark {
                entry: effective.line.digest.clone(),
                entered_by: effective.entry.entered_by.clone(),
                is_corrected: effective.corrected_by.is_some(),
                meeting: meeting.clone(),
            })
        })
        .collect();
    meetings.sort_by_key(|mark| mark.meeting.date);
    meetings
}

/// Reads an action as the command line has it: `WHAT; WHO; DATE`, the date optional.
pub fn parse_action(text: &str) -> Result<Action, Refusal> {
    let written = inline(text, 60);
    let hint = "write it as \"WHAT; WHO; DATE\", such as \"Narrow the aim; student; 2027-03-01\"";
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    let (what, who, due) = match parts.as_slice() {
        [what, who] => (what, who, None),
        [what, who, ""] => (what, who, None),
        [what, who, date] => match parse_date(date) {
            Ok(date) => (what, who, Some(date)),
            Err(error) => return Err(Refusal::new(error.to_string(), hint)),
        },
        _ => return Err(Refusal::new(format!("`{written}` is no action"), hint)),
    };
    if what.is_empty() || who.is_empty() {
        let message = format!("`{written}` does not say what is to be done, or by whom");
        return Err(Refusal::new(message, hint));
    }
    Ok(Action {
        what: (*what).to_owned(),
        who: (*who).to_owned(),
        due,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_says_what_who_and_perhaps_when() {
        let action = parse_action("Narrow the aim; student; 2027-03-01").unwrap();
        assert_eq!(
            (action.what.as_str(), action.who.as_str()),
            ("Narrow the aim", "student")
        );
        assert_eq!(action.due, Some("2027-03-01".parse().unwrap()));
        assert_eq!(parse_action("Read; student").unwrap().due, None);
        assert_eq!(parse_action("Read; student;").unwrap().due, None);
        for wrong in [
            "Read",
            "; student",
            "Read; ",
            "Read; student; soon",
            "a; b; 2027-01-01; d",
            "",
        ] {
            assert!(parse_action(wrong).is_err(), "{wrong}");
        }
    }
}
