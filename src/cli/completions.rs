//! `folio completions`: what a shell needs to complete commands.

use clap::CommandFactory;

use crate::cli::args::{Cli, CompletionsArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;

/// Prints the completions of a shell.
pub(crate) fn run(args: &CompletionsArgs, context: &Context) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "folio", &mut script);
    context.print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
}
