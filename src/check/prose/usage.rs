//! Usage that markers mark: “et al.” with and without its stop, and sentences without an end.

use crate::check::context::SourceContext;
use crate::check::prose::rules::{ET_AL_MIXED, SENTENCE_LONG};
use crate::check::sink::Sink;
use crate::diagnostics::text::count;
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::{Passage, PassageKind};

/// More words than these no reader keeps together.
const MAX_WORDS: usize = 60;

/// What a stop may end without ending the sentence, in small letters.
const SHORT: &[&str] = &[
    "al", "c", "ca", "cf", "dr", "e.g", "ed", "eds", "eg", "etc", "fig", "figs", "i.e", "ie", "mr",
    "mrs", "ms", "no", "nos", "p", "pp", "prof", "sec", "st", "v", "vol", "vs",
];

/// Returns the passages that the author wrote in sentences.
fn prose<'a>(context: &SourceContext<'a>) -> impl Iterator<Item = &'a Passage> {
    context
        .manuscript
        .passages()
        .filter(|passage| match passage.kind {
            PassageKind::Paragraph | PassageKind::Footnote | PassageKind::Caption => true,
            PassageKind::Heading
            | PassageKind::Quotation
            | PassageKind::Cell
            | PassageKind::Alternative => false,
        })
}

/// Finds “et al” and “et al.” in one text: the rarer is told at its first place.
pub(super) fn et_al_mixed(context: &SourceContext<'_>, sink: &mut Sink) {
    let mut with: Vec<Place> = Vec::new();
    let mut without: Vec<Place> = Vec::new();
    for passage in prose(context) {
        for (at, found) in passage.text.match_indices("et al") {
            let end = at + found.len();
            let rest = &passage.text[end..];
            let is_word = !passage.text[..at].ends_with(char::is_alphanumeric)
                && !rest.starts_with(char::is_alphanumeric);
            if is_word {
                let list = if rest.starts_with('.') {
                    &mut with
                } else {
                    &mut without
                };
                list.push(passage.place(at..end));
            }
        }
    }
    // Of two alike, the one without its stop is the slip: “al.” is short for “alii”.
    let (rare, usual, written, other) = match with.len() < without.len() {
        true => (with, without, "et al.", "et al"),
        false => (without, with, "et al", "et al."),
    };
    let (Some(first), Some(elsewhere)) = (rare.first(), usual.first()) else {
        return;
    };
    let message = format!(
        "“{written}” here ({}) and “{other}” elsewhere ({})",
        count(rare.len(), "time"),
        count(usual.len(), "time")
    );
    sink.push(
        Diagnostic::of(&ET_AL_MIXED, message)
            .at(first.clone())
            .also(elsewhere.clone(), "the first of the others")
            .hint("choose one; a citation by its key, such as `[@smith2020]`, is written by the style"),
    );
}

/// Finds sentences of more than sixty words.
pub(super) fn sentence_long(context: &SourceContext<'_>, sink: &mut Sink) {
    for passage in prose(context) {
        let mut start = 0;
        for end in ends(&passage.text) {
            let sentence = &passage.text[start..end];
            let words = sentence
                .split_whitespace()
                .filter(|word| word.contains(char::is_alphanumeric))
                .count();
            if words > MAX_WORDS {
                let from = start + sentence.len() - sentence.trim_start().len();
                let first = sentence.split_whitespace().next().unwrap_or_default();
                let message = format!("a sentence of {words} words");
                sink.push(
                    Diagnostic::of(&SENTENCE_LONG, message)
                        .at(passage.place(from..from + first.len()))
                        .hint(format!("readers lose the thread behind {MAX_WORDS} words: make two or three of it")),
                );
            }
            start = end;
        }
    }
}

/// Returns where sentences end: behind a full stop, a question or an exclamation mark with a space
/// and a capital behind, but for abbreviations and initials; and behind a semicolon, where a reader
/// takes breath.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, sign) in text
        .char_indices()
        .filter(|(_, sign)| matches!(sign, '.' | '?' | '!' | ';'))
    {
        let behind = &text[at + sign.len_utf8()..];
        let closing = behind.trim_start_matches(['”', '’', '"', '\'', ')', '\u{fffc}']);
        let next = closing.trim_start();
        let is_apart = next.len() < closing.len();
        let begins = next
            .trim_start_matches(['“', '‘', '"', '\'', '('])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '\u{fffc}');
        if !is_apart || !(begins || sign == ';') {
            continue;
        }
        // Looked for last: a row of signs without a space is one word.
        let word = text[..at]
            .rsplit(|c: char| c.is_whitespace() || c == '(')
            .next()
            .unwrap_or_default();
        let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
        let is_short = sign == '.' && (is_initial || SHORT.contains(&word.to_lowercase().as_str()));
        if !is_short {
            ends.push(text.len() - closing.len());
        }
    }
    ends.push(text.len());
    ends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::prose::SEARCHES;
    use crate::check::testing::found;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let mut found = found(SEARCHES, &[("chapters/01-a.md", text)]);
        found.retain(|line| line.contains(" et-al-mixed ") || line.contains(" sentence-long "));
        assert_eq!(found, expected);
    }

    #[test]
    fn the_rarer_et_al_is_found_once() {
        case(
            "# A\n\nLee et al. said so, and Fox et al agreed.\n\nRay *et al.* did not.\n",
            &[
                "chapters/01-a.md:3:29 et-al-mixed “et al” here (1 time) and “et al.” elsewhere (2 times)",
            ],
        );
        case(
            "# A\n\nLee et al. and Fox et al. In a duet along the way, set al.\n\n> et al\n",
            &[],
        );
    }

    #[test]
    fn a_sentence_ends_where_a_reader_ends_it() {
        #[track_caller]
        fn case(text: &str, expected: usize) {
            assert_eq!(ends(text).len(), expected, "{text}");
        }

        case("One. Two? Three! Four", 4);
        case(
            "Lee et al. Found i.e. this, e.g. That, by J. R. Fox. Two.",
            2,
        );
        case("“One.” (Two.) Three.", 3);
        case("At 2.5 mg. 12 had it. see below.", 2);
        case("One; two: three.", 2);
        case("", 1);
    }

    #[test]
    fn a_sentence_over_sixty_words_is_found_at_its_first_word() {
        let of = |words: usize| vec!["word"; words].join(" ");
        let text = format!("# A\n\nOne. Long {}. Next {}.\n", of(60), of(59));
        case(
            &text,
            &["chapters/01-a.md:3:6 sentence-long a sentence of 61 words"],
        );
        let text = format!(
            "# A\n\nLong {}. Two.\n\n| a |\n|---|\n| {} |\n",
            of(59),
            of(80)
        );
        case(&text, &[]);
    }
}
