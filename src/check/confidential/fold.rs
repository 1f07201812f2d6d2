//! Text as it is compared: small letters, no accents, no marks, single spaces, word borders.
//!
//! A name is found however it is written: over a line break, in `**North**ern` marks, with another
//! apostrophe, with a hyphen for the space, with a soft hyphen or a ligature in it. Each byte of
//! the folded text leads back to the character that it was made from.

use unicode_normalization::char::is_combining_mark;

use crate::check::confidential::letters::plain;

/// Stands where a word begins or ends, in names and texts alike, so that a name that is found is
/// never a part of a longer word.
pub(super) const BORDER: char = '\u{1}';

/// Fewer letters one by one are no word that is spaced out.
pub(super) const MIN_SPACED: usize = 3;

/// A folded text with the way back.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text to search.
    pub(super) text: String,
    /// For each byte of it, where its character starts in the text that was folded.
    origins: Vec<u32>,
}

/// What a character means for the comparison.
enum Class {
    /// Nothing: a mark, a sign without width, an accent.
    Nothing,
    /// A space, or what people write in the place of one.
    Space,
    /// Itself.
    Sign(char),
}

impl Folded {
    /// Folds a text of less than 4 GiB.
    pub(super) fn new(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len() + text.len() / 2),
            origins: Vec::with_capacity(text.len() + text.len() / 2),
        };
        let mut writer = FoldWriter {
            folded: &mut folded,
            was_word: false,
            was_space: true,
        };
        let mut is_line_start = true;
        for (at, c) in text.char_indices() {
            // Signs of comments and quotations at the start of a line do not part two words.
            if is_line_start && matches!(c, '>' | '/' | '%') {
                continue;
            }
            if !c.is_whitespace() {
                is_line_start = false;
            } else if c == '\n' {
                is_line_start = true;
            }
            match class(c) {
                Class::Nothing => {}
                Class::Space => writer.space(at),
                Class::Sign(c) if c.is_ascii() => writer.sign(at, c.to_ascii_lowercase()),
                Class::Sign(c) => plain(c).for_each(|c| writer.sign(at, c)),
            }
        }
        writer.end(text.len());
        folded
    }

    /// Folds a text to its letters and digits, as they run together in the name of a file or a
    /// web address; white space and brackets still part them.
    pub(super) fn compact(text: &str) -> Self {
        let mut folded = Self::default();
        for (at, c) in text.char_indices() {
            if c.is_ascii_alphanumeric() {
                folded.put(at, c.to_ascii_lowercase());
            } else if c.is_whitespace()
                || matches!(c, '"' | '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '|')
            {
                folded.put(at, ' ');
            } else if !c.is_ascii() {
                let letters = plain(c).filter(|c| c.is_alphanumeric());
                letters.for_each(|c| folded.put(at, c));
            }
        }
        folded
    }

    /// Folds a text to the words that stand in it letter by letter (`N o r t h e r n`), each
    /// without its spaces; everything else is left out.
    pub(super) fn spaced(text: &str) -> Self {
        let mut folded = Self::default();
        let mut run: Vec<(usize, char)> = Vec::new();
        let mut signs = text.char_indices().peekable();
        let mut is_inside = false;
        while let Some((at, c)) = signs.next() {
            let goes_on = signs.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if c.is_alphanumeric() && !is_inside && !goes_on {
                run.push((at, c));
            } else if !is_gap(c) {
                folded.put_run(&mut run);
            }
            is_inside = c.is_alphanumeric();
        }
        folded.put_run(&mut run);
        folded
    }

    fn put_run(&mut self, run: &mut Vec<(usize, char)>) {
        if run.len() >= MIN_SPACED {
            for (at, c) in run.iter() {
                plain(*c).for_each(|c| self.put(*at, c));
            }
            self.put(run[0].0, ' ');
        }
        run.clear();
    }

    fn put(&mut self, at: usize, c: char) {
        self.text.push(c);
        let origin = u32::try_from(at).unwrap_or(u32::MAX);
        let bytes = c.len_utf8();
        self.origins.extend(std::iter::repeat_n(origin, bytes));
    }

    /// Returns the pattern that finds a name: the folded name without spaces around it.
    pub(super) fn pattern(name: &str) -> String {
        Self::new(name).text.trim().to_owned()
    }

    /// Returns where some bytes of the folded text stand in `text`, which it was made from.
    pub(super) fn source(
        &self,
        bytes: std::ops::Range<usize>,
        text: &str,
    ) -> std::ops::Range<usize> {
        let is_border = |at: usize| self.text.as_bytes()[at] == BORDER as u8;
        let (mut start, mut end) = (bytes.start, bytes.end);
        while start < end && is_border(start) {
            start += 1;
        }
        while end > start && is_border(end - 1) {
            end -= 1;
        }
        if start == end {
            return 0..0;
        }
        let first = self.origins[start] as usize;
        let last = self.origins[end - 1] as usize;
        let length = text[last..].chars().next().map_or(0, char::len_utf8);
        // Accents of their own that follow the last letter belong to it.
        let rest = &text[last + length..];
        let accents = rest.find(|c| !is_combining_mark(c)).unwrap_or(rest.len());
        first..last + length + accents
    }
}

