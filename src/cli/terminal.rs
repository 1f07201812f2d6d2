//! The terminal: how wide it is, and what every question on it ends with when it is not answered.

use std::io::{self, IsTerminal};

use inquire::{Confirm, InquireError};

use crate::cli::error::CommandError;

/// Returns how many characters fit in a line of the result: the terminal's, if it is one.
pub(crate) fn width() -> u16 {
    const WITHOUT_TERMINAL: u16 = 100;
    if !io::stdout().is_terminal() {
        return WITHOUT_TERMINAL;
    }
    terminal_size::terminal_size().map_or(WITHOUT_TERMINAL, |(width, _)| width.0.clamp(40, 120))
}

/// Asks whether to go on. No is treated as a stop. `help` says what to do where nobody can be asked.
pub(crate) fn confirm(message: &str, help: &str) -> Result<(), CommandError> {
    match is_right(message, help)? {
        true => Ok(()),
        false => Err(nothing_written()),
    }
}

/// Asks whether something is right.
pub(crate) fn is_right(message: &str, help: &str) -> Result<bool, CommandError> {
    let answer = Confirm::new(message).with_default(true).prompt();
    answer.map_err(|error| stopped(error, help))
}

/// Returns why a question has no answer.
pub(crate) fn stopped(error: InquireError, help: &str) -> CommandError {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => nothing_written(),
        error => CommandError::new(format!("failed to ask on this terminal: {error}"))
            .hint(format!("nothing was written; {help}")),
    }
}

fn nothing_written() -> CommandError {
    CommandError::new("you stopped before the end: nothing was written")
        .hint("start again whenever you like")
}
