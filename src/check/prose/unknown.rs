//! Words that no list has: most are slips of a finger.
//!
//! # Decisions
//!
//! - 2026-11: in doubt a word is right. Capitals of a short form, a name of the references or of the
//!   title page, a word with a figure in it, a capitalised word that stands twice: nothing is said.
//! - 2026-11: `-ise` and `-ize` are both right until `[language] spelling` chooses one.
//! - 2026-11: the files are read passage by passage and the census of the pages is read for what no
//!   passage has (`printed.rs`). Passages have what the census lacks: the place of each letter,
//!   quotation marks, the texts that are only read aloud, and an answer where no page can be set yet
//!   (`--fast`, the preview, a draft with a mistake). Citations, formulas and code stand apart in
//!   both.

use std::collections::BTreeMap;

use crate::check::context::SourceContext;
use crate::check::prose::known::{KnownWords, OWN_WORDS, UnknownWord};
use crate::check::prose::lexicon::near;
use crate::check::prose::rules::UNKNOWN_WORD;
use crate::check::prose::words::own_passages;
use crate::check::sink::Sink;
use crate::diagnostics::text::{choice, count, inline};
use crate::diagnostics::{Diagnostic, Place};

/// So many places of a word are shown.
const SHOWN: usize = 4;

/// Everywhere that one word stands.
#[derive(Default)]
struct Places {
    places: Vec<Place>,
    times: usize,
    /// How it stands first.
    written: String,
    /// Whether it has a capital wherever it stands, and not only where a sentence begins.
    is_name: bool,
}

/// The unknown words of a dissertation, each once.
#[derive(Default)]
pub(super) struct Unknown(BTreeMap<String, Places>);

impl Unknown {
    pub(super) fn add(&mut self, word: UnknownWord, place: Place) {
        let UnknownWord { bare, written, .. } = word;
        let is_name = written.starts_with(char::is_uppercase);
        let all = self.0.entry(bare).or_insert_with(|| Places {
            written,
            is_name: true,
            ..Places::default()
        });
        all.times += 1;
        all.is_name &= is_name;
        if all.places.len() < SHOWN {
            all.places.push(place);
        }
    }

    /// Returns what is to be said, a sentence a word. A name stands more than once.
    pub(super) fn told(self, known: &KnownWords<'_>) -> Vec<Diagnostic> {
        let is_slip = |places: &Places| !places.is_name || places.times == 1;
        let slips = self.0.into_iter().filter(|(_, places)| is_slip(places));
        // One piece of code may print many words: one place has one sentence.
        let mut at: BTreeMap<_, Vec<(String, Places)>> = BTreeMap::new();
        for (bare, places) in slips {
            let first = places.places.first();
            let first = first.map(|it| (it.path.clone(), it.range.as_ref().map(|it| it.start)));
            at.entry(first).or_default().push((bare, places));
        }
        at.into_values()
            .filter_map(|mut words| match words.len() {
                1 => words.pop().map(|(bare, places)| told(&bare, places, known)),
                _ => told_together(words),
            })
            .collect()
    }
}

/// Finds words of the files that are in no list, each once.
pub(super) fn unknown_words(context: &SourceContext<'_>, sink: &mut Sink) {
    let known = KnownWords::of(context);
    let mut found = Unknown::default();
    for passage in own_passages(context) {
        for word in known.unknown_in(&passage.text) {
            let place = passage.place(word.range.clone());
            found.add(word, place);
        }
    }
    sink.extend(found.told(&known));
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
        .flat_map(|finding| finding.message.split('`').skip(1).step_by(2))
        .filter(|word| !word.starts_with('['));
    let said = several(named.collect());
    let is_many = words.len() > 1;
    if let (Some(first), true) = (words.first_mut(), is_many) {
        first.message = said;
        first.hints =
            vec!["`folio check --only unknown-word` shows each with its places".to_owned()];
        first.related.clear();
        words.truncate(1);
    }
    others.append(&mut words);
    Diagnostic::sort(&mut others);
    others
}

fn told(bare: &str, unknown: Places, known: &KnownWords<'_>) -> Diagnostic {
    let mut places = unknown.places.into_iter();
    let written = inline(&unknown.written, 60);
    let times = match unknown.times {
        1 => String::new(),
        times => format!(" ({})", count(times, "time")),
    };
    let other = known.other_spelling(bare);
    let meant = match &other {
        Some(other) => vec![other.clone()],
        None => near(bare),
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
    finding.hint(own_words_hint())
}

/// Says of words that one piece of code prints that no list has them.
fn told_together(words: Vec<(String, Places)>) -> Option<Diagnostic> {
    let place = words.first()?.1.places.first()?.clone();
    let named = words.iter().map(|(_, places)| places.written.as_str());
    let finding = Diagnostic::of(&UNKNOWN_WORD, several(named.collect()));
    Some(finding.at(place).hint(own_words_hint()))
}

/// Says that several words are in no list, and names the first of them.
fn several(words: Vec<&str>) -> String {
    let named = words.iter().take(NAMED);
    let named: Vec<String> = named
        .map(|word| format!("`{}`", inline(word, 60)))
        .collect();
    let more = if words.len() > NAMED {
        ", and more"
    } else {
        ""
    };
    let all = count(words.len(), "word");
    format!("{all} in no list of words: {}{more}", named.join(", "))
}

fn own_words_hint() -> String {
    format!("a word that is right goes into `{OWN_WORDS}` in the project's folder, one a line")
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
