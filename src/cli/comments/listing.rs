//! What came back, as sentences, as JSON, and for the page.

use folio::diagnostics::text::{count, inline};
use folio::diagnostics::{british, parse_date};
use folio::web::{CommentRow, CommentsOf, CommentsPage};
use folio::word::{Item, ItemKind};
use serde::Serialize;

use crate::cli::comments::Reviewed;
use crate::cli::context::Context;

/// How many signs of a text are shown in a terminal.
const MAX_TEXT: usize = 160;
const MAX_ABOUT: usize = 70;

/// `folio comments --format json`.
#[derive(Serialize)]
pub(super) struct ItemsView<'a> {
    format: u32,
    items: &'a [Item],
}

impl<'a> ItemsView<'a> {
    pub(super) fn of(items: &'a [Item]) -> Self {
        Self { format: 1, items }
    }
}

/// Returns the listing for people.
pub(super) fn tell(reviewed: &Reviewed) -> String {
    let items = &reviewed.review.items;
    if items.is_empty() {
        return format!(
            "{} has no comments and no tracked changes.\n",
            reviewed.name
        );
    }
    let mut out = format!("{}: {}.\n", reviewed.name, summary(items));
    let mut at: Option<&Option<String>> = None;
    for item in items {
        if at != Some(&item.path) {
            at = Some(&item.path);
            let place = item.path.as_deref().unwrap_or("Nowhere in the chapters");
            out.push_str(&format!("\n{place}\n"));
        }
        let place = match (item.line, item.column) {
            (Some(line), Some(column)) => format!("{line}:{column}"),
            _ => "–".to_owned(),
        };
        let doubt = if item.sure || item.path.is_none() {
            ""
        } else {
            " (place not certain)"
        };
        let done = if item.open { "" } else { " (done)" };
        out.push_str(&format!(
            "  {place:<8} {}{done}{doubt}\n",
            sentence(item, MAX_TEXT)
        ));
        for reply in &item.replies {
            let who = who(&reply.author, reply.date.as_deref());
            let text = inline(&reply.text, MAX_TEXT);
            out.push_str(&format!("           {who} answered: {text}\n"));
        }
    }
    let unsure = items.iter().filter(|item| !item.sure).count();
    if unsure > 0 {
        let places = count(unsure, "place");
        out.push_str(&format!(
            "\n{places} not certain: look whether the line is the one that is meant.\n"
        ));
    }
    let changes = items.iter().any(|it| it.kind != ItemKind::Comment);
    if changes {
        out.push_str("\nTo take the changes over: the same command with `--apply`.\n");
    }
    out
}

fn summary(items: &[Item]) -> String {
    let of = |kind: ItemKind| items.iter().filter(|item| item.kind == kind).count();
    let open = items
        .iter()
        .filter(|item| item.kind == ItemKind::Comment && !item.open)
        .count();
    let mut parts = Vec::new();
    let comments = of(ItemKind::Comment);
    if comments > 0 {
        let done = if open > 0 {
            format!(" ({open} done)")
        } else {
            String::new()
        };
        parts.push(format!("{}{done}", count(comments, "comment")));
    }
    for (kind, noun) in [
        (ItemKind::Inserted, "insertion"),
        (ItemKind::Deleted, "deletion"),
        (ItemKind::Moved, "move"),
        (ItemKind::Formatted, "change of looks"),
    ] {
        match of(kind) {
            0 => {}
            many if kind == ItemKind::Formatted && many > 1 => {
                parts.push(format!("{many} changes of looks"));
            }
            many => parts.push(count(many, noun)),
        }
    }
    folio::diagnostics::text::series(&parts)
}

fn who(author: &str, date: Option<&str>) -> String {
    let author = match author.trim() {
        "" => "somebody".to_owned(),
        author => inline(author, 60),
    };
    let day = date.and_then(|date| date.get(..10));
    match day.and_then(|day| parse_date(day).ok()) {
        Some(day) => format!("{author}, {}", british(day)),
        None => author,
    }
}

/// Returns what somebody did, in a sentence.
fn sentence(item: &Item, most: usize) -> String {
    let who = who(&item.author, item.date.as_deref());
    let text = inline(item.text.trim(), most);
    let about = inline(item.about.trim(), MAX_ABOUT);
    let near = if about.is_empty() {
        String::new()
    } else {
        format!(", near “{about}”")
    };
    match item.kind {
        ItemKind::Comment if about.is_empty() => format!("{who}: {text}"),
        ItemKind::Comment => format!("{who} on “{about}”: {text}"),
        ItemKind::Inserted => format!("{who} added “{text}”{near}"),
        ItemKind::Deleted => format!("{who} deleted “{text}”{near}"),
        ItemKind::Moved => format!("{who} moved “{text}”{near}"),
        ItemKind::Formatted if text.is_empty() => {
            format!("{who} changed the look of the paragraph{near}")
        }
        ItemKind::Formatted => format!("{who} changed the look of “{text}”"),
    }
}

/// Returns what the page shows.
pub(super) fn page_of(reviewed: &Reviewed, context: &Context) -> CommentsPage {
    let mut chapters: Vec<CommentsOf> = Vec::new();
    for item in &reviewed.review.items {
        let path = item.path.clone().unwrap_or_default();
        if chapters.last().is_none_or(|last| last.path != path) {
            chapters.push(CommentsOf {
                path,
                rows: Vec::new(),
            });
        }
        let row = CommentRow {
            line: item.line,
            kind: match item.kind {
                ItemKind::Comment => "comment",
                ItemKind::Inserted => "added",
                ItemKind::Deleted => "deleted",
                ItemKind::Moved => "moved",
                ItemKind::Formatted => "look changed",
            },
            who: who(&item.author, item.date.as_deref()),
            about: item.about.trim().to_owned(),
            text: item.text.trim().to_owned(),
            is_open: item.open,
            is_sure: item.sure || item.path.is_none(),
            replies: item
                .replies
                .iter()
                .map(|reply| {
                    (
                        who(&reply.author, reply.date.as_deref()),
                        reply.text.clone(),
                    )
                })
                .collect(),
        };
        if let Some(last) = chapters.last_mut() {
            last.rows.push(row);
        }
    }
    CommentsPage {
        title: reviewed.project.manifest.dissertation.title.clone(),
        file: reviewed.name.clone(),
        summary: match reviewed.review.items.as_slice() {
            [] => "no comments and no tracked changes".into(),
            items => summary(items),
        },
        today: context.today.0,
        chapters,
    }
}
