//! Marks that mean something elsewhere and are printed where they stand: a heading without its
//! space, a label behind a paragraph, a comment without an end, and signs that nobody sees.

use crate::diagnostics::Level;
use crate::markdown::attributes::Attributes;
use crate::markdown::dialects::word::Traces;
use crate::markdown::document::Inline;
use crate::markdown::rules::{
    COMMENT_NOT_CLOSED, HEADING_WITHOUT_SPACE, LABEL_BEHIND_NOTHING, UNSEEN_SIGN,
};

/// So many words a heading has at most.
const MAX_WORDS: usize = 12;

impl Traces<'_, '_> {
    /// Looks at the ends of a paragraph.
    pub(crate) fn loose_marks(&mut self, items: &[Inline]) {
        let (Some(first), Some(last)) = (items.first(), items.last()) else {
            return;
        };
        let place = first.place().start..last.place().end;
        let text = &self.source[place.clone()];
        let is_plain = |item: &Inline| matches!(item, Inline::Text(piece) if piece.is_plain());
        if is_plain(first) && is_heading(text) {
            let line = text.lines().next().unwrap_or(text).trim_end();
            let words = line.trim_start_matches('#');
            let marks = &line[..line.len() - words.len()];
            let message = "this line is no heading, because no space stands behind its `#`";
            let hint = format!("write `{marks} ` before a heading, `\\#` for the sign");
            let at = place.start..place.start + line.len();
            self.trouble
                .tell(&HEADING_WITHOUT_SPACE, &at, message.to_owned(), &hint);
        }
        let is_comment = text.strip_prefix("%%").is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_whitespace() || c.is_alphabetic())
                && !rest.contains("%%")
        });
        if is_plain(first) && is_comment {
            let message = "this `%%` opens a comment that is not closed, so it is printed";
            let hint = "write `%%` where the comment ends";
            let at = place.start..place.start + 2;
            self.trouble.judged(
                Level::Warn,
                &COMMENT_NOT_CLOSED,
                &at,
                message.to_owned(),
                hint,
            );
        }
        if is_plain(last) && text.ends_with('}') {
            self.loose_label(place.start, place.end);
        }
    }

    /// `{#sec-x}` at the end of a paragraph.
    fn loose_label(&mut self, start: usize, end: usize) {
        let Some(at) = self.source[start..end].rfind("{#").map(|at| start + at) else {
            return;
        };
        let is_apart = at == start || self.source[..at].ends_with([' ', '\t', '\n']);
        let found = Attributes::read(self.source, at).filter(|found| found.place.end == end);
        let Some((name, _)) = found.and_then(|found| found.id).filter(|_| is_apart) else {
            return;
        };
        let message =
            format!("the label `{name}` stands behind nothing that has a number, and is printed");
        let hint = "write it behind the heading, the caption or the formula that it names";
        self.trouble
            .tell(&LABEL_BEHIND_NOTHING, &(at..end), message, hint);
    }

    /// Signs that are not seen: orders to a terminal, and those that turn the text round.
    pub(crate) fn unseen_signs(&mut self) {
        for (at, byte) in self.source.bytes().enumerate() {
            // None begins with these.
            if matches!(byte, b' '..=b'~' | b'\n') {
                continue;
            }
            let Some(c) = self.source.get(at..).and_then(|rest| rest.chars().next()) else {
                continue;
            };
            let is_turn = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            let is_control = c.is_control() && !matches!(c, '\t' | '\r' | '\u{85}');
            if !is_turn && !is_control {
                continue;
            }
            let sign = format!("U+{:04X}", u32::from(c));
            let message = match is_turn {
                true => format!("the sign {sign}, which nobody sees, turns the text round here"),
                false => format!("the control sign {sign} stands here, which cannot be printed"),
            };
            let hint = "remove it: take out the letters around it and type them again";
            let place = at..at + c.len_utf8();
            self.trouble.tell(&UNSEEN_SIGN, &place, message, hint);
        }
    }
}

/// Whether a paragraph begins with a line that was meant as a heading; `#tag` is none.
fn is_heading(text: &str) -> bool {
    if !text.starts_with('#') {
        return false;
    }
    let is_whole = !text.trim_end().contains('\n');
    let line = text.lines().next().unwrap_or(text).trim_end();
    let title = line.trim_start_matches('#');
    let marks = line.len() - title.len();
    let words: Vec<&str> = title.split_whitespace().collect();
    let is_title = title.starts_with(char::is_alphabetic)
        && !title.ends_with(['.', '!', '?', ',', ';', ':'])
        && words.len() <= MAX_WORDS
        && !words.iter().any(|word| word.starts_with('#'));
    let is_colour = words.first().is_some_and(|word| {
        matches!(word.len(), 3 | 4 | 6 | 8) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    match marks {
        1 => {
            is_title
                && is_whole
                && !is_colour
                && words.len() > 1
                && title.starts_with(char::is_uppercase)
        }
        2..=6 => is_title,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::tests::testing::{complaints, converted};

    #[track_caller]
    fn case(markdown: &str, wanted: &[(&str, &str)]) {
        let conversion = converted(markdown);
        let found = complaints(markdown, &conversion.findings);
        assert_eq!(found, wanted, "{markdown:?}");
    }

    #[test]
    fn a_heading_without_its_space_is_told_from_a_tag() {
        for line in ["#Data collection", "##Data", "###data and its uses"] {
            case(&format!("{line}\n\né"), &[("heading-without-space", line)]);
        }
        for text in [
            "\\#Data collection",
            "#FFF is white",
            "#MeToo began in 2006.",
            "#1 of all",
            "#MeToo and other movements\nwere seen",
            "- #MeToo movement",
            "####### Seven",
        ] {
            case(text, &[]);
        }
    }

    #[test]
    fn a_label_behind_a_paragraph_is_told() {
        case("Text. {#sec-x}", &[("label-behind-nothing", "{#sec-x}")]);
        case("The set {#a} of it", &[]);
        case("Text. \\{#sec-x}", &[]);
        case("`x` {.a}", &[]);
    }

    #[test]
    fn unseen_signs_and_a_comment_without_an_end_are_told() {
        case(
            "a \u{202e}b\u{202c} \u{1b}",
            &[
                ("unseen-sign", "\u{202e}"),
                ("unseen-sign", "\u{202c}"),
                ("unseen-sign", "\u{1b}"),
            ],
        );
        case("%% a comment", &[("comment-not-closed", "%%")]);
    }
}
