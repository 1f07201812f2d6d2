//! `folio cohort`: a row for every dissertation, and one table of all.

mod merge;
mod run;

use crate::cli::args::cohort::{CohortArgs, CohortCommand};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Runs the command.
pub(crate) fn run(args: &CohortArgs, context: &Context) -> Result<Exit, CommandError> {
    match &args.command {
        Some(CohortCommand::Merge(args)) => merge::run(args, context),
        None => run::run(&args.run, context),
    }
}
