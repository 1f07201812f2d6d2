//! The command line: one file a command. It reads the machine, asks the library, prints.

mod args;
mod at_work;
mod build;
mod check;
mod cite;
mod cohort;
mod comments;
mod completions;
mod context;
mod count;
mod diff;
mod doctor;
mod error;
mod exit;
mod gate;
mod home;
mod import;
mod milestone;
mod new;
mod opened;
mod output;
mod package;
mod place;
mod schema;
mod setup;
mod status;
mod table;
mod terminal;
mod unresolved;
mod user_path;
mod verdict;
mod verify;
mod view;
mod watch;

use std::process::ExitCode;

use clap::FromArgMatches;
use folio::project;
use folio::worker::{self, Memory};

use crate::ALLOCATOR;
use crate::cli::args::{Cli, Command};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::gate::Gate;

/// What the program's allocator counts.
struct ProgramMemory;

impl Memory for ProgramMemory {
    fn in_use(&self) -> usize {
        ALLOCATOR.allocated()
    }

    fn limit(&self, bytes: usize) {
        // It fails only when more is in use already; then the first allocation beyond it ends the
        // process in the same way.
        let _ = ALLOCATOR.set_limit(bytes);
    }
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == worker::ARGUMENT) && words.next().is_none() {
        return worker::serve(&ProgramMemory);
    }
    let matches = args::help::command().try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let context = match Context::new(&cli.global) {
        Ok(context) => context,
        Err(error) => {
            anstream::eprintln!("error: {}", error.message);
            return Exit::Failure.into();
        }
    };
    // What was typed is told before a command has opened anything.
    if let Some(root) = project::find_root(&context.current_dir) {
        context.gate.keep_names(&root, None);
    }
    let exit = run(cli.command, &context).unwrap_or_else(|error| {
        context.show_error(&error);
        error.exit
    });
    exit.into()
}

/// Help and version go to standard output and end with 0; what was typed wrongly is told, and ends
/// with 2.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line is where the machine is read"
)]
fn misused(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        let _ = error.print();
        return Exit::Success.into();
    }
    // The message holds words of the command line, which may have come from anywhere.
    let gate = Gate::default();
    if let Some(root) = std::env::current_dir()
        .ok()
        .as_deref()
        .and_then(project::find_root)
    {
        gate.keep_names(&root, None);
    }
    anstream::eprint!("{}", gate.text(&error.render().ansi().to_string()));
    Exit::Failure.into()
}

fn run(command: Option<Command>, context: &Context) -> Result<Exit, CommandError> {
    match command {
        None => home::run(context),
        Some(Command::New(args)) => new::run(&args, context),
        Some(Command::Watch(args)) => watch::run(&args, context),
        Some(Command::Build(args)) => build::run(&args, context),
        Some(Command::Where(args)) => place::run(&args, context),
        Some(Command::Count(args)) => count::run(&args, context),
        Some(Command::Check(args)) => check::run(&args, context),
        Some(Command::Cite(args)) => cite::run(&args, context),
        Some(Command::Status(args)) => status::run(&args, context),
        Some(Command::Diff(args)) => diff::run(&args, context),
        Some(Command::Comments(args)) => comments::run(&args, context),
        Some(Command::Milestone(args)) => milestone::run(&args, context),
        Some(Command::Package(args)) => package::run(&args, context),
        Some(Command::Verify(args)) => verify::run(&args, context),
        Some(Command::Cohort(args)) => cohort::run(&args, context),
        Some(Command::Setup(args)) => setup::run(&args, context),
        Some(Command::Doctor(args)) => doctor::run(&args, context),
        Some(Command::Completions(args)) => completions::run(&args, context),
        Some(Command::Schema(args)) => schema::run(&args, context),
    }
}
