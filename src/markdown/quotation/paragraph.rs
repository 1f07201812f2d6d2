//! A text in which each straight mark is decided.

use crate::markdown::quotation::pairing::{MarkToRead, roles};
use crate::markdown::quotation::reading::{Reading, Role};
use crate::markdown::quotation::surroundings::{Surroundings, is_mark};

/// Returns the character of each straight mark of a text, in order; `goes_on` says that the next
/// paragraph opens with a mark again.
///
/// Each mark stands at its byte; other things than text stand as one sign.
pub(crate) fn characters(text: &str, goes_on: bool) -> Vec<char> {
    let mut all: Vec<Option<char>> = Vec::new();
    let mut marks: Vec<MarkToRead> = Vec::new();
    // Which of all straight marks each of those to read is; the author's own are none.
    let mut straight: Vec<Option<usize>> = Vec::new();
    let (mut words, mut sentences) = (0, 0);
    let (mut in_word, mut after_stop, mut is_empty) = (false, false, true);
    for (at, c) in text.char_indices() {
        if in_word && c.is_ascii_lowercase() {
            continue;
        }
        if is_mark(c) {
            let around = Surroundings::of(text, at, at + c.len_utf8());
            let is_straight = matches!(c, '\'' | '"');
            let may_end = !marks.is_empty() && around.is_before_plural();
            if in_word && c != '"' && !may_end && is_in_word(&around) {
                if is_straight {
                    all.push(Some('’'));
                }
                continue;
            }
            straight.push(is_straight.then_some(all.len()));
            marks.push(MarkToRead {
                reading: Reading::of(c, &around),
                words,
                sentences,
                is_first: is_empty,
            });
            if is_straight {
                all.push(None);
            }
            in_word = false;
            is_empty = false;
            continue;
        }
        let is_letter = c.is_alphanumeric();
        if is_letter && !in_word {
            words += 1;
            if after_stop && c.is_uppercase() {
                sentences += 1;
            }
            after_stop = false;
        }
        in_word = is_letter;
        is_empty &= c.is_whitespace();
        after_stop |= matches!(c, '.' | '?' | '!');
    }
    for ((role, mark), at) in roles(&marks, goes_on)
        .into_iter()
        .zip(&marks)
        .zip(&straight)
    {
        let Some(at) = at else {
            continue;
        };
        all[*at] = Some(character(role, mark.reading.is_double));
    }
    all.into_iter().flatten().collect()
}

/// Whether a letter stands directly on either side: the apostrophe of "don't".
fn is_in_word(around: &Surroundings<'_>) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    match around.last {
        // `8'x4'`: a measure.
        Some('0'..='9') => is_letter(around.next) && around.next != Some('x') && !is_minute(around),
        Some(c) => c.is_alphanumeric() && is_letter(around.next),
        None => false,
    }
}

/// `51°30'N`
fn is_minute(around: &Surroundings<'_>) -> bool {
    let before = around
        .so_far()
        .trim_end_matches(|c: char| c.is_ascii_digit());
    before.ends_with(['°', 'º']) && around.next.is_some_and(|c| "NESWO".contains(c))
}

fn character(role: Role, is_double: bool) -> char {
    match (role, is_double) {
        (Role::Open, true) => '“',
        (Role::Close, true) => '”',
        (Role::Prime, true) => '″',
        (Role::Stray | Role::Apostrophe, true) => '"',
        (Role::Open, false) => '‘',
        (Role::Close | Role::Apostrophe, false) => '’',
        (Role::Prime, false) => '′',
        (Role::Stray, false) => '\'',
    }
}
