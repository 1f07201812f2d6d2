//! What the milestones say: what is overdue, what changed since it was approved, what came too early.

use crate::check::context::{DriftFact, ScheduleContext};
use crate::check::search::Search;
use crate::check::sink::Sink;
use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Place, ProjectPath, british, rows};

/// Changes to more than so many words of a hundred are a lot.
const MUCH_PERCENT: usize = 20;

/// Where the record of the milestones is.
const LEDGER: &str = "milestones/ledger.jsonl";

rows! {
    MILESTONE_OVERDUE "milestone-overdue" Warn Schedule "the day of a milestone has passed";
    CHANGED_SINCE_APPROVAL "changed-since-approval" Warn Schedule "an approved chapter has changed a lot since";
    DATA_BEFORE_APPROVAL "data-before-approval" Deny Schedule "data were collected before the ethics approval";
    LEDGER_BROKEN "ledger-broken" Deny Schedule "the record of milestones was changed, or holds what it may not hold";
    SIGNATURE_NOT_VOUCHED "signature-not-vouched" Deny Schedule "a signed decision stands in the record, and the list of keys does not vouch for it";
    CHAIN_BROKEN "chain-broken" Warn Schedule "a recommendation, a finding or a question hangs loose";
}

/// What looks for the rules of this family.
pub(crate) const SEARCHES: &[Search] = &[
    Search::Schedule(overdue),
    Search::Schedule(drift),
    Search::Schedule(data_before_approval),
    Search::Schedule(ledger),
    Search::Schedule(chain),
];

fn overdue(context: &ScheduleContext<'_>, sink: &mut Sink) {
    for late in &context.schedule.overdue {
        let message = format!(
            "`{}` was due on {}, {} ago",
            late.title,
            british(late.due.day()),
            count(late.days, "day")
        );
        let in_list = ["milestone", &late.id, "due"];
        let in_table = ["milestones", &late.id];
        let is_listed = context.project.value_at(&in_list).is_some();
        let keys: &[&str] = if is_listed { &in_list } else { &in_table };
        sink.push(
            Diagnostic::of(&MILESTONE_OVERDUE, message)
                .at(context.project.written_at(keys))
                .hint(format!(
                    "when it is ready: `folio milestone ready {0}`; with more time granted: `folio milestone extend {0} --to DATE --reference TEXT`",
                    late.id
                )),
        );
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
            "about {} added and {} removed since `{milestone}` was approved at {}",
            count(*added, "word"),
            count(*removed, "word"),
            count(*words, "word")
        );
        let finding = Diagnostic::of(&CHANGED_SINCE_APPROVAL, message);
        sink.push(
            finding
                .maybe_at(path.clone().map(Place::file))
                .hint(format!(
                    "look at `folio diff {milestone}` and tell your supervisor what changed"
                )),
        );
    }
}

fn data_before_approval(context: &ScheduleContext<'_>, sink: &mut Sink) {
    let ethics = &context.project.manifest.ethics;
    let Some(began) = ethics.data_collection_began else {
        return;
    };
    let finding = |why: String| {
        let message = format!("data collection began on {}, {why}", british(began));
        let keys = ["ethics", "data-collection-began"];
        Diagnostic::of(&DATA_BEFORE_APPROVAL, message).at(context.project.written_at(&keys))
    };
    match ethics.approved {
        Some(approved) if began < approved => sink.push(
            finding(format!("before the approval of {}", british(approved)))
                .hint("an approval is never given afterwards: speak to your supervisor and to the body that approved")
                .hint("if a date is wrong, mend it under `[ethics]` in folio.toml"),
        ),
        None if ethics.approval_needed == Some(true) => sink.push(
            finding("and no approval is recorded".to_owned())
                .hint("write the day of the approval as `approved` under `[ethics]`"),
        ),
        Some(_) | None => {}
    }
}

fn chain(context: &ScheduleContext<'_>, sink: &mut Sink) {
    for loose in &context.schedule.loose {
        sink.push(
            Diagnostic::of(&CHAIN_BROKEN, loose.message.clone())
                .maybe_at(loose.place.clone())
                .hint("`folio status --trace` shows the whole chain"),
        );
    }
}

