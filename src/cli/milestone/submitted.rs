//! `folio milestone submitted`: the day on which the work was handed in.

use folio::milestones;

use crate::cli::args::milestone::{SubmittedArgs, due};
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
        "Day and time such as 2027-09-01T15:40; Enter for today, without a time",
    );
    let given = on.map(|on| on.to_string());
    let on = asker.maybe(given.as_deref(), &when, &|answer| due(answer).map(|_| ()))?;
    let on = on.as_deref().and_then(|on| due(on).ok());
    let opened = cx.open(Text::Surveyed(limits))?;
    record(&opened, cx, &|basis| {
        milestones::submitted(basis, &evidence, on)
    })?;
    Ok(Exit::Success)
}
