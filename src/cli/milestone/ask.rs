//! Asking for what was not given: on a terminal by a question, elsewhere by an error that says
//! what is missing and how to give it.

use std::cell::Cell;

use folio::diagnostics::parse_typed_date;
use folio::milestones::{Action, Planned, parse_action};
use inquire::validator::Validation;
use inquire::{InquireError, Password, PasswordDisplayMode, Select, Text};
use jiff::civil::Date;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::opened::Opened;
use crate::cli::terminal;

/// Something that a command needs to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'q> {
    /// What it is, as the subject of "… is missing".
    pub(crate) about: &'q str,
    /// How it is given without a terminal.
    pub(crate) option: &'q str,
    /// The question on a terminal.
    pub(crate) prompt: &'q str,
    /// What helps to answer it.
    pub(crate) help: &'q str,
    /// What most people would answer.
    pub(crate) start: Option<&'q str>,
}

impl Question<'static> {
    /// Returns a question without a suggestion.
    pub(crate) const fn new(
        about: &'static str,
        option: &'static str,
        prompt: &'static str,
        help: &'static str,
    ) -> Self {
        Self {
            about,
            option,
            prompt,
            help,
            start: None,
        }
    }
}

const ACTION: Question<'static> = Question {
    about: "the action",
    option: "--action \"WHAT; WHO; DATE\"",
    prompt: "What was agreed to be done?",
    help: "As WHAT; WHO; DATE, such as: Narrow the aim; student; 2027-03-01. Enter for no more",
    start: None,
};

/// Checks an answer; the error says what was expected.
pub(crate) type Check<'c> = &'c dyn Fn(&str) -> Result<(), String>;

/// Somebody who can be asked.
pub(crate) trait Prompt {
    /// Asks for a text until `check` accepts it.
    fn text(&self, question: &Question<'_>, check: Check<'_>) -> Result<String, CommandError>;
    /// Asks for one of several things; returns its place.
    fn choose(&self, prompt: &str, choices: &[String]) -> Result<usize, CommandError>;
    /// Asks for a passphrase, which is not shown.
    fn secret(&self, prompt: &str) -> Result<String, CommandError>;
    /// Shows what will be written, and asks whether to write it. No is an error.
    fn confirm(&self, shown: &str) -> Result<(), CommandError>;
}

/// Asks if somebody is there.
pub(crate) struct Asker<'a> {
    prompt: Option<&'a dyn Prompt>,
    has_asked: Cell<bool>,
}

impl<'a> Asker<'a> {
    /// Returns an asker; without a prompt nobody is there.
    pub(crate) fn new<P: Prompt>(prompt: Option<&'a P>) -> Self {
        Self {
            prompt: prompt.map(|prompt| prompt as &dyn Prompt),
            has_asked: Cell::new(false),
        }
    }

    /// Returns whether somebody is there.
    pub(crate) fn can_ask(&self) -> bool {
        self.prompt.is_some()
    }

