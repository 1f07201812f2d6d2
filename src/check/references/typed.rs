//! Citations that were typed by hand, beside a reference file that has the work.
//!
//! Prose is full of years and of numbers in brackets. So a year counts only behind the very names of
//! the authors of a work of that year, and in brackets; a number only where nothing else in the file
//! has its name.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::check::context::SourceContext;
use crate::check::references::rules::{CITATION_NUMBER_TYPED, CITATION_TYPED};
use crate::check::sink::Sink;
use crate::csl::Name;
use crate::diagnostics::text::{count, inline};
use crate::diagnostics::{Diagnostic, Place};
use crate::manuscript::{Passage, PassageKind, Text};
use crate::references::Entry;

/// More works than these may be meant: then nothing is said.
const MAX_WORKS: usize = 3;

/// So many citations are told what to write.
const SHOWN: usize = 5;

/// How far behind its bracket a citation may stand.
const MAX_BRACKET: usize = 240;

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(1[5-9]|20)[0-9]{2}[a-z]?\b").expect("the pattern is a constant")
});

static NUMBERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[[1-9][0-9]{0,2}(\s?[,;–-]\s?[1-9][0-9]{0,2})*\]")
        .expect("the pattern is a constant")
});

/// A citation that was typed.
struct Typed<'a> {
    place: Place,
    shown: String,
    /// Whether the names stand in the sentence.
    is_narrative: bool,
    /// The whole bracket that it stands in, as it was typed.
    bracket: Option<(Place, String)>,
    works: Vec<&'a Entry>,
}

/// Finds names with a year that a reference file has.
pub(super) fn by_name(context: &SourceContext<'_>, sink: &mut Sink) {
    let mut by_year: BTreeMap<i32, Vec<&Entry>> = BTreeMap::new();
    for entry in &context.references.entries {
        let date = entry.item.date("issued").and_then(|date| date.start);
        if let Some(start) = date {
            by_year.entry(start.year).or_default().push(entry);
        }
    }
    if by_year.is_empty() {
        return;
    }
    for text in &context.manuscript.texts {
        let mut found = Vec::new();
        for passage in prose(text) {
            for year in YEAR.find_iter(&passage.text) {
                let number = year.as_str()[..4].parse().unwrap_or_default();
                if let Some(works) = by_year.get(&number) {
                    found.extend(typed(passage, year.range(), works));
                }
            }
        }
        if let Some(finding) = told(text, &found) {
            sink.push(finding);
        }
    }
}

/// Returns what of a file is the author's own prose.
fn prose(text: &Text) -> impl Iterator<Item = &Passage> {
    text.passages.iter().filter(|passage| match passage.kind {
        PassageKind::Paragraph
        | PassageKind::Footnote
        | PassageKind::Caption
        | PassageKind::Cell => true,
        PassageKind::Heading | PassageKind::Quotation | PassageKind::Alternative => false,
    })
}

/// Reads the names before a year.
fn typed<'a>(passage: &Passage, year: Range<usize>, works: &[&'a Entry]) -> Option<Typed<'a>> {
    let text = passage.text.as_str();
    let before = text[..year.start].trim_end();
    let opened = before.strip_suffix(['(', '[']);
    let is_narrative = opened.is_some();
    let head = match opened {
        Some(head) => head.trim_end(),
        None => {
            let open = before.rfind(['(', '['])?;
            let is_near = before.len() - open < MAX_BRACKET;
            (is_near && !before[open..].contains([')', ']'])).then_some(before)?
        }
    };
    let starts = works
        .iter()
        .filter_map(|entry| Some((starts(head, entry)?, *entry)));
    let starts: Vec<(usize, &Entry)> = starts.collect();
    let start = starts.iter().map(|(start, _)| *start).min()?;
    let works: Vec<&Entry> = starts
        .into_iter()
        .filter(|(at, _)| *at == start)
        .map(|(_, entry)| entry)
        .collect();
    let behind = &text[year.end..];
    let is_list = start == 0 && is_narrative && behind.starts_with(").");
    if works.len() > MAX_WORKS || is_list {
        return None;
    }
    let bracket = (!is_narrative)
        .then(|| whole_bracket(text, &year))
        .flatten();
    let closes = is_narrative && behind.starts_with([')', ']']);
    let whole = start..year.end + usize::from(closes);
    Some(Typed {
        place: passage.place(whole.clone()),
        shown: inline(&text[whole], 60),
        is_narrative,
        bracket: bracket.map(|place| (passage.place(place.clone()), inline(&text[place], 60))),
        works,
    })
}

