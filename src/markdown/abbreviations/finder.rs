//! Abbreviations in a line of text: finding them, and writing one out.
//!
//! A line is read as its plain words, so that a sentence is seen whole across emphasis and line
//! ends; each change is then made in the piece of text in which it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::markdown::abbreviations::english::{
    Quoted, article_for, capital, ends_with_words, is_in_brackets, plural, starts_sentence,
    starts_with_words,
};
use crate::markdown::abbreviations::line_words::{Edit, LineWords, apply, has_short};
use crate::markdown::abbreviations::walk::Met;
use crate::markdown::document::Inline;

/// What is done with the abbreviations of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstUse {
    /// The first use is written out.
    Expand,
    /// It is only noted.
    Note,
}

/// Finds short forms in a text.
pub(crate) struct ShortFormFinder<'k> {
    forms: &'k BTreeMap<String, String>,
    /// The short forms by their first character, the longest first.
    by_first: BTreeMap<char, Vec<&'k str>>,
}

/// A short form in a text.
struct ShortForm<'k> {
    short: &'k str,
    long: &'k str,
    /// Its bytes, with the `s` of a plural.
    range: Range<usize>,
    is_plural: bool,
    /// It is a word of its own, not a part of `EPR-based` or `EPR's`.
    is_free: bool,
}

impl<'k> ShortFormFinder<'k> {
    pub(crate) fn new(forms: &'k BTreeMap<String, String>) -> Self {
        let mut by_first: BTreeMap<char, Vec<&str>> = BTreeMap::new();
        for short in forms.keys() {
            if let Some(first) = short.chars().next() {
                by_first.entry(first).or_default().push(short);
            }
        }
        for shorts in by_first.values_mut() {
            shorts.sort_by_key(|short| (std::cmp::Reverse(short.len()), *short));
        }
        Self { forms, by_first }
    }

    /// Reads a line, and changes it where an abbreviation is written out.
    pub(crate) fn line(
        &self,
        items: &mut Vec<Inline<'_>>,
        wanted: FirstUse,
        known: &BTreeSet<String>,
        met: &mut Met,
    ) {
        if !self.forms.is_empty() || has_short(items) {
            let flat = LineWords::read(items);
            let found = self.find(&flat.text);
            met.used
                .extend(found.iter().map(|found| found.short.to_owned()));
            let edits = match wanted {
                FirstUse::Expand => introductions(&flat, &found, known, met),
                FirstUse::Note => Vec::new(),
            };
            apply(items, &flat, &edits);
        }
        self.notes(items, met);
    }

    /// Notes what is used in a text, and what its author introduces there.
    pub(crate) fn plain(&self, text: &str, met: &mut Met) {
        for found in self.find(text) {
            met.used.insert(found.short.to_owned());
            if found.is_free && is_introduced(text, &found) {
                met.introduced.insert(found.short.to_owned());
            }
        }
    }

    /// Notes what is used in a text.
    pub(crate) fn used(&self, text: &str, met: &mut Met) {
        let found = self.find(text);
        met.used
            .extend(found.iter().map(|found| found.short.to_owned()));
    }

    /// Notes what is used in the footnotes of a line.
    fn notes(&self, items: &mut [Inline<'_>], met: &mut Met) {
        for item in items {
            match item {
                Inline::Note { children, .. } => {
                    self.line(children, FirstUse::Note, &BTreeSet::new(), met);
                }
                Inline::Styled { children, .. }
                | Inline::Link { children, .. }
                | Inline::Span { children, .. } => self.notes(children, met),
                Inline::Text(_)
                | Inline::Soft(_)
                | Inline::Hard(_)
                | Inline::Code { .. }
                | Inline::Math { .. }
                | Inline::Image(_)
                | Inline::NoteReference { .. }
                | Inline::Key(_)
                | Inline::Cite { .. }
                | Inline::Typst(_)
                | Inline::Html { .. } => {}
            }
        }
    }

    /// Returns the short forms of a text in its order, none inside another.
    fn find(&self, text: &str) -> Vec<ShortForm<'k>> {
        let mut all = Vec::new();
        let mut done = 0;
        let mut before = None;
        for (at, c) in text.char_indices() {
            if at >= done
                && !before.is_some_and(is_word)
                && let Some(shorts) = self.by_first.get(&c)
                && let Some(found) = shorts
                    .iter()
                    .find_map(|short| self.found_at(text, at, short))
            {
                done = found.range.end;
                all.push(found);
            }
            before = Some(c);
        }
        all
    }

