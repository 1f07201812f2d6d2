//! What Obsidian and Zettlr write in a line: `[[links]]`, `![[pictures]]`, `%%comments%%`, `#tags`
//! and `^block-ids`.
//!
//! None of it is the text of a dissertation, so the words are printed and the marks are told of.
//! Prose has the same signs (`x[[1]]`, `5%%`, `#MeToo`): in doubt nothing is taken.

use std::borrow::Cow;

use crate::csl::Form;
use crate::markdown::attributes::Attributes;
use crate::markdown::document::{Block, Image, Inline};
use crate::markdown::inline::cuts::{cut_before, trim_ends};
use crate::markdown::inline::scanner::LineScanner;
use crate::markdown::placed_text::{BodyRange, PlacedText};
use crate::markdown::read::reader::EventReader;
use crate::markdown::rules::{BLOCK_ID, EMBEDDED_NOTE, HIDDEN_COMMENT, NOTE_LINK, TAG_TYPED};

/// Longer than a name with its words; it keeps the work linear.
const MAX_BYTES: usize = 400;

/// What may be shown as a picture; a file that the engine cannot read is told of by the engine.
const PICTURES: [&str; 11] = [
    "png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "bmp", "tif", "tiff", "avif",
];

/// Wider than a line of text, in points: a picture stands as wide as the line instead.
const WIDEST: f64 = 420.0;

/// `name#heading|words` between two pairs of brackets.
struct NoteLink<'a> {
    name: &'a str,
    heading: Option<&'a str>,
    words: Vec<&'a str>,
    /// The byte behind the last bracket.
    end: usize,
}

impl<'a> NoteLink<'a> {
    /// Reads it from the first bracket at byte `at`.
    ///
    /// The words of a picture are a caption, in which signs have their meaning.
    fn read(source: &'a str, at: usize, limit: usize) -> Option<Self> {
        let is_picture = |inner: &str| {
            let (name, caption) = inner.split_once('|').unwrap_or((inner, ""));
            source[..at].ends_with('!') && !caption.is_empty() && is_picture(name.trim_end())
        };
        let start = at + 2;
        let window = source.get(start..limit)?;
        let window = &window[..window.floor_char_boundary(MAX_BYTES)];
        let close = window.find("]]")?;
        let inner = &window[..close];
        let end = start + close + 2;
        let is_space = |c: char| c.is_whitespace();
        if inner.is_empty()
            || inner.starts_with(is_space)
            || inner.ends_with(is_space)
            || inner.starts_with('^')
            || inner.contains(['[', ']', '\n'])
            || source[end..].starts_with(']')
            || (!is_picture(inner) && has_signs(inner))
        {
            return None;
        }
        let mut parts = inner
            .split('|')
            .map(|part| part.trim_end_matches('\\').trim());
        let target = parts.next()?;
        let (path, heading) = match target.split_once('#') {
            Some((path, heading)) => (path.trim(), Some(heading.trim())),
            None => (target, None),
        };
        let name = path.strip_suffix(".md").unwrap_or(path);
        let is_number = !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && target.len() < 8 {
            // `[[1]]` is a place in a list, `[[202011291530]]` a note of Zettlr's.
            return None;
        }
        Some(Self {
            name,
            heading: heading.filter(|heading| !heading.is_empty() && !heading.starts_with('^')),
            words: parts.filter(|words| !words.is_empty()).collect(),
            end,
        })
    }
}

/// Whether the name of a note is the key of a work, with words for it: `@smith2020|Smith (2020)`.
fn is_literature(inner: &str) -> bool {
    let words = inner
        .strip_prefix('@')
        .and_then(|body| body.split_once('|'));
    words.is_some_and(|(key, words)| {
        !key.is_empty() && !key.contains([' ', '@', ';', ',']) && !words.contains('@')
    })
}

/// Whether signs in the name of a note, or in the words for it, may have a meaning of their own.
fn has_signs(inner: &str) -> bool {
    inner.contains(['`', '*', '<', '$', '~', '{'])
        || (inner.contains('@') && !is_literature(inner))
        || has_loose_sign(inner)
}

/// Whether a backslash or an underscore may have a meaning of its own.
fn has_loose_sign(text: &str) -> bool {
    let mut before = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let is_loose = match c {
            '\\' => next != Some('|'),
            '_' => !(is_word(before) && is_word(next)),
            _ => false,
        };
        if is_loose {
            return true;
        }
        before = Some(c);
    }
    false
}

