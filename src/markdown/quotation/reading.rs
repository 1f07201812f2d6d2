//! What each mark may be by what stands beside it, and what speaks against each reading.
//!
//! The numbers are hundredths of "would be odd here". They were set by hand on the dialogues of
//! `tests/data/markdown/quotations.txt`, and only their order matters much.

use crate::markdown::quotation::elisions::{
    Elision, beheaded, curtailed, is_before_letter, is_before_year, is_ending, is_not_owned,
};
use crate::markdown::quotation::surroundings::{Side, Surroundings, is_mark};

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Open,
    Close,
    Apostrophe,
    Prime,
    /// None of them.
    Stray,
}

/// Never.
pub(crate) const NEVER: u32 = 10_000;

/// What speaks against each reading of a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    pub(crate) is_double: bool,
    pub(crate) open: u32,
    pub(crate) close: u32,
    pub(crate) apostrophe: u32,
    pub(crate) prime: u32,
    pub(crate) stray: u32,
    /// Whether words that open here would be somebody's sentence, not a word that is quoted.
    pub(crate) opens_sentence: bool,
    /// Whether a sentence that is quoted could end here.
    pub(crate) closes_sentence: bool,
}

impl Reading {
    /// Reads a mark, which is straight (`'`, `"`) or was decided by its author.
    pub(crate) fn of(mark: char, around: &Surroundings<'_>) -> Self {
        let is_double = matches!(mark, '"' | '“' | '”');
        let starts_capital = around.next_sign.is_some_and(char::is_uppercase);
        let mut reading = Self {
            is_double,
            open: open(is_double, around),
            close: close(is_double, around),
            apostrophe: NEVER,
            prime: prime(is_double, around),
            stray: match (around.before, around.after) {
                (Side::Space, Side::Space) => 450,
                _ => 900,
            },
            opens_sentence: starts_capital && around.starts_sentence(),
            closes_sentence: closes_sentence(around),
        };
        if !is_double {
            reading.apostrophe(around);
        }
        reading.strong_prime(around);
        reading.keep(mark);
        reading
    }

    /// Leaves only what the author's own mark can mean.
    fn keep(&mut self, mark: char) {
        let (open, close) = match mark {
            '‘' | '“' => (true, false),
            '’' | '”' => (false, true),
            _ => return,
        };
        self.prime = NEVER;
        self.open = if open { self.open.min(100) } else { NEVER };
        if !close {
            self.close = NEVER;
            self.apostrophe = NEVER;
        }
    }

    fn apostrophe(&mut self, around: &Surroundings<'_>) {
        let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
        let (last, next) = (is_letter(around.last), is_letter(around.next));
        self.apostrophe = match (around.before, around.after) {
            (Side::Word, Side::Word) if !is_mark_at(around.last) && !is_mark_at(around.next) => {
                between_letters(around)
            }
            _ if next && !last && is_ending(around.word_after()) && is_end(around.last) => 20,
            _ if next && !last => self.beheaded(around),
            _ if around.before == Side::Word && !is_mark_at(around.last) => self.curtailed(around),
            (Side::Space, Side::Space) => 400,
            _ => 600,
        };
    }

    /// `'tis`, `'90s`, `'em`.
    fn beheaded(&mut self, around: &Surroundings<'_>) -> u32 {
        let word = around.word_after();
        let behind = &around.rest()[word.len()..];
        if word == "n" && behind.starts_with('\'') && joins_words(around) {
            self.open += 300;
            return 0;
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.year(word, around);
        }
        let is_acronym = word.len() > 1 && !word.chars().any(char::is_lowercase);
        let elision = match is_acronym || behind.starts_with('/') {
            true => Elision::Unknown,
            false => beheaded(&word.to_lowercase()),
        };
        match elision {
            Elision::Certain => {
                self.open += 150;
                10
            }
            Elision::Likely => {
                self.open += 40;
                60
            }
            // An h that is not said, more often than not.
            Elision::Unknown if word.starts_with(['a', 'e', 'i', 'o', 'u']) => 200,
            Elision::Unknown => 320,
        }
    }

    /// `'60s`, `the class of '98`.
    fn year(&mut self, word: &str, around: &Surroundings<'_>) -> u32 {
        let behind = &around.rest()[word.len()..];
        let years = word.strip_suffix('s').unwrap_or(word);
        let is_year = years.len() == 2 && years.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = behind.starts_with(['%', '°'])
            || (behind.starts_with([':', '.', ','])
                && behind[1..].starts_with(|c: char| c.is_ascii_digit()));
        if !is_year || is_number {
            return 320;
        }
        if word.len() == 3 {
            self.open += 200;
            return 0;
        }
        if is_before_year(&around.word_before_space()) {
            self.open += 150;
            return 10;
        }
        80
    }

    /// `the nurses' station`, `goin' home`.
    fn curtailed(&mut self, around: &Surroundings<'_>) -> u32 {
        let word = around.word_before();
        if word == "n" && around.so_far().ends_with("'n") && joined_words(around) {
            self.close += 300;
            return 0;
        }
        match curtailed(&word) {
            Elision::Certain => {
                self.close += 120;
                return 10;
            }
            Elision::Likely => {
                self.close += 40;
                return 40;
            }
            Elision::Unknown => {}
        }
        let surplus = match word.chars().next_back() {
            Some('s') => 0,
            Some('x' | 'z') => 70,
            Some(c) if c.is_ascii_digit() => 400,
            _ => return 350,
        };
        let next = around.second_word();
        let owned = match around.after {
            Side::Space if around.next.is_none() => 250,
            // Two quotations have a word between them, or a stop.
            Side::Space if is_before_small_letter_in_marks(around) => {
                self.close += 200;
                60
            }
            Side::Space if next.is_empty() => 100,
            Side::Space if is_not_owned(&next.to_lowercase()) => 150,
            Side::Space => {
                self.close += 70;
                30
            }
            _ => 200,
        };
        owned + surplus
    }

