//! `folio milestone done`: an action that was agreed is done.

use folio::diagnostics::text::{inline, list};
use folio::milestones;

use crate::cli::args::milestone::DoneArgs;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Question, anything};
use crate::cli::milestone::entry::{LedgerLinks, action_in_words};
use crate::cli::milestone::record::{history, record};
use crate::cli::opened::Text;

/// Records that an action is done.
pub(crate) fn run(args: &DoneArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let DoneArgs { action, note } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let history = history(&opened)?;
    let links = LedgerLinks::of(&opened.basis(&history, ""));
    let open: Vec<(String, String)> = links
        .open()
        .map(|it| {
            let shown = format!("{}: {}", it.id, action_in_words(&it.action));
            (it.id.clone(), shown)
        })
        .collect();
    let which = Question::new(
        "the action",
        "folio milestone done ACTION",
        "Which action is done?",
        "The name of the action, such as 3f9a1c2e-1",
    );
    let names: Vec<&str> = open.iter().map(|(id, _)| id.as_str()).collect();
    let hint = match names.as_slice() {
        [] => "no action is open".to_owned(),
        names => format!("open are {}", list(names)),
    };
    if action.is_none() && open.is_empty() {
        return Err(CommandError::new("the action is missing").hint(hint));
    }
    let action = asker
        .choice(action.as_deref(), &which, &open)
        .map_err(|error| error.hint(hint.clone()))?;
    let wanted = action.trim_start_matches('#').to_ascii_lowercase();
    let stem = wanted.split('-').next().unwrap_or_default();
    let is_known = |name: &str| stem.len() >= 4 && name.starts_with(stem);
    if !links.actions().iter().any(|it| is_known(it.entry.hex())) {
        return Err(
            CommandError::new(format!("there is no action `{}`", inline(&action, 40))).hint(hint),
        );
    }
    let how = Question::new(
        "the note",
        "--note TEXT",
        "How was it done?",
        "Enter for no note",
    );
    let note = asker.maybe(note.as_deref(), &how, &anything)?;
    record(&opened, cx, &|basis| {
        milestones::done(basis, &action, note.as_deref())
    })?;
    Ok(Exit::Success)
}
