//! The new files read again as folio prints them: each word of the draft that is text must be there,
//! and no other.

use std::collections::BTreeMap;

use crate::diagnostics::{ProjectPath, text};
use crate::word::comments::chapters::printed_blocks;

/// How many words are named for one file.
const MOST_NAMED: usize = 8;

/// Returns what stands for something that could not be brought over.
pub(super) fn stood_here(what: &str) -> String {
    format!("**[{what} stood here]**")
}

/// Returns a text without the marks for what could not be brought over, which are told apart.
fn without_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("**[") {
        out.push_str(before);
        match after.split_once("]**") {
            Some((mark, behind)) if mark.ends_with(" stood here") => rest = behind,
            _ => {
                out.push_str("**[");
                rest = after;
            }
        }
    }
    out + rest
}

/// Says which words of a text a file in Markdown does not print, and which it prints besides.
pub(super) fn differences(path: &str, draft: &str, markdown: &str) -> Option<String> {
    let file = ProjectPath::new(path)?;
    let printed = printed_blocks(&file, &without_marks(markdown));
    let printed: Vec<String> = printed.iter().map(|block| block.text()).collect();
    let printed = printed.join("\n");
    let (before, after) = (words(draft), words(&printed));
    let missing = left(&before, &after);
    let besides = left(&after, &before);
    let mut parts = Vec::new();
    if !missing.is_empty() {
        parts.push(format!("does not print {}", named(&missing)));
    }
    if !besides.is_empty() {
        parts.push(format!("prints {} besides", named(&besides)));
    }
    (!parts.is_empty()).then(|| format!("{path} {}", parts.join(" and ")))
}

fn words(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|it| !it.is_empty())
    {
        *words.entry(word).or_default() += 1;
    }
    words
}

fn left<'a>(
    one: &BTreeMap<&'a str, usize>,
    other: &BTreeMap<&str, usize>,
) -> Vec<(&'a str, usize)> {
    let more = one.iter().filter_map(|(word, count)| {
        let more = count.saturating_sub(other.get(word).copied().unwrap_or(0));
        (more > 0).then_some((*word, more))
    });
    more.collect()
}

fn named(words: &[(&str, usize)]) -> String {
    let all: usize = words.iter().map(|(_, count)| count).sum();
    let names: Vec<String> = words
        .iter()
        .take(MOST_NAMED)
        .map(|(word, _)| text::inline(word, 40))
        .collect();
    match all > MOST_NAMED {
        true => format!(
            "{}, among them {}",
            text::count(all, "word"),
            text::list(&names)
        ),
        false => text::list(&names),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_lost_or_new_is_named() {
        let case = |draft: &str, markdown: &str| differences("chapters/01-a.md", draft, markdown);
        assert_eq!(
            case(
                "A x2 claim, twice.",
                "# A\n\nx^2^ *claim*, twice. [@key, p. 4]\n"
            ),
            None
        );
        assert_eq!(
            case("one two", "one three\n").as_deref(),
            Some("chapters/01-a.md does not print `two` and prints `three` besides")
        );
        let lost = format!("one {} two **[x", stood_here("a drawing"));
        assert_eq!(case("one two x", &lost), None);
    }
}