    /// `6'2"`, `5' 10"`, `51° 30' 26"`: nothing else is likely.
    fn strong_prime(&mut self, around: &Surroundings<'_>) {
        if !around.last.is_some_and(|c| c.is_ascii_digit()) {
            return;
        }
        let before = around
            .so_far()
            .trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let before = before.trim_end_matches(' ');
        let behind = around.rest().trim_start_matches(' ');
        let digits = behind.len()
            - behind
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let is_strong = match self.is_double {
            true => before
                .strip_suffix(['\'', '′', '’'])
                .is_some_and(|feet| feet.ends_with(|c: char| c.is_ascii_digit())),
            false => {
                let ends = behind[digits..].starts_with(['"', '″', '”']);
                let is_direct = around.next.is_some_and(|c| c.is_ascii_digit()) && digits < 3;
                let is_by = behind.starts_with(['x', '×'])
                    && behind
                        .trim_start_matches(['x', '×', ' '])
                        .starts_with(|c: char| c.is_ascii_digit());
                is_by || (digits > 0 && (ends || is_direct)) || before.ends_with(['°', 'º'])
            }
        };
        if is_strong {
            self.prime = 0;
            self.open += 250;
            self.close += 250;
            self.apostrophe += 250;
        }
    }
}

/// Whether an `'n'` that starts here joins two words, as in rock 'n' roll.
fn joins_words(around: &Surroundings<'_>) -> bool {
    let is_apart = around.last.is_some_and(|c| matches!(c, ' ' | '-'));
    let behind = around.rest().get(2..).unwrap_or("");
    is_apart && !is_before_letter(&around.word_before_space()) && behind.starts_with([' ', '-'])
}

/// Whether an `'n'` that ends here joins two words.
fn joined_words(around: &Surroundings<'_>) -> bool {
    let end = around.so_far().len() - 1;
    let text = around.so_far();
    let is_apart = text[..end - 1].ends_with([' ', '-']) && around.rest().starts_with([' ', '-']);
    is_apart && !is_before_letter(&Surroundings::of(text, end - 1, end).word_before_space())
}

/// Whether a space, a mark and a small letter follow.
fn is_before_small_letter_in_marks(around: &Surroundings<'_>) -> bool {
    let mut next = around.rest().chars();
    next.next() == Some(' ')
        && is_mark_at(next.next())
        && next.next().is_some_and(char::is_lowercase)
}

fn is_mark_at(c: Option<char>) -> bool {
    c.is_some_and(is_mark)
}

/// Whether a word may go on behind the character: `(TNT)'s`, `Ph.D.'s`, `"NHS"'s`.
fn is_end(c: Option<char>) -> bool {
    c.is_some_and(|c| {
        !c.is_whitespace() && !matches!(c, '(' | '[' | '—' | '–' | '-' | '/' | '‘' | '“')
    })
}

fn between_letters(around: &Surroundings<'_>) -> u32 {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match (is_digit(around.last), is_digit(around.next)) {
        (_, false) => 0,
        (false, true) => 200,
        (true, true) => 400,
    }
}

fn open(is_double: bool, around: &Surroundings<'_>) -> u32 {
    let before = match around.before {
        Side::Space | Side::Opening => 0,
        Side::Dash => 30,
        Side::Slash => 50,
        Side::Hyphen => 60,
        Side::Stop if is_double => 150,
        Side::Stop | Side::Other => 200,
        Side::Closing => 300,
        Side::Word if is_double => 250,
        Side::Word => 500,
    };
    let rest = around.rest().trim_start_matches(['\'', '"', '‘', '“']);
    let after = match around.after {
        Side::Word | Side::Opening | Side::Hyphen => 0,
        Side::Other => 20,
        Side::Dash => 100,
        Side::Slash => 150,
        Side::Stop if rest.starts_with('…') || rest.starts_with("..") => 0,
        Side::Stop => 450,
        Side::Closing => 500,
        Side::Space => 600,
    };
    before + after
}

fn close(is_double: bool, around: &Surroundings<'_>) -> u32 {
    let before = match around.before {
        Side::Word | Side::Stop | Side::Closing | Side::Other => 0,
        Side::Dash => 20,
        Side::Hyphen => 60,
        Side::Slash => 150,
        Side::Space => 500,
        Side::Opening => 600,
    };
    let after = match around.after {
        Side::Space | Side::Stop | Side::Closing | Side::Dash | Side::Slash => 0,
        Side::Hyphen => 10,
        Side::Opening => 20,
        Side::Other => 100,
        Side::Word if around.before == Side::Stop => 150,
        Side::Word if is_double => 250,
        Side::Word if around.is_before_plural() => 280,
        Side::Word => 500,
    };
    before + after
}

/// Whether a sentence could end at a closing mark here.
fn closes_sentence(around: &Surroundings<'_>) -> bool {
    if around.before != Side::Word || around.next.is_none() || around.after != Side::Space {
        return true;
    }
    let next = around.second_word();
    let is_plain = next.starts_with(char::is_lowercase) && !is_not_owned(next);
    !is_plain
}

fn prime(is_double: bool, around: &Surroundings<'_>) -> u32 {
    if !around
        .last
        .is_some_and(|c| c.is_ascii_digit() || matches!(c, '½' | '¼' | '¾'))
    {
        return NEVER;
    }
    match (around.next, is_double) {
        (Some('x' | '×'), _) => 20,
        (Some(c), _) if c.is_alphabetic() => 300,
        _ => 150,
    }
}
