//! `folio milestone extend`: a later date, claimed or granted.

use folio::milestones;

use crate::cli::args::milestone::{ExtendArgs, due};
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::milestone::MilestoneContext;
use crate::cli::milestone::ask::{Question, anything};
use crate::cli::milestone::decide::read_key;
use crate::cli::milestone::record::record_as;
use crate::cli::opened::Text;

/// Records a later date.
pub(crate) fn run(args: &ExtendArgs, cx: &MilestoneContext<'_>) -> Result<Exit, CommandError> {
    let ExtendArgs {
        id,
        to,
        reference,
        granted_by,
        key,
    } = args;
    let asker = cx.asker;
    let opened = cx.open(Text::Unread)?;
    let id = &asker.milestone(id.as_deref(), "extend", &opened)?.id;
    let new_date = Question::new(
        "the new date",
        "--to DATE",
        "Until when?",
        "Such as 2027-03-01, or 2027-09-14T16:00",
    );
    let to = asker.value(*to, &new_date, due)?;
    let office_reference = Question::new(
        "the reference of the extension",
        "--reference TEXT",
        "The office's reference:",
        "Such as EXT-2027-12. Never the reason: everybody who gets this folder could read it",
    );
    let reference = asker.text(reference.as_deref(), &office_reference)?;
    let who = Question::new(
        "who granted it",
        "--granted-by NAME",
        "Who granted it?",
        "Enter if the office has not decided yet",
    );
    let granted_by = asker.maybe(granted_by.as_deref(), &who, &anything)?;
    let key = key
        .as_deref()
        .map(|path| read_key(&cx.machine.current_dir.join(path), asker))
        .transpose()?;
    // Who signs is who grants; otherwise the student types it in.
    let entered_by = match (cx.named(), &key, &granted_by) {
        (None, Some(_), Some(office)) => office,
        (named, _, _) => named.unwrap_or_else(|| opened.student()),
    };
    record_as(&opened, cx, entered_by, &|basis| {
        let granted_by = granted_by.as_deref();
        milestones::extend(basis, id, to, &reference, granted_by, key.as_ref())
    })?;
    if granted_by.is_none() {
        cx.say(&format!(
            "until the office's decision is recorded the date stays as it was: `folio milestone \
             extend {id} … --granted-by NAME`"
        ));
    }
    Ok(Exit::Success)
}
