//! The few lines of YAML that may open a chapter.

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostics::text::{did_you_mean, nearest};
use crate::markdown::rules::{
    FRONT_MATTER_KEY, FRONT_MATTER_NOT_CLOSED, FRONT_MATTER_UNREADABLE, FRONT_MATTER_WORDS,
};
use crate::markdown::trouble::Trouble;

/// What a chapter says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `short-title`: for running heads.
    pub short_title: Option<String>,
    /// `status`: the author's own word, such as `draft`.
    pub status: Option<String>,
    /// `words`: how many words the author means to write.
    pub words: Option<usize>,
    /// Where the title stands in the file: it is printed as the chapter's heading if the text has
    /// none.
    pub(crate) title_place: Option<Range<usize>>,
    /// Where the number of words stands in the file.
    pub words_place: Option<Range<usize>>,
    /// So many bytes of the file stand before its text.
    pub(crate) length: usize,
}

const KEYS: [&str; 4] = ["title", "short-title", "status", "words"];

/// Reads front matter at the start of a file; returns it and the file as a text of Markdown, in
/// which the title stands as a heading and all else of the front matter is blank. Every byte of
/// the text has its place in the file.
pub(crate) fn read<'a>(file: &'a str, trouble: &mut Trouble) -> (FrontMatter, Cow<'a, str>) {
    let text = file.strip_prefix('\u{feff}').unwrap_or(file);
    let head = file.len() - text.len();
    let text = behind_blank_lines(text);
    let mut start = file.len() - text.len();
    let mut found = FrontMatter::default();
    let Some(length) = length(text) else {
        not_closed(text, start, trouble);
        found.length = head;
        return (found, without_head(file, head, None));
    };
    let entries = entries(&text[..length], start);
    start += length;
    let mut heading = None;
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
                let place = entry.place.start..entry.value.end;
                heading = Some((place, text)).filter(|(_, text)| !text.is_empty());
                found.title_place = heading.is_some().then_some(entry.value);
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
                    trouble.tell(&FRONT_MATTER_WORDS, &entry.value, message, hint);
                }
            },
            _ => unused.push((key, entry.place)),
        }
    }
    report(&unread, &unused, trouble);
    found.length = start;
    (found, without_head(file, start, heading))
}

/// Returns a file with nothing but a heading in its first `head` bytes.
fn without_head(file: &str, head: usize, heading: Option<(Range<usize>, String)>) -> Cow<'_, str> {
    if head == 0 {
        return Cow::Borrowed(file);
    }
    let mut text = "\n".repeat(head);
    if let Some((place, words)) = heading {
        // Where it was written with escapes or on several lines, it stands as near as it can.
        let typed = &file[place.clone()];
        let last = typed.len().saturating_sub(words.len());
        let at = typed.rfind(&words).unwrap_or(last).max(1);
        let line = format!("#{}{words}", " ".repeat(at - 1));
        text.replace_range(place.start..place.start + line.len(), &line);
    }
    text.push_str(&file[head..]);
    Cow::Owned(text)
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
        trouble.tell(&FRONT_MATTER_UNREADABLE, first, message, hint);
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
    trouble.tell(&FRONT_MATTER_KEY, &place, message, &hint);
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
        trouble.tell(&FRONT_MATTER_NOT_CLOSED, &(start..start + 3), message, hint);
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

    /// The front matter, the text without its empty lines, and the codes of the findings.
    #[track_caller]
    fn case(file: &str) -> (FrontMatter, String, Vec<String>) {
        let mut trouble = Trouble::new(&ProjectPath::new("a.md").unwrap());
        let (found, text) = read(file, &mut trouble);
        assert_eq!(text.len(), file.len());
        let lines = text.lines().filter(|line| !line.is_empty());
        let lines = lines.map(|line| match line.strip_prefix("#  ") {
            Some(title) => format!("# {}", title.trim_start()),
            None => line.to_owned(),
        });
        let lines: Vec<String> = lines.collect();
        let codes = trouble.findings.iter().map(|it| it.code.to_string());
        (found, lines.join("\n"), codes.collect())
    }

    #[test]
    fn flat_keys_are_read_and_others_are_named() {
        let file = "---\ntitle: \"A: b\"\nshort-title: 'It''s'\nstatus: draft # x\nwords: 1,500\nauthor: X\n---\nText";
        let (found, text, codes) = case(file);
        assert_eq!(text, "# A: b\nText");
        assert_eq!(found.short_title.as_deref(), Some("It's"));
        assert_eq!(found.status.as_deref(), Some("draft"));
        assert_eq!(found.words, Some(1500));
        assert_eq!(codes, ["front-matter-key"]);
    }

    #[test]
    fn empty_lines_may_stand_before() {
        let (found, text, codes) = case("\n\r\n---\ntitle: A b\nwords: 5\n---\nText");
        assert_eq!(text, "# A b\nText");
        assert_eq!((found.words, codes.len()), (Some(5), 0));
        for file in ["---\nText\n---", "---\nWe saw: b\n---"] {
            assert_eq!(case(&format!("\n\n{file}")).1, file);
        }
        assert_eq!(case("\n---\na: b\n---").1, "");
    }

    #[test]
    fn a_title_stands_where_it_was_typed() {
        #[track_caller]
        fn stands(file: &str, line: &str) {
            let mut trouble = Trouble::new(&ProjectPath::new("a.md").unwrap());
            let (found, text) = read(file, &mut trouble);
            let at = text.find('#').unwrap();
            assert_eq!(text[at..].lines().next(), Some(line), "{file:?}");
            assert_eq!(text.len(), file.len());
            assert!(found.title_place.is_some());
        }

        stands(
            "---\ntitle: Methods {#sec-m}\n---\n",
            "#      Methods {#sec-m}",
        );
        stands("---\ntitle: \"A *b*\"\n---\n", "#       A *b*");
        stands("---\n\"title\": A # why\n---\n", "#       A");
        stands(
            "\u{feff}---\ntitle: 'It''s late'\n---\n",
            "#         It's late",
        );
        stands(
            "---\ntitle: |\n  Äh\n  so\nwords: 3\n---\n",
            "#            Äh so",
        );
    }

    #[test]
    fn what_other_programs_write_is_told_once() {
        #[track_caller]
        fn told(file: &str, text: &str, codes: &[&str]) {
            let (_, found, said) = case(file);
            assert_eq!(found, text, "{file:?}");
            assert_eq!(said, codes, "{file:?}");
        }

        let key = "front-matter-key";
        told(
            "---\n####\n# x #\n####\noutput:\n  a: b\n  - c\nheader:\n    - \\x{}\n---\n\n# A",
            "# A",
            &[key],
        );
        told(
            "---\ntitle: |\n  A long\n  title\n---\n",
            "# A long title",
            &[],
        );
        told("---\ntitle: >-\n  A\n\n  b\nwords: 3\n---\n", "# A b", &[]);
        told("---\ntitle: \"A\n  b\"\n---\n", "# A b", &[]);
        told("---\ntitle:\nstatus: x\n---\n", "", &[]);
        told("---\ntags:\n- a\n- b\ntype: x\n---\n", "", &[key]);
        told(
            "---\na: b\nx\ny\n---\n",
            "",
            &["front-matter-unreadable", key],
        );
        let text = "---\n# A\nb: c\n---";
        told("---\n# A\n\nb: c\n---\n", text, &[]);
        let text = "---\n# A\nThis is it: c\n---";
        told(text, text, &[]);
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
        for text in ["---\nText\n---", "---\ntitle: x", "text\n---", ""] {
            assert_eq!(case(text).1, text);
        }
    }
}
