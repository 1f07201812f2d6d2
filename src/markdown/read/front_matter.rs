//! The few lines of YAML that may open a chapter.

use std::ops::Range;

use crate::diagnostics::text::did_you_mean;
use crate::markdown::attributes::Attributes;
use crate::markdown::trouble::Trouble;

/// What a chapter says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `title`: printed as the chapter's heading if the text has none.
    pub title: Option<String>,
    /// `short-title`: for running heads.
    pub short_title: Option<String>,
    /// `status`: the author's own word, such as `draft`.
    pub status: Option<String>,
    /// `words`: how many words the author means to write.
    pub words: Option<usize>,
    /// What stands in braces behind the title: `title: Methods {#sec:methods .unnumbered}`.
    pub(crate) title_attributes: Attributes,
    /// Where the title stands in the file.
    pub title_place: Option<Range<usize>>,
    /// Where the number of words stands in the file.
    pub words_place: Option<Range<usize>>,
}

const KEYS: [&str; 4] = ["title", "short-title", "status", "words"];

/// Reads front matter at the start of a file; returns it and where the text behind it starts.
pub(crate) fn read(file: &str, trouble: &mut Trouble) -> (FrontMatter, usize) {
    let text = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mut start = file.len() - text.len();
    let mut found = FrontMatter::default();
    let Some(length) = length(text) else {
        not_closed(text, start, trouble);
        return (found, start);
    };
    let lines: Vec<&str> = text[..length].split_inclusive('\n').collect();
    for (number, line) in lines.iter().enumerate() {
        let shown = line.trim_end();
        let place = start..start + shown.len();
        start += line.len();
        let is_fence = number == 0 || number + 1 == lines.len();
        if is_fence || shown.trim().is_empty() || shown.trim_start().starts_with('#') {
            continue;
        }
        let Some((key, value)) = shown
            .split_once(':')
            .filter(|_| !shown.starts_with([' ', '\t', '-']))
        else {
            let message = "this line of the front matter is not read".to_owned();
            trouble.warn(
                "front-matter-unreadable",
                &place,
                message,
                "write `key: value`, each on a line of its own",
            );
            continue;
        };
        let key = key.trim().trim_matches(['"', '\'']);
        let value_start = place.end - value.trim_start().len();
        let text = scalar(value);
        match key {
            "title" => {
                found.title_place = Some(value_start..place.end);
                let (words, attributes) = title(&text);
                found.title_attributes = attributes;
                found.title = Some(words.to_owned()).filter(|words| !words.is_empty());
            }
            "short-title" => found.short_title = Some(text).filter(|text| !text.is_empty()),
            "status" => found.status = Some(text).filter(|text| !text.is_empty()),
            "words" => match text.replace([',', '_'], "").parse() {
                Ok(words) => {
                    found.words = Some(words);
                    found.words_place = Some(value_start..place.end);
                }
                Err(_) => {
                    let message = format!("`{text}` is not a number of words");
                    trouble.warn(
                        "front-matter-words",
                        &(value_start..place.end),
                        message,
                        "write a whole number, such as `words: 1500`",
                    );
                }
            },
            _ => {
                let message = format!("the front matter's key `{key}` is not used");
                let key_start = place.start + shown.find(key).unwrap_or(0);
                let key_place = key_start..key_start + key.len();
                trouble.warn(
                    "front-matter-key",
                    &key_place,
                    message,
                    &did_you_mean(key, &KEYS),
                );
            }
        }
    }
    (found, start)
}

/// Takes the attributes off the end of a title.
fn title(text: &str) -> (&str, Attributes) {
    let at = text.rfind(" {").map(|at| at + 1);
    let found = at.and_then(|at| Some((at, Attributes::read(text, at)?)));
    match found.filter(|(_, found)| found.place.end == text.len() && !found.is_empty()) {
        Some((at, mut attributes)) => {
            attributes.move_to(&(0..0));
            (text[..at].trim_end(), attributes)
        }
        None => (text, Attributes::default()),
    }
}

