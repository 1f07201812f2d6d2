//! `folio diff`: what changed in the chapters of a milestone since they were marked ready.

use folio::diagnostics;
use folio::milestones::{
    Changes, Paragraph, Standing, Stretch, changes_since, day_of, kept, standings, whitespace,
};
use folio::pages::{self, Block, Change, ChapterChange, DiffPage, Paint, Since, Span};
use folio::project::Chapter;

use crate::cli::args::DiffArgs;
use crate::cli::build::shown_path;
use crate::cli::context::Context;
use crate::cli::count::check_own_page;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::office::{Office, Text};

/// Shows what changed.
pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<Exit, CommandError> {
    let html = args
        .html
        .as_deref()
        .map(|path| context.current_dir.join(path));
    if let Some(path) = &html {
        check_own_page(path)?;
        diagnostics::check_writable(path)?;
    }
    let office = Office::open(args.project.as_deref(), None, Text::Unread, context)?;
    office.milestone(&args.milestone)?;
    let history = office.ledger.read()?;
    let desk = office.desk(&history, office.student());
    let standings = standings(&desk);
    let standing = standings
        .milestones
        .iter()
        .find(|standing| standing.id == args.milestone);
    let page = standing
        .and_then(|standing| page(&office, standing, context))
        .ok_or_else(|| {
            CommandError::new(format!(
                "`{}` was not marked ready yet, so nothing was kept to compare with",
                args.milestone
            ))
            .hint(format!(
                "`folio milestone ready {}` keeps its chapters",
                args.milestone
            ))
        })??;
    if let Some(path) = &html {
        diagnostics::write_atomic(path, pages::diff(&page)?.as_bytes())?;
        let shown = shown_path(path, &context.current_dir);
        context.say(&format!("a page to open or to send: {shown}"));
        return Ok(Exit::Success);
    }
    context.print(&pages::diff_text(&page, Paint::Ansi))?;
    Ok(Exit::Success)
}

/// Returns the page of changes, or `None` where nothing was marked ready.
fn page(
    office: &Office,
    standing: &Standing,
    context: &Context,
) -> Option<Result<DiffPage, CommandError>> {
    let mark = standing.ready.as_ref()?;
    let ready = &mark.ready;
    let event = match &standing.decision {
        Some(decision) => {
            let who = decision.name.as_ref().unwrap_or(&decision.by);
            format!("it was {} by {who}", decision.outcome.in_words())
        }
        None => "it was marked ready".to_owned(),
    };
    let mut chapters = Vec::new();
    let kept = kept(&office.project.root, ready);
    let compared = changes_since(&kept, &office.chapter_texts(), whitespace);
    for (record, compared) in ready.chapters.iter().zip(&compared) {
        let id = &compared.id;
        let Some(changes) = &compared.changes else {
            return Some(Err(CommandError::new(format!(
                "the copy of `{id}` that was kept for `{}` is gone or was changed",
                standing.id
            ))
            .hint(
                "restore the folder `milestones/` from a backup, or mark it ready again",
            )));
        };
        let chapter = office.project.outline.chapter(id);
        chapters.push(chapter_change(&record.path, chapter, changes));
    }
    Some(Ok(DiffPage {
        title: office.project.manifest.dissertation.title.clone(),
        milestone: standing.title.clone(),
        since: Since {
            date: day_of(mark.at),
            event,
        },
        today: context.today.0,
        chapters,
    }))
}

fn chapter_change(path: &str, chapter: Option<&Chapter>, changes: &Changes) -> ChapterChange {
    let drift = changes.drift(whitespace);
    let gone = || format!("{path} (no longer in the outline)");
    ChapterChange {
        title: chapter.map_or_else(gone, |chapter| chapter.id.clone()),
        path: chapter.map_or_else(|| path.to_owned(), |chapter| chapter.path.to_string()),
        added: drift.words_added,
        removed: drift.words_removed,
        blocks: blocks(changes),
    }
}

fn blocks(changes: &Changes) -> Vec<Block> {
    // Where a paragraph stood is its number among those of then.
    let mut then = 0;
    let mut away = std::collections::BTreeMap::new();
    for paragraph in &changes.paragraphs {
        match paragraph {
            Paragraph::Same(_) | Paragraph::Removed(_) | Paragraph::Changed(_) => then += 1,
            Paragraph::MovedAway { number, .. } => {
                then += 1;
                away.insert(*number, then);
            }
            Paragraph::Added(_) | Paragraph::MovedHere { .. } => {}
        }
    }
    let mut now = 0;
    let mut blocks = Vec::new();
    for paragraph in &changes.paragraphs {
        match paragraph {
            Paragraph::Removed(_) | Paragraph::MovedAway { .. } => {}
            Paragraph::Same(_)
            | Paragraph::Added(_)
            | Paragraph::Changed(_)
            | Paragraph::MovedHere { .. } => now += 1,
        }
        blocks.push(match paragraph {
            Paragraph::Same(text) => Block::Unchanged { text: text.clone() },
            Paragraph::Added(text) => Block::Added { text: text.clone() },
            Paragraph::Removed(text) => Block::Removed { text: text.clone() },
            Paragraph::Changed(stretches) => Block::Changed {
                spans: stretches.iter().map(span).collect(),
            },
            Paragraph::MovedHere { number, text } => Block::Moved {
                from: away.get(number).copied().unwrap_or(now),
                to: now,
                spans: vec![Span {
                    change: Change::Same,
                    text: text.clone(),
                }],
            },
            // It is shown where it stands now.
            Paragraph::MovedAway { .. } => continue,
        });
    }
    blocks
}

fn span(stretch: &Stretch) -> Span {
    let (change, text) = match stretch {
        Stretch::Same(text) => (Change::Same, text),
        Stretch::Added(text) => (Change::Added, text),
        Stretch::Removed(text) => (Change::Removed, text),
    };
    Span {
        change,
        text: text.clone(),
    }
}
