//! Appendices: each is there because a sentence needs it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::context::SourceContext;
use crate::check::figures::has_unseen;
use crate::check::figures::rules::APPENDIX_NEVER_MENTIONED;
use crate::check::sink::Sink;
use crate::diagnostics::text::inline;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::{Manuscript, PassageKind, Role, Text};

/// "Appendix A", "Appendices A, C and E", "Appendices B–D".
static BY_LETTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[Aa]ppendi(?:x|ces)\s+((?:[A-Z]|\d{1,2})\b(?:(?:\s*(?:,|&|and|or|to|–|-))+\s*(?:[A-Z]|\d{1,2})\b)*)")
        .expect("the pattern is tested")
});

static MARK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:[A-Z]|\d{1,2})\b").expect("the pattern is tested"));

/// Appendices that no sentence refers to, by label or by letter.
pub(super) fn mentioned(context: &SourceContext<'_>, sink: &mut Sink) {
    let manuscript = context.manuscript;
    let appendices: Vec<&Text> = manuscript
        .texts
        .iter()
        .filter(|text| matches!(text.role, Role::Appendix(_)))
        .collect();
    if !context.due.is_whole() || appendices.is_empty() || has_unseen(context) {
        return;
    }
    let letters = letters(manuscript);
    for (at, text) in appendices.iter().enumerate() {
        let letter = letter(at);
        let is_named = letters.contains(&letter) || letters.contains(&(at + 1).to_string());
        let is_only = appendices.len() == 1 && says_the_appendix(manuscript);
        if is_named || is_only || has_mention(manuscript, text) || is_called(manuscript, text) {
            continue;
        }
        let title = text.headings.first();
        let message = match title {
            Some(title) => format!(
                "no sentence refers to Appendix {letter}, `{}`",
                inline(&title.title, 50)
            ),
            None => format!("no sentence refers to Appendix {letter}"),
        };
        let place = match title {
            Some(title) => title.place.clone(),
            None => Place::file(text.path.clone()),
        };
        let mark = match text.path.is_markdown() {
            true => format!("{{#app:{}}}", text.role.id()),
            false => format!("<app:{}>", text.role.id()),
        };
        sink.push(
            Diagnostic::of(&APPENDIX_NEVER_MENTIONED, message)
                .at(place)
                .hint(format!(
                    "put `{mark}` behind its title and write `@app:{}` where a reader needs it, or leave the appendix out",
                    text.role.id()
                )),
        );
    }
}

/// Returns the letter of an appendix by its position.
fn letter(at: usize) -> String {
    let first = u8::try_from(at % 26).unwrap_or(0);
    let letter = char::from(b'A' + first);
    match at / 26 {
        0 => letter.to_string(),
        round => format!("{}{letter}", self::letter(round - 1)),
    }
}

/// Returns whether another file refers to a label that stands in the appendix.
fn has_mention(manuscript: &Manuscript, appendix: &Text) -> bool {
    let labels: BTreeSet<&str> = appendix
        .labels
        .iter()
        .map(|label| label.name.as_str())
        .collect();
    manuscript
        .texts
        .iter()
        .filter(|text| text.path != appendix.path)
        .flat_map(|text| &text.mentions)
        .any(|mention| labels.contains(mention.name.as_str()))
}

/// Returns whether a sentence of another file gives the appendix's title and says "appendix".
fn is_called(manuscript: &Manuscript, appendix: &Text) -> bool {
    let Some(title) = appendix.headings.first() else {
        return false;
    };
    let title = title.title.to_lowercase();
    title.contains(' ')
        && manuscript
            .texts
            .iter()
            .filter(|text| text.path != appendix.path)
            .flat_map(|text| &text.passages)
            .map(|passage| passage.text.to_lowercase())
            .any(|text| text.contains("append") && text.contains(&title))
}

/// Returns the letters and numbers by which sentences name appendices.
fn letters(manuscript: &Manuscript) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for passage in manuscript.passages() {
        if passage.kind == PassageKind::Heading {
            continue;
        }
        for hit in BY_LETTER.captures_iter(&passage.text) {
            let marks: Vec<&str> = MARK.find_iter(&hit[1]).map(|it| it.as_str()).collect();
            if let [first, last] = marks.as_slice()
                && hit[1].contains(['–', '-', 't'])
                && let (Some(first), Some(last)) = (first.chars().next(), last.chars().next())
            {
                found.extend((first..=last).map(String::from));
            }
            found.extend(marks.into_iter().map(str::to_owned));
        }
    }
    found
}

fn says_the_appendix(manuscript: &Manuscript) -> bool {
    let body = manuscript
        .texts
        .iter()
        .filter(|text| !matches!(text.role, Role::Appendix(_)));
    body.flat_map(|text| &text.passages)
        .any(|passage| passage.text.to_lowercase().contains("the appendix"))
}
