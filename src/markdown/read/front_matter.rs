//! The few lines of YAML that may open a chapter.

use std::ops::Range;

use crate::diagnostics::text::{did_you_mean, nearest};
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
    let head = file.len() - text.len();
    let text = behind_blank_lines(text);
    let mut start = file.len() - text.len();
    let mut found = FrontMatter::default();
    let Some(length) = length(text) else {
        not_closed(text, start, trouble);
        return (found, head);
    };
    let entries = entries(&text[..length], start);
    start += length;
    let mut unread: Vec<Range<usize>> = Vec::new();
    let mut unused: Vec<(&str, Range<usize>)> = Vec::new();
    for entry in entries {
        let Some(key) = entry.key else {
            unread.push(entry.place);
            continue;
        };
        let text = entry.text();
        match key {
            "title" => {
                found.title_place = Some(entry.value);
                let (words, attributes) = title(&text);
                found.title_attributes = attributes;
                found.title = Some(words.to_owned()).filter(|words| !words.is_empty());
            }
            "short-title" => found.short_title = Some(text).filter(|text| !text.is_empty()),
            "status" => found.status = Some(text).filter(|text| !text.is_empty()),
            "words" => match text.replace([',', '_'], "").parse() {
                Ok(words) => {
                    found.words = Some(words);
                    found.words_place = Some(entry.value);
                }
                Err(_) => {
                    let message = format!("`{text}` is not a number of words");
                    let hint = "write a whole number, such as `words: 1500`";
                    trouble.warn("front-matter-words", &entry.value, message, hint);
                }
            },
            _ => unused.push((key, entry.place)),
        }
    }
    report(&unread, &unused, trouble);
    (found, start)
}

/// Returns the text from its front matter on, where that stands behind empty lines.
fn behind_blank_lines(text: &str) -> &str {
    let shown = text.trim_start_matches(['\n', '\r']);
    let first = shown.lines().nth(1).unwrap_or("");
    match starts_with_key(first, 1) {
        true => shown,
        false => text,
    }
}

/// Complains once of lines that are not read, and once of keys that are not used.
fn report(unread: &[Range<usize>], unused: &[(&str, Range<usize>)], trouble: &mut Trouble) {
    if let [first, rest @ ..] = unread {
        let message = match rest.len() {
            0 => "this line of the front matter is not read".to_owned(),
            more => format!("this line of the front matter is not read, and {more} more"),
        };
        let hint = "write `key: value`, each on a line of its own";
        trouble.warn("front-matter-unreadable", first, message, hint);
    }
    let near = |(key, place): &(&str, Range<usize>)| {
        nearest(key, &KEYS).map(|_| (did_you_mean(key, &KEYS), place.clone()))
    };
    let (hint, place) = match (unused.iter().find_map(near), unused) {
        (Some(found), _) => found,
        (None, [(key, first), ..]) => (did_you_mean(key, &KEYS), first.clone()),
        (None, []) => return,
    };
    let named = unused
        .iter()
        .take(MAX_NAMED)
        .map(|(key, _)| format!("`{key}`"));
    let mut named: Vec<String> = named.collect();
    if unused.len() > MAX_NAMED {
        named.push(format!("{} more", unused.len() - MAX_NAMED));
    }
    let message = match named.as_slice() {
        [one] => format!("the front matter's key {one} is not used"),
        [all @ .., last] => format!(
            "the front matter's keys {} and {last} are not used",
            all.join(", ")
        ),
        [] => return,
    };
    trouble.warn("front-matter-key", &place, message, &hint);
}

/// More keys than a sentence can name.
const MAX_NAMED: usize = 6;

/// A key of the front matter with its value, which may go on for several lines, or a line that is
/// neither.
struct Entry<'a> {
    key: Option<&'a str>,
    /// The key, or the line.
    place: Range<usize>,
    /// What stands behind the colon on its line.
    first: &'a str,
    /// The lines below it that are further in.
    rest: Vec<&'a str>,
    value: Range<usize>,
}

impl Entry<'_> {
    /// Returns the value as one line.
    fn text(&self) -> String {
        let first = self.first.trim();
        let is_block = first.starts_with(['|', '>']) && first.len() < 4;
        let words = self.rest.iter().map(|line| line.trim());
        let words = words.filter(|line| !line.is_empty());
        if is_block {
            return words.collect::<Vec<_>>().join(" ");
        }
        let is_nested = self.rest.iter().any(|line| {
            let line = line.trim_start();
            line.starts_with("- ") || line.contains(": ") || line.trim_end().ends_with(':')
        });
        if self.rest.is_empty() || (first.is_empty() && is_nested) {
            return scalar(first);
        }
        let all: Vec<&str> = std::iter::once(first).chain(words).collect();
        scalar(&all.join(" "))
    }
}

