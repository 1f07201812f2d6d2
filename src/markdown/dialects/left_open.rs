//! Marks in running text that a writer clearly meant, and that mean nothing as they stand.
//!
//! They are printed as they were typed, so these are findings and no more. Prose is full of the
//! same signs (`$5`, `2 * 3`, `*p < 0.05`, `[sic]`): in doubt nothing is said.

use crate::markdown::byte_set::ByteSet;
use crate::markdown::document::Inline;
use crate::markdown::inline::citation;
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::mask::environment;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{
    CITATION_NOT_CLOSED, CODE_NOT_CLOSED, EMPHASIS_NOT_CLOSED, FOOTNOTE_NOT_CLOSED,
    FORMULA_NOT_CLOSED, LINK_NOT_CLOSED,
};

/// Longer than an address or the words of a link; it keeps the work linear.
const MAX_ADDRESS: usize = 512;

/// What may open something.
const MARKS: ByteSet = ByteSet::of(b"$*`(\\");

impl<'a> EventReader<'a, '_> {
    /// Complains about what was left open in a line.
    pub(crate) fn left_open(&mut self, items: &[Inline<'a>]) {
        let mut is_line_start = true;
        for item in items {
            if let Inline::Text(piece) = item
                && piece.is_plain()
                && MARKS.is_in(&piece.text)
            {
                self.scan(&piece.place, is_line_start);
            }
            is_line_start = matches!(item, Inline::Soft(_) | Inline::Hard(_));
        }
    }

    fn scan(&mut self, place: &BodyRange, is_line_start: bool) {
        let source = self.source;
        let bytes = source.as_bytes();
        let mut said = [false; 3];
        let mut at = place.start;
        while at < place.end {
            let mark = bytes[at];
            if !MARKS.has(mark) {
                at += 1;
                continue;
            }
            let rest = &source[at..place.end];
            if mark == b'\\' {
                at += environment(rest).unwrap_or(1);
                continue;
            }
            let run = match mark {
                b'$' | b'*' | b'`' => rest.bytes().take_while(|byte| *byte == mark).count(),
                _ => 1,
            };
            let text = &rest[run..];
            let is_first = is_line_start && source[place.start..at].trim().is_empty();
            let before = if at == place.start && is_line_start {
                None
            } else {
                source[..at].chars().next_back()
            };
            match mark {
                b'$' if !said[0] && is_formula(before, run, text, is_first) => {
                    said[0] = true;
                    let message = "this formula is not closed, so it is printed as text".to_owned();
                    let hint = "write `$` directly before and behind a formula, `\\$` for the sign";
                    self.trouble
                        .tell(&FORMULA_NOT_CLOSED, &(at..at + run), message, hint);
                }
                b'*' if !said[1] && is_emphasis(before, run, text, is_first) => {
                    said[1] = true;
                    let stars = "*".repeat(run);
                    let message = format!("`{stars}` is not closed here, so it is printed");
                    let hint = format!(
                        "write it directly before the first word and behind the last, as in `{stars}two words{stars}`, or `\\*` for a star"
                    );
                    self.trouble
                        .tell(&EMPHASIS_NOT_CLOSED, &(at..at + run), message, &hint);
                }
                b'`' if !said[2]
                    && opens(before)
                    && !text.starts_with([' ', '\t'])
                    && !text.is_empty() =>
                {
                    said[2] = true;
                    let message = "this backtick opens code that is not closed".to_owned();
                    let hint = if run == 2 && text.contains("''") {
                        "write quotation marks as `\"…\"`"
                    } else {
                        "write one before and one behind the code; for a quotation mark write `'`"
                    };
                    self.trouble
                        .tell(&CODE_NOT_CLOSED, &(at..at + run), message, hint);
                }
                b'(' => self.link_left_open(place, at),
                _ => {}
            }
            at += run;
        }
    }

    /// `[text](address` and `[text] (https://…)`.
    fn link_left_open(&mut self, place: &BodyRange, at: usize) {
        let before = &self.source[place.start..at];
        let rest = &self.source[at + 1..place.end];
        let rest = &rest[..rest.floor_char_boundary(MAX_ADDRESS)];
        let target_end = rest.find([')', ' ']).unwrap_or(rest.len());
        let target = &rest[..target_end];
        let is_address = target.starts_with("http://") || target.starts_with("https://");
        let (is_meant, what) = if before.ends_with(']') {
            let has_end = rest.find(')').is_some_and(|end| {
                let name = rest[..end]
                    .rsplit_once('.')
                    .map_or("", |(_, ending)| ending);
                (2..=5).contains(&name.len()) && name.bytes().all(|it| it.is_ascii_alphanumeric())
            });
            (
                is_address || has_end || target.contains(['/', '.', '#']),
                "this link cannot be read, so it is printed as text",
            )
        } else {
            (
                is_address && before.ends_with("] "),
                "a space stands between this link's words and its address",
            )
        };
        if !is_meant {
            return;
        }
        let near = before.ceil_char_boundary(before.len().saturating_sub(MAX_ADDRESS));
        let open = before[near..]
            .rfind('[')
            .map_or(at, |open| place.start + near + open);
        let hint = "write `[words](address)`, without a space before or in the address";
        self.trouble.tell(
            &LINK_NOT_CLOSED,
            &(open..at + 1 + target_end),
            what.to_owned(),
            hint,
        );
    }
}

