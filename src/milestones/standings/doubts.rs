//! What a reader of the ledger should know although nothing in it is wrong: days that do not follow
//! each other, another title.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostics::british;
use crate::diagnostics::text::inline;
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Event, day_of, digest};
use crate::milestones::signoff::{Signed, changed_names, title_then};
use crate::project::Due;

/// From how many days on an entry that comes late is said to.
const LATE_DAYS: i32 = 366;

/// From how many days on a day lies well before the clock, or before the line above.
const WELL_BEFORE_DAYS: i32 = 31;

/// Something to know of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Doubt {
    /// Its line in the ledger.
    pub line: usize,
    /// What, in lower case and without a full stop.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// Returns what is to be known of the days of the entries, in the order of the file.
pub(crate) fn doubts(basis: &Basis<'_>) -> Vec<Doubt> {
    let missing = basis.history.missing.iter().map(|it| Doubt {
        line: it.line,
        message: it.message.clone(),
        hint: it.hint.clone(),
    });
    let mut doubts: Vec<Doubt> = missing.collect();
    let mut before: Option<(usize, Date)> = None;
    let mut timed_line = None;
    for it in basis.history.timed() {
        let line = it.line.line;
        let day = day_of(it.entry.at);
        let say = |doubts: &mut Vec<Doubt>, message: String| {
            let hint = "nothing but the entry says when it was made: ask who entered it".into();
            doubts.push(Doubt {
                line,
                message,
                hint,
            });
        };
        if day > basis.today {
            say(
                &mut doubts,
                format!("line {line} is dated {}, a day to come", british(day)),
            );
        }
        let claimed = claimed(&it.entry.event);
        let told = claimed.map_or(day, |claimed| claimed.min(day));
        let above = before.filter(|_| !it.line.is_joined);
        if let Some(clock) = it.entry.entered_at
            && (clock - told).get_days() > WELL_BEFORE_DAYS
        {
            let verb = if told == day { "is dated" } else { "tells of" };
            let (told, clock) = (british(told), british(clock));
            say(
                &mut doubts,
                format!("line {line} {verb} {told} and was entered on {clock} by the clock"),
            );
        } else if (day - told).get_days() > LATE_DAYS {
            let (told, day) = (british(told), british(day));
            say(
                &mut doubts,
                format!("line {line} tells of {told} and was entered on {day}"),
            );
        } else if let Some((earlier, previous)) = above
            && told < day
            && (previous - told).get_days() > WELL_BEFORE_DAYS
        {
            let (told, previous) = (british(told), british(previous));
            say(
                &mut doubts,
                format!(
                    "line {line} tells of {told}, and line {earlier} above it is of {previous}"
                ),
            );
        }
        if Signed::of(it.entry).is_some() && digest(it.entry) != it.line.digest {
            doubts.push(Doubt {
                line,
                message: format!("line {line} is signed, and is not written as folio writes it"),
                hint: "the signature covers what folio shows of the line, and nothing else in it"
                    .into(),
            });
        }
        if let Event::Decision(decision) = &it.entry.event
            && let Some(title) = title_then(basis.people, decision)
        {
            doubts.push(Doubt {
                line,
                message: format!(
                    "line {line} was signed when the title was `{}`",
                    inline(title, 120)
                ),
                hint: "a title may change: nothing is to be done, if it is the same work".into(),
            });
        }
        if let Event::Correction(correction) = &it.entry.event
            && let Some(Event::Submitted(now)) = correction.instead.as_deref()
            && let Some(old) = basis.history.find(&correction.entry)
            && let Some(Event::Submitted(then)) = old.entry().map(|it| &it.event)
            && now.on != then.on
        {
            let said = then.on.map_or_else(|| "no time".to_owned(), Due::in_words);
            doubts.push(Doubt {
                line,
                message: format!(
                    "line {line} changes when the work was handed in: line {} said {said}",
                    old.line
                ),
                hint: "see the evidence: nothing but the entry says which of them is right".into(),
            });
        }
        if let Some(bound) = Signed::of(it.entry).and_then(|signed| signed.dissertation)
            && let [changed] = changed_names(basis.people, bound).as_slice()
        {
            doubts.push(Doubt {
                line,
                message: format!("line {line} was signed for a student of whom {changed} here"),
                hint: "a name may change: ask whose dissertation it is".into(),
            });
        }
        if it.line.is_joined {
            continue;
        }
        match (it.entry.entered_at, timed_line) {
            (Some(_), _) => timed_line = Some(line),
            (None, Some(earlier)) if Signed::of(it.entry).is_none() => say(
                &mut doubts,
                format!(
                    "line {line} does not say when it was entered by the clock, as line {earlier} \
                     does"
                ),
            ),
            (None, _) => {}
        }
        if let Some((earlier, previous)) = before {
            if day < previous {
                say(
                    &mut doubts,
                    format!(
                        "line {line} is dated {}, before line {earlier} of {}",
                        british(day),
                        british(previous)
                    ),
                );
            } else if (day - previous).get_days() > LATE_DAYS {
                say(
                    &mut doubts,
                    format!(
                        "line {line} is dated {}, more than a year after line {earlier} of {}",
                        british(day),
                        british(previous)
                    ),
                );
            }
        }
        before = Some((line, day));
    }
    doubts
}

/// Returns the day of which an entry tells, if it says one.
fn claimed(event: &Event) -> Option<Date> {
    match event {
        Event::Decision(decision) => decision.taken,
        Event::Meeting(meeting) => Some(meeting.date),
        Event::Submitted(submitted) => submitted.on.map(Due::day),
        Event::Ready(_)
        | Event::Extension(_)
        | Event::ActionDone(_)
        | Event::Correction(_)
        | Event::Supervisor(_)
        | Event::Packaged(_)
        | Event::Merge(_)
        | Event::Erasure(_) => None,
    }
}