fn ledger(context: &ScheduleContext<'_>, sink: &mut Sink) {
    let file = ProjectPath::new(LEDGER).map(Place::file);
    for trouble in &context.schedule.ledger {
        let rule = match trouble.is_unvouched {
            true => &SIGNATURE_NOT_VOUCHED,
            false => &LEDGER_BROKEN,
        };
        let message = match trouble.message.starts_with("line ") {
            true => trouble.message.clone(),
            false => format!("line {}: {}", trouble.line, trouble.message),
        };
        sink.push(
            Diagnostic::of(rule, message)
                .maybe_at(file.clone())
                .hint(trouble.hint.clone())
                .hint("`folio milestone verify` says it of every line"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{LedgerTrouble, LooseEnd, Overdue, ScheduleFacts};
    use crate::diagnostics::parse_date;
    use crate::project::load;

    /// Returns what the rules of this family find, as level, code and message.
    fn found(ethics: &str, schedule: &ScheduleFacts) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let manifest =
            format!("[dissertation]\ntitle = \"T\"\nauthor = \"A\"\n[ethics]\n{ethics}\n");
        std::fs::create_dir(folder.path().join("chapters")).unwrap();
        std::fs::write(folder.path().join("folio.toml"), manifest).unwrap();
        std::fs::write(folder.path().join("chapters/01-a.md"), "# A\n").unwrap();
        let project = load(folder.path(), None).unwrap();
        let mut sink = Sink::default();
        let context = ScheduleContext {
            project: &project,
            schedule,
        };
        context.search(SEARCHES, &mut sink);
        let one = |finding: Diagnostic| {
            format!("{:?} {}: {}", finding.level, finding.code, finding.message)
        };
        sink.into_findings().into_iter().map(one).collect()
    }

    #[test]
    fn data_before_the_approval_must_be_fixed() {
        #[track_caller]
        fn case(ethics: &str, expected: &[&str]) {
            assert_eq!(found(ethics, &ScheduleFacts::default()), expected);
        }

        let early = "approved = 2027-02-02\ndata-collection-began = 2027-02-01";
        case(
            early,
            &[
                "Deny data-before-approval: data collection began on 1 February 2027, before the approval of 2 February 2027",
            ],
        );
        case(
            "approved = 2027-02-01\ndata-collection-began = 2027-02-01",
            &[],
        );
        case(
            "approval-needed = true\ndata-collection-began = 2027-02-01",
            &[
                "Deny data-before-approval: data collection began on 1 February 2027, and no approval is recorded",
            ],
        );
        case("data-collection-began = 2027-02-01", &[]);
    }

    #[test]
    fn small_changes_since_an_approval_need_nothing() {
        let drift = |added, removed| ScheduleFacts {
            drift: vec![DriftFact {
                milestone: "tutorial-1".into(),
                words: 100,
                added,
                removed,
                path: None,
            }],
            ..ScheduleFacts::default()
        };
        assert!(found("", &drift(12, 8)).is_empty());
        assert_eq!(
            found("", &drift(12, 9)),
            [
                "Warn changed-since-approval: about 12 words added and 9 words removed since `tutorial-1` was approved at 100 words"
            ]
        );
    }

    #[test]
    fn what_is_overdue_or_hangs_loose_is_passed_on() {
        let schedule = ScheduleFacts {
            overdue: vec![Overdue {
                id: "tutorial-1".into(),
                title: "Tutorial 1".into(),
                due: crate::project::Due::Day(parse_date("2027-02-27").unwrap()),
                days: 2,
            }],
            loose: vec![LooseEnd {
                message: "`rec:one` rests on no finding".into(),
                place: None,
            }],
            ledger: vec![LedgerTrouble {
                line: 3,
                is_unvouched: false,
                message: "it was changed after it was written".into(),
                hint: "restore it".into(),
            }],
            ..ScheduleFacts::default()
        };
        assert_eq!(
            found("", &schedule),
            [
                "Warn milestone-overdue: `Tutorial 1` was due on 27 February 2027, 2 days ago",
                "Deny ledger-broken: line 3: it was changed after it was written",
                "Warn chain-broken: `rec:one` rests on no finding",
            ]
        );
    }
}