    fn prompt(&self, question: &Question<'_>) -> Result<&'a dyn Prompt, CommandError> {
        let prompt = self.prompt.ok_or_else(|| {
            CommandError::new(format!("{} is missing", question.about))
                .hint(format!("give it as `{}`", question.option))
        })?;
        self.has_asked.set(true);
        Ok(prompt)
    }

    /// Returns what was given, else asks.
    pub(crate) fn text(
        &self,
        given: Option<&str>,
        question: &Question<'_>,
    ) -> Result<String, CommandError> {
        match given.map(str::trim).filter(|it| !it.is_empty()) {
            Some(given) => Ok(given.to_owned()),
            None => self
                .prompt(question)?
                .text(question, &not_empty)
                .map(|answer| answer.trim().to_owned()),
        }
    }

    /// Returns what was given, else asks for something that `read` understands.
    pub(crate) fn value<T: Copy>(
        &self,
        given: Option<T>,
        question: &Question<'_>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, CommandError> {
        if let Some(given) = given {
            return Ok(given);
        }
        let check = |answer: &str| read(answer.trim()).map(|_| ());
        let answer = self.prompt(question)?.text(question, &check)?;
        read(answer.trim()).map_err(CommandError::new)
    }

    /// Returns what was given; asks only in a command that had to ask for something else, and
    /// takes no answer for no.
    pub(crate) fn maybe(
        &self,
        given: Option<&str>,
        question: &Question<'_>,
        check: Check<'_>,
    ) -> Result<Option<String>, CommandError> {
        let answer = match (given, self.prompt) {
            (Some(given), _) => given.to_owned(),
            (None, Some(prompt)) if self.has_asked.get() => {
                let or_none = |answer: &str| match answer.trim() {
                    "" => Ok(()),
                    answer => check(answer),
                };
                prompt.text(question, &or_none)?
            }
            (None, _) => String::new(),
        };
        let answer = answer.trim();
        Ok((!answer.is_empty()).then(|| answer.to_owned()))
    }

    /// Returns the day that was given; asks as [`Asker::maybe`] does.
    pub(crate) fn maybe_day(
        &self,
        given: Option<Date>,
        question: &Question<'_>,
    ) -> Result<Option<Date>, CommandError> {
        let given = given.map(|day| day.to_string());
        let answer = self.maybe(given.as_deref(), question, &|answer| {
            day(answer).map(|_| ())
        })?;
        answer
            .as_deref()
            .map(day)
            .transpose()
            .map_err(CommandError::new)
    }

    /// Returns what was given; asks again and again until there is no answer, in a command that
    /// had to ask for something else.
    pub(crate) fn several(
        &self,
        given: &[String],
        question: &Question<'_>,
        check: Check<'_>,
    ) -> Result<Vec<String>, CommandError> {
        let mut all = given.to_vec();
        if all.is_empty() {
            while let Some(answer) = self.maybe(None, question, check)? {
                all.push(answer);
            }
        }
        Ok(all)
    }

    /// Returns the actions that were agreed.
    pub(crate) fn actions(&self, given: &[String]) -> Result<Vec<Action>, CommandError> {
        let check = |answer: &str| match parse_action(answer) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(format!("{}: {}", refusal.message, refusal.hint)),
        };
        let texts = self.several(given, &ACTION, &check)?;
        let actions = texts.iter().map(|text| {
            // A slip of the keyboard: nothing was judged yet.
            parse_action(text)
                .map_err(|refusal| CommandError::new(refusal.message).hint(refusal.hint))
        });
        actions.collect()
    }

    /// Returns what was given, else lets choose among `choices`, each a value and how it is shown.
    pub(crate) fn choice(
        &self,
        given: Option<&str>,
        question: &Question<'_>,
        choices: &[(String, String)],
    ) -> Result<String, CommandError> {
        match given {
            Some(given) => Ok(given.trim().to_owned()),
            None => {
                let shown: Vec<String> = choices.iter().map(|(_, shown)| shown.clone()).collect();
                let prompt = self.prompt(question)?;
                if shown.is_empty() {
                    return self.text(None, question);
                }
                let at = prompt.choose(question.prompt, &shown)?;
                Ok(choices.get(at).map_or_else(String::new, |it| it.0.clone()))
            }
        }
    }

    /// Returns a milestone of the plan.
    pub(crate) fn milestone<'o>(
        &self,
        given: Option<&str>,
        command: &str,
        opened: &'o Opened,
    ) -> Result<&'o Planned, CommandError> {
        let ids = opened.plan.ids();
        let option = format!("folio milestone {command} ID");
        let help = format!(
            "the milestones are {}",
            folio::diagnostics::text::list(&ids)
        );
        let question = Question {
            about: "the milestone",
            option: &option,
            prompt: "Which milestone?",
            help: &help,
            start: None,
        };
        let planned = opened.plan.milestones.iter();
        let choices: Vec<(String, String)> = planned
            .map(|it| (it.id.clone(), format!("{} ({})", it.id, it.title)))
            .collect();
        let id = self
            .choice(given, &question, &choices)
            .map_err(|error| error.hint(help.clone()))?;
        opened.milestone(&id)
    }

    /// Returns a passphrase; `None` if nobody is there.
    pub(crate) fn secret(&self, prompt: &str) -> Result<Option<String>, CommandError> {
        self.prompt.map(|it| it.secret(prompt)).transpose()
    }

    /// Shows on a terminal what will be written, and asks whether to write it.
    pub(crate) fn confirm(&self, shown: &str) -> Result<(), CommandError> {
        self.prompt.map_or(Ok(()), |prompt| prompt.confirm(shown))
    }
}

fn not_empty(answer: &str) -> Result<(), String> {
    match answer.trim() {
        "" => Err("this one is needed".into()),
        _ => Ok(()),
    }
}

/// Reads a day.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    parse_typed_date(text, None).map_err(|error| error.to_string())
}

/// Accepts every answer.
pub(crate) fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

/// The person at the terminal.
pub(crate) struct Terminal<'a> {
    pub(crate) context: &'a Context,
}

