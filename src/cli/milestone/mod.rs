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

mod ask;
mod decide;
mod log;
mod meeting;
mod notes;
mod ready;
mod receive;
mod record;
mod supervisor;
mod verify;
mod view;

use folio::milestones::Outcome;

use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::ask::{Asker, Terminal};
use crate::cli::milestone_args::{MilestoneArgs, MilestoneCommand, SharedArgs};
use crate::cli::office::{Office, Text};

pub(crate) use record::append;

/// Runs one of the commands about milestones.
pub(crate) fn run(args: &MilestoneArgs, context: &Context) -> Result<Exit, CommandError> {
    let shared = &args.shared;
    let terminal = Terminal { context };
    let asker = Asker::new(context.can_ask().then_some(&terminal));
    let errand = Errand {
        shared,
        context,
        asker: &asker,
    };
    match &args.command {
        MilestoneCommand::Ready(args) => ready::run(args, &errand),
        MilestoneCommand::Approve(args) => {
            let outcome = match args.with_changes {
                true => Outcome::ApprovedWithChanges,
                false => Outcome::Approved,
            };
            decide::run(&args.decision, outcome, &errand)
        }
        MilestoneCommand::Return(args) => decide::run(args, Outcome::Returned, &errand),
        MilestoneCommand::Receive(args) => receive::run(args, &errand),
        MilestoneCommand::Extend(args) => notes::extend(args, &errand),
        MilestoneCommand::Meeting(args) => notes::meeting(args, &errand),
        MilestoneCommand::Done(args) => notes::done(args, &errand),
        MilestoneCommand::Correct(args) => notes::correct(args, &errand),
        MilestoneCommand::Supervisor(args) => supervisor::run(args, &errand),
        MilestoneCommand::Submitted(args) => notes::submitted(args, &errand),
        MilestoneCommand::Log(args) => log::run(args, &errand),
        MilestoneCommand::Verify(args) => verify::run(args, &errand),
    }
}

/// What every one of these commands is given.
pub(crate) struct Errand<'a> {
    pub(crate) shared: &'a SharedArgs,
    pub(crate) context: &'a Context,
    pub(crate) asker: &'a Asker<'a>,
}

impl Errand<'_> {
    /// Opens the project.
    fn office(&self, text: Text<'_>) -> Result<Office, CommandError> {
        Office::open(self.shared.project.as_deref(), None, text, self.context)
    }

    /// Returns who types: who was named, else the student.
    fn entered_by<'o>(&'o self, office: &'o Office) -> &'o str {
        self.named().unwrap_or_else(|| office.student())
    }

    fn named(&self) -> Option<&str> {
        let named = self.shared.entered_by.as_deref().map(str::trim);
        named.filter(|name| !name.is_empty())
    }
}
