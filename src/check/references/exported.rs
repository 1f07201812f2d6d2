//! What databases leave in a record: titles in capitals, and notices of a retraction.

use crate::check::context::SourceContext;
use crate::check::references::rules::{REFERENCE_RETRACTED, TITLE_IN_CAPITALS};
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::text::inline;
use crate::references::is_retracted;

/// Shorter titles may be a name: `STROBE`, `NHS ENGLAND`.
const MIN_WORDS: usize = 3;

/// Finds titles that are written in capitals from end to end.
pub(super) fn capitals(context: &SourceContext<'_>, sink: &mut Sink) {
    for entry in &context.references.entries {
        for name in ["title", "booktitle", "journaltitle"] {
            let Some(field) = entry.field(name).filter(|field| is_shouted(&field.value)) else {
                continue;
            };
            let message = format!(
                "the {} of `{}` is written in capitals: “{}”",
                if name == "title" {
                    "title"
                } else {
                    "container"
                },
                inline(&entry.key, 60),
                inline(&field.value, 80)
            );
            sink.push(
                Diagnostic::of(&TITLE_IN_CAPITALS, message)
                    .at(field.place.clone())
                    .hint(format!(
                        "write “{}”, with capitals at names",
                        inline(&as_sentence(&field.value), 120)
                    )),
            );
        }
    }
}

fn is_shouted(title: &str) -> bool {
    let long = title
        .split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    let has_small = title.chars().any(char::is_lowercase);
    !has_small && long.count() >= MIN_WORDS
}

/// Returns a title with a capital at its first letter and behind a colon.
fn as_sentence(title: &str) -> String {
    let mut is_start = true;
    let mut text = String::with_capacity(title.len());
    for c in title.chars() {
        match is_start && c.is_alphabetic() {
            true => text.push(c),
            false => text.extend(c.to_lowercase()),
        }
        is_start = match c {
            '.' | '?' | '!' => true,
            c if c.is_alphanumeric() => false,
            _ => is_start,
        };
    }
    text
}

/// Finds works of which the record says that they were retracted.
pub(super) fn retracted(context: &SourceContext<'_>, sink: &mut Sink) {
    for entry in context
        .references
        .entries
        .iter()
        .filter(|entry| is_retracted(entry))
    {
        let message = format!(
            "`{}` was retracted, says its record",
            inline(&entry.key, 60)
        );
        sink.push(
            Diagnostic::of(&REFERENCE_RETRACTED, message)
                .at(entry.key_place.clone())
                .hint("read the notice; cite it only to speak of the retraction, and say so in the sentence"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_in_capitals_is_told_from_a_name() {
        #[track_caller]
        fn case(title: &str, sentence: Option<&str>) {
            let found = is_shouted(title).then(|| as_sentence(title));
            assert_eq!(found.as_deref(), sentence);
        }

        case(
            "THE USE OF RECORDS IN WARDS: A REVIEW. PART TWO",
            Some("The use of records in wards: a review. Part two"),
        );
        case("STROBE", None);
        case("NHS ENGLAND", None);
        case("The NHS AND ICB REVIEW", None);
    }
}
