//! `folio milestone …`: what is recorded in the ledger, by whom, and what it is worth.
//!
//! Every command that records goes the same way: what is missing is asked for ([`ask`]), the
//! library makes the entry or refuses, the entry is shown and confirmed on a terminal, and then
//! it is made once more inside the ledger's lock and added ([`record`]).
//!
//! # Decisions
//!
//! - 2026-11: a decision with `--out` is recorded in the copy it was made on as well as written to
//!   the file. Receiving it is idempotent, and the supervisor's own copy says what was decided. A
//!   copy that cannot be written to (a zip that was only looked into) still gives the file.
//! - 2026-11: `correct` only takes an entry back; what is right is recorded as an entry of its own.
//!   A form that rewrote a decision field by field would look like an edit.
//! - 2026-11: a key for somebody who supervises already goes to the list of signers alone. A
//!   second entry in the ledger would say that the supervisor began on that day.
//! - 2026-11: an unknown milestone, entry or action is a slip of the keyboard (exit 2); a request
//!   that the state of things does not allow is refused (exit 1).

pub(crate) mod ask;
mod correct;
mod decide;
mod done;
mod entry;
mod erase;
mod extend;
mod log;
mod meeting;
mod ready;
mod receive;
mod record;
mod reply;
mod send;
mod submitted;
mod supervisor;
mod verify;

use folio::milestones::Outcome;
use serde::Serialize;

use crate::cli::args::milestone::{MilestoneArgs, MilestoneCommand, SharedArgs};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::ask::{Asker, Terminal};
use crate::cli::opened::{Opened, Text};

pub(crate) use record::append;
pub(crate) use verify::{Looked, look as look_at_record};

/// Runs one of the commands about milestones.
pub(crate) fn run(args: &MilestoneArgs, context: &Context) -> Result<Exit, CommandError> {
    let shared = &args.shared;
    let terminal = Terminal { context };
    let asker = Asker::new(context.can_ask().then_some(&terminal));
    let cx = MilestoneContext {
        shared,
        machine: context,
        asker: &asker,
    };
    match &args.command {
        MilestoneCommand::Ready(args) => ready::run(args, &cx),
        MilestoneCommand::Approve(args) => {
            let outcome = match args.with_changes {
                true => Outcome::ApprovedWithChanges,
                false => Outcome::Approved,
            };
            decide::run(&args.decision, outcome, &cx)
        }
        MilestoneCommand::Return(args) => decide::run(args, Outcome::Returned, &cx),
        MilestoneCommand::Receive(args) => receive::run(args, &cx),
        MilestoneCommand::Extend(args) => extend::run(args, &cx),
        MilestoneCommand::Meeting(args) => meeting::run(args, &cx),
        MilestoneCommand::Done(args) => done::run(args, &cx),
        MilestoneCommand::Correct(args) => correct::run(args, &cx),
        MilestoneCommand::Erase(args) => erase::run(args, &cx),
        MilestoneCommand::Supervisor(args) => supervisor::run(args, &cx),
        MilestoneCommand::Submitted(args) => submitted::run(args, &cx),
        MilestoneCommand::Log(args) => log::run(args, &cx),
        MilestoneCommand::Verify(args) => verify::run(args, &cx),
    }
}

/// What every one of these commands is given.
pub(crate) struct MilestoneContext<'a> {
    pub(crate) shared: &'a SharedArgs,
    pub(crate) machine: &'a Context,
    pub(crate) asker: &'a Asker<'a>,
}

impl MilestoneContext<'_> {
    /// Opens the project.
    fn open(&self, text: Text<'_>) -> Result<Opened, CommandError> {
        Opened::open(self.shared.project.as_deref(), None, text, self.machine)
    }

    /// Prints the result of the command.
    fn print(&self, text: &str) -> Result<(), CommandError> {
        self.machine.print(text)
    }

    /// Prints the result of the command as JSON.
    fn print_json(&self, view: &impl Serialize) -> Result<(), CommandError> {
        self.machine.print_json(view)
    }

    /// Says something about the run.
    fn say(&self, text: &str) {
        self.machine.say(text);
    }

    /// Returns who types: who was named, else the student.
    fn entered_by<'o>(&'o self, opened: &'o Opened) -> &'o str {
        self.named().unwrap_or_else(|| opened.student())
    }

    fn named(&self) -> Option<&str> {
        let named = self.shared.entered_by.as_deref().map(str::trim);
        named.filter(|name| !name.is_empty())
    }
}
