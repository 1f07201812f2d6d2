//! Headings: their levels, their words, and what stands below them.

use std::collections::HashMap;
use std::ops::Range;

use crate::check::context::SourceContext;
use crate::check::sink::Sink;
use crate::check::structure::complete::is_text_due;
use crate::check::structure::has_text;
use crate::check::structure::rules::{HEADING_TWICE, HEADING_WITHOUT_TEXT};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::manuscript::{Heading, PassageKind, Text};
use crate::typeset::rules::HEADING_LEVEL_SKIPPED;

/// Headings more than one level below the one before; a file starts below its own title.
pub(super) fn levels(context: &SourceContext<'_>, sink: &mut Sink) {
    for text in &context.manuscript.texts {
        let mut before = 1;
        for Heading {
            level,
            title,
            place,
        } in &text.headings
        {
            if *level > before + 1 {
                let message = format!(
                    "the heading `{}` is of level {level}, right after one of level {before}",
                    inline(title, 50)
                );
                sink.push(
                    Diagnostic::of(&HEADING_LEVEL_SKIPPED, message)
                        .at(place.clone())
                        .hint(format!("make it a heading of level {}", before + 1)),
                );
            }
            before = *level;
        }
    }
}

/// Headings below the same heading with the same words.
pub(super) fn twice(context: &SourceContext<'_>, sink: &mut Sink) {
    for text in &context.manuscript.texts {
        // For each level that is open: the headings seen there.
        let mut open: Vec<HashMap<String, &Heading>> = Vec::new();
        for heading in &text.headings {
            open.truncate(heading.level);
            open.resize_with(heading.level, HashMap::new);
            let Some(seen) = open.last_mut() else {
                continue;
            };
            let words: Vec<&str> = heading.title.split_whitespace().collect();
            let key = words.join(" ").to_lowercase();
            if key.is_empty() || key.contains('\u{fffc}') {
                continue;
            }
            match seen.get(&key) {
                Some(first) => {
                    let message = format!(
                        "the heading `{}` stands here twice",
                        inline(&heading.title, 50)
                    );
                    sink.push(
                        Diagnostic::of(&HEADING_TWICE, message)
                            .at(heading.place.clone())
                            .also(first.place.clone(), "the first one")
                            .hint("give one of them other words, or join what stands below them"),
                    );
                }
                None => {
                    seen.insert(key, heading);
                }
            }
        }
    }
}

/// Headings with nothing below them, not even another heading of a lower level.
pub(super) fn without_text(context: &SourceContext<'_>, sink: &mut Sink) {
    for text in &context.manuscript.texts {
        // Of a text that has none at all another rule speaks.
        if !is_text_due(context, text) || !has_text(text) {
            continue;
        }
        let printed = printed(text);
        for (at, heading) in text.headings.iter().enumerate() {
            let next = text.headings.get(at + 1);
            if next.is_some_and(|next| next.level > heading.level) {
                continue;
            }
            let Some(start) = end(heading) else {
                continue;
            };
            let until = next.and_then(begin).unwrap_or(usize::MAX);
            let first = printed.partition_point(|range| range.start < start);
            if printed.get(first).is_some_and(|range| range.start < until) {
                continue;
            }
            let message = format!(
                "nothing stands below the heading `{}`",
                inline(&heading.title, 50)
            );
            sink.push(
                Diagnostic::of(&HEADING_WITHOUT_TEXT, message)
                    .at(heading.place.clone())
                    .hint("write the section, or remove its heading"),
            );
        }
    }
}

fn begin(heading: &Heading) -> Option<usize> {
    heading.place.range.as_ref().map(|range| range.start)
}

fn end(heading: &Heading) -> Option<usize> {
    heading.place.range.as_ref().map(|range| range.end)
}

/// Returns where anything but headings is printed, in order.
fn printed(text: &Text) -> Vec<Range<usize>> {
    let passages = text
        .passages
        .iter()
        .filter(|passage| passage.kind != PassageKind::Heading)
        .filter_map(|passage| passage.whole().range);
    let figures = text
        .figures
        .iter()
        .filter_map(|figure| figure.place.range.clone());
    let mut all: Vec<Range<usize>> = passages.chain(figures).collect();
    all.sort_by_key(|range| range.start);
    all
}
