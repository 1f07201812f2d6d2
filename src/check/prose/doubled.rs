//! The same word twice in a row.

use crate::check::context::SourceContext;
use crate::check::prose::rules::DOUBLED_WORD;
use crate::check::prose::words::{own_passages, words};
use crate::check::sink::Sink;
use crate::diagnostics::Diagnostic;

/// Words that stand twice in good English: "had had", "that that", "very very".
const TWICE: &[&str] = &[
    "again", "aye", "blah", "bye", "do", "far", "ha", "had", "hear", "her", "is", "long", "many",
    "more", "never", "no", "now", "one", "really", "so", "that", "there", "very", "well", "who",
    "yes",
];

/// Words that are no name, so that capitals do not excuse them.
const SMALL: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "it", "of", "on", "or",
    "the", "this", "to", "was", "were", "with",
];

/// Finds a word that is written twice, also across a line's end or a mark.
pub(super) fn doubled_word(context: &SourceContext<'_>, sink: &mut Sink) {
    for passage in own_passages(context) {
        for pair in words(&passage.text).windows(2) {
            let [first, second] = pair else {
                continue;
            };
            let between = &passage.text[first.range.end..second.range.start];
            let is_one_blank = !between.is_empty() && between.chars().all(char::is_whitespace);
            let word = second.text.to_lowercase();
            let is_same = first.text.to_lowercase() == word;
            let is_compound = passage.text[second.range.end..].starts_with(['-', '\u{2011}'])
                || passage.text[..first.range.start].ends_with(['-', '\u{2011}']);
            if is_compound {
                continue;
            }
            if !is_same || !is_one_blank || second.is_quoted || TWICE.contains(&word.as_str()) {
                continue;
            }
            let is_capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
            let is_small = SMALL.contains(&word.as_str());
            let is_name = is_capital(first.text) && is_capital(second.text) && !is_small;
            let is_letter = word.chars().count() == 1 && word != "a";
            let is_letters = word == "a" && is_capital(second.text);
            if is_name || is_letter || is_letters {
                continue;
            }
            let message = format!("`{} {}`: the same word twice", first.text, second.text);
            sink.push(
                Diagnostic::of(&DOUBLED_WORD, message)
                    .at(passage.place(first.range.start..second.range.end))
                    .hint(format!("write `{}` once", first.text)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::prose::SEARCHES;
    use crate::check::testing::found;

    #[track_caller]
    fn case(text: &str, expected: &[&str]) {
        let mut found = found(SEARCHES, &[("chapters/01-a.md", text)]);
        found.retain(|line| line.contains(" doubled-word"));
        assert_eq!(found, expected);
    }

    #[test]
    fn a_word_written_twice_is_found_across_lines_and_marks() {
        case(
            "# A\n\nIn the\nthe ward, *and* and more. The the ward.\n",
            &[
                "chapters/01-a.md:3:4 doubled-word `the the`: the same word twice",
                "chapters/01-a.md:4:12 doubled-word `and and`: the same word twice",
                "chapters/01-a.md:4:27 doubled-word `The the`: the same word twice",
            ],
        );
        case(
            "# A\n\nText.[^1]\n\n[^1]: A note with with words.\n",
            &["chapters/01-a.md:5:14 doubled-word `with with`: the same word twice"],
        );
    }

    #[test]
    fn good_english_names_and_speech_are_left_alone() {
        case(
            "# A\n\nAll that that ward had had was very very late. Walla Walla is in the. The \
             north-east east. They said \"I I think\" and “we we”. Row 1 1, grade A A. In in-house \
             work, and, and so. Ward `x` x.\n\n> The the report.\n\n| the | the |\n|---|---|\n| of | of |\n",
            &[],
        );
    }
}