impl Prompt for Terminal<'_> {
    fn text(&self, question: &Question<'_>, check: Check<'_>) -> Result<String, CommandError> {
        // The library keeps its checks for as long as it likes; ours only live as long as the
        // question.
        loop {
            let mut text = Text::new(question.prompt).with_help_message(question.help);
            if let Some(start) = question.start {
                text = text.with_default(start);
            }
            let answer = text.prompt().map_err(stopped)?;
            match check(&answer) {
                Ok(()) => return Ok(answer),
                Err(why) => self.context.say(&format!("  {why}")),
            }
        }
    }

    fn choose(&self, prompt: &str, choices: &[String]) -> Result<usize, CommandError> {
        Select::new(prompt, choices.to_vec())
            .raw_prompt()
            .map(|chosen| chosen.index)
            .map_err(stopped)
    }

    fn secret(&self, prompt: &str) -> Result<String, CommandError> {
        Password::new(prompt)
            .with_display_mode(PasswordDisplayMode::Hidden)
            .without_confirmation()
            .with_validator(|answer: &str| {
                Ok(match answer.is_empty() {
                    true => Validation::Invalid("this one is needed".into()),
                    false => Validation::Valid,
                })
            })
            .prompt()
            .map_err(stopped)
    }

    fn confirm(&self, shown: &str) -> Result<(), CommandError> {
        self.context
            .say(&format!("This will be written:\n{}", shown.trim_end()));
        terminal::confirm("Write it?", HELP)
    }
}

/// What to do where questions cannot be asked.
const HELP: &str = "give the answers as options, see `folio milestone --help`";

fn stopped(error: InquireError) -> CommandError {
    terminal::stopped(error, HELP)
}

/// Somebody who answers by heart.
#[cfg(test)]
pub(crate) struct Script(std::cell::RefCell<std::collections::VecDeque<&'static str>>);

#[cfg(test)]
impl Script {
    /// No answer: the question is left with Esc.
    pub(crate) const STOP: &'static str = "\u{1b}";

    pub(crate) fn new(answers: &[&'static str]) -> Self {
        Self(std::cell::RefCell::new(answers.iter().copied().collect()))
    }

    /// Returns whether every answer was asked for.
    pub(crate) fn is_done(&self) -> bool {
        self.0.borrow().is_empty()
    }

    fn answer(&self) -> Result<&'static str, CommandError> {
        match self.0.borrow_mut().pop_front().expect("an answer is left") {
            Self::STOP => Err(stopped(InquireError::OperationCanceled)),
            answer => Ok(answer),
        }
    }
}

#[cfg(test)]
impl Prompt for Script {
    fn text(&self, _: &Question<'_>, check: Check<'_>) -> Result<String, CommandError> {
        loop {
            let answer = self.answer()?;
            if check(answer).is_ok() {
                return Ok(answer.to_owned());
            }
        }
    }

    fn choose(&self, _: &str, choices: &[String]) -> Result<usize, CommandError> {
        let answer = self.answer()?;
        let at = choices.iter().position(|it| it == answer);
        Ok(at.expect("what is answered is among the choices"))
    }

    fn secret(&self, _: &str) -> Result<String, CommandError> {
        self.answer().map(str::to_owned)
    }

    fn confirm(&self, _: &str) -> Result<(), CommandError> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: Question<'static> = Question {
        about: "who decides",
        option: "--by PRINCIPAL",
        prompt: "Who decides?",
        help: "an address",
        start: None,
    };

    #[test]
    fn without_a_terminal_the_error_says_what_is_missing_and_how_to_give_it() {
        let asker = Asker::new(None::<&Script>);
        let error = asker.text(None, &WHO).unwrap_err();
        assert_eq!(error.message, "who decides is missing");
        assert_eq!(error.hints, ["give it as `--by PRINCIPAL`"]);
        assert_eq!(asker.maybe(None, &WHO, &anything).unwrap(), None);
        assert_eq!(
            asker.several(&[], &WHO, &anything).unwrap(),
            [] as [String; 0]
        );
        asker.confirm("x").unwrap();
    }

    #[test]
    fn what_was_given_is_not_asked_for_and_nothing_optional_with_it() {
        let script = Script::new(&[]);
        let asker = Asker::new(Some(&script));
        assert_eq!(asker.text(Some(" Dr B "), &WHO).unwrap(), "Dr B");
        assert_eq!(asker.maybe(None, &WHO, &anything).unwrap(), None);
    }

    #[test]
    fn a_command_that_had_to_ask_asks_for_the_rest_until_there_is_no_answer() {
        let script = Script::new(&["", "Dr B", "one", "two", ""]);
        let asker = Asker::new(Some(&script));
        assert_eq!(asker.text(None, &WHO).unwrap(), "Dr B");
        assert_eq!(asker.several(&[], &WHO, &anything).unwrap(), ["one", "two"]);
    }
}
