//! The words of the pages: states, colours, decisions, dates.

use jiff::civil::{Date, Time};

use super::status::{
    ChapterTarget, Confirmation, Decision, Extension, KeyOrigin, Outcome, Rag, State, Verdict,
};
use crate::diagnostics::british;
use crate::diagnostics::text::{count, thousands};

/// Returns the name of a state.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::NotStarted => "Not started",
        State::InProgress => "In progress",
        State::Ready => "Ready for review",
        State::Approved => "Approved",
        State::ApprovedWithChanges => "Approved with changes",
        State::Returned => "Returned",
        State::Packaged => "Packaged",
        State::Submitted => "Submitted",
    }
}

/// Returns whether nobody has to do anything more.
pub(super) fn is_settled(state: State) -> bool {
    match state {
        State::Approved | State::ApprovedWithChanges | State::Submitted => true,
        State::NotStarted
        | State::InProgress
        | State::Ready
        | State::Returned
        | State::Packaged => false,
    }
}

/// Returns a colour's letter, its word, and the name of its class.
///
/// The word says no more than the dates do; a colour that was set by hand has other reasons, and
/// they stand beside it.
pub(super) fn rag(
    rag: Rag,
    settled: bool,
    by_hand: bool,
) -> (&'static str, &'static str, &'static str) {
    match (rag, settled, by_hand) {
        (Rag::Red, _, false) => ("R", "overdue", "red"),
        (Rag::Red, _, true) => ("R", "red", "red"),
        (Rag::Amber, _, false) => ("A", "due soon", "amber"),
        (Rag::Amber, _, true) => ("A", "amber", "amber"),
        (Rag::Green, false, false) => ("G", "on track", "green"),
        (Rag::Green, true, false) => ("G", "settled", "green"),
        (Rag::Green, _, true) => ("G", "green", "green"),
    }
}

/// Returns how a count compares, in two words, and the name of its class.
pub(super) fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Within => ("within the limit", "green"),
        Verdict::Near => ("near the limit", "amber"),
        Verdict::Tolerated => ("over, within the tolerance", "amber"),
        Verdict::Over => ("over the limit", "red"),
        Verdict::Under => ("under the least number", "red"),
    }
}

/// Returns a day as somebody would say it: `12 April 2027`.
pub(super) fn date(date: Date) -> String {
    british(date).to_string()
}

/// Returns when something is due: `12 April 2027, 16:00`, or `no date yet`.
pub(super) fn due(day: Option<Date>, time: Option<Time>) -> String {
    match (day, time) {
        (None, _) => "no date yet".into(),
        (Some(day), None) => date(day),
        (Some(day), Some(time)) => {
            format!("{}, {:02}:{:02}", british(day), time.hour(), time.minute())
        }
    }
}

/// Returns the number of days from one day to another; negative if it has passed.
pub(super) fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// Returns how far a day is away: `in 12 days`, `today`, `3 days ago`.
pub(super) fn away(today: Date, day: Date) -> String {
    let days = days(today, day);
    let number = usize::try_from(days.unsigned_abs()).unwrap_or(usize::MAX);
    match days {
        0 => "today".into(),
        1 => "tomorrow".into(),
        2.. => format!("in {}", count(number, "day")),
        _ => format!("{} ago", count(number, "day")),
    }
}

/// Returns what an extension is, and no more than is known of it.
pub(super) fn extension(extension: &Extension) -> String {
    let Extension {
        to,
        reference,
        granted_by,
    } = extension;
    let to = british(*to);
    match granted_by {
        Some(name) => format!("Extended to {to}, granted by {name} (reference: {reference})."),
        None => format!(
            "Extension to {to} claimed (reference: {reference}); nobody has recorded that it was granted."
        ),
    }
}

/// Returns what was decided: `Approved by Dr Lane on 8 December 2026`.
pub(super) fn decided(decision: &Decision) -> String {
    let what = match decision.outcome {
        Outcome::Approved => "Approved",
        Outcome::ApprovedWithChanges => "Approved with changes",
        Outcome::Returned => "Returned",
    };
    format!("{what} by {} on {}", decision.name, british(decision.at))
}

