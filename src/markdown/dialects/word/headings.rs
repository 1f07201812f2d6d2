//! Headings that were typed as paragraphs, and sentences that became headings.

use crate::diagnostics::text::inline;
use crate::markdown::dialects::word::{Traces, place_of};
use crate::markdown::document::Inline;
use crate::markdown::placed_text::BodyRange;
use crate::markdown::rules::{HEADING_BY_LINE, HEADING_TYPED};

/// So many words a heading has at most; a longer line is a sentence.
const MAX_WORDS: usize = 12;

impl Traces<'_, '_> {
    /// `2.3 Data collection`, alone on a line.
    pub(super) fn typed_heading(&mut self, items: &[Inline]) {
        let Some(place) = place_of(items) else {
            return;
        };
        let text = &self.source[place.clone()];
        let Some((level, title)) = typed_heading(text) else {
            return;
        };
        let message = "this heading is typed as a paragraph".to_owned();
        let hint = format!(
            "write `{} {}`: headings are numbered for you",
            "#".repeat(level),
            inline(title, 80)
        );
        self.trouble.tell(&HEADING_TYPED, &place, message, &hint);
    }

    /// A sentence directly above `---`.
    pub(super) fn underlined(&mut self, place: &BodyRange) {
        let Some((text, line)) = self.source[place.clone()].rsplit_once('\n') else {
            return;
        };
        let text = text.trim_end();
        let is_line = line.trim_end().ends_with('-');
        let is_sentence = text.ends_with(['.', '!']) || text.split_whitespace().count() > MAX_WORDS;
        if is_line && is_sentence && !text.starts_with('#') {
            let message =
                "this is printed as a heading, because `---` stands directly below it".to_owned();
            let hint = "put an empty line before `---`, or write a heading as `## Heading`";
            let at = place.start..place.start + text.len();
            self.trouble.tell(&HEADING_BY_LINE, &at, message, hint);
        }
    }
}

/// Returns the level and the words of a line that is a heading with a number of two parts or more,
/// or `Chapter 2: Method`.
fn typed_heading(text: &str) -> Option<(usize, &str)> {
    let bare = ["**", "__"].iter().find_map(|mark| {
        let inner = text.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    let text = bare.unwrap_or(text);
    let (level, rest) = match ["Chapter ", "CHAPTER "]
        .iter()
        .find_map(|it| text.strip_prefix(it))
    {
        Some(rest) => {
            let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = rest.len() - behind.len();
            (
                1,
                behind
                    .strip_prefix([':', '.'])
                    .filter(|_| (1..3).contains(&digits))?,
            )
        }
        None => {
            let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
            let parts: Vec<&str> = text[..end]
                .strip_suffix('.')
                .unwrap_or(&text[..end])
                .split('.')
                .collect();
            let is_number = parts.iter().all(|part| (1..3).contains(&part.len()));
            let is_heading = is_number && (2..6).contains(&parts.len()) && parts[0] != "0";
            (parts.len(), Some(&text[end..]).filter(|_| is_heading)?)
        }
    };
    let title = rest.trim_start_matches([' ', '\t', '\u{a0}']);
    let is_apart = title.len() < rest.len();
    let is_title = title.starts_with(char::is_uppercase)
        && !title.contains(['\n', '\t', '|'])
        && !title.ends_with(['.', ',', ';', ':', '!'])
        && title.split_whitespace().count() <= MAX_WORDS;
    (is_apart && is_title).then_some((level, title))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_with_a_number_in_front_is_a_heading_that_was_typed() {
        #[track_caller]
        fn case(text: &str, heading: Option<(usize, &str)>) {
            assert_eq!(typed_heading(text), heading, "{text}");
        }

        case("2.3 Data collection", Some((2, "Data collection")));
        case("2.3.\tData collection", Some((2, "Data collection")));
        case("**3.1.2 Sampling frame**", Some((3, "Sampling frame")));
        case("Chapter 2: Method", Some((1, "Method")));
        case("CHAPTER 2. METHOD", Some((1, "METHOD")));
        for prose in [
            "2.3 million people",
            "2.3 Data collection took place in May.",
            "2.3",
            "0.5 Mg",
            "2020.12 Something",
            "3 Methods",
            "2.3 Data\t14",
            "2.3 A\nsecond line",
            "**2.3 A** and **B**",
            "Chapter 2 is about Method",
            "Chapter two: Method",
            "1.1.2020 Opening",
            "10.30 Coffee, and then the long walk that we took through the town until noon",
        ] {
            case(prose, None);
        }
    }
}
