//! How the chapters have grown since a milestone was last marked ready.

use crate::diagnostics::text::{did_you_mean, inline};
use crate::dissertation::{Dissertation, Failure, FailureKind};
use crate::milestones::Event;
use crate::pipeline::count::report::{Growth, Since};
use crate::project::Region;
use crate::words::Tally;

/// Compares a tally with what the ledger recorded.
pub(crate) fn since(
    dissertation: &Dissertation,
    id: &str,
    tally: &Tally,
) -> Result<Since, Failure> {
    let failed = |message: String| Failure::new(FailureKind::Project, message);
    let known: Vec<&str> = dissertation
        .project()
        .manifest
        .milestones
        .iter()
        .map(|milestone| milestone.id.as_str())
        .collect();
    let written = inline(id, 40);
    if !known.contains(&id) {
        return Err(failed(format!("there is no milestone `{written}`"))
            .hint(did_you_mean(&written, &known)));
    }
    let history = &dissertation.schedule()?.history;
    let entries = history.effective();
    let ready = entries.iter().rev().find_map(|effective| {
        let Event::Ready(ready) = effective.event else {
            return None;
        };
        (ready.milestone == id).then_some((effective.entry.at, ready))
    });
    let Some((at, ready)) = ready else {
        return Err(
            failed(format!("`{written}` was not marked ready yet")).hint(format!(
                "`folio milestone ready {written}` records the words of its chapters"
            )),
        );
    };
    let now = |id: &str| {
        let wanted = Region::Chapter(id.to_owned());
        let part = tally.chapters().find(|part| part.region == wanted);
        part.map_or(0, |part| part.counted)
    };
    Ok(Since {
        milestone: id.to_owned(),
        at,
        other_policy: ready
            .policy
            .clone()
            .filter(|policy| *policy != tally.policy.name),
        chapters: ready
            .chapters
            .iter()
            .map(|chapter| Growth {
                id: chapter.id.clone(),
                then: usize::try_from(chapter.words).unwrap_or(usize::MAX),
                now: now(&chapter.id),
            })
            .collect(),
    })
}