/// Returns how a decision is known, in sentences.
pub(super) fn known(decision: &Decision) -> String {
    let Decision {
        outcome: _,
        name: _,
        confirmation,
        entered_by,
        at: _,
        entered_at,
        note: _,
    } = decision;
    let entered = match entered_at {
        Some(day) => format!(" on {}", british(*day)),
        None => String::new(),
    };
    match confirmation {
        Confirmation::Recorded {
            evidence: Some(evidence),
        } => format!("Recorded by {entered_by}{entered} from: {evidence}. Not signed."),
        Confirmation::Recorded { evidence: None } => {
            format!("Recorded by {entered_by}{entered}; no evidence was written down. Not signed.")
        }
        Confirmation::Ssh { key } => {
            let whose = match key {
                KeyOrigin::Project => "key as listed by the project",
                KeyOrigin::Outside => "key vouched for from outside the project",
            };
            format!(
                "Signed with an SSH key: the signature is valid, {whose}. Entered by {entered_by}{entered}."
            )
        }
    }
}

/// Returns how long a chapter should be: `1,200 to 1,500`.
pub(super) fn target(target: ChapterTarget) -> Option<String> {
    let ChapterTarget {
        at_least,
        at_most,
        assumed,
    } = target;
    let range = match (at_least, at_most) {
        (Some(least), Some(most)) => format!("{} to {}", thousands(least), thousands(most)),
        (Some(least), None) => format!("at least {}", thousands(least)),
        (None, Some(most)) => format!("at most {}", thousands(most)),
        (None, None) => return None,
    };
    Some(if assumed {
        format!("{range} (assumed)")
    } else {
        range
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    fn decision(confirmation: Confirmation) -> Decision {
        Decision {
            outcome: Outcome::Approved,
            name: "Dr B".into(),
            confirmation,
            entered_by: "A. Student".into(),
            at: day(2027, 3, 3),
            entered_at: Some(day(2027, 3, 5)),
            note: None,
        }
    }

    #[test]
    fn a_recorded_decision_is_never_called_signed() {
        let evidence = Some("e-mail of 3 March".into());
        assert_eq!(
            known(&decision(Confirmation::Recorded { evidence })),
            "Recorded by A. Student on 5 March 2027 from: e-mail of 3 March. Not signed."
        );
        assert_eq!(
            known(&decision(Confirmation::Recorded { evidence: None })),
            "Recorded by A. Student on 5 March 2027; no evidence was written down. Not signed."
        );
    }

    #[test]
    fn a_signature_says_who_lists_the_key() {
        let key = KeyOrigin::Project;
        assert!(known(&decision(Confirmation::Ssh { key })).contains("as listed by the project"));
        let key = KeyOrigin::Outside;
        assert!(known(&decision(Confirmation::Ssh { key })).contains("from outside the project"));
    }

    #[test]
    fn an_extension_is_claimed_until_somebody_granted_it() {
        let mut it = Extension {
            to: day(2027, 5, 1),
            reference: "EXT-7".into(),
            granted_by: None,
        };
        assert!(extension(&it).contains("claimed"));
        it.granted_by = Some("the office".into());
        assert_eq!(
            extension(&it),
            "Extended to 1 May 2027, granted by the office (reference: EXT-7)."
        );
    }

    #[test]
    fn days_are_told_as_people_do() {
        #[track_caller]
        fn case(to: Date, said: &str) {
            assert_eq!(away(day(2027, 4, 10), to), said);
        }

        case(day(2027, 4, 10), "today");
        case(day(2027, 4, 11), "tomorrow");
        case(day(2027, 4, 12), "in 2 days");
        case(day(2027, 4, 9), "1 day ago");
        case(Date::MAX, "in 2,911,978 days");
    }

    #[test]
    fn a_missing_date_is_no_date_yet() {
        assert_eq!(due(None, None), "no date yet");
        let time = jiff::civil::time(16, 0, 0, 0);
        assert_eq!(
            due(Some(day(2027, 9, 1)), Some(time)),
            "1 September 2027, 16:00"
        );
    }
}