/// Writes signs, borders and single spaces.
struct FoldWriter<'a> {
    folded: &'a mut Folded,
    was_word: bool,
    was_space: bool,
}

impl FoldWriter<'_> {
    fn border(&mut self, at: usize, is_word: bool) {
        if is_word != self.was_word {
            self.folded.put(at, BORDER);
            self.was_word = is_word;
        }
    }

    fn sign(&mut self, at: usize, c: char) {
        if c.is_whitespace() {
            self.space(at);
            return;
        }
        self.border(at, is_word(c));
        self.folded.put(at, c);
        self.was_space = false;
    }

    fn space(&mut self, at: usize) {
        if !self.was_space {
            self.border(at, false);
            self.folded.put(at, ' ');
            self.was_space = true;
        }
    }

    fn end(&mut self, at: usize) {
        self.border(at, false);
    }
}

/// Returns whether a sign parts the letters of a word that stands letter by letter.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | '-' | '_' | '·' | '\u{200b}')
}

/// Returns whether nobody sees a sign: Unicode's Default_Ignorable_Code_Point, and controls.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffc}' | '\u{e0000}'..='\u{e0fff}'
    ) || (c.is_control() && !c.is_whitespace())
}

fn class(c: char) -> Class {
    match c {
        '*' | '{' | '}' | BORDER => Class::Nothing,
        c if is_unseen(c) => Class::Nothing,
        '-' | '_' | '~' | '\\' => Class::Space,
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Class::Space,
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '`' | '\u{b4}' => {
            Class::Sign('\'')
        }
        c if c.is_whitespace() => Class::Space,
        c if !c.is_ascii() && is_combining_mark(c) => Class::Nothing,
        c => Class::Sign(c),
    }
}

/// Returns whether a sign makes words with its neighbours. Scripts that part no words do not.
fn is_word(c: char) -> bool {
    let parts_no_words = matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !parts_no_words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_compared_without_what_does_not_matter() {
        #[track_caller]
        fn case(one: &str, other: &str) {
            assert_eq!(Folded::pattern(one), Folded::pattern(other));
        }

        case("Northern Trust", " NORTHERN\r\n  trust ");
        case("Northern Trust", "**North**ern\u{a0}Trust");
        case("Northern Trust", "North\u{ad}ern-Trust");
        case("Northern Trust", "northern\n// trust");
        case("Zoë O’Brien", "Zoe\u{308} O'Brien");
        case("Office", "o\u{fb03}ce");
        case("Northern Trust", "N\u{43e}rth\u{435}rn Trust");
        case("Ian Trust", "\u{406}\u{430}n Trust");
        case("Hamlet Trim", "\u{ff28}a\u{ff4d}let \u{442}\u{433}im");
        case(
            "Zanthe Orbison",
            "\u{1d22}\u{1d00}\u{274}\u{1d1b}\u{29c}\u{1d07} \u{1d0f}\u{280}\u{299}\u{26a}\u{a731}\u{1d0f}\u{274}",
        );
        case("Sørlie Ærø Groß Łukasz", "SORLIE AERO GROSS LUKASZ");
        case("Quorl", "\u{1f160}\u{1f164}\u{1f15e}\u{1f161}\u{1f15b}");
    }

    #[test]
    fn a_folded_byte_leads_back_to_its_character() {
        let text = "x Zoe\u{308}, y";
        let folded = Folded::new(text);
        let pattern = Folded::pattern("Zoë");
        let at = folded.text.find(&pattern).unwrap();
        assert_eq!(
            &text[folded.source(at..at + pattern.len(), text)],
            "Zoe\u{308}"
        );
    }
}
