//! `folio milestone …`, as clap reads it.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use folio::diagnostics::{TypedDateError, parse_typed_date};
use folio::project::Due;
use jiff::civil::Date;

use crate::cli::args::shared::{Format, LimitArgs};

#[derive(Debug, Args)]
pub(crate) struct MilestoneArgs {
    #[command(subcommand)]
    pub(crate) command: MilestoneCommand,
    #[command(flatten)]
    pub(crate) shared: SharedArgs,
}

/// What every command about milestones takes.
#[derive(Debug, Args)]
pub(crate) struct SharedArgs {
    /// The project's folder [default: the nearest one upwards with a folio.toml]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) project: Option<PathBuf>,
    /// Print the result as sentences or as JSON
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: Format,
    /// Who types this, if it is not the student
    #[arg(long, global = true, value_name = "PERSON")]
    pub(crate) entered_by: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum MilestoneCommand {
    /// Mark a milestone ready for your supervisor, and keep its chapters as they are now
    Ready(ReadyArgs),
    /// Approve what was marked ready (the supervisor decides)
    Approve(ApproveArgs),
    /// Return what was marked ready, to be done again (the supervisor decides)
    Return(DecisionArgs),
    /// Take over a decision made on another copy, or another copy's ledger
    Receive(ReceiveArgs),
    /// Record a later date for a milestone; never the reason for it
    Extend(ExtendArgs),
    /// Record a supervision meeting
    Meeting(MeetingArgs),
    /// Record that an action is done
    Done(DoneArgs),
    /// Take back an entry that is wrong; the entry stays to be read
    Correct(CorrectArgs),
    /// Remove what somebody typed from an entry; that it was there stays to be read
    Erase(EraseArgs),
    /// Record a new supervisor, or the key that a supervisor signs with
    Supervisor(SupervisorArgs),
    /// Record that the work was handed in
    Submitted(SubmittedArgs),
    /// List what is recorded
    Log(LogArgs),
    /// Check that nothing recorded was changed, and whose the signatures are
    Verify(VerifyLedgerArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ReadyArgs {
    /// The milestone, such as tutorial-1
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// A note to your supervisor; everybody who gets this folder can read it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// Mark it ready although a criterion is not met; needs --reason
    #[arg(long)]
    pub(crate) despite: bool,
    /// Why, with --despite; everybody who gets this folder can read it
    #[arg(long, value_name = "TEXT", requires = "despite")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ApproveArgs {
    /// Approve once small changes are made
    #[arg(long)]
    pub(crate) with_changes: bool,
    #[command(flatten)]
    pub(crate) decision: DecisionArgs,
}

#[derive(Debug, Args)]
pub(crate) struct DecisionArgs {
    /// The milestone, such as tutorial-1
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Who decided: an address or a name, never the student's
    #[arg(long, value_name = "PRINCIPAL")]
    pub(crate) by: Option<String>,
    /// Sign the decision with this private SSH key
    #[arg(long, value_name = "FILE", conflicts_with = "evidence")]
    pub(crate) key: Option<PathBuf>,
    /// How the decision is known, in words, such as "e-mail of 3 March"
    #[arg(long, value_name = "TEXT")]
    pub(crate) evidence: Option<String>,
    /// The day of the decision, if it was not today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) on: Option<Date>,
    /// What the student is to know; everybody who gets this folder can read it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    /// What was agreed, as "WHAT; WHO; DATE"; may be given more than once
    #[arg(long = "action", value_name = "ACTION")]
    pub(crate) actions: Vec<String>,
    /// Also write the decision to this file, for the student to receive
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct ReceiveArgs {
    /// The file with the decision, or the ledger.jsonl of another copy
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ExtendArgs {
    /// The milestone, such as tutorial-2
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// The new date, such as 2027-03-01 or 2027-09-14T16:00
    #[arg(long, value_name = "DATE", value_parser = due)]
    pub(crate) to: Option<Due>,
    /// The office's reference, such as EXT-2027-12; never the reason: everybody who gets this
    /// folder could read it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: Option<String>,
    /// Who granted it, as you record it; leave it out until the office has decided
    #[arg(long, value_name = "NAME")]
    pub(crate) granted_by: Option<String>,
    /// Grant it with this private SSH key of --granted-by (the office grants)
    #[arg(long, value_name = "FILE", requires = "granted_by")]
    pub(crate) key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MeetingArgs {
    /// The day of the meeting, such as 2027-01-14
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) date: Option<Date>,
    /// Who was there besides the student; may be given more than once
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub(crate) with: Vec<String>,
    /// What was said; may be given more than once; everybody who gets this folder can read it
    #[arg(long = "point", value_name = "TEXT")]
    pub(crate) points: Vec<String>,
    /// What was agreed, as "WHAT; WHO; DATE"; may be given more than once
    #[arg(long = "action", value_name = "ACTION")]
    pub(crate) actions: Vec<String>,
    /// The day of the next meeting
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) next: Option<Date>,
}

#[derive(Debug, Args)]
pub(crate) struct DoneArgs {
    /// The action by its name, such as 3f9a1c2e-1
    #[arg(value_name = "ACTION")]
    pub(crate) action: Option<String>,
    /// How it was done; everybody who gets this folder can read it
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CorrectArgs {
    /// The entry by its name, such as 3f9a1c2e
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: Option<String>,
    /// What was wrong; everybody who gets this folder can read it
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct EraseArgs {
    /// The entry by its name, such as 3f9a1c2e
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: Option<String>,
    /// What is removed: note, point, reason, reference, evidence or action; point-2 is the second
    /// point alone
    #[arg(long, value_name = "FIELD")]
    pub(crate) field: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SupervisorArgs {
    /// The name as it is printed
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// The e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) email: Option<String>,
    /// The first day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// The last day, if one is known
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) until: Option<Date>,
    /// The public SSH key, a file that ends in .pub; it is added to milestones/allowed_signers
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct SubmittedArgs {
    /// How one can see that it was handed in, such as "Turnitin receipt 1234"
    #[arg(long, value_name = "TEXT")]
    pub(crate) evidence: Option<String>,
    /// The day, or day and time such as 2027-09-01T15:40 by the clocks of the programme; without
    /// a time nobody can say that it was in time
    #[arg(long, value_name = "DATE", value_parser = due)]
    pub(crate) on: Option<Due>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Show this entry alone, by its name, such as 3f9a1c2e
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: Option<String>,
    /// Write a meeting's record for the office, as .md or .pdf
    #[arg(long, value_name = "FILE", requires = "entry")]
    pub(crate) write: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyLedgerArgs {
    /// Vouch for the keys in this file from outside the project
    #[arg(long, value_name = "FILE")]
    pub(crate) signers: Option<PathBuf>,
    /// Write signatures and what they sign here, for `ssh-keygen -Y verify`
    #[arg(long, value_name = "DIR")]
    pub(crate) extract: Option<PathBuf>,
    /// Mend a torn line or a conflict; the file as it was is kept
    #[arg(long)]
    pub(crate) repair: bool,
}

/// Reads a day as people type it, with its year.
fn day(text: &str) -> Result<Date, TypedDateError> {
    parse_typed_date(text, None)
}

/// Reads a day, or a time of a day.
pub(crate) fn due(text: &str) -> Result<Due, String> {
    let text = text.trim();
    match (day(text), Due::moment(text)) {
        (Ok(day), _) => Ok(Due::Day(day)),
        (Err(_), Some(moment)) => Ok(Due::Moment(moment)),
        (Err(error), None) => Err(error.to_string()),
    }
}
