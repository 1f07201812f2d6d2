//! `folio milestone correct`: an entry that was wrong is taken back.

use folio::diagnostics::text::inline;
use folio::milestones;

use crate::cli::args::milestone::CorrectArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::Question;
use crate::cli::milestone::record::{LOG_LISTS, history, record};
use crate::cli::opened::{Opened, Text};

/// Takes an entry back; it stays to be read.
pub(crate) fn run(args: &CorrectArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let CorrectArgs {
        entry: name,
        reason,
    } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let name = entry(
        name.as_deref(),
        "correct",
        "Which entry is wrong?",
        &opened,
        cx,
    )?;
    let why = Question::new(
        "the reason",
        "--reason TEXT",
        "What was wrong?",
        "A few words; the entry stays to be read, with your reason",
    );
    let reason = asker.text(reason.as_deref(), &why)?;
    record(&opened, cx, &|basis| {
        milestones::correct(basis, &name, &reason, None)
    })?;
    cx.say("next: if something else is right, record it with its own command");
    Ok(Exit::Success)
}

/// Returns the name of an entry that is there.
pub(super) fn entry(
    given: Option<&str>,
    command: &str,
    prompt: &str,
    opened: &Opened,
    cx: &MilestoneContext<'_>,
) -> Result<String, CommandError> {
    let history = history(opened)?;
    let choices: Vec<(String, String)> = history
        .entries()
        .map(|(line, entry)| {
            let shown = format!("{}: {}", line.short(), milestones::sentence(entry));
            (line.short().to_owned(), shown)
        })
        .collect();
    let option = format!("folio milestone {command} ENTRY");
    let which = Question {
        about: "the entry",
        option: &option,
        prompt,
        help: "The name of the entry, such as 3f9a1c2e",
        start: None,
    };
    let name = cx
        .asker
        .choice(given, &which, &choices)
        .map_err(|error| error.hint(LOG_LISTS))?;
    if history.named(&name).is_none() {
        let name = inline(&name, 40);
        return Err(CommandError::new(format!("there is no entry `{name}`")).hint(LOG_LISTS));
    }
    Ok(name)
}
