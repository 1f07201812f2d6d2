//! The page of changes: what it is made from, and how its template and the terminal see it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostics::text::count;
use crate::milestones::{Changes, Drift, Paragraph, Stretch};
use crate::web::wording;

/// What changed in the chapters of a milestone since something happened.
#[derive(Clone, Debug)]
pub struct DiffPage {
    /// The dissertation's title.
    pub title: String,
    /// The milestone's title.
    pub milestone: String,
    /// The day since which.
    pub since: Date,
    /// What happened on it, without full stop: `Dr Lane approved Tutorial 1`.
    pub event: String,
    /// The day that the page speaks of.
    pub today: Date,
    /// The chapters of the milestone in their order, also those that did not change.
    pub chapters: Vec<ChapterDiff>,
}

/// One chapter, then and now.
#[derive(Clone, Debug)]
pub struct ChapterDiff {
    /// Its title.
    pub title: String,
    /// Its file, relative to the project.
    pub path: String,
    /// How many words changed.
    pub drift: Drift,
    /// Its paragraphs.
    pub changes: Changes,
}

#[derive(Serialize)]
pub(super) struct DiffView<'a> {
    pub(super) head: String,
    title: &'a str,
    milestone: &'a str,
    pub(super) event: &'a str,
    pub(super) since: String,
    today: String,
    pub(super) total: String,
    pub(super) chapters: Vec<ChapterView<'a>>,
}

#[derive(Serialize)]
pub(super) struct ChapterView<'a> {
    pub(super) title: &'a str,
    pub(super) path: &'a str,
    pub(super) is_unchanged: bool,
    pub(super) added: String,
    pub(super) removed: String,
    pub(super) blocks: Vec<BlockView<'a>>,
}

/// A paragraph; of those that did not change, all that follow each other.
#[derive(Serialize)]
pub(super) struct BlockView<'a> {
    pub(super) change: Change,
    pub(super) label: String,
    pub(super) spans: Vec<Span<'a>>,
}

/// Some text and what happened to it.
pub(super) type Span<'a> = (Change, &'a str);

/// What happened to a paragraph or to some of its words; also the name of its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    Unchanged,
    Added,
    Removed,
    Changed,
    Moved,
}

/// Chooses the words of a page.
pub(super) fn view(page: &DiffPage) -> DiffView<'_> {
    let DiffPage {
        title,
        milestone,
        since,
        event,
        today,
        chapters,
    } = page;
    let since = wording::date(*since);
    DiffView {
        head: format!("{milestone}: what changed since {since}"),
        title,
        milestone,
        event,
        since,
        today: wording::date(*today),
        total: total(chapters),
        chapters: chapters.iter().map(chapter).collect(),
    }
}

/// Returns how much changed altogether: `120 words added and 30 words removed in 2 chapters`.
fn total(chapters: &[ChapterDiff]) -> String {
    let changed = || chapters.iter().filter(|it| !it.changes.is_empty());
    let drift = changed().fold(Drift::default(), |sum, it| sum.plus(it.drift));
    match changed().count() {
        0 => "Nothing has changed".into(),
        number => format!("{} in {}", wording::drift(drift), count(number, "chapter")),
    }
}

fn chapter(chapter: &ChapterDiff) -> ChapterView<'_> {
    let ChapterDiff {
        title,
        path,
        drift,
        changes,
    } = chapter;
    ChapterView {
        title,
        path,
        is_unchanged: changes.is_empty(),
        added: count(drift.words_added, "word"),
        removed: count(drift.words_removed, "word"),
        blocks: blocks(changes),
    }
}

fn blocks(changes: &Changes) -> Vec<BlockView<'_>> {
    let away = places_of_then(changes);
    let mut now = 0;
    let mut blocks: Vec<BlockView<'_>> = Vec::new();
    for paragraph in &changes.paragraphs {
        match paragraph {
            Paragraph::Removed(_) | Paragraph::MovedAway { .. } => {}
            Paragraph::Same(_)
            | Paragraph::Added(_)
            | Paragraph::Changed(_)
            | Paragraph::MovedHere { .. } => now += 1,
        }
        let (change, label, spans) = match paragraph {
            Paragraph::Same(text) => {
                let span = (Change::Unchanged, text.as_str());
                if let Some(last) = blocks.last_mut().filter(|it| it.change == span.0) {
                    last.spans.push(span);
                    continue;
                }
                (Change::Unchanged, String::new(), vec![span])
            }
            Paragraph::Added(text) => {
                let span = (Change::Added, text.as_str());
                (Change::Added, "New paragraph".into(), vec![span])
            }
            Paragraph::Removed(text) => {
                let span = (Change::Removed, text.as_str());
                (Change::Removed, "Removed paragraph".into(), vec![span])
            }
            Paragraph::Changed(stretches) => {
                let spans = stretches.iter().map(span).collect();
                (Change::Changed, "Reworded".into(), spans)
            }
            Paragraph::MovedHere { number, text } => {
                let then = away.get(number).copied().unwrap_or(now);
                let label = format!("Moved: was paragraph {then}, is now paragraph {now}");
                let span = (Change::Unchanged, text.as_str());
                (Change::Moved, label, vec![span])
            }
            // It is shown where it stands now.
            Paragraph::MovedAway { .. } => continue,
        };
        blocks.push(BlockView {
            change,
            label,
            spans,
        });
    }
    for block in &mut blocks {
        if block.change == Change::Unchanged {
            block.label = format!("{} unchanged", count(block.spans.len(), "paragraph"));
        }
    }
    blocks
}

/// Returns where the paragraphs that moved stood among those of then, by the number of the move.
fn places_of_then(changes: &Changes) -> BTreeMap<usize, usize> {
    let then = changes
        .paragraphs
        .iter()
        .filter(|paragraph| match paragraph {
            Paragraph::Same(_)
            | Paragraph::Removed(_)
            | Paragraph::Changed(_)
            | Paragraph::MovedAway { .. } => true,
            Paragraph::Added(_) | Paragraph::MovedHere { .. } => false,
        });
    (1..)
        .zip(then)
        .filter_map(|(place, paragraph)| match paragraph {
            Paragraph::MovedAway { number, .. } => Some((*number, place)),
            Paragraph::Same(_)
            | Paragraph::Added(_)
            | Paragraph::Removed(_)
            | Paragraph::Changed(_)
            | Paragraph::MovedHere { .. } => None,
        })
        .collect()
}

fn span(stretch: &Stretch) -> Span<'_> {
    match stretch {
        Stretch::Same(text) => (Change::Unchanged, text),
        Stretch::Added(text) => (Change::Added, text),
        Stretch::Removed(text) => (Change::Removed, text),
    }
}
