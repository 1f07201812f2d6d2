//! The questions of `folio new`: only what was not given, one at a time, in plain English, back and
//! forth until the answers are right.

use folio::diagnostics::{parse_typed_date, text};
use folio::project::{Answers, Due};
use inquire::validator::Validation;
use inquire::{InquireError, Text};
use jiff::civil::Date;

use crate::cli::args::milestone::due;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::terminal;

/// Said before the first question.
pub(crate) const WELCOME: &str = "\
A few questions about your dissertation. Title and name are needed. To skip any other question \
press Enter; you can fill it in later. A single < goes back to the question before. Esc stops, and \
nothing is written then.";

/// What goes back to the question before.
const BACK: &str = "<";

/// Something that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    message: String,
    help: String,
    expected: Expected,
    slot: Slot,
}

/// Where an answer belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Slot {
    Title,
    Author,
    Candidate,
    Programme,
    Supervisor,
    Sponsor,
    Organisation,
    /// The day of a milestone, by its id.
    Due(String),
}

/// What is taken for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expected {
    /// Any text, and there must be one.
    Needed,
    /// Any text, or none.
    Text,
    /// A day, or none; without a year the next from this day on.
    Day(Date),
}

/// What came back from a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    /// An answer that will do.
    Answer(String),
    /// Nothing: it is to be filled in later.
    Skipped,
    /// The question before, once more.
    Back,
}

impl Expected {
    /// Returns what is wrong with an answer.
    fn objection(self, answer: &str) -> Option<String> {
        let answer = answer.trim();
        match self {
            _ if answer == BACK => None,
            Self::Needed if answer.is_empty() => {
                Some("this one is needed; a first idea will do, you can change it later".into())
            }
            Self::Day(today) if !answer.is_empty() => typed_due(answer, today).err(),
            Self::Needed | Self::Text | Self::Day(_) => None,
        }
    }

    /// Returns an answer as it was understood.
    fn understood(self, answer: &str) -> String {
        match self {
            Self::Day(today) => {
                typed_due(answer, today).map_or_else(|_| answer.to_owned(), in_full)
            }
            Self::Needed | Self::Text => answer.to_owned(),
        }
    }
}

/// Reads a day as people type it, or a time of a day as the manifest has it.
fn typed_due(text: &str, today: Date) -> Result<Due, String> {
    match parse_typed_date(text, Some(today)) {
        Ok(day) => Ok(Due::Day(day)),
        Err(error) => due(text).map_err(|_| error.to_string()),
    }
}

/// Writes a date with the day of the week, so that a slip is seen.
fn in_full(due: Due) -> String {
    format!("{}, {}", due.day().strftime("%A"), due.in_words())
}

impl Slot {
    fn read(&self, answers: &Answers) -> Option<String> {
        match self {
            Self::Title => answers.title.clone(),
            Self::Author => answers.author.clone(),
            Self::Candidate => answers.candidate.clone(),
            Self::Programme => answers.programme.clone(),
            Self::Supervisor => answers.supervisor.clone(),
            Self::Sponsor => answers.executive_sponsor.clone(),
            Self::Organisation => answers.organisation.clone(),
            Self::Due(id) => answers.due.get(id).map(ToString::to_string),
        }
    }

    fn write(&self, answers: &mut Answers, answer: Option<String>, due: Option<Due>) {
        match self {
            Self::Title => answers.title = answer,
            Self::Author => answers.author = answer,
            Self::Candidate => answers.candidate = answer,
            Self::Programme => answers.programme = answer,
            Self::Supervisor => answers.supervisor = answer,
            Self::Sponsor => answers.executive_sponsor = answer,
            Self::Organisation => answers.organisation = answer,
            Self::Due(id) => {
                answers.due.remove(id);
                answers.due.extend(due.map(|due| (id.clone(), due)));
            }
        }
    }
}