impl<'a> LineScanner<'a, '_, '_> {
    /// `[[note]]` or `![[picture.png]]` at byte `at` of a piece of text that ends at `end`, in a
    /// line that ends at `limit`; returns the byte behind it.
    ///
    /// Where the parser found a link between the outer brackets, the inner one is in no such piece.
    pub(crate) fn note_link(
        &mut self,
        start: usize,
        at: usize,
        (end, limit): (usize, usize),
    ) -> Option<usize> {
        let source = self.reader.source;
        let is_embedded = source.as_bytes()[at] == b'!';
        let open = at + usize::from(is_embedded);
        let before = source[..at].chars().next_back();
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '[' | ']' | ')');
        if open + 2 > end
            || !source[open..].starts_with("[[")
            || (!is_embedded && before.is_some_and(belongs))
        {
            return None;
        }
        if !is_embedded && let Some(end) = self.literature_note(start, at, limit) {
            return Some(end);
        }
        let found = NoteLink::read(source, open, limit)?;
        let place = at..found.end;
        let end = found.end;
        if is_embedded && is_picture(found.name) {
            self.push_slice(start..at);
            let picture = self.picture(&found, place);
            self.push(picture);
        } else if is_embedded {
            self.push_slice(start..at);
            let (what, hint) = match has_ending(found.name) {
                true => ("file", "remove it, and say in the text what it shows"),
                false => (
                    "note",
                    "write its text here, or put the note beside this file and its name on a line of its own",
                ),
            };
            if what == "note" {
                let words = found.words.first().copied().unwrap_or(found.name);
                self.push_slice(place_of(words, source, &place));
            }
            let message = format!("the {what} `{}` is not put in here", found.name);
            self.reader
                .trouble
                .tell(&EMBEDDED_NOTE, &place, message, hint);
        } else {
            let words: Vec<&str> = match found.words.first() {
                Some(words) => vec![words],
                None => {
                    let name = found.name.rsplit('/').next().unwrap_or(found.name);
                    let all = [Some(name), found.heading].into_iter().flatten();
                    all.filter(|words| !words.is_empty()).collect()
                }
            };
            if words.is_empty() {
                return None;
            }
            self.push_slice(start..at);
            for (index, words) in words.iter().enumerate() {
                if index > 0 {
                    self.push(Inline::Text(PlacedText::made(" > ", place.clone())));
                }
                self.push_slice(place_of(words, source, &place));
            }
            let message = "a link to a note leads nowhere, so only its words are printed";
            let hint = match found.name.starts_with('@') {
                true => format!("to cite the work, write `[{}]`", found.name),
                false => "write the words alone, or lead to a heading: `[words](#the-heading)`"
                    .to_owned(),
            };
            let trouble = &mut self.reader.trouble;
            trouble.tell(&NOTE_LINK, &place, message.to_owned(), &hint);
        }
        Some(end)
    }

    /// Returns the picture of `![[picture.png|300]]` and `![[picture.png|caption text]]`.
    fn picture(&mut self, found: &NoteLink<'a>, place: BodyRange) -> Inline<'a> {
        let mut attributes = Attributes {
            place: place.clone(),
            ..Attributes::default()
        };
        let mut caption = Vec::new();
        for words in &found.words {
            let at = place_of(words, self.reader.source, &place);
            if let Some(width) = width(words) {
                attributes.pairs.push(("width".to_owned(), width, at));
            } else if let [Block::Paragraph(words) | Block::Plain(words)] =
                self.reader.part(&[at], true).as_slice()
            {
                caption.clone_from(words);
            }
        }
        Inline::Image(Box::new(Image {
            target: Cow::Borrowed(found.name),
            caption,
            attributes,
            place,
        }))
    }

    /// `[[@key]]` at byte `at`: a note on a work, by which the work is cited.
    fn literature_note(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let body = source.get(at..limit)?.strip_prefix("[[@")?;
        let is_key = |c: char| c.is_alphanumeric() || "_-:.+/".contains(c);
        let length = body.find(|c| !is_key(c)).filter(|length| *length > 0)?;
        let behind = body[length..].strip_prefix("]]")?;
        if behind.starts_with([']', '(', '[', '{']) {
            return None;
        }
        self.push_slice(start..at);
        let name = at + 3..at + 3 + length;
        let place = at..name.end + 2;
        let key = Cow::Borrowed(&source[name.clone()]);
        let key = self
            .reader
            .key(key, name.start - 1..name.end, Form::Bracket);
        let end = place.end;
        self.push(Inline::Cite {
            keys: vec![key],
            place,
        });
        Some(end)
    }

    /// `%%comment%%` at byte `at`; returns the byte behind it.
    pub(crate) fn hidden(&mut self, start: usize, at: usize, limit: usize) -> Option<usize> {
        let source = self.reader.source;
        let rest = source.get(at..limit)?.strip_prefix("%%")?;
        let before = source[..at].chars().next_back();
        if rest.starts_with('%') || before.is_some_and(|c| c.is_alphanumeric() || c == '%') {
            return None;
        }
        let end = at + 2 + rest.find("%%")? + 2;
        self.push_slice(start..at);
        self.reader.warn_of_comment(&(at..end));
        Some(end)
    }
}

