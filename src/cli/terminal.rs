//! What every question on a terminal ends with when it is not answered.

use inquire::{Confirm, InquireError};

use crate::cli::error::CommandError;

/// Asks whether to go on. No is treated as a stop. `help` says what to do where nobody can be asked.
pub(crate) fn confirm(message: &str, help: &str) -> Result<(), CommandError> {
    match Confirm::new(message).with_default(true).prompt() {
        Ok(true) => Ok(()),
        Ok(false) => Err(nothing_written()),
        Err(error) => Err(stopped(error, help)),
    }
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
