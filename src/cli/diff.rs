//! `folio diff`: what changed in the chapters of a milestone since they were marked ready.

use std::io::{self, IsTerminal};

use folio::milestones::{Standing, day_of, kept, standings};
use folio::web::{self, ChapterDiff, DiffPage};
use serde::Serialize;

use crate::cli::args::{DiffArgs, Format};
use crate::cli::context::Context;
use crate::cli::error::CommandError;
use crate::cli::exit::Exit;
use crate::cli::opened::{Opened, Text};
use crate::cli::output::{html_path, write_html};
use crate::cli::terminal;

/// Shows what changed.
pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<Exit, CommandError> {
    let html = html_path(args.html.as_deref(), context)?;
    let text = Text::Surveyed(&args.limits);
    let opened = Opened::open(args.project.as_deref(), None, text, context)?;
    opened.milestone(&args.milestone)?;
    let history = opened.history()?;
    let basis = opened.basis(&history, opened.student());
    let standings = standings(&basis);
    let standing = standings
        .milestones
        .iter()
        .find(|standing| standing.id == args.milestone);
    let page = standing
        .and_then(|standing| page(&opened, standing, context))
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
    match &html {
        None if args.format == Format::Json => context.print_json(&DiffJson::of(&page, args))?,
        Some(path) => write_html(path, &web::diff(&page, &context.gate.names())?, context)?,
        // The context takes the colours out where nothing shows them.
        None => context.print(&web::diff_text(
            &page,
            terminal::colour(io::stdout().is_terminal()),
        ))?,
    }
    Ok(Exit::Success)
}

/// `folio diff --format json`.
#[derive(Serialize)]
struct DiffJson<'a> {
    format: u32,
    milestone: &'a str,
    since: String,
    event: &'a str,
    chapters: Vec<ChapterJson<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ChapterJson<'a> {
    title: &'a str,
    path: &'a str,
    words_added: usize,
    words_removed: usize,
    words_moved: usize,
    estimated: bool,
    changed: bool,
}

impl<'a> DiffJson<'a> {
    fn of(page: &'a DiffPage, args: &'a DiffArgs) -> Self {
        let chapters = page.chapters.iter().map(|it| ChapterJson {
            title: &it.title,
            path: &it.path,
            words_added: it.drift.words_added,
            words_removed: it.drift.words_removed,
            words_moved: it.drift.words_moved,
            estimated: it.drift.is_estimated,
            changed: !it.changes.is_empty(),
        });
        Self {
            format: 1,
            milestone: &args.milestone,
            since: page.since.to_string(),
            event: &page.event,
            chapters: chapters.collect(),
        }
    }
}

/// Returns the page of changes as HTML, where there is something to compare with.
pub(crate) fn html(opened: &Opened, standing: &Standing, context: &Context) -> Option<String> {
    let page = page(opened, standing, context)?.ok()?;
    web::diff(&page, &context.gate.names()).ok()
}

/// Returns the page of changes, or `None` where nothing was marked ready.
fn page(
    opened: &Opened,
    standing: &Standing,
    context: &Context,
) -> Option<Result<DiffPage, CommandError>> {
    let mark = standing.ready.as_ref()?;
    let ready = &mark.ready;
    let event = match &standing.decision {
        Some(decision) => {
            let who = decision.name.as_ref().unwrap_or(&decision.by);
            format!("It was {} by {who}", decision.outcome.in_words())
        }
        None => "It was marked ready".to_owned(),
    };
    let mut chapters = Vec::new();
    // A name is covered before the texts are taken apart into what stayed and what changed.
    let covered = context.gate.names();
    let mut texts = opened.chapter_texts();
    for text in texts.values_mut() {
        *text = covered(text);
    }
    let now = opened.now(&texts);
    for (record, mut kept) in ready.chapters.iter().zip(kept(&opened.store, ready)) {
        kept.text = kept.text.as_deref().map(|text| covered(text));
        let (changes, drift) = (now.changes(&kept), now.drift(&kept));
        let id = kept.id;
        let (Some(changes), Some(drift)) = (changes, drift) else {
            return Some(Err(CommandError::new(format!(
                "the copy of `{id}` that was kept for `{}` is gone or was changed",
                standing.id
            ))
            .hint(
                "restore the folder `milestones/` from a backup, or mark it ready again",
            )));
        };
        let mut outline = opened.project.outline.chapters.iter();
        let (title, path) = match outline.find(|chapter| chapter.id == id) {
            Some(chapter) => (opened.title_of(&id), chapter.path.to_string()),
            None => {
                let path = record.path.clone();
                (format!("{path} (no longer in the outline)"), path)
            }
        };
        chapters.push(ChapterDiff {
            title,
            path,
            drift,
            changes,
        });
    }
    Some(Ok(DiffPage {
        title: opened.project.manifest.dissertation.title.clone(),
        milestone: standing.title.clone(),
        since: day_of(standing.decision.as_ref().map_or(mark.at, |it| it.at)),
        event,
        today: context.today.0,
        chapters,
    }))
}
