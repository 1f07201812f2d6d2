//! `folio milestone erase`: what somebody typed is taken out of the project.

use folio::milestones::{self, WORDS};

use crate::cli::args::milestone::EraseArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::Question;
use crate::cli::milestone::correct::entry;
use crate::cli::milestone::record::record;
use crate::cli::opened::Text;

/// Takes a text out; the entry says that one was there.
pub(crate) fn run(args: &EraseArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let EraseArgs { entry: name, field } = args;
    let opened = cx.open(Text::Unread)?;
    let name = entry(
        name.as_deref(),
        "erase",
        "Which entry holds the text?",
        &opened,
        cx,
    )?;
    let which = Question::new(
        "the field",
        "--field FIELD",
        "What is to be removed?",
        "note, point, reason, reference, evidence or action; point-2 for the second point alone",
    );
    let field = cx.asker.text(field.as_deref(), &which)?;
    record(&opened, cx, &|basis| {
        milestones::erase(basis, &name, &field)
    })?;
    cx.say(&format!(
        "the text is no longer in {WORDS}; copies of the folder that were sent, backups and git \
         may still have it"
    ));
    Ok(Exit::Success)
}
