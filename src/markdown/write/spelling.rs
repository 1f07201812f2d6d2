//! The Typst of a converted chapter as text, and the small rules of its spelling.

use typst::syntax::{
    SyntaxNode, is_id_continue, is_id_start, is_newline, is_valid_label_literal_id,
};

use crate::markdown::byte_set::ByteSet;
use crate::markdown::placed_text::PlacedText;

/// Returns a chapter as readable Typst.
///
/// The tree was read from this very text, so reading it again gives the same tree.
pub fn print(root: &SyntaxNode) -> String {
    root.full_text().into()
}

/// Whether a star or an underscore beside the character could stand inside a word.
pub(crate) fn is_in_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Returns what to write before and behind code in a line; `None` if no fence can hold it.
pub(crate) fn raw_fence(text: &str) -> Option<(String, String)> {
    if text.is_empty() || text.chars().any(is_newline) {
        return None;
    }
    if !text.contains('`') {
        return Some(("`".into(), "`".into()));
    }
    if text.trim().is_empty() {
        return None;
    }
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    let pad = if text.trim_end().ends_with('`') {
        " "
    } else {
        ""
    };
    Some((format!("{fence} "), format!("{pad}{fence}")))
}

/// Returns the text of several lines.
pub(crate) fn joined(lines: &[PlacedText]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.text.as_ref()).collect();
    lines.join("\n")
}

/// Returns the fence for a block of code; `None` if no fence can hold it.
pub(crate) fn code_fence<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut longest = 2;
    for line in lines {
        if line.chars().any(is_newline) {
            return None;
        }
        longest = longest.max(longest_run(line));
    }
    Some("`".repeat(longest + 1))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Returns whether a name can be written as `<name>`, and as `@name`.
pub(crate) fn is_label(name: &str) -> bool {
    // The engine's own claim forgets that neither starts with a dot or a colon.
    is_valid_label_literal_id(name) && name.starts_with(is_id_continue)
}

/// Returns whether a code block can be marked with the language.
pub(crate) fn is_tag(language: &str) -> bool {
    language.starts_with(is_id_start) && language.chars().all(is_id_continue)
}

/// Returns a length as Typst writes it: `80%`, `6cm`; pixels are 96 to the inch.
pub(crate) fn length_of(text: &str) -> Option<String> {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.parse().ok()?;
    if !(number > 0.0 && number < 10_000.0) {
        return None;
    }
    match unit.trim() {
        unit @ ("%" | "cm" | "mm" | "in" | "pt" | "em") => Some(format!("{number}{unit}")),
        "px" | "" => Some(format!("{}pt", number * 0.75)),
        _ => None,
    }
}

/// Returns the call that sets text in another language, up to its content; `None` if the tag (`fr`,
/// `pt-BR`) is none.
pub(crate) fn language(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let is_word = |part: &&str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphabetic())
    };
    let language = parts.next().filter(|part| is_word(part, 2..=3))?;
    let region = parts.next_back().filter(|part| is_word(part, 2..=2));
    let region = match region {
        Some(region) => format!("\"{}\"", region.to_ascii_uppercase()),
        None => "none".to_owned(),
    };
    let language = language.to_ascii_lowercase();
    Some(format!("text(lang: \"{language}\", region: {region})"))
}

/// Returns a Typst string with its quotation marks.
pub fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_newline(c) => out.push_str(&code_point(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a character as its number, as strings and text have it alike.
pub(crate) fn code_point(c: char) -> String {
    format!("\\u{{{:x}}}", u32::from(c))
}

/// What means nothing special wherever it stands.
const PLAIN: ByteSet =
    ByteSet::of(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz ,;()?!%&>{}|^");

/// How many bytes at the start mean nothing special wherever they stand.
pub(crate) fn plain_length(rest: &str) -> usize {
    let end = rest.bytes().position(|byte| !PLAIN.has(byte));
    end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_any_run_in_the_code() {
        assert_eq!(raw_fence("a"), Some(("`".into(), "`".into())));
        assert_eq!(raw_fence("a`b"), Some(("``` ".into(), "```".into())));
        assert_eq!(raw_fence("a```"), Some(("```` ".into(), " ````".into())));
        assert_eq!(
            code_fence(["a", "```"].into_iter()).as_deref(),
            Some("````")
        );
        assert_eq!(raw_fence("a\u{2028}b"), None);
    }

    #[test]
    fn a_language_is_written_with_its_region() {
        let call = |language: &str, region: &str| {
            Some(format!("text(lang: \"{language}\", region: {region})"))
        };
        assert_eq!(language("fr"), call("fr", "none"));
        assert_eq!(language("pt-br"), call("pt", "\"BR\""));
        assert_eq!(language("zh-Hant-TW"), call("zh", "\"TW\""));
        for wrong in ["", "French", "f", "1"] {
            assert_eq!(language(wrong), None);
        }
    }

    #[test]
    fn lengths_are_written_as_typst_has_them() {
        assert_eq!(length_of("80%").as_deref(), Some("80%"));
        assert_eq!(length_of("6.5 cm").as_deref(), Some("6.5cm"));
        assert_eq!(length_of("100px").as_deref(), Some("75pt"));
        for wrong in ["wide", "-1cm", "", "1e9%", "NaN", "0"] {
            assert_eq!(length_of(wrong), None, "{wrong}");
        }
    }
}
