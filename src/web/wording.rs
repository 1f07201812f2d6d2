//! The words of the pages: states, colours, decisions, dates.

use jiff::civil::{Date, Time};

use crate::diagnostics::british;
use crate::diagnostics::text::{count, thousands};
use crate::milestones::{
    DecisionMark, Drift, Extension, Granted, Known, Outcome, Rag, State, WordBounds, day_of,
};
use crate::web::status::whole;
use crate::words;

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

/// Returns what a colour says of a date.
pub(super) fn rag(rag: Rag) -> &'static str {
    match rag {
        Rag::Red => "overdue",
        Rag::Amber => "due soon",
        Rag::Green => "on track",
    }
}

/// Returns how a count compares: its colour, and in a few words.
pub(super) fn verdict(verdict: words::LimitOutcome) -> (Rag, &'static str) {
    match verdict {
        words::LimitOutcome::Within => (Rag::Green, "within the limit"),
        words::LimitOutcome::Near => (Rag::Amber, "near the limit"),
        words::LimitOutcome::Tolerated => (Rag::Amber, "over, within the tolerance"),
        words::LimitOutcome::Over => (Rag::Red, "over the limit"),
        words::LimitOutcome::Under => (Rag::Red, "under the least number"),
    }
}

/// Returns words as a sentence: with a capital letter and a full stop.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase);
    let first = first.into_iter().flatten();
    first.chain(letters).collect::<String>() + "."
}

/// Returns how much changed: `120 words added and 30 words removed`.
pub(super) fn drift(drift: Drift) -> String {
    drift.in_words()
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
pub(super) fn extension(extension: &Extension, granted: Option<&Granted>) -> String {
    let to = british(extension.to.day());
    let reference = &extension.reference;
    if let Some(granted) = granted.filter(|it| it.extension == *extension) {
        let (by, known) = (granted.by(), granted.in_words());
        return format!("Extended to {to} by {by}: {known} (reference: {reference}).");
    }
    match &extension.granted_by {
        Some(name) => format!(
            "Extended to {to}, granted by {name}: recorded by the student (reference: {reference})."
        ),
        None => format!(
            "Extension to {to} claimed (reference: {reference}); nobody has recorded that it was granted."
        ),
    }
}

/// Returns the day on which a decision was taken.
pub(super) fn day_of_decision(decision: &DecisionMark) -> Date {
    decision.taken.unwrap_or(day_of(decision.at))
}

/// Returns what was decided: `Approved by Dr Lane on 8 December 2026`.
pub(super) fn decided(decision: &DecisionMark) -> String {
    let what = match decision.outcome {
        Outcome::Approved => "Approved",
        Outcome::ApprovedWithChanges => "Approved with changes",
        Outcome::Returned => "Returned",
    };
    let name = decision.name.as_ref().unwrap_or(&decision.by);
    let person = decision.decider.in_words();
    let person = person.map_or_else(String::new, |why| format!(" ({why})"));
    format!(
        "{what} by {name}{person} on {}",
        british(day_of_decision(decision))
    )
}

/// Returns how a decision is known, in sentences.
pub(super) fn known(decision: &DecisionMark) -> String {
    let entered_by = &decision.entered_by;
    let entered = match day_of(decision.at) {
        day if day == day_of_decision(decision) => String::new(),
        day => format!(" on {}", british(day)),
    };
    match &decision.known {
        Known::Recorded { evidence } if decision.is_from_file => {
            format!("Recorded from a file, unsigned{entered}; evidence: {evidence}.")
        }
        Known::Recorded { evidence } if evidence.is_empty() => {
            format!("Recorded by {entered_by}{entered}; no evidence was written down. Not signed.")
        }
        Known::Recorded { evidence } => {
            format!("Recorded by {entered_by}{entered} from: {evidence}. Not signed.")
        }
        Known::Signed(seal) => {
            let whose = match (seal.is_vouched, &seal.not_vouched) {
                (true, _) => "key vouched for from outside the project".to_owned(),
                (false, Some(why)) => format!("and it is not vouched for: {why}"),
                (false, None) => "key as listed by the project".to_owned(),
            };
            format!(
                "Signed with an SSH key: the signature is valid, {whose}. Entered by {entered_by}{entered}."
            )
        }
    }
}

/// Returns how long a chapter should be: `1,200 to 1,500`.
pub(super) fn target(target: &WordBounds) -> Option<String> {
    let words = |words: u32| thousands(whole(words));
    let range = match (target.at_least.map(words), target.at_most.map(words)) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => return None,
    };
    Some(match target.origin.is_binding() {
        true => range,
        false => format!("{range} (assumed)"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::milestones::Seal;
    use crate::project::Due;
    use crate::web::examples;
    use jiff::civil::date as day;

    fn decision(known: Known) -> DecisionMark {
        DecisionMark {
            taken: Some(day(2027, 3, 3)),
            ..examples::decision(Outcome::Approved, "Dr B", known, day(2027, 3, 5))
        }
    }

    #[test]
    fn a_recorded_decision_is_never_called_signed() {
        let evidence = "e-mail of 3 March".into();
        assert_eq!(
            known(&decision(Known::Recorded { evidence })),
            "Recorded by A. Student on 5 March 2027 from: e-mail of 3 March. Not signed."
        );
        let evidence = String::new();
        assert_eq!(
            known(&decision(Known::Recorded { evidence })),
            "Recorded by A. Student on 5 March 2027; no evidence was written down. Not signed."
        );
    }

    #[test]
    fn a_signature_says_who_lists_the_key() {
        let signed = |is_vouched| {
            let fingerprint = "SHA256:x".into();
            known(&decision(Known::Signed(Seal {
                fingerprint,
                is_vouched,
                not_vouched: None,
                is_bound: true,
            })))
        };
        assert!(signed(false).contains("as listed by the project"));
        assert!(signed(true).contains("from outside the project"));
    }

    #[test]
    fn an_extension_is_claimed_until_somebody_granted_it() {
        let mut it = Extension {
            milestone: "tutorial-3".into(),
            to: Due::Day(day(2027, 5, 1)),
            reference: "EXT-7".into(),
            granted_by: None,
            grant: None,
        };
        assert!(extension(&it, None).contains("claimed"));
        it.granted_by = Some("the office".into());
        assert_eq!(
            extension(&it, None),
            "Extended to 1 May 2027, granted by the office: recorded by the student (reference: EXT-7)."
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
