//! Has work done by the supervised child, and says meanwhile what is going on.

use std::time::Duration;

use folio::pipeline::{Progress, Request, Stage};
use serde::de::DeserializeOwned;

use crate::cli::args::LimitArgs;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::supervise::{self, Delivery, Limits};

/// Has the work done by the supervised child, with a line of progress on a terminal.
pub(crate) fn deliver<T: DeserializeOwned>(
    request: Request,
    limits: &LimitArgs,
    context: &Context,
) -> Result<Delivery<T>, CommandError> {
    let program = std::env::current_exe().map_err(|error| {
        CommandError::new(format!("failed to find this program's file: {error}"))
    })?;
    let limits = Limits {
        time: Duration::from_secs(limits.time_limit),
        memory_bytes: usize::try_from(limits.memory_limit << 20).unwrap_or(usize::MAX),
    };
    let line = context.progress_line();
    line.set_message(Stage::Reading.doing());
    let delivery = supervise::run(&program, request, limits, |progress| match progress {
        Progress::Stage { stage } => line.set_message(stage.doing()),
        Progress::Chapter { path } => line.set_message(format!("typesetting {path}")),
    });
    line.finish_and_clear();
    Ok(delivery?)
}
