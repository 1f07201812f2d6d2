//! Words that no list has: most are slips of a finger.
//!
//! # Decisions
//!
//! - 2026-11: in doubt a word is right. Capitals of a short form, a name of the references or of the
//!   title page, a word with a figure in it, a capitalised word that stands twice: nothing is said.
//! - 2026-11: `-ise` and `-ize` are both right until `[language] spelling` chooses one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::context::SourceContext;
use crate::check::prose::lexicon::{is_known, near, with_s, with_z};
use crate::check::prose::rules::UNKNOWN_WORD;
use crate::check::prose::words::{ProseWord, own_passages, words};
use crate::check::sink::Sink;
use crate::csl::Value;
use crate::diagnostics::text::{choice, count, inline};
use crate::diagnostics::{Diagnostic, Place, ProjectPath};
use crate::manuscript::Passage;
use crate::project::Spelling;

/// The project's own words, one or more a line; what stands behind a `#` is a remark.
const OWN_WORDS: &str = "words.txt";

/// Shorter words are short forms more often than slips.
const MIN_LETTERS: usize = 3;

/// So many places of a word are shown.
const SHOWN: usize = 4;

/// A word that no list has.
#[derive(Default)]
struct Unknown {
    places: Vec<Place>,
    times: usize,
    /// How it stands first.
    written: String,
    /// Whether it has a capital wherever it stands, and not only where a sentence begins.
    is_name: bool,
}

/// Finds words that are in no list, each once.
pub(super) fn unknown_words(context: &SourceContext<'_>, sink: &mut Sink) {
    let own = own_words(context);
    let spelling = context.project.manifest.spelling;
    let mut found: BTreeMap<String, Unknown> = BTreeMap::new();
    for passage in own_passages(context) {
        // A name that may not appear is told by its own rule, which does not print it.
        let hidden = context.confidential.find_in(&passage.text);
        let is_hidden = |at: &Range<usize>| {
            hidden
                .iter()
                .any(|name| name.start < at.end && at.start < name.end)
        };
        for word in words(passage)
            .into_iter()
            .filter(|word| !is_hidden(&word.range))
        {
            let plain = word.text.replace('\u{2019}', "'");
            if !is_judged(passage, &word) || is_right(&plain, spelling) {
                continue;
            }
            let bare = plain.strip_suffix("'s").unwrap_or(&plain).to_lowercase();
            if own.contains(&bare) {
                continue;
            }
            let unknown = found.entry(bare).or_insert_with(|| Unknown {
                written: plain.clone(),
                is_name: true,
                ..Unknown::default()
            });
            unknown.times += 1;
            unknown.is_name &= plain.starts_with(char::is_uppercase);
            if unknown.places.len() < SHOWN {
                unknown.places.push(passage.place(word.range));
            }
        }
    }
    for (bare, unknown) in found {
        if unknown.is_name && unknown.times > 1 {
            continue;
        }
        sink.push(told(&bare, unknown, spelling));
    }
}

/// So many words are named in one line.
const NAMED: usize = 5;

/// Puts all unknown words into the first of them: a machine's report has one line for spelling.
pub(crate) fn with_one_line_of_spelling(findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let (mut words, mut others): (Vec<_>, Vec<_>) = findings
        .into_iter()
        .partition(|finding| finding.is(&UNKNOWN_WORD));
    let named = words
        .iter()
        .filter_map(|finding| finding.message.split('`').nth(1));
    let named: Vec<String> = named.take(NAMED).map(|word| format!("`{word}`")).collect();
    let all = words.len();
    if let (Some(first), true) = (words.first_mut(), all > 1) {
        let more = if all > NAMED { ", and more" } else { "" };
        let all = count(all, "word");
        first.message = format!("{all} in no list of words: {}{more}", named.join(", "));
        first.hints =
            vec!["`folio check --only unknown-word` shows each with its places".to_owned()];
        first.related.clear();
        words.truncate(1);
    }
    others.append(&mut words);
    Diagnostic::sort(&mut others);
    others
}

fn told(bare: &str, unknown: Unknown, spelling: Option<Spelling>) -> Diagnostic {
    let mut places = unknown.places.into_iter();
    let written = inline(&unknown.written, 60);
    let times = match unknown.times {
        1 => String::new(),
        times => format!(" ({})", count(times, "time")),
    };
    let other = other_spelling(bare, spelling);
    let meant = match &other {
        Some(other) => vec![format!("`{other}`")],
        None => near(bare).iter().map(|word| format!("`{word}`")).collect(),
    };
    let message = match other {
        Some(_) => format!("`{written}` is not spelt as `[language] spelling` asks{times}"),
        None => format!("`{written}` is in no list of words{times}"),
    };
    let mut finding = Diagnostic::of(&UNKNOWN_WORD, message);
    if let Some(first) = places.next() {
        finding = finding.at(first);
    }
    for place in places {
        finding = finding.also(place, "here too");
    }
    if !meant.is_empty() {
        finding = finding.hint(format!("did you mean {}?", choice(&meant)));
    }
    finding.hint(format!(
        "a word that is right goes into `{OWN_WORDS}` in the project's folder, one a line"
    ))
}