/// Returns where a slice of the source stands inside a place.
fn place_of(words: &str, source: &str, place: &BodyRange) -> BodyRange {
    let start = source[place.clone()].rfind(words).unwrap_or(0) + place.start;
    start..start + words.len()
}

/// Whether a name is that of a recording or another file, and not of a note.
fn has_ending(name: &str) -> bool {
    const OTHERS: [&str; 14] = [
        "mp3", "wav", "m4a", "ogg", "flac", "mp4", "mov", "mkv", "webm", "3gp", "csv", "xlsx",
        "docx", "canvas",
    ];
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| OTHERS.contains(&it.to_ascii_lowercase().as_str()))
}

fn is_picture(name: &str) -> bool {
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|it| PICTURES.contains(&it.to_ascii_lowercase().as_str()))
}

/// Returns the width that `300` and `300x200` ask for, in pixels of a screen.
fn width(words: &str) -> Option<String> {
    let (width, height) = words.split_once('x').unwrap_or((words, "1"));
    let is_number =
        |text: &str| (1..5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(width) || !is_number(height) {
        return None;
    }
    let points = width.parse::<f64>().ok()? * 0.75;
    Some(match (1.0..=WIDEST).contains(&points) {
        true => format!("{points}pt"),
        false => "100%".to_owned(),
    })
}

impl<'a> EventReader<'a, '_> {
    pub(crate) fn warn_of_comment(&mut self, place: &BodyRange) {
        let message = "a comment between `%%` and `%%` is not printed".to_owned();
        let hint = "remove it when it has served, or write it as `<!-- … -->`";
        self.trouble.tell(&HIDDEN_COMMENT, place, message, hint);
    }

    /// Complains about tags that stand on a line of their own, or behind a sentence.
    pub(crate) fn tags(&mut self, place: &BodyRange) {
        let text = &self.source[place.clone()];
        if !text.contains('#') {
            return;
        }
        let mut start = place.start;
        let mut found = Vec::new();
        for line in text.split_inclusive('\n') {
            let shown = line.trim_start_matches([' ', '\t', '>']);
            let first = start + line.len() - shown.len();
            let shown = shown.trim_end();
            let mut tags = shown.len();
            for word in shown.rsplit(char::is_whitespace) {
                let at = word.as_ptr() as usize - shown.as_ptr() as usize;
                match word.is_empty() || is_tag(word) {
                    true => tags = at,
                    false => break,
                }
            }
            let before = shown[..tags].trim_end();
            if tags < shown.len() && (before.is_empty() || before.ends_with(['.', '!', '?'])) {
                found.push(first + tags..first + shown.len());
            }
            start += line.len();
        }
        for tags in found {
            let message = "tags of a note-taking program are printed as they stand".to_owned();
            let hint = "take them out: in a dissertation they are words";
            self.trouble.tell(&TAG_TYPED, &tags, message, hint);
        }
    }

    /// Takes `^block-id` off the end of a paragraph.
    pub(crate) fn block_id(&mut self, raw: &mut Vec<Inline<'a>>) {
        let Some(Inline::Text(last)) = raw.last() else {
            return;
        };
        if !last.is_plain() {
            return;
        }
        let shown = last.text.trim_end();
        let id = shown.rsplit(char::is_whitespace).next().unwrap_or(shown);
        let Some(name) = id.strip_prefix('^') else {
            return;
        };
        let at = last.place.start + shown.len() - id.len();
        let is_apart = self.source[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let is_name = name.len() >= 4
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name.contains(|c: char| c.is_ascii_alphabetic())
            && name.contains(|c: char| c.is_ascii_digit() || c == '-');
        if !is_apart || !is_name {
            return;
        }
        let place = at..at + id.len();
        let message = "the name of a paragraph is not printed".to_owned();
        let hint = "take it out: a dissertation leads to headings, figures and tables";
        self.trouble.tell(&BLOCK_ID, &place, message, hint);
        let end = self.source[..at].trim_end().len();
        *raw = trim_ends(cut_before(std::mem::take(raw), end));
    }
}

/// `#tag`: no number, no colour.
fn is_tag(word: &str) -> bool {
    let Some(name) = word.strip_prefix('#') else {
        return false;
    };
    let is_colour =
        matches!(name.len(), 3 | 4 | 6 | 8) && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.len() > 1
        && name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'))
        && !is_colour
}
