//! The exit status: what a script may rely on.

use std::process::ExitCode;

/// How a command ended. Numbers are added, never changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing wrong.
    Success,
    /// The command worked and found something that must be fixed.
    Findings,
    /// The command could not do its work.
    Failure,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Success => 0,
            Exit::Findings => 1,
            Exit::Failure => 2,
        })
    }
}
