//! How the chapters have grown since a milestone was last marked ready, or since a day.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{british, parse_typed_date};
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::milestones::{Event, Ready, day_of};
use crate::pipeline::count::report::{Growth, Since};
use crate::project::Region;
use crate::words::Tally;

/// Compares a tally with what the ledger recorded at a milestone, or until the end of a day.
pub(crate) fn since(
    dissertation: &Dissertation,
    what: &str,
    tally: &Tally,
) -> Result<Since, Failure> {
    let milestones = dissertation.project().manifest.milestones.iter();
    let known: Vec<&str> = milestones.map(|milestone| milestone.id.as_str()).collect();
    let today = dissertation.moment().today.0;
    let day = match what {
        "yesterday" => today.yesterday().ok(),
        _ => parse_typed_date(what, None).ok(),
    };
    let written = inline(what, 40);
    let is_wanted = |at: Timestamp, ready: &Ready| match day {
        Some(day) => day_of(at) <= day,
        None => ready.milestone == what,
    };
    if day.is_none() && !known.contains(&what) {
        let message = format!("`{written}` is no milestone and no day");
        return Err(Failure::new(FailureKind::Project, message)
            .hint(did_you_mean(&written, &known))
            .hint("a day is written as in `2027-01-15`, or `yesterday`"));
    }
    let history = &dissertation.schedule()?.history;
    let entries = history.effective();
    let mut readies = entries.iter().rev().filter_map(|effective| {
        let Event::Ready(ready) = effective.event else {
            return None;
        };
        let at = effective.entry.at;
        is_wanted(at, ready).then_some((at, ready))
    });
    let Some((at, ready)) = readies.next() else {
        return Err(nothing_recorded(&written, day));
    };
    let now = |id: &str| {
        let wanted = Region::Chapter(id.to_owned());
        let part = tally.chapters().find(|part| part.region == wanted);
        part.map_or(0, |part| part.counted)
    };
    // Until a day, what was recorded of a chapter last holds, at whatever milestone.
    let earlier = readies.filter(|_| day.is_some()).map(|(_, ready)| ready);
    let mut chapters: Vec<Growth> = Vec::new();
    for chapter in std::iter::once(ready)
        .chain(earlier)
        .flat_map(|it| &it.chapters)
    {
        if chapters.iter().all(|known| known.id != chapter.id) {
            chapters.push(Growth {
                id: chapter.id.clone(),
                then: usize::try_from(chapter.words).unwrap_or(usize::MAX),
                now: now(&chapter.id),
            });
        }
    }
    let policy = ready.policy.clone();
    Ok(Since {
        milestone: day.is_none().then(|| what.to_owned()),
        at,
        other_policy: policy.filter(|policy| *policy != tally.policy.name),
        chapters,
    })
}

fn nothing_recorded(written: &str, day: Option<Date>) -> Failure {
    match day {
        Some(day) => {
            let message = format!("no words were recorded until {}", british(day));
            Failure::new(FailureKind::Project, message).hint(
                "`folio milestone ready` records the words of a milestone's chapters; `folio watch` shows what came today",
            )
        }
        None => {
            let message = format!("`{written}` was not marked ready yet");
            Failure::new(FailureKind::Project, message).hint(format!(
                "`folio milestone ready {written}` records the words of its chapters"
            ))
        }
    }
}
