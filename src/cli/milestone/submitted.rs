//! `folio milestone submitted`: the day on which the work was handed in.

use folio::milestones;

use crate::cli::args::milestone::SubmittedArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::Question;
use crate::cli::milestone::record::record;
use crate::cli::opened::Text;

/// Records when the work was handed in, and how one can see it.
pub(crate) fn run(args: &SubmittedArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let SubmittedArgs {
        evidence,
        on,
        limits,
    } = args;
    let asker = cx.asker;
    let how = Question::new(
        "the evidence",
        "--evidence TEXT",
        "How can one see that it was handed in?",
        "Such as: Turnitin receipt 1234",
    );
    let evidence = asker.text(evidence.as_deref(), &how)?;
    let when = Question::new(
        "the day",
        "--on DATE",
        "When was it handed in?",
        "The day as year-month-day; Enter for today",
    );
    let on = asker.maybe_day(*on, &when)?;
    let opened = cx.open(Text::Surveyed(limits))?;
    record(&opened, cx, &|basis| {
        milestones::submitted(basis, &evidence, on)
    })?;
    Ok(Exit::Success)
}
