//! How the chapters have grown since a milestone was last marked ready, or since a day: by what the
//! record says, or by what git keeps of that day, counted once more.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::diagnostics::text::{did_you_mean, inline};
use crate::diagnostics::{Store, british, parse_typed_date};
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::milestones::{Event, Ready, day_of};
use crate::pipeline::count::report::{Growth, Since};
use crate::pipeline::count::{CountRequest, count};
use crate::project::Region;
use crate::repository::{AsOf, as_of};
use crate::words::Tally;

/// Compares a tally with what the ledger recorded at a milestone, or with what it or git has of the
/// end of a day, whichever is later.
pub(crate) fn since(
    dissertation: &Dissertation,
    request: &CountRequest,
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
    // Until a day, what was recorded of a chapter last holds, at whatever milestone.
    let most = if day.is_some() { usize::MAX } else { 1 };
    let recorded = recorded(dissertation, is_wanted, most)?;
    let kept = day.and_then(|day| kept(dissertation, request, day));
    let (kept, cannot) = match kept {
        Some(Ok(kept)) => (Some(kept), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    // The later of the two is nearer to the day.
    let then = [recorded, kept].into_iter().flatten();
    let Some(then) = then.max_by_key(|then| then.at) else {
        return Err(nothing_known(&written, day, cannot));
    };
    let Then {
        at,
        commit,
        policy,
        words,
    } = then;
    let now: Vec<(&str, usize)> = tally
        .chapters()
        .filter_map(|part| match &part.region {
            Region::Chapter(id) => Some((id.as_str(), part.counted)),
            _ => None,
        })
        .collect();
    let of_now = |id: &str| now.iter().find(|(known, _)| *known == id);
    let mut chapters: Vec<Growth> = words
        .into_iter()
        .map(|(id, then)| Growth {
            now: of_now(&id).map_or(0, |(_, words)| *words),
            then,
            id,
        })
        .collect();
    // All of a commit is known: a chapter that is not in it had no words. The record has only the
    // chapters of a milestone.
    if commit.is_some() {
        let is_new = |id: &str| chapters.iter().all(|known| known.id != id);
        let new: Vec<Growth> = now
            .iter()
            .filter(|(id, _)| is_new(id))
            .map(|(id, now)| Growth {
                id: (*id).to_owned(),
                then: 0,
                now: *now,
            })
            .collect();
        chapters.extend(new);
    }
    Ok(Since {
        milestone: day.is_none().then(|| what.to_owned()),
        at,
        commit,
        other_policy: policy.filter(|policy| *policy != tally.policy.name),
        chapters,
    })
}

/// The words of some chapters as they were once.
struct Then {
    at: Timestamp,
    commit: Option<String>,
    policy: Option<String>,
    words: Vec<(String, usize)>,
}

/// Returns what the record has: of each chapter what was recorded last, in the last `most` entries
/// that are wanted.
fn recorded(
    dissertation: &Dissertation,
    is_wanted: impl Fn(Timestamp, &Ready) -> bool,
    most: usize,
) -> Result<Option<Then>, Failure> {
    let history = &dissertation.schedule()?.history;
    let entries = history.effective();
    let readies = entries.iter().rev().filter_map(|effective| {
        let Event::Ready(ready) = effective.event else {
            return None;
        };
        let at = effective.entry.at;
        is_wanted(at, ready).then_some((at, ready))
    });
    let mut then: Option<Then> = None;
    for (at, ready) in readies.take(most) {
        let then = then.get_or_insert_with(|| Then {
            at,
            commit: None,
            policy: ready.policy.clone(),
            words: Vec::new(),
        });
        for chapter in &ready.chapters {
            if then.words.iter().all(|(known, _)| *known != chapter.id) {
                let words = usize::try_from(chapter.words).unwrap_or(usize::MAX);
                then.words.push((chapter.id.clone(), words));
            }
        }
    }
    Ok(then)
}

/// Counts what git keeps of the end of a day, by the same rule; the error says of which commit, and
/// why it cannot be counted.
fn kept(
    dissertation: &Dissertation,
    request: &CountRequest,
    day: Date,
) -> Option<Result<Then, (String, Failure)>> {
    let root = dissertation.store().door()?.root();
    let AsOf { commit, at, files } = as_of(root, |at| day_of(at) <= day)?;
    let counted = Dissertation::over(
        Store::memory(files),
        dissertation.rules().cloned(),
        dissertation.moment().clone(),
        dissertation.listener(),
    )
    .and_then(|mut then| {
        let alone = CountRequest {
            policy: request.policy.clone(),
            convention: request.convention.clone(),
            ..CountRequest::of(request.edition.clone())
        };
        count(&mut then, &alone)
    });
    Some(match counted {
        Ok(counted) => {
            let chapters = counted.report.chapters.into_iter();
            Ok(Then {
                at,
                commit: Some(commit),
                policy: Some(counted.report.short.policy),
                words: chapters.map(|it| (it.id, it.counted)).collect(),
            })
        }
        Err(failure) => Err((commit, failure)),
    })
}

fn nothing_known(written: &str, day: Option<Date>, cannot: Option<(String, Failure)>) -> Failure {
    let Some(day) = day else {
        let message = format!("`{written}` was not marked ready yet");
        return Failure::new(FailureKind::Project, message).hint(format!(
            "`folio milestone ready {written}` records the words of its chapters"
        ));
    };
    let message = format!("no words are known until {}", british(day));
    let failure = Failure::new(FailureKind::Project, message);
    match cannot {
        Some((commit, why)) => failure.hint(format!(
            "git has the files of then (commit {commit}), and they cannot be counted: {}",
            why.message
        )),
        None => failure.hint(
            "`folio milestone ready` records the words of a milestone's chapters, and git keeps all that was committed; `folio watch` shows what came today",
        ),
    }
}
