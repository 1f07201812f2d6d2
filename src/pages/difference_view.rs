//! The page of changes as its template sees it: unchanged paragraphs folded together.

use serde::Serialize;

use super::difference::{Block, Change, ChapterChange, DiffPage, Since, Span};
use super::wording;
use crate::diagnostics::text::count;

#[derive(Serialize)]
pub(super) struct DiffView<'a> {
    head: String,
    title: &'a str,
    milestone: &'a str,
    event: &'a str,
    since: String,
    today: String,
    total: String,
    chapters: Vec<ChapterView<'a>>,
}

#[derive(Serialize)]
struct ChapterView<'a> {
    title: &'a str,
    path: &'a str,
    is_unchanged: bool,
    added: String,
    removed: String,
    blocks: Vec<BlockView<'a>>,
}

#[derive(Serialize)]
struct BlockView<'a> {
    /// `unchanged`, `added`, `removed`, `changed` or `moved`: also the name of its class.
    kind: &'static str,
    label: String,
    texts: Vec<&'a str>,
    spans: Vec<(&'static str, &'a str)>,
}

/// Chooses the words of a page.
pub(super) fn view(page: &DiffPage) -> DiffView<'_> {
    let DiffPage {
        title,
        milestone,
        since: Since { date, event },
        today,
        chapters,
    } = page;
    DiffView {
        head: format!("{milestone}: what changed since {}", wording::date(*date)),
        title,
        milestone,
        event,
        since: wording::date(*date),
        today: wording::date(*today),
        total: total(chapters),
        chapters: chapters.iter().map(chapter).collect(),
    }
}

/// Returns how much changed altogether: `120 words added and 30 words removed in 2 chapters`.
pub(super) fn total(chapters: &[ChapterChange]) -> String {
    let changed = chapters.iter().filter(|it| !is_unchanged(it));
    let (mut number, mut added, mut removed) = (0, 0_usize, 0_usize);
    for chapter in changed {
        number += 1;
        added = added.saturating_add(chapter.added);
        removed = removed.saturating_add(chapter.removed);
    }
    if number == 0 {
        return "Nothing has changed".into();
    }
    format!(
        "{} added and {} removed in {}",
        count(added, "word"),
        count(removed, "word"),
        count(number, "chapter")
    )
}

/// Returns whether a chapter reads as it did.
pub(super) fn is_unchanged(chapter: &ChapterChange) -> bool {
    chapter.blocks.iter().all(|block| match block {
        Block::Unchanged { .. } => true,
        Block::Added { .. }
        | Block::Removed { .. }
        | Block::Changed { .. }
        | Block::Moved { .. } => false,
    })
}

fn chapter(chapter: &ChapterChange) -> ChapterView<'_> {
    let ChapterChange {
        title,
        path,
        added,
        removed,
        blocks,
    } = chapter;
    let mut views: Vec<BlockView<'_>> = Vec::new();
    for block in blocks {
        match (views.last_mut(), block) {
            (Some(last), Block::Unchanged { text }) if last.kind == "unchanged" => {
                last.texts.push(text);
            }
            (_, block) => views.push(self::block(block)),
        }
    }
    for view in views.iter_mut().filter(|it| it.kind == "unchanged") {
        view.label = unchanged(view.texts.len());
    }
    ChapterView {
        title,
        path,
        is_unchanged: is_unchanged(chapter),
        added: count(*added, "word"),
        removed: count(*removed, "word"),
        blocks: views,
    }
}

/// Returns what stands for paragraphs that are not shown.
pub(super) fn unchanged(number: usize) -> String {
    format!("{} unchanged", count(number, "paragraph"))
}

/// Returns what stands over a paragraph that is elsewhere now.
pub(super) fn moved(from: usize, to: usize) -> String {
    format!("Moved: was paragraph {from}, is now paragraph {to}")
}

fn block(block: &Block) -> BlockView<'_> {
    let whole = |kind, label: &str, text| BlockView {
        kind,
        label: label.into(),
        texts: vec![text],
        spans: Vec::new(),
    };
    match block {
        Block::Unchanged { text } => whole("unchanged", "", text),
        Block::Added { text } => whole("added", "New paragraph", text),
        Block::Removed { text } => whole("removed", "Removed paragraph", text),
        Block::Changed { spans } => BlockView {
            kind: "changed",
            label: "Reworded".into(),
            texts: Vec::new(),
            spans: spans.iter().map(span).collect(),
        },
        Block::Moved { from, to, spans } => BlockView {
            kind: "moved",
            label: moved(*from, *to),
            texts: Vec::new(),
            spans: spans.iter().map(span).collect(),
        },
    }
}

fn span(span: &Span) -> (&'static str, &str) {
    let kind = match span.change {
        Change::Same => "same",
        Change::Added => "added",
        Change::Removed => "removed",
    };
    (kind, &span.text)
}