/// Returns the bracket around a year.
fn whole_bracket(text: &str, year: &Range<usize>) -> Option<Range<usize>> {
    let open = text[..year.start].rfind(['(', '['])?;
    let close = year.end + text[year.end..].find([')', ']'])?;
    (close - open < 2 * MAX_BRACKET).then_some(open..close + 1)
}

/// Returns where the authors of a work begin that stand at the end of a text.
fn starts(head: &str, entry: &Entry) -> Option<usize> {
    let authors = match entry.item.names("author") {
        [] => entry.item.names("editor"),
        authors => authors,
    };
    let authors: Vec<&Name> = authors
        .iter()
        .filter(|name| name.literal != "others")
        .collect();
    let head = head.trim_end_matches([' ', ',', '\u{a0}']);
    let head = ["'s", "’s", "'", "’"]
        .iter()
        .find_map(|end| head.strip_suffix(end))
        .unwrap_or(head);
    for others in [
        "et al.",
        "et al",
        "and others",
        "and colleagues",
        "& colleagues",
    ] {
        if let Some(rest) = head.strip_suffix(others) {
            let rest = rest.trim_end_matches([' ', ',', '\u{a0}']);
            return before_name(rest, authors.first()?);
        }
    }
    let mut rest = head;
    for (at, author) in authors.iter().enumerate().rev() {
        rest = &rest[..before_name(rest, author)?];
        if at > 0 {
            let joined = rest.trim_end();
            let word = ["and", "&", "und"]
                .iter()
                .find_map(|word| joined.strip_suffix(word));
            let bare = word
                .unwrap_or(joined)
                .trim_end_matches([' ', ',', '\u{a0}']);
            if bare.len() == joined.len() {
                return None;
            }
            rest = bare;
        }
    }
    (!authors.is_empty()).then_some(rest.len())
}

/// Returns where a name begins that stands at the end of a text.
fn before_name(text: &str, name: &Name) -> Option<usize> {
    let family = &name.family;
    let with_particle = format!("{} {family}", name.non_dropping_particle);
    let short: String = name
        .literal
        .split([' ', '-'])
        .filter(|word| !["for", "of", "and", "the", "in", "on"].contains(word))
        .filter_map(|word| word.chars().next())
        .collect();
    let short = if short.len() > 2 { short.as_str() } else { "" };
    let forms = [
        name.literal.as_str(),
        short,
        with_particle.trim_start(),
        family,
    ];
    forms
        .iter()
        .filter(|form| !form.is_empty())
        .find_map(|form| {
            let rest = without_end(text, form)?;
            let is_apart = !rest.ends_with(|c: char| c.is_alphanumeric() || c == '-');
            is_apart.then_some(rest.len())
        })
}

/// Takes words off the end of a text, whose apostrophes may be straight or not.
fn without_end<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let same = |c: char| if c == '’' { '\'' } else { c };
    let mut rest = text;
    for wanted in words.chars().rev() {
        let last = rest.chars().next_back()?;
        rest = (same(last) == same(wanted)).then(|| &rest[..rest.len() - last.len_utf8()])?;
    }
    Some(rest)
}

/// Says what to write in the place of the citations of a file.
fn told(text: &Text, found: &[Typed<'_>]) -> Option<Diagnostic> {
    let first = found.first()?;
    let message = match found.len() {
        1 => format!("“{}” is typed by hand, and is no citation", first.shown),
        many => format!(
            "{} are typed by hand, and are none: “{}” is the first",
            count(many, "citation"),
            first.shown
        ),
    };
    let is_markdown = text.path.is_markdown();
    let write = |one: &Typed<'_>| {
        let keys = one.works.iter().map(|entry| {
            let key = inline(&entry.key, 60);
            match (is_markdown, one.is_narrative) {
                (true, true) => format!("`@{key}`"),
                (true, false) => format!("`[@{key}]`"),
                (false, true) => format!("`#cite(<{key}>, form: \"prose\")`"),
                (false, false) => format!("`@{key}`"),
            }
        });
        keys.collect::<Vec<_>>().join(" or ")
    };
    // Several in one bracket are one citation.
    let is_same = |one: &Typed<'_>, next: &Typed<'_>| {
        is_markdown && one.bracket.is_some() && one.bracket == next.bracket
    };
    let mut hint = String::new();
    let mut shown: Vec<&str> = Vec::new();
    let mut others = Vec::new();
    for group in found.chunk_by(is_same) {
        let (words, written) = match group {
            [one] => (one.shown.as_str(), write(one)),
            many => {
                let keys = many.iter().filter_map(|one| one.works.first());
                let keys: Vec<String> = keys
                    .map(|entry| format!("@{}", inline(&entry.key, 60)))
                    .collect();
                let bracket = many[0].bracket.as_ref();
                let words = bracket.map_or("", |(_, words)| words.as_str());
                (words, format!("`[{}]`", keys.join("; ")))
            }
        };
        for one in group {
            others.push((one, format!("write {written}")));
        }
        if shown.contains(&words) || shown.len() > SHOWN {
            continue;
        }
        hint += &match shown.len() {
            0 if group.len() == 1 => format!("write {written}"),
            0 => format!("write {written} for “{words}”"),
            SHOWN => ", and so on".to_owned(),
            _ => format!(", {written} for “{words}”"),
        };
        shown.push(words);
    }
    let finding = Diagnostic::of(&CITATION_TYPED, message).at(first.place.clone());
    let others = others.into_iter().skip(1).take(SHOWN - 1);
    let finding = others.fold(finding, |finding, (one, written)| {
        finding.also(one.place.clone(), written)
    });
    Some(finding.hint(hint))
}

