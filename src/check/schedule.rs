//! What the milestones say: what is overdue, what changed since it was approved, what came too early.

use crate::check::context::{DriftFact, ScheduleContext};
use crate::check::rule::{Rule, Run, explained};
use crate::check::sink::Sink;
use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Level, Place, ProjectPath, british};
use crate::project::MANIFEST;

/// Changes to more than so many words of a hundred are a lot.
const MUCH_PERCENT: usize = 20;

/// The rules of this family.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        code: "milestone-overdue",
        default: Level::Warn,
        summary: "the day of a milestone has passed",
        explanation: explained!("milestone-overdue"),
        run: Run::Schedule(overdue),
    },
    Rule {
        code: "changed-since-approval",
        default: Level::Warn,
        summary: "an approved chapter has changed a lot since",
        explanation: explained!("changed-since-approval"),
        run: Run::Schedule(drift),
    },
    Rule {
        code: "data-before-approval",
        default: Level::Deny,
        summary: "data were collected before the ethics approval",
        explanation: explained!("data-before-approval"),
        run: Run::Schedule(data_before_approval),
    },
    Rule {
        code: "chain-broken",
        default: Level::Warn,
        summary: "a recommendation, a finding or a question hangs loose",
        explanation: explained!("chain-broken"),
        run: Run::Schedule(chain),
    },
];

fn overdue(context: &ScheduleContext<'_>, sink: &mut Sink) {
    for late in &context.schedule.overdue {
        let message = format!(
            "`{}` was due on {}, {} ago",
            late.title,
            british(late.due.day()),
            count(late.days, "day")
        );
        let finding = Diagnostic::warn("milestone-overdue", message);
        sink.push(in_manifest(finding).hint(format!(
            "when it is ready: `folio milestone ready {0}`; with more time granted: `folio milestone extend {0} --to DATE --reference TEXT`",
            late.id
        )));
    }
}

fn drift(context: &ScheduleContext<'_>, sink: &mut Sink) {
    for DriftFact {
        milestone,
        words,
        added,
        removed,
        path,
    } in &context.schedule.drift
    {
        let changed = added + removed;
        if *words == 0 || changed * 100 <= words * MUCH_PERCENT {
            continue;
        }
        let message = format!(
            "{} added and {} removed since `{milestone}` was approved at {}",
            count(*added, "word"),
            count(*removed, "word"),
            count(*words, "word")
        );
        let finding = Diagnostic::warn("changed-since-approval", message);
        let finding = match path {
            Some(path) => finding.at(Place::file(path.clone())),
            None => finding,
        };
        sink.push(finding.hint(format!(
            "look at `folio diff {milestone}` and tell your supervisor what changed"
        )));
    }
}

fn data_before_approval(context: &ScheduleContext<'_>, sink: &mut Sink) {
    let ethics = &context.project.manifest.ethics;
    let Some(began) = ethics.data_collection_began else {
        return;
    };
    match ethics.approved {
        Some(approved) if began < approved => {
            let message = format!(
                "data collection began on {}, before the approval of {}",
                british(began),
                british(approved)
            );
            sink.push(
                in_manifest(Diagnostic::deny("data-before-approval", message))
                    .hint("an approval is never given afterwards: speak to your supervisor and to the body that approved")
                    .hint("if a date is wrong, mend it under `[ethics]` in folio.toml"),
            );
        }
        None if ethics.approval_needed == Some(true) => {
            let message = format!(
                "data collection began on {}, and no approval is recorded",
                british(began)
            );
            sink.push(
                in_manifest(Diagnostic::deny("data-before-approval", message))
                    .hint("write the day of the approval as `approved` under `[ethics]`"),
            );
        }
        Some(_) | None => {}
    }
}

fn chain(context: &ScheduleContext<'_>, sink: &mut Sink) {
    for loose in &context.schedule.loose {
        let finding = Diagnostic::warn("chain-broken", loose.message.clone());
        let finding = match &loose.place {
            Some(place) => finding.at(place.clone()),
            None => finding,
        };
        sink.push(finding.hint("`folio status --trace` shows the whole chain"));
    }
}

fn in_manifest(finding: Diagnostic) -> Diagnostic {
    match ProjectPath::new(MANIFEST) {
        Some(path) => finding.at(Place::file(path)),
        None => finding,
    }
}