/// Returns the questions about what is missing in `answers`. `milestones` are the programme's, by
/// id and title, in their order.
pub(crate) fn missing(
    answers: &Answers,
    programme: Option<&str>,
    milestones: &[(&str, &str)],
    today: Date,
) -> Vec<Field> {
    let programme_help = match programme {
        Some(name) => format!("As it stands on the title page. Enter keeps: {name}"),
        None => "As it stands on the title page".to_owned(),
    };
    let texts = [
        (
            Slot::Title,
            Expected::Needed,
            "Title:",
            "A working title will do; you can change it later",
        ),
        (
            Slot::Author,
            Expected::Needed,
            "Your name:",
            "Your full name as the university registered it",
        ),
        (
            Slot::Candidate,
            Expected::Text,
            "Candidate number:",
            "Shown instead of your name when work is marked anonymously; not your college number",
        ),
        (
            Slot::Programme,
            Expected::Text,
            "Programme:",
            programme_help.as_str(),
        ),
        (
            Slot::Supervisor,
            Expected::Text,
            "Supervisor:",
            "Your academic supervisor, such as Dr Jane Smith",
        ),
        (
            Slot::Sponsor,
            Expected::Text,
            "Executive sponsor:",
            "Your sponsor inside your organisation",
        ),
        (
            Slot::Organisation,
            Expected::Text,
            "Organisation:",
            "As it may appear in print: better described (an acute NHS trust) than named",
        ),
    ];
    let texts = texts
        .into_iter()
        .map(|(slot, expected, message, help)| Field {
            message: message.to_owned(),
            help: help.to_owned(),
            expected,
            slot,
        });
    let days = milestones.iter().map(|(id, title)| Field {
        message: format!("{}:", text::inline(title, 60)),
        help: "The day it is due, such as 15 February 2027 or 15/2/27".to_owned(),
        expected: Expected::Day(today),
        slot: Slot::Due((*id).to_owned()),
    });
    texts
        .chain(days)
        .filter(|field| field.slot.read(answers).is_none())
        .collect()
}

/// Asks `fields` in their order, with what was answered before; `ask` gets the field and that.
pub(crate) fn complete(
    answers: &mut Answers,
    fields: &[Field],
    ask: &mut dyn FnMut(&Field, &str) -> Result<Reply, CommandError>,
) -> Result<(), CommandError> {
    let mut at = 0;
    while let Some(field) = fields.get(at) {
        let before = field.slot.read(answers).unwrap_or_default();
        let answer = match ask(field, &before)? {
            Reply::Back => {
                at = at.saturating_sub(1);
                continue;
            }
            Reply::Skipped => None,
            Reply::Answer(answer) => Some(answer),
        };
        let day = match (field.expected, &answer) {
            (Expected::Day(today), Some(answer)) => {
                Some(typed_due(answer, today).map_err(CommandError::new)?)
            }
            _ => None,
        };
        field.slot.write(answers, answer, day);
        at += 1;
    }
    Ok(())
}

/// Asks one question on the terminal, until there is an answer that will do; a wrong one stays to
/// be edited.
pub(crate) fn on_terminal(
    field: &Field,
    before: &str,
    context: &Context,
) -> Result<Reply, CommandError> {
    let expected = field.expected;
    let width = usize::from(context.width());
    context.say(&field.help);
    let answer = Text::new(&field.message)
        .with_initial_value(before)
        .with_formatter(&|answer| expected.understood(answer))
        .with_validator(move |answer: &str| {
            Ok(match expected.objection(answer) {
                // Two columns are the mark before it.
                Some(objection) => Validation::Invalid(text::wrapped(&objection, width - 2).into()),
                None => Validation::Valid,
            })
        })
        .prompt()
        .map_err(stopped)?;
    Ok(match answer.trim() {
        "" => Reply::Skipped,
        BACK => Reply::Back,
        answer => Reply::Answer(answer.to_owned()),
    })
}

/// What to do where questions cannot be asked.
const HELP: &str = "give the answers as options: `folio new --help`";

/// Asks a question that may be answered with no.
pub(crate) fn is_right(message: &str) -> Result<bool, CommandError> {
    terminal::is_right(message, HELP)
}

