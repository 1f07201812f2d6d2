//! folio's own convention: what a careful reader of English takes for one word.
//!
//! A word is a run without white space, em dash, en dash or `--` that shows more than hyphens.
//! Letters of scripts that put no space between words are a word each, as word processors count
//! them. Characters that nobody sees do not exist.

use std::ops::Range;

/// Calls `word` with the bytes of each word.
pub(super) fn each_word(text: &str, mut word: impl FnMut(Range<usize>)) {
    let mut run = UnbrokenText::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if is_separator(c) {
            run.finish(&mut word);
        } else if c == '-' && matches!(chars.peek(), Some((_, '-'))) {
            run.finish(&mut word);
            while chars.next_if(|(_, next)| *next == '-').is_some() {}
        } else {
            run.push(at, c, &mut word);
        }
    }
    run.finish(&mut word);
}

/// Returns whether a character ends a word wherever it stands.
fn is_separator(c: char) -> bool {
    matches!(c, '–' | '—') || c.is_whitespace()
}

/// Returns whether a character leaves no trace on the page.
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\u{ad}' | '\u{61c}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            true
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => true,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => true,
        '\u{ffa0}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

/// Returns whether a character is a hyphen or a dash, which alone make no word.
fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58a}' | '\u{5be}' | '\u{2010}'..='\u{2015}' | '\u{2e3a}' | '\u{2e3b}'
    ) || matches!(c, '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// What a character is to the scripts that put no space between words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unspaced {
    /// Some other script, a digit, a punctuation mark.
    No,
    /// A letter: a word of its own.
    Letter,
    /// A sign that belongs to the letter before it.
    Sign,
}

fn unspaced(c: char) -> Unspaced {
    match c {
        '\0'..='\u{dff}' => Unspaced::No,
        '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' => Unspaced::Sign,
        '\u{e01}'..='\u{e30}' | '\u{e32}' | '\u{e33}' | '\u{e40}'..='\u{e46}' => Unspaced::Letter,
        '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}' => Unspaced::Sign,
        '\u{e81}'..='\u{ec6}' | '\u{edc}'..='\u{edf}' => Unspaced::Letter,
        '\u{1100}'..='\u{115f}' => Unspaced::Letter,
        '\u{1160}'..='\u{11ff}' => Unspaced::Sign,
        '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' => Unspaced::Letter,
        '\u{3099}' | '\u{309a}' => Unspaced::Sign,
        '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}' => Unspaced::Letter,
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' => Unspaced::Letter,
        '\u{3131}'..='\u{318e}' | '\u{31f0}'..='\u{31ff}' => Unspaced::Letter,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' => Unspaced::Letter,
        '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => Unspaced::Letter,
        '\u{ff66}'..='\u{ff9d}' | '\u{ffa1}'..='\u{ffdc}' => Unspaced::Letter,
        '\u{ff9e}' | '\u{ff9f}' => Unspaced::Sign,
        '\u{1b000}'..='\u{1b16f}' | '\u{20000}'..='\u{3ffff}' => Unspaced::Letter,
        _ => Unspaced::No,
    }
}

/// The run of characters between two separators, as far as it has been read.
#[derive(Default)]
struct UnbrokenText {
    /// Where the word that is being read begins, and where it ends so far.
    bytes: Option<Range<usize>>,
    /// Whether it shows anything but hyphens.
    is_word: bool,
    /// Whether it shows a letter or a digit.
    has_alphanumeric: bool,
    /// Whether it is a letter of an unspaced script with what clings to it.
    is_letter: bool,
    /// Whether the run has given a letter of an unspaced script as a word.
    gave_letter: bool,
}

impl UnbrokenText {
    fn push(&mut self, at: usize, c: char, word: &mut impl FnMut(Range<usize>)) {
        if is_invisible(c) {
            return;
        }
        let kind = unspaced(c);
        let begins = match kind {
            Unspaced::Letter => true,
            Unspaced::Sign => false,
            Unspaced::No => self.is_letter && !matches!(c, '\u{300}'..='\u{36f}'),
        };
        if begins && self.bytes.is_some() {
            self.give(word, kind == Unspaced::Letter);
        }
        let end = at + c.len_utf8();
        self.bytes = Some(self.bytes.as_ref().map_or(at, |bytes| bytes.start)..end);
        self.is_word |= !is_dash(c);
        self.has_alphanumeric |= c.is_alphanumeric();
        self.is_letter |= kind == Unspaced::Letter;
    }

    /// Ends a word inside a run; punctuation next to an unspaced letter is no word.
    fn give(&mut self, word: &mut impl FnMut(Range<usize>), before_letter: bool) {
        let beside_letter = self.gave_letter || before_letter;
        let counts = self.is_word && (self.has_alphanumeric || !beside_letter);
        if let (true, Some(bytes)) = (counts, self.bytes.take()) {
            word(bytes);
        }
        let gave_letter = self.gave_letter || self.is_letter;
        *self = Self {
            gave_letter,
            ..Self::default()
        };
    }

    fn finish(&mut self, word: &mut impl FnMut(Range<usize>)) {
        if self.bytes.is_some() {
            self.give(word, false);
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use crate::words::{Convention, count_text};

    #[test]
    fn a_word_is_what_a_careful_reader_takes_for_one() {
        #[track_caller]
        fn case(text: &str, words: usize) {
            assert_eq!(count_text(text, Convention::Folio), words, "{text}");
        }

        case("2019–2021", 2);
        case("2019-2021", 1);
        case("well-being", 1);
        case("self\u{2011}esteem", 1);
        case("and/or", 1);
        case("https://doi.org/10.1000/182", 1);
        case("doi:10.1000/182", 1);
        case("(n = 23)", 3);
        case("R & D", 3);
        case("50 %", 2);
        case("50\u{a0}%", 2);
        case("10\u{202f}000", 2);
        case("don’t", 1);
        case("e.g.", 1);
        case("10,000", 1);
        case("wait… what", 2);
        case("a—b", 2);
        case("A--B", 2);
        case("A --- B", 2);
        case("word – word", 2);
        case("word - word", 2);
        case("pre- and post-test", 3);
        case("re\u{ad}search", 1);
        case("zero \u{200b} width", 2);
        case("non-\u{200b}English", 1);
        case("\u{feff}word\u{2060}", 1);
        case("CO₂ and 10³", 3);
        case("name@example.ac.uk", 1);
        case("", 0);
        case(" \n\t", 0);
        case("!", 1);
        case("😀", 1);
    }

    #[test]
    fn letters_without_spaces_between_words_count_one_each() {
        #[track_caller]
        fn case(text: &str, words: usize) {
            assert_eq!(count_text(text, Convention::Folio), words, "{text}");
        }

        case("你好世界", 4);
        case("（注）", 1);
        case("カタカナ", 4);
        case("ひらがな。", 4);
        case("한국어 단어 수", 6);
        case("สวัสดีชาวโลก", 10);
        case("ລາວ", 3);
        case("GDP增长5%了", 5);
        case("नमस्ते दुनिया", 2);
    }
}