/// Finds numbers in square brackets that look like citations.
pub(super) fn by_number(context: &SourceContext<'_>, sink: &mut Sink) {
    let Some(example) = context.references.entries.first() else {
        return;
    };
    for text in &context.manuscript.texts {
        let source = context.sources.text(&text.path).unwrap_or_default();
        let listed = typed_list(context, text);
        let mut found: Vec<(Place, &str)> = Vec::new();
        for passage in prose(text) {
            for numbers in NUMBERS.find_iter(&passage.text) {
                let before = &passage.text[..numbers.start()];
                let is_there = figures(numbers.as_str()).all(|number| {
                    !source.contains(&format!("[^{number}]"))
                        && !source.contains(&format!("[{number}]:"))
                });
                if is_there && may_be_cited(before) {
                    found.push((passage.place(numbers.range()), numbers.as_str()));
                }
            }
        }
        // A scale from 1 to 5 is written `[1, 5]`.
        if !found.iter().any(|(_, shown)| figures(shown).count() == 1) {
            continue;
        }
        let Some((place, shown)) = found.first() else {
            continue;
        };
        let message = match found.len() {
            1 => format!("“{shown}” is typed by hand, and is no citation"),
            many => format!(
                "{} in brackets are typed by hand, and are no citations: “{shown}” is the first",
                count(many, "number")
            ),
        };
        let known: Vec<String> = listed
            .iter()
            .take(SHOWN)
            .map(|(number, key)| format!("`[@{}]` for [{number}]", inline(key, 60)))
            .collect();
        let hint = match known.is_empty() {
            false => format!("write {}", known.join(", ")),
            true => format!(
                "write the key of each work, as in `[@{}]`; the keys stand in `{}`",
                inline(&example.key, 60),
                example.key_place.path
            ),
        };
        sink.push(
            Diagnostic::of(&CITATION_NUMBER_TYPED, message)
                .at(place.clone())
                .hint(hint),
        );
    }
}

fn figures(numbers: &str) -> impl Iterator<Item = &str> {
    let numbers = numbers.trim_matches(['[', ']']).split([',', ';', '–', '-']);
    numbers.map(str::trim)
}

/// Whether a number behind these words may be a citation: not an item of a list, nor of an array.
fn may_be_cited(before: &str) -> bool {
    let last = before.trim_end();
    let word = last
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    let least = if last.len() < before.len() { 2 } else { 3 };
    let is_word = word.chars().count() >= least && !word.ends_with(|c: char| c.is_ascii_digit());
    is_word || (word.is_empty() && last.ends_with([',', '.', ';', ')', '”', '"', '’', '\'', ']']))
}

/// Returns the keys of works that a list of references names by their numbers: `[1] Smith, J. …`.
fn typed_list(context: &SourceContext<'_>, text: &Text) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    for passage in &text.passages {
        let Some(number) = NUMBERS.find(&passage.text).filter(|it| it.start() == 0) else {
            continue;
        };
        let Ok(figure) = number.as_str().trim_matches(['[', ']']).parse() else {
            continue;
        };
        let named = context.references.entries.iter().filter(|entry| {
            let year = entry.item.date("issued").and_then(|date| date.start);
            let author = entry.item.names("author").first();
            let has = |said: &str| !said.is_empty() && passage.text.contains(said);
            year.is_some_and(|year| has(&year.year.to_string()))
                && author.is_some_and(|author| has(&author.family) || has(&author.literal))
        });
        let named: Vec<&Entry> = named.collect();
        if let [entry] = named[..] {
            found.insert(figure, entry.key.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests;
