//! `folio milestone meeting` and `done`: what was said and agreed, and what of it is done.

use crate::diagnostics::text::{inline, list};
use crate::diagnostics::{british, parse_typed_date};
use crate::milestones::basis::Basis;
use crate::milestones::ledger::{Action, ActionDone, Entry, Event, Meeting};
use crate::milestones::recording::request::optional;
use crate::milestones::refusal::Refusal;
use crate::milestones::standings::actions::actions;

/// `folio milestone meeting`: blank texts are left out.
///
/// # Errors
///
/// If its day is still to come, the next meeting is not after it, or nobody is named.
pub fn meeting(basis: &Basis<'_>, meeting: &Meeting) -> Result<Entry, Refusal> {
    let date = meeting.date;
    if date > basis.today {
        return Err(Refusal::new(
            format!("the meeting on {} has not been yet", british(date)),
            "record it afterwards; a meeting to come is the `--next` of the one before",
        ));
    }
    if meeting.next.is_some_and(|next| next <= date) {
        return Err(Refusal::new(
            "the next meeting is not after this one",
            "see whether one of the two dates is mistyped",
        ));
    }
    let texts = |list: &[String]| -> Vec<String> {
        let texts = list.iter().filter_map(|text| optional(Some(text)));
        texts.collect()
    };
    let with = texts(&meeting.with);
    if with.is_empty() {
        return Err(Refusal::new(
            "nobody is named who was there",
            "say who was there with `--with NAME`",
        ));
    }
    let points = meeting.points.iter().filter(|it| !it.trim().is_empty());
    Ok(basis.entry(Event::Meeting(Meeting {
        with,
        points: points.map(|it| it.trim().into()).collect(),
        ..meeting.clone()
    })))
}

/// `folio milestone done`: `action` is its name as `folio status` shows it.
///
/// # Errors
///
/// If there is no such action, or it is done.
pub fn done(basis: &Basis<'_>, action: &str, note: Option<&str>) -> Result<Entry, Refusal> {
    let all = actions(&basis.history.effective(), basis.today);
    let wanted = action.trim().trim_start_matches('#').to_ascii_lowercase();
    let mut found: Vec<_> = all
        .iter()
        .filter(|it| {
            let (name, number) = wanted.rsplit_once('-').unwrap_or((&wanted, "1"));
            name.len() >= 4 && it.entry.hex().starts_with(name) && it.number.to_string() == number
        })
        .collect();
    // The same meeting may have been entered twice.
    found.dedup_by(|a, b| a.id == b.id);
    let [found] = found.as_slice() else {
        let open: Vec<&str> = all
            .iter()
            .filter(|it| it.done.is_none())
            .map(|it| it.id.as_str())
            .collect();
        return Err(Refusal::new(
            format!("there is no action `{}`", inline(action, 40)),
            match open.as_slice() {
                [] => "no action is open".into(),
                open => format!("open are {}", list(open)),
            },
        ));
    };
    if let Some((day, _)) = &found.done {
        return Err(Refusal::new(
            format!("action `{}` was done on {}", found.id, british(*day)),
            "nothing is to be recorded",
        ));
    }
    Ok(basis.entry(Event::ActionDone(ActionDone {
        entry: found.entry.clone(),
        action: found.number,
        note: optional(note).map(Into::into),
    })))
}

/// Reads an action as the command line has it: `WHAT; WHO; DATE`, the date optional.
///
/// # Errors
///
/// If it does not say what is to be done and by whom, or the day is none.
pub fn parse_action(text: &str) -> Result<Action, Refusal> {
    let written = inline(text, 60);
    let hint = "write it as \"WHAT; WHO; DATE\", such as \"Narrow the aim; student; 2027-03-01\"";
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    let (what, who, due) = match parts.as_slice() {
        [what, who] | [what, who, ""] => (what, who, None),
        [what, who, date] => match parse_typed_date(date, None) {
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
        what: (*what).into(),
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
            (&*action.what, action.who.as_str()),
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