impl<'a> LineScanner<'a, '_, '_> {
    /// Complains about a note in a line that has no end.
    pub(crate) fn note_not_closed(&mut self, mark: &BodyRange) {
        let message = "this note is not closed, so it is printed in the line".to_owned();
        let hint = "write `]` behind the words of the note: `^[a note]`";
        self.reader
            .trouble
            .tell(&FOOTNOTE_NOT_CLOSED, mark, message, hint);
    }

    /// Complains about a bracket without an end that opened a citation or the name of a note.
    pub(crate) fn bracket_not_closed(&mut self, mark: &BodyRange, items: &[Inline<'a>]) {
        let source = self.reader.source;
        if let Some(end) = citation::first_key(items) {
            let message = "this bracket is not closed, so it is printed".to_owned();
            let hint = "write `]` behind the last key, as in `[@smith2020, p. 4]`";
            self.reader
                .trouble
                .tell(&CITATION_NOT_CLOSED, &(mark.start..end), message, hint);
            return;
        }
        let Some(before) = source[..mark.start].strip_suffix('[') else {
            return;
        };
        let belongs = |c: char| c.is_alphanumeric() || "[])".contains(c);
        if before.ends_with(belongs) || !source[mark.end..].starts_with(char::is_alphabetic) {
            return;
        }
        let message = "these brackets are not closed, so they are printed".to_owned();
        let hint = "write `]]` behind the name of the note, or take the brackets away";
        self.reader
            .trouble
            .tell(&LINK_NOT_CLOSED, &(before.len()..mark.end), message, hint);
    }
}

/// Whether a mark behind the character opens something.
fn opens(before: Option<char>) -> bool {
    before.is_none_or(|c| c.is_whitespace() || "([\"'“‘".contains(c))
}

/// Whether dollar signs stand before something that is a formula and no price.
fn is_formula(before: Option<char>, run: usize, text: &str, is_first: bool) -> bool {
    let next = text.chars().next();
    let is_command =
        text.starts_with('\\') && text[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    if run == 2 {
        return is_command
            || next.is_some_and(char::is_alphabetic)
            || (is_first && text.trim().is_empty());
    }
    if run != 1 || before.is_some_and(char::is_alphanumeric) {
        return false;
    }
    if let Some(inner) = text.strip_prefix(' ') {
        let Some(end) = inner.find('$') else {
            return false;
        };
        return inner[..end].contains(['\\', '^', '_', '=']);
    }
    let word = text
        .find(|c: char| !c.is_ascii_alphabetic())
        .unwrap_or(text.len());
    let behind = text[word..].trim_start_matches(' ');
    is_command || (word > 0 && behind.starts_with(['_', '^', '=', '<', '>', '≤', '≥', '\\']))
}

/// Whether stars stand before words that were meant to stand out.
fn is_emphasis(before: Option<char>, run: usize, text: &str, is_first: bool) -> bool {
    if run > 3 || !opens(before) {
        return false;
    }
    let starts_word = text.starts_with(char::is_alphabetic);
    let is_probability = text.strip_prefix(['p', 'P']).is_some_and(|rest| {
        rest.trim_start()
            .starts_with(['<', '>', '=', '≤', '≥', '&', '-'])
    });
    let later = text
        .match_indices('*')
        .find(|(at, _)| !text[..*at].ends_with('*'));
    let later_closes = |is_close: fn(char) -> bool| {
        later.is_some_and(|(at, _)| text[..at].chars().next_back().is_some_and(is_close))
    };
    match (starts_word, run) {
        (true, _) if is_probability => false,
        // At a line's start a star may mark a note.
        (true, 1) if is_first => later_closes(char::is_whitespace),
        (true, _) => true,
        (false, 1) => false,
        (false, _) => text.starts_with(' ') && later_closes(char::is_alphabetic),
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::tests::testing::{complaints, converted};

    #[track_caller]
    fn case(markdown: &str, wanted: &[(&str, &str)]) {
        let conversion = converted(markdown);
        assert_eq!(
            complaints(markdown, &conversion.findings),
            wanted,
            "{markdown}"
        );
    }

    #[test]
    fn what_was_left_open_is_found_where_it_opens() {
        case("é $p < 0.05 y", &[("formula-not-closed", "$")]);
        case(
            "é $\\alpha y",
            &[("formula-not-closed", "$"), ("latex-command", "\\alpha")],
        );
        case("é\n\n$$\nx = 1\n", &[("formula-not-closed", "$$")]);
        case("é $ x = 1 $ y", &[("formula-not-closed", "$")]);
        case("é **bold y", &[("emphasis-not-closed", "**")]);
        case("é **bold ** y", &[("emphasis-not-closed", "**")]);
        case("é ** bold** y", &[("emphasis-not-closed", "**")]);
        case("é *stress y", &[("emphasis-not-closed", "*")]);
        case("*stress * y", &[("emphasis-not-closed", "*")]);
        case("é `code y", &[("code-not-closed", "`")]);
        case("é ``quoted'' y", &[("code-not-closed", "``")]);
        case(
            "é [text](https://a.b/c",
            &[("link-not-closed", "[text](https://a.b/c")],
        );
        case("é [text](my file) y", &[]);
        case(
            "é [text](my file.pdf) y",
            &[("link-not-closed", "[text](my")],
        );
        case(
            "é [text](a/my file.pdf) y",
            &[("link-not-closed", "[text](a/my")],
        );
        case(
            "é [text] (https://a.b/c) y",
            &[("link-not-closed", "[text] (https://a.b/c")],
        );
        case(
            "é [@smith2020, p. 4 y",
            &[("citation-not-closed", "[@smith2020")],
        );
        case(
            "é [see @smith2020 y",
            &[("citation-not-closed", "[see @smith2020")],
        );
        case("é^[a note y", &[("footnote-not-closed", "^[")]);
        case("é^[a note ^[in a note] y", &[("footnote-not-closed", "^[")]);
        case("é [[a note y", &[("link-not-closed", "[[")]);
        case("```\na\n", &[("code-not-closed", "```")]);
        case("> ```\n> a\n\nb", &[("code-not-closed", "```")]);
    }

    #[test]
    fn plain_prose_is_left_in_peace() {
        for prose in [
            "It costs $5, US$6 or $7-$8, and $9.99 a day; $AUD 5; A$ 5.",
            "The band is $$ to $$$.",
            "2 * 3 * 4, 2**3, a*b, *.csv",
            "*p < .05, **p < .01, ***p < .001",
            "* p < 0.05\n",
            "0.31** and 0.22*",
            "*Corresponding author.",
            "He said [sic] so (see [1] (and 2)), [a] (b), array[i](x)",
            "[not @ a citation], me@a.org [x",
            "[we then asked as many as @smith2020 had",
            "don`t, 5` 6``, a ` b",
            "x[[i, y[[j] and [[sic] again",
            "C:\\Users\\name, \\\\server\\share, a\\b, \\n",
            "```\na\n```\n\n> ~~~ x\n> b\n> ~~~\n\n- ````\n  c\n  ````",
        ] {
            case(prose, &[]);
        }
    }
}
