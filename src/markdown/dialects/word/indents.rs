//! Paragraphs that were indented with a tab or with spaces, which CommonMark reads as code.

use crate::markdown::dialects::word::Traces;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::INDENTED_PARAGRAPH;

/// So many words a paragraph has at least.
const MIN_WORDS: usize = 6;

/// Words without which hardly a sentence does.
const STOP_WORDS: [&str; 32] = [
    "the", "a", "an", "and", "or", "of", "to", "in", "is", "was", "were", "are", "that", "this",
    "for", "with", "on", "as", "it", "we", "i", "they", "their", "by", "from", "at", "which",
    "not", "have", "had", "be", "you",
];

/// Signs that prose has not and code has.
const SIGNS: [&str; 15] = [
    "{", "}", "==", "!=", "+=", "<-", "->", "::", "</", "/>", "\\", "|", "()", "(\"", "&&",
];

/// Whether lines that were indented are prose by their look: paragraphs of which one at least is a
/// sentence, and none of which has a sign of code.
pub(crate) fn is_prose(paragraphs: &[Vec<&str>]) -> bool {
    let is_plain = |lines: &Vec<&str>| {
        let starts = lines.first().and_then(|line| line.chars().next());
        starts.is_some_and(|c| c.is_alphanumeric() || "\"'“‘([*_@…".contains(c))
            && !lines.iter().any(|line| has_code(line))
            && !lines.iter().any(|line| is_item(line))
    };
    paragraphs.iter().all(is_plain) && paragraphs.iter().any(|lines| is_sentence(lines))
}

impl Traces<'_, '_> {
    /// Says which paragraphs were indented.
    pub(crate) fn indented(&mut self, first_lines: &[BodyRange]) {
        for line in first_lines {
            let message =
                "an indent makes this code; it is printed as the paragraph that it seems to be";
            let hint = "take away the tab or the blanks before it: the look of the document decides on indents";
            self.trouble
                .tell(&INDENTED_PARAGRAPH, line, message.to_owned(), hint);
        }
    }
}

fn has_code(line: &str) -> bool {
    let line = line.trim_end();
    let is_statement = line.ends_with(';') || line.starts_with('#') || is_assignment(line);
    let has_name = line.split_whitespace().any(|word| {
        // A key of a citation or a label may have a low line, and an address.
        word.trim_matches('_').contains('_') && !word.contains(['@', '/'])
    });
    // Two blanks stand behind the end of a sentence, and between columns.
    let has_columns = line.match_indices("  ").any(|(at, _)| {
        let before = line[..at].trim_end();
        !before.ends_with(['.', '!', '?', ':', '"', '”', '’', ')'])
    });
    is_statement
        || has_name
        || has_columns
        || line.contains('\t')
        || SIGNS.iter().any(|sign| line.contains(sign))
}

/// `x = …`
fn is_assignment(line: &str) -> bool {
    line.split_once('=').is_some_and(|(name, _)| {
        let name = name.trim_end();
        !name.is_empty() && !name.contains([' ', '('])
    })
}

fn is_item(line: &str) -> bool {
    ["- ", "* ", "+ ", "> "]
        .iter()
        .any(|mark| line.starts_with(mark))
        || line.split_once(['.', ')']).is_some_and(|(number, rest)| {
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            is_number && rest.starts_with([' ', '\t'])
        })
}

fn is_sentence(lines: &[&str]) -> bool {
    let words = || lines.iter().flat_map(|line| line.split_whitespace());
    let is_stop_word = |word: &str| STOP_WORDS.contains(&word.to_lowercase().as_str());
    let last = lines.last().map_or("", |line| {
        line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '*', '_', ' '])
    });
    words().count() >= MIN_WORDS
        && words().any(is_stop_word)
        && last.ends_with(['.', '!', '?', '…'])
}

/// Returns what takes the place of a line's indent, so that it is a paragraph and as long: an end of
/// a line, and what is left of the indent.
pub(crate) fn mark_of_indent(indent: &str) -> String {
    let kept = match indent.rfind('\t') {
        Some(at) => indent.len() - at - 1,
        None => indent.len().min(3),
    };
    let kept = kept.min(3);
    "\n".repeat(indent.len() - kept) + &" ".repeat(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, is: bool) {
        let paragraphs: Vec<Vec<&str>> = text
            .split("\n\n")
            .map(|part| part.lines().collect())
            .collect();
        assert_eq!(is_prose(&paragraphs), is, "{text}");
    }

    #[test]
    fn prose_is_told_from_code() {
        case("This study looks at the way in which nurses work.", true);
        case(
            "“We had no time,” she said to me\nin the corridor of the ward.",
            true,
        );
        case(
            "First we look at the whole sample.\n\nThen at the means:",
            true,
        );
        case("Smith (2020) says that the word(s) are there.", true);
        case("It was found (n = 12, p = .05) that the mean is low.", true);
        case("We saw the first.  Then we saw the second one.", true);
        for code in [
            "x <- mean(y)",
            "x = the sum of all that is in the table.",
            "install the package in the folder",
            "name    the first of all the names.",
            "the_value of the variable is not the same.",
            "- the first of the items that we have.",
            "1. the first of the items that we have.",
            "# This is a comment on the code here.",
            "the sum of all the values in the list",
        ] {
            case(code, false);
        }
    }

    #[test]
    fn an_indent_becomes_as_many_signs() {
        for (indent, mark) in [
            ("\t", "\n"),
            ("    ", "\n   "),
            ("      ", "\n\n\n   "),
            ("\t ", "\n "),
            (" \t", "\n\n"),
        ] {
            assert_eq!(mark_of_indent(indent), mark);
        }
    }
}