    fn found_at(&self, text: &str, at: usize, short: &'k str) -> Option<ShortForm<'k>> {
        let rest = text[at..].strip_prefix(short)?;
        let (is_plural, rest) = match rest.strip_prefix('s') {
            Some(behind) if !behind.starts_with(is_word) => (true, behind),
            Some(_) | None => (false, rest),
        };
        if rest.starts_with(is_word) {
            return None;
        }
        let is_joined_before = {
            let mut back = text[..at].chars().rev();
            back.next().is_some_and(is_joint) && back.next().is_some_and(is_word)
        };
        let is_joined_behind = {
            let mut on = rest.chars();
            on.next().is_some_and(is_joint) && on.next().is_some_and(is_word)
        };
        Some(ShortForm {
            short,
            long: self.forms.get(short)?,
            range: at..text.len() - rest.len(),
            is_plural,
            is_free: !is_joined_before && !is_joined_behind && !rest.starts_with('('),
        })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character between letters makes one word of them, or nearly.
fn is_joint(c: char) -> bool {
    "-\u{2010}\u{2011}\u{2013}/\\'\u{2019}.@&+:=#".contains(c)
}

/// Whether the author says at this place what the short form stands for: "electronic patient record
/// (EPR)", "EPR (electronic patient record)", or words of another wording before "(EPR)".
fn is_introduced(text: &str, found: &ShortForm<'_>) -> bool {
    let before = text[..found.range.start].trim_end_matches(['“', '‘', '"', '\'']);
    let behind = text[found.range.end..].trim_start_matches(['”', '’', '"', '\'']);
    if let Some(outside) = before.strip_suffix(['(', '[']) {
        let is_alone = behind.starts_with([')', ']']);
        let has_words = outside.ends_with(' ') && outside.contains(char::is_alphabetic);
        return (is_alone && has_words) || ends_with_words(outside, found.long);
    }
    let inside = behind.trim_start().strip_prefix(['(', '[']);
    inside.is_some_and(|inside| starts_with_words(inside, found.long))
}

/// Returns the changes that introduce what is used first, and notes what is introduced.
fn introductions(
    flat: &LineWords,
    found: &[ShortForm<'_>],
    known: &BTreeSet<String>,
    met: &mut Met,
) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut quoted = None;
    for found in found {
        let is_new = !known.contains(found.short) && !met.introduced.contains(found.short);
        let Some(run) = flat.run(&found.range).filter(|_| is_new && found.is_free) else {
            continue;
        };
        let quoted = quoted.get_or_insert_with(|| Quoted::read(&flat.text));
        if !run.is_open || quoted.holds(found.range.start) {
            continue;
        }
        if is_introduced(&flat.text, found) {
            met.introduced.insert(found.short.to_owned());
            continue;
        }
        let Some(long) = (match found.is_plural {
            true => plural(found.long),
            false => Some(found.long.to_owned()),
        }) else {
            continue;
        };
        let before = &flat.text[..found.range.start];
        let article = article_for(before, &long).and_then(|(range, text)| {
            flat.run(&range)
                .filter(|run| run.is_open)
                .map(|_| Edit { range, text })
        });
        let long = match starts_sentence(before) {
            true => capital(&long),
            false => long,
        };
        let (open, close) = match is_in_brackets(before) {
            true => ('[', ']'),
            false => ('(', ')'),
        };
        let short = &flat.text[found.range.clone()];
        let text = format!("{long} {open}{short}{close}");
        edits.extend(article);
        edits.push(Edit {
            range: found.range.clone(),
            text,
        });
        met.introduced.insert(found.short.to_owned());
    }
    edits
}