/// Complains about front matter that never ends, and is therefore text.
fn not_closed(text: &str, start: usize, trouble: &mut Trouble) {
    let mut lines = text.lines();
    let is_open = lines.next().is_some_and(|line| line.trim_end() == "---");
    let key = lines.next().and_then(|line| line.split_once(':'));
    let is_key = key.is_some_and(|(key, value)| {
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !key.is_empty() && key.chars().all(is_word) && (value.is_empty() || value.starts_with(' '))
    });
    let is_whole = lines.any(|line| matches!(line.trim_end(), "---" | "..."));
    if is_open && is_key && !is_whole {
        let message = "this front matter is not closed, so it is printed as text".to_owned();
        let hint = "write `---` on a line of its own behind its last key";
        trouble.warn(
            "front-matter-not-closed",
            &(start..start + 3),
            message,
            hint,
        );
    }
}

/// Returns the length of the front matter with its fences.
fn length(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    if first.trim_end() != "---" {
        return None;
    }
    let mut length = first.len();
    for (number, line) in lines.enumerate() {
        // A rule at the top of a text is no front matter: that starts with a key at once.
        if number == 0
            && (line.trim().is_empty() || !line.contains(':'))
            && line.trim_end() != "---"
        {
            return None;
        }
        length += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some(length);
        }
    }
    None
}

/// Reads a value: plain, in quotation marks, with a comment behind it.
fn scalar(value: &str) -> String {
    let value = value.trim();
    if let Some(rest) = value.strip_prefix('"') {
        let mut out = String::new();
        let mut chars = rest.chars();
        while let Some(c) = chars.next() {
            match c {
                '"' => break,
                '\\' => out.extend(chars.next()),
                c => out.push(c),
            }
        }
        return out;
    }
    if let Some(rest) = value.strip_prefix('\'') {
        let end = rest.replace("''", "\u{0}");
        let end = end.split('\'').next().unwrap_or("");
        return end.replace('\u{0}', "'");
    }
    value.split(" #").next().unwrap_or("").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::ProjectPath;

    fn case(text: &str) -> (FrontMatter, usize, Vec<String>) {
        let mut trouble = Trouble::new(&ProjectPath::new("a.md").unwrap());
        let (found, length) = read(text, &mut trouble);
        let codes = trouble
            .findings
            .iter()
            .map(|finding| finding.code.to_string());
        (found, length, codes.collect())
    }

    #[test]
    fn flat_keys_are_read_and_others_are_named() {
        let text = "---\ntitle: \"A: b\"\nshort-title: 'It''s'\nstatus: draft # x\nwords: 1,500\nauthor: X\n---\nText";
        let (found, length, codes) = case(text);
        assert_eq!(found.title.as_deref(), Some("A: b"));
        assert_eq!(found.short_title.as_deref(), Some("It's"));
        assert_eq!(found.status.as_deref(), Some("draft"));
        assert_eq!(found.words, Some(1500));
        assert_eq!(&text[length..], "Text");
        assert_eq!(codes, ["front-matter-key"]);
    }

    #[test]
    fn what_stands_in_braces_behind_a_title_is_no_part_of_it() {
        let (found, ..) = case("---\ntitle: Methods {#sec-m .unnumbered}\n---\n");
        assert_eq!(found.title.as_deref(), Some("Methods"));
        assert_eq!(found.title_attributes.label(), Some("sec-m"));
        assert!(found.title_attributes.has("unnumbered"));
        for words in ["Sets {a} of", "The set {a b}", "{#x}"] {
            let (found, ..) = case(&format!("---\ntitle: \"{words}\"\n---\n"));
            assert_eq!(found.title.as_deref(), Some(words));
        }
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        for text in [
            "---\n\nText\n\n---\n",
            "---\ntitle: x\n",
            "text\n---\n",
            "---\nText\n---\n",
            "",
        ] {
            assert_eq!(case(text).1, 0, "{text:?}");
        }
    }
}