/// Reads front matter with its fences, which starts at byte `start` of the file.
fn entries(text: &str, mut start: usize) -> Vec<Entry<'_>> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut found: Vec<Entry> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let shown = line.trim_end();
        let place = start..start + shown.len();
        start += line.len();
        let is_fence = number == 0 || number + 1 == lines.len();
        if is_fence || shown.trim().is_empty() || shown.starts_with('#') {
            continue;
        }
        let is_item = shown == "-" || shown.starts_with("- ");
        let goes_on = shown.starts_with([' ', '\t']) || is_item;
        let last = found.last_mut().filter(|last| {
            let takes_items = !is_item || last.first.trim().is_empty();
            last.key.is_some() && takes_items
        });
        if let (true, Some(last)) = (goes_on, last) {
            if !shown.trim_start().starts_with('#') {
                last.rest.push(shown);
                last.value.end = place.end;
            }
            continue;
        }
        let Some((key, value)) = shown.split_once(':').filter(|_| !goes_on) else {
            found.push(Entry {
                key: None,
                first: shown,
                rest: Vec::new(),
                value: place.clone(),
                place,
            });
            continue;
        };
        let key = key.trim().trim_matches(['"', '\'']);
        let at = place.start + shown.find(key).unwrap_or(0);
        found.push(Entry {
            key: Some(key),
            place: at..at + key.len(),
            first: value,
            rest: Vec::new(),
            value: place.end - value.trim_start().len()..place.end,
        });
    }
    found
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
    let mut is_certain = false;
    for (number, line) in lines.enumerate() {
        length += line.len();
        let shown = line.trim_end();
        if matches!(shown, "---" | "...") {
            return (is_certain || number == 0).then_some(length);
        }
        // A rule at the top of a text is no front matter: that starts with a key at once, or with
        // comments that no heading is.
        if !is_certain && (!shown.starts_with('#') || is_blank_below(text, length)) {
            if !starts_with_key(shown, number) {
                return None;
            }
            is_certain = true;
        }
    }
    None
}

/// Whether the line from byte `at` on is blank.
fn is_blank_below(text: &str, at: usize) -> bool {
    text[at..]
        .lines()
        .next()
        .is_none_or(|line| line.trim().is_empty())
}

/// Whether the first line that is no comment has a key; behind comments nothing else may stand
/// before the colon.
fn starts_with_key(line: &str, number: usize) -> bool {
    let Some((key, _)) = line.split_once(':') else {
        return false;
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    !line.is_empty() && (number == 0 || (!key.is_empty() && key.chars().all(is_name)))
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
    fn empty_lines_may_stand_before() {
        let text = "\n\r\n---\ntitle: A b\nwords: 5\n---\nText";
        let (found, length, codes) = case(text);
        assert_eq!(&text[length..], "Text");
        assert_eq!(found.title.as_deref(), Some("A b"));
        assert_eq!((found.words, codes.len()), (Some(5), 0));
        assert_eq!(case("\n\n---\n\nText").1, 0);
        assert_eq!(case("\n---\nWe saw: b\n---").1, 0);
        assert_eq!(case("\n---\na: b\n---").1, 13);
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
    fn what_other_programs_write_is_told_once() {
        #[track_caller]
        fn told(text: &str, title: Option<&str>, codes: &[&str], rest: &str) {
            let (found, length, said) = case(text);
            assert_eq!(found.title.as_deref(), title, "{text:?}");
            assert_eq!(said, codes, "{text:?}");
            assert_eq!(&text[length..], rest, "{text:?}");
        }

        told(
            "---\n####\n# x #\n####\noutput:\n  a: b\n  - c\nheader:\n    - \\x{}\n---\n\n# A",
            None,
            &["front-matter-key"],
            "\n# A",
        );
        told(
            "---\ntitle: |\n  A long\n  title\n---\n",
            Some("A long title"),
            &[],
            "",
        );
        told(
            "---\ntitle: >-\n  A\n\n  b\nwords: 3\n---\n",
            Some("A b"),
            &[],
            "",
        );
        told("---\ntitle: \"A\n  b\"\n---\n", Some("A b"), &[], "");
        told(
            "---\ntags:\n- a\n- b\ntype: x\n---\n",
            None,
            &["front-matter-key"],
            "",
        );
        told(
            "---\na: b\nx\ny\n---\n",
            None,
            &["front-matter-unreadable", "front-matter-key"],
            "",
        );
        told(
            "---\n# A\n\nb: c\n---\n",
            None,
            &[],
            "---\n# A\n\nb: c\n---\n",
        );
        told(
            "---\n# A\nThis is it: c\n---\n",
            None,
            &[],
            "---\n# A\nThis is it: c\n---\n",
        );
    }

    #[test]
    fn the_nearest_key_is_offered() {
        let mut trouble = Trouble::new(&ProjectPath::new("a.md").unwrap());
        read("---\nauthor: X\ntitel: Y\n---\n", &mut trouble);
        let [finding] = trouble.findings.as_slice() else {
            panic!("{:?}", trouble.findings);
        };
        assert_eq!(
            finding.message,
            "the front matter's keys `author` and `titel` are not used"
        );
        assert_eq!(finding.hints, ["did you mean `title`?"]);
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
