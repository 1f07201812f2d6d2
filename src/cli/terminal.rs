//! The terminal: how wide it is, and what every question on it ends with when it is not answered.

use std::io::{self, IsTerminal};

use folio::diagnostics::text;
use folio::report::Colour;
use inquire::{Confirm, InquireError};

use crate::cli::error::CommandError;

/// Returns how many characters fit in a line of the result: the terminal's, if it is one.
pub(crate) fn width() -> u16 {
    const WITHOUT_TERMINAL: u16 = 100;
    if !io::stdout().is_terminal() {
        return WITHOUT_TERMINAL;
    }
    terminal_size::terminal_size().map_or(WITHOUT_TERMINAL, |(width, _)| width.0.clamp(40, 120))
}

/// Returns how many columns a stream's terminal has, if it is one.
fn columns(is_terminal: bool) -> Option<usize> {
    let size = terminal_size::terminal_size().filter(|_| is_terminal);
    size.map(|(width, _)| width.0.max(40).into())
}

/// Returns how findings are drawn there; what prints them takes the colours out where none are shown.
pub(crate) fn colour(is_terminal: bool) -> Colour {
    Colour::Ansi {
        columns: columns(is_terminal).unwrap_or(usize::MAX),
    }
}

/// Returns what is said to people with its sentences broken between words, where a terminal would
/// break them anywhere. What has columns or quotes a file, and a command on a line of its own, stays.
pub(crate) fn fitted(text: &str, is_terminal: bool, program: &str) -> String {
    match columns(is_terminal) {
        Some(width) => broken(text, width, program),
        None => text.to_owned(),
    }
}

fn broken(text: &str, width: usize, program: &str) -> String {
    let stays = |line: &str| {
        let plain = anstream::adapter::strip_str(line).to_string();
        let inner = plain.trim();
        let is_excerpt = inner.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let is_command = plain.starts_with(' ')
            && [program, "cd"]
                .iter()
                .any(|word| inner.split(' ').next() == Some(*word));
        let columns = inner.split("  ").filter(|column| !column.is_empty());
        columns.count() > 2 || is_excerpt.starts_with('|') || is_command
    };
    text.split_inclusive('\n')
        .map(
            |line| match text::length_shown(line.trim_end()) <= width || stays(line) {
                true => line.to_owned(),
                false => text::wrapped(line, width),
            },
        )
        .collect()
}

/// Asks whether to go on. No is treated as a stop. `help` says what to do where nobody can be asked.
pub(crate) fn confirm(message: &str, help: &str) -> Result<(), CommandError> {
    match is_right(message, help)? {
        true => Ok(()),
        false => Err(nothing_written()),
    }
}

/// Asks whether something is right.
pub(crate) fn is_right(message: &str, help: &str) -> Result<bool, CommandError> {
    let answer = Confirm::new(message).with_default(true).prompt();
    answer.map_err(|error| stopped(error, help))
}

/// Returns why a question has no answer.
pub(crate) fn stopped(error: InquireError, help: &str) -> CommandError {
    match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => nothing_written(),
        error => CommandError::new(format!("failed to ask on this terminal: {error}"))
            .hint(format!("nothing was written; {help}")),
    }
}

fn nothing_written() -> CommandError {
    CommandError::new("you stopped before the end: nothing was written")
        .hint("start again whenever you like")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_broken_between_words_and_what_is_copied_or_aligned_is_not() {
        let text = "\
Your dissertation is in my-dissertation: 7 chapters.
  folio build a-folder-with-a-long-name --draft
  counting rule: main-text without references
Chapter       Words  Of target  Of limit  Left
12 | a line of a chapter that is longer than the screen
  = hint: type `folio check --explain leftover-note`
  [@lee2020]  Lee (2020) A title of more words
";
        let expected = "\
Your dissertation is in my-dissertation:
7 chapters.
  folio build a-folder-with-a-long-name --draft
  counting rule: main-text without
  references
Chapter       Words  Of target  Of limit  Left
12 | a line of a chapter that is longer than the screen
  = hint: type
  `folio check --explain leftover-note`
  [@lee2020]  Lee (2020) A title of more
  words
";
        assert_eq!(broken(text, 40, "folio"), expected);
    }
}
