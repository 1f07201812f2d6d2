//! The questions of `folio new`: only what was not given, one at a time, in plain English.

use folio::diagnostics::text;
use folio::project::Answers;
use inquire::validator::Validation;
use inquire::{InquireError, Text};

use crate::cli::args::milestone::due;
use crate::cli::error::CommandError;
use crate::cli::terminal;

/// Said before the first question.
pub(crate) const WELCOME: &str = "\
A few questions about your dissertation. Title and name are needed. To skip any other
question press Enter; you can fill it in later. Esc stops, and nothing is written then.";

/// Something that is asked for.
#[derive(Debug, PartialEq)]
pub(crate) struct Field<'a> {
    message: &'a str,
    help: &'a str,
    expected: Expected,
}

/// What is taken for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// Any text, and there must be one.
    Needed,
    /// Any text, or none.
    Text,
    /// A day with or without a time, or none.
    Due,
}

impl Expected {
    /// Returns what is wrong with an answer.
    fn objection(self, answer: &str) -> Option<String> {
        let answer = answer.trim();
        match self {
            Self::Needed if answer.is_empty() => {
                Some("this one is needed; a first idea will do, you can change it later".into())
            }
            Self::Due if !answer.is_empty() => due(answer).err(),
            Self::Needed | Self::Text | Self::Due => None,
        }
    }
}

/// Asks for what is missing in `answers`, and for the days of the milestones, given by their ids
/// and titles. `ask` returns `None` for a question that was skipped.
pub(crate) fn complete(
    answers: &mut Answers,
    programme: Option<&str>,
    milestones: &[(&str, &str)],
    ask: &mut dyn FnMut(&Field<'_>) -> Result<Option<String>, CommandError>,
) -> Result<(), CommandError> {
    let programme_help = match programme {
        Some(name) => format!("As it stands on the title page. Enter keeps: {name}"),
        None => "As it stands on the title page".to_owned(),
    };
    let texts = [
        (
            &mut answers.title,
            Expected::Needed,
            "Title:",
            "A working title will do; you can change it later",
        ),
        (
            &mut answers.author,
            Expected::Needed,
            "Your name:",
            "Your full name as the university registered it",
        ),
        (
            &mut answers.candidate,
            Expected::Text,
            "Candidate number:",
            "Shown instead of your name when work is marked anonymously; not your college number",
        ),
        (
            &mut answers.programme,
            Expected::Text,
            "Programme:",
            programme_help.as_str(),
        ),
        (
            &mut answers.supervisor,
            Expected::Text,
            "Supervisor:",
            "Your academic supervisor, such as Dr Jane Smith",
        ),
        (
            &mut answers.executive_sponsor,
            Expected::Text,
            "Executive sponsor:",
            "Your sponsor inside your organisation",
        ),
        (
            &mut answers.organisation,
            Expected::Text,
            "Organisation:",
            "As it may appear in print: better described (an acute NHS trust) than named",
        ),
    ];
    for (slot, expected, message, help) in texts {
        if slot.is_none() {
            *slot = ask(&Field {
                message,
                help,
                expected,
            })?;
        }
    }
    for (id, title) in milestones {
        if answers.due.contains_key(*id) {
            continue;
        }
        let answer = ask(&Field {
            message: &format!("{}, due on:", text::inline(title, 60)),
            help: "The date as year-month-day, such as 2027-02-15; a time may follow, as T16:00",
            expected: Expected::Due,
        })?;
        if let Some(answer) = answer {
            let day = due(&answer).map_err(CommandError::new)?;
            answers.due.insert((*id).to_owned(), day);
        }
    }
    Ok(())
}

/// Asks one question on the terminal, until there is an answer that will do.
pub(crate) fn on_terminal(field: &Field<'_>) -> Result<Option<String>, CommandError> {
    let expected = field.expected;
    let answer = Text::new(field.message)
        .with_help_message(field.help)
        .with_validator(move |answer: &str| {
            Ok(match expected.objection(answer) {
                Some(objection) => Validation::Invalid(objection.into()),
                None => Validation::Valid,
            })
        })
        .prompt()
        .map_err(stopped)?;
    let answer = answer.trim();
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}

/// What to do where questions cannot be asked.
const HELP: &str = "give the answers as options: `folio new --help`";

/// Asks whether to go on.
pub(crate) fn confirm(message: &str) -> Result<(), CommandError> {
    terminal::confirm(message, HELP)
}

fn stopped(error: InquireError) -> CommandError {
    terminal::stopped(error, HELP)
}

#[cfg(test)]
mod tests {
    use folio::project::Due;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_was_given_is_not_asked_again() {
        let mut answers = Answers {
            title: Some("A title".into()),
            supervisor: Some("Dr B".into()),
            due: [("two".into(), Due::Day(date(2027, 2, 15)))].into(),
            ..Answers::default()
        };
        let mut asked = Vec::new();
        let milestones = [("one", "First"), ("two", "Second"), ("end", "Handing in")];
        complete(&mut answers, Some("MSc X"), &milestones, &mut |question| {
            asked.push(question.message.to_owned());
            Ok(match question.expected {
                Expected::Needed => Some("An answer".into()),
                Expected::Text => None,
                Expected::Due if question.message.starts_with("Handing") => {
                    Some("2027-09-01T16:00".into())
                }
                Expected::Due => Some("2027-04-12".into()),
            })
        })
        .unwrap();
        let expected = [
            "Your name:",
            "Candidate number:",
            "Programme:",
            "Executive sponsor:",
            "Organisation:",
            "First, due on:",
            "Handing in, due on:",
        ];
        assert_eq!(asked, expected);
        assert_eq!(answers.title.as_deref(), Some("A title"));
        assert_eq!(answers.author.as_deref(), Some("An answer"));
        assert_eq!(answers.organisation, None);
        let days = [
            ("end", Due::Moment(date(2027, 9, 1).at(16, 0, 0, 0))),
            ("one", Due::Day(date(2027, 4, 12))),
            ("two", Due::Day(date(2027, 2, 15))),
        ];
        assert!(
            answers
                .due
                .iter()
                .map(|(id, due)| (id.as_str(), *due))
                .eq(days)
        );
    }

    #[test]
    fn only_title_and_name_must_be_answered_and_only_days_are_dates() {
        assert!(Expected::Needed.objection("  ").is_some());
        assert_eq!(Expected::Text.objection(""), None);
        assert_eq!(Expected::Due.objection(""), None);
        assert_eq!(Expected::Due.objection(" 2027-02-15 "), None);
        assert!(
            Expected::Due
                .objection("15/02/2027")
                .unwrap()
                .contains("YYYY-MM-DD")
        );
    }

    #[test]
    fn a_stop_ends_the_questions_and_says_that_nothing_was_written() {
        let mut answers = Answers::default();
        let mut count = 0;
        let error = complete(&mut answers, None, &[], &mut |_| {
            count += 1;
            Err(stopped(InquireError::OperationInterrupted))
        })
        .unwrap_err();
        assert_eq!(count, 1);
        assert!(error.message.contains("nothing was written"));
        assert_eq!(answers, Answers::default());
    }
}