/// Returns the form that the manifest asks for, if a word has the other one.
fn other_spelling(word: &str, spelling: Option<Spelling>) -> Option<String> {
    match spelling? {
        Spelling::Ise => with_s(word).filter(|own| is_known(own)),
        Spelling::Ize => with_z(word),
    }
}

fn is_right(word: &str, spelling: Option<Spelling>) -> bool {
    let is_small = word.chars().all(|c| c.is_lowercase() || c == '\'');
    is_known(word) && !(is_small && other_spelling(word, spelling).is_some())
}

/// Returns whether a word is one that lists of words are about.
fn is_judged(passage: &Passage, word: &ProseWord<'_>) -> bool {
    let text = word.text;
    let (before, after) = (
        &passage.text[..word.range.start],
        &passage.text[word.range.end..],
    );
    // `q3b`, `name@place`, `file.md`, `a_b`, `[sandbox]/x`: a part of something that is no word.
    let is_inner = |c: char| c.is_ascii_digit() || matches!(c, '_' | '@' | '\\' | '=' | '&');
    let is_dotted = |rest: &str| {
        let mut next = rest.chars();
        matches!(next.next(), Some('.' | '/' | ':'))
            && next.next().is_some_and(|c| c.is_alphanumeric() || c == '/')
    };
    let is_path = before.ends_with(['.', '/', ':'])
        && before
            .chars()
            .rev()
            .nth(1)
            .is_some_and(|c| c.is_alphanumeric() || c == '/');
    let letters = text.chars().filter(|c| c.is_alphabetic());
    let capitals = letters.clone().skip(1).filter(|c| c.is_uppercase()).count();
    letters.count() >= MIN_LETTERS
        && !word.is_quoted
        // Words with letters that English has not are of another language.
        && text.chars().all(|c| c.is_ascii() || c == '\u{2019}')
        // `NHS`, `GPs`, `eHealth`, `PubMed`: a short form or a name of its own making.
        && capitals == 0
        && !before.ends_with(is_inner)
        && !after.starts_with(is_inner)
        && !is_dotted(after)
        && !is_path
}

/// Returns the words, in small letters, that this dissertation knows by itself: its own list, the
/// names and titles of its references, what its title page and its abbreviations say.
fn own_words(context: &SourceContext<'_>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut take = |text: &str| {
        let plain = text.replace('\u{2019}', "'");
        let words = plain.split(|c: char| !c.is_alphabetic() && c != '\'');
        all.extend(words.filter(|word| !word.is_empty()).map(str::to_lowercase));
    };
    for entry in &context.references.entries {
        for value in entry.item.values.values() {
            match value {
                Value::Text(text) => take(text),
                Value::Names(names) => {
                    for name in names {
                        take(&name.family);
                        take(&name.given);
                        take(&name.literal);
                    }
                }
                Value::Date(_) => {}
            }
        }
    }
    let manifest = &context.project.manifest;
    let about = &manifest.dissertation;
    take(&about.title);
    take(&about.author);
    for text in [
        &about.subtitle,
        &about.programme,
        &about.department,
        &about.college,
        &about.supervisor,
        &about.executive_sponsor,
        &about.organisation,
    ] {
        take(text.as_deref().unwrap_or_default());
    }
    for abbreviation in &manifest.abbreviations {
        take(&abbreviation.long);
    }
    if let Some(path) = ProjectPath::new(OWN_WORDS).filter(|path| context.store.is_file(path)) {
        // A list that cannot be read knows nothing, and what it would have known is told.
        for line in context.store.text(&path).unwrap_or_default().lines() {
            take(line.split('#').next().unwrap_or_default());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_reads_one_line_of_spelling() {
        let word = |word: &str| Diagnostic::warn("unknown-word", format!("`{word}` is in no list"));
        let other = Diagnostic::warn("doubled-word", "x");
        let one = with_one_line_of_spelling(vec![word("thier"), other.clone()]);
        assert_eq!(one.len(), 2);
        let many = ["a", "b", "c", "d", "e", "f"].map(word).into_iter();
        let found = with_one_line_of_spelling(many.chain([other]).collect());
        let found: Vec<_> = found
            .iter()
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(
            found.contains(&"6 words in no list of words: `a`, `b`, `c`, `d`, `e`, and more"),
            "{found:?}"
        );
        assert_eq!(found.len(), 2);
    }
}
