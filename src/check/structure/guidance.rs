//! What a new project holds for its author and nobody else should read.

use std::collections::HashSet;
use std::ops::Range;

use crate::check::context::SourceContext;
use crate::check::sink::Sink;
use crate::check::structure::rules::GUIDANCE_LEFT;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::Passage;
use crate::project::{MANIFEST, PLACEHOLDER_AUTHOR, PLACEHOLDER_TITLE, manifest_path};

/// So many words in a row are the guidance's own.
const RUN: usize = 8;

/// What the scaffold's files say beside the guidance of the profile.
const SENTENCES: [&str; 6] = [
    "This is a note for you, as are the others in this file",
    "notes are neither printed nor counted. Take them away or leave them in.",
    "An empty line starts a new paragraph. Headings",
    "begin with the text itself, below this note",
    "as long as there is nothing here but this note, nothing is printed",
    "To add an appendix, make the folder and in it a file such as",
];

/// Guidance and placeholders that are printed.
pub(super) fn left(context: &SourceContext<'_>, sink: &mut Sink) {
    let about = &context.project.manifest.dissertation;
    for (key, value, placeholder) in [
        ("title", &about.title, PLACEHOLDER_TITLE),
        ("author", &about.author, PLACEHOLDER_AUTHOR),
    ] {
        if value.trim() == placeholder {
            let message = format!("the {key} is still `{placeholder}`");
            sink.push(
                Diagnostic::of(&GUIDANCE_LEFT, message)
                    .maybe_at(manifest_place(context, key, placeholder))
                    .hint(format!(
                        "write your own as `{key}` under `[dissertation]` in {MANIFEST}"
                    )),
            );
        }
    }
    let runs = runs(context);
    for passage in context.manuscript.passages() {
        if let Some(found) = find(passage, &runs) {
            let message = format!(
                "this is guidance for you: `{}`",
                inline(&passage.text[found.clone()], 60)
            );
            sink.push(
                Diagnostic::of(&GUIDANCE_LEFT, message)
                    .at(passage.place(found))
                    .hint("remove it, or put it back into a note that is not printed"),
            );
        }
    }
}

fn manifest_place(context: &SourceContext<'_>, key: &str, value: &str) -> Option<Place> {
    let path = manifest_path();
    let quoted = format!("\"{value}\"");
    let mut start = 0;
    for line in context.sources.text(&path)?.split_inclusive('\n') {
        if line.trim_start().starts_with(key)
            && let Some(at) = line.find(&quoted)
        {
            let at = start + at + 1;
            return Some(Place::range(path, at..at + value.len()));
        }
        start += line.len();
    }
    Some(Place::file(path))
}

/// A few words in a row.
type WordRun = Vec<String>;

/// Returns every run of words of the guidance.
fn runs(context: &SourceContext<'_>) -> HashSet<WordRun> {
    let profile = &context.project.profile;
    let parts = profile.parts().filter_map(|part| part.guidance.as_deref());
    let sections = profile
        .chapters
        .iter()
        .flat_map(|chapter| &chapter.sections);
    let sections = sections.filter_map(|section| section.guidance.as_deref());
    let mut runs = HashSet::new();
    for guidance in parts.chain(sections).chain(SENTENCES) {
        // What it quotes is an example to follow.
        for (at, part) in guidance.split('"').enumerate() {
            if at % 2 == 0 {
                let words: Vec<String> = words(part).into_iter().map(|(word, _)| word).collect();
                runs.extend(words.windows(RUN).map(<[String]>::to_vec));
            }
        }
    }
    runs
}

/// Returns the words of a text with their places.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric() || matches!(c, '\'' | '’'), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text[from..at].to_lowercase().replace('’', "'");
                words.push((word, from..at));
                start = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    words
}

/// Returns where a passage says what the guidance says.
fn find(passage: &Passage, runs: &HashSet<WordRun>) -> Option<Range<usize>> {
    let words = words(&passage.text);
    let plain: Vec<String> = words.iter().map(|(word, _)| word.clone()).collect();
    let is_ours: Vec<usize> = plain
        .windows(RUN)
        .enumerate()
        .filter(|(_, run)| runs.contains(*run))
        .map(|(at, _)| at)
        .collect();
    let (first, last) = (is_ours.first()?, is_ours.last()?);
    Some(words[*first].1.start..words[last + RUN - 1].1.end)
}
