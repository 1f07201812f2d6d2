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
use crate::markdown::abbreviations::forms::{Abbreviations, Met};
use crate::markdown::abbreviations::line_words::{Edit, LineWords, apply, has_short};
use crate::markdown::document::Inline;

/// What is done with the abbreviations of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FirstUse {
    /// The first use is written out.
    Expand,
    /// It is only noted.
    Note,
}

/// Returns what stands in a plain text, such as the words of a chapter in Typst, in which nothing
/// is written out by folio.
pub fn met_in(text: &str, known: &Abbreviations) -> Met {
    let finder = ShortFormFinder::new(&known.forms);
    let mut met = Met::default();
    for paragraph in text.split("\n\n") {
        for found in finder.used(paragraph, &mut met) {
            if found.is_free && is_introduced(paragraph, &found) {
                met.introduced.insert(found.short.to_owned());
            }
        }
    }
    met
}

/// Finds short forms in a text.
pub(crate) struct ShortFormFinder<'k> {
    forms: &'k BTreeMap<String, String>,
    /// The short forms by their first character, the longest first.
    by_first: BTreeMap<char, Vec<&'k str>>,
}

/// A short form in a text.
pub(crate) struct ShortForm<'k> {
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
            let found = self.used(&flat.text, met);
            let edits = match wanted {
                FirstUse::Expand => introductions(&flat, &found, known, met),
                FirstUse::Note => Vec::new(),
            };
            apply(items, &flat, &edits);
        }
        self.notes(items, met);
    }

    /// Notes what is used in a text, and returns it in its order.
    pub(crate) fn used(&self, text: &str, met: &mut Met) -> Vec<ShortForm<'k>> {
        let found = self.find(text);
        let shorts = found.iter().map(|found| found.short.to_owned());
        met.used.extend(shorts);
        found
    }

    /// Notes what is used in the footnotes of a line.
    fn notes(&self, items: &mut [Inline<'_>], met: &mut Met) {
        for item in items {
            if let Inline::Note { children, .. } = item {
                self.line(children, FirstUse::Note, &BTreeSet::new(), met);
            } else if let Some(children) = item.children_mut() {
                self.notes(children, met);
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
        let is_joined = is_joined(text[..at].chars().rev()) || is_joined(rest.chars());
        Some(ShortForm {
            short,
            long: self.forms.get(short)?,
            range: at..text.len() - rest.len(),
            is_plural,
            is_free: !is_joined && !rest.starts_with('('),
        })
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a character and a word follow that make one word with what stands before them.
fn is_joined(mut chars: impl Iterator<Item = char>) -> bool {
    chars.next().is_some_and(is_joint) && chars.next().is_some_and(is_word)
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
