//! Open comments as what was agreed in a meeting.

use std::collections::BTreeSet;
use std::path::Path;

use folio::diagnostics::text::{count, inline};
use folio::milestones::{self, Action, Meeting};
use folio::word::{Item, ItemKind};

use crate::cli::comments::Reviewed;
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::milestone::append;
use crate::cli::opened::{Opened, Text};
use crate::cli::terminal::confirm;

/// How long an action is.
const MAX_ACTION: usize = 300;

/// Records a meeting today with those who commented.
pub(super) fn record(
    reviewed: &Reviewed,
    root: &Path,
    context: &Context,
) -> Result<(), CommandError> {
    let is_open = |item: &&Item| item.kind == ItemKind::Comment && item.open;
    let open: Vec<&Item> = reviewed.review.items.iter().filter(is_open).collect();
    if open.is_empty() {
        context.say("no comment is open, so there is nothing to agree on: no meeting was recorded");
        return Ok(());
    }
    let authors: BTreeSet<&str> = open.iter().map(|item| item.author.trim()).collect();
    let mut with: Vec<String> = authors
        .into_iter()
        .filter(|author| !author.is_empty())
        .map(str::to_owned)
        .collect();
    if with.is_empty() {
        with.push("the supervisor".into());
    }
    let student = &reviewed.project.manifest.dissertation.author;
    let actions = open.iter().map(|item| {
        let place = match (&item.path, item.line) {
            (Some(path), Some(line)) => format!(" ({path}:{line})"),
            _ => String::new(),
        };
        Action {
            what: format!("{}{place}", inline(item.text.trim(), MAX_ACTION)).into(),
            who: student.clone(),
            due: None,
        }
    });
    let meeting = Meeting {
        date: context.today.0,
        with,
        points: vec![format!("Comments in {}", reviewed.name).into()],
        actions: actions.collect(),
        next: None,
    };
    if context.can_ask() {
        let message = format!(
            "Record a meeting today with {} from the comments?",
            count(meeting.actions.len(), "action")
        );
        confirm(&message, "without a terminal nothing is asked")?;
    }
    let opened = Opened::open(Some(root), None, Text::Unread, context)?;
    let student = opened.student().to_owned();
    append(&opened, &student, &|basis| {
        milestones::meeting(basis, &meeting)
    })?;
    context.say(&format!(
        "recorded a meeting with {}: `folio status` lists them, `folio milestone done ACTION` ticks one off",
        count(meeting.actions.len(), "action")
    ));
    Ok(())
}