fn stopped(error: InquireError) -> CommandError {
    terminal::stopped(error, HELP)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const MILESTONES: [(&str, &str); 4] = [
        ("tutorial-1", "Tutorial 1"),
        ("tutorial-2", "Tutorial 2"),
        ("tutorial-3", "Tutorial 3"),
        ("submission", "Submission"),
    ];

    fn today() -> Date {
        date(2026, 11, 22)
    }

    #[test]
    fn what_was_given_is_not_asked_again_and_each_milestone_is_asked_by_its_title() {
        let mut answers = Answers {
            title: Some("A title".into()),
            supervisor: Some("Dr B".into()),
            due: [("tutorial-2".into(), Due::Day(date(2027, 2, 15)))].into(),
            ..Answers::default()
        };
        let fields = missing(&answers, Some("MSc X"), &MILESTONES, today());
        let mut asked = Vec::new();
        complete(&mut answers, &fields, &mut |field, _| {
            asked.push(field.message.clone());
            Ok(match field.expected {
                Expected::Needed => Reply::Answer("An answer".into()),
                Expected::Text => Reply::Skipped,
                Expected::Day(_) => Reply::Answer("12 April".into()),
            })
        })
        .unwrap();
        let expected = [
            "Your name:",
            "Candidate number:",
            "Programme:",
            "Executive sponsor:",
            "Organisation:",
            "Tutorial 1:",
            "Tutorial 3:",
            "Submission:",
        ];
        assert_eq!(asked, expected);
        assert_eq!(answers.title.as_deref(), Some("A title"));
        assert_eq!(answers.author.as_deref(), Some("An answer"));
        assert_eq!(answers.organisation, None);
        let days = [
            ("submission", Due::Day(date(2027, 4, 12))),
            ("tutorial-1", Due::Day(date(2027, 4, 12))),
            ("tutorial-2", Due::Day(date(2027, 2, 15))),
            ("tutorial-3", Due::Day(date(2027, 4, 12))),
        ];
        let dues = answers.due.iter().map(|(id, due)| (id.as_str(), *due));
        assert!(dues.eq(days), "{:?}", answers.due);
    }

    #[test]
    fn back_asks_the_question_before_with_its_answer_kept() {
        let mut answers = Answers::default();
        let fields = missing(&answers, None, &[], today());
        let mut replies = ["One", "<", "Two", "Me", "", "", "<", "C1", "", "", "", ""].into_iter();
        let mut asked = Vec::new();
        complete(&mut answers, &fields[..4], &mut |field, before| {
            asked.push(format!("{} {before}", field.message));
            Ok(match replies.next().unwrap() {
                "" => Reply::Skipped,
                "<" => Reply::Back,
                answer => Reply::Answer(answer.into()),
            })
        })
        .unwrap();
        assert_eq!(asked[..3], ["Title: ", "Your name: ", "Title: One"]);
        assert_eq!(answers.title.as_deref(), Some("Two"));
        assert_eq!(answers.author.as_deref(), Some("Me"));
    }

    #[test]
    fn only_title_and_name_must_be_answered_and_only_days_are_dates() {
        let day = Expected::Day(today());
        assert!(Expected::Needed.objection("  ").is_some());
        assert_eq!(Expected::Text.objection(""), None);
        for right in ["", " 2027-02-15 ", "15.2.27", "15 Feb", "<"] {
            assert_eq!(day.objection(right), None);
        }
        let wrong = day.objection("02/15/2027").unwrap();
        assert!(wrong.contains("15 February 2027"), "{wrong}");
        assert_eq!(day.understood("15.2.27"), "Monday, 15 February 2027");
        let hour = day.understood("2027-09-01T16:00");
        assert_eq!(hour, "Wednesday, 1 September 2027, 16:00");
    }

    #[test]
    fn a_stop_ends_the_questions_and_says_that_nothing_was_written() {
        let mut answers = Answers::default();
        let fields = missing(&answers, None, &[], today());
        let mut count = 0;
        let error = complete(&mut answers, &fields, &mut |_, _| {
            count += 1;
            Err(stopped(InquireError::OperationInterrupted))
        })
        .unwrap_err();
        assert_eq!(count, 1);
        assert!(error.message.contains("nothing was written"));
        assert_eq!(answers, Answers::default());
    }
}
